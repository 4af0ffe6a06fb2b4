"""Shared stretches of words grown, word by word, into passages; those that say too little are left out.

Where the stretches come from, and what a passage is taken for, is the business of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.comparison.reuse.alignment import Block, blocks
from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Page, pages
from framing.engine.parts import Articles, Parts
from framing.text.overlap.shingles import WORDS, Ints
from framing.text.tokens import chunks, tokenize

__all__ = ["EDGES", "SEVERAL", "Growing", "read", "texts_of"]


# How far a shared passage reaches: past changed words at its ends, up to where the likeness stops.

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


#: The edges of a passage: first word and the one after the last, in a and then in b.
EDGES = (("a", "start"), ("a", "end"), ("b", "start"), ("b", "end"))
#: Runs of five words that must be the same: with many changes, short passages are alike by chance.
SEVERAL = 7
#: Two passages of a pair so near each other, in words, are one.
_NEAR = 12
#: Different words in small letters and of open classes that a passage needs: a list of names has none.
_SAYS = 5
_INITIALS = 4


@dataclass(frozen=True)
class Growing:
    """Grows stretches that a part's articles share with each other or with texts that are brought to them.

    `least` is the number of words that must be the same.
    """

    least: int

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the passages of the stretches in `seeds`; `others` has texts of other parts."""
        seeds, others = beside["seeds"], beside["others"]
        texts = dict(zip(others["id"], others["text"], strict=True))
        texts |= dict(zip(frame["id"], frame["text"], strict=True))
        known = read({key: texts[key] for key in dict.fromkeys([*seeds["article"], *seeds["other"]])})
        rows = []
        edges = [f"{side}_{edge}" for side, edge in EDGES]
        for (a, b), some in seeds.groupby(["a", "b"], sort=True):
            one, two = known[some["article"].iloc[0]], known[some["other"].iloc[0]]
            spans = list(zip(*(some[name].tolist() for name in edges), strict=True))
            rows += [(a, b, *span, words) for span, words in _passages(one, two, spans, self.least)]
        columns = ["a", "b", *edges, "words"]
        return {"passages": pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "int64"))}


def texts_of(articles: Articles, rows: Ints) -> pd.DataFrame:
    """Return `id`, `title`, `text` and `blocks` of some articles, by their rows."""
    if isinstance(articles, Parts):
        return articles.texts(articles.light["id"].iloc[rows].tolist())
    return articles[["id", "title", "text", "blocks"]].iloc[rows].reset_index(drop=True)


def read(texts: Mapping[str, str]) -> dict[str, Page]:
    """Return the words of some texts, by id."""
    ids, some = list(texts), list(texts.values())
    found: dict[str, Page] = {}
    for i, j in chunks(np.array([len(text.encode()) for text in some], np.int64)):
        tokens = tokenize(pa.array(some[i:j], pa.large_string()))
        found.update(zip(ids[i:j], pages(tokens, some[i:j], range(j - i)), strict=True))
    return found


def _passages(a: Page, b: Page, spans: Sequence[Span], least: int) -> Iterator[tuple[Span, int]]:
    """Yield the passages of two articles, and the words of each that are the same."""
    for span in _joined([grown(a, b, span) for span in spans]):
        aligned = blocks(a, b, span)
        same = sum(block[2] - block[1] for block in aligned if block[0] == "same")
        if same >= least and _runs(aligned) >= SEVERAL and _says_something(a, aligned):
            yield span, same


def _runs(aligned: Sequence[Block]) -> int:
    """Count the runs of five words that are the same."""
    return sum(max(0, block[2] - block[1] - (WORDS - 1)) for block in aligned if block[0] == "same")


def _says_something(page: Page, aligned: Sequence[Block]) -> bool:
    """Say whether what is the same holds more than names, titles and words of closed classes."""
    said: set[str] = set()
    for op, i, j, _, _ in aligned:
        for at in range(i, j) if op == "same" else ():
            word, key = page.text[page.starts[at] : page.ends[at]], page.keys[at]
            # In a post in capitals all words are written so; short ones may be initials.
            if (
                word[0].islower() or (word.isupper() and len(word) > _INITIALS)
            ) and key not in lists().function:
                said.add(key)
    return len(said) >= _SAYS


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Join passages that follow one another in both articles with few words between, or that ran together."""
    kept: list[Span] = []
    for i, j, k, m in sorted(spans):
        if kept:
            i0, j0, k0, m0 = kept[-1]
            if i <= j0 and m <= m0 and k >= k0 and j <= j0:
                continue
            if i - j0 <= _NEAR and -_NEAR <= k - m0 <= _NEAR and k >= k0 and j >= j0 and m >= m0:
                kept[-1] = (i0, j, k0, m)
                continue
        kept.append((i, j, k, m))
    return kept
