"""Measures over time, where the articles of several groups lie in several days, weeks or months."""

from __future__ import annotations

import pandas as pd

from framing.engine.parts import metadata
from framing.study.steps import Context, Tables, with_rows, without_notes
from framing.study.steps.measures import measured_names, select_scores
from framing.views.vocabulary import APART

PLACE = 22
KEYS = ("by", "collection", "split", "wire")
TABLES = ("over_time",)

#: From short to long, and how many of them a figure has room for at most.
_FREQS, _MOST = ("D", "W", "MS", "QS", "YS"), 24
#: So many periods at least have articles of two groups.
_LEAST = 3


def run(context: Context) -> Tables:
    """Estimate measures of words period by period, of the groups that are compared."""
    from framing.comparison.over_time import over_time

    study, articles = context.study, metadata(context.articles)
    groups = articles[study.by].astype("str")
    kept = groups.isin(context.compared) if context.compared else groups.notna()
    freq = choose_freq(articles["published"][kept], groups[kept])
    if freq is None or not context.detailed:
        return {}
    names = [name for name in measured_names(context.counts) if name.partition(".")[0] not in APART]
    scores = select_scores(context.counts, names)
    scores = scores[scores["article"].isin(articles["id"][kept])]
    split = [name for name in study.split if name == "voice"]
    with without_notes():
        given = study.options("by", "collection", "wire")
        return with_rows({"over_time": over_time(scores, articles=articles, freq=freq, split=split, **given)})


def choose_freq(published: pd.Series, groups: pd.Series) -> str | None:
    """Return the shortest period of which few enough fill the time, and several have two groups.

    >>> days = pd.Series(pd.to_datetime(["2026-01-14", "2026-01-15", "2026-01-16"] * 2, utc=True))
    >>> choose_freq(days, pd.Series(list("aaabbb"))), choose_freq(days, pd.Series(list("aaaaab")))
    ('D', None)
    """
    dates = published.dropna().dt.tz_convert(None)
    for freq in _FREQS:
        periods = dates.dt.to_period(freq.removesuffix("S"))
        number = periods.astype("int64")
        shared = (groups[dates.index].groupby(periods).nunique() >= 2).sum()
        if len(number) and number.max() - number.min() < _MOST and shared >= _LEAST:
            return freq
    return None
