"""A sample as files: a workbook and a CSV for each coder, and the key that none of them gets.

Files are written aside and moved into place. Codes come in again through `reading`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.coding.questions import Question, Questions
from framing.engine.results import open_to_write
from framing.errors import FramingError
from framing.io.files import safe, undone
from framing.schema import check


class CodingSample(NamedTuple):
    """A sample: what coders see, the key that is kept from them, and what they are asked.

    Attributes
    ----------
    units : pandas.DataFrame
        The table `units`.
    key : pandas.DataFrame
        The table `unit_key`.
    codebook : Questions
    notes : tuple of str
        What did not come out as asked.
    """

    units: pd.DataFrame
    key: pd.DataFrame
    codebook: Questions
    notes: tuple[str, ...] = ()

    @property
    def coders(self) -> tuple[str, ...]:
        """The coders, in order of name."""
        return tuple(sorted({name for said in self.units["coders"] for name in said.split("; ") if name}))

    def write(self, folder: str | os.PathLike[str], *, replace: bool = False) -> list[str]:
        """Write what coders get and what is kept to a folder; return the names of the files.

        Parameters
        ----------
        folder : path
            Made where it doesn't exist. Files of another name in it are left alone.
        replace : bool
            Write over another sample that is there.

        Raises
        ------
        FramingError
            The folder can't be written, or holds another sample.
        """
        target, files = Path(folder), contents(self)
        old = target / "key.csv"
        try:
            if old.exists() and not replace and old.read_bytes() != files["key.csv"]:
                raise FramingError(
                    f"{folder}: holds another sample, whose key would be lost; name a new folder, or say "
                    "replace"
                )
            target.mkdir(parents=True, exist_ok=True)
            for name, data in files.items():
                with open_to_write(str(target / name)) as stream:
                    stream.write(data)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise FramingError(f"{folder}: can't be written ({why}); name another folder") from None
        return list(files)

    def __repr__(self) -> str:
        from framing.views.text import brief_of

        return brief_of(self)

    def __str__(self) -> str:
        """Return how many units there are, of what and for whom, by outlet and voice; then the notes."""
        kinds, articles = sorted(set(self.units["kind"].astype("str"))), self.key["article"].nunique()
        head = f"{len(self.units):,} units ({', '.join(kinds)}), articles: {articles:,}, codebook: "
        lines = [f"{head}{self.codebook.name}, coders: {', '.join(self.coders)}"]
        count = self.key.groupby(["outlet", "voice"], sort=True).size().reset_index(name="n")
        for outlet, part in count.groupby("outlet", sort=True):
            said = ", ".join(f"{voice} {n:,}" for voice, n in zip(part["voice"], part["n"], strict=True))
            lines.append(f"  {outlet}: {said}")
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)])


#: Characters that a cell can hold.
_LONGEST = 32_767


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str]]],
    *,
    widths: Mapping[str, Sequence[float]] | None = None,
    choices: Mapping[int, Sequence[str]] | None = None,
) -> bytes:
    """Return sheets of text as the bytes of an .xlsx file, the same bytes for the same text.

    Parameters
    ----------
    sheets : mapping of str to rows
        The first row of each is its head, which stays in sight.
    widths : mapping of str to sequence of float, optional
        Of a sheet's columns, in characters.
    choices : mapping of int to sequence of str, optional
        For columns of the first sheet, what may be chosen; other entries are refused with a word.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": dt.datetime(1980, 1, 1)})
    # Format 49 is text, so that 1-2 stays what was typed.
    plain = {"num_format": 49, "text_wrap": True, "valign": "top"}
    cell, head = book.add_format(plain), book.add_format({**plain, "bold": True})
    for nth, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate((widths or {}).get(name, ())):
            sheet.set_column(column, column, width, cell)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                if text:
                    # One end of a line, since the library escapes some of the others and some not.
                    kept = "\n".join(re.split("\r\n?", text[:_LONGEST])).encode("utf8", "replace").decode()
                    sheet.write_string(row, column, kept, cell if row else head)
        for column, values in (choices or {}).items() if nth == 0 and len(rows) > 1 else ():
            listed = ",".join(values)
            # A list that a cell's rule can't hold is left out; reading will tell.
            if len(listed) <= 255 and not any(sign in value for value in values for sign in ',"'):
                rule = {"validate": "list", "source": list(values), "error_title": "No such answer"}
                sheet.data_validation(
                    1, column, len(rows) - 1, column, rule | {"error_message": listed[:200]}
                )
    book.close()
    return stream.getvalue()


#: Files that coders don't get, or that hold no codes.
KEPT = ("key.csv", "units.csv", "codebook.json", "read-me.txt")
#: Around the words of a mention in spreadsheets, which can't mark them.
_MARKS = ("⟦", "⟧")


def contents(sample: CodingSample) -> dict[str, bytes]:
    """Return the files of a sample, name to bytes: the same for the same sample."""
    asked = [asdict(one) | {"values": list(one.values.items())} for one in sample.codebook]
    book = {name: getattr(sample.codebook, name) for name in ("name", "title", "note", "citation")}
    book["asked"] = asked
    files = {
        "read-me.txt": _read_me(sample).encode(),
        "units.csv": _csv(sample.units),
        "key.csv": _csv(sample.key),
        "codebook.json": (json.dumps(book, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    for coder, slug in slugs(sample.coders).items():
        rows = _rows(sample, coder)
        # The mark in front tells Excel that it is UTF-8.
        files[f"code-{slug}.csv"] = b"\xef\xbb\xbf" + _lines(rows)
        files[f"code-{slug}.xlsx"] = workbook(
            {"units": rows, "codebook": _asked(sample.codebook)},
            widths={"units": _widths(rows[0], sample.codebook), "codebook": (18, 60, 60, 40, 12)},
            choices={
                rows[0].index(question.key): list(question.values)
                for question in sample.codebook
                if question.values
            },
        )
    return files


def slugs(coders: Sequence[str]) -> dict[str, str]:
    """Return for each coder what stands in the names of their files.

    >>> slugs(["Ana Ruiz", "ana-ruiz", "李"])
    {'Ana Ruiz': 'Ana-Ruiz', 'ana-ruiz': 'ana-ruiz-2', '李': '李'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for coder in coders:
        base = slug = re.sub(r"[^\w-]+", "-", coder).strip("-")[:60] or "coder"
        nth = 2
        while slug.casefold() in taken:
            slug, nth = f"{base}-{nth}", nth + 1
        taken.add(slug.casefold())
        found[coder] = slug
    return found


def read_sample(folder: str | os.PathLike[str]) -> CodingSample:
    """Read back a sample that was written.

    Raises
    ------
    FramingError
        A file is absent or not as it was written.
    """
    reading: dict[str, Callable[[Path], Any]] = {
        "units.csv": lambda path: check(_read_csv(path), "units"),
        "key.csv": lambda path: check(_read_csv(path), "unit_key"),
        "codebook.json": _questions,
    }
    found = []
    for name, read in reading.items():
        try:
            found.append(read(Path(folder) / name))
            continue
        except OSError as error:
            why = (error.strerror or "").lower()
            raise FramingError(
                f"{folder}: {name} can't be read ({why}); give the folder that a sample was written to"
            ) from None
        except FramingError as error:
            why = str(error).partition(". ")[0]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, csv.Error):
            why = "other text stands in it"
        raise FramingError(
            f"{folder}: {name} is not as it was written ({why}); write the sample again, or put the file back"
        )
    return CodingSample(*found)


def _questions(path: Path) -> Questions:
    book = json.loads(path.read_text("utf8"))
    asked = tuple(
        Question(**{**one, "values": dict(one["values"]), "units": tuple(one["units"])})
        for one in book.pop("asked")
    )
    return Questions(**{**book, "asked": asked, "citation": tuple(book["citation"])})


def _read_csv(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [[undone(cell) for cell in row] for row in csv.reader(stream)]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    empty = {"before", "after", "coders"}
    for name in frame.columns:
        if name not in empty:
            frame[name] = frame[name].where(frame[name] != "", None)
    if "hit" in frame.columns:
        frame["hit"] = frame["hit"] == "True"
    return frame


def _csv(frame: pd.DataFrame) -> bytes:
    plain = frame.astype(object).where(frame.notna(), "")
    return _lines([list(map(str, frame.columns)), *plain.values.tolist()])


def _lines(rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([[safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return stream.getvalue().encode("utf8", "replace")


def _rows(sample: CodingSample, coder: str) -> list[list[str]]:
    """Return what a coder fills in: a row a unit, an empty column a question."""
    questions = [question.key for question in sample.codebook]
    own = sample.units[[coder in said.split("; ") for said in sample.units["coders"]]]
    marked = bool((own["mark_end"] > own["mark_start"]).any())
    head = ["number", "unit", "before", "text", "after", *(["about"] if marked else []), *questions]
    rows = [[*head, "note", "coder", "codebook"]]
    for unit in own.to_dict("records"):
        text, (start, end) = unit["text"], (unit["mark_start"], unit["mark_end"])
        if end > start:
            text = f"{text[:start]}{_MARKS[0]}{text[start:end]}{_MARKS[1]}{text[end:]}"
        about = [str(unit["target"]) if isinstance(unit["target"], str) else ""] if marked else []
        around = [str(unit["number"]), unit["unit"], unit["before"], text, unit["after"], *about]
        rows.append([*around, *([""] * len(questions)), "", coder, sample.codebook.version])
    return rows


def _widths(head: Sequence[str], book: Questions) -> list[float]:
    known: Mapping[str, float] = {"number": 8, "unit": 15, "before": 40, "text": 70, "after": 40, "note": 30}
    keys = {question.key for question in book}
    return [known.get(name, 14 if name in keys else 16) for name in head]


def _asked(book: Questions) -> list[list[str]]:
    rows = [["column", "question", "help", "answers", "level"]]
    for one in book:
        answers = "; ".join(
            value if value.casefold() == said.casefold() else f"{value}: {said}"
            for value, said in one.values.items()
        )
        rows.append([one.key, one.question, one.help, answers or one.range, one.level])
    return [*rows, ["", book.note], ["", f"{book.name}, version {book.version}"]]


def _read_me(sample: CodingSample) -> str:
    share = slugs(sample.coders)
    count = {
        coder: sum(coder in said.split("; ") for said in sample.units["coders"]) for coder in sample.coders
    }
    given = "\n".join(
        f"  {coder}: code-{slug}.xlsx, or code-{slug}.csv; {count[coder]} units"
        for coder, slug in share.items()
    )
    book = sample.codebook
    twice = sum("; " in said for said in sample.units["coders"])
    lines = [
        f"{len(sample.units)} units of {sample.key['article'].nunique()} articles for human coding; "
        f"{twice} are coded by two.",
        f"Codebook: {book.name}, version {book.version}.",
        "",
        "Give each coder one file, and no more than that:",
        given,
        "",
        "Keep for yourself: key.csv (where each unit is from, and how probable it was to be drawn),",
        "units.csv and codebook.json, by which codes are read in again.",
        "A coder sends back the spreadsheet filled in.",
        *sample.notes,
    ]
    if (sample.key["provenance"] == "illustrative").any():
        lines.append("The texts are invented, to show how the tool works.")
    return "\n".join(lines) + "\n"
