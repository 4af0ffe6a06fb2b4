"""A page as a row of blocks: what stands on its own line, with where it stands and what it is wrapped in.

One walk over the tree, whatever its depth; nothing is decided here about what the story is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from framing.plugins import toml, word_lists

if TYPE_CHECKING:
    from lxml.html import HtmlElement


# What stands between two boundaries of a page, as paragraphs: inline text joined, breaks understood.

_END = (".", "!", "?", "…", "。", "！", "？", "：", ":", "；", ";")
_CLOSING = "\"'”’»」』)）]】* "
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_INDENT = re.compile(r"[ \t\r\n]*(?:\u3000|\u2003|\xa0[ \xa0])")
_BULLET = re.compile(r"\s*[•·▪◦‣■●►▶*]\s*\S")
#: What a run of text is in: a bit each.
LINK, BOLD, ITALIC, ASIDE = 1, 2, 4, 8
#: Characters in links, bold, italic and aside.
Counts = tuple[int, int, int, int]
_Run = tuple[str, int]


def is_prose(text: str) -> bool:
    """Say whether a line is long enough, and ended so, that it is a paragraph.

    >>> is_prose("A label"), is_prose("The two met for days, and said that they would meet again in May.")
    (False, True)
    """
    size = len(text)
    if size < 25:
        return False
    dense = bool(_CJK.search(text[:80]))
    if not dense and size < 60:
        return False
    return size > (120 if dense else 240) or text.rstrip(_CLOSING).endswith(_END)


class Line:
    """What has been read since the last boundary: segments that line breaks part."""

    def __init__(self) -> None:
        self.segments: list[list[_Run]] = [[]]
        self.word = ""

    def add(self, text: str | None, weight: int, word: str, *, as_set: bool) -> None:
        """Add a run of text; `as_set` says that its own line ends are shown, `word` what it is named as."""
        if text:
            first, *rest = text.split("\n") if as_set else (text,)
            self.segments[-1].append((first, weight))
            self.segments.extend([(line, weight)] for line in rest)
            self.word = self.word or word

    def cut(self) -> None:
        """Break the line."""
        self.segments.append([])

    def take(self, tag: str) -> list[tuple[str, Counts]]:
        """Return the paragraphs, each with its characters in links, bold, italic and aside."""
        segments = self.segments
        if len(segments) == 1 and not segments[0]:
            return []
        self.segments = [[]]
        if len(segments) == 1:
            text, counts = _sum(segments[0])
            return [(text, counts)] if text else []
        parts = [(*_sum(part), "".join(run[0] for run in part[:3])) for part in segments]
        return _joined(parts, flow=tag != "p" or sum(is_prose(part[0]) for part in parts) > 3)


def _sum(part: list[_Run]) -> tuple[str, Counts]:
    counts = [0, 0, 0, 0]
    for text, weight in part:
        if weight:
            size = len(" ".join(text.split()))
            for place in range(4):
                if weight >> place & 1:
                    counts[place] += size
    return " ".join("".join(run[0] for run in part).split()), (counts[0], counts[1], counts[2], counts[3])


def _joined(parts: list[tuple[str, Counts, str]], *, flow: bool) -> list[tuple[str, Counts]]:
    """Return paragraphs: two breaks part, one does where a sentence ends in a flow, or beside a heading."""
    filled = [part[0] for part in parts if part[0]]
    ended = sum(text.rstrip(_CLOSING).endswith(_END) for text in filled)
    wrapped = len(filled) > 4 and max(map(len, filled)) < 110 and ended * 2 < len(filled)
    found: list[tuple[list[str], Counts]] = []
    gap = True
    for text, counts, raw in parts:
        if not text:
            gap = True
            continue
        if gap or _parted(*found[-1], text, counts, raw, flow=flow and not wrapped):
            found.append(([text], counts))
        else:
            above, sums = found[-1]
            above.append(text)
            found[-1] = (above, tuple(a + b for a, b in zip(sums, counts, strict=True)))  # type: ignore[assignment]
        gap = False
    return [(" ".join(texts), counts) for texts, counts in found]


def _parted(above: list[str], sums: Counts, text: str, counts: Counts, raw: str, *, flow: bool) -> bool:
    if _INDENT.match(raw) or _BULLET.match(raw):
        return True
    last = above[-1]
    headed = (sums[1] >= sum(map(len, above)) - 2) != (counts[1] >= len(text) - 2)
    if headed and not text[0].islower():
        return True
    return flow and not text[0].islower() and len(last) >= 25 and last.rstrip(_CLOSING).endswith(_END)


# What the names of elements say: the story's text, or something else. The words are in fallback.toml.

#: Never text of the story, whatever is in them.
DROPPED: frozenset[str] = word_lists(__package__, "lists")["blocks"]["dropped"]
#: Of these, what has a caption.
PICTURES = frozenset(("img", "picture", "video", "amp-img", "amp-video", "iframe", "embed", "object"))
#: Of these, what one clicks or fills in.
CONTROLS = frozenset(("button", "input", "select", "textarea"))
#: Not text of the story unless most of the page's text is in them.
JUNK_TAGS = frozenset("nav footer aside figure header form noscript menu".split())

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORT = frozenset("ad by in is my no of on or to up us we".split())
_LAYOUT: frozenset[str] = word_lists(__package__, "lists")["blocks"]["layout"]
# WordPress writes an article's tags and categories into its class.
_FILED = frozenset(("hentry", "type-post", "post", "single-post", "status-publish"))
_JOINT = re.compile(r"[-_:./|,+ ]+")
_HASH = re.compile(r"(?=[a-zA-Z_-]*\d)[\w-]*\d\w*$|^css-|^sc-|^jsx-|^_|^Mui|^e[0-9a-z]{6,}$")

#: Attributes in which sites say what an element is.
NAMED = tuple(
    "class id itemprop property role aria-label data-component data-component-name data-testid data-qa "
    "data-area data-type data-name data-gu-name data-module data-block data-block-type data-role "
    "data-hook data-cy data-inset_type data-sara-component data-dtm-region data-region data-widget".split()
)


@cache
def words(table: str, name: str) -> frozenset[str]:
    """Return one list of ``fallback.toml``."""
    return frozenset(toml(__package__, "fallback")[table][name])


@cache
def pattern(table: str, name: str, form: str = "{}") -> re.Pattern[str]:
    """Return one list of ``fallback.toml`` as one expression; `form` says what stands around it."""
    return re.compile(form.format("|".join(toml(__package__, "fallback")[table][name])), re.IGNORECASE)


@lru_cache(maxsize=20_000)
def split(name: str) -> tuple[str, ...]:
    """Return the words of one class name in lower case; what a build made up (``f98b1ad2``) is no word.

    >>> split("ArticleBody-relatedLinks__item2"), split("sc-f98b1ad2-0 hlAdQG")
    (('article', 'body', 'related', 'links', 'item'), ('sc',))
    """
    found: list[str] = []
    for part in _JOINT.split(name):
        bare = part.strip("0123456789")
        words = _PART.findall(bare)
        if "".join(words) != bare or (
            len(words) > 1 and any(len(word) < 3 and word.lower() not in _SHORT for word in words)
        ):
            continue
        found.extend(word.lower() for word in words)
    return tuple(found)


@lru_cache(maxsize=20_000)
def junk_word(names: str) -> str:
    """Return the word by which class names and the like name something that is not the story, or nothing.

    >>> junk_word("story-related"), junk_word("ad-free story"), junk_word("article-sign-up")
    ('related', '', 'sign-up')
    """
    junk, pairs, spared = words("names", "junk"), words("names", "pairs"), words("names", "spared")
    listed = names.split()
    filed = len(listed) > 3 and any(name in _FILED for name in listed)
    for name in listed:
        parts = split(name)
        if len(parts) > 8 or (filed and name.startswith(("tag-", "category-"))):
            continue
        for place, part in enumerate(parts):
            if part in junk and spared.isdisjoint(parts[max(0, place - 1) : place + 2]):
                return part
            if place and f"{parts[place - 1]}-{part}" in pairs:
                return f"{parts[place - 1]}-{part}"
    return ""


@lru_cache(maxsize=20_000)
def named_body(names: str) -> bool:
    """Say whether class names and the like name the story's text.

    >>> named_body("article__body"), named_body("story-body-text"), named_body("sidebar")
    (True, True, False)
    """
    body = pattern("names", "body")
    return any(body.search(name) for name in names.split())


@lru_cache(maxsize=20_000)
def named_head(names: str) -> bool:
    """Say whether class names name a subhead.

    >>> named_head("article-crosshead"), named_head("header")
    (True, False)
    """
    return bool(pattern("names", "heads").search(names))


@lru_cache(maxsize=20_000)
def normal(names: str) -> str:
    """Return class names without numbers and what builds make up, so that equal parts of a page are equal.

    >>> normal("paragraph-12 css-1a2b3c"), normal("story-text")
    ('paragraph-', 'story-text')
    """
    kept: set[str] = set()
    for name in names.split():
        bare = name.rstrip("0123456789")
        if bare and not _HASH.search(bare) and not _LAYOUT.issuperset(split(bare)):
            kept.add(bare)
    return " ".join(sorted(kept))


_INLINE: frozenset[str] = word_lists(__package__, "lists")["blocks"]["inline"]
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
class PageBlocks:
    """The elements of a page in order, its blocks, and how many elements stand in each other at most."""

    nodes: list[Node]
    blocks: list[Block]
    depth: int


@dataclass(slots=True)
class _Frame:
    """An open element, and what of those around it holds in it too."""

    tag: str
    node: int
    weight: int = 0
    word: str = ""
    head: int = 0
    item: bool = False
    quote: bool = False
    set: bool = False


def read_blocks(tree: HtmlElement) -> PageBlocks:
    """Return the blocks of a page in order, and the elements they stand in."""
    walk = _Walk()
    walk.over(tree)
    for block in walk.blocks:
        block.sig = _signature(walk.nodes, block.node)
    return PageBlocks(walk.nodes, walk.blocks, walk.depth)


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
        if tag in DROPPED:
            if above and tag in PICTURES:
                self.nodes[above.node].pictures += 1
                self.pictured = True
            elif above and tag in CONTROLS:
                self.nodes[above.node].controls += 1
            return False
        if tag in _INLINE and above:
            named = dict(element.items())
            names = f"{named.get('class') or ''} {named.get('id') or ''}"
            if named and _unseen(element, named, names):
                return False
            frame = replace(above, tag=tag)
            if names != " " and not frame.word:
                frame.word = junk_word(names)
        else:
            if tag == "br":
                self.line.cut()
                self.stack.append(replace(above, tag=tag) if above else _Frame(tag, 0))
                return True
            self._flush()
            frame = replace(above or _Frame(tag, 0), tag=tag, node=len(self.nodes), word="")
            self.nodes.append(_node(element, tag, above.node if above else -1))
            self.opened.append(frame)
        _weigh(frame, tag, element)
        if tag in ("div", "p") and named_head(element.get("class") or ""):
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
    if frame.item or _BULLET.match(text):
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
_ORDER = {name: place for place, name in enumerate(NAMED)}


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
    node = Node(parent, tag, normal(names) if names else "")
    own = f"{tag} {names}" if "-" in tag else names
    if named and _hidden(named, names):
        node.junk = "hidden"
    elif tag in JUNK_TAGS:
        node.junk = f"<{tag}>"
    elif own:
        node.junk = junk_word(own)
        if tag in _HEADINGS and node.junk.endswith(("-header", "-title")):
            node.junk = ""
    node.centred = (
        tag == "center" or named.get("align") == "center" or _is_centred(named.get("style") or names)
    )
    node.body = bool(own) and named_body(own)
    return node
