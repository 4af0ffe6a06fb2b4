"""One contract for every reader there is, and the columns they hand on."""

from __future__ import annotations

import io
import json
from types import ModuleType

import pandas as pd
import pytest

from framing.corpus.columns import FIELDS, guess, no_text
from framing.corpus.load import readers
from framing.corpus.parts import items
from framing.corpus.readers import html, text
from framing.corpus.records import Fault, Note, Record, Source
from framing.errors import FramingError
from tests.cases import for_each

LONG = (
    "The two sides agreed on Thursday to open the northern port to more ships, officials on both sides said."
)


def _parquet() -> bytes:
    file = io.BytesIO()
    pd.DataFrame({"outlet": ["x"], "text": [LONG]}).to_parquet(file)
    return file.getvalue()


EXAMPLES = {
    "html": f"<!DOCTYPE html><html><head><title>T</title></head><body><p>{LONG}</p></body></html>".encode(),
    "jsonl": json.dumps({"outlet": "x", "text": LONG}).encode(),
    "parquet": _parquet(),
    "table": f'outlet,text\nx,"{LONG}"\n'.encode(),
    "text": LONG.encode(),
}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_contract(name: str) -> None:
    reader = readers()[name]
    assert isinstance(reader, ModuleType)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.SUFFIXES)
    source = Source(f"deep/a{reader.SUFFIXES[0]}")
    sure = {other: module.sniff(EXAMPLES[name][:8192], source.name) for other, module in readers().items()}
    assert all(0 <= value <= 100 for value in sure.values())
    assert max(sure, key=lambda other: sure[other]) == name
    records = list(reader.read(io.BytesIO(EXAMPLES[name]), source))
    assert len(records) == 1
    assert isinstance(records[0], Record)
    assert records[0].fields["text"] == LONG
    assert records[0].raw


@for_each("name", sorted(readers()))
@for_each("data", [b"", b"\x00\x01\x02\xff" * 50, b"{", b"[", b"<", b'"', b'a,b\n"', b"PAR1"])
def test_nonsense_is_a_fault_and_no_more(name: str, data: bytes) -> None:
    reader = readers()[name]
    assert 0 <= reader.sniff(data, "a.bin") <= 100
    found = list(items(lambda: io.BytesIO(data), Source("a.bin"), reader=reader))
    assert found
    assert all(isinstance(item, (Record, Fault, Note)) for item in found)
    assert not any("its reader stopped" in item.detail for item in found if isinstance(item, Fault))


def test_headers_in_a_text() -> None:
    content = f"Title: Ministers meet\nOutlet: Harbour\nDate: 2026-01-15\n\n{LONG}"
    record = next(text.read(io.BytesIO(content.encode()), Source("a.txt")))
    assert isinstance(record, Record)
    assert record.fields["Title"] == "Ministers meet"
    assert record.fields["text"].strip() == LONG
    plain = next(text.read(io.BytesIO(f"Title: a word\n\n{LONG}".encode()), Source("a.txt")))
    assert isinstance(plain, Record)
    assert set(plain.fields) == {"text"}


def test_what_a_page_says_of_itself() -> None:
    related = {"@type": "NewsArticle", "headline": "Another story", "datePublished": "2020-01-01"}
    own = {
        "@context": "https://schema.org",
        "@type": "OpinionNewsArticle",
        "headline": "Ministers must meet",
        "datePublished": "2026-01-15T09:38:00+08:00",
        "author": [{"@type": "Person", "name": "Ana Ruiz"}],
        "publisher": {"name": "Harbour Courier"},
        "articleSection": ["Ports"],
        "hasPart": related,
    }
    page = (
        "<html lang='en-GB'><head><title>Ministers must meet | Harbour Courier</title>"
        f"<script type='application/ld+json'>{json.dumps(own)}</script>"
        "<script type='application/ld+json'>{broken</script>"
        "<meta property='og:title' content='Ministers must meet | Harbour Courier'></head>"
        f"<body><nav>Menu</nav><article><h1>Ministers must meet</h1><p>{LONG}</p>"
        f"<h2>A turning point</h2><p>{LONG} Twice.</p></article></body></html>"
    )
    record = next(html.read(io.BytesIO(page.encode()), Source("a.html")))
    assert isinstance(record, Record)
    fields = dict(record.fields)
    assert fields["title"] == "Ministers must meet"
    assert fields["published"] == "2026-01-15T09:38:00+08:00"
    assert fields["authors"] == ["Ana Ruiz"]
    assert (fields["outlet"], fields["section"], fields["genre"]) == (
        "Harbour Courier",
        "Ports",
        "OpinionNewsArticle",
    )
    assert record.blocks is not None
    assert record.blocks.endswith("php")


class TestColumns:
    @pytest.mark.parametrize(
        ("names", "chosen"),
        [
            (
                ["body", "headline", "newspaper", "pub_date"],
                {"text": "body", "title": "headline", "outlet": "newspaper", "published": "pub_date"},
            ),
            (["Full Text", "Source", "Date"], {"text": "Full Text", "outlet": "Source", "published": "Date"}),
            (
                ["content", "domain", "publish_date", "byline"],
                {"text": "content", "outlet": "domain", "published": "publish_date", "authors": "byline"},
            ),
            (
                ["正文", "标题", "媒体", "日期"],
                {"text": "正文", "title": "标题", "outlet": "媒体", "published": "日期"},
            ),
            (["text", "content"], {"text": "text"}),
            (["words"], {}),
        ],
    )
    def test_names_in_use(self, names: list[str], chosen: dict[str, str]) -> None:
        assert guess(names)[0] == chosen

    def test_only_what_differs_is_told(self) -> None:
        assert guess(["text", "Outlet", "Body"])[1] == [("outlet", "Outlet")]

    def test_said_wins_over_guessed(self) -> None:
        chosen, told = guess(["text", "Body"], {"text": "Body"})
        assert (chosen, told) == ({"text": "Body"}, [])

    def test_a_field_that_is_not_ours(self) -> None:
        with pytest.raises(FramingError, match="did you mean 'text'"):
            guess(["a"], {"txt": "a"})

    def test_the_line_for_no_text_lists_what_there_is(self) -> None:
        assert no_text(["a", "b"]).startswith("no column holds the text; columns are: a, b.")

    def test_no_column_fills_two_fields(self) -> None:
        names = [name for field in FIELDS for name in (field,)]
        assert len(set(guess(names)[0].values())) == len(names)
