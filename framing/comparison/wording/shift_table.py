"""The table of a word shift: a row a term, its counts, its interval and what to bear in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.permute import seeded
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.wording.bootstrap import Drawn, Draws, replicated, widened
from framing.comparison.wording.shift_form import Form, kinds, parts, scores
from framing.comparison.wording.shift_sides import Sides
from framing.comparison.wording.tallies import Sides as Tallied
from framing.tables import check

__all__ = ["Settings", "table"]

#: A term in fewer articles has no interval: on real articles it would hold 3 times in 4.
_LEAST_WITH_TERM = 3

#: How often articles are dealt out at random.
_DEALT = 200

#: Terms that are looked at together then.
_BLOCK = 20_000


@dataclass(frozen=True)
class Settings:
    """What `word_shift` was asked for, checked; `reference` None is the default."""

    a: str
    b: str
    form: Form
    reference: float | str | None
    base: str
    lexicon: str
    intervals: int
    seed: int
    wire: str
    collection: str


def table(sides: Sides, settings: Settings, columns: Mapping[str, str]) -> pd.DataFrame:
    """Make the table; `columns` are further ones that are the same in every row."""
    form = settings.form
    (count_a, n_a), (count_b, n_b) = sides.side(sides.a), sides.side(sides.b)
    p_a, p_b = count_a / n_a, count_b / n_b
    score_a, score_b = _scores(sides, form, p_a, p_b)
    averaged = _averaged(sides, settings)
    reference = float((p_a * score_a).sum()) if averaged else float(settings.reference or 0.0)
    found = parts(p_a, p_b, score_a, score_b, reference)
    contribution = found.contribution
    value_a, value_b = _values(form, p_a, p_b, score_a, score_b)
    order = np.lexsort([np.arange(len(p_a)), -np.abs(contribution)])
    ends = _Intervals(
        sides, settings, (score_a, score_b), averaged, contribution, order[: settings.intervals]
    )
    articles_a, articles_b = sides.articles(sides.a), sides.articles(sides.b)
    n = sides.clusters(sides.a), sides.clusters(sides.b)
    with_term = articles_a + articles_b
    if settings.collection != "census" and min(n) >= LEAST_ARTICLES:
        ends.fill(min(n), with_term >= _LEAST_WITH_TERM)
    frame = pd.DataFrame(
        {
            "a": settings.a,
            "b": settings.b,
            "shift": form.shift,
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
            "score_a": np.where(form.of_shares & (count_a == 0), np.nan, score_a),
            "score_b": np.where(form.of_shares & (count_b == 0), np.nan, score_b),
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
            "n_events": sides.n_events,
            "value_a": value_a,
            "value_b": value_b,
            "difference": float((p_b * score_b).sum() - (p_a * score_a).sum()),
            "difference_low": ends.difference[0],
            "difference_high": ends.difference[1],
            "by_chance": _by_chance(sides, settings),
            "reference": reference,
            "base": settings.base,
            "alpha": form.alpha if form.of_shares else np.nan,
            "wire": settings.wire,
            "provenance": "illustrative" if sides.illustrative else "published",
            "note": _notes(sides, settings, n, count_a + count_b, with_term, ends.looked),
        }
    )
    return check(frame.iloc[order].reset_index(drop=True), "shift")


def _scores(sides: Sides, form: Form, p_a: Floats, p_b: Floats) -> tuple[Floats, Floats]:
    if form.shift == "average":
        assert sides.score_a is not None
        assert sides.score_b is not None
        return sides.score_a, sides.score_b
    return scores(form, p_a, p_b)


def _averaged(sides: Sides, settings: Settings) -> bool:
    """Whether the reference is the average of a: asked for, or as scores on one side of 0 have no other."""
    if settings.reference is None and settings.form.shift == "average" and settings.base == "scored":
        every = np.concatenate([np.zeros(0), *(s for s in (sides.score_a, sides.score_b) if s is not None)])
        return not every.min(initial=0.0) < 0 < every.max(initial=0.0)
    return settings.reference == "average"


def _values(form: Form, p_a: Floats, p_b: Floats, score_a: Floats, score_b: Floats) -> tuple[float, float]:
    """Return what is compared, of each side; a divergence is of both."""
    if form.shift == "jensen_shannon":
        return np.nan, np.nan
    lost = 1.0 / (form.alpha - 1) if form.shift == "tsallis" else 0.0
    return float((p_a * score_a).sum()) + lost, float((p_b * score_b).sum()) + lost


class _Intervals:
    """Ends of the intervals of some terms and of the difference; missing until `fill` is called."""

    def __init__(
        self,
        sides: Sides,
        settings: Settings,
        scores: tuple[Floats, Floats],
        averaged: bool,
        contribution: Floats,
        wanted: Ints,
    ) -> None:
        self.sides, self.settings, self.scores, self.averaged = sides, settings, scores, averaged
        self.contribution, self.wanted = contribution, np.sort(wanted)
        self.low, self.high = (np.full(len(contribution), np.nan) for _ in range(2))
        self.looked = np.zeros(len(contribution), bool)
        self.difference = np.nan, np.nan

    def fill(self, n: int, enough: Flags) -> None:
        """Draw articles, `n` on the smaller side, and take the ends for terms that stand in enough."""
        sides, form = self.sides, self.settings.form
        drawn = _drawn(sides, self.settings.seed)
        averages = [
            self._average(drawn, *side) for side in ((sides.a, self.scores[0]), (sides.b, self.scores[1]))
        ]
        reference: Floats | float = averages[0] if self.averaged else float(self.settings.reference or 0.0)
        self.looked[self.wanted] = True
        wanted = self.wanted[enough[self.wanted]]

        def statistic(both: Sequence[tuple[npt.NDArray[np.floating], Floats]], terms: Ints) -> Floats:
            with np.errstate(divide="ignore", invalid="ignore"):
                p_a, p_b = (counts / size for counts, size in both)
            score_a, score_b = (score[terms][:, None] for score in self.scores)
            if form.of_shares:
                score_a, score_b = scores(form, p_a, p_b)
            return parts(p_a, p_b, score_a, score_b, reference).contribution

        def take(_: int, places: Ints, values: Floats) -> None:
            terms = wanted[places]
            if form.of_shares:
                # Drawn articles hold fewer different words: entropies come out low, divergences high.
                values = values + (self.contribution[terms] - values.mean(axis=1))[:, None]
            self.low[terms], self.high[terms] = widened(values, self.contribution[terms], n)

        replicated(
            lambda: [(wanted, sides.counts[:, wanted])] if len(wanted) else [],
            Tallied.of(sides.divide, [sides.a, sides.b]),
            Drawn(drawn),
            [(0, 1)],
            [wanted],
            statistic,
            take,
        )
        if form.shift != "proportion" or self.settings.lexicon:
            estimate = float(self.contribution.sum())
            low, high = widened((averages[1] - averages[0])[None], np.array([estimate]), n)
            self.difference = float(low[0]), float(high[0])
        if form.shift == "jensen_shannon":
            self.low = np.where(np.isnan(self.low), np.nan, np.maximum(self.low, 0.0))
            self.difference = max(self.difference[0], 0.0), self.difference[1]

    def _average(self, drawn: npt.NDArray[np.uint8], mask: Flags, score: Floats) -> Floats:
        """Return the average score of a side under every draw.

        Scores made of shares stay those of all articles: what the sum then changes by is its first
        derivative, ``alpha`` times the score, whatever the entropy.
        """
        sides, form = self.sides, self.settings.form
        each = (sides.counts @ score)[mask]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = each @ drawn[mask] / (sides.divide[mask].astype(np.float64) @ drawn[mask])
        if not form.of_shares:
            return np.asarray(found, np.float64)
        whole = each.sum() / sides.divide[mask].sum()
        return np.asarray(whole + form.alpha * (found - whole), np.float64)


def _drawn(sides: Sides, seed: int) -> npt.NDArray[np.uint8]:
    """Return how often each row is drawn; rows of a cluster as one."""
    clusters, first = np.unique(sides.cluster, return_index=True)
    first_id: dict[int, str] = {}
    for cluster, name in zip(sides.cluster.tolist(), sides.ids, strict=True):
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
    form = settings.form
    if not form.of_shares or settings.collection == "census":
        return np.nan
    dealt = [np.zeros((len(sides.a), _DEALT), np.float32) for _ in range(2)]
    for number, name in enumerate(sides.events):
        here = np.flatnonzero((sides.a | sides.b) & (sides.event == number))
        order = here[np.argsort(np.array([sides.ids[row] for row in here.tolist()], object), kind="stable")]
        rng = seeded(settings.seed, ("dealt", name, *(sides.ids[row] for row in order.tolist())))
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
        total += parts(p_a, p_b, *scores(form, p_a, p_b)).contribution.sum(axis=0)
    return float(np.nanmean(total)) if np.isfinite(total).any() else np.nan


def _notes(
    sides: Sides, settings: Settings, n: tuple[int, int], count: Ints, with_term: Ints, looked: Flags
) -> pd.Series[str]:
    """Return what each row must say: why it has no interval, how firm it is, what was left out."""
    always = list(sides.said)
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
