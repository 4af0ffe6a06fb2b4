"""How sections name an article: its headline, outlet, day and address, as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.report import numbers
from framing.report.evidence import safe_url

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["Reference", "day", "references"]


class Reference(NamedTuple):
    """An article as it is named: `url` is empty where there is none that may stand on a page."""

    title: str
    outlet: str
    date: str
    url: str


def references(material: Material) -> Mapping[str, Reference]:
    """Return every article's reference by its id."""
    frame = material.articles
    rows = zip(
        frame["id"].astype(str),
        frame["title"],
        frame["outlet"].astype(str),
        frame["provenance"].astype(str),
        frame["published"],
        frame["url"],
        strict=True,
    )
    return {
        key: Reference(
            str(title) or "(no headline)", material.names.outlet(outlet, kind), day(when), safe_url(url)
        )
        for key, title, outlet, kind, when, url in rows
    }


def day(when: Any) -> str:
    """Write the day of an article.

    >>> day(pd.Timestamp("2026-01-14")), day(pd.NaT)
    ('14 January 2026', 'undated')
    """
    return "undated" if pd.isna(when) else numbers.dates(when, when)
