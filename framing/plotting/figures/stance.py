"""What each outlet says of a target, and lets others say of it: shares of negative and positive mentions.

As counted and as corrected for the model's error stand side by side; neither is shown without the other
where both are known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from matplotlib.ticker import FuncFormatter, MultipleLocator

from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis, Block, Mark, Row, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from framing.plotting.theme import Width

TABLE = "corrected"

#: Unasked, so many targets and outlets are drawn: those with most mentions.
_TARGETS, _OUTLETS = 6, 8
#: Of many outlets, so many targets: a figure stays within three pages.
_MANY, _FEWER = 4, 4
#: Longest line of an outlet's name, in inches.
_NAME = 2.05
#: What is drawn, and on which side of the middle.
_SHARES = {"stance.negative": -1, "stance.positive": 1}
_NET = {"stance.net": 1}
_ENDS = (("◂ negative", "positive ▸"), ("◂ neg.", "pos. ▸"))


class _Estimate(NamedTuple):
    """One estimate as `marks.interval` takes it, turned to its side of the middle."""

    estimate: float
    low: float
    high: float
    note: str


class _Way(NamedTuple):
    """As counted or as corrected: its name and the columns that hold it."""

    name: str
    estimate: str
    low: str
    high: str

    def of(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the estimates of a table under the names that they have elsewhere."""
        names = {"estimate": self.estimate, "low": self.low, "high": self.high, "note": "note"}
        return pd.DataFrame({name: table[column] for name, column in names.items()})


_COUNTED = _Way("as the model classed them", "raw", "raw_low", "raw_high")
_CORRECTED = _Way("corrected for its measured error", "corrected", "low", "high")


@theme.figure
def stance(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    targets: str | Sequence[str] | None = None,
    net: bool = False,
    genre: str = "news",
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes | Figure:
    """Draw for each target the shares of its mentions that speak ill and well of it, by outlet and voice.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `corrected`, as `framing.corrected` makes it; or a profile with rows of ``stance.*``, of
        which only what was counted is known.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    targets : str or sequence of str, optional
        Which to draw and in what order; by default the six with most mentions.
    net : bool
        Draw positive less negative as one number instead of both shares.
    genre : str
        Which articles; news if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        1 sets what was counted above what was corrected; by default they stand side by side.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one a target and way of counting. Negative lies
        left of the middle and positive right; what is left of a hundred is neutral. Beside each row stand
        the mentions, and the articles that have them.

    Raises
    ------
    FramingError
        The table is empty, holds no stance or no such target, or is split by more than voice.
    """
    drawn = _NET if net else _SHARES
    found, groups, notes = _rows(table, targets, genre, drawn)
    shades = marks.colour_groups(table, colors)
    ways = [_COUNTED, _CORRECTED] if found["low"].notna().any() else [_COUNTED]
    labels = marks.outlet_labels(table, width=_NAME)
    across = max(1, min(columns or layout.abreast(width), len(ways)))
    axis = Axis("positive less negative" if net else "% of mentions", _limits(found, ways, net), reference=0)
    blocks = []
    for target, part in found.groupby("target", sort=False):
        for way in ways:
            lines = [
                _row(labels[group], part[part["group"] == group], way, drawn, shades[group], axis.window)
                for group in groups
            ]
            heading = f"Toward {target}" if way is ways[0] or across == 1 else ""
            blocks.append(Block(lines, axis, heading, way.name if len(ways) > 1 else "", _ENDS))
    every = pd.concat([way.of(found) for way in ways])
    sheet, opened = draw(
        ax,
        blocks,
        title=marks.titled(title, f"Stance by outlet and voice{marks.with_intervals(every, ',')}"),
        key=marks.voice_signs(table, marks.voices_in(found)),
        notes=notes,
        head="mentions",
        shared=across > 1,
        once=across > 1,
        columns=across,
        wide=2,
        width=width,
    )
    far = axis.window[1]
    for panel, _ in opened if not net else ():
        panel.xaxis.set_major_locator(MultipleLocator(0.5 if far > 0.6 else 0.25 if far > 0.3 else 0.1))
        # To the left lie shares too, no numbers below nought.
        panel.xaxis.set_major_formatter(FuncFormatter(lambda v, _: layout.number(round(abs(100 * v), 8))))
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether any outlet mentions a target."""
    own = table["other"].isna() if "other" in table else pd.Series(True, index=table.index)
    told = table["n_mentions"] if "n_mentions" in table else table["n_hits"]
    return bool((own & table["measure"].astype(str).isin([*_SHARES, *_NET]) & (told > 0)).any())


def describe(table: pd.DataFrame, *, genre: str = "news") -> str:
    """Say in one sentence what the figure shows."""
    found, _, _ = _rows(table, None, genre, _NET)
    names = marks.spoken_names(table, "group")
    way = "corrected" if found["corrected"].notna().any() else "raw"
    target, voice = found["target"].iloc[0], found["voice"].iloc[0]
    here = found[(found["target"] == target) & (found["voice"] == voice) & found[way].notna()]
    said = [f"{names[row.group]} {getattr(row, way):+.2f}".replace("-", "−")
            for row in here.sort_values("group").itertuples()]  # fmt: skip
    numbers = marks.listed(said, 4) or "no outlet has a number"
    how = "corrected" if way == "corrected" else "as classed by the model"
    return (
        f"Shares of negative and positive mentions of {marks.counted(found['target'].nunique(), 'target')} "
        f"by outlet and voice; positive less negative toward {target} in "
        f"{marks.voice_name(voice, marks.voice_mode(table))}, {how}: {numbers}."
    )


def _rows(
    table: pd.DataFrame, targets: str | Sequence[str] | None, genre: str, drawn: Mapping[str, int]
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the rows to draw, in order, all outlets, and what is to be said below."""
    table, further = _opened(table)
    found = table[table["measure"].astype(str).isin(drawn)]
    if found.empty:
        raise FramingError(
            f"stance: the table has no rows of {marks.listed(list(drawn))}; "
            'make it with fr.corrected(fr.score(articles, targets={"China": ["China", "Beijing"]}))'
        )
    found = marks.of_one_cell(found, genre, further, "stance")
    found, left = marks.largest_outlets(found, "n_mentions", _OUTLETS, "mentions")
    # An outlet that mentions none of the targets drawn has a row that says so.
    groups = sorted(found["group"].unique())
    told = found[found["n_mentions"] > 0]
    if told.empty:
        raise FramingError("stance: no outlet mentions a target here, so there is nothing to draw")
    order = marks.largest(told.groupby("target")["n_mentions"].sum())
    wanted = marks.choose(targets, order, "target")
    if targets is None:
        wanted = wanted[: _FEWER if told["group"].nunique() > _MANY else _TARGETS]
    found = told[told["target"].isin(wanted)]
    found = found.assign(
        place=found["target"].map(wanted.index), rank=found["voice"].map(list(theme.VOICES).index)
    )
    found = found.sort_values(["place", "group", "rank", "measure"], kind="stable", ignore_index=True)
    notes = ["What is neither negative nor positive is neutral."] * ("stance.positive" in drawn)
    notes += [
        "Beside each row: mentions of the target in that voice, and the articles that have them.",
        *_errors(found),
        *left,
    ]
    if len(wanted) < len(order) and targets is None:
        fewer = marks.counted(len(order) - len(wanted), "target")
        notes.append(f"{fewer} with fewer mentions left to the table.")
    return found, groups, notes


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Check the table; of a profile, what it holds is what was counted."""
    if not isinstance(table, pd.DataFrame) or "raw" in table or "estimate" not in table:
        table, further = marks.opened(table, "corrected", "stance")
        return table[table["other"].isna()], further
    table, further = marks.opened(table, "profile", "stance")
    names = {"estimate": "raw", "low": "raw_low", "high": "raw_high", "n_hits": "n_mentions"}
    rest = dict.fromkeys(("corrected", "low", "high", "recall", "precision"), math.nan)
    return table.rename(columns=names).assign(**rest), further


def _errors(found: pd.DataFrame) -> list[str]:
    """Say how often the model is right where people coded, if the table tells."""
    known = found[found[["recall", "precision", "low"]].notna().all(axis=1)]
    known = known[known["measure"] != "stance.net"]
    if known.empty:
        return []
    recalls, precisions = [], []
    for measure, own in known.groupby("measure"):
        name = str(measure).removeprefix("stance.")
        recalls.append(f"{_span(own['recall'])} of the {name}")
        precisions.append(f"{_span(own['precision'])} of those called {name}")
    said = [
        f"Of coded mentions the model found {marks.listed(recalls)}; {marks.listed(precisions)} were so. "
        "Corrected as if it erred as often here."
    ]
    if (found["corrected"].isna() & found["low"].notna()).any():
        said.append("A line without a mark: too few mentions to correct more than the interval.")
    return said


def _span(values: pd.Series) -> str:
    low, high = f"{values.min():.0%}", f"{values.max():.0%}"
    return (low if low == high else f"{low[:-1]} to {high}").replace("%", " %")


def _limits(found: pd.DataFrame, ways: Sequence[_Way], net: bool) -> tuple[float, float]:
    """Return one symmetric window for all panels: targets are compared with each other."""
    ends = [end for way in ways for end in layout.window(way.of(found), floor=not net)]
    far = min(max(0.1, *map(abs, ends)), 1.0) * 1.04
    return -far, far


def _row(
    label: list[str],
    own: pd.DataFrame,
    way: _Way,
    drawn: Mapping[str, int],
    colour: str,
    limits: tuple[float, float],
) -> Row:
    """Return the lines of one outlet, a voice each; one that has no mention of the target says so."""
    if own.empty:
        return Row(label, instead={0: "not mentioned"})
    found, said, instead = [], [], {}
    for slot, (voice, here) in enumerate(own.groupby("voice", sort=False)):
        rows = list(here.itertuples())
        known = [
            row
            for row in rows
            if any(map(math.isfinite, (getattr(row, way.estimate), getattr(row, way.low))))
        ]
        if not known:
            instead[slot] = "can't be told"
        for row in known:
            side = drawn[row.measure]
            low, high = sorted(side * getattr(row, name) for name in (way.low, way.high))
            mark = _Estimate(side * getattr(row, way.estimate), low, high, row.note)
            window = limits if drawn is _NET else (limits[0], 0.0) if side < 0 else (0.0, limits[1])
            found.append(Mark(mark, str(voice), colour, slot, window))
        said.append(_count(rows))
    return Row(label, found, len(said), said, instead)


def _count(here: Sequence[Any]) -> str:
    notes = [row.note for row in here]
    sign = marks.FRAGILE * any(map(marks.fragile, notes))
    return f"{here[0].n_mentions:,} in {here[0].n_articles:,} {sign}".rstrip()
