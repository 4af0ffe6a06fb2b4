"""How every figure looks, and how it is written so that the same table gives the same bytes.

Colours, sizes, the one context in which settings of matplotlib are changed,
and saving. No figure is drawn here and nothing is set globally: outside
:func:`context` the user's own settings stand.
"""

from __future__ import annotations

import io
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, TypeVar, cast
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text
from matplotlib.textpath import text_to_path

from framing.errors import FramingError, unknown, warn
from framing.views import vocabulary

# How wide a figure is on paper, and how one that is laid out becomes that wide, letters and lines with it.

#: A column and a page of a journal in inches: 89 mm and 183 mm, as Nature asks for in its formatting guide
#: for authors; those of most journals are within a few millimetres of them.
SINGLE, DOUBLE = 89 / 25.4, 183 / 25.4
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


def root(drawn: Any) -> Any:
    """Return the whole figure of what was drawn, axes or a figure."""
    return drawn.get_figure(root=True)


def inches_of(drawn: Any) -> tuple[float, float]:
    """Return the width and height of axes or a figure."""
    return tuple(drawn.bbox.size / root(drawn).dpi)


def room_of(ax: Axes) -> tuple[float, float, float, float]:
    """Return the part of its figure that axes may fill: all where they are alone, else their own place."""
    figure, place = ax.get_figure(root=False), ax.get_subplotspec()
    if len(figure.axes) == 1 and not figure.get_suptitle():
        return 0.0, 0.0, 1.0, 1.0
    # Axes that were drawn on before have shrunk in their place.
    return (place.get_position(figure) if place else ax.get_position(original=True)).bounds


def resize(waiting: list[Any], factor: float) -> None:
    """Multiply every length of some artists and all they are made of."""
    while waiting:
        artist = waiting.pop()
        if isinstance(artist, Axis):
            _resize_ticks(artist, factor)
            artist.labelpad *= factor
            waiting += [artist.label, artist.offsetText]
            continue
        if isinstance(artist, Text):
            artist.set_fontsize(artist.get_fontsize() * factor)
            if isinstance(artist, Annotation) and artist.anncoords == "offset points":
                artist.xyann = _times(artist.xyann, factor)
            # The paper behind a text follows its letters.
            continue
        for kind, names in _LENGTHS_OF.items():
            for name in names if isinstance(artist, kind) else ():
                getattr(artist, f"set_{name}")(_times(getattr(artist, f"get_{name}")(), factor))
        if isinstance(artist, Collection) and hasattr(artist, "set_sizes"):
            artist.set_sizes(artist.get_sizes() * factor**2)
        waiting += artist.get_children()


#: What of each kind of artist is a length.
_LENGTHS_OF = {
    Line2D: ("linewidth", "markersize", "markeredgewidth"),
    Patch: ("linewidth", "hatch_linewidth"),
    Collection: ("linewidth",),
}


def _resize_ticks(axis: Axis, factor: float) -> None:
    """Resize ticks by their settings, since more of them may be made when the figure is drawn."""
    for which in ("major", "minor"):
        tick = getattr(axis, f"get_{which}_ticks")(1)[0]
        lengths = {
            "length": tick.tick1line.get_markersize(),
            "pad": tick.get_pad(),
            "width": tick.tick1line.get_markeredgewidth(),
            "labelsize": tick.label1.get_fontsize(),
            "grid_linewidth": tick.gridline.get_linewidth(),
        }
        axis.set_tick_params(which=which, **{name: value * factor for name, value in lengths.items()})


def _times(lengths: Any, factor: float) -> Any:
    """Multiply one length, or each of several."""
    return [v * factor for v in lengths] if hasattr(lengths, "__iter__") else lengths * factor


Draw = TypeVar("Draw", bound="Callable[..., Any]")


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


_WORDS = {**vocabulary.VOICES["full"], "all": "all words"}
#: In the order in which they are drawn. The hue stays the outlet's.
VOICES: Mapping[str, Voice] = {
    "outlet": Voice(_WORDS["outlet"], "o", 0.0, 6.2),
    "quoted": Voice(_WORDS["quoted"], "D", 0.72, 5.4),
    "reported": Voice(_WORDS["reported"], "s", 0.36, 5.6),
    "all": Voice(_WORDS["all"], "o", 0.0, 6.2),
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
            full = inches(width)
            mpl.rcParams.update({name: mpl.rcParams[name] * PAPER for name in _LENGTHS})
            mpl.rcParams.update({"figure.figsize": (full, 0.62 * full), "legend.fontsize": SMALL * PAPER})
        yield


def figure(draw: Draw) -> Draw:
    """Make a function that draws do so in this theme, with fonts that have its letters.

    One that takes `width` and hands it to `layout.lay_out` lays its figure out on a sheet for that width;
    here it becomes so wide.
    """

    @wraps(draw)
    def themed(*args: Any, **kwargs: Any) -> Any:
        width = kwargs.get("width")
        if width is not None and kwargs.get("ax") is not None:
            raise FramingError("width: the axes given have a width of their own; give ax or width, not both")
        size = None if width is None else inches(width)
        with context():
            drawn = draw(*args, **kwargs)
            for text in drawn.findobj(Text):
                fonts = families(text.get_text())
                if len(fonts) > 1:
                    # The fonts for other scripts seldom come in bold.
                    text.set(fontfamily=fonts, fontweight="normal", fontstyle="normal")
            if size is not None:
                whole = root(drawn)
                scale = size / whole.get_size_inches()[0]
                whole.set_size_inches(whole.get_size_inches() * scale)
                resize(whole.get_children(), scale)
        return drawn

    return cast("Draw", themed)


def to_svg(ax: Axes | Figure, *, alt: str = "") -> str:
    """Return what was drawn as SVG, ready to stand in a page or a file.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or matplotlib.figure.Figure
        As a figure function returned it.
    alt : str, optional
        One sentence for those who can't see it.

    Returns
    -------
    str
        One ``<svg>`` element without XML declaration; the same bytes each time. Many can stand in one page:
        what two of them call alike is the same letter, mark or frame.
    """
    target = io.StringIO()
    _write(ax, target, format="svg", metadata={"Date": None, "Creator": None})
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", target.getvalue(), flags=re.DOTALL)
    svg = svg[svg.index("<svg") :]
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1) if alt else svg


def save(ax: Axes | Figure, path: str | Path, *, dpi: float = 200, alt: str = "") -> Path:
    """Write the figure that holds `ax`; the suffix says as what.

    A PDF holds its fonts whole (Type 42), so that its text can be searched and set again; an SVG holds
    letters as outlines and needs no font.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or matplotlib.figure.Figure
        As a figure function returned it.
    path : str or Path
        Ends in .svg, .png or .pdf. Written aside and moved into place.
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
        Another suffix, or the folder can't be written to.
    """
    path = Path(path)
    form = path.suffix.lower().removeprefix(".")
    if form not in _FORMATS:
        raise unknown("suffix", path.suffix, [f".{f}" for f in _FORMATS], where=str(path))
    data = to_svg(ax, alt=alt).encode() if form == "svg" else to_bytes(ax, form, dpi)
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data)
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True) if aside.parent.is_dir() else None
        raise FramingError(f"{path}: can't be written ({error.strerror}); choose another folder") from None
    return path


def to_bytes(ax: Axes | Figure, form: str, dpi: float) -> bytes:
    """Return the figure that holds `ax` as PNG or PDF, without date or name of the program."""
    dpi = min(dpi, _PIXELS / max(root(ax).get_size_inches()))
    metadata = (
        {"Software": None} if form == "png" else {"CreationDate": None, "Creator": None, "Producer": None}
    )
    target = io.BytesIO()
    _write(ax, target, format=form, metadata=metadata, dpi=dpi)
    return target.getvalue()


def _write(ax: Axes | Figure, target: IO[Any], **how: Any) -> None:
    """Write a figure in this theme; letters that no font has become one warning of ours."""
    with context(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        root(ax).savefig(target, **how)
    absent = sorted({said.split()[1] for said in map(_said, caught) if said.startswith("Glyph ")}, key=int)
    for warning in caught:
        if not _said(warning).startswith("Glyph "):
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    if absent:
        letters = "".join(chr(int(code)) for code in absent[:12])
        warn(
            f"no installed font has the letters {letters!r}: they are drawn as boxes; install Noto Sans CJK "
            "or another font that has them"
        )


def _said(warning: warnings.WarningMessage) -> str:
    return str(warning.message)


# How wide words are, and where lines of them break: measured before anything is drawn.


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = FONT, bold: bool = False) -> float:
    """Return the width of one line of text in inches."""
    fonts = families(text)
    font = FontProperties(family=fonts, size=size, weight="bold" if bold and len(fonts) == 1 else "normal")
    with warnings.catch_warnings():
        # A letter that no font has is measured as the box that stands for it; drawing it warns.
        warnings.simplefilter("ignore", UserWarning)
        return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def line_height(size: float = FONT) -> float:
    """Return the distance of two lines of text in inches."""
    return size * 1.22 / 72


def wrap(text: str, width: float, size: float = FONT, bold: bool = False) -> list[str]:
    """Break text into lines no wider than `width` inches; a word wider than that is broken too.

    A newline always breaks; a no-break space holds together and is then a plain one.
    """
    lines: list[str] = []
    if "\n" in text:
        return [line for part in text.split("\n") for line in wrap(part, width, size, bold)]
    for word in filter(None, text.split(" ")):
        if lines and width_of(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
            continue
        while width_of(word, size, bold) > width and len(word) > 1:
            fits = max(n for n in range(1, len(word)) if n == 1 or width_of(word[:n], size, bold) <= width)
            # Behind a joint, where there is one not too far back.
            fits = max((n for n in range(fits // 2 + 1, fits + 1) if word[n - 1] in "_.-/"), default=fits)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
