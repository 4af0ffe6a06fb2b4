"""How well a measure finds what coders find, overall and by outlet and voice, with intervals by article.

An error that differs by outlet makes differences by itself: `excess` says how large they are. Nothing is
corrected here (see `powered`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.stats
from scipy.stats import false_discovery_control

from framing.coding.agreement import ENOUGH, LEAST, apart, jackknifed, say_few, wilson
from framing.coding.measured import (
    Answers,
    Orders,
    Sign,
    matched,
    measured,
    named,
    signs,
)
from framing.comparison.sums import Flags, Floats, Ints
from framing.errors import FramingError, as_integer, brief, several, unknown
from framing.schema import check

# Units that coders and a measure both judged, and each statistic of the errors, with intervals by article.

#: An estimate with the two ends of its interval.
Sure = tuple[float, float, float]


class Share(NamedTuple):
    """A share of units: what counts, out of how much, of how many units."""

    x: Floats
    d: Floats
    units: Floats


@dataclass(frozen=True)
class Judged:
    """Units that coders and measure both judged.

    Attributes
    ----------
    coded, found : arrays, units × categories
        The share of the unit that coders give each category; whether the measure gives it, 0 or 1.
    weight : array
        What each unit stands for.
    article, event : arrays of int
    number, value : arrays
        The coders' answer as a number, and the measure's; missing where they have none.
    categories : tuple of str
    classed : bool
        The categories are all answers there are.
    """

    coded: Floats
    found: Floats
    weight: Floats
    article: Ints
    event: Ints
    number: Floats
    value: Floats
    categories: tuple[str, ...]
    classed: bool


def share_of(judged: Judged, here: Flags, category: str, statistic: str) -> Share:
    """Return a statistic of some units as the share that it is; of `excess`, found less coded.

    F1 is right / (right + wrong), of which it is a function.
    """
    w = judged.weight[here]
    if statistic == "accuracy":
        return Share(w * (judged.coded[here] * judged.found[here]).sum(axis=1), w, np.ones(len(w)))
    place = judged.categories.index(category)
    c, f = judged.coded[here, place], judged.found[here, place]
    part, base = {
        "precision": (f * c, f),
        "recall": (f * c, c),
        "f1": (f * c, f + c - f * c),
        "specificity": ((1 - f) * (1 - c), 1 - c),
        "excess": (f - c, np.ones(len(w))),
    }[statistic]
    return Share(w * part, w * base, base)


def _sure(share: Share, article: Ints) -> Sure:
    """Return a share with its interval."""
    if not share.d.sum() > 0:
        return np.nan, np.nan, np.nan
    place = np.unique(article, return_inverse=True)[1]
    x, d = np.bincount(place, share.x), np.bincount(place, share.d)
    return (float(x.sum() / d.sum()), *wilson(x, d, float(share.units.sum())))


def estimates(
    judged: Judged, shown: Sequence[str], here: Flags
) -> Iterator[tuple[str, str, Sure, dict[str, float]]]:
    """Yield category, statistic, estimate with interval, and counts, of some units."""
    article = judged.article[here]
    for category in shown:
        place = judged.categories.index(category)
        c, f = judged.coded[here, place], judged.found[here, place]
        counts = {"coded": float(c.sum()), "found": int(f.sum()), "right": float((c * f).sum())}
        for name in ("precision", "recall", "f1", "specificity"):
            sure = _sure(share_of(judged, here, category, name), article)
            if name == "f1":
                sure = tuple(2 * end / (1 + end) for end in sure)  # type: ignore[assignment]
            yield category, name, sure, counts
        # Found wrongly less missed, each with its interval.
        excess = share_of(judged, here, category, "excess")
        over, under = (_sure(excess._replace(x=np.maximum(sign * excess.x, 0)), article) for sign in (1, -1))
        yield category, "excess", (over[0] - under[0], *apart(over, under)), counts
    if judged.classed:
        right = float((judged.coded[here] * judged.found[here]).sum())
        counts = {"coded": float(here.sum()), "found": int(judged.found[here].sum()), "right": right}
        yield "all", "accuracy", _sure(share_of(judged, here, "", "accuracy"), article), counts
    x, y = judged.value[here], judged.number[here]
    if np.isfinite(x).all() and np.isfinite(y).all():
        for name, a, b in (("pearson", x, y), ("spearman", _ranks(x), _ranks(y))):
            yield "all", name, _correlated(a, b, judged.weight[here], article), {}


def _ranks(values: Floats) -> Floats:
    return np.asarray(scipy.stats.rankdata(values), dtype=np.float64)


def _correlated(x: Floats, y: Floats, w: Floats, article: Ints) -> Sure:
    """Return a weighted correlation, its interval a jackknife by article on Fisher's z."""
    articles, place = np.unique(article, return_inverse=True)
    parts = np.stack([w, w * x, w * y, w * x * x, w * y * y, w * x * y])
    sums = np.stack([np.bincount(place, part) for part in parts])
    total = sums.sum(axis=1, keepdims=True)

    def coefficient(sums: Floats) -> Floats:
        n, a, b, aa, bb, ab = sums
        with np.errstate(invalid="ignore", divide="ignore"):
            va, vb = aa / n - (a / n) ** 2, bb / n - (b / n) ** 2
            flat = (va <= 1e-12 * (aa / n)) | (vb <= 1e-12 * (bb / n))
            return np.where(flat, np.nan, (ab / n - a * b / n**2) / np.sqrt(va * vb))

    value = float(coefficient(total)[0])
    if not np.isfinite(value) or len(articles) < LEAST:
        return value, np.nan, np.nan
    left = coefficient(total - sums)
    if not np.isfinite(left).all() or max(np.abs(left).max(), abs(value)) > 1 - 1e-9:
        return value, np.nan, np.nan
    variance, t = jackknifed(np.arctanh(left))
    z, half = np.arctanh(value), t * np.sqrt(variance)
    return value, float(np.tanh(z - half)), float(np.tanh(z + half))


# Whether a measure errs alike in all groups: one test over them at once, labels permuted over articles.

#: Permutations of labels, and how many numbers are held at once for them.
DRAWS = 999
_MOST = 2_000_000


def alike(
    x: Floats, d: Floats, group: Ints, article: Ints, event: Ints, seed: int, draws: int = DRAWS
) -> float:
    """Return p of the same share in all groups.

    Parameters
    ----------
    x, d : arrays
        Of each unit, what counts and out of how much.
    group : array of int
        Of each unit, from 0. Where each article is in one group, labels are permuted over the articles of an
        event; else (voices) over the units of an article.
    article, event : arrays of int
        Of each unit.
    seed : int
    draws : int

    Returns
    -------
    float
        ``(k + 1) / (draws + 1)``, k how often permuted labels give groups as far apart: squared distances
        from the share of all over their jackknife-like variances by article (studentised: Janssen 1997),
        summed. Missing where fewer than two groups have two articles.

    Examples
    --------
    >>> unit = np.arange(40)
    >>> alike((unit < 20) * 1.0, np.ones(40), unit // 20, unit, unit * 0, 1)
    0.001
    """
    size = int(group.max()) + 1 if len(group) else 0
    articles, place = np.unique(article, return_inverse=True)
    own = np.full(len(articles), -1)
    own[place] = group
    whole = bool((own[place] == group).all())
    live = d > 0
    enough = [len(np.unique(article[live & (group == g)])) > 1 for g in range(size)]
    if sum(enough) < 2:
        return np.nan
    labels, strata, clusters = group, place, place
    if whole:
        x, d = (np.bincount(place, values, minlength=len(articles)) for values in (x, d))
        strata = np.zeros(len(articles), dtype=np.int64)
        strata[place] = event
        labels, clusters = own, np.arange(len(articles))
    found = float(_apart(x, d, labels[None, :], clusters, size)[0])
    rng = np.random.default_rng(seed)
    order = np.argsort(strata, kind="stable")
    reached, left = 0, draws
    while left:
        some = min(left, max(_MOST // (size * len(articles) + len(labels)), 1))
        # Labels sorted by stratum and, inside it, at random: a permutation of those there.
        shuffled = np.argsort(strata + rng.random((some, len(labels))), axis=1, kind="stable")
        mixed = np.empty((some, len(labels)), dtype=np.int64)
        mixed[:, order] = labels[shuffled]
        reached += int((_apart(x, d, mixed, clusters, size) >= found - 1e-9).sum())
        left -= some
    return (reached + 1) / (draws + 1)


def _apart(x: Floats, d: Floats, group: Ints, cluster: Ints, size: int) -> Floats:
    """Return for each row of labels how far groups are from the share of all, in squared standard errors."""
    draws, among = len(group), int(cluster.max()) + 1
    key = (np.arange(draws)[:, None] * among + cluster) * size + group
    sums_x, sums_d = (
        np.bincount(key.ravel(), np.broadcast_to(values, group.shape).ravel(), minlength=draws * among * size)
        .reshape(draws, among, size)
        for values in (x, d)
    )  # fmt: skip
    total_x, total_d = sums_x.sum(axis=1), sums_d.sum(axis=1)
    overall = x.sum() / d.sum()
    below = np.where(total_d > 0, total_d, 1.0)
    share = np.where(total_d > 0, total_x / below, overall)
    spread = ((sums_x - share[:, None, :] * sums_d) ** 2).sum(axis=1)
    # Pooled with the spread around the share of all: few articles that are all alike show no spread of
    # their own.
    around = ((sums_x - overall * sums_d) ** 2).sum(axis=(1, 2))
    cells = np.maximum((sums_d > 0).sum(axis=(1, 2)), 1)
    variance = (spread + (around / cells)[:, None]) / below**2
    there = (total_d > 0) & (variance > 0)
    return np.where(there, (share - overall) ** 2 / np.where(there, variance, 1.0), 0.0).sum(axis=1)


# Units brought together with what coders and a measure say of them, for the statistics of `judged`.

#: Groups that have rows unless others are asked for; those that units don't tell are passed over.
BY = ("outlet", "voice")


def judged_of(
    one: Answers,
    units: pd.DataFrame,
    found: pd.DataFrame,
    there: Flags,
    said: Mapping[str, Sign],
    coder: str | None,
    cut: float,
) -> Judged:
    """Return what coders and measure say of the units that both judged."""
    truth, shares = one.majority(coder)[there], one.shares(coder)[there]
    numbers = np.array([{"+": 1.0, "-": -1.0}.get(said.get(label, ""), 0.0) for label in one.labels])
    signed = len(said) == len(one.labels) and set(said.values()) <= {"+", "-", "0"}
    scale = one.numbers if one.level != "nominal" else numbers if signed else np.full(len(numbers), np.nan)
    given = [named(found, sign, cut).astype(np.float64) for sign in said.values()]
    weight, event = np.ones(len(units)), np.zeros(len(units), dtype=np.int64)
    if "probability" in units.columns and units["probability"].notna().all():
        weight = 1 / units["probability"].to_numpy(dtype=np.float64)
        weight = weight / weight.mean()
    if "event" in units.columns:
        event = pd.factorize(units["event"].astype("str").fillna(""), sort=True)[0].astype(np.int64)
    return Judged(
        coded=truth[:, [one.labels.index(answer) for answer in said]],
        found=np.column_stack(given) if given else np.zeros((len(units), 0)),
        weight=weight,
        article=one.article()[there],
        event=event,
        number=shares @ scale,
        value=found["value"].to_numpy(dtype=np.float64),
        categories=tuple(said),
        classed=len(said) == len(one.labels) > 1,
    )


def grouped(units: pd.DataFrame, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return units with the columns that groups and events need, some from the measure's table."""
    for name in (*columns, "event"):
        if name in units.columns and units[name].notna().any():
            continue
        if name in table.columns and "article" in table.columns and name not in ("voice", "part", "target"):
            own = table.drop_duplicates("article").set_index("article")[name].rename(index=str)
            units = units.assign(**{name: units["article"].map(own)})
        elif name in columns and name not in units.columns and tuple(columns) != BY:
            raise unknown("column", name, units.columns, where="by (or give sample=, whose key has more)")
    return units


#: Joins names of columns, and of their values, that are crossed.
CROSS = " × "

#: Statistics whose differences between groups have rows of their own, and one test over all groups.
_COMPARED = ("precision", "recall", "excess", "accuracy")


def validity(
    table: pd.DataFrame,
    codes: Any,
    *,
    question: str | None = None,
    measure: str | None = None,
    target: str | None = None,
    by: str | Sequence[str] | None = BY,
    categories: Mapping[str, Sign] | None = None,
    order: Orders | None = None,
    level: str | None = None,
    sample: Any = None,
    coder: str | None = None,
    cut: float = 0.0,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare a measure with what coders said, and say where it errs more.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `evidence` (of sentences and mentions), `scores` (of whole articles), or a row a unit with
        `unit` and `value` (a number) or `label` (a class).
    codes : pandas.DataFrame or Codes
        The table `codes`, or what `read_codes` gives.
    question : str, optional
        The question that asks for what the measure measures; not needed where codes have one.
    measure, target : str, optional
        Of the table, where it has several.
    by : str or sequence of str, optional
        Columns whose groups have rows of their own, and those of all crossed; of the codes, of the sample's
        key, or of `table` where they are an article's.
    categories : mapping of str to str, optional
        How each answer shows in the measure: "+" (its number is above zero), "-" (below), "0" (neither), or
        a class of the measure. By default yes, positive, present and 1 are "+", no, neutral, absent and 0 are
        "0", negative and -1 are "-"; answers of other names, as those of a scale,
        have correlations alone.
    order, level
        As for `agreement`.
    sample : CodingSample, path or pandas.DataFrame, optional
        What was coded, or its key: places, outlets and voices of units, and the probability with which each
        was drawn, by which it is weighted.
    coder : str, optional
        Whose answers are the standard; by default the majority's, and where coders are tied each answer has
        its share of the unit.
    cut : float
        The measure finds "+" above this number, and "-" below its negative.
    seed : int
        For the test that errors are alike.

    Returns
    -------
    pandas.DataFrame
        The table `validity`: for each group and category precision, recall, F1, specificity and excess,
        over all categories accuracy, and the correlations of the measure's number with the answer. Where
        `other` is given, the difference of two groups; where both are "any", the test that the error is
        alike in all.

    Raises
    ------
    FramingError
        The table is no such table; a name is not known; no unit is both coded and measured; units are parts
        of articles and the table is of whole ones.

    Notes
    -----
    Intervals of shares are Wilson's at the effective number of units (clusters: articles; F1 by way of
    right / (right + wrong), of which it is a function), those of correlations jackknives by article on
    Fisher's z; differences add the distances to the ends in squares (Zou and Donner 2008). `excess` is the
    share of units found less that coded. The test permutes labels over the articles of an event (over the
    units of an article for voices, which articles share); p is adjusted over all of its tests. See
    ``benchmarks/quality_coding.py``.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit": list("abcdef"), "article": list("112233"), "coder": "Ann",
    ...                       "question": "hedged", "value": ["yes", "no", "yes", "no", "no", "yes"]})
    >>> found = pd.DataFrame({"unit": list("abcdef"), "value": [2, 0, 1, 1, 0, 0]})
    >>> table = validity(found, codes, by=None)
    >>> table[table["category"] == "yes"][["statistic", "estimate"]].round(2).values.tolist()[:3]
    [['precision', 0.67], ['recall', 0.67], ['f1', 0.67]]
    """
    if (as_integer(seed) or 0) < 0 or as_integer(seed) is None:
        raise FramingError(f"seed: {brief(seed)} is no whole number from 0 on; give one, as 1")
    if isinstance(cut, bool) or not isinstance(cut, int | float | np.number) or not 0 <= cut < np.inf:
        raise FramingError(f"cut: {brief(cut)} is no number from 0 on; give what a sign must be above, as 0")
    one, rows, about = matched(
        table, codes, question=question, measure=measure, target=target, order=order, level=level,
        sample=sample,
    )  # fmt: skip
    toward = about["target"]
    columns = several("by", by)
    units = grouped(one.units, rows, columns)
    asked = one.majority(coder).sum(axis=1) > 0
    if toward is not None and "target" in units.columns and units["target"].notna().any():
        asked &= (units["target"].astype("str") == toward).to_numpy(dtype=bool)
    found = measured(units, rows)
    there = asked & (found["value"].notna() | found["label"].notna()).to_numpy()
    if not there.any():
        raise FramingError(
            f"no unit is both coded ({about['question']}) and measured ({about['measure']}); are codes and "
            "measure of the same articles? sample= says where units are"
        )
    said = signs(one.labels, categories, found["label"].dropna().astype("str").unique().tolist())
    judged = judged_of(one, units[there], found[there], there, said, coder, cut)
    twice = int(((one.given >= 0).sum(axis=1) > 1)[there].sum())
    notes = [f"{twice} units coded twice, fewer than {ENOUGH}"] if twice < ENOUGH else []
    if lost := int(asked.sum() - there.sum()):
        notes.append(f"{lost} coded units not measured and left out")
    # Of yes and no the yes alone, which says all.
    two = len(said) == 2 and sorted(said.values()) == ["+", "0"]
    shown = tuple(answer for answer, sign in said.items() if not (two and sign == "0"))
    out: list[dict[str, Any]] = []
    for split, labels in _splits(units[there].reset_index(drop=True), columns):
        masks = {group: (labels == group).to_numpy(dtype=bool) for group in sorted(labels.dropna().unique())}
        found_in = {group: list(estimates(judged, shown, here)) for group, here in masks.items()}
        common = {**about, "by": split}
        for group, here in masks.items():
            out += _of_group(judged, group, here, found_in[group], common, notes if split == "all" else [])
        if split in columns and len(masks) > 1:
            out += _of_pairs(judged, masks, found_in, labels, common, int(seed))
    counts = dict.fromkeys(("coded", "found", "right", "units_other", "articles_other"), 0)
    found = pd.DataFrame(out).fillna(counts)
    if "p" in found.columns and (tested := found["p"].notna()).any():
        found.loc[tested, "p_adjusted"] = false_discovery_control(found.loc[tested, "p"])
    return check(found, "validity")


def _splits(units: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[str, pd.Series[str]]]:
    """Yield each way to group the units: its name, and each unit's group; missing where it has none."""
    yield "all", pd.Series("all", index=units.index)
    columns = [name for name in columns if name in units.columns]
    each = [units[name].astype("str").where(units[name].notna()) for name in columns]
    for name, values in zip(columns, each, strict=True):
        if values.notna().any():
            yield name, values
    if len(each) > 1 and all(values.notna().any() for values in each):
        crossed = each[0]
        for values in each[1:]:
            crossed = crossed + CROSS + values
        yield CROSS.join(columns), crossed


#: Of what each statistic is a share.
_OF = {"precision": "found", "recall": "coded", "specificity": "coded otherwise"}


def _of_group(
    judged: Judged,
    group: str,
    here: Flags,
    found: Sequence[tuple[str, str, Sure, Mapping[str, float]]],
    common: Mapping[str, Any],
    notes: Sequence[str],
) -> list[dict[str, Any]]:
    """Return the rows of a group, each with how its interval was made, and why it has none."""
    out, articles = [], len(np.unique(judged.article[here]))
    weighted = "; units weighted by 1 / probability" if (judged.weight != 1).any() else ""
    for category, statistic, (estimate, low, high), counts in found:
        of, correlation, why = _OF.get(statistic), statistic in ("pearson", "spearman"), []
        if np.isnan(estimate):
            flat = "measure or answers are the same everywhere"
            why = [f"{flat if correlation else f'none {of}' if of else 'none coded or found'}: no estimate"]
        elif np.isnan(low) and articles >= LEAST:
            why = [
                f"{f'{of} in under {LEAST} articles' if of else 'too few, or too much alike'}: no interval"
            ]
        method = f"Wilson at the effective units of {articles} articles"
        method += ", added in squares" if statistic == "excess" else ""
        method = f"Fisher's z, jackknife of {articles} articles, t" if correlation else method
        row = {**common, "group": group, "category": category, "statistic": statistic, **counts}
        row |= {
            "estimate": estimate,
            "low": low,
            "high": high,
            "units": int(here.sum()),
            "articles": articles,
        }
        row |= {"method": None if np.isnan(low) else method + weighted}
        out.append(row | {"note": "; ".join([*why, *say_few(articles), *notes])})
    return out


def _of_pairs(
    judged: Judged,
    masks: Mapping[str, Flags],
    each: Mapping[str, Sequence[tuple[str, str, Sure, Mapping[str, float]]]],
    labels: pd.Series[str],
    common: Mapping[str, Any],
    seed: int,
) -> list[dict[str, Any]]:
    """Return the differences of each two groups, and the test that all are alike."""
    sure = {group: {(c, s): ends for c, s, ends, _ in rows} for group, rows in each.items()}
    size = {group: (int(here.sum()), len(np.unique(judged.article[here]))) for group, here in masks.items()}
    out: list[dict[str, Any]] = []
    every = labels.notna().to_numpy(dtype=bool)
    group = np.asarray(pd.factorize(labels[every], sort=True)[0], dtype=np.int64)
    for category, statistic in next(iter(sure.values())):
        if statistic not in _COMPARED:
            continue
        row = {**common, "category": category, "statistic": statistic}
        share = share_of(judged, every, category, statistic)
        p = alike(share.x, share.d, group, judged.article[every], judged.event[every], seed)
        known = [end for of in sure.values() if np.isfinite(end := of[category, statistic][0])]
        found: dict[str, Any] = {"estimate": max(known) - min(known) if len(known) > 1 else np.nan, "p": p}
        found |= {"units": int(every.sum()), "articles": len(np.unique(judged.article[every]))}
        found["method"] = None if np.isnan(p) else f"labels permuted, studentised, {DRAWS} draws"
        found["note"] = "under 2 articles in all groups but one: no test" if np.isnan(p) else ""
        out.append({**row, "group": "any", "other": "any", **found})
        for a, b in combinations(masks, 2):
            one, two = sure[a][category, statistic], sure[b][category, statistic]
            low, high = apart(one, two)
            columns = ("units", "articles", "units_other", "articles_other")
            found = dict(zip(columns, (*size[a], *size[b]), strict=True))
            articles = size[a][1], size[b][1]
            found |= {"estimate": one[0] - two[0], "low": low, "high": high}
            found["method"] = None if np.isnan(low) else "distances to the ends of both, added in squares"
            found["note"] = "".join(say_few(*articles) if min(articles) >= LEAST else ())
            out.append({**row, "group": a, "other": b, **found})
    return out
