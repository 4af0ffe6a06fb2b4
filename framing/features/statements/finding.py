"""`fr.facts.statements`: sentences of several outlets about one event that say the same thing."""

from __future__ import annotations

import difflib
import hashlib
import heapq
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, map_parts, metadata, select_articles
from framing.errors import FramingError, brief, check_choice, warn
from framing.features.cells import Voices, blocks, check_voices
from framing.features.neural import encoder as encoders
from framing.features.statements import reading
from framing.features.statements.likeness import (
    FEATURES,
    LEAST,
    LEAST_SEEN,
    NO_EVENT,
    VERBATIM,
    Index,
    PairSigns,
    Sentences,
    akin,
    index,
    named,
    pairs,
    sentences,
    sentences_of,
)
from framing.features.statements.reading import furniture, spelt
from framing.plugins import toml
from framing.schema import check, empty
from framing.text.voices.table import foreign

# Sentences as printed, looked up where the texts are: nothing is read of articles that have none of them.


@dataclass(frozen=True)
class Printing:
    """Returns the words of places that come beside the articles: the table `said`, by `number`."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        row = {article: n for n, article in enumerate(frame["id"])}
        titles, texts = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
        said = [
            (place.number, (titles if place.headline else texts)[row[place.article]][place.start : place.end])
            for place in beside["places"].itertuples()
        ]
        return {"said": pd.DataFrame(said, columns=["number", "text"]).astype({"text": "str"})}


@dataclass
class Said:
    """Sentences of a block as printed, each asked for once.

    Attributes
    ----------
    articles : pandas.DataFrame or Parts
    rows : int64 array
        Those of the block's articles.
    sentences : Sentences
        Of the block.
    """

    articles: Articles
    rows: np.ndarray
    sentences: Sentences
    _known: dict[int, str] = field(default_factory=dict)

    def __call__(self, which: Sequence[int] | np.ndarray) -> list[str]:
        """Return some sentences, by their numbers."""
        listed = np.asarray(which, np.int64).tolist()
        at = np.array(sorted(set(listed) - self._known.keys()), np.int64)
        if len(at):
            row, held = self.rows[self.sentences.row[at]], self.sentences
            ids = metadata(self.articles)["id"].to_numpy(dtype=object)
            places = pd.DataFrame({
                "article": ids[row], "number": at, "headline": held.part[at] == 0,
                "start": held.start[at], "end": held.end[at],
            })  # fmt: skip
            some = select_articles(self.articles, np.isin(np.arange(len(ids)), row))
            table = map_parts(some, Printing(), what="wording", beside={"places": places}).table("said")
            # Of a part that fails now, and did not when its sentences were read, nothing is known.
            self._known |= table.set_index("number")["text"].reindex(at, fill_value="").to_dict()
        return [self._known[at] for at in listed]


# From probable pairs to statements: groups without lines about the page, each with its centre.


def grouped(a: np.ndarray, b: np.ndarray, likeness: np.ndarray, threshold: float) -> list[list[int]]:
    """Return groups of two nodes or more, each sorted, in order of their first node.

    Parameters
    ----------
    a, b : int64 arrays
        Nodes of each pair, each pair once.
    likeness : float array
        From 0 to 1.
    threshold : float
        Least mean likeness of all pairs between two groups that are joined.

    Examples
    --------
    >>> grouped(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.9, 0.8, 0.9]), 0.5)
    [[0, 1], [2, 3]]
    """
    sums: dict[int, dict[int, float]] = {}
    heap: list[tuple[float, int, int]] = []
    order = np.lexsort((b, a))
    for i, j, p in zip(a[order].tolist(), b[order].tolist(), likeness[order].tolist(), strict=True):
        sums.setdefault(i, {})[j] = p
        sums.setdefault(j, {})[i] = p
        if p >= threshold:
            heap.append((-p, min(i, j), max(i, j)))
    heapq.heapify(heap)
    members = {node: [node] for node in sums}

    def mean(i: int, j: int) -> float:
        return sums[i].get(j, 0.0) / (len(members[i]) * len(members[j]))

    while heap:
        value, i, j = heapq.heappop(heap)
        # What was joined meanwhile has another mean, and stands elsewhere in the heap.
        if i not in members or j not in members or mean(i, j) != -value:
            continue
        for other, total in sums.pop(j).items():
            del sums[other][j]
            if other != i:
                # Rounded, so that the order in which groups were joined leaves no trace.
                sums[i][other] = sums[other][i] = round(sums[i].get(other, 0.0) + total, 9)
        members[i] += members.pop(j)
        for other in sorted(sums[i]):
            if mean(i, other) >= threshold:
                heapq.heappush(heap, (-mean(i, other), min(i, other), max(i, other)))
    return sorted(sorted(group) for group in members.values() if len(group) > 1)


class Alike(NamedTuple):
    """Pairs of nodes, the smaller first: how probable it is that they say the same; which are contrary."""

    a: np.ndarray
    b: np.ndarray
    chance: np.ndarray
    contrary: np.ndarray


class Block(NamedTuple):
    """Articles that are compared with one another, their sentences, and which of these are alike."""

    frame: pd.DataFrame
    sentences: Sentences
    distinct: Index
    alike: Alike
    said: Said
    #: Whether sentence vectors were a sign.
    by_vectors: bool

    def key(self, *at: int) -> str:
        """Return a name for some sentences: by their articles, parts and places."""
        ids, s = self.frame["id"], self.sentences
        places = [
            f"{ids[s.row[k]]}\0{'text' if s.part[k] else 'headline'}\0{s.start[k]}\0{s.end[k]}" for k in at
        ]
        return hashlib.blake2b("\0".join(sorted(places)).encode("utf8"), digest_size=8).hexdigest()


class Group(NamedTuple):
    """A statement: its sentences, the central one first, and each one's likeness to it."""

    sentences: list[int]
    likeness: list[float]


def groups(block: Block, threshold: float) -> list[Group]:
    """Return the statements of two outlets or more, in order of their first sentence."""
    frame, sentences, found, alike, said, by_vectors = block
    # A text seldom tells one fact twice: what vectors find alike in it mostly goes together.
    text = np.where(sentences.part[found.at] > 0, found.row, -1 - np.arange(len(found.at)))
    chance = alike.chance / np.where(by_vectors & (text[alike.a] == text[alike.b]), 2, 1)
    alike = alike._replace(chance=np.where(alike.contrary, _CONTRARY, chance))
    outlet = frame["outlet"].astype("category").cat.codes.to_numpy()[sentences.row]
    stands = np.flatnonzero(found.of >= 0)
    stands = stands[np.argsort(found.of[stands], kind="stable")]
    edges = np.searchsorted(found.of[stands], np.arange(len(found.at) + 1))
    counts = np.diff(edges)
    # The nodes that are several sentences, and the pairs, of what isn't about the page.
    near = alike.chance >= threshold
    asked = np.union1d(np.flatnonzero(counts > 1), np.concatenate([alike.a[near], alike.b[near]]))
    told = np.zeros(len(counts), bool)
    told[asked] = [not furniture(text) for text in said(found.at[asked])]
    some = told[alike.a] & told[alike.b]
    alike = Alike(*(column[some] for column in alike))
    clusters = grouped(alike.a, alike.b, alike.chance, threshold)
    inside = {node for cluster in clusters for node in cluster}
    clusters += [[node] for node in np.flatnonzero(told & (counts > 1)).tolist() if node not in inside]
    scored = {
        (i, j): p
        for i, j, p in zip(alike.a.tolist(), alike.b.tolist(), alike.chance.tolist(), strict=True)
        if i in inside
    }

    def likeness(one: int, other: int) -> float:
        return float(scored.get((min(one, other), max(one, other)), 0.0))

    statements = []
    for nodes in sorted(clusters):
        # The node most like all others, each weighed by how many sentences it stands for. Rounded: equal but
        # for the last digit is equal, and then the first one leads.
        fit = {
            node: round(
                sum(int(counts[o]) * likeness(node, o) for o in nodes if o != node) + int(counts[node]) - 1, 6
            )
            for node in nodes
        }
        centre = max(nodes, key=lambda node: (fit[node], -node))
        members = [
            (-1.0 if node == centre else -likeness(node, centre), int(k))
            for node in nodes
            for k in stands[edges[node] : edges[node + 1]].tolist()
        ]
        if len({int(outlet[k]) for _, k in members}) < 2:
            continue
        first = int(found.at[centre])
        members.sort(key=lambda member: (member[1] != first, member))
        statements.append(Group([k for _, k in members], [-p for p, _ in members]))
    return statements


# Sentences of much the same words that say another thing: another figure, year or day, a "not", an opposite.

#: A word, a figure with what is written onto it, or a sign that counts as a word.
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?[a-z]*|[^\W\d_]+(?:['’][^\W\d_]+)*|%", re.IGNORECASE)
#: Where the words of two sentences part for longer, a "not" may belong to something else.
_SHORT = 4
#: Behind a "not" what it denies is among so many words.
_REACH = 3
#: Words so short do grammar's work: "the", "been", "any".
_FUNCTION = 3
#: Below this a figure is exact; so is a year.
_EXACT, _YEARS = 100, range(1900, 2101)
_PERCENT = frozenset(("percent", "per", "pc", "%"))


class _Said(NamedTuple):
    words: list[str]
    terms: list[str]
    figures: list[float | None]


def differ(one: str, other: str) -> bool:
    """Say whether two sentences that are alike say different things.

    Examples
    --------
    >>> differ("The council passed it by 31 to 19.", "The council passed it by 31 to 16.")
    True
    >>> differ("The council passed it by 31 votes to 19.", "The council passed it 31-19.")
    False
    >>> differ("They had warned the crew of ice.", "They had not warned the crew of ice.")
    True
    """
    a, b = _said(one), _said(other)
    if _another_measure(a, b):
        return True
    steps = difflib.SequenceMatcher(None, a.words, b.words, autojunk=False).get_opcodes()
    return any(kind != "equal" and _apart(a, b, i, j, k, m) for kind, i, j, k, m in steps)


@lru_cache(1 << 12)
def _said(text: str) -> _Said:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    # "$4bn" and "4 billion" are one figure, and the word that multiplies stands for nothing more.
    figures: list[float | None] = []
    kept = []
    for word in words:
        times = reading.multiplier(word)
        if times is not None and figures and figures[-1] is not None:
            figures[-1] *= times
            continue
        kept.append(word)
        figures.append(reading.figure(word))
    # The words of a figure are its value, so that "nine" and "9" are the same word.
    spelt = [word if value is None else f"#{value:.12g}" for word, value in zip(kept, figures, strict=True)]
    return _Said(spelt, ["%" if word in _PERCENT else reading.term(word) or word for word in kept], figures)


def _apart(a: _Said, b: _Said, i: int, j: int, k: int, m: int) -> bool:
    """Say whether words i to j of one and k to m of the other, which stand in one place, are contrary."""
    one, other = _only(a.figures[i:j], b.figures), _only(b.figures[k:m], a.figures)
    if one and other:
        return True
    if max(j - i, m - k) <= _SHORT and (
        _denies(a, b, i, j, b.words[k:m]) or _denies(b, a, k, m, a.words[i:j])
    ):
        return True
    days = [reading.days(said) for said in (a.words[i:j], b.words[k:m])]
    if days[0] - set(b.words) and days[1] - set(a.words):
        return True
    # Not to support is to oppose.
    if reading.negations(a.words) != reading.negations(b.words):
        return False
    x, y = set(a.terms[i:j]) - set(b.terms), set(b.terms[k:m]) - set(a.terms)
    return any(reading.opposite(s) & y for s in x if s)


def _denies(a: _Said, b: _Said, i: int, j: int, instead: list[str]) -> bool:
    """Say whether words i to j hold a "not" to what the other sentence says without one."""
    # One that stands in the other too, in another place or as "refuse" or "prohibit", denies the same.
    if reading.negations(instead) or reading.negations(a.words) <= sum(map(reading.denies, b.words)):
        return False
    for n in range(i, j):
        # A "not" bears on the first term of some length behind it.
        behind = [term for term in a.terms[n + 1 : n + 1 + _REACH] if term and len(term) > _FUNCTION]
        if behind and behind[0] in b.terms and reading.negations([a.words[n]]):
            return True
    return False


def _only(figures: Sequence[float | None], others: Sequence[float | None]) -> list[float]:
    """Return the figures that are none of the others, not even rounded."""
    known = [y for y in others if y is not None]
    return [x for x in figures if x is not None and not any(_rounded(x, y) for y in known)]


def _another_measure(a: _Said, b: _Said) -> bool:
    """Say whether both give a number of the same things, and not the same number."""
    mine, theirs = _measures(a), _measures(b)
    return any(
        _only(mine[unit], b.figures) == mine[unit] and _only(theirs[unit], a.figures) == theirs[unit]
        for unit in mine.keys() & theirs.keys()
    )


def _measures(said: _Said) -> dict[str, list[float]]:
    """Return the figures of a sentence by the word behind them."""
    found: dict[str, list[float]] = {}
    for value, unit, behind in zip(said.figures, said.terms[1:], said.figures[1:], strict=False):
        if value is not None and behind is None and unit and (unit == "%" or len(unit) > 3):
            found.setdefault(unit, []).append(value)
    return found


def _rounded(one: float, other: float) -> bool:
    """Say whether two figures are the same, or one is the other rounded."""
    if one == other:
        return True
    low, high = sorted((one, other), key=_digits)
    whole = float(one).is_integer() and float(other).is_integer()
    if whole and (min(one, other) < _EXACT or (one in _YEARS and other in _YEARS)):
        return False
    if not low or not high:
        return False
    step = math.floor(math.log10(abs(low))) - _digits(low) + 1
    return math.isclose(round(high / 10**step) * 10.0**step, low, rel_tol=1e-9)


def _digits(value: float) -> int:
    """Return how many digits of a figure say something: 2 of 2,300."""
    return len(f"{value:.12g}".replace(".", "").strip("0")) if "e" not in f"{value:.12g}" else 12


# How much each sign of likeness counts: the weights of one logistic model, in a file with their card.


def weights() -> dict[str, Any]:
    """Return what comes with the package: `weights` by name, `bias`, and `threshold`, as of `statements`."""
    return toml("framing.features.statements", "weights")


def probability(features: np.ndarray, *, vectors: bool = False) -> np.ndarray:
    """Return how probable it is that the sentences of each pair say the same, to six digits.

    With `vectors` by the weights that were learnt with what the encoder tells in the last three columns.
    """
    found = weights()["with_vectors"] if vectors else weights()
    # A column at a time: the sum of a row must not depend on how many rows there are.
    total = np.full(len(features), found["bias"])
    for column, name in enumerate(FEATURES):
        total += found["weights"].get(name, 0.0) * features[:, column]
    return np.asarray(np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 6))


# From groups of sentences to the table: how each stands to the central one, and what ties them.

_PARTS = ("headline", "lead", "body")
#: So many ties are named.
_TIES = 6


def rows(block: Block, groups: Sequence[Group]) -> pd.DataFrame:
    """Return a row a sentence, statement by statement, the central one first."""
    frame, sentences, found, said_of = block.frame, block.sentences, block.distinct, block.said
    outlets = frame["outlet"].tolist()
    at = np.array([sentence for group in groups for sentence in group.sentences], np.int64)
    row = sentences.row[at]
    said = said_of(at)
    size = [len(group.sentences) for group in groups]
    held = [set(sentences.row[group.sentences].tolist()) for group in groups]
    keys = [block.key(group.sentences[0]) for group in groups]
    spelling = dict(zip(at.tolist(), spelt(said), strict=True))
    columns: dict[str, Any] = {
        "statement": np.repeat(np.array(keys, dtype=object), size),
        "article": frame["id"].to_numpy(dtype=object)[row],
        "outlet": frame["outlet"].to_numpy(dtype=object)[row],
        "part": np.array(_PARTS, dtype=object)[sentences.part[at]],
        "start": sentences.start[at],
        "end": sentences.end[at],
        "sentence": said,
        "similarity": [value for group in groups for value in group.likeness],
        "kind": [_kind(found, k, group.sentences[0]) for group in groups for k in group.sentences],
        "tie": [_tie(sentences, found, k, group, spelling[k]) for group in groups for k in group.sentences],
        "articles": np.repeat([len(rows_) for rows_ in held], size),
        "outlets": np.repeat([len({outlets[r] for r in rows_}) for rows_ in held], size),
    }
    for name in ("event", "copy_group", "provenance"):
        columns[name] = pd.Series(frame[name].to_numpy(dtype=object)[row], dtype="str")
    return pd.DataFrame(columns)


def _held(matrix: Any, node: int) -> np.ndarray:
    return np.asarray(matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]])


def _kind(found: Index, sentence: int, centre: int) -> str:
    if sentence == centre:
        return "central"
    one, other = int(found.of[sentence]), int(found.of[centre])
    if one == other:
        return "verbatim"
    a, b = _held(found.doubles, one), _held(found.doubles, other)
    shared = len(np.intersect1d(a, b))
    return "verbatim" if shared >= VERBATIM * max(min(len(a), len(b)), 1) and shared else "paraphrase"


def _tie(sentences: Sentences, found: Index, sentence: int, group: Group, spelling: dict[str, str]) -> str:
    node, centre = int(found.of[sentence]), int(found.of[group.sentences[0]])
    own = _held(found.terms, node)
    if sentence == group.sentences[0]:
        # It has no other to be tied to: what at least half of the others share with it stands there.
        others = [_held(found.terms, int(found.of[other])) for other in group.sentences[1:]]
        kept = 2 * sum(np.isin(own, other).astype(int) for other in others) >= len(others)
    else:
        kept = np.isin(own, _held(found.terms, centre))
    weight = found.terms.data[found.terms.indptr[node] : found.terms.indptr[node + 1]]
    names = [sentences.terms[term] for term in own[kept].tolist()]
    ranked = sorted(zip(np.round(weight[kept], 6).tolist(), names, strict=True), key=lambda x: (-x[0], x[1]))
    return "; ".join([spelling[name] for _, name in ranked if name in spelling][:_TIES])


def day_of(frame: pd.DataFrame) -> np.ndarray:
    """Return the day that each article was published on, as a number, NaN where that isn't known."""
    published = pd.to_datetime(frame["published"], utc=True).dt.normalize()
    return ((published - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)).to_numpy(np.float64)


#: The encoder is asked of so many articles at most, and always.
AUTO, NEURAL, MANY = "auto", "neural", 5_000
#: Pairs less probable than this count as not alike at all.
_LEAST = 0.05
#: Vectors are asked for the sentences of pairs as probable as this without them: of pairs that end above .6
#: one in 500 starts below.
SEEN = 0.12
#: Share of what is told beside names and titles that two sentences must have in common, or of quoted words.
_TOLD, _QUOTED = 0.3, 0.5
#: Pairs of so many words near each other in common are held against each other word by word.
_NEAR = 0.4
#: A pair that says contrary things keeps its groups apart, however alike the others are.
_CONTRARY = -1000.0


def statements(
    articles: Articles,
    *,
    voices: Voices = "full",
    vectors: str | None = AUTO,
    threshold: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """List the sentences of several outlets that say the same; `side_by_side` shows how two word it.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; statements of different values of `event` are kept apart. Of more than
        20,000 those without an event, or of a larger one, are compared 10,000 at a time.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`: who says it helps to tell whether two sentences say the same.
    vectors : "auto", "neural" or None
        Whether the encoder tells how alike sentences are, too: "auto" up to 5,000 articles. None compares
        words alone, which finds half as many in a tenth of the time.
    threshold : float, optional
        Least mean probability, from 0 to 1, inside a statement; the measured one by default.
    progress : bool, optional
        A bar, on a terminal and in a notebook by default.

    Returns
    -------
    pandas.DataFrame
        The table `statements`: a row a sentence that stands in a statement of two outlets or more, statement
        by statement, the central sentence first.

    Raises
    ------
    FramingError
        A table that is not one of articles; a threshold that is none; vectors whose extra isn't installed.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "id": ["a", "b"],
    ...     "outlet": ["courier", "herald"],
    ...     "text": [
    ...         "Marlow will reopen the Quay bridge on 5 May. Rain is due.",
    ...         "The Quay bridge is to be reopened on May 5, Marlow said. Tolls go up.",
    ...     ],
    ... })
    >>> statements(articles)[["article", "start", "end"]].values.tolist()
    [['a', 0, 44], ['b', 0, 56]]
    """
    asked = check_threshold(threshold)
    return join_statements(
        [group_sentences(block, asked) for block in find_alike(articles, voices, vectors, progress)]
    )


def group_sentences(block: Block, threshold: float | None = None) -> pd.DataFrame:
    """Return the rows of `statements` of one block of articles."""
    measured = weights()["with_vectors"] if block.by_vectors else weights()
    listed = groups(block, threshold or float(measured["threshold"]))
    return rows(block, listed) if listed else empty("statements")


def join_statements(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the table `statements` of several blocks."""
    found = [table for table in tables if len(table)]
    return check(pd.concat(found, ignore_index=True), "statements") if found else empty("statements")


def check_threshold(threshold: object) -> float | None:
    """Return the least probability asked for, None where the measured one is."""
    if threshold is None:
        return None
    if isinstance(threshold, Real) and not isinstance(threshold, bool) and 0 < float(threshold) <= 1:
        return float(threshold)
    raise FramingError(
        f"threshold: {brief(threshold)} is not a number above 0 and up to 1; 0.5 is a middle one"
    )


def _choose_vectors(vectors: str | None, articles: int) -> bool:
    """Say whether the encoder is asked; of "auto" with a warning where it takes too long or can't run."""
    if vectors is None:
        return False
    check_choice("vectors", vectors, [AUTO, NEURAL])
    try:
        encoders.asked_encoder("vectors: 'neural'", ", or give vectors=None")
        why = f"of {articles:,} articles, more than {MANY:,}" if articles > MANY else ""
    except FramingError as error:
        if vectors != AUTO:
            raise
        why = str(error).partition(": ")[2]
    if why and vectors == AUTO:
        warn(f"sentences are compared by their words alone: {why}")
        return False
    return True


def find_alike(
    articles: Articles, voices: Voices, vectors: str | None, progress: bool | None
) -> Iterator[Block]:
    """Yield articles that are compared with one another, with the pairs of sentences that are alike.

    Parameters
    ----------
    articles, voices, vectors, progress
        As for `statements`.
    """
    check_voices(voices)
    held = check_articles(articles)
    frame = metadata(held)
    seen = _choose_vectors(vectors, len(frame))
    if frame.empty:
        return
    if frame["outlet"].nunique() < 2:
        warn(f"articles: all {len(frame)} are of one outlet; what outlets share takes two or more")
        return
    other = foreign(frame[["language"]].astype("str"))
    if other.any():
        warn(
            f"{int(other.sum())} of {len(frame)} articles are not in English: of these only sentences in "
            "nearly the same words are brought together"
        )
    found = sentences(held, voices)
    rows_ = []
    for block in blocks(frame):
        # In order of event, those without one last, and id.
        event, ids = frame["event"].iloc[block].astype("str"), frame["id"].iloc[block]
        code = pd.factorize(event, sort=True)[0]
        keys = (pd.factorize(ids, sort=True)[0], np.where(code < 0, len(block), code))
        rows_.append(block[np.lexsort(keys)])
    for mine, read in zip(rows_, sentences_of(found, rows_, named(found)), strict=True):
        some, said = frame.iloc[mine].reset_index(drop=True), Said(held, mine, read)
        stratum = some["event"].astype("category").cat.codes.to_numpy().astype(np.int64) + 1 + NO_EVENT
        distinct = index(read, stratum, other[mine])
        alike = _alike(said, distinct, seen, other[mine], day_of(some), progress)
        yield Block(some, read, distinct, alike, said, seen)


def _alike(
    said: Said, found: Index, vectors: bool, other: np.ndarray, day: np.ndarray, progress: bool | None
) -> Alike:
    """Return the pairs of nodes that may say the same, and how probable that is."""
    read = said.sentences
    least = LEAST_SEEN if vectors else LEAST
    listed = [(np.zeros(0, np.int64), np.zeros(0, np.int64)), *pairs(found, least)]
    a, b = (np.concatenate(column) for column in zip(*listed, strict=True))
    near = akin(found, read, a, b)
    a, b = a[near], b[near]
    likeness = PairSigns(found, read, day)
    features = likeness.among(likeness.of(a, b), a, b)
    chance = probability(features)
    doubles, quoted, apart = (
        features[:, FEATURES.index(name)] for name in ("doubles", "quoted", "figures_apart")
    )
    # What paraphrases look like was learnt from English alone.
    strange = other[found.row[a]] | other[found.row[b]]
    chance[strange] = np.where(doubles >= VERBATIM, np.round(doubles, 6), 0)[strange]
    asked = (doubles >= _NEAR) | (apart > 0)
    if not vectors:
        # Names alone tie nothing; in other languages it isn't known what is a name.
        chance[~strange & (quoted < _QUOTED) & (likeness.told(a, b) < _TOLD)] = 0
    else:
        likely = chance >= SEEN
        a, b, chance, asked, features = a[likely], b[likely], chance[likely], asked[likely], features[likely]
        nodes, place = np.unique(np.concatenate([a, b]), return_inverse=True)
        texts = said(found.at[nodes])
        features[:, -3:] = encoders.aligned(place[: len(a)], place[len(a) :], texts, progress=progress)
        chance = np.where(strange[likely], chance, probability(features, vectors=True))
    kept = chance >= _LEAST
    a, b, chance = a[kept], b[kept], chance[kept]
    compared = np.flatnonzero(asked[kept])
    both = said(found.at[np.concatenate([a[compared], b[compared]])])
    one, two = both[: len(compared)], both[len(compared) :]
    contrary = np.array([differ(x, y) for x, y in zip(one, two, strict=True)], bool)
    against = np.zeros(len(a), bool)
    against[compared[contrary]] = True
    return Alike(a, b, chance, against)
