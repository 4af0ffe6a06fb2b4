"""How well frames are found: indicators of the shipped codebooks against human coders.

Two sets of climate news, coded by others: `ccf` (two sentences a unit), `narrative_frames` (articles).
Indicators and what `present` asks were chosen on the documents whose hash is even; the figures to report are
those of the others.

    python benchmarks/quality.py --section frames
    python benchmarks/quality_frames.py
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import precision_recall_fscore_support

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "data"
CCF = SOURCE / "ccf" / "sentences.jsonl"
NARRATIVE = SOURCE / "narrative_frames" / "articles.tsv"
ABSENT = "   skipped: the coded texts (../shared/data/ccf, narrative_frames) are not beside the project"


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


def frames(simulations: int = 0, seed: int = 1) -> None:
    """Print the table of the docs; it has no aim of its own."""
    if CCF.exists() and NARRATIVE.exists():
        indicators()
    else:
        print(ABSENT)


if __name__ == "__main__":
    frames()
