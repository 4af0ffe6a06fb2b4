"""From tokens to attributions: which words are somebody's, the cue that says so, and who that somebody is.

Three scorers in a row: which cue words are cues and on which side their content
stands; which clauses are content; which stretch beside a cue is its source.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from framing.text.quotes import inside
from framing.text.tokens import Tokens
from framing.text.voices import clauses as pieces
from framing.text.voices import words as reading
from framing.text.voices.clauses import Beside, Clauses, Features, Sums, View, before, beside, bins, quantised
from framing.text.voices.reports import Attributed, first_of_runs, with_reports, within
from framing.text.voices.sources import (
    ACCORDING,
    NONE,
    WAYS,
    Stops,
    Turns,
    able,
    source_candidates,
    source_features,
    trimmed,
    turns,
)
from framing.text.voices.words import COLON, COMMA, EDGE, Bits, Words, code_of, codes_of, speech

# What a clause's sentence, the sentences beside it and the clauses beside it tell the scorer.

_NONE = -1
#: By their base: of words that are no cue, it is theirs alone.
_FIRST_PERSON = codes_of("=i =we =i'm =we're =i've =we've =i'd =i'll =we'll")
_U = np.uint32


def with_neighbours(f: Features, words: Words, clauses: Clauses, probability: np.ndarray) -> Features:
    """Return features with how likely the clause and those beside it in the sentence are, as first scored."""
    more = f.more()
    a, b = clauses.begin, clauses.end
    step = np.searchsorted(_LIKELY, probability).astype(_U) + _U(1)
    sentence = words.sentence.take(a)
    same = sentence[1:] == sentence[:-1]
    after_next = sentence[2:] == sentence[:-2]
    none, two = np.zeros(1, _U), np.zeros(min(2, len(a)), _U)
    ahead = np.concatenate([none, step[:-1] * same])
    behind = np.concatenate([step[1:] * same, none])
    ahead2 = np.concatenate([two, step[:-2] * after_next])
    behind2 = np.concatenate([step[2:] * after_next, two])
    first = words.code.take(a)
    opening = words.after.take(a - 1, mode="clip").astype(_U)
    opening[1:][~same] = EDGE
    opening[:1] = EDGE
    closing = words.after.take(b - 1).astype(_U)
    more.each(
        (step,), (ahead, step), (step, behind), (ahead, step, behind), (ahead2, ahead, step),
        (step, behind, behind2), (ahead, behind, first), (ahead, step, opening), (behind, step, closing),
        (ahead, behind, opening, closing), (ahead, step, behind, bins(b - a)),
        (ahead2, ahead, step, behind, behind2),
    )  # fmt: skip
    return more


#: Steps of how likely a clause is content.
_LIKELY = np.array([0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95])


def sentence_features(f: Features, v: View, left: Beside, right: Beside, title: np.ndarray) -> None:
    """Add the sentence, what is quoted in it, and what the sentences beside it are."""
    w, sentences = v.words, v.words.tokens.sentences
    starts = np.append(sentences, len(w.code))
    total = before(w.quoted)
    strong, weak = (
        (quantised(_peaks(v, v.scores[:, 0] * v.scores[:, column])) + _U(1)).take(v.sentence)
        for column in (1, 2)
    )
    ahead = np.minimum(bins(total.take(v.a) - total.take(v.low)), _U(4))
    behind = np.minimum(bins(total.take(v.high) - total.take(v.b)), _U(4))
    f.each(
        (strong, weak), (strong, weak, left.sure, right.sure), (ahead, behind, v.quoted),
        (ahead, behind, v.quoted, left.sure, right.sure),
        (w.code.take(sentences).take(v.sentence), v.position),
        (bins(np.diff(starts)).take(v.sentence), v.position),
    )  # fmt: skip
    kind = _kinds(v, total, starts)
    last, next_ = _neighbours(w)
    before_last = np.where(last >= 0, last.take(last, mode="clip"), _NONE)
    own = kind.take(v.sentence)
    previous, following, earlier = (
        np.where(index >= 0, kind.take(index, mode="clip"), 0).astype(_U).take(v.sentence)
        for index in (last, next_, before_last)
    )
    f.each(
        (previous, own), (following, own), (previous, own, following, v.first), (earlier, previous, own),
        ((v.kinds & Bits.PRONOUN) > 0, left.sure, right.sure),
    )  # fmt: skip
    mine = np.isin(w.bases, _FIRST_PERSON).take(w.tokens.ids) & ~w.quoted
    f.add(np.logical_or.reduceat(mine, sentences).take(v.sentence), own, previous)
    f.add((v.kinds & Bits.AUXILIARY) > 0, v.word(2, w.code), left.sure)
    f.add(title.take(v.a), left.sure, right.sure, v.mark_before, v.mark_after)
    opens = np.isin(sentences, w.tokens.paragraphs, assume_unique=True)
    f.add(opens.take(v.sentence), own, previous, v.position)


def _peaks(v: View, value: np.ndarray) -> np.ndarray:
    """Return the largest value of the cues of each sentence, 0 where it has none."""
    best = np.zeros(len(v.words.tokens.sentences), value.dtype)
    sentence = v.words.sentence[v.at]
    first = np.flatnonzero(np.diff(sentence, prepend=-1))
    if len(first):
        best[sentence[first]] = np.maximum.reduceat(value, first)
    return best


def _kinds(v: View, total: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return a small number for what each sentence is: how much of it is quoted, how sure its surest cue."""
    share = (total[starts[1:]] - total[starts[:-1]]) / np.maximum(np.diff(starts), 1)
    best = _peaks(v, v.scores[:, 0] * np.maximum(v.scores[:, 1], v.scores[:, 2]))
    return np.searchsorted([0.01, 0.5, 0.99], share).astype(_U) * _U(8) + quantised(best) + _U(1)


def _neighbours(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return of each sentence the one before in the text, and the one behind in the paragraph; -1 for none.

    What a paragraph says is decided without those behind it: a text that grows changes nothing before.
    """
    starts = words.tokens.sentences
    doc = np.searchsorted(words.tokens.docs, starts, side="right")
    paragraph = np.searchsorted(words.tokens.paragraphs, starts, side="right")
    index = np.arange(len(starts))
    ahead, behind = np.full(len(starts), _NONE), np.full(len(starts), _NONE)
    ahead[1:] = np.where(doc[1:] == doc[:-1], index[:-1], _NONE)
    behind[:-1] = np.where(paragraph[1:] == paragraph[:-1], index[1:], _NONE)
    return ahead, behind


# What the scorer of clauses is shown: the clause, cues on either side, how much of it names a speaker.


def clause_features(
    words: Words,
    clauses: Clauses,
    at: np.ndarray,
    scores: np.ndarray,
    source: tuple[np.ndarray, np.ndarray],
    title: np.ndarray,
    f: Features | None = None,
) -> Features:
    """Return the features of clauses.

    Parameters
    ----------
    words, clauses
    at : int64 array
        Places of the candidate cues.
    scores : float array, three columns
        That each is a cue, and that its content stands to the right, to the left.
    source : two int64 arrays
        First word, and the one after the last, of the sources of those that likely are cues.
    title : bool array, one item a word
        The word stands in a headline.
    f : Features, optional
        What they are added to.
    """
    v, f, every = pieces.view(words, clauses, at, scores), f or Features(), np.arange(len(at))
    _itself(f, v)
    left, right, second = (beside(v, every, step) for step in (-1, +1, -2))
    _weak_sides(f, v, left, right, second)
    _sure_sides(f, v, left)
    _sources(f, v, left, right, source)
    sentence_features(f, v, left, right, title)
    return f


def _itself(f: Features, v: View) -> None:
    w = v.words
    own_cue = w.cue.take(v.a).astype(_U)
    own_cue[v.quoted] = 0
    second, ahead = v.word(1, w.code), v.word(-1, w.code)
    f.each(
        (v.length, v.quoted), (v.first,), (v.first, second), (v.shapes, v.word(1, w.shape)),
        (w.code.take(v.last),), (ahead, v.first), (v.word(-2, w.code), ahead),
        (v.mark_before, v.mark_after, v.position),
        (np.where(v.b < v.high, w.code.take(v.b, mode="clip"), EDGE), v.mark_after), (v.here, v.position),
        (v.here, own_cue),
    )  # fmt: skip


def _weak_sides(f: Features, v: View, left: Beside, right: Beside, second: Beside) -> None:
    """Add the next candidates on both sides, whether or not they are likely cues."""
    that = np.where(left.found, v.thats.take(v.a + 1) > v.thats.take(left.place), 2).astype(_U)
    near = np.minimum(left.steps, 3)
    f.each(
        (left.sure, left.steps), (left.sure, left.steps, left.marks, that), (left.code, near),
        (left.code, v.first), (left.base, np.minimum(left.steps, 2), left.marks),
        (left.form, v.first, left.marks), (left.form, left.steps, left.marks, v.mark_before),
        (left.sure, v.first, left.marks), (left.sure, left.words, v.mark_before, v.shapes),
        (second.sure, left.sure, left.steps), (right.sure, right.steps),
        (right.sure, right.steps, right.marks), (right.code, np.minimum(right.steps, 3), right.marks),
        (right.base, np.minimum(right.steps, 2), right.marks),
        (right.form, right.steps, right.marks, v.mark_after), (right.sure, right.words, v.mark_after),
        (right.sure, v.first, v.position), (left.sure, right.sure, v.position),
        (left.sure, right.sure, np.minimum(left.steps, 4), np.minimum(right.steps, 4)),
        (left.sure, v.here), (right.sure, v.here, v.length),
    )  # fmt: skip


def _sure_sides(f: Features, v: View, weak_left: Beside) -> None:
    """Add the nearest cues that surely are some and point this way; weak ones between don't hide them."""
    toward, back = v.surely
    left, right = beside(v, toward, -1), beside(v, back, +1)
    end = np.where(right.found, np.minimum(v.high - 1 - right.place, 6), 9).astype(_U)
    gap = np.where(left.found, np.minimum(left.place - v.low, 8), 9).astype(_U)
    breaks = v.breaks.take(v.a + 1) - v.breaks.take(left.place + 1)
    breaks = np.where(left.found, np.minimum(breaks, 3), 9).astype(_U)
    near = np.minimum(left.steps, 3)
    any_left, any_right = left.sure > 0, right.sure > 0
    f.each(
        (left.sure, right.sure), (left.sure, right.sure, v.position, v.here),
        (left.sure, left.steps, left.marks), (left.code, left.steps, any_right),
        (left.code, v.first, left.marks), (left.base, near, left.marks, breaks), (left.base, v.first),
        (right.base, end, right.marks), (left.form, v.first, left.marks, v.mark_before),
        (left.form, left.marks, breaks, v.mark_before, left.steps), (left.sure, breaks, v.first),
        (left.sure, weak_left.sure, near), (right.sure, right.steps, right.marks),
        (right.sure, right.marks, end, v.mark_after), (right.code, right.marks, end, any_left),
        (right.form, right.steps, right.marks, v.mark_after, v.position),
        (right.sure, end, any_left, v.position, np.minimum(right.steps, 4)),
        (right.sure, left.sure, left.marks, right.marks), (gap, left.sure, left.marks, v.mark_before),
    )  # fmt: skip


def _sources(
    f: Features, v: View, left: Beside, right: Beside, source: tuple[np.ndarray, np.ndarray]
) -> None:
    """Add how much of a clause names a speaker: that is nobody's words."""
    named = np.append(inside(*source, len(v.words.code)), False)
    total = before(named[:-1])
    share = total.take(v.b) - total.take(v.a)
    part = np.where(share == 0, 0, np.where(share == v.b - v.a, 2, 1)).astype(_U)
    # Whether a speaker's name begins right behind the clause, or ends right before it.
    behind = named.take(v.b) & (v.b < v.high)
    ahead = (v.a > v.low) & named.take(v.a - 1, mode="clip")
    f.each(
        (part, v.position), (part, left.sure, right.sure),
        (part, behind, ahead, v.mark_before, v.mark_after), (part, ahead, v.first),
        (behind, right.sure, v.mark_after, np.minimum(right.steps, 4)),
    )  # fmt: skip
    verbal = (v.words.shape == 3) | ((v.words.cue > 1) & (v.words.cue < 4))
    verb = np.logical_or.reduceat(verbal, v.a) | ((v.kinds & (Bits.VERB | Bits.AUXILIARY)) > 0)
    f.add(part, verb, v.mark_before, v.mark_after)
    f.add(verb, left.sure, right.sure, v.first)


# Which attribution each clause of content belongs to, and which attribution stands inside which.

#: A cue is asked for content on a side only if its content may be there.
_MAY = 0.35


def owners(
    words: Words, clauses: Clauses, content: np.ndarray, cue: np.ndarray, sides: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the attribution of each clause of content, and the attribution around each attribution.

    A clause belongs to the cue beside it that points to it. Where that is a
    wish or a thought inside of what somebody says ("Canada is willing to talk,
    he noted"), the words are the speaker's. Where two speak, one inside the
    other ("the agency reported that the minister said"), they are those of the
    inner one, and the outer one is who brought them. A quotation without a cue in
    its sentence goes on in the words of whoever spoke before.

    Returns
    -------
    owner : int64 array, one item a clause
        -1 where nobody is known.
    outer : int64 array, one item a cue
        -1 where a cue stands in nobody's words.
    """
    count = len(clauses.begin)
    owner, outer = np.full(count, -1, np.int64), np.full(len(cue), -1, np.int64)
    if not len(cue) or not count:
        return owner, outer
    # Cues that are speech or finding, not thought, wish or feeling: asked of the few words that are cues.
    asked, where = np.unique(words.tokens.ids[cue], return_inverse=True)
    forms = words.tokens.forms.take(asked).to_pylist()
    speaks = np.array([form.lower() in speech() for form in forms], bool)[where]
    left, l_value = _pointing(words, clauses, cue, sides, -1)
    right, r_value = _pointing(words, clauses, cue, sides, +1)
    # In marks is what someone says: "Ruiz, who is expected to win, said".
    quoted = words.quoted[clauses.begin]
    said = sides * speaks[:, None]
    l_said, l_sure = _pointing(words, clauses, cue, said, -1)
    r_said, r_sure = _pointing(words, clauses, cue, said, +1)
    told = quoted & ((l_said >= 0) | (r_said >= 0))
    left, l_value = np.where(told, l_said, left), np.where(told, l_sure, l_value)
    right, r_value = np.where(told, r_said, right), np.where(told, r_sure, r_value)
    near = np.where(l_value >= r_value, left, right)
    far = np.where(l_value >= r_value, right, left)

    clause_of = np.searchsorted(clauses.begin, cue, side="right") - 1
    home, away = near[clause_of], far[clause_of]
    # Around a cue stands the cue whose content its own clause is; or one at the other end of the sentence.
    inside = content[clause_of] & (home >= 0)
    # An "according to" opens or closes the sentence of a cue.
    opens = [(side >= 0) & (words.cue[cue[np.clip(side, 0, None)]] == _PARTICLE) for side in (away, home)]
    outer = np.where(inside, home, np.where(opens[0], away, np.where(opens[1], home, -1)))
    outer[outer == np.arange(len(cue))] = -1
    outer = _loopless(outer)

    lifted = _lifted(outer, speaks)
    safe = np.clip(near, 0, None)
    owner = np.where(near >= 0, lifted[safe], -1)
    # A thought beside the clause, a speaker at the other end of its sentence: the speaker's.
    other = np.clip(far, 0, None)
    weak = (owner >= 0) & ~speaks[np.clip(owner, 0, None)] & (far >= 0) & speaks[other]
    owner = np.where(weak, lifted[other], owner)
    # Two speakers point to it from both ends: the one behind brought what the one before it says. A
    # quotation is of whoever stands right behind it.
    before, behind = np.clip(left, 0, None), np.clip(right, 0, None)
    both = (left >= 0) & (right >= 0) & speaks[before] & speaks[behind] & content
    both &= ~(words.quoted[clauses.begin] & (r_value >= l_value))
    owner = np.where(both, lifted[before], owner)
    pairs = np.flatnonzero(both & (owner != right))
    outer[owner[pairs]] = np.where(outer[owner[pairs]] < 0, right[pairs], outer[owner[pairs]])
    owner = np.where(content, owner, -1)
    return _continued(words, clauses, content, owner), _loopless(outer)


def _pointing(
    words: Words, clauses: Clauses, cue: np.ndarray, sides: np.ndarray, step: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the next cue on a side that may point to each clause, -1 where none, and how well it fits."""
    a = clauses.begin
    starts = np.append(words.tokens.sentences, len(words.code))
    sentence = words.sentence[a]
    able = np.flatnonzero(sides[:, 1 if step < 0 else 2] > _MAY)
    if not len(able):
        return np.full(len(a), -1, np.int64), np.zeros(len(a))
    clause_of = np.searchsorted(a, cue[able], side="right") - 1
    # A cue of the clause itself stands at its beginning, so it is not before it, nor behind its end.
    count = np.zeros(len(a) + 1, np.int64)
    np.cumsum(np.bincount(clause_of, minlength=len(a)), out=count[1:])
    place = count[:-1] - 1 if step < 0 else count[1:]
    safe = np.clip(place, 0, len(able) - 1)
    found = able[safe]
    at = cue[found]
    ok = (place >= 0) & (place < len(able))
    ok &= (at >= starts[sentence]) & (at < starts[sentence + 1])
    steps = np.abs(np.arange(len(a)) - clause_of[safe])
    weight = sides[able, 0] * sides[able, 1 if step < 0 else 2]
    value = np.where(ok, weight[safe] / (2 + steps), 0)
    return np.where(ok, found, -1), value


_PARTICLE = 7


def _lifted(outer: np.ndarray, speaks: np.ndarray) -> np.ndarray:
    """Return, for each cue, the nearest cue around it that speaks, itself if it does or if none does."""
    result = np.arange(len(outer))
    at = result.copy()
    for _ in range(6):
        at = np.where((at >= 0) & ~speaks[np.clip(at, 0, None)], outer[np.clip(at, 0, None)], at)
    return np.where(at >= 0, at, result)


def _loopless(outer: np.ndarray) -> np.ndarray:
    """Break rings of cues that stand inside each other."""
    at = outer.copy()
    for _ in range(6):
        at = np.where(at >= 0, outer[np.clip(at, 0, None)], -1)
    # Whatever still has something around it after so many steps goes round in a ring.
    return np.where(at >= 0, -1, outer)


def _continued(words: Words, clauses: Clauses, content: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Give quotations without a cue of their own to whoever spoke before, in this paragraph or the last."""
    a = clauses.begin
    index = np.arange(len(a))
    spoken = np.maximum.accumulate(np.where(content & (owner >= 0), index, -1))
    # "It rains," said a man who asked to stay unnamed. "It pours.": his, whatever else his sentence tells.
    aloud = np.maximum.accumulate(np.where(content & (owner >= 0) & words.quoted[a], index, -1))
    same = (aloud >= 0) & (
        words.sentence[a[np.clip(aloud, 0, None)]] == words.sentence[a[np.clip(spoken, 0, None)]]
    )
    spoken = np.where(same & words.quoted[a] & np.isin(a, words.tokens.sentences), aloud, spoken)
    paragraph = np.searchsorted(words.tokens.paragraphs, a, side="right")
    doc = words.tokens.doc_of(a)
    quoted = words.quoted[a]
    safe = np.clip(spoken, 0, None)
    near = (spoken >= 0) & (doc[safe] == doc) & (paragraph - paragraph[safe] <= 1)
    # In the next paragraph it goes on only where a sentence begins with it, or with "He went on:", and not
    # inside of what is told.
    opening = words.tokens.sentences[words.sentence[a]]
    whole = quoted[np.searchsorted(a, opening, side="right") - 1]
    whole |= ((words.kind[opening] & Bits.PRONOUN) > 0) & (words.after[a - 1] == COLON)
    near &= (paragraph == paragraph[safe]) | whole
    # A quotation that opens a paragraph is more likely of whoever is named behind it, in its own paragraph.
    ahead = np.where(content & (owner >= 0), index, len(a))
    next_ = np.minimum.accumulate(ahead[::-1])[::-1]
    after = np.clip(next_, 0, len(a) - 1)
    same = (next_ < len(a)) & (paragraph[after] == paragraph) & quoted & quoted[after]
    opens = near & (paragraph != paragraph[safe])
    filled = np.where(near & ~(opens & same), owner[safe], np.where(same, owner[after], -1))
    owner = np.where(content & quoted & (owner < 0), filled, owner)
    # Of three paragraphs none of which a mark closes but the last, all are whose the first is.
    open_ = content & quoted & (owner < 0)
    for first in np.searchsorted(a, words.carried).tolist():
        at = first
        while at < len(a) and open_[at] and paragraph[at] == paragraph[first]:
            owner[at] = owner[at - 1]
            at += 1
    return owner


#: Clauses at least that likely are content: where precision and recall balance on the articles learned from.
CONTENT = 0.37
#: Bytes, just below the most that glibc minds.
_KEPT = (32 << 20) - (1 << 16)


@dataclass(frozen=True)
class Taggers:
    """The scorers: of cues, of clauses, of clauses again when those beside them are scored, of sources."""

    cue: pieces.Scorer
    clause: pieces.Scorer
    beside: pieces.Scorer
    source: pieces.Scorer


def attribute(
    tokens: Tokens, title: np.ndarray, taggers: Taggers, set_off: np.ndarray | None = None
) -> Attributed:
    """Find the attributions of some texts.

    Parameters
    ----------
    tokens : Tokens
    title : bool array, one item a word
        The word stands in a headline.
    taggers : Taggers
    set_off : bool array, one item a word, optional
        The word stands in a block quotation.
    """
    # A large array that comes and goes, never touched, tells glibc to keep what is freed at hand: to fetch
    # memory from the system for every array anew takes a tenth of the time.
    np.empty(_KEPT, np.uint8)
    words = reading.read(tokens, set_off)
    at = pieces.candidates(words)
    scores = np.zeros((0, 3), np.float32)
    if len(at):
        sums = Sums(taggers.cue)
        pieces.cue_features(words, at, sums)
        scores = sums.probability()
        # "Why?" Ruiz asked: what it says stands before it.
        scores[np.isin(at, words.asking)] = (1, 0, 1)
    clauses = pieces.cut(words)
    chosen = scores[:, 0] > 0.5
    cue, sides = at[chosen], scores[chosen]
    source, source_end = sources(words, cue, sides, taggers.source)
    if len(clauses.begin):
        sums = Sums(taggers.clause, taggers.beside)
        clause_features(words, clauses, at, scores, (source, source_end), title, sums)
        with_neighbours(sums, words, clauses, sums.probability()[:, 0])
        probability = sums.probability()[:, 1]
    else:
        probability = np.zeros(0, np.float32)
    content = (probability > CONTENT) | words.quoted[clauses.begin]
    owner, outer = owners(words, clauses, content, cue, sides)
    quoted = words.quoted[clauses.begin]
    passed = _passed_on(words, cue, source_end > source)
    if len(cue):
        owner = np.where(quoted & (owner >= 0), passed[owner], owner)
        # 'He called it "a victory," said it was won': what is quoted isn't who says it.
        inside = (
            (clauses.begin <= source[owner]) & (source[owner] < clauses.end) & (clauses.end <= cue[owner])
        )
        owner = np.where(quoted & (owner >= 0) & inside, -1, owner)
    voice = quoted.astype(np.int8)
    found = Attributed(
        words, clauses, probability, content, owner, voice, cue, source, source_end, outer, sides[:, 0]
    )
    found = within(found)
    # Outside quotation marks nobody speaks whom nothing says to.
    content = found.content & ~_only_names(found) & ((found.owner >= 0) | quoted)
    owner = np.where(content, found.owner, -1)
    found = replace(found, content=content, owner=owner, voice=voice * content)
    found = _with_introduced(_with_turns(with_reports(found), turns(words, title)))
    return _with_called(_with_whole_marks(found))


def _passed_on(words: Words, cue: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Return of each cue itself; of *according to* the verb before it: "Ruiz said, according to the Post"."""
    says = named & np.isin(words.cue[cue], (1, 2, 3)) & np.isin(words.base(cue), _SAYS)
    rows = np.arange(len(cue))
    said = np.maximum.accumulate(np.where(says, rows, -1))
    passed = (words.code[cue] == ACCORDING) & (said >= 0)
    passed &= words.sentence[cue[said]] == words.sentence[cue]
    found: np.ndarray = np.where(passed, said, rows)
    return found


def _with_introduced(found: Attributed) -> Attributed:
    """Give quotations without a speaker in their sentence to whoever a colon or a verb beside them names.

    Before a colon it is whom the last finite verb of saying has, else the subject of the sentence: "The firm
    issued a statement:". Behind the marks it is who stands before a verb: "Ruiz labelled it".
    """
    words, clauses = found.words, found.clauses
    begin, colon = clauses.begin, clauses.begin - 1
    named, cue_sentence = found.source_end > found.source, words.sentence[found.cue]
    own = np.append(named, False)[found.owner]
    spoken = np.append(cue_sentence, -1)[found.owner]
    led = np.isin(colon, words.introducing) & ~words.quoted[colon]
    own &= (spoken == words.sentence[begin]) | (led & (spoken == words.sentence[colon]))
    # "RUIZ on what Marlow is accused of: 'He fled.'", in a check of facts.
    heads = words.tokens.paragraphs
    head = heads[np.maximum(np.searchsorted(heads, colon, side="right") - 1, 0)]
    behind = words.code[np.minimum(head + 1, len(words.code) - 1)]
    label = led & (words.shape[head] == _ACRONYM) & (behind == _ON)
    own &= ~label
    open_ = found.content & words.quoted[begin] & ~own
    doc = words.tokens.doc_of(begin)
    first = np.flatnonzero(open_ & led)
    first = first[doc[first] == doc[first - 1]]
    subject, of, left = source_candidates(words, colon[first]), WAYS.index("subject"), WAYS.index("left")
    owner, rows = found.owner.copy(), []
    finite = (words.cue[found.cue] == 2) | (words.cue[found.cue] == 3)
    comma = before(words.after == COMMA)
    for k, at in enumerate(first.tolist()):
        end = at
        while end < len(begin) and open_[end] and doc[end] == doc[at]:
            end += 1
        if label[at]:
            rows.append((int(head[at]), int(head[at]) + 1, int(begin[at]), int(clauses.end[end - 1])))
            continue
        # "After Ruiz spoke, Marlow was asked:": not Ruiz.
        there = np.flatnonzero(
            named & finite & (cue_sentence == words.sentence[colon[at]]) & (found.cue <= colon[at])
        )
        there = there[comma[found.cue[there]] == comma[colon[at]]]
        if len(there):
            owner[at:end] = there[found.cue[there].argmax()]
            continue
        name, stop = subject.begin[k, left], subject.end[k, left]
        # "Ruiz tweets:" has its verb right before the colon.
        short = words.cue[colon[at]] in (2, 3) and stop > name and not words.finite[name:stop].any()
        opens = words.after[name - 1] or words.kind[name - 1] & Bits.SUBORDINATOR
        if not (short and (opens or name in words.tokens.sentences)):
            name, stop = subject.begin[k, of], subject.end[k, of]
        if stop > name:
            # "He went on:" is of whoever spoke.
            he = words.kind[name] & Bits.PRONOUN and found.owner[at] >= 0
            he = he and colon[at] - name < _BRIEF
            rows += [] if he else [(name, stop, begin[at], clauses.end[end - 1])]
    rows += _named_behind(words, clauses, np.flatnonzero(open_))
    rows += _of_nouns(words, clauses)
    if not rows and (owner == found.owner).all():
        return found
    source, source_end, first, last = np.array(rows, np.int64).reshape(-1, 4).T
    marked = np.ones(len(rows), bool)
    return _with_turns(replace(found, owner=owner), Turns(source, source_end, first, last, marked))


def _of_nouns(words: Words, clauses: Clauses) -> list[tuple[int, int, int, int]]:
    """Return the same of quotations behind a noun of saying that is somebody's: "Ruiz's remark that"."""
    begin = clauses.begin
    led = np.flatnonzero(words.quoted[begin] & (words.code[begin - 1] == _THAT) & (begin > 0))
    noun = (words.frame_bits[words.tokens.ids] & _NOUN) > 0
    capital = (words.shape >= _CAPITAL) & (words.shape <= _ACRONYM)
    owner = np.roll((words.shape == reading.SHAPES.index("possessive")) & (words.after == reading.NONE), 1)
    rows = []
    for at in led.tolist():
        low = max(int(words.tokens.sentences[words.sentence[begin[at]]]) + 1, int(begin[at]) - _AHEAD)
        near = np.flatnonzero((noun & owner)[low : begin[at]])
        first = low + int(near[-1]) if len(near) else 0
        start = first - 1
        while start > low and capital[start - 1] and not words.after[start - 1]:
            start -= 1
        between = slice(first + 1, int(begin[at]) - 1)
        if first and not words.finite[between].any() and not (words.cue[between] > 0).any():
            rows.append((start, first, int(begin[at]), int(clauses.end[at])))
    return rows


def _named_behind(words: Words, clauses: Clauses, quotes: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Return first word and the one after, of who stands beside a verb behind each quotation, and of that.

    "Ruiz wondered"; behind a whole sentence in marks also "wondered another Ruiz aide".
    """
    starts = np.append(words.tokens.sentences, len(words.code))
    able = (words.kind & _NO_NOUNS) == 0
    name = able & ((words.shape >= _CAPITAL) & (words.shape <= _ACRONYM) | ((words.kind & Bits.WHO) > 0))
    # "President and CEO Ana Ruiz".
    joint = (words.kind & Bits.COORDINATOR) > 0
    joint[1:-1] &= name[:-2] & name[2:]
    nominal = name | joint | able & np.isin(words.shape, _PLAIN)
    # "The statement read", "reads the order": a verb that the taggers don't know, and a paper.
    reads = np.isin(words.code, _READS)
    did = words.finite | reads
    paper = np.isin(words.code, _PAPERS)
    verb = np.append((words.cue == 2) | (words.cue == 3) | reads, False)
    paragraph = np.searchsorted(words.tokens.paragraphs, clauses.begin, side="right")
    closed = ~np.append(words.quoted, True)[clauses.end]
    rows: list[tuple[int, int, int, int]] = []
    number = before(words.quoted[clauses.begin])[quotes]
    by, last = (0, 0), -1
    for at, first_after in zip(quotes.tolist(), (np.diff(number, prepend=-1) > 1).tolist(), strict=True):
        if first_after:
            # Another quotation stands between.
            last = -1
        begin, low = int(clauses.begin[at]), int(clauses.end[at])
        sentence = words.sentence[low - 1]
        stop = min(int(starts[sentence + 1]), low + _AHEAD)
        turned = int(low < stop and verb[low] and words.quoted[starts[sentence] : low].all())
        first = end = low + turned
        while closed[at] and end < stop and nominal[end] and not did[end]:
            end += 1
            if words.after[end - 1]:
                break
        ended = turned or (end < stop and did[end] and not words.after[end - 1])
        if not ended and first < end and words.after[end - 1] == COMMA:
            # "Ana Ruiz, a historian who has studied it, posted".
            far = np.arange(end + 1, min(int(starts[sentence + 1]), end + _APPOSITION))
            ended = bool(((words.after[far - 1] == COMMA) & verb[far] & words.finite[far]).any())
        read = reads[low] if turned else end < stop and reads[end]
        if first < end and (name[end - 1] or (read and paper[end - 1])) and ended:
            by, last = (first, end), paragraph[at]
        if last == paragraph[at]:
            # "Yes," wondered Ruiz. "It will hold."
            rows.append((*by, begin, low))
    return rows


def _with_whole_marks(found: Attributed) -> Attributed:
    """Give all sentences between two marks to whom the words behind them name: "It is real. Go," Ruiz said.

    But for what its own sentence or a colon before it gives to somebody.
    """
    words, clauses, owner = found.words, found.clauses, found.owner
    begin, end = words.quotes
    if not len(begin) or not len(found.cue):
        return found
    at = clauses.begin
    mark = np.searchsorted(begin, at, side="right") - 1
    of = np.flatnonzero((mark >= 0) & (at < end[mark]) & words.quoted[at])
    last = np.full(len(begin), -1)
    last[mark[of]] = of
    by = owner[last]
    cue, sentence = found.cue[by], words.sentence
    told = (last >= 0) & (by >= 0) & (found.source_end[by] > found.source[by])
    told &= (cue >= end) & (sentence[cue] == sentence[at[last]]) & ~np.isin(begin - 1, words.introducing)
    paragraph = np.searchsorted(words.tokens.paragraphs, at, side="right")
    of = of[told[mark[of]] & (paragraph[of] == paragraph[last[mark[of]]])]
    own = (owner[of] >= 0) & (sentence[found.cue[owner[of]]] == sentence[at[of]])
    owner, content, voice = owner.copy(), found.content.copy(), found.voice.copy()
    owner[of[~own]] = by[mark[of[~own]]]
    content[of], voice[of] = True, 1
    return replace(found, owner=owner, content=content, voice=voice)


def _with_called(found: Attributed) -> Attributed:
    """Give a few words in marks in the outlet's own clause to whoever stands before them as saying so.

    The taggers have learnt to read them as part of the clause: *called the plan "fair" to both*.
    """
    begin, end = found.words.called
    if not len(begin):
        return found
    size, clauses = len(found.words.code), found.clauses
    edges = clauses.cut_at(begin, end)
    of = np.searchsorted(clauses.begin, edges, side="right") - 1
    content, owner, voice = found.content[of], found.owner[of], found.voice[of]
    own = np.flatnonzero(inside(begin, end, size)[edges] & (voice == 0))
    order = np.argsort(found.cue, kind="stable")
    place = np.searchsorted(found.cue[order], edges[own], side="left") - 1
    cue = np.append(order, -1)[place]
    at = np.append(found.cue, -1)[cue]
    near = (cue >= 0) & (found.words.sentence[at] == found.words.sentence[edges[own]])
    owner[own] = np.where(content[own] & (owner[own] >= 0), owner[own], np.where(near, cue, -1))
    content[own], voice[own] = True, 1
    return replace(
        found,
        clauses=type(clauses)(edges, np.append(edges[1:], size)),
        probability=found.probability[of],
        content=content,
        owner=owner,
        voice=voice,
    )


def _only_names(found: Attributed) -> np.ndarray:
    """Mask stretches of content that hold nothing but who speaks and that he does, of somebody within.

    Of "The agency reported that the minister said he would go" the words before
    "he" are the text's own, though they are what the agency reported.
    """
    words, begin, content = found.words, found.clauses.begin, found.content
    if not len(begin):
        return content
    frame = inside(found.source, found.source_end, len(words.code)) | ((words.kind & _FRAME) > 0)
    frame[found.cue] = True
    framed = np.logical_and.reduceat(frame, begin) & ~words.quoted[begin]
    first = first_of_runs(found.owner, content, words.sentence[begin])
    whole = np.logical_and.reduceat(framed, first)
    return np.repeat(whole, np.diff(np.append(first, len(content)))) & content


#: Words that say nothing without what stands beside them.
_FRAME = Bits.AUXILIARY | Bits.ADVERB | Bits.SUBORDINATOR | Bits.COORDINATOR | Bits.TIME


def _with_turns(found: Attributed, spoken: Turns) -> Attributed:
    """Add what a colon gives to somebody; it outranks whatever the taggers made of the same words."""
    if not len(spoken.begin):
        return found
    a, words = found.clauses.begin, found.words
    content, owner, voice = found.content.copy(), found.owner.copy(), found.voice.copy()
    fresh = len(found.cue) + np.arange(len(spoken.begin))
    rows = (fresh, spoken.begin, spoken.end, spoken.source, spoken.source_end, spoken.verbatim)
    for k, low, high, name, after, verbatim in zip(*(x.tolist() for x in rows), strict=True):
        # "— Ana Ruiz (@ruiz) May 3, 2021": none of it is the post's, nor anybody's in it.
        signed = after + 2 < len(words.code) and words.before[after] == words.after[after] == reading.PAREN
        signed = signed and words.shape[after + 2] == _FIGURE
        edges = [low, high, name, after + _SIGNED * bool(signed)]
        inside, named = (slice(*np.searchsorted(a, pair)) for pair in (edges[:2], edges[2:]))
        content[inside], owner[inside] = True, k
        voice[inside] = np.where(verbatim | found.words.quoted[a[inside]], 1, 2)
        content[named], owner[named], voice[named] = False, -1, 0
    # The speaker's last word stands for the cue: there is none.
    return replace(
        replace(found, content=content, owner=owner, voice=voice),
        cue=np.append(found.cue, spoken.source_end - 1),
        source=np.append(found.source, spoken.source),
        source_end=np.append(found.source_end, spoken.source_end),
        outer=np.append(found.outer, np.full(len(fresh), -1)),
        sure=np.append(found.sure, np.full(len(fresh), 0.9)),
    )


#: Words of a handle and a day behind a poster's name.
_SIGNED, _FIGURE = 4, reading.SHAPES.index("figure")
#: Shapes of names, and of what stands before one; what doesn't; most words.
_CAPITAL, _ACRONYM = reading.SHAPES.index("capital"), reading.SHAPES.index("acronym")
_LY = reading.SHAPES.index("ly")
_OF = code_of("of")
_PLAIN = [reading.SHAPES.index(shape) for shape in ("word", "plural", "noun", "adjective")]
_NO_NOUNS = (
    Bits.PREPOSITION | Bits.SUBORDINATOR | Bits.COORDINATOR | Bits.PRONOUN | Bits.ADVERB | Bits.AUXILIARY
)
_AHEAD, _APPOSITION, _BRIEF = 8, 25, 4
_THAT, _NOUN = code_of("that"), 1 << reading.FRAMES.index("noun")
_AS, _SAYING, _WITH, _ON = code_of("as"), code_of("saying"), code_of("with"), code_of("on")
_READS = codes_of("read reads")
_PAPERS = codes_of(
    "statement email e-mail letter tweet post memo message order declaration report headline sign"
)
_DEMANDING = codes_of("=demand =ask =insist =request =suggest =propose =recommend =require")
_SAYS = codes_of("=say =tell =add =write =ask =testify")
_SUBJECTS, _THEY, _TELL = codes_of("he she they we i"), code_of("they"), code_of("=tell")
_NO_NAME = _NO_NOUNS | Bits.ARTICLE | Bits.POSSESSIVE


def sources(
    words: Words, cue: np.ndarray, sides: np.ndarray, scorer: pieces.Scorer
) -> tuple[np.ndarray, np.ndarray]:
    """Return the stretch that is the source of each cue; empty where none is written."""
    if not len(cue):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = source_candidates(words, cue)
    sums = Sums(scorer)
    _, row, way = source_features(words, cue, sides, found, sums)
    score = np.full(found.begin.shape, -1.0, np.float32)
    score[row, way] = sums.probability()[:, 0]
    score[~able(words, cue, found)] = -1
    # "Why?" asked the mayor: somebody is written.
    score[np.isin(cue, words.asking) & (score[:, :NONE] > 0).any(axis=1), NONE] = -1
    best = score.argmax(axis=1)
    rows = np.arange(len(cue))
    begin, end = found.begin[rows, best], found.end[rows, best]
    # "Noting that the port is open, Ruiz said": who notes is named with the next verb of the sentence.
    ahead = np.minimum(rows + 1, len(cue) - 1)
    opens = (best == NONE) & (words.cue[cue] == 4) & np.isin(cue, words.tokens.sentences)
    opens &= (best[ahead] != NONE) & (words.sentence[cue] == words.sentence[cue[ahead]]) & (ahead > rows)
    begin, end = np.where(opens, begin[ahead], begin), np.where(opens, end[ahead], end)
    # "Quoted the minister as saying": between.
    back = np.maximum(rows - 1, 0)
    cited = (words.code[cue - 1] == _AS) & (words.code[cue] == _SAYING) & (back < rows)
    cited &= (words.sentence[cue] == words.sentence[cue[back]]) & (cue[back] + 1 < cue - 1)
    begin, end = np.where(cited, cue[back] + 1, begin), np.where(cited, cue - 1, end)
    # "Ruiz demanded Mr. Marlow explain it": she speaks, he doesn't.
    verb = np.maximum(cue - 2, 0)
    for _ in range(3):
        verb = np.maximum(verb - ((words.shape[verb] == _CAPITAL) | (words.code[verb] == _THAT)), 0)
    asked = (words.cue[cue] == 1) & (begin < end) & (end == cue) & (words.shape[cue - 1] == _CAPITAL)
    asked &= np.isin(words.base(verb), _DEMANDING) & np.isin(words.cue[verb], (2, 3))
    asked &= (words.sentence[cue] == words.sentence[verb]) & (words.after[verb] == reading.NONE)
    who, of, left = source_candidates(words, verb[asked]), WAYS.index("subject"), WAYS.index("left")
    way = np.where(who.end[:, of] > who.begin[:, of], of, left)
    begin[asked], end[asked] = (side[np.arange(len(way)), way] for side in (who.begin, who.end))
    # "Said Ana Ruiz on Monday, adding that": she.
    adds = (best == NONE) & (words.cue[cue] == 4) & (words.after[cue - 1] == COMMA) & (back < rows)
    adds &= (words.sentence[cue] == words.sentence[cue[back]]) & np.isin(words.cue[cue[back]], (2, 3))
    adds &= (best[back] != NONE) & (begin[back] > cue[back]) & (begin[back] < cue)
    begin, end = np.where(adds, begin[back], begin), np.where(adds, np.minimum(end[back], cue), end)
    none = (best == NONE) & ~opens & ~cited & ~asked & ~adds
    begin, end = np.where(none, cue, begin), np.where(none, cue, end)
    return _subjects(words, cue, *trimmed(words, cue, begin, end))


def _subjects(
    words: Words, cue: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return sources, of verbs whose subject can't be mistaken that, whatever the scorer made of them."""
    begin, end, code, last = begin.copy(), end.copy(), words.code, cue - 1
    beside = (words.sentence[last] == words.sentence[cue]) & (words.after[last] == reading.NONE) & (cue > 0)
    # "When it was over he said": he.
    he = beside & np.isin(code[last], _SUBJECTS) & np.isin(words.cue[cue], (1, 2, 3))
    he &= (code[last] != _THEY) | (begin == end)
    begin[he], end[he] = last[he], cue[he]
    finite, size = np.isin(words.cue[cue], (2, 3)), len(code) - 1
    name = (words.shape >= _CAPITAL) & (words.shape <= _ACRONYM) & ((words.kind & Bits.TIME) == 0)
    name &= words.shape != reading.SHAPES.index("possessive")
    # "As the sun rose Ana Ruiz said": she.
    opens = words.kind[begin - 1] & Bits.SUBORDINATOR > 0
    opens &= words.sentence[begin - 1] == words.sentence[cue]
    for row in np.flatnonzero(beside & finite & name[last] & opens).tolist():
        start, low = int(last[row]), int(begin[row])
        while start > low and name[start - 1] and not words.after[start - 1]:
            start -= 1
        parted = (words.kind[low:start] & Bits.SUBORDINATOR).any() or words.kind[start - 1] & _NO_NAME
        if words.finite[low:start].any() and not parted:
            begin[row], end[row] = start, cue[row]
    # ", with Ana Ruiz, D-Va., saying": she.
    withs = np.flatnonzero((code == _WITH) & (np.roll(words.after, 1) == COMMA))
    place = np.searchsorted(withs, cue, side="right") - 1
    first, verbs = np.append(withs, -1)[place] + 1, before(words.finite)
    led = (words.cue[cue] == 4) & (place >= 0) & (words.sentence[first] == words.sentence[cue])
    led &= (first < cue) & (verbs[cue] == verbs[first]) & (begin < first)
    begin, end = np.where(led, first, begin), np.where(led, Stops(words.cue == 4).here(first), end)
    # "The clerk, who left, said Ruiz seemed calm": the clerk.
    other = finite & (words.after[last] == COMMA) & ~words.quoted[last]
    other = np.flatnonzero(other & (begin == cue + 1) & (begin < end))
    ahead = Stops(words.finite | (words.after > 0)).here(np.minimum(cue[other] + 1, size))
    other = other[words.finite[ahead] & name[ahead - 1] & (ahead <= end[other])]
    who, of = source_candidates(words, cue[other]), WAYS.index("subject")
    fit = who.end[:, of] > who.begin[:, of]
    begin[other[fit]], end[other[fit]] = who.begin[fit, of], who.end[fit, of]
    for row, opens, closes in _openers(words, cue, begin, end, name):
        begin[row], end[row] = opens, closes
    # "Overall, says Ana Ruiz of the board:": she.
    colon = np.minimum(Stops(words.after > 0).here(cue), size)
    led = finite & (words.after[last] == COMMA) & (words.after[colon] == COLON) & (colon > cue)
    led &= name[np.minimum(cue + 1, size)] & (words.base(cue) != _TELL)
    return np.where(led, cue + 1, begin), np.where(led, colon + 1, end)


def _openers(
    words: Words, cue: np.ndarray, begin: np.ndarray, end: np.ndarray, name: np.ndarray
) -> list[tuple[int, int, int]]:
    """Return rows whose speaker opens the sentence or follows a quotation, and where that name stands.

    "Ana Ruiz, a friend of Marlow, the mayor, said": she, not whom the commas between tell of.
    """
    starts, found = words.tokens.sentences, []
    verb = cue - 1 - ((words.kind[cue - 1] & Bits.ADVERB > 0) | (words.shape[cue - 1] == _LY))
    closed = (words.after[verb] == COMMA) & ~words.quoted[verb] & np.isin(words.cue[cue], (1, 2, 3))
    for row in np.flatnonzero(closed).tolist():
        place = int(cue[row])
        first = int(starts[np.searchsorted(starts, place, "right") - 1])
        inner = np.flatnonzero(words.quoted[first:place])
        first += int(inner[-1]) + 1 if len(inner) else 0
        comma = first
        # "Sen. Ana Ruiz of Oslo, a friend"
        while (name[comma] or words.code[comma] == _OF) and words.after[comma] == reading.NONE:
            comma += 1
        if not (name[comma] and words.after[comma] == COMMA and begin[row] > comma < verb[row]):
            continue
        # "Meanwhile, the mayor", "In Marlow, a port", "Similarly, a clerk".
        form = words.tokens.forms[int(words.tokens.ids[first])].as_py()
        no = Bits.PREPOSITION if comma > first else _NO_NAME
        if words.kind[first] & no or (comma == first and form.endswith("ly")):
            continue
        between = words.kind[comma + 1 : place]
        joint = (between[:-1] & Bits.COORDINATOR > 0) & name[comma + 2 : place]
        # As many verbs as there are clauses of "who" and "that"; "has tried" is one.
        verbs = np.count_nonzero(np.diff(words.finite[comma + 1 : place].astype(np.int8), prepend=0) > 0)
        within = verbs <= np.count_nonzero(between & Bits.SUBORDINATOR) and not joint.any()
        if within and between[0] & (Bits.ARTICLE | Bits.SUBORDINATOR):
            found.append((row, first, comma + 1))
    return found


# The weights of the taggers: kept as places and half-precision numbers in one file, never as code.

_NAMES = ("cue", "clause", "beside", "source")


@cache
def read() -> Taggers:
    """Return the taggers that come with the package."""
    data = (resources.files("framing.text.voices") / "weights.npz").read_bytes()
    scorers: dict[str, pieces.Scorer] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for name in _NAMES:
            few = arrays[f"{name}_weights"].astype(np.float32)
            weights = np.zeros((1 << pieces.BITS, few.shape[1]), np.float32)
            weights[np.cumsum(arrays[f"{name}_places"].astype(np.int64))] = few
            scorers[name] = pieces.Scorer(weights, arrays[f"{name}_bias"])
    return Taggers(**scorers)
