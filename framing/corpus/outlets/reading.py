"""From the TOML of an outlet's file to an `Outlet`: every key known, patterns bounded, parents merged in.

No outlet's name stands here; which files there are is the registry's affair.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from framing.corpus import encoding
from framing.corpus.dates.zones import zone
from framing.corpus.pages.layout import parse_layouts
from framing.corpus.patterns import compile_safely
from framing.corpus.rules import parse_rules
from framing.errors import FramingError, brief, unknown

__all__ = ["merged", "parse", "values"]

_STRINGS = ("name", "country", "zone", "order", "language", "encoding", "ownership", "ownership_source")
_LISTS = ("aliases", "domains", "places", "credits", "ordinary", "unless", "marks", "datelines", "heads")
_TABLES = ("lines", "layouts")
_KEYS = (*_STRINGS, *_LISTS, *_TABLES, "agency", "sections", "note", "extends")
#: Names, addresses and marks are an outlet's own; a paper has not those of the house it belongs to.
_OWN = (
    *("name", "aliases", "domains", "places", "credits", "ordinary", "unless", "marks", "datelines", "heads"),
    *("agency", "note", "extends"),
)
_GENRES = ("news", "opinion", "editorial", "live")
#: Characters of the text that a mark or an opening is tried on, for judging whether it could run for ever.
_TRIED = 1_000

Raw = Mapping[str, Any]


def parse(content: str, key: str) -> dict[str, Any]:
    """Return a file's TOML with every key known.

    Raises
    ------
    FramingError
        Not TOML, empty, a key that is not known, a value of another kind.
    """
    where = f"outlet {key}"
    try:
        raw: dict[str, Any] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise FramingError(f"{where}: the file is not TOML: {error}") from None
    if not raw:
        raise FramingError(f'{where}: the file is empty; it needs name = "..." at least')
    for name, value in raw.items():
        if name not in _KEYS:
            raise unknown("key", name, _KEYS, where=where)
        if name in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise FramingError(
                f'{where}: {name} {brief(value)} is no list of strings; write {name} = ["..."]'
            )
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
        mine = list(raw.get(name, ()))
        names = (
            {table.get("name") for table in mine if isinstance(table, Mapping)}
            if name == "layouts"
            else set()
        )
        theirs = [one for one in parent.get(name, ()) if not names or one.get("name") not in names]
        if mine or theirs:
            found[name] = mine + [one for one in theirs if one not in mine]
    sections = {**parent.get("sections", {}), **raw.get("sections", {})}
    found["sections"] = {
        genre: [*raw.get("sections", {}).get(genre, ()), *parent.get("sections", {}).get(genre, ())]
        for genre in sections
    }
    return found


def values(raw: Raw, key: str, *, judged: bool = False) -> dict[str, Any]:
    """Return the arguments of an `Outlet`; of shipped ones the tests have judged the patterns.

    Raises
    ------
    FramingError
        No name, a value that is not allowed, a pattern or XPath that doesn't compile or could run for ever.
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
    if "encoding" in raw and not encoding.known(raw["encoding"]):
        raise FramingError(f'{where}: encoding {raw["encoding"]!r} is not known; name one as in "gb18030"')
    found: dict[str, Any] = {name: raw[name] for name in _STRINGS if name in raw}
    for name in _LISTS:
        found[name] = tuple(raw.get(name, ()))
    for pattern in (*found["marks"], *found["datelines"], *found["heads"]):
        if not judged:
            compile_safely(pattern, where, longest=_TRIED)
    sections = raw.get("sections", {})
    if not isinstance(sections, Mapping):
        raise FramingError(
            f"{where}: sections {brief(sections)} is no table; write [sections] above the genres"
        )
    for genre in sections:
        if genre not in _GENRES:
            raise unknown("sections", genre, _GENRES, where=where)
    found["sections"] = {genre: tuple(patterns) for genre, patterns in sections.items()}
    found["agency"] = bool(raw.get("agency", False))
    found["lines"] = parse_rules(raw.get("lines", ()), where=where, judged=judged)
    found["layouts"] = parse_layouts(raw.get("layouts", ()), where=where)
    return found
