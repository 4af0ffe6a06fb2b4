"""A page as a row of blocks: what stands on its own line, with where it stands and what it is wrapped in.

One walk over the tree, whatever its depth; nothing is decided here about what the story is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from framing.corpus.pages import fallback_marks as marks
from framing.corpus.pages.fallback_flow import ASIDE, BOLD, ITALIC, LINK, Line, is_bullet, is_prose

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Block", "Node", "Sheet", "sheet"]

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rp "
    "rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SUBHEAD = 3
_CENTRED = re.compile(
    r"text-align\s*:\s*center|\b(?:\w+-)?(?:align-?center|text-center|f_center)\b", re.IGNORECASE
)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN = re.compile(r"(?:^|\s)(?:\w+:)(?:block|flex|inline|grid|inline-block|inline-flex|visible)(?:\s|$)")


@dataclass
class Node:
    """One element that may hold text.

    Attributes
    ----------
    parent, last : int
        Number of the element around it, and of the first one behind it.
    names : str
        What it is called, less what differs from one to the next.
    junk : str
        The word by which it is something else than the story.
    body : bool
        It is named as the story's text.
    pictures, controls : int
        How many stand right in it.
    why : str
        The word by which it, or an element around it, is left out.
    """

    parent: int
    tag: str
    names: str
    junk: str = ""
    body: bool = False
    last: int = 0
    pictures: int = 0
    controls: int = 0
    centred: bool = False
    why: str = ""


@dataclass
class Block:
    """One line of the page.

    Attributes
    ----------
    node : int
        Number of the innermost element that makes it a block.
    links, bold, italic, aside : int
        Characters inside links, bold and italic type, and inside what is named as something else.
    word : str
        That name.
    level : int
        Of a heading, 1 to 6.
    pictured : bool
        A picture stands right above.
    kind : str
        Letter p, h, l or q; d for text straight in a container.
    """

    text: str
    node: int
    kind: str
    links: int = 0
    bold: int = 0
    italic: int = 0
    aside: int = 0
    word: str = ""
    level: int = 0
    pictured: bool = False
    dead: bool = False
    prose: bool = field(init=False)
    sig: str = ""

    def __post_init__(self) -> None:
        self.prose = self.kind != "h" and self.links * 2 < len(self.text) and is_prose(self.text)


@dataclass
class Sheet:
    """The elements of a page in order, its blocks, and how many elements stand in each other at most."""

    nodes: list[Node]
    blocks: list[Block]
    depth: int


class _Frame:
    __slots__ = ("head", "item", "node", "quote", "set", "tag", "weight", "word")

    def __init__(self, tag: str, node: int, above: _Frame | None) -> None:
        self.tag, self.node = tag, node
        self.weight: int = above.weight if above else 0
        self.word: str = above.word if above else ""
        self.head: int = above.head if above else 0
        self.item: bool = above.item if above else False
        self.quote: bool = above.quote if above else False
        self.set: bool = above.set if above else False


def sheet(tree: HtmlElement) -> Sheet:
    """Return the blocks of a page in order, and the elements they stand in."""
    walk = _Walk()
    walk.over(tree)
    for block in walk.blocks:
        block.sig = _signature(walk.nodes, block.node)
    return Sheet(walk.nodes, walk.blocks, walk.depth)


def _signature(nodes: list[Node], number: int) -> str:
    """Return what an element and the one around it are called, and more around those if they have no name."""
    parts: list[str] = []
    while number >= 0 and (len(parts) < 2 or (len(parts) < 4 and all(part[-1] == "." for part in parts))):
        parts.append(f"{nodes[number].tag}.{nodes[number].names}")
        number = nodes[number].parent
    return "<".join(parts)


class _Walk:
    """The state of one walk: open elements, the line being read, what has been found."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.blocks: list[Block] = []
        self.stack: list[_Frame] = []
        self.opened: list[_Frame] = []
        self.line = Line()
        self.pictured = False
        self.depth = 0

    def over(self, tree: HtmlElement) -> None:
        from lxml import etree

        walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if event == "start":
                if not self._open(element, str(element.tag)):
                    skipped = element
                    walk.skip_subtree()
                continue
            if event == "end" and element is not skipped:
                self._close()
            skipped = None
            if self.stack:
                self._add(element.tail)

    def _add(self, text: str | None) -> None:
        frame = self.stack[-1]
        self.line.add(text, frame.weight, frame.word, as_set=frame.set)

    def _open(self, element: HtmlElement, tag: str) -> bool:
        """Begin an element; say whether what is in it is to be read."""
        above = self.stack[-1] if self.stack else None
        if tag in marks.DROPPED:
            if above and tag in marks.PICTURES:
                self.nodes[above.node].pictures += 1
                self.pictured = True
            elif above and tag in marks.CONTROLS:
                self.nodes[above.node].controls += 1
            return False
        if tag in _INLINE and above:
            named = dict(element.items())
            names = f"{named.get('class') or ''} {named.get('id') or ''}"
            if named and _unseen(element, named, names):
                return False
            frame = _Frame(tag, above.node, above)
            if names != " " and not frame.word:
                frame.word = marks.junk_word(names)
        else:
            if tag == "br":
                self.line.cut()
                self.stack.append(_Frame(tag, above.node if above else 0, above))
                return True
            self._flush()
            frame = _Frame(tag, len(self.nodes), above)
            frame.word = ""
            self.nodes.append(_node(element, tag, above.node if above else -1))
            self.opened.append(frame)
        _weigh(frame, tag, element)
        if tag in ("div", "p") and marks.named_head(element.get("class") or ""):
            frame.head = _SUBHEAD
        self.stack.append(frame)
        self.depth = max(self.depth, len(self.stack))
        self._add(element.text)
        return True

    def _close(self) -> None:
        frame = self.stack.pop()
        if self.opened and self.opened[-1] is frame:
            self._flush()
            self.opened.pop()
            self.nodes[frame.node].last = len(self.nodes)

    def _flush(self) -> None:
        word, self.line.word = self.line.word, ""
        frame = self.opened[-1] if self.opened else None
        lines = self.line.take(frame.tag if frame else "")
        if frame is None:
            return
        for text, (links, bold, italic, aside) in lines:
            kind, pictured = _kind(frame, text), self.pictured
            self.blocks.append(
                Block(text, frame.node, kind, links, bold, italic, aside, word, frame.head, pictured)
            )
            self.pictured = False


def _weigh(frame: _Frame, tag: str, element: HtmlElement) -> None:
    if frame.word:
        frame.weight |= ASIDE
    else:
        frame.weight &= ~ASIDE
    if tag == "a":
        href = (element.get("href") or "").strip()
        if href and not href.startswith("#"):
            frame.weight |= LINK
    elif tag in ("b", "strong"):
        frame.weight |= BOLD
    elif tag in ("i", "em"):
        frame.weight |= ITALIC
    elif tag in _HEADINGS:
        frame.head = int(tag[1])
    elif tag in ("li", "dd", "dt"):
        frame.item = True
    elif tag == "blockquote":
        frame.quote = True
    elif tag in ("pre", "div", "p") and (tag == "pre" or _PRE.search(element.get("style") or "")):
        # Text whose own line ends are shown.
        frame.set = True


def _kind(frame: _Frame, text: str) -> str:
    if frame.head:
        return "h"
    if frame.item or is_bullet(text):
        return "l"
    if frame.quote:
        return "q"
    return "p" if frame.tag in ("p", "pre", "center") else "d"


_SCREEN_READER = re.compile(
    r"\b(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|a11y|assistive\w*|offscreen)\b", re.IGNORECASE
)


def _unseen(element: HtmlElement, named: Mapping[str, str], names: str) -> bool:
    """Say whether an inline element is not shown; a first letter set large is, whatever it says."""
    if _is_for_screen_readers(names):
        return True
    return _hidden(named, names) and not ("aria-hidden" in named and len((element.text or "").strip()) == 1)


def _hidden(named: Mapping[str, str], names: str) -> bool:
    if "hidden" in named or named.get("aria-hidden", "").lower() == "true":
        return True
    style = named.get("style")
    return bool(style and _HIDDEN.search(style)) or _called_hidden(names)


# Names come again on each page of a site: what they say is worked out once.
@lru_cache(maxsize=20_000)
def _is_for_screen_readers(names: str) -> bool:
    return bool(_SCREEN_READER.search(names))


@lru_cache(maxsize=20_000)
def _is_centred(style: str) -> bool:
    return bool(_CENTRED.search(style))


@lru_cache(maxsize=20_000)
def _called_hidden(names: str) -> bool:
    classes = names.lower().split()
    if "hidden" in classes or "d-none" in classes or "hide" in classes:
        return not _SHOWN.search(f" {names} ") and "d-md-block" not in classes and "d-lg-block" not in classes
    return False


#: The most letters of one attribute's names, and of one name.
_NAMES, _NAME = 4_000, 120
_ORDER = {name: place for place, name in enumerate(marks.NAMED)}


def _names(named: Mapping[str, str]) -> str:
    """Return what an element is called in any of the attributes in which sites say it, in their order."""
    known = [name for name in named if name in _ORDER]
    if len(known) > 1:
        known.sort(key=_ORDER.__getitem__)
    # A name of a thousand letters is none, and searching it would take as long as whoever wrote it likes.
    return " ".join(word for name in known for word in named[name][:_NAMES].split() if len(word) <= _NAME)


def _node(element: HtmlElement, tag: str, parent: int) -> Node:
    named = dict(element.items())
    names = _names(named) if named else ""
    node = Node(parent, tag, marks.normal(names) if names else "")
    own = f"{tag} {names}" if "-" in tag else names
    if named and _hidden(named, names):
        node.junk = "hidden"
    elif tag in marks.JUNK_TAGS:
        node.junk = f"<{tag}>"
    elif own:
        node.junk = marks.junk_word(own)
        if tag in _HEADINGS and node.junk.endswith(("-header", "-title")):
            node.junk = ""
    node.centred = (
        tag == "center" or named.get("align") == "center" or _is_centred(named.get("style") or names)
    )
    node.body = bool(own) and marks.named_body(own)
    return node
