"""Which words carry the difference of two groups' coverage: articles in, the table `shift` out.

The story of a word shift, one call a step: what is counted, what each term adds, how sure that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sparse
from scipy.sparse import csc_array

from framing.comparison.compare import FIRM_ARTICLES, FIRM_HITS
from framing.comparison.intervals import LEAST_ARTICLES
from framing.comparison.permute import seeded
from framing.comparison.sums import COLLECTION, Flags, Floats, Ints
from framing.comparison.wording.association import Draws, widened
from framing.comparison.wording.words import Words, words
from framing.engine import parts as batch
from framing.engine.parts import Articles
from framing.errors import FramingError, brief, check_choice, check_number, unknown
from framing.features.cells import Voices
from framing.features.lexicon import Measure
from framing.features.scoring import prepared
from framing.features.term_blocks import PER_HIT, Entries, Scoring, scoring_of
from framing.features.terms import APART, Choice, choice
from framing.schema import MILLION, check

# The two sides of a word shift as counts: which articles, which terms, what they are divided by.

#: What the words outside a lexicon are called where they are one term.
OTHERS = "(other words)"


@dataclass(frozen=True)
class Sides:
    """Counts of both sides.

    `counts` is rows × terms, `divide` what each row is divided by; `a` and `b` are masks over rows. Rows
    with one `cluster` are drawn together, inside one `stratum`. `score_a` and `score_b` are None where words
    are counted.
    """

    data: Words
    terms: list[str]
    counts: csc_array
    divide: Ints
    a: Flags
    b: Flags
    score: Floats | None
    stratum: Ints
    strata: list[str]
    cluster: Ints
    said: list[str]

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
    measure: Measure | None,
    wanted: Choice,
    *,
    by: str,
    genre: str,
    wire: str,
    base: str,
    window: tuple[float, float] | None,
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
    counter = None if measure is None else Entries(measure)
    data = words(articles, wanted, by=by, genre=genre, wire=wire, what="word_shift", counter=counter)
    mask_a, mask_b, said = _masks(data, a, b, by)
    terms, counts, score, lost = _terms(data, counter, mask_a | mask_b, window)
    said = [*data.said, *said, *lost]
    tokens = data.counted.tokens
    divide = np.asarray(counts.sum(axis=1)).reshape(-1) if base == "scored" else tokens
    if measure is not None:
        _refuse_no_hit(counts, (mask_a, mask_b), (a, b), measure)
    if base == "all" and others and score is not None:
        rest = tokens - np.asarray(counts.sum(axis=1)).reshape(-1)
        counts = csc_array(sparse.hstack([counts, csc_array(rest[:, None])]))
        terms = [*terms, OTHERS]
        score = np.append(score, 0.0)
    # Each row's stratum (-1: none), the strata's names, and which rows are drawn together.
    live = mask_a | mask_b
    same = by in APART
    side = np.zeros(len(live), np.int64) if same else mask_b.astype(np.int64)
    key = side * len(data.events) + data.event
    strata, of_row = np.unique(key[live], return_inverse=True)
    stratum = np.full(len(live), -1)
    stratum[live] = of_row
    names = [
        f"{'' if same else ('a', 'b')[k // len(data.events)]}\x1f{data.events[k % len(data.events)]}"
        for k in strata.tolist()
    ]
    _, cluster = np.unique(np.stack([stratum, data.family]), axis=1, return_inverse=True)
    cluster = cluster.reshape(-1).astype(np.int64)
    return Sides(data, terms, counts, divide, mask_a, mask_b, score, stratum, names, cluster, said)


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
    data: Words, counter: Entries | None, either: Flags, window: tuple[float, float] | None
) -> tuple[list[str], csc_array, Floats | None, list[str]]:
    """Return the terms that count, their counts and scores, and what is left out."""
    names = data.counted.terms.to_pylist()
    counts = _rows(data.counted.counts, either)
    there = np.asarray(counts.sum(axis=0)).reshape(-1) > 0
    score, said = None, []
    if counter is not None:
        score = np.array([counter.scores[term] for term in names], np.float64) / MILLION
        if window is not None:
            inside = (score >= window[0]) & (score <= window[1])
            there &= ~inside
            if lost := int(inside.sum()):
                said.append(f"{lost} entries inside the stop window left out")
    kept = np.flatnonzero(there)
    return [names[k] for k in kept], counts[:, kept], None if score is None else score[kept], said


def _rows(counts: csc_array, mask: Flags) -> csc_array:
    """Return the counts with nothing in rows outside a mask."""
    kept = csc_array(counts, copy=True)
    kept.data = kept.data * mask[kept.indices]
    kept.eliminate_zeros()
    return kept


def _refuse_no_hit(
    counts: csc_array, masks: tuple[Flags, Flags], names: tuple[str, str], measure: Measure
) -> None:
    per_row = np.asarray(counts.sum(axis=1)).reshape(-1)
    empty = [name for mask, name in zip(masks, names, strict=True) if not per_row[mask].any()]
    if empty:
        raise FramingError(
            f"lexicon: no entry of {measure.name!r} counts in the words of {' and '.join(map(repr, empty))}; "
            "give another lexicon, or a narrower stop window"
        )


# The generalised word shift: what each term adds to the difference of two texts, and in what way.

SHIFTS = ("average", "proportion", "shannon", "jensen_shannon")

#: How a term can add to a difference: its score above or below the reference, its use more or less in b.
KINDS = ("above, more used", "above, less used", "below, more used", "below, less used")


#: Those in which scores are made of the shares themselves, so that the sum is no average of fixed scores.
OF_SHARES = ("shannon", "jensen_shannon")


@dataclass(frozen=True)
class Parts:
    """A term's contribution: what its use adds, and what its scores, where they differ."""

    by_use: Floats
    by_score: Floats

    @property
    def contribution(self) -> Floats:
        """Their sum, what the term adds to the difference b - a."""
        return self.by_use + self.by_score


def scores(shift: str, p_a: Floats, p_b: Floats) -> tuple[Floats, Floats]:
    """Return both scores of terms that have none of their own, from their shares.

    Proportions score 1. Shannon's entropy scores ``-log2 p``. The divergence of Jensen and Shannon, with
    ``m`` the mean of both texts and ``s`` that score, gives ``(s(p_a) - s(m)) / 2`` in a and
    ``(s(m) - s(p_b)) / 2`` in b. A text without the term has no score; it is given the other's, so that
    such a term differs in use alone.
    """
    if shift == "proportion":
        one = np.ones_like(p_a)
        return one, one
    s_a, s_b = _surprise(p_a), _surprise(p_b)
    if shift == "jensen_shannon":
        middle = _surprise((p_a + p_b) / 2)
        s_a, s_b = (s_a - middle) / 2, (middle - s_b) / 2
    return np.where(p_a > 0, s_a, s_b), np.where(p_b > 0, s_b, s_a)


def _surprise(p: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, -np.log2(p), 0.0)


def parts(
    p_a: Floats, p_b: Floats, score_a: Floats, score_b: Floats, reference: Floats | float = 0.0
) -> Parts:
    """Return what each term adds to ``sum(p_b score_b) - sum(p_a score_a)``.

    ``(p_b - p_a) ((score_a + score_b) / 2 - reference) + (p_a + p_b) / 2 (score_b - score_a)``: the general
    form of Gallagher et al. (2021). Since shares add up to 1 in both texts, the reference leaves the sum as
    it is.

    Examples
    --------
    >>> found = parts(np.array([0.5, 0.5]), np.array([0.25, 0.75]), *2 * [np.array([-1.0, 1.0])])
    >>> found.contribution
    array([0.25, 0.25])
    """
    by_use = (p_b - p_a) * ((score_a + score_b) / 2 - reference)
    return Parts(by_use, (p_a + p_b) / 2 * (score_b - score_a))


def kinds(p_a: Floats, p_b: Floats, score_a: Floats, score_b: Floats, reference: float) -> list[str | None]:
    """Return in which of `KINDS` each term's use adds; None where use or score tells nothing."""
    above = np.sign((score_a + score_b) / 2 - reference).astype(int)
    more = np.sign(p_b - p_a).astype(int)
    names = {(1, 1): KINDS[0], (1, -1): KINDS[1], (-1, 1): KINDS[2], (-1, -1): KINDS[3]}
    return [names.get(key) for key in zip(above.tolist(), more.tolist(), strict=True)]


# The table of a word shift: a row a term, its counts, its interval and what to bear in mind.

#: A term in fewer articles has no interval: on real articles it would hold 3 times in 4.
_LEAST_WITH_TERM = 3

#: How often articles are dealt out at random.
_DEALT = 200

#: Terms that are looked at together then, and where articles are drawn again.
_BLOCK, _TOGETHER = 20_000, 5_000


@dataclass(frozen=True)
class Settings:
    """What `word_shift` was asked for, checked; `reference` None is the default."""

    a: str
    b: str
    shift: str
    reference: float | str | None
    base: str
    lexicon: str
    intervals: int
    seed: int
    wire: str
    collection: str


def table(sides: Sides, settings: Settings, columns: Mapping[str, str]) -> pd.DataFrame:
    """Make the table; `columns` are further ones that are the same in every row."""
    shift = settings.shift
    (count_a, n_a), (count_b, n_b) = sides.side(sides.a), sides.side(sides.b)
    p_a, p_b = count_a / n_a, count_b / n_b
    score_a, score_b = _scores(sides, shift, p_a, p_b)
    averaged = _averaged(sides, settings)
    reference = float((p_a * score_a).sum()) if averaged else float(settings.reference or 0.0)
    found = parts(p_a, p_b, score_a, score_b, reference)
    contribution = found.contribution
    value_a, value_b = _values(shift, p_a, p_b, score_a, score_b)
    order = np.lexsort([np.arange(len(p_a)), -np.abs(contribution)])
    articles_a, articles_b = sides.articles(sides.a), sides.articles(sides.b)
    n = sides.clusters(sides.a), sides.clusters(sides.b)
    with_term = articles_a + articles_b
    none = np.full(len(contribution), np.nan)
    ends = Intervals(none, none, np.zeros(len(contribution), bool), (np.nan, np.nan))
    if settings.collection != "census" and min(n) >= LEAST_ARTICLES:
        ends.looked[order[: settings.intervals]] = True
        wanted = np.flatnonzero(ends.looked & (with_term >= _LEAST_WITH_TERM))
        own = score_a, score_b
        ends = _intervals(sides, settings, own, averaged, contribution, ends.looked, wanted)
    frame = pd.DataFrame(
        {
            "a": settings.a,
            "b": settings.b,
            "shift": shift,
            "lexicon": settings.lexicon or None,
            **columns,
            "term": np.array(sides.terms, object),
            "count_a": count_a,
            "count_b": count_b,
            "n_a": n_a,
            "n_b": n_b,
            "share_a": p_a,
            "share_b": p_b,
            # A score made of a share is none where the text lacks the term.
            "score_a": np.where((shift in OF_SHARES) & (count_a == 0), np.nan, score_a),
            "score_b": np.where((shift in OF_SHARES) & (count_b == 0), np.nan, score_b),
            "contribution": contribution,
            "by_use": found.by_use,
            "by_score": found.by_score,
            "kind": np.array(kinds(p_a, p_b, score_a, score_b, reference), object),
            "low": ends.low,
            "high": ends.high,
            "articles": with_term,
            "articles_a": articles_a,
            "articles_b": articles_b,
            "n_articles_a": n[0],
            "n_articles_b": n[1],
            "n_events": len(np.unique(sides.data.event[sides.a])),
            "value_a": value_a,
            "value_b": value_b,
            "difference": float((p_b * score_b).sum() - (p_a * score_a).sum()),
            "difference_low": ends.difference[0],
            "difference_high": ends.difference[1],
            "by_chance": _by_chance(sides, settings),
            "reference": reference,
            "base": settings.base,
            "wire": settings.wire,
            "provenance": "illustrative" if sides.data.illustrative[sides.a | sides.b].any() else "published",
            "note": _notes(sides, settings, n, count_a + count_b, with_term, ends.looked),
        }
    )
    return check(frame.iloc[order].reset_index(drop=True), "shift")


def _scores(sides: Sides, shift: str, p_a: Floats, p_b: Floats) -> tuple[Floats, Floats]:
    if shift == "average":
        assert sides.score is not None
        return sides.score, sides.score
    return scores(shift, p_a, p_b)


def _averaged(sides: Sides, settings: Settings) -> bool:
    """Whether the reference is the average of a: asked for, or as scores on one side of 0 have no other."""
    if settings.reference is None and settings.shift == "average" and settings.base == "scored":
        score = np.zeros(0) if sides.score is None else sides.score
        return not score.min(initial=0.0) < 0 < score.max(initial=0.0)
    return settings.reference == "average"


def _values(shift: str, p_a: Floats, p_b: Floats, score_a: Floats, score_b: Floats) -> tuple[float, float]:
    """Return what is compared, of each side; a divergence is of both."""
    if shift == "jensen_shannon":
        return np.nan, np.nan
    return float((p_a * score_a).sum()), float((p_b * score_b).sum())


class Intervals(NamedTuple):
    """Ends of the intervals of terms, for which one was looked for, and the interval of the difference."""

    low: Floats
    high: Floats
    looked: Flags
    difference: tuple[float, float]


def _intervals(
    sides: Sides, settings: Settings, own: tuple[Floats, Floats], averaged: bool, contribution: Floats,
    looked: Flags, wanted: Ints,
) -> Intervals:  # fmt: skip
    """Draw articles, and take the ends for the wanted terms; `own` are the scores, `looked` marks terms."""
    shift, n = settings.shift, min(sides.clusters(sides.a), sides.clusters(sides.b))
    drawn = _drawn(sides, settings.seed)
    low, high = (np.full(len(contribution), np.nan) for _ in range(2))
    rows = [np.flatnonzero(mask) for mask in (sides.a, sides.b)]
    sizes = [sides.divide[mine].astype(np.float64) @ drawn[mine] for mine in rows]
    averages = []
    for mine, score, size in zip(rows, own, sizes, strict=True):
        each = (sides.counts @ score)[mine]
        with np.errstate(divide="ignore", invalid="ignore"):
            average = each @ drawn[mine] / size
        averages.append(np.asarray(average, np.float64))
    reference: Floats | float = averages[0] if averaged else float(settings.reference or 0.0)
    for begin in range(0, len(wanted), _TOGETHER):
        terms = wanted[begin : begin + _TOGETHER]
        counts = sides.counts[:, terms].tocsr().astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            p_a, p_b = ((counts[mine].T @ drawn[mine]) / size for mine, size in zip(rows, sizes, strict=True))
        both = scores(shift, p_a, p_b) if shift in OF_SHARES else [score[terms][:, None] for score in own]
        values = parts(p_a, p_b, both[0], both[1], reference).contribution
        if shift in OF_SHARES:
            # Drawn articles hold fewer different words: entropies come out low, divergences high.
            values = values + (contribution[terms] - values.mean(axis=1))[:, None]
        low[terms], high[terms] = widened(values, contribution[terms], n)
    difference = np.nan, np.nan
    if shift != "proportion" or settings.lexicon:
        ends = widened((averages[1] - averages[0])[None], np.array([float(contribution.sum())]), n)
        difference = float(ends[0][0]), float(ends[1][0])
    if shift == "jensen_shannon":
        low = np.where(np.isnan(low), np.nan, np.maximum(low, 0.0))
        difference = max(difference[0], 0.0), difference[1]
    return Intervals(low, high, looked, difference)


def _drawn(sides: Sides, seed: int) -> npt.NDArray[np.uint8]:
    """Return how often each row is drawn; rows of a cluster as one."""
    clusters, first = np.unique(sides.cluster, return_index=True)
    first_id: dict[int, str] = {}
    for cluster, name in zip(sides.cluster.tolist(), sides.data.ids, strict=True):
        first_id[cluster] = min(name, first_id.get(cluster, name))
    ids = [first_id[cluster] for cluster in clusters.tolist()]
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    draws = Draws(sides.stratum[first][by_id], sides.strata, [ids[k] for k in by_id.tolist()], seed)
    back = np.empty(len(by_id), np.int64)
    back[by_id] = np.arange(len(by_id))
    return draws.whole()[back][np.searchsorted(clusters, sides.cluster)]


def _by_chance(sides: Sides, settings: Settings) -> float:
    """Return the mean of the difference where articles are dealt out at random, each side as many as it has.

    Entropies and divergences of few words are off for want of words alone; averages are not.
    """
    if settings.shift not in OF_SHARES or settings.collection == "census":
        return np.nan
    dealt = [np.zeros((len(sides.a), _DEALT), np.float32) for _ in range(2)]
    for number, name in enumerate(sides.data.events):
        here = np.flatnonzero((sides.a | sides.b) & (sides.data.event == number))
        order = here[
            np.argsort(np.array([sides.data.ids[row] for row in here.tolist()], object), kind="stable")
        ]
        rng = seeded(settings.seed, ("dealt", name, *(sides.data.ids[row] for row in order.tolist())))
        for draw in range(_DEALT):
            turned = rng.permutation(order)
            for side, mask in zip(dealt, (sides.a, sides.b), strict=True):
                side[turned[mask[order]], draw] = 1
    total, every = np.zeros(_DEALT), np.arange(len(sides.terms))
    sizes = [sides.divide.astype(np.float64) @ side for side in dealt]
    by_term = sides.counts.T.tocsr().astype(np.float32)
    for begin in range(0, len(every), _BLOCK):
        block = by_term[begin : begin + _BLOCK]
        with np.errstate(divide="ignore", invalid="ignore"):
            p_a, p_b = ((block @ side) / size for side, size in zip(dealt, sizes, strict=True))
        total += parts(p_a, p_b, *scores(settings.shift, p_a, p_b)).contribution.sum(axis=0)
    return float(np.nanmean(total)) if np.isfinite(total).any() else np.nan


def _notes(
    sides: Sides, settings: Settings, n: tuple[int, int], count: Ints, with_term: Ints, looked: Flags
) -> pd.Series[str]:
    """Return what each row must say: why it has no interval, how firm it is, what was left out."""
    always = sides.said
    if settings.collection == "census":
        return pd.Series(["; ".join(["census: describes", *always])] * len(count), dtype="str")
    if min(n) < LEAST_ARTICLES:
        few = f"under {LEAST_ARTICLES} articles on a side: estimate only"
        return pd.Series(["; ".join([few, *always])] * len(count), dtype="str")
    fragile = (count < FIRM_HITS) | (with_term < FIRM_ARTICLES) | (min(n) < FIRM_ARTICLES)
    reason = np.select([~looked, with_term < _LEAST_WITH_TERM, fragile], [1, 2, 3])
    said = [
        "",
        f"not among the {settings.intervals} strongest: no interval",
        f"in under {_LEAST_WITH_TERM} articles: no interval",
        f"fragile: under {FIRM_ARTICLES} articles on a side or with the term, or {FIRM_HITS} occurrences",
    ]
    texts = ["; ".join(filter(None, [one, *always])) for one in said]
    return pd.Series(np.array(texts, object)[reason], dtype="str")


def word_shift(
    articles: Articles,
    a: str,
    b: str,
    *,
    lexicon: Scoring | None = None,
    kind: str | None = None,
    reference: float | str | None = None,
    stop_window: Sequence[Any] | None = None,
    by: str = "outlet",
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    ngram: int | tuple[int, int] = 1,
    stem: bool = False,
    case: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    intervals: int = 500,
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Say which words make the second group's coverage differ from the first's, and in what way.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Of events, where there are
        any, those count that both groups cover.
    a, b : str
        Groups; what is taken apart is b less a.
    lexicon : str, Lexicon, Measure or mapping of str to float, optional
        Scores of words: "vader" is VADER's list of valences as its package installs it, "tone" this
        project's reading of it for news; any shipped lexicon or measure, one that was read, or words with
        their scores. Without one all words are counted. Shares are of the words that it scores, or of all
        words where its measure is a rate, and for proportions.
    kind : {"average", "proportion", "shannon", "jensen_shannon"}, optional
        What differs: the average score (with a lexicon, the default), shares of words, their entropy, or
        the divergence of both texts (without a lexicon, the default).
    reference : float or "average", optional
        The score that counts as neither high nor low; "average" is that of a. By default 0 if the lexicon
        has scores on both sides of it or all words are the base, else "average"; 0 for the other kinds.
    stop_window : (float, float), optional
        Entries with scores from the one to the other are left out.
    by : str
        Column whose values are compared; also "voice", "part" or a column of speakers.
    part, voice, voices, speaker_type, ngram, stem, case, stop, min_count
        Which words are counted, and as what: see `framing.features.terms.choice`. The last five are for
        words, not for entries of a lexicon.
    genre : {"news", "opinion", "editorial", "live", "all"}
        News is compared with news; unknown genre counts as news.
    intervals : int
        How many terms, the strongest, get an interval.
    seed : int
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints of an agency are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals.

    Returns
    -------
    pandas.DataFrame
        The table `shift`: a row a term, the strongest first. `contribution` adds up to `difference`, which is
        `value_b` less `value_a`; it is the sum of `by_use` and `by_score`.

    Raises
    ------
    FramingError
        An argument or a column is not known; there is one group only; a side is empty or
        has no word of the lexicon; no event is shared.

    Warns
    -----
    FramingWarning
        Articles are left out.

    Notes
    -----
    The generalised form of Gallagher et al. (2021, EPJ Data Science 10:4). Intervals: articles drawn again
    inside events 1,000 times, percentiles widened for few articles (Hesterberg 2015); of entropies and the
    divergence a term's draws are moved so that their mean is the estimate, and the interval of `difference`
    is that of its first derivative. Two halves of one text diverge too, the more the shorter they are:
    `by_chance` says how far articles dealt out at random do. Nothing depends on the order of rows.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["A good day, a good deal.", "A bad day after a good one."]})
    >>> found = word_shift(articles, "x", "y", lexicon={"good": 1, "bad": -1})
    >>> found[["term", "share_a", "share_b", "contribution", "kind"]].values.tolist()
    [['bad', 0.0, 0.5, -0.5, 'below, more used'], ['good', 1.0, 0.5, -0.5, 'above, less used']]
    """
    measure = None if lexicon is None else scoring_of(lexicon)
    shift = _shift(kind, measure)
    settings = Settings(
        a=str(a),
        b=str(b),
        shift=shift,
        reference=_reference(reference),
        base=_base(shift, measure),
        lexicon="" if measure is None else measure.name,
        intervals=check_number("intervals", intervals, 0),
        seed=check_number("seed", seed),
        wire=wire,
        collection=collection,
    )
    check_choice("collection", collection, COLLECTION)
    if measure and (ngram != 1 or stem or case or stop is not None or min_count != 1):
        raise FramingError(
            "lexicon: its entries are counted as it has them; leave out ngram, stem, case, stop and min_count"
        )
    window = _window(stop_window)
    if window and not measure:
        raise FramingError("stop_window: without a lexicon words have no scores; give one, or use stop")
    wanted = choice(
        part=part,
        voice=voice,
        voices=voices,
        speaker_type=speaker_type,
        ngram=ngram,
        stem=stem,
        case=case,
        stop=stop,
        min_count=min_count,
        apart=by,
    )
    frame = check(batch.collect_articles(articles, "word_shift"), "articles")
    if measure and len(frame):
        frame, _, _ = prepared(frame, [measure], wanted.voices, ())
    sides = counted_sides(
        frame,
        settings.a,
        settings.b,
        measure,
        wanted,
        by=by,
        genre=genre,
        wire=wire,
        base=settings.base,
        window=window,
        others=settings.reference not in (None, 0.0),
    )
    return table(sides, settings, wanted.said())


def _shift(kind: str | None, measure: Measure | None) -> str:
    shift = ("average" if measure else "jensen_shannon") if kind is None else kind
    check_choice("kind", shift, SHIFTS)
    if shift == "average" and not measure:
        raise FramingError(
            "lexicon: an average needs scores of words; give a lexicon, as 'vader' or 'tone.net'"
        )
    return shift


def _reference(given: object) -> float | str | None:
    if given is None or given == "average":
        return None if given is None else "average"
    value = _float(given)
    if value is None:
        raise FramingError(f"reference: {brief(given)} is no score; give a number or 'average'")
    return value


def _base(shift: str, measure: Measure | None) -> str:
    """Return what shares are of: words that the lexicon scores, or all."""
    if measure is None or shift == "proportion":
        return "all"
    return "scored" if shift in OF_SHARES or measure.unit in PER_HIT else "all"


def _window(given: object) -> tuple[float, float] | None:
    if given is None:
        return None
    ends = [_float(end) for end in given] if isinstance(given, (list, tuple)) else []
    low, high = ends if len(ends) == 2 else (None, None)
    if low is None or high is None or low > high:
        raise FramingError(
            f"stop_window: {brief(given)} is no window; give two scores, the lower first, as (-0.5, 0.5)"
        )
    return low, high


def _float(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if not isinstance(value, (bool, str)) and np.isfinite(number) else None
