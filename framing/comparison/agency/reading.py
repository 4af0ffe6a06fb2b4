"""What an article itself says of an agency: in its columns, its first and its last lines.

The forms are those that loading knows (`framing.corpus.wire`), read again from a table, which may never
have been loaded. No article is compared with another here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from framing.corpus.wire import Agencies

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ROLES", "Piece", "column", "from_audit", "lines"]

#: What an agency may have given, the most first.
ROLES = ("full_reprint", "partly_based", "credited", "cites")

#: How the words that loading puts down begin, and what that is here.
_KINDS = {
    "origin": "origin",
    "byline": "byline",
    "page's data": "page_data",
    "dateline": "dateline",
    "credit": "credit",
    "text": "text",
}
#: What loading puts where an agency's key would stand.
_NAMELESS = "agencies without a name"
_BREAK = re.compile(r"\n\s*\n|\n")
_PARTS = re.compile(r"\s*(?:[/|>»›;]|::)\s*")
#: A first line longer than this is no byline.
_BYLINE = 90
#: Parts of addresses under which papers keep what agencies send, whole words.
_SHELVES = frozenset({"wires", "wire", "newswire", "newswires", "agencies"})
_SHELF_ONLY = frozenset({"wires", "newswires", "agencies"})
_SPELLED = {"aponline": "Associated Press", "ap": "AP", "afp": "AFP", "upi": "UPI", "dpa": "dpa"}


class Piece(NamedTuple):
    """One piece of evidence: the agency (None where it has no name), what it gave, where it stands, words.

    `other`, `words` and `share` are of shared text alone.
    """

    wire: str | None
    role: str
    evidence: str
    detail: str
    other: str | None = None
    words: int = 0
    share: float = float("nan")


def column(wire: str | None, role: str) -> list[Piece]:
    """Return what the article's own columns say; an agency without a role is credited, as in loading.

    >>> column("reuters", "none")[0].role, column(None, "none")
    ('credited', [])
    """
    if wire is None and role == "none":
        return []
    said = "; ".join(f"{name}: {value}" for name, value in (("wire", wire), ("wire_role", role)) if value)
    return [Piece(wire, role if role in ROLES else "credited", "column", said)]


def lines(row: pd.Series, key: str, agencies: Agencies) -> Iterator[Piece]:
    """Yield what byline, first and last lines, section and address of an article say.

    Parameters
    ----------
    row : Series
        `authors`, `organisations`, `section`, `url` and `text` of one article.
    key : str
        Its outlet's, as in the book.
    agencies : Agencies
    """
    paragraphs = [part.strip() for part in _BREAK.split(row.text) if part.strip()]
    persons, bodies = row.authors, row.organisations
    signed = f"{persons} and {bodies}" if persons and bodies else persons or bodies
    opening = [line for line in paragraphs[:2] if _is_byline(line, agencies)]
    for wire in agencies.pieces(key, [*([signed] if signed else []), *opening], paragraphs):
        kind, _, words = wire.evidence.partition(": ")
        # Below the text of a table there are no credits but its own last lines.
        evidence = "tail" if kind == "credit" else _KINDS.get(kind, kind)
        yield Piece(wire.key, wire.role, evidence, words)
    yield from _section(row.section, key, agencies)
    yield from _address(row.url, key, agencies)


def from_audit(rule: str, detail: str) -> Piece | None:
    """Return the piece that loading noted as a line of the audit, or None where a line is of something else.

    >>> from_audit("wire_full_reprint", "reuters: dateline: OSLO (Reuters) -")
    Piece(wire='reuters', role='full_reprint', evidence='dateline', detail='OSLO (Reuters) -', other=None, \
words=0, share=nan)
    """
    role = rule.removeprefix("wire_")
    key, _, rest = detail.partition(": ")
    kind, _, words = rest.partition(": ")
    if role not in ROLES or kind not in _KINDS:
        return None
    return Piece(key if key != _NAMELESS else None, role, _KINDS[kind], words)


def _is_byline(line: str, agencies: Agencies) -> bool:
    return agencies.is_byline(line) or (len(line) <= _BYLINE and line[:3].casefold() == "by ")


def _section(section: str | None, key: str, agencies: Agencies) -> Iterator[Piece]:
    """Yield a section that is an agency's name; two letters alone are a place or a person as often."""
    parts: Iterable[str] = _PARTS.split(section) if section else ()
    for part in parts:
        found = agencies.key(part) if len(part) > 2 or part == "AP" else None
        if found and found != key:
            yield Piece(found, "full_reprint", "section", str(section)[:160])
            return
        if part.casefold() in _SHELF_ONLY:
            yield Piece(None, "full_reprint", "section", str(section)[:160])
            return


def _address(url: str | None, key: str, agencies: Agencies) -> Iterator[Piece]:
    """Yield a folder of the address that is an agency's: the first, or the one below "wires"."""
    path = urlsplit(url if url and "//" in url else f"//{url or ''}").path
    folders = [part for part in path.casefold().split("/")[:-1] if part]
    for place, folder in enumerate(folders[:3]):
        shelf = place > 0 and folders[place - 1] in _SHELVES
        named = agencies.key(_SPELLED.get(folder, folder.replace("-", " ").title()))
        if (place == 0 or shelf) and named and named != key:
            yield Piece(named, "full_reprint", "section", f"address: /{'/'.join(folders[: place + 1])}/")
            return
    if folders and folders[0] in _SHELF_ONLY:
        yield Piece(None, "full_reprint", "section", f"address: /{folders[0]}/")
