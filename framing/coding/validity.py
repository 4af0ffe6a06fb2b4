"""How well a measure finds what coders find, overall and by outlet and voice, with intervals by article.

An error that differs by outlet makes differences by itself: `excess` says how large they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

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
from framing.errors import FramingError, several, unknown
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
    article : array of int
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
        for name in ("precision", "recall", "f1"):
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
        yield "all", "pearson", _correlated(x, y, judged.weight[here], article), {}


def _correlated(x: Floats, y: Floats, w: Floats, article: Ints) -> Sure:
    """Return a weighted correlation, its interval a jackknife by article on Fisher's z."""
    articles, place = np.unique(article, return_inverse=True)
    sums = np.stack([np.bincount(place, w * part) for part in (x * 0 + 1, x, y, x * x, y * y, x * y)])
    total = sums.sum(axis=1, keepdims=True)

    def coefficient(sums: Floats) -> Floats:
        n, a, b, aa, bb, ab = sums
        with np.errstate(invalid="ignore", divide="ignore"):
            va, vb = aa / n - (a / n) ** 2, bb / n - (b / n) ** 2
            flat = (va <= 1e-12 * (aa / n)) | (vb <= 1e-12 * (bb / n))
            return np.where(flat, np.nan, (ab / n - a * b / n**2) / np.sqrt(va * vb))

    value = float(coefficient(total)[0])
    left = coefficient(total - sums) if len(articles) >= LEAST else np.array([np.nan])
    if not np.isfinite([value, *left]).all() or max(np.abs(left).max(), abs(value)) > 1 - 1e-9:
        return value, np.nan, np.nan
    variance, t = jackknifed(np.arctanh(left))
    z, half = np.arctanh(value), t * np.sqrt(variance)
    return value, float(np.tanh(z - half)), float(np.tanh(z + half))


# Units brought together with what coders and a measure say of them, for the statistics of `judged`.

#: Groups that have rows unless others are asked for; those that units don't tell are passed over.
BY = ("outlet", "voice")


def judged_of(
    one: Answers, units: pd.DataFrame, found: pd.DataFrame, there: Flags, said: Mapping[str, Sign]
) -> Judged:
    """Return what coders and measure say of the units that both judged."""
    numbers = np.array([{"+": 1.0, "-": -1.0}.get(said.get(label, ""), 0.0) for label in one.labels])
    signed = len(said) == len(one.labels) and set(said.values()) <= {"+", "-", "0"}
    scale = one.numbers if one.level != "nominal" else numbers if signed else np.full(len(numbers), np.nan)
    weight = np.ones(len(units))
    if "probability" in units.columns and units["probability"].notna().all():
        weight = 1 / units["probability"].to_numpy(dtype=np.float64)
        weight = weight / weight.mean()
    given = [named(found, sign).astype(np.float64) for sign in said.values()]
    return Judged(
        coded=one.majority()[there][:, [one.labels.index(answer) for answer in said]],
        found=np.column_stack(given) if given else np.zeros((len(units), 0)),
        weight=weight,
        article=one.article()[there],
        number=one.shares()[there] @ scale,
        value=found["value"].to_numpy(dtype=np.float64),
        categories=tuple(said),
        classed=len(said) == len(one.labels) > 1,
    )


def grouped(units: pd.DataFrame, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return units with the columns that groups need, some from the measure's table."""
    for name in columns:
        if name in units.columns and units[name].notna().any():
            continue
        if name in table.columns and "article" in table.columns and name not in ("voice", "part", "target"):
            own = table.drop_duplicates("article").set_index("article")[name].rename(index=str)
            units = units.assign(**{name: units["article"].map(own)})
        elif name not in units.columns and tuple(columns) != BY:
            raise unknown("column", name, units.columns, where="by (or give sample=, whose key has more)")
    return units


#: Statistics whose differences between groups have rows of their own.
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
) -> pd.DataFrame:
    """Compare a measure with what coders said, and say where it errs more; `agreement` compares coders.

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
        Columns whose groups have rows of their own; of the codes, of the sample's key, or of `table` where
        they are an article's.
    categories : mapping of str to str, optional
        How each answer shows in the measure: "+" (its number is above zero), "-" (below), "0" (neither), or
        a class of the measure. By default yes, positive, present and 1 are "+", no, neutral, absent and 0 are
        "0", negative and -1 are "-"; answers of other names, as those of a scale,
        have a correlation alone.
    order, level
        As for `agreement`.
    sample : CodingSample, path or pandas.DataFrame, optional
        What was coded, or its key: places, outlets and voices of units, and the probability with which each
        was drawn, by which it is weighted.

    Returns
    -------
    pandas.DataFrame
        The table `validity`: for each group and category precision, recall, F1 and excess, over all
        categories accuracy, and the correlation of the measure's number with the answer. Where `other` is
        given, the difference of two groups.

    Raises
    ------
    FramingError
        The table is no such table; a name is not known; no unit is both coded and measured; units are parts
        of articles and the table is of whole ones.

    Notes
    -----
    Coders' majority is the standard; where they are tied each answer has its share of the unit. Intervals are
    Wilson's at the effective number of units (clusters: articles; F1 by way of right / (right + wrong), of
    which it is a function), of correlations jackknifes by article on Fisher's z; differences add the
    distances to the ends in squares (Zou and Donner 2008). `excess` is the share of units found less that
    coded. See ``benchmarks/quality_coding.py``.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit": list("abcdef"), "article": list("112233"), "coder": "Ann",
    ...                       "question": "hedged", "value": ["yes", "no", "yes", "no", "no", "yes"]})
    >>> found = pd.DataFrame({"unit": list("abcdef"), "value": [2, 0, 1, 1, 0, 0]})
    >>> table = validity(found, codes, by=None)
    >>> table[table["category"] == "yes"][["statistic", "estimate"]].round(2).values.tolist()[:3]
    [['precision', 0.67], ['recall', 0.67], ['f1', 0.67]]
    """
    one, rows, about = matched(
        table, codes, question=question, measure=measure, target=target, order=order, level=level,
        sample=sample,
    )  # fmt: skip
    toward = about["target"]
    columns = several("by", by)
    units = grouped(one.units, rows, columns)
    asked = one.majority().sum(axis=1) > 0
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
    judged = judged_of(one, units[there], found[there], there, said)
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
            out += _of_pairs(masks, found_in, judged.article, common)
    counts = dict.fromkeys(("coded", "found", "right", "units_other", "articles_other"), 0)
    return check(pd.DataFrame(out).fillna(counts), "validity")


def _splits(units: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[str, pd.Series[str]]]:
    """Yield each way to group the units: its name, and each unit's group; missing where it has none."""
    yield "all", pd.Series("all", index=units.index)
    for name in (name for name in columns if name in units.columns):
        values = units[name].astype("str").where(units[name].notna())
        if values.notna().any():
            yield name, values


#: Of what each statistic is a share.
_OF = {"precision": "found", "recall": "coded"}


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
        of, why = _OF.get(statistic), []
        if np.isnan(estimate):
            flat = "measure or answers are the same everywhere"
            none = f"none {of}" if of else "none coded or found"
            why = [f"{flat if statistic == 'pearson' else none}: no estimate"]
        elif np.isnan(low) and articles >= LEAST:
            why = [
                f"{f'{of} in under {LEAST} articles' if of else 'too few, or too much alike'}: no interval"
            ]
        method = f"Wilson at the effective units of {articles} articles"
        method += ", added in squares" if statistic == "excess" else ""
        if statistic == "pearson":
            method = f"Fisher's z, jackknife of {articles} articles, t"
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
    masks: Mapping[str, Flags],
    each: Mapping[str, Sequence[tuple[str, str, Sure, Mapping[str, float]]]],
    article: Ints,
    common: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return the differences of each two groups."""
    sure = {group: {(c, s): ends for c, s, ends, _ in rows} for group, rows in each.items()}
    size = {group: (int(here.sum()), len(np.unique(article[here]))) for group, here in masks.items()}
    out: list[dict[str, Any]] = []
    for category, statistic in (key for key in next(iter(sure.values())) if key[1] in _COMPARED):
        for a, b in combinations(masks, 2):
            one, two = sure[a][category, statistic], sure[b][category, statistic]
            low, high = apart(one, two)
            columns = ("units", "articles", "units_other", "articles_other")
            found: dict[str, Any] = dict(zip(columns, (*size[a], *size[b]), strict=True))
            found |= {"estimate": one[0] - two[0], "low": low, "high": high}
            found["method"] = None if np.isnan(low) else "distances to the ends of both, added in squares"
            few = size[a][1], size[b][1]
            found["note"] = "".join(say_few(*few) if min(few) >= LEAST else ())
            row = {**common, "category": category, "statistic": statistic, "group": a, "other": b}
            out.append(row | found)
    return out
