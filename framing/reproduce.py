"""Run a study again from its record, and say of each file whether the same came out."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from framing import provenance
from framing.choices import files_of, of_files
from framing.errors import FramingError
from framing.files import MARK
from framing.study import FILE, NAMES, Study

__all__ = ["GOOD", "TOLERANCE", "Verdict", "reproduce"]

#: How far numbers may be apart, relative to their size or absolutely, to count as equal.
TOLERANCE = 1e-9

#: The verdicts that say a result was reproduced.
GOOD = ("identical", "equal")

# A figure's ids carry a hash of its own bytes.
_OWN_ID = re.compile(r"\bf[0-9a-f]{8}-")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class Verdict(NamedTuple):
    """What became of one file: identical, equal (to 1e-9), differs or missing, and why."""

    file: str
    verdict: str
    note: str = ""


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
        Inputs that changed first, then each output in order of name. Parquet is
        compared by schema and values, CSV, JSON, SVG and HTML by text with
        numbers to 1e-9, PNG by pixels.

    Raises
    ------
    FramingError
        No record, or the inputs can't be found.
    """
    home = Path(folder)
    record = provenance.read(home)
    study = _study(record, home, [os.fspath(path) for path in inputs])
    verdicts = _inputs(record["inputs"], provenance.inputs((*study.articles, *study.baseline)))
    with tempfile.TemporaryDirectory(prefix="framing-") as scratch:
        again = Path(scratch) / "again"
        study.run(again, home=home)
        made = provenance.read(again)["outputs"]
        for name in sorted({*record["outputs"], *made, FILE, MARK}):
            verdicts.append(_verdict(name, home / name, again / name, record["outputs"].get(name)))
    return verdicts


def _study(record: Mapping[str, Any], home: Path, inputs: list[str]) -> Study:
    """Return the study of a record, with the paths that it doesn't hold."""
    paths: dict[str, tuple[str, ...]] = {"articles": (), "lexicons": (), "corrected": (), "baseline": ()}
    named = {name: _tuples(record["settings"][name]) for name in NAMES if name in record["settings"]}
    try:
        beside = Study.read(home / FILE)
        paths = {name: getattr(beside, name) for name in paths}
        named = {name: getattr(beside, name) for name in named}
    except FramingError:
        pass
    if inputs:
        own = [path for path in inputs if Path(path).name in record["lexicons"]]
        given = {Path(path).name: path for path in own}
        for name in ("lexicons", "corrected"):
            paths[name] = tuple(given.get(Path(path).name, path) for path in paths[name])
        named = {
            name: of_files(value, lambda path: given.get(Path(path).name, path))
            for name, value in named.items()
        }
        paths["articles"] = tuple(path for path in inputs if path not in own)
    files = [path for each in paths.values() for path in each]
    files += [path for value in named.values() for path in files_of(value)]
    gone = [path for path in files if not _there(path)]
    if gone or not paths["articles"]:
        said = f"{gone[0]!r} is gone" if gone else f"{FILE} does not say where"
        raise FramingError(f"{home}: articles not found ({said}); name them with --inputs PATH")
    try:
        return Study(**{**record["settings"], **paths, **named})
    except (TypeError, FramingError) as error:
        raise FramingError(
            f"{home / MARK}: its settings are unknown here ({error}); "
            f"install framing {record.get('framing', 'as it was')}"
        ) from None


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _there(path: str) -> bool:
    return os.path.exists(path) or any(mark in path for mark in "*?[")


def _inputs(recorded: Sequence[Mapping[str, str]], found: Sequence[Mapping[str, str]]) -> list[Verdict]:
    """Name the inputs that aren't what they were."""
    before, after = ({item["name"]: item["sha256"] for item in items} for items in (recorded, found))
    verdicts = []
    for name in sorted({*before, *after}):
        if name not in after:
            verdicts.append(Verdict(f"input {name}", "missing", "was read then, is gone now"))
        elif name not in before:
            verdicts.append(Verdict(f"input {name}", "differs", "was not there then"))
        elif before[name] != after[name]:
            verdicts.append(Verdict(f"input {name}", "differs", "was changed since"))
    return verdicts


def _verdict(name: str, old: Path, new: Path, digest: str | None) -> Verdict:
    if not old.is_file() or not new.is_file():
        return Verdict(name, "missing", "not in the folder" if new.is_file() else "not made again")
    before, after = old.read_bytes(), new.read_bytes()
    if before == after:
        return Verdict(name, "identical")
    if name == MARK:
        return _record(json.loads(before), json.loads(after))
    if name == FILE:
        same = Study.read(old).settings() == Study.read(new).settings()
        return Verdict(name, "equal" if same else "differs", "other paths" if same else "")
    compare = _COMPARE.get(old.suffix, _texts)
    if compare(old, new):
        return Verdict(name, "equal")
    touched = digest is not None and hashlib.sha256(before).hexdigest() != digest
    return Verdict(name, "differs", "was changed after it was written" if touched else "")


def _record(old: Mapping[str, Any], new: Mapping[str, Any]) -> Verdict:
    """Compare two records: with other versions of libraries, other bytes are no other result."""
    here, there = old["versions"], new["versions"]
    moved = [
        f"{name} {here.get(name)} then, {there.get(name)} now"
        for name in there
        if here.get(name) != there.get(name)
    ]
    if old.get("source") != new["source"]:
        moved.append("other source of framing")
    may_differ = {"outputs", *(("versions", "framing", "source", "lexicons") if moved else ())}
    for key in sorted({*old, *new} - may_differ):
        if old.get(key) != new.get(key):
            return Verdict(MARK, "differs", f"other {key}")
    return Verdict(
        MARK, "equal", "; ".join(moved) or "same inputs, settings and versions; hashes of outputs differ"
    )


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE) or (math.isnan(a) and math.isnan(b))


def _parquet(old: Path, new: Path) -> bool:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    a, b = pq.read_table(old), pq.read_table(new)
    if not a.schema.equals(b.schema) or a.num_rows != b.num_rows:
        return False
    for x, y in zip(a.columns, b.columns, strict=True):
        if pa.types.is_floating(x.type):
            p, q = x.to_numpy(), y.to_numpy()
            if not np.allclose(p, q, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True):
                return False
        elif not x.equals(y):
            return False
    return True


def _texts(old: Path, new: Path) -> bool:
    """Compare two texts: words alike, numbers close."""
    a, b = (_OWN_ID.sub("", path.read_text("utf8", errors="replace")) for path in (old, new))
    if _NUMBER.split(a) != _NUMBER.split(b):
        return False
    pairs = zip(_NUMBER.findall(a), _NUMBER.findall(b), strict=True)
    return all(x == y or _close(float(x), float(y)) for x, y in pairs)


def _pictures(old: Path, new: Path) -> bool:
    import numpy as np
    from matplotlib.image import imread

    a, b = imread(old), imread(new)
    return a.shape == b.shape and bool(np.array_equal(a, b))


_COMPARE: Mapping[str, Callable[[Path, Path], bool]] = {".parquet": _parquet, ".png": _pictures}
