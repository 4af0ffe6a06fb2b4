"""Where two texts say the same words: shared shingles laid along diagonals, small changes bridged.

All pairs are worked on at once, on arrays. What a passage means (a copy, a
quotation both print, a phrase) is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from framing.text.overlap.shingles import Flags, Hashes, Ints, Pairs, Shingles, repeated, shingles
from framing.text.tokens import Tokens, chunks

#: Words that may differ, on either side, between two stretches of one passage.
GAP = 8

#: A shingle more often in both texts (times each other) is matched first to first, second to second.
_CROSSED = 16

#: Shingles of one side that are looked at at once: few, so that what they are looked up in fits a cache.
_HELD = 1 << 17

#: Places of a table that tells which shingles may be in both texts: a power of two, some eight a shingle.
_TABLE = 1 << 20


@dataclass(frozen=True)
class Passages:
    """Stretches of words that two texts share, each pair's in order of `a`.

    Attributes
    ----------
    pair : int64 array, one item a passage
        Index of the pair.
    a_start, a_end, b_start, b_end : int64 arrays
        First word and the one after the last, counted as in `framing.text.tokens.Tokens` over all texts:
        ``tokens.spans`` gives their characters. No word of a pair's `a`, or `b`, is in two of its passages.
    words : int64 array
        Words that are the same; those that differ lie between the first and the last that are.
    longest : int64 array
        Words of the longest stretch without a change.
    """

    pair: Ints
    a_start: Ints
    a_end: Ints
    b_start: Ints
    b_end: Ints
    words: Ints
    longest: Ints

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self.pair)

    def only(self, kept: Flags | Ints | slice) -> Passages:
        """Return some of the passages."""
        return Passages(*(column[kept] for column in self.columns()))

    def columns(self) -> tuple[Ints, ...]:
        """Return the arrays, in the order named above."""
        return (self.pair, self.a_start, self.a_end, self.b_start, self.b_end, self.words, self.longest)


def passages(texts: Tokens | Shingles, pairs: Pairs, *, gap: int = GAP, least: int = 0) -> Passages:
    """Return the stretches of words that the texts of each pair share.

    Parameters
    ----------
    texts : Tokens or Shingles
        Shingles may be some of all: those of `repeated`, or those that are no boilerplate.
    pairs : Pairs
        Indices of two texts each.
    gap : int
        Words that may differ, on either side, between stretches of one passage.
    least : int
        A passage with fewer words that are the same is left out.

    Returns
    -------
    Passages
        In order of the pairs and of place in `a`. Stretches are at least a shingle long.

    Notes
    -----
    A shingle in both texts is a seed; seeds that follow one another in both (on one diagonal) are a stretch.
    Where stretches overlap in either text, the longest stands and the others yield the words it has.

    Examples
    --------
    >>> from framing.text.tokens import tokenize
    >>> tokens = tokenize(["So the ship left port at dawn with grain.", "The ship left port at noon."])
    >>> found = passages(tokens, Pairs(np.array([0]), np.array([1]), np.array([1])))
    >>> found.a_start.tolist(), found.a_end.tolist(), found.b_start.tolist(), found.b_end.tolist()
    ([1], [6], [9], [14])
    """
    found = texts if isinstance(texts, Shingles) else repeated(shingles(texts))
    parts = [
        _merged(_without_overlap(_stretches(found, pairs, begin, end)), gap)
        for begin, end in _held(found, pairs)
    ]
    none = np.zeros(0, np.int64)
    columns = zip(*(part.columns() for part in parts), strict=True) if parts else [[none]] * 7
    whole = Passages(*(np.concatenate(list(column)) for column in columns))
    return whole.only(whole.words >= least) if least else whole


def places(found: Shingles, pairs: Pairs) -> Ints:
    """Return at how many places of each pair's `a` a shingle begins that `b` has too."""
    number = np.zeros(len(pairs), np.int64)
    for begin, end in _held(found, pairs):
        here = np.arange(begin, end)
        pair, _, key = _keys(found, pairs.a[begin:end], here)
        _, _, other = _keys(found, pairs.b[begin:end], here)
        number += np.bincount(pair[np.isin(key, other)], minlength=len(pairs))
    return number


def _held(found: Shingles, pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Cut the pairs into runs that fit into memory."""
    size = np.diff(found.docs)
    return chunks(size[pairs.a] + size[pairs.b], _HELD)


def _stretches(found: Shingles, pairs: Pairs, begin: int, end: int) -> Passages:
    """Return the runs of words that are the same without a change, overlaps and all."""
    here = np.arange(begin, end)
    pair_a, at_a, key_a = _keys(found, pairs.a[begin:end], here)
    _, at_b, key_b = _keys(found, pairs.b[begin:end], here)
    # Most shingles are in one text of a pair alone: they needn't be sorted.
    both = _may_stand(key_a, key_b)
    pair_a, at_a, key_a = pair_a[both], at_a[both], key_a[both]
    both = _may_stand(key_b, key_a)
    at_b, key_b = at_b[both], key_b[both]
    order_a, order_b = np.argsort(key_a, kind="stable"), np.argsort(key_b, kind="stable")
    listed_a, listed_b = key_a[order_a], key_b[order_b]
    left = np.searchsorted(listed_b, listed_a, side="left")
    times_b = np.searchsorted(listed_b, listed_a, side="right") - left
    begins = np.searchsorted(listed_a, listed_a, side="left")
    times_a = np.searchsorted(listed_a, listed_a, side="right") - begins
    nth = np.arange(len(listed_a)) - begins
    crossed = times_a * times_b <= _CROSSED
    number = np.where(crossed, times_b, (nth < times_b).astype(np.int64))
    skip = np.where(crossed, 0, nth)
    row = np.repeat(np.arange(len(listed_a)), number)
    within = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    i = found.first[at_a[order_a[row]]]
    j = found.first[at_b[order_b[left[row] + skip[row] + within]]]
    pair = pair_a[order_a[row]]
    order = np.lexsort([i, j - i, pair])
    pair, i, j = pair[order], i[order], j[order]
    if not len(pair):
        return Passages(*[np.zeros(0, np.int64)] * 7)
    new = np.ones(len(pair), bool)
    # Shingles that overlap or touch on one diagonal are one stretch.
    new[1:] = (pair[1:] != pair[:-1]) | ((j - i)[1:] != (j - i)[:-1]) | (np.diff(i) > found.n)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(pair)) - 1
    size = i[last] + found.n - i[first]
    stretch = Passages(pair[first], i[first], i[first] + size, j[first], j[first] + size, size, size)
    return stretch.only(np.lexsort([stretch.b_start, stretch.a_start, stretch.pair]))


def _keys(found: Shingles, doc: Ints, pair: Ints) -> tuple[Ints, Ints, Hashes]:
    """Return for each shingle of some texts its pair, its place and a number of pair and shingle."""
    size = np.diff(found.docs)[doc]
    of = np.repeat(np.arange(len(doc)), size)
    at = np.arange(len(of)) - np.repeat(np.cumsum(size) - size - found.docs[doc], size)
    mixed = (pair[of].astype(np.uint64) + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93)
    return pair[of], at, found.hashes[at] ^ mixed


def _may_stand(keys: Hashes, among: Hashes) -> np.ndarray:
    """Mask the keys that may stand among others: all that do, and few that don't."""
    there = np.zeros(_TABLE, bool)
    there[among & np.uint64(_TABLE - 1)] = True
    found: np.ndarray = there[keys & np.uint64(_TABLE - 1)]
    return found


def _without_overlap(stretch: Passages) -> Passages:
    """Let the longest stand where stretches of a pair overlap in either text; the rest yield words."""
    if len(stretch) < 2:
        return stretch
    # Pairs in which a stretch begins before one that begins earlier has ended.
    found = []
    for start, end in ((stretch.a_start, stretch.a_end), (stretch.b_start, stretch.b_end)):
        order = np.lexsort([start, stretch.pair])
        pair = stretch.pair[order]
        # Stretches of one pair never reach into the next pair's numbers once those are set apart.
        apart = pair * (int(end.max(initial=0)) + 1)
        furthest = np.maximum.accumulate(end[order] + apart)
        found.append(pair[1:][(start[order] + apart)[1:] < furthest[:-1]])
    crowded = np.unique(np.concatenate(found))
    if not len(crowded):
        return stretch
    inside = np.isin(stretch.pair, crowded)
    calm, rest = stretch.only(~inside), stretch.only(inside)
    cuts = np.flatnonzero(np.diff(rest.pair)) + 1
    each = np.split(np.arange(len(rest)), cuts)
    rows = [row for some in each for row in _settled(rest.only(some))]
    pair, a, b, size = np.array(rows, np.int64).reshape(-1, 4).T
    settled = (pair, a, a + size, b, b + size, size, size)
    both = Passages(*(np.concatenate(columns) for columns in zip(calm.columns(), settled, strict=True)))
    return both.only(np.lexsort([both.b_start, both.a_start, both.pair]))


def _settled(stretch: Passages) -> Iterator[tuple[int, int, int, int]]:
    """Yield pair, places and words of the stretches of one pair, longest first, none over another."""
    pair, a0, b0 = int(stretch.pair[0]), int(stretch.a_start.min()), int(stretch.b_start.min())
    taken_a = bytearray(int(stretch.a_end.max()) - a0)
    taken_b = bytearray(int(stretch.b_end.max()) - b0)
    order = np.lexsort([stretch.b_start, stretch.a_start, -stretch.words])
    columns = (stretch.a_start[order] - a0, stretch.b_start[order] - b0, stretch.words[order])
    for a, b, size in zip(*(column.tolist() for column in columns), strict=True):
        here_a, here_b = taken_a[a : a + size], taken_b[b : b + size]
        free = [(0, size)] if 1 not in here_a and 1 not in here_b else _free(here_a, here_b)
        for begin, end in free:
            # A word or two left over from a longer stretch are no find of their own.
            if end - begin == size or end - begin >= _LEFT_OVER:
                yield pair, a + begin + a0, b + begin + b0, end - begin
                taken_a[a + begin : a + end] = taken_b[b + begin : b + end] = b"\1" * (end - begin)


def _free(one: bytearray, two: bytearray) -> list[tuple[int, int]]:
    """Return the runs in which neither side is taken."""
    free = (np.frombuffer(one, np.int8) | np.frombuffer(two, np.int8)) == 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


#: Words that a stretch must keep, where others took some of its.
_LEFT_OVER = 3


def _merged(stretch: Passages, gap: int) -> Passages:
    """Join stretches that follow one another in both texts with few words between."""
    if len(stretch) < 2:
        return stretch
    between_a = stretch.a_start[1:] - stretch.a_end[:-1]
    between_b = stretch.b_start[1:] - stretch.b_end[:-1]
    follows = (stretch.pair[1:] == stretch.pair[:-1]) & (between_a >= 0) & (between_a <= gap)
    follows &= (between_b >= 0) & (between_b <= gap)
    first = np.flatnonzero(np.concatenate([[True], ~follows]))
    last = np.append(first[1:], len(stretch)) - 1
    return Passages(
        stretch.pair[first],
        stretch.a_start[first],
        stretch.a_end[last],
        stretch.b_start[first],
        stretch.b_end[last],
        np.add.reduceat(stretch.words, first),
        np.maximum.reduceat(stretch.longest, first),
    )


# What makes two texts copies, near copies, or one of them partly the other's: numbers in, kinds out.

#: Kinds of pairs that are no exact copies, by the number `kinds` gives them.
KINDS = ("", "part", "near")

#: A passage of fewer words that are the same is a phrase.
LEAST_PASSAGE = 8

#: Share of the shorter text that a near copy holds, and of the longer that makes it one wherever it stands;
#: a text cut short, which begins as the longer does, may be less of it, or any share if all of it is there.
NEAR, WHOLE, CUT, ALL = 0.8, 0.5, 0.15, 0.9
#: Words before the passage with which two texts "begin alike": a dateline, a byline, a line of their own.
OPENING = 40

#: Share of the shorter text, or words in one passage, that make it partly the other's.
PART, PASSAGE = 0.3, 40
#: Of these, words that tell: outside quotation marks (both may have these from who said them) and
#: not in another story of the same outlet (it may be boilerplate). In all; in one passage.
OWN, OWN_PASSAGE = 20, 30
#: Words in one passage that are enough though they stand in another story of one outlet; though quoted.
AGAIN, SAID = 60, 80
#: Share of the shorter with which so many words, in all passages, are enough: an agency's account
#: that an outlet prints in two of its stories is no boilerplate.
SOME = 0.15
#: Words that stand in more stories of one outlet than this are no proof at any length.
SOME_STORIES = 2

#: Share of the shorter by which two articles of one outlet are versions of one story.
ONE_STORY = 0.6


class Measures(NamedTuple):
    """What two texts share, one item a pair."""

    words: Ints
    cover_a: Ints
    cover_b: Ints
    size_a: Ints
    size_b: Ints
    longest_run: Ints
    longest_passage: Ints
    passages: Ints
    quoted: Ints
    own: Ints
    own_passage: Ints
    new_passage: Ints
    unquoted_passage: Ints
    opens: Flags

    @property
    def share_a(self) -> np.ndarray:
        """Share of the first text that lies in passages of both."""
        return np.minimum(self.cover_a / np.maximum(self.size_a, 1), 1.0)

    @property
    def share_b(self) -> np.ndarray:
        """Share of the second."""
        return np.minimum(self.cover_b / np.maximum(self.size_b, 1), 1.0)

    def only(self, kept: Flags) -> Measures:
        """Return some of the pairs."""
        return Measures(*(column[kept] for column in self))  # type: ignore[arg-type]

    @classmethod
    def joined(cls, parts: Sequence[Measures]) -> Measures:
        """Return the measures of several runs of pairs."""
        none = np.zeros(0, np.int64)
        columns = {name: np.concatenate([none, *(getattr(p, name) for p in parts)]) for name in cls._fields}
        return cls(**columns | {"opens": columns["opens"].astype(bool)})


def measured(
    found: Passages,
    pairs: Pairs,
    texts: Shingles,
    sizes: Ints,
    quoted: Flags | None = None,
    stories: np.ndarray | None = None,
) -> Measures:
    """Sum up the passages of each pair.

    Parameters
    ----------
    found : Passages
        Of these pairs.
    pairs : Pairs
    texts : Shingles
        For where each text begins.
    sizes : int64 array
        Words of each text that count.
    quoted : bool array, optional
        Whether each word stands in quotation marks.
    stories : int array, optional
        Stories of one outlet that each word stands in, as part of a shingle.
    """
    number = len(pairs)

    def total(of: Ints) -> Ints:
        # Sums of whole numbers far below 2**53 are exact.
        return np.bincount(found.pair, of, number).astype(np.int64)

    def most(of: Ints) -> Ints:
        largest = np.zeros(number, np.int64)
        np.maximum.at(largest, found.pair, of)
        return largest

    said, again, often, both = _standing(found, quoted, stories)
    begin_a, begin_b = texts.words[pairs.a[found.pair]], texts.words[pairs.b[found.pair]]
    early = (found.a_start - begin_a <= OPENING) & (found.b_start - begin_b <= OPENING)
    return Measures(
        words=total(found.words),
        cover_a=total(found.a_end - found.a_start),
        cover_b=total(found.b_end - found.b_start),
        size_a=sizes[pairs.a],
        size_b=sizes[pairs.b],
        longest_run=most(found.longest),
        longest_passage=most(found.words),
        passages=np.bincount(found.pair, minlength=number).astype(np.int64),
        quoted=total(said),
        own=total(found.words - again),
        own_passage=most(found.words - again),
        new_passage=most(found.words - often),
        unquoted_passage=most(found.words - both),
        opens=total(early.astype(np.int64)) > 0,
    )


def _standing(found: Passages, quoted: Flags | None, stories: np.ndarray | None) -> list[Ints]:
    """Count the words of each passage that are quoted; that or in two stories; in many; quoted or in many."""
    if quoted is None or stories is None:
        return [np.zeros(len(found), np.int64)] * 4
    sides = []
    for start, end in ((found.a_start, found.a_end), (found.b_start, found.b_end)):
        size = end - start
        begins = np.cumsum(size) - size
        at = np.arange(int(size.sum())) + np.repeat(start - begins, size)
        said, of = quoted[at], stories[at]
        often = of > SOME_STORIES
        masks = (said, said | (of > 1), often, said | often)
        sides.append([np.add.reduceat(mask, begins, dtype=np.int64) if len(size) else size for mask in masks])
    return [np.minimum(np.minimum(a, b), found.words) for a, b in zip(*sides, strict=True)]


def kinds(of: Measures) -> np.ndarray:
    """Return 2 for near copies, 1 for partial reuse, 0 for neither."""
    first, second = of.share_a, of.share_b
    a_shorter = of.size_a <= of.size_b
    short, long = np.where(a_shorter, first, second), np.where(a_shorter, second, first)
    cut = of.opens & ((long >= CUT) | ((short >= ALL) & (of.words >= PASSAGE)))
    near = (short >= NEAR) & ((long >= WHOLE) | cut)
    said = of.new_passage >= SAID
    unquoted = of.words - of.quoted >= AGAIN
    much = (short >= PART) & ((of.own >= OWN) | unquoted | said | (short >= NEAR))
    tells = (of.own_passage >= OWN_PASSAGE) | said | (unquoted & (short >= SOME))
    long_one = (of.longest_passage >= PASSAGE) & tells
    return np.where(near, 2, np.where(much | long_one | (of.unquoted_passage >= AGAIN), 1, 0)).astype(np.int8)


def one_story(of: Measures) -> Flags:
    """Mask the pairs that are versions of one story, so that what they share is no boilerplate."""
    return np.asarray(np.maximum(of.share_a, of.share_b) >= ONE_STORY, bool)
