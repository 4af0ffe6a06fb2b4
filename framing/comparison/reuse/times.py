"""Which of two articles was printed first, as far as their times tell; the words are not looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

__all__ = ["UNKNOWN", "Times", "order", "times"]

UNKNOWN = "unknown"
_HOUR = 60.0
#: A day printed somewhere begins, in UTC, 14 hours before to 12 hours after it does there.
_EAST, _WEST = pd.Timedelta(hours=14), pd.Timedelta(hours=12)
_DAY = pd.Timedelta(days=1)


class Times(NamedTuple):
    """When articles were printed: times, and how exact each is."""

    published: pd.Series
    precision: list[str]

    def some(self, rows: Sequence[int]) -> Times:
        """Return the times of some articles."""
        published = self.published.iloc[list(rows)].reset_index(drop=True)
        return Times(published, [self.precision[row] for row in rows])

    def before(self, a: int, b: int) -> tuple[str, float]:
        """Return the direction from one row to another, and the hours between where both have a minute.

        Two days are compared as printed; a day and a minute only where no zone could turn them round.
        """
        kinds = self.precision[a], self.precision[b]
        if "none" in kinds:
            return UNKNOWN, math.nan
        x, y = self.published.iloc[a], self.published.iloc[b]
        if kinds == ("minute", "minute"):
            minutes = (y.floor("min") - x.floor("min")).total_seconds() / 60
            return _sign(minutes), minutes / _HOUR if minutes else math.nan
        if kinds == ("day", "day"):
            return _sign((y.normalize() - x.normalize()).days), math.nan
        if kinds == ("day", "minute"):
            return _sign(_outside(y, x)), math.nan
        return _sign(-_outside(x, y)), math.nan


def times(frame: pd.DataFrame) -> Times:
    """Return the times of articles.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked. Where nothing is said on how exact a time is, one at midnight is a day, others a minute.
    """
    published = frame["published"].reset_index(drop=True)
    told = frame["published_precision"].astype("str").to_numpy()
    midnight = (published == published.dt.normalize()).to_numpy()
    told = np.where(told == "none", np.where(midnight, "day", "minute"), told)
    precision = np.where(published.isna().to_numpy(), "none", told)
    return Times(published, [str(kind) for kind in precision])


def order(frame: pd.DataFrame) -> np.ndarray:
    """Return the rows in the order in which they were printed, those without a time last, then by id."""
    key = frame["published"].astype("int64").where(frame["published"].notna(), np.iinfo(np.int64).max)
    place: np.ndarray = np.lexsort([frame["id"].astype("str").to_numpy(object).astype(str), key.to_numpy()])
    return place


def _sign(value: float) -> str:
    return "a_to_b" if value > 0 else "b_to_a" if value < 0 else UNKNOWN


def _outside(minute: pd.Timestamp, day: pd.Timestamp) -> int:
    """Return 1 where a minute is after a printed day wherever that was, -1 before it, else 0."""
    begin = day.normalize()
    if minute >= begin + _DAY + _WEST:
        return 1
    return -1 if minute < begin - _EAST else 0
