"""The steps of a study, one function each; `study` says in which order.

A step turns a study's settings into the call of the module that does the
work, and sees to it that what can't be compared is refused in one line.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.engine.parts import Articles, assign_columns, metadata, select_articles
from framing.errors import FramingError, FramingWarning, unknown
from framing.study.steps import voices
from framing.study.steps.articles import ALONE, Effort, opened, read

if TYPE_CHECKING:
    from framing.features.lexicon import Measure
    from framing.features.scoring import Counts
    from framing.study.config import Study
    from framing.study.steps.voices import Spoken

Tables = Mapping[str, pd.DataFrame]
Measures = Mapping[str, "Measure"]


#: Up to this many articles every sentence is kept; of more, so many for each outlet, part, voice and measure.
_COMPLETE, _SOME = 1000, 25


def articles(study: Study, wanted: Measures, how: Effort = ALONE) -> tuple[Articles, pd.DataFrame]:
    """Open what the study names, and leave out what it doesn't ask for, a line in the audit for each."""
    found, audit = opened(study.articles, study.columns, how, limits=study.limits)
    for rule, column, kept_values in (
        ("another outlet", "outlet", _outlets(study, metadata(found))),
        ("another event", "event", (study.event,) if study.event else ()),
        ("another language", "language", study.languages or _languages(wanted)),
    ):
        if kept_values:
            found, audit = _only(found, audit, rule, column, kept_values)
    if study.event:
        found = assign_columns(found, event=metadata(found)["event"].fillna(study.event))
    _comparable(metadata(found), study.by)
    if wanted:
        _begin(metadata(found), study.by)
    return found, audit


def baseline(study: Study, how: Effort = ALONE) -> pd.DataFrame | None:
    """Load other coverage by the same outlets, if the study names some; what isn't asked for is left out."""
    if not study.baseline:
        return None
    with warnings.catch_warnings():
        # The columns are named for the articles; a baseline may come in another form, where they aren't.
        warnings.filterwarnings("ignore", "columns: no file has a column", FramingWarning)
        frame, _ = read(
            study.baseline, study.columns, limits=study.limits, cache=how.cache, workers=how.workers,
            progress=how.progress,
        )  # fmt: skip
    return (
        frame[frame["outlet"].isin(_outlets(study, frame))].reset_index(drop=True) if study.outlets else frame
    )


def measures(study: Study) -> dict[str, Measure]:
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


def counts(study: Study, articles: Articles, wanted: Measures, spoken: Spoken = None) -> Counts:
    """Count every measure in every part and voice of every article, by the voices found before."""
    from framing.features.scoring import counted

    measures = list(wanted.values())
    return counted(articles, measures, voices=voices.told(study, spoken), keep=_kept(study))


def with_copies(articles: Articles, counted: Counts) -> Articles:
    """Fill the groups of copies, which show when texts are counted, into the articles."""
    groups = counted.light.set_index("id")["copy_group"]
    return assign_columns(articles, copy_group=metadata(articles)["id"].map(groups).astype("str"))


def comparison(
    study: Study, counted: pd.DataFrame | Counts, standing: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate each group, and compare each pair; the standing of sources is a family of its own."""
    common = None if standing is None else voices.compared(standing, study.by)
    if common is None or common.empty:
        return _compared(study, counted, study.split, study.primary)
    ours = [name for name in study.primary if name.partition(".")[0] == "sources"]
    theirs = [name for name in study.primary if name not in ours]
    profile, contrast = _compared(study, counted, study.split, theirs)
    more = _compared(study, common, [name for name in study.split if name in common.columns], ours)
    first, second = (voices.joined(a, b, study.split) for a, b in zip((profile, contrast), more, strict=True))
    return first, second


def _compared(
    study: Study, scores: pd.DataFrame | Counts, split: Sequence[str], primary: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from framing.comparison.compare import compare

    profile, contrast = compare(
        scores,
        by=study.by,
        split=split,
        seed=study.seed,
        wire=study.wire,
        collection=study.collection,
        primary=primary,
        weights=study.weights,
        draws=study.draws,
    )
    return profile, contrast


def evidence(study: Study, articles: Articles, wanted: Measures, spoken: Spoken = None) -> pd.DataFrame:
    """Collect the sentences behind every number; of many articles, some for each number."""
    from framing.features.evidence import evidence as collect

    limit = study.evidence or (None if len(articles) <= _COMPLETE else _SOME)
    measures = list(wanted.values())
    return collect(articles, measure=measures, voices=voices.told(study, spoken), limit=limit)


def planted(study: Study, tables: Tables) -> tuple[dict[str, str], ...]:
    """Set what a made-up corpus was built to hold against what was found; usually nothing was planted."""
    from framing.study import planted

    return planted.recovered(study.articles, tables)


def _outlets(study: Study, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of the outlets asked for, which may be called by name, as The Guardian."""
    from framing.corpus.outlets import book

    known = set(frame["outlet"].dropna())
    return tuple(name if name in known else book().resolve(name) for name in study.outlets)


def _languages(wanted: Measures) -> tuple[str, ...]:
    """Return the languages that the measures are made for; none where one is for any."""
    spoken = [str(getattr(measure.finder, "language", None) or "") for measure in wanted.values()]
    return tuple(dict.fromkeys(spoken)) if all(spoken) else ()


def _kept(study: Study) -> tuple[str, ...]:
    own = {"article", "outlet", "event", "genre", "copy_group", "wire_role", "provenance"}
    return tuple(dict.fromkeys([*study.keep, *([] if study.by in own else [study.by])]))


def _only(
    found: Articles, audit: pd.DataFrame, rule: str, column: str, wanted: Sequence[str]
) -> tuple[Articles, pd.DataFrame]:
    """Leave out articles whose column says something else; what says nothing stays."""
    frame = metadata(found)
    other = frame[column].notna() & ~frame[column].isin(list(wanted))
    if not other.any():
        return found, audit
    if other.all():
        raise FramingError(
            f"{column}: all {len(frame)} articles have another {column} ({_counted(frame[column])}) "
            f"than asked for ({', '.join(wanted)}); change {column if column == 'event' else column + 's'}"
        )
    left = frame[other]
    lines = pd.DataFrame(
        {
            "source": left["source"].fillna(left["id"]),
            "article": left["id"],
            "kind": "skipped",
            "rule": rule,
            "detail": left[column].astype("str"),
        }
    )
    return select_articles(found, ~other), pd.concat([audit, lines], ignore_index=True)


def _comparable(frame: pd.DataFrame, by: str) -> None:
    if by not in frame.columns:
        raise unknown("by", by, frame.columns)
    groups = frame[by].dropna().unique()
    if len(groups) < 2:
        held = f"only {groups[0]!r}" if len(groups) else "none"
        raise FramingError(
            f"{by}: a comparison needs two; the {len(frame)} articles hold {held}: add articles of another, "
            "or say in a manifest.toml which file is whose"
        )
    if not (frame["status"] == "full").any():
        stubs = int((frame["status"] == "stub").sum())
        bare = len(frame) - stubs
        kinds = {"without text": bare, "only a start or summary": stubs}
        held = " and ".join(f"{number:,} {kind}" for kind, number in kinds.items() if number)
        raise FramingError(
            f"no article is there whole ({held}), so there is nothing to compare: export them with their "
            "texts, or save the pages of their URLs with framing fetch and read those"
        )


def _begin(frame: pd.DataFrame, by: str) -> None:
    """Say what comes now to who waits at a terminal: of many groups it takes its time."""
    groups = frame[by].nunique()
    if sys.stderr.isatty():
        pairs = groups * (groups - 1) // 2
        print(
            f"framing: comparing {len(frame):,} articles of {groups:,} groups, {pairs:,} pair"
            f"{'s' * (pairs != 1)}: voices, measures, tests, figures, report; "
            "half a minute for a few, several minutes for many groups or thousands of articles",
            file=sys.stderr,
            flush=True,
        )


def _counted(column: pd.Series) -> str:
    return ", ".join(f"{value} {count}" for value, count in column.value_counts().head(5).items())
