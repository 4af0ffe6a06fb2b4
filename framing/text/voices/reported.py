"""Which of what an article attributes is reported speech or thought, and from which word to which.

The scorers of clauses find all that is somebody's: what they say and think, and what they want, plan, refuse
or do. Only a complement of saying, thinking, writing or finding, by someone who is written, is speech that
the outlet puts in its own words; all else stays the outlet's, marked with whose it is.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import numpy as np

from framing.text.voices.clauses import before
from framing.text.voices.speakers.reading import read
from framing.text.voices.words import COMMA, NONE, Bits, Words, code_of, cues, speech

#: Words that a report has at least, and up to how many words behind a cue its "that" is looked for.
_LEAST, _REACH = 3, 9
#: Kinds of source phrases that can speak.
_SOMEBODY = frozenset("person role group body medium document anonymous pronoun share".split())
_RIGHT_SHAPES = frozenset((1, 2, 3, 4))


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
    start = np.where(right, _started(words, cue, source_end, begin, end), begin)
    form = _form(words, start, end)
    use = _uses(words, cue)
    verb = use["utter"] | use["thought"]
    good = np.where(
        right,
        (form == THAT) & ~(use["noun"] & _relative(words, start))
        | (form == CLAUSE) & verb
        | (form == TO) & use["utter"] & ~use["meant"]
        | (form == FOR) & use["utter"]
        | (form == THING) & use["object"],
        (use["utter"] | use["thought"] & ~use["noun"])
        & _parenthetical(words, begin, end, cue, source, source_end),
    )
    good |= use["according"] & (form != THAT)
    good &= _near(words, cue, source_end, start) | ~right
    good &= _someone(words, cue, source, source_end, use["adjective"])
    good &= end - start >= _LEAST
    return np.where(good, start, begin), np.where(good, end, begin)


THAT, CLAUSE, TO, FOR, THING = range(5)
_OPENS_THAT = [code_of(w) for w in ("that", "whether", "if", "how", "why", "what", "when", "where", "who")]
_TO = code_of("to")
_FOR = [code_of(w) for w in ("for", "of", "against")]


def _form(words: Words, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the grammar of complements by their first words."""
    first = words.code.take(start, mode="clip")
    finite = before(_finite(words))
    has = finite.take(end) > finite.take(np.minimum(start, end))
    return np.select(
        [np.isin(first, _OPENS_THAT), first == _TO, np.isin(first, _FOR), has | (words.shape.take(start, mode="clip") == _ING)],
        [THAT, TO, FOR, CLAUSE],
        THING,
    )  # fmt: skip


_ED, _ING = 3, 2
_NOT_FINITE = [code_of(w) for w in ("to", "not", "never", "be", "been", "being", "having")]


def _finite(words: Words) -> np.ndarray:
    """Mask words that may be the finite verb of a clause."""
    auxiliary = ((words.kind & Bits.AUXILIARY) > 0) & ~np.isin(words.code, _NOT_FINITE)
    verb = auxiliary | ((words.kind & Bits.VERB) > 0) | (words.shape == _ED) | (words.shape == _NT)
    return verb | ((words.cue >= 2) & (words.cue <= 3))


_NT = 11
_THAT = [code_of(w) for w in ("that", "whether")]


def _started(
    words: Words, cue: np.ndarray, source_end: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Return where complements begin behind whom they are told to, when and where."""
    start = begin.copy()
    that = np.isin(words.code, _THAT)
    finite = _finite(words)
    open_, found = np.ones(len(begin), bool), np.zeros(len(begin), bool)
    for step in range(_REACH):
        place = np.minimum(begin + step, len(words.code) - 1)
        open_ &= place < end
        new = open_ & ~found & that[place]
        start[new] = place[new]
        found |= new
        open_ &= ~finite[place] | (place == begin)
    # "told reporters Tuesday the port ...", "said on Monday it ...".
    person = (words.kind & (Bits.OBJECT | Bits.WHO)) > 0
    person |= np.isin(words.shape, _NAMES) & ((words.kind & ~np.int16(Bits.WHO | Bits.OTHER)) == 0)
    time = (words.kind & Bits.TIME) > 0
    on = np.isin(words.code, _ON)
    told = np.isin(words.base(cue), _TELLING) & (begin == cue + 1)
    moved = np.where(found, end, start)
    opening = told.copy()
    for step in range(6):
        place = np.minimum(moved, len(words.code) - 1)
        after = np.minimum(moved + 1, len(words.code) - 1)
        plain = (words.after[place] == NONE) | (words.after[place] == COMMA)
        who = opening & person[place] & plain
        article = opening & ((words.kind[place] & Bits.ARTICLE) > 0) & person[after]
        when = (time[place] | (on[place] & time[after])) & plain
        go = ~found & (moved + 2 < end) & (who | article | when)
        moved = np.where(go, moved + 1, moved)
        opening &= who | article
    return np.where(found, start, np.where(moved < end, moved, start))


_NAMES = (7, 9)
_ON = [code_of(w) for w in ("on", "in", "late", "early")]
_TELLING = [code_of("=" + w) for w in ("tell", "inform", "remind", "ask", "warn", "assure")]


def _relative(words: Words, start: np.ndarray) -> np.ndarray:
    """Mask the "that" right before a verb: it is the subject, of what a noun is."""
    return _finite(words).take(start + 1, mode="clip")


def _near(words: Words, cue: np.ndarray, source_end: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Mask complements between which and the cue no other verb stands."""
    finite = before(_finite(words))
    from_ = np.where(source_end > cue, source_end, cue + 1)
    between = finite.take(start) - finite.take(np.minimum(from_, start))
    return (between == 0) & (start - from_ <= _REACH)


def _parenthetical(
    words: Words,
    begin: np.ndarray,
    end: np.ndarray,
    cue: np.ndarray,
    source: np.ndarray,
    source_end: np.ndarray,
) -> np.ndarray:
    """Mask what stands before "he said" or "said Ruiz", up to the comma there."""
    between = cue - end - np.where(source < cue, np.maximum(source_end - source, 0), 0)
    return (words.after.take(end - 1) >= COMMA) & (between <= 2) & (between >= -1)


def _uses(words: Words, cue: np.ndarray) -> dict[str, np.ndarray]:
    """Return what the cue words are used for, each asked once."""
    asked, where = np.unique(words.tokens.ids[cue], return_inverse=True)
    table = [_use(form.lower()) for form in words.tokens.forms.take(asked).to_pylist()]
    return {name: np.array([name in use for use in table], bool)[where] for name in _USES}


_USES = ("utter", "thought", "noun", "adjective", "meant", "object", "according")


@cache
def _use(form: str) -> frozenset[str]:
    cue, lists = cues().get(form), _lists()
    if cue is None:
        return frozenset()
    found = {use for use in ("meant", "object") if cue.base in lists[use]}
    found |= {use for use in ("noun", "adjective") if cue.frames == {use} or cue.shape == use}
    if form == "according":
        found.add("according")
    elif form in speech() and not found & {"noun", "adjective"} and cue.shape != "particle":
        found.add("utter")
    if "think" in cue.frames:
        found.add("thought")
    return frozenset(found)


@cache
def _lists() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((resources.files("framing.text.voices") / "cues.toml").read_text("utf8"))
    return {name: frozenset(raw[name]["words"].split()) for name in ("meant", "object")}


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
        told.append(read(phrase).kind in _SOMEBODY)
    good[rows] = np.array(told, bool)[row.reshape(-1)]
    return good


_LY = 4
