"""The comparison in about ten lines for a terminal: what was read, what is clearest, what to bear in mind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import numbers, sentences
from framing.report.material import Material
from framing.report.sections import compared, differs

__all__ = ["summary"]

_WIDTH = 100
_SHOWN = 3


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
        Lines of at most 100 characters where words allow; a sentence that needs
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
    lines = [_headline(material), _flow(material), *_groups(material), *_findings(material), *_last(material)]
    return "\n".join(line for line in lines if line) + "\n"


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
    return (
        f"Found {flow['found']} = kept {flow['kept']} + duplicate {flow['duplicate']} + skipped {flow['skipped']} + failed {flow['failed']}; "
        f"{numbers.count(removed)} pieces of page furniture removed"
    )


def _groups(material: Material) -> list[str]:
    said = []
    for row in compared.outlets(material)[:5]:
        undated = f", {row['undated']} undated" if row["undated"] and row["dates"] != "undated" else ""
        said.append(
            f"  {row['name']}: {row['articles']} articles, {row['words']} words, {row['dates']}{undated}, agency copy {row['agency']}"
        )
    more = material.articles[material.by].nunique() - 5
    return [*said, f"  and {more} more"] if more > 0 else said


def _findings(material: Material) -> list[str]:
    found = [item for item in differs.ranked(material) if not str(item["pair"][1]) == "any"]
    if not found:
        return ["Nothing to compare: a comparison needs two outlets with articles of the same kind"]
    counts = {key: sum(item["band"] == key for item in found) for key in sentences.BANDS}
    words = {
        "stands": "hold after adjustment",
        "leans": "are less certain",
        "open": "are not settled by these articles",
        "bare": "have too few articles or hits",
        "described": "describe all that was published",
    }
    told = "; ".join(f"{numbers.count(n)} {words[key]}" for key, n in counts.items() if n)
    lines = [f"{numbers.count(len(found))} comparisons ({material.names.reading()[0]}): {told}"]
    clear = [item for item in found if item["band"] in {"stands", "leans", "described"}][:_SHOWN]
    if not clear:
        lines.append("  None of them is settled by these articles")
    for item in clear:
        text = f"- {item['sentence'].where}, {item['sentence'].claim} ({item['sentence'].support})"
        lines.append(
            textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        )
    return lines


def _last(material: Material) -> list[str]:
    if material.profile.empty:
        return []
    return [
        "Each number opens its sentences in the report; its last section says what the numbers can't tell"
    ]
