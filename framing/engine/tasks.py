"""A task done for each part: what one job is, and how jobs are handed to whoever does them.

An engine is told jobs and says, in any order, what came of each. It knows nothing of tasks; a task knows
nothing of engines; neither changes a byte of what is found.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
import pandas as pd

from framing.engine.keys import key_of, key_of_code
from framing.engine.places import join_place
from framing.engine.process import Steps
from framing.engine.progress import bar
from framing.engine.results import (
    PartResults,
    Piece,
    Tables,
    is_stored,
    load_table,
    store_tables,
    strings_for_objects,
)
from framing.errors import FramingError, FramingWarning
from framing.schema import check


class Task(Protocol):
    """One pure function, part to tables: a frozen dataclass of plain values, found by its name elsewhere."""

    def __call__(self, frame: pd.DataFrame, beside: Tables) -> Tables:
        """Return what came of the articles of a part; `row` is the row in it."""


class Source(Protocol):
    """Where the articles of a part come from; sent to whoever does the job."""

    def frame(self) -> pd.DataFrame:
        """Return the part's articles, as they were kept."""


@dataclass(frozen=True)
class Part:
    """A part as a job needs it.

    `rows` are the articles that count, None for all; `put` are columns to put in, a row each of these.
    """

    name: str
    source: Source
    digest: str
    articles: int
    size: int
    rows: Any = None
    put: pd.DataFrame | None = None

    def frame(self) -> pd.DataFrame:
        """Return its articles, checked."""
        frame = check(self.source.frame(), "articles")
        if self.rows is not None:
            frame = frame.iloc[self.rows].reset_index(drop=True)
        if self.put is not None:
            frame = frame.assign(**{str(name): self.put[name] for name in self.put.columns})
        return frame


@dataclass(frozen=True)
class Shared:
    """What is the same for all jobs of a run; sent to each process once."""

    task: Task

    def desk(self) -> Task:
        """Return what jobs are done with: made once in each process."""
        return self.task


@dataclass(frozen=True)
class Receipt:
    """A job done: its tables where they are held, None where they were written; what it warned of."""

    tables: Tables | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A job that could not be done, and why; `user` says that what was asked for is at fault."""

    reason: str
    user: bool = False
    details: str = ""


Outcome: TypeAlias = Receipt | Failure


@dataclass(frozen=True)
class Job(Steps):
    """One part to be done.

    `beside` has tables that come with it, held or by the place where they lie; `place` is where its own
    are to be written, None where they are given back. After `tries` processes that ended over it, it is left.
    """

    number: int
    part: Part
    beside: Mapping[str, Piece] = field(default_factory=dict)
    place: str | None = None
    tries: int = 3

    def run(self, desk: Task, shared: Shared) -> Outcome:
        """Do it; whatever happens is told, never raised."""
        try:
            with warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("ignore")
                warnings.simplefilter("always", FramingWarning)
                frame = self.part.frame()
                beside = {name: _of(frame, piece, name) for name, piece in self.beside.items()}
                tables = {name: strings_for_objects(table) for name, table in desk(frame, beside).items()}
                if self.place is not None:
                    store_tables(tables, self.place)
        except FramingError as error:
            return Failure(str(error), user=True)
        except Exception as error:
            said = " ".join(str(error).split())[:200]
            return Failure(f"{type(error).__name__}: {said}" if said else type(error).__name__,
                           details=traceback.format_exc())  # fmt: skip
        return Receipt(None if self.place else tables, tuple(str(one.message) for one in heard))

    def ended(self) -> Failure:
        """Return what is said where it ended every process that tried."""
        return Failure("the process that worked on it ended again and again (out of memory?)")


class Engine(Protocol):
    """Who does jobs."""

    def run(self, jobs: Sequence[Job], shared: Shared) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job, as it is done, with what came of it."""


def run_task(
    parts: Sequence[Part],
    task: Task,
    engine: Engine,
    *,
    what: str,
    beside: Mapping[str, Sequence[Piece | None]],
    keys: Mapping[str, Sequence[str]],
    cache: str | None,
    lost: dict[str, str],
    progress: bool | None = None,
) -> PartResults:
    """Have a task done for each part, but for what an earlier run has left done.

    Parameters
    ----------
    parts : sequence of Part
    task : Task
    engine : Engine
    what : str
        Named where progress is shown and where a part fails.
    beside : mapping of str to sequence
        Tables that come with the articles, an item a part.
    keys : mapping of str to sequence of str
        By what each of these is known, an item a part.
    cache : str or None
        Where what was done is kept; None holds it in memory.
    lost : dict
        Parts that failed before, which are not tried again, and why; those that fail now come to it.
    progress : bool, optional

    Returns
    -------
    Found

    Raises
    ------
    FramingError
        No part could be done.

    Warns
    -----
    FramingWarning
        Parts that could not be done, and whatever the task says.
    """
    found: list[Piece | None] = [None] * len(parts)
    failed, said, jobs = {}, dict[int, tuple[str, ...]](), []
    names = [""] * len(parts)
    if cache is not None:
        made = key_of(key_of_code(), task)
        names = [
            key_of(made, part.digest, part.rows, part.put, *(each[number] for each in keys.values()))
            for number, part in enumerate(parts)
        ]
    for number, part in enumerate(parts):
        place = None if cache is None else join_place(cache, what.replace(" ", "_"), names[number])
        besides = {name: each[number] for name, each in beside.items()}
        if part.name in lost or any(piece is None for piece in besides.values()):
            failed[number] = lost.get(part.name, "could not be done before")
        elif place is not None and is_stored(place):
            found[number] = place
        else:
            jobs.append(Job(number, part, {n: b for n, b in besides.items() if b is not None}, place))
    size = sum(part.size for part in parts)
    with bar(size, progress, doing=what) as told:
        told(size - sum(job.part.size for job in jobs))
        faults: dict[int, Failure] = {}
        for job, outcome in engine.run(jobs, Shared(task)) if jobs else ():
            told(job.part.size)
            if isinstance(outcome, Failure):
                faults[job.number] = outcome
                continue
            found[job.number] = job.place if outcome.tables is None else outcome.tables
            said[job.number] = outcome.said
    for line in dict.fromkeys(line for number in sorted(said) for line in said[number]):
        warnings.warn(line, FramingWarning, stacklevel=4)
    for number, fault in sorted(faults.items()):
        failed[number] = lost[parts[number].name] = f"{what}: {fault.reason}"
    if faults and all(piece is None for piece in found):
        first = faults[min(faults)]
        raise FramingError(first.reason if first.user else f"{what}: no part could be done ({first.reason})")
    for number in sorted(faults):
        warnings.warn(_left_out(parts[number], failed[number]), FramingWarning, stacklevel=4)
    starts = np.cumsum([0, *(part.articles for part in parts)])[:-1].astype(np.int64)
    return PartResults(found, starts, failed, names, [part.name for part in parts])


def _of(frame: pd.DataFrame, piece: Piece, name: str) -> pd.DataFrame:
    """Return the rows beside that are of these articles."""
    table = load_table(piece, name)
    if "article" not in table:
        return table
    mine = table["article"].isin(frame["id"])
    return table if mine.all() else table[mine].reset_index(drop=True)


def _left_out(part: Part, why: str) -> str:
    return f"{part.name} ({part.articles:,} articles) is left out: {why}; all are listed in the audit"
