"""Make the weights that tell opinion from report in a sentence, and their card.

    python benchmarks/opinion_train.py            everything chosen by cross-validation on train and val
    python benchmarks/opinion_train.py --write    and write the files

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
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from framing.features.opinion.model import Weights, packed, probabilities
from framing.features.opinion.signs import grams, names, style
from framing.text.tokens import sentences

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
) -> Weights:
    """Return the weights learned from labelled sentences; the distant sign is folded into the n-grams."""
    regular, share = setting
    mean, deviation = signs.mean(0), signs.std(0)
    scale = np.where(deviation > 0, 2 / np.sqrt(signs.shape[1]) / np.where(deviation > 0, deviation, 1), 0)
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
    return Weights(mean, weight[:k] * scale, of_grams, float(model.intercept_[0]))


def score(model: Weights, texts: sparse.csr_matrix, signs: np.ndarray) -> np.ndarray:
    return texts @ model.grams + (signs - model.mean) @ model.style + model.bias


def main() -> None:
    texts, y, folds = known()
    hashed, signs, distant = grams(texts), style(texts), far()
    best = None
    for setting in ((c, s) for c in (0.1, 0.3, 1.0) for s in (0.0, 0.33, 0.67)):
        out = np.zeros(len(y))
        for held in np.unique(folds):
            rest = folds != held
            model = fitted(hashed[rest], signs[rest], y[rest], distant, setting)
            out[~rest] = score(model, hashed[~rest], signs[~rest])
        f1 = f1_score(y, out > 0, average="macro")
        print(f"C {setting[0]}, distant {setting[1]}: macro-F1 {f1:.3f}")
        if best is None or f1 > best[0]:
            best = (f1, setting, out)
    f1, setting, out = best
    # Platt (1999) on what was held out: balanced classes give no probabilities.
    platt = LogisticRegression(C=1e6).fit(out[:, None], y)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    chance = platt.predict_proba(out[:, None])[:, 1]
    model = fitted(hashed, signs, y, distant, setting)
    model = Weights(model.mean, model.style * slope, model.grams * slope, model.bias * slope + shift)
    threshold = round(1 / (1 + np.exp(-shift)), 4)
    print(
        f"chosen {setting}: macro-F1 {f1:.3f}, calibration error {calibration(chance, y):.3f}, "
        f"threshold {threshold}"
    )
    order = np.argsort(-np.abs(model.style * signs.std(0)))[:25]
    print(", ".join(f"{names()[i]} {model.style[i] * signs[:, i].std():+.2f}" for i in order))
    if "--write" in sys.argv:
        write(model, setting, f1, chance, y, threshold)
        print(
            "same from the file:", np.abs(probabilities(texts[:50], model) - probabilities(texts[:50])).max()
        )


def calibration(chance: np.ndarray, y: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width (Naeini et al. 2015)."""
    of = np.minimum((chance * bins).astype(int), bins - 1)
    return sum(
        abs(chance[of == b].mean() - y[of == b].mean()) * (of == b).mean()
        for b in range(bins)
        if (of == b).any()
    )


def write(
    model: Weights,
    setting: tuple[float, float],
    f1: float,
    chance: np.ndarray,
    y: np.ndarray,
    threshold: float,
) -> None:
    data = packed(model)
    (HERE / "weights.npz").write_bytes(data)
    at = chance >= threshold
    recall = [float((at[y == k] == bool(k)).mean()) for k in (1, 0)]
    (HERE / "card.toml").write_text(
        f'''# What weights.npz is made of, and how often it is wrong. Written by benchmarks/opinion_train.py.
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
threshold = {threshold}
regularisation = {setting[0]}
distant = {setting[1]}

# Ten-fold over runs of neighbouring sentences.
[cross_validation]
sentences = {len(y)}
macro_f1 = {f1:.3f}
recall_opinion = {recall[0]:.3f}
recall_report = {recall[1]:.3f}
calibration_error = {calibration(chance, y):.3f}
'''
    )


if __name__ == "__main__":
    main()
