"""What the resolver of speakers is given and gives back; nothing is worked out here."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TYPES", "Said", "Speaker"]

#: Kinds of speakers.
TYPES = ("official", "expert", "business", "citizen", "media", "document", "anonymous", "other")


class Said(NamedTuple):
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


class Speaker(NamedTuple):
    """Who speaks.

    Attributes
    ----------
    written : str, optional
        As the article says it, cleaned to the noun phrase.
    key : str, optional
        The same for every mention of one speaker in the article: the full name where one is given.
    type : str, optional
        Of `TYPES`.
    country : str, optional
        ISO 3166 alpha-2; EU for the Union.
    via : str, optional
        The medium that brought the words, if it is not the article's own outlet.
    """

    written: str | None = None
    key: str | None = None
    type: str | None = None
    country: str | None = None
    via: str | None = None
