"""Keep the direction of outside words to themselves, so that no mark in them can reorder the page."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

__all__ = ["isolate", "visible"]

#: Classes of characters that can turn the text beside them: right-to-left letters and numbers, embeddings,
#: overrides, isolates. Without one of these an isolate changes nothing, and most cells of a table have none.
_TURNING = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}

_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def isolate(text: object) -> Markup:
    """Return text escaped, inside bdi where it holds a character that can turn what stands beside it.

    >>> isolate("a < b"), isolate("a\\N{RIGHT-TO-LEFT OVERRIDE}b")
    (Markup('a &lt; b'), Markup('<bdi>a\\u202eb</bdi>'))
    """
    escaped = escape(text)
    if str(escaped).isascii() or not _turns(str(escaped)):
        return escaped
    return Markup("<bdi>") + escaped + Markup("</bdi>")


def visible(text: object) -> str:
    """Return text for places that hold no elements, with the marks that turn what follows shown as escapes.

    A title, a choice of a form and an attribute can't be isolated; letters that run from right to left stay.

    >>> visible("a\N{RIGHT-TO-LEFT OVERRIDE}b")
    'a\\\\u202eb'
    """
    return _MARKS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", str(text))


def _turns(text: str) -> bool:
    return any(
        unicodedata.bidirectional(character) in _TURNING or character == "\N{LEFT-TO-RIGHT MARK}"
        for character in text
    )
