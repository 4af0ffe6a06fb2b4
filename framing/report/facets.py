"""What a reader may choose among: outlet, voice, part, genre and measure, each value with a number.

Comparisons, rows of tables, sentences and articles carry these numbers, so that one choice sifts all of
them in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from framing.report import apart

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["KINDS", "Facets"]

#: In the order in which they are offered, with what they are called.
KINDS = {"outlet": "Outlet", "voice": "Voice", "part": "Part", "genre": "Genre", "measure": "Measure"}

_VOICES = ("outlet", "quoted", "reported", "all")
_PARTS = ("headline", "lead", "body", "all")


class Facets:
    """The values of each kind that occur in a study, and their numbers."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.values: dict[str, list[str]] = {
            "outlet": sorted(set(material.articles[material.by].astype(str)) | self._rows("group")),
            "voice": _ordered(self._rows("voice") | self._hits("voice"), _VOICES),
            "part": _ordered(self._rows("part") | self._hits("part"), _PARTS),
            "genre": sorted(set(map(str, material.articles["genre"].replace("unknown", "news").unique()))
                            | self._rows("genre")),
            "measure": sorted(self._rows("measure"), key=lambda m: (bool(apart.kind(m)), self._label(m))),
        }  # fmt: skip
        self._places = {
            kind: {value: place for place, value in enumerate(values)} for kind, values in self.values.items()
        }

    def _rows(self, column: str) -> set[str]:
        found: set[str] = set()
        for frame in (self._material.profile, self._material.contrast):
            if column in frame.columns:
                found |= set(map(str, frame[column].unique()))
        return found

    def _hits(self, column: str) -> set[str]:
        """Return the values of single hits and spans: these are finer than those of rows."""
        found: set[str] = set()
        for name in ("evidence", "voices"):
            if name in self._material.tables:
                found |= set(map(str, self._material.tables[name][column].unique()))
        return found

    def _label(self, measure: str) -> str:
        return self._material.names.label(measure)

    def number(self, kind: str, value: object) -> int:
        """Return the number of a value, or -1: it is in none of the tables."""
        known = "news" if kind == "genre" and value == "unknown" else str(value)
        return self._places[kind].get(known, -1)

    def cell(self, row: Mapping[str, Any]) -> list[int]:
        """Return the numbers of a row's voice, part, genre and measure."""
        return [self.number(kind, row[kind]) for kind in ("voice", "part", "genre", "measure")]

    def article(self, row: Mapping[str, Any]) -> list[int]:
        """Return the numbers of an article's outlet and genre."""
        return [self.number("outlet", row[self._material.by]), self.number("genre", row["genre"])]

    def codes(self, row: Mapping[str, Any], *groups: object) -> str:
        """Return the numbers of a row as an attribute: its outlets, then the others.

        ``*`` is every outlet. For example ``0,2|1|0|0|14``.
        """
        if "any" in groups:
            own = "*"
        else:
            own = ",".join(str(self.number("outlet", group)) for group in groups if group != "rest")
        return "|".join([own, *map(str, self.cell(row))])

    def offered(self) -> list[dict[str, Any]]:
        """Return the choices for the page: only of what has more than one value."""
        called: dict[str, Any] = {
            "outlet": self._material.shown,
            "voice": lambda voice: self._material.names.voice(voice) or "all words",
            "part": self._material.names.part,
            "genre": str,
            "measure": self._label,
        }
        by = self._material.by
        said = KINDS | {"outlet": KINDS["outlet"] if by == "outlet" else by.replace("_", " ").capitalize()}
        return [
            {
                "key": kind,
                "label": said[kind],
                "values": [(place, value, called[kind](value)) for place, value in enumerate(values)],
            }
            for kind, values in self.values.items()
            if len(values) > 1
        ]

    def pack(self) -> dict[str, Any]:
        """Return the keys of all values, and what voices and parts are called beside a sentence."""
        return {
            "keys": self.values,
            "voices": [
                "" if voice == "all" else self._material.names.voice(voice) for voice in self.values["voice"]
            ],
            "parts": [self._material.names.part(part) for part in self.values["part"]],
            "split": {kind: int(len(self._rows(kind)) > 1) for kind in ("voice", "part", "genre")},
        }


def _ordered(found: Iterable[str], order: tuple[str, ...]) -> list[str]:
    place = {name: number for number, name in enumerate(order)}
    return sorted(set(found) - {"nan"}, key=lambda name: (place.get(name, len(order)), name))
