"""Make the weights that tell opinion from report by an encoder's vectors and signs of style, and their card.

    python training/opinion_neural.py            chosen by cross-validation on train and val
    python training/opinion_neural.py --write    and write the files

They hold for one encoder: run it again whenever that changes. Folds are those of `opinion`; the test
file of `newssd` is never read.
"""

from __future__ import annotations

import hashlib
import sys
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.neural.encoder import encoder, sentence_vectors
from framing.features.rules.subjective import (
    MODELS,
    OpinionWeights,
    style,
)
from training.evaluation import macro_f1
from training.opinion import HERE, calibration, held_out, known, platt, recalls, standard
from training.weights import packed_opinion

#: Strengths of the regression, and how much signs of style count beside vectors, to choose from.
STRENGTHS, SHARES = (0.1, 0.3, 1.0, 3.0), (0.5, 1.0, 2.0)


def fitted(
    vectors: np.ndarray, signs: np.ndarray, y: np.ndarray, setting: tuple[float, float]
) -> OpinionWeights:
    """Return weights learned from labelled sentences: two blocks of about one length."""
    strength, share = setting
    mean, scale = standard(signs, share)
    columns = np.hstack([(signs - mean) * scale, vectors])
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000).fit(columns, y)
    weight, k = model.coef_[0], signs.shape[1]
    return OpinionWeights(mean, weight[:k] * scale, weight[k:], float(model.intercept_[0]))


def score(model: OpinionWeights, vectors: np.ndarray, signs: np.ndarray) -> np.ndarray:
    return vectors @ model.rest + (signs - model.mean) @ model.style + model.bias


def main() -> None:
    """Choose by the area under the curve, in which there is less luck than in F1; print and write."""
    texts, y, fold = known()
    signs, vectors = style(texts), np.asarray(sentence_vectors(texts), np.float64)
    tried = []
    for setting in ((c, share) for c in STRENGTHS for share in SHARES):
        out = held_out((vectors, signs), y, fold, partial(fitted, setting=setting), score)
        area, f1 = roc_auc_score(y, out), macro_f1(y, out > 0)
        print(f"C {setting[0]}, signs {setting[1]}: area {area:.3f}, macro-F1 {f1:.3f}")
        tried.append((area, f1, setting, out))
    area, f1, setting, out = max(tried, key=lambda found: found[0])
    even = platt(out, y)
    slope, shift, chance, threshold = even
    model = fitted(vectors, signs, y, setting)
    model = OpinionWeights(model.mean, model.style * slope, model.rest * slope, model.bias * slope + shift)
    error = calibration(chance, y)
    print(f"chosen {setting}: area {area:.3f}, macro-F1 {f1:.3f}, calibration error {error:.3f}")
    if "--write" not in sys.argv:
        return
    data = packed_opinion(model, "neural")
    (HERE / MODELS["neural"][1]).write_bytes(data)
    recall = recalls(even, y)
    lines = f'''# What neural.npz is made of, and how often it is wrong, by training/opinion_neural.py.
title = "Is a sentence opinionated: linear model on signs of style and an encoder's vector of the sentence"
licence = "CC BY 4.0"
data = [
  "NewsSD-ENG (Antici et al. 2024, LREC-COLING), train and val, {len(y)} sentences, CC BY 4.0",
  "its test file was not used",
]
language = "en"
sha256 = "{hashlib.sha256(data).hexdigest()}"
# The hash of the encoder (framing/features/neural/encoder.onnx) whose vectors were learned from.
encoder = "{encoder().card["sha256"]["encoder.onnx"]}"
threshold = {threshold}
regularisation = {setting[0]}
signs = {setting[1]}

# Ten-fold over runs of neighbouring sentences.
[cross_validation]
sentences = {len(y)}
share_opinion = {y.mean():.3f}
macro_f1 = {f1:.3f}
area_under_curve = {area:.3f}
recall_opinion = {recall[0]:.3f}
recall_report = {recall[1]:.3f}
calibration_error = {error:.3f}
'''
    (HERE / MODELS["neural"][0]).write_text(lines, "utf8")


if __name__ == "__main__":
    main()
