"""`fr.load`: files of any mix in, the table of articles and the audit out, nothing lost between."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framing import plugins, tables
from framing.corpus import columns as naming
from framing.corpus import files, outlets
from framing.corpus.article import Desk, Made
from framing.corpus.audit import Audit, counts
from framing.corpus.files import Found, TooLarge
from framing.corpus.records import Fault, Note, Record
from framing.errors import FramingError, FramingWarning, brief

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Loaded", "load", "readers"]

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class Loaded(NamedTuple):
    """What a load gives: ``articles`` and ``audit``, as in the schemas of these names."""

    articles: pd.DataFrame
    audit: pd.DataFrame

    def _repr_html_(self) -> str:
        flow = counts(self.articles, self.audit)
        head = (
            f"<p>{flow.found:,} found = {flow.kept:,} kept + {flow.duplicate:,} duplicate + "
            f"{flow.skipped:,} skipped + {flow.failed:,} failed</p>"
        )
        shown = ["outlet", "published", "title", "genre", "language", "wire_role", "source"]
        by_rule = self.audit.groupby(["kind", "rule"]).size().rename("lines").reset_index()
        return str(head + self.articles[shown].head(20).to_html(index=False) + by_rule.to_html(index=False))


def readers() -> dict[str, Any]:
    """Return the readers there are, by name: the modules of ``corpus/readers``, then entry points."""
    return plugins.modules("framing.corpus.readers", "framing.readers", ("SUFFIXES", "sniff", "read"))


def load(
    paths: Paths,
    *,
    outlets: Mapping[str, str] | str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    progress: bool | None = None,
) -> Loaded:
    """Read articles from files, folders and patterns of any mix of formats.

    Parameters
    ----------
    paths : path or iterable of paths
        Files, folders (read to their depths) and patterns such as ``"texts/*.txt"``.
        A ``manifest.toml`` in a folder and names such as
        ``global_times_2026-01-15_talks.txt`` fill what the content lacks.
    outlets : mapping, path or str, optional
        A mapping says whose articles they are: the outlet as written (``""`` where
        it is blank) or a pattern of files, to its name. A path is a TOML file, or a
        folder of them, with outlets that add to the shipped ones and win. Any
        other string is the outlet of everything that names none.
    columns : mapping of str to str, optional
        Field to column, as ``{"text": "Body"}``; other names are guessed and told.
    cache : path, optional
        Folder that keeps the result for the same bytes, settings and version.
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
    naming.require(columns)
    book, given = _outlets(outlets)
    found = files.find(paths)
    if cache is not None:
        if not isinstance(cache, (str, os.PathLike)):
            raise FramingError(f"cache: {brief(cache)} is no path; give a folder")
        from framing.corpus.cache import kept

        return kept(
            Path(cache), found, (outlets, columns), lambda: _load(found, Desk(book, given), columns, progress)
        )
    return _load(found, Desk(book, given), columns, progress)


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


def _load(found: list[Found], desk: Desk, columns: Mapping[str, str] | None, progress: bool | None) -> Loaded:
    audit, rows = Audit(), _Rows()
    with _bar(found, progress) as tick:
        for file in found:
            _read_file(file, desk, columns, audit, rows)
            tick(file)
    loaded = Loaded(rows.table(), audit.table())
    _tell(loaded, audit)
    if absent := naming.absent(columns, rows.columns):
        warnings.warn(absent, FramingWarning, stacklevel=3)
    return loaded


class _Rows:
    """Rows kept so far, and what tells a second copy from a first."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        #: Every column that any record had, in the order met.
        self.columns: dict[str, None] = {}
        self._by_id: dict[str, tuple[str, bytes]] = {}
        self._by_raw: dict[tuple[str, bytes], str] = {}

    def add(self, row: dict[str, Any], raw: bytes, source: str) -> Note | None:
        """Keep a row, or return the note that says why it is not kept."""
        import hashlib

        digest = hashlib.sha256(raw).digest()
        first = self._by_raw.setdefault((row["outlet"], digest), source)
        if first != source:
            return Note("duplicate", "same_record", f"the same record as {first}")
        known = self._by_id.setdefault(row["id"], (source, digest))
        if known[0] != source:
            return Note(
                "failed",
                "id_taken",
                f"id {row['id']!r} is that of {known[0]}, whose content differs; give each record its own id",
            )
        self.rows.append({**row, "source": source})
        return None

    def table(self) -> pd.DataFrame:
        import pandas as pd

        if not self.rows:
            return tables.empty("articles")
        names = dict.fromkeys(name for row in self.rows for name in row)
        frame = pd.DataFrame({name: [row.get(name) for row in self.rows] for name in names})
        for name in frame.columns.difference(list(tables.schema("articles").columns)):
            if frame[name].dtype == object:
                frame[name] = frame[name].map(lambda v: v if v is None or v != v else str(v)).astype("str")
        return tables.check(frame, "articles")


def _read_file(file: Found, desk: Desk, columns: Mapping[str, str] | None, audit: Audit, rows: _Rows) -> None:
    source = file.source
    try:
        with files.open_bounded(file.path) as stream:
            reader = _reader(stream, source.name)
            if isinstance(reader, Fault):
                audit.add(source.path, Note(reader.kind, reader.rule, reader.detail))
                return
        with files.open_bounded(file.path) as stream:
            _read_records(
                reader.read(stream, source), file, desk, {**file.columns, **(columns or {})}, audit, rows
            )
    except TooLarge as error:
        audit.add(source.path, Note("failed", "too_large", f"{error}; unpack it and split it"))
    except (OSError, EOFError) as error:
        said = getattr(error, "strerror", None) or str(error) or type(error).__name__
        audit.add(
            source.path,
            Note(
                "failed",
                "unreadable",
                f"can't be read ({said}); check that it is whole and that you may read it",
            ),
        )


def _reader(stream: Any, name: str) -> Any:
    """Return the reader that is surest of a file, by its first bytes more than by its name."""
    head = stream.read(8192)
    if not head:
        return Fault("empty", "the file is empty; save it again", kind="skipped")
    sure = {key: module.sniff(head, name) for key, module in readers().items()}
    best = max(sure, key=lambda key: sure[key])
    if sure[best]:
        return readers()[best]
    known = ", ".join(sorted({suffix for module in readers().values() for suffix in module.SUFFIXES}))
    return Fault("no_reader", f"nothing here reads it; formats are {known}", kind="skipped")


def _read_records(
    records: Iterator[Record | Fault],
    file: Found,
    desk: Desk,
    columns: Mapping[str, str],
    audit: Audit,
    rows: _Rows,
) -> None:
    source = file.source
    shapes: dict[tuple[str, ...], dict[str, str]] = {}
    empty = True
    for record in records:
        empty = False
        place = source.at(record.number)
        if isinstance(record, Fault):
            audit.add(place, Note(record.kind, record.rule, record.detail))
            continue
        shape = tuple(record.fields)
        if shape not in shapes:
            rows.columns.update(dict.fromkeys(map(str, shape)))
            shapes[shape], guessed = naming.guess(shape, columns, where=source.path)
            if guessed and not record.page:
                told = ", ".join(f"{name} from {column!r}" for name, column in guessed)
                audit.add(source.path, Note("guessed", "columns", f"{told}; settle it with columns={{...}}"))
        names = shapes[shape]
        if "text" not in names:
            audit.add(place, Note("failed", "no_text_column", naming.no_text(shape, columns)))
            continue
        made = desk.make(record, names, file.said, source.path)
        if isinstance(made, Fault):
            audit.extend(place, record.notes)
            audit.add(place, Note(made.kind, made.rule, made.detail))
            continue
        _keep(made, record, place, audit, rows)
    if empty:
        audit.add(source.path, Note("skipped", "empty", "holds no articles"))


def _keep(made: Made, record: Record, place: str, audit: Audit, rows: _Rows) -> None:
    refused = rows.add(made.row, record.raw, place)
    if refused:
        audit.add(place, refused, made.row["id"] if refused.kind == "duplicate" else None)
    else:
        audit.extend(place, made.notes, made.row["id"])


def _tell(loaded: Loaded, audit: Audit) -> None:
    lost = [line for line in audit.lines if line.kind in ("skipped", "failed")]
    if not lost:
        return
    distinct = list(dict.fromkeys(f"{line.source}: {line.detail}" for line in lost))
    shown = "; ".join(distinct[:3]) + (f"; and {len(distinct) - 3} more" if len(distinct) > 3 else "")
    if loaded.articles.empty:
        raise FramingError(f"nothing could be read. {shown}")
    kinds = audit.tally()
    said = " and ".join(f"{kinds[kind]:,} {kind}" for kind in ("skipped", "failed") if kinds[kind])
    warnings.warn(
        f"{len(loaded.articles):,} articles kept, {said}: {shown}. See .audit", FramingWarning, stacklevel=4
    )


@contextmanager
def _bar(found: list[Found], progress: bool | None) -> Iterator[Callable[[Found], None]]:
    """A bar of bytes read, where someone is looking."""
    if progress is None:
        progress = sys.stderr.isatty() or "ipykernel" in sys.modules
    if not progress:
        yield lambda file: None
        return
    from tqdm.auto import tqdm

    with tqdm(
        total=sum(file.path.stat().st_size for file in found), unit="B", unit_scale=True, desc="reading"
    ) as bar:
        yield lambda file: bar.update(file.path.stat().st_size)
