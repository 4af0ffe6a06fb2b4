"""Shared stretches of words grown, word by word, into passages; those that say too little are left out.

Where the stretches come from, and what a passage is taken for, is the business of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.batch.parts import Articles, Parts
from framing.comparison.reuse.alignment import Block, blocks
from framing.comparison.reuse.edges import Span, grown
from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Page, pages
from framing.text.overlap.shingles import WORDS, Ints
from framing.text.tokens import chunks, tokenize

__all__ = ["EDGES", "SEVERAL", "Growing", "read", "texts_of"]

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
