"""The two sides of a word shift as counts: which articles, which terms, what they are divided by.

Every fault of the two sides is found here and said in one line. No formula, no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from scipy.sparse import csc_array

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.wording.words import Words, words
from framing.errors import FramingError, unknown
from framing.features.measures import Measure
from framing.features.term_blocks import Entries
from framing.features.terms import APART, Choice
from framing.schema import MILLION

__all__ = ["OTHERS", "Sides", "counted_sides"]

#: What the words outside a lexicon are called where they are one term.
OTHERS = "(other words)"


@dataclass(frozen=True)
class Sides:
    """Counts of both sides.

    `counts` is rows × terms, `divide` what each row is divided by; `a` and `b` are masks over rows. Rows
    with one `cluster` are drawn together, inside one `stratum`. `score_a` and `score_b` are None where words
    are counted.
    """

    terms: list[str]
    counts: csc_array
    divide: Ints
    a: Flags
    b: Flags
    score_a: Floats | None
    score_b: Floats | None
    stratum: Ints
    strata: list[str]
    cluster: Ints
    event: Ints
    events: tuple[str, ...]
    ids: list[str]
    n_events: int
    illustrative: bool
    said: tuple[str, ...]

    def side(self, mask: Flags) -> tuple[Ints, int]:
        """Return a side's counts by term, and what they are divided by."""
        sums = np.asarray(self.counts[np.flatnonzero(mask)].sum(axis=0)).reshape(-1)
        return sums.astype(np.int64), int(self.divide[mask].sum())

    def articles(self, mask: Flags) -> Ints:
        """Return in how many articles of a side each term stands."""
        some = self.counts[np.flatnonzero(mask)]
        return np.bincount(some.tocoo().coords[1], minlength=len(self.terms))

    def clusters(self, mask: Flags) -> int:
        """Return how many articles of a side have anything to divide by, copies once."""
        return len(np.unique(self.cluster[mask & (self.divide > 0)]))


def counted_sides(
    articles: pd.DataFrame,
    a: str,
    b: str,
    measures: Sequence[Measure],
    wanted: Choice,
    *,
    by: str,
    genre: str,
    wire: str,
    base: str,
    window: Sequence[tuple[float, float]],
    others: bool,
) -> Sides:
    """Count both sides.

    Parameters
    ----------
    articles : pandas.DataFrame
    a, b : str
        The groups.
    measures : sequence of Measure
        None: words are counted. One: entries of its lexicon. Two: those of each on its side, where both
        have them.
    wanted, by, genre, wire
        See `framing.comparison.wording.words.words`.
    base : {"scored", "all"}
        Counts are divided by what is counted, or by all words.
    window : sequence of (float, float)
        Entries with a score inside are left out.
    others : bool
        Whether all other words are one term more, where counts are divided by all words.

    Raises
    ------
    FramingError
        A group is not there, there is but one, a side has no words or no hit, or no event is shared.
    """
    counters: list[Entries | None] = [Entries(measure) for measure in measures]
    counters = counters or [None]
    found = [
        words(articles, wanted, by=by, genre=genre, wire=wire, what="word_shift", counter=counter)
        for counter in counters
    ]
    data = found[0]
    mask_a, mask_b, said = _masks(data, a, b, by)
    terms, counts, score_a, score_b, lost = _terms(found, counters, mask_a, mask_b, window)
    said = [*data.said, *said, *lost]
    tokens = data.counted.tokens
    divide = np.asarray(counts.sum(axis=1)).reshape(-1) if base == "scored" else tokens
    if measures:
        _refuse_no_hit(counts, (mask_a, mask_b), (a, b), measures)
    if base == "all" and others and score_a is not None and score_b is not None:
        rest = tokens - np.asarray(counts.sum(axis=1)).reshape(-1)
        counts = csc_array(sparse.hstack([counts, csc_array(rest[:, None])]))
        terms = [*terms, OTHERS]
        score_a, score_b = np.append(score_a, 0.0), np.append(score_b, 0.0)
    stratum, strata, cluster = _clusters(data, mask_a, mask_b, by)
    return Sides(
        terms=terms,
        counts=counts,
        divide=divide,
        a=mask_a,
        b=mask_b,
        score_a=score_a,
        score_b=score_b,
        stratum=stratum,
        strata=strata,
        cluster=cluster,
        event=data.event,
        events=data.events,
        ids=data.ids,
        n_events=len(np.unique(data.event[mask_a])),
        illustrative=bool(data.illustrative[mask_a | mask_b].any()),
        said=tuple(said),
    )


def _masks(data: Words, a: str, b: str, by: str) -> tuple[Flags, Flags, list[str]]:
    """Return which rows are each side's, and what is left out of them."""
    for name, value in (("a", a), ("b", b)):
        if value not in data.groups:
            if len(data.groups) == 1:
                raise FramingError(
                    f"{name}: only one {by}, {data.groups[0]!r}, has words of those counted, and nothing to "
                    f"set it against; add articles of {value!r}"
                )
            raise unknown(name, value, data.groups, where="word_shift")
    if a == b:
        raise FramingError(f"b: {b!r} is set against itself; name another {by}")
    rows = [data.of(data.groups.index(value)) for value in (a, b)]
    for value, mask in zip((a, b), rows, strict=True):
        if not mask.any():
            raise FramingError(
                f"word_shift: {by} {value!r} has no words of those counted: an empty side can't be compared; "
                "count other parts or voices"
            )
    common = np.intersect1d(data.event[rows[0]], data.event[rows[1]])
    inside = np.isin(data.event, common)
    if not len(common):
        raise FramingError(
            f"word_shift: {a!r} and {b!r} share no event; leave the column `event` empty to pool them"
        )
    said = []
    if lost := int(((rows[0] | rows[1]) & ~inside).sum()):
        said.append(f"{lost} articles on events of one side only left out")
    if len(common) > 1:
        said.append(f"pools {len(common)} events")
    return rows[0] & inside, rows[1] & inside, said


def _terms(
    found: Sequence[Words],
    counters: Sequence[Entries | None],
    mask_a: Flags,
    mask_b: Flags,
    window: Sequence[tuple[float, float]],
) -> tuple[list[str], csc_array, Floats | None, Floats | None, list[str]]:
    """Return the terms that count, their counts and scores, and what is left out."""
    names = [data.counted.terms.to_pylist() for data in found]
    either = mask_a | mask_b
    first = counters[0]
    if first is None:
        counts = _rows(found[0].counted.counts, either)
        kept = np.flatnonzero(np.asarray(counts.sum(axis=0)).reshape(-1) > 0)
        return [names[0][k] for k in kept], counts[:, kept], None, None, []
    last = counters[-1]
    assert last is not None
    shared = sorted(set(names[0]) & set(names[-1]))
    at_a, at_b = (_at(listed, shared) for listed in (names[0], names[-1]))
    counts = _rows(found[0].counted.counts[:, at_a], mask_a) + _rows(
        found[-1].counted.counts[:, at_b], mask_b
    )
    score_a, score_b = (
        np.array([counter.scores[term] for term in shared], np.float64) / MILLION for counter in (first, last)
    )
    outside = np.ones(len(shared), bool)
    for low, high in window:
        middle = (score_a + score_b) / 2
        outside &= (middle < low) | (middle > high)
    kept = np.flatnonzero(outside & (np.asarray(counts.sum(axis=0)).reshape(-1) > 0))
    said = []
    if lost := len({*names[0], *names[-1]}) - len(shared):
        said.append(f"{lost} entries that only one of the lexicons has left out")
    if lost := int((~outside).sum()):
        said.append(f"{lost} entries inside the stop window left out")
    counts = csc_array(counts[:, kept])
    return [shared[k] for k in kept], counts, score_a[kept], score_b[kept], said


def _at(names: Sequence[str], wanted: Sequence[str]) -> Ints:
    place = {name: i for i, name in enumerate(names)}
    return np.array([place[name] for name in wanted], np.int64)


def _rows(counts: csc_array, mask: Flags) -> csc_array:
    """Return the counts with nothing in rows outside a mask."""
    kept = csc_array(counts, copy=True)
    kept.data = kept.data * mask[kept.indices]
    kept.eliminate_zeros()
    return kept


def _refuse_no_hit(
    counts: csc_array, masks: tuple[Flags, Flags], names: tuple[str, str], measures: Sequence[Measure]
) -> None:
    per_row = np.asarray(counts.sum(axis=1)).reshape(-1)
    empty = [name for mask, name in zip(masks, names, strict=True) if not per_row[mask].any()]
    if empty:
        said = " and ".join(dict.fromkeys(repr(measure.name) for measure in measures))
        raise FramingError(
            f"lexicon: no entry of {said} counts in the words of {' and '.join(map(repr, empty))}; "
            "give another lexicon, or a narrower stop window"
        )


def _clusters(data: Words, a: Flags, b: Flags, by: str) -> tuple[Ints, list[str], Ints]:
    """Return each row's stratum (-1: none), the strata's names, and which rows are drawn together.

    Copies of a text in one group are; and where one article's parts or voices are compared, so are these.
    """
    live = a | b
    same = by in APART
    side = np.zeros(len(live), np.int64) if same else b.astype(np.int64)
    key = side * len(data.events) + data.event
    strata, of_row = np.unique(key[live], return_inverse=True)
    stratum = np.full(len(live), -1)
    stratum[live] = of_row
    names = [
        f"{'' if same else ('a', 'b')[k // len(data.events)]}\x1f{data.events[k % len(data.events)]}"
        for k in strata.tolist()
    ]
    _, cluster = np.unique(np.stack([stratum, data.family]), axis=1, return_inverse=True)
    return stratum, names, cluster.reshape(-1).astype(np.int64)
