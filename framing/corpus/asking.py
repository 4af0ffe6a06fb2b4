"""`fr.audit_of`: why a sentence isn't there, or where it stands."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import schema
from framing.corpus import encoding, files, load, parts
from framing.corpus.jobs import Settings
from framing.corpus.load import Loaded
from framing.corpus.merge import Merged
from framing.corpus.records import Fault, Record, Source
from framing.errors import FramingError, brief

if TYPE_CHECKING:
    import pandas as pd


_NUMBER = re.compile(r":(\d+)\Z")
_MARKS = {ord(mark): '"' for mark in "“”„«»「」"} | {ord(mark): "'" for mark in "‘’‚`´"}
_DASHES = {ord(mark): "-" for mark in "‐‑‒–—―"}
#: Folders that are searched for the file an article came from.
_FOLDERS = 20_000


def audit_of(
    article: Loaded | pd.DataFrame | pd.Series | Mapping[str, Any] | str,
    words: str,
    *,
    audit: Loaded | pd.DataFrame | None = None,
    root: str | os.PathLike[str] | None = None,
    outlets: Mapping[str, str] | str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Say what became of some words: kept, and where; or removed, and by which rule.

    Case, kinds of quotation marks and dashes, and white space don't matter.

    Parameters
    ----------
    article : row of articles, str, Loaded or table
        A row such as ``articles.iloc[3]``; an article's id, with `audit`; or all of
        what `load` gave.
    words : str
        As you read them on the page.
    audit : Loaded or DataFrame, optional
        What `load` gave, or its audit: quick. A row without it is read again from
        its file, which `source` names; it is looked for below `root`, and the
        article's id shows that it is the right one.
    root : path, optional
        The folder that was loaded; the current one by default.
    outlets, columns
        As they were given to `load`, where an article is read again.

    Returns
    -------
    pandas.DataFrame
        Columns of the audit. `kind` is one of the audit's, or ``kept`` (`rule` says
        title or which paragraph, `detail` is that paragraph), or ``outside`` (the
        words stand in the file, but not in what was taken as the article), or
        ``absent``, where they stand nowhere: one row then says so.

    Raises
    ------
    FramingError
        No words are given; an id without an audit; the file isn't found or has changed.

    Examples
    --------
    >>> import framing as fr
    >>> loaded = fr.load(fr.example("carney-beijing-2026"))
    >>> opening = loaded.articles["text"][0][:40]
    >>> fr.audit_of(loaded.articles.iloc[0], opening, audit=loaded)["kind"].tolist()
    ['kept']
    """
    import pandas as pd

    wanted = _fold(words) if isinstance(words, str) else ""
    if not wanted:
        raise FramingError(f"words: {brief(words)} holds no words; give some as you read them on the page")
    articles, decisions, raw = _material(article, audit, root, outlets, columns)
    found = [tuple(row) for row in decisions.itertuples(index=False) if wanted in _fold(row.detail)]
    for row in articles.itertuples(index=False):
        title, paragraphs = str(getattr(row, "title", "") or ""), str(row.text).split("\n\n")
        if wanted in _fold(title):
            found.append((row.source, row.id, "kept", "title", title))
        within = [(number, text) for number, text in enumerate(paragraphs, 1) if wanted in _fold(text)]
        found += [(row.source, row.id, "kept", f"paragraph {number}", text) for number, text in within]
        if not within and wanted in _fold(row.text):
            detail = "the words stand there, over several paragraphs"
            found.append((row.source, row.id, "kept", "over paragraphs", detail))
    if not found:
        single = len(articles) == 1
        place, one = (articles["source"].iloc[0], articles["id"].iloc[0]) if single else ("", None)
        if raw and wanted in _fold(raw):
            detail = "they stand in the file, outside of what was taken as the article's text"
            found = [(place, one, "outside", "page", detail)]
        else:
            found = [(place, one, "absent", "nowhere", f"no text kept or removed holds {brief(words)}")]
    names = list(schema.schema("audit").columns)
    return pd.DataFrame(found, columns=names).astype("str")


def _material(
    article: Any, audit: Any, root: Any, outlets: Any, columns: Any
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Return the articles asked about, what was decided on them, and the file's own text if it was read."""
    import pandas as pd

    if isinstance(article, Loaded):
        return article.articles, article.audit, ""
    decisions = audit.audit if isinstance(audit, Loaded) else audit
    if isinstance(article, str):
        said = f"article {brief(article)}: "
        if decisions is None:
            why = "an id alone does not say where it was read; give the audit too, as audit=loaded"
            raise FramingError(f"{said}{why}, or a row of articles")
        known = audit.articles if isinstance(audit, Loaded) else schema.empty("articles")
        if isinstance(audit, Loaded) and article not in set(known["id"]):
            raise FramingError(f"{said}no article has this id; see articles['id']")
        return known[known["id"] == article], decisions[decisions["article"] == article], ""
    frame = _frame(article)
    if decisions is not None:
        schema.check(decisions, "audit")
        return frame, _of(frame, decisions), ""
    if len(frame) != 1:
        told = f"a table of {len(frame)} articles needs its audit, as audit=loaded; or give one row"
        raise FramingError(f"article: {told}")
    row = frame.iloc[0]
    loaded, raw = _read_again(row, Path(root or "."), Settings(*load._outlets(outlets), columns))
    return frame if pd.notna(row.get("text")) else loaded.articles, _of(frame, loaded.audit), raw


def _frame(article: Any) -> pd.DataFrame:
    import pandas as pd

    row = article._asdict() if hasattr(article, "_asdict") else article
    if not isinstance(row, (Mapping, pd.Series, pd.DataFrame)):
        raise FramingError(f"article: {brief(article)} is none; give a row such as articles.iloc[0]")
    frame = row if isinstance(row, pd.DataFrame) else pd.DataFrame([dict(row)])
    for name in ("id", "source", "text"):
        if name not in frame.columns:
            raise FramingError(f"article: it has no {name!r}; give a whole row of the table of articles")
    return frame.reset_index(drop=True)


def _of(articles: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions on some articles, and those on their places that name no article."""
    unnamed = decisions["article"].isna() & decisions["source"].isin(articles["source"])
    return decisions[decisions["article"].isin(articles["id"]) | unnamed]


def _fold(text: object) -> str:
    """Return a text as it is compared: marks, dashes, case and white space made one."""
    plain = unicodedata.normalize("NFKC", str(text)).translate(_MARKS).translate(_DASHES)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return " ".join(plain.casefold().split())


def _read_again(row: Any, root: Path, settings: Settings) -> tuple[Loaded, str]:
    """Read one article again, from the file that its source names, and see that it is the same."""
    source = str(row["source"])
    number = int(found.group(1)) if (found := _NUMBER.search(source)) else 0
    name = _NUMBER.sub("", source)
    parted, tried = name.split("/"), False
    # What of the name is the member of an archive isn't known: the longest name of a file comes first.
    for cut in range(len(parted), 0, -1):
        label, inside = "/".join(parted[:cut]), "/".join(parted[cut:])
        for path in _find_places(root, label):
            tried = True
            # The folder that its name is relative to, which may be one above that in which it lies.
            home = path.resolve().parents[label.count("/")].name
            file = replace(files.find(path)[0], source=Source(label), folder=home)
            same = (
                item
                for item in parts.records_of(file)
                if isinstance(item, Record) and (item.number, item.member) == (number, inside)
            )
            record = parts.finished(next(same, Fault("absent", "")))
            if isinstance(record, Record):
                merged = Merged()
                merged.add([parts.read_records([record], file, settings.make_tools(), settings.columns)])
                loaded = Loaded(merged.table(), merged.audit.table())
                if row["id"] in set(loaded.articles["id"]):
                    raw = encoding.decode(record.raw)[0]
                    bare = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", raw)
                    return loaded, unescape(bare) if raw.lstrip().startswith("<") else raw
    said = "has another article there now" if tried else "isn't found"
    raise FramingError(
        f"source {source!r}: {parted[-1]} {said} below {root.resolve().name!r}; "
        "give the audit, as audit=loaded, or the folder that was loaded, as root=..."
    )


def _find_places(root: Path, name: str) -> Iterator[Path]:
    """Yield the files of a name below a folder, the likeliest first."""
    if (root / name).is_file():
        yield root / name
    tail = name.rsplit("/", 1)[-1]
    for count, (folder, folders, names) in enumerate(os.walk(root)):
        folders[:] = sorted(inner for inner in folders if not inner.startswith((".", "__")))
        path = Path(folder, tail)
        if tail in names and path != root / name and f"/{path.as_posix()}".endswith(f"/{name}"):
            yield path
        if count > _FOLDERS:
            return
