"""Lists of URLs in files, as people and Media Cloud write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.fetching.fetch import read_urls

TWO = ["https://courier.example/a,b", "https://courier.example/c"]
CLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    '7,2026-01-15,en,courier.example,courier.example,2026-01-15,"One, two",{}\n'
    "8,2026-01-15,en,courier.example,courier.example,2026-01-15,Three,{}\n"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "# mine\n\n{}\n  {}  \n"),
        ("a.txt", "\ufeff{}\r\n{}"),
        ("a.csv", CLOUD.replace("{}", '"{}"')),
        ("a.csv", CLOUD.replace(",url\n", ",Link\n").replace("{}", '"{}"')),
        ("a.tsv", "title\turl\nx\t{}\n\t\ny\t{}\n"),
        ("a.csv", 'url\n"{}"\n{}\n'),
        ("a.jsonl", '{{"title": "x", "url": "{}"}}\n{{"url": null}}\n\n{{"url": "{}", "n": 1}}\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lists(tmp_path: Path, name: str, content: str, encoding: str) -> None:
    file = tmp_path / name
    filled = content.format(*TWO) if "{}" in content else content
    file.write_bytes(filled.encode(encoding))
    assert read_urls(file) == TWO


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "lists no URL"),
        ("# nothing\n", "lists no URL"),
        ("title,text\na,b\n", "no column url among title, text"),
        ('{"url": "x"}\n{"url"\n', "no table that can be read"),
        ("[" * 100_000, "no column url"),
        ('{"a":' * 100_000, "no table that can be read"),
        ('{"url": 3}', "lists no URL"),
    ],
)
def test_what_lists_none_is_told_in_one_line(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, "utf8")
    with pytest.raises(FramingError, match=words) as caught:
        read_urls(file)
    assert len(str(caught.value)) < 300 + len(str(file))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"PK\x03\x04\x14\x00\x1b[31m",
            "lists no URL",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "no column url|lists no URL|no table"),
        (b"PAR1\x15\x04", "no column url|lists no URL|no table"),
        (b"\x1f\x8b\x08", "no column url|lists no URL|no table"),
        (b"a\0b\0\0\0\x01", "lists no URL"),
        (b"ti\x1b[31mtle\x07,te\tt\na,b\n", "no column url among"),
    ],
)
def test_what_is_no_text_is_named_and_never_echoed(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(FramingError, match=words) as caught:
        read_urls(file)
    assert str(caught.value).isprintable()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="can't be read"):
        read_urls(tmp_path / "none.txt")
