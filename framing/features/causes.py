"""What is said to have led to what, and whose doing it was: causes, with blame and credit by their effects.

Found by rules on words: connectives and verbs of causing, blaming and crediting. What counts and what doesn't
is told in ``docs/causes-and-demands.md``, with how often the rules are right. Nothing here says what caused
what: it says what texts say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles
from framing.features.cells import Voices
from framing.features.clauses import (
    COMMA,
    HARD,
    Beside,
    Listing,
    Sentence,
    Span,
    Who,
    acts,
    government,
    kinds,
    listed,
)
from framing.features.naming.referents import Given
from framing.features.rules.passive import is_participle, lists
from framing.plugins import toml, word_lists
from framing.text.tokens import Tokens
from framing.text.voices.words import inflected


class Cause(NamedTuple):
    """One cause, in words of its sentence: the cue from its first word to behind its last, what it joins."""

    cue: int
    cue_end: int
    cause: Span
    effect: Span
    agent: Span | None
    polarity: str
    explicit: bool = True
    negated: bool = False
    hedged: bool = False


class _Cue(NamedTuple):
    """An expression: its words, what kind of cue it is, its first word's base form and shape."""

    words: tuple[str, ...]
    kind: str
    base: str
    shape: str = ""


@cache
def _words() -> Any:
    lists = word_lists("framing.features", "causes")
    found = SimpleNamespace(**lists["words"], **lists["polarity"])
    found.makes = found.changed | found.minds | {"more", "less"}
    return found


@cache
def _cues() -> Mapping[str, tuple[_Cue, ...]]:
    """Return the expressions by their first word, longer ones first."""
    found: dict[str, list[_Cue]] = defaultdict(list)
    for section, of_kind in toml("framing.features", "causes").items():
        for kind, entries in of_kind.items() if section in ("connectives", "verbs", "phrases") else ():
            for first, *rest in map(str.split, entries.split("|")):
                verb = section == "verbs" and kind != "by"
                forms = inflected(first.replace("/", "|")) if verb else [(first, "ed" * (kind == "by"))]
                for form, shape in forms:
                    found[form].append(_Cue((form, *rest), kind, first.split("/")[0], shape))
    return {word: tuple(sorted(some, key=lambda one: -len(one.words))) for word, some in found.items()}


#: Kinds of which "in large part" may stand behind the first word.
_PARTED = ("by", "of", "noun")
#: Within how many words behind a cue of a kind one of a list of words stands, or before it too.
_NEAR = {
    "weak": ("reactions", 25, 25), "make": ("makes", 0, 9), "create": ("effects", 12, 6),
    "force": ("forced", 0, 10),
}  # fmt: skip


def places(tokens: Tokens) -> np.ndarray:
    """Return where expressions begin that may make a cause."""
    beside, found = Beside(tokens), [np.zeros(0, np.int64)]
    for word, cues in _cues().items():
        at = beside.places(word)
        # Common words count only with those that have to follow.
        follow = np.zeros(len(at), bool)
        for cue in cues:
            some = np.flatnonzero(~follow)
            for k, then in enumerate(cue.words[1:], 1):
                reach = range(k, k + 1 + 4 * (cue.kind in _PARTED and len(cue.words) == 2))
                some = some[np.any([beside.has(at[some], (then,), n, n) for n in reach], axis=0)]
            if cue.kind in _NEAR:
                name, before, behind = _NEAR[cue.kind]
                some = some[beside.has(at[some], getattr(_words(), name), -before, behind)]
            follow[some] = True
        found.append(at[follow & tokens.breaks[at]] if word == "so" else at[follow])
    return np.concatenate(found)


def causes_in(sentence: Sentence) -> Iterator[Cause]:
    """Yield the causes in a sentence."""
    cues, done = _cues(), 0
    for at, word in enumerate(sentence.words):
        for cue in cues.get(word, ()) if at >= done else ():
            end = _cue_end(sentence, at, cue)
            found = None if end is None else _FINDERS[cue.kind](sentence, at, end, cue)
            if end and found and found.cause[0] < found.cause[1] and found.effect[0] < found.effect[1]:
                yield found
                done = end
                break


def _cue_end(s: Sentence, at: int, cue: _Cue) -> int | None:
    """Return where an expression ends; "in large part" or "largely" may stand behind its first word."""
    rest = at + 1
    if cue.kind in _PARTED and len(cue.words) == 2:
        part = s.find(rest, rest + 4, ("part",)) if s.word(rest) in ("in", "at") else None
        rest = part + 1 if part else rest
        while s.is_adverb(rest):
            rest += 1
    end = rest + len(cue.words) - 1
    return end if tuple(s.words[rest:end]) == cue.words[1:] and not s.is_parted(at, end) else None


# Connectives: because, due to, after; and so, as a result.


def _connective(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, own = kinds(), _words()
    if s.marks[end] >= COMMA or (cue.base == "because" and s.words[end] == "of" == cue.words[-1]):
        return None
    start, stops = s.back(at), ("because", "but", "while", "although")
    before, then = s.word(start - 1), s.words[end]
    negated = before.endswith("n't") or (s.has(start, at, ("not",)) and s.words[at - 1] not in own.only)
    hedged = s.has(start - 3, at, own.hedges)
    opens = start == 0 or (start == 1 and s.words[0] in words.opening | words.joining) or before in own.saying
    comma = _comma(s, end) if opens or s.marks[at] >= COMMA or before in words.joining else None
    if opens and comma is None:
        return None
    # "In fact, because of the strike, no ship left."
    inserted = s.marks[start] >= COMMA and s.verb(s.clause_begin(start), start) is None
    if comma is not None and (opens or inserted or before in words.joining):
        cause, effect = (end, comma), (comma, s.clause_end(comma, stops))
    else:
        cause, effect = (end, s.clause_end(end, stops)), _in_front(s, start)
        # "Because, at this point, nobody": a comma that comes at once ends nothing.
        while cue.kind == "clause" and cause[1] < s.size and s.verb(*cause) is None:
            cause = (end, s.clause_end(cause[1], stops))
    # "Because there's no rain" has a subject in its first word.
    bare = s.is_finite(end) and ("'" not in then or then.endswith("n't"))
    short = cause[1] - cause[0] < 2 or bare or s.words[effect[1] - 1] == "why"
    if cue.kind == "clause" and short:
        return None
    noun = words.determiner | words.preposition
    if cue.base == "due" and before in words.be and then not in noun and s.word(end + 1) in noun:
        # "Is due to visit the port": it will.
        return None
    return _made(s, at, end, cause, effect, negated, hedged)


def _made(
    s: Sentence, at: int, end: int, cause: Span, effect: Span, negated: bool = False, hedged: bool = False
) -> Cause:
    return Cause(at, end, cause, effect, _agent(s, cause), _polarity(s, effect), True, negated, hedged)


def _in_front(s: Sentence, at: int) -> Span:
    """Return the clause in front of a connective; behind a dash or "because" the one before that."""
    end = at
    while end > 0 and s.words[end - 1] in _words().lame:
        end -= 1
    if s.word(end - 1) == "part" and s.has(end - 4, end, ("in",)):
        # "In large part because of the cost".
        end = next(k for k in range(end - 1, -1, -1) if s.words[k] == "in")
    begin = s.clause_begin(end)
    if (other := s.find(begin, end - 1, ("because",))) is not None:
        return _in_front(s, s.back(other))
    if begin < end:
        return (begin, end)
    # Behind a dash; behind a colon it answers what was asked.
    dash = begin > 0 and re.search("[—–-]", s.text[s.end[begin - 1] : s.start[begin]])
    return (s.clause_begin(begin), begin) if dash else (begin, at)


def _comma(s: Sentence, at: int) -> int | None:
    """Return the comma at which a clause that opens the sentence ends, and behind which another begins."""
    for k in range(at + 1, s.size):
        if s.marks[k] == HARD:
            return None
        goes_on = s.words[k] in kinds().relative | {"and", "or", "including"}
        if s.marks[k] == COMMA and not goes_on and s.verb(k, min(s.size, k + 14)) is not None:
            return k
    return None


def _given(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "given the weather", where it is no verb's participle."""
    words, before = kinds(), s.word(s.back(at) - 1)
    if end >= s.size or before in words.auxiliary | words.determiner or before.endswith("ly"):
        return None
    phrase = s.words[end] in words.determiner | words.subject | {"how"} or s.is_capital(end)
    return _connective(s, at, end, cue) if phrase or s.marks[at] >= COMMA else None


def _since(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "since", where it gives a reason: behind a comma, and no perfect in front."""
    reason = end < s.size and s.marks[at] == COMMA and not _is_time(s, end)
    if not reason or s.verb(end, min(s.size, end + 16)) is None:
        return None
    low = s.clause_begin(at)
    perfect = any(one in _words().perfect and two != "to" for one, two in pairwise(s.words[low:at]))
    return None if perfect else _connective(s, at, end, cue)


def _is_time(s: Sentence, at: int) -> bool:
    """Whether a time, a figure or a doing stands behind a preposition of time."""
    figure = s.words[at][0].isdigit() or s.words[at].endswith("ing") or s.words[at] in _words().quantity
    return figure or s.has(at, at + 3, kinds().time)


def _weak(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return a cause where more is told than time: somebody reacts."""
    # "Shortly after": time alone.
    time = end >= s.size or _is_time(s, end) or s.word(at - 1) in _words().soon
    found = None if time else _connective(s, at, end, cue)
    if found is None:
        return None
    low, high = found.effect
    near = (low, min(high, low + 10)) if low > at else (max(low, high - 10), high)
    reacts = any(s.words[k] in _words().reactions and not s.is_capital(k) for k in range(*near))
    return found._replace(explicit=False) if reacts else None


def _so(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "so they left", "and as a result", where it stands in the same sentence."""
    words, begin = kinds(), at - (s.word(at - 1) == "and")
    if begin < 2 or end >= s.size:
        return None
    joined = s.marks[at] >= COMMA or begin < at or cue.base in ("thus", "thereby", "therefore")
    if cue.base == "so":
        # A subject and a verb follow; no "so far", "so that".
        then, opens = s.words[end], words.subject | words.determiner
        follows = then.partition("'")[0] in opens - {"that", "this", "there", "no"} or s.is_capital(end)
        verb = s.verb(end + 1, min(s.size, end + 7)) is not None and not s.has(end, end + 4, ("can", "could"))
        joined = joined and s.marks[at] < HARD and follows and verb
    return _made(s, at, end, (s.clause_begin(begin), begin), (end, s.clause_end(end))) if joined else None


# Verbs of causing, from either side, and what makes something so.


def _verb(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words = kinds()
    passive = cue.shape == "ed" and s.word(s.back(at) - 1) in words.be
    if cue.base in ("create", "cause") and cue.shape == "ed" and s.marks[min(end, s.size)] >= COMMA:
        # "The mess that he has created".
        who = s.subject(s.back(at, words.auxiliary))
        return None if who is None or not who[0] else _made(s, at, end, who, (s.run(who[0]), who[0]))
    if passive or end >= s.size or s.marks[end] >= HARD or _is_noun(s, at, end, cue) or s.words[end] == "by":
        return None
    effect = (end, s.clause_end(end, ("because", "while", "when", "after")))
    none = words.joining | words.relative - {"that"}
    if s.words[end] in none or s.is_finite(end) or not _fits(s, end, effect, cue):
        return None
    found = _in_front_of_verb(s, at, cue)
    if found is None:
        return None
    cause, negated, hedged = found
    alone = cause[1] - cause[0] == 1 and s.words[cause[0]] in words.subject - {"it", "that", "this"}
    made = _made(s, at, end, cause, effect, negated, hedged)
    # What people contribute to, and where somebody makes it easy, is no effect.
    gives = cue.base == "contribute" and made.polarity == "none"
    return None if gives or (cue.kind in ("make", "put") and alone) else made


def _is_noun(s: Sentence, at: int, end: int, cue: _Cue) -> bool:
    """Whether a form is a noun or an adjective: the cause of, security forces, forced labour."""
    before, words, name = s.word(at - 1), kinds(), at > 0 and s.is_capital(at)
    led = before in words.determiner - {"that", "those", "this", "these"} or before.endswith(("'s", "s'"))
    if name or led or (s.words[end] == "of" and cue.kind == "cause"):
        return True
    if cue.shape == "base" and cue.base in _words().nouns:
        verbal = words.auxiliary | words.subject | words.relative | words.adverb | {"to"}
        return not (before in verbal or before.endswith("s"))
    return cue.shape != "ing" and before in words.preposition and before != "to"


def _fits(s: Sentence, end: int, effect: Span, cue: _Cue) -> bool:
    """Whether what stands behind a verb is an effect."""
    words, own, near = kinds(), _words(), s.words[end : min(effect[1], end + 9)]
    if near[0] in words.preposition - {"about"}:
        return False
    if cue.kind == "cause":
        return near[:2] != ["this", "report"] and near[0] != "believe"
    if cue.kind == "create":
        return not own.effects.isdisjoint(near[:6])
    if cue.kind == "force":
        doing = cue.base == "force" and cue.shape in ("ing", "ed") and near[0] in words.determiner
        to = s.find(end + 1, end + 9, ("to",))
        does = to is not None and s.word(to + 1).isalpha() and s.words[to + 1] not in words.determiner
        return doing or (does and acts(s.said((end, to or end + 1))))
    # Makes it hard; made them realize; put them out of work; sent them soaring.
    if s.marks[end] >= COMMA or near[0] == "sure":
        return False
    for k in range(1, len(near)):
        word, then = near[k], near[k + 1] if k + 1 < len(near) else ""
        if s.marks[end + k] >= COMMA or word in words.opens - {"than"}:
            return False
        if cue.base == "send" and word.endswith("ing"):
            return True
        if cue.base == "put" and (word, then) in (("out", "of"), ("at", "risk"), ("in", "danger")):
            return True
        if cue.kind == "make" and word in (own.makes if cue.base == "make" else own.changed):
            return True
        if word in words.preposition - {"of"}:
            return False
    return False


def _in_front_of_verb(s: Sentence, at: int, cue: _Cue) -> tuple[Span, bool, bool] | None:
    """Return the cause in front of a verb, whether it is denied and whether it is unsure."""
    words, own, start = kinds(), _words(), s.back(at)
    joined = s.word(start - 1) in ("and", "thereby", "thus")
    if cue.shape == "ing" and start > 0 and (s.marks[start] >= COMMA or joined):
        # "Closed the port, causing delays": what the clause before tells.
        stop = start - joined
        cause = (s.clause_begin(stop), stop)
        return (cause, False, False) if stop - cause[0] > 1 else None
    for _ in range(8):
        start = s.back(start, words.auxiliary - {"to"} | {"risk", "risks", "risking"})
        if s.word(start - 1) != "to":
            break
        if s.word(start - 2) not in own.leading:
            return None
        start = s.back(start - 2)
    doing = cue.shape == "ing" and not s.has(start, at, words.be | {"risk", "risks", "risking"})
    if doing or s.word(start - 1) in ("without", "avoid", "in", "to"):
        return None
    subject = s.subject(start)
    if subject is None:
        return None
    cause = (min(s.run(subject[1]), subject[0]), subject[1])
    which = s.words[start - 1] == "which" and subject[1] < start
    cause = subject if s.words[start - 1] == "that" and subject[1] < start else cause
    alone = subject[1] - subject[0] == 1 and s.words[subject[0]] in ("it", "this", "that")
    if which or (alone and subject[0] > 0):
        # "Closed the port, which led to": what the clause before tells.
        stop = start - 1 if which else subject[0]
        begin = s.clause_begin(stop)
        cause = (begin, stop) if stop - begin > 1 and s.marks[stop] >= COMMA else subject
    negated = s.has(start, at, words.not_) or any(word.endswith("n't") for word in s.words[start:at])
    return cause, negated, s.has(start, at, own.hedges)


def _behind(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "was caused by", "a crisis driven by", "stems from", "is the result of"."""
    words, begin = kinds(), at
    if end >= s.size:
        return None
    if cue.kind == "noun_of":
        while begin > 0 and at - begin < 5 and s.marks[begin] < COMMA and s.words[begin - 1] not in words.be:
            begin -= 1
        linked = begin > 0 and (s.marks[begin] >= COMMA or s.words[begin - 1] in words.be | {"as"})
        if not linked or s.words[begin] not in words.determiner:
            return None
    start = s.back(begin, words.auxiliary)
    effect = s.subject(start) or ((s.clause_begin(start), start) if start else None)
    if effect is None:
        return None
    effect = (min(s.run(effect[1]), effect[0]), effect[1])
    negated = s.has(start, at, words.not_)
    cause = (end, s.clause_end(end, ("because", "but")))
    found = _made(s, at, end, cause, effect, negated, s.has(start, at, _words().hedges))
    return None if cue.base in _words().making and found.polarity == "none" else found


# Blaming and crediting: who is said to have done it.


def _blames(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, passive = kinds(), cue.shape == "ed"
    if end >= s.size or s.marks[end] >= COMMA or _is_noun(s, at, end, cue):
        return None
    if s.words[end] in ("for", "on"):
        # "Was blamed for": whom it is about stands in front.
        start = s.back(at, words.auxiliary)
        who = s.subject(start) if passive and start < at and s.words[end] == "for" else None
        effect = (end + 1, s.clause_end(end + 1))
        return None if who is None else Cause(at, end, who, effect, who, cue.kind)
    for k in range(end + 1, min(s.size - 1, end + 18)):
        word = s.words[k]
        own = s.marks[k] >= COMMA and word in words.subject
        verb = s.is_finite(k) and word not in words.have
        if own or verb or s.marks[k] == HARD or word in words.relative | {"if", "but"}:
            return None
        if word in ("for", "with" if cue.kind == "credit" else "on"):
            cause, effect = (end, k), (k + 1, s.clause_end(k + 1))
            if word == "on":
                cause, effect = effect, cause
            agent = _agent(s, cause) or (cause if acts(s.said(cause)) else None)
            negated = s.has(at - 2, at, words.not_) or s.word(at - 1).endswith("n't")
            return Cause(at, end, cause, effect, agent, cue.kind, True, negated)
    return None


def _responsible(s: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "is to blame for", "held them responsible for"; of no duty."""
    effect, start = (end, s.clause_end(end)), s.back(at, kinds().auxiliary - {"to"})
    polarity = _polarity(s, effect) if end < s.size else "none"
    if end >= s.size or s.words[end].endswith("ing") or (polarity == "none" and cue.base == "responsible"):
        return None
    held = s.find(at - 8 if at > 8 else 0, at, _words().held)
    cause = (held + 1, start) if held is not None and held + 1 < start else s.subject(start)
    if cause is None:
        return None
    agent = cause if acts(s.said(cause)) else _agent(s, cause)
    negated = s.has(start, at, kinds().not_) or s.word(at - 1).endswith("n't")
    return Cause(at, end, cause, effect, agent, "blame" if polarity == "none" else polarity, True, negated)


_FINDERS = {
    "clause": _connective, "noun": _connective, "given": _given, "since": _since, "weak": _weak, "so": _so,
    "cause": _verb, "force": _verb, "create": _verb, "make": _verb, "put": _verb,
    "of": _behind, "by": _behind, "noun_of": _behind,
    "blame": _blames, "credit": _blames, "responsible": _responsible,
}  # fmt: skip


# Whose doing a cause is, and whether its effect is good or bad.


def _agent(s: Sentence, cause: Span) -> Span | None:
    """Return who did a cause or has it: its subject, owner or "by", or itself where it is somebody."""
    words, (begin, end) = kinds(), cause
    while begin < end and s.words[begin] in words.adverb | words.joining | words.opening - words.subject:
        begin += 2 if s.words[begin] == "how" else 1
    first = s.word(begin)
    if begin >= end or first in words.subject - words.heads or first in _words().answers:
        return (begin, begin + 1) if begin < end and acts(first) else None
    verb = next((k for k in range(begin + 1, end) if s.is_finite(k)), None)
    # What a relative clause tells of somebody isn't what did it.
    if verb is not None and not s.has(begin, verb, words.relative):
        while s.is_adverb(verb + 1) or s.word(verb + 1) in ("been", "being", "be"):
            verb += 1
        done, states = s.word(verb + 1), lists()["adjective"]
        state = done in {*states["state"], *states["unless"]}
        if done == "by" or (s.words[verb] in words.be and is_participle(done) and not state):
            # "The mayor was shot by a guard", "moves made by the guard".
            by = s.find(verb + 1, min(end - 1, verb + 8), ("by",))
            return None if by is None else _owner(s, (by + 1, end))
        who = s.subject(verb) or (begin, verb)
        who = (max(who[0], begin), who[1])
        return (_owner(s, who) or (who if acts(s.said(who)) else None)) if who[0] < who[1] else None
    return _owner(s, (begin, end))


def _owner(s: Sentence, phrase: Span) -> Span | None:
    """Return who has what a noun phrase names, does it, or gives it the name in front of its noun."""
    words, (begin, end) = kinds(), phrase
    stops = words.preposition | words.relative
    stop = next((k for k in range(begin + 1, end) if s.words[k] in stops or s.marks[k] >= COMMA), end)
    if s.words[begin] in words.possessive:
        # "Its driver" is somebody, "its decision" somebody's.
        return (begin, stop) if stop > begin + 1 and acts(s.said((begin + 1, stop))) else (begin, begin + 1)
    for k in range(begin, min(stop, end - 1)):
        if s.words[k].endswith("'s") or (s.words[k].endswith("s") and s.text[s.end[k]] in "'’"):
            owner = (begin + (s.words[begin] in ("the", "a", "an")), k + 1)
            return owner if acts(re.sub("['’]s$", "", s.said(owner))) else None
    if acts(s.said((begin, stop))):
        return (begin, stop)
    # "The decision by Marlow", "pressure from the union".
    by = s.find(stop, min(end - 1, stop + 8), ("by", "from"))
    if by is not None and not s.is_parted(stop, by):
        rest = next((k for k in range(by + 2, end) if s.words[k] in stops or s.is_finite(k)), end)
        return (by + 1, rest) if acts(s.said((by + 1, rest))) else None
    # "Ruritanian tariffs", "Marlow administration policies": a name in front of the noun.
    low = next((k for k in range(begin, min(stop, begin + 4)) if s.is_capital(k)), stop)
    high = low
    while high < stop and (s.is_capital(high) or (high > low and s.words[high] in words.governing)):
        high += 1
    if low == high or high == stop or s.words[low] in words.subject | words.determiner:
        return None
    said = s.said((low, high))
    # The first word of a sentence has its capital anyway.
    return (low, high) if government(said) or (low > 0 and acts(said)) else None


def _polarity(s: Sentence, effect: Span) -> str:
    """Return "blame" where an effect is bad by its words, "credit" where it is good, else "none"."""
    own, low, high = _words(), effect[0], min(effect[1], effect[0] + 40)
    that = s.find(low + 2, high, ("that",))
    if that is not None and (s.words[that - 1] in own.minds or s.words[that - 2] == "to"):
        # "Led some to warn that": what they warn of isn't what it led to.
        high = that
    found, signs = [0, *(_sign(s, k) for k in range(low, high)), 0], []
    for k, (last, sign, then) in enumerate(zip(found, found[1:], found[2:], strict=False), low):
        # "Strong opposition" is bad, "lost trust" too.
        turned = s.has(max(low, k - 3), k, own.turn) and s.word(k - 1) + s.words[k] != "noshortage"
        signs += (
            [-1 if sign > 0 > last else -sign if turned else sign] if sign and not sign > 0 > then else []
        )
    total = sum(signs) or sum(signs[:1])
    return "credit" if total > 0 else "blame" if total < 0 else "none"


def _sign(s: Sentence, at: int) -> int:
    """Return -1 where a word, or it with the next ones, is bad, 1 where it is good; plurals as singulars."""
    own, word = _words(), s.words[at].removesuffix("'s")
    said = {word, word.removesuffix("s"), "-".join(s.words[at : at + 2]), "-".join(s.words[at : at + 3])}
    return (not own.good.isdisjoint(said)) - (not own.bad.isdisjoint(said))


# The table.


class Causing(Listing):
    """Lists the causes of some articles: gives the table ``causes``."""

    name = "causes"
    places = staticmethod(places)

    @staticmethod
    def rows(sentence: Sentence, genre: str) -> Iterator[dict[str, Any]]:
        """Yield the causes of a sentence."""
        for one in causes_in(sentence):
            spans = (one.cause, one.effect, (one.cue, one.cue_end))
            yield {
                "at": one.cue,
                "cue": " ".join(sentence.words[one.cue : one.cue_end]),
                "cause": one.cause,
                "effect": one.effect,
                "agent": Who(one.agent),
                "span": (min(begin for begin, _ in spans), max(end for _, end in spans)),
                "polarity": one.polarity,
                "explicit": one.explicit,
                "negated": one.negated,
                "hedged": one.hedged,
            }


def causes(articles: Articles, voices: Voices = "full", *, referents: Given | None = None) -> pd.DataFrame:
    """List what is said to have led to what, and whose doing it is; `demands` lists what is to be done.

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
        The table `causes`, a row a pair of cause and effect in one sentence, in the order of the articles and
        of reading. `polarity` is "blame" where the effect is bad by its words and "credit" where it is good.

    Raises
    ------
    FramingError
        The table or the referents are not what they should be.

    Notes
    -----
    Connectives and verbs of causing follow the causal classes of the Penn Discourse Treebank, Girju and
    Moldovan (2002) and Khoo et al. (1998). "After", "amid" and "following" count where somebody reacts,
    and are not `explicit`. The agent is the subject, owner or "by" of the cause; "we" and "I" are who speaks,
    other pronouns are not resolved. Group by `outlet`, `voice`, `agent` and `polarity` for whom an outlet's
    articles blame and credit; `score_claims` makes shares of it that `compare` takes.

    Examples
    --------
    >>> text = "Beijing's tariffs led to heavy losses. Prices fell because of the weather."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> causes(articles, voices=None)[["agent", "cause", "effect", "polarity"]].values.tolist()
    [['China', "Beijing's tariffs", 'heavy losses', 'blame'], [nan, 'the weather', 'Prices fell', 'none']]
    """
    return listed(Causing, articles, voices, referents)
