"""Mails: what ProQuest sends of a search, one article a record; any other mail is one article."""

from __future__ import annotations

import email
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO, NamedTuple

from framing.corpus import bylines, encoding, streams
from framing.corpus.exports.proquest import Line
from framing.corpus.layouts import proquest
from framing.corpus.lines import plain
from framing.corpus.readers import html, proquest_html
from framing.corpus.records import Fault, Item, Note, Record, Source

SUFFIXES = (".eml",)
#: An export holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_HEADERS = re.compile(
    rb"^(from|to|subject|date|mime-version|received|message-id|return-path|content-type|delivered-to|sender|"
    rb"content-transfer-encoding):",
    re.I | re.M,
)
_FIRST = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]*\S")
# Pages saved as one archive have the headers of a mail too.
_ARCHIVE = re.compile(rb"^(?:snapshot-content-location:|from:\s*<?saved by)", re.I | re.M)
#: Headers that only mails have, or their archives.
_OWN = frozenset(
    (b"mime-version", b"received", b"message-id", b"return-path", b"content-type", b"delivered-to")
)
_FORWARDED = re.compile(r"^(?:(?:fwd?|re|aw|wg|tr|rv)\s*:\s*)+", re.I)
_QUOTED = re.compile(r"^(?:[ \t]{0,3}>)+[ \t]?")
_STARRED = re.compile(r"^[ \t]{0,8}\*([^*]{2,300})\*")
_PART = re.compile(r"\bEmail\s+(?P<part>\d{1,5})\s+of\s+(?P<total>\d{1,5})\b")
_ANGLED = re.compile(r"[ \t]?<https?://[^<>\s]{0,4000}>")
_GREETING = re.compile(
    r"(?:dear|hello|hi|good (?:morning|afternoon|evening),?) (?:readers?|subscribers?)[,:.!]?", re.I
)
_UNSUBSCRIBE = re.compile(
    r"(?:(?:click here )?to )?unsubscribe(?: here| from (?:this|our) (?:list|newsletter|mailing list))?[:.,]?"
    r"(?:\s*<?https?://\S{1,4000})?",
    re.I,
)
#: So many last lines are looked at for what ends a mail.
_FOOT = 8
_SIGNATURE = 12
#: A longer header is left as it is written.
_LONGEST = 10_000
#: Parts of a mail that are looked at.
_PARTS = 1_000


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: it opens with headers, three or more of those that mails have."""
    if encoding.is_binary(head) or name.lower().endswith((".mht", ".mhtml")):
        return 0
    opening = head.replace(b"\r\n", b"\n").lstrip().split(b"\n\n", 1)[0]
    if not _FIRST.match(opening) or _ARCHIVE.search(head[:4000]):
        return 0
    found = {header.lower() for header in _HEADERS.findall(opening)}
    if name.lower().endswith(SUFFIXES):
        return 98 if len(found) >= 2 else 45
    return 92 if len(found) >= 3 and found & _OWN else 0


class _Texts(NamedTuple):
    """The texts of a mail, and the names of what is attached."""

    pages: list[str]
    plains: list[str]
    attached: list[str]
    notes: list[Note]


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export by mail, or the mail as one article."""
    raw = streams.read_rest(stream, source.limits, "split the mail")
    try:
        mail = email.message_from_bytes(raw.lstrip(b"\r\n"), policy=policy.compat32)
        # The texts of a mail in the order of its parts; pictures are left out.
        texts = _Texts([], [], [], [])
        for count, part in enumerate(mail.walk()):
            kind = part.get_content_type()
            if count >= _PARTS or part.is_multipart():
                continue
            name = part.get_filename()
            attached = str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")
            if attached or kind not in ("text/html", "text/plain"):
                if not kind.startswith("image/") and kind != "text/calendar":
                    texts.attached.append(read_header(name) or kind)
                continue
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
            text, notes = encoding.decode(data, hint=part.get_content_charset())
            if text.strip():
                (texts.pages if kind == "text/html" else texts.plains).append(text)
                # What the header declares is no guess.
                texts.notes.extend(note for note in notes if note.rule != "hinted_encoding")
    except RecursionError:
        yield Fault("unreadable", "parts within parts without end; save the mail's text instead")
        return
    if not texts.pages and not texts.plains:
        yield Fault("empty", "the mail holds no text; save what is attached to it", kind="skipped")
        return
    # Programs that send a mail on cut its page at each picture.
    page = "\n".join(texts.pages) if any(map(proquest_html.is_export, texts.pages)) else ""
    lines = [] if page else next(filter(None, map(_export, texts.plains)), [])
    if page or lines:
        yield from texts.notes
        # Which of several mails it is, as ProQuest numbers them.
        found = _PART.search((page or "\n".join(texts.plains))[:40_000])
        if found and int(found["total"]) > 1:
            which = f"mail {found['part']} of {found['total']} of one export"
            yield Note("checked", "part", f"{which}; the others are files of their own")
        width = proquest.width_of([line.text for line in lines])
        yield from proquest_html.read_items(page) if page else proquest.read_records(lines, width=width)
    else:
        yield _one(mail, raw, texts, source)
    for name in texts.attached:
        yield Note(
            "checked", "attachment", f"{name!r} is attached and isn't read; save it as a file of its own"
        )


def read_header(value: object) -> str:
    """Return a header in plain letters.

    >>> read_header("=?utf-8?Q?Talks=20end?=")
    'Talks end'
    """
    if not value:
        return ""
    text = str(value)
    # The library's time grows with the square of the length.
    if len(text) <= _LONGEST:
        with suppress(LookupError, ValueError):
            text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def _export(text: str) -> list[Line]:
    """Return the lines of an export within a plain text, without marks of quoting; none if it is none."""
    paras = plain(text)
    quoted = sum(para.text.lstrip().startswith(">") for para in paras) > len(paras) // 3
    kept = []
    for para in paras:
        line = _QUOTED.sub("", para.text) if quoted else para.text
        # Mail programs print each link behind its words; Gmail writes what is bold between asterisks.
        line = line if line.strip().startswith("<http") else _ANGLED.sub("", line)
        line = _STARRED.sub(r"\1", line)
        kept.append(para._replace(text="" if line.strip() == "<>" else line))
    return [Line(para.text.rstrip()) for para in kept] if proquest.sniff(kept) else []


def _one(mail: Message, raw: bytes, texts: _Texts, source: Source) -> Record | Fault:
    """Return a mail as one article, by its text part where it has one."""
    name, address = parseaddr(read_header(mail.get("From")))
    subject = _FORWARDED.sub("", read_header(mail.get("Subject")))
    fields: dict[str, object] = {"title": subject, "published": _date(mail), "sender": name or address}
    person = any(part.kind == "person" for part in bylines.parts(name)) if name else False
    if name and not person:
        fields["outlet"] = name
    which = "text" if texts.plains else "page"
    told = f"a mail from {name or address or 'nobody'}, read as one article by its {which}"
    notes = (*texts.notes, Note("guessed", "mail", told))
    if texts.plains:
        text, cut = _bare("\n".join(texts.plains))
        kept = {key: value for key, value in fields.items() if value}
        return Record({**kept, "text": text}, raw, notes=(*notes, *cut))
    found = next(html.read(io.BytesIO("\n".join(texts.pages).encode("utf-8", "surrogatepass")), source), None)
    if not isinstance(found, Record):
        return found if isinstance(found, Fault) else Fault("empty", "the mail holds no text", kind="skipped")
    kept = {key: value for key, value in fields.items() if value and not found.fields.get(key)}
    return replace(found, fields={**found.fields, **kept}, raw=raw, notes=(*found.notes, *notes))


def _bare(text: str) -> tuple[str, list[Note]]:
    """Return the text of a mail without its greeting, its signature and the line to be left in peace by."""
    lines = text.rstrip().split("\n")
    # RFC 3676, 4.3: two hyphens and a space stand above the signature, which is short.
    end = max(0, len(lines) - _SIGNATURE)
    signed = next((at for at, line in enumerate(lines[end:], end) if line.rstrip("\r") == "-- "), len(lines))
    cut = [" ".join(" ".join(lines[signed:]).split())] if signed < len(lines) else []
    lines = lines[:signed]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines and _GREETING.fullmatch(lines[first].strip()):
        cut.append(lines.pop(first).strip())
    while standing := [
        at for at, line in enumerate(lines[-_FOOT:], max(0, len(lines) - _FOOT)) if line.strip()
    ]:
        # The address may stand in a line of its own.
        below = " ".join(lines[at].strip() for at in standing[-2:])
        alone = lines[standing[-1]].strip()
        if _UNSUBSCRIBE.fullmatch(alone):
            last = standing[-1]
        elif alone.startswith(("http", "<http")) and _UNSUBSCRIBE.fullmatch(below):
            last = standing[-2]
        else:
            break
        cut.append(" ".join(" ".join(lines[last:]).split()))
        del lines[last:]
    return "\n".join(lines).strip(), [Note("removed", "mail_line", line[:200]) for line in cut]


def _date(mail: Message) -> str:
    try:
        return parsedate_to_datetime(str(mail.get("Date"))).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
