"""What things are called in the report: outlets, voices, parts, measures, in words a reader knows.

Keys stay in the tables; nothing about a single lexicon stands here. A
measure's words come from the settings, which take them from its lexicon file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.display import display
from framing.report import apart, sourcing
from framing.schema import UNITS

__all__ = ["READINGS", "Names"]

_VOICES = {
    # How voices were told apart decides what may be claimed of them.
    "quotes": {"outlet": "outside quotation marks", "quoted": "inside quotation marks"},
    "full": {
        "outlet": "in the outlet's own voice",
        "quoted": "in direct quotation",
        "reported": "in reported speech",
    },
}
_PARTS = {"headline": "in headlines", "lead": "in first paragraphs", "body": "after the first paragraph"}
_GENRES = {"news": "", "opinion": "in opinion pieces", "editorial": "in editorials", "live": "in live pages"}
_UNITS = {
    "per_1000": "per 1,000 tokens",
    "net_per_1000": "per 1,000 tokens, net",
    "mean": "mean a hit",
    "share": "share",
    "share_of_headlines": "share of headlines",
}

#: A measure whose meaning takes more characters is called by its name.
LONGEST = 90

#: How the collection is read: the short word, what it means, and what follows.
READINGS = {
    "census": (
        "all that was published",
        "The collection holds all that the outlets published on the event, so the numbers describe it as it "
        "is; intervals and p are not needed.",
    ),
    "sample": (
        "a sample",
        "The articles are read as draws from what each outlet would write about this event; intervals and p "
        "say how far other draws might have gone.",
    ),
    "unknown": (
        "completeness unknown",
        "Nobody has said whether the collection is complete. Intervals and p are given as for a sample; "
        "how the articles were collected decides what they are worth.",
    ),
}


@dataclass(frozen=True)
class Names:
    """Names for one study, from its settings; `extra` are further columns that split its cells.

    Examples
    --------
    >>> names = Names({"voices": "quotes", "measures": {"hedges": "Hedging words per 1,000 tokens."}})
    >>> cell = {"genre": "opinion", "part": "all", "voice": "outlet"}
    >>> names.place(cell), names.noun("hedges"), names.noun("tone.net")
    ('in opinion pieces, outside quotation marks', 'hedging words', 'tone.net')
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    extra: tuple[str, ...] = ()

    def outlet(self, key: str, provenance: str = "published") -> str:
        """Return the name to show; invented text says so, and `rest` is all other groups."""
        return display("all others together" if key == "rest" else str(key), provenance)

    def voice(self, voice: str) -> str:
        """Return a voice as a phrase with its preposition; `all` is empty."""
        how = self.settings.get("voices", "quotes")
        known = _VOICES["quotes" if how == "quotes" else "full"]
        return known.get(voice, "" if voice == "all" else f"in voice {voice}")

    def note(self, row: Mapping[str, Any]) -> str:
        """Return a row's note with names in place of the keys of its outlets.

        >>> Names().note({"a": "a_post", "b": "x", "provenance": "published", "note": "no hits in a_post"})
        'no hits in A Post'
        """
        note = row.get("note")
        if not isinstance(note, str):
            return ""
        for side in ("a", "b", "group"):
            if key := str(row.get(side) or ""):
                # A name may hold a backslash, which `sub` would read as a group.
                name = self.outlet(key, row["provenance"]).replace("\\", r"\\")
                note = re.sub(rf"(?<=\b(?:in|of) ){re.escape(key)}(?!\w)", name, note)
        return note.strip().rstrip(".")

    def place(self, row: Mapping[str, Any]) -> str:
        """Return where a row's cell lies, as ``in opinion pieces, in headlines, inside quotation marks``."""
        genre, part, voice = (str(row[column]) for column in ("genre", "part", "voice"))
        said = [_GENRES.get(genre, f"in genre {genre}"), _PARTS.get(part, ""), self.voice(voice)]
        said += [f"{column} {row[column]}" for column in self.extra]
        return ", ".join(phrase for phrase in said if phrase)

    def part(self, part: str) -> str:
        """Return a part as one word or two."""
        return {"lead": "first paragraph", "all": "whole text"}.get(part, part)

    def meaning(self, measure: str) -> str:
        """Return the measure's meaning as its lexicon states it, or nothing."""
        return str((self.settings.get("measures") or {}).get(measure) or "").strip()

    def noun(self, measure: str) -> str:
        """Return the measure as the subject of a sentence: its meaning, without unit and asides."""
        if sourcing.is_sources(measure):
            return sourcing.subject(measure)
        if apart.kind(measure):
            return apart.subject(measure, None, self.meaning(measure))
        first = re.split(r"(?<=\w)[.;:](?:\s|$)|\s\(", self.meaning(measure), maxsplit=1)[0].strip()
        before, per, _ = first.partition(" per 1,000")
        if per or len(first) > LONGEST:
            first = before.split(",")[0].strip()
        if not first or len(first) > LONGEST:
            return measure
        if not first[1:2].isupper():
            first = first[0].lower() + first[1:]
        return f"the {first}" if re.match(r"(?:share|mean|number)\b", first) else first

    def label(self, measure: str) -> str:
        """Return the noun as a heading, with the name by which figures and settings call the measure."""
        if measure in sourcing.LABELS:
            return sourcing.LABELS[measure]
        if apart.kind(measure):
            return apart.label(measure, self.meaning(measure))
        noun = self.noun(measure).removeprefix("the ")
        return measure if noun == measure else f"{noun[0].upper()}{noun[1:]} ({measure})"

    def target(self, target: Any) -> str:
        """Return ``toward X``, or nothing where a measure has no target."""
        return f"toward {target}" if isinstance(target, str) and target else ""

    def subject(self, row: Mapping[str, Any]) -> str:
        """Return what a row measures and toward or of whom, as the subject of a sentence."""
        measure, target = str(row["measure"]), row.get("target")
        if sourcing.is_sources(measure):
            return sourcing.subject(measure, target)
        if apart.kind(measure):
            return apart.subject(measure, target, self.meaning(measure))
        return " ".join(filter(None, (self.noun(measure), self.target(target))))

    def unit(self, unit: str) -> str:
        """Return a unit in short."""
        return _UNITS.get(unit) or UNITS[unit].label

    def reading(self) -> tuple[str, str]:
        """Return how the collection is read: short, and in a sentence or two."""
        return READINGS.get(str(self.settings.get("collection", "unknown")), READINGS["unknown"])
