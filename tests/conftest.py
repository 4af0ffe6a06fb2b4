"""What tests share: real input beside the project, where there is any."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

# How long a case takes says how busy the machine is; what must be quick is measured in benchmarks.
hypothesis.settings.register_profile("calm", deadline=None)
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


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case with bytes by its argument: what is packed holds the time, and processes must agree."""
    return argname if isinstance(val, bytes) else None
