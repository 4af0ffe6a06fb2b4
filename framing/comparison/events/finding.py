"""From articles to groups, told once: read, weigh, meet, judge, group. What it gives is for `group`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array

from framing.comparison.events.pairs import (
    FEATURES,
    KEPT,
    Pairs,
    Weighted,
    Words,
    cosines,
    described,
    merged,
    neighbours,
    weighted,
)
from framing.engine.parts import Articles, map_parts, metadata
from framing.engine.pool import bar
from framing.errors import FramingError, brief, warn
from framing.features.cells import arrow
from framing.plugins import toml
from framing.schema import MILLION
from framing.text.overlap.shingles import fingerprints
from framing.text.tokens import chunks, tokenize

# Groups from likely pairs: a constant Potts model by local moving, in whole numbers; knows nothing of words.

#: Rounds of moving, joining and moving again at most; three or four are the rule.
_ROUNDS = 20


@dataclass(frozen=True)
class Graph:
    """What is to be grouped.

    Attributes
    ----------
    a, b : int64 arrays
        Nodes of each edge, ``a < b``, each pair once.
    p : int64 array
        Millionths of probability that the two belong together.
    outlets : list of tuple of int
        The outlets of each node.
    given : int64 array
        The group that a node is in for good, from 0; -1 for none.
    full : bool array
        The node has more likely neighbours than edges.
    """

    a: np.ndarray
    b: np.ndarray
    p: np.ndarray
    outlets: list[tuple[int, ...]]
    given: np.ndarray
    full: np.ndarray


@dataclass
class _Node:
    """One node or several joined ones; an edge is (sum of p, pairs, pairs of two full nodes)."""

    size: int
    full: int
    given: int
    outlets: dict[int, int]
    edges: dict[int, tuple[int, int, int]] = field(default_factory=dict)


def communities(graph: Graph, threshold: int, twice: int) -> np.ndarray:
    """Return the group of each node: the number of its first node.

    Parameters
    ----------
    graph : Graph
    threshold : int
        Millionths; a pair less likely than this speaks against a group.
    twice : int
        Millionths taken off for each pair of one outlet in a group.

    Returns
    -------
    int64 array
        Depends on the order of nodes where two moves are worth the same: the lower number wins.
    """
    nodes = _nodes(graph)
    # The nodes of each given group are joined for good.
    first_of: dict[int, int] = {}
    home = [first_of.setdefault(n.given, i) if n.given >= 0 else i for i, n in enumerate(nodes)]
    nodes, member = _joined(nodes, home)
    rules = _Rules(threshold, twice)
    home = list(range(len(nodes)))
    for _ in range(_ROUNDS):
        moved = _moved(nodes, home, rules)
        joined, into = _joined(nodes, home)
        places = list(range(len(joined)))
        merged = _moved(joined, places, rules)
        home = _renamed([places[into[node]] for node in range(len(nodes))])
        if not merged and not moved:
            break
    group = np.asarray(home, np.int64)[np.asarray(member, np.int64)]
    first = np.full(len(nodes), len(group), np.int64)
    np.minimum.at(first, group, np.arange(len(group)))
    return first[group]


@dataclass(frozen=True)
class _Rules:
    threshold: int
    twice: int

    def worth(self, node: _Node, other: _Node, edge: tuple[int, int, int]) -> int | None:
        """Return what joining the two adds, or None where they may not be joined."""
        likely, pairs, both_full = edge
        if node.given >= 0 and other.given >= 0:
            return None
        few, many = sorted((node.outlets, other.outlets), key=len)
        same = sum(count * many.get(outlet, 0) for outlet, count in few.items())
        known = node.size * other.size - node.full * other.full + both_full
        if node.given >= 0 or other.given >= 0:
            # A group that someone gave may be wider than ours: only what is seen counts.
            known = pairs
        return likely - self.threshold * known - self.twice * same


def _nodes(graph: Graph) -> list[_Node]:
    nodes = [
        _Node(1, int(full), int(given), dict.fromkeys(outlets, 1))
        for full, given, outlets in zip(graph.full.tolist(), graph.given.tolist(), graph.outlets, strict=True)
    ]
    for a, b, p in zip(graph.a.tolist(), graph.b.tolist(), graph.p.tolist(), strict=True):
        edge = (p, 1, nodes[a].full & nodes[b].full)
        nodes[a].edges[b] = edge
        nodes[b].edges[a] = edge
    return nodes


def _moved(nodes: list[_Node], home: list[int], rules: _Rules) -> bool:
    """Move nodes to the group where they are worth most until none moves; say whether any did."""
    groups: dict[int, _Node] = {}
    for node, place in enumerate(home):
        groups.setdefault(place, _Node(0, 0, -1, {}))
        _add(groups[place], nodes[node], 1)
    empty = max(home, default=0) + 1
    ever, queue, waiting = False, list(range(len(nodes))), [True] * len(nodes)
    while queue:
        later: list[int] = []
        for node in queue:
            waiting[node] = False
            this = nodes[node]
            if this.given >= 0:
                continue
            old = home[node]
            _add(groups[old], this, -1)
            ties: dict[int, tuple[int, int, int]] = {}
            for other, edge in this.edges.items():
                place = home[other]
                have = ties.get(place, _NO_EDGE)
                ties[place] = have[0] + edge[0], have[1] + edge[1], have[2] + edge[2]
            best, place = 0, -1
            for candidate in sorted(ties):
                worth = rules.worth(this, groups[candidate], ties[candidate])
                if worth is not None and (worth > best or (worth == best > 0 and candidate == old)):
                    best, place = worth, candidate
            if place < 0:
                # Alone: where it was, if nobody else is there.
                place = old if not groups[old].size else empty
                empty += place == empty
                groups.setdefault(place, _Node(0, 0, -1, {}))
            _add(groups[place], this, 1)
            home[node] = place
            if place != old:
                ever = True
                for other in this.edges:
                    if home[other] != place and not waiting[other]:
                        waiting[other] = True
                        later.append(other)
        queue = sorted(later)
    return ever


def _add(group: _Node, node: _Node, sign: int) -> None:
    group.size += sign * node.size
    group.full += sign * node.full
    if node.given >= 0:
        group.given = node.given
    for outlet, count in node.outlets.items():
        left = group.outlets.get(outlet, 0) + sign * count
        if left:
            group.outlets[outlet] = left
        else:
            group.outlets.pop(outlet, None)


def _joined(nodes: list[_Node], home: list[int]) -> tuple[list[_Node], list[int]]:
    """Return a node a group, and which one each node went into."""
    into = _renamed(home)
    joined = [_Node(0, 0, -1, {}) for _ in range(max(into, default=-1) + 1)]
    for node, place in zip(nodes, into, strict=True):
        _add(joined[place], node, 1)
        edges = joined[place].edges
        for other, edge in node.edges.items():
            there = into[other]
            if there != place:
                have = edges.get(there, _NO_EDGE)
                edges[there] = have[0] + edge[0], have[1] + edge[1], have[2] + edge[2]
    return joined, into


def _renamed(home: list[int]) -> list[int]:
    """Return groups numbered in order of their first node.

    >>> _renamed([7, 3, 7])
    [0, 1, 0]
    """
    names: dict[int, int] = {}
    return [names.setdefault(place, len(names)) for place in home]


# What is grouped: articles, those with the same words on one day taken as one; and when each appeared.

_DAY = pd.Timedelta(days=1)
_NO_EDGE = (0, 0, 0)


class Nodes(NamedTuple):
    """Nodes of the graph.

    Attributes
    ----------
    of : int64 array, one item an article
        Its node.
    first : int64 array, one item a node
        The article that stands for it.
    outlets : list of tuple of int
    given : int64 array
        Code of the event it was given; -1 for none.
    day : float64 array
        When it appeared; NaN for no date.
    whole : bool array
        Only the day is known.
    """

    of: np.ndarray
    first: np.ndarray
    outlets: list[tuple[int, ...]]
    given: np.ndarray
    day: np.ndarray
    whole: np.ndarray


def nodes(frame: pd.DataFrame, words: Words) -> Nodes:
    """Return the nodes of articles: copies of one day and one given event are one.

    Parameters
    ----------
    frame : pandas.DataFrame
        In order of id, without title and text.
    words : Words
    """
    # When articles appeared, in days since 1970, and of which only the day is known.
    times = frame["published"]
    day = (times - pd.Timestamp(0, tz="UTC")) / _DAY
    values = day.to_numpy(np.float64, na_value=np.nan)
    precision = frame["published_precision"].astype("str").to_numpy()
    whole = np.isfinite(values) & (
        (precision == "day") | ((precision != "minute") & (values == np.floor(values)))
    )
    day = np.where(whole, np.floor(values), values)
    given = pd.factorize(frame["event"], sort=True)[0].astype(np.int64)
    keys = pd.DataFrame(
        {
            "text": words.own,
            "short": words.prints == 0,
            "day": np.where(np.isnan(day), -1e9, np.floor(day)),
            "given": given,
        }
    )
    of = keys.groupby(["text", "short", "day", "given"], sort=False).ngroup().to_numpy().astype(np.int64)
    first = np.full(of.max(initial=-1) + 1, len(of), np.int64)
    np.minimum.at(first, of, np.arange(len(of)))
    outlet = pd.factorize(frame["outlet"], sort=True)[0]
    pairs = pd.DataFrame({"node": of, "outlet": outlet}).drop_duplicates().sort_values(["node", "outlet"])
    bounds = np.searchsorted(pairs["node"].to_numpy(), np.arange(len(first) + 1)).tolist()
    listed = pairs["outlet"].tolist()
    outlets = [tuple(listed[i:j]) for i, j in pairwise(bounds)]
    return Nodes(of, first, outlets, given[first], day[first], whole[first])


def span(window: Any) -> float:
    """Return a window in days; None is any length of time.

    >>> span("3D"), span("36h"), span(2), span("2"), span(None)
    (3.0, 1.5, 2.0, 2.0, inf)

    Raises
    ------
    FramingError
        It is no length of time, or none at all.
    """
    if window is None:
        return float("inf")
    try:
        if isinstance(window, bool):
            raise ValueError
        if isinstance(window, str) and window.strip().replace(".", "", 1).isdecimal():
            window = float(window)
        length = pd.Timedelta(days=window) if isinstance(window, (int, float)) else pd.Timedelta(window)
        found = float(length / _DAY)
        if not found > 0:
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        raise FramingError(
            f"window {brief(window)} is no length of time; give one as '3D' or '36h', a number of days, "
            "or None for no window"
        ) from None
    return found


# Collections on a few wide events, such as one visit: whether this is one, and what the events are.

#: Fewer articles are no coverage of a visit, and in more the stages of one don't stand alone.
_LEAST_BROAD, _MOST = 6, 5000
#: Articles to an outlet.
_PER_OUTLET = 1.5
#: Cosine above which articles may be on one thing; in a group so many pairs are, and their mean is that.
_ALIKE, _PAIRS, _MEAN = 0.07, 0.8, 0.10
#: A name that says this much and stands in this share of a group is at its core; so many are needed, and in
#: that share of the articles at least half of them.
_SAYS, _CORE, _WORDS, _HELD, _HALF = 3.4, 0.6, 2, 0.8, 0.5
#: Longest time, in windows.
_WINDOWS = 5
#: Share of all articles that must be in such groups; and in the main event, where there is one.
_SHARE, _MAIN = 0.8, 0.75


class Wide(NamedTuple):
    """The wide event that each node is in, -1 for none; and how sure that is.

    That is the share of the others in it that are alike, or of the main event's names that it holds.
    """

    group: np.ndarray
    alike: np.ndarray


def broad(made: Nodes, data: Weighted, pairs: Pairs, cosine: np.ndarray, window: float) -> Wide | None:
    """Return the wide events of a collection that is on a few of them; else None.

    Parameters
    ----------
    made : Nodes
    data : Weighted
        Of the nodes.
    pairs : Pairs
    cosine : float array
        Of each pair.
    window : float
        Days.
    """
    size = len(made.first)
    outlets = {o for some in made.outlets for o in some}
    if not _LEAST_BROAD <= size <= _MOST or size < _PER_OUTLET * len(outlets):
        return None
    alike = np.rint(cosine.astype(np.float64) * MILLION).astype(np.int64)
    least = round(_ALIKE * MILLION)
    ends = np.concatenate([pairs.a, pairs.b])[np.tile(alike >= least, 2)]
    full = np.bincount(ends, minlength=size) >= KEPT
    group = communities(Graph(pairs.a, pairs.b, alike, made.outlets, made.given, full), least, 0)
    for place in np.unique(group).tolist():
        rows = np.flatnonzero(group == place)
        inside = (group[pairs.a] == place) & (group[pairs.b] == place)
        if not _one(made, data, rows, alike[inside], window):
            group[rows] = -1
    if (group >= 0).sum() < _SHARE * size:
        return None
    use = (alike >= least) & (group[pairs.a] == group[pairs.b]) & (group[pairs.a] >= 0)
    others = np.bincount(np.concatenate([pairs.a[use], pairs.b[use]]), minlength=size)
    members = np.bincount(group[group >= 0], minlength=size)[np.maximum(group, 0)]
    return Wide(group, np.minimum(others / np.clip(members - 1, 1, KEPT), 1.0))


def _one(made: Nodes, data: Weighted, rows: np.ndarray, alike: np.ndarray, window: float) -> bool:
    """Say whether a group is plainly on one thing."""
    outlets = {o for row in rows.tolist() for o in made.outlets[row]}
    if len(rows) < _LEAST_BROAD or len(rows) < _PER_OUTLET * len(outlets):
        return False
    looked_at = min(len(rows) - 1, KEPT) * len(rows) / 2
    if alike.sum() < _MEAN * MILLION * looked_at:
        return False
    if (alike >= _ALIKE * MILLION).sum() < _PAIRS * looked_at:
        return False
    day = np.sort(made.day[rows])
    day = day[np.isfinite(day)]
    if len(day) and (np.diff(day).max(initial=0) > window or day[-1] - day[0] > _WINDOWS * window):
        return False
    return not data.english[rows].all() or bool((_core(data, rows) >= _HALF).sum() >= _HELD * len(rows))


def _core(data: Weighted, rows: np.ndarray) -> np.ndarray:
    """Return the share of the rare names that most articles hold which each holds; 0 where these are few."""
    words = data.words
    entries = np.concatenate([np.arange(words.start[r], words.start[r + 1]) for r in rows.tolist()])
    row = np.repeat(np.arange(len(rows)), np.diff(words.start)[rows])
    rare = (data.says[entries] >= _SAYS) & words.name[words.term[entries]]
    term, held = np.unique(words.term[entries][rare], return_counts=True)
    core = term[held >= _CORE * len(rows)]
    has = np.bincount(row[rare], np.isin(words.term[entries][rare], core), len(rows))
    return has / len(core) if len(core) >= _WORDS else np.zeros(len(rows))


def main_event(made: Nodes, data: Weighted, window: float) -> Wide | None:
    """Return the one event that nearly all of a collection is on, as a visit; None where there is none.

    Its articles hold half of the rare names that most of all hold, and appeared within `_WINDOWS` windows of
    the median day, before or after it; of those without a date names decide. How alike two of them are is of
    no matter: an opinion piece shares few words with the report that it is about.
    """
    size = len(made.first)
    if not _LEAST_BROAD <= size <= _MOST or (made.given >= 0).any():
        return None
    held, dated = _core(data, np.arange(size)), np.isfinite(made.day)
    apart = np.abs(made.day - (np.median(made.day[dated]) if dated.any() else 0.0))
    member = (held >= _HALF) & ~(apart > _WINDOWS * window)
    if member.sum() < _MAIN * size:
        return None
    return Wide(np.where(member, np.flatnonzero(member)[0], -1), held)


# How likely two articles are on one event: a logistic model on the features of a pair.

#: Log odds from which a pair is likely, and below which it is unlikely; pairs taken as known beforehand; and
#: the most that one outlet can say against a pair.
_LIKELY, _UNLIKELY, _PRIOR, _MOST_MODEL = 1.0, -2.0, 10.0, 2.0


class Model(NamedTuple):
    """A weight for each of `pairs.FEATURES`, and what is set with them."""

    bias: float
    weights: np.ndarray
    threshold: float
    twice: float
    dated: float
    per_day: float


def model() -> Model:
    """Return the model that comes with the package."""
    raw = toml("framing.comparison.events", "weights")
    weights = np.asarray([raw["weights"][name] for name in FEATURES], np.float64)
    return Model(raw["bias"], weights, raw["threshold"], raw["twice"], raw["dated"], raw["per_day"])


def probability(
    features: np.ndarray, days: np.ndarray, same: np.ndarray, used: Model | None = None
) -> np.ndarray:
    """Return the probability of each pair, in whole millionths.

    Parameters
    ----------
    features : float array, pairs × features
    days : float64 array
        Between the two; NaN where one has no date.
    same : bool array
        Both are of one outlet. What that says is learned from the corpus: how often pairs that are likely
        anyway are of one outlet, beside those that are unlikely.
    used : Model, optional
        The one that comes with the package by default.

    Returns
    -------
    int64 array
    """
    used = model() if used is None else used
    total = np.full(len(features), used.bias)
    # Column by column: a product of matrices may add up in another order on another machine.
    for weight, column in zip(used.weights.tolist(), np.asarray(features, np.float64).T, strict=True):
        total += weight * column
    known = np.isfinite(days)
    total[known] += used.dated + used.per_day * days[known]
    once, else_ = _outlets(total, same)
    total += np.where(same, once, else_)
    return np.rint(1e6 / (1 + np.exp(-np.clip(total, -30, 30)))).astype(np.int64)


def _outlets(total: np.ndarray, same: np.ndarray) -> tuple[float, float]:
    """Return what is added to pairs of one outlet and to others: logarithms of two ratios of shares."""
    likely, unlikely = total > _LIKELY, total < _UNLIKELY
    if not unlikely.any():
        return 0.0, 0.0
    usual = (int(same[unlikely].sum()) + 0.5) / (int(unlikely.sum()) + 1)
    share = (int(same[likely].sum()) + _PRIOR * usual) / (int(likely.sum()) + _PRIOR)
    # Never for a pair because it is of one outlet: what an outlet prints is alike in other ways.
    share = min(share, usual)
    once = max(float(np.log(share / usual)), -_MOST_MODEL)
    return once, float(np.log((1 - share) / (1 - usual)))


# Articles as counted words for telling events apart: what stands in title, lead and text, what is a name.

#: Words of the text that count as its lead.
LEAD = 120
#: Text, in bytes, that is read at once.
_CHUNK_BYTES = 24 << 20
#: Counts above this say no more.
_MOST_READING = 255

_WEEKDAYS = [[name] for name in "monday tuesday wednesday thursday friday saturday sunday".split()]
#: May and March are left out: they are other words far more often.
_MONTHS = [
    form.split("|")
    for form in "january|jan|jan. february|feb|feb. april|apr|apr. june|jun july|jul august|aug|aug. "
    "september|sept|sept.|sep october|oct|oct. november|nov|nov. december|dec|dec.".split()
]
_YEARS = [str(year) for year in range(1900, 2100)]
#: Scripts written without spaces: their words are pairs of neighbouring characters.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f"


@dataclass(frozen=True)
class Reading:
    """Counts the words of a part.

    Its tables: `keys`, the words of each chunk, with how often they stand inside sentences and with a capital
    there; `entries`, a row a word of an article, `term` the place in `keys`; `each`, a row an article, `own`
    the same for the same words, `bare` for a record without text.
    """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        titles, texts = arrow(frame["title"]), arrow(frame["text"])
        sizes = np.zeros(len(titles), np.int64)
        for array in (titles, texts):
            sizes += np.asarray(pc.fill_null(pc.binary_length(array), 0))
        parts: list[dict[str, pd.DataFrame]] = []
        keys = 0
        for begin, end in [*chunks(sizes, _CHUNK_BYTES)] or [(0, 0)]:
            title, text = (
                spaced(pc.fill_null(array.slice(begin, end - begin), "")) for array in (titles, texts)
            )
            parts.append(_part(title, text, begin, keys))
            keys += len(parts[-1]["keys"])
        found = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
        # The prints of texts; of those too short for one, a number for title and text to the letter.
        own = found["each"]["prints"].to_numpy(copy=True)
        rows = np.flatnonzero(own == 0)
        written = (column.take(pa.array(rows)).to_pylist() for column in (titles, texts))
        for row, *both in zip(rows.tolist(), *written, strict=True):
            said = "\n\n".join(one or "" for one in both).encode("utf8", "replace")
            own[row] = int.from_bytes(hashlib.sha256(said).digest()[:8], "big")
        bare = (frame["status"] == "metadata") & (frame["text"].str.strip() == "")
        found["each"] = found["each"].assign(own=own, bare=bare.to_numpy(bool))
        return found


def read(articles: Articles, order: np.ndarray | None = None) -> Words:
    """Return the words of checked articles: of all with text in order of id, or in an order that is given."""
    return merged(map_parts(articles, Reading(), what="words"), articles, order)


def spaced(texts: pa.Array) -> pa.Array:
    """Return texts in which runs of a script without spaces stand as pairs of neighbouring characters.

    >>> spaced(pa.array(["总理访问 Beijing", "Plain words"], pa.large_string())).to_pylist()
    [' 总理 理访 访问  Beijing', 'Plain words']
    """
    has = pc.match_substring_regex(texts, f"[{_UNSPACED}]").to_numpy(zero_copy_only=False)
    if not has.any():
        return texts
    run = re.compile(f"[{_UNSPACED}]{{2,}}")

    def pairs(match: re.Match[str]) -> str:
        said = match.group()
        return f" {' '.join(said[i : i + 2] for i in range(len(said) - 1))} "

    listed = texts.to_pylist()
    for row in np.flatnonzero(has).tolist():
        listed[row] = run.sub(pairs, listed[row])
    return pa.array(listed, pa.large_string())


def _part(titles: pa.Array, texts: pa.Array, first_row: int, first_key: int) -> dict[str, pd.DataFrame]:
    """Return the tables of a chunk, whose rows and keys count on from those before."""
    size = len(titles)
    tokens = tokenize(pa.concat_arrays([titles, texts]))
    vocabulary = tokens.vocabulary
    key, width = vocabulary.of_token, max(len(vocabulary), 1)
    doc = np.repeat(np.arange(2 * size, dtype=np.int32), np.diff(tokens.docs))
    in_title = doc < size
    row = np.where(in_title, doc, doc - size)
    place = np.arange(len(key)) - tokens.docs[doc]
    in_lead = ~in_title & (place < LEAD)
    # How often each key stands inside a sentence of a text, with a capital and at all.
    upper = pc.match_substring_regex(tokens.forms, r"^\p{Lu}").to_numpy(zero_copy_only=False)
    inner = ~in_title
    inner[tokens.sentences[tokens.sentences < len(key)]] = False
    capital = inner & np.asarray(upper, bool)[tokens.ids]
    counts = []
    for mask in (~in_title, in_lead, in_title):
        matrix = coo_array((np.ones(int(mask.sum()), np.int32), (row[mask], key[mask])), shape=(size, width))
        counts.append(matrix.tocsr())
        counts[-1].sum_duplicates()
    every = (counts[0] + counts[2]).tocsr()
    every.sort_indices()
    at = np.repeat(np.arange(size, dtype=np.int64), np.diff(every.indptr)) * width + every.indices
    entries = {"row": first_row + at // width, "term": first_key + every.indices}
    for name, matrix in zip(("text", "lead", "title"), counts, strict=True):
        matrix.sort_indices()
        own = np.repeat(np.arange(size, dtype=np.int64), np.diff(matrix.indptr)) * width + matrix.indices
        entries[name] = np.zeros(len(at), np.uint8)
        entries[name][np.searchsorted(at, own)] = np.minimum(matrix.data, _MOST_READING)
    figure = np.zeros(width, bool)
    figure[vocabulary.numbers] = True
    year = np.zeros(size, np.int64)
    said, at_year = _slots([[name] for name in _YEARS], vocabulary.keys, key, ~in_title)
    np.maximum.at(year, row[said], int(_YEARS[0]) + at_year)
    each: dict[str, np.ndarray] = {
        "row": np.arange(first_row, first_row + size, dtype=np.int32),
        "written": np.bincount(row, minlength=size).astype(np.int64),
        "titled": np.bincount(doc[in_title], minlength=size)[:size] > 0,
        "year": year,
        "prints": fingerprints(tokens)[size:].astype(np.uint64),
    }
    for name, forms in (("weekdays", _WEEKDAYS), ("months", _MONTHS)):
        said, slot = _slots(forms, vocabulary.keys, key, ~in_title)
        named = np.zeros((size, len(forms)), np.float32)
        np.add.at(named, (row[said], slot), 1 + in_lead[said])
        each |= {f"{name}{i}": named[:, i] for i in range(len(forms))}
    times = {"capital": np.bincount(key[capital], minlength=width),
             "inside": np.bincount(key[inner], minlength=width), "figure": figure}  # fmt: skip
    return {
        "keys": pd.DataFrame({
            "key": pd.Series(pa.array(vocabulary.keys, pa.string()).to_pandas(), dtype="str"),
            **{name: values[: len(vocabulary)] for name, values in times.items()},
        }),
        "entries": pd.DataFrame(entries).astype({"row": np.int32, "term": np.int32}),
        "each": pd.DataFrame(each),
    }  # fmt: skip


def _slots(
    forms: list[list[str]], keys: list[str], key: np.ndarray, where: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of words that are any of some forms, and of which ones."""
    slots = {form: slot for slot, some in enumerate(forms) for form in some}
    of_key = np.asarray([slots.get(name, -1) for name in keys] or [-1], np.int64)
    said = np.flatnonzero((of_key[key] >= 0) & where)
    return said, of_key[key[said]]


#: A node with more likely neighbours than this share of those kept may have others that were not.
_FULL = 0.8
#: Pairs less likely than this tell nothing that none at all would not.
_LEAST = 0.01
#: Columns of the articles that tell something.
_USED = ("id", "outlet", "event", "published", "published_precision")
#: Articles with fewer words than this say too little.
_SHORT = 12


class Found(NamedTuple):
    """Articles in order of id, what they were made into, and where each went.

    `row` is that of the articles given; `pairs` and `p` are of nodes; `group` is the number of the first node
    of each node's group.
    """

    frame: pd.DataFrame
    row: np.ndarray
    nodes: Nodes
    data: Weighted
    pairs: Pairs
    p: np.ndarray
    group: np.ndarray
    full: np.ndarray
    wide: Wide | None


def find(articles: Articles, window: Any, progress: bool | None, main: bool = False) -> Found | None:
    """Group checked articles that have a text; arguments as for `group_events`.

    With `main`, a collection that is nearly all on one event is that event. None where there are no such
    articles.
    """
    length, used = span(window), model()
    least = round(used.threshold * MILLION)
    words = read(articles)
    if not len(words):
        return None
    # Texts are no longer needed, and another copy of them would be as large as all the rest.
    frame = metadata(articles)[list(_USED)].iloc[words.row].reset_index(drop=True)
    made = nodes(frame, words)
    rows, words = words.row, words.rows(made.first)
    data = weighted(words)
    english, short = data.english[made.of], data.words.written[made.of] < _SHORT
    said = []
    if not english.all():
        said.append(f"{int((~english).sum()):,} don't read as English (few of its common words)")
    if short.any():
        said.append(f"{int(short.sum()):,} have fewer than {_SHORT} words")
    if said:
        warn(
            f"group_events: of {len(frame):,} articles, {' and '.join(said)}: their events are less sure; "
            "see event_confidence, or give the event in a column"
        )
    with bar(len(made.first), progress, unit=" articles", doing="grouping") as tell:
        # Between a day and a time days are counted, which can be nearly one more than the clock says.
        pairs = neighbours(data, made.day, length + 1, tell)
        use = ~(_days(made, pairs) > length)
        pairs = Pairs(pairs.a[use], pairs.b[use])
    cosine = cosines(data, pairs)
    wide = main_event(made, data, length) if main else None
    if wide is None:
        wide = broad(made, data, pairs, cosine, length)
    told = described(data, pairs, cosine)
    pairs = Pairs(pairs.a[told.kept], pairs.b[told.kept])
    p = probability(told.features, _days(made, pairs), _one_outlet(made, pairs), used)
    kept = p >= _LEAST * MILLION
    pairs, p = Pairs(pairs.a[kept], pairs.b[kept]), p[kept]
    likely = np.bincount(
        np.concatenate([pairs.a, pairs.b])[np.tile(p >= least, 2)], minlength=len(made.first)
    )
    full = likely >= _FULL * KEPT
    graph = Graph(pairs.a, pairs.b, p, made.outlets, made.given, full)
    group = communities(graph, least, round(used.twice * MILLION))
    if wide is not None:
        # Groups in which those of a wide event are one; a group that lies in part outside loses these.
        kept = np.where(wide.group >= 0, -1 - wide.group, group)
        _, place = np.unique(kept, return_inverse=True)
        first = np.full(place.max(initial=-1) + 1, len(group), np.int64)
        np.minimum.at(first, place, np.arange(len(group)))
        found: np.ndarray = first[place]
        group = found
    return Found(frame, rows, made, data, pairs, p, group, full, wide)


def _days(made: Nodes, pairs: Pairs) -> np.ndarray:
    """Return the days between the two of each pair: by the clock if both have one, else by the calendar."""
    calendar = made.whole[pairs.a] | made.whole[pairs.b]
    day = np.where(calendar, np.floor(made.day[pairs.a]), made.day[pairs.a])
    other = np.where(calendar, np.floor(made.day[pairs.b]), made.day[pairs.b])
    return np.abs(day - other)


def _one_outlet(made: Nodes, pairs: Pairs) -> np.ndarray:
    """Return which pairs have an outlet on both sides."""
    single = np.asarray([o[0] if len(o) == 1 else -1 for o in made.outlets], np.int64)
    same = (single[pairs.a] == single[pairs.b]) & (single[pairs.a] >= 0)
    for i in np.flatnonzero((single[pairs.a] < 0) | (single[pairs.b] < 0)).tolist():
        same[i] = bool(set(made.outlets[pairs.a[i]]) & set(made.outlets[pairs.b[i]]))
    return same
