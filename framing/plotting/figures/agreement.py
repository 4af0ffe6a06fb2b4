"""How far coders agree, question by question and answer by answer."""

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

TABLE = "agreement"

#: Krippendorff (2004, Content Analysis, 2nd ed., p. 241): below the first not to be relied on, above the
#: second to be.
_GUIDES = (0.667, 0.8)
_STATISTICS = {"alpha": "alpha", "ac1": "AC1", "kappa": "kappa", "percent": "share"}
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
    found = _opened(table)
    present = sorted(found["by"].unique())
    if by is not None and by not in present:
        raise FramingError(f"by: {by!r} is not in the table; there are {', '.join(present)}")
    wanted = marks.choose(questions, list(dict.fromkeys(found["question"])), "question")
    found = found[found["question"].isin(wanted)]
    shades = theme.colors(found.loc[found["by"] == by, "group"] if by else [], colors)
    blocks = {}
    for name in wanted:
        own = found[found["question"] == name]
        invented = "illustrative" in marks.provenances(own, "question").values()
        heading = f"{name} ({own['level'].iloc[0]}){vocabulary.INVENTED * invented}"
        blocks[heading] = _lines(own, by, shades)
    notes = [
        "Krippendorff's alpha, Gwet's AC1, Cohen's kappa (mean of pairs of coders): 0 is chance. Share: of "
        "pairs that agree. Right: units with two answers or more.",
    ]
    if (found["panel"] == "alpha").any():
        notes.append("Dotted: .667 and .8; between them Krippendorff allows tentative conclusions only.")
    return rows.draw_scorecard(
        ax,
        blocks,
        _STATISTICS,
        guides={"alpha": _GUIDES},
        title=marks.titled(title, f"How far coders agree{marks.with_intervals(found, ',')}"),
        notes=notes,
        width=width,
        columns=columns,
    )


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found = _opened(table)
    whole = found[(found["by"] == "all") & (found["category"] == "all") & (found["panel"] == "alpha")]
    known = whole[whole["estimate"].notna()].head(4)
    said = [f"{row.question} {row.estimate:.2f}" for row in known.itertuples()]
    count = marks.counted(found["question"].nunique(), "question")
    return f"Agreement of coders on {count}{': alpha ' + ', '.join(said) if said else ''}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all coders together, one a question, group, category and panel."""
    text = ("question", "level", "by", "group", "category", "pair", "statistic")
    found, _ = marks.opened(table, "agreement", "agreement", text)
    found = found[found["pair"] == "all"]
    alpha = found["statistic"].str.startswith("alpha_")
    # Of several alphas that of the question's own level comes first.
    rank = (found["statistic"] != "alpha_" + found["level"]).astype(int)
    found = found.assign(panel=found["statistic"].where(~alpha, "alpha"), rank=rank)
    order = ["question", "by", "group", "category", "panel", "rank", "statistic"]
    found = found.sort_values(order, kind="stable").drop_duplicates(order[:5])
    marks.refuse_empty(found, "agreement", "agreement")
    return found


def _lines(found: pd.DataFrame, by: str | None, shades: Mapping[str, str]) -> list[Line]:
    """Return a row for all answers, then for each answer, or for each group of units."""
    every = found[found["by"] == "all"]
    parts = [("all answers" if by is None else "all units", marks.TONE, every[every["category"] == "all"])]
    if by is None or by == "all":
        answers = sorted(set(every["category"]) - {"all"})[:_ANSWERS]
        parts += [(name, theme.MUTED, every[every["category"] == name]) for name in answers]
    else:
        own = found[(found["by"] == by) & (found["category"] == "all")]
        parts += [(vocabulary.display(name), shades[name], some) for name, some in own.groupby("group")]
    return [
        Line(name, colour, {row.panel: row for row in own.itertuples()})
        for name, colour, own in parts
        if len(own)
    ]
