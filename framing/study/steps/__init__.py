"""The steps of a study, a module each, found by their folder: keys turned into calls of the package.

A step has `PLACE`, by which steps are put in order; `KEYS`, the keys of the study that it obeys; `TABLES`,
those it may give; and ``run(context)``, which returns those there are. It may have ``check(study)``, which
refuses what can't be done before anything is read, and ``prepare(context)``, which fills in what others need
before anything is counted; and ``SECONDS``, how long `run` takes whatever the size and for each
article, by which the time left is told, if ``is_asked(context)`` doesn't deny it; and ``FREE = True`` where
`run` takes only what was prepared and changes nothing, so that another process may do it, which knows none of
the verdicts of stance that the first has, or the function of `context` of which that is true, whose result
`run` finds in `Context.begun`. No statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from framing.engine.parts import ALONE_BYTES, DETAILED, Articles, collect_articles
from framing.engine.pool import Stages, available
from framing.engine.results import PartResults
from framing.errors import FramingWarning
from framing.schema import empty

if TYPE_CHECKING:
    from framing.features.lexicon import Measure
    from framing.study.config import Study

Tables: TypeAlias = dict[str, pd.DataFrame]

#: The table of voices: held, or by part; None where voices aren't told apart in full.
Spoken: TypeAlias = pd.DataFrame | PartResults | None

#: Who works where nobody else does.
HERE: Mapping[str, Any] = {"workers": 1, "dask": None}


def with_rows(tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Return the tables that hold a row."""
    return {name: table for name, table in tables.items() if len(table)}


def without_categories(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with strings in the place of categories."""
    kinds = {name: "str" for name in table if isinstance(table[name].dtype, pd.CategoricalDtype)}
    return table.astype(kinds)


@contextmanager
def without_notes() -> Iterator[None]:
    """Ignore warnings of what counts in no comparison: it stands in the notes of each row."""
    with warnings.catch_warnings():
        for said in (
            "of [\\d,]+ articles, ", ".* named nowhere", "only one .* nothing to compare with",
            "no two values of .* share a cell with hits",
        ):  # fmt: skip
            warnings.filterwarnings("ignore", rf"\w+: {said}", FramingWarning)
        yield


@dataclass(frozen=True)
class ExecutionOptions:
    """How a study is done, of which nothing it finds depends.

    Attributes
    ----------
    workers : int, optional
        Processes; by default one up to 20 MB of text, of more one for each processor.
    dask : str, optional
        "local", or the address of a scheduler.
    cache : str, optional
        Keeps what was read, and finished parts.
    progress : bool or Stages, optional
        What is shown of how far work is.
    parts : str, optional
        Where finished parts are kept.
    whole : bool
        Whether all articles are wanted as one frame; then nobody but this process works on them.
    """

    workers: int | None = None
    dask: str | None = None
    cache: str | None = None
    progress: bool | Stages | None = None
    parts: str | None = None
    whole: bool = False

    def engine(self, size: int) -> Mapping[str, Any]:
        """Return who works on so many bytes of text, as `Parts` take it."""
        if self.whole or (size <= ALONE_BYTES and self.workers is None and self.dask is None):
            return HERE
        return {"workers": self.workers or (None if self.dask else available()), "dask": self.dask}


@dataclass
class Context:
    """What the steps of one run share: each takes what others filled in, and fills in its own.

    Attributes
    ----------
    study : Study
    how : ExecutionOptions
        By default all articles are one frame.
    articles : pandas.DataFrame or Parts
    audit : pandas.DataFrame
    measures : dict of str to Measure
        What is counted.
    voices : pandas.DataFrame, PartResults or None
        The table of voices; None where they aren't told apart in full.
    mentions : pandas.DataFrame or None
        Where the referents of the study are named; None where nobody is.
    counts : Counts or pandas.DataFrame
        What was counted; made again from an output, the table `scores`.
    sources : pandas.DataFrame or None
        The standing of sources, kinds that an article doesn't have at zero.
    units : Units or None
        The sums by article that findings are made from.
    tables : dict of str to pandas.DataFrame
        Those that there are so far.
    events_found : str
        How events that articles don't name were found, in a sentence.
    compared : tuple of str
        The groups that are compared, where others are too small and shown alone; empty where all are.
    compared_how : str
        Which these are and why, in a sentence; empty where nothing had to be chosen.
    begun : mapping of str to callable
        What another process does for a step, by its name: gives what came of it.
    """

    study: Study
    how: ExecutionOptions = ExecutionOptions(whole=True)
    articles: Articles = field(default_factory=lambda: empty("articles"))
    audit: pd.DataFrame = field(default_factory=lambda: empty("audit"))
    measures: dict[str, Measure] = field(default_factory=dict)
    voices: Spoken = None
    mentions: pd.DataFrame | None = None
    counts: Any = None
    sources: pd.DataFrame | None = None
    units: Any = None
    tables: Tables = field(default_factory=dict)
    events_found: str = ""
    compared: tuple[str, ...] = ()
    compared_how: str = ""
    begun: Mapping[str, Callable[[], Any]] = field(default_factory=dict)

    @property
    def detailed(self) -> bool:
        """Whether the articles are few enough for tables of single articles to be held."""
        return len(self.articles) <= DETAILED

    @property
    def voicing(self) -> Any:
        """How voices are told apart, as `voices=` takes it: the table found, or the study's way."""
        if self.voices is not None:
            return self.voices
        return None if self.study.voices == "none" else self.study.voices

    def pairs(self, groups: Collection[str]) -> list[tuple[str, str]] | None:
        """Return the pairs to compare, of groups that a table holds; None where nothing was chosen."""
        if not self.compared:
            return None
        from framing.comparison.testing import ALL_PAIRS, REST

        there = [name for name in self.compared if name in groups]
        return [(a, REST) for a in there] if len(there) > ALL_PAIRS else list(combinations(there, 2))

    def made(self, step: str, work: Callable[[Context], Any]) -> Any:
        """Return what comes of work for a step, which another process may do."""
        return self.begun[step]() if step in self.begun else work(self)

    def held(self, what: str) -> Context:
        """Return this with articles and voices as one frame each, for `what` takes no parts."""
        voices = self.voices.table("voices") if isinstance(self.voices, PartResults) else self.voices
        return replace(self, articles=collect_articles(self.articles, what), voices=voices)
