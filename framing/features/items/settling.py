"""Figures and dates of a corpus settled among each other: open currencies, bare numbers, open days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from framing.features.items.dates import Date, open_form, resolved
from framing.features.items.figures import Figure

__all__ = ["Settled", "settled"]


class Settled(NamedTuple):
    """A figure or date: where it stands, its item, kind, value and unit."""

    row: int
    part: int
    start: int
    end: int
    item: str
    kind: str
    value: float
    unit: str | None


def settled(
    found: Sequence[tuple[int, int, Figure | Date]], published: pd.Series, events: Sequence[object]
) -> list[Settled]:
    """Return figures and dates as items.

    Parameters
    ----------
    found : sequence of (row, part, Figure or Date)
    published : pandas.Series of timestamps
        Of each row.
    events : sequence
        Of each row.
    """
    days = [None if pd.isna(day) else day.date() for day in published]
    currencies: dict[tuple[object, Decimal], set[str]] = defaultdict(set)
    dates: dict[tuple[object, str], set[str]] = defaultdict(set)
    for row, _, one in found:
        for scope in _scopes(events[row]):
            if isinstance(one, Figure):
                if one.kind == "sum":
                    currencies[scope, one.value].add(one.unit or "")
            else:
                day = resolved(one, days[row])
                if day is not None:
                    for form in _open_forms(one):
                        dates[scope, form].add(day)
    figures = [
        _currency(one, events[row], currencies) if isinstance(one, Figure) else None for row, _, one in found
    ]
    few = len(days) <= _FEW
    counted = _counts(figures, [events[row] for row, _, _ in found], few)
    result: list[Settled] = []
    for n, (row, part, one) in enumerate(found):
        figure = figures[n]
        if isinstance(one, Figure) and figure is not None:
            figure = counted.get((events[row], figure.value), figure) if _specific(figure, few) else figure
            result.append(
                Settled(
                    row,
                    part,
                    one.begin,
                    one.end,
                    figure.item,
                    figure.kind,
                    float(figure.value),
                    figure.unit or None,
                )
            )
            continue
        assert isinstance(one, Date)
        day = resolved(one, days[row])
        if day is None:
            form = open_form(one.month, one.day, one.weekday if not one.month else 0)
            told = dates.get((events[row], form), set())
            day = next(iter(told)) if len(told) == 1 else form
        result.append(Settled(row, part, one.begin, one.end, day, "date", float("nan"), None))
    return result


#: So few articles may be taken for one story.
_FEW = 200
#: Nouns of measure: 1,250 miles are not 1,250 people.
_MEASURES = frozenset(
    "year month week day hour minute second mile kilometer kilometre meter metre foot inch acre hectare ton "
    "tonne pound kilogram barrel gallon point degree".split()
)


def _specific(figure: Figure, few: bool) -> bool:
    """Whether a number is so particular that it is one fact whatever it is said to count."""
    plain_ = figure.kind == "number" and not figure.nth and figure.other is None
    if not plain_ or figure.value < 100 or figure.unit in _MEASURES:
        return False
    return len(figure.value.normalize().as_tuple().digits) >= (2 if few else 3)


def _counts(
    figures: Sequence[Figure | None], events: Sequence[object], few: bool
) -> dict[tuple[object, Decimal], Figure]:
    """Return the commonest way, in an event, to say what a particular number counts."""
    said: dict[tuple[object, Decimal], Counter[str | None]] = defaultdict(Counter)
    for figure, event in zip(figures, events, strict=True):
        if figure is not None and _specific(figure, few):
            said[event, figure.value][figure.unit] += 1
    found = {}
    for (event, number), units in said.items():
        # Any noun is better than none.
        unit = min(units, key=lambda one: (one is None, -units[one], one or ""))
        found[event, number] = Figure(0, 0, "number", number, unit)
    return found


def _scopes(event: object) -> tuple[object, ...]:
    return (event, None) if isinstance(event, str) else (None,)


def _open_forms(date: Date) -> list[str]:
    return [open_form(date.month, date.day, 0)] if date.month else [open_form(0, 0, date.weekday)]


def _currency(figure: Figure, event: object, currencies: dict[tuple[object, Decimal], set[str]]) -> Figure:
    """Give an open sign, or a bare number of three figures, the one currency its value has elsewhere."""
    bare = figure.kind == "number" and figure.unit is None and figure.other is None and figure.value >= 1000
    if bare and len(figure.value.normalize().as_tuple().digits) < 3:
        return figure
    if not bare and (figure.kind != "sum" or figure.unit):
        return figure
    for scope in _scopes(event):
        told = currencies.get((scope, figure.value))
        if told:
            named = told - {""}
            if len(named) == 1:
                return figure._replace(kind="sum", unit=next(iter(named)))
            if bare and told == {""}:
                return figure._replace(kind="sum", unit="")
    return figure
