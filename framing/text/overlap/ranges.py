"""The shingles of many texts, a range of their hashes after the other: those that stand in two texts or more.

Most shingles stand in one text; these are never together. What is shared by two texts alone is asked for in
groups of pairs, each of which fits into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from framing.text.overlap.index import FEW, Pairs
from framing.text.overlap.reading import Reading
from framing.text.overlap.shingles import WORDS, Flags, Hashes, Ints, Shingles, repeated

__all__ = ["Counts", "Numbering", "Ranges", "Some", "bounded", "counted", "looked_up"]

#: Gives each shingle of a range, by its number and all of its shingles, a small number.
Numbering: TypeAlias = Callable[[int, Shingles], np.ndarray]

#: Shingles that are held from one look to the next; of more, each look reads them again.
_KEPT = 1 << 25

#: Shingles that are read for each text, of those that it may share some with; in all, so many always.
_EACH, _ALWAYS = 4_096, 1 << 24

#: Shingles of the texts of a group of pairs.
_GROUP = 1 << 24


class Counts(NamedTuple):
    """Some shingles of a range, sorted, and a number for each; all others have none."""

    hashes: Hashes
    numbers: np.ndarray

    def of(self, found: Shingles) -> np.ndarray:
        """Return the number of each of a range's shingles, 0 where it has none."""
        if not len(self.hashes):
            return np.zeros(len(found.hashes), np.int8)
        at = np.minimum(np.searchsorted(self.hashes, found.hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == found.hashes, self.numbers[at], 0)


def counted(hashes: Hashes, numbers: Ints, least: int, most: int) -> Counts:
    """Return those whose number is `least` or more, no number above `most`."""
    kept = numbers >= least
    return Counts(hashes[kept], np.minimum(numbers[kept], most).astype(np.int8))


def looked_up(counts: Sequence[Counts]) -> Numbering:
    """Return what gives shingles their numbers by those of each range."""
    return lambda number, found: counts[number].of(found)


def bounded(sample: int, least: int) -> str:
    """Say what was left out where too much recurs; empty where nothing was.

    Parameters
    ----------
    sample : int
        As `Meetings.bounded`.
    least : int
        As `Ranges.bound`.

    Examples
    --------
    >>> bounded(4, 0)
    'so much recurs that a run of five words in more than 8 texts ties these to the first of them alone, \
and one run in 4 was looked at'
    >>> bounded(0, 30)
    'so much recurs that only pairs that share 30 runs of five words or more were read'
    """
    said = []
    if sample:
        said.append(f"a run of five words in more than {FEW} texts ties these to the first of them alone")
    if sample > 1:
        said.append(f"one run in {sample:,} was looked at")
    if least:
        said.append(f"only pairs that share {least:,} runs of five words or more were read")
    return f"so much recurs that {', and '.join(said)}" if said else ""


class Some(NamedTuple):
    """The shingles of some texts as if there were no others, in order, and the number of each.

    `pairs` are pairs of these texts; `texts` says which they are among all, `rows` which articles.
    """

    found: Shingles
    numbers: np.ndarray
    pairs: Pairs
    texts: Ints
    rows: Ints


@dataclass
class Ranges:
    """The shingles of some texts.

    Parameters
    ----------
    reading : Reading
    rows : int64 array
        The article whose words each text is; no article twice.
    """

    reading: Reading
    rows: Ints

    def __post_init__(self) -> None:
        self.words: Ints = np.concatenate([[0], np.cumsum(self.reading.words[self.rows])])
        self._held: dict[int, Shingles] = {}
        self._size = np.zeros(len(self.rows), np.int64)
        self._looked = False

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.rows)

    @property
    def number(self) -> int:
        """How many ranges there are."""
        return self.reading.ranges

    @property
    def sizes(self) -> Ints:
        """Words of each text."""
        return np.diff(self.words)

    @property
    def shared(self) -> Ints:
        """Shingles of each text that stand in two texts or more."""
        if not self._looked:
            for _ in self.each():
                pass
        return self._size

    def each(self) -> Iterator[Shingles]:
        """Yield the shingles of each range that stand in two texts or more."""
        room = _KEPT - sum(len(found.hashes) for found in self._held.values())
        size = np.zeros(len(self.rows), np.int64)
        for number in range(self.number):
            found = self._held.get(number)
            if found is None:
                found = self._range(number)
                if len(found.hashes) <= room:
                    room -= len(found.hashes)
                    self._held[number] = found
            size += np.diff(found.docs)
            yield found
        self._size, self._looked = size, True

    def bound(self, pairs: Pairs) -> int:
        """Return how many shingles pairs must share so that all that do can be read; 0 where all can."""
        cost = self.shared[pairs.b] + 1
        limit = max(_ALWAYS, _EACH * len(self))
        if int(cost.sum()) <= limit:
            return 0
        total = np.cumsum(np.bincount(pairs.shared, cost)[::-1])
        return len(total) - int(np.searchsorted(total, limit, side="right"))

    def groups(self, pairs: Pairs, numbers: Numbering | None = None) -> Iterator[Some]:
        """Yield the pairs, some at a time and in their order, with the shingles of their texts.

        Parameters
        ----------
        pairs : Pairs
            In order of `a`, which one group has all pairs of.
        numbers : callable, optional
            As `Numbering`.
        """
        begin = 0
        while begin < len(pairs):
            end = self._end(pairs, begin)
            texts = np.unique(np.concatenate([pairs.a[begin:end], pairs.b[begin:end]]))
            some = Pairs(
                np.searchsorted(texts, pairs.a[begin:end]),
                np.searchsorted(texts, pairs.b[begin:end]),
                pairs.shared[begin:end],
            )
            yield Some(*self.of(texts, numbers), some, texts, self.rows[texts])
            begin = end

    def of(self, texts: Ints, numbers: Numbering | None = None) -> tuple[Shingles, np.ndarray]:
        """Return the shingles of some texts as if there were no others, in order, and the number of each."""
        hashes, firsts, counts = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int8)]
        for number, found in enumerate(self.each()):
            some = found.of(texts)
            hashes.append(some.hashes)
            firsts.append(some.first)
            of_all = numbers(number, found)[found.taken(texts)] if numbers else None
            counts.append(np.zeros(len(some.hashes), np.int8) if of_all is None else of_all.astype(np.int8))
        first = np.concatenate(firsts)
        words = np.concatenate([[0], np.cumsum(self.sizes[texts])])
        order = np.argsort(first, kind="stable") if self.number > 1 else slice(None)
        first = first[order]
        docs = np.searchsorted(first, words)
        some = Shingles(np.concatenate(hashes)[order], docs, words, WORDS, first)
        return some, np.concatenate(counts)[order]

    def masked(self, name: str, rows: Ints) -> Flags:
        """Return whether each word of some articles is ``quoted``, or in a ``block`` quotation."""
        words, parts = self.reading.begins()
        size = self.reading.words[rows]
        begins = np.cumsum(size) - size
        mask = np.zeros(int(size.sum()), bool)
        # Each part's articles, in the order of parts.
        order = np.argsort(words[rows], kind="stable")
        bounds = np.searchsorted(words[rows][order], np.append(parts, words[-1]))
        for number, table in enumerate(self.reading.found.each("words", [name])):
            mine = order[bounds[number] : bounds[number + 1]]
            mine = mine[size[mine] > 0]
            if not len(mine):
                continue
            bits = np.unpackbits(table[name].to_numpy())
            each = size[mine]
            within = np.arange(int(each.sum())) - np.repeat(np.cumsum(each) - each, each)
            source = np.repeat(words[rows[mine]] - parts[number], each) + within
            mask[np.repeat(begins[mine], each) + within] = bits[source]
        return mask

    def _end(self, pairs: Pairs, begin: int) -> int:
        """Return where a group of pairs ends: so that its texts, each counted at each pair, have room."""
        ahead = slice(begin, begin + _GROUP)
        # A text of many pairs is held once; those of one `a` stand side by side.
        cost = np.cumsum(self.shared[pairs.b[ahead]] + 1)
        new = np.diff(pairs.a[ahead], prepend=-1) != 0
        cost += np.cumsum(np.where(new, self.shared[pairs.a[ahead]], 0))
        end = begin + max(1, int(np.searchsorted(cost, _GROUP, side="right")))
        if end < len(pairs) and pairs.a[end] == pairs.a[end - 1]:
            # All pairs of one `a` stay together.
            first, last = (int(np.searchsorted(pairs.a, pairs.a[end], side)) for side in ("left", "right"))
            end = first if first > begin else last
        return end

    def _range(self, number: int) -> Shingles:
        """Read a range."""
        words, parts = self.reading.begins()
        hashes, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
        for begin, table in zip(parts.tolist(), self.reading.found.each(f"shingles{number}"), strict=True):
            hashes.append(table["hash"].to_numpy())
            places.append(table["at"].to_numpy().astype(np.int64) + begin)
        found = Shingles(np.concatenate(hashes), np.zeros(0, np.int64), words, WORDS, np.concatenate(places))
        del hashes, places
        docs = np.searchsorted(found.first, words)
        found = Shingles(found.hashes, docs, words, WORDS, found.at)
        used = np.zeros(len(words) - 1, bool)
        used[self.rows] = True
        if not used.all():
            found = found.only(np.repeat(used, np.diff(docs)))
        return repeated(found).of(self.rows)
