"""Power: with these articles, the least difference that would be found 8 times in 10.

It is computed from how far articles spread and not from the difference found, and checked by simulation on
the side on which that difference lies: articles are drawn again from each side's own, a difference of that
size is planted in them, and they are tested as `framing.compare` tests.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.compare import ready
from framing.comparison.compared import Compared, compared
from framing.comparison.pairs import chosen
from framing.comparison.signs import LEAST_EVENTS
from framing.comparison.sums import clusters
from framing.comparison.testing import ALPHA, MANY
from framing.comparison.treatment import known
from framing.errors import FramingError, FramingWarning, among, brief, several, unknown, whole
from framing.robust.cells import only, places, scored
from framing.robust.finding import Side, least
from framing.robust.planting import Powers, simulated
from framing.robust.saying import articles, called, number
from framing.robust.variants import Row, asked, null
from framing.tables import check, empty, schema
from framing.units import MILLION

__all__ = ["power"]

#: More simulated sets say no more, and take all memory.
_MOST_DRAWS = 100_000


def power(
    scores: pd.DataFrame,
    measure: str | Sequence[str] | None = None,
    a: str | None = None,
    b: str | None = None,
    *,
    contrasts: pd.DataFrame | None = None,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    wire: str = "collapse",
    weights: str = "mantel-haenszel",
    alpha: float = ALPHA,
    wanted: float = 0.8,
    draws: int = 400,
    seed: int = 1,
    most: int | None = 12,
) -> pd.DataFrame:
    """Say how large a difference must be for these articles to show it.

    Parameters
    ----------
    scores : pandas.DataFrame
        A table `scores`.
    measure : str or sequence of str, optional
        Measures, all by default.
    a, b : str, optional
        Groups: comparisons of `a` alone, or of both; in either order.
    contrasts : pandas.DataFrame, optional
        The comparisons, rows of the table `contrast`; those that `compare` makes of the scores by default.
    by, split, wire, weights
        As in `framing.compare`.
    alpha : float
        What p must not be above, at most .05. For a test that must stand in a family of k, ``0.05 / k`` is
        on the safe side.
    wanted : float
        How often the difference is to be found.
    draws : int
        Simulated sets of articles for each size of difference; 0 for none.
    seed : int
        For the simulation.
    most : int or None
        How many comparisons are simulated, the clearest first (`None`: all); the others are computed only.

    Returns
    -------
    pandas.DataFrame
        The table `power`, as in ``schemas/power.toml``: a row for each comparison, in their order.

    Raises
    ------
    FramingError
        A table or argument that is not what it should be.

    Warns
    -----
    FramingWarning
        There is nothing to compare.

    Notes
    -----
    `least` and `least_below` come from the noncentral t with the jackknife variance of the difference and
    Welch's degrees of freedom, averaged over what that variance may be (`framing.robust.finding`). They are
    no "observed power": the difference found plays no part but that hits stay as many as they are, and are
    shared out otherwise, and that its side is the one simulated. `least_checked` is the number to go by.
    For the simulation see `framing.robust.planting`; it takes the articles at hand for all there are, and
    so finds what was computed a little more often than `wanted`.
    """
    known(wire)
    rounds, start = whole(draws), whole(seed)
    if rounds is None or not 0 <= rounds <= _MOST_DRAWS:
        raise FramingError(
            f"draws: {brief(draws)} is no number of simulated sets; give 0 to {_MOST_DRAWS:,}, as 400"
        )
    if start is None:
        raise FramingError(f"seed: {brief(seed)} is no whole number; give one, as 1")
    if most is not None and (whole(most) is None or most < 0):
        raise FramingError(
            f"most: {brief(most)} is no number of comparisons; give 0 or more, or None for all"
        )
    _within("alpha", alpha, ALPHA)
    _within("wanted", wanted, 0.99)
    further = several("split", split)
    table = ready(scores, by, further)
    measures = several("measure", measure)
    if measures:
        _here("measure", measures, table["measure"])
        table = table[table["measure"].isin(measures)]
    for name, value in (("a", a), ("b", b)):
        if value is not None and not among(value, ("rest",)):
            _here(name, [value], table[by])
    given: dict[str, Any] = {"wire": wire, "weights": weights, "pairs": [(a, b)] if a and b else None}
    rows = asked(table, contrasts, None, by=by, split=further, **given)
    for value in (a, b):
        if value is not None:
            rows = rows[(rows["a"] == value) | (rows["b"] == value)]
    if measures:
        rows = rows[rows["measure"].isin(measures)]
    if rows.empty:
        warnings.warn("power: no comparison has an estimate", FramingWarning, stacklevel=2)
        return empty("power")
    rows = scored(rows, table, "power")
    data = clusters(only(ready(table, by, further), rows, by), by, further, wire)
    which = _pairs(rows, data.groups)
    if not which:
        raise FramingError(
            f"contrasts: the scores hold one {by} alone, and these of several; give the scores they are of"
        )
    settings: dict[str, Any] = {
        "weights": weights,
        "census": False,
        "seed": start,
        "draws": 99,
        "tested": False,
    }
    found = compared(data, which, **settings)
    at = places(data, rows, which)
    aim = _Aim(float(alpha), float(wanted), weights, start)
    made = [
        _one(row, found, int(place), aim, rounds if most is None or number < most else 0)
        for number, (row, place) in enumerate(zip(rows.to_dict("records"), at, strict=True))
    ]
    extra = [name for name in rows.columns if name not in schema("contrast").columns]
    first = list(schema("power").columns)
    return check(pd.DataFrame(made)[[*first, *extra]], "power")


def _within(name: str, value: float, top: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= top:
        raise FramingError(f"{name}: {brief(value)} must lie above 0 and not above {top}")


def _here(name: str, values: Sequence[str], column: pd.Series) -> None:
    there = set(column.dropna().astype(str))
    for value in values:
        if not among(value, there):
            raise unknown(name, value, there)


class _Aim(NamedTuple):
    """What is to be found, how often, and how comparisons are made."""

    alpha: float
    wanted: float
    weights: str
    seed: int


def _pairs(rows: pd.DataFrame, groups: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs that stand in the rows, as codes."""
    names = list(dict.fromkeys(zip(rows["a"], rows["b"], strict=True)))
    return chosen(names, groups) if len(groups) > 1 else []


def _one(row: Row, found: Compared | None, place: int, aim: _Aim, draws: int) -> dict[str, Any]:
    """Return one row of the table; `place` is its pair × cell."""
    scale, alpha, wanted = str(row["scale"]), aim.alpha, aim.wanted
    result = {name: row[name] for name in row if name not in ("p", "p_min", "p_adjusted", "wire", "note")}
    result |= {name: float("nan") for name in _NUMBERS}
    result |= {"alpha": alpha, "wanted": wanted, "draws": 0, "test": None, "side": None}
    result |= {"note": "", "sentence": ""}
    k = -1 if found is None else _entry(found, place)
    if found is None or k < 0 or found.closed[k]:
        return result | {"note": "no interval here, so no spread to tell power by"}
    pooled = found.pooled
    times = 1.0 if pooled.ratio[k] else float(found.data.scale[pooled.cell[k]])
    spread, df = float(np.sqrt(pooled.variance[k])), float(pooled.df[k])
    below_it = float(pooled.gap[k]) < 0
    result |= {"spread": spread * times, "df": df, "test": _test(found, k)}
    result["side"] = "below" if below_it else "above"
    if row["p_min"] == row["p_min"] and row["p_min"] > alpha:
        least = f"{row['p_min']:.3f}".lstrip("0")
        return result | {"note": f"nothing can be found: the least p that these articles allow is {least}"}
    gap, below = _both(found, k, wanted, alpha)
    result |= {"least": _shown(gap, scale, times), "least_below": _shown(-below, scale, times)}
    if gap != gap and below != below:
        return result | {"note": "nothing would be found that often: hits run out on a side"}
    size = -below if below_it else gap
    result["least_checked"] = _shown(size, scale, times)
    notes = []
    if _shared(found, k):
        notes = ["computed, not simulated: texts stand on both sides"]
    elif draws and size == size:
        made = simulated(
            found, k, size, wanted=wanted, alpha=alpha, weights=aim.weights, draws=draws, seed=aim.seed
        )
        result |= {
            "draws": made.draws, "power_simulated": made.power, "power_low": made.low,
            "power_high": made.high, "alarms": made.alarms,
            "least_simulated": _shown(made.least, scale, times),
        }  # fmt: skip
        if made.least == made.least:
            result["least_checked"] = result["least_simulated"]
        notes = _notes(made, wanted, alpha)
    else:
        notes = ["computed, not simulated"]
    if pooled.n_events[k] >= LEAST_EVENTS:
        notes.append(
            "computed from articles within events, tested over events: those that differ count against it"
        )
    result["note"] = "; ".join(notes)
    result["sentence"] = _sentence(result, scale)
    return result


#: A simulation is said to differ where power is less than wanted, or more, by this much.
_LESS, _MORE = 0.04, 0.1

#: Texts on both sides are a few up to this part of the smaller one.
_FEW = 0.25

_NUMBERS = (
    "spread", "df", "least", "least_below", "power_simulated", "power_low", "power_high", "alarms",
    "least_simulated", "least_checked",
)  # fmt: skip


def _entry(found: Compared, place: int) -> int:
    """Return where a pair × cell stands in what was compared, -1 where it doesn't."""
    at = np.flatnonzero(found.pooled.pair * len(found.data.cells) + found.pooled.cell == place)
    return int(at[0]) if len(at) else -1


def _shared(found: Compared, k: int) -> bool:
    """Say whether texts that stand on both sides are more than a few: drawn again they would be two."""
    texts = int(found.common.texts[found.entries(k)].sum())
    return texts > _FEW * min(int(found.n_a[k]), int(found.n_b[k]))


def _test(found: Compared, k: int) -> str:
    if found.common.all[found.entries(k)].all():
        return f"paired t on the {'log ratio' if found.pooled.ratio[k] else 'difference'}"
    if found.pooled.n_events[k] >= LEAST_EVENTS:
        return "sign-flip over events"
    if min(found.n_a[k], found.n_b[k]) >= MANY:
        return f"Welch t on the {'log ratio' if found.pooled.ratio[k] else 'difference'}"
    return "permutation"


def _both(found: Compared, k: int, wanted: float, alpha: float) -> tuple[float, float]:
    """Return the least difference with the first side above, and with the second, on the working scale."""
    pooled = found.pooled
    variance, df, gap = float(pooled.variance[k]), float(pooled.df[k]), float(pooled.gap[k])
    if not pooled.ratio[k]:
        alike = least(variance, df, wanted, alpha)
        return alike, alike
    cell, rows = int(pooled.cell[k]), found.entries(k)
    bounded = bool(found.data.bounded[cell])
    unit = MILLION if found.data.units[cell] == "share" else 1
    a, b = (
        Side(float(side.x[rows].sum()) / unit, bounded * float((side.x[rows] / side.d[rows] / unit).max()))
        for side in (found.both.a, found.both.b)
    )
    return least(variance, df, wanted, alpha, gap, (a, b)), least(variance, df, wanted, alpha, -gap, (b, a))


def _shown(gap: float, scale: str, times: float) -> float:
    return float(np.exp(gap)) if scale == "ratio" else gap * times


def _notes(made: Powers, wanted: float, alpha: float) -> list[str]:
    notes = []
    if made.power != made.power:
        notes.append("no simulation: a share can't be as large as that")
    elif made.high < wanted - _LESS or made.low > wanted + _MORE:
        less = "less" if made.high < wanted else "more"
        notes.append(f"the simulation finds it {less} often than computed: go by least_simulated")
    if made.power == made.power and made.least != made.least:
        notes.append("none of those tried, up to twice as far out, was found that often")
    slack = 2.6 * float(np.sqrt(alpha * (1 - alpha) / made.draws))
    if made.alarms > alpha + max(slack, 0.02):
        notes.append(
            f"with nothing planted the simulation still found something in {100 * made.alarms:.0f} of 100 "
            f"sets, and not in {100 * alpha:g}: these articles are so uneven that the test finds too much"
        )
    return notes


def _sentence(row: dict[str, Any], scale: str) -> str:
    """Lead with the number that was checked, on the side of the estimate; then say what was computed."""
    what = "ratio" if scale == "ratio" else "difference"
    ends = {"above": ("least", "more"), "below": ("least_below", "less")}
    column, end = ends.pop(row["side"])
    other, far = next(iter(ends.values()))
    lead, formula = row["least_checked"], row[column]
    begin = f"{called(row)}: with {articles(int(row['n_a']))} against {int(row['n_b']):,} and their spread, "
    often = f"would be found {10 * row['wanted']:g} times in 10"
    if lead != lead:
        said = f"{begin}nothing {row['side']} {null(scale):g}, where the estimate lies, {often}"
    elif row["draws"] and row["least_simulated"] == row["least_simulated"]:
        said = (
            f"{begin}a {what} of {number(lead, scale)} or {end} {often}, by simulation; computed "
            f"{number(formula, scale)}, which {row['draws']:,} simulated sets showed in "
            f"{100 * row['power_simulated']:.0f} of 100"
        )
    else:
        said = f"{begin}a {what} of {number(lead, scale)} or {end} {often}, as computed"
        if row["draws"] and row["power_simulated"] == row["power_simulated"]:
            share = f"{100 * row['power_simulated']:.0f} of 100"
            said += f"; but {row['draws']:,} simulated sets showed it in {share}"
    if row[other] == row[other]:
        return f"{said}. The other way round, computed: {number(row[other], scale)} or {far}."
    return f"{said}. The other way round nothing would be found that often."
