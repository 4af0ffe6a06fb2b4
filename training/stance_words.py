"""Vectors of words for the linear stance model, learned from news without labels.

Positive pointwise mutual information of words that stand near in 13,000 articles of AllSides (Baly et al.
2020, Apache-2.0), cut by SVD. Articles that hold a sentence of the test split are left out, and so are names:
what is said of one name is no sign of what is said of another.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.text.tokens import tokenize

__all__ = ["DATA", "vectors"]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
#: A word occurs so often; numbers it has; share of capitals, within sentences, above which it is a name.
LEAST, WIDTH, NAME = 20, 128, 0.6
#: Letters of a sentence by which it is looked for.
_LETTERS = 50

#: Words on either side that make a context.
WINDOW = 5
#: Power of a context's count, which keeps rare contexts from ruling (Levy, Goldberg and Dagan 2015).
_SMOOTH = 0.75


class Vectors(NamedTuple):
    """Words, in order, and a row of length one for each."""

    words: tuple[str, ...]
    rows: np.ndarray


def learned(texts: list[str]) -> Vectors:
    """Learn vectors from texts: positive pointwise mutual information of words that stand near, cut by SVD.

    Levy, Goldberg and Dagan (2015). Counts are exact; the decomposition starts from a fixed vector and its
    signs are fixed, so that the same texts in any order give the same vectors.
    """
    tokens = tokenize(sorted(texts))
    keys = np.asarray(tokens.keys.to_pylist(), dtype=object)
    names, of_form = np.unique(keys.astype(str), return_inverse=True)
    counts = (
        np.bincount(of_form[tokens.ids], minlength=len(names)) if len(tokens.ids) else np.zeros(0, np.int64)
    )
    kept = np.flatnonzero(counts >= LEAST)
    place = np.full(len(names), -1)
    place[kept] = np.arange(len(kept))
    word = place[of_form[tokens.ids]]
    sentence = np.searchsorted(tokens.sentences, np.arange(len(word)), side="right")
    size = len(kept)
    pairs = csr_array((size, size), dtype=np.int64)
    for step in range(1, WINDOW + 1):
        a, b = word[:-step], word[step:]
        near = (a >= 0) & (b >= 0) & (sentence[:-step] == sentence[step:])
        pairs = pairs + csr_array(
            (np.ones(int(near.sum()), np.int64), (a[near], b[near])), shape=(size, size)
        )
    pairs = (pairs + pairs.T).tocoo()
    of_word = np.bincount(pairs.row, pairs.data, size)
    context = of_word**_SMOOTH
    chance = of_word[pairs.row] * context[pairs.col] / context.sum()
    association = np.maximum(np.log(pairs.data / chance), 0.0)
    matrix = csr_array((association, (pairs.row, pairs.col)), shape=(size, size))
    width = min(WIDTH, size - 1)
    left, values, _ = svds(matrix, k=width, v0=np.full(size, 1 / np.sqrt(size)), solver="arpack")
    order = np.argsort(-values, kind="stable")
    left, values = left[:, order], values[order]
    # Directions of equal value can be turned into one another at will: none is kept that the cut would part.
    least_value = values[-1] if width < size - 1 else 0.0
    real = values > least_value * (1 + 1e-6) + values[0] * 1e-9
    left, values = left[:, real], values[real]
    largest = np.argmax(np.abs(left), axis=0)
    left = left * np.sign(left[largest, np.arange(len(values))]) * np.sqrt(values)
    return Vectors(tuple(names[kept].tolist()), _unit(np.round(left, 9)))


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.where(length > 0, length, 1.0)


def vectors() -> Vectors:
    """Return the words that are no names, in order, and a row of length one for each."""
    texts = _articles()
    found = learned(texts)
    names = _names(texts)
    kept = np.array([word not in names for word in found.words])
    words = tuple(word for word, there in zip(found.words, kept, strict=True) if there)
    return Vectors(words, found.rows[kept])


def _articles() -> list[str]:
    with gzip.open(DATA / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as stream:
        texts = [json.loads(line)["text"] or "" for line in stream]
    with (DATA / "newsmtsc" / "devtest_mt.jsonl").open(encoding="utf8") as stream:
        test = {_letters(json.loads(line)["sentence_normalized"])[:_LETTERS] for line in stream}
    letters = [_letters(text) for text in texts]
    begins = np.cumsum([0, *(len(one) + 1 for one in letters)])
    whole, left_out = "|".join(letters), set()
    for sentence in sorted(test):
        at = whole.find(sentence)
        while at >= 0:
            left_out.add(int(np.searchsorted(begins, at, side="right")) - 1)
            at = whole.find(sentence, at + 1)
    return [text for k, text in enumerate(texts) if k not in left_out]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _names(texts: list[str]) -> set[str]:
    """Return the words that are mostly written with a capital where no sentence begins."""
    tokens = tokenize(texts)
    key, of_form = np.unique(np.array(tokens.keys.to_pylist(), dtype=str), return_inverse=True)
    capital = np.array([form[:1].isupper() for form in tokens.forms.to_pylist()])
    inside = np.ones(len(tokens.ids), bool)
    inside[tokens.sentences[tokens.sentences < len(tokens.ids)]] = False
    ids = tokens.ids[inside]
    total = np.bincount(of_form[ids], minlength=len(key))
    share = np.bincount(of_form[ids], capital[ids], len(key)) / np.maximum(total, 1)
    return set(key[share > NAME].tolist())
