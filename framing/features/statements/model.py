"""How much each sign of likeness counts: the weights of one logistic model, in a file with their card."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from framing.features.statements.likeness import FEATURES

__all__ = ["Weights", "probability", "weights"]


class Weights(NamedTuple):
    """A weight for each of `likeness.FEATURES`, what is added, the least mean probability in a statement."""

    of: np.ndarray
    bias: float
    threshold: float


@cache
def weights() -> Weights:
    """Return the weights that come with the package."""
    raw = _raw()
    return Weights(
        np.array([raw["weights"][name] for name in FEATURES], np.float64), raw["bias"], raw["threshold"]
    )


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((resources.files("framing.features.statements") / "weights.toml").read_text("utf8"))


def probability(features: np.ndarray) -> np.ndarray:
    """Return how probable it is that the sentences of each pair say the same, to six digits."""
    found = weights()
    # A column at a time: the sum of a row must not depend on how many rows there are.
    total = np.full(len(features), found.bias)
    for column, weight in enumerate(found.of.tolist()):
        total += weight * features[:, column]
    chance: np.ndarray = np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 6)
    return chance
