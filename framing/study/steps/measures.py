"""What is counted in every article, estimated of each group, also over time, and compared between groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.engine.parts import assign_columns, metadata
from framing.engine.results import PartResults
from framing.errors import several
from framing.study.steps import Context, Tables, without_notes
from framing.views.vocabulary import APART, CLAIMS

if TYPE_CHECKING:
    from framing.comparison.nodes import Units
    from framing.features.scoring import Counts

PLACE = 20
KEYS = (
    "by", "collection", "draws", "keep", "primary", "seed", "sources", "split", "voices", "weights", "wire",
)  # fmt: skip
TABLES = ("profile", "contrast", "power", "over_time", "scores", "voices", "sources")
SECONDS = (2, 0.014)

#: What stands in fewer articles of every group, a kind of speaker or a medium say, is not compared; nor what
#: stands in fewer than one of so many, as the tables have a row for each and every article.
LEAST, SELDOM = 3, 2_000
#: Those on whom demands are put, or who are said to be behind something, that are compared: of more the
#: table has a row for each and every article.
TARGETS = 50

#: Lengths of a period, how many of them a figure has room for, and how many have articles of two groups at
#: least.
_FREQS, _MOST_PERIODS, _SHARED = ("D", "W", "MS", "QS", "YS"), 24, 3

#: Columns that counts have of each article anyway.
_OWN = {"article", "outlet", "event", "genre", "copy_group", "wire_role", "provenance"}


def run(context: Context) -> Tables:
    """Count every measure by part and voice, measure sources and claims, and compare the groups.

    Tables of single articles are held of few enough articles alone.
    """
    from framing.features.scoring import count_measures

    study = context.study
    keep = tuple(dict.fromkeys([*study.keep, *([] if study.by in _OWN else [study.by])]))
    measures = list(context.measures.values())
    context.counts = count_measures(context.articles, measures, voices=context.voicing, keep=keep)
    # Groups of copies show when texts are counted.
    groups = context.counts.light.set_index("id")["copy_group"]
    copies = metadata(context.articles)["id"].map(groups).astype("str")
    context.articles = assign_columns(context.articles, copy_group=copies)
    if context.voices is not None and study.sources:
        from framing.features.claims import score_claims
        from framing.features.sources import score_sources

        known = metadata(context.articles).columns
        wanted = dict.fromkeys((*several("keep", study.keep), study.by))
        keep = tuple(name for name in wanted if name in known and name not in _OWN)
        least = count_least(context)
        found = [score_sources(context.articles, context.voices, keep=keep, least=least)]
        # Whoever says it, it is in the article.
        found += [
            score_claims(table.assign(voice="all"), context.articles, least=least, most=TARGETS)
            .join(metadata(context.articles).set_index("id")[list(keep)], on="article")
            for name in CLAIMS if (table := context.tables.get(name)) is not None
        ]  # fmt: skip
        context.sources = pd.concat([table for table in found if len(table)] or found, ignore_index=True)
    tables = compare_groups(context)
    if context.detailed:
        tables["scores"] = context.counts.table()
        tables |= _measure_periods(context)
        if context.voices is not None:
            spoken = context.voices
            tables["voices"] = spoken.table("voices") if isinstance(spoken, PartResults) else spoken
        if context.sources is not None:
            tables["sources"] = drop_absent(context.sources)
    return tables


def count_least(context: Context) -> int:
    """Return in how many articles a kind of speaker, a country or a medium must be, to be compared."""
    return max(LEAST, len(metadata(context.articles)) // SELDOM)


def _measure_periods(context: Context) -> Tables:
    """Estimate measures of words over time, where the articles of several groups lie in several periods."""
    from framing.comparison.over_time import over_time

    study, articles = context.study, metadata(context.articles)
    if context.compared:
        articles = articles[articles[study.by].isin(context.compared)]
    freq = choose_freq(articles["published"], articles[study.by])
    if freq is None:
        return {}
    measured = enumerate(context.counts.columns)
    places = [place for place, column in measured if column.measure.partition(".")[0] not in APART]
    given: dict[str, Any] = study.options("by", "wire", "collection")
    given |= {"freq": freq, "split": [name for name in study.split if name == "voice"]}
    with without_notes():
        return {"over_time": over_time(context.counts.table(places), articles=articles, **given)}


def choose_freq(published: pd.Series, groups: pd.Series) -> str | None:
    """Return the shortest length of a period with which time is few enough, and several have two groups.

    >>> days = pd.Series(pd.to_datetime(["2026-01-14", "2026-01-15", "2026-01-16"] * 2, utc=True))
    >>> choose_freq(days, pd.Series(list("aaabbb"))), choose_freq(days, pd.Series(list("aaaaab")))
    ('D', None)
    """
    dates = published.dropna().dt.tz_convert(None)
    for freq in _FREQS:
        periods = dates.dt.to_period(freq.removesuffix("S"))
        shared = (groups[dates.index].groupby(periods).nunique() >= 2).sum()
        number = periods.astype("int64")
        if shared >= _SHARED and number.max() - number.min() < _MOST_PERIODS:
            return freq
    return None


def compare_groups(context: Context) -> Tables:
    """Estimate each group, compare each pair, and say what could be found; all tests are in one list."""
    from framing.comparison.permute import adjusted

    study = context.study
    common = None if context.sources is None else select_common(context.sources, study.by)
    if common is None or common.empty:
        return _with_power(context, _compare(context, context.counts, study.split, study.primary)[0])
    ours = [name for name in study.primary if name.partition(".")[0] in ("sources", *CLAIMS)]
    theirs = [name for name in study.primary if name not in ours]
    found, units = _compare(context, context.counts, study.split, theirs)
    more, beside = _compare(context, common, [name for name in study.split if name in common.columns], ours)
    if units is not None and beside is not None:
        context.units = units.joined(beside)
    joined = {name: join_tables(found[name], more[name], study.split) for name in found}
    contrast = joined["contrast"]
    contrast["p_adjusted"], contrast["family_size"] = adjusted(contrast["p"], contrast["family"])
    return _with_power(context, joined)


def _with_power(context: Context, found: Tables) -> Tables:
    """Add how large a ratio the articles could show; a census shows what there is."""
    from framing.robust.power import power

    reach = None if context.study.collection == "census" else power(found["contrast"])
    return found if reach is None or reach.empty else {**found, "power": reach}


def _compare(
    context: Context, scores: pd.DataFrame | Counts, split: Sequence[str], primary: Sequence[str]
) -> tuple[Tables, Units | None]:
    from framing.comparison.compare import compare

    given: dict[str, Any] = context.study.options("by", "seed", "wire", "collection", "weights", "draws")
    known = scores if isinstance(scores, pd.DataFrame) else scores.light
    pairs = context.pairs(set(known[context.study.by].astype("str")))
    with without_notes():
        # None against many gives no ratio, and may be a finding all the same.
        found = compare(scores, split=split, primary=primary, pairs=pairs, **given)
    context.units = found.units if context.units is None else context.units
    return found._asdict(), found.units


def select_common(standing: pd.DataFrame, by: str, least: int = LEAST) -> pd.DataFrame:
    """Return the rows of kinds, countries and media that stand in enough articles of at least one group."""
    if standing.empty:
        return standing
    cell = ["genre", "measure", "target"]
    keys = standing[[*cell, by]].astype("str").fillna("")
    keys["genre"] = keys["genre"].replace("unknown", "news")
    articles = keys.assign(there=_present(standing)).groupby([*cell, by])["there"].sum()
    enough = articles.groupby(level=cell).max() >= least
    kept = pd.MultiIndex.from_frame(keys[cell]).isin(enough.index[enough])
    return standing[kept].reset_index(drop=True)


def _present(standing: pd.DataFrame) -> pd.Series:
    """Say which rows say that a kind of source is in an article."""
    return (standing["weight"] > 0) | (standing["unit"] == "mean") | standing["target"].isna()


def drop_absent(standing: pd.DataFrame) -> pd.DataFrame:
    """Return the rows to keep in a file: a kind that an article doesn't have needs none.

    An article that has none of the kinds keeps the first, at zero.
    """
    there = _present(standing)
    cell = [standing["article"], standing["measure"].astype("str")]
    none = ~there.groupby(cell).transform("any") & ~standing.duplicated(["article", "measure"])
    return standing[there | none].reset_index(drop=True)


def join_tables(first: pd.DataFrame, second: pd.DataFrame, split: Sequence[str]) -> pd.DataFrame:
    """Return two profiles, or two contrasts, as one; what the second wasn't split by is "all" there."""
    if second.empty:
        return first
    missing = [name for name in split if name in first.columns and name not in second.columns]
    second = second.assign(**dict.fromkeys(missing, "all"))[list(first.columns)]
    return pd.concat([first, second], ignore_index=True)
