"""Which of several dates of one article counts, and what is told where they contradict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from framing.corpus.dates.moment import Moment
from framing.corpus.dates.words import words
from framing.corpus.dates.zones import zone

__all__ = ["Claim", "ahead", "horizon", "settle"]

#: Where a date stands ("page", "stamp", "file name") and what it says.
Claim = tuple[str, Moment]
_DAY = dt.timedelta(days=1)


def settle(
    claims: Sequence[Claim], updated: Moment | None = None, *, local: str | None = None
) -> tuple[Moment | None, list[str]]:
    """Return the date that counts, and a line for the audit on each contradiction.

    The first claim counts: callers give them in order of trust. Where it says
    only the day, a later one of the same day gives the minute. Dates of more
    than a day apart contradict; so does an update before the publication.

    Parameters
    ----------
    claims : sequence of (str, Moment)
    updated : Moment, optional
    local : str, optional
        The outlet's zone, in which its days begin.

    Examples
    --------
    >>> from framing.corpus.dates import parse
    >>> chosen, told = settle([("page", parse("2026-01-15")), ("stamp", parse("2026-01-12"))])
    >>> chosen.time.day, told
    (15, ['page 2026-01-15, stamp 2026-01-12: more than a day apart; that of the page is taken'])
    """
    if not claims:
        return None, []
    where, chosen = claims[0]
    if chosen.precision == "day":
        finer = (moment for _, moment in claims[1:] if moment.precision == "minute")
        day = chosen.time.date()
        chosen = next((moment for moment in finer if day in _days(moment, local)), chosen)
    told = []
    apart = [claim for claim in claims[1:] if _apart(claims[0][1], claim[1], local)]
    if apart:
        listed = ", ".join(f"{place} {_shown(moment)}" for place, moment in (claims[0], *apart))
        told.append(f"{listed}: more than a day apart; that of the {where} is taken")
    if updated is not None and updated.time < chosen.time and _apart(chosen, updated, local):
        told.append(f"updated {_shown(updated)} is before published {_shown(chosen)}; both are kept")
    return chosen, told


def _days(moment: Moment, local: str | None) -> set[dt.date]:
    """Return the calendar days that a moment falls on: in UTC, and where the outlet is."""
    here = {moment.time.date()}
    if local and moment.precision == "minute":
        here.add(moment.time.astimezone(zone(local)).date())
    return here


def _apart(a: Moment, b: Moment, local: str | None) -> bool:
    if a.precision == b.precision == "minute":
        return abs(a.time - b.time) > _DAY
    return min(abs(x - y) for x in _days(a, local) for y in _days(b, local)) > _DAY


def _shown(moment: Moment) -> str:
    return f"{moment.time:%Y-%m-%d %H:%M}Z" if moment.precision == "minute" else f"{moment.time:%Y-%m-%d}"


def ahead(late: int, known: int) -> bool:
    """Say whether dates behind the horizon lie in the future: so many of so many known dates of a load.

    No result may depend on the day it is worked out, so today plays no part. A
    date is in the future if it is later than the last day that this release can know
    of (``horizon`` in ``words.toml``), unless three or more are and they are half of the
    load's dates: then it is the release that has grown old, not the dates that are wrong.

    Examples
    --------
    >>> ahead(1, 2), ahead(3, 6), ahead(3, 7)
    (True, False, True)
    """
    return late < 3 or 2 * late < known


def horizon() -> dt.date:
    """Return the last day that this release can know of."""
    return words().horizon
