"""Words that the taggers know by themselves, in lists (``known.toml``), and the shapes of all others."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

__all__ = ["SHAPES", "Bits", "known"]


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


#: Shapes of the words that stand in no list, by pattern; a later one wins.
SHAPES: dict[str, str] = {
    "word": r"",
    "plural": r"^\p{Ll}+s$",
    "ing": r"^\p{Ll}+ing$",
    "ed": r"^\p{Ll}+ed$",
    "ly": r"^\p{Ll}+ly$",
    "adjective": r"^\p{Ll}+(?:al|ive|ous|ful|less|able|ible|ic|ish|ary|ent|ant)$",
    "noun": r"^\p{Ll}+(?:tion|sion|ment|ness|ity|ism|ance|ence|ship|ist|ists|er|ers|or|ors|ure|tions|ments)$",
    "capital": r"^\p{Lu}",
    "possessive": r"['’]s?$",
    "acronym": r"^[\p{Lu}.]{2,}$",
    "figure": r"^[$€£]?\d",
    "nt": r"n['’]t$",
    "handle": r"^(?:https?:|www\.|@)|@",
}
