"""Whether two words are one word in two spellings: British and American, hyphens, abbreviations.

Only words that already stand in each other's place in two prints of a sentence are asked about, so the rules
may be plainer than a speller's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.comparison.reuse.lists import lists

__all__ = ["abbreviates", "plain", "same"]

#: Endings and letters that differ by country, the American form last.
_RULES = (
    (re.compile(r"is(e[sdr]?|ers|ing|ations?|able)$"), r"iz\1"),
    (re.compile(r"ys(e[sdr]?|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[bcdlmntv])our"), "or"),
    (re.compile(r"(?<=[bt])re(s?)$"), r"er\1"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"([aeiou])ll(ed|ing|er|ers|or|ors)$"), r"\1l\2"),
    (re.compile(r"enc(e[sd]?)$"), r"ens\1"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"xion(s?)$"), r"ction\1"),
)
_CONTRACTED = {
    "can't": "cannot",
    "won't": "willnot",
    "shan't": "shallnot",
    "n't": "not",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
}
_MARKS = re.compile(r"[^\w%$€£¥]+")


def plain(word: str) -> str:
    """Return a spelling that those of one word share.

    >>> [plain(word) for word in ("organisation", "labour", "centre", "travelled", "co-operate", "U.S.")]
    ['organization', 'labor', 'center', 'traveled', 'cooperate', 'us']
    """
    lower = re.sub("[’‘]", "'", word.lower())
    for short, long in _CONTRACTED.items():
        if lower.endswith(short):
            lower = lower[: -len(short)] + long
            break
    lower = _MARKS.sub("", re.sub("'s?$", "", lower))
    lower = lists().spelling.get(lower, lower)
    for pattern, american in _RULES:
        lower = pattern.sub(american, lower)
    return lower


def same(a: Sequence[str], b: Sequence[str]) -> bool:
    """Say whether two runs of words are the same in other spellings.

    >>> same(["did", "not"], ["didn't"]), same(["win", "win"], ["win-win"]), same(["Sen."], ["Senator"])
    (True, True, True)
    >>> same(["U.S."], ["United", "States"]), same(["rose"], ["fell"])
    (True, False)
    """
    if "".join(map(plain, a)) == "".join(map(plain, b)) or _respelled(a, b):
        return bool(a and b)
    if len(a) == len(b):
        return all(
            plain(x) == plain(y) or abbreviates(x, y) or abbreviates(y, x) for x, y in zip(a, b, strict=True)
        )
    return _initials(a, b) or _initials(b, a)


def _respelled(a: Sequence[str], b: Sequence[str]) -> bool:
    return {" ".join(a).lower(), " ".join(b).lower()} == {"&", "and"}


def abbreviates(short: str, long: str) -> bool:
    """Say whether a word with a full stop stands for a longer one: Sen., Calif., Gov., Pa.

    >>> abbreviates("Calif.", "California"), abbreviates("Pa.", "Pennsylvania")
    (True, True)
    >>> abbreviates("Sen.", "Secretary")
    False
    """
    bare = short.lower().rstrip(".")
    other = long.lower()
    if not short.endswith(".") or len(bare) < 2 or len(bare) >= len(other) or not bare.isalpha():
        return False
    if other.startswith(bare):
        return True
    rest = iter(other)
    return other[0] == bare[0] and other[-1] == bare[-1] and all(letter in rest for letter in bare)


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Say whether one word is the initials of several with capitals: U.N., United Nations."""
    if len(short) != 1 or len(long) < 2:
        return False
    letters = re.sub(r"[^\w]", "", re.sub("['’]s?$", "", short[0]))
    first = "".join(word[0] for word in long if word[:1].isupper())
    return len(letters) >= 2 and letters.isupper() and letters == first
