"""Power on real counts: is what `framing.checks.power` calls the least difference found 8 times in 10?

    python benchmarks/quality_power.py                 all of it, half an hour
    python benchmarks/quality_power.py --quick         fewer measures, coarser; minutes on a busy machine

Two sides are drawn from the same articles, half of whose hits are struck out, and power is asked of what was
drawn. What is true is known: with a ratio R one side has R / (1 + R) of all hits and the other 1 / (1 + R),
as many together as before; fresh articles are drawn of both and compared.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pandas as pd
import quality_data
from quality_data import ABSENT, RARE
from quality_simulate import Population, simulate

from framing.comparison.compare import compare
from framing.errors import FramingWarning
from framing.robust.power import power

MEASURES = ("tone.negative", "boosters", RARE, "hedges", "attitude.affect")
DESIGNS = ((11, 11), (8, 30), (30, 30), (8, 8), (60, 60))

#: Measures, designs, corpora and sets of the quick run.
QUICK = (2, 3, 16, 200)
FULL = (5, 5, 60, 1000)

#: Ratios at which true power is measured.
RATIOS = (1.15, 1.3, 1.6, 2.0, 2.6, 3.5, 5.0, 8.0, 16.0)

#: Power aimed at, in per cent, on average over measures.
AIM = (70.0, 88.0)

#: How far from 80 per cent it may lie in made-up articles alike: the spread is that of such sides, and
#: a side that has fewer hits is noisier.
EVEN = 6.0


def drawn(population: Population, n: tuple[int, int], rng: np.random.Generator) -> pd.DataFrame:
    """Return a table of scores of two outlets, both drawn from one population."""
    parts = []
    for outlet, size in zip("ab", n, strict=True):
        rows = rng.integers(0, len(population.tokens), size)
        parts.append(pd.DataFrame({
            "article": [f"{outlet}{k:03d}" for k in range(size)], "outlet": outlet, "event": "e",
            "genre": "news", "part": "all", "voice": "all", "measure": "m", "unit": population.unit,
            "hits": population.hits[rows].astype(int), "weight": population.weights[rows],
            "tokens": population.tokens[rows].astype(int),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def truth(population: Population, n: tuple[int, int], sets: int, rng: np.random.Generator) -> np.ndarray:
    """Return true power at each of the ratios; hits are shared out between the sides, none is added."""
    found = []
    for ratio in RATIOS:
        # Of a rate of all hits halved: ratio R where both sides had one, as many hits in all.
        more, less = (population.thinned(population.truth * part / (1 + ratio), rng) for part in (ratio, 1.0))
        made = simulate([("a", "e", more, n[0]), ("b", "e", less, n[1])], sets, rng, draws=199).contrast
        found.append(float((made["p"].fillna(1.0) <= 0.05).mean()))
    return np.array(found)


def least_power(size: tuple[int, int, int, int], seed: int) -> bool | None:
    """Print true power at the least ratio of one measure."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    measures, designs, corpora, sets = size
    print(f"   {corpora} corpora a cell, {sets} sets for each true power; median of least ratios, mean true")
    print("   power in % at it, % without any")
    heads = ("n", "true least", "computed", "power", "none")
    print(f"   {'':18s}" + "".join(f"{head:>{12 if head == 'true least' else 10}s}" for head in heads))
    means = []
    for number, name in enumerate(MEASURES[:measures]):
        population = Population.of(counts, name)
        for n in DESIGNS[:designs]:
            rng = np.random.default_rng([seed, 7, number, *n])
            curve = np.maximum.accumulate(truth(population, n, sets, rng))
            base, made = population.thinned(population.truth / 2, rng), []
            for _ in range(corpora):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", FramingWarning)
                    scores = drawn(base, n, rng)
                    made.append(reach(scores))
            known = np.array(made)
            none = np.isnan(known).mean()
            known = known[~np.isnan(known)]
            true = 100 * float(np.interp(np.log(known), np.log(RATIOS), curve).mean())
            means.append(true)
            print(f"   {name:18s}{f'{n[0]} v {n[1]}':>10s}{_at(curve, 0.8):12.2f}{np.median(known):10.2f}"
                  f"{true:10.1f}{100 * none:10.1f}", flush=True)  # fmt: skip
    mean = float(np.mean(means))
    print(f"   mean true power at it: {mean:.1f} % (least {min(means):.1f}, most {max(means):.1f})")
    print(f"   aim: on average {AIM[0]:.0f} to {AIM[1]:.0f} %")
    return AIM[0] <= mean <= AIM[1]


def reach(scores: pd.DataFrame) -> float:
    """Return the least ratio of a pair; missing where its comparison has no interval."""
    found = power(compare(scores, split=(), draws=99).contrast)
    return float(found["least"].iloc[0]) if len(found) else float("nan")


def even_power(seed: int, corpora: int = 40, sets: int = 300) -> bool:
    """Print mean true power at what is called least in made-up articles that are all alike.

    Counts are gamma-Poisson of one rate, so that nothing but the method is at fault where power is off.
    """
    rng = np.random.default_rng([seed, 9])
    tokens = rng.integers(300, 800, 20_000).astype(float)
    hits = rng.poisson(0.02 * tokens * rng.gamma(6.0, 1 / 6.0, len(tokens))).astype(float)
    population, n = Population(hits, hits * 1e6, tokens), (12, 12)
    curve = np.maximum.accumulate(truth(population, n, sets, rng))
    base = population.thinned(population.truth / 2, rng)
    known = np.array([reach(drawn(base, n, rng)) for _ in range(corpora)])
    mean = 100 * float(np.interp(np.log(known), np.log(RATIOS), curve).mean())
    print(f"   {corpora} corpora of 12 v 12 articles; true least ratio {_at(curve, 0.8):.2f}")
    print(f"   least ratio: median {np.median(known):.2f}, true power {mean:.1f} %; aim 80 within {EVEN:.0f}")
    return abs(mean - 80) <= EVEN


def _at(curve: np.ndarray, wanted: float) -> float:
    """Return the ratio at which true power is as wanted; missing where it is not reached."""
    if curve.max() < wanted:
        return float("nan")
    place = int(np.argmax(curve >= wanted))
    x = np.log(np.array(RATIOS[max(place - 1, 0) : place + 1]))
    return float(np.exp(np.interp(wanted, curve[max(place - 1, 0) : place + 1], x)))


def section(simulations: int, seed: int) -> bool:
    """Run both in their quick size as a section of `quality.py`; `simulations` sets nothing here."""
    return all(met is not False for met in (even_power(seed), least_power(QUICK, seed)))


def main() -> int:
    """Run both; return 1 if an aim is missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    begin = time.perf_counter()
    size = QUICK if chosen.quick else FULL
    print("power: the least ratio that is found 8 times in 10, in articles that are alike")
    met: list[bool | None] = [even_power(chosen.seed)]
    print("power: the same in real articles")
    met.append(least_power(size, chosen.seed))
    print(f"{time.perf_counter() - begin:.0f} s")
    return 1 if False in met else 0


if __name__ == "__main__":
    sys.exit(main())
