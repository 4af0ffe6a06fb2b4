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
from framing.text.voices.known import SHAPES, known

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
    base : uint32 array
        As `code`, but one for all forms of a cue word.
    shape : int8 array
        Index into `known.SHAPES`.
    cue : int8 array
        0, or the shape of a cue word in the order of `CUE_SHAPES`, from 1.
    frames : uint8 array
        A bit for each frame of `FRAMES` that a cue word has.
    kind : int8 array
        A bit for each list of `known.KNOWN` that the word is on.
    after, before : int8 array
        The mark behind the word; whether a bracket or dash opens before it.
    quotes : two int64 arrays
        First word and the one after the last of each stretch of quoted speech.
    quoted : bool array
    sentence : int32 array
        Index of the sentence.
    """

    tokens: Tokens
    code: np.ndarray
    base: np.ndarray
    shape: np.ndarray
    cue: np.ndarray
    frames: np.ndarray
    kind: np.ndarray
    after: np.ndarray
    before: np.ndarray
    quotes: tuple[np.ndarray, np.ndarray]
    quoted: np.ndarray
    sentence: np.ndarray


CUE_SHAPES = ("base", "s", "ed", "ing", "noun", "adjective", "particle")


def code_of(word: str) -> int:
    """Return the code of a word that is known by itself."""
    return zlib.crc32(word.encode()) | 1 << 20


def read(tokens: Tokens) -> Words:
    """Return what the taggers see of tokens."""
    table = _forms(tokens)
    begin, end = quote_spans(tokens)
    change = np.zeros(len(tokens.ids) + 1, np.int8)
    np.add.at(change, begin, 1)
    np.add.at(change, end, -1)
    sentence = np.zeros(len(tokens.ids) + 1, np.int32)
    np.add.at(sentence, tokens.sentences, 1)
    before, after = _marks(tokens)
    last = np.append(tokens.sentences[1:], len(tokens.ids)) - 1
    if len(tokens.ids):
        # A stop inside a sentence belongs to its word: Ms., U.S.
        ends = np.zeros(len(after), bool)
        ends[last] = True
        after[(after == STOP) & ~ends] = NONE
        after[last] = STOP
    columns = {name: column[tokens.ids] for name, column in table.items()}
    sentence = (np.cumsum(sentence[:-1]) - 1).astype(np.int32)
    columns["cue"] = np.where(_named(tokens, sentence, columns.pop("capital"), begin), 0, columns["cue"])
    return Words(
        tokens=tokens,
        quotes=(begin, end),
        quoted=np.cumsum(change[:-1], dtype=np.int8).astype(bool),
        sentence=sentence,
        before=before,
        after=after,
        **columns,
    )


def _named(tokens: Tokens, sentence: np.ndarray, capital: np.ndarray, quotes: np.ndarray) -> np.ndarray:
    """Mask words that a capital makes a name: not first ones, nor in a line of capitals."""
    size = np.diff(np.append(tokens.sentences, len(tokens.ids)))
    share = np.bincount(sentence, weights=capital, minlength=len(size)) / np.maximum(size, 1)
    named = capital & (share[sentence] < _HEADED)
    named[tokens.sentences] = False
    named[quotes[quotes < len(named)]] = False
    found: np.ndarray = named
    return found


#: From this share of capitals on a sentence is a headline, in which capitals say nothing.
_HEADED = 0.55


def _forms(tokens: Tokens) -> dict[str, np.ndarray]:
    """Return what each distinct form is."""
    forms = tokens.forms
    lower = pc.replace_substring_regex(pc.utf8_lower(forms), "[’‘]", "'")
    listed = _table()
    row = pc.index_in(lower, value_set=listed["words"]).fill_null(-1).to_numpy(zero_copy_only=False)
    shape = np.zeros(len(forms), np.int8)
    # Later shapes win, so that the most telling stand last.
    for number, pattern in enumerate(SHAPES.values()):
        if pattern:
            shape[pc.match_substring_regex(forms, pattern).to_numpy(zero_copy_only=False)] = number
    capital = pc.match_substring_regex(forms, r"^\p{Lu}").to_numpy(zero_copy_only=False)
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
    before, after = np.zeros(len(tokens.ids), np.int8), np.zeros(len(tokens.ids), np.int8)
    cores = tokens.pieces.cores
    written = cores.dictionary
    behind, ahead = np.zeros(len(written), np.int8), np.zeros(len(written), np.int8)
    marked = np.flatnonzero(
        pc.match_substring_regex(written, r"[^\p{L}\p{N}]$|^[^\p{L}\p{N}]").to_numpy(zero_copy_only=False)
    )
    some = written.take(pa.array(marked))
    closing = r"[\"”“’‘')\]}»]*$"
    for mark, pattern in (
        (COMMA, "," + closing),
        (PAREN, r"[)\]][\"”’']*$"),
        (DASH, r"(?:[—–]|--)[\"“‘']*$|^-$"),
        (SEMICOLON, ";" + closing),
        (COLON, ":" + closing),
        (STOP, r"[.?!…]" + closing),
    ):
        behind[marked[pc.match_substring_regex(some, pattern).to_numpy(zero_copy_only=False)]] = mark
    ahead[marked[pc.match_substring_regex(some, r"^[\"“‘']*[(\[]").to_numpy(zero_copy_only=False)]] = PAREN
    code = cores.indices.to_numpy(zero_copy_only=False)
    piece_behind, piece_ahead = behind[code][tokens.piece_code], ahead[code][tokens.piece_code]
    ends = tokens.piece_words
    some_behind = np.flatnonzero(piece_behind)
    last = np.maximum(ends[some_behind].astype(np.int64) - 1, 0)
    if len(tokens.ids):
        np.maximum.at(after, last, piece_behind[some_behind])
        some_ahead = np.flatnonzero(piece_ahead)
        first = np.where(some_ahead > 0, ends[some_ahead - 1], 0).astype(np.int64)
        before[np.minimum(first, len(before) - 1)] = PAREN
    # Several words in one piece (visit—which) are parted by what is no space: a dash or a stroke.
    inner = tokens.breaks & (np.append(0, after[:-1]) == NONE)
    if len(tokens.ids):
        after[np.flatnonzero(inner[1:])] = DASH
    return before, after
