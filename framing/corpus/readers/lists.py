"""Lists of articles without their texts: what Media Cloud and GDELT hand out.

They say where articles are and something about them. Each entry is kept with
all that it says and the status ``metadata``; the texts come from the pages.
When GDELT saw a page is not when its article appeared, and stands in a column
of its own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding
from framing.corpus.exports import as_record
from framing.corpus.readers import table
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.corpus.web import gdelt

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
    if gdelt.form(start):
        return 98
    names = _names(start.partition(b"\n")[0])
    return 98 if _is_media_cloud(names) or gdelt.named(names) else 0


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
    elif form := gdelt.form(start):
        yield from gdelt.read(whole, form, source)
    elif _is_media_cloud(_names(start.partition(b"\n")[0])):
        yield Note("checked", "no_texts", _TOLD)
        yield from _rows(whole, source, _media_cloud)
    else:
        yield Note("checked", "no_texts", gdelt.TOLD)
        yield from _rows(whole, source, gdelt.row)


def _rows(stream: BinaryIO, source: Source, made: Any) -> Iterator[Item]:
    for item in table.read(stream, source):
        yield made(item) if isinstance(item, Record) else item


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
    bound = source.limits.whole_bytes
    data = stream.read(bound + 1)
    if len(data) > bound:
        yield Fault("too_large", "too long to be held as a whole (limit whole_bytes); ask for fewer articles")
        return
    text, notes = encoding.decode(data, hint=source.encoding)
    yield from notes
    try:
        # The interface writes line breaks into strings, which JSON doesn't allow.
        listed: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        yield Fault("bad_json", f"not whole JSON ({error}); the file may be cut off: save it again")
        return
    articles = listed.get("articles") if isinstance(listed, dict) else None
    if not isinstance(articles, list) or not articles:
        yield Fault("empty", "the list names no articles", kind="skipped")
        return
    yield Note("checked", "no_texts", gdelt.TOLD)
    for number, article in enumerate(articles, 1):
        if isinstance(article, dict):
            yield gdelt.row(Record(article, b"", number))
        else:
            yield Fault("bad_json", "the entry is no object with named values", number)
