"""Which passages articles of two outlets share: shingles first, then word by word to where the likeness ends.

How a passage is marked, and what changed in it, is the business of others; reading words, of `growing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.comparison.reuse.classing import Change, Page, Run, class_change, is_same, lists, pages
from framing.engine.parts import Articles, Parts, map_parts, metadata, select_articles
from framing.errors import warn
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
from framing.text.overlap.shingles import WORDS, Ints, Meetings, Pairs, Shingles
from framing.text.tokens import chunks, tokenize

# What a side-by-side view shows: a passage of two texts cut into what is the same and what changed.

#: Of what changed words are, figure (a year, a share, a sum or a date), name, negation, form (the same thing
#: written otherwise, $118.7 billion and $118.7bn) or other: classes that change what is said to be the case.
FACTS = ("figure", "name", "negation")


class Segment(NamedTuple):
    """A stretch of a passage.

    The segments of a passage cover both of its spans once, in order: joined, `a` is what
    stands in the one text and `b` what stands in the other.

    Attributes
    ----------
    op : {"same", "replaced", "inserted", "deleted"}
        Inserted stands in b alone, deleted in a alone.
    a, b : str
        As printed; empty on the side where nothing stands. Of the same words, too, the two may differ: in
        capitals, marks and spaces.
    a_start, a_end, b_start, b_end : int
        Code points in the text of each article.
    cls : str
        One of `CLASSES`; empty for "same".
    """

    op: str
    a: str
    b: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    cls: str = ""


# Two prints of a passage laid side by side, word by word: what is the same, and what took the place of what.

#: (op, first and after last word in a, the same in b).
Block = tuple[str, int, int, int, int]
_OPS = {"equal": "same", "replace": "replaced", "insert": "inserted", "delete": "deleted"}
#: Between changes of so many words on both sides, words of closed classes are the same by chance.
_LARGE = 3
#: Two changes so near each other may be one.
_REACH = 5
#: More words than these of one change are cut where changes are listed.
_SHOWN = 12


def blocks(a: Page, b: Page, span: tuple[int, int, int, int]) -> list[Block]:
    """Return what is the same and what changed between ``a.words[i:j]`` and ``b.words[k:l]``.

    Parameters
    ----------
    a, b : Page
    span : tuple of int
        i, j, k, l.
    """
    i, j, k, m = span
    left, right = a.keys[i:j], b.keys[k:m]
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    inner = SequenceMatcher(
        None, left[head : len(left) - tail], right[head : len(right) - tail], autojunk=False
    )
    found: list[Block] = [("same", i, i + head, k, k + head)] if head else []
    at, to = i + head, k + head
    found += [(_OPS[op], p + at, q + at, r + to, s + to) for op, p, q, r, s in inner.get_opcodes()]
    if tail:
        found.append(("same", j - tail, j, m - tail, m))
    return _merged(found, left, i)


def _merged(found: Sequence[Block], left: Sequence[str], base: int) -> list[Block]:
    """Join large changes that only a word of a closed class parts, and blocks of one kind."""
    kept: list[Block] = []
    for n, block in enumerate(found):
        op, i, j, k, m = block
        if (
            op == "same"
            and 0 < n < len(found) - 1
            and j - i == 1
            and left[i - base] in lists().function
            and all(_size(found[at]) >= _LARGE for at in (n - 1, n + 1))
        ):
            op = "replaced"
        if kept and (kept[-1][0] == "same") == (op == "same"):
            _, start, _, to, _ = kept[-1]
            op = "same" if op == "same" else _named(j - start, m - to)
            kept[-1] = (op, start, j, to, m)
        else:
            kept.append((op, i, j, k, m))
    return kept


def _size(block: Block) -> int:
    return max(block[2] - block[1], block[4] - block[3])


def _named(a: int, b: int) -> str:
    return "replaced" if a and b else "deleted" if a else "inserted"


def aligned_words(a: Page, b: Page, span: tuple[int, int, int, int]) -> list[Block | Change]:
    """Return blocks that are the same, and the classed changes between them, in order."""
    found: list[Block | Change] = []
    every = blocks(a, b, span)
    small = a.small | b.small if len(every) > 1 else frozenset()
    at = 0
    while at < len(every):
        op, i, j, k, m = every[at]
        turned = _turned(a, b, every[at : at + 3])
        if turned:
            found.append(turned)
            at += 3
            continue
        if op == "same":
            found.append(every[at])
        else:
            found.append(class_change(Run(a.words, i, j), Run(b.words, k, m), small))
        at += 1
    return found


def _turned(a: Page, b: Page, three: Sequence[Block]) -> Change | None:
    """Return two changes around one or two words as one of form, where together they are no more than that.

    "Ruiz said" and "said Ruiz"; "twelve million dollars" and "$12 million".
    """
    if len(three) < 3 or three[1][0] != "same" or _size(three[1]) > 2:
        return None
    left, right = Run(a.words, three[0][1], three[2][2]), Run(b.words, three[0][3], three[2][4])
    sizes = left.end - left.start, right.end - right.start
    if max(sizes) > _REACH:
        return None
    keys = a.keys[left.start : left.end], b.keys[right.start : right.end]
    alike = sorted(keys[0]) == sorted(keys[1]) or is_same(left, right)
    return Change(left, right, "form") if alike else None


def segments(a: Page, b: Page, span: tuple[int, int, int, int]) -> list[Segment]:
    """Return a passage as segments that cover both sides once; marks and spaces go with what is the same."""
    rows = [_bounds(one) for one in aligned_words(a, b, span)]
    cuts_a = _cuts(a, [(row[0] == "same", row[1], row[2]) for row in rows], span[0], span[1])
    cuts_b = _cuts(b, [(row[0] == "same", row[3], row[4]) for row in rows], span[2], span[3])
    return [
        Segment(
            row[0],
            a.text[cuts_a[n] : cuts_a[n + 1]],
            b.text[cuts_b[n] : cuts_b[n + 1]],
            cuts_a[n],
            cuts_a[n + 1],
            cuts_b[n],
            cuts_b[n + 1],
            *row[5:],
        )
        for n, row in enumerate(rows)
    ]


def _bounds(one: Block | Change) -> tuple[str, int, int, int, int, str]:
    if isinstance(one, Change):
        a, b = one.a, one.b
        return _named(a.end - a.start, b.end - b.start), a.start, a.end, b.start, b.end, one.cls
    return (*one, "")


def _cuts(page: Page, rows: Sequence[tuple[bool, int, int]], first: int, after: int) -> list[int]:
    """Return where each row begins, and where the last ends, in code points of one side."""
    cuts = [page.words[first].start]
    for (same, i, j), (next_same, k, m) in pairwise(rows):
        if i == j:
            # Nothing stands here: what changed before it has ended already.
            cuts.append(page.words[k].start if m > k and not next_same else cuts[-1])
        elif m > k and (same or not next_same):
            cuts.append(page.words[k].start)
        else:
            cuts.append(page.words[j - 1].end)
    return [*cuts, page.words[after - 1].end]


def said(changes: Sequence[Change]) -> str:
    """Return changes as the table has them: "2011 > 2014 (figure); Marlow > Ruiz (name)"."""
    return "; ".join(f"{_shown(one.a)} > {_shown(one.b)} ({one.cls})" for one in changes)


def _shown(run: Run) -> str:
    words = [word.text.replace(";", ",").replace(" > ", " ") for word in run.own()]
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "") if words else "-"


# Shared stretches of words grown, word by word, into passages; those that say too little are left out.

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
    # How many articles each stands for: the first of an outlet's copies for all of them.
    prints = reading.prints[rows]
    order = np.lexsort([prints, outlets])
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(outlets[order]) != 0) | (prints[order][1:] != prints[order][:-1])
    new |= prints[order] == 0
    begins = np.flatnonzero(new)
    count = np.zeros(len(order), np.int64)
    count[order[begins]] = np.diff(np.append(begins, len(order)))
    copies = count
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
        warn(f"reuse: {left}; passages may be missing")
    shared: list[Shared] = []
    for seeds in _brought(known, _seeds(known, numbers, pairs, least)):
        shared += _marked(known, numbers, _grown(articles, known, seeds, least))
    return Found([replace(one, a=int(alone[one.a]), b=int(alone[one.b])) for one in shared], copies)


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
    info, a, b = metadata(articles), seeds["a"].to_numpy(), seeds["b"].to_numpy()
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
    found = map_parts(select_articles(articles, mine), Growing(least), what="shared passages", beside=beside)
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
