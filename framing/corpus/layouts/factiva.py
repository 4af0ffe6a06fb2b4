"""Factiva's exports that come as lines (RTF, DOCX, text, PDF): with codes, or in the order of their parts.

Each article ends with a line of its id, whatever word of the interface's
language stands before it. Contents before the first article, lines of pages
and the summary of the search behind the last article are no articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from framing.corpus import lines as wrapped
from framing.corpus.exports import factiva as factiva
from framing.corpus.exports import factiva as words
from framing.corpus.exports.factiva import Piece
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source

# Lines of a Factiva export with codes: which line begins a field, and which only looks like it.

_APART = re.compile(r"(?:\|\s*)?([A-Z][A-Z0-9]{1,3})(?:\s?[\t|]\s*|\s{2,}|$)(.*)", re.DOTALL)
_CLOSE = re.compile(r"([A-Z]{2,3}) (\S.*)", re.DOTALL)
_INDEXED = re.compile(r"[a-z0-9]{1,12} ?: ?\S.*")
#: Fields over the text, and those behind it, in the order in which they stand.
_ABOVE = (
    "SE",
    "CLM",
    "HD",
    "BY",
    "CR",
    "WC",
    "PD",
    "ET",
    "SN",
    "SC",
    "NGC",
    "GC",
    "ED",
    "PG",
    "VOL",
    "LA",
    "CY",
)
_BELOW = ("ART", "CT", "RF", "CX", "NT", "CO", "IN", "NS", "RE", "PE", "IPC", "IPD", "PUB", "AN")
_KNOWN = frozenset((*_ABOVE, *_BELOW, *factiva.BODY, *factiva.CODES))
_INDEX = ("CO", "IN", "NS", "RE", "PE")


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
        return code not in present and (sure or words.numbered(value) is not None)
    if code == "PD":
        return code not in present and (sure or bool(words.day(value)))
    if code == "AN":
        return not value.strip() or bool(words.accession(value))
    if code in present:
        return False
    if within:
        # A line of capitals in the text begins no field, unless what it names can stand behind the text.
        return code in _BELOW and (sure or code in ("IPC", "IPD", "PUB"))
    return sure or code in _ABOVE or code in _BELOW


NAME = "factiva"

_END = re.compile(rf"\W*(?:AN\W+)?(?:[^\W\d_]{{1,14}}\W{{0,3}})?(?P<id>{words.ACCESSION})\W*")
_FURNITURE = re.compile(
    r"\s*(?:Page\s*\d+\s*(?:of|sur|von|de|di)\s*\d+.{0,80}"
    r"|.{0,60}(?:©|\(c\))\s*(?:19|20)\d\d\s*Factiva\b.{0,60}"
    r"|Factiva RTF Display Format|Factiva|Dow Jones Factiva)\s*",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\s*(?:results? found|gefundene ergebnisse|résultats trouvés|resultados encontrados|risultati trovati|"
    r"找到的结果|找到的結果|搜索结果|搜尋結果|検索結果|найдено результатов)\W{0,4}(\d[\d.,\s]{0,12})?\s*",
    re.IGNORECASE,
)
# A line of contents: dots or a tab, and a page, at its end.
_DOTS = re.compile(r"(?:\.{3}|\t)\s?\d{1,4}\s?\Z")
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_COUNT = re.compile(r"\d{1,4}[.)]\s+")
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
    if ended and (heads or coded or _headline(lines[: ended[0]], "", 1)):
        return 97
    if coded:
        return 90
    named = any("Factiva" in line for line in lines if len(line) < 200)
    signed = any(_CODE.fullmatch(line.strip()) for head in heads for line in _next(lines, head, 5)[2:])
    return 85 if heads and (named or signed) else 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles in order, and what the search's summary says of their number."""
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
    found = _searched([para.text for para in rest])
    if found is not None:
        less = "" if found <= number else "; export the others too, or say how these were chosen"
        yield Note(
            "checked", "search", f"the search found {found:,} articles; this file has {number:,}{less}"
        )
    if not number:
        yield Fault("no_articles", "lines of Factiva without an article; export it again", kind="skipped")


def _part(part: Sequence[Para], end: str, coded: bool, number: int, wide: int) -> Iterator[Item]:
    """Yield what stands before a line of an id: one article, or several whose own such line is lost."""
    lines = [para.text for para in part]
    accession = words.accession(end)
    if coded and is_coded(part):
        yield _coded(fields(part), accession, number, wide)
        return
    heads = list(_heads(lines))
    if not heads and (item := _headline(lines, accession, number)) is not None:
        yield item
        return
    if not heads:
        said = next((line.strip() for line in lines if line.strip()), "")
        detail = f"what ends with {end.strip()[:60]!r} has no line of words and day"
        hint = f" (it begins {said[:60]!r})" if said else ""
        yield Fault("no_head", f"{detail}{hint}; export it in the article format", number)
        return
    above = (0, *(head + 2 for head in heads))
    starts = [_top(part, head, first) for head, first in zip(heads, above, strict=False)]
    for count, (head, top) in enumerate(zip(heads, starts, strict=True)):
        last = count == len(heads) - 1
        stop = len(part) if last else starts[count + 1]
        yield _ordered(part[top:stop], head - top, accession if last else "", number + count, wide)


def _headline(lines: Sequence[str], accession: str, number: int) -> Item | None:
    """Return what a list of headlines says of an article: headline, a line on it, maybe an extract."""
    filled = [words.tidy(line) for line in lines if line.strip()]
    for place, line in enumerate(filled):
        values = words.listed(line) if place and line.count(",") >= 2 and len(line) < _LONGEST else {}
        if "PD" in values and "length" in values:
            values["title"] = _COUNT.sub("", filled[place - 1])
            values["accession"] = accession
            values["abstract"] = " ".join(filled[place + 1 :])
            return factiva.made(values, (), number, why_bare=factiva.HEADLINE_ONLY)
    return None


def _heads(lines: Sequence[str]) -> Iterator[int]:
    """Yield where a line states a number of words and the next line a day."""
    for place, line in enumerate(lines):
        if len(line) < 40 and words.numbered(line) is not None:
            behind = _next(lines, place, 2)
            if len(behind) > 1 and words.day(behind[1]):
                yield place


def _next(lines: Sequence[str], place: int, count: int) -> list[str]:
    """Return up to so many lines that aren't blank, from a place on."""
    return [line for line in lines[place : place + 2 * count] if line.strip()][:count]


def _top(part: Sequence[Para], head: int, first: int) -> int:
    """Return where an article begins: the lines right over its number of words, or over a blank one there."""
    place = head
    while place > first and not part[place - 1].text.strip():
        place -= 1
    top = place
    while (
        top > first
        and top > place - _OVER
        and part[top - 1].text.strip()
        and not _DOTS.search(part[top - 1].text[-12:])
    ):
        top -= 1
    return top


def _coded(found: Sequence[Field], accession: str, number: int, wide: int) -> Item:
    values: dict[str, str] = {"accession": accession}
    text: dict[str, list[Piece]] = {}
    for field in found:
        if field.code in factiva.BODY:
            text.setdefault(field.code, []).extend(_pieces(field.lines, wide))
            continue
        name = factiva.column(field.code)
        value = words.tidy(" ".join(para.text for para in field.lines))
        if name != "accession" and value:
            values[name] = f"{values[name]}; {value}" if name in values else value
    pieces = [piece for code in factiva.BODY for piece in text.get(code, [])]
    if not pieces and not values.get("title"):
        return Fault("no_text", "an article without headline and text; export it again", number)
    return factiva.made(values, pieces, number, whole="TD" in text, notes=_lost(accession))


def _ordered(part: Sequence[Para], head: int, accession: str, number: int, wide: int) -> Item:
    """Read an article by the order of its parts; `head` is where its number of words stands."""
    values = _over([para for para in part[:head] if para.text.strip()])
    block, body = _split(part[head:])
    values.update(words.head(block))
    pieces = _pieces(body, wide)
    told = _lost(accession)
    if pieces and accession:
        behind, told = _behind(pieces, values)
        values.update(behind)
    values["accession"] = accession
    return factiva.made(values, pieces, number, whole=False, notes=told)


def _lost(accession: str) -> tuple[Note, ...]:
    if accession:
        return ()
    return (Note("guessed", "no_id", "the line with its id is missing: its text may be cut short"),)


def _over(lines: Sequence[Para]) -> dict[str, str]:
    """Return what stands over the number of words: section, headline, author."""
    texts = [words.tidy(para.text) for para in lines]
    if not texts:
        return {}
    bold = [
        place
        for place, para in enumerate(lines)
        if para.bold or para.style.lower().startswith(("head", "title"))
    ]
    if bold and len(bold) < len(lines):
        first, last = bold[0], bold[-1]
    elif len(texts) == 1 or bold:
        first, last = 0, len(texts) - 1
    elif _is_byline(texts[-1]) and (len(texts) > 2 or _BY.match(texts[-1]) or not _is_rubric(texts[0])):
        first = last = len(texts) - 2
    else:
        first = last = len(texts) - 1
    values = {"title": " ".join(texts[first : last + 1])}
    if texts[:first]:
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


def _is_rubric(text: str) -> bool:
    """Say whether a line is too short for a headline, so that what stands under it is one and no author."""
    return len(text.split()) <= 2 and len(text) <= (25 if text[0] < "\u0500" else 4)


def _split(part: Sequence[Para]) -> tuple[list[str], list[Para]]:
    """Return the head, from the number of words on, and the text behind it."""
    filled = [place for place, para in enumerate(part) if para.text.strip()]
    spoken = None
    # Words, day, maybe time, source: none of these is a language, whatever the source is called.
    for place in filled[3 + (len(filled) > 2 and words.is_clock(part[filled[2]].text)) : _HEAD + 1]:
        if len(part[place].text) > _LONGEST:
            break
        if words.is_language(part[place].text):
            spoken = place
            break
    if spoken is not None:
        stop = _rights(part, spoken + 1)
    else:
        # Without a language that is known the head goes on to the next blank line.
        stop = filled[min(1, len(filled) - 1)] + 1
        while stop < len(part) and stop <= filled[0] + _HEAD and part[stop].text.strip():
            if len(part[stop].text) > _LONGEST and not words.is_rights(part[stop].text):
                break
            stop += 1
    return [para.text for para in part[:stop] if para.text.strip()], list(part[stop:])


def _rights(part: Sequence[Para], place: int) -> int:
    """Return where the notice of rights behind the language ends: a line, and what tells more of them."""
    while place < len(part) and not part[place].text.strip():
        place += 1
    line = part[place].text if place < len(part) else ""
    if not line or not (words.is_rights(line) or _NOTICE.search(line[:200]) or _is_owner(part, place)):
        return place
    stop = place + 1
    while stop < len(part) and stop < place + 4 and _NOTICE.search(part[stop].text[:200]):
        stop += 1
    return stop


def _is_owner(part: Sequence[Para], place: int) -> bool:
    """Say whether a line is an owner's name and a year, or a name alone, without a word on rights."""
    line = part[place].text.strip()
    if len(line) <= 80 and _YEAR.search(line):
        return True
    alone = place + 1 < len(part) and not part[place + 1].text.strip()
    return alone and len(line) <= _LONGEST and not _SENTENCE.search(line)


def _pieces(lines: Sequence[Para], wide: int) -> list[Piece]:
    """Return the paragraphs of a text; lines that were wrapped to a width are joined."""
    found: list[Piece] = []
    block: list[Para] = []
    for para in (*lines, Para("")):
        if para.text.strip():
            block.append(para)
            continue
        if wide and block:
            found.extend(
                Piece(text) for text in wrapped.paragraphs_wrapped([para.text for para in block], wide)
            )
        else:
            found.extend(
                Piece(para.text, "l" if para.style.lower().startswith("list") else "p") for para in block
            )
        block = []
    return found


def _behind(pieces: list[Piece], head: Mapping[str, str]) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Take the publisher, and an address over it, from the end of a text; say what was taken."""
    values: dict[str, str] = {}
    last = words.tidy(pieces[-1].text)
    known = {"outlet": head.get("outlet", ""), "rights": head.get("copyright", "")}
    if len(pieces) > 1 and words.is_publisher(last, **known):
        values["publisher"] = last
        pieces.pop()
    if len(pieces) > 1 and _URL.fullmatch(words.tidy(pieces[-1].text)):
        values["url"] = words.tidy(pieces.pop().text)
    return values, tuple(Note("removed", name, value) for name, value in values.items())


def _searched(lines: Sequence[str]) -> int | None:
    """Return how many articles the search found, where its summary says so."""
    for place, line in enumerate(lines):
        hit = _FOUND.fullmatch(line)
        if hit:
            stated = hit[1] or next(iter(_next(lines, place + 1, 1)), "")
            digits = re.sub(r"\D", "", stated)
            return int(digits) if digits and len(digits) < 9 else None
    return None
