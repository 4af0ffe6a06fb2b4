"""The profile: what each group's articles hold, cell by cell, with an interval.

A profile pools all of a group's articles, of all events. Nothing here compares.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.comparison.cells import HEADLINES
from framing.comparison.codes import Flags, Floats, Ints, starts
from framing.comparison.intervals import NO_SPREAD, Segments, segments, t_half
from framing.comparison.sums import Clusters
from framing.comparison.treatment import dropped
from framing.schema import schema

__all__ = ["LEAST_ARTICLES", "in_order", "profile", "share_alone"]

#: Below this many articles a side there is an estimate only.
LEAST_ARTICLES = 3

#: Below these a row is called fragile.
FIRM_ARTICLES = 8
FIRM_HITS = 10

#: One article's share of the denominator above which it is flagged.
LARGE_SHARE = 0.25


def profile(data: Clusters, wire: str, collection: str) -> pd.DataFrame:
    """Make the profile table.

    Parameters
    ----------
    data : Clusters
        Sums, as `sums.clusters` gives them.
    wire, collection : str
        As in `compare.compare`.

    Returns
    -------
    pandas.DataFrame
        A row a group × cell with tokens, as in ``schemas/profile.toml``, and a column
        for each further column that cells were split by; `_cell`, its cell, is for `in_order`.
    """
    seg = segments(
        data.cell, data.group, data.event, data.x, data.d, data.hits, data.tokens, data.articles, within=False
    )
    scale, ratio, per_hit = data.scale[seg.cell], data.ratio[seg.cell], data.per_hit[seg.cell]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(seg.d > 0, seg.x / seg.d, np.nan)
        mean = np.where(seg.n > 0, seg.rates / seg.n, np.nan)
        largest = np.where(seg.d > 0, seg.d_most / seg.d, np.nan)
        variance = np.where(ratio, seg.log_variance, seg.variance)
        spread = np.where(ratio, variance, variance / np.where(rate == 0, 1.0, rate) ** 2)
        alone = _alone(data, seg)
        silent = share_alone(data, seg) | alone | (seg.n < LEAST_ARTICLES) | ~(spread > NO_SPREAD)
        half = t_half(np.where(silent | (collection == "census"), np.nan, variance), seg.df)
        low, high = _ends(rate, half, ratio)
    top = np.where(data.bounded[seg.cell], 1.0, np.inf)
    table = data.cells.iloc[seg.cell].reset_index(drop=True)
    table.insert(0, "group", pd.Series([data.groups[g] for g in seg.group], dtype="str"))
    events = _events(data)
    has = np.isfinite(half)
    several = events[seg.cell * len(data.groups) + seg.group] > 1
    table["n_articles"], table["n_tokens"], table["n_hits"] = (
        seg.articles,
        _whole(seg.tokens),
        _whole(seg.hits),
    )
    table["estimate"] = _plain(rate * scale)
    table["low"], table["high"] = _plain(low * scale), _plain(np.minimum(high * scale, top))
    table["mean_of_articles"] = _plain(mean * scale)
    table["largest_share"] = largest
    table["method"] = pd.Series(
        ["census: describes" if collection == "census" else _method(h, r, s, collection)
         for h, r, s in zip(has, ratio, several, strict=True)], dtype="str")  # fmt: skip
    table["wire"] = pd.Series([wire] * len(table), dtype="str")
    invented = data.illustrative[seg.cell, seg.group] > 0
    table["provenance"] = pd.Series(np.where(invented, "illustrative", "published"), dtype="str")
    counted = _numerator_hits(data, seg)
    table["note"] = pd.Series(
        [
            "; ".join(_notes(data, seg, row, float(largest[row]), float(counted[row]), bool(per_hit[row]),
                             int(events[seg.cell[row] * len(data.groups) + seg.group[row]]), collection, wire,
                             bool(has[row]), bool(alone[row])))
            for row in range(len(table))
        ],
        dtype="str",
    )  # fmt: skip
    first = list(schema("profile").columns)
    return table[[*first, *(name for name in table.columns if name not in first)]].assign(_cell=seg.cell)


def in_order(blocks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the profiles of blocks of cells as one table, in order of the cells."""
    if len(blocks) == 1:
        return blocks[0].drop(columns="_cell")
    table = pd.concat(blocks, ignore_index=True)
    return table.sort_values("_cell", kind="stable", ignore_index=True).drop(columns="_cell")


def share_alone(data: Clusters, seg: Segments) -> Flags:
    """Return where a share is exactly 1, every hit of the class: no spread can be told from that."""
    return data.bounded[seg.cell] & (seg.x * data.scale[seg.cell] >= seg.d)


def _alone(data: Clusters, seg: Segments) -> Flags:
    """Return where all hits stand in one article, or all hits of the class."""
    ratio, per_hit = data.ratio[seg.cell], data.per_hit[seg.cell]
    return np.where(ratio, seg.x_most >= seg.x, ~per_hit & (seg.hits_most >= seg.hits))


def _numerator_hits(data: Clusters, seg: Segments) -> Floats:
    """Return the hits an estimate rests on: of the class, where it is a share."""
    share = data.bounded & data.per_hit
    return np.where(share[seg.cell], seg.x * data.scale[seg.cell], seg.hits)


def _ends(rate: Floats, half: Floats, ratio: Flags) -> tuple[Floats, Floats]:
    with np.errstate(over="ignore", invalid="ignore"):
        low = np.where(ratio, rate * np.exp(-half), rate - half)
        high = np.where(ratio, rate * np.exp(half), rate + half)
    return low, high


def _events(data: Clusters) -> Ints:
    """Count the events of each cell and group."""
    width = len(data.groups)
    first = starts(data.cell, data.group, data.event)
    return np.bincount(data.cell[first] * width + data.group[first], minlength=len(data.cells) * width)


def _whole(values: Floats) -> Ints:
    return np.floor(values + 0.5).astype(np.int64)


def _plain(values: Floats) -> Floats:
    """Return the values without negative zeros."""
    return values + 0.0


def _method(has: bool, ratio: bool, several: bool, collection: str) -> str | None:
    if not has:
        return None
    reading = "sample" if collection == "sample" else "completeness unknown"
    inside = " inside events" if several else ""
    return f"{'log ' if ratio else ''}jackknife{inside}, t; {reading}"


def _notes(
    data: Clusters, seg: Segments, row: int, largest: float, counted: float, per_hit: bool, events: int,
    collection: str, wire: str, has: bool, alone: bool,
) -> list[str]:  # fmt: skip
    cell, group = int(seg.cell[row]), int(seg.group[row])
    notes = []
    if collection == "census":
        notes.append("census: describes")
    elif seg.n[row] < LEAST_ARTICLES:
        what = "articles with hits" if per_hit and seg.articles[row] >= LEAST_ARTICLES else "articles"
        notes.append(f"under {LEAST_ARTICLES} {what}: estimate only")
    elif seg.hits[row] == 0:
        notes.append("no hits: no interval")
    elif not has and (seg.hits_most[row] >= seg.hits[row] or alone):
        notes.append("all hits in one article: no interval")
    elif not has:
        notes.append("articles do not differ: no interval")
    elif seg.n[row] < FIRM_ARTICLES or counted < FIRM_HITS:
        notes.append("fragile: " + _few(int(seg.n[row]), counted))
    if largest > LARGE_SHARE and data.units[cell] != HEADLINES:
        notes.append(f"one article gives {100 * largest:.0f} % of the {'hits' if per_hit else 'words'}")
    if events > 1:
        notes.append(f"pools {events} events")
    if data.unknown[cell, group]:
        notes.append(f"{data.unknown[cell, group]} of unknown genre counted as news")
    if wire == "drop":
        notes.append(dropped(int(data.dropped[cell, group])))
    return notes


def _few(n: int, hits: float) -> str:
    said = [f"{n} articles"] if n < FIRM_ARTICLES else []
    return " and ".join([*said, f"{hits:.0f} hits"] if hits < FIRM_HITS else said)
