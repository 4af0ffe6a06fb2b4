"""Shares and means as coders would find them in all articles, from codes of some and a measure of all.

The measure lends precision, never its error: whatever it mistakes is measured in the coded articles and
taken off. What is estimated and how sure it is stands in `twophase`; who is coded and drawn in
`population`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.coding.answers import Answers, Orders, answered, codes_of, names_of, opened, orders_of
from framing.coding.corrections import Asked, corrections
from framing.coding.measured import SIGNS, kind_of, rows_of
from framing.coding.population import populated
from framing.comparison.treatment import known
from framing.errors import FramingError, FramingWarning, among, several, unknown
from framing.tables import check

__all__ = ["prediction_powered"]

_COLLECTION = ("census", "sample", "unknown")

#: Category of the row of a mean answer.
MEAN = "mean"

#: Columns that tell apart what stands in one article.
_UNITS = ("voice", "part", "measure", "target", "unit")

#: Columns of articles that say nothing of their group.
_TEXT = ("id", "title", "text", "blocks")


def prediction_powered(
    table: pd.DataFrame,
    codes: Any,
    *,
    question: str | None = None,
    measure: str | None = None,
    target: str | None = None,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    pairs: Sequence[tuple[str, str]] | None = None,
    order: Orders | None = None,
    level: str | None = None,
    sample: Any = None,
    coder: str | None = None,
    articles: pd.DataFrame | None = None,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Estimate what coders would find in all articles of each group, and how groups differ.

    Parameters
    ----------
    table : pandas.DataFrame
        What is measured, of coded articles and all others: `scores`; `evidence` of a target, where mentions
        were coded; or a row a unit of all articles: `unit`, `article`, `by`, `value` (see
        `measured_sentences`).
    codes : pandas.DataFrame or Codes
        The table `codes`, or what `read_codes` gives.
    question : str, optional
        Not needed where codes have one.
    measure, target : str, optional
        Of the table, where it has several. It needn't be on the scale of the answers: its weight is tuned.
    by : str
        Column of `table` whose values are compared.
    split : {"voice"} or ()
        Voices have rows of their own, or are taken together.
    pairs : sequence of (str, str), optional
        Groups whose differences are wanted; by default all.
    order, level, coder
        As for `validity`; by default each unit's answer is the mean over its coders.
    sample : CodingSample, path or pandas.DataFrame
        What was coded, or its key, with the probabilities of the draw. Without it units are taken as drawn
        with equal probability.
    articles : pandas.DataFrame, optional
        The articles: their events, copies and agencies, where `table` doesn't tell them, as evidence doesn't.
    wire : {"collapse", "keep", "drop"}
        Copies of a text in one group and event are one article; each counts; or full reprints are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published: then the intervals doubt draw and coding alone.
        Unknown is read as a sample.

    Returns
    -------
    pandas.DataFrame
        The table `prediction_powered`: a row a group × voice × category, then the differences of groups,
        within events. A question answered by yes or no has the share of yes; one with few answers the share
        of each; one with numbers, or with negative, neutral and positive, the mean.

    Raises
    ------
    FramingError
        The table is no such table; a name is not known; nothing is both coded and in it.

    Warns
    -----
    FramingWarning
        Coded units are left out.

    Notes
    -----
    Codes alone: the ratio of weighted sums, articles weighted by 1 / probability and units likewise in
    them. By both: from it is taken the measure's error in the coded articles (its mean there less that in
    all), times a weight that makes the variance least (Angelopoulos et al. 2023), one weight for all groups
    of a voice and category. The variance is that of articles drawn within strata, and unless it is a census
    that of articles as draws inside their events. Intervals of shares are Wilson's at the effective number
    of units, of means t; of differences the distances to the ends in squares. Events count alike in both
    groups of a difference (n_a n_b / (n_a + n_b)). See ``benchmarks/quality_coding.py`` for how often they
    hold.

    Examples
    --------
    >>> units = pd.DataFrame([(f"u{n}", f"a{n // 2}", "xy"[n // 20], n % 2) for n in range(40)],
    ...                      columns=["unit", "article", "outlet", "value"])
    >>> codes = units.iloc[::3].assign(coder="Ann", question="q", value=["no", "yes"] * 7)
    >>> prediction_powered(units, codes)[["group", "classical", "estimate"]].round(3).values.tolist()[:2]
    [['x', 0.429, 0.5], ['y', 0.571, 0.5]]
    """
    known(wire)
    if not among(collection, _COLLECTION):
        raise unknown("collection", collection, _COLLECTION)
    for name in several("split", split):
        if name != "voice":
            raise unknown("split", name, ("voice",))
    if among(by, _UNITS):
        raise FramingError(
            f"by: {by!r} tells parts of an article apart, and groups are of articles; give outlet, or "
            "another column of articles (voices have rows of their own by split)"
        )
    sample = opened(sample)
    every = codes_of(codes, sample)
    names = names_of(every, question)
    if len(names) > 1:
        raise FramingError(f"question: codes have several; name one of {', '.join(names)}")
    one = answered(every, names[0], level, orders_of(order, sample))
    rows, name, toward = rows_of(table, measure, target)
    if kind_of(rows) == "evidence" and rows["target"].isna().all():
        raise FramingError(
            "evidence lists hits, not the sentences without any; give scores of the same measure, or what "
            "measured_sentences(articles, evidence) returns"
        )
    rows = _with(rows, articles)
    about = {"measure": name, "target": toward, "question": names[0], "by": by, "wire": wire}
    about["reading"] = "census" if collection == "census" else "sample"
    out: list[dict[str, Any]] = []
    for voice in _voices(one, several("split", split)):
        data = populated(one, rows, by, voice, wire)
        if not len(data.unit):
            continue
        for note in data.notes:
            if "left out" in note:
                warnings.warn(f"prediction_powered: {note}", FramingWarning, stacklevel=2)
        for asked in _asked(one, coder):
            out += corrections(data, asked, {**about, "voice": voice, "category": asked.category}, pairs)
    if not out:
        raise FramingError(
            f"no unit is both coded ({names[0]}) and of an article in the measure's table; are both of the "
            "same articles?"
        )
    counts = dict.fromkeys(("n_coded_other", "n_articles_other", "n_units_other", "n_events"), 0)
    return check(pd.DataFrame(out).fillna(counts), "prediction_powered")


def _with(rows: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    """Return a measure's rows with what the articles say beyond them."""
    if articles is None or "article" not in rows.columns:
        return rows
    frame = check(articles, "articles")
    frame = frame.set_index(frame["id"].astype("str"))
    lacking = [name for name in frame.columns if name not in rows.columns and name not in _TEXT]
    return rows.assign(**{name: rows["article"].astype("str").map(frame[name]) for name in lacking})


def _voices(one: Answers, split: Sequence[str]) -> tuple[str, ...]:
    if not split or "voice" not in one.units.columns:
        return ("all",)
    found = sorted(one.units["voice"].dropna().astype("str").unique())
    return tuple(found) or ("all",)


def _asked(one: Answers, coder: str | None) -> Iterator[Asked]:
    """Yield what is estimated: shares of answers, and the mean of those that are numbers."""
    shares = one.shares(coder)
    told = shares.sum(axis=1) > 0
    signs = [SIGNS.get(label.casefold()) for label in one.labels]
    two = len(one.labels) == 2 and sorted(map(str, signs)) == ["+", "0"]
    if one.level in ("nominal", "ordinal"):
        for place, label in enumerate(one.labels):
            if not (two and signs[place] == "0"):
                yield Asked(label, np.where(told, shares[:, place], np.nan), True, "")
    if one.level in ("interval", "ratio"):
        yield Asked(MEAN, np.where(told, shares @ one.numbers, np.nan), False, "")
    elif one.level == "ordinal" and sorted(map(str, signs)) == ["+", "-", "0"]:
        numbers = np.array([{"+": 1.0, "-": -1.0}.get(str(sign), 0.0) for sign in signs])
        named = ", ".join(f"{label} {int(number)}" for label, number in zip(one.labels, numbers, strict=True))
        yield Asked(MEAN, np.where(told, shares @ numbers, np.nan), False, f"mean of {named}")
