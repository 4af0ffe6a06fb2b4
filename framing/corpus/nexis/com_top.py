"""What stands above the labels of a document of nexis.com: source, date, edition, headline, in any order."""

from __future__ import annotations

import re

from framing.corpus import dates
from framing.corpus import lines as kinds
from framing.corpus.documents.wrapped import joined
from framing.corpus.nexis.com_blocks import Block, add, is_copyright, put
from framing.corpus.nexis.com_words import dated, label, words

__all__ = ["TOP", "first_label", "parted", "read_top"]

#: The date stands in one of so many first blocks, the labels begin in one of these.
TOP = 14
#: A line of a name that is longer goes on in the next.
_FULL = 60
_RESERVED = ("all rights reserved", "alle rechte", "tous droits", "todos los derechos", "tutti i diritti")
_WEB = re.compile(r"(?:https?://|www\.)\S{4,}\Z", re.IGNORECASE)
_CORRECTED = re.compile(
    r"(correction appended|rectificatif joint|korrektur angehängt)\b[\s;,]*", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:words?|wörter|worte|mots?|palabras?|woorden|parole|palavras)\b",
    re.I,
)


def first_label(blocks: list[Block]) -> int:
    """Return the first block that opens with a known label at the margin."""
    for at, block in enumerate(blocks[:TOP]):
        found = label(block.lines[0])
        if found and found[0] and found[0] != "show" and not block.centred:
            return at
    return min(len(blocks), TOP)


def read_top(top: list[Block], fields: dict[str, object], named: bool) -> int:
    """Read source, date, edition and headline out of what stands above the labels; return where it ends.

    `named` says that a label gives the headline, so that none stands here.
    """
    day = next((at for at, block in enumerate(top) if any(map(dated, block.lines[:3]))), None)
    above: list[Block] = []
    at = 0
    for block in top if day is None else top[:day]:
        found = label(block.lines[0])
        if is_copyright(block):
            add(fields, "copyright", block.text, " ")
            at += day is None
        elif found and found[0] and block.centred:
            add(fields, found[0], joined([found[2], *block.lines[1:]]), "; ")
        elif day is None and above:
            break
        elif block.centred or day is not None or not above:
            above.append(block)
            at += day is None
    if day is not None:
        at = _dates(top, day, fields, above)
    spare = _outlet(above, fields, named)
    at = _headline(top, at, fields, named)
    if spare and not named and "title" not in fields:
        fields["title"] = spare.pop().text
    for block in spare:
        add(fields, "edition", block.text, "; ")
    return at


def parted(block: Block) -> list[Block]:
    """Return a block as two where the source stands right below whose the article is."""
    if not is_copyright(block):
        return [block]
    ends = [at for at, line in enumerate(block.lines, 1) if line.strip().lower().startswith(_RESERVED)]
    if not ends or ends[-1] == len(block.lines):
        return [block]
    return [Block(block.lines[: ends[-1]], block.centred), Block(block.lines[ends[-1] :], block.centred)]


def _outlet(above: list[Block], fields: dict[str, object], named: bool) -> list[Block]:
    """Read the source, and the headline where that stands above the date; return what is neither."""
    if not above:
        return []
    if len(above) > 1 and above[0].text.split()[-1].lower() in words().firms:
        fields["publisher"] = above.pop(0).text
    first, *rest = above[0].lines
    if len(first.strip()) > _FULL:
        # The name itself is wrapped.
        fields["outlet"] = above[0].text
    else:
        fields["outlet"] = joined([first])
        add(fields, "publisher", joined(rest), "; ")
    if len(above) > 1 and above[0].centred and not above[-1].centred and not named:
        fields["title"] = above.pop().text
    return above[1:]


def _dates(top: list[Block], day: int, fields: dict[str, object], above: list[Block]) -> int:
    """Read the block of the date and those that go with it; return the block behind them."""
    editions: list[str] = []
    for number, line in enumerate(top[day].lines):
        found = None if "published" in fields else dated(line)
        if found:
            fields["published"] = found.published
            if number:
                above.append(Block(top[day].lines[:number], top[day].centred))
            editions.append(found.rest)
        elif "published" in fields:
            timed = f"{fields['published']} {joined([line])}"
            if not any(editions) and ":" not in str(fields["published"]) and dates.parse(timed) is not None:
                fields["published"] = timed
            else:
                editions.append(joined([line]))
    at = day + 1
    while at < len(top) and top[at].centred:
        block = top[at]
        last = at + 1 == len(top) or not top[at + 1].centred
        if is_copyright(block):
            add(fields, "copyright", block.text, " ")
        elif _WEB.match(block.text):
            fields["url"] = block.text
        elif (again := dated(block.text)) and not again.rest:
            if dates.parse(again.published) != dates.parse(fields["published"]):
                add(fields, "second_date", again.published, "; ")
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
            add(fields, "notes", corrected[1], "; ")
            part = part[corrected.end() :]
        text += (" " if text.endswith((";", ",", "-")) else "; ") * bool(text and part) + part
    if text:
        fields["edition"] = text.strip(" ;,")


def _headline(top: list[Block], at: int, fields: dict[str, object], named: bool) -> int:
    for block in top[at:]:
        text = block.text
        if is_copyright(block):
            add(fields, "copyright", text, " ")
        elif _WEB.match(text):
            fields["url"] = text
        elif _COUNTED.fullmatch(text):
            fields["length"] = text
        elif named:
            found = label(block.lines[0])
            column, name, value = found or ("unlabelled", "", text)
            put(fields, column, name, joined([value, *block.lines[1:]]) if found else value)
        elif "title" not in fields:
            fields["title"] = text
        elif "length" in fields:
            break
        elif "byline" not in fields and (kinds.bylined(text) or kinds.named(text)):
            fields["byline"] = text
        elif len(text) < 300:
            add(fields, "subtitle", text, " ")
        else:
            break
        at += 1
    return at
