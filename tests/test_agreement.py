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
def test_log_odds_with_a_prior_of_500_words(shared: Path) -> None:
    """Monroe, Colaresi and Quinn's estimate (their equations 15 and 22), as scattertext has it."""
    found = fr.keyness(speeches(shared), intervals=0, draws=99, stop=None, least_articles=0, full=True)
    late = found.query("group == 'late'")
    n, m = late["n"].iloc[0], late["n_rest"].iloc[0]
    alpha = 500 * (late["count"] + late["count_rest"]).to_numpy() / (n + m)
    a, b = late["count"].to_numpy() + alpha, late["count_rest"].to_numpy() + alpha
    delta = np.log(a / (n + 500 - a)) - np.log(b / (m + 500 - b))
    assert late["log_odds"].to_numpy() == pytest.approx(delta, abs=1e-12)
    assert late["z"].to_numpy() == pytest.approx(delta / np.sqrt(1 / a + 1 / b), abs=1e-10)
