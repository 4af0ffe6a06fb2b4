"""What agency copy does to the main differences: each under three treatments of it, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.plotting import layout, marks, rows, theme
from framing.plotting.rows import Axis, Block, Mark, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "wire_effect"

#: Each treatment looks like a voice of other figures, whose marks go well together: name, words.
_LOOKS = {
    "collapse": ("outlet", "collapsed: copies of a text in one outlet count once"),
    "keep": ("quoted", "kept: every print counts"),
    "drop": ("reported", "dropped: full reprints do not count"),
}
#: Differences drawn unasked.
_MOST = 12
#: Marks a row that says something else under another treatment.
_MOVED = "‡"
#: From this p on sides are not told apart.
_ALPHA = 0.05
#: Longest line of a row's label, in inches.
_NAME = 2.3


@theme.figure
def wire_effect(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _MOST,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw each difference three times: with agency copy collapsed, kept and dropped.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `wire_effect`, as `framing.wire_effect` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        At most so many differences: those that another treatment moves, then the most certain.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels: ratios, then differences of each unit.

    Raises
    ------
    FramingError
        The table is empty, or `most` is under 1.
    """
    del colors
    marks.check_count("most", most)
    table = _opened(table)
    shown = _chosen(table, most)
    several = len(shown[["a", "b"]].drop_duplicates()) > 1
    blocks = []
    for cell in rows.by_scale(shown):
        heading = "Ratios" if cell["scale"].iloc[0] == "ratio" else "Differences"
        heading = heading if several else rows.pair_heading(cell).replace("\n", " ")
        lines = [_row(own, several) for _, own in cell.groupby("key", sort=False)]
        blocks.append(Block(lines, Axis.of_differences(cell), heading, ends=rows.ENDS))
    sheet, _ = rows.draw(
        ax,
        blocks,
        title=marks.titled(
            title, f"What agency copy does to the differences{marks.with_intervals(shown, ',')}"
        ),
        key=[layout.Sign(said, marks.voice_look(voice)) for voice, said in _LOOKS.values()],
        notes=_notes(shown, table["key"].nunique() - shown["key"].nunique()),
        columns=1,
        wide=2,
        width=width,
    )
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    moved = table.loc[table["moves"], "key"].nunique()
    said = "says something else" if moved == 1 else "say something else"
    bare = _bare(table)
    few = f"; too few articles are left to tell for {bare:,}" if bare else ""
    count = marks.counted(table["key"].nunique(), "difference")
    return (
        f"{count} with agency copy collapsed, kept and dropped; "
        f"{moved:,} of them {said} under another treatment{few}."
    )


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with `key`, what tells differences apart, `told` and `moves`."""
    table, further = marks.opened(table, "wire_effect", "wire_effect", (*rows.CELL, "wire", "scale", "unit"))
    by = [*rows.CELL, *further]
    names = [", ".join(f"{name} {value}" for name, value in zip(further, row, strict=True))
             for row in table[list(further)].astype(str).to_numpy()]  # fmt: skip
    # Parts of a key are set apart by a character that no name has.
    keys = ["\x1f".join(map(str, row)) for row in table[by].to_numpy()]
    table = table.assign(key=keys, further=names, told=[_told(row) for row in table.itertuples()])
    first = table[table["wire"] == "collapse"].set_index("key")["told"].to_dict()
    moves = [
        here is not None and there is not None and (here[0] * there[0] < 0 or here[1] != there[1])
        for here, there in zip(table["told"], map(first.get, table["key"]), strict=True)
    ]
    return table.assign(moves=pd.Series(moves, table.index, dtype=bool))


def _told(row: Any) -> tuple[int, bool] | None:
    """Return the sign of a row and whether its sides are told apart; None where it has no interval."""
    null = 1.0 if row.scale == "ratio" else 0.0
    if not all(map(math.isfinite, (row.estimate, row.low, row.high))):
        return None
    known = row.p_adjusted == row.p_adjusted
    apart = row.p_adjusted <= _ALPHA if known else not row.low <= null <= row.high
    return int(row.estimate > null) - int(row.estimate < null), bool(apart)


def _bare(table: pd.DataFrame) -> int:
    """Count the differences that have an interval under one treatment and none under another."""
    held = table["told"].notna().groupby(table["key"]).agg(["any", "all"])
    return int((held["any"] & ~held["all"]).sum())


def _chosen(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the rows of the differences to draw: those that move, those with an interval, then by p."""
    first = table[table["wire"] == "collapse"].drop_duplicates("key").set_index("key")
    order = pd.DataFrame({"moves": ~table.groupby("key")["moves"].any()})
    order["bare"] = ~first["told"].notna().reindex(order.index, fill_value=False)
    for name in ("p_adjusted", "p"):
        order[name] = first[name].reindex(order.index).fillna(math.inf)
    there = table.groupby("key")["estimate"].count().reindex(order.index) > 0
    # What has no estimate under any treatment is drawn only where there is nothing else.
    order = order[there] if there.any() else order
    kept = order.rename_axis("key").reset_index().sort_values([*order.columns, "key"])["key"].head(most)
    shown = table[table["key"].isin(kept)]
    return shown.sort_values(["measure", "target", "voice", "part", "genre", "a", "b", "key"], kind="stable")


def _row(own: pd.DataFrame, several: bool) -> Row:
    first = next(own.itertuples())
    extra = [first.genre] * (first.genre != "news") + [first.further] * bool(first.further)
    # A measure's key in words: a table holds no other name of it.
    name = first.measure.replace(".", ": ", 1).replace(".", " ").replace("_", " ")
    lines = theme.wrap(", ".join([rows.cell_name(first._replace(measure=name)), *extra]), _NAME, theme.SMALL)
    lines += theme.wrap(rows.pair_name(first), _NAME, theme.SMALL) if several else []
    said = [""] * len(_LOOKS)
    found = []
    for row in own.itertuples():
        slot = list(_LOOKS).index(row.wire)
        said[slot] = f"{row.n_a:,} / {row.n_b:,}{marks.dagger(row.note)}" + f" {_MOVED}" * row.moves
        found.append(Mark(row, _LOOKS[row.wire][0], slot=slot))
    return Row(lines, sorted(found, key=lambda mark: mark.slot), len(_LOOKS), said)


def _notes(shown: pd.DataFrame, rest: int) -> list[str]:
    notes = ["n: articles of the first and of the second outlet."]
    if shown["moves"].any():
        notes.append(f"{_MOVED} sign or verdict is not that with copies collapsed; both have an interval.")
    if bare := _bare(shown):
        notes.append(f"Of {marks.counted(bare, 'difference')} a treatment leaves too few articles to tell.")
    dropped = shown.loc[shown["wire"] == "drop", "dropped"].max()
    if dropped > 0:
        notes.append(f"Of one pair at most {marks.counted(int(dropped), 'full reprint')} dropped.")
    if rest > 0:
        notes.append(f"{marks.counted(rest, 'difference')} with a larger p not drawn.")
    return notes
