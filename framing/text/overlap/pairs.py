"""From distinct texts to the pairs that share text, each with its kind: the steps in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from framing.text.overlap.boilerplate import STORIES, components, in_stories
from framing.text.overlap.index import COMMON, Pairs, candidates, postings
from framing.text.overlap.passages import passages
from framing.text.overlap.reading import Texts
from framing.text.overlap.rules import LEAST_PASSAGE, Measures, kinds, measured, one_story
from framing.text.overlap.shingles import Flags, Hashes, Ints, Shingles, repeated

__all__ = ["Shared", "find", "stories_of"]

#: Distinct shingles that two texts must share before they are looked at: fewer only where the shorter has but
#: so many times as many words.
_LEAST, _SOME, _FEW = 5, 10, 10

#: Odd; turns one shingle into as many as there are outlets.
_APART = np.uint64(0xA24BAED4963EE407)


class Shared(NamedTuple):
    """Pairs of texts that share some, and how.

    `kind` indexes `rules.KINDS`. `crowded` masks the texts most of whose shared words stand in very many
    texts: such texts are paired with the first of them alone.
    """

    pairs: Pairs
    measures: Measures
    kind: np.ndarray
    crowded: Flags


def find(texts: Texts, outlets: Sequence[object]) -> Shared:
    """Return the pairs of distinct texts that share some.

    Parameters
    ----------
    texts : Texts
    outlets : sequence
        The outlet of each article, in the order of the frame's rows.
    """
    known = repeated(texts.found)
    text, row = _printed(texts, outlets)
    stories = _stories(known, *stories_of(known.of(text), [outlets[r] for r in row]))
    plain = stories >= STORIES
    sizes = np.maximum(texts.found.sizes - _words_in(known.only(plain)), 0)
    again = np.zeros(len(texts.quoted), np.int8)
    for least in range(2, STORIES):
        again[_words(known.only((stories >= least) & ~plain))] = least
    known = known.only(~plain)
    posted = postings(known)
    pairs = candidates(known, _LEAST, posted=posted)
    pairs = pairs.only((pairs.shared >= _SOME) | (_FEW * pairs.shared >= _shorter(sizes, pairs)))
    shared = passages(known, pairs, least=LEAST_PASSAGE)
    of = measured(shared, pairs, known, sizes, texts.quoted, again)
    kind = kinds(of)
    told = kind > 0
    return Shared(pairs.only(told), of.only(told), kind[told], _crowded(*posted, len(known)))


def _stories(known: Shingles, values: Hashes, stories: Ints) -> Ints:
    """Return for each shingle of how many stories of one outlet it is."""
    if not len(values):
        return np.zeros(len(known.hashes), np.int64)
    at = np.minimum(np.searchsorted(values, known.hashes), len(values) - 1)
    return np.where(values[at] == known.hashes, stories[at], 0)


def _shorter(sizes: Ints, pairs: Pairs) -> Ints:
    return np.minimum(sizes[pairs.a], sizes[pairs.b])


def stories_of(known: Shingles, outlets: Sequence[object]) -> tuple[Hashes, Ints]:
    """Return the shingles, and of how many stories of one outlet each is; versions of a story count once.

    Parameters
    ----------
    known : Shingles
        As from `repeated`; a text that several outlets print stands once for each.
    outlets : sequence
        The outlet of each text.
    """
    # Each outlet by itself, so that a story printed everywhere ties the versions of every outlet together.
    outlet = _numbered(outlets).astype(np.uint64)[known.doc()]
    pairs = candidates(replace(known, hashes=known.hashes ^ (outlet * _APART)), _LEAST)
    pairs = pairs.only(4 * pairs.shared >= _shorter(known.sizes, pairs))
    of = measured(passages(known, pairs, least=LEAST_PASSAGE), pairs, known, known.sizes)
    return in_stories(known, outlets, components(pairs.only(one_story(of)), len(known)))


def _printed(texts: Texts, outlets: Sequence[object]) -> tuple[Ints, Ints]:
    """Return each text once for each outlet that prints it, and a row in which that outlet does."""
    outlet = _numbered(outlets)[texts.rows]
    places = np.flatnonzero(texts.text >= 0)
    key = texts.text[places] * (int(outlet.max(initial=0)) + 1) + outlet[places]
    places = places[np.unique(key, return_index=True)[1]]
    return texts.text[places], texts.rows[places]


def _numbered(outlets: Sequence[object]) -> Ints:
    number = {name: at for at, name in enumerate(sorted({str(o) for o in outlets}))}
    return np.array([number[str(o)] for o in outlets], np.int64)


def _words_in(some: Shingles) -> Ints:
    """Return how many words of each text lie in some of its shingles."""
    first, doc = some.first, some.doc()
    reach = np.full(len(first), some.n, np.int64)
    if len(first) > 1:
        reach[:-1] = np.where(doc[1:] == doc[:-1], np.minimum(np.diff(first), some.n), some.n)
    return np.bincount(doc, reach, len(some)).astype(np.int64)


def _words(some: Shingles) -> Ints:
    """Return the words that lie in some shingles, one as often as it does."""
    return np.concatenate([some.first + place for place in range(some.n)])


def _crowded(docs: Ints, starts: Ints, size: int) -> Flags:
    """Mask the texts of whose shared shingles half or more stand in very many texts."""
    common = np.repeat(np.diff(starts) > COMMON, np.diff(starts))
    all_ = np.bincount(docs, minlength=size)
    return np.asarray(2 * np.bincount(docs[common], minlength=size) >= np.maximum(all_, 1), bool)
