"""What heads the page: the study's title, or the event, or of several how many, whose and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import labels
from framing.report import numbers

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["event_names", "groups", "lead", "title"]

#: Events that are named one by one.
_NAMED = 4


def event_names(material: Material) -> Mapping[str, str]:
    """Return what each event is called: words, and never the key of one that the program found."""
    frame = material.articles
    event = frame["event"].astype(object)
    made = pd.Series(False, frame.index)
    if "story" in frame.columns:
        made = event.isna() & frame["story"].notna()
        event = event.where(event.notna(), frame["story"].astype(object))
    if "event_confidence" in frame.columns:
        made |= pd.to_numeric(frame["event_confidence"], errors="coerce").notna()
    known = frame.assign(_event=event, _made=made)[event.notna()]
    return {
        str(key): labels.event_name(str(key), own["title"].astype(str))
        if own["_made"].any()
        else labels.event_words(str(key))
        for key, own in known.groupby(known["_event"].astype(str))
    }


def title(material: Material) -> str:
    """Return the heading of the page."""
    given = material.settings.get("title")
    if given:
        return str(given)
    frame = material.articles
    names = event_names(material)
    compared = frame["event"].dropna().astype(str).unique()
    if len(compared) > 1:
        size = f"{numbers.several(len(compared), 'event')}, {_groups(material)}"
        dated = frame["published"].dropna()
        return f"{size}, {_months(dated.min(), dated.max())}" if len(dated) else size
    if len(compared) == 1:
        return names[compared[0]]
    return labels.event_words(str(material.settings.get("event") or "")) or "Coverage compared"


def lead(material: Material) -> str:
    """Return the line that names the events, some of very many; empty where there is none."""
    names = event_names(material)
    compared = sorted(material.articles["event"].dropna().astype(str).unique())
    if not compared:
        given = labels.event_words(str(material.settings.get("event") or ""))
        return f"Event: {given}" if given else ""
    shown = [names[key] for key in compared[:_NAMED]]
    more = f"; and {numbers.count(len(compared) - _NAMED)} more" if len(compared) > _NAMED else ""
    return f"Event{'s' * (len(compared) > 1)}: {'; '.join(shown)}{more}"


def groups(material: Material) -> str:
    """Return what is compared, in the plural: outlets, or the groups of another column."""
    return "outlets" if material.by == "outlet" else "groups"


def _groups(material: Material) -> str:
    count = material.articles[material.by].nunique()
    return numbers.several(count, "outlet") if material.by == "outlet" else f"{count:,} of {material.by}"


def _months(first: Any, last: Any) -> str:
    """Write a span of months.

    >>> _months(pd.Timestamp("2025-03-10"), pd.Timestamp("2025-05-02"))
    'March to May 2025'
    >>> _months(pd.Timestamp("2025-03-10"), pd.Timestamp("2025-03-12"))
    'March 2025'
    """
    end = labels.day_name(f"{last:%Y-%m}")
    if (first.year, first.month) == (last.year, last.month):
        return end
    start = labels.day_name(f"{first:%Y-%m}")
    return f"{start.split()[0] if first.year == last.year else start} to {end}"
