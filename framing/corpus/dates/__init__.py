"""Written dates in five languages: explicit forms only, precision kept, nothing filled in from today.

A parser that guesses makes differences between outlets by itself: a missing
year becomes this year, 03/04 becomes March or April. What no form here reads
stays missing, and the caller says so in the audit (`why`).

The room's names are gathered here since ``dates.parse`` is what they are
called by; no module of it is called as a function of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from framing.corpus.dates.moment import Moment
from framing.corpus.dates.reading import find, parse, why
from framing.corpus.dates.settling import Claim, ahead, horizon, settle
from framing.corpus.dates.stamps import Stamp, stamp, stamped
from framing.corpus.dates.words import words
from framing.corpus.dates.zones import zone

__all__ = [
    "MONTHS",
    "Claim",
    "Moment",
    "Stamp",
    "ahead",
    "find",
    "horizon",
    "parse",
    "settle",
    "stamp",
    "stamped",
    "why",
    "zone",
]

if TYPE_CHECKING:
    #: Name or abbreviation of a month, lower case, to its number.
    MONTHS: Mapping[str, int]
else:

    def __getattr__(name: str) -> object:
        # Read when first asked for: importing the package reads no file.
        if name == "MONTHS":
            globals()[name] = words().months
            return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
