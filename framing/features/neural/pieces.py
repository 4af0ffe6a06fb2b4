"""What the encoder reads of a text and a target in it: word pieces, which are the target, what is cut off.

Training reads by the same function; nothing is loaded or judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

__all__ = ["LONGEST", "Batch", "Marks", "Pieces", "batch", "pieces", "plain"]

#: Pieces that are read around a target, and of a text without one.
LONGEST = 96
#: Pieces of a target that are read: names are shorter.
_TARGET = 16
#: Characters that are cut into pieces at first, for each piece that is wanted: most words are shorter.
_GENEROUS = 16


class Marks(NamedTuple):
    """Numbers of the pieces that are no words: begin, end, and what opens and closes a target."""

    begin: int
    end: int
    opens: int
    closes: int


class Pieces(NamedTuple):
    """One text as the encoder takes it: its pieces, where the target is named, and where it stands."""

    ids: list[int]
    named: list[int]
    target: list[int]


class Batch(NamedTuple):
    """Several, filled up to one length: int64 arrays, a row a text; `read` is 0 where a row is filled up."""

    ids: np.ndarray
    named: np.ndarray
    read: np.ndarray
    target: np.ndarray


def pieces(encode: Callable[[str], list[int]], marks: Marks, text: str, start: int, end: int) -> Pieces:
    """Return what is read of a text and the target in it.

    ``begin left opens target closes right end target end``: where it is too long, both sides give way, the
    longer one first, so that what is read lies around the target.

    Examples
    --------
    >>> letters = lambda text: [ord(char) for char in text]
    >>> pieces(letters, Marks(1, 2, 3, 4), "aXb", 1, 2).ids
    [1, 97, 3, 88, 4, 98, 2, 88, 2]
    """
    left, right = _last(encode, text[:start]), _first(encode, text[end:], LONGEST)
    target = _first(encode, text[start:end], _TARGET)[:_TARGET]
    room = LONGEST - 5 - 2 * len(target)
    if len(left) + len(right) > room:
        before = min(len(left), max(room // 2, room - len(right)))
        left, right = left[len(left) - before :], right[: room - before]
    ids = [marks.begin, *left, marks.opens, *target, marks.closes, *right, marks.end, *target, marks.end]
    named, stands = [0] * len(ids), [0] * len(ids)
    first = 2 + len(left)
    for at in range(first, first + len(target)):
        named[at] = stands[at] = 1
    for at in range(len(ids) - 1 - len(target), len(ids) - 1):
        named[at] = 1
    return Pieces(ids, named, stands)


def plain(encode: Callable[[str], list[int]], marks: Marks, text: str) -> Pieces:
    """Return what is read of a text that no target is looked at in.

    >>> plain(lambda text: [ord(char) for char in text], Marks(1, 2, 3, 4), "ab").ids
    [1, 97, 98, 2]
    """
    ids = [marks.begin, *_first(encode, text, LONGEST)[: LONGEST - 2], marks.end]
    return Pieces(ids, [0] * len(ids), [0] * len(ids))


def _first(encode: Callable[[str], list[int]], text: str, most: int) -> list[int]:
    """Return at least the first `most` pieces of a text; no piece holds a space: it can be cut at one."""
    size = _GENEROUS * most
    while size < len(text) and (at := text.rfind(" ", 0, size)) >= 0:
        found = encode(text[:at])
        if len(found) >= most:
            return found
        size *= 4
    return encode(text)


def _last(encode: Callable[[str], list[int]], text: str) -> list[int]:
    """Return at least the last pieces of a text that can be read."""
    size = _GENEROUS * LONGEST
    while size < len(text) and (at := text.find(" ", len(text) - size)) >= 0:
        found = encode(text[at:])
        if len(found) >= LONGEST:
            return found
        size *= 4
    return encode(text)


def batch(rows: Sequence[Pieces]) -> Batch:
    """Return texts side by side, filled up to the longest.

    >>> batch([Pieces([1, 2], [0, 0], [0, 0]), Pieces([1], [0], [0])]).read.tolist()
    [[1, 1], [1, 0]]
    """
    longest = max(len(row.ids) for row in rows)
    ids, named, read, target = np.zeros((4, len(rows), longest), np.int64)
    for at, row in enumerate(rows):
        size = len(row.ids)
        ids[at, :size], named[at, :size], target[at, :size] = row
        read[at, :size] = 1
    return Batch(ids, named, read, target)
