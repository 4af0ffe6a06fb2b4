"""Signs as places in one table of weights: how what a sign is made of is mixed into a number.

Weights were learnt for these places: nothing here may depend on a run, a machine or a version.
"""

from __future__ import annotations

import numpy as np

__all__ = ["BITS", "distance", "mixed"]

#: Width of the table of weights, in bits.
BITS = 18
_PRIMES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def mixed(template: int, *parts: np.ndarray | int) -> np.ndarray:
    """Return the place of each item of a template, whose parts are taken together."""
    with np.errstate(over="ignore"):
        found = np.asarray(np.uint64(template * 2 + 1) * _PRIMES[0])
        for part in parts:
            found = found ^ np.asarray(part).astype(np.uint64)
            found = found * _PRIMES[1]
            found = found ^ (found >> np.uint64(29))
        found = found * _PRIMES[2]
    return np.asarray(found >> np.uint64(64 - BITS), np.int32)


def distance(off: np.ndarray) -> np.ndarray:
    """Return how far in steps: 1, 2, 3 to 4, 5 to 8, 9 to 16, farther."""
    return np.asarray(np.searchsorted(np.array([1, 2, 4, 8, 16]), np.abs(off), side="left"), np.int64)
