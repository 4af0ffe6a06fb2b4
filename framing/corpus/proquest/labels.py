"""The words of ProQuest's exports, read once from ``labels.toml``, and lines told apart by them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

__all__ = ["Labels", "folded", "labels", "numbered"]

_NO_LETTERS = re.compile(r"[\s\u00a0\u202f'’`´.]+")
_COLON = re.compile("[:：]")
#: What may stand behind a label.
COLONS = ":： \u00a0"
#: No label is longer than this.
LONGEST = 60


def folded(text: str) -> str:
    """Return a label as it is compared: exports lose spaces within labels, and write them in either case.

    >>> folded("Company /  organization ") == folded("Company/Organization")
    True
    """
    return _NO_LETTERS.sub("", text).casefold()


@dataclass(frozen=True)
class Labels:
    """What ``labels.toml`` says, turned so that a label leads to its column.

    Attributes
    ----------
    columns : mapping of str to str
        Folded label to column.
    head, anchors, firm, closing : frozenset of str
        Columns whose labels stand before the text; which only ProQuest has; of these the ones that no text
        begins a line with; which may stand at the text's end.
    nothing, nobody, link, picture : frozenset of str
        Folded values and lines of these meanings.
    heads : mapping of str to str
        Folded word that stands alone in capitals, to the label that it stands for.
    contents, report, bibliography, footer : tuple of str
        Folded beginnings of what is no article.
    document : re.Pattern
        "Document 3 of 10", with the groups number and total.
    """

    columns: Mapping[str, str]
    head: frozenset[str]
    anchors: frozenset[str]
    firm: frozenset[str]
    closing: frozenset[str]
    nothing: frozenset[str]
    nobody: frozenset[str]
    link: frozenset[str]
    picture: frozenset[str]
    heads: Mapping[str, str]
    contents: tuple[str, ...]
    report: tuple[str, ...]
    bibliography: tuple[str, ...]
    footer: tuple[str, ...]
    document: re.Pattern[str]

    def split(self, line: str) -> tuple[str, str] | None:
        """Return column and value of a line that begins with a known label and a colon, or None.

        >>> labels().split("Publikationstitel: Hafenkurier; Hamburg")
        ('outlet', 'Hafenkurier; Hamburg')
        >>> labels().split("Ministers said: no") is None
        True
        """
        found = _COLON.search(line, 0, LONGEST + 1)
        at = found.start() if found else 0
        column = _column(line[:at]) if at > 0 else None
        return (column, line[at + 1 :].strip()) if column else None

    def column(self, label: str) -> str | None:
        """Return the column of a label that the markup sets off, with its colon or without, or None."""
        return _column(label.rstrip(COLONS)) if len(label) <= LONGEST + 2 else None

    def is_nothing(self, value: str) -> bool:
        """Say whether a value is what stands in place of a text that isn't there."""
        return folded(value) in self.nothing

    def is_footer(self, line: str) -> bool:
        """Say whether a line is one of those that close an export: whom to ask, copyright, terms.

        >>> labels().is_footer("Terms and Conditions   Contact ProQuest")
        True
        >>> labels().is_footer("Contact us at the harbour.")
        False
        """
        start = folded(line[:300])
        return start.startswith(self.footer) and ("proquest" in start or start in self.footer)


@lru_cache(maxsize=8192)
def _column(label: str) -> str | None:
    return labels().columns.get(folded(label))


@cache
def labels() -> Labels:
    """Return the words of ProQuest's exports."""
    raw: dict[str, Any] = tomllib.loads(
        (resources.files("framing.corpus.proquest") / "labels.toml").read_text("utf8")
    )
    lines, values, places = raw["lines"], raw["values"], raw["places"]
    document = "|".join(map(re.escape, lines["document"]))
    between = "|".join(map(re.escape, lines["of"]))
    return Labels(
        columns={folded(label): column for column, listed in raw["labels"].items() for label in listed},
        head=frozenset(places["head"]),
        anchors=frozenset(places["anchors"]),
        firm=frozenset(places["firm"]),
        closing=frozenset(places["closing"]),
        nothing=_set(values["nothing"]),
        nobody=_set(values["nobody"]),
        link=_set(lines["link"]),
        picture=_set(lines["picture"]),
        heads={folded(word): label for label, words in raw["heads"].items() for word in words},
        contents=_tuple(lines["contents"]),
        report=_tuple(lines["report"]),
        bibliography=_tuple(lines["bibliography"]),
        footer=_tuple(lines["footer"]),
        document=re.compile(
            rf"\s*(?:{document})\s+(?P<number>\d{{1,5}})\s+(?:{between})\s+(?P<total>\d{{1,5}})\s*", re.I
        ),
    )


def _set(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, listed))


def _tuple(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(folded, listed))


def numbered(line: str) -> tuple[int, int] | None:
    """Return number and total of a line such as "Document 3 of 10", or None.

    >>> numbered("Dokument 3 von 10"), numbered("Document 3 of the series")
    ((3, 10), None)
    """
    if len(line) > 40:
        return None
    found = labels().document.fullmatch(line)
    return (int(found["number"]), int(found["total"])) if found else None
