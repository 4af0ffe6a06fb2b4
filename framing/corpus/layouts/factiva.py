"""Factiva's exports that come as lines (RTF, DOCX, text, PDF): with codes, or in the order of their parts.

Each article ends with a line of its id, whatever word of the interface's
language stands before it. Contents before the first article, lines of pages
and the summary of the search behind the last article are no articles.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framing.corpus import lines as wrapped
from framing.corpus.exports import factiva
from framing.corpus.exports.factiva import Piece
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source

# Lines of a Factiva export with codes: which line begins a field, and which only looks like it.

_APART = re.compile(r"(?:\|\s*)?([A-Z][A-Z0-9]{1,3})(?:\s?[\t|]\s*|\s{2,}|$)(.*)", re.DOTALL)
_CLOSE = re.compile(r"([A-Z]{2,3}) (\S.*)", re.DOTALL)
_INDEXED = re.compile(r"[a-z0-9]{1,12} ?: ?\S.*")
_ABOVE, _BELOW, _INDEX = (factiva.PLACES[name] for name in ("above", "below", "index"))
_KNOWN = frozenset((*_ABOVE, *_BELOW, *factiva.BODY, *factiva.CODES))


class Field(NamedTuple):
    """A code and the lines that stand behind it; a blank line is an empty one."""

    code: str
    lines: list[Para]


def is_coded(paras: Sequence[Para]) -> bool:
    """Say whether some lines have codes in front of headline, number of words and day."""
    texts = [para.text.strip() for para in paras]
    found = [hit for text in texts if (hit := _APART.match(text) or _CLOSE.match(text))]
    codes = {hit[1] for hit in found}
    return {"HD", "WC", "PD"} <= codes


def fields(paras: Sequence[Para]) -> list[Field]:
    """Return the fields of one article's lines, in order; what stands before the first is left out."""
    found: list[Field] = []
    for place, para in enumerate(paras):
        behind = next((later.text for later in paras[place + 1 : place + 3] if later.text.strip()), "")
        code, rest = _begins(para.text.strip(), behind, found)
        if code:
            found.append(Field(code, [para._replace(text=rest)] if rest.strip() else []))
        elif found:
            text = re.sub(r"^\s*\|\s?|\s?\|\s*$", "", para.text)
            found[-1].lines.append(para._replace(text=text))
    return found


def _begins(text: str, behind: str, before: Sequence[Field]) -> tuple[str, str]:
    """Return the code that a line begins with, and the rest of the line; "" where it begins no field."""
    present = {field.code for field in before}
    within = bool(present & set(factiva.BODY))
    hit = _APART.fullmatch(text)
    if hit:
        code, rest = hit[1], hit[2].rstrip(" |\t")
        # Right behind a code that stands alone, a page or a source's code stands alone as well.
        valued = not rest and before and not any(para.text.strip() for para in before[-1].lines)
        if not (valued and code not in _KNOWN) and _fits(code, rest or behind, present, within, sure=True):
            return code, rest
    hit = _CLOSE.fullmatch(text)
    if hit and hit[1] in _KNOWN and _fits(hit[1], hit[2], present, within, sure=False):
        return hit[1], hit[2].rstrip(" |\t")
    return "", ""


def _fits(code: str, value: str, present: set[str], within: bool, *, sure: bool) -> bool:
    if "HD" not in present:
        return code in ("HD", "SE", "CLM", "BY", "CR") and code not in present and bool(value.strip())
    if code in factiva.BODY:
        return code not in present and "TD" not in present
    if code in _INDEX:
        return bool(_INDEXED.match(value)) and code not in present
    if code == "WC":
        return code not in present and (sure or factiva.read_count(value) is not None)
    if code == "PD":
        return code not in present and (sure or bool(factiva.read_day(value)))
    if code == "AN":
        return not value.strip() or bool(factiva.find_accession(value))
    if code in present:
        return False
    if within:
        # A line of capitals in the text begins no field, unless what it names can stand behind the text.
        return code in _BELOW and (sure or code in ("IPC", "IPD", "PUB"))
    return sure or code in _ABOVE or code in _BELOW


NAME = "factiva"

_END = re.compile(rf"\W*(?:AN\W+)?(?:[^\W\d_]{{1,14}}\W{{0,3}})?(?P<id>{factiva.ACCESSION})\W*")
_FURNITURE = re.compile(
    r"\s*(?:Page\s*\d+\s*(?:of|sur|von|de|di)\s*\d+.{0,80}"
    r"|.{0,60}(?:©|\(c\))\s*(?:19|20)\d\d\s*Factiva\b.{0,60}"
    r"|Factiva RTF Display Format|Factiva|Dow Jones Factiva)\s*",
    re.IGNORECASE,
)
_DOTS = re.compile(r"(?:\.{3}|\t)\s?\d{1,4}\s?\Z")
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_URL = re.compile(r"https?://\S+")
_NOTICE = re.compile(
    r"©|\(c\)|copyright|rights reserved|droits réservés|derechos reservados|rechte vorbehalten|"
    r"diritti riservati|direitos reservados|права защищены|版权|版權|further information see|www\.|https?://",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\W*\Z|^\W*(?:19|20)\d\d(?!\d)")
_SENTENCE = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*\s*\Z")
#: Lines over the number of words: section, headline of up to three lines, author.
_OVER = 6
#: Lines from the number of words on: at most as many as the head has parts.
_HEAD = 12
#: No line of a head is longer, but for a notice of rights.
_LONGEST = 150


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is that some lines are Factiva's: ids of its form, and its heads."""
    lines = [para.text for para in paras]
    heads = list(_heads(lines))
    coded = is_coded(paras)
    ended = [place for place, line in enumerate(lines) if _END.fullmatch(line)]
    if ended and (heads or coded):
        return 97
    if coded:
        return 90
    named = any("Factiva" in line for line in lines if len(line) < 200)
    signed = any(_CODE.fullmatch(line.strip()) for head in heads for line in _next(lines, head, 5)[2:])
    return 85 if heads and (named or signed) else 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles in order."""
    kept = [para for para in paras if not _FURNITURE.fullmatch(para.text)]
    coded = is_coded(kept)
    wide = wrapped.width([para.text for para in kept]) if carrier == "txt" else 0
    ends = [place for place, para in enumerate(kept) if _END.fullmatch(para.text)]
    number, start = 0, 0
    for end in ends:
        part = kept[start:end]
        start = end + 1
        for item in _part(part, kept[end].text, coded, number + 1, wide):
            number += 1
            yield item
    rest = kept[start:]
    if any(_heads([para.text for para in rest])) or (coded and is_coded(rest)):
        for item in _part(rest, "", coded, number + 1, wide):
            number += 1
            yield item
    if not number:
        yield Fault("no_articles", "lines of Factiva without an article; export it again", kind="skipped")


def _part(part: Sequence[Para], end: str, coded: bool, number: int, wide: int) -> Iterator[Item]:
    """Yield what stands before a line of an id: one article, or several whose own such line is lost."""
    lines = [para.text for para in part]
    accession = factiva.find_accession(end)
    if coded and is_coded(part):
        values: dict[str, str] = {}
        rows = ((field.code, _pieces(field.lines, wide)) for field in fields(part))
        text, whole = factiva.read_codes(rows, values)
        values["accession"] = accession
        yield factiva.make_article(values, text, number, whole=whole, notes=_lost(accession))
        return
    heads = list(_heads(lines))
    if not heads:
        said = next((line.strip() for line in lines if line.strip()), "")
        detail = f"what ends with {end.strip()[:60]!r} has no line of words and day"
        hint = f" (it begins {said[:60]!r})" if said else ""
        yield Fault("no_head", f"{detail}{hint}; export it in the article format", number)
    starts: list[int] = []
    for head, first in zip(heads, (0, *(head + 2 for head in heads)), strict=False):
        # An article begins with the lines right over its number of words, or over a blank one there.
        over = range(head - 1, first - 1, -1)
        place = next((at + 1 for at in over if lines[at].strip()), first)
        top = place
        while top > max(first, place - _OVER) and lines[top - 1].strip() and not _DOTS.search(lines[top - 1]):
            top -= 1
        starts.append(top)
    for count, (head, top) in enumerate(zip(heads, starts, strict=True)):
        last = count == len(heads) - 1
        stop = len(part) if last else starts[count + 1]
        yield _ordered(part[top:stop], head - top, accession if last else "", number + count, wide)


def _heads(lines: Sequence[str]) -> Iterator[int]:
    """Yield where a line states a number of words and the next line a day."""
    for place, line in enumerate(lines):
        if len(line) < 40 and factiva.read_count(line) is not None:
            behind = _next(lines, place, 2)
            if len(behind) > 1 and factiva.read_day(behind[1]):
                yield place


def _next(lines: Sequence[str], place: int, count: int) -> list[str]:
    """Return up to so many lines that aren't blank, from a place on."""
    return [line for line in lines[place : place + 2 * count] if line.strip()][:count]


def _ordered(part: Sequence[Para], head: int, accession: str, number: int, wide: int) -> Item:
    """Read an article by the order of its parts; `head` is where its number of words stands."""
    values = _over([para for para in part[:head] if para.text.strip()])
    block, body = _split(part[head:])
    values.update(factiva.read_head(block))
    pieces = _pieces(body, wide)
    behind: dict[str, str] = {}
    if accession:
        # At the end of a text stand its publisher, and an address over it.
        known = {"outlet": values.get("outlet", ""), "rights": values.get("copyright", "")}
        if len(pieces) > 1 and factiva.is_publisher(factiva.tidy(pieces[-1].text), **known):
            behind["publisher"] = factiva.tidy(pieces.pop().text)
        if len(pieces) > 1 and _URL.fullmatch(factiva.tidy(pieces[-1].text)):
            behind["url"] = factiva.tidy(pieces.pop().text)
    told = tuple(Note("removed", name, value) for name, value in behind.items())
    values = {**values, **behind, "accession": accession}
    return factiva.make_article(values, pieces, number, whole=False, notes=_lost(accession) or told)


def _lost(accession: str) -> tuple[Note, ...]:
    if accession:
        return ()
    return (Note("guessed", "no_id", "the line with its id is missing: its text may be cut short"),)


def _over(lines: Sequence[Para]) -> dict[str, str]:
    """Return what stands over the number of words: section, headline, author."""
    texts = [factiva.tidy(para.text) for para in lines]
    if not texts:
        return {}
    styled = [para.bold or para.style.lower().startswith(("head", "title")) for para in lines]
    # What is too short for a headline is a rubric: what stands under it is one, and no author.
    rubric = len(texts[0].split()) <= 2 and len(texts[0]) <= (25 if texts[0][0] < "\u0500" else 4)
    first = last = len(texts) - 1
    if any(styled) and not all(styled):
        first, last = styled.index(True), last - styled[::-1].index(True)
    elif len(texts) == 1 or any(styled):
        first = 0
    elif _is_byline(texts[-1]) and (len(texts) > 2 or _BY.match(texts[-1]) or not rubric):
        first = last = len(texts) - 2
    values = {"title": " ".join(texts[first : last + 1])}
    if first:
        values["section"] = texts[first - 1]
    if first > 1:
        values["column_name"] = texts[first - 2]
    if texts[last + 1 :]:
        values["byline"] = "; ".join(texts[last + 1 :])
    return values


_BY = re.compile(r"(?:by|von|par|por|di|de|da|от)\s+\S", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3}")


def _is_byline(text: str) -> bool:
    """Say whether a line may name an author: it says "by", or has two to four words that all begin large."""
    if _BY.match(text) or re.fullmatch(r"[\u3400-\u9fff\uac00-\ud7a3]{2,4}", text):
        return True
    return bool(_NAME.fullmatch(text)) and all(word[0].isupper() or len(word) < 4 for word in text.split())


def _split(part: Sequence[Para]) -> tuple[list[str], list[Para]]:
    """Return the head, from the number of words on, and the text behind it."""
    lines = [para.text for para in part]
    filled = [place for place, line in enumerate(lines) if line.strip()]
    # Words, day, maybe time, source: none of these is a language, whatever the source is called.
    behind = filled[3 + (len(filled) > 2 and factiva.is_clock(lines[filled[2]])) : _HEAD + 1]
    short = itertools.takewhile(lambda place: len(lines[place]) <= _LONGEST, behind)
    spoken = next((place for place in short if factiva.is_language(lines[place])), None)
    if spoken is None:
        # Without a language that is known the head goes on to the next blank line.
        stop = filled[min(1, len(filled) - 1)] + 1
        while stop < len(lines) and stop <= filled[0] + _HEAD and lines[stop].strip():
            if len(lines[stop]) > _LONGEST and not factiva.is_rights(lines[stop]):
                break
            stop += 1
    else:
        # Behind the language stands the notice of rights: a line, and what tells more of them.
        stop = next((place for place in filled if place > spoken), len(lines))
        if stop < len(lines) and (
            factiva.is_rights(lines[stop]) or _NOTICE.search(lines[stop][:200]) or _is_owner(lines, stop)
        ):
            most = stop + 4
            stop += 1
            while stop < min(len(lines), most) and _NOTICE.search(lines[stop][:200]):
                stop += 1
    return [line for line in lines[:stop] if line.strip()], list(part[stop:])


def _is_owner(lines: Sequence[str], place: int) -> bool:
    """Say whether a line is an owner's name and a year, or a name alone, without a word on rights."""
    line = lines[place].strip()
    if len(line) <= 80 and _YEAR.search(line):
        return True
    alone = place + 1 < len(lines) and not lines[place + 1].strip()
    return alone and len(line) <= _LONGEST and not _SENTENCE.search(line)


def _pieces(lines: Sequence[Para], wide: int) -> list[Piece]:
    """Return the paragraphs of a text; lines that were wrapped to a width are joined."""
    found: list[Piece] = []
    for filled, block in itertools.groupby(lines, key=lambda para: bool(para.text.strip())):
        if filled and wide:
            found.extend(map(Piece, wrapped.paragraphs_wrapped([para.text for para in block], wide)))
        elif filled:
            listed = ((para.text, para.style.lower().startswith("list")) for para in block)
            found.extend(Piece(text, "l" if is_item else "p") for text, is_item in listed)
    return found
