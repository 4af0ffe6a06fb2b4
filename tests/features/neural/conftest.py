"""The encoder, where its extra is installed."""

from __future__ import annotations

import importlib.util

import pytest

from framing.features.neural.encoder import Encoder, encoder
from framing.features.stance.neural import Neural, shipped_judge


@pytest.fixture(scope="session")
def installed() -> None:
    """Skip where the extra isn't installed."""
    missing = [name for name in ("onnxruntime", "tokenizers") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"what runs the encoder is not installed ({', '.join(missing)})")


@pytest.fixture(scope="session")
def neural(installed: None) -> Neural:
    """The judge that comes with the package."""
    return shipped_judge()


@pytest.fixture(scope="session")
def shipped(installed: None) -> Encoder:
    """The encoder that comes with the package."""
    return encoder()
