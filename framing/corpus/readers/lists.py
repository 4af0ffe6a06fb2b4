"""Lists of articles without their texts: what Media Cloud and GDELT hand out.

They say where articles are and something about them. Each entry is kept with
all that it says and the status ``metadata``; the texts come from the pages.
When GDELT saw a page is not when its article appeared, and stands in a column
of its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import BinaryIO

from framing.corpus import encoding
from framing.corpus.exports import invert, pages, read_words
from framing.corpus.readers import table
from framing.corpus.readers.feed import find_host
from framing.corpus.readers.jsonl import parse_json
from framing.corpus.records import Fault, Item, Note, Record, Source, as_record

# The lists of GDELT: its Global Knowledge Graph 2.1, Events 2.0 and 1.0, Mentions, and lists of articles.

TOLD = (
    "a list of GDELT: it gives no texts, and when GDELT saw a page (column seen), not when its article "
    "appeared; fetch the pages for both"
)
_BARE = "a list of GDELT gives no texts: fetch the page"

_LISTS = {name: listed.split() for name, listed in read_words("gdelt")["lists"].items()}
_EVENT = (
    rb"\d{1,12}\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d{1,6}\t(?:[^\t\n]{0,2000}\t){%d}[^\t\n]{0,4000}(?:\r?\n|\Z)"
)
_EARLIER = [name for name in _LISTS["events"] if not name.endswith("_geo_adm2_code")]
_GKG = re.compile(rb"\d{14}-T?\d{1,9}\t\d{14}\t\d?\t[^\t\n]{0,300}\t[^\t\n]{0,4000}\t")
_MENTION = re.compile(rb"\d{1,12}\t\d{14}\t\d{14}\t\d\t[^\t\n]{0,300}\t[^\t\n]{0,4000}\t")
_FORMS = {
    "GKG": (_LISTS["gkg"], _GKG),
    "Events": (_LISTS["events"], re.compile(_EVENT % 55)),
    "Events 1.0": (_EARLIER, re.compile(_EVENT % 52)),
    "Mentions": (_LISTS["mentions"], _MENTION),
}
_EXTRA = re.compile(r"<PAGE_(TITLE|AUTHORS|PRECISEPUBTIMESTAMP)>([^<]{0,2000})</PAGE_")
_SOURCE_LANGUAGE = re.compile(r"\bsrclc:([a-z]{3})\b")
_NAMED = invert(read_words("gdelt")["columns"])
_HEADERS = (
    {"url", "mobileurl", "date", "title"},
    {"gkgrecordid", "documentidentifier"},
    {"globaleventid", "sourceurl"},
)


def sniff_gdelt(start: bytes) -> str:
    """Return which list without a header begins so, or nothing."""
    return next((name for name, (_, shape) in _FORMS.items() if shape.match(start)), "")


def read_gdelt(stream: BinaryIO, form: str, source: Source) -> Iterator[Item]:
    """Yield a record for each line; of Events one for each article, with all that GDELT took from it."""
    yield Note("checked", "no_texts", TOLD)
    names = _FORMS[form][0]
    # As lines, not as cells: a day of events has hundreds of thousands.
    events: dict[str, list[tuple[int, str]]] = {}
    for number, cells in _lines(stream, source):
        if isinstance(cells, Fault):
            yield cells
        elif len(cells) != len(names):
            detail = (
                f"{len(cells)} columns where a line of GDELT {form} has {len(names)}; the line is damaged"
            )
            yield Fault("bad_row", detail, number)
        elif form.startswith("Events"):
            events.setdefault(cells[names.index("url")], []).append((number, "\t".join(cells)))
        else:
            yield _record(dict(zip(names, cells, strict=True)), number)
    for address, rows in events.items():
        # The events of one article are one row: each column has a value an event, in their order.
        columns = zip(*(line.split("\t") for _, line in rows), strict=True)
        given = {
            name: "; ".join(values) if name != "seen" and any(values) else min(values)
            for name, values in zip(names, columns, strict=True)
        }
        yield _record({**given, "url": address}, rows[0][0])
    if events:
        count = sum(map(len, events.values()))
        yield Note("checked", "events", f"{count:,} events, taken from {len(events):,} articles")


def _lines(stream: BinaryIO, source: Source) -> Iterator[tuple[int, list[str] | Fault]]:
    bound, number = source.limits.line_bytes, 0
    while line := stream.readline(bound + 1):
        number += 1
        if len(line) > bound:
            yield (
                number,
                Fault("too_large", "longer than a line may be (limit line_bytes); drop the line", number),
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(bound)
        elif line.strip():
            yield number, line.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n").split("\t")


def read_row(record: Record) -> Record:
    """Return a row of a list with a header."""
    fields = {
        _NAMED.get(name.casefold(), name.casefold()): str(value).strip()
        for name, value in record.fields.items()
        if value is not None
    }
    return _record(fields, record.number, record.notes)


def _record(fields: dict[str, str], number: int, notes: tuple[Note, ...] = ()) -> Record:
    """Return what a list says of one article, under our names."""
    seen, address = _moment(fields.get("seen", "")), fields.get("url", "")
    extras = {name: unescape(value).strip() for name, value in _EXTRA.findall(fields.get("extras", ""))}
    published = _moment(extras.get("PRECISEPUBTIMESTAMP", ""))
    if published and seen and published[:10] > seen[:10]:
        detail = f"the page says {published}, later than GDELT saw it; left undated"
        notes, published = (*notes, Note("guessed", "date", detail)), ""
    known = _SOURCE_LANGUAGE.search(fields.get("translation_info", ""))
    made = {
        **fields,
        "database": "gdelt",
        "title": fields.get("title") or extras.get("TITLE", ""),
        "outlet": fields.get("outlet") or find_host(address),
        "published": published,
        "seen": seen,
        "authors": extras.get("AUTHORS", ""),
        "language": fields.get("language")
        or (read_words("gdelt")["languages"].get(known[1], known[1]) if known else ""),
        "url": address if address.startswith("http") else "",
        "document": "" if address.startswith("http") else address,
    }
    for name in ("subjects", "people", "organisations_indexed"):
        if name in made:
            made[name] = "; ".join(part for part in made[name].split(";") if part.strip())
    return as_record(made, number, notes=notes, bare=_BARE)


def _moment(written: str) -> str:
    """Return one of GDELT's times in ISO 8601; they are in UTC.

    >>> _moment("20260115093800"), _moment("20260115T093800Z"), _moment("2026-01-15 09:38:00")
    ('2026-01-15T09:38:00Z', '2026-01-15T09:38:00Z', '2026-01-15T09:38:00Z')
    """
    digits = re.sub(r"\D", "", written)
    if len(digits) not in (8, 14):
        return written
    day, time = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", digits[8:]
    return f"{day}T{time[:2]}:{time[2:4]}:{time[4:]}Z" if time else day


SUFFIXES = (".csv", ".tsv", ".json")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_MEDIA_CLOUD = (
    {"media_name", "media_url", "publish_date", "url", "title"},
    {"media_id", "stories_id", "publish_date", "url", "title"},
)
_TOLD = (
    "a list of Media Cloud: it gives no texts, and of most articles the day alone; fetch the pages for both"
)
_NO_TEXT = "a list of Media Cloud gives no texts: fetch the page"
_TEXTS = {"text", "story_text", "full_text", "content", "body"}


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is such a list: the columns of its first line, or their shape."""
    if encoding.is_binary(head):
        return 0
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return 98 if b'"articles"' in start[:200] and b'"seendate"' in start and b'"url"' in start else 0
    if sniff_gdelt(start):
        return 98
    names = _names(start.partition(b"\n")[0])
    return 98 if _is_media_cloud(names) or any(names >= known for known in _HEADERS) else 0


def _names(line: bytes) -> set[str]:
    """Return the columns that a header names, in small letters."""
    text = line[:8192].decode("utf-8", "replace").replace("\t", ",").replace(";", ",")
    return {name.strip().strip('"').casefold() for name in text.split(",")}


def _is_media_cloud(names: set[str]) -> bool:
    return not names & _TEXTS and any(names >= known for known in _MEDIA_CLOUD)


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield a record for each article that the list names."""
    head = stream.read(32768)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    whole = io.BufferedReader(table.Joined(head, stream))
    if start.startswith(b"{"):
        yield from _json(whole, source)
    elif form := sniff_gdelt(start):
        yield from read_gdelt(whole, form, source)
    else:
        listed = _is_media_cloud(_names(start.partition(b"\n")[0]))
        yield Note("checked", "no_texts", _TOLD if listed else TOLD)
        for item in table.read(whole, source):
            yield (_media_cloud if listed else read_row)(item) if isinstance(item, Record) else item


def _media_cloud(row: Record) -> Record:
    """Return a row of Media Cloud's, of today's form or of the one until 2023."""
    said = {name.casefold(): str(value).strip() for name, value in row.fields.items()}
    published = said.pop("publish_date", "")
    if published.endswith(" 00:00:00"):
        # Midnight to the second is how the older form writes that it knows the day alone.
        published = published[:-9]
    fields = {
        "database": "media_cloud",
        "accession": said.pop("id", "") or said.pop("stories_id", ""),
        "title": said.pop("title", ""),
        "outlet": said.pop("media_name", "") or said.get("media_url", ""),
        "published": published,
        "url": said.pop("url", ""),
        "language": said.pop("language", ""),
        "subjects": "; ".join(filter(None, (part.strip() for part in said.pop("themes", "").split(",")))),
        **said,
    }
    return as_record(fields, row.number, notes=row.notes, bare=_NO_TEXT)


def _json(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield what the interface for articles of GDELT's answers, saved as JSON."""
    text = yield from pages.decode_text(stream, source, "ask for fewer articles")
    # The interface writes line breaks into strings, which JSON doesn't allow.
    listed, _ = parse_json(text.encode("utf-8", "surrogatepass"), "file", strict=False)
    if isinstance(listed, Fault):
        yield listed
        return
    articles = listed.get("articles") if isinstance(listed, dict) else None
    if not isinstance(articles, list) or not articles:
        yield Fault("empty", "the list names no articles", kind="skipped")
        return
    yield Note("checked", "no_texts", TOLD)
    for number, article in enumerate(articles, 1):
        if isinstance(article, dict):
            yield read_row(Record(article, b"", number))
        else:
            yield Fault("bad_json", "the entry is no object with named values", number)
