"""Which words carry the difference of two groups' coverage: articles in, the table `shift` out.

The story of a word shift, one call a step: what is counted, what each term adds, how sure that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.batch import parts as batch
from framing.batch.parts import Articles
from framing.comparison.wording.shift_form import SHIFTS, Form
from framing.comparison.wording.shift_sides import counted_sides
from framing.comparison.wording.shift_table import Settings, table
from framing.errors import FramingError, among, brief, unknown, whole
from framing.features.cells import Voices
from framing.features.choice import choice
from framing.features.entries import PER_HIT, Scoring, scoring_of
from framing.features.measures import Measure
from framing.features.scoring import prepared
from framing.tables import check

__all__ = ["word_shift"]

_BASES = ("scored", "all")
_COLLECTION = ("census", "sample", "unknown")

#: The order of Tsallis' entropy where none is given.
_ALPHA = 2.0


def word_shift(
    articles: Articles,
    a: str,
    b: str,
    *,
    lexicon: Scoring | Sequence[Scoring] | None = None,
    kind: str | None = None,
    reference: float | str | None = None,
    stop_window: Sequence[Any] = (),
    base: str | None = None,
    alpha: float | None = None,
    by: str = "outlet",
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
    intervals: int = 500,
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Say which words make the second group's coverage differ from the first's, and in what way.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Of events, where there are
        any, those count that both groups cover.
    a, b : str
        Groups; what is taken apart is b less a.
    lexicon : str, Lexicon, Measure, mapping of str to float, or two of them, optional
        Scores of words: "vader" is VADER's list of valences as its package installs it, "tone" this
        project's reading of it for news; any shipped lexicon or measure, one that was read, or words with
        their scores. Two are the scores in a and in b. Without one all words are counted.
    kind : {"average", "proportion", "shannon", "tsallis", "jensen_shannon"}, optional
        What differs: the average score (with a lexicon, the default), shares of words, their entropy, or
        the divergence of both texts (without a lexicon, the default).
    reference : float or "average", optional
        The score that counts as neither high nor low; "average" is that of a. By default 0 if the lexicon
        has scores on both sides of it or all words are the base, else "average"; 0 for the other kinds.
    stop_window : (float, float) or sequence of them
        Entries with scores from the one to the other are left out.
    base : {"scored", "all"}, optional
        Shares are of the words that the lexicon scores, or of all words. By default as its measure
        has it: "scored" for a mean weight, "all" for a rate; "all" for proportions.
    alpha : float, optional
        Order of Tsallis' entropy (2), or of the entropies in the divergence (1, Shannon's).
    by : str
        Column whose values are compared; also "voice", "part" or a column of speakers.
    part, voice, voices, speaker_type, ngram, stem, case, stop, min_count
        Which words are counted, and as what: see `framing.features.choice.choice`. The last five are for
        words, not for entries of a lexicon.
    genre : {"news", "opinion", "editorial", "live", "all"}
        News is compared with news; unknown genre counts as news.
    intervals : int
        How many terms, the strongest, get an interval.
    seed : int
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints of an agency are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals.

    Returns
    -------
    pandas.DataFrame
        The table `shift`: a row a term, the strongest first. `contribution` adds up to `difference`, which is
        `value_b` less `value_a`; it is the sum of `by_use` and `by_score`.

    Raises
    ------
    FramingError
        An argument or a column is not known; there is one group only; a side is empty or
        has no word of the lexicon; no event is shared.

    Warns
    -----
    FramingWarning
        Articles are left out.

    Notes
    -----
    The generalised form of Gallagher et al. (2021, EPJ Data Science 10:4). Intervals: articles drawn again
    inside events 1,000 times, percentiles widened for few articles (Hesterberg 2015); of entropies and the
    divergence a term's draws are moved so that their mean is the estimate, and the interval of `difference`
    is that of its first derivative. Two halves of one text diverge too, the more the shorter they are:
    `by_chance` says how far articles dealt out at random do. Nothing depends on the order of rows.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["A good day, a good deal.", "A bad day after a good one."]})
    >>> found = word_shift(articles, "x", "y", lexicon={"good": 1, "bad": -1})
    >>> found[["term", "share_a", "share_b", "contribution", "kind"]].values.tolist()
    [['bad', 0.0, 0.5, -0.5, 'below, more used'], ['good', 1.0, 0.5, -0.5, 'above, less used']]
    """
    measures = _measures(lexicon)
    form = _form(kind, alpha, bool(measures))
    settings = Settings(
        a=str(a),
        b=str(b),
        form=form,
        reference=_reference(reference),
        base=_base(base, form, measures),
        lexicon=" | ".join(dict.fromkeys(measure.name for measure in measures)),
        intervals=_number("intervals", intervals, 0),
        seed=_number("seed", seed, None),
        wire=wire,
        collection=collection,
    )
    if not among(collection, _COLLECTION):
        raise unknown("collection", collection, _COLLECTION)
    if measures and (ngram != 1 or stem or case or stop is not None or min_count != 1):
        raise FramingError(
            "lexicon: its entries are counted as it has them; leave out ngram, stem, case, stop and min_count"
        )
    window = _window(stop_window)
    if window and not measures:
        raise FramingError("stop_window: without a lexicon words have no scores; give one, or use stop")
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
    frame = check(batch.whole(articles, "word_shift"), "articles")
    if measures and len(frame):
        frame, _, _ = prepared(frame, measures[:1], wanted.voices, ())
    sides = counted_sides(
        frame,
        settings.a,
        settings.b,
        measures,
        wanted,
        by=by,
        genre=genre,
        wire=wire,
        base=settings.base,
        window=window,
        others=settings.reference not in (None, 0.0),
    )
    return table(sides, settings, wanted.said())


def _measures(lexicon: Scoring | Sequence[Scoring] | None) -> list[Measure]:
    if lexicon is None:
        return []
    if not isinstance(lexicon, (list, tuple)):
        return [scoring_of(lexicon)]
    if len(lexicon) != 2:
        raise FramingError(f"lexicon: {len(lexicon)} are given; give one, or two: the scores in a and in b")
    found = [scoring_of(one) for one in lexicon]
    if (found[0].unit in PER_HIT) != (found[1].unit in PER_HIT):
        raise FramingError(
            f"lexicon: {found[0].name!r} and {found[1].name!r} have different units; give two of one unit"
        )
    return found


def _form(kind: str | None, alpha: object, scored: bool) -> Form:
    shift = ("average" if scored else "jensen_shannon") if kind is None else kind
    if not among(shift, SHIFTS):
        raise unknown("kind", kind, SHIFTS)
    if shift == "average" and not scored:
        raise FramingError(
            "lexicon: an average needs scores of words; give a lexicon, as 'vader' or 'tone.net'"
        )
    if alpha is None:
        return Form(shift, _ALPHA if shift == "tsallis" else 1.0)
    if shift not in ("tsallis", "jensen_shannon"):
        raise FramingError(
            f"alpha: {shift!r} has no order; leave it out, or use 'tsallis' or 'jensen_shannon'"
        )
    order = _float(alpha)
    if order is None or order <= 0 or (shift == "tsallis" and order == 1):
        raise FramingError(
            f"alpha: {brief(alpha)} is no order; give a number above 0, and for 1 kind='shannon'"
        )
    return Form(shift, order)


def _reference(given: object) -> float | str | None:
    if given is None or given == "average":
        return None if given is None else "average"
    value = _float(given)
    if value is None:
        raise FramingError(f"reference: {brief(given)} is no score; give a number or 'average'")
    return value


def _base(given: str | None, form: Form, measures: Sequence[Measure]) -> str:
    if given is not None and not among(given, _BASES):
        raise unknown("base", given, _BASES)
    if not measures:
        if given == "scored":
            raise FramingError("base: without a lexicon no word is scored; leave base out")
        return "all"
    if form.of_shares:
        if given == "all":
            raise FramingError(
                f"base: {form.shift} is of the entries alone, whose shares add up to 1; leave base out"
            )
        return "scored"
    if given is not None:
        return given
    return "all" if form.shift == "proportion" or measures[0].unit not in PER_HIT else "scored"


def _window(given: Sequence[Any]) -> list[tuple[float, float]]:
    fault = FramingError(
        f"stop_window: {brief(given)} is no window; give two scores, the lower first, as (-0.5, 0.5)"
    )
    if not isinstance(given, (list, tuple)):
        raise fault
    single = len(given) == 2 and all(_float(end) is not None for end in given)
    found = []
    for pair in [given] if single else given:
        ends = [_float(end) for end in pair] if isinstance(pair, (list, tuple)) else []
        low, high = ends if len(ends) == 2 else (None, None)
        if low is None or high is None or low > high:
            raise fault
        found.append((low, high))
    return found


def _float(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if not isinstance(value, (bool, str)) and np.isfinite(number) else None


def _number(name: str, value: object, least: int | None) -> int:
    number = whole(value)
    if number is None or (least is not None and number < least):
        said = "a whole number" + ("" if least is None else f" of at least {least}")
        raise FramingError(f"{name}: {brief(value)} will not do; give {said}")
    return number
