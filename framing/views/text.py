"""Tables as text: a grid that fits a terminal, and Markdown."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Sequence

from framing.views.columns import Sheet, plain
from framing.views.numbers import DASH

#: As `click.style` colours a text.
Style = Callable[..., str]

_MARK = re.compile(r"([\\`*_{}\[\]<>|#~$&])")
#: Narrower than this no table is readable; the terminal then breaks the lines itself.
NARROW = 60


def unstyled(text: str, **_: object) -> str:
    """Return a text as it is, for what is no terminal."""
    return text


def for_terminal(text: object) -> str:
    """Return a text without codes that a terminal would obey; lines stay lines, other white space a space.

    >>> for_terminal("a\\x1b[31m\\tred\\nb") == "a\\N{REPLACEMENT CHARACTER}[31m red\\nb"
    True
    """
    return "".join(
        char if char == "\n" or char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
        for char in str(text)
    )


def one_line(cell: object) -> str:
    """Return a cell as one line without codes that a terminal would obey; nothing is an empty one."""
    return "" if cell is None else " ".join(for_terminal(cell).splitlines())


def size(text: str) -> int:
    """Return how many columns of a terminal a text takes: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cut(text: str, room: int) -> str:
    """Return what of a text fits into so many columns, with a sign where it was cut."""
    if size(text) <= room:
        return text
    while text and size(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def grid(
    rows: Sequence[Sequence[object]],
    head: Sequence[str],
    width: int = 0,
    style: Style = unstyled,
    right: Sequence[bool] = (),
) -> str:
    """Return rows under a head, cut between columns into pieces that fit; the first column begins each piece.

    Columns of numbers alone are set to the right, or those of `right`; without a width nothing is cut.

    >>> print(grid([["a", 5, "long words"], ["bc", 12, ""]], ["who", "n", "what"]))
    who   n  what
    a     5  long words
    bc   12
    >>> print(grid([["a", 5, "w" * 54]], ["who", "n", "what"], 60))
    who  n
    a    5
    <BLANKLINE>
    who  what
    a    wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
    """
    cells = [[one_line(cell) for cell in row] for row in (head, *rows)]
    right = right or [
        bool(rows) and all(isinstance(row[i], (int, float)) or row[i] == DASH for row in rows)
        for i in range(len(head))
    ]
    sizes = [max(size(row[i]) for row in cells) for i in range(len(head))]
    if width:
        width = max(width, NARROW)
        sizes[0] = min(sizes[0], width // 3)
        sizes[1:] = [min(one, width - sizes[0] - 2) for one in sizes[1:]]
    pieces: list[list[int]] = [[0]]
    for column in range(1, len(head)):
        if width and len(pieces[-1]) > 1 and sum(sizes[i] + 2 for i in (*pieces[-1], column)) - 2 > width:
            pieces.append([0])
        pieces[-1].append(column)
    said = []
    for piece in pieces:
        lines = []
        for row in cells:
            parts = []
            for i in piece:
                words = cut(row[i], sizes[i])
                space = " " * (sizes[i] - size(words))
                parts.append(space + words if right[i] else words + space)
            lines.append("  ".join(parts).rstrip())
        said.append("\n".join([style(lines[0], bold=True), *lines[1:]]))
    return "\n\n".join(said)


def show(sheet: Sheet, width: int, style: Style = unstyled) -> str:
    """Return a printed table for a terminal: its title, its rows as a grid, its note in lines that fit."""
    rows = grid(
        sheet.rows, [head.words for head in sheet.heads], width, style, [h.number for h in sheet.heads]
    )
    note = textwrap.fill(one_line(sheet.note), width)
    return "\n\n".join(filter(None, [f"{style(one_line(sheet.caption), bold=True)}\n{rows}", note]))


def markdown(sheet: Sheet) -> str:
    """Return a printed table as Markdown: a pipe table, its caption above and its note below."""

    def escaped(words: str) -> str:
        return _MARK.sub(r"\\\1", " ".join(plain(words).split()))

    heads = [f"*{escaped(head.words)}*" if head.symbol else escaped(head.words) for head in sheet.heads]
    rules = ["---:" if head.number else ":---" for head in sheet.heads]
    rows = [heads, rules, *([escaped(words) for words in row] for row in sheet.rows)]
    note = f"\n*Note.* {escaped(sheet.note)}\n" if sheet.note else ""
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"**{escaped(sheet.caption)}**\n\n{body}\n{note}"
