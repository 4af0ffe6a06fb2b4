"""Europresse saved as HTML: many articles a file, in the older layout of tables and the newer one.

A file is cut into documents by its text, not by its tree: exports leave tags
open and attributes broken, and what is broken in one document must not reach
the next.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, BinaryIO, NamedTuple

from framing.corpus import records
from framing.corpus.exports import pages, read_words
from framing.corpus.html import trees
from framing.corpus.layouts import europresse
from framing.corpus.records import Fault, Item, Note, Record, Source

_LETTERS = {**dict.fromkeys(pages.HEADINGS, "h"), "li": "l", "blockquote": "q"}
_SUBHEAD = 100


class Line(NamedTuple):
    """One line.

    Attributes
    ----------
    mark : str
        The part it is in, as the nearest element that has one says.
    letter : str
        p paragraph, h subhead, q quotation, l list item.
    ends : list of str
        What stands between it and the next: "br", "p", or "block" for another element.
    href : str
        Where a link in it leads to.
    """

    text: str
    mark: str
    letter: str
    ends: list[str]
    href: str


def read_lines(root: Any, mark_of: Callable[[Any], str]) -> list[Line]:
    """Return the lines of a tree.

    Parameters
    ----------
    root : lxml element
    mark_of : callable
        Element to the name of its part, or "" where it is in that of its parent.
    """

    def enter(node: Any, where: tuple[str, str, bool]) -> pages.Place:
        tag = node.tag
        if tag in pages.SILENT or tag in ("iframe", "object"):
            return None
        mark, letter, bold = where
        inner = (mark_of(node) or mark, _LETTERS.get(tag, letter), bold or tag in ("b", "strong"))
        if tag in pages.CELLS:
            return inner, " ", ""
        between = "p" if tag == "p" else "block" if tag in pages.BLOCKS else ""
        return inner, "br" if tag == "br" else between, between

    found: list[Line] = []
    for line in pages.read_lines(root, ("", "p", False), enter):
        links = [node.get("href") for node in line.nodes if node.tag == "a" and node.get("href")]
        parts: list[list[tuple[str, tuple[str, str, bool]]]] = []
        for said, where in line.runs:
            # What is in another part of the page is another line.
            if said.strip() and (not parts or parts[-1][0][1][0] != where[0]):
                parts.append([])
            if parts:
                parts[-1].append((said, where))
        for runs in parts:
            text, mark = " ".join("".join(said for said, _ in runs).split()), runs[0][1][0]
            letter = next(where[1] for said, where in runs if said.strip())
            bold = all(where[2] for said, where in runs if said.strip())
            if letter == "p" and bold and len(text) <= _SUBHEAD and text[-1] not in ".:;,!?…":
                letter = "h"
            found.append(Line(text, mark, letter, [], links[-1] if links else ""))
        found[-1].ends.extend(line.ends)
    return found


SUFFIXES = (".html", ".htm")
MANY = True

_MARKS = (
    re.compile(rb"class\s*=\s*[\"']?[^\"'>]{0,200}\bDocPublicationName\b", re.IGNORECASE),
    re.compile(rb"class\s*=\s*[\"']?[^\"'>]{0,200}\bDocHeader\b", re.IGNORECASE),
    re.compile(
        rb"class\s*=\s*[\"']?[^\"'>]{0,200}\b(?:titreArticle(?:Visu)?|rdp__articletitle)\b", re.IGNORECASE
    ),
    re.compile(
        rb"class\s*=\s*[\"']?[^\"'>]{0,200}\b(?:docOcurrContainer|publiC-lblNodoc|DocText)\b", re.IGNORECASE
    ),
    re.compile(rb"cedrom-sni\.com/schema/newsv1|CSS_PopupPrint", re.IGNORECASE),
    re.compile("[a-z]·(?:19|20)\\d{6}·[A-Z]".encode()),
    re.compile("[a-z]·(?:19|20)\\d{6}·[A-Z]".encode("latin-1")),
)
_ARTICLE = re.compile(r"<article\b[^>]*>", re.IGNORECASE)
_ARTICLE_END = re.compile(r"</article\s*>", re.IGNORECASE)
_NAMED = re.compile(r"<span\b[^>]{0,200}\bDocPublicationName\b[^>]{0,200}>", re.IGNORECASE)
_NEWER = re.compile(r"\A<article\b|\bclass\s*=\s*[\"']?(?:docOcurrContainer|DocText)\b", re.IGNORECASE)
_TITLED = re.compile(r"\bclass\s*=\s*[\"']?TitreArticleVisu\b", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?:Nombre de|Number of) document(?:\(s\)|s)?\s{0,9}:?\s{0,9}(?:<[^>]{0,200}>\s{0,9}){0,4}(\d{1,6})\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:Cet article est paru dans|This article (?:was published|appeared) in)\b", re.IGNORECASE
)
_ISSUED = re.compile(r"(?:Date d'émission|Date of issue|Issue date)\s*:\s*(\d{4}-\d\d-\d\d)", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is of Europresse: its own names of classes, or ids, stand in it."""
    plain = pages.strip_opening(head)
    return 98 if b"<" in plain and sum(bool(mark.search(plain)) for mark in _MARKS) >= 2 else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the file's articles in order, then whether all that it announces are there."""
    text = yield from pages.decode_text(stream, source, "export fewer articles a file")
    number, first = 0, 0
    for number, (start, end) in enumerate(_documents(text), start=1):
        first = first or start
        if end - start > source.limits.record_bytes:
            yield Fault(
                "too_large", "longer than one article may be (limit record_bytes); leave it out", number
            )
            continue
        yield _document(text[start:end], number)
    if not number:
        detail = "has the names of Europresse's classes and no article; export the documents, not the list"
        yield Fault("no_articles", detail, kind="skipped")
        return
    announced = _ANNOUNCED.search(text, 0, first)
    yield from records.reconcile(int(announced[1]) if announced else None, number)


def _documents(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each document begins and ends; files put together may have both layouts."""
    starts = [found.start() for found in _ARTICLE.finditer(text)]
    newer: list[tuple[int, int]] = []
    for start, after in zip_longest(starts, starts[1:], fillvalue=len(text)):
        closed = _ARTICLE_END.search(text, start, after)
        newer.append((start, closed.end() if closed else after))
    named = [
        at
        for at in (found.start() for found in _NAMED.finditer(text))
        if (place := bisect(starts, at)) == 0 or at >= newer[place - 1][1]
    ]
    # A second name before any title is a second line of the first.
    begun = [at for i, at in enumerate(named) if not i or _TITLED.search(text, named[i - 1], at)]
    ends = dict(newer)
    bounds = sorted([*starts, *begun])
    for start, after in zip_longest(bounds, bounds[1:], fillvalue=len(text)):
        yield start, ends.get(start, after)


def _document(markup: str, number: int) -> Record | Fault:
    tree = trees.html(markup)
    if tree is None:
        return Fault("unreadable", "the article holds no text at all; export it again", number)
    if _NEWER.search(markup):
        fields, notes, body = _newer(tree, markup[:8].lower() == "<article")
    else:
        fields, notes, body = _older(tree)
    letters = "".join(line.letter for line in body)
    linked = {"bare": fields.pop("_bare")} if "_bare" in fields else {}
    return europresse.make_document(fields, [line.text for line in body], letters, number, notes, **linked)


# --- the older layout -------------------------------------------------------------------------------

_OLDER, _NEWER_MARKS = (read_words("europresse")[name] for name in ("older", "newer"))


def _old_mark(node: Any) -> str:
    if node.tag == "table" and (
        node.find(".//td[@class='txtCertificat']") is not None
        or any("ertifi" in (image.get("alt") or "") for image in node.iter("img"))
    ):
        return "certificate"
    tokens = (node.get("class") or "").lower().split()
    return next((_OLDER[token] for token in tokens if token in _OLDER), "")


def _older(tree: Any) -> tuple[dict[str, Any], tuple[Note, ...], list[Line]]:
    lines = read_lines(tree, _old_mark)
    name = [line.text for line in lines if line.mark == "name"]
    header = " ".join(line.text for line in lines if line.mark == "header")
    issued = " ".join(line.text for line in lines if line.mark == "certificate")
    titled = [at for at, line in enumerate(lines) if line.mark == "title"]
    # Without a title the text begins behind the line of section and date.
    heads = titled or [at for at, line in enumerate(lines) if line.mark == "header"] or [0]
    above = [line.text for line in lines[: heads[0]] if not line.mark] if titled else []
    below = [line for line in lines[heads[-1] + 1 :] if not line.mark]
    ending = next((at for at, line in enumerate(below) if europresse.is_number(line.text)), len(below))
    body, behind = below[:ending], below[ending:]
    numbers = europresse.find_ids(" ".join(line.text for line in behind)) if behind else []
    certificate = next(iter(europresse.find_ids(issued)), "")
    about = europresse.read_heading(header)
    fields, told = europresse.describe_document(name, about, numbers[:1], certificate)
    fields["title"] = " ".join(lines[at].text for at in titled)
    fields["subtitle"] = "; ".join(above)
    if titled and body and _is_old_byline(body):
        fields["authors"] = europresse.read_byline(body[0].text, sure=False)
        fields["byline"] = body[0].text if body[0].text != fields["authors"] else ""
        body = body[1:]
    stamped = _ISSUED.search(issued)
    fields["certificate_date"] = stamped[1] if stamped else ""
    return fields, told, body


def _is_old_byline(body: list[Line]) -> bool:
    """Say whether the first line below the title is a byline: one line, then the text as a new paragraph."""
    first = body[0]
    if not europresse.read_byline(first.text, sure=False) or first.ends[:1] != ["br"]:
        return False
    apart = "p" in first.ends and "br" not in first.ends[1:2]
    return apart or (
        len(first.text.split()) <= 6 and len(body) > 1 and len(body[1].text) > 2 * len(first.text)
    )


def _is_legal(text: str) -> bool:
    """Say whether a line is an id or of the certificate, which says to whom the copy was issued."""
    return europresse.is_number(text) or (len(text) < 500 and bool(europresse.CERTIFICATE.search(text)))


# --- the newer layout -------------------------------------------------------------------------------

_TAG_MARKS = {"aside": "aside", "footer": "legal", "figcaption": "caption", "header": "head"}


def _new_mark(node: Any) -> str:
    tokens = (node.get("class") or "").lower().split()
    for token, mark in _NEWER_MARKS.items():
        if token in tokens:
            return str(mark)
    if any(token.startswith("public-") for token in tokens):
        return "legal"
    return _TAG_MARKS.get(node.tag, "")


def _newer(tree: Any, closed: bool) -> tuple[dict[str, Any], tuple[Note, ...], list[Line]]:
    """Return fields, notes and text; what no ``<article>`` holds is followed by the rest of a page."""
    lines = read_lines(tree, _new_mark)
    of: dict[str, list[Line]] = {}
    for line in lines:
        of.setdefault(line.mark, []).append(line)

    def said(*marks: str, joint: str = " ") -> str:
        return joint.join(dict.fromkeys(line.text for mark in marks for line in of.get(mark, ())))

    places = {line.mark: at for at, line in reversed(list(enumerate(lines)))}
    # The lines of the head stand above the title, beside it, and below, where the byline is.
    titled = places.get("title", places.get("titles", -1))
    above = [line.text for line in lines[: max(titled, 0)] if line.mark in ("news", "titles", "head")]
    after = lines[titled + 1 :] if titled >= 0 else [line for line in lines if line.mark == "news"]
    beside = [line.text for line in after if line.mark == "titles"]
    below = [line.text for line in after if line.mark in ("news", "head")]
    numbers = europresse.find_ids(said("number", "legal")) or europresse.find_ids(said("", "text"))
    name = [line.text for line in of.get("name", ())]
    fields, told = europresse.describe_document(name, europresse.read_heading(said("header")), numbers)
    fields["title"] = said("title") or said("titles")
    fields["subtitle"] = "; ".join([*filter(None, [said("subtitle", joint="; ")]), *beside])
    fields["kicker"] = "; ".join(above)
    printed = said("authors", joint="; ") or "; ".join(below)
    fields["authors"] = europresse.read_byline(printed, sure=True)
    fields["byline"] = printed if printed != fields["authors"] else ""
    fields["sidebar"] = said("box", joint="\n")
    codes = (str(node.get("sourcecode")).strip() for node in tree.iter("span") if node.get("sourcecode"))
    fields["source_code"] = next(codes, "") or fields["source_code"]
    fields["republished_in"] = _copies(tree)
    if "tweet" in of:
        fields["document_type"] = "tweet"
    parts = ("text", "tweet", "") if closed or "text" not in of else ("text", "tweet")
    body = [line for line in lines if line.mark in parts]
    url = next((line.href for line in lines if line.href and _FROM.search(line.text)), "")
    body = [line for line in body if not (line.href and _FROM.search(line.text)) and not _is_legal(line.text)]
    for line in of.get("link", ()):
        url = url or line.href
        fields["_bare"] = "Europresse gives a link and no text"
    fields["url"] = url if url.lower().startswith(("http://", "https://")) else ""
    _asides([line.text for mark in ("aside", "legal", "caption") for line in of.get(mark, ())], fields)
    return fields, told, body


def _asides(texts: list[str], fields: dict[str, Any]) -> None:
    """Put what stands beside and below the text into its columns, but for ids and the certificate."""
    plain = [text for text in texts if not europresse.is_number(text)]
    kept, told = europresse.split_labels(plain)
    for text in (plain[at] for at in kept):
        if europresse.copyright_of(text):
            told.setdefault("copyright", []).append(text)
        elif not _is_legal(text):
            told.setdefault("notes", []).append(text)
    for column, values in told.items():
        fields[column] = "; ".join(dict.fromkeys(values))


def _copies(tree: Any) -> str:
    """Return where else the article stood, as the table of other issues lists it: day and paper."""
    told: list[str] = []
    day = ""
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        tokens = (node.get("class") or "").lower().split()
        if "apd-sources-date" in tokens:
            day = " ".join("".join(node.itertext()).split())
        elif "source-name-apd" in tokens:
            told.append(" ".join([*filter(None, [day]), *"".join(node.itertext()).split()]))
    return "; ".join(dict.fromkeys(told))
