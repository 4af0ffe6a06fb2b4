"""What people read in a terminal: the audit, what was planted and found."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from framing.study.planted import UNCOMPARED, UNSOUGHT
from framing.terminal.running import plain
from framing.terminal.tally import Tally

_WIDTH, _HUNG = 118, 16

__all__ = ["audit", "planted", "table"]


def table(rows: Sequence[Sequence[object]], head: Sequence[str]) -> str:
    """Return rows under a head, numbers to the right, words to the left.

    >>> print(table([["a", 5], ["bc", 12]], ["who", "n"]))
    who   n
    a     5
    bc   12
    """
    cells = [[_line(name) for name in head], *([_line(value) for value in row] for row in rows)]
    right = [all(isinstance(row[i], (int, float)) for row in rows) and bool(rows) for i in range(len(head))]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = (
        "  ".join(c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True))
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _line(value: object) -> str:
    """Return a cell as one line without codes that a terminal would obey."""
    return "" if value is None else " ".join(plain(value).splitlines())


def audit(articles: pd.DataFrame, decisions: pd.DataFrame) -> str:
    """Return what became of everything that was found, and how often each rule was used."""
    tally = Tally()
    tally.add(articles, decisions)
    return tally.text()


def planted(rows: Sequence[Mapping[str, str]]) -> str:
    """Return what was put into a made-up corpus and whether it was found; numbers where it wasn't quite."""
    left_out = (UNCOMPARED, UNSOUGHT)
    sought = [row for row in rows if row["recovered"] not in left_out]
    found = sum(row["recovered"].startswith("yes") for row in sought)
    lines = [f"Planted against recovered: {found} of {len(sought)}; the report has the numbers"]
    for row in sought:
        verdict, _, detail = row["recovered"].partition(": ")
        lines.append(_hung(verdict, row["what"] + (f": {detail}" if detail and verdict != "yes" else "")))
    for reason in left_out:
        kinds = Counter(row["planted"] for row in rows if row["recovered"] == reason)
        if kinds:
            told = ", ".join(f"{kind} ({number})" for kind, number in kinds.items())
            lines.append(_hung("", f"{reason}: {told}"))
    return "\n".join(lines)


def _hung(verdict: str, text: str) -> str:
    """Break a line at the width of a page, what goes on under what it says."""
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=f"  {verdict:<{_HUNG - 2}}",
        subsequent_indent=" " * _HUNG,
        break_long_words=False,
    )
