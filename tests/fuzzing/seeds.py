"""Well-formed inputs of every reader, from which damaged ones are made."""

from __future__ import annotations

import csv
import gzip
import io
import json
import quopri
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.corpus import made
from tests.corpus.exports import made_crawl
from tests.fuzzing.exported import EXPORTED

__all__ = ["Seed", "seeds"]

#: A file's name and its bytes.
Seed = tuple[str, bytes]

_SHARED = Path(__file__).parents[3] / "shared" / "fixtures"


def seeds(reader: str) -> list[Seed]:
    """Return the inputs of one reader: made ones, and real ones where they are beside the project."""
    return [*_MADE[reader](), *_real(reader)]


def known() -> set[str]:
    """Return the readers that have inputs."""
    return set(_MADE)


def _real(reader: str) -> list[Seed]:
    found = []
    for pattern in _REAL.get(reader, ()):
        for path in sorted(_SHARED.glob(pattern)):
            data = path.read_bytes()
            found.append(
                (path.name.removesuffix(".gz"), gzip.decompress(data) if path.suffix == ".gz" else data)
            )
    return found


_REAL = {
    "docx": ("nexis/*.DOCX",),
    "text": ("nexis/*.TXT", "text/*.txt"),
    "nexis_html": ("nexis/*.html",),
    "factiva_html": ("factiva/*.html",),
    "factiva_xml": ("factiva/*.xml",),
    "europresse": ("europresse/*.html",),
    "html": ("html/*.html", "html/C*.html.gz", "html/P*.html.gz"),
}


def _jsonl() -> list[Seed]:
    records = [made.record(n) for n in range(4)]
    return [
        ("a.jsonl", made.lines(*records).encode()),
        ("a.json", json.dumps({"articles": records}).encode()),
    ]


def _table() -> list[Seed]:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["outlet", "title", "text", "date"])
    writer.writeheader()
    writer.writerows(made.record(n) for n in range(4))
    return [("a.csv", out.getvalue().encode()), ("a.tsv", out.getvalue().replace(",", "\t").encode())]


def _parquet() -> list[Seed]:
    frame, out, feather = pd.DataFrame([made.record(n) for n in range(4)]), io.BytesIO(), io.BytesIO()
    frame.to_parquet(out)
    frame.to_feather(feather)
    return [("a.parquet", out.getvalue()), ("a.feather", feather.getvalue())]


def _warc() -> list[Seed]:
    crawl = [
        made_crawl.record("warcinfo", b"software: Made/1.0\r\n"),
        *(made_crawl.response(made.page(n).encode(), f"/{n}") for n in range(3)),
        made_crawl.response(gzip.compress(made.page(4).encode()), more=[("Content-Encoding", "gzip")]),
        made_crawl.response(b"\x89PNG", "/a.png", kind="image/png"),
        made_crawl.response(b"", "/old", status="301 Moved"),
    ]
    packed = made_crawl.wacz({"archive/data.warc.gz": made_crawl.packed(crawl)})
    return [("a.warc", b"".join(crawl)), ("a.wacz", packed)]


def _mhtml() -> list[Seed]:
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbourcourier.example/a\r\n"
    head += "Date: Thu, 15 Jan 2026 15:22:33 -0000\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
    body = quopri.encodestring(made.page(1).encode()).decode()
    part = "----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    picture = (
        "\r\n----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----x--\r\n"
    )
    return [("a.mhtml", (head + part + body + picture).encode())]


_MADE: dict[str, Callable[[], list[Seed]]] = {
    "jsonl": _jsonl,
    "table": _table,
    "parquet": _parquet,
    "html": lambda: [("a.html", made.page(1).encode())],
    "warc": _warc,
    "mhtml": _mhtml,
    **EXPORTED,
}
