"""What became of a file that was made again: identical, equal, differs or missing, and why."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.io.files import MARK
from framing.study.choices import without_removed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BESIDE", "GOOD", "TOLERANCE", "Verdict", "alike", "record", "verdict"]

#: How far numbers may be apart, relative to their size or absolutely, to count as equal.
TOLERANCE = 1e-9

#: The verdicts that say a result was reproduced.
GOOD = ("identical", "equal")

#: Those that say nothing: what takes the articles, what a bundle has no more of than a hash, and what another
#: version of a library draws or prints otherwise.
BESIDE = ("not made", "not held", "redrawn")

#: What is drawn, or holds what is.
_DRAWN = (".svg", ".png", ".html")

# A figure's ids carry a hash of its own bytes.
_OWN_ID = re.compile(r"\bf[0-9a-f]{8}-")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class Verdict(NamedTuple):
    """What became of one file: identical, equal, differs, missing (or of `BESIDE`), and why."""

    file: str
    verdict: str
    note: str = ""


def verdict(
    name: str, old: Path, new: Path, digest: str | None, versions: Sequence[Mapping[str, str]] = ()
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
    then, now = versions if len(versions) == 2 else ({}, {})
    moved = [(library, then.get(library, ""), now.get(library, "")) for library in _moved(versions)]
    compare = _COMPARE.get(old.suffix)
    if compare(old, new) if compare else _texts(old, new, moved):
        return Verdict(name, "equal")
    for library, was, is_now in moved:
        if library == "matplotlib" and old.suffix in _DRAWN:
            return Verdict(name, "redrawn", f"by matplotlib {is_now}, then {was}; see its table")
    touched = digest is not None and hashlib.sha256(before).hexdigest() != digest
    return Verdict(name, "differs", "was changed after it was written" if touched else "")


def record(old: Mapping[str, Any], new: Mapping[str, Any]) -> Verdict:
    """Compare two records: with other versions of libraries, other bytes are no other result."""
    here, there = old["versions"], new["versions"]
    moved = [f"{name} {here.get(name)} then, {there.get(name)} now" for name in _moved((here, there))]
    if old.get("source") != new["source"]:
        moved.append("other source of framing")
    may_differ = {"outputs", *(("versions", "framing", "source", "lexicons") if moved else ())}
    old = {**old, "settings": without_removed(old.get("settings", {}))}
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


def _moved(versions: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the libraries of which there is another version now."""
    if len(versions) != 2:
        return []
    then, now = versions
    return [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]


def _texts(old: Path, new: Path, moved: Sequence[tuple[str, str, str]] = ()) -> bool:
    """Compare two texts: words alike, numbers close, and versions of libraries left out."""
    a, b = (_OWN_ID.sub("", path.read_text("utf8", errors="replace")) for path in (old, new))
    for library, then, now in moved:
        a, b = a.replace(f"{library.capitalize()} {then}", ""), b.replace(f"{library.capitalize()} {now}", "")
        a, b = a.replace(f"{library} {then}", ""), b.replace(f"{library} {now}", "")
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
