"""What estimates, intervals and rows look like, the same in every figure that has them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from framing import schema as tables
from framing.errors import FramingError, refuse_unknown, unknown
from framing.plotting import theme
from framing.plotting.layout import NEAR, Sign
from framing.plotting.theme import line_height, width_of, wrap
from framing.views import vocabulary

#: Height in inches of one row of marks, and the room between two outlets.
PITCH, BREATH = 0.18, 0.1
#: Longest line of a row's label, in inches.
LABEL = 1.4
FRAGILE = "†"
#: A comparison is of two outlets and has the colour of none.
TONE = "#333333"
#: Measures that have figures of their own and stand in others only where they are named.
OWN = ("sources.", *(f"{kind}." for kind in vocabulary.APART))
_GENRES = ("news", "unknown", "opinion", "editorial", "live")
#: Words on the plot stand on paper of their own: a line may run behind them.
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
_DASHED = (0, (2.2, 1.2))


# How outlets, voices and numbers are called.


def name(key: str) -> str:
    """Return an outlet's name; that its text was invented the figure's title and a note say."""
    return vocabulary.display("all others together" if key == "rest" else key)


def outlet_labels(groups: Iterable[str], width: float = LABEL) -> dict[str, list[str]]:
    """Return the name of each outlet in lines, to be set beside rows."""
    return {key: wrap(name(key), width, theme.SMALL) for key in groups}


def heading(
    table: pd.DataFrame, title: str | bool, usual: str, notes: Sequence[str], left: Sequence[str] = ()
) -> dict[str, Any]:
    """Return title and notes for `layout.lay_out`: a title of one's own, the usual one, or none.

    What is drawn of how many (`left`) stands first. Both say of invented text what it is; the note stands
    before all others where the title doesn't.
    """
    notes = [*[f"Drawn: {listed(left)}."] * bool(left), *notes]
    invented = "provenance" in table and (table["provenance"].astype(str) == "illustrative").any()
    usual = usual[:1].upper() + usual[1:] + vocabulary.INVENTED * bool(invented)
    said = title if isinstance(title, str) else usual if title else ""
    if invented:
        note = f"What outlets wrote was made up for this example{vocabulary.INVENTED}."
        notes = [*notes, note] if said == usual else [note, *notes]
    return {"title": said, "notes": notes}


def voice_name(voice: str, mode: str) -> str:
    """Return what to call a voice; `mode` says how voices were told apart, as `voice_mode` gives it."""
    # Told apart by quotation marks alone, what stands outside them is not always the outlet's own.
    known = vocabulary.VOICES["quotes"] if (voice, mode) == ("outlet", "quotes") else {}
    return known.get(voice, theme.VOICES[voice].name)


def voices_in(table: pd.DataFrame) -> list[str]:
    """Return the voices of a table in the order in which they are drawn."""
    return [voice for voice in theme.VOICES if (table["voice"] == voice).any()]


def dagger(note: object) -> str:
    """Return the sign to put behind a count whose row is fragile."""
    return f" {FRAGILE}" if fragile(note) else ""


def fragile(note: object) -> bool:
    """Say whether a row's note calls it fragile."""
    return "fragile" in str(note).casefold()


def census(note: object) -> bool:
    """Say whether a row describes all that was published, so that it needs no interval."""
    return "census" in str(note).casefold()


def counted(number: int, thing: str) -> str:
    """Write how many of a thing there are.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def listed(words: Sequence[str], most: int | None = None, more: str = "more") -> str:
    """Join words as in a sentence; of more than `most` the first, and the number of the others.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], 2)
    ('a, b and c', 'a, b and 1 more')
    """
    words = [*words]
    if most is not None and len(words) > most:
        rest = len(words) - most
        words = [*words[:most], f"{rest} {more.removesuffix('s') if rest == 1 else more}"]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def with_intervals(table: pd.DataFrame) -> str:
    """Return the words for intervals if any row has one: a census has none."""
    return " with 95 % intervals" if table["low"].notna().any() else ""


# Writing on a panel.


def row_labels(panel: Axes, at: Sequence[float], lines: Sequence[Sequence[str]]) -> None:
    """Set the labels of a panel's rows on its y axis."""
    # Ticks beyond the limits would move them: rows that have no room in axes that were given.
    shown = [(y, "\n".join(words)) for y, words in zip(at, lines, strict=True) if y < panel.get_ylim()[0]]
    panel.set_yticks([y for y, _ in shown], [text for _, text in shown])
    for label in panel.get_yticklabels():
        label.set(linespacing=1.08, va="center" if "\n" in label.get_text() else "center_baseline")


def label_height(lines: Sequence[str]) -> float:
    """Return the height of a row's label in inches."""
    return len(lines) * line_height(theme.SMALL)


def label_width(lines: Iterable[Sequence[str]]) -> float:
    """Return the room that rows' labels need, with their distance to the axis."""
    return max((width_of(line, theme.SMALL) for words in lines for line in words), default=0.0) + 0.12


def write(panel: Axes, x: float, y: float, text: str, shift: float = 0.0, **look: Any) -> None:
    """Write at a row: `x` is a share of the plot's width, `shift` goes right of it in points."""
    panel.annotate(
        text,
        xy=(x, y),
        xycoords=("axes fraction", "data"),
        xytext=(shift, 0),
        textcoords="offset points",
        fontsize=theme.SMALL,
        annotation_clip=False,
        **{"va": "center_baseline", "color": theme.MUTED, **look},
    )


def block_label(panel: Axes, y: float, lines: Sequence[str], left: float, **changes: Any) -> None:
    """Write over the rows of one block, in bold, what they are of; it begins where their labels do."""
    look = {"va": "center", "color": theme.INK, "linespacing": 1.08, "weight": "bold", "bbox": _PAPER}
    panel.annotate(
        "\n".join(lines),
        xy=(0, y),
        xycoords=("axes fraction", "data"),
        xytext=(-72 * left, 0),
        textcoords="offset points",
        annotation_clip=False,
        **{"fontsize": theme.SMALL, **look, **changes},
    )


def beside(panel: Axes, y: float, text: str, **look: Any) -> None:
    """Write right of the plot, at a row: its n."""
    write(panel, 1, y, text, 6, ha="left", **look)


def instead(panel: Axes, y: float, text: str) -> None:
    """Write on the plot, at a row, why there is no mark."""
    write(panel, 0.5, y, text, ha="center", style="italic", bbox=_PAPER)


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


def bare(panel: Axes) -> None:
    """Take axis and grid off a panel that is drawn by hand."""
    panel.set_xticks([])
    panel.grid(False)
    panel.spines["bottom"].set_visible(False)


def reference(panel: Axes, at: float) -> None:
    """Draw the line of equality."""
    panel.axvline(at, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)


# Drawing estimates.


def interval(
    panel: Axes,
    y: float,
    row: Any,
    voice: str,
    colour: str,
    window: tuple[float, float],
    *,
    ratio: bool = False,
) -> None:
    """Draw one estimate with its interval, or what there is of them.

    An estimate without an interval is hollow, on a dotted line that has no
    ends; one of a census needs none and is full. An interval that goes on
    beyond the axis ends in an arrowhead at its edge, and a ratio of nothing
    is written there. An interval without an estimate is its line alone.
    """
    look = theme.VOICES[voice]
    low, high = window
    if ratio and (row.estimate == 0 or math.isinf(row.estimate)):
        none = row.estimate == 0
        panel.plot([low if none else high], [y], marker="<" if none else ">", markersize=6, color=colour,
                   markerfacecolor="white", clip_on=False, label="_edge", zorder=5)  # fmt: skip
        said = "none in the first" if none else "none in the second"
        side = {"ha": "left" if none else "right", "style": "italic"}
        write(panel, 0 if none else 1, y, said, 7 if none else -7, **side)
        return
    whole = math.isfinite(row.low) and math.isfinite(row.high)
    if not math.isfinite(row.estimate) and not whole:
        instead(panel, y, "no estimate")
        return
    if whole:
        style = _DASHED if fragile(row.note) else "-"
        span(panel, y, (row.low, row.high), window, colour, 1.7, style)
    elif not census(row.note):
        panel.plot(
            [low, high], [y, y], color=colour, linewidth=0.9, linestyle=":", label="_missing", zorder=2
        )
    if not math.isfinite(row.estimate):
        return
    filled = whole or census(row.note)
    panel.plot(
        [min(max(row.estimate, low), high)],
        [y],
        color=colour,
        marker=look.marker,
        markersize=look.size,
        markeredgecolor=colour,
        markeredgewidth=1.3,
        markerfacecolor=theme.tint(colour, look.pale) if filled else "white",
        linestyle="none",
        clip_on=False,
        label="_estimate",
        zorder=5,
    )


def span(
    panel: Axes,
    y: float,
    ends: tuple[float, float],
    window: tuple[float, float],
    colour: str = theme.INK,
    wide: float = 1.1,
    style: Any = "-",
) -> None:
    """Draw an interval as far as the axis goes, with arrowheads where it goes on; nothing without one."""
    if not all(map(math.isfinite, ends)):
        return
    cut = [min(max(end, window[0]), window[1]) for end in ends]
    panel.plot(cut, [y, y], color=colour, linewidth=wide, linestyle=style, solid_capstyle="butt",
               label="_interval", zorder=3)  # fmt: skip
    for beyond, at, marker in ((ends[0] < window[0], window[0], "<"), (ends[1] > window[1], window[1], ">")):
        if beyond:
            look = {"marker": marker, "color": colour, "markersize": 3.2 + 1.3 * wide, "clip_on": False}
            panel.plot([at], [y], label="_beyond", zorder=4, **look)


def box(colour: str, size: float = 7) -> dict[str, Any]:
    """Return the look of a square in the key."""
    return {"marker": "s", "markersize": size, "markeredgewidth": 0, "color": colour}


def voice_look(voice: str) -> dict[str, Any]:
    """Return the look of a voice's mark in the key."""
    look = theme.VOICES[voice]
    filled = {"markerfacecolor": theme.tint(theme.MUTED, look.pale), "markeredgewidth": 1.3}
    return {"marker": look.marker, "markersize": look.size, **filled}


def key_signs(table: pd.DataFrame, beyond: bool) -> list[Sign]:
    """Return the key for marks drawn with `interval`: only what is in the table."""
    signs = []
    notes = strings(table["note"])
    if table["low"].notna().any():
        signs.append(Sign("95 % interval", {"linestyle": "-", "linewidth": 1.7}))
    missing = table["estimate"].notna() & (table["low"].isna() | table["high"].isna())
    if (missing & ~notes.map(census)).any():
        hollow = {"marker": "o", "markersize": 6, "markerfacecolor": "white", "markeredgewidth": 1.3}
        signs.append(Sign("no interval", {**hollow, "linestyle": ":", "linewidth": 0.9}))
    if notes.map(fragile).any():
        dashed = {"linestyle": _DASHED, "linewidth": 1.7}
        signs.append(Sign(f"{FRAGILE} fragile: few articles or hits", dashed))
    if beyond:
        signs.append(Sign("goes on beyond the axis", {"marker": ">", "markersize": 5.5}))
    return signs


# Opening a table, and choosing what is drawn of it.


def choose(
    given: str | Sequence[str] | None,
    present: Sequence[str],
    argument: str,
    call: Callable[[str], str] = name,
) -> list[str]:
    """Return the names asked for, in the order asked, or all that are present.

    What readers see (`call`) is taken for a name too.
    """
    if given is None:
        return list(present)
    called = {call(one): one for one in present} | {one: one for one in present}
    wanted = [called.get(one, one) for one in ([given] if isinstance(given, str) else given)]
    refuse_unknown(wanted, present, argument=argument)
    return list(dict.fromkeys(wanted))


def largest(sizes: pd.Series) -> list[Any]:
    """Return the keys of a series, the largest first, equals in order of the alphabet."""
    return sorted(sizes.index, key=lambda key: (-sizes[key], key))


def measures_of(table: pd.DataFrame, given: str | Sequence[str] | None) -> list[str]:
    """Return the measures asked for, or all but those that are left to others until they are named."""
    present = list(dict.fromkeys(table["measure"].astype(str)))
    others = [one for one in present if not one.startswith(OWN)]
    if given is None:
        return others or present
    wanted = [given] if isinstance(given, str) else given
    # "tone" stands for all of them.
    inside = [[own for own in present if own == one or own.startswith(f"{one}.")] or [one] for one in wanted]
    return choose([own for some in inside for own in some], present, "measure")


def own_figures(table: pd.DataFrame, given: object) -> list[str]:
    """Return a note on stance and frames where they are left out because nobody named them."""
    present = table["measure"].astype(str)
    left = [said for kind, said in vocabulary.APART.items() if present.str.startswith(f"{kind}.").any()]
    if given is not None or not left or present.str.startswith(OWN).all():
        return []
    return [f"{listed(left).capitalize()} are drawn where they are named."]


def opened(
    table: pd.DataFrame,
    schema: str,
    figure: str,
    text: Sequence[str] = (),
    meanings: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Check a table, and return with it the columns by which it is split beyond the schema's.

    Columns named in `text` become plain strings; `measure_words` is what a sentence calls the measure, and
    `measure_heading` a line of its own.
    """
    try:
        table = tables.check(table, schema)
    except FramingError as error:
        raise FramingError(f"{figure}: it takes the table {schema!r}; {error}") from None
    known = tables.schema(schema)
    added = tuple(c for c in table.columns if c not in (*known.columns, "voices"))
    key = [c for c in known.key if c in table.columns]
    # A column that tells no rows apart is a remark of the user's, not a split.
    further = added if added and table.duplicated(key).any() else ()
    refuse_empty(table, figure, schema)
    table = table.assign(**{column: strings(table[column]) for column in text})
    if "measure" not in table:
        return table, further
    names, keys = vocabulary.Names({"measures": meanings or {}}), strings(table["measure"])
    said = {one: names.noun(one) if one.startswith(OWN) else names.short(one) for one in keys.unique()}
    inside = {one: w if w[1:2].isupper() else w[:1].lower() + w[1:] for one, w in said.items()}
    head = {one: w[:1].upper() + w[1:] for one, w in said.items()}
    return table.assign(measure_words=keys.map(inside), measure_heading=keys.map(head)), further


def refuse_empty(table: pd.DataFrame, figure: str, schema: str) -> None:
    """Raise the one clear line for a table without rows."""
    if table.empty:
        raise FramingError(
            f"{figure}: the {schema} table has no rows, so there is nothing to draw; give one with rows"
        )


def strings(column: pd.Series) -> pd.Series:
    """Return a column as plain strings, empty where it is missing; it may be categorical."""
    return column.astype("str").fillna("")


def of_genres(table: pd.DataFrame, given: str | Sequence[str] | None) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of the genres asked for, and a note on those that are left out.

    Unasked, news is compared with news: where there are rows of news, the others are left to the table.
    """
    present = sorted(table["genre"].astype(str).unique(), key=genre_order)
    wanted = choose("news" if given is None and "news" in present else given, present, "genre")
    rest = [genre for genre in present if genre not in wanted]
    kept = table[table["genre"].isin(wanted)]
    if given is not None or not rest:
        return kept, []
    return kept, [f"News, with articles of unknown genre; rows of {listed(rest)} stand in the table."]


def of_one_cell(
    table: pd.DataFrame, genre: str, further: Sequence[str] = (), figure: str = ""
) -> pd.DataFrame:
    """Return the rows of one genre and part, as plain strings: what is there, where what is asked for isn't.

    Raises
    ------
    FramingError
        `figure` is given, and its rows are split further, so that a group has several numbers.
    """
    key = [
        c for c in ("group", "genre", "part", "voice", "measure", "target", "referent", "form") if c in table
    ]
    rows = table.assign(**{column: strings(table[column]) for column in key})
    key += ["period"] * ("period" in table)
    for column, wanted in (("genre", genre), ("part", "all")):
        rows = rows[rows[column] == (wanted if (rows[column] == wanted).any() else rows[column].min())]
    if figure and (further or rows.duplicated(key).any()):
        raise FramingError(
            f"{figure}: the profile is split by more than voice, so a group has several numbers; "
            'compare with split=("voice",), or draw fr.plotting.profile(..., measures=[...])'
        )
    return rows


def largest_groups(
    table: pd.DataFrame,
    column: str,
    most: int,
    order: str | Sequence[str] | None,
    *,
    of: str = "mentions",
    by: str = "group",
) -> tuple[pd.DataFrame, str | Sequence[str] | None, list[str]]:
    """Return the rows of the groups with most of a column, the order of those, and how many of how many.

    Of groups in an order of the user's the first are kept.
    """
    # The largest number of a cell: measures repeat the same words, targets don't.
    key = [name for name in (by, "voice", "target", "referent", "form") if name in table]
    cells = table.assign(**{name: strings(table[name]) for name in key})
    ranked = largest(cells.groupby(key)[column].max().groupby(by).sum())
    named = order is not None and not isinstance(order, str)
    ranked = choose(order, ranked, "order") if named else ranked
    kept = ranked[:most]
    left = part(most, len(ranked), "group", "the first" if named else f"most {of}")
    return table[table[by].isin(kept)], kept if named else order, left


def part(shown: int, there: int, thing: str, which: str) -> list[str]:
    """Return how many of a thing are drawn, where not all are.

    >>> part(2, 8, "group", "most articles"), part(2, 2, "group", "most articles")
    (['2 of 8 groups (most articles)'], [])
    """
    return [f"{shown:,} of {there:,} {thing}s ({which})"] * (shown < there)


def first_voice(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the voice that is drawn first."""
    return table[table["voice"] == voices_in(table)[0]]


def voice_mode(table: pd.DataFrame) -> str:
    """Return how voices were told apart: full, or quotes; a table says it in its column `voices`."""
    known = table["voices"].dropna().astype(str).unique() if "voices" in table else []
    return str(known[0]) if len(known) else "full"


def genre_order(genre: str) -> tuple[int, str]:
    """Sort genres, news first."""
    return (_GENRES.index(genre) if genre in _GENRES else len(_GENRES), genre)


def order_groups(
    raw: pd.DataFrame,
    found: pd.DataFrame,
    order: str | Sequence[str] | None,
    values: str | pd.Series = "estimate",
    column: str = "group",
) -> list[str]:
    """Return the groups of the rows to draw, in the order asked for.

    Parameters
    ----------
    raw : pandas.DataFrame
        The table as given: where its groups are a pandas Categorical, their categories are the order unasked.
    found : pandas.DataFrame
        The rows to draw.
    order : "estimate" or sequence of str, optional
        The groups by name, others being left out; or by the mean of `values`, the largest first.

    Raises
    ------
    FramingError
        A group isn't there, or `order` is another word.
    """
    present = sorted(strings(found[column]).unique())
    if isinstance(order, str):
        if order != "estimate":
            raise unknown("order", order, ["estimate", "a list of groups"])
        values = found[values] if isinstance(values, str) else values
        return largest(values.groupby(strings(found[column])).mean().fillna(-math.inf))
    if order is None and isinstance(raw[column].dtype, pd.CategoricalDtype):
        order = [key for key in map(str, raw[column].cat.categories) if key in present]
    return choose(order, present, "order")


def how_many(table: pd.DataFrame, given: str | Sequence[str] | None, most: int) -> int:
    """Return how many measures are drawn where there is room: those asked for, or `most`."""
    return most if given is None else len(measures_of(table, given))


def clearest(table: pd.DataFrame, given: object, most: int) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of the measures with the largest `clarity`, in that order, and how many of how many.

    Of measures asked for the first are kept.
    """
    sizes = table.groupby("measure", sort=False)["clarity"].max().fillna(-1.0)
    if len(sizes) <= most:
        return table, []
    if given is not None:
        kept, left = [*sizes.index[:most]], part(most, len(sizes), "measure", "the first")
    else:
        kept = largest(sizes)[:most]
        # In few words where there is room for one.
        how = " (largest differences for their standard error; measures= draws others)" if most > 1 else ""
        left = [f"the {f'{most} ' * (most > 1)}clearest of {len(sizes)} measures{how}"]
    shown = table[table["measure"].isin(kept)]
    shown = shown.sort_values("measure", key=lambda names: names.astype(str).map(kept.index), kind="stable")
    return shown, left


def voice_signs(table: pd.DataFrame, voices: Sequence[str]) -> list[Sign]:
    """Return the key of voices."""
    mode = voice_mode(table)
    return [Sign(voice_name(voice, mode), voice_look(voice)) for voice in voices]


def colour_groups(groups: Iterable[str], colors: Mapping[str, str] | None) -> dict[str, str]:
    """Return the colour of each outlet of a table, before any of them is left out.

    Colours may be given by what readers see. A name that isn't there is refused, unless there are colours
    for all: those of a whole study.
    """
    keys = {str(key) for key in groups} - {"any", "rest", ""}
    called = {name(key): key for key in keys}
    given = {called.get(key, key): colour for key, colour in (colors or {}).items()}
    if not keys <= given.keys():
        refuse_unknown(given, sorted(keys), argument="colors")
    return theme.colors(keys, given)
