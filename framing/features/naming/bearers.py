"""Whom a description means: the nearest bearer named before it, or behind it if none is, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.text.tokens import Tokens

__all__ = ["Described", "given_to"]


class Described(NamedTuple):
    """Descriptions: where each stands, whose it may be, the noun it is about, whether it is of two."""

    place: np.ndarray
    bearers: Sequence[tuple[int, ...]]
    head: Sequence[str]
    both: np.ndarray


def given_to(
    asked: Described,
    named: tuple[np.ndarray, np.ndarray],
    rivals: tuple[np.ndarray, Sequence[str]],
    tokens: Tokens,
    size: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the referent of each description, -1 where none fits, and the second of those that are of two.

    Parameters
    ----------
    asked : Described
    named : two arrays
        Where names stand, and whose they are.
    rivals : array and sequence of str
        Where somebody else is named with a title, and its noun: "President Ruiz" takes "the president" that
        follows away from all others.
    tokens : Tokens
        Titles of `size` articles, then their texts.
    """
    order = _Reading(tokens, size)
    by_referent: dict[int, np.ndarray] = {}
    for referent in np.unique(named[1]).tolist():
        by_referent[referent] = np.sort(order.of(named[0][named[1] == referent]))
    by_head: dict[str, list[int]] = defaultdict(list)
    for place, head in zip(order.of(rivals[0]).tolist(), rivals[1], strict=True):
        by_head[head].append(place)
    others = {head: np.sort(np.array(places, np.int64)) for head, places in by_head.items()}
    groups: dict[tuple[tuple[int, ...], str, bool], list[int]] = defaultdict(list)
    for number, key in enumerate(zip(asked.bearers, asked.head, asked.both.tolist(), strict=True)):
        groups[key].append(number)
    result, second = np.full((2, len(asked.place)), -1, np.int64)
    for (bearers, head, both), numbers in groups.items():
        places = order.of(asked.place[numbers])
        begin, end = order.article(asked.place[numbers])
        if both:
            mine = [by_referent.get(referent, _NONE) for referent in bearers]
            result[numbers], second[numbers] = _two(np.array(bearers), mine, places, begin, end)
            continue
        best = _before(others.get(head, _NONE), places, begin)
        whom = np.full(len(places), -1, np.int64)
        for referent in bearers:
            last = _before(by_referent.get(referent, _NONE), places, begin)
            nearer = last > best
            best, whom = np.where(nearer, last, best), np.where(nearer, referent, whom)
        # Nobody before: the first to come, as where a headline has the description.
        open_ = best < 0
        next_ = np.where(open_, _behind(others.get(head, _NONE), places, end), -1)
        for referent in bearers:
            first = _behind(by_referent.get(referent, _NONE), places, end)
            nearer = open_ & (first >= 0) & ((next_ < 0) | (first < next_))
            next_, whom = np.where(nearer, first, next_), np.where(nearer, referent, whom)
        result[numbers] = whom
    return result, second


_NONE = np.zeros(0, np.int64)


def _two(
    bearers: np.ndarray, named: Sequence[np.ndarray], places: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the two bearers named nearest, before or behind, in an article; -1 where there are no two."""
    far = np.iinfo(np.int64).max
    gaps = np.full((max(len(bearers), 2), len(places)), far)
    for row, where in enumerate(named):
        before, behind = _before(where, places, begin), _behind(where, places, end)
        gaps[row] = np.where(before >= 0, places - before, far)
        gaps[row] = np.minimum(gaps[row], np.where(behind >= 0, behind - places, far))
    order = np.argsort(gaps, axis=0, kind="stable")[:2]
    there = np.take_along_axis(gaps, order, axis=0).max(axis=0) < far
    bearers = np.append(bearers, [-1, -1])
    return np.where(there, bearers[order[0]], -1), np.where(there, bearers[order[1]], -1)


def _before(where: np.ndarray, places: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Return the last of some places before each of others in the same article, -1 where there is none."""
    if not len(where):
        return np.full(len(places), -1, np.int64)
    at = np.searchsorted(where, places) - 1
    last = where[np.maximum(at, 0)]
    return np.where((at >= 0) & (last >= begin), last, -1)


def _behind(where: np.ndarray, places: np.ndarray, end: np.ndarray) -> np.ndarray:
    if not len(where):
        return np.full(len(places), -1, np.int64)
    at = np.searchsorted(where, places, side="right")
    first = where[np.minimum(at, len(where) - 1)]
    return np.where((at < len(where)) & (first < end), first, -1)


class _Reading:
    """Places in the order of reading: an article's title, then its text."""

    def __init__(self, tokens: Tokens, size: int) -> None:
        self.tokens, self.size = tokens, size
        sizes = np.diff(tokens.docs)
        self._title = sizes[:size]
        self._begin = np.concatenate([[0], np.cumsum(sizes[:size] + sizes[size:])])

    def of(self, place: np.ndarray) -> np.ndarray:
        doc = self.tokens.doc_of(place)
        row = doc % self.size if self.size else doc
        at = place - self.tokens.docs[doc] + self._begin[row]
        result: np.ndarray = at + np.where(doc >= self.size, self._title[row], 0)
        return result

    def article(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        doc = self.tokens.doc_of(place)
        row = doc % self.size if self.size else doc
        return self._begin[row], self._begin[row + 1]
