"""The steps of a study, one function each; `study` says in which order.

A step turns a study's settings into the call of the module that does the
work, and sees to it that what can't be compared is refused in one line.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import speaking
from framing.errors import FramingError, FramingWarning, unknown
from framing.terminal.plain import NOT_READ

if TYPE_CHECKING:
    from framing.features.lexicon import Measure
    from framing.study import Study

Tables = Mapping[str, pd.DataFrame]
Measures = Mapping[str, "Measure"]


#: Up to this many articles every sentence is kept; of more, so many for each outlet, part, voice and measure.
_COMPLETE, _SOME = 1000, 25

#: Most groups in one figure; the tables hold all.
_DRAWN = 12

#: So many events are named in the report's head; of more, the number is said.
_NAMED = 3

#: Files that were not read and are named one by one; of more, the number is said.
_LISTED = 10


def read(
    paths: Sequence[str],
    columns: Mapping[str, str] | None = None,
    *,
    outlets: str | None = None,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    limits: Mapping[str, Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load articles and the audit; what could not be read is a warning of its own each."""
    from framing.corpus.load import load

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"[\d,]+ articles kept", FramingWarning)
        loaded = load(
            paths, columns=columns or None, outlets=outlets, cache=cache, workers=workers, limits=limits
        )
    lost = loaded.audit[loaded.audit["kind"].isin(["skipped", "failed"])]
    named = lost["source"] + ": " + lost["detail"]
    tell_lost(named[:_LISTED].tolist(), len(lost))
    return loaded.articles, loaded.audit


def tell_lost(named: Sequence[str], number: int) -> None:
    """Warn of what was not read: so many in all, of which these are named, a line each."""
    for line in named:
        warnings.warn(line, FramingWarning, stacklevel=3)
    if number > len(named):
        more = f"{number - len(named):,} more were not read; {NOT_READ}"
        warnings.warn(more, FramingWarning, stacklevel=3)


def articles(study: Study, wanted: Measures, **effort: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load what the study names, and leave out what it doesn't ask for, a line in the audit for each.

    `effort` is how reading is done, which changes nothing of what is read: `cache`, `workers`.
    """
    frame, audit = read(study.articles, study.columns, limits=study.limits, **effort)
    for rule, column, kept in (
        ("another outlet", "outlet", _outlets(study, frame)),
        ("another event", "event", (study.event,) if study.event else ()),
        ("another language", "language", study.languages or _languages(wanted)),
    ):
        if kept:
            frame, audit = _only(frame, audit, rule, column, kept)
    if study.event:
        frame = frame.assign(event=frame["event"].fillna(study.event))
    _comparable(frame, study.by)
    if wanted:
        _begin(frame, study.by)
    return frame.reset_index(drop=True), audit


def baseline(study: Study, **effort: Any) -> pd.DataFrame | None:
    """Load other coverage by the same outlets, if the study names some; what isn't asked for is left out."""
    if not study.baseline:
        return None
    with warnings.catch_warnings():
        # The columns are named for the articles; a baseline may come in another form, where they aren't.
        warnings.filterwarnings("ignore", "columns: no file has a column", FramingWarning)
        frame, _ = read(study.baseline, study.columns, limits=study.limits, **effort)
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


def scores(
    study: Study, frame: pd.DataFrame, wanted: Measures, spoken: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Count every measure in every part and voice of every article, by the voices found before."""
    from framing.features.scoring import score

    return score(
        frame, measures=list(wanted.values()), voices=speaking.told(study, spoken), keep=_kept(study)
    )


def with_copies(frame: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Fill the groups of copies, which show when texts are counted, into the articles."""
    groups = counted.drop_duplicates("article").set_index("article")["copy_group"]
    return frame.assign(copy_group=frame["id"].map(groups).astype("str"))


def comparison(
    study: Study, frame: pd.DataFrame, standing: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate each group, and compare each pair; the standing of sources is a family of its own."""
    common = None if standing is None else speaking.compared(standing, study.by)
    if common is None or common.empty:
        return _compared(study, frame, study.split, study.primary)
    ours = [name for name in study.primary if name.partition(".")[0] == "sources"]
    theirs = [name for name in study.primary if name not in ours]
    profile, contrast = _compared(study, frame, study.split, theirs)
    more = _compared(study, common, [name for name in study.split if name in common.columns], ours)
    first, second = (
        speaking.joined(a, b, study.split) for a, b in zip((profile, contrast), more, strict=True)
    )
    return first, second


def _compared(
    study: Study, frame: pd.DataFrame, split: Sequence[str], primary: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from framing.comparison.compare import compare

    profile, contrast = compare(
        frame,
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


def evidence(
    study: Study, frame: pd.DataFrame, wanted: Measures, spoken: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Collect the sentences behind every number; of many articles, some for each number."""
    from framing.features.evidence import evidence as collect

    limit = study.evidence or (None if len(frame) <= _COMPLETE else _SOME)
    return collect(frame, measure=list(wanted.values()), voices=speaking.told(study, spoken), limit=limit)


def planted(study: Study, tables: Tables) -> tuple[dict[str, str], ...]:
    """Set what a made-up corpus was built to hold against what was found; usually nothing was planted."""
    from framing import planted

    return planted.recovered(study.articles, tables)


def settings(
    study: Study, wanted: Measures, frame: pd.DataFrame, found: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Return what the report prints of how the study was made."""
    from framing import provenance

    events = sorted(frame["event"].dropna().unique())
    return study.settings() | {
        "title": study.title or _title(study),
        "event": study.event or ("; ".join(events) if len(events) <= _NAMED else f"{len(events):,} events"),
        "measures": {name: measure.meaning for name, measure in wanted.items()} | _standing(study),
        "lexicons": [Path(path).name for path in study.lexicons],
        "corrected": [Path(path).name for path in study.corrected],
        "baseline": [Path(path).name for path in study.baseline],
        "versions": provenance.versions(),
        "planted": list(found),
        "captions": _captions(frame, study.by),
    }


def figures(study: Study, tables: Tables, folder: Path) -> dict[str, tuple[str, str]]:
    """Draw every figure whose table there is, save it as SVG and PNG, and return each SVG with its words."""
    from framing import words
    from framing.plotting import registry, theme

    known = registry.figures()
    for name in study.figures:
        if name not in known:
            raise unknown("figure", name, known)
    folder.mkdir()
    found = {}
    # Categories save memory while counting; a figure may come from elsewhere and know nothing of them.
    leading = _leading(tables["articles"], study.by)
    plain = {name: _drawn(frame.astype(_plain(frame)), leading, study.by) for name, frame in tables.items()}
    wanted = study.figures or None
    several = (
        (name, drawn)
        for name, figure, own, options in words.drawn(plain)
        if wanted is None or figure in wanted
        for drawn in registry.draw_all({**plain, **own}, only=[figure], **options)
    )
    for name, drawn in chain(((one.name, one) for one in registry.draw_all(plain, only=wanted)), several):
        svg = theme.to_svg(drawn.ax, alt=drawn.text)
        (folder / f"{name}.svg").write_text(svg, "utf8", newline="\n")
        theme.save(drawn.ax, folder / f"{name}.png")
        found[name] = (svg, drawn.text)
    return found


def report(
    tables: Tables, drawn: Mapping[str, tuple[str, str]], said: Mapping[str, Any], folder: Path
) -> tuple[str, str]:
    """Write the report, the methods text and its references; return that text, and the findings in words."""
    from framing.report import methods
    from framing.report.build import built
    from framing.report.material import Material

    svgs = {name: svg for name, (svg, _) in drawn.items()}
    settings = {**said, "alt": {name: text for name, (_, text) in drawn.items()}}
    material = Material.of(tables, svgs, settings)
    pages = {"report.html": built(material), **methods.files(material)}
    for name, text in pages.items():
        (folder / name).write_text(text, "utf8", newline="\n")
    return pages["methods.md"], pages["findings.md"]


def summary(tables: Tables, said: Mapping[str, Any]) -> str:
    """Return what the terminal shows."""
    from framing.report.summary import summary

    return summary(tables, said)


def _outlets(study: Study, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of the outlets asked for, which may be called by name, as The Guardian."""
    from framing.corpus.outlets import book

    known = set(frame["outlet"].dropna())
    return tuple(name if name in known else book().resolve(name) for name in study.outlets)


def _languages(wanted: Measures) -> tuple[str, ...]:
    """Return the languages that the measures are made for; none where one is for any."""
    spoken = [str(getattr(measure.finder, "language", None) or "") for measure in wanted.values()]
    return tuple(dict.fromkeys(spoken)) if all(spoken) else ()


def _title(study: Study) -> str:
    """Return the title that the manifest of the first folder gives, or nothing."""
    from framing.corpus import manifest

    file = Path(study.articles[0]) / manifest.NAME
    return (manifest.read(file).title if file.is_file() else None) or ""


def _leading(frame: pd.DataFrame, by: str) -> list[str]:
    """Return the groups to draw: all, or of too many for one picture those with most articles."""
    count = frame[by].astype("str").value_counts()
    order = sorted(count.index, key=lambda group: (-count[group], group))
    return order[:_DRAWN]


def _captions(frame: pd.DataFrame, by: str) -> dict[str, str]:
    """Return what must be said under figures: which groups or articles are not in them."""
    from framing.plotting import registry

    total = frame[by].nunique()
    said = f"Drawn are the {_DRAWN} of {total} with most articles; the tables hold all."
    one = {"voices": "One article, that with most speakers; fr.plotting.voices draws any."}
    return dict.fromkeys(registry.names(), said) | one if total > _DRAWN else one


def _drawn(frame: pd.DataFrame, leading: Sequence[str], by: str) -> pd.DataFrame:
    """Keep the rows of the leading groups; a row against all others stays with its first group."""
    if "a_outlet" in frame.columns:
        # Here `a` and `b` are articles; whose, columns of their own say.
        both = frame["a_outlet"].isin(leading) & frame["b_outlet"].isin(leading)
        return frame[both] if by == "outlet" else frame
    for column in (by, "group", "a"):
        if column in frame.columns:
            frame = frame[frame[column].isin([*leading, "any"])]
    if "b" in frame.columns:
        frame = frame[frame["b"].isin([*leading, "rest", "any"])]
    return frame


def _plain(frame: pd.DataFrame) -> dict[str, str]:
    return {name: "str" for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)}


def _standing(study: Study) -> dict[str, str]:
    """Return what the measures of sources mean, where they are taken."""
    from framing.report import sourcing

    return sourcing.MEANINGS if study.sources and study.voices == "full" else {}


def _kept(study: Study) -> tuple[str, ...]:
    own = {"article", "outlet", "event", "genre", "copy_group", "wire_role", "provenance"}
    return tuple(dict.fromkeys([*study.keep, *([] if study.by in own else [study.by])]))


def _only(
    frame: pd.DataFrame, audit: pd.DataFrame, rule: str, column: str, wanted: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out articles whose column says something else; what says nothing stays."""
    other = frame[column].notna() & ~frame[column].isin(list(wanted))
    if not other.any():
        return frame, audit
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
    return frame[~other], pd.concat([audit, lines], ignore_index=True)


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
