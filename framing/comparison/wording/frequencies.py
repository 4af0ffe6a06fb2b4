"""How often each outlet uses each term, per thousand words, with its interval; what keyness compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.intervals import NO_SPREAD, t_half
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.wording.keyness import places
from framing.comparison.wording.tallies import Sides, Tallies
from framing.comparison.wording.words import Words, words
from framing.engine.parts import Articles
from framing.errors import several
from framing.features.cells import Voices
from framing.features.terms import Block, choice
from framing.schema import schema

__all__ = ["frequencies"]


def frequencies(
    articles: Articles,
    by: str = "outlet",
    *,
    terms: str | Sequence[str] | None = None,
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
    wire: str = "collapse",
    least_articles: int = 0,
) -> pd.DataFrame:
    """Count terms by group.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`.
    by, terms, part, voice, voices, speaker_type, genre, ngram, stem, case, stop, min_count, wire
        As in `framing.keyness`.
    least_articles : int
        Leave out rows of terms in fewer articles of the group, unless `terms` asks for them.

    Returns
    -------
    pandas.DataFrame
        The table `frequencies`: a row group × term that occurs in it (or was asked for), the most frequent
        first. Intervals: logarithm of the rate, delete-one-article jackknife inside events, t.

    Raises
    ------
    FramingError
        An argument, a column or a term is not known.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Trade grew. Trade fell."]})
    >>> frequencies(articles)[["term", "count", "per_1000", "rank"]].head(1).values.tolist()
    [['trade', 2, 500.0, 1]]
    """
    wanted = choice(
        part=part, voice=voice, voices=voices, speaker_type=speaker_type, ngram=ngram, stem=stem, case=case,
        stop=stop, min_count=min_count, apart=by,
    )  # fmt: skip
    data = words(articles, wanted, by=by, genre=genre, wire=wire, what="frequencies")
    chosen = None if terms is None else places(data.counted, several("terms", terms), wanted)
    masks = [data.of(group) for group in range(len(data.groups))]
    sides = Sides.of(data.counted.tokens, masks)
    groups = [group for group in range(len(data.groups)) if sides.n[group]]
    jackknives = {group: _Jackknife.of(data, masks[group]) for group in groups}
    pieces: dict[int, list[pd.DataFrame]] = {group: [] for group in groups}
    ranks = {group: _Ranks() for group in groups}
    for block in data.counted.blocks():
        tallies = Tallies(block.counts, sides)
        for group in groups:
            piece = _counted(tallies, group, jackknives[group], block, chosen, ranks[group])
            if least_articles and chosen is None:
                piece = piece[piece["articles"] >= least_articles]
            pieces[group].append(piece)
    table = pd.concat(
        [_group(data, sides, group, pieces.pop(group), ranks[group], masks[group]) for group in groups],
        ignore_index=True,
    )
    for name, value in (*wanted.said().items(), ("wire", wire)):
        table[name] = pd.Series([value] * len(table), dtype="str")
    return table[[name for name in schema("frequencies").columns if name in table]]


class _Ranks:
    """Ranks of terms by how often they occur; of those that do so equally often, in order of term."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def nth(self, count: Ints) -> Ints:
        """Return how many of the same count have been seen before each term of a block."""
        values, of, times = np.unique(count, return_inverse=True, return_counts=True)
        order = np.argsort(of, kind="stable")
        inside = np.empty(len(of), np.int64)
        inside[order] = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
        before = np.array([self._seen.get(value, 0) for value in values.tolist()], np.int64)
        for value, size in zip(values.tolist(), times.tolist(), strict=True):
            self._seen[value] = self._seen.get(value, 0) + size
        return inside + before[of]

    def above(self, count: Ints) -> Ints:
        """Return how many terms of all blocks occur more often."""
        values = np.array(sorted(self._seen, reverse=True), np.int64)
        passed = np.cumsum([0, *(self._seen[value] for value in values.tolist())])
        return np.asarray(passed[np.searchsorted(-values, -count)])


def _counted(
    tallies: Tallies, group: int, jackknife: _Jackknife, block: Block, chosen: Ints | None, ranks: _Ranks
) -> pd.DataFrame:
    """Return what a group has of a block of terms; `nth` is a term's place among those as frequent."""
    side = tallies.side(group)
    shown = np.flatnonzero(side.count > 0)
    if chosen is not None:
        inside = (chosen >= block.first) & (chosen < block.first + tallies.terms)
        shown = chosen[inside] - block.first
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(side.count > 0, side.top / side.count, np.nan)
    columns = {
        "term": pd.Series(pd.array(block.terms.take(pa.array(shown)), dtype="str")),
        "nth": ranks.nth(side.count)[shown],
        "half": jackknife.halves(tallies, group, side.count)[shown],
        "count": side.count[shown],
        "articles": side.articles[shown],
        "dispersion": side.dispersion[shown],
        "top_article_share": share[shown],
        "alone": (side.top >= side.count)[shown],
    }
    return pd.DataFrame(columns)


def _group(
    data: Words, sides: Sides, group: int, pieces: list[pd.DataFrame], ranks: _Ranks, rows: Flags
) -> pd.DataFrame:
    """Return the rows of a group, the most frequent term first."""
    table = pd.concat(pieces, ignore_index=True)
    n, n_articles = int(sides.n[group]), int(sides.n_articles[group])
    count, half = table["count"].to_numpy(), table.pop("half").to_numpy()
    rate = count / n
    none, alone = count == 0, table.pop("alone").to_numpy()
    reason = np.select(
        [none, np.full(len(rate), n_articles < LEAST_ARTICLES), alone, np.isnan(half),
         (count < FIRM_HITS) | (n_articles < FIRM_ARTICLES)],
        range(1, 6),
    )  # fmt: skip
    said = [
        "", "not found: no interval", f"under {LEAST_ARTICLES} articles: estimate only",
        "all in one article: no interval", "articles do not differ: no interval",
        f"fragile: under {FIRM_ARTICLES} articles or {FIRM_HITS} occurrences",
    ]  # fmt: skip
    half = np.where(reason >= 5, half, np.where(reason == 0, half, np.nan))
    notes = np.array(["; ".join(filter(None, (text, *data.said))) for text in said], dtype=object)
    invented = bool((data.illustrative & rows).any())
    table = table.assign(
        group=data.groups[group],
        rank=ranks.above(count) + table.pop("nth").to_numpy() + 1,
        n=n,
        per_1000=1000 * rate,
        low=1000 * (rate * np.exp(-half)),
        high=1000 * (rate * np.exp(half)),
        n_articles=n_articles,
        provenance="illustrative" if invented else "published",
        note=notes[reason],
    )
    order = np.argsort(table["rank"].to_numpy(), kind="stable")
    return table.iloc[order].astype({name: "str" for name in ("group", "term", "provenance", "note")})


@dataclass(frozen=True)
class _Jackknife:
    """What intervals of a group's rates need of its articles: strata, and what each without the term adds.

    ``theta_i = log(X - x_i) - log(D - d_i)``; articles without the term differ in ``d_i`` alone, so that
    sums over those with it do: the jackknife of `intervals.jackknife`, at a cost that goes with the entries.
    """

    of_row: Ints
    w: Floats
    n: Ints
    w_sum: Floats
    base: float

    @classmethod
    def of(cls, data: Words, rows: Flags) -> _Jackknife:
        mine = np.flatnonzero(rows)
        tokens = data.counted.tokens
        total = float(tokens[mine].sum())
        stratum = np.unique(data.event[mine], return_inverse=True)[1]
        n = np.bincount(stratum)
        if (n == 1).any():
            stratum = np.unique(np.where(n[stratum] == 1, -1, stratum), return_inverse=True)[1]
            n = np.bincount(stratum)
        of_row, w = np.zeros(len(rows), np.int64), np.zeros(len(rows))
        of_row[mine] = stratum
        with np.errstate(divide="ignore", invalid="ignore"):
            w[mine] = -np.log1p(-tokens[mine] / total)
            w_sum, w_square = (summed(stratum, v, len(n)) for v in (w[mine], w[mine] ** 2))
            base = float(((n - 1) / n * (w_square - w_sum**2 / n)).sum())
        return cls(of_row, w, n, w_sum, base)

    def halves(self, tallies: Tallies, group: int, count: Ints) -> Floats:
        """Return half the width of the interval of the logarithm of each term's rate."""
        df = int((self.n - 1).sum())
        if df < 1:
            return np.full(tallies.terms, np.nan)
        at = tallies.entries(group)
        term, row, x = tallies.term[at], tallies.row[at], tallies.count[at]
        n = self.n
        with np.errstate(divide="ignore", invalid="ignore"):
            u = np.log1p(-x / count[term])
            pairs, place = np.unique(term.astype(np.int64) * len(n) + self.of_row[row], return_inverse=True)
            of_term, of_stratum = np.divmod(pairs, len(n))
            u_sum, u_square, uw = (summed(place, v, len(pairs)) for v in (u, u * u, u * self.w[row]))
            share, size = ((n - 1) / n)[of_stratum], n[of_stratum]
            more = share * (u_square + 2 * uw - (2 * u_sum * self.w_sum[of_stratum] + u_sum**2) / size)
            variance = self.base + summed(of_term, more, tallies.terms)
        variance = np.where(np.isfinite(variance) & (variance > NO_SPREAD), variance, np.nan)
        return t_half(variance, np.full(tallies.terms, float(df)))
