"""Who is told to do what, and by whom: clauses in which somebody is to do something.

Found by rules on words: modals of obligation, verbs and nouns of asking, and, in opinion, imperatives. What
counts and what doesn't is told in ``docs/causes-and-demands.md``, with how often the rules are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles
from framing.features.cells import Voices
from framing.features.clauses import COMMA, HARD, Beside, Listing, Sentence, Span, Who, acts, kinds, listed
from framing.features.naming.referents import Given
from framing.features.rules.passive import is_participle
from framing.plugins import toml, word_lists
from framing.text.tokens import Tokens
from framing.text.voices.words import inflected
from framing.text.voices.words import known as spoken


class Demand(NamedTuple):
    """One demand, in words of its sentence: its cue, who is to act, what to do, and who demands it."""

    cue: int
    who: Span | None
    act: Span
    by: Span | None
    strength: str
    negated: bool = False


class _Cue(NamedTuple):
    """What a word may be a cue as: its kind, how strong, of which verb and in which form."""

    kind: str
    strength: str
    base: str = ""
    shape: str = ""


@cache
def _no() -> Any:
    return SimpleNamespace(**word_lists("framing.features", "demands")["no"])


@cache
def _cues() -> Mapping[str, tuple[_Cue, ...]]:
    """Return each word that may be a cue with what it may be, in the order in which that is tried."""
    raw: dict[str, str] = toml("framing.features", "demands")["cues"]
    found: dict[str, tuple[_Cue, ...]] = {}

    def add(word: str, cue: _Cue) -> None:
        found[word] = (*found.get(word, ()), cue)

    for kind, strength in (("must", "must"), ("should", "should"), ("need", "must"), ("up", "should")):
        for word in raw[kind].split():
            add(word, _Cue("need" if kind == "need" else "up" if kind == "up" else "modal", strength))
    for entry in raw["behind"].split():
        verb, of = entry.split(":")
        for form, shape in inflected(verb):
            add(form, _Cue("behind", "should", of, shape))
    for strength in ("must", "should", "want"):
        for entry in raw[f"verb_{strength}"].split():
            for form, shape in inflected(entry):
                add(form, _Cue("verb", strength, entry.split("|")[0], shape))
    for entry in raw["that"].split():
        for form, shape in inflected(entry):
            add(form, _Cue("that", "must", entry, shape))
    for kind in ("for", "on", "duty", "it_is"):
        for word in raw[kind].split():
            add(word, _Cue(kind, "must" if kind == "duty" else "should", word))
    return found


#: Words one of which must stand by a cue of a kind, from where to where: before it less than 0.
_NEEDED: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    "need": (("to", 1, 1),), "up": (("to", 1, 1),), "duty": (("to", 1, 10),), "that": (("that", 1, 1),),
    "for": (("for", 1, 1), ("to", 1, 16)), "on": (("on", 1, 1), ("to", 1, 16)),
    "behind": (("to", 1, 16),), "verb": (("to against", 1, 16),),
    "it_is": (("it it's now", -6, -1), ("to that", 1, 16)),
}  # fmt: skip


def places(tokens: Tokens) -> np.ndarray:
    """Return where words stand that may make a demand."""
    beside, found = Beside(tokens), [np.zeros(0, np.int64)]
    for word, cues in _cues().items():
        at = beside.places(word)
        may = np.zeros(len(at), bool)
        for cue in cues:
            needed = [beside.has(at, words.split(), *reach) for words, *reach in _NEEDED.get(cue.kind, ())]
            # "Wants to go" asks nobody.
            needed += [~beside.has(at, ("to",), 1, 1)] if cue.base == "want" else []
            needed += [beside.has(at, ("had", "*'d"), -1, -1)] if word == "better" else []
            may |= np.all(needed, axis=0) if needed else True
        found.append(at[may])
    return np.concatenate(found)


def demands_in(sentence: Sentence, genre: str = "unknown") -> Iterator[Demand]:
    """Yield the demands in a sentence; imperatives only in opinion."""
    cues, done = _cues(), -1
    if genre in ("opinion", "editorial") and (found := _imperative(sentence)) is not None:
        yield found
        done = found.act[1]
    for at, word in enumerate(sentence.words):
        for cue in cues.get(word, ()) if at >= done else ():
            if (found := _FINDERS[cue.kind](sentence, at, cue)) is not None:
                yield found
                break


# What is to be done, and by whom.


def _is_base(s: Sentence, at: int) -> bool:
    """Whether a word can be a verb behind "to": no name, no noun in the plural, no article."""
    word, words = s.word(at), kinds()
    if s.is_adverb(at) and word not in words.adverb | {"family"}:
        return True
    if not word or s.marks[at] >= COMMA or not word[0].isalpha() or s.is_capital(at):
        return word in ("not", "never", "immediately", "also")
    listed_ = words.determiner | words.preposition | spoken()["other"] | spoken()["number"] | _no().not_verbs
    if word in listed_ or word in words.adverb or word in words.subject:
        return word in ("not", "never", "immediately", "also")
    plural = word.endswith("s") and not word.endswith(("ss", "us"))
    return not plural and not word.endswith(("ing", "tion", "ment"))


def _doing(
    s: Sentence,
    cue: int,
    at: int,
    who: Span | None,
    strength: str,
    by: Span | None = None,
    negated: bool = False,
) -> Demand | None:
    """Return the demand to do what begins at a place; in a passive nobody is told to unless "by" says who."""
    while s.is_adverb(at) and s.marks[at] < COMMA:
        negated |= s.words[at] in kinds().not_
        at += 1
    if at >= s.size:
        return None
    act = (at, s.clause_end(at, _no().clauses))
    if s.words[at] == "be" and who is not None:
        then = at + 1
        while s.is_adverb(then):
            then += 1
        done = is_participle(s.word(then)) and s.marks[then] < COMMA and s.word(then) not in _no().state
        if done or not acts(s.said(who)):
            stop = s.find(then + 1, act[1], ("by",)) if done else None
            agent = None if stop is None or stop + 1 >= act[1] else (stop + 1, _phrase_end(s, stop + 1))
            who = agent if agent is not None and acts(s.said(agent)) else None
    if who is not None:
        negated |= s.words[who[0]] == "no"
        who = None if s.words[who[0]] == "there" else who
    return Demand(cue, who, act, by, strength, negated)


def _phrase_end(s: Sentence, at: int) -> int:
    """Return where a noun phrase ends that begins at a place."""
    ends = kinds().opens | kinds().preposition - {"of"}
    return next(
        (k for k in range(at + 1, s.size) if s.marks[k] >= COMMA or s.words[k] in ends or s.is_finite(k)),
        s.size,
    )


def _whom(s: Sentence, begin: int, against: bool = False) -> tuple[Span, int, bool] | None:
    """Return whom one asks from a place on, where what they are to do begins, and whether not to."""
    words = kinds()
    for k in range(begin, min(s.size, begin + 16)):
        word = s.words[k]
        bans = against and word == "against" and s.word(k + 1).endswith("ing")
        if k > begin and (bans or (word == "to" and _is_base(s, k + 1))):
            stop = k - (s.words[k - 1] in ("not", "never"))
            end = next((n for n in range(begin + 1, stop) if s.marks[n] >= COMMA), stop)
            # "Told them on Monday to".
            end = s.find(begin + 1, end, ("on", "during", "in")) or end
            while end > begin + 1 and s.words[end - 1] in words.time | words.adverb:
                end -= 1
            return ((begin, end), k + 1, bans or stop < k) if end > begin else None
        joins = s.marks[k] == COMMA and word in words.joining
        if k == begin:
            if s.marks[k] >= HARD or word in words.preposition or word in _no().other:
                return None
        elif (
            joins
            or s.marks[k] == HARD
            or word in _no().other
            or word in words.relative
            or s.is_finite(k)
            or word in words.subject - words.determiner - words.heads - {"you", "it", "everyone"}
        ):
            return None
    return None


def _may_be_told(s: Sentence, whom: Span, act: int) -> bool:
    """Whether one asks somebody, or that a thing be treated so: no money is wanted to buy arms."""
    return acts(s.said(whom)) or s.words[whom[0]] == "it" or s.word(act) == "be"


def _by(s: Sentence, at: int) -> Span | None:
    """Return who asks: the subject of a verb, through its auxiliaries and a "to" in front."""
    words, begin = kinds(), s.back(at)
    if s.words[at].endswith("ing") and s.word(begin - 1) not in words.be:
        # "Sent letters urging them", "praised it, calling on them": who does what the sentence tells.
        verb = s.verb(1, begin)
        return s.subject(verb) if verb else None
    for _ in range(6):
        begin = s.back(begin, words.auxiliary)
        if s.word(begin - 1) != "to":
            break
        verb = s.verb(begin - 2, 0)
        begin = verb if verb else 0
    return s.subject(begin)


# Modals: must, should, ought to, had better; have to, need to.


def _modal(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    no, verb, begin = _no(), at + 1, at
    if s.asks or (s.is_capital(at) and s.text[s.start[at] : s.end[at]].isupper()):
        return None
    if s.words[at] == "ought":
        verb += 1
    elif s.words[at] == "better":
        if not s.word(at - 1).endswith(("had", "'d")):
            return None
        begin = at - (s.words[at - 1] == "had")
    negated = s.words[at].endswith("n't")
    while s.is_adverb(verb):
        negated |= s.words[verb] in kinds().not_
        verb += 1
    then, after = s.word(verb), s.word(verb + 1)
    # "A must", "must-see"; "must have gone", "should have been".
    if not then or s.marks[verb] >= HARD or (then == "have" and (after in no.past or is_participle(after))):
        return None
    who = s.subject(begin)
    if who is None or _asks(s, who, then):
        return None
    first = s.words[who[0]]
    if then in no.likely and not acts(s.said(who)):
        return None
    if cue.strength == "should":
        if (then in no.reader and first in no.persons) or (then == "be" and after in no.expected):
            return None
    elif then == "be" and first in no.neuter and not is_participle(after):
        return None
    return _doing(s, at, verb, who, cue.strength, None, negated)


def _asks(s: Sentence, who: Span, then: str) -> bool:
    """Whether a clause is an indirect question: whether they should, how they must, what you need to know."""
    before = s.word(who[0] - 1)
    what = before == "what" and then in _no().reader | {"offer", "lose", "gain"}
    return (
        what or before in _no().question or s.word(who[0] - 2) == "how" or s.words[who[0]] in _no().question
    )


def _have_to(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    words, no, begin = kinds(), _no(), s.back(at)
    if s.asks or s.word(at + 1) != "to":
        return None
    if s.word(begin - 1) == "to" and s.word(begin - 2) == "going":
        begin = s.back(begin - 2, words.be - words.subject - {"they're", "we're", "you're", "it's"})
    begin = s.back(begin, words.modal)
    if s.has(begin - 1, at, no.free | no.unsure) or s.has(begin, at, words.not_):
        return None
    who, then = s.subject(begin), s.word(at + 2)
    noun = s.words[at].startswith("need") and s.word(begin - 1) in words.determiner | no.before_nouns
    if who is None or noun or not _is_base(s, at + 2) or then == "have":
        return None
    first = s.words[who[0]]
    # "You have to wonder"; "it has to be something else"; "has to do with".
    told = (then in no.reader and first in no.persons) or (then == "do" and s.word(at + 3) == "with")
    likely = then == "be" and first in no.neuter and not is_participle(s.word(at + 3))
    if told or likely or _asks(s, who, then) or s.word(begin - 1) in no.question - {"which", "who"}:
        return None
    return _doing(s, at, at + 2, who, "must")


# Verbs and nouns of asking: urged them to, called on them to, told not to, time for them to.


def _is_noun(s: Sentence, at: int, cue: _Cue) -> bool:
    """Whether a form that is verb and noun is a noun: behind an article, an adjective, a possessive."""
    before, words = s.word(at - 1), kinds()
    if cue.shape not in ("base", "s") or (cue.kind == "verb" and cue.base not in _no().nouns):
        return False
    if at == 0 or s.marks[at] >= COMMA or before.endswith("'s"):
        return True
    if cue.shape == "base":
        return not (before in words.auxiliary | words.subject | words.adverb | {"to"} or before.endswith("s"))
    nominal = before in words.determiner | words.preposition | _no().before_nouns
    return nominal or before.endswith(("ed", "al", "ive"))


def _told(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    words, begin, wants = kinds(), s.back(at), cue.base == "want"
    free = s.has(begin - 1, at, _no().free)
    if _is_noun(s, at, cue) or (free and not wants) or s.word(begin - 1) in _no().unsure:
        return None
    then, passive = s.word(at + 1), cue.shape == "ed" and s.word(begin - 1) in words.be
    if passive and (then in ("to", "not") or then in words.preposition - {"for"}) and s.marks[at + 1] < COMMA:
        # They were urged, by the court, not to leave.
        to = next(
            (k for k in range(at + 1, min(s.size, at + 14)) if s.words[k] == "to" and _is_base(s, k + 1)), 0
        )
        start = s.back(begin, words.auxiliary)
        who = s.subject(start) if to and not wants else None
        if who is None or s.has(at + 1, to, _no().other) or s.verb(at + 1, to) is not None:
            return None
        by = (at + 2, min(_phrase_end(s, at + 2), to)) if then == "by" and at + 2 < to else None
        return _doing(s, at, to + 1, who, cue.strength, by, s.words[to - 1] == "not")
    found = _whom(s, at + 1, cue.base == "warn")
    if found is None or not _may_be_told(s, found[0], found[1]):
        return None
    by = _by(s, at)
    # What may encourage somebody is no demand of anybody's.
    if cue.base == "encourage" and (by is None or not acts(s.said(by))):
        return None
    return _doing(s, at, found[1], found[0], cue.strength, by, found[2] or free)


def _behind(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    """Return the demand of "call on them to", "appealed in a letter to them to"."""
    of = s.find(at + 1, at + 7, (cue.base,))
    if (
        of is None
        or (of > at + 1 and s.word(at + 1) not in kinds().preposition)
        or s.is_parted(at, of + 1, HARD)
    ):
        return None
    found = None if _is_base(s, of + 1) and cue.base == "to" else _whom(s, of + 1)
    if found is None or not _may_be_told(s, found[0], found[1]):
        return None
    by = None if _is_noun(s, at, cue) else _by(s, at)
    return _doing(s, at, found[1], found[0], cue.strength, by, found[2])


def _of_noun(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    """Return the demand of "calls for them to", "pressure on them to", "it is up to them to"."""
    if s.word(at + 1) != {"up": "to"}.get(cue.kind, cue.kind):
        return None
    if cue.kind == "up" and s.word(s.back(at) - 1) not in kinds().be:
        return None
    found = _whom(s, at + 2)
    if found is None or not _may_be_told(s, found[0], found[1]):
        return None
    by = _by(s, at) if cue.base in ("called", "calls", "calling") and s.word(at - 1) != "the" else None
    return _doing(s, at, found[1], found[0], "should", by, found[2])


def _it_is(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    """Return the demand of "it is time (for them) to", "it is crucial that they"."""
    then, strength = s.word(at + 1), "should" if cue.base in ("time", "important") else "must"
    be = s.has(at - 5, at, kinds().be)
    if not s.has(at - 5, at, ("it", "it's", "now")) or not be or s.has(at - 5, at, ("takes",)):
        return None
    if then == "for" or cue.base == "incumbent":
        found = _whom(s, at + 2)
        return None if found is None else _doing(s, at, found[1], found[0], strength, None, found[2])
    past = cue.base != "time" and s.has(at - 5, at, ("was", "were"))
    if then == "to" and _is_base(s, at + 2) and s.words[at + 2] not in _no().reader and not past:
        return _doing(s, at, at + 2, None, strength)
    return _subjunctive(s, at, None, strength) if then == "that" and cue.base != "time" else None


def _duty(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    """Return the demand of "they have a duty to", "their duty to", "the duty of them to"."""
    to = s.find(at + 1, at + 9, ("to",))
    if to is None or not _is_base(s, to + 1) or s.is_parted(at, to + 1):
        return None
    if to > at + 1:
        return _doing(s, at, to + 1, (at + 2, to), "must") if s.words[at + 1] == "of" else None
    has = next((k for k in range(at - 1, max(-1, at - 6), -1) if s.words[k] in ("has", "have")), None)
    if has is not None and not s.has(has, at, ("no",)) and s.word(has - 1) not in _no().free:
        who = s.subject(has)
        return None if who is None else _doing(s, at, to + 1, who, "must")
    owned = s.word(at - 1) in kinds().possessive or s.word(at - 1).endswith(("'s", "s'"))
    return _doing(s, at, to + 1, (at - 1, at), "must") if owned else None


def _that(s: Sentence, at: int, cue: _Cue) -> Demand | None:
    """Return the demand of "demanded that they go"."""
    if s.word(at + 1) != "that" or (cue.base in _no().nouns and _is_noun(s, at, cue)):
        return None
    return _subjunctive(s, at, _by(s, at), "must")


def _subjunctive(s: Sentence, at: int, by: Span | None, strength: str) -> Demand | None:
    """Return the demand of a clause whose verb stands bare: that the senate act, that it be signed."""
    words, begin = kinds(), at + 2
    for k in range(begin, min(s.size, begin + 12)):
        word, last = s.words[k], s.words[k - 1]
        if k > begin and word in ("be", "not"):
            return _doing(s, at, k + (word == "not"), (begin, k), strength, by, word == "not")
        finite = word in words.auxiliary or (word.endswith(("ed", "s")) and s.is_finite(k))
        if finite or s.marks[k] == HARD or word in words.relative:
            return None
        if k > begin and s.words[begin] in words.subject and k == begin + 1:
            return _doing(s, at, k, (begin, k), strength, by)
        # A noun in the singular with a bare verb behind it, which an object or a particle follows.
        singular = not last.endswith("s") or s.is_capital(k - 1)
        then = s.word(k + 1)
        goes_on = then in words.determiner or then in words.preposition - {"of"} or not then
        if k > begin + (s.words[begin] in words.determiner) and singular and goes_on and _is_base(s, k):
            return _doing(s, at, k, (begin, k), strength, by)
    return None


def _imperative(s: Sentence) -> Demand | None:
    """Return the demand of a sentence that begins with a bare verb: "Stop the talks", "Let's talk"."""
    first, then = s.word(0), s.word(1)
    if first not in _no().imperative or s.asks or s.size < 3:
        return None
    negated = first in ("don't", "never") or (first == "do" and then == "not")
    ours = first == "let's" or (first == "let" and then == "us")
    verb = 2 if then == "not" or then == "us" else int(negated or ours)
    plain = not negated and not ours
    if plain and (first == "do" or then not in kinds().determiner | _no().objects):
        return None
    who = ((0, 1) if verb == 1 else (1, 2)) if ours else None
    return Demand(0, who, (verb, s.clause_end(verb)), None, "must", negated)


_FINDERS = {
    "modal": _modal, "need": _have_to, "verb": _told, "behind": _behind, "that": _that, "duty": _duty,
    "it_is": _it_is, "for": _of_noun, "on": _of_noun, "up": _of_noun,
}  # fmt: skip


# The table.


class Demanding(Listing):
    """Lists the demands of some articles: gives the table ``demands``."""

    name = "demands"
    places = staticmethod(places)

    @staticmethod
    def rows(sentence: Sentence, genre: str) -> Iterator[dict[str, Any]]:
        """Yield the demands of a sentence."""
        conditional = not _no().conditions.isdisjoint(sentence.words)
        for one in demands_in(sentence, genre):
            yield {
                "at": one.cue,
                "cue": sentence.words[one.cue],
                "demander": Who(one.by),
                "addressee": Who(one.who),
                "act": one.act,
                "span": (min(one.cue, one.act[0]), max(one.cue + 1, one.act[1])),
                "verb": sentence.words[one.act[0]],
                "strength": one.strength,
                "negated": one.negated,
                "conditional": conditional,
            }


def demands(articles: Articles, voices: Voices = "full", *, referents: Given | None = None) -> pd.DataFrame:
    """List who is told to do what, and by whom; `causes` lists whose doing things are.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`.
    referents : str, path, mapping or pandas.DataFrame, optional
        As for `mentions`: who is named by an alias stands under the referent's name.

    Returns
    -------
    pandas.DataFrame
        The table `demands`, a row a demand, in the order of the articles and of reading.

    Raises
    ------
    FramingError
        The table or the referents are not what they should be.

    Notes
    -----
    Demands are clauses in which somebody is to do something or to leave it: "should", "must", "have to",
    "need to"; urging, asking, ordering somebody to; "it is time for" somebody to; in opinion, imperatives.
    What had to be done, what should have been, questions and what is only expected ("should be over soon")
    are none. "We" and "I" are who speaks; other pronouns are not resolved. Who demands is whom the sentence
    says asks, else the speaker of the words. Group by `outlet`, `voice` and `addressee` for whose duty an
    outlet's articles name; `score_claims` makes shares of it that `compare` takes.

    Examples
    --------
    >>> text = "Ottawa must lift the tariffs, Ana Ruiz said. She urged Beijing to talk."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> demands(articles, voices=None)[["addressee", "act"]].values.tolist()
    [['Canada', 'lift the tariffs'], ['China', 'talk']]
    """
    table = listed(Demanding, articles, voices, referents)
    # Where the sentence doesn't say who asks, it is who speaks.
    return table.assign(demander=table["demander"].where(table["demander_text"].notna(), table["speaker"]))
