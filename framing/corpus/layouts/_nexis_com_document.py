"""One document of nexis.com: top, labels, text, labels again and whose it is, told apart by what they say.

No line has a fixed place: copyright stands first or last, the headline in the top
or behind a label, labels before the text, behind it or on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.corpus import language as languages
from framing.corpus import lines as kinds
from framing.corpus.layouts._nexis_com_words import dated, label, words
from framing.corpus.layouts._wrapped import joined, paragraphs, width
from framing.corpus.paras import Para

__all__ = ["CENTRED", "Article", "article", "failed"]

#: Style of a paragraph that stands in the middle of the page, where the carrier knows.
CENTRED = "centred"
#: The date stands in one of so many first blocks, the labels begin in one of these.
_TOP = 14
_PAGE = re.compile(
    r"(?:pgs?|pp?|ss?|pag|pág|págs|blz)\.\s*(?=\w)|(?:pg|pages?|seiten?|páginas?|paginas?|blz)\s+(?=[A-Z]{0,3}-?\d)",
    re.I,
)
_COLUMN = re.compile(r"(?:column|col\.|spalte|sp\.|colonne)\s*\d{1,2}\b", re.IGNORECASE)
_ISSUE = re.compile(r"\s*\bAusg(?:abe|\.)\s*(\d{1,4})\s*\Z")
_COUNTED = re.compile(
    r"(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:words?|wörter|worte|mots?|palabras?|woorden|parole|palavras)\b",
    re.I,
)
_WEB = re.compile(r"(?:https?://|www\.)\S{4,}\Z", re.IGNORECASE)
_CORRECTED = re.compile(
    r"(correction appended|rectificatif joint|korrektur angehängt)\b[\s;,]*", re.IGNORECASE
)


class Block(NamedTuple):
    """Lines between two blank ones, and whether they stand in the middle of the page."""

    lines: list[str]
    centred: bool

    @property
    def text(self) -> str:
        """Its lines as one."""
        return joined(self.lines)


class Article(NamedTuple):
    """What a document says, by column, with one paragraph a line of the text and a letter for each."""

    fields: dict[str, object]
    blocks: str


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


def failed(paras: Sequence[Para]) -> str:
    """Return what stands where a document couldn't be shown, or nothing where there is one."""
    texts = [para.text.strip() for para in paras[:40] if para.text.strip()]
    said = " ".join(texts)
    if len(texts) > 12 or len(said) > 900:
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
    blocks = blocks_of(paras, wrapped=wrapped)
    fields: dict[str, object] = {}
    start = _first_label(blocks)
    at = _head(blocks, _top(blocks[:start], fields), fields)
    end = len(blocks) if at >= len(blocks) else _tail_from(blocks, at)
    _tail(blocks[end:], fields)
    texts, letters = _text(blocks[at:end], wrapped)
    fields["text"] = "\n".join(texts)
    _settled(fields)
    return Article(fields, letters)


def _first_label(blocks: list[Block]) -> int:
    """Return the first block that opens with a known label at the margin."""
    for at, block in enumerate(blocks[:_TOP]):
        found = label(block.lines[0])
        if found and found[0] and found[0] != "show" and not block.centred:
            return at
    return min(len(blocks), _TOP)


def _top(top: list[Block], fields: dict[str, object]) -> int:
    """Read source, date, edition and headline out of what stands above the labels; return where it ends."""
    day = next((at for at, block in enumerate(top) if any(map(dated, block.lines[:3]))), None)
    above: list[str] = []
    for block in top if day is None else top[:day]:
        found = label(block.lines[0])
        if is_copyright(block):
            _add(fields, "copyright", block.text, " ")
        elif found and found[0] and block.centred:
            _add(fields, found[0], joined([found[2], *block.lines[1:]]), "; ")
        elif day is None and above:
            break
        elif block.centred or day is not None or not above:
            above.append(block.text)
    at = len(above) if day is None else day
    if day is not None:
        at = _dates(top, day, fields, above)
    _outlet(above, fields)
    return _headline(top, at, fields)


def _outlet(above: list[str], fields: dict[str, object]) -> None:
    if not above:
        return
    if len(above) > 1 and above[0].split()[-1].lower() in words().firms:
        fields["publisher"] = above.pop(0)
    fields["outlet"] = above[0]
    if len(above) > 1 and "title" not in fields:
        # A headline that stands above the date is the last of them.
        fields["title"] = above.pop()
    for text in above[1:]:
        _add(fields, "edition", text, "; ")


def _dates(top: list[Block], day: int, fields: dict[str, object], above: list[str]) -> int:
    """Read the block of the date and those that go with it; return the block behind them."""
    editions: list[str] = []
    for number, line in enumerate(top[day].lines):
        found = None if "published" in fields else dated(line)
        if found:
            fields["published"] = found.published
            if number:
                above.append(joined(top[day].lines[:number]))
            editions.append(found.rest)
        elif "published" in fields:
            editions.append(joined([line]))
    at = day + 1
    while at < len(top) and top[at].centred:
        block = top[at]
        last = at + 1 == len(top) or not top[at + 1].centred
        if is_copyright(block):
            _add(fields, "copyright", block.text, " ")
        elif _WEB.match(block.text):
            fields["url"] = block.text
        elif (again := dated(block.text)) and not again.rest:
            if again.published != fields["published"]:
                _add(fields, "second_date", again.published, "; ")
        elif last and at + 1 == len(top) and len(block.text) > 50:
            break
        else:
            editions.append(block.text)
        at += 1
    _edition(editions, fields)
    return at


def _edition(parts: list[str], fields: dict[str, object]) -> None:
    text = ""
    for part in filter(None, parts):
        corrected = _CORRECTED.match(part)
        if corrected:
            _add(fields, "notes", corrected[1], "; ")
            part = part[corrected.end() :]
        text += (" " if text.endswith((";", ",", "-")) else "; ") * bool(text and part) + part
    if text:
        fields["edition"] = text.strip(" ;,")


def _headline(top: list[Block], at: int, fields: dict[str, object]) -> int:
    for block in top[at:]:
        text = block.text
        if is_copyright(block):
            _add(fields, "copyright", text, " ")
        elif _WEB.match(text):
            fields["url"] = text
        elif _COUNTED.fullmatch(text):
            fields["length"] = text
        elif "title" not in fields:
            fields["title"] = text
        elif "length" in fields:
            break
        elif "byline" not in fields and (kinds.bylined(text) or kinds.named(text)):
            fields["byline"] = text
        elif len(text) < 300:
            _add(fields, "subtitle", text, " ")
        else:
            break
        at += 1
    return at


def is_copyright(block: Block) -> bool:
    """Say whether a block tells whose the article is."""
    text = block.text.lower()
    return len(text) < 600 and text.startswith(words().copyright)


def _head(blocks: list[Block], at: int, fields: dict[str, object]) -> int:
    """Read the labels above the text; return where the text begins."""
    while at < len(blocks):
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
        _put(fields, column, name, value)
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
        "anchor",
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
    while end > start and is_copyright(blocks[end - 1]):
        end -= 1
    columns = [(found[0] if (found := label(block.lines[0])) else None) for block in blocks[start:end]]
    sure = [
        at
        for at, column in enumerate(columns)
        if column in known.sure or _is_indexed(blocks[start + at], column)
    ]
    if not sure:
        likely = next((at for at, column in enumerate(columns) if column in known.likely), None)
        if likely is None or any(column is None for column in columns[likely:]):
            return end
        return start + likely
    first = at = sure[0]
    gap = 0
    while at > 0 and gap < 4:
        at -= 1
        column = columns[at]
        if column in known.likely or (column == "" and at + 1 == first):
            # What lies between belongs to a value that may go on over blank lines, else to the text.
            if gap and column not in known.long:
                break
            first, gap = at, 0
        else:
            gap += 1
    return start + first


def _is_indexed(block: Block, column: str | None) -> bool:
    """Say whether a label that a text might use itself is the database's: a language, terms with scores."""
    if column is None or column not in words().likely:
        return False
    found = label(block.lines[0])
    value = found[2] if found else ""
    if column == "language":
        return len(value) < 40 and languages.code_of(value) is not None
    return bool(re.search(r"\(\d{1,3}\s?%\)", block.text))


def _tail(blocks: list[Block], fields: dict[str, object]) -> None:
    last, name = "", ""
    for block in blocks:
        found = label(block.lines[0])
        if is_copyright(block) or (block.centred and not found):
            _add(fields, "copyright", block.text, " ")
            last = ""
        elif found and found[0] != "body":
            last, name = found[0] or "other", found[1]
            first = [found[2]] if found[2] else []
            _put(fields, found[0], name, joined([*first, *block.lines[1:]]))
        elif last in words().long or (last and not fields.get(_column(last, name))):
            _add(fields, _column(last, name), block.text, " ")
        else:
            _add(fields, "unlabelled", block.text, "; ")


def _column(column: str, name: str) -> str:
    return column if column and column != "other" else re.sub(r"\W+", "_", name.lower()).strip("_")


def _put(fields: dict[str, object], column: str, name: str, value: str) -> None:
    _add(fields, _column(column, name), value, "; ")


def _add(fields: dict[str, object], column: str, value: str, between: str) -> None:
    value = value.strip()
    before = fields.get(column)
    fields[column] = f"{before}{between}{value}" if before and value else before or value


def _text(blocks: list[Block], wrapped: bool) -> tuple[list[str], str]:
    wide = width([line for block in blocks for line in block.lines]) if wrapped else 0
    texts = [text for block in blocks for text in paragraphs(block.lines, wide)]
    letters = [
        kinds.letter(text, texts[at + 1] if at + 1 < len(texts) else None, at == 0)
        for at, text in enumerate(texts)
    ]
    return texts, "".join(letters)


def _settled(fields: dict[str, object]) -> None:
    """Bring values into the form of our columns; what was printed is lost in none."""
    section = str(fields.get("section") or "")
    if section:
        fields.update(_sections(section))
    counted = re.search(r"\d[\d.,\s]*", str(fields.get("length") or ""))
    if counted:
        fields["length"] = int(re.sub(r"\D", "", counted[0]))
    if fields.get("byline"):
        fields["authors"] = fields["byline"]
    stated = str(fields.get("language") or "")
    code = languages.code_of(stated)
    if stated and code:
        fields["language"] = code


def _sections(text: str) -> dict[str, object]:
    """Return section, page and issue of a section's line.

    >>> _sections("Section B; Page 22, Column 2; National Desk")
    {'section': 'Section B; National Desk', 'page': '22, Column 2'}
    >>> _sections("S. 7 Ausg. 167")
    {'section': '', 'page': '7', 'issue': '167'}
    """
    found: dict[str, object] = {}
    kept: list[str] = []
    for part in map(str.strip, text.split(";")):
        page = _PAGE.match(part)
        if page and "page" not in found and any(map(str.isdigit, part)):
            issue = _ISSUE.search(part)
            if issue:
                found["issue"], part = issue[1], part[: issue.start()]
            found["page"] = part[page.end() :].strip(" ,")
        elif "page" in found and _COLUMN.match(part):
            found["page"] = f"{found['page']}, {part}"
        elif part:
            kept.append(part)
    return {"section": "; ".join(kept), **found}
