"""Learn stance toward a target from NewsMTSC's training split, and write weights and card into the package.

    python training/stance.py              cross-validate, fit, write
    python training/stance.py --only       cross-validate alone

Two models are added up: of signs, and of vectors of words (`stance_words`) over stretches around the target.
Sentences of one article, and equal sentences of several, stay in one fold. The temperature is chosen on other
folds. Labels of the test split (devtest_mt) are never read here: `quality_stance` does that.
"""

from __future__ import annotations

import json
import sys
import tomllib
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


from framing.features.stance.judges import CLASSES, read
from framing.features.stance.linear import BITS, FAMILIES, STRETCHES, softmax, table
from framing.text.voices.table import voices
from training import evaluation
from training.evaluation import folds, macro_f1, temperature
from training.stance_words import vectors
from training.weights import stretch_sums, word_vectors, write_stance

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "framing" / "features" / "stance"
DATA = HERE.parents[1] / "shared" / "data" / "newsmtsc"
SEED, FOLDS, MOST_STEPS = 1, 5, 60
#: Inverse strength of the ridge, and what is added to how far a sign tells the classes apart, by which signs
#: are weighed (Wang and Manning 2012); inverse strength of the ridge on sums of vectors.
RIDGE, EVENLY, RIDGE_WORDS = 0.8, 0.15, 0.1
#: A sign counts from so many targets on.
LEAST = 3
#: How much each family of signs counts: all alike but the target's own words, which are few.
WEIGHTS = dict.fromkeys(FAMILIES, 1.0) | {"own": 0.5}
POLARITY = {2.0: 0, 4.0: 1, 6.0: 2}


def targets(split: str) -> pd.DataFrame:
    """Return the targets of a split: text, start, end, gold (a class's number), document."""
    rows = []
    with (DATA / f"{split}.jsonl").open(encoding="utf8") as stream:
        for line in stream:
            raw = json.loads(line)
            document = "_".join(raw["primary_gid"].split("_")[:3])
            rows.extend(
                (raw["sentence_normalized"], t["from"], t["to"], POLARITY[t["polarity"]], document)
                for t in raw["targets"]
            )
    return pd.DataFrame(rows, columns=["text", "start", "end", "gold", "document"])


def groups(frame: pd.DataFrame) -> np.ndarray:
    """Return a number for each document; documents that share a sentence have one."""
    document = pd.factorize(frame["document"])[0]
    text = pd.factorize(frame["text"])[0]
    size = int(document.max()) + 1
    edges = sparse.coo_array(
        (np.ones(len(frame)), (document, text + size)), shape=(size + int(text.max()) + 1,) * 2
    )
    found: np.ndarray = sparse.csgraph.connected_components(edges, directed=False)[1][document]
    return found


class Validated(NamedTuple):
    """Probabilities of targets that a model had not seen, and the temperature for all of them."""

    chance: np.ndarray
    temperature: float


class Fitted(NamedTuple):
    """Weights of signs, weights of stretches, and biases, a column a class."""

    signs: np.ndarray
    stretches: np.ndarray
    bias: np.ndarray

    def sums(self, signs: sparse.csr_array, sums: np.ndarray) -> np.ndarray:
        """Return the evidence for each class."""
        found: np.ndarray = signs @ self.signs + sums @ self.stretches + self.bias
        return found


def fitted(signs: sparse.csr_array, sums: np.ndarray, gold: np.ndarray) -> Fitted:
    """Return the two models, each learned for itself."""
    used = np.flatnonzero(np.bincount(signs.indices, minlength=signs.shape[1]) >= LEAST)
    signs = signs[:, used]
    present = sparse.csr_array((np.ones_like(signs.data), signs.indices, signs.indptr), shape=signs.shape)
    counts = np.stack([present[gold == k].sum(axis=0) for k in range(len(CLASSES))]) + 1.0
    log = np.log(counts / counts.sum(axis=1, keepdims=True))
    telling = EVENLY + np.abs(log - log.mean(axis=0)).max(axis=0)
    of_signs = LogisticRegression(C=RIDGE, max_iter=MOST_STEPS, tol=1e-3)
    of_words = LogisticRegression(C=RIDGE_WORDS, max_iter=MOST_STEPS, tol=1e-3)
    with warnings.catch_warnings():
        # Stopping early is one more ridge.
        warnings.simplefilter("ignore", ConvergenceWarning)
        of_signs.fit(signs @ sparse.diags_array(telling), gold)
        of_words.fit(sums, gold)
    weights = np.zeros((1 << BITS, len(CLASSES)))
    weights[used] = of_signs.coef_.T * telling[:, None]
    return Fitted(weights, of_words.coef_.T, of_signs.intercept_ + of_words.intercept_)


def validated(signs: sparse.csr_array, sums: np.ndarray, gold: np.ndarray, group: np.ndarray) -> Validated:
    """Judge every target by a model that saw neither it nor its document, made even by other folds."""
    fold = folds(group, FOLDS, SEED)
    evidence, chance = np.zeros((2, len(gold), len(CLASSES)))
    for k in range(FOLDS):
        kept = fold != k
        evidence[~kept] = fitted(signs[kept], sums[kept], gold[kept]).sums(signs[~kept], sums[~kept])
        score = macro_f1(gold[~kept], evidence[~kept].argmax(axis=1))
        print(f"fold {k}: macro-F1 {score:.4f}", flush=True)
    for k in range(FOLDS):
        mine = fold == k
        chance[mine] = softmax(evidence[mine] / temperature(evidence[~mine], gold[~mine]))
    return Validated(chance, temperature(evidence, gold))


def among_several(frame: pd.DataFrame) -> np.ndarray:
    """Mask the targets whose sentence holds another, as all of the test split do."""
    return np.asarray(frame.groupby("text")["start"].transform("size") > 1)


def calibration_error(chance: np.ndarray, gold: np.ndarray) -> float:
    """Return the expected calibration error of the label: mean distance of confidence and accuracy."""
    return evaluation.calibration_error(chance.max(axis=1), chance.argmax(axis=1) == gold, bins=15)


def at_coverage(chance: np.ndarray, gold: np.ndarray, share: float = 0.8) -> tuple[float, float]:
    """Return the least probability that leaves that share of targets a label, and macro-F1 on those."""
    sure = chance.max(axis=1)
    least = float(np.quantile(sure, 1 - share))
    kept = sure >= least
    return least, macro_f1(gold[kept], chance[kept].argmax(axis=1))


def confusion(chance: np.ndarray, gold: np.ndarray) -> list[list[int]]:
    """Return targets by true class (rows) and class given (columns)."""
    counts = np.bincount(gold * len(CLASSES) + chance.argmax(axis=1), minlength=len(CLASSES) ** 2)
    found: list[list[int]] = counts.reshape(len(CLASSES), -1).tolist()
    return found


def by_voice(frame: pd.DataFrame) -> np.ndarray:
    """Return the voice of each target, as `framing.voices` finds it in the sentence alone."""
    ids = pd.factorize(frame["text"])[0]
    articles = frame.assign(id=ids.astype(str), outlet="x").drop_duplicates("id")[["id", "outlet", "text"]]
    spans = voices(articles)
    spans = spans[spans["part"] != "headline"]
    spans = spans.assign(doc=spans["article"].astype(int)).sort_values(["doc", "start"])
    width = int(frame["text"].str.len().max()) + 1
    key = spans["doc"].to_numpy() * width + spans["start"].to_numpy()
    at = np.searchsorted(key, ids * width + frame["start"].to_numpy(), side="right") - 1
    return np.asarray(spans["voice"].astype(str))[at]


def of_probabilities(chance: np.ndarray, gold: np.ndarray) -> list[str]:
    """Return the lines of a card on what probabilities are worth, and labels of the surest."""
    least, best = at_coverage(chance, gold)
    return [
        f"calibration_error = {calibration_error(chance, gold):.4f}",
        f"abstain_at_80 = {least:.4f}",
        f"macro_f1_at_80 = {best:.4f}",
    ]


def confusions(chance: np.ndarray, gold: np.ndarray, voice: np.ndarray) -> list[str]:
    """Return the end of a card: the confusion of all targets and of each voice's."""
    return [
        "# Targets by true class (rows) and class given (columns): negative, neutral, positive.",
        "[confusion]",
        f"all = {confusion(chance, gold)}",
        *(
            f"{name} = {confusion(chance[voice == name], gold[voice == name])}"
            for name in ("outlet", "quoted", "reported")
        ),
    ]


def as_card(lines: list[str]) -> str:
    """Return lines as a file, once they are known to be TOML."""
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def card(frame: pd.DataFrame, found: Validated, sha: str) -> str:
    """Return the card as TOML."""
    chance = found.chance
    gold = frame["gold"].to_numpy()
    several = among_several(frame)
    of_several = macro_f1(gold[several], chance[several].argmax(axis=1))
    lines = [
        "# What the weights in linear.npz are, and how well they do; written by training/stance.py.",
        'name = "linear"',
        'model = "two multinomial logistic regressions added up: hashed signs around the masked target, '
        'vectors of words over stretches around it"',
        'data = "NewsMTSC, training split (Hamborg and Donnay 2021, EACL): '
        f'{len(frame)} targets in English news of the United States"',
        'words = "vectors learned without labels from AllSides articles (Baly et al. 2020, Apache-2.0), '
        'without those that hold a test sentence; no names"',
        'licence = "MIT (data: MIT as its repository states; the news text is its publishers\')"',
        f"seed = {SEED}",
        f'sha256 = "{sha}"',
        f"ridge = {RIDGE}",
        f"evenly = {EVENLY}",
        f"ridge_words = {RIDGE_WORDS}",
        f"temperature = {found.temperature:.4f}",
        "",
        "# Cross-validated by document, temperature chosen on other folds.",
        "[measured]",
        f"folds = {FOLDS}",
        f"macro_f1 = {macro_f1(gold, chance.argmax(axis=1)):.4f}",
        f"macro_f1_of_several = {of_several:.4f}",
        *of_probabilities(chance, gold),
        "",
        "[families]",
        *(f"{name} = {value}" for name, value in WEIGHTS.items()),
        "",
        *confusions(chance, gold, by_voice(frame)),
    ]
    return as_card(lines)


def main() -> None:
    """Train."""
    frame = targets("train")
    gold, group = frame["gold"].to_numpy(), groups(frame)
    reading = read(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist())
    words = word_vectors(*vectors())
    signs, sums = table(reading, WEIGHTS), stretch_sums(words, reading)
    found = validated(signs, sums, gold, group)
    several = among_several(frame)
    label = found.chance.argmax(axis=1)
    print(
        f"macro-F1 {macro_f1(gold, label):.4f}, of {several.sum()} targets beside another "
        f"{macro_f1(gold[several], label[several]):.4f}; "
        f"calibration error {calibration_error(found.chance, gold):.4f}, "
        f"beside another {calibration_error(found.chance[several], gold[several]):.4f}; "
        f"macro-F1 at 80 % {at_coverage(found.chance, gold)[1]:.4f}"
    )
    if "--only" in sys.argv:
        return
    model = fitted(signs, sums, gold)
    stretches = model.stretches.reshape(len(STRETCHES), -1, len(CLASSES))
    sha = write_stance(PACKAGE, model.signs, words, stretches, model.bias)
    (PACKAGE / "linear.toml").write_text(card(frame, found, sha), "utf8")


if __name__ == "__main__":
    main()
