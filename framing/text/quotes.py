"""Which words stand in quotation marks: somebody's own, or a distancing pair around two words.

Marks are read one by one, as characters, and by where they stand more than by
their shape, since real pages mix ``“``, ``"``, ``''`` and the wrong way round.

* A mark with space before it and a word after it opens; with a word or a stop
  before it and space after it, it closes; between letters it is an apostrophe.
* A quotation ends with the paragraph, unless the next begins with a mark of
  the same kind: then it goes on there, as printers do.
* A mark opened and never closed holds to the end of its paragraph; a single
  mark never closed is an apostrophe.
* Marks inside a quotation of the other kind belong to it.
* One to three words are speech only if they end with a stop and either someone
  is said to say them or they are a whole sentence, or if someone before them in
  the sentence says or calls so (denounced it as "disgraceful"); else they are
  scare quotes, titles or names, which are the outlet's own words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.plugins import word_lists
from framing.text import sentences
from framing.text.tokens import Tokens

#: A stretch of up to this many words is speech only where it plainly is somebody's utterance.
SCARE_WORDS = 3

#: Verbs by which a short quotation is known as speech, and how far behind it they may stand.
SAYING: frozenset[str] = word_lists(__package__, "lists")["quotes"]["saying"]
_REACH = 6

#: Verbs by which a few words in marks are somebody's, and how far before the marks they may stand.
NAMING: frozenset[str] = SAYING | word_lists(__package__, "lists")["quotes"]["naming"]
_BEFORE = 20

#: How many marks further a partner is looked for.
_NEAR = 100

#: How much of a piece behind a mark can tell what it does.
_AHEAD = 64

_DOUBLE = '"“”„«»「」『』″'
_SINGLE = "'‘’‹›`"
_QUOTES = _DOUBLE + _SINGLE
_STOPS = ",.?!;:…—–"
_OPENING = frozenset("“„«‹「『")
_CLOSING = frozenset("”»›」』")
#: A double mark anywhere; a single one that doesn't stand between letters.
_PATTERN = rf"[{_DOUBLE}]|(?:^|[^\p{{L}}\p{{N}}])[{_SINGLE}]|[{_SINGLE}](?:[^\p{{L}}\p{{N}}]|$)"

OPEN, CLOSE, EITHER = 1, 2, 3

#: What a stretch is: somebody's utterance; a few words that someone before them says or calls so.
SPOKEN, CALLED, CARRIED = 1, 2, 3

#: How a stretch ends, or that it goes on from the paragraph before.
_BARE, _STOPPED, _GOES_ON = 0, 1, 2


@dataclass(frozen=True)
class _Mark:
    """A quotation mark of a piece: its family, its role, and what stands beside it.

    `shaped` says that it has the shape of an opening mark, `stop` that a comma
    or a stop stands right inside or outside of it, `plural` that it may be the
    apostrophe of a plural (workers' rights).
    """

    double: bool
    role: int
    shaped: bool
    words_before: int
    stop: bool
    plural: bool


@lru_cache(1 << 14)
def _marks(piece: str) -> tuple[_Mark, ...]:
    """Return the quotation marks of a piece, apostrophes left out.

    >>> [(m.role == OPEN, m.words_before, m.stop) for m in _marks('("win-win,"')]
    [(True, 0, False), (False, 1, True)]
    >>> _marks("Carney's"), _marks("’90s")
    ((), ())
    """
    found: list[_Mark] = []
    ends = [end for _, end, _ in sentences.analyse(piece).words]
    # Kept up to date on the way: a piece may be a row of a million marks, and is passed over once.
    inside, beyond, wordless = "", 0, True
    at = 0
    while at < len(piece):
        mark = piece[at]
        width = 2 if mark in "'`’‘" and piece[at + 1 : at + 2] == mark else 1
        if mark in _DOUBLE or mark in _SINGLE:
            double = mark in _DOUBLE or width == 2
            role = _role(piece, at, width, double, wordless)
            if role:
                before = bisect_right(ends, at)
                beyond = max(beyond, at + width)
                while beyond < len(piece) and piece[beyond] in _QUOTES:
                    beyond += 1
                outside = piece[beyond : beyond + 1]
                stop = any(mark and mark in _STOPS for mark in (inside, outside))
                plural = not double and role == CLOSE and not stop and inside in ("s", "S")
                found.append(_Mark(double, role, mark in _OPENING, before, stop, plural))
        else:
            inside, wordless = mark, wordless and not mark.isalnum()
        at += width
    return tuple(found)


def _role(piece: str, at: int, width: int, double: bool, wordless: bool) -> int:
    """Say what the mark at a place may do; `wordless` says that no letter or figure stands before it."""
    right = piece[at + width : at + width + _AHEAD]
    mark = piece[at]
    before, after = piece[max(at - 1, 0) : at], right[:1]
    open_place = not before or before in "([{—–-/" or (before in _QUOTES and wordless)
    word_after = bool(after) and (after.isalnum() or after in "$€£([.…#@" or after in _QUOTES)
    if not double:
        if before.isalnum() and after.isalnum():
            return 0
        decade = right[:1].isdigit() and right[1:2].isdigit() and right[2:3] in ("s", "")
        if open_place and mark != "`" and decade:
            return 0  # the '90s
        if open_place and right.lower().rstrip(_STOPS) in _ELIDED:
            return 0
    if not before and not after:
        return OPEN if mark in _OPENING else CLOSE if mark in _CLOSING else EITHER
    if open_place and word_after:
        return OPEN
    if not after or not after.isalnum():
        return CLOSE
    # A word on both sides: a lost space. The shape of the mark decides, if it has one.
    return OPEN if mark in _OPENING else CLOSE if mark in _CLOSING else EITHER if double else 0


#: What may stand behind an apostrophe without a word before it: 'tis and, in text cut into words, 's.
_ELIDED = frozenset("em tis twas til cause n bout s re ll ve d m t".split())


@dataclass(frozen=True)
class _Events:
    """All marks of the texts in order.

    Words are counted as in `Tokens`; `start` and `end` bound the paragraph, and
    `paragraphs` are the first marks of each that has some.
    """

    word: list[int]
    start: list[int]
    end: list[int]
    doc: list[int]
    double: list[bool]
    role: list[int]
    shaped: list[bool]
    stop: list[bool]
    plural: list[bool]
    paragraphs: list[int]


def quoted_words(tokens: Tokens) -> np.ndarray:
    """Mask the words that stand in quotation marks, scare quotes apart.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    bool array, one item a word

    Examples
    --------
    >>> from framing.text.tokens import tokenize
    >>> quoted_words(tokenize(['"We agree," he said. The "deal" is called "fair".'])).tolist()
    [True, True, False, False, False, False, False, False, True]
    """
    return inside(*quote_spans(tokens), len(tokens.ids))


def inside(begin: np.ndarray, end: np.ndarray, size: int) -> np.ndarray:
    """Mask the words that stand in some stretch."""
    change = np.zeros(size + 1, np.int32)
    np.add.at(change, begin, 1)
    np.add.at(change, end, -1)
    return np.cumsum(change[:-1]) > 0


def block_quoted(tokens: Tokens, texts: Sequence[object] | pa.Array, letters: Iterable[object]) -> np.ndarray:
    """Mask the words of paragraphs that are block quotations; `letters` has one a paragraph, a row a text."""
    mask = np.zeros(len(tokens.ids), bool)
    for number, blocks in enumerate(letters):
        if not isinstance(blocks, str) or "q" not in blocks:
            continue
        words = np.arange(tokens.docs[number], tokens.docs[number + 1])
        starts, _ = tokens.spans(words)
        at = 0
        for letter, paragraph in zip(blocks, str(texts[number]).split("\n\n"), strict=False):
            if letter == "q":
                mask[words[(starts >= at) & (starts < at + len(paragraph))]] = True
            at += len(paragraph) + 2
    return mask


def quote_spans(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Return the stretches that are somebody's words, in words: first, and one after the last.

    Scare quotes are left out. Spans are in order and don't overlap.
    """
    begin, end, kind = find_quotes(tokens)
    return begin[kind > 0], end[kind > 0]


#: A title has so many words at most.
_TITLE_WORDS = 10


def find_quotes(tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all stretches in quotation marks, in words: first, one after the last, and the kind of each.

    Kinds are `SPOKEN`, `CALLED` (a few words that someone before them says or calls so), `CARRIED` (spoken,
    on from the paragraph before, which no mark closes) and 0: scare quotes, titles, names.
    """
    events = _events(tokens)
    spans: list[tuple[int, int, int]] = []
    carried = False
    for i, stop in pairwise([*events.paragraphs, len(events.word)]):
        carried = _paragraph(events, i, stop, carried, spans)
    if not spans:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int8)
    begin, end, ending = np.fromiter(chain.from_iterable(spans), np.int64).reshape(-1, 3).T
    speech = (end - begin > SCARE_WORDS) | (ending == _GOES_ON)
    speech &= (ending == _GOES_ON) | (end - begin > _TITLE_WORDS) | ~_titled(tokens, begin, end)
    short = np.flatnonzero(~speech & (ending == _STOPPED))
    speech[short] = _uttered(tokens, begin[short], end[short], np.append(-1, end)[short])
    short = np.flatnonzero(~speech)
    kind = np.where(ending == _GOES_ON, CARRIED, speech * SPOKEN).astype(np.int8)
    kind[short] = np.where(_called(tokens, begin[short], end[short]), CALLED, 0)
    return begin, end, kind


def _titled(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Mask stretches inside a sentence whose longer words have capitals, as those around haven't: titles."""
    capital = _match(tokens, r"^\p{Lu}")[tokens.ids]
    long = np.append(0, np.cumsum(_match(tokens, r"^\P{Lu}.{4}")[tokens.ids]))
    # In a headline that has capitals throughout they say nothing.
    prose = _match(tokens, r"^\p{Ll}|['’]s$|^\p{Lu}+$")[tokens.ids[begin - 1]]
    first, last = tokens.sentence_of(begin)
    small = np.append(0, np.cumsum(_match(tokens, r"^\p{Ll}.{3}")[tokens.ids]))
    prose &= (first < begin) & (small[last] > small[first])
    found: np.ndarray = prose & capital[begin] & capital[end - 1] & (long[end] == long[begin])
    return found


def _called(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Mask the short stretches that somebody before them in the sentence says, or calls something by."""
    first = tokens.sentence_of(begin)[0]
    verbs = np.append(0, np.cumsum(_has(tokens, NAMING)[tokens.ids]))
    before = verbs[begin] > verbs[np.maximum(first, begin - _BEFORE)]
    # A capital throughout is of a title or a name, but in a headline; one letter stands between apostrophes.
    word = _match(tokens, r"^\P{Lu}.")[tokens.ids]
    word |= _match(tokens, r"^\p{Lu}.*\p{Ll}")[tokens.ids] & ~tokens.names & ~tokens.breaks
    small = np.append(0, np.cumsum(word))
    found: np.ndarray = before & (small[end] > small[begin])
    return found


def _has(tokens: Tokens, words: frozenset[str]) -> np.ndarray:
    """Mask the forms that are one of these words."""
    lower = pc.utf8_lower(tokens.forms)
    found: np.ndarray = pc.is_in(lower, value_set=pa.array(sorted(words), type=lower.type)).to_numpy(
        zero_copy_only=False
    )
    return found


def _match(tokens: Tokens, pattern: str) -> np.ndarray:
    """Mask the forms in which a pattern is found."""
    found: np.ndarray = pc.match_substring_regex(tokens.forms, pattern).to_numpy(zero_copy_only=False)
    return found


def _uttered(tokens: Tokens, begin: np.ndarray, end: np.ndarray, end_before: np.ndarray) -> np.ndarray:
    """Mask the short stretches that are utterances: of a verb of saying, or a sentence of their own.

    `end_before` is where the quotation before each ends; right behind another one stands the next of a list.
    """
    ids, total = np.append(tokens.ids, len(tokens.forms)), len(tokens.ids)
    verb, capital = np.append(_has(tokens, SAYING), False), np.append(_match(tokens, r"^\p{Lu}"), False)
    starts = np.zeros(total + 1, bool)
    starts[tokens.sentences] = starts[total] = True
    behind, goes_on = np.zeros(len(begin), bool), np.ones(len(begin), bool)
    for step in range(_REACH):
        place = np.minimum(end + step, total)
        goes_on &= ~starts[place]
        behind |= goes_on & verb[ids[place]]
    # Inside a sentence, words that all have a capital are more likely a title: his film, "Long Way Home".
    title = ~starts[begin] & (end - begin > 1)
    for step in range(SCARE_WORDS):
        title &= capital[ids[np.minimum(begin + step, end - 1)]]
    before = verb[ids[begin - 1]] & ~starts[begin]
    alone = starts[begin] | (tokens.breaks[begin] & (end_before != begin))
    return (alone & behind) | (~title & (before | (alone & starts[end])))


def _paragraph(events: _Events, i: int, stop: int, carried: bool, spans: list[tuple[int, int, int]]) -> bool:
    """Read the marks of one paragraph; return whether its quotation goes on in the next."""
    opened: int | None = None
    double = True
    if carried:
        # The mark that begins this paragraph only says that the quotation goes on.
        opened, i = events.word[i], i + 1
    for k in range(i, stop):
        word, role = events.word[k], events.role[k]
        if opened is None:
            # "... today," Ruiz said." It will hold.": a space on the wrong side, before what is closed again.
            late = i < k < stop - 1 and role == events.role[k + 1] == CLOSE and events.stop[k]
            late = late and events.double[k] and events.double[k + 1]
            if (late and events.word[k + 1] - word > SCARE_WORDS) or (
                role != CLOSE and (events.double[k] or _closes(events, k, stop))
            ):
                opened, double = word, events.double[k]
        elif events.double[k] != double:
            continue
        elif role == OPEN and not double:
            # A second opening mark: the first was an apostrophe.
            opened = word if _closes(events, k, stop) else None
        elif not (events.plural[k] and _closes(events, k, stop)):
            if word > opened:
                spans.append((opened, word, _GOES_ON if carried else _STOPPED if events.stop[k] else _BARE))
            carried = False
            # A second opening mark: the first was never closed; or a space is on the wrong side of this one.
            more = any(events.double[k + 1 : min(stop, k + _NEAR)])
            opened = word if role == OPEN and (events.shaped[k] or more) else None
    if opened is None or events.end[i - 1 if i == stop else i] <= opened:
        return False
    if double:
        spans.append((opened, events.end[stop - 1], _GOES_ON if carried else _STOPPED))
    # The next mark opens the paragraph right after this one, in the same text.
    return (
        double
        and stop < len(events.word)
        and events.double[stop]
        and events.role[stop] != CLOSE
        and events.word[stop] == events.start[stop] == events.end[stop - 1]
        and events.doc[stop] == events.doc[stop - 1]
    )


def _closes(events: _Events, k: int, stop: int) -> bool:
    """Whether a single mark is closed in its paragraph, and not by what may be the apostrophe of a plural."""
    for j in range(k + 1, min(stop, k + _NEAR)):
        if not events.double[j]:
            return events.role[j] != OPEN and not (
                events.plural[j] and (any(events.double[k:j]) or events.plural[k])
            )
    return False


def _events(tokens: Tokens) -> _Events:
    table, cores = tokens.pieces, tokens.pieces.cores
    marked = np.flatnonzero(
        pc.match_substring_regex(cores.dictionary, _PATTERN).to_numpy(zero_copy_only=False)
    )
    listed = [_marks(core) for core in cores.dictionary.take(pa.array(marked)).to_pylist()]
    size = np.zeros(len(cores.dictionary), np.int64)
    size[marked] = [len(marks) for marks in listed]
    first = np.cumsum(size) - size
    flat = [mark for marks in listed for mark in marks]
    core_of = cores.indices.to_numpy(zero_copy_only=False)[tokens.piece_code]
    piece = np.flatnonzero(size[core_of])
    core = core_of[piece]
    piece = np.repeat(piece, size[core])
    slot = np.repeat(first[core], size[core]) + _within(size[core])

    def of_marks(values: Sequence[int]) -> list[Any]:
        return np.asarray(values, np.int64)[slot].tolist()

    count = table.count[tokens.piece_code[piece]]
    word = tokens.piece_words[piece] - count + np.asarray([m.words_before for m in flat], np.int64)[slot]
    begins = np.where(piece > 0, tokens.piece_ends[piece - 1], 0)
    doc = np.searchsorted(tokens.text_docs, begins, side="right") - 1
    line = np.flatnonzero(table.newline[tokens.piece_code])
    bounds = np.concatenate([[0], tokens.piece_words[line], [len(tokens.ids)]])
    nth = np.searchsorted(line, piece, side="left")
    start = np.maximum(bounds[nth], tokens.docs[doc])
    end = np.minimum(bounds[nth + 1], tokens.docs[doc + 1])
    new = np.ones(len(piece), bool)
    new[1:] = (start[1:] != start[:-1]) | (doc[1:] != doc[:-1])
    return _Events(  # type: ignore[call-arg]
        *(column.tolist() for column in (word, start, end, doc)),
        *(
            of_marks([getattr(m, name) for m in flat])
            for name in ("double", "role", "shaped", "stop", "plural")
        ),
        np.flatnonzero(new).tolist(),
    )


def _within(sizes: np.ndarray) -> np.ndarray:
    """Count from 0 within each run of the given sizes.

    >>> _within(np.array([2, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
