"""What a study shows of its tables: the settings that are printed, the figures, the report, the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.engine.parts import Parts, collect_articles, map_parts, metadata
from framing.engine.results import PartResults
from framing.io.files import write_by_part
from framing.io.metadata import COUNTS, Lengths
from framing.study.steps import Context, without_categories
from framing.study.steps.words import draw_further

if TYPE_CHECKING:
    from framing.report.material import Lookup
    from framing.study.config import Study

Tables = Mapping[str, pd.DataFrame]

#: Most groups in one figure; the tables hold all.
_DRAWN = 12

#: So many events are named in the report's head; of more, the number is said.
_NAMED = 3


def hold_articles(context: Context) -> tuple[pd.DataFrame, Lookup | None]:
    """Return the articles as they are held: of very many without texts, and what returns texts of some."""
    articles = context.articles
    if context.detailed:
        return collect_articles(articles, "articles"), None
    counted = map_parts(articles, Lengths(), what="lengths").table("lengths")
    bare = metadata(articles)
    bare = bare.drop(columns=[name for name in ("text", "blocks") if name in bare])
    bare = bare.assign(**{name: 0 for name in COUNTS})
    bare.loc[counted["row"].to_numpy(), list(COUNTS)] = counted[list(COUNTS)].to_numpy()
    if isinstance(articles, Parts):
        return bare, articles.texts
    rows = articles.set_index("id")[["title", "text"]]
    return bare, lambda ids: rows.loc[list(ids)].reset_index()


def write_details(context: Context, folder: Path) -> None:
    """Write the tables of single articles by part, where they are not held."""
    write_by_part(folder / "scores", context.counts.tables())
    if context.voices is not None:
        voices = context.voices
        parts = voices.each("voices") if isinstance(voices, PartResults) else iter([voices])
        write_by_part(folder / "voices", parts)


def settings(context: Context, found: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return what the report prints of how the study was made."""
    from framing.corpus import manifest
    from framing.plotting import registry
    from framing.study import provenance
    from framing.views import vocabulary

    study, frame = context.study, metadata(context.articles)
    events = sorted(frame["event"].dropna().unique())
    # The title that the manifest of the first folder gives.
    file = Path(study.articles[0]) / manifest.NAME
    title = study.title or (manifest.read(file).title if file.is_file() else None) or ""
    meanings = {name: measure.meaning for name, measure in context.measures.items()}
    if study.sources and study.voices == "full":
        known = vocabulary.meanings()
        meanings |= {name: known[name] for name in known if vocabulary.is_sources(name)}
    total = frame[study.by].nunique()
    said = f"Drawn are the {_DRAWN} of {total} with most articles; the tables hold all."
    captions = dict.fromkeys(registry.names() if total > _DRAWN else (), said)
    captions["voices"] = "One article, that with most speakers; fr.plotting.voices draws any."
    works = {
        name: list(getattr(measure.finder, "citation", ())) for name, measure in context.measures.items()
    }
    return study.settings() | {
        "title": title,
        "event": study.event or ("; ".join(events) if len(events) <= _NAMED else f"{len(events):,} events"),
        "measures": meanings,
        "works": works,
        **{
            key: [Path(path).name for path in getattr(study, key)]
            for key in ("lexicons", "corrected", "codes", "baseline")
        },
        "versions": provenance.versions(),
        "planted": list(found),
        "captions": captions,
        "events_found": context.events_found,
    }


def figures(study: Study, tables: Tables, folder: Path) -> dict[str, tuple[str, str]]:
    """Draw every figure whose table there is, save it as SVG and PNG, and return each SVG with its words.

    Of too many groups for one picture those with most articles are drawn.
    """
    from framing.plotting import lean_svg, registry, theme

    wanted = {registry.current(name) for name in study.figures} or None
    folder.mkdir()
    found = {}
    count = tables["articles"][study.by].astype("str").value_counts()
    leading = sorted(count.index, key=lambda group: (-count[group], group))[:_DRAWN]
    # Categories save memory while counting; a figure may come from elsewhere and know nothing of them.
    plain = {name: _drawn(without_categories(table), leading, study.by) for name, table in tables.items()}
    if study.voices == "quotes":
        plain |= {name: table.assign(voices="quotes") for name, table in plain.items() if "voice" in table}
    several = (
        (name, drawn)
        for name, figure, own, options in draw_further(plain)
        if wanted is None or figure in wanted
        for drawn in registry.draw_all({**plain, **own}, only=[figure], **options)
    )
    for name, drawn in chain(((one.name, one) for one in registry.draw_all(plain, only=wanted)), several):
        svg = lean_svg.alone(theme.to_svg(drawn.ax, alt=drawn.text))
        (folder / f"{name}.svg").write_text(svg, "utf8", newline="\n")
        theme.save(drawn.ax, folder / f"{name}.png")
        found[name] = (svg, drawn.text)
    return found


def report(
    tables: Tables,
    drawn: Mapping[str, tuple[str, str]],
    said: Mapping[str, Any],
    folder: Path,
    texts: Lookup | None = None,
) -> tuple[str, str]:
    """Write the report, the methods text and its references; return that text, and the findings in words.

    Where `articles` is without texts, `texts` returns `id` and `text` of some: it is asked once for those
    whose words stand on the page.
    """
    from framing.report import methods
    from framing.report.build import built
    from framing.report.material import Material

    svgs = {name: svg for name, (svg, _) in drawn.items()}
    settings = {**said, "alt": {name: text for name, (_, text) in drawn.items()}}
    material = Material.of(tables, svgs, settings, texts)
    pages = {"report.html": built(material), **methods.files(material)}
    for name, text in pages.items():
        (folder / name).write_text(text, "utf8", newline="\n")
    return pages["methods.md"], pages["findings.md"]


def _drawn(frame: pd.DataFrame, leading: Sequence[str], by: str) -> pd.DataFrame:
    """Keep the rows of the leading groups; a row against all others stays with its first group."""
    if "a_outlet" in frame.columns:
        # Here `a` and `b` are articles; whose, columns of their own say.
        both = frame["a_outlet"].isin(leading) & frame["b_outlet"].isin(leading)
        return frame[both] if by == "outlet" else frame
    if {"by", "group"} <= set(frame.columns):
        # Groups of coded units: all, voices, and outlets, of which alone there can be too many. (In roles
        # `by` says what was read.)
        return frame[(frame["by"] != by) | frame["group"].isin([*leading, "any"])]
    for column in (by, "group", "a"):
        if column in frame.columns:
            frame = frame[frame[column].isin([*leading, "any"])]
    if "b" in frame.columns:
        frame = frame[frame["b"].isin([*leading, "rest", "any"])]
    return frame
