"""Lines of a Factiva export with codes: which line begins a field, and which only looks like it.

A code stands alone, or before a tab, a stroke or a gap; where a table was
flattened only one space is left, and "IN" or "CO" may be words of the text.
Then the rest of the line has to be what such a field holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.corpus.factiva import record as factiva
from framing.corpus.factiva import words
from framing.corpus.paras import Para

__all__ = ["Field", "fields", "is_coded"]

_APART = re.compile(r"(?:\|\s*)?([A-Z][A-Z0-9]{1,3})(?:\s?[\t|]\s*|\s{2,}|$)(.*)", re.DOTALL)
_CLOSE = re.compile(r"([A-Z]{2,3}) (\S.*)", re.DOTALL)
_INDEXED = re.compile(r"[a-z0-9]{1,12} ?: ?\S.*")
#: Fields over the text, and those behind it, in the order in which they stand.
_ABOVE = (
    "SE",
    "CLM",
    "HD",
    "BY",
    "CR",
    "WC",
    "PD",
    "ET",
    "SN",
    "SC",
    "NGC",
    "GC",
    "ED",
    "PG",
    "VOL",
    "LA",
    "CY",
)
_BELOW = ("ART", "CT", "RF", "CX", "NT", "CO", "IN", "NS", "RE", "PE", "IPC", "IPD", "PUB", "AN")
_KNOWN = frozenset((*_ABOVE, *_BELOW, *factiva.BODY, *factiva.CODES))
_INDEX = ("CO", "IN", "NS", "RE", "PE")


class Field(NamedTuple):
    """A code and the lines that stand behind it; a blank line is an empty one."""

    code: str
    lines: list[Para]


def is_coded(paras: Sequence[Para]) -> bool:
    """Say whether some lines have codes in front of headline, number of words and day."""
    texts = [para.text.strip() for para in paras]
    found = [hit for text in texts if (hit := _APART.match(text) or _CLOSE.match(text))]
    codes = {hit[1] for hit in found}
    return {"HD", "WC", "PD"} <= codes


def fields(paras: Sequence[Para]) -> list[Field]:
    """Return the fields of one article's lines, in order; what stands before the first is left out."""
    found: list[Field] = []
    for place, para in enumerate(paras):
        behind = next((later.text for later in paras[place + 1 : place + 3] if later.text.strip()), "")
        code, rest = _begins(para.text.strip(), behind, found)
        if code:
            found.append(Field(code, [para._replace(text=rest)] if rest.strip() else []))
        elif found:
            text = re.sub(r"^\s*\|\s?|\s?\|\s*$", "", para.text)
            found[-1].lines.append(para._replace(text=text))
    return found


def _begins(text: str, behind: str, before: Sequence[Field]) -> tuple[str, str]:
    """Return the code that a line begins with, and the rest of the line; "" where it begins no field."""
    present = {field.code for field in before}
    within = bool(present & set(factiva.BODY))
    hit = _APART.fullmatch(text)
    if hit:
        code, rest = hit[1], hit[2].rstrip(" |\t")
        # Right behind a code that stands alone, a page or a source's code stands alone as well.
        valued = not rest and before and not any(para.text.strip() for para in before[-1].lines)
        if not (valued and code not in _KNOWN) and _fits(code, rest or behind, present, within, sure=True):
            return code, rest
    hit = _CLOSE.fullmatch(text)
    if hit and hit[1] in _KNOWN and _fits(hit[1], hit[2], present, within, sure=False):
        return hit[1], hit[2].rstrip(" |\t")
    return "", ""


def _fits(code: str, value: str, present: set[str], within: bool, *, sure: bool) -> bool:
    if "HD" not in present:
        return code in ("HD", "SE", "CLM", "BY", "CR") and code not in present and bool(value.strip())
    if code in factiva.BODY:
        return code not in present and "TD" not in present
    if code in _INDEX:
        return bool(_INDEXED.match(value)) and code not in present
    if code == "WC":
        return code not in present and (sure or words.numbered(value) is not None)
    if code == "PD":
        return code not in present and (sure or bool(words.day(value)))
    if code == "AN":
        return not value.strip() or bool(words.accession(value))
    if code in present:
        return False
    if within:
        # A line of capitals in the text begins no field, unless what it names can stand behind the text.
        return code in _BELOW and (sure or code in ("IPC", "IPD", "PUB"))
    return sure or code in _ABOVE or code in _BELOW
