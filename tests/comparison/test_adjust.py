"""Families and their adjustment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framing.comparison.compare import compare
from framing.comparison.permute import adjusted, primary_measures
from framing.errors import FramingError
from tests.comparison.examples import random_scores


def test_each_family_is_adjusted_by_itself() -> None:
    p = pd.Series([0.01, 0.02, np.nan, 0.04, 0.03])
    family = pd.Series(["x", "x", "x", "y", "x"])
    result, size = adjusted(p, family)
    wanted = scipy.stats.false_discovery_control([0.01, 0.02, 0.03])
    assert result[[0, 1, 4]].tolist() == wanted.tolist()
    assert np.isnan(result[2])
    assert result[3] == 0.04
    assert size.tolist() == [3, 3, 3, 1, 3]


def test_compare_adjusts_with_benjamini_and_hochberg() -> None:
    scores = random_scores({"a": 8, "b": 9, "c": 7}, 2)
    contrast = compare(scores, primary=["tone"]).contrast
    assert set(contrast["family"]) == {"primary", "exploratory"}
    assert ((contrast["family"] == "primary") == (contrast["measure"] == "tone.net")).all()
    for name, rows in contrast.groupby("family"):
        has = rows["p"].notna()
        assert (rows["family_size"] == has.sum()).all(), name
        wanted = scipy.stats.false_discovery_control(rows.loc[has, "p"])
        assert rows.loc[has, "p_adjusted"].tolist() == pytest.approx(wanted.tolist())
    alone = compare(scores).contrast
    assert set(alone["family"]) == {"exploratory"}
    assert (alone["family_size"] == alone["p"].notna().sum()).all()


def test_a_primary_measure_must_be_there() -> None:
    assert primary_measures(["hedges"], ["hedges", "tone.net"]) == {"hedges"}
    with pytest.raises(FramingError, match="primary 'hegdes' is not known; did you mean 'hedges'"):
        compare(random_scores({"a": 3, "b": 3}, 2), primary=["hegdes"])
