"""How far coders agree: each coefficient with its interval by article, overall, by group and by answer.

What a coefficient is stands in `krippendorff`, what coders answered in `answers`. Here is only which rows
there are, how sure each is, and what must be said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.coding.answers import Answers, Orders, answered, codes_of, names_of, opened, orders_of
from framing.coding.krippendorff import Statistic, ac1, agreeing, alpha, kappa, percent
from framing.coding.proportions import LEAST, jackknifed, wilson
from framing.comparison.codes import Flags, Floats, Ints
from framing.errors import several, unknown
from framing.schema import check, empty

__all__ = ["ENOUGH", "agreement"]

#: So many units coded twice are asked for before a measure is called validated.
ENOUGH = 200

#: Under so many articles an interval is fragile.
FIRM = 8

#: Pairs of coders have rows of their own up to so many coders, answers up to so many; kappa is made up to
#: so many.
_PAIRS, _CROSSED = 12, 100


class _Cell(NamedTuple):
    """Units that stand in one row: what they are of, and who answered what."""

    by: str
    group: str
    category: str
    pair: str
    given: Ints
    article: Ints
    size: int
    numbers: Floats
    level: str


class _Sure(NamedTuple):
    """An estimate and how sure it is."""

    estimate: float
    low: float
    high: float
    method: str | None
    note: str


def agreement(
    codes: Any,
    *,
    level: str | None = None,
    by: str | Sequence[str] | None = None,
    order: Orders | None = None,
    sample: Any = None,
) -> pd.DataFrame:
    """Say how far coders agree on each question, and how sure that is.

    Parameters
    ----------
    codes : pandas.DataFrame or Codes
        The table `codes`, a row an answer: `unit`, `coder`, `question`, `value`; `article` if there is to be
        an interval by article. Units need not be answered by all coders.
    level : {"nominal", "ordinal", "interval", "ratio"}, optional
        At which the answers are measured; by default as the codes say of each question. The nominal alpha
        is always there as well.
    by : str or sequence of str, optional
        Columns whose groups have rows of their own, as "outlet" or "voice"; of the codes, or of the
        sample's key.
    order : sequence, or mapping of them by question, optional
        All answers in their order, which ordinal words need; by default that of the sample's questions, or
        of the questions that come along.
    sample : CodingSample, path or pandas.DataFrame, optional
        What was coded, the folder it was written to, or its key: says which article, outlet and voice a
        unit is of, where codes don't.

    Returns
    -------
    pandas.DataFrame
        The table `agreement`, a row a question × group × category × pair × statistic. Of more than two coders
        the rows of all of them come first, then each pair. With three answers or more, each has rows of its
        own: that answer against all others.

    Raises
    ------
    FramingError
        The codes are no such table; the level is not known; an ordinal question needs an order; a column of
        `by` is not there.

    Notes
    -----
    Krippendorff's alpha at each level, Cohen's kappa (of several coders the mean of the pairs), Gwet's AC1
    with chance over all answers that could be given, and the share of pairs that agree, each unit once. A
    gap is no answer. Intervals: delete-one-article jackknife of the logarithm of one less the coefficient
    (disagreement found over expected, a ratio), t with one less than the articles; where no article or one
    alone has a disagreement, and for the share always, Wilson's interval of the share at the effective
    number of units, over the disagreement that chance would give. Nothing is drawn. Simulated
    (``benchmarks/quality_coding.py``), they hold 93 to 100 in 100 times with 20 articles as with 60;
    bootstraps of units, or jackknives on the coefficient's own scale, 64 to 93.

    Examples
    --------
    >>> rows = [(f"u{n}", f"a{n // 2}", coder, "tone", value) for n in range(12)
    ...         for coder, value in (("Ann", "np"[n % 2]), ("Ben", "np"[n % 2 if n % 5 else 0]))]
    >>> codes = pd.DataFrame(rows, columns=["unit", "article", "coder", "question", "value"])
    >>> table = agreement(codes)
    >>> table[["statistic", "estimate"]].round(3).values.tolist()
    [['percent', 0.917], ['alpha_nominal', 0.839], ['kappa', 0.833], ['ac1', 0.834]]
    """
    sample = opened(sample)
    table = codes_of(codes, sample)
    order = orders_of(order, sample)
    columns = several("by", by)
    for name in columns:
        if name not in table.columns or table[name].isna().all():
            allowed = [
                c for c in table.columns if c not in ("unit", "coder", "question", "value", "note", "seconds")
            ]
            raise unknown("column", name, allowed, where="codes (or give sample=, whose key has more)")
    found: list[dict[str, Any]] = []
    for question in names_of(table):
        one = answered(table, question, level, order)
        for cell in _cells(one, columns):
            found += _rows(one, cell)
    return check(pd.DataFrame(found), "agreement") if found else empty("agreement")


def _cells(one: Answers, columns: Sequence[str]) -> Iterator[_Cell]:
    """Yield the units of each row's group, category and pair, in the table's order."""
    article, size = one.article(), len(one.labels)
    whole = _Cell("all", "all", "all", "all", one.given, article, size, one.numbers, one.level)
    yield whole
    if 2 < len(one.coders) <= _PAIRS:
        for a, b in combinations(range(len(one.coders)), 2):
            yield whole._replace(pair=f"{one.coders[a]} × {one.coders[b]}", given=one.given[:, [a, b]])
    if 2 < size <= _PAIRS and one.level in ("nominal", "ordinal"):
        for place, label in enumerate(one.labels):
            binary = np.where(one.given < 0, -1, (one.given == place).astype(np.int64))
            two = np.arange(2, dtype=np.float64)
            yield whole._replace(category=label, given=binary, size=2, numbers=two, level="nominal")
    for name in columns:
        values = one.units[name].astype(object)
        for group in sorted(map(str, values.dropna().unique())):
            here: Flags = (values.map(str) == group).to_numpy()
            yield whole._replace(by=name, group=group, given=one.given[here], article=article[here])


def _rows(one: Answers, cell: _Cell) -> list[dict[str, Any]]:
    """Return the statistics of one cell; none where no unit has two answers."""
    among = (cell.given >= 0).sum(axis=1)
    twice = among > 1
    coders = (cell.given[twice] >= 0).any(axis=0)
    units = int(twice.sum())
    about = {
        "question": one.question,
        "by": cell.by,
        "group": cell.group,
        "category": cell.category,
        "pair": cell.pair,
        "units": units,
        "coders": int(coders.sum()),
        "articles": len(np.unique(cell.article[twice])),
        "answers": int(among[twice].sum()),
        "single": int((among == 1).sum()),
    }
    if not twice.any() and (cell.category, cell.pair) != ("all", "all"):
        return []
    rows = []
    for name, statistic in _statistics(cell, np.flatnonzero(coders)):
        sure = _sure(statistic, cell, one.alone)
        said = [sure.note] if sure.note else []
        if cell.by == cell.category == cell.pair == "all" and units < ENOUGH:
            said.append(f"{units} units coded twice, fewer than {ENOUGH}")
        row = {**about, "level": one.level, "statistic": name, "estimate": sure.estimate, "low": sure.low}
        rows.append(row | {"high": sure.high, "method": sure.method, "note": "; ".join(said)})
    return rows


def _statistics(cell: _Cell, coders: Ints) -> Iterator[tuple[str, Statistic]]:
    """Yield the name and statistic of each row."""
    yield "percent", percent(cell.size)
    yield "alpha_nominal", alpha("nominal", np.arange(cell.size, dtype=np.float64))
    if cell.level != "nominal":
        yield f"alpha_{cell.level}", alpha(cell.level, cell.numbers)
    if 1 < len(coders) <= _PAIRS and cell.size <= _CROSSED:
        yield "kappa", kappa(cell.size, list(combinations(coders.tolist(), 2)))
    yield "ac1", ac1(cell.size)


def _sure(statistic: Statistic, cell: _Cell, alone: bool) -> _Sure:
    """Return an estimate, its interval and what must be said of it."""
    total = statistic.sums(cell.given)
    value = statistic.value(total)
    share = agreeing(cell.given, cell.size)
    paired = ~np.isnan(share)
    if np.isnan(value):
        why = (
            "no unit has two answers" if not paired.any() else "all answers are the same: nothing to agree on"
        )
        return _Sure(np.nan, np.nan, np.nan, None, f"{why}: no estimate")
    articles, place = np.unique(cell.article[paired], return_inverse=True)
    n = len(articles)
    if n < LEAST:
        return _Sure(1 - value, np.nan, np.nan, None, f"under {LEAST} articles: estimate only")
    lost = np.bincount(place, 1 - share[paired], minlength=n)
    units = np.bincount(place, minlength=n).astype(np.float64)
    said = ["articles not known: each unit counts as one"] if alone else []
    said += [f"fragile: {n} articles"] if n < FIRM else []
    shared = len(total) == 2
    if not shared and (lost > 0).sum() > 1:
        left = [statistic.value(total - statistic.sums(cell.given[cell.article == a])) for a in articles]
        logs = np.log(np.array(left))
        variance, t = jackknifed(logs)
        if np.isfinite(variance):
            factor = float(np.exp(t * np.sqrt(variance)))
            low, high = max(1 - value * factor, -1.0), 1 - value / factor
            method = f"log of disagreement, jackknife of {n} articles, t"
            return _Sure(1 - value, low, high, method, "; ".join(said))
    low, high = wilson(lost, units, float(units.sum()))
    p = lost.sum() / units.sum()
    chance = statistic.chance(total)
    # The disagreements seen may be small ones by luck: those to come are taken to be no smaller than by
    # chance.
    most = max(value / p if p > 0 else 0.0, 1 / chance)
    ends = max(1 - high * most, -1.0), 1 - (low * value / p if p > 0 else 0.0)
    said = said if shared else [f"disagreement in {'one' if p else 'no'} article", *said]
    return _Sure(1 - value, *ends, f"Wilson at the effective units of {n} articles", "; ".join(said))
