"""Who gets to speak: each outlet's shares of attributed words by kind of speaker, or by country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, panels, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "profile"

#: Kinds of speakers as they head a panel; a country or a medium heads its own as it is.
_KINDS = {
    "official": "Officials",
    "expert": "Experts",
    "business": "Business",
    "citizen": "Citizens",
    "media": "Media",
    "document": "Documents",
    "anonymous": "Not named",
    "other": "Others",
    "unknown": "Kind not told",
}
_AXES = {
    "sources.words": "share of attributed words",
    "sources.attributions": "share of attributions",
    "sources.words_by_country": "share of attributed words of known country",
    "sources.attributions_by_country": "share of attributions of known country",
    "sources.first": "share of articles whose first speaker it is",
    "sources.last": "share of articles whose last speaker it is",
    "sources.via": "share of attributions that a medium brought",
}
#: Most panels unasked: those with the largest shares.
_MOST = 9


@theme.figure
def sources(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measure: str = "sources.words",
    targets: str | Sequence[str] | None = None,
    genre: str = "news",
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel for each kind of speaker: every outlet's share, with its interval, on one axis.

    Parameters
    ----------
    table : pandas.DataFrame
        The profile of scores that `framing.sources` made, alone or with other measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measure : str
        A share with a target: ``sources.words``, ``sources.words_by_country``, ``sources.first``, ...
    targets : str or sequence of str, optional
        Kinds, countries or media to draw, in that order; by default up to nine with the largest shares.
    genre : str
        Which articles; news if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default as few as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels.

    Raises
    ------
    FramingError
        The table is empty, or holds no such measure or target.
    """
    shades = theme.colors(table["group"], colors) if "group" in table else {}
    rows = _rows(table, measure, genre)
    order = _order(rows)
    wanted = marks.choose(targets, order, "targets")
    if targets is None:
        wanted = wanted[:_MOST]
    cells = [(_heading(target), rows[rows["target"] == target]) for target in wanted]
    height = len(rows["group"].unique()) * (marks.PITCH + marks.BREATH)
    what = "Who speaks" if not measure.endswith("via") else "Who is cited through whom"
    notes = [f"n: articles with attributed words{'' if rows['genre'].iloc[0] != 'news' else ', news'}."]
    if len(wanted) < len(order) and targets is None:
        notes.append(f"Drawn are {len(wanted)} of {len(order)}, the largest; the table holds all.")
    return panels.alike(
        ax,
        cells,
        shades=shades,
        title=marks.titled(title, f"{what}: {_AXES.get(measure, measure)}{marks.with_intervals(rows, ',')}"),
        label=_AXES.get(measure, measure),
        notes=notes,
        columns=layout.columns_for([height] * len(cells), columns, width=width),
        width=width,
    )


def present(table: pd.DataFrame) -> bool:
    """Say whether a profile holds the standing of sources."""
    return bool((table["measure"].astype(str) == "sources.words").any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows = _rows(table, "sources.words", "news")
    invented = marks.provenances(rows, "group")
    said = []
    for group, own in rows.groupby(rows["group"].astype(str)):
        top = own.sort_values(["estimate", "target"], ascending=[False, True]).iloc[0]
        name = vocabulary.display(str(group), invented.get(str(group), "published"))
        said.append(f"{name} {_heading(top['target']).lower()} ({top['estimate']:.0%})")
    most = said if len(said) <= 6 else [*said[:6], f"{len(said) - 6} more"]
    whose = "Shares of attributed words by kind of speaker"
    return f"{whose}{marks.with_intervals(rows)}; the largest: {marks.listed(most)}."


def _rows(table: pd.DataFrame, measure: str, genre: str) -> pd.DataFrame:
    table, _ = marks.opened(table, "profile", "sources")
    rows = table[(table["measure"] == measure) & table["target"].notna()]
    if rows.empty:
        raise FramingError(
            f"sources: the profile has no rows of {measure!r} by target; "
            "make it with fr.compare(fr.sources(articles))"
        )
    genres = rows["genre"].astype(str)
    chosen = genre if (genres == genre).any() else genres.iloc[0]
    rows = rows[genres == chosen]
    return rows.assign(target=marks.strings(rows["target"]), group=rows["group"].astype(str))


def _order(rows: pd.DataFrame) -> list[str]:
    """Return the targets, the largest first; those that can't be told last."""
    mean = rows.groupby("target")["estimate"].mean()
    return sorted(mean.index, key=lambda target: (target in ("unknown", "other"), -mean[target], target))


def _heading(target: str) -> str:
    return _KINDS.get(target, target)
