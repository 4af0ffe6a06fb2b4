"""Documents written or pasted by hand: what their paragraphs are, and what their data say.

Readers of DOCX and RTF come here where the lines have no export's layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from framing.corpus import dates
from framing.corpus.columns import guess
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Record

# Lines such as "Title: ..." and "Outlet: ..." above an article, and documents that hold several articles.

_HEADER = re.compile(r"(?P<name>[A-Za-z][\w -]{1,24}?)\s*[:：]\s*(?P<value>\S.*)")
_BARE = re.compile(r"(?P<name>[A-Za-z][\w -]{1,24}?)\s*[:：]")
# A block of "Name: value" lines counts only if one of these is in it: "Published:" alone is a stamp.
_OPENERS = frozenset(("title", "headline", "outlet", "newspaper", "publication"))
_RULE = re.compile(r"[\s\-–—=*_#~•.]{3,200}")
_LONG_RULE = re.compile(r"([=*_#~—–-])\1{5,}")
_NUMBER = re.compile(
    r"(?:article|document|text|no\.?|nr\.?|#)?\s?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?[.:)]?", re.I
)
#: So many characters above the first block are an article of their own; what is shorter is a title.
_LEAST = 300


class _Block(NamedTuple):
    """A run of head lines: where it begins, whether a gap stands above it, and its names and fields."""

    start: int
    apart: bool
    names: frozenset[str]
    fields: frozenset[str]


class Division(NamedTuple):
    """Where the articles of a document begin and end, by the places of paragraphs, and what is told of it."""

    parts: list[tuple[int, int]]
    notes: list[Note]


@lru_cache(4096)
def _field(name: str) -> str:
    """Return which field of ours a name stands for, or nothing."""
    return next(iter(guess([name])[0]), "")


def _header(text: str) -> tuple[str, str] | None:
    """Return name and value of a line that says one of our fields; the text itself is none of these."""
    found = _HEADER.fullmatch(text.strip()) if ":" in text or "：" in text else None
    if found is None:
        return None
    name = " ".join(found["name"].split())
    return (name, found["value"].strip()) if _field(name) not in ("", "text") else None


def head(lines: Sequence[str], *, across: bool) -> tuple[dict[str, str], list[str]]:
    """Split off the head lines at the top of an article, if it opens with such.

    A line that names the text ("Text: ...") ends them, and what it says is the first of the text.

    Parameters
    ----------
    lines : sequence of str
    across : bool
        Blank lines among them are none.

    Returns
    -------
    dict of str to str
        Empty where the first lines are no head lines.
    list of str
        The other lines.

    Examples
    --------
    >>> head(["Title: Talks end", "Outlet: Harbour Courier", "They ended."], across=False)
    ({'Title': 'Talks end', 'Outlet': 'Harbour Courier'}, ['They ended.'])
    """
    found, at = _read_headers(lines, 0, across)
    if len(found) < 2 or not _OPENERS & {name.lower() for name in found}:
        return {}, list(lines)
    return found, _opened(list(lines[at:]))


def _read_headers(lines: Sequence[str], at: int, across: bool) -> tuple[dict[str, str], int]:
    """Return the head lines from a place on, each name once, and the place behind them."""
    found: dict[str, str] = {}
    while at < len(lines):
        if lines[at].strip() or not (across or not found):
            header = _header(lines[at])
            if header is None or header[0] in found:
                break
            found[header[0]] = header[1]
        at += 1
    return found, at


def _opened(rest: list[str]) -> list[str]:
    """Take "Text:" off the first line of a text."""
    if rest and (bare := _BARE.match(rest[0].strip())) and _field(" ".join(bare["name"].split())) == "text":
        first = rest[0].strip()[bare.end() :].strip()
        return [first, *rest[1:]] if first else rest[1:]
    return rest


def divided(paras: Sequence[Para], *, across: bool) -> Division | None:
    """Return the articles of a document that has head lines above each of several; None where it has not.

    Two head lines or more stand together, one of them a title. Above them stands a blank line, a heading or
    a rule, or they have the same names as the first ones; and they share with those the outlet or the date.

    Parameters
    ----------
    paras : sequence of Para
        All of the document, with its blank lines.
    across : bool
        As for `head`.
    """
    blocks = list(_blocks(paras, across=across))
    first = next((block for block in blocks if block.apart), None)
    kept = [block for block in blocks if block is first or (first and _alike(block, first))]
    starts, by = [block.start for block in kept], "the lines above each, such as 'Title: ...'"
    if len(starts) < 2:
        starts, by = _by_rules(paras), "rules such as ====== between them"
    if len(starts) < 2:
        starts, by = _by_headings(paras), "headings with a day below each"
    if len(starts) < 2:
        return None
    notes: list[Note] = []
    above = " ".join(para.text.strip() for para in paras[: starts[0]] if para.text.strip())
    if len(above) > _LEAST:
        starts.insert(0, 0)
    elif above:
        notes.append(Note("removed", "above_first", f"above the first article: {above[:200]}"))
    parts = []
    for start, end in zip(starts, [*starts[1:], len(paras)], strict=True):
        last = end if end == len(paras) else _cut(paras, start, end, notes)
        parts.append((start, last))
    said = f"{len(parts):,} articles in one file, told apart by {by}"
    return Division(parts, [Note("guessed", "several", said), *notes])


def _by_rules(paras: Sequence[Para]) -> list[int]:
    """Return where articles begin that are parted by long rules, each with a headline and a text."""
    edges = [-1, *(at for at, para in enumerate(paras) if _LONG_RULE.fullmatch(para.text.strip()))]
    starts = []
    for edge, end in zip(edges, [*edges[1:], len(paras)], strict=True):
        lines = [text for para in paras[edge + 1 : end] if (text := para.text.strip())]
        if not lines:
            continue
        if len(lines[0]) > _LONGEST_HEADING or lines[0].endswith(_ENDED) or sum(map(len, lines)) < _LEAST:
            return []
        starts.append(edge + 1)
    return starts


def _by_headings(paras: Sequence[Para]) -> list[int]:
    """Return where articles begin, if each heading of the highest rank has a day below it, and a text."""
    styles = [para.style.lower().replace(" ", "") if para.text.strip() else "" for para in paras]
    starts = [at for at, style in enumerate(styles) if style in ("title", "heading1")]
    for start, end in pairwise([*starts, len(paras)]):
        lines = [text for para in paras[start + 1 : end] if (text := para.text.strip())]
        dated = any(dates.found(text, None) for text in lines[:_HEAD] if len(text) <= _LONGEST_HEADING)
        if not dated or sum(map(len, lines)) < _LEAST:
            return []
    return starts


def _blocks(paras: Sequence[Para], *, across: bool) -> Iterator[_Block]:
    lines, at, apart = [para.text for para in paras], 0, True
    while at < len(lines):
        if _header(lines[at]) is None:
            apart = _parts(paras[at])
            at += 1
            continue
        start = at
        found, at = _read_headers(lines, start, across)
        fields = frozenset(map(_field, found))
        if len(found) > 1 and "title" in fields:
            yield _Block(start, apart, frozenset(found), fields)
        apart = not lines[at - 1].strip()


def _alike(block: _Block, first: _Block) -> bool:
    if block.names == first.names:
        return True
    # A box about a book has a title, an author and a publisher; its outlet isn't called as those above are.
    shared = {_field(name) for name in block.names & first.names}
    return block.apart and "title" in block.fields and bool(shared & {"outlet", "published"})


def _parts(para: Para) -> bool:
    """Say whether a paragraph parts what stands above it from what stands below."""
    text = para.text.strip()
    return not text or _is_heading(para) or bool(_RULE.fullmatch(text) or _NUMBER.fullmatch(text))


def _is_heading(para: Para) -> bool:
    return para.style.lower().startswith(("title", "heading"))


def _cut(paras: Sequence[Para], start: int, end: int, notes: list[Note]) -> int:
    """Return where an article ends: a heading, rule or number above the next one is no part of it."""
    headed = False
    while end > start + 1 and _parts(paras[end - 1]):
        text = paras[end - 1].text.strip()
        if text and _is_heading(paras[end - 1]):
            if headed:
                break
            headed = True
        if text and not _RULE.fullmatch(text):
            notes.append(Note("removed", "between_articles", text[:200]))
        end -= 1
    return end


#: The headline stands among so many first lines.
_HEAD = 6
_LONGEST_HEADING = 120
_LONGEST_ABOVE = 80
_ENDED = (".", "!", "?", "…", ":", ";", ",", "。", '"', "”", "»")


def letter(para: Para) -> str:
    """Return the letter of a paragraph: h subhead, l list item, q block quotation, else p.

    >>> letter(Para("Talks", "heading 2")), letter(Para("One", "list")), letter(Para("Who pays", bold=True))
    ('h', 'l', 'h')
    """
    style = para.style.lower()
    if style.startswith(("heading", "title", "subtitle")):
        return "h"
    if style.startswith("list"):
        return "l"
    if style.startswith(("quote", "intense quote", "block text", "quotation")):
        return "q"
    short = len(para.text) <= _LONGEST_HEADING and not para.text.rstrip().endswith(_ENDED)
    return "h" if para.bold and short else "p"


def lines(paras: Iterable[Para]) -> tuple[str, str]:
    """Return the text of some paragraphs, one a line, blank ones left out, and a letter for each."""
    kept = [(text, letter(para)) for para in paras if (text := " ".join(para.text.split()))]
    return "\n".join(text for text, _ in kept), "".join(letters for _, letters in kept)


def articles(paras: Sequence[Para], raw: bytes, data: Mapping[str, str] | None = None) -> Iterator[Item]:
    """Yield the articles of a document by hand: one, or several with lines such as "Title: ..." above each.

    Parameters are those of `article`; several are numbered from 1.
    """
    division = divided(paras, across=True)
    if division is None:
        yield article(paras, raw, data)
        return
    yield from division.notes
    for number, (start, end) in enumerate(division.parts, 1):
        part = paras[start:end]
        own = "\n".join(para.text for para in part).encode("utf-8", "surrogatepass")
        found = replace(article(part, own, data), number=number)
        if isinstance(found, Record) and number > 1:
            # When the file was made is told once.
            found = replace(found, notes=tuple(note for note in found.notes if note.rule != "document"))
        yield found


def article(
    paras: Sequence[Para],
    raw: bytes,
    data: Mapping[str, str] | None = None,
    notes: tuple[Note, ...] = (),
) -> Record | Fault:
    """Return the one article of a document that was written or pasted by hand.

    "Name: value" lines at its top are its fields; else a heading among its
    first lines is the headline, and where there is none the first lines are
    read as those of a page.

    Parameters
    ----------
    paras : sequence of Para
    raw : bytes
        What identifies the document.
    data : mapping of str to str, optional
        What the file says of itself: ``document_title``, ``document_author``,
        ``document_created`` and ``document_modified`` become columns. When a file
        was made is no date of publication.
    """
    standing = [para for para in paras if para.text.strip()]
    if not standing:
        return Fault("empty", "the document holds no text; save the article again", kind="skipped")
    found, rest = _headers(standing)
    fields: dict[str, str] = {name: value for name, value in (data or {}).items() if value}
    if found:
        fields.update(found)
    elif (place := _headline(standing)) is not None:
        fields["title"] = " ".join(standing[place].text.split())
        rest = [*standing[:place], *standing[place + 1 :]]
    text, letters = lines(rest)
    made = fields.get("document_created", "")
    if made and "published" not in guess(found)[0]:
        told = f"the file was made on {made[:10]}, which is not taken for the day of publication"
        notes = (*notes, Note("checked", "document", told))
    return Record({**fields, "text": text}, raw, blocks=letters, page=True, notes=notes)


def _headers(paras: Sequence[Para]) -> tuple[dict[str, str], list[Para]]:
    """Split off a block of "Title: ...", "Date: ..." lines at the top, if the document opens with one."""
    found, texts = head([para.text for para in paras], across=True)
    if not found:
        return {}, list(paras)
    rest = list(paras[len(paras) - len(texts) :]) if texts else []
    # "Text:" may have been taken off the first of them.
    return found, [rest[0]._replace(text=texts[0]), *rest[1:]] if rest else []


def _headline(paras: Sequence[Para]) -> int | None:
    """Return the place of the first title or heading, if only short lines stand above it."""
    for index, para in enumerate(paras[: min(_HEAD, len(paras) - 1)]):
        if para.style.lower().startswith(("title", "heading")) and len(para.text) <= 300:
            return index
        if len(para.text) > _LONGEST_ABOVE or para.text.rstrip().endswith((".", "!", "?")):
            return None
    return None
