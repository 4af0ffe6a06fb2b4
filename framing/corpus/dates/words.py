"""The words of written dates, read once from ``words.toml``: months, weekdays, labels, zones."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Words", "words"]


@dataclass(frozen=True)
class Words:
    """What ``words.toml`` says, turned so that a word leads to its meaning.

    Attributes
    ----------
    months : mapping of str to int
        Name or abbreviation in any of the languages, lower case, to 1 to 12.
    weekdays : frozenset of str
    halves : mapping of str to {"am", "pm", "noon"}
    labels : mapping of str to {"published", "updated"}
    fixed : mapping of str to float
        Zone's letters to hours from UTC.
    named : mapping of str to str
        Zone's name to its IANA name.
    several : mapping of str to tuple of str
        Letters that mean several zones.
    """

    months: Mapping[str, int]
    weekdays: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    on: tuple[str, ...]
    halves: Mapping[str, str]
    labels: Mapping[str, str]
    fixed: Mapping[str, float]
    named: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    horizon: dt.date
    empty: frozenset[dt.date]


def _turned(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: meaning for meaning, listed in table.items() for word in listed}


@cache
def words() -> Words:
    """Return the words of dates."""
    raw: dict[str, Any] = tomllib.loads(
        (resources.files("framing.corpus.dates") / "words.toml").read_text("utf8")
    )
    months = {
        name: number
        for listed in raw["months"].values()
        for number, names in enumerate(listed, 1)
        for name in names.split()
    }
    zones, clock = raw["zones"], raw["clock"]
    return Words(
        months=months,
        weekdays=frozenset(
            name for listed in raw["weekdays"].values() for names in listed for name in names.split()
        ),
        before=tuple(clock["before"]),
        after=tuple(clock["after"]),
        on=tuple(clock["on"]),
        halves=_turned(raw["halves"]),
        labels=_turned(raw["labels"]),
        fixed={name: float(hours) for hours, names in zones["fixed"].items() for name in names},
        named=_turned(zones["named"]),
        several={name: tuple(places) for name, places in zones["several"].items()},
        horizon=dt.date.fromisoformat(raw["horizon"]),
        empty=frozenset(map(dt.date.fromisoformat, raw["empty"])),
    )
