"""Who is said to say it: stretches beside a cue that may be its source, as a scorer is shown them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.plugins import word_lists
from framing.text.voices.clauses import Around, Features, before, bins
from framing.text.voices.speakers.lexicon import is_place, lexicon, plain
from framing.text.voices.speakers.reading import Reading, nameless, read
from framing.text.voices.words import (
    COLON,
    COMMA,
    DASH,
    PAREN,
    SEMICOLON,
    Bits,
    Words,
    code_of,
    codes_of,
    telling,
)

# Speech that a colon gives to somebody: turns of an interview (``NAME: ...``), and headlines.

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
        brief = colon > 0 and forms[colon].isupper() and len(forms[colon]) < 5
        return (found.type == "official" and not is_place(phrase)) or brief
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
    # "SPECIAL COVERAGE: "
    rubric = plain(phrase.rpartition(" ")[2] if phrase.isupper() else phrase)
    owned = phrase.endswith(("'s", "’s", "s'", "s’"))
    if nameless(phrase) or owned or rubric in _RUBRICS or (found.begin, found.end) != (0, len(phrase)):
        return None
    return found


def _known(found: Reading) -> bool:
    words = lexicon()
    given = len(found.name) > 1 and found.name[0] in words.given
    return given or bool(found.roles) or found.name[-1] in words.known


#: What a topic's headline goes on with behind the colon.
_TOPICS: frozenset[str] = word_lists(__package__, "lists")["sources"]["topics"]
_RUBRICS: frozenset[str] = word_lists(__package__, "lists")["sources"]["rubrics"]
_FINDINGS: frozenset[str] = word_lists(__package__, "lists")["sources"]["findings"]


_WHO = Bits.WHO
_CAPITAL = 7
#: Most words of a name before a colon.
_NAME = 6
#: So many paragraphs of a text must begin with a name and a colon to make it a transcript.
_LEAST = 3
#: ... and one in so many of the paragraphs from the first of them to the last.
_DENSE = 5


@dataclass(frozen=True)
class Turns:
    """Source and content of each turn, in words, and whether its words are the speaker's to the letter."""

    source: np.ndarray
    source_end: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    verbatim: np.ndarray


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
    named_so = np.flatnonzero(opening)
    forms = tokens.forms.take(pa.array(tokens.ids[colon[named_so]])).to_pylist()
    opening[named_so[[plain(form) in _RUBRICS for form in forms]]] = False
    transcript = _transcripts(words, low, colon, opening, nth)
    first = np.flatnonzero(opening & (quote | transcript))
    begin, end = colon[first] + 1, high[first].copy()
    # In a transcript paragraphs without a name go on in the same speaker's words.
    if len(first) > 1:
        doc = tokens.doc_of(colon[first])
        # "RUIZ: “It is open.”", and in the next paragraph the facts.
        goes_on = transcript[first[:-1]] & (doc[1:] == doc[:-1]) & ~quote[first[:-1]]
        end[:-1] = np.where(goes_on, low[first[1:]], end[:-1])
    rows = np.column_stack([low[first], colon[first] + 1, begin, end]).astype(np.int64)
    rows = np.concatenate([rows, np.array(_posts(words, edges), np.int64).reshape(-1, 4)])
    titles = np.array(headlines(words, title), np.int64).reshape(-1, 4)
    source, source_end, begin, end = np.concatenate([rows, titles]).T
    return Turns(source, source_end, begin, end, np.arange(len(begin)) < len(rows))


def _posts(words: Words, edges: np.ndarray) -> list[Row]:
    """Return first word and the one after, of poster and of post: "... — Ana Ruiz (@ruiz) May 3, 2021"."""
    tokens, cores = words.tokens, words.tokens.pieces.cores
    bracketed = np.append(False, words.before[1:] == PAREN) & (words.after == PAREN)
    month, day = words.shape[1:-1] == _CAPITAL, words.shape[2:] == _FIGURE
    dated = np.append(month & day, [False, False])[: len(words.shape)]
    marked = pc.match_substring(cores.dictionary, "(@").to_numpy(zero_copy_only=False)
    marked = marked[cores.indices.to_numpy(zero_copy_only=False)]
    found = []
    for at in np.flatnonzero(bracketed & dated).tolist():
        nth = int(np.searchsorted(edges, at, side="right")) - 1
        low, name = int(edges[nth]), at
        # Of one type: else all of the pieces would be converted for every poster.
        piece = np.searchsorted(tokens.piece_words, np.arange(low, at + 1, dtype=np.int32), side="right")
        if not marked[tokens.piece_code[piece[-1]]]:
            continue
        while name > low and _CAPITAL <= words.shape[name - 1] <= _ACRONYM:
            # Behind a stop, as in "Marlow! — Ana Ruiz", the dash is a piece by itself.
            if name < at and (words.after[name - 1] or piece[name - low] - piece[name - low - 1] > 1):
                break
            name -= 1
        doc = tokens.doc_of(edges[max(nth - 1, 0) : nth + 1])
        if name == low and doc[0] == doc[-1]:
            # The name has a line of its own.
            low = int(edges[max(nth - 1, 0)])
        if low < name < at:
            found.append((name, at, low, name))
    return found


_ACRONYM, _FIGURE = 9, 10


def _transcripts(
    words: Words, low: np.ndarray, colon: np.ndarray, opening: np.ndarray, nth: np.ndarray
) -> np.ndarray:
    """Mask the openings of texts in which the same few names open paragraphs again and again.

    Subheads of a live page ("Ruiz: no deal this week") are fewer among its paragraphs.
    """
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
        dense = len(here) * _DENSE > np.ptp(nth[index[here]])
        if len(here) >= _LEAST and times.max() > 1 and len(times) * 2 <= len(here) + 1 and dense:
            found[index[here]] = True
    return found


#: How a candidate is found; the last stands for no source at all.
WAYS = (
    "left", "left_joined", "left_comma", "left_comma2", "left_comma3", "relative", "possessive",
    "possessive_long", "right", "right_short", "right_comma", "right_comma2", "by", "subject", "same", "none",
)  # fmt: skip
NONE = WAYS.index("none")
_SKIPPED = Bits.AUXILIARY | Bits.ADVERB
_MOST = 30


@dataclass(frozen=True)
class Candidates:
    """Stretches of words, a row a cue and a column a way; empty where a way finds nothing."""

    begin: np.ndarray
    end: np.ndarray

    @property
    def given(self) -> np.ndarray:
        """Which candidates there are; none at all is always one."""
        there = self.end > self.begin
        there[:, NONE] = True
        return there


def source_candidates(words: Words, at: np.ndarray) -> Candidates:
    """Return the stretches that may be the source of each cue."""
    size = len(words.code)
    begin = np.zeros((len(at), len(WAYS)), np.int64)
    end = np.zeros_like(begin)
    if not len(at):
        return Candidates(begin, end)
    starts = np.append(words.tokens.sentences, size)
    sentence = words.sentence[at]
    low, high = starts[sentence], starts[sentence + 1]
    mark = np.append(np.int8(0), words.after[:-1])
    edge = np.zeros(size, bool)
    edge[words.tokens.sentences] = True
    edge[1:] |= words.quoted[1:] != words.quoted[:-1]
    hard = edge | (mark > COMMA) | (words.before > 0)
    soft = hard | (mark == COMMA)
    joined = (words.kind & (Bits.SUBORDINATOR | Bits.COORDINATOR)) > 0
    any_ = soft | joined | np.append(False, joined[:-1])
    any_stop, soft_stop = Stops(any_), Stops(soft)

    # Back over "has not yet", "also", "repeatedly", and over 52 in "Ruiz, 52, said".
    stop = at.copy()
    for _ in range(6):
        place = np.maximum(stop - 1, 0)
        skipped = ((words.kind[place] & _SKIPPED) > 0) | (words.shape[place] == _LY)
        skipped |= words.shape[place] == _NT
        skipped &= words.after[place] == 0
        skipped |= (words.shape[place] == _FIGURE) & (words.after[place] == COMMA) & (mark[place] == COMMA)
        stop = np.where((stop > low) & skipped, stop - 1, stop)
    able = stop > low
    inner = np.maximum(stop - 1, 0)

    def put(way: str, b: np.ndarray, e: np.ndarray, ok: np.ndarray) -> None:
        column = WAYS.index(way)
        good = ok & (b >= low) & (e <= high) & (e > b) & (e - b <= _MOST)
        begin[good, column], end[good, column] = b[good], e[good]

    one = any_stop.last(inner)
    put("left", one, stop, able)
    before = soft_stop.last(inner)
    put("left_joined", before, stop, able & (before < one))
    for way in ("left_comma", "left_comma2", "left_comma3"):
        passed = able & (before > low) & (mark[before] >= COMMA) & (mark[before] <= DASH)
        before = np.where(passed, soft_stop.last(np.maximum(before - 1, 0)), before)
        put(way, before, stop, passed)
    put("relative", inner, stop, able & ((words.kind[inner] & Bits.SUBORDINATOR) > 0))

    own = np.maximum(at - 1, 0)
    possessive = ((words.kind & Bits.POSSESSIVE) > 0) | (words.shape == _POSSESSIVE)
    bound, found = soft_stop.last(own), np.full(len(at), -1)
    for step in (1, 2, 3):
        place = np.maximum(at - step, 0)
        new = (found < 0) & (at - step >= low) & possessive[place] & (bound <= place)
        found = np.where(new, place, found)
    put("possessive", found, found + 1, found >= 0)
    long = any_stop.last(np.maximum(found, 0))
    put("possessive_long", long, found + 1, (found >= 0) & (long < found))

    first = at + 1 + (Around(words, at)(words.code, 1) == _TO) * (words.code[at] == ACCORDING)
    safe = np.minimum(first, size - 1)
    ahead = (first < high) & ~words.quoted[safe]
    after = soft_stop.next(safe)
    put("right", first, after, ahead)
    preposition = Stops((words.kind & (Bits.PREPOSITION | Bits.TIME)) > 0)
    short = np.minimum(any_stop.next(safe), preposition.next(safe))
    put("right_short", first, np.minimum(short, after), ahead & (short < after))
    for way in ("right_comma", "right_comma2"):
        passed = ahead & (after < high) & (mark[np.minimum(after, size - 1)] == COMMA)
        after = np.where(passed, soft_stop.next(np.minimum(after, size - 1)), after)
        put(way, first, after, passed)
    by = np.full(len(at), -1)
    for step in (1, 2, 3, 4):
        place = np.minimum(at + step, size - 1)
        by = np.where((by < 0) & (at + step < high - 1) & (words.code[place] == _BY), place + 1, by)
    put("by", by, soft_stop.next(np.clip(by, 0, size - 1)), by >= 0)

    # The subject of the whole sentence, for a participle that stands far behind it: after an opening
    # "On Monday, ...", up to its first verb.
    verb = ((words.kind & (Bits.AUXILIARY | Bits.VERB)) > 0) | (words.shape == _ED)
    verb |= (words.cue == 2) | (words.cue == 3)
    # "LONDON (Reuters) - A crowd left, chanting", "London (CNN) A crowd": behind the dateline.
    named = (words.shape >= _CAPITAL) & (words.shape <= _ACRONYM)
    closed = (words.after == DASH) | (words.after == PAREN) & np.append(named[1:], False)
    dash = Stops(closed & (words.shape >= _CAPITAL)).here(low) + 1
    led = np.isin(low, words.tokens.paragraphs) & (dash - low < _NAME) & (dash < at) & (words.cue[at] == 4)
    head = np.where(led, dash, low)
    opens = (words.kind & (Bits.PREPOSITION | Bits.SUBORDINATOR | Bits.ADVERB | Bits.TIME)) > 0
    opens |= (np.roll(words.kind, -1) & Bits.SUBORDINATOR) > 0
    # "Speaking on Monday, Ruiz", "Sadly, Ruiz".
    forms = pc.match_substring_regex(words.tokens.forms, "^..+(?:ing|ly)$").to_numpy(zero_copy_only=False)
    opens |= forms[words.tokens.ids]
    for _ in range(2):
        bound = soft_stop.next(head)
        head = np.where(opens[head] & (bound < at), bound, head)
    # "The board agreed, but Marlow stayed out, saying": the subject of the clause that the participle is in.
    turn = (mark >= COMMA) & np.isin(words.code, _TURNING)
    named |= (words.kind & (Bits.ARTICLE | Bits.PRONOUN | Bits.POSSESSIVE)) > 0
    joint = Stops(turn & np.append(named[1:], False)).last(own)
    head = np.where((words.cue[at] == 4) & (joint > head), joint + 1, head)
    safe = np.minimum(head, size - 1)
    stop = np.minimum(Stops(verb).here(safe), soft_stop.next(safe))
    put("subject", head, stop, stop < at)
    # The subject of the cue before, for the second of two verbs: "he said ..., adding ...".
    column = WAYS.index("left")
    same = np.append(False, sentence[1:] == sentence[:-1])
    first, after = np.append(0, begin[:-1, column]), np.append(0, end[:-1, column])
    put("same", first, after, same & (after > first))
    return Candidates(begin, end)


class Stops:
    """Flagged words, to be asked which is next to a place."""

    def __init__(self, flags: np.ndarray) -> None:
        self._before = np.zeros(len(flags) + 1, np.int32)
        np.cumsum(flags, out=self._before[1:])
        # Before the first flagged word counts as the first of all, behind the last as the end.
        self._places = np.concatenate([[0], np.flatnonzero(flags), [len(flags)]])

    def last(self, place: np.ndarray) -> np.ndarray:
        """Return the last flagged word up to each place."""
        return self._places[self._before[place + 1]]

    def here(self, place: np.ndarray) -> np.ndarray:
        """Return the first flagged word from each place on."""
        return self._places[self._before[place] + 1]

    def next(self, place: np.ndarray) -> np.ndarray:
        """Return the first flagged word behind each place."""
        return self.here(place + 1)


_TO, _BY, ACCORDING = code_of("to"), code_of("by"), code_of("according")
_TURNING = [code_of(word) for word in ("and", "but", "so", "while")]
_ED, _LY, _POSSESSIVE, _NT = 3, 4, 8, 11


def source_features(
    words: Words, at: np.ndarray, scores: np.ndarray, found: Candidates, f: Features | None = None
) -> tuple[Features, np.ndarray, np.ndarray]:
    """Return the features of every candidate there is, with its cue's row and its way."""
    row, way = np.nonzero(found.given)
    cue = at[row]
    b, e = found.begin[row, way], found.end[row, way]
    none = way == NONE
    first, last = np.where(none, cue, b), np.where(none, cue, e - 1)
    end = last + ~none
    code, shape, kind = words.code, words.shape, words.kind
    # What is asked of the cue is the same for all its candidates.
    form_of = words.cue[at].astype(np.uint32) << np.uint32(8) | words.frames(at)
    p = np.searchsorted([0.25, 0.5, 0.75], scores).astype(np.uint32)
    form, side = form_of[row], (p[:, 1] * np.uint32(4) + p[:, 2])[row]
    beside = Around(words, at)

    def by(values: np.ndarray, step: int) -> np.ndarray:
        return beside(values, step)[row]

    size = np.where(none, 0, bins(e - b))
    head = np.where(none, 0, (kind[first] & (Bits.PRONOUN | Bits.WHO | Bits.ARTICLE | Bits.POSSESSIVE)))
    ahead, behind = Around(words, first), Around(words, last)
    nth = way.astype(np.uint32)
    f = f or Features()
    f.each(
        (nth, by(code, 0)), (nth, form, side), (nth, size), (nth, code[first]), (nth, code[last]),
        (nth, shape[first], head, shape[last]), (nth, kind[last], shape[last], form),
        (nth, ahead(code, -1), form), (nth, ahead(words.after, -1), words.after[last], side),
        (nth, behind(code, 1), form), (nth, by(code, -1), form), (nth, by(code, 1), form),
        (nth, by(words.after, -1), by(words.after, 0), side), (nth, by(kind, 1), by(shape, 1), side, form),
        (nth, by(kind, -1), by(shape, -1), side, form),
        (nth, by(words.quoted, -1), by(words.quoted, 1), side),
    )  # fmt: skip
    some = before(((kind & (Bits.WHO | Bits.PRONOUN)) > 0) | (shape >= 7))
    speaks = np.minimum(some[end] - some[first], 2)
    f.add(nth, speaks, size)
    f.add(nth, speaks, side, form)
    verb = before((words.cue > 0) | ((kind & Bits.AUXILIARY) > 0) | (shape == 3))
    f.add(nth, np.minimum(verb[end] - verb[first], 3), size)
    there = (found.given @ (1 << np.arange(len(WAYS))))[row]
    f.add(nth, there)
    f.add(nth, there, side, by(words.cue, 0))
    return f, row, way


def trimmed(
    words: Words, cue: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return sources without what else their sentence tells of them."""
    left, kind, before_cue = (end <= cue) & (end - begin > 1), words.kind, np.maximum(cue - 1, 0)
    relative = (kind & Bits.SUBORDINATOR) > 0
    deed = words.finite & ((words.cue > 0) | ((np.roll(kind, -1) & (Bits.PREPOSITION | Bits.TIME)) == 0))
    deed |= (words.cue == 1) & (np.roll(kind, 1) & Bits.WHO > 0)
    verb, clause = Stops(deed).next(begin), Stops(relative).here(begin)
    own = left & (verb < np.minimum(end - 1, clause))
    # "especially Ruiz", "heeding the union's warning".
    bare = ((kind & (Bits.ADVERB | Bits.PREPOSITION)) > 0) | (words.shape == _LY)
    bare |= (words.shape == _ING) & np.roll(words.shape >= 7, -1)
    bare &= (words.shape != _CAPITAL) & ((kind & Bits.WHO) == 0)
    for _ in range(2):
        begin = np.where(left & (end - begin > 1) & bare[begin], begin + 1, begin)
    # "The panel wrote a report and said": the panel. "The panel wrote a report saying": the report.
    joined = own & ((kind[before_cue] & Bits.COORDINATOR) > 0)
    written = own & (words.cue[cue] == 4) & ((kind[before_cue] & Bits.WHO) > 0) & (before_cue == end - 1)
    # "Ruiz says that the experts who predicted": the experts.
    name = ((kind & (Bits.ARTICLE | Bits.PRONOUN | Bits.POSSESSIVE | Bits.WHO)) > 0) | (words.shape >= 7)
    spoken = np.zeros(len(words.code), bool)
    spoken[cue] = np.isin(words.base(cue), telling()) & ((words.cue[cue] == 2) | (words.cue[cue] == 3))
    spoken &= np.roll(name, -1) | (np.roll(words.code, -1) == _THAT)
    last = Stops(spoken).last(end - 1)
    told = left & ~joined & (last > begin) & (last < np.minimum(end - 1, clause))
    told &= spoken[last] & (words.cue[cue] != 4)
    begin = np.where(told, last + 1, np.where(written, verb + 1, begin))
    begin += told & (words.code[begin] == _THAT)
    begin = np.where(told & ((kind[end - 1] & Bits.PRONOUN) > 0), end - 1, begin)
    end = np.where(joined, verb, end)
    # "Marlow, who runs the port, said", "Marlow, who also runs it": Marlow.
    who = np.where(words.code[begin] == _WHO_CODE, begin, begin - 1 - bare[begin - 1])
    led = left & (words.code[who] == _WHO_CODE) & (end - who > 2) & ~name[who + 1]
    parting = (np.roll(words.after, 1) > 0) | (np.roll(kind, 1) & (Bits.SUBORDINATOR | Bits.COORDINATOR) > 0)
    parting[words.tokens.sentences] = True
    head = Stops(parting | relative).last(np.maximum(who - 1, 0))
    led &= (head < who) & (words.sentence[head] == words.sentence[cue])
    begin, end = np.where(led, head, begin), np.where(led, who, end)
    # "Ruiz — a friend of Marlow and Okoro — said": Ruiz.
    dashed, low = words.after == DASH, before(words.shape < _CAPITAL)
    dash = np.minimum(Stops(dashed).last(np.maximum(begin - 1, 0)), begin)
    closed = dashed[end - 1] & dashed[dash] & (dash < begin) & (words.code[begin] != _WHO_CODE)
    closed &= (end <= cue) & (words.sentence[dash] == words.sentence[cue]) & (low[end] > low[dash + 1])
    begin, end = np.where(closed, Stops(parting).last(dash), begin), np.where(closed, dash + 1, end)
    # "LONDON — A crowd, chanting": where it was written.
    place = left & np.isin(begin, words.tokens.paragraphs) & (words.after[end - 1] == DASH)
    return np.where(place, cue, begin), np.where(place, cue, end)


_WHO_CODE, _THAT, _ING = code_of("who"), code_of("that"), 2


def able(words: Words, cue: np.ndarray, found: Candidates) -> np.ndarray:
    """Mask candidates that are no part of a quotation, nor far from a verb that has its subject beside it."""
    begin, end = words.quotes
    size = np.append(end - begin, 0)[np.searchsorted(begin, found.begin, "right") - 1]
    first = np.minimum(found.begin, len(words.code) - 1)
    # "Why?" asked Ruiz: not why.
    inner = (size > _TITLE) | (words.kind[first] & Bits.PRONOUN > 0) | np.isin(cue, words.asking)[:, None]
    fit = ~(words.quoted[first] & inner)
    # "The man tells Marlow": not Marlow.
    addressed = (words.base(cue) == _TELL) & np.isin(words.cue[cue], (1, 2, 3))
    fit &= ~(addressed[:, None] & (found.begin > cue[:, None]))
    # "Said proudly", "said on Monday": no source.
    fit &= ((words.kind[first] & Bits.PREPOSITION) == 0) | (found.begin <= cue[:, None])
    fit &= ~np.isin(words.code[first], _DAYS) | (found.begin <= cue[:, None])
    fit &= (found.end - found.begin > 1) | (words.shape[first] != _LY) | (words.kind[first] & Bits.WHO > 0)
    left = WAYS.index("left")
    verb, given = found.end[:, left : left + 1], found.end[:, left] > found.begin[:, left]
    # "Marlow hasn't met those who call for it": those.
    who = verb[:, 0] - 1
    relative = given & np.isin(words.code[who], _RELATIVE) & (words.after[who] == 0) & (words.cue[cue] < 5)
    fit &= (found.end == verb) | ~relative[:, None] | (np.arange(len(WAYS)) == WAYS.index("by"))
    # "The mayor has long known the clerk, Ana Ruiz, saying": not who stands beside it in an apposition.
    after = words.after[cue - 1 - ((words.kind[cue - 1] & Bits.ADVERB) > 0)] == COMMA
    after &= words.cue[cue] == 4
    low, finite = words.tokens.sentences[words.sentence[cue]], before(words.finite)
    beside = (found.end == verb) & after[:, None]
    fit &= ~beside | (finite[found.begin] == finite[low][:, None])
    # "In a swipe at Marlow, the clerk said": no comma closes an apposition.
    clerk = (words.kind[found.begin[:, left]] & Bits.ARTICLE > 0) & (words.kind[who] & Bits.WHO > 0)
    clerk &= (words.after[who] == 0) & (words.kind.take(found.begin[:, left] - 1) & Bits.COORDINATOR == 0)
    fit &= ~(given & (clerk | relative))[:, None] | ~np.array([way[:10] == "left_comma" for way in WAYS])
    # "Marlow's decision underscored it": the decision. "They left the mayor's side and say": they.
    verbal = np.isin(words.cue[cue], (2, 3))
    verbal |= (words.cue[cue] == 1) & ((words.kind[cue - 1] & Bits.COORDINATOR) > 0)
    fit &= ~verbal[:, None] | ~np.array([way[:10] == "possessive" for way in WAYS])
    fit[:, NONE] = True
    return fit


_TELL = code_of("=tell")
_DAYS = codes_of("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight")
_RELATIVE = [code_of("who"), code_of("which"), code_of("that")]
#: Words in marks that may be part of a name.
_TITLE = 4
