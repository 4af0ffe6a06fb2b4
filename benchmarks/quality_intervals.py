"""Coverage: how often a 95 % interval holds the truth, at the sizes users have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import quality_data
from quality_simulate import Population, evened, simulate

SIZES = (5, 8, 15, 30)
DESIGNS = ((5, 5), (5, 20), (8, 30), (30, 30))

#: Shares of coverage that are aimed at, by articles a side.
AIM = (93.0, 97.0)
AIM_AT_FIVE = 92.0

ABSENT = "skipped: the articles (../shared/data/allsides) are not beside the project"


def covered(low: pd.Series[float], high: pd.Series[float], truth: float) -> tuple[float, float]:
    """Return the percentage of intervals that hold the truth, and of those that could not be made."""
    has = low.notna()
    inside = (low[has] <= truth) & (truth <= high[has])
    return 100 * float(inside.mean()), 100 * float(1 - has.mean())


def rates(simulations: int, seed: int) -> bool | None:
    """Print the coverage of intervals of one outlet's rate."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    met = True
    print(f"   {simulations} simulations a cell; in brackets, % without an interval (see its note)")
    print(f"   {'':16s}{'per article':>12s}" + "".join(f"{f'n = {n}':>16s}" for n in SIZES))
    totals = {n: [] for n in SIZES}
    for number, name in enumerate(counts.names):
        population = Population(counts.column(name), counts.tokens)
        cells = []
        for n in SIZES:
            rng = np.random.default_rng([seed, number, n])
            result = simulate([("a", "e", population, n)], simulations, rng).profile
            share, none = covered(result["low"], result["high"], population.rate)
            totals[n].append(share)
            cells.append(f"{share:9.1f} ({none:3.1f})")
        print(f"   {name:16s}{population.hits.mean():12.1f}" + "".join(f"{cell:>16s}" for cell in cells))
    means = {n: float(np.mean(values)) for n, values in totals.items()}
    print(f"   {'mean':28s}" + "".join(f"{means[n]:16.1f}" for n in SIZES))
    for n, mean in means.items():
        met &= mean >= AIM_AT_FIVE if n == 5 else AIM[0] <= mean <= AIM[1]
    print(f"   aim: {AIM[0]:.0f} to {AIM[1]:.0f} at 8, 15, 30; {AIM_AT_FIVE:.0f} or more at 5")
    return met


def differences(simulations: int, seed: int) -> bool | None:
    """Print the coverage of intervals of the difference of two outlets, alike and unlike in length."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    short, long = (
        counts.tokens <= np.quantile(counts.tokens, 0.25),
        counts.tokens >= np.quantile(counts.tokens, 0.75),
    )
    met = True
    print(f"   {'':16s}{'kinds':16s}" + "".join(f"{f'{a} v {b}':>14s}" for a, b in DESIGNS))
    for number, name in enumerate(counts.names):
        everything = Population(counts.column(name), counts.tokens)
        kinds = {
            "equal": (everything, everything),
            "short v long": (everything.some(short), everything.some(long)),
        }
        for place, (kind, (one, other)) in enumerate(kinds.items()):
            cells = []
            for a, b in DESIGNS:
                rng = np.random.default_rng([seed, 1, number, place, a, b])
                if kind != "equal":
                    one, other = evened(one, other, rng)
                result = simulate(
                    [("a", "e", one, a), ("b", "e", other, b)], simulations, rng, draws=99
                ).contrast
                share, none = covered(result["low"], result["high"], one.rate / other.rate)
                met &= share >= AIM_AT_FIVE
                cells.append(f"{share:.1f} ({none:.1f})")
            print(f"   {name:16s}{kind:16s}" + "".join(f"{cell:>14s}" for cell in cells))
    return met
