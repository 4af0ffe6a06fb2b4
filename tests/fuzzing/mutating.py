"""Damage as it happens, and as it is done on purpose: spans moved, bytes flipped, hostile tokens put in."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

__all__ = ["mutated"]

_LIMIT = 400_000
_FLOOD = 60_000
#: What breaks readers: put in anywhere.
_TOKENS: tuple[bytes, ...] = (
    b"\x00",
    b"\x00" * 300,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x1f\x8b\x08\x00",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-1.7",
    b"{\\rtf1",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
    b"<?xml version='1.0' encoding='utf-7'?>",
    b"&a;&#0;&#x110000;&#xD800;&nbsp;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"</html>",
    b"</script>",
    b"<script>",
    b"<div>" * 2_000,
    b"<p " + b"a" * 20_000 + b">",
    b"(" * 5_000,
    b"[" * 5_000,
    b"{" * 5_000,
    b"\\" * 3_000,
    b'"',
    b'"' * 2_001,
    b"'" * 999,
    b" " * 20_000,
    b"\t" * 5_000,
    b"\n" * 3_000,
    b"\r",
    b"\r\n\r\n",
    b"a" * 30_000,
    b"- " * 8_000,
    b"_" * 5_000,
    b"9" * 5_000,
    b"-1",
    b"1e999",
    b"NaN",
    b"2 of 99999999999 DOCUMENTS\n",
    b"1 von 0 DOKUMENTEN\n",
    b"Documents (99999999999)\n",
    b"End of Document\n",
    b"LENGTH: -5 words\n",
    b"____________________________________________________________\n",
    b"Document 7 of 3\n",
    b"ER  - \n",
    b"TY  - NEWS\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\n",
    b"January 32, 2026 Thursday\n",
    "30 février 2026\n二〇二六年十三月".encode(),
    "\u202e\u2066\ufeff\u2028\u0000\ufffe".encode(),
    "\N{COMBINING ACUTE ACCENT}".encode() * 2_000,
    b"=HYPERLINK(1)",
    b"%s%n{0}{a.b}$(id)`id`",
    b"../../../../etc/passwd",
)
_NUMBER = re.compile(rb"\d{1,12}")


def mutated(data: bytes, others: Sequence[bytes], seed: int) -> bytes:
    """Return bytes with one to six faults; what is packed is mostly damaged inside, where the readers are.

    Parameters
    ----------
    data : bytes
    others : sequence of bytes
        Of which pieces may be put in.
    seed : int
        The same seed does the same.
    """
    rng = random.Random(seed)
    if data.startswith(b"PK\x03\x04") and rng.random() < 0.8:
        return _inside_zip(data, others, rng)[:_LIMIT]
    if data.startswith(b"\x1f\x8b") and rng.random() < 0.8:
        try:
            return gzip.compress(_damaged(gzip.decompress(data), others, rng))
        except (OSError, EOFError, zlib.error):
            pass
    return _damaged(data, others, rng)


def _damaged(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    if rng.random() < 0.02:
        data = _flood(data, rng)
    for _ in range(rng.randint(1, 6)):
        data = rng.choice(_WAYS)(data, others, rng)[:_LIMIT]
    return data


def _inside_zip(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    hit = rng.randrange(len(members))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, content) in enumerate(members):
            if place != hit:
                archive.writestr(name, content)
                continue
            fate = rng.random()
            if fate < 0.05:
                continue
            if fate < 0.1:
                name = rng.choice(("../../x", "/etc/x", "a\x01b", "x" * 300, "__MACOSX/x", "con.txt", ""))
            archive.writestr(name or "_", _damaged(content, others, rng))
    return made.getvalue()


def _span(data: bytes, rng: random.Random, longest: int = 4_000) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(1, rng.choice((4, 60, longest))))


def _flip(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    start, end = _span(data, rng)
    return data[:start] + data[end:]


def _truncate(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _behead(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    return data[rng.randrange(len(data) // 4 + 1) :]


def _repeat(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    start, end = _span(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50)) + data[end:]


def _flood(data: bytes, rng: random.Random) -> bytes:
    """Return bytes in which a line, a span or a token stands thousands of times: what isn't linear shows."""
    lines = data.splitlines(keepends=True)
    if not lines or rng.random() < 0.5:
        start, end = _span(data, rng, 1_000)
        part = data[start:end] or rng.choice(_TOKENS)
    else:
        first = rng.randrange(len(lines))
        part = b"".join(lines[first : first + rng.choice((1, 1, 2, 3, 6, 20))])
    at = rng.randrange(len(data) + 1)
    return data[:at] + part * (_FLOOD // len(part)) + data[at:]


def _move(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    start, end = _span(data, rng)
    rest, at = data[:start] + data[end:], rng.randrange(len(data) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _insert(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_TOKENS) + data[at:]


def _insert_line(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(_TOKENS).rstrip(b"\n"))
    return b"\n".join(lines)


def _splice(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    other = rng.choice(others) if others else data
    start, end = _span(other, rng)
    at = rng.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _numbers(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    new = rng.choice((b"0", b"-1", b"99999999999999999999", b"1.5", b"", b"2147483648", b"x"))
    hits = list(_NUMBER.finditer(data, 0, 200_000))
    if not hits:
        return data
    hit = rng.choice(hits)
    return data[: hit.start()] + new + data[hit.end() :]


def _shuffle(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    start = rng.randrange(len(lines))
    part = lines[start : start + 12]
    rng.shuffle(part)
    return b"\n".join([*lines[:start], *part, *lines[start + 12 :]])


def _endings(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice((b"\r\n", b"\r", b"", b"\n\n", b"\x0b", b"\xe2\x80\xa8")))


def _recoded(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-16", "utf-16-be", "cp1252", "gb18030", "utf-32", "utf-7")), "replace")


_WAYS: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...] = (
    _flip,
    _cut,
    _truncate,
    _behead,
    _repeat,
    _move,
    _insert,
    _insert,
    _insert_line,
    _splice,
    _numbers,
    _shuffle,
    _endings,
    _recoded,
)
