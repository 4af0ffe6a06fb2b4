"""The joint test against a list of all arrangements, a plain loop, and what must always hold."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framing.comparison.permute import Stratum, permute
from framing.robust.choices import Counter, Made, Marks, Row, offered
from framing.robust.table import Curve, chosen, deviates, joint
from framing.robust.table import curve as make
from tests.robust.coverage import compared, coverage, measured


def curve(x: list[list[float]], d: list[list[float]], label: list[int], event: list[int] | None = None,
          shared: list[int] | None = None, kind: list[int] | None = None) -> Curve:  # fmt: skip
    """Return a curve of some specifications (rows) of clusters (columns)."""
    n = len(label)
    events = np.array(event or [0] * n)
    marks = Marks(
        label=np.array(label), group=np.array(label), event=events, family=np.arange(n),
        kind=np.array(kind or [0] * n), shared=np.isin(np.arange(n), shared or []),
        name=tuple(f"{k:03d}" for k in range(n)), events=tuple(f"e{k}" for k in range(int(events.max()) + 1)),
    )  # fmt: skip
    table = np.array(x, dtype=float)
    return Curve(
        pd.DataFrame(), {}, (), (), len(x), np.zeros((len(x), 0), np.int64), np.zeros(len(x), bool),
        np.ones(len(x), bool), table, np.array(d, dtype=float), marks, False,
    )  # fmt: skip


def plain(x: np.ndarray, d: np.ndarray, first: np.ndarray, ratio: bool) -> float:
    """Return the deviate of one specification and arrangement of one event, by the book."""
    sides = []
    for side in (first, ~first):
        side = side & (d > 0)
        n, rate = side.sum(), x[side].sum() / d[side].sum()
        residual = x[side] - rate * d[side]
        sides.append((n, rate, n / (n - 1) * (residual**2).sum() / d[side].sum() ** 2))
    (n, a, va), (m, b, vb) = sides
    gap = np.log(a / b) if ratio else a - b
    va, vb = (va / a**2, vb / b**2) if ratio else (va, vb)
    df = (va + vb) ** 2 / (va**2 / (n - 1) + vb**2 / (m - 1))
    t = gap / np.sqrt(va + vb)
    # Exactly, where the module approximates.
    return float(np.sign(t) * scipy.stats.norm.isf(scipy.stats.t.sf(abs(t), df)))


@pytest.mark.parametrize("ratio", [True, False])
def test_a_deviate_is_that_of_the_book(ratio: bool) -> None:
    rng = np.random.default_rng(3)
    d = rng.integers(100, 900, (5, 16)).astype(float)
    x = rng.poisson(d * 0.02).astype(float) + 1
    d[1, 4] = x[1, 4] = d[3, 12] = x[3, 12] = 0
    labels = np.array([rng.permutation([True] * 7 + [False] * 9) for _ in range(6)])
    found = deviates(x, d, labels, np.zeros(16, int), np.zeros(5, bool), ratio)
    for row, spec in itertools.product(range(6), range(5)):
        assert found[row, spec] == pytest.approx(plain(x[spec], d[spec], labels[row], ratio), abs=0.02)


@pytest.mark.medium
@pytest.mark.parametrize(("events", "each"), [(1, 9), (3, 6), (12, 4), (12, 1)])
def test_deviates_are_those_of_the_p_that_the_table_shows(events: int, each: int) -> None:
    """Made otherwise: the table's from a jackknife over articles or events, these from sums."""
    articles = coverage(each=each, events=events).assign(genre="news")
    measures, made = measured("hedges"), Made()
    scores, contrast = compared(articles, measures)
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet"}])
    row = Row(**rows[[*"ab", "genre", "part", "voice", "measure", "unit", "scale"]].iloc[0], target=None)
    options = offered(row, made, measures, ("full", "none"))
    counter = Counter(articles, scores, measures, None, made)
    counter.prepare([(row, options)])
    found = make(row, made, counter, options, most=500, seed=1)
    assert found is not None
    marks = found.clusters
    order = np.argsort(marks.event, kind="stable")
    first = (marks.label[order] == 0)[None]
    z = deviates(found.x[:, order], found.d[:, order], first, marks.event[order], found.equal, True)[0]
    table = found.table[found.table["p"].notna()]
    right = np.sign(np.log(table["estimate"])) * scipy.stats.norm.isf(table["p"] / 2)
    assert len(table) >= 12
    np.testing.assert_allclose(z[table.index], right, atol=0.35, rtol=0.1)
    assert np.corrcoef(z[table.index], right)[0, 1] > 0.98


def test_one_specification_is_tested_as_a_comparison_is() -> None:
    rng = np.random.default_rng(8)
    d = rng.integers(300, 900, 15).astype(float)
    x = rng.poisson(d * np.where(np.arange(15) < 7, 0.03, 0.018)).astype(float)
    label = [0] * 7 + [1] * 8
    found = joint(curve([x.tolist()], [d.tolist()], label), True, seed=1, draws=4999)
    stratum = Stratum(np.array(label, np.int8), x[:, None], d[:, None], np.zeros(15, bool), 1.0, ("e",))
    exact = permute([stratum], np.array([True]), seed=1, draws=99)
    assert exact.exact
    assert found.p_median == pytest.approx(exact.p[0], abs=0.02)
    assert found.p_median == pytest.approx(found.p_stouffer, abs=1e-9)
    assert found.p_joint >= min(found.p_median, found.p_share, found.p_stouffer) - 1e-12


def test_all_arrangements_give_the_p_of_the_three_together() -> None:
    rng = np.random.default_rng(2)
    d = np.tile(rng.integers(200, 900, 8).astype(float), (4, 1))
    x = rng.poisson(d * np.where(np.arange(8) < 4, 0.04, 0.02)).astype(float) + 1
    ways = [np.isin(np.arange(8), few) for few in itertools.combinations(range(8), 4)]
    ways = [np.arange(8) < 4, *[way for way in ways if not (way == (np.arange(8) < 4)).all()]]
    z = deviates(x, d, np.array(ways), np.zeros(8, int), np.zeros(4, bool), True)
    statistics = [abs(np.median(z, axis=1)), np.maximum((z > 1.959964).sum(1), (z < -1.959964).sum(1)),
                  abs(z.sum(axis=1)) / 2]  # fmt: skip
    ranks = [[np.mean(one >= value - 1e-9) for value in one] for one in statistics]
    least = np.min(ranks, axis=0)
    right = float(np.mean(least <= least[0] + 1e-9))
    found = joint(curve(x.tolist(), d.tolist(), [0] * 4 + [1] * 4), True, seed=4, draws=49_999)
    # Drawn from a list of 70: of 50,000 draws, four standard errors are under one in a hundred.
    assert found.p_joint == pytest.approx(right, abs=0.009)
    for mine, one in zip((found.p_median, found.p_share, found.p_stouffer), ranks, strict=True):
        assert mine == pytest.approx(one[0], abs=0.009)


def test_specifications_that_say_the_same_add_nothing() -> None:
    rng = np.random.default_rng(5)
    d = rng.integers(200, 900, 14).astype(float)
    x = rng.poisson(d * 0.02).astype(float)
    label = [0, 1] * 7
    one = joint(curve([x.tolist()], [d.tolist()], label), True, seed=1, draws=499)
    ten = joint(curve([x.tolist()] * 10, [d.tolist()] * 10, label), True, seed=1, draws=499)
    assert one == ten


def test_a_text_on_both_sides_and_other_genres_keep_their_labels() -> None:
    """Nothing can be rearranged: every article that could is on one side, or is fixed."""
    x, d = [[5.0, 3, 2, 4, 1, 2]], [[100.0] * 6]
    kinds = curve(x, d, [0, 0, 0, 1, 1, 1], kind=[0, 0, 0, 1, 1, 1])
    fixed = curve(x, d, [0, 0, 0, 1, 1, 1], shared=[3, 4, 5])
    for one in (kinds, fixed):
        found = joint(one, True, seed=1, draws=199)
        assert (found.p_min, found.draws) == (1.0, 0)
        assert np.isnan([found.p_joint, found.p_median]).all()


def test_three_against_three_can_not_go_below_a_tenth() -> None:
    found = joint(curve([[9.0, 8, 7, 1, 2, 1]], [[100.0] * 6], [0, 0, 0, 1, 1, 1]), True, seed=1, draws=199)
    assert found.p_min == pytest.approx(0.1)
    assert np.isnan(found.p_joint)


@pytest.mark.parametrize("events", [4, 12])
def test_events_with_one_article_a_side_are_tested(events: int) -> None:
    rng = np.random.default_rng(6)
    d = np.full(2 * events, 500.0)
    x = rng.poisson(np.tile([25.0, 6.0], events)).astype(float)
    event = np.repeat(np.arange(events), 2).tolist()
    found = joint(curve([x.tolist()], [d.tolist()], [0, 1] * events, event), True, seed=1, draws=499)
    assert found.p_min == pytest.approx(max(2 / 2**events, 1 / 500)) or found.draws == 0
    if events == 12:
        assert found.p_joint <= 0.01


def test_no_hits_on_a_side_is_as_far_out_as_spread_says() -> None:
    x, d = [[0.0] * 8 + [4, 5, 3, 6, 4, 5, 2, 4]], [[500.0] * 16]
    found = joint(curve(x, d, [0] * 8 + [1] * 8), True, seed=1, draws=499)
    assert found.p_joint <= 0.01
    none = joint(curve([[0.0] * 16], d, [0] * 8 + [1] * 8), True, seed=1, draws=499)
    assert none.p_joint == 1.0
