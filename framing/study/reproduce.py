"""Run a study again from its record or from a bundle, and say of each file whether the same came out."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.errors import FramingError, brief
from framing.io.files import MARK, is_address
from framing.study import bundle, output
from framing.study.config import NAMES, PATHS, Study
from framing.study.output import STUDY_FILE

if TYPE_CHECKING:
    import pandas as pd

    from framing.study.steps import Context


# What became of a file that was made again: identical, equal, differs or missing, and why.

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


NOT_AGAIN = ("missing", "not made again")


class Verdict(NamedTuple):
    """What became of one file: identical, equal, differs, missing (or of `BESIDE`), and why."""

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
        return Verdict(name, "missing", "not in the folder") if new.is_file() else Verdict(name, *NOT_AGAIN)
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
            return Verdict(name, "redrawn", f"by matplotlib {is_now}, then {was}; see its table")
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
    a, b = (_OWN_ID.sub("", raw.decode("utf8", "replace")) for raw in (old, new))
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
    """Run again what `framing compare` wrote into a folder, or what a bundle holds, and compare each file.

    Parameters
    ----------
    folder : path
        An output folder with its provenance.json, or a bundle; nothing in it is changed.
    inputs : sequence of path, optional
        Where the articles (and lexicons of the user's own) are now, if they aren't where study.toml says.
        Of a bundle without them, what rests on its tables alone is made again.

    Returns
    -------
    list of Verdict
        Inputs that changed first, then each output in order of name: identical, equal, differs or missing;
        "not made" what a bundle can't make without the articles.

    Raises
    ------
    FramingError
        No record, or the inputs can't be found.
    """
    given, sealed = [os.fspath(path) for path in inputs], Path(folder).is_file()
    with tempfile.TemporaryDirectory(prefix="framing-") as scratch:
        home, again = Path(folder), Path(scratch) / "again"
        if sealed:
            home = Path(scratch) / "bundle"
            home.mkdir()
            said = bundle.unpacked(folder, home)
        record = output.read(home)
        if sealed and not given:
            return [*_elsewhere(home), *_from_tables(home, record)]
        study = _study(record, home, given, str(folder), sealed)
        verdicts = _inputs(record["inputs"], study)
        study.run(again, home=home)
        made = output.read(again)
        versions = record["versions"], made["versions"]
        for name in sorted({*record["outputs"], *made["outputs"], *([] if sealed else [MARK])}):
            digest = record["outputs"].get(name)
            if sealed:
                verdicts.append(_against(name, home, again, digest, said, versions))
            else:
                verdicts.append(verdict(name, home / name, again / name, digest, versions))
        last = (
            _of_records(home / MARK, again / MARK) if sealed else _file(home / STUDY_FILE, again / STUDY_FILE)
        )
    return _told([*verdicts, last], record)


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


def _of_records(old: Path, new: Path) -> Verdict:
    """Compare the records of a bundle and of the run; an input without a name there is known by its hash."""
    then, now = (json.loads(path.read_text("utf8")) for path in (old, new))
    hidden = any(str(one["name"]).startswith(bundle.LEFT_OUT) for one in then["inputs"])
    hashes = [sorted(one["sha256"] for one in each["inputs"]) for each in (then, now)]
    if hidden and hashes[0] == hashes[1]:
        return record(then, {**now, "inputs": then["inputs"]})
    return verdict(MARK, old, new, None)


def _against(
    name: str,
    home: Path,
    again: Path,
    digest: str | None,
    said: Mapping[str, Any],
    versions: tuple[Mapping[str, str], Mapping[str, str]],
) -> Verdict:
    """Compare a file made again with its hash, and where that is another with what the bundle has of it."""
    if digest is None or not (again / name).is_file():
        return Verdict(name, "missing", "not made then") if digest is None else Verdict(name, *NOT_AGAIN)
    if output.sha256(again / name) == digest:
        return Verdict(name, "identical")
    held = home / name
    if not held.is_file():
        return Verdict(name, "not held", "its hash is another, and the bundle has no more of it to compare")
    if PurePosixPath(name).suffix != ".parquet":
        return verdict(name, held, again / name, None, versions)
    import pandas as pd

    there, here = pd.read_parquet(held), pd.read_parquet(again / name)
    if not set(there.columns) <= set(here.columns) or len(there) != len(here):
        return Verdict(name, "differs", "other columns or rows")
    here = here[list(there.columns)]
    blank = there.map(lambda cell: isinstance(cell, str) and cell.startswith(bundle.LEFT_OUT))
    found = alike(there.mask(blank), here.mask(blank)) if blank.any(axis=None) else alike(there, here)
    left = said["left_out"].get(PurePosixPath(name).stem, ())
    note = f"without {', '.join(left)}, which the bundle doesn't hold" if left else ""
    return Verdict(name, "equal" if found in GOOD else found, note)


def _from_tables(home: Path, record: Mapping[str, Any]) -> list[Verdict]:
    """Make again what rests on counts alone, and say of the rest that it takes the articles."""
    import pandas as pd

    from framing.study.steps import Context, groups

    study = _of_settings(record, home, {**dict.fromkeys(PATHS, ()), "articles": ("texts",)})
    there = {path.stem: pd.read_parquet(path) for path in sorted((home / "tables").glob("*.parquet"))}
    context = Context(study, articles=there["articles"])
    groups.choose_groups(context)
    made = _remade(context, there)
    drawn = _redrawn(context.study, there | made, home)
    verdicts = []
    for name in sorted(record["outputs"]):
        path = PurePosixPath(name)
        if path.parts[0] == "tables" and path.stem in made:
            found = alike(there[path.stem], made[path.stem])
            verdicts.append(Verdict(name, found, "from the counts"))
        elif name in drawn:
            versions = record["versions"], output.versions()
            verdicts.append(verdict(name, home / name, home / "again" / name, None, versions))
        else:
            held = "is here as published" if (home / name).is_file() else "isn't in the bundle"
            verdicts.append(Verdict(name, "not made", f"{held}; takes the articles (--inputs PATH)"))
    return _told(verdicts, record)


def _redrawn(study: Study, found: Mapping[str, pd.DataFrame], home: Path) -> set[str]:
    """Draw the figures that the bundle has from its tables, and return their names."""
    from framing.features.measures import on_request
    from framing.features.measures import registry as registry_of_measures
    from framing.plotting import registry
    from framing.study import output
    from framing.views import vocabulary

    held = {path.stem for path in (home / "figures").glob("*.svg")}
    wanted = tuple(name for name in registry.figures() if any(stem.startswith(name) for stem in held))
    if not wanted:
        return set()
    folder = home / "again" / "figures"
    folder.parent.mkdir()
    known = {**on_request(), **registry_of_measures()}
    meanings = {name: one.meaning for name, one in known.items()} | vocabulary.meanings()
    output.figures(dataclasses.replace(study, figures=wanted), found, {"measures": meanings}, folder)
    return {f"figures/{path.name}" for path in folder.glob("*.svg") if path.stem in held}


def _remade(context: Context, there: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Compute the tables that need no text: estimates, comparisons, and what the model's error leaves."""
    from framing.study.steps import measures, stance

    if "scores" not in there:
        # Of very many articles their counts aren't kept; all estimates take the articles.
        return {}
    context.counts = there["scores"]
    context.sources = measures.fill_absent(there["sources"]) if "sources" in there else None
    context.tables = {"scores": there["scores"], **measures.compare_groups(context)}
    made: dict[str, pd.DataFrame] = {
        name: context.tables[name] for name in ("profile", "contrast", "power") if name in context.tables
    }
    made |= stance.run(context)
    return {name: frame for name, frame in made.items() if name in there}


def _of_settings(record: Mapping[str, Any], home: Path, paths: Mapping[str, Any]) -> Study:
    """Return the study of a record's settings and of paths, which a record doesn't hold."""
    try:
        return Study(**{**record["settings"], **paths})
    except (AttributeError, KeyError, TypeError, FramingError) as error:
        raise FramingError(
            f"{home / MARK}: its settings are unknown here ({error}); "
            f"install framing {record.get('framing', 'as it was')}"
        ) from None


def _outside(paths: Iterable[str], home: Path) -> list[str]:
    """Return the paths that lead out of a folder, or are none."""
    inside = os.path.realpath(home)
    return [
        path
        for path in paths
        if is_address(path) or not Path(os.path.realpath(home / path)).is_relative_to(inside)
    ]


def _elsewhere(home: Path) -> list[Verdict]:
    """Say of each path that a bundle's study names outside the bundle that nobody looked there."""
    try:
        study = Study.read(home / STUDY_FILE)
    except FramingError as error:
        return [Verdict(STUDY_FILE, "not made", str(error).removeprefix(f"{home / STUDY_FILE}: "))]
    named = study.paths_of(*PATHS, *NAMES)
    note = "names {}, which lies outside the bundle and was not read; give it with --inputs PATH"
    return [Verdict(STUDY_FILE, "not made", note.format(brief(path))) for path in _outside(named, home)]


def _study(record: Mapping[str, Any], home: Path, inputs: list[str], called: str, sealed: bool) -> Study:
    """Return the study of a record, with the paths that it doesn't hold.

    Parameters
    ----------
    record : mapping
    home : pathlib.Path
        Holds the study file.
    inputs : list of str
        Typed by the user; an address is opened only as one of these.
    called : str
        How the user called it.
    sealed : bool
        Whether the files that the study itself names must lie in `home`, as a bundle comes from strangers.
    """
    unread, found = f"{STUDY_FILE} does not say where", dict[str, Any](dict.fromkeys(PATHS, ()))
    try:
        beside = Study.read(home / STUDY_FILE, inputs or None)
        found = {
            key: getattr(beside, key) for key in (*PATHS, *NAMES) if key in {*PATHS, *record["settings"]}
        }
    except FramingError as error:
        unread = str(error).removeprefix(f"{home / STUDY_FILE}: ")
        if sealed and (home / STUDY_FILE).is_file():
            raise FramingError(f"{called}: its {STUDY_FILE} can't be taken: {unread}") from None
    known = {*record["lexicons"], *(Path(path).name for path in found["codes"])}
    own = {Path(path).name: path for path in inputs if Path(path).name in known}
    if inputs:
        found["articles"] = tuple(path for path in inputs if path not in own.values())
    read = bool(found["articles"])
    study = _of_settings(record, home, found if read else {**found, "articles": (os.fspath(home),)})
    moved = study.map_paths(lambda path: own.get(Path(path).name, path))
    study = dataclasses.replace(moved, articles=study.articles, baseline=study.baseline)
    files = study.paths_of(*PATHS, *NAMES)
    if sealed and (outside := _outside([path for path in files if path not in inputs], home)):
        raise FramingError(
            f"{called}: its {STUDY_FILE} names {brief(outside[0])}, outside the bundle; nobody read "
            "it: give it with --inputs PATH"
        )
    gone = [path for path in files if not _there(path)]
    if gone or not read:
        said = f"{gone[0]!r} is gone" if gone else unread
        raise FramingError(f"{called}: articles not found ({said}); name them with --inputs PATH")
    return study


def _there(path: str) -> bool:
    from framing.engine.store import is_store

    if is_address(path):
        return is_store(path)
    return os.path.exists(path) or any(mark in path for mark in "*?[")


def _inputs(recorded: Sequence[Mapping[str, str]], study: Study) -> list[Verdict]:
    """Name the inputs that aren't what they were."""
    found = output.inputs((*study.articles, *study.baseline, *study.codes))
    before, after = ({item["name"]: item["sha256"] for item in items} for items in (recorded, found))
    # A bundle names none by a headline; such a file is known by its hash.
    for name in [name for name in before if name.startswith(bundle.LEFT_OUT)]:
        same = next((other for other, digest in sorted(after.items()) if digest == before[name]), None)
        if same is not None:
            before[same] = before.pop(name)
    verdicts = []
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            why = "was changed since" if name in before else "was not there then"
            gone = Verdict(f"input {name}", "missing", "was read then, is gone now")
            verdicts.append(Verdict(f"input {name}", "differs", why) if name in after else gone)
    return verdicts
