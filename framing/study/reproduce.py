"""Run a study again from its record, and say of each file whether the same came out."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.errors import FramingError
from framing.io.files import MARK
from framing.study import output
from framing.study.config import NAMES, PATHS, Study
from framing.study.output import STUDY_FILE

if TYPE_CHECKING:
    import pandas as pd

# What became of a file that was made again: identical, equal, differs or missing, and why.

#: How far numbers may be apart, relative to their size or absolutely, to count as equal.
TOLERANCE = 1e-9

#: The verdicts that say a result was reproduced.
GOOD = ("identical", "equal")

#: What another version of matplotlib draws otherwise, which says nothing.
REDRAWN = "redrawn"

#: What is drawn, or holds what is.
_DRAWN = (".svg", ".png", ".html")

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class Verdict(NamedTuple):
    """What became of one file: identical, equal, differs, missing or redrawn, and why."""

    file: str
    verdict: str
    note: str = ""


def verdict(
    name: str, old: Path, new: Path, digest: str | None, versions: Sequence[Mapping[str, str]] = ({}, {})
) -> Verdict:
    """Compare a file with the same one made again.

    Parquet is compared by schema and values, CSV, JSON, SVG and HTML by text with numbers to 1e-9, PNG by
    pixels.

    Parameters
    ----------
    name : str
        What the file is called.
    old, new : pathlib.Path
        The file then and now; either may be missing.
    digest : str or None
        SHA-256 of the file when it was written.
    versions : sequence of two mappings, optional
        Of the libraries then and now. Texts are compared without them; a figure, and the report that holds
        figures, is "redrawn" where matplotlib is another: its letters and paths lie elsewhere by fractions.
    """
    if not old.is_file() or not new.is_file():
        return Verdict(name, "missing", "not in the folder" if new.is_file() else "not made again")
    before, after = old.read_bytes(), new.read_bytes()
    if before == after:
        return Verdict(name, "identical")
    if name == MARK:
        return record(json.loads(before), json.loads(after))
    moved = _moved(*versions)
    same = {".parquet": _same_tables, ".png": _same_pictures}.get(old.suffix)
    if same(old, new) if same else _same_texts(before, after, moved):
        return Verdict(name, "equal")
    for library, was, is_now in moved:
        if library == "matplotlib" and old.suffix in _DRAWN:
            return Verdict(name, REDRAWN, f"by matplotlib {is_now}, then {was}; see its table")
    touched = digest is not None and output.sha256(before) != digest
    return Verdict(name, "differs", "was changed after it was written" if touched else "")


def record(old: Mapping[str, Any], new: Mapping[str, Any]) -> Verdict:
    """Compare two records: with other versions of libraries, other bytes are no other result."""
    versions = _moved(old["versions"], new["versions"])
    moved = [f"{name} {was or None} then, {is_now or None} now" for name, was, is_now in versions]
    if old.get("source") != new["source"]:
        moved.append("other source of framing")
    may_differ = {"outputs", *(("versions", "framing", "source", "lexicons") if moved else ())}
    for key in sorted({*old, *new} - may_differ):
        if old.get(key) != new.get(key):
            return Verdict(MARK, "differs", f"other {key}")
    return Verdict(
        MARK, "equal", "; ".join(moved) or "same inputs, settings and versions; hashes of outputs differ"
    )


def alike(old: pd.DataFrame, new: pd.DataFrame) -> str:
    """Return identical, equal (numbers to 1e-9) or differs, of two tables with the same columns and order."""
    import numpy as np

    if list(old.columns) != list(new.columns) or len(old) != len(new):
        return "differs"
    if old.equals(new):
        return "identical"
    for name in old.columns:
        a, b = old[name], new[name]
        if a.dtype.kind == "f" and b.dtype.kind == "f":
            if not np.allclose(a, b, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True):
                return "differs"
        elif not a.astype(object).where(a.notna(), None).equals(b.astype(object).where(b.notna(), None)):
            return "differs"
    return "equal"


def _same_tables(old: Path, new: Path) -> bool:
    import pyarrow.parquet as pq

    a, b = pq.read_table(old), pq.read_table(new)
    return a.schema.equals(b.schema) and alike(a.to_pandas(), b.to_pandas()) in GOOD


def _same_pictures(old: Path, new: Path) -> bool:
    import numpy as np
    from matplotlib.image import imread

    return np.array_equal(imread(old), imread(new))


def _moved(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the libraries of which there is another version now, and both versions."""
    pairs = ((name, then.get(name, ""), now.get(name, "")) for name in sorted({*then, *now}))
    return [each for each in pairs if each[1] != each[2]]


def _same_texts(old: bytes, new: bytes, moved: Sequence[tuple[str, str, str]]) -> bool:
    """Compare two texts: words alike, numbers close, and versions of libraries left out."""
    a, b = (raw.decode("utf8", "replace") for raw in (old, new))
    for library, then, now in moved:
        for named in (library.capitalize(), library):
            a, b = a.replace(f"{named} {then}", ""), b.replace(f"{named} {now}", "")
    if _NUMBER.split(a) != _NUMBER.split(b):
        return False
    pairs = zip(_NUMBER.findall(a), _NUMBER.findall(b), strict=True)
    return all(
        x == y or math.isclose(float(x), float(y), rel_tol=TOLERANCE, abs_tol=TOLERANCE) for x, y in pairs
    )


def reproduce(folder: str | os.PathLike[str], inputs: Sequence[str | os.PathLike[str]] = ()) -> list[Verdict]:
    """Run again what `framing compare` wrote into a folder, and compare each file.

    Parameters
    ----------
    folder : path
        An output folder with its provenance.json; nothing in it is changed.
    inputs : sequence of path, optional
        Where the articles (and lexicons of the user's own) are now, if they aren't where study.toml says.

    Returns
    -------
    list of Verdict
        Inputs that changed first, then each output in order of name: identical, equal, differs, missing, or
        redrawn by another version of matplotlib.

    Raises
    ------
    FramingError
        No record, or the inputs can't be found.
    """
    home = Path(folder)
    record = output.read(home)
    study = _study(record, home, [os.fspath(path) for path in inputs], str(folder))
    with tempfile.TemporaryDirectory(prefix="framing-") as scratch:
        again = Path(scratch) / "again"
        verdicts = _inputs(record["inputs"], study)
        study.run(again, home=home)
        made = output.read(again)
        versions = record["versions"], made["versions"]
        for name in sorted({*record["outputs"], *made["outputs"], MARK}):
            verdicts.append(verdict(name, home / name, again / name, record["outputs"].get(name), versions))
        verdicts.append(_file(home / STUDY_FILE, again / STUDY_FILE))
    return _told(verdicts, record)


def _told(verdicts: list[Verdict], record: Mapping[str, Any]) -> list[Verdict]:
    """Say beside what differs that the program isn't the one that wrote it, where it is another."""
    if record.get("source") == output.source():
        return verdicts
    other = "other source of framing"
    return [one if one.verdict != "differs" or one.note else one._replace(note=other) for one in verdicts]


def _file(old: Path, new: Path) -> Verdict:
    """Compare two study files: with the articles elsewhere, their paths are others and nothing else."""
    found = verdict(STUDY_FILE, old, new, None)
    if found.verdict == "missing" or found.verdict in GOOD:
        return found
    same = Study.read(old, ["."]).settings() == Study.read(new, ["."]).settings()
    return Verdict(STUDY_FILE, "equal" if same else "differs", "other paths" if same else "")


def _study(record: Mapping[str, Any], home: Path, inputs: list[str], called: str) -> Study:
    """Return the study of a record, with the paths that it doesn't hold.

    Parameters
    ----------
    record : mapping
    home : pathlib.Path
        Holds the study file.
    inputs : list of str
        Typed by the user.
    called : str
        How the user called it.
    """
    unread, found = f"{STUDY_FILE} does not say where", dict[str, Any](dict.fromkeys(PATHS, ()))
    try:
        beside = Study.read(home / STUDY_FILE, inputs or None)
        found = {
            key: getattr(beside, key) for key in (*PATHS, *NAMES) if key in {*PATHS, *record["settings"]}
        }
    except FramingError as error:
        unread = str(error).removeprefix(f"{home / STUDY_FILE}: ")
    known = {*record["lexicons"], *(Path(path).name for path in found["codes"])}
    own = {Path(path).name: path for path in inputs if Path(path).name in known}
    if inputs:
        found["articles"] = tuple(path for path in inputs if path not in own.values())
    read = bool(found["articles"])
    try:
        study = Study(**{**record["settings"], **found, **({} if read else {"articles": (os.fspath(home),)})})
    except (AttributeError, KeyError, TypeError, FramingError) as error:
        raise FramingError(
            f"{home / MARK}: its settings are unknown here ({error}); "
            f"install framing {record.get('framing', 'as it was')}"
        ) from None
    moved = study.map_paths(lambda path: own.get(Path(path).name, path))
    study = dataclasses.replace(moved, articles=study.articles)
    gone = [path for path in study.paths_of(*PATHS, *NAMES) if not _there(path)]
    if gone or not read:
        said = f"{gone[0]!r} is gone" if gone else unread
        raise FramingError(f"{called}: articles not found ({said}); name them with --inputs PATH")
    return study


def _there(path: str) -> bool:
    return os.path.exists(path) or any(mark in path for mark in "*?[")


def _inputs(recorded: Sequence[Mapping[str, str]], study: Study) -> list[Verdict]:
    """Name the inputs that aren't what they were."""
    found = output.inputs((*study.articles, *study.codes))
    before, after = ({item["name"]: item["sha256"] for item in items} for items in (recorded, found))
    verdicts = []
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            why = "was changed since" if name in before else "was not there then"
            gone = Verdict(f"input {name}", "missing", "was read then, is gone now")
            verdicts.append(Verdict(f"input {name}", "differs", why) if name in after else gone)
    return verdicts
