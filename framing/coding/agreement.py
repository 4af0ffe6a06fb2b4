"""How far coders agree: each coefficient with its interval by article, overall, by group and by answer.

What coders answered stands in `measured`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.stats

from framing.coding.measured import (
    Answers,
    Orders,
    answered,
    codes_of,
    count_answers,
    names_of,
    opened,
    orders_of,
)
from framing.coding.questions import LEVELS
from framing.comparison.intervals import LEVEL, Z
from framing.comparison.intervals import wilson as of_draws
from framing.comparison.sums import Flags, Floats, Ints
from framing.errors import FramingError, check_choice, several, unknown
from framing.schema import check, empty

# How well coders agree: the coefficients, each from sums over units, so that an article can be left out.


class Statistic(NamedTuple):
    """A coefficient in two steps: sums that add up over units, and the coefficient that sums give.

    `sums` takes answers (units × coders, places of the answers in their order, -1 for a gap) and `value`
    gives the disagreement found over that expected by chance: one less the coefficient. `chance` is the
    share of pairs that would disagree by chance.
    """

    sums: Callable[[Ints], Floats]
    value: Callable[[Floats], float]
    chance: Callable[[Floats], float]


def distances(level: str, numbers: Floats, given: Floats) -> Floats:
    """Return how far each answer is from each other: the square of Krippendorff's difference function.

    Parameters
    ----------
    level : {"nominal", "ordinal", "interval", "ratio"}
    numbers : array
        What the answers stand for; of ordinal ones only their order is taken.
    given : array
        How often each was given, in units with two answers or more: an ordinal distance is the number of
        answers from one to the other, the two ends counted by half.

    Raises
    ------
    FramingError
        The level is not known, or a ratio has answers below zero.

    Examples
    --------
    >>> distances("ordinal", np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 2.0]))
    array([[ 0.,  9., 36.],
           [ 9.,  0.,  9.],
           [36.,  9.,  0.]])
    """
    check_choice("level", level, LEVELS)
    if level == "nominal":
        return np.asarray(1.0 - np.eye(len(given)))
    if level == "ordinal":
        rank = np.cumsum(given) - given / 2
        return np.asarray((rank[:, None] - rank[None, :]) ** 2)
    apart = numbers[:, None] - numbers[None, :]
    if level == "interval":
        return np.asarray(apart**2)
    if (numbers < 0).any():
        raise FramingError(
            f"level 'ratio': an answer is {numbers.min():g}, but a ratio counts from zero; use 'interval'"
        )
    total = numbers[:, None] + numbers[None, :]
    return np.asarray((apart / np.where(total > 0, total, 1.0)) ** 2)


def alpha(level: str, numbers: Floats) -> Statistic:
    """Return Krippendorff's alpha; its sums are the matrix of coincidences."""
    size = len(numbers)

    def sums(answers: Ints) -> Floats:
        counts = count_answers(answers, size)
        among = counts.sum(axis=1)
        counts, among = counts[among > 1], among[among > 1]
        weighted = counts / (among - 1)[:, None]
        found = weighted.T @ counts
        found[np.diag_indices(size)] -= weighted.sum(axis=0)
        return np.asarray(found.ravel())

    def value(total: Floats) -> float:
        pairs = total.reshape(size, size)
        given = pairs.sum(axis=1)
        apart = distances(level, numbers, given)
        expected = float(given @ apart @ given)
        if not expected > 0:
            return np.nan
        return float((given.sum() - 1) * (pairs * apart).sum() / expected)

    def chance(total: Floats) -> float:
        given = total.reshape(size, size).sum(axis=1)
        n = given.sum()
        return float(1 - (given * (given - 1)).sum() / (n * (n - 1))) if n > 1 else np.nan

    return Statistic(sums, value, chance)


def percent(size: int) -> Statistic:
    """Return the share of pairs of coders that agree, each unit with two answers or more counted once.

    Its sums are the units' shares, added up, and how many they are.
    """

    def sums(answers: Ints) -> Floats:
        agreed = agreeing(answers, size)
        agreed = agreed[~np.isnan(agreed)]
        return np.array([agreed.sum(), len(agreed)], dtype=np.float64)

    def value(total: Floats) -> float:
        return float(1 - total[0] / total[1]) if total[1] else np.nan

    return Statistic(sums, value, lambda total: 1.0)


def agreeing(answers: Ints, size: int) -> Floats:
    """Return of each unit the share of its pairs of answers that agree; missing where it has no pair."""
    counts = count_answers(answers, size)
    among = counts.sum(axis=1)
    pairs = among * (among - 1)
    same = (counts * (counts - 1)).sum(axis=1)
    return np.where(pairs > 0, same / np.where(pairs > 0, pairs, 1.0), np.nan)


def kappa(size: int, pairs: Sequence[tuple[int, int]]) -> Statistic:
    """Return Cohen's kappa of two coders, or the mean over several pairs of those that have one."""

    def sums(answers: Ints) -> Floats:
        tables = []
        for a, b in pairs:
            both = answers[(answers[:, a] >= 0) & (answers[:, b] >= 0)]
            tables.append(np.bincount(both[:, a] * size + both[:, b], minlength=size * size))
        return np.concatenate(tables).astype(np.float64)

    def disagreeing(total: Floats) -> tuple[Floats, Floats]:
        """Return of each pair with units in common the share that disagrees, and the one expected."""
        tables = total.reshape(len(pairs), size, size)
        tables = tables[tables.sum(axis=(1, 2)) > 0]
        units = tables.sum(axis=(1, 2))
        expected = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1) / units**2
        return 1 - np.trace(tables, axis1=1, axis2=2) / units, 1 - expected

    def value(total: Floats) -> float:
        found, expected = disagreeing(total)
        able = expected > 1e-12
        return float(np.mean(found[able] / expected[able])) if able.any() else np.nan

    def chance(total: Floats) -> float:
        expected = disagreeing(total)[1]
        return float(np.mean(expected)) if len(expected) else np.nan

    return Statistic(sums, value, chance)


# How sure a share is whose units hang together in articles, also where it is near 0 or 1.

#: Under so many articles there is an estimate only.
LEAST = 3

#: Under so many articles an interval is fragile.
FIRM = 8


def say_few(*number: int, what: str = "articles") -> list[str]:
    """Return what must be said where articles, of one side or of two, are few.

    >>> say_few(2), say_few(9, 5), say_few(9)
    (['under 3 articles: estimate only'], ['fragile: 9 against 5 articles'], [])
    """
    if min(number) < LEAST:
        return [f"under {LEAST} {what}: estimate only"]
    return [f"fragile: {' against '.join(map(str, number))} {what}"] if min(number) < FIRM else []


#: How alike the units of an article are taken to be where articles show no spread (intraclass correlation).
ALIKE = 0.25


def effective(x: Floats, d: Floats, units: float) -> float:
    """Return how many independent units a share is as sure as.

    Parameters
    ----------
    x, d : arrays
        Of each article, what is counted and out of how much, of which the share is ``x.sum() / d.sum()``.
    units : float
        Units behind it: it can't be surer than those. Where all or none count, articles show no spread, and
        it is as `flat` has it.

    Returns
    -------
    float
        ``p * (1 - p) / variance``, the variance that of a ratio by article, brought down by the square of
        z / t for the few articles (Korn and Graubard 1998, Survey Methodology 24, 193-201). Missing under
        `LEAST` articles.

    Examples
    --------
    >>> round(effective(np.array([2.0, 0, 1, 1]), np.array([2.0, 2, 2, 2]), 8), 2)
    2.28
    """
    live = d > 0
    x, d = x[live], d[live]
    n = len(d)
    if n < LEAST:
        return np.nan
    p = x.sum() / d.sum()
    variance = n / (n - 1) * float(((x - p * d) ** 2).sum()) / d.sum() ** 2
    most = float(units)
    if variance <= 1e-15:
        return flat(d, most)
    t = scipy.stats.t.ppf(0.5 + LEVEL / 2, n - 1)
    return float(min(most, p * (1 - p) / variance * (Z / t) ** 2))


def flat(d: Floats, units: float) -> float:
    """Return how many independent units those of articles are that all say the same.

    That none of eight sentences of an article has something tells less than eight articles would, and how
    much less can't be seen where none has it. They are taken to be as alike as `ALIKE`.

    Parameters
    ----------
    d : array
        How much of them is in each article.
    units : float
        How many they are.

    Returns
    -------
    float
        ``units / (1 + ALIKE * (m - 1))`` (Kish 1965, Survey Sampling, 5.4), m the mean size of the article
        that a unit is in.

    Examples
    --------
    >>> flat(np.ones(8), 8), flat(np.array([4.0, 4.0]), 8), flat(np.array([8.0]), 8)
    (8.0, 4.571428571428571, 2.909090909090909)
    """
    mean = float((d**2).sum() / d.sum() ** 2) * units
    return float(units / (1 + ALIKE * max(mean - 1, 0.0)))


def wilson(x: Floats, d: Floats, units: float) -> tuple[float, float]:
    """Return the interval of a share: Wilson's (1927) at the effective number of units.

    Of the intervals for shares of clustered units, the ones that hold near 0 and 1 as well (Franco, Little,
    Louis and Slud 2019, Journal of Survey Statistics and Methodology 7, 334-364; our own simulation:
    ``benchmarks/quality_coding.py``).

    Parameters
    ----------
    x, d, units
        As for `effective`.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(np.array([1.0, 1, 1, 1]), np.array([1.0, 1, 1, 1]), 4)]
    [0.51, 1.0]
    """
    n = effective(x, d, units)
    return of_draws(float(x.sum() / d.sum()), n) if n > 0 else (np.nan, np.nan)


def apart(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float]:
    """Return the interval of a difference of two estimates, each given with its interval.

    The distances to the two ends are added in squares (Zou and Donner 2008, Statistics in Medicine 27,
    1693-1702), so that a difference of shares keeps what `wilson` has near 0 and 1.

    Examples
    --------
    >>> [round(end, 3) for end in apart((0.5, 0.3, 0.7), (0.5, 0.3, 0.7))]
    [-0.283, 0.283]
    """
    low = a[0] - b[0] - np.hypot(a[0] - a[1], b[2] - b[0])
    high = a[0] - b[0] + np.hypot(a[2] - a[0], b[0] - b[1])
    return float(low), float(high)


def jackknifed(left: Floats) -> tuple[float, float]:
    """Return the variance of an estimate from its values without one article each, and t of its interval.

    Missing under `LEAST` articles, or where a value is.

    Examples
    --------
    >>> variance, t = jackknifed(np.array([1.0, 2.0, 3.0]))
    >>> round(variance, 4), round(t, 4)
    (1.3333, 4.3027)
    """
    n = len(left)
    if n < LEAST:
        return np.nan, np.nan
    spread = float(((left - left.mean()) ** 2).sum())
    return (n - 1) / n * spread, float(scipy.stats.t.ppf(0.5 + LEVEL / 2, n - 1))


#: So many units coded twice are asked for before a measure is called validated.
ENOUGH = 200

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


def agreement(
    codes: Any,
    *,
    level: str | None = None,
    by: str | Sequence[str] | None = None,
    order: Orders | None = None,
    sample: Any = None,
) -> pd.DataFrame:
    """Say how far coders agree on each question, and how sure that is; `validity` compares a measure.

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
    Krippendorff's alpha at each level, Cohen's kappa (of several coders the mean of the pairs), and the share
    of pairs that agree, each unit once. A gap is no answer. Intervals: delete-one-article jackknife of the
    logarithm of one less the coefficient (disagreement found over expected, a ratio), t with one less than
    the articles; where no article or one alone has a disagreement, and for the share always, Wilson's
    interval of the share at the effective number of units, over the disagreement that chance would give.
    Nothing is drawn. Simulated (``benchmarks/quality_coding.py``), they hold 93 to 100 in 100 times with 20
    articles as with 60; bootstraps of units, or jackknives on the coefficient's own scale, 64 to 93.

    Examples
    --------
    >>> rows = [(f"u{n}", f"a{n // 2}", coder, "tone", value) for n in range(12)
    ...         for coder, value in (("Ann", "np"[n % 2]), ("Ben", "np"[n % 2 if n % 5 else 0]))]
    >>> codes = pd.DataFrame(rows, columns=["unit", "article", "coder", "question", "value"])
    >>> table = agreement(codes)
    >>> table[["statistic", "estimate"]].round(3).values.tolist()
    [['percent', 0.917], ['alpha_nominal', 0.839], ['kappa', 0.833]]
    """
    sample = opened(sample)
    table = codes_of(codes, sample)
    order = orders_of(order, sample)
    columns = several("by", by)
    for name in columns:
        if name not in table.columns or table[name].isna().all():
            allowed = [c for c in table.columns if c not in ("unit", "coder", "question", "value", "note")]
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
    coders = np.flatnonzero((cell.given[twice] >= 0).any(axis=0))
    units = int(twice.sum())
    if not units and (cell.category, cell.pair) != ("all", "all"):
        return []
    about: dict[str, Any] = {"question": one.question, "by": cell.by, "group": cell.group}
    about |= {"category": cell.category, "pair": cell.pair, "level": one.level}
    about |= {"units": units, "coders": len(coders), "articles": len(np.unique(cell.article[twice]))}
    about |= {"answers": int(among[twice].sum()), "single": int((among == 1).sum())}
    nominal = alpha("nominal", np.arange(float(cell.size)))
    statistics = {"percent": percent(cell.size), "alpha_nominal": nominal}
    if cell.level != "nominal":
        statistics[f"alpha_{cell.level}"] = alpha(cell.level, cell.numbers)
    if 1 < len(coders) <= _PAIRS and cell.size <= _CROSSED:
        statistics["kappa"] = kappa(cell.size, list(combinations(coders.tolist(), 2)))
    few = f"{units} units coded twice, fewer than {ENOUGH}"
    few = few if cell.by == cell.category == cell.pair == "all" and units < ENOUGH else ""
    rows = []
    for name, statistic in statistics.items():
        estimate, low, high, method, note = _estimate(statistic, cell, one.alone)
        row = {**about, "statistic": name, "estimate": estimate, "low": low, "high": high, "method": method}
        rows.append(row | {"note": "; ".join(filter(None, (note, few)))})
    return rows


def _estimate(statistic: Statistic, cell: _Cell, alone: bool) -> tuple[float, float, float, str | None, str]:
    """Return an estimate, the ends of its interval, how that was made, and what must be said of it."""
    total = statistic.sums(cell.given)
    value = statistic.value(total)
    share = agreeing(cell.given, cell.size)
    paired = ~np.isnan(share)
    if np.isnan(value):
        why = "all answers are the same: nothing to agree on" if paired.any() else "no unit has two answers"
        return np.nan, np.nan, np.nan, None, f"{why}: no estimate"
    articles, place = np.unique(cell.article[paired], return_inverse=True)
    n = len(articles)
    if n < LEAST:
        return 1 - value, np.nan, np.nan, None, say_few(n)[0]
    lost = np.bincount(place, 1 - share[paired], minlength=n)
    units = np.bincount(place, minlength=n).astype(np.float64)
    said = ["articles not known: each unit counts as one"] if alone else []
    said += say_few(n)
    shared = len(total) == 2
    if not shared and (lost > 0).sum() > 1:
        left = [statistic.value(total - statistic.sums(cell.given[cell.article == a])) for a in articles]
        variance, t = jackknifed(np.log(np.array(left)))
        if np.isfinite(variance):
            factor = float(np.exp(t * np.sqrt(variance)))
            method = f"log of disagreement, jackknife of {n} articles, t"
            return 1 - value, max(1 - value * factor, -1.0), 1 - value / factor, method, "; ".join(said)
    low, high = wilson(lost, units, float(units.sum()))
    p = lost.sum() / units.sum()
    chance = statistic.chance(total)
    # The disagreements seen may be small ones by luck: those to come are taken to be no smaller than by
    # chance.
    most = max(value / p if p > 0 else 0.0, 1 / chance)
    low, high = max(1 - high * most, -1.0), 1 - (low * value / p if p > 0 else 0.0)
    said = said if shared else [f"disagreement in {'one' if p else 'no'} article", *said]
    return 1 - value, low, high, f"Wilson at the effective units of {n} articles", "; ".join(said)
