"""Who publishes: names, domains, zone and rules of each outlet, one TOML file each.

Nothing about a single outlet stands in code. A folder of such files given to
`load(outlets=...)` adds to ours and wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from framing import plugins
from framing.corpus.html.layout import Layout, parse_layouts
from framing.corpus.moments import zone
from framing.corpus.patterns import compile_pattern
from framing.corpus.rules import LineRule, parse_rules
from framing.errors import FramingError, brief, refuse_unknown, unknown
from framing.plugins import parse_toml, toml

# A paper's name as a database prints it: a place, an edition or a medium behind the name.

#: Characters; a longer name is no name of a paper with something behind it.
_LONGEST = 160
#: Things behind a name, one behind the other: "National Post (f/k/a The Financial Post) (Canada)".
_DEEPEST = 4

_BRACKET = re.compile(r"\s*[(（\[［]\s*([^()（）\[\]［］]*?)\s*[)）\]］]\s*$")
_DASH = re.compile(r"(?:\s+[-–—]{1,2}|\s*--|\s*[|:])\s*((?:[^-–—|:]|(?<=\w)-(?=\w))+)$")
_TURNED = re.compile(r"(.+),\s+(the|le|la|les|der|die|das|el|il)$", re.I)
_BREAK = re.compile(r"\s*([,;])\s*([^,;]+)$")
_FEED = re.compile(r"(?<=\.[a-z]{2})\s+feed$|(?<=\.[a-z]{3})\s+feed$", re.I)
#: What it was once called, and what comes with it: "(f/k/a The Financial Post)", "(inkl. Regionalausgaben)".
_ASIDE = re.compile(
    r"(?:f/?k/?a|a/?k/?a|formerly|früher|ehemals|vormals|anciennement|antes|inkl|incl|including|y compris)\b",
    re.I,
)
# ProQuest: "(1923-Current file)", "(pre-1997 Fulltext)".
_YEARS = re.compile(
    r"(?:(?:pre|post)-?\s?)?\d{4}\s*(?:[-–]\s*(?:\d{4}|current|present)?)?\s*(?:file|full\s?text)?", re.I
)
_PARTS = re.compile(r"\s*(?:[,;/&+]|\s[-–]\s|\band\b|\bund\b|\bet\b)\s*", re.I)
_WORD = re.compile(r"\b(?:editions?|éditions?|ausgaben?|edición|edizione|editie|ed\.)(?=\W|$)|版$", re.I)
_JUNK_PRINTED = re.compile(r"[\W_]+")


@cache
def _printed() -> dict[str, Any]:
    """Return what databases print behind a name (``printed.toml``): media, sites, editions, countries."""
    raw = toml("framing.corpus", "printed")
    named = {country: frozenset(names.split()) for country, names in raw["countries"].items()}
    listed = {name: frozenset(raw[name].split()) for name in ("media", "sites", "editions")}
    return {**listed, "countries": named}


def bare(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name with less and less behind it, and what was behind, the last first.

    An article behind a name comes before it: "Monde, Le" is "Le Monde".

    >>> list(bare("National Post (f/k/a Courier) (Canada)"))[-1]
    ('National Post', ('Canada', 'f/k/a Courier'))
    >>> list(bare("Harbour Courier"))
    []
    """
    name = name.strip()
    if len(name) <= _LONGEST:
        yield from _bare(name, (), _DEEPEST)


def _bare(name: str, dropped: tuple[str, ...], left: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    turned = _TURNED.fullmatch(name)
    if turned:
        yield f"{turned[2]} {turned[1]}", dropped
    for rest, piece in _splits(name) if left else ():
        if rest:
            yield rest, (*dropped, piece)
            yield from _bare(rest, (*dropped, piece), left - 1)


def _splits(name: str) -> Iterator[tuple[str, str]]:
    feed = _FEED.search(name)
    if feed:
        yield name[: feed.start()], "feed"
    found = _BRACKET.search(name)
    if found:
        yield name[: found.start()].rstrip(), found.group(1)
        return
    for pattern, group in ((_BREAK, 2), (_DASH, 1)):
        found = pattern.search(name)
        if found:
            yield name[: found.start()].rstrip(), found.group(group).strip()
    if _WORD.search(name[-12:]):
        # "China Daily European Edition" has no sign before it: one, two or three words may be the edition's.
        words = name.split()
        for count in range(2, min(5, len(words))):
            yield " ".join(words[:-count]), " ".join(words[-count:])


def town(piece: str) -> str:
    """Return the town of a place.

    >>> town("Harbour Town, Ont.")
    'Harbour Town'
    """
    return re.split(r"[,;/]", piece, maxsplit=1)[0].strip()


def behind(
    dropped: Collection[str], country: str | None, places: Collection[str], named: Callable[[str], bool]
) -> bool:
    """Say whether all that stood behind a name may be dropped for one outlet.

    Parameters
    ----------
    dropped : collection of str
        As `bare` gives it.
    country : str, optional
        Code of the outlet's.
    places : collection of str
        Of the outlet: where it is made, and what its editions are called.
    named : callable
        Whether a spelling is another name of the outlet.
    """
    known = _printed()
    own = {*map(_plain, places), *known["countries"].get(country or "", ()), *known["media"]}

    def is_allowed(piece: str) -> bool:
        if _ASIDE.match(piece) or _YEARS.fullmatch(piece) or named(piece) or _plain(piece) in own:
            return True
        rest, count = _WORD.subn(" ", piece)
        words = own | known["editions"] if count else own
        parts = [rest] if _plain(rest) in own else [part for part in _PARTS.split(rest) if part.strip()]
        return all(_plain(part) in words or named(part) for part in parts) and bool(parts or count)

    for piece in reversed(tuple(dropped)):
        if not is_allowed(piece):
            return False
        if _plain(piece) in known["sites"]:
            return True  # behind "(site web)" stands the part of the site
    return True


def _plain(text: str) -> str:
    return _JUNK_PRINTED.sub("", text.casefold())


# From the TOML of an outlet's file to an `Outlet`: every key known, patterns bounded, parents merged in.

_STRINGS = ("name", "country", "zone", "order", "language", "ownership", "ownership_source")
_LISTS = ("aliases", "domains", "places", "credits", "ordinary", "unless", "marks", "datelines", "heads")
_TABLES = ("lines", "layouts")
_KEYS = (*_STRINGS, *_LISTS, *_TABLES, "agency", "state", "sections", "note", "extends")
#: Names, addresses and marks are an outlet's own; a paper has not those of the house it belongs to.
_OWN = (
    *("name", "aliases", "domains", "places", "credits", "ordinary", "unless", "marks", "datelines", "heads"),
    *("agency", "state", "note", "extends"),
)
_GENRES = ("news", "opinion", "editorial", "live")

Raw = Mapping[str, Any]


def parse(content: bytes | str, key: str) -> dict[str, Any]:
    """Return a file's TOML with every key known.

    Raises
    ------
    FramingError
        Not TOML, empty, a key that is not known, a value of another kind.
    """
    where = f"outlet {key}"
    raw = parse_toml(content, where)
    if not raw:
        raise FramingError(f'{where}: the file is empty; it needs name = "..." at least')
    refuse_unknown(raw, _KEYS, where)
    for name, value in raw.items():
        if name in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            said = f'{name} {brief(value)} is no list of strings; write {name} = ["..."]'
            raise FramingError(f"{where}: {said}")
        if name in (*_STRINGS, "extends") and not isinstance(value, str):
            raise FramingError(f"{where}: {name} {brief(value)} is no string; put it in quotation marks")
    return raw


def merged(raw: Raw, key: str, find: Callable[[str, str], Raw | None], known: Mapping[str, object]) -> Raw:
    """Return what a file says with what the one it extends says behind it.

    Parameters
    ----------
    raw : mapping
    key : str
    find : callable
        From the name of a parent and the key of its child to the parent's TOML. A user's file
        that extends its own name extends the shipped one.
    known : mapping
        Names that there are, for the error.
    """
    seen = [key]
    while "extends" in raw:
        name = raw["extends"]
        parent = find(name, seen[-1])
        if parent is None:
            raise unknown("extends", name, known, where=f"outlet {seen[-1]}")
        if len(seen) > 8:
            raise FramingError(f"outlet {key}: extends in a circle: {', '.join(seen[:4])}; cut it somewhere")
        raw = _over(raw, parent, same=name == key)
        seen.append(name)
    return raw


def _over(raw: Raw, parent: Raw, *, same: bool) -> dict[str, Any]:
    found = {name: value for name, value in parent.items() if same or name not in _OWN}
    found.update({name: value for name, value in raw.items() if name != "extends"})
    if "extends" in parent:
        found["extends"] = parent["extends"]
    for name in (*_TABLES, *(_LISTS if same else ())):
        mine, theirs = list(raw.get(name, ())), list(parent.get(name, ()))
        if name == "layouts":
            names = {table.get("name") for table in mine if isinstance(table, Mapping)}
            theirs = [table for table in theirs if table.get("name") not in names or not names]
        if mine or theirs:
            found[name] = mine + [one for one in theirs if one not in mine]
    sections = (raw.get("sections", {}), parent.get("sections", {}))
    found["sections"] = {
        genre: [pattern for table in sections for pattern in table.get(genre, ())]
        for genre in {**sections[1], **sections[0]}
    }
    return found


def values(raw: Raw, key: str, *, judged: bool = False) -> dict[str, Any]:
    """Return the arguments of an `Outlet`; of shipped ones the tests have judged the patterns.

    Raises
    ------
    FramingError
        No name, a value that is not allowed, a pattern or XPath that doesn't compile.
    """
    where = f"outlet {key}"
    if not isinstance(raw.get("name"), str) or not raw["name"]:
        raise FramingError(f'{where}: needs name = "...", as people read it')
    if raw.get("order") not in (None, "dmy", "mdy"):
        raise unknown("order", raw["order"], ("dmy", "mdy"), where=where)
    if "zone" in raw and not judged:
        try:
            zone(raw["zone"])
        except FramingError as error:
            raise FramingError(f"{where}: {error}") from None
    found: dict[str, Any] = {name: raw[name] for name in _STRINGS if name in raw}
    for name in _LISTS:
        found[name] = tuple(raw.get(name, ()))
    for pattern in () if judged else (*found["marks"], *found["datelines"], *found["heads"]):
        compile_pattern(pattern, where)
    sections = raw.get("sections", {})
    if not isinstance(sections, Mapping):
        said = f"sections {brief(sections)} is no table; write [sections] above the genres"
        raise FramingError(f"{where}: {said}")
    refuse_unknown(sections, _GENRES, where, argument="sections")
    found["sections"] = {genre: tuple(patterns) for genre, patterns in sections.items()}
    found |= {name: bool(raw.get(name, False)) for name in ("agency", "state")}
    found["lines"] = parse_rules(raw.get("lines", ()), where=where, judged=judged)
    found["layouts"] = parse_layouts(raw.get("layouts", ()), where=where)
    return found


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
    state : bool
        A government, a ruling party or a body of theirs directs it, as `ownership` says. A public broadcaster
        whose charter keeps the government out of its editing is none.
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
    ownership: str | None = None
    ownership_source: str | None = None
    state: bool = False
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
            bare = _ORIGIN.sub("", name)
            known = next(filter(None, map(self._known, (name, _KIND.sub("", name), bare))), None)
            self._resolved[name] = known or self._printed(name) or key_of(bare) or key_of(name)
        return self._resolved[name]

    def called(self, name: Any, there: Collection[str]) -> Any:
        """Return the outlet that is there under a key or a name, or what was given.

        >>> book().called("Fox News", ["cnn", "fox_news"]), book().called("fox_news", ["CNN", "Fox News"])
        ('fox_news', 'Fox News')
        """
        if not isinstance(name, str) or name in there:
            return name
        key = self.resolve(name)
        return key if key in there else next((one for one in there if self.resolve(one) == key), name)

    def find(self, name: str, there: Collection[str], where: str = "") -> str:
        """Return the outlet that is there under a key or a name; where none is, the nearest is named.

        Raises
        ------
        FramingError
            It isn't there.
        """
        if (key := self.called(name, there)) not in there:
            raise unknown("outlet", name, there, where=where)
        return str(key)

    def _known(self, spelling: str) -> str | None:
        """Return the key of an outlet by one of its names or its site."""
        plain = spelling.strip()
        # A site before a name: "inquirer.net" isn't The Inquirer's, which is inquirer.com.
        key = self._domains.get(plain.casefold()) or self._names.get(_fold(plain))
        return key or (self.by_url(plain) if _SITE.fullmatch(plain) else None)

    def _printed(self, name: str) -> str | None:
        """Return the outlet whose name has a place, an edition or a medium behind it that is its own."""
        for rest, dropped in bare(name):
            # "The Gazette (Montreal, Que.)": the name alone is nobody's, with the town it is one.
            towns = [town(piece) for piece in dropped[-1:]]
            for spelling, more in (*((f"{rest} {town}", (town,)) for town in towns), (rest, ())):
                key = self._known(spelling)
                if key is None:
                    continue
                entry, own = self.entries[key], partial(self._is_named, key)
                if behind(dropped, entry.country, (*entry.places, *more), own):
                    return key
        return None

    def _is_named(self, key: str, spelling: str) -> bool:
        return self._known(spelling) == key

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
    return {key: parse(file.read_text("utf8"), key) for key, file in found.items()}


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

    whole = merged(raw, key, find, {**_shipped(), **users})
    return Outlet(key=key, **values(whole, key, judged=judged))


@cache
def book() -> Book:
    """Return the shipped outlets, ready to be looked up."""
    return Book(outlets())


def with_folder(path: Path) -> Book:
    """Return the shipped outlets with a user's file or folder of files added; the user's win.

    A shipped outlet that extends one of the user's is made anew from it.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise FramingError(f"outlets: no .toml file in {str(path)!r}; one file an outlet is expected there")
    users = {file.stem: parse(plugins.read_given(file), file.stem) for file in files}
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
        Not TOML, empty, no name, a key that is not known, a pattern or XPath that doesn't compile.
    """
    return _made(parse(content, key), key, {})
