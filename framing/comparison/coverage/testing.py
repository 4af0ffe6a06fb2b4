"""From counts to what may be said: probabilities of so few, adjusted, and a finding or too few to tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.coverage import adjusting, chance
from framing.comparison.coverage.counting import Counts

__all__ = ["Tested", "tested"]


class Tested(NamedTuple):
    """By unit and group: sums over events, what was expected, p, and which family it is in (-1 for none).

    `tested` are those of the articles with the item that the test counts; `alone` counts articles on events
    of no other group; `single` is the event of a row that has but one, else -1; `alike` is shared by items in
    exactly the same articles. `could` marks rows whose least p is not above alpha, `carried` those where
    enough other outlets have the item."""

    unit: Ints
    group: Ints
    x: Ints
    tested: Ints
    n: Ints
    events: Ints
    alone: Ints
    others: Ints
    n_others: Ints
    outlets: Ints
    expected: Floats
    p: Floats
    least: Floats
    could: Flags
    carried: Flags
    adjusted: Floats
    family_size: Ints
    overdispersion: Floats
    recall: Floats
    single: Ints
    alike: Ints


def tested(
    counts: Counts,
    family: Ints,
    *,
    groups: int,
    recall: Floats,
    prior: tuple[float, float],
    overdispersion: float | None,
    alpha: float,
) -> Tested:
    """Test each unit and group.

    Parameters
    ----------
    counts : Counts
    family : array
        By unit.
    groups : int
        How many groups there are.
    recall : array
        By unit.
    prior, overdispersion, alpha
        As for `coverage`.
    """
    c = counts
    keys, owner = np.unique(c.unit * groups + c.group, return_inverse=True)
    size = len(keys)
    unit, group = keys // groups, keys % groups
    habit = np.full(size, overdispersion or 0.0)
    if overdispersion is None:
        habit = chance.scatter(c.pair, c.group, owner, c.x.astype(float), c.n.astype(float))
    scatter = habit[owner]
    rest = _rest(c)
    met = rest.n > 0
    n = np.where(met, c.n, 0).astype(float)

    def each(share: Floats, scatter: Floats) -> chance.Drawn:
        effective = rest.n / np.maximum(1 + (rest.size - 1) * scatter, 1e-9)
        return chance.drawn(n, share, effective, scatter, recall[c.unit], prior)

    x = summed(owner, np.where(met, c.x, 0), size).astype(np.int64)
    law = each(rest.share, scatter)
    p = chance.over_events(x, owner, law, size, habit)
    # The least p, and those above it, are a matter of the margins: as many as can be of the articles with the
    # item are the others', and these alike.
    moved = np.minimum(c.x, rest.n - rest.x)
    left = summed(owner, np.where(met, np.ceil(c.x - moved), 0), size).astype(np.int64)
    others = np.where(met, 1 / np.where(met, rest.n, 1), 0.0)
    bare = np.full(size, overdispersion or 0.0)

    def at(more: int) -> Floats:
        share = np.clip(rest.share + (moved - more) * others, 0.0, 1.0)
        return chance.over_events(left + more, owner, each(share, bare[owner]), size, bare)

    least = np.minimum(at(0), p)
    some = summed(owner, n, size) > 0
    every = _every(c)
    could = some & (least <= alpha)
    single = np.bincount(owner, minlength=size) == 1
    test, value = _values(at, could & single, alpha)
    adjusted, family_size = _adjusted(p, least, test, value, could, family[unit], c.alike[unit], group, alpha)
    outlets = _outlets(c, owner, size, groups)
    return Tested(
        unit=unit,
        group=group,
        x=summed(owner, c.x, size).astype(np.int64),
        tested=x,
        n=summed(owner, c.n, size).astype(np.int64),
        events=np.bincount(owner, minlength=size),
        alone=summed(owner, np.where(met, 0, c.n), size).astype(np.int64),
        others=summed(owner, every[0], size).astype(np.int64),
        n_others=summed(owner, every[1], size).astype(np.int64),
        outlets=outlets,
        expected=np.where(some, summed(owner, n * rest.share * recall[c.unit], size), np.nan),
        p=np.where(some, p, np.nan),
        least=np.where(some, least, np.nan),
        could=could,
        carried=outlets >= min(2, groups - 1),
        adjusted=adjusted,
        family_size=family_size,
        overdispersion=habit,
        recall=recall[unit],
        single=_single(c.event, owner, size),
        alike=c.alike[unit],
    )


class _Rest(NamedTuple):
    """By cell, of the other groups on its event.

    Articles with the item and all, a text printed by several once, their share, and how many articles an
    outlet of theirs has (Kish's mean, by which articles that go together are worth fewer)."""

    x: Floats
    n: Floats
    share: Floats
    size: Floats


def _rest(c: Counts) -> _Rest:
    pairs = int(c.pair.max(initial=-1)) + 1

    def less(values: Floats) -> Floats:
        """Sum over the other groups; what rounding leaves is no article."""
        return np.maximum(np.round(summed(c.pair, values, pairs)[c.pair] - values, 9), 0.0)

    x, n, squares = less(c.weight_x), less(c.weight_n), less(c.weight_n**2)
    some = n > 0
    share = np.where(some, x / np.where(some, n, 1), 0.0)
    return _Rest(x, n, np.minimum(share, 1.0), np.where(some, squares / np.where(some, n, 1), 1.0))


def _every(c: Counts) -> tuple[Ints, Ints]:
    """Return articles of the other groups with the item, and all, each counted."""
    pairs = int(c.pair.max(initial=-1)) + 1
    x, n = (
        np.bincount(c.pair, values, minlength=pairs)[c.pair].astype(np.int64) - values
        for values in (c.x, c.n)
    )
    return x, n


def _outlets(c: Counts, owner: Ints, size: int, groups: int) -> Ints:
    """Return how many other groups have the item on any of the row's events."""
    with_it = np.unique(np.stack([c.unit, c.group])[:, c.x > 0], axis=1)
    total = np.bincount(with_it[0], minlength=int(c.unit.max(initial=0)) + 1)
    x = summed(owner, c.x, size)
    first = np.zeros(size, np.int64)
    first[owner] = c.unit
    return (total[first] - (x > 0)).astype(np.int64)


def _single(event: Ints, owner: Ints, size: int) -> Ints:
    found = np.zeros(size, np.int64)
    found[owner] = event
    return np.where(np.bincount(owner, minlength=size) == 1, found, -1)


def _values(at: Callable[[int], Floats], rows: Flags, upto: float) -> tuple[Ints, Floats]:
    """Return the values up to a bound that p of these rows can have, each with its row."""
    found: list[tuple[Ints, Floats]] = []
    more, left = 0, np.flatnonzero(rows)
    while len(left):
        p = at(more)[left]
        left = left[p <= upto]
        found.append((left, p[p <= upto]))
        more += 1
    tests, values = zip(*found, strict=True) if found else ((np.zeros(0, np.int64),), (np.zeros(0),))
    return np.concatenate(tests), np.concatenate(values)


def _adjusted(
    p: Floats,
    least: Floats,
    test: Ints,
    value: Floats,
    could: Flags,
    family: Ints,
    alike: Ints,
    group: Ints,
    alpha: float,
) -> tuple[Floats, Ints]:
    """Adjust within families, items that stand in the same articles as one test."""
    result, size = np.full(len(p), np.nan), np.zeros(len(p), np.int64)
    for name in np.unique(family[could]):
        mine = np.flatnonzero(could & (family == name))
        _, first, place = np.unique(
            np.stack([alike[mine], group[mine]]), axis=1, return_index=True, return_inverse=True
        )
        number = np.full(len(p), -1)
        number[mine[first]] = np.arange(len(first))
        of = number[test]
        values = adjusting.adjusted(p[mine][first], least[mine][first], of[of >= 0], value[of >= 0], alpha)
        result[mine] = values[place.ravel()]
        size[mine] = len(first)
    return result, size
