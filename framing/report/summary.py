"""The comparison in about ten lines for a terminal: what was read, what is clearest, what to bear in mind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import numbers
from framing.report.material import Material
from framing.report.sections import compared, differs

__all__ = ["summary"]

_WIDTH = 110
_SHOWN = 3
_BANDS = {
    "stands": "hold after adjustment",
    "leans": "less certain",
    "open": "not settled",
    "bare": "from too few articles",
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
        Lines of at most 110 characters where words allow; a sentence that needs
        more goes on, indented.

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
    lines = [_headline(material), _flow(material), *_groups(material), *_findings(material)]
    # What an outlet is called comes from outside and may hold codes that a terminal would obey.
    text = "\n".join(lines)
    return (
        "".join(
            c if c.isprintable() or c in "\n\N{NO-BREAK SPACE}" else "\N{REPLACEMENT CHARACTER}" for c in text
        )
        + "\n"
    )


def _headline(material: Material) -> str:
    title = str(material.settings.get("title") or material.settings.get("event") or "Coverage compared")
    frame = material.articles
    if frame.empty:
        return f"{title}: no articles"
    dated = frame["published"].dropna()
    when = f", {numbers.dates(dated.min(), dated.max())}" if len(dated) else ""
    invented = (
        " (invented text: this shows the tool, not how any outlet writes)" if material.illustrative else ""
    )
    return f"{title}: {numbers.count(len(frame))} articles{when}{invented}"


def _flow(material: Material) -> str:
    flow = compared.flow(material)
    removed = int((material.audit["kind"].astype(str) == "removed").sum())
    parts = " + ".join(f"{kind} {flow[kind]}" for kind in ("kept", "duplicate", "skipped", "failed"))
    return f"Found {flow['found']} = {parts}; {numbers.count(removed)} pieces of page furniture removed"


def _groups(material: Material) -> list[str]:
    said = []
    for row in compared.outlets(material)[:5]:
        undated = f", {row['undated']} undated" if row["undated"] and row["dates"] != "undated" else ""
        size = f"{row['articles']} articles, {row['words']} words"
        said.append(f"  {row['name']}: {size}, {row['dates']}{undated}, agency copy {row['agency']}")
    more = material.articles[material.by].nunique() - 5
    return [*said, f"  and {more} more"] if more > 0 else said


def _findings(material: Material) -> list[str]:
    found = [item for item in differs.ranked(material) if item["band"] != "omnibus"]
    if not found:
        return ["Nothing to compare: a comparison needs two outlets with articles of the same kind"]
    counts = {key: sum(item["band"] == key for item in found) for key in _BANDS}
    told = "; ".join(f"{numbers.count(n)} {_BANDS[key]}" for key, n in counts.items() if n)
    head = f"{numbers.count(len(found))} comparisons ({material.names.reading()[0]}): {told}"
    lines = [textwrap.fill(head, _WIDTH, subsequent_indent="  ")]
    # One comparison a measure: the same word list three times over tells a reader less.
    firsts: dict[str, str] = {}
    for item in found:
        if item["band"] in {"stands", "leans", "described"}:
            firsts.setdefault(item["facts"]["measure"], item["brief"])
    return lines + [_wrapped(brief) for brief in list(firsts.values())[:_SHOWN]]


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent="  - ",
        subsequent_indent="    ",
        break_on_hyphens=False,
        break_long_words=False,
    )
