"""Which of what an article attributes is reported speech or thought, and from which word to which.

The scorers of clauses find all that is somebody's: what they say and think, and what they want, plan, refuse
or do. Only a complement of saying, thinking, writing or finding, by someone who is written, is speech that
the outlet puts in its own words; all else stays the outlet's, marked with whose it is.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from framing.text.voices.clauses import before
from framing.text.voices.sources import Stops
from framing.text.voices.speakers.reading import read
from framing.text.voices.words import (
    COLON,
    COMMA,
    NONE,
    STOP,
    Bits,
    Words,
    code_of,
    complements,
    cues,
    speech,
)

#: Words that a report has at least, and up to how many words behind a cue its "that" is looked for.
_LEAST, _REACH, _GAP = 3, 9, 5
#: Kinds of source phrases that can speak.
_SOMEBODY = frozenset("person role group body medium document anonymous pronoun share".split())


def reported(
    words: Words,
    begin: np.ndarray,
    end: np.ndarray,
    cue: np.ndarray,
    source: np.ndarray,
    source_end: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return where reports begin and end within stretches of content, as words; equal where one is no report.

    Parameters
    ----------
    words : Words
    begin, end : int64 arrays
        Stretches of content outside quotation marks, none over the end of a sentence.
    cue, source, source_end : int64 arrays
        The cue of each and its source's words, equal where none is written.
    """
    right = begin > cue
    behind = np.where(source_end > cue, source_end, cue + 1)
    finite = _finite(words)
    # Words that were no content on their own, "the" of "told them the talks failed", are the clause's.
    gap = (begin > behind) & (begin - behind <= _GAP) & ~_within(words, behind, begin, finite | words.quoted)
    gap &= ~_within(words, behind - 1, begin, words.after > 0)
    found, begin = begin, np.where(gap & right, behind, begin)
    start = np.where(right, _started(words, cue, source_end, begin, end), begin)
    form = _form(words, start, end)
    use = _uses(words, cue)
    noun = use["noun"] | _as_noun(words, cue)
    relative = _finite(words).take(start + 1, mode="clip") & (noun | (start > behind))
    # "The port, Ruiz said, will close": each part goes on where the other stops.
    inserted = words.after.take(behind - 1) == COMMA
    loose = (form == THING) | (form == CLAUSE)
    clause = (form == CLAUSE) & (use["clause"] | use["meant"] & ~use["refusing"])
    clause |= (form == THING) & use["whole"] & (end - start > _GAP) & ~_prepositional(words, start)
    clause |= loose & use["utter"] & (words.after.take(behind - 1) == COLON)
    clause |= (form == REST) & inserted & use["utter"] & (start == behind)
    named = loose & use["object"] | (form == FOR) & use["for"]
    named |= ((form == TO) | loose & _within(words, start, end, words.code == _TO)) & use["to"]
    named |= (form != THAT) & use["as"] & _within(words, start, end, words.code == _AS)
    named |= (
        (form == THING)
        & use["call"]
        & ~_prepositional(words, start)
        & _within(words, start + 1, end, _complement(words))
    )
    said = use["utter"] | use["thought"]
    good = np.where(
        right,
        (form == THAT) & ~relative & ~use["refusing"] & (said | noun | (start <= behind + 1))
        | (clause | named & ~noun) & (begin <= behind),
        said & ~noun & _parenthetical(words, begin, end, cue, source, source_end, inserted),
    )
    good |= use["according"] & (form != THAT) & _within(words, start, end, _finite(words))
    good &= ~right | ~_within(words, behind, start, _finite(words)) & (start - behind <= _REACH)
    good &= _someone(words, cue, source, source_end, use["adjective"])
    good &= end - start >= np.where(right, _LEAST, _LEAST - 1)
    return np.where(good, start, found), np.where(good, end, found)


THAT, CLAUSE, TO, FOR, REST, THING = range(6)
_OPENS_THAT = [code_of(w) for w in ("that", "whether", "if", "how", "why", "what", "when", "where", "who")]
_TO, _AS = code_of("to"), code_of("as")
_FOR = [code_of(w) for w in ("for", "of", "against", "on", "upon")]
_RELATIVE = [
    code_of(w) for w in ("who", "which", "that", "whose", "where", "when", "as", "while", "after", "before")
]


def _form(words: Words, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the grammar of complements by their first words."""
    first = words.code.take(start, mode="clip")
    finite, relative = _finite(words), np.isin(words.code, _RELATIVE)
    # The first verb is the clause's own where no relative pronoun stands before it.
    safe = np.minimum(start, len(words.code) - 1)
    verb, pronoun = Stops(finite).here(safe), Stops(relative).next(safe)
    shape, last = words.shape.take(start, mode="clip"), np.minimum(end, len(words.code) - 1)
    own = (verb < np.minimum(end, pronoun)) | ((words.kind.take(start, mode="clip") & Bits.PRONOUN) > 0)
    # "said the plan was “a mistake”": the verb stands in what is quoted.
    own |= words.quoted[last] & (words.after.take(last - 1) == NONE)
    own = (own | (shape == _ING)) & ~_prepositional(words, start)
    return np.select(
        [
            np.isin(first, _OPENS_THAT),
            first == _TO,
            np.isin(first, _FOR),
            verb == start,
            own & ~_prepositional(words, start),
        ],
        [THAT, TO, FOR, REST, CLAUSE],
        THING,
    )


def _prepositional(words: Words, start: np.ndarray) -> np.ndarray:
    """Mask what a preposition opens; "about ten ships" is none."""
    kind, then = words.kind.take(start, mode="clip"), words.kind.take(start + 1, mode="clip")
    number = ((then & Bits.NUMBER) > 0) | (words.shape.take(start + 1, mode="clip") == _FIGURE)
    return ((kind & Bits.PREPOSITION) > 0) & ~number


_FIGURE = 10
_ED, _ING = 3, 2
_NOT_FINITE = [code_of(w) for w in ("to", "not", "never", "be", "been", "being", "having")]


def _finite(words: Words) -> np.ndarray:
    """Mask words that may be the finite verb of a clause."""
    auxiliary = ((words.kind & Bits.AUXILIARY) > 0) & ~np.isin(words.code, _NOT_FINITE)
    verb = auxiliary | ((words.kind & Bits.VERB) > 0) | (words.shape == _ED) | (words.shape == _NT)
    return verb | ((words.cue >= 2) & (words.cue <= 3))


_NT = 11


def _within(words: Words, start: np.ndarray, end: np.ndarray, flags: np.ndarray) -> np.ndarray:
    total = before(flags)
    return total.take(end) > total.take(np.minimum(start, end))


def _as_noun(words: Words, cue: np.ndarray) -> np.ndarray:
    """Mask cue words behind an article or a possessive: "his call for", "a claim that"."""
    owned = ((words.kind & (Bits.ARTICLE | Bits.POSSESSIVE)) > 0) | (words.shape == _POSSESSIVE)
    near = owned.take(cue - 1, mode="clip") | owned.take(cue - 2, mode="clip") & (
        words.kind.take(cue - 1, mode="clip") == 0
    )
    form = words.cue.take(cue)
    return near & ((form == 1) | (form == 2) | (form == 5))


def _complement(words: Words) -> np.ndarray:
    """Mask the article of what something is called: "called the plan a mistake"."""
    free = (words.kind & Bits.PREPOSITION) == 0
    return np.isin(words.code, _A) & np.append(False, free[:-1])


_A = [code_of("a"), code_of("an")]
_POSSESSIVE = 8
_THAT = [code_of(w) for w in ("that", "whether")]


def _started(
    words: Words, cue: np.ndarray, source_end: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Return where complements begin behind whom they are told to, when and where."""
    start = begin.copy()
    that = np.isin(words.code, _THAT)
    pronoun = (words.kind & (Bits.PRONOUN | Bits.OBJECT | Bits.SUBORDINATOR)) == Bits.PRONOUN
    told = np.isin(words.base(cue), _TELLING) & (begin == cue + 1)
    finite = _finite(words)
    open_, found = np.ones(len(begin), bool), np.zeros(len(begin), bool)
    for step in range(_REACH):
        place = np.minimum(begin + step, len(words.code) - 1)
        open_ &= place < end
        # "the port that burned": there it is a relative pronoun.
        owned = finite.take(place + 1, mode="clip") & (step > 0)
        new = open_ & ~found & (that[place] & ~owned | told & pronoun[place])
        start[new] = place[new]
        found |= new
        open_ &= ~finite[place] | (place == begin)
    # "told reporters Tuesday the port ...", "said on Monday it ...".
    person = (words.kind & (Bits.OBJECT | Bits.WHO)) > 0
    person |= np.isin(words.shape, _NAMES) & ((words.kind & ~np.int16(Bits.WHO | Bits.OTHER)) == 0)
    time = (words.kind & Bits.TIME) > 0
    on = np.isin(words.code, _ON)
    moved, opening = start.copy(), told.copy()
    for _ in range(6):
        place = np.minimum(moved, len(words.code) - 1)
        after = np.minimum(moved + 1, len(words.code) - 1)
        plain = (words.after[place] == NONE) | (words.after[place] == COMMA)
        who = opening & person[place] & plain
        article = opening & ((words.kind[place] & Bits.ARTICLE) > 0) & person[after]
        when = (time[place] | (on[place] & time[after])) & plain
        go = ~found & (moved + 2 < end) & (who | article | when)
        moved = np.where(go, moved + 1, moved)
        opening &= who | article
    return np.where(moved < end, moved, start)


_NAMES = (7, 9)
_ON = [code_of(w) for w in ("on", "in", "late", "early")]
_TELLING = [code_of("=" + w) for w in ("tell", "inform", "remind", "ask", "warn", "assure")]


def _parenthetical(
    words: Words,
    begin: np.ndarray,
    end: np.ndarray,
    cue: np.ndarray,
    source: np.ndarray,
    source_end: np.ndarray,
    inserted: np.ndarray,
) -> np.ndarray:
    """Mask what stands before "he said" or "said Ruiz", up to the comma there."""
    between = cue - end - np.where(source < cue, np.maximum(source_end - source, 0), 0)
    ended = (words.after.take(end - 1) >= COMMA) & (between <= 2) & (between >= -1)
    short = (end - begin <= _LEAST) & _prepositional(words, begin)
    finite = _within(words, begin, end, _finite(words)) & ~short
    # "The port may be “a lost cause”, Ruiz said": they go on in what is quoted.
    ahead = words.quoted.take(end, mode="clip") & (words.after.take(end - 1) == NONE)
    ahead &= ~_within(words, end, np.where(source < source_end, np.minimum(cue, source), cue), ~words.quoted)
    closes = words.after.take(np.maximum(cue, source_end - 1)) == STOP
    return ended & (inserted | finite | closes & (end - begin > _LEAST)) | ahead & finite


def _uses(words: Words, cue: np.ndarray) -> dict[str, np.ndarray]:
    """Return what the cue words are used for, each asked once."""
    asked, where = np.unique(words.tokens.ids[cue], return_inverse=True)
    table = [_use(form.lower()) for form in words.tokens.forms.take(asked).to_pylist()]
    return {name: np.array([name in use for use in table], bool)[where] for name in _USES}


_USES = (
    "utter", "thought", "noun", "adjective", "according", "refusing", "clause", "object", "as", "for", "call",
    "to", "whole", "meant",
)  # fmt: skip


@cache
def _use(form: str) -> frozenset[str]:
    """Return what a form of a cue word is used for: its kind, and what may be its complement."""
    cue = cues().get(form)
    if cue is None:
        return frozenset()
    found = {use for use, bases in complements().items() if cue.base in bases}
    found |= {use for use in ("noun", "adjective") if cue.frames == {use} or cue.shape == use}
    if form == "according":
        found.add("according")
    elif cue.stance == "refusing" and "meant" in found:
        found.add("refusing")
    elif form in speech() and not found & {"noun", "adjective"} and cue.shape != "particle":
        found.add("utter")
    if "think" in cue.frames:
        found.add("thought")
    return frozenset(found)


_BE = [code_of(w) for w in ("is", "are", "was", "were", "be", "been", "being")]


def _someone(
    words: Words, cue: np.ndarray, source: np.ndarray, source_end: np.ndarray, adjective: np.ndarray
) -> np.ndarray:
    """Mask cues whose source is written and can speak: no visit, no tariff, and not who is told."""
    good = source_end > source
    # "Ruiz was told that": the subject of a passive is no speaker.
    place, passive = cue - 1, np.zeros(len(cue), bool)
    skipped = (words.kind & Bits.ADVERB > 0) | (words.shape == _LY)
    for _ in range(3):
        passive |= np.isin(words.code.take(place, mode="clip"), _BE)
        place = np.where(skipped.take(place, mode="clip"), place - 1, place)
    passive &= (words.shape.take(cue) == _ED) | (words.cue.take(cue) == 3)
    good &= ~passive | adjective | (source > cue)
    forms = words.tokens.forms
    rows = np.flatnonzero(good)
    spans = np.stack([source[rows], source_end[rows]], axis=1)
    spans, row = np.unique(spans, axis=0, return_inverse=True)
    told = []
    for first, last in spans.tolist():
        phrase = " ".join(forms.take(words.tokens.ids[first:last]).to_pylist())
        found = read(phrase)
        # "I" and "we" are whoever writes.
        told.append(found.kind in _SOMEBODY and found.gender not in ("i", "n"))
    # "May said", "You said": a word that is somebody's name.
    name = (
        (words.kind.take(source) == 0) & (words.shape.take(source) == _CAPITAL) & (source_end == source + 1)
    )
    good[rows] = np.array(told, bool)[row.reshape(-1)] | name[rows]
    return good


_LY, _CAPITAL = 4, 7
