"""Agreement and validity where the truth is known: coverage, width, false alarms.

    python benchmarks/quality_coding.py              simulated coders, measures and articles
    python benchmarks/quality_coding.py --quick      a fifth of the draws

Simulated: articles of unequal length lean their own way, sentences of one article hang together, coders err
more in some articles than in others, and the measure errs more in one outlet than in the other, which alone
would make a difference.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.coding.agreement import agreement, alpha, apart, percent, wilson
from framing.coding.validity import Judged, estimates
from framing.errors import FramingWarning

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEED = 1
#: Articles coded, and sentences an article, on average.
CODED = ((20, 3), (60, 4))
#: How often a coder is right, in the mean.
RIGHT = (0.98, 0.9, 0.75)
#: How alike the sentences of an article are.
ALIKE = 0.15
ANSWERS = np.array([0.5, 0.3, 0.2])


def answered(
    articles: int, sentences: float, right: float, coders: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Draw answers (units × coders) and the article of each unit."""
    spread = (1 - ALIKE) / ALIKE
    sure = rng.beta(right * spread, (1 - right) * spread, articles)
    lean = rng.dirichlet(ANSWERS * spread, articles)
    article = np.repeat(np.arange(articles), rng.poisson(sentences - 1, articles) + 1)
    true = (rng.random((len(article), 1)) > lean[article].cumsum(axis=1)).sum(axis=1).clip(0, 2)
    given = np.repeat(true[:, None], coders, axis=1)
    wrong = rng.random(given.shape) > sure[article][:, None]
    return np.where(wrong, rng.choice(3, given.shape, p=ANSWERS), given).astype(np.int64), article


def codes_of(given: Ints, article: Ints) -> pd.DataFrame:
    """Return a codes table."""
    units, coders = given.shape
    return pd.DataFrame(
        {
            "unit": np.repeat([f"u{u:05d}" for u in range(units)], coders),
            "article": np.repeat([f"a{a:04d}" for a in article], coders),
            "coder": np.tile([f"c{c}" for c in range(coders)], units),
            "question": "q",
            "value": given.ravel().astype(str),
            "level": "ordinal",
        }
    )


def coefficients(draws: int) -> list[float]:
    """Print how often intervals of agreement hold; return those figures."""
    print(f"\nagreement of two coders, {draws} draws: intervals that hold, in %")
    print(f"   {'articles':>8s}{'right':>7s}{'percent':>10s}{'nominal':>10s}{'ordinal':>10s}")
    numbers = np.arange(3, dtype=np.float64)
    known = {
        "percent": percent(3), "alpha_nominal": alpha("nominal", numbers),
        "alpha_ordinal": alpha("ordinal", numbers),
    }  # fmt: skip
    every = []
    for articles, sentences in CODED:
        for right in RIGHT:
            rng = np.random.default_rng([SEED, articles, int(100 * right)])
            many, _ = answered(20_000, sentences, right, 2, rng)
            truth = {name: 1 - one.value(one.sums(many)) for name, one in known.items()}
            held: dict[str, list[bool]] = {name: [] for name in known}
            for _ in range(draws):
                table = agreement(codes_of(*answered(articles, sentences, right, 2, rng)))
                table = table[(table["category"] == "all") & table["statistic"].isin(list(known))]
                for row in table.itertuples():
                    if np.isfinite(row.low):
                        held[row.statistic].append(row.low - 1e-9 <= truth[row.statistic] <= row.high + 1e-9)
            shown = {name: 100 * float(np.mean(one)) for name, one in held.items()}
            every += list(shown.values())
            print(f"   {articles:8d}{right:7.2f}" + "".join(f"{value:10.1f}" for value in shown.values()))
    print(f"   all: {min(every):.1f} to {max(every):.1f}, mean {np.mean(every):.1f}")
    return every


def shares(draws: int) -> list[float]:
    """Print how often intervals of a share of clustered units hold; return those figures."""
    print(f"\nprecision, recall: a share of units in articles, {10 * draws} draws: intervals that hold, in %")
    print(f"   {'articles':>8s}" + "".join(f"{p:>10.2f}" for p in (0.5, 0.8, 0.9, 0.95, 0.98)))
    every = []
    for articles, sentences in ((10, 2), *CODED):
        line = []
        for p in (0.5, 0.8, 0.9, 0.95, 0.98):
            rng = np.random.default_rng([SEED, articles, int(100 * p), 2])
            spread = (1 - ALIKE) / ALIKE
            held = []
            for _ in range(10 * draws):
                own = rng.beta(p * spread, (1 - p) * spread, articles)
                size = rng.poisson(sentences - 1, articles) + 1
                right = rng.binomial(size, own).astype(float)
                low, high = wilson(right, size.astype(float), float(size.sum()))
                held.append(low <= p <= high)
            line.append(100 * float(np.mean(held)))
        every += line
        print(f"   {articles:8d}" + "".join(f"{value:10.1f}" for value in line))
    print(f"   all: {min(every):.1f} to {max(every):.1f}, mean {np.mean(every):.1f}")
    return every


#: Share of sentences that coders would call so, and what a measure finds of them and of the others.
TRUE, FINDS, WRONGLY = (0.2, 0.3), (0.8, 0.6), (0.08, 0.15)


def errors(draws: int) -> list[float]:
    """Print how often intervals of errors, and of their differences, hold; return those figures."""
    print(f"\nerrors of a measure by outlet, {draws} draws: intervals that hold, in %")
    names = ("precision", "recall", "f1", "excess")
    print(" " * 16 + "".join(f"{name:>13s}" for name in names))
    right = [t * f for t, f in zip(TRUE, FINDS, strict=True)]
    given = [r + (1 - t) * w for r, t, w in zip(right, TRUE, WRONGLY, strict=True)]
    truth = {
        "precision": [r / g for r, g in zip(right, given, strict=True)],
        "recall": FINDS,
        "f1": [2 * r / (g + t) for r, g, t in zip(right, given, TRUE, strict=True)],
        "excess": [g - t for g, t in zip(given, TRUE, strict=True)],
    }
    every = []
    for articles, sentences in ((15, 4), (40, 5)):
        rng = np.random.default_rng([SEED, articles, 9])
        held: dict[tuple[str, str], list[bool]] = {}
        for _ in range(draws):
            both = [dict(judged(articles, sentences, outlet, rng)) for outlet in (0, 1)]
            for name in names:
                a, b = both[0][name], both[1][name]
                held.setdefault((name, "outlet"), []).append(a[1] <= truth[name][0] <= a[2])
                low, high = apart(a, b)
                held.setdefault((name, "difference"), []).append(
                    low <= truth[name][0] - truth[name][1] <= high
                )
        for what in ("outlet", "difference"):
            line = [100 * float(np.mean(held[name, what])) for name in names]
            every += line
            print(f"   {articles:3d} {what:9s}" + "".join(f"{value:13.1f}" for value in line))
    print(f"   all: {min(every):.1f} to {max(every):.1f}, mean {np.mean(every):.1f}")
    return every


def judged(
    articles: int, sentences: float, outlet: int, rng: np.random.Generator
) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Draw coded and measured sentences of one outlet, and yield each statistic with its interval."""
    share = TRUE[outlet]
    own = rng.beta(share * 6, (1 - share) * 6, articles)
    article = np.repeat(np.arange(articles), rng.poisson(sentences - 1, articles) + 1)
    true = rng.random(len(article)) < own[article]
    found = rng.random(len(article)) < np.where(true, FINDS[outlet], WRONGLY[outlet])
    one = np.ones(len(article))
    units = Judged(
        coded=true[:, None] * 1.0, found=found[:, None] * 1.0, weight=one, article=article,
        number=one * np.nan, value=one, categories=("yes",), classed=False,
    )  # fmt: skip
    for _, name, sure, _ in estimates(units, ("yes",), one > 0):
        yield name, sure


def coding(draws: int = 1000) -> bool:
    """Print all sections; say whether the aim is met."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        held = [*coefficients(draws), *shares(draws), *errors(5 * draws)]
    print(f"\nintervals hold {np.mean(held):.1f} % in the mean (aim: 93 to 97)")
    return bool(93 <= np.mean(held) <= 97)


def section(simulations: int, seed: int) -> bool:
    """Run all as a section of `quality.py`: a tenth as many draws, each of which makes whole corpora."""
    return coding(max(20, simulations // 10))


if __name__ == "__main__":
    print("\naims met" if coding(200 if "--quick" in sys.argv else 1000) else "\naims not met")
