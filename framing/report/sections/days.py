"""Day by day: how much each outlet printed when, and under which headline."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.material import Material
from framing.report.sections.pictures import as_address
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 80, "report"
TITLE = "Day by day"
TEMPLATE = "days.html"

#: Outlets shown, and periods side by side: of more days weeks are shown, then months, quarters and years.
MOST = 12

#: Up to so many cells each has its headline; else each outlet has one, beside its name.
HEADLINES, LONGEST = 24, 90

_UNITS = (("D", "day"), ("W-SUN", "week"), ("M", "month"), ("Q", "quarter"), ("Y", "year"))


def content(material: Material) -> dict[str, Any] | None:
    """Return a row an outlet with a cell a period, or None where fewer than two days are known."""
    frame = material.articles
    frame = frame.assign(group=frame[material.by].astype(str))
    groups = material.largest(frame["group"], MOST)
    frame = frame[frame["published"].notna() & frame["group"].isin(groups)]
    days = frame["published"].dt.tz_convert("UTC").dt.tz_localize(None)
    if days.dt.normalize().nunique() < 2:
        return None
    periods = ((noun, days.dt.to_period(code)) for code, noun in _UNITS)
    noun, period = next(
        ((noun, one) for noun, one in periods if (one.max() - one.min()).n < MOST),
        ("year", days.dt.to_period("Y")),
    )
    span = pd.period_range(period.min(), period.max(), freq=period.dt.freq)[-MOST:]
    counts = frame.groupby(["group", period]).size()
    largest = int(counts.max())
    every = len(span) * len(groups) <= HEADLINES
    rows = []
    for group in [one for one in groups if (frame["group"] == one).any()]:
        own = frame[(frame["group"] == group).to_numpy()]
        leads = {one: _lead(rows_of) for one, rows_of in own.groupby(period.loc[own.index])} if every else {}
        cells = [
            {"n": n, "side": round(18 * (n / largest) ** 0.5, 2), "title": leads.get(one, "")}
            for one in span
            for n in [int(counts.get((group, one), 0))]
        ]
        note = "" if every else _lead(own)
        rows.append({"name": vocabulary.display(group), "note": note, "cells": cells})
    others = sorted(set(material.sizes) - set(groups))
    earlier = int((period < span[0]).sum())
    undated = int(material.articles["published"].isna().sum())
    # Measures day by day are of those in which outlets differ most: where none does surely, of chance.
    measured = material.table("over_time")
    drawn = material.told_measures if measured is None else set(measured["measure"].astype(str))
    told = not material.told_measures.isdisjoint(drawn)
    drawing = material.figures.get("over_time") if told else None
    return {
        "heads": _name_periods(span, noun),
        "rows": rows,
        "noun": noun,
        "every": every,
        "earlier": numbers.several(earlier, "article") if earlier else "",
        "others": numbers.listed([vocabulary.display(name) for name in others], most=MOST),
        "undated": numbers.several(undated, "article") if undated else "",
        "figure": as_address(drawing) if drawing else "",
        "alt": (material.settings.get("alt") or {}).get("over_time", "Measures over time"),
    }


def _lead(own: pd.DataFrame) -> str:
    """Return the headline of the longest of some articles, news before opinion, cut where it is long."""
    opinion = own["genre"].isin(["opinion", "editorial"])
    own = own if opinion.all() else own[~opinion]
    size = own["n_words"] if "n_words" in own else own["text"].astype(str).str.len()
    order = own.assign(_size=-size.to_numpy()).sort_values(["_size", "id"], kind="stable")
    title = " ".join(str(order["title"].iloc[0]).split())
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]} …"


def _name_periods(span: pd.PeriodIndex, noun: str) -> list[str]:
    """Return what heads each column: the year where it changes, so that columns are narrow."""
    heads, last = [], 0
    for start in (period.start_time for period in span):
        month = vocabulary.day_name(f"{start.year:04}-{start.month:02}")[:3]
        name = {"year": "", "quarter": f"Q{start.quarter}", "month": month}.get(noun, f"{start.day} {month}")
        heads.append(f"{name} {start.year if start.year != last else ''}".strip())
        last = start.year
    return heads
