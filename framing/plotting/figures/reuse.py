"""Who printed passages of whom: a bar for two outlets and a direction, as long as the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, theme

TABLE = "reuse"

#: How a passage is marked: words for the key and colour, the unmarked first. Outlets are not told by colour
#: here, so that colour is free for this.
KINDS = {
    "unmarked": ("without quotation marks or credit", "#C8382E"),
    "credited": ("credited", "#0072B2"),
    "quoted": ("in quotation marks", "#009E73"),
    "shared_source": ("from a third, the same source", "#8A8A8A"),
}
#: Most pairs; longest line of their names, in inches.
_PAIRS, _NAME = 20, 2.3


@theme.figure
def reuse(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    kinds: str | Sequence[str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw the words of the passages that two outlets share, from who printed first to who printed later.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `reuse`, as `framing.reuse` makes it; templates are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    kinds : str or sequence of str, optional
        Which of ``unmarked``, ``credited``, ``quoted``, ``shared_source``; by default all there are.
    order : "estimate" or sequence of str, optional
        Pairs among these outlets by the first of the two, or by the outlets with most words a pair; by
        default those with most words.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes, with a row for two outlets and a direction, most words first: a bar of the words of
        each kind. Beside it stand words and passages.

    Raises
    ------
    FramingError
        The table is empty, holds templates alone, or none of the kinds asked for.
    """
    del colors
    found, notes = _opened(table, kinds)
    pairs = shown = _pairs(found)
    if order is not None:
        ends = [pairs.reset_index().rename(columns={side: "group"}) for side in ("first", "second")]
        firsts = marks.order_groups(found, pd.concat(ends), order, "words")
        among = [pair for pair in pairs.index if {*pair[:2]} <= {*firsts}]
        shown = pairs.loc[sorted(among, key=lambda pair: firsts.index(pair[0]))]
    shown = shown.head(_PAIRS)
    notes = [*_said(found, pairs, shown), *notes]
    names = []
    for first, second, headed in shown.index:
        said = f"{marks.name(first)} {'→' if headed else ':'}", marks.name(second)
        # Where both have no room on a line, each has its own.
        joint = " " if theme.width_of(" ".join(said), theme.SMALL) <= _NAME else "\n"
        names.append(theme.wrap(joint.join(said), _NAME, theme.SMALL))
    counts = [f"{row.words:,} · {row.passages:,}" for row in shown.itertuples()]
    heights = [marks.PITCH + marks.BREATH + max(0, marks.label_height(lines) - 0.2) for lines in names]
    centres, height = layout.stack(heights)
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", height, "words of the passages", "→ leads to who printed later", rows=heights)],
        **marks.heading(table, title, f"shared passages: {_ends(pairs, 2)}", notes),
        key=[
            layout.Sign(text, marks.box(colour, 8))
            for kind, (text, colour) in KINDS.items()
            if shown[kind].any()
        ],
        left=marks.label_width(names),
        right=max(theme.width_of(text, theme.SMALL) for text in ["words · passages", *counts]) + 0.14,
        width=width,
    )
    layout.scale_x(panel, (0.0, 1.04 * float(shown["words"].max())))
    marks.row_labels(panel, centres, names)
    marks.above_right(panel, "words · passages")
    for y, text, row in zip(centres, counts, shown.to_dict("records"), strict=True):
        marks.stack_bars(panel, y, [(row[kind], colour, kind) for kind, (_, colour) in KINDS.items()])
        marks.beside(panel, y, text)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether any passage of two outlets is left when templates are not counted."""
    apart = table["a_outlet"].astype(str) != table["b_outlet"].astype(str)
    return bool((apart & (table["kind"].astype(str) != "template")).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, _ = _opened(table, None)
    passages = marks.counted(len(found), "passage")
    outlets = len({*found["a_outlet"], *found["b_outlet"]})
    return f"Words of {passages} that {outlets} outlets share, by pair; the most: {_ends(_pairs(found), 3)}."


def _ends(pairs: pd.DataFrame, most: int) -> str:
    """Return the pairs with most words."""
    said = [
        f"{marks.counted(int(words), 'word')} {'from' if headed else 'in'} {marks.name(first)} "
        f"{'to' if headed else 'and'} {marks.name(second)}"
        for (first, second, headed), words in pairs["words"].head(most).items()
    ]
    return "; ".join(said)


def _opened(table: pd.DataFrame, kinds: str | Sequence[str] | None) -> tuple[pd.DataFrame, list[str]]:
    text = ("a", "b", "a_outlet", "b_outlet", "direction", "kind")
    table, _ = marks.opened(table, "reuse", "reuse", text)
    template, own = table["kind"] == "template", table["a_outlet"] == table["b_outlet"]
    found = table[~template & ~own]
    if found.empty:
        raise FramingError(
            "reuse: two outlets share no passage here but templates, so there is nothing to draw"
        )
    present = [kind for kind in KINDS if (found["kind"] == kind).any()]
    wanted = marks.choose(kinds, present, "kind")
    left = [
        f"{marks.counted(int(mask.sum()), 'passage')} {what}"
        for mask, what in ((template, "of boilerplate"), (own & ~template, "inside one outlet"))
        if mask.any()
    ]
    notes = [f"Left out: {marks.listed(left)}."] if left else []
    return found[found["kind"].isin(wanted)].reset_index(drop=True), notes


def _pairs(found: pd.DataFrame) -> pd.DataFrame:
    """Return words of each kind, of all, and passages by pair and direction, most words first."""
    headed = found["direction"].isin(["a_to_b", "b_to_a"])
    turned = (found["direction"] == "b_to_a") | (~headed & (found["a_outlet"] > found["b_outlet"]))
    ends = pd.DataFrame(
        {
            "first": found["a_outlet"].where(~turned, found["b_outlet"]),
            "second": found["b_outlet"].where(~turned, found["a_outlet"]),
            "headed": headed,
            "kind": found["kind"],
            "words": found["words"],
        }
    )
    key = ["first", "second", "headed"]
    words = ends.pivot_table("words", key, "kind", "sum", fill_value=0)
    words = words.reindex(columns=[*KINDS], fill_value=0)
    whole = words.assign(words=words.sum(axis=1).astype(int), passages=ends.groupby(key).size())
    return whole.sort_values("words", ascending=False, kind="stable")


def _said(found: pd.DataFrame, pairs: pd.DataFrame, shown: pd.DataFrame) -> list[str]:
    total = marks.counted(len(found), "passage")
    total += f" in {marks.counted(len(found[['a', 'b']].drop_duplicates()), 'pair')} of articles"
    changed = int((found["n_changes"] > 0).sum())
    some = f"; {changed:,} with words changed" if changed else ""
    said = [f"{total}, {int(found['words'].sum()):,} words{some}."]
    if not all(headed for *_, headed in shown.index):
        said.append("Without an arrow: the times do not tell who printed first.")
    if (rest := len(pairs) - len(shown)) > 0:
        said.append(f"{marks.counted(rest, 'more pair')} in the table.")
    return said
