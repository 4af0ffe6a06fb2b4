"""What both sides of a comparison have in common, against plain loops over texts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from framing.comparison.sums import Clusters, clusters
from framing.comparison.testing import chosen, shared, sides
from framing.schema import check
from tests.cases import for_each
from tests.comparison.examples import random_scores


def with_copies(by: str = "outlet", wire: str = "collapse") -> Clusters:
    """Return four outlets in two events and none, that print a few texts between them."""
    scores = random_scores(dict.fromkeys("abcd", 12), 1, events=("e1", "e2", None), parts=("body",))
    rng = np.random.default_rng(2)
    family = {name: rng.choice(["x", "y", "z", None]) for name in sorted(set(scores["article"]))}
    table = check(scores.assign(copy_group=scores["article"].map(family)), "scores")
    return clusters(table, by, () if by == "voice" else ("voice",), wire)


def pull(data: Clusters, entry: int, side: list[int]) -> float:
    """Return what deleting an entry does to its side's ratio of sums."""
    x, d = sum(data.x[k] for k in side), sum(data.d[k] for k in side)
    left = d - data.d[entry]
    change = (x - data.x[entry]) / left - x / d if left else 0.0
    return float(change * math.sqrt((len(side) - 1) / len(side)))


@pytest.mark.medium
@for_each("by", ["outlet", "voice"])
@for_each("pairs", ["all", "rest", [("a", "rest"), ("a", "c"), ("d", "b")]])
@for_each("wire", ["collapse", "keep"])
def test_correlation_and_texts_are_those_of_plain_loops(
    by: str, pairs: str | list[tuple[str, str]], wire: str
) -> None:
    data = with_copies(by, wire)
    wanted = pairs if by == "outlet" or isinstance(pairs, str) else [("quoted", "outlet")]
    every = sides(data, chosen(wanted, data.groups))
    both = every.take(np.flatnonzero((every.a.d > 0) & (every.b.d > 0)))
    found = shared(data, both)
    assert found.texts.max() > 0
    for row in range(len(both.pair)):
        a, b = both.pairs[both.pair[row]]
        here = np.flatnonzero(
            (data.cell == both.cell[row]) & (data.event == both.event[row]) & (data.d > 0)
        ).tolist()
        ours = [k for k in here if data.group[k] == a]
        theirs = [k for k in here if (data.group[k] != a if b == len(data.groups) else data.group[k] == b)]
        met = [(k, other) for k in ours for other in theirs if data.family[k] == data.family[other]]
        assert found.texts[row] == len(met)
        assert found.all[row] == (len(met) == len(ours) == len(theirs))
        covariance = sum(pull(data, k, ours) * pull(data, other, theirs) for k, other in met)
        spread = math.sqrt(both.a.pull[row] * both.b.pull[row])
        correlation = min(1.0, max(-1.0, covariance / spread)) if spread else 0.0
        assert found.correlation[row] == pytest.approx(correlation, abs=1e-9)
