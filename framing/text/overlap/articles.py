"""Articles read once for what they share: of each part, runs of words as numbers, and no text.

One task serves all that looks for shared text (copies, agency copy, reuse), so that a store is read once for
them. How texts meet is the business of `index`, over `ranges`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.engine.parts import Articles, bare, map_parts, metadata
from framing.engine.results import PartResults
from framing.text.overlap import shingles as hashed
from framing.text.overlap.shingles import FEW, Flags, Hashes, Ints, Pairs, Shingles, shingles
from framing.text.quotes import block_quoted, quoted_words
from framing.text.tokens import chunks, tokenize

#: Text, in bytes, that is held as words at once.
_CHUNK_BYTES = 16 << 20

#: Articles whose shingles are held at once: of more, they come in ranges of the hash.
HELD = 32_000

#: What is told of an article.
_ROW: dict[str, type] = {"print": np.uint64, "words": np.int32, "quoted": np.int32}

_UNSPACED = r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])"
#: Share of a text's bytes that such letters must take.
_MOSTLY = 0.3


@dataclass(frozen=True)
class Shingling:
    """The runs of five words of a part's articles.

    `ranges` is a power of two: a shingle is of the range that its last bits say.
    """

    ranges: int

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return articles' sizes and fingerprints, which words are quoted, and the shingles by range."""
        texts = pa.array(frame["text"], type=pa.large_string())
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        read = spaced(texts)
        # Texts whose letters were parted are longer.
        parted = pc.not_equal(pc.binary_length(texts), pc.binary_length(read)).to_numpy(zero_copy_only=False)
        columns: dict[str, list[np.ndarray]] = {name: [np.zeros(0, dtype)] for name, dtype in _ROW.items()}
        marks, blocks = [np.zeros(0, bool)], [np.zeros(0, bool)]
        hashes: list[list[Hashes]] = [[np.zeros(0, np.uint64)] for _ in range(self.ranges)]
        places: list[list[np.ndarray]] = [[np.zeros(0, np.uint32)] for _ in range(self.ranges)]
        base = 0
        for begin, end in chunks(pc.binary_length(read).to_numpy(zero_copy_only=False), _CHUNK_BYTES):
            some = read.slice(begin, end - begin)
            tokens = tokenize(some)
            found, said = shingles(tokens), quoted_words(tokens)
            passed = np.concatenate([[0], np.cumsum(said)])
            columns["print"].append(hashed.fingerprints(tokens))
            columns["words"].append(found.sizes)
            columns["quoted"].append(np.diff(passed[tokens.docs]))
            marks.append(said)
            blocks.append(block_quoted(tokens, some, frame["blocks"].iloc[begin:end]))
            first = (found.first + base).astype(np.uint32)
            which = found.hashes & np.uint64(self.ranges - 1)
            for number in range(self.ranges):
                inside = which == number if self.ranges > 1 else slice(None)
                hashes[number].append(found.hashes[inside])
                places[number].append(first[inside])
            base += int(tokens.docs[-1])
        tables = {
            f"shingles{number}": pd.DataFrame(
                {"hash": np.concatenate(hashes[number]), "at": np.concatenate(places[number])}
            )
            for number in range(self.ranges)
        }
        rows: dict[str, np.ndarray] = {
            name: np.concatenate(columns[name]).astype(dtype) for name, dtype in _ROW.items()
        }
        tables["texts"] = pd.DataFrame({"row": np.arange(len(frame)), **rows, "parted": parted})
        tables["words"] = pd.DataFrame(
            {"quoted": np.packbits(np.concatenate(marks)), "block": np.packbits(np.concatenate(blocks))}
        )
        return tables


@dataclass(frozen=True)
class Reading:
    """What is known of articles without their texts, an item an article in their order.

    Attributes
    ----------
    found : Found
        Tables of `Shingling`.
    ranges : int
    prints : uint64 array
        As `framing.text.overlap.shingles.fingerprints` gives them; 0 also where a part could not be read.
    words, quoted : int64 arrays
        Words of the text, and those of them that stand in quotation marks.
    parted : bool array
        The letters of the text are its words: its script writes no spaces.
    """

    found: PartResults
    ranges: int
    prints: Hashes
    words: Ints
    quoted: Ints
    parted: Flags

    def begins(self) -> tuple[Ints, Ints]:
        """Return the first word of each article, and that of each part that was read, counted over all."""
        words = np.concatenate([[0], np.cumsum(self.words)])
        done = [part for part in range(len(self.found)) if part not in self.found.failed]
        return words, words[self.found.first[done]]


def read(articles: Articles) -> Reading:
    """Read articles.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked as the table `articles`.

    Notes
    -----
    In a text written without spaces (Chinese, Japanese, Thai) each letter counts as a word.
    """
    number = len(metadata(articles))
    ranges = 1
    while ranges * HELD < number:
        ranges *= 2
    # What others have put in says nothing of words: without it one reading serves all.
    found = map_parts(bare(articles), Shingling(ranges), what="shared words")
    table = found.table("texts")
    row = table["row"].to_numpy(np.int64)

    def spread(name: str, dtype: type) -> np.ndarray:
        column: np.ndarray = np.zeros(number, dtype)
        column[row] = table[name].to_numpy()
        return column

    types = {"print": np.uint64, "words": np.int64, "quoted": np.int64, "parted": np.bool_}
    return Reading(found, ranges, *(spread(name, dtype) for name, dtype in types.items()))


def in_time(frame: pd.DataFrame) -> Ints:
    """Return the rows of articles by time, those without last, and by id."""
    ids = frame["id"].astype("str")
    order = pd.DataFrame({"published": frame["published"].reset_index(drop=True), "id": ids.to_numpy()})
    listed = order.sort_values(["published", "id"], kind="stable", na_position="last")
    return np.asarray(listed.index, np.int64)


def spaced(texts: pa.Array) -> pa.Array:
    """Part the letters of texts in scripts that write no spaces, so that each is a word; leave others alone.

    >>> spaced(pa.array(["船离港了。", "The ship 船 left."], pa.large_string())).to_pylist()
    ['船 离 港 了 。', 'The ship 船 left.']
    """
    share = pc.divide(pc.multiply(pc.count_substring_regex(texts, _UNSPACED), 3.0), pc.binary_length(texts))
    foreign = pc.greater(share, _MOSTLY)
    if not pc.any(foreign).as_py():
        return texts
    parted = pc.replace_substring_regex(texts, _UNSPACED, r"\1 ")
    return pc.if_else(foreign, parted, texts)


# The shingles of many texts, a range of their hashes after the other: those that stand in two texts or more.

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
        # A bit for each shingle of a range: whether it stands in two texts or more.
        self._bits: dict[int, np.ndarray] = {}
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
            a, b = (np.searchsorted(texts, side[begin:end]) for side in (pairs.a, pairs.b))
            some = Pairs(a, b, pairs.shared[begin:end])
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
        some = Shingles(np.concatenate(hashes)[order], docs, words, hashed.WORDS, first)
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
        """Read a range; what is found when it is first read tells which of its shingles are read again."""
        words, parts = self.reading.begins()
        hashes, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
        bits, done = self._bits.get(number), 0
        known = None if bits is None else np.unpackbits(bits).view(bool)
        for begin, table in zip(parts.tolist(), self.reading.found.each(f"shingles{number}"), strict=True):
            mine: Any = slice(None) if known is None else known[done : done + len(table)]
            done += len(table)
            hashes.append(table["hash"].to_numpy()[mine])
            places.append(table["at"].to_numpy()[mine].astype(np.int64) + begin)
        values, first = np.concatenate(hashes), np.concatenate(places)
        del hashes, places
        docs = np.searchsorted(first, words)
        found = Shingles(values, docs, words, hashed.WORDS, first)
        if known is None:
            used = np.zeros(len(words) - 1, bool)
            used[self.rows] = True
            known = np.repeat(used, np.diff(docs))
            found = found.only(known)
            kept = hashed.are_repeated(found)
            known[known] = kept
            self._bits[number] = np.packbits(known)
            found = found.only(kept)
        return found.of(self.rows)


# What an outlet prints in many articles (a note on the author, a line to subscribe) and is no story.

#: Stories of one outlet that a shingle must stand in to be that outlet's boilerplate.
STORIES = 4


def in_stories(
    found: Shingles, outlets: Sequence[object] | Ints, stories: Ints | None = None
) -> tuple[Hashes, Ints]:
    """Return the shingles, sorted, and of how many stories of one outlet each is (of that which has most).

    Parameters
    ----------
    found : Shingles
        All, or those of `repeated`.
    outlets : sequence
        The outlet of each text, or a number for each; a text whose outlet is missing or blank (or -1) makes
        no boilerplate.
    stories : int64 array, optional
        A number for each text that versions of one story share; without it each text is a story.
    """
    outlet = outlets if isinstance(outlets, np.ndarray) else numbered(outlets)
    number = int(outlet.max(initial=-1)) + 1
    story = np.arange(len(found)) if stories is None else np.asarray(stories, np.int64)
    doc = found.doc()
    some = np.flatnonzero(outlet[doc] >= 0)
    if not len(some):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    values, rank = np.unique(found.hashes[some], return_inverse=True)
    # Outlet and story as one number, an outlet's side by side.
    key = outlet * (int(story.max()) + 1) + story
    pair, of_doc = np.unique(key, return_inverse=True)
    outlet_of = pair // (int(story.max()) + 1)
    listed = np.sort(rank * len(pair) + of_doc[doc[some]])
    listed = listed[np.concatenate([[True], listed[1:] != listed[:-1]])]
    by_outlet = listed // len(pair) * number + outlet_of[listed % len(pair)]
    begins = np.flatnonzero(np.concatenate([[True], by_outlet[1:] != by_outlet[:-1]]))
    times = np.diff(np.append(begins, len(by_outlet)))
    most = np.zeros(len(values), np.int64)
    np.maximum.at(most, by_outlet[begins] // number, times)
    return values, most


def components(pairs: Pairs, size: int) -> Ints:
    """Return a number for each text that those share which pairs tie together, directly or over others."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = coo_array((np.ones(len(pairs), np.int8), (pairs.a, pairs.b)), shape=(size, size))
    return np.asarray(connected_components(edges, directed=False)[1], np.int64)


def numbered(outlets: Sequence[object]) -> Ints:
    """Return a number for each outlet by its name, -1 where it has none.

    >>> numbered(["b", None, "a", " ", "b"]).tolist()
    [1, -1, 0, -1, 1]
    """
    names = pd.Series(outlets, dtype="str")
    return np.asarray(pd.factorize(names.where(names.str.strip() != ""), sort=True)[0], np.int64)
