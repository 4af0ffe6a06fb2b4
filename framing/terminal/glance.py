"""A corpus at a glance, as `framing check` prints it: tables that fit the terminal, and what is wanting."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from framing.corpus.audit import Counts
from framing.corpus.overview import GENRES, ROLES, Overview
from framing.errors import NOT_READ
from framing.terminal.running import plain
from framing.views.vocabulary import display

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check", "flow", "packed"]

#: Narrower than this no table is readable; the terminal then breaks the lines itself.
_NARROW = 60
_RULES = 3
#: Stands for a number that there is none of.
_NONE = "-"

Paint = Callable[..., str]


def _plain(text: str, **_: object) -> str:
    return text


def check(seen: Overview, width: int = 80, paint: Paint = _plain) -> str:
    """Return a corpus as people read it: what was found, an outlet a row, and the gaps.

    Parameters
    ----------
    seen : Overview
    width : int
        Columns of the terminal; tables are cut into pieces that fit.
    paint : callable
        Colours a text, as `click.style` does; none by default.
    """
    width = max(width, _NARROW)
    keys = zip(seen.outlets["outlet"], seen.outlets["provenance"], strict=True)
    names = [_line_of(display(outlet, provenance)) for outlet, provenance in keys]
    rows = [_cells(name, row, seen.rules) for name, row in zip(names, _records(seen.outlets), strict=True)]
    lines = [flow(seen.flow)]
    if rows:
        shown = [head for head in rows[0] if head in _ALWAYS or any(row[head] not in ("", 0) for row in rows)]
        if all(row["whole"] == row["articles"] for row in rows):
            shown.remove("whole")
        lines += ["", packed([[row[head] for head in shown] for row in rows], shown, width, paint)]
    lines += ["", _gaps(seen.gaps, dict(zip(seen.outlets["outlet"], names, strict=True)), width, paint)]
    if seen.flow.skipped + seen.flow.failed:
        lines += ["", textwrap.fill(f"What was not read, and why: {NOT_READ}", width)]
    return "\n".join(lines)


def flow(counts: Counts) -> str:
    """Return what became of everything that was found.

    >>> flow(Counts(3, 2, 1, 0, 0))
    '3 found = 2 kept + 1 duplicate + 0 skipped + 0 failed'
    """
    return (
        f"{counts.found:,} found = {counts.kept:,} kept + {counts.duplicate:,} duplicate + "
        f"{counts.skipped:,} skipped + {counts.failed:,} failed"
    )


# Shown whatever they hold; the other columns only where an outlet has something there.
_ALWAYS = (
    "outlet",
    "articles",
    "whole",
    "words",
    "median",
    "dates",
    "undated",
    "genres",
    "agency copy",
    "cut",
    "languages",
)
_SHORT = {"full_reprint": "reprint", "partly_based": "partly", "credited": "credited", "cites": "cites"}


def _cells(name: str, row: dict[str, Any], rules: pd.DataFrame) -> dict[str, object]:
    """Return the cells of one outlet under their heads."""
    own = rules[(rules["outlet"] == row["outlet"]) & (rules["provenance"] == row["provenance"])]
    days = [row[end].strftime("%Y-%m-%d") for end in ("first", "last")] if row["minute"] + row["day"] else []
    kinds = [f"{genre} {row[genre]}" for genre in GENRES if row[genre]]
    wire = [f"{_SHORT[role]} {row[role]}" for role in ROLES if row[role]]
    return {
        "outlet": name,
        "articles": row["articles"],
        "whole": row["full"],
        "stubs": row["stubs"],
        "without text": row["metadata"],
        "words": row["words"],
        "median": round(row["words_median"]) if row["full"] else _NONE,
        "dates": " to ".join(dict.fromkeys(days)),
        "undated": row["undated"],
        "to the day only": row["day"],
        "genres": ", ".join(kinds),
        "agency copy": ", ".join(wire) or "none",
        "agencies": ", ".join(display(key) for key in row["agencies"].split(", ") if key),
        "cut": f"{row['removed_share']:.1%}" if row["removed_share"] == row["removed_share"] else _NONE,
        "most cut": ", ".join(
            f"{str(rule).replace('_', ' ')} {times}"
            for rule, times in zip(own["rule"][:_RULES], own["times"][:_RULES], strict=True)
        ),
        "same record": row["same_record"],
        "same page": row["same_page"],
        "exact copies": row["exact_copies"],
        "languages": row["languages"],
        "not UTF-8": row["encodings"],
    }


def packed(rows: Sequence[Sequence[object]], head: Sequence[str], width: int, paint: Paint = _plain) -> str:
    """Return a table, cut between columns into pieces that fit; the first column begins each piece.

    >>> print(packed([["a", 5, "long words"], ["bc", 12, ""]], ["who", "n", "what"], 20))
    who   n  what
    a     5  long words
    bc   12
    >>> print(packed([["a", 5, "long words"]], ["who", "n", "what"], 16))
    who  n
    a    5
    <BLANKLINE>
    who  what
    a    long words
    """
    cells = [[_line_of(cell) for cell in row] for row in rows]
    right = [
        bool(rows) and all(isinstance(row[i], (int, float)) or row[i] == _NONE for row in rows)
        for i in range(len(head))
    ]
    sizes = [max(map(_size, (head[i], *(row[i] for row in cells)))) for i in range(len(head))]
    first = min(sizes[0], width // 3)
    pieces: list[list[int]] = []
    room = 0
    for column in range(1, len(head)):
        need = min(sizes[column], width - first - 2) + 2
        if not pieces or need > room:
            pieces.append([])
            room = width - first
        pieces[-1].append(column)
        room -= need
    sizes[0] = first
    most = [min(size, width - first - 2) if i else first for i, size in enumerate(sizes)]
    said = []
    for piece in pieces or [[]]:
        columns = [0, *piece]
        lines = [_line([head[i] for i in columns], [right[i] for i in columns], [most[i] for i in columns])]
        lines[0] = paint(lines[0], bold=True)
        for row in cells:
            lines.append(
                _line([row[i] for i in columns], [right[i] for i in columns], [most[i] for i in columns])
            )
        said.append("\n".join(lines))
    return "\n\n".join(said)


def _line_of(cell: object) -> str:
    """Return a cell as one line without codes that a terminal would obey."""
    return " ".join(plain(cell).splitlines())


def _line(cells: Sequence[str], right: Sequence[bool], sizes: Sequence[int]) -> str:
    parts = []
    for cell, flush, size in zip(cells, right, sizes, strict=True):
        cell = _cut(cell, size)
        space = " " * (size - _size(cell))
        parts.append(space + cell if flush else cell + space)
    return "  ".join(parts).rstrip()


def _size(text: str) -> int:
    """Return how many columns of a terminal a text takes: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, size: int) -> str:
    if _size(text) <= size:
        return text
    while text and _size(text) > size - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _gaps(gaps: pd.DataFrame, names: dict[str, str], width: int, paint: Paint) -> str:
    """Return the gaps, those of the corpus first, then an outlet each."""
    if gaps.empty:
        return paint("No gaps found.", fg="green")
    rows = _records(gaps)
    owners = [names.get(row["outlet"], "") if isinstance(row["outlet"], str) else "all" for row in rows]
    label = min(max(map(_size, owners)), width // 3)
    kind = max(len(row["gap"]) for row in rows)
    lines = [paint("Gaps", bold=True)]
    before = ""
    for owner, row in zip(owners, rows, strict=True):
        shown = _cut(owner, label) if owner != before else ""
        start = f"  {shown}{' ' * (label - _size(shown))}  "
        text = textwrap.wrap(_line_of(row["detail"]), max(width - len(start) - kind - 2, 24)) or [""]
        lines.append(start + paint(f"{row['gap']:<{kind}}", fg="yellow") + "  " + text[0])
        lines += [" " * (label + kind + 6) + more for more in text[1:]]
        before = owner
    return "\n".join(lines)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(row) for row in frame.to_dict("records")]
