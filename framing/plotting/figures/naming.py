"""What each outlet calls the same referent: shares of its forms, with intervals, and their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis, Block, Mark, Row, draw

TABLE = "naming"

#: Unasked, so many referents, forms of each (of many outlets fewer) and outlets: those with most mentions.
_REFERENTS, _FORMS, _FEWER, _OUTLETS = 6, 5, 3, 8


@theme.figure
def naming(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    referents: str | Sequence[str] | None = None,
    voice: str | None = None,
    genre: str = "news",
    forms: int | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw a panel a referent: for each form, the share that it has of each outlet's mentions.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `naming`, as `framing.words.naming` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    referents : str or sequence of str, optional
        Which to draw; by default the six with most mentions that have two forms or more.
    voice : str, optional
        Whose words; by default the outlet's own, or all where voices were not told apart.
    genre : str
        Which articles; news if there is any.
    forms : int, optional
        At most so many forms of each referent, the commonest: by default five, of more than four outlets
        three. The others are counted below.
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
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes. Beside each
        row stand the mentions in this form, of all mentions of the referent.

    Raises
    ------
    FramingError
        The table is empty, or a referent or voice is not in it.
    """
    raw = table
    table, _ = marks.opened(table, "naming", "naming")
    shades = marks.colour_groups(table["group"], colors)
    axis = Axis("share of mentions", (0.0, 1.04), percent=True)

    def attempt(panels: int, most: int) -> theme.Axes | theme.Figure:
        found, named, left = _rows(table, referents, voice, genre, forms, order, panels, most)
        first = found["estimate"].where(found["place"] == found["place"].min())
        groups = marks.order_groups(raw, found, named, first)
        names = marks.outlet_labels(groups)
        blocks = []
        for referent, part in found.groupby("referent", sort=False):
            lines: list[Row] = []
            for form, own in part.groupby("form", sort=False):
                lines.append(Row([str(form)], slots=0))
                cells = {row.group: row for row in own.itertuples()}
                for row in (cells[group] for group in groups if group in cells):
                    said = [f"{row.uses:,} of {row.mentions:,}{marks.dagger(row.note)}"]
                    mark = Mark(row, row.voice, shades[row.group], window=(0.0, 1.0))
                    lines.append(Row(names[row.group], [mark], said=said))
            blocks.append(Block(lines, axis, str(referent)))
        notes = ["Beside each row: mentions in that form, of all mentions of the referent."]
        drawn, _ = draw(
            ax,
            blocks,
            **marks.heading(table, title, _headline(found), notes, left),
            key=marks.voice_signs(found, marks.voices_in(found)),
            head="mentions",
            width=width,
        )
        return drawn

    asked = any(given is not None for given in (referents, forms, order))
    return layout.fit(ax, attempt, _OUTLETS + (forms or _FORMS) - 1, panels=_REFERENTS, asked=asked)


def describe(table: pd.DataFrame, *, voice: str | None = None, genre: str = "news") -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "naming", "naming")
    found, *_ = _rows(table, None, voice, genre, None)
    count = marks.counted(found["referent"].nunique(), "referent")
    return f"Shares of the forms in which {count} are named; {_headline(found)}."


def _headline(found: pd.DataFrame) -> str:
    """Return what each outlet calls a referent mostly: the first for which outlets have different forms."""
    tops = found[found["uses"] > 0].sort_values(["place", "group"])
    tops = tops.sort_values("share", ascending=False, kind="stable").drop_duplicates(["referent", "group"])
    if tops.empty:
        return "how each called them"
    differ = tops.groupby("referent")["form"].nunique() > 1
    first = next((one for one in dict.fromkeys(found["referent"]) if differ.get(one, False)), None)
    own = tops[tops["referent"] == (first or found["referent"].iloc[0])].sort_values("group")
    said = []
    for form, some in own.groupby("form", sort=False):
        who = marks.listed([marks.name(group) for group in some["group"]], 3)
        said.append(f"mostly “{theme.wrap(str(form), 3.0, theme.SMALL)[0]}” in {who}")
    return f"{own['referent'].iloc[0]}: {marks.listed(said, 3)}"


def _rows(
    table: pd.DataFrame,
    referents: str | Sequence[str] | None,
    voice: str | None,
    genre: str,
    forms: int | None,
    order: str | Sequence[str] | None = None,
    panels: int = _REFERENTS,
    most: int = _OUTLETS + _FORMS,
) -> tuple[pd.DataFrame, str | Sequence[str] | None, list[str]]:
    """Return the rows to draw, the order of outlets, and how many are drawn of how many.

    Of `most` lines an outlet takes one, and each form beyond the first one more.
    """
    present = marks.voices_in(table)
    (said,) = marks.choose(voice or present[0], present, "voice")
    table = marks.of_one_cell(table[table["voice"] == said], genre)
    table, order, left = marks.largest_groups(table, "count", min(_OUTLETS, most), order)
    count = table["group"].nunique()
    forms = min(forms or (_FORMS if count <= 4 else _FEWER), max(1, most - count + 1))
    total = table.groupby(["referent", "form"])["count"].sum()
    names = marks.largest(total.groupby("referent").sum())
    wanted = marks.choose(referents, names, "referent")
    if referents is None:
        several = [name for name in names if (total[name] > 0).sum() > 1] or names
        wanted = several[:panels]
        left = [*marks.part(len(wanted), len(several), "name", "most mentions"), *left]
    kept: dict[tuple[str, str], int] = {}
    dropped = 0
    for name in wanted:
        ranked = marks.largest(total[name])
        ranked = [form for form in ranked if total[name][form] > 0] or ranked
        dropped += len(ranked[forms:])
        kept |= {(name, form): len(kept) + place for place, form in enumerate(ranked[:forms])}
    place = [kept.get(pair, -1) for pair in zip(table["referent"], table["form"], strict=True)]
    found = table.assign(place=place)[[at >= 0 for at in place]]
    found = found.sort_values(["place", "group"], kind="stable", ignore_index=True)
    left += [f"all but {marks.counted(dropped, 'rarer form')}"] * bool(dropped)
    # `count` is a method of the tuples that rows become.
    return found.assign(estimate=found["share"], uses=found["count"]), order, left
