"""Articles with an item, by outlet and event, copies of one text once: what the statistic is made of.

Sightings come in, counts go out; how surprising they are is the business of `chance`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats, Ints, coded, distinct, starts, summed
from framing.comparison.wording.words import copies_said, families, repeated

__all__ = ["Articles", "Counts", "counted", "events_counted", "sorted_out"]


@dataclass(frozen=True)
class Articles:
    """The articles that count, in order of group, event and id.

    Attributes
    ----------
    frame : pandas.DataFrame
    group, event : arrays
        Codes into `groups` and `events`; a missing event has the label None.
    weight : array
        One divided by the number of groups that printed the text: what an article adds to "the others".
    said : tuple of str
        What a note must say of articles left out.
    """

    frame: pd.DataFrame
    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    group: Ints
    event: Ints
    weight: Floats
    said: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """Articles with an item, by cell: an item, an event of which an article has it, a group that covers it.

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


def sorted_out(frame: pd.DataFrame, by: str, wire: str, prints: np.ndarray, said: list[str]) -> Articles:
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
    frame = frame.iloc[order].reset_index(drop=True)
    group, event = groups.codes[order], events.codes[order]
    weight = np.ones(len(frame))
    if wire != "keep":
        family = families(prints[order], frame)
        again = repeated(group, event, family)
        if again.any():
            said = [*said, copies_said(int(again.sum()))]
            frame = frame[~again].reset_index(drop=True)
            group, event, family = group[~again], event[~again], family[~again]
        text, place = np.unique(np.stack([event, family]), axis=1, return_inverse=True)
        weight = 1 / np.bincount(place.ravel(), minlength=text.shape[1])[place.ravel()]
    names = tuple(str(label) for label in groups.labels)
    events_named = tuple(events.labels) if by != "event" else (None,)
    return Articles(frame, names, events_named, group, event, weight, tuple(said))


def counted(
    articles: Articles, item: Ints, row: Ints, items: int, each: bool, nowhere: Ints
) -> tuple[Counts, Ints]:
    """Count articles.

    Parameters
    ----------
    articles : Articles
    item, row : arrays
        An item and the place in `articles` of an article that has it, each pair once.
    items : int
        How many items there are.
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
    n = np.zeros((events, groups), np.int64)
    np.add.at(n, (articles.event, articles.group), 1)
    worth = np.zeros((events, groups))
    np.add.at(worth, (articles.event, articles.group), articles.weight)
    own, place = distinct(item * events + articles.event[row], items * events)
    keys = np.union1d(own, (nowhere[:, None] * events + np.arange(events)).ravel())
    place = np.searchsorted(keys, own)[place]
    has = np.argwhere(n > 0)
    first = starts(has[:, 0]) if len(has) else np.zeros(0, np.int64)
    held = np.diff(np.append(first, len(has)))
    event = keys % events
    size = held[event]
    pair = np.repeat(np.arange(len(keys)), size)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
    group = has[first[event[pair]] + within, 1]
    cell_key = pair * groups + group
    cell = np.searchsorted(cell_key, place * groups + articles.group[row])
    unit = pair if each else np.repeat(np.unique(keys // events, return_inverse=True)[1], size)
    item_of = keys // events if each else np.unique(keys // events)
    counts = Counts(
        unit=unit,
        pair=pair,
        event=event[pair],
        group=group,
        x=np.bincount(cell, minlength=len(pair)).astype(np.int64),
        n=n[event[pair], group],
        weight_x=summed(cell, articles.weight[row], len(pair)),
        weight_n=worth[event[pair], group],
        alike=_alike(unit[cell], row, len(item_of)),
    )
    return counts, item_of


def events_counted(counts: Counts, events: tuple[str | None, ...], groups: int) -> pd.Series:
    """Return for each unit and group the names of the events it has articles on, parted by "; ".

    Rows stand by unit and group; an event without a name is left out.
    """
    _, owner = np.unique(counts.unit * groups + counts.group, return_inverse=True)
    named = np.array([event or "" for event in events], dtype=object)
    order = np.lexsort((named[counts.event].astype(str), owner))
    rows = pd.DataFrame({"owner": owner[order], "name": named[counts.event[order]]}).drop_duplicates()
    joined = rows[rows["name"] != ""].groupby("owner")["name"].agg("; ".join)
    return joined.reindex(range(int(owner.max(initial=-1)) + 1), fill_value="").astype("str")


def _alike(unit: Ints, row: Ints, units: int) -> Ints:
    """Number units so that those that stand in the same articles share a number."""
    total = np.zeros(units, np.uint64)
    # Unsigned sums wrap around, which is as good as any other mixing and the same in any order.
    np.add.at(total, unit, pd.util.hash_array(row.astype(np.uint64), categorize=False))
    return np.unique(total, return_inverse=True)[1].astype(np.int64)
