"""Names as lists of literature have them, family first and behind it a comma; and addresses."""

from __future__ import annotations

import re
from dataclasses import replace

from framing.corpus.records import Record

__all__ = ["address", "listed", "settled", "turned"]

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_ACCOUNT = re.compile(r"[?&]accountid=[^&#]*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[\s-][^\W\d_][\w.'’-]*){0,3}")


def turned(name: str) -> str:
    """Return "Ruiz, Ana M" as "Ana M Ruiz"; what is no such name stays as it is.

    >>> turned("Ruiz, Ana M"), turned("de la Cruz, Li, Jr.")
    ('Ana M Ruiz', 'Li de la Cruz Jr.')
    >>> turned("Harbour Press, Macao, a service")
    'Harbour Press, Macao, a service'
    """
    parts = [part.strip() for part in name.split(",")]
    suffix = f" {parts.pop()}" if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]) else ""
    if len(parts) == 2 and all(len(part) <= 60 and _NAME.fullmatch(part) for part in parts):
        return f"{parts[1]} {parts[0]}{suffix}"
    return name.strip()


def listed(names: str) -> str:
    """Return names that semicolons part, each turned round.

    >>> listed("Ruiz, Ana; Ma, Li;")
    'Ana Ruiz; Li Ma'
    """
    return "; ".join(filter(None, (turned(name.strip()) for name in names.split(";"))))


def address(url: str) -> str:
    """Return an address of ProQuest without the library through which it was read.

    >>> address("https://www.proquest.com/docview/1?accountid=12345")
    'https://www.proquest.com/docview/1'
    """
    return _ACCOUNT.sub("", url.strip().strip("<>"))


def settled(record: Record) -> Record:
    """Return a record that ProQuest's id identifies, where it is of ProQuest.

    The same article in HTML and in text is one, and what has no text, or a part of it, never stands in
    for the article itself.
    """
    known = str(record.fields.get("accession") or "").strip()
    if record.fields.get("database") == "proquest" and known.isdecimal():
        part = " part" * ("status" in record.fields or bool(record.bare))
        return replace(record, raw=f"proquest {known}{part}".encode())
    return record
