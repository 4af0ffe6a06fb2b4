"""The run of a study, which reads as a table of contents; what a step does stands in its module."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing import plugins
from framing.engine.parts import SHARED
from framing.engine.pool import Pool, Stages, available
from framing.engine.process import can_fork
from framing.errors import FramingError, refuse_unknown
from framing.io import files
from framing.study import output, planted
from framing.study.output import STUDY_FILE
from framing.study.steps import Context, ExecutionOptions, Tables, articles, voices
from framing.views import text

if TYPE_CHECKING:
    from framing.study.config import Study

_log = logging.getLogger(__name__)


class Result(NamedTuple):
    """The tables of a study, and what the terminal says of them.

    Of more than 20,000 articles `scores` and `voices` are None, and `articles` is without texts.
    """

    articles: pd.DataFrame
    audit: pd.DataFrame
    scores: pd.DataFrame | None
    evidence: pd.DataFrame
    profile: pd.DataFrame
    contrast: pd.DataFrame
    voices: pd.DataFrame | None
    sources: pd.DataFrame | None
    words: Mapping[str, pd.DataFrame]
    sharing: Mapping[str, pd.DataFrame]
    judged: Mapping[str, pd.DataFrame]
    checked: Mapping[str, pd.DataFrame]
    methods: str
    findings: str
    planted: tuple[Mapping[str, str], ...]
    summary: str

    def __repr__(self) -> str:
        return text.brief_of(self)

    def __str__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        return text.lines(self.summary)


#: The steps whose tables stand together in a field of the result.
_FIELDS = {
    "words": ("words", "naming"),
    "sharing": ("overlap",),
    "judged": ("stance", "frames"),
    "checked": ("robustness", "coding"),
}


def find_steps() -> dict[str, Any]:
    """Return the steps by name, in the order of their places."""
    found = plugins.modules("framing.study.steps", "framing.steps", ("PLACE", "KEYS", "TABLES", "run"))
    return dict(sorted(found.items(), key=lambda item: (item[1].PLACE, item[0])))


def prepare(context: Context, stages: Stages) -> None:
    """Refuse what can't be done, read the articles, and fill in what is needed before anything is counted."""
    steps = find_steps()
    output.choose_figures(context.study)
    known = {"all", *(table for step in steps.values() for table in step.TABLES)}
    refuse_unknown(context.study.csv, known, argument="csv")
    for step in steps.values():
        if hasattr(step, "check"):
            step.check(context.study)
    for name, step in steps.items():
        if hasattr(step, "prepare"):
            with stages.stage("reading" if name == "articles" else f"preparing {name}"):
                step.prepare(context)
            _log.info("prepared: %s, %d articles", name, len(context.articles))


def run(
    study: Study, folder: str | os.PathLike[str], home: str | os.PathLike[str] | None, how: ExecutionOptions
) -> Result:
    """Run a study into a folder, as `Study.run` says."""
    with (
        files.replaced_folder(folder) as aside,
        _finished_parts(folder, how.cache) as parts,
        how.progress if isinstance(how.progress, Stages) else Stages(how.progress) as stages,
        ExitStack() as closed,
    ):
        if articles.few_bytes(study):
            closed.enter_context(_quick_for_few())
        context = Context(study, replace(how, parts=parts, progress=stages))
        early = {"articles": articles.read_study, "voices": voices.find_voices}
        with closing(_reader(context)) as pool, _beside(pool, context, [*early.values()]) as wait:
            # What is needed later is imported while the articles are read, and by no fork again.
            import nltk.stem.snowball  # noqa: F401

            context.begun = {name: partial(wait, work) for name, work in early.items() if pool.number}
            prepare(context, stages)
        steps = find_steps()
        stages.plan(_expect(context, steps))
        pool = closed.enter_context(closing(_second(context)))
        free = {name: step.FREE for name, step in steps.items() if pool.number and hasattr(step, "FREE")}
        works = {name: steps[name].run if own is True else own for name, own in free.items()}
        # Findings rest on all the others.
        *others, last = steps
        first = [works[name] for name in sorted(works, key=lambda name: -steps[name].SECONDS[1])]
        with _beside(pool, context, first) as wait:
            context.begun = {name: partial(wait, work) for name, work in works.items()}
            for name in others:
                own = partial(steps[name].run, context)
                _do(context, stages, name, context.begun[name] if free.get(name) is True else own)
        _, audit = articles.leave_out_lost(context.articles, context.audit)
        held, texts = output.hold_articles(context)
        tables = {"articles": held, "audit": audit, **context.tables}
        found = planted.recovered(study.articles, tables)
        settings = output.settings(context, found)
        show = partial(output.show, said=settings, aside=aside)
        with _beside(pool, replace(context, tables=tables), [show]) as wait:
            _do(context, stages, last, partial(steps[last].run, context))
            with stages.stage("figures"):
                figures = wait(show)
                tables |= context.tables
                more = show(replace(context, tables=tables), new=steps[last].TABLES)
                figures = dict(sorted({**figures, **more}.items()))
        _log.info("drawn: %s", ", ".join(figures))
        with stages.stage("report"):
            written = output.report(tables, figures, settings, aside, texts, pool)
            if study.details and not context.detailed:
                output.write_details(context, aside / "tables")
            (aside / STUDY_FILE).write_text(study.toml(home or folder), "utf8", newline="\n")
            (aside / files.MARK).write_text(output.record(study, aside), "utf8", newline="\n")
    fields: dict[str, Any] = {name: tables.get(name) for name in Result._fields}
    for field, whose in _FIELDS.items():
        named = [table for name in whose for table in steps[name].TABLES]
        fields[field] = {table: tables[table] for table in named if table in tables}
    return Result(**fields | written | {"planted": found})


def _do(context: Context, stages: Stages, name: str, run: Callable[[], Tables]) -> None:
    """Do a step, and add its tables to the others."""
    with stages.stage(name):
        made = run()
    if wrong := [
        table for table in made if table not in find_steps()[name].TABLES or table in context.tables
    ]:
        raise FramingError(f"step {name!r} gives {wrong[0]!r}; name it in its TABLES, as no other step does")
    context.tables |= made
    _log.info("%s: %s", name, ", ".join(f"{key} {len(one)}" for key, one in made.items()))


@contextmanager
def _quick_for_few() -> Iterator[None]:
    """Do many small things sooner: strings of few rows are no Arrow arrays, and no cycles are looked for.

    Of few articles both take longer, a tenth of a run together, than they save memory.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        with pd.option_context("mode.string_storage", "python"):
            yield
    finally:
        if looked:
            gc.enable()


#: From so many articles on a second process is worth its start.
_SECOND = 100


def _reader(context: Context) -> Pool:
    """Return a pool of a fork that reads the articles where that is had for little, else of none."""
    asked = context.how != ExecutionOptions(parts=context.how.parts, progress=context.how.progress)
    alone = asked or available() < 2 or not can_fork() or not articles.few_bytes(context.study)
    return Pool(0 if alone else 1, fork=True)


def _second(context: Context) -> Pool:
    """Return a pool of a second process where that pays, else of none.

    Copies must be known, which else are found only when texts are counted.
    """
    alone = not isinstance(context.articles, pd.DataFrame) or context.how.whole or context.how.workers == 1
    few = len(context.articles) < _SECOND or available() < 2
    return Pool(0 if alone or few or context.study.copies != "near" else 1, fork=True)


def _beside(
    pool: Pool, context: Context, works: Sequence[Callable[[Context], Any]]
) -> AbstractContextManager[Any]:
    """Have the pool do work that needs no other while the block does others; give what awaits each."""
    how = replace(context.how, progress=False) if pool.number else context.how
    return pool.beside(works, replace(context, how=how, counts=None, units=None, begun={}))


def _expect(context: Context, steps: Mapping[str, Any]) -> dict[str, float]:
    """Return how many seconds each stage may take, by those of the steps and the number of articles."""
    asked = {
        name: step for name, step in steps.items() if not hasattr(step, "is_asked") or step.is_asked(context)
    }
    each = {name: step.SECONDS for name, step in asked.items() if hasattr(step, "SECONDS")}
    each["figures"] = (output.FIGURE_SECONDS * len(output.choose_figures(context.study)), 0)
    each["report"] = output.REPORT_SECONDS
    return {name: begin + more * len(context.articles) for name, (begin, more) in each.items()}


@contextmanager
def _finished_parts(folder: str | os.PathLike[str], cache: str | None) -> Iterator[str]:
    """Give the place of finished parts of a run; they stay beside its folder until it ends well."""
    files.check_local(cache, named="cache", remedy=SHARED)
    target = Path(os.path.abspath(folder))
    beside = str(target.with_name(f".{target.name}.parts"))
    kept = beside if cache is None else os.path.join(cache, "parts")
    try:
        yield kept
    except BaseException:
        if sys.stderr.isatty() and os.path.exists(kept):
            said = f"framing: finished parts are kept in {kept}; the same command goes on from there"
            print(said, file=sys.stderr, flush=True)
        raise
    shutil.rmtree(beside, ignore_errors=True)
