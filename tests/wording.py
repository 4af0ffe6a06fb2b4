"""Words the report may not use, and the check that generated prose keeps to that.

The tool counts words in the articles that were collected. It can't see motives,
causes, or what an outlet does on other days, so it has no words for them. The
check is for prose that the program writes; the articles' own sentences, titles
and terms may say what they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from framing.errors import FramingError

__all__ = ["RULES", "Breach", "Rule", "breaches", "check"]


@dataclass(frozen=True)
class Rule:
    """One thing not to say: the pattern, why, and what to say in its place."""

    pattern: re.Pattern[str]
    why: str
    instead: str


@dataclass(frozen=True)
class Breach:
    """A place in the prose that breaks a rule."""

    words: str
    around: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.words!r} in “{self.around}”: {self.rule.why}; say {self.rule.instead}"


def _rule(pattern: str, why: str, instead: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), why, instead)


RULES: tuple[Rule, ...] = (
    _rule(
        r"\b(?:un)?bias(?:es|ed|ing)?\b",
        "a count of words does not show a motive",
        "which measure differs, by how much",
    ),
    _rule(r"\bpropagand\w*", "a count of words does not show a motive", "which measure differs, by how much"),
    _rule(
        r"\b(?:dis)?pro(?:ves?|ved|ven|ving|ofs?)\b",
        "nothing here is that certain",
        "the number and its interval",
    ),
    _rule(
        r"(?<!nominally )\b(?:in)?significan(?:t|tly|ce)\b(?! (?:after adjustment|by its test alone))",
        "alone it doesn't say after how many tests",
        "“significant after adjustment”, or “nominally significant”",
    ),
    _rule(
        r"\bomi(?:ts?|tted|tting|ssions?)\b",
        "absence from a sample is not a decision",
        "“not found in the collected articles”",
    ),
    _rule(
        r"\bno (?:\w+ )?differences?\b|\b(?:outlets|groups|pairs?|sides|they) (?:do|does|did) not differ\b",
        "a large p does not show that two outlets are alike",
        "“inconclusive”",
    ),
    _rule(
        r"\bless certain\b|\bnot settled\b|\bdo(?:es)? not settle\b"
        r"|\bh(?:olds?|eld) (?:after |in (?=\d|few|most|all|half))",
        "it is no term of the field",
        "“significant after adjustment”, “nominal”, “inconclusive” or “not estimable”",
    ),
    _rule(
        r"\bcaus(?:es?|ed|ing|al)\b(?!\.[a-z])",
        "nobody assigned articles to outlets by chance",
        "what was counted where",
    ),
)

_PRESENT = (
    r"(?:is|are|has|have|does|do|uses?|writes?|says?|prefers?|tends?|favou?rs?|avoids?|hedges?|frames?|reports?|presents?"
    r"|portrays?|gives?|stands?|shows?|relies|rely|speaks?|quotes?|sounds?|treats?|describes?|leans?|calls?)"
)


def breaches(prose: str, outlets: Iterable[str] = ()) -> list[Breach]:
    """Return every place where prose says what the data can't carry.

    Parameters
    ----------
    prose : str
        What the program wrote, without the articles' own words.
    outlets : iterable of str
        Names as shown; a verb in the present tense right behind one is a
        statement on the outlet in general.

    Returns
    -------
    list of Breach
        In order of position; empty if all is well.

    Examples
    --------
    >>> [b.words for b in breaches("Xinhua hedges more. This proves it.", ["Xinhua"])]
    ['Xinhua hedges', 'proves']
    >>> breaches("In these 23 articles hedges stood at 12.3 per 1,000 tokens.")
    []
    """
    rules = list(RULES)
    names = [re.escape(name) for name in sorted(set(outlets), key=len, reverse=True) if name]
    if names:
        rules.append(
            _rule(
                rf"(?:{'|'.join(names)})\s+{_PRESENT}\b",
                "the articles collected are not the outlet in general",
                "what was counted, in the past tense",
            )
        )
    found = []
    for rule in rules:
        for match in rule.pattern.finditer(prose):
            around = " ".join(prose[max(0, match.start() - 40) : match.end() + 40].split())
            found.append((match.start(), Breach(match.group(), around, rule)))
    return [breach for _, breach in sorted(found, key=lambda item: item[0])]


def check(prose: str, outlets: Iterable[str] = ()) -> str:
    """Return the prose unchanged, or raise with the first breach.

    Raises
    ------
    FramingError
        The prose says what the data can't carry.
    """
    found = breaches(prose, outlets)
    if found:
        raise FramingError(f"report: {found[0]}")
    return prose
