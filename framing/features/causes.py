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
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles
from framing.features.cells import Voices
from framing.features.clauses import (
    COMMA,
    HARD,
    Listing,
    Sentence,
    Span,
    Who,
    acts,
    government,
    listed,
    lists,
)
from framing.features.naming.referents import Given
from framing.plugins import toml, word_lists
from framing.text.tokens import Tokens
from framing.text.voices.words import inflected


class Cause(NamedTuple):
    """One cause, in words of its sentence: the cue from its first word to behind its last, and what it joins."""

    cue: int
    cue_end: int
    cause: Span
    effect: Span
    agent: Span | None
    polarity: str
    explicit: bool
    negated: bool
    hedged: bool


class _Cue(NamedTuple):
    """An expression: its words, what kind of cue it is, its verb's base form and shape."""

    words: tuple[str, ...]
    kind: str
    base: str
    shape: str


@cache
def _words() -> Mapping[str, Any]:
    return word_lists("framing.features", "causes")


def _entries(listed_: str) -> list[str]:
    return [" ".join(entry.split()) for entry in listed_.split("|")]


@cache
def _cues() -> Mapping[str, tuple[_Cue, ...]]:
    """Return the expressions by their first word, longer ones first."""
    raw, found = toml("framing.features", "causes"), defaultdict(list)
    for kind, entries in raw["connectives"].items():
        for entry in _entries(entries):
            words = tuple(entry.split())
            found[words[0]].append(_Cue(words, kind, entry, ""))
    for kind in ("cause", "object", "of", "make"):
        for entry in _entries(raw["verbs"][kind]):
            verb, *rest = entry.split()
            for form, shape in inflected(verb.replace("/", "|")):
                found[form].append(_Cue((form, *rest), kind, verb.split("/")[0], shape))
    for word in raw["verbs"]["by"].split():
        found[word].append(_Cue((word, "by"), "by", word, "ed"))
    for kind in ("blame", "credit"):
        for verb in raw["blame"][kind].split():
            for form, shape in inflected(verb):
                found[form].append(_Cue((form,), kind, verb, shape))
    for entry in _entries(raw["blame"]["responsible"]):
        found[entry.split()[0]].append(_Cue((*entry.split(), "for"), "responsible", entry, ""))
    for entry in _entries(raw["blame"]["noun"]):
        found[entry].append(_Cue((entry, "of"), "noun_of", entry, ""))
    return {word: tuple(sorted(some, key=lambda one: -len(one.words))) for word, some in found.items()}


#: Words that are so common that the one behind them is looked at before their sentence is read.
_COMMON = {
    "as": ("a",),
    "in": ("response", "retaliation", "retribution", "reaction", "light", "view", "protest", "the"),
    "at": ("the", "fault"),
    "to": ("blame",),
    "so": (),
    "out": ("of",),
    "on": ("account",),
    "by": ("virtue",),
    "now": ("that",),
}


def places(tokens: Tokens) -> np.ndarray:
    """Return where words stand that may make a cause."""
    vocabulary, found = tokens.vocabulary, [np.zeros(0, np.int64)]
    key, size = vocabulary.of_token, len(tokens.ids)
    for word in _cues():
        ids = vocabulary.ids(word)
        if ids is None or not len(ids):
            continue
        at = vocabulary.places(ids).astype(np.int64)
        if _COMMON.get(word):
            then = [
                one for name in _COMMON[word] if (more := vocabulary.ids(name)) is not None for one in more
            ]
            at = at[np.isin(key[np.minimum(at + 1, size - 1)], then)]
        elif word == "so":
            at = at[tokens.breaks[at]]
        found.append(at)
    return np.concatenate(found)


def causes_in(sentence: Sentence) -> Iterator[Cause]:
    """Yield the causes in a sentence."""
    at, cues = 0, _cues()
    while at < len(sentence):
        found = None
        for cue in cues.get(sentence.words[at], ()):
            end = at + len(cue.words)
            if tuple(sentence.words[at:end]) == cue.words and all(
                m < COMMA for m in sentence.marks[at + 1 : end]
            ):
                found = _FINDERS[cue.kind](sentence, at, end, cue)
                if found is not None:
                    break
        if found is not None and found.cause[1] > found.cause[0] and found.effect[1] > found.effect[0]:
            yield found
            at = found.cue_end
        else:
            at += 1


# Connectives: because, due to, after; and so, as a result.


def _connective(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, known = sentence.words, lists()
    if end >= len(words) or sentence.marks[end] >= COMMA:
        return None
    then = words[end]
    if (cue.base == "because" and then == "of") or (cue.base == "given" and not _gives(sentence, at, end)):
        return None
    start = sentence.skips_back(at)
    if (
        cue.base == "due to"
        and words[at - 1] in known["be"]
        and sentence.word(end + 1) in known["determiner"] | known["preposition"]
    ):
        # "Is due to visit the port": it will.
        if then not in known["determiner"] | known["preposition"]:
            return None
    if cue.kind == "since" and not _reasons(sentence, at, end):
        return None
    negated = any(words[k] in ("not", "n't") for k in range(start, at)) and words[at - 1] not in (
        "just",
        "only",
        "simply",
        "merely",
    )
    negated |= words[start - 1].endswith("n't") if start > 0 else False
    hedged = any(words[k] in _words()["words"]["hedges"] for k in range(max(0, start - 3), at))
    opens = (
        start == 0
        or (start == 1 and words[0] in known["opening"] | {"and", "but"})
        or sentence.marks[start] == HARD
    )
    opens = (opens and start < 2) or words[start - 1] in _SAYING
    comma = _comma(sentence, end) if opens or sentence.marks[at] >= COMMA else None
    if opens and comma is None:
        return None
    stops = frozenset(("because", "but", "while", "although"))
    if comma is not None and (opens or words[start - 1] in ("and", "but", "that")):
        cause, effect = (end, comma), (comma, sentence.clause_end(comma, stops))
    else:
        cause = (end, max(sentence.clause_end(end, stops), end + 1))
        # "Because, at this point, nobody": a comma that comes at once ends nothing.
        while (
            cue.kind == "clause" and cause[1] < len(words) and not any(map(sentence.is_finite, range(*cause)))
        ):
            cause = (end, max(sentence.clause_end(cause[1], stops), cause[1] + 1))
        effect = _in_front(sentence, start)
    if effect[1] <= effect[0] or (cue.kind == "clause" and cause[1] - cause[0] < 2):
        return None
    agent = _agent(sentence, cause)
    return Cause(at, end, cause, effect, agent, _polarity(sentence, effect), True, negated, hedged)


_SAYING = frozenset("said says say saying that".split())


def _in_front(sentence: Sentence, at: int) -> Span:
    """Return the clause in front of a connective; behind a dash, or another "because", what stands before that."""
    words, end = sentence.words, at
    while end > 0 and words[end - 1] in ("not", "but", "and", "it's", "that's", "simply", "just"):
        end -= 1
    begin = sentence.clause_begin(at)
    other = next((k for k in range(end - 1, begin, -1) if words[k] == "because"), None)
    if other is not None:
        return _in_front(sentence, sentence.skips_back(other))
    if end <= begin and begin > 0:
        # Behind a dash; behind a colon it answers what was asked.
        dash = re.search("[—–-]", sentence.text[sentence.end[begin - 1] : sentence.start[begin]])
        return (sentence.clause_begin(begin), begin if dash else 0)
    return (begin, at if end <= begin else end if words[end - 1] != "it's" else at)


def _reasons(sentence: Sentence, at: int, end: int) -> bool:
    """Whether "since" gives a reason: behind a comma, a clause with its subject, and no perfect in front."""
    words, known = sentence.words, lists()
    if (
        sentence.marks[at] != COMMA
        or words[end].endswith("ing")
        or words[end] in known["time"]
        or words[end][0].isdigit()
    ):
        return False
    verb = next((k for k in range(end, min(len(words), end + 16)) if sentence.is_finite(k)), None)
    low = sentence.clause_begin(at)
    perfect = {"has", "have", "had", "been"} & set(words[low:at]) - {"has", "have"} or any(
        words[k] in ("has", "have") and words[k + 1] != "to" for k in range(low, at - 1)
    )
    return verb is not None and not perfect


def _gives(sentence: Sentence, at: int, end: int) -> bool:
    """Whether "given" is no participle: at the beginning, or behind a comma, and no verb's."""
    before = sentence.word(at - 1)
    opens = (
        at == 0
        or sentence.marks[at] >= COMMA
        or before in ("and", "even", "but", "especially", "particularly", "elusive")
    )
    opens = opens or not (
        before in lists()["auxiliary"] or before.endswith("ly") or before in lists()["determiner"]
    )
    return opens and (
        sentence.words[end] in lists()["determiner"] | {"how"}
        or sentence.forms[end][0].isupper()
        or sentence.marks[at] >= COMMA
    )


def _comma(sentence: Sentence, at: int) -> int | None:
    """Return the comma at which a clause that opens the sentence ends, and behind which another begins."""
    for k in range(at + 1, len(sentence)):
        if sentence.marks[k] == HARD:
            return None
        if sentence.marks[k] == COMMA and any(map(sentence.is_finite, range(k, min(len(sentence), k + 14)))):
            if sentence.words[k] in lists()["relative"] | {"and", "or", "including"}:
                continue
            return k
    return None


def _weak(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return a cause where more is told than time: somebody reacts."""
    words, known = sentence.words, lists()
    if (
        end >= len(words)
        or words[end].endswith("ing")
        or words[end][0].isdigit()
        or words[end] in known["time"] | {"all", "years", "being"}
    ):
        return None
    if any(
        words[k] in known["time"] | {"years", "days", "minutes", "hours", "months", "weeks", "later"}
        for k in range(end, min(end + 3, len(words)))
    ):
        return None
    found = _connective(sentence, at, end, cue)
    if found is None:
        return None
    reactions, (low, high) = _words()["words"]["reactions"], found.effect
    near = range(low, min(high, low + 10)) if low > at else range(max(low, high - 10), high)
    if not any(words[k] in reactions for k in near):
        return None
    return found._replace(explicit=False)


def _so(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, known = sentence.words, lists()
    begin = at - 1 if sentence.word(at - 1) == "and" else at
    if begin == 0 or end >= len(words):
        return None
    then = words[end]
    if cue.base == "so":
        # ", so they left": a subject and a verb follow; no "so far", "so that".
        opens = (
            then in known["subject"] - {"that", "this", "there"}
            or then in known["determiner"] - {"that", "no"}
            or sentence.forms[end][0].isupper()
        )
        if (sentence.marks[at] != COMMA and sentence.word(at - 1) != "and") or not opens:
            return None
        if not any(map(sentence.is_finite, range(end + 1, min(len(words), end + 7)))) or {
            "can",
            "could",
        } & set(words[end : end + 4]):
            return None
    elif sentence.marks[begin] < COMMA and begin == at and cue.base not in ("thus", "thereby", "therefore"):
        return None
    cause, effect = (sentence.clause_begin(begin), begin), (end, max(end + 1, sentence.clause_end(end)))
    if cause[1] - cause[0] < 2:
        return None
    return Cause(
        at, end, cause, effect, _agent(sentence, cause), _polarity(sentence, effect), True, False, False
    )


# Verbs of causing, from either side, and what makes something so.


def _verb(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, known = sentence.words, lists()
    if (
        cue.base in ("create", "cause")
        and (end >= len(words) or sentence.marks[end] >= COMMA)
        and cue.shape == "ed"
    ):
        # "The mess that he has created".
        who = sentence.subject(_before_auxiliaries(sentence, at))
        effect = sentence.subject_ending(who[0]) if who is not None and who[0] > 0 else None
        if who is None or effect is None:
            return None
        return Cause(
            at, end, who, effect, _agent(sentence, who), _polarity(sentence, effect), True, False, False
        )
    if end >= len(words) or sentence.marks[end] >= HARD or _is_noun(sentence, at, cue):
        return None
    if cue.shape == "ed" and words[end] == "by":
        return None
    effect = (end, max(sentence.clause_end(end, frozenset(("because", "while", "when", "after"))), end + 1))
    if not _fits(sentence, end, effect, cue):
        return None
    subject = _subject(sentence, at, cue)
    if subject is None:
        return None
    cause, agent, negated, hedged = subject
    polarity = _polarity(sentence, effect)
    # What people contribute to, and where somebody makes it easy, is no effect.
    if (cue.base == "contribute" and polarity == "none") or (
        cue.kind == "make"
        and cause[1] - cause[0] == 1
        and words[cause[0]] in known["subject"] - {"it", "that", "this"}
    ):
        return None
    return Cause(at, end, cause, effect, agent, polarity, True, negated, hedged)


def _before_auxiliaries(sentence: Sentence, at: int) -> int:
    start = sentence.skips_back(at)
    while start > 0 and sentence.marks[start] < COMMA and sentence.words[start - 1] in lists()["auxiliary"]:
        start = sentence.skips_back(start - 1)
    return start


def _is_noun(sentence: Sentence, at: int, cue: _Cue) -> bool:
    """Whether a form is a noun or an adjective: the cause of, security forces, forced labour, is due."""
    before, then, known = sentence.word(at - 1), sentence.word(at + len(cue.words)), lists()
    if (then == "of" and cue.kind == "cause") or before.endswith(("'s", "s'")):
        return True
    if before in known["determiner"] - {"that", "those", "this", "these"}:
        return True
    if cue.shape in ("base", "s") and before in known["preposition"] - {"to"}:
        return True
    if cue.shape == "base" and cue.base in _words()["verbs"]["nouns"]:
        verbal = known["auxiliary"] | known["subject"] | known["relative"] | known["adverb"] | {"to"}
        return not (before in verbal or before.endswith("s"))
    return cue.shape == "ed" and before in known["preposition"]


def _fits(sentence: Sentence, end: int, effect: Span, cue: _Cue) -> bool:
    """Whether what stands behind a verb is an effect."""
    words, known, lists_ = sentence.words, lists(), _words()["words"]
    near = words[end : min(effect[1], end + 9)]
    if near[0] in known["auxiliary"] | known["relative"] | {"and", "or", "but"} or (
        sentence.forms[end - len(cue.words)][0].isupper() and end > len(cue.words)
    ):
        return False
    if cue.kind == "cause":
        return (
            near[0] not in known["preposition"] | {"this", "believe"} - {"about"}
            or (cue.base == "lead" and near[0] == "this")
            or (near[:1] == ["this"] and "report" not in near)
        )
    if cue.kind == "object":
        if cue.base in ("force", "push", "compel", "drive"):
            asked = "to" in near and near.index("to") > 0 and near[0] not in known["preposition"]
            return asked or (
                cue.base == "force" and cue.shape in ("ing", "ed") and near[0] in known["determiner"]
            )
        return bool(set(near[:6]) & lists_["effects"]) and near[0] not in known["preposition"]
    # Makes it hard; made them realize; put them out of work; sent them soaring.
    if (
        near[0] in known["preposition"] | {"sure", "up", "clear", "out", "off"}
        or sentence.marks[end] >= COMMA
    ):
        return False
    for k in range(1, len(near)):
        if sentence.marks[end + k] >= COMMA or near[k] in known["relative"] | known["opening"] - {"than"}:
            return False
        if cue.base == "send":
            if near[k].endswith("ing"):
                return True
        elif cue.base == "put":
            if near[k : k + 2] == ["out", "of"] or near[k : k + 2] in (
                ["at", "risk"],
                ["in", "danger"],
                ["in", "jeopardy"],
            ):
                return True
        elif cue.base in ("make", "render", "leave"):
            if near[k] in lists_["changed"] or (near[k] in ("more", "less") and cue.base == "make"):
                return True
            if cue.base == "make" and k < 5 and near[k] in ("realize", "realise", "feel", "think", "want"):
                return True
        if near[k] in known["preposition"] - {"of"}:
            return False
    return False


def _subject(sentence: Sentence, at: int, cue: _Cue) -> tuple[Span, Span | None, bool, bool] | None:
    """Return the cause in front of a verb, its agent, whether it is denied and whether it is unsure."""
    words, known, hedges = sentence.words, lists(), _words()["words"]["hedges"]
    start = sentence.skips_back(at)
    if (
        cue.shape == "ing"
        and start > 0
        and (sentence.marks[start] >= COMMA or words[start - 1] in ("and", "thereby", "thus"))
    ):
        # "Closed the port, causing delays": what the clause before tells.
        stop = start - 1 if words[start - 1] in ("and", "thereby", "thus") else start
        cause = (sentence.clause_begin(stop), stop)
        return (cause, _agent(sentence, cause), False, False) if stop - cause[0] > 1 else None
    negated = hedged = False
    seen = range(0)
    for _ in range(8):
        seen = range(start, at)
        if start == 0 or sentence.marks[start] >= COMMA:
            break
        word = words[start - 1]
        if word == "to":
            verb = words[start - 2] if start > 1 else ""
            if verb not in _words()["words"]["leading"]:
                return None
            start = sentence.skips_back(start - 2)
        elif word in known["auxiliary"] or word in ("risk", "risks", "risking", "without", "avoid", "in"):
            if word in ("without", "avoid", "in"):
                return None
            start = sentence.skips_back(start - 1)
        else:
            break
    negated = any(words[k] in known["not"] for k in seen)
    hedged = any(words[k] in hedges for k in seen)
    if cue.shape == "ing" and start == at:
        return None
    cause = sentence.subject(start)
    if cause is None and start > 0 and words[start - 1] in ("and", "but"):
        verb = next((k for k in range(start - 2, 0, -1) if sentence.is_finite(k)), None)
        cause = sentence.subject(verb) if verb else None
    if cause is None:
        return None
    related = words[start - 1] in ("which", "that") and cause[1] < start
    alone = cause[1] - cause[0] == 1 and words[cause[0]] in ("it", "this", "that")
    if (related and words[start - 1] == "which") or (alone and cause[0] > 0):
        # "Closed the port, which led to": what the clause before tells.
        stop = start - 1 if related else cause[0]
        before = (sentence.clause_begin(stop), stop)
        cause = before if stop - before[0] > 1 and sentence.marks[stop] >= COMMA else cause
    else:
        cause = (min(sentence.run_back(cause[1]), cause[0]), cause[1])
    return cause, _agent(sentence, cause), negated, hedged


def _by(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "was caused by", "a crisis driven by"."""
    words = sentence.words
    if end >= len(words):
        return None
    cause = (end, max(end + 1, sentence.clause_end(end, frozenset(("because", "but")))))
    found = _effect_before(sentence, at, end, cause)
    made = cue.base in ("created", "generated", "inspired")
    return None if found is None or (made and found.polarity == "none") else found


def _of(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "stems from"."""
    if end >= len(sentence) or cue.base in ("come",):
        return None
    return _effect_before(sentence, at, end, (end, max(end + 1, sentence.clause_end(end))))


def _noun_of(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    """Return the cause of "is the consequence of", ", a result of"."""
    words, known = sentence.words, lists()
    begin = at
    while (
        begin > 0 and at - begin < 5 and sentence.marks[begin] < COMMA and words[begin - 1] not in known["be"]
    ):
        begin -= 1
    if (
        begin == 0
        or end >= len(words)
        or (sentence.marks[begin] < COMMA and words[begin - 1] not in known["be"])
        or words[begin] not in known["determiner"] | {"partly", "largely"}
    ):
        return None
    return _effect_before(sentence, begin, end, (end, max(end + 1, sentence.clause_end(end))))


def _effect_before(sentence: Sentence, at: int, end: int, cause: Span) -> Cause | None:
    words, known, hedges = sentence.words, lists(), _words()["words"]["hedges"]
    start = sentence.skips_back(at)
    while start > 0 and sentence.marks[start] < COMMA and words[start - 1] in known["auxiliary"]:
        start = sentence.skips_back(start - 1)
    effect = sentence.subject(start) or ((sentence.clause_begin(start), start) if start else None)
    if effect is None or effect[1] <= effect[0]:
        return None
    seen = [words[k] for k in range(start, at)]
    negated = any(word in known["not"] for word in seen)
    hedged = any(word in hedges for word in seen)
    polarity = _polarity(sentence, effect)
    return Cause(at, end, cause, effect, _agent(sentence, cause), polarity, True, negated, hedged)


# Blaming and crediting: who is said to have done it.


def _blames(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, known = sentence.words, lists()
    if (
        end >= len(words)
        or sentence.marks[end] >= COMMA
        or (cue.shape in ("base", "s") and _is_noun(sentence, at, cue))
    ):
        return None
    if cue.base in ("praise", "thank"):
        return None
    polarity = cue.kind
    if words[end] in ("for", "on"):
        # "Was blamed for": whom it is about stands in front.
        if cue.shape != "ed" or words[end] == "on":
            return None
        start = at
        while start > 0 and words[start - 1] in known["auxiliary"] | known["adverb"]:
            start -= 1
        who = sentence.subject(start) if start < at else None
        return (
            None
            if who is None
            else Cause(
                at,
                end,
                who,
                (end + 1, max(end + 2, sentence.clause_end(end + 1))),
                who,
                polarity,
                True,
                False,
                False,
            )
        )
    for k in range(end + 1, min(len(words), end + 18)):
        own = sentence.marks[k] >= COMMA and words[k] in known["subject"]
        if (
            own
            or sentence.marks[k] == HARD
            or words[k] in known["relative"] | {"if", "but"}
            or (sentence.is_finite(k) and words[k] not in known["have"])
        ):
            return None
        if (
            words[k] in ("for", "with", "on")
            and (words[k] != "with" or cue.kind == "credit")
            and k + 1 < len(words)
        ):
            first, rest = (end, k), (k + 1, max(k + 2, sentence.clause_end(k + 1)))
            if words[k] == "on":
                if cue.kind == "credit":
                    return None
                first, rest = rest, first
            agent = _agent(sentence, first) or (first if acts(sentence.said(first)) else None)
            negated = bool({sentence.word(at - 1), sentence.word(at - 2)} & known["not"])
            return Cause(at, end, first, rest, agent, polarity, True, negated, False)
    return None


def _responsible(sentence: Sentence, at: int, end: int, cue: _Cue) -> Cause | None:
    words, known = sentence.words, lists()
    if end >= len(words) or words[end].endswith("ing"):
        return None
    effect = (end, max(end + 1, sentence.clause_end(end)))
    polarity = _polarity(sentence, effect)
    if polarity == "none" and cue.base == "responsible":
        return None
    start = sentence.skips_back(at)
    held = next(
        (
            k
            for k in range(start - 1, max(-1, start - 8), -1)
            if words[k] in ("hold", "holds", "held", "holding")
        ),
        None,
    )
    if held is not None and held + 1 < start:
        cause: Span | None = (held + 1, start)
    else:
        while start > 0 and words[start - 1] in known["auxiliary"] | {
            "also",
            "directly",
            "partly",
            "largely",
        }:
            start -= 1
        cause = sentence.subject(start) if start < at else sentence.subject(at)
    if cause is None:
        return None
    negated = any(words[k] in known["not"] for k in range(start, at))
    if polarity == "none":
        polarity = "blame"
    agent = cause if acts(sentence.said(cause)) else _agent(sentence, cause)
    return Cause(at, end, cause, effect, agent, polarity, True, negated, False)


_FINDERS = {
    "clause": _connective, "noun": _connective, "since": _connective, "weak": _weak, "so": _so, "cause": _verb, "object": _verb, "make": _verb,
    "of": _of, "by": _by, "blame": _blames, "credit": _blames, "responsible": _responsible, "noun_of": _noun_of,
}  # fmt: skip


# Whose doing a cause is, and whether its effect is good or bad.


def _agent(sentence: Sentence, cause: Span) -> Span | None:
    """Return who did a cause or has it: its subject, owner or "by", or itself where it is somebody."""
    words, known = sentence.words, lists()
    begin, end = cause
    while begin < end and words[begin] in known["adverb"] | {"and", "but"}:
        begin += 1
    first = sentence.word(begin)
    if (
        first in known["subject"] | _OBJECTS - {"those", "one", "everyone", "anyone"}
        or first in known["opening"]
    ):
        return (begin, begin + 1) if begin < end and acts(first) and first not in known["opening"] else None
    verb = next(
        (k for k in range(begin + 1, end) if sentence.is_finite(k) and not _attributive(sentence, k)), None
    )
    # What a relative clause tells of somebody isn't what did it.
    if verb is not None and not any(words[k] in known["relative"] for k in range(begin, verb)):
        who = sentence.subject(verb) or (begin, verb)
        who = (max(who[0], begin), who[1])
        if who[1] > who[0]:
            owner = _owner(sentence, who)
            if owner is not None:
                return owner
            if acts(sentence.said(who)):
                return who
            return None
    return _owner(sentence, (begin, end))


_OBJECTS = frozenset("us them him me".split())


def _attributive(sentence: Sentence, at: int) -> bool:
    """Whether a participle stands before its noun: the angry response, past perceived insults."""
    then = sentence.word(at + 1)
    return sentence.words[at].endswith("ed") and sentence.word(at - 1) in lists()["determiner"] and bool(then)


def _owner(sentence: Sentence, phrase: Span) -> Span | None:
    words, known = sentence.words, lists()
    begin, end = phrase
    stop = next(
        (
            k
            for k in range(begin + 1, end)
            if words[k] in known["preposition"] | known["relative"] or sentence.marks[k] >= COMMA
        ),
        end,
    )
    for k in range(begin, stop):
        owned = words[k].endswith("'s") or (
            words[k].endswith("s") and sentence.text[sentence.end[k] : sentence.end[k] + 1] in ("'", "’")
        )
        if owned and k + 1 < end:
            low = begin + (words[begin] in ("the", "a", "an"))
            said = sentence.said((low, k + 1)).removesuffix("'s").removesuffix("’s")
            return (low, k + 1) if acts(said) else None
        if words[k] in ("his", "her", "their", "our", "its", "my", "your") and k == begin:
            return (k, k + 1)
    if stop > begin and acts(sentence.said((begin, stop))):
        return (begin, stop)
    # "The decision by Marlow", "pressure from the union".
    for k in range(stop, min(end, stop + 8)):
        if sentence.marks[k] >= COMMA and k > stop:
            break
        if words[k] in ("by", "from") and k + 1 < end:
            rest = next(
                (
                    n
                    for n in range(k + 2, end)
                    if words[n] in known["preposition"] | known["relative"]
                    or sentence.marks[n] >= COMMA
                    or sentence.is_finite(n)
                ),
                end,
            )
            return (k + 1, rest) if acts(sentence.said((k + 1, rest))) else None
    # "Ruritanian tariffs", "Marlow administration policies": a name in front of the noun.
    low = begin + (words[begin] in known["determiner"])
    named = next((k for k in range(low, min(stop, low + 3)) if sentence.forms[k][0].isupper()), None)
    if named is None or words[named] in known["subject"]:
        return None
    high = named
    while high < stop and sentence.forms[high][0].isupper():
        high += 1
    if high < stop and words[high] in ("administration", "government", "officials"):
        high += 1
    said = sentence.said((named, high))
    plain = high == stop and begin > 0 and not acts(said)
    return (named, high) if not plain and (government(said) or acts(said) or acts(f"{said}s")) else None


def _polarity(sentence: Sentence, effect: Span) -> str:
    """Return "blame" where an effect is bad by its words, "credit" where it is good, else "none"."""
    lists_, signs = _words()["polarity"], []
    low, high = effect
    for k in range(low, min(high, low + 40)):
        word = sentence.words[k].removesuffix("'s")
        sign = (word in lists_["good"]) - (word in lists_["bad"])
        if sign:
            if sentence.word(k - 1) == "no" and word == "shortage":
                continue
            turned = any(
                sentence.words[n] in lists_["turn"] or sentence.words[n].endswith("n't")
                for n in range(max(low, k - 3), k)
            )
            signs.append(-sign if turned else sign)
    total = sum(signs) or (signs[0] if signs else 0)
    return "credit" if total > 0 else "blame" if total < 0 else "none"


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
    """List what is said to have led to what, and whose doing it is.

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
    Moldovan (2002) and Khoo et al. (1998). "After", "amid" and "following" count where somebody reacts, and are
    not `explicit`. The agent is the subject, owner or "by" of the cause; "we" and "I" are who speaks, other
    pronouns are not resolved. Group by `outlet`, `voice`, `agent` and `polarity` for whom an outlet's articles
    blame and credit; `score_claims` makes shares of it that `compare` takes.

    Examples
    --------
    >>> text = "Beijing's tariffs led to heavy losses. Prices fell because of the weather."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> causes(articles, voices=None)[["agent", "cause", "effect", "polarity"]].values.tolist()
    [['China', "Beijing's tariffs", 'heavy losses', 'blame'], [nan, 'the weather', 'Prices fell', 'none']]
    """
    return listed(Causing, articles, voices, referents)
