"""Lines of a piece of HTML as a browser shows them, each with the part of the page it is in.

What marks search terms in colour is no boundary: words are joined as they
stand, and a space is one where the page has one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Line", "lines"]

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_DROPPED = frozenset(
    "script style noscript template head title button input select svg iframe object".split()
)
_LETTERS = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h"), "li": "l", "blockquote": "q"}
_BOLD = frozenset(("b", "strong"))
_SUBHEAD = 100


class Line(NamedTuple):
    """One line.

    Attributes
    ----------
    mark : str
        The part it is in, as the nearest element that has one says.
    letter : str
        p paragraph, h subhead, q quotation, l list item.
    ends : tuple of str
        What stands between it and the next: "br", "p", or "block" for another element.
    href : str
        Where a link in it leads to.
    """

    text: str
    mark: str
    letter: str
    ends: tuple[str, ...]
    href: str


class _Open:
    """The line that is being put together."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.bold = 0
        self.begun = False
        self.mark = self.letter = self.href = ""


def lines(root: Any, mark_of: Callable[[Any], str]) -> list[Line]:
    """Return the lines of a tree.

    Parameters
    ----------
    root : lxml element
    mark_of : callable
        Element to the name of its part, or "" where it is in that of its parent.
    """
    from lxml import etree

    found: list[Line] = []
    ends: list[list[str]] = []
    now = _Open()
    marks, letters, bold = [""], ["p"], 0

    def closed(why: str) -> None:
        nonlocal now
        text = " ".join("".join(now.parts).split())
        if text:
            all_bold = now.bold and now.bold >= len(text.replace(" ", ""))
            subhead = now.letter == "p" and all_bold and len(text) <= _SUBHEAD and text[-1] not in ".:;,!?…"
            found.append(Line(text, now.mark, "h" if subhead else now.letter, (), now.href))
            ends.append([])
        if ends and why:
            ends[-1].append(why)
        now = _Open()

    def add(text: str | None) -> None:
        if not text:
            return
        if text.strip():
            if now.begun and now.mark != marks[-1]:
                closed("")
            if not now.begun:
                now.mark, now.letter, now.begun = marks[-1], letters[-1], True
            now.bold += len("".join(text.split())) if bold else 0
        now.parts.append(text)

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event in ("comment", "pi"):
            add(node.tail)
            continue
        tag = node.tag
        if event == "start":
            if tag in _DROPPED and node is not root:
                walk.skip_subtree()
            marks.append(mark_of(node) or marks[-1])
            letters.append(_LETTERS.get(tag, letters[-1]))
            bold += tag in _BOLD
            if tag == "br":
                closed("br")
            elif tag in _BLOCKS:
                closed("p" if tag == "p" else "block")
            elif tag in ("td", "th"):
                now.parts.append(" ")
            if tag == "a" and node.get("href"):
                now.href = node.get("href")
            if tag not in _DROPPED:
                add(node.text)
        else:
            if tag in _BLOCKS:
                closed("p" if tag == "p" else "block")
            bold -= tag in _BOLD
            marks.pop()
            letters.pop()
            if node is not root:
                add(node.tail)
    closed("")
    return [line._replace(ends=tuple(ends[at])) for at, line in enumerate(found)]
