"""What the tests of figures share: example tables, a probe into what was drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import examples
import naming_examples
import word_examples


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
    return {
        "scores": scores,
        "profile": examples.with_standing(profile),
        "contrast": contrast,
        "articles": examples.articles(),
        "evidence": examples.evidence(),
        "voices": examples.voices(),
        "naming": naming_examples.naming(),
        "modifiers": naming_examples.modifiers(),
        "shift": word_examples.shift(),
        "terms": word_examples.terms(),
        "dispersion": word_examples.dispersion(),
    }
