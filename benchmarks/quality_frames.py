"""How well frames are found: indicators of the shipped codebooks, and the classifier, against human coders.

Two sets of climate news, coded by others: `ccf` (two sentences a unit), `narrative_frames` (articles).
Indicators and what `present` asks were chosen on the documents whose hash is even; the figures to report are
those of the others. The classifier is cross-validated by document, all of its choices made inside the folds.
F1 means the mean of presence and absence.

    python benchmarks/quality.py --section frames
    python benchmarks/quality_frames.py                indicators, then the classifier
    python benchmarks/quality_frames.py --indicators   the table of the docs alone
    python benchmarks/quality_frames.py --neural       the classifier with the encoder's vectors alone
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.model_selection import GroupKFold, cross_val_predict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "data"
CCF = SOURCE / "ccf" / "sentences.jsonl"
NARRATIVE = SOURCE / "narrative_frames" / "articles.tsv"
ABSENT = "   skipped: the coded texts (../shared/data/ccf, narrative_frames) are not beside the project"

#: Macro-F1 that the classifier is to reach: each frame of ccf, the mean of narrative_frames.
AIMS = {"economic": 0.69, "political": 0.80, "scientific": 0.80, "negative": 0.63, "mean": 0.70}
#: The same with the encoder's vectors.
NEURAL_AIMS = {"economic": 0.73, "political": 0.82, "scientific": 0.83, "negative": 0.71, "mean": 0.706}


class Coded(NamedTuple):
    """Texts that people coded, the document each is of, and what the codes are called in a codebook."""

    name: str
    texts: list[str]
    labels: pd.DataFrame
    documents: np.ndarray
    codebook: str
    same: dict[str, str]


def ccf() -> Coded:
    """Return sentences of Canadian papers on climate, with the frames and tone that coders found."""
    rows = pd.read_json(CCF, lines=True)
    codes = {
        "economic": "Eco Detection", "political": "Pol Detection", "scientific": "Sci Detection",
        "negative": "Emotion: Negative", "security": "Secu Detection", "health": "Pbh Detection",
        "justice": "Just Detection", "cultural": "Cult Detection",
    }  # fmt: skip
    labels = pd.DataFrame(
        {name: [int(code in given) for given in rows["label"]] for name, code in codes.items()}
    )
    same = {
        "economic": "economic", "political": "political", "security": "security", "health": "health",
        "fairness": "justice", "culture": "cultural",
    }  # fmt: skip
    return Coded("ccf", rows["text"].tolist(), labels, rows["doc_ID"].to_numpy(), "policy", same)


def narrative() -> Coded:
    """Return articles on climate with the five frames that coders found."""
    rows = pd.read_csv(NARRATIVE, sep="\t")
    labels = rows[["RE", "HI", "CO", "MO", "EC"]].astype(str).eq("True").astype(int)
    same = {
        "conflict": "CO", "human_interest": "HI", "economic_consequences": "EC", "morality": "MO",
        "resolution": "RE",
    }  # fmt: skip
    return Coded("narrative_frames", rows["text"].tolist(), labels, rows["ID"].to_numpy(), "generic", same)


def tuned(documents: np.ndarray) -> np.ndarray:
    """Mask the texts of the documents on which indicators were chosen: those whose hash is even."""
    return np.array([hashlib.sha256(str(d).encode()).digest()[0] % 2 == 0 for d in documents])


def indicators() -> None:
    """Print precision and recall of each frame's indicators, on documents chosen from and on the others."""
    for coded in (ccf(), narrative()):
        ids = [str(i) for i in range(len(coded.texts))]
        articles = pd.DataFrame({"id": ids, "outlet": "x", "text": coded.texts, "language": "en"})
        table = fr.frames(articles, coded.codebook)
        wide = table.pivot(index="article", columns="frame", values="present").reindex(ids, fill_value=False)
        said = pd.DataFrame({frame: wide[frame].to_numpy() for frame in coded.same})
        truth = pd.DataFrame({frame: coded.labels[code] for frame, code in coded.same.items()})
        chosen = tuned(coded.documents)
        print(f"   {coded.name}, codebook {coded.codebook}: precision and recall of `present`, texts coded")
        for frame in said:
            line = f"   {frame:22s}"
            for what, rows in (("others", ~chosen), ("chosen on", chosen), ("all", chosen | ~chosen)):
                found = precision_recall_fscore_support(
                    truth.loc[rows, frame], said.loc[rows, frame], average="binary", zero_division=0
                )
                line += f"  {what} {found[0]:.2f} {found[1]:.2f}"
                line += f" F1 {found[2]:.2f} ({truth.loc[rows, frame].sum()})"
            print(line)


def classifier(seed: int = 1, vectors: bool = False) -> bool:
    """Print cross-validated F1 of the classifier; say whether the aims are met."""
    aims, reached = NEURAL_AIMS if vectors else AIMS, []
    print(f"   classifier, vectors={vectors}")
    for coded in (ccf(), narrative()):
        labels = coded.labels.iloc[:, :4] if coded.name == "ccf" else coded.labels
        start = time.perf_counter()
        predicted = cross_val_predict(
            fr.frames.FrameClassifier(vectors=vectors),
            coded.texts,
            labels,
            groups=coded.documents,
            cv=GroupKFold(5, shuffle=True, random_state=seed),
            params={"documents": coded.documents},
        )
        said = pd.DataFrame(predicted, columns=labels.columns)
        print(f"   {coded.name}: five folds by document, {time.perf_counter() - start:.0f} s")
        for name, rows in (("all", slice(None)), ("no indicator was chosen on", ~tuned(coded.documents))):
            f1 = {c: f1_score(labels[c][rows], said[c][rows], average="macro") for c in labels}
            print(f"   {name}: " + ", ".join(f"{frame} {value:.3f}" for frame, value in f1.items())
                  + f"; mean {np.mean(list(f1.values())):.3f}")  # fmt: skip
            if name == "all" and coded.name == "ccf":
                reached += [f1[frame] >= aims[frame] - 0.005 for frame in labels]
            elif name == "all":
                reached.append(float(np.mean(list(f1.values()))) >= aims["mean"] - 0.005)
    return all(reached)


def frames(simulations: int = 0, seed: int = 1) -> bool | None:
    """Print both, and the classifier with the encoder's vectors if installed; say whether aims are met."""
    if not CCF.exists() or not NARRATIVE.exists():
        print(ABSENT)
        return None
    indicators()
    core = classifier(seed or 1)
    if not all(importlib.util.find_spec(name) for name in ("onnxruntime", "tokenizers")):
        print("   with vectors: not measured; onnxruntime or tokenizers is missing")
        return core
    return classifier(seed or 1, vectors=True) and core


if __name__ == "__main__":
    if "--indicators" in sys.argv:
        indicators()
    elif "--neural" in sys.argv:
        print("met" if classifier(vectors=True) else "missed")
    else:
        print("met" if frames() else "missed")
