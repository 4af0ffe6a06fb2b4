"""A table as it is printed: plain words in rows, whatever form it is written in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Head", "Sheet"]


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, whether numbers stand below, whether it is a statistic's symbol."""

    words: str
    number: bool = True
    symbol: bool = False


@dataclass(frozen=True)
class Sheet:
    """A title, heads, rows of words, and the note that stands below.

    `table` and `columns` are what the numbers are in the program: the table's name, and the columns behind.
    """

    table: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    number: int | None = None

    @property
    def caption(self) -> str:
        """The number and the title in one line."""
        return self.title if self.number is None else f"Table {self.number}. {self.title}"
