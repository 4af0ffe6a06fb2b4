"""Which lines of a concordance are wanted: by outlet, part, voice, speaker and date; checked once, here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing import tables
from framing.errors import FramingError, brief, several, unknown, whole
from framing.features.cells import PARTS
from framing.text.voices.table import VOICES

__all__ = ["Filters", "most_lines"]


@dataclass(frozen=True)
class Filters:
    """Which lines are wanted, checked as far as that goes without the articles; () is all."""

    outlet: tuple[str, ...]
    part: tuple[str, ...]
    voice: tuple[str, ...]
    speaker: tuple[str, ...]
    speaker_type: tuple[str, ...]
    since: pd.Timestamp | None
    until: pd.Timestamp | None

    @classmethod
    def of(
        cls, outlet: object, part: object, voice: object, speaker: object, kind: object, since: object,
        until: object,
    ) -> Filters:  # fmt: skip
        """Check what a user gave; what depends on the articles is checked where they are known."""
        types = tables.schema("voices").columns["speaker_type"].values
        for name, given, allowed in (
            ("part", part, PARTS),
            ("voice", voice, VOICES),
            ("speaker_type", kind, types),
        ):
            for value in several(name, given):
                if allowed and value not in allowed:
                    raise unknown(name, value, allowed)
        return cls(
            several("outlet", outlet), several("part", part), several("voice", voice),
            tuple(str(name).casefold() for name in several("speaker", speaker)),
            several("speaker_type", kind), _time("since", since), _time("until", until, end=True),
        )  # fmt: skip

    @property
    def spoken(self) -> bool:
        """Whether it must be known who speaks."""
        return bool(self.speaker or self.speaker_type)

    def keep(self, lines: pd.DataFrame) -> np.ndarray:
        """Mask the lines wanted, as far as articles don't decide."""
        kept = np.ones(len(lines), bool)
        for name in ("part", "voice", "speaker_type"):
            if values := getattr(self, name):
                kept &= lines[name].isin(values).to_numpy(bool)
        if self.speaker:
            names = lines["speaker_key"].fillna("").astype(str)
            fits = {name: any(_stands(one, name) for one in self.speaker) for name in names.unique()}
            kept &= names.map(fits).to_numpy(bool)
        return kept


def _stands(words: str, name: str) -> bool:
    """Say whether words stand in a name.

    >>> _stands("ruiz", "Ana Ruiz"), _stands("rui", "Ana Ruiz")
    (True, False)
    """
    return f" {words} " in f" {name.casefold()} "


def _time(name: str, given: object, end: bool = False) -> pd.Timestamp | None:
    if given is None:
        return None
    try:
        time = pd.Timestamp(given)
        if time is pd.NaT or isinstance(given, (int, float)):
            raise ValueError
    except (ValueError, TypeError):
        raise FramingError(f"{name}: {brief(given)} is no date; write it as 2026-01-15") from None
    time = time.tz_localize("UTC") if time.tzinfo is None else time.tz_convert("UTC")
    # A day as an end is meant as a whole.
    return time + pd.Timedelta(days=1, microseconds=-1) if end and time == time.normalize() else time


def most_lines(limit: object) -> int | None:
    """Return the most lines wanted, None for all, or say that it is no number of lines."""
    most = whole(limit)
    if limit is not None and (most is None or most < 1):
        raise FramingError(f"limit: {brief(limit)} is no number of lines; give one from 1, or None for all")
    return most
