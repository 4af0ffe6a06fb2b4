"""Learn stance toward a target from NewsMTSC's training split, and write weights and card into the package.

    python benchmarks/stance_train.py              cross-validate, fit, write
    python benchmarks/stance_train.py --only       cross-validate alone

Sentences of one article, and equal sentences of several, stay in one fold. Setting and temperature are chosen
inside the training part of each fold. The test split (devtest_mt) is never read here: `quality_stance` does.
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
from scipy import optimize, sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.stance.judges import CLASSES
from framing.features.stance.linear import softmax, written
from framing.features.stance.places import BITS
from framing.features.stance.reading import read
from framing.features.stance.signs import FAMILIES, table
from framing.text.voices.table import voices

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "framing" / "features" / "stance"
DATA = HERE.parents[1] / "shared" / "data" / "newsmtsc"
SEED, FOLDS, MOST_STEPS = 1, 5, 60
#: Inverse strength of the ridge, and what is added to how far a sign tells the classes apart, by which signs
#: are weighed (Wang and Manning 2012): the pairs that are tried.
SETTINGS = ((0.5, 0.3), (0.8, 0.15))
#: A sign counts from so many targets on.
LEAST = 3
#: How much each family of signs counts: all alike, since leaving one out or doubling it gains nothing.
WEIGHTS = dict.fromkeys(FAMILIES, 1.0)
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


def folds(group: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return the fold of each target."""
    shuffled = np.random.default_rng(seed).permutation(int(group.max()) + 1) % count
    return np.asarray(shuffled[group])


class Validated(NamedTuple):
    """Probabilities of targets that a model had not seen, and the setting and temperature for all of them."""

    chance: np.ndarray
    setting: tuple[float, float]
    temperature: float


def fitted(
    signs: sparse.csr_array, gold: np.ndarray, ridge: float, evenly: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and biases of the model, a column a class."""
    used = np.flatnonzero(np.bincount(signs.indices, minlength=signs.shape[1]) >= LEAST)
    signs = signs[:, used]
    present = sparse.csr_array((np.ones_like(signs.data), signs.indices, signs.indptr), shape=signs.shape)
    counts = np.stack([present[gold == k].sum(axis=0) for k in range(len(CLASSES))]) + 1.0
    log = np.log(counts / counts.sum(axis=1, keepdims=True))
    telling = evenly + np.abs(log - log.mean(axis=0)).max(axis=0)
    model = LogisticRegression(C=ridge, max_iter=MOST_STEPS, tol=1e-3)
    with warnings.catch_warnings():
        # Stopping early is one more ridge.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(signs @ sparse.diags_array(telling), gold)
    weights = np.zeros((1 << BITS, len(CLASSES)))
    weights[used] = model.coef_.T * telling[:, None]
    return weights, model.intercept_


def temperature(sums: np.ndarray, gold: np.ndarray) -> float:
    """Return the divisor of sums that makes the classes seen most probable (Guo et al. 2017)."""

    def loss(log: float) -> float:
        chance = softmax(sums / np.exp(log))
        return float(-np.log(np.maximum(chance[np.arange(len(gold)), gold], 1e-12)).mean())

    return float(np.exp(optimize.minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))


def validated(signs: sparse.csr_array, gold: np.ndarray, group: np.ndarray) -> Validated:
    """Judge every target by a model that saw neither it nor its document.

    For each fold the setting and the temperature are chosen on the next one, by models that saw neither.
    """
    fold = folds(group, FOLDS, SEED)
    sums, chance = np.zeros((2, len(gold), len(CLASSES)))
    scores = np.zeros(len(SETTINGS))
    for k in range(FOLDS):
        held, kept = fold == (k + 1) % FOLDS, fold != k
        trials = []
        for setting in SETTINGS:
            weights, bias = fitted(signs[kept & ~held], gold[kept & ~held], *setting)
            trials.append(signs[held] @ weights + bias)
        found = [f1_score(gold[held], trial.argmax(axis=1), average="macro") for trial in trials]
        scores += found
        best = int(np.argmax(found))
        divisor = temperature(trials[best], gold[held])
        weights, bias = fitted(signs[kept], gold[kept], *SETTINGS[best])
        sums[~kept] = signs[~kept] @ weights + bias
        chance[~kept] = softmax(sums[~kept] / divisor)
        print(f"fold {k}: {np.round(found, 4)}, temperature {divisor:.2f}", flush=True)
    return Validated(chance, SETTINGS[int(np.argmax(scores))], temperature(sums, gold))


def calibration_error(chance: np.ndarray, gold: np.ndarray, bins: int = 15) -> float:
    """Return the expected calibration error of the label: mean distance of confidence and accuracy."""
    sure, right = chance.max(axis=1), chance.argmax(axis=1) == gold
    at = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = np.abs(np.bincount(at, sure, bins) - np.bincount(at, right, bins))
    return float(gaps.sum() / len(gold))


def at_coverage(chance: np.ndarray, gold: np.ndarray, share: float = 0.8) -> tuple[float, float]:
    """Return the least probability that leaves that share of targets a label, and macro-F1 on those."""
    sure = chance.max(axis=1)
    least = float(np.quantile(sure, 1 - share))
    kept = sure >= least
    return least, float(f1_score(gold[kept], chance[kept].argmax(axis=1), average="macro"))


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


def card(frame: pd.DataFrame, found: Validated, sha: str) -> str:
    """Return the card as TOML."""
    chance = found.chance
    gold = frame["gold"].to_numpy()
    least, best = at_coverage(chance, gold)
    voice = by_voice(frame)
    score = f1_score(gold, chance.argmax(axis=1), average="macro")
    lines = [
        "# What the weights in linear.npz are, and how well they do; written by benchmarks/stance_train.py.",
        'name = "linear"',
        'model = "multinomial logistic regression on hashed signs around the masked target"',
        'data = "NewsMTSC, training split (Hamborg and Donnay 2021, EACL): '
        f'{len(frame)} targets in English news of the United States"',
        'licence = "MIT (data: MIT as its repository states; the news text is its publishers\')"',
        f"seed = {SEED}",
        f'sha256 = "{sha}"',
        f"ridge = {found.setting[0]}",
        f"evenly = {found.setting[1]}",
        f"temperature = {found.temperature:.4f}",
        "",
        "# Cross-validated by document, ridge and temperature chosen inside the folds.",
        "[measured]",
        f"folds = {FOLDS}",
        f"macro_f1 = {score:.4f}",
        f"calibration_error = {calibration_error(chance, gold):.4f}",
        f"abstain_at_80 = {least:.4f}",
        f"macro_f1_at_80 = {best:.4f}",
        "",
        "[families]",
        *(f"{name} = {value}" for name, value in WEIGHTS.items()),
        "",
        "# Targets by true class (rows) and class given (columns): negative, neutral, positive.",
        "[confusion]",
        f"all = {confusion(chance, gold)}",
        *(
            f"{name} = {confusion(chance[voice == name], gold[voice == name])}"
            for name in ("outlet", "quoted", "reported")
        ),
    ]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def main() -> None:
    """Train."""
    frame = targets("train")
    gold, group = frame["gold"].to_numpy(), groups(frame)
    signs = table(read(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist()), WEIGHTS)
    found = validated(signs, gold, group)
    print(
        f"macro-F1 {f1_score(gold, found.chance.argmax(axis=1), average='macro'):.4f}, "
        f"calibration error {calibration_error(found.chance, gold):.4f}, "
        f"macro-F1 at 80 % {at_coverage(found.chance, gold)[1]:.4f}"
    )
    if "--only" in sys.argv:
        return
    sha = written(PACKAGE, *fitted(signs, gold, *found.setting))
    (PACKAGE / "linear.toml").write_text(card(frame, found, sha), "utf8")


if __name__ == "__main__":
    main()
