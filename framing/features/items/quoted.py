"""Titles in quotation marks: laws, agreements, books, films; what somebody says in them is no title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.features.items.tables import words

__all__ = ["quoted_titles"]

_QUOTED = re.compile(r"[“\"]([A-Z][^“”\"\n]{5,140}?),?[”\"]")
_SMALL = frozenset(
    "of the and in a an on for to with from by at or as is into over vs v. nor but not".split()
)
_LONGEST = 18


def quoted_titles(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where titles in quotation marks stand, and whether each is a document or another name.

    A title has three words or more, all with capitals but small words; the marks are not part of it.

    Examples
    --------
    >>> text = 'They read “A Treaty of Two Harbours,” and “We Won!” came later.'
    >>> [(text[begin:end], kind) for begin, end, kind in quoted_titles(text)]
    [('A Treaty of Two Harbours', 'document')]
    """
    for match in _QUOTED.finditer(text):
        spelt = match[1].split(" ")
        if not 2 < len(spelt) <= _LONGEST or match[1][-1] in "!?;" or "" in spelt:
            continue
        big = [word for word in spelt if word.lower() not in _SMALL]
        if len(big) < 2 or not all(word.lstrip("'‘(")[:1].isupper() or word[0].isdigit() for word in big):
            continue
        if not any(char.islower() for char in match[1]):
            continue
        bare = {word.strip(".,:;()'‘’") for word in spelt}
        kind = "document" if bare & words("names", "document") else "name"
        yield match.start(1), match.start(1) + len(match[1].rstrip(",.")), kind
