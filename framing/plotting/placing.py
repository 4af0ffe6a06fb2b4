"""Labels beside points so that none stands on another, on a point it isn't of, or over the edge.

Greedy and without chance: labels are placed in the order given, each at the first free place round its
point, further out where there is none near it; one that finds none is left out, and the caller says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from framing.plotting import theme
from framing.plotting.words import line_height, width_of

__all__ = ["Placed", "placed"]

#: Directions round a point, the best first, and distances from its rim, in inches.
_AROUND = tuple(math.radians(turn) for turn in (0, 180, 90, 270, 35, -35, 145, -145, 65, -65, 115, -115))
_STEPS = (0.03, 0.12, 0.24, 0.4, 0.6)
#: From this distance on a line leads from the label to its point.
LED = 0.1


class Placed(NamedTuple):
    """A label: which one, its centre in inches, where its line ends at the point's rim, or None."""

    index: int
    x: float
    y: float
    line: tuple[float, float, float, float] | None


def placed(
    points: Sequence[tuple[float, float, float]],
    texts: Sequence[str],
    others: Sequence[tuple[float, float, float]],
    width: float,
    height: float,
    size: float = theme.SMALL,
) -> list[Placed]:
    """Return where labels stand.

    Parameters
    ----------
    points, others : sequences of (x, y, radius)
        In inches from the upper left corner of the plot: those that have labels, and those that have none.
    texts : sequence of str
    width, height : float
        Of the plot in inches.
    size : float
        Of the letters, in points.

    Examples
    --------
    >>> [(p.index, p.line) for p in placed([(1, 1, 0.05), (1, 1.02, 0.05)], ["one", "two"], [], 2, 2)]
    [(0, None), (1, None)]
    """
    high = line_height(size)
    taken: list[tuple[float, float, float, float]] = []
    dots = [(x - r, x + r, y - r, y + r) for x, y, r in (*points, *others)]
    lines: list[tuple[float, float, float, float]] = []
    found = []
    for index, ((x, y, r), text) in enumerate(zip(points, texts, strict=True)):
        wide = width_of(text, size) + 0.02
        full = [*taken, *dots[:index], *dots[index + 1 :]]
        spot = _free((x, y, r), (wide, high), full, taken, lines, (width, height))
        if spot is None:
            continue
        at_x, at_y, line = spot
        taken.append(_box(at_x, at_y, wide, high))
        if line:
            lines.append(line)
        found.append(Placed(index, at_x, at_y, line))
    return found


def _free(
    point: tuple[float, float, float],
    size: tuple[float, float],
    full: Sequence[tuple[float, float, float, float]],
    labels: Sequence[tuple[float, float, float, float]],
    lines: Sequence[tuple[float, float, float, float]],
    sheet: tuple[float, float],
) -> tuple[float, float, tuple[float, float, float, float] | None] | None:
    """Return the first free place round a point, and the line that leads there, if it needs one."""
    (x, y, r), (wide, high) = point, size
    for step in _STEPS:
        for turn in _AROUND:
            away_x, away_y = math.cos(turn), -math.sin(turn)
            at_x = x + away_x * (r + step) + (wide / 2) * _side(away_x)
            at_y = y + away_y * (r + step) + (high / 2) * _side(away_y)
            box = _box(at_x, at_y, wide, high)
            if box[0] < 0 or box[1] > sheet[0] or box[2] < 0 or box[3] > sheet[1]:
                continue
            if any(_meet(box, other) for other in full) or any(_crosses(line, [box]) for line in lines):
                continue
            if step <= LED:
                return at_x, at_y, None
            line = (x, y, min(max(x, box[0]), box[1]), min(max(y, box[2]), box[3]))
            if not _crosses(line, labels):
                return at_x, at_y, line
    return None


def _box(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return not (one[1] <= two[0] or one[0] >= two[1] or one[3] <= two[2] or one[2] >= two[3])


def _crosses(
    line: tuple[float, float, float, float], boxes: Sequence[tuple[float, float, float, float]]
) -> bool:
    """Say whether a line meets a box, looked at in nine places."""
    x0, y0, x1, y1 = line
    spots = [(x0 + (x1 - x0) * k / 8, y0 + (y1 - y0) * k / 8) for k in range(9)]
    return any(a < x < b and c < y < d for a, b, c, d in boxes for x, y in spots)


def _side(away: float) -> float:
    return 0.0 if abs(away) < 0.01 else math.copysign(1.0, away)
