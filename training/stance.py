"""Targets of NewsMTSC, and what a model's probabilities for them are worth: lines of its card.

Sentences of one article, and equal sentences of several, stay in one fold.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.stance.judges import CLASSES
from framing.text.voices.table import voices
from training import evaluation
from training.evaluation import macro_f1

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "newsmtsc"
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
    """Return the voice of each target, as `framing.sources.voices` finds it in the sentence alone."""
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
