"""The word lists of ``forms.toml``, read once and ready to be looked up; no rule stands here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from framing.text.voices.words import known

__all__ = ["Lists", "lists"]


@dataclass(frozen=True)
class Lists:
    """Words that classing looks up, all in lower case.

    Attributes
    ----------
    numbers, magnitudes : dict of str to Fraction
    units : dict of str to str
        What stands behind a number, to its sign.
    months, days : dict of str to int
    time, negators, before_verb, before_noun, modal, auxiliary, before_year, no_verb : frozenset of str
    irregular : dict of str to str
        Each form of a verb without a rule, to its base.
    spelling : dict of str to str
        Each spelling, to the one that stands for all.
    function : frozenset of str
        Words of closed classes.
    """

    numbers: dict[str, Fraction]
    magnitudes: dict[str, Fraction]
    units: dict[str, str]
    months: dict[str, int]
    days: dict[str, int]
    time: frozenset[str]
    negators: frozenset[str]
    before_verb: frozenset[str]
    before_noun: frozenset[str]
    modal: frozenset[str]
    auxiliary: frozenset[str]
    before_year: frozenset[str]
    no_verb: frozenset[str]
    irregular: dict[str, str]
    spelling: dict[str, str]
    function: frozenset[str]


#: Lists of `known` whose words are of closed classes.
_CLOSED = (
    "pronoun",
    "object",
    "possessive",
    "subordinator",
    "coordinator",
    "article",
    "auxiliary",
    "preposition",
)


@cache
def lists() -> Lists:
    """Return the lists.

    >>> lists().months["sept"], lists().irregular["rose"], lists().spelling["programme"]
    (9, 'rise', 'program')
    """
    raw = tomllib.loads((resources.files("framing.comparison.reuse") / "forms.toml").read_text("utf8"))
    words = {
        name: frozenset(str(value).split()) for name, value in raw["words"].items() if name != "irregular"
    }
    verbs = [entry.split("|") for entry in raw["words"]["irregular"].split()]
    pairs = [entry.split("|") for entry in raw["spelling"]["pairs"].split()]
    return Lists(
        numbers={word: Fraction(str(value)) for word, value in raw["numbers"].items()},
        magnitudes={word: Fraction(value) for word, value in raw["magnitudes"].items()},
        units=raw["units"],
        months=raw["months"],
        days=raw["days"],
        irregular={form: forms[0] for forms in verbs for form in forms},
        spelling={form: forms[0] for forms in pairs for form in forms},
        function=frozenset(word for name in _CLOSED for word in known()[name]),
        **words,
    )
