"""Text documents of LibreOffice and others (ODT): an export by its layout, or one article written by hand.

What is not part of the text stays out of it: footnotes, comments, text that
was deleted with changes tracked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from framing.corpus import lines as paras
from framing.corpus import pasted
from framing.corpus.html import trees as trees
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.streams import Archive, Damaged, TooLarge, is_zip

SUFFIXES = (".odt", ".ott")
PACKED = ("content.xml", "META-INF/manifest.xml")
MANY = True

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_BLANK = Para("")
#: So many bytes a paragraph takes at least, on average: empty ones pack too well to be bounded by bytes.
_LEAST = 256
_MIME = b"mimetypeapplication/vnd.oasis.opendocument.text"
# What stands in the file and not in the text.
_APART = (f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}ruby-text")
_KEPT = {
    "title": "document_title",
    "initial-creator": "document_author",
    "creator": "document_author",
    "creation-date": "document_created",
    "date": "document_modified",
}


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a text document: its first member says so."""
    if not is_zip(head):
        return 0
    return 98 if _MIME in head[:200] or name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export, or the one article of a document."""
    archive = Archive(stream, source.limits)
    kind = _kind(archive)
    if not kind.endswith(("opendocument.text", "opendocument.text-template", "opendocument.text-master")):
        what = (
            "a sheet: save it as CSV" if "spreadsheet" in kind else "no text document: save its text as ODT"
        )
        yield Fault("no_reader", what, kind="skipped")
        return
    if "content.xml" not in archive.names:
        yield Fault("unreadable", "a text document without its text (content.xml); save it again")
        return
    if archive.size("content.xml") > source.limits.whole_bytes:
        raise TooLarge("its text unpacks to more than is held as a whole (limit whole_bytes)")
    story, broken = Story(), ""
    try:
        with archive.open("content.xml") as part:
            story.read(part, source)
    except trees.Refused as error:
        broken = str(error)
    found = story.found
    layout = paras.choose(found)
    if layout is not None:
        yield from layout.read(found, source, "odt")
    elif found or not broken:
        raw = "\n".join(para.text for para in found).encode("utf-8", "surrogatepass")
        yield from pasted.articles(found, raw, _data(archive, source))
    if story.apart:
        many = f"{story.apart:,} paragraph{'s' * (story.apart != 1)}"
        told = f"{many} of footnotes, comments and deleted text left out"
        yield Note("removed", "footnotes", told)
    if broken:
        yield Fault("unreadable", f"the document's text {broken}; what stands before the fault was read")


@dataclass
class Story:
    """The paragraphs of one document; `apart` counts those that stand beside its text."""

    found: list[Para] = field(default_factory=list)
    apart: int = 0
    _bold: set[str] = field(default_factory=set)
    _parent: dict[str, str] = field(default_factory=dict)

    def read(self, part: BinaryIO, source: Source) -> None:
        """Read the paragraphs of a document's main part, a line that is broken by hand as two."""
        most = source.limits.whole_bytes // _LEAST
        wanted = (f"{_TEXT}p", f"{_TEXT}h", f"{_STYLE}style")
        for element in trees.events(part, wanted, source.limits):
            if len(self.found) > most:
                raise TooLarge(f"holds more than {most:,} paragraphs (limit whole_bytes)")
            if element.tag == wanted[2]:
                self._learn(element)
                continue
            above = [over.tag for over in element.iterancestors()]
            if any(tag in _APART for tag in above):
                self.apart += bool("".join(element.itertext()).strip())
                continue
            self._add(element, f"{_TEXT}list-item" in above)

    def _learn(self, element: Any) -> None:
        name = element.get(f"{_STYLE}name", "")
        self._parent[name] = element.get(f"{_STYLE}parent-style-name", "")
        properties = element.find(f"{_STYLE}text-properties")
        if properties is not None and properties.get(f"{_FORMAT}font-weight") in (
            "bold",
            "700",
            "800",
            "900",
        ):
            self._bold.add(name)

    def _add(self, element: Any, listed: bool) -> None:
        name = element.get(f"{_TEXT}style-name", "")
        lines: list[list[tuple[str, bool]]] = [[]]
        for text, bold in self._pieces(element, name in self._bold):
            if text == "\n":
                lines.append([])
            else:
                lines[-1].append((text, bold))
        style = self._styled(name)
        if element.tag.endswith("}h"):
            style = style if style.lower().startswith(("heading", "title")) else "Heading"
        elif listed:
            style = "List"
        for words in lines:
            text = "".join(word for word, _ in words).strip()
            bold = bool(text) and all(bold for word, bold in words if word.strip())
            # One object for all blank lines: a file may be nothing else, millions of them.
            self.found.append(Para(text, style, bold) if text else _BLANK)

    def _styled(self, name: str) -> str:
        """Return the name of a style: of an automatic one that of its parent."""
        shown = self._parent.get(name) or name
        shown = shown.replace("_20_", " ")
        return "" if shown in ("Standard", "Text body") else shown

    def _pieces(self, element: Any, bold: bool) -> Iterator[tuple[str, bool]]:
        """Yield the words of a paragraph and whether they are bold; a line break is "\\n"."""
        # By hand, not by recursion: spans may stand in spans as deep as the file likes.
        stack: list[tuple[Any, bool, bool]] = [(element, bold, False)]
        while stack:
            node, strong, behind = stack.pop()
            if behind:
                if node.tail:
                    yield _plain(node.tail), strong
                continue
            tag = node.tag
            if tag == f"{_TEXT}line-break":
                yield "\n", strong
            elif tag == f"{_TEXT}tab":
                yield "\t", strong
            elif tag == f"{_TEXT}s":
                yield " ", strong
            if tag in _APART:
                continue
            inner = strong or node.get(f"{_TEXT}style-name", "") in self._bold
            if node.text:
                yield _plain(node.text), inner
            for child in reversed(node):
                stack.append((child, inner, True))
                stack.append((child, inner, False))


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _kind(archive: Archive) -> str:
    try:
        return archive.read("mimetype")[:100].decode("ascii", "replace").strip()
    except (KeyError, Damaged):
        return "application/vnd.oasis.opendocument.text"


def _data(archive: Archive, source: Source) -> dict[str, str]:
    """Return what the document says of itself."""
    try:
        root = trees.xml(archive.read("meta.xml"), source.limits)
    except (KeyError, Damaged, trees.Refused):
        return {}
    data: dict[str, str] = {}
    for element in root.iter(*(f"{{*}}{name}" for name in _KEPT)):
        column = _KEPT[element.tag.rpartition("}")[2]]
        data.setdefault(column, " ".join((element.text or "").split())[:300])
    return data
