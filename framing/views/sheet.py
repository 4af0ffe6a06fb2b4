"""A table as it is printed, plain words in rows, whatever form it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def plain(words: str) -> str:
    r"""Return words in one line, without what a form can't hold or a reader can't see.

    >>> plain("a\x00b\nc")
    'a b c'
    """
    return "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " for c in words)


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, whether numbers stand below, whether it is a statistic's symbol."""

    words: str
    number: bool = True
    symbol: bool = False


@dataclass(frozen=True)
class Sheet:
    """A title, heads, rows of words, and the note that stands below.

    `table` is the table's name in the program; `meanings` are what the columns of the numbers behind mean,
    and their units.
    """

    table: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    number: int | None = None
    meanings: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    @property
    def caption(self) -> str:
        """The number and the title in one line."""
        return self.title if self.number is None else f"Table {self.number}. {self.title}"

    @property
    def widths(self) -> tuple[int, ...]:
        """Of each column, the characters of its longest cell, and of the longest word of its head."""
        return tuple(
            max([max(map(len, head.words.split()), default=1), *(len(row[place]) for row in self.rows)])
            for place, head in enumerate(self.heads)
        )
