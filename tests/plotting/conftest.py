"""What the tests of figures share: example tables, a probe into what was drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import every_table
import examples


@pytest.fixture(scope="session")
def scores():
    return examples.scores()


@pytest.fixture(scope="session")
def profile(scores):
    return examples.profile(scores)


@pytest.fixture(scope="session")
def contrast(profile):
    return examples.contrast(profile)


@pytest.fixture(scope="session")
def tables(scores, profile, contrast):
    return every_table.of(scores, profile, contrast)
