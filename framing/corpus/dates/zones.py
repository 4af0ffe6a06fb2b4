"""What a written zone means in hours from UTC on a given day. Nothing is guessed from a place or a text."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from framing.corpus.dates.words import words
from framing.errors import FramingError

__all__ = ["stated", "zone"]

_NUMERIC = re.compile(r"(?:gmt|utc)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2}?)(?::?(?P<minutes>\d\d))?")


@lru_cache
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name, or say that it isn't known on this machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FramingError(
            f"zone {name!r} is not known here; write it as in 'Asia/Shanghai', or install the package tzdata"
        ) from None


def stated(written: str, clock: dt.datetime, local: str | None) -> dt.tzinfo | None:
    """Return the zone that is written beside a clock time.

    Parameters
    ----------
    written : str
        As ``+0800``, ``GMT+8``, ``EST``, ``Beijing time``.
    clock : datetime.datetime
        Without zone: some letters mean another offset in summer.
    local : str, optional
        The outlet's zone, which decides between Chicago's and Beijing's CST.

    Returns
    -------
    datetime.tzinfo or None
        None where letters mean several zones and nothing decides.

    Raises
    ------
    ValueError
        An offset that no place on earth has.

    Examples
    --------
    >>> noon = dt.datetime(2026, 1, 15, 12)
    >>> stated("GMT+8", noon, None) == stated("+08:00", noon, None)
    True
    >>> stated("CST", noon, "Asia/Shanghai").key, stated("CST", noon, None)
    ('Asia/Shanghai', None)
    """
    name = " ".join(written.lower().split())
    known = words()
    if name == "z":
        return dt.UTC
    if name in known.named:
        return zone(known.named[name])
    if name in known.several:
        return _nearest(known.several[name], clock, local)
    if name in known.fixed:
        return dt.timezone(dt.timedelta(hours=known.fixed[name]))
    return _numeric(name)


def _nearest(names: tuple[str, ...], clock: dt.datetime, local: str | None) -> dt.tzinfo | None:
    if not local:
        return None
    here = clock.replace(tzinfo=zone(local)).utcoffset() or dt.timedelta(0)

    def apart(name: str) -> dt.timedelta:
        return abs((clock.replace(tzinfo=zone(name)).utcoffset() or dt.timedelta(0)) - here)

    return zone(min(names, key=apart))


def _numeric(name: str) -> dt.timezone:
    found = _NUMERIC.fullmatch(name)
    if not found:
        raise ValueError(name)
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(name)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if found["sign"] == "-" else offset)
