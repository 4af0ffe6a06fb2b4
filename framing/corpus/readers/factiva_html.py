"""Factiva's exports as HTML: fields with codes in front, or in their order only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus.exports import factiva, pages
from framing.corpus.exports.factiva import Piece
from framing.corpus.html import trees
from framing.corpus.records import Fault, Item, Note, Source

SUFFIXES = (".html", ".htm")
MANY = True

_TITLE = re.compile(rb"<title>\s*Factiva\s*</title>", re.IGNORECASE)
_ARTICLE = re.compile(
    rb"class=['\"]article [a-z]{2,4}Article['\"]|id=['\"]article-[A-Za-z0-9]{8}(?:19|20)\d{6}"
)
_SITE = re.compile(rb"""["']?applicationID["']?\s*:\s*["']18852472["']""")
_LANGUAGE = re.compile(r"(?:^|\s)([a-z]{2})(?:[a-z]{2})?Article(?:\s|$)")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,3}|notes")
_URL = re.compile(r"https?://\S+")
_COUNTED = re.compile(r"\d{1,4}\)\s+")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is one of Factiva's pages: its title, or its names of articles.

    Long scripts may stand before the title: then the number tells it by which they
    call the site, or the name that browsers give the file.
    """
    plain = pages.strip_opening(head)
    if _TITLE.search(plain) or _ARTICLE.search(plain):
        return 98
    untitled = b"<html" in plain[:2000].lower() and b"<title" not in plain.lower()
    return 98 if untitled and (_SITE.search(plain) or name.lower().startswith("factiva")) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the page's articles in order."""
    text = yield from pages.decode_text(stream, source, "export fewer articles")
    tree = trees.html(text)
    if tree is None:
        yield Fault("no_articles", "holds no page; export it from Factiva again", kind="skipped")
        return
    number = 0
    articles = _articles(tree)
    for number, element in enumerate(articles, 1):
        marked = _LANGUAGE.search(element.get("class") or "")
        rows, values = _rows(element), dict[str, str]()
        if rows:
            pieces, whole = factiva.read_codes(((code, _pieces(cell)) for code, cell in rows), values)
        else:
            pieces, whole = _plain(element, values), False
        yield factiva.make_article(values, pieces, number, language=marked[1] if marked else "", whole=whole)
    for element in tree.xpath("//*[contains(@class, 'errMsg') or contains(@class, 'divFactivaException')]"):
        said = _text(element)
        if said and not element.xpath("ancestor::*[contains(@class, 'divFactivaException')]"):
            detail = f"Factiva says {said[:120]!r} in place of an article; export it again"
            yield Fault("error_document", detail)
    if listed := len(tree.xpath("//tr[contains(concat(' ', @class, ' '), ' headline ')]")):
        detail = f"a list of headlines, which has no texts, names {listed:,} articles; it was left out"
        yield Note("checked", "contents", detail)
    if not number:
        detail = "a page of Factiva without articles; export them in the format for saving"
        yield Fault("no_articles", detail, kind="skipped")


def _articles(tree: Any) -> list[Any]:
    """Return the elements of articles, each the innermost that is one."""
    articles = []
    for element in tree.iter("div"):
        about = list(element.iterancestors("div"))
        if not _is_article(element):
            if not {"article", "lastarticle"} & set((element.get("class") or "").split()):
                continue
            # Only where no article inside it, or around it, is marked by its language.
            about += element.iterdescendants("div")
        if not any(map(_is_article, about)):
            articles.append(element)
    return articles


def _is_article(element: Any) -> bool:
    return bool(_LANGUAGE.search(element.get("class") or ""))


def _rows(element: Any) -> list[tuple[str, Any]]:
    """Return codes and their cells; a table inside a text has none, whatever its cells say."""
    found: list[tuple[str, Any]] = []
    cells: set[Any] = set()
    for row in element.iter("tr"):
        own = [cell for cell in row if cell.tag in ("td", "th")]
        if len(own) < 2 or any(outer in cells for outer in row.iterancestors("td")):
            continue
        code = _text(own[0])
        if _CODE.fullmatch(code):
            found.append((code, own[1]))
            cells.add(own[1])
    return found if any(code == "HD" for code, _ in found) else []


def _plain(element: Any, values: dict[str, str]) -> list[Piece]:
    """Read an article by the order of its parts: section, headline, author, head, text, publisher, id."""
    before: list[str] = []
    head: list[str] = []
    text: list[Piece] = []
    behind: list[str] = []
    for part in _flat(element):
        marked, value = (part.get("class") or "").split(), _text(part)
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
        elif head or factiva.read_count(value) is not None:
            head.append(value)
        else:
            before.append(value)
    values.update(factiva.read_head(head) if head else {})
    # Over a headline stands the section, under it the name of a column.
    names = ("section", "column_name") if "title" in values else ("title", "section")
    values.update(zip(names, before, strict=False))
    # Behind the text stand notes and addresses, the publisher, and last the id.
    if behind and factiva.find_accession(behind[-1]):
        values["accession"] = factiva.find_accession(behind.pop())
    if behind and not _URL.fullmatch(behind[-1]):
        values["publisher"] = behind.pop()
    addresses = [line for line in behind if _URL.fullmatch(line)]
    if len(addresses) == 1:
        values["url"] = addresses[0]
        behind.remove(addresses[0])
    if behind:
        values["notes"] = " ".join(behind)
    return text


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


def _text(element: Any) -> str:
    """Return an element's text on one line; what stands in different blocks is apart."""
    return " ".join(piece.text for piece in _pieces(element))


def _pieces(element: Any) -> list[Piece]:
    """Return the paragraphs of an element: blocks of their own, or apart by two line breaks."""

    def enter(node: Any, where: str) -> pages.Place:
        tag = node.tag
        if tag in ("script", "style"):
            return None
        if tag not in pages.BLOCKS:
            return where, "br" if tag == "br" else "", ""
        letter = "l" if tag == "li" else "h" if tag in pages.HEADINGS else "p"
        return letter, "block", "block"

    found: list[Piece] = []
    goes_on = False
    for line in pages.read_lines(element, "p", enter):
        text, letter = factiva.tidy(line.text), line.runs[0][1]
        if goes_on:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {text}")
        else:
            found.append(Piece(text, letter))
        goes_on = line.ends == ["br"]
    return found
