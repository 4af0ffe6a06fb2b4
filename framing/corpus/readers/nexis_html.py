"""HTML of nexis.com and LexisNexis Academic: each document between comments, its parts told by their place.

The classes of a file are counted anew in each, so that c4 is the date's in one and
the text's in the next. Here only what its style sheet says of a class counts, and
of that only what stands in the middle of the page. The lines are then read as
those of a text are (``layouts/nexis_com.py``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding
from framing.corpus.html import trees as trees
from framing.corpus.layouts import nexis_com
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Source
from framing.corpus.rtf import CENTRED

SUFFIXES = (".html", ".htm")
MANY = True

_MARK = re.compile(
    rb"Hide XML section from browser|<DOCFULL>|LXNComment|<a name=.?DOC_ID_\d|"
    rb"<META TOPIC=[^<>]{1,80}DOCUMENTS=",
    re.IGNORECASE,
)
# Where a document begins: the anchor above its comment, or the comment.
_DOCUMENT = re.compile(
    r"<a\s+name=.?DOC_ID_\d[^<>]{0,40}>|<DOC\s+NUMBER\s*=\s*.?\d{1,9}.?\s*>", re.IGNORECASE
)
_FULL = re.compile(r"<DOC\s+NUMBER\s*=\s*.?\d{1,9}.?\s*>", re.IGNORECASE)
_COUNT = re.compile(r"<META\s[^<>]{0,200}?\bDOCUMENTS\s*=\s*.?(\d{1,7})", re.IGNORECASE)
_CENTRED = re.compile(r"\.([\w-]{1,40})\s*\{[^{}]{0,400}?text-align\s*:\s*center", re.IGNORECASE)
#: Style sheet and count stand among so many first signs.
_TOP = 400_000
_BLOCKS = frozenset(
    "p div li ul ol table tbody thead tr blockquote h1 h2 h3 h4 h5 h6 center pre dl dt dd hr body".split()
)
# Neither shown nor part of an article.
_SILENT = frozenset(("style", "script", "head", "title", "noscript", "template"))


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a page is such an export: by the comments around each document."""
    if encoding.is_binary(head):
        return 0
    return 98 if _MARK.search(head.replace(b"\x00", b"")) and b"<" in head[:2000] else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles, what couldn't be shown, and what is missing of what the file announces."""
    most = source.limits.whole_bytes
    raw = stream.read(most + 1)
    if len(raw) > most:
        yield Fault("too_large", "too long to be held as a whole (limit whole_bytes); export it in parts")
        return
    text, notes = encoding.decode(raw, hint=source.encoding)
    del raw
    yield from notes
    yield from nexis_com.read(lines(text), source, "html")


def lines(text: str) -> list[Para]:
    """Return the lines of an export, with a mark where a document begins and whether a line is centred.

    Parameters
    ----------
    text : str
        The whole file.
    """
    top = text[:_TOP]
    centred = frozenset(found[1] for found in _CENTRED.finditer(_styles(top)))
    found: list[Para] = []
    count = _COUNT.search(top)
    if count:
        found.append(Para(count[1], nexis_com.BREAK))
    # Comments or anchors, whichever there are: a page that a browser saved may have lost one kind.
    mark = _FULL if _FULL.search(text) else _DOCUMENT
    starts = [hit.start() for hit in mark.finditer(text)]
    for at, start in enumerate([0, *starts]):
        end = starts[at] if at < len(starts) else len(text)
        if at:
            found.append(Para("", nexis_com.BREAK))
        found += _lines_of(text[start:end], centred)
        found.append(Para(""))
    return found


def _styles(text: str) -> str:
    """Return the style sheets of a page."""
    lower, found, at = text.lower(), [], 0
    while (start := lower.find("<style", at)) >= 0 and (at := lower.find("</style", start)) > 0:
        found.append(text[start:at])
    return "\n".join(found)


def _lines_of(piece: str, centred: frozenset[str]) -> list[Para]:
    # A comment that was cut in two where a document begins.
    piece = re.sub(r"\A<DOC\s[^<>]{0,60}>\s*(?:<DOCFULL>)?\s*-->", "", piece)
    root = trees.html(f"<body>{piece}</body>")
    if root is None:
        return []
    walk = _Walk(centred)
    walk.down(root)
    walk.broken(blank=True)
    return walk.found


class _Walk:
    """Gathers text into lines: one a block, row, item or <BR>, and a blank one where a block ends."""

    def __init__(self, centred: frozenset[str]) -> None:
        self.centred = centred
        self.found: list[Para] = []
        self._held: list[str] = []
        self._middle = False

    def down(self, root: Any) -> None:
        """Go through a tree without recursion: honest pages are flat, others may not be."""
        stack: list[tuple[Any, bool, bool]] = [(root, False, False)]
        while stack:
            element, middle, done = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if done:
                self.broken(blank=True, unless=tag not in _BLOCKS)
                self._say(element.tail, middle)
            elif not tag or tag in _SILENT:
                self._say(element.tail, middle)
            elif line := _one_line(element, tag):
                self.broken(blank=True)
                self._say(line, middle)
                self.broken(blank=tag == "li")
                self._say(element.tail, middle)
            else:
                self.broken(blank=tag != "br", unless=tag != "br" and tag not in _BLOCKS)
                own = middle or tag == "center" or self._is_centred(element)
                self._say(element.text, own)
                stack.append((element, middle, True))
                stack.extend((child, own, False) for child in reversed(element))

    def _is_centred(self, element: Any) -> bool:
        if (element.get("align") or "").lower() == "center":
            return True
        return not self.centred.isdisjoint((element.get("class") or "").split())

    def _say(self, text: str | None, middle: bool) -> None:
        if text:
            self._held.append(text)
            if text.strip():
                self._middle = middle

    def broken(self, *, blank: bool = False, unless: bool = False) -> None:
        """End a line; with `blank`, leave one empty below it."""
        if unless:
            return
        text = " ".join("".join(self._held).split())
        self._held.clear()
        if text:
            self.found.append(Para(text, CENTRED if self._middle else ""))
        elif not blank:
            self.found.append(Para(""))
        if blank and self.found and self.found[-1].text:
            self.found.append(Para(""))


def _words(element: Any) -> Iterator[str]:
    """Yield the text of an element, with a space where a block or a line ends."""
    from lxml import etree

    for event, part in etree.iterwalk(element, events=("start", "end")):
        between = " " * (part.tag in _BLOCKS or part.tag == "br")
        shown = isinstance(part.tag, str) and part.tag not in _SILENT
        if event == "start":
            yield between + (part.text or "") * shown
        elif part is not element:
            yield between + (part.tail or "")


def _one_line(element: Any, tag: str) -> str:
    """Return a list's item or a table's row as one line, or nothing for anything else.

    A row may be a page's scaffold, with whole documents in it: then it is none.
    """
    if tag not in ("li", "tr"):
        return ""
    parts = [element] if tag == "li" else [cell for cell in element if cell.tag in ("td", "th")]
    if (tag == "tr" and len(parts) < 2) or len(list(itertools.islice(element.iter("li", "tr"), 2))) > 1:
        return ""
    texts = [" ".join("".join(_words(part)).split()) for part in parts]
    text = " | ".join(filter(None, texts))
    return text if len(text) < 20_000 else ""
