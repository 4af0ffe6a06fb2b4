"""Which codebook fits articles: that for visits where half of them are of a visit between two countries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, checked, light, over

__all__ = ["of_a_visit"]

#: What the codebook for visits needs in half of the articles: a word of a visit, and two countries named.
_VISIT = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|summits?|trips?|tours?|delegations?|(?:bilateral|trade|high-level) talks)\b",
    re.I,
)


@dataclass(frozen=True)
class _Visits:
    """Tells which articles have a word of a visit."""

    words: re.Pattern[str] = _VISIT

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        both = zip(frame["title"].fillna(""), frame["text"].fillna(""), strict=True)
        seen = [bool(self.words.search(f"{title} {text}")) for title, text in both]
        return {"visits": pd.DataFrame({"row": np.arange(len(frame)), "seen": np.array(seen, bool)})}


def of_a_visit(articles: Articles, countries: Mapping[str, int]) -> bool:
    """Whether half of the articles have a word of a visit and name two countries.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
    countries : mapping of str to int
        How many countries each article names; articles that name none may be left out.
    """
    articles = checked(articles)
    found = over(articles, _Visits(), what="visits").table("visits")
    ids = light(articles)["id"].astype("str").to_numpy(object)[found["row"].to_numpy()]
    between = np.fromiter((countries.get(name, 0) >= 2 for name in ids), bool, len(ids))
    return bool(2 * int((found["seen"].to_numpy() & between).sum()) >= len(light(articles)) > 0)
