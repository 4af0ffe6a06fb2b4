"""How far a measure finds what coders found: precision, recall and F1, by outlet or voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import bands, marks, theme
from framing.plotting.scorecards import Block, Line, Statistic, draw
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "validity"

_STATISTICS = {
    "precision": Statistic("precision"),
    "recall": Statistic("recall"),
    "f1": Statistic("F1"),
    "pearson": Statistic("r"),
}


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
    rows = _opened(table)
    groups = [name for name in sorted(rows["by"].unique()) if name != "all"]
    if by is not None and by not in [*groups, "all"]:
        raise FramingError(f"by: {by!r} is not in the table; there are {', '.join(['all', *groups])}")
    by = by or ("outlet" if "outlet" in groups else next(iter(groups), "all"))
    wanted = marks.choose(measures, list(dict.fromkeys(rows["measure"])), "measure")
    rows = rows[rows["measure"].isin(wanted)]
    known = rows.loc[rows["by"] == by, "group"] if by == "outlet" else []
    shades = theme.colors(known, colors)
    blocks = []
    for name in wanted:
        own = rows[rows["measure"] == name]
        blocks += [_block(part, by, shades) for _, part in own.groupby(["target", "question", "category"])]
    there = {key for block in blocks for line in block.lines for key in line.estimates}
    apart = rows.loc[(rows["by"] == by) & rows["p"].notna(), "p"] if "p" in rows else pd.Series(dtype=float)
    return draw(
        ax,
        [block for block in blocks if block.lines],
        {key: one for key, one in _STATISTICS.items() if key in there},
        title=marks.titled(title, f"Measures against coders{marks.with_intervals(rows, ',')}"),
        notes=[f"Right: coded units, of {_articles(rows)} in all.", *_told(apart)],
        head="units",
        width=width,
        columns=columns,
    )


def present(table: pd.DataFrame) -> bool:
    """Say whether a statistic that is drawn is in the table."""
    return bool(table["statistic"].astype(str).isin(_STATISTICS).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows = _opened(table)
    whole = rows[(rows["by"] == "all") & (rows["statistic"] == "f1") & rows["estimate"].notna()]
    said = [f"{row.measure} against {row.question} ({row.category}) F1 {row.estimate:.2f}"
            for row in whole.head(3).itertuples()]  # fmt: skip
    count = marks.counted(rows["measure"].nunique(), "measure")
    return f"What coders found and what {count} found{': ' + '; '.join(said) if said else ''}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of groups, not of their differences, in order."""
    rows, _ = marks.opened(table, "validity", "validity")
    text = ("measure", "target", "question", "by", "group", "category", "statistic")
    rows = rows.assign(**{name: marks.strings(rows[name]) for name in text})
    rows = rows[rows["other"].isna() & rows["statistic"].isin(_STATISTICS)]
    marks.refuse_empty(rows, "validity", "validity")
    return rows.sort_values(list(text), kind="stable")


def _articles(rows: pd.DataFrame) -> str:
    return marks.counted(int(rows.loc[rows["by"] == "all", "articles"].max()), "article")


def _told(p: pd.Series) -> list[str]:
    return [f"That groups have the same error: p {p.min():.3f} at least."] if len(p) else []


def _block(rows: pd.DataFrame, by: str, shades: Mapping[str, str]) -> Block:
    first = rows.iloc[0]
    toward = f", toward {first['target']}" if first["target"] else ""
    answer = "" if first["category"] == "all" else f": {first['category']}"
    lines = []
    invented = marks.provenances(rows, "group")
    for kind in dict.fromkeys(["all", by]):
        own = rows[rows["by"] == kind]
        for group in sorted(own["group"].unique()):
            here = own[own["group"] == group]
            outlet = vocabulary.display(group, invented.get(group, "published"))
            name = outlet if kind == "outlet" else "all units" if kind == "all" else group
            name = theme.VOICES[group].name if kind == "voice" and group in theme.VOICES else name
            colour = bands.TONE if kind == "all" else shades.get(group, theme.MUTED)
            found = {row.statistic: row for row in here.itertuples()}
            count = max(found.values(), key=lambda row: row.units)
            lines.append(Line(name, colour, f"{count.units:,}", found))
    return Block(f"{first['measure']}{toward} against {first['question']}{answer}", lines)
