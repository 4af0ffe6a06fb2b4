"""How many inputs a reader gets: few where all tests run, many under ``make fuzz``."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def inputs() -> int:
    """Damaged inputs of each reader."""
    return int(os.environ.get("FUZZ_INPUTS", "30"))
