"""Which words stand beside an expression in each outlet, how strongly, and where outlets differ in it.

Measures of association stand in `association`. The shift between outlets is keyness of
the words beside the node: its intervals, its test and its table.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array

from framing.comparison.permute import adjusted
from framing.comparison.sums import COLLECTION, Floats
from framing.comparison.wording.association import g2_dunning
from framing.comparison.wording.keyness import (
    AGAINST,
    MOST,
    PRIOR_SIZE,
    Settings,
    comparisons,
    keyness,
    table,
)
from framing.comparison.wording.words import Sides, Tallies, Words, words
from framing.engine import parts as batch
from framing.engine.parts import Articles, check_articles, metadata
from framing.errors import (
    FramingError,
    FramingWarning,
    as_integer,
    brief,
    check_choice,
    check_number,
    unknown,
)
from framing.features.cells import Cells, Voices, cells
from framing.features.naming.mentions import CARRIED, found_mentions
from framing.features.naming.referents import SEPARATOR, Given
from framing.features.nodes import Node, Occurrences, Sought
from framing.features.nodes import node as node_of
from framing.features.scoring import Wanted, prepared
from framing.features.terms import Choice, Chunk, Counted, choice, joined, normalised, speakers, units
from framing.schema import check, empty, schema
from framing.text.overlap import shingles
from framing.text.tokens import Tokens

# Which words stand beside a referent in one outlet and not in others: keyness of what stands there.

#: What is between two words, so that they are two sentences and no one reads them as a phrase.
_APART = ".\n\n"


def modifiers(
    articles: Articles,
    referents: Given,
    *,
    by: str = "outlet",
    voice: str | None = None,
    voices: Voices = "full",
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    draws: int = 9999,
) -> pd.DataFrame:
    """Say which adjectives and nouns stand before each referent, and which verbs behind, by group.

    Parameters
    ----------
    articles, referents, voices
        As for `mentions`.
    by : str
        Column of the articles whose values are compared.
    voice : {"outlet", "quoted", "reported"}, optional
        Only mentions in that voice; all by default.
    seed, wire, collection, draws
        As for `keyness`.

    Returns
    -------
    pandas.DataFrame
        The table `modifiers`: a row a group × referent × side × word, strongest first for each.

    Raises
    ------
    FramingError
        An argument, the articles or the referents are not what they should be, or there is one group only.

    Warns
    -----
    FramingWarning
        Beside a referent there are words in one group only.

    Notes
    -----
    Articles are what is drawn again and permuted, as in `keyness`. Words are told by closed lists and
    endings: what may be something else than a modifier or a verb is left out, so that counts are low.

    Examples
    --------
    >>> texts = ["The embattled Ana Ruiz resigned.", "Popular Ana Ruiz has resigned."]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> found = modifiers(articles, {"Ruiz": ["Ana Ruiz"]}, voices=None)
    >>> found = found.loc[found["count"] > 0, ["group", "side", "term", "count"]]
    >>> found.values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['x', 'before', 'embattled', 1], ['y', 'before', 'popular', 1],
     ['x', 'after', 'resigned', 1], ['y', 'after', 'resigned', 1]]
    """
    articles = check_articles(articles)
    frame = metadata(articles)
    check_choice("by", by, list(frame.columns))
    found, wanted = found_mentions(articles, referents, voices)
    if voice is not None:
        if voice not in schema("mentions").columns["voice"].values:
            raise unknown("voice", voice, schema("mentions").columns["voice"].values)
        found = found[found["voice"] == voice]
    if by not in found.columns:
        found[by] = found["article"].map(frame.set_index("id")[by])
    groups = found[by].dropna().unique()
    if len(groups) < 2:
        have = f"only {brief(str(groups[0]))}" if len(groups) else "none"
        raise FramingError(f"modifiers: of {by}, {have} names a referent; give articles of two at least")
    parts, alone = [], []
    for referent in wanted.names:
        for side in ("before", "after"):
            texts = _texts(found[found["referent"] == referent], side, by)
            if texts.empty:
                continue
            if texts[by].nunique() < 2:
                alone.append(f"{side} {referent}")
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FramingWarning)
                table = keyness(
                    texts,
                    by=by,
                    genre="all",
                    voices=None,
                    seed=seed,
                    wire=wire,
                    collection=collection,
                    draws=draws,
                    stop=None,
                    least_articles=0,
                )
            parts.append(table.assign(referent=referent, side=side))
    if alone:
        more = f" and {len(alone) - 5} more" if len(alone) > 5 else ""
        said = f"modifiers: words in one {by} only, and none to compare with: {', '.join(alone[:5])}{more}"
        warnings.warn(said, FramingWarning, stacklevel=2)
    if not parts:
        return empty("modifiers")
    table = pd.concat(parts, ignore_index=True)
    table["family"] = f"exploratory: modifiers × {len(parts)} tables"
    table["p_adjusted"], table["family_size"] = adjusted(table["p"], table["family"])
    return check(table, "modifiers")


def _texts(found: pd.DataFrame, side: str, by: str) -> pd.DataFrame:
    """Return a text an article: the words on one side of its mentions."""
    found = found.dropna(subset=[side, by])
    kept = list(dict.fromkeys(["outlet", *CARRIED, by]))
    first = found.drop_duplicates("article").set_index("article")[kept]
    words = found.groupby("article", sort=False)[side].agg(SEPARATOR.join)
    first["text"] = words.str.replace(SEPARATOR, _APART, regex=False) + "."
    return first.reset_index(names="id")


# How strongly two words attract each other: measures of collocation, each beside its formula and its source.


def expected(beside: Any, term: Any, words: Any) -> Floats:
    """Return how often a word would stand beside the node by chance, ``beside * term / words``.

    `beside` counts the places beside a node, each once; where no window is cut by the end of a sentence and
    none overlap it is the frequency of the node times the window's words (Evert 2008, Corpora and
    collocations, on surface co-occurrence).

    >>> float(expected(15828, 4675, 14307668).round(4))
    5.1718
    """
    return np.asarray(np.asarray(beside, np.float64) * term / words)


def mi(observed: Any, expected: Any) -> Floats:
    """Return mutual information, ``log2(O / E)`` (Church and Hanks 1990, Word association norms).

    Rare words score high; read it beside the counts.

    >>> float(mi(20, 42 * 20 / 14307668).round(2))
    18.38
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(np.asarray(observed, np.float64) / expected))


def mi3(observed: Any, expected: Any) -> Floats:
    """Return cubed mutual information, ``log2(O**3 / E)`` (Daille 1994), which rare words don't lead.

    >>> float(mi3(8, 2))
    8.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(np.asarray(observed, np.float64) ** 3 / expected))


def t_score(observed: Any, expected: Any) -> Floats:
    """Return ``(O - E) / sqrt(O)`` (Church, Gale, Hanks and Hindle 1991), which frequent words lead.

    >>> float(t_score(8, expected(15828, 4675, 14307668)).round(4))
    0.9999
    """
    o = np.asarray(observed, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((o - expected) / np.sqrt(o))


def log_dice(observed: Any, node: Any, term: Any) -> Floats:
    """Return ``14 + log2(2 O / (node + term))`` (Rychlý 2008, A lexicographer-friendly association score).

    14 where neither stands without the other; one more is twice the share; it doesn't depend on the size
    of what is compared. With windows of several words it may pass 14.

    >>> log_dice([5, 1], [5, 16384], [5, 16384]).tolist()
    [14.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = 2 * np.asarray(observed, np.float64) / (np.asarray(node, np.float64) + term)
        return np.asarray(14 + np.log2(shared))


# Which words stand beside an expression, and how often each stands anywhere: the counts behind collocations.

#: What words beside a node may not be parted from it by: the end of its sentence, or any punctuation.
SPANS = ("sentence", "phrase")

#: Farthest word that still stands beside.
_FARTHEST = 50

#: Labels × terms that are counted at once.
_CELLS = 16_000_000

#: Columns of the counts that are no words, and so no term can be called like them.
_SIZE, _NODES = "\x1f beside", "\x1f nodes"


@dataclass(frozen=True)
class Beside:
    """How far a neighbour may stand: words to the left and right, None for the whole sentence."""

    left: int | None
    right: int | None
    span: str

    @classmethod
    def of(cls, window: object, span: object) -> Beside:
        """Check a window and a span.

        >>> Beside.of(5, "sentence").said, Beside.of((0, 1), "phrase").said
        ('5L 5R', '0L 1R')
        """
        if not isinstance(span, str) or span not in SPANS:
            raise unknown("span", span, SPANS)
        if isinstance(window, str) and window == "sentence":
            return cls(None, None, span)
        pair = tuple(window) if isinstance(window, (tuple, list)) else (window, window)
        sides = [as_integer(side) for side in pair]
        if (
            len(sides) != 2
            or any(side is None or not 0 <= side <= _FARTHEST for side in sides)
            or sides == [0, 0]
        ):
            raise FramingError(
                f"window {brief(window)} is not known; give a number of words from 1 to {_FARTHEST}, two as "
                '(0, 5) for left and right, or "sentence"'
            )
        return cls(sides[0], sides[1], span)

    @property
    def said(self) -> str:
        """The window as corpus linguists write it."""
        return "sentence" if self.left is None else f"{self.left}L {self.right}R"


def beside(tokens: Tokens, found: Occurrences, unit: np.ndarray, window: Beside) -> np.ndarray:
    """Mask the words that stand beside an occurrence; each once, however many it stands beside.

    Parameters
    ----------
    tokens : Tokens
    found : Found
    unit : array, one item a word
        What each word counts in; a neighbour counts in the same as the node.
    window : Beside
    """
    mask = np.zeros(len(tokens.ids), bool)
    if not len(found.first):
        return mask
    low, _ = tokens.sentence_of(found.first)
    _, high = tokens.sentence_of(found.last)
    reach_left = found.first - low
    reach_right = high - 1 - found.last
    left = int(reach_left.max(initial=0)) if window.left is None else window.left
    right = int(reach_right.max(initial=0)) if window.right is None else window.right
    for steps, edge, reach, way in (
        (left, found.first, reach_left, -1),
        (right, found.last, reach_right, 1),
    ):
        at, own, far = edge.astype(np.int64), unit[edge], reach
        for step in range(1, steps + 1):
            keep = far >= step
            if window.span == "phrase":
                # A break is marked on the word behind it.
                keep[keep] &= ~tokens.breaks[at[keep] + way * step + (way < 0)]
            at, own, far = at[keep], own[keep], far[keep]
            if not len(at):
                break
            place = at + way * step
            mask[place[unit[place] == own]] = True
    return mask


@dataclass
class _Stream:
    """The words of a chunk, kept to be counted once it is known which articles count together."""

    words: pa.Array
    word: np.ndarray
    unit: np.ndarray
    row: np.ndarray
    value: np.ndarray | None


class Neighbours:
    """Counts words beside a node where `framing.comparison.wording.words` would count words.

    Sizes are the words beside the node. Having counted, it knows of each row also `words`, all its words,
    and `nodes`, how often the node stands there.
    """

    def __init__(self, node: Node, window: Beside) -> None:
        self.node, self.window = node, window
        self.words = self.nodes = np.zeros(0, np.int64)
        self._streams: list[_Stream] = []
        self._counted: Counted | None = None

    def __call__(self, frame: pd.DataFrame, wanted: Choice, apart: str | None) -> Counted:
        """Count in checked articles; rows are those that have words, beside the node or not."""
        every = replace(wanted, ngram=(1, 1), stop=frozenset(), min_count=1)
        self._streams, start, parts = [], 0, []
        for chunk in cells(frame, wanted.voices, speakers(wanted, apart)):
            parts.append(self._part(frame, chunk, every, apart, start))
            start += chunk.size
        counted = joined(parts, len(frame), every, apart)
        names = counted.terms.to_pylist()
        columns = {
            name: np.asarray(counted.counts[:, [names.index(name)]].toarray()).reshape(-1)
            if name in names
            else np.zeros(len(counted.row), np.int64)
            for name in (_SIZE, _NODES)
        }
        self.words, self.nodes = counted.tokens, columns[_NODES]
        plain = np.array([name not in columns for name in names], bool)
        total = np.asarray(counted.counts.sum(axis=0)).reshape(-1)
        plain &= total >= wanted.min_count
        if wanted.stop:
            stop, _ = normalised(pa.array(sorted(wanted.stop), pa.string()), wanted)
            plain &= ~np.isin(np.array(names, dtype=object), stop.to_pylist())
        self._counted = replace(
            counted,
            terms=counted.terms.filter(pa.array(plain)),
            counts=counted.counts[:, np.flatnonzero(plain)],
            tokens=columns[_SIZE],
        )
        return self._counted

    def everywhere(self, label: np.ndarray, labels: int) -> np.ndarray:
        """Return how often each term stands in all words of the rows with each label, labels × terms.

        Parameters
        ----------
        label : array, one item a row
            -1 is counted nowhere.
        labels : int
        """
        assert self._counted is not None
        counted, terms = self._counted, len(self._counted.terms)
        values: dict[str, int] = {}
        value = np.zeros(len(counted.row), np.int64)
        if counted.value is not None:
            values = {name: i for i, name in enumerate(sorted(set(counted.value)))}
            value = np.array([values[name] for name in counted.value], np.int64)
        width = max(len(values), 1)
        known = np.full((int(counted.row.max(initial=-1)) + 1) * width, -1, np.int64)
        known[counted.row * width + value] = label
        total = np.zeros((labels, terms), np.int32)
        step = max(1, _CELLS // max(terms, 1))
        for stream in self._streams:
            place = pc.index_in(stream.words, value_set=counted.terms.cast(stream.words.type))
            term = pc.fill_null(place, -1).to_numpy(zero_copy_only=False)[stream.word]
            # A word that is not counted has unit -1, and so the label that stands last.
            of_word = np.append(_labels(stream, known, values), -1)[stream.unit]
            kept = np.flatnonzero((term >= 0) & (of_word >= 0))
            key = of_word[kept] * terms + term[kept]
            for low in range(0, labels, step):
                high = min(low + step, labels)
                mine = key if step >= labels else key[(key >= low * terms) & (key < high * terms)]
                times = np.bincount(mine - low * terms, minlength=(high - low) * terms)
                total[low:high] += times.reshape(high - low, terms).astype(np.int32)
        return total

    def _part(
        self, frame: pd.DataFrame, chunk: Cells, wanted: Choice, apart: str | None, start: int
    ) -> Chunk:
        tokens, size = chunk.tokens, chunk.size
        words, of_form = normalised(tokens.forms, wanted)
        word = of_form[tokens.ids] if len(tokens.ids) else np.zeros(0, np.int32)
        unit, values = units(chunk, wanted, apart)
        rows = (len(values) if values is not None else 2) * size
        found = self.node.find(frame, chunk, characters=False)
        if len(tokens.ids):
            found = found.where((unit[found.first] >= 0) & (unit[found.first] == unit[found.last]))
        else:
            found = found.where(np.zeros(len(found.doc), bool))
        near = np.flatnonzero(beside(tokens, found, unit, self.window))
        sizes = np.bincount(unit[unit >= 0], minlength=rows)
        # A word that is given twice under two patterns is one occurrence all the same.
        places = np.unique(found.first)
        total = len(words)
        term = np.concatenate([word[near], np.full(len(near), total), np.full(len(places), total + 1)])
        at = unit[np.concatenate([near, near, places])]
        row = np.arange(rows)
        if values is None:
            # A title and a text are one article.
            at, sizes, row = at % size if size else at, sizes[:size] + sizes[size:], row % max(size, 1)
        counts = coo_array((np.ones(len(at), np.int64), (term, at)), shape=(total + 2, len(sizes))).tocsr()
        counts.sum_duplicates()
        self._streams.append(
            _Stream(
                words,
                word,
                unit.astype(np.int32),
                start + (row if values is None else row // max(len(values), 1)),
                None if values is None else values[row % max(len(values), 1)],
            )
        )
        return Chunk(
            pa.concat_arrays([words.cast(pa.string()), pa.array([_SIZE, _NODES], pa.string())]),
            counts.indices.astype(np.int64),
            np.repeat(np.arange(total + 2), np.diff(counts.indptr)),
            counts.data,
            sizes,
            shingles.fingerprints(tokens)[size:],
            values,
        )


def _labels(stream: _Stream, known: np.ndarray, values: dict[str, int]) -> np.ndarray:
    """Return the label of each unit of a chunk; -1 where it has none."""
    code = np.zeros(len(stream.row), np.int64)
    if stream.value is not None:
        code = np.array([values.get(str(name), -1) for name in stream.value], np.int64)
    at = stream.row * max(len(values), 1) + code
    found = np.full(len(at), -1, np.int64)
    inside = (code >= 0) & (at < len(known))
    found[inside] = known[at[inside]]
    return found


_ALL = "all"


def collocates(
    articles: Articles,
    node: Sought = None,
    window: int | tuple[int, int] | str = 5,
    *,
    span: str = "sentence",
    by: str | None = "outlet",
    regex: bool = False,
    case: bool = False,
    measure: Wanted = None,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    stem: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    wire: str = "collapse",
) -> pd.DataFrame:
    """Measure how strongly words are drawn to an expression, in each outlet by itself.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    node : str, Lexicon, or list of str
        As `pattern` of `kwic`: words, phrases, ``x*``, ``a|b``, or with `regex` expressions.
    window : int, (int, int) or "sentence"
        Words to either side, or to the left and to the right, up to 50; or all of the sentence.
    span : {"sentence", "phrase"}
        A window never leaves the sentence; with "phrase" punctuation ends it too.
    by : str, optional
        Column whose values are told apart; also "voice", "part" or a column of speakers. None for all
        articles together.
    regex, case, measure
        As for `kwic`. `case` holds for collocates too.
    part, voice, voices, speaker_type, stem, stop, min_count
        Which words are counted, and as what, as for `keyness`. A node and its neighbour are counted where
        both are of the same voice.
    genre, wire
        As for `keyness`: news with its like, copies inside a group once.

    Returns
    -------
    pandas.DataFrame
        The table `collocates`: a row group × word, strongest by `log_dice` first. With O = `count`, E =
        `expected`, N = `n`:

        - ``log_dice = 14 + log2(2 O / (count_node + count_term))`` (Rychlý 2008)
        - ``mi = log2(O / E)`` (Church and Hanks 1990), ``mi3 = log2(O**3 / E)`` (Daille 1994)
        - ``t_score = (O - E) / sqrt(O)`` (Church, Gale, Hanks and Hindle 1991)
        - ``g2 = 2 sum O ln(O / E)`` over the four cells of collocate or not × beside the node or not (Dunning
          1993), negative where it stands there less than by chance
        - ``E = n_beside * count_term / N``, `n_beside` being the places beside the node, each once

        They rank; words of an article are not independent, so none is a test. Frequent words lead by
        `t_score` and `g2`, rare ones by `mi`.

    Raises
    ------
    FramingError
        An argument, a column or a pattern that will not do.

    Warns
    -----
    FramingWarning
        The node occurs nowhere; articles are left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"],
    ...     "text": ["Free trade grew. Free trade fell. Talks on trade ended."]})
    >>> found = collocates(articles, "trade", window=1)
    >>> found[["term", "count", "count_term", "expected"]].values.tolist()[0]
    ['free', 2, 2, 1.2]
    """
    wanted = choice(part=part, voice=voice, voices=voices, speaker_type=speaker_type, stem=stem, case=case,
                    stop=stop, min_count=min_count, apart=by)  # fmt: skip
    found = _found(articles, node, window, span, by, regex, case, measure, wanted, genre, wire, "collocates")
    if found is None:
        return empty("collocates")
    return check(_table(found, wanted, wire), "collocates")


def collocate_shift(
    articles: Articles,
    node: Sought = None,
    window: int | tuple[int, int] | str = 5,
    *,
    span: str = "sentence",
    by: str = "outlet",
    against: str = "pairs",
    regex: bool = False,
    case: bool = False,
    measure: Wanted = None,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    stem: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    intervals: int = 500,
    draws: int = 9999,
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Say which words stand beside an expression more in one outlet than in another.

    Parameters
    ----------
    articles, node, window, span, by, regex, case, measure
        As for `collocates`.
    against : {"pairs", "rest"}
        Each pair of groups, or each group against all others together.
    part, voice, voices, speaker_type, genre, stem, stop, min_count, wire
        As for `collocates`.
    intervals, draws, seed, collection
        As for `keyness`.

    Returns
    -------
    pandas.DataFrame
        The table `terms`, as `keyness` gives it, of the words beside the node alone: `n` and `n_rest` are
        words beside it, `articles` those with the term there. `log_odds` has its interval from articles
        drawn again, `p` comes from permuting articles. Further columns: `node`, `window`, `span`,
        `count_node` and `count_node_rest` (the node on each side), `log_dice` and `log_dice_rest` (Rychlý
        2008).

    Raises
    ------
    FramingError
        An argument that will not do; the node stands in one group only.

    Warns
    -----
    FramingWarning
        The node occurs nowhere, or not in some group; articles are left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["A fair deal. A fair deal.", "A bad deal. A bad deal."]})
    >>> found = collocate_shift(articles, "deal", window=1)
    >>> found[["group", "against", "term", "count", "count_rest"]].values.tolist()[0]
    ['x', 'y', 'fair', 2, 0]
    """
    wanted = choice(part=part, voice=voice, voices=voices, speaker_type=speaker_type, stem=stem, case=case,
                    stop=stop, min_count=min_count, apart=by)  # fmt: skip
    check_choice("against", against, AGAINST)
    check_choice("collection", collection, COLLECTION)
    numbers = {name: check_number(name, value, low) for name, value, low in
               (("intervals", intervals, 0), ("draws", draws, 99), ("seed", seed, None))}  # fmt: skip
    what = "collocate_shift"
    found = _found(articles, node, window, span, by, regex, case, measure, wanted, genre, wire, what)
    if found is None:
        return empty("terms")
    data = _with_node(found, by)
    settings = Settings(prior="corpus", prior_size=PRIOR_SIZE, correction="none", collection=collection,
                        wire=wire, by=by, columns=tuple(wanted.said().items()), style=None,
                        **numbers)  # fmt: skip
    which = comparisons(data, by, against, baseline=False)
    shift = table(data, which, settings, None)
    shift["family"] = shift["family"].str.replace("keyness", f"beside {found.said}", regex=False)
    return check(shift.assign(**_shown(found, data, shift, which)), "terms")


@dataclass(frozen=True)
class _Found:
    """What was counted beside a node, by what, and what the node is called."""

    data: Words
    counter: Neighbours
    window: Beside
    said: str


def _found(
    articles: Articles, node: Sought, window: object, span: object, by: str | None, regex: bool,
    case: bool, measure: Wanted, wanted: Choice, genre: str, wire: str, what: str,
) -> _Found | None:  # fmt: skip
    beside = Beside.of(window, span)
    sought = node_of(node, regex=regex, case=case, measure=measure, what="node")
    frame = check(batch.collect_articles(articles, what), "articles")
    if sought.measures:
        frame, _, _ = prepared(frame, list(sought.measures), wanted.voices, ())
    counter = Neighbours(sought, beside)
    if by is None:
        by, frame = _ALL, frame.assign(**{_ALL: _ALL})
    data = words(frame, wanted, by=by, genre=genre, wire=wire, what=what, counter=counter)
    if not counter.nodes[data.group >= 0].sum():
        warnings.warn(
            f"{what}: {sought.said} occurs nowhere in the {len(set(data.ids)):,} articles counted; look at "
            "its spelling, or write * for other endings",
            FramingWarning,
            stacklevel=3,
        )
        return None
    return _Found(data, counter, beside, " | ".join(sought.terms) if len(sought.terms) < 4 else sought.said)


def _table(found: _Found, wanted: Choice, wire: str) -> pd.DataFrame:
    """Put the measures of every group side by side."""
    data, counted = found.data, found.data.counted
    masks = [(data.group == group) & ~data.base for group in range(len(data.groups))]
    with_node = [group for group, mask in enumerate(masks) if found.counter.nodes[mask].sum()]
    label = np.full(len(data.group), -1, np.int64)
    for place, group in enumerate(with_node):
        label[masks[group]] = place
    anywhere = found.counter.everywhere(label, len(with_node))
    by_row = counted.counts.tocsr()
    names = counted.terms.to_pandas()
    blocks = []
    for place, group in enumerate(with_node):
        mask = masks[group]
        sides = Sides.of(counted.tokens[mask], [mask[mask]])
        side = Tallies(by_row[np.flatnonzero(mask)].tocsc(), sides).side(0)
        here = np.flatnonzero(side.count > 0)
        o, f = side.count[here], anywhere[place][here].astype(np.int64)
        nodes, size = int(found.counter.nodes[mask].sum()), int(found.counter.words[mask].sum())
        e = expected(side.n, f, size)
        share = side.top[here] / o
        block = pd.DataFrame(
            {
                "group": data.groups[group],
                "node": found.said,
                "term": names.iloc[here].to_numpy(),
                "window": found.window.said,
                "span": found.window.span,
                **wanted.said(),
                "count": o,
                "expected": e,
                "count_term": f,
                "count_node": nodes,
                "n_beside": side.n,
                "n": size,
                "articles": side.articles[here],
                "n_articles": side.n_articles,
                "log_dice": log_dice(o, nodes, f),
                "mi": mi(o, e),
                "mi3": mi3(o, e),
                "t_score": t_score(o, e),
                "g2": g2_dunning(o, f - o, side.n, size - side.n),
                "dispersion": side.dispersion[here],
                "top_article_share": share,
                "one_article": share > MOST,
                "wire": wire,
                "provenance": "illustrative" if data.illustrative[mask].any() else "published",
                "note": "; ".join(data.said),
            }
        )
        # Terms stand in code-point order, which a stable sort keeps among equals.
        blocks.append(block.iloc[np.argsort(-block["log_dice"].to_numpy(), kind="stable")])
    return pd.concat(blocks, ignore_index=True)


def _with_node(found: _Found, by: str) -> Words:
    """Return the data without groups in which the node doesn't stand; two must be left."""
    data = found.data
    sizes = np.bincount(data.group[data.group >= 0], data.counted.tokens[data.group >= 0], len(data.groups))
    present = np.bincount(data.group[data.group >= 0], minlength=len(data.groups)) > 0
    none = [name for name, size, there in zip(data.groups, sizes, present, strict=True) if there and not size]
    some = [name for name, size in zip(data.groups, sizes, strict=True) if size]
    if len(some) < 2:
        where = f"only {by} {some[0]!r} has" if some else f"no {by} has"
        raise FramingError(
            f"collocate_shift: {where} words beside {found.said}; give articles of others, or another node"
        )
    if none:
        warnings.warn(
            f"collocate_shift: no word beside {found.said} in {', '.join(map(repr, none))}, left out",
            FramingWarning,
            stacklevel=3,
        )
    return replace(data, group=np.where(sizes[data.group] > 0, data.group, -1))


def _shown(found: _Found, data: Words, shift: pd.DataFrame, which: Sequence[Any]) -> dict[str, Any]:
    """Return the columns that keyness hasn't."""
    place = pd.Index(data.counted.terms.to_pandas()).get_indexer(shift["term"])
    # Totals are those of the articles compared, whether the node stands in them or not.
    kinds, sides = data.kinds, []
    for one in which:
        event = np.isin(data.event, kinds.event[one.sides[0] | one.sides[1]])
        for side in one.sides:
            sides.append(np.isin(data.group, kinds.group[side]) & (data.group >= 0) & event)
    keys, number = np.unique(np.array(sides), axis=0, return_inverse=True)
    # How often each term stands in all words of these rows.
    total = np.array([found.counter.everywhere(np.where(mask, 0, -1), 1)[0] for mask in keys])
    total = total[number.reshape(-1)]
    nodes = [int(found.counter.nodes[mask].sum()) for mask in sides]
    pair = {(one.a, one.b): i for i, one in enumerate(which)}
    owner = np.array(
        [pair[key] for key in zip(shift["group"].astype(str), shift["against"].astype(str), strict=True)]
    )
    columns: dict[str, Any] = {"node": found.said, "window": found.window.said, "span": found.window.span}
    for k, suffix in enumerate(("", "_rest")):
        n = np.array(nodes)[owner * 2 + k]
        columns[f"count_node{suffix}"] = n
        o = shift[f"count{suffix}"].to_numpy()
        dice = log_dice(o, n, total[owner * 2 + k, place])
        columns[f"log_dice{suffix}"] = np.where(o > 0, dice, np.nan)
    return columns
