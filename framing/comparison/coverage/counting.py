"""Kept with an item, by outlet and event, copies of one text once: what the statistic is made of.

Sightings come in, counts go out; how surprising they are is the business of `chance`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats, Ints, coded, summed
from framing.comparison.wording.words import copies_said, families, repeated

__all__ = ["Counts", "Kept", "Margins", "counted", "events_named", "margins", "sorted_out"]


#: Columns of the articles that are looked at.
_COLUMNS = ("id", "event", "published", "copy_group", "provenance")


@dataclass(frozen=True)
class Kept:
    """The articles that count, in order of group, event and id.

    Attributes
    ----------
    frame : pandas.DataFrame
        Without texts.
    row : array
        Of the articles that were given.
    group, event : arrays
        Codes into `groups` and `events`; a missing event has the label None.
    weight : array
        One divided by the number of groups that printed the text: what an article adds to "the others".
    said : tuple of str
        What a note must say of articles left out.
    """

    frame: pd.DataFrame
    row: Ints
    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    group: Ints
    event: Ints
    weight: Floats
    said: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """Kept with an item, by cell: an item, an event of which an article has it, a group that covers it.

    `unit` is the row group of the table (an item, or an item and an event), `pair` an item and an event,
    `event` and `group` codes; `x` and `n` are the group's articles with the item and all, `weight_x` and
    `weight_n` the same with a text that several groups printed divided among them. `alike` has a number by
    unit that units in exactly the same articles share. Cells stand by unit, event and group.
    """

    unit: Ints
    pair: Ints
    event: Ints
    group: Ints
    x: Ints
    n: Ints
    weight_x: Floats
    weight_n: Floats
    alike: Ints


class Margins(NamedTuple):
    """Kept of each group on each event: `n` and their `worth`, by event, then `group`.

    Those of event `e` stand at ``first[e] : first[e + 1]``.
    """

    group: Ints
    n: Ints
    worth: Floats
    first: Ints


def sorted_out(frame: pd.DataFrame, by: str, wire: str, prints: np.ndarray, said: list[str]) -> Kept:
    """Put articles in order and let copies of one text inside a group and event count once.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `wording.words.chosen` gives it.
    by : str
    wire : {"collapse", "keep", "drop"}
    prints : uint64 array
        As `text.copies.fingerprints` gives them for these rows.
    said : list of str
    """
    groups, events = coded(frame[by]), coded(frame["event"] if by != "event" else frame["id"].isna().map(str))
    ids = coded(frame["id"]).codes
    order = np.lexsort((ids, events.codes, groups.codes))
    frame = frame[list(dict.fromkeys([*_COLUMNS, by]))].iloc[order].reset_index(drop=True)
    group, event = groups.codes[order], events.codes[order]
    weight = np.ones(len(frame))
    if wire != "keep":
        family = families(prints[order], frame)
        again = repeated(group, event, family)
        if again.any():
            said = [*said, copies_said(int(again.sum()))]
            frame, order = frame[~again].reset_index(drop=True), order[~again]
            group, event, family = group[~again], event[~again], family[~again]
        text, place = np.unique(np.stack([event, family]), axis=1, return_inverse=True)
        weight = 1 / np.bincount(place.ravel(), minlength=text.shape[1])[place.ravel()]
    names = tuple(str(label) for label in groups.labels)
    events_named = tuple(events.labels) if by != "event" else (None,)
    return Kept(frame, order, names, events_named, group, event, weight, tuple(said))


def margins(articles: Kept) -> Margins:
    """Count the articles of each group on each event."""
    groups = len(articles.groups)
    cell, place = np.unique(articles.event * groups + articles.group, return_inverse=True)
    event = cell // groups
    first = np.searchsorted(event, np.arange(len(articles.events) + 1))
    n = np.bincount(place, minlength=len(cell)).astype(np.int64)
    return Margins(cell % groups, n, summed(place, articles.weight, len(cell)), first)


def counted(
    articles: Kept, margins: Margins, item: Ints, row: Ints, each: bool, nowhere: Ints
) -> tuple[Counts, Ints]:
    """Count articles.

    Parameters
    ----------
    articles : Kept
    margins : Margins
        Of these articles.
    item, row : arrays
        An item and the place in `articles` of an article that has it, each pair once.
    each : bool
        Events are kept apart: an item and an event are a unit of their own.
    nowhere : array
        Items that no article has, which are counted on all events.

    Returns
    -------
    Counts
    array
        The item of each unit.
    """
    groups, events = len(articles.groups), len(articles.events)
    own, place = np.unique(item * events + articles.event[row], return_inverse=True)
    keys = np.union1d(own, (nowhere[:, None] * events + np.arange(events)).ravel())
    place = np.searchsorted(keys, own)[place]
    event = keys % events
    size = np.diff(margins.first)[event]
    pair = np.repeat(np.arange(len(keys)), size)
    of = np.repeat(margins.first[event] - (np.cumsum(size) - size), size) + np.arange(len(pair))
    group = margins.group[of]
    cell = np.searchsorted(pair * groups + group, place * groups + articles.group[row])
    items, unit_of = np.unique(keys // events, return_inverse=True)
    unit = pair if each else np.repeat(unit_of, size)
    item_of = keys // events if each else items
    counts = Counts(
        unit=unit,
        pair=pair,
        event=event[pair],
        group=group,
        x=np.bincount(cell, minlength=len(pair)).astype(np.int64),
        n=margins.n[of],
        weight_x=summed(cell, articles.weight[row], len(pair)),
        weight_n=margins.worth[of],
        alike=_alike(unit[cell], row, len(item_of)),
    )
    return counts, item_of


def events_named(
    row: Ints, event: Ints, events: tuple[str | None, ...], size: int, most: int | None
) -> pd.Series:
    """Return for each row the names of the events it has articles on, parted by "; ".

    An event without a name is left out; of more than `most` the others are counted.

    >>> pair = np.array([0, 0, 0]), np.array([2, 0, 1])
    >>> events_named(*pair, ("a", "b", "c"), 2, 2).tolist()
    ['a; b; 1 more', '']
    """
    named = np.array([name or "" for name in events], dtype=object)
    # Names stand in their own order, and codes in that of the names, the missing one last.
    order = np.lexsort((event, row))
    row, event = row[order], event[order]
    kept = named[event] != ""
    row, event = row[kept], event[kept]
    bounds = np.searchsorted(row, np.arange(size + 1)).tolist()
    said = []
    for begin, end in pairwise(bounds):
        mine = named[event[begin : end if most is None else min(end, begin + most)]].tolist()
        left = end - begin - len(mine)
        said.append("; ".join([*mine, f"{left:,} more"] if left else mine))
    return pd.Series(said, dtype="str")


def _alike(unit: Ints, row: Ints, units: int) -> Ints:
    """Return a number by unit that units in the same articles share."""
    total = np.zeros(units, np.uint64)
    # Unsigned sums wrap around, which is as good as any other mixing and the same in any order.
    np.add.at(total, unit, pd.util.hash_array(row.astype(np.uint64), categorize=False))
    return total.view(np.int64)
