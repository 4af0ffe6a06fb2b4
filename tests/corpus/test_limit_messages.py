"""What is over a limit is told in a line that names this limit, its value, and what to do with the file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

import framing as fr
from framing.corpus.limits import Limits
from framing.errors import FramingWarning
from tests.corpus.made import LONG, lines, record
from tests.corpus.made_packed import archived, document, page, text, workbook


def table() -> bytes:
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(["title", "outlet", "date", "text"])
    rows.writerow(["Quay is put off", "Harbour Courier", "2026-01-15", LONG * 20])
    return made.getvalue().encode()


def printed() -> bytes:
    from tests.corpus.exports import made_pdf as made

    return made.pdf([made.columns([LONG] * 9, [50], 400)])


def pictured(size: int) -> bytes:
    return page(1).replace(b"<p>", b'<img src="data:image/png;base64,' + b"A" * size + b'"><p>', 1)


MANY = lines(record(1, noise="x " * 600), record(2)).encode()

#: Name, file, limits, the limit that it is over, what to do.
OVER: list[tuple[str, bytes, dict[str, Any], str, str]] = [
    ("a.jsonl", MANY, {"record_bytes": 900}, "(limit record_bytes=900 bytes)", "drop the line"),
    ("a.jsonl", MANY, {"line_bytes": 900}, "(limit line_bytes=900 bytes)", "drop the line"),
    (
        "a.jsonl",
        MANY,
        {"line_bytes": "1KB", "record_bytes": "1KB"},
        "(limits line_bytes=1KB and record_bytes=1KB)",
        "raise both: --limit line_bytes=... --limit record_bytes",
    ),
    (
        "a.json",
        json.dumps([record(1, noise="x " * 600)], indent=1).encode(),
        {"whole_bytes": "1 KB"},
        "(limit whole_bytes=1KB)",
        "write it as JSON lines",
    ),
    (
        "a.zip",
        archived({"a.txt": text(1)}),
        {"unpacked_bytes": "5 KB"},
        "(limit unpacked_bytes=5KB)",
        "split it",
    ),
    (
        "a.zip",
        archived({"a.txt": text(1)}),
        {"record_bytes": "5 KB"},
        "(limit record_bytes=5KB)",
        "one file an",
    ),
    (
        "a.zip",
        archived({"a.txt": text(1), "b.txt": text(2)}),
        {"members": 1},
        "(limit members=1)",
        "unpack it and give the folder",
    ),
    ("a.TXT", text(1), {"whole_bytes": "5 KB"}, "(limit whole_bytes=5KB)", "export fewer articles"),
    ("a.TXT", text(1), {"record_bytes": "5 KB"}, "(limit record_bytes=5KB)", "one file an article"),
    (
        "a.txt.gz",
        gzip.compress(text(1)),
        {"unpacked_bytes": "5 KB"},
        "(limit unpacked_bytes=5KB)",
        "unpack it and split it",
    ),
    ("a.html", page(1), {"record_bytes": "1.5 KB"}, "(limit record_bytes=1536 bytes)", "save the page again"),
    (
        "a.html",
        pictured(40_000),
        {"record_bytes": "5 KB", "whole_bytes": "10 KB"},
        "(limit whole_bytes=10KB)",
        "without its pictures",
    ),
    (
        "a.html",
        pictured(40_000),
        {"record_bytes": "5 KB", "whole_bytes": "2 KB"},
        "(limit whole_bytes=2KB)",
        "",
    ),
    ("a.csv", table(), {"line_bytes": 900}, "(limit line_bytes=900 bytes)", ""),
    ("a.csv", table(), {"record_bytes": 900}, "(limit record_bytes=900 bytes)", "drop"),
    ("a.docx", document(), {"members": 1}, "(limit members=1)", "split the document"),
    ("a.txt", text(1), {"file_bytes": "2 KB"}, "(limit file_bytes=2KB)", "split it"),
    ("a.jsonl", MANY, {"records": 1}, "(limit records=1)", "split it, or raise it: --limit records"),
]


def told(folder: Path, name: str, data: bytes, limits: dict[str, Any]) -> str:
    (folder / name).write_bytes(data)
    (folder / "good.jsonl").write_text('{"outlet": "Harbour Courier", "text": "' + LONG + '"}', "utf8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        found = fr.load(folder, outlets="Harbour Courier", limits=limits)
    lost = found.audit[found.audit["kind"] == "failed"]
    assert set(lost["rule"]) <= {"too_large", "too_many", "unreadable", "bad_row"}
    return str(lost["detail"].iloc[0])


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "data", "limits", "named", "todo"), OVER, ids=[f"{o[0]}-{'-'.join(o[2])}" for o in OVER]
)
def test_the_limit_is_named_with_its_value(
    tmp_path: Path, name: str, data: bytes, limits: dict[str, Any], named: str, todo: str
) -> None:
    said = told(tmp_path, name, data, limits)
    assert named in said
    assert said.count("(limit") == 1
    assert todo in said
    assert said.count("raise") == 1
    assert not re.search(r"\b0 MB", said)
    for limit in limits if named.startswith("(limits") else [named[7:].partition("=")[0]]:
        assert f"--limit {limit}=..." in said


@pytest.mark.medium
def test_a_workbook_is_told_what_to_do_with_a_workbook(tmp_path: Path) -> None:
    said = told(tmp_path, "a.xlsx", workbook(), {"members": 5})
    assert "more than 5 (limit members=5); save its sheet of articles as CSV, or raise it" in said


@pytest.mark.medium
def test_letters_of_a_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pdfminer", reason="reads PDFs: pip install 'newsframing[pdf]'")
    said = told(tmp_path, "a.pdf", printed(), {"record_bytes": "1 KB"})
    assert "(limit record_bytes=1KB); print fewer articles a file, or raise it" in said


def test_a_message_that_says_nothing_else_says_to_raise_it() -> None:
    said = Limits(nesting=3).explained("nests elements more than 3 deep (limit nesting)")
    assert said == (
        "nests elements more than 3 deep (limit nesting=3); "
        'raise it: --limit nesting=..., limits={"nesting": ...}'
    )


def test_no_limit_of_that_name() -> None:
    assert Limits().explained("over (limit patience); wait") == "over (limit patience); wait"
