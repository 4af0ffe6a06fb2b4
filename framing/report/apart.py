"""Measures with a section of their own, stance and frame indicators: their names, and which are shown.

They stand in profile and contrast beside all others, in many more rows; here it is decided which of these
rows stand on the page. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.views import vocabulary

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["APART", "Cells", "cells", "mentioned", "rows", "targets"]

#: First parts of names of such measures, and the anchor of their section.
APART = dict(zip(vocabulary.APART, ("stance", "frames"), strict=True))

#: Groups beside one another, targets and codebooks: the largest, those named most, those counted first.
GROUPS, TARGETS, BOOKS = 12, 6, 6

_ORDER = ("outlet", "reported", "quoted", "all")


class Cells(NamedTuple):
    """Rows of the profile that a section shows, all of one genre and part, with their numbers."""

    rows: pd.DataFrame
    genre: str
    groups: list[str]

    def places(self, extra: Sequence[str] = ()) -> list[tuple[str, ...]]:
        """Return each voice (and further split) there is, the outlet's own first."""
        columns = ["voice", *extra]
        found = {
            tuple(str(value) for value in row)
            for row in self.rows[columns].itertuples(index=False, name=None)
        }
        return sorted(found, key=lambda place: (_place_of(place[0]), place))


def _place_of(voice: str) -> int:
    return _ORDER.index(voice) if voice in _ORDER else len(_ORDER)


def mentioned(material: Material) -> Mapping[tuple[str, ...], int]:
    """Return of each cell of stance how many groups name its target there."""
    found: dict[tuple[str, ...], int] = {}
    for (_, *cell), row in material.profile_rows.items():
        if vocabulary.family(row["measure"]) == "stance":
            found[tuple(cell)] = found.get(tuple(cell), 0) + (row["n_hits"] > 0)
    return found


def cells(material: Material, which: str) -> Cells | None:
    """Return the rows of the profile that the section on stance, or on frames, shows; None without any."""
    profile = material.profile
    measures = profile["measure"].astype(str)
    own = profile.assign(_number=range(len(profile)))[(measures.map(vocabulary.family) == which).to_numpy()]
    if own.empty:
        return None
    genres, parts = own["genre"].astype(str), own["part"].astype(str)
    genre = "news" if (genres == "news").any() else str(sorted(genres)[0])
    part = next(name for name in ("all", "body", "lead", "headline") if (parts == name).any())
    own = own[(genres == genre) & (parts == part)]
    if own.empty:
        return None
    groups = material.largest(own["group"], GROUPS)
    own = own[own["group"].astype(str).isin(groups)]
    own = own[own["target"].isin(_targets(own))] if which == "stance" else own
    if which == "frame":
        books = own["measure"].astype(str).str.split(".").str[1]
        own = own[books.isin(list(dict.fromkeys(books))[:BOOKS])]
    return Cells(own, genre, groups) if len(own) else None


def _targets(own: pd.DataFrame) -> list[str]:
    """Return the targets named most, of those named at all."""
    # Each measure of stance has the same mentions.
    cell = ["group", "voice", "target"]
    named = own[own["target"].notna() & (own["n_hits"] > 0)].assign(
        **{name: own[name].astype(str) for name in cell}
    )
    count = named.groupby([*cell])["n_hits"].max().groupby("target").sum()
    return sorted(count.index, key=lambda name: (-count[name], name))[:TARGETS]


def rows(material: Material) -> frozenset[int]:
    """Return the numbers of the rows of the profile that the sections of their own show."""
    found: set[int] = set()
    for which in APART:
        if (shown := cells(material, which)) is not None:
            found.update(int(number) for number in shown.rows["_number"])
    return frozenset(found)


def targets(shown: Cells) -> list[Any]:
    """Return the targets shown, those named most first."""
    return _targets(shown.rows)
