"""What a folder says of its files: manifest.toml, and names such as ``global_times_2026-01-15_slug.txt``.

Both fill what the content lacks and never override it, but for
``provenance = "illustrative"``, which nothing may take back.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from framing.corpus import dates
from framing.corpus import moments as forms
from framing.corpus.columns import FIELDS
from framing.errors import FramingError, refuse_unknown, unknown
from framing.plugins import parse_toml

# Small files of settings that lie among coverage, which may be strangers': read within a bound, or not.

#: No settings are longer, in bytes.
MOST = 1024**2


class NotOurs(OSError):
    """It is a link, a pipe, a device, or longer than settings are; says which."""


def read_notes(file: Path, most: int = MOST) -> bytes:
    """Return the bytes of a file that is one: a link may lead anywhere, and a pipe never ends.

    Raises
    ------
    NotOurs
        It is none, or is longer than `most`.
    OSError
        It can't be read.
    """
    if file.is_symlink():
        raise NotOurs("a link, which is not followed: put the file itself there")
    # Without waiting: to open a pipe would wait for whoever writes into it.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise NotOurs("a pipe or a device, and no file")
        data = stream.read(most + 1)
    if len(data) > most:
        raise NotOurs(f"longer than {most // 1024:,} KB, which no settings are")
    return data


NAME = "manifest.toml"
# What describes the collection, and what every file below has unless it says otherwise.
_ABOUT = (
    *"title description note notes licence license source written_by version date".split(),
    *"created citation about".split(),
)
_DEFAULTS = ("event", "provenance", "language", "outlet", "genre", "section")
_FILE_NAME = re.compile(
    r"(?P<outlet>[^\W\d_][\w.&'-]*?)[_-](?P<date>(?:19|20)\d\d[-_]?[01]\d[-_]?[0-3]\d)(?:[_.-].*)?",
    re.UNICODE,
)
# Files of one article: a day anywhere in the name is its own.
_SINGLE = tuple(".txt .text .md .html .htm .mht .mhtml .docx .rtf .pdf".split())
# Files of many articles: their names say when they were made.
_COLLECTED = (".warc", ".wacz", ".arc", ".xml")


@dataclass(frozen=True)
class Manifest:
    """One manifest.toml.

    Attributes
    ----------
    title : str, optional
        Of the collection.
    defaults : mapping
        Fields of every article that lacks them.
    files : tuple of (str, mapping)
        Glob below the folder, and the fields of the articles in the files it matches; a later entry wins.
    columns : mapping of str to str
        As `load(columns=...)`.
    """

    title: str | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def fields(self, path: str) -> dict[str, Any]:
        """Return what is said of a file, by its path relative to the manifest's folder."""
        said = dict(self.defaults)
        for pattern, values in self.files:
            if _matches(path, pattern):
                said.update(values)
        if self.defaults.get("provenance") == "illustrative":
            said["provenance"] = "illustrative"
        return said


def read(file: Path, *, shown: str = NAME) -> Manifest:
    """Return a manifest from its file.

    Raises
    ------
    FramingError
        Not TOML, a key that is not known, a table of ``[[files]]`` without ``path``.
    """
    try:
        raw = parse_toml(read_notes(file), shown)
    except OSError as error:
        raise FramingError(f"{shown}: can't be read: {error.strerror or error}") from None
    refuse_unknown(raw, (*_ABOUT, *_DEFAULTS, "files", "columns"), shown)
    entries = raw.get("files", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FramingError(f'{shown}: write each entry of files as a table [[files]] with path = "..."')
    files = []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry.get("path"), str):
            raise FramingError(
                f'{shown}: [[files]] {number} needs path = "...", a file or a pattern such as "xinhua/*.txt"'
            )
        files.append((entry["path"], {key: _plain(value) for key, value in entry.items() if key != "path"}))
    defaults = {key: _plain(raw[key]) for key in _DEFAULTS if key in raw}
    if defaults.get("provenance") not in (None, "published", "illustrative"):
        raise unknown("provenance", defaults["provenance"], ("published", "illustrative"), where=shown)
    columns = raw.get("columns", {})
    refuse_unknown(columns, FIELDS, shown, argument="columns")
    return Manifest(raw.get("title"), defaults, tuple(files), columns)


def from_name(name: str) -> dict[str, str]:
    """Return the outlet and date that a file's name states, or nothing.

    The name of a crawl or a database's export says who made it and when, and nothing of its articles.

    Examples
    --------
    >>> from_name("global_times_2026-01-15_talks.txt")
    {'outlet': 'global_times', 'published': '2026-01-15'}
    >>> from_name("notes.txt"), from_name("harbour_2026-01-15.warc.gz")
    ({}, {})
    """
    if name.lower().removesuffix(".gz").endswith(_COLLECTED):
        return {}
    stem = name.rsplit(".", 1)[0] if "." in name else name
    found = _FILE_NAME.fullmatch(stem)
    if found:
        digits = re.sub(r"\D", "", found["date"])
        return {"outlet": found["outlet"], "published": f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"}
    day = without_date(stem)[1] if name.lower().endswith(_SINGLE) else ""
    return {"published": day} if day else {}


# Days as names have them, whose parts are joined by what stands for a space, or by nothing.
_NUMBERS = re.compile(r"(?<!\d)((?:19|20)\d\d)_?([01]\d)_?([0-3]\d)(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})[-_ ]?(\d\d?)[-_ ]+((?:19|20)\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d?)[-_ ]?([^\W\d_]{3,})[-_ ]?((?:19|20)\d\d)(?!\d)")


def without_date(stem: str) -> tuple[str, str]:
    """Return a name without the first day written in it, and that day, or nothing for it.

    >>> without_date("15Jan2026 - Harbour Courier"), without_date("talks_20260115"), without_date("plan9")
    (('Harbour Courier', '2026-01-15'), ('talks', '2026-01-15'), ('plan9', ''))
    """
    text = _DAY_FIRST.sub(r"\1 \2 \3", _MONTH_FIRST.sub(r"\1 \2, \3", _NUMBERS.sub(r"\1-\2-\3", stem)))
    text = forms.plain(re.sub(r"_(?=\d)|(?<=\d)_", " ", text))
    for start, end, moment in dates.found(text, None):
        if moment is not None:
            return f"{text[:start]} {text[end:]}".strip(" -–—_.,()[]"), f"{moment.time:%Y-%m-%d}"
    return stem, ""


def _plain(value: Any) -> Any:
    """A TOML date stays a date, a list of authors becomes one string."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value if isinstance(value, (str, int, float, bool, dt.date)) else str(value)


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./")
    # ** crosses folders as it does in a shell; fnmatch's * does so anyway, but "**/" must also match nothing.
    return fnmatchcase(path, pattern) or ("**/" in pattern and fnmatchcase(path, pattern.replace("**/", "")))
