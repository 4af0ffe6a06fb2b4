"""Figures and dates of a corpus settled among each other: open currencies, bare numbers, open days."""

from __future__ import annotations

from collections import defaultdict
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
    result: list[Settled] = []
    for row, part, one in found:
        if isinstance(one, Figure):
            figure = _currency(one, events[row], currencies)
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
        day = resolved(one, days[row])
        if day is None:
            form = open_form(one.month, one.day, one.weekday if not one.month else 0)
            told = next(
                (dates[scope, form] for scope in _scopes(events[row]) if dates.get((scope, form))), set()
            )
            day = next(iter(told)) if len(told) == 1 else form
        result.append(Settled(row, part, one.begin, one.end, day, "date", float("nan"), None))
    return result


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
