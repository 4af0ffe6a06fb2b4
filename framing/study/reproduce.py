"""Run a study again from its record or from a bundle, and say of each file whether the same came out."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError, brief
from framing.io.addresses import is_address
from framing.io.files import MARK
from framing.study import bundle, choices, provenance
from framing.study.choices import files_of, of_files
from framing.study.config import FILE, NAMES, PATHS, Study
from framing.study.verdicts import GOOD, TOLERANCE, Verdict, alike, verdict
from framing.study.verdicts import record as of_records

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GOOD", "TOLERANCE", "Verdict", "reproduce"]


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
    if bundle.is_bundle(folder):
        return _of_bundle(folder, inputs)
    home = Path(folder)
    record = provenance.read(home)
    study = _study(record, home, [os.fspath(path) for path in inputs], str(home))
    verdicts = _inputs(record["inputs"], study)
    with tempfile.TemporaryDirectory(prefix="framing-") as scratch:
        again = Path(scratch) / "again"
        study.run(again, home=home)
        made = provenance.read(again)
        versions = record["versions"], made["versions"]
        for name in sorted({*record["outputs"], *made["outputs"], MARK}):
            digest = record["outputs"].get(name)
            verdicts.append(verdict(name, home / name, again / name, digest, versions))
        verdicts.append(_file(home / FILE, again / FILE))
    return _told(verdicts, record)


def _told(verdicts: list[Verdict], record: Mapping[str, Any]) -> list[Verdict]:
    """Say beside what differs that the program isn't the one that wrote it, where it is another."""
    if record.get("source") == provenance.source():
        return verdicts
    other = "other source of framing"
    return [one if one.verdict != "differs" or one.note else one._replace(note=other) for one in verdicts]


def _file(old: Path, new: Path) -> Verdict:
    """Compare two study files: with the articles elsewhere, their paths are others and nothing else."""
    found = verdict(FILE, old, new, None)
    if found.verdict == "missing" or found.verdict in GOOD:
        return found
    same = Study.read(old, ["."]).settings() == Study.read(new, ["."]).settings()
    return Verdict(FILE, "equal" if same else "differs", "other paths" if same else "")


def _of_bundle(path: str | os.PathLike[str], inputs: Sequence[str | os.PathLike[str]]) -> list[Verdict]:
    with tempfile.TemporaryDirectory(prefix="framing-") as scratch:
        home, again = Path(scratch) / "bundle", Path(scratch) / "again"
        home.mkdir()
        said = bundle.unpacked(path, home)
        record = provenance.read(home)
        if not inputs:
            return [*_elsewhere(home), *_from_tables(home, record)]
        study = _study(record, home, [os.fspath(one) for one in inputs], str(path), sealed=True)
        verdicts = _inputs(record["inputs"], study)
        study.run(again, home=home)
        made = provenance.read(again)
        versions = record["versions"], made["versions"]
        for name in sorted({*record["outputs"], *made["outputs"]}):
            verdicts.append(_against(name, home, again, record["outputs"].get(name), said, versions))
        return _told([*verdicts, _of_records(home / MARK, again / MARK)], record)


def _of_records(old: Path, new: Path) -> Verdict:
    """Compare the records of a bundle and of the run; an input without a name there is known by its hash."""
    then, now = (json.loads(path.read_text("utf8")) for path in (old, new))
    hidden = any(str(one["name"]).startswith(bundle.LEFT_OUT) for one in then["inputs"])
    if hidden and sorted(one["sha256"] for one in then["inputs"]) == sorted(
        one["sha256"] for one in now["inputs"]
    ):
        return of_records(then, {**now, "inputs": then["inputs"]})
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
        return Verdict(name, "missing", "not made then" if digest is None else "not made again")
    if hashlib.sha256((again / name).read_bytes()).hexdigest() == digest:
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

    study = _of_settings(record, home, {**dict.fromkeys(PATHS, ()), "articles": ("texts",)})
    there = {path.stem: pd.read_parquet(path) for path in sorted((home / "tables").glob("*.parquet"))}
    made = _remade(study, there)
    drawn = _redrawn(study, there | made, home)
    verdicts = []
    for name in sorted(record["outputs"]):
        path = PurePosixPath(name)
        if path.parts[0] == "tables" and path.stem in made:
            found = alike(there[path.stem], made[path.stem])
            verdicts.append(Verdict(name, found, "from the counts"))
        elif name in drawn:
            versions = record["versions"], provenance.versions()
            verdicts.append(verdict(name, home / name, home / "again" / name, None, versions))
        else:
            held = "is here as published" if (home / name).is_file() else "isn't in the bundle"
            verdicts.append(Verdict(name, "not made", f"{held}; takes the articles (--inputs PATH)"))
    return _told(verdicts, record)


def _redrawn(study: Study, found: Mapping[str, pd.DataFrame], home: Path) -> set[str]:
    """Draw the figures that the bundle has from its tables, and return their names."""
    from framing.plotting import registry
    from framing.study import output

    held = {path.stem for path in (home / "figures").glob("*.svg")}
    wanted = tuple(name for name in registry.figures() if any(stem.startswith(name) for stem in held))
    if not wanted:
        return set()
    folder = home / "again" / "figures"
    folder.parent.mkdir()
    output.figures(dataclasses.replace(study, figures=wanted), found, folder)
    return {f"figures/{path.name}" for path in folder.glob("*.svg") if path.stem in held}


def _remade(study: Study, there: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Compute the tables that need no text: estimates, comparisons, and what the model's error leaves."""
    from framing.study.steps import measures, overlap, robustness, stance, voices

    if "scores" not in there:
        # Of very many articles their counts aren't kept; all estimates take the articles.
        return {}
    scores = there["scores"]
    sources = voices.filled(there["sources"]) if "sources" in there else None
    profile, contrast = measures.comparison(study, scores, sources)
    made = {"profile": profile, "contrast": contrast}
    made |= overlap.effect(study, scores) | stance.corrections(study, scores)
    made |= robustness.from_counts(study, len(there["articles"]), scores, contrast, sources)
    return {name: frame for name, frame in made.items() if name in there}


def _of_settings(record: Mapping[str, Any], home: Path, paths: Mapping[str, Any]) -> Study:
    """Return the study of a record's settings and of paths, which a record doesn't hold."""
    try:
        settings = {name: _tuples(value) for name, value in record["settings"].items()}
        settings = choices.without_removed(settings)
        return Study(**{**settings, **paths})
    except (AttributeError, KeyError, TypeError, FramingError) as error:
        raise FramingError(
            f"{home / MARK}: its settings are unknown here ({error}); "
            f"install framing {record.get('framing', 'as it was')}"
        ) from None


def _outside(paths: Iterable[str], home: Path) -> list[str]:
    """Return the paths that lead out of a folder, or are none."""
    return [path for path in paths if is_address(path) or not _inside(path, home)]


def _inside(path: str, home: Path) -> bool:
    return Path(os.path.realpath(home / path)).is_relative_to(os.path.realpath(home))


def _elsewhere(home: Path) -> list[Verdict]:
    """Say of each path that a bundle's study names outside the bundle that nobody looked there."""
    try:
        study = Study.read(home / FILE)
    except FramingError as error:
        return [Verdict(FILE, "not made", str(error).removeprefix(f"{home / FILE}: "))]
    named = [path for key in (*PATHS, *NAMES) for path in study.paths_of(key)]
    note = "names {}, which lies outside the bundle and was not read; give it with --inputs PATH"
    return [Verdict(FILE, "not made", note.format(brief(path))) for path in _outside(named, home)]


def _study(
    record: Mapping[str, Any], home: Path, inputs: list[str], called: str, *, sealed: bool = False
) -> Study:
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
    paths: dict[str, tuple[str, ...]] = dict.fromkeys(PATHS, ())
    named = {name: _tuples(record["settings"][name]) for name in NAMES if name in record["settings"]}
    unread = f"{FILE} does not say where"
    try:
        beside = Study.read(home / FILE, inputs or None)
        paths = {name: getattr(beside, name) for name in paths}
        named = {name: getattr(beside, name) for name in named}
    except FramingError as error:
        unread = str(error).removeprefix(f"{home / FILE}: ")
        if sealed and (home / FILE).is_file():
            raise FramingError(f"{called}: its {FILE} can't be taken: {unread}") from None
    if inputs:
        known = {*record["lexicons"], *(Path(path).name for path in paths["codes"])}
        own = [path for path in inputs if Path(path).name in known]
        given = {Path(path).name: path for path in own}
        for name in ("lexicons", "corrected", "codes"):
            paths[name] = tuple(given.get(Path(path).name, path) for path in paths[name])
        named = {
            name: of_files(value, lambda path: given.get(Path(path).name, path))
            for name, value in named.items()
        }
        paths["articles"] = tuple(path for path in inputs if path not in own)
    files = [path for each in paths.values() for path in each]
    files += [path for value in named.values() for path in files_of(value)]
    own = [path for path in files if path not in inputs]
    if sealed and (outside := _outside(own, home)):
        raise FramingError(
            f"{called}: its {FILE} names {brief(outside[0])}, which lies outside the bundle; nobody read it: "
            "give it with --inputs PATH"
        )
    gone = [path for path in files if not _there(path)]
    if gone or not paths["articles"]:
        said = f"{gone[0]!r} is gone" if gone else unread
        raise FramingError(f"{called}: articles not found ({said}); name them with --inputs PATH")
    return _of_settings(record, home, {**paths, **named})


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _there(path: str) -> bool:
    from framing.engine.store import is_store

    if is_address(path):
        return is_store(path)
    return os.path.exists(path) or any(mark in path for mark in "*?[")


def _inputs(recorded: Sequence[Mapping[str, str]], study: Study) -> list[Verdict]:
    """Name the inputs that aren't what they were."""
    found = provenance.inputs((*study.articles, *study.baseline, *study.codes))
    before, after = ({item["name"]: item["sha256"] for item in items} for items in (recorded, found))
    # A bundle names none by a headline; such a file is known by its hash.
    for name in [name for name in before if name.startswith(bundle.LEFT_OUT)]:
        same = next((other for other, digest in sorted(after.items()) if digest == before[name]), None)
        if same is not None:
            before[same] = before.pop(name)
    verdicts = []
    for name in sorted({*before, *after}):
        if name not in after:
            verdicts.append(Verdict(f"input {name}", "missing", "was read then, is gone now"))
        elif name not in before:
            verdicts.append(Verdict(f"input {name}", "differs", "was not there then"))
        elif before[name] != after[name]:
            verdicts.append(Verdict(f"input {name}", "differs", "was changed since"))
    return verdicts
