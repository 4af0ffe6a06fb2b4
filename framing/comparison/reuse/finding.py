"""Which passages articles of two outlets share: shingles first, then word by word to where the likeness ends.

How a passage is marked, and what changed in it, is the business of others; reading words, of `growing`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.comparison.reuse.growing import EDGES, SEVERAL, Growing, texts_of
from framing.engine.parts import Articles, kept, light, over
from framing.errors import FramingWarning
from framing.text.overlap.articles import (
    STORIES,
    Counts,
    Ranges,
    Reading,
    bounded,
    components,
    counted,
    in_stories,
)
from framing.text.overlap.passages import passages, places
from framing.text.overlap.shingles import Hashes, Ints, Meetings, Pairs, Shingles

__all__ = ["Found", "Shared", "find"]

#: Shingles that two articles must share to be looked at word by word.
_SHINGLES = 3
#: Of a passage that grows at its ends, so many words must be found as shingles.
_SEED = 7
#: From this share of the shorter one's shingles on, two articles of an outlet are versions of one story.
_VERSION = 0.5
#: Words of articles that are brought to those of other parts at once.
_BROUGHT = 1 << 25
#: Boilerplate in the first article of an outlet that has it; in all others, where nothing is looked for.
_FIRST, _AGAIN = 1, 2
#: Odd; turns one shingle into as many as there are outlets.
_APART = np.uint64(0xA24BAED4963EE407)


@dataclass(frozen=True)
class Shared:
    """A passage of two articles.

    Attributes
    ----------
    a, b : int
        Rows of the articles, `a` the one that stands first.
    span : tuple of int
        First word and the one after the last in a, then in b.
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
    words: int
    boilerplate: float
    marks: frozenset[int]

    def turned(self) -> Shared:
        """Return the passage with its sides changed over."""
        return replace(self, a=self.b, b=self.a, span=(*self.span[2:], *self.span[:2]))


@dataclass(frozen=True)
class Found:
    """Passages in order of row and place, and copies inside an outlet.

    `copies` holds for each row how many articles of its outlet have its very words; 0 where an earlier
    one stands for it.
    """

    shared: list[Shared]
    copies: Ints


def find(articles: Articles, reading: Reading, rows: Ints, outlets: Ints, least: int) -> Found:
    """Find the passages that articles of different outlets share.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    reading : Reading
        Of these.
    rows : int64 array
        The articles to look at, in the order in which they were printed: the first with a text stands for
        its copies. Results count in this order.
    outlets : int64 array
        A number for the outlet of each of `rows`.
    least : int
        Words that must be the same.
    """
    copies = _copies(reading.prints[rows], outlets)
    alone = np.flatnonzero(copies > 0)
    known, code = Ranges(reading, rows[alone]), outlets[alone]
    templates, sample = _templates(known, code)
    numbers = _Standing(templates, code)
    meetings = Meetings(len(known), known.number)
    for number, found in enumerate(known.each()):
        meetings.add(found.only(numbers(number, found) != _AGAIN))
    pairs = meetings.pairs(_SHINGLES)
    pairs = pairs.only(code[pairs.a] != code[pairs.b])
    sample = max(sample, meetings.bounded)
    del meetings
    bound = known.bound(pairs)
    pairs = pairs.only(pairs.shared >= bound)
    if left := bounded(sample, bound):
        warnings.warn(f"reuse: {left}; passages may be missing", FramingWarning, stacklevel=3)
    shared: list[Shared] = []
    for seeds in _brought(known, _seeds(known, numbers, pairs, least)):
        shared += _marked(known, numbers, _grown(articles, known, seeds, least))
    return Found([replace(one, a=int(alone[one.a]), b=int(alone[one.b])) for one in shared], copies)


def _copies(prints: Hashes, outlets: Ints) -> Ints:
    """Return how many articles each stands for: the first of an outlet's copies for all of them."""
    order = np.lexsort([prints, outlets])
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(outlets[order]) != 0) | (prints[order][1:] != prints[order][:-1])
    new |= prints[order] == 0
    begins = np.flatnonzero(new)
    count = np.zeros(len(order), np.int64)
    count[order[begins]] = np.diff(np.append(begins, len(order)))
    return count


def _templates(known: Ranges, code: Ints) -> tuple[list[Counts], int]:
    """Return the shingles that are an outlet's boilerplate, by range, and by which sample that was found."""
    # Each outlet by itself: only there two articles are versions of one story.
    apart = code.astype(np.uint64) * _APART
    meetings = Meetings(len(known), known.number)
    for found in known.each():
        meetings.add(replace(found, hashes=found.hashes ^ apart[found.doc()]))
    pairs = meetings.pairs(_SHINGLES)
    alike = pairs.shared >= _VERSION * np.minimum(known.sizes[pairs.a], known.sizes[pairs.b])
    stories = components(pairs.only(alike), len(known))
    return [
        counted(*in_stories(found, code, stories), least=STORIES, most=STORIES) for found in known.each()
    ], meetings.bounded


class _Standing:
    """Which shingles are boilerplate, and which of these an earlier article of the same outlet has."""

    def __init__(self, templates: list[Counts], code: Ints) -> None:
        self._templates = templates
        self._code = code

    def __call__(self, number: int, found: Shingles) -> np.ndarray:
        """Return 0 for what is no boilerplate, else `_FIRST` or `_AGAIN`, for each shingle of a range."""
        standing = np.where(self._templates[number].of(found) > 0, _AGAIN, 0).astype(np.int8)
        template = np.flatnonzero(standing)
        doc, hashes = found.doc()[template], found.hashes[template]
        outlet = self._code[doc]
        order = np.lexsort([doc, outlet, hashes])
        new = np.ones(len(order), bool)
        new[1:] = (hashes[order][1:] != hashes[order][:-1]) | (np.diff(outlet[order]) != 0)
        # All places in the first article are first.
        run = np.cumsum(new) - 1
        first = doc[order] == doc[order[np.flatnonzero(new)]][run]
        standing[template[order[first]]] = _FIRST
        return standing


def _seeds(known: Ranges, numbers: _Standing, pairs: Pairs, least: int) -> Iterator[pd.DataFrame]:
    """Yield stretches that two texts share, a row each, as words of the texts: what passages grow from."""
    for group in known.groups(pairs, numbers):
        some = group.pairs
        found = passages(group.found.only(group.numbers != _AGAIN), some)
        found = found.only(found.words >= min(_SEED, least))
        # Each run of five words of a passage is one that both texts have.
        enough, here = np.zeros(len(some), bool), np.unique(found.pair)
        enough[here] = places(group.found, some.only(here)) >= SEVERAL
        found = found.only(enough[found.pair])
        a, b = some.a[found.pair], some.b[found.pair]
        base = {"a": group.found.words[a], "b": group.found.words[b]}
        spans = {f"{side}_{edge}": getattr(found, f"{side}_{edge}") - base[side] for side, edge in EDGES}
        yield pd.DataFrame({"a": group.texts[a], "b": group.texts[b], **spans})


def _brought(known: Ranges, seeds: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Bring groups of seeds together as far as the texts that they take have room."""
    held: list[pd.DataFrame] = []
    words = 0
    for table in seeds:
        held.append(table)
        words += int(known.sizes[table["b"].unique()].sum())
        if words > _BROUGHT:
            yield pd.concat(held, ignore_index=True)
            held, words = [], 0
    if held:
        yield pd.concat(held, ignore_index=True)


def _grown(articles: Articles, known: Ranges, seeds: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return the passages of some stretches, read word by word where the first article of each pair is."""
    if seeds.empty:
        return seeds.assign(words=0)
    info, a, b = light(articles), seeds["a"].to_numpy(), seeds["b"].to_numpy()
    ids = info["id"].astype("str").to_numpy(dtype=object)
    part = np.searchsorted(known.reading.found.first, known.rows, side="right")
    far = seeds[part[a] != part[b]]
    # A text of another part once for each part that asks for it.
    asked = pd.DataFrame({"a": far["a"], "b": far["b"], "part": part[far["a"]]}).drop_duplicates(
        ["part", "b"]
    )
    brought = texts_of(articles, np.unique(known.rows[asked["b"]])).set_index("id")["text"]
    other = ids[known.rows[asked["b"]]]
    texts = {"article": ids[known.rows[asked["a"]]], "id": other, "text": brought.reindex(other).to_numpy()}
    named = seeds.assign(article=ids[known.rows[a]], other=ids[known.rows[b]])
    beside = {
        "others": pd.DataFrame(texts, dtype="str"),
        "seeds": named.astype({"article": "str", "other": "str"}),
    }
    # In one part both articles of a pair are read where they are.
    mine = np.zeros(len(info), bool)
    mine[known.rows[a]] = True
    mine[known.rows[b[part[a] == part[b]]]] = True
    found = over(kept(articles, mine), Growing(least), what="shared passages", beside=beside)
    return found.table("passages").sort_values(["a", "b", "a_start", "b_start"], kind="stable")


def _marked(known: Ranges, numbers: _Standing, found: pd.DataFrame) -> Iterator[Shared]:
    """Yield passages with their shingles, and the share of boilerplate among these."""
    both = found.drop_duplicates(["a", "b"])
    a, b = both["a"].to_numpy(np.int64), both["b"].to_numpy(np.int64)
    at = 0
    rows = list(
        found[["a", "b", *(f"{side}_{edge}" for side, edge in EDGES), "words"]].itertuples(index=False)
    )
    for group in known.groups(Pairs(a, b, np.zeros(len(a), np.int64)), numbers):
        some, template = group.found, group.numbers > 0
        text = {int(number): place for place, number in enumerate(group.texts)}
        pairs = set(
            zip(group.texts[group.pairs.a].tolist(), group.texts[group.pairs.b].tolist(), strict=True)
        )
        while at < len(rows) and (rows[at].a, rows[at].b) in pairs:
            row = rows[at]
            at += 1
            base = int(some.words[text[row.a]])
            left, right = np.searchsorted(some.first, [base + row.a_start, base + row.a_end - some.n + 1])
            inside = template[left:right]
            yield Shared(
                int(row.a),
                int(row.b),
                (int(row.a_start), int(row.a_end), int(row.b_start), int(row.b_end)),
                int(row.words),
                float(inside.mean()) if len(inside) else 0.0,
                frozenset(some.hashes[left:right].tolist()),
            )
