"""How each outlet speaks of a target, and lets others speak of it: positive less negative mentions.

A mark is as the model classed them, its line the interval by articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis, Block, Mark, Row, draw
from framing.views import numbers

TABLE = "profile"

#: Unasked, so many targets and outlets are drawn: those with most mentions.
_TARGETS, _OUTLETS = 6, 8
_NET = "stance.net"
_ENDS = (("◂ negative", "positive ▸"), ("◂ neg.", "pos. ▸"))


@theme.figure
def stance(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    targets: str | Sequence[str] | None = None,
    genre: str = "news",
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw for each target the share of positive less that of negative mentions, by outlet and voice.

    Parameters
    ----------
    table : pandas.DataFrame
        A profile with rows of ``stance.net``, as `framing.compare` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw the first panel; by default a new figure of the size it needs.
    targets : str or sequence of str, optional
        Which to draw and in what order; by default the six with most mentions.
    genre : str
        Which articles; news if there is any.
    order : "estimate" or sequence of str, optional
        Outlets in that order, or with the largest first; by default as categories, else by name.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes. One mark a
        row, from all negative (-1) to all positive (1), as the model classed them; the line is the interval.
        Beside each row stand the mentions, and the articles that have them.

    Raises
    ------
    FramingError
        The table is empty, holds no stance or no such target, or is split by more than voice.
    """
    raw = table
    table, further = marks.opened(table, "profile", "stance")
    count = min(_OUTLETS, table["group"].nunique())

    def attempt(panels: int, most: int) -> theme.Axes | theme.Figure:
        found, groups, named, left = _rows(table, further, targets, genre, order, panels, most)
        if named is not None or isinstance(raw["group"].dtype, pd.CategoricalDtype):
            groups = marks.order_groups(raw, found[found["group"].isin(groups)], named)
        # Outlets beside each other tell more than the voices of one.
        found = marks.first_voice(found) if ax is not None and most <= count else found
        shades = marks.colour_groups(table["group"], colors)
        labels = marks.outlet_labels(groups)
        far = min(max(0.1, *map(abs, layout.window(found, floor=False))), 1.0) * 1.04
        axis = Axis("positive less negative share of mentions", (-far, far), reference=0)
        blocks = []
        for target, part in found.groupby("target", sort=False):
            lines = []
            for group in groups:
                own = part[part["group"] == group]
                # Who does not mention a target has a row that says so.
                slots = max(len(own), 1)
                shown = [
                    Mark(row, row.voice, shades[group], slot) for slot, row in enumerate(own.itertuples())
                ]
                said = [f"{r.n_hits:,} in {r.n_articles:,}{marks.dagger(r.note)}" for r in own.itertuples()]
                instead = {} if len(own) else {0: "not mentioned"}
                lines.append(Row(labels[group], shown, slots, said, instead))
            blocks.append(Block(lines, axis, f"Toward {target}", ends=_ENDS))
        notes = [
            "Mark: as the model classed mentions.",
            "Beside each row: mentions in that voice, and the articles that have them.",
        ]
        drawn, _ = draw(
            ax,
            blocks,
            **marks.heading(table, title, _headline(found), notes, left),
            key=marks.voice_signs(table, marks.voices_in(found)),
            head="mentions",
            width=width,
        )
        return drawn

    asked = targets is not None or order is not None
    return layout.fit(ax, attempt, count + (ax is not None), panels=_TARGETS, asked=asked)


def present(table: pd.DataFrame) -> bool:
    """Say whether any outlet mentions a target."""
    return bool(((table["measure"].astype(str) == _NET) & (table["n_hits"] > 0)).any())


def describe(table: pd.DataFrame, *, genre: str = "news") -> str:
    """Say in one sentence what the figure shows."""
    table, further = marks.opened(table, "profile", "stance")
    found, *_ = _rows(table, further, None, genre)
    mode = marks.voice_name(found["voice"].iloc[0], marks.voice_mode(table))
    count = marks.counted(found["target"].nunique(), "target")
    return f"Positive less negative mentions of {count} by group and voice; {_headline(found)}, {mode}."


def _headline(found: pd.DataFrame) -> str:
    """Return the ends for the target with most mentions, in the first voice, where there are intervals."""
    own = found[(found["place"] == 0) & (found["voice"] == found["voice"].iloc[0]) & found["low"].notna()]
    own = own[own["estimate"].notna()].sort_values(["estimate", "group"], ascending=[False, True])
    if own.empty:
        return "stance by group and voice"
    ends = [own.iloc[0], *([own.iloc[-1]] if len(own) > 1 else [])]
    said = [f"{marks.name(row['group'])} {numbers.signed(row['estimate'], 2)}" for row in ends]
    return f"toward {own['target'].iloc[0]}: {(' to ' if len(own) > 2 else ', ').join(said)}"


def _rows(
    table: pd.DataFrame,
    further: Sequence[str],
    targets: str | Sequence[str] | None,
    genre: str,
    order: str | Sequence[str] | None = None,
    panels: int = _TARGETS,
    most: int = _OUTLETS,
) -> tuple[pd.DataFrame, list[str], str | Sequence[str] | None, list[str]]:
    """Return the rows to draw, in order, all outlets, their order, and how many are drawn of how many."""
    found = table[table["measure"].astype(str) == _NET]
    if found.empty:
        raise FramingError(
            f"stance: the table has no rows of {_NET}; "
            'make it with fr.compare(fr.score(articles, targets={"China": ["China", "Beijing"]}))'
        )
    found = marks.of_one_cell(found, genre, further, "stance")
    found, order, left = marks.largest_groups(found, "n_hits", min(_OUTLETS, most), order)
    groups = sorted(found["group"].unique())
    found = found[found["n_hits"] > 0]
    if found.empty:
        raise FramingError("stance: nobody mentions a target here, so there is nothing to draw")
    ranked = marks.largest(found.groupby("target")["n_hits"].sum())
    wanted = marks.choose(targets, ranked, "target")
    wanted = wanted if targets is not None else wanted[:panels]
    ranked = ranked if targets is None else wanted
    found = found[found["target"].isin(wanted)]
    found = found.assign(
        place=found["target"].map(wanted.index),
        rank=found["voice"].map(list(theme.VOICES).index),
    )
    found = found.sort_values(["place", "group", "rank"], kind="stable", ignore_index=True)
    left = [*marks.part(len(wanted), len(ranked), "target", "most mentions"), *left]
    return found, groups, order, left
