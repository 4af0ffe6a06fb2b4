"""Measures with a section of their own, stance and frame indicators: their names, and which are shown.

They stand in profile and contrast beside all others, in many more rows; here it is decided which of these
rows stand on the page. Nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing import display

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = [
    "APART",
    "MEANINGS",
    "Cells",
    "cells",
    "cut",
    "frame_of",
    "kind",
    "label",
    "mentioned",
    "rows",
    "subject",
    "targets",
]

#: First parts of names of such measures, and the anchor of their section.
APART = dict(zip(display.APART, ("stance", "frames"), strict=True))

#: Groups beside one another, targets and codebooks: the largest, those named most, those counted first.
GROUPS, TARGETS, BOOKS = 12, 6, 6

_ORDER = ("outlet", "reported", "quoted", "all")

_STANCE = {
    "stance.negative": ("share of mentions judged negative", "Stance: share judged negative"),
    "stance.neutral": ("share of mentions judged neutral", "Stance: share judged neutral"),
    "stance.positive": ("share of mentions judged positive", "Stance: share judged positive"),
    "stance.net": ("share judged positive less share judged negative", "Stance: positive less negative"),
}

#: For the list of measures in the settings.
MEANINGS = {
    "stance.negative": "Share of the mentions of a target in whose sentence a model reads ill of it.",
    "stance.neutral": "Share of the mentions of a target in whose sentence it reads neither.",
    "stance.positive": "Share of the mentions of a target in whose sentence it reads well of it.",
    "stance.net": "Share of the mentions of a target judged positive, less that judged negative.",
}


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


def kind(measure: object) -> str:
    """Return the first part of the name of a measure that stands apart; empty for any other.

    >>> kind("stance.net"), kind("frame.visits.reset"), kind("hedges")
    ('stance', 'frame', '')
    """
    first, dot, _ = str(measure).partition(".")
    return first if dot and first in APART else ""


def frame_of(measure: str, meaning: str = "") -> tuple[str, str]:
    """Return a frame and its codebook in words; the meaning of the measure gives the title, its name the key.

    >>> frame_of("frame.visits.security_risk")
    ('security risk', 'visits')
    >>> frame_of("frame.policy.security", "Indicators of the frame 'security and defence' per 1,000 tokens.")
    ('security and defence', 'policy')
    """
    _, book, frame = [*measure.split(".", 2), "", ""][:3]
    titled = re.match(r"Indicators of the frame '(.+)' per 1,000 tokens", meaning)
    return (titled[1] if titled else frame.replace("_", " ")), book.replace("_", " ")


def subject(measure: str, target: object = None, meaning: str = "") -> str:
    """Return a measure and toward whom, as the subject of a sentence.

    >>> subject("stance.negative", "China")
    'stance toward China (share of mentions judged negative)'
    >>> subject("frame.visits.security_risk")
    'frame indicators of security risk (visits)'
    """
    if kind(measure) == "stance":
        toward = f" toward {target}" if isinstance(target, str) and target else ""
        return f"stance{toward} ({_STANCE[measure][0]})" if measure in _STANCE else measure + toward
    frame, book = frame_of(measure, meaning)
    return f"frame indicators of {frame} ({book})"


def label(measure: str, meaning: str = "") -> str:
    """Return a measure as a heading, with the name that figures and settings call it by.

    >>> label("stance.net"), label("frame.visits.reset")
    ('Stance: positive less negative (stance.net)', 'Frame indicator: reset (frame.visits.reset)')
    """
    if kind(measure) == "stance":
        return f"{_STANCE[measure][1]} ({measure})" if measure in _STANCE else measure
    return f"Frame indicator: {frame_of(measure, meaning)[0]} ({measure})"


def cut(measure: str, low: float, high: float, sides: int = 1) -> tuple[float, float]:
    """Cut an interval of positive less negative to what it, or the difference of two `sides`, can be.

    >>> cut("stance.net", -1.3, 0.4), cut("stance.net", -1.3, 2.6, sides=2), cut("tone.net", -1.3, 2.6)
    ((-1.0, 0.4), (-1.3, 2.0), (-1.3, 2.6))
    """
    if measure != "stance.net" or low != low or high != high:
        return low, high
    return max(low, -float(sides)), min(high, float(sides))


def mentioned(material: Material) -> Mapping[tuple[str, ...], int]:
    """Return of each cell of stance how many groups name its target there."""
    found: dict[tuple[str, ...], int] = {}
    for (_, *cell), row in material.profile_rows.items():
        if kind(row["measure"]) == "stance":
            found[tuple(cell)] = found.get(tuple(cell), 0) + (row["n_hits"] > 0)
    return found


def cells(material: Material, which: str) -> Cells | None:
    """Return the rows of the profile that the section on stance, or on frames, shows; None without any."""
    profile = material.profile
    measures = profile["measure"].astype(str)
    own = profile.assign(_number=range(len(profile)))[(measures.map(kind) == which).to_numpy()]
    if own.empty:
        return None
    genres, parts = own["genre"].astype(str), own["part"].astype(str)
    genre = "news" if (genres == "news").any() else str(sorted(genres)[0])
    part = next(name for name in ("all", "body", "lead", "headline") if (parts == name).any())
    own = own[(genres == genre) & (parts == part)]
    if own.empty:
        return None
    sizes = material.articles[material.by].astype(str).value_counts()
    names = own["group"].astype(str).unique()
    groups = sorted(sorted(names, key=lambda name: (-sizes.get(name, 0), name))[:GROUPS])
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
