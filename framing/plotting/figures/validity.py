"""How far a measure finds what coders found: precision, recall and F1, by outlet or voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import marks, rows, theme
from framing.plotting.rows import Line
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "validity"

_STATISTICS = {"precision": "precision", "recall": "recall", "f1": "F1", "pearson": "r"}


@theme.figure
def validity(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measures: str | Sequence[str] | None = None,
    by: str | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel for each statistic: a measure against a question, over all units and by outlet or voice.

    Parameters
    ----------
    table : pandas.DataFrame
        The validity table, as `framing.validity` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measures : str or sequence of str, optional
        Which, and in what order; by default all.
    by : str, optional
        Whose groups are drawn beside all units; by default outlets, if there are any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default as many as there is room for.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels: precision, recall, F1, and the correlation of
        measure and answers where they are numbers. Beside each row stand the coded units.

    Raises
    ------
    FramingError
        The table is empty, or a measure or grouping is not in it.
    """
    found = _opened(table)
    groups = [name for name in sorted(found["by"].unique()) if name != "all"]
    if by is not None and by not in [*groups, "all"]:
        raise FramingError(f"by: {by!r} is not in the table; there are {', '.join(['all', *groups])}")
    by = by or ("outlet" if "outlet" in groups else next(iter(groups), "all"))
    wanted = marks.choose(measures, list(dict.fromkeys(found["measure"])), "measure")
    found = found[found["measure"].isin(wanted)]
    shades = theme.colors(found.loc[found["by"] == by, "group"] if by == "outlet" else [], colors)
    blocks = {}
    for name in wanted:
        keys = ["target", "question", "category"]
        for (target, question, answer), own in found[found["measure"] == name].groupby(keys):
            toward = f", toward {target}" if target else ""
            given = "" if answer == "all" else f": {answer}"
            blocks[f"{name}{toward} against {question}{given}"] = _lines(own, by, shades)
    articles = int(found.loc[found["by"] == "all", "articles"].max())
    notes = [f"Right: coded units, of {marks.counted(articles, 'article')} in all."]
    if len(apart := found.loc[found["by"] == by, "p"].dropna() if "p" in found else ()):
        notes.append(f"That groups have the same error: p {apart.min():.3f} at least.")
    return rows.draw_scorecard(
        ax,
        blocks,
        _STATISTICS,
        title=marks.titled(title, f"Measures against coders{marks.with_intervals(found, ',')}"),
        notes=notes,
        width=width,
        columns=columns,
    )


def present(table: pd.DataFrame) -> bool:
    """Say whether a statistic that is drawn is in the table."""
    return bool(table["statistic"].astype(str).isin(_STATISTICS).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found = _opened(table)
    whole = found[(found["by"] == "all") & (found["statistic"] == "f1") & found["estimate"].notna()]
    said = [f"{row.measure} against {row.question} ({row.category}) F1 {row.estimate:.2f}"
            for row in whole.head(3).itertuples()]  # fmt: skip
    count = marks.counted(found["measure"].nunique(), "measure")
    return f"What coders found and what {count} found{': ' + '; '.join(said) if said else ''}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of groups, not of their differences, in order."""
    text = ("measure", "target", "question", "by", "group", "category", "statistic")
    found, _ = marks.opened(table, "validity", "validity", text)
    found = found[found["other"].isna() & found["statistic"].isin(_STATISTICS)]
    marks.refuse_empty(found, "validity", "validity")
    return found.sort_values(list(text), kind="stable")


def _lines(found: pd.DataFrame, by: str, shades: Mapping[str, str]) -> list[Line]:
    """Return a row for all units, then for each group."""
    kinds = marks.provenances(found, "group")
    lines = []
    for kind in dict.fromkeys(["all", by]):
        for group, own in found[found["by"] == kind].groupby("group"):
            name = "all units" if kind == "all" else str(group)
            name = vocabulary.display(name, kinds[name]) if kind == "outlet" else name
            name = theme.VOICES[name].name if kind == "voice" and name in theme.VOICES else name
            colour = marks.TONE if kind == "all" else shades.get(str(group), theme.MUTED)
            lines.append(Line(name, colour, {row.statistic: row for row in own.itertuples()}))
    return lines
