"""How probable so few are, held to hypergeometric sums, to scipy's beta-binomial and to sums over events."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.coverage.testing import (
    Drawn,
    adjusted,
    drawn,
    measure_scatter,
    so_few,
    together,
)
from tests.cases import for_each


def one(*values: float) -> list[np.ndarray]:
    return [np.array([float(value)]) for value in values]


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n, others = draw(st.integers(1, 60)), draw(st.integers(1, 120))
    return draw(st.integers(0, n)), n, draw(st.integers(0, others)), others


@given(tables())
def test_without_scatter_it_is_fisher_s_exact_test(counts: tuple[int, int, int, int]) -> None:
    x, n, y, others = counts
    p = so_few(np.array([x]), drawn(*one(n, y / others, others, 0, 1)))[0]
    exact = scipy.stats.fisher_exact([[x, n - x], [y, others - y]], alternative="less").pvalue
    assert p == pytest.approx(exact, rel=1e-9)


@given(tables(), st.floats(0.001, 0.9), st.floats(0.1, 1.0))
def test_with_scatter_it_is_a_beta_binomial(
    counts: tuple[int, int, int, int], correlation: float, recall: float
) -> None:
    x, n, y, others = counts
    law = drawn(*one(n, y / others, others, correlation, recall))
    p = so_few(np.array([x]), law)[0]
    precision = 1 / law.correlation[0] - 1 if y else 1.0
    a, b = law.mean[0] * precision, (1 - law.mean[0]) * precision
    assert p == pytest.approx(scipy.stats.betabinom.cdf(x, n, a, b) if y else 1.0, rel=1e-7)


@given(tables(), st.floats(0.0, 0.5))
def test_a_weaker_detector_and_more_scatter_make_none_less_surprising(
    counts: tuple[int, int, int, int], more: float
) -> None:
    _, n, y, others = counts
    none = np.array([0])
    plain = so_few(none, drawn(*one(n, y / others, others, 0.05, 0.9)))[0]
    assert so_few(none, drawn(*one(n, y / others, others, 0.05, 0.9 - more)))[0] >= plain * (1 - 1e-12)
    assert so_few(none, drawn(*one(n, y / others, others, 0.05 + more, 0.9)))[0] >= plain * (1 - 1e-12)


def test_the_first_parameter_outlives_a_weak_detector() -> None:
    whole, half = (drawn(*one(10, 0.4, 20, 0.1, recall)) for recall in (1.0, 0.5))
    first = [law.mean[0] * (1 / law.correlation[0] - 1) for law in (whole, half)]
    assert first[0] == pytest.approx(first[1])
    assert half.mean[0] == pytest.approx(whole.mean[0] / 2)


def exactly(each: Drawn, x: int) -> float:
    """Return the probability of a sum over events by convolution."""
    total = np.ones(1)
    for n, mean, correlation in zip(*each, strict=True):
        precision = 1 / correlation - 1
        pmf = scipy.stats.betabinom.pmf(np.arange(n + 1), n, mean * precision, (1 - mean) * precision)
        total = np.convolve(total, pmf)
    return float(total[: x + 1].sum())


@pytest.mark.medium
@for_each("seed", range(8))
def test_a_sum_over_events_is_near_the_convolution(seed: int) -> None:
    rng = np.random.default_rng(seed)
    events = int(rng.integers(2, 8))
    n = rng.integers(1, 9, events).astype(float)
    others = rng.integers(4, 20, events).astype(float)
    share = rng.integers(0, others + 1) / others
    each = drawn(n, share, others, np.full(events, 0.02), np.full(events, 0.9))
    held = Drawn(*(values[share > 0] for values in each))
    owner = np.zeros(events, np.int64)
    for x in range(int(n.sum())):
        p, exact = so_few(np.array([x]), together(owner, each, 1))[0], exactly(held, x)
        assert abs(p - exact) < 0.06
        if 0.01 < exact < 0.2:
            assert 0.5 < p / exact < 2


def test_one_event_is_left_as_it_is_and_an_event_that_others_lack_adds_nothing() -> None:
    each = drawn(*(np.array(v) for v in ([9.0, 7.0], [0.5, 0.0], [10.0, 10.0], [0.1, 0.0], [1.0, 1.0])))
    alone = together(np.array([0, 1]), each, 2)
    np.testing.assert_allclose(alone.mean, each.mean)
    np.testing.assert_allclose(alone.correlation, each.correlation)
    both = together(np.array([0, 0]), each, 1)
    assert both.n[0] * both.mean[0] == pytest.approx(9 * each.mean[0])


def test_a_large_number_of_articles_does_not_underflow() -> None:
    law = drawn(*one(4000, 0.5, 6000, 0, 1))
    p = so_few(np.array([1900]), law)[0]
    assert p == pytest.approx(scipy.stats.hypergeom.cdf(1900, 10000, 4900, 4000), rel=1e-6)
    assert so_few(np.array([0]), law)[0] < 1e-300


# ---- what others differ by ------------------------------------------------------


def scattered(x: list[list[float]], n: list[list[float]]) -> float:
    """Return what the outlets of later columns differ by, a row an event, the first column being tested."""
    events, outlets = len(x), len(x[0])
    place = np.arange(events * outlets)
    flat = [np.array(values, float).ravel() for values in (x, n)]
    some = flat[1] > 0
    pair, outlet = place // outlets, place % outlets
    return float(
        measure_scatter(pair[some], outlet[some], outlet[some], *(values[some] for values in flat))[0]
    )


@pytest.mark.parametrize(("x", "n"), [([8, 1], 11), ([6, 5], 11), ([9, 2, 7], 12), ([3, 0, 0, 3], 5)])
def test_scatter_on_one_event_is_pearson_s_x2_less_what_chance_gives(x: list[float], n: float) -> None:
    k, total = len(x), len(x) * n
    squares = scipy.stats.chi2_contingency([x, n - np.array(x)], correction=False).statistic
    # Pearson's divides by N where the permutation's variance has N - 1.
    expected = (k - 1) * total / (total - 1)
    by_hand = (squares - expected * (1 + (2 / (k - 1)) ** 0.5)) / ((k - 1) * (n - 1))
    assert scattered([[2, *x]], [[9] + [n] * k]) == pytest.approx(min(max(by_hand, 0.0), 0.99))


def test_the_outlet_that_is_tested_takes_no_part_and_one_other_shows_no_scatter() -> None:
    assert scattered([[0, 8, 1]], [[9, 11, 11]]) == scattered([[9, 8, 1]], [[9, 11, 11]]) > 0.3
    assert scattered([[0, 8]], [[9, 11]]) == 0


def test_a_habit_shows_over_events_of_one_article_each_and_chance_does_not() -> None:
    habit = [[0, 1, 0, 0]] * 12
    assert scattered(habit, [[1] * 4] * 12) > 0.9
    turns = [[0, *np.roll([1, 0, 0], event)] for event in range(12)]
    assert scattered(turns, [[1] * 4] * 12) == 0


def test_a_habit_makes_none_in_many_events_less_surprising() -> None:
    each = drawn(*(np.array([float(v)] * 12) for v in (1, 0.4, 3, 0, 1)))
    owner, none = np.zeros(12, np.int64), np.array([0])
    plain, habit = (so_few(none, together(owner, each, 1, np.array([c])))[0] for c in (0.0, 0.8))
    assert plain < 0.02
    assert habit > 0.3


# ---- adjusting ------------------------------------------------------------------

NONE = np.zeros(0, np.int64), np.zeros(0)


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=40))
def test_with_p_of_any_value_it_is_benjamini_and_hochberg_s(p: list[float]) -> None:
    values = np.array(p)
    expected = scipy.stats.false_discovery_control(values)
    np.testing.assert_allclose(adjusted(values, np.zeros(len(p)), *NONE), expected)


@given(st.lists(st.tuples(st.floats(1e-6, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=40))
def test_a_test_that_could_not_be_small_makes_no_other_larger(pairs: list[tuple[float, float]]) -> None:
    p, part = (np.array(values) for values in zip(*pairs, strict=True))
    found = adjusted(p, p * part, *NONE)
    assert (found <= scipy.stats.false_discovery_control(p) * (1 + 1e-9)).all()
    assert (found >= p * (1 - 1e-9)).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= -1e-12).all()


def test_the_sum_of_what_p_can_reach_by_hand() -> None:
    # The first test's p can be .001, .02 or .2, the second's .01 or .3.
    p, least = np.array([0.001, 0.01]), np.array([0.001, 0.01])
    found = adjusted(p, least, np.array([0, 0, 0, 1, 1]), np.array([0.001, 0.02, 0.2, 0.01, 0.3]))
    # At .01 the sums are .001 + .01 over two tests; at .001 they are .001 over one.
    np.testing.assert_allclose(found, [0.001, 0.01])
    found = adjusted(
        np.array([0.02, 0.3]), least, np.array([0, 0, 0, 1, 1]), np.array([0.001, 0.02, 0.2, 0.01, 0.3])
    )
    np.testing.assert_allclose(found, [0.03, 0.3])
