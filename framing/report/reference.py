"""How sections name an article: its headline, outlet, day and address, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class _References(Mapping[str, Reference]):
    """Each article's reference by its id, made when it is asked for."""

    def __init__(self, material: Material) -> None:
        self._rows = material.rows
        self._outlet = material.names.outlet

    def __getitem__(self, key: str) -> Reference:
        row = self._rows[key]
        return Reference(
            str(row["title"]) or "(no headline)",
            self._outlet(str(row["outlet"]), str(row["provenance"])),
            day(row["published"]),
            safe_url(row["url"]),
        )

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def references(material: Material) -> Mapping[str, Reference]:
    """Return every article's reference by its id."""
    return _References(material)


def day(when: Any) -> str:
    """Write the day of an article.

    >>> day(pd.Timestamp("2026-01-14")), day(pd.NaT)
    ('14 January 2026', 'undated')
    """
    return "undated" if pd.isna(when) else numbers.dates(when, when)
