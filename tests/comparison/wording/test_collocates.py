"""Collocates of each outlet and the shift between outlets: by hand, and what must always hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.wording.collocates import log_dice
from framing.errors import FramingError, FramingWarning

ARTICLES = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "outlet": ["x", "x", "y", "z"],
        "text": [
            "Free trade grew. Free trade fell. Talks on trade ended.",
            "They want free trade, not fair trade.",
            "Fair trade matters. Trade is fair.",
            "Nothing of the kind stands here.",
        ],
    }
)


def row(found: pd.DataFrame, group: str, term: str) -> dict[str, Any]:
    (one,) = found[(found["group"] == group) & (found["term"] == term)].to_dict("records")
    return {str(name): value for name, value in one.items()}


def test_counts_by_hand() -> None:
    found = fr.collocates(ARTICLES, "trade", window=1)
    free = row(found, "x", "free")
    # x: 17 words; beside "trade": free grew free fell on ended free not fair = 9 places.
    assert [free[name] for name in ("count", "count_term", "count_node", "n_beside", "n")] == [3, 3, 5, 9, 17]
    assert free["expected"] == pytest.approx(9 * 3 / 17)
    assert free["log_dice"] == pytest.approx(14 + np.log2(2 * 3 / (5 + 3)))
    assert free["mi"] == pytest.approx(np.log2(3 * 17 / 27))
    assert (free["window"], free["span"], free["node"]) == ("1L 1R", "sentence", "trade")
    assert (free["articles"], free["n_articles"], free["top_article_share"]) == (2, 2, pytest.approx(2 / 3))
    assert set(found["group"]) == {"x", "y"}
    fair = row(found, "y", "fair")
    assert (fair["count"], fair["count_term"], fair["n"]) == (1, 2, 6)


def test_all_together_is_one_group() -> None:
    found = fr.collocates(ARTICLES, "trade", window=1, by=None)
    assert set(found["group"]) == {"all"}
    assert row(found, "all", "fair")["count"] == 2
    assert row(found, "all", "fair")["n"] == 29


def test_strongest_first_and_the_order_of_articles_does_not_matter() -> None:
    found = fr.collocates(ARTICLES, "trade")
    assert found.groupby("group")["log_dice"].apply(lambda column: column.is_monotonic_decreasing).all()
    again = fr.collocates(ARTICLES.iloc[::-1], "trade")
    pd.testing.assert_frame_equal(found, again)


def test_copies_in_one_outlet_count_once() -> None:
    text = (
        "The wide trade pact was signed by both of the ministers in the old harbour hall on a cold Monday. "
        * 3
    )
    twice = pd.DataFrame({"id": ["a", "b"], "outlet": "x", "text": text})
    once = fr.collocates(twice.iloc[:1], "pact")
    collapsed, kept = (fr.collocates(twice, "pact", wire=wire) for wire in ("collapse", "keep"))
    assert collapsed["count"].tolist() == once["count"].tolist()
    assert collapsed["count_term"].tolist() == once["count_term"].tolist()
    assert kept["count"].tolist() == (once["count"] * 2).tolist()


def test_a_phrase_a_list_and_an_expression_are_nodes() -> None:
    assert row(fr.collocates(ARTICLES, "free trade", 1), "x", "grew")["count_node"] == 3
    assert row(fr.collocates(ARTICLES, ["free", "fair"], 1), "x", "trade")["count_node"] == 4
    assert row(fr.collocates(ARTICLES, r"f(ree|air)", 1, regex=True), "x", "trade")["count_node"] == 4


def test_by_voice() -> None:
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["x"], "text": ["The deal is bad. “The deal is good,” Ruiz said."]}
    )
    found = fr.collocates(articles, "deal", by="voice")
    assert row(found, "quoted", "good")["count"] == 1
    assert row(found, "outlet", "bad")["count"] == 1
    assert "good" not in set(found.loc[found["group"] == "outlet", "term"])


def test_a_node_that_stands_nowhere() -> None:
    for call, table in ((fr.collocates, "log_dice"), (fr.collocate_shift, "log_odds")):
        with pytest.warns(FramingWarning, match="'tarif' occurs nowhere in the 4 articles counted; look at"):
            found = call(ARTICLES, "tarif")
        assert found.empty
        assert table in found.columns


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (("",), {}, "node '' holds no word"),
        ((None,), {}, "node None is no text"),
        (("trade", 0), {}, "window 0 is not known"),
        (("trade",), {"span": "paragraph"}, "span 'paragraph' is not known"),
        (("trade",), {"by": "desk"}, "by 'desk' is not known"),
        (("trade",), {"genre": "sport"}, "genre 'sport' is not known"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: Any, options: Any, said: str) -> None:
    for call in (fr.collocates, fr.collocate_shift):
        with pytest.raises(FramingError, match=said.replace("(", r"\(")) as error:
            call(ARTICLES, *arguments, **options)
        assert "\n" not in str(error.value)


# ---- the shift ------------------------------------------------------------------


def coverage(size: int, words: dict[str, list[str]]) -> pd.DataFrame:
    """Articles of two outlets on one deal, each with its own words beside it."""
    rng = np.random.default_rng(3)
    rows = [
        {
            "id": f"{outlet}{i}",
            "outlet": outlet,
            "text": " ".join(
                f"The {rng.choice(beside)} deal was signed on day {rng.integers(100)}." for _ in range(4)
            ),
        }
        for outlet, beside in words.items()
        for i in range(size)
    ]
    return pd.DataFrame(rows)


def test_a_word_planted_beside_the_node_is_found_with_its_interval() -> None:
    articles = coverage(20, {"x": ["fair", "fair", "new"], "y": ["bad", "fair", "new"]})
    found = fr.collocate_shift(articles, "deal", 2)
    fair = row(found, "x", "fair")
    assert fair["against"] == "y"
    assert 0 < fair["low"] < fair["log_odds"] < fair["high"]
    assert fair["p"] < 0.05
    same = row(found, "x", "new")
    assert same["low"] < 0 < same["high"]
    assert (fair["node"], fair["window"], fair["span"]) == ("deal", "2L 2R", "sentence")
    assert fair["family"].startswith("exploratory: beside deal")


def test_the_shift_has_the_counts_and_log_dice_of_each_side() -> None:
    articles = coverage(6, {"x": ["fair", "new"], "y": ["bad", "fair", "new"]})
    each = fr.collocates(articles, "deal", 2)
    for one in fr.collocate_shift(articles, "deal", 2).to_dict("records"):
        for group, suffix in (("x", ""), ("y", "_rest")):
            if one[f"count{suffix}"]:
                there = row(each, group, one["term"])
                assert one[f"count{suffix}"] == there["count"]
                assert one[f"n{suffix}"] == there["n_beside"]
                assert one[f"count_node{suffix}"] == there["count_node"]
                assert one[f"log_dice{suffix}"] == pytest.approx(there["log_dice"])
            else:
                assert np.isnan(one[f"log_dice{suffix}"])


def test_sides_that_change_places_change_the_sign() -> None:
    articles = coverage(8, {"x": ["fair", "new"], "y": ["bad", "fair", "new"]})
    ours = fr.collocate_shift(articles, "deal").set_index("term")
    turned = articles.assign(outlet=articles["outlet"].map({"x": "y", "y": "x"}))
    theirs = fr.collocate_shift(turned, "deal").set_index("term").loc[ours.index]
    assert np.allclose(ours["log_odds"], -theirs["log_odds"])
    assert np.allclose(ours["log_dice"], theirs["log_dice_rest"], equal_nan=True)


def test_against_the_rest_pools_the_others() -> None:
    articles = coverage(5, {"x": ["fair"], "y": ["bad"], "z": ["bad", "fair"]})
    found = fr.collocate_shift(articles, "deal", against="rest")
    assert set(found["against"]) == {"rest"}
    bad = row(found, "x", "bad")
    pooled = fr.collocates(articles[articles["outlet"] != "x"].assign(outlet="others"), "deal")
    assert bad["log_dice_rest"] == pytest.approx(row(pooled, "others", "bad")["log_dice"])
    assert bad["count_rest"] == row(pooled, "others", "bad")["count"]
    assert float(log_dice(bad["count_rest"], bad["count_node_rest"], bad["count_rest"])) == pytest.approx(
        bad["log_dice_rest"]
    )


def test_an_outlet_without_the_node_is_said_and_left_out() -> None:
    with pytest.warns(FramingWarning, match="no word beside trade in 'z', left out"):
        found = fr.collocate_shift(ARTICLES, "trade")
    assert set(found["group"]) == {"x"}
    with pytest.raises(FramingError, match="only outlet 'x' has words beside free; give articles of others"):
        fr.collocate_shift(ARTICLES, "free")


def test_a_census_describes() -> None:
    found = fr.collocate_shift(
        coverage(9, {"x": ["fair"], "y": ["bad", "fair"]}), "deal", collection="census"
    )
    assert found["p"].isna().all()
    assert found["low"].isna().all()
