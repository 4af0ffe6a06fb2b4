"""A task done for a part: the job, and what came of it, in memory or where a run keeps it.

An engine is given jobs and says, in any order, what came of each. It knows nothing of tasks.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
import pandas as pd

from framing.engine.process import Steps
from framing.errors import FramingError, FramingWarning
from framing.schema import check

if TYPE_CHECKING:
    import numpy.typing as npt


# By what finished work is known again: the values it was made of, and the code that made it.

#: Libraries whose other versions may count otherwise; those that an extra brings, where they are there.
LIBRARIES = (
    "numpy", "pandas", "pyarrow", "scipy", "scikit-learn", "nltk", "vaderSentiment",
    "onnxruntime", "tokenizers",
)  # fmt: skip

#: Under what name the package's own files are compared.
FILES = "framing's files"
#: Folders of the package where nothing is done to parts.
_APART = ("_corpora", "commands", "papers", "plotting", "report", "terminal")


def key_of(*values: object) -> str:
    """Return 40 hex digits that are the same for the same values in any process, whatever order sets have.

    >>> key_of({"b": 1, "a": {2, 3}}) == key_of({"a": {3, 2}, "b": 1})
    True
    >>> key_of(1) == key_of("1")
    False
    """
    return _Told().digest(values).hex()[:40]


class _Told:
    """Values written down with their kinds, so that no two read alike; what stands twice, once."""

    def __init__(self) -> None:
        #: What was written down, with its digest; held, since the number of what is gone is given to others.
        self._known: dict[int, tuple[Any, bytes]] = {}
        self._within: set[int] = set()

    def digest(self, value: Any) -> bytes:
        """Return a digest of a value and of all that it holds."""
        digest = hashlib.sha256(f"<{type(value).__module__}.{type(value).__qualname__}>".encode())
        if value is None or isinstance(value, (bool, int, float, complex, str, bytes, PurePath)):
            digest.update(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"))
            return digest.digest()
        if id(value) in self._within:
            return b"again"
        if id(value) not in self._known:
            self._within.add(id(value))
            for item in self._items(value):
                digest.update(item if isinstance(item, _Raw) else self.digest(item))
            self._within.remove(id(value))
            self._known[id(value)] = value, digest.digest()
        return self._known[id(value)][1]

    def _items(self, value: Any) -> Iterator[Any]:
        """Yield what makes a value what it is: other values, or bytes as they are."""
        if isinstance(value, Enum):
            yield value.name
        elif isinstance(value, (pd.DataFrame, pd.Series, pd.Index)):
            columns = value.items() if isinstance(value, pd.DataFrame) else [(value.name, pd.Series(value))]
            for name, column in columns:
                yield from (name, str(column.dtype))
                if column.dtype == object:
                    yield column.tolist()
                else:
                    yield pd.util.hash_pandas_object(column, index=False).to_numpy()
        elif isinstance(value, np.ndarray) and value.dtype == object:
            yield from (value.shape, value.tolist())
        elif isinstance(value, (np.ndarray, np.generic)):
            yield f"{value.dtype}{value.shape}"
            yield _Raw(np.ascontiguousarray(value).tobytes())
        elif isinstance(value, re.Pattern):
            yield from (value.pattern, value.flags)
        elif isinstance(value, Mapping):
            yield from map(_Raw, sorted(self.digest((name, value[name])) for name in value))
        elif isinstance(value, Set):
            yield from map(_Raw, sorted(map(self.digest, value)))
        elif isinstance(value, (tuple, list)):
            yield from value
        elif isinstance(value, partial):
            yield from (value.func, value.args, value.keywords)
        elif isinstance(value, type) or (callable(value) and hasattr(value, "__qualname__")):
            yield f"{value.__module__}.{value.__qualname__}"
            owner = getattr(value, "__self__", None)
            yield None if isinstance(owner, type) else owner
        elif is_dataclass(value):
            yield from ((item.name, getattr(value, item.name)) for item in fields(value))
        else:
            yield value.__getstate__()


class _Raw(bytes):
    """Bytes to be taken as they are."""


@cache
def versions() -> dict[str, str]:
    """Return the versions of what may change a byte here, of Python without its last number.

    >>> versions()["framing"].startswith("0.")
    True
    """
    from framing import __version__

    found = {"framing": __version__, "Python": ".".join(platform.python_version_tuple()[:2])}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    # Two states of the code can bear one version.
    found[FILES] = hash_sources()[:8]
    return found


@cache
def hash_sources() -> str:
    """Return a hash of the package's own files that work on parts."""
    digest = hashlib.sha256()

    def add(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.is_dir():
                if not item.name.startswith("__") and item.name not in _APART:
                    add(item, f"{prefix}{item.name}/")
            elif item.name.endswith((".py", ".toml", ".txt", ".npz")):
                content = item.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{prefix}{item.name} {len(content)}\0".encode() + content)

    add(resources.files("framing"), "")
    return digest.hexdigest()


@cache
def key_of_code() -> str:
    """Return a key of the code that works on parts, and of the libraries it counts with."""
    return key_of(sys.version, versions(), hash_sources())


@contextmanager
def open_to_write(where: str) -> Iterator[IO[bytes]]:
    """Give a file to write; it is there, whole, when the block ends well."""
    target = Path(where)
    aside = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("wb") as stream:
                yield stream
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise FramingError(f"{where}: can't be written ({error.strerror or error})") from None


@contextmanager
def open_to_read(where: str) -> Iterator[IO[bytes]]:
    """Give a file to read."""
    try:
        with open(where, "rb") as stream:
            yield stream
    except OSError as error:
        raise FramingError(f"{where}: can't be read ({error.strerror or error})") from None


Tables: TypeAlias = Mapping[str, pd.DataFrame]
#: The tables of one part: held, or the place where they lie.
Piece: TypeAlias = "Tables | str"

#: The file that is written last: what lies beside it is whole.
_DONE = "done.json"


@dataclass(frozen=True)
class PartResults:
    """Tables by name, part by part.

    Attributes
    ----------
    pieces : sequence of Piece or None
        None for a part that could not be done.
    first : int64 array, one item a part
        The row of the articles at which each part begins.
    failed : mapping of int to str
        Parts that could not be done, and why.
    keys : sequence of str
        By what each part's tables are known again; empty for what is held.
    parts : sequence of str
        The names of the parts.
    folder : object
        What has to live as long as this, where the tables lie in a folder for a time.
    """

    pieces: Sequence[Piece | None]
    first: npt.NDArray[np.int64]
    failed: Mapping[int, str]
    keys: Sequence[str]
    parts: Sequence[str]
    folder: object = None

    def __len__(self) -> int:
        return len(self.pieces)

    def each(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Yield a table part by part, in order; `row` counts articles from the first of all.

        Parameters
        ----------
        name : str
        columns : sequence of str, optional
            All by default.
        """
        for piece, first in zip(self.pieces, self.first.tolist(), strict=True):
            if piece is not None:
                table = load_table(piece, name, columns)
                yield table.assign(row=table["row"].astype(np.int64) + first) if "row" in table else table

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table of all parts, in order."""
        return concat_tables(list(self.each(name, columns)))


def concat_tables(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return tables one under the other; categories are those of all, in the order they are met."""
    if len(tables) == 1:
        return tables[0].reset_index(drop=True)
    columns = {}
    for name in tables[0].columns:
        parts = [_named(table[name]) for table in tables]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = pd.Series(pd.api.types.union_categoricals(parts))
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _named(column: pd.Series) -> pd.Series:
    """Return a column whose categories are strings where it has none, of which Arrow knows no type."""
    if isinstance(column.dtype, pd.CategoricalDtype) and not len(column.cat.categories):
        return pd.Series(pd.Categorical.from_codes(column.cat.codes, pd.Index([], dtype="str")))
    return column


def strings_for_objects(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without columns of objects, so that it is the same held and read again."""
    mixed = [name for name in table.columns if table[name].dtype == object]
    return table.astype(dict.fromkeys(mixed, "str")) if mixed else table


def load_table(piece: Piece, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return one table of a part."""
    if not isinstance(piece, str):
        return piece[name] if columns is None else piece[name][list(columns)]
    import pyarrow as pa
    from pyarrow import feather

    where = os.path.join(piece, f"{name}.arrow")
    wanted = None if columns is None else list(columns)
    try:
        return feather.read_table(where, columns=wanted, memory_map=True).to_pandas()
    except (pa.ArrowException, OSError) as error:
        said = " ".join(str(error).split())[:120]
        raise FramingError(
            f"{where}: what was kept can't be read ({said}); remove the cache and run again"
        ) from None


def store_tables(tables: Tables, place: str) -> None:
    """Write the tables of a part; what says that they are whole comes last."""
    import pyarrow as pa
    from pyarrow import feather

    seals = {}
    for name, table in tables.items():
        held = BytesIO()
        feather.write_feather(pa.Table.from_pandas(table, preserve_index=False), held, compression="zstd")
        data = held.getvalue()
        seals[name] = hashlib.sha256(data).hexdigest()
        with open_to_write(os.path.join(place, f"{name}.arrow")) as stream:
            stream.write(data)
    with open_to_write(os.path.join(place, _DONE)) as stream:
        stream.write(json.dumps(seals).encode())


def is_stored(place: str) -> bool:
    """Say whether the tables of a part lie there as they were written."""
    try:
        with open_to_read(os.path.join(place, _DONE)) as stream:
            seals = json.loads(stream.read())
        for name, seal in seals.items():
            with open_to_read(os.path.join(place, f"{name}.arrow")) as stream:
                if hashlib.sha256(stream.read()).hexdigest() != seal:
                    return False
    except (FramingError, ValueError, AttributeError):
        return False
    return True


# A task done for each part: what one job is, and how jobs are handed to whoever does them.


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

    def make_tools(self) -> Task:
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

    def run(self, tools: Task, shared: Shared) -> Outcome:
        """Do it; whatever happens is told, never raised."""
        try:
            with warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("ignore")
                warnings.simplefilter("always", FramingWarning)
                frame = self.part.frame()
                beside = {name: load_table(piece, name) for name, piece in self.beside.items()}
                for name, table in beside.items():
                    if "article" in table and not (mine := table["article"].isin(frame["id"])).all():
                        beside[name] = table[mine].reset_index(drop=True)
                tables = {name: strings_for_objects(table) for name, table in tools(frame, beside).items()}
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
