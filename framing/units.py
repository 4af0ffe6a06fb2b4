"""How a measure's counts become a number: the units, their formula and their label.

A score row holds three exact sums (hits, weight, tokens). A unit says which of
them is divided by which, so that a table can carry its unit as one short word.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MILLION", "UNITS", "Unit"]

#: Weights are whole millionths, so that sums are exact in any order.
MILLION = 1_000_000


@dataclass(frozen=True)
class Unit:
    """One way to turn sums into an estimate: ``scale * numerator / denominator``.

    `numerator` and `denominator` name columns of the scores table; `weight`
    is in millionths and is brought back by `scale`. `ratio` says that the
    estimate can't be negative and that two of them compare as a ratio;
    otherwise they compare as a difference.
    """

    label: str
    numerator: str
    denominator: str
    scale: float
    ratio: bool


UNITS: dict[str, Unit] = {
    "per_1000": Unit("hits per 1,000 tokens", "hits", "tokens", 1000.0, True),
    "net_per_1000": Unit(
        "positive minus negative hits per 1,000 tokens", "weight", "tokens", 1000.0 / MILLION, False
    ),
    "mean": Unit("mean weight a hit", "weight", "hits", 1.0 / MILLION, False),
    "share": Unit("share of hits", "weight", "hits", 1.0 / MILLION, True),
    "share_of_headlines": Unit("share of headlines with at least one hit", "hits", "headlines", 1.0, True),
}
