"""Whether a participle behind an auxiliary tells what was done, or only how something is."""

from __future__ import annotations

from framing.features.roles.windows import MARK, Window
from framing.features.roles.wordlists import is_participle, lists

__all__ = ["is_passive", "may_follow"]


def may_follow(window: Window, at: int) -> bool:
    """Whether the word at a place can stand behind a passive verb: was given time, was arrested Friday.

    A plain noun can't behind what mostly stands before one: is increased pressure, are registered voters.
    """
    known = lists()
    word, verb = window.next(at), window.words[0]
    if word == MARK or word in known["complement"]["function"] or word[:1].isdigit():
        return True
    if at < len(window.capital) and window.capital[at]:
        return True
    if word in known["complement"]["particles"] or word.endswith("ly") or word.endswith("ing"):
        return True
    return verb not in known["complement"]["attributive"] or is_participle(word)


def is_passive(window: Window, auxiliary: str, subject: str, has_agent: bool, degree: bool) -> bool:
    """Whether a participle is a passive and no adjective.

    Parameters
    ----------
    window : Window
        Around the participle.
    auxiliary, subject : str
        The word that makes it a passive, and the one in front of that.
    has_agent : bool
        "By somebody" follows.
    degree : bool
        "Very" or the like stands right before it.
    """
    known = lists()
    verb, after = window.words[0], window.next()
    first, _, stem = verb.rpartition("-")
    if has_agent and after != "with":
        return True
    if degree or (first and first in known["participle"]["well"]):
        return False
    unless, where = known["adjective"]["unless"], known["adjective"]["where"]
    if verb in unless:
        return bool(unless[verb]) and after in unless[verb]
    if verb in known["adjective"]["state"]:
        return False
    if stem in where and (
        after in where[stem] or (stem in ("done", "finished") and _goes_on(window, subject))
    ):
        return False
    if (
        verb == "done"
        and after == MARK
        and auxiliary in ("is", "are", "it's", "that's", "we're", "they're", "i'm")
    ):
        return False
    if verb == "used" and after == "to" and _accustomed(window):
        return False
    if auxiliary in known["auxiliary"]["get"] and verb in known["adjective"]["get"]["words"]:
        return False
    if auxiliary in known["auxiliary"]["contracted"] and not _contracted(window, auxiliary):
        return False
    # "There is increased pressure", "there were wounded people".
    if subject == "there" and after not in ("to", "in", "by", "on", MARK, "at", "for", "from", "with"):
        return False
    return may_follow(window, 1)


def _accustomed(window: Window) -> bool:
    """Whether somebody is used to something: to doing it, to the noise, and not to make something."""
    word = window.next(2)
    return word in lists()["adjective"]["used"]["behind"] or (
        word.endswith("ing") and word not in ("bring", "ring")
    )


def _goes_on(window: Window, subject: str) -> bool:
    """Whether somebody is done with something: is done debating, I'm done."""
    return window.next().endswith("ing") or subject in ("i", "we", "you", "he", "she", "they")


def _contracted(window: Window, auxiliary: str) -> bool:
    """Whether 's before a participle is "is": it's called a, but he's made a."""
    known, verb, after = lists()["contracted"], window.words[0], window.next()
    if verb in known["verbs"]:
        return True
    if verb in known["active"] or auxiliary in known["subjects"]:
        return False
    articles = lists()["between"]["articles"] | lists()["between"]["pronouns"]
    capital = len(window.capital) > 1 and window.capital[1]
    return not (after in articles or capital or after[:1].isdigit())
