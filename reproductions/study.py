"""A published study as its folder describes it: what was printed, where, and which files it was made from.

Nothing is computed here, and nothing is downloaded: the files are the user's.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

__all__ = ["DATA", "ENVIRONMENT", "File", "Study", "StudyError", "place", "read", "studies"]

HERE = Path(__file__).resolve().parent
#: Where the data stand unless told otherwise: beside the project, never in it.
DATA = HERE.parent.parent / "shared"
#: Names another folder, as ``--data`` does.
ENVIRONMENT = "FRAMING_REPRODUCTIONS_DATA"

_NEEDED = ("title", "citation", "published", "source", "data", "files", "tolerance", "show", "rows")
_KEYS = (*_NEEDED, "repository", "commit", "licence", "not_attempted", "conclusions")
_FILE = ("sha256", "at", "optional")
_EXPECTED = ("met", "not met")


class StudyError(ValueError):
    """A folder of a study contradicts itself; the message says where and what it should be."""


@dataclass(frozen=True)
class File:
    """One file: its hash, where the source's repository keeps it, whether one can do without."""

    name: str
    sha256: str = ""
    at: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Study:
    """What a folder holds.

    Attributes
    ----------
    folder : Path
    title, citation, published, source : str
        `published` says which table, where; `source` whose data, and how they came to be the files named.
    repository, commit, licence : str
        Of the data; empty where there is none.
    data : str
        The folder of the files in the folder of data.
    files : tuple of File
    tolerance : float
        Largest difference of a value that is met; a row may have its own.
    show : tuple of str
        Statistics that are always listed; others where they are not met. Empty: all.
    rows : tuple of mapping
        What is computed, and which published row it is held `against`.
    not_attempted : tuple of mapping
        `rows` left out and the `reason`.
    conclusions : tuple of mapping
        `text` with places for numbers, and `can`: whether it can be concluded.
    printed : DataFrame
        A line a value: `row`, `statistic`, `value`, `place`.
    """

    folder: Path
    title: str
    citation: str
    published: str
    source: str
    data: str
    files: tuple[File, ...]
    tolerance: float
    show: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    printed: pd.DataFrame
    repository: str = ""
    commit: str = ""
    licence: str = ""
    not_attempted: tuple[Mapping[str, Any], ...] = ()
    conclusions: tuple[Mapping[str, Any], ...] = ()

    def found(self, data: Path) -> dict[str, Path]:
        """Return the files that are there, by name: flat, or where the source's repository keeps them."""
        roots = (data / self.data, data / "data" / self.data)
        places = {
            file.name: [root / at for root in roots for at in (file.name, file.at) if at]
            for file in self.files
        }
        return {name: path for name, paths in places.items() for path in paths if path.is_file()}

    def absent(self, found: Mapping[str, Path]) -> list[str]:
        """Return the names of files that the study can't do without and that are not there."""
        return [file.name for file in self.files if not file.optional and file.name not in found]

    def changed(self, found: Mapping[str, Path]) -> list[str]:
        """Return the names of files that are not those of the study, by their hash."""
        known = {file.name: file.sha256 for file in self.files if file.sha256}
        return [name for name, path in found.items() if name in known and _sha256(path) != known[name]]


def studies() -> list[Path]:
    """Return the folders that hold a study, in order of name."""
    return sorted(path.parent for path in HERE.glob("*/study.toml"))


def place(given: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of data: the one given, else the environment's, else the one beside the project."""
    return Path(given or os.environ.get(ENVIRONMENT) or DATA)


def read(folder: Path) -> Study:
    """Read a study's folder and check that its parts agree.

    Parameters
    ----------
    folder : Path
        With ``study.toml`` and ``published.csv``.

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        A key is missing or not known, a published row is held against nothing, or a row that is expected not
        to be met gives no reason.
    """
    given = tomllib.loads((folder / "study.toml").read_text("utf8"))
    where = f"{folder.name}/study.toml"
    for name in _NEEDED:
        if name not in given:
            raise StudyError(f"{where}: {name} is missing; it needs {', '.join(_NEEDED)}")
    for name in given:
        if name not in _KEYS:
            raise StudyError(f"{where}: {name} is not known; it may have {', '.join(_KEYS)}")
    printed = pd.read_csv(folder / "published.csv", dtype={"row": str, "statistic": str, "place": str})
    printed = printed[["row", "statistic", "value", "place"]]
    _check_rows(where, given["rows"], printed)
    files = tuple(_file(where, name, about) for name, about in given.pop("files").items())
    for name in ("show", "rows", "not_attempted", "conclusions"):
        given[name] = tuple(given.get(name, ()))
    return Study(folder=folder, files=files, printed=printed, **given)


def _file(where: str, name: str, about: Mapping[str, Any]) -> File:
    for key in about:
        if key not in _FILE:
            raise StudyError(f"{where}: file {name}: {key} is not known; it may have {', '.join(_FILE)}")
    return File(name, **about)


def _check_rows(where: str, rows: Sequence[Mapping[str, Any]], printed: pd.DataFrame) -> None:
    names = [row["row"] for row in rows]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise StudyError(f"{where}: two rows are called {twice!r}")
    for row in rows:
        if row.get("expected", "met") not in _EXPECTED:
            raise StudyError(f"{where}: row {row['row']!r}: expected is one of {', '.join(_EXPECTED)}")
        if row.get("expected") == "not met" and not row.get("reason"):
            raise StudyError(f"{where}: row {row['row']!r} is expected not to be met; give the reason")
    unused = set(printed["row"]) - {row.get("against", row["row"]) for row in rows}
    if unused:
        raise StudyError(f"{where}: nothing is held against the published rows {', '.join(sorted(unused))}")
    twice = printed[printed.duplicated(["row", "statistic"])]
    if len(twice):
        line = twice.iloc[0]
        raise StudyError(f"{where}: published.csv has {line['row']!r}, {line['statistic']} twice")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
