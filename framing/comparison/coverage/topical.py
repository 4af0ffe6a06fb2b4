"""Words that the coverage is about, found without looking at who wrote what: terms to ask all outlets for.

Were the terms chosen by how the outlets differ, as keyness ranks them, a test of that difference would find
what it was given. Names and figures are the business of the level "named"; nothing is tested here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.batch.parts import Articles, over
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


@dataclass(frozen=True)
class Topics:
    """Counts the words of a part that may be terms: the table `forms`, and the `entries` of its articles."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        found = count(frame, choice(case=True, stop="english"))
        fits = pc.match_substring_regex(found.terms, _WORD).to_numpy(zero_copy_only=False).astype(bool)
        stop = choice(stop="english").stop
        used = np.array(
            [ok and form.lower() not in stop for ok, form in zip(fits, found.terms.to_pylist(), strict=True)],
            bool,
        )
        at = np.flatnonzero(used)
        counts = found.counts.tocsc()[:, at].tocoo()
        return {
            "forms": pd.DataFrame({
                "form": pd.Series(found.terms.take(pa.array(at)).to_pylist(), dtype="str"),
                "times": np.bincount(counts.col, counts.data, len(at)).astype(np.int64),
            }),
            "entries": pd.DataFrame({
                "row": found.row[counts.row].astype(np.int32), "term": counts.col.astype(np.int32)
            }),
        }  # fmt: skip


def topical(articles: Articles, most: int = MOST, least: int = 3) -> dict[str, list[str]]:
    """Return the words that stand in more of the articles than in news at large, as terms for `coverage`.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
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
    found = over(articles, Topics(), what="topics")
    parts = [table.set_index("form")["times"] for table in found.each("forms")]
    summed = pd.concat(parts).groupby(level=0, sort=True).sum()
    written, times = summed.index.astype("str").tolist(), summed.to_numpy(np.int64)
    lower = [word.lower() for word in written]
    if not written:
        return {}
    words = _words(lower)
    forms = pd.DataFrame(
        {
            "term": np.arange(len(written)),
            "form": lower,
            "word": words,
            "times": times,
            "capital": np.where([form[0].isupper() for form in written], times, 0),
        }
    )
    by_word = forms.groupby("word", sort=True)[["times", "capital"]].sum()
    kept = by_word.index[by_word["capital"] <= _NAME * by_word["times"]]
    forms = forms[forms["word"].isin(kept)]
    code, each = pd.factorize(forms["word"], sort=True)
    of = np.full(len(written) + 1, -1)
    of[forms["term"]] = code
    held = np.zeros(len(each), np.int64)
    for part, entries in zip(parts, found.each("entries"), strict=True):
        word = of[summed.index.get_indexer(part.index)][entries["term"]]
        row = entries["row"].to_numpy(np.int64)[word >= 0]
        pairs = np.unique(row * len(each) + word[word >= 0])
        held += np.bincount(pairs % len(each), minlength=len(each))
    table = background()
    known = (
        pd.Series(table.of(hashed(pa.array([written[at] for at in forms["term"]], pa.string()))))
        .groupby(code)
        .max()
        .to_numpy()
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
