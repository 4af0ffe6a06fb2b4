"""Who is told to do what, and by whom: clauses in which somebody is to do something.

Found by rules on words: modals of obligation, verbs and nouns of asking, and, in opinion, imperatives. What
counts and what doesn't is told in ``docs/causes-and-demands.md``, with how often the rules are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles
from framing.features.cells import Voices
from framing.features.clauses import COMMA, HARD, Listing, Sentence, Span, Who, acts, listed, lists
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
    negated: bool


@cache
def _words() -> Mapping[str, Any]:
    return word_lists("framing.features", "demands")


@cache
def _verbs() -> dict[str, tuple[str, str, str]]:
    """Return each form of a verb of asking with its strength, base and shape."""
    found = {}
    raw = toml("framing.features", "demands")["verbs"]
    for strength in ("must", "should", "want"):
        for entry in raw[strength].split():
            for form, shape in inflected(entry):
                found[form] = (strength, entry.split("|")[0], shape)
    return found


@cache
def _behind() -> dict[tuple[str, str], str]:
    """Return each form of a verb with the preposition behind it, and its base."""
    pairs = (entry.split(":") for entry in toml("framing.features", "demands")["verbs"]["behind"].split())
    return {(form, of): base for base, of in pairs for form, _ in inflected(base)}


@cache
def _triggers() -> dict[str, tuple[str, ...]]:
    """Return the words that may make a demand, each with the words of which one must follow it soon, if any."""
    known, to = _words(), ("to",)
    found: dict[str, tuple[str, ...]] = {word: () for words in known["modals"].values() for word in words}
    found |= dict.fromkeys(_verbs(), ("to", "against", "that"))
    found |= {form: ("to", "that") for entry in known["verbs"]["that"] for form, _ in inflected(entry)}
    found |= {form: ("to",) for form, _ in _behind()}
    found |= dict.fromkeys(
        (*known["nouns"]["duty"], *known["nouns"]["asking"], *known["nouns"]["pressure"]), to
    )
    found |= dict.fromkeys(known["nouns"]["it_is"], ("to", "that"))
    return found | dict.fromkeys(("have", "has", "need", "needs", "up"), to) | {"better": ()}


#: Words that follow right behind their cue, and how far off others may be.
_NEXT, _REACH = ("have", "has", "need", "needs", "up"), 14


def places(tokens: Tokens) -> np.ndarray:
    """Return where words stand that may make a demand."""
    vocabulary, found = tokens.vocabulary, [np.zeros(0, np.int64)]
    size = len(tokens.ids)
    follows: dict[tuple[str, ...], np.ndarray] = {}
    for word, needed in _triggers().items():
        key = vocabulary.ids(word)
        if key is None or not len(key):
            continue
        at = vocabulary.places(key).astype(np.int64)
        if needed and len(at):
            if needed not in follows:
                ids = [one for name in needed if (keys := vocabulary.ids(name)) is not None for one in keys]
                near = np.zeros(size + _REACH + 1, np.int32)
                near[1 : size + 1] = np.cumsum(np.isin(vocabulary.of_token, ids))
                near[size + 1 :] = near[size]
                follows[needed] = near
            near, reach = follows[needed], 1 if word in _NEXT else _REACH
            at = at[near[np.minimum(at + reach + 1, size)] > near[at + 1]]
        found.append(at)
    # What opens a sentence may be an imperative.
    return np.concatenate(found)


def demands_in(sentence: Sentence, genre: str = "unknown") -> Iterator[Demand]:
    """Yield the demands in a sentence; imperatives only in opinion."""
    known, words = _words(), sentence.words
    taken = -1
    if genre in ("opinion", "editorial") and (found := _imperative(sentence)) is not None:
        yield found
        taken = found.act[1]
    for at, word in enumerate(words):
        if at < taken and word not in known["modals"]["must"]:
            continue
        found = None
        if word in known["modals"]["must"] or word in known["modals"]["should"]:
            found = _modal(sentence, at)
        elif word in ("have", "has", "need", "needs") and sentence.word(at + 1) == "to":
            found = _have_to(sentence, at)
        elif word == "better" and sentence.word(at - 1) in (
            "had",
            "you'd",
            "he'd",
            "they'd",
            "we'd",
            "she'd",
            "i'd",
        ):
            begin = at - 1 if sentence.word(at - 1) == "had" else at
            who = sentence.subject(begin) if begin < at else (at - 1, at)
            found = _doing(sentence, at, at + 1, who, None, "should")
        elif (of := _behind_at(sentence, at)) is not None:
            found = _asked(sentence, at, of, "should")
        elif word in _verbs():
            found = _told(sentence, at)
        if found is None:
            found = _by_noun(sentence, at) or _that(sentence, at)
        if found is not None:
            yield found


def _behind_at(sentence: Sentence, at: int) -> int | None:
    """Return where whom one appeals to stands, behind the verb's own preposition."""
    for k in range(at + 1, min(at + 7, len(sentence))):
        if sentence.marks[k] >= HARD:
            return None
        if (sentence.words[at], sentence.words[k]) in _behind() and not _is_base(sentence, k + 1):
            return k + 1
        if k == at + 1 and sentence.words[k] not in lists()["preposition"]:
            return None
    return None


# Whether a word is the base of a verb, and what is to be done.


def _is_base(sentence: Sentence, at: int) -> bool:
    """Whether the word behind "to" can be a verb: no name, no noun in the plural, no article."""
    word, known = sentence.word(at), lists()
    if not word or sentence.marks[at] >= COMMA or not word[0].isalpha() or sentence.forms[at][0].isupper():
        return False
    if (
        word in known["determiner"] | known["preposition"] | known["adverb"]
        or word in _words()["no"]["not_verbs"]
    ):
        return False
    if word in spoken()["other"] | spoken()["number"]:
        return False
    plural = word.endswith("s") and not word.endswith(("ss", "us", "cus"))
    return not (
        plural
        or word.endswith(("ing", "tion", "ment"))
        or (word.endswith("ed") and len(word) > 4 and word != "proceed")
    )


def _doing(
    sentence: Sentence,
    cue: int,
    at: int,
    who: Span | None,
    by: Span | None,
    strength: str,
    negated: bool = False,
) -> Demand | None:
    """Return the demand to do what begins at a place; in a passive nobody is told to unless "by" says who."""
    words, known = sentence.words, lists()
    while (
        at < len(words)
        and sentence.marks[at] < COMMA
        and (
            words[at] in known["adverb"]
            or (words[at].endswith("ly") and words[at] not in ("apply", "rely", "comply", "supply", "reply"))
        )
    ):
        negated |= words[at] in ("not", "never")
        at += 1
    if at >= len(words):
        return None
    end = sentence.clause_end(at, frozenset(("because", "while", "when", "although", "unless", "if", "but")))
    act = (at, max(end, at + 1))
    if words[at] == "be" and who is not None:
        then = at + 1
        while then < len(words) and (
            words[then] in known["adverb"] or words[then].endswith("ly") or words[then] in ("only",)
        ):
            then += 1
        done = then < len(words) and is_participle(words[then]) and sentence.marks[then] < COMMA
        done = done and words[then] not in _words()["no"]["state"]
        if done or not acts(sentence.said(who)):
            stop = next((k for k in range(then + 1, act[1]) if words[k] == "by"), None) if done else None
            agent = None if stop is None else (stop + 1, _phrase_end(sentence, stop + 1))
            who = agent if agent is not None and agent[1] > agent[0] and acts(sentence.said(agent)) else None
    if who is not None and words[who[0]] == "there":
        who = None
    if who is not None and words[who[0]] == "no":
        negated = True
    return Demand(cue, who, act, by, strength, negated)


def _phrase_end(sentence: Sentence, at: int) -> int:
    """Return where a noun phrase ends that begins at a place."""
    words, known = sentence.words, lists()
    for k in range(at, len(words)):
        stops = k > at and (sentence.marks[k] >= COMMA or words[k] in known["opening"] | known["relative"])
        if (
            stops
            or words[k] == "to"
            or (k > at and (sentence.is_finite(k) or words[k] in known["preposition"] - {"of"}))
        ):
            return k
    return len(words)


# Modals: must, should, ought to; have to, need to.


def _modal(sentence: Sentence, at: int) -> Demand | None:
    words, no = sentence.words, _words()["no"]
    if sentence.asks and not sentence.text.rstrip("\"”’' ").endswith((".", "!")):
        return None
    must = words[at] in _words()["modals"]["must"]
    verb = at + 1
    if words[at] == "ought":
        if sentence.word(at + 1) != "to":
            return None
        verb = at + 2
    negated = words[at].endswith("n't")
    while sentence.word(verb) in lists()["adverb"] or (
        sentence.word(verb).endswith("ly") and sentence.word(verb) not in _LY
    ):
        negated |= sentence.word(verb) in ("not", "never")
        verb += 1
    then = sentence.word(verb)
    # "A must", "must-see"; "must have gone", "should've been"; "should he come".
    if (
        not then
        or (sentence.marks[verb] >= COMMA and sentence.word(verb - 1) == words[at])
        or sentence.forms[at].isupper()
    ):
        return None
    done = sentence.word(verb + 1)
    if then == "have" and (is_participle(done) or done in ("had", "been", "done", "never", "already")):
        return None
    who = sentence.subject(at)
    if who is None:
        return None
    before = sentence.word(who[0] - 1)
    wondering = before in no["question"] or sentence.word(who[0] - 2) == "how"
    if (
        wondering
        or (before == "what" and then in no["reader"])
        or sentence.word(sentence.skips_back(at) - 1) in no["question"]
    ):
        return None
    subject = sentence.said(who)
    if not must:
        if then == "be" and sentence.word(verb + 1) in no["expected"]:
            return None
        if (then in no["likely"] and not acts(subject)) or (
            then in no["reader"] and words[who[0]] in ("you", "it", "one", "i")
        ):
            return None
    elif (
        then == "be"
        and words[who[0]] in ("it", "that", "this")
        and not is_participle(sentence.word(verb + 1))
    ):
        return None
    return _doing(sentence, at, verb, who, None, "must" if must else "should", negated)


_LY = ("apply", "rely", "comply", "supply", "reply", "multiply", "fly", "ally")


def _have_to(sentence: Sentence, at: int) -> Demand | None:
    words, no, known = sentence.words, _words()["no"], lists()
    if sentence.asks and not sentence.text.rstrip("\"”’' ").endswith((".", "!")):
        return None
    begin = sentence.skips_back(at)
    if sentence.word(begin - 1) == "to" and sentence.word(begin - 2) == "going":
        begin = sentence.skips_back(begin - 2)
        begin -= sentence.word(begin - 1) in known["be"] and sentence.word(begin - 1) not in known["subject"]
    # "Will have to", "would need to".
    while begin > 0 and words[begin - 1] in known["modal"]:
        if words[begin - 1] in no["unsure"]:
            return None
        begin = sentence.skips_back(begin - 1)
    if (
        any(words[k] in no["free"] for k in range(begin, at))
        or sentence.word(begin - 1) in no["free"] | known["do"]
    ):
        return None
    who, then = sentence.subject(begin), sentence.word(at + 2)
    if who is None or (
        not _is_base(sentence, at + 2) and then not in known["adverb"] and not then.endswith("ly")
    ):
        return None
    noun = words[at].startswith("need") and sentence.word(begin - 1) in known["determiner"] | {
        "urgent",
        "real",
    }
    if noun or then == "have" or (then == "do" and sentence.word(at + 3) == "with"):
        return None
    before, first = sentence.word(who[0] - 1), words[who[0]]
    if (
        before in no["question"] | {"who"}
        or sentence.word(begin - 1) in no["question"]
        or (first == "which" and sentence.asks)
    ):
        return None
    if before == "what" and (
        then in no["reader"] or (words[at].startswith("ha") and then in ("offer", "lose", "gain"))
    ):
        return None
    if first in ("i", "we", "you", "one") and then in no["reader"]:
        return None
    # "It has to be something else": what is likely.
    if first in ("it", "that", "this", "there") and then == "be" and not is_participle(sentence.word(at + 3)):
        return None
    return _doing(sentence, at, at + 2, who, None, "must")


# Verbs and nouns of asking: urged them to, called on them to, told not to, time for them to.


def _told(sentence: Sentence, at: int) -> Demand | None:
    words, known = sentence.words, lists()
    strength, base, shape = _verbs()[words[at]]
    before = sentence.word(sentence.skips_back(at) - 1)
    if shape in ("base", "s") and _is_noun(sentence, at):
        return None
    # Somebody doesn't ask: no demand, but not to want it is one.
    begin, denied = sentence.skips_back(at), False
    negation = {sentence.word(k) for k in range(max(0, begin - 2), at)} & known["not"]
    if sentence.word(begin - 1) in _words()["no"]["unsure"]:
        return None
    if negation - {"no"}:
        if base not in ("want",):
            return None
        denied = True
    passive = shape == "ed" and before in known["be"]
    then = sentence.word(at + 1)
    if (
        passive
        and (then in ("to", "not") or then in known["preposition"] - {"for"})
        and sentence.marks[at + 1] < COMMA
    ):
        return _was_told(sentence, at, base, strength)
    return _asked(sentence, at, at + 1, strength, denied)


def _is_noun(sentence: Sentence, at: int) -> bool:
    """Whether a form that is verb and noun is a noun: behind an article, an adjective, a possessive."""
    before, known = sentence.word(at - 1), lists()
    _, base, shape = _verbs().get(sentence.words[at], ("", sentence.words[at], ""))
    if base not in _words()["no"]["nouns"]:
        return False
    if at == 0 or sentence.marks[at] >= COMMA:
        return True
    if shape == "base":
        verbal = known["auxiliary"] | known["subject"] | known["adverb"] | {"to"}
        return not (before in verbal or before.endswith("s")) or before.endswith("'s")
    if before in _words()["no"]["noun_before"] or before in known["determiner"] or before.endswith("'s"):
        return True
    if before in known["preposition"] and before != "to":
        return True
    return sentence.words[at] in ("order", "orders", "requests", "demands", "presses") and before.endswith(
        ("ed", "al", "ive")
    )


def _was_told(sentence: Sentence, at: int, base: str, strength: str) -> Demand | None:
    """Return the demand of a passive: they were urged, by the court, not to leave."""
    words, to, by = sentence.words, at + 1, None
    if words[to] == "by" or words[to] in lists()["preposition"] - {"to", "for"}:
        end = next(
            (
                k
                for k in range(to + 1, min(len(words), to + 14))
                if words[k] == "to" and _is_base(sentence, k + 1)
            ),
            None,
        )
        if end is None or any(
            sentence.is_finite(k) or words[k] in ("if", "whether", "about") for k in range(to, end)
        ):
            return None
        by = (to + 1, max(to + 2, _phrase_end(sentence, to + 1))) if words[to] == "by" else None
        to = end - 1 if words[end - 1] == "not" else end
    negated = words[to] == "not"
    to += negated
    if sentence.word(to) != "to" or not (
        _is_base(sentence, to + 1) or sentence.word(to + 1) in lists()["adverb"]
    ):
        return None
    begin = sentence.skips_back(at)
    while begin > 0 and words[begin - 1] in lists()["auxiliary"]:
        begin = sentence.skips_back(begin - 1)
    who = sentence.subject(begin) if base not in ("want", "invite") else None
    return None if who is None else _doing(sentence, at, to + 1, who, by, strength, bool(negated))


def _asked(sentence: Sentence, at: int, begin: int, strength: str, denied: bool = False) -> Demand | None:
    """Return the demand of "urged them to go": whom stands between the verb and "to"."""
    words, known = sentence.words, lists()
    base = _verbs().get(words[at], ("", "", ""))[1]
    if (
        begin >= len(words)
        or sentence.marks[begin] >= HARD
        or words[begin] in known["preposition"] | {"that", "if", "whether"}
    ):
        return None
    for k in range(begin, min(len(words), begin + 16)):
        word = words[k]
        if k > begin and (
            sentence.marks[k] == HARD
            or word in known["relative"]
            or (sentence.is_finite(k) and word not in ("led",))
        ):
            return None
        listed = sentence.marks[k] == COMMA and word in ("and", "or", "but")
        if k > begin and (
            listed
            or word == "for"
            or word in known["subject"] - known["determiner"] - {"you", "it", "one", "everyone", "others"}
        ):
            return None
        against = base == "warn" and word == "against" and sentence.word(k + 1).endswith("ing")
        if k > begin and (
            against
            or (word == "to" and (_is_base(sentence, k + 1) or sentence.word(k + 1) in known["adverb"]))
        ):
            stop = k - 1 if words[k - 1] in ("not", "never") else k
            whom = (begin, _trim(sentence, begin, stop))
            if whom[1] <= begin or not _may_be_told(sentence, at, base, whom):
                return None
            by = _by(sentence, at)
            # What may encourage somebody is no demand of anybody's.
            if base == "encourage" and (by is None or not acts(sentence.said(by))):
                return None
            return _doing(sentence, at, k + 1, whom, by, strength, (stop < k) or against or denied)
    return None


def _trim(sentence: Sentence, begin: int, end: int) -> int:
    """Return where whom one asks ends, without when and where it was asked: told them on Monday to."""
    stop = next((k for k in range(begin + 1, end) if sentence.marks[k] >= COMMA), end)
    while stop > begin + 1 and (
        sentence.words[stop - 1] in lists()["time"] or sentence.words[stop - 1] in lists()["adverb"]
    ):
        stop -= 1
    on = next(
        (k for k in range(begin + 1, stop) if sentence.words[k] in ("on", "during", "in") and k > begin), None
    )
    return on if on is not None and on > begin else stop


def _may_be_told(sentence: Sentence, at: int, base: str, whom: Span) -> bool:
    said = sentence.said(whom)
    if sentence.words[whom[0]] in ("permission", "time", "questions", "people's"):
        return False
    # "Wants the money to buy arms": a thing is wanted, and for something.
    then = next((k for k in range(whom[1], len(sentence)) if sentence.words[k] == "to"), whom[1])
    return acts(said) or sentence.words[whom[0]] == "it" or sentence.word(then + 1) == "be"


def _by(sentence: Sentence, at: int) -> Span | None:
    """Return who asks: the subject of a verb, through its auxiliaries and a "to" in front."""
    words, known, begin = sentence.words, lists(), sentence.skips_back(at)
    if words[at].endswith("ing") and not (begin > 0 and words[begin - 1] in known["be"]):
        # "Sent letters urging them", "praised it, calling on them": who does what the sentence tells.
        verb = next((k for k in range(1, begin) if sentence.is_finite(k)), None)
        return sentence.subject(verb) if verb else None
    if _is_noun(sentence, at) and not sentence.is_finite(at):
        return None
    for _ in range(6):
        if begin > 0 and sentence.marks[begin] < COMMA and words[begin - 1] in known["auxiliary"]:
            begin = sentence.skips_back(begin - 1)
        elif begin > 1 and words[begin - 1] == "to":
            # "Plans to ask": the subject of the verb in front.
            verb = begin - 2
            if not sentence.is_finite(verb) and not words[verb].endswith("ing"):
                verb = next((k for k in range(verb, 0, -1) if sentence.is_finite(k)), 0)
            begin = sentence.skips_back(verb)
        else:
            break
    if begin > 0 and words[begin - 1] in ("and", "but") and begin > 1:
        # "Praised the deal and urged": who did the first.
        verb = next((k for k in range(begin - 2, 0, -1) if sentence.is_finite(k)), None)
        while verb is not None and verb > 0 and words[verb - 1] in known["auxiliary"]:
            verb -= 1
        return sentence.subject(verb) if verb else None
    return sentence.subject(begin)


def _by_noun(sentence: Sentence, at: int) -> Demand | None:
    """Return the demand of a noun or adjective: time for, up to, the duty of, calls for somebody to."""
    words, known, nouns = sentence.words, lists(), _words()["nouns"]
    word, then = words[at], sentence.word(at + 1)
    if word == "up" and then == "to" and sentence.word(sentence.skips_back(at) - 1) in known["be"]:
        return _for(sentence, at, at + 2, "should")
    if word in nouns["it_is"]:
        # "It is time (for them) to", "it is crucial that they".
        back = {sentence.word(k) for k in range(max(0, at - 5), at)}
        if not (back & {"it", "it's", "now"} and (back & known["be"] or "it's" in back)) or "takes" in back:
            return None
        strength = "should" if word in ("time", "important") else "must"
        if then == "for" or word == "incumbent":
            return _for(sentence, at, at + 2, strength)
        if then == "to" and _is_base(sentence, at + 2) and words[at + 2] not in _words()["no"]["reader"]:
            return _doing(sentence, at, at + 2, None, None, strength)
        if then == "that" and word != "time":
            return _subjunctive(sentence, at, at + 2, None, strength)
        return None
    if word in nouns["duty"]:
        strength = "must"
        to = next((k for k in range(at + 1, min(len(words), at + 9)) if words[k] == "to"), None)
        if (
            to is None
            or not _is_base(sentence, to + 1)
            or any(sentence.marks[k] >= COMMA for k in range(at + 1, to + 1))
        ):
            return None
        if to > at + 1 and then == "of":
            return _doing(sentence, at, to + 1, (at + 2, to), None, strength)
        has = next((k for k in range(at - 1, max(-1, at - 6), -1) if words[k] in ("has", "have")), None)
        if (
            has is not None
            and to == at + 1
            and not {words[k] for k in range(has, at)} & {"no"} | {sentence.word(has - 1)} & known["do"]
        ):
            who = sentence.subject(sentence.skips_back(has))
            return None if who is None else _doing(sentence, at, to + 1, who, None, strength)
        if to == at + 1 and (
            sentence.word(at - 1).endswith(("'s", "s'"))
            or sentence.word(at - 1) in ("his", "her", "their", "our", "its")
        ):
            return _doing(sentence, at, to + 1, (at - 1, at), None, strength)
        return None
    if word in nouns["asking"] and then == "for":
        return _for(sentence, at, at + 2, "should")
    if word in nouns["pressure"] and then == "on":
        return _for(sentence, at, at + 2, "should")
    return None


def _for(sentence: Sentence, at: int, begin: int, strength: str) -> Demand | None:
    """Return the demand on those who stand between a place and "to"."""
    words, known = sentence.words, lists()
    for k in range(begin, min(len(words), begin + 12)):
        if k > begin and (sentence.marks[k] >= HARD or words[k] in known["opening"] or sentence.is_finite(k)):
            return None
        if (
            k > begin
            and words[k] == "to"
            and (_is_base(sentence, k + 1) or sentence.word(k + 1) in known["adverb"])
        ):
            stop = k - 1 if words[k - 1] == "not" else k
            whom = (begin, _trim(sentence, begin, stop))
            if not acts(sentence.said(whom)) and words[k + 1] != "be" and words[at] != "time":
                return None
            return _doing(
                sentence,
                at,
                k + 1,
                whom,
                _by(sentence, at) if words[at].startswith("call") else None,
                strength,
                stop < k,
            )
    return None


def _that(sentence: Sentence, at: int) -> Demand | None:
    """Return the demand of "demanded that they go"."""
    words = sentence.words
    if sentence.word(at + 1) != "that" or not any(
        words[at] == form for entry in _words()["verbs"]["that"] for form, _ in inflected(entry)
    ):
        return None
    if _is_noun(sentence, at):
        return None
    return _subjunctive(sentence, at, at + 2, _by(sentence, at), "must")


def _subjunctive(sentence: Sentence, at: int, begin: int, by: Span | None, strength: str) -> Demand | None:
    """Return the demand of a clause whose verb stands bare: that the senate act, that it be signed."""
    words, known = sentence.words, lists()
    if sentence.word(begin) in known["auxiliary"]:
        return None
    for k in range(begin + 1, min(len(words), begin + 12)):
        if sentence.marks[k] == HARD or words[k] in known["relative"]:
            return None
        plain = (begin, k)
        if words[k] == "be":
            return _doing(sentence, at, k, plain, by, strength)
        if words[k] in known["auxiliary"] or (words[k].endswith(("ed", "s")) and sentence.is_finite(k)):
            return None
        last = words[k - 1]
        singular = (
            not last.endswith("s") or last in ("congress", "this") or sentence.forms[k - 1][0].isupper()
        )
        opens = words[begin] in known["subject"] and k == begin + 1
        if (
            words[k] == "not"
            or opens
            or (
                _is_base(sentence, k)
                and singular
                and k > begin + (words[begin] in known["determiner"])
                and _bare_verb(sentence, k)
            )
        ):
            negated = words[k] == "not"
            return _doing(sentence, at, k + negated, plain, by, strength, negated)
    return None


def _bare_verb(sentence: Sentence, at: int) -> bool:
    """Whether a word goes on as a verb does: with an object, a particle or at the end."""
    then = sentence.word(at + 1)
    return (
        then in lists()["determiner"]
        or then in ("up", "out", "to", "in", "with", "off", "on", "only", "its", "all", "more", "from")
        or not then
    )


def _imperative(sentence: Sentence) -> Demand | None:
    """Return the demand of a sentence that begins with a bare verb: "Stop the talks"."""
    no = _words()["no"]
    first = sentence.word(0)
    if first not in no["imperative"] or sentence.asks or len(sentence) < 3:
        return None
    negated = first in ("don't", "never") or (first == "do" and sentence.word(1) == "not")
    verb = 2 if first == "do" and negated else 1 if negated or first == "let's" else 0
    if not negated and first == "do":
        return None
    then = sentence.word(verb + 1)
    if (
        not negated
        and first != "let's"
        and then not in lists()["determiner"] | {"it", "them", "him", "us", "me", "to", "up", "out"}
    ):
        return None
    if first == "let" and then == "us":
        verb, first = 2, "let's"
    who = (0, 1) if first == "let's" and verb == 1 else (1, 2) if first == "let's" else None
    return Demand(0, who, (verb, sentence.clause_end(verb)), None, "must", negated)


# The table.


class Demanding(Listing):
    """Lists the demands of some articles: gives the table ``demands``."""

    name = "demands"
    places = staticmethod(places)

    @staticmethod
    def rows(sentence: Sentence, genre: str) -> Iterator[dict[str, Any]]:
        """Yield the demands of a sentence."""
        conditional = not _words()["no"]["conditions"].isdisjoint(sentence.words)
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
    """List who is told to do what, and by whom.

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
    Demands are clauses in which somebody is to do something or to leave it: "should", "must", "have to", "need
    to"; urging, asking, ordering somebody to; "it is time for" somebody to; in opinion, imperatives. What had
    to be done, what should have been, questions and what is only expected ("should be over soon") are none.
    "We" and "I" are who speaks; other pronouns are not resolved. Who demands is whom the sentence says asks,
    else the speaker of the words. Group by `outlet`, `voice` and `addressee` for whose duty an outlet's articles
    name; `score_claims` makes shares of it that `compare` takes.

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
