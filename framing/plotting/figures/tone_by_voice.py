"""Tone of the outlet's own words beside that of those it quotes and reports, outlet by outlet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, panels, theme
from framing.schema import UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "profile"

_ORDER = ("outlet", "reported", "quoted")


@theme.figure
def tone_by_voice(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measure: str = "tone.net",
    genre: str = "news",
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel for each voice: every outlet's estimate of one measure, on one axis.

    Parameters
    ----------
    table : pandas.DataFrame
        The profile table.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measure : str
        Which to draw; any measure of the table.
    genre : str
        Which articles; news if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default all.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one a voice.

    Raises
    ------
    FramingError
        The table is empty, or holds no such measure.
    """
    shades = theme.colors(table["group"], colors) if "group" in table else {}
    rows = _rows(table, measure, genre)
    voices = [voice for voice in (*_ORDER, "all") if (rows["voice"] == voice).any()]
    cells = [(_heading(voice, voices), rows[rows["voice"] == voice]) for voice in voices]
    return panels.alike(
        ax,
        cells,
        shades=shades,
        title=marks.titled(title, f"{_what(measure)} by voice{marks.with_intervals(rows, ',')}"),
        label=UNITS[rows["unit"].iloc[0]].label,
        notes=["n: articles with words in that voice."],
        columns=columns or min(len(cells), layout.abreast(width)),
        width=width,
    )


def present(table: pd.DataFrame) -> bool:
    """Say whether a profile holds tone in more than one voice."""
    return table.loc[table["measure"].astype(str) == "tone.net", "voice"].nunique() > 1


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows = _rows(table, "tone.net", "news")
    said = []
    for voice in _ORDER:
        own = rows.loc[rows["voice"] == voice, "estimate"].dropna()
        if len(own):
            said.append(f"{theme.VOICES[voice].name} {own.min():+.1f} to {own.max():+.1f}")
    unit = UNITS[rows["unit"].iloc[0]].label
    return f"Tone by voice and outlet{marks.with_intervals(rows)}, {unit}: {'; '.join(said)}."


def _rows(table: pd.DataFrame, measure: str, genre: str) -> pd.DataFrame:
    table, further = marks.opened(table, "profile", "tone_by_voice")
    known = list(dict.fromkeys(table["measure"].astype(str)))
    marks.choose(measure, known, "measure")
    rows = table[table["measure"] == measure]
    genres = rows["genre"].astype(str)
    rows = rows[genres == (genre if (genres == genre).any() else genres.iloc[0])]
    rows = rows[rows["part"] == ("all" if (rows["part"] == "all").any() else rows["part"].iloc[0])]
    if further or rows.duplicated(["group", "voice"]).any():
        raise FramingError(
            "tone_by_voice: the profile is split by more than voice, so an outlet has several numbers; "
            'compare with split=("voice",), or draw fr.plotting.profile'
        )
    return rows.assign(group=rows["group"].astype(str), voice=rows["voice"].astype(str))


def _heading(voice: str, voices: list[str]) -> str:
    name = marks.voice_name(voice, voices)
    return name[0].upper() + name[1:]


def _what(measure: str) -> str:
    return "Tone" if measure == "tone.net" else measure
