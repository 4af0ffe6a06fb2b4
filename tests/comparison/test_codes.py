"""Codes follow labels, never the order of rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.sums import coded, combined, distinct, exact, starts
from framing.errors import FramingError

LABELS = st.lists(st.sampled_from(["b", "a", "é", "Z", None]), min_size=1, max_size=30)


@given(LABELS)
def test_codes_give_back_the_labels(values: list[str | None]) -> None:
    found = coded(pd.Series(values, dtype="str"))
    assert [found.labels[code] for code in found.codes] == values


@given(LABELS)
def test_a_category_and_a_string_get_the_same_codes(values: list[str | None]) -> None:
    plain = pd.Series(values, dtype="str")
    category = plain.astype(pd.CategoricalDtype(["é", "unused", "b", "Z", "a"]))
    assert coded(category).labels == coded(plain).labels
    assert (coded(category).codes == coded(plain).codes).all()


def test_given_order_comes_first_and_missing_last() -> None:
    found = coded(pd.Series(["x", None, "body", "headline"], dtype="str"), ("headline", "lead", "body"))
    assert found.labels == ("headline", "body", "x", None)


@given(st.lists(st.integers(0, 50), min_size=1))
def test_distinct_is_unique_with_its_inverse(values: list[int]) -> None:
    key = np.array(values)
    wanted, inverse = np.unique(key, return_inverse=True)
    for size in (51, 10_000_000):  # a table of what is present, and a sort
        found, places = distinct(key, size)
        assert (found == wanted).all()
        assert (places == inverse).all()


def test_combined_keys_sort_as_their_columns() -> None:
    one, two = coded(pd.Series(["b", "a", "b"])), coded(pd.Series(["x", "z", "z"]))
    key, size = combined([one, two])
    assert key.tolist() == [2, 1, 3]
    assert size == 4


def test_sums_beyond_exactness_are_refused() -> None:
    with pytest.raises(FramingError, match=r"'weight' adds up to more than 2\*\*53"):
        exact(pd.Series([2**52, -(2**52)]), "weight")


def test_starts_of_runs() -> None:
    assert starts(np.array([1, 1, 2, 2]), np.array([0, 0, 0, 1])).tolist() == [0, 2, 3]
