"""Articles on an axis of time drawn by hand, with a place beside it for those without a date.

All places are in inches from the left edge of a panel, so that a table of counts can stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.plotting import days, theme, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["UNDATED", "Timeline", "area", "binned", "days_in", "sample"]

#: Inches of the place for articles without a date.
UNDATED = 0.66
#: Least width of a bin, and the largest diameter of a dot, in inches.
_BIN, WIDEST, _LEAST = 0.07, 0.2, 0.045


@dataclass(frozen=True)
class Timeline:
    """From `left` on, `width` inches for `first` to `last`; then a place for the undated, if any."""

    left: float
    width: float
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    undated: bool

    def x(self, day: pd.Timestamp) -> float:
        """Return where a day stands; a day is as wide as it is long."""
        span = (self.last - self.first).days + 1
        return self.left + self.width * ((day - self.first).days + 0.5) / span

    @property
    def _apart(self) -> tuple[float, float]:
        """Where the place of the undated begins and how wide it is: all there is, if nothing has a date."""
        return (self.left, self.width) if self.first is None else (self.left + self.width, UNDATED)

    @property
    def aside(self) -> float:
        """Where the undated stand."""
        start, wide = self._apart
        return start + wide / 2

    @property
    def end(self) -> float:
        """Where it all ends."""
        return sum(self._apart) if self.undated else self.left + self.width

    def axis(self, panel: Axes, top: float, bottom: float) -> None:
        """Write the days above, with a fine line down from each, and shade the place of the undated."""
        for day, said in self._ticks():
            x = self.x(day)
            panel.plot([x, x], [top, bottom], color=theme.GRID, linewidth=0.8, label="_day", zorder=0)
            _above(panel, self._middle(x, said), top, said)
        if self.undated:
            start, wide = self._apart
            panel.axvspan(
                start + 0.05,
                start + wide - 0.05,
                color=theme.GRID,
                alpha=0.7,
                linewidth=0,
                zorder=0,
                label="_aside",
            )
            _above(panel, self.aside, top, "undated")

    def _ticks(self) -> list[tuple[pd.Timestamp, str]]:
        """Return as many round days as have room for their words."""
        if self.first is None or self.last is None:
            return []
        for most in range(8, 0, -1):
            found = days.ticks(self.first, self.last, most)
            ends = [(self._middle(self.x(day), said), _half(said) + 0.05) for day, said in found]
            if all(a + wide <= b - other for (a, wide), (b, other) in pairwise(ends)):
                return found
        return found

    def _middle(self, x: float, said: str) -> float:
        """Return the middle of a day's words, moved so that they stay over the axis."""
        half = _half(said)
        return max(min(x, self.left + self.width - half), self.left + half)

    def dots(self, panel: Axes, own: pd.DataFrame, y: float, colour: str, largest: int, room: float) -> None:
        """Draw the articles of one outlet in a row: a dot a day, or of a long time a dot a bin."""
        if self.first is not None:
            for day, size in binned(own, self):
                self._dot(panel, self.x(day), y, colour, size, largest, room)
        bare = own[own["day"].isna()]
        if len(bare):
            self._dot(panel, self.aside, y, colour, int(bare["words"].sum()), largest, room)

    def _dot(
        self, panel: Axes, x: float, y: float, colour: str, size: int, largest: int, room: float
    ) -> None:
        panel.scatter(
            [x],
            [y],
            s=area(size, largest, room),
            color=colour,
            alpha=0.72,
            edgecolors="white",
            linewidths=0.5,
            clip_on=False,
            label="_articles",
            zorder=3,
        )


def binned(own: pd.DataFrame, line: Timeline) -> list[tuple[pd.Timestamp, int]]:
    """Return middle day and words of each bin that has articles."""
    dated = own[own["day"].notna()]
    if dated.empty or line.first is None:
        return []
    width = days_in(line)
    place = (dated["day"] - line.first).dt.days // width
    sums = dated.groupby(place)["words"].sum()
    last = (line.last - line.first).days
    middles = [min(int(k) * width + (width - 1) // 2, last) for k in sums.index]
    return [(line.first + pd.Timedelta(days=at), int(size)) for at, size in zip(middles, sums, strict=True)]


def days_in(line: Timeline) -> int:
    """Return how many days one dot sums up on an axis."""
    if line.first is None or line.last is None:
        return 1
    return max(1, int(np.ceil(_BIN * ((line.last - line.first).days + 1) / line.width)))


def area(size: int, largest: int, widest: float = WIDEST) -> float:
    """Return the area of a dot in square points: in proportion to words, and never too small to see."""
    diameter = max(widest * float(np.sqrt(max(size, 0) / max(largest, 1))), _LEAST)
    return (72 * diameter) ** 2


def sample(largest: int) -> int:
    """Return a round number of words for the key, not above the largest dot.

    >>> sample(7431), sample(3)
    (5000, 2)
    """
    power = 10 ** int(np.log10(max(largest, 1)))
    return next(n * power for n in (5, 2, 1) if n * power <= max(largest, 1))


def _half(said: str) -> float:
    return max(words.width_of(line, theme.SMALL) for line in said.split("\n")) / 2


def _above(panel: Axes, x: float, y: float, said: str) -> None:
    panel.text(
        x,
        y - 0.05,
        said,
        ha="center",
        va="bottom",
        linespacing=1.08,
        fontsize=theme.SMALL,
        color=theme.MUTED,
        clip_on=False,
    )
