"""Numbers read the same everywhere, and a missing one is never a zero."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.views import numbers as numbers

NAN = float("nan")


@pytest.mark.parametrize(
    "write", [numbers.count, numbers.plain, numbers.percent, numbers.ratio, numbers.p_value]
)
def test_missing_is_a_dash(write: object) -> None:
    assert callable(write)
    assert write(NAN) == write(None) == numbers.DASH


@given(st.floats(-1e6, 1e6))
def test_a_written_number_reads_back_close(value: float) -> None:
    back = float(numbers.plain(value).replace(",", "").replace("\N{MINUS SIGN}", "-"))
    assert math.isclose(back, value, rel_tol=0.06, abs_tol=0.0006)
    assert numbers.signed(-value)[0] != "+" or value < 0


@given(st.floats(0.0011, 1000))
def test_a_ratio_away_from_one_is_not_written_as_one(value: float) -> None:
    assert numbers.ratio(value) != "1.00" or abs(value - 1) <= 0.005


def test_a_small_p_is_not_zero_and_a_large_one_has_no_leading_zero() -> None:
    assert numbers.p_value(1e-9) == "< .001"
    assert numbers.p_value(0.5) == ".50"
    assert numbers.p_value(0.0501) == ".050"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-01-14", "2026-01-14", "14 January 2026"),
        ("2026-01-30", "2026-02-02", "30 January to 2 February 2026"),
        ("2025-12-30", "2026-01-02", "30 December 2025 to 2 January 2026"),
    ],
)
def test_spans_of_days(first: str, last: str, said: str) -> None:
    assert numbers.dates(pd.Timestamp(first), pd.Timestamp(last)) == said


def test_no_date_is_a_dash() -> None:
    assert numbers.dates(pd.NaT, pd.NaT) == numbers.DASH
