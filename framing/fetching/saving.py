"""Where a page is put, and the file beside it that says how it came: whole files or none."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from framing.corpus import beside
from framing.fetching.address import Address

__all__ = ["KINDS", "headers", "kept", "place", "save"]

#: Media types that are saved, and the name's ending of each: what can be read as coverage.
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
_LONGEST = 80
_DIGITS = 10
# Names that are devices on one system or another, whatever their ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)
#: Cookies are neither sent nor kept.
_DROPPED = {"set-cookie", "set-cookie2"}


def place(where: Address) -> str:
    """Return folder and name, without its ending, for the page of an address.

    The host is the folder; the name is made of the path, and ends with ten hexadecimal
    digits of the whole address, so that no two addresses share one.

    Examples
    --------
    >>> from framing.fetching.address import address
    >>> place(address("https://www.courier.example/2026/01/15/Talks%20open.html?id=7"))
    'www.courier.example/2026-01-15-talks-open-id-7-ef86b762e5'
    """
    path, _, query = where.target.partition("?")
    path = re.sub(r"\.(?:x?html?|php|aspx?|jsp)$", "", unquote(path), flags=re.I)
    said = unicodedata.normalize("NFKD", f"{path} {unquote(query)}")
    name = re.sub(r"[^a-z0-9]+", "-", said.encode("ascii", "ignore").decode().casefold()).strip("-")
    name = name[:_LONGEST].rstrip("-") or "index"
    digits = hashlib.sha256(where.url.encode()).hexdigest()[:_DIGITS]
    host = re.sub(r"[^a-z0-9._-]+", "-", where.authority).strip("-_.")
    host = f"{host}-site" if _DEVICES.fullmatch(host.split(".")[0]) else host
    return f"{host}/{name}-{digits}"


def kept(folder: Path, where: Address) -> Path | None:
    """Return the page that an earlier run saved from an address, if it is there whole."""
    stem = folder / place(where)
    for ending in dict.fromkeys(KINDS.values()):
        page = stem.with_name(stem.name + ending)
        if page.is_file() and beside.place(page).is_file():
            return page
    return None


def save(folder: Path, where: Address, ending: str, body: bytes, known: Mapping[str, Any]) -> Path:
    """Write a page and what is known of it, and return where the page is.

    The page comes last and whole: a run that is ended between leaves a description
    without a page, which the next run writes again.

    Raises
    ------
    OSError
        The folder can't be written to.
    """
    stem = folder / place(where)
    stem.parent.mkdir(parents=True, exist_ok=True)
    page = stem.with_name(stem.name + ending)
    with _aside(beside.place(page), _toml(known).encode()) as described, _aside(page, body) as fetched:
        os.replace(described, beside.place(page))
        os.replace(fetched, page)
    before = [stem.with_name(stem.name + other) for other in dict.fromkeys(KINDS.values()) if other != ending]
    for old in before:
        # The address gave a page of another kind the last time; both would be read.
        if (known_of := beside.place(old)).is_file() and old.is_file():
            old.unlink()
            known_of.unlink()
    return page


@contextmanager
def _aside(file: Path, data: bytes) -> Iterator[Path]:
    """Write a file aside, to be moved into place; what is left of it goes."""
    aside = file.with_name(f".{file.name[-120:]}.{os.getpid()}.partial")
    try:
        # "x" makes the file: a link that somebody laid at this name is not written through.
        with open(aside, "xb") as out:
            out.write(data)
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def headers(sent: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return headers as they are kept: all but cookies."""
    return [[name, value] for name, value in sent if name.casefold() not in _DROPPED]


def _toml(known: Mapping[str, Any]) -> str:
    lines = ["# How this page was fetched; framing load takes url and fetched from here."]
    for key, value in known.items():
        if isinstance(value, list):
            lines += [f"{key} = [", *(f"  {_value(item)}," for item in value), "]"]
        else:
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """Write strings, numbers and lists, which TOML and JSON write alike but for one character."""
    return json.dumps(value).replace("\x7f", "\\u007f")
