"""Tables of a study with what a model judged, and the material that sections are made of."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.report.material import Material
from tests.report import judged_examples


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """The tables by name."""
    return judged_examples.tables()


@pytest.fixture(scope="module")
def material(tables: dict[str, pd.DataFrame]) -> Material:
    """The same, as the report has them."""
    return Material.of(tables, {}, judged_examples.settings())
