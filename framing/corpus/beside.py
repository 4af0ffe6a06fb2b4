"""What lies beside a page that was fetched: where and when it was had, in a small TOML file of its name.

`framing fetch` writes it and `framing load` reads it; like every TOML file it
is no coverage itself.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from framing.corpus import encoding, notes

__all__ = ["LISTING", "SUFFIX", "Known", "known", "place"]

#: Put behind the whole name of a page: ``talks.html.toml``.
SUFFIX = ".toml"
#: The list of what was fetched into a folder, which is no coverage.
LISTING = "fetch.jsonl"
_LONGEST = 256 * 1024


class Known(NamedTuple):
    """What is known of a page: fields that fill what it lacks, and the encoding its server named."""

    fields: dict[str, str]
    encoding: str | None


def known(page: Path) -> Known:
    """Return what lies beside a page that was fetched: url, fetched, the outlet by its host; else nothing.

    Parameters
    ----------
    page : pathlib.Path
        The page itself.
    """
    said = _read(page)
    url, fetched = said.get("url"), said.get("fetched")
    if not isinstance(url, str) or not isinstance(fetched, str):
        return Known({}, None)
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return Known({}, None)
    fields = {"url": url, "fetched": fetched, **({"outlet": host} if host else {})}
    return Known(fields, _charset(str(said.get("content_type", ""))))


def place(page: Path) -> Path:
    """Return the file that lies beside a page, whether it is there or not."""
    return page.with_name(page.name + SUFFIX)


def _charset(content_type: str) -> str | None:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        value = value.strip().strip("\"'")
        if name.strip().casefold() == "charset" and encoding.known(value):
            return value
    return None


def _read(page: Path) -> dict[str, object]:
    try:
        return tomllib.loads(notes.read(place(page), _LONGEST).decode("utf-8"))
    except (OSError, ValueError):
        return {}
