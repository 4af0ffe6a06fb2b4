"""Shares and means as coders would find them in all articles, from codes of some and a measure of all.

The measure lends precision, never its error: whatever it mistakes is measured in the coded articles and
taken off. What is estimated and how sure it is stands in `twophase`; who is coded and drawn in
`population`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.coding.agreement import FIRM
from framing.coding.answers import Answers, Orders, answered, codes_of, names_of, opened, orders_of
from framing.coding.measured import SIGNS, kind_of, rows_of
from framing.coding.population import Population, noise_of, populated, strata_of, sums_of
from framing.coding.proportions import LEAST, apart
from framing.coding.twophase import Estimate, Group, estimate, tuned
from framing.comparison.codes import Flags, Floats
from framing.comparison.treatment import known
from framing.errors import FramingError, FramingWarning, brief, several, unknown
from framing.tables import check

__all__ = ["prediction_powered"]

_COLLECTION = ("census", "sample", "unknown")

#: Category of the row of a mean answer.
MEAN = "mean"


class _Asked(NamedTuple):
    """One number to estimate: its category, each unit's answer as a number, whether a share, what is said."""

    category: str
    truth: Floats
    bounded: bool
    said: str


def prediction_powered(
    table: pd.DataFrame,
    codes: Any,
    *,
    question: str | None = None,
    measure: str | None = None,
    target: str | None = None,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    pairs: Sequence[tuple[str, str]] | None = None,
    order: Orders | None = None,
    level: str | None = None,
    sample: Any = None,
    coder: str | None = None,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Estimate what coders would find in all articles of each group, and how groups differ.

    Parameters
    ----------
    table : pandas.DataFrame
        What is measured, of coded articles and all others: `scores`; `evidence` of a target, where mentions
        were coded; or a row a unit of all articles: `unit`, `article`, `by`, `value` (see
        `measured_sentences`).
    codes : pandas.DataFrame or Codes
        The table `codes`, or what `read_codes` gives.
    question : str, optional
        Not needed where codes have one.
    measure, target : str, optional
        Of the table, where it has several. It needn't be on the scale of the answers: its weight is tuned.
    by : str
        Column of `table` whose values are compared.
    split : {"voice"} or ()
        Voices have rows of their own, or are taken together.
    pairs : sequence of (str, str), optional
        Groups whose differences are wanted; by default all.
    order, level, coder
        As for `validity`; by default each unit's answer is the mean over its coders.
    sample : CodingSample, path or pandas.DataFrame
        What was coded, or its key, with the probabilities of the draw. Without it units are taken as drawn
        with equal probability.
    wire : {"collapse", "keep", "drop"}
        Copies of a text in one group and event are one article; each counts; or full reprints are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published: then the intervals doubt draw and coding alone.
        Unknown is read as a sample.

    Returns
    -------
    pandas.DataFrame
        The table `prediction_powered`: a row a group × voice × category, then the differences of groups,
        within events. A question answered by yes or no has the share of yes; one with few answers the share
        of each; one with numbers, or with negative, neutral and positive, the mean.

    Raises
    ------
    FramingError
        The table is no such table; a name is not known; nothing is both coded and in it.

    Warns
    -----
    FramingWarning
        Coded units are left out.

    Notes
    -----
    Codes alone: the ratio of weighted sums, articles weighted by 1 / probability and units likewise in
    them. By both: from it is taken the measure's error in the coded articles (its mean there less that in
    all), times a weight that makes the variance least (Angelopoulos et al. 2023), one weight for all groups
    of a voice and category. The variance is that of articles drawn within strata, and unless it is a census
    that of articles as draws inside their events. Intervals of shares are Wilson's at the effective number
    of units, of means t; of differences the distances to the ends in squares. Events count alike in both
    groups of a difference (n_a n_b / (n_a + n_b)). See ``benchmarks/quality_coding.py`` for how often they
    hold.

    Examples
    --------
    >>> units = pd.DataFrame([(f"u{n}", f"a{n // 2}", "xy"[n // 20], n % 2) for n in range(40)],
    ...                      columns=["unit", "article", "outlet", "value"])
    >>> codes = units.iloc[::3].assign(coder="Ann", question="q", value=["no", "yes"] * 7)
    >>> prediction_powered(units, codes)[["group", "classical", "estimate"]].round(3).values.tolist()[:2]
    [['x', 0.429, 0.5], ['y', 0.571, 0.5]]
    """
    known(wire)
    if collection not in _COLLECTION:
        raise unknown("collection", collection, _COLLECTION)
    for name in several("split", split):
        if name != "voice":
            raise unknown("split", name, ("voice",))
    sample = opened(sample)
    every = codes_of(codes, sample)
    names = names_of(every, question)
    if len(names) > 1:
        raise FramingError(f"question: codes have several; name one of {', '.join(names)}")
    one = answered(every, names[0], level, orders_of(order, sample))
    rows, name, toward = rows_of(table, measure, target)
    if kind_of(rows) == "evidence" and rows["target"].isna().all():
        raise FramingError(
            "evidence lists hits, not the sentences without any; give scores of the same measure, or what "
            "measured_sentences(articles, evidence) returns"
        )
    about = {"measure": name, "target": toward, "question": names[0], "by": by, "wire": wire}
    about["reading"] = "census" if collection == "census" else "sample"
    out: list[dict[str, Any]] = []
    for voice in _voices(one, several("split", split)):
        data = populated(one, rows, by, voice, wire)
        if not len(data.unit):
            continue
        for note in data.notes:
            if "left out" in note:
                warnings.warn(f"prediction_powered: {note}", FramingWarning, stacklevel=2)
        for asked in _asked(one, coder):
            out += _rows(one, data, asked, {**about, "voice": voice, "category": asked.category}, pairs)
    if not out:
        raise FramingError(
            f"no unit is both coded ({names[0]}) and of an article in the measure's table; are both of the "
            "same articles?"
        )
    counts = dict.fromkeys(("n_coded_other", "n_articles_other", "n_units_other", "n_events"), 0)
    return check(pd.DataFrame(out).fillna(counts), "prediction_powered")


def _voices(one: Answers, split: Sequence[str]) -> tuple[str, ...]:
    if not split or "voice" not in one.units.columns:
        return ("all",)
    found = sorted(one.units["voice"].dropna().astype("str").unique())
    return tuple(found) or ("all",)


def _asked(one: Answers, coder: str | None) -> Iterator[_Asked]:
    """Yield what is estimated: shares of answers, and the mean of those that are numbers."""
    shares = one.shares(coder)
    told = shares.sum(axis=1) > 0
    signs = [SIGNS.get(label.casefold()) for label in one.labels]
    two = len(one.labels) == 2 and sorted(map(str, signs)) == ["+", "0"]
    if one.level in ("nominal", "ordinal"):
        for place, label in enumerate(one.labels):
            if not (two and signs[place] == "0"):
                yield _Asked(label, np.where(told, shares[:, place], np.nan), True, "")
    if one.level in ("interval", "ratio"):
        yield _Asked(MEAN, np.where(told, shares @ one.numbers, np.nan), False, "")
    elif one.level == "ordinal" and sorted(map(str, signs)) == ["+", "-", "0"]:
        numbers = np.array([{"+": 1.0, "-": -1.0}.get(str(sign), 0.0) for sign in signs])
        named = ", ".join(f"{label} {int(number)}" for label, number in zip(one.labels, numbers, strict=True))
        yield _Asked(MEAN, np.where(told, shares @ numbers, np.nan), False, f"mean of {named}")


def _rows(
    one: Answers,
    data: Population,
    asked: _Asked,
    about: Mapping[str, Any],
    pairs: Sequence[tuple[str, str]] | None,
) -> list[dict[str, Any]]:
    """Return the rows of one number: each group, then each pair."""
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
                "note": _note(asked, data, (group.n,)),
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
    asked: _Asked,
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
    note = _note(asked, data, [side.n for side in sides])
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
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise FramingError(f"pairs: {brief(pair)} is no pair; give them as [('a', 'b')]")
        for name in pair:
            if name not in groups:
                raise unknown("group", name, groups, where="pairs")
    return [(a, b) for a, b in pairs]


def _provenance(data: Population, here: Flags) -> str:
    return "illustrative" if bool(data.articles["illustrative"].to_numpy()[here].any()) else "published"


def _method(asked: _Asked, weight: float, by_unit: bool, census: bool) -> str:
    how = "Wilson at the effective units" if asked.bounded else "t"
    said = f"codes and measure of {'units' if by_unit else 'articles'}, power-tuned"
    if not weight:
        said = "codes alone: the measure adds nothing"
    return f"{said}; articles drawn in strata{'' if census else ' and as draws themselves'}, {how}"


def _note(asked: _Asked, data: Population, n: Sequence[int]) -> str:
    said = [asked.said] if asked.said else []
    if min(n) < LEAST:
        said.append(f"under {LEAST} coded articles: estimate only")
    elif min(n) < FIRM:
        said.append(f"fragile: {' against '.join(map(str, n))} coded articles")
    if not data.by_unit and data.articles["coded"].all():
        said.append("all articles are coded: scores of articles add nothing, measured_sentences may")
    return "; ".join([*said, *data.notes])
