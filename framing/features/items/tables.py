"""The tables of words beside this file, read once; no rule stands here."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["same", "table", "words"]


@cache
def table(name: str = "words") -> dict[str, Any]:
    """Return a table as its file has it."""
    return tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text("utf8"))


@cache
def words(section: str, key: str) -> frozenset[str]:
    """Return the words of a list.

    >>> "Treaty" in words("names", "document")
    True
    """
    return frozenset(table()[section][key].split())


@cache
def same() -> dict[str, str]:
    """Return what every corpus writes in several ways, to the way it is written here.

    >>> same()["EU"]
    'European Union'
    """
    found: dict[str, str] = {}
    for line in table()["same"]["entries"].strip().splitlines():
        first, *others = (part.strip() for part in line.split("|"))
        found.update(dict.fromkeys([first, *others], first))
    return found
