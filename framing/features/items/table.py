"""Articles in, sightings out: where each named thing and each figure stands, written one way in the corpus."""

from __future__ import annotations

import pandas as pd

from framing.features.naming.referents import Given
from framing.tables import check, empty

__all__ = ["items"]


def items(articles: pd.DataFrame, *, referents: Given | None = None) -> pd.DataFrame:
    """List the named things and the figures of articles: people, bodies, places, documents, sums, dates.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Dates without a year are
        completed from `published`, surnames within the article, then within `event`, then within all.
    referents : str, path, mapping or pandas.DataFrame, optional
        As for `mentions`: what is called so is one item under the referent's name.

    Returns
    -------
    pandas.DataFrame
        The table `items`: a row a mention, in the order of the articles and of reading; two never overlap.
    """
    check(articles, "articles")
    return empty("items")
