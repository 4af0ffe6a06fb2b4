"""How far a shared passage reaches: past changed words at its ends, up to where the likeness stops.

Shingles break at each changed word, so that the words between the last change and the end of the passage
may be too few for one.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Page, Word

__all__ = ["grown"]

#: Words on either side that may differ before the next that are the same.
_SKIP = 4
#: So many words must be the same behind a change; one more than it has words, if that is more.
_RUN = 2
#: At the end of a sentence in both, so many changed words belong to the passage.
_LAST = 2

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
    right, down = _reach(a.words[j:], b.words[m:], forward=True)
    left, up = _reach(a.words[:i][::-1], b.words[:k][::-1], forward=False)
    return i - left, j + right, k - up, m + down


def _reach(a: Sequence[Word], b: Sequence[Word], *, forward: bool) -> tuple[int, int]:
    """Return how many words of each side belong to the passage."""
    i = j = 0
    while True:
        while i < len(a) and j < len(b) and a[i].key == b[j].key:
            i, j = i + 1, j + 1
        step = _next(a, b, i, j)
        if step is None:
            break
        i, j = i + step[0], j + step[1]
    return _to_the_end(a, b, i, j, forward=forward)


def _next(a: Sequence[Word], b: Sequence[Word], i: int, j: int) -> tuple[int, int] | None:
    """Return how many words to pass over on each side to come to the same words again, the fewest first."""
    for total in range(1, 2 * _SKIP + 1):
        for x in range(max(0, total - _SKIP), min(_SKIP, total) + 1):
            y = total - x
            run = _run(a, b, i + x, j + y)
            if run >= max(_RUN, max(x, y) + 1) and any(
                word.key not in lists().function for word in a[i + x : i + x + run]
            ):
                return x, y
    return None


def _run(a: Sequence[Word], b: Sequence[Word], i: int, j: int) -> int:
    size = 0
    while i + size < len(a) and j + size < len(b) and size < 2 * _SKIP and a[i + size].key == b[j + size].key:
        size += 1
    return size


def _to_the_end(a: Sequence[Word], b: Sequence[Word], i: int, j: int, *, forward: bool) -> tuple[int, int]:
    """Take in the changed words that end (or begin) the sentence on both sides, if they are few."""
    x, y = _left(a, i, forward=forward), _left(b, j, forward=forward)
    return (i + x, j + y) if 0 < x <= _LAST and 0 < y <= _LAST else (i, j)


def _left(words: Sequence[Word], at: int, *, forward: bool) -> int:
    """Count the words from a place to the edge of its sentence; more than `_LAST` is enough."""
    if forward:
        if at == 0 or at >= len(words) or words[at].starts:
            return 0
        for size in range(1, _LAST + 1):
            if at + size >= len(words) or words[at + size].starts:
                return size
        return _LAST + 1
    if at >= len(words) or at == 0 or words[at - 1].starts:
        return 0
    for size in range(1, _LAST + 1):
        if at + size > len(words):
            return size
        if words[at + size - 1].starts:
            return size
    return _LAST + 1
