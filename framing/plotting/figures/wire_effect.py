"""What agency copy does to the main differences: each under three treatments of it, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.schema import UNITS

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
_TONE = "#333333"
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
    if most < 1:
        raise FramingError(f"most: {most} is not possible; give the number of differences, 1 or more")
    table = _opened(table)
    shown = _chosen(table, most)
    cells = _panels(shown)
    pairs = {(row.a, row.b) for row in shown.itertuples()}
    names = [_names(cell, len(pairs) > 1) for cell in cells]
    windows = [_window(cell) for cell in cells]
    beyond = any(
        bool((cell["low"] < low).any() or (cell["high"] > high).any())
        for cell, (low, high) in zip(cells, windows, strict=True)
    )
    heights = [[marks.row_height(lines, 3) for lines in some.values()] for some in names]
    rest = table["key"].nunique() - shown["key"].nunique()
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(_heading(cell, pairs), sum(sizes), _axis(cell), ends=_ENDS)
            for cell, sizes in zip(cells, heights, strict=True)
        ],
        title=marks.titled(
            title, f"What agency copy does to the differences{marks.with_intervals(shown, ',')}"
        ),
        key=[*_key(), *marks.key_signs([], shown.assign(note=""), beyond)],
        notes=_notes(shown, rest),
        left=max(marks.label_width(some.values()) for some in names),
        right=max(theme.width_of(_count(row), theme.SMALL) for row in shown.itertuples()) + 0.14,
        wide=2,
        width=width,
    )
    for panel, cell, some, sizes, limits in zip(panels, cells, names, heights, windows, strict=True):
        _draw(panel, cell, some, sizes, limits)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    moved = table.loc[table["moves"], "key"].nunique()
    count = table["key"].nunique()
    said = "says something else" if moved == 1 else "say something else"
    bare = _bare(table)
    few = f"; too few articles are left to tell for {bare:,}" if bare else ""
    return (
        f"{marks.counted(count, 'difference')} with agency copy collapsed, kept and dropped; "
        f"{moved:,} of them {said} under another treatment{few}."
    )


def _bare(table: pd.DataFrame) -> int:
    """Count the differences that have an interval under one treatment and none under another."""
    known = pd.Series([_told(row) is not None for row in table.itertuples()], table.index)
    held = known.groupby(table["key"]).agg(["any", "all"])
    return int((held["any"] & ~held["all"]).sum())


def _told(row: Any) -> tuple[int, bool] | None:
    """Return the sign of a row and whether its sides are told apart; None where it has no interval."""
    null = 1.0 if row.scale == "ratio" else 0.0
    if not all(map(math.isfinite, (row.estimate, row.low, row.high))):
        return None
    known = row.p_adjusted == row.p_adjusted
    apart = row.p_adjusted <= _ALPHA if known else not row.low <= null <= row.high
    return int(row.estimate > null) - int(row.estimate < null), bool(apart)


def _moves(table: pd.DataFrame) -> pd.Series:
    """Say of each row whether its sign or verdict is not that under collapse, both with an interval."""
    first = {row.key: _told(row) for row in table[table["wire"] == "collapse"].itertuples()}

    def moved(row: Any) -> bool:
        here, there = _told(row), first.get(row.key)
        if here is None or there is None:
            return False
        return here[0] * there[0] < 0 or here[1] != there[1]

    return pd.Series([moved(row) for row in table.itertuples()], table.index, dtype=bool)


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    known = schema.schema("wire_effect")
    table, further = marks.opened(table, "wire_effect", "wire_effect")
    by = [*(name for name in known.key if name != "wire"), *further]
    text = {name: marks.strings(table[name]) for name in (*by, "wire", "scale", "unit", "note")}
    table = table.assign(**text)
    # Parts of a key are set apart by a character that no name has.
    table = table.assign(
        key=["\x1f".join(map(str, row)) for row in table[by].to_numpy()], further=_joined(table, further)
    )
    return table.assign(moves=_moves(table))


def _joined(table: pd.DataFrame, further: tuple[str, ...]) -> list[str]:
    return [", ".join(f"{name} {value}" for name, value in zip(further, row, strict=True))
            for row in table[list(further)].astype(str).to_numpy()]  # fmt: skip


def _chosen(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the rows of the differences to draw: those that move, those with an interval, then by p."""
    first = table[table["wire"] == "collapse"].set_index("key")
    moved = set(table.loc[table["moves"], "key"])

    def place(key: str) -> tuple[Any, ...]:
        row = first.loc[key] if key in first.index else None
        known = [math.inf if row is None or pd.isna(row[c]) else float(row[c]) for c in ("p_adjusted", "p")]
        return key not in moved, row is None or _told(row) is None, *known, key

    there = table.loc[table["estimate"].notna(), "key"].unique()
    # What has no estimate under any treatment is drawn only where there is nothing else.
    kept = sorted(there if len(there) else table["key"].unique(), key=place)[:most]
    shown = table[table["key"].isin(kept)]
    return shown.sort_values(["measure", "target", "voice", "part", "genre", "a", "b", "key"], kind="stable")


def _panels(shown: pd.DataFrame) -> list[pd.DataFrame]:
    """Split rows so that each panel has one axis: all ratios, then the differences of each unit."""
    ratios = shown[shown["scale"] == "ratio"]
    others = shown[shown["scale"] == "difference"]
    return ([ratios] if len(ratios) else []) + [some for _, some in others.groupby("unit", sort=True)]


def _names(cell: pd.DataFrame, several: bool) -> dict[str, list[str]]:
    """Return the label of each difference in lines."""
    names: dict[str, list[str]] = {}
    for row in cell.itertuples():
        look = theme.VOICES.get(row.voice)
        extra = [f"toward {row.target}"] * bool(row.target) + [row.part] * (row.part != "all")
        extra += [row.genre] * (row.genre != "news") + [look.name] * (look is not None and row.voice != "all")
        extra += [row.further] if row.further else []
        lines = theme.wrap(", ".join([_measure(row.measure), *extra]), _NAME, theme.SMALL)
        if several:
            joint = " /" if row.scale == "ratio" else " −"
            first = marks.outlet_label(row.a, row.provenance, width=_NAME)
            lines += [*first[:-1], first[-1] + joint, *marks.outlet_label(row.b, row.provenance, width=_NAME)]
        names[row.key] = lines
    return names


def _measure(name: str) -> str:
    """Write a measure's key in words: a table holds no other name of it.

    >>> _measure("reporting.endorsing"), _measure("own_terms")
    ('reporting: endorsing', 'own terms')
    """
    return name.replace(".", ": ", 1).replace(".", " ").replace("_", " ")


_ENDS = (
    ("◂ higher in the second", "higher in the first ▸"),
    ("◂ second higher", "first higher ▸"),
    ("◂ second", "first ▸"),
)


def _heading(cell: pd.DataFrame, pairs: set[tuple[str, str]]) -> str:
    if len(pairs) > 1:
        return "Ratios" if cell["scale"].iloc[0] == "ratio" else "Differences"
    ((a, b),) = pairs
    invented = "illustrative" if (cell["provenance"].astype(str) == "illustrative").any() else "published"
    return f"{marks.name(a, invented)} against {marks.name(b, invented)}"


def _axis(cell: pd.DataFrame) -> str:
    if cell["scale"].iloc[0] == "ratio":
        return "ratio, logarithmic axis"
    return f"difference in {UNITS[cell['unit'].iloc[0]].label}"


def _window(cell: pd.DataFrame) -> tuple[float, float]:
    if cell["scale"].iloc[0] == "ratio":
        return scales.log_window(cell)
    return scales.window(cell, floor=False)


def _key() -> list[layout.Sign]:
    signs = []
    for voice, said in _LOOKS.values():
        look = theme.VOICES[voice]
        fill = theme.tint(theme.MUTED, look.pale)
        drawn = {
            "marker": look.marker,
            "markersize": look.size,
            "markeredgewidth": 1.3,
            "markerfacecolor": fill,
        }
        signs.append(layout.Sign(said, drawn))
    return signs


def _notes(shown: pd.DataFrame, rest: int) -> list[str]:
    notes = ["n: articles of the first and of the second outlet."]
    if shown["moves"].any():
        notes.append(f"{_MOVED} sign or verdict is not that with copies collapsed; both have an interval.")
    if bare := _bare(shown):
        notes.append(f"Of {marks.counted(bare, 'difference')} a treatment leaves too few articles to tell.")
    dropped = (
        int(shown.loc[shown["wire"] == "drop", "dropped"].max()) if (shown["wire"] == "drop").any() else 0
    )
    if dropped:
        notes.append(f"Of one pair at most {marks.counted(dropped, 'full reprint')} dropped.")
    if rest > 0:
        notes.append(f"{marks.counted(rest, 'less certain difference')} not drawn.")
    return notes


def _count(row: Any) -> str:
    return f"{row.n_a:,} / {row.n_b:,}" + (f" {_MOVED}" if row.moves else "")


def _draw(
    panel: Axes,
    cell: pd.DataFrame,
    names: Mapping[str, list[str]],
    sizes: list[float],
    limits: tuple[float, float],
) -> None:
    ratio = cell["scale"].iloc[0] == "ratio"
    share = cell["unit"].iloc[0].startswith("share") and not ratio
    scales.scale_x(panel, limits, log=ratio, percent=share)
    panel.axvline(1 if ratio else 0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    centres, _ = layout.stack(sizes)
    marks.row_labels(panel, centres, list(names.values()))
    marks.above_right(panel, "n")
    at = dict(zip(names, centres, strict=True))
    for row in sorted(cell.itertuples(), key=lambda r: (at[r.key], list(_LOOKS).index(r.wire))):
        y = at[row.key] + (list(_LOOKS).index(row.wire) - 1) * marks.PITCH
        if ratio and (row.estimate == 0 or math.isinf(row.estimate)):
            _edge(panel, y, row.estimate == 0, limits)
        else:
            marks.interval(panel, y, row, _LOOKS[row.wire][0], _TONE, limits)
        marks.beside(panel, y, _count(row))


def _edge(panel: Axes, y: float, low: bool, limits: tuple[float, float]) -> None:
    """Draw a ratio that has no place on a logarithmic axis: none on one side."""
    panel.plot([limits[0] if low else limits[1]], [y], marker="<" if low else ">", markersize=6, color=_TONE,
               markerfacecolor="white", clip_on=False, label="_edge", zorder=5)  # fmt: skip
