"""From distinct texts to the pairs that share text, each with its kind: the steps in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, light
from framing.text.overlap.boilerplate import STORIES, components, in_stories, numbered
from framing.text.overlap.index import COMMON, Meetings, Pairs, postings
from framing.text.overlap.passages import passages
from framing.text.overlap.ranges import Counts, Ranges, bounded, counted, looked_up
from framing.text.overlap.reading import in_time, read
from framing.text.overlap.rules import LEAST_PASSAGE, Measures, kinds, measured, one_story
from framing.text.overlap.shingles import Flags, Hashes, Ints, Shingles

__all__ = ["Shared", "Texts", "distinct", "find"]

#: Distinct shingles that two texts must share before they are looked at: fewer only where the shorter has but
#: so many times as many words.
_LEAST, _SOME, _FEW = 5, 10, 10

#: Odd; turns one shingle into as many as there are outlets.
_APART = np.uint64(0xA24BAED4963EE407)


@dataclass(frozen=True)
class Texts:
    """The distinct texts of some articles, in an order of their own: no result hangs on that of rows.

    Attributes
    ----------
    rows : int64 array, one item an article
        Row of the articles, by time and id.
    text : int64 array, one item an article in that order
        Index of its text; -1 where it is too short to be anybody's copy. Texts are numbered by first reading.
    prints : uint64 array, one item a text
        Its fingerprint, as `framing.text.copies.fingerprints` gives it.
    found : Ranges
        The shingles of the texts.
    quoted : int64 array, one item a text
        Words that stand in quotation marks.
    """

    rows: Ints
    text: Ints
    prints: Hashes
    found: Ranges
    quoted: Ints


class Shared(NamedTuple):
    """Pairs of texts that share some, and how.

    `kind` indexes `rules.KINDS`. `crowded` masks the texts most of whose shared words stand in very many
    texts: such texts are paired with the first of them alone. `bounded` says what was left out
    where too much recurs.
    """

    pairs: Pairs
    measures: Measures
    kind: np.ndarray
    crowded: Flags
    bounded: str


def distinct(articles: Articles) -> Texts:
    """Read checked articles; a text that several have is told once."""
    reading = read(articles)
    rows = in_time(light(articles))
    told = reading.prints[rows]
    text = np.full(len(rows), -1, np.int64)
    some = np.flatnonzero(told != 0)
    text[some], prints = pd.factorize(told[some])
    first = rows[some[np.unique(text[some], return_index=True)[1]]]
    return Texts(rows, text, np.asarray(prints, np.uint64), Ranges(reading, first), reading.quoted[first])


def find(texts: Texts, outlets: Sequence[object]) -> Shared:
    """Return the pairs of distinct texts that share some.

    Parameters
    ----------
    texts : Texts
    outlets : sequence
        The outlet of each article, in the order of the articles.
    """
    known = texts.found
    stories, versions = _stories(known, *_printed(texts, numbered(outlets)))
    own, crowds = _Own(known), _Crowds(len(known))
    meetings = Meetings(len(known), known.number)
    for found, some in zip(known.each(), stories, strict=True):
        plain = some.of(found) >= STORIES
        own.less(found.only(plain))
        own_words = found.only(~plain)
        posted = postings(own_words)
        crowds.add(*posted)
        meetings.add(own_words, posted)
    sizes = own.sizes()
    pairs = meetings.pairs(_LEAST)
    pairs = pairs.only((pairs.shared >= _SOME) | (_FEW * pairs.shared >= _shorter(sizes, pairs)))
    least = known.bound(pairs)
    pairs = pairs.only(pairs.shared >= least)
    kept, measures, kind = [pairs.only(slice(0, 0))], [], [np.zeros(0, np.int8)]
    for group in known.groups(pairs, looked_up(stories)):
        plain = group.numbers >= STORIES
        again = np.zeros(int(group.found.words[-1]), np.int8)
        for number in range(2, STORIES):
            again[_words(group.found.only(group.numbers == number))] = number
        same = passages(group.found.only(~plain), group.pairs, least=LEAST_PASSAGE)
        quoted = known.masked("quoted", group.rows)
        of = measured(same, group.pairs, group.found, sizes[group.texts], quoted, again)
        told = kinds(of)
        kept.append(group.pairs.among(group.texts).only(told > 0))
        measures.append(of.only(told > 0))
        kind.append(told[told > 0])
    return Shared(
        Pairs.joined(kept),
        Measures.joined(measures),
        np.concatenate(kind),
        crowds.crowded(),
        bounded(max(meetings.bounded, versions), least),
    )


def _shorter(sizes: Ints, pairs: Pairs) -> Ints:
    return np.minimum(sizes[pairs.a], sizes[pairs.b])


def _stories(known: Ranges, text: Ints, outlet: Ints) -> tuple[list[Counts], int]:
    """Return of how many stories of one outlet each shingle is, by range, and by which sample that was found.

    Versions of a story count once. A text that several outlets print stands once for each.
    """
    # Each outlet by itself, so that a story printed everywhere ties the versions of every outlet together.
    apart = outlet.astype(np.uint64) * _APART
    meetings = Meetings(len(text), known.number)
    for found in known.each():
        printed = found.of(text)
        meetings.add(replace(printed, hashes=printed.hashes ^ apart[printed.doc()]))
    pairs = meetings.pairs(_LEAST)
    pairs = pairs.only(4 * pairs.shared >= _shorter(known.sizes[text], pairs))
    pairs = pairs.only(pairs.shared >= known.bound(pairs.among(text)))
    same = [np.zeros(0, bool)]
    for group in known.groups(pairs.among(text)):
        told = passages(group.found, group.pairs, least=LEAST_PASSAGE)
        same.append(one_story(measured(told, group.pairs, group.found, known.sizes[group.texts])))
    number = components(pairs.only(np.concatenate(same)), len(text))
    return [
        counted(*in_stories(found.of(text), outlet, number), least=2, most=STORIES) for found in known.each()
    ], meetings.bounded


def _printed(texts: Texts, outlet: Ints) -> tuple[Ints, Ints]:
    """Return each text once for each outlet that has a name and prints it, and the outlet."""
    of = outlet[texts.rows]
    some = (texts.text >= 0) & (of >= 0)
    number = int(of.max(initial=0)) + 1
    key = np.unique(texts.text[some] * number + of[some])
    return key // number, key % number


def _words(some: Shingles) -> Ints:
    """Return the words that lie in some shingles, one as often as it does."""
    return np.concatenate([some.first + place for place in range(some.n)])


class _Own:
    """How many words of each text are in no outlet's boilerplate, a bit a word while ranges come."""

    def __init__(self, known: Ranges) -> None:
        self._words, self._n = known.words, 0
        self._begins = np.zeros(int(known.words[-1]) // 8 + 1, np.uint8)

    def less(self, plain: Shingles) -> None:
        """Note the boilerplate of a range."""
        at = plain.first
        self._n = plain.n
        np.bitwise_or.at(self._begins, at >> 3, np.right_shift(128, at & 7).astype(np.uint8))

    def sizes(self) -> Ints:
        """Return the words of each text that count."""
        inside = np.zeros(len(self._words), np.int64)
        before, passed = np.zeros(self._n, bool), 0
        for first in range(0, len(self._begins), _BYTES):
            begins = np.unpackbits(self._begins[first : first + _BYTES]).astype(bool)
            reach = np.concatenate([before, begins])
            covered = begins.copy()
            # No shingle reaches over the end of its text.
            for back in range(1, self._n):
                covered |= reach[self._n - back : len(reach) - back]
            total = np.concatenate([[0], np.cumsum(covered)]) + passed
            low, high = np.searchsorted(self._words, [8 * first, 8 * first + len(begins)])
            inside[low:high] = total[self._words[low:high] - 8 * first]
            before, passed = reach[len(reach) - self._n :], int(total[-1])
        return np.diff(self._words) - np.diff(inside)


#: Words, in bytes of bits, that are held apart at once.
_BYTES = 1 << 20


class _Crowds:
    """Of each text, how many of its shingles others have, and how many of these stand in very many texts."""

    def __init__(self, size: int) -> None:
        self._all, self._common = np.zeros(size, np.int64), np.zeros(size, np.int64)

    def add(self, docs: Ints, starts: Ints) -> None:
        """Count a range's, as `postings` gives them."""
        size = len(self._all)
        self._all += np.bincount(docs, minlength=size)
        often = np.repeat(np.diff(starts) > COMMON, np.diff(starts))
        self._common += np.bincount(docs[often], minlength=size)

    def crowded(self) -> Flags:
        """Mask the texts of which half or more do."""
        return np.asarray(2 * self._common >= np.maximum(self._all, 1), bool)
