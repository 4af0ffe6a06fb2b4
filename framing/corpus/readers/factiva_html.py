"""Factiva's exports as HTML: fields with codes in front, or in their order only; lists of headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.exports import factiva as factiva
from framing.corpus.exports import factiva as words
from framing.corpus.exports.factiva import Piece
from framing.corpus.html import trees as trees
from framing.corpus.records import Fault, Item, Note, Record, Source

SUFFIXES = (".html", ".htm")
MANY = True

_TITLE = re.compile(rb"<title>\s*Factiva\s*</title>", re.IGNORECASE)
_ARTICLE = re.compile(
    rb"class=['\"]article [a-z]{2,4}Article['\"]|id=['\"]article-[A-Za-z0-9]{8}(?:19|20)\d{6}"
)
_SITE = re.compile(rb"""["']?applicationID["']?\s*:\s*["']18852472["']""")
_LANGUAGE = re.compile(r"(?:^|\s)([a-z]{2})(?:[a-z]{2})?Article(?:\s|$)")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,3}|notes")
# Elements that part a text, or hold none of it.
_PARTING = ("br", "script", "style")
_BLOCKS = frozenset("p div td th tr table ul ol li pre blockquote h1 h2 h3 h4 h5 h6 section article".split())
_URL = re.compile(r"https?://\S+")
_COUNTED = re.compile(r"\d{1,4}\)\s+")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is one of Factiva's pages: its title, or its names of articles.

    Long scripts may stand before the title: then the number tells it by which they
    call the site, or the name that browsers give the file.
    """
    if encoding.is_binary(head):
        return 0
    plain = head.replace(b"\x00", b"")
    if _TITLE.search(plain) or _ARTICLE.search(plain):
        return 98
    untitled = b"<html" in plain[:2000].lower() and b"<title" not in plain.lower()
    return 98 if untitled and (_SITE.search(plain) or name.lower().startswith("factiva")) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the page's articles in order, then those of which its list of headlines has no text."""
    raw = streams.whole(stream, source.limits, "export fewer articles")
    text, notes = encoding.decode(raw, hint=source.encoding)
    tree = trees.html(text)
    if tree is None:
        yield Fault("no_articles", "holds no page; export it from Factiva again", kind="skipped")
        return
    yield from notes
    articles, headlines = _parts(tree)
    full = [_article(element) for element in articles]
    for number, (values, pieces, language, whole) in enumerate(full, 1):
        yield _record(values, pieces, number, language, whole)
    known = {values.get(name, "") for values, _, _, _ in full for name in ("accession", "title")}
    number, listed = len(full), 0
    for element in headlines:
        values, language = _headline(element)
        if (values.get("accession") or values.get("title", "")) in known - {""}:
            # The list is one of contents: the article itself stands in the file.
            listed += 1
            continue
        number += 1
        yield factiva.made(values, (), number, language=language, why_bare=factiva.HEADLINE_ONLY)
    yield from _told(tree, number, listed)


def _record(
    values: dict[str, str], pieces: list[Piece], number: int, language: str, whole: bool
) -> Record | Fault:
    if not pieces and not values.get("title"):
        return Fault("no_text", "an article without headline and text; export it again", number)
    return factiva.made(values, pieces, number, language=language, whole=whole)


def _told(tree: Any, count: int, listed: int) -> Iterator[Item]:
    for element in tree.xpath("//*[contains(@class, 'errMsg') or contains(@class, 'divFactivaException')]"):
        said = words.tidy(_text(element))
        if said and not element.xpath("ancestor::*[contains(@class, 'divFactivaException')]"):
            yield Fault(
                "error_document", f"Factiva says {said[:120]!r} in place of an article; export it again"
            )
    if listed:
        yield Note(
            "checked", "contents", f"a list of headlines names {listed:,} of the articles; it was left out"
        )
    found = _found(tree)
    if found is not None:
        less = "" if found <= count else "; export the others too, or say how these were chosen"
        yield Note("checked", "search", f"the search found {found:,} articles; this file has {count:,}{less}")
    if not count:
        detail = "a page of Factiva without articles; export them in the format for saving"
        yield Fault("no_articles", detail, kind="skipped")


def _parts(tree: Any) -> tuple[list[Any], list[Any]]:
    """Return the elements of articles, each the innermost that is one, and those of lists of headlines."""
    articles, headlines = [], []
    for element in tree.iter("div", "tr"):
        marked = (element.get("class") or "").split()
        if element.tag == "tr":
            if "headline" in marked:
                headlines.append(element)
            continue
        about = list(element.iterancestors("div"))
        if not _is_article(element):
            if not {"article", "lastarticle"} & set(marked):
                continue
            # Only where no article inside it, or around it, is marked by its language.
            about += element.iterdescendants("div")
        if not any(map(_is_article, about)):
            articles.append(element)
    return articles, headlines


def _is_article(element: Any) -> bool:
    return bool(_LANGUAGE.search(element.get("class") or ""))


def _article(element: Any) -> tuple[dict[str, str], list[Piece], str, bool]:
    """Return fields, text, marked language, and whether the text is known to have its tail."""
    marked = _LANGUAGE.search(element.get("class") or "")
    language = marked[1] if marked else ""
    rows = _rows(element)
    if rows:
        return (*_coded(rows), language, "TD" in [code for code, _ in rows])
    return (*_plain(element), language, False)


def _rows(element: Any) -> list[tuple[str, Any]]:
    """Return codes and their cells; a table inside a text has none, whatever its cells say."""
    found: list[tuple[str, Any]] = []
    cells: set[Any] = set()
    for row in element.iter("tr"):
        own = [cell for cell in row if cell.tag in ("td", "th")]
        if len(own) < 2 or any(outer in cells for outer in row.iterancestors("td")):
            continue
        code = words.tidy(_text(own[0]))
        if _CODE.fullmatch(code):
            found.append((code, own[1]))
            cells.add(own[1])
    return found if any(code == "HD" for code, _ in found) else []


def _coded(rows: list[tuple[str, Any]]) -> tuple[dict[str, str], list[Piece]]:
    values: dict[str, str] = {}
    text: dict[str, list[Piece]] = {}
    for code, cell in rows:
        if code in factiva.BODY:
            text.setdefault(code, []).extend(_pieces(cell))
            continue
        name, value = factiva.column(code), words.tidy(_text(cell))
        values[name] = (
            f"{values[name]}; {value}" if values.get(name) and value else value or values.get(name, "")
        )
    return values, [piece for code in factiva.BODY for piece in text.get(code, [])]


def _plain(element: Any) -> tuple[dict[str, str], list[Piece]]:
    """Read an article by the order of its parts: section, headline, author, head, text, publisher, id."""
    values: dict[str, str] = {}
    before: list[str] = []
    head: list[str] = []
    text: list[Piece] = []
    behind: list[str] = []
    for part in _flat(element):
        marked, value = (part.get("class") or "").split(), words.tidy(_text(part))
        if not value:
            continue
        if part.get("id") == "hd" or any(name.endswith("Headline") for name in marked):
            counted = part if "counted" in marked else part.find(".//*[@class]")
            cut = counted is not None and "counted" in (counted.get("class") or "")
            values.setdefault("title", _COUNTED.sub("", value, count=1) if cut else value)
        elif "author" in marked:
            values["byline"] = f"{values['byline']}; {value}" if "byline" in values else value
        elif "articleParagraph" in marked or (text and part.tag != "p" and not behind):
            text.extend(_pieces(part))
        elif text or part.tag == "p":
            behind.append(value)
        elif head or words.numbered(value) is not None:
            head.append(value)
        else:
            before.append(value)
    values.update(words.head(head) if head else {})
    values.update(_before(before, values))
    values.update(_behind(behind))
    return values, text


def _before(lines: list[str], values: dict[str, str]) -> dict[str, str]:
    """Return what stands over a headline: the section, under it the name of a column."""
    names = ("section", "column_name") if "title" in values else ("title", "section")
    return dict(zip(names, lines, strict=False))


def _behind(lines: list[str]) -> dict[str, str]:
    """Return what stands behind the text: notes and addresses, the publisher, and last the id."""
    values: dict[str, str] = {}
    if lines and words.accession(lines[-1]):
        values["accession"] = words.accession(lines.pop())
    if lines and not _URL.fullmatch(lines[-1]):
        values["publisher"] = lines.pop()
    addresses = [line for line in lines if _URL.fullmatch(line)]
    if len(addresses) == 1:
        values["url"] = addresses[0]
        lines.remove(addresses[0])
    if lines:
        values["notes"] = " ".join(lines)
    return values


def _flat(element: Any) -> Iterator[Any]:
    """Yield the parts of an article that hold no others, in order."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in ("div", "section", "p") and any(inner.tag in ("div", "p") for inner in child):
            if child.get("id") == "hd":
                yield child
            else:
                yield from _flat(child)
        else:
            yield child


def _headline(row: Any) -> tuple[dict[str, str], str]:
    """Return what a list of headlines says of an article: headline, source, day, words, author, extract."""
    values: dict[str, str] = {"accession": row.get("data-accno") or ""}
    language = ""
    for part in row.iter("a", "b", "span", "div"):
        marked = part.get("class") or ""
        found = re.search(r"(?:^|\s)([a-z]{2})(?:[a-z]{2})?Headline(?:\s|$)", marked)
        if found and "title" not in values:
            language, values["title"] = found[1], words.tidy(_text(part))
        elif "leadFields" in marked.split():
            link = part.find(".//a")
            values.update(words.listed(_text(part), "" if link is None else words.tidy(_text(link))))
        elif "snippet" in marked.split() or re.search(r"(?:^|\s)[a-z]{2,4}snippet", marked):
            values["abstract"] = words.tidy(_text(part))
    if not values["accession"]:
        values["accession"] = words.accession(_text(row))
    return values, language


def _found(tree: Any) -> int | None:
    """Return how many articles the search found, as its summary at the end of the page says."""
    for title in tree.xpath("//*[contains(@class, 'sbSummaryTitle')]"):
        table = next(title.iterancestors("table"), None)
        rows = (
            [] if table is None else [words.tidy(_text(row[-1])) for row in table.iter("tr") if len(row) == 2]
        )
        numbers = [row for row in rows if re.fullmatch(r"\d{1,3}(?:[.,\s’']?\d{3})*", row)]
        if numbers:
            return int(re.sub(r"\D", "", numbers[-1]))
    return None


def _text(element: Any) -> str:
    """Return an element's text; what stands in different blocks is apart."""
    return " ".join(piece.text for piece in _pieces(element))


def _is_inline(tag: object) -> bool:
    return isinstance(tag, str) and tag not in _BLOCKS and tag not in _PARTING


def _letter(tag: str) -> str:
    return "l" if tag == "li" else "h" if re.fullmatch("h[1-6]", tag) else "p"


def _pieces(element: Any) -> list[Piece]:
    """Return the paragraphs of an element: blocks of their own, or apart by two line breaks."""
    if all(_is_inline(child.tag) for child in element.iterdescendants()):
        text = words.tidy("".join(element.itertext()))
        return [Piece(text, _letter(element.tag))] if text else []
    from lxml import etree

    found: list[Piece] = []
    buffer: list[str] = []
    letter = "p"

    def flush() -> None:
        for text in re.split(r"\n\s*\n", "".join(buffer)):
            if text.strip():
                found.append(Piece(words.tidy(text), letter))
        buffer.clear()

    def add(text: str | None) -> None:
        if text:
            buffer.append(re.sub(r"[\r\n]+", " ", text))

    for event, part in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            add(part.tail)
        elif event == "start":
            if part.tag in _BLOCKS:
                flush()
                letter = _letter(part.tag)
            if part.tag not in ("script", "style"):
                add(part.text)
        else:
            if part.tag == "br":
                buffer.append("\n")
            elif part.tag in _BLOCKS:
                flush()
                letter = "p"
            if part is not element:
                add(part.tail)
    flush()
    return found
