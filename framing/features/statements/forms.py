"""What one word says of a fact: folded to a term, dropped, or a mark that turns the sentence round.

Asked once for each distinct form. No sentence is seen here, and no text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from framing.text.tokens import fold
from framing.text.voices.speakers.lexicon import lexicon, plain

__all__ = [
    "TURNS",
    "country",
    "dateline",
    "days",
    "denies",
    "figure",
    "furniture",
    "irregular",
    "multiplier",
    "negations",
    "opposite",
    "pairs_of_countries",
    "term",
    "turns",
]

#: Marks by which two sentences of the same words can say contrary things, pair by pair behind "not".
TURNS = ("not", "up", "down", "for", "against", "win", "lose")


class _Lists(NamedTuple):
    dropped: frozenset[str]
    irregular: dict[str, str]
    same: dict[str, str]
    figures: dict[str, float]
    multipliers: dict[str, float]
    turned: dict[str, int]
    plain: dict[str, frozenset[str]]
    opposite: dict[str, frozenset[str]]
    furniture: re.Pattern[str]


@cache
def _lists() -> _Lists:
    raw: dict[str, Any] = tomllib.loads(
        (resources.files("framing.features.statements") / "words.toml").read_text("utf8")
    )
    irregular = dict(pair.split(":") for pair in raw["irregular"]["forms"].split())
    same: dict[str, str] = {}
    for line in raw["same"]["words"]:
        words = line.split()
        for word in words:
            # The first line that has a word keeps it: "decline" is a fall before it is a refusal.
            same.setdefault(_stem(word), f"={_stem(words[0])}")
    turned: dict[str, int] = {}
    for bit, name in enumerate(TURNS):
        for word in raw["turned"][name].split():
            turned[word] = turned.get(word, 0) | 1 << bit
    numbers = {
        key: {w: float(v) for w, v in (pair.split(":") for pair in raw["figures"][key].split())}
        for key in ("words", "multipliers")
    }
    contrary = raw["contrary"]["words"]
    plain = {name: frozenset(words.split()) for name, words in contrary.items()}
    plain["denying"] = frozenset(_folded(word, irregular, same) for word in plain["denying"])
    opposite: dict[str, set[str]] = {}
    for line in raw["contrary"]["opposites"]:
        one, other = ({_folded(word, irregular, same) for word in side.split()} for side in line.split("|"))
        for side, facing in ((one, other), (other, one)):
            for word in side:
                opposite.setdefault(word, set()).update(facing - side)
    dropped = frozenset(" ".join(raw["dropped"].values()).split())
    opening, anywhere = (
        "|".join(part.strip() for part in raw["furniture"][key].split("|")) for key in ("opening", "anywhere")
    )
    furniture = re.compile(rf"^\W*(?:{opening})\s*:|{anywhere}", re.IGNORECASE)
    return _Lists(
        dropped=dropped,
        irregular=irregular,
        same=same,
        figures=numbers["words"],
        multipliers=numbers["multipliers"],
        turned=turned,
        plain=plain,
        opposite={word: frozenset(facing) for word, facing in opposite.items()},
        furniture=furniture,
    )


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


@lru_cache(1 << 17)
def _stem(word: str) -> str:
    found: str = _stemmer().stem(word)
    return found


def _folded(word: str, irregular: dict[str, str], same: dict[str, str]) -> str:
    stem = _stem(irregular.get(word, word))
    return same.get(stem, stem)


_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:(st|nd|rd|th|s|k|m|mn|mln|bn|tn|b)|-[a-z][a-z-]*)?")
#: Short forms of verbs and "not", which say nothing by themselves.
_SHORT = re.compile(r".*(?:n't|'(?:ve|ll|re|d|m|s))")


@lru_cache(1 << 17)
def figure(form: str) -> float | None:
    """Return the number that a form writes, or None.

    >>> figure("118.7bn"), figure("1,200"), figure("five"), figure("5th"), figure("G7")
    (118700000000.0, 1200.0, 5.0, 5.0, None)
    >>> figure("11-hour"), figure("two-year")
    (11.0, 2.0)
    """
    low = form.lower()
    found = _FIGURE.fullmatch(low)
    if not found:
        return _lists().figures.get(low.split("-")[0] if "-" in low else low)
    digits, tail = found.groups()
    value = float(digits.replace(",", ""))
    return value * {"b": 1e9, **_lists().multipliers}.get(tail or "", 1.0)


def multiplier(form: str) -> float | None:
    """Return what a word behind a figure multiplies it by, or None: 1e9 for "billion"."""
    return _lists().multipliers.get(form.lower())


@lru_cache(1 << 17)
def country(form: str) -> str | None:
    """Return the country that a name, a people or a seat of government stands for.

    >>> country("Chinese"), country("Beijing"), country("Shanghai"), country("may")
    ('@CN', '@CN', None, None)
    """
    if not form[:1].isupper():
        return None
    bare = re.sub("['’]s?$", "", form).replace(".", "")
    for words, spelt, entry in lexicon().phrases.get(plain(bare), ()):
        fits = len(words) == 1 and (spelt is None or spelt == (bare,))
        if fits and entry.country and (entry.kind == "people" or _stands_for(entry.kind, entry.type)):
            return f"@{entry.country}"
    return None


def _stands_for(kind: str, type_: str | None) -> bool:
    return kind == "place" and type_ == "official"


@cache
def pairs_of_countries() -> dict[tuple[str, str], str]:
    """Return the countries named by two words, in lower case: "united", "states"."""
    return {
        (words[0], words[1]): f"@{entry.country}"
        for phrases in lexicon().phrases.values()
        for words, _, entry in phrases
        if len(words) == 2 and entry.country and _stands_for(entry.kind, entry.type)
    }


_AGENCY = "CNN|AP|AFP|UPI|Reuters|Xinhua|Bloomberg|Kyodo|Yonhap|TASS|PTI|ANI"
_DATELINE = re.compile(
    rf"""
    \s*(?:
        (?:[A-Z][\w.'’]*(?:[ ,/]+[\w.'’]+){{0,7}}[ ,]*)? \([A-Z][A-Za-z ]{{1,24}}\) \s*(?:--|[-–—])
      | (?:[A-Z][\w.'’]*(?:[ ,]+[A-Z][\w.'’]*){{0,3}}[ ,]*)? \((?:{_AGENCY})\)
      | [A-Z][A-Z.'’]+(?:[ ,/]+[A-Z][\w.'’]*){{0,5}}[ ,]* (?:--|[–—])
    )\s""",
    re.VERBOSE,
)


def dateline(text: str) -> int:
    """Return where the place, day and agency that a text opens with end; 0 where it opens with none.

    >>> text = "PORT RUIZ, Jan. 14 (Xinhua) -- Marlow came. (AP) - He left."
    >>> text[dateline(text) :], dateline("Marlow (Liberal) came."), dateline("Washington (CNN) Rain fell.")
    ('Marlow came. (AP) - He left.', 0, 17)
    """
    found = _DATELINE.match(text[:120])
    return found.end() if found else 0


def furniture(sentence: str) -> bool:
    """Say whether a sentence is about the page and not of the article.

    >>> furniture("PHOTOS: The bridge at dawn"), furniture("Ana Ruiz/Getty Images"), furniture("Watch out.")
    (True, True, False)
    """
    return bool(_lists().furniture.search(sentence))


def irregular(form: str) -> bool:
    """Say whether a form is a past that no rule of endings brings to its verb.

    >>> irregular("rose"), irregular("climbed")
    (True, False)
    """
    return form.lower() in _lists().irregular


@lru_cache(1 << 17)
def turns(form: str) -> int:
    """Return the marks that a form sets, a bit for each of `TURNS`.

    >>> turns("never"), turns("didn't"), turns("rose"), turns("bridge")
    (1, 1, 2, 0)
    """
    low = re.sub("[’‘]", "'", form.lower())
    return 1 if low.endswith("n't") else _lists().turned.get(low, 0)


def negations(words: Iterable[str]) -> int:
    """Count the plain words of negation among some words, in lower case.

    >>> negations(["did", "not", "warn"]), negations(["didn't"]), negations(["rejected"])
    (1, 1, 0)
    """
    plain = _lists().plain["not"]
    return sum(word in plain or word.endswith("n't") for word in words)


@lru_cache(1 << 17)
def denies(word: str) -> bool:
    """Say whether a word, in lower case, denies, refuses, opposes or prohibits something.

    >>> denies("not"), denies("opposes"), denies("prohibits"), denies("warned")
    (True, True, True, False)
    """
    against = 1 | 1 << TURNS.index("against")
    return bool(negations([word]) or turns(word) & against or term(word) in _lists().plain["denying"])


def days(words: Iterable[str]) -> frozenset[str]:
    """Return the days of the week and months among some words, in lower case; "may" isn't sure to be one."""
    return _lists().plain["days"] & frozenset(words)


def opposite(term: str) -> frozenset[str]:
    """Return the terms that say the contrary of one.

    >>> sorted(opposite("close")), opposite("bridg")
    (['open', 'reopen'], frozenset())
    """
    return _lists().opposite.get(term, frozenset())


@lru_cache(1 << 17)
def term(form: str) -> str | None:
    """Return the term that a form counts as, None where it says nothing of the fact; figures are not asked.

    >>> term("rose"), term("increased"), term("Chinese"), term("said"), term("Marlow's")
    ('=rise', '=rise', '@CN', None, 'marlow')
    """
    place = country(form)
    if place:
        return place
    key = fold(form).replace(".", "")
    if key in _lists().dropped or len(key.encode()) < 2 or _SHORT.fullmatch(key):
        return None
    return _folded(key, _lists().irregular, _lists().same)
