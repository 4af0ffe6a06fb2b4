"""Counts added up for each specification: which articles take part, how copies count, sums or means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, starts
from framing.robust.counts import COUNTED, Counts, Units

__all__ = ["Entries", "Marks", "in_genre", "marks_of", "summed"]

#: Kinds of article that each option of genre takes in.
_KINDS = {"news": ("news",), "known news": ("news",), "news and opinion": ("news", "opinion", "editorial")}


@dataclass(frozen=True)
class Marks:
    """What is known of each cluster (an article, or the copies of one text in one group and event)."""

    label: Ints
    group: Ints
    event: Ints
    family: Ints
    kind: Ints
    shared: Flags
    name: tuple[str, ...]
    events: tuple[str | None, ...]


class Entries(NamedTuple):
    """By specification and cluster: hits, tokens and articles, besides numerator and denominator."""

    x: Floats
    d: Floats
    hits: Floats
    tokens: Floats
    articles: Ints


def marks_of(units: Units) -> Marks:
    """Return what each unit is, its units of one family, group and event taken as one."""
    begin = starts(units.group, units.event, units.family)
    group, event, family = (codes[begin] for codes in (units.group, units.event, units.family))
    kinds = sorted(set(units.kind))
    keys, times = np.unique(
        np.unique(np.stack([event, family, group]), axis=1)[:2], axis=1, return_counts=True
    )
    width = len(units.names)
    shared = np.isin(event * width + family, (keys[0] * width + keys[1])[times > 1])
    return Marks(
        label=(group > 0).astype(np.int64), group=group, event=event, family=family,
        kind=np.array([kinds.index(units.kind[place]) for place in begin], dtype=np.int64),
        shared=shared, name=tuple(units.names[f] for f in family), events=units.events,
    )  # fmt: skip


def summed(
    specs: Sequence[Mapping[str, str]], counts: Counts, units: Units, marks: Marks
) -> tuple[Floats, Floats, tuple[Entries, Marks]]:
    """Return numerator and denominator of every cluster in every specification, and counts behind them."""
    names = [name for name in COUNTED if name in specs[0]]
    of_way = {tuple(way[name] for name in names): place for place, way in enumerate(counts.ways)}
    way = np.array([of_way[tuple(spec[name] for name in names)] for spec in specs])
    kind = np.array(units.kind)
    inside = {
        key: in_genre(key[0], kind, units.unknown)
        & ~(units.far & (key[1] != "all"))
        & ~(units.reprint & (key[2] == "drop"))
        for key in {(spec["genre"], spec["window"], spec["wire"]) for spec in specs}
    }
    live = np.stack([inside[spec["genre"], spec["window"], spec["wire"]] for spec in specs])
    live &= counts.tokens[way] > 0
    x, d, hits, tokens = (
        np.where(live, a[way], 0.0) for a in (counts.x, counts.d, counts.hits, counts.tokens)
    )
    alone = np.array([spec["unit"] == "articles" for spec in specs])
    has = d[alone] > 0
    x[alone] = np.where(has, x[alone] / np.where(has, d[alone], 1.0), 0.0)
    d[alone] = has
    begin = starts(units.group, units.event, units.family)
    values = [np.add.reduceat(a, begin, axis=1) for a in (x, d, hits, tokens)]
    size = np.add.reduceat(live, begin, axis=1, dtype=np.int64)
    mean = np.array([spec["wire"] != "keep" for spec in specs])
    by = np.where(mean[:, None], np.maximum(size, 1), 1)
    x, d, hits, tokens = (a / by for a in values)
    articles = np.where(mean[:, None], np.minimum(size, 1), size)
    return x, d, (Entries(x, d, hits, tokens, articles), marks)


def in_genre(option: str, kind: np.ndarray, unknown: Flags) -> Flags:
    """Return which units an option of the choice `genre` takes in."""
    if option == "all":
        return np.ones(len(kind), dtype=bool)
    inside = np.isin(kind, _KINDS.get(option, (option,)))
    return inside & ~unknown if option == "known news" else inside
