"""Sums against plain pandas; copies, agencies and genres."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.comparison.compare import compare
from framing.comparison.sums import clusters
from framing.errors import FramingError
from framing.schema import check
from tests.comparison.examples import pick, random_scores, rows


def test_sums_and_estimates_are_those_of_pandas() -> None:
    scores = random_scores({"a": 6, "b": 9}, 3)
    profile = compare(scores, split=("voice",)).profile
    plain = scores.groupby(["outlet", "voice", "measure"])[["hits", "weight", "tokens"]].sum()
    for (outlet, voice, measure), sums in plain.iterrows():
        row = pick(profile, group=outlet, voice=voice, measure=measure)
        assert (row["n_hits"], row["n_tokens"]) == (sums["hits"], sums["tokens"])
        wanted = {
            "hedges": 1000 * sums["hits"] / sums["tokens"],
            "tone.net": 1000 * sums["weight"] / sums["tokens"],
            "reporting.endorsing": sums["weight"] / sums["hits"],
        }[measure]
        assert row["estimate"] == pytest.approx(wanted, rel=1e-12)
    assert len(profile) == len(plain)


def test_mean_of_articles_and_largest_share_are_those_of_pandas() -> None:
    scores = random_scores({"a": 7}, 5)
    with pytest.warns(match="only one outlet"):
        profile = compare(scores, split=()).profile
    plain = scores[scores["measure"] == "hedges"].groupby("article")[["hits", "tokens"]].sum()
    row = pick(profile, measure="hedges")
    assert row["voice"] == row["part"] == "all"
    assert row["mean_of_articles"] == pytest.approx(
        (1000 * plain["hits"] / plain["tokens"]).mean(), rel=1e-12
    )
    assert row["largest_share"] == pytest.approx(plain["tokens"].max() / plain["tokens"].sum(), rel=1e-12)


def test_headlines_are_a_share_with_at_least_one_hit() -> None:
    scores = random_scores({"a": 12, "b": 12}, 8)
    profile = compare(scores, split=("part",)).profile
    plain = scores[(scores["part"] == "headline") & (scores["measure"] == "hedges")]
    for outlet, table in plain.groupby("outlet"):
        row = pick(profile, group=outlet, part="headline", measure="hedges")
        assert row["unit"] == "share_of_headlines"
        assert row["estimate"] == pytest.approx((table.groupby("article")["hits"].sum() > 0).mean())
    assert pick(profile, group="a", part="body", measure="hedges")["unit"] == "per_1000"
    assert pick(profile, group="a", part="headline", measure="tone.net")["unit"] == "net_per_1000"


def with_copies() -> pd.DataFrame:
    own = rows("a", [(4, 100), (1, 200), (3, 300)])
    copies = rows("a", [(8, 100), (2, 100)]).assign(article=["x1", "x2"], copy_group="story")
    return pd.concat([own, copies, rows("b", [(2, 100)] * 4)], ignore_index=True)


def test_copies_share_one_weight_or_each_count() -> None:
    collapsed = pick(compare(with_copies()).profile, group="a")
    assert (collapsed["n_articles"], collapsed["n_hits"], collapsed["n_tokens"]) == (4, 13, 700)
    assert collapsed["estimate"] == pytest.approx(1000 * 13 / 700)
    kept = pick(compare(with_copies(), wire="keep").profile, group="a")
    assert (kept["n_articles"], kept["n_hits"], kept["n_tokens"]) == (5, 18, 800)
    assert kept["low"] < kept["estimate"] < kept["high"]


def test_full_reprints_are_dropped_and_counted() -> None:
    scores = with_copies()
    scores["wire_role"] = ["full_reprint" if article == "x1" else "cites" for article in scores["article"]]
    row = pick(compare(scores, wire="drop").profile, group="a")
    assert (row["n_articles"], row["n_hits"], row["wire"]) == (4, 10, "drop")
    assert "1 full reprint dropped" in row["note"]


def test_unknown_genre_counts_as_news_and_is_told() -> None:
    scores = pd.concat([rows("a", [(1, 100)] * 4), rows("b", [(2, 100)] * 4)])
    scores.loc[scores["article"] == "a-e-000", "genre"] = "unknown"
    scores.loc[scores["article"] == "a-e-001", "genre"] = "opinion"
    result = compare(scores)
    assert pick(result.profile, group="a", genre="news")["n_articles"] == 3
    assert "1 of unknown genre counted as news" in pick(result.profile, group="a", genre="news")["note"]
    assert pick(result.profile, group="a", genre="opinion")["n_articles"] == 1
    assert result.contrast["genre"].tolist() == ["news"]


def test_missing_targets_are_a_cell_of_their_own() -> None:
    one = rows("a", [(1, 100)] * 3, target="china")
    none = rows("a", [(2, 100)] * 3)
    other = rows("b", [(3, 100)] * 3)
    result = compare(pd.concat([one, none, other]))
    assert result.profile["target"].isna().sum() == 2
    assert result.contrast["estimate"].tolist() == [pytest.approx(2 / 3)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"event": ["e1", "e2"]}, "has event 'e1' in one row and 'e2' in another"),
        ({"genre": ["news", "live"]}, "has genre 'news' in one row and 'live' in another"),
        ({"hits": [-1, 1]}, "can't be negative"),
        ({"unit": ["per_1000", "mean"]}, "more than one unit"),
        ({"weight": [2**33, 2**33]}, r"beyond exact sums"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(change: dict[str, list[object]], said: str) -> None:
    table = pd.concat([rows("a", [(1, 100)]), rows("a", [(1, 100)], part="lead")], ignore_index=True)
    with pytest.raises(FramingError, match=said):
        compare(table.assign(**change), split=())


def test_entries_do_not_hang_on_the_order_of_rows() -> None:
    scores = check(random_scores({"b": 5, "a": 4}, 1, events=("e2", "e1", None)), "scores")
    one = clusters(scores, "outlet", ("voice",), "collapse")
    other = clusters(
        scores.sample(frac=1, random_state=9, ignore_index=True), "outlet", ("voice",), "collapse"
    )
    for name in ("cell", "group", "event", "family", "x", "d", "hits", "tokens", "articles"):
        assert (getattr(one, name) == getattr(other, name)).all(), name
    assert one.events == ("e1", "e2", None)
