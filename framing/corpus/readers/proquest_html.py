"""ProQuest's HTML exports: many articles on one page, each field a label in bold and its value.

A page of one document, saved from the browser, has the same labels and is
read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from framing.corpus import encoding, streams
from framing.corpus.exports.proquest import Line, folded, labels
from framing.corpus.html import trees as trees
from framing.corpus.layouts import proquest
from framing.corpus.records import Fault, Item, Note, Source

SUFFIXES = (".html", ".htm")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_ANCHOR = re.compile(rb"""<a\b[^<>]{0,40}\bname\s*=\s*["']?DocID_""", re.I)
_FIELD = re.compile(
    rb"(?:<strong[^<>]{0,200}>|<b>|fieldname[^<>]{0,100}>)\s*([^<>:]{2,60}?)(?:\s|&nbsp;)*(?::|\xef\xbc\x9a)?(?:\s|&nbsp;)*<",
    re.I,
)
_NESTED = re.compile(r"</?(?:html|head|body)\b[^<>]{0,2000}>", re.I)
_PROQUEST = re.compile(rb"proquest", re.I)
# Exports may begin with a list of titles that is longer than what is looked at.
_TITLED = re.compile(rb"<title>\s*ProQuest\s?(?:Export|Documents?\b)", re.I)

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td text "
    "tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = frozenset(("head", "noscript", "script", "style", "template", "title", "button", "select", "svg"))
_CAPTIONS = ("document_view_image", "document_view_caption", "illustration_content", "caption")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: the marks of ProQuest's documents, or labels that only it has."""
    if encoding.is_binary(head):
        return 0
    plain = head.replace(b"\x00", b"")
    if not plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return 0
    if _TITLED.search(plain) or (_ANCHOR.search(plain) and _FIELD.search(plain)):
        return 98
    found = {folded(label.decode("utf-8", "replace")) for label in _FIELD.findall(plain)}
    columns = {labels().columns[label] for label in found if label in labels().columns}
    own = len(columns & labels().anchors)
    return 98 if own >= 2 and len(columns) >= 4 and _PROQUEST.search(plain) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export."""
    raw = streams.whole(stream, source.limits, "export fewer articles at a time")
    text, notes = encoding.decode(raw, hint=source.encoding)
    for note in notes:
        yield Note(note.kind, note.rule, note.detail)
    yield from items(text)


def items(text: str, *, member: str = "") -> Iterator[Item]:
    """Yield the articles of a page; used for mails as well."""
    # Each text is a document within the page; where one of its tags is cut the rest would be lost.
    root = trees.html(_NESTED.sub("", text))
    lines = lines_of(root) if root is not None else []
    if not any(line.text or line.label for line in lines):
        yield Fault("empty", "holds no articles of ProQuest; export it again", kind="skipped")
        return
    yield from proquest.records(lines, member=member)


def is_export(text: str) -> bool:
    """Say whether a page is an export of ProQuest."""
    return sniff(text[:400_000].encode("utf-8", "surrogatepass"), "") > 0


class _Where(NamedTuple):
    """What an element is in: bold, an article's text, a caption, a kind of paragraph, the cell of a label."""

    bold: bool = False
    body: bool = False
    caption: bool = False
    letter: str = "p"
    named: bool = False


@dataclass
class _Open:
    """The line that is being put together: what stands in bold at its beginning, and the rest."""

    bold: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    where: _Where = field(default_factory=_Where)
    plain: bool = False
    start: bool = False
    words: int = 0


def lines_of(root: Any) -> list[Line]:
    """Return the lines of a tree, without recursion: trees of strangers may be deep.

    Parameters
    ----------
    root : lxml element
    """
    page = _Page()
    stack: list[tuple[Any, _Where, _Where | None]] = [(root, _Where(), None)]
    while stack:
        element, outer, inner = stack.pop()
        if inner is not None:
            if element.tag in _BLOCKS:
                page.flush()
        elif isinstance(element.tag, str) and element.tag not in _HIDDEN:
            inner = page.enter(element, outer)
            stack.append((element, outer, inner))
            page.say(element.text, inner)
            stack.extend((child, inner, None) for child in reversed(element))
            continue
        if element is not root:
            page.say(element.tail, outer)
    page.flush()
    return page.lines


class _Page:
    """The lines read so far, and the one that is open."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open = _Open()

    def enter(self, element: Any, outer: _Where) -> _Where:
        """Begin an element: a block ends the line before it."""
        tag, get = element.tag, element.get
        if tag in _BLOCKS and tag not in ("td", "th", "dd"):
            self.flush()
        elif tag in ("td", "th", "dd") or (tag == "br" and not outer.body):
            self.say(" ", outer)
        elif tag == "br":
            self.flush()
        elif tag == "a" and (get("name") or "").startswith("DocID_"):
            self.flush()
            self._open.start = True
        elif tag == "a" and get("href") and folded("".join(element.itertext())[:80]) in labels().link:
            self.say(f"{get('href')} ", outer)
        kinds = (get("class") or "").casefold()
        inner = outer
        if tag == "text":
            self.flush()
            count = get("wordcount") or ""
            self._open.words = int(count) if count.isdecimal() and len(count) < 9 else 0
            inner = inner._replace(body=True, bold=False)
        if (
            tag in ("b", "strong", "dt", "th")
            or tag in _HEADINGS
            or "font-weight:bold" in (get("style") or "")
        ):
            inner = inner._replace(bold=True)
        if "fieldname" in kinds or tag in ("dt", "th"):
            inner = inner._replace(bold=True, named=True)
        if any(mark in kinds for mark in _CAPTIONS):
            self.flush()
            inner = inner._replace(caption=True)
        if inner.caption and tag == "a" and get("title"):
            self.say(get("title"), inner)
            self.flush()
        if inner.body:
            letter = {"li": "l", "blockquote": "q"}.get(tag, "h" if tag in _HEADINGS else inner.letter)
            inner = inner._replace(letter=letter)
        return inner

    def say(self, text: str | None, where: _Where) -> None:
        """Add text to the open line; in an article's text a blank line ends a paragraph."""
        if not text:
            return
        if (
            where.body
            and text.strip()
            and "\n" in text
            and (parts := _BLANK.split(text.strip()))
            and parts[1:]
        ):
            for part in parts:
                self.say(part, where)
                self.flush()
            return
        opened = self._open
        if where.bold and not opened.plain:
            opened.bold.append(text)
        else:
            opened.rest.append(text)
            opened.plain = opened.plain or bool(text.strip())
        if text.strip():
            opened.where = where

    def flush(self) -> None:
        """End the open line."""
        opened = self._open
        bold, rest = _flat(opened.bold), _flat(opened.rest)
        if not (bold or rest):
            # What was said of a line holds for the one that has words.
            self._open = _Open(start=opened.start, words=opened.words)
            return
        where, label, letter = opened.where, None, opened.where.letter
        if where.body:
            # A paragraph that is all bold stands above others.
            letter = "h" if bold and not rest and letter == "p" and len(bold) < 120 else letter
            text = f"{bold} {rest}".strip() if bold and rest else bold or rest
        elif bold and _is_label(bold, bool(rest) or where.named):
            label, text = bold, rest
        else:
            text = f"{bold} {rest}".strip()
        if not (where.caption and folded(text) in labels().picture):
            self.lines.append(
                Line(text, label, where.body, letter, opened.start, opened.words, where.caption)
            )
            opened.start, opened.words = False, 0
        self._open = _Open(start=opened.start, words=opened.words)


_BLANK = re.compile(r"\n[ \t\r\u00a0]*\n\s*")


def _flat(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def _is_label(bold: str, valued: bool) -> bool:
    """Say whether what stands in bold is a label: it ends with a colon, or is known and a value follows."""
    if bold.endswith((":", "：")):
        return len(bold) <= 60
    return valued and labels().column(bold) is not None
