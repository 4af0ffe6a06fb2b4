"""The settings, all of them, and the versions: what one needs to get the same numbers again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.report.material import Material

#: Where it stands on the page.
PLACE = 290
TITLE = "Settings and versions"
TEMPLATE = "settings.html"

# Shown elsewhere on the page in full: beside the figures, in tables of their own.
_ELSEWHERE = {"measures", "versions", "alt", "captions", "planted", "events_found", "compared", "works"}


def content(material: Material) -> dict[str, Any]:
    """Return settings, meanings of measures and versions."""
    settings = material.settings
    primary = {str(name) for name in settings.get("primary") or ()}
    return {
        "settings": [(str(k), _plain(v)) for k, v in settings.items() if k not in _ELSEWHERE],
        "measures": _measures(settings.get("measures"), primary),
        "versions": sorted((str(k), _plain(v)) for k, v in (settings.get("versions") or {}).items()),
    }


def _measures(measures: Any, primary: set[str]) -> list[tuple[str, str, bool]]:
    pairs = measures.items() if isinstance(measures, Mapping) else ((name, "") for name in measures or ())
    return [(str(name), str(meaning or ""), str(name) in primary) for name, meaning in pairs]


def _plain(value: Any) -> str:
    if value is None or (isinstance(value, str) and not value):
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{k} = {_plain(v)}" for k, v in value.items()) or "not set"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_plain(v) for v in value) or "not set"
    return str(value)
