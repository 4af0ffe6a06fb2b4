"""A pattern that a user writes is compiled, or refused in one line."""

from __future__ import annotations

import re

import pytest

from framing.corpus.patterns import compile_pattern
from framing.errors import FramingError


def test_what_compiles_is_what_re_compiles() -> None:
    assert compile_pattern("Photo: .{2,60}", "x", flags=re.DOTALL) == re.compile("Photo: .{2,60}", re.DOTALL)


@pytest.mark.parametrize("pattern", ["(", "[b-a]", "a{99999999999999999999}", "(?P<a>", "*"])
def test_what_does_not_compile(pattern: str) -> None:
    with pytest.raises(FramingError, match="is no regular expression"):
        compile_pattern(pattern, "x")


@pytest.mark.parametrize("pattern", [3, None, ["a"]])
def test_no_string(pattern: object) -> None:
    with pytest.raises(FramingError, match=r"^x: .* give a string$"):
        compile_pattern(pattern, "x")


def test_too_long() -> None:
    with pytest.raises(FramingError, match="split it into several rules"):
        compile_pattern("a" * 7_000, "x")
