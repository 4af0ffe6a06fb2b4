"""Blocks of lines between blank ones, of which a document of nexis.com is made, and the columns they fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.corpus import columns
from framing.corpus.documents.rtf import CENTRED
from framing.corpus.documents.wrapped import joined
from framing.corpus.nexis.com_words import label, words
from framing.corpus.nexis.values import fits, is_notice
from framing.corpus.paras import Para

__all__ = ["Block", "add", "blocks_of", "column_of", "is_copyright", "labelled", "put", "summed"]


#: A heading above abstract or text is shorter.
_HEADING = 24


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
    return is_notice(block.text, words().copyright)


def labelled(block: Block) -> list[Block]:
    """Return a block that opens with a label as one for each label and notice that stands right below it.

    >>> [part.lines for part in labelled(Block(["LOAD-DATE: May 5, 2010", "Copyright 2010 Courier"], False))]
    [['LOAD-DATE: May 5, 2010'], ['Copyright 2010 Courier']]
    """
    opening = label(block.lines[0])
    if len(block.lines) < 2 or opening is None or not opening[0] or opening[0] in ("body", *words().long):
        return [block]
    starts = [0]
    for at, line in enumerate(block.lines[1:], 1):
        below = label(line.strip())
        if (below and below[0] and fits(below[0], below[2])) or is_notice(line, words().copyright):
            starts.append(at)
    ends = [*starts[1:], len(block.lines)]
    return [Block(block.lines[start:end], block.centred) for start, end in zip(starts, ends, strict=True)]


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


def summed(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return abstract and text, where they stand below headings of their own: ABSTRACT, FULL TEXT.

    >>> short, text = summed([Block(["ABSTRACT", "They met."], False), Block(["FULL TEXT"], False)])
    >>> short[0].lines, text
    (['They met.'], [])
    """
    opening = _heading(blocks[0]) if blocks else ""
    if opening != "abstract":
        return [], _unheaded(blocks) if opening == "body" else blocks
    full = next((at for at, block in enumerate(blocks) if _heading(block) == "body"), len(blocks))
    return _unheaded(blocks[:full]), _unheaded(blocks[full:])


def _heading(block: Block) -> str:
    """Return what a block's first line is the heading of: abstract, body, or "" for any other line."""
    line = block.lines[0].strip().rstrip(":. ")
    if not line.isupper() or len(line) > _HEADING:
        return ""
    found = label(f"{line}:")
    return found[0] if found and found[0] in ("abstract", "body") else ""


def _unheaded(blocks: list[Block]) -> list[Block]:
    """Return blocks without the first line of the first."""
    if not blocks:
        return []
    rest = blocks[0].lines[1:]
    return [*([Block(rest, blocks[0].centred)] if rest else []), *blocks[1:]]
