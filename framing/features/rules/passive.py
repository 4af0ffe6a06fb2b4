"""How often a text says what was done, and how often without saying by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np

from framing.features.lexicon import Measure
from framing.features.matching import Hits, no_hits
from framing.plugins import word_lists
from framing.text.tokens import Tokens, Vocabulary

# The lists that the rules on passives ask, and what each distinct word of some tokens is by them.


def lists() -> dict[str, Any]:
    """Return the lists as the file has them, each a frozen set of words."""
    return word_lists("framing.features.rules", "passives")


@dataclass(frozen=True)
class Kinds:
    """Masks over the keys of a vocabulary.

    `be`, `contracted` (it's, he's: is or has) and `get` are auxiliaries; `participle` is one by its
    form; `adverb` may stand between; `degree` makes an adjective of what follows.
    """

    be: np.ndarray
    contracted: np.ndarray
    get: np.ndarray
    participle: np.ndarray
    adverb: np.ndarray
    degree: np.ndarray
    negator: np.ndarray
    asks: np.ndarray
    pronoun: np.ndarray
    article: np.ndarray


@lru_cache(1 << 16)
def is_participle(word: str) -> bool:
    """Whether a word, in lower case, can be a past participle by its form.

    >>> [is_participle(word) for word in ("arrested", "taken", "hundred", "unfinished", "re-elected")]
    [True, True, False, False, True]
    """
    words = lists()["participle"]
    first, hyphen, last = word.rpartition("-")
    if hyphen:
        return (first in words["hyphened"] or first in words["well"]) and is_participle(last)
    if word in words["never"] or word in words["not_verbs"]:
        return False
    if word in words["irregular"]:
        return True
    if word.startswith("un") and word not in words["un"] and not word.startswith("under"):
        return False
    if word.startswith(("re", "mis", "out", "over", "under")):
        for prefix in ("re", "mis", "out", "over", "under"):
            if word.startswith(prefix) and word.removeprefix(prefix) in words["irregular"]:
                return True
    return len(word) > 3 and word.endswith("ed") and (not word.endswith("eed") or word in words["doubled"])


def kinds(vocabulary: Vocabulary) -> Kinds:
    """Return what each key of a vocabulary is."""
    known, keys = lists(), vocabulary.keys
    participle, ly = _among(vocabulary, ()), _among(vocabulary, ())
    maybe = vocabulary.matching("[ntdekgm]$")
    participle[maybe] = [is_participle(keys[at]) for at in maybe.tolist()]
    irregular = known["participle"]["irregular"] - known["participle"]["never"]
    ly[vocabulary.matching("...ly$")] = True
    between = {name: _among(vocabulary, words) for name, words in known["between"].items()}
    return Kinds(
        **{name: _among(vocabulary, known["auxiliary"][name]) for name in ("be", "contracted", "get")},
        participle=participle | _among(vocabulary, irregular),
        adverb=(ly & ~between["not_adverbs"]) | between["words"],
        degree=between["degree"],
        negator=between["negators"],
        asks=between["asks"],
        pronoun=between["pronouns"],
        article=between["articles"],
    )


def _among(vocabulary: Vocabulary, words: Iterable[str]) -> np.ndarray:
    """Mask the keys that are some of these words."""
    mask = np.zeros(len(vocabulary), bool)
    for word in words:
        at = vocabulary.ids(word)
        if at is not None:
            mask[at] = True
    return mask


# The words around places in tokens as rules read them: lower case, "." where a mark or an end parts them.

#: How many words a rule sees before and behind.
BACK, AHEAD = 6, 18
MARK = "."


class Window(NamedTuple):
    """A word in its sentence.

    `words` begins with the word itself; `before` runs backwards from the one in front of it. `parted` says
    of each of `words` that a mark stands in front of it; `capital`, that it is written with one.
    """

    words: list[str]
    parted: list[bool]
    capital: list[bool]
    before: list[str]
    parted_before: list[bool]

    def next(self, at: int = 1) -> str:
        """Return the word that many places on, "." where a mark or the end comes first."""
        if at >= len(self.words) or any(self.parted[1 : at + 1]):
            return MARK
        return self.words[at]

    def rest(self, at: int) -> Window:
        """Return the window as the word that many places on sees what follows it; it sees nothing before."""
        return Window(self.words[at:], self.parted[at:], self.capital[at:], [], [])

    def previous(self, at: int = 1) -> str:
        """Return the word that many places back, "." where a mark or the beginning comes first."""
        if at > len(self.before) or any(self.parted_before[:at]):
            return MARK
        return self.before[at - 1]


def windows(tokens: Tokens, places: np.ndarray, ahead: int = AHEAD, before: int = BACK) -> Iterator[Window]:
    """Yield the words around each place, of its sentence alone: `ahead` from the place on, `before` it."""
    keys = np.array(tokens.vocabulary.keys, object)
    first, after = tokens.sentence_of(places)
    after, first = np.minimum(after, places + ahead), np.maximum(first, places - before)
    # All at once and then cut: a look into an array costs more than a word.
    reach = np.clip(places[:, None] + np.arange(-before, ahead), 0, len(tokens.ids) - 1)
    rows = zip(
        (after - places).tolist(),
        (before + first - places).tolist(),
        keys[tokens.vocabulary.of_token[reach]].tolist(),
        tokens.breaks[reach].tolist(),
        tokens.capitals[tokens.ids[reach[:, before:]]].tolist(),
        strict=True,
    )
    for many, low, words, breaks, capital in rows:
        yield Window(
            words[before : before + many],
            breaks[before : before + many],
            capital[:many],
            words[low:before][::-1],
            # A mark in front of the word itself parts it from the one before.
            breaks[low + 1 : before + 1][::-1],
        )


# Where passives stand in tokens: be or get, a participle, and whether "by" somebody follows.

# Whether a participle behind an auxiliary tells what was done, or only how something is.


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
    # Done with something: is done debating, I'm done.
    goes_on = after.endswith("ing") or subject in ("i", "we", "you", "he", "she", "they")
    if stem in where and (after in where[stem] or (stem in ("done", "finished") and goes_on)):
        return False
    at_end = verb == "done" and after == MARK
    if at_end and auxiliary in ("is", "are", "it's", "that's", "we're", "they're", "i'm"):
        return False
    if verb == "used" and after == "to":
        # To doing it, to the noise, and not to make something.
        word = window.next(2)
        doing = word.endswith("ing") and word not in ("bring", "ring")
        if doing or word in known["adjective"]["used"]["behind"]:
            return False
    if auxiliary in known["auxiliary"]["get"] and verb in known["adjective"]["get"]["words"]:
        return False
    if auxiliary in known["auxiliary"]["contracted"] and not _contracted(window, auxiliary):
        return False
    # "There is increased pressure", "there were wounded people".
    if subject == "there" and after not in ("to", "in", "by", "on", MARK, "at", "for", "from", "with"):
        return False
    return may_follow(window, 1)


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


# Whether a passive says who did it: "by the police", but not by Friday, by car, by doing, by 3 percent.

#: How far behind the participle "by" may stand.
REACH = 12


def agent_at(window: Window) -> int:
    """Return how many words behind a participle its "by" stands, 0 where it names no agent."""
    near = window.words[1 : REACH + 1]
    if "by" not in near:
        return 0
    stops = _stops()
    for at, word in enumerate(near, start=1):
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
    auxiliary, stops = lists()["auxiliary"], lists()["coordinate"]["stops"]
    return frozenset(stops | auxiliary["be"] | auxiliary["have"] | {"and", "but", "or"})


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
    named = capital and word in ("may", "april", "june", "august")
    if word == MARK or (word in known["time"] and not named):
        return False
    if word in known["means"] and not capital:
        # "By force", but "by air strikes", "by heart disease", "by state officials".
        several = after.endswith("s") and after.isalpha() and after not in _SHORT
        return several and after not in lists()["between"]["words"]
    if word in known["about"] or _is_figure(word):
        return _counted(window, at + 1)
    if word in ("a", "an", "the", "this", "that", "its", "his", "their", "her", "one", "last", "mid"):
        return _after_article(window, at + 2)
    if word.endswith("ing") and not capital and word not in known["nouns_in_ing"]:
        return word in known["adjectives_in_ing"] and after != MARK and after not in _SHORT
    return not word.startswith(("mid-", "year-"))


_SHORT = frozenset("as is was this its his has us the a an to in of on at for with and".split())
_ADJECTIVES: frozenset[str] = word_lists(__package__, "lists")["passive"]["adjectives"]


def _after_article(window: Window, at: int) -> bool:
    known = lists()["agent"]
    for step in range(3):
        word, after = window.next(at + step), window.next(at + step + 1)
        if word in known["nouns"]:
            # "By the third person", "by the book publisher".
            before_noun = word in ("third", "day", "week", "time", "book", "point", "lot")
            return before_noun and after not in (MARK, "of", "to", "and")
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


POLES = ("agent", "agentless", "reduced")
#: Words that may stand between auxiliary and participle.
_BETWEEN = 6
#: How far behind a passive another may stand that shares its auxiliary.
_SHARED = 9


class _Found(NamedTuple):
    """One passive: auxiliary (or participle where there is none), participle, pole, whether negated."""

    first: int
    verb: int
    pole: int
    negated: bool


@dataclass(frozen=True)
class Passives:
    """Finds passives: with an agent, without one, and those without an auxiliary that have an agent."""

    name: str = "passive"
    language: str = "en"
    poles: tuple[str, ...] = POLES
    terms: tuple[str, ...] = ("passive with agent", "passive without agent", "participle with agent")

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Return a hit for each passive, from auxiliary to participle; whose it is changes nothing."""
        if not len(tokens.ids):
            return no_hits()
        flags = kinds(tokens.vocabulary)
        found = {one.verb: one for one in _with_auxiliary(tokens, flags)}
        for one in _reduced(tokens, flags):
            found.setdefault(one.verb, one)
        if not found:
            return no_hits()
        rows = np.array(list(found.values()), np.int64)
        first, verb, pole, negated = rows[np.lexsort([rows[:, 1], rows[:, 0]])].T
        return Hits.of(first, verb - first + 1, pole)._replace(negated=negated.astype(bool))


def _with_auxiliary(tokens: Tokens, flags: Kinds) -> Iterator[_Found]:
    first, verb, negated, degree = _pairs(tokens, flags)
    if not len(first):
        return
    keys, of_token = tokens.vocabulary.keys, tokens.vocabulary.of_token
    begin, _ = tokens.sentence_of(first)
    # "Is being built": of two auxiliaries before one participle the nearer counts, the other may be negated.
    other = verb[1:] != verb[:-1]
    no = np.logical_or.reduceat(negated, np.flatnonzero(np.append(True, other)))
    last = np.append(other, True)
    first, verb, begin, degree = (column[last] for column in (first, verb, begin, degree))
    before = np.where(first > begin, of_token[np.maximum(first - 1, 0)], -1)
    for window, place, verb_at, key_before, auxiliary, none, very in zip(
        windows(tokens, verb, before=0),
        *(column.tolist() for column in (first, verb, before, of_token[first], no, degree)),
        strict=True,
    ):
        agent = agent_at(window)
        subject = keys[key_before] if key_before >= 0 else MARK
        if is_passive(window, keys[auxiliary], subject, agent > 0, very):
            yield _Found(place, verb_at, 0 if agent else 1, none)
            for step, other in _sharing(window):
                yield _Found(verb_at + step, verb_at + step, 0 if other else 1, none)


def _pairs(tokens: Tokens, flags: Kinds) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return auxiliaries and the participles behind them, whether negated, whether "very" stands between."""
    key, size = tokens.vocabulary.of_token, len(tokens.ids)
    first = _places(tokens, flags.be | flags.contracted | flags.get)
    begin, after = tokens.sentence_of(first)
    negated = flags.negator[key[first]] | ((first > begin) & flags.negator[key[np.maximum(first - 1, 0)]])
    at = first + 1 + _subject(tokens, flags, first, begin, after)
    verb = np.full(len(first), -1, np.int64)
    degree = np.zeros(len(first), bool)
    skips = _phrases(tokens)
    between = flags.adverb | flags.degree
    open_ = np.arange(len(first))
    for _ in range(_BETWEEN + 1):
        open_ = open_[at[open_] < after[open_]]
        here = at[open_]
        word, last = key[here], np.maximum(here - 1, 0)
        adverb = between[word]
        # "Was, however, rejected": marks on both sides of one adverb.
        closed = np.where(here + 1 < size, tokens.breaks[np.minimum(here + 1, size - 1)], True)
        parted = tokens.breaks[here] & ~(adverb & closed)
        parted &= ~(tokens.breaks[last] & flags.adverb[key[last]] & (here - 1 > first[open_]))
        found = ~parted & flags.participle[word]
        capital = np.flatnonzero(found)
        found[capital] = (
            ~tokens.capitals[tokens.ids[here[capital]]] | tokens.capitals[tokens.ids[first[open_[capital]]]]
        )
        verb[open_[found]] = here[found]
        goes_on = ~parted & ~found
        open_, here, word, adverb = open_[goes_on], here[goes_on], word[goes_on], adverb[goes_on]
        degree[open_] = flags.degree[word]
        negator = flags.negator[word]
        negated[open_] |= negator
        two = skips[here] > 0
        at[open_] += 1 + two
        open_ = open_[adverb | negator | two]
    some = verb >= 0
    return first[some], verb[some], negated[some], degree[some]


def _places(tokens: Tokens, keys: np.ndarray) -> np.ndarray:
    """Return where words of a mask of keys stand, in order."""
    return np.sort(tokens.vocabulary.places(np.flatnonzero(keys))).astype(np.int64)


def _subject(
    tokens: Tokens, flags: Kinds, first: np.ndarray, begin: np.ndarray, after: np.ndarray
) -> np.ndarray:
    """Return how many words of a subject stand behind each auxiliary, as in questions: "Was he arrested?"."""
    key = tokens.vocabulary.of_token
    before = np.maximum(first - 1, 0)
    asks = flags.be[key[first]] & ((first == begin) | ((before == begin) & flags.asks[key[before]]))
    result = np.zeros(len(first), np.int64)
    inside = np.minimum(first + 1, len(key) - 1)
    asks &= (first + 1 < after) & ~tokens.breaks[inside]
    result[asks & flags.pronoun[key[inside]]] = 1
    noun = np.flatnonzero(asks & flags.article[key[inside]] & ~flags.pronoun[key[inside]])
    for at in noun.tolist():
        for step in range(2, 5):
            here = int(first[at]) + step
            if here >= after[at] or tokens.breaks[here]:
                break
            if flags.participle[key[here]] and step > 2:
                result[at] = step - 1  # words of the subject
                break
    return result


def _phrases(tokens: Tokens) -> np.ndarray:
    """Mark where two words stand that may part auxiliary and participle: "was in part caused"."""
    mask = np.zeros(len(tokens.ids) + 1, np.int8)
    vocabulary, key = tokens.vocabulary, tokens.vocabulary.of_token
    for phrase in lists()["between"]["phrases"]:
        one, other = (vocabulary.ids(word) for word in phrase.split())
        if one is None or other is None or not len(one) or not len(other):
            continue
        # The second is the rarer, as a rule.
        places = vocabulary.places(other) - np.int32(1)
        places = places[places >= 0]
        mask[places[key[places] == one[0]]] = 1
    return mask


def _sharing(window: Window) -> Iterator[tuple[int, int]]:
    """Yield further participles that share an auxiliary, and their agent: "was arrested and charged"."""
    known, between = lists()["coordinate"], lists()["between"]["words"]
    near, joined = window.words[1:_SHARED], False
    if True not in window.parted[1:_SHARED] and known["conjunctions"].isdisjoint(near):
        return
    for at, word in enumerate(near, start=1):
        if word in _stops() and word not in ("and", "but", "or"):
            return
        listed = window.parted[at] and is_participle(word) and _listed(window, at)
        if window.parted[at] and not listed and word not in known["conjunctions"]:
            return
        if (joined or listed) and is_participle(word) and not window.capital[at]:
            rest = window.rest(at)
            if word in known["active"] or not _shares(rest):
                return
            yield at, agent_at(rest)
            joined = False
        elif word in known["conjunctions"]:
            joined = True
        elif not (word[:1].isdigit() or word.endswith("ly") or word in between or word in known["counts"]):
            joined = False


def _listed(window: Window, at: int) -> bool:
    """Whether another participle, or "and", comes next: accused, threatened, roughed up and jailed."""
    for step in range(at + 1, min(at + 4, len(window.words))):
        word = window.words[step]
        if word in lists()["coordinate"]["conjunctions"] or (window.parted[step] and is_participle(word)):
            return True
        if word not in lists()["complement"]["particles"]:
            return False
    return False


def _shares(window: Window) -> bool:
    known, verb, after = lists()["coordinate"], window.words[0], window.next()
    if after == "to":
        return verb in known["to"] or verb.endswith("en")
    if verb in known["plain"]:
        return may_follow(window, 1)
    return after in known["behind"] or after in known["conjunctions"] or after.endswith("ly")


def _reduced(tokens: Tokens, flags: Kinds) -> Iterator[_Found]:
    """Yield participles with an agent and no auxiliary: "a party led by Ruiz"."""
    vocabulary = tokens.vocabulary
    by = vocabulary.ids("by")
    if by is None or not len(by):
        return
    places = np.sort(vocabulary.places(by)).astype(np.int64)
    places = places[places > 0]
    verb, back = _before_by(tokens, flags, places)
    known = lists()
    have = known["auxiliary"]["have"] | known["auxiliary"]["contracted"]
    for place, step, window in zip(verb.tolist(), back.tolist(), windows(tokens, verb), strict=True):
        word, last = window.words[0], window.previous()
        if word in known["agent"]["no_object"] or not names_agent(window, step):
            continue
        # A capital: somebody's name, but at the beginning ("Mocked by rivals, he left").
        if window.capital[0] and window.before:
            continue
        if last in known["reduced"]["subjects"] or last in known["between"]["articles"] or last == "to":
            continue
        if any(window.previous(n) in have for n in (1, 2, 3)):
            continue
        yield _Found(place, place, 2, False)


def _before_by(tokens: Tokens, flags: Kinds, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return participles and how many words behind them "by" stands.

    Right behind; after an adverb or a particle (set up by); after a date (founded in 1987 by).
    """
    key, words = tokens.vocabulary.of_token, lists()["reduced"]
    begin, _ = tokens.sentence_of(places)
    one, two, three = (np.maximum(places - n, 0) for n in (1, 2, 3))
    open_ = ~tokens.breaks[places]
    first = flags.participle[key[one]] & (places - 1 >= begin) & open_
    with_by, dates, before_dates = (
        _among(tokens.vocabulary, words[name]) for name in ("with_by", "dates", "before_dates")
    )
    open_ &= ~tokens.breaks[one]
    middle = (flags.adverb | with_by | dates)[key[one]]
    second = flags.participle[key[two]] & middle & (places - 2 >= begin) & open_ & ~first
    figures = np.zeros(len(tokens.vocabulary), bool)
    figures[tokens.vocabulary.numbers] = True
    dated = (figures | dates)[key[one]] & before_dates[key[two]]
    open_ &= ~tokens.breaks[two]
    third = flags.participle[key[three]] & dated & (places - 3 >= begin) & open_ & ~first & ~second
    back = np.select([first, second, third], [1, 2, 3], 0)
    some = back > 0
    return (places - back)[some], back[some]


def measures() -> list[Measure]:
    """Return the measures of passives: all, those without an agent, and the share of the latter."""
    finder = Passives()
    all_said = (
        "Passives per 1,000 tokens: be or get with a past participle, each of several that share an "
        "auxiliary, and participles without one that name who acts (led by Ruiz); adjectives (is interested) "
        "don't count."
    )
    agentless = "Passives with be or get that don't say by whom, per 1,000 tokens."
    unsaid = "Of passives with be or get, the share that doesn't say by whom."
    return [
        Measure("passive.all", "per_1000", dict.fromkeys(POLES), all_said, finder),
        Measure("passive.agentless", "per_1000", {"agentless": None}, agentless, finder),
        Measure("passive.unsaid", "share", {"agentless": 1.0, "agent": 0.0}, unsaid, finder),
    ]
