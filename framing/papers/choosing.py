"""Which rows of a table are printed: those asked for, else those that its layout prefers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from framing import schema
from framing.errors import FramingError, brief, several, unknown, whole
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.names import Names

__all__ = ["FEW", "chosen", "narrows", "number"]

#: Up to so many rows are printed as they come.
FEW = 60


def number(argument: str, value: object) -> int | None:
    """Return a whole number from 1 on, or None; anything else is said to be wrong."""
    if value is None:
        return None
    known = whole(value)
    if known is None or known < 1:
        raise FramingError(f"paper: {argument} should be a whole number from 1 on; got {brief(value)}")
    return known


def narrows(table: str, argument: str) -> bool:
    """Say whether rows of a table are each of one measure, or one voice, so that one can ask for some.

    >>> narrows("contrast", "voice"), narrows("robustness", "measure"), narrows("coverage", "voice")
    (True, True, False)
    """
    known = schema.schema(table)
    # Comparisons that are made again are told apart by a name for all that they are of.
    return argument in known.columns and (argument in known.key or "contrast" in known.key)


def chosen(
    frame: pd.DataFrame,
    layout: Any,
    names: Names,
    source: str,
    *,
    measure: str | Sequence[str] | None,
    voice: str | Sequence[str] | None,
    top: int | None,
) -> tuple[pd.DataFrame, str]:
    """Return the rows to print, and the sentence that says which they are.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table that was checked.
    layout : module or None
        Its `chosen`, if it has one, puts rows in order and cuts them.
    names : Names
        Of voices.
    source : str
        The table's name.
    measure, voice : str or sequence of str, optional
        Only these; a measure's first part stands for all that begin so.
    top : int, optional
        How many at most.
    """
    whole_size = len(frame)
    frame, asked = _asked(frame, names, source, measure, voice)
    if hasattr(layout, "chosen") and (top is not None or len(frame) > FEW):
        kept, said = layout.chosen(frame, top)
    else:
        most = top or FEW
        kept = frame.head(most)
        said = "The first ones." if len(kept) < len(frame) else ""
    said = " ".join(filter(None, (asked, said)))
    if len(kept) < whole_size:
        count = f"{numbers.count(len(kept))} of {numbers.count(whole_size)} rows are printed"
        said = f"{count}: {said[0].lower()}{said[1:]}" if said else f"{count}."
    return kept, said


def _asked(
    frame: pd.DataFrame, names: Names, source: str, measure: object, voice: object
) -> tuple[pd.DataFrame, str]:
    """Return the rows of the measures and voices that were asked for."""
    told = []
    for argument, value in (("measure", measure), ("voice", voice)):
        wanted = [str(one) for one in several(argument, value)]
        if not wanted:
            continue
        if not narrows(source, argument):
            raise FramingError(
                f"paper: {argument}={brief(value)}: rows of this table are of no {argument}; leave it out"
            )
        have = frame[argument].astype(str).fillna("")
        known = sorted(set(have))
        keep = have.isin([])
        for one in wanted:
            own = (have == one) | (have.str.startswith(f"{one}.") if argument == "measure" else False)
            if not own.any():
                families = {name.partition(".")[0] for name in known} if argument == "measure" else set()
                raise unknown(argument, one, {*known, *families}, where="paper")
            keep |= own
        frame = frame[keep]
        said = wanted if argument == "measure" else [names.voice(one) or "in all words" for one in wanted]
        told.append(f"only {numbers.all_listed(said)}")
    return frame, f"Those asked for, {', '.join(told)}." if told else ""
