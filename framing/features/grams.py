"""Words of a chunk of text as they are counted: selected by part, voice and speaker, and joined to n-grams.

For what needs the order of words; what doesn't is counted as bags, in `terms`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array

from framing.features.cells import PARTS, Cells
from framing.features.choice import Choice
from framing.text.overlap import shingles

__all__ = ["Chunk", "counted", "normalised", "units"]


class Chunk(NamedTuple):
    """What a chunk leaves: counts by unit and term, entries in order of term, then unit, each pair once.

    Units are articles, or article × value; `tokens` has an item a unit, `prints` an item an article.
    """

    terms: pa.Array
    unit: np.ndarray
    term: np.ndarray
    times: np.ndarray
    tokens: np.ndarray
    prints: np.ndarray
    values: np.ndarray | None


def normalised(forms: pa.Array, wanted: Choice) -> tuple[pa.Array, np.ndarray]:
    """Return the distinct words as they are counted, and which one each form is."""
    forms = forms if wanted.case else pc.utf8_lower(forms)
    encoded = pc.replace_substring_regex(forms, "[’‘]", "'").dictionary_encode()
    words, of_form = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    if wanted.stem:
        from nltk.stem.snowball import SnowballStemmer

        stem = SnowballStemmer("english").stem
        again = pa.array([stem(word) for word in words.to_pylist()], pa.string()).dictionary_encode()
        words, of_form = again.dictionary, again.indices.to_numpy(zero_copy_only=False)[of_form]
    return words, of_form


def counted(chunk: Cells, wanted: Choice, apart: str | None) -> Chunk:
    """Count what is wanted of a chunk; `apart` is what units are told apart by, beside the article."""
    tokens = chunk.tokens
    words, of_form = normalised(tokens.forms, wanted)
    word = of_form[tokens.ids] if len(tokens.ids) else np.zeros(0, np.int32)
    unit, values = units(chunk, wanted, apart)
    rows = (len(values) if values is not None else 2) * chunk.size
    sentence = np.zeros(len(word), np.int32)
    sentence[tokens.sentences[tokens.sentences < len(word)]] = 1
    np.cumsum(sentence, out=sentence)
    sizes = np.zeros(rows, np.int64)
    terms, matrices = [], []
    for length in range(wanted.ngram[0], wanted.ngram[1] + 1):
        where, term, names = _grams(words, word, sentence, unit, length)
        sizes += np.bincount(unit[where], minlength=rows)
        # Terms stand in rows, so that one counting sort brings equal ones together in order of unit.
        matrix = coo_array(
            (np.ones(len(term), np.int32), (term, unit[where])), shape=(len(names), rows)
        ).tocsr()
        matrix.sum_duplicates()
        matrices.append(matrix)
        terms.append(names)
    starts = np.cumsum([0, *(len(names) for names in terms)])
    of_term = np.concatenate(
        [
            np.repeat(np.arange(m.shape[0]) + at, np.diff(m.indptr))
            for m, at in zip(matrices, starts, strict=False)
        ]
    )
    of_unit = np.concatenate([m.indices.astype(np.int64) for m in matrices])
    count = np.concatenate([m.data for m in matrices])
    if values is None:
        # A title and a text are one article.
        of_unit, sizes = of_unit % chunk.size, sizes[: chunk.size] + sizes[chunk.size :]
    prints = shingles.fingerprints(tokens)[chunk.size :]
    return Chunk(pa.concat_arrays(terms), of_unit, of_term, count, sizes, prints, values)


def units(chunk: Cells, wanted: Choice, apart: str | None) -> tuple[np.ndarray, np.ndarray | None]:
    """Return each word's unit, -1 where it isn't counted, and the values that units are told apart by.

    Units are texts (titles, then texts) where nothing is told apart, else article × value.
    """
    tokens, size = chunk.tokens, chunk.size
    doc = np.repeat(np.arange(len(tokens.docs) - 1, dtype=np.int32), np.diff(tokens.docs))
    if apart is None and not (wanted.part or wanted.voice or wanted.speaker_type):
        return doc, None
    cell = chunk.of(np.arange(len(tokens.ids)))
    part, voice = chunk.part(cell), chunk.spoken(cell)
    speaker = chunk.speaker(cell) if chunk.people is not None else None
    kept = np.ones(len(cell), bool)
    for chosen, names, of_word in ((wanted.part, PARTS, part), (wanted.voice, chunk.voices, voice)):
        if chosen:
            kept &= np.isin(names, chosen)[of_word]
    if wanted.speaker_type:
        kept &= _people(chunk, "speaker_type").isin(wanted.speaker_type).to_numpy()[speaker]
    if apart is None:
        return np.where(kept, doc, -1), None
    if apart in ("part", "voice"):
        names, of_word = (PARTS, part) if apart == "part" else (chunk.voices, voice)
        values = np.array(names, dtype=object)
    else:
        codes, known = pd.factorize(_people(chunk, apart), sort=True)
        kept &= (codes >= 0)[speaker]
        of_word, values = codes[speaker], np.asarray(known, dtype=object)
    return np.where(kept, (doc % size).astype(np.int64) * len(values) + of_word, -1), values


def _people(chunk: Cells, column: str) -> pd.Series:
    assert chunk.people is not None
    return chunk.people[column]


def _grams(
    words: pa.Array, word: np.ndarray, sentence: np.ndarray, unit: np.ndarray, length: int
) -> tuple[np.ndarray, np.ndarray, pa.Array]:
    """Return where n-grams begin that are counted, which each one is, and the distinct ones as text."""
    last = max(len(word) - length + 1, 0)
    whole = unit[:last] >= 0
    for step in range(1, length):
        whole &= (unit[step : step + last] == unit[:last]) & (sentence[step : step + last] == sentence[:last])
    where = np.flatnonzero(whole)
    if length == 1:
        return where, word[where], words
    code = word[where].astype(np.int64)
    for step in range(1, length):
        code, _ = pd.factorize(code * len(words) + word[where + step])
    first = np.zeros(int(code.max()) + 1 if len(code) else 0, np.int64)
    first[code[::-1]] = where[::-1]
    parts = [words.take(pa.array(word[first + step])) for step in range(length)]
    return where, code, pc.binary_join_element_wise(*parts, " ")
