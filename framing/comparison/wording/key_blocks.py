"""Every measure of every comparison, block of terms by block: only what may stand in the table is kept.

Of terms that no row will show there remain their p, since all that were tested are adjusted together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.wording.association import chi_squared, g2, g2_dunning
from framing.comparison.wording.effects import log_odds, log_odds_error, log_ratio, percent_diff
from framing.comparison.wording.key_sides import Comparison
from framing.comparison.wording.tallies import Sides, Tallies
from framing.comparison.wording.term_tests import LEAST_WITH_TERM, TermTests, term_tests
from framing.comparison.wording.words import Words
from framing.features.terms import Block

__all__ = ["MOST", "Columns", "Rows", "Settings", "rows"]

#: From this share on, one article gives most of a term's count.
MOST = 0.5

Columns = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Settings:
    """How keyness is computed; as in `keyness.keyness`."""

    prior: str
    prior_size: float
    correction: str
    collection: str
    wire: str
    by: str
    columns: tuple[tuple[str, str], ...]
    intervals: int
    draws: int
    seed: int
    terms: int = 0
    least_articles: int = 0


@dataclass
class Rows:
    """What is kept of one comparison: an item a row, in order of term.

    `columns` also have `place`, the term's among all, and `prior`, its words in the prior. `p` are those of
    all terms that were tested.
    """

    tests: TermTests | None
    n_articles: tuple[int, int]
    pieces: list[Columns] = field(default_factory=list)
    p: list[Floats] = field(default_factory=list)
    _strong: Floats = field(default_factory=lambda: np.zeros(0))

    def strong(self, z: Floats, most: int) -> Flags:
        """Mask the rows that may be among the strongest by what has been seen so far, these included."""
        size = np.abs(np.nan_to_num(z, nan=0.0))
        both = np.concatenate([self._strong, size])
        if len(both) > most:
            both = np.partition(both, len(both) - most)[len(both) - most :] if most else both[:0]
        self._strong = both
        return size >= both.min(initial=np.inf) if most else np.zeros(len(z), bool)

    def joined(self) -> Columns:
        """Return the columns of all blocks, which are given away."""
        pieces, self.pieces = self.pieces, []
        return {name: np.concatenate([piece.pop(name) for piece in pieces]) for name in list(pieces[0])}


def rows(
    data: Words, which: Sequence[Comparison], sides: Sides, settings: Settings, chosen: Ints | None
) -> tuple[list[Rows], Ints, pa.Array]:
    """Compute everything that needs no draws of articles.

    Parameters
    ----------
    data : Words
    which : sequence of Comparison
    sides : Sides
        Those of each comparison, one after the other, and all articles last.
    settings : Settings
    chosen : array, optional
        Places of the terms to show; all by default.

    Returns
    -------
    list of Rows, array, pyarrow string array
        And the places of the terms that are shown anywhere, in order, and these terms.
    """
    event = np.zeros_like(data.event) if data.base.any() else data.event
    found, first = [], 0
    for one in which:
        tests = None
        if settings.collection != "census":
            tests = term_tests(
                data, sides, (first, first + 1), event, seed=settings.seed, draws=settings.draws
            )
        found.append(Rows(tests, (int(sides.n_articles[first]), int(sides.n_articles[first + 1]))))
        first += 2 if one.others is None else 4
    places, terms = [np.zeros(0, np.int64)], [pa.array([], pa.string())]
    own = [_own(data, one) for one in which]
    for block in data.counted.blocks():
        tallies, size = Tallies(block.counts, sides), len(block.terms)
        prior = _prior(tallies, settings)
        picked = None if chosen is None else chosen[(chosen >= block.first) & (chosen < block.first + size)]
        first, used = 0, np.zeros(size, bool)
        for kept, one, named in zip(found, which, _named(block, own), strict=True):
            here = _there(tallies, first, named) if picked is None else picked - block.first
            piece = _piece(kept, one, first, tallies, prior, settings, here, picked is not None)
            used[piece["place"]] = True
            piece["place"] = piece["place"] + block.first
            kept.pieces.append(piece)
            first += 2 if one.others is None else 4
        shown = np.flatnonzero(used)
        places.append(shown + block.first)
        terms.append(block.terms.take(pa.array(shown)).cast(pa.string()))
    return found, np.concatenate(places), pa.concat_arrays(terms)


def _prior(tallies: Tallies, settings: Settings) -> Floats:
    """Return each term's part of the prior, in words; the last side of the tallies is all articles."""
    last = len(tallies.sides.n) - 1
    if settings.prior == "uniform":
        return np.full(tallies.terms, settings.prior_size / settings.terms)
    return np.asarray(settings.prior_size * tallies.occurrences(last) / tallies.sides.n[last])


def _there(tallies: Tallies, first: int, named: Flags | None) -> Ints:
    """Return the terms that stand on a side and are no name of its own."""
    there = tallies.occurrences(first) + tallies.occurrences(first + 1) > 0
    return np.flatnonzero(there if named is None else there & ~named)


def _piece(
    kept: Rows,
    one: Comparison,
    first: int,
    tallies: Tallies,
    prior: Floats,
    settings: Settings,
    here: Ints,
    every: bool,
) -> Columns:
    """Return the columns of one comparison for the terms of a block that may be shown."""
    sides = tallies.sides
    n = int(sides.n[first]), int(sides.n[first + 1])
    a, b = (tallies.occurrences(side)[here] for side in (first, first + 1))
    articles, articles_rest = (tallies.articles(side)[here] for side in (first, first + 1))
    share = prior[here]
    estimate = log_odds(a, b, *n, share, settings.prior_size)
    z = estimate / log_odds_error(a, b, share)
    p = np.full(len(here), np.nan)
    if kept.tests is not None:
        enough = np.flatnonzero(articles + articles_rest >= LEAST_WITH_TERM)
        p[enough] = kept.tests.p(tallies, here[enough])
        kept.p.append(p[~np.isnan(p)])
    if settings.least_articles:
        most = 0 if kept.tests is None else len(here) if every else settings.intervals
        some = np.flatnonzero((articles >= settings.least_articles) | kept.strong(z, most))
        here, a, b, articles, articles_rest = (v[some] for v in (here, a, b, articles, articles_rest))
        share, estimate, z, p = (v[some] for v in (share, estimate, z, p))
    ours, theirs = _side(tallies, first, here), _side(tallies, first + 1, here)
    with np.errstate(invalid="ignore", divide="ignore"):
        most_of = np.where(a > 0, ours["top"] / a, np.nan)
    closed = (a == 0) | (b == 0) | (ours["top"] >= a) | (theirs["top"] >= b)
    closed |= min(kept.n_articles) < LEAST_ARTICLES
    piece: Columns = {
        "place": here,
        "prior": share,
        "count": a,
        "count_rest": b,
        "articles": articles,
        "articles_rest": articles_rest,
        "log_odds": estimate,
        "z": z,
        "g2": g2(a, b, *n),
        "g2_dunning": g2_dunning(a, b, *n, settings.correction),
        "chi2": chi_squared(a, b, *n, settings.correction),
        "log_ratio": log_ratio(a, b, *n),
        "percent_diff": percent_diff(a, b, *n),
        "dispersion": ours["dispersion"],
        "dispersion_rest": theirs["dispersion"],
        "top_article_share": most_of,
        "one_article": most_of > MOST,
        "p": p,
        "closed": closed,
        "all_in_one": ours["top"] >= a,
        "all_in_one_rest": theirs["top"] >= b,
    }
    if one.others is not None:
        c, d = (tallies.occurrences(side)[here] for side in (first + 2, first + 3))
        n_c, n_d = int(sides.n[first + 2]), int(sides.n[first + 3])
        piece["log_odds_others"] = log_odds(c, d, n_c, n_d, share, settings.prior_size)
        piece["excess"] = estimate - piece["log_odds_others"]
    return piece


def _side(tallies: Tallies, side: int, here: Ints) -> Columns:
    dispersion = tallies.dispersion(side, tallies.occurrences(side))
    return {"top": tallies.top(side)[here], "dispersion": dispersion[here]}


def _own(data: Words, one: Comparison) -> frozenset[str]:
    """Return the words of the own names or datelines of the outlets compared."""
    sides = (one.a, one.b) if one.b in data.own else tuple(data.own)
    return frozenset().union(*(data.own.get(name, frozenset()) for name in sides))


def _named(block: Block, own: Sequence[frozenset[str]]) -> Iterator[Flags | None]:
    """Mask, for each comparison, the terms of which every word is an own name's."""
    every = frozenset().union(*own)
    terms: Mapping[int, list[str]] = {}
    if every:
        first = pc.replace_substring_regex(pc.utf8_lower(block.terms), " .*$", "")
        likely = pc.is_in(first, value_set=pa.array(sorted(every), first.type)).to_numpy(zero_copy_only=False)
        places = np.flatnonzero(likely)
        texts = block.terms.take(pa.array(places)).to_pylist()
        terms = {place: text.lower().split() for place, text in zip(places.tolist(), texts, strict=True)}
    known: dict[frozenset[str], Flags | None] = {frozenset(): None}
    for words in own:
        if words not in known:
            mask = np.zeros(len(block.terms), bool)
            mask[[place for place, term in terms.items() if words.issuperset(term)]] = True
            known[words] = mask
        yield known[words]
