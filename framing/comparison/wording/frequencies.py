"""How often each outlet uses each term, per thousand words, with its interval; what keyness compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.intervals import NO_SPREAD, t_half
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.wording.keyness import places
from framing.comparison.wording.tallies import Tallies
from framing.comparison.wording.words import Words, words
from framing.errors import several
from framing.features.cells import Voices
from framing.features.choice import choice
from framing.tables import schema

__all__ = ["frequencies"]


def frequencies(
    articles: pd.DataFrame,
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
) -> pd.DataFrame:
    """Count terms by group.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`.
    by, terms, part, voice, voices, speaker_type, genre, ngram, stem, case, stop, min_count, wire
        As in `framing.keyness`.

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
    sides = [data.of(group) for group in range(len(data.groups))]
    tallies = Tallies(data.counted.counts, data.counted.tokens, sides)
    parts = [_group(data, tallies, group, sides[group], chosen) for group in range(len(data.groups))]
    table = pd.concat([part for part in parts if part is not None], ignore_index=True)
    for name, value in (*wanted.said().items(), ("wire", wire)):
        table[name] = pd.Series([value] * len(table), dtype="str")
    return table[[name for name in schema("frequencies").columns if name in table]]


def _group(
    data: Words, tallies: Tallies, group: int, rows: Flags, chosen: Ints | None
) -> pd.DataFrame | None:
    side = tallies.side(group)
    if not side.n:
        return None
    order = np.lexsort((np.arange(tallies.terms), -side.count))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    shown = order[side.count[order] > 0] if chosen is None else order[np.isin(order, chosen)]
    half = _halves(tallies, group, rows, side.count, data.event)
    rate = side.count / side.n
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(side.count > 0, side.top / side.count, np.nan)
    alone, none = side.top >= side.count, side.count == 0
    reason = np.select(
        [none, np.full(len(rate), side.n_articles < LEAST_ARTICLES), alone, np.isnan(half),
         (side.count < FIRM_HITS) | (side.n_articles < FIRM_ARTICLES)],
        range(1, 6),
    )  # fmt: skip
    said = [
        "", "not found: no interval", f"under {LEAST_ARTICLES} articles: estimate only",
        "all in one article: no interval", "articles do not differ: no interval",
        f"fragile: under {FIRM_ARTICLES} articles or {FIRM_HITS} occurrences",
    ]  # fmt: skip
    half = np.where(reason >= 5, half, np.where(reason == 0, half, np.nan))
    notes = ["; ".join(filter(None, (text, *data.said))) for text in said]
    invented = bool((data.illustrative & rows).any())
    columns: dict[str, Any] = {
        "group": [data.groups[group]] * len(shown),
        "term": data.counted.terms.take(pa.array(shown)).to_pylist(),
        "rank": rank[shown],
        "count": side.count[shown],
        "n": np.full(len(shown), side.n),
        "per_1000": 1000 * rate[shown],
        "low": 1000 * (rate * np.exp(-half))[shown],
        "high": 1000 * (rate * np.exp(half))[shown],
        "articles": side.articles[shown],
        "n_articles": np.full(len(shown), side.n_articles),
        "dispersion": side.dispersion[shown],
        "top_article_share": share[shown],
        "provenance": ["illustrative" if invented else "published"] * len(shown),
        "note": [notes[code] for code in reason[shown].tolist()],
    }
    frame = pd.DataFrame(columns)
    return frame.astype({name: "str" for name in ("group", "term", "provenance", "note")})


def _halves(tallies: Tallies, group: int, rows: Flags, count: Ints, event: Ints) -> Floats:
    """Return half the width of the interval of the logarithm of each term's rate.

    ``theta_i = log(X - x_i) - log(D - d_i)``; articles without the term differ in ``d_i`` alone, so that
    sums over those with it do: the jackknife of `intervals.jackknife`, at a cost that goes with the entries.
    """
    at = tallies.entries(group)
    term, row, x = tallies.term[at], tallies.row[at], tallies.count[at]
    mine = np.flatnonzero(rows)
    total = float(tallies.tokens[mine].sum())
    stratum = np.unique(event[mine], return_inverse=True)[1]
    n = np.bincount(stratum)
    if (n == 1).any():
        stratum = np.unique(np.where(n[stratum] == 1, -1, stratum), return_inverse=True)[1]
        n = np.bincount(stratum)
    df = int((n - 1).sum())
    if df < 1:
        return np.full(tallies.terms, np.nan)
    of_row, w = np.zeros(len(rows), np.int64), np.zeros(len(rows))
    of_row[mine] = stratum
    with np.errstate(divide="ignore", invalid="ignore"):
        w[mine] = -np.log1p(-tallies.tokens[mine] / total)
        u = np.log1p(-x / count[term])
        w_sum, w_square = (summed(stratum, v, len(n)) for v in (w[mine], w[mine] ** 2))
        pairs, place = np.unique(term.astype(np.int64) * len(n) + of_row[row], return_inverse=True)
        of_term, of_stratum = np.divmod(pairs, len(n))
        u_sum, u_square, uw = (summed(place, v, len(pairs)) for v in (u, u * u, u * w[row]))
        share, size = ((n - 1) / n)[of_stratum], n[of_stratum]
        more = share * (u_square + 2 * uw - (2 * u_sum * w_sum[of_stratum] + u_sum**2) / size)
        base = float(((n - 1) / n * (w_square - w_sum**2 / n)).sum())
        variance = base + summed(of_term, more, tallies.terms)
    variance = np.where(np.isfinite(variance) & (variance > NO_SPREAD), variance, np.nan)
    return t_half(variance, np.full(tallies.terms, float(df)))
