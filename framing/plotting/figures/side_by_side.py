"""One fact in the words of two outlets: a row a pair of sentences, the words that frame it marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from framing.errors import check_number
from framing.plotting import layout, marks, theme

TABLE = "pairs"

#: Inches: between the two sentences, between two rows, beside the number of a row.
_BETWEEN, _BREATH, _LEFT = 0.3, 0.2, 0.24
#: So many are tried where there is room for one.
_SPARE = 30
#: Between two words.
_SPACE = 0.044
_LINE = theme.line_height()
_KEY = "Bold and underlined: words that frame it and that the other lacks."


@theme.figure
def side_by_side(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    top: int = 4,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Print sentences of two outlets that tell one fact beside each other, the words that frame it marked.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `pairs`, as `framing.side_by_side` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    top : int
        Facts drawn, a row each: those whose wording differs most in framing; no sentence twice.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes, in inches from the upper left corner. A row has the outlets with voice and speaker,
        and their sentences, in which the words of `a_framing` and `b_framing` are bold and underlined.

    Raises
    ------
    FramingError
        The table is empty, or `top` is below 1.
    """
    check_number("top", top, 1)
    table = _opened(table)
    shades = marks.colour_groups({*table["a_outlet"], *table["b_outlet"]}, colors)

    def attempt(_: int, most: int) -> theme.Axes:
        # Where not even the first has room, the next that has.
        shown = _chosen(table, most - _SPARE) or _chosen(table, _SPARE - most + 1)[-1:]
        # Letters may be wider on axes of the user's.
        room = (layout.sheet_width(ax, 2, width) - 2 * layout.MARGIN) * (0.95 if ax else 1.0) - _LEFT
        column, line = (room - _BETWEEN) / 2, _LINE
        rows = []
        for row in shown:
            heads = [theme.wrap(_head(row, side), column, theme.SMALL, True) for side in "ab"]
            lines = [[*_lines(row[f"{side}_sentence"], row[f"{side}_framing"], column)] for side in "ab"]
            rows.append((row, heads, lines))
        sizes = [
            sum(max(map(len, both)) for both in (heads, lines)) * line + _BREATH for _, heads, lines in rows
        ]
        notes = []
        if (more := table["fact"].nunique() - len(shown)) > 0:
            notes.append(f"{marks.counted(more, 'more fact')} in the table; first those that differ most.")
        drawn, (panel,) = layout.lay_out(
            ax,
            [layout.Panel("", sum(sizes), under=_KEY)],
            **marks.heading(table, title, _headline(table), notes),
            left=_LEFT,
            wide=2,
            width=width,
        )
        panel.set_xlim(0, room)
        # Lines of text aren't stretched.
        panel.set_ylim(theme.inches_of(panel)[1], 0)
        marks.bare(panel)
        tops = [sum(sizes[:place]) for place in range(len(sizes))]
        marks.row_labels(panel, [y + line / 2 for y in tops], [[f"{n}"] for n in range(1, len(sizes) + 1)])
        for y, (row, heads, lines) in zip(tops, rows, strict=True):
            if y:
                panel.axhline(y - _BREATH / 2, color=theme.RULE, linewidth=0.6, label="_rule", zorder=1)
            below = y + max(map(len, heads)) * line
            for side, x, head, sentence in zip("ab", (0.0, column + _BETWEEN), heads, lines, strict=True):
                colour = theme.shade(shades[row[f"{side}_outlet"]], 0.35)
                for at, words in enumerate(head):
                    _write(panel, x, y + at * line, words, size=theme.SMALL, color=colour, weight="bold")
                for at, pieces in enumerate(sentence):
                    for start, text, framing in pieces:
                        look = {"color": colour, "weight": "bold"} if framing else {}
                        _write(panel, x + start, below + at * line, text, **look)
                        if framing:
                            ends = [x + start, x + start + theme.width_of(text, theme.FONT, True)]
                            place = below + at * line + 0.95 * _LINE
                            panel.plot(ends, [place] * 2, color=colour, linewidth=0.9, label="_framing")
        return drawn

    return layout.fit(ax, attempt, top + _SPARE, asked=True)


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    first = _chosen(table, 1)[0]
    who = marks.listed([marks.name(first[f"{side}_outlet"]) for side in "ab"])
    return f"{_headline(table)}; first {who}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    sides = ("", "_outlet", "_sentence", "_voice", "_speaker", "_framing")
    text = ("fact", "kinds", *(f"{side}{name}" for side in "ab" for name in sides))
    table, _ = marks.opened(table, "pairs", "side_by_side", text)
    order = ["framing", "a", "a_start", "b", "b_start"]
    return table.sort_values(order, ascending=[False, *[True] * 4], ignore_index=True)


def _chosen(table: pd.DataFrame, top: int) -> list[dict[str, Any]]:
    """Return the pairs that differ most, one a fact, and no sentence twice."""
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in table.to_dict("records"):
        own = {row["fact"], row["a_sentence"], row["b_sentence"]}
        if len(found) < top and not own & seen:
            seen |= own
            found.append({str(name): value for name, value in row.items()})
    return found


def _headline(table: pd.DataFrame) -> str:
    """Return how many facts there are, and who tells them."""
    facts = table["fact"].nunique()
    outlets = [marks.name(key) for key in sorted({*table["a_outlet"], *table["b_outlet"]})]
    who = marks.listed(outlets) if len(outlets) == 2 else "two outlets"
    return f"{marks.counted(facts, 'fact')} in the words of {who}"


def _head(row: Mapping[str, Any], side: str) -> str:
    voice, speaker = row[f"{side}_voice"], row[f"{side}_speaker"]
    whose = ": ".join(filter(None, [voice, speaker])) if voice in ("quoted", "reported") else ""
    return ", ".join(filter(None, [marks.name(row[f"{side}_outlet"]), whose]))


def _lines(sentence: str, framing: str, width: float) -> Iterator[list[tuple[float, str, bool]]]:
    """Yield the lines of a sentence: pieces with the inch at which they begin, and whether they frame."""
    at, marked = 0, [False] * len(sentence)
    for words in filter(None, framing.split("; ")):
        if found := re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(sentence, at):
            at = found.end()
            marked[found.start() : at] = [True] * len(words)
    x, line = 0.0, list[tuple[float, str, bool]]()
    for word in re.finditer(r"\S+", sentence):
        at = word.start()
        for part in theme.wrap(word[0], width, theme.FONT, True):
            runs = groupby(zip(part, marked[at:], strict=False), key=lambda letter: letter[1])
            pieces = [("".join(letter for letter, _ in some), own) for own, some in runs]
            wide = [theme.width_of(text, theme.FONT, own) for text, own in pieces]
            if line and x + sum(wide) > width:
                yield line
                x, line = 0.0, []
            for (text, own), size in zip(pieces, wide, strict=True):
                line.append((x, text, own))
                x += size
            at += len(part)
        x += _SPACE
    yield line


def _write(panel: theme.Axes, x: float, y: float, text: str, size: float = theme.FONT, **look: Any) -> None:
    style = {"ha": "left", "va": "center_baseline", "fontsize": size, "color": theme.INK, **look}
    panel.text(x, y + _LINE / 2, text, **style)
