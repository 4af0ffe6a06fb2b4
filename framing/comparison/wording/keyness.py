"""Which words make one outlet's coverage different, by how much, and how surely: articles in, terms out.

The story of keyness, one call a step. Words of one article are not independent: articles are drawn
again for intervals and permuted for p; z and G2 rank, and test nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.wording.association import CORRECTIONS
from framing.comparison.wording.key_blocks import Settings
from framing.comparison.wording.key_sides import comparisons
from framing.comparison.wording.key_table import table
from framing.comparison.wording.words import words
from framing.engine.parts import Articles
from framing.errors import FramingError, among, brief, nearest, several, unknown, whole
from framing.features.cells import Voices
from framing.features.term_blocks import Spread
from framing.features.terms import Choice, Counted, choice, normalised

__all__ = ["keyness", "places"]

_AGAINST = ("rest", "pairs")
_COLLECTION = ("census", "sample", "unknown")
_PRIORS = ("corpus", "uniform")
#: Monroe, Colaresi and Quinn 2008: the words that the prior weighs.
_PRIOR_SIZE = 500.0
#: Each term's share of a uniform prior.
_EACH = 0.5


def keyness(
    articles: Articles,
    by: str = "outlet",
    *,
    against: str = "rest",
    baseline: Articles | None = None,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    ngram: int | tuple[int, int] = 1,
    stem: bool = False,
    case: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    terms: str | Sequence[str] | None = None,
    prior: str = "corpus",
    prior_size: float | None = None,
    correction: str = "none",
    intervals: int = 500,
    draws: int = 9999,
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    least_articles: int = 0,
) -> pd.DataFrame:
    """Say which terms one group's articles hold more of, or less, than others.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Events, where there are
        any, are strata: a comparison is made over events that both sides cover.
    by : str
        Column whose values are compared; also "voice", "part" or a column of speakers.
    against : {"rest", "pairs"}
        Each group against all others together, or each pair.
    baseline : pandas.DataFrame or Parts, optional
        Other coverage by the same groups. Each is then set against its own baseline, and `excess` says
        how far it departs from its own habit beyond how far the others, taken together, depart from theirs.
    part, voice, voices, speaker_type, ngram, stem, case, stop, min_count
        Which words are counted, and as what: see `framing.features.terms.choice`. Everything by default, as
        written but for capitals; sizes are those of everything, whatever a list leaves out.
    genre : {"news", "opinion", "editorial", "live", "all"}
        News is compared with news; unknown genre counts as news.
    terms : str or sequence of str, optional
        Only these rows, each with its interval.
    prior : {"corpus", "uniform"}
        Share of each term in the prior of the log odds: its share of all articles given, or the same for all.
    prior_size : float, optional
        Words the prior weighs in all; by default 500, or half a word a term if uniform.
    correction : {"none", "yates", "williams"}
        Of `chi2` and `g2_dunning`; "yates" is what quanteda does by default.
    intervals : int
        How many terms of each comparison, the strongest by z, get an interval.
    draws : int
        Arrangements drawn where more than 200,000 are possible.
    seed : int
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints of an agency are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals and no p.
    least_articles : int
        Leave out rows of terms in fewer articles of the group, but for those with an interval. Nothing else
        changes: what is left out was tested, and is adjusted for.

    Returns
    -------
    pandas.DataFrame
        The table `terms`: a row group × other side × term, strongest first. `g2` is of two terms (Rayson and
        Garside 2000), `g2_dunning` and `chi2` of four cells; all carry the sign of the difference.

    Raises
    ------
    FramingError
        An argument, a column or a term is not known; there is one group only; a side is empty; a group
        has no baseline.

    Warns
    -----
    FramingWarning
        Articles are left out.

    Notes
    -----
    Intervals of `log_odds`: articles drawn again inside events 1,000 times, percentiles widened for few
    articles (Hesterberg 2015). `p`: articles permuted inside events, or from 50 a side t on the score, for
    terms in at least three articles, and never below that of words drawn one by one; Benjamini and
    Hochberg over the whole table. Nothing depends on the order of rows.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["The regime said the regime won.", "The government said it won."]})
    >>> found = keyness(articles)
    >>> found[["group", "term", "count", "count_rest"]].head(1).values.tolist()
    [['x', 'regime', 2, 0]]
    """
    wanted = choice(
        part=part,
        voice=voice,
        voices=voices,
        speaker_type=speaker_type,
        ngram=ngram,
        stem=stem,
        case=case,
        stop=stop,
        min_count=min_count,
        apart=by,
    )
    for name, value, allowed in (("against", against, _AGAINST), ("prior", prior, _PRIORS),
                                 ("correction", correction, CORRECTIONS),
                                 ("collection", collection, _COLLECTION)):  # fmt: skip
        if not among(value, allowed):
            raise unknown(name, value, allowed)
    numbers = _numbers(intervals=intervals, draws=draws, seed=seed, least_articles=least_articles)
    if baseline is not None and against != "rest":
        raise FramingError("against: with a baseline each group is set against its own; leave against out")
    data = words(articles, wanted, by=by, genre=genre, wire=wire, baseline=baseline)
    which = comparisons(data, by, against, baseline is not None)
    chosen = None if terms is None else places(data.counted, several("terms", terms), wanted)
    number = sum(len(block.terms) for block in data.counted.blocks()) if prior == "uniform" else 0
    settings = Settings(
        prior=prior,
        prior_size=_size(prior, prior_size, number),
        terms=number,
        correction=correction,
        collection=collection,
        wire=wire,
        by=by,
        columns=tuple(wanted.said().items()),
        **numbers,
    )
    return table(data, which, settings, chosen)


def _numbers(**given: object) -> dict[str, int]:
    least = {"intervals": 0, "draws": 99, "seed": None, "least_articles": 0}
    found = {}
    for name, value in given.items():
        number, low = whole(value), least[name]
        if number is None or (low is not None and number < low):
            said = "a whole number" + ("" if low is None else f" of at least {low}")
            raise FramingError(f"{name}: {brief(value)} will not do; give {said}")
        found[name] = number
    return found


def _size(prior: str, given: object, terms: int) -> float:
    if given is None:
        return _PRIOR_SIZE if prior == "corpus" else _EACH * terms
    try:
        size = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        size = -1.0
    if not 0 < size < np.inf:
        raise FramingError(f"prior_size: {brief(given)} is no size; give a number of words above 0")
    return size


def places(counted: Counted | Spread, terms: Sequence[object], wanted: Choice) -> np.ndarray:
    """Return the places of some terms, or say which one occurs nowhere."""
    if not terms:
        raise FramingError("terms: the list is empty; name some, or leave it out for all")
    keys = []
    for term in terms:
        pieces = str(term).split()
        shown, code = normalised(pa.array(pieces, pa.string()), wanted)
        keys.append(" ".join(shown.take(pa.array(code)).to_pylist()) if pieces else "")
    known: dict[str, int] = {}
    for block in counted.blocks():
        at = pc.index_in(pa.array(keys, block.terms.type), value_set=block.terms)
        known |= {key: block.first + k for key, k in zip(keys, at.to_pylist(), strict=True) if k is not None}
    for term, key in zip(terms, keys, strict=True):
        if key not in known:
            names = [n for block in counted.blocks() for n in block.terms.to_pylist() if n[:1] == key[:1]]
            alike = nearest(key, names)
            hint = f"; did you mean {alike!r}?" if alike else ""
            total = int(counted.tokens.sum())
            raise FramingError(f"terms: {str(term)!r} occurs nowhere in the {total:,} words counted{hint}")
    return np.unique(np.array(list(known.values()), np.int64))
