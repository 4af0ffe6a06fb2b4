"""A difference made in every way that reasonable choices allow: a specification curve.

After Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214, doi
10.1038/s41562-020-0912-z), figure 2: estimates in order of size above, the choices behind each below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from framing.plotting import curves, layout, marks, theme, words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.plotting.sizes import Width

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
    known = curves.opened(table)
    present = sorted(known["contrast"].astype(str).unique())
    wanted = marks.choose(contrasts, present, "contrast")
    wanted = wanted if contrasts is not None else wanted[:_PANELS]
    found = [curves.made(known[known["contrast"] == name]) for name in wanted]
    across = layout.columns_for([curve.height for curve in found], columns, most=2, width=width)
    across = max(1, min(across, len(found)))
    panels: list[layout.Panel | None] = []
    drawn: list[tuple[curves.Curve, bool]] = []
    for start in range(0, len(found), across):
        some = found[start : start + across]
        blank: list[layout.Panel | None] = [None] * (across - len(some))
        panels += [layout.Panel(c.heading, curves.HEIGHT, under=c.under, ticks=False) for c in some] + blank
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
        key=curves.key(found),
        notes=notes,
        left=max(words.width_of(line, theme.SMALL) for line in [*labels, "−0.0000"]) + 0.12,
        right=max(words.width_of(text, theme.SMALL) for text in [curves.HEAD, *counts]) + 0.14,
        columns=across,
        wide=3 if across > 1 else 1,
        width=width,
    )
    for panel, (curve, above) in zip(opened, drawn, strict=True):
        (curves.draw_estimates if above else curves.draw_choices)(panel, curve)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether any specification has an estimate that can be drawn."""
    return bool(curves.drawable(table).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    known = curves.opened(table)
    names = sorted(known["contrast"].astype(str).unique())
    found = [curves.made(known[known["contrast"] == name]) for name in names[:_PANELS]]
    said = [f"{curve.heading}: {curve.under}" for curve in found]
    return f"Specification curves; {'; '.join(said)}.".replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
