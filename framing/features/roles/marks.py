"""A sentence as words for the signs of roles: the mask that stands for an entity, marks, stems.

What a table of weights was trained with must be cut in the same way for ever.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["BE", "MARKS", "MASK", "PRONOUNS", "SAME", "cut", "stem"]

#: What stands for the entity in a sentence, and for it once more where it is named again.
MASK, SAME = "\ue000", "\ue001"
MARKS = frozenset('.,;:?!"“”')
BE = frozenset("is are was were be been being am get gets got".split())
PRONOUNS = frozenset("i you he she it we they me him her us them".split())
_WORD = re.compile(rf"{MASK}|[^\W_][\w'’-]*|[.,;:?!\"“”]")
_ENDINGS = ("ing", "ed", "es", "s")


def cut(sentence: str) -> list[str]:
    """Return the words and marks of a sentence, the mask among them.

    >>> cut(f"They, and {MASK}'s aides.") == ["They", ",", "and", MASK, "s", "aides", "."]
    True
    """
    return _WORD.findall(sentence)


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """Return a word in lower case without its commonest endings.

    >>> stem("Attacked"), stem("lies"), stem("us")
    ('attack', 'lies', 'us')
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word
