"""Which files a user means, and how each is called in tables."""

from __future__ import annotations

import csv
import errno
import glob
import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from framing import schema
from framing.corpus import manifest
from framing.corpus.limits import Limits
from framing.corpus.manifest import Manifest
from framing.corpus.records import Fault, Note, Source
from framing.corpus.streams import escape_unprintable
from framing.engine.store import LIST
from framing.errors import FramingError, brief, several
from framing.io.files import check_local

# What lies among coverage and is none: files of programs, what a saved page shows, output of ours.

#: The file by which an output folder is known, as `framing.io.files` writes it.
MARK = "provenance.json"
# Files beside coverage that are none, whatever stands behind the first stop of their names.
_BESIDE = ("readme", "license", "licence", "citation", "changelog", "makefile")
# What systems and programs put into folders, and links to pages that were not saved.
_SYSTEM = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "icon\\r")
_OPENED = ("~$", "._")
_LINKS = (".toml", ".url", ".webloc", ".lnk", ".desktop")
# A page that was saved whole has a folder of what it shows: page.html, page_files/.
_SHOWN = ("_files", ".files", "_archivos", "-dateien", "_dateien", "_fichiers", "_file", "_bestanden")
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
# Forms in which framing writes tables.
_TABLES = (".parquet", ".csv", ".tsv", ".jsonl")
#: Most of a record of ours, and of the first line of a table, that is looked at.
_RECORD, _LINE = 16 * 1024**2, 64 * 1024


def is_left(name: str) -> bool:
    """Say whether a file of this name is no coverage, and not worth a word.

    >>> [is_left(name) for name in ("Thumbs.db", "~$talks.docx", "page.url", "README.md", "talks.docx")]
    [True, True, True, True, False]
    """
    name = name.lower()
    known = name in _SYSTEM or name.split(".")[0] in _BESIDE
    return known or name.startswith((".", *_OPENED)) or name.endswith(_LINKS)


def is_folder_left(name: str) -> bool:
    """Say whether a folder of this name is hidden, or a system's own."""
    return name.startswith((".", "__"))


def shows(folder: str, others: Collection[str]) -> bool:
    """Say whether a folder holds what a page beside it shows.

    Parameters
    ----------
    folder : str
        Its name.
    others : collection of str
        Names of the files beside it.

    Examples
    --------
    >>> shows("talks_files", ["talks.html"]), shows("talks_files", ["notes.txt"])
    (True, False)
    """
    ends = [end for end in _SHOWN if folder.lower().endswith(end)]
    if not ends:
        return False
    pages = {name[: -len(end)] for name in others for end in _PAGES if name.lower().endswith(end)}
    return any(folder[: -len(end)] in pages for end in ends)


def describe_assets(folder: str, count: int) -> Note:
    """Return the line of a folder that a page shows; `count` is how many files it has."""
    many = f"{count:,} file{'s' * (count != 1)}"
    return Note("checked", "assets", f"{many} of {folder} belong to its page and hold no article")


class Aside:
    """Tells what of the files below a folder belongs to a page or to an output of ours, and counts it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._counts: Counter[tuple[Path, str]] = Counter()
        self._folders: dict[Path, tuple[Path | None, Path | None]] = {}
        self._outputs = cache(_outputs)
        self._files = cache(_files)

    def takes(self, file: Path) -> bool:
        """Say whether a file is none of the coverage; then it is counted where it belongs."""
        page, home = self._of(file.parent)
        if page is None and file.name == LIST:
            # What says what is in a store is not worth a word.
            return {"format", "articles", "columns", "parts"} <= _read_notes(file).keys()
        if page is None and home is not None and file.relative_to(home).as_posix() in self._outputs(home):
            self._counts[home, "own_output"] += 1
            return True
        if page is not None:
            self._counts[page, "assets"] += 1
        return page is not None

    def lines(self) -> Iterator[tuple[Path, Fault | Note]]:
        """Yield where something was that was counted, and what it is."""
        for (folder, rule), count in self._counts.items():
            if rule == "assets":
                yield folder, describe_assets(folder.name, count)
                continue
            many = f"{count:,} file{'s' * (count != 1)} that framing wrote into this folder"
            said = f"{many}: output, no coverage; what else is there is read"
            yield folder / MARK, Fault("own_output", said, kind="skipped")

    def _of(self, folder: Path) -> tuple[Path | None, Path | None]:
        """Return the outermost folder of a page, and the nearest of an output, that a folder lies in."""
        if folder not in self._folders:
            below = folder != self._root and self._root in folder.parents
            page, home = self._of(folder.parent) if below else (None, None)
            if page is None and below and shows(folder.name, self._files(folder.parent)):
                page = folder
            self._folders[folder] = page, folder if self._outputs(folder) else home
        return self._folders[folder]


def _files(folder: Path) -> frozenset[str]:
    """Return the names of pages in a folder, or none where it can't be opened."""
    try:
        with os.scandir(folder) as listing:
            return frozenset(item.name for item in listing if item.name.lower().endswith(_PAGES))
    except OSError:
        return frozenset()


def _outputs(folder: Path) -> frozenset[str]:
    """Return the files that an earlier run of ours wrote into a folder, relative to it; mostly none."""
    found = _read_notes(folder / MARK)
    try:
        return frozenset({MARK, *map(str, found["outputs"]), *map(str, found.get("beside", ()))})
    except (KeyError, TypeError):
        return frozenset()


def _read_notes(file: Path) -> dict[str, Any]:
    """Return what a record of ours says, or nothing where it is none."""
    try:
        found = json.loads(manifest.read_notes(file, _RECORD))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and ("framing" in found or file.name != MARK) else {}


def table_of(file: Path) -> Fault | None:
    """Return the line of a table that framing wrote, as scores or an audit, and not of articles; else None.

    Such a table has every column of its kind, in order, before any others.
    """
    if not file.name.lower().endswith(_TABLES):
        return None
    try:
        names = _columns(file)
    except Exception:
        return None  # whoever reads it says what is wrong
    kind = next((kind for kind, columns in _kinds().items() if names[: len(columns)] == columns), None)
    if kind is None:
        return None
    said = f"a table that framing wrote ({kind}): output, no coverage; leave it out"
    return Fault("own_output", said, kind="skipped")


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    """Return the columns of each table there is, but of that of articles."""
    return {name: tuple(schema.schema(name).columns) for name in schema.names() if name != "articles"}


def _columns(file: Path) -> tuple[str, ...]:
    """Return the columns of a table in one of the forms that framing writes."""
    suffix = file.suffix.lower()
    if suffix == ".parquet":
        from pyarrow.parquet import read_schema

        return tuple(read_schema(file).names)
    with file.open("rb") as stream:
        line = stream.readline(_LINE)
    if suffix == ".jsonl":
        found = json.loads(line)
        return tuple(found) if isinstance(found, dict) else ()
    return tuple(
        next(csv.reader([line.decode("utf-8-sig")], delimiter="," if suffix == ".csv" else "\t"), ())
    )


@dataclass(frozen=True)
class FoundFile:
    """One file: where it is, how tables call it, and what its folder says of it.

    Attributes
    ----------
    size : int
        Bytes on disk.
    fault : Fault or Note, optional
        Why it isn't to be opened: a link out of the folder, a pipe, an output of ours.
    named : frozenset of str
        What of `said` the file's name alone says.
    folder : str
        Name of the folder that `source.path` is relative to.
    """

    path: Path
    source: Source
    said: Mapping[str, object]
    columns: Mapping[str, str]
    size: int = 0
    fault: Fault | Note | None = None
    named: frozenset[str] = frozenset()
    folder: str = ""


class _Hit(NamedTuple):
    """One name met on the way: where it is, the folder that its label is relative to, and what it is."""

    path: Path
    root: Path
    real: str
    size: int
    fault: Fault | Note | None


def find(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], limits: Limits | None = None
) -> list[FoundFile]:
    """Return the files of some paths, folders and globs, each once, in order of their names.

    Hidden files, TOML files (they are settings) and files such as README and
    Thumbs.db are no coverage and left out. What must not be opened, such as a
    link that leads out of the folder or an output of ours, is among them with
    its `fault`; so is, once, the folder of what a saved page shows.

    Raises
    ------
    FramingError
        A path isn't there, a pattern matches nothing, a folder is empty.
    """
    listed = [paths] if isinstance(paths, os.PathLike) else several("paths", paths)
    chosen: dict[str, _Hit] = {}
    for given in listed:
        if not isinstance(given, (str, os.PathLike)):
            raise FramingError(f"paths: {brief(given)} is no path; name a file, a folder or a pattern")
        check_local(
            given,
            named="paths",
            remedy="save its page (wget --warc-file); a store at an address is opened by framing compare",
        )
        for hit in _expanded(Path(given)):
            known = chosen.setdefault(hit.real, hit)
            if known.fault and not hit.fault:
                chosen[hit.real] = hit
    if not chosen:
        raise FramingError("paths: no files given; name a file, a folder or a pattern such as 'texts/*.txt'")
    labels = _distinct({real: _relative(hit.path, hit.root) for real, hit in chosen.items()})
    nearest = cache(_nearest)  # of this call alone: a manifest may be another the next time
    bounds = limits or Limits()
    found = [_described(hit, labels[real], nearest, bounds) for real, hit in chosen.items()]
    return sorted(found, key=lambda file: file.source.path)


def _expanded(given: Path) -> Iterator[_Hit]:
    """Yield what a path, folder or pattern stands for."""
    shown = str(given)
    if given.is_dir():
        hits = list(_coverage(_walk(given, given), given))
        if not hits:
            raise FramingError(f"paths: folder {shown!r} holds no files to read; save the articles there")
        yield from hits
    elif given.exists():
        # What the user names is taken wherever it leads, if it is a file.
        told = given.stat()
        yield _Hit(given, given.parent, os.path.realpath(given), told.st_size, _special(told.st_mode))
    elif glob.has_magic(shown):
        root = Path(*takewhile(lambda part: not glob.has_magic(part), given.parts[:-1]))
        hits = list[_Hit]()
        for path in map(Path, sorted(glob.glob(shown, recursive=True))):
            if path.is_symlink() or not path.is_dir():
                hits += [_met(path, root)] if not _is_left(path, root) else []
            elif "**" not in shown:
                hits += _walk(path, root)
        if not hits:
            raise FramingError(f"paths: nothing matches {shown!r}; check the folder and the pattern")
        yield from _coverage(hits, root)
    else:
        where = "" if given.is_absolute() else f", relative to {Path.cwd().name!r}"
        raise FramingError(f"paths: {shown!r} isn't there; check the name{where}")


def _coverage(hits: Iterable[_Hit], root: Path) -> Iterator[_Hit]:
    """Yield what may be coverage, and in one line each what belongs to a page or is an output of ours."""
    others = Aside(root)
    for hit in hits:
        if not others.takes(hit.path):
            yield hit
    for path, line in others.lines():
        yield _Hit(path, root, os.path.realpath(path), 0, line)


def _is_left(path: Path, root: Path) -> bool:
    above = path.relative_to(root).parts[:-1] if path.is_relative_to(root) else ()
    return is_left(path.name) or any(map(is_folder_left, above))


def _met(path: Path, root: Path) -> _Hit:
    """A name met in a folder or by a pattern: a link counts only if it stays below the root."""
    try:
        if not path.is_symlink():
            told = path.stat()
            return _Hit(path, root, os.path.realpath(path), told.st_size, _special(told.st_mode))
        real = os.path.realpath(path, strict=True)
        told = os.stat(real)
    except OSError as error:
        detail = f"a name that leads to nothing ({error.strerror})"
        if error.errno == errno.ELOOP or isinstance(error, RuntimeError):
            detail = "a link that leads in a circle"
        return _Hit(path, root, str(path), 0, Fault("unreadable", f"{detail}; mend it or leave it out"))
    if not Path(real).is_relative_to(os.path.realpath(root)):
        said = "that leads out of the folder; it is not followed: give the path it leads to as well"
    elif stat.S_ISDIR(told.st_mode):
        said = "to a folder whose files are read anyway; it is not followed"
    else:
        return _Hit(path, root, real, told.st_size, _special(told.st_mode))
    return _Hit(path, root, str(path), 0, Fault("link", f"a link {said}", kind="skipped"))


def _special(mode: int) -> Fault | None:
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
    what = next((name for test, name in kinds if test(mode)), "a device")
    return Fault("no_file", f"{what}, not a file; save what comes from it in a file", kind="skipped")


def _walk(folder: Path, root: Path) -> Iterator[_Hit]:
    """Yield what a folder holds, to its depths, in order of name; links to folders are not followed."""
    real = os.path.realpath(folder)
    try:
        with os.scandir(folder) as listing:
            items = sorted(listing, key=lambda item: item.name)
    except OSError as error:
        detail = f"the folder can't be opened ({error.strerror}); check that you may read it"
        yield _Hit(folder, root, real, 0, Fault("unreadable", detail))
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            if not is_folder_left(item.name):
                yield from _walk(folder / item.name, root)
        elif is_left(item.name):
            continue
        elif item.is_file(follow_symlinks=False):
            size = item.stat(follow_symlinks=False).st_size
            yield _Hit(folder / item.name, root, os.path.join(real, item.name), size, None)
        else:
            yield _met(folder / item.name, root)


def _relative(path: Path, root: Path) -> str:
    """Return a file's name as tables hold it: on one line, and without bytes that are no text."""
    try:
        label = path.relative_to(root).as_posix()
    except ValueError:
        label = Path(os.path.relpath(path, root)).as_posix()
    return _printable(label if label != "." else path.name)


def _printable(name: str) -> str:
    return escape_unprintable(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _distinct(labels: dict[str, str]) -> dict[str, str]:
    """Put folder names in front where two files would be called the same."""
    depth = dict.fromkeys(labels, 0)
    shown = dict(labels)
    while True:
        groups: dict[str, list[str]] = {}
        for real, label in shown.items():
            groups.setdefault(label, []).append(real)
        clashing = [real for group in groups.values() if len(group) > 1 for real in group]
        if not clashing:
            return shown
        for real in clashing:
            depth[real] += 1
            above = Path(real).parts[: -labels[real].count("/") - 1]
            # Names that differ only in what can't be printed are told apart by a number.
            number = f"#{sorted(labels).index(real) + 1}" if depth[real] > len(above) else ""
            front = "/".join(map(_printable, above[-depth[real] :]))
            shown[real] = f"{front}/{labels[real]}{number}".lstrip("/")


def _described(
    hit: _Hit, label: str, nearest: Callable[[Path], tuple[Path, Manifest] | None], limits: Limits
) -> FoundFile:
    named = manifest.from_name(label.rsplit("/", 1)[-1].removesuffix(".gz"))
    left, day = manifest.without_date(hit.path.parent.name)
    if day and not left:
        # A folder that is called by a day and nothing else has the articles of that day.
        named = {"published": day, **named}
    said: dict[str, object] = {}
    columns: Mapping[str, str] = {}
    found = nearest(hit.path.parent)
    if found is not None:
        above, known = found
        said.update(known.fields(_relative(hit.path, above)))
        columns = known.columns
    source, only = Source(label, limits), frozenset(named.keys() - said.keys())
    fault, folder = hit.fault or table_of(hit.path), os.path.basename(os.path.abspath(hit.root))
    return FoundFile(hit.path, source, {**named, **said}, columns, hit.size, fault, only, folder)


def _nearest(folder: Path) -> tuple[Path, Manifest] | None:
    """Return the nearest manifest above a file; one further up describes another collection."""
    for above in (folder, *folder.parents)[:4]:
        file = above / manifest.NAME
        if file.is_symlink() or file.exists():
            return above, manifest.read(file)
    return None
