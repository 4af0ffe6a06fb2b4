"""How much of a large study stands on the page; the tables beside it always hold all.

A page of ten thousand rows is of no use to a reader and too much for a browser.
What is kept are the most certain comparisons, and the numbers behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.report import apart, retold, sourcing, standing

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["HITS", "ROWS", "SOURCES", "Extent", "extent", "order"]

#: Rows of one table on the page.
ROWS = 500
#: Of these for who speaks, for stance and for frames, where there are too many for all.
SOURCES = 150
#: Hits on the page for all numbers together, and the least for one number; for those of stance and frames.
HITS, LEAST = 9_000, 4
HITS_APART, LEAST_APART = 4_000, 3


@dataclass(frozen=True)
class Extent:
    """Numbers of the rows of contrast and profile that stand on the page.

    `apart` are rows of the profile that only sections of their own show.
    """

    contrast: frozenset[int]
    profile: frozenset[int]
    apart: frozenset[int] = frozenset()

    @property
    def opened(self) -> frozenset[int]:
        """The rows of the profile whose sentences are on the page."""
        return self.profile | self.apart

    def hits(self, most: int, number: int = -1) -> int:
        """Return how many hits a number may show: `most`, or of many numbers fewer each."""
        if number in self.apart:
            return max(LEAST_APART, min(most, HITS_APART // len(self.apart)))
        return max(LEAST, min(most, HITS // max(len(self.profile), 1)))


def order(material: Material) -> list[tuple[int, str]]:
    """Return number and band of each contrast row that compares something, most certain first in its band."""
    collection = str(material.settings.get("collection", "unknown"))
    found = []
    mentioned = apart.mentioned(material)
    for number, row in enumerate(material.contrast.to_dict("records")):
        sides = material.sides(row)
        # Where only one group names a target, or none does, there is nothing to compare.
        if mentioned.get(material.cell(row), 2) < 2 or (
            apart.kind(row["measure"]) == "stance" and any(own and not own["n_hits"] for own in sides)
        ):
            continue
        key = standing.certainty(row, *sides)
        # All that was published carries no p, so there the hits behind a difference rank it.
        key = key[-1:] if collection == "census" else key
        names = tuple(str(row[column]) for column in ("measure", "voice", "a", "b"))
        band = standing.band(row, collection, material.right(row))
        found.append((standing.rank(row, band), key, names, number, band))
    return [(number, band) for *_, number, band in sorted(found)]


def extent(material: Material) -> Extent:
    """Choose the rows: the most certain comparisons; the numbers behind them; those of the larger groups."""
    contrast = _contrast(material)
    rows = material.contrast.to_dict("records")
    behind = {material.number(rows[place], side) for place in sorted(contrast) for side in ("a", "b")} - {
        None
    }
    measures = material.profile["measure"].astype(str)
    # Stance and frames have sections of their own; in the tables they would stand for most of the rows.
    own = {number for number, name in enumerate(measures) if apart.kind(name)}
    kept = {number for number in behind if number is not None}
    others = [number for number in range(len(measures)) if number not in own]
    shown = frozenset(kept & own) | apart.rows(material)
    told = retold.rows(material)
    if len(others) <= ROWS:
        return Extent(contrast, frozenset(others), shown | (told - set(others)))
    kept -= own
    sizes = material.articles[material.by].astype(str).value_counts()
    groups = material.profile["group"].astype(str)
    for number in sorted(others, key=lambda n: (-sizes.get(groups.iloc[n], 0), groups.iloc[n], n)):
        if len(kept) >= ROWS:
            break
        kept.add(number)
    return Extent(contrast, frozenset(kept), shown | (told - kept))


def _contrast(material: Material) -> frozenset[int]:
    """Choose the most certain comparisons; those of who speaks, of stance, of frames crowd out no others."""
    order = [number for number, _ in material.order]
    if len(order) <= ROWS:
        return frozenset(order)
    measures = material.contrast["measure"].astype(str).tolist()
    crowds: dict[str, list[int]] = {}
    for number in order:
        name = measures[number]
        crowds.setdefault("sources" if sourcing.is_sources(name) else apart.kind(name), []).append(number)
    others = crowds.pop("", [])
    # Each has its part; what one of them leaves goes to the most certain of all that are left.
    part = SOURCES if len(crowds) < 2 else 3 * SOURCES // (2 * len(crowds))
    least = {name: own[:part] for name, own in crowds.items()}
    room = ROWS - sum(map(len, least.values()))
    first = {*others[:room], *(number for own in least.values() for number in own)}
    rest = [number for number in order if number not in first]
    return frozenset([*first, *rest[: ROWS - len(first)]])
