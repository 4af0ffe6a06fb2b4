"""What each outlet says of a target, and lets others say of it: shares of negative and positive mentions.

As counted and as corrected for the model's error stand side by side; neither is shown without the other
where both are known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from matplotlib.ticker import FuncFormatter, MultipleLocator

from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.plotting import panels as cells
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
#: Put behind the count where a correction is no nearer to the truth than what was counted.
_AS_NEAR = "‡"
_ENDS = (("◂ negative", "positive ▸"), ("◂ neg.", "pos. ▸"))


class _Mark(NamedTuple):
    """One estimate as `marks.interval` takes it, turned to its side of the middle."""

    estimate: float
    low: float
    high: float
    note: str


@dataclass(frozen=True)
class _Way:
    """As counted or as corrected: its name and the columns that hold it."""

    name: str
    estimate: str
    low: str
    high: str


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
) -> Axes:
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
    rows, groups, notes = _rows(table, targets, genre, drawn)
    shades = theme.colors(table["group"], colors)
    voices = [voice for voice in theme.VOICES if (rows["voice"] == voice).any()]
    ways = [_COUNTED, _CORRECTED] if rows["corrected"].notna().any() else [_COUNTED]
    invented = marks.provenances(table, "group")
    names = {g: marks.outlet_label(g, invented.get(g, "published"), width=_NAME) for g in groups}
    across = max(1, min(columns or layout.abreast(width), len(ways)))
    found = [(str(target), part) for target, part in rows.groupby("target", sort=False)]
    limits = _limits(rows, ways, drawn)
    axis = "positive less negative" if net else "% of mentions"
    panels = [
        layout.Panel(
            f"Toward {target}" if way is ways[0] or across == 1 else "",
            layout.stack(_heights(part, groups, voices, names))[1],
            axis if way is ways[-1] or across > 1 else "",
            under=way.name if len(ways) > 1 else "",
            ends=_ENDS,
        )
        for target, part in found
        for way in ways
    ]
    signs = pd.concat([_as(rows, way) for way in ways])
    beyond = bool((signs["high"] > limits[1]).any() or (net and (signs["low"] < limits[0]).any()))
    sheet, opened = layout.lay_out(
        ax,
        panels,
        title=marks.titled(title, f"Stance by outlet and voice{marks.with_intervals(signs, ',')}"),
        key=marks.key_signs(voices, signs, beyond),
        notes=notes,
        left=marks.label_width(names.values()),
        right=max(theme.width_of(_count(here), theme.SMALL) for here in _by_line(rows)) + 0.12,
        columns=across,
        shared=across > 1,
        once=across > 1,
        wide=2,
        width=width,
    )
    for place, panel in enumerate(opened):
        part = found[place // len(ways)][1]
        _scale(panel, limits, net)
        centres, _ = layout.stack(_heights(part, groups, voices, names))
        if place % across == 0:
            marks.row_labels(panel, centres, list(names.values()))
        way = ways[place % len(ways)]
        counted = place % across == across - 1
        for group, centre in zip(groups, centres, strict=True):
            own = part[part["group"] == group]
            _outlet(panel, own, centre, way, drawn, shades[group], limits, counted)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether any outlet mentions a target."""
    own = table["other"].isna() if "other" in table else pd.Series(True, index=table.index)
    told = table["n_mentions"] if "n_mentions" in table else table["n_hits"]
    return bool((own & table["measure"].astype(str).isin([*_SHARES, *_NET]) & (told > 0)).any())


def describe(table: pd.DataFrame, *, genre: str = "news") -> str:
    """Say in one sentence what the figure shows."""
    rows, _, _ = _rows(table, None, genre, _NET)
    invented = marks.provenances(rows, "group")
    way = "corrected" if rows["corrected"].notna().any() else "raw"
    target, voice = rows["target"].iloc[0], rows["voice"].iloc[0]
    here = rows[(rows["target"] == target) & (rows["voice"] == voice) & rows[way].notna()]
    said = [
        f"{vocabulary.display(row.group, invented.get(row.group, 'published'))} "
        + f"{getattr(row, way):+.2f}".replace("-", "−")
        for row in here.sort_values("group").itertuples()
    ]
    whose = marks.voice_name(voice, list(rows["voice"].unique()))
    more = f" and {len(said) - 4} more outlets" if len(said) > 4 else ""
    numbers = "; ".join(said[:4]) or "no outlet has a number"
    how = "corrected" if way == "corrected" else "as classed by the model"
    return (
        f"Shares of negative and positive mentions of {marks.counted(rows['target'].nunique(), 'target')} "
        f"by outlet and voice; positive less negative toward {target} in {whose}, {how}: {numbers}{more}."
    )


def _rows(
    table: pd.DataFrame, targets: str | Sequence[str] | None, genre: str, drawn: Mapping[str, int]
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the rows to draw, in order, all outlets, and what is to be said below."""
    table, further = _opened(table)
    rows = table[table["measure"].astype(str).isin(drawn)]
    if rows.empty:
        raise FramingError(
            f"stance: the table has no rows of {marks.listed(list(drawn))}; "
            'make it with fr.corrected(fr.score(articles, targets={"China": ["China", "Beijing"]}))'
        )
    rows = cells.one_cell(rows, further, "stance", genre)
    rows, notes = cells.largest(rows, "n_mentions", _OUTLETS, "mentions")
    # An outlet that mentions none of the targets drawn has a row that says so.
    groups = sorted(rows["group"].unique())
    told = rows[rows["n_mentions"] > 0]
    if told.empty:
        raise FramingError("stance: no outlet mentions a target here, so there is nothing to draw")
    size = told.groupby("target")["n_mentions"].sum()
    order = sorted(size.index, key=lambda target: (-size[target], target))
    wanted = marks.choose(targets, order, "target")
    if targets is None:
        wanted = wanted[: _FEWER if told["group"].nunique() > _MANY else _TARGETS]
    rows = told[told["target"].isin(wanted)]
    rank = {voice: place for place, voice in enumerate(theme.VOICES)}
    rows = rows.assign(place=rows["target"].map(wanted.index), rank=rows["voice"].map(rank))
    rows = rows.sort_values(["place", "group", "rank", "measure"], kind="stable", ignore_index=True)
    among = ", and the articles that have them" if rows["n_articles"].any() else ""
    said = [f"Beside each row: mentions of the target in that voice{among}."]
    if "stance.positive" in drawn:
        said.insert(0, "What is neither negative nor positive is neutral.")
    if len(wanted) < len(order) and targets is None:
        notes.append(
            f"{marks.counted(len(order) - len(wanted), 'target')} with fewer mentions left to the table."
        )
    return rows, groups, [*said, *_errors(rows), *notes]


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Check the table; of a profile, what it holds is what was counted."""
    if not isinstance(table, pd.DataFrame) or "raw" in table or "estimate" not in table:
        table, further = marks.opened(table, "corrected", "stance")
        return table[table["other"].isna()], further
    table, further = marks.opened(table, "profile", "stance")
    names = {"estimate": "raw", "low": "raw_low", "high": "raw_high", "n_hits": "n_mentions"}
    rest = {
        "corrected": math.nan,
        "low": math.nan,
        "high": math.nan,
        "recall": math.nan,
        "precision": math.nan,
    }
    # A profile counts the articles that have words in the voice, whether or not they name the target.
    rest["n_articles"] = 0
    return table.rename(columns=names).assign(**rest), further


def _errors(rows: pd.DataFrame) -> list[str]:
    """Say how often the model is right where people coded, if the table tells."""
    known = rows[rows["recall"].notna() & rows["precision"].notna() & rows["corrected"].notna()]
    spans = {
        measure.removeprefix("stance."): (_span(own["recall"]), _span(own["precision"]))
        for measure, own in known.groupby("measure")
        if measure != "stance.net"
    }
    if not spans:
        return []
    found = marks.listed([f"{recall} of the {name}" for name, (recall, _) in spans.items()])
    right = marks.listed([f"{precision} of those called {name}" for name, (_, precision) in spans.items()])
    said = [
        f"Of coded mentions the model found {found}; {right} were so. Corrected as if it erred as often here."
    ]
    if rows["note"].map(_as_near).any():
        said.append(
            f"{_AS_NEAR} so few mentions that the corrected share is on average no nearer to the truth than "
            "the counted one."
        )
    return said


def _span(values: pd.Series) -> str:
    low, high = f"{values.min():.0%}", f"{values.max():.0%}"
    return (low if low == high else f"{low[:-1]} to {high}").replace("%", " %")


def _as(rows: pd.DataFrame, way: _Way) -> pd.DataFrame:
    """Return rows with the columns that the key of marks asks for."""
    return pd.DataFrame(
        {"estimate": rows[way.estimate], "low": rows[way.low], "high": rows[way.high], "note": rows["note"]}
    )


def _limits(rows: pd.DataFrame, ways: Sequence[_Way], drawn: Mapping[str, int]) -> tuple[float, float]:
    """Return one symmetric window for all panels: targets are compared with each other."""
    far = 0.1
    for way in ways:
        some = _as(rows, way)
        low, high = scales.window(some, floor=drawn is _SHARES)
        far = max(far, high, -low)
    far = min(far, 1.0) * 1.04
    return -far, far


def _scale(panel: Axes, limits: tuple[float, float], net: bool) -> None:
    scales.scale_x(panel, limits)
    if not net:
        far = limits[1]
        panel.xaxis.set_major_locator(MultipleLocator(0.5 if far > 0.6 else 0.25 if far > 0.3 else 0.1))
        # To the left lie shares too, no numbers below nought.
        panel.xaxis.set_major_formatter(FuncFormatter(lambda v, _: scales.number(round(abs(100 * v), 8))))
    panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)


def _by_line(rows: pd.DataFrame) -> list[list[Any]]:
    return [list(some.itertuples()) for _, some in rows.groupby(["target", "group", "voice"])]


def _lines(part: pd.DataFrame, group: str) -> int:
    return max(1, part.loc[part["group"] == group, "voice"].nunique())


def _heights(
    part: pd.DataFrame, groups: Sequence[str], voices: Sequence[str], names: Mapping[str, list[str]]
) -> list[float]:
    return [marks.row_height(names[group], _lines(part, group)) for group in groups]


def _outlet(
    panel: Axes,
    own: pd.DataFrame,
    centre: float,
    way: _Way,
    drawn: Mapping[str, int],
    colour: str,
    limits: tuple[float, float],
    counted: bool,
) -> None:
    """Draw the lines of one outlet, a voice each; one that has no mention of the target says so."""
    spoken = list(dict.fromkeys(own["voice"]))
    if not spoken:
        _say(panel, centre, "not mentioned")
    for place, voice in enumerate(spoken):
        y = centre + (place - (len(spoken) - 1) / 2) * marks.PITCH
        here = list(own[own["voice"] == voice].itertuples())
        known = [row for row in here if math.isfinite(getattr(row, way.estimate))]
        if not known:
            _say(panel, y, "can't be told")
        for row in known:
            side = drawn[row.measure]
            ends = sorted(side * getattr(row, name) for name in (way.low, way.high))
            mark = _Mark(side * getattr(row, way.estimate), ends[0], ends[1], row.note)
            window = limits if drawn is _NET else (limits[0], 0.0) if side < 0 else (0.0, limits[1])
            marks.interval(panel, y, mark, voice, colour, window)
        if counted:
            marks.beside(panel, y, _count(here))


def _say(panel: Axes, y: float, text: str) -> None:
    panel.annotate(text, xy=(0.5, y), xycoords=("axes fraction", "data"), ha="center", va="center_baseline",
                   fontsize=theme.SMALL, color=theme.MUTED, style="italic",
                   bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip


def _count(here: Sequence[Any]) -> str:
    notes = [row.note for row in here]
    signs = [marks.FRAGILE] * any(map(marks.fragile, notes)) + [_AS_NEAR] * any(map(_as_near, notes))
    among = f" in {here[0].n_articles:,}" if here[0].n_articles else ""
    return f"{here[0].n_mentions:,}{among} {''.join(signs)}".rstrip()


def _as_near(note: str) -> bool:
    return "raw is on average as near" in note
