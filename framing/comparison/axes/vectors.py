"""A vector for each word: learned from the corpus, or read from the user's file. Never a pickle."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from framing.errors import FramingError, brief
from framing.text.tokens import tokenize
from framing.text.vocabulary import fold

__all__ = ["Given", "Vectors", "learned", "read"]

_Path = str | os.PathLike[str]
#: A text file of a word and its numbers a line, or an array in .npy and its words (a list, or a file).
Given: TypeAlias = _Path | tuple[_Path, _Path | Sequence[str]]

#: Words on either side that make a context; a word must occur so often.
WINDOW, LEAST = 5, 3
#: Numbers a word has, where the corpus allows it; of 25, 50 and 100 what keeps most ends apart in 30 to
#: 200 articles.
WIDTH = 50
#: Power of a context's count, which keeps rare contexts from ruling (Levy, Goldberg and Dagan 2015).
_SMOOTH = 0.75


class Vectors(NamedTuple):
    """Words, in order, and a row of length one for each."""

    words: tuple[str, ...]
    rows: np.ndarray

    def of(self, words: Sequence[str]) -> np.ndarray:
        """Return the place of each word, -1 for one that is lacking."""
        place = {word: i for i, word in enumerate(self.words)}
        return np.array([place.get(word, -1) for word in words], np.int64)


def learned(texts: Sequence[str], least: int = LEAST, width: int = WIDTH) -> Vectors:
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
    kept = np.flatnonzero(counts >= least)
    if len(kept) < 20:
        few = f"{len(kept)} words occur {least} times or more"
        raise FramingError(f"axes: {few}, too few to learn vectors from; give vectors=")
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
    width = min(width, size - 1)
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


def read(given: Given) -> Vectors:
    """Read vectors from a file.

    Raises
    ------
    FramingError
        The file can't be read, a line is no word with its numbers, lengths differ, an array holds objects.
    """
    if isinstance(given, tuple):
        if len(given) != 2:
            raise FramingError(f"vectors: {brief(given)} should be two, the .npy file and its words")
        return _array(*given)
    if not isinstance(given, (str, os.PathLike)):
        raise FramingError(f"vectors: {brief(given)} is no path; give a text file, or (.npy file, words)")
    path = Path(given)
    if path.suffix == ".npy":
        raise FramingError(f"vectors: {path.name} holds no words; give (path, words)")
    found: dict[str, list[float]] = {}
    width = 0
    for number, line in enumerate(_lines(path), 1):
        parts = line.split()
        if not parts or (number == 1 and len(parts) == 2):
            continue
        try:
            row = [float(part) for part in parts[1:]]
        except ValueError:
            row = []
        if not row or (width and len(row) != width) or not np.isfinite(row).all():
            asked = f"{width} numbers" if width else "its numbers"
            raise FramingError(f"vectors: {path.name}, line {number}, is not a word and {asked}; mend it")
        width = len(row)
        found.setdefault(fold(parts[0]), row)
    if not found:
        raise FramingError(f"vectors: {path.name} holds none; give a file with a word and its numbers a line")
    return Vectors(tuple(found), _unit(np.array(list(found.values()), np.float64)))


def _array(path: _Path, words: _Path | Sequence[str]) -> Vectors:
    name = Path(path).name
    try:
        rows = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise FramingError(
            f"vectors: {name} can't be read as an array of numbers ({brief(str(error))})"
        ) from None
    listed = list(_lines(Path(words))) if isinstance(words, (str, os.PathLike)) else list(words)
    if (
        not isinstance(rows, np.ndarray)
        or rows.ndim != 2
        or rows.dtype.kind not in "fiu"
        or len(rows) != len(listed)
    ):
        shape = getattr(rows, "shape", "no array")
        raise FramingError(f"vectors: {name} is {shape} and there are {len(listed)} words; give a row a word")
    if not np.isfinite(rows).all():
        raise FramingError(f"vectors: {name} holds what is no number; mend the rows that do")
    folded = [fold(str(word).strip()) for word in listed]
    first = {word: i for i, word in reversed(list(enumerate(folded)))}
    keep = np.array(sorted(first.values()), np.int64)
    return Vectors(tuple(folded[i] for i in keep.tolist()), _unit(rows[keep].astype(np.float64)))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8 text"
        raise FramingError(f"vectors: {path.name} can't be read ({why}); give a text file") from None


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.where(length > 0, length, 1.0)
