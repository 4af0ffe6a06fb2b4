"""What makes two texts copies, near copies, or one of them partly the other's: numbers in, kinds out.

The thresholds are figures measured on real articles with planted copies (`benchmarks/quality_copies.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.text.overlap.index import Pairs
from framing.text.overlap.passages import Passages
from framing.text.overlap.shingles import Flags, Ints, Shingles

__all__ = ["KINDS", "LEAST_PASSAGE", "Measures", "kinds", "measured", "one_story"]

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
