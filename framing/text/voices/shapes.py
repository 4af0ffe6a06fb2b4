"""What distinct words look like, read off their bytes; what a word means is looked up elsewhere.

A pattern is asked only of the few words whose first or last letters leave the
answer open: asked of every word, a dozen patterns take longer than the taggers.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.text.voices.known import ENDINGS, SHAPES

__all__ = ["Letters", "shapes"]


class Letters:
    """The bytes of distinct words, to be asked how they begin and end.

    Parameters
    ----------
    words : pyarrow string array
    """

    def __init__(self, words: pa.Array) -> None:
        self.words = words
        _, offsets, data = words.buffers()
        where = np.frombuffer(offsets, np.int32)[words.offset : words.offset + len(words) + 1]
        raw = np.frombuffer(data, np.uint8)[: where[-1]] if data is not None else np.zeros(0, np.uint8)
        self._raw, self._where = raw, where
        self.size = np.diff(where)
        # The last eight bytes as one number, the very last its highest; what a short word lacks is its
        # neighbour's, so that lengths must be compared too.
        padded = np.concatenate([np.zeros(8, np.uint8), raw])
        views = np.ndarray((len(raw) + 1,), "<u8", padded, 0, (1,))
        self._tail = views[where[1:]]
        self.first = np.append(raw, 0)[where[:-1]] * (self.size > 0)

    def all_in(self, lowest: str, highest: str) -> np.ndarray:
        """Mask the words of which every byte is within bounds."""
        inside = (self._raw >= ord(lowest)) & (self._raw <= ord(highest))
        total = np.zeros(len(self._raw) + 1, np.int32)
        np.cumsum(inside, out=total[1:])
        found: np.ndarray = (total[self._where[1:]] - total[self._where[:-1]] == self.size) & (self.size > 0)
        return found

    def ascii(self) -> np.ndarray:
        """Mask the words without any letter beyond ASCII."""
        found: np.ndarray = self.all_in("\0", "\x7f") | (self.size == 0)
        return found

    def worded_first(self) -> np.ndarray:
        """Mask the words that begin with a letter or figure of ASCII."""
        found: np.ndarray = _WORDED[self.first]
        return found

    def worded_last(self) -> np.ndarray:
        """Mask the words that end with a letter or figure of ASCII."""
        found: np.ndarray = _WORDED[(self._tail >> np.uint64(56)).astype(np.uint8)] & (self.size > 0)
        return found

    def ends(self, ending: str, least: int = 0) -> np.ndarray:
        """Mask the words with an ending of at most eight bytes and at least so many before it."""
        written = ending.encode()
        same = self._tail >> np.uint64(64 - 8 * len(written)) == int.from_bytes(written, "little")
        found: np.ndarray = same & (self.size >= len(written) + least)
        return found

    def match(self, among: np.ndarray, pattern: str) -> np.ndarray:
        """Mask the words among some that a pattern is found in."""
        rows = np.flatnonzero(among)
        found = np.zeros(len(self.words), bool)
        if len(rows):
            matched = pc.match_substring_regex(self.words.take(pa.array(rows)), pattern)
            found[rows] = matched.to_numpy(zero_copy_only=False)
        return found


_WORDED = np.array([chr(byte).isalnum() and byte < 0x80 for byte in range(256)])


def shapes(forms: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the shape of distinct words, as an index into `SHAPES`, and which begin with a capital.

    >>> found, capital = shapes(pa.array(["talks", "Talks", "nation", "isn't", "1,200", "U.S."]))
    >>> [SHAPES[i] for i in found], capital.tolist()
    (['plural', 'capital', 'noun', 'nt', 'figure', 'acronym'], [False, True, False, False, False, True])
    """
    letters = Letters(forms)
    plain, first = letters.ascii(), letters.first
    beyond = first >= 0x80
    lower = letters.all_in("a", "z") | letters.match(~plain, r"^\p{Ll}+$")
    shape = np.zeros(len(forms), np.int8)

    def put(name: str, mask: np.ndarray) -> None:
        shape[mask] = SHAPES.index(name)

    # Later shapes win, so that the most telling stand last.
    for name, endings in ENDINGS.items():
        put(name, lower & np.logical_or.reduce([letters.ends(ending, 1) for ending in endings]))
    capital = ((first >= ord("A")) & (first <= ord("Z"))) | letters.match(beyond, r"^\p{Lu}")
    put("capital", capital)
    put("possessive", np.logical_or.reduce([letters.ends(mark) for mark in ("'", "’", "'s", "’s")]))
    put("acronym", letters.match((capital | (first == ord("."))) & (letters.size > 1), r"^[\p{Lu}.]{2,}$"))
    figure = (first >= ord("0")) & (first <= ord("9"))
    put("figure", figure | letters.match(beyond | (first == ord("$")), r"^[$€£]?\d"))
    put("nt", letters.ends("n't") | letters.ends("n’t"))
    address = pc.match_substring(forms, "@").to_numpy(zero_copy_only=False)
    put("handle", address | letters.match((first == ord("h")) | (first == ord("w")), r"^(?:https?:|www\.)"))
    return shape, capital
