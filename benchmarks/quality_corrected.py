"""Corrected shares of stance: bias, coverage and cost, where the truth is known.

    python benchmarks/quality_corrected.py              simulated articles, then real targets with known codes
    python benchmarks/quality_corrected.py --quick      a fifth of the draws

Simulated: true shares of each group are drawn from anywhere between .1 and .8, articles scatter around them,
each mention is mistaken as often as the model's card says, and the confusion that is given to the correction
is drawn once more from its own coded mentions, so that it is never quite right.
"""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.comparison.corrected.confusions import confusions
from framing.comparison.corrected.counting import MEASURES, NET
from framing.comparison.corrected.table import corrected
from framing.errors import FramingWarning
from framing.units import MILLION

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SIZES = (6, 12, 40)
#: Coded mentions behind a confusion: the card's, or what two days of one's own coding give.
CODED = {"the card": None, "300 of one's own": 300}
#: Mentions an article, on average, one at least; and how alike an article's mentions are (an intraclass correlation).
MENTIONS, ALIKE = 4.0, 0.2
BATCH = 100
SEED = 1


@dataclass(frozen=True)
class Drawn:
    """Counts given by article (targets × articles × classes) and the true shares of each target."""

    given: Ints
    truth: Floats


def priors(size: int, rng: np.random.Generator) -> Floats:
    """Return true shares, each from .1 to .8, all such alike."""
    found = np.zeros((0, 3))
    while len(found) < size:
        tried = rng.dirichlet(np.ones(3), 4 * size)
        found = np.concatenate([found, tried[((tried >= 0.1) & (tried <= 0.8)).all(axis=1)]])
    return found[:size]


def drawn(truth: Floats, articles: int, rates: Floats, rng: np.random.Generator) -> Drawn:
    """Draw what a model gives in some articles of each target, by the rates of its mistakes."""
    size = len(truth)
    spread = (1 - ALIKE) / ALIKE
    gamma = rng.gamma(np.repeat(truth[:, None] * spread, articles, axis=1))
    own = gamma / gamma.sum(axis=2, keepdims=True)
    mentions = rng.geometric(1 / MENTIONS, (size, articles))
    true = rng.multinomial(mentions, own)
    given = sum(rng.multinomial(true[..., k], rates[k]) for k in range(3))
    return Drawn(np.asarray(given, np.int64), truth)


def scores(groups: dict[str, Drawn], voice: str) -> pd.DataFrame:
    """Return a scores table, each target a simulation."""
    parts = []
    for name, one in groups.items():
        size, articles, _ = one.given.shape
        for k, measure in enumerate(MEASURES):
            parts.append(
                pd.DataFrame(
                    {
                        "article": np.tile([f"{name}{a:03d}" for a in range(articles)], size),
                        "outlet": name,
                        "target": np.repeat([f"t{t:04d}" for t in range(size)], articles),
                        "measure": measure,
                        "hits": one.given.sum(axis=2).ravel(),
                        "weight": one.given[..., k].ravel() * MILLION,
                    }
                )
            )
    table = pd.concat(parts, ignore_index=True)
    return table.assign(part="body", voice=voice, genre="news", unit="share", tokens=100)


def coded(counts: Ints, total: int | None, rng: np.random.Generator) -> Ints:
    """Draw a confusion again: as many of each true class, or so many in all."""
    rows = counts.sum(axis=1)
    if total is not None:
        rows = np.maximum(1, np.round(rows * total / rows.sum())).astype(np.int64)
    return np.asarray(rng.multinomial(rows, counts / counts.sum(axis=1, keepdims=True)), np.int64)


def simulated(
    voice: str, articles: int, total: int | None, simulations: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the corrected rows of many simulations, with the truth beside them."""
    counts = confusions("linear")[voice].counts
    rates = counts / counts.sum(axis=1, keepdims=True)
    found = []
    for _ in range(simulations // BATCH):
        groups = {name: drawn(priors(BATCH, rng), articles, rates, rng) for name in "ab"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FramingWarning)
            table = corrected(scores(groups, voice), {voice: coded(counts, total, rng)})
        found.append(with_truth(table, groups))
    return pd.concat(found, ignore_index=True)


def with_truth(table: pd.DataFrame, groups: dict[str, Drawn]) -> pd.DataFrame:
    """Put the true share, net or difference beside each row."""
    target = table["target"].str[1:].astype(int).to_numpy()
    column = table["measure"].map({name: k for k, name in enumerate((*MEASURES, NET))}).to_numpy()
    true = {name: np.column_stack([one.truth, one.truth[:, 2] - one.truth[:, 0]]) for name, one in groups.items()}
    value = np.select([table["group"] == name for name in true], [t[target, column] for t in true.values()])
    other = np.select([table["other"] == name for name in true], [t[target, column] for t in true.values()], 0.0)
    return table.assign(truth=value - other)


def summary(rows: pd.DataFrame) -> dict[str, float]:
    """Return bias, root mean squared error and coverage, raw and corrected.

    Bias is that toward the middle: the slope of the error on the truth, at a truth one standard deviation out; so
    that errors of shares that are too large and of those that are too small don't cancel.
    """
    away = rows["truth"] - rows["truth"].mean()
    out = {}
    for name, low, high in (("raw", "raw_low", "raw_high"), ("corrected", "low", "high")):
        error = rows[name] - rows["truth"]
        level = error.mean()
        slope = float((error * away).sum() / (away**2).sum())
        out[f"{name} bias"] = float(np.sqrt(level**2 + (slope * away.std()) ** 2))
        out[f"{name} rmse"] = float(np.sqrt((error**2).mean()))
        has = rows[low].notna()
        inside = (rows[low] <= rows["truth"] + 1e-9) & (rows["truth"] <= rows[high] + 1e-9)
        out[f"{name} held"] = 100 * float(inside[has].mean())
        out[f"{name} none"] = 100 * float(1 - has.mean())
        out[f"{name} wide"] = float((rows[high] - rows[low])[has].mean())
    return out


def simulation(simulations: int) -> None:
    """Print what simulations give, by voice, articles a side and what was coded."""
    for said, total in CODED.items():
        for voice in ("outlet", "quoted", "reported"):
            print(f"\n{voice} words, confusion of {said}; {simulations} simulations of two groups")
            print(f"   {'':22s}{'bias':>14s}{'rmse':>14s}{'held, %':>16s}{'no interval, %':>16s}{'width':>14s}")
            for articles in SIZES:
                rng = np.random.default_rng([SEED, articles, total or 0, len(voice)])
                rows = simulated(voice, articles, total, simulations, rng)
                single = rows["other"].isna()
                for name, part in (
                    ("shares", single & (rows["measure"] != NET)),
                    ("net", single & (rows["measure"] == NET)),
                    ("differences", ~single & (rows["measure"] != NET)),
                    ("difference of net", ~single & (rows["measure"] == NET)),
                ):
                    s = summary(rows[part])
                    print(
                        f"   {articles:3d} {name:18s}"
                        + f"{s['raw bias']:7.3f}{s['corrected bias']:7.3f}"
                        + f"{s['raw rmse']:7.3f}{s['corrected rmse']:7.3f}"
                        + f"{s['raw held']:9.1f}{s['corrected held']:7.1f}"
                        + f"{s['raw none']:9.1f}{s['corrected none']:7.1f}"
                        + f"{s['raw wide']:7.2f}{s['corrected wide']:7.2f}"
                    )


def main() -> None:
    """Print all."""
    simulation(400 if "--quick" in sys.argv else 2000)


if __name__ == "__main__":
    main()
