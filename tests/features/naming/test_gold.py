"""Mentions against articles coded by hand, where these lie beside the project."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def quality(shared: Path):
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import quality_naming

    if not quality_naming.SOURCE.exists():
        pytest.skip("the coded articles are not beside the project (../shared/data/newswcl50)")
    return quality_naming


@pytest.mark.medium
def test_nearly_every_code_has_its_place(quality):
    coded = quality.articles()
    assert len(coded) == 30
    assert sum(len(article.coded) for article in coded) > 5200
    for article in coded:
        assert all(article.text[code.start : code.end].strip() for code in article.coded)


@pytest.mark.medium
def test_precision_and_recall_of_the_trial_are_reached(quality):
    coded = quality.articles()
    for level in ("exact", "aliases"):
        table = quality.measured(coded, quality.sets(level)).set_index("kind")
        for kind, (precision, recall) in quality.AIMS[level].items():
            assert table.loc[kind, "precision"] > precision - 0.01
            assert table.loc[kind, "recall"] > recall - 0.01
