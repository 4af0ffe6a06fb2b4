"""A difference made in every way that reasonable choices allow: a specification curve.

After Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214, doi
10.1038/s41562-020-0912-z), figure 2: estimates in order of size above, the choices behind each below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from framing.errors import FramingError
from framing.plotting import bands, layout, marks, scales, theme

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = ["made"]


# One comparison as a specification curve: its estimates in order, and the choices behind each.

#: Inches: height of the estimates, of a row of choices, over a choice's first row; longest line of a name.
HEIGHT, _ROW, _GAP, _NAME = 1.55, 0.165, 0.1, 1.9
#: Specifications of one comparison that are drawn.
_MOST = 240
#: Over what stands beside the choices.
HEAD = "stand"
_LOOKS = {
    "stands": (theme.PALETTE[0], "interval excludes {equal}"),
    "not": ("#8A8A8A", "interval reaches {equal}"),
    "against": (theme.PALETTE[1], "excludes {equal}, on the other side"),
}
#: What is excluded: by ratios, by differences, where both are drawn.
_EQUAL = {True: "1 (equal rates)", False: "0"}
_BOTH = "equality (1 or 0)"


@dataclass(frozen=True)
class Curve:
    """One comparison: the specifications drawn in order (`look`, and a column for each choice) and its words.

    `rows_of` are the options in order, by choice; `names`, `counts` and `sizes` have an entry for each.
    """

    rows: pd.DataFrame
    total: int
    heading: str
    under: str
    rows_of: Mapping[str, Sequence[str]]
    names: Sequence[Sequence[str]]
    counts: Sequence[str]
    sizes: Sequence[float]

    @property
    def height(self) -> float:
        """Inches of both panels."""
        return HEIGHT + sum(self.sizes) + layout.AROUND

    @property
    def ratio(self) -> bool:
        """Whether estimates are ratios."""
        return bool(self.rows["scale"].iloc[0] == "ratio")


def drawable(table: pd.DataFrame) -> pd.Series:
    """Say of each row whether its estimate has a place on an axis."""
    ratio = table["scale"].astype(str) == "ratio"
    return pd.Series(np.isfinite(table["estimate"]) & ~(ratio & (table["estimate"] <= 0)), index=table.index)


def choose_specifications(table: pd.DataFrame) -> pd.DataFrame:
    """Return the specifications that can be drawn."""
    rows, _ = marks.opened(table, "specifications", "specifications")
    rows = rows[drawable(rows)]
    if rows.empty:
        raise FramingError("specifications: none has an estimate to draw; the notes of the table say why")
    return rows


def made(rows: pd.DataFrame) -> Curve:
    """Return the curve of one comparison."""
    rows = rows.sort_values(["estimate", "specification"], kind="stable", ignore_index=True)
    chosen = [dict(_options(text)) for text in rows["specification"].astype(str)]
    base = next((one for one, own in zip(chosen, rows["baseline"], strict=True) if own), {})
    options: dict[str, dict[str, None]] = {}
    for one in chosen:
        for name, option in one.items():
            options.setdefault(name, {})[option] = None
    # As the study made it first; a choice that never varies tells nothing.
    varied = {
        name: sorted(found, key=lambda option, name=name: (option != base.get(name), option))
        for name, found in options.items()
        if len(found) > 1
    }
    rows = rows.assign(look=_looks(rows), **{f"={n}": [one.get(n, "") for one in chosen] for n in varied})
    names, counts, sizes = [], [], []
    for name, found in varied.items():
        for place, option in enumerate(found):
            here = rows[rows[f"={name}"] == option]
            names.append(theme.wrap(f"{name}: {option}", _NAME, theme.SMALL))
            counts.append(f"{int(here['stands'].sum()):,} of {len(here):,}")
            sizes.append(max(_ROW, marks.label_height(names[-1]) + 0.02) + _GAP * (place == 0))
    count = len(rows)
    first = next(rows.itertuples())
    stand, same = int(rows["stands"].sum()), int(rows["same_sign"].sum())
    median = float(f"{rows['estimate'].median():.3g}")
    counted = f"{stand:,} of {count:,} stand, {same:,} lie on the same side"
    told = f"{bands.axis(rows)}; median {scales.number(median)}"
    pair = [bands.pair_name(first)] if first.a and first.b and first.measure else []
    under = "\n".join([*pair, counted, told])
    kept = set(np.linspace(0, count - 1, min(count, _MOST)).round().astype(int).tolist())
    kept |= set(np.flatnonzero(rows["baseline"].to_numpy(bool)).tolist())
    drawn = rows.iloc[sorted(kept)].reset_index(drop=True)
    return Curve(drawn, count, _heading(rows), under, varied, names, counts, sizes)


def key(curves: Sequence[Curve]) -> list[layout.Sign]:
    """Return the key: only what is drawn."""
    looks = {look for curve in curves for look in curve.rows["look"]}
    kinds = {curve.ratio for curve in curves}
    equal = _EQUAL[kinds.pop()] if len(kinds) == 1 else _BOTH
    signs = [
        layout.Sign(
            said.format(equal=equal), {"marker": "o", "markersize": 5, "color": colour, "markeredgewidth": 0}
        )
        for look, (colour, said) in _LOOKS.items()
        if look in looks
    ]
    if any(curve.rows["baseline"].any() for curve in curves):
        ring = {"marker": "o", "markersize": 7.5, "markerfacecolor": "none", "markeredgewidth": 1.3}
        signs.append(layout.Sign("as the study made it", {**ring, "color": theme.INK}))
    return signs


def draw_estimates(panel: Axes, curve: Curve) -> None:
    """Draw the estimates with their intervals, from the least to the greatest."""
    rows = curve.rows
    low, high = _limits(rows, curve.ratio)
    _across(panel, curve)
    if curve.ratio:
        panel.set_yscale("log")
        panel.yaxis.set_major_locator(FixedLocator(scales.ratio_ticks(low, high, HEIGHT * 0.8)))
        panel.yaxis.set_minor_locator(NullLocator())
    else:
        panel.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    write = scales.ratio if curve.ratio else scales.number
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: write(round(value, 10))))
    panel.set_ylim(low, high)
    panel.spines["bottom"].set_visible(False)
    panel.axhline(1 if curve.ratio else 0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    thick = min(1.7, max(0.5, 110 / len(rows)))
    size = min(4.6, max(1.8, 330 / len(rows)))
    for look, (colour, _) in _LOOKS.items():
        here = rows[rows["look"] == look]
        x = here.index.to_numpy() + 1.0
        whole = (here["low"].notna() & here["high"].notna()).to_numpy()
        if whole.any():
            ends = [here[name].to_numpy(float)[whole].clip(low, high) for name in ("low", "high")]
            pale = theme.tint(colour, 0.55)
            panel.vlines(x[whole], *ends, colors=pale, linewidth=thick, label="_interval", zorder=2)
        dots = {"marker": "o", "linestyle": "none", "markersize": size, "color": colour, "markeredgewidth": 0}
        panel.plot(x, here["estimate"].clip(low, high), **dots, label="_estimate", zorder=3)
    base = rows[rows["baseline"]]
    ring = {"markerfacecolor": "none", "markeredgecolor": theme.INK, "markeredgewidth": 1.3}
    ring |= {"marker": "o", "linestyle": "none", "markersize": size + 3.4}
    panel.plot(base.index + 1.0, base["estimate"].clip(low, high), **ring, label="_baseline", zorder=4)


def draw_choices(panel: Axes, curve: Curve) -> None:
    """Draw which option each specification has of each choice."""
    _across(panel, curve)
    panel.spines["bottom"].set_visible(False)
    centres, _ = layout.stack(curve.sizes)
    rows = curve.rows
    apart = 72 * panel.bbox.width / panel.get_figure(root=True).dpi / len(rows)
    found = [(n, option, place) for n, some in curve.rows_of.items() for place, option in enumerate(some)]
    at = []
    for centre, count, (name, option, place) in zip(centres, curve.counts, found, strict=True):
        # What is kept free over a choice's first row is no part of the row.
        y = centre + (_GAP / 2 if place == 0 else 0.0)
        at.append(y)
        panel.axhline(y, color=theme.GRID, linewidth=0.8, label="_option", zorder=0.6)
        here = rows[rows[f"={name}"] == option]
        for look, (colour, _) in _LOOKS.items():
            x = here.index[here["look"] == look].to_numpy() + 1.0
            if len(x):
                thick = min(2.6, apart * 0.72)
                panel.vlines(
                    x, y - 0.052, y + 0.052, colors=colour, linewidth=thick, label="_chosen", zorder=2
                )
        marks.beside(panel, y, count)
    marks.row_labels(panel, at, curve.names)
    if at:
        marks.beside(panel, at[0] - _ROW, HEAD)


def _across(panel: Axes, curve: Curve) -> None:
    panel.set_xlim(0.4, len(curve.rows) + 0.6)
    panel.grid(False)
    panel.set_xticks([])
    for at in curve.rows.index[curve.rows["baseline"]]:
        panel.axvline(at + 1, color=theme.INK, linewidth=0.7, label="_as_made", zorder=0.8)


def _limits(rows: pd.DataFrame, ratio: bool) -> tuple[float, float]:
    """Return limits that hold all estimates, and intervals unless they are wild."""
    return scales.log_window(rows, reach=3.0) if ratio else scales.window(rows, floor=False, reach=2.0)


def _heading(rows: pd.DataFrame) -> str:
    first = next(rows.itertuples())
    if not (first.a and first.b and first.measure):
        return str(first.contrast)
    return bands.cell_name(first)


def _options(text: str) -> list[tuple[str, str]]:
    """Return choice and option of a specification.

    >>> _options("wire=keep; voices=full")
    [('wire', 'keep'), ('voices', 'full')]
    """
    parts = [part.partition("=") for part in text.split(";")]
    return [(name.strip(), option.strip()) for name, sign, option in parts if sign]


def _looks(rows: pd.DataFrame) -> list[str]:
    """Say of each specification whether it stands, against whom, or not."""
    none = np.where(rows["scale"] == "ratio", 1.0, 0.0)
    outside = (rows["low"] > none) | (rows["high"] < none)
    return [
        "stands" if s else "against" if o else "not" for s, o in zip(rows["stands"], outside, strict=True)
    ]


TABLE = "specifications"

#: Comparisons drawn unasked.
_PANELS = 3
_BELOW = "specifications, in order of their estimates"


@theme.figure
def specifications(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    contrasts: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
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
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are a curve and the choices under it for each comparison. The
        ring and the line through it are the comparison as the study made it.

    Raises
    ------
    FramingError
        The table is empty, no specification has an estimate, or no such comparison is in it.
    """
    del colors
    known = choose_specifications(table)
    present = sorted(known["contrast"].astype(str).unique())
    wanted = marks.choose(contrasts, present, "contrast")
    wanted = wanted if contrasts is not None else wanted[:_PANELS]
    found = [made(known[known["contrast"] == name]) for name in wanted]
    across = layout.columns_for([curve.height for curve in found], columns, most=2, width=width)
    across = max(1, min(across, len(found)))
    panels: list[layout.Panel | None] = []
    drawn: list[tuple[Curve, bool]] = []
    for start in range(0, len(found), across):
        some = found[start : start + across]
        blank: list[layout.Panel | None] = [None] * (across - len(some))
        panels += [layout.Panel(c.heading, HEIGHT, under=c.under, ticks=False) for c in some] + blank
        panels += [layout.Panel("", sum(c.sizes), _BELOW, ticks=False) for c in some] + blank
        drawn += [(curve, True) for curve in some] + [(curve, False) for curve in some]
    labels = [line for curve in found for lines in curve.names for line in lines]
    counts = [text for curve in found for text in curve.counts]
    notes = ["Right: of the specifications with that option, those whose interval excludes equality."]
    if any(len(curve.rows) < curve.total for curve in found):
        notes.append("Of very many specifications some are drawn, evenly over their order; all are counted.")
    if len(wanted) < len(present) and contrasts is None:
        notes.append(f"{marks.counted(len(present) - len(wanted), 'comparison')} left to the table.")
    sheet, opened = layout.lay_out(
        ax,
        panels,
        title=marks.titled(title, "The same differences, made in other ways"),
        key=key(found),
        notes=notes,
        left=max(theme.width_of(line, theme.SMALL) for line in [*labels, "−0.0000"]) + 0.12,
        right=max(theme.width_of(text, theme.SMALL) for text in [HEAD, *counts]) + 0.14,
        columns=across,
        wide=3 if across > 1 else 1,
        width=width,
    )
    for panel, (curve, above) in zip(opened, drawn, strict=True):
        (draw_estimates if above else draw_choices)(panel, curve)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether any specification has an estimate that can be drawn."""
    return bool(drawable(table).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    known = choose_specifications(table)
    names = sorted(known["contrast"].astype(str).unique())
    found = [made(known[known["contrast"] == name]) for name in names[:_PANELS]]
    said = [f"{curve.heading}: {curve.under}" for curve in found]
    return f"Specification curves; {'; '.join(said)}.".replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
