"""Run the reproductions: what a study published against what this project gets from the same data.

    python -m reproductions.run                      every study
    python -m reproductions.run van-atteveldt-2021   some
    python -m reproductions.run --data DIR           with the data in DIR instead of ../shared
    python -m reproductions.run --write              write what came of it into the pages

A study is a folder: ``study.toml`` (what, from which files, within which
tolerance), ``published.csv`` (a line a value, with its place), ``run.py``
with ``reproduce(files, study)``, and a README. The data are the user's; a
study without its data is skipped, and says which files it lacks.

Exit status 1 if a row does not come out as the study file says, or data are not what they should be.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import brief
from reproductions.show import pages, report
from reproductions.study import DATA, ENVIRONMENT, HERE, Study, StudyError, place, read, studies
from reproductions.verdicts import compare, missed

__all__ = ["DATA", "HERE", "Outcome", "main", "reproduce", "studies"]


class Outcome(NamedTuple):
    """What came of one study: `table` as `verdicts.compare` returns it, or why it was skipped.

    `failed` says that its data are there and are not what they should be.
    """

    study: Study
    table: pd.DataFrame | None
    skipped: str = ""
    notes: tuple[str, ...] = ()
    failed: bool = False

    @property
    def missed(self) -> list[str]:
        """Rows whose outcome is not the one that the study file says."""
        return [] if self.table is None else missed(self.table)


def reproduce(folder: Path, data: Path = DATA) -> Outcome:
    """Run one study.

    Parameters
    ----------
    folder : Path
        Of the study.
    data : Path
        Folder that holds the study's own folder of data, or a folder ``data`` with it.

    Returns
    -------
    Outcome
        With `notes` on files that are not the ones the study was written for.

    Raises
    ------
    StudyError
        The folder contradicts itself.
    """
    study = read(folder)
    files = study.found(data)
    absent = study.absent(files)
    if absent:
        said = f"its data are not there: {', '.join(absent)}"
        where = f"in the folder {study.data} of {_shown(data)}"
        told = ", ".join(filter(None, (study.source, study.repository, study.commit)))
        return Outcome(study, None, f"{said} should be {where} ({told})")
    changed = study.changed(files)
    notes = tuple(
        f"{name} is not the file that this was written for (its sha256 differs)" for name in changed
    )
    without = {
        row["row"]: f"needs {', '.join(lacking)}, not among the data"
        for row in study.rows
        if (lacking := [name for name in row.get("needs", ()) if name not in files])
    }
    rows = tuple(row for row in study.rows if row["row"] not in without)
    # Files whose hash is not known, or not the one known, may hold anything.
    unknown = [*changed, *(file.name for file in study.files if not file.sha256 and file.name in files)]
    try:
        return Outcome(study, compare(study, _module(folder).reproduce(files, rows), without), notes=notes)
    except Exception as wrong:
        if not unknown:
            raise
        fault = f"{type(wrong).__name__}: {brief(str(wrong))}"
        told = f"take it from {study.repository or study.source}"
        said = f"{', '.join(unknown)}: not read as what it should be ({fault}); {told}"
        return Outcome(study, None, said, failed=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the studies named, or all; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m reproductions.run", description="Published studies done again from their data."
    )
    parser.add_argument("studies", nargs="*", metavar="STUDY", help="names of folders; none: all")
    parser.add_argument(
        "--data", metavar="DIR", help=f"folder of the data (or set {ENVIRONMENT}); ../shared unless given"
    )
    parser.add_argument("--write", action="store_true", help="write tables of what came of it into the pages")
    asked = parser.parse_args(arguments)
    known = {folder.name: folder for folder in studies()}
    for name in asked.studies:
        if name not in known:
            print(f"no study {name!r} here; there are: {', '.join(known)}", file=sys.stderr)
            return 1
    data, status = place(asked.data), 0
    if asked.data and not data.is_dir():
        print(
            f"--data: {asked.data} is no folder; give the one that holds the studies' data", file=sys.stderr
        )
        return 1
    outcomes = []
    for name in asked.studies or known:
        try:
            outcome = reproduce(known[name], data)
        except StudyError as wrong:
            print(wrong, file=sys.stderr)
            return 1
        print(report(outcome), end="\n\n", flush=True)
        status |= bool(outcome.missed) or outcome.failed
        outcomes.append(outcome)
    if asked.write:
        for path, text in pages(outcomes).items():
            path.write_text(text, "utf8", newline="\n")
            print(f"wrote {_shown(path)}")
    return status


def _shown(path: Path) -> str:
    """Name a path from the project's root where it is near, so that pages hold no path of one machine."""
    root = HERE.parent
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return f"../{path.name}" if path.parent == root.parent else str(path)


def _module(folder: Path) -> Any:
    name = f"reproductions.{folder.name.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, folder / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
