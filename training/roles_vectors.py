"""Learn which words are alike from unlabelled news, for how entities are cast; writes a file of vectors.

    python training/roles_vectors.py

Positive pointwise mutual information in windows of three words, its leading directions by random projection
(Levy, Goldberg and Dagan 2015, TACL; Halko, Martinsson and Tropp 2011). The news lies beside the project.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import sparse

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.roles.casting import CARD, FILE
from training.weights import packed_likeness

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "allsides" / "articles.jsonl.gz"
WORDS, SIZE, WINDOW, SEED = 8000, 48, 3, 1
_WORD = re.compile(r"[^\W_][\w'’-]*")


def learned() -> bytes:
    """Return the file of vectors."""
    with gzip.open(NEWS, "rt", encoding="utf8") as lines:
        texts = [_WORD.findall(json.loads(line)["text"].lower()) for line in lines]
    count = Counter(word for text in texts for word in text)
    # Ties by spelling: the same news gives the same words.
    words = sorted(count, key=lambda word: (-count[word], word))[:WORDS]
    place = {word: k for k, word in enumerate(words)}
    pairs = np.zeros(WORDS * WORDS, np.int32)
    for text in texts:
        at = np.array([place.get(word, -1) for word in text])
        for step in range(1, WINDOW + 1):
            one, other = at[:-step], at[step:]
            both = (one >= 0) & (other >= 0)
            np.add.at(pairs, one[both] * WORDS + other[both], 1)
    square = pairs.reshape(WORDS, WORDS)
    rows = _directions(sparse.coo_array(square + square.T))
    rarity = np.log(sum(count.values()) / np.array([count[word] for word in words])) / 8
    return packed_likeness(words, rows, rarity)


def _directions(seen: sparse.coo_array) -> np.ndarray:
    total = np.asarray(seen.sum(axis=1)).ravel().astype(float)
    context = total**0.75 / (total**0.75).sum()
    row, column = seen.coords
    value = np.log(seen.data / (total[row] * context[column]))
    some = value > 0
    table = sparse.csr_array((value[some], (row[some], column[some])), shape=seen.shape)
    basis = np.random.default_rng(SEED).standard_normal((seen.shape[0], SIZE + 20))
    for _ in range(3):
        basis, _ = np.linalg.qr(table @ (table.T @ basis))
    reduced = (table.T @ basis).T
    left, strength, _ = np.linalg.svd(reduced @ reduced.T)
    found: np.ndarray = (basis @ left)[:, :SIZE] * strength[:SIZE] ** 0.25
    return found


def card(data: bytes) -> str:
    """Return what the vectors are, as a file."""
    lines = [
        "# What the vectors in likeness.npz are; written by training/roles_vectors.py.",
        f'model = "positive mutual information in windows of {WINDOW}, {SIZE} directions, {WORDS} words"',
        'data = "articles of Article-Bias-Prediction (Baly et al. 2020, EMNLP), without any label"',
        'licence = "Apache-2.0 (as the repository of the data states; the news text is its publishers\')"',
        f"seed = {SEED}",
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"',
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the vectors beside the weights."""
    if not NEWS.is_file():
        print("skipped: the news (../shared/data) is not beside the project")
        return 0
    folder = Path(__file__).resolve().parents[1] / "framing" / "features" / "roles"
    data = learned()
    (folder / FILE).write_bytes(data)
    (folder / CARD).write_text(card(data), "utf8")
    print("now: python training/roles.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
