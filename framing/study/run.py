"""The run of a study, which reads as a table of contents; what a step does stands where it is made."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing.io import files
from framing.study import output, provenance
from framing.study.provenance import STUDY_FILE
from framing.study.steps import articles as opening
from framing.study.steps import coding, overlap, robustness, stance, words
from framing.study.steps import measures as pipeline
from framing.study.steps import voices as speaking
from framing.views import notebook

if TYPE_CHECKING:
    from framing.study.config import Study

__all__ = ["Result", "run"]

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
        return notebook.brief_of(self)

    def __str__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        return notebook.lines(self.summary)


def run(
    study: Study,
    folder: str | os.PathLike[str],
    home: str | os.PathLike[str] | None = None,
    *,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    dask: str | None = None,
    progress: bool | None = None,
) -> Result:
    """Run a study into a folder, as `Study.run` says."""
    stance.checked(study)
    coding.checked(study)
    effort = opening.effort(folder, cache=cache, workers=workers, dask=dask, progress=progress)
    with files.replaced_folder(folder) as aside, effort as how:
        measures = pipeline.measures(study)
        articles, audit = pipeline.articles(study, measures, how)
        _log.info("read: %d articles, %d decisions", len(articles), len(audit))
        opening.fitting(study, len(articles))
        grouped = overlap.articles(study, articles, audit)
        voices = speaking.voices(study, grouped.articles)
        articles, audit = opening.lost(grouped.articles, audit)
        named = words.named(study, articles, voices)
        measures |= stance.measures(study, articles, named)
        counts = pipeline.counts(study, articles, measures, voices)
        _log.info("counted: %d measures", len(measures))
        articles = pipeline.with_copies(articles, counts)
        sources = speaking.sources(study, articles, voices)
        profile, contrast = pipeline.comparison(study, counts, sources)
        _log.info("compared: %d estimates, %d comparisons", len(profile), len(contrast))
        evidence = pipeline.evidence(study, articles, measures, voices)
        compared = words.tables(study, articles, voices, named, pipeline.baseline(study, how))
        shared = overlap.tables(study, articles, grouped, voices)
        shared |= overlap.effect(study, counts)
        judged = stance.tables(study, articles, counts, named, voices)
        lines = words.lines(study, articles, compared, voices)
        _, audit = opening.lost(articles, audit)
        held = opening.held(articles, counts, voices, sources)
        checks: dict[str, pd.DataFrame] = {}
        if held.scores is not None:
            single = (held.articles, held.scores, held.voices)
            checks |= robustness.of_study(study, *single, measures, contrast, sources)
            checks |= coding.tables(study, *single, measures)
        tables = {"articles": held.articles, "audit": audit, "evidence": evidence}
        tables |= {"profile": profile, "contrast": contrast, **held.tables()}
        tables |= compared | shared | judged | checks
        _log.info("tables: %s", ", ".join(f"{name} {len(table)}" for name, table in tables.items()))
        planted = pipeline.planted(study, tables)
        settings = output.settings(study, measures, held.articles, planted) | {"events_found": grouped.said}
        figures = output.figures(study, tables, aside / "figures")
        _log.info("drawn: %s", ", ".join(figures))
        written = output.report(tables | lines, figures, settings, aside, held.texts)
        other = held.articles[held.articles["provenance"] != "published"]
        known = dict(zip(other["id"], other["provenance"], strict=True))
        files.write_tables(aside / "tables", tables, known)
        if study.details and held.scores is None:
            opening.written(aside / "tables", counts, voices)
        (aside / STUDY_FILE).write_text(study.toml(home or folder), "utf8", newline="\n")
        record = provenance.record(
            settings=study.settings(),
            paths=(*study.articles, *study.baseline, *study.codes),
            lexicons=study.beside(),
            folder=aside,
            beside=[STUDY_FILE],
        )
        said = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
        (aside / files.MARK).write_text(said, "utf8", newline="\n")
        summary = output.summary(tables, settings)
    return Result(
        held.articles, audit, held.scores, evidence, profile, contrast, held.voices, sources, compared,
        shared, judged, checks, *written, planted, summary,
    )  # fmt: skip
