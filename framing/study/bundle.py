"""A replication archive: all that a study rests on and may be given on, without the articles' words.

In it are the study file, the record of what went in and came out, the versions as constraints, and the
tables: counts and places, with ids, dates and addresses to find the articles by. Which columns hold an
article's words is said where tables are declared (``schemas/*.toml``, ``words = true``); whatever else
turns out to repeat eight words of an article is blanked.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from framing import schema
from framing.errors import FramingError, brief
from framing.io import files
from framing.study import output
from framing.study.config import Study
from framing.study.output import STUDY_FILE
from framing.study.steps.groups import COLUMN
from framing.views import text as notebook

if TYPE_CHECKING:
    import pandas as pd


# Which cells of tables repeat words of articles: so many in a row that they are the article's own.

# A letter of a script that is written without spaces is a word here.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")


def repeated(cells: Iterable[str], texts: Iterable[str], length: int) -> set[str]:
    """Return the cells of which so many words in a row stand in one of the texts.

    >>> sorted(repeated(["a storm on the coast", "a storm"], ["It was A storm, on the coast."], 5))
    ['a storm on the coast']
    """
    known: dict[str, list[str]] = {}
    for value in cells:
        for run in _runs(value, length):
            known.setdefault(run, []).append(value)
    if not known:
        return set()
    # Few words begin such a run: of most places of a text no more is asked.
    firsts = {run.partition(" ")[0] for run in known}
    found = (known[run] for text in texts for run in _runs(text, length, firsts) if run in known)
    return {value for values in found for value in values}


def _runs(text: str, length: int, firsts: Collection[str] | None = None) -> Iterator[str]:
    """Yield so many words in a row from each place, or from those alone where one of some words stands."""
    words = _WORD.findall(text.casefold())
    for place in range(len(words) - length + 1):
        if firsts is None or words[place] in firsts:
            yield " ".join(words[place : place + length])


#: What a bundle says of itself.
MANIFEST = "bundle.json"

_ARTICLES, _SCORES = "tables/articles.parquet", "tables/scores.parquet"

#: Files of words that are the program's own.
_OURS = ("methods.md", "references.bib", "findings.md")

#: So many words in a row that stand in an article are words of the article; in a file's name, of its title.
_RUN, _NAME_RUN = 8, 5

#: What stands in the place of such words.
LEFT_OUT = "[left out]"

#: Columns of articles that find an article again, beside those of the schema, where an export gave them.
_FINDING = ("accession", "database", "page", "edition", "words", "story")

#: What can be made again of a bundle without the articles.
_AGAIN = {
    True: "makes again what rests on counts alone: profile, contrast and what follows from them.",
    False: "draws its figures again; counts of single articles, on which estimates rest, were not kept.",
}

_README = """\
Replication archive of a comparison made with framing {version}.

{articles} articles; their words are not in here. tables/articles.csv has what finds each again (id,
outlet, date, address, SHA-256 of its text), the other tables hold counts and places.

To check it, with framing {version} installed from its source (pip install . -c constraints.txt):
                         framing reproduce {name}
  {again}
With the articles:       framing reproduce {name} --inputs FOLDER
  reads and counts them again, and compares every file, also those that are not in here, by their hashes.

{file}                what was decided
provenance.json           settings and versions; hashes of framing's source, of the articles' files,
                          of lexicons, of all outputs
constraints.txt           versions of the libraries
{manifest}               what is in here, and which columns were left out
tables/, figures/         as Parquet to compute with, some as CSV to read; a figure as SVG
"""


class Bundle(NamedTuple):
    """What was put together: the file, what is in it, columns left out by table, and cells blanked."""

    path: str
    files: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]
    blanked: int

    def __repr__(self) -> str:
        return f"Bundle({str(self.path)!r}, {len(self.files)} files)"

    def _repr_html_(self) -> str:
        return notebook.lines(str(self))

    def __str__(self) -> str:
        columns = sum(map(len, self.left_out.values()))
        return (
            f"{self.path}: {len(self.files)} files; {columns} columns with words of articles were left out"
            + (f", {self.blanked:,} cells blanked" if self.blanked else "")
        )


def bundle(
    folder: str | os.PathLike[str],
    path: str | os.PathLike[str] | None = None,
    *,
    titles: bool = False,
    inputs: Sequence[str | os.PathLike[str]] = (),
) -> Bundle:
    """Put an output folder together as one file that may be given on.

    Parameters
    ----------
    folder : path
        As `framing compare` wrote it.
    path : path, optional
        The .zip to write; the folder's name with .zip beside it, unless said.
    titles : bool
        Whether the articles' titles come along, as a bibliography has them.
    inputs : sequence of path, optional
        Where the articles are now, if not where study.toml says or at an address. They are read where the
        output doesn't hold them, as of very many.

    Returns
    -------
    Bundle

    Raises
    ------
    FramingError
        The folder is no output, was changed since it was written, or the file can't be written.
    """
    for name, given in (("folder", folder), ("path", path)):
        if given is not None and not isinstance(given, str | os.PathLike):
            raise FramingError(f"{name}: {brief(given)} is no path")
    home = Path(folder)
    record = output.read(home)
    target = Path(path) if path is not None else Path(f"{os.path.abspath(home)}.zip")
    if target.suffix.lower() != ".zip":
        raise FramingError(f"{target}: a bundle is a ZIP; name a file that ends in .zip")
    for name, digest in record["outputs"].items():
        there = (home / name).is_file()
        if not there or output.sha256(home / name) != digest:
            state = "was changed after it was written" if there else "is missing"
            raise FramingError(f"{home / name}: {state}; run `framing compare` again, then bundle")
    study = _study(home, inputs)
    shared, left_out, blanked = _tables(home, record, titles, study)
    contents = _written(shared, study.csv)
    contents |= {name: (home / name).read_bytes() for name in _as_they_are(home, record, left_out)}
    contents |= {name: (home / name).read_bytes() for name in _OURS if (home / name).is_file()}
    contents[STUDY_FILE] = study.map_paths(lambda path: Path(path).name).toml(".").encode()
    if not titles:
        telling = _telling({one["name"] for one in record["inputs"]}, home)
        for one in record["inputs"]:
            one["name"] = _left_out(one["name"]) if one["name"] in telling else one["name"]
    contents[files.MARK] = _json(record)
    versions = dict(record["versions"])
    lines = ["# Python {python}, framing {framing}".format(**versions)]
    lines += [f"{name}=={number}" for name, number in versions.items() if name not in ("python", "framing")]
    contents["constraints.txt"] = ("\n".join(lines) + "\n").encode()
    contents["README.txt"] = _README.format(
        version=record["framing"], name=target.name, file=STUDY_FILE, manifest=MANIFEST,
        articles=f"{len(shared[_ARTICLES]):,}", again=_AGAIN[_SCORES in shared],
    ).encode()  # fmt: skip
    said = {
        "framing": record["framing"],
        "titles": titles,
        "left_out": {name: list(columns) for name, columns in left_out.items()},
        "files": {name: output.sha256(contents[name]) for name in sorted(contents)},
    }
    contents[MANIFEST] = _json(said)
    with files.replaced_file(target) as aside, zipfile.ZipFile(aside, "w") as archive:
        # Members in order of name, all of one date: the same bytes for the same contents.
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, contents[name], zipfile.ZIP_DEFLATED)
    return Bundle(str(target), tuple(sorted(contents)), left_out, blanked)


def unpacked(path: str | os.PathLike[str], folder: Path) -> dict[str, Any]:
    """Unpack a bundle into an empty folder and return what it says of itself.

    Raises
    ------
    FramingError
        It is no bundle, or a file in it isn't what it was; nothing outside `folder` is ever written.
    """
    from framing.corpus.limits import Limits
    from framing.corpus.streams import Archive

    wrong = f"{path}: is no bundle; write one with `framing bundle DIR`"
    try:
        with Path(path).open("rb") as stream:
            archive = Archive(stream, Limits(whole_bytes=1 << 30, unpacked_bytes=4 << 30, ratio=1000))
            said = json.loads(archive.read(MANIFEST))
            for name, digest in {**said["files"]}.items():
                data = archive.read(name)
                if output.sha256(data) != digest:
                    raise FramingError(
                        f"{path}: {name} in it was changed since; take the archive as published"
                    )
                inside = PurePosixPath(name)
                if inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
                    raise ValueError(name)
                place = folder / inside
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
    except FramingError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise FramingError(wrong) from None
    return dict(said)


def _tables(
    home: Path, record: Mapping[str, Any], titles: bool, study: Study
) -> tuple[dict[str, pd.DataFrame], dict[str, tuple[str, ...]], int]:
    """Return the tables as they may be given on, by file, what was left out of each, and cells blanked."""
    import pandas as pd

    found, left_out = {}, {}
    for name in record["outputs"]:
        if name.startswith("tables/") and name.endswith(".parquet"):
            frame = pd.read_parquet(home / name)
            kept = _kept(frame, PurePosixPath(name).stem, record["settings"], titles)
            found[name] = frame[kept]
            left_out[PurePosixPath(name).stem] = tuple(c for c in frame.columns if c not in kept)
    heads = [] if titles else pd.read_parquet(home / _ARTICLES, columns=["title"])["title"].dropna()
    cells = (
        str(value)
        for frame in found.values()
        for column in _wordy(frame)
        for value in frame[column].dropna().unique()
    )
    known = repeated(cells, chain(heads, _texts(home, study)), _RUN)
    if not titles:
        sources = [frame["source"].dropna() for frame in found.values() if "source" in frame]
        known |= _telling({str(value) for column in sources for value in column}, home)
    blanked = 0
    for name, frame in found.items():
        for column in _wordy(frame):
            hit = frame[column].astype(object).isin(known)
            if hit.any():
                blanked += int(hit.sum())
                plain = frame[column].astype("str")
                frame = frame.assign(**{column: plain.mask(hit, plain[hit].map(_left_out))})
        found[name] = frame
    return found, {name: columns for name, columns in left_out.items() if columns}, blanked


def _holds_texts(home: Path) -> bool:
    import pyarrow.parquet as pq

    return "text" in pq.read_schema(home / _ARTICLES).names


def _study(home: Path, inputs: Sequence[str | os.PathLike[str]]) -> Study:
    """Return the study of an output; one whose articles came from an address doesn't say where they are."""
    try:
        return Study.read(home / STUDY_FILE, list(inputs) or None)
    except FramingError as error:
        if _holds_texts(home):
            return Study.read(home / STUDY_FILE, ["articles"])
        raise FramingError(f"{error}; give the articles with --inputs") from None


def _texts(home: Path, study: Study) -> Iterator[str]:
    """Yield the texts of the articles: of very many, which no table holds, as the study reads them."""
    import pyarrow.parquet as pq

    if _holds_texts(home):
        yield from pq.read_table(home / _ARTICLES, columns=["text"]).column("text").to_pylist()
        return
    from framing.engine.parts import Parts
    from framing.study.steps import ExecutionOptions
    from framing.study.steps.articles import open_articles

    try:
        articles, _ = open_articles(
            study.articles, study.columns, ExecutionOptions(workers=1), limits=study.limits
        )
    except FramingError as error:
        raise FramingError(
            f"{home}: the articles, whose words may not come along, can't be read as {STUDY_FILE} says: "
            f"{error}"
        ) from None
    for frame in articles.frames() if isinstance(articles, Parts) else [articles]:
        yield from frame["text"]


def _kept(frame: pd.DataFrame, name: str, settings: Mapping[str, Any], titles: bool) -> list[str]:
    """Return the columns without words: those declared so, and those that the study itself asked for."""
    if name not in schema.names():
        return list(frame.columns)
    declared = schema.schema(name).columns
    asked = {*settings.get("keep", ()), *settings.get("split", ()), settings.get("by", "outlet")}
    # Where groups of outlets are compared, tables hold them beside the outlets.
    asked |= {COLUMN, *(_FINDING if name == "articles" else ())}
    kept = []
    for column in frame.columns:
        known = declared.get(column)
        open_to_all = name == "articles" and titles and column == "title"
        if open_to_all or (
            not known.words if known else column in asked or frame[column].dtype.kind in "ifb"
        ):
            kept.append(column)
    return kept


def _wordy(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if str(frame[name].dtype) in ("str", "object", "category")]


def _telling(names: set[str], home: Path) -> set[str]:
    """Return which names of files, or places in them, hold a headline, as many saved pages' do."""
    import pandas as pd

    articles = pd.read_parquet(home / _ARTICLES, columns=["title", "source"])
    read = {_file_of(str(source)) for source in articles["source"]}
    # Of what isn't among the articles, as what is in another language, the title isn't known here.
    unread = {name for name in names if _file_of(name) not in read and not name.endswith(".toml")}
    return unread | repeated(names, articles["title"].dropna(), _NAME_RUN)


def _file_of(source: str) -> str:
    """Return the file of a place in it.

    >>> _file_of("texts/export.jsonl:12"), _file_of("page.html")
    ('texts/export.jsonl', 'page.html')
    """
    return re.sub(r"(\.[^/.:]+):.*", r"\1", source)


def _left_out(value: str) -> str:
    """Return what stands for a value: different values stay different."""
    return f"{LEFT_OUT} {output.sha256(value.encode())[:8]}"


def _as_they_are(home: Path, record: Mapping[str, Any], left_out: Mapping[str, Sequence[str]]) -> list[str]:
    """Return files that hold no words of articles: figures of tables that come whole."""
    from framing.plotting import registry

    drawn = registry.figures()
    kept = []
    for name in record["outputs"]:
        path = PurePosixPath(name)
        if path.parts[0] != "figures" or path.suffix != ".svg":
            continue
        figure = next(
            (key for key in sorted(drawn, key=len, reverse=True) if path.stem.startswith(key)), None
        )
        if figure is not None and not left_out.get(str(drawn[figure].TABLE)):
            kept.append(name)
    return kept


def _written(shared: Mapping[str, pd.DataFrame], csv: Sequence[str]) -> dict[str, bytes]:
    """Return the files of tables, Parquet and CSV, as an output folder has them."""
    import tempfile

    articles = shared[_ARTICLES]
    invented = dict(zip(articles["id"], articles["provenance"], strict=True))
    with tempfile.TemporaryDirectory(prefix="framing-") as scratch:
        folder = Path(scratch)
        named = {PurePosixPath(name).stem: frame for name, frame in shared.items()}
        files.write_tables(folder, named, invented, csv)
        return {f"tables/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()
