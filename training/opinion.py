"""Make the weights that tell opinion from report in a sentence, and their card.

    python training/opinion.py            everything chosen by cross-validation on train and val
    python training/opinion.py --write    and write the files

Two steps. First, n-grams are weighed on sentences of articles that outlets file under opinion against those
they file under news (`allsides`, by address): many, but opinion pieces report too. Then the sign that this
gives, the signs of style and the n-grams are weighed on sentences that people labelled (`newssd`). Files list
sentences in the order of the articles, so that folds are runs of neighbours. The test file is never read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.rules.subjective import OpinionWeights, grams, names, probabilities, style
from framing.text.tokens import sentences
from training.evaluation import calibration_error, macro_f1
from training.weights import packed_opinion

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
HERE = Path(__file__).resolve().parent.parent / "framing" / "features" / "opinion"
SEED = 1
#: Sentences drawn from each article that stands for a genre.
EACH = 25
FOLDS = (8, 2)
_OPINION = re.compile(
    r"/(opinions?|commentary|commentisfree|editorials?|op-?eds?|columns?|columnists|posteverything)(/|-)",
    re.I,
)
_NEWS = re.compile(r"/(news|politics|world|us|us-news|business|national|article)/", re.I)


def labelled(name: str) -> tuple[list[str], np.ndarray]:
    """Return the sentences of a file, and which are subjective."""
    table = pd.read_csv(DATA / "newssd" / f"{name}.csv")
    return table["Sentence"].str.strip().tolist(), (table["Label"] == "SUBJ").to_numpy(np.int64)


def known() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the sentences of train and val, which are subjective, and the fold of each."""
    parts = [labelled("train"), labelled("val")]
    fold, before = [], 0
    for (rows, _), number in zip(parts, FOLDS, strict=True):
        fold.append(before + np.arange(len(rows)) * number // len(rows))
        before += number
    texts = [text for found, _ in parts for text in found]
    return texts, np.concatenate([y for _, y in parts]), np.concatenate(fold)


def filed() -> tuple[list[str], np.ndarray]:
    """Return sentences of as many articles filed under opinion as under news, and which are opinion."""
    rows: dict[bool, list[dict[str, str]]] = {True: [], False: []}
    with gzip.open(DATA / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as stream:
        for article in map(json.loads, stream):
            address = article["url"] or ""
            if _OPINION.search(address) or "Guest Writer" in article["outlet"]:
                rows[True].append(article)
            elif _NEWS.search(address):
                rows[False].append(article)
    rng, texts, opinion = np.random.default_rng(SEED), [], []
    least = min(map(len, rows.values()))
    for kind, articles in rows.items():
        articles.sort(key=lambda article: article["id"])
        for place in rng.permutation(len(articles))[:least].tolist():
            found = [s for s in sentences(articles[place]["text"]) if 5 <= len(s.split()) <= 80]
            some = rng.permutation(len(found))[:EACH].tolist()
            texts += [found[i] for i in some]
            opinion += [int(kind)] * len(some)
    return texts, np.array(opinion)


def far() -> np.ndarray:
    """Return the weight of each n-gram for opinion against news."""
    texts, opinion = filed()
    print(f"{len(texts)} sentences of opinion and news by address")
    model = LogisticRegression(C=1.0, max_iter=150).fit(grams(texts), opinion)
    return model.coef_[0]


def fitted(
    texts: sparse.csr_matrix,
    signs: np.ndarray,
    y: np.ndarray,
    distant: np.ndarray,
    setting: tuple[float, float],
) -> OpinionWeights:
    """Return the weights learned from labelled sentences; the distant sign is folded into the n-grams."""
    regular, share = setting
    mean, scale = standard(signs, 2.0)
    sign = texts @ distant
    columns = sparse.hstack(
        [
            sparse.csr_matrix((signs - mean) * scale),
            texts,
            sparse.csr_matrix(sign[:, None] * share / sign.std()),
        ]
    )
    model = LogisticRegression(C=regular, class_weight="balanced", max_iter=3000).fit(columns.tocsr(), y)
    weight, k = model.coef_[0], signs.shape[1]
    of_grams = weight[k:-1] + weight[-1] * share / sign.std() * distant
    return OpinionWeights(mean, weight[:k] * scale, of_grams, float(model.intercept_[0]))


def standard(signs: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Return what is taken off signs of style and by what they are multiplied, to count as a share."""
    deviation = signs.std(0)
    held = np.where(deviation > 0, deviation, 1)
    return signs.mean(0), np.where(deviation > 0, share / np.sqrt(signs.shape[1]) / held, 0)


def score(model: OpinionWeights, texts: sparse.csr_matrix, signs: np.ndarray) -> np.ndarray:
    return texts @ model.rest + (signs - model.mean) @ model.style + model.bias


def held_out(
    blocks: tuple[Any, ...],
    y: np.ndarray,
    fold: np.ndarray,
    fit: Callable[..., Any],
    score: Callable[..., np.ndarray],
) -> np.ndarray:
    """Return the score of each sentence by a model of the other folds, from blocks of rows side by side."""
    out = np.zeros(len(y))
    for held in np.unique(fold):
        rest = fold != held
        out[~rest] = score(fit(*(block[rest] for block in blocks), y[rest]), *(b[~rest] for b in blocks))
    return out


class Platt(NamedTuple):
    """What a score is multiplied by and what is added, what comes of it, and from where on it is opinion."""

    slope: float
    shift: float
    chance: np.ndarray
    threshold: float


def platt(out: np.ndarray, y: np.ndarray) -> Platt:
    """Return probabilities for what was held out (Platt 1999): balanced classes give none."""
    model = LogisticRegression(C=1e6).fit(out[:, None], y)
    slope, shift = float(model.coef_[0, 0]), float(model.intercept_[0])
    return Platt(slope, shift, model.predict_proba(out[:, None])[:, 1], round(1 / (1 + np.exp(-shift)), 4))


def recalls(found: Platt, y: np.ndarray) -> list[float]:
    """Return the share of opinion and of report that is told as such."""
    at = found.chance >= found.threshold
    return [float((at[y == k] == bool(k)).mean()) for k in (1, 0)]


def calibration(chance: np.ndarray, y: np.ndarray) -> float:
    """Return the expected calibration error of the probability of opinion."""
    return calibration_error(chance, y, bins=10)


def main() -> None:
    texts, y, fold = known()
    hashed, signs, distant = grams(texts), style(texts), far()
    best = None
    for setting in ((c, s) for c in (0.1, 0.3, 1.0) for s in (0.0, 0.33, 0.67)):
        out = held_out((hashed, signs), y, fold, partial(fitted, distant=distant, setting=setting), score)
        f1 = macro_f1(y, out > 0)
        print(f"C {setting[0]}, distant {setting[1]}: macro-F1 {f1:.3f}")
        if best is None or f1 > best[0]:
            best = (f1, setting, out)
    f1, setting, out = best
    found = platt(out, y)
    slope, shift, chance, threshold = found
    model = fitted(hashed, signs, y, distant, setting)
    model = OpinionWeights(model.mean, model.style * slope, model.rest * slope, model.bias * slope + shift)
    print(
        f"chosen {setting}: macro-F1 {f1:.3f}, calibration error {calibration(chance, y):.3f}, "
        f"threshold {threshold}"
    )
    order = np.argsort(-np.abs(model.style * signs.std(0)))[:25]
    print(", ".join(f"{names()[i]} {model.style[i] * signs[:, i].std():+.2f}" for i in order))
    if "--write" in sys.argv:
        write(model, setting, f1, found, y)
        print(
            "same from the file:",
            np.abs(probabilities(texts[:50], weighed=model) - probabilities(texts[:50])).max(),
        )


def write(
    model: OpinionWeights,
    setting: tuple[float, float],
    f1: float,
    found: Platt,
    y: np.ndarray,
) -> None:
    data = packed_opinion(model, "linear")
    (HERE / "weights.npz").write_bytes(data)
    recall = recalls(found, y)
    (HERE / "card.toml").write_text(
        f'''# What weights.npz is made of, and how often it is wrong. Written by training/opinion.py.
title = "Is a sentence opinionated: linear model on signs of style and hashed words and pairs of words"
licence = "CC BY 4.0"
data = [
  "NewsSD-ENG (Antici et al. 2024, LREC-COLING), train and val, {len(y)} sentences, CC BY 4.0",
  "its test file was not used",
  "Article-Bias-Prediction (Baly et al. 2020), Apache-2.0: n-grams of opinion and news; no text is kept",
]
language = "en"
seed = {SEED}
sha256 = "{hashlib.sha256(data).hexdigest()}"
threshold = {found.threshold}
regularisation = {setting[0]}
distant = {setting[1]}

# Ten-fold over runs of neighbouring sentences.
[cross_validation]
sentences = {len(y)}
macro_f1 = {f1:.3f}
recall_opinion = {recall[0]:.3f}
recall_report = {recall[1]:.3f}
calibration_error = {calibration(found.chance, y):.3f}
'''
    )


if __name__ == "__main__":
    main()
