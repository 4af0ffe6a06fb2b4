"""The numbers behind comparisons that sections of their own tell: made again, or under other treatments.

Their sentences stand on the page, so that a heading there opens what the comparison itself opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["rows"]


def rows(material: Material) -> frozenset[int]:
    """Return the numbers of the rows of the profile behind what sections on robustness and agency tell."""
    # Sections build on this module's material.
    from framing.report.sections import agency, robust

    told = [*robust.keys(material), *agency.moved(material)]
    numbers = (material.number(row, side) for row in told for side in ("a", "b"))
    return frozenset(number for number in numbers if number is not None)
