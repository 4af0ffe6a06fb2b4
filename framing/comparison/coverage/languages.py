"""Articles that the finders can't read are set apart: what was not looked for can't be missing.

Which language a text is in is told elsewhere; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.corpus.language import detect
from framing.text.voices.table import foreign

__all__ = ["readable"]


def readable(frame: pd.DataFrame, levels: Sequence[str], *, terms: bool) -> tuple[pd.DataFrame, str]:
    """Return the articles in which the levels can be found, and what must be said of the others.

    Names, figures, statements and the words that coverage is about are found in English. Where all articles
    are in other languages they are kept, since terms and the same words can be found in them all alike.

    Parameters
    ----------
    frame : pandas.DataFrame
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
        return frame, ""
    other = foreign(frame).copy()
    for row in np.flatnonzero(frame["language"].isna().to_numpy()).tolist():
        other[row] = detect(frame["text"].iloc[row]) not in (None, "en")
    if not other.any():
        return frame, ""
    if other.all():
        said = "none of the articles is in English: names and figures are not looked for in them"
        return frame, said if "named" in levels else ""
    why = "names, figures, statements are found in English alone"
    said = f"of {len(frame):,} articles, {int(other.sum()):,} not in English left out: {why}"
    return frame[~other].reset_index(drop=True), said
