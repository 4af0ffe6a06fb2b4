"""Who is cited through whom: a line from each outlet to each medium that brought it words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "profile"

#: Most media with a place of their own; the others are counted in a note.
_MOST = 14
#: Width in points of the thickest line, and inches between two names.
_THICK, _ROW = 9.0, 0.3


@theme.figure
def via(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    genre: str = "news",
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw outlets on the left, the media they cite on the right, a line for each citing.

    Parameters
    ----------
    table : pandas.DataFrame
        The profile of scores that `framing.sources` made, with ``sources.via``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    genre : str
        Which articles; news if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its one child holds the network. A line is as thick as the number of
        attributions that came that way, which stands beside it; places follow from the numbers alone.

    Raises
    ------
    FramingError
        The table is empty, or nobody is cited through a medium in it.
    """
    shades = theme.colors(table["group"], colors) if "group" in table else {}
    links, invented = _links(table, genre)
    left = sorted(links["group"].unique())
    media = _order(links, left)
    kept = media[:_MOST]
    links = links[links["target"].isin(kept)]
    kept = _crossing_least(links, left, kept)
    names = [
        marks.outlet_label(group, invented.get(group, "published"), _sent(links, group)) for group in left
    ]
    others = [theme.wrap(f"{name} ({n:,})", 1.9, theme.SMALL) for name, n in _sizes(links, kept)]
    sizes = [[max(_ROW, marks.label_height(lines) + 0.08) for lines in side] for side in (names, others)]
    height = max(sum(sizes[0]), sum(sizes[1]), 2 * _ROW)
    at_left, at_right = (_places(side, height) for side in sizes)
    more = len(media) - len(kept)
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", height, "", ticks=False)],
        title=marks.titled(
            title, "Who is cited through whom: outlets, and the media that brought them words"
        ),
        notes=[
            "A line is as thick as the number of attributions that a medium brought; in brackets, their sum.",
            *(
                [f"{marks.counted(more, 'more medium').replace('mediums', 'media')} not drawn."]
                if more
                else []
            ),
        ],
        left=marks.label_width(names),
        right=max(theme.width_of(line, theme.SMALL) for lines in others for line in lines) + 0.14,
        width=width,
    )
    panel.set_xlim(0, 1)
    panel.grid(False)
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    marks.row_labels(panel, at_left, names)
    for lines, y in zip(others, at_right, strict=True):
        marks.beside(panel, y, "\n".join(lines), color=theme.INK)
    most = max(int(links["count"].max()), 1)
    for row in links.sort_values(["group", "target"]).itertuples():
        ends = at_left[left.index(row.group)], at_right[kept.index(row.target)]
        _line(panel, ends, shades[row.group], 0.8 + _THICK * row.count / most if most > 1 else 2.0)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether anybody is cited through a medium."""
    here = table[table["measure"].astype(str) == "sources.via"]
    return bool((here["estimate"] > 0).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    links, invented = _links(table, "news")
    top = links.sort_values(["count", "group", "target"], ascending=[False, True, True]).head(3)
    names = {group: vocabulary.display(group, invented.get(group, "published")) for group in links["group"]}
    said = [f"{names[row.group]} through {row.target} {row.count:,}" for row in top.itertuples()]
    total = marks.counted(int(links["count"].sum()), "attribution")
    return f"Network of {total} that a medium brought to an outlet; the most: {marks.listed(said)}."


def _links(table: pd.DataFrame, genre: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return how many attributions each medium brought to each outlet."""
    table, _ = marks.opened(table, "profile", "via")
    rows = table[(table["measure"] == "sources.via") & table["target"].notna() & (table["estimate"] > 0)]
    if rows.empty:
        raise FramingError(
            "via: nobody is cited through a medium in this profile, so there is nothing to draw"
        )
    genres = rows["genre"].astype(str)
    rows = rows[genres == (genre if (genres == genre).any() else genres.iloc[0])]
    count = (rows["estimate"] * rows["n_hits"]).round().astype("int64").clip(lower=1)
    found = pd.DataFrame(
        {"group": rows["group"].astype(str), "target": marks.strings(rows["target"]), "count": count}
    )
    return found.sort_values(["group", "target"]).reset_index(drop=True), marks.provenances(rows, "group")


def _order(links: pd.DataFrame, left: list[str]) -> list[str]:
    total = links.groupby("target")["count"].sum()
    return sorted(total.index, key=lambda name: (-total[name], name))


def _crossing_least(links: pd.DataFrame, left: list[str], media: list[str]) -> list[str]:
    """Sort media by the mean place of the outlets that cite them, so that few lines cross."""
    place = links["group"].map(left.index)
    mean = (place * links["count"]).groupby(links["target"]).sum() / links.groupby("target")["count"].sum()
    return sorted(media, key=lambda name: (round(float(mean[name]), 9), name))


def _sizes(links: pd.DataFrame, media: list[str]) -> list[tuple[str, int]]:
    total = links.groupby("target")["count"].sum()
    return [(name, int(total[name])) for name in media]


def _sent(links: pd.DataFrame, group: str) -> list[str]:
    return [f"({int(links.loc[links['group'] == group, 'count'].sum()):,})"]


def _places(sizes: list[float], height: float) -> list[float]:
    """Spread rows of these heights over the whole height."""
    centres, whole = layout.stack(sizes)
    return [centre * height / whole for centre in centres]


def _line(panel: Axes, ends: tuple[float, float], colour: str, width: float) -> None:
    """Draw a link as a curve that leaves and arrives level."""
    t = np.linspace(0, 1, 40)
    ease = 3 * t**2 - 2 * t**3
    panel.plot(
        0.01 + 0.98 * t,
        ends[0] + (ends[1] - ends[0]) * ease,
        color=colour,
        linewidth=width,
        alpha=0.55,
        solid_capstyle="butt",
        label="_link",
        zorder=2,
    )
