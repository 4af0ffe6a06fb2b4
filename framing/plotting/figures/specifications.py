"""A difference made in every way that reasonable choices allow: a specification curve.

After Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214, doi
10.1038/s41562-020-0912-z), figure 2: estimates in order of size above, the choices behind each below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis

TABLE = "specifications"

#: Comparisons drawn unasked, and specifications of one.
_PANELS, _MOST = 3, 240
#: Inches: height of the estimates, of a row of choices, over a choice's first row; longest line of a name.
_HEIGHT, _ROW, _GAP, _NAME = 1.55, 0.165, 0.1, 1.9
#: Over what stands beside the choices, and under the curve.
_HEAD, _BELOW = "agree", "specifications, in order of their estimates"
_LOOKS = {
    "stands": (theme.PALETTE[0], "interval excludes {equal}"),
    "not": ("#8A8A8A", "interval reaches {equal}"),
    "against": (theme.PALETTE[1], "excludes {equal}, on the other side"),
}
#: What is excluded, by whether all are ratios; where both are drawn, either.
_EQUAL = {True: "1 (equal rates)", False: "0", None: "equality (1 or 0)"}


@dataclass(frozen=True)
class Curve:
    """One comparison: the specifications drawn in order (`look`, and a column for each choice) and its words.

    `options` are choice and option of each row, in order, with whether it is the choice's first; `names`,
    `counts` and `sizes` have an entry for each.
    """

    rows: pd.DataFrame
    total: int
    heading: str
    name: str
    under: str
    options: Sequence[tuple[str, str, bool]]
    names: Sequence[Sequence[str]]
    counts: Sequence[str]
    sizes: Sequence[float]

    @property
    def ratio(self) -> bool:
        """Whether estimates are ratios."""
        return bool(self.rows["scale"].iloc[0] == "ratio")


@theme.figure
def specifications(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    contrasts: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
    columns: int | None = None,
) -> theme.Axes | theme.Figure:
    """Draw each comparison's estimates in order of size with 95 % intervals, and under each the choices made.

    Parameters
    ----------
    table : pandas.DataFrame
        The specifications table, as `framing.robustness` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    contrasts : str or sequence of str, optional
        Which comparisons, by the column `contrast`, and in what order; by default the first three.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Comparisons side by side; by default as few as fit a page.

    Returns
    -------
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has a curve and the choices under it for each comparison; on axes that are
        given the first curve alone. The ring and the line through it are the comparison as the study made
        it.

    Raises
    ------
    FramingError
        The table is empty, no specification has an estimate, or no such comparison is in it.
    """
    del colors
    known = _opened(table)
    there = sorted(known["contrast"].unique())
    wanted = marks.choose(contrasts, there, "contrast")
    wanted = wanted if contrasts is not None else wanted[:_PANELS]
    found = [made(known[known["contrast"] == name]) for name in wanted]
    heights = [_HEIGHT + sum(curve.sizes) + layout.AROUND for curve in found]
    across = max(1, min(layout.columns_for(heights, columns, most=2, width=width), len(found)))
    panels: list[layout.Panel | None] = []
    drawn: list[tuple[Curve, bool]] = []
    for start in range(0, len(found), across):
        some = found[start : start + across]
        blank: list[layout.Panel | None] = [None] * (across - len(some))
        names = [", ".join([c.name, *c.under.splitlines()[:-2]]) for c in some]
        for name, c in zip(names, some, strict=True):
            panels.append(layout.Panel(c.heading, _HEIGHT, under=c.under, ticks=False, name=name))
        panels += blank
        for name, c in zip(names, some, strict=True):
            panels.append(layout.Panel("", sum(c.sizes), _BELOW, ticks=False, name=f"{name}: choices"))
        panels += blank
        drawn += [(curve, True) for curve in some] + [(curve, False) for curve in some]
    labels = [line for curve in found for lines in curve.names for line in lines]
    counts = [text for curve in found for text in curve.counts]
    notes = ["Right: of the specifications with that option, those whose interval excludes equality."]
    if any(len(curve.rows) < curve.total for curve in found):
        notes.append("Of very many specifications some are drawn, evenly over their order; all are counted.")
    if len(wanted) < len(there) and contrasts is None:
        notes.append(f"{marks.counted(len(there) - len(wanted), 'comparison')} left to the table.")
    sheet, opened = layout.lay_out(
        ax,
        panels,
        **marks.heading(known, title, _headline(found[0]), notes),
        key=_key(found),
        left=max(theme.width_of(line, theme.SMALL) for line in [*labels, "−0.0000"]) + 0.12,
        right=max(theme.width_of(text, theme.SMALL) for text in [_HEAD, *counts]) + 0.14,
        columns=across,
        wide=3 if across > 1 else 1,
        width=width,
    )
    for panel, (curve, above) in zip(opened, drawn, strict=False):
        panel.set_xlim(0.4, len(curve.rows) + 0.6)
        marks.bare(panel)
        for at in curve.rows.index[curve.rows["baseline"]]:
            panel.axvline(at + 1, color=theme.INK, linewidth=0.7, label="_as_made", zorder=0.8)
        (_draw_estimates if above else _draw_choices)(panel, curve)
    return sheet


def _headline(curve: Curve) -> str:
    """Return in how many ways of making the first comparison its interval excludes equality."""
    *pair, counts, _ = curve.under.splitlines()
    return f"{', '.join([curve.heading, *pair])}: {counts.partition(',')[0]}"


def present(table: pd.DataFrame) -> bool:
    """Say whether any specification has an estimate that can be drawn."""
    return bool(_drawable(table).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    known = _opened(table)
    names = sorted(known["contrast"].unique())
    found = [made(known[known["contrast"] == name]) for name in names[:_PANELS]]
    said = "; ".join(f"{curve.heading}: {curve.under}" for curve in found)
    return f"Specification curves; {said}.".replace("\n", "; ").replace("\N{NO-BREAK SPACE}", " ")


def _drawable(table: pd.DataFrame) -> pd.Series:
    """Say of each row whether its estimate has a place on an axis."""
    return np.isfinite(table["estimate"]) & (
        (table["scale"].astype(str) != "ratio") | (table["estimate"] > 0)
    )


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the specifications that can be drawn."""
    rows, _ = marks.opened(table, "specifications", "specifications", ("contrast",))
    rows = rows[_drawable(rows)]
    if rows.empty:
        raise FramingError("specifications: none has an estimate to draw; the notes of the table say why")
    return rows


def made(rows: pd.DataFrame) -> Curve:
    """Return the curve of one comparison."""
    rows = rows.sort_values(["estimate", "specification"], kind="stable", ignore_index=True)
    parts = rows["specification"].astype(str).str.split(";")
    chosen = pd.DataFrame(
        [{name.strip(): option.strip() for name, sign, option in (one.partition("=") for one in own) if sign}
         for own in parts], index=rows.index
    ).fillna("")  # fmt: skip
    base = chosen[rows["baseline"].to_numpy(bool)]
    outside = Axis.of_differences(rows).reference or 0.0
    excludes = (rows["low"] > outside) | (rows["high"] < outside)
    looks = np.where(rows["stands"], "stands", np.where(excludes, "against", "not"))
    options, names, counts, sizes = [], [], [], []
    for name in chosen.columns:
        # As the study made it first; a choice that never varies tells nothing.
        own = base[name].iloc[0] if len(base) else ""
        found = sorted(set(chosen[name]) - {""}, key=lambda option, own=own: (option != own, option))
        for place, option in enumerate(found if len(found) > 1 else ()):
            here = rows[chosen[name] == option]
            options.append((name, option, place == 0))
            names.append(theme.wrap(f"{name}: {option}", _NAME, theme.SMALL))
            counts.append(f"{int(here['stands'].sum()):,} of {len(here):,}")
            sizes.append(max(_ROW, marks.label_height(names[-1]) + 0.02) + _GAP * (place == 0))
    rows = rows.assign(look=looks, **{f"={name}": chosen[name] for name in chosen})
    count, first = len(rows), next(rows.itertuples())
    median = layout.number(float(f"{rows['estimate'].median():.3g}"))
    under = [
        f"{int(rows['stands'].sum()):,} of {count:,} intervals exclude equality on this side, "
        f"{int(rows['same_sign'].sum()):,} estimates lie on it",
        f"{Axis.of_differences(rows).label}; median {median}",
    ]
    heading = name = str(first.contrast)
    if first.a and first.b and first.measure:
        sign = "−" if first.scale == "difference" else "/"
        under = [f"{marks.name(str(first.a))} {sign} {marks.name(str(first.b))}", *under]
        # Target, voice and part.
        more = [f"toward {first.target}"] * (isinstance(first.target, str) and bool(first.target))
        more += [marks.voice_name(first.voice, marks.voice_mode(rows))] * (first.voice != "all")
        more += [first.part] * (first.part != "all")
        heading, name = (", ".join([said, *more]) for said in (first.measure_heading, first.measure))
    kept = set(np.linspace(0, count - 1, min(count, _MOST)).round().astype(int).tolist())
    kept |= set(np.flatnonzero(rows["baseline"].to_numpy(bool)).tolist())
    drawn = rows.iloc[sorted(kept)].reset_index(drop=True)
    return Curve(drawn, count, heading, name, "\n".join(under), options, names, counts, sizes)


def _key(curves: Sequence[Curve]) -> list[layout.Sign]:
    """Return the key: only what is drawn."""
    looks = {look for curve in curves for look in curve.rows["look"]}
    kinds = {curve.ratio for curve in curves}
    equal = _EQUAL[kinds.pop() if len(kinds) == 1 else None]
    dot = {"marker": "o", "markersize": 5, "markeredgewidth": 0}
    signs = [layout.Sign(said.format(equal=equal), {**dot, "color": colour})
             for look, (colour, said) in _LOOKS.items() if look in looks]  # fmt: skip
    if any(curve.rows["baseline"].any() for curve in curves):
        ring = {"marker": "o", "markersize": 7.5, "markerfacecolor": "none", "markeredgewidth": 1.3}
        signs.append(layout.Sign("as the study made it", {**ring, "color": theme.INK}))
    return signs


def _draw_estimates(panel: theme.Axes, curve: Curve) -> None:
    """Draw the estimates with their intervals, from the least to the greatest."""
    rows, ratio = curve.rows, curve.ratio
    # All estimates, and intervals unless they are wild.
    low, high = layout.log_window(rows, reach=3.0) if ratio else layout.window(rows, floor=False, reach=2.0)
    if ratio:
        panel.set_yscale("log")
        panel.yaxis.set_major_locator(FixedLocator(layout.ratio_ticks(low, high, _HEIGHT * 0.8)))
        panel.yaxis.set_minor_locator(NullLocator())
    else:
        panel.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    write = layout.ratio if ratio else layout.number
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: write(round(value, 10))))
    panel.set_ylim(low, high)
    panel.axhline(1 if ratio else 0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    thick = min(1.7, max(0.5, 110 / len(rows)))
    size = min(4.6, max(1.8, 330 / len(rows)))
    for look, (colour, _) in _LOOKS.items():
        here = rows[rows["look"] == look]
        if here.empty:
            continue
        whole = here[here["low"].notna() & here["high"].notna()]
        if len(whole):
            ends = [whole[name].clip(low, high) for name in ("low", "high")]
            pale = theme.tint(colour, 0.55)
            panel.vlines(whole.index + 1.0, *ends, colors=pale, linewidth=thick, label="_interval", zorder=2)
        dots = {"marker": "o", "linestyle": "none", "markersize": size, "color": colour, "markeredgewidth": 0}
        panel.plot(here.index + 1.0, here["estimate"].clip(low, high), **dots, label="_estimate", zorder=3)
    base = rows[rows["baseline"]]
    ring = {"markerfacecolor": "none", "markeredgecolor": theme.INK, "markeredgewidth": 1.3}
    ring |= {"marker": "o", "linestyle": "none", "markersize": size + 3.4}
    panel.plot(base.index + 1.0, base["estimate"].clip(low, high), **ring, label="_baseline", zorder=4)


def _draw_choices(panel: theme.Axes, curve: Curve) -> None:
    """Draw which option each specification has of each choice."""
    rows = curve.rows
    apart = 72 * theme.inches_of(panel)[0] / len(rows)
    at = []
    for centre, count, (name, option, first) in zip(
        layout.stack(curve.sizes)[0], curve.counts, curve.options, strict=True
    ):
        # What is kept free over a choice's first row is no part of the row.
        y = centre + _GAP / 2 * first
        at.append(y)
        panel.axhline(y, color=theme.GRID, linewidth=0.8, label="_option", zorder=0.6)
        for look, (colour, _) in _LOOKS.items():
            x = rows.index[(rows[f"={name}"] == option) & (rows["look"] == look)] + 1.0
            if len(x):
                stroke = {"colors": colour, "linewidth": min(2.6, apart * 0.72), "label": "_chosen"}
                panel.vlines(x, y - 0.052, y + 0.052, zorder=2, **stroke)
        marks.beside(panel, y, count)
    marks.row_labels(panel, at, curve.names)
    if at:
        marks.beside(panel, at[0] - _ROW, _HEAD)
