"""What browsers put into the pages that they save as one file, and how it is kept out of the reading."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from framing.corpus import dates

__all__ = ["bar", "fetched", "light", "stamped"]

# A picture or a font within the page itself; a page has megabytes of them, and none of its words.
_EMBEDDED = re.compile(rb"data:[a-zA-Z0-9.+/;=_-]{0,120},[!#-&*-;=?-~]{256,}")
# What SingleFile writes above the page; its time is as the browser writes it, and takes no month's name but
# an English one: "Thu Jan 15 2026 10:22:33 GMT-0500".
_STAMP = re.compile(
    r"Page saved with SingleFile\s{1,20}url:\s{0,9}(?P<url>\S{1,2000})\s{1,20}"
    r"saved date:\s{0,9}(?P<date>[^\n]{1,100})"
)
_GMT = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<year>\d{4}) (?P<time>\d\d:\d\d:\d\d) "
    r"(?:GMT|UTC)(?P<zone>[+-]\d{4})?"
)
_BARS = ("single-file-infobar", "singlefile-infobar")


def light(data: bytes) -> bytes:
    """Return a page without the bytes of the pictures, fonts and sounds that it holds.

    >>> light(b'<img src="data:image/png;base64,' + b"A" * 300 + b'">')
    b'<img src="data:,">'
    """
    return _EMBEDDED.sub(b"data:,", data) if b"data:" in data else data


def bar(text: str) -> str:
    """Return a page without the bar that SingleFile lays over it."""
    for name in _BARS:
        opened = text.find(f"<{name}")
        closed = text.rfind(f"</{name}>")
        if 0 <= opened < closed:
            text = text[:opened] + text[closed + len(name) + 3 :]
    return text


def stamped(text: str) -> tuple[str | None, dict[str, str]]:
    """Return the address that SingleFile wrote into a page, and when it was saved as a column.

    >>> stamped("<!--\\n Page saved with SingleFile \\n url: https://harbour.example/a \\n saved date: "
    ...         "Thu Jan 15 2026 10:22:33 GMT-0500 (Eastern Standard Time)\\n-->")
    ('https://harbour.example/a', {'fetched': '2026-01-15T15:22:33Z'})
    """
    found = _STAMP.search(text[:8000])
    if not found:
        return None, {}
    return found["url"], {"fetched": fetched(found["date"])}


def fetched(written: str) -> str:
    """Return the time at which a browser saved a page, in UTC where it can be read, else as written.

    >>> fetched("Thu, 15 Jan 2026 15:22:33 -0000")
    '2026-01-15T15:22:33Z'
    """
    written = written.strip()
    if gmt := _GMT.match(written):
        written = f"{gmt['day']} {gmt['month']} {gmt['year']} {gmt['time']} {gmt['zone'] or '+0000'}"
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        read = dates.parse(written)
        return f"{read.time:%Y-%m-%dT%H:%MZ}" if read and read.precision == "minute" else written
    moment = moment.astimezone(dt.UTC) if moment.tzinfo else moment
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
