"""How far a shared passage reaches: past changed words at its ends, up to where the likeness stops.

Shingles break at each changed word, so that the words between the last change and the end of the passage
may be too few for one.
"""

from __future__ import annotations

from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Page

__all__ = ["Span", "grown"]

#: Words on either side that may differ before the next that are the same.
_SKIP = 4
#: So many words must be the same behind a change; one more than it has words, if that is more.
_RUN = 2
#: At the end of a sentence in both, so many words with a change among them belong to the passage.
_LAST = 4
_ALL_CHANGED = 2

#: First word of a passage and the one after the last, in a and then in b.
Span = tuple[int, int, int, int]


def grown(a: Page, b: Page, span: Span) -> Span:
    """Return a passage with the words at both ends that are still the same but for small changes.

    Parameters
    ----------
    a, b : Page
    span : tuple of int
        First word and the one after the last, in a and then in b.
    """
    i, j, k, m = span
    right, down = _reach(_Way(a, j, 1), _Way(b, m, 1))
    left, up = _reach(_Way(a, i - 1, -1), _Way(b, k - 1, -1))
    return i - left, j + right, k - up, m + down


class _Way:
    """The words from a place on, in one direction."""

    def __init__(self, page: Page, start: int, step: int) -> None:
        self._page = page
        self._start = start
        self._step = step
        self.size = len(page.keys) - start if step > 0 else start + 1

    def key(self, at: int) -> str:
        """Return the key of a word."""
        return self._page.keys[self._start + at * self._step]

    def edge(self, at: int) -> bool:
        """Say whether a sentence ends, going this way, before a word."""
        if at >= self.size:
            return True
        return bool(self._page.opens[self._start + at * self._step + (self._step < 0)])


def _reach(a: _Way, b: _Way) -> tuple[int, int]:
    """Return how many words of each side belong to the passage."""
    i = j = 0
    while True:
        while i < a.size and j < b.size and a.key(i) == b.key(j):
            i, j = i + 1, j + 1
        step = _next(a, b, i, j)
        if step is None:
            break
        i, j = i + step[0], j + step[1]
    x, y = _left(a, i), _left(b, j)
    # Changed words that end (or begin) the sentence on both sides are a part of it, if they are few.
    if x and y and abs(x - y) <= 1 and (max(x, y) <= _ALL_CHANGED or _alike(a, b, (i, x), (j, y))):
        return i + x, j + y
    return i, j


def _alike(a: _Way, b: _Way, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Say whether half of the words up to the edge, or more, are the same, in whatever place."""
    one = {a.key(left[0] + n) for n in range(left[1])}
    other = {b.key(right[0] + n) for n in range(right[1])}
    return 2 * len(one & other) >= max(left[1], right[1])


def _next(a: _Way, b: _Way, i: int, j: int) -> tuple[int, int] | None:
    """Return how many words to pass over on each side to come to the same words again, the fewest first."""
    for total in range(1, 2 * _SKIP + 1):
        for x in range(max(0, total - _SKIP), min(_SKIP, total) + 1):
            run = _run(a, b, i + x, j + total - x)
            if run >= max(_RUN, max(x, total - x) + 1) and any(
                a.key(at) not in lists().function for at in range(i + x, i + x + run)
            ):
                return x, total - x
    return None


def _run(a: _Way, b: _Way, i: int, j: int) -> int:
    size = 0
    while size < min(2 * _SKIP, a.size - i, b.size - j) and a.key(i + size) == b.key(j + size):
        size += 1
    return size


def _left(way: _Way, at: int) -> int:
    """Count the words from a place to the edge of its sentence; 0 where it is at one or they are many."""
    if way.edge(at):
        return 0
    return next((size for size in range(1, _LAST + 1) if way.edge(at + size)), 0)
