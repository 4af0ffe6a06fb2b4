"""Tests by permutation: the labels of two groups change places over clusters inside events.

The statistic is the studentised difference, squared; unstudentised, an outlet with short
items and one with long ones give false alarms (Janssen 1997; Chung and Romano
2013). Up to 200,000 arrangements are listed and p is exact; beyond that
draws are keyed by the seed, the event and the sorted names of the clusters,
never by their position. A cell is drawn for until `ENOUGH` arrangements are as
large, and p is `ENOUGH` by the draws that took; where B don't reach that, p is
(k + 1) / (B + 1) (Besag and Clifford 1991, Biometrika 78, 301-304). All cells with the
same clusters share one set of arrangements.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.stats
from scipy.sparse import csr_array
from threadpoolctl import ThreadpoolController

from framing.comparison.sums import Flags, Floats, Ints
from framing.errors import unknown
from framing.features.cells import lay_runs

# Coins tossed and sums of what they choose, thousands of times: where tests spend their time.


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which products of matrices are made in one thread.

    Threads that wait for each other make them many times slower on a busy machine.
    """
    return _libraries().limit(limits=1, user_api="blas")


def chosen_sums(chosen: Flags, values: Floats) -> Floats:
    """Return, for each row of `chosen`, the sum of the rows of `values` it picks.

    >>> chosen_sums(np.array([[True, True, False]]), np.array([[1.0], [2.0], [4.0]])).tolist()
    [[3.0]]
    """
    with one_thread():
        return np.asarray(chosen.astype(values.dtype) @ values)


def signs_drawn(stream: np.random.Generator, size: int, width: int) -> Flags:
    """Return coins tossed, `size` × `width`: the first bits of a stream's bytes.

    As ``stream.integers(0, 2, dtype="int8")`` gives them at several times the cost. Tosses in several calls
    are those of one where all but the last come to whole words of eight bytes.
    """
    words = stream.bit_generator.random_raw(-(-size * width // 8))
    return np.asarray(words.astype("<u8").view(np.int8)[: size * width] < 0).reshape(size, width)


#: Up to this many arrangements are listed, not drawn.
EXACT = 200_000

#: Numbers held at once: few enough for a processor's cache; changes nothing else.
_CHUNK = 250_000

#: As large arrangements after which no more are drawn: p has a standard error of a tenth of itself then, and
#: what is under .01 has all draws.
ENOUGH = 100

#: Arrangements that are drawn together.
_DRAWN = 250

#: Statistics this close are ties: the same arrangement summed in another order.
_TIE = 1e-9

#: Where a group is less than one in so many, its members are drawn and not everybody's labels.
_FEW = 8

Labels = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Few:
    """Arrangements of two groups, told by the members of the small one: a column each."""

    group: int
    members: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return int(self.members.shape[1])


@dataclass(frozen=True)
class Listed:
    """Arrangements of a stratum by their place in the list of all there are: each comes up many times.

    `done` holds what `_moments` gives of the whole list, where that is short.
    """

    every: Labels
    place: Ints
    done: list[tuple[Floats, Floats]] | None

    def __len__(self) -> int:
        return len(self.place)


Dealt = Labels | Few | Listed


@dataclass(frozen=True)
class Stratum:
    """The clusters of one event that take part, sorted by name.

    `labels` is each one's group, 0 or 1; `x` and `d` have a row a cluster and a column
    a cell; `fixed` marks clusters that keep their label; `weight` is the event's; `key` names
    the event and the clusters that may move.
    """

    labels: Labels
    x: Floats
    d: Floats
    fixed: Flags
    weight: float
    key: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """How many clusters of each group may move."""
        first, second = np.bincount(self.labels[~self.fixed], minlength=2).tolist()
        return first, second


@dataclass(frozen=True)
class Verdict:
    """p of each cell, the least p there could be, how many arrangements, and whether all were listed."""

    p: Floats
    p_min: float
    draws: int
    exact: bool


def arrangements(strata: Sequence[Stratum]) -> int:
    """Return how many ways there are to deal the labels out."""
    return math.prod(math.comb(sum(s.counts), s.counts[0]) for s in strata)


def least_p(strata: Sequence[Stratum]) -> float:
    """Return the least p the arrangements allow.

    Groups of equal size can change names as a whole, which leaves the statistic
    as it is: then no arrangement stands alone.
    """
    alike = all(s.counts[0] == s.counts[1] and not s.fixed.any() for s in strata)
    return min(1.0, (2 if alike else 1) / arrangements(strata))


def permute(
    strata: Sequence[Stratum], logs: Flags, *, seed: int, draws: int, most: int | None = None
) -> Verdict:
    """Test whether labels can change places.

    Parameters
    ----------
    strata : sequence of Stratum
        One an event.
    logs : array of bool
        For each cell: difference of log rates, or of rates.
    seed, draws : int
        For draws, where arrangements are too many to list.
    most : int, optional
        How many are not too many; `EXACT` by default.

    Returns
    -------
    Verdict
    """
    total, least = arrangements(strata), least_p(strata)
    if total > (EXACT if most is None else most):
        p = _drawn_p(strata, logs, seed, draws)
        return Verdict(p, max(least, 1 / (draws + 1)), draws, False)
    count = np.zeros(len(logs), dtype=np.int64)
    # Two groups of equal size can change names, which leaves the statistic as it is: half the list will do.
    half = round(least * total) == 2
    summands = [_summands(stratum) for stratum in strata]
    floor = _floor(strata, summands, logs)
    for batch in _listed(strata, summands, half):
        count += (_statistic(list(zip(summands, batch, strict=True)), logs) >= floor).sum(axis=0)
    return Verdict(count * (2 if half else 1) / total, least, total, True)


def _floor(strata: Sequence[Stratum], summands: Sequence[_Summands], logs: Flags) -> Floats:
    """Return what an arrangement must reach to be as large as the labels as they are."""
    own = [(one, stratum.labels[None, ~stratum.fixed]) for one, stratum in zip(summands, strata, strict=True)]
    return _statistic(own, logs)[0] * (1 - _TIE)


def _drawn_p(strata: Sequence[Stratum], logs: Flags, seed: int, draws: int) -> Floats:
    """Return p of each cell by arrangements drawn, as many as it takes."""
    p, count, left = np.ones(len(logs)), np.zeros(len(logs), dtype=np.int64), np.arange(len(logs))
    step = max(1, _CHUNK // (5 * _DRAWN))

    def made(left: Ints) -> list[tuple[Ints, list[_Summands]]]:
        blocks = (left[begin : begin + step] for begin in range(0, len(left), step))
        return [(some, [_summands(s, some) for s in strata]) for some in blocks]

    parts = made(left)
    floor = np.concatenate([logs[:0], *(_floor(strata, each, logs[some]) for some, each in parts)])
    for number, batch in enumerate(_drawn(strata, seed, draws)):
        for some, summands in parts:
            large = _statistic(list(zip(summands, batch, strict=True)), logs[some]) >= floor[some]
            if (stops := count[some] + large.sum(axis=0) >= ENOUGH).any():
                reached = count[some[stops]] + large[:, stops].cumsum(axis=0) >= ENOUGH
                p[some[stops]] = ENOUGH / (number * _DRAWN + 1 + reached.argmax(axis=0))
            count[some] += large.sum(axis=0)
        still = left[count[left] < ENOUGH]
        if len(still) < len(left):
            left, parts = still, made(still)
        if not len(left):
            break
    p[left] = (count[left] + 1) / (draws + 1)
    return p


@dataclass(frozen=True)
class _Summands:
    """What is added up for a group of a stratum: of each that moves, and of those that stay, by group.

    `n` are clusters by group, `weight` the stratum's, `ends` where each of the five sums ends.
    """

    moving: Floats
    still: tuple[Floats, Floats]
    n: tuple[int, int]
    weight: float
    ends: Ints

    @cached_property
    def total(self) -> Floats:
        """What all that moves comes to."""
        return np.asarray(self.moving.sum(axis=0))


def _summands(stratum: Stratum, cells: Ints | None = None) -> _Summands:
    """Return five products a cell, so that an arrangement costs no loop over clusters."""
    x, d = stratum.x, stratum.d
    if d.shape[1] > 1 and (d == d[:, :1]).all():
        d = d[:, :1]  # cells of one voice divide by the same tokens
    if cells is not None:
        x, d = x[:, cells], d if d.shape[1] == 1 else d[:, cells]
    products = np.hstack([x, x * x, -2.0 * x * d, d, d * d])
    held = [stratum.fixed & (stratum.labels == group) for group in (0, 1)]
    first, second = (products[mine].sum(axis=0) for mine in held)
    n = tuple(int((stratum.labels == group).sum()) for group in (0, 1))
    ends = np.cumsum([x.shape[1], x.shape[1], x.shape[1], d.shape[1]])
    return _Summands(products[~stratum.fixed], (first, second), (n[0], n[1]), stratum.weight, ends)


def _statistic(dealt: Sequence[tuple[_Summands, Dealt]], logs: Flags) -> Floats:
    """Return the squared studentised difference for each arrangement and cell.

    ``(a - b)**2 / (va + vb)``, of logarithms where asked; infinite where a gap has no spread.
    """
    if len(dealt) == 1:
        (a, va), (b, vb) = _taken(*dealt[0])
    else:
        a, b, va, vb = np.zeros((4, len(dealt[0][1]), len(logs)))
        for summands, labels in dealt:
            for level, spread, (mean, variance) in zip(
                (a, b), (va, vb), _taken(summands, labels), strict=True
            ):
                level += summands.weight * mean
                spread += summands.weight**2 * variance
    with np.errstate(divide="ignore", invalid="ignore"):
        if logs.all():
            gap, noise = np.log(a / b), va / a**2
            gap *= gap
            noise += vb / b**2
        elif logs.any():
            gap = np.where(logs, np.log(a / b), a - b) ** 2
            noise = np.where(logs, va / a**2 + vb / b**2, va + vb)
        else:
            gap, noise = (a - b) ** 2, va + vb
        result: Floats = gap / noise
    # Undefined where a side has none (its log is infinite: as far out as can be), or nothing differs at all.
    odd = ~np.isfinite(result)
    if odd.any():
        result[odd] = np.where(gap[odd] > 0, np.inf, 0.0)
    return result


def _taken(summands: _Summands, labels: Dealt) -> list[tuple[Floats, Floats]]:
    """Return what `_moments` does, computed once for each arrangement that comes up many times."""
    if not isinstance(labels, Listed):
        return _moments(summands, labels)
    if labels.done is not None:
        return [(mean[labels.place], variance[labels.place]) for mean, variance in labels.done]
    used, place = np.unique(labels.place, return_inverse=True)
    return [(mean[place], variance[place]) for mean, variance in _moments(summands, labels.every[used])]


def _moments(summands: _Summands, labels: Labels | Few) -> list[tuple[Floats, Floats]]:
    """Return each group's ratio of sums and its linearised variance, by arrangement and cell.

    The variance is ``n / (n - 1) * sum((x - r d)**2) / sum(d)**2`` (Cochran 1977,
    Sampling Techniques, eq. 6.13).
    """
    moving = summands.moving
    if isinstance(labels, Few):
        # A product that touches the chosen rows alone.
        each, size = labels.members.shape
        picks = np.ones(each * size), labels.members.T.ravel(), np.arange(size + 1) * each
        few = csr_array(picks, shape=(size, len(moving))) @ moving
        rest = summands.total - few
        sums = [few, rest] if labels.group == 0 else [rest, few]
    else:
        first = chosen_sums(labels == 0, moving)
        sums = [first, summands.total - first]
    found = []
    for of_group, still, n in zip(sums, summands.still, summands.n, strict=True):
        of_group += still
        all_x, xx, xd, all_d, dd = np.split(of_group, summands.ends, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = 1.0 / all_d
            rate = all_x * inverse
            square = rate * dd
            square += xd
            square *= rate
            square += xx
            np.maximum(square, 0.0, out=square)
            square *= inverse**2 * (n / max(n - 1, 1))
        found.append((rate, square))
    return found


@lru_cache(maxsize=8)
def _combined(total: int, few: int) -> npt.NDArray[np.int32]:
    """List every way to choose some of all, a column each, in the order of `itertools.combinations`."""
    ways = np.full((1, 1), -1)
    for place in range(total - few, total):
        # Behind each beginning stands what is larger and leaves room for those to come.
        more = place - ways[-1]
        ways = np.vstack([np.repeat(ways, more, axis=1), lay_runs(ways[-1] + 1, more)])
    return np.ascontiguousarray(ways[1:], dtype=np.int32)


@lru_cache(maxsize=8)
def _dealt(counts: tuple[int, int]) -> Labels:
    """List every way to deal labels out, a row each; in the first half the first cluster has the first."""
    chosen = _combined(sum(counts), counts[0]).T
    labels = np.ones((len(chosen), sum(counts)), dtype=np.int8)
    np.put_along_axis(labels, chosen, 0, axis=1)
    return labels


def _listed(strata: Sequence[Stratum], summands: Sequence[_Summands], half: bool) -> Iterator[list[Dealt]]:
    """Yield every arrangement, in batches: the product of what each stratum allows.

    With `half`, the first cluster of the first stratum stays in the first group.
    """
    counts = strata[0].counts
    if len(strata) == 1 and min(counts) * _FEW <= sum(counts):
        ways = _combined(sum(counts), min(counts))
        for begin, end in _batches(ways.shape[1], strata):
            yield [Few(int(counts[1] < counts[0]), ways[:, begin:end])]
        return
    lists = [_dealt(stratum.counts) for stratum in strata]
    if half:
        lists[0] = lists[0][: len(lists[0]) // 2]
    if len(lists) == 1:
        for begin, end in _batches(len(lists[0]), strata):
            yield [lists[0][begin:end]]
        return
    done = [
        _moments(one, each) if len(each) * one.moving.shape[1] <= _CHUNK else None
        for one, each in zip(summands, lists, strict=True)
    ]
    for begin, end in _batches(math.prod(len(each) for each in lists), strata):
        places = np.unravel_index(np.arange(begin, end), [len(each) for each in lists])
        yield [Listed(*one) for one in zip(lists, places, done, strict=True)]


def _drawn(strata: Sequence[Stratum], seed: int, draws: int) -> Iterator[list[Dealt]]:
    """Yield arrangements drawn at random, some at a time; each stratum has its own generator."""
    bases = []
    for stratum in strata:
        # Two groups that change names must meet the same arrangements, so the smaller one stands first,
        # of equals that of the first cluster.
        moving = stratum.labels[~stratum.fixed]
        counts = stratum.counts
        swap = counts[1] < counts[0] or (counts[0] == counts[1] > 0 and moving[0] == 1)
        order = np.array([1, 0] if swap else [0, 1], dtype=np.int8)
        bases.append(np.repeat(order, [counts[group] for group in order.tolist()]))
    streams = [seeded(seed, stratum.key) for stratum in strata]
    for done in range(0, draws, _DRAWN):
        size = min(_DRAWN, draws - done)
        yield [_deal(base, rng, size) for base, rng in zip(bases, streams, strict=True)]


def _deal(base: Labels, rng: np.random.Generator, size: int) -> Dealt:
    """Draw arrangements of the labels in `base`, which holds the smaller group first."""
    few = int((base == base[:1]).sum())
    # Of a stratum whose clusters are all fixed nothing is dealt.
    if few * _FEW > len(base) or not len(base):
        return rng.permuted(np.broadcast_to(base, (size, len(base))), axis=1)
    # Floyd's sampling without replacement (Bentley and Floyd 1987), all arrangements side by side.
    members = np.empty((few, size), dtype=np.int32)
    for place, last in enumerate(range(len(base) - few, len(base))):
        drawn = rng.integers(0, last + 1, size=size, dtype=np.int32)
        members[place] = np.where((members[:place] == drawn).any(axis=0), last, drawn)
    return Few(int(base[0]), members)


def _batches(total: int, strata: Sequence[Stratum]) -> Iterator[tuple[int, int]]:
    """Cut arrangements into batches that hold about as many numbers each."""
    step = max(1, _CHUNK // max(5 * s.x.shape[1] + len(s.labels) for s in strata))
    for begin in range(0, total, step):
        yield begin, min(begin + step, total)


def seeded(seed: int, key: Sequence[str]) -> np.random.Generator:
    """Return a generator that hangs on the study's seed and some names, and on nothing else."""
    text = "\x1f".join([str(seed), *key]).encode("utf8")
    digest = hashlib.blake2b(text, digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


# The sign-flip test over events: whether a difference keeps its sign from event to event.

#: From this many events the test is made.
LEAST_EVENTS = 6


#: Numbers held at once; changes nothing else.
_HELD_SIGNS = 1 << 20


def sign_flip(differences: Floats, key: tuple[str, ...], *, seed: int, draws: int) -> Verdict:
    """Test whether weighted differences of events could as well have the other sign.

    Parameters
    ----------
    differences : array, events or events × comparisons
        In order of the events' names: weight × (a - b). Comparisons in the same events share their draws.
    key : tuple of str
        The events, for draws.
    seed, draws : int
        For draws, where ways are more than `EXACT`.

    Returns
    -------
    Verdict
        Two-sided; `p` has a value a comparison.
    """
    table = np.ascontiguousarray(differences.reshape(len(differences), -1))
    m, size = table.shape
    floor = np.abs(table.sum(axis=0)) - _TIE * np.abs(table).sum(axis=0)
    count = np.zeros(size, dtype=np.int64)
    if 2**m <= EXACT:
        step = max(1, _HELD_SIGNS >> (m - 1))
        for begin in range(0, size, step):
            part = slice(begin, begin + step)
            # With all signs turned a sum is as far from 0: half the ways will do.
            sums = table[:1, part]
            for gaps in table[1:, part]:
                sums = np.concatenate([sums + gaps, sums - gaps])
            count[part] = (np.abs(sums) >= floor[part]).sum(axis=0)
        return Verdict(2 * count / 2**m, 2.0 / 2**m, 2**m, True)
    stream = seeded(seed, ("signs", *key))
    total = table.sum(axis=0)
    # Eight draws are whole words, whatever the events: parts of eights are what all at once would be.
    step = max(8, _HELD_SIGNS // max(m, size) // 8 * 8)
    for begin in range(0, draws, step):
        turned = signs_drawn(stream, min(step, draws - begin), m)
        count += (np.abs(total - 2 * chosen_sums(turned, table)) >= floor).sum(axis=0)
    return Verdict((count + 1) / (draws + 1), max(math.ldexp(2.0, -m), 1 / (draws + 1)), draws, False)


# Families of tests, and Benjamini and Hochberg's adjustment inside each.

#: The families of comparisons of two groups: measures named beforehand, and everything else. A family a
#: measure would be many lists at .05 each, and most reports would list something by chance.
PRIMARY, EXPLORATORY = "primary", "exploratory"


def measure_group(measure: str) -> str:
    """Return the group a measure belongs to: its name up to the first point.

    >>> measure_group("tone.net")
    'tone'
    """
    return measure.split(".", 1)[0]


def primary_measures(primary: Sequence[str], measures: Sequence[str], key: str = "primary") -> frozenset[str]:
    """Return the measures that `primary` names, or another argument `key`, each by itself or by its group.

    Raises
    ------
    FramingError
        A name is neither a measure nor a group of the table.

    Examples
    --------
    >>> sorted(primary_measures(["tone"], ["hedges", "tone.net", "tone.positive"]))
    ['tone.net', 'tone.positive']
    """
    groups = {measure_group(measure) for measure in measures}
    for name in primary:
        if name not in groups and name not in measures:
            raise unknown(key, name, {*measures, *groups})
    return frozenset(m for m in measures if m in primary or measure_group(m) in primary)


def adjusted(p: pd.Series[float], family: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[int]]:
    """Return p adjusted within each family, and the number of tests in it.

    A row without p takes no part and stays without. The adjustment is scipy's
    (Benjamini and Hochberg 1995).
    """
    result = pd.Series(np.nan, index=p.index, dtype="float64")
    has = p.notna()
    for _, rows in p[has].groupby(family[has], sort=True):
        result[rows.index] = scipy.stats.false_discovery_control(rows.to_numpy())
    size = has.groupby(family).transform("sum").astype("int64")
    return result, size
