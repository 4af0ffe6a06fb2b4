"""Of the facts that two outlets tell: whose wording has more of what, tested by its sign fact by fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import scipy.stats

from framing.comparison.intervals import wilson
from framing.comparison.sums import Ints
from framing.comparison.testing import ALPHA, REST
from framing.schema import check

#: The kind of these findings, and the family in which they are adjusted.
KIND, FAMILY = "the same fact", "facts"
#: Kinds of difference by the columns of `pairs`, each with the sign that is counted.
SIGNS: Mapping[str, int] = {"tone": -1, "loaded": 1, "sure": 1, "trust": 1, "attributed": 1}
#: A smaller difference is none, as in `fr.side_by_side`.
_DIFFERS = 1.0


def list_directions(pairs: pd.DataFrame, level: float = ALPHA) -> list[dict[str, Any]]:
    """Return rows of `findings`, one for two outlets and a kind of difference with p of .05 or less.

    The least one is returned in any case, so that it is seen that there were tests.

    Notes
    -----
    The sign test over facts, where those of one event, or of one article where there is but one event, turn
    together: the articles are those of the side that has fewer, and of one outlet against all others its own.
    p is exact, over all signs of these clusters. Adjusted by Benjamini and Hochberg (1995)
    over all pairs of outlets and kinds that can be tested. Significant is what stays so without any article.
    """
    table = check(pairs, "pairs")
    several = table["event"].nunique() > 1
    outlets = sorted({*table["a_outlet"], *table["b_outlet"]})
    against = [*combinations(outlets, 2), *((one, REST) for one in outlets if len(outlets) > 2)]
    tested: list[tuple[str, str, str, pd.DataFrame, float]] = []
    for one, other in against:
        first, second = table["a_outlet"], table["b_outlet"]
        straight = ((first == one) & ((second == other) | (other == REST))).to_numpy()
        turned = ((second == one) & ((first == other) | (other == REST))).to_numpy()
        some, sign = table[straight | turned], np.where(straight, 1, -1)[straight | turned]
        cluster = some["event"].fillna("")
        if not several:
            # One writer's habit is one habit.
            own, theirs = (some["a"].where(sign == side, some["b"]) for side in (1, -1))
            cluster = own if other == REST or own.nunique() <= theirs.nunique() else theirs
        number, names = pd.factorize(cluster, sort=True)
        for kind, counted in SIGNS.items():
            value = some[kind].to_numpy() * sign * counted
            differs = np.abs(value) >= _DIFFERS
            signs = np.sign(value[differs]).astype(np.int64)
            sums = np.bincount(number[differs], signs, len(names)).astype(np.int64)
            # The least p that so many clusters can give.
            if 2.0 ** (1 - np.count_nonzero(sums)) <= ALPHA:
                mine = some[differs].assign(cluster=cluster[differs], sign=signs)
                tested.append((one, other, kind, mine, compute_sign_p(sums)))
    if not tested:
        return []
    p = np.array([row[-1] for row in tested])
    adjusted = scipy.stats.false_discovery_control(p)
    order = np.argsort(p, kind="stable").tolist()
    return [
        _row(tested[at], float(adjusted[at]), level, len(tested))
        for at in order
        if p[at] <= ALPHA or at == order[0]
    ]


def compute_sign_p(sums: Ints) -> float:
    """Return the two-sided p of a sum of signs, over all ways of turning the sign of each part.

    Parameters
    ----------
    sums : int64 array
        The sum of each cluster.

    Examples
    --------
    >>> compute_sign_p(np.array([1, 1, 1, 1, 1, 1])), compute_sign_p(np.array([1, -1]))
    (0.03125, 1.0)
    """
    shares = np.ones(1)
    for size in np.abs(sums).tolist():
        step = np.zeros(2 * size + 1)
        step[0] += 0.5
        step[-1] += 0.5
        shares = np.convolve(shares, step)
    middle = len(shares) // 2
    away = np.abs(np.arange(len(shares)) - middle)
    return float(min(shares[away >= abs(int(sums.sum()))].sum(), 1.0))


def _sums(rows: pd.DataFrame) -> Ints:
    return rows.groupby("cluster")["sign"].sum().to_numpy(np.int64)


def _leave_out(rows: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Yield each article with the p of all pairs without it."""
    for article in sorted({*rows["a"], *rows["b"]}):
        yield article, compute_sign_p(_sums(rows[(rows["a"] != article) & (rows["b"] != article)]))


def _row(
    tested: tuple[str, str, str, pd.DataFrame, float], adjusted: float, level: float, size: int
) -> dict[str, Any]:
    """Return a row of `findings`: in what share of the facts that differ one outlet has more."""
    one, other, kind, rows, p = tested
    more = int((rows["sign"] > 0).sum())
    n, down = len(rows), 2 * more < len(rows)
    a, b, k = (other, one, n - more) if down else (one, other, more)
    low, high = wilson(k / n, n)
    worst = max(_leave_out(rows), key=lambda left: left[1])
    rests = f"article: {worst[0]}" if worst[1] > ALPHA else ""
    sure = "significant" if adjusted <= level and not rests else "nominal" if p <= ALPHA else "inconclusive"
    # The fact that shows it best, from the side of the outlet that has more.
    here = rows[rows["sign"] == (-1 if down else 1)]
    best = here.sort_values(["framing", "a", "a_start"], ascending=[False, True, True]).iloc[0]
    sides = dict(zip((one, other), "ab" if one == best["a_outlet"] else "ba", strict=True))
    row = {
        "kind": KIND, "certainty": sure, "a": a, "b": b, "measure": f"facts.{kind}",
        "matter": f"facts|{kind}", "unit": "share", "voice": "all", "scale": "difference", "family": FAMILY,
        "family_size": size,
        "p": p, "p_adjusted": adjusted, "rests_on": rests if sure == "nominal" else "",
        "estimate": 2 * k / n - 1, "_away": 2 * k / n - 1,
        "low": 2 * float(low) - 1, "high": 2 * float(high) - 1,
        "provenance": rows["provenance"].min(), "note": f"{k} of {n} facts",
    }  # fmt: skip
    for side, name, share, ends in (("a", a, k / n, (low, high)), ("b", b, 1 - k / n, (1 - high, 1 - low))):
        row |= {
            f"estimate_{side}": share, f"low_{side}": float(ends[0]), f"high_{side}": float(ends[1]),
            f"n_{side}": n, f"sentence_{side}": " ".join(str(best[f"{sides[name]}_sentence"]).split()),
            f"article_{side}": str(best[sides[name]]),
        }  # fmt: skip
    return row
