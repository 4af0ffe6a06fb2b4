"""How many columns of a terminal a text takes, and how it is cut and filled to so many.

An ideograph takes two columns, an accent that stands by itself none. What would move the cursor or
change its colours is shown as a space: articles come from anywhere.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["begin", "clean", "end", "width"]


@lru_cache(1 << 14)
def _columns(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Return how many columns a text takes.

    >>> width("visit"), width("访问"), width("e\u0301")
    (5, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def clean(text: str) -> str:
    """Return a text on one line, without what a terminal would obey.

    >>> clean("a\\x1b[31m\\n b\\u202e")
    'a [31m b'
    """
    if not text.isprintable():
        # Controls, and marks that turn the direction of a line around; joiners inside a word are harmless.
        text = "".join(" " if _obeyed(char) else char for char in text)
    return " ".join(text.split())


def _obeyed(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Cc", "Cs", "Co")
        or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u2069"
    )


def begin(text: str, columns: int) -> str:
    """Return the beginning of a text that fits, with dots where something is missing.

    >>> begin("a long text", 7), begin("访问北京", 5)
    ('a long…', '访问…')
    """
    if width(text) <= columns:
        return text
    return _fitting(text, columns - 1) + "…" if columns > 0 else ""


def end(text: str, columns: int) -> str:
    """Return the end of a text that fits, filled with spaces on the left.

    >>> end("a long text", 7), end("访问北京", 6), end("a", 3)
    ('…g text', ' …北京', '  a')
    """
    if columns <= 0:
        return ""
    if width(text) > columns:
        text = "…" + _fitting(text[::-1], columns - 1)[::-1]
    return " " * (columns - width(text)) + text


def _fitting(text: str, columns: int) -> str:
    if text.isascii():
        return text[:columns]
    for place, char in enumerate(text):
        columns -= _columns(char)
        if columns < 0:
            return text[:place]
    return text
