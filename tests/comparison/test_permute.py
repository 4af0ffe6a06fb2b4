"""Permutation against scipy's, enumeration against itertools, and what draws hang on."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison import permute as module
from framing.comparison.compare import compare
from framing.comparison.permute import Stratum, arrangements, least_p, permute
from tests.comparison.examples import pick, rows


def studentised(a: list[tuple[float, float]], b: list[tuple[float, float]], logs: bool = True) -> float:
    """Return the squared statistic, written out plainly."""
    parts = []
    for side in (a, b):
        x, d = np.array(side, float).T
        rate = x.sum() / d.sum()
        parts.append((rate, len(x) / (len(x) - 1) * ((x - rate * d) ** 2).sum() / d.sum() ** 2))
    (ra, va), (rb, vb) = parts
    if logs:
        return math.log(ra / rb) ** 2 / (va / ra**2 + vb / rb**2)
    return (ra - rb) ** 2 / (va + vb)


def stratum(
    a: list[tuple[int, int]], b: list[tuple[int, int]], fixed: int = 0, weight: float = 1.0, key: str = "e"
) -> Stratum:
    """Return clusters of two groups; the first `fixed` of each keep their label."""
    values = np.array([*a, *b], float)
    still = np.array([k < fixed for side in (a, b) for k in range(len(side))])
    labels = np.repeat([0, 1], [len(a), len(b)]).astype(np.int8)
    return Stratum(labels, values[:, :1], values[:, 1:], still, weight, (key, *map(str, range(len(values)))))


A = [(3, 200), (5, 310), (9, 400), (1, 150)]
B = [(8, 220), (7, 180), (12, 350), (9, 300), (6, 260)]


@pytest.mark.parametrize("logs", [True, False])
def test_exact_p_is_scipys(logs: bool) -> None:
    everything = [*A, *B]

    def statistic(left: np.ndarray, right: np.ndarray) -> float:
        return studentised([everything[int(i)] for i in left], [everything[int(i)] for i in right], logs)

    wanted = scipy.stats.permutation_test(
        (np.arange(4), np.arange(4, 9)),
        statistic,
        n_resamples=np.inf,
        alternative="greater",
        vectorized=False,
    )
    found = permute([stratum(A, B)], np.array([logs]), seed=1, draws=999)
    assert found.exact
    assert found.draws == math.comb(9, 4)
    assert found.p[0] == pytest.approx(wanted.pvalue)


def test_compare_gives_that_p() -> None:
    row = pick(compare(pd.concat([rows("a", A), rows("b", B)])).contrast, a="a", b="b")
    found = permute([stratum(A, B)], np.array([True]), seed=1, draws=999)
    assert (row["p"], row["p_min"], row["draws"]) == (found.p[0], 1 / 126, 126)
    assert row["test"] == "permutation, exact"


def test_a_stratum_in_which_nothing_may_move_changes_no_p_of_drawn_arrangements() -> None:
    many = [(k % 7 + 1, 200 + k) for k in range(12)]
    still = stratum(A[:2], B[:2], fixed=2, weight=0.5, key="still")
    # Too many arrangements to list: they are drawn, of the other stratum alone.
    found = permute([stratum(many, many[::-1]), still], np.array([True]), seed=1, draws=499)
    assert not found.exact
    assert 0 < found.p[0] <= 1


def test_strata_and_fixed_clusters_by_brute_force() -> None:
    parts = [stratum(A[:2], B[:2], weight=0.6, key="x"), stratum(A[1:], B[2:], fixed=1, weight=0.4, key="y")]

    def level(labels: list[np.ndarray]) -> float:
        gaps, noise = [0.0, 0.0], [0.0, 0.0]
        for part, dealt in zip(parts, labels, strict=True):
            for group in (0, 1):
                x, d = part.x[dealt == group, 0], part.d[dealt == group, 0]
                rate, n = x.sum() / d.sum(), len(x)
                gaps[group] += part.weight * rate
                noise[group] += part.weight**2 * n / (n - 1) * ((x - rate * d) ** 2).sum() / d.sum() ** 2
        return math.log(gaps[0] / gaps[1]) ** 2 / sum(v / g**2 for g, v in zip(gaps, noise, strict=True))

    def ways(part: Stratum) -> list[np.ndarray]:
        moving = np.flatnonzero(~part.fixed)
        n = int((part.labels[moving] == 0).sum())
        found = []
        for chosen in itertools.combinations(moving, n):
            labels = part.labels.copy()
            labels[moving] = 1
            labels[list(chosen)] = 0
            found.append(labels)
        return found

    seen = level([part.labels for part in parts])
    everything = [level(list(each)) for each in itertools.product(*map(ways, parts))]
    found = permute(parts, np.array([True]), seed=1, draws=999)
    assert found.draws == len(everything) == arrangements(parts)
    assert found.p[0] == pytest.approx(np.mean([value >= seen * (1 - 1e-9) for value in everything]))


def test_draws_come_near_the_exact_p(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = permute([stratum(A, B)], np.array([True]), seed=1, draws=999).p[0]
    monkeypatch.setattr(module, "EXACT", 0)
    monkeypatch.setattr(module, "ENOUGH", 20_000)
    drawn = permute([stratum(A, B)], np.array([True]), seed=1, draws=20_000)
    assert not drawn.exact
    assert drawn.p[0] == pytest.approx(exact, abs=5 * math.sqrt(exact * (1 - exact) / 20_000))
    assert drawn.p[0] * 20_001 == pytest.approx(round(drawn.p[0] * 20_001))


@pytest.mark.parametrize("enough", [5, 20])
def test_draws_stop_at_so_many_as_large(enough: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against Besag and Clifford's rule written out over all draws: enough, by the draws that took."""
    rng = np.random.default_rng(4)
    n, draws = 14, 900
    x, d = rng.poisson(4, (n, 60)).astype(float), rng.integers(80, 300, (n, 1)).astype(float)
    x[:7, :20] += rng.poisson(3, (7, 20))
    labels = np.repeat([0, 1], 7).astype(np.int8)
    part = Stratum(labels, x, d, np.zeros(n, bool), 1.0, ("e", *map(str, range(n))))
    monkeypatch.setattr(module, "EXACT", 0)
    monkeypatch.setattr(module, "ENOUGH", enough)
    found = permute([part], np.ones(60, bool), seed=1, draws=draws).p
    dealt = np.concatenate([batch[0] for batch in module._drawn([part], 1, draws)])
    wanted = []
    for column in x.T:
        pairs = np.column_stack([column, d[:, 0]])
        seen = studentised(pairs[labels == 0].tolist(), pairs[labels == 1].tolist())
        far = [studentised(pairs[each == 0].tolist(), pairs[each == 1].tolist()) for each in dealt]
        large = np.cumsum(np.array(far) >= seen * (1 - 1e-9))
        took = np.flatnonzero(large == enough)
        wanted.append(enough / (took[0] + 1) if len(took) else (large[-1] + 1) / (draws + 1))
    assert found.tolist() == pytest.approx(wanted)
    assert (found < enough / draws).any()
    assert (found > enough / draws).any()


def test_p_that_stops_is_uniform_where_nothing_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    """At most a share alpha of p is up to alpha, and about as many."""
    monkeypatch.setattr(module, "EXACT", 0)
    monkeypatch.setattr(module, "ENOUGH", 10)
    rng = np.random.default_rng(6)
    size, n = 3_000, 16
    x, d = rng.poisson(6, (n, size)).astype(float), np.full((n, 1), 200.0)
    labels = np.repeat([0, 1], [6, 10]).astype(np.int8)
    part = Stratum(labels, x, d, np.zeros(n, bool), 1.0, ("e", *map(str, range(n))))
    p = permute([part], np.ones(size, bool), seed=3, draws=999).p
    for alpha in (0.01, 0.05, 0.2, 0.5):
        spread = math.sqrt(alpha * (1 - alpha) / size)
        assert abs((p <= alpha).mean() - alpha) < 4 * spread + 0.02 * alpha


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT", 0)
    one = permute([stratum(A, B)], np.array([True]), seed=1, draws=500)
    monkeypatch.setattr(module, "_CHUNK", 77)
    assert permute([stratum(A, B)], np.array([True]), seed=1, draws=500).p[0] == one.p[0]


@pytest.mark.parametrize("counts", [(2, 3), (3, 3), (1, 4), (0, 2)])
def test_every_way_to_deal_labels_out_once(counts: tuple[int, int]) -> None:
    labels = np.repeat(np.arange(len(counts)), counts)
    wanted = sorted(set(itertools.permutations(labels.tolist())))
    assert sorted(map(tuple, module._dealt(counts).tolist())) == wanted


@pytest.mark.parametrize(
    ("sizes", "wanted"),
    [([(3, 3)], 0.1), ([(3, 4)], 1 / 35), ([(3, 3), (2, 2)], 2 / 120), ([(3, 3), (2, 3)], 1 / 200)],
)
def test_the_least_p(sizes: list[tuple[int, int]], wanted: float) -> None:
    parts = [stratum([(1, 9)] * a, [(1, 9)] * b) for a, b in sizes]
    assert least_p(parts) == pytest.approx(wanted)


def test_three_against_three_gets_no_p_and_says_why() -> None:
    row = pick(compare(pd.concat([rows("a", A[:3]), rows("b", B[:3])])).contrast, a="a", b="b")
    assert math.isnan(row["p"])
    assert row["p_min"] == pytest.approx(0.1)
    assert "the least p these articles allow is .10" in row["note"]
    assert row["low"] < row["estimate"] < row["high"]


COUNTS = st.lists(st.tuples(st.integers(0, 20), st.integers(20, 400)), min_size=2, max_size=9)


@given(COUNTS, COUNTS)
def test_groups_that_change_names_keep_their_p(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    one = permute([stratum(a, b)], np.array([True]), seed=1, draws=199)
    values = stratum(a, b)
    swapped = Stratum((1 - values.labels).astype(np.int8), values.x, values.d, values.fixed, 1.0, values.key)
    assert permute([swapped], np.array([True]), seed=1, draws=199).p[0] == one.p[0]


def test_draws_hang_on_seed_event_and_names_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT", 0)
    base = stratum(A, B)

    def p(seed: int, part: Stratum) -> float:
        return float(permute([part], np.array([True]), seed=seed, draws=99).p[0])

    again = Stratum(base.labels, base.x, base.d, base.fixed, 1.0, base.key)
    other = Stratum(base.labels, base.x, base.d, base.fixed, 1.0, ("other", *base.key[1:]))
    assert p(1, base) == p(1, again)
    assert len({p(seed, base) for seed in range(20)} | {p(1, other)}) > 3
