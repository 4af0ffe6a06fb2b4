"""The error of a report: one omnibus test a measure and voice, and which of them a reader may be told.

Everything that may become a finding is a column: a measure in a voice, a form of a name, a word. Columns of
one matter make a node, and labels are shuffled once for all of them, over articles within event and kind, so
that whatever correlates is shuffled together. A node's statistic is the least p over its columns and pairs
(Westfall and Young 1993, Resampling-Based Multiple Testing); nodes are one family (Benjamini and Hochberg
1995); inside those selected, pairs are told apart step by step at the level that keeps the false discovery
rate over the selected (Benjamini and Bogomolov 2014, J. R. Stat. Soc. B 76, 297-318).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.stats

from framing.comparison.permute import measure_group, one_thread, seeded
from framing.comparison.sums import Clusters, Flags, Floats, Ints, Layout
from framing.comparison.testing import ALPHA
from framing.engine.parts import DETAILED
from framing.engine.pool import available
from framing.schema import UNITS

#: Arrangements of labels. With fewer, the least p of some sixty nodes can't reach the first steps.
DRAWS = 4_999

#: Articles of one group, event and kind that are shuffled one by one; of more, as many bundles of them.
BUNDLES = 200

#: Up to this many strata differences are pooled over them; of more, their sums.
_STRATA = 12

#: Articles with a denominator that a side needs, and articles with hits.
_LEAST, _LEAST_WITH = 3, 2

#: Among columns with p up to so many times the least, the one that says most stands for its node.
_ALIKE = 5

#: Up to this many articles of both sides, presence is told by its exact chance.
_LISTED = 600

#: Numbers held at once, and those of them that are worked on: few enough for a processor's cache; changes
#: nothing else.
_HELD, _CACHED = 1 << 22, 1 << 18


@dataclass(frozen=True)
class Units:
    """What is shuffled: an article, the copies of one, or a bundle of very many; and what each has.

    Attributes
    ----------
    groups : tuple of str
        The values that are compared.
    rows : pandas.DataFrame
        A row a unit: `genre`, `event`, `name` (of the family of copies), `group` (code), `fixed` (a text
        under two labels keeps them) and `articles`.
    columns : pandas.DataFrame
        A row a column: the cell (`genre`, `voice`, `measure`, `target`, ...), its `unit`, and its `node`.
    x, d, has, n : float arrays, units × columns
        Numerator, denominator, articles with hits, articles with a denominator.
    pairs : tuple of (int, int)
        Which groups are compared, as codes; the number of groups stands for all others together.
    member : dict of str to int
        The row of each family of copies, by its name; empty where there are very many articles.
    items : pandas.DataFrame
        What is in an article or not: `node` and `item`, as a word or a name.
    there : float32 array, units × items
        Articles of the unit that have it.
    """

    groups: tuple[str, ...]
    rows: pd.DataFrame
    columns: pd.DataFrame
    x: Floats
    d: Floats
    has: Floats
    n: Floats
    pairs: tuple[tuple[int, int], ...] = ()
    member: dict[str, int] = field(default_factory=dict)
    items: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"node": [], "item": []}, dtype="str"))
    there: Any = None

    @cached_property
    def strata(self) -> Ints:
        """The event of each unit, by number."""
        return np.asarray(pd.factorize(self.rows["event"])[0], dtype=np.int64)

    def with_items(self, node: str, articles: Sequence[str], items: Sequence[str], least: int = 3) -> Units:
        """Return these with a node of what articles have or not.

        Parameters
        ----------
        node : str
            What the items are.
        articles, items : sequence of str
            An item in an article each; families of copies go by the name of `rows`.
        least : int
            Items in fewer articles are left out.
        """
        found = pd.DataFrame({"article": list(articles), "item": list(items)}).drop_duplicates()
        found = found[found["article"].isin(self.member)]
        often = found["item"].value_counts()
        found = found[found["item"].map(often) >= least]
        code, names = pd.factorize(found["item"], sort=True)
        block = np.zeros((len(self.rows), len(names)), dtype=np.float32)
        np.add.at(block, (found["article"].map(self.member).to_numpy(int), code), 1.0)
        more = pd.DataFrame({"node": node, "item": names}, dtype="str")
        return replace(
            self,
            items=pd.concat([self.items, more], ignore_index=True),
            there=block if self.there is None else np.hstack([self.there, block]),
        )

    def select_columns(self, kept: Flags) -> Units:
        """Return these with the columns that are kept."""
        values = {name: getattr(self, name)[:, kept] for name in ("x", "d", "has", "n")}
        return replace(self, columns=self.columns[kept].reset_index(drop=True), **values)

    def joined(self, other: Units) -> Units:
        """Return both as one: the columns of other scores of the same articles, as of sources."""
        keys = ["genre", "event", "name", "group"]
        rows = pd.concat([self.rows, other.rows], ignore_index=True)
        rows = rows.groupby(keys, sort=True).agg({"fixed": "any", "articles": "max"}).reset_index()
        index = pd.MultiIndex.from_frame(rows[keys])
        values = {}
        places = [index.get_indexer(pd.MultiIndex.from_frame(one.rows[keys])) for one in (self, other)]
        for name in ("x", "d", "has", "n"):
            parts = [np.zeros((len(rows), getattr(one, name).shape[1])) for one in (self, other)]
            for part, place, one in zip(parts, places, (self, other), strict=True):
                part[place] = getattr(one, name)
            values[name] = np.hstack(parts)
        member = {
            name: int(place[row])
            for one, place in zip((other, self), reversed(places), strict=True)
            for name, row in one.member.items()
        }
        columns = pd.concat([self.columns, other.columns], ignore_index=True)
        for name in columns.columns.difference(["target"]):
            columns[name] = columns[name].astype(object).where(columns[name].notna(), "all")
        return Units(self.groups, rows, columns, **values, pairs=self.pairs, member=member)

    def with_columns(self, columns: pd.DataFrame, **values: Floats) -> Units:
        """Return these with further columns, `values` being their `x`, `d`, `has` and `n`."""
        every: dict[str, Any] = {key: np.hstack([getattr(self, key), more]) for key, more in values.items()}
        missing = dict.fromkeys(self.columns.columns.difference([*columns.columns, "target"]), "all")
        columns = pd.concat([self.columns, columns.assign(**missing)], ignore_index=True)
        return replace(self, columns=columns, **every)


def node_of(measure: str, target: object) -> str:
    """Return the matter that a measure is of: its variants, positive and negative say, are one.

    >>> node_of("tone.net", None), node_of("stance.net", "China"), node_of("frame.visits.reset", None)
    ('tone', 'stance toward China', 'frame.visits.reset')
    >>> node_of("sources.words_by_country", "CN"), node_of("sources.first", "official")
    ('sources by country', 'sources')
    >>> node_of("demands.of", "Canada"), node_of("causes.blame", "Canada")
    ('demands.of', 'causes')
    """
    group = measure_group(measure)
    if group in ("frame", "demands"):
        return measure
    if group == "causes":
        return group
    if group == "sources":
        return "sources by country" if measure.endswith("_by_country") else "sources"
    return f"{group} toward {target}" if target == target and target is not None else group


class Gathering:
    """Units, put together from the sums of a few measures at a time."""

    def __init__(self, layout: Layout, pairs: Sequence[tuple[int, int]]) -> None:
        self._pairs = tuple(pairs)
        self._groups, self._names, self._events = layout.groups, layout.names, layout.events
        self._cells = layout.cells
        self._genres, self._kinds = np.zeros(len(layout.cells), dtype=np.int64), ["all"]
        if "genre" in layout.cells:
            self._genres, kinds = pd.factorize(layout.cells["genre"], sort=True)
            self._kinds = [str(kind) for kind in kinds]
        self._parts: list[pd.DataFrame] = []
        self._families: list[pd.DataFrame] = []

    def add(self, data: Clusters) -> None:
        """Put a block of cells down."""
        place = (self._genres[data.cell] * len(self._events) + data.event) * len(self._groups) + data.group
        kept = pd.DataFrame({"place": place, "family": data.family}).drop_duplicates()
        crowd = np.bincount(kept["place"], minlength=int(place.max()) + 1) > BUNDLES
        if len(self._names) <= DETAILED:
            self._families.append(kept.assign(bundle=crowd[kept["place"]]))
        found = pd.DataFrame(
            {
                "place": place, "bundle": crowd[place], "cell": data.cell,
                # Names are in order of the alphabet, of which what stands so far apart is as good as drawn.
                "family": np.where(crowd[place], data.family % BUNDLES, data.family),
                "fixed": data.shared, "x": data.x, "d": data.d,
                "has": np.where(data.hits > 0, data.articles, 0), "n": np.where(data.d > 0, data.articles, 0),
            }
        )  # fmt: skip
        keys = ["place", "bundle", "family", "cell"]
        made = found.groupby(keys, sort=False)
        self._parts.append(
            made.agg({"fixed": "any", "x": "sum", "d": "sum", "has": "sum", "n": "sum"}).reset_index()
            if crowd.any() else found
        )  # fmt: skip

    def units(self) -> Units:
        """Return what was put down."""
        every = pd.concat(self._parts, ignore_index=True)
        keys = ["place", "bundle", "family"]
        rows = every.groupby(keys, sort=True).agg({"fixed": "any", "n": "max"}).reset_index()
        row = pd.MultiIndex.from_frame(rows[keys]).get_indexer(pd.MultiIndex.from_frame(every[keys]))
        shape = len(rows), len(self._cells)
        at = row * shape[1] + every["cell"].to_numpy()
        values = {
            name: np.bincount(at, every[name].to_numpy(np.float64), minlength=shape[0] * shape[1]).reshape(
                shape
            )
            for name in ("x", "d", "has", "n")
        }
        place, group = np.divmod(rows["place"].to_numpy(), len(self._groups))
        kind, event = np.divmod(place, len(self._events))
        about = pd.DataFrame(
            {
                "genre": [self._kinds[code] for code in kind],
                "event": [self._events[code] or "" for code in event],
                "name": [
                    f"bundle {family}" if bundle else self._names[family]
                    for family, bundle in zip(rows["family"], rows["bundle"], strict=True)
                ],
                "group": group, "fixed": rows["fixed"], "articles": rows["n"],
            }
        )  # fmt: skip
        columns = self._cells.reset_index(drop=True)
        apart = [n for n in columns if n not in ("measure", "target", "unit", "by")]
        matter = [node_of(str(m), t) for m, t in zip(columns["measure"], columns["target"], strict=True)]
        columns = columns.assign(
            node=[
                "|".join([*map(str, one), what])
                for one, what in zip(columns[apart].to_numpy(), matter, strict=True)
            ]
        )
        member: dict[str, int] = {}
        if self._families:
            every = pd.concat(self._families).drop_duplicates(["place", "family"]).iloc[::-1]
            code = np.where(every["bundle"], every["family"] % BUNDLES, every["family"])
            at = pd.MultiIndex.from_frame(rows[keys]).get_indexer(
                pd.MultiIndex.from_frame(every.assign(family=code)[keys])
            )
            member = {self._names[f]: int(r) for f, r in zip(every["family"], at, strict=True)}
        return Units(self._groups, about, columns, **values, pairs=self._pairs, member=member)


class Selection(NamedTuple):
    """What may be told.

    `nodes` has a row a node: `node`, `tested`, `p`, `p_adjusted`, `selected`. `pairs` has a row a node × pair
    of those tested: `node`, `a`, `b`, `p` (adjusted over the pairs of its node), `found` and `columns`
    (those that differ most, the clearest first; of presence, plus the number of columns). `items` has a row
    an item × pair that was found, with `p`. `shuffled` is the share of shuffles with as many nodes selected.
    """

    nodes: pd.DataFrame
    pairs: pd.DataFrame
    items: pd.DataFrame
    shuffled: float


class _Stratum(NamedTuple):
    rows: Ints
    labels: Any
    still: Ints


def select_nodes(
    units: Units, *, primary: Flags | None = None, level: float = ALPHA, draws: int = DRAWS, seed: int = 1
) -> Selection:
    """Test every node, and select those that may be told.

    Parameters
    ----------
    units : Units
    primary : array of bool, optional
        Which columns were named beforehand: their nodes are a family of their own.
    level : float
        The false discovery rate.
    draws, seed : int

    Returns
    -------
    Selection

    Notes
    -----
    The statistic of a column and pair is the squared studentised difference (of the logarithm, for rates), 0
    where a side has under 3 articles to divide by or under 2 with hits; beside it that of the articles that
    have any hit at all, beyond what their words would give, by which none against many can be told. Both
    rules are the same in every arrangement, so that the test is exact up to its draws. A node that no
    arrangement could make significant is in no family, which depends on the articles and not on their labels.
    """
    strata, pairs = list(_strata(units, draws, seed)), units.pairs
    named = np.zeros(len(units.columns), dtype=bool) if primary is None else primary
    label = np.where(named, "primary|", "") + units.columns["node"].to_numpy(object)
    # What one group writes and others don't is sought against all others, since a pair has few articles.
    alone = sorted({code for pair in pairs for code in pair if code < len(units.groups)})
    against = tuple((code, len(units.groups)) for code in alone) if len(units.groups) > 2 else pairs
    with one_thread(), ThreadPoolExecutor(available()) as threads:
        there = [
            threads.submit(
                _present, units, strata, against, node, np.flatnonzero(units.items["node"] == node)
            )
            for node in sorted(set(units.items["node"]))
        ]
        found = [*_measured(units, strata, pairs, label, threads), *(one.result() for one in there)]
    least = np.array([one.p.min() for one in found])
    tested = least <= ALPHA
    nodes = pd.DataFrame(
        {
            "node": [one.node.removeprefix("primary|") for one in found],
            "family": ["primary" if one.node.startswith("primary|") else "exploratory" for one in found],
            "tested": tested,
            "p": [float(one.p[0]) if use else np.nan for one, use in zip(found, tested, strict=True)],
        }
    )
    nodes["p_adjusted"], nodes["selected"], nodes["level"] = np.nan, False, np.nan
    count = np.zeros(draws + 1, dtype=np.int64)
    for _, places in nodes[tested].groupby("family").groups.items():
        every = np.column_stack([found[place].p for place in places])
        adjusted = scipy.stats.false_discovery_control(np.minimum(every[0], 1.0))
        nodes.loc[places, "p_adjusted"] = adjusted
        nodes.loc[places, "selected"] = adjusted <= level
        nodes.loc[places, "level"] = level * max(1, int((adjusted <= level).sum())) / len(places)
        steps = level * np.arange(1, len(places) + 1) / len(places)
        under = np.sort(every, axis=1) <= steps + 1e-12
        count += np.where(under.any(axis=1), len(places) - under[:, ::-1].argmax(axis=1), 0)
    told, items = [], []
    names = [*units.groups, "rest"]
    for place, one in enumerate(found):
        mine = pairs if one.items is None else against
        if tested[place]:
            limit = nodes.loc[place, "level"] if nodes.loc[place, "selected"] else 0.0
            told += [
                {"node": nodes.loc[place, "node"], "family": nodes.loc[place, "family"],
                 "a": names[a], "b": names[b],
                 "p": p, "found": bool(p <= limit), "columns": columns}
                for (a, b), p, columns in zip(mine, one.by_pair, one.lead, strict=True)
            ]  # fmt: skip
            if one.items is not None:
                few = one.items[one.items["p"] <= limit]
                items.append(few.assign(a=[names[a] for a in few["a"]], b=[names[b] for b in few["b"]]))
    columns = ["node", "item", "a", "b", "p"]
    return Selection(
        nodes,
        pd.DataFrame(told, columns=["node", "family", "a", "b", "p", "found", "columns"]),
        pd.concat(items, ignore_index=True)[columns] if items else pd.DataFrame(columns=columns),
        float((count >= count[0]).mean()),
    )


def _strata(units: Units, draws: int, seed: int) -> Iterator[_Stratum]:
    """Yield the units of each kind and event with their labels: as they are, then as they were drawn."""
    rows = units.rows
    for key, of in rows.groupby(["genre", "event"], sort=True).groups.items():
        place = np.asarray(of, dtype=np.int64)
        free = place[~rows["fixed"].to_numpy()[place]]
        order = np.argsort(rows["name"].to_numpy(object)[free].astype(str), kind="stable")
        free = free[order]
        labels = rows["group"].to_numpy()[free].astype(np.int8)
        rng = seeded(seed, ("nodes", *map(str, key), *rows["name"].to_numpy(object)[free]))
        # What is drawn hangs on the names of articles and not on those of groups.
        places = rng.permuted(
            np.broadcast_to(np.arange(len(free), dtype=np.int32), (draws, len(free))), axis=1
        )
        yield _Stratum(free, np.vstack([labels[None], labels[places]]), np.setdiff1d(place, free))


def _parts(units: Units, stratum: _Stratum, values: Any) -> tuple[Any, list[Any]]:
    """Return the values of what moves, and the sums of what is fixed, a row a group."""
    code = units.rows["group"].to_numpy()[stratum.still]
    still = values[stratum.still]
    return values[stratum.rows], [still[code == group].sum(axis=0) for group in range(len(units.groups))]


class _Node(NamedTuple):
    """A node's p by arrangement, by pair of the labels as they are, and what differs most in each pair."""

    node: str
    p: Floats
    by_pair: list[float]
    lead: list[list[int]]
    items: pd.DataFrame | None = None


def _rank(statistic: Any) -> Any:
    """Return for each arrangement the share of all with as large a statistic, a row a column's."""
    p = np.ones(statistic.shape, dtype=np.float32)
    for row in np.flatnonzero(statistic.any(axis=1)).tolist():
        order = np.argsort(statistic[row])
        # Equal ones have the place of the first of them; none is below 0, or infinite.
        first = np.flatnonzero(np.diff(statistic[row, order], prepend=-1.0))
        p[row, order] = np.repeat(1 - first / len(order), np.diff(first, append=len(order)))
    return p


def _measured(
    units: Units,
    strata: Sequence[_Stratum],
    pairs: Sequence[tuple[int, int]],
    label: Any,
    threads: ThreadPoolExecutor,
) -> list[_Node]:
    """Test the nodes of measures; `label` says of which each column is."""
    kinds, draws = units.rows["genre"].to_numpy(object), len(strata[0].labels)
    genre = units.columns["genre"].to_numpy(object) if "genre" in units.columns else np.full(len(label), "")
    blocks = []
    for kind in sorted(set(genre)):
        mine = [one for one in strata if not kind or kinds[[*one.rows, *one.still][0]] == kind]
        nodes = [
            np.flatnonzero((genre == kind) & (label == node)) for node in sorted(set(label[genre == kind]))
        ]
        most = _HELD // (2 * draws * len(pairs))
        blocks += [(mine, together) for together in _blocks(nodes, most)]

    def test(block: tuple[list[_Stratum], list[Ints]]) -> list[_Node]:
        mine, together = block
        statistic = _statistics(units, mine, pairs, np.concatenate(together))
        p = _rank(statistic.reshape(-1, draws)).reshape(statistic.shape)
        ends = np.cumsum([len(one) for one in together])
        parts = [slice(end - len(one), end) for one, end in zip(together, ends, strict=True)]
        return [
            _node(label[one[0]], p[:, :, part], statistic[:, :, part, 0], one, len(label))
            for one, part in zip(together, parts, strict=True)
        ]

    return sorted((node for nodes in threads.map(test, blocks) for node in nodes), key=lambda one: one.node)


def _node(node: str, p: Any, seen: Floats, columns: Ints, size: int) -> _Node:
    """Return a node by p of its columns, pairs × (size, presence) × columns × arrangements."""
    by_pair = p.min(axis=(1, 2))
    lead = []
    for own, far in zip(p[..., 0].reshape(len(p), -1), seen.reshape(len(p), -1), strict=True):
        # A rate says more than a presence, and of several what is further apart.
        alike = np.flatnonzero(own <= _ALIKE * own.min())
        order = np.lexsort([-far[alike], alike >= len(columns)])
        lead.append([int(columns[at % len(columns)]) + size * int(at >= len(columns)) for at in alike[order]])
    # For each arrangement the share of all whose least p is as small.
    least = by_pair.min(axis=0)
    share = np.searchsorted(np.sort(least), least + 1e-9, side="right") / len(least)
    return _Node(node, share, _step_down(by_pair), lead)


def _blocks(nodes: Sequence[Ints], most: int) -> Iterator[list[Ints]]:
    """Yield some nodes at a time that have about so many columns."""
    block: list[Ints] = []
    for node in nodes:
        if block and sum(map(len, block)) + len(node) > most:
            yield block
            block = []
        block.append(node)
    if block:
        yield block


def _step_down(by_pair: Any) -> list[float]:
    """Return p of each pair, adjusted for all: the least first, each against what is left."""
    left, result, reached = list(range(len(by_pair))), [1.0] * len(by_pair), 0.0
    while left:
        first = left[int(np.argmin(by_pair[left, 0]))]
        least = by_pair[left].min(axis=0)
        reached = max(reached, float((least <= by_pair[first, 0] + 1e-9).mean()))
        result[first] = reached
        left.remove(first)
    return result


def _statistics(
    units: Units, strata: Sequence[_Stratum], pairs: Sequence[tuple[int, int]], columns: Ints
) -> Floats:
    """Return squared statistics, pairs × 2 (of size, of presence) × columns × arrangements."""
    c, groups = len(columns), len(units.groups)
    draws = len(strata[0].labels)
    result = np.zeros((len(pairs), 2, c, draws))
    # A side with fewer units than that has no statistic, however labels fall.
    code = units.rows["group"].to_numpy()[np.concatenate([[*one.rows, *one.still] for one in strata])]
    many = np.bincount(code, minlength=groups + 1)
    many[groups] = len(code)
    tested = [
        (at, a, b)
        for at, (a, b) in enumerate(pairs)
        if min(many[a], many[b] - (many[a] if b == groups else 0)) >= _LEAST
    ]
    if not tested:
        return result
    x, d = units.x[:, columns], units.d[:, columns]
    size = np.maximum(np.abs(x).max(axis=0, initial=0.0), 1.0)
    x = x / size
    live = (d > 0).astype(np.float64)
    hits = ((units.has[:, columns] > 0) & (d > 0)).astype(np.float64)
    beyond, chance = _residuals(units.has[:, columns] * live, units.n[:, columns] * live, d)
    values = np.hstack([x, x * x, x * d, d, d * d, hits, live, beyond, chance, units.n[:, columns] * live])
    # What columns of one voice share, as what they are divided by, is summed once.
    values, index = np.unique(values, axis=1, return_inverse=True)
    index = index.reshape(10, c)
    logs = np.array([UNITS[unit].ratio for unit in units.columns["unit"].iloc[columns]], dtype=bool)[:, None]
    parts = [_parts(units, one, values) for one in strata]
    pooled = len(strata) <= _STRATA
    step = max(1, _CACHED // (values.shape[1] * (len(strata) if pooled else 1)))
    for begin in range(0, draws, step):
        some = slice(begin, begin + step)
        sums: list[list[Floats]] = []
        for one, (moving, still) in zip(strata, parts, strict=True):
            of_groups = [
                moving.T @ (one.labels[some] == group).T.astype(np.float64) + still[group][:, None]
                for group in range(groups)
            ]
            if pooled or not sums:
                sums.append(of_groups)
            else:
                sums[0] = [a + b for a, b in zip(sums[0], of_groups, strict=True)]
        every = [np.sum(of, axis=0) for of in sums]
        with np.errstate(divide="ignore", invalid="ignore"):
            made = [[_moments(one, index) for one in of] for of in sums]
            for at, a, b in tested:
                sides = [
                    (of[a], of[b] if b < groups else _moments(whole - of_sums[a], index))
                    for of, of_sums, whole in zip(made, sums, every, strict=True)
                ]
                result[at, :, :, some] = _compared(sides, logs)
    # The same arrangement, summed in another order, is a tie.
    return np.round(result, 9, out=result)


def _compared(sides: Sequence[tuple[tuple[Floats, ...], tuple[Floats, ...]]], logs: Flags) -> Any:
    """Return the two statistics of a pair by its moments in each stratum; called where divisions may fail."""
    level, noise, with_hits, with_words = ([*(np.zeros(1),) * 2] for _ in range(4))
    weight = excess = spread = np.zeros(1)
    for both in sides:
        (_, _, _, na, ea, ca, ma), (_, _, _, nb, eb, cb, mb) = both
        w = np.where((na > 0) & (nb > 0), na * nb / (na + nb), 0.0)
        for side, (rate, variance, k, n, *_) in enumerate(both):
            level[side] = level[side] + np.where(w > 0, w * rate, 0.0)
            noise[side] = noise[side] + np.where(w > 0, w**2 * variance, 0.0)
            with_hits[side] = with_hits[side] + k
            with_words[side] = with_words[side] + n
        weight = weight + w
        all_n = np.maximum(ma + mb, 1.0)
        excess = excess + (mb * ea - ma * eb) / all_n
        spread = spread + (mb**2 * ca + ma**2 * cb) / all_n**2
    one, other = (of / weight for of in level)
    va, vb = (of / weight**2 for of in noise)
    gap = np.where(logs, np.log(one / other), one - other) ** 2
    size_of = gap / np.where(logs, va / one**2 + vb / other**2, va + vb)
    present = excess**2 / spread
    words = np.minimum(*with_words) >= _LEAST
    size_of[~(words & (np.minimum(*with_hits) >= _LEAST_WITH)) | ~np.isfinite(size_of)] = 0.0
    present[~words | ~np.isfinite(present)] = 0.0
    return size_of, present


def _moments(sums: Any, index: Ints) -> tuple[Floats, ...]:
    """Return rate, linearised variance (Cochran 1977, eq. 6.13), units with hits and words, and presence.

    `index` has a row a kind of sum, and says in which row of `sums` a column's stands.
    """
    x, xx, xd, d, dd, hits, live, *presence = (sums[rows] for rows in index)
    rate = x / d
    variance = live / np.maximum(live - 1, 1) * np.maximum(xx - 2 * rate * xd + rate**2 * dd, 0.0) / d**2
    return rate, variance, hits, live, *presence


def _residuals(has: Floats, n: Floats, d: Floats) -> tuple[Floats, Floats]:
    """Return how many articles with hits a unit has beyond what its words would give, and its variance.

    Longer articles have a hit sooner: at one rate for all, hits by chance, an article of ``d`` words has one
    with probability ``1 - exp(-rate d)``; the rate is that which gives as many articles with hits as there
    are.
    """
    each = np.where(n > 0, d / np.maximum(n, 1.0), 0.0)
    total, every = has.sum(axis=0), n.sum(axis=0)
    low, high = np.full(has.shape[1], -60.0), np.full(has.shape[1], 60.0)
    for _ in range(60):
        middle = (low + high) / 2
        more = (n * -np.expm1(-np.exp(middle) * each)).sum(axis=0) > total
        low, high = np.where(more, low, middle), np.where(more, middle, high)
    chance = np.where((total > 0) & (total < every), -np.expm1(-np.exp(low) * each), 0.0)
    return np.where(chance > 0, has - n * chance, 0.0), n * chance * (1 - chance)


def _present(
    units: Units, strata: Sequence[_Stratum], pairs: Sequence[tuple[int, int]], node: str, columns: Ints
) -> _Node:
    """Test a node of items: the clearest difference in the articles that have one, over items and pairs."""
    draws, codes = len(strata[0].labels), [a for a, _ in pairs]
    # Of articles of other kinds there is nothing.
    news = units.rows["genre"].isin(["news", "all"]).to_numpy(np.float32)[:, None]
    values = news * np.hstack([units.rows[["articles"]].to_numpy(np.float32), units.there[:, columns]])
    parts = [_parts(units, one, values) for one in strata]
    moving, still = np.vstack([part for part, _ in parts]), np.sum([fixed for _, fixed in parts], axis=0)
    labels = np.hstack([one.labels for one in strata])
    total = moving.sum(axis=0) + still.sum(axis=0)
    whole = float(total[0])
    # What nobody has, or everybody, differs nowhere.
    told = (total[1:] > 0) & (total[1:] < whole)
    columns, both = columns[told], total[1:][told].astype(np.int64)
    size = np.stack([(labels == a) @ moving[:, 0] + still[a, 0] for a in codes], axis=1).astype(np.float64)
    listed = whole <= _LISTED and (size == size[0]).all()
    # A side of an article or two has words that no other has by itself.
    enough = np.minimum(size, whole - size) >= _LEAST
    scale = enough / (1.0 if listed else np.maximum(size * (whole - size), 1.0))
    weight = whole**2 * (whole - 1) / (both * (whole - both))
    moving, still = moving[:, 1:][:, told], still[:, 1:][:, told]
    if listed:
        chances = np.concatenate([_chance(int(n), int(whole), both).ravel() for n in size[0]])
        wide = np.repeat(size[0].astype(np.int64) + 1, len(both))
        firsts = (np.cumsum(wide) - wide).reshape(len(codes), len(both))
    most, seen = np.zeros(size.shape), np.zeros((len(pairs), len(both)))
    # A unit is in one group: what there is is looked at once an arrangement, for all groups.
    unit, item = np.nonzero(moving)
    each, step = np.count_nonzero(moving, axis=1), max(1, _CACHED // max(len(unit), still.size, 1))
    has = np.tile(moving[unit, item].astype(np.float64), min(step, draws))
    for begin in range(0, draws if len(both) else 0, step):
        some = slice(begin, min(begin + step, draws))
        shape = (some.stop - begin, *still.shape)
        group = np.arange(shape[0])[:, None] * still.size + labels[some] * np.int64(len(both))
        place = (np.repeat(group, each, axis=1) + item).ravel()
        k = (np.bincount(place, has[: len(place)], math.prod(shape)).reshape(shape) + still)[:, codes]
        if listed:
            statistic = chances.take(firsts + k.astype(np.int64))
        else:
            k -= size[some, :, None] * (both / whole)
            statistic = np.multiply(np.square(k, out=k), weight, out=k)
        # The same but for how it was worked out is a tie.
        most[some] = np.round(statistic.max(axis=2) * scale[some], 6)
        if begin == 0:
            seen = np.round(statistic[0] * scale[0][:, None], 6)
    every = most.max(axis=1)
    ordered = np.sort(every)
    p = (draws - np.searchsorted(ordered, every, side="left")) / draws
    own = (draws - np.searchsorted(ordered, seen, side="left")) / draws
    pair, item = np.nonzero(own <= ALPHA)
    items = pd.DataFrame(
        {"node": node, "item": units.items["item"].to_numpy(object)[columns[item]],
         "a": np.array(pairs)[pair, 0], "b": np.array(pairs)[pair, 1], "p": own[pair, item]}
    )  # fmt: skip
    return _Node(node, p, _step_down(_rank(most.T)), [[] for _ in pairs], items)


def _chance(n_a: int, n: int, both: Ints) -> Floats:
    """Return, item × articles of a side with it, how seldom chance gives as much: -log10 of p.

    Twice the smaller tail of the hypergeometric distribution; `both` are the articles of both sides with each
    item. An item of three articles that one side has all
    of is far from what is expected, and no rarity among thousands of items: its square would hide the others.
    """
    known, of = np.unique(both, return_inverse=True)
    k = np.arange(n_a + 1)
    tails = [
        side(k - less, n, known[:, None], n_a)
        for side, less in ((scipy.stats.hypergeom.cdf, 0), (scipy.stats.hypergeom.sf, 1))
    ]
    p = np.minimum(2 * np.minimum(*tails), 1.0)
    return np.round(-np.log10(np.maximum(np.nan_to_num(p, nan=1.0), 1e-300)), 6).astype(np.float32)[of]
