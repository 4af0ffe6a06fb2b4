"""Texts as flat arrays of word ids: the engine that everything counts on.

A text is cut at white space, equal pieces are brought together
(dictionary-encoded), the rules are asked once for each distinct piece, and
their answers are gathered back to one int32 id a word. No string is touched
a second time. Offsets are not stored: they are worked out for the words that
are shown. How a word or a sentence ends is the business of `rules`.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from framing.errors import warn
from framing.text import sentences as rules
from framing.text.sentences import BLOCK_BYTES, PieceTable, cut, gather, piece_table

#: Most text, in bytes, that is held as tokens at once.
CHUNK_BYTES = 48 << 20
#: Most words of a sentence: what goes on without an end is cut there, since much of what is asked of a
#: sentence grows with the square of its length. Of 600,000 sentences of news the longest has 426, and of
#: inaugural addresses 727.
LONGEST = 1000
#: A sentence is a headline where so much of its words have a capital, but for the first and for these.
_HEADLINE = 0.8
_SMALL = pa.array("the and but nor for with from over into after via per".split())


@dataclass(frozen=True)
class Tokens:
    """The words of a list of texts.

    Attributes
    ----------
    ids : int32 array, one item a word
        Index into `forms`.
    forms : pyarrow string array
        Distinct words as written. Ids mean nothing outside this object.
    docs : int64 array, one more item than there are texts
        Words ``docs[i] : docs[i + 1]`` are those of text ``i``.
    sentences, paragraphs : int64 arrays
        Index of the first word of each; a text begins both.
    breaks : bool array, one item a word
        Punctuation (other than a quotation mark or a hyphen) or the end of a
        sentence parts the word from the one before it.
    cuts : int64 array
        The `sentences` that begin only because the one before would be longer than `LONGEST`.
    """

    ids: np.ndarray
    forms: pa.Array
    docs: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray
    breaks: np.ndarray
    cuts: np.ndarray
    text: np.ndarray
    text_docs: np.ndarray
    pieces: PieceTable
    piece_code: np.ndarray
    piece_ends: np.ndarray
    piece_words: np.ndarray

    @cached_property
    def keys(self) -> pa.Array:
        """Each form as lexicons look it up: lower case, straight apostrophe, no possessive ``'s``."""
        lower = pc.replace_substring_regex(pc.utf8_lower(self.forms), "[’‘]", "'")
        bare = pc.replace_substring_regex(lower, "'s?$", "")
        verbs = pc.is_in(lower, value_set=pa.array(sorted(rules.CONTRACTIONS), type=lower.type))
        return pc.if_else(verbs, lower, bare)

    @cached_property
    def capitals(self) -> np.ndarray:
        """Mask of the forms that are written with a capital."""
        forms = self.forms.to_pylist()
        return np.fromiter((form[:1].isupper() for form in forms), bool, len(forms))

    @cached_property
    def names(self) -> np.ndarray:
        """Mask of the words that a capital marks as part of a name.

        One that neither the beginning of a sentence, a stop, a headline nor an abbreviation asks for.
        """
        written = pc.match_substring_regex(self.forms, r"^\p{Lu}.*\p{Ll}").to_numpy(zero_copy_only=False)
        long = pc.match_substring_regex(self.forms, r"^\p{L}{3}").to_numpy(zero_copy_only=False)
        small = pc.is_in(self.keys, value_set=_SMALL.cast(self.keys.type)).to_numpy(zero_copy_only=False)
        capital, long = written[self.ids], (long & ~small)[self.ids]
        asked = self.breaks.copy()
        if not len(asked):
            return asked
        asked[self.sentences] = True
        long &= ~asked
        many = np.add.reduceat(long, self.sentences, dtype=np.int32)
        high = np.add.reduceat(long & capital, self.sentences, dtype=np.int32)
        headline = np.repeat(high > _HEADLINE * many, np.diff(np.append(self.sentences, len(self.ids))))
        return capital & ~asked & ~headline

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The distinct keys, made when first asked for."""

        return Vocabulary(self)

    def doc_of(self, positions: np.ndarray) -> np.ndarray:
        """Return the index of the text that each word stands in."""
        return np.searchsorted(self.docs, positions, side="right") - 1

    def spans(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where words begin and end, in code points from the beginning of their text."""
        positions = np.asarray(positions, np.int64)
        # Of one type with what is searched, or the whole of that would be copied.
        piece = np.searchsorted(self.piece_words, positions.astype(self.piece_words.dtype), side="right")
        nth = positions - np.where(piece > 0, self.piece_words[piece - 1], 0)
        code = self.piece_code[piece]
        slot = self.pieces.first[code] + nth
        begin = np.where(piece > 0, self.piece_ends[piece - 1], 0)
        at = self._code_points(begin) - self._code_points(self.text_docs[self.doc_of(positions)])
        return at + self.pieces.start[slot], at + self.pieces.end[slot]

    def sentence_of(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the first word, and the one after the last, of the sentence that each word stands in."""
        index = np.searchsorted(self.sentences, positions, side="right")
        ends = np.append(self.sentences, len(self.ids))
        return self.sentences[index - 1], ends[index]

    def _code_points(self, byte: np.ndarray) -> np.ndarray:
        return byte - np.searchsorted(self._continuation, byte)

    @cached_property
    def _continuation(self) -> np.ndarray:
        return np.flatnonzero((self.text & 0xC0) == 0x80)


def tokenize(texts: pa.Array | Iterable[str]) -> Tokens:
    """Cut texts into words and sentences.

    Parameters
    ----------
    texts : pyarrow string array, or iterable of str
        A missing text counts as an empty one.

    Returns
    -------
    Tokens

    Examples
    --------
    >>> tokens = tokenize(["The U.S. He left.", "No."])
    >>> tokens.docs.tolist(), tokens.sentences.tolist()
    ([0, 4, 5], [0, 2, 4])
    """
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    array = texts if isinstance(texts, pa.Array) else pa.array(list(texts), type=pa.large_string())
    array = pc.fill_null(array.cast(pa.large_string()), "")
    # The bytes of all texts, and where each begins; nothing is copied.
    text, text_docs = np.zeros(0, np.uint8), np.zeros(1, np.int64)
    if len(array):
        _, offsets, data = array.buffers()
        where = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
        if data is not None and data.size:
            text = np.frombuffer(data, np.uint8)[where[0] : where[-1]]
        text_docs = where - where[0]
    key = hashlib.sha1(text.tobytes() + text_docs.tobytes()).digest() if len(text) in _KEPT_BYTES else b""
    if (kept := _KEPT.get(key)) is not None:
        return kept
    runs = [(i, j, text_docs[i], text_docs[j]) for i, j in chunks(np.diff(text_docs), BLOCK_BYTES)]
    ends, encoded = [], []
    for i, j, begin, end in runs:
        bytes_, docs = text[begin:end], (text_docs[i : j + 1] - begin).astype(np.int32)
        ends.append(cut(bytes_, docs))
        offsets = np.concatenate([np.zeros(1, np.int32), ends[-1]])
        pieces = pa.StringArray.from_buffers(len(ends[-1]), pa.py_buffer(offsets), pa.py_buffer(bytes_))
        encoded.append(pieces.dictionary_encode())
    unified = pa.chunked_array(encoded, type=pa.dictionary(pa.int32(), pa.string())).unify_dictionaries()
    table = piece_table(unified.chunk(0).dictionary if encoded else pa.array([], pa.string()))
    codes = [chunk.indices.to_numpy() for chunk in unified.chunks]
    parts = [
        gather(table, code, end, (text_docs[i : j + 1] - begin).astype(np.int32))
        for code, end, (i, j, begin, _) in zip(codes, ends, runs, strict=True)
    ]
    words = np.cumsum([0, *(len(part.ids) for part in parts)])
    # Half the size wherever it will do: these are the longest arrays there are.
    narrow = np.int32 if len(text) < 1 << 31 else np.int64

    def joined(columns: Sequence[np.ndarray], shift: Sequence[int] | np.ndarray, dtype: type) -> np.ndarray:
        whole: np.ndarray = np.empty(sum(map(len, columns)), dtype)
        at = 0
        for column, by in zip(columns, shift, strict=False):
            # Of one type with what it is added to, or numbers would be made wider one by one.
            by = column.dtype.type(by) if dtype == column.dtype else by
            np.add(column, by, out=whole[at : at + len(column)])
            at += len(column)
        return whole

    docs = joined([part.docs[:-1] for part in parts], words, np.int64)
    breaks = np.concatenate([part.breaks for part in parts]) if parts else np.zeros(0, bool)
    sentences = joined([part.sentences for part in parts], words, np.int64)
    cuts = _cuts(sentences, int(words[-1]))
    if len(cuts):
        sentences = np.sort(np.concatenate([sentences, cuts]))
        breaks[cuts] = True
    tokens = Tokens(
        ids=np.concatenate([np.zeros(0, np.int32), *(part.ids for part in parts)]),
        forms=table.forms,
        docs=np.append(docs, words[-1]),
        sentences=sentences,
        paragraphs=joined([part.paragraphs for part in parts], words, np.int64),
        breaks=breaks,
        cuts=cuts,
        text=text,
        text_docs=text_docs,
        pieces=table,
        piece_code=np.concatenate([np.zeros(0, np.int32), *codes]),
        piece_ends=joined(ends, [begin for _, _, begin, _ in runs], narrow),
        piece_words=joined([part.piece_words for part in parts], words, narrow),
    )
    if key:
        _KEPT[key] = tokens
        if len(_KEPT) > _KEPT_MOST:
            _KEPT.pop(next(iter(_KEPT)), None)
    return tokens


#: What was cut last, by a hash of its texts: a run asks for the tokens of the same articles a dozen times.
_KEPT: dict[bytes, Tokens] = {}
#: Bytes of the texts that are worth it, and how many of these are kept.
_KEPT_BYTES, _KEPT_MOST = range(1 << 14, 4 << 20), 6


def _cuts(sentences: np.ndarray, total: int) -> np.ndarray:
    """Return where sentences longer than `LONGEST` are cut.

    >>> _cuts(np.array([0, 10, 2500]), 2600).tolist()
    [1010, 2010]
    """
    size = np.diff(sentences, append=total)
    long = np.flatnonzero(size > LONGEST)
    found = [np.arange(LONGEST, size[at], LONGEST) + sentences[at] for at in long.tolist()]
    return np.concatenate([np.zeros(0, np.int64), *found])


def warn_of_cuts(tokens: Tokens, ids: Sequence[object]) -> None:
    """Say which articles have sentences that were cut for their length.

    Parameters
    ----------
    tokens : Tokens
        Titles of articles, then their texts.
    ids : sequence
        What each article is called.
    """
    if not len(tokens.cuts):
        return
    cut = list(dict.fromkeys((tokens.doc_of(tokens.cuts) % len(ids)).tolist()))
    shown = ", ".join(repr(ids[row]) for row in cut[:_SHOWN])
    more = f" and {len(cut) - _SHOWN} more" if len(cut) > _SHOWN else ""
    warn(
        f"{shown}{more}: text without the end of a sentence for over {LONGEST:,} words is read {LONGEST:,} "
        "words at a time; what stands on two sides of such a cut isn't put together"
    )


#: So many articles are named in a warning.
_SHOWN = 3


def words(text: str) -> list[str]:
    """Return the words of one text, as written.

    >>> words("Carney's “win-win” visit—which cost $118.7 billion.")
    ["Carney's", 'win-win', 'visit', 'which', 'cost', '118.7', 'billion']
    """
    tokens = tokenize([text])
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    return [text[s:e] for s, e in zip(start, end, strict=True)]


def sentences(text: str) -> list[str]:
    """Return the sentences of one text, from first word to the mark that ends the last.

    >>> sentences("It met U.S. demands. He left at 5 p.m. The rest stayed.")
    ['It met U.S. demands.', 'He left at 5 p.m.', 'The rest stayed.']
    """
    tokens = tokenize([text])
    return [text[s:e] for s, e in sentence_spans(tokens, [text] * len(tokens.sentences), tokens.sentences)]


def sentence_spans(tokens: Tokens, texts: Sequence[str], positions: np.ndarray) -> list[tuple[int, int]]:
    """Return where the sentence of each word begins and ends in its text, in code points.

    Marks before the first word and after the last belong to the sentence.
    `texts` holds, for each position, the text that it stands in.
    """
    first, after = tokens.sentence_of(positions)
    start, _ = tokens.spans(first)
    _, end = tokens.spans(after - 1)
    # Where the space between two sentences was lost, the next one's first word is the limit.
    same = after < tokens.docs[tokens.doc_of(first) + 1]
    limit, _ = tokens.spans(np.where(same, after, first))
    found = []
    for text, s, e, stop in zip(
        texts, start.tolist(), end.tolist(), np.where(same, limit, -1).tolist(), strict=True
    ):
        opening = s
        while opening > 0 and text[opening - 1] in rules.OPENERS + "$€£¥#@":
            opening -= 1
        if opening == 0 or text[opening - 1].isspace():
            s = opening
        while e < (len(text) if stop < 0 else stop) and not text[e].isspace():
            e += 1
        found.append((s, e))
    return found


def chunks(sizes: np.ndarray, limit: int = CHUNK_BYTES) -> Iterator[tuple[int, int]]:
    """Cut rows into runs of at most `limit` bytes, at least one row each.

    >>> list(chunks(np.array([5, 5, 9, 1]), limit=10))
    [(0, 2), (2, 4)]
    """
    total = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        before = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, before + limit, side="right")))
        yield start, stop
        start = stop


# The distinct words of some tokens, and how a written pattern is looked up in them.

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

    As in quanteda's dictionaries, an underscore inside a word is a space, and a ``*`` alone is any word.

    >>> split_pattern("of the|a win-win and/or suggest*")
    ('of', 'the|a', 'win-win', 'and', 'or', 'suggest*')
    >>> split_pattern("*ation, anti-*ism")
    ('*ation', 'anti-*ism')
    >>> split_pattern("at_stake * of")
    ('at', 'stake', '_', 'of')
    """
    items: list[str] = []
    for part in re.sub(r"(?<=[^\s_])_(?=[^\s_])", " ", pattern).split():
        if part == "*":
            items.append(ANY)
        elif part in (ANY, NUMBER) or "|" in part:
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
        return self._array.to_pylist()

    @cached_property
    def _index(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.keys)}

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
            return _NONE if at is None else np.array([at])
        found: list[int] = []
        for option in pattern.split("|"):
            if option == NUMBER:
                found.extend(self.numbers.tolist())
            elif "*" in option[:-1]:
                fits = ".*".join(re.escape(part) for part in fold(option).split("*"))
                found.extend(self.matching(f"^{fits}$").tolist())
            elif option.endswith("*"):
                listed, order = self._sorted
                stem = fold(option[:-1])
                found.extend(
                    order[bisect_left(listed, stem) : bisect_left(listed, stem + "\U0010ffff")].tolist()
                )
            elif (at := self._index.get(fold(option))) is not None:
                found.append(at)
        return np.asarray(sorted(set(found)), np.int64)

    def matching(self, expression: str) -> np.ndarray:
        """Return the ids of keys in which a regular expression (RE2) matches."""
        return np.flatnonzero(
            pc.match_substring_regex(self._array, expression).to_numpy(zero_copy_only=False)
        )
