"""Articles in groups, sorted by group, event and family of copies: the same for all measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Codes, Flags, Ints, coded, combined, constant, distinct, starts
from framing.comparison.grid import Grid
from framing.errors import FramingError

__all__ = ["Grouped", "grouped"]


@dataclass(frozen=True)
class Grouped:
    """Articles in groups (in two only where a voice, a part or a target is compared), in order.

    `of_row` is the place of each row's article; a family is named by the article of the least id.
    """

    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    of_row: Ints
    group: Ints
    event: Ints
    family: Ints

    def first(self) -> Ints:
        """Return for each article the first of those that are copies of it in its group and event."""
        begin = starts(self.group, self.event, self.family)
        return np.repeat(begin, np.diff(np.append(begin, len(self.group))))

    def shared(self) -> Flags:
        """Return which articles' family stands under more than one group in their event."""
        key = self.family * len(self.events) + self.event
        pairs = np.unique(key * len(self.groups) + self.group)
        families, times = np.unique(pairs // len(self.groups), return_counts=True)
        several = families[times > 1]
        return np.isin(key, several) if len(several) else np.zeros(len(key), dtype=bool)


def grouped(grid: Grid, by: str, split: Sequence[str]) -> Grouped:
    """Put articles into groups.

    Parameters
    ----------
    grid : Grid
        No value of `by` missing.
    by : str
        Column whose values are compared.
    split : sequence of str
        Events that are kept apart are cells, and no strata.

    Raises
    ------
    FramingError
        An article has more than one event, genre, family of copies or role of an agency.
    """
    light = grid.by_article(by)

    def codes(name: str) -> Codes:
        return coded(grid.about(name)) if light else grid.codes(name)

    article, groups = codes("article"), codes(by)
    keys, unit = distinct(*combined([groups, article]))
    first = np.empty(len(keys), dtype=np.int64)
    first[unit[::-1]] = np.arange(len(unit) - 1, -1, -1)
    if not light:
        _same_everywhere(grid, by, article, first, unit)
    events = _no_event(len(unit)) if by == "event" or "event" in split else codes("event")
    event = events.codes[first]
    group, number = np.divmod(keys, len(article.labels))
    family = _families(codes("copy_group"), first, number, len(article.labels))
    order = np.lexsort((number, family, event, group))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Grouped(
        groups=tuple(str(label) for label in groups.labels),
        events=events.labels,
        names=tuple(str(label) for label in article.labels),
        of_row=rank[unit[grid.of]] if light else rank[unit],
        group=group[order],
        event=event[order],
        family=family[order],
    )


def _no_event(size: int) -> Codes:
    return Codes(np.zeros(size, dtype=np.int64), (None,))


def _same_everywhere(grid: Grid, by: str, article: Codes, first: Ints, unit: Ints) -> None:
    for name in ("event", "genre", "copy_group", "wire_role"):
        if name == by or grid.by_article(name):
            continue
        codes = grid.codes(name)
        row = constant(codes.codes, first, unit)
        if row >= 0:
            one, other = codes.labels[codes.codes[first[unit[row]]]], codes.labels[codes.codes[row]]
            raise FramingError(
                f"scores: article {article.labels[article.codes[row]]!r} has {name} {one!r} in one row "
                f"and {other!r} in another; give each article one {name}"
            )


def _families(group: Codes, first: Ints, article: Ints, size: int) -> Ints:
    """Return for each place the article that names its family: the one of the least id."""
    code = group.codes[first]
    if group.labels and group.labels[-1] is None:
        alone = code == len(group.labels) - 1
        code = np.where(alone, len(group.labels) + article, code)
    least = np.full(len(group.labels) + size, size, dtype=np.int64)
    np.minimum.at(least, code, article)
    return least[code]
