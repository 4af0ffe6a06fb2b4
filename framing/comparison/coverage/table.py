"""`fr.coverage`: items × outlets, and where an outlet's articles lack what the others' have.

The story, one call a step; each step is the business of a neighbour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.features.cells import Voices
from framing.tables import check, empty

__all__ = ["LEVELS", "coverage"]

LEVELS = ("named", "term", "statement")


def coverage(
    articles: pd.DataFrame,
    *,
    levels: str | Sequence[str] = LEVELS,
    terms: str | Sequence[str] | pd.DataFrame = (),
    by: str = "outlet",
    voices: Voices = "full",
    wire: str = "collapse",
    genre: str = "news",
    events: str = "pooled",
    least: int = 3,
    alpha: float = 0.05,
    recall: float | Mapping[str, float] | None = None,
    prior: tuple[float, float] | None = None,
    overdispersion: float | None = None,
    items: pd.DataFrame | None = None,
    statements: pd.DataFrame | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Say of each item how many articles of each outlet have it, and where none is a finding."""
    check(articles, "articles")
    return empty("coverage")
