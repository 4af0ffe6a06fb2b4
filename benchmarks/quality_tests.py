"""False alarms: how often a test says p <= .05 where there is no difference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import quality_data
from quality_data import ABSENT, RARE, RATES
from quality_intervals import covered
from quality_simulate import Population, by_length, evened, simulate

from framing.comparison.nodes import select_nodes

DESIGNS = ((5, 20), (8, 30), (30, 30), (60, 60))
OMNIBUS = ((8, 8, 8), (5, 8, 20), (5, 8, 12, 20), (15, 15, 15))
EVENTS = {
    "2 events": ((5, 8), (12, 4)),
    "4 events": ((3, 6), (5, 2), (4, 4), (8, 8)),
    "4 events, single articles": ((1, 4), (5, 1), (4, 4), (6, 3)),
    "8 events": ((2, 3), (4, 2), (1, 3), (5, 5), (3, 1), (2, 2), (6, 3), (4, 4)),
    "12 events": (
        (2, 3),
        (4, 2),
        (1, 3),
        (5, 5),
        (3, 1),
        (2, 2),
        (6, 3),
        (4, 4),
        (1, 1),
        (2, 1),
        (3, 3),
        (1, 2),
    ),
}

#: Percentages of false alarms aimed at: equal kinds of article, and short against long.
AIM = (3.5, 6.5)
AIM_UNEQUAL = 7.0
AIM_COVERAGE = 92.0

LEVEL = 0.05


def alarms(p: pd.Series[float]) -> tuple[float, float]:
    """Return the percentage of tests made that say p <= .05, and of those that could not be made."""
    return 100 * float((p.dropna() <= LEVEL).mean()), 100 * float(p.isna().mean())


def pairs(simulations: int, seed: int) -> bool | None:
    """Print the false alarms for two outlets."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    short, long = by_length(counts)
    print(f"   {simulations} simulations a cell; in brackets, % without a test")
    print(f"   {'':24s}{'kinds':16s}" + "".join(f"{f'{a} v {b}':>16s}" for a, b in DESIGNS))
    seen: dict[tuple[str, int], list[float]] = {}
    for number, name in enumerate([*RATES, RARE]):
        everything = Population.of(counts, name)
        brief, lengthy = everything.some(short), everything.some(long)
        kinds = {
            "equal": (everything, everything),
            "short v long": (brief, lengthy),
            "long v short": (lengthy, brief),
        }
        for place, (kind, (one, other)) in enumerate(kinds.items()):
            cells = []
            for column, (a, b) in enumerate(DESIGNS):
                rng = np.random.default_rng([seed, 2, number, place, a, b])
                if kind != "equal":
                    one, other = evened(one, other, rng)
                result = simulate([("a", "e", one, a), ("b", "e", other, b)], simulations, rng).contrast
                share, none = alarms(result["p"])
                seen.setdefault((kind, column), []).append(share)
                cells.append(f"{share:.1f} ({none:.1f})")
            print(f"   {name:24s}{kind:16s}" + "".join(f"{cell:>16s}" for cell in cells))
    met = True
    for kind in ("equal", "short v long", "long v short"):
        means = [float(np.mean(seen[kind, column])) for column in range(len(DESIGNS))]
        most = [float(np.max(seen[kind, column])) for column in range(len(DESIGNS))]
        print(f"   {'mean':24s}{kind:16s}" + "".join(f"{mean:16.1f}" for mean in means))
        print(f"   {'most':24s}{kind:16s}" + "".join(f"{value:16.1f}" for value in most))
        met &= (
            all(AIM[0] <= mean <= AIM[1] for mean in means) if kind == "equal" else max(most) <= AIM_UNEQUAL
        )
    print(f"   aim: mean {AIM[0]} to {AIM[1]} with equal kinds, {AIM_UNEQUAL:.0f} at most with unequal ones")
    return met


def omnibus(simulations: int, seed: int) -> bool | None:
    """Print the false alarms of a matter: the least p over its measures and pairs, labels shuffled."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    short, _ = by_length(counts)
    met = True
    print(f"   {'':24s}{'kinds':16s}" + "".join(f"{' v '.join(map(str, d)):>18s}" for d in OMNIBUS))
    for number, name in enumerate(["tone.negative", "boosters", RARE]):
        everything = Population.of(counts, name)
        for kind in ("equal", "first short"):
            cells = []
            for design in OMNIBUS:
                rng = np.random.default_rng([seed, 3, number, kind == "equal", *design])
                one, other = everything, everything
                if kind != "equal":
                    one, other = evened(everything.some(short), everything, rng)
                plan = [(f"o{k}", "e", other if k else one, n) for k, n in enumerate(design)]
                result = simulate(plan, simulations // 2, rng)
                assert result.units is not None
                nodes = select_nodes(result.units, draws=999, seed=seed).nodes
                share, none = alarms(nodes["p"])
                met &= share <= AIM_UNEQUAL
                cells.append(f"{share:.1f} ({none:.1f})")
            print(f"   {name:24s}{kind:16s}" + "".join(f"{cell:>18s}" for cell in cells))
    print(f"   {simulations // 2} simulations a cell; aim: {AIM_UNEQUAL:.0f} at most")
    return met


def events(simulations: int, seed: int) -> bool | None:
    """Print false alarms and coverage where events differ and outlets do not."""
    counts = quality_data.load()
    if counts is None:
        print(ABSENT)
        return None
    big = [name for name in np.unique(counts.outlet) if (counts.outlet == name).sum() >= 250]
    met = True
    print(f"   {'':24s}{'':28s}{'false alarms':>16s}{'coverage':>16s}   in brackets, % not made")
    for number, name in enumerate(["tone.negative", "boosters", RARE]):
        everything = Population.of(counts, name)
        for place, (title, design) in enumerate(EVENTS.items()):
            rng = np.random.default_rng([seed, 4, number, place])
            plan = []
            for k, sizes in enumerate(design):
                # What one outlet wrote stands in for an event: rates and lengths differ from event to event.
                population = everything.some(counts.outlet == big[k % len(big)])
                plan += [(outlet, f"e{k:02d}", population, n) for outlet, n in zip("ab", sizes, strict=True)]
            result = simulate(plan, simulations // 2, rng).contrast
            false, untested = alarms(result["p"])
            share, none = covered(result["low"], result["high"], 1.0)
            met &= false <= AIM_UNEQUAL and share >= AIM_COVERAGE
            cells = f"{f'{false:.1f} ({untested:.1f})':>16s}{f'{share:.1f} ({none:.1f})':>16s}"
            print(f"   {name:24s}{title:28s}{cells}")
    print(f"   {simulations // 2} a cell; aim: at most {AIM_UNEQUAL:.0f}; {AIM_COVERAGE:.0f} or more")
    return met
