"""Reports as stretches of clauses: whose they are, where each begins, and how far it goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from framing.text.voices import words as vocabulary
from framing.text.voices.clauses import Clauses, before
from framing.text.voices.reported import Told
from framing.text.voices.sources import Stops
from framing.text.voices.speakers.reading import read
from framing.text.voices.words import COMMA, DASH, SHAPES, Bits, Words, code_of, codes_of

_THAT, _ING, _CAPITAL = code_of("that"), SHAPES.index("ing"), SHAPES.index("capital")
_WHO, _PART = codes_of("who which"), codes_of("including especially particularly")
_LISTED = codes_of("of that")
_TURNING = codes_of("while whereas although but though and after as")
#: Words that open a clause before its main clause.
_OPENING = codes_of("while although though if when since because as once until unless")


@dataclass(frozen=True)
class Attributed:
    """Attributions of some texts, in words.

    Attributes
    ----------
    words : Words
    clauses : Clauses
    probability : float array, one item a clause
        That it is content of an attribution.
    owner : int64 array, one item a clause
        The attribution it is content of; -1 where it is none, or nobody's that is known.
    content : bool array, one item a clause
    voice : int8 array, one item a clause
        Of content 1 where it is quoted and 2 where it is reported; 0 for the text's own words, among them
        what somebody is told to want, plan or do, which is content too.
    cue, cue_end : int64 arrays, one item an attribution
        Its cue word, and the one after.
    source, source_end : int64 arrays
        Its source's words; equal where none is written.
    outer : int64 array, one item an attribution
        The attribution in whose content it stands, -1 where it stands in the text's own words.
    sure : float array
        How sure the cue is.
    """

    words: Words
    clauses: Clauses
    probability: np.ndarray
    content: np.ndarray
    owner: np.ndarray
    voice: np.ndarray
    cue: np.ndarray
    source: np.ndarray
    source_end: np.ndarray
    outer: np.ndarray
    sure: np.ndarray


def with_reports(found: Attributed) -> Attributed:
    """Tell reported speech from all else that is attributed, and cut clauses where it begins and ends."""
    words = found.words
    begin, end, owner = stretches(found, np.flatnonzero(found.content & (found.voice == 0)))
    if not len(begin):
        return found
    where = (found.cue[owner], found.source[owner], found.source_end[owner])
    told = Told(words, begin, end, *where)
    first, last, brought, ends = told.reported()
    old = found.clauses.begin
    # "The visit, Ruiz said, was useful": a subject whose verb stands behind who says it.
    behind = np.minimum(np.maximum(where[0] + 1, where[2]), len(words.code) - 1)
    verbs = before(words.finite)
    resumes = (last > first) & (first < where[0]) & (verbs[last] == verbs[first]) & words.finite[behind]
    resumes &= (words.after[behind - 1] == COMMA) & (words.after.take(last - 1) == COMMA)
    resumes &= ~words.quoted[behind]
    edges = found.clauses.cut_at(np.append(first, behind[resumes]), np.append(last, behind[resumes]))
    of = np.searchsorted(old, edges, side="right") - 1
    clauses = Clauses(edges, np.append(edges[1:], found.clauses.end[-1]))
    turning = _turns_to(found, owner[(last > first) & (begin > where[0])])
    # Only sentences with a report are looked at.
    good = last > first
    within = np.zeros(len(words.tokens.sentences), bool)
    within[words.sentence[first[good]]] = True
    chosen = np.flatnonzero(within[words.sentence[edges]])
    edges, content, voice = edges[chosen], found.content[of], found.voice[of]
    goes_on = _GoesOn(
        found, Clauses(edges, clauses.end[chosen]), of[chosen], within, turning, told.added[edges]
    )
    opening, done = _openings(words)[words.sentence.take(first, mode="clip")], 0
    low, high = np.searchsorted(edges, begin), np.searchsorted(edges, first)
    start = np.searchsorted(edges, opening)
    # "..., Ruiz said", "..., according to Ruiz": up to the comma there.
    named = np.minimum(where[0], np.where(where[2] > where[1], where[1], where[0]))
    whole = (last > first) & (first < where[0]) & (words.after[named - 1] == COMMA) & (last <= named)
    until = np.searchsorted(edges, named)
    again = np.where(resumes, np.searchsorted(edges, behind), len(edges))
    rows = (owner, low, high, first, last, where[0], brought, ends, start, whole, until, again)
    theirs, owners, reported = goes_on.content, goes_on.owner, voice[chosen].tolist()
    quoted, speaks = goes_on.quoted, goes_on.speaks

    # How likely they are content, by words: what hardly is stays the outlet's, marked with whose it is.
    words_in = np.append(0, np.cumsum(clauses.end[chosen] - edges))
    likely = np.append(0, np.cumsum(np.diff(words_in) * (found.probability[of][chosen] - _LIKELY)))

    def free(some: range, k: int, medium: bool) -> bool:
        """Whether clauses are nobody else's."""
        return not any(quoted[c] or (theirs[c] and owners[c] != k) or (medium and speaks[c]) for c in some)

    for k, a, b, word, stop, at, medium, cut_off, o, entire, u, r in zip(
        *(x[good].tolist() for x in rows), strict=True
    ):
        if a < done:
            continue
        # "In May the port closed and a strike began, Ruiz said": all of it.
        mine = range(o, b) if entire and free(range(o, b), k, medium) else range(0)
        a = b if mine else a
        done = goes_on.end(k, b, word, stop, at, medium, cut_off)
        if likely[done] < likely[b]:
            continue
        if entire and done < u and free(range(done, u), k, medium):
            done = u
        # Whom it is told to, when and where are the text's own.
        for c in range(a, b):
            theirs[c], owners[c] = False, -1
        for c in (*mine, *range(b, done), *goes_on.rest(k, r)):
            if not quoted[c]:
                theirs[c], owners[c], reported[c] = True, k, 2
    owner = found.owner[of]
    content[chosen], owner[chosen], voice[chosen] = theirs, owners, reported
    found = replace(found, clauses=clauses, probability=found.probability[of])
    return replace(found, content=content, owner=owner, voice=voice)


#: From here on a report is told as one: below, three in five were on articles read by hand.
_LIKELY = 0.55


class _GoesOn:
    """What is asked of clauses behind a report, to tell how far it goes on; lists, since asked one by one."""

    def __init__(
        self,
        found: Attributed,
        clauses: Clauses,
        of: np.ndarray,
        within: np.ndarray,
        turning: np.ndarray,
        added: np.ndarray,
    ) -> None:
        words, edges = found.words, clauses.begin
        content, owner, quoted = found.content[of], found.owner[of], words.quoted[edges]
        kind, code, mark = words.kind[edges], words.code[edges], words.after[edges - 1]
        # Behind a report the rest of a clause belongs to it.
        joining = (kind & (Bits.SUBORDINATOR | Bits.COORDINATOR)) > 0
        rest = ~content & ~joining & (mark == 0) & ~quoted
        # Where a cue stands whose subject is not within, the report ends: "and urged".
        subject, lone = edges.copy(), joining & (clauses.end == edges + 1)
        # "and", "and has also": nothing but the conjunction and what belongs to a verb.
        framing = ((words.kind & (Bits.AUXILIARY | Bits.ADVERB)) > 0) | (words.shape == SHAPES.index("ly"))
        other = before(~framing)
        bare = other[clauses.end] == other[np.minimum(edges + 1, clauses.end)]
        ands = bare & ((kind & Bits.COORDINATOR) > 0)
        near = within[words.sentence[found.cue]]
        subject[np.searchsorted(edges, found.cue[near], side="right") - 1] = found.source[near]
        parted = (mark > 0) | np.roll(ands, 1)
        # "did, in fact, meddle": a few words between commas, behind which the same report goes on.
        comma = mark == COMMA
        aside = ~content & (clauses.end - edges <= _ASIDE) & comma & np.append(comma[1:] & content[1:], False)
        aside &= (kind & (Bits.PREPOSITION | Bits.ADVERB)) > 0
        # ", and that it was closed", ", including the port".
        that = code == _THAT
        rest |= (mark == vocabulary.SEMICOLON) & np.isin(code, _LISTED)
        rest |= ands & np.roll(that, -1) | np.roll(ands, 1) & that | comma & np.isin(code, _PART)
        rest |= comma & (code == code_of("rather"))
        # "says that the port, if it opens, is theirs": a subject without its verb goes on up to it.
        finite = words.finite | np.isin(words.code, vocabulary.contracted())
        self._verbs = before(finite)[edges].tolist()
        self.resumes = np.append(np.flatnonzero(comma & finite[edges]), len(edges))
        second = np.minimum(edges + 1, len(words.code) - 1)
        opens = ((words.kind[second] & Bits.PREPOSITION) > 0) | np.isin(words.code[second], _OPENING)
        self._that, self._opens = that.tolist(), opens.tolist()
        # Where another speaks whom the report doesn't quote: "while the union says".
        flags = np.zeros((2, len(words.code) + 1), bool)
        flags[0, turning] = flags[1, found.cue] = True
        self.turns, self.speaks = flags[0, edges].tolist(), [*flags[1, edges].tolist(), False]
        self.content, self.owner, self.quoted = content.tolist(), owner.tolist(), quoted.tolist()
        self._edges, self._rest, self._comma = edges.tolist(), rest.tolist(), comma.tolist()
        self._joined = (aside | np.roll(aside, 1)).tolist()
        self._heir = np.where(aside, np.roll(owner, -1), owner).tolist()
        self._ing = (comma & (words.shape[edges] == _ING)).tolist()
        self._cue, self._source = found.cue[owner].tolist(), found.source[owner].tolist()
        self._subject, self._lone, self._ands = subject.tolist(), lone.tolist(), ands.tolist()
        self._added, self._outer = added.tolist(), found.outer.tolist()
        self._plain = (content & (mark == 0) & ~quoted).tolist()
        # "The board — and who else came — has left": between two dashes, and behind them where the verb is.
        dashes = np.flatnonzero(words.after == DASH)
        sentence, once = np.unique(words.sentence[dashes], return_index=True)
        two = once[np.bincount(words.sentence[dashes])[sentence] == 2] if len(dashes) else once
        opened, closed = dashes[two], dashes[np.minimum(two + 1, len(dashes) - 1)] if len(dashes) else two
        on = np.take(finite, closed + 1, mode="clip") | np.take(words.code == _THAT, closed + 1, mode="clip")
        place = np.full(len(edges) + 1, -1)
        for low, high in zip(opened[on].tolist(), closed[on].tolist(), strict=True):
            place[slice(*np.searchsorted(edges, [low + 1, high + 2]))] = low
        self._bridge = place.tolist()
        self._parted, self._sentence = parted.tolist(), words.sentence[edges].tolist()

    def rest(self, k: int, b: int) -> range:
        """Return the clauses from one on, in its sentence, that are nobody else's and no addition."""
        c = b
        while c < len(self._edges) and self._sentence[c] == self._sentence[b]:
            others = self.quoted[c] or (self.content[c] and self.owner[c] != k) or self.speaks[c]
            # "the minister" of "and the minister said".
            others = others or (self.speaks[c + 1] and self._subject[c + 1] >= self._edges[c])
            if others or (self._added[c] and c > b):
                break
            c += 1
        return range(b, c - (c > b and self._lone[c - 1]))

    def end(self, k: int, b: int, start: int, stop: int, at: int, medium: bool, cut_off: bool) -> int:
        """Return the clause behind the last of a report.

        Parameters
        ----------
        k, b : int
            Its attribution, and its first clause.
        start, stop, at : int
            Its first word, the one after the last as its grammar tells, and its cue.
        medium : bool
            A medium says it: what it tells of somebody's words is that somebody's.
        cut_off : bool
            The writer goes on behind its last word.
        """
        edges, sentence, right = self._edges, self._sentence[b], start > at
        # "said that while he shares it, they must go": the main clause comes last.
        led = right and self._that[b]
        c, due, verbs, other = b + 1, led and self._opens[b], self._verbs[b], False
        while c < len(edges) and self._sentence[c] == sentence:
            nested = self.content[c] and start <= self._cue[c] < edges[c] and self._source[c] >= start
            other = self._subject[c] < start and self._parted[c] and (edges[c] >= stop or self._ands[c - 1])
            other = other or (right and self.turns[c] and self._verbs[c] > verbs)
            if other or (nested and medium) or (right and self._added[c] and edges[c] >= stop):
                break
            own = self.content[c] and self.owner[c] == k and (self.quoted[c] or not (cut_off or self._ing[c]))
            goes = nested or own or self._rest[c] or (self._joined[c] and self._heir[c] == k)
            goes |= self._bridge[c] > start or (self._plain[c] and self.owner[c] == self._outer[k])
            if led and self._comma[c] and not goes and not cut_off:
                goes = due
                if not due and self._verbs[c] == verbs:
                    verb = int(self.resumes[np.searchsorted(self.resumes, c)])
                    goes = verb < len(edges) and self._sentence[verb] == sentence
                due = False
            if edges[c] >= stop and not goes:
                break
            c += 1
        while c > b + 1 and (
            self._lone[c - 1]
            or self._subject[c - 1] < start
            or self.quoted[c - 1]
            or (other and self._ands[c - 1])
        ):
            c -= 1
        return c


#: Words that an aside between commas has at most.
_ASIDE = 4


def _openings(words: Words) -> np.ndarray:
    """Return the first word of each sentence behind a dateline: "LONDON (Reuters) - "."""
    opening, size = words.tokens.sentences.copy(), len(words.code)
    first = np.searchsorted(opening, words.tokens.paragraphs)
    small, starts = before(words.shape < _CAPITAL), opening[first]
    begin, marks = starts, Stops((words.after == DASH) | (words.after == vocabulary.PAREN))
    for _ in range(3):
        behind = np.minimum(marks.here(np.minimum(begin, size - 1)) + 1, size)
        led = (behind - starts <= _DATELINE) & (small[behind] == small[starts])
        begin = np.where(led, behind, begin)
    opening[first] = begin
    return opening


#: Words that a dateline has at most.
_DATELINE = 6


def _turns_to(found: Attributed, told: np.ndarray) -> np.ndarray:
    """Return the conjunctions with which a sentence turns to another report, of those told."""
    words, source, cue = found.words, found.source, found.cue
    ahead, here = np.maximum(source - 1, 0), np.isin(np.arange(len(cue)), told)
    # "while the union declined to say": so for these words, whatever is told behind.
    here |= np.isin(words.code[ahead], _TURNING[:3]) & np.isin(words.cue[cue], (2, 3))
    named = here & (found.source_end > source) & ((words.kind[source] & Bits.PRONOUN) == 0) & (source < cue)
    who = cue - 1 - ((words.kind[cue - 1] & Bits.AUXILIARY) > 0)
    relative = here & np.isin(words.code[who], _WHO) & (words.after[who - 1] == COMMA)
    parted = source[named & (words.after[ahead] == vocabulary.SEMICOLON)]
    return np.concatenate([ahead[named & np.isin(words.code[ahead], _TURNING)], who[relative], parted])


def stretches(found: Attributed, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return first and last word, and owner, of stretches: clauses of one sentence, owner and voice."""
    a, b, owner = found.clauses.begin[chosen], found.clauses.end[chosen], found.owner[chosen]
    # What the clauses between lack moves on at a gap.
    lacking = a - np.cumsum(b - a) + (b - a)
    first = first_of_runs(lacking, owner, found.words.sentence[a], found.voice[chosen])
    return a[first], b[np.append(first[1:], len(a))[: len(first)] - 1], owner[first]


def first_of_runs(*values: np.ndarray) -> np.ndarray:
    """Return the first index of each run in which all of some arrays stay the same."""
    new = np.ones(len(values[0]), bool)
    new[1:] = np.any([value[1:] != value[:-1] for value in values], axis=0)
    return np.flatnonzero(new)


def within(found: Attributed) -> Attributed:
    """Give to somebody all that he says of another's words: "Ruiz said that Marlow had asked for time".

    What a medium says of another's words stays that other's.
    """
    words, clauses, cue = found.words, found.clauses, found.cue
    outer, source, source_end = found.outer, found.source, found.source_end
    content, owner = found.content.copy(), found.owner.copy()
    within = np.flatnonzero((outer >= 0) & (source_end > source) & (source < cue))
    around = outer[within]
    begin = np.maximum(source_end[around], cue[around] + 1)
    near = (begin <= source[within]) & (source[within] - begin <= _BETWEEN)
    near &= words.sentence[cue[around]] == words.sentence[cue[within]]
    marks = before(words.finite | (words.after > COMMA))
    near &= marks[source[within]] == marks[begin]
    # "Marlow admitted privately that it was so, Ruiz wrote".
    last = np.minimum(source[around], cue[around]) - 1
    close = np.maximum(source_end[around] - 1, cue[around])
    near |= (
        (last > cue[within]) & (words.after[last] == COMMA) & (words.after[close] != COMMA)
        & ((words.kind[last] & Bits.SUBORDINATOR) == 0)
        & (words.sentence[last] == words.sentence[cue[within]])
    )  # fmt: skip
    near &= np.isin(words.base(cue[around]), vocabulary.telling()) & (source_end[around] > source[around])
    home = np.searchsorted(clauses.begin, cue, side="right") - 1
    edges = np.append(words.tokens.sentences, len(words.code))
    within, around = within[near][::-1], around[near][::-1]
    phrases = words.phrases(source[around], source_end[around])
    for k, other, phrase in zip(within.tolist(), around.tolist(), phrases, strict=True):
        speaker = read(phrase)
        if speaker.kind != "medium" and speaker.gender != "i":
            low = int(np.searchsorted(clauses.begin, source[k], side="right")) - 1
            first, after = np.searchsorted(
                clauses.begin, edges[words.sentence[cue[k]] : words.sentence[cue[k]] + 2]
            )
            theirs = (owner[first:after] == k) & ~words.quoted[clauses.begin[first:after]]
            begins = max(low, home[other] + 1) if cue[other] < cue[k] else low
            theirs[begins - first : home[k] + 1 - first] = True
            content[first:after][theirs], owner[first:after][theirs] = True, other
    return replace(found, content=content, owner=owner)


#: Words between a verb of saying and the subject of the clause behind it: "reporters on Friday that".
_BETWEEN = 6
