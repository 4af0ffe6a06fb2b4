"""The web of a test, and pages on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fetching.serving import World, world


@pytest.fixture
def web() -> Iterator[World]:
    with world() as here:
        yield here
