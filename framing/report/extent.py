"""How much of a large study stands on the page; the tables beside it always hold all.

A page of ten thousand rows is of no use to a reader and too much for a browser.
What is kept are the most certain comparisons, and the numbers behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.report import sentences, sourcing

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["HITS", "ROWS", "SOURCES", "Extent", "extent", "order"]

#: Rows of one table on the page.
ROWS = 500
#: Of these for who speaks, where there are too many for all.
SOURCES = 150
#: Hits on the page for all numbers together, and the least for one number.
HITS, LEAST = 12_000, 5


@dataclass(frozen=True)
class Extent:
    """Numbers of the rows of contrast and profile that stand on the page."""

    contrast: frozenset[int]
    profile: frozenset[int]

    def hits(self, most: int) -> int:
        """Return how many hits one number may show: `most`, or of many numbers fewer each."""
        return max(LEAST, min(most, HITS // max(len(self.profile), 1)))


def order(material: Material) -> list[tuple[int, str]]:
    """Return number and band of every contrast row, the most certain first."""
    collection = str(material.settings.get("collection", "unknown"))
    found = []
    for number, row in enumerate(material.contrast.to_dict("records")):
        key = sentences.certainty(row, *material.sides(row))
        # All that was published carries no p, so there the hits behind a difference rank it.
        key = key[-1:] if collection == "census" else key
        names = tuple(str(row[column]) for column in ("measure", "voice", "a", "b"))
        found.append((key, names, number, sentences.band(row, collection)))
    return [(number, band) for _, _, number, band in sorted(found)]


def extent(material: Material) -> Extent:
    """Choose the rows: the most certain comparisons; the numbers behind them; those of the larger groups."""
    contrast = _contrast(material)
    if len(material.profile) <= ROWS:
        return Extent(contrast, frozenset(range(len(material.profile))))
    rows = material.contrast.to_dict("records")
    behind = (material.number(rows[place], side) for place in sorted(contrast) for side in ("a", "b"))
    kept = {number for number in behind if number is not None}
    sizes = material.articles[material.by].astype(str).value_counts()
    groups = material.profile["group"].astype(str)
    by_size = sorted(range(len(groups)), key=lambda n: (-sizes.get(groups.iloc[n], 0), groups.iloc[n], n))
    for number in by_size:
        if len(kept) >= ROWS:
            break
        kept.add(number)
    return Extent(contrast, frozenset(kept))


def _contrast(material: Material) -> frozenset[int]:
    """Choose the most certain comparisons; those of who speaks don't crowd out all others."""
    order = [number for number, _ in material.order]
    if len(order) <= ROWS:
        return frozenset(order)
    measures = material.contrast["measure"].astype(str).tolist()
    whose = [number for number in order if sourcing.is_sources(measures[number])]
    others = [number for number in order if not sourcing.is_sources(measures[number])]
    first = [*others[: max(ROWS - SOURCES, ROWS - len(whose))], *whose[: max(SOURCES, ROWS - len(others))]]
    return frozenset(first[:ROWS])
