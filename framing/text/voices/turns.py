"""Speech that a colon gives to somebody: turns of an interview (``NAME: ...``), and headlines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from framing.text.voices.known import Bits
from framing.text.voices.speakers.lexicon import lexicon, plain
from framing.text.voices.speakers.reading import Reading, nameless, read
from framing.text.voices.words import COLON, COMMA, DASH, SEMICOLON, Words

__all__ = ["Turns", "turns"]


# Headlines that name who speaks: "expert: ...", "...: poll", "... - minister", "..., minister says".

#: Most words of a name before a colon, and of one behind a mark at the end.
_NAME_HEADLINES, _TAIL = 6, 4

Row = tuple[int, int, int, int]


def headlines(words: Words, title: np.ndarray) -> list[Row]:
    """Return first word and the one after, of source and of content, of headlines that name a speaker."""
    after, tokens = words.after, words.tokens
    marked = np.flatnonzero(title & np.isin(after, (COLON, DASH, COMMA)) & ~words.quoted)
    if not len(marked):
        return []
    edges = np.append(tokens.paragraphs, len(after))
    nth = np.searchsorted(tokens.paragraphs, marked, side="right") - 1
    found = []
    for line in np.unique(nth).tolist():
        low, high = int(edges[line]), int(edges[line + 1])
        marks = marked[nth == line].tolist()
        forms = tokens.forms.take(pa.array(tokens.ids[low:high])).to_pylist()
        row = _line(forms, low, [(at - low, int(after[at])) for at in marks], words)
        if row:
            found.append(row)
    return found


def _line(forms: list[str], low: int, marks: list[tuple[int, int]], words: Words) -> Row | None:
    size = len(forms)
    colons = [at for at, mark in marks if mark == COLON]
    opening = closing = None
    if colons and colons[0] < _NAME_HEADLINES and marks[0][0] == colons[0]:
        behind = low + colons[0] + 1
        verbal = colons[0] > 0 and bool((words.cue[low:behind] > 0).any())
        if behind < low + size and not verbal and _opens(forms, colons[0], bool(words.quoted[behind])):
            opening = (low, behind, behind, low + size)
    at, mark = marks[-1]
    behind = size - at - 1
    if 0 < behind <= _TAIL and at > 0:
        tail = forms[at + 1 :]
        first, last = 0, behind
        if mark == COMMA:
            # "..., minister says", "..., warns union".
            cue = _FINITE[words.cue[low + at + 1 : low + size]]
            first, last = (
                (0, 0) if cue[0] == cue[-1] else (1, behind) if cue[0] > cue[-1] else (0, behind - 1)
            )
            tail = tail[first:last]
        if tail and _closes(tail, mark, forms[:at]):
            begin = low + at + 1
            # "Premier ready for talks; trip a turning point: expert": what stands behind the last mark.
            parted = np.flatnonzero(np.isin(words.after[low : low + at], (SEMICOLON, COLON)))
            whole = low + int(parted[-1]) + 1 if len(parted) else low
            closing = (begin + first, begin + last, whole, begin)
    # Where both sides might, a speaker's name is the shorter.
    if opening and closing and closing[1] - closing[0] < opening[1] - opening[0]:
        return closing
    return opening or closing


#: By the shape of a cue, how likely it is that clause's verb.
_FINITE = np.array([0, 1, 2, 2, 0, 0, 0, 0])


def _opens(forms: list[str], colon: int, quoted: bool) -> bool:
    phrase = " ".join(forms[: colon + 1])
    behind = forms[colon + 1 :]
    if len(behind) < 2 or (behind[0].lower() in _TOPICS and not quoted):
        return False
    found = _whole(phrase)
    if found is None or forms[0].lower() in _TOPICS:
        return False
    if found.kind == "person":
        return _known(found) or quoted
    if colon > 3:
        return False
    if found.kind == "body":
        place = any(entry.kind == "place" for _, _, entry in lexicon().phrases.get(plain(phrase), ()))
        brief = colon > 0 and forms[colon].isupper() and len(forms[colon]) < 5
        return (found.type == "official" and not place) or brief
    if found.kind == "document":
        return plain(forms[colon]) in _FINDINGS
    return found.kind in ("role", "group", "anonymous") or (found.kind == "medium" and bool(found.outlet))


def _closes(tail: list[str], mark: int, before: list[str]) -> bool:
    phrase = " ".join(tail)
    found = _whole(phrase)
    if found is None or (mark == COLON and tail[0].lower() in _TOPICS):
        return False
    if mark == DASH:
        # A site's name stands behind a dash, too.
        return phrase.islower() and found.kind in ("role", "group", "anonymous", "document")
    if found.kind == "person":
        # Where all words have capitals, any word may look like a name.
        small = sum(form[0].islower() for form in before if len(form) > 3)
        return _known(found) or mark == COMMA or (small >= 2 and len(tail) < 3)
    if found.kind == "document":
        return plain(tail[-1]) in _FINDINGS
    if found.kind == "body" and found.type == "other":
        return len(tail) < 3 and (len(tail) == 1 or all(form[0].isupper() for form in tail))
    return found.kind in ("role", "group", "anonymous", "body", "medium")


def _whole(phrase: str) -> Reading | None:
    """Read a phrase that is one noun phrase from end to end, and somebody's."""
    found = read(phrase)
    owned = phrase.endswith(("'s", "’s", "s'", "s’"))
    if nameless(phrase) or owned or plain(phrase) in _RUBRICS or (found.begin, found.end) != (0, len(phrase)):
        return None
    return found


def _known(found: Reading) -> bool:
    words = lexicon()
    given = len(found.name) > 1 and (found.name[0] in words.male or found.name[0] in words.female)
    return given or bool(found.roles) or found.name[-1] in words.known


#: What a topic's headline goes on with behind the colon.
_TOPICS = frozenset(
    "a an why how what when where who which inside meet from is are can could will would should does do did "
    "everything five here here's the".split()
)
_RUBRICS = frozenset("video videos photo photos column commentary transcript analysis obamacare".split())
_FINDINGS = frozenset(
    "poll polls study studies report reports survey surveys analysis data figures documents document memo "
    "lawsuit review audit watchdog court".split()
)


_WHO = Bits.WHO
_CAPITAL = 7
#: Most words of a name before a colon.
_NAME = 6
#: So many paragraphs of a text must begin with a name and a colon to make it a transcript.
_LEAST = 3


@dataclass(frozen=True)
class Turns:
    """Source and content of each turn, in words."""

    source: np.ndarray
    source_end: np.ndarray
    begin: np.ndarray
    end: np.ndarray


def turns(words: Words, title: np.ndarray) -> Turns:
    """Return the stretches that a colon gives to a speaker."""
    tokens = words.tokens
    colon = np.flatnonzero((words.after == COLON) & ~words.quoted & ~title)
    edges = np.append(tokens.paragraphs, len(words.code))
    nth = np.searchsorted(tokens.paragraphs, colon, side="right") - 1
    low, high = edges[nth], edges[nth + 1]
    named = (words.shape >= _CAPITAL) & (words.shape <= 9) | ((words.kind & _WHO) > 0)
    total = np.append(0, np.cumsum(named))
    marks = np.append(0, np.cumsum(words.after > 0))

    size = colon + 1 - low
    share = total[colon + 1] - total[low]
    alone = marks[colon] == marks[low]
    opening = (size <= _NAME) & (share * 2 >= size) & (share > 0) & alone & (colon + 1 < high)
    quote = np.append(words.quoted, False)[np.minimum(colon + 1, len(words.code))]
    # "She added:" is the taggers' business.
    cues = np.append(0, np.cumsum(words.cue > 0))
    opening &= (cues[colon + 1] == cues[low]) & (share == size)
    transcript = _transcripts(words, low, colon, opening)
    spoken = opening & (quote | transcript)

    first = np.flatnonzero(spoken)
    begin, end = colon[first] + 1, high[first].copy()
    # In a transcript paragraphs without a name go on in the same speaker's words.
    if len(first) > 1:
        doc = tokens.doc_of(colon[first])
        goes_on = transcript[first[:-1]] & (doc[1:] == doc[:-1])
        end[:-1] = np.where(goes_on, low[first[1:]], end[:-1])
    rows = np.column_stack([low[first], colon[first] + 1, begin, end]).astype(np.int64)
    rows = np.concatenate([rows, np.array(headlines(words, title), np.int64).reshape(-1, 4)])
    return Turns(*rows.T)


def _transcripts(words: Words, low: np.ndarray, colon: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """Mask the openings of texts in which the same few names open paragraphs again and again."""
    found = np.zeros(len(colon), bool)
    index = np.flatnonzero(opening)
    if len(index) < _LEAST:
        return found
    doc = words.tokens.doc_of(colon[index])
    total = np.append(0, np.cumsum(words.tokens.ids.astype(np.int64) * 2_654_435_761 % 1_000_003))
    name = total[colon[index] + 1] - total[low[index]]
    for one in np.unique(doc):
        here = np.flatnonzero(doc == one)
        _, times = np.unique(name[here], return_counts=True)
        if len(here) >= _LEAST and times.max() > 1 and len(times) * 2 <= len(here) + 1:
            found[index[here]] = True
    return found
