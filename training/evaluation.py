"""What every script that learns weights needs: folds by group, and what predictions out of fold are worth.

Nothing is read, learned or written here.
"""

from __future__ import annotations

import numpy as np
from scipy import optimize, special
from sklearn.metrics import f1_score

__all__ = ["calibration_error", "folds", "macro_f1", "temperature"]


def folds(group: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return the fold of each row; rows of one group are in one fold."""
    names, of_row = np.unique(group, return_inverse=True)
    fold = np.random.default_rng(seed).permutation(len(names)) % count
    return np.asarray(fold[of_row])


def macro_f1(gold: np.ndarray, guess: np.ndarray) -> float:
    """Return the mean of the F1 of each class, by number or truth value; 0 for one that is never right."""
    return float(f1_score(gold, guess, average="macro", zero_division=0))


def temperature(sums: np.ndarray, gold: np.ndarray, bounds: tuple[float, float] = (-1.5, 1.5)) -> float:
    """Return the divisor of sums that makes the classes seen most probable (Guo et al. 2017).

    `bounds` are those of its logarithm.
    """

    def loss(log: float) -> float:
        return -float(special.log_softmax(sums / np.exp(log), axis=1)[np.arange(len(gold)), gold].mean())

    return float(np.exp(optimize.minimize_scalar(loss, bounds=bounds, method="bounded").x))


def calibration_error(chance: np.ndarray, right: np.ndarray, bins: int) -> float:
    """Return the expected calibration error: mean distance of probability and what came of it.

    Over bins of equal width (Naeini, Cooper and Hauskrecht 2015).
    """
    at = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = np.abs(np.bincount(at, chance, bins) - np.bincount(at, right, bins))
    return float(gaps.sum() / len(chance))
