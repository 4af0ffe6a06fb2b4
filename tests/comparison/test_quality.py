"""The simulations run, and say what they find: a small run of each kind on made-up counts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of benchmarks, importable."""
    monkeypatch.syspath_prepend(str(FOLDER))
    yield FOLDER
    for name in [name for name in sys.modules if name.startswith("quality")]:
        del sys.modules[name]


def test_coverage_and_false_alarms_of_made_up_counts(benchmarks: Path) -> None:
    from quality_intervals import covered
    from quality_simulate import Population, simulate
    from quality_tests import alarms

    rng = np.random.default_rng(3)
    tokens = rng.integers(200, 900, 2000).astype(float)
    hits = rng.poisson(0.02 * tokens).astype(float)
    population = Population(hits, hits, tokens)
    result = simulate([("a", "e", population, 6), ("b", "e", population, 9)], 300, rng, draws=199)
    assert len(result.contrast) == 300
    assert 89 <= covered(result.contrast["low"], result.contrast["high"], 1.0)[0] <= 99
    assert 1 <= alarms(result.contrast["p"])[0] <= 10
    thin = population.thinned(population.truth / 2, rng)
    assert thin.truth == pytest.approx(population.truth / 2, rel=0.05)


def test_shares_of_right_hits(
    benchmarks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import quality_lexicon

    monkeypatch.setattr(quality_lexicon, "FOLDER", tmp_path)
    assert quality_lexicon.shares(1, 1) is None
    assert "skipped" in capsys.readouterr().out
    table = pd.DataFrame(
        {"corpus": "x", "article": "a", "start_hint": 0, "term": ["may", "might", "may", "can"]}
    )
    table.assign(right=["1", "0", "1", ""]).to_csv(tmp_path / "hedges.csv", index=False)
    assert quality_lexicon.shares(1, 1) is False
    said = capsys.readouterr().out
    assert "0.67" in said
    assert "might 1" in said


@pytest.mark.slow
def test_the_command_lists_its_sections() -> None:
    command = [sys.executable, str(FOLDER / "quality.py")]
    wrong = subprocess.run([*command, "--section", "x"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "intervals" in wrong.stderr
    right = subprocess.run([*command, "--section", "lexicon"], capture_output=True, text=True, check=False)
    assert right.returncode in (0, 1)
    assert "== lexicon" in right.stdout
