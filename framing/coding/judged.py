"""Units that coders and a measure both judged, and each statistic of the errors, with intervals by article.

Weighted sums over units and no table; what rows there are stands in `validity`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.stats

from framing.coding.proportions import LEAST, apart, jackknifed, wilson
from framing.comparison.codes import Flags, Floats, Ints

__all__ = ["Judged", "Share", "Sure", "accuracy", "estimates", "missed", "shares"]

#: An estimate with the two ends of its interval.
Sure = tuple[float, float, float]


@dataclass(frozen=True)
class Share:
    """A share of units: what counts, out of how much, of how many units, and what is shown of it."""

    x: Floats
    d: Floats
    units: Floats
    shown: Callable[[float], float] = field(default=lambda share: share)


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


def shares(judged: Judged, here: Flags, category: str) -> dict[str, Share]:
    """Return the shares of one category, as sums over units."""
    place = judged.categories.index(category)
    w, c, f = judged.weight[here], judged.coded[here, place], judged.found[here, place]
    either = f + c - f * c
    return {
        "precision": Share(w * f * c, w * f, f),
        "recall": Share(w * f * c, w * c, c),
        "f1": Share(w * f * c, w * either, either, lambda share: 2 * share / (1 + share)),
        "specificity": Share(w * (1 - f) * (1 - c), w * (1 - c), 1 - c),
    }


def accuracy(judged: Judged, here: Flags) -> Share:
    """Return the share of units to which coders and measure give the same category."""
    w = judged.weight[here]
    return Share(w * (judged.coded[here] * judged.found[here]).sum(axis=1), w, np.ones(len(w)))


def _sure(share: Share, article: Ints) -> Sure:
    """Return a share with its interval."""
    if not share.d.sum() > 0:
        return np.nan, np.nan, np.nan
    place = np.unique(article, return_inverse=True)[1]
    x, d = np.bincount(place, share.x), np.bincount(place, share.d)
    low, high = wilson(x, d, float(share.units.sum()))
    return share.shown(float(x.sum() / d.sum())), share.shown(low), share.shown(high)


def _excess(judged: Judged, here: Flags, category: str) -> Sure:
    """Return the share of units found less that coded: found wrongly less missed, each with its interval."""
    place = judged.categories.index(category)
    w, c, f = judged.weight[here], judged.coded[here, place], judged.found[here, place]
    one = np.ones(len(w))
    over = _sure(Share(w * f * (1 - c), w, one), judged.article[here])
    under = _sure(Share(w * c * (1 - f), w, one), judged.article[here])
    return (over[0] - under[0], *apart(over, under))


def estimates(
    judged: Judged, shown: Sequence[str], here: Flags
) -> Iterator[tuple[str, str, Sure, dict[str, float]]]:
    """Yield category, statistic, estimate with interval, and counts, of some units."""
    article = judged.article[here]
    for category in shown:
        place = judged.categories.index(category)
        c, f = judged.coded[here, place], judged.found[here, place]
        counts = {"coded": float(c.sum()), "found": int(f.sum()), "right": float((c * f).sum())}
        for name, share in shares(judged, here, category).items():
            yield category, name, _sure(share, article), counts
        yield category, "excess", _excess(judged, here, category), counts
    if judged.classed:
        right = float((judged.coded[here] * judged.found[here]).sum())
        counts = {"coded": float(here.sum()), "found": int(judged.found[here].sum()), "right": right}
        yield "all", "accuracy", _sure(accuracy(judged, here), article), counts
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


def missed(judged: Judged, here: Flags, category: str, statistic: str) -> Share:
    """Return what the test of a statistic adds up: of `excess`, found less coded."""
    if statistic == "accuracy":
        return accuracy(judged, here)
    if statistic != "excess":
        return shares(judged, here, category)[statistic]
    place = judged.categories.index(category)
    w = judged.weight[here]
    return Share(w * (judged.found[here, place] - judged.coded[here, place]), w, np.ones(len(w)))
