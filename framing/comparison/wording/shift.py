"""Which words carry the difference of two groups' coverage: articles in, the table `shift` out.

The story of a word shift, one call a step: what is counted, what each term adds, how sure the sum is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csc_array

from framing.comparison.compare import FIRM_ARTICLES, FIRM_HITS
from framing.comparison.intervals import LEAST_ARTICLES
from framing.comparison.sums import COLLECTION, Flags, Floats, Ints
from framing.comparison.wording.association import Draws, widened
from framing.comparison.wording.words import Words, words
from framing.corpus.outlets import book
from framing.engine import parts as batch
from framing.engine.parts import Articles
from framing.errors import FramingError, check_choice, check_number, unknown
from framing.features.cells import Voices
from framing.features.lexicon import Measure
from framing.features.scoring import prepared
from framing.features.term_blocks import PER_HIT, Entries, Scoring, scoring_of
from framing.features.terms import APART, Choice, choice
from framing.schema import MILLION, check

#: How a term can add to a difference: its score above or below the reference, its use more or less in b.
KINDS = ("above, more used", "above, less used", "below, more used", "below, less used")


@dataclass(frozen=True)
class Sides:
    """Counts of both sides.

    `counts` is rows × terms, `divide` what each row is divided by; `a` and `b` are masks over rows. Rows
    with one `cluster` are drawn together, inside one `stratum`.
    """

    data: Words
    terms: list[str]
    counts: csc_array
    divide: Ints
    a: Flags
    b: Flags
    score: Floats
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
    articles: pd.DataFrame, a: str, b: str, measure: Measure, wanted: Choice, *, by: str, genre: str,
    wire: str, base: str,
) -> Sides:  # fmt: skip
    """Count the entries of a measure on both sides.

    Parameters
    ----------
    articles : pandas.DataFrame
    a, b : str
        The groups.
    measure : Measure
    wanted, by, genre, wire
        See `framing.comparison.wording.words.words`.
    base : {"scored", "all"}
        Counts are divided by what is counted, or by all words.

    Raises
    ------
    FramingError
        A group is not there, there is but one, a side has no words or no hit, or no event is shared.
    """
    counter = Entries(measure)
    data = words(articles, wanted, by=by, genre=genre, wire=wire, what="word_shift", counter=counter)
    mask_a, mask_b, said = _masks(data, a, b, by)
    live = mask_a | mask_b
    counts = csc_array(data.counted.counts, copy=True)
    counts.data = counts.data * live[counts.indices]
    counts.eliminate_zeros()
    kept = np.flatnonzero(np.asarray(counts.sum(axis=0)).reshape(-1) > 0)
    counts, terms = counts[:, kept], data.counted.terms.take(kept).to_pylist()
    per_row = np.asarray(counts.sum(axis=1)).reshape(-1)
    if empty := [name for name, mask in ((a, mask_a), (b, mask_b)) if not per_row[mask].any()]:
        raise FramingError(
            f"lexicon: no entry of {measure.name!r} counts in the words of {' and '.join(map(repr, empty))}; "
            "give another lexicon"
        )
    score = np.array([counter.scores[term] for term in terms], np.float64) / MILLION
    # Each row's stratum (-1: none), the strata's names, and which rows are drawn together.
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
    divide = per_row if base == "scored" else data.counted.tokens
    said = [*data.said, *said]
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


@dataclass(frozen=True)
class Settings:
    """What `word_shift` was asked for, checked."""

    a: str
    b: str
    base: str
    lexicon: str
    seed: int
    wire: str
    collection: str


def _tell(sides: Sides, settings: Settings, wanted: Choice) -> pd.DataFrame:
    """Make the table: a row a term, its counts and what to bear in mind."""
    (count_a, n_a), (count_b, n_b) = sides.side(sides.a), sides.side(sides.b)
    p_a, p_b, score = count_a / n_a, count_b / n_b, sides.score
    # Scores on one side of 0 have no reference but the average of a.
    averaged = settings.base == "scored" and not score.min(initial=0.0) < 0 < score.max(initial=0.0)
    value_a, value_b = float((p_a * score).sum()), float((p_b * score).sum())
    reference = value_a if averaged else 0.0
    contribution = (p_b - p_a) * (score - reference)
    order = np.lexsort([np.arange(len(p_a)), -np.abs(contribution)])
    articles_a, articles_b = sides.articles(sides.a), sides.articles(sides.b)
    n = sides.clusters(sides.a), sides.clusters(sides.b)
    with_term = articles_a + articles_b
    low = high = np.nan
    if settings.collection != "census" and min(n) >= LEAST_ARTICLES:
        low, high = _interval(sides, settings.seed, value_b - value_a)
    above, more = np.sign(score - reference).astype(int), np.sign(p_b - p_a).astype(int)
    kinds = dict(zip(((1, 1), (1, -1), (-1, 1), (-1, -1)), KINDS, strict=True))
    frame = pd.DataFrame(
        {
            "a": settings.a,
            "b": settings.b,
            "lexicon": settings.lexicon,
            **wanted.said(),
            "term": np.array(sides.terms, object),
            "count_a": count_a,
            "count_b": count_b,
            "n_a": n_a,
            "n_b": n_b,
            "share_a": p_a,
            "share_b": p_b,
            "score": score,
            "contribution": contribution,
            "kind": [kinds.get(key) for key in zip(above.tolist(), more.tolist(), strict=True)],
            "articles": with_term,
            "articles_a": articles_a,
            "articles_b": articles_b,
            "n_articles_a": n[0],
            "n_articles_b": n[1],
            "n_events": len(np.unique(sides.data.event[sides.a])),
            "value_a": value_a,
            "value_b": value_b,
            "difference": value_b - value_a,
            "difference_low": low,
            "difference_high": high,
            "reference": reference,
            "base": settings.base,
            "wire": settings.wire,
            "provenance": "illustrative" if sides.data.illustrative[sides.a | sides.b].any() else "published",
            "note": _notes(sides, settings, n, count_a + count_b, with_term),
        }
    )
    return check(frame.iloc[order].reset_index(drop=True), "shift")


def _interval(sides: Sides, seed: int, difference: float) -> tuple[float, float]:
    """Draw articles, and return the ends of the interval of the difference."""
    drawn = _drawn(sides, seed)
    each = sides.counts @ sides.score
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = (
            each[m] @ drawn[m] / (sides.divide[m].astype(np.float64) @ drawn[m]) for m in (sides.a, sides.b)
        )
    low, high = widened((b - a)[None], np.array([difference]), min(map(sides.clusters, (sides.a, sides.b))))
    return float(low[0]), float(high[0])


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


def _notes(
    sides: Sides, settings: Settings, n: tuple[int, int], count: Ints, with_term: Ints
) -> pd.Series[str]:
    """Return what each row must say: why there is no interval, how firm it is, what was left out."""
    first, fragile = "", np.zeros(len(count), bool)
    if settings.collection == "census":
        first = "census: describes"
    elif min(n) < LEAST_ARTICLES:
        first = f"under {LEAST_ARTICLES} articles on a side: estimate only"
    else:
        fragile = (count < FIRM_HITS) | (with_term < FIRM_ARTICLES) | (min(n) < FIRM_ARTICLES)
    weak = f"fragile: under {FIRM_ARTICLES} articles on a side or with the term, or {FIRM_HITS} occurrences"
    firm, frail = ("; ".join(filter(None, [one, *sides.said])) for one in (first, weak))
    return pd.Series(np.where(fragile, frail, firm), dtype="str")


def word_shift(
    articles: Articles,
    a: str,
    b: str,
    *,
    lexicon: Scoring = "tone",
    by: str = "outlet",
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Explain a difference of two averages word by word; `keyness` needs no lexicon.

    Which words differ, whatever their scores, `keyness` says.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Of events, where there are
        any, those count that both groups cover.
    a, b : str
        Groups; what is taken apart is b less a.
    lexicon : str, Lexicon, Measure or mapping of str to float
        Scores of words: "vader" is VADER's list of valences as its package installs it, "tone" this
        project's reading of it for news; any shipped lexicon or measure, one that was read, or words with
        their scores. Shares are of the words that it scores, or of all words where its measure is a rate.
    by : str
        Column whose values are compared; also "voice", "part" or a column of speakers.
    part, voice, voices, speaker_type
        Which words are counted: see `framing.features.terms.choice`.
    genre : {"news", "opinion", "editorial", "live", "all"}
        News is compared with news; unknown genre counts as news.
    seed : int
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints of an agency are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no interval.

    Returns
    -------
    pandas.DataFrame
        The table `shift`: a row a term, the strongest first. `contribution` adds up to `difference`, which is
        `value_b` less `value_a`.

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
    A term adds ``(p_b - p_a) (score - reference)`` (Gallagher et al. 2021, EPJ Data Science 10:4): since
    shares add up alike on both sides, the reference leaves the sum as it is. It is 0 where the lexicon has
    scores on both sides of it or all words are the base, else the average of a. The interval of the
    difference: articles drawn again inside events 1,000 times, percentiles widened for few articles
    (Hesterberg 2015). Nothing depends on the order of rows.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["A good day, a good deal.", "A bad day after a good one."]})
    >>> found = word_shift(articles, "x", "y", lexicon={"good": 1, "bad": -1})
    >>> found[["term", "share_a", "share_b", "contribution", "kind"]].values.tolist()
    [['bad', 0.0, 0.5, -0.5, 'below, more used'], ['good', 1.0, 0.5, -0.5, 'above, less used']]
    """
    measure = scoring_of(lexicon)
    check_choice("collection", collection, COLLECTION)
    frame = check(batch.collect_articles(articles, "word_shift"), "articles")
    there = frame[by].dropna().astype("str").unique().tolist() if by in frame.columns else []
    settings = Settings(
        a=str(book().called(a, there)),
        b=str(book().called(b, there)),
        base="scored" if measure.unit in PER_HIT else "all",
        lexicon=measure.name,
        seed=check_number("seed", seed),
        wire=wire,
        collection=collection,
    )
    wanted = choice(part=part, voice=voice, voices=voices, speaker_type=speaker_type, apart=by)
    if len(frame):
        frame, _, _ = prepared(frame, [measure], wanted.voices, ())
    sides = counted_sides(
        frame, settings.a, settings.b, measure, wanted, by=by, genre=genre, wire=wire, base=settings.base
    )
    return _tell(sides, settings, wanted)
