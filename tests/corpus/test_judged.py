"""What is shipped is read unjudged, since every start would pay for it: it is judged here."""

from __future__ import annotations

import tomllib

import pytest

from framing import plugins
from framing.corpus import outlets
from framing.corpus.rules import general, parse_rules

SHIPPED = plugins.files("framing.corpus.outlets")
BOILERPLATE = plugins.files("framing.corpus.boilerplate")


@pytest.mark.medium
@pytest.mark.parametrize("name", BOILERPLATE)
def test_rules_for_any_outlet(name: str) -> None:
    judged = parse_rules(tomllib.loads(BOILERPLATE[name].read_text("utf8"))["lines"], where=name)
    assert judged
    assert set(judged) <= set(general())


@pytest.mark.medium
def test_every_outlet() -> None:
    for key, file in SHIPPED.items():
        assert outlets.read(file.read_text("utf8"), key) == outlets.outlets()[key]
