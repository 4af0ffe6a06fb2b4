"""Keep the direction of outside words to themselves, so that no mark in them can reorder the page."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

__all__ = ["isolate"]

#: Classes of characters that can turn the text beside them: right-to-left letters and numbers, embeddings,
#: overrides, isolates. Without one of these an isolate changes nothing, and most cells of a table have none.
_TURNING = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}


def isolate(text: object) -> Markup:
    """Return text escaped, inside bdi where it holds a character that can turn what stands beside it.

    >>> isolate("a < b"), isolate("a\\N{RIGHT-TO-LEFT OVERRIDE}b")
    (Markup('a &lt; b'), Markup('<bdi>a\\u202eb</bdi>'))
    """
    escaped = escape(text)
    if str(escaped).isascii() or not _turns(str(escaped)):
        return escaped
    return Markup("<bdi>") + escaped + Markup("</bdi>")


def _turns(text: str) -> bool:
    return any(
        unicodedata.bidirectional(character) in _TURNING or character == "\N{LEFT-TO-RIGHT MARK}"
        for character in text
    )
