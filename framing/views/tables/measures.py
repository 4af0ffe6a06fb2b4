"""Which measures there are: what each counts, in which unit, and the works that its list goes by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from framing.features.measures import on_request, registry
from framing.views import notes, numbers
from framing.views.columns import Column, Given, Row, View, count, is_there, measure, text
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

#: The year of a work, and the initials behind family names, as lines of a bibliography have them.
_INITIALS = re.compile(r",(?: [A-Z]\.?(?:-[A-Z]\.?)?)+,?")
_YEAR = re.compile(r"\(?\b((?:19|20)\d\d)\b\)?")


def cite(line: str) -> str:
    """Return who wrote a work and when, from a line of a bibliography.

    >>> cite("Hutto, C. J. and Gilbert, E. (2014). VADER.")
    'Hutto and Gilbert 2014'
    >>> cite("Biber, D., Leech, G. and Finegan, E. (1999). Grammar.")
    'Biber et al. 1999'
    """
    year = _YEAR.search(line)
    if year is None:
        return ""
    who = line[: year.start()].strip(" ,.(")
    families = [name.strip().removeprefix("and ").strip() for name in _INITIALS.split(who) if name.strip()]
    said = f"{families[0]} et al." if len(families) > 2 else " and ".join(families)
    return f"{said} {year[1]}"


def _list(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row a measure of a profile, in order of name."""
    known: dict[str, Any] = {**registry(), **on_request()}
    own = frame[["measure", "unit"]].drop_duplicates("measure").sort_values("measure", kind="stable")
    finders = [getattr(known.get(name), "finder", None) for name in own["measure"].astype(str)]
    works = [[cite(line) for line in getattr(finder, "citation", ())] for finder in finders]
    # All of it is about the program's own lists: nothing of it was invented.
    return own.assign(
        measure=own["measure"].astype(str),
        meaning=[given.names.meaning(name) or None for name in own["measure"].astype(str)],
        unit=own["unit"].astype(str),
        entries=[float(len(getattr(finder, "entries", ()))) or float("nan") for finder in finders],
        works=["; ".join(filter(None, some)) or None for some in works],
        provenance="published",
    )[["measure", "meaning", "unit", "entries", "works", "provenance"]].reset_index(drop=True)


def _counted(row: Row, names: Names) -> str:
    """Return what is counted, without the unit that stands beside it."""
    if not is_there(row["meaning"]):
        return numbers.DASH
    return re.sub(r",? per 1,000 tokens", "", str(row["meaning"])).rstrip(".")


VIEW = View(
    place=40,
    of="profile",
    title="Measures",
    made=_list,
    columns=(
        measure(),
        text("measure", "Name"),
        Column("What is counted", _counted, numeric=False, needs="meaning"),
        Column("Unit", lambda row, names: names.unit(str(row["unit"])), numeric=False),
        count("entries", "Entries"),
        text("works", "After"),
    ),
    note=(lambda frame: f"n = {numbers.count(len(frame))} measures.", notes.COUNTS),
    copies="Entries are words, phrases and stems of a list, counted once each.",
)
