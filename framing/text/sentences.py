"""Where a word ends and where a sentence ends: every rule of English stands here, with its examples.

The rules work on a *piece*, a stretch of text between white space
(``"win-win,"``, ``U.S.``, ``visit—which``). :func:`analyse` says what one
piece holds. The engine in `pieces` asks it once for each distinct piece and
works on arrays from then on; no rule may need more than the piece and the
one that follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.plugins import word_lists

#: Marks that can stand before the first and after the last word of a piece.
OPENERS = "\"“”„‘’'`([{«‹「『"
CLOSERS = "\"”“’‘'`)]}»›」』"

#: Written with a full stop and followed by a name: never the end of a sentence.
TITLES: frozenset[str] = word_lists(__package__, "lists")["sentences"]["titles"]

#: Written with a full stop: the end of a sentence only where the next word plainly begins one.
ABBREVIATIONS = TITLES | frozenset(
    "v vs st sr jr no al co corp inc ltd llc plc bros dept univ assn assoc intl natl govt est etc dist "
    "ave blvd rd "
    "mt ft "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev "
    "okla ore pa tenn tex va vt wash wis wyo alta ont que sask man b.c n.s n.b p.e.i "
    "ph.d m.d b.a m.a ll.b a.m p.m u.s u.k u.n e.u u.s.a d.c l.a n.y".split()
)

#: Words that look like an abbreviation but mostly end a sentence when a full stop follows.
_PLAIN_WORDS: frozenset[str] = word_lists(__package__, "lists")["sentences"]["plain_words"]

#: Capitalised words that begin a sentence and rarely a name: they decide after ``U.S.`` or ``Co.``.
STARTERS: frozenset[str] = word_lists(__package__, "lists")["sentences"]["starters"]

#: ``'s`` is a verb after these, so it stays with the word; after others it is the possessive.
CONTRACTIONS: frozenset[str] = word_lists(__package__, "lists")["sentences"]["contractions"]


class Gap:
    """What parts a word from the one before it in its piece."""

    NONE, BREAK, SENTENCE = 0, 1, 2


class Ends:
    """Whether a piece can end a sentence, which what follows it decides."""

    NEVER, IF_STARTER, IF_CAPITAL, IF_ANY = 0, 1, 2, 3


class Starts:
    """Whether a piece can begin a sentence: with a figure, a capital, or a word of `STARTERS`."""

    NO, FIGURE, CAPITAL, STARTER = 0, 1, 2, 3


#: What must follow each of `Ends` for the sentence to end there.
NEEDS = (Starts.STARTER + 1, Starts.STARTER, Starts.CAPITAL, Starts.FIGURE)


class Analysis(NamedTuple):
    """What a piece holds.

    `words` are (start, end, gap) in code points, `gap` saying whether
    punctuation, or the end of a sentence whose space was lost, parts the word
    from the one before it; `before` and `after` say that punctuation stands at
    the piece's own edges.
    """

    words: tuple[tuple[int, int, int], ...]
    before: bool
    after: bool
    ends: int
    starts: int


#: A letter or digit, with the accents that stand behind it as characters of their own.
_CHAR = r"[^\W_][\u0300-\u036f]*"
#: Zero-width characters: nothing is seen, so nothing is parted.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
#: Addresses have bounds, or words that stops join without spaces would be searched for one to the end each.
_WORD = re.compile(
    rf"""
    (?:https?://|www\.)[^\s"“”<>]*[^\s"“”<>.,;:!?')\]]            # an address stays whole
  | [^\W_][\w.+-]{{0,99}}@[^\W_][\w-]{{0,99}}(?:\.[^\W_]+)+           # so does a mail address
  | [^\W_][\w-]{{0,99}}(?:\.[^\W_][\w-]{{0,99}}){{0,9}}
    \.(?:com|org|net|gov|edu|cn|ca|uk|eu|io)\b(?:/[\w/.-]*[\w/])?
  | \d[\d:.]*[ap]\.m\b\.?                                           # 5p.m.
  | (?: (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?                 # U.S.  p.m.  U.S.A
      | [^\W\d_]\.[^\W\d_](?![^\W_]) | (?:Ph|LL)\.[A-Z]\b\.?        # U.S  Ph.D.
    ) (?: [-'’‑][^\W_]+ )*                                          # U.S.-based  U.S.'s
  | (?:{_CHAR})+ (?: (?:(?<=\d)[.,:](?=\d) | [-'’‑&](?=[^\W_])) (?:{_CHAR})+ )*  # 118.7  win-win  AT&T
    (?: (?<=[^\W\d_])-(?=$|["”’),;]) )?                              # low- and middle-income
    """,
    re.VERBOSE,
)
_INNER_QUOTES = frozenset("\"“”‘’'`«»‹›")
#: Marks that stand at a word and part it from nothing.
_JOINED = "".join(sorted(_INNER_QUOTES)) + "%$€£¥&#@+*°" + _UNSEEN
_END = re.compile(rf"[.?!…。？！][{re.escape(CLOSERS + _UNSEEN)}]*$")
_AFTER = re.compile(rf"[^\w\s{re.escape(_JOINED)}][{re.escape(''.join(sorted(_INNER_QUOTES)) + _UNSEEN)}]*$")
#: A stop between two words of a piece: a space was lost. After "!" alone a name goes on ("Yahoo!News").
_LOST_SPACE = re.compile(rf"[)\]%]?(?:[.?]|[.?!][{re.escape(CLOSERS)}]+)[{re.escape(OPENERS)}]*")
_SENTENCE_CASE = re.compile(r"(?:[A-Z][a-z]|[AI]\b)")


@lru_cache(1 << 16)
def analyse(piece: str) -> Analysis:
    """Say which words a piece holds, and how it stands to its neighbours.

    Parameters
    ----------
    piece : str
        Text without white space.

    Returns
    -------
    Analysis

    Examples
    --------
    >>> def words(piece):
    ...     return [piece[start:end] for start, end, broken in analyse(piece).words]
    >>> words('"win-win,"'), words("visit—which"), words("and/or"), words("$118.7")
    (['win-win'], ['visit', 'which'], ['and', 'or'], ['118.7'])
    >>> words("Carney’s"), words("U.S."), words("Ltd.,"), words("said."), words("—")
    (['Carney’s'], ['U.S.'], ['Ltd.'], ['said'], [])
    >>> analyse("said.").ends == Ends.IF_ANY, analyse("U.S.").ends == Ends.IF_STARTER
    (True, True)
    >>> analyse("Mr.").ends == Ends.NEVER, analyse("He").starts == Starts.STARTER
    (True, True)
    """
    words: list[tuple[int, int, int]] = []
    last = 0
    for match in _WORD.finditer(piece):
        start, end = match.span()
        if piece[end : end + 1] == "." and _abbreviates(piece[start:end], piece[end + 1 :]):
            end += 1
        words.append((start, end, _gap(piece, last, start) if words else Gap.NONE))
        last = end
    if not words:
        parts = any(mark not in _JOINED for mark in piece)
        return Analysis((), parts, parts, _ends(piece, words), _starts(piece, words))
    before = any(mark in "([{—–" for mark in piece[: words[0][0]])
    after = bool(_AFTER.search(piece[last:]))
    return Analysis(tuple(words), before, after, _ends(piece, words), _starts(piece, words))


def _gap(piece: str, last: int, start: int) -> int:
    """Say what parts two words of a piece, the first of which ends at `last`.

    >>> _gap("and/or", 3, 4), _gap("it.”He", 2, 4), _gap("end.Next", 3, 4), _gap("site.php", 4, 5)
    (1, 2, 2, 1)
    """
    between, tail = piece[last:start], piece[max(last - 2, 0) : last]
    if (
        _LOST_SPACE.fullmatch(between)
        and _SENTENCE_CASE.match(piece, start)
        and (tail.islower() or tail.isdigit())
    ):
        return Gap.SENTENCE
    return Gap.BREAK if any(mark not in _INNER_QUOTES for mark in between) else Gap.NONE


def _abbreviates(word: str, rest: str) -> bool:
    """Whether a full stop after the word belongs to it; `rest` is what follows in the piece.

    >>> _abbreviates("Mr", ""), _abbreviates("said", ""), _abbreviates("J", ""), _abbreviates("Wash", "")
    (True, False, True, True)
    """
    fold = word.casefold()
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if fold in _PLAIN_WORDS:
        # "no." and "sat." end sentences; "No. 3" and "Wash." don't.
        return word[0].isupper()
    return fold in ABBREVIATIONS


def _ends(piece: str, words: list[tuple[int, int, int]]) -> int:
    if not _END.search(piece):
        return Ends.NEVER
    if not words:
        # Dots alone mark a pause or a cut more often than an end.
        return Ends.IF_STARTER if piece in ("...", "…", "....") else Ends.IF_ANY
    start, end, _ = words[-1]
    word = piece[start:end]
    if word == "I" and piece[end:].startswith("."):
        return Ends.IF_STARTER  # "J. I. Case" or "so do I. He left"
    if not word.endswith(".") or any(mark in ".?!…" for mark in piece[end:]):
        return Ends.IF_ANY
    bare = word[:-1].casefold()
    if bare == "no":
        return Ends.IF_CAPITAL  # "No. 3" is a number, "No. Duties rose" an answer
    return Ends.NEVER if bare in TITLES else Ends.IF_STARTER


def _starts(piece: str, words: list[tuple[int, int, int]]) -> int:
    if not words:
        # A mark alone can open a sentence ('" We' with a stray space), a dash can't.
        return Starts.CAPITAL if piece and piece[0] in OPENERS else Starts.NO
    start, end, _ = words[0]
    if any(mark not in OPENERS + "$€£¥#@…." + _UNSEEN for mark in piece[:start]):
        return Starts.NO
    word = piece[start:end]
    initial = len(word) == 1 and piece[end : end + 1] == "."
    if re.split("['’-]", word)[0] in STARTERS and not initial:
        return Starts.STARTER
    return Starts.CAPITAL if word[0].isupper() else Starts.FIGURE if word[0].isdecimal() else Starts.NO


# The rules of `rules` worked out for every distinct piece of a text at once.

#: White space that can end a piece, beyond the ASCII control characters.
WHITE = (
    "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_TRIM = WHITE + "".join(map(chr, range(33)))
_LINE = "[\n\r\u000b\u000c\u0085\u2028\u2029]$"
_PLAIN = r"(?:\p{L}+(?:[-'’]\p{L}+)*|\d+(?:[.,]\d+)*)"


@dataclass(frozen=True)
class PieceTable:
    """What each distinct piece holds; words of piece ``i`` are ``first[i] : first[i] + count[i]``.

    `marked` pieces are those that do more than hold one word: they end a line
    or a sentence, break a phrase, or hold several words. `numbers` are those
    that can number the items of a list.
    """

    count: np.ndarray
    first: np.ndarray
    word: np.ndarray
    start: np.ndarray
    end: np.ndarray
    gap: np.ndarray
    before: np.ndarray
    after: np.ndarray
    ends: np.ndarray
    starts: np.ndarray
    numbers: np.ndarray
    newline: np.ndarray
    blank: np.ndarray
    marked: np.ndarray
    cores: pa.Array
    forms: pa.Array


def piece_table(pieces: pa.Array) -> PieceTable:
    """Analyse distinct pieces, each with the white space that ended it.

    Parameters
    ----------
    pieces : pyarrow string array
        Distinct.

    Returns
    -------
    PieceTable
        `forms` are the distinct words as written, which `word` points into.
    """
    encoded = bare(pieces).dictionary_encode()
    cores, code = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    newline = pc.match_substring_regex(pieces, _LINE).to_numpy(zero_copy_only=False)
    of_core = _cores(cores)
    marked = of_core["before"] | of_core["after"] | (of_core["ends"] > 0) | (of_core["count"] > 1)
    return PieceTable(
        count=of_core["count"][code],
        first=of_core["first"][code],
        before=of_core["before"][code],
        after=of_core["after"][code],
        ends=of_core["ends"][code],
        starts=of_core["starts"][code],
        numbers=_mask(pc.match_substring_regex(cores, r"^\d{1,2}\.$"))[code],
        newline=newline,
        blank=(np.asarray(pc.binary_length(cores)) == 0)[code],
        marked=marked[code] | newline,
        cores=encoded,
        **{name: of_core[name] for name in ("word", "start", "end", "gap", "forms")},
    )


def _cores(cores: pa.Array) -> dict[str, Any]:
    size = len(cores)
    # A piece may have any number of words: a table that lost its spaces is one.
    count = np.zeros(size, np.int32)
    before, after = np.zeros(size, bool), np.zeros(size, bool)
    ends, starts = np.zeros(size, np.int8), np.zeros(size, np.int8)
    lead = np.zeros(size, np.int32)

    trimmed, words, plain = undressed(cores)
    length = np.asarray(pc.utf8_length(words)).astype(np.int32)
    count[plain] = 1
    # How a piece is dressed decides whether its word can begin a sentence; the word, how well it does.
    starts[plain] = Starts.CAPITAL

    # A dressed word is a plain one with marks about it. There are few ways to dress one, and what a
    # way means doesn't depend on the word: one example of each is analysed.
    dressed = np.flatnonzero(plain & _mask(pc.greater(pc.binary_length(cores), pc.binary_length(words))))
    rows = pa.array(dressed)
    pieces = cores.take(rows)
    lead[dressed] = np.asarray(pc.utf8_length(pieces)) - np.asarray(pc.utf8_length(trimmed.take(rows)))
    # Of few pieces Arrow takes longer to make a pattern ready than Python to go through them.
    both = zip(pieces.to_pylist(), words.take(rows).to_pylist(), strict=True)
    ways = pa.array([piece.replace(word, "Word", 1) for piece, word in both], pa.string()).dictionary_encode()
    found = [analyse(way) for way in ways.dictionary.to_pylist()]
    for name, array in (("before", before), ("after", after), ("ends", ends), ("starts", starts)):
        array[dressed] = np.asarray([getattr(way, name) for way in found], array.dtype)[
            np.asarray(ways.indices)
        ]
    slow = np.flatnonzero(~plain)
    capital = _mask(pc.match_substring_regex(words, r"^\p{Lu}"))
    figure = _mask(pc.match_substring_regex(words, r"^\d"))
    starters = pa.array(sorted(STARTERS), type=words.type)
    starter = _mask(pc.is_in(words, value_set=starters))
    joined = np.flatnonzero(capital & _mask(pc.match_substring_regex(words, "['’-]")))
    stems = (re.split("['’-]", word, maxsplit=1)[0] for word in words.take(pa.array(joined)).to_pylist())
    starter[joined] = [stem in STARTERS for stem in stems]
    able = plain & (starts > 0)
    starts[able] = np.where(capital[able], Starts.CAPITAL, np.where(figure[able], Starts.FIGURE, Starts.NO))
    starts[able & starter] = Starts.STARTER

    first = np.cumsum(count, dtype=np.int64) - count
    texts = [words.filter(pa.array(plain))]
    start, gap = lead[plain], np.zeros(int(plain.sum()), np.int8)
    end = start + length[plain]
    extra: list[tuple[str, int, int, int]] = []
    for i, core in zip(slow.tolist(), cores.take(pa.array(slow)).to_pylist(), strict=True):
        one = analyse(core)
        first[i], count[i] = len(start) + len(extra), len(one.words)
        before[i], after[i], ends[i], starts[i] = one.before, one.after, one.ends, one.starts
        extra.extend((core[s:e], s, e, g) for s, e, g in one.words)
    # Plain words stand first, in order of piece, so their places count the plain pieces only.
    first[plain] = np.arange(len(start))
    if extra:
        columns = list(zip(*extra, strict=True))
        texts.append(pa.array(columns[0], type=words.type))
        start = np.concatenate([start, np.asarray(columns[1], np.int32)])
        end = np.concatenate([end, np.asarray(columns[2], np.int32)])
        gap = np.concatenate([gap, np.asarray(columns[3], np.int8)])
    encoded = pa.concat_arrays(texts).dictionary_encode()
    return {
        "count": count,
        "first": first.astype(np.int32),
        "before": before,
        "after": after,
        "ends": ends,
        "starts": starts,
        "word": encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32),
        "start": start,
        "end": end,
        "gap": gap,
        "forms": encoded.dictionary,
    }


def undressed(cores: pa.Array) -> tuple[pa.Array, pa.Array, np.ndarray]:
    """Take the marks off pieces: those before the word, those after it too, and whether a plain word is left.

    Pieces that are not plain are for `rules.analyse`.
    """
    trimmed = pc.utf8_ltrim(cores, characters=OPENERS + "$")
    words = pc.utf8_rtrim(trimmed, characters=CLOSERS + ".,;:?!…")
    known = pa.array(sorted(ABBREVIATIONS), type=words.type)
    # A full stop may belong to the word.
    short = pc.or_(pc.is_in(pc.utf8_lower(words), value_set=known), pc.equal(pc.utf8_length(words), 1))
    abbreviated = _mask(pc.and_(short, pc.match_substring(cores, ".")))
    plain = _mask(pc.match_substring_regex(words, f"^{_PLAIN}$")) & ~abbreviated
    return trimmed, words, plain


def bare(pieces: pa.Array) -> pa.Array:
    """Take the white space that ended them off pieces."""
    return pc.utf8_rtrim(pieces, characters=_TRIM)


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(array.to_numpy(zero_copy_only=False), bool)


# A block of text from bytes to words: cut, and what the table of pieces says gathered back.

#: Bytes of text that are worked on at a time.
BLOCK_BYTES = 4 << 20


class Block(NamedTuple):
    """The words of a block, counted from its beginning; columns as in `framing.text.tokens.Tokens`."""

    ids: np.ndarray
    docs: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray
    breaks: np.ndarray
    piece_words: np.ndarray


def gather(table: PieceTable, code: np.ndarray, piece_ends: np.ndarray, text_docs: np.ndarray) -> Block:
    """Gather what each piece holds into flat arrays of words.

    Parameters
    ----------
    table : PieceTable
    code : int32 array
        Row of the table for each piece of the block.
    piece_ends, text_docs : int32 arrays
        The byte after each piece; where each text begins, and the end.
    """
    # As numpy counts places, or each look into the table would make them so anew.
    code = code.astype(np.intp)
    count = table.count[code]
    piece_words = np.cumsum(count, dtype=np.int32)
    total = int(piece_words[-1]) if len(piece_words) else 0
    first = np.zeros(len(table.count), np.int32)
    some = table.count > 0
    first[some] = table.word[table.first[some]]
    ids = np.take(first, code[np.flatnonzero(count)], mode="clip")
    # Most pieces are a bare word: what concerns the others is worked out on those alone.
    marked = np.flatnonzero(table.marked[code])
    kind = code[marked]
    breaks = np.zeros(total + 1, bool)
    before = marked[table.before[kind]]
    breaks[piece_words[before] - count[before]] = True
    breaks[piece_words[marked[table.after[kind]]]] = True
    lost, many, nth = [np.zeros(0, np.int64)], np.flatnonzero(count > 1), 1
    if len(many):
        # The first words of pieces stand at once, the second, the third and so on one place at a time.
        leading, ids = ids, np.empty(total, np.int32)
        is_first = np.ones(total, bool)
        while len(many):
            at, slot = piece_words[many] - count[many] + nth, table.first[code[many]] + nth
            is_first[at] = False
            ids[at] = table.word[slot]
            breaks[at] |= table.gap[slot] > Gap.NONE
            lost.append(at[table.gap[slot] == Gap.SENTENCE])
            nth += 1
            many = many[count[many] > nth]
        ids[is_first] = leading

    def starts(*places: np.ndarray) -> np.ndarray:
        flag = np.zeros(total + 1, bool)
        flag[np.concatenate(places)] = True
        return np.flatnonzero(flag[:total])

    docs = np.concatenate([[0], piece_words])[np.searchsorted(piece_ends, text_docs, side="right")]
    line = marked[table.newline[kind]]
    paragraphs = starts(docs[:-1], piece_words[line])
    ends = piece_words[_sentence_ends(table, code, marked, piece_words, paragraphs)]
    sentences = starts(paragraphs, ends, *lost)
    breaks[sentences] = True
    return Block(ids, docs, sentences, paragraphs, breaks[:total], piece_words)


def cut(text: np.ndarray, text_docs: np.ndarray) -> np.ndarray:
    """Return the byte after each piece: after white space, and at the end of each text."""
    last = text <= 32
    # White space that takes more than one byte ends with the last of them.
    lead = np.flatnonzero(text >= 0xC2)
    found = text[lead]
    for mark in (mark.encode() for mark in WHITE):
        at = lead[found == mark[0]]
        at = at[at + len(mark) <= len(text)]
        for step in range(1, len(mark)):
            at = at[text[at + step] == mark[step]]
        last[at + len(mark) - 1] = True
    ends = text_docs[1:][text_docs[1:] > text_docs[:-1]]
    last[ends - 1] = True
    return (np.flatnonzero(last) + 1).astype(np.int32)


def _sentence_ends(
    table: PieceTable, code: np.ndarray, marked: np.ndarray, piece_words: np.ndarray, paragraphs: np.ndarray
) -> np.ndarray:
    """Return the pieces that end a sentence, which the piece after them decides with them."""
    can = marked[table.ends[code[marked]] > Ends.NEVER]
    # More than one space leaves pieces with nothing in them: look beyond.
    filled = np.append(np.flatnonzero(~table.blank[code]), len(code))
    after = filled[np.searchsorted(filled, can + 1)]
    inside = after < len(code)
    can, after = can[inside], after[inside]
    ends: np.ndarray = can[table.starts[code[after]] >= np.asarray(NEEDS)[table.ends[code[can]]]]
    # "1." where a sentence begins counts the items of a list: the item begins with it.
    numbers = ends[table.numbers[code[ends]]]
    if len(numbers):
        opens = np.zeros(int(piece_words[-1]) + 1, bool)
        opens[paragraphs] = opens[piece_words[ends]] = True
        counts = np.zeros(len(code), bool)
        counts[numbers[opens[piece_words[numbers] - 1]]] = True
        ends = ends[~counts[ends]]
    return ends
