"""Pages of the databases as lines of text that know where they stand, and XML mended to be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from html.entities import html5
from typing import Any, BinaryIO, NamedTuple

from framing.corpus import encoding, streams
from framing.corpus.html import trees
from framing.corpus.limits import Limits
from framing.corpus.records import Note, Source
from framing.plugins import toml, word_lists


def decode_text(stream: BinaryIO, source: Source, remedy: str) -> Generator[Note, None, str]:
    """Yield what was guessed of a file's encoding, and return its text; `remedy` is for a longer one."""
    text, notes = encoding.decode(streams.read_rest(stream, source.limits, remedy))
    yield from notes
    return text


def strip_opening(head: bytes) -> bytes:
    """Return the first bytes of a text without zeros, mark and space in front; nothing of what is no text."""
    return (
        b"" if encoding.is_binary(head) else head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    )


#: Elements that begin and end a line.
BLOCKS: frozenset[str] = word_lists(__package__, "lists")["pages"]["blocks"]
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Elements without words of an article.
SILENT = frozenset("button head input noscript script select style svg template title".split())


class Line(NamedTuple):
    """One line.

    Attributes
    ----------
    runs : list of (str, object)
        Text, and where it stands, as `read_lines` was told.
    nodes : list of elements
        Those that begin in it.
    ends : list of str
        What stands between it and the next line.
    """

    runs: list[tuple[str, Any]]
    nodes: list[Any]
    ends: list[str]

    @property
    def text(self) -> str:
        """Its words, runs of space made one."""
        return " ".join("".join(text for text, _ in self.runs).split())


#: Where an element stands, and what is between its text and the text before and behind it: a space or another
#: sign, the name of what ends the line, or nothing; None where it is left out.
Place = tuple[Any, str, str] | None


def read_lines(root: Any, where: Any, enter: Callable[[Any, Any], Place]) -> list[Line]:
    """Return the lines of a tree, without recursion: pages of strangers may be deep.

    Parameters
    ----------
    root : lxml element
    where : object
        Where its parent stands.
    enter : function
        Of an element and where its parent stands.
    """
    from lxml import etree

    lines = [Line([], [], [])]
    places: list[Place] = [(where, "", "")]

    def put(between: str) -> None:
        if between.isspace() or not between.isalpha():
            lines[-1].runs.extend([(between, where)] if between else ())
            return
        if any(not text.isspace() for text, _ in lines[-1].runs):
            lines.append(Line([], [], []))
        else:
            lines[-1].runs.clear()
        if lines[1:]:
            lines[-2].ends.append(between)

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            place = enter(node, where)
            places.append(place)
            if place is None:
                walk.skip_subtree()
                continue
            put(place[1])
            where = place[0]
            lines[-1].nodes.append(node)
            text = node.text
        else:
            if event == "end":
                place = places.pop()
                where = next(above[0] for above in reversed(places) if above)
                put(place[2] if place else "")
            text = None if node is root else node.tail
        if text:
            lines[-1].runs.append((text, where))
    return [line for line in lines if line.text]


_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
#: Characters that XML doesn't allow, and lxml refuses in what is put into a tree.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(
    r"(?P<apart><!\[CDATA\[.*?\]\]>)|&(?:#(?:x(?P<wide>[0-9a-fA-F]{1,8})|(?P<number>\d{1,8}))"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]{0,31}));|&",
    re.DOTALL,
)
_MENDED: dict[str, str] = toml(__package__, "lists")["pages"]["mended"]


def mend_xml(text: str) -> tuple[str, list[Note]]:
    """Return XML without what no parser takes, and what was done to it.

    >>> mend_xml("<p>Talks &eacute;nd & ships sail</p>")[0]
    '<p>Talks énd &amp; ships sail</p>'
    """
    counts = dict.fromkeys(_MENDED, 0)

    def mend(found: re.Match[str]) -> str:
        if found["wide"] or found["number"]:
            code = int(found["wide"], 16) if found["wide"] else int(found["number"])
            if code <= 0x10FFFF and not ILLEGAL.match(chr(code)):
                return found.group()
            counts["illegal_characters"] += 1
            return ""
        if found["apart"] or found["name"] in ("amp", "lt", "gt", "quot", "apos"):
            return found.group()
        known = html5.get(f"{found['name']};", "")
        counts["entities" if known else "ampersands"] += 1
        return known or "&amp;" + found.group()[1:]

    text = _DECLARATION.sub("", text.replace("\ufeff", ""))
    text, counts["illegal_characters"] = ILLEGAL.subn("", text)
    text = _REFERENCE.sub(mend, text) if "&" in text else text
    return text, [
        Note("repaired", rule, f"{count:,} character{'s' * (count != 1)} {_MENDED[rule]}")
        for rule, count in counts.items()
        if count
    ]


def read_xml(text: str, limits: Limits) -> tuple[Any, str]:
    """Return the outermost element of some XML, as far as it can be read, and what is wrong with it."""
    data, wrong = text.encode("utf-8", "replace"), ""
    for recover in (False, True):
        try:
            return trees.xml(data, limits, recover=recover), wrong
        except trees.Refused as error:
            wrong = wrong or str(error)
    return None, wrong
