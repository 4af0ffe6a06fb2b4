"""Untidy data as they come: 74 texts on one issue, what becomes of them, and how little they carry."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import scipy.stats

import framing as fr
from reproductions.verdicts import Value

#: Measures named before anything was counted, and outlets with eight articles or more.
STUDY = fr.Study.read(Path(__file__).with_name("compare.toml"))
MEASURES, OUTLETS = STUDY.primary, STUDY.outlets
PAIR, MEASURE = ("global_times", "guardian"), "hedges"
_HOLDS = 0.05

Found = dict[str, Mapping[str, Value]]


def reproduce(files: Mapping[str, Path], rows: Sequence[Mapping[str, Any]]) -> Found:
    """Compute rows of ``study.toml``.

    Parameters
    ----------
    files : mapping of str to Path
        ``articles.jsonl``.
    rows : sequence of mapping
        All are computed.

    Returns
    -------
    dict of str to dict
        For each row its statistics; ratios as (estimate, low, high).
    """
    with warnings.catch_warnings():
        # What can't be read or scored is counted below instead of told.
        warnings.simplefilter("ignore", fr.FramingWarning)
        articles, audit = fr.load(files["articles.jsonl"])
        articles = fr.wire.group_copies(articles)
        scores = fr.score(articles)
        own = scores[(scores["voice"] == "outlet") & scores["outlet"].isin(OUTLETS)]
        kept, dropped = _compared(own, "collapse"), _compared(own, "drop")
    dated = articles["published"].dropna()
    months = dated.dt.year * 100 + dated.dt.month
    reprints = articles["wire_role"] == "full_reprint"
    return {
        "Outlets, after merging their names": {"outlets": float(articles["outlet"].nunique())},
        "Period, as year and month": {"first": float(months.min()), "last": float(months.max())},
        "Texts": texts(articles, audit, months),
        "Agency copy: full reprints, of articles": {
            name: float(reprints[articles["outlet"] == name].sum()) for name in OUTLETS
        },
        "One text twice": copies(articles),
        "Articles compared": sizes(kept) | {
            "daily_mail with reprints and all genres": float((articles["outlet"] == "daily_mail").sum())
        },
        "Articles compared, agency reprints dropped": sizes(dropped),
        "Comparisons, 10 pairs × 4 measures": comparisons(kept, own),
        "Comparisons, agency reprints dropped": comparisons(dropped, own[own["wire_role"] != "full_reprint"]),
        "Global Times over The Guardian": ratios(kept),
        "Global Times over The Guardian, agency reprints dropped": ratios(dropped),
        "Global Times over The Guardian, hedges, an article left out at a time": resting(own),
    }  # fmt: skip


def texts(articles: pd.DataFrame, audit: pd.DataFrame, months: pd.Series) -> dict[str, float]:
    """Return how many texts there are, and of what kinds."""
    skipped = audit["kind"].isin(["skipped", "failed", "duplicate"]).sum()
    return {
        "read": float(len(articles) + skipped),
        "kept": float(len(articles)),
        "without an outlet": float((audit["rule"] == "no_outlet").sum()),
        "undated": float(articles["published"].isna().sum()),
        "dated July 2020": float((months == 202007).sum()),
        "not in English": float((articles["language"] != "en").sum()),
        "too short to be whole": float((audit["rule"] == "stub").sum()),
        "genre unknown": float((articles["genre"] == "unknown").sum()),
    }


def copies(articles: pd.DataFrame) -> dict[str, float]:
    """Return how many texts stand there more than once, and under how many names."""
    copied = articles.dropna(subset="copy_group").groupby("copy_group")["outlet"]
    return {
        "texts": float(copied.ngroups),
        "articles": float(copied.size().sum()),
        "texts under two outlets": float((copied.nunique() > 1).sum()),
    }


def sizes(compared: fr.Comparison) -> dict[str, float]:
    """Return how many articles of news each outlet has in the comparison."""
    news = compared.profile[
        (compared.profile["measure"] == MEASURES[0]) & (compared.profile["genre"] == "news")
    ]
    counts = news.set_index("group")["n_articles"]
    return {name: float(counts.get(name, 0)) for name in OUTLETS}


def comparisons(compared: fr.Comparison, own: pd.DataFrame) -> dict[str, float]:
    """Return how many comparisons there are, how sure they are, and what pooled words would have said."""
    pairs = _pairs(compared)
    return {
        "pairs": float(len(pairs)),
        "with an interval": float(pairs["low"].notna().sum()),
        "with a test": float(pairs["p"].notna().sum()),
        "fragile": float(pairs["note"].str.contains("fragile").sum()),
        "p under .05": float((pairs["p"] < _HOLDS).sum()),
        "adjusted p under .05": float((pairs["p_adjusted"] < _HOLDS).sum()),
        "p under .05 if words were independent": float((_pooled(pairs, own) < _HOLDS).sum()),
    }


def ratios(compared: fr.Comparison) -> dict[str, float | tuple[float, float, float]]:
    """Return what one outlet's rates are of the other's."""
    pairs = _pairs(compared).query("a == @PAIR[0] and b == @PAIR[1]")
    return {line.measure: (line.estimate, line.low, line.high) for line in pairs.itertuples()}


def resting(own: pd.DataFrame) -> dict[str, Value]:
    """Return how far the ratio of hedges moves where an article and its copies are left out, and turns."""
    some = own[own["outlet"].isin(PAIR) & (own["measure"] == MEASURE)]
    some = some[some["genre"].isin(["news", "unknown"])]
    text = some["copy_group"].astype(object).fillna(some["article"].astype(object))
    # Copies count as one text.
    counts = some[["hits", "tokens"]].div(some.groupby(text)["article"].transform("nunique"), axis=0)

    def ratio(kept: pd.Series) -> float:
        sums = counts[kept].groupby(some["outlet"].astype(str)).sum()
        rates = sums["hits"] / sums["tokens"]
        return float(rates[PAIR[0]] / rates[PAIR[1]])

    whole, without = ratio(text.notna()), [ratio(text != one) for one in text.unique()]
    return {
        "articles": float(len(without)),
        "least": min(without),
        "greatest": max(without),
        "turns": float(sum((one > 1) != (whole > 1) for one in without)),
    }


def _compared(own: pd.DataFrame, wire: str) -> fr.Comparison:
    named = own[own["measure"].isin(MEASURES)]
    return fr.compare(named, wire=wire, primary=MEASURES, collection="sample", pairs="all")


def _pairs(compared: fr.Comparison) -> pd.DataFrame:
    contrast = compared.contrast
    return contrast[(contrast["a"] != "any") & (contrast["genre"] == "news")]


def _pooled(pairs: pd.DataFrame, own: pd.DataFrame) -> pd.Series:
    """Return p of chi-squared, all words of an outlet thrown together: what isn't done here."""
    news = own[own["genre"].isin(["news", "unknown"])]
    sums = news.groupby(["outlet", "measure"], observed=True)[["hits", "tokens"]].sum()

    def p(line: Any) -> float:
        sides = sums.loc[[(line.a, line.measure), (line.b, line.measure)]]
        table = [sides["hits"].to_numpy(), (sides["tokens"] - sides["hits"]).to_numpy()]
        return float(scipy.stats.chi2_contingency(table, correction=False).pvalue)

    return pd.Series([p(line) for line in pairs.itertuples()], dtype=float)


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
