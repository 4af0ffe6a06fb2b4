"""Where the columns of a page are parted: strips that few rows cross while there are rows on both sides.

A short page shows no such strip, and is asked whether it has those of the
other pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Gutter", "Word", "expected", "shown"]

#: Where a strip begins and ends, in points from the left.
Gutter = tuple[float, float]


class Word(NamedTuple):
    """Letters without a gap between them."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


def shown(lines: list[list[Word]], body: float) -> list[Gutter]:
    """Return the strips between columns that a page shows, from the left.

    Parameters
    ----------
    lines : list of list of Word
        What stands at one height, from the left.
    body : float
        Size of most of the text.
    """
    small = _small(lines, body)
    ends = [word.x1 for line in small for word in line]
    if not ends or body <= 0:
        return []
    left = min(word.x0 for line in small for word in line)
    wide = min(int(max(ends) - left) + 1, 4000)
    cover = [0] * (wide + 1)
    for line in small:
        covered: set[int] = set()
        for word in line:
            covered.update(range(max(0, int(word.x0 - left)), min(wide, int(word.x1 - left)) + 1))
        for at in covered:
            cover[at] += 1
    found: list[Gutter] = []
    for start, end in _valleys(cover, max(5.0, 0.6 * body)):
        a, b = (left + at for at in _deepest(cover, start, end))
        sides = [sum(len(word.text) for line in small for word in line if word.x1 <= a + 1)]
        sides.append(sum(len(word.text) for line in small for word in line if word.x0 >= b - 1))
        if min(sides) >= 0.12 * sum(sides):
            found.append((a, b))
    return found


def _valleys(cover: list[int], least: float) -> list[tuple[int, int]]:
    """Return the runs of places that far fewer rows cover than do on both sides of them."""
    before, after = list(cover), list(cover)
    for at in range(1, len(cover)):
        before[at] = max(before[at], before[at - 1])
    for at in range(len(cover) - 2, -1, -1):
        after[at] = max(after[at], after[at + 1])
    found: list[tuple[int, int]] = []
    start = None
    for at in range(len(cover) + 1):
        peak = min(before[at], after[at]) if at < len(cover) else 0
        low = at < len(cover) and peak - cover[at] >= 4 and cover[at] <= 0.4 * peak
        if low and start is None:
            start = at
        elif not low and start is not None:
            if at - start >= least:
                found.append((start, at))
            start = None
    return found


def _deepest(cover: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the longest run of a valley that fewest rows cover; beside it rows end here and there."""
    bound = min(cover[start:end]) + max(cover) // 20
    best, begun = (start, start), start
    for at in range(start, end + 1):
        if at == end or cover[at] > bound:
            best = max(best, (begun, at), key=lambda run: run[1] - run[0])
            begun = at + 1
    return best


def expected(
    lines: list[list[Word]], body: float, lefts: Sequence[float], own: Sequence[Gutter]
) -> list[Gutter]:
    """Return the strips of a page, and those that it has where other pages have theirs.

    Parameters
    ----------
    lefts : sequence of float
        Where columns begin on other pages: that is the same on each, while rows end here and there.
    own : sequence of Gutter
        What the page shows by itself.
    """
    found = list(own)
    small = _small(lines, body)
    for left in lefts:
        if any(abs(left - right) < 3 * body for _, right in found):
            continue
        strip = _at(small, body, left)
        if strip is not None:
            found.append(strip)
    return sorted(found)


def _at(small: list[list[Word]], body: float, left: float) -> Gutter | None:
    """Return the strip in front of a place where a column may begin, if rows on both sides keep it free."""
    least = max(5.0, 0.6 * body)
    ends: list[float] = []
    starts: list[float] = []
    crossing = 0
    for line in small:
        before = [word for word in line if word.x0 < left - 1]
        behind = line[len(before) :]
        if before and before[-1].x1 > left - least:
            # A row that runs over it, or as far as no row of the column in front of it does.
            crossing += 1
            continue
        if behind and behind[0].x0 <= left + 3 * body:
            starts.append(behind[0].x0)
        elif behind:
            behind = []
        if before:
            ends.append(before[-1].x1)
    few = min(len(ends), len(starts))
    if not few or 4 * crossing > len(ends) + len(starts):
        return None
    return max(ends), min(starts)


def _small(lines: list[list[Word]], body: float) -> list[list[Word]]:
    """Return the words of the text: a headline may cross what it likes."""
    return [[word for word in line if word.size <= 1.4 * body] for line in lines]
