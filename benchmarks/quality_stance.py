"""How well stance toward a target is told, on a split that nothing was learnt from or chosen on.

    python benchmarks/quality.py --section stance
    python benchmarks/quality_stance.py
    python benchmarks/quality_stance.py --speed               10,000 targets; also --targets N

NewsMTSC's devtest_mt (Hamborg and Donnay 2021): sentences with several targets. Published macro-F1: GRU-TSC
.825, TF-IDF .56, VADER .50. Beside them stand the figures cross-validated on the training split.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import classification_report, f1_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from framing.features.stance.judges import CLASSES
from framing.features.stance.neural import judge
from training.stance import DATA, at_coverage, calibration_error, confusion, targets

ABSENT = "   skipped: NewsMTSC (../shared/data/newsmtsc) is not beside the project"
#: What it is meant to reach.
AIMS = {"macro_f1": 0.77, "calibration": 0.05}


def stance(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print macro-F1, calibration and what abstaining gains; say whether the aims are met."""
    if not DATA.exists():
        print(ABSENT)
        return None
    frame = targets("devtest_mt")
    gold = frame["gold"].to_numpy()
    chance = fr.stance(frame)[list(CLASSES)].to_numpy()
    score = f1_score(gold, chance.argmax(axis=1), average="macro")
    error = calibration_error(chance, gold)
    print(f"   devtest_mt, {len(gold)} targets: macro-F1 {score:.3f}, calibration error {error:.3f}")
    print(f"   at 80 % coverage: macro-F1 {at_coverage(chance, gold)[1]:.3f}")
    _abstaining(chance, gold)
    print(classification_report(gold, chance.argmax(axis=1), target_names=CLASSES, digits=3))
    print(f"   true class by class given: {confusion(chance, gold)}")
    measured = judge("neural").card.more.get("measured", {})
    print("   cross-validated on the training split: " + ", ".join(f"{k} {v}" for k, v in measured.items()))
    return score >= AIMS["macro_f1"] and error <= AIMS["calibration"]


def _abstaining(chance: np.ndarray, gold: np.ndarray) -> None:
    """Print what the least probability of the card keeps and gains."""
    least = judge("neural").card.more.get("measured", {}).get("abstain_at_80")
    if least is not None:
        kept = chance.max(axis=1) >= least
        score = f1_score(gold[kept], chance[kept].argmax(axis=1), average="macro")
        print(f"   abstain={least} labels {kept.mean():.0%} of the targets: macro-F1 {score:.3f}")


def speed(count: int) -> None:
    """Print how long some targets take, after the first; processors' time tells of a busy machine too."""
    frame = pd.concat([targets("train"), targets("devtest_mt")], ignore_index=True)
    frame = pd.concat([frame] * -(-count // len(frame)), ignore_index=True).head(count)
    fr.stance(frame.head(10))
    begin, before = time.perf_counter(), _used()
    fr.stance(frame)
    wall, used = time.perf_counter() - begin, np.subtract(_used(), before)
    print(f"   {wall:.1f} s, {len(frame) / wall:.0f} a second, {used[0]:.1f} s of processor")


def _used() -> tuple[float, float]:
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--targets", type=int, default=10_000)
    given = parser.parse_args()
    if not DATA.exists():
        print(ABSENT)
    elif given.speed:
        speed(given.targets)
    else:
        stance()
