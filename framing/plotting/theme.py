"""How every figure looks, and how it is written so that the same table gives the same bytes.

Colours, sizes, the one context in which settings of matplotlib are changed,
and saving. No figure is drawn here and nothing is set globally: outside
:func:`context` the user's own settings stand.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache, wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text

from framing.errors import FramingError, FramingWarning, unknown
from framing.plotting import sizes
from framing.plotting.lean_svg import alone, lean
from framing.plotting.sizes import Width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Draw = TypeVar("Draw", bound="Callable[..., Axes]")

__all__ = [
    "PALETTE",
    "VOICES",
    "Voice",
    "colors",
    "context",
    "figure",
    "save",
    "shade",
    "tint",
    "to_bytes",
    "to_svg",
]

#: Okabe and Ito (2008), ordered so that the first three differ most, also in print. Their yellow
#: is too pale on white for a dot, so it comes last and darkened.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#5C5C5C", "#B5A600")

INK = "#222222"
MUTED = "#595959"
RULE = "#C9C9C9"
GRID = "#E9E9E9"

#: Natural width in inches, by number of panels side by side: one is still legible when a phone
#: scales it down, two fill a page, three a page on its side.
WIDTHS = {1: 5.4, 2: 7.6, 3: 10.0}
#: Points. Nothing is set smaller than SMALL.
TITLE, FONT, SMALL = 11.5, 10.0, 9.0

_CJK = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimHei")
_FORMATS = ("pdf", "png", "svg")
#: Settings that are lengths in points.
_LENGTHS = (
    *("font.size", "axes.labelsize", "axes.titlesize", "axes.linewidth", "grid.linewidth", "lines.linewidth"),
    *("lines.markersize", "lines.markeredgewidth", "patch.linewidth"),
    *(
        f"{axis}tick.{name}"
        for axis in "xy"
        for name in ("labelsize", "major.size", "major.width", "major.pad")
    ),
)
#: Agg can't draw more pixels than this in one direction.
_PIXELS = 60_000


class Voice:
    """How a voice is shown: its name, its marker, and how far its outlet's colour is thinned."""

    def __init__(self, name: str, marker: str, pale: float, size: float) -> None:
        self.name, self.marker, self.pale, self.size = name, marker, pale, size


#: In the order in which they are drawn. The hue stays the outlet's.
VOICES: Mapping[str, Voice] = {
    "outlet": Voice("outlet's own words", "o", 0.0, 6.2),
    "quoted": Voice("quoted", "D", 0.72, 5.4),
    "reported": Voice("reported", "s", 0.36, 5.6),
    "all": Voice("all words", "o", 0.0, 6.2),
}


def colors(keys: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give each outlet its colour: the palette's, in order of the sorted keys.

    Parameters
    ----------
    keys : iterable of str
        Outlet keys, in any order, repeated or not. Pass the keys of the whole
        study, so that a table that lacks an outlet doesn't shift the others.
    given : mapping of str to str, optional
        Colours that are settled already; they are kept, and not given again.

    Returns
    -------
    dict of str to str
        Hex colours. From the ninth outlet on, darker forms of the palette.

    Raises
    ------
    FramingError
        A given colour is none that matplotlib knows.

    Examples
    --------
    >>> colors(["xinhua", "global_times", "xinhua"])
    {'global_times': '#0072B2', 'xinhua': '#D55E00'}
    """
    settled: dict[str, str] = {}
    for key, colour in (given or {}).items():
        try:
            settled[str(key)] = to_hex(colour).upper()
        except ValueError:
            raise FramingError(
                f"colors: {colour!r} for {key!r} is not a colour; give a name or a hex code such as '#0072B2'"
            ) from None
    wanted = sorted({str(key) for key in keys})
    free = iter([c for c in _endless(len(wanted) + len(settled)) if c not in settled.values()])
    return {key: settled[key] if key in settled else next(free) for key in wanted}


def _endless(count: int) -> list[str]:
    rounds = range(1 + count // len(PALETTE))
    return [shade(colour, 1 - 0.75**turn) for turn in rounds for colour in PALETTE]


def tint(colour: str, amount: float) -> str:
    """Mix a colour with white: 0 leaves it, 1 is white."""
    return to_hex([c + (1 - c) * amount for c in to_rgb(colour)]).upper()


def shade(colour: str, amount: float) -> str:
    """Mix a colour with black: 0 leaves it, 1 is black."""
    return to_hex([c * (1 - amount) for c in to_rgb(colour)]).upper()


@cache
def families(text: str = "") -> list[str]:
    """Return the fonts for a text: DejaVu, which matplotlib brings, and one for letters it lacks."""
    own = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    if all(ord(letter) in own for letter in text if letter.isprintable()):
        return ["DejaVu Sans"]
    have = set(font_manager.get_font_names())
    return ["DejaVu Sans", *[name for name in _CJK if name in have][:1]]


@contextmanager
def context(width: Width | None = None) -> Iterator[None]:
    """Matplotlib's own defaults with this theme on them, for as long as the block lasts.

    The user's settings are put aside, so that a figure doesn't depend on a
    matplotlibrc. Works as a decorator too.

    Parameters
    ----------
    width : {"single", "double"} or float, optional
        For figures of one's own beside these on paper: their size, and letters and lines as large as those
        of a figure made so wide.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": families(""),
                "font.size": FONT,
                "text.color": INK,
                "text.parse_math": False,
                "text.hinting": "none",
                "axes.labelsize": SMALL,
                "axes.labelcolor": MUTED,
                "axes.edgecolor": RULE,
                "axes.linewidth": 0.8,
                "axes.axisbelow": True,
                "axes.titlesize": FONT,
                "xtick.labelsize": SMALL,
                "ytick.labelsize": SMALL,
                "xtick.color": RULE,
                "ytick.color": RULE,
                "xtick.labelcolor": MUTED,
                "ytick.labelcolor": INK,
                "grid.color": GRID,
                "grid.linewidth": 0.8,
                "figure.facecolor": "white",
                "savefig.facecolor": "white",
                "path.simplify": False,
                # Text as outlines: a label is as wide on every screen as it was measured here, so
                # none is cut or overlaps where a reader lacks the font. What it costs, text that can
                # be searched, the report gives back with a table and a sentence beside the figure.
                "svg.fonttype": "path",
                "svg.hashsalt": "framing",
                # Letters as outlines of their font, whole and embedded: what publishers' checks ask for.
                "pdf.fonttype": 42,
                # Blue first; matplotlib's own ten are not all apart for the colour-blind.
                "axes.prop_cycle": cycler(color=PALETTE),
            }
        )
        if width is not None:
            full = sizes.inches(width)
            mpl.rcParams.update({name: mpl.rcParams[name] * sizes.PAPER for name in _LENGTHS})
            mpl.rcParams.update(
                {"figure.figsize": (full, 0.62 * full), "legend.fontsize": SMALL * sizes.PAPER}
            )
        yield


def figure(draw: Draw) -> Draw:
    """Make a function that draws on an Axes do so in this theme, with fonts that have its letters.

    One that takes `width` and hands it to `layout.lay_out` lays its figure out on a sheet for that width;
    here it becomes so wide.
    """

    @wraps(draw)
    def themed(*args: Any, **kwargs: Any) -> Axes:
        width = kwargs.get("width")
        if width is not None and kwargs.get("ax") is not None:
            raise FramingError("width: the axes given have a width of their own; give ax or width, not both")
        full = sizes.inches(width) if width is not None else None
        with context():
            ax = draw(*args, **kwargs)
            for text in ax.findobj(Text):
                fonts = families(text.get_text())
                if len(fonts) > 1:
                    # The fonts for other scripts seldom come in bold.
                    text.set(fontfamily=fonts, fontweight="normal", fontstyle="normal")
            if full is not None:
                sizes.shrink(ax, full / _root(ax).get_size_inches()[0])
        return ax

    return cast("Draw", themed)


def to_svg(ax: Axes, *, alt: str = "") -> str:
    """Return the figure that holds `ax` as SVG, ready to stand in a page or a file.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        As a figure function returned it.
    alt : str, optional
        One sentence for those who can't see it.

    Returns
    -------
    str
        One ``<svg>`` element without XML declaration; the same bytes each
        time. Its ids are its own, so that many can stand in one page.
    """
    target = io.StringIO()
    _write(ax, target, format="svg", metadata={"Date": None, "Creator": None})
    svg = lean(target.getvalue())
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1) if alt else svg


def save(ax: Axes, path: str | Path, *, width: Width | None = None, dpi: float = 200, alt: str = "") -> Path:
    """Write the figure that holds `ax`; the suffix says as what.

    A PDF holds its fonts whole (Type 42), so that its text can be searched and set again; an SVG holds
    letters as outlines and needs no font.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        As a figure function returned it.
    path : str or Path
        Ends in .svg, .png or .pdf. Written aside and moved into place.
    width : {"single", "double"} or float, optional
        Make the picture so wide, letters and lines with it; the figure itself stays as it is. A figure that
        is drawn with the same `width` needs none here, and is laid out for it.
    dpi : float
        Dots an inch of a PNG; lowered where a figure is too long for that.
    alt : str, optional
        See `to_svg`.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    FramingError
        Another suffix or no width, or the folder can't be written to.

    Warns
    -----
    FramingWarning
        Letters become smaller than 5.5 points.
    """
    path = Path(path)
    form = path.suffix.lower().removeprefix(".")
    if form not in _FORMATS:
        raise unknown("suffix", path.suffix, [f".{f}" for f in _FORMATS], where=str(path))
    factor = 1.0 if width is None else sizes.inches(width) / _root(ax).get_size_inches()[0]
    with sizes.resized(ax, factor) if abs(factor - 1) > 1e-9 else nullcontext():
        if width is not None and (least := sizes.smallest_text(ax)) < sizes.LEAST - 1e-6:
            warnings.warn(
                f"{path.name}: so narrow, its smallest letters are {least:.1f} points high; draw it with "
                f"width={width!r}, which lays it out anew",
                FramingWarning,
                stacklevel=2,
            )
        data = alone(to_svg(ax, alt=alt)).encode() if form == "svg" else to_bytes(ax, form, dpi)
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data)
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True) if aside.parent.is_dir() else None
        raise FramingError(f"{path}: can't be written ({error.strerror}); choose another folder") from None
    return path


def to_bytes(ax: Axes, form: str, dpi: float) -> bytes:
    """Return the figure that holds `ax` as PNG or PDF, without date or name of the program."""
    dpi = min(dpi, _PIXELS / max(_root(ax).get_size_inches()))
    metadata = (
        {"Software": None} if form == "png" else {"CreationDate": None, "Creator": None, "Producer": None}
    )
    target = io.BytesIO()
    _write(ax, target, format=form, metadata=metadata, dpi=dpi)
    return target.getvalue()


def _write(ax: Axes, target: IO[Any], **how: Any) -> None:
    """Write a figure in this theme; letters that no font has become one warning of ours."""
    with context(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        _root(ax).savefig(target, **how)
    absent = sorted({said.split()[1] for said in map(_said, caught) if said.startswith("Glyph ")}, key=int)
    for warning in caught:
        if not _said(warning).startswith("Glyph "):
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    if absent:
        letters = "".join(chr(int(code)) for code in absent[:12])
        warnings.warn(
            f"no installed font has the letters {letters!r}: they are drawn as boxes; install Noto Sans CJK "
            "or another font that has them",
            FramingWarning,
            stacklevel=4,
        )


def _said(warning: warnings.WarningMessage) -> str:
    return str(warning.message)


def _root(ax: Axes) -> Any:
    return ax.get_figure(root=True)
