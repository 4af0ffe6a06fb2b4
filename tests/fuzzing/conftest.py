"""How many inputs a reader gets, few where all tests run, many under ``make fuzz``; and what tries some."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from framing.engine.process import Process
from tests.fuzzing.trial import NoSettings


@pytest.fixture(scope="session")
def inputs() -> int:
    """Damaged inputs of each reader."""
    return int(os.environ.get("FUZZ_INPUTS", "30"))


@pytest.fixture(scope="session")
def beside() -> Iterator[Process]:
    """The process that tries what may end the one it is tried in."""
    with Process(NoSettings()) as one:
        yield one
