"""How wide a figure is on paper, and how one that is laid out becomes that wide, letters and lines with it.

A figure for paper is laid out on a sheet larger than its place there, in the letters of the theme, and is
then made smaller as a whole. So every figure has letters of one size, whatever its width, and room for as
many of them as a page has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.text import Annotation, Text

from framing.errors import FramingError, unknown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "DOUBLE",
    "LEAST",
    "PAPER",
    "SINGLE",
    "Width",
    "inches",
    "resized",
    "shrink",
    "smallest_text",
]

#: A column and a page of a journal in inches: 89 mm and 183 mm, as Nature asks for in its formatting guide
#: for authors; those of most journals are within a few millimetres of them.
SINGLE, DOUBLE = 89 / 25.4, 183 / 25.4
#: Points. Letters smaller than this are hard to read in print.
LEAST = 5.5
#: How much smaller a figure is on paper than on the sheet it is laid out on: 9 points become 6.
PAPER = 2 / 3
#: What `inches` takes: narrower than this there is no room for the names of rows, wider is no page.
_NARROWEST, _WIDEST = 3.0, 20.0

Width: TypeAlias = Literal["single", "double"] | float


def inches(width: Width) -> float:
    """Return a width of paper in inches.

    Parameters
    ----------
    width : {"single", "double"} or float
        A column of 89 mm, a page of 183 mm, or inches.

    Raises
    ------
    FramingError
        Another word, or a number below 3 or above 20.

    Examples
    --------
    >>> round(inches("single") * 25.4), inches(6)
    (89, 6.0)
    """
    named = {"single": SINGLE, "double": DOUBLE}
    if isinstance(width, str):
        if width not in named:
            raise unknown("width", width, [*named, "a number of inches"])
        return named[width]
    if isinstance(width, bool) or not isinstance(width, (int, float)):
        raise FramingError(f"width: {width!r} is no width; give 'single', 'double' or a number of inches")
    if not _NARROWEST <= width <= _WIDEST:
        raise FramingError(
            f"width: {width:g} inches is not possible; give {_NARROWEST:g} to {_WIDEST:g}, "
            "or 'single' or 'double'"
        )
    return float(width)


def smallest_text(ax: Axes) -> float:
    """Return the points of the smallest letters in the figure that holds `ax`; infinite without any."""
    texts = ax.get_figure(root=True).findobj(Text)
    sizes = [text.get_fontsize() for text in texts if text.get_visible() and text.get_text().strip()]
    return float(min(sizes, default=float("inf")))


def shrink(ax: Axes, factor: float) -> None:
    """Make the figure that holds `ax` so many times as large, with all its letters, lines and marks."""
    _resize(ax, factor)


@contextmanager
def resized(ax: Axes, factor: float) -> Iterator[None]:
    """Have the figure that holds `ax` another size as long as the block lasts; then it is as before."""
    undo = _resize(ax, factor)
    try:
        yield
    finally:
        for back in reversed(undo):
            back()


def _resize(ax: Axes, factor: float) -> list[Callable[[], object]]:
    """Multiply every length that isn't one of the axes' own, and return what puts it back."""
    undo: list[Callable[[], object]] = []

    def put(change: Callable[[Any], object], old: Any, new: Any) -> None:
        undo.append(lambda: change(old))
        change(new)

    figure = ax.get_figure(root=True)
    put(figure.set_size_inches, tuple(figure.get_size_inches()), tuple(figure.get_size_inches() * factor))
    waiting = list(figure.get_children())
    while waiting:
        artist = waiting.pop()
        if isinstance(artist, Axis):
            _ticks(artist, factor, put)
            put(lambda pad, a=artist: setattr(a, "labelpad", pad), artist.labelpad, artist.labelpad * factor)
            waiting += [artist.label, artist.offsetText]
            continue
        if isinstance(artist, Text):
            put(artist.set_fontsize, artist.get_fontsize(), artist.get_fontsize() * factor)
            if isinstance(artist, Annotation) and artist.anncoords == "offset points":
                put(lambda xy, a=artist: setattr(a, "xyann", xy), artist.xyann, _times(artist.xyann, factor))
            # The paper behind a text follows its letters.
            continue
        if isinstance(artist, Line2D):
            for name in ("linewidth", "markersize", "markeredgewidth"):
                old = getattr(artist, f"get_{name}")()
                put(getattr(artist, f"set_{name}"), old, old * factor)
        elif isinstance(artist, Patch):
            put(artist.set_linewidth, artist.get_linewidth(), artist.get_linewidth() * factor)
            put(
                artist.set_hatch_linewidth,
                artist.get_hatch_linewidth(),
                artist.get_hatch_linewidth() * factor,
            )
            if isinstance(artist, FancyArrowPatch):
                old = artist.get_mutation_scale()
                put(artist.set_mutation_scale, old, old * factor)
                for name in ("shrinkA", "shrinkB"):
                    old = getattr(artist, name)
                    put(lambda v, a=artist, n=name: setattr(a, n, v), old, old * factor)
        elif isinstance(artist, Collection):
            put(artist.set_linewidth, artist.get_linewidth(), _times(artist.get_linewidth(), factor))
            if hasattr(artist, "set_sizes"):
                sizes = artist.get_sizes()
                put(artist.set_sizes, sizes, sizes * factor**2)
        waiting += artist.get_children()
    return undo


def _ticks(axis: Axis, factor: float, put: Callable[[Callable[[Any], object], Any, Any], None]) -> None:
    """Resize ticks by their settings, since more of them may be made when the figure is drawn."""
    for which in ("major", "minor"):
        tick = getattr(axis, f"get_{which}_ticks")(1)[0]
        old = {
            "length": tick.tick1line.get_markersize(),
            "pad": tick.get_pad(),
            "width": tick.tick1line.get_markeredgewidth(),
            "labelsize": tick.label1.get_fontsize(),
            "grid_linewidth": tick.gridline.get_linewidth(),
        }
        new = {name: value * factor for name, value in old.items()}
        put(lambda how, w=which: axis.set_tick_params(which=w, **how), old, new)


def _times(lengths: Any, factor: float) -> Any:
    """Multiply one length, or each of several."""
    return [v * factor for v in lengths] if hasattr(lengths, "__iter__") else lengths * factor
