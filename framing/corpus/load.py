"""`fr.load`: files of any mix in, the table of articles and the audit out, nothing lost between."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import itertools
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from framing import schema as tables
from framing.corpus import columns as naming
from framing.corpus import files, jobs, outlets
from framing.corpus.files import FoundFile
from framing.corpus.jobs import Job, Settings
from framing.corpus.limits import RATIO_FROM, Limits
from framing.corpus.merge import LOST, SHOWN, Audit, Merged, counts
from framing.corpus.parts import Entry, Part, read_records, readers
from framing.corpus.readers import parquet
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.engine.pool import available, bar, check_workers, run_jobs
from framing.errors import FramingError, brief, unknown, warn
from framing.io.files import check_local, save_tables
from framing.views.text import brief_of, still

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["Loaded", "load", "read_own_table", "readers", "stream"]


# Where the corpora that come with the package are, in a checkout and in an installed wheel alike.


def example(name: str = "carney-beijing-2026") -> Path:
    """Return the folder of a corpus that comes with the package, to try things on.

    Parameters
    ----------
    name : str
        The folder's name.

    Returns
    -------
    pathlib.Path
        Ready for `framing.load`.

    Raises
    ------
    FramingError
        No such corpus comes with the package; those that do are listed.

    Examples
    --------
    >>> example("carney-beijing-2026").name
    'carney-beijing-2026'
    """
    package = Path(__file__).resolve().parents[1]
    homes = [home for home in (package.parent / "corpora", package / "_corpora") if home.is_dir()]
    found = {f.parent.name: f.parent for home in reversed(homes) for f in home.glob("*/manifest.toml")}
    if name not in found:
        if not found:
            raise FramingError(
                f"example {name!r} is not here: no corpora were installed; install newsframing anew"
            )
        raise unknown("example", name, found)
    return found[name]


# What was read once is not read twice: kept by the bytes, the settings and the reading code itself.

_FILES, _RUNS = "files", "runs"
#: Bytes at the end of each file: the hash of what stands before, by which it is known to be what was written.
_SEAL = 32
#: What reads pages beside our own code: another version may find other text.
_LIBRARIES = ("lxml", "trafilatura", "justext", "pandas", "pyarrow")


class Cache:
    """A folder of results.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it doesn't exist. Anything in it may be deleted at any time.
    settings : object
        What the user set; a path stands for the bytes of the rules there.
    """

    def __init__(self, folder: Path, settings: object) -> None:
        self._folder = folder
        self._settings = hashlib.sha256(_own_source() + _written(settings).encode()).digest()
        self._keys: dict[Path, str] = {}

    def __getstate__(self) -> dict[str, Any]:
        # Sent to each process: the keys of files are asked for by the first one alone.
        return {**self.__dict__, "_keys": {}}

    def known(self, found: Iterable[FoundFile]) -> set[Path]:
        """Return the paths of files of which something is kept; whether it is whole shows when it is read."""
        return {file.path for file in found if self._of_file(file).exists()}

    def part(self, file: FoundFile) -> Part | None:
        """Return what is kept of a file."""
        return _read_cache(self._of_file(file), _part)

    def keep(self, file: FoundFile, part: Part) -> None:
        """Keep what came of a file."""
        self._keep(self._of_file(file), part)

    def run(
        self,
        file: FoundFile,
        records: Sequence[Item],
        make: Callable[[], Part],
        lasting: Callable[[Part], bool],
    ) -> Part:
        """Return what comes of a run of records of a file: what is kept, or what is made, which is kept then.

        Parameters
        ----------
        file : Found
        records : sequence of Item
        make : callable
        lasting : callable
            Says of a part whether another run would find the same, so that it may be kept.
        """
        if any(isinstance(item, Record) and item.document is not None for item in records):
            return make()  # what it was read from has no form that could be compared
        digest = hashlib.sha256(self._settings + self._said(file))
        for item in records:
            for name, value in vars(item).items():
                digest.update(value if isinstance(value, bytes) else _named(value))
                digest.update(f"\x00{name}\x00".encode())
        key = digest.hexdigest()[:40]
        place = self._folder / _RUNS / key[:2] / f"{key[2:]}.zst"
        found: Part | None = _read_cache(place, lambda data: _part(_unpacked(data)))
        if found is None:
            found = make()
            if lasting(found):
                self._keep(place, found, _packed)
        return found

    def _keep(self, place: Path, part: Part, packed: Callable[[bytes], bytes] = bytes) -> None:
        data = json.dumps(
            [list(part.columns), [[*entry[:2], entry.digest.hex(), *entry[3:]] for entry in part.entries]],
            default=_tagged,
        ).encode()
        with self._replaced(place) as stream:
            stream.write(packed(data))

    def _of_file(self, file: FoundFile) -> Path:
        key = self._key(file)
        return self._folder / _FILES / key[:2] / f"{key[2:]}.json"

    def _key(self, file: FoundFile) -> str:
        if file.path not in self._keys:
            digest = hashlib.sha256(self._settings + self._said(file))
            if file.fault is None:
                try:
                    with file.path.open("rb") as stream:
                        digest.update(hashlib.file_digest(stream, "sha256").digest())
                except OSError as error:
                    digest.update(str(error.errno).encode())
            self._keys[file.path] = digest.hexdigest()[:40]
        return self._keys[file.path]

    @staticmethod
    def _said(file: FoundFile) -> bytes:
        """Return what is known of a file beside its bytes."""
        said = (file.folder, file.source.path, _written(file.said), _written(file.columns), repr(file.fault))
        return "\x00".join(said).encode("utf-8", "surrogatepass") + b"\x00"

    @contextmanager
    def _replaced(self, file: Path) -> Iterator[IO[bytes]]:
        """Write aside and move into place, so that a run which is cut off leaves no half a file; seal it."""
        aside = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "w+b") as stream:
                yield stream
                stream.seek(0)
                seal = hashlib.file_digest(stream, "sha256").digest()
                stream.seek(0, os.SEEK_END)
                stream.write(seal)
            os.replace(aside, file)
        except OSError as error:
            raise FramingError(
                f"cache: {str(self._folder)!r} can't be written ({error.strerror or error}); "
                "give a folder that can"
            ) from None
        finally:
            if aside is not None:
                Path(aside).unlink(missing_ok=True)


def _read_cache(file: Path, make: Callable[[bytes], Any]) -> Any:
    """Return what a file holds, or None where it isn't there or isn't what was written: to be made anew."""
    try:
        data = file.read_bytes()
        held, seal = data[:-_SEAL], data[-_SEAL:]
        return make(held) if hashlib.sha256(held).digest() == seal else None
    except Exception:
        return None


def _part(data: bytes) -> Part:
    columns, entries = json.loads(data, object_hook=_untagged)
    return Part(
        [
            Entry(place, row, bytes.fromhex(digest), alone, tuple(Note(*note) for note in notes))
            for place, row, digest, alone, notes in entries
        ],
        dict.fromkeys(columns),
    )


def _packed(data: bytes) -> bytes:
    """Return what takes half as much room or less: runs are of files that are large."""
    import pyarrow as pa

    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return len(data).to_bytes(8, "little") + packed


def _unpacked(data: bytes) -> bytes:
    import pyarrow as pa

    size = int.from_bytes(data[:8], "little")
    return pa.decompress(data[8:], decompressed_size=size, codec="zstd", asbytes=True)


def _named(value: object) -> bytes:
    """Return a value as text that is the same in every process."""
    said = f"{value.__module__}.{value.__qualname__}" if inspect.isroutine(value) else repr(value)
    return said.encode("utf-8", "surrogatepass")


_TAG = "\x00"


def _tagged(value: Any) -> Any:
    """Write what JSON has no form for, so that it comes back as it was."""
    if isinstance(value, Note):
        return [value.kind, value.rule, value.detail, value.once]
    return {_TAG: [type(value).__name__, value.isoformat()]}


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) != 1 or _TAG not in found:
        return found
    kind, text = found[_TAG]
    if kind == "Timestamp":
        import pandas as pd

        return pd.Timestamp(text)
    forms: dict[str, Callable[[str], Any]] = {
        "datetime": dt.datetime.fromisoformat,
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
    }
    return forms[kind](text)


def _written(settings: object) -> str:
    """Settings as text: a mapping by its sorted items, a path of rules by the bytes of its files."""
    if hasattr(settings, "items"):
        return repr(sorted((str(key), repr(value)) for key, value in settings.items()))
    if isinstance(settings, tuple):
        return "\x01".join(map(_written, settings))
    if isinstance(settings, (str, os.PathLike)) and Path(settings).exists():
        path = Path(settings)
        return "\x02".join(
            f"{file.name}\x02{hashlib.sha256(file.read_bytes()).hexdigest()}"
            for file in (sorted(path.rglob("*.toml")) if path.is_dir() else [path])
        )
    return repr(settings)


@cache
def _own_source() -> bytes:
    """Return a digest of what a result depends on beside bytes and settings: readers, rules, libraries."""
    digest = hashlib.sha256(sys.version.encode())

    def add(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.is_dir() and not item.name.startswith("__"):
                add(item, f"{prefix}{item.name}/")
            elif item.name.endswith((".py", ".toml")):
                digest.update(f"{prefix}{item.name}\x00".encode() + item.read_bytes())

    add(resources.files("framing.corpus"), "")
    framing = resources.files("framing")
    for item in (
        framing / "schema.py",
        framing / "schemas" / "articles.toml",
        framing / "schemas" / "audit.toml",
    ):
        digest.update(item.read_bytes())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {metadata.version(name)}\x00".encode())
        except metadata.PackageNotFoundError:
            continue
    for point in sorted(metadata.entry_points(group="framing.readers"), key=lambda point: point.name):
        digest.update(f"{point.name} {point.value} {point.dist.version if point.dist else ''}\x00".encode())
    return digest.digest()


# A table of articles that we wrote, read again as it is, a column at a time: nothing is left to decide.

_LETTERS = "phql"
# Fields that folder or file name fill where a row lacks them.
_FILLED = ("event", "outlet", "genre", "section", "language", "published", "provenance")
#: Rows read at once.
_BATCH = 1_000
#: Where more of the rows need a decision, all go the way of all files.
_FEW = 0.2


def find_columns(file: FoundFile, settings: Settings) -> list[str] | None:
    """Return the columns of a file that seems to be a table of ours and has nothing renamed, else None.

    Only its schema is looked at: `read_own_table` says whether it is one.
    """
    if file.fault or settings.given or settings.columns or file.columns:
        return None
    try:
        with file.path.open("rb") as stream:
            if stream.read(4) != b"PAR1":
                return None
    except OSError:
        return None
    import pyarrow as pa
    from pyarrow.parquet import read_schema

    try:
        schema = read_schema(file.path)
    except (pa.ArrowException, OSError, ValueError):
        return None
    # A column that stands twice, or holds lists, is none of ours.
    names = schema.names
    if len(set(names)) < len(names) or not set(tables.schema("articles").columns) <= set(names):
        return None
    kept = parquet.columns(names)
    return None if any(pa.types.is_nested(schema.field(name).type) for name in kept) else kept


def read_own_table(file: FoundFile, settings: Settings) -> list[Part] | None:
    """Return the articles of a file in runs, or None where it is no table of ours, whole and untouched.

    Rows that need a word in the audit, as those in another language, are made
    one by one and stand between the others.

    Parameters
    ----------
    file : Found
    settings : Settings
        Where it renames outlets or columns, there is something to decide.
    """
    import pyarrow as pa

    names = find_columns(file, settings)
    if names is None:
        return None
    try:
        table = _read(file, names)
        if table is None or not len(table) or not _hashes_fit(table):
            return None
        frame = tables.check(table.to_pandas(ignore_metadata=True), "articles")
    except (FramingError, pa.ArrowException, OSError, ValueError):
        return None
    # There is nothing to tell of what is English, and of which no character was lost.
    lost = frame["text"].str.contains("\ufffd", regex=False) | frame["title"].str.contains(
        "\ufffd", regex=False
    )
    odd = ~(frame["language"].isna() | (frame["language"] == "en")) | lost
    if not _is_whole(frame, file.said, settings) or odd.mean() > _FEW:
        return None
    frame["source"] = [f"{file.source.path}:{number}" for number in range(1, len(frame) + 1)]
    columns = dict.fromkeys(table.column_names)
    made, start, builder = [], 0, settings.make_tools()
    for place in [*odd.to_numpy().nonzero()[0].tolist(), len(frame)]:
        if place > start:
            made.append(Part(columns=columns, frame=frame[start:place]))
        if place < len(frame):
            record = parquet.make_row(table.slice(place, 1).to_pylist()[0], place + 1)
            made.append(read_records([record], file, builder, None))
        start = place + 1
    return made


def _read(file: FoundFile, columns: list[str]) -> Any:
    """Return some columns, or None where they unpack to more than an honest file would."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    bound, batches = max(RATIO_FROM, file.source.limits.ratio * file.size), []
    with ParquetFile(file.path) as parquet_file:
        # Ours have no dictionaries, whose bytes say nothing of what they unpack to.
        if any(pa.types.is_dictionary(field.type) for field in parquet_file.schema_arrow):
            return None
        for batch in parquet_file.iter_batches(_BATCH, columns=columns):
            bound -= batch.nbytes
            if bound < 0:
                return None
            batches.append(batch)
        return pa.Table.from_batches(batches, parquet_file.schema_arrow if not batches else None)


def _hashes_fit(table: Any) -> bool:
    """Say whether each text is the one its hash was made of."""
    import pyarrow as pa

    if table.column("text").null_count or table.column("sha256").null_count:
        return False
    hashes = iter(table.column("sha256").to_pylist())
    for chunk in table.column("text").cast(pa.large_binary()).chunks:
        data = memoryview(chunk.buffers()[2] or b"")
        ends = memoryview(chunk.buffers()[1]).cast("q")[chunk.offset : chunk.offset + len(chunk) + 1]
        for start, end in itertools.pairwise(ends):
            if start == end or hashlib.sha256(data[start:end]).hexdigest() != next(hashes):
                return False
    return True


def _is_whole(frame: pd.DataFrame, said: Mapping[str, object], settings: Settings) -> bool:
    """Say whether outlets are called by their keys, letters fit, and nothing is to be filled in."""
    book = settings.book
    if any(book.resolve(outlet) != outlet for outlet in frame["outlet"].unique()):
        return False
    for name, value in said.items():
        if name not in _FILLED or frame[name].isna().any():
            return False
        if name == "provenance" and value == "illustrative" and (frame[name] != "illustrative").any():
            return False
    dated = frame["published"].notna() == (frame["published_precision"] != "none")
    letters = frame["blocks"].str.fullmatch(f"[{_LETTERS}]+") & (
        frame["blocks"].str.len() == frame["text"].str.count("\n\n") + 1
    )
    ids = frame["id"].str.fullmatch(r"\S(?:.*\S)?") & ~frame["id"].duplicated()
    return bool(dated.all() and letters.all() and ids.all())


_log = logging.getLogger(__name__)

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
#: From so many files on, or so many bytes, processes are worth their start.
_MANY_FILES, _MANY_BYTES = 200, 10_000_000


class Loaded(NamedTuple):
    """What a load gives: ``articles`` and ``audit``, as in the schemas of these names."""

    articles: pd.DataFrame
    audit: pd.DataFrame

    def __repr__(self) -> str:
        return brief_of(self)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write both tables: ``texts.xlsx`` is a workbook, a folder gets Parquet and CSV.

        Raises
        ------
        FramingError
            Another suffix, a text too long for Excel, or it can't be written.
        """
        return save_tables(path, self._asdict())

    def _repr_html_(self) -> str:
        flow = counts(self.articles, self.audit)
        head = (
            f"<p>{flow.found:,} found = {flow.kept:,} kept + {flow.duplicate:,} duplicate + "
            f"{flow.skipped:,} skipped + {flow.failed:,} failed</p>"
        )
        shown = ["outlet", "published", "title", "genre", "language", "wire_role", "source"]
        by_rule = self.audit.groupby(["kind", "rule"]).size().rename("lines").reset_index()
        return still(head + self.articles[shown].head(20).to_html(index=False) + by_rule.to_html(index=False))


def load(
    paths: Paths | pd.DataFrame,
    *,
    outlets: Mapping[str, str] | str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    limits: Limits | Mapping[str, Any] | None = None,
    progress: bool | None = None,
) -> Loaded:
    """Read articles from files, folders, patterns or a data frame; `check` then says what there is.

    Parameters
    ----------
    paths : path, iterable of paths, or pandas.DataFrame
        Files, folders (read to their depths) and patterns such as ``"texts/*.txt"``.
        A ``manifest.toml`` in a folder and names such as
        ``global_times_2026-01-15_talks.txt`` fill what the content lacks. A frame has a row an article.
    outlets : mapping, path or str, optional
        A mapping says whose articles they are: the outlet as written (``""`` where
        it is blank) or a pattern of files, to its name. A path is a TOML file, or a
        folder of them, with outlets that add to the shipped ones and win. Any
        other string is the outlet of everything that names none.
    columns : mapping of str to str, optional
        Field to column, as ``{"text": "Body"}``; other names are guessed and told.
    cache : path, optional
        Folder that keeps what came of each file, for the same bytes, settings and version.
    workers : int, optional
        Processes that read, this one among them. None takes one for each processor
        where there are more than 200 files or 10 MB. The result is the same for any number.
    limits : Limits or mapping, optional
        How much of a file is read at most, and for how long, as ``{"seconds": 30}``; see `framing.Limits`.
        What is over a limit is one line of the audit, and the rest is read.
    progress : bool, optional
        None shows a bar on a terminal and in a notebook.

    Returns
    -------
    Loaded
        ``articles`` in order of file and record, ``audit`` with one row a decision;
        articles + duplicate + skipped + failed are what was found.

    Raises
    ------
    FramingError
        A path or setting is wrong, or nothing at all could be read.

    Warns
    -----
    FramingWarning
        Something was skipped or failed; says how much and where to look. A column
        named in `columns` stands in no file.
    """
    bounds = Limits.of(limits)
    merged = Merged(limits=bounds)
    if type(paths).__name__ == "DataFrame":
        naming.require(columns)
        merged.add([_read_frame(paths, Settings(*_outlets(outlets), columns), bounds)])
    else:
        found, settings, asked = prepared(
            paths, outlets=outlets, columns=columns, workers=workers, limits=bounds
        )
        store = cached(cache, outlets, columns, bounds)
        with bar(sum(file.size for file in found), progress) as done:
            for part, size in parts_of(found, settings, asked, store):
                merged.add([part])
                done(size)
    loaded = Loaded(merged.table(), merged.audit.table())
    _tell(loaded)
    if absent := naming.absent(columns, merged.columns):
        warn(absent)
    return loaded


def _read_frame(frame: Any, settings: Settings, limits: Limits) -> Part:
    """Return what comes of the rows of a frame, as of a table in a file."""
    file, frame = FoundFile(Path(), Source("frame", limits), {}, {}), frame.rename(columns=str)
    items: Iterable[Item] = naming.check_names(frame.columns)
    if frame.empty:
        items = [Fault("empty", "holds no articles", kind="skipped")]
    elif not items:
        names = parquet.columns(list(frame.columns))
        values = frame[names].astype(object).where(frame[names].notna(), None).to_numpy().tolist()
        items = (parquet.make_row(dict(zip(names, row, strict=True)), n) for n, row in enumerate(values, 1))
    return read_records(items, file, settings.make_tools(), settings.columns)


def prepared(
    paths: Paths,
    *,
    outlets: Mapping[str, str] | str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    workers: int | None = None,
    limits: Limits | Mapping[str, Any] | None = None,
) -> tuple[list[FoundFile], Settings, int | None]:
    """Return the files that are meant, how to read them, and in how many processes; raises as `load` does."""
    naming.require(columns)
    settings, asked = Settings(*_outlets(outlets), columns), check_workers(workers)
    return files.find(paths, Limits.of(limits)), settings, asked


def cached(
    cache: str | os.PathLike[str] | None,
    outlets: Mapping[str, str] | str | os.PathLike[str] | None,
    columns: Mapping[str, str] | None,
    limits: Limits | Mapping[str, Any] | None,
) -> Cache | None:
    """Return what keeps results of reading under some settings, if it is wanted; raises as `load` does."""
    if cache is None:
        return None
    if not isinstance(cache, (str, os.PathLike)):
        raise FramingError(f"cache: {brief(cache)} is no path; give a folder")
    check_local(cache, named="cache", remedy="what was read is kept in a folder of this machine")

    return Cache(Path(cache), (outlets, columns, Limits.of(limits)))


def _outlets(given: Mapping[str, str] | str | os.PathLike[str] | None) -> tuple[outlets.Book, dict[str, str]]:
    if given is None:
        return outlets.book(), {}
    if isinstance(given, Mapping):
        return outlets.book(), {str(key): str(value) for key, value in given.items()}
    if not isinstance(given, (str, os.PathLike)):
        raise FramingError(
            f"outlets: {brief(given)} is no mapping, path or name; give one, as {{'PATTERN': 'NAME'}}"
        )
    path = Path(given)
    if path.exists():
        return outlets.with_folder(path), {}
    if isinstance(given, str) and "/" not in given and not given.endswith(".toml"):
        return outlets.book(), {"": given, "*": given}
    raise FramingError(
        f"outlets: {str(given)!r} isn't there; give a folder of TOML files, a mapping or an outlet's name"
    )


def parts_of(
    found: list[FoundFile], settings: Settings, asked: int | None, store: Cache | None
) -> Iterator[tuple[Part, int]]:
    """Yield what comes of each file, in order, and the bytes done with it; a long file comes in several.

    No more is held than what comes of a run of records, or of a file that isn't many records.
    """
    settings = replace(settings, kept=store)
    known = set() if store is None else store.known(found)
    rest = [file for file in found if file.path not in known]
    ours = {file.path for file in rest if find_columns(file, settings) is not None}
    done = known | ours
    missing = [file for file in found if file.path not in done]
    with closing(run_jobs(jobs.cut(missing), settings, _count(missing, asked))) as results:
        read = _each(results)
        for file in found:
            if file.path not in done:
                _log.debug("%s: read", file.source.path)
                yield from _kept(file, read, store)
                continue
            if file.path in ours:
                runs = read_own_table(file, settings)
            else:
                kept = None if store is None else store.part(file)
                runs = None if kept is None else [kept]
            _log.debug("%s: %s", file.source.path, "read again" if runs is None else "kept from before")
            if runs is not None:
                yield from zip(runs, [file.size, *[0] * (len(runs) - 1)], strict=True)
                continue
            # What was kept is damaged, or what seemed to be a table of ours is none.
            with closing(run_jobs(jobs.cut([file]), settings, _count([file], asked))) as again:
                yield from _kept(file, _each(again), store)


def _kept(
    file: FoundFile, read: Iterator[tuple[Part, int, bool]], store: Cache | None
) -> Iterator[tuple[Part, int]]:
    """Yield what comes next, until a file ends; and keep it, unless it was a run of many."""
    part, size, last = next(read)
    yield part, size
    if last and store is not None and jobs.lasting(part):
        store.keep(file, part)
    while not last:
        part, size, last = next(read)
        yield part, size


def _each(results: Iterable[tuple[Job, list[Part]]]) -> Iterator[tuple[Part, int, bool]]:
    """Yield each part, its bytes on disk, and whether it ends its file."""
    for job, made in results:
        if job.records is not None:
            yield made[0], job.size, job.last
            continue
        for file, part in zip(job.files, made, strict=True):
            yield part, file.size, True


def _count(missing: list[FoundFile], asked: int | None) -> int:
    """Return how many processes to use."""
    if asked is None:
        many = len(missing) > _MANY_FILES or sum(file.size for file in missing) > _MANY_BYTES
        return available() if many else 1
    return asked


def _tell(loaded: Loaded) -> None:
    """Say what was skipped or failed; if nothing is left, that is an error."""
    audit = loaded.audit
    lost = audit[audit["kind"].isin(LOST[1:])]
    if lost.empty:
        return
    distinct = list(dict.fromkeys(lost["source"] + ": " + lost["detail"]))
    shown = "; ".join(distinct[:3]) + (f"; and {len(distinct) - 3} more" if len(distinct) > 3 else "")
    if loaded.articles.empty:
        raise FramingError(f"nothing could be read. {shown}")
    kinds = lost["kind"].value_counts()
    said = " and ".join(f"{kinds[kind]:,} {kind}" for kind in ("skipped", "failed") if kinds.get(kind))
    warn(f"{len(loaded.articles):,} articles kept, {said}: {shown}. See .audit")


# A load that never holds more than a part of its articles: the same tables as `load`, piece by piece.

#: Articles of one piece: some 20 MB of text, and several times that while it is made into a table.
_EACH = SHOWN


def stream(
    paths: Paths,
    *,
    columns: Mapping[str, str] | None = None,
    each: int = _EACH,
    cache: str | os.PathLike[str] | None = None,
    progress: bool | None = None,
    **options: Any,
) -> Iterator[Loaded]:
    """Yield articles and audit in pieces; put together they are what `load` gives.

    What only a whole collection shows to be furniture of its pages is cut where one piece holds it all.

    Parameters
    ----------
    paths, columns, cache, progress, **options
        As in `load`; what is kept is what came of each file, and of a file of very many records of each
        run of them, so that a load which was cut off goes on where it was.
    each : int
        Articles of a piece, at least; the last has the rest, and may have none.

    Yields
    ------
    Loaded

    Raises
    ------
    FramingError
        As in `load`, but that nothing could be read is for the caller to say.
    """
    found, settings, asked = prepared(paths, columns=columns, **options)
    store = cached(cache, options.get("outlets"), columns, options.get("limits"))
    merged = Merged(limits=found[0].source.limits)
    with bar(sum(file.size for file in found), progress) as done:
        for part, size in parts_of(found, settings, asked, store):
            merged.add([part])
            done(size)
            if merged.rows >= each:
                yield _piece(merged, merged.take())
    yield _piece(merged, merged.table())
    if absent := naming.absent(columns, merged.columns):
        warn(absent)


def _piece(merged: Merged, articles: pd.DataFrame) -> Loaded:
    decisions, merged.audit = merged.audit, Audit()
    return Loaded(articles, decisions.table())
