"""What heads the page: the study's title, or the event, or of several how many, whose and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import display
from framing.report import numbers

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["event_names", "groups", "lead", "title"]

#: Events that are named one by one.
_NAMED = 4


class _Names(Mapping[str, str]):
    """What each event is called, made when it is asked for: there may be very many."""

    def __init__(self, event: pd.Series, titles: pd.Series, made: pd.Series) -> None:
        self._rows = event.groupby(event).indices
        self._titles, self._made = titles, made.to_numpy()

    def __getitem__(self, key: str) -> str:
        rows = self._rows[key]
        if not self._made[rows].any():
            return display.event_words(key)
        return display.event_name(key, self._titles.iloc[rows].astype(str))

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def event_names(material: Material) -> Mapping[str, str]:
    """Return what each event is called: words, and never the key of one that the program found."""
    return material.once(_event_names)


def _event_names(material: Material) -> Mapping[str, str]:
    frame = material.articles
    event = frame["event"].astype(object)
    made = pd.Series(False, frame.index)
    if "story" in frame.columns:
        made = event.isna() & frame["story"].notna()
        event = event.where(event.notna(), frame["story"].astype(object))
    if "event_confidence" in frame.columns:
        made |= pd.to_numeric(frame["event_confidence"], errors="coerce").notna()
    named = event.notna()
    return _Names(event[named].astype(str), frame.loc[named, "title"], made[named])


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
    return display.event_words(str(material.settings.get("event") or "")) or "Coverage compared"


def lead(material: Material) -> str:
    """Return the line that names the events, some of very many; empty where there is none."""
    names = event_names(material)
    compared = sorted(material.articles["event"].dropna().astype(str).unique())
    if not compared:
        given = display.event_words(str(material.settings.get("event") or ""))
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
    end = display.day_name(f"{last:%Y-%m}")
    if (first.year, first.month) == (last.year, last.month):
        return end
    start = display.day_name(f"{first:%Y-%m}")
    return f"{start.split()[0] if first.year == last.year else start} to {end}"
