"""Names over the columns of a table that is drawn: level where they fit, else upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.plotting import theme, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Headers", "of"]

#: Longest line of an upright name, in inches.
_TALL = 1.35


@dataclass(frozen=True)
class Headers:
    """Names in lines, the height they need, and whether they stand upright in columns so wide."""

    names: tuple[tuple[str, ...], ...]
    height: float
    upright: bool
    column: float

    def draw(self, panel: Axes, lefts: Sequence[float], foot: float, colours: Sequence[str]) -> None:
        """Write each name over its column, which begins at `lefts`, its last line above `foot`."""
        for lines, left, colour in zip(self.names, lefts, colours, strict=True):
            panel.text(
                left + (min(self.column / 2, 0.18) if self.upright else 0.04),
                foot - 0.05,
                "\n".join(lines),
                ha="center" if self.upright else "left",
                va="bottom",
                rotation=90 if self.upright else 0,
                multialignment="left",
                linespacing=1.08,
                fontsize=theme.SMALL,
                color=colour,
                clip_on=False,
            )


def of(names: Sequence[str], column: float) -> Headers:
    """Return the headers of columns that are so many inches wide.

    >>> of(["Harbour Courier"], 1.2).upright, of(["Harbour Courier"], 0.3).upright
    (False, True)
    """
    room = column - 0.05
    level = [words.wrap(name, room, theme.SMALL) for name in names]
    # A name is set level unless one of its words would have to be broken.
    if all(words.width_of(word, theme.SMALL) <= room for name in names for word in name.split(" ")):
        tall = max(len(lines) for lines in level) * words.line_height(theme.SMALL)
        return Headers(tuple(map(tuple, level)), tall, False, column)
    most = max(1, int(column / words.line_height(theme.SMALL)))
    lines = []
    for name in names:
        width = next(
            w
            for k in range(40)
            if len(words.wrap(name, w := _TALL + 0.1 * k, theme.SMALL)) <= most or k == 39
        )
        lines.append(tuple(words.wrap(name, width, theme.SMALL)[:most]))
    tall = max(words.width_of(line, theme.SMALL) for some in lines for line in some)
    return Headers(tuple(lines), tall, True, column)
