"""Vectors of words for the linear stance model, learned from news without labels.

`framing.axes` makes them in the same way: positive pointwise mutual information of words that stand near in
13,000 articles of AllSides (Baly et al. 2020, Apache-2.0), cut by SVD. Articles that hold a sentence of the
test split are left out, and so are names: what is said of one name is no sign of what is said of another.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.comparison.axes.table import Vectors, learned
from framing.text.tokens import tokenize

__all__ = ["DATA", "vectors"]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
#: A word occurs so often; numbers it has; share of capitals, within sentences, above which it is a name.
LEAST, WIDTH, NAME = 20, 128, 0.6
#: Letters of a sentence by which it is looked for.
_LETTERS = 50


def vectors() -> Vectors:
    """Return the words that are no names, in order, and a row of length one for each."""
    texts = _articles()
    found = learned(texts, least=LEAST, width=WIDTH)
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
