"""The rules of `rules` worked out for every distinct piece of a text at once.

A text of ten million pieces has three hundred thousand distinct ones, most of
them a plain word with at most a comma behind it. Those are settled by array
operations; only what is left is given to :func:`framing.text.rules.analyse`.
Both ways give the same answer, which a test holds them to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.text import rules

__all__ = ["WHITE", "PieceTable", "bare", "piece_table", "undressed"]

#: White space that can end a piece, beyond the ASCII control characters.
WHITE = (
    "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_TRIM = WHITE + "".join(map(chr, range(33)))
_LINE = "[\n\r\u000b\u000c\u0085\u2028\u2029]$"
_PLAIN = r"(?:\p{L}+(?:[-'’]\p{L}+)*|\d+(?:[.,]\d+)*)"


@dataclass(frozen=True)
class PieceTable:
    """What each distinct piece holds; words of piece ``i`` are ``first[i] : first[i] + count[i]``.

    `marked` pieces are those that do more than hold one word: they end a line
    or a sentence, break a phrase, or hold several words. `numbers` are those
    that can number the items of a list.
    """

    count: np.ndarray
    first: np.ndarray
    word: np.ndarray
    start: np.ndarray
    end: np.ndarray
    gap: np.ndarray
    before: np.ndarray
    after: np.ndarray
    ends: np.ndarray
    starts: np.ndarray
    numbers: np.ndarray
    newline: np.ndarray
    blank: np.ndarray
    marked: np.ndarray
    cores: pa.Array
    forms: pa.Array


def piece_table(pieces: pa.Array) -> PieceTable:
    """Analyse distinct pieces, each with the white space that ended it.

    Parameters
    ----------
    pieces : pyarrow string array
        Distinct.

    Returns
    -------
    PieceTable
        `forms` are the distinct words as written, which `word` points into.
    """
    encoded = bare(pieces).dictionary_encode()
    cores, code = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    newline = pc.match_substring_regex(pieces, _LINE).to_numpy(zero_copy_only=False)
    of_core = _cores(cores)
    marked = of_core["before"] | of_core["after"] | (of_core["ends"] > 0) | (of_core["count"] > 1)
    return PieceTable(
        count=of_core["count"][code],
        first=of_core["first"][code],
        before=of_core["before"][code],
        after=of_core["after"][code],
        ends=of_core["ends"][code],
        starts=of_core["starts"][code],
        numbers=_mask(pc.match_substring_regex(cores, r"^\d{1,2}\.$"))[code],
        newline=newline,
        blank=(np.asarray(pc.binary_length(cores)) == 0)[code],
        marked=marked[code] | newline,
        cores=encoded,
        **{name: of_core[name] for name in ("word", "start", "end", "gap", "forms")},
    )


def _cores(cores: pa.Array) -> dict[str, Any]:
    size = len(cores)
    # A piece may have any number of words: a table that lost its spaces is one.
    count = np.zeros(size, np.int32)
    before, after = np.zeros(size, bool), np.zeros(size, bool)
    ends, starts = np.zeros(size, np.int8), np.zeros(size, np.int8)
    lead = np.zeros(size, np.int32)

    trimmed, words, plain = undressed(cores)
    length = np.asarray(pc.utf8_length(words)).astype(np.int32)
    count[plain] = 1
    # How a piece is dressed decides whether its word can begin a sentence; the word, how well it does.
    starts[plain] = rules.Starts.CAPITAL

    # A dressed word is a plain one with marks about it. There are few ways to dress one, and what a
    # way means doesn't depend on the word: one example of each is analysed.
    size_of = {id(array): np.asarray(pc.binary_length(array)) for array in (cores, trimmed, words)}
    dressed = np.flatnonzero(plain & (size_of[id(cores)] > size_of[id(words)]))
    rows = pa.array(dressed)
    lead[dressed] = np.asarray(pc.utf8_length(cores.take(rows))) - np.asarray(
        pc.utf8_length(trimmed.take(rows))
    )
    before_word = (size_of[id(cores)] - size_of[id(trimmed)])[dressed]
    ways = _ways(cores.take(rows), before_word, size_of[id(words)][dressed])
    for array, values in zip(
        (before, after, ends, starts),
        zip(
            *(
                (f.before, f.after, f.ends, f.starts)
                for f in (rules.analyse(way.replace("W", "Word")) for way in ways.dictionary.to_pylist())
            ),
            strict=True,
        ),
        strict=False,
    ):
        array[dressed] = np.asarray(values)[np.asarray(ways.indices)]
    slow = np.flatnonzero(~plain)
    quick = plain
    capital = _mask(pc.match_substring_regex(words, r"^\p{Lu}"))
    figure = _mask(pc.match_substring_regex(words, r"^\d"))
    starters = pa.array(sorted(rules.STARTERS), type=words.type)
    starter = _mask(pc.is_in(words, value_set=starters))
    joined = np.flatnonzero(capital & _mask(pc.match_substring_regex(words, "['’-]")))
    stem = pc.replace_substring_regex(words.take(pa.array(joined)), r"^(\p{L}+)['’-].*$", r"\1")
    starter[joined] = _mask(pc.is_in(stem, value_set=starters))
    able = quick & (starts > 0)
    starts[able] = np.where(
        capital[able], rules.Starts.CAPITAL, np.where(figure[able], rules.Starts.FIGURE, rules.Starts.NO)
    )
    starts[able & starter] = rules.Starts.STARTER

    first = np.cumsum(count, dtype=np.int64) - count
    texts = [words.filter(pa.array(quick))]
    start, gap = lead[quick], np.zeros(int(quick.sum()), np.int8)
    end = start + length[quick]
    extra: list[tuple[str, int, int, int]] = []
    for i, core in zip(slow.tolist(), cores.take(pa.array(slow)).to_pylist(), strict=True):
        found = rules.analyse(core)
        first[i], count[i] = len(start) + len(extra), len(found.words)
        before[i], after[i], ends[i], starts[i] = found.before, found.after, found.ends, found.starts
        extra.extend((core[s:e], s, e, g) for s, e, g in found.words)
    # The quick words stand first, in order of piece, so their places count the quick pieces only.
    first[quick] = np.arange(len(start))
    if extra:
        columns = list(zip(*extra, strict=True))
        texts.append(pa.array(columns[0], type=words.type))
        start = np.concatenate([start, np.asarray(columns[1], np.int32)])
        end = np.concatenate([end, np.asarray(columns[2], np.int32)])
        gap = np.concatenate([gap, np.asarray(columns[3], np.int8)])
    encoded = pa.concat_arrays(texts).dictionary_encode()
    return {
        "count": count,
        "first": first.astype(np.int32),
        "before": before,
        "after": after,
        "ends": ends,
        "starts": starts,
        "word": encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32),
        "start": start,
        "end": end,
        "gap": gap,
        "forms": encoded.dictionary,
    }


def _ways(pieces: pa.Array, before: np.ndarray, size: np.ndarray) -> pa.Array:
    """Return how words are dressed, dictionary-encoded: each piece with "W" for its word.

    Parameters
    ----------
    pieces : pyarrow string array
    before, size : integer arrays
        How many bytes stand before each word, and how many are its own: at least one.
    """
    pieces = pieces.cast(pa.string())
    if not len(pieces):
        return pieces.dictionary_encode()
    _, offsets, data = pieces.buffers()
    where = np.frombuffer(offsets, np.int32)[pieces.offset : pieces.offset + len(pieces) + 1].astype(np.int64)
    text = np.frombuffer(data, np.uint8)[where[0] : where[-1]].copy()
    first = where[:-1] - where[0] + before
    text[first] = ord("W")
    edge = np.zeros(len(text) + 1, np.int8)
    edge[first + 1] += 1
    edge[first + size] -= 1
    text = text[np.cumsum(edge[:-1], dtype=np.int8) == 0]
    ends = np.append(0, np.cumsum(np.diff(where) - size + 1)).astype(np.int32)
    bare = pa.Array.from_buffers(pa.string(), len(pieces), [None, pa.py_buffer(ends), pa.py_buffer(text)])
    return bare.dictionary_encode()


def undressed(cores: pa.Array) -> tuple[pa.Array, pa.Array, np.ndarray]:
    """Take the marks off pieces: those before the word, those after it too, and whether a plain word is left.

    Pieces that are not plain are for `rules.analyse`.
    """
    trimmed = pc.utf8_ltrim(cores, characters=rules.OPENERS + "$")
    words = pc.utf8_rtrim(trimmed, characters=rules.CLOSERS + ".,;:?!…")
    plain = _mask(pc.match_substring_regex(words, f"^{_PLAIN}$")) & ~_abbreviated(cores, words)
    return trimmed, words, plain


def bare(pieces: pa.Array) -> pa.Array:
    """Take the white space that ended them off pieces."""
    return pc.utf8_rtrim(pieces, characters=_TRIM)


def _abbreviated(cores: pa.Array, words: pa.Array) -> np.ndarray:
    """Mark the pieces in which a full stop may belong to the word."""
    known = pa.array(sorted(rules.ABBREVIATIONS), type=words.type)
    short = pc.or_(pc.is_in(pc.utf8_lower(words), value_set=known), pc.equal(pc.utf8_length(words), 1))
    return _mask(pc.and_(short, pc.match_substring(cores, ".")))


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(array.to_numpy(zero_copy_only=False), bool)
