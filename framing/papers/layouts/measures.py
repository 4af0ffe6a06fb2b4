"""Which measures there are: what each counts, in which unit, and the works that its list goes by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import Column, Row, count, measure, text
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given
    from framing.views.vocabulary import Names

__all__ = ["COLUMNS", "COPIES", "MEANINGS", "OF", "TABLE", "TITLE", "made", "note", "short"]

TABLE, OF = "measures", "profile"
TITLE = "Measures"
COPIES = "Entries are words, phrases and stems of a list, counted once each."

MEANINGS = {
    "measure": "name of the measure",
    "meaning": "what it counts",
    "unit": "unit of its estimates",
    "entries": "entries of its list; missing where it is made by rules or a model",
    "works": "authors and years of the works that the list goes by",
    "provenance": "real coverage, or text invented to show the tool",
}


def _meaning(row: Row, names: Names) -> str:
    """Return what is counted, without the unit that stands beside it."""
    said = row["meaning"]
    if not isinstance(said, str):
        return numbers.DASH
    return re.sub(r",? per 1,000 tokens", "", said).rstrip(".")


COLUMNS = (
    measure(),
    text("measure", "Name"),
    Column("What is counted", _meaning, numeric=False, needs="meaning", reads=("meaning",)),
    Column("Unit", lambda row, names: names.unit(str(row["unit"])), numeric=False, reads=("unit",)),
    count("entries", "Entries"),
    text("works", "After"),
)

#: The year of a work, and the initials behind family names, as lines of a bibliography have them.
_INITIALS = re.compile(r",(?: [A-Z]\.?(?:-[A-Z]\.?)?)+,?")
_YEAR = re.compile(r"\(?\b((?:19|20)\d\d)\b\)?")


def made(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row a measure of a profile, in order of name."""
    import pandas as pd

    from framing.features.measures import on_request, registry

    known: dict[str, Any] = {**registry(), **on_request()}
    own = frame.drop_duplicates("measure").sort_values("measure", kind="stable")
    rows = []
    for name, unit in zip(own["measure"].astype(str), own["unit"].astype(str), strict=True):
        finder = getattr(known.get(name), "finder", None)
        entries = getattr(finder, "entries", ())
        works = [short(line) for line in getattr(finder, "citation", ())]
        rows.append(
            {
                "measure": name,
                "meaning": given.names.meaning(name) or None,
                "unit": unit,
                "entries": float(len(entries)) if entries else float("nan"),
                "works": "; ".join(filter(None, works)) or None,
            }
        )
    made = pd.DataFrame(rows, columns=["measure", "meaning", "unit", "entries", "works"])
    # All of it is about the program's own lists: nothing of it was invented.
    return made.assign(provenance="published")


def short(line: str) -> str:
    """Return who wrote a work and when, from a line of a bibliography.

    >>> short("Hutto, C. J. and Gilbert, E. (2014). VADER.")
    'Hutto and Gilbert 2014'
    >>> short("Biber, D., Leech, G. and Finegan, E. (1999). Grammar.")
    'Biber et al. 1999'
    """
    year = _YEAR.search(line)
    if year is None:
        return ""
    who = line[: year.start()].strip(" ,.(")
    family = [name.strip() for name in _INITIALS.split(who) if name.strip()]
    names = [name.removeprefix("and ").strip() for name in family]
    if len(names) > 2:
        return f"{names[0]} et al. {year[1]}"
    return f"{' and '.join(names)} {year[1]}"


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [f"n = {numbers.count(len(frame))} measures.", notes.COUNTS]
