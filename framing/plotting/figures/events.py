"""Who covered which event, when and how much: outlets under each event, or of many events a row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing import labels, light
from framing.errors import FramingError
from framing.plotting import event_rows, marks, theme
from framing.plotting.event_panels import APART, Scene, grid, lanes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.sizes import Width

TABLE = "articles"

#: Up to so many events each outlet has a row under each; of more, an event is a row.
_FEW, _ROWS = 3, 25


@theme.figure
def events(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw the articles of each event over time, with what each outlet gave to it.

    Parameters
    ----------
    table : pandas.DataFrame
        The articles table; `framing.group_events` fills its events where they are missing.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        Events with a row of their own, those of several outlets and with most articles; the others are
        gathered, those of one outlet alone by themselves.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet with one panel, in inches. Dots have an area in proportion to the words of an
        outlet's articles of a day (of a long time: of some days; the notes say of how many). Few events
        that lie far from each other have an axis each. Articles without a date stand in a place of their
        own.

    Raises
    ------
    FramingError
        The table is empty, or `most` is under 1.
    """
    if most < 1:
        raise FramingError(f"most: {most} is not possible; give the number of events to be named, 1 or more")
    found, invented = _opened(table)
    rows = event_rows.gathered(found, most)
    scene = Scene(
        found,
        rows,
        {o: marks.name(o, invented.get(o, "published")) for o in sorted(found["outlet"].unique())},
        theme.colors(found["outlet"], colors),
        marks.titled(title, "Who covered what, when, and how much"),
        _notes(found, rows),
    )
    return lanes(ax, scene, width) if _few(rows) else grid(ax, scene, width)


def _few(rows: list[event_rows.Row]) -> bool:
    return len(rows) <= _FEW and not any(row.many for row in rows)


def describe(table: pd.DataFrame, *, most: int = _ROWS) -> str:
    """Say in one sentence what the figure shows."""
    found, invented = _opened(table)
    named = found[found["event"] != ""]
    outlets = named.groupby("event")["outlet"].nunique()
    said = f"{marks.counted(len(found), 'article')} of {marks.counted(found['outlet'].nunique(), 'outlet')}"
    if len(outlets):
        several = int((outlets > 1).sum())
        said += (
            f" on {marks.counted(len(outlets), 'event')}, {several:,} of them covered by two outlets or more"
        )
    counts = found["outlet"].value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    names = [f"{labels.display(o, invented.get(o, 'published'))} {counts[o]:,}" for o in order[:4]]
    more = [f"{len(order) - 4} more outlets"] if len(order) > 4 else []
    bare = int(found["day"].isna().sum())
    when = f"; {bare:,} without a date" if bare else ""
    return f"Events over time, {said}: {marks.listed([*names, *more])}{when}."


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    table = light.checked(table)
    marks.refuse_empty(table, "events", "articles")
    return event_rows.prepared(table), marks.provenances(table, "outlet")


def _notes(found: pd.DataFrame, rows: list[event_rows.Row]) -> list[str]:
    notes = []
    bare = int(found["day"].isna().sum())
    if bare == len(found):
        notes.append("No article has a date.")
    elif bare:
        have = "has no date and stands" if bare == 1 else "have no date and stand"
        notes.append(f"{bare:,} of {marks.counted(len(found), 'article')} {have} apart.")
    if found["outlet"].nunique() > APART and not _few(rows):
        notes.append("On the axis of time a mark says only that an article was published then.")
    elif any(row.many for row in rows):
        notes.append("Where events are gathered, a mark says only that an article was published then.")
    made = found[found["made"]]
    if len(made):
        said = f"Events of {marks.counted(len(made), 'article')} were found from the articles themselves"
        known = made["confidence"].dropna() if "confidence" in made else made["words"].iloc[:0]
        sure = f", with a confidence of {known.mean():.2f} on average" if len(known) else ""
        notes.append(f"{said}{sure}, and are called by words of theirs.")
    return notes
