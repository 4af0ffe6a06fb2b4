"""Which passages articles of two outlets share: shingles first, then word by word to where the likeness ends.

How a passage is marked, and what changed in it, is the business of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from framing.comparison.reuse.alignment import Block, blocks
from framing.comparison.reuse.edges import grown
from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Page, pages
from framing.text.copies import fingerprints
from framing.text.overlap.boilerplate import components, is_template, templates
from framing.text.overlap.index import candidates
from framing.text.overlap.passages import Passages, passages
from framing.text.overlap.shingles import WORDS, Ints, Shingles, joined, repeated, shingles
from framing.text.tokens import chunks, tokenize

__all__ = ["Found", "Shared", "find"]

#: Shingles that two articles must share to be looked at word by word.
_SHINGLES = 3
#: Of a passage that grows at its ends, so many words must be found as shingles.
_SEED = 7
#: Two passages of a pair so near each other, in words, are one.
_NEAR = 12
#: Different words in small letters and of open classes that a passage needs: a list of names has none.
_SAYS = 5
_INITIALS = 4
#: Runs of five words that must be the same: with many changes, short passages are alike by chance.
_SEVERAL = 7
#: From this share of the shorter one's shingles on, two articles of an outlet are versions of one story.
_VERSION = 0.5


@dataclass(frozen=True)
class Shared:
    """A passage of two articles.

    Attributes
    ----------
    a, b : int
        Rows of the articles, `a` the one that stands first.
    span : tuple of int
        First word and the one after the last in a, then in b.
    aligned : list of Block
    words : int
        Words that are the same.
    boilerplate : float
        Share of it that an outlet prints in many articles.
    marks : frozenset of int
        Its shingles: by them passages are told apart.
    """

    a: int
    b: int
    span: tuple[int, int, int, int]
    aligned: list[Block]
    words: int
    boilerplate: float
    marks: frozenset[int]

    def turned(self) -> Shared:
        """Return the passage with its sides changed over."""
        names = {"inserted": "deleted", "deleted": "inserted"}
        aligned = [(names.get(op, op), k, m, i, j) for op, i, j, k, m in self.aligned]
        span = (*self.span[2:], *self.span[:2])
        return Shared(self.b, self.a, span, aligned, self.words, self.boilerplate, self.marks)


@dataclass(frozen=True)
class Found:
    """Passages in order of row and place, the words of the articles in them, and copies inside an outlet.

    `copies` holds for each row how many articles of its outlet have its very words; 0 where an earlier
    one stands for it.
    """

    shared: list[Shared]
    pages: dict[int, Page]
    copies: Ints


def find(texts: Sequence[str], outlets: Sequence[str], least: int) -> Found:
    """Find the passages that articles of different outlets share.

    Parameters
    ----------
    texts, outlets : sequence of str
        Of the articles in the order in which they were printed: the first with a text stands for its copies.
    least : int
        Words that must be the same.
    """
    every, prints = _read(texts)
    copies = _copies(prints, outlets)
    alone = every.only(np.repeat(copies > 0, np.diff(every.docs)))
    some = repeated(alone)
    code = np.unique(np.asarray(outlets, object).astype(str), return_inverse=True)[1]
    boiler = templates(some, list(outlets), _stories(some, code))
    template = is_template(some, boiler)
    kept = some.only(~template | _first_of_outlet(some, code))
    pairs = candidates(kept, _SHINGLES)
    pairs = pairs.only(code[pairs.a] != code[pairs.b])
    found = passages(kept, pairs)
    found = found.only(found.words >= min(_SEED, least))
    rows = np.unique(np.concatenate([pairs.a[found.pair], pairs.b[found.pair]]))
    known = _pages(texts, rows)
    marked = _Marks(some, template)
    shared = _shared(found, pairs.a, pairs.b, some.words, known, least, marked)
    return Found(shared, known, copies)


def _read(texts: Sequence[str]) -> tuple[Shingles, np.ndarray]:
    """Return the shingles of all texts, a chunk of text at a time, and the fingerprint of each text."""
    sizes = np.array([len(text.encode()) for text in texts], np.int64)
    parts, prints = [], []
    for i, j in chunks(sizes):
        tokens = tokenize(pa.array(list(texts[i:j]), pa.large_string()))
        parts.append(shingles(tokens))
        prints.append(fingerprints(tokens))
    return joined(parts), np.concatenate(prints) if prints else np.zeros(0, np.uint64)


def _copies(prints: np.ndarray, outlets: Sequence[str]) -> Ints:
    """Return how many articles each stands for: the first of an outlet's copies for all of them."""
    first: dict[tuple[str, int], int] = {}
    count = np.ones(len(prints), np.int64)
    for row, (outlet, mark) in enumerate(zip(outlets, prints.tolist(), strict=True)):
        if mark:
            at = first.setdefault((str(outlet), mark), row)
            if at != row:
                count[at] += 1
                count[row] = 0
    return count


def _stories(some: Shingles, code: np.ndarray) -> Ints:
    """Return a number for each article that versions of one story in one outlet share."""
    pairs = candidates(some, _SHINGLES)
    size = np.minimum(some.sizes[pairs.a], some.sizes[pairs.b])
    return components(
        pairs.only((code[pairs.a] == code[pairs.b]) & (pairs.shared >= _VERSION * size)), len(some)
    )


def _first_of_outlet(some: Shingles, code: np.ndarray) -> np.ndarray:
    """Mask the shingles that no earlier article of the same outlet has."""
    doc = some.doc()
    order = np.lexsort([doc, code[doc], some.hashes])
    first = np.ones(len(order), bool)
    same = (some.hashes[order][1:] == some.hashes[order][:-1]) & (
        code[doc][order][1:] == code[doc][order][:-1]
    )
    first[1:] = ~same | (doc[order][1:] == doc[order][:-1])
    mask = np.zeros(len(order), bool)
    mask[order] = first
    return mask


def _pages(texts: Sequence[str], rows: Ints) -> dict[int, Page]:
    some = [texts[row] for row in rows.tolist()]
    found: dict[int, Page] = {}
    for i, j in chunks(np.array([len(text.encode()) for text in some], np.int64)):
        tokens = tokenize(pa.array(some[i:j], pa.large_string()))
        found.update(zip(rows[i:j].tolist(), pages(tokens, some[i:j], range(j - i)), strict=True))
    return found


class _Marks:
    """The shingles of a stretch of words, and how many of them are boilerplate."""

    def __init__(self, some: Shingles, template: np.ndarray) -> None:
        self._some = some
        self._template = template

    def of(self, row: int, start: int, end: int) -> tuple[frozenset[int], float]:
        """Return the shingles between two words of an article, and the share of boilerplate among them."""
        some = self._some
        base, first = int(some.words[row]), some.first[some.docs[row] : some.docs[row + 1]]
        left, right = np.searchsorted(first, [base + start, base + end - some.n + 1]) + int(some.docs[row])
        inside = self._template[left:right]
        return frozenset(some.hashes[left:right].tolist()), float(inside.mean()) if len(inside) else 0.0


def _shared(
    found: Passages, a: Ints, b: Ints, words: Ints, known: dict[int, Page], least: int, marked: _Marks
) -> list[Shared]:
    result = []
    for pair in np.split(np.arange(len(found)), np.flatnonzero(np.diff(found.pair)) + 1):
        if not len(pair):
            continue
        one, other = int(a[found.pair[pair[0]]]), int(b[found.pair[pair[0]]])
        base_a, base_b = int(words[one]), int(words[other])
        spans = [
            (
                int(found.a_start[at]) - base_a,
                int(found.a_end[at]) - base_a,
                int(found.b_start[at]) - base_b,
                int(found.b_end[at]) - base_b,
            )
            for at in pair
        ]
        for span in _joined([grown(known[one], known[other], span) for span in spans]):
            aligned = blocks(known[one], known[other], span)
            same = sum(block[2] - block[1] for block in aligned if block[0] == "same")
            if same >= least and _runs(aligned) >= _SEVERAL and _says_something(known[one], aligned):
                marks, share = marked.of(one, span[0], span[1])
                result.append(Shared(one, other, span, aligned, same, share, marks))
    return result


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


def _joined(spans: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Join passages that follow one another in both articles with few words between, or that ran together."""
    kept: list[tuple[int, int, int, int]] = []
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
