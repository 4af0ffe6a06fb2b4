"""How long each outlet's articles are, and how their words fall on headline, lead and body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.io import metadata
from framing.plotting import layout, marks, scales, theme
from framing.plotting.theme import width_of
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "articles"

_PARTS = ("headline", "lead", "body")
_PALE = {"headline": 0.0, "lead": 0.4, "body": 0.75}
_BAR = 0.2
_GENRES = {"unknown": "genre unknown"}
#: Above this many articles in a row single ones are no longer drawn.
_MANY = 300


@theme.figure
def lengths(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw words an article by outlet and genre, and the share of each part in them.

    Parameters
    ----------
    table : pandas.DataFrame
        The articles table, with texts or their lengths as `framing.io.metadata.counted` gives them. A word is
        what stands between spaces; the lead is the first paragraph that is no subhead, quotation or list.
        Stubs are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the two panels.

    Raises
    ------
    FramingError
        The table is empty or holds stubs only.
    """
    table, stubs = _whole(table)
    words = _words(table)
    shades = theme.colors(table["outlet"], colors)
    invented = marks.provenances(table, "outlet")
    pairs = sorted(
        set(zip(table["outlet"].astype(str), table["genre"].astype(str), strict=True)), key=marks.genre_order
    )
    several = table["genre"].nunique() > 1
    groups = {p: words[((table["outlet"] == p[0]) & (table["genre"] == p[1])).to_numpy()] for p in pairs}
    names = [
        marks.outlet_label(
            o,
            invented.get(o, "published"),
            [f"{_GENRES.get(g, g)}, n = {len(groups[o, g]):,}" if several else f"n = {len(groups[o, g]):,}"],
        )
        for o, g in pairs
    ]
    sizes = [max(marks.label_height(lines) + 0.1, 0.32) for lines in names]
    centres, height = layout.stack(sizes)
    shares = {pair: _shares(found) for pair, found in groups.items()}
    sheet, (top, bottom) = layout.lay_out(
        ax,
        [
            layout.Panel("Words an article", height, "words"),
            layout.Panel("Share of words: headline, lead, body", height, "share of all words"),
        ],
        title=marks.titled(title, "Length and parts of articles, by outlet"),
        key=_key(groups.values()),
        notes=[f"{stubs:,} {'stub is' if stubs == 1 else 'stubs are'} left out."] if stubs else [],
        left=marks.label_width(names),
        right=max(width_of(_figures(s), theme.SMALL) for s in shares.values()) + 0.14,
        width=width,
    )
    scales.scale_x(top, (0.0, 1.04 * max(1, int(words.sum(axis=1).max()))))
    scales.scale_x(bottom, (0.0, 1.0), percent=True)
    marks.above_right(top, "median")
    marks.above_right(bottom, "in %")
    for panel in (top, bottom):
        marks.row_labels(panel, centres, names)
    for pair, y in zip(pairs, centres, strict=True):
        _lengths(top, y, groups[pair].sum(axis=1), shades[pair[0]])
        _bar(bottom, y, shares[pair], shades[pair[0]])
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = _whole(table)
    totals = pd.Series(_words(table).sum(axis=1), index=table.index)
    invented = marks.provenances(table, "outlet")
    medians = totals.groupby(table["outlet"].astype(str)).median()
    said = marks.listed(
        [f"{vocabulary.display(o, invented.get(o, 'published'))} {m:,.0f}" for o, m in medians.items()]
    )
    return f"Length of articles and the share of headline, lead and body; median words an article: {said}."


def _whole(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    table = metadata.checked(table)
    marks.refuse_empty(table, "lengths", "articles")
    stub = table["status"] != "full"
    if stub.all():
        raise FramingError(
            "lengths: the articles table has stubs or records without text only, so there is no length to "
            "draw; give whole articles"
        )
    return table[~stub], int(stub.sum())


def _words(table: pd.DataFrame) -> np.ndarray:
    """Count the words of headline, lead and body, a row an article."""
    found = metadata.lengths(table)
    heads = [len(title.split()) for title in table["title"]]
    whole, lead = found["n_words"].to_numpy(), found["n_words_lead"].to_numpy()
    return np.stack([np.array(heads, dtype=np.int64), lead, whole - lead], axis=1)


def _shares(words: np.ndarray) -> np.ndarray:
    total = words.sum()
    return words.sum(axis=0) / total if total else np.full(3, np.nan)


def _figures(shares: np.ndarray) -> str:
    return " / ".join("–" if np.isnan(s) else f"{100 * s:.0f}" for s in shares)


def _key(groups: object) -> list[layout.Sign]:
    signs = [
        layout.Sign("one article", {"marker": "o", "markersize": 4.5, "alpha": 0.5, "markeredgewidth": 0}),
        layout.Sign(
            "middle half, median",
            {
                "marker": "|",
                "markersize": 10,
                "markeredgewidth": 2.2,
                "markeredgecolor": theme.INK,
                "linestyle": "-",
                "linewidth": 4,
                "color": theme.tint(theme.MUTED, 0.55),
            },
        ),
    ]
    return signs + [
        layout.Sign(
            part,
            {
                "marker": "s",
                "markersize": 7.5,
                "markeredgewidth": 0.6,
                "markeredgecolor": theme.MUTED,
                "markerfacecolor": theme.tint(theme.MUTED, _PALE[part]),
            },
        )
        for part in _PARTS
    ]


def _lengths(panel: Axes, y: float, totals: np.ndarray, colour: str) -> None:
    low, middle, high = np.percentile(totals, (25, 50, 75))
    if len(totals) > 3:
        panel.plot(
            [low, high],
            [y, y],
            color=theme.tint(colour, 0.55),
            linewidth=5,
            solid_capstyle="butt",
            label="_half",
            zorder=2,
        )
    if len(totals) > 1:
        panel.plot(
            [middle],
            [y],
            marker="|",
            markersize=13,
            markeredgewidth=2.2,
            color=colour,
            linestyle="none",
            label="_median",
            zorder=4,
        )
    if len(totals) <= _MANY:
        ordered = np.sort(totals)
        offsets = (np.arange(len(ordered)) * 0.618034 % 1 - 0.5) * 0.16
        panel.scatter(
            ordered,
            y + offsets,
            s=13,
            color=colour,
            alpha=0.45,
            linewidths=0,
            label="_articles",
            clip_on=False,
            zorder=3,
        )
    marks.beside(panel, y, f"{middle:,.0f}")


def _bar(panel: Axes, y: float, shares: np.ndarray, colour: str) -> None:
    start = 0.0
    for part, share in zip(_PARTS, shares, strict=True):
        if np.isfinite(share):
            panel.barh(
                [y],
                [share],
                left=start,
                height=_BAR,
                color=theme.tint(colour, _PALE[part]),
                edgecolor=colour,
                linewidth=0.6,
                label=f"_{part}",
                zorder=3,
            )
            start += share
    marks.beside(panel, y, _figures(shares))
