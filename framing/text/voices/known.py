"""Words that the taggers know by themselves, in lists (``known.toml``), and the shapes of all others."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

__all__ = ["ENDINGS", "SHAPES", "Bits", "known"]


class Bits:
    """The bit of each list of ``known.toml``, in its order."""

    PRONOUN, OBJECT, POSSESSIVE, SUBORDINATOR, COORDINATOR, ARTICLE, AUXILIARY = (1 << i for i in range(7))
    PREPOSITION, TIME, ADVERB, WHO, VERB, NUMBER, OTHER = (1 << i for i in range(7, 14))


@cache
def known() -> dict[str, frozenset[str]]:
    """Return the lists by name, in the order of their bits.

    >>> "spokesman" in known()["who"], list(known()).index("verb") == Bits.VERB.bit_length() - 1
    (True, True)
    """
    raw = tomllib.loads((resources.files("framing.text.voices") / "known.toml").read_text("utf8"))
    return {name: frozenset(table["words"].split()) for name, table in raw.items()}


#: Shapes of the words that stand in no list; a later one wins.
SHAPES = (
    "word", "plural", "ing", "ed", "ly", "adjective", "noun", "capital", "possessive", "acronym", "figure",
    "nt", "handle",
)  # fmt: skip
#: How words in small letters end that have some of these shapes.
ENDINGS = {
    "plural": ("s",),
    "ing": ("ing",),
    "ed": ("ed",),
    "ly": ("ly",),
    "adjective": tuple("al ive ous ful less able ible ic ish ary ent ant".split()),
    "noun": tuple(
        "tion sion ment ness ity ism ance ence ship ist ists er ers or ors ure tions ments".split()
    ),
}
