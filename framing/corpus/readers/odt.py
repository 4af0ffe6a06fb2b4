"""Text documents of LibreOffice and others (ODT): an export by its layout, or one article written by hand.

What is not part of the text stays out of it: footnotes, comments, text that
was deleted with changes tracked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from framing.corpus.html import trees
from framing.corpus.layouts import count_noun, read_data, read_document
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.streams import Archive, Damaged, TooLarge, is_zip
from framing.plugins import toml

SUFFIXES = (".odt", ".ott")
PACKED = ("content.xml", "META-INF/manifest.xml")
MANY = True

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_BLANK = Para("")
_BREAKS = str.maketrans("\n\r", "  ")
_MIME = b"mimetypeapplication/vnd.oasis.opendocument.text"
# What stands in the file and not in the text.
_SIGNS = {f"{_TEXT}line-break": "\n", f"{_TEXT}tab": "\t", f"{_TEXT}s": " "}
_APART = (f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}ruby-text")
_KEPT: dict[str, str] = toml(__package__, "lists")["odt"]["kept"]


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a text document: its first member says so."""
    if not is_zip(head):
        return 0
    return 98 if _MIME in head[:200] or name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export, or the one article of a document."""
    archive = Archive(stream, source.limits)
    try:
        kind = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
    except (KeyError, Damaged):
        kind = "application/vnd.oasis.opendocument.text"
    if not kind.endswith(("opendocument.text", "opendocument.text-template", "opendocument.text-master")):
        sheet = "spreadsheet" in kind
        what = "a sheet: save it as CSV" if sheet else "no text document: save its text as ODT"
        yield Fault("no_reader", what, kind="skipped")
        return
    if "content.xml" not in archive.names:
        yield Fault("unreadable", "a text document without its text (content.xml); save it again")
        return
    if archive.size("content.xml") > source.limits.whole_bytes:
        raise TooLarge("its text unpacks to more than is held as a whole (limit whole_bytes)")
    story = Story()
    with archive.open("content.xml") as part:
        paras = story.read(part, source)
        data = partial(read_data, archive, "meta.xml", _KEPT, source)
        yield from read_document(paras, source, "odt", data, story.told)


class Story:
    """The paragraphs of one document, and how many stand beside its text."""

    def __init__(self) -> None:
        self._apart = 0
        self._bold: set[str] = set()
        self._parent: dict[str, str] = {}

    def told(self) -> Iterator[Note]:
        """Yield what is to be said of what was left out."""
        if self._apart:
            detail = (
                f"{count_noun(self._apart, 'paragraph')} of footnotes, comments and deleted text left out"
            )
            yield Note("removed", "footnotes", detail)

    def read(self, part: BinaryIO, source: Source) -> Iterator[Para]:
        """Yield the paragraphs of a document's main part, a line that is broken by hand as two."""
        wanted = (f"{_TEXT}p", f"{_TEXT}h", f"{_STYLE}style")
        for element in trees.events(part, wanted):
            above = [over.tag for over in element.iterancestors()]
            if element.tag == wanted[2]:
                self._learn(element)
            elif any(tag in _APART for tag in above):
                self._apart += bool("".join(element.itertext()).strip())
            else:
                yield from self._lines(element, f"{_TEXT}list-item" in above)

    def _learn(self, element: Any) -> None:
        name = element.get(f"{_STYLE}name", "")
        self._parent[name] = element.get(f"{_STYLE}parent-style-name", "")
        properties = element.find(f"{_STYLE}text-properties")
        weight = "" if properties is None else properties.get(f"{_FORMAT}font-weight")
        if weight in ("bold", "700", "800", "900"):
            self._bold.add(name)

    def _lines(self, element: Any, listed: bool) -> Iterator[Para]:
        name = element.get(f"{_TEXT}style-name", "")
        lines: list[list[tuple[str, bool]]] = [[]]
        for text, bold in self._pieces(element, name in self._bold):
            if text == "\n":
                lines.append([])
            else:
                lines[-1].append((text, bold))
        # The name of an automatic style is that of its parent.
        style = (self._parent.get(name) or name).replace("_20_", " ")
        style = "" if style in ("Standard", "Text body") else style
        if element.tag.endswith("}h"):
            style = style if style.lower().startswith(("heading", "title")) else "Heading"
        elif listed:
            style = "List"
        for words in lines:
            text = "".join(word for word, _ in words).strip()
            bold = bool(text) and all(bold for word, bold in words if word.strip())
            # One object for all blank lines: a file may be nothing else, millions of them.
            yield Para(text, style, bold) if text else _BLANK

    def _pieces(self, element: Any, bold: bool) -> Iterator[tuple[str, bool]]:
        """Yield the words of a paragraph and whether they are bold; a line break is "\\n"."""
        # By hand, not by recursion: spans may stand in spans as deep as the file likes.
        stack: list[tuple[Any, bool, bool]] = [(element, bold, False)]
        while stack:
            node, strong, behind = stack.pop()
            if behind:
                if node.tail:
                    yield node.tail.translate(_BREAKS), strong
                continue
            tag = node.tag
            if tag in _SIGNS:
                yield _SIGNS[tag], strong
            if tag in _APART:
                continue
            inner = strong or node.get(f"{_TEXT}style-name", "") in self._bold
            if node.text:
                yield node.text.translate(_BREAKS), inner
            for child in reversed(node):
                stack.append((child, inner, True))
                stack.append((child, inner, False))
