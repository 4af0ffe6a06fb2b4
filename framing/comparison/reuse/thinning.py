"""Fewer rows for a passage that many articles print: once an outlet, and from outlet to outlet once.

Without it a family of n copies would be n (n - 1) / 2 rows that all say the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from framing.comparison.reuse.finding import Shared
from framing.text.overlap.shingles import Ints

__all__ = ["MANY", "thinned"]

#: Of a passage that more outlets print, each has a row with the first alone.
MANY = 8
#: From this share of its shingles on, a passage is one that was seen before.
_SEEN = 0.8


def thinned(
    shared: Sequence[Shared], outlets: Sequence[str], copies: Ints
) -> list[tuple[Shared, tuple[int, int]]]:
    """Return the passages to show, each with the number of articles on both sides that it stands for.

    Parameters
    ----------
    shared : sequence of Shared
        Rows are in order of time, so that the first of an outlet is the lowest.
    outlets : sequence of str
    copies : int64 array
        How many articles of its outlet have an article's very words.
    """
    kept: list[Shared] = []
    articles: list[tuple[set[int], set[int]]] = []
    first: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for one in sorted(shared, key=lambda s: (s.b, s.a, s.span)):
        sides = sorted([(outlets[one.a], one.a), (outlets[one.b], one.b)])
        seen = first[(sides[0][0], sides[1][0])]
        at = _seen(one, seen)
        if at is None:
            at = len(kept)
            kept.append(one)
            articles.append((set(), set()))
        turned = outlets[kept[at].a] != outlets[one.a]
        for side, row in zip(articles[at], (one.b, one.a) if turned else (one.a, one.b), strict=True):
            side.add(row)
        for mark in one.marks:
            seen.setdefault(mark, at)
    spread = _outlets(kept, outlets)
    taken: dict[str, set[int]] = defaultdict(set)
    result = []
    for one, sides_of in zip(kept, articles, strict=True):
        known = taken[outlets[one.b]]
        if one.marks and _typical(one, spread) > MANY and len(one.marks & known) >= _SEEN * len(one.marks):
            continue
        known |= one.marks
        counts = tuple(sum(int(copies[row]) for row in side) for side in sides_of)
        result.append((one, (counts[0], counts[1])))
    return result


def _seen(one: Shared, seen: dict[int, int]) -> int | None:
    """Return the passage seen before, of the same two outlets, that this one repeats; None if it is new."""
    met = Counter(seen[mark] for mark in one.marks if mark in seen)
    if not one.marks or sum(met.values()) < _SEEN * len(one.marks):
        return None
    return min(met, key=lambda at: (-met[at], at))


def _outlets(kept: Sequence[Shared], outlets: Sequence[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for one in kept:
        for mark in one.marks:
            found[mark] |= {outlets[one.a], outlets[one.b]}
    return found


def _typical(one: Shared, spread: dict[int, set[str]]) -> int:
    """Return how many outlets print the middle one of a passage's shingles."""
    sizes = sorted(len(spread[mark]) for mark in one.marks)
    return sizes[len(sizes) // 2]
