"""Many simulated comparisons as one call of `compare`: each simulation is a measure of its own.

Articles are drawn with replacement from real ones, so that true rates are known and counts
are as uneven as they are in news.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.comparison.compare import Comparison, compare
from framing.units import MILLION

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """Hits and tokens of the articles one side is drawn from."""

    hits: Floats
    tokens: Floats

    @property
    def rate(self) -> float:
        """The true rate per 1,000 tokens."""
        return float(1000 * self.hits.sum() / self.tokens.sum())

    def some(self, mask: npt.NDArray[np.bool_]) -> Population:
        """Return the articles of a mask."""
        return Population(self.hits[mask], self.tokens[mask])

    def thinned(self, rate: float, rng: np.random.Generator) -> Population:
        """Return the population with hits struck out at random until it has this lower rate."""
        keep = min(1.0, rate / self.rate)
        return Population(rng.binomial(self.hits.astype(np.int64), keep).astype(np.float64), self.tokens)


def evened(a: Population, b: Population, rng: np.random.Generator) -> tuple[Population, Population]:
    """Return both with the lower of their rates, so that no difference is the truth."""
    low = min(a.rate, b.rate)
    return a.thinned(low, rng), b.thinned(low, rng)


def simulate(
    draws_from: Sequence[tuple[str, str, Population, int]], simulations: int, rng: np.random.Generator, *,
    draws: int = 999, batch: int = 1000, unit: str = "per_1000",
) -> Comparison:  # fmt: skip
    """Draw articles and compare them.

    Parameters
    ----------
    draws_from : sequence of (outlet, event, population, n)
        How many articles each outlet has on each event, and where they are drawn from.
    simulations : int
        How many times.
    """
    parts = []
    for begin in range(0, simulations, batch):
        size = min(batch, simulations - begin)
        frames = []
        for outlet, event, population, n in draws_from:
            rows = rng.integers(0, len(population.tokens), size=(size, n))
            article = np.tile([f"{outlet}-{event}-{k:03d}" for k in range(n)], size)
            hits = population.hits[rows].ravel()
            frames.append(
                pd.DataFrame(
                    {
                        "article": article, "outlet": outlet, "event": event,
                        "measure": np.repeat([f"s{begin + k:05d}" for k in range(size)], n),
                        "hits": np.abs(hits), "weight": hits * MILLION,
                        "tokens": population.tokens[rows].ravel(),
                    }
                )
            )  # fmt: skip
        table = pd.concat(frames, ignore_index=True)
        for name in ("article", "outlet", "event", "measure"):
            table[name] = table[name].astype("category")
        table = table.assign(part="all", voice="all", genre="news", unit=unit)
        parts.append(compare(table, draws=draws, seed=int(rng.integers(2**31))))
    return Comparison(*(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)))
