"""Files in which codes come back: the page's CSV and JSON, and spreadsheets filled in, as plain entries.

A file is read as it is: whether a unit or an answer exists is the business of `reading`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from framing.corpus.archive import Damaged
from framing.corpus.limits import Limits
from framing.corpus.sheets import xlsx
from framing.corpus.streams import TooLarge
from framing.corpus.trees import Refused
from framing.formulas import undone

__all__ = ["COLUMNS", "SUFFIXES", "Entry", "Unreadable", "entries"]

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
