"""A corpus at a glance, as `framing check` prints it: tables that fit the terminal, and what is wanting."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from framing.corpus.audit import Counts
from framing.corpus.overview import GENRES, ROLES, Overview
from framing.errors import NOT_READ
from framing.views.numbers import DASH
from framing.views.text import NARROW, Style, cut, grid, one_line, size, unstyled
from framing.views.vocabulary import display

if TYPE_CHECKING:
    import pandas as pd

_RULES = 3


def check(seen: Overview, width: int = 80, style: Style = unstyled) -> str:
    """Return a corpus as people read it: what was found, an outlet a row, and the gaps.

    Parameters
    ----------
    seen : Overview
    width : int
        Columns of the terminal; tables are cut into pieces that fit.
    style : callable
        Colours a text, as `click.style` does; none by default.
    """
    width = max(width, NARROW)
    rows = [_cells(dict(row), seen.rules) for row in seen.outlets.to_dict("records")]
    names = dict(zip(seen.outlets["outlet"], (str(row["outlet"]) for row in rows), strict=True))
    lines = [flow(seen.flow)]
    if rows:
        shown = [head for head in rows[0] if head in _ALWAYS or any(row[head] not in ("", 0) for row in rows)]
        if all(row["whole"] == row["articles"] for row in rows):
            shown.remove("whole")
        lines += ["", grid([[row[head] for head in shown] for row in rows], shown, width, style)]
    lines += ["", _gaps(seen.gaps, names, width, style)]
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
    "outlet", "articles", "whole", "words", "median", "dates", "undated", "genres", "agency copy", "cut",
    "languages",
)  # fmt: skip
_SHORT = {"full_reprint": "reprint", "partly_based": "partly", "credited": "credited", "cites": "cites"}


def _cells(row: dict[str, Any], rules: pd.DataFrame) -> dict[str, object]:
    """Return the cells of one outlet under their heads."""
    own = rules[(rules["outlet"] == row["outlet"]) & (rules["provenance"] == row["provenance"])]
    days = [row[end].strftime("%Y-%m-%d") for end in ("first", "last")] if row["minute"] + row["day"] else []
    kinds = [f"{genre} {row[genre]}" for genre in GENRES if row[genre]]
    wire = [f"{_SHORT[role]} {row[role]}" for role in ROLES if row[role]]
    return {
        "outlet": one_line(display(row["outlet"], row["provenance"])),
        "articles": row["articles"],
        "whole": row["full"],
        "stubs": row["stubs"],
        "without text": row["metadata"],
        "words": row["words"],
        "median": round(row["words_median"]) if row["full"] else DASH,
        "dates": " to ".join(dict.fromkeys(days)),
        "undated": row["undated"],
        "to the day only": row["day"],
        "genres": ", ".join(kinds),
        "agency copy": ", ".join(wire) or "none",
        "agencies": ", ".join(display(key) for key in row["agencies"].split(", ") if key),
        "cut": f"{row['removed_share']:.1%}" if row["removed_share"] == row["removed_share"] else DASH,
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


def _gaps(gaps: pd.DataFrame, names: dict[str, str], width: int, style: Style) -> str:
    """Return the gaps, those of the corpus first, then an outlet each."""
    if gaps.empty:
        return style("No gaps found.", fg="green")
    rows = gaps.to_dict("records")
    owners = [names.get(row["outlet"], "") if isinstance(row["outlet"], str) else "all" for row in rows]
    label = min(max(map(size, owners)), width // 3)
    kind = max(len(row["gap"]) for row in rows)
    lines = [style("Gaps", bold=True)]
    before = ""
    for owner, row in zip(owners, rows, strict=True):
        shown = cut(owner, label) if owner != before else ""
        start = f"  {shown}{' ' * (label - size(shown))}  "
        text = textwrap.wrap(one_line(row["detail"]), max(width - len(start) - kind - 2, 24)) or [""]
        lines.append(start + style(f"{row['gap']:<{kind}}", fg="yellow") + "  " + text[0])
        lines += [" " * (label + kind + 6) + more for more in text[1:]]
        before = owner
    return "\n".join(lines)
