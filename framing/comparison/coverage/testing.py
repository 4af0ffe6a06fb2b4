"""From counts to what may be said: probabilities of so few, adjusted, and a finding or too few to tell.

Items come in blocks, so that no more than a block's cells are held; only the adjustment needs all tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.coverage import chance
from framing.comparison.coverage.counting import Counts

__all__ = ["Block", "Test", "Tested", "adjusted", "tested"]


# Benjamini and Hochberg's adjustment where many tests could never have come out small.


def adjusted(p: Floats, least: Floats, test: Ints, value: Floats, upto: float = 1.0) -> Floats:
    """Adjust p over the tests of one family.

    A count has few values, and so has its p: a test whose p can only be .002, .02 or more is no danger to one
    at .001. In place of the number of tests times q, Benjamini and Hochberg's bound, stands the sum of what
    each test's p can reach up to q (Heyse 2011): ``min over q >= p of sum(F(q)) / k(q)``, with ``F(q)`` the
    largest value up to q that a test's p can have, and ``k`` the number of tests with a p up to q. With p
    that can have any value it is the usual adjustment.

    Parameters
    ----------
    p : array
    least : array
        The least p each test could have had.
    test, value : arrays
        Values up to `upto` that the p of a test can have, as pairs. Of tests without one here, and above
        `upto`, ``F(q)`` is taken as q, from the test's least p on.

    Examples
    --------
    >>> none = np.zeros(0, np.int64), np.zeros(0)
    >>> adjusted(np.array([0.01, 0.4, 0.5]), np.array([0.01, 0.2, 0.2]), *none).tolist()
    [0.01, 0.5, 0.5]
    """
    order = np.argsort(p, kind="stable")
    ranked = p[order]
    rank = np.searchsorted(ranked, ranked, side="right")
    least = np.minimum(least, p)
    told = np.zeros(len(p), bool)
    told[test] = True
    could = np.searchsorted(np.sort(least), ranked, side="right")
    bound = np.searchsorted(np.sort(least[~told]), ranked, side="right")
    by_test = np.lexsort((value, test))
    test, value = test[by_test], value[by_test]
    step = np.diff(value, prepend=0.0)
    first = np.diff(test, prepend=-1) > 0
    step[first] = value[first]
    by_value = np.argsort(value, kind="stable")
    upward = np.append(0.0, np.cumsum(step[by_value]))
    # A value that rounding puts a hair above the p it is.
    reached = np.searchsorted(value[by_value], ranked * (1 + 1e-9), side="right")
    summed = np.where(ranked <= upto, upward[reached] + ranked * bound, ranked * could)
    falling = np.minimum.accumulate((summed / rank)[::-1])[::-1]
    result = np.empty(len(p))
    result[order] = np.clip(falling, ranked, 1.0)
    return result


class Block(NamedTuple):
    """Counts of some items; the family of each unit, its recall, and whether it was asked for by name."""

    counts: Counts
    family: Ints
    recall: Floats
    asked: Flags


@dataclass(frozen=True)
class Test:
    """What is tested: `groups` are as many, `every` keeps rows of which nothing can be said.

    Where not every row is kept, those without the item are left out whose least p is above alpha, and p is
    worked out of no other.
    """

    groups: int
    prior: tuple[float, float]
    overdispersion: float | None
    alpha: float
    every: bool = True


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

    def of(self, rows: Ints) -> Tested:
        """Return some rows."""
        columns: list[Any] = [column[rows] for column in self]
        return Tested(*columns)


class _Rows(NamedTuple):
    """What a block gives: its rows, values that their p can have, and the events of each row."""

    rows: Tested
    family: Ints
    test: Ints
    value: Floats
    on: tuple[Ints, Ints]


def tested(blocks: Iterable[Block], asked: Test) -> tuple[Tested, tuple[Ints, Ints]]:
    """Test each unit and group.

    Returns
    -------
    Tested
        By unit, numbered on from block to block, and group.
    (array, array)
        Rows, and the codes of the events that they count.
    """
    parts, units, rows = [], 0, 0
    for block in blocks:
        part = _block(block, asked)
        parts.append(
            part._replace(
                rows=part.rows._replace(unit=part.rows.unit + units),
                test=part.test + rows,
                on=(part.on[0] + rows, part.on[1]),
            )
        )
        units, rows = units + len(block.family), rows + len(part.rows.unit)
    columns: list[Any] = [
        np.concatenate(column) for column in zip(*(part.rows for part in parts), strict=True)
    ]
    all_ = Tested(*columns)
    family, test, value = (np.concatenate([part[i] for part in parts]) for i in (1, 2, 3))
    _, alike = np.unique(all_.alike.view(np.uint64), return_inverse=True)
    adjusted, size = _adjusted(all_, test, value, family, alike, asked.alpha)
    on = tuple(np.concatenate([part.on[i] for part in parts]) for i in (0, 1))
    return all_._replace(adjusted=adjusted, family_size=size, alike=alike), (on[0], on[1])


def _block(block: Block, asked: Test) -> _Rows:
    c, groups = block.counts, asked.groups
    keys, owner = np.unique(c.unit * groups + c.group, return_inverse=True)
    size = len(keys)
    unit, group = keys // groups, keys % groups
    rest = _rest(c)
    met = rest.n > 0
    n = np.where(met, c.n, 0).astype(float)
    recall = block.recall[c.unit]
    fixed = asked.overdispersion or 0.0
    x = summed(owner, np.where(met, c.x, 0), size).astype(np.int64)
    # The least p, and those above it, are a matter of the margins: as many as can be of the articles with the
    # item are the others', and these alike.
    moved = np.minimum(c.x, rest.n - rest.x)
    left = summed(owner, np.where(met, np.ceil(c.x - moved), 0), size).astype(np.int64)
    others = np.where(met, 1 / np.where(met, rest.n, 1), 0.0)

    def law(share: Floats, scatter: Floats, cells: Ints) -> chance.Drawn:
        kish = np.maximum(1 + (rest.size[cells] - 1) * scatter, 1e-9)
        return chance.drawn(n[cells], share, rest.n[cells] / kish, scatter, recall[cells], asked.prior)

    def at(more: int, rows: Ints) -> Floats:
        """Return p of some rows with so many articles more than the least."""
        cells, mine = _cells(owner, rows, size)
        share = np.clip(rest.share[cells] + (moved[cells] - more) * others[cells], 0.0, 1.0)
        drawn = law(share, np.full(len(cells), fixed), cells)
        return chance.over_events(left[rows] + more, mine, drawn, len(rows), np.full(len(rows), fixed))

    every = np.arange(size)
    some = summed(owner, n, size) > 0
    bare = at(0, every)
    asked_for = every if asked.every else np.flatnonzero(some & (bare <= asked.alpha))
    habit, p = np.full(size, fixed), np.ones(size)
    if asked.overdispersion is None:
        wanted = np.isin(every, asked_for)
        scatter = chance.scatter(c.pair, c.group, owner, c.x.astype(float), c.n.astype(float), wanted)
        habit = np.where(wanted, scatter, np.nan)
    cells, mine = _cells(owner, asked_for, size)
    own = habit[asked_for]
    p[asked_for] = chance.over_events(
        x[asked_for], mine, law(rest.share[cells], own[mine], cells), len(asked_for), own
    )
    least = np.minimum(bare, p)
    could = some & (least <= asked.alpha)
    single = np.bincount(owner, minlength=size) == 1
    test, value = _values(at, np.flatnonzero(could & single), asked.alpha)
    outlets = _outlets(c, owner, size, groups)
    others_x, others_n = _every(c)
    rows = Tested(
        unit=unit,
        group=group,
        x=summed(owner, c.x, size).astype(np.int64),
        tested=x,
        n=summed(owner, c.n, size).astype(np.int64),
        events=np.bincount(owner, minlength=size),
        alone=summed(owner, np.where(met, 0, c.n), size).astype(np.int64),
        others=summed(owner, others_x, size).astype(np.int64),
        n_others=summed(owner, others_n, size).astype(np.int64),
        outlets=outlets,
        expected=np.where(some, summed(owner, n * rest.share * recall, size), np.nan),
        p=np.where(some, p, np.nan),
        least=np.where(some, least, np.nan),
        could=could,
        carried=outlets >= min(2, groups - 1),
        adjusted=np.full(size, np.nan),
        family_size=np.zeros(size, np.int64),
        overdispersion=habit,
        recall=block.recall[unit],
        single=_single(c.event, owner, size),
        alike=c.alike[unit],
    )
    kept = every if asked.every else np.flatnonzero((rows.x > 0) | could | block.asked[unit])
    number = np.full(size, -1)
    number[kept] = np.arange(len(kept))
    on = number[owner]
    family, counted_on = block.family[unit[kept]], (on[on >= 0], c.event[on >= 0])
    return _Rows(rows.of(kept), family, number[test], value, counted_on)


def _cells(owner: Ints, rows: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the cells of some rows, and the place of each one's row among these."""
    if len(rows) == size:
        return np.arange(len(owner)), owner
    number = np.full(size, -1)
    number[rows] = np.arange(len(rows))
    cells = np.flatnonzero(number[owner] >= 0)
    return cells, number[owner[cells]]


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
    with_it = np.unique((c.unit * groups + c.group)[c.x > 0]) // groups
    total = np.bincount(with_it, minlength=int(c.unit.max(initial=0)) + 1)
    x = summed(owner, c.x, size)
    first = np.zeros(size, np.int64)
    first[owner] = c.unit
    return (total[first] - (x > 0)).astype(np.int64)


def _single(event: Ints, owner: Ints, size: int) -> Ints:
    found = np.zeros(size, np.int64)
    found[owner] = event
    return np.where(np.bincount(owner, minlength=size) == 1, found, -1)


def _values(at: Callable[[int, Ints], Floats], left: Ints, upto: float) -> tuple[Ints, Floats]:
    """Return the values up to a bound that p of these rows can have, each with its row."""
    found: list[tuple[Ints, Floats]] = [(left[:0], np.zeros(0))]
    more = 0
    while len(left):
        p = at(more, left)
        left = left[p <= upto]
        found.append((left, p[p <= upto]))
        more += 1
    tests, values = zip(*found, strict=True)
    return np.concatenate(tests), np.concatenate(values)


def _adjusted(
    all_: Tested, test: Ints, value: Floats, family: Ints, alike: Ints, alpha: float
) -> tuple[Floats, Ints]:
    """Adjust within families, items that stand in the same articles as one test."""
    p, could = all_.p, all_.could
    result, size = np.full(len(p), np.nan), np.zeros(len(p), np.int64)
    for name in np.unique(family[could]):
        mine = np.flatnonzero(could & (family == name))
        _, first, place = np.unique(
            np.stack([alike[mine], all_.group[mine]]), axis=1, return_index=True, return_inverse=True
        )
        number = np.full(len(p), -1)
        number[mine[first]] = np.arange(len(first))
        of = number[test]
        values = adjusted(p[mine][first], all_.least[mine][first], of[of >= 0], value[of >= 0], alpha)
        result[mine] = values[place.ravel()]
        size[mine] = len(first)
    return result, size
