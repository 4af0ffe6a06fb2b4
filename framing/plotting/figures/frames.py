"""Which frames each outlet's words point to: indicators per 1,000 words, frame by frame, with intervals.

Words are indicators; whether a frame is there is for coders to say, so no text here calls them frames found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis, Block, Mark, Row, draw

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
    found, notes = _rows(table, codebooks, voice, most, genre)
    shades = marks.colour_groups(table, colors)
    spoken = list(dict.fromkeys(found["voice"]))
    names = marks.outlet_labels(found, width=_NAME)
    mode = marks.voice_mode(table)
    across = max(1, min(columns or (len(spoken) if width is None else layout.abreast(width)), len(spoken)))
    blocks: list[Block | None] = []
    for book, own in found.groupby("codebook", sort=False):
        axis = Axis.of_estimates(own)
        axis = Axis("indicators per 1,000 words", axis.window)
        cells = {(row.voice, row.frame, row.group): row for row in own.itertuples()}
        places = [(frame, group) for frame, part in own.groupby("frame", sort=False)
                  for group in ["", *sorted(part["group"].unique())]]  # fmt: skip
        for place, one in enumerate(spoken):
            lines = []
            for frame, group in places:
                row = cells.get((one, frame, group))
                mark = [] if row is None else [Mark(row, one, shades[group])]
                said = [] if row is None else [f"{row.n_hits:,}{marks.dagger(row.note)}"]
                label = names[group] if group else [_words(frame)]
                lines.append(Row(label, mark, 1 if group else 0, said))
            heading = f"Codebook: {_words(book)}" if place % across == 0 else ""
            blocks.append(Block(lines, axis, heading, marks.voice_name(one, mode)))
        blocks += [None] * (-len(spoken) % across)
    sheet, _ = draw(
        ax,
        blocks,
        title=marks.titled(title, f"Frame indicators by outlet{marks.with_intervals(found, ',')}"),
        notes=notes,
        head="hits",
        shared=across > 1,
        columns=across,
        width=width,
    )
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether a profile holds a frame's indicators."""
    return bool(table["measure"].astype(str).str.startswith("frame.").any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, _ = _rows(table, None, None, None, "news")
    names = marks.spoken_names(found, "group")
    voice, book = found["voice"].iloc[0], found["codebook"].iloc[0]
    said = []
    here = found[(found["codebook"] == book) & (found["voice"] == voice)]
    for group, own in here.groupby("group", sort=True):
        top = own.sort_values(["estimate", "frame"], ascending=[False, True]).iloc[0]
        rate = f"{_words(top['frame'])} ({top['estimate']:.1f})" if top["estimate"] > 0 else "none"
        said.append(f"{names[str(group)]} {rate}")
    whole = marks.counted(len(found[["codebook", "frame"]].drop_duplicates()), "frame")
    what = f"Frame indicators per 1,000 words{marks.with_intervals(found)} for {whole}"
    where = marks.voice_name(voice, marks.voice_mode(table))
    return f"{what}; most in {_words(book)}, {where}: {marks.listed(said, 4)}."


def _rows(
    table: pd.DataFrame,
    codebooks: str | Sequence[str] | None,
    voice: str | Sequence[str] | None,
    most: int | None,
    genre: str,
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows to draw, in order, with `codebook` and `frame`, and what is to be said below."""
    table, further = marks.opened(table, "profile", "frames")
    found = table[table["measure"].astype(str).str.match(r"frame\.[^.]+\..")]
    if found.empty:
        raise FramingError(
            "frames: the profile has no rows of frame indicators; name a codebook where you score: "
            'fr.score(articles, measures=["frame.visits"])'
        )
    if most is not None:
        marks.check_count("most", most)
    found = marks.of_one_cell(found, genre, further, "frames")
    name = found["measure"].str.split(".", n=2)
    found = found.assign(codebook=name.str[1], frame=name.str[2])
    books = marks.choose(codebooks, sorted(found["codebook"].unique()), "codebook")
    said = marks.choose(voice, marks.voices_in(found), "voice")
    found = found[found["codebook"].isin(books) & found["voice"].isin(said)]
    found, left = marks.largest_outlets(found, "n_tokens", _OUTLETS, "words")
    limit = most or max(_LEAST, _ROWS // found["group"].nunique())
    kept: dict[tuple[str, str], int] = {}
    none, dropped = [], 0
    for book in books:
        hits = found[found["codebook"] == book].groupby("frame")["n_hits"].sum()
        order = marks.largest(hits)
        some = [frame for frame in order if hits[frame] > 0] or order[:1]
        none += [_words(frame) for frame in order if frame not in some]
        dropped += len(some[limit:])
        kept |= {(book, frame): len(kept) + place for place, frame in enumerate(some[:limit])}
    found = found.assign(
        place=[kept.get(pair, -1) for pair in zip(found["codebook"], found["frame"], strict=True)],
        rank=found["voice"].map(said.index),
    )
    found = found[found["place"] >= 0].sort_values(
        ["rank", "place", "group"], kind="stable", ignore_index=True
    )
    notes = [
        "An indicator is a word that points to a frame; whether the frame is there, coders must say. "
        "Beside each row: indicators found.",
        *left,
        *[f"{marks.counted(dropped, 'frame')} with fewer indicators not drawn."] * bool(dropped),
        *[f"No indicator found of {marks.listed(none)}."] * bool(none),
    ]
    return found, notes


def _words(name: object) -> str:
    return str(name).replace("_", " ")
