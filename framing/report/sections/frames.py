"""Frame indicators: of each codebook how often its words stand in each outlet and voice, and how well they
agree with coders where that was measured. Words give indicators; frames are what coders find."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from framing.report import material as apart
from framing.report.material import Material
from framing.report.sections import differs
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content", "measured"]


# How well the indicators of shipped codebooks agree with human coders, as ``measured.toml`` holds it.


class Agreement(NamedTuple):
    """Precision and recall of `present` against coders, texts that they gave it, and what was coded."""

    precision: float
    recall: float
    coded: int
    data: str


@cache
def measured() -> Mapping[str, Agreement]:
    """Return what was measured, by the name of the measure.

    >>> measured()["frame.generic.conflict"].coded
    130
    >>> "frame.visits.reset" in measured()
    False
    """
    file = resources.files("framing.features.frames") / "measured.toml"
    raw = tomllib.loads(file.read_text("utf8"))
    return {
        f"frame.{book}.{frame}": Agreement(one["precision"], one["recall"], one["coded"], data["data"])
        for data in raw.values()
        for book, frames in data.items()
        if isinstance(frames, dict)
        for frame, one in frames.items()
    }


#: Where it stands on the page.
PLACE = 110
TITLE = "Frame indicators"
TEMPLATE = "frames.html"

#: Sentences at the head of a codebook.
FIRST = 3

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return a table a codebook and voice, or None where no codebook was counted."""
    shown = apart.cells(material, "frame")
    if shown is None:
        return None
    ranked = [item for item in differs.ranked(material) if vocabulary.family(item["measure"]) == "frame"]
    measures = list(dict.fromkeys(shown.rows["measure"].astype(str)))
    books: dict[str, list[str]] = {}
    for name in measures:
        books.setdefault(name.split(".")[1], []).append(name)
    reached = _reached(material)
    return {
        "groups": [material.shown(group) for group in shown.groups],
        "books": [_book(book, names, shown, reached, ranked, material) for book, names in books.items()],
        "others": material.profile["group"].nunique() - len(shown.groups),
        "genre": shown.genre,
        "reached": bool(reached),
        "census": material.census,
    }


def _book(
    book: str,
    measures: list[str],
    shown: apart.Cells,
    reached: Mapping[tuple[str, ...], tuple[int, int]],
    ranked: list[dict[str, Any]],
    material: Material,
) -> dict[str, Any]:
    cells = {
        (
            str(row["measure"]),
            str(row["group"]),
            *(str(row[column]) for column in ("voice", *material.extra)),
        ): row
        for row in shown.rows.to_dict("records")
    }
    places = shown.places(material.extra)
    return {
        "name": book.replace("_", " "),
        "measured": any(_agreement(name) for name in measures),
        "findings": [
            item
            for item in ranked
            if item["measure"] in measures and item["band"] in ("significant", "nominal", "described")
        ][:FIRST],
        "voices": [
            {
                "where": _where(place, material),
                "rows": [
                    {
                        "frame": vocabulary.frame_of(name, material.names.meaning(name))[0],
                        "agreement": _agreement(name),
                        "cells": [
                            _cell(cells.get((name, group, *place)), reached, material)
                            for group in shown.groups
                        ],
                    }
                    for name in measures
                ],
            }
            for place in places
        ],
    }


def _where(place: tuple[str, ...], material: Material) -> str:
    said = material.names.voice(place[0]) or "in all words"
    return ", ".join([said, *(f"{c} {v}" for c, v in zip(material.extra, place[1:], strict=True))])


def _agreement(measure: str) -> dict[str, str] | None:
    """Return precision and recall against coders, or None where nobody measured it."""

    found = measured().get(measure)
    if found is None:
        return None
    return {
        "precision": f"{found.precision:.2f}".removeprefix("0"),
        "recall": f"{found.recall:.2f}".removeprefix("0"),
        "data": f"{found.data}; coders gave the frame to {numbers.several(found.coded, 'text')}",
    }


def _cell(
    row: Row | None, reached: Mapping[tuple[str, ...], tuple[int, int]], material: Material
) -> dict[str, Any] | None:
    if row is None or row["estimate"] != row["estimate"]:
        return None
    _, book, frame = str(row["measure"]).split(".", 2)
    part, whole = reached.get((str(row["group"]), str(row["voice"]), book, frame), (0, 0))
    said = f"{numbers.count(part)} of {numbers.count(whole)}" if whole and not material.extra else ""
    shown = material.figures_of(row) | {"reached": said}
    return shown if row["n_hits"] else shown | {"opens": ""}


def _reached(material: Material) -> dict[tuple[str, ...], tuple[int, int]]:
    """Count the articles whose indicators are enough for the codebook, by group, voice, codebook, frame."""
    table = material.table("frames")
    if table is None:
        return {}
    group = material.group_of
    shown = apart.cells(material, "frame")
    genres = table["genre"].astype(str).replace("unknown", "news")
    own = table[(genres == (shown.genre if shown else "news")).to_numpy()]
    own = own.assign(_group=own["article"].astype(str).map(group))
    own = own[own["_group"].notna()]
    # Copies of a text in one group count once, as in the numbers.
    family = own["copy_group"].astype(object).where(own["copy_group"].notna(), own["article"].astype(object))
    cell = ["_group", "voice", "codebook", "frame"]
    own = own.assign(_family=family.astype(str)).drop_duplicates([*cell, "_family"])
    counted = own.groupby([own[name].astype(str) for name in cell], sort=False)["present"].agg(
        ["sum", "size"]
    )
    return {
        tuple(map(str, key)): (int(part), int(whole))
        for key, part, whole in zip(counted.index, counted["sum"], counted["size"], strict=True)
    }
