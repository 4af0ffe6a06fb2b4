"""When an article was published and updated: what record, page and folder say, and which of them counts.

Reading a written date is the business of `dates`; here its places are asked in
order of trust, and whatever is decided leaves a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from framing.corpus import dates, fields
from framing.corpus.clean import Cleaned
from framing.corpus.dates import Claim, Moment, Stamp
from framing.corpus.outlets import Outlet
from framing.corpus.records import Case

__all__ = ["times"]


def times(
    case: Case, cleaned: Cleaned, outlet: Outlet, opened: Mapping[str, str]
) -> tuple[Moment | None, Moment | None]:
    """Return when an article was first published and last updated.

    The record's own field counts before the stamp among its lines, and that
    before folder and file name. A table with a column for dates says itself which
    are unknown: there a blank stays blank, whatever stands in the text, and so
    does the time of its update.

    Parameters
    ----------
    case : Case
    cleaned : Cleaned
        Its notes hold the stamps that were cut from the text.
    outlet : Outlet
        Gives the zone of clock times that state none, and what 03/04/2020 means.
    opened : mapping
        Parts of an opening whose lines were lost; "stamp" may be one.

    Returns
    -------
    published, updated : Moment or None
    """
    stamp = _stamped(cleaned, outlet, opened)
    claims = _claims(case, stamp, outlet)
    updated = _field(case, "updated", outlet)
    if updated is None and (claims or "published" not in case.names):
        updated = stamp.updated
    chosen, told = dates.settle(claims, updated, local=outlet.zone)
    for line in told:
        case.note("guessed", "dates_differ", line)
    if chosen is None and stamp.refused:
        written = stamp.refused[0]
        case.note("guessed", "date", f"{written!r} {dates.why(written, outlet.order)}; left undated")
    if chosen is not None:
        stated = fields.own(case, "published_precision")
        chosen = replace(chosen, precision=stated) if stated in ("day", "minute") else chosen
        _tell(case, chosen, outlet)
    return chosen, updated


def _claims(case: Case, stamp: Stamp, outlet: Outlet) -> list[Claim]:
    claims: list[Claim] = []
    own = _field(case, "published", outlet)
    if own:
        claims.append(("page" if case.record.page else "record", own))
    blank = not fields.string(case.value("published")).strip()
    if stamp.published and (claims or "published" not in case.names):
        claims.append(("stamp", stamp.published))
    folder = dates.parse(case.said.get("published"), local=outlet.zone, order=outlet.order)
    if folder and (claims or blank):
        claims.append(("folder or file name", folder))
    return claims


def _field(case: Case, name: str, outlet: Outlet) -> Moment | None:
    """Return what the record's own field says; what it says in vain is noted."""
    written = case.value(name)
    moment = dates.parse(written, local=outlet.zone, order=outlet.order)
    shown = fields.string(written).strip()
    if moment is None and shown:
        left = "left undated" if name == "published" else f"no {name} time"
        case.note("guessed", "date", f"{shown[:80]!r} {dates.why(written, outlet.order)}; {left}")
    return moment


def _stamped(cleaned: Cleaned, outlet: Outlet, opened: Mapping[str, str]) -> Stamp:
    """Return what the stamps of a page say together: the first that publishes, the last that updates."""
    cut = [note.detail for note in cleaned.notes if note.rule == "stamp"]
    lines = [*cut, opened["stamp"]] if opened.get("stamp") else cut
    stamps = [dates.stamp(line, local=outlet.zone, order=outlet.order) for line in lines]
    published = next((stamp.published for stamp in stamps if stamp.published), None)
    updates = [stamp.updated for stamp in stamps if stamp.updated]
    refused = tuple(text for stamp in stamps for text in stamp.refused)
    return Stamp(published, max(updates, key=lambda moment: moment.time, default=None), refused)


def _tell(case: Case, moment: Moment, outlet: Outlet) -> None:
    if moment.remark:
        case.note("guessed", "date", moment.remark)
    if moment.zone == "outlet":
        case.note("guessed", "zone", f"clock time taken as {outlet.zone}, the zone of {outlet.name}")
    elif moment.zone == "assumed":
        case.note("guessed", "zone", "clock time taken as UTC: neither page nor outlet names a zone")
