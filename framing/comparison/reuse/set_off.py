"""Somebody's words set off without quotation marks: embedded posts, block quotations, behind a colon.

Pages lose the box or the indent when they are saved; the words around still show it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.text.voices.cues import cues

__all__ = ["SetOff", "set_off"]

#: What a site prints under an embedded post: a name, a handle in brackets, a date.
_POST = re.compile(
    r"[—–-]{1,2} ?(?P<name>[^\n—–()]{2,60}?) ?\(@(?P<handle>\w{2,30})\),? (?:on )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
)
#: Another layout has name and handle before it.
_POSTED = re.compile(r"(?P<name>(?:[A-Z][\w.’'-]* ?){1,5})\(@\w{2,30}\)[:,]? (?=\S)")
#: A turn of a transcript.
_TURN = re.compile(r"(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){0,4}): ")
#: A paragraph that ends so hands over to somebody, if one of its last words gives words to anybody.
_COLON = re.compile(r":[\"”’)]*\s*$")
_LAST_WORDS = 18
#: Shorter paragraphs behind a colon are items of a list.
_ITEM = 8


class SetOff(NamedTuple):
    """A stretch of a text in code points, and whose words it is where that is printed with it."""

    start: int
    end: int
    speaker: str | None


def set_off(text: str, blocks: str = "") -> list[SetOff]:
    """Return the stretches of a text that are set off as somebody's words.

    Parameters
    ----------
    text : str
        Paragraphs joined by one blank line.
    blocks : str
        A letter a paragraph; q is a block quotation.

    Examples
    --------
    >>> text = "He posted:\\n\\nWe will build it. — Ana Ruiz (@ruiz) May 4, 2020\\n\\nIt rained."
    >>> [(text[s.start : s.end][:11], s.speaker) for s in set_off(text)]
    [('We will bui', 'Ana Ruiz')]
    """
    found: list[SetOff] = []
    start = 0
    handed = False
    for n, paragraph in enumerate(text.split("\n\n")):
        end = start + len(paragraph)
        posts = _posts(paragraph, start)
        if posts:
            found += posts
        elif blocks[n : n + 1] == "q" or (handed and len(paragraph.split()) >= _ITEM):
            found.append(SetOff(start, end, None))
        handed = _hands_over(paragraph)
        start = end + 2
    return found


def _posts(paragraph: str, base: int) -> list[SetOff]:
    """Return the turn of a paragraph, or its posts: each reaches back to the one before."""
    before = _POSTED.match(paragraph) or _TURN.match(paragraph)
    if before:
        return [SetOff(base + before.end(), base + len(paragraph), before["name"].strip())]
    found = []
    at = 0
    for post in _POST.finditer(paragraph):
        found.append(SetOff(base + at, base + post.end(), post["name"].strip()))
        at = post.end()
    return found


def _hands_over(paragraph: str) -> bool:
    if not _COLON.search(paragraph):
        return False
    last = re.findall(r"[\w'’-]+", paragraph)[-_LAST_WORDS:]
    return any(word.lower() in cues() for word in last)
