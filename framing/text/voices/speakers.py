"""Who the speakers of one article are: the same person under several names, what kind, of which country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Said", "Speaker", "resolve"]


@dataclass(frozen=True)
class Said:
    """One attribution, as the resolver is given it.

    Attributes
    ----------
    part : {"title", "text"}
        Which string the offsets are into.
    source : (int, int), optional
        Code points of the source as written; None where none is.
    cue : str
        The cue word in lower case, "" where a colon or only the marks give the words to somebody.
    place : int
        Code point at which the attribution begins, for order.
    quoted : bool
        Some of its content stands in quotation marks.
    inside : int, optional
        Index of the attribution in whose content this one stands.
    """

    part: str
    source: tuple[int, int] | None
    cue: str
    place: int
    quoted: bool
    inside: int | None = None


@dataclass(frozen=True)
class Speaker:
    """Who speaks: as written, resolved within the article, kind, country, and who brought the words."""

    written: str | None = None
    key: str | None = None
    type: str | None = None
    country: str | None = None
    via: str | None = None


def resolve(title: str, text: str, said: Sequence[Said], outlet: str | None = None) -> list[Speaker]:
    """Return who speaks in each attribution of one article."""
    strings = {"title": title, "text": text}
    found = []
    for one in said:
        written = strings[one.part][one.source[0] : one.source[1]] if one.source else None
        found.append(Speaker(written, written))
    return found
