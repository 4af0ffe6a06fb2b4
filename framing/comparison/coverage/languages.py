"""Articles that the finders can't read are set apart: what was not looked for can't be missing.

Which language a text is in is told elsewhere; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, kept, light, over
from framing.corpus.language import detect
from framing.text.voices.table import foreign

__all__ = ["readable"]


def readable(articles: Articles, levels: Sequence[str], *, terms: bool) -> tuple[Articles, str]:
    """Return the articles in which the levels can be found, and what must be said of the others.

    Names, figures, statements and the words that coverage is about are found in English. Where all articles
    are in other languages they are kept, since terms and the same words can be found in them all alike.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    levels : sequence of str
    terms : bool
        Terms were given: these are found in any language.

    Examples
    --------
    >>> frame = pd.DataFrame({"language": ["en", "fr"], "text": ["The canal.", "Le canal."]})
    >>> kept, said = readable(frame, ("named",), terms=False)
    >>> len(kept), said
    (1, 'of 2 articles, 1 not in English left out: names, figures, statements are found in English alone')
    """
    if tuple(levels) == ("term",) and terms:
        return articles, ""
    frame = light(articles)
    other = foreign(frame[["language"]].astype("str")).copy()
    unknown = frame["language"].isna().to_numpy()
    if unknown.any():
        for table in over(kept(articles, unknown), Telling(), what="languages").each("each"):
            other[np.flatnonzero(unknown)[table["row"]]] = table["other"]
    if not other.any():
        return articles, ""
    if other.all():
        said = "none of the articles is in English: names and figures are not looked for in them"
        return articles, said if "named" in levels else ""
    why = "names, figures, statements are found in English alone"
    said = f"of {len(frame):,} articles, {int(other.sum()):,} not in English left out: {why}"
    return kept(articles, ~other), said


@dataclass(frozen=True)
class Telling:
    """Tells which articles of a part are in another language than English: the table `each`."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        other = np.array([detect(text) not in (None, "en") for text in frame["text"]], bool)
        return {"each": pd.DataFrame({"row": np.arange(len(frame)), "other": other})}
