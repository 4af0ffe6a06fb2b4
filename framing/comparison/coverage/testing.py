"""From counts to what may be said: probabilities of so few, adjusted, and a finding or too few to tell.

Items come in blocks, so that no more than a block's cells are held; only the adjustment needs all tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import bdtr, betaln

from framing.comparison.sums import Flags, Floats, Ints, coded, distinct, starts, summed
from framing.comparison.wording.words import copies_said, families, repeated
from framing.plugins import toml

# How probable so few articles with an item are, if an outlet carried it as often as the others did.

#: An adjusted p up to this is a finding.
ALPHA = 0.05

#: Correlation below which the articles of an outlet count as independent.
_NONE = 1e-9

#: Lines, of a cell and another of its event, that are held at once.
_LINES = 2_000_000


class Drawn(NamedTuple):
    """What is expected of an outlet on an event: its articles, the mean share, and their correlation."""

    n: Floats
    mean: Floats
    correlation: Floats


def drawn(
    n: Floats, share: Floats, effective: Floats, correlation: Floats, recall: Floats,
) -> Drawn:  # fmt: skip
    """Return the beta-binomial of an outlet's number of articles with an item.

    Parameters
    ----------
    n : array
        Articles of the outlet.
    share, effective : arrays
        Share of the others' articles with the item, and how many independent articles that share is worth.
    correlation : array
        What `measure_scatter` gives: the correlation of two articles of one outlet.
    recall : array
        Share of the articles with the item in which the detector finds it. The mean is multiplied by it,
        though the others' counts have been through the same detector: an outlet may use words of its own.
        The first parameter of the beta stays, so that the lower tail keeps its shape.
    """
    weight = effective + 1.0
    mean = share * effective / weight
    open_ = 1 / (weight + 1)
    every = correlation + open_ - correlation * open_
    first = mean * (1 / every - 1)
    thinned = mean * recall
    with np.errstate(divide="ignore", invalid="ignore"):
        after = 1 / (first / thinned + 1)
    return Drawn(n, thinned, np.where(thinned > 0, after, 0.0))


def together(owner: Ints, each: Drawn, size: int, correlation: Floats | None = None) -> Drawn:
    """Return one beta-binomial for the sum over events, by owner: the same mean and variance.

    Where shares differ over events the sum may vary less than a binomial; it is then taken as one, which
    makes few articles look less surprising than they are (Hoeffding 1956).

    Parameters
    ----------
    owner : array
    each : Drawn
    size : int
    correlation : array, optional
        By owner: that of two articles of one outlet on different events, as of a habit.
    """
    n = summed(owner, each.n, size)
    expected = summed(owner, each.n * each.mean, size)
    spread = each.n * each.mean * (1 - each.mean)
    variance = summed(owner, spread * (1 + (each.n - 1) * each.correlation), size)
    if correlation is not None:
        root = each.n * np.sqrt(each.mean * (1 - each.mean))
        variance = variance + correlation * (summed(owner, root, size) ** 2 - summed(owner, root**2, size))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(n > 0, expected / n, 0.0)
        every = (variance / (n * mean * (1 - mean)) - 1) / (n - 1)
    single = np.bincount(owner, minlength=size) == 1
    only = np.zeros(size)
    only[owner] = each.correlation
    every = np.where(single, only, np.where(np.isfinite(every), every, 0.0))
    return Drawn(n, mean, np.clip(every, 0.0, 1 - _NONE))


def so_few(found: Ints, law: Drawn) -> Floats:
    """Return the probability of `found` articles or fewer.

    >>> law = Drawn(np.array([5.0]), np.array([10 / 11]), np.array([1 / 12]))
    >>> round(float(so_few(np.array([0]), law)[0]), 6)  # 0 of 5 against 10 of 10: 1 in 3,003 arrangements
    0.000333
    """
    n, mean, correlation = law
    result = np.ones(len(n))
    todo = (found < n) & (mean > 0) & (found >= 0)
    plain = todo & (correlation <= _NONE)
    result[plain] = bdtr(found[plain], n[plain].astype(np.int64), np.minimum(mean[plain], 1.0))
    rows = np.flatnonzero(todo & ~plain)
    rows = rows[np.argsort(-found[rows], kind="stable")]
    size, least = n[rows], found[rows]
    precision = 1 / correlation[rows] - 1
    a, b = mean[rows] * precision, (1 - mean[rows]) * precision
    term = betaln(a, b + size) - betaln(a, b)
    total = term.copy()
    for k in range(int(least.max(initial=0))):
        # Rows stand by falling count, so that those still to be added to are the first ones.
        some = slice(0, int(np.searchsorted(-least, -k, side="left")))
        with np.errstate(divide="ignore"):
            step = np.log((size[some] - k) * (k + a[some]) / ((k + 1) * (size[some] - k - 1 + b[some])))
        term[some] += step
        total[some] = np.logaddexp(total[some], term[some])
    result[rows] = np.minimum(np.exp(total), 1.0)
    return result


def measure_scatter(
    pair: Ints, outlet: Ints, owner: Ints, x: Floats, n: Floats, wanted: Flags | None = None
) -> Floats:
    """Return how much the other outlets differ in an item: the correlation of two articles of one of them.

    For each other outlet, its articles with the item less those expected from all others' share, over its
    events ``T = sum(x - n m)``, whose variance is ``V = sum(n m (1 - m) (N - n) / (N - 1))`` if outlets don't
    differ. What ``sum(T**2)`` exceeds ``sum(V)`` by, less one standard deviation of it (``sum(V) sqrt(2 / (k
    - 1))`` with k outlets), is put down to correlation. For one event this is Pearson's X2 less what chance
    gives. Two outlets with ten articles can't tell a small difference from chance; a large one, as of a word
    that one of them alone uses, they can.

    Parameters
    ----------
    pair, outlet : arrays
        Item and event of each cell, and its outlet. Cells stand by pair.
    owner : array
        Row of each cell: an item and the outlet that is tested, which takes no part.
    x, n : arrays
        Articles of the cell's outlet with the item, and all.
    wanted : bool array, optional
        By owner: which are asked for, all by default.

    Returns
    -------
    array
        By owner, from 0; 0 where there is but one other outlet, and where it was not asked for.
    """
    size = int(owner.max(initial=-1)) + 1
    found = np.zeros(size)
    if not size:
        return found
    begin = starts(pair)
    held = np.diff(np.append(begin, len(pair)))
    first, held = np.repeat(begin, held), np.repeat(held, held)
    mine = np.arange(len(pair)) if wanted is None else np.flatnonzero(wanted[owner])
    mine = mine[np.argsort(owner[mine], kind="stable")]
    # An owner's cells go together; a line for each cell and each of its event, so many at once.
    edges = starts(owner[mine])
    lines = np.concatenate([[0], np.cumsum(held[mine])])
    at = 0
    while at < len(edges):
        upto = int(np.searchsorted(lines[edges], lines[edges[at]] + _LINES, side="right"))
        upto = max(upto - 1, at + 1) if upto < len(edges) else len(edges)
        cells = mine[edges[at] : edges[upto] if upto < len(edges) else len(mine)]
        owners, which = np.unique(owner[cells], return_inverse=True)
        found[owners] = _scattered(cells, which, len(owners), first, held, outlet, x, n)
        at = upto
    return found


def _scattered(
    tested: Ints, owner: Ints, size: int, first: Ints, held: Ints, outlet: Ints, x: Floats, n: Floats
) -> Floats:
    """Return the scatter of some owners, whose cells are `tested`."""
    many = held[tested]
    cell = np.repeat(np.arange(len(tested)), many)
    rest = np.repeat(first[tested] - (np.cumsum(many) - many), many) + np.arange(len(cell))
    apart = rest != tested[cell]
    cell, rest = cell[apart], rest[apart]
    total, articles = summed(cell, x[rest], len(tested)), summed(cell, n[rest], len(tested))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nan_to_num(total / articles)[cell]
    every = articles[cell]
    ratio = mean * (1 - mean)
    left = 1 - n[rest] / every
    # By the row that is tested and the other outlet.
    outlets = int(outlet.max(initial=-1)) + 1
    key, of = distinct(owner[cell] * outlets + outlet[rest], size * outlets)
    row = key // outlets
    above = summed(of, x[rest] - n[rest] * mean, len(key)) ** 2
    chance = summed(of, n[rest] * ratio * left * every / np.maximum(every - 1, 1), len(key))
    by_one = summed(of, n[rest] * ratio * left, len(key))
    root = summed(of, n[rest] * np.sqrt(ratio * left), len(key))
    freedom = np.maximum(summed(row, chance > 0, size) - 1, 0.0)
    variance = summed(row, chance, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = summed(row, above, size) - variance * (1 + np.sqrt(2 / freedom))
        found = beyond / summed(row, root**2 - by_one, size)
    return np.where(np.isfinite(found) & (freedom > 0) & (beyond > 0), np.clip(found, 0.0, 0.99), 0.0)


# What is asked of `fr.facts.coverage`, checked before an article is read.

# How surely each kind of item is found, as measured by hand; no gap is told here.


def recall() -> dict[str, float]:
    """Return the share of an article's items that are found, by kind.

    Counted in ``recall.toml``, whose card says how. One found and one missed are added to each count, so that
    kinds with few labels are not called certain (Laplace's rule of succession).

    Examples
    --------
    >>> 0.9 < recall()["person"] < 1
    True
    """
    counts = toml("framing.features.entities", "recall")
    return {kind: (counts["found"][kind] + 1) / (n + 2) for kind, n in counts["labelled"].items()}


#: Share of the articles with an item in which it is found, as measured by level; for names and figures where
#: their kind is none of those measured.
RECALL = {"named": 0.95, "term": 1.0, "statement": 0.38}


@dataclass(frozen=True)
class Choice:
    """Arguments of `coverage` that are names."""

    levels: tuple[str, ...]
    by: str
    wire: str
    compared: frozenset[str] | None = None

    def tests(self, group: str) -> bool:
        """Say whether a group is tested, and not only counted."""
        return self.compared is None or group in self.compared


def recalls(names: pd.DataFrame) -> Floats:
    """Return the recall of each item: as measured of its `kind`, else of its `level`."""
    kinds = recall()
    return np.array(
        [
            kinds.get(kind, RECALL[level]) if level == "named" else RECALL[level]
            for level, kind in zip(names["level"], names["kind"], strict=True)
        ],
        np.float64,
    )


# Kept with an item, by outlet and event, copies of one text once: what the statistic is made of.

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
        As `text.overlap.shingles.fingerprints` gives them for these rows.
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


def counted(articles: Kept, margins: Margins, item: Ints, row: Ints, nowhere: Ints) -> tuple[Counts, Ints]:
    """Count articles.

    Parameters
    ----------
    articles : Kept
    margins : Margins
        Of these articles.
    item, row : arrays
        An item and the place in `articles` of an article that has it, each pair once.
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
    unit = np.repeat(unit_of, size)
    counts = Counts(
        unit=unit,
        pair=pair,
        event=event[pair],
        group=group,
        x=np.bincount(cell, minlength=len(pair)).astype(np.int64),
        n=margins.n[of],
        weight_x=summed(cell, articles.weight[row], len(pair)),
        weight_n=margins.worth[of],
        alike=_alike(unit[cell], row, len(items)),
    )
    return counts, items


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
    """Counts of some units: each one's item, family and recall, and whether it was asked for."""

    counts: Counts
    item: Ints
    family: Ints
    recall: Floats
    asked: Flags


def tested(
    blocks: Iterable[Block], asked: Choice, groups: Sequence[str], *, every: bool
) -> tuple[pd.DataFrame, tuple[Ints, Ints]]:
    """Test each unit and group.

    Parameters
    ----------
    blocks : iterable of Block
    asked : Choice
    groups : sequence of str
    every : bool
        Keep rows of which nothing can be said. Otherwise those without the item are left out whose least p is
        above alpha, and p is worked out of no other.

    Returns
    -------
    pandas.DataFrame
        By unit and group: sums over events, what was expected, p. `tested` are those of the articles with the
        item that the test counts; `alone` counts articles on events of no other group; `single` is the event
        of a row that has but one, else -1; `alike` is shared by items in exactly the same articles. `could`
        marks rows whose least p is not above alpha, `carried` those where enough other outlets have the item.
    (array, array)
        Rows, and the codes of the events that they count.
    """
    parts, tests, values, ons, size = [], [], [], [], 0
    for block in blocks:
        rows, test, value, on = _tested_block(block, asked, groups, every)
        parts.append(rows)
        tests.append(test + size)
        values.append(value)
        ons.append((on[0] + size, on[1]))
        size += len(rows)
    table = pd.concat(parts, ignore_index=True)
    test, value = np.concatenate(tests), np.concatenate(values)
    table["alike"] = np.unique(table["alike"].to_numpy().view(np.uint64), return_inverse=True)[1]
    # Adjusted within families, items that stand in the same articles as one test.
    p, least, could, alike, group, family = (
        table[name].to_numpy() for name in ("p", "least", "could", "alike", "group", "family")
    )
    result, sizes = np.full(size, np.nan), np.zeros(size, np.int64)
    for name in np.unique(family[could]):
        mine = np.flatnonzero(could & (family == name))
        _, first, place = np.unique(
            np.stack([alike[mine], group[mine]]), axis=1, return_index=True, return_inverse=True
        )
        number = np.full(size, -1)
        number[mine[first]] = np.arange(len(first))
        of = number[test]
        some = adjusted(p[mine][first], least[mine][first], of[of >= 0], value[of >= 0], ALPHA)
        result[mine], sizes[mine] = some[place.ravel()], len(first)
    on = np.concatenate([one[0] for one in ons]), np.concatenate([one[1] for one in ons])
    return table.assign(adjusted=result, family_size=sizes), on


def _tested_block(
    block: Block, asked: Choice, named: Sequence[str], every: bool
) -> tuple[pd.DataFrame, Ints, Floats, tuple[Ints, Ints]]:
    """Return the rows of a block, values that their p can have, and the events of each row."""
    c, groups = block.counts, len(named)
    keys, owner = np.unique(c.unit * groups + c.group, return_inverse=True)
    size = len(keys)
    unit, group = keys // groups, keys % groups
    pairs = int(c.pair.max(initial=-1)) + 1

    def less(values: Floats | Ints) -> Floats:
        """Sum over the other groups on the event; what rounding leaves is no article."""
        return np.maximum(np.round(summed(c.pair, values, pairs)[c.pair] - values, 9), 0.0)

    # Of the others: articles with the item and all, a text that several printed once; their share; and how
    # many articles an outlet of theirs has (Kish's mean, by which articles that go together are worth fewer).
    rest_x, rest_n, squares = less(c.weight_x), less(c.weight_n), less(c.weight_n**2)
    met = rest_n > 0
    others = np.where(met, 1 / np.where(met, rest_n, 1), 0.0)
    rest_share = np.minimum(np.where(met, rest_x / np.where(met, rest_n, 1), 0.0), 1.0)
    rest_size = np.where(met, squares / np.where(met, rest_n, 1), 1.0)
    n = np.where(met, c.n, 0).astype(float)
    recall = block.recall[c.unit]

    def total(values: Floats | Ints) -> Ints:
        return summed(owner, values, size).astype(np.int64)

    x = total(np.where(met, c.x, 0))
    # The least p, and those above it, are a matter of the margins: as many as can be of the articles with the
    # item are the others', and these alike.
    moved = np.minimum(c.x, rest_n - rest_x)
    left = total(np.where(met, np.ceil(c.x - moved), 0))

    def law(share: Floats, scatter: Floats, cells: Ints) -> Drawn:
        kish = np.maximum(1 + (rest_size[cells] - 1) * scatter, 1e-9)
        return drawn(n[cells], share, rest_n[cells] / kish, scatter, recall[cells])

    def at(more: int, rows: Ints) -> Floats:
        """Return p of some rows with so many articles more than the least."""
        cells, mine = _cells(owner, rows, size)
        share = np.clip(rest_share[cells] + (moved[cells] - more) * others[cells], 0.0, 1.0)
        drawn = law(share, np.zeros(len(cells)), cells)
        return so_few(left[rows] + more, together(mine, drawn, len(rows)))

    all_rows = np.arange(size)
    some = (summed(owner, n, size) > 0) & np.array([asked.tests(name) for name in named], bool)[group]
    bare = at(0, all_rows)
    asked_for = all_rows if every else np.flatnonzero(some & (bare <= ALPHA))
    wanted, p = np.isin(all_rows, asked_for), np.ones(size)
    scatter = measure_scatter(c.pair, c.group, owner, c.x.astype(float), c.n.astype(float), wanted)
    habit = np.where(wanted, scatter, np.nan)
    cells, mine = _cells(owner, asked_for, size)
    own = habit[asked_for]
    each = law(rest_share[cells], own[mine], cells)
    p[asked_for] = so_few(x[asked_for], together(mine, each, len(asked_for), own))
    whole = together(mine, each, len(asked_for), own)
    chance, correlation = np.full((2, size), np.nan)
    chance[asked_for], correlation[asked_for] = whole.mean, whole.correlation
    kish = 1 + (rest_size - 1) * np.nan_to_num(habit)[owner]
    least = np.minimum(bare, p)
    could = some & (least <= ALPHA)
    events = np.bincount(owner, minlength=size)
    # The values up to alpha that p of rows with one event can have, each with its row.
    still, more = np.flatnonzero(could & (events == 1)), 0
    test, value = [still[:0]], [np.zeros(0)]
    while len(still):
        reached = at(more, still)
        still, more = still[reached <= ALPHA], more + 1
        test.append(still)
        value.append(reached[reached <= ALPHA])
    # Other groups that have the item on any of the row's events.
    with_it = np.unique((c.unit * groups + c.group)[c.x > 0]) // groups
    outlets = np.bincount(with_it, minlength=len(block.item))[unit] - (total(c.x) > 0)
    single = np.zeros(size, np.int64)
    single[owner] = c.event
    table = pd.DataFrame({
        "item": block.item[unit], "group": group, "family": block.family[unit],
        "x": total(c.x), "tested": x, "n": total(c.n), "events": events,
        "alone": total(np.where(met, 0, c.n)),
        "others": total(np.bincount(c.pair, c.x, pairs)[c.pair] - c.x),
        "n_others": total(np.bincount(c.pair, c.n, pairs)[c.pair] - c.n),
        "outlets": outlets,
        "n_tested": total(n), "others_weighted": summed(owner, np.where(met, rest_x, 0.0), size),
        "n_others_weighted": summed(owner, rest_n, size),
        "n_others_effective": np.where(np.isnan(habit), np.nan, summed(owner, rest_n / kish, size)),
        "chance": np.where(some, chance, np.nan), "correlation": np.where(some, correlation, np.nan),
        "expected": np.where(some, summed(owner, n * rest_share * recall, size), np.nan),
        "p": np.where(some, p, np.nan), "least": np.where(some, least, np.nan),
        "could": could, "carried": outlets >= min(2, groups - 1),
        "overdispersion": habit, "recall": block.recall[unit],
        "single": np.where(events == 1, single, -1), "alike": c.alike[unit],
    })  # fmt: skip
    kept = all_rows if every else np.flatnonzero((table["x"] > 0) | could | block.asked[unit])
    number = np.full(size, -1)
    number[kept] = np.arange(len(kept))
    on = number[owner]
    events_on = on[on >= 0], c.event[on >= 0]
    return table.iloc[kept], number[np.concatenate(test)], np.concatenate(value), events_on


def _cells(owner: Ints, rows: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the cells of some rows, and the place of each one's row among these."""
    if len(rows) == size:
        return np.arange(len(owner)), owner
    number = np.full(size, -1)
    number[rows] = np.arange(len(rows))
    cells = np.flatnonzero(number[owner] >= 0)
    return cells, number[owner[cells]]
