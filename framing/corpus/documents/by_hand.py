"""Documents written or pasted by hand: what their paragraphs are, and what their data say.

Readers of DOCX, ODT and RTF come here where the lines have no export's layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from framing.corpus.columns import guess
from framing.corpus.documents import blocks
from framing.corpus.paras import Para
from framing.corpus.records import Fault, Item, Note, Record

__all__ = ["article", "articles", "letter", "lines"]

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
    division = blocks.divided(paras, across=True)
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
    found, texts = blocks.head([para.text for para in paras], across=True)
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
