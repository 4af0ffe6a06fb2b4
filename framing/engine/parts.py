"""Articles in parts: what a function is given that takes articles, however many and wherever they are.

A frame is one part, held here. Of `Parts` only columns without text are held; the texts come a part at a
time to whoever does the work. An engine is given jobs and says, in any order, what came of each. It knows
nothing of tasks; a task knows nothing of engines; neither changes a byte of what is found.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from framing.engine.pool import Pool, Stages, bar, check_workers
from framing.engine.results import (
    Engine,
    Failure,
    Job,
    Outcome,
    Part,
    PartResults,
    Piece,
    Shared,
    Source,
    Task,
    is_stored,
    key_of,
    key_of_code,
    strings_for_objects,
)
from framing.errors import FramingError, warn
from framing.io.files import check_local
from framing.schema import check

if TYPE_CHECKING:
    import numpy.typing as npt

#: What to give in place of an address.
SHARED = "name a folder, shared where several machines work"

# A task done for each part: who does it, and what an earlier run has left done.


def _run_task(
    articles: Parts, task: Task, what: str, beside: Mapping[str, pd.DataFrame | PartResults]
) -> PartResults:
    """Have a task done for each part, but for what an earlier run has left done."""
    parts, cache, lost = articles._parts(), articles.cache, articles.lost
    given = {name: articles._beside(name, one, parts) for name, one in beside.items()}
    found: list[Piece | None] = [None] * len(parts)
    failed, said, jobs = {}, dict[int, tuple[str, ...]](), []
    names = [""] * len(parts)
    if cache is not None:
        made = key_of(key_of_code(), task)
        names = [
            key_of(made, part.digest, part.rows, part.put, *(keys[number] for _, keys in given.values()))
            for number, part in enumerate(parts)
        ]
    for number, part in enumerate(parts):
        place = None if cache is None else os.path.join(cache, what.replace(" ", "_"), names[number])
        besides = {name: pieces[number] for name, (pieces, _) in given.items()}
        if part.name in lost or any(piece is None for piece in besides.values()):
            failed[number] = lost.get(part.name, "could not be done before")
        elif place is not None and is_stored(place):
            found[number] = place
        else:
            jobs.append(Job(number, part, {n: b for n, b in besides.items() if b is not None}, place))
    size = sum(part.size for part in parts)
    with bar(size, articles.progress, doing=what) as advance:
        advance(size - sum(job.part.size for job in jobs))
        faults: dict[int, Failure] = {}
        for job, outcome in articles._engine.run(jobs, Shared(task)) if jobs else ():
            advance(job.part.size)
            if isinstance(outcome, Failure):
                faults[job.number] = outcome
                continue
            found[job.number] = job.place if outcome.tables is None else outcome.tables
            said[job.number] = outcome.said
    for line in dict.fromkeys(line for number in sorted(said) for line in said[number]):
        warn(line)
    for number, fault in sorted(faults.items()):
        failed[number] = lost[parts[number].name] = f"{what}: {fault.reason}"
    if faults and all(piece is None for piece in found):
        first = faults[min(faults)]
        raise FramingError(first.reason if first.user else f"{what}: no part could be done ({first.reason})")
    for number in sorted(faults):
        part = parts[number]
        left = f"{part.name} ({part.articles:,} articles) is left out"
        warn(f"{left}: {failed[number]}; all are listed in the audit")
    starts = np.cumsum([0, *(part.articles for part in parts)])[:-1].astype(np.int64)
    return PartResults(found, starts, failed, names, [part.name for part in parts], articles._folder)


# Where the articles of a part come from, and what has to be there as long as they are needed.


@dataclass(frozen=True)
class Held:
    """A part that is held in memory."""

    articles: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        return self.articles


@dataclass(frozen=True)
class Stored:
    """A part of a store."""

    where: str
    name: str

    def frame(self) -> pd.DataFrame:
        from framing.engine.store import read_part

        return read_part(self.where, self.name)


@dataclass(frozen=True)
class Origin:
    """A part as it was before articles were left out of it."""

    name: str
    source: Source
    digest: str
    rows: int
    size: int


class Folder:
    """A folder that is there as long as something needs it."""

    def __init__(self) -> None:
        self.path = tempfile.mkdtemp(prefix="framing-")
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


# Sizes at which a run changes what it keeps, and who does it: by articles and text, never by engine.

#: Up to so many articles tables of single articles (scores, voices, sources) are kept; of more where asked.
DETAILED = 20_000

#: Articles of a part, where nothing else is said.
EACH = 4_000

#: Up to so much text one process is quicker than starting others.
ALONE_BYTES = 20_000_000

#: The most text that what reads all articles at once is given.
WHOLE_BYTES = 200_000_000


# Parts done here, one after the other.


class Serial:
    """Who does one part after the other, in this process."""

    def run(self, jobs: Sequence[Job], shared: Shared) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job with what came of it, in order."""
        for job in jobs:
            yield job, job.run(shared.make_tools(), shared)


def _number_rows(origins: Sequence[Origin]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the part of each article, and its row there."""
    rows = [origin.rows for origin in origins]
    row = np.concatenate([np.zeros(0, np.int32), *(np.arange(n, dtype=np.int32) for n in rows)])
    return np.repeat(np.arange(len(rows), dtype=np.int32), rows), row


# Which engine works on parts: this process, several of this machine, or dask.


def _engine(workers: int | None, dask: str | None) -> Engine:
    """Return who does the work: this process, so many, or dask.

    Raises
    ------
    FramingError
        Both were asked for, but for dask's own processes, or one can't be had.
    """
    count = check_workers(workers)
    if dask is not None:
        if count is not None and dask != "local":
            raise FramingError("workers: the scheduler has workers of its own; leave one of the two out")
        from framing.engine.dask import Cluster

        return Cluster(dask, count)
    if count is None or count == 1:
        return Serial()
    return Pool(count)


#: Columns that are never held for all articles at once.
_TEXT = ("text", "blocks")


@dataclass(frozen=True, eq=False)
class Parts:
    """Articles in parts, and who works on them; made by `Parts.open` or `Parts.of`.

    Attributes
    ----------
    light : pandas.DataFrame
        A row an article, in order of parts: all columns of the table `articles` but `text` and `blocks`.
    cache : str or None
        Where finished work is kept; None holds it in memory.
    lost : dict of str to str
        Parts that could not be done, and why.
    """

    light: pd.DataFrame
    cache: str | None = None
    progress: bool | Stages | None = None
    lost: dict[str, str] = field(default_factory=dict)
    _origins: tuple[Origin, ...] = ()
    _engine: Engine = field(default_factory=Serial)
    #: The part of each article, and its row there.
    _of: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    _row: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    #: Columns that were put in after the parts were made.
    _put: tuple[str, ...] = ()
    #: What has to live as long as this does.
    _folder: Folder | None = None

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.light)

    def __repr__(self) -> str:
        groups = self.light["outlet"].nunique()
        return f"Parts({len(self):,} articles of {groups:,} outlets in {len(self._origins):,} parts)"

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        each: int = EACH,
        *,
        workers: int | None = None,
        dask: str | None = None,
        cache: str | os.PathLike[str] | None = None,
        progress: bool | None = None,
    ) -> Parts:
        """Return a frame cut into parts of `each` articles; other processes read them from the cache.

        Parameters
        ----------
        frame : pandas.DataFrame
            As any that is taken for articles.
        each : int
        workers, dask, cache, progress
            As in `open`.
        """
        articles = check(frame, "articles")
        if workers not in (None, 1) or dask is not None:
            return cls._spilled(articles, each, cache, workers=workers, dask=dask, progress=progress)
        begins = range(0, max(len(articles), 1), each)
        held = [articles.iloc[begin : begin + each].reset_index(drop=True) for begin in begins]
        sizes = [int(part["text"].str.len().sum()) for part in held]
        origins = tuple(
            Origin(f"part-{number:05}", Held(part), key_of(part) if cache else "", len(part), size)
            for number, (part, size) in enumerate(zip(held, sizes, strict=True))
        )
        light = articles.drop(columns=list(_TEXT))
        check_local(cache, named="cache", remedy=SHARED)
        home = None if cache is None else str(cache)
        return cls(light, home, progress, {}, origins, Serial(), *_number_rows(origins))

    @classmethod
    def open(
        cls,
        where: str | os.PathLike[str],
        *,
        workers: int | None = None,
        dask: str | None = None,
        cache: str | os.PathLike[str] | None = None,
        progress: bool | None = None,
    ) -> Parts:
        """Return the articles of a store, as ``framing load -o DIR/`` writes it.

        Parameters
        ----------
        where : path or str
            The store's folder.
        workers : int, optional
            Processes that work on it, this one by default. No result depends on it.
        dask : str, optional
            "local", or the address of a scheduler, as tcp://host:8786; takes the extra ``distributed``.
        cache : path or str, optional
            Keeps finished parts, so that a run that was cut off goes on from there; by default a folder
            for the time of this object. Workers on other machines have to see it, as they do the store.
        progress : bool, optional

        Raises
        ------
        FramingError
            It is no store, a part is missing, or there is no such engine.
        """
        from framing.engine.store import read_light, read_manifest

        place = str(where)
        manifest = read_manifest(place)
        light = read_light(place, manifest)
        # The door wants texts; whether they are, each part is asked when it is read.
        bare = light.assign(text=pd.Categorical.from_codes(np.zeros(len(light), np.int8), [""]))
        light = check(bare, "articles").drop(columns=list(_TEXT))
        origins = tuple(
            Origin(part.name, Stored(place, part.name), part.sha256, part.rows, part.bytes)
            for part in manifest.parts
        )
        check_local(cache, named="cache", remedy=SHARED)
        folder = Folder() if cache is None else None
        home = str(cache) if folder is None else folder.path
        engine, rows = _engine(workers, dask), _number_rows(origins)
        return cls(light, home, progress, {}, origins, engine, *rows, _folder=folder)

    @classmethod
    def _spilled(cls, articles: pd.DataFrame, each: int, cache: Any, **options: Any) -> Parts:
        """Return a frame as a store beside what is kept, where other processes can read it."""
        from framing.engine.store import is_store, writer

        check_local(cache, named="cache", remedy=SHARED)
        folder = Folder() if cache is None else None
        home = str(cache) if folder is None else folder.path
        place = os.path.join(home, f"articles-{key_of(articles, each)}")
        if not is_store(place):
            with writer(place, rows=each) as store:
                store.add(articles)
        return replace(cls.open(place, cache=home, **options), _folder=folder)

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the articles, whole, a part at a time."""
        for part in self._parts():
            yield part.frame()

    def texts(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return `id`, `title`, `text` and `blocks` of some articles, in their order among all."""
        names = ["id", "title", *_TEXT]
        wanted = np.flatnonzero(self.light["id"].isin(list(ids)))
        found = []
        for number in np.unique(self._of[wanted]).tolist():
            frame = check(self._origins[number].source.frame(), "articles")
            found.append(frame.iloc[self._row[wanted[self._of[wanted] == number]]][names])
        if not found:
            return pd.DataFrame({name: pd.Series([], dtype="str") for name in names})
        return pd.concat(found, ignore_index=True)

    @property
    def size(self) -> int:
        """Bytes of text of the parts, with what was left out of them."""
        return sum(origin.size for origin in self._origins)

    @property
    def names(self) -> list[str]:
        """The names of the parts that have articles, in order."""
        return [part.name for part in self._parts()]

    def of_part(self, name: str) -> npt.NDArray[np.bool_]:
        """Return the mask of a part's articles."""
        number = next(n for n, origin in enumerate(self._origins) if origin.name == name)
        return np.asarray(self._of == number)

    def _parts(self) -> list[Part]:
        """Return the parts that have articles (of none at all, the first) as a job needs them."""
        counts = np.bincount(self._of, minlength=len(self._origins))
        first = np.cumsum([0, *counts])
        numbers = np.flatnonzero(counts).tolist() or list(range(min(1, len(self._origins))))
        found = []
        for number in numbers:
            origin, mine = self._origins[number], slice(int(first[number]), int(first[number + 1]))
            rows = None if counts[number] == origin.rows else self._row[mine]
            put = self.light.iloc[mine][list(self._put)].reset_index(drop=True) if self._put else None
            n = int(counts[number])
            found.append(Part(origin.name, origin.source, origin.digest, n, origin.size, rows, put))
        return found

    def _beside(
        self, name: str, given: pd.DataFrame | PartResults, parts: Sequence[Part]
    ) -> tuple[list[Piece | None], list[str]]:
        """Return the tables that come with each part, and by what they are known."""
        if isinstance(given, PartResults):
            at = {part: number for number, part in enumerate(given.parts)}
            numbers = [at.get(part.name) for part in parts]
            pieces = [None if n is None else given.pieces[n] for n in numbers]
            return pieces, ["" if n is None else given.keys[n] for n in numbers]
        place = pd.Series(self._of, index=pd.Index(self.light["id"].astype("str")))
        of = place.reindex(given["article"].astype("str")).to_numpy()
        number = {origin.name: number for number, origin in enumerate(self._origins)}
        tables = [given[of == number[part.name]].reset_index(drop=True) for part in parts]
        return [{name: table} for table in tables], [key_of(table) if self.cache else "" for table in tables]


Articles: TypeAlias = pd.DataFrame | Parts
SomeArticles = TypeVar("SomeArticles", bound=Articles)


def check_articles(articles: SomeArticles) -> SomeArticles:
    """Return articles as what they claim to be; a frame is checked, parts are checked when they are read."""
    return articles if isinstance(articles, Parts) else check(articles, "articles")


def metadata(articles: Articles) -> pd.DataFrame:
    """Return a row an article, of parts without `text` and `blocks`."""
    return articles.light if isinstance(articles, Parts) else articles


def select_articles(articles: SomeArticles, mask: Any) -> SomeArticles:
    """Return the articles of a mask, numbered anew."""
    wanted = np.asarray(mask, bool)
    if wanted.all():
        return articles
    if not isinstance(articles, Parts):
        return articles[wanted].reset_index(drop=True)
    light = articles.light[wanted].reset_index(drop=True)
    return replace(articles, light=light, _of=articles._of[wanted], _row=articles._row[wanted])


def assign_columns(articles: SomeArticles, **columns: Any) -> SomeArticles:
    """Return the articles with columns put in, an item an article."""
    if not isinstance(articles, Parts):
        return articles.assign(**columns)
    put = tuple(dict.fromkeys([*articles._put, *columns]))
    return replace(articles, light=articles.light.assign(**columns), _put=put)


def bare(articles: SomeArticles, *columns: str) -> SomeArticles:
    """Return the articles with no columns put in but those named: what isn't read is not in a key."""
    if not isinstance(articles, Parts):
        return articles
    return replace(articles, _put=tuple(name for name in articles._put if name in columns))


def map_parts(
    articles: Articles,
    task: Task,
    *,
    what: str,
    beside: Mapping[str, pd.DataFrame | PartResults] | None = None,
) -> PartResults:
    """Have a task done for articles: at once for a frame, for each part by who works on parts.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    task : Task
        Pure, and made of plain values.
    what : str
        What is done, in a word or two: named in progress and where a part fails.
    beside : mapping of str to pandas.DataFrame or Found, optional
        Tables with a column `article`, of which the task gets the rows of its articles.

    Returns
    -------
    Found

    Raises
    ------
    FramingError
        What was asked for is at fault, or no part could be done.

    Warns
    -----
    FramingWarning
        A part could not be done; it is named with its articles.
    """
    if isinstance(articles, Parts):
        return _run_task(articles, task, what, beside or {})
    tables = {}
    for name, given in (beside or {}).items():
        tables[name] = given.table(name) if isinstance(given, PartResults) else given
    found = {name: strings_for_objects(table) for name, table in task(articles, tables).items()}
    return PartResults([found], np.zeros(1, np.int64), {}, [""], [""])


def collect_articles(articles: Articles, what: str) -> pd.DataFrame:
    """Return all articles as one frame, for what must see them at once.

    Raises
    ------
    FramingError
        They are too many for that.
    """
    if not isinstance(articles, Parts):
        return articles
    if articles.size > WHOLE_BYTES:
        raise FramingError(
            f"{what}: reads all articles at once, and these are {articles.size / 1e6:,.0f} MB of text; give "
            f"at most {WHOLE_BYTES / 1e6:,.0f}, or leave {what} out"
        )
    return pd.concat(list(articles.frames()), ignore_index=True)
