"""The run of a study, which reads as a table of contents; what a step does stands where it is made."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing import (
    checking,
    coded,
    files,
    judging,
    notebooks,
    opening,
    pipeline,
    provenance,
    sharing,
    showing,
    speaking,
    words,
)

if TYPE_CHECKING:
    from framing.study import Study

__all__ = ["Result", "run"]

_log = logging.getLogger(__name__)


class Result(NamedTuple):
    """The tables of a study, and what the terminal says of them."""

    articles: pd.DataFrame
    audit: pd.DataFrame
    scores: pd.DataFrame
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
        return notebooks.brief_of(self)

    def __str__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        return notebooks.lines(self.summary)


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
    from framing.study import FILE

    judging.checked(study)
    coded.checked(study)
    effort = opening.effort(folder, cache=cache, workers=workers, dask=dask, progress=progress)
    with files.replaced_folder(folder) as aside, effort as how:
        measures = pipeline.measures(study)
        articles, audit = pipeline.articles(study, measures, how)
        _log.info("read: %d articles, %d decisions", len(articles), len(audit))
        grouped = sharing.articles(study, articles, audit)
        articles = grouped.articles
        voices = speaking.voices(study, articles)
        named = words.named(study, articles, voices)
        measures |= judging.measures(study, articles, named)
        scores = pipeline.scores(study, articles, measures, voices)
        _log.info("counted: %d measures, %d rows", len(measures), len(scores))
        articles = pipeline.with_copies(articles, scores)
        sources = speaking.sources(study, articles, voices)
        profile, contrast = pipeline.comparison(study, scores, sources)
        _log.info("compared: %d estimates, %d comparisons", len(profile), len(contrast))
        evidence = pipeline.evidence(study, articles, measures, voices)
        tables = {
            "articles": articles, "audit": audit, "scores": scores, "evidence": evidence,
            "profile": profile, "contrast": contrast,
        }  # fmt: skip
        tables |= {} if voices is None else {"voices": voices}
        tables |= {} if sources is None else {"sources": speaking.counted(sources)}
        compared = words.tables(study, articles, voices, named, pipeline.baseline(study, how))
        shared = sharing.tables(study, articles, grouped, voices)
        shared |= sharing.effect(study, scores)
        judged = judging.tables(study, articles, scores, named, voices)
        checks = checking.of_study(study, articles, scores, voices, measures, contrast, sources)
        checks |= coded.tables(study, articles, scores, voices, measures)
        tables |= compared | shared | judged | checks
        _log.info("tables: %s", ", ".join(f"{name} {len(table)}" for name, table in tables.items()))
        planted = pipeline.planted(study, tables)
        settings = showing.settings(study, measures, articles, planted) | {"events_found": grouped.said}
        figures = showing.figures(study, tables, aside / "figures")
        _log.info("drawn: %s", ", ".join(figures))
        lines = words.lines(study, articles, compared, voices)
        written = showing.report(tables | lines, figures, settings, aside)
        files.write_tables(
            aside / "tables", tables, dict(zip(articles["id"], articles["provenance"], strict=True))
        )
        (aside / FILE).write_text(study.toml(home or folder), "utf8", newline="\n")
        record = provenance.record(
            settings=study.settings(),
            paths=(*study.articles, *study.baseline, *study.codes),
            lexicons=study.beside(),
            folder=aside,
            beside=[FILE],
        )
        said = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
        (aside / files.MARK).write_text(said, "utf8", newline="\n")
        summary = showing.summary(tables, settings)
    return Result(
        articles, audit, scores, evidence, profile, contrast, voices, sources, compared, shared, judged,
        checks, *written, planted, summary,
    )  # fmt: skip
