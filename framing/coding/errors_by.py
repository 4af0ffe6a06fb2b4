"""Whether a measure errs alike in all groups: one test over them at once, labels permuted over articles.

A share that counts units right out of units asked, by group; the test asks whether labels that mean nothing
would differ as much. No table here.
"""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Floats, Ints

__all__ = ["DRAWS", "alike"]

#: Permutations of labels, and how many numbers are held at once for them.
DRAWS = 999
_MOST = 2_000_000


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
    labels, strata, clusters = group, place, place
    if whole:
        x, d = (np.bincount(place, values, minlength=len(articles)) for values in (x, d))
        strata = np.zeros(len(articles), dtype=np.int64)
        strata[place] = event
        labels, clusters = own, np.arange(len(articles))
    found = float(_apart(x, d, labels[None, :], clusters, size)[0])
    rng = np.random.default_rng(seed)
    order = np.argsort(strata, kind="stable")
    reached, left = 0, draws
    while left:
        some = min(left, max(_MOST // (size * len(articles) + len(labels)), 1))
        # Labels sorted by stratum and, inside it, at random: a permutation of those there.
        shuffled = np.argsort(strata + rng.random((some, len(labels))), axis=1, kind="stable")
        mixed = np.empty((some, len(labels)), dtype=np.int64)
        mixed[:, order] = labels[shuffled]
        reached += int((_apart(x, d, mixed, clusters, size) >= found - 1e-9).sum())
        left -= some
    return (reached + 1) / (draws + 1)


def _apart(x: Floats, d: Floats, group: Ints, cluster: Ints, size: int) -> Floats:
    """Return for each row of labels how far groups are from the share of all, in squared standard errors."""
    draws, among = len(group), int(cluster.max()) + 1
    key = (np.arange(draws)[:, None] * among + cluster) * size + group
    sums_x, sums_d = (
        np.bincount(key.ravel(), np.broadcast_to(values, group.shape).ravel(), minlength=draws * among * size)
        .reshape(draws, among, size)
        for values in (x, d)
    )  # fmt: skip
    total_x, total_d = sums_x.sum(axis=1), sums_d.sum(axis=1)
    overall = x.sum() / d.sum()
    below = np.where(total_d > 0, total_d, 1.0)
    share = np.where(total_d > 0, total_x / below, overall)
    spread = ((sums_x - share[:, None, :] * sums_d) ** 2).sum(axis=1)
    # Pooled with the spread around the share of all: few articles that are all alike show no spread of
    # their own.
    around = ((sums_x - overall * sums_d) ** 2).sum(axis=(1, 2))
    cells = np.maximum((sums_d > 0).sum(axis=(1, 2)), 1)
    variance = (spread + (around / cells)[:, None]) / below**2
    there = (total_d > 0) & (variance > 0)
    return np.where(there, (share - overall) ** 2 / np.where(there, variance, 1.0), 0.0).sum(axis=1)
