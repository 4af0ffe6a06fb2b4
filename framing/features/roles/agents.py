"""Whether a passive says who did it: "by the police", but not by Friday, by car, by doing, by 3 percent."""

from __future__ import annotations

from functools import cache

from framing.features.roles.windows import MARK, Window
from framing.features.roles.wordlists import is_participle, lists

__all__ = ["REACH", "agent_at", "names_agent"]

#: How far behind the participle "by" may stand.
REACH = 12


def agent_at(window: Window) -> int:
    """Return how many words behind a participle its "by" stands, 0 where it names no agent."""
    stops = _stops()
    for at in range(1, min(REACH + 1, len(window.words))):
        word = window.words[at]
        if window.parted[at]:
            return 0
        if word == "by" and names_agent(window, at):
            return at
        if at > 1 and word in stops:
            return 0
        # "Criticised for being paid by", "killed in an attack claimed by": of the word beside it.
        if word != "by" and not window.capital[at] and _takes_by(window, at):
            return 0
    return 0


@cache
def _stops() -> frozenset[str]:
    """Return words that end what an agent belongs to."""
    known = lists()
    stops: frozenset[str] = (
        known["coordinate"]["stops"] | known["auxiliary"]["be"] | known["auxiliary"]["have"]
    )
    return stops | {"and", "but", "or"}


def _takes_by(window: Window, at: int) -> bool:
    """Whether a word is a verb, so that "by" behind it is its own: not "in the meeting", "a leaked paper"."""
    word, last = window.words[at], window.words[at - 1]
    if not (word.endswith("ing") or is_participle(word)) or word in lists()["agent"]["nouns_in_ing"]:
        return False
    return not (last in lists()["between"]["articles"] or last[:1].isdigit() or last[-1:] == "'")


def names_agent(window: Window, at: int) -> bool:
    """Whether the "by" at a place is followed by somebody or something that acts."""
    known = lists()["agent"]
    word, after = window.next(at + 1), window.next(at + 2)
    capital = at + 1 < len(window.capital) and window.capital[at + 1]
    if word == MARK or (
        word in known["time"] and not (capital and word in ("may", "april", "june", "august"))
    ):
        return False
    if word in known["means"] and not capital:
        # "By force", but "by air strikes", "by heart disease", "by state officials".
        return (
            after.endswith("s")
            and after not in lists()["between"]["words"]
            and after.isalpha()
            and after not in _SHORT
        )
    if word in known["about"] or _is_figure(word):
        return _counted(window, at + 1)
    if word in ("a", "an", "the", "this", "that", "its", "his", "their", "her", "one", "last", "mid"):
        return _after_article(window, at + 2)
    if word.endswith("ing") and not capital and word not in known["nouns_in_ing"]:
        return word in known["adjectives_in_ing"] and after != MARK and after not in _SHORT
    return not word.startswith(("mid-", "year-"))


_SHORT = frozenset("as is was this its his has us the a an to in of on at for with and".split())
_ADJECTIVES = frozenset(
    "early late very same wide narrow close bipartisan unanimous two 5-4 near next".split()
)


def _after_article(window: Window, at: int) -> bool:
    known = lists()["agent"]
    for step in range(3):
        word, after = window.next(at + step), window.next(at + step + 1)
        if word in known["nouns"]:
            # "By the third person", "by the book publisher".
            return word in ("third", "day", "week", "time", "book", "point", "lot") and after not in (
                MARK,
                "of",
                "to",
                "and",
            )
        if not (word in _ADJECTIVES or word[:1].isdigit()):
            return True
    return True


def _is_figure(word: str) -> bool:
    return word[:1].isdigit() or word in lists()["agent"]["figures"]


def _counted(window: Window, at: int) -> bool:
    """Whether people or things are counted ("by two gunmen") and not years, shares or sums."""
    known = lists()["agent"]
    figure = False
    for step in range(5):
        word = window.next(at + step)
        if _is_figure(word):
            figure = True
        elif word in known["units"] or word == MARK:
            return False
        elif word not in known["about"]:
            if figure and (word in lists()["complement"]["function"] or word in known["time"]):
                return False
            return figure or not (word in known["means"] or word in known["nouns"] or word in known["time"])
    return False
