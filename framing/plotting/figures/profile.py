"""Each outlet's estimate of each measure, with its interval and the articles behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis, Block, Mark, Row, draw
from framing.schema import UNITS
from framing.views import numbers
from framing.views.vocabulary import Names

TABLE = "profile"
_TEXT = ("group", "voice", "part", "target")

#: Measures drawn unasked.
_MOST = 6
#: Above this many articles in a row, their spread is drawn instead of each one; above so many in the
#: whole figure, of rows with more than a few.
_MANY, _CROWD, _FEW = 150, 8000, 20


@theme.figure
def profile(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    scores: pd.DataFrame | None = None,
    by: str = "outlet",
    measures: str | Sequence[str] | None = None,
    genres: str | Sequence[str] | None = None,
    meanings: Mapping[str, str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw a panel a measure: estimate and 95 % interval by outlet and voice.

    Parameters
    ----------
    table : pandas.DataFrame
        The profile table.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    scores : pandas.DataFrame, optional
        The scores table; each article's own rate is then drawn faintly, larger
        for more words (over 150 in a row, or 20 in a crowded figure: their spread
        instead). Copies of one text are one dot.
    by : str
        Column of `scores` that holds the groups of the profile.
    measures : str or sequence of str, optional
        Which to draw and in what order, alone or as a group (``"tone"``, ``"frame.visits"``); by default the
        six on which two outlets differ most for the standard error of the difference, of those that are not
        of sources, stance and frames.
    genres : str or sequence of str, optional
        Which to draw; by default news alone, if there is any.
    meanings : mapping of str to str, optional
        The meaning of measures, from which they are named; by default each goes by its key as words.
    order : "estimate" or sequence of str, optional
        Outlets in that order, or with the largest first; by default as categories, else by name.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by measure, ``"hedges"``; of one panel its data axes.

    Raises
    ------
    FramingError
        The table is empty, or a measure or genre is not in it.
    """
    raw = table
    table, further = marks.opened(table, "profile", "profile", _TEXT, meanings)
    shades = marks.colour_groups(table["group"], colors)
    split = ("genre", *further)
    table = table.assign(**{name: marks.strings(table[name]) for name in split})
    count, panels = table["group"].nunique(), marks.how_many(table, measures, _MOST)
    dots = {}
    if scores is not None:
        chosen = _chosen(table, measures, genres, panels if ax is None else 1)[0]
        dots = _articles(chosen, schema.check(scores, "scores"), by, further)

    def attempt(panels: int, most: int) -> theme.Axes | theme.Figure:
        shown, less, notes = _chosen(table, measures, genres, panels)
        shown, named, fewer = marks.largest_groups(shown, "n_articles", most, order, of="articles")
        # Outlets beside each other tell more than the voices of one.
        shown = marks.first_voice(shown) if ax is not None and most <= count else shown
        first = shown["estimate"].where(shown["measure"] == shown["measure"].iloc[0])
        groups = marks.order_groups(raw, shown, named, first)
        voices = marks.voices_in(shown)
        blocks, cells = [], []
        for (measure, target, part), cell in _panels(shown):
            extra = [f"toward {target}"] * bool(target) + [part] * (part != "all")
            rows, lines = [], []
            places = dict(list(cell.groupby(["group", *split], sort=False)))
            for key in sorted(
                places, key=lambda key: (groups.index(key[0]), *map(marks.genre_order, key[1:]))
            ):
                several = [key[1]] * (shown["genre"].nunique() > 1)
                texts = [marks.name(key[0]), *several, *(value or "none" for value in key[2:])]
                label = [line for text in texts for line in theme.wrap(text, marks.LABEL, theme.SMALL)]
                said = [""] * len(voices)
                found = []
                for row in places[key].itertuples():
                    slot = voices.index(row.voice)
                    said[slot] = f"{row.n_articles:,}{marks.dagger(row.note)}"
                    found.append(Mark(row, row.voice, shades[row.group], slot))
                    lines.append((len(rows), slot, row.Index, shades[row.group]))
                rows.append(Row(label, sorted(found, key=lambda mark: mark.slot), len(voices), said))
            points = [dots[at]["rate"].to_numpy() for *_, at, _ in lines if at in dots]
            axis = Axis.of_estimates(cell, np.concatenate(points) if points else None)
            said = (cell["measure_heading"].iloc[0], Names().noun(measure))
            heading, name = (" · ".join([one, *extra]) for one in said)
            blocks.append(Block(rows, axis, heading, name=name))
            cells.append(lines)
        drawn, panels = draw(
            ax,
            blocks,
            **marks.heading(
                shown,
                title,
                _headline(shown, measures),
                [f"n: articles{'' if voices == ['all'] else ' with words in that voice'}.", *notes],
                [*less, *fewer],
            ),
            key=marks.voice_signs(table, voices),
            more=_key(dots),
            width=width,
        )
        most = _MANY if sum(map(len, dots.values())) <= _CROWD else _FEW
        for (panel, centres), block, lines in zip(panels, blocks, cells, strict=False):
            for place, slot, index, colour in lines:
                if index in dots:
                    y = centres[place] + (slot - (len(voices) - 1) / 2) * marks.PITCH
                    _dots(panel, y, dots[index], colour, block.axis.window, most)
        return drawn

    asked = measures is not None or order is not None
    return layout.fit(ax, attempt, count + (ax is not None), panels=panels, asked=asked)


def describe(table: pd.DataFrame, *, measures: Any = None, meanings: Mapping[str, str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "profile", "profile", _TEXT, meanings)
    table, *_ = _chosen(table, measures, None, marks.how_many(table, measures, _MOST))
    said = f"{_headline(table, measures)}: estimates{marks.with_intervals(table)} of "
    who = marks.listed([marks.name(group) for group in sorted(table["group"].unique())], 8)
    return f"{said}{marks.counted(table['measure'].nunique(), 'measure')} for {who}."


def _chosen(
    table: pd.DataFrame, measures: object, genres: object, most: int
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the rows to draw, in order of the measures; how many of how many; what else is left out."""
    wanted = marks.measures_of(table, measures)
    own = marks.own_figures(table, measures)
    table, left_out = marks.of_genres(table[table["measure"].isin(wanted)], genres)
    table = table.sort_values("measure", key=lambda names: names.astype(str).map(wanted.index), kind="stable")
    error = (table["high"] - table["low"]) / (2 * 1.96)
    key = ["genre", "measure", "target", "part", "voice"]
    gaps = pd.Series(np.nan, table.index)
    for at in table.groupby(key, observed=True, dropna=False).groups.values():
        middle, half = table.loc[at, "estimate"].to_numpy(), error[at].to_numpy()
        with np.errstate(all="ignore"):
            apart = np.abs(middle[:, None] - middle) / np.hypot(half[:, None], half)
        apart = apart[np.isfinite(apart)]
        gaps[at] = apart.max() if apart.size else np.nan
    table, less = marks.clearest(table.assign(clarity=gaps), measures, most)
    return table, less, [*left_out, *own]


def _headline(table: pd.DataFrame, measures: object) -> str:
    """Return what is seen: of one measure its ends, of several which they are."""
    names = table.drop_duplicates("measure")["measure_words"].tolist()
    if len(names) > 1:
        first = marks.listed(names, 3, "more measures")
        return f"clearest differences: {first}" if measures is None else f"{first} compared"
    rows = table[table["estimate"].notna() & (table["voice"] == marks.voices_in(table)[0])]
    rows = rows.sort_values(["estimate", "group"], ascending=[False, True])
    said = names[0]
    if len(rows):
        ends = [rows.iloc[0], *([rows.iloc[-1]] if len(rows) > 1 else [])]
        words = [
            f"{marks.name(row['group'])} {numbers.estimate(row['estimate'], row['unit'])}" for row in ends
        ]
        joint = ", " if len(rows) == 2 else " to "
        unit = str(rows["unit"].iloc[0])
        said += f": {joint.join(words)}" + f" {Names().unit(unit)}" * (not unit.startswith("share"))
    return said


def _panels(table: pd.DataFrame) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Split the table into panels: measure, then target, then part."""
    groups = table.groupby(["measure", "target", "part"], observed=True)
    found = {tuple(map(str, key)): cell for key, cell in groups}
    wanted = list(dict.fromkeys(table["measure"].astype(str)))
    parts = ["headline", "lead", "body", "all"]
    order = sorted(found, key=lambda key: (wanted.index(key[0]), key[1], parts.index(key[2])))
    return [((key[0], key[1], key[2]), found[key]) for key in order]


def _articles(
    table: pd.DataFrame, scores: pd.DataFrame, by: str, further: Sequence[str]
) -> dict[int, pd.DataFrame]:
    """Return for each row of the profile its articles' own rates (`rate`, `size` 0 to 1)."""
    if by not in scores:
        raise FramingError(
            f"scores: column {by!r} is missing, which by= names; columns given: {', '.join(scores.columns)}"
        )
    scores = scores.assign(
        genre=scores["genre"].astype("str").replace("unknown", "news"),
        target=marks.strings(scores["target"]),
        family=scores["copy_group"].astype("str").fillna(scores["article"].astype("str")),
    )
    groups = dict(list(scores.groupby([by, "genre", "measure", "target"], observed=True)))
    found: dict[int, pd.DataFrame] = {}
    for row in table.itertuples():
        unit = UNITS[row.unit]
        here = groups.get((row.group, row.genre, row.measure, row.target))
        if here is None or unit.denominator not in here:
            continue
        for name in ("part", "voice"):
            if getattr(row, name) != "all":
                here = here[here[name] == getattr(row, name)]
        for name in further:
            if name in here:
                here = here[marks.strings(here[name]) == str(getattr(row, name))]
        if row.wire == "drop":
            here = here[here["wire_role"] != "full_reprint"]
        sums = here.groupby("family")[["hits", "weight", "tokens"]].sum()
        sums = sums[sums[unit.denominator] > 0]
        own = pd.DataFrame({"rate": unit.number(sums), "size": np.sqrt(sums["tokens"])})
        found[row.Index] = own.sort_values(["rate", "size"])
    largest = max((f["size"].max() for f in found.values() if len(f)), default=1.0)
    return {index: f.assign(size=f["size"] / max(largest, 1.0)) for index, f in found.items()}


def _key(dots: Mapping[int, pd.DataFrame]) -> list[layout.Sign]:
    signs = []
    most = _MANY if sum(map(len, dots.values())) <= _CROWD else _FEW
    if dots:
        look = {"marker": "o", "markersize": 4, "alpha": 0.35, "markeredgewidth": 0}
        signs.append(layout.Sign("one article, larger for more words", look))
    if any(len(found) > most for found in dots.values()):
        look = {"marker": "s", "markersize": 8, "alpha": 0.25, "markeredgewidth": 0}
        signs.append(layout.Sign("middle half and nine tenths of many articles", look))
    return signs


def _dots(
    panel: theme.Axes, y: float, found: pd.DataFrame, colour: str, limits: tuple[float, float], most: int
) -> None:
    """Draw a row's articles, spread a little by a fixed rule so that equal rates don't hide each other."""
    low, high = limits
    rates = found["rate"].to_numpy()
    if len(rates) > most:
        for ends, alpha in (((5, 95), 0.16), ((25, 75), 0.22)):
            span = np.clip(np.percentile(rates, ends), low, high)
            panel.plot(span, [y, y], color=colour, alpha=alpha, linewidth=8, solid_capstyle="butt",
                       label="_spread", zorder=1)  # fmt: skip
        return
    offsets = (np.arange(len(rates)) * 0.618034 % 1 - 0.5) * marks.PITCH * 0.75
    look = {"color": colour, "linewidths": 0, "clip_on": False, "zorder": 2}
    inside = (rates >= low) & (rates <= high)
    # In five sizes, drawn size by size: a marker that repeats is written once in an SVG.
    steps = np.ceil(found["size"].to_numpy() ** 2 * 5).clip(1, 5)
    for step in np.unique(steps[inside]):
        some = inside & (steps == step)
        size = 1 + 4.4 * step
        panel.scatter(rates[some], y + offsets[some], s=size, alpha=0.28, label="_articles", **look)
    for edge, marker, some in ((high, ">", rates > high), (low, "<", rates < low)):
        if some.any():
            at = [edge] * int(some.sum())
            panel.scatter(
                at, y + offsets[some], s=9, marker=marker, alpha=0.35, label="_articles_beyond", **look
            )
