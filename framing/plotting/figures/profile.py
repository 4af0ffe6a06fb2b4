"""Each outlet's estimate of each measure, with its interval and the articles behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.schema import UNITS
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "profile"

#: Above this many articles in a row, their spread is drawn instead of each one; above so many in the
#: whole figure, of rows with more than a few.
_MANY, _CROWD, _FEW = 150, 8000, 20


@theme.figure
def profile(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    scores: pd.DataFrame | None = None,
    by: str = "outlet",
    measures: str | Sequence[str] | None = None,
    genres: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
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
        Which to draw and in what order; by default all, in order of the table, but those of sources, stance
        and frames, which have figures of their own.
    genres : str or sequence of str, optional
        Which to draw; by default news alone, if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side: one to be read on a phone, two or three on paper;
        by default as few as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels.

    Raises
    ------
    FramingError
        The table is empty, or a measure or genre is not in it.
    """
    table, further = marks.opened(table, "profile", "profile")
    wanted = marks.measures_of(table, measures)
    own = marks.own_figures(table, measures, "have figures of their own")
    table, left_out = marks.of_genres(table[table["measure"].isin(wanted)], genres)
    shades = theme.colors(table["group"], colors)
    voices = [voice for voice in theme.VOICES if (table["voice"] == voice).any()]
    dots = _articles(table, schema.check(scores, "scores"), by, further) if scores is not None else None
    cells = _cells(table, wanted)
    names = _names(table, further)
    rows = [_rows(cell, names, further) for _, cell in cells]
    heights = [layout.stack([marks.row_height(lines, len(voices)) for _, lines in r])[1] for r in rows]
    counts = [_count(row) for row in table.itertuples()]
    windows = [_window(cell, dots) for _, cell in cells]
    beyond = any(_runs_over(cell, w, dots) for (_, cell), w in zip(cells, windows, strict=True))
    key = marks.key_signs(voices, table, beyond)
    if dots:
        key.append(
            layout.Sign(
                "one article, larger for more words",
                {"marker": "o", "markersize": 4, "alpha": 0.35, "markeredgewidth": 0},
            )
        )
        if any(len(found) > _most(dots) for found in dots.values()):
            key.append(
                layout.Sign(
                    "middle half and nine tenths of many articles",
                    {"marker": "s", "markersize": 8, "alpha": 0.25, "markeredgewidth": 0},
                )
            )
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(heading, height, UNITS[cell["unit"].iloc[0]].label)
            for (heading, cell), height in zip(cells, heights, strict=True)
        ],
        title=marks.titled(title, f"Measures by outlet{marks.with_intervals(table, ',')}"),
        key=key,
        notes=[
            "n: articles with words in that voice." if voices != ["all"] else "n: articles.",
            *left_out,
            *own,
        ],
        left=marks.label_width(lines for r in rows for _, lines in r),
        right=max(theme.width_of(text, theme.SMALL) for text in counts) + 0.12,
        columns=layout.columns_for(heights, columns, width=width),
        width=width,
    )
    for panel, (_, cell), r, limits in zip(panels, cells, rows, windows, strict=True):
        _draw(panel, cell, r, voices, shades, limits, dots, further)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.of_genres(marks.opened(table, "profile", "profile")[0], None)
    table = table[table["measure"].isin(marks.measures_of(table, None))]
    first = table["measure"].iloc[0]
    rows = table[(table["measure"] == first) & table["estimate"].notna()]
    invented = marks.provenances(table, "group")
    who = marks.listed(
        [vocabulary.display(g, invented.get(g, "published")) for g in sorted(table["group"].unique())]
    )
    count = marks.counted(table["measure"].nunique(), "measure")
    said = f"Estimates{marks.with_intervals(table)} of {count} for {who}"
    if len(rows):
        low, high = rows["estimate"].min(), rows["estimate"].max()
        unit = UNITS[rows["unit"].iloc[0]].label
        said += f"; {first} runs from {low:.3g} to {high:.3g} {unit} over the rows drawn"
    return said + "."


def _cells(table: pd.DataFrame, wanted: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """Split the table into panels: measure, then target, then part."""
    parts = ["headline", "lead", "body", "all"]
    cells = []
    for measure in wanted:
        rows = table[table["measure"] == measure]
        for target in sorted(marks.strings(rows["target"]).unique()):
            for part in parts:
                cell = rows[(marks.strings(rows["target"]) == target) & (rows["part"] == part)]
                if len(cell):
                    extra = [f"toward {target}"] * bool(target) + [part] * (part != "all")
                    cells.append((" · ".join([measure, *extra]), cell))
    return cells


def _names(table: pd.DataFrame, further: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    """Return the label of each outlet × genre × further split, the genre only where there are several."""
    several = table["genre"].nunique() > 1
    invented = marks.provenances(table, "group")
    return {
        key: marks.outlet_label(
            key[0],
            invented.get(key[0], "published"),
            [*[key[1]] * several, *[value or "none" for value in key[2:]]],
        )
        for key in sorted(set(_keys(table, further)), key=lambda key: (marks.genre_order(key[:2]), key[2:]))
    }


def _keys(table: pd.DataFrame, further: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what tells the rows of one panel and voice apart."""
    columns = [marks.strings(table[name]) for name in ("group", "genre", *further)]
    return list(zip(*columns, strict=True))


def _rows(
    cell: pd.DataFrame, names: Mapping[tuple[str, ...], list[str]], further: Sequence[str]
) -> list[tuple[tuple[str, ...], list[str]]]:
    here = set(_keys(cell, further))
    return [(key, lines) for key, lines in names.items() if key in here]


def _count(row: Any) -> str:
    return f"{row.n_articles:,}" + (f" {marks.FRAGILE}" if marks.fragile(row.note) else "")


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
        target = row.target if isinstance(row.target, str) else ""
        here = groups.get((row.group, row.genre, row.measure, target))
        if here is None or unit.denominator not in here:
            continue
        keep = ((here["part"] == row.part) | (row.part == "all")) & (
            (here["voice"] == row.voice) | (row.voice == "all")
        )
        for name in further:
            if name in here:
                keep &= marks.strings(here[name]) == str(getattr(row, name))
        if row.wire == "drop":
            keep &= here["wire_role"] != "full_reprint"
        sums = here[keep].groupby("family")[["hits", "weight", "tokens"]].sum()
        sums = sums[sums[unit.denominator] > 0]
        rate = unit.scale * sums[unit.numerator] / sums[unit.denominator]
        found[row.Index] = pd.DataFrame({"rate": rate, "size": np.sqrt(sums["tokens"])}).sort_values(
            ["rate", "size"]
        )
    largest = max((f["size"].max() for f in found.values() if len(f)), default=1.0)
    return {index: f.assign(size=f["size"] / max(largest, 1.0)) for index, f in found.items()}


def _points(cell: pd.DataFrame, dots: Mapping[int, pd.DataFrame] | None) -> np.ndarray:
    found = [dots[i]["rate"].to_numpy() for i in cell.index if i in dots] if dots else []
    return np.concatenate(found) if found else np.empty(0)


def _window(cell: pd.DataFrame, dots: Mapping[int, pd.DataFrame] | None) -> tuple[float, float]:
    unit = cell["unit"].iloc[0]
    low, high = scales.window(cell, _points(cell, dots), floor=UNITS[unit].ratio)
    return (low, min(high, 1.0)) if unit.startswith("share") else (low, high)


def _runs_over(
    cell: pd.DataFrame, limits: tuple[float, float], dots: Mapping[int, pd.DataFrame] | None
) -> bool:
    low, high = limits
    points = _points(cell, dots)
    return bool(
        (cell["low"] < low).any()
        or (cell["high"] > high).any()
        or (points < low).any()
        or (points > high).any()
    )


def _draw(
    panel: Axes,
    cell: pd.DataFrame,
    rows: Sequence[tuple[tuple[str, ...], list[str]]],
    voices: Sequence[str],
    shades: Mapping[str, str],
    limits: tuple[float, float],
    dots: Mapping[int, pd.DataFrame] | None,
    further: Sequence[str],
) -> None:
    unit = UNITS[cell["unit"].iloc[0]]
    centres, _ = layout.stack([marks.row_height(lines, len(voices)) for _, lines in rows])
    share = cell["unit"].iloc[0].startswith("share")
    scales.scale_x(panel, limits, percent=share)
    if not unit.ratio:
        panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    marks.row_labels(panel, centres, [lines for _, lines in rows])
    marks.above_right(panel, "n")
    keys = _keys(cell, further)
    for (key, _), centre in zip(rows, centres, strict=True):
        here = cell[[other == key for other in keys]]
        for row in here.sort_values("voice", key=lambda s: s.astype("str").map(voices.index)).itertuples():
            y = centre + (voices.index(row.voice) - (len(voices) - 1) / 2) * marks.PITCH
            colour = shades[row.group]
            if dots and row.Index in dots:
                _dots(panel, y, dots[row.Index], colour, limits, _most(dots))
            marks.interval(panel, y, row, row.voice, colour, limits)
            marks.beside(panel, y, _count(row))


def _most(dots: Mapping[int, pd.DataFrame]) -> int:
    """Return up to how many articles of a row are drawn one by one."""
    return _MANY if sum(map(len, dots.values())) <= _CROWD else _FEW


def _dots(
    panel: Axes, y: float, found: pd.DataFrame, colour: str, limits: tuple[float, float], most: int
) -> None:
    """Draw a row's articles, spread a little by a fixed rule so that equal rates don't hide each other."""
    low, high = limits
    rates = found["rate"].to_numpy()
    if len(rates) > most:
        for ends, alpha in (((5, 95), 0.16), ((25, 75), 0.22)):
            span = np.clip(np.percentile(rates, ends), low, high)
            panel.plot(
                span,
                [y, y],
                color=colour,
                alpha=alpha,
                linewidth=8,
                solid_capstyle="butt",
                label="_spread",
                zorder=1,
            )
        return
    offsets = (np.arange(len(rates)) * 0.618034 % 1 - 0.5) * marks.PITCH * 0.75
    inside = (rates >= low) & (rates <= high)
    # In five sizes, drawn size by size: a marker that repeats is written once in an SVG.
    steps = np.ceil(found["size"].to_numpy() ** 2 * 5).clip(1, 5)
    for step in np.unique(steps[inside]):
        some = inside & (steps == step)
        panel.scatter(
            rates[some],
            y + offsets[some],
            s=1 + 4.4 * step,
            color=colour,
            alpha=0.28,
            linewidths=0,
            label="_articles",
            clip_on=False,
            zorder=2,
        )
    if (~inside).any():
        over = rates[~inside]
        for edge, marker, some in ((high, ">", over > high), (low, "<", over < low)):
            if some.any():
                panel.scatter(
                    [edge] * int(some.sum()),
                    y + offsets[~inside][some],
                    s=9,
                    marker=marker,
                    color=colour,
                    alpha=0.35,
                    linewidths=0,
                    label="_articles_beyond",
                    clip_on=False,
                    zorder=2,
                )
