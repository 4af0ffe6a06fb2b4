"""How well the indicators of shipped codebooks agree with human coders, as ``measured.toml`` holds it.

One place for the docs and the report; nothing is measured here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

__all__ = ["Agreement", "measured"]


class Agreement(NamedTuple):
    """Precision and recall of `present` against coders, texts that they gave it, and what was coded."""

    precision: float
    recall: float
    coded: int
    data: str


@cache
def measured() -> Mapping[str, Agreement]:
    """Return what was measured, by the name of the measure.

    >>> measured()["frame.generic.conflict"].coded
    130
    >>> "frame.visits.reset" in measured()
    False
    """
    file = resources.files("framing.features.frames") / "measured.toml"
    raw = tomllib.loads(file.read_text("utf8"))
    return {
        f"frame.{book}.{frame}": Agreement(one["precision"], one["recall"], one["coded"], data["data"])
        for data in raw.values()
        for book, frames in data.items()
        if isinstance(frames, dict)
        for frame, one in frames.items()
    }
