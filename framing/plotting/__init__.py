"""Figures: each takes one table and gives back one Axes, ``fr.plotting.profile(result.profile)``.

The names are those of the modules in ``figures/`` and of the entry points
``framing.figures``; a module is imported when a name is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    # Imported by path: "from framing.plotting import registry" would ask this function again.
    registry = import_module("framing.plotting.registry")
    if name.startswith("_") or name not in registry.names():
        raise AttributeError(
            f"module {__name__!r} has no figure {name!r}; there are: {', '.join(registry.names())}"
        )
    return registry.function(name)


def __dir__() -> list[str]:
    registry = import_module("framing.plotting.registry")
    return sorted({*globals(), *registry.names()})
