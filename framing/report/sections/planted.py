"""Planted against recovered: what a made-up corpus was built to hold, and what the tool found of it."""

from __future__ import annotations

from typing import Any

from framing.report.material import Material

#: Where it stands on the page.
PLACE = 265
TITLE = "Planted against recovered"
TEMPLATE = "planted.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return the rows, or None where nothing was planted."""
    planted = material.settings.get("planted")
    if not planted:
        return None
    return {
        "rows": [{key: _said(row.get(key)) for key in ("what", "planted", "recovered")} for row in planted]
    }


def _said(value: Any) -> str:
    words = {True: "yes", False: "no", None: "–"}
    return words[value] if value is None or isinstance(value, bool) else str(value)
