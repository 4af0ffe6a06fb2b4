"""Who gets to speak: each outlet's shares of attributed words by kind of speaker, country, or medium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis, Block, Mark, Row, draw
from framing.plugins import toml
from framing.views import numbers
from framing.views.vocabulary import SPEAKERS, whom

TABLE = "profile"

#: Kinds of speakers as they head a panel, where not as everywhere; a country or a medium stands as it is.
_KINDS = {"anonymous": "Not named", "unknown": "Kind not told"}
_AXES: dict[str, str] = toml(__package__, "lists")["sources"]["axes"]
#: Most panels unasked: those with the largest shares.
_MOST = 9


@theme.figure
def sources(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    measure: str = "sources.words",
    targets: str | Sequence[str] | None = None,
    genre: str = "news",
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw a panel for each kind of speaker: every outlet's share, with its interval, on one axis.

    Parameters
    ----------
    table : pandas.DataFrame
        The profile of scores that `framing.sources.score_sources` made, alone or with other measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measure : str
        A share with a target: ``sources.words``, ``sources.words_by_country``, ``sources.first``, ...
    targets : str or sequence of str, optional
        Kinds, countries or media to draw, in that order; by default up to nine with the largest shares.
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
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes.

    Raises
    ------
    FramingError
        The table is empty, or holds no such measure or target.
    """
    every = _rows(table, measure, genre)
    shades = marks.colour_groups(table["group"], colors)
    mean = every.groupby("target")["estimate"].mean()
    # What can't be told stands last.
    ranked = sorted(marks.largest(mean), key=lambda target: target in ("unknown", "other"))
    wanted = marks.choose(targets, ranked, "targets", _heading)
    label = _AXES.get(measure, measure)

    def attempt(panels: int, most: int) -> theme.Axes | theme.Figure:
        shown = wanted[:panels]
        found = every[every["target"].isin(shown)]
        found, named, left = marks.largest_groups(found, "n_articles", most, order, of="articles")
        first = found["estimate"].where(found["target"] == shown[0])
        names = marks.outlet_labels(marks.order_groups(table, found, named, first))
        axis = Axis.of_estimates(found)
        axis = Axis(label, axis.window, percent=axis.percent, reference=axis.reference)
        blocks = []
        for target in shown:
            cells = {row.group: row for row in found[found["target"] == target].itertuples()}
            lines = [
                Row(
                    names[group],
                    [Mark(cells[group], cells[group].voice, shades[group])] * (group in cells),
                    said=[f"{cells[group].n_articles:,}{marks.dagger(cells[group].note)}"] * (group in cells),
                )
                for group in names
            ]
            blocks.append(Block(lines, axis, _heading(target)))
        notes = [f"n: articles with attributed words{', news' if (found['genre'] == 'news').all() else ''}."]
        left = [*marks.part(len(shown), len(wanted), "panel", "the largest"), *left]
        drawn, _ = draw(
            ax,
            blocks,
            **marks.heading(
                table, title, f"{label}: {_headline(every[every['group'].isin(names)])}", notes, left
            ),
            width=width,
        )
        return drawn

    panels = _MOST if targets is None else len(wanted)
    asked = targets is not None or order is not None
    return layout.fit(ax, attempt, every["group"].nunique(), panels=panels, asked=asked)


def _heading(target: str) -> str:
    """Return what a panel is called."""
    return _KINDS.get(target) or SPEAKERS.get(target, "").capitalize() or target


def present(table: pd.DataFrame) -> bool:
    """Say whether a profile holds the standing of sources."""
    return bool((table["measure"].astype(str) == "sources.words").any())


def describe(table: pd.DataFrame, *, measure: str = "sources.words") -> str:
    """Say in one sentence what the figure shows."""
    found = _rows(table, measure, "news")
    whose = f"{_AXES.get(measure, measure)} by {'medium' if measure.endswith('via') else 'speaker'}"
    whose = f"{whose[0].upper()}{whose[1:]}{marks.with_intervals(found)}"
    return f"{whose}; {_headline(found, 6)}."


def _headline(found: pd.DataFrame, most: int = 3) -> str:
    """Return to whom each outlet gave most."""
    known = found[~found["target"].isin(["unknown", "other"])]
    tops = (known if len(known) else found).sort_values(["estimate", "target"], ascending=[False, True])
    tops = tops.drop_duplicates("group").sort_values("group")
    said = []
    for target, own in tops.groupby("target", sort=False):
        ends = dict.fromkeys(numbers.percent(end) for end in (own["estimate"].min(), own["estimate"].max()))
        who = marks.listed([marks.name(str(group)) for group in own["group"]], most)
        said.append(f"{whom(target)} {' to '.join(ends)} in {who}")
    return f"most went to {marks.listed(said, most)}"


def _rows(table: pd.DataFrame, measure: str, genre: str) -> pd.DataFrame:
    table, _ = marks.opened(table, "profile", "sources")
    found = table[(table["measure"] == measure) & table["target"].notna()]
    if found.empty:
        raise FramingError(
            f"sources: the profile has no rows of {measure!r} by target; "
            "make it with fr.compare(fr.sources.score_sources(articles))"
        )
    return marks.of_one_cell(found, genre)
