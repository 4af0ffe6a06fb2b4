"""What a layout may look at beside the table itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from framing.report.names import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Given", "names"]


@dataclass(frozen=True)
class Given:
    """Settings of the study, the articles where they were given, and how things are called.

    Attributes
    ----------
    names : framing.report.names.Names
        Of outlets, voices and measures.
    settings : mapping
        As in provenance.json; empty where none were given.
    articles : pandas.DataFrame, optional
        Those that the table was made of.
    """

    names: Names
    settings: Mapping[str, Any] = field(default_factory=dict)
    articles: pd.DataFrame | None = None


def names(settings: Mapping[str, Any]) -> Names:
    """Return how things are called: measures by what the settings say of them, else by their own lists."""
    from framing.features.measures import on_request, registry
    from framing.report import apart, sourcing

    known = {name: measure.meaning for name, measure in {**registry(), **on_request()}.items()}
    own = settings.get("measures")
    meanings = {
        **known,
        **sourcing.MEANINGS,
        **apart.MEANINGS,
        **(own if isinstance(own, Mapping) else {}),
    }
    return Names({"voices": "full", **settings, "measures": meanings})
