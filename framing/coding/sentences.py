"""A measure of every sentence, coded or not: what codes of sentences are set against.

The sentences are those that `sample_for_coding` draws from. Nothing is coded or estimated here.
"""

from __future__ import annotations

import pandas as pd

from framing.coding import cutting
from framing.coding.measured import kind_of, measured, place_of, rows_of
from framing.coding.sampling import LEAST_WORDS
from framing.errors import FramingError
from framing.schema import check

__all__ = ["measured_sentences"]

_ABOUT = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")


def measured_sentences(
    articles: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    voices: pd.DataFrame | None = None,
    measure: str | None = None,
) -> pd.DataFrame:
    """Return each sentence with the weight of the hits that begin in it.

    Parameters
    ----------
    articles : pandas.DataFrame
        Those that `evidence` was made of, all of them.
    evidence : pandas.DataFrame
        The table `evidence`, with all hits (no `limit`).
    voices : pandas.DataFrame, optional
        The table `voices` with which the sample was drawn; without it sentences are of voice "all".
    measure : str, optional
        Of `evidence`, where it has several.

    Returns
    -------
    pandas.DataFrame
        A row a sentence of at least three words: `unit` (its place), `article`, `part`, `start`, `end`,
        `voice`, `measure`, `value` (weight of the hits; 0 where there is none), and of its article `outlet`,
        `event`, `genre`, `copy_group`, `wire_role`, `provenance`.

    Raises
    ------
    FramingError
        `evidence` is another table; it lacks the measure.

    Examples
    --------
    >>> from framing.features.evidence import evidence
    >>> text = "It rains all day. It may stop soon."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> measured_sentences(articles, evidence(articles, "hedges"))["value"].tolist()
    [0.0, 1.0]
    """
    if kind_of(evidence) != "evidence":
        raise FramingError("evidence: the table has no places of hits; give what evidence returns")
    frame = check(articles, "articles")
    frame = frame[(frame["status"] == "full") & (frame["text"].str.strip() != "")].reset_index(drop=True)
    cut = cutting.sentences(frame, None if voices is None else check(voices, "voices"))
    cut = cut[cut["words"] >= LEAST_WORDS].reset_index(drop=True)
    rows = cut["row"].to_numpy(dtype="int64")
    found = pd.DataFrame(
        {"article": frame["id"].to_numpy()[rows], **{c: cut[c] for c in ("part", "start", "end")}}
    )
    found["voice"], found["kind"] = cut["voice"], "sentence"
    found.insert(0, "unit", place_of(found))
    hits, found["measure"], _ = rows_of(evidence, measure, None)
    found["value"] = measured(found, hits)["value"].to_numpy() if len(found) else []
    for name in _ABOUT:
        found[name] = frame[name].to_numpy()[rows]
    return found.drop(columns="kind")
