"""How far coders agree, question by question and answer by answer."""

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

TABLE = "agreement"

#: Krippendorff (2004, Content Analysis, 2nd ed., p. 241): below the first not to be relied on, above the
#: second to be.
_GUIDES = (0.667, 0.8)
_STATISTICS = {
    "alpha": Statistic("alpha", _GUIDES),
    "ac1": Statistic("AC1"),
    "kappa": Statistic("kappa"),
    "percent": Statistic("share"),
}
#: Answers drawn of a question.
_ANSWERS = 8


@theme.figure
def agreement(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    questions: str | Sequence[str] | None = None,
    by: str | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel for each coefficient: questions as rows, under each its answers or groups of units.

    Parameters
    ----------
    table : pandas.DataFrame
        The agreement table, as `framing.agreement` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    questions : str or sequence of str, optional
        Which, and in what order; by default all.
    by : str, optional
        Draw the groups of this column, outlets say, instead of the answers.
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
        A frameless sheet; its `child_axes` are the panels: alpha at the level of the question, AC1, kappa as
        the mean of the pairs of coders, and the share of pairs that agree. Beside each row stand the units.

    Raises
    ------
    FramingError
        The table is empty, or a question or grouping is not in it.
    """
    rows = _opened(table)
    present = sorted(rows["by"].unique())
    if by is not None and by not in present:
        raise FramingError(f"by: {by!r} is not in the table; there are {', '.join(present)}")
    wanted = marks.choose(questions, list(dict.fromkeys(rows["question"])), "question")
    shades = theme.colors(rows.loc[rows["by"] == by, "group"] if by else [], colors)
    blocks = [_block(rows[rows["question"] == name], name, by, shades) for name in wanted]
    there = {key for block in blocks for line in block.lines for key in line.estimates}
    notes = [
        "Krippendorff's alpha, Gwet's AC1, Cohen's kappa (mean of pairs of coders): 0 is chance. Share: of "
        "pairs that agree. Right: units with two answers or more.",
    ]
    if "alpha" in there:
        notes.append("Dotted: .667 and .8; between them Krippendorff allows tentative conclusions only.")
    return draw(
        ax,
        blocks,
        {key: one for key, one in _STATISTICS.items() if key in there},
        title=marks.titled(title, f"How far coders agree{marks.with_intervals(rows, ',')}"),
        notes=notes,
        head="units",
        width=width,
        columns=columns,
    )


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows = _opened(table)
    whole = rows[(rows["by"] == "all") & (rows["category"] == "all") & (rows["panel"] == "alpha")]
    known = whole[whole["estimate"].notna()].head(4)
    said = [f"{row.question} {row.estimate:.2f}" for row in known.itertuples()]
    count = marks.counted(rows["question"].nunique(), "question")
    return f"Agreement of coders on {count}{': alpha ' + ', '.join(said) if said else ''}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all coders together, one a question, group, category and panel."""
    rows, _ = marks.opened(table, "agreement", "agreement")
    text = ("question", "level", "by", "group", "category", "pair", "statistic")
    rows = rows.assign(**{name: marks.strings(rows[name]) for name in text})
    rows = rows[rows["pair"] == "all"]
    own = rows["statistic"] == "alpha_" + rows["level"]
    other = rows["statistic"].str.startswith("alpha_")
    rows = rows.assign(panel=rows["statistic"].where(~other, "alpha"), rank=(~own).astype(int))
    order = ["question", "by", "group", "category", "panel", "rank", "statistic"]
    rows = rows.sort_values(order, kind="stable").drop_duplicates(order[:5])
    marks.refuse_empty(rows, "agreement", "agreement")
    return rows


def _block(rows: pd.DataFrame, name: str, by: str | None, shades: Mapping[str, str]) -> Block:
    whole = rows[(rows["by"] == "all") & (rows["category"] == "all")]
    lines = [_line("all answers" if by is None else "all units", whole, bands.TONE)] if len(whole) else []
    if by is None or by == "all":
        found = rows[(rows["by"] == "all") & (rows["category"] != "all")]
        for answer in sorted(found["category"].unique())[:_ANSWERS]:
            lines.append(_line(answer, found[found["category"] == answer], theme.MUTED))
    else:
        found = rows[(rows["by"] == by) & (rows["category"] == "all")]
        for group in sorted(found["group"].unique()):
            lines.append(_line(vocabulary.display(group), found[found["group"] == group], shades[group]))
    invented = vocabulary.INVENTED if marks.provenances(rows, "question") else ""
    return Block(f"{name} ({rows['level'].iloc[0]}){invented}", lines)


def _line(label: str, rows: pd.DataFrame, colour: str) -> Line:
    found = {row.panel: row for row in rows.itertuples()}
    return Line(label, colour, f"{max(row.units for row in found.values()):,}", found)
