"""Header lines as HTTP, WARC and mail write them, and what web servers do to a body before they send it."""

from __future__ import annotations

import datetime as dt
import importlib
import re
import zlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from framing.corpus import dates

# What browsers put into the pages that they save as one file, and how it is kept out of the reading.

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


_LENGTH = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.I)


class Body(NamedTuple):
    """The bytes of a page as its author wrote them.

    `why` says in a few words why there are none; `cut` that they end early; `over` that they are too many.
    """

    data: bytes = b""
    why: str = ""
    cut: bool = False
    over: bool = False


def parse(lines: bytes) -> dict[str, str]:
    """Return header lines by their names in small letters; of a name that stands twice, the first counts.

    A line that begins with a blank goes on with the one before. What is no
    ASCII is read as UTF-8, else as Latin-1.

    >>> parse(b"Content-Type: text/html;\\r\\n charset=gbk\\r\\nX: 1")
    {'content-type': 'text/html; charset=gbk', 'x': '1'}
    """
    found: dict[str, str] = {}
    last = ""
    for raw in lines.splitlines():
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            line = raw.decode("latin-1")
        if line[:1] in (" ", "\t"):
            if last:
                found[last] = f"{found[last]} {line.strip()}".strip()
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon and name.strip().lower() not in found else ""
        if last:
            found[last] = value.strip()
    return found


def kind(value: str) -> str:
    """Return the media type of a Content-Type, without parameters.

    >>> kind("Text/HTML; charset=utf-8")
    'text/html'
    """
    return value.partition(";")[0].strip().lower()


def charset(value: str) -> str | None:
    """Return the charset that a Content-Type names.

    >>> charset("text/html; charset='GB2312'"), charset("text/html")
    ('GB2312', None)
    """
    found = _CHARSET.search(value)
    return found.group(1) if found else None


def unwrapped(data: bytes, headers: Mapping[str, str], bound: int) -> Body:
    """Return a body without transfer and content encoding, and of at most so many bytes.

    Some crawlers store a body as sent, others undo what was done to it and keep
    the header lines: so the bytes themselves are asked.
    """
    cut = False
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data, cut = _joined(data)
    codings = [part.strip().lower() for part in headers.get("content-encoding", "").split(",")]
    for coding in reversed([part for part in codings if part not in ("", "identity", "none")]):
        body = _unpacked(data, coding, bound)
        if body.why or body.over:
            return body
        data, cut = body.data, cut or body.cut
    return Body(data, cut=cut) if len(data) <= bound else Body(over=True)


def _joined(data: bytes) -> tuple[bytes, bool]:
    """Return chunks put together, and whether the last of them is missing; what is in no chunks stays."""
    parts: list[bytes] = []
    at = 0
    while found := _LENGTH.match(data, at):
        size = int(found.group(1), 16)
        if not size:
            return b"".join(parts), False
        start = found.end()
        parts.append(data[start : start + size])
        at = start + size
        if at >= len(data):
            return b"".join(parts), True
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"
    return (b"".join(parts), True) if parts else (data, False)


def _unpacked(data: bytes, coding: str, bound: int) -> Body:
    if coding in ("gzip", "x-gzip"):
        return _inflated(data, 31, bound) if data[:2] == b"\x1f\x8b" else Body(data)
    if coding == "deflate":
        # Written with a header by some servers and without by others.
        headed = len(data) > 1 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
        return _inflated(data, 15, bound) if headed else _inflated(data, -15, bound, plain=data)
    if _is_text(data):
        return Body(data)
    if coding == "br":
        return _brotli(data, bound)
    return Body(why=f"is packed as {coding[:20]!r}, which can't be unpacked here; crawl it without")


def _inflated(data: bytes, window: int, bound: int, plain: bytes | None = None) -> Body:
    packed = zlib.decompressobj(window)
    try:
        found = packed.decompress(data, bound + 1)
    except zlib.error as error:
        if plain is not None and _is_text(plain):
            return Body(plain)
        return Body(why=f"can't be unpacked ({error}); crawl it again")
    if len(found) > bound:
        return Body(over=True)
    return Body(found, cut=not packed.eof)


def _brotli(data: bytes, bound: int) -> Body:
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:
        return Body(why="is packed with brotli: pip install 'brotli>=1.2', or crawl it without")
    packed = brotli.Decompressor()
    try:
        found = packed.process(data, output_buffer_limit=bound + 1)
    except TypeError:
        return Body(why="is packed with brotli, and the one installed is old: pip install 'brotli>=1.2'")
    except brotli.error:
        return Body(why="can't be unpacked (brotli); crawl it again")
    return Body(over=True) if len(found) > bound else Body(found, cut=not packed.is_finished())


def _is_text(data: bytes) -> bool:
    """Say whether a body is a page as it stands, since whoever stored it unpacked it and kept the header."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and b"\x00" not in start
