"""Heads and feet of a PDF's pages: what is repeated there, page numbers, and what a browser prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from framing.corpus.pdf.rows import Row, Sheet

__all__ = ["NUMBERS", "furniture"]

_NUMBER = re.compile(
    r"[\s|·–—-]*(?:pages?|p\.|seite|página|pagina|第)?\s*\d{1,5}"
    r"(?:\s*(?:/|of|sur|de|von|di|out of)\s*\d{1,5})?\s*页?[\s|·–—-]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(https?://\S{4,2000})(?:\s+\d{1,4}\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
# What browsers print above a page: when it was printed, and its title.
_PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s.*)?", re.IGNORECASE
)
#: How page numbers are called among the lines taken out.
NUMBERS = "page numbers"
_DIGITS = re.compile(r"\d+")
# So many rows may stand together in a head or foot, and so many such groups above one another.
_DEEP, _GROUPS = 3, 3


def furniture(sheets: Sequence[Sheet]) -> tuple[list[Sheet], Counter[str], str]:
    """Take heads and feet of pages out: what is repeated there, page numbers, what a browser prints.

    Returns
    -------
    list of Sheet
    Counter of str
        Each line taken out, and on how many pages.
    str
        The address that a browser printed below the pages, if it is one and the same.
    """
    seen: Counter[str] = Counter()
    margins = [_margins(one) for one in sheets]
    levels = [_levels(row for group in groups for row in group) for groups in margins]
    for level in levels:
        # Where columns part a head on one page and not on another, it is the same as a whole.
        seen.update({_key(row.text) for row in level} | {_key(text) for text in level.values()})
    least = max(2, round(0.4 * len(sheets)))
    out: Counter[str] = Counter()
    told: dict[str, str] = {}
    addresses: set[str] = set()
    kept: list[Sheet] = []
    for one, level in zip(sheets, levels, strict=True):
        gone: set[Row] = set()
        for row, whole in level.items():
            address = _ADDRESS.fullmatch(row.text)
            if address:
                addresses.add(address[1])
            alike = max(seen[_key(row.text)], seen[_key(whole)]) >= least
            numbered = bool(_NUMBER.fullmatch(row.text))
            if address or alike or numbered or _PRINTED.fullmatch(row.text):
                gone.add(row)
                # Of lines that differ in their numbers only, the first is told.
                out[NUMBERS if numbered else told.setdefault(_key(row.text), row.text)] += 1
        kept.append(one._replace(rows=[row for row in one.rows if row not in gone]))
    return kept, out, addresses.pop() if len(addresses) == 1 else ""


def _margins(one: Sheet) -> list[list[Row]]:
    """Return groups of rows from the edges of a page inwards, as far as they may be its head or foot.

    A group is what stands together; a longer one is the text.
    """
    levels: dict[int, list[Row]] = {}
    for row in sorted(one.rows, key=lambda row: -row.y):
        levels.setdefault(round(row.y), []).append(row)
    order = list(levels)
    edge = 0.15 * one.height
    found: list[list[Row]] = []
    for inward, outer in (
        (order, [at for at in order if at > one.height - edge]),
        (order[::-1], [at for at in order[::-1] if at < edge]),
    ):
        group: list[Row] = []
        deep = groups = 0
        for at, after in zip_longest(inward, inward[1:]):
            if at not in outer or groups == _GROUPS:
                break
            group += levels[at]
            deep += 1
            if deep > _DEEP:
                break
            if after is None or abs(at - after) > 1.7 * max(row.size for row in levels[at]):
                found.append(group)
                group, deep, groups = [], 0, groups + 1
    return found


def _levels(rows: Iterable[Row]) -> dict[Row, str]:
    """Return of some rows all that stands at the height of each, from the left."""
    levels: dict[int, list[Row]] = {}
    for row in rows:
        levels.setdefault(round(row.y), []).append(row)
    return {
        row: " ".join(part.text for part in sorted(level, key=lambda part: part.x0))
        for level in levels.values()
        for row in level
    }


def _key(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())
