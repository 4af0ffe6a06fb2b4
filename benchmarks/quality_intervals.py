"""Coverage: how often a 95 % interval holds the truth, at the sizes users have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import quality_data
from quality_data import ABSENT, OTHERS, RARE, RATES, SHARES
from quality_simulate import Population, by_length, evened, simulate

SIZES = (5, 8, 15, 30)
DESIGNS = ((5, 5), (5, 20), (8, 30), (30, 30))

#: Shares of coverage that are aimed at, by articles a side.
AIM = (93.0, 97.0)
AIM_AT_FIVE = 92.0


def covered(low: pd.Series[float], high: pd.Series[float], truth: float) -> tuple[float, float]:
    """Return the percentage of intervals that hold the truth, and of those that could not be made."""
    has = low.notna()
    inside = (low[has] <= truth) & (truth <= high[has])
    return 100 * float(inside.mean()), 100 * float(1 - has.mean())


def rates(simulations: int, seed: int) -> bool | None:
    """Print the coverage of intervals of one outlet's estimate: rates, shares and means."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    print(f"   {simulations} simulations a cell; in brackets, % without an interval (see its note)")
    print(f"   {'':24s}{'per article':>12s}" + "".join(f"{f'n = {n}':>16s}" for n in SIZES))
    shares: dict[int, list[float]] = {n: [] for n in SIZES}
    for number, name in enumerate([*RATES, RARE, *OTHERS, *SHARES]):
        population = Population.of(counts, name)
        cells = []
        for n in SIZES:
            rng = np.random.default_rng([seed, number, n])
            result = simulate([("a", "e", population, n)], simulations, rng).profile
            share, none = covered(result["low"], result["high"], population.truth)
            if name not in OTHERS:
                shares[n].append(share)
            cells.append(f"{share:9.1f} ({none:3.1f})")
        row = "".join(f"{cell:>16s}" for cell in cells)
        print(f"   {name:24s}{population.hits.mean():12.1f}{row}{'   no aim' * (name in OTHERS)}")
    print(f"   {'least of those':36s}" + "".join(f"{min(shares[n]):16.1f}" for n in SIZES))
    print(f"   {'mean of those':36s}" + "".join(f"{float(np.mean(shares[n])):16.1f}" for n in SIZES))
    print(f"   {'most of those':36s}" + "".join(f"{max(shares[n]):16.1f}" for n in SIZES))
    print(f"   aim: mean {AIM[0]:.0f} to {AIM[1]:.0f} at 8, 15, 30; {AIM_AT_FIVE:.0f} or more at 5")
    means = {n: float(np.mean(values)) for n, values in shares.items()}
    return all(mean >= AIM_AT_FIVE if n == 5 else AIM[0] <= mean <= AIM[1] for n, mean in means.items())


def differences(simulations: int, seed: int) -> bool | None:
    """Print the coverage of intervals of the difference of two outlets, alike and unlike in length."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    short, long = by_length(counts)
    met = True
    print(f"   {'':24s}{'kinds':16s}" + "".join(f"{f'{a} v {b}':>16s}" for a, b in DESIGNS))
    for number, name in enumerate([*RATES, RARE, *OTHERS, *SHARES]):
        everything = Population.of(counts, name)
        kinds = {
            "equal": (everything, everything),
            "short v long": (everything.some(short), everything.some(long)),
        }
        for place, (kind, (one, other)) in enumerate(kinds.items()):
            cells = []
            for a, b in DESIGNS:
                rng = np.random.default_rng([seed, 1, number, place, a, b])
                if kind != "equal" and name not in (*OTHERS, *SHARES):
                    one, other = evened(one, other, rng)
                result = simulate(
                    [("a", "e", one, a), ("b", "e", other, b)], simulations, rng, draws=99
                ).contrast
                ratio = result["scale"].iloc[0] == "ratio"
                truth = one.truth / other.truth if ratio else one.truth - other.truth
                share, none = covered(result["low"], result["high"], truth)
                if name not in OTHERS:
                    met &= share >= AIM_AT_FIVE
                cells.append(f"{share:.1f} ({none:.1f})")
            row = "".join(f"{cell:>16s}" for cell in cells)
            print(f"   {name:24s}{kind:16s}{row}{'   no aim' * (name in OTHERS)}")
    print(f"   aim: {AIM_AT_FIVE:.0f} or more, each of these")
    return met
