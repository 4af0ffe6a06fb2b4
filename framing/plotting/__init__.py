"""Figures: each takes one table, ``fr.plotting.profile(result.profile)``.

Of one panel it gives back the data axes, of several a matplotlib figure whose ``axes_dict`` has the axes of
each; with ``ax=`` it draws one panel there. For a paper:
``figure = fr.plotting.profile(table, width="single", title=False)``, then
``fr.plotting.save(figure, "figure-1.pdf")``; ``with fr.plotting.theme.context("single"):`` puts figures of
one's own in the same letters and colours.

The names are those of the modules in ``figures/`` and of the entry points
``framing.figures``; a module is imported when a name is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    # Imported by path: "from framing.plotting import registry" would ask this function again.
    if name == "theme":
        return import_module("framing.plotting.theme")
    if name == "save":
        return import_module("framing.plotting.theme").save
    if name == "name_outlets":
        return import_module("framing.views.vocabulary").name_outlets
    registry = import_module("framing.plotting.registry")
    if name.startswith("_") or name not in registry.names():
        raise AttributeError(
            f"module {__name__!r} has no figure {name!r}; there are: {', '.join(registry.names())}"
        )
    return registry.function(name)


def __dir__() -> list[str]:
    registry = import_module("framing.plotting.registry")
    return sorted({*globals(), "name_outlets", "save", "theme", *registry.names()})
