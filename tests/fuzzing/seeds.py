"""Well-formed inputs of every reader, from which damaged ones are made."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.corpus import made

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


_MADE: dict[str, Callable[[], list[Seed]]] = {
    "jsonl": _jsonl,
    "table": _table,
    "parquet": _parquet,
    "html": lambda: [("a.html", made.page(1).encode())],
    "text": lambda: [("a.txt", f"Ministers meet\n\n{made.LONG}\n\n{made.MORE}\n".encode())],
}
