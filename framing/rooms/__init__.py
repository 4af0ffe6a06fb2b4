"""Rooms of public names, one for each subject: ``fr.words.kwic``, ``fr.facts.coverage``.

A room is its stub, ``words.pyi``: what it is for, and from where each name comes. Type checkers read the
stub, and so does the program, which imports a name when it is first used.
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from framing.errors import warn

ROOMS = ("words", "sources", "wire", "facts", "stance", "frames", "checks")

#: Names that stood at the top before there were rooms, and where each is now.
MOVED = {
    name: f"{room}.{name}"
    for room, names in {
        "words": "mentions",
        "wire": "copies group_copies",
        "facts": "sentence_vectors statements",
        "frames": "Codebook FrameClassifier causes demands score_claims",
        "checks": "comparability power",
        "coding": "Codes CodingSample Questions agreement read_codes sample_for_coding validity",
    }.items()
    for name in names.split()
} | {
    "agency": "wire.find_wire", "with_agency": "wire.fill_wire",
    "items": "facts.entities", "overview": "check",
}  # fmt: skip


class Room(ModuleType):
    """A module whose names are imported when they are first used."""

    def __init__(self, name: str) -> None:
        tree = ast.parse(Path(__file__).with_name(f"{name}.pyi").read_text("utf8"))
        super().__init__(f"{__name__}.{name}", ast.get_docstring(tree))
        self._homes = {
            alias.name: f"framing.{node.module}"
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.level == 2
            for alias in node.names
        }
        self.__all__ = sorted(self._homes)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._homes:
            raise AttributeError(
                f"fr.{self.__name__.rpartition('.')[2]} has no {name!r}; it has: {', '.join(self.__all__)}"
            )
        thing = getattr(import_module(self._homes[name]), name)
        setattr(self, name, thing)
        return thing

    def __dir__(self) -> list[str]:
        return self.__all__


class _Called(Room):
    """A room that has the name of the function in it that is used most, and does what that does."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **options)


class _Sources(Room):
    def __call__(self, *args: Any, **options: Any) -> Any:
        warn_moved("sources", "sources.score_sources")
        return self.score_sources(*args, **options)


def open_room(name: str) -> Room:
    """Return a room by its name."""
    return {"stance": _Called, "frames": _Called, "sources": _Sources}.get(name, Room)(name)


def warn_moved(name: str, place: str) -> None:
    """Say at the line that used an old name where its thing is now."""
    warn(f"fr.{name} is now fr.{place}; the old name goes in the next release but one", DeprecationWarning)
