"""Which articles a study is of: read into memory, or opened in parts where they are many."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.engine.parts import (
    ALONE_BYTES,
    DETAILED,
    Articles,
    Parts,
    assign_columns,
    collect_articles,
    map_parts,
    metadata,
    select_articles,
)
from framing.engine.store import is_store
from framing.errors import NOT_READ, FramingError, FramingWarning, check_choice, warn
from framing.schema import empty
from framing.study.steps import HERE, Context, ExecutionOptions, Tables

if TYPE_CHECKING:
    from framing.corpus.overview import Overview
    from framing.features.lexicon import Measure
    from framing.study.config import Study

PLACE = 10
KEYS = (
    "articles", "columns", "limits", "outlets", "event", "languages", "by", "measures", "lexicons",
    "codes",
)  # fmt: skip
TABLES = ("articles", "audit")

#: Reasons for which files were not read, and files named with each; of more, the number is said.
_LISTED, _ALIKE = 10, 3


def prepare(context: Context) -> None:
    """Open what the study names, and leave out what it doesn't ask for, a line in the audit for each."""
    study = context.study
    context.measures = _find_measures(study)
    context.articles, context.audit = context.made("articles", read_study)
    number = len(context.articles)
    if study.codes and number > DETAILED:
        raise FramingError(
            f"codes: needs tables of single articles, which are held of up to {DETAILED:,}, and these "
            f"are {number:,}; compare fewer, as by event or outlets, or leave codes out"
        )


def run(context: Context) -> Tables:
    """Leave out the articles of parts that could not be done; the tables are given when all is done."""
    context.articles, context.audit = leave_out_lost(context.articles, context.audit)
    return {}


def leave_out_lost(articles: Articles, audit: pd.DataFrame) -> tuple[Articles, pd.DataFrame]:
    """Leave out the articles of parts that could not be done, a line in the audit for each."""
    if not isinstance(articles, Parts) or not articles.lost:
        return articles, audit
    gone = np.zeros(len(articles), bool)
    for name, why in articles.lost.items():
        mask = articles.of_part(name)
        gone |= mask
        lines = _audit_lines(articles.light[mask], "failed", "part", f"{name}: {why}").astype("str")
        audit = pd.concat([audit, lines], ignore_index=True)
    return select_articles(articles, ~gone), audit


def filter_articles(context: Context) -> None:
    """Open the articles of a study, and leave out those of other outlets, events and languages."""
    study = context.study
    found, context.audit = open_articles(study.articles, study.columns, context.how, limits=study.limits)
    for rule, column, wanted in (
        ("another outlet", "outlet", find_outlets(study.outlets, metadata(found))),
        ("another event", "event", (study.event,) if study.event else ()),
        ("another language", "language", study.languages or _languages(context.measures)),
    ):
        frame = metadata(found)
        # What says nothing stays.
        other = frame[column].notna() & ~frame[column].isin(list(wanted))
        if not wanted or not other.any():
            continue
        if other.all():
            count = ", ".join(f"{name} {n}" for name, n in frame[column].value_counts().head(5).items())
            raise FramingError(
                f"{column}: all {len(frame)} articles have another {column} ({count}) "
                f"than asked for ({', '.join(wanted)}); change {column}{'s' * (column != 'event')}"
            )
        lines = _audit_lines(frame[other], "skipped", rule, frame.loc[other, column].astype("str"))
        context.audit = pd.concat([context.audit, lines], ignore_index=True)
        found = select_articles(found, ~other)
    if study.event:
        found = assign_columns(found, event=metadata(found)["event"].fillna(study.event))
    _check_comparable(metadata(found), study.by)
    context.articles = found


def read(
    paths: Sequence[str], columns: Mapping[str, str] | None = None, **options: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load articles and the audit; what could not be read is a warning of its own each.

    `options` are those of `framing.load`.
    """
    from framing.corpus.load import load

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"[\d,]+ articles kept", FramingWarning)
        loaded = load(paths, columns=columns or None, **options)
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
        warn(f"{shown}{more}: {why}")
        said += len(sources)
    if number > said:
        warn(f"{number - said:,} more were not read; {NOT_READ}")


def open_articles(
    paths: Sequence[str], columns: Mapping[str, str] | None, how: ExecutionOptions, **options: Any
) -> tuple[Articles, pd.DataFrame]:
    """Return the articles that paths name and the audit: a frame, or parts where they are many.

    Parameters
    ----------
    paths : sequence of str
        Files, folders and globs; or one store.
    columns, **options
        As in `read`.
    how : ExecutionOptions
    """
    beside: dict[str, Any] = {"cache": how.parts, "progress": how.progress}
    if len(paths) == 1 and is_store(paths[0]):
        parts = Parts.open(paths[0], **beside)
        who = how.engine(parts.size)
        alone = who == HERE and (how.whole or parts.size <= ALONE_BYTES)
        found = collect_articles(parts, "articles") if alone else Parts.open(paths[0], **beside, **who)
        return found, empty("audit")
    frame, audit = read(
        paths, columns, cache=how.cache, workers=how.workers, progress=how.progress, **options
    )
    who = how.engine(int(frame["text"].str.len().sum()))
    return (frame if who == HERE else Parts.of(frame, **beside, **who)), audit


def read_study(context: Context) -> tuple[Articles, pd.DataFrame]:
    """Return the articles of a study and the audit."""
    context.measures = context.measures or _find_measures(context.study)
    filter_articles(context)
    return context.articles, context.audit


def few_bytes(study: Study) -> bool:
    """Say whether what a study names is read so soon that nobody wants to see how far that is."""
    from framing.corpus import files

    with suppress(FramingError):  # who reads says it
        stores = any(is_store(path) for path in study.articles)
        return not stores and sum(file.size for file in files.find(study.articles)) <= ALONE_BYTES
    return False


def look_through(
    paths: Sequence[str], columns: Mapping[str, str] | None, **options: Any
) -> tuple[Overview, Articles, pd.DataFrame]:
    """Return what is in a corpus, its articles and the audit; a store is looked through a part at a time."""
    from framing.corpus.overview import Sizes, check, from_sizes

    if len(paths) != 1 or not is_store(paths[0]):
        frame, audit = read(paths, columns, **options)
        return check(frame, audit), frame, audit
    parts = Parts.open(paths[0], progress=options.get("progress"))
    sizes = map_parts(parts, Sizes(), what="looking").table("sizes").drop(columns="row")
    articles, audit = leave_out_lost(parts, empty("audit"))
    known = metadata(articles).assign(**{str(name): sizes[name] for name in sizes})
    return from_sizes(known, audit), articles, audit


def _find_measures(study: Study) -> dict[str, Measure]:
    """Return the measures asked for by name, and those of the user's own lexicons; stance comes later."""
    from framing.features.lexicon import Lexicon
    from framing.features.measures import measures_of, registry, resolve

    own: dict[str, Measure] = {}
    for path in study.lexicons:
        for measure in resolve([*own.values(), *measures_of(Lexicon.read(path)).values()]):
            own[measure.name] = measure
    # Toward whom stance is measured the articles may have to say.
    plain = [name for name in study.measures if name.partition(".")[0] != "stance"]
    named = [own.get(name, name) for name in plain] if study.measures else registry().values()
    return {measure.name: measure for measure in resolve([*named, *own.values()])}


def find_outlets(names: Sequence[str], frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of outlets that articles are of, which may be called by name, as The Guardian."""
    from framing.corpus.outlets import book

    there = set(frame["outlet"].dropna())
    return tuple(book().find(name, there) for name in names)


def _languages(wanted: Mapping[str, Measure]) -> tuple[str, ...]:
    """Return the languages that the measures are made for; none where one is for any."""
    spoken = [str(getattr(measure.finder, "language", None) or "") for measure in wanted.values()]
    return tuple(dict.fromkeys(spoken)) if all(spoken) else ()


def _audit_lines(left: pd.DataFrame, kind: str, rule: str, detail: Any) -> pd.DataFrame:
    """Return a line of the audit for each article that is left out."""
    source = left["source"].fillna(left["id"])
    return pd.DataFrame(
        {"source": source, "article": left["id"], "kind": kind, "rule": rule, "detail": detail}
    )


def _check_comparable(frame: pd.DataFrame, by: str) -> None:
    """Refuse articles of one group alone, and those of which none is there whole."""
    check_choice("by", by, frame.columns)
    groups = frame[by].dropna().unique()
    if len(groups) < 2:
        held = f"only {groups[0]!r}" if len(groups) else "none"
        raise FramingError(
            f"{by}: a comparison needs two; the {len(frame)} articles hold {held}: add articles of another; "
            "whose a file is, its name can say (OUTLET_DATE.txt), its folder, a column or a manifest.toml"
        )
    if not (frame["status"] == "full").any():
        stubs = int((frame["status"] == "stub").sum())
        kinds = {"without text": len(frame) - stubs, "only a start or summary": stubs}
        held = " and ".join(f"{number:,} {kind}" for kind, number in kinds.items() if number)
        raise FramingError(
            f"no article is there whole ({held}), so there is nothing to compare: export them with their "
            "texts, or save the pages of their URLs, as with wget --warc-file, and read those"
        )
