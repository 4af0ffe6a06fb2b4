"""Word documents: exports of databases by their layout, and articles pasted by hand.

Paragraphs are read as a stream and nothing is unpacked to disk. What is not
part of the text stays out of it: footnotes, comments, headers and footers,
text that was deleted with changes tracked, text that is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from framing.corpus import lines as paras
from framing.corpus import pasted
from framing.corpus.html import trees as trees
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.streams import Archive, Damaged, TooLarge, is_zip

SUFFIXES = (".docx", ".docm")
PACKED = ("word/document.xml",)
MANY = True

# The two namespaces of the standard: as Word writes it, and the strict one.
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MAIN = PACKED[0]
_NAMED = re.compile(r"(?:[^/]*/)*document\d*\.xml")
_BLANK = Para("")
# A document with a password is kept within a file as Word wrote them before 2007.
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: So many bytes a paragraph takes at least, on average.
_LEAST = 256
_STYLES = re.compile(r"[^/\\]*\Z")
_OFF = ("0", "false", "off", "none")
_CORE = "docProps/core.xml"
_DATA = {
    "title": "document_title",
    "creator": "document_author",
    "created": "document_created",
    "modified": "document_modified",
}


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a Word document: a ZIP archive, or a locked file, called one."""
    return 98 if (is_zip(head) or head.startswith(_LOCKED)) and name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export, or the one article of a document."""
    if stream.read(len(_LOCKED)) == _LOCKED:
        detail = (
            "the document is encrypted with a password, or an old one: take it away in Word, or save it anew"
        )
        yield Fault("encrypted", detail)
        return
    stream.seek(0)
    archive = Archive(stream, source.limits)
    main = _main(archive, source)
    if main is None:
        yield Fault("unreadable", "a Word document without its text (word/document.xml); save it again")
        return
    if archive.size(main) > source.limits.whole_bytes:
        raise TooLarge("its text unpacks to more than is held as a whole (limit whole_bytes)")
    story = Story(lambda: _styles(archive, main, source))
    broken = ""
    try:
        with archive.open(main) as part:
            found = list(story.paras(part, source))
    except trees.Refused as error:
        found, broken = story.found, str(error)
    layout = paras.choose(found)
    if layout is not None:
        yield from layout.read(found, source, "docx")
    elif found or not broken:
        raw = "\n".join(para.text for para in found).encode("utf-8", "surrogatepass")
        yield from pasted.articles(found, raw, _core(archive, source))
    yield from story.told()
    if broken:
        yield Fault("unreadable", f"the document's text {broken}; what stands before the fault was read")


class _Tags(NamedTuple):
    """Names of elements in one namespace."""

    text: str
    run: str
    bold: str
    hidden: str
    broken: str
    line: str
    tab: str
    hyphen: str
    style: str
    number: str
    outline: str
    moved: str
    ruby: str
    deleted: str
    footnote: str
    endnote: str
    value: str


@cache
def _tags(space: str) -> _Tags:
    names = (
        "t r b vanish br cr tab noBreakHyphen pStyle numId outlineLvl moveFrom rt delText "
        "footnoteReference endnoteReference val"
    )
    return _Tags(*(f"{{{space}}}{name}" for name in names.split()))


@dataclass
class Story:
    """The paragraphs of one document, and what was left out of them.

    Attributes
    ----------
    learn : function
        Gives the names of styles by their identifiers; asked when a style is first met.
    """

    learn: Callable[[], Mapping[str, str]]
    found: list[Para] = field(default_factory=list)
    deleted: int = 0
    footnotes: int = 0
    _styles: dict[str, str] = field(default_factory=lambda: {"": "", "Normal": ""})

    def paras(self, part: BinaryIO, source: Source) -> list[Para]:
        """Return the paragraphs of a document's main part, a line that is broken by hand as two.

        Raises
        ------
        TooLarge
            There are more than any honest document within the limits has, of which a paragraph
            takes hundreds of bytes: empty ones pack too well to be bounded by their bytes.
        """
        most = source.limits.whole_bytes // _LEAST
        for element in trees.events(part, [f"{{{space}}}p" for space in _WORDS], source.limits):
            if len(self.found) > most:
                raise TooLarge(f"holds more than {most:,} paragraphs (limit whole_bytes)")
            if not len(element):
                self.found.append(_BLANK)
                continue
            parent = element.getparent()
            if parent is not None and parent.tag.endswith("}txbxContent") and _twice(element):
                continue
            self._add(element, _tags(element.tag[1:-2]))
        return self.found

    def told(self) -> Iterator[Note]:
        """Yield what is to be said of what was left out."""
        if self.deleted:
            many = f"{self.deleted:,} passage{'s' * (self.deleted != 1)}"
            yield Note("removed", "tracked_changes", f"{many} deleted with changes tracked left out")
        if self.footnotes:
            many = f"{self.footnotes:,} footnote{'s' * (self.footnotes != 1)}"
            yield Note("removed", "footnotes", f"{many} left out of the text")

    def _add(self, element: Any, tags: _Tags) -> None:
        lines: list[list[str]] = [[]]
        style, skipped = "", None
        bold = hidden = False
        whole = True
        words, runs, strong = tags.text, tags.run, tags.bold
        for part in element.iter(*tags[:-1]):
            tag = part.tag
            if tag == words:
                text = part.text
                if not text or hidden or (skipped is not None and part in skipped):
                    continue
                lines[-1].append(text)
                if not bold and whole and not text.isspace():
                    whole = False
            elif tag == runs:
                bold = hidden = False
            elif tag == strong:
                bold = part.get(tags.value) not in _OFF
            elif tag in (tags.broken, tags.line):
                lines.append([])
            elif tag == tags.tab:
                lines[-1].append("\t")
            elif tag == tags.hyphen:
                lines[-1].append("-")
            elif tag == tags.hidden:
                hidden = part.get(tags.value) not in _OFF
            elif tag == tags.style:
                style = self._styled(part.get(tags.value, ""))
            elif tag == tags.number:
                style = style if part.get(tags.value) == "0" or _is_heading(style) else "list"
            elif tag == tags.outline:
                level = part.get(tags.value, "9")
                style = f"heading {int(level) + 1}" if level in "012345678" and level else style
            elif tag in (tags.moved, tags.ruby):
                # A passage that was moved stands where it was moved to; the reading of a sign is no word.
                skipped = (skipped or set()) | set(part.iter(tags.text))
            elif tag == tags.deleted:
                self.deleted += 1
            else:
                self.footnotes += 1
        for pieces in lines:
            text = "".join(pieces).strip()
            # One object for all blank lines: a file may be nothing else, millions of them.
            self.found.append(Para(text, style, whole) if text else _BLANK)

    def _styled(self, identifier: str) -> str:
        if identifier not in self._styles:
            for known, name in self.learn().items():
                self._styles.setdefault(known, name)
            self._styles.setdefault(identifier, identifier)
        return self._styles[identifier]


def _is_heading(style: str) -> bool:
    return style.lower().startswith(("heading", "title"))


def _twice(element: Any) -> bool:
    """Say whether a text box stands here again, for programs that don't know its first form."""
    return any(above.tag.endswith("}Fallback") for above in element.iterancestors())


def _main(archive: Archive, source: Source) -> str | None:
    """Return the part that holds the text: it has this name in most files, in any the relations name it."""
    if _MAIN in archive.names:
        return _MAIN
    plain = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.names}
    try:
        root = trees.xml(archive.read(plain["_rels/.rels"]), source.limits)
    except (KeyError, Damaged, trees.Refused):
        root = ()
    for relation in root:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            target = str(relation.get("Target", "")).lstrip("/").lower()
            if target in plain:
                return plain[target]
    return next((name for shown, name in plain.items() if _NAMED.fullmatch(shown)), None)


def _styles(archive: Archive, main: str, source: Source) -> dict[str, str]:
    """Return names of styles by identifier; those built in have the same name in every language."""
    found: dict[str, str] = {}
    try:
        with archive.open(_STYLES.sub("styles.xml", main, count=1)) as part:
            for style in trees.events(part, [f"{{{space}}}style" for space in _WORDS], source.limits):
                space = style.tag.rpartition("}")[0]
                name = style.find(f"{space}}}name")
                shown = "" if name is None else name.get(f"{space}}}val", "")
                found[style.get(f"{space}}}styleId", "")] = "" if shown == "Normal" else shown
    except (KeyError, Damaged, trees.Refused):
        pass  # without names the identifiers stand for themselves
    return found


def _core(archive: Archive, source: Source) -> dict[str, str]:
    """Return what the document says of itself."""
    try:
        root = trees.xml(archive.read(_CORE), source.limits)
    except (KeyError, Damaged, trees.Refused):
        return {}
    data = {}
    for element in root.iter("{*}title", "{*}creator", "{*}created", "{*}modified"):
        text = " ".join((element.text or "").split())
        data[_DATA[element.tag.rpartition("}")[2]]] = text[:300]
    return data
