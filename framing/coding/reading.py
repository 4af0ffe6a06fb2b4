"""Codes come in again: what fits is kept, and everything that doesn't is said, one line each.

Files are read by `returned`; here entries meet the sample they belong to.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from framing.coding.measured import opened
from framing.corpus import xlsx as xlsx
from framing.corpus.limits import Limits
from framing.corpus.streams import Damaged, TooLarge
from framing.errors import FramingError, brief, nearest, several
from framing.io.files import decode_sheet, undone
from framing.schema import check, empty

if TYPE_CHECKING:
    from framing.coding.questions import Question
    from framing.coding.sheet import CodingSample


# Files in which codes come back, spreadsheets filled in or tables of codes, as plain entries.

SUFFIXES = (".csv", ".tsv", ".xlsx")
#: Columns of spreadsheets that are no questions.
COLUMNS = (
    "number", "unit", "kind", "before", "text", "after", "about", "target", "mark_start", "mark_end",
    "title_end", "coders", "note", "coder", "codebook", "seconds", "article", "start", "end", "level",
)  # fmt: skip
#: Larger files than that hold no codes.
_MOST = 64 << 20
_ROWS = 2_000_000

_Row = TypeVar("_Row")


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
        if suffix == ".xlsx":
            yield from _workbook(path)
        else:
            yield from _table(_cells(path.read_bytes(), suffix), unescape=True)
    except Unreadable:
        raise
    except (Damaged, TooLarge) as error:
        raise Unreadable(f"the workbook can't be read ({str(error)[:80]}); save it again as .xlsx") from None
    except csv.Error as error:
        raise Unreadable(f"is no table ({error}); save it again as CSV") from None
    except OSError as error:
        raise Unreadable(f"can't be opened ({(error.strerror or str(error)).lower()})") from None


def _cells(data: bytes, suffix: str) -> list[list[str]]:
    """Return the rows of a CSV file, whatever a spreadsheet made of its marks and letters."""
    text, sign = decode_sheet(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if suffix == ".tsv" else sign)
    return _limit_rows(rows)


def _limit_rows(rows: Iterable[_Row]) -> list[_Row]:
    found = list(islice(rows, _ROWS + 1))
    if len(found) > _ROWS:
        raise Unreadable(f"has more than {_ROWS:,} rows, which no file of codes has")
    return found


def _workbook(path: Path) -> Iterator[Entry]:
    for sheet in xlsx.sheets(path.read_bytes(), Limits()):
        kept = _limit_rows(sheet.rows)
        rows = [
            [_text(row.values.get(column, "")) for column in range(max(row.values, default=-1) + 1)]
            for row in kept
        ]
        if rows and "unit" in map(_folded, rows[0]):
            for entry in _table(rows):
                yield entry._replace(row=kept[entry.row - 1].number)
            return
    raise Unreadable("no sheet has a column 'unit' in its first row; keep the head as it was given")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


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
        row = [(undone(cell) if unescape else cell).strip() for cell in cells]
        if not any(row):
            continue
        row += [""] * (len(head) - len(row))
        said = {name: row[nth] for name, nth in place.items()}
        entry = Entry(
            row=number, unit=said["unit"], question="", value="", coder=said.get("coder") or None,
            note=said.get("note") or None, codebook=said.get("codebook") or None,
        )  # fmt: skip
        if long:
            yield entry._replace(question=said["question"], value=said["value"])
            continue
        filled = [(name, row[nth]) for nth, name in asked if row[nth]]
        for name, value in filled or ([("", "")] if entry.note else []):
            yield entry._replace(question=name, value=value)


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
        from framing.views.text import brief_of

        return brief_of(self)

    def __str__(self) -> str:
        """Return how many codes there are and of whom, then each fault; of many the first."""
        wrong = [f"  {line}" for line in self.faults["detail"].head(_SHOWN)]
        if (more := len(self.faults) - _SHOWN) > 0:
            wrong.append(f"  and {more:,} more, in .faults")
        head = f"faults ({len(self.faults):,}); all else was kept:" if wrong else "no faults"
        coders = ", ".join(sorted(set(self.codes["coder"])))
        units, people = self.codes["unit"].nunique(), self.codes["coder"].nunique()
        said = ((len(self.codes), "code"), (units, "unit"), (people, "coder"))
        codes, of, by = (f"{count:,} {name}{'s' * (count != 1)}" for count, name in said)
        return "\n".join([f"{codes} of {of} by {by}{': ' if coders else ''}{coders}", head, *wrong])


def read_codes(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    sample: CodingSample | str | os.PathLike[str] | None = None,
) -> Codes:
    """Read what coders send back of `sample_for_coding`: spreadsheets filled in, or a row a code.

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
    known = opened(sample)
    if known is not None and not all(hasattr(known, name) for name in ("units", "key", "codebook")):
        raise FramingError(f"sample: {brief(sample)} is neither a sample nor the folder of one")
    reader = _Reader(known)
    for file in _files(paths):
        reader.read(file)
    return reader.finished()


def _files(paths: Any) -> list[Path]:
    from framing.coding.sheet import KEPT

    given = (paths,) if isinstance(paths, os.PathLike) else several("paths", paths)
    found: list[Path] = []
    for one in given:
        if not isinstance(one, str | os.PathLike):
            raise FramingError(f"paths: {brief(one)} is no path; give the files that coders sent back")
        path = Path(one)
        if path.is_dir():
            found += [
                file
                for file in sorted(path.iterdir())
                if file.suffix.lower() in SUFFIXES and file.name not in KEPT
                if file.is_file() and not file.name.startswith((".", "~$"))
            ]
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
        """Take one answer, or say what is wrong with it."""
        at = f"{file.name}, row {entry.row}"
        coder, sample = self._coder(entry, file), self.sample
        kind = said = ""
        if coder is None:
            kind, said = "no coder", "names no coder; fill the column 'coder', or call the file codes-NAME"
        elif sample is None:
            if not entry.unit:
                kind, said = "unknown unit", "names no unit; fill it in"
        elif entry.unit not in self.theirs:
            said = f"unit {brief(entry.unit)} is not in the sample; was another one coded?"
            kind = "unknown unit"
        elif coder not in self.theirs[entry.unit]:
            given = ", ".join(sorted(self.theirs[entry.unit])) or "nobody"
            kind, said = "not theirs", f"unit {entry.unit} is for {given}, not {coder}; left out"
        elif entry.codebook is not None and entry.codebook != sample.codebook.version:
            versions[entry.codebook] = versions.get(entry.codebook, 0) + 1
            return
        if kind or coder is None:
            return self._fault(file, entry, kind, f"{at}: {said}")
        entry = entry._replace(coder=coder)
        if entry.note is not None:
            self.notes[entry.unit, coder] = entry.note
        if not entry.question:
            return None
        question, value = self.asked.get(entry.question.casefold()), entry.value
        if question is not None:
            value = _canonical(question, value)
            kind, said = "not allowed", question.fault(value) or ""
        elif sample is not None:
            close = nearest(entry.question, [one.key for one in sample.codebook])
            hint = f"did you mean {close!r}?" if close else "rename or drop the column"
            kind, said = "unknown question", f"{brief(entry.question)} is not asked; {hint}"
        elif not value:
            kind, said = "not allowed", "the answer is empty"
        if said:
            return self._fault(file, entry, kind, f"{at}: {said}")
        place = (entry.unit, coder, question.key if question else entry.question)
        before = self.codes.get(place, {}).get("value", value)
        if place in self.codes and before == value:
            same[coder] = same.get(coder, 0) + 1
        elif before != value:
            said = f"{coder} answers {place[2]!r} of {entry.unit} with {value!r} after {before!r}"
            self._fault(file, entry, "twice", f"{at}: {said}; the later counts")
        self.codes[place] = {
            "value": value,
            "level": question.level if question else "nominal",
            "codebook": sample.codebook.version if sample is not None else entry.codebook,
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
        name = file.name if file else ""
        self.count[name, kind] = self.count.get((name, kind), 0) + 1
        if self.count[name, kind] <= _MOST_ALIKE:
            about = {"coder": entry.coder, "unit": entry.unit, "question": entry.question} if entry else {}
            found = {"file": name, "row": entry.row if entry else 0, "kind": kind, "detail": detail}
            self.faults.append(found | {key: value or None for key, value in about.items()})

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
            lacking: dict[tuple[str, ...], list[str]] = {tuple(needed): []}
            for unit in own:
                keys = tuple(key for key in needed if (unit, coder, key) not in self.codes)
                lacking.setdefault(keys, []).append(unit)
            for keys, units in lacking.items():
                if not keys or not units:
                    continue
                many, question, one = f"{len(units):,} of {len(own):,} units", keys[0], ""
                if len(keys) == len(needed):
                    question = ""
                    some = "" if len(units) < len(own) else "; no file of theirs was read, or none fits"
                    said = f"{many} are not coded{some}: {self._listed(units)}"
                elif len(units) > 1:
                    said = f"{many} have no answer to {', '.join(keys)}: {self._listed(units)}"
                else:
                    one = units[0]
                    said = f"unit {self.numbers[one]} ({one}) has no answer to {', '.join(keys)}"
                self._fault(None, Entry(0, one, coder, question, ""), "missing", f"{coder}: {said}")

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
