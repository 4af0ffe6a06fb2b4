"""Words that the coverage is about, found without looking at who wrote what: terms to ask all outlets for.

Were the terms chosen by how the outlets differ, as keyness ranks them, a test of that difference would find
what it was given. Names and figures are the business of the level "named"; nothing is tested here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from scipy.sparse import csr_array

from framing.comparison.events.weights import background, hashed
from framing.comparison.reuse.spelling import plain
from framing.features.choice import choice
from framing.features.terms import count

__all__ = ["MOST", "topical"]

#: So many terms are taken: more tests would each find less.
MOST = 40

#: A form that stands with a capital in more than this share of its places is a name.
_NAME = 0.5

_WORD = r"^\p{L}[\p{L}'-]{2,}$"


def topical(articles: pd.DataFrame, most: int = MOST, least: int = 3) -> dict[str, list[str]]:
    """Return the words that stand in more of the articles than in news at large, as terms for `coverage`.

    Parameters
    ----------
    articles : pandas.DataFrame
        A checked table of articles; who printed them is not looked at.
    most : int
        Terms at most.
    least : int
        Articles that a term must stand in.

    Returns
    -------
    dict of str to list of str
        By the form that is commonest, the forms that the articles have of it (singular and plural, British
        and American spelling, with a hyphen or without), the term that says most first. English words alone;
        stop words, names and figures aside.

    Notes
    -----
    Ranked by ``d log((d / n) / ((D + 1) / (N + 1)))``, the part of a log-likelihood that articles with the
    term give (Dunning 1993): d of n articles have it, and D of N in news at large.

    Examples
    --------
    >>> from framing.tables import check
    >>> texts = [f"The canal toll rose in {year}, and both tolls were paid." for year in (2001, 2002, 2003)]
    >>> articles = check(pd.DataFrame({"id": list("abc"), "outlet": list("xyz"), "text": texts}), "articles")
    >>> list(topical(articles, most=2).items())
    [('canal', ['canal']), ('toll', ['toll', 'tolls'])]
    """
    found = count(articles, choice(case=True, stop="english"))
    written = found.terms.to_pylist()
    fits = pc.match_substring_regex(found.terms, _WORD).to_numpy(zero_copy_only=False).astype(bool)
    times = np.asarray(found.counts.sum(axis=0)).ravel()
    stop = choice(stop="english").stop
    lower = [word.lower() for word in written]
    used = np.array([ok and word not in stop for ok, word in zip(fits, lower, strict=True)], bool)
    if not used.any():
        return {}
    at = np.flatnonzero(used)
    words = _words([lower[i] for i in at])
    forms = pd.DataFrame(
        {
            "term": at,
            "form": [lower[i] for i in at],
            "word": words,
            "times": times[at],
            "capital": np.where([written[i][0].isupper() for i in at], times[at], 0),
        }
    )
    by_word = forms.groupby("word", sort=True)[["times", "capital"]].sum()
    kept = by_word.index[by_word["capital"] <= _NAME * by_word["times"]]
    forms = forms[forms["word"].isin(kept)]
    code, each = pd.factorize(forms["word"], sort=True)
    which = csr_array((np.ones(len(forms), np.int64), (forms["term"], code)), shape=(len(written), len(each)))
    held = np.asarray(((found.counts @ which) > 0).sum(axis=0)).ravel()
    table = background()
    known = (
        pd.Series(table.of(hashed(found.terms.take(forms["term"].to_numpy())))).groupby(code).max().to_numpy()
    )
    n = len(articles)
    with np.errstate(divide="ignore"):
        says = held * np.log((held / n) / ((known + 1) / (table.size + 1)))
    order = [i for i in np.lexsort((each, -says)).tolist() if held[i] >= least and says[i] > 0][:most]
    listed = forms.groupby(["word", "form"], sort=True)["times"].sum()
    terms = {}
    for i in order:
        own = listed[each[i]]
        terms[str(own.idxmax())] = [str(form) for form in own.index]
    return terms


def _words(forms: list[str]) -> list[str]:
    """Return for each form a spelling that the forms of one word share; a plural goes with its singular."""
    spelt = [plain(form) for form in forms]
    known = set(spelt)
    singular = {}
    for word in known:
        for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
            if word.endswith(ending) and word[: -len(ending)] + instead in known:
                singular[word] = word[: -len(ending)] + instead
                break
    return [singular.get(word, word) for word in spelt]
