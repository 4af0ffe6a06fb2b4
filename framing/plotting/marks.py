"""What estimates, intervals and rows look like, the same in every figure that has them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from framing import schema as tables
from framing.errors import FramingError, unknown
from framing.plotting import theme
from framing.plotting.layout import NEAR, Sign
from framing.plotting.theme import line_height, width_of, wrap
from framing.views import vocabulary

#: Height in inches of one row of marks, and the room between two outlets.
PITCH, BREATH = 0.18, 0.11
#: Longest line of a row's label, in inches.
LABEL = 1.4
FRAGILE = "†"
#: Measures that have figures of their own and stand in others only where they are named.
OWN = ("sources.", *(f"{kind}." for kind in vocabulary.APART))


def name(key: str, provenance: str) -> str:
    """Return an outlet's name to be wrapped: "(invented text)" stays in one piece."""
    shown = vocabulary.display("all others together" if key == "rest" else key, provenance)
    return shown.replace(
        vocabulary.INVENTED, " " + vocabulary.INVENTED.strip().replace(" ", "\N{NO-BREAK SPACE}")
    )


def against(a: str, b: str, rows: pd.DataFrame) -> str:
    """Return the heading of a panel whose rows all compare these two."""
    invented = "illustrative" if (rows["provenance"] == "illustrative").any() else "published"
    return f"{name(a, invented)}\nagainst {name(b, invented)}"


def outlet_label(key: str, provenance: str, extra: Sequence[str] = (), width: float = LABEL) -> list[str]:
    """Return an outlet's name to be set beside a row, in lines, with what is to stand under it."""
    lines = wrap(name(key, provenance), width, theme.SMALL)
    for more in extra:
        lines += wrap(more, width, theme.SMALL)
    return lines


def row_labels(panel: Axes, at: Sequence[float], lines: Sequence[Sequence[str]]) -> None:
    """Set the labels of a panel's rows on its y axis."""
    panel.set_yticks(list(at), ["\n".join(words) for words in lines])
    for label in panel.get_yticklabels():
        label.set(linespacing=1.08, va="center" if "\n" in label.get_text() else "center_baseline")


def label_height(lines: Sequence[str]) -> float:
    """Return the height of a row's label in inches."""
    return len(lines) * line_height(theme.SMALL)


def label_width(lines: Iterable[Sequence[str]]) -> float:
    """Return the room that rows' labels need, with their distance to the axis."""
    return max((width_of(line, theme.SMALL) for words in lines for line in words), default=0.0) + 0.12


def block_label(
    panel: Axes, y: float, text: str, left: float, size: float | None = theme.SMALL, **changes: Any
) -> None:
    """Write over the rows of one block, in bold, what they are of; it begins where their labels do."""
    panel.annotate(
        text,
        xy=(0, y),
        xycoords=("axes fraction", "data"),
        xytext=(-72 * left, 0),
        textcoords="offset points",
        va="center",
        linespacing=1.08,
        fontsize=size,
        weight="bold",
        annotation_clip=False,
        **changes,
    )


def voice_name(voice: str, voices: Sequence[str]) -> str:
    """Return what to call a voice beside the others of a table."""
    # Told apart by quotation marks alone, what stands outside them is not always the outlet's own.
    bare = voice == "outlet" and "reported" not in voices
    return "outside quotation marks" if bare else theme.VOICES[voice].name


def beside(panel: Axes, y: float, text: str, **look: Any) -> None:
    """Write right of the plot, at a row: its n."""
    panel.annotate(
        text,
        xy=(1, y),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        ha="left",
        va="center_baseline",
        fontsize=theme.SMALL,
        annotation_clip=False,
        **{"color": theme.MUTED, **look},
    )


def above_right(panel: Axes, text: str) -> None:
    """Write above what `beside` writes: the name of that column."""
    panel.annotate(
        text,
        xy=(1, 1),
        xycoords="axes fraction",
        xytext=(6, 72 * (NEAR + line_height() / 2)),
        textcoords="offset points",
        ha="left",
        va="center_baseline",
        fontsize=theme.SMALL,
        color=theme.MUTED,
        annotation_clip=False,
    )


def fragile(note: object) -> bool:
    """Say whether a row's note calls it fragile."""
    return "fragile" in str(note).casefold()


def census(note: object) -> bool:
    """Say whether a row describes all that was published, so that it needs no interval."""
    return "census" in str(note).casefold()


def interval(
    panel: Axes,
    y: float,
    row: Any,
    voice: str,
    colour: str,
    window: tuple[float, float],
) -> None:
    """Draw one estimate with its interval, or what there is of them.

    An estimate without an interval is hollow, on a dotted line that has no
    ends; one of a census needs none and is full. An interval that goes on
    beyond the axis ends in an arrowhead at its edge.
    """
    look = theme.VOICES[voice]
    fill = theme.tint(colour, look.pale)
    if not math.isfinite(row.estimate):
        panel.annotate(
            "no estimate",
            xy=(0.5, y),
            xycoords=("axes fraction", "data"),
            ha="center",
            va="center_baseline",
            fontsize=theme.SMALL,
            color=theme.MUTED,
            style="italic",
            # On paper of its own: the line at 1 or 0 may run behind it.
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
        return
    low, high = window
    whole = math.isfinite(row.low) and math.isfinite(row.high)
    if whole:
        ends = [min(max(row.low, low), high), min(max(row.high, low), high)]
        panel.plot(
            ends,
            [y, y],
            color=colour,
            linewidth=1.7,
            linestyle=(0, (2.2, 1.2)) if fragile(row.note) else "-",
            solid_capstyle="butt",
            label="_interval",
            zorder=3,
        )
        for beyond, at, marker in ((row.low < low, low, "<"), (row.high > high, high, ">")):
            if beyond:
                panel.plot(
                    [at],
                    [y],
                    marker=marker,
                    color=colour,
                    markersize=5.5,
                    clip_on=False,
                    label="_beyond",
                    zorder=4,
                )
    elif not census(row.note):
        panel.plot(
            [low, high], [y, y], color=colour, linewidth=0.9, linestyle=":", label="_missing", zorder=2
        )
    panel.plot(
        [min(max(row.estimate, low), high)],
        [y],
        color=colour,
        marker=look.marker,
        markersize=look.size,
        markeredgecolor=colour,
        markeredgewidth=1.3,
        markerfacecolor=fill if whole or census(row.note) else "white",
        linestyle="none",
        clip_on=False,
        label="_estimate",
        zorder=5,
    )


def key_signs(voices: Sequence[str], table: pd.DataFrame, beyond: bool) -> list[Sign]:
    """Return the key for marks drawn with `interval`: only what is in the table."""
    signs = []
    for voice in voices:
        look = theme.VOICES[voice]
        signs.append(
            Sign(
                voice_name(voice, voices),
                {
                    "marker": look.marker,
                    "markersize": look.size,
                    "markeredgewidth": 1.3,
                    "markerfacecolor": theme.tint(theme.MUTED, look.pale),
                },
            )
        )
    if table["low"].notna().any():
        signs.append(Sign("95 % interval", {"linestyle": "-", "linewidth": 1.7}))
    missing = table["estimate"].notna() & (table["low"].isna() | table["high"].isna())
    if (missing & ~strings(table["note"]).map(census)).any():
        signs.append(
            Sign(
                "no interval",
                {
                    "marker": "o",
                    "markersize": 6,
                    "linestyle": ":",
                    "linewidth": 0.9,
                    "markerfacecolor": "white",
                    "markeredgewidth": 1.3,
                },
            )
        )
    if strings(table["note"]).map(fragile).any():
        signs.append(
            Sign(f"{FRAGILE} fragile: few articles or hits", {"linestyle": (0, (2.2, 1.2)), "linewidth": 1.7})
        )
    if beyond:
        signs.append(Sign("goes on beyond the axis", {"marker": ">", "markersize": 5.5}))
    return signs


def choose(given: str | Sequence[str] | None, present: Sequence[str], argument: str) -> list[str]:
    """Return the names asked for, in the order asked, or all that are present."""
    if given is None:
        return list(present)
    wanted = [given] if isinstance(given, str) else list(given)
    for name in wanted:
        if name not in present:
            raise unknown(argument, name, present)
    return list(dict.fromkeys(wanted))


def measures_of(table: pd.DataFrame, given: str | Sequence[str] | None) -> list[str]:
    """Return the measures asked for, or all but those that have a figure of their own."""
    present = list(dict.fromkeys(table["measure"].astype(str)))
    others = [name for name in present if not name.startswith(OWN)]
    return choose(others if given is None and others else given, present, "measure")


def own_figures(table: pd.DataFrame, given: object, what: str) -> list[str]:
    """Return a note on stance and frames where they are left out because nobody named them."""
    present = table["measure"].astype(str)
    left = [said for kind, said in vocabulary.APART.items() if present.str.startswith(f"{kind}.").any()]
    if given is not None or not left or present.str.startswith(OWN).all():
        return []
    return [f"{listed(left).capitalize()} {what}."]


def opened(table: pd.DataFrame, name: str, figure: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Check a table of cells, and return with it the columns by which they are split beyond the schema's."""
    try:
        table = tables.check(table, name)
    except FramingError as error:
        raise FramingError(f"{figure}: it takes the table {name!r}; {error}") from None
    schema = tables.schema(name)
    added = tuple(c for c in table.columns if c not in schema.columns)
    key = [c for c in schema.key if c in table.columns]
    # A column that tells no rows apart is a remark of the user's, not a split.
    further = added if added and table.duplicated(key).any() else ()
    refuse_empty(table, figure, name)
    return table, further


def of_genres(table: pd.DataFrame, given: str | Sequence[str] | None) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of the genres asked for, and a note on those that are left out.

    Unasked, news is compared with news: where there are rows of news, the others are left to the table.
    """
    present = sorted(table["genre"].astype(str).unique(), key=lambda genre: genre_order(("", genre)))
    wanted = choose("news" if given is None and "news" in present else given, present, "genre")
    rest = [genre for genre in present if genre not in wanted]
    kept = table[table["genre"].isin(wanted)]
    if given is not None or not rest:
        return kept, []
    return kept, [f"News, with articles of unknown genre; rows of {listed(rest)} stand in the table."]


def with_intervals(table: pd.DataFrame, joint: str = "") -> str:
    """Return the words for intervals if any row has one: a census has none."""
    return f"{joint} with 95 % intervals" if table["low"].notna().any() else ""


def titled(title: str | bool, usual: str) -> str:
    """Return the title asked for: one's own, the usual one, or none."""
    return title if isinstance(title, str) else usual if title else ""


def refuse_empty(table: pd.DataFrame, figure: str, name: str) -> None:
    """Raise the one clear line for a table without rows."""
    if table.empty:
        raise FramingError(
            f"{figure}: the {name} table has no rows, so there is nothing to draw; give one with rows"
        )


def strings(column: pd.Series) -> pd.Series:
    """Return a column as plain strings, empty where it is missing; it may be categorical."""
    return column.astype("str").fillna("")


def provenances(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Return for each outlet whether its name must say that the text was invented: if any row does."""
    if "provenance" not in table:
        return {}
    invented = table.loc[table["provenance"].astype(str) == "illustrative", column].astype(str)
    return dict.fromkeys(invented.unique(), "illustrative")


def row_height(lines: Sequence[str], marks_in_row: int) -> float:
    """Return the height in inches of one outlet's row: its marks or its label, whichever needs more."""
    return max(marks_in_row * PITCH, label_height(lines)) + BREATH


def genre_order(pair: tuple[str, str]) -> tuple[str, int, str]:
    """Sort outlet × genre: by outlet, news first."""
    order = ("news", "unknown", "opinion", "editorial", "live")
    return (pair[0], order.index(pair[1]) if pair[1] in order else len(order), pair[1])


def counted(number: int, thing: str) -> str:
    """Write how many of a thing there are.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
