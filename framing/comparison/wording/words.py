"""Articles made ready for comparing their words: which count, under which group and event, copies once.

Everything that compares outlets by terms starts here, so that what is left out, and what is said about
it, is the same everywhere. No statistic here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array, csc_array, csr_array

from framing.comparison.sums import WIRE, Flags, Floats, Ints, coded, collapses, left_out, starts
from framing.corpus.outlets import book
from framing.engine.parts import (
    Articles,
    Parts,
    check_articles,
    collect_articles,
    map_parts,
    metadata,
    select_articles,
)
from framing.engine.results import PartResults
from framing.errors import FramingError, check_choice, warn
from framing.features.cells import arrow
from framing.features.term_blocks import Spread, counted
from framing.features.terms import APART, Choice, Counted
from framing.schema import schema
from framing.text.overlap import shingles
from framing.views.vocabulary import display

# Terms added up by side: each entry of the counts is looked at once, however many comparisons there are.

# How evenly a term's occurrences lie over articles: Gries' deviation of proportions.


def deviation(x: Ints, d: Ints, count: Ints, n: int) -> Floats:
    """Return DP of terms: the sum of ``v - s`` over the articles that have more than their share.

    Parameters
    ----------
    x, d : arrays, one item a term
        Occurrences in these articles, and words of them: sums of whole numbers, so that DP is the same in
        any order of articles.
    count : array
        Occurrences in all.
    n : int
        Words of all.

    Examples
    --------
    >>> deviation(np.array([3]), np.array([20]), np.array([4]), 40).tolist()
    [0.25]
    """
    return np.maximum(x / count - d / n, 0.0)


def normalised(dp: Floats, least: int, n: int) -> Floats:
    """Return DP divided by the most it can be; missing with one article, or where DP is.

    Parameters
    ----------
    dp : array, one item a term
    least, n : int
        Words of the shortest article of the side that has any, and of all.

    Examples
    --------
    >>> normalised(np.array([0.25, np.nan]), 10, 40).round(4)
    array([0.3333,    nan])
    """
    most = 1.0 - least / n if n else 0.0
    return np.minimum(dp / most, 1.0) if most > 0 else np.full(len(dp), np.nan)


#: Sides of which sums are remembered.
_REMEMBERED = 4

#: Shares this near to each other are not told apart in floating point.
_NEAR = 1e-9


@dataclass(frozen=True)
class Sides:
    """Which rows stand on which sides, and how large these are.

    `kinds` is a mask, sides × kinds; `kind` the kind of each row; `tokens` its words, `words` those of each
    kind. `least` is the fewest words of an article of each side that has any.
    """

    tokens: Ints
    kinds: Flags
    kind: Ints
    words: Ints
    n: Ints
    n_articles: Ints
    least: Ints

    @classmethod
    def of(cls, tokens: Ints, masks: Sequence[Flags], of: Ints | None = None) -> Sides:
        """Return sides from masks.

        Parameters
        ----------
        tokens : array, one item a row
        masks : sequence of masks over rows, or over what `of` points to
        of : array, one item a row, optional
            What each row is, as the masks have it; -1 stands on no side.
        """
        every = np.zeros((len(masks), len(masks[0]) + 1), bool)
        every[:, :-1] = masks
        _, first, kind = np.unique(np.packbits(every, axis=0), axis=1, return_index=True, return_inverse=True)
        kind = kind.reshape(-1)
        kind = kind[:-1] if of is None else kind[of]
        kinds = every[:, first]
        filled = tokens > 0
        words = np.zeros(len(first), np.int64)
        np.add.at(words, kind, tokens)
        rows = np.bincount(kind[filled], minlength=len(first))
        least = np.full(len(first), np.iinfo(np.int64).max)
        np.minimum.at(least, kind[filled], tokens[filled])
        return cls(
            tokens,
            kinds,
            kind.astype(np.int32),
            words,
            np.array([words[side].sum() for side in kinds], np.int64),
            np.array([rows[side].sum() for side in kinds], np.int64),
            np.array([least[side].min(initial=np.iinfo(np.int64).max) for side in kinds], np.int64),
        )

    def rows(self, side: int) -> Flags:
        """Return the mask of the rows of a side."""
        return np.asarray(self.kinds[side][self.kind], bool)


class _Above(NamedTuple):
    """Occurrences and words above every share, by run; and entries that are above some shares at most."""

    x: Ints
    d: Ints
    term: Ints
    kind: Ints
    times: Ints
    size: Ints


class Tallies:
    """Sums of terms by side.

    Parameters
    ----------
    counts : csc_array, rows × terms
        Entries of a term in order of row.
    sides : Sides
    """

    def __init__(self, counts: csc_array, sides: Sides) -> None:
        self.sides, self.counts, self.terms = sides, counts, counts.shape[1]
        self.row, self.count = counts.indices, counts.data
        self.events: Ints | None = None
        self._last: dict[int, Ints] = {}
        lengths = np.diff(counts.indptr)
        self.term = np.repeat(np.arange(self.terms, dtype=np.int32), lengths)
        self.kind = sides.kind[self.row]
        # Runs of entries of one term and kind.
        new = np.ones(len(self.row), bool)
        np.not_equal(self.kind[1:], self.kind[:-1], out=new[1:])
        new[counts.indptr[:-1][lengths > 0]] = True
        self._begin = np.flatnonzero(new)
        self._run_kind, run_term = self.kind[self._begin], self.term[self._begin]
        self._filled = np.flatnonzero(lengths > 0)
        self._starts = np.searchsorted(run_term, self._filled)
        self._run_articles = np.diff(np.append(self._begin, len(self.row)))

    def _by_run(self, values: Ints) -> Ints:
        return np.add.reduceat(values, self._begin) if len(self._begin) else np.zeros(0, np.int64)

    @cached_property
    def _run_count(self) -> Ints:
        return self._by_run(self.count)

    @cached_property
    def _run_top(self) -> Ints:
        return np.maximum.reduceat(self.count, self._begin) if len(self._begin) else np.zeros(0, np.int64)

    @cached_property
    def _run_squares(self) -> Ints:
        return self._by_run(self.count * self.count)

    @cached_property
    def size(self) -> Ints:
        """Words of the article that each entry stands in."""
        return self.sides.tokens[self.row]

    @cached_property
    def _run_products(self) -> Ints:
        return self._by_run(self.count * self.size)

    def _of(self, kinds: Flags, values: Ints, gather: np.ufunc = np.add) -> Ints:
        """Gather the runs of some kinds by term."""
        found = np.zeros(self.terms, np.int64)
        if len(self._starts):
            found[self._filled] = gather.reduceat(values * kinds[self._run_kind], self._starts)
        return found

    def occurrences(self, side: int) -> Ints:
        """Return how often each term stands on a side; the sides asked for last are remembered."""
        if side not in self._last:
            self._last[side] = self._of(self.sides.kinds[side], self._run_count)
            if len(self._last) > _REMEMBERED:
                del self._last[next(iter(self._last))]
        return self._last[side]

    def articles(self, side: int) -> Ints:
        """Return in how many articles of a side each term stands."""
        return self._of(self.sides.kinds[side], self._run_articles)

    def top(self, side: int) -> Ints:
        """Return how often each term stands in the article of a side that has most of it."""
        return self._of(self.sides.kinds[side], self._run_top, np.maximum)

    def moments(self, kinds: Flags) -> tuple[Ints, Ints, Ints]:
        """Return sums over some kinds of counts, of their squares, and of counts by words of the article."""
        return (
            self._of(kinds, self._run_count),
            self._of(kinds, self._run_squares),
            self._of(kinds, self._run_products),
        )

    @cached_property
    def _by_event(self) -> tuple[Ints, Ints, Ints]:
        """Entries in order of term and event, where runs of one of each begin, and the event of each run."""
        assert self.events is not None
        event = self.events[self.row]
        key = self.term * np.int64(event.max(initial=0) + 1) + event
        order = np.argsort(key, kind="stable")
        begin = starts(key[order])
        return order, begin, event[order[begin]]

    def by_event(self, kinds: Flags, event: Ints, terms: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return sums of some kinds by term and event: place in `terms`, event, and sums as of `moments`."""
        if self.events is not event:
            self.events = event
            self.__dict__.pop("_by_event", None)
        order, begin, events = self._by_event
        place = np.full(self.terms, -1, np.int64)
        place[terms] = np.arange(len(terms))
        count = (self.count * kinds[self.kind])[order]
        size = self.size[order]
        x, xx, xd = (np.add.reduceat(v, begin) if len(begin) else np.zeros(0, np.int64)
                     for v in (count, count * count, count * size))  # fmt: skip
        of = place[self.term[order[begin]]]
        some = np.flatnonzero((of >= 0) & (x > 0))
        order = np.argsort(of[some], kind="stable")
        some = some[order]
        return of[some], events[some], x[some], xx[some], xd[some]

    @cached_property
    def _above_own(self) -> tuple[Ints, Ints]:
        """Occurrences and words, by run, of articles with more than their share of the run's kind."""
        lengths = self._run_articles
        n = np.repeat(self.sides.words[self._run_kind], lengths)
        above = self.count * n > self.size * np.repeat(self._run_count, lengths)
        return self._by_run(self.count * above), self._by_run(self.size * above)

    @cached_property
    def _above(self) -> _Above:
        """What lies above an article's share on all sides of several kinds, and what may on some of them."""
        low, high = np.full(self.terms, np.inf), np.zeros(self.terms)
        for side in np.flatnonzero(self.sides.kinds.sum(axis=1) > 1).tolist():
            share = self.occurrences(side) / max(int(self.sides.n[side]), 1)
            np.minimum(low, share, out=low)
            np.maximum(high, share, out=high)
        # What is near a share is looked at in whole numbers.
        lengths = np.diff(self.counts.indptr)
        above = self.count > self.size * np.repeat(high * (1 + _NEAR), lengths)
        some = self.count >= self.size * np.repeat(low * (1 - _NEAR), lengths)
        some &= ~above
        at = np.flatnonzero(some)
        return _Above(
            self._by_run(self.count * above),
            self._by_run(self.size * above),
            self.term[at],
            self.kind[at],
            self.count[at],
            self.size[at],
        )

    def dispersion(self, side: int, count: Ints) -> Floats:
        """Return normalised DP of the terms on a side; `count` as `occurrences` gives it."""
        n, kinds = int(self.sides.n[side]), self.sides.kinds[side]
        if kinds.sum() == 1:
            x, d = (self._of(kinds, values) for values in self._above_own)
        else:
            known = self._above
            x, d = (self._of(kinds, values) for values in (known.x, known.d))
            at = np.flatnonzero(kinds[known.kind])
            at = at[known.times[at] * n > known.size[at] * count[known.term[at]]]
            for total, values in ((x, known.times), (d, known.size)):
                # Whole numbers below 2**53: exact.
                total += np.bincount(known.term[at], values[at], self.terms).astype(np.int64)
        found, there = np.full(self.terms, np.nan), count > 0
        found[there] = deviation(x[there], d[there], count[there], n)
        return normalised(found, int(self.sides.least[side]), n)


# Words that stand in an outlet's texts mostly as its own name or in a dateline: they mark house style alone.

_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: How much of a text's beginning may be a dateline, in characters.
_HEAD = 60
#: What stands around words, and in none.
_MARKS = ' \t\r\n.,;:!?()[]"“”—–-'


def own_names(sources: Sequence[Articles]) -> dict[str, frozenset[str]]:
    """Return the words, in lower case, of which more than half stand in the outlet's name or in a dateline.

    A dateline opens a text, and ends in the name of the outlet or of an agency in brackets.

    Parameters
    ----------
    sources : sequence of Articles
        Checked. Of outlets that aren't known, the name is what they are called here.

    Returns
    -------
    dict of str to frozenset of str
        An item an outlet.

    Examples
    --------
    >>> from framing.schema import check
    >>> texts = ["Washington (CNN) -- It rains. CNN's Ana Ruiz saw the rain."]
    >>> articles = pd.DataFrame({"id": "a", "outlet": "cnn", "text": texts})
    >>> sorted(own_names([check(articles, "articles")])["cnn"])
    ['cnn', "cnn's", 'washington']
    >>> articles = pd.DataFrame({"id": "a", "outlet": "global_times",
    ...     "text": ["Global trade grew. They told the Global Times so."]})
    >>> sorted(own_names([check(articles, "articles")])["global_times"])
    ['times']
    """
    found = [map_parts(articles, _Naming(), what="own names") for articles in sources]
    inside: dict[str, Counter[str]] = {}
    for outlet, words, times, _ in _each(found):
        some = times > 0
        _add(inside.setdefault(outlet, Counter()), words[some], times[some])
    every: dict[str, Counter[str]] = {outlet: Counter() for outlet in inside}
    for outlet, words, _, times in _each(found):
        some = pd.Index(words).isin(list(inside[outlet]))
        _add(every[outlet], words[some], times[some])
    return {
        outlet: frozenset(word for word, count in counts.items() if 2 * count > every[outlet][word])
        for outlet, counts in inside.items()
    }


def _add(total: Counter[str], words: np.ndarray, times: np.ndarray) -> None:
    """Add words up."""
    for word, count in zip(words.tolist(), times.tolist(), strict=True):
        total[word] += count


def _each(found: Iterable[PartResults]) -> Iterable[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield each outlet of each part: its words, how often they stand in names, and at all."""
    for one in found:
        for words, table in zip(one.each("words"), one.each("times"), strict=True):
            names = words["word"].to_numpy(dtype=object)
            for outlet, rows in table.groupby("outlet", sort=False, observed=True):
                word = names[rows["word"].to_numpy()]
                yield str(outlet), word, rows["inside"].to_numpy(), rows["every"].to_numpy()


@dataclass(frozen=True)
class _Naming:
    """Counts the words of each outlet of a part, in its names and datelines, and at all.

    Gives the tables `words` (`word`) and `times` (`outlet`, `word`: a row of the other table, `inside`,
    `every`).
    """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Count."""
        outlet = pd.Categorical(frame["outlet"].astype("str"))
        names = outlet.categories.tolist()
        inside: list[Counter[str]] = [Counter() for _ in names]
        texts = frame["text"].fillna("").astype("str")
        for code, text in zip(outlet.codes.tolist(), texts, strict=True):
            _add_named(inside[code], _patterns(names[code]), text)
        words, every = _by_outlet(texts, outlet.codes.astype(np.int64), len(names))
        number = {word: place for place, word in enumerate(words)}
        found = [
            (code, number.setdefault(word, len(number)), times)
            for code, counts in enumerate(inside)
            for word, times in counts.items()
        ]
        of, word, times = np.array(found, np.int64).reshape(-1, 3).T
        every = every.tocoo()
        key = np.concatenate([every.coords[0].astype(np.int64) * len(number) + every.coords[1],
                              of * len(number) + word])  # fmt: skip
        key, place = np.unique(key, return_inverse=True)
        size = len(every.data)
        table = pd.DataFrame(
            {
                "outlet": pd.Categorical.from_codes(key // max(len(number), 1), pd.Index(names, dtype="str")),
                "word": (key % max(len(number), 1)).astype(np.int32),
                "inside": np.bincount(place[size:], times, len(key)).astype(np.int32),
                "every": np.bincount(place[:size], every.data, len(key)).astype(np.int32),
            }
        )
        return {"words": pd.DataFrame({"word": pd.Series(list(number), dtype="str")}), "times": table}


def _by_outlet(texts: pd.Series, outlet: np.ndarray, outlets: int) -> tuple[list[str], csr_array]:
    """Return the words of texts, and how often each outlet has each, outlets × words."""
    # No word goes beyond white space, and most of what stands between it is a bare word and its marks.
    split = pc.utf8_split_whitespace(pc.fill_null(arrow(texts), ""))
    cores = pc.utf8_trim(split.flatten(), characters=_MARKS).dictionary_encode()
    plain = pc.match_substring_regex(cores.dictionary, "^[A-Za-z]+$").to_numpy(zero_copy_only=False)
    odd = np.flatnonzero(~plain)
    others = [_words(core) for core in cores.dictionary.take(pa.array(odd)).to_pylist()]
    found = pa.concat_arrays(
        [
            pc.ascii_lower(cores.dictionary.filter(pa.array(plain))),
            pa.array([word for words in others for word in words], cores.dictionary.type),
        ]
    ).dictionary_encode()
    owner = np.concatenate([np.flatnonzero(plain), np.repeat(odd, [len(words) for words in others])])
    shape = len(cores.dictionary), len(found.dictionary)
    held = coo_array((np.ones(len(owner), np.int64), (owner, found.indices.to_numpy())), shape=shape)
    code = cores.indices.to_numpy()
    whose = np.repeat(outlet, pc.list_value_length(split).to_numpy(zero_copy_only=False))
    shape = outlets, len(cores.dictionary)
    counts = coo_array((np.ones(len(code), np.int64), (whose, code)), shape=shape)
    return found.dictionary.to_pylist(), csr_array(counts.tocsr() @ held.tocsr())


class _Patterns(NamedTuple):
    """What an outlet's name looks like, and its datelines; one of `names` stands wherever `own` is found."""

    names: tuple[str, ...]
    own: re.Pattern[str]
    head: re.Pattern[str]


@cache
def _patterns(outlet: str) -> _Patterns:
    entries = book().entries
    entry = entries.get(book().resolve(outlet))
    names = {outlet, display(outlet)} if entry is None else {outlet, entry.name, *entry.aliases}
    # A key, or a group called by a common word, is no name in a text.
    names = {name for name in names if any(letter.isupper() for letter in name)}
    agencies = {name for one in entries.values() if one.agency for name in (one.name, *one.credits)}
    own = re.compile(rf"\b(?:{_any(names)})(?:['’]s)?(?!\w)")
    head = re.compile(rf"\s*[A-Z][^()\n]{{0,{_HEAD}}}\((?:{_any(names | agencies)})\)")
    return _Patterns(tuple(_bare(names)), own, head)


def _add_named(inside: Counter[str], patterns: _Patterns, text: str) -> None:
    """Add the words that stand in the outlet's name or in the dateline of a text."""
    opened = patterns.head.match(text)
    if opened:
        inside.update(_words(opened.group()))
    if any(name in text for name in patterns.names):
        for found in patterns.own.finditer(text, opened.end() if opened else 0):
            inside.update(_words(found.group()))


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in _bare(names))


def _bare(names: Iterable[str]) -> list[str]:
    """Return names without the article, the longest first."""
    bare = {name.removeprefix("The ").strip() for name in names}
    return [name for name in sorted(bare, key=lambda name: (-len(name), name)) if name]


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


#: Kinds of article that are compared each with its like; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live", "all")

#: What must be known of each article, beside its group.
_ABOUT = ("id", "event", "copy_group", "provenance")


@dataclass(frozen=True)
class Kinds:
    """Rows that are alike: of one group and event. What sides are made of.

    `of` is each row's kind, -1 where it has no words or counts no more; the others have an item a kind.
    """

    of: Ints
    group: Ints
    event: Ints
    rows: Ints
    illustrative: Flags


@dataclass(frozen=True)
class Words:
    """Counts of terms in articles, and what each row is.

    `group` is a code into `groups`, -1 for a copy that counts no more; `event` into `events`;
    `family` is shared by copies of one text. Rows stand by group, event and id, whatever the order they
    were given in. `said` holds what a note must say; `own` the words of
    each outlet's own name and datelines, where outlets are compared.
    """

    counted: Counted | Spread
    groups: tuple[str, ...]
    events: tuple[str, ...]
    group: Ints
    event: Ints
    family: Ints
    ids: list[str]
    illustrative: Flags
    said: tuple[str, ...]
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, group: int) -> Flags:
        """Return which rows are a group's and have words."""
        return np.asarray((self.group == group) & (self.counted.tokens > 0), bool)

    @cached_property
    def kinds(self) -> Kinds:
        """The kinds of rows there are, by group and event."""
        live = np.flatnonzero((self.group >= 0) & (self.counted.tokens > 0))
        key = self.group[live] * max(len(self.events), 1) + self.event[live]
        found, first, of_live = np.unique(key, return_index=True, return_inverse=True)
        of = np.full(len(self.group), -1, np.int64)
        of[live] = of_live
        rows = live[first]
        return Kinds(
            of,
            self.group[rows],
            self.event[rows],
            np.bincount(of_live, minlength=len(found)),
            np.bincount(of_live, self.illustrative[live], len(found)) > 0,
        )


def words(
    articles: Articles,
    wanted: Choice,
    *,
    by: str,
    genre: str = "news",
    wire: str = "collapse",
    what: str = "keyness",
    counter: Callable[[pd.DataFrame, Choice, str | None], Counted] | None = None,
) -> Words:
    """Count terms by group.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`.
    wanted : Choice
        Which words, as `choice` makes it.
    by : str
        Column of the articles, or one of `choice.APART`, whose values are compared.
    genre : str
        One of `GENRES`.
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints are left out first.
    what : str
        Named in messages.
    counter : callable, optional
        Counts something else in the same words, as entries of a lexicon, in all articles at once.

    Raises
    ------
    FramingError
        An argument or a column is not known, or nothing is left.

    Warns
    -----
    FramingWarning
        Something is left out.
    """
    some, said = chosen(articles, by, genre, wire, what)
    apart = by if by in APART else None
    columns = list(dict.fromkeys([*_ABOUT, *([] if apart else [by])]))
    frame = metadata(some)[columns].reset_index(drop=True)
    keys = ["id"] if apart else [by, "event", "id"]
    frame = frame.sort_values(keys, key=_as_text, kind="stable")
    order = frame.index.to_numpy()
    frame = frame.reset_index(drop=True)
    own = _own_names(some, by)
    if counter:
        texts = collect_articles(some, what).iloc[order].reset_index(drop=True)
        return _told(frame, counter(texts, wanted, apart), by, wire, said, own)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    found = counted([some], [rank], wanted, apart=apart, what=what)
    return _told(frame, found, by, wire, said, own)


def _own_names(articles: Articles, by: str) -> dict[str, frozenset[str]]:
    """Return the names of each group's outlets, where an outlet is in one group alone."""
    if by in APART:
        return {}
    frame = metadata(articles)[[*{"outlet", by}]].astype("str")
    groups = frame.groupby("outlet")[by].unique()
    found: dict[str, frozenset[str]] = {}
    for outlet, names in (own_names([articles]) if (groups.map(len) == 1).all() else {}).items():
        found[groups[outlet][0]] = found.get(groups[outlet][0], frozenset()) | names
    return found


def chosen(articles: Articles, by: str, genre: str, wire: str, what: str) -> tuple[Articles, list[str]]:
    """Return the articles that count, and what a note must say of the others; raises as `words` does."""
    check_choice("wire", wire, WIRE)
    check_choice("genre", genre, GENRES)
    every = check_articles(articles)
    frame = metadata(every)
    columns = [name for name in frame.columns if name not in ("id", "text", "title", "blocks")]
    check_choice("by", by, [*columns, *APART])
    if by in frame and frame[by].dtype == object and not all(isinstance(v, Hashable) for v in frame[by]):
        raise FramingError(f"articles: column {by!r} holds lists or the like, which make no groups")
    left: list[tuple[str, pd.Series]] = [
        ("too short to be whole", frame["status"] == "stub"),
        ("without text", frame["status"] == "metadata"),
    ]
    if by not in APART:
        left.append((f"without {by}", frame[by].isna()))
    kind = frame["genre"].astype("str").replace("unknown", "news")
    if genre != "all" and by != "genre":
        left.append((f"not {genre}", kind != genre))
    left.append(("full reprints of an agency", pd.Series(left_out(frame["wire_role"], wire))))
    gone = np.zeros(len(frame), bool)
    said = []
    for why, mask in left:
        here = mask.to_numpy(bool) & ~gone
        if here.any():
            said.append(f"{int(here.sum())} {why} left out")
            gone |= here
    if said:
        warn(f"{what}: of {len(frame)} articles, {', '.join(said)}")
    if gone.all():
        raise FramingError(f"articles: none is left of {len(articles)} ({', '.join(said) or 'none given'})")
    some = select_articles(every, ~gone)
    unsure = int((metadata(some)["genre"] == "unknown").sum())
    if unsure and genre == "news" and by != "genre":
        said.append(f"{unsure} of unknown genre counted as news")
    if isinstance(some, Parts):
        return some, said
    columns = [
        *schema("articles").columns,
        *([by] if by not in (*schema("articles").columns, *APART) else []),
    ]
    return some[columns], said


def families(prints: np.ndarray, frame: pd.DataFrame) -> Ints:
    """Return a number for each article that copies of one text share."""
    copied = coded(shingles.groups(prints, frame["copy_group"]))
    alone = np.array([label is None for label in copied.labels], bool)[copied.codes]
    return np.where(alone, len(copied.labels) + np.arange(len(frame)), copied.codes)


def repeated(*keys: Ints | Flags) -> Flags:
    """Mask the rows whose keys have stood in an earlier row."""
    again = np.ones(len(keys[0]), bool)
    if len(again):
        again[np.unique(np.stack(keys), axis=1, return_index=True)[1]] = False
    return again


def copies_said(number: int) -> str:
    """Say how many articles count no more.

    >>> copies_said(1)
    '1 copy inside a group counted once with its like'
    """
    many, whose = ("1 copy", "its") if number == 1 else (f"{number} copies", "their")
    return f"{many} inside a group counted once with {whose} like"


def _as_text(column: pd.Series) -> pd.Series:
    return column if column.dtype == bool else column.astype("str").fillna("\U0010ffff")


def _told(
    frame: pd.DataFrame,
    found: Counted | Spread,
    by: str,
    wire: str,
    said: Sequence[str],
    own: Mapping[str, frozenset[str]],
) -> Words:
    value = frame[by].iloc[found.row] if found.value is None else pd.Series(found.value, dtype="str")
    groups = coded(value.reset_index(drop=True))
    group = groups.codes.copy()
    event = coded(frame["event"] if by != "event" else frame["id"].isna().map(str))
    family = families(found.prints, frame)
    said = [*said, *([f"an article counts once in each {by} it has"] if by in APART else [])]
    of_row, event_of_row = family[found.row], event.codes[found.row]
    if collapses(wire):
        again = repeated(group, event_of_row, of_row)
        if again.any():
            said.append(copies_said(len(np.unique(found.row[again]))))
            group[again] = -1
    return Words(
        counted=found,
        groups=tuple(str(label) for label in groups.labels),
        events=tuple(str(label) for label in event.labels),
        group=group,
        event=event_of_row,
        family=of_row,
        ids=frame["id"].iloc[found.row].astype("str").tolist(),
        illustrative=(frame["provenance"] == "illustrative").to_numpy(bool)[found.row],
        said=tuple(said),
        own=own,
    )
