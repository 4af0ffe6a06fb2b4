"""One document of nexis.com: top, labels, text, labels again and whose it is, told apart by what they say.

No line has a fixed place: copyright stands first or last, the headline in the top
or behind a label, labels before the text, behind it or on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from framing.corpus import language as languages
from framing.corpus import lines as kinds
from framing.corpus.documents.wrapped import is_wrapped, joined, paragraphs, width
from framing.corpus.nexis.com_blocks import (
    Block,
    add,
    blocks_of,
    column_of,
    is_copyright,
    labelled,
    put,
    summed,
)
from framing.corpus.nexis.com_top import TOP, first_label, parted, read_top
from framing.corpus.nexis.com_words import dated, label, words
from framing.corpus.nexis.values import fits
from framing.corpus.paras import Para

__all__ = ["Article", "article", "failed"]

_PAGE = re.compile(
    r"(?:pgs?|pp?|ss?|pag|pág|págs|blz)\.\s*(?=\w)|(?:pg|pages?|seiten?|páginas?|paginas?|blz)\s+(?=[A-Z]{0,3}-?\d)",
    re.I,
)
_COLUMN = re.compile(r"(?:column|col\.|spalte|sp\.|colonne)\s*\d{1,2}", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})(?:\s+[^\W\d_]{1,12})?\s*(?:\Z|(?=\S))")
#: Labels behind the text are among so many last blocks.
_TAIL = 300
_HOME = re.compile(r"(?:https?://)?[\w.-]{3,80}/?\Z", re.IGNORECASE)
_ISSUE = re.compile(r"\s*\bAusg(?:abe|\.)\s*(\d{1,4})\s*\Z")


# Columns that lines without date and label are read into by their place alone.
_BARE = frozenset(
    ("outlet", "publisher", "title", "subtitle", "edition", "byline", "authors", "text", "database")
)


class Article(NamedTuple):
    """What a document says, by column, one paragraph a line of the text, and a letter for each.

    `summed` says that an abstract stands in the place of the text, below a heading of its own.
    """

    fields: dict[str, object]
    blocks: str
    summed: bool = False


def failed(paras: Sequence[Para], fields: Mapping[str, object] | None = None) -> str:
    """Return what stands where a document couldn't be shown, or nothing where there is one.

    Parameters
    ----------
    paras : sequence of Para
    fields : mapping of str to object, optional
        What was read of it. A few lines without date and label are no article, whatever they say; with
        either they are one. Without `fields` only words that are known tell.
    """
    texts = [para.text.strip() for para in paras[:40] if para.text.strip()]
    said = " ".join(texts)
    if len(texts) > 12 or len(said) > 900:
        return ""
    if fields is not None and _BARE.issuperset(name for name, value in fields.items() if value):
        return said
    if fields is not None and ("published" in fields or "load_date" in fields):
        return ""
    lower = " ".join(said.lower().split())
    return said if any(part in lower for part in words().error) else ""


def article(paras: Sequence[Para], carrier: str) -> Article:
    """Return what the lines of one document say.

    Parameters
    ----------
    paras : sequence of Para
        Without the line that counts it.
    carrier : str
        Lines of ``txt`` were wrapped; elsewhere each is a paragraph.
    """
    wrapped = carrier == "txt"
    whole = [part for block in blocks_of(paras, wrapped=wrapped) for part in labelled(block)]
    blocks = [*(part for block in whole[:TOP] for part in parted(block)), *whole[TOP:]]
    fields: dict[str, object] = {}
    start = first_label(blocks)
    named = any(
        (found := label(block.lines[0])) and found[0] == "title" for block in blocks[start : start + TOP]
    )
    at = _head(blocks, read_top(blocks[:start], fields, named), fields)
    end = len(blocks) if at >= len(blocks) else _tail_from(blocks, at)
    _tail(blocks[end:], fields)
    summary, body = summed(blocks[at:end])
    for text in _text(summary, wrapped)[0]:
        add(fields, "abstract", text, " ")
    texts, letters = _text(body, wrapped)
    fields["text"] = "\n".join(texts)
    _settled(fields)
    return Article(fields, letters, bool(summary))


def _head(blocks: list[Block], at: int, fields: dict[str, object]) -> int:
    """Read the labels above the text; return where the text begins."""
    last = min(len(blocks), at + _TAIL)
    while at < last:
        found = label(blocks[at].lines[0])
        if found is None:
            break
        column, name, value = found
        if column == "body":
            rest = [value, *blocks[at].lines[1:]] if value else blocks[at].lines[1:]
            if rest:
                blocks[at] = Block(rest, False)
                return at
            return at + 1
        if column in words().sure or (column not in _ABOVE and not _leads_on(blocks, at)):
            break
        if not column and "length" in fields:
            break
        value = joined([value, *blocks[at].lines[1:]])
        if not value and at + 1 < len(blocks) and label(blocks[at + 1].lines[0]) is None:
            at += 1
            value = blocks[at].text
        put(fields, column, name, value)
        at += 1
    return at


# Labels that stand above the text by themselves; others do only if one of these follows.
_ABOVE = frozenset(
    (
        "title",
        "byline",
        "section",
        "length",
        "dateline",
        "highlight",
        "abstract",
        "series",
        "show",
        "guests",
    )
)


def _leads_on(blocks: list[Block], at: int) -> bool:
    """Say whether a label that may be a paragraph's own first word is followed by one of the head."""
    after = label(blocks[at + 1].lines[0]) if at + 1 < len(blocks) else None
    return after is not None and (after[0] in _ABOVE or after[0] == "body")


def _tail_from(blocks: list[Block], start: int) -> int:
    """Return the block with which labels and copyright behind the text begin."""
    known = words()
    end = len(blocks)
    start = max(start, end - _TAIL)
    while end > start and is_copyright(blocks[end - 1]):
        end -= 1
    columns = list(map(_column, blocks[start:end]))
    sure = [
        at for at, column in enumerate(columns) if column is not None and _is_sure(blocks[start + at], column)
    ]
    if not sure:
        likely = next((at for at, column in enumerate(columns) if column in known.likely), None)
        if likely is None or any(column is None for column in columns[likely:]):
            return end
        return start + likely
    first = sure[-1]
    for earlier in reversed(sure[:-1]):
        # A paragraph of the text may open as a label does; then much text stands below it.
        between = columns[earlier:first]
        if between.count(None) > 3 and known.long.isdisjoint(between):
            break
        first = earlier
    at, gap = first, 0
    while at > 0 and gap < 4:
        at -= 1
        column = columns[at]
        if column in known.likely:
            # What lies between belongs to a value that may go on over blank lines, else to the text.
            if gap and column not in known.long:
                break
            first, gap = at, 0
        else:
            gap += 1
    return start + first


def _column(block: Block) -> str | None:
    """Return the column of a block's label, "" where it isn't known; None for what is none or may be text."""
    found = label(block.lines[0])
    return found[0] if found and fits(found[0], joined([found[2], *block.lines[1:]])) else None


def _is_sure(block: Block, column: str) -> bool:
    """Say whether a label that a text might use itself is the database's, by what stands behind it."""
    found = label(block.lines[0])
    value = found[2] if found else ""
    if column == "load_date":
        return len(value) < 60 and dated(value) is not None
    if column == "language":
        return len(value) < 40 and languages.code_of(value) is not None
    if column in words().sure:
        return len(block.text) < 120
    return column in words().likely and re.search(r"\(\d{1,3}\s?%\)", block.text) is not None


def _tail(blocks: list[Block], fields: dict[str, object]) -> None:
    last = ""
    for block in blocks:
        found = label(block.lines[0])
        if is_copyright(block) or (block.centred and not found):
            add(fields, "copyright", block.text, " ")
            last = ""
        elif found and found[0] != "body":
            last = column_of(found[0], found[1])
            put(fields, found[0], found[1], joined([found[2], *block.lines[1:]]))
        elif last in words().long or (last and not fields.get(last)):
            add(fields, last, block.text, " ")
        else:
            add(fields, "unlabelled", block.text, "; ")


def _text(blocks: list[Block], wrapped: bool) -> tuple[list[str], str]:
    lines = [block.lines for block in blocks]
    # A text that was opened in a word processor has a paragraph for each of its lines.
    wide = width(lines) if wrapped or is_wrapped(lines) else 0
    texts = [text for block in blocks for text in paragraphs(block.lines, wide)]
    after = [*texts[1:], None]
    letters = [_letter(text, after[at], at == 0) for at, text in enumerate(texts)]
    return texts, "".join(letters)


def _letter(text: str, after: str | None, first: bool) -> str:
    found = kinds.letter(text, after, first)
    # A line that leads to what follows is no heading of it.
    return "p" if found == "h" and text.endswith(":") else found


def _settled(fields: dict[str, object]) -> None:
    """Bring values into the form of our columns; what was printed is lost in none."""
    section = str(fields.get("section") or "")
    if section:
        fields.update(_sections(section))
    length = str(fields.get("length") or "")
    if counted := _LENGTH.match(length[:200]):
        fields["length"] = int(re.sub(r"\D", "", counted[1]))
        if counted.end() < len(length):
            fields["length_stated"] = length
    if fields.get("byline"):
        fields["authors"] = fields["byline"]
    address = str(fields.get("url") or "")
    if address and _HOME.match(address):
        # Newspapers give their own address in each article: it is that of none.
        fields["website"] = fields.pop("url")
    stated = str(fields.get("language") or "")
    code = languages.code_of(stated)
    if stated and code:
        fields["language"] = code
        parts = re.split(r"[;/,]", stated)
        if any(len(part.split()) > 1 or languages.code_of(part) != code for part in parts):
            fields["language_stated"] = stated


def _sections(text: str) -> dict[str, object]:
    """Return section, page and issue of a section's line.

    >>> _sections("Section B; Page 22, Column 2; National Desk")
    {'section': 'Section B; National Desk', 'page': '22, Column 2'}
    >>> _sections("S. 7 Ausg. 167"), _sections("Column 2")
    ({'section': '', 'issue': '167', 'page': '7'}, {'section': '', 'page': 'Column 2'})
    """
    found: dict[str, object] = {}
    kept: list[str] = []
    columns: list[str] = []
    for part in map(str.strip, text.split(";")):
        page = _PAGE.match(part)
        if page and "page" not in found and any(map(str.isdigit, part)):
            issue = _ISSUE.search(part)
            if issue:
                found["issue"], part = issue[1], part[: issue.start()]
            found["page"] = part[page.end() :].strip(" ,")
        elif part:
            (columns if _COLUMN.fullmatch(part) else kept).append(part)
    if columns:
        found["page"] = ", ".join([*([str(found["page"])] if "page" in found else []), *columns])
    return {"section": "; ".join(kept), **found}
