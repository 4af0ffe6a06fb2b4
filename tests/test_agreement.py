"""What the page on other tools says: published formulas on the same input give the same numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr


def speeches(shared: Path) -> pd.DataFrame:
    table = pd.read_csv(shared / "oracles" / "inaugural.csv")
    return table[table["id"] != "2025-Trump"].assign(
        outlet=lambda t: np.where(t["year"] >= 1945, "late", "early")
    )


@pytest.mark.medium
def test_log_odds_with_a_flat_prior_of_a_hundredth_a_word(shared: Path) -> None:
    """Monroe, Colaresi and Quinn's estimate with no information in the prior, as scattertext has it."""
    found = fr.keyness(speeches(shared), intervals=0, draws=99, stop=None, least_articles=0)
    types = found["term"].nunique()
    alpha = 0.01
    late = fr.keyness(
        speeches(shared), prior="uniform", prior_size=alpha * types, intervals=0, draws=99, stop=None,
        least_articles=0,
    ).query("group == 'late'")  # fmt: skip
    n, m = late["n"].iloc[0], late["n_rest"].iloc[0]
    a, b = late["count"].to_numpy() + alpha, late["count_rest"].to_numpy() + alpha
    total = alpha * types
    delta = np.log(a / (n + total - a)) - np.log(b / (m + total - b))
    assert late["log_odds"].to_numpy() == pytest.approx(delta, abs=1e-12)
    assert late["z"].to_numpy() == pytest.approx(delta / np.sqrt(1 / a + 1 / b), abs=1e-10)
