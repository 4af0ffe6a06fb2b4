"""How often opinion is told from report: sentences of the test file, and articles by genre.

    python benchmarks/quality.py --section opinion
    python benchmarks/quality_opinion.py            and articles by genre

The test file of `newssd` is read here alone; nothing was chosen by it.
"""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, roc_auc_score

import framing as fr
from framing.features.rules.subjective import card, subjectivity

SOURCE = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "newssd" / "test.csv"


#: Macro-F1 that each model is to reach.
AIMS = {"linear": 0.62, "neural": 0.70}


def opinion(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print how often sentences are told right, by each model that is installed; say whether aims are met."""
    if not SOURCE.is_file():
        print("   skipped: the sentences (../shared/data/newssd) are not beside the project")
        return None
    met = on_sentences("linear") >= AIMS["linear"]
    if installed():
        return bool(on_sentences("neural") >= AIMS["neural"]) and met
    print("   neural: not measured; onnxruntime or tokenizers is missing")
    return met


def installed() -> bool:
    """Return whether the extra `neural` is there."""
    return all(importlib.util.find_spec(name) for name in ("onnxruntime", "tokenizers"))


def on_sentences(model: str) -> float:
    """Print how one model does on the test file; return its macro-F1."""
    table = pd.read_csv(SOURCE)
    y = (table["Label"] == "SUBJ").to_numpy()
    begun = time.perf_counter()
    chance = subjectivity(table["Sentence"], model=model)
    took = time.perf_counter() - begun
    told = chance >= card(model)["threshold"]
    of = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(chance[of == b].mean() - y[of == b].mean()) * (of == b).mean() for b in np.unique(of))
    f1 = f1_score(y, told, average="macro")
    print(f"   {model}: {len(y)} sentences, {y.sum()} subjective, {len(y) / took:.0f} a second")
    print(f"   macro-F1 {f1:.3f}, AUC {roc_auc_score(y, chance):.3f}")
    print(f"   recall of opinion {told[y].mean():.2f}, of report {1 - told[~y].mean():.2f}, ECE {error:.3f}")
    return float(f1)


def on_articles() -> None:
    articles, _ = fr.load(fr.example("carney-beijing-2026"), progress=False)
    scores = fr.score(articles, "subjective")
    sums = scores.groupby(["genre", "voice"], observed=True)[["weight", "hits"]].sum()
    print("bundled corpus (invented text): share of sentences by genre and voice")
    for (genre, voice), row in sums.iterrows():
        print(f"   {genre} {voice}: {row['weight'] / 1e6 / max(row['hits'], 1):.2f} of {row['hits']}")


if __name__ == "__main__":
    print("met" if opinion() else "missed")
    on_articles()
