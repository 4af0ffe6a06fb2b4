"""The distinct words of some tokens, and how a written pattern is looked up in them.

A pattern is a word, ``x*`` (any ending; a ``*`` may stand elsewhere too), ``a|b`` (either),
``#`` (a number) or ``_`` (any one word). It is turned into the set of word keys that it allows,
once, so that matching compares integers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from framing.text import rules
from framing.text.tokens import Tokens

__all__ = ["ANY", "NUMBER", "Vocabulary", "fold", "split_pattern"]

ANY, NUMBER = "_", "#"


@lru_cache(1 << 16)
def fold(word: str) -> str:
    """Return the key a word is looked up by: lower case, straight apostrophe, no possessive.

    >>> fold("Carney’s"), fold("It's"), fold("US")
    ('carney', "it's", 'us')
    """
    lower = re.sub("[’‘]", "'", word.lower())
    return lower if lower in rules.CONTRACTIONS else re.sub("'s?$", "", lower)


@lru_cache(1 << 16)
def split_pattern(pattern: str) -> tuple[str, ...]:
    """Cut a written pattern into one item a word, as the engine would cut the words themselves.

    >>> split_pattern("of the|a win-win and/or suggest*")
    ('of', 'the|a', 'win-win', 'and', 'or', 'suggest*')
    >>> split_pattern("*ation, anti-*ism")
    ('*ation', 'anti-*ism')
    """
    items: list[str] = []
    for part in pattern.split():
        if part in (ANY, NUMBER) or "|" in part:
            items.append(part)
        elif "*" in part.rstrip("*"):
            items.append(re.sub(r"^[^\w*]+|[^\w*]+$", "", part))
        elif part.endswith("*"):
            *before, last = _words(part[:-1]) or [part[:-1]]
            items.extend([*before, f"{last}*"])
        else:
            items.extend(_words(part))
    return tuple(items)


def _words(piece: str) -> list[str]:
    return [piece[start:end] for start, end, _ in rules.analyse(piece).words]


_NONE = np.zeros(0, np.int64)
_UNITS = "k|m|mn|mln|bn|tn|trn|p|pc|[ap]\\.?m\\.?|km|cm|mm|ft|kg|mph|kph|[kmgt]wh?"
_FIGURE = rf"^\d[\d.,:]*(?:-\d[\d.,:]*)*(?:st|nd|rd|th|s|{_UNITS})?$"


class Vocabulary:
    """The distinct word keys of some tokens.

    Attributes
    ----------
    keys : list of str
        Distinct keys; ids below index it.
    of_form : int32 array
        Key id of each form.
    of_token : int32 array
        Key id of each word.
    """

    def __init__(self, tokens: Tokens) -> None:
        encoded = tokens.keys.dictionary_encode()
        self._array = encoded.dictionary
        self.of_form = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
        self.of_token = self.of_form[tokens.ids] if len(tokens.ids) else np.zeros(0, np.int32)

    def __len__(self) -> int:
        return len(self._array)

    @cached_property
    def keys(self) -> list[str]:
        return self._array.to_pylist()  # type: ignore[no-any-return]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def _each(self) -> np.ndarray:
        return np.arange(len(self))

    @cached_property
    def _sorted(self) -> tuple[list[str], np.ndarray]:
        order = pc.sort_indices(self._array).to_numpy()
        return self._array.take(pa.array(order)).to_pylist(), order

    @cached_property
    def _places(self) -> tuple[np.ndarray, np.ndarray]:
        """All words in order of key, then of place, and where each key begins: one counting sort."""
        total = len(self.of_token)
        by_token = csr_array(
            (np.ones(total, np.int8), self.of_token, np.arange(total + 1, dtype=np.int32)),
            shape=(total, len(self)),
        )
        by_key = by_token.tocsc()
        return by_key.indices, by_key.indptr

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each key occurs."""
        return np.diff(self._places[1])

    def places(self, keys: Sequence[int] | np.ndarray) -> np.ndarray:
        """Return where some keys stand; in order of place for each, in no order between them."""
        where, start = self._places
        if len(keys) == 1:
            return where[start[keys[0]] : start[keys[0] + 1]]
        first, size = start[keys], self.counts[keys]
        # Runs laid end to end: each word's place in its run, behind where the run begins.
        return where[np.repeat(first - np.cumsum(size) + size, size) + np.arange(int(size.sum()))]

    @cached_property
    def numbers(self) -> np.ndarray:
        """Ids of keys that are figures (118.7, 3rd, 1990s, 10-15, 5bn); "5G" and "22-year-old" aren't."""
        return self.matching(_FIGURE)

    @cached_property
    def ends_in_not(self) -> np.ndarray:
        """Mask of the keys that hold a contracted *not*: don't, isn't, won't."""
        return np.asarray(pc.match_substring(self._array, "n't").to_numpy(zero_copy_only=False), bool)

    def ids(self, pattern: str) -> np.ndarray | None:
        """Return the key ids that one item of a pattern allows; None for any word at all."""
        if pattern == ANY:
            return None
        if pattern == NUMBER:
            return self.numbers
        if "|" not in pattern and "*" not in pattern:
            at = self._index.get(fold(pattern))
            return _NONE if at is None else self._each[at : at + 1]
        found: list[int] = []
        for option in pattern.split("|"):
            if option == NUMBER:
                found.extend(self.numbers.tolist())
            elif "*" in option[:-1]:
                found.extend(self._wild(option).tolist())
            elif option.endswith("*"):
                listed, order = self._sorted
                stem = fold(option[:-1])
                found.extend(
                    order[bisect_left(listed, stem) : bisect_left(listed, stem + "\U0010ffff")].tolist()
                )
            elif (at := self._index.get(fold(option))) is not None:
                found.append(at)
        return np.asarray(sorted(set(found)), np.int64)

    def _wild(self, option: str) -> np.ndarray:
        """Return the ids of keys that fit what has a ``*`` before its end."""
        fits = "^" + ".*".join(re.escape(part) for part in fold(option).split("*")) + "$"
        return self.matching(fits)

    def matching(self, expression: str) -> np.ndarray:
        """Return the ids of keys in which a regular expression (RE2) matches."""
        return np.flatnonzero(
            pc.match_substring_regex(self._array, expression).to_numpy(zero_copy_only=False)
        )
