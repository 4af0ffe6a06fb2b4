"""How a term's occurrences lie over articles: Gries' deviation of proportions, and what one article gives.

Computed for all terms of a side at once, from the entries of their counts alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Floats, Ints, starts

__all__ = ["TermSums", "dispersion", "term_sums"]


@dataclass(frozen=True)
class TermSums:
    """Terms in some articles: occurrences, articles with the term, the most in one, and its dispersion."""

    n: int
    n_articles: int
    count: Ints
    articles: Ints
    top: Ints
    dispersion: Floats


def term_sums(term: Ints, count: Ints, tokens: Ints, total: Ints, terms: int) -> TermSums:
    """Add up the entries of some articles.

    Parameters
    ----------
    term, count, tokens : arrays, one item an entry, terms in order
        The term, how often it stands in an article, and how many words that article has.
    total : array
        Words of every article of the side, those without any of the terms too.
    terms : int
        How many terms there are.
    """
    sums = np.bincount(term, count, terms).astype(np.float64)  # whole numbers below 2**53: exact
    top = np.zeros(terms, np.int64)
    begin = starts(term)
    if len(begin):
        top[term[begin]] = np.maximum.reduceat(count, begin)
    return TermSums(
        int(total.sum()),
        int((total > 0).sum()),
        sums.astype(np.int64),
        np.bincount(term, minlength=terms),
        top,
        dispersion(term, count, tokens, total, sums),
    )


def dispersion(term: Ints, count: Ints, tokens: Ints, total: Ints, sums: Floats) -> Floats:
    """Return the normalised deviation of proportions of each term; missing where it doesn't occur.

    ``DP = 1/2 sum |v - s|`` over articles, ``v`` the share of the term's occurrences that stand in the
    article, ``s`` the article's share of all words (Gries 2008, Dispersions and adjusted frequencies in
    corpora); divided by ``1 - min(s)`` (Lijffijt and Gries 2012), so that it goes from 0, even, to 1,
    all in the shortest article. Missing with one article.
    """
    n = float(total.sum())
    if not n:
        return np.full(len(sums), np.nan)
    share = tokens / n
    with np.errstate(divide="ignore", invalid="ignore"):
        # Only where an article has more than its share; what lies above adds up to what lies below.
        above = np.maximum(count / sums[term] - share, 0.0)
        found = np.bincount(term, above, len(sums)) / (1.0 - total[total > 0].min() / n)
    return np.where((sums > 0) & np.isfinite(found), np.minimum(found, 1.0), np.nan)
