"""Word documents: exports of databases by their layout, and articles pasted by hand.

Paragraphs are read as a stream and nothing is unpacked to disk. What is not
part of the text stays out of it: footnotes, comments, headers and footers,
text that was deleted with changes tracked, text that is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO

from framing.corpus.html import trees
from framing.corpus.layouts import count_noun, read_data, read_document
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.streams import Archive, Damaged, TooLarge, is_zip
from framing.plugins import toml

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
_STYLES = re.compile(r"[^/\\]*\Z")
_OFF = ("0", "false", "off", "none")
_CORE = "docProps/core.xml"
_DATA: dict[str, str] = toml(__package__, "lists")["docx"]["data"]


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
    with archive.open(main) as part:
        story = Story(archive, main, source)
        yield from read_document(
            story.read(part), source, "docx", lambda: read_data(archive, _CORE, _DATA, source), story.told
        )


@cache
def _tags(space: str) -> Mapping[str, str]:
    """Return the names of elements in one namespace, short."""
    names = (
        "t r b vanish br cr tab noBreakHyphen pStyle numId outlineLvl moveFrom rt delText "
        "footnoteReference endnoteReference"
    )
    return {f"{{{space}}}{name}": name for name in names.split()}


class Story:
    """The paragraphs of one document, and what was left out of them."""

    def __init__(self, archive: Archive, main: str, source: Source) -> None:
        self._archive, self._main, self._source = archive, main, source
        self._deleted = self._footnotes = 0
        self._styles: dict[str, str] = {"": "", "Normal": ""}

    def read(self, part: BinaryIO) -> Iterator[Para]:
        """Yield the paragraphs of a document's main part, a line that is broken by hand as two."""
        for element in trees.events(part, [f"{{{space}}}p" for space in _WORDS]):
            if not len(element):
                yield _BLANK
                continue
            parent = element.getparent()
            # A text box stands again, for programs that don't know its first form.
            boxed = parent is not None and parent.tag.endswith("}txbxContent")
            if not (boxed and any(above.tag.endswith("}Fallback") for above in element.iterancestors())):
                yield from self._lines(element, element.tag[1:-2])

    def told(self) -> Iterator[Note]:
        """Yield what is to be said of what was left out."""
        if self._deleted:
            detail = f"{count_noun(self._deleted, 'passage')} deleted with changes tracked left out"
            yield Note("removed", "tracked_changes", detail)
        if self._footnotes:
            yield Note(
                "removed", "footnotes", f"{count_noun(self._footnotes, 'footnote')} left out of the text"
            )

    def _lines(self, element: Any, space: str) -> Iterator[Para]:
        lines: list[list[str]] = [[]]
        style = ""
        skipped: set[Any] = set()
        bold = hidden = False
        whole = True
        tags, key = _tags(space), f"{{{space}}}val"
        for part in element.iter(*tags):
            name = tags[part.tag]
            if name == "t":
                text = part.text
                if text and not hidden and part not in skipped:
                    lines[-1].append(text)
                    whole = whole and (bold or text.isspace())
            elif name == "r":
                bold = hidden = False
            elif name == "b":
                bold = part.get(key) not in _OFF
            elif name in ("br", "cr"):
                lines.append([])
            elif name in ("tab", "noBreakHyphen"):
                lines[-1].append("\t" if name == "tab" else "-")
            elif name == "vanish":
                hidden = part.get(key) not in _OFF
            elif name == "pStyle":
                style = self._style(part.get(key, ""))
            elif name == "numId":
                style = (
                    style
                    if part.get(key) == "0" or style.lower().startswith(("heading", "title"))
                    else "list"
                )
            elif name == "outlineLvl":
                level = part.get(key) or "9"
                style = f"heading {int(level) + 1}" if level in "012345678" else style
            elif name in ("moveFrom", "rt"):
                # A passage that was moved stands where it was moved to; the reading of a sign is no word.
                skipped.update(part.iter(f"{{{space}}}t"))
            elif name == "delText":
                self._deleted += 1
            else:
                self._footnotes += 1
        for pieces in lines:
            text = "".join(pieces).strip()
            # One object for all blank lines: a file may be nothing else, millions of them.
            yield Para(text, style, whole) if text else _BLANK

    def _style(self, identifier: str) -> str:
        """Return the name of a style, asked for when one is first met."""
        if identifier not in self._styles:
            for known, name in _styles(self._archive, self._main, self._source).items():
                self._styles.setdefault(known, name)
            self._styles.setdefault(identifier, identifier)
        return self._styles[identifier]


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
            for style in trees.events(part, [f"{{{space}}}style" for space in _WORDS]):
                space = style.tag.rpartition("}")[0]
                name = style.find(f"{space}}}name")
                shown = "" if name is None else name.get(f"{space}}}val", "")
                found[style.get(f"{space}}}styleId", "")] = "" if shown == "Normal" else shown
    except (KeyError, Damaged, trees.Refused):
        pass  # without names the identifiers stand for themselves
    return found
