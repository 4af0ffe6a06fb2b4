"""Measures over time are the profile of each period's articles, no more and no less."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from framing.comparison.compare import compare
from framing.comparison.over_time import over_time
from framing.errors import FramingError, FramingWarning
from framing.schema import check, schema
from tests.cases import for_each
from tests.comparison.examples import random_scores, rows

CELL = ["genre", "part", "voice", "measure", "target", "group"]
#: What both tables have; a note is held too.
BOTH = [name for name in schema("profile").columns if name in schema("over_time").columns]


def dated_scores(seed: int = 3, days: int = 9) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return scores of three outlets with copies of one text, and their articles with dates."""
    scores = random_scores({"a": 14, "b": 9, "c": 6}, seed, events=("e1", None))
    rng = np.random.default_rng(seed)
    articles = scores[["article", "outlet"]].drop_duplicates().rename(columns={"article": "id"})
    hours = rng.integers(0, 24 * days, len(articles))
    articles["published"] = pd.Timestamp("2026-01-30", tz="UTC") + pd.to_timedelta(hours, unit="h")
    one = articles["id"].isin(["a000", "a001", "a002", "b000"])
    articles.loc[one, "published"] = pd.Timestamp("2026-02-03 23:59:59", tz="UTC")
    copies = scores["article"].isin(["a000", "a001", "b000"]) & (scores["event"].isna())
    scores["copy_group"] = pd.Series("copied", scores.index).where(copies)
    return scores, articles


def start_of(dates: pd.Series, freq: str) -> pd.Series:
    """Return the first day of each date's day, week or month, worked out by the calendar."""
    day = dates.dt.normalize()
    if freq == "W":
        return day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    return day - pd.to_timedelta(day.dt.day - 1, unit="D") if freq == "MS" else day


@pytest.mark.parametrize("freq", ["D", "W", "MS"])
@pytest.mark.parametrize("wire", ["collapse", "keep"])
@pytest.mark.parametrize("split", [("voice",), ("part", "voice"), ()])
def test_a_period_is_what_comparing_its_articles_alone_gives(
    freq: str, wire: str, split: tuple[str, ...]
) -> None:
    scores, articles = dated_scores()
    found = over_time(scores, articles=articles, freq=freq, split=split, wire=wire)
    starts = start_of(articles.set_index("id")["published"], freq)
    assert sorted(found["period"].unique()) == sorted(starts.unique())
    for start, ids in starts.groupby(starts):
        some = scores[scores["article"].isin(ids.index)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FramingWarning)
            alone = compare(some, split=split, wire=wire).profile
        mine = found[found["period"] == start]
        one, other = (
            table[BOTH].sort_values(CELL).reset_index(drop=True).astype({"target": "object"})
            for table in (alone, mine)
        )
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_periods_part_the_articles() -> None:
    scores, articles = dated_scores()
    found = over_time(scores, articles=articles, wire="keep")
    whole = compare(scores, wire="keep").profile
    sums = found.groupby(["group", "voice", "measure"])[["n_tokens", "n_hits"]].sum()
    wanted = whole.set_index(["group", "voice", "measure"])[["n_tokens", "n_hits"]]
    pd.testing.assert_frame_equal(sums, wanted.sort_index(), check_exact=True)
    pd.testing.assert_frame_equal(check(found, "over_time"), found, check_exact=True)
    assert not found.duplicated(list(schema("over_time").key)).any()


def test_dates_come_from_the_scores_or_the_articles_in_any_order_of_rows() -> None:
    scores, articles = dated_scores()
    held = scores.merge(articles.rename(columns={"id": "article"}), on=["article", "outlet"])
    one = over_time(scores, articles)
    other = over_time(held.sample(frac=1, random_state=5))
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    # As a file of text would have them, and some measures alone.
    some = over_time(held.assign(published=held["published"].astype("str")), measures="tone")
    wanted = one[one["measure"] == "tone.net"].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, wanted, check_exact=True)


def test_undated_articles_are_counted_and_left_out() -> None:
    scores, articles = dated_scores()
    articles = articles[articles["id"] != "c000"]
    articles.loc[articles["id"].isin(["a003", "a004"]), "published"] = pd.NaT
    with pytest.warns(FramingWarning, match=r"of 29 articles, 3 have no date"):
        found = over_time(scores, articles=articles)
    kept = scores[~scores["article"].isin(["a003", "a004", "c000"])]
    wanted = over_time(kept, articles=articles)
    assert found.groupby("group")["n_undated"].first().to_dict() == {"a": 2, "b": 0, "c": 1}
    pd.testing.assert_frame_equal(found.drop(columns="n_undated"), wanted.drop(columns="n_undated"))


def test_one_day_is_the_profile() -> None:
    scores, articles = dated_scores(days=1)
    articles["published"] = "2026-01-30"
    found = over_time(scores, articles=articles)
    whole = compare(scores).profile
    assert set(found["period"]) == {pd.Timestamp("2026-01-30", tz="UTC")}
    pd.testing.assert_frame_equal(found[BOTH].sort_values(CELL, ignore_index=True),
                                  whole[BOTH].sort_values(CELL, ignore_index=True))  # fmt: skip


@for_each(
    "freq,days,wanted",
    [
        ("ME", ["2026-01-01", "2026-03-01"], ["2026-01-01", "2026-03-01"]),
        ("QS", ["2026-01-30", "2026-03-31", "2026-04-01"], ["2026-01-01", "2026-04-01"]),
        ("YS", ["2025-12-31", "2026-01-01"], ["2025-01-01", "2026-01-01"]),
        ("W", ["2026-01-18", "2026-01-19"], ["2026-01-12", "2026-01-19"]),
        ("2D", ["2026-01-15", "2026-01-16", "2026-01-17"], ["2026-01-15", "2026-01-17"]),
    ],
)
def test_periods_begin_where_the_calendar_says(freq: str, days: list[str], wanted: list[str]) -> None:
    scores = rows("a", [(1, 100)] * len(days)).assign(published=days)
    found = over_time(scores, freq=freq)
    assert found["period"].dt.strftime("%Y-%m-%d").tolist() == wanted
    # With the column `freq` pandas lists the periods, those without articles too.
    ends = found["period"].min(), found["period"].max()
    assert set(found["period"]) <= set(pd.date_range(*ends, freq=found["freq"].iloc[0]))


@for_each(
    "given,said",
    [
        ({"freq": "fortnight"}, 'freq: .*"D".*"W".*"MS"'),
        ({"freq": "6h"}, "freq"),
        ({"freq": None}, "freq"),
        ({"measures": "hedge"}, "measures 'hedge'.*'hedges'"),
        ({"by": "period"}, "period"),
        ({"wire": "half"}, "wire"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(given: dict[str, object], said: str) -> None:
    scores = rows("a", [(1, 100)]).assign(published="2026-01-15")
    with pytest.raises(FramingError, match=said) as raised:
        over_time(scores, **given)  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)


def test_scores_without_dates_name_the_remedy() -> None:
    scores = rows("a", [(1, 100)])
    with pytest.raises(FramingError, match=r"articles=.*keep=\[\"published\"\]"):
        over_time(scores)
    with pytest.raises(FramingError, match="no article has a date"):
        over_time(scores.assign(published=None))
    assert over_time(scores.assign(published="2026-01-15").iloc[:0]).empty
