"""How outlets differ: a forest plot of ratios, and of differences where a ratio makes no sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, rows, theme
from framing.plotting.rows import Axis, Block, Mark, Row
from framing.views import numbers
from framing.views.vocabulary import Names

TABLE = "contrast"
#: Measures and pairs drawn unasked; so many pairs before measures are left out; longest line of the name of a
#: pair that has a row, in inches.
_MOST, _PAIRS, _LEAST, _WIDE = 6, 12, 6, 2.1


@theme.figure
def contrast(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    measures: str | Sequence[str] | None = None,
    genres: str | Sequence[str] | None = None,
    between: Sequence[tuple[str, str]] | None = None,
    meanings: Mapping[str, str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw differences between outlets with their 95 % intervals, a panel a measure with a row a pair.

    Of one pair the measures are rows, ratios in a panel and the differences of each unit in another. Ratios
    stand on a logarithmic axis with a line at 1, differences on one with a line at 0. No p is shown: what is
    drawn is how large a difference is and how sure.

    Parameters
    ----------
    table : pandas.DataFrame
        The contrast table.
    ax : matplotlib.axes.Axes, optional
        Where to draw the first panel; by default a new figure of the size it needs.
    measures : str or sequence of str, optional
        Which to draw and in what order, alone or as a group (``"tone"``); by default the six with the largest
        differences for their standard errors, of those that are not of sources, stance and frames.
    genres : str or sequence of str, optional
        Which to draw; by default news alone, if there is any.
    between : sequence of tuple of str, optional
        Which pairs (a, b) to draw; by default all, of more than twelve the clearest.
    meanings : mapping of str to str, optional
        The meaning of measures, from which they are named; by default each goes by its key as words.
    order : "estimate" or sequence of str, optional
        Pairs by their first outlets in that order, or by their second where the first isn't named, others
        being left out; or those with the largest mean first. By default as categories, else by name.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by measure, ``"hedges"``, or of one pair by their axes'
        labels; of one panel its data axes.

    Raises
    ------
    FramingError
        The table is empty, or a measure, genre or pair is not in it.
    """
    del colors
    raw = table
    table, further = marks.opened(table, "contrast", "contrast", rows.CELL, meanings)
    found = _asked_for(between, sorted(set(_pairs(table))))
    if order is not None and not isinstance(order, str):
        order = marks.choose(order, sorted({*table["a"], *table["b"]}), "order")
        found = [pair for pair in found if {*pair} & {*order}]
    table = table[[pair in found for pair in _pairs(table)]]
    panels = marks.how_many(table, measures, _MOST)
    alone = len(found) == 1
    count = panels if alone else len(found) if between else min(len(found), _PAIRS)

    def attempt(panels: int, most: int) -> theme.Axes | theme.Figure:
        # Of one pair the measures are rows.
        shown, less, notes = _chosen(table, measures, genres, most if alone else panels)
        # Outlets beside each other tell more than the voices of two.
        shown = marks.first_voice(shown) if ax is not None and most <= count else shown
        if not alone and len(found) > most:
            sizes = shown.groupby(["a", "b"])["clarity"].max().fillna(-1.0)
            less += [f"the {f'{most} ' * (most > 1)}clearest of {len(found)} pairs"]
            kept = set(marks.largest(sizes)[:most])
            shown = shown[[pair in kept for pair in _pairs(shown)]]
        firsts = order
        if order is None or isinstance(order, str):
            first = shown["estimate"].where(shown["measure"] == shown["measure"].iloc[0])
            firsts = marks.order_groups(raw, shown, order, first, "a")
        place = [(firsts.index(a if a in firsts else b), found.index((a, b))) for a, b in _pairs(shown)]
        measured = list(dict.fromkeys(shown["measure"]))
        shown = shown.assign(place=place, rank=shown["measure"].map(measured.index))
        shown = shown.sort_values(["rank", "place"], kind="stable")
        voices = marks.voices_in(shown)
        split = (*(("genre",) if shown["genre"].nunique() > 1 else ()), *further)
        if not alone and shown["b"].nunique() == 1:
            second = marks.name(shown["b"].iloc[0])
            notes = [f"Each group (first) is compared with {second} (second).", *notes]
        drawn, _ = rows.draw(
            ax,
            (_of_pair if alone else _of_measures)(shown, split, voices),
            **marks.heading(
                shown,
                title,
                _headline(shown, measures),
                ["n: articles of the first and of the second.", *notes],
                less,
            ),
            key=marks.voice_signs(shown, voices),
            columns=1 if alone else None,
            width=width,
        )
        return drawn

    asked = any(given is not None for given in (measures, between, order))
    least = min(count, _LEAST)
    return layout.fit(ax, attempt, count + (ax is not None), panels=panels, least=least, asked=asked)


def _asked_for(
    between: Sequence[tuple[str, str]] | None, there: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the pairs to draw; their outlets may be given by what readers see."""
    if between is None:
        return there
    called = {tuple(map(marks.name, pair)): pair for pair in there} | {pair: pair for pair in there}
    for pair in between:
        if tuple(pair) not in called:
            raise FramingError(
                f"between: {tuple(pair)!r} is not in the table; there are {', '.join(map(str, there))}"
            )
    return [called[pair] for pair in map(tuple, between)]


def describe(table: pd.DataFrame, *, measures: Any = None, meanings: Mapping[str, str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "contrast", "contrast", rows.CELL, meanings)
    table, *_ = _chosen(table, measures, None, marks.how_many(table, measures, _MOST))
    said = f"{_headline(table, measures)}: {marks.counted(len(table), 'difference')}"
    said += f"{marks.with_intervals(table)} of {marks.counted(table['measure'].nunique(), 'measure')}"
    said += f" and {marks.counted(len(set(_pairs(table))), 'pair')}"
    ratios = table.loc[(table["scale"] == "ratio") & (table["estimate"] > 0), "estimate"]
    if len(ratios):
        said += f"; ratios run from {ratios.min():.2f} to {ratios.max():.2f}"
    return said + "."


def _chosen(
    table: pd.DataFrame, measures: object, genres: object, most: int
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the rows to draw, in order of the measures; how many of how many; what else is left out."""
    wanted = marks.measures_of(table, measures)
    own = marks.own_figures(table, measures)
    table, left_out = marks.of_genres(table, genres)
    table = table[table["measure"].isin(wanted)]
    marks.refuse_empty(table, "contrast", "contrast")
    table = table.sort_values("measure", key=lambda names: names.astype(str).map(wanted.index), kind="stable")
    ratio = (table["scale"] == "ratio").to_numpy()
    with np.errstate(all="ignore"):
        middle, low, high = (
            np.where(ratio, np.log(table[name]), table[name]) for name in ("estimate", "low", "high")
        )
        size = np.abs(middle) / (high - low) * 2 * 1.96
    table, less = marks.clearest(
        table.assign(clarity=np.where(np.isfinite(size), size, np.nan)), measures, most
    )
    return table, less, [*left_out, *own]


def _headline(table: pd.DataFrame, measures: object) -> str:
    """Return what is seen: the clearest measures, or how large a difference of one measure is."""
    names = table.drop_duplicates("measure")["measure_words"].tolist()
    first = marks.listed(names, 3, "more measures")
    pairs = set(_pairs(table))
    who = " and ".join(map(marks.name, next(iter(pairs)))) if len(pairs) == 1 else ""
    known = table[table["estimate"].notna() & np.isfinite(table["estimate"])]
    if len(names) > 1 or known.empty:
        if measures is not None:
            return f"{first}: {who} compared" if who else f"{first} compared"
        return f"{who} differed most clearly in {first}" if who else f"clearest differences: {first}"
    row = next(known.sort_values("clarity", ascending=False).itertuples())
    lies = "above" if row.estimate > 0 else "below"
    if row.scale == "ratio":
        write, how = numbers.ratio(row.estimate), "times that of"
    elif str(getattr(row, "unit", "")).startswith("share"):
        write, how = f"{numbers.plain(100 * abs(row.estimate), 0)} points", lies
    else:
        write, how = numbers.plain(abs(row.estimate), 2), lies
    return f"{first}: {marks.name(row.a)} {write} {how} {marks.name(row.b)}"


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["a"], table["b"], strict=True))


def _rows(table: pd.DataFrame, label: Any, key: Sequence[str], voices: Sequence[str]) -> list[Row]:
    """Return a row for each value of `key`, a line a voice."""
    found = []
    for _, own in table.groupby([*key], sort=False, observed=True, dropna=False):
        said, drawn = [""] * len(voices), []
        for row in own.itertuples():
            slot = voices.index(row.voice)
            said[slot] = f"{row.n_a:,} / {row.n_b:,}{marks.dagger(row.note)}"
            drawn.append(Mark(row, row.voice, slot=slot))
        found.append(Row(label(row), sorted(drawn, key=lambda mark: mark.slot), len(voices), said))
    return found


def _what(row: Any, split: Sequence[str] = ()) -> list[str]:
    """Return measure, target and part, and what else tells rows apart."""
    toward = [f"toward {row.target}"] * bool(row.target)
    part = [row.part] * (row.part != "all")
    return [row.measure_heading, *toward, *part, *(str(getattr(row, name)) for name in split)]


def _of_pair(table: pd.DataFrame, split: Sequence[str], voices: Sequence[str]) -> list[Block]:
    """Return a panel of ratios and one of the differences of each unit, with a row a measure."""
    key = ("measure", "target", "part", *split)

    def label(row: Any) -> list[str]:
        return [line for text in _what(row, split) for line in theme.wrap(text, _WIDE, theme.SMALL)]

    first = next(table.itertuples())
    kinds = marks.strings(table["unit"]).where(table["scale"] == "difference", "")
    heading = f"{marks.name(first.a)} against {marks.name(first.b)}"
    return [
        Block(_rows(own, label, key, voices), Axis.of_differences(own), heading * (not place), ends=rows.ENDS)
        for place, (_, own) in enumerate(table.groupby(kinds))
    ]


def _of_measures(table: pd.DataFrame, split: Sequence[str], voices: Sequence[str]) -> list[Block]:
    """Return a panel for each measure, target and part, with a row a pair."""
    same = table["b"].nunique() == 1

    def label(row: Any) -> list[str]:
        second = [] if same else [f"vs {marks.name(row.b)}"]
        lines = [marks.name(row.a), *second, *(str(getattr(row, name)) for name in split)]
        return [line for text in lines for line in theme.wrap(text, marks.LABEL, theme.SMALL)]

    return [
        Block(
            _rows(own, label, ("a", "b", *split), voices),
            Axis.of_differences(own),
            " · ".join(_what(first)),
            ends=rows.ENDS,
            name=" · ".join([Names().noun(first.measure), *_what(first)[1:]]),
        )
        for _, own in table.groupby(["measure", "target", "part"], sort=False, observed=True)
        for first in [next(own.itertuples())]
    ]
