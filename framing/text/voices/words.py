"""What the taggers see of each word: a code for what it is, the mark behind it, and whether it is quoted.

Function words, cues and nouns for people who speak are known by themselves;
any other word only by its shape, since what it is about says nothing on whose
word it is, and would tie the taggers to the news they were trained on.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.text.quotes import quote_spans
from framing.text.tokens import Tokens
from framing.text.voices.cues import FRAMES, cues
from framing.text.voices.known import known
from framing.text.voices.shapes import Letters, shapes

__all__ = ["COLON", "COMMA", "DASH", "NONE", "PAREN", "SEMICOLON", "STOP", "Words", "code_of", "read"]

#: Marks behind a word, the strongest of several.
NONE, COMMA, PAREN, DASH, SEMICOLON, COLON, STOP = range(7)
#: What stands before the first word and after the last of a sentence.
EDGE = 1


@dataclass(frozen=True)
class Words:
    """The words of some texts as the taggers see them; every array has one item a word, but `quotes`.

    Attributes
    ----------
    tokens : Tokens
    code : uint32 array
        Hash of the word where it is known by itself, else a small number for its shape.
    shape : int8 array
        Index into `known.SHAPES`.
    cue : int8 array
        0, or the shape of a cue word in the order of `CUE_SHAPES`, from 1.
    kind : int16 array
        A bit for each list of `known.KNOWN` that the word is on.
    after, before : int8 array
        The mark behind the word; whether a bracket or dash opens before it.
    quotes : two int64 arrays
        First word and the one after the last of each stretch of quoted speech.
    quoted : bool array
    sentence : int32 array
        Index of the sentence.
    bases : uint32 array, one item a distinct form
        As `code`, but one for all forms of a cue word.
    frame_bits : uint8 array, one item a distinct form
        A bit for each frame of `FRAMES` that a cue word has.
    """

    tokens: Tokens
    code: np.ndarray
    shape: np.ndarray
    cue: np.ndarray
    kind: np.ndarray
    after: np.ndarray
    before: np.ndarray
    quotes: tuple[np.ndarray, np.ndarray]
    quoted: np.ndarray
    sentence: np.ndarray
    bases: np.ndarray
    frame_bits: np.ndarray

    def base(self, places: np.ndarray) -> np.ndarray:
        """Return the code of the base form of the words at some places."""
        found: np.ndarray = self.bases[self.tokens.ids[places]]
        return found

    def frames(self, places: np.ndarray) -> np.ndarray:
        """Return the frames of the cue words at some places."""
        found: np.ndarray = self.frame_bits[self.tokens.ids[places]]
        return found


CUE_SHAPES = ("base", "s", "ed", "ing", "noun", "adjective", "particle")


def code_of(word: str) -> int:
    """Return the code of a word that is known by itself."""
    return zlib.crc32(word.encode()) | 1 << 20


def read(tokens: Tokens) -> Words:
    """Return what the taggers see of tokens."""
    table, total = _forms(tokens), len(tokens.ids)
    begin, end = quote_spans(tokens)
    # Spans don't overlap, but one may end where the next begins.
    change = np.zeros(total + 1, np.int8)
    change[begin] += 1
    change[end] -= 1
    ends = np.append(tokens.sentences[1:], total)
    size = ends - tokens.sentences
    before, after = _marks(tokens)
    last = ends - 1
    if total:
        # A stop inside a sentence belongs to its word: Ms., U.S.
        after[after == STOP] = NONE
        after[last] = STOP
    ids = tokens.ids.astype(np.intp)
    columns = {name: table[name].take(ids, mode="clip") for name in ("code", "shape", "cue", "kind")}
    _unname(columns["cue"], tokens, table["capital"], size, begin)
    return Words(
        tokens=tokens,
        quotes=(begin, end),
        quoted=np.cumsum(change[:-1], dtype=np.int8).view(bool),
        sentence=np.repeat(np.arange(len(size), dtype=np.int32), size),
        before=before,
        after=after,
        bases=table["base"],
        frame_bits=table["frames"],
        **columns,
    )


def _unname(
    cue: np.ndarray, tokens: Tokens, capital: np.ndarray, size: np.ndarray, quotes: np.ndarray
) -> None:
    """Drop the cues that a capital makes a name: not first words, nor those in a line of capitals."""
    places = np.flatnonzero(cue)
    places = places[capital[tokens.ids[places]]]
    if not len(places):
        return
    sentence = np.searchsorted(tokens.sentences, places, side="right") - 1
    opens = places == tokens.sentences[sentence]
    at = np.minimum(np.searchsorted(quotes, places), max(len(quotes) - 1, 0))
    if len(quotes):
        opens |= quotes[at] == places
    places, sentence = places[~opens], sentence[~opens]
    lines, line_of = np.unique(sentence, return_inverse=True)
    row = np.repeat(np.arange(len(lines)), size[lines])
    inside = np.arange(len(row)) + np.repeat(
        tokens.sentences[lines] - (np.cumsum(size[lines]) - size[lines]), size[lines]
    )
    share = np.bincount(row, weights=capital[tokens.ids[inside]], minlength=len(lines)) / size[lines]
    cue[places[share[line_of] < _HEADED]] = 0


#: From this share of capitals on a sentence is a headline, in which capitals say nothing.
_HEADED = 0.55


def _forms(tokens: Tokens) -> dict[str, np.ndarray]:
    """Return what each distinct form is."""
    forms = tokens.forms
    lower = pc.utf8_lower(forms)
    listed = _table()
    row = pc.index_in(lower, value_set=listed["words"]).fill_null(-1).to_numpy(zero_copy_only=False).copy()
    curly = np.flatnonzero(~Letters(forms).ascii())
    straight = pc.replace_substring_regex(lower.take(pa.array(curly)), "[’‘]", "'")
    row[curly] = pc.index_in(straight, value_set=listed["words"]).fill_null(-1).to_numpy(zero_copy_only=False)
    shape, capital = shapes(forms)
    found = row >= 0
    return {
        "code": np.where(found, listed["code"][row], shape + 2).astype(np.uint32),
        "base": np.where(found, listed["base"][row], shape + 2).astype(np.uint32),
        "shape": shape,
        "capital": capital,
        # Names that begin sentences: of these words the list knows nothing if they have a capital.
        "cue": np.where(found & ~(capital & listed["name"][row]), listed["cue"][row], 0).astype(np.int8),
        "frames": np.where(found, listed["frames"][row], 0).astype(np.uint8),
        "kind": np.where(found, listed["kind"][row], 0).astype(np.int16),
    }


@cache
def _table() -> dict[str, np.ndarray]:
    words = sorted({*cues(), *(word for listed in known().values() for word in listed)})
    listed = [cues().get(word) for word in words]
    return {
        "words": pa.array(words, pa.string()),
        "code": np.array([code_of(word) for word in words], np.uint32),
        "base": np.array(
            [code_of("=" + (cue.base if cue else word)) for word, cue in zip(words, listed, strict=True)],
            np.uint32,
        ),
        "cue": np.array([CUE_SHAPES.index(cue.shape) + 1 if cue else 0 for cue in listed], np.int8),
        "frames": np.array(
            [sum(1 << FRAMES.index(frame) for frame in cue.frames) if cue else 0 for cue in listed], np.uint8
        ),
        "kind": np.array(
            [sum(1 << i for i, of in enumerate(known().values()) if word in of) for word in words], np.int16
        ),
        "name": np.array([word in ("trump", "trumps", "post", "reason", "message") for word in words], bool),
    }


def _marks(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Return which mark stands behind each word, and whether a bracket or a dash opens before it."""
    total = len(tokens.ids)
    before, after = np.zeros(total, np.int8), np.zeros(total, np.int8)
    if not total:
        return before, after
    cores = tokens.pieces.cores
    code = cores.indices.to_numpy(zero_copy_only=False)
    behind, ahead = _dress(cores.dictionary)
    piece_behind = behind[code].take(tokens.piece_code, mode="clip")
    ends = tokens.piece_words
    some = np.flatnonzero(piece_behind)
    last = np.maximum(ends[some].astype(np.int64) - 1, 0)
    # Pieces without a word stand behind the same one as those before them: the strongest of their marks.
    first = np.flatnonzero(np.diff(last, prepend=-1))
    if len(first):
        after[last[first]] = np.maximum.reduceat(piece_behind[some], first)
    opened = np.flatnonzero(ahead[code].take(tokens.piece_code, mode="clip"))
    place = np.where(opened > 0, ends[opened - 1], 0).astype(np.int64)
    before[np.minimum(place, total - 1)] = PAREN
    # Several words in one piece (visit—which) are parted by what is no space: a dash or a stroke.
    inner = np.flatnonzero(tokens.breaks[1:])
    after[inner[after[inner] == NONE]] = DASH
    return before, after


#: What may close behind a mark, and the patterns of the marks, the strongest last.
_CLOSING = r"[\"”“’‘')\]}»]*$"
_BEHIND = {
    COMMA: "," + _CLOSING,
    PAREN: r"[)\]][\"”’']*$",
    DASH: r"(?:[—–]|--)[\"“‘']*$|^-$",
    SEMICOLON: ";" + _CLOSING,
    COLON: ":" + _CLOSING,
    STOP: r"[.?!…]" + _CLOSING,
}
#: Letters at the end of a piece that tell its mark, if one of them is no mark.
_LAST = 4


def _dress(written: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the mark that ends each distinct piece, and whether a bracket opens it."""
    behind, ahead = np.zeros(len(written), np.int8), np.zeros(len(written), np.int8)
    letters = Letters(written)
    marked = np.flatnonzero(letters.match(~letters.worded_last(), r"[^\p{L}\p{N}]$"))
    # Many pieces end in the same few ways.
    ends = pc.utf8_slice_codeunits(written.take(pa.array(marked)), -_LAST, None).dictionary_encode()
    ways, way = ends.dictionary, ends.indices.to_numpy(zero_copy_only=False)
    behind[marked] = _behind(ways)[way]
    bare = ~pc.match_substring_regex(ways, r"[\p{L}\p{N}]").to_numpy(zero_copy_only=False)
    long = marked[bare[way] & (letters.size[marked] > _LAST)]
    behind[long] = _behind(written.take(pa.array(long)))
    ahead[letters.match(~letters.worded_first(), r"^[\"“‘']*[(\[]")] = PAREN
    return behind, ahead


def _behind(written: pa.Array) -> np.ndarray:
    found = np.zeros(len(written), np.int8)
    for mark, pattern in _BEHIND.items():
        found[pc.match_substring_regex(written, pattern).to_numpy(zero_copy_only=False)] = mark
    return found
