"""What tests share: real input beside the project, where there is any."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

import framing as fr
from tests.house import coverage

# How long a case takes says how busy the machine is; what must be quick is measured in benchmarks.
# Few examples of each property here, a thousand under ``make fuzz``.
EXAMPLES = min(1_000, int(os.environ.get("FUZZ_INPUTS", "10")))
hypothesis.settings.register_profile("calm", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.load_profile("calm")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input beside the project; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "fixtures").is_dir():
        pytest.skip("real input is not beside the project (../shared)")
    return folder


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The bundled corpus."""
    return ROOT / "corpora" / "carney-beijing-2026"


@pytest.fixture(scope="session")
def whole_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a study with all its steps; its articles lie beside it, in texts/.

    It is made once for all processes of a run, so tests look at it, and copy what they change.
    """
    home = tmp_path_factory.getbasetemp()
    home = (home.parent if "PYTEST_XDIST_WORKER" in os.environ else home) / "whole_study"
    home.mkdir(exist_ok=True)
    with FileLock(home / "lock"):
        if not (home / "out").exists():
            texts = coverage(home / "texts")
            study = fr.Study(
                articles=(str(texts),), title="A visit", primary=("hedges",), draws=99, figures=("all",),
                png=True, csv=("scores", "evidence"),
            )  # fmt: skip
            study.run(home / "out")
    return home / "out"


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case with bytes by its argument: what is packed holds the time, and processes must agree."""
    return argname if isinstance(val, bytes) else None
