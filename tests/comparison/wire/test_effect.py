"""Each main difference under three treatments of agency copy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError, FramingWarning
from tests.comparison.examples import pick, random_scores, rows
from tests.comparison.wire.items import OWN, STORY, article, corpus


def with_reprints(own_a: list[int], own_b: list[int], reprinted: int, times: int = 6) -> pd.DataFrame:
    """Return scores of two outlets, of which the first also ran one agency story several times."""
    copies = rows("a", [(reprinted, 500)] * times, wire_role="full_reprint", copy_group="w")
    copies["article"] = [f"w{k}" for k in range(times)]
    parts = [rows(o, [(h, 500) for h in hits]) for o, hits in (("a", own_a), ("b", own_b))]
    return pd.concat(
        [*(p.assign(wire_role="none", copy_group=None) for p in parts), copies], ignore_index=True
    )


@pytest.mark.medium
def test_each_row_is_what_compare_says() -> None:
    rng = np.random.default_rng(4)
    scores = random_scores({"a": 14, "b": 12}, 3, events=("e1", "e2"))
    role = {a: ("full_reprint" if rng.random() < 0.3 else "none") for a in scores["article"].unique()}
    group = {a: (f"g{rng.integers(3)}" if rng.random() < 0.4 else None) for a in scores["article"].unique()}
    scores["wire_role"] = scores["article"].map(role)
    scores["copy_group"] = scores["article"].map(group)
    table = fr.wire_effect(scores, seed=2)
    columns = ["n_a", "n_b", "n_events", "estimate", "low", "high", "p", "p_adjusted"]
    for wire in ("collapse", "keep", "drop"):
        wanted = fr.compare(scores, wire=wire, seed=2).contrast.reset_index(drop=True)
        mine = table[table["wire"] == wire].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine[columns], wanted[columns])
    kept = table.set_index("wire").loc["keep"]
    assert (kept["dropped"] == 0).all()
    assert (kept["collapsed"] == 0).all()
    for _, three in table.groupby(["a", "b", "voice", "measure"]):
        by = three.set_index("wire")
        total = by["n_a"] + by["n_b"] + by["dropped"] + by["collapsed"]
        assert total.nunique() == 1
        assert by.loc["drop", "dropped"] > 0 < by.loc["collapse", "collapsed"]


def test_a_sign_that_turns_is_said_on_all_three() -> None:
    table = fr.wire_effect(with_reprints([2, 3, 2, 4, 3], [5, 6, 5, 7, 6], 30))
    assert (table["estimate"] > 1).tolist() == [True, True, False]
    assert table["dropped"].tolist() == [0, 0, 6]
    assert table["collapsed"].tolist() == [5, 0, 0]
    assert table["n_a"].tolist() == [6, 11, 5]
    assert table["note"].str.contains("the sign is another under drop than under collapse").all()


@pytest.mark.medium
def test_a_verdict_that_turns() -> None:
    table = fr.wire_effect(with_reprints([2, 3, 2, 4, 3, 2, 3], [6, 7, 5, 7, 6, 6, 5], 6, times=4))
    assert table.set_index("wire").loc["drop", "p_adjusted"] < 0.05
    same = fr.wire_effect(with_reprints([9, 8, 9, 9, 8, 9], [2, 3, 2, 4, 3, 2], 9, times=2))
    assert set(same["note"]) == {""}
    turned = fr.wire_effect(with_reprints([9, 8, 9, 4, 8, 3], [4, 7, 3, 6, 4, 5], 12, times=5))
    assert turned["note"].str.contains("told apart under keep, not told apart under collapse").all()


def test_all_of_a_side_may_be_reprints() -> None:
    scores = pd.concat(
        [
            rows("a", [(3, 100), (4, 90), (2, 80)], wire_role="full_reprint"),
            rows("b", [(1, 100), (2, 90), (2, 80)], wire_role="none"),
        ]
    )
    table = fr.wire_effect(scores)
    drop = pick(table, wire="drop")
    assert (drop["n_a"], drop["dropped"]) == (0, 3)
    assert np.isnan(drop["estimate"])
    assert set(table["note"]) == {"no estimate under drop"}


def test_scores_that_know_nothing_of_agencies() -> None:
    scores = pd.concat([rows("a", [(3, 100), (4, 90)] * 3), rows("b", [(1, 100), (2, 90)] * 3)])
    table = fr.wire_effect(scores)
    assert table["estimate"].nunique() == 1
    assert set(table["note"]) == {"no wire_role is known: drop leaves nothing out"}


def test_articles_may_tell_what_the_scores_do_not() -> None:
    articles = corpus(
        article("r1", "reuters", *STORY),
        *(article(f"a{k}", "courier", *STORY, f"Day {k}.") for k in range(3)),
        *(article(f"b{k}", "courier", *OWN, f"Day {k}.") for k in range(3)),
        *(article(f"g{k}", "gazette", *OWN[k:], *OWN[:k]) for k in range(4)),
    )
    scores = fr.score(articles, ["hedges", "boosters"], voices=None).drop(columns=["wire_role"])
    table = fr.wire_effect(scores, articles=fr.with_agency(articles), pairs=[("courier", "gazette")])
    assert set(table.loc[table["wire"] == "drop", "dropped"]) == {3}
    with pytest.raises(FramingError, match="articles: 1 articles of the scores are not among them"):
        fr.wire_effect(scores, articles=articles[articles["id"] != "r1"])


@pytest.mark.medium
def test_main_measures_are_shown() -> None:
    scores = random_scores({"a": 6, "b": 6}, 1)
    assert set(fr.wire_effect(scores)["measure"]) == {"hedges", "tone.net", "reporting.endorsing"}
    assert set(fr.wire_effect(scores, primary="tone")["measure"]) == {"tone.net"}
    assert set(fr.wire_effect(scores, measures=["hedges"])["measure"]) == {"hedges"}
    both = fr.wire_effect(scores, primary="tone", measures=["hedges", "tone"])
    assert set(both["measure"]) == {"hedges", "tone.net"}
    with pytest.raises(FramingError, match="measures 'hegdes' is not known; did you mean 'hedges'"):
        fr.wire_effect(scores, measures="hegdes")


def test_further_columns_of_split_tell_rows_apart() -> None:
    scores = random_scores({"a": 6, "b": 6}, 1).assign(desk=lambda t: t["article"].str[-1])
    table = fr.wire_effect(scores, split=("voice", "desk"), measures="hedges")
    assert "desk" in table
    assert len(table) == 3 * len(table[["voice", "desk"]].drop_duplicates())


def test_nothing_to_contrast() -> None:
    with pytest.warns(FramingWarning, match="nothing to contrast"):
        assert fr.wire_effect(rows("a", [(1, 10)] * 3)).empty
    with pytest.warns(FramingWarning, match="no scores"):
        assert fr.wire_effect(rows("a", [(1, 10)] * 3).iloc[:0]).empty


@pytest.mark.medium
def test_words_and_scores_leave_out_and_bring_together_the_same() -> None:
    articles = corpus(
        *(article(f"a{k}", "courier", *STORY, wire="afp", wire_role="full_reprint") for k in range(2)),
        *(article(f"b{k}", "courier", *OWN, wire="afp", wire_role="partly_based") for k in range(2)),
        *(article(f"c{k}", "courier", *OWN[k:], wire_role="none") for k in range(1, 3)),
        *(article(f"g{k}", "gazette", *STORY[k:], *OWN[:k], wire_role="none") for k in range(3)),
        article("x", "gazette", *STORY, wire="afp", wire_role="full_reprint"),
    )
    scores = fr.score(articles, "hedges", voices=None)
    scores.loc[:, "hits"], scores.loc[:, "weight"] = 1, 1_000_000
    counted = {}
    for wire in ("collapse", "keep", "drop"):
        profile = fr.compare(scores, wire=wire).profile.set_index("group")["n_articles"].to_dict()
        with pytest.warns(FramingWarning, match="3 full reprints") if wire == "drop" else _silent():
            terms = fr.keyness(articles, wire=wire, min_count=1, part="body")
            listed = fr.frequencies(articles, wire=wire, part="body")
        counted[wire] = profile
        names = {"courier": "articles", "gazette": "articles"}
        most = {group: int(listed[listed["group"] == group][names[group]].max()) for group in profile}
        assert most == profile
        assert set(terms["group"]) == set(profile)
    assert counted == {
        "collapse": {"courier": 4, "gazette": 3},
        "keep": {"courier": 6, "gazette": 4},
        "drop": {"courier": 3, "gazette": 3},
    }


def _silent() -> object:
    import contextlib

    return contextlib.nullcontext()
