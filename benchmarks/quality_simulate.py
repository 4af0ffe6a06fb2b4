"""Many simulated comparisons as one call of `compare`: each simulation is a measure of its own.

Articles are drawn with replacement from real ones, so that true rates are known and counts
are as uneven as they are in news.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from quality_data import Counts

from framing.comparison import permute
from framing.comparison.compare import Comparison, compare
from framing.errors import FramingWarning
from framing.schema import UNITS

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """Hits, weights and tokens of the articles one side is drawn from, and the measure's unit."""

    hits: Floats
    weights: Floats
    tokens: Floats
    unit: str = "per_1000"

    @classmethod
    def of(cls, counts: Counts, measure: str) -> Population:
        """Return all articles with one measure."""
        return cls(counts.hits[measure], counts.weights[measure], counts.tokens, counts.units[measure])

    @property
    def truth(self) -> float:
        """The estimate that all articles together give."""
        sums = {"hits": self.hits.sum(), "weight": self.weights.sum(), "tokens": self.tokens.sum()}
        return float(UNITS[self.unit].number(pd.DataFrame([sums])).iloc[0])

    def some(self, mask: npt.NDArray[np.bool_]) -> Population:
        """Return the articles of a mask."""
        return Population(self.hits[mask], self.weights[mask], self.tokens[mask], self.unit)

    def thinned(self, rate: float, rng: np.random.Generator) -> Population:
        """Return the population with hits struck out at random until it has this lower rate."""
        keep = min(1.0, rate / self.truth)
        hits = rng.binomial(self.hits.astype(np.int64), keep).astype(np.float64)
        return Population(hits, hits * 1e6, self.tokens, self.unit)


def evened(a: Population, b: Population, rng: np.random.Generator) -> tuple[Population, Population]:
    """Return both with the lower of their rates, so that no difference is the truth."""
    low = min(a.truth, b.truth)
    return a.thinned(low, rng), b.thinned(low, rng)


def by_length(counts: Counts) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which articles are of the shortest quarter, and which of the longest."""
    return tuple(side(counts.tokens) for side in (_shortest, _longest))  # type: ignore[return-value]


def _shortest(tokens: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(tokens <= np.quantile(tokens, 0.25))


def _longest(tokens: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(tokens >= np.quantile(tokens, 0.75))


def simulate(
    draws_from: Sequence[tuple[str, str, Population, int]],
    simulations: int,
    rng: np.random.Generator,
    *,
    draws: int = 999,
    batch: int = 1000,
) -> Comparison:
    """Draw articles and compare them.

    Parameters
    ----------
    draws_from : sequence of (outlet, event, population, n)
        How many articles each outlet has on each event, and where they are drawn from.
    simulations : int
        How many times.
    rng : numpy.random.Generator
        For the articles.
    draws : int
        Arrangements drawn for each test; here they are drawn where `compare` would list up to
        200,000, so that thousands of tests take seconds.
    batch : int
        Simulations in one call of `compare`.
    """
    parts = []
    for begin in range(0, simulations, batch):
        size = min(batch, simulations - begin)
        frames = []
        for outlet, event, population, n in draws_from:
            rows = rng.integers(0, len(population.tokens), size=(size, n))
            columns = {
                "article": np.tile([f"{outlet}-{event}-{k:03d}" for k in range(n)], size),
                "outlet": outlet,
                "event": event,
                "measure": np.repeat([f"s{begin + k:05d}" for k in range(size)], n),
                "unit": population.unit,
                "hits": population.hits[rows].ravel(),
                "weight": population.weights[rows].ravel(),
                "tokens": population.tokens[rows].ravel(),
            }
            frames.append(pd.DataFrame(columns))
        table = pd.concat(frames, ignore_index=True)
        for name in ("article", "outlet", "event", "measure", "unit"):
            table[name] = table[name].astype("category")
        table = table.assign(part="all", voice="all", genre="news")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FramingWarning)  # one outlet alone is what some sections ask for
            parts.append(compared(table, draws, int(rng.integers(2**31))))
    if len(parts) == 1:
        return parts[0]
    return Comparison(*(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)))


def compared(table: pd.DataFrame, draws: int, seed: int) -> Comparison:
    """Compare, with arrangements drawn where `compare` would list them."""
    listed = permute.EXACT
    permute.EXACT = min(listed, draws)
    try:
        return compare(table, draws=draws, seed=seed)
    finally:
        permute.EXACT = listed
