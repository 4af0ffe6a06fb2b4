"""Codes come in again: what fits is kept, and everything that doesn't is said, one line each.

Files are read by `returned`; here entries meet the sample they belong to.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.corpus.html.trees import Refused
from framing.corpus.limits import Limits
from framing.corpus.sheets import xlsx
from framing.corpus.streams import Damaged, TooLarge
from framing.errors import FramingError, brief, nearest, several
from framing.io.formulas import undone
from framing.schema import check, empty

if TYPE_CHECKING:
    from framing.coding.questions import Question
    from framing.coding.sheet import CodingSample

__all__ = ["Codes", "left_open", "read_codes"]


# Files in which codes come back: the page's CSV and JSON, and spreadsheets filled in, as plain entries.

SUFFIXES = (".csv", ".tsv", ".xlsx", ".json")
#: Columns of spreadsheets that are no questions.
COLUMNS = (
    "number", "unit", "kind", "before", "text", "after", "about", "target", "mark_start", "mark_end",
    "title_end", "coders", "note", "coder", "codebook", "seconds", "article", "start", "end", "level",
)  # fmt: skip
#: Larger files than that hold no codes.
_MOST = 64 << 20
_ROWS = 2_000_000


class Unreadable(Exception):
    """A file that holds no codes; the message says why and what to do."""


class Entry(NamedTuple):
    """One answer as a file has it; what is missing is None; a note alone has no question."""

    row: int
    unit: str
    coder: str | None
    question: str
    value: str
    note: str | None = None
    seconds: float | None = None
    codebook: str | None = None


def entries(path: Path) -> Iterator[Entry]:
    """Yield the answers of a file.

    Raises
    ------
    Unreadable
        It can't be opened, is of another form, or has no column of units.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(f"a {suffix or 'file without suffix'} holds no codes; give {', '.join(SUFFIXES)}")
    try:
        if path.stat().st_size > _MOST:
            raise Unreadable(f"is larger than {_MOST >> 20} MB, which no file of codes is")
        if suffix == ".json":
            yield from _json(path.read_bytes())
        elif suffix == ".xlsx":
            yield from _workbook(path)
        else:
            yield from _table(_cells(path.read_bytes(), suffix), unescape=True)
    except Unreadable:
        raise
    except (Damaged, TooLarge, Refused, KeyError) as error:
        raise Unreadable(f"the workbook can't be read ({str(error)[:80]}); save it again as .xlsx") from None
    except csv.Error as error:
        raise Unreadable(f"is no table ({error}); save it again as CSV") from None
    except OSError as error:
        raise Unreadable(f"can't be opened ({(error.strerror or str(error)).lower()})") from None


def _cells(data: bytes, suffix: str) -> list[list[str]]:
    """Return the rows of a CSV file, whatever a spreadsheet made of its marks and letters."""
    text = _decoded(data)
    head = text[: text.find("\n")] if "\n" in text else text
    sign = "\t" if suffix == ".tsv" else max(",;\t", key=head.count)
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
        rows.append(row)
        if len(rows) > _ROWS:
            raise Unreadable(f"has more than {_ROWS:,} rows, which no file of codes has")
    return rows


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel saves "CSV" in the machine's own letters.
        return data.decode("cp1252", "replace")


def _workbook(path: Path) -> Iterator[Entry]:
    with path.open("rb") as stream:
        for sheet in xlsx.sheets(stream, Limits()):
            rows: list[list[str]] = []
            numbers = []
            for row in sheet.rows:
                width = max(row.values, default=-1) + 1
                rows.append([_text(row.values.get(column, "")) for column in range(width)])
                numbers.append(row.number)
                if len(rows) > _ROWS:
                    raise Unreadable(f"has more than {_ROWS:,} rows, which no file of codes has")
            if rows and "unit" in map(_folded, rows[0]):
                for entry in _table(rows):
                    yield entry._replace(row=numbers[entry.row - 1])
                return
    raise Unreadable("no sheet has a column 'unit' in its first row; keep the head as it was given")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value == xlsx.NO_VALUE else str(value)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _table(rows: Sequence[Sequence[str]], *, unescape: bool = False) -> Iterator[Entry]:
    """Yield the answers of rows: one a row where there are columns question and value, else one a column."""
    head = [name.strip() for name in rows[0]] if rows else []
    place = {_folded(name): nth for nth, name in reversed(list(enumerate(head)))}
    if "unit" not in place:
        raise Unreadable("has no column 'unit' in its first row; keep the head as it was given")
    long = "question" in place and "value" in place
    asked = [(nth, name) for nth, name in enumerate(head) if name and _folded(name) not in COLUMNS]
    for number, cells in enumerate(rows[1:], start=2):
        row = [undone(cell) for cell in cells] if unescape else list(cells)

        def said(name: str, row: Sequence[str] = row) -> str:
            nth = place.get(name, len(row))
            return row[nth].strip() if nth < len(row) else ""

        if not any(cell.strip() for cell in row):
            continue
        common = {
            "unit": said("unit"),
            "coder": said("coder") or None,
            "note": said("note") or None,
            "seconds": _number(said("seconds")),
            "codebook": said("codebook") or None,
        }
        if long:
            yield Entry(row=number, question=said("question"), value=said("value"), **common)  # type: ignore[arg-type]
            continue
        filled = [(name, row[nth].strip()) for nth, name in asked if nth < len(row) and row[nth].strip()]
        for name, value in filled or ([("", "")] if common["note"] else []):
            yield Entry(row=number, question=name, value=value, **common)  # type: ignore[arg-type]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None


def _json(data: bytes) -> Iterator[Entry]:
    try:
        kept = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("is no JSON; give the file that the page downloaded") from None
    if not isinstance(kept, Mapping) or kept.get("format") != "framing-codes":
        raise Unreadable("holds no codes that a coder's page downloaded")
    coder, version = (
        value if isinstance(value := kept.get(name), str) else None for name in ("coder", "codebook")
    )
    notes, seconds, answers = (
        value if isinstance(value := kept.get(name), Mapping) else {}
        for name in ("notes", "seconds", "answers")
    )
    for unit in dict.fromkeys([*answers, *notes]):
        given = answers.get(unit)
        note = notes.get(unit)
        spent = seconds.get(unit)
        common = {
            "unit": unit,
            "coder": coder,
            "note": note if isinstance(note, str) and note.strip() else None,
            "seconds": float(spent) if isinstance(spent, int | float) and 0 <= spent < 1e9 else None,
            "codebook": version,
        }
        listed = list(given.items()) if isinstance(given, Mapping) else []
        for question, given_value in listed or [("", "")]:
            value = given_value if isinstance(given_value, str) else str(given_value)[:200]
            yield Entry(row=0, question=question, value=value, **common)


#: So many units are listed where one line is about many.
_LISTED = 12
#: Of faults of one kind in one file so many are listed, the others counted.
_MOST_ALIKE = 500
#: Of faults so many are printed.
_SHOWN = 10


class Codes(NamedTuple):
    """Codes that were read, and what was wrong.

    Attributes
    ----------
    codes : pandas.DataFrame
        The table `codes`.
    faults : pandas.DataFrame
        The table `code_faults`.
    """

    codes: pd.DataFrame
    faults: pd.DataFrame

    def __repr__(self) -> str:
        from framing.views.notebook import brief_of

        return brief_of(self)

    def __str__(self) -> str:
        """Return how many codes there are and of whom, then each fault; of many the first."""
        wrong = [f"  {line}" for line in self.faults["detail"].head(_SHOWN)]
        if (more := len(self.faults) - _SHOWN) > 0:
            wrong.append(f"  and {more:,} more, in .faults")
        head = f"faults ({len(self.faults):,}); all else was kept:" if wrong else "no faults"
        coders = ", ".join(sorted(set(self.codes["coder"])))
        return "\n".join([f"{self._head}{': ' if coders else ''}{coders}", head, *wrong])

    @property
    def _head(self) -> str:
        units, people = self.codes["unit"].nunique(), self.codes["coder"].nunique()
        said = ((len(self.codes), "code"), (units, "unit"), (people, "coder"))
        codes, of, by = (f"{count:,} {name}{'s' * (count != 1)}" for count, name in said)
        return f"{codes} of {of} by {by}"

    def _repr_html_(self) -> str:
        from framing.views.notebook import still

        coders = ", ".join(sorted(set(self.codes["coder"])))
        count = self.faults.groupby("kind").size().rename("faults").reset_index()
        return still(
            f"<p><strong>{self._head}</strong></p>{pd.DataFrame({'coders': [coders]}).to_html(index=False)}"
            f"{count.to_html(index=False) if len(count) else '<p>No faults.</p>'}"
            f"{self.faults.head(20)[['file', 'kind', 'detail']].to_html(index=False) if len(count) else ''}"
        )


def read_codes(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    sample: CodingSample | str | os.PathLike[str] | None = None,
) -> Codes:
    """Read what coders send back: CSV and JSON of the page, and spreadsheets filled in.

    Parameters
    ----------
    paths : path or sequence of paths
        Files, or folders of them. Of a folder the files that belong to the sample itself are passed over.
    sample : CodingSample or path, optional
        What was coded, or the folder it was written to: units, coders, questions and answers are held
        against it, and codes get the place of their unit. Without it all answers are taken as they stand.

    Returns
    -------
    Codes
        ``(codes, faults)``. Of two answers of one coder to one question the later in the order of files
        (by name) and rows counts. Answers to another version of the questions are left out.

    Raises
    ------
    FramingError
        A path doesn't exist; no file is there; `sample` is none.
    """
    known = _sample(sample)
    files = _files(paths, known)
    reader = _Reader(known)
    for file in files:
        reader.read(file)
    return reader.finished()


def _sample(given: Any) -> CodingSample | None:
    if given is None:
        return None
    if isinstance(given, str | os.PathLike):
        from framing.coding.sheet import read_sample

        return read_sample(given)
    if all(hasattr(given, name) for name in ("units", "key", "codebook")):
        return given  # type: ignore[no-any-return]
    raise FramingError(f"sample: {brief(given)} is neither a sample nor the folder of one")


def _files(paths: Any, known: CodingSample | None) -> list[Path]:
    from framing.coding.sheet import KEPT

    given = (paths,) if isinstance(paths, os.PathLike) else several("paths", paths)
    found: list[Path] = []
    for one in given:
        if not isinstance(one, str | os.PathLike):
            raise FramingError(f"paths: {brief(one)} is no path; give the files that coders sent back")
        path = Path(one)
        if path.is_dir():
            inside = [
                file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.name not in KEPT
            ]
            found += sorted(
                file for file in inside if file.is_file() and not file.name.startswith((".", "~$"))
            )
        elif path.exists():
            found.append(path)
        else:
            raise FramingError(f"{one}: is not there; give the files that coders sent back, or their folder")
    if not found:
        raise FramingError(f"{brief(paths)}: holds no file of codes; give {', '.join(SUFFIXES)}")
    return list(dict.fromkeys(found))


class _Reader:
    """Entries met with the sample; what was read so far."""

    def __init__(self, sample: CodingSample | None) -> None:
        self.sample = sample
        self.codes: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.notes: dict[tuple[str, str], str] = {}
        self.faults: list[dict[str, Any]] = []
        self.theirs: dict[str, set[str]] = {}
        self.numbers: dict[str, int] = {}
        self.coders: dict[str, str] = {}
        self.asked: dict[str, Question] = {}
        self.count: dict[tuple[str, str], int] = {}
        if sample is not None:
            from framing.coding.sheet import slugs

            named = sample.units[["unit", "number", "coders"]].to_numpy(dtype=object).tolist()
            self.theirs = {unit: {name for name in said.split("; ") if name} for unit, _, said in named}
            self.numbers = {unit: int(number) for unit, number, _ in named}
            self.asked = {one.key.casefold(): one for one in sample.codebook}
            self.coders = {name.casefold(): name for name in sample.coders}
            self.coders |= {slug.casefold(): name for name, slug in slugs(sample.coders).items()}

    def read(self, file: Path) -> None:
        """Take what a file holds; what is no code becomes a fault."""
        versions: dict[str, int] = {}
        same: dict[str, int] = {}
        try:
            for entry in entries(file):
                self._take(entry, file, versions, same)
        except Unreadable as error:
            self._fault(file, None, "unreadable", f"{file.name}: {error}")
        for version, count in versions.items():
            asked = self.sample.codebook.version if self.sample is not None else ""
            self._fault(
                file, None, "other version",
                f"{file.name}: {count:,} answers are to version {brief(version)} of the questions, while the "
                f"sample asks {asked}; left out: read them with the sample they belong to",
            )  # fmt: skip
        for coder, count in same.items():
            self._fault(
                file, Entry(0, "", coder, "", ""), "twice",
                f"{file.name}: {count:,} answers of {coder} stand a second time, and are the same; kept once",
            )  # fmt: skip

    def _take(self, entry: Entry, file: Path, versions: dict[str, int], same: dict[str, int]) -> None:
        coder = self._coder(entry, file)
        if coder is None:
            return self._fault(
                file, entry, "no coder",
                f"{_at(file, entry)}: names no coder; fill the column 'coder', or call the file codes-NAME",
            )  # fmt: skip
        entry = entry._replace(coder=coder)
        sample = self.sample
        if sample is None:
            if not entry.unit:
                return self._fault(
                    file, entry, "unknown unit", f"{_at(file, entry)}: names no unit; fill it in"
                )
        elif entry.unit not in self.theirs:
            return self._fault(
                file, entry, "unknown unit",
                f"{_at(file, entry)}: unit {brief(entry.unit)} is not in the sample; was another one coded?",
            )  # fmt: skip
        elif coder not in self.theirs[entry.unit]:
            given = ", ".join(sorted(self.theirs[entry.unit]))
            return self._fault(
                file, entry, "not theirs",
                f"{_at(file, entry)}: unit {entry.unit} is for {given or 'nobody'}, not {coder}; left out",
            )  # fmt: skip
        elif entry.codebook is not None and entry.codebook != sample.codebook.version:
            versions[entry.codebook] = versions.get(entry.codebook, 0) + 1
            return None
        if entry.note is not None:
            self.notes[entry.unit, coder] = entry.note
        if not entry.question:
            return None
        return self._answer(entry, file, same)

    def _answer(self, entry: Entry, file: Path, same: dict[str, int]) -> None:
        question: Question | None = None
        value = entry.value
        if self.sample is not None:
            question = self.asked.get(entry.question.casefold())
            if question is None:
                close = nearest(entry.question, [one.key for one in self.sample.codebook])
                return self._fault(
                    file, entry, "unknown question",
                    f"{_at(file, entry)}: {brief(entry.question)} is not asked"
                    + (f"; did you mean {close!r}?" if close else "; rename or drop the column"),
                )  # fmt: skip
            value = _canonical(question, value)
            if wrong := question.fault(value):
                return self._fault(file, entry, "not allowed", f"{_at(file, entry)}: {wrong}")
        elif not value:
            return self._fault(file, entry, "not allowed", f"{_at(file, entry)}: the answer is empty")
        coder = str(entry.coder)
        place = (entry.unit, coder, question.key if question else entry.question)
        if (before := self.codes.get(place)) is not None:
            if before["value"] == value:
                same[coder] = same.get(coder, 0) + 1
            else:
                self._fault(
                    file, entry, "twice",
                    f"{_at(file, entry)}: {coder} answers {place[2]!r} of {entry.unit} with {value!r} after "
                    f"{before['value']!r}; the later counts",
                )  # fmt: skip
        self.codes[place] = {
            "value": value,
            "seconds": entry.seconds,
            "level": question.level if question else "nominal",
            "codebook": self.sample.codebook.version if self.sample is not None else entry.codebook,
        }
        return None

    def _coder(self, entry: Entry, file: Path) -> str | None:
        said = entry.coder
        if said is None:
            named = re.fullmatch(r"codes?-(.+?)(?: ?\(\d+\))?", file.stem)
            said = named[1] if named else None
            if said is not None and self.sample is not None and said.casefold() not in self.coders:
                return None
        return None if said is None else self.coders.get(said.casefold(), said)

    def _fault(self, file: Path | None, entry: Entry | None, kind: str, detail: str) -> None:
        place = file.name if file else "", kind
        self.count[place] = self.count.get(place, 0) + 1
        if self.count[place] > _MOST_ALIKE:
            return
        self.faults.append(
            {
                "file": file.name if file else "",
                "row": entry.row if entry else 0,
                "coder": (entry.coder or None) if entry else None,
                "unit": (entry.unit or None) if entry else None,
                "question": (entry.question or None) if entry else None,
                "kind": kind,
                "detail": detail,
            }
        )

    def finished(self) -> Codes:
        """Return all that was read, and what is still missing of it."""
        rows = [
            {
                "unit": unit,
                "coder": coder,
                "question": question,
                **code,
                "note": self.notes.get((unit, coder)),
            }
            for (unit, coder, question), code in self.codes.items()
        ]
        codes = check(pd.DataFrame(rows), "codes") if rows else empty("codes")
        for (name, kind), count in list(self.count.items()):
            if count > _MOST_ALIKE:
                more = f"{name}: {count - _MOST_ALIKE:,} more faults of this kind are not listed: {kind}"
                self.faults.append({"file": name, "row": 0, "kind": kind, "detail": more})
        if self.sample is not None:
            self._missing()
            places = self.sample.key.set_index("unit")[["article", "start", "end"]]
            at = places.reindex(codes["unit"])
            for name in places.columns:
                codes[name] = at[name].to_numpy()
            codes = codes.sort_values(["coder", "unit", "question"], key=self._order, ignore_index=True)
        faults = check(pd.DataFrame(self.faults), "code_faults") if self.faults else empty("code_faults")
        return Codes(check(codes, "codes"), faults)

    def _order(self, column: pd.Series) -> pd.Series:
        if column.name == "unit":
            return column.map(self.numbers)
        if column.name == "question" and self.sample is not None:
            return column.map({one.key: nth for nth, one in enumerate(self.sample.codebook)})
        return column

    def _missing(self) -> None:
        assert self.sample is not None
        needed = [one.key for one in self.sample.codebook if not one.optional]
        for coder in self.sample.coders:
            own = [unit for unit, names in self.theirs.items() if coder in names]
            lacking = {unit: [key for key in needed if (unit, coder, key) not in self.codes] for unit in own}
            none = [unit for unit in own if needed and len(lacking[unit]) == len(needed)]
            if none:
                some = "" if len(none) < len(own) else "; no file of theirs was read, or none fits"
                self._fault(
                    None, Entry(0, "", coder, "", ""), "missing",
                    f"{coder}: {len(none):,} of {len(own):,} units are not coded{some}: {self._listed(none)}",
                )  # fmt: skip
            some_of: dict[tuple[str, ...], list[str]] = {}
            for unit in own:
                if 0 < len(lacking[unit]) < len(needed):
                    some_of.setdefault(tuple(lacking[unit]), []).append(unit)
            for keys, units in some_of.items():
                asked = ", ".join(keys)
                what = f"unit {self.numbers[units[0]]} ({units[0]}) has no answer to {asked}"
                if len(units) > 1:
                    what = f"{len(units):,} of {len(own):,} units have no answer to {asked}: "
                    what += self._listed(units)
                one = units[0] if len(units) == 1 else ""
                self._fault(None, Entry(0, one, coder, keys[0], ""), "missing", f"{coder}: {what}")

    def _listed(self, units: Iterable[str]) -> str:
        numbers = sorted(self.numbers[unit] for unit in units)
        said = ", ".join(map(str, numbers[:_LISTED]))
        return f"numbers {said}{', …' if len(numbers) > _LISTED else ''}"


def left_open(codes: pd.DataFrame, sample: CodingSample) -> str:
    """Return in one line which optional questions coders left open, and how often; "" where none.

    They are no fault: a unit is done without them.
    """
    whose = [name for said in sample.units["coders"] for name in said.split("; ") if name]
    given = codes.groupby("question").size()
    said = [
        f"{one.key} in {lost:,} of {len(whose):,}"
        for one in sample.codebook
        if one.optional and (lost := len(whose) - int(given.get(one.key, 0))) > 0
    ]
    return f"optional questions without an answer, units by coder: {', '.join(said)}" if said else ""


def _at(file: Path, entry: Entry) -> str:
    return f"{file.name}, row {entry.row}" if entry.row else f"{file.name}, unit {brief(entry.unit)}"


def _canonical(question: Question, value: str) -> str:
    """Return an answer as the codebook writes it: case, its label, and 1.0 for 1 don't matter."""
    plain = value.strip()
    if not question.values:
        return plain.replace(",", ".") if re.fullmatch(r"[+-]?\d+,\d+", plain) else plain
    folded = {key.casefold(): key for key in question.values}
    labels = {label.casefold(): key for key, label in question.values.items()}
    whole = re.fullmatch(r"([+-]?\d+)\.0+", plain)
    return (
        folded.get(plain.casefold())
        or labels.get(plain.casefold())
        or folded.get(whole[1] if whole else "")
        or plain
    )
