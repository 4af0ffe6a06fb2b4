"""Whether a measure errs alike in all groups: one test over them at once, labels permuted over articles.

A share that counts units right out of units asked, by group; the test asks whether labels that mean nothing
would differ as much. No table here.
"""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Floats, Ints

__all__ = ["DRAWS", "alike"]

#: Permutations of labels.
DRAWS = 999


def alike(
    x: Floats, d: Floats, group: Ints, article: Ints, event: Ints, seed: int, draws: int = DRAWS
) -> float:
    """Return p of the same share in all groups.

    Parameters
    ----------
    x, d : arrays
        Of each unit, what counts and out of how much.
    group : array of int
        Of each unit, from 0. Where each article is in one group, labels are permuted over the articles of an
        event; else (voices) over the units of an article.
    article, event : arrays of int
        Of each unit.
    seed : int
    draws : int

    Returns
    -------
    float
        ``(k + 1) / (draws + 1)``, k how often permuted labels give groups as far apart: squared distances
        from the share of all over their jackknife-like variances by article (studentised: Janssen 1997),
        summed. Missing where fewer than two groups have two articles.

    Examples
    --------
    >>> unit = np.arange(40)
    >>> alike((unit < 20) * 1.0, np.ones(40), unit // 20, unit, unit * 0, 1)
    0.001
    """
    size = int(group.max()) + 1 if len(group) else 0
    articles, place = np.unique(article, return_inverse=True)
    own = np.full(len(articles), -1)
    own[place] = group
    whole = bool((own[place] == group).all())
    live = d > 0
    enough = [len(np.unique(article[live & (group == g)])) > 1 for g in range(size)]
    if sum(enough) < 2:
        return np.nan
    rng = np.random.default_rng(seed)
    if whole:
        x, d = (np.bincount(place, values, minlength=len(articles)) for values in (x, d))
        when = np.zeros(len(articles), dtype=np.int64)
        when[place] = event
        found = _apart(x, d, own, np.arange(len(articles)), size)
        labels, strata = own, when
        clusters = np.arange(len(articles))
    else:
        found = _apart(x, d, group, place, size)
        labels, strata, clusters = group, place, place
    order = np.argsort(strata, kind="stable")
    reached = 0
    for _ in range(draws):
        # Random keys sorted inside each stratum: a permutation of the labels there.
        shuffled = np.lexsort([rng.random(len(labels)), strata])
        mixed = np.empty_like(labels)
        mixed[order] = labels[shuffled]
        reached += _apart(x, d, mixed, clusters, size) >= found - 1e-9
    return (reached + 1) / (draws + 1)


def _apart(x: Floats, d: Floats, group: Ints, cluster: Ints, size: int) -> float:
    """Return how far groups are from the share of all, in squared standard errors."""
    slots = size * (int(cluster.max()) + 1)
    sums_x, sums_d = (np.bincount(cluster * size + group, values, minlength=slots) for values in (x, d))
    of = np.arange(slots) % size
    total_x, total_d = (np.bincount(of, values, minlength=size) for values in (sums_x, sums_d))
    overall = total_x.sum() / total_d.sum()
    share = np.where(total_d > 0, total_x / np.where(total_d > 0, total_d, 1), overall)
    n = np.bincount(of, sums_d > 0, minlength=size)
    spread = np.bincount(of, (sums_x - share[of] * sums_d) ** 2, minlength=size)
    # Pooled with the spread around the share of all: few articles that are all alike show no spread of
    # their own.
    around = float(((sums_x - overall * sums_d) ** 2).sum()) / max(int((sums_d > 0).sum()), 1)
    variance = np.where(total_d > 0, (spread + around) / np.where(total_d > 0, total_d, 1) ** 2, np.inf)
    gone = (n < 1) | ~(variance > 0)
    return float(np.where(gone, 0.0, (share - overall) ** 2 / np.where(gone, 1.0, variance)).sum())
