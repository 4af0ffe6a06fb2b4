"""Nodes against their definitions: permutation p, Benjamini and Hochberg, the step-down, presence."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.comparison import nodes
from framing.comparison.compare import compare
from framing.comparison.nodes import Selection, Units, node_of, select_nodes
from tests.comparison.examples import random_scores

pytestmark = pytest.mark.filterwarnings("ignore:compare. no two values of outlet share")


def units_of(scores: pd.DataFrame) -> Units:
    found = compare(scores, draws=99).units
    assert found is not None
    return found


def hedges(counts: dict[str, list[int]], tokens: int = 100) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"article": f"{outlet}{k:03}", "outlet": outlet, "measure": "hedges", "part": "all",
             "voice": "outlet",
             "hits": hits, "weight": hits, "tokens": tokens}
            for outlet, own in counts.items() for k, hits in enumerate(own)
        ]
    )  # fmt: skip


def studentised(x: np.ndarray, d: np.ndarray, first: np.ndarray) -> float:
    """Return the squared studentised difference of log rates, as METHODS states it."""
    sides = []
    for mask in (first, ~first):
        n, rate = mask.sum(), x[mask].sum() / d[mask].sum()
        if (x[mask] > 0).sum() < 2:
            return 0.0
        spread = n / (n - 1) * ((x[mask] - rate * d[mask]) ** 2).sum() / d[mask].sum() ** 2
        sides.append((rate, spread / rate**2))
    return float((np.log(sides[0][0] / sides[1][0])) ** 2 / (sides[0][1] + sides[1][1]))


def test_p_of_one_measure_is_that_of_every_arrangement() -> None:
    """The least p over rate and presence, against all arrangements listed here."""
    counts = {"a": [6, 7, 5, 9, 8], "b": [2, 0, 3, 1, 2]}
    found = select_nodes(units_of(hedges(counts)), draws=20_000, seed=3)
    x, d = np.concatenate(list(counts.values())), np.full(10, 100.0)
    ways = [np.isin(np.arange(10), some) for some in itertools.combinations(range(10), 5)]
    rate = np.round([studentised(x, d, way) for way in ways], 9)
    share = np.array([((x > 0) & way).sum() for way in ways])
    # With every article but one having hits, presence says the same in every arrangement.
    presence = (share - (x > 0).sum() / 2) ** 2
    p = np.column_stack([[(one >= value).mean() for value in one] for one in (rate, presence)]).min(axis=1)
    seen = p[next(k for k, way in enumerate(ways) if way[:5].all())]
    assert found.nodes.loc[0, "p"] == pytest.approx((p <= seen + 1e-12).mean(), abs=0.004)


def test_none_against_many_is_found_by_presence() -> None:
    found = select_nodes(units_of(hedges({"a": [0] * 9, "b": [2, 1, 3, 2, 1, 1, 2, 4, 1]})))
    assert found.nodes["selected"].tolist() == [True]
    assert found.pairs.loc[0, "columns"] == [1]


def test_what_no_arrangement_can_show_is_in_no_family() -> None:
    """Three against three can't reach p of .05, so it is no test that others pay for."""
    found = select_nodes(units_of(hedges({"a": [0, 0, 1], "b": [9, 8, 7]})))
    assert found.nodes["tested"].tolist() == [False]
    assert found.nodes["p"].isna().all()
    assert found.pairs.empty


@pytest.mark.medium
@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_nodes_are_adjusted_as_scipy_does(seed: int) -> None:
    scores = random_scores({"a": 8, "b": 8, "c": 7}, seed)
    found = select_nodes(units_of(scores), draws=499, seed=seed)
    tested = found.nodes[found.nodes["tested"]]
    assert tested["p_adjusted"].tolist() == pytest.approx(
        scipy.stats.false_discovery_control(tested["p"]).tolist()
    )
    assert (tested["selected"] == (tested["p_adjusted"] <= 0.05)).all()
    pairs = found.pairs.merge(tested[["node", "selected"]], on="node")
    assert not pairs.loc[~pairs["selected"], "found"].any()


def test_a_column_named_beforehand_is_in_a_family_of_its_own() -> None:
    scores = random_scores({"a": 9, "b": 9}, 4)
    units = units_of(scores)
    primary = (units.columns["measure"] == units.columns["measure"].iloc[0]).to_numpy()
    alone = select_nodes(units, primary=primary, draws=499)
    own = alone.nodes[alone.nodes["family"] == "primary"]
    assert set(own["node"]) == set(units.columns.loc[primary, "node"])
    tested = own[own["tested"]]
    assert tested["p_adjusted"].tolist() == pytest.approx(
        scipy.stats.false_discovery_control(tested["p"]).tolist()
    )


def test_pairs_are_stepped_down() -> None:
    """Against the definition: the least first, each next against the pairs left."""
    rng = np.random.default_rng(2)
    p = rng.uniform(size=(400, 3))
    p[0] = [0.2, 0.004, 0.3]
    steps = nodes._step_down(p.T)
    assert steps[1] == pytest.approx((p.min(axis=1) <= 0.004 + 1e-9).mean())
    second = (p[:, [0, 2]].min(axis=1) <= 0.2 + 1e-9).mean()
    assert steps[0] == pytest.approx(max(steps[1], second))
    assert steps[2] >= steps[0]


def test_presence_is_the_statistic_of_mantel_and_haenszel() -> None:
    """Of a word in one event, and in two, against the sums written out."""
    units = units_of(hedges({"a": [1] * 8, "b": [1] * 8}))
    have = ["a000", "a001", "a002", "a003", "a004", "b000"]
    units = units.with_items("words", have, ["tariffs"] * 6)
    found = select_nodes(units, draws=9999, seed=1)
    # 5 of 8 against 1 of 8: two-sided and exact it is Fisher's test by the size of the difference.
    p = scipy.stats.fisher_exact([[5, 3], [1, 7]]).pvalue
    assert found.nodes.set_index("node").loc["words", "p"] == pytest.approx(p, abs=0.012)


def test_a_word_in_too_few_articles_is_no_item() -> None:
    units = units_of(hedges({"a": [1] * 5, "b": [1] * 5}))
    units = units.with_items("words", ["a000", "a001", "b000", "a002", "b001", "a000"], list("xxxyyx"))
    assert units.items["item"].tolist() == ["x"]
    assert units.there.sum() == 3


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_names_and_order_of_outlets_change_no_p(seed: int) -> None:
    scores = random_scores({"a": 7, "b": 8}, seed)
    one = select_nodes(units_of(scores), draws=299, seed=1)
    turned = scores.assign(outlet=scores["outlet"].map({"a": "z", "b": "c"})).sample(
        frac=1, random_state=seed
    )
    other = select_nodes(units_of(turned), draws=299, seed=1)
    pd.testing.assert_frame_equal(one.nodes, other.nodes)
    assert one.shuffled == other.shuffled


def test_copies_move_together_and_a_text_of_both_stays() -> None:
    scores = hedges({"a": [3, 3, 3, 1], "b": [0, 2, 1, 0]}).assign(copy_group=None)
    scores.loc[[0, 1, 4], "copy_group"] = "w"
    rows = units_of(scores).rows
    assert len(rows) == 7
    assert rows["fixed"].sum() == 2


def test_very_many_articles_are_bundled_and_their_sums_kept() -> None:
    rng = np.random.default_rng(0)
    scores = hedges({"a": rng.poisson(3, 450).tolist(), "b": rng.poisson(3, 60).tolist()})
    units = units_of(scores)
    assert len(units.rows) == nodes.BUNDLES + 60
    assert units.rows["articles"].sum() == 510
    assert units.x.sum() == scores["hits"].sum()
    assert len(units.member) == 510
    units = units.with_items("words", [f"a{k:03}" for k in range(450)], ["wheat"] * 450)
    assert units.there.sum() == 450
    found = select_nodes(units, draws=499)
    assert found.nodes.set_index("node")["selected"].to_dict()["words"]


def test_events_are_strata() -> None:
    """Labels move inside an event: where each event is one outlet's there is nothing to shuffle."""
    scores = hedges({"a": [9, 8, 9, 7, 8, 9], "b": [1, 2, 0, 1, 2, 1]})
    scores["event"] = np.where(scores["outlet"] == "a", "e1", "e2")
    found = compare(scores.assign(outlet=np.tile(["a", "b"], 6)), draws=99).units
    assert isinstance(select_nodes(found, draws=99), Selection)
    assert set(found.rows["event"]) == {"e1", "e2"}


def test_all_others_together_are_compared_with_one() -> None:
    counts = {"a": [9, 8, 9, 7, 8, 9], "b": [1, 2, 0, 1, 2, 1], "c": [1, 1, 2, 0, 1, 2]}
    found = select_nodes(replace(units_of(hedges(counts)), pairs=((0, 3),)), draws=999)
    assert found.pairs[["a", "b"]].values.tolist() == [["a", "rest"]]
    assert found.pairs["found"].all()


def test_variants_are_one_matter() -> None:
    assert {node_of("tone.net", None), node_of("tone.positive", None)} == {"tone"}
    assert node_of("stance.net", "China") != node_of("stance.net", "Canada")
