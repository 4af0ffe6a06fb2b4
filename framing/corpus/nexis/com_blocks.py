"""Blocks of lines between blank ones, of which a document of nexis.com is made, and the columns they fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.corpus import columns
from framing.corpus.documents.rtf import CENTRED
from framing.corpus.documents.wrapped import joined
from framing.corpus.nexis.com_words import words
from framing.corpus.paras import Para

__all__ = ["Block", "add", "blocks_of", "column_of", "is_copyright", "put"]


class Block(NamedTuple):
    """Lines between two blank ones, and whether they stand in the middle of the page."""

    lines: list[str]
    centred: bool

    @property
    def text(self) -> str:
        """Its lines as one."""
        return joined(self.lines)


def blocks_of(paras: Sequence[Para], *, wrapped: bool) -> list[Block]:
    """Return the blocks of some lines; where lines weren't wrapped, their indentation says nothing."""
    found: list[Block] = []
    held: list[Para] = []
    for para in (*paras, Para("")):
        if para.text.strip():
            held.append(para)
        elif held:
            texts = [part.text.expandtabs(4) for part in held]
            found.append(Block(texts, _is_centred(held, texts, wrapped)))
            held = []
    return found


def _is_centred(held: list[Para], texts: list[str], wrapped: bool) -> bool:
    if any(para.style == CENTRED for para in held):
        return True
    if not wrapped:
        return False
    indents = [len(text) - len(text.lstrip()) for text in texts]
    # A line that fills the page has no indentation, but what follows it has.
    return indents[0] >= 3 or (len(texts[0]) > 60 and len(texts) > 1 and min(indents[1:]) >= 8)


def is_copyright(block: Block) -> bool:
    """Say whether a block tells whose the article is."""
    text = block.text.lower()
    return len(text) < 600 and text.startswith(words().copyright)


def column_of(column: str, name: str) -> str:
    """Return the column of a label: its own name where it isn't known, marked where that is one of ours.

    >>> column_of("", "TRADE-NAME"), column_of("", "STATUS"), column_of("subjects", "SUJET")
    ('trade_name', 'nexis_status', 'subjects')
    """
    if column:
        return column
    made = re.sub(r"\W+", "_", name.lower()).strip("_")
    return f"nexis_{made}" if columns.guess([made])[0] else made


def put(fields: dict[str, object], column: str, name: str, value: str) -> None:
    """Keep the value of a label, behind what the column has already."""
    add(fields, column_of(column, name), value, "; ")


def add(fields: dict[str, object], column: str, value: str, between: str) -> None:
    """Put a value behind what a column has already."""
    value = value.strip()
    before = fields.get(column)
    fields[column] = f"{before}{between}{value}" if before and value else before or value
