"""Which words stand in quotation marks: somebody's own, or a distancing pair around two words.

Marks are read one by one, as characters, and by where they stand more than by
their shape, since real pages mix ``“``, ``"``, ``''`` and the wrong way round.

* A mark with space before it and a word after it opens; with a word or a stop
  before it and space after it, it closes; between letters it is an apostrophe.
* A quotation ends with the paragraph, unless the next begins with a mark of
  the same kind: then it goes on there, as printers do.
* A mark opened and never closed holds to the end of its paragraph.
* Marks inside a quotation of the other kind belong to it.
* One to three words are speech only if they begin a sentence or a clause and
  end with a stop; else they are scare quotes, titles or names, which are the
  outlet's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.text import rules
from framing.text.tokens import Tokens

__all__ = ["SCARE_WORDS", "quoted_words", "quote_spans"]

#: A stretch of up to this many words, with no stop inside its marks, is no speech.
SCARE_WORDS = 3

_DOUBLE = "\"“”„«»「」『』"
_SINGLE = "'‘’‹›`"
_STOPS = ",.?!;:…—–"
_OPENING = frozenset("“„«‹「『")
_CLOSING = frozenset("”»›」』")
#: A double mark anywhere; a single one that doesn't stand between letters.
_PATTERN = rf"[{_DOUBLE}]|(?:^|[^\p{{L}}\p{{N}}])[{_SINGLE}]|[{_SINGLE}](?:[^\p{{L}}\p{{N}}]|$)"

OPEN, CLOSE, EITHER = 1, 2, 3


@dataclass(frozen=True)
class _Mark:
    """A quotation mark of a piece: its family, its role, and what stands before it."""

    double: bool
    role: int
    words_before: int
    stop_before: bool


@cache
def _marks(piece: str) -> tuple[_Mark, ...]:
    """Return the quotation marks of a piece, apostrophes left out.

    >>> [(m.role == OPEN, m.words_before, m.stop_before) for m in _marks('("win-win,"')]
    [(True, 0, False), (False, 1, True)]
    >>> _marks("Carney's"), _marks("’90s")
    ((), ())
    """
    found: list[_Mark] = []
    words = rules.analyse(piece).words
    at = 0
    while at < len(piece):
        mark = piece[at]
        width = 2 if mark in "'`’‘" and piece[at + 1 : at + 2] == mark else 1
        if mark in _DOUBLE or mark in _SINGLE:
            double = mark in _DOUBLE or width == 2
            role = _role(piece, at, width, double)
            if role:
                before = sum(1 for _, end, _ in words if end <= at)
                inside = piece[:at].rstrip(_DOUBLE + _SINGLE)
                found.append(_Mark(double, role, before, inside[-1:] in _STOPS and bool(inside)))
        at += width
    return tuple(found)


def _role(piece: str, at: int, width: int, double: bool) -> int:
    left, right = piece[:at], piece[at + width :]
    mark = piece[at]
    before, after = left[-1:], right[:1]
    open_place = not before or before in "([{—–-/" or (before in _DOUBLE + _SINGLE and not any(c.isalnum() for c in left))
    word_after = bool(after) and (after.isalnum() or after in "$€£([.…#@" or after in _DOUBLE + _SINGLE)
    if not double:
        if before.isalnum() and after.isalnum():
            return 0
        if open_place and mark != "`" and right[:1].isdigit() and right[1:2].isdigit() and right[2:3] in ("s", ""):
            return 0  # the '90s
        if open_place and right.lower() in _ELIDED:
            return 0
    if not before and not after:
        return OPEN if mark in _OPENING else CLOSE if mark in _CLOSING else EITHER
    if open_place and word_after:
        return OPEN
    if not after or not after.isalnum():
        return CLOSE
    # A word on both sides: a lost space. The shape of the mark decides, if it has one.
    return OPEN if mark in _OPENING else CLOSE if mark in _CLOSING else EITHER if double else 0


_ELIDED = frozenset("em tis twas til cause n bout".split())


@dataclass(frozen=True)
class _Events:
    """All marks of the texts in order. Words are counted as in `Tokens`; `start` and `end` bound the paragraph."""

    word: list[int]
    start: list[int]
    end: list[int]
    doc: list[int]
    double: list[bool]
    role: list[int]
    stop: list[bool]


def quoted_words(tokens: Tokens) -> np.ndarray:
    """Mask the words that stand in quotation marks, scare quotes apart.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    bool array, one item a word

    Examples
    --------
    >>> from framing.text.tokens import tokenize
    >>> quoted_words(tokenize(['"We agree," he said of the "deal".'])).tolist()
    [True, True, False, False, False, False, False]
    """
    begin, end = quote_spans(tokens)
    change = np.zeros(len(tokens.ids) + 1, np.int8)
    # Spans don't overlap, but one may end where the next begins.
    np.add.at(change, begin, 1)
    np.add.at(change, end, -1)
    return np.cumsum(change[:-1], dtype=np.int8).astype(bool)


def quote_spans(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Return the stretches of quoted speech, in words: first, and one after the last.

    Scare quotes are left out. Spans are in order and don't overlap.
    """
    events = _events(tokens)
    spans: list[tuple[int, int, bool]] = []
    total, i, carried = len(events.word), 0, False
    while i < total:
        stop = i + 1
        while stop < total and events.start[stop] == events.start[i] and events.doc[stop] == events.doc[i]:
            stop += 1
        carried = _paragraph(events, i, stop, carried, spans)
        i = stop
    if not spans:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    begin, end, stopped = (np.asarray(column) for column in zip(*spans, strict=True))
    speech = (end - begin > SCARE_WORDS) | (tokens.breaks[begin] & stopped.astype(bool))
    return begin[speech], end[speech]


def _paragraph(events: _Events, i: int, stop: int, carried: bool, spans: list[tuple[int, int, bool]]) -> bool:
    """Read the marks of one paragraph; return whether its quotation goes on in the next."""
    opened: int | None = None
    double = True
    if carried:
        # The mark that begins this paragraph only says that the quotation goes on.
        opened, i = events.word[i], i + 1
    for k in range(i, stop):
        word, role = events.word[k], events.role[k]
        if opened is None:
            if role != CLOSE and (events.double[k] or _closes(events, k, stop)):
                opened, double = word, events.double[k]
        elif events.double[k] == double:
            if word > opened:
                spans.append((opened, word, events.stop[k]))
            # A second opening mark: the first was never closed.
            opened = word if role == OPEN else None
    if opened is None or events.end[i - 1 if i == stop else i] <= opened:
        return False
    spans.append((opened, events.end[stop - 1], True))
    return stop < len(events.word) and _goes_on(events, stop)


def _closes(events: _Events, k: int, stop: int) -> bool:
    """Whether a single mark has a partner in its paragraph; one that hasn't is an apostrophe."""
    return any(not events.double[j] and events.role[j] != OPEN for j in range(k + 1, stop))


def _goes_on(events: _Events, k: int) -> bool:
    """Whether mark `k` opens the paragraph right after the one before it, in the same text."""
    return (
        events.double[k]
        and events.role[k] != CLOSE
        and events.word[k] == events.start[k] == events.end[k - 1]
        and events.doc[k] == events.doc[k - 1]
    )


def _events(tokens: Tokens) -> _Events:
    table, cores = tokens.pieces, tokens.pieces.cores
    marked = np.flatnonzero(pc.match_substring_regex(cores.dictionary, _PATTERN).to_numpy(zero_copy_only=False))
    # What a mark does depends on the marks and short words about it, never on which long word it
    # stands beside: pieces that differ only in that are read once.
    ways = pc.replace_substring_regex(cores.dictionary.take(pa.array(marked)), r"\p{L}{4,}", "Word").dictionary_encode()
    listed = [_marks(way) for way in ways.dictionary.to_pylist()]
    size = np.array([len(marks) for marks in listed] or [0], np.int64)
    first = np.cumsum(size) - size
    flat = [mark for marks in listed for mark in marks]

    way_of = np.full(len(cores.dictionary), -1, np.int64)
    way_of[marked] = ways.indices.to_numpy(zero_copy_only=False)
    way_of[way_of >= 0] = np.where(size[way_of[way_of >= 0]] > 0, way_of[way_of >= 0], -1)
    way_of_piece = way_of[cores.indices.to_numpy(zero_copy_only=False)]
    piece = np.flatnonzero((way_of_piece >= 0)[tokens.piece_code])
    way = way_of_piece[tokens.piece_code[piece]]
    piece = np.repeat(piece, size[way])
    slot = np.repeat(first[way], size[way]) + _within(size[way])

    def of_marks(values: Sequence[int]) -> list[Any]:
        return np.asarray(values, np.int64)[slot].tolist()  # type: ignore[no-any-return]

    count = table.count[tokens.piece_code[piece]]
    word = tokens.piece_words[piece] - count + np.asarray([m.words_before for m in flat], np.int64)[slot]
    begins = np.where(piece > 0, tokens.piece_ends[piece - 1], 0)
    doc = np.searchsorted(tokens.text_docs, begins, side="right") - 1
    line = np.flatnonzero(table.newline[tokens.piece_code])
    bounds = np.concatenate([[0], tokens.piece_words[line], [len(tokens.ids)]])
    nth = np.searchsorted(line, piece, side="left")
    start = np.maximum(bounds[nth], tokens.docs[doc])
    end = np.minimum(bounds[nth + 1], tokens.docs[doc + 1])
    return _Events(
        word.tolist(),
        start.tolist(),
        end.tolist(),
        doc.tolist(),
        of_marks([m.double for m in flat]),
        of_marks([m.role for m in flat]),
        of_marks([m.stop_before for m in flat]),
    )


def _within(sizes: np.ndarray) -> np.ndarray:
    """Count from 0 within each run of the given sizes.

    >>> _within(np.array([2, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
