"""XML and HTML as trees, without what makes them dangerous: no entities, DTD or network, bounded depth."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from framing.corpus.limits import Limits
from framing.plugins import word_lists

if TYPE_CHECKING:
    from lxml.html import HtmlElement


# HTML without the one thing that libxml2 never comes back from: a tag with thousands of attributes.

#: Shorter texts, and shorter tags, do no harm.
_TEXT, _TAG = 65_536, 8_192
#: A tag of so many words beside what stands in quotation marks keeps its name alone.
_WORDS = 5_000

# What is in a script is no tag. Nothing here is tried twice: possessive throughout.
_TAGS = re.compile(
    r"""<script\b[^<]*+(?:<(?!/script)[^<]*+)*+|<[a-z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""", re.IGNORECASE
)
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_NAME = re.compile(r"<[^\s/>]{1,50}")


def calm(text: str) -> str:
    """Return HTML in which a tag with thousands of attributes has none.

    >>> calm("<p title='a > b'>Talks end</p>")
    "<p title='a > b'>Talks end</p>"
    >>> calm("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">Talks end</p>")
    '<p>Talks end</p>'
    """
    if len(text) < _TEXT:
        return text
    kept: list[str] = []
    at = 0
    for found in _TAGS.finditer(text):
        start, end = found.span()
        if end - start <= _TAG or text[start : start + 7].lower() == "<script":
            continue
        bare = _QUOTED.sub(" ", found[0])
        if len(bare.split()) + bare.count("/") > _WORDS or bare.count("=") > _WORDS:
            name = _NAME.match(text, start)
            kept += (text[at:start], name[0] if name else "<p")
            at = end
    return "".join((*kept, text[at:]))


# From the elements that hold a story to its paragraphs, each with its letter, and what was taken out.

_BLOCKS: frozenset[str] = word_lists(__package__, "lists")["trees"]["blocks"]
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Without words of their own for a reader; what they hold is told of nowhere.
_SILENT: frozenset[str] = word_lists(__package__, "lists")["trees"]["silent"]
_HIDDEN: frozenset[str] = word_lists(__package__, "lists")["trees"]["hidden"]
# What someone wrote elsewhere, set into the page by that site's own code.
_EMBEDDED: frozenset[str] = word_lists(__package__, "lists")["trees"]["embedded"]
_BOLD = frozenset(("b", "strong"))
# A line all in bold type that is no longer than this is a subhead.
_SUBHEAD = 14
_ENDS = (".", "。", "…", "；", ";", ",", "，")
_CLOSING = "\"'”’»」』)）] "


@dataclass
class Walked:
    """What a walk found.

    Attributes
    ----------
    pieces : list of (str, str)
        Paragraph and letter: p, h, q, l.
    removed : list of (str, str)
        Rule and text of what was taken out; the same text by the same rule once.
    """

    pieces: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)


def walk(
    roots: Sequence[HtmlElement], cut: Mapping[HtmlElement, str], *, every_break: bool = False
) -> Walked:
    """Return the paragraphs inside some elements.

    Parameters
    ----------
    roots : sequence of elements
        In the order of the page; one that stands inside another is not walked twice.
    cut : mapping of element to str
        What is left out, and the rule by which.
    every_break : bool
        Each ``<br>`` ends a paragraph, not only two in a row.
    """
    walker = _Walker(cut, every_break)
    inside = set(roots)
    for root in roots:
        if not any(above in inside for above in root.iterancestors()):
            walker.run(root)
    walker.found.removed = list(dict.fromkeys(walker.found.removed))
    return walker.found


class _Walker:
    def __init__(self, cut: Mapping[HtmlElement, str], every_break: bool) -> None:
        self.cut = cut
        self.every_break = every_break
        self.found = Walked()
        self._line: list[tuple[str, bool]] = []
        self._above: list[str] = []
        self._bold = 0
        self._quoted = 0

    def run(self, root: HtmlElement) -> None:
        from lxml import etree

        events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped: Any = None
        for event, element in events:
            tag = element.tag
            if event == "start":
                rule = self._rule(element, tag)
                if rule is None:
                    self._enter(tag)
                    self._say(element.text)
                    continue
                events.skip_subtree()
                skipped = element
                if rule and any(map(str.isalnum, text := " ".join(said(element).split()))):
                    self.found.removed.append((rule, text))
                continue
            if skipped is element:
                skipped = None
                if tag in _BLOCKS:
                    self._flush()
            elif event == "end":
                self._leave(tag)
            if element is not root:
                self._say(element.tail)
        self._flush()

    def _rule(self, element: HtmlElement, tag: str) -> str | None:
        """Return the rule that takes an element out; "" where nothing need be told; None where it stays."""
        if element in self.cut:
            return self.cut[element]
        if tag in _SILENT:
            return ""
        if tag == "figcaption" or (tag == "figure" and element.find(".//blockquote") is None):
            return "caption"
        style = (element.get("style") or "").lower().replace(" ", "")
        if element.get("hidden") is not None or "display:none" in style:
            return "hidden"
        if tag in ("ul", "ol") and _is_links(element):
            return "related"
        names = (element.get("class") or "").split()
        if not _EMBEDDED.isdisjoint(names):
            return "embed"
        return "hidden" if not _HIDDEN.isdisjoint(names) else None

    def _enter(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._above.append(tag)
            self._quoted += tag == "blockquote"
        elif tag == "br":
            self._line.append(("\n", True))
        elif tag in _BOLD:
            self._bold += 1

    def _leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            if self._above:
                self._quoted -= self._above.pop() == "blockquote"
        elif tag in _BOLD:
            self._bold -= 1

    def _say(self, text: str | None) -> None:
        if text:
            self._line.append((text.replace("\n", " "), self._bold > 0))

    def _flush(self) -> None:
        """End the paragraph, or the paragraphs where breaks divide it."""
        part: list[tuple[str, bool]] = []
        breaks = 0
        for text, bold in self._line:
            if text != "\n":
                breaks = breaks if not text.strip() else 0
                part.append((text, bold))
                continue
            breaks += 1
            # A single break is a space, but for the one below a subhead in bold type.
            if self.every_break or breaks > 1 or (_is_bold(part) and is_subhead(_joined(part))):
                self._close(part)
                part = []
            else:
                part.append((" ", True))
        self._close(part)
        self._line = []

    def _close(self, part: list[tuple[str, bool]]) -> None:
        if line := _joined(part):
            self.found.pieces.append((line, self._letter(line, _is_bold(part))))

    def _letter(self, line: str, bold: bool) -> str:
        for tag in reversed(self._above):
            if tag in _HEADINGS:
                return "h"
            if tag == "li":
                return "l"
        if self._quoted > 0:
            return "q"
        return "h" if bold and is_subhead(line) else "p"


def _is_links(element: HtmlElement) -> bool:
    """Say whether every item of a list is a link and nothing more: other stories, no part of this one."""
    items = [item for item in element.iterchildren("li")]
    return bool(items) and all(
        (text := "".join(item.itertext()).strip())
        and sum(len("".join(link.itertext()).strip()) for link in item.iter("a")) >= 0.85 * len(text)
        for item in items
    )


def _joined(part: list[tuple[str, bool]]) -> str:
    return " ".join("".join(text for text, _ in part).split())


def _is_bold(part: list[tuple[str, bool]]) -> bool:
    return bool(part) and all(bold or not text.strip() for text, bold in part)


def is_subhead(line: str) -> bool:
    """Say whether a line in bold type is a subhead: short, with a word in it, not ended as a sentence is.

    >>> is_subhead("A turning point"), is_subhead("The talks ended on Friday."), is_subhead("***")
    (True, False, False)
    """
    bare = line.rstrip(_CLOSING)
    short = len(line.split()) <= _SUBHEAD and len(line) <= 110
    return short and any(map(str.isalpha, line)) and not bare.endswith(_ENDS)


def said(element: HtmlElement) -> str:
    """Return the words of an element without those of scripts, a space between blocks."""
    from lxml import etree

    parts: list[str] = []
    events = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in events:
        silent = event not in ("start", "end") or node.tag in _SILENT
        if event == "start":
            parts.append(" " if not silent and (node.tag in _BLOCKS or node.tag == "br") else "")
            if silent:
                events.skip_subtree()
            else:
                parts.append(node.text or "")
        elif node is not element:
            parts.append(" " if not silent and node.tag in _BLOCKS else "")
            parts.append(node.tail or "")
    return "".join(parts)


# A document type with definitions of its own: what could make a page of a line, or fetch a file.
_DEFINES = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[|<!ENTITY", re.IGNORECASE)
_LOOK = 65536


class Refused(ValueError):
    """XML that defines entities, nests too deeply, or is broken; says which."""


# 55296 to 57343, or D800 to DFFF.
_HALF = re.compile(
    rb"&#(?:0*(?:5529[6-9]|55[3-9]\d\d|56\d\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3])|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});"
)


def _parser_options(recover: bool) -> dict[str, Any]:
    # huge_tree lifts libxml2's bound on the length of one text, which articles of 10 MB exceed; depth is
    # looked at here, and entities, which the bound is against, are never resolved.
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "recover": recover,
        "huge_tree": True,
        "remove_comments": True,
        "remove_pis": True,
    }


def xml(data: bytes, limits: Limits, *, recover: bool = False) -> Any:
    """Return the root of some XML.

    Parameters
    ----------
    data : bytes
    limits : Limits
        Of which `nesting` bounds the depth.
    recover : bool
        Go on behind what is broken, as far as libxml2 can.

    Raises
    ------
    Refused
        It defines entities, nests too deeply, or is no XML.
    """
    from lxml import etree

    _look(data)
    if recover:
        # Numbers of halves of characters, for which libxml2 would make bytes that are no text.
        data = _HALF.sub(b"&#xFFFD;", data)
    depth = 0
    root = None
    try:
        for event, element in etree.iterparse(
            io.BytesIO(data), events=("start", "end"), **_parser_options(recover)
        ):
            if event == "start":
                root = element if root is None else root
                depth += 1
                if depth > limits.nesting:
                    raise Refused(f"nests elements more than {limits.nesting} deep (limit nesting)")
            else:
                depth -= 1
    except etree.XMLSyntaxError as error:
        lacking(error)
        raise Refused(_said(error)) from None
    if root is None:
        raise Refused("holds no XML")
    return root


def events(stream: BinaryIO, tags: Sequence[str]) -> Iterator[Any]:
    """Yield each element of some names as it ends; it is emptied then, so that a long file needs no memory.

    Parameters
    ----------
    stream : binary file
    tags : sequence of str
        Names with their namespace, as ``{uri}name`` or ``{*}name``.

    Raises
    ------
    Refused
        As in `xml`.
    """
    from lxml import etree

    head = stream.read(_LOOK)
    _look(head)
    parser = etree.XMLPullParser(events=("end",), tag=tags, **_parser_options(recover=False))
    try:
        for data in chain([head], iter(lambda: stream.read(_LOOK), b""), [None]):
            if data is None:
                parser.close()
            elif data:
                parser.feed(data)
            for _, element in parser.read_events():
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        lacking(error)
        raise Refused(_said(error)) from None


def html(text: str) -> Any | None:
    """Return the root of some HTML, or None where there is none; libxml2 leaves out what nests too deeply."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        # Bytes in a declared encoding: a text that declares another one would be refused.
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=False, no_network=True)
        return lxml_html.document_fromstring(calm(text).encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        lacking(error)
        return None


def lacking(error: Exception) -> None:
    """Raise that memory lacks where libxml2 says so: to it a page is broken by that."""
    from lxml import etree

    if isinstance(error, etree.LxmlError) and getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def _look(data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        data = data.replace(b"\x00", b"")
    if _DEFINES.search(data[:_LOOK]):
        raise Refused("defines entities of its own, which is never read; save it without a document type")


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())[:120]
    if "depth" in said:
        return "nests elements too deeply to be honest; export it again"
    return f"is no whole XML ({said}); export it again"


def read_string(text: str) -> list[tuple[str, str]]:
    """Return the paragraphs of a text in JSON, which may be HTML."""
    from html import unescape

    from lxml import html

    if "</p>" in text or "<br" in text:
        tree = html.fragment_fromstring(calm(text), create_parent="div")
        return walk([tree], {}, every_break=True).pieces
    return [(line, "p") for part in unescape(text).splitlines() if (line := " ".join(part.split()))]
