"""Rows of the table `corrected`: groups, then pairs of them; numbers beside counts, and what must be said.

How corrections are made is elsewhere; here each stands beside the raw number, from the same machinery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats, Ints, summed
from framing.comparison.compared import Compared, compared
from framing.comparison.corrected.confusions import Confusion
from framing.comparison.corrected.counting import MEASURES, NET, Counted
from framing.comparison.corrected.estimating import Estimate, Side, estimated, mistaken
from framing.comparison.corrected.saying import Facts, method, note, of_contrast
from framing.comparison.intervals import Segments, segments
from framing.comparison.pairs import REST
from framing.comparison.profile import LEAST_ARTICLES, in_order, profile
from framing.comparison.sums import Clusters
from framing.units import MILLION

__all__ = ["of_groups", "of_pairs"]

_ALL = (*MEASURES, NET)

#: Below this a variance of shares is rounding.
_NO_SPREAD = 1e-18


def of_groups(data: Counted, wire: str, collection: str) -> pd.DataFrame:
    """Return a row a group × cell × measure."""
    shown = [replace(one, cells=one.cells.assign(unit="share")) for one in data.raw[:-1]]
    raw = [in_order([profile(one, wire, collection)]) for one in (*shown, data.raw[-1])]
    parts = [_segments(one) for one in data.mended]
    seg = parts[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.column_stack([part.x / part.d for part in parts[:-1]]) / MILLION
    variance = np.column_stack([part.variance for part in parts]) / MILLION**2
    picked = [data.chosen[cell][group] for cell, group in zip(seg.cell, seg.group, strict=True)]
    side = Side(values, [one for one, _ in picked])
    df = np.repeat(seg.df[:, None], len(_ALL), axis=1)
    mistakes = mistaken(side, seg.d)
    census = collection == "census"
    if census:
        variance, df = mistakes, np.full_like(df, np.inf)
    else:
        variance[seg.n < LEAST_ARTICLES] = np.nan
    found = estimated([side], variance, df, mistakes)
    costs = _costs(
        np.maximum(variance, mistakes) + found.model,
        [_segments(one).variance for one in data.raw],
        [one for one, _ in picked],
        0,
    )
    outside = _outside(values, found)
    tables = []
    for k, (name, before) in enumerate(zip(_ALL, raw, strict=True)):
        table = before.drop(columns=["measure", "note", "method", "n_hits", "estimate"])
        table = table.rename(columns={"low": "raw_low", "high": "raw_high"})
        table["measure"], table["raw"], table["n_mentions"] = name, before["estimate"], before["n_hits"]
        table["n_articles"], table["n_articles_other"], table["n_mentions_other"] = seg.n, 0, 0
        _cut(table, 1.0)
        table = _with_correction(table, found, k, [[one] for one, _ in picked])
        facts = [
            Facts(
                counted=str(before["note"].iloc[row]) if seg.hits[row] else "no mentions",
                chosen=(said,) if seg.hits[row] else (),
                corrected=bool(np.isfinite(found.value[row, k])),
                interval=bool(np.isfinite(found.half[row, k])),
                alike=bool(variance[row, k] < _NO_SPREAD),
                outside=bool(outside[row]),
                costs=bool(costs[row]),
                census=census,
            )
            for row, (_, said) in enumerate(picked)
        ]
        table["method"] = [method(one, collection) for one in facts]
        table["note"] = [note(one) for one in facts]
        tables.append(table)
    return _in_order(tables, len(seg.cell))


def of_pairs(
    data: Counted, which: Sequence[tuple[int, int]], weights: str, wire: str, collection: str
) -> list[pd.DataFrame]:
    """Return a row a pair × cell × measure, in a list that is empty where no pair shares a cell and event."""
    if not which:
        return []
    raw, mended = (
        [compared(one, which, weights=weights, census=True, seed=1, draws=99) for one in side]
        for side in (data.raw, data.mended)
    )
    net = raw[-1]
    if net is None or not len(net.pooled.cell):
        return []
    sides, chosen = _two_sides(data, net, [one for one in mended if one is not None])
    census = collection == "census"
    closed = (np.minimum(net.n_a, net.n_b) < LEAST_ARTICLES) | census
    variance = np.column_stack([one.pooled.variance for one in mended if one is not None]) / MILLION**2
    df = np.column_stack([one.pooled.df for one in mended if one is not None])
    variance[closed] = np.nan
    mentions = [_by_row(net, part.d) for part in (net.both.a, net.both.b)]
    mistakes = mistaken(sides[0], mentions[0]) + mistaken(sides[1], mentions[1])
    if census:
        variance, df = mistakes, np.full_like(df, np.inf)
    found = estimated(sides, variance, df, mistakes)
    same = [a[0] if a[0] is b[0] else None for a, b in chosen]
    costs = _costs(
        np.maximum(variance, mistakes) + found.model,
        [one.pooled.variance for one in raw if one is not None],
        same,
        1,
    )
    tables = []
    for k, (name, one) in enumerate(zip(_ALL, raw, strict=True)):
        assert one is not None
        table = _pair_columns(net)
        table["measure"], table["wire"] = name, wire
        table["raw"] = (one.pooled.a - one.pooled.b) / MILLION + 0.0
        for end in ("low", "high"):
            table[f"raw_{end}"] = np.where(closed, np.nan, getattr(one.pooled, end)) / MILLION + 0.0
        _cut(table, 2.0 if name == NET else 1.0)
        table = _with_correction(table, found, k, [[a[0], b[0]] for a, b in chosen])
        facts = [
            Facts(
                counted=of_contrast(net, wire, row, census, interval=bool(np.isfinite(found.half[row, k]))),
                chosen=tuple(said for _, said in chosen[row]),
                corrected=bool(np.isfinite(found.value[row, k])),
                interval=bool(np.isfinite(found.half[row, k])),
                costs=bool(costs[row]),
                census=census,
            )
            for row in range(len(table))
        ]
        table["method"] = [method(one, collection) for one in facts]
        table["note"] = [note(one) for one in facts]
        tables.append(table)
    return [_in_order(tables, len(tables[0]))]


def _segments(data: Clusters) -> Segments:
    return segments(
        data.cell, data.group, data.event, data.x, data.d, data.hits, data.tokens, data.articles, within=False
    )


def _costs(
    mended: Floats, raw: Sequence[Floats], chosen: Sequence[Confusion | None], sides: int
) -> np.ndarray:
    """Return where correcting adds more variance than raw shares have squared bias, on average over shares.

    `sides` is 0 for shares of a group, 1 for differences; `chosen` the confusion where there is one.
    """
    more = (mended - np.column_stack(raw) / MILLION**2)[:, :-1].sum(axis=1)
    bias = [np.inf if one is None else one.pull[sides] for one in chosen]
    return np.asarray(more > bias)


def _outside(values: Floats, found: Estimate) -> np.ndarray:
    """Return which rows the equations put further outside 0 to 1 than their doubt reaches."""
    half = found.half[:, :-1]
    return np.asarray((np.maximum(-values, values - 1.0) > half).any(axis=1))


def _two_sides(
    data: Counted, net: Compared, mended: Sequence[Compared]
) -> tuple[list[Side], list[tuple[tuple[Confusion | None, str], tuple[Confusion | None, str]]]]:
    """Return both sides' values, standardised to the same events, and the confusions of each."""
    pairs = [net.both.pairs[pair] for pair in net.pooled.pair]
    chosen = [
        (data.chosen[cell][a], data.chosen[cell][b])
        for cell, (a, b) in zip(net.pooled.cell, pairs, strict=True)
    ]
    sides = [
        Side(
            np.column_stack([getattr(one.pooled, name) for one in mended[:-1]]) / MILLION,
            [pair[place][0] for pair in chosen],
        )
        for place, name in enumerate("ab")
    ]
    return sides, chosen


def _by_row(found: Compared, values: Floats | Ints) -> Floats:
    return summed(found.pooled.owner, values, len(found.pooled.pair))


def _pair_columns(net: Compared) -> pd.DataFrame:
    """Return what a pair's rows have in common."""
    data, pooled = net.data, net.pooled
    table = data.cells.iloc[pooled.cell].reset_index(drop=True)
    names = [*data.groups, REST]
    pairs = [net.both.pairs[pair] for pair in pooled.pair]
    for place, (column, part, n) in enumerate(
        (("group", net.both.a, net.n_a), ("other", net.both.b, net.n_b))
    ):
        end = "_other" if place else ""
        table[column] = pd.Series([names[pair[place]] for pair in pairs], dtype="str")
        table[f"n_articles{end}"] = n
        table[f"n_mentions{end}"] = np.floor(_by_row(net, part.hits) + 0.5).astype(np.int64)
    everyone = list(range(len(data.groups)))
    invented = [
        bool(data.illustrative[cell, everyone if pair[1] == len(data.groups) else list(pair)].any())
        for cell, pair in zip(pooled.cell, pairs, strict=True)
    ]
    table["provenance"] = pd.Series(np.where(invented, "illustrative", "published"), dtype="str")
    return table


def _cut(table: pd.DataFrame, most: float) -> None:
    """Cut raw intervals to what a share, a net or a difference can be, as corrected ones are."""
    for column in ("raw_low", "raw_high"):
        table[column] = table[column].clip(-most, most)


def _with_correction(
    table: pd.DataFrame, found: Estimate, k: int, chosen: Sequence[Sequence[Confusion | None]]
) -> pd.DataFrame:
    """Put the corrected number, its interval and its confusion beside the raw number."""
    table["corrected"], table["low"], table["high"] = (
        part[:, k] + 0.0 for part in (found.value, found.low, found.high)
    )
    one = [ones[0] if ones[0] is ones[-1] else None for ones in chosen]
    names = [list(dict.fromkeys(c.voice for c in ones if c is not None)) for ones in chosen]
    table["confusion"] = pd.Series([" and ".join(name) or None for name in names], dtype="str")
    table["n_coded"] = [0 if c is None else int(c.counts.sum()) for c in one]
    for name in ("recall", "precision"):
        table[name] = [np.nan if c is None or k >= len(MEASURES) else getattr(c, name)[k] for c in one]
    return table


def _in_order(tables: Sequence[pd.DataFrame], size: int) -> pd.DataFrame:
    """Return the measures of each cell one below the other."""
    drop = ["unit", "n_tokens", "mean_of_articles", "largest_share"]
    every = pd.concat(tables, ignore_index=True).drop(columns=drop, errors="ignore")
    order = np.arange(len(every)).reshape(len(tables), size).T.ravel()
    return every.iloc[order].reset_index(drop=True)
