"""The least ratio that the articles of two groups would show eight times in ten."""

from __future__ import annotations

from typing import Any

from framing.views import numbers
from framing.views.columns import SIZES, View, number, pair


def _least(frame: Any) -> str:
    wanted = numbers.percent(frame["wanted"].iloc[0]) if len(frame) else "so many"
    return (
        f"Least: the ratio, either way, found in {wanted} of samples like these after adjustment for the "
        f"family, if it alone differs; named beforehand: before adjustment. Not computed from what was found."
    )


def _shown(frame: Any) -> str:
    ratio = numbers.plain(frame["ratio"].iloc[0]) if len(frame) else "so much"
    return (
        f"Found, shown: how often a true ratio of {ratio} would be found after adjustment, and what it would "
        "show on average then (Gelman and Carlin 2014)."
    )


VIEW = View(
    place=210,
    title="Least ratios that would be found",
    columns=(
        *pair(),
        *SIZES,
        number("family_size", "Family", "count"),
        number("least", "Least", "ratio"),
        number("least_alone", "Least, named beforehand", "ratio"),
        number("power", "Found", "percent"),
        number("shown", "Shown", "ratio"),
    ),
    note=(
        "n = articles.",
        "A typical measure: the median standard error of the pair's log ratios.",
        _least,
        _shown,
        "No interval is given and no test was made, and so no p is adjusted.",
    ),
)
