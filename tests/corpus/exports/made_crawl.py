"""Made crawls: records of WARC written by hand, as Heritrix, wget, warcio and Browsertrix write them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence

HOST = "https://www.harbourcourier.example"


def record(
    kind: str,
    block: bytes,
    address: str = "",
    *,
    version: str = "1.0",
    more: Mapping[str, str] | None = None,
    length: int | None = None,
) -> bytes:
    """One record; `length` is what it says of its block, where that is to be wrong."""
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{kind}-{address or 'none'}>",
        "WARC-Date": "2026-02-01T08:00:00Z",
        **({"WARC-Target-URI": address} if address else {}),
        **(more or {}),
        "Content-Length": str(len(block) if length is None else length),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http(
    body: bytes,
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    more: Sequence[tuple[str, str]] = (),
    protocol: str = "HTTP/1.1",
) -> bytes:
    """What a server sent."""
    lines = [f"{protocol} {status}", *([f"Content-Type: {kind}"] if kind else [])]
    lines += [f"{name}: {value}" for name, value in more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def response(body: bytes, path: str = "/world/talks", **said: object) -> bytes:
    """A record of a page; what isn't of the record is of the server."""
    ours = {name: said.pop(name) for name in ("version", "more_warc", "length") if name in said}
    more = ours.pop("more_warc", None)
    block = http(body, **said)  # type: ignore[arg-type]
    return record("response", block, f"{HOST}{path}", more=more, **ours)  # type: ignore[arg-type]


def packed(records: Sequence[bytes]) -> bytes:
    """A crawl in which each record is packed by itself, as is usual."""
    return b"".join(map(gzip.compress, records))


def wacz(files: Mapping[str, bytes]) -> bytes:
    """A crawl with its index in one archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("datapackage.json", '{"profile": "data-package", "resources": []}')
        made.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n{"url": "x"}\n')
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()
