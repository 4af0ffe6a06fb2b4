"""Which articles a study is of: read into memory, or opened in parts where they are many."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import ALONE_BYTES, DETAILED, Articles, Parts, collect_articles, map_parts, metadata
from framing.engine.places import join_place, place_exists, remove_folder
from framing.engine.pool import available, check_workers
from framing.engine.results import PartResults
from framing.engine.store import is_store
from framing.errors import NOT_READ, FramingError, FramingWarning
from framing.io.addresses import is_address
from framing.io.files import write_by_part
from framing.io.metadata import COUNTS, Lengths
from framing.schema import empty
from framing.study.steps import voices as speaking

if TYPE_CHECKING:
    from framing.corpus.overview import Overview
    from framing.features.scoring import Counts
    from framing.report.material import Lookup
    from framing.study.config import Study
    from framing.study.steps.voices import Spoken

__all__ = [
    "ALONE",
    "Effort",
    "Held",
    "effort",
    "estimate",
    "held",
    "lost",
    "opened",
    "read",
    "seen",
    "tell_lost",
    "written",
]

#: Reasons for which files were not read, and files named with each; of more, the number is said.
_LISTED, _ALIKE = 10, 3


#: Who works where nobody else does.
_HERE: Mapping[str, Any] = {"workers": 1, "dask": None}


@dataclass(frozen=True)
class Effort:
    """How a study is done, of which nothing it finds depends.

    Attributes
    ----------
    workers : int, optional
        Processes; by default one up to 20 MB of text, of more one for each processor.
    dask : str, optional
        "local", or the address of a scheduler.
    cache : str, optional
        Keeps what was read, and finished parts.
    progress : bool, optional
    parts : str, optional
        Where finished parts are kept.
    whole : bool
        Whether all articles are wanted as one frame; then nobody but this process works on them.
    """

    workers: int | None = None
    dask: str | None = None
    cache: str | None = None
    progress: bool | None = None
    parts: str | None = None
    whole: bool = False

    def engine(self, size: int) -> Mapping[str, Any]:
        """Return who works on so many bytes of text, as `Parts` take it."""
        alone = self.whole or (size <= ALONE_BYTES and self.workers is None and self.dask is None)
        if alone:
            return _HERE
        workers = self.workers or (None if self.dask else available())
        return {"workers": workers, "dask": self.dask}


#: All articles as one frame.
ALONE = Effort(whole=True)


@contextmanager
def effort(
    folder: str | os.PathLike[str],
    *,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    dask: str | None = None,
    progress: bool | None = None,
) -> Iterator[Effort]:
    """Give the effort of a run into a folder; finished parts stay beside it until the run ends well.

    Raises
    ------
    FramingError
        Workers are no number.
    """
    check_workers(workers)
    target = Path(os.path.abspath(folder))
    beside = str(target.with_name(f".{target.name}.parts"))
    kept = beside if cache is None else join_place(os.fspath(cache), "parts")
    try:
        yield Effort(workers, dask, None if cache is None else os.fspath(cache), progress, kept)
    except BaseException:
        if sys.stderr.isatty() and place_exists(kept):
            said = f"framing: finished parts are kept in {kept}; the same command goes on from there"
            print(said, file=sys.stderr, flush=True)
        raise
    remove_folder(beside)


def read(
    paths: Sequence[str],
    columns: Mapping[str, str] | None = None,
    *,
    outlets: str | None = None,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    progress: bool | None = None,
    limits: Mapping[str, Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load articles and the audit; what could not be read is a warning of its own each."""
    from framing.corpus.load import load

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"[\d,]+ articles kept", FramingWarning)
        loaded = load(
            paths, columns=columns or None, outlets=outlets, cache=cache, workers=workers, progress=progress,
            limits=limits,
        )  # fmt: skip
    lost = loaded.audit[loaded.audit["kind"].isin(["skipped", "failed"])]
    tell_lost(list(zip(lost["source"], lost["detail"], strict=True)), len(lost))
    return loaded.articles, loaded.audit


def tell_lost(named: Sequence[tuple[str, str]], number: int) -> None:
    """Warn of what was not read: so many in all, of which these are named, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for source, why in named:
        reasons.setdefault(why, []).append(source)
    said = 0
    for why, sources in list(reasons.items())[:_LISTED]:
        shown = ", ".join(sources[:_ALIKE])
        more = f" and {len(sources) - _ALIKE:,} more" if len(sources) > _ALIKE else ""
        warnings.warn(f"{shown}{more}: {why}", FramingWarning, stacklevel=3)
        said += len(sources)
    if number > said:
        more = f"{number - said:,} more were not read; {NOT_READ}"
        warnings.warn(more, FramingWarning, stacklevel=3)


def opened(
    paths: Sequence[str], columns: Mapping[str, str] | None, how: Effort, **options: Any
) -> tuple[Articles, pd.DataFrame]:
    """Return the articles that paths name and the audit: a frame, or parts where they are many.

    Parameters
    ----------
    paths : sequence of str
        Files, folders and globs; or one store.
    columns, **options
        As in `read`.
    how : Effort
    """
    beside: dict[str, Any] = {"cache": how.parts, "progress": how.progress}
    if len(paths) == 1 and is_store(paths[0]):
        parts = Parts.open(paths[0], **beside)
        who = how.engine(parts.size)
        alone = who == _HERE and (how.whole or parts.size <= ALONE_BYTES)
        return (
            collect_articles(parts, "articles") if alone else Parts.open(paths[0], **beside, **who)
        ), empty("audit")
    for path in paths:
        if is_address(path):
            raise FramingError(f"{path}: no store is there; framing load PATH -o {path} writes one")
    frame, audit = read(
        paths, columns, cache=how.cache, workers=how.workers, progress=how.progress, **options
    )
    who = how.engine(int(frame["text"].str.len().sum()))
    return (frame if who == _HERE else Parts.of(frame, **beside, **who)), audit


def seen(
    paths: Sequence[str], columns: Mapping[str, str] | None, **options: Any
) -> tuple[Overview, Articles, pd.DataFrame]:
    """Return what is in a corpus, its articles and the audit; a store is looked through a part at a time."""
    from framing.corpus.overview import Sizes, from_sizes, overview

    if len(paths) != 1 or not is_store(paths[0]):
        frame, audit = read(paths, columns, **options)
        return overview(frame, audit), frame, audit
    parts = Parts.open(paths[0], progress=options.get("progress"))
    found = map_parts(parts, Sizes(), what="looking").table("sizes")
    parts, audit = lost(parts, empty("audit"))
    known = metadata(parts)
    sizes = found.drop(columns="row")
    return from_sizes(known.assign(**{str(name): sizes[name] for name in sizes}), audit), parts, audit


def estimate(articles: Articles) -> str:
    """Return in a sentence how long a comparison of articles would take here, and in what memory."""
    from framing.engine.estimate import Size, rates, say_estimate

    return say_estimate(Size.of(articles), list(rates().steps))


def fitting(study: Study, articles: int) -> None:
    """Refuse what needs tables of single articles, where there are too many for them.

    Raises
    ------
    FramingError
        One line that names the key.
    """
    if articles <= DETAILED:
        return
    for key, asked in (
        ("codes", bool(study.codes)),
        ("robustness", isinstance(study.robustness, Mapping)),
        ("corrected", bool(study.corrected)),
    ):
        if asked:
            raise FramingError(
                f"{key}: needs tables of single articles, which are held of up to {DETAILED:,}, and these "
                f"are {articles:,}; compare fewer, as by event or outlets, or leave {key} out"
            )


class Held(NamedTuple):
    """What of a study is held in memory: of more than `DETAILED` articles, no tables of single articles.

    `texts` returns texts of some articles, where `articles` is without them.
    """

    articles: pd.DataFrame
    scores: pd.DataFrame | None
    voices: pd.DataFrame | None
    sources: pd.DataFrame | None
    texts: Lookup | None = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return those tables of single articles that are held, by name."""
        found = {"scores": self.scores, "voices": self.voices, "sources": self.sources}
        return {name: table for name, table in found.items() if table is not None}


def held(articles: Articles, counts: Counts, voices: Spoken, sources: pd.DataFrame | None) -> Held:
    """Return the tables of single articles, as far as they are held of so many, whoever worked on them."""
    if len(articles) > DETAILED:
        counted = map_parts(articles, Lengths(), what="lengths").table("lengths")
        bare = metadata(articles)
        bare = bare.drop(columns=[name for name in ("text", "blocks") if name in bare])
        bare = bare.assign(**{name: 0 for name in COUNTS})
        bare.loc[counted["row"].to_numpy(), list(COUNTS)] = counted[list(COUNTS)].to_numpy()
        return Held(bare, None, None, None, _lookup(articles))
    spoken = voices.table("voices") if isinstance(voices, PartResults) else voices
    kinds = None if sources is None else speaking.counted(sources)
    return Held(collect_articles(articles, "articles"), counts.table(), spoken, kinds)


def written(folder: Path, counts: Counts, voices: Spoken) -> None:
    """Write the tables of single articles by part, where they are not held."""
    write_by_part(folder / "scores", counts.tables())
    if voices is not None:
        parts = voices.each("voices") if isinstance(voices, PartResults) else iter([voices])
        write_by_part(folder / "voices", parts)


def _lookup(articles: Articles) -> Lookup:
    if isinstance(articles, Parts):
        return articles.texts
    rows = articles.set_index("id")[["title", "text"]]
    return lambda ids: rows.loc[list(ids)].reset_index()


def lost(articles: Articles, audit: pd.DataFrame) -> tuple[Articles, pd.DataFrame]:
    """Leave out the articles of parts that could not be done, a line in the audit for each."""
    if not isinstance(articles, Parts) or not articles.lost:
        return articles, audit
    gone = np.zeros(len(articles), bool)
    for name, why in articles.lost.items():
        mask = articles.of_part(name)
        gone |= mask
        left = articles.light[mask]
        lines = pd.DataFrame(
            {
                "source": left["source"].fillna(left["id"]),
                "article": left["id"],
                "kind": "failed",
                "rule": "part",
                "detail": f"{name}: {why}",
            }
        )
        audit = pd.concat([audit, lines.astype("str")], ignore_index=True)
    return articles.kept(~gone), audit
