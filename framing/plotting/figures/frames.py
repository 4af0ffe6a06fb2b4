"""Which frames each outlet's words point to: indicators per 1,000 words, frame by frame, with intervals.

Words are indicators; whether a frame is there is for coders to say, so no text here calls them frames found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.plotting import panels as cells
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "profile"

#: Unasked, so many outlets are drawn, those with most words, and about so many rows of each codebook.
_OUTLETS, _ROWS = 8, 42
#: Frames that are drawn though there are many outlets.
_LEAST = 5
#: Longest line of an outlet's name, in inches: one line of most that say their text is invented.
_NAME = 2.05


@theme.figure
def frames(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    codebooks: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    most: int | None = None,
    genre: str = "news",
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw for each frame of a codebook how often its indicators stand in each outlet's words.

    Parameters
    ----------
    table : pandas.DataFrame
        The profile table with rows of ``frame.<codebook>.<frame>``, which are scored where they are named:
        ``fr.score(articles, measures=["frame.visits"])``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    codebooks : str or sequence of str, optional
        Which to draw and in what order; by default all.
    voice : str or sequence of str, optional
        Whose words; by default all voices, side by side.
    most : int, optional
        At most so many frames of each codebook, those with most indicators; by default as many as stay
        readable with so many outlets.
    genre : str
        Which articles; news if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Voices side by side; by default all.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one a codebook and voice. Beside each row stand
        the indicators found.

    Raises
    ------
    FramingError
        The table is empty, holds no frame's rows, or no such codebook or voice; or it is split by more
        than voice.
    """
    rows, notes = _rows(table, codebooks, voice, most, genre)
    shades = theme.colors(table["group"], colors)
    spoken = list(dict.fromkeys(rows["voice"]))
    invented = marks.provenances(rows, "group")
    groups = sorted(rows["group"].unique())
    names = {g: marks.outlet_label(g, invented.get(g, "published"), width=_NAME) for g in groups}
    across = max(1, min(columns or (len(spoken) if width is None else layout.abreast(width)), len(spoken)))
    books = {book: _blocks(part) for book, part in rows.groupby("codebook", sort=False)}
    opened: list[tuple[str, str] | None] = []
    panels: list[layout.Panel | None] = []
    for book, found in books.items():
        _, height = layout.stack(_heights(found, names))
        for place, voice in enumerate(spoken):
            heading = _heading(book) if place % across == 0 else ""
            last = place >= len(spoken) - across
            axis = "indicators per 1,000 words" if last else ""
            panels.append(layout.Panel(heading, height, axis, under=marks.voice_name(voice, spoken)))
            opened.append((book, voice))
        rest = -len(spoken) % across
        panels += [None] * rest
    left = marks.label_width(names.values())
    windows = {book: _window(rows[rows["codebook"] == book]) for book in books}
    beyond = any((part["high"] > windows[book][1]).any() for book, part in rows.groupby("codebook"))
    sheet, drawn = layout.lay_out(
        ax,
        panels,
        title=marks.titled(title, f"Frame indicators by outlet{marks.with_intervals(rows, ',')}"),
        key=marks.key_signs([], rows, beyond),
        notes=notes,
        left=left,
        right=max(theme.width_of(_count(row), theme.SMALL) for row in rows.itertuples()) + 0.14,
        columns=across,
        shared=across > 1,
        width=width,
    )
    for place, (panel, (book, voice)) in enumerate(zip(drawn, filter(None, opened), strict=True)):
        labelled = place % len(spoken) % across == 0
        cell = rows[(rows["codebook"] == book) & (rows["voice"] == voice)]
        _draw(panel, cell, books[book], names if labelled else None, shades, windows[book], left, names)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether a profile holds a frame's indicators."""
    return bool(table["measure"].astype(str).str.startswith("frame.").any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows, _ = _rows(table, None, None, None, "news")
    invented = marks.provenances(rows, "group")
    voice, book = rows["voice"].iloc[0], rows["codebook"].iloc[0]
    said = []
    here = rows[(rows["codebook"] == book) & (rows["voice"] == voice)]
    for group, own in here.groupby("group", sort=True):
        top = own.sort_values(["estimate", "frame"], ascending=[False, True]).iloc[0]
        who = vocabulary.display(str(group), invented.get(str(group), "published"))
        rate = f"{_frame(top['frame'])} ({top['estimate']:.1f})" if top["estimate"] > 0 else "none"
        said.append(f"{who} {rate}")
    more = f" and {len(said) - 4} more outlets" if len(said) > 4 else ""
    whole = marks.counted(len(rows[["codebook", "frame"]].drop_duplicates()), "frame")
    what = f"Frame indicators per 1,000 words{marks.with_intervals(rows)} for {whole}"
    where = marks.voice_name(voice, list(dict.fromkeys(rows["voice"])))
    return f"{what}; most in {_frame(book)}, {where}: {'; '.join(said[:4])}{more}."


def _rows(
    table: pd.DataFrame,
    codebooks: str | Sequence[str] | None,
    voice: str | Sequence[str] | None,
    most: int | None,
    genre: str,
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows to draw, in order, with `codebook` and `frame`, and what is to be said below."""
    table, further = marks.opened(table, "profile", "frames")
    rows = table[table["measure"].astype(str).str.match(r"frame\.[^.]+\..")]
    if rows.empty:
        raise FramingError(
            "frames: the profile has no rows of frame indicators; name a codebook where you score: "
            'fr.score(articles, measures=["frame.visits"])'
        )
    rows = cells.one_cell(rows, further, "frames", genre)
    name = rows["measure"].str.split(".", n=2)
    rows = rows.assign(codebook=name.str[1], frame=name.str[2])
    present = sorted(rows["codebook"].unique())
    spoken = [voice for voice in theme.VOICES if (rows["voice"] == voice).any()]
    books, said = marks.choose(codebooks, present, "codebook"), marks.choose(voice, spoken, "voice")
    rows = rows[rows["codebook"].isin(books) & rows["voice"].isin(said)]
    rows, notes = cells.largest(rows, "n_tokens", _OUTLETS, "words")
    if most is not None and most < 1:
        raise FramingError(f"most: {most!r} frames can't be drawn; give 1 or more")
    limit = most or max(_LEAST, _ROWS // rows["group"].nunique())
    kept, none, dropped = [], [], 0
    for book in books:
        hits = rows[rows["codebook"] == book].groupby("frame")["n_hits"].sum()
        order = sorted(hits.index, key=lambda frame: (-hits[frame], frame))
        found = [frame for frame in order if hits[frame] > 0] or order[:1]
        none += [_frame(frame) for frame in order if frame not in found]
        dropped += len(found[limit:])
        kept += [(book, frame) for frame in found[:limit]]
    order = {pair: place for place, pair in enumerate(kept)}
    rows = rows.assign(
        place=[order.get(pair, -1) for pair in zip(rows["codebook"], rows["frame"], strict=True)],
        rank=rows["voice"].map({voice: at for at, voice in enumerate(said)}),
    )
    rows = rows[rows["place"] >= 0].sort_values(["rank", "place", "group"], kind="stable", ignore_index=True)
    notes = [
        "An indicator is a word that points to a frame; whether the frame is there, coders must say. "
        "Beside each row: indicators found.",
        *notes,
    ]
    if dropped:
        notes.append(f"{marks.counted(dropped, 'frame')} with fewer indicators not drawn.")
    if none:
        notes.append(f"No indicator found of {marks.listed(none)}.")
    return rows, notes


def _frame(name: str) -> str:
    return name.replace("_", " ")


def _heading(book: str) -> str:
    name = _frame(book)
    return f"Codebook: {name}"


def _blocks(rows: pd.DataFrame) -> list[Any]:
    """Return the frames, each with the outlets under it: the same in all panels of a codebook."""
    found: list[Any] = []
    for frame, part in rows.groupby("frame", sort=False):
        found.append((str(frame), ""))
        found.extend((str(frame), group) for group in sorted(part["group"].unique()))
    return found


def _heights(found: Sequence[Any], names: Mapping[str, list[str]]) -> list[float]:
    head = theme.line_height(theme.SMALL) + 0.08
    return [marks.row_height(names[group], 1) - 0.04 if group else head for _, group in found]


def _window(rows: pd.DataFrame) -> tuple[float, float]:
    return scales.window(rows, floor=True)


def _draw(
    panel: Axes,
    cell: pd.DataFrame,
    found: Sequence[Any],
    names: Mapping[str, list[str]] | None,
    shades: Mapping[str, str],
    limits: tuple[float, float],
    left: float,
    heights: Mapping[str, list[str]],
) -> None:
    scales.scale_x(panel, limits)
    centres, _ = layout.stack(_heights(found, heights))
    at = dict(zip(found, centres, strict=True))
    if names:
        marks.row_labels(panel, [at[key] for key in found if key[1]], [names[g] for _, g in found if g])
        for frame, group in found:
            if not group:
                marks.block_label(panel, at[frame, ""], _frame(frame), left)
    marks.above_right(panel, "hits")
    for row in cell.itertuples():
        y = at[row.frame, row.group]
        marks.interval(panel, y, row, row.voice, shades[row.group], limits)
        marks.beside(panel, y, _count(row))


def _count(row: Any) -> str:
    return f"{row.n_hits:,}" + (f" {marks.FRAGILE}" if marks.fragile(row.note) else "")
