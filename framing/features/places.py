"""Where in each article, and when, a term stands: a row an occurrence, for a dispersion plot.

How even that is in one number, Gries' DP, is in the tables of keyness and of frequencies.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.features.cells import Voices, cells, check_voices
from framing.features.nodes import Sought, node
from framing.tables import check, empty, schema

__all__ = ["dispersion"]


def dispersion(
    articles: pd.DataFrame, pattern: Sought, *, voices: Voices = None, regex: bool = False, case: bool = False
) -> pd.DataFrame:
    """List where a term stands in each article.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; titles don't count.
    pattern : str, Lexicon, or list of str
        As for `framing.kwic`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        How voices are told apart; not at all by default.
    regex, case : bool
        As for `framing.kwic`.

    Returns
    -------
    pandas.DataFrame
        The table `dispersion`, by outlet, date and article: `position` counts words from 1, `place` is from
        0, the first word, to 1, the last.

    Raises
    ------
    FramingError
        The term occurs nowhere, or is none.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The deal holds. No deal fell."]})
    >>> dispersion(articles, "deal")[["position", "place"]].values.tolist()
    [[2.0, 0.2], [5.0, 0.8]]
    """
    check_voices(voices)
    sought = node(pattern, regex=regex, case=case)
    frame = check(articles, "articles")
    parts = []
    for chunk in cells(frame, voices):
        found = sought.find(frame, chunk)
        doc = chunk.tokens.doc_of(found.first)
        inside = doc >= chunk.size
        first, doc = found.first[inside], doc[inside]
        begin, end = chunk.tokens.docs[doc], chunk.tokens.docs[doc + 1]
        cell = chunk.of(first)
        rows = frame.iloc[doc - chunk.size + chunk.first].reset_index(drop=True)
        parts.append(pd.DataFrame({
            "article": rows["id"],
            "outlet": rows["outlet"],
            "event": rows["event"],
            "published": rows["published"],
            "term": pd.Series([sought.terms[code] for code in found.term[inside].tolist()], dtype="str"),
            "voice": pd.Series([chunk.voices[code] for code in chunk.spoken(cell).tolist()], dtype="str"),
            "position": first - begin + 1,
            "words": end - begin,
            "place": (first - begin) / np.maximum(end - begin - 1, 1),
            "provenance": rows["provenance"],
        }))  # fmt: skip
    table = pd.concat(parts, ignore_index=True) if parts else empty("dispersion")
    if table.empty:
        raise FramingError(f"pattern: {sought.said} occurs nowhere in the text of {len(frame)} articles")
    keys = ["outlet", "published", "article", "position", "term"]
    return table.sort_values(keys, kind="stable", ignore_index=True)[list(schema("dispersion").columns)]
