"""Docstrings keep the form that their readers, and the tools that print them, go by."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import framing

PACKAGE = Path(framing.__file__).parent
SECTIONS = (
    "Parameters",
    "Returns",
    "Yields",
    "Raises",
    "Warns",
    "Notes",
    "Examples",
    "References",
    "See Also",
)
#: An underline with text behind it, as a re-wrapped paragraph leaves it.
RUN_ON = re.compile(r"^(?:-{3,}|={3,})[ \t]+[^\s=-]")


def docstrings(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            said = ast.get_docstring(node)
            if said:
                yield getattr(node, "name", "module"), said


def faults(said: str) -> list[str]:
    """Return the lines of a docstring that break a section."""
    lines = [line.strip() for line in said.splitlines()]
    found = [line for line in lines if RUN_ON.match(line)]
    for line, under in zip(lines, [*lines[1:], ""], strict=True):
        if line in SECTIONS and under != "-" * len(line):
            found.append(f"{line} / {under}")
    return found


@pytest.mark.medium
def test_no_section_is_run_together_with_its_text() -> None:
    broken = [
        f"{path.relative_to(PACKAGE)}: {name}: {fault}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name, said in docstrings(path.read_text(encoding="utf-8"))
        for fault in faults(said)
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ("Do.\n\nNotes\n----- `least` comes from", True),
        ("Do.\n\nNotes\n-----\n`least` comes from", False),
        ("Do.\n\nReturns\nstr", True),
        ("Do.\n\n=====  ====\na      b\n=====  ====", False),
    ],
)
def test_what_is_broken_is_seen(said: str, broken: bool) -> None:
    assert bool(faults(said)) is broken
