"""Who publishes: names, domains, zone and rules of each outlet, one TOML file each.

Nothing about a single outlet stands in code. A folder of such files given to
`load(outlets=...)` adds to ours and wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from framing import plugins
from framing.corpus.outlets import printed, reading
from framing.corpus.pages.layout import Layout
from framing.corpus.rules import LineRule
from framing.errors import FramingError

__all__ = ["Book", "Outlet", "book", "key_of", "outlets", "resolve"]


@dataclass(frozen=True)
class Outlet:
    """One outlet, as its file says.

    Attributes
    ----------
    key : str
        The file's stem: stands in the `outlet` column.
    name : str
        As people read it.
    aliases : tuple of str
        Other spellings; case, a leading "The" and punctuation don't matter.
    domains : tuple of str
        Sites; a subdomain counts.
    places : tuple of str
        Towns, regions and names of editions that may stand behind its name without making it another's.
    zone : str, optional
        Of clock times that state none.
    order : {"dmy", "mdy"}, optional
        How 03/04/2020 is meant.
    encoding : str, optional
        Of its files that neither are UTF-8 nor declare what they are.
    agency : bool
        Others reprint it: `credits` are the names by which they say so.
    ordinary : tuple of str
        Of its names those that are ordinary words too: hidden from coders behind "the" alone.
    unless : tuple of str
        What a name of its stands in without being its name: Vice President, Capitol Hill.
    marks : tuple of str
        Patterns of text that only this outlet's pages have; two of them name it.
    ownership, ownership_source : str, optional
        Who owns or runs it, and the public record or page that says so.
    datelines : tuple of str
        Patterns of how its own text opens; an agency's show a reprint, another's name it as a mark does.
    sections : mapping of str to tuple of str
        Genre to patterns (``*`` for anything) of section names.
    heads : tuple of str
        Patterns with named groups (title, authors, stamp) for the start of a text whose lines were lost.
    lines : tuple of LineRule
    layouts : tuple of Layout
        How its saved pages are built, the newest first.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    country: str | None = None
    zone: str | None = None
    order: str | None = None
    language: str | None = None
    encoding: str | None = None
    ownership: str | None = None
    ownership_source: str | None = None
    agency: bool = False
    credits: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    lines: tuple[LineRule, ...] = ()
    layouts: tuple[Layout, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)


class Book:
    """All outlets of one run, found by key, name, alias or domain."""

    def __init__(self, entries: Mapping[str, Outlet]) -> None:
        self.entries = dict(entries)
        self._names: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        for key, entry in self.entries.items():
            for name in (key, entry.name, *entry.aliases):
                self._names.setdefault(_fold(name), key)
            for domain in entry.domains:
                self._domains.setdefault(domain.casefold(), key)
        self._resolved: dict[str, str] = {}

    def __getitem__(self, key: str) -> Outlet:
        """Return the outlet of a key; one without a file has a name and nothing else."""
        return self.entries.get(key) or Outlet(key, key.replace("_", " ").title())

    def resolve(self, name: str) -> str:
        """Return the key of an outlet as someone wrote it; an unknown name becomes a key itself.

        >>> book().resolve("The Guardian"), book().resolve("guardian"), book().resolve("The Harbour Courier")
        ('guardian', 'guardian', 'harbour_courier')
        """
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> str:
        found = next(
            (key for key in map(self._known, (name, _KIND.sub("", name), _without_origin(name))) if key), None
        )
        return found or self._printed(name) or key_of(_without_origin(name)) or key_of(name)

    def _known(self, spelling: str) -> str | None:
        """Return the key of an outlet by one of its names or its site."""
        plain = spelling.strip()
        # A site before a name: "inquirer.net" isn't The Inquirer's, which is inquirer.com.
        key = self._domains.get(plain.casefold()) or self._names.get(_fold(plain))
        return key or (self.by_url(plain) if _SITE.fullmatch(plain) else None)

    def _printed(self, name: str) -> str | None:
        """Return the outlet whose name has a place, an edition or a medium behind it that is its own."""
        for rest, dropped in printed.bare(name):
            # "The Gazette (Montreal, Que.)": the name alone is nobody's, with the town it is one.
            towns = [printed.town(piece) for piece in dropped[-1:]]
            for spelling, more in (*((f"{rest} {town}", (town,)) for town in towns), (rest, ())):
                key = self._known(spelling)
                if key and self._is_own(key, dropped, more):
                    return key
        return None

    def _is_own(self, key: str, dropped: tuple[str, ...], more: tuple[str, ...]) -> bool:
        entry = self.entries[key]

        def named(spelling: str) -> bool:
            return self._known(spelling) == key

        return printed.behind(dropped, entry.country, (*entry.places, *more), named)

    def by_url(self, url: str) -> str | None:
        """Return the key of the outlet whose site an address belongs to, or None."""
        try:
            host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").casefold()
        except ValueError:
            # What stands for an address is none, as "http://[broken".
            return None
        parts = host.split(".")
        for start in range(len(parts) - 1):
            key = self._domains.get(".".join(parts[start:]))
            if key:
                return key
        return None


_ARTICLE = re.compile(r"^the\s+")
_APOSTROPHE = re.compile(r"['’‘ʼ](?=s\b)")
_JUNK = re.compile(r"[^\w]+")
_SITE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.ASCII)
# "CNN (Web News)", "New York Times - Opinion": the paper and a desk of it.
_KIND = re.compile(
    r"\s*(?:[-–|:]\s*|[(（])(?:web |online |print )?"
    r"(?:news|opinion|editorial|online|web|print|english|world)\s*[)）]?\s*$",
    re.I,
)
# "Sina (from 中国新闻网)": whom the outlet had it from.
_ORIGIN = re.compile(r"\s*[(（]\s*(?:from|via|来自|来源|转自)[\s:：]*(?P<origin>[^)）]+)[)）]\s*$", re.I)


def origin(name: str) -> str | None:
    """Return whom an outlet had an item from, where its name says so.

    >>> origin("Sina (from 中国新闻网)")
    '中国新闻网'
    """
    found = _ORIGIN.search(name)
    return found.group("origin").strip() if found else None


def _without_origin(name: str) -> str:
    """Return a name without whom it had an item from."""
    return _ORIGIN.sub("", name)


def key_of(name: str) -> str:
    """Return a name as a key: lower case, words joined by underscores, without a leading "The".

    >>> key_of("The Harbour Courier"), key_of("People’s Voice")
    ('harbour_courier', 'peoples_voice')
    """
    plain = _APOSTROPHE.sub("", name.strip().casefold())
    return _JUNK.sub("_", _ARTICLE.sub("", plain)).strip("_")


def _fold(name: str) -> str:
    return key_of(re.sub(r"\.(?:com|org|net|co\.uk|ca|cn)$", "", name.strip(), flags=re.I)).replace("_", "")


@cache
def _shipped() -> dict[str, Mapping[str, Any]]:
    found = plugins.files("framing.corpus.outlets")
    return {key: reading.parse(file.read_text("utf8"), key) for key, file in found.items()}


@cache
def outlets() -> dict[str, Outlet]:
    """Return every outlet that has a file, by key.

    >>> outlets()["global_times"].zone
    'Asia/Shanghai'
    """
    return {key: _made(raw, key, {}, judged=True) for key, raw in _shipped().items()}


def _made(
    raw: Mapping[str, Any], key: str, users: Mapping[str, Mapping[str, Any]], *, judged: bool = False
) -> Outlet:
    """Return the outlet of a file; what it extends is looked for among the user's files, then among ours."""

    def find(name: str, child: str) -> Mapping[str, Any] | None:
        return _shipped().get(name) if name == child else users.get(name) or _shipped().get(name)

    whole = reading.merged(raw, key, find, {**_shipped(), **users})
    return Outlet(key=key, **reading.values(whole, key, judged=judged))


@cache
def book() -> Book:
    """Return the shipped outlets, ready to be looked up."""
    return Book(outlets())


def resolve(name: str) -> str:
    """Return the key of an outlet as someone wrote it (see `Book.resolve`).

    >>> resolve("Guardian") == resolve("theguardian.com")
    True
    """
    return book().resolve(name)


def with_folder(path: Path) -> Book:
    """Return the shipped outlets with a user's file or folder of files added; the user's win.

    A shipped outlet that extends one of the user's is made anew from it.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise FramingError(f"outlets: no .toml file in {str(path)!r}; one file an outlet is expected there")
    users: dict[str, Mapping[str, Any]] = {}
    for file in files:
        try:
            users[file.stem] = reading.parse(file.read_text("utf8"), file.stem)
        except (OSError, ValueError) as error:
            if isinstance(error, FramingError):
                raise
            raise FramingError(f"outlets: {file.name} can't be read ({error}); save it as UTF-8") from None
    entries = dict(outlets())
    for key, raw in {**_shipped(), **users}.items():
        if key in users or raw.get("extends") in users:
            entries[key] = _made(raw, key, users)
    return Book(entries)


def read(content: str, key: str) -> Outlet:
    """Return the outlet that a TOML file describes; what it extends is looked for among the shipped ones.

    Raises
    ------
    FramingError
        Not TOML, empty, no name, a key that is not known, a pattern or XPath that doesn't compile or
        could run for ever.
    """
    return _made(reading.parse(content, key), key, {})
