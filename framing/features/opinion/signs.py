"""The signs of opinion in a sentence: classes of words, marks, shapes, hashed n-grams. No weight here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from framing.features.lexicon import Entry, Lexicon, Pole, shipped
from framing.text.tokens import tokenize

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["BITS", "grams", "names", "plain", "style"]

#: Width of the table of n-grams, in bits.
BITS = 16
#: Marks by what they may tell: who speaks, whether feeling or figures are shown.
_MARKS = {
    "question": r"\?",
    "exclamation": "!",
    "dash": r" - |\w-$",
    "colon": "[:;]",
    "ellipsis": r"\.\.\.",
    "bracket": r"\(",
    "comma": ",",
    "scare_quote": r"""["']\w+(?: \w+)?[,.]?["'](?!\w)""",
    "quotation": '"',
    "digit": r"[0-9]+",
    "money": r"[$€£%]",
    "capitals": r"\b[A-Z]{4,}\b",
    "name": r"[a-z,] [A-Z][a-z]+",
    "initial": r"\b[A-Z]\.",
}
#: Endings of words that describe, act, or name what can't be seen.
_ENDINGS = {
    "ly": r"ly$",
    "ed": r"[^e]ed$",
    "ing": r"ing$",
    "adjective": r"(?:ful|less|ous|ive|able|ible|ish|ical|esque)$",
    "abstract": r"(?:ness|ism|ity|ance|ence|tion|ment)$",
    "superlative_est": r"[^rw]est$",
    "contraction": r"'(?:t|re|ve|ll|d|m|s)$",
}
_CURLY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@cache
def _classes() -> Lexicon:
    raw = tomllib.loads((resources.files("framing.features.opinion") / "words.toml").read_text("utf8"))
    entries = tuple(Entry(term, name) for name, terms in raw.items() for term in terms)
    return Lexicon("opinion", entries, {name: Pole(name) for name in raw}, {})


@cache
def _lexicons() -> dict[str, Lexicon]:
    return {"words": _classes(), **shipped()}


@cache
def names() -> tuple[str, ...]:
    """Return the names of the signs of style, in the order of `style`.

    >>> {"words.first_plural", "tone.negative", "mark.question"} <= set(names())
    True
    """
    poles = (f"{name}.{pole}" for name, lexicon in _lexicons().items() for pole in lexicon.poles)
    marks = (f"mark.{name}" for name in _MARKS)
    endings = (f"ending.{name}" for name in _ENDINGS)
    return (*poles, "begins", *marks, *endings, "length", "long", "short", "letters", "clauses")


def style(texts: Sequence[str]) -> np.ndarray:
    """Return the signs of style of each sentence, sentences × `names`; counts as log(1 + n)."""
    texts = [plain(text) for text in texts]
    tokens, size = tokenize(texts), len(texts)
    doc = tokens.doc_of(np.arange(len(tokens.ids)))
    words = np.maximum(np.diff(tokens.docs), 1)
    columns, begins = [], np.zeros(size, bool)
    for lexicon in _lexicons().values():
        hits = lexicon.find(tokens)
        of = doc[hits.start]
        for number, pole in enumerate(lexicon.poles):
            mine = hits.pole == number
            columns.append(np.log1p(np.bincount(of[mine], minlength=size)))
            if pole == "opening":
                begins[of[mine & (hits.start == tokens.docs[of])]] = True
    columns.append(begins)
    columns += [np.log1p([len(mark.findall(text)) for text in texts]) for mark in _compiled(_MARKS)]
    keys = tokens.keys.to_pylist()
    for ending in _compiled(_ENDINGS):
        has = np.array([ending.search(key) is not None for key in keys], bool)
        columns.append(np.log1p(np.bincount(doc[has[tokens.ids]], minlength=size)))
    letters = np.array([len(key) for key in keys], np.float64)
    commas = np.array([text.count(",") for text in texts])
    columns += [
        np.log(words),
        words > 30,
        words < 8,
        np.bincount(doc, letters[tokens.ids], size) / words,
        np.log1p(words / (1 + commas)),
    ]
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1)


def _compiled(forms: dict[str, str]) -> list[re.Pattern[str]]:
    return [re.compile(form) for form in forms.values()]


def plain(text: str) -> str:
    """Return a text on one line, its marks as typewriters have them, so that typography tells nothing.

    >>> plain("Not “over” — for now…")
    'Not "over" - for now...'
    """
    return " ".join(text.translate(_CURLY).split())


def grams(texts: Sequence[str]) -> csr_matrix:
    """Return words and pairs of words of each sentence as hashes, figures as one; rows of length one."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        ngram_range=(1, 2), n_features=1 << BITS, alternate_sign=False, norm="l2", preprocessor=_folded
    )
    return hashing.transform(texts)


def _folded(text: str) -> str:
    return _NUMBER.sub("0", plain(text).lower())
