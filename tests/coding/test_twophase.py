"""Estimates by codes and measure on arrays: how often their intervals hold, and what they are at the ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, t

from framing.coding.agreement import ALIKE, effective, flat, wilson
from framing.coding.powered import Estimate, Group, estimate, tuned
from framing.comparison.intervals import LEVEL


def drawn(
    rng: np.random.Generator, *, n: int = 60, coded: int = 25, each: int = 6, share: float = 0.3,
    finds: float = 0.8, wrongly: float = 0.1, alike: float = 0.15,
) -> Group:  # fmt: skip
    """Articles of equal length whose units are alike, some of them coded whole, all of them measured."""
    spread = (1 - alike) / alike
    own = rng.beta(share * spread, (1 - share) * spread, n)
    true = rng.random((n, each)) < own[:, None]
    found = (rng.random((n, each)) < np.where(true, finds, wrongly)).astype(np.float64)
    here = np.arange(n) < coded
    size = np.full(n, float(each))
    return Group(
        total=found.sum(axis=1), size=size, coded=here, weight=np.full(coded, n / coded),
        answer=true.sum(axis=1)[here].astype(np.float64), units=size[here], seen=found.sum(axis=1)[here],
        strata=np.zeros(coded, dtype=np.int64), event=np.zeros(coded, dtype=np.int64),
        account=np.ones(n), noise=np.zeros(coded), noise_both=np.zeros(coded), noise_seen=np.zeros(coded),
        bounded=True, n_units=coded * each,
    )  # fmt: skip


def test_intervals_hold_as_often_as_they_say_and_are_narrower_than_by_codes_alone() -> None:
    rng = np.random.default_rng(3)
    truth, held, alone, width = 0.3, [], [], []
    for _ in range(400):
        group = drawn(rng, share=truth)
        weight = tuned([group])
        paid = group.df / (group.df - 1)
        both, one = estimate(group, weight, False, paid), estimate(group, 0.0, False)
        held.append(both.low <= truth <= both.high)
        alone.append(one.low <= truth <= one.high)
        width.append((both.high - both.low) / (one.high - one.low))
    least, most = binom.ppf([1e-4, 1 - 1e-4], len(held), LEVEL)
    assert least <= sum(held) <= most
    assert least <= sum(alone) <= most
    assert np.mean(width) < 0.9


def pulled(value: float, lean: float) -> tuple[Group, float]:
    """A group whose codes give `value`, and whose measure pulls it down by `lean`."""
    group = drawn(np.random.default_rng(4), share=0.05)
    answer = np.zeros(group.n)
    answer[:3] = value * group.units.sum() / 3
    group = replace(group, answer=answer)
    return group, lean / group.lean


def test_a_share_brought_to_zero_is_as_unsure_as_the_variance_says() -> None:
    """The end is where t has it, not where so many units coded without one would have it."""
    for lean in (0.0201, 0.03, 0.05):
        group, weight = pulled(0.02, lean)
        found = estimate(group, weight, False)
        assert (found.value, found.low) == (0.0, 0.0)
        half = t.ppf(0.975, group.df) * np.sqrt(found.variance)
        at_units = wilson(np.zeros(group.n), group.units, group.n_units)[1]
        assert half < 0.5
        assert found.high == pytest.approx(max(at_units, half))
    ones = replace(group, answer=group.units - group.answer)
    mirrored = estimate(ones, -weight, False)
    assert mirrored.value == mirrored.high == 1.0
    assert mirrored.low == pytest.approx(1 - found.high)


def test_the_interval_does_not_jump_where_the_share_reaches_zero() -> None:
    ends = []
    for lean in np.linspace(0.0195, 0.0205, 11):
        group, weight = pulled(0.02, float(lean))
        found = estimate(group, weight, False)
        ends.append(found.high)
        assert found.low <= found.value <= found.high
    assert np.abs(np.diff(ends)).max() < 0.003


def test_many_units_of_few_articles_that_all_say_no_are_not_so_many_articles() -> None:
    d = np.full(10, 8.0)
    assert effective(np.zeros(10), d, 80) == flat(d, 80) == pytest.approx(80 / (1 + 7 * ALIKE))
    # Eighty independent ones would end at .046.
    assert wilson(np.zeros(10), d, 80)[1] > 0.08
    assert wilson(d, d, 80)[0] == pytest.approx(1 - wilson(np.zeros(10), d, 80)[1])
    group = drawn(np.random.default_rng(5))
    nothing = estimate(replace(group, answer=np.zeros(group.n)), 0.0, False)
    assert nothing.high == pytest.approx(wilson(np.zeros(group.n), group.units, group.n_units)[1])


def test_a_share_in_few_articles_is_said() -> None:
    group = drawn(np.random.default_rng(6))
    assert group.showing == min((group.answer > 0).sum(), (group.answer < group.units).sum())
    assert replace(group, answer=np.zeros(group.n)).showing == 0


def test_an_interval_holds_its_estimate() -> None:
    for value in (0.0, 1e-6, 0.01, 0.5, 1.0):
        for lean in (-0.4, -0.01, 0.0, 0.01, 0.4):
            group, weight = pulled(value, lean)
            found = estimate(group, weight, False)
            assert isinstance(found, Estimate)
            assert 0 <= found.low <= found.value <= found.high <= 1
