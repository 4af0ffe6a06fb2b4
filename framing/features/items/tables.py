"""The tables of words beside this file, read once; no rule stands here."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["given", "known", "same", "table", "words"]


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
    for entry in table()["same"]["places"].replace("\n", " ").split("||"):
        first, *others = (part.strip() for part in entry.split("|"))
        found.update(dict.fromkeys([first, *others], found.get(first, first)))
    return found


def known(name: str) -> str | None:
    """Return how a name that every corpus shares is written; initials may have points.

    >>> known("U.S."), known("EU"), known("Marlow")
    ('United States', 'European Union', None)
    """
    found = same().get(name)
    if found is None and "." in name and name.isupper():
        found = same().get(name.replace(".", ""))
    return found


@cache
def given() -> dict[str, str]:
    """Return short given names, in small letters, to the name that stands for all.

    >>> given()["joe"], given()["joseph"]
    ('joseph', 'joseph')
    """
    found: dict[str, str] = {}
    for entry in table()["same"]["given"].lower().split("|"):
        first, *others = entry.split()
        found.update({short: first for short in (first, *others)})
    return found
