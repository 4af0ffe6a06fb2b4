"""Which words carry the difference of two outlets: a bar a term, how the bars add up, how much text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import FramingError, brief
from framing.plotting import layout, marks, theme

# What the figure of a word shift says: title, values, ends of the axis, key, notes. Nothing is drawn.

#: Hues of scores above and below the reference, no outlet's among two; less used is paler.
_ABOVE, _BELOW, _PALE = "#E69F00", "#56B4E9", 0.55
#: A kind's sign, words and colour.
KINDS = {
    "above, more used": ("+↑", "high, more used", _ABOVE),
    "above, less used": ("+↓", "high, less used", theme.tint(_ABOVE, _PALE)),
    "below, more used": ("−↑", "low, more used", _BELOW),
    "below, less used": ("−↓", "low, less used", theme.tint(_BELOW, _PALE)),
}


def used(row: Any) -> str:
    """Return how often each group uses a term, behind the sign of its kind."""
    sign = f"{KINDS[row.kind][0]} " if row.kind in KINDS else ""
    return f"{sign}{row.count_a:,}, {row.count_b:,}"


def name(one: Any, side: str) -> str:
    """Return a group's name."""
    return marks.name(one[side])


def make_title(one: Any) -> str:
    """Return the title."""
    lexicon = f" of {one['lexicon']}" if one["lexicon"] else ""
    cell = [f"{name} {one[name]}" for name in ("part", "voice") if one[name] != "all"]
    inside = f" ({', '.join(cell)})" if cell else ""
    a, b = name(one, "a"), name(one, "b")
    what = f"average score{lexicon}{inside}"
    return f"words behind the {what}: {a} {plain(one['value_a'])}, {b} {plain(one['value_b'])}"


def said(one: Any) -> str:
    """Return the values and their difference."""
    gap = signed(one["difference"])
    if math.isfinite(one["difference_low"]) and math.isfinite(one["difference_high"]):
        gap += f" (95 % {signed(one['difference_low'])} to {signed(one['difference_high'])})"
    values = (f"{name(one, side)} {plain(one[f'value_{side}'])}" for side in "ab")
    return f"{', '.join(values)}: difference {gap}"


def signed(value: float) -> str:
    """Write a number with its sign."""
    return f"{value:+.3g}".replace("-", "−")


def plain(value: float) -> str:
    """Write a number: more than three places tell nobody anything."""
    return f"{round(value, 3):g}".replace("-", "−")


def base(one: Any) -> str:
    """Return what shares are of."""
    return "words of the lexicon" if one["base"] == "scored" else "words"


def ends(one: Any) -> tuple[tuple[str, str], ...]:
    """Return what lies left and right, in long and in short."""
    a, b = name(one, "a"), name(one, "b")
    return ((f"← {b} lower than {a}", f"{b} higher than {a} →"), ("← b lower than a", "b higher than a →"))


def key(rows: pd.DataFrame) -> list[layout.Sign]:
    """Return the key to what is drawn."""
    box = {"marker": "s", "markersize": 7, "markeredgewidth": 0}
    signs = []
    for kind, (sign, name, colour) in KINDS.items():
        if (rows["kind"] == kind).any():
            signs.append(layout.Sign(f"{sign} {name}", {**box, "color": colour}))
    return signs


def notes(table: pd.DataFrame, one: Any, more: int) -> list[str]:
    """Return the notes below."""
    sides = [
        f"{side}: {name(one, side)}, {int(one[f'n_{side}']):,} {base(one)} in "
        f"{marks.counted(int(one[f'n_articles_{side}']), 'article')}"
        for side in "ab"
    ]
    notes = [f"{'; '.join(sides)}. Uses: how often each has the term."]
    notes.append(f"All terms: {_sums(table)}.")
    notes.append(f"High and low: scored above and below {plain(one['reference'])}.")
    if marks.fragile(one["note"]) or "estimate only" in one["note"]:
        notes.append(
            "Few articles: read with care." if marks.fragile(one["note"]) else "Few articles: no interval."
        )
    if marks.census(one["note"]):
        notes.append("All that was published: no interval needed.")
    if more:
        notes.append(f"{marks.counted(more, 'more comparison')} in the table.")
    return notes


TABLE = "shift"

#: Height in inches of a term's row; terms drawn.
_ROW, _TOP = 0.2, 25
_COMPARED = ["a", "b", "lexicon", "part", "voice"]


@theme.figure
def word_shift(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    pair: tuple[str, str] | None = None,
    top: int = _TOP,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw what each term adds to the difference of two groups, the strongest on top.

    Parameters
    ----------
    table : pandas.DataFrame
        The shift table, as `framing.words.word_shift` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    pair : (str, str), optional
        Which groups; by default the first in order of the alphabet.
    top : int
        Terms drawn; the rest are in the sums.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; colours here are of scores.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes, with a bar a term.

    Raises
    ------
    FramingError
        The table is empty, the pair is not in it, or `top` is below 1.
    """
    table, more = _chosen(table, pair)
    if top < 1:
        raise FramingError(f"top {top!r} is too low; give 1 or more")
    del colors
    one = table.iloc[0]

    def attempt(_: int, most: int) -> theme.Axes:
        rows = _terms(table).head(most)
        labels = [theme.wrap(term, marks.LABEL, theme.SMALL) for term in rows["term"]]
        sizes = [max(_ROW, marks.label_height(lines) + 0.06) for lines in labels]
        beside = [used(row) for row in rows.itertuples()]
        strongest = f"The {len(rows):,} strongest terms" if len(rows) < len(table) else "Terms"
        drawn, (panel,) = layout.lay_out(
            ax,
            [
                layout.Panel(
                    strongest,
                    sum(sizes),
                    "added to the difference in average score",
                    # The title has the values too.
                    said(one) if ax is None else "",
                    ends(one),
                )
            ],
            **marks.heading(table, title, make_title(one), notes(table, one, more)),
            key=key(rows),
            left=marks.label_width(labels),
            right=max(theme.width_of(text, theme.SMALL) for text in [*beside, "uses in a, b"]) + 0.14,
            width=width,
        )
        at = layout.stack(sizes)[0]
        bar = dict.fromkeys(("estimate", "low", "high"), rows["contribution"])
        layout.scale_x(panel, layout.window(pd.DataFrame(bar), floor=False))
        marks.row_labels(panel, at, labels)
        marks.above_right(panel, "uses in a, b")
        marks.reference(panel, 0)
        for y, text, row in zip(at, beside, rows.itertuples(), strict=True):
            marks.beside(panel, y, text)
            colour = KINDS[row.kind][2] if row.kind in KINDS else theme.RULE
            look = {"height": _ROW * 0.68, "linewidth": 0, "color": colour, "label": "_use"}
            panel.barh([y], [row.contribution], **look)
        return drawn

    return layout.fit(ax, attempt, min(top, len(table)), asked=top != _TOP)


def describe(table: pd.DataFrame, *, pair: tuple[str, str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = _chosen(table, pair)
    one = table.iloc[0]
    strongest = ", ".join(
        f"{row.term} {signed(row.contribution)}" for row in _terms(table).head(3).itertuples()
    )
    return f"{make_title(one)}: {said(one)}; the strongest terms: {strongest}."


def _chosen(table: pd.DataFrame, pair: tuple[str, str] | None) -> tuple[pd.DataFrame, int]:
    """Return the rows of one comparison, and how many others there are."""
    table = schema.check(table, "shift")
    marks.refuse_empty(table, "word_shift", "shift")
    keys = table[_COMPARED].apply(marks.strings)
    found = sorted(set(keys.itertuples(index=False, name=None)))
    wanted = [key for key in found if pair is None or key[:2] == tuple(pair)]
    if not wanted:
        there = "; ".join(sorted({f"{a}, {b}" for a, b, *_ in found}))
        raise FramingError(f"pair: {brief(pair)} is not in the shift table; there are: {there}")
    rows = table[(keys == list(wanted[0])).all(axis=1)]
    for name in (*_COMPARED, "term", "kind", "note", "provenance", "base"):
        rows = rows.assign(**{name: marks.strings(rows[name])})
    return rows.reset_index(drop=True), len(found) - 1


def _terms(table: pd.DataFrame) -> pd.DataFrame:
    """Return the terms, strongest first."""
    size = table["contribution"].abs()
    return table.assign(size=size).sort_values(["size", "term"], ascending=[False, True], ignore_index=True)


def _sums(table: pd.DataFrame) -> str:
    """Return the sum of each kind of contribution."""
    sums = table.groupby("kind")["contribution"].sum()
    found = [(" ".join(KINDS[kind][:2]), sums[kind]) for kind in KINDS if kind in sums]
    return ", ".join(f"{what} {signed(value)}" for what, value in found)
