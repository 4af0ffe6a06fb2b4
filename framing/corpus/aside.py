"""What lies among coverage and is none: files of programs, what a saved page shows, output of ours.

Folders and archives are judged alike. What a page shows, and what framing wrote, is told in one line each.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from framing import schema
from framing.corpus import beside, notes
from framing.corpus.records import Fault, Note
from framing.engine.store import LIST

__all__ = ["MARK", "Aside", "is_folder_left", "is_left", "shows", "table_of", "told"]

#: The file by which an output folder is known, as `framing.io.files` writes it.
MARK = "provenance.json"
# Files beside coverage that are none, whatever stands behind the first stop of their names.
_BESIDE = ("readme", "license", "licence", "citation", "changelog", "makefile")
# What systems and programs put into folders, and links to pages that were not saved.
_SYSTEM = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "icon\\r", beside.LISTING)
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


def told(folder: str, count: int) -> Note:
    """Return the line of a folder that a page shows; `count` is how many files it has."""
    many = f"{count:,} file{'s' * (count != 1)}"
    return Note("checked", "assets", f"{many} of {folder} belong to its page and hold no article")


class Aside:
    """Tells what of the files below a folder belongs to a page or to an output of ours, and counts it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._counts: dict[tuple[Path, str], int] = {}
        self._folders: dict[Path, tuple[Path | None, Path | None]] = {}
        self._outputs = cache(_outputs)
        self._files = cache(_files)

    def takes(self, file: Path) -> bool:
        """Say whether a file is none of the coverage; then it is counted where it belongs."""
        page, home = self._of(file.parent)
        if page is not None:
            return self._counted(page, "assets")
        if file.name == LIST:
            return _lists(file)
        if home is not None and file.relative_to(home).as_posix() in self._outputs(home):
            return self._counted(home, "own_output")
        return False

    def lines(self) -> Iterator[tuple[Path, Fault | Note]]:
        """Yield where something was that was counted, and what it is."""
        for (folder, rule), count in self._counts.items():
            if rule == "assets":
                yield folder, told(folder.name, count)
                continue
            many = f"{count:,} file{'s' * (count != 1)}"
            said = (
                f"{many} that framing wrote into this folder: output, no coverage; what else is there is read"
            )
            yield folder / MARK, Fault("own_output", said, kind="skipped")

    def _counted(self, folder: Path, rule: str) -> bool:
        self._counts[folder, rule] = self._counts.get((folder, rule), 0) + 1
        return True

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
    try:
        found = json.loads(notes.read(folder / MARK, _RECORD))
        if not isinstance(found, dict) or "framing" not in found:
            return frozenset()
        return frozenset({MARK, *map(str, found["outputs"]), *map(str, found.get("beside", ()))})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()


def _lists(file: Path) -> bool:
    """Say whether a file is the list of a store; what says what is in it is not worth a word."""
    try:
        found = json.loads(notes.read(file, _RECORD))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"format", "articles", "columns", "parts"} <= found.keys()


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
