"""The comparison in about ten lines for a terminal: what was read, what is clearest, what to bear in mind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import apart, checked, judged, numbers, sourcing, titling
from framing.report.material import Material
from framing.report.sections import compared, differs

__all__ = ["summary"]

_WIDTH = 118
#: Lines in all; what is left by the corpus goes to findings, two lines each.
_LINES = 10
_LEAST, _MOST = 2, 3
#: Groups named; of more, so many and the number of the others.
_GROUPS = 4
_BANDS = {
    "stands": "hold after adjustment",
    "leans": "less certain",
    "open": "not settled",
    "bare": "too few to say",
    "described": "describe all that was published",
}


def summary(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> str:
    """Return about ten plain lines.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As for `framing.report.build.build`.
    settings : mapping
        As there.

    Returns
    -------
    str
        Lines of at most 118 characters where words allow; what needs more goes
        on, indented.

    Raises
    ------
    FramingError
        As `build`.

    Examples
    --------
    >>> print(summary({}, {"title": "A visit"}).splitlines()[0])
    A visit: no articles
    """
    material = Material.of(tables, {}, settings)
    lines = [*_headline(material), _flow(material), *_groups(material), *_events(material)]
    lines += _findings(material, room=_LINES - len(lines))
    if said := checked.line(material):
        lines.append(textwrap.fill(said, _WIDTH, subsequent_indent="  "))
    lines += judged.lines(material, _WIDTH)
    # What an outlet is called comes from outside and may hold codes that a terminal would obey.
    text = "\n".join(lines)
    return (
        "".join(
            c if c.isprintable() or c in "\n\N{NO-BREAK SPACE}" else "\N{REPLACEMENT CHARACTER}" for c in text
        )
        + "\n"
    )


def _headline(material: Material) -> list[str]:
    title = titling.title(material)
    frame = material.articles
    if frame.empty:
        return [f"{title}: no articles"]
    dated = frame["published"].dropna()
    when = f", {numbers.dates(dated.min(), dated.max())}" if len(dated) else ""
    invented = ["Invented text: this shows the tool, not how any outlet writes"]
    return [f"{title}: {numbers.several(len(frame), 'article')}{when}", *invented * material.illustrative]


def _flow(material: Material) -> str:
    flow = compared.flow(material)
    removed = int((material.audit["kind"].astype(str) == "removed").sum())
    why = {kind: _why(material, kind) for kind in ("skipped", "failed")}
    parts = " + ".join(
        f"{kind} {flow[kind]}{why.get(kind, '')}" for kind in ("kept", "duplicate", "skipped", "failed")
    )
    return f"Found {flow['found']} = {parts}; {numbers.several(removed, 'piece')} of page furniture removed"


def _why(material: Material, kind: str) -> str:
    """Say by which rules things were left out, the commonest first."""
    lines = material.audit[material.audit["kind"].astype(str) == kind]
    counts = lines["rule"].astype(str).str.replace("_", " ").value_counts()
    rules = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return f" ({numbers.listed([f'{n} {rule}' for rule, n in rules], most=3)})" if rules else ""


def _groups(material: Material) -> list[str]:
    rows = compared.outlets(material)
    rows.sort(key=lambda row: -int(row["articles"].replace(",", "")))
    named = rows if len(rows) <= _GROUPS else rows[: _GROUPS - 1]
    said = []
    for row in named:
        size = f"{row['articles']} article{'s' * (row['articles'] != '1')}"
        size += f" ({row['kinds']})" * bool(row["kinds"]) + f", {row['words']} words"
        undated = [f"{row['undated']} undated"] if row["undated"] and row["dates"] != "undated" else []
        agency = [f"agency copy {row['agency']}"] if not row["agency_n"].startswith("0 ") else []
        said.append("  " + ", ".join([f"{row['name']}: {size}", row["dates"], *undated, *agency]))
    more = len(rows) - len(named)
    return [*said, f"  and {numbers.several(more, 'other')}"] if more else said


def _events(material: Material) -> list[str]:
    """Say that the events were found, and what came of it, where no file named them."""
    said = str(material.settings.get("events_found") or "")
    return [textwrap.fill(f"Events: {said}", _WIDTH, subsequent_indent="  ")] if said else []


def _findings(material: Material, room: int) -> list[str]:
    bands = [band for _, band in material.order if band != "omnibus"]
    if not bands:
        return ["Nothing to compare: a comparison needs two outlets with articles of the same kind"]
    counts = {key: bands.count(key) for key in _BANDS}
    told = ", ".join(f"{numbers.count(n)} {_BANDS[key]}" for key, n in counts.items() if n)
    # All groups together are no comparison of two, and are counted beside these in the report.
    head = f"{numbers.several(len(bands), 'comparison')} ({material.names.reading()[0]}): {told}"
    lines = [textwrap.fill(head, _WIDTH, subsequent_indent="  ")]
    # One comparison a measure: the same word list three times over tells a reader less.
    firsts: dict[str, tuple[str, str]] = {}
    for item in differs.ranked(material):
        if item["band"] in {"stands", "leans", "described"}:
            # Who speaks is one matter, though it is measured in many ways; so are stance and frames.
            one = "sources" if sourcing.is_sources(item["measure"]) else apart.kind(item["measure"])
            firsts.setdefault(one or item["facts"]["measure"], item["brief"])
    shown = min(max((room - 1) // 2, _LEAST), _MOST)
    return lines + [line for brief in list(firsts.values())[:shown] for line in _two(*brief)]


def _two(claim: str, support: str) -> tuple[str, str]:
    """Set a finding as two lines; a name too long for its line goes on in another."""
    whole = {"width": _WIDTH, "break_on_hyphens": False, "break_long_words": False}
    return (
        textwrap.fill(claim, initial_indent="  - ", subsequent_indent="    ", **whole),  # type: ignore[arg-type]
        textwrap.fill(support, initial_indent="    ", subsequent_indent="    ", **whole),  # type: ignore[arg-type]
    )
