"""Targets shared out between processes, in runs of one size: the same bytes for any number of them.

How processes are started and kept is the business of `corpus.workers`; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from framing.corpus import workers
from framing.corpus.bar import bar
from framing.errors import FramingError, brief
from framing.features.stance.judges import CLASSES, Card, Judge

__all__ = ["Shared", "judged"]

#: Targets that are judged at once, by a judge that doesn't say how many.
_RUN = 1024

#: Rows of probabilities add up to 1, but for so much.
_NEAR = 1e-3


@dataclass(frozen=True)
class _Asked:
    """Who is asked in each process."""

    judge: Judge

    def desk(self) -> Judge:
        return self.judge


@dataclass(frozen=True)
class _Some:
    """Some targets."""

    texts: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def run(self, desk: Judge, settings: _Asked) -> np.ndarray:
        return desk.probabilities(self.texts, self.starts, self.ends)


def judged(
    found: Judge,
    texts: Sequence[str],
    starts: np.ndarray,
    ends: np.ndarray,
    progress: bool | None = False,
    processes: int = 1,
) -> np.ndarray:
    """Return the probabilities of each target's classes, to six digits, a run at a time.

    The runs are the same however many processes there are: as many targets as the judge's `batch` says.
    """
    size = int(getattr(found, "batch", _RUN))

    def runs() -> Iterator[_Some]:
        for at in range(0, len(texts), size):
            some = slice(at, at + size)
            yield _Some(texts[some], starts[some].tolist(), ends[some].tolist())

    parts = [np.zeros((0, len(CLASSES)))]
    count = min(processes, -(-len(texts) // size))
    with (
        bar(len(texts), progress, unit="targets", doing="judging stance") as done,
        closing(workers.run(runs(), _Asked(found), count)) as results,
    ):
        for some, part in results:
            parts.append(_checked(part, len(some.texts), found))
            done(len(part))
    return np.asarray(np.round(np.concatenate(parts), 6), np.float64)


def _checked(part: object, size: int, judge: Judge) -> np.ndarray:
    """Return what a judge gave, or say that these are no probabilities."""
    try:
        rows = np.asarray(part)
    except ValueError:
        rows = np.zeros(0)
    if rows.shape != (size, len(CLASSES)) or rows.dtype.kind not in "fiu" or not np.isfinite(rows).all():
        raise FramingError(
            f"model: {judge.card.name!r} gave no row of {len(CLASSES)} probabilities for each of {size} "
            "targets; mend its probabilities()"
        )
    wrong = (rows < -_NEAR).any(axis=1) | (np.abs(rows.sum(axis=1) - 1) > _NEAR)
    if wrong.any():
        raise FramingError(
            f"model: {judge.card.name!r} gave {brief(rows[wrong.argmax()].tolist())} for a target, which are "
            "no probabilities; give numbers from 0 to 1 that add up to 1"
        )
    found: np.ndarray = np.maximum(rows, 0)
    return found


class Shared:
    """A judge that has others of its kind judge beside it, each in a process of its own.

    Parameters
    ----------
    judge : Judge
        Who judges. It is sent to the other processes by pickling; where it can't be, it does all itself.
    processes : int
        How many judge, this one among them.
    """

    #: So many targets that processes are started once for all of a text.
    batch = 1 << 20

    def __init__(self, judge: Judge, processes: int) -> None:
        self.judge, self.processes = judge, processes
        self.card: Card = judge.card

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return a row for each target, a column for each class."""
        spans = np.asarray(starts, np.int64), np.asarray(ends, np.int64)
        return judged(self.judge, texts, *spans, processes=self.processes)
