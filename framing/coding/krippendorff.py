"""How well coders agree: the coefficients, each from sums over units, so that an article can be left out.

Written from the papers: Krippendorff's alpha (Krippendorff 2011, *Computing Krippendorff's
alpha-reliability*; Content Analysis, 3rd ed., ch. 11), Cohen's kappa (Cohen 1960, Educational and
Psychological Measurement 20, 37-46; of more than two coders the mean of the pairs, Light 1971), Gwet's AC1
(Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, 29-48), which counts chance
agreement over all units that anybody answered. A gap is no answer and is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats, Ints
from framing.errors import FramingError, among, brief, unknown

__all__ = ["LEVELS", "Statistic", "ac1", "alpha", "counted", "distances", "kappa", "krippendorff", "percent"]

LEVELS = ("nominal", "ordinal", "interval", "ratio")

#: So many different answers a question may have: the work grows with their square.
MOST = 1_000


class Statistic(NamedTuple):
    """A coefficient in two steps: sums that add up over units, and the coefficient that sums give.

    `sums` takes answers (units × coders, places of the answers in their order, -1 for a gap) and `value`
    gives the disagreement found over that expected by chance: one less the coefficient. `chance` is the
    share of pairs that would disagree by chance.
    """

    sums: Callable[[Ints], Floats]
    value: Callable[[Floats], float]
    chance: Callable[[Floats], float]


def counted(answers: Ints, size: int) -> Floats:
    """Return how many coders gave each of `size` answers to each unit.

    Examples
    --------
    >>> counted(np.array([[0, 1, 1], [-1, 0, -1]]), 2)
    array([[1., 2.],
           [1., 0.]])
    """
    units = len(answers)
    row, column = np.nonzero(answers >= 0)
    flat = np.bincount(row * size + answers[row, column], minlength=units * size)
    return flat.reshape(units, size).astype(np.float64)


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
    if not among(level, LEVELS):
        raise unknown("level", level, LEVELS)
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
        counts = counted(answers, size)
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
    counts = counted(answers, size)
    among = counts.sum(axis=1)
    pairs = among * (among - 1)
    same = (counts * (counts - 1)).sum(axis=1)
    return np.where(pairs > 0, same / np.where(pairs > 0, pairs, 1.0), np.nan)


def ac1(size: int) -> Statistic:
    """Return Gwet's AC1 over `size` answers that could be given."""
    agreed = percent(size)

    def sums(answers: Ints) -> Floats:
        counts = counted(answers, size)
        among = counts.sum(axis=1)
        shares = counts[among > 0] / among[among > 0][:, None]
        return np.concatenate([agreed.sums(answers), shares.sum(axis=0), [len(shares)]])

    def value(total: Floats) -> float:
        if not total[1]:
            return np.nan
        return float((1 - total[0] / total[1]) / chance(total))

    def chance(total: Floats) -> float:
        if size < 2 or not total[-1]:
            return 1.0
        share = total[2:-1] / total[-1]
        return 1 - float((share * (1 - share)).sum()) / (size - 1)

    return Statistic(sums, value, chance)


def kappa(size: int, pairs: Sequence[tuple[int, int]]) -> Statistic:
    """Return Cohen's kappa of two coders, or the mean over several pairs of those that have one."""

    def sums(answers: Ints) -> Floats:
        return np.concatenate([_crossed(answers[:, a], answers[:, b], size) for a, b in pairs])

    def value(total: Floats) -> float:
        each = [_one_less_kappa(table) for table in total.reshape(len(pairs), size, size)]
        told = [one for one in each if not np.isnan(one)]
        return float(np.mean(told)) if told else np.nan

    def chance(total: Floats) -> float:
        each = [_expected(table) for table in total.reshape(len(pairs), size, size) if table.sum()]
        return float(np.mean(each)) if each else np.nan

    return Statistic(sums, value, chance)


def _crossed(a: Ints, b: Ints, size: int) -> Floats:
    both = (a >= 0) & (b >= 0)
    return np.bincount(a[both] * size + b[both], minlength=size * size).astype(np.float64)


def _expected(table: Floats) -> float:
    return 1 - float(table.sum(axis=1) @ table.sum(axis=0)) / float(table.sum()) ** 2


def _one_less_kappa(table: Floats) -> float:
    total = float(table.sum())
    if not total:
        return np.nan
    expected = _expected(table)
    return (1 - float(np.trace(table)) / total) / expected if expected > 1e-12 else np.nan


def krippendorff(
    coders: Sequence[Sequence[Hashable]], level: str = "nominal", order: Sequence[Any] | None = None
) -> float:
    """Return Krippendorff's alpha of answers as they stand.

    Parameters
    ----------
    coders : sequence of sequences
        A sequence a coder, an answer a unit; None, NaN or pandas.NA where a coder gave none.
    level : {"nominal", "ordinal", "interval", "ratio"}
    order : sequence, optional
        All answers in their order; by default numbers by size. Interval and ratio need numbers.

    Returns
    -------
    float
        Missing where the answers don't vary, or no unit has two.

    Raises
    ------
    FramingError
        Coders have sequences of different lengths, or something else than answers; answers that are no
        numbers need an order, and have no interval or ratio.

    Examples
    --------
    >>> krippendorff([[1, 2, 3, 3, None], [1, 2, 3, 3, 2]], "ordinal")
    1.0
    """
    if not among(level, LEVELS):
        raise unknown("level", level, LEVELS)
    coders = [_answers(coder) for coder in _answers(coders)]
    sizes = {len(coder) for coder in coders}
    if len(sizes) > 1:
        raise FramingError(
            f"coders: their sequences have {min(sizes)} to {max(sizes)} answers; each needs one a unit, "
            "None where there is no answer"
        )
    given = [answer for coder in coders for answer in coder if not _gap(answer)]
    for answer in given:
        if not isinstance(answer, Hashable):
            raise FramingError(f"coders: {brief(answer)} is no answer; give a word or a number for each unit")
    told = dict.fromkeys(given)
    numeric = level in ("interval", "ratio")
    if order is not None:
        places = {answer: place for place, answer in enumerate(order)}
        if lost := [answer for answer in told if answer not in places]:
            raise unknown("answer", lost[0], order, where="order")
    elif level == "nominal" or not told:
        places = {answer: place for place, answer in enumerate(told)}
    elif all(map(_number, told)):
        places = {answer: place for place, answer in enumerate(sorted(told, key=float))}  # type: ignore[arg-type]
    elif numeric:
        places = {}
    else:
        raise FramingError(f"level {level!r}: answers that are no numbers need their order, as order=[...]")
    if numeric and (words := [answer for answer in (*told, *places) if not _number(answer)]):
        raise FramingError(
            f"level {level!r}: {brief(words[0])} is no number; give numbers, or level 'ordinal' with order="
        )
    if not told:
        return np.nan
    if len(places) > MOST:
        raise FramingError(f"{len(places)} different answers are more than {MOST}; group them first")
    names = list(places)
    numbers = np.array(names if numeric else range(len(names)), dtype=np.float64)
    answers = np.array(
        [[-1 if _gap(answer) else places[answer] for answer in coder] for coder in coders], dtype=np.int64
    ).T.reshape(-1, len(coders))
    statistic = alpha(level, numbers)
    return 1 - statistic.value(statistic.sums(answers))


def _answers(given: Any) -> list[Any]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise FramingError(f"coders: {brief(given)} is no list; give a list of answers for each coder")
    return list(given)


def _number(answer: object) -> bool:
    return isinstance(answer, (int, float, np.number)) and bool(np.isfinite(answer))


def _gap(answer: object) -> bool:
    return bool(pd.api.types.is_scalar(answer) and pd.isna(answer))
