"""Association and effect size: published values to the printed digit, scipy, and what must always hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.wording.association import (
    chi_squared,
    g2,
    log_odds,
    log_odds_error,
    log_ratio,
)
from framing.comparison.wording.words import deviation, normalised


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "oracles" / "published.json").read_text("utf8"))


def digits(value: float) -> int:
    """How many digits a number was printed with behind the point."""
    return len(repr(value).partition(".")[2])


def test_chi_squared_of_quanteda_to_the_printed_digit(published: dict[str, Any]) -> None:
    known = published["quanteda_keyness_chi2"]
    assert len(known["rows"]) == 20
    for term, value, a, b in known["rows"]:
        found = float(chi_squared(a, b, known["n_target"], known["n_reference"]))
        assert round(found, digits(value)) == value, term


def test_g2_of_two_terms(published: dict[str, Any]) -> None:
    for a, n_a, b, n_b, value in published["g2_two_term"]["rows"]:
        assert round(float(g2(a, b, n_a, n_b)), digits(value)) == value
        assert round(float(g2(b, a, n_b, n_a)), digits(value)) == -value


def test_log_ratio(published: dict[str, Any]) -> None:
    for a, b, value in published["log_ratio"]["rows"]:
        assert round(float(log_ratio(a * 1e7, b * 1e7, 1e7, 1e7)), digits(value)) == value
    assert float(log_ratio(4, 0, 100, 100)) == 3.0  # none counts as a half


def test_log_odds_with_a_uniform_prior(published: dict[str, Any]) -> None:
    known = published["log_odds_uniform_prior"]
    first, second = (document.split() for document in known["documents"])
    alpha, size = known["alpha"], known["alpha"] * known["types"]
    for term, value in known["delta"].items():
        a, b = first.count(term), second.count(term)
        delta = float(log_odds(a, b, len(first), len(second), alpha, size))
        assert round(delta, 6) == value
        if term in known["z"]:
            assert round(delta / float(log_odds_error(a, b, alpha)), 6) == known["z"][term]


tables = st.tuples(
    st.integers(0, 60), st.integers(0, 60), st.integers(61, 4000), st.integers(61, 4000)
).filter(lambda t: t[0] + t[1] > 0)


@given(tables)
def test_scipy_agrees(counts: tuple[int, int, int, int]) -> None:
    a, b, n_a, n_b = counts
    cells = [[a, n_a - a], [b, n_b - b]]
    theirs = scipy.stats.chi2_contingency(cells, correction=False).statistic
    assert abs(float(chi_squared(*counts))) == pytest.approx(theirs, rel=1e-9, abs=1e-9)


@given(tables)
def test_sides_that_change_places_turn_the_sign(counts: tuple[int, int, int, int]) -> None:
    a, b, n_a, n_b = counts
    for measure in (g2, chi_squared):
        assert float(measure(a, b, n_a, n_b)) == pytest.approx(-float(measure(b, a, n_b, n_a)), abs=1e-9)
        assert float(measure(a + 1, a + 1, n_a + 1, n_a + 1)) == 0.0


def test_dispersion_by_hand() -> None:
    # Articles of 10, 10 and 20 words; three of four occurrences in the first.
    shares = np.array([10, 10, 20]) / 40
    dp = 0.5 * np.abs(np.array([0.75, 0, 0.25]) - shares).sum()
    over = deviation(np.array([3]), np.array([10]), np.array([4]), 40)
    assert over[0] == pytest.approx(dp) == pytest.approx(0.5)
    assert normalised(over, 10, 40).tolist() == pytest.approx([0.5 / 0.75])
    # All in the shortest article is 1, as even as the words are is 0.
    shortest = deviation(np.ones(1, int), np.full(1, 10), np.ones(1, int), 40)
    assert normalised(shortest, 10, 40).tolist() == [1.0]
    assert deviation(np.zeros(1, int), np.zeros(1, int), np.full(1, 4), 40).sum() == 0
    assert np.isnan(normalised(np.zeros(1), 10, 10)).all()
