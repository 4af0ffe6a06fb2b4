"""Where in each article, and when, a term stands: a row an occurrence, for a dispersion plot.

How even that is in one number, Gries' DP, is in the tables of keyness and of frequencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, checked, light, over
from framing.errors import FramingError
from framing.features.cells import Cells, Voices, Way, cells, check_voices, way_of
from framing.features.nodes import Node, Sought, node
from framing.schema import schema

__all__ = ["dispersion"]


def dispersion(
    articles: Articles, pattern: Sought, *, voices: Voices = None, regex: bool = False, case: bool = False
) -> pd.DataFrame:
    """List where a term stands in each article.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
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
    articles = checked(articles)
    way, beside = way_of(voices)
    found = over(articles, _Placing(sought, way), what="dispersion", beside=beside).table("places")
    if found.empty:
        raise FramingError(f"pattern: {sought.said} occurs nowhere in the text of {len(articles)} articles")
    rows = light(articles).iloc[found.pop("row").to_numpy()].reset_index(drop=True)
    about = rows[["id", "outlet", "event", "published", "provenance"]].rename(columns={"id": "article"})
    table = pd.concat([about, found.reset_index(drop=True)], axis=1)
    keys = ["outlet", "published", "article", "position", "term"]
    return table.sort_values(keys, kind="stable", ignore_index=True)[list(schema("dispersion").columns)]


@dataclass(frozen=True)
class _Placing:
    """Finds the places of an expression in the texts of a part: gives the table ``places``."""

    node: Node
    way: Way

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Find."""
        parts = [_place(frame, chunk, self.node) for chunk in cells(frame, self.way.of(beside))]
        columns = dict.fromkeys(("row", "position", "words"), pd.Series(dtype="int64"))
        none = pd.DataFrame(
            {**columns, "place": pd.Series(dtype="float64"), "term": pd.Series(dtype="str"),
             "voice": pd.Series(dtype="str")}
        )  # fmt: skip
        return {"places": pd.concat(parts, ignore_index=True) if parts else none}


def _place(frame: pd.DataFrame, chunk: Cells, sought: Node) -> pd.DataFrame:
    found = sought.find(frame, chunk)
    doc = chunk.tokens.doc_of(found.first)
    inside = doc >= chunk.size
    first, doc = found.first[inside].astype(np.int64), doc[inside].astype(np.int64)
    begin, end = chunk.tokens.docs[doc].astype(np.int64), chunk.tokens.docs[doc + 1].astype(np.int64)
    voice = chunk.spoken(chunk.of(first))
    return pd.DataFrame(
        {
            "row": doc - chunk.size + chunk.first,
            "position": first - begin + 1,
            "words": end - begin,
            "place": (first - begin) / np.maximum(end - begin - 1, 1),
            "term": pd.Series([sought.terms[code] for code in found.term[inside].tolist()], dtype="str"),
            "voice": pd.Series([chunk.voices[code] for code in voice.tolist()], dtype="str"),
        }
    )
