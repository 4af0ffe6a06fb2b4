"""Shares and means as coders would find them in all articles, from codes of some and a measure of all.

The measure lends precision, never its error: whatever it mistakes is measured in the coded articles and
taken off. What is estimated and how sure it is stands in `twophase`; who is coded and drawn in
`population`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.stats

from framing.coding.agreement import LEAST, apart, flat, say_few
from framing.coding.measured import (
    SIGNS,
    Answers,
    Orders,
    are_articles,
    kind_of,
    matched,
    measured,
)
from framing.comparison.intervals import LEVEL, Z, wilson
from framing.comparison.sums import WIRE, Flags, Floats, Ints, collapses, left_out
from framing.errors import FramingError, among, brief, check_choice, several, unknown, warn
from framing.schema import MILLION, UNITS, check

# Codes of some articles and a measure of all: the estimate by both, and how sure it is.

#: Below this a variance is rounding.
_NONE = 1e-18
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Group:
    """Articles of a group, of which some are coded.

    Attributes
    ----------
    total, size : arrays, all articles
        The measure's sum over an article, and how much it is a sum of: the measure's mean is
        ``total.sum() / size.sum()``.
    coded : array of bool, all articles
    weight : array, coded articles
        1 over the probability that the article was drawn.
    answer, units : arrays, coded articles
        The codes' sum over the article's units, and how many those are, both brought up from the units
        coded to all.
    seen : array, coded articles
        The measure's sum over the units coded, brought up alike.
    strata : array of int, coded articles
        Within which articles were drawn: their means are no part of the doubt of the draw.
    event : array of int, coded articles
    account : array, all articles
        What an article counts for: 1, or what makes events count alike in the groups compared.
    noise, noise_both, noise_seen : arrays, coded articles
        Variance of `answer`, covariance with `seen`, and variance of `seen`, that come of coding some of an
        article's units only; missing where not known.
    bounded : bool
        The estimate is a share.
    n_units : int
        Units coded.
    """

    total: Floats
    size: Floats
    coded: Flags
    weight: Floats
    answer: Floats
    units: Floats
    seen: Floats
    strata: Ints
    event: Ints
    account: Floats
    noise: Floats
    noise_both: Floats
    noise_seen: Floats
    bounded: bool
    n_units: int

    @cached_property
    def n(self) -> int:
        """Articles coded."""
        return len(self.answer)

    @cached_property
    def showing(self) -> int:
        """Articles coded that have any of it, or any without it, whichever are fewer."""
        return int(min((self.answer > _ROUNDING).sum(), (self.answer < self.units - _ROUNDING).sum()))

    @cached_property
    def part(self) -> Floats:
        """The share of all articles that each coded one stands for."""
        weight = self.weight * self.account[self.coded]
        return np.asarray(weight / weight.sum())

    @cached_property
    def classical(self) -> float:
        """The estimate by codes alone."""
        below = float(self.part @ self.units)
        return float(self.part @ self.answer) / below if below > 0 else np.nan

    @cached_property
    def away(self) -> Floats:
        """Of each coded article, what it adds to the error of the estimate by codes alone."""
        return np.asarray((self.answer - self.classical * self.units) / float(self.part @ self.units))

    @cached_property
    def lean(self) -> float:
        """The measure's mean in the coded articles less that in all."""
        below, here = float(self.account @ self.size), float(self.part @ self.units)
        if not (below > 0 and here > 0):
            return 0.0
        return float(self.part @ self.seen) / here - float(self.account @ self.total) / below

    @cached_property
    def pull(self) -> Floats:
        """Of each coded article, what it adds to the error of the measure's mean there."""
        here = float(self.part @ self.units)
        if not here > 0:
            return np.zeros(self.n)
        return np.asarray((self.seen - float(self.part @ self.seen) / here * self.units) / here)

    @cached_property
    def fraction(self) -> Floats:
        """Of each coded article, the share of such articles that is coded."""
        every = len(self.coded)
        expected = self.weight * every / self.weight.sum()
        return np.asarray(np.minimum(1 / expected, 1.0))

    def spread(self, a: Floats, b: Floats) -> float:
        """Return the covariance of two sums over the draw, within strata, as if drawn with replacement."""
        found = 0.0
        for stratum in np.unique(self.strata):
            here = self.strata == stratum
            n = int(here.sum())
            if n > 1:
                one, two = (self.part[here] * values[here] for values in (a, b))
                found += n / (n - 1) * float(((one - one.mean()) * (two - two.mean())).sum())
        return found

    @cached_property
    def parted(self) -> bool:
        """Whether it is known what of the spread is of articles, and what of the units chosen in them."""
        return bool(np.isfinite(self.noise).all())

    @cached_property
    def drawn(self) -> Floats:
        """Variances and covariance of answers and measure (2 × 2) that come of draw and coding alone."""
        both = (self.away, self.pull)
        if not self.parted:
            return np.array([[self.spread(a, b) for b in both] for a in both])
        rest = np.sqrt(1 - self.fraction)
        found = np.array([[self.spread(a * rest, b * rest) for b in both] for a in both])
        # Units that were not coded are in doubt also where all articles are coded.
        share = self.part**2 * self.fraction
        below = float(self.part @ self.units) ** 2
        cross, seen = (float(share @ noise) / below for noise in (self.noise_both, self.noise_seen))
        noise = np.array([[float(share @ self.noise) / below, cross], [cross, seen]])
        return np.asarray(found + noise)

    @cached_property
    def published(self) -> float:
        """Variance that articles bring as draws from what might have been published, inside events."""
        counts = self.weight * len(self.coded) / self.weight.sum()
        share = self.account[self.coded] / self.account.sum()
        found = 0.0
        for event in np.unique(self.event):
            here = self.event == event
            n = int(here.sum())
            middle = np.average(self.away[here], weights=counts[here]) if n > 1 else 0.0
            grown = n / (n - 1) if n > 1 else 1.0
            found += grown * float((counts[here] * (share[here] * (self.away[here] - middle)) ** 2).sum())
        if self.parted:
            found -= float((counts * share**2) @ self.noise) / float(self.part @ self.units) ** 2
        return max(found, 0.0)

    @cached_property
    def df(self) -> float:
        """Degrees of freedom: articles coded, less the strata whose means are taken out."""
        return float(max(self.n - len(np.unique(self.strata)), 1))


@dataclass(frozen=True)
class Estimate:
    """An estimate, its interval, its variance and degrees of freedom; missing where there is none."""

    value: float
    low: float = np.nan
    high: float = np.nan
    variance: float = np.nan
    df: float = np.nan


def tuned(groups: Sequence[Group]) -> float:
    """Return the weight of the measure that makes the variances of all groups together least; 0 is none.

    One for all, since groups have few coded articles each; any weight gives an estimate without bias.
    """
    able = [group.drawn for group in groups if group.n >= LEAST and np.isfinite(group.classical)]
    below = sum(float(each[1, 1]) for each in able)
    return sum(float(each[0, 1]) for each in able) / below if below > _NONE else 0.0


def estimate(group: Group, weight: float, census: bool, paid: float = 1.0) -> Estimate:
    """Return the estimate of a group with the measure at a weight.

    Parameters
    ----------
    group : Group
    weight : float
        0 gives the estimate by codes alone.
    census : bool
        All that was published is there: the doubt is that of the draw and the coding alone. Else articles are
        draws themselves, and that doubt is added.
    paid : float
        What the variance is multiplied by, since the weight was made from the same codes.
    """
    if not np.isfinite(group.classical):
        return Estimate(np.nan)
    value = group.classical - weight * group.lean
    if group.bounded:
        value = min(max(value, 0.0), 1.0)
    if group.n < LEAST:
        return Estimate(value)
    ends = np.array([1.0, -weight])
    if census:
        variance = float(ends @ group.drawn @ ends)
    elif group.parted:
        variance = float(ends @ group.drawn @ ends) + group.published
    else:
        left = (group.away - weight * group.pull) * np.sqrt(1 - group.fraction)
        variance = group.spread(left, left) + group.published
    if census and group.parted and not (1 - group.fraction).any() and not group.noise.any():
        return Estimate(value, value, value, 0.0, group.df)  # everything is coded
    return _interval(group, value, max(variance, 0.0) * (paid if weight else 1.0))


def _interval(group: Group, value: float, variance: float) -> Estimate:
    """Return the interval: of a share Wilson's at the effective number of units, else t.

    The effective number is the share's own variance as if its units were independent over the variance found,
    brought down for the few articles. Nearer to 0 or 1 than the variance reaches, the share is what chance or
    the clip made of it, and no guide to that: it is taken to be where an interval by t would end, which is
    where this then ends at 0 itself, or where so many units coded would make it end, if that is farther.
    """
    half = float(scipy.stats.t.ppf(0.5 + LEVEL / 2, group.df)) * float(np.sqrt(variance))
    if not group.bounded:
        return Estimate(value, value - half, value + half, variance, group.df)
    most = flat(group.part * group.units, group.n_units)
    if variance <= _NONE:
        n = most
    else:
        reach = min(half, 0.5)
        p = min(max(value, reach), 1 - reach)
        n = p * (1 - p) / half**2 * Z**2
        n = min(n, most) if p != value else n
    return Estimate(value, *wilson(value, n), variance, group.df)


# All articles of a study with what is measured and what is coded of them, for estimates by both.

_ABOUT = ("event", "copy_group", "wire_role", "provenance")


@dataclass(frozen=True)
class Population:
    """Articles (copies of one text in a group and event as one) and the units coded in them.

    Attributes
    ----------
    articles : pandas.DataFrame
        A row an article, by number: `group`, `event`, `total` and `size` (the measure's sum and what it is a
        sum of), `coded`, `weight`, `stratum`, `illustrative`.
    unit : pandas.DataFrame
        A row a coded unit of this voice: `article` (number), `weight` (1 over the probability that it was
        drawn in its article), `value` (the measure there), `row` (in the answers), `among` (units of its kind
        in the article; missing where not known).
    notes : tuple of str
    """

    articles: pd.DataFrame
    unit: pd.DataFrame
    notes: tuple[str, ...]


def populated(one: Answers, table: pd.DataFrame, by: str, voice: str, wire: str) -> Population:
    """Return articles and units of one voice.

    Parameters
    ----------
    one : Answers
    table : pandas.DataFrame
        Rows of one measure: `scores`, `evidence` of mentions, or a row a unit of all articles.
    by : str
        Column that makes the groups.
    voice : str
        Whose words; "all" for units whose voices were not told apart.
    wire : {"collapse", "keep", "drop"}

    Raises
    ------
    FramingError
        The table has no articles, or no column `by`; sentences were coded and articles are measured.
    """
    kind = kind_of(table)
    for name in ("article", by):
        if not among(name, table.columns):
            raise FramingError(
                f"the measure's table has no column {brief(name)}; it must tell of all articles, coded or "
                "not, and of their groups"
            )
    first = table.assign(article=table["article"].astype("str")).drop_duplicates("article")
    first = first.set_index("article").sort_index()
    about = first.reindex(columns=list(_ABOUT)).astype(object)
    about = about.assign(group=first[by].astype("str").where(first[by].notna()))
    about = about[about["group"].notna()]
    units = one.units.assign(row=np.arange(len(one.units)))
    spoken = np.ones(len(units), dtype=bool)
    if voice != "all" and "voice" in units.columns:
        spoken = (units["voice"] == voice).to_numpy(dtype=bool)
    answered = (one.given >= 0).any(axis=1)
    known = units["article"].isin(about.index).to_numpy()
    notes = []
    if lost := int((answered & ~known).sum()):
        notes.append(f"{lost} coded units of articles that the measure's table has not, left out")
    coded, mine = units[answered & known], units[answered & known & spoken].copy()
    whole = bool(are_articles(coded).all())
    mine["weight"], mine["among"] = _weights(units[spoken], mine)
    if kind == "scores" and not whole:
        raise FramingError(
            "the units coded are sentences or mentions, and scores are of articles; give what "
            "measured_sentences(articles, evidence) returns for the same measure"
        )
    found = _sums(table, kind, voice)
    if kind != "scores":
        mine["value"] = measured(mine, table)["value"].to_numpy(dtype=np.float64)
        if lost := int(mine["value"].isna().sum()):
            notes.append(f"{lost} coded units not measured and left out")
            mine = mine[mine["value"].notna()].copy()
    else:
        mine["value"] = mine["article"].map(found["total"]).to_numpy(dtype=np.float64)
    about[["total", "size"]] = found.reindex(about.index).fillna(0.0)
    about["coded"] = about.index.isin(coded["article"])
    drawn = coded.drop_duplicates("article").set_index("article")
    about["weight"] = 1.0
    if "probability_article" in drawn.columns:
        about["weight"] = (1 / drawn["probability_article"]).reindex(about.index).fillna(1.0)
    else:
        notes.append("no key of the sample: articles and units taken as drawn with equal probability")
    about["stratum"] = _strata(drawn).reindex(about.index).fillna("")
    if "articles_drawn" in drawn.columns and drawn["articles_drawn"].notna().all():
        total = drawn.groupby("stratum")["articles_drawn"].first().sum()
        if (gap := int(total) - len(drawn)) > 0:
            notes.append(f"{gap} articles drawn have no unit coded")
    about, mine = _as_one(about, mine, wire)
    return Population(about, mine, tuple(notes))


def _sums(table: pd.DataFrame, kind: str, voice: str) -> pd.DataFrame:
    """Return the measure's sums by article, and what they are sums of.

    Of scores the article's number; else the values of its units.
    """
    rows = table
    if voice != "all" and "voice" in table.columns:
        rows = table[table["voice"].isin([voice, "all"])]
    by = rows["article"].astype("str")
    if kind != "scores":
        value = rows["value"] if "value" in rows.columns else rows["weight"] / MILLION
        grouped = value.astype(np.float64).groupby(by)
        return pd.DataFrame({"total": grouped.sum(), "size": grouped.count().astype(np.float64)})
    sums = rows.groupby(by)[["hits", "weight", "tokens"]].sum().astype(np.float64)
    # An article without hits to divide by says nothing: it has the mean of the others, which moves nothing.
    number = UNITS[str(table["unit"].iloc[0])].number(sums)
    return pd.DataFrame({"total": number.fillna(number.mean()).fillna(0.0), "size": 1.0})


def _weights(every: pd.DataFrame, mine: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return what each coded unit stands for in its article, and how many units of its kind are there.

    Units that were drawn and not coded are made up for by those of their article that were.
    """
    if "probability_unit" not in mine.columns or mine["probability_unit"].isna().any():
        return np.ones(len(mine)), np.full(len(mine), np.nan)
    side = [name for name in ("article", "hit") if name in mine.columns]
    missing = (every.groupby(side).size() / mine.groupby(side).size()).reindex(mine.set_index(side).index)
    among = mine["units_in_article"] if "units_in_article" in mine.columns else pd.Series(np.nan, mine.index)
    weight = missing.to_numpy(dtype=np.float64) / mine["probability_unit"].to_numpy(dtype=np.float64)
    return weight, among.to_numpy(dtype=np.float64)


def _strata(drawn: pd.DataFrame) -> pd.Series[str]:
    """Return within what each coded article was drawn, as fine as there are two articles or more."""
    columns = [name for name in ("stratum", "event") if name in drawn.columns]
    label = pd.Series("", index=drawn.index)
    if not columns:
        return label
    text = [drawn[name].astype("str").fillna("") for name in columns]
    for depth in range(len(text), 0, -1):
        finest = text[0].str.cat(text[1:depth], sep="\x1f") if depth > 1 else text[0]
        open_ = label == ""
        size = finest[open_].groupby(finest[open_]).transform("size")
        label = label.where(~open_, (f"{depth} " + finest).where(size.reindex(drawn.index).fillna(0) > 1, ""))
    return label


def _as_one(about: pd.DataFrame, unit: pd.DataFrame, wire: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the articles; copies of one text in a group and event are one, with the mean of their sums."""
    about = about[~left_out(about["wire_role"].fillna("none"), wire)]
    about = about.assign(
        id=about.index,
        event=about["event"].astype(object).where(about["event"].notna(), ""),
        illustrative=about["provenance"] == "illustrative",
    )
    about["group_family"] = about["id"]
    if collapses(wire):
        copies = about["copy_group"].notna()
        about.loc[copies, "group_family"] = "\x1e" + about.loc[copies, "copy_group"].astype("str")
    keys = ["group", "event", "group_family"]
    number = about.groupby(keys, sort=True).ngroup()
    # What is said of a family is said by its coded members, where it has some.
    firm = about.sort_values(["coded", "id"], ascending=[False, True]).groupby(number.rename("article"))
    sums = about.groupby(number)[["total", "size"]].mean()
    gathered = firm[["group", "event", "coded", "weight", "stratum", "illustrative"]].first()
    gathered["total"], gathered["size"] = sums["total"], sums["size"]
    members = about[about["coded"]].groupby(number[about["coded"]]).size()
    unit = unit[unit["article"].isin(about.index)].copy()
    own = number.reindex(unit["article"]).to_numpy(dtype=np.int64)
    # Several coded copies share the weight of one.
    unit["weight"] = unit["weight"].to_numpy() / members.reindex(own).to_numpy(dtype=np.float64)
    unit["article"] = own
    return gathered.reset_index(drop=True), unit.reset_index(drop=True)


def strata_of(labels: pd.Series[str]) -> Ints:
    """Return strata as numbers, in the order of their names; those of one article join the largest."""
    codes, names = pd.factorize(labels.astype("str"), sort=True)
    size = np.bincount(codes, minlength=len(names))
    if len(names) > 1 and (size == 1).any():
        codes = np.where(size[codes] == 1, int(size.argmax()), codes)
    return np.asarray(codes, dtype=np.int64)


def sums_of(unit: pd.DataFrame, value: Floats, size: int) -> Floats:
    """Return each article's weighted sum of a value of its units."""
    weight = unit["weight"].to_numpy(dtype=np.float64)
    return np.bincount(unit["article"].to_numpy(dtype=np.int64), weight * value, minlength=size)


def noise_of(unit: pd.DataFrame, one: Floats, two: Floats, size: int) -> Floats:
    """Return for each article the covariance of two weighted sums from coding some of its units only.

    The units' own covariance is pooled over articles with two or more; missing where that can't be had, or
    where it isn't known how many units an article has.
    """
    article = unit["article"].to_numpy(dtype=np.int64)
    weight = unit["weight"].to_numpy(dtype=np.float64)
    count = np.bincount(article, minlength=size).astype(np.float64)
    if not len(article) or unit["among"].isna().any():
        return np.full(size, np.nan)
    rest = np.bincount(article, np.maximum(weight - 1, 0) * weight, minlength=size)
    if not (rest > 1e-9).any():
        return np.zeros(size)
    df = float((count[count > 1] - 1).sum())
    if df < 1:
        return np.full(size, np.nan)
    means = [np.bincount(article, values, minlength=size) / np.maximum(count, 1) for values in (one, two)]
    spread = float(((one - means[0][article]) * (two - means[1][article])).sum()) / df
    return np.asarray(spread * rest)


# The rows of an estimate by codes and measure: groups, and differences of groups within events.

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
) -> list[dict[str, Any]]:
    """Return the rows of one number: each group, then each pair.

    Parameters
    ----------
    data : Population
    asked : Asked
    about : mapping
        What all rows have: names, voice, category, `reading`.
    """
    unit = data.unit.assign(truth=asked.truth[data.unit["row"].to_numpy(dtype=np.int64)])
    unit = unit[unit["truth"].notna()]
    count = np.bincount(unit["article"].to_numpy(dtype=np.int64), minlength=len(data.articles))
    groups = sorted(data.articles["group"].unique())
    masks = {name: (data.articles["group"] == name).to_numpy() for name in groups}
    able = [name for name in groups if count[masks[name]].any()]
    every = {name: _group(data, unit, masks[name], None, asked.bounded) for name in able}
    weight = tuned(list(every.values()))
    df = sum(group.df for group in every.values() if group.n >= LEAST)
    census, paid = about["reading"] == "census", df / max(df - 1, 1)

    def row(
        groups: Sequence[Group], heres: Sequence[Flags], ends: Sequence[Estimate], method: str, note: str
    ) -> dict[str, Any]:
        """Return what the row of a group, or of a pair, says of its articles and of both estimates."""
        (both, alone), here = ends, np.logical_or.reduce(heres)
        wide = alone.high - alone.low
        invented = bool(data.articles["illustrative"].to_numpy()[here].any())
        found = {**about, "estimate": both.value, "low": both.low, "high": both.high, "lambda": weight}
        found |= {"classical": alone.value, "classical_low": alone.low, "classical_high": alone.high}
        found["width"] = (both.high - both.low) / wide if wide > 0 else np.nan
        found["provenance"] = "illustrative" if invented else "published"
        found |= {"method": method if np.isfinite(both.low) else None, "note": note}
        for group, mask, which in zip(groups, heres, ("", "_other"), strict=False):
            found |= {f"n_coded{which}": group.n, f"n_units{which}": group.n_units}
            found[f"n_articles{which}"] = int(mask.sum())
        return found

    out = []
    for name, group in every.items():
        ends = [estimate(group, w, census, paid) for w in (weight, 0.0)]
        method = _method(asked, weight, census)
        found = row([group], [masks[name]], ends, method, _note(asked, data, [group]))
        out.append(found | {"group": name, "other": None})
    for a, b in combinations(able, 2):
        events = [data.articles["event"][masks[name]].astype("str") for name in (a, b)]
        sizes = [values.value_counts() for values in events]
        # Within the events that hold both.
        common = sorted(set(sizes[0].index) & set(sizes[1].index))
        sides, heres = [], []
        for name, values, size in zip((a, b), events, sizes, strict=True):
            meets = values.isin(common).to_numpy()
            here = masks[name].copy()
            here[np.flatnonzero(here)[~meets]] = False
            share = {e: sizes[0][e] * sizes[1][e] / (sizes[0][e] + sizes[1][e]) / size[e] for e in common}
            account = values[meets].map(share).to_numpy(dtype=np.float64)
            heres.append(here)
            sides.append(_group(data, unit, here, account, asked.bounded))
        ends = []
        for w in (weight, 0.0):
            one, two = (estimate(side, w, census, paid) if side.n else Estimate(np.nan) for side in sides)
            low, high = apart((one.value, one.low, one.high), (two.value, two.low, two.high))
            ends.append(Estimate(one.value - two.value, low, high))
        note = _note(asked, data, sides) if common else "no event holds both: no estimate"
        found = row(sides, heres, ends, "distances to the ends of both, added in squares", note)
        out.append(found | {"group": a, "other": b, "n_events": len(common)})
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
    value = mine["value"].to_numpy(dtype=np.float64)
    sums = (sums_of(mine, values, every)[here][coded] for values in (truth, np.ones(len(mine)), value))
    answer, units, seen = sums
    both = ((truth, truth), (truth, value), (value, value))
    noise = [noise_of(mine, a, b, every)[here][coded] for a, b in both]
    total, size = (articles[name].to_numpy(dtype=np.float64) for name in ("total", "size"))
    return Group(
        total=total,
        size=size,
        coded=coded,
        weight=articles["weight"].to_numpy(dtype=np.float64)[coded],
        answer=answer,
        units=units,
        seen=seen,
        strata=strata_of(articles["stratum"][coded]),
        event=np.asarray(pd.factorize(articles["event"].astype("str")[coded], sort=True)[0], dtype=np.int64),
        account=np.ones(len(articles)) if account is None else account,
        noise=noise[0],
        noise_both=noise[1],
        noise_seen=noise[2],
        bounded=bounded,
        n_units=len(mine),
    )


def _method(asked: Asked, weight: float, census: bool) -> str:
    how = "Wilson at the effective units" if asked.bounded else "t"
    said = "codes and measure of units, power-tuned" if weight else "codes alone: the measure adds nothing"
    return f"{said}; articles drawn in strata{'' if census else ' and as draws themselves'}, {how}"


def _note(asked: Asked, data: Population, groups: Sequence[Group]) -> str:
    said = [asked.said] if asked.said else []
    n = [group.n for group in groups]
    said += say_few(*n, what="coded articles")
    if asked.bounded and min(n) >= LEAST and (few := min(group.showing for group in groups)) < SHOWING:
        said.append(f"{few} of the coded articles show it (or anything else): the interval may be too narrow")
    return "; ".join([*said, *data.notes])


_COLLECTION = ("census", "sample", "unknown")

#: Category of the row of a mean answer.
MEAN = "mean"

#: Columns that tell apart what stands in one article.
_UNITS = ("voice", "part", "measure", "target", "unit")

#: Columns of articles that say nothing of their group.
_TEXT = ("id", "title", "text", "blocks")


def prediction_powered(
    table: pd.DataFrame,
    codes: Any,
    *,
    question: str | None = None,
    measure: str | None = None,
    target: str | None = None,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    order: Orders | None = None,
    level: str | None = None,
    sample: Any = None,
    articles: pd.DataFrame | None = None,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Estimate what coders would find in all articles, from few codes and a measure that `validity` checked.

    Parameters
    ----------
    table : pandas.DataFrame
        What is measured, of coded articles and all others: `scores`, where articles were coded whole;
        `evidence` of a target, where mentions were coded; or a row a unit of all articles: `unit`,
        `article`, `by`, `value` (see `measured_sentences`).
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
    order, level
        As for `validity`; by default each unit's answer is the mean over its coders.
    sample : CodingSample, path or pandas.DataFrame
        What was coded, or its key, with the probabilities of the draw. Without it units are taken as drawn
        with equal probability.
    articles : pandas.DataFrame, optional
        The articles: their events, copies and agencies, where `table` doesn't tell them, as evidence doesn't.
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
    check_choice("wire", wire, WIRE)
    if not among(collection, _COLLECTION):
        raise unknown("collection", collection, _COLLECTION)
    for name in several("split", split):
        if name != "voice":
            raise unknown("split", name, ("voice",))
    if among(by, _UNITS):
        raise FramingError(
            f"by: {by!r} tells parts of an article apart, and groups are of articles; give outlet, or "
            "another column of articles (voices have rows of their own by split)"
        )
    one, rows, about = matched(
        table, codes, question=question, measure=measure, target=target, order=order, level=level,
        sample=sample,
    )  # fmt: skip
    if kind_of(rows) == "evidence" and rows["target"].isna().all():
        raise FramingError(
            "evidence lists hits, not the sentences without any; give scores of the same measure, or what "
            "measured_sentences(articles, evidence) returns"
        )
    rows = _with(rows, articles)
    about |= {"by": by, "wire": wire, "reading": "census" if collection == "census" else "sample"}
    out: list[dict[str, Any]] = []
    for voice in _voices(one, several("split", split)):
        data = populated(one, rows, by, voice, wire)
        if not len(data.unit):
            continue
        for note in data.notes:
            if "left out" in note:
                warn(f"prediction_powered: {note}")
        for asked in _asked(one):
            out += corrections(data, asked, {**about, "voice": voice, "category": asked.category})
    if not out:
        raise FramingError(
            f"no unit is both coded ({about['question']}) and of an article in the measure's table; are "
            "both of the same articles?"
        )
    counts = dict.fromkeys(("n_coded_other", "n_articles_other", "n_units_other", "n_events"), 0)
    return check(pd.DataFrame(out).fillna(counts), "prediction_powered")


def _with(rows: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    """Return a measure's rows with what the articles say beyond them."""
    if articles is None or "article" not in rows.columns:
        return rows
    frame = check(articles, "articles")
    frame = frame.set_index(frame["id"].astype("str"))
    lacking = [name for name in frame.columns if name not in rows.columns and name not in _TEXT]
    return rows.assign(**{name: rows["article"].astype("str").map(frame[name]) for name in lacking})


def _voices(one: Answers, split: Sequence[str]) -> tuple[str, ...]:
    if not split or "voice" not in one.units.columns:
        return ("all",)
    found = sorted(one.units["voice"].dropna().astype("str").unique())
    return tuple(found) or ("all",)


def _asked(one: Answers) -> Iterator[Asked]:
    """Yield what is estimated: shares of answers, and the mean of those that are numbers."""
    shares = one.shares()
    told = shares.sum(axis=1) > 0
    signs = [SIGNS.get(label.casefold()) for label in one.labels]
    two = len(one.labels) == 2 and sorted(map(str, signs)) == ["+", "0"]
    if one.level in ("nominal", "ordinal"):
        for place, label in enumerate(one.labels):
            if not (two and signs[place] == "0"):
                yield Asked(label, np.where(told, shares[:, place], np.nan), True, "")
    if one.level in ("interval", "ratio"):
        yield Asked(MEAN, np.where(told, shares @ one.numbers, np.nan), False, "")
    elif one.level == "ordinal" and sorted(map(str, signs)) == ["+", "-", "0"]:
        numbers = np.array([{"+": 1.0, "-": -1.0}.get(str(sign), 0.0) for sign in signs])
        named = ", ".join(f"{label} {int(number)}" for label, number in zip(one.labels, numbers, strict=True))
        yield Asked(MEAN, np.where(told, shares @ numbers, np.nan), False, f"mean of {named}")
