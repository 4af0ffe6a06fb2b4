"""Feeds saved to a file: RSS 0.9 to 2.0, RDF, Atom and JSON Feed, one article an entry.

Most feeds give a summary of each article and not its text; what is only that
is kept as a stub. Feeds are read from bytes alone: no address in them is
asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding, streams, trees
from framing.corpus.exports import as_record
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.web import entries
from framing.corpus.web.entries import Channel

SUFFIXES = (".rss", ".atom", ".rdf")

_TAG = re.compile(rb"<([A-Za-z][\w:.-]{0,60})([^>]{0,4000})")
_JSON = re.compile(rb"\"version\"\s{0,9}:\s{0,9}\"https?:\\?/\\?/jsonfeed\.org\\?/version")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
# Half of a character beyond the first plane, as some programs write each half of an emoji.
_HALF = re.compile(r"&#(?:[xX]([dD][89a-fA-F][0-9a-fA-F]{2})|(5[5-7]\d{3}));")
_OURS = ("amp", "lt", "gt", "quot", "apos")
_ENDS = ("</rss>", "</feed>", "rdf>", "</channel>")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a feed: its outermost element, or the version of a JSON feed."""
    start = head.replace(b"\x00", b"")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return 98 if _JSON.search(start[:4000]) else 0
    found = _TAG.search(start)
    if not found:
        return 0
    element = found.group(1).lower().rpartition(b":")[2]
    known = (
        element == b"rss"
        or (element == b"feed" and b"/atom" in found.group(2).lower())
        or (element == b"rdf" and re.search(rb"purl\.org/rss|netscape\.com/rdf", start) is not None)
    )
    return 98 if known else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article for each entry, numbered as it stands in the feed."""
    raw = streams.whole(stream, source.limits, "split the feed")
    text, notes = encoding.decode(raw, hint=source.encoding)
    yield from notes
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        yield from _json(text)
        return
    yield from _xml(text, source)


def _xml(text: str, source: Source) -> Iterator[Item]:
    text, told = _mended(text)
    yield from told
    data = text.encode("utf-8", "replace")
    cut = not text.rstrip().lower().endswith(_ENDS)
    try:
        root = trees.xml(data, source.limits)
    except trees.Refused as error:
        if "XML" not in str(error):
            yield Fault("refused", f"the feed {error}")
            return
        try:
            root = trees.xml(data, source.limits, recover=True)
        except trees.Refused:
            yield Fault("bad_xml", f"the feed {error}")
            return
        if not cut:
            yield Note("repaired", "bad_xml", f"the feed {error}; what could be read of it was read")
    channel = Channel.of(root)
    listed = entries.found(root)
    if cut and listed:
        # The last one may lack its end, and half a text may pass for a whole one.
        listed.pop()
    for number, entry in enumerate(listed, 1):
        yield _item(entries.fields(entry, channel), number)
    if cut:
        detail = "the feed breaks off, within its last entry or behind it: what stands before was read"
        yield Fault("cut_short", f"{detail}; save it again", len(listed) + 1)
    elif not listed:
        yield Fault("empty", "the feed holds no entries", kind="skipped")


def _mended(text: str) -> tuple[str, list[Note]]:
    """Return a feed that XML can be read from, and what was done to it."""
    from html.entities import html5

    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    text, halves = _HALF.subn(_half, text)
    if halves:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text, controls = _CONTROLS.subn("", text)
    notes = []
    if controls:
        said = "character that XML doesn't allow" if controls == 1 else "characters that XML doesn't allow"
        notes.append(Note("repaired", "bad_characters", f"{controls:,} {said} taken out of the feed"))

    def letter(found: re.Match[str]) -> str:
        name = found.group(1)
        return found.group() if name in _OURS else html5.get(f"{name};", found.group())

    # Names of HTML, as &nbsp;, are written in feeds though XML knows none of them.
    return _NAMED.sub(letter, text), notes


def _half(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0xD800 <= code <= 0xDFFF else found.group()


def _item(found: entries.Found, number: int) -> Item:
    if not found.fields:
        return Fault("empty", "the entry is empty", number, "skipped")
    notes = found.notes
    if not found.text:
        return as_record(found.fields, number, notes=tuple(notes), bare="the feed gives no text of the entry")
    fields = {**found.fields, "text": "\n".join(found.text)}
    if found.stub:
        fields["status"] = "stub"
        notes = [*notes, Note("guessed", "stub", f"{found.stub}; kept, and not scored")]
    return as_record(fields, number, blocks=found.blocks, notes=tuple(notes))


def _json(text: str) -> Iterator[Item]:
    try:
        feed: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Fault("bad_json", f"the feed is not whole JSON ({error}); save it again")
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        yield Fault("empty", "the feed holds no entries", kind="skipped")
        return
    channel = Channel.of_json(feed)
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _item(entries.json_fields(item, channel), number)
        else:
            yield Fault("bad_json", "the entry is no object with named values", number)
