"""Articles in, scores out: how often each measure's words stand in each part and voice of each article.

What leaves the text are whole numbers (`counts`); here they become a table. The way back, from a number to
its sentences, is `evidence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import pandas as pd

from framing.engine.parts import Articles, Parts
from framing.features.asking import Wanted, prepared
from framing.features.cells import Voices
from framing.features.counts import Counts, counted
from framing.features.finding import found_hits
from framing.features.naming.referents import Given
from framing.features.stance.judges import Judge

__all__ = ["Wanted", "found_hits", "prepared", "score"]


@overload
def score(
    articles: Parts,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = "linear",
    workers: int | None = None,
) -> Counts: ...


@overload
def score(
    articles: pd.DataFrame,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = "linear",
    workers: int | None = None,
) -> pd.DataFrame: ...


def score(
    articles: Articles,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = "linear",
    workers: int | None = None,
) -> pd.DataFrame | Counts:
    """Count what each measure counts, in every part and voice of every article.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    measures : str, Measure, Lexicon, or several of them, optional
        Names or lexicons; all shipped measures by default.
    targets : mapping, or whatever `framing.mentions` takes as referents, optional
        ``{name: [aliases]}``: whom stance is measured toward. Adds `stance.negative`, `stance.neutral` and
        `stance.positive`, shares of the mentions of a target, and `stance.net`, their mean; or those of
        them that `measures` names.
    voices : {"full", "quotes", None} or pandas.DataFrame
        Tell the outlet's own words from quoted and reported ones (as `framing.voices` does), only those in
        quotation marks from all others, or nothing. A table `voices`, corrected by hand for instance, is
        taken as it is.
    keep : str or sequence of str
        Columns of `articles` to carry into the result. With voices in full or from a table also
        `speaker_key`, `speaker_type`, `speaker_country` or `via`: their values are then counted apart.
    model : {"linear", "neural"} or Judge
        Who judges stance, as in `framing.stance`.
    workers : int, optional
        Processes that judge stance, one by default.

    Returns
    -------
    pandas.DataFrame, or Counts of `Parts`
        The table `scores`: a row for each article × part × voice × measure, wherever that part and voice
        (of that speaker) has words; of stance for each `target`, whose mentions are the hits. `hits` and
        `tokens` are counts, `weight` is in millionths. `model` names the judge of stance.
        Of articles in parts the same before it is a table, which `Counts.table` and `Counts.tables` make.

    Raises
    ------
    FramingError
        A table, measure, voice or column that is not what it should be.

    Warns
    -----
    FramingWarning
        Articles not scored: stubs, records without text, and those in a language no measure is for; a
        target that none names.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["It may rain. Perhaps."]})
    >>> score(articles, "hedges", voices=None)[["part", "hits", "tokens"]].values.tolist()
    [['lead', 2, 4]]
    """
    found = counted(
        articles,
        measures,
        targets=targets,
        voices=voices,
        keep=keep,
        model=model,
        workers=workers,
    )
    return found if isinstance(articles, Parts) else found.table()
