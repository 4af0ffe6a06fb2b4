"""The rows of an estimate by codes and measure: groups, and differences of groups within events.

What is estimated stands in `twophase`; here it is only set up for each group and pair, and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.coding.agreement import FIRM
from framing.coding.population import Population, noise_of, strata_of, sums_of
from framing.coding.proportions import LEAST, apart
from framing.coding.twophase import Estimate, Group, estimate, tuned
from framing.comparison.codes import Flags, Floats
from framing.errors import FramingError, among, brief, several, unknown

__all__ = ["SHOWING", "Asked", "corrections"]

#: Where fewer coded articles show an answer, or anything else than it, intervals hold less often than they
#: say (``benchmarks/quality_coding.py``).
SHOWING = 5


class Asked(NamedTuple):
    """One number to estimate.

    Attributes
    ----------
    category : str
    truth : array
        Each unit's answer as a number, by its row in the answers; missing where there is none.
    bounded : bool
        It is a share.
    said : str
        What must be said of it.
    """

    category: str
    truth: Floats
    bounded: bool
    said: str


def corrections(
    data: Population,
    asked: Asked,
    about: Mapping[str, Any],
    pairs: Sequence[tuple[str, str]] | None,
) -> list[dict[str, Any]]:
    """Return the rows of one number: each group, then each pair.

    Parameters
    ----------
    data : Population
    asked : Asked
    about : mapping
        What all rows have: names, voice, category, `reading`.
    pairs : sequence of (str, str), optional
        By default all.

    Raises
    ------
    FramingError
        A pair is none, or names a group that there is not.
    """
    unit = data.unit.assign(truth=asked.truth[data.unit["row"].to_numpy(dtype=np.int64)])
    unit = unit[unit["truth"].notna()]
    count = np.bincount(unit["article"].to_numpy(dtype=np.int64), minlength=len(data.articles))
    groups = sorted(data.articles["group"].unique())
    masks = {name: (data.articles["group"] == name).to_numpy() for name in groups}
    census = about["reading"] == "census"
    every = {
        name: _group(data, unit, masks[name], None, asked.bounded)
        for name in groups
        if count[masks[name]].any()
    }
    weight = tuned(list(every.values()))
    df = sum(group.df for group in every.values() if group.n >= LEAST)
    paid = df / max(df - 1, 1)
    out = []
    for name, group in every.items():
        both, alone = (estimate(group, w, census, paid) for w in (weight, 0.0))
        out.append(
            {
                **about,
                "group": name,
                "other": None,
                **_shown(both, alone, weight),
                "correlation": _correlation(group),
                "n_coded": group.n,
                "n_articles": int(masks[name].sum()),
                "n_units": group.n_units,
                "provenance": _provenance(data, masks[name]),
                "method": _method(asked, weight, data.by_unit, census) if np.isfinite(both.low) else None,
                "note": _note(asked, data, (group,)),
            }
        )
    for a, b in _pairs(pairs, list(every), groups):
        out.append({**about, **_pair(data, unit, (a, b), masks, weight, paid, asked, census)})
    return out


def _group(
    data: Population,
    unit: pd.DataFrame,
    here: Flags,
    account: Floats | None,
    bounded: bool,
) -> Group:
    """Return the articles of one group as arrays; `account` is what each counts for, 1 by default."""
    articles, every = data.articles[here], len(data.articles)
    coded = articles["coded"].to_numpy(dtype=bool)
    mine = unit[here[unit["article"].to_numpy(dtype=np.int64)]]
    truth = mine["truth"].to_numpy(dtype=np.float64)
    value = mine["value"].to_numpy(dtype=np.float64) if data.by_unit else np.zeros(len(mine))
    answer, units = (sums_of(mine, values, every)[here][coded] for values in (truth, np.ones(len(mine))))
    both = ((truth, truth), (truth, value), (value, value))
    noise = [noise_of(mine, a, b, every)[here][coded] for a, b in both]
    total, size = (articles[name].to_numpy(dtype=np.float64) for name in ("total", "size"))
    seen, seen_size = total[coded], size[coded]
    if data.by_unit:
        seen, seen_size = sums_of(mine, value, every)[here][coded], units
    return Group(
        total=total,
        size=size,
        coded=coded,
        weight=articles["weight"].to_numpy(dtype=np.float64)[coded],
        answer=answer,
        units=units,
        seen=seen,
        seen_size=seen_size,
        strata=strata_of(articles["stratum"][coded]),
        event=np.asarray(pd.factorize(articles["event"].astype("str")[coded], sort=True)[0], dtype=np.int64),
        account=np.ones(len(articles)) if account is None else account,
        noise=noise[0],
        noise_both=noise[1],
        noise_seen=noise[2],
        bounded=bounded,
        n_units=len(mine),
    )


def _pair(
    data: Population,
    unit: pd.DataFrame,
    names: tuple[str, str],
    masks: Mapping[str, Flags],
    weight: float,
    paid: float,
    asked: Asked,
    census: bool,
) -> dict[str, Any]:
    """Return the difference of two groups within the events that hold both."""
    events = [data.articles["event"][masks[name]].astype("str") for name in names]
    sizes = [values.value_counts() for values in events]
    common = sorted(set(sizes[0].index) & set(sizes[1].index))
    sides, every = [], []
    for name, values, size in zip(names, events, sizes, strict=True):
        meets = values.isin(common).to_numpy()
        here = masks[name].copy()
        here[np.flatnonzero(here)[~meets]] = False
        share = {e: sizes[0][e] * sizes[1][e] / (sizes[0][e] + sizes[1][e]) / size[e] for e in common}
        account = values[meets].map(share).to_numpy(dtype=np.float64)
        every.append(here)
        sides.append(_group(data, unit, here, account, asked.bounded))
    both, alone = (
        [estimate(side, w, census, paid) if side.n else Estimate(np.nan) for side in sides]
        for w in (weight, 0.0)
    )
    together = [_less(*pair) for pair in (both, alone)]
    note = _note(asked, data, sides)
    if not common:
        note = "no event holds both: no estimate"
    return {
        "group": names[0],
        "other": names[1],
        **_shown(together[0], together[1], weight),
        "correlation": np.nan,
        "n_coded": sides[0].n,
        "n_articles": int(every[0].sum()),
        "n_units": sides[0].n_units,
        "n_coded_other": sides[1].n,
        "n_articles_other": int(every[1].sum()),
        "n_units_other": sides[1].n_units,
        "n_events": len(common),
        "provenance": _provenance(data, every[0] | every[1]),
        "method": "distances to the ends of both, added in squares" if np.isfinite(together[0].low) else None,
        "note": note,
    }


def _less(one: Estimate, two: Estimate) -> Estimate:
    """Return a difference; of means by Welch's degrees of freedom the same in form."""
    low, high = apart((one.value, one.low, one.high), (two.value, two.low, two.high))
    return Estimate(one.value - two.value, low, high)


def _shown(both: Estimate, alone: Estimate, weight: float) -> dict[str, Any]:
    wide = alone.high - alone.low
    return {
        "estimate": both.value,
        "low": both.low,
        "high": both.high,
        "classical": alone.value,
        "classical_low": alone.low,
        "classical_high": alone.high,
        "width": (both.high - both.low) / wide if wide > 0 else np.nan,
        "lambda": weight,
    }


def _correlation(group: Group) -> float:
    """Return how codes and measure go together over the coded articles, as they bear on the estimate."""
    a, b = group.away, group.pull
    if group.n < LEAST or not (group.spread(a, a) > 0 and group.spread(b, b) > 0):
        return np.nan
    return float(group.spread(a, b) / np.sqrt(group.spread(a, a) * group.spread(b, b)))


def _pairs(
    pairs: Sequence[tuple[str, str]] | None, able: Sequence[str], groups: Sequence[str]
) -> list[tuple[str, str]]:
    if pairs is None:
        return list(combinations(able, 2))
    pairs = several("pairs", pairs)
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise FramingError(f"pairs: {brief(pair)} is no pair; give them as [('a', 'b')]")
        for name in pair:
            if not among(name, groups):
                raise unknown("group", name, groups, where="pairs")
    return [(a, b) for a, b in pairs]


def _provenance(data: Population, here: Flags) -> str:
    return "illustrative" if bool(data.articles["illustrative"].to_numpy()[here].any()) else "published"


def _method(asked: Asked, weight: float, by_unit: bool, census: bool) -> str:
    how = "Wilson at the effective units" if asked.bounded else "t"
    said = f"codes and measure of {'units' if by_unit else 'articles'}, power-tuned"
    if not weight:
        said = "codes alone: the measure adds nothing"
    return f"{said}; articles drawn in strata{'' if census else ' and as draws themselves'}, {how}"


def _note(asked: Asked, data: Population, groups: Sequence[Group]) -> str:
    said = [asked.said] if asked.said else []
    n = [group.n for group in groups]
    if min(n) < LEAST:
        said.append(f"under {LEAST} coded articles: estimate only")
    elif min(n) < FIRM:
        said.append(f"fragile: {' against '.join(map(str, n))} coded articles")
    if asked.bounded and min(n) >= LEAST and (few := min(group.showing for group in groups)) < SHOWING:
        said.append(f"{few} of the coded articles show it (or anything else): the interval may be too narrow")
    if not data.by_unit and data.articles["coded"].all():
        said.append("all articles are coded: scores of articles add nothing, measured_sentences may")
    return "; ".join([*said, *data.notes])
