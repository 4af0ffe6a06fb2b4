"""Every measure there is, by name: those that lexicons declare, then those of modules.

A module in ``rules/`` offers measures that no list of terms can express; a
lexicon in ``lexicons/`` declares its own. Either is one file. A module that says
``ON_REQUEST = True`` offers measures that are scored only where they are named.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

from framing import plugins
from framing.errors import FramingError, brief, several, unknown
from framing.features.lexicon import Lexicon, Measure, shipped


def measures_of(lexicon: Lexicon) -> dict[str, Measure]:
    """Return the measures of a lexicon, each knowing whose hits it counts."""
    return {name: replace(measure, finder=lexicon) for name, measure in lexicon.measures.items()}


@cache
def registry() -> dict[str, Measure]:
    """Return the measures that are scored where none is named, by name, in order of name.

    >>> {"hedges", "tone.net", "reporting.distancing"} <= set(registry())
    True
    """
    found = {name: one for lexicon in shipped().values() for name, one in measures_of(lexicon).items()}
    return dict(sorted(_of_modules(found, requested=False).items()))


@cache
def on_request() -> dict[str, Measure]:
    """Return the measures that are scored only where they are named, by name, in order of name.

    >>> "frame.generic.conflict" in on_request()
    True
    """
    known = registry()
    found = _of_modules(dict(known), requested=True)
    return {name: found[name] for name in sorted(found) if name not in known}


def _of_modules(found: dict[str, Measure], *, requested: bool) -> dict[str, Measure]:
    """Add the measures of the modules that are scored only on request, or those of all others."""
    for name, module in plugins.modules("framing.features.rules", "framing.measures", ("measures",)).items():
        if getattr(module, "ON_REQUEST", False) != requested:
            continue
        for measure in module.measures():
            if measure.name in found:
                raise FramingError(f"plug-in {name!r}: measure {measure.name!r} is there already; rename it")
            found[measure.name] = measure
    return found


#: What names measures: a name or pattern, a lexicon, its terms as a dict, or several of these.
Wanted: TypeAlias = str | Measure | Lexicon | Mapping[str, Any] | Iterable[str | Measure | Lexicon] | None

_OWN = "Words of your own: {'name': ['word', ...]}, or Lexicon.read(FILE)"


def listed(wanted: Wanted) -> list[Any]:
    """Return what measures were named by, one after the other."""
    single = isinstance(wanted, (Measure, Lexicon, Mapping, os.PathLike))
    return [wanted] if single else list(several("measures", wanted))


def resolve(wanted: Wanted) -> list[Measure]:
    """Return the measures meant.

    Parameters
    ----------
    wanted : None, str, Measure, Lexicon, mapping, or several of them
        None is every one of `registry`. A mapping is one for `Lexicon.from_dict`. A string is a name, the
        first part of names (``"tone"`` for ``tone.net`` and the others), or a pattern (``"tone.*"``), there
        or, where nothing fits there, in `on_request`.

    Raises
    ------
    FramingError
        A name fits no measure, or two of the measures meant have one name, or one has that of another here.
    """
    if wanted is None:
        return list(registry().values())
    found: dict[str, Measure] = {}
    for item in listed(wanted):
        for measure in _one(item):
            # A group of measures, as tone, has the name of none of them, and its own title all the same.
            if not isinstance(item, (str, Measure)) and any(
                measure.name == name or name.startswith(f"{measure.name}.")
                for name, own in {**on_request(), **registry()}.items()
                if own.finder != measure.finder
            ):
                raise FramingError(f"{measure.name!r} is a measure that framing ships; call yours otherwise")
            known = found.setdefault(measure.name, measure)
            if known != measure or known.finder != measure.finder:
                raise FramingError(f"two measures are called {measure.name!r}; give one lexicon another name")
    return list(found.values())


def _one(item: Any) -> list[Measure]:
    if isinstance(item, Measure):
        return [item]
    if isinstance(item, Mapping):
        item = Lexicon.from_dict(item)
    if isinstance(item, Lexicon):
        return list(measures_of(item).values())
    if not isinstance(item, str):
        raise FramingError(f"measure {brief(item)} is neither a name nor a Lexicon. {_OWN}")
    named: list[Measure] = []
    for known in (registry, on_request):
        named = named or [
            measure
            for name, measure in known().items()
            if name == item or name.startswith(f"{item}.") or fnmatch.fnmatch(name, item)
        ]
    if not named:
        raise unknown("measure", item, [*registry(), *on_request()], remedy=_OWN)
    return named
