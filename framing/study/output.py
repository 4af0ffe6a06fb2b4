"""What a study writes of its tables: settings, figures, report, summary, and the provenance of all."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import metadata as distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import plugins
from framing.engine.parts import Parts, collect_articles, map_parts, metadata
from framing.engine.results import PartResults
from framing.errors import FramingError
from framing.io.files import MARK, write_by_part, write_tables
from framing.schema import COUNTS, Lengths
from framing.study.steps import Context, without_categories

if TYPE_CHECKING:
    from framing.engine.pool import Pool
    from framing.report.material import Lookup
    from framing.study.config import Study


# What a result was made from: hashes of what went in and came out, the settings, the versions.

#: The study file that a run leaves beside its results, ready to be run again.
STUDY_FILE = "study.toml"

#: The libraries whose version can change a figure or a byte.
_LIBRARIES = (
    "numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "nltk", "matplotlib", "vaderSentiment",
    "trafilatura", "lxml", "jinja2",
)  # fmt: skip


def record(study: Study, folder: Path) -> str:
    """Return the record of a run whose output lies complete in `folder`, as the text of its file.

    In it are `framing`, `source`, `settings` (free of paths), `seed`, `inputs`, `lexicons`, `versions`,
    `outputs` (a hash of each file) and `beside`, files that are no result.
    """
    found = {
        "framing": versions()["framing"],
        "source": source(),
        "settings": study.settings(),
        "seed": study.seed,
        "inputs": inputs((*study.articles, *study.codes)),
        "lexicons": _shipped_lexicons() | {Path(path).name: sha256(Path(path)) for path in study.beside()},
        "versions": versions(),
        "outputs": {name: sha256(folder / name) for name in _walk(folder) if name not in (MARK, STUDY_FILE)},
        "beside": [STUDY_FILE],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def read(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the record in an output folder.

    Raises
    ------
    FramingError
        There is none, or it is not one of ours.
    """
    path = Path(folder) / MARK
    try:
        found = json.loads(path.read_text("utf8"))
        kinds = {"settings": dict, "outputs": dict, "inputs": list}
        return found | {key: kind(found[key]) for key, kind in kinds.items()}
    except OSError:
        raise FramingError(f"{folder}: has no {MARK}; name a folder that `framing compare` wrote") from None
    except (ValueError, KeyError, TypeError):
        raise FramingError(
            f"{path}: is not a record that framing wrote; run `framing compare` again"
        ) from None


def inputs(paths: Sequence[str]) -> list[dict[str, str]]:
    """List every file that `paths` stand for, called as in the column `source`, with its hash.

    A manifest.toml above a file counts as read, and so does what lies beside it on planted differences.
    Of a store its list is read, which has the hash of each part; whoever reads a
    part sees whether it is still that.
    """
    from framing.corpus import files
    from framing.engine.store import LIST, is_store, read_manifest

    stores = [path for path in paths if is_store(path)]
    if stores:
        more = inputs([path for path in paths if path not in stores]) if len(stores) < len(paths) else []
        for manifest in map(read_manifest, stores):
            more.append({"name": LIST, "sha256": sha256(manifest.text().encode())})
            more += [{"name": part.name, "sha256": part.sha256} for part in manifest.parts]
        return sorted(more, key=lambda one: (one["name"], one["sha256"]))
    found = {}
    for file in files.find(paths):
        if file.fault is not None:
            continue  # a link out of the folder, a pipe: it was not opened
        found[file.path] = file.source.path
        root = file.path.parents[file.source.path.count("/")]
        for above in file.path.parents[:4]:
            for extra in (above / "manifest.toml", above / "planted.toml"):
                if extra.is_file():
                    within = extra.is_relative_to(root)
                    found[extra] = extra.relative_to(root).as_posix() if within else extra.name
            if above / "manifest.toml" in found:
                break
    listed = sorted((name, sha256(path)) for path, name in found.items())
    return [{"name": name, "sha256": digest} for name, digest in listed]


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, of framing and of the libraries that can change a result.

    >>> versions()["framing"]
    '0.1.0'
    """
    from framing import __version__

    found = {"framing": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        found[name] = distributions.version(name)
    return found


@cache
def source() -> str:
    """Return one hash of the package's own files and weights: two states can bear one version."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for name in _walk(package):
        if name.startswith("_corpora/"):
            continue
        content = (package / name).read_bytes()
        if name.endswith((".py", ".toml", ".html", ".md", ".css", ".js")):
            digest.update(name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
        elif name.endswith(".npz"):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _walk(root: Path) -> list[str]:
    names = (f.relative_to(root) for f in root.rglob("*") if f.is_file())
    return sorted(name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts))


def sha256(content: bytes | Path) -> str:
    """Return the SHA-256 of bytes or of a file, in hex digits."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        with content.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        why = error.strerror
        raise FramingError(f"{content}: can't be read ({why}); check its name and rights") from None


def _shipped_lexicons() -> dict[str, str]:
    """Hash every lexicon that comes with the package, and VADER's as it is installed."""
    found = {
        name: sha256(file.read_bytes()) for name, file in plugins.files("framing.features.lexicons").items()
    }
    vader = distributions.distribution("vaderSentiment").locate_file("vaderSentiment/vader_lexicon.txt")
    return found | {"vader_lexicon.txt": sha256(Path(str(vader)))}


Tables = Mapping[str, pd.DataFrame]

#: The page that tells; what else belongs to it stands beside it.
REPORT = "report.html"

#: Figures of the report, of those that don't say themselves whether they are.

#: How long a figure takes, and the report whatever its size and for each article; see `framing.study.steps`.
FIGURE_SECONDS, REPORT_SECONDS = 0.6, (3.5, 0.015)

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
    if (voices := context.voices) is not None:
        parts = voices.each("voices") if isinstance(voices, PartResults) else iter([voices])
        write_by_part(folder / "voices", parts)


def settings(context: Context, found: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return what the report prints of how the study was made."""
    from framing.corpus import manifest
    from framing.plotting import registry
    from framing.views import vocabulary

    study, frame = context.study, metadata(context.articles)
    events = sorted(frame["event"].dropna().unique())
    # The title that the manifest of the first folder gives.
    file = Path(study.articles[0]) / manifest.NAME
    title = study.title or (manifest.read(file).title if file.is_file() else None) or ""
    meanings = {name: measure.meaning for name, measure in context.measures.items()}
    if study.sources and study.voices == "full":
        known = vocabulary.meanings()
        counted = ("sources", *vocabulary.CLAIMS)
        meanings |= {name: known[name] for name in known if name.startswith(counted)}
    total = frame[study.by].nunique()
    said = f"Drawn are the {_DRAWN} of {total} with most articles; the tables hold all."
    captions = dict.fromkeys(registry.names() if total > _DRAWN else (), said)
    works = {
        name: list(getattr(measure.finder, "citation", ())) for name, measure in context.measures.items()
    }
    return study.settings() | {
        "title": title,
        "event": study.event or ("; ".join(events) if len(events) <= _NAMED else f"{len(events):,} events"),
        "measures": meanings,
        "works": works,
        **{key: [Path(path).name for path in getattr(study, key)] for key in ("lexicons", "codes")},
        "versions": versions(),
        "planted": list(found),
        "captions": captions,
        "events_found": context.events_found,
        "compared": context.compared_how,
    }


def choose_figures(study: Study) -> set[str]:
    """Return the names of the figures that a study draws: those it names, or those of the report.

    Raises
    ------
    FramingError
        It names one that there is not.
    """
    from framing.plotting import registry

    if "all" in study.figures:
        return set(registry.figures())
    return registry.check_names(study.figures) or set(registry.in_report())


def show(
    context: Context, *, said: Mapping[str, Any], aside: Path, new: Collection[str] = ()
) -> dict[str, tuple[str, str]]:
    """Draw the figures of new tables, by default of all, save them, return each SVG with its words.

    Of too many groups for one picture those with most articles are drawn, and of findings those told. The
    new tables are written too.
    """
    from framing.plotting import registry, theme

    study, tables = context.study, context.tables
    made = {name: table for name, table in tables.items() if not new or name in new}
    other = tables["articles"][tables["articles"]["provenance"] != "published"]
    known = dict(zip(other["id"], other["provenance"], strict=True))
    write_tables(aside / "tables", made, known, study.csv)
    wanted = {name for name in choose_figures(study) if registry.figures()[name].TABLE in made}
    found = {}
    count = tables["articles"][study.by].astype("str").value_counts()
    leading = sorted(count.index, key=lambda group: (-count[group], group))[:_DRAWN]
    # Categories save memory while counting; a figure may come from elsewhere and know nothing of them.
    plain = {name: _drawn(without_categories(table), leading, study.by) for name, table in tables.items()}
    if study.voices == "quotes":
        plain |= {name: table.assign(voices="quotes") for name, table in plain.items() if "voice" in table}
    if "findings" in wanted and "findings" in plain:
        from framing.report import story
        from framing.report.material import Material

        # A run's own tables were looked at when they were made.
        told = [one.row["rank"] for one in story.tell_findings(Material(tables, {}, said))]
        plain["findings"] = plain["findings"][plain["findings"]["rank"].isin(told)]
    for drawn in registry.draw_all(plain, only=wanted, meanings=said["measures"]):
        svg = theme.to_svg(drawn.ax, alt=drawn.text)
        folder = aside / "figures"
        folder.mkdir(exist_ok=True)
        (folder / f"{drawn.name}.svg").write_text(svg, "utf8", newline="\n")
        if study.png:
            theme.save(drawn.ax, folder / f"{drawn.name}.png")
        found[drawn.name] = (svg, drawn.text)
    return found


def report(
    tables: Tables,
    drawn: Mapping[str, tuple[str, str]],
    said: Mapping[str, Any],
    folder: Path,
    texts: Lookup | None,
    pool: Pool,
) -> dict[str, str]:
    """Write the report, the methods text and its references; return the texts that a `Result` has.

    Where `articles` is without texts, `texts` returns `id` and `text` of some: it is asked once for those
    whose words stand on the page. The pages are shared with a pool.
    """
    from framing.report.build import build_pages
    from framing.report.citing import bibtex
    from framing.report.material import Material
    from framing.report.methods import write_methods
    from framing.report.story import write_findings
    from framing.report.summary import summary

    svgs = {name: svg for name, (svg, _) in drawn.items()}
    settings = {**said, "alt": {name: text for name, (_, text) in drawn.items()}}
    material = Material.of(tables, svgs, settings, texts)

    def texts_beside() -> dict[str, str]:
        methods = write_methods(material)
        return {
            "methods.md": methods.text,
            "references.bib": bibtex(methods.works),
            "findings.md": write_findings(material) + "\n",
        }

    pages = build_pages(material, pool, texts_beside)
    for name, text in pages.items():
        (folder / name).write_text(text, "utf8", newline="\n")
    return {"methods": pages["methods.md"], "findings": pages["findings.md"], "summary": summary(material)}


def _drawn(frame: pd.DataFrame, leading: Sequence[str], by: str) -> pd.DataFrame:
    """Keep the rows of the leading groups; a row against all others stays with its first group."""
    if "a_outlet" in frame.columns:
        # Here `a` and `b` are articles; whose, columns of their own say.
        both = frame["a_outlet"].isin(leading) & frame["b_outlet"].isin(leading)
        return frame[both] if by == "outlet" else frame
    if {"by", "group"} <= set(frame.columns):
        # Groups of coded units: all, voices, and outlets, of which alone there can be too many.
        return frame[(frame["by"] != by) | frame["group"].isin([*leading, "any"])]
    for column in (by, "group", "a"):
        if column in frame.columns:
            frame = frame[frame[column].isin([*leading, "any"])]
    if "b" in frame.columns:
        frame = frame[frame["b"].isin([*leading, "rest", "any"])]
    return frame
