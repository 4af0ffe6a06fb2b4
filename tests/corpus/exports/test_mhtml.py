"""Pages saved as one file, by Chrome, Internet Explorer, Word and SingleFile; all made."""

from __future__ import annotations

import base64
import io
import os
import quopri
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.html import saved
from framing.corpus.limits import Limits
from framing.corpus.load import load
from framing.corpus.parts import choose, items
from framing.corpus.readers import factiva_html, html, mhtml
from framing.corpus.records import Fault, Item, Record, Source
from framing.errors import FramingError
from tests.cases import for_each
from tests.corpus.exports import made_factiva
from tests.corpus.made import LONG, page

PLACE = "https://www.harbourcourier.example/world/talks"
PAGE = page(1)
PICTURE = base64.encodebytes(bytes(range(256)) * 40).replace(b"\n", b"\r\n")


def part(data: bytes, kind: str, place: str = "", coding: str = "", more: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\n" + (f"Content-Location: {place}\r\n" if place else "") + more
    head += f"Content-Transfer-Encoding: {coding}\r\n" if coding else ""
    return head.encode() + b"\r\n" + data


def archive(*parts: bytes, head: str = "", boundary: str = "----=_Part_0", related: str = "") -> bytes:
    """A message of several parts."""
    opening = head or f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {PLACE}\r\n"
    opening += "Subject: =?utf-8?Q?Ministers=20meet=20=E2=80=93=20again?=\r\n"
    opening += "Date: Thu, 15 Jan 2026 15:22:33 -0000\r\nMIME-Version: 1.0\r\n"
    opening += (
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"{related}\r\n\r\n'
    )
    body = b"".join(b"\r\n--" + boundary.encode() + b"\r\n" + one for one in parts)
    return (
        opening.encode()
        + b"This is a multi-part message in MIME format.\r\n"
        + body
        + b"\r\n--"
        + boundary.encode()
        + b"--\r\n"
    )


def quoted(text: str, charset: str = "utf-8") -> bytes:
    return quopri.encodestring(text.encode(charset)).replace(b"\n", b"\r\n")


CHROME = archive(
    part(quoted(PAGE), "text/html", PLACE, "quoted-printable", "Content-ID: <frame-1@mhtml.blink>\r\n"),
    part(PICTURE, "image/png", "https://www.harbourcourier.example/a.png", "base64"),
    part(
        quoted("<html><body><p>Buy a boat.</p></body></html>"), "text/html", "cid:frame-2", "quoted-printable"
    ),
)


def read(data: bytes, name: str = "a.mhtml", limits: Limits | None = None) -> list[Item]:
    source = Source(name, limits=limits or Limits())
    return list(items(lambda: io.BytesIO(data), source))


def record(data: bytes, name: str = "a.mhtml") -> Record:
    (found,) = read(data, name)
    assert isinstance(found, Record), found
    return found


class TestArchives:
    def test_as_chrome_saves_it(self) -> None:
        found = record(CHROME)
        assert found.fields["title"] == "Ministers meet for round 1"
        assert found.fields["published"] == "2026-01-02T09:38:00Z"
        assert found.fields["url"] == PLACE
        assert found.fields["fetched"] == "2026-01-15T15:22:33Z"
        assert str(found.fields["text"]).startswith(LONG)
        assert "Buy a boat" not in str(found.fields["text"])

    @for_each("coding", ["quoted-printable", "base64", "8bit", ""])
    @for_each("charset", ["utf-8", "windows-1251", "gb2312"])
    def test_the_parts_charset_and_coding(self, coding: str, charset: str) -> None:
        words = {
            "utf-8": "Gespräche über Häfen",
            "windows-1251": "Переговоры о порте закончились в четверг без решения о новых рейсах",
            "gb2312": "两国部长星期四同意开放北方港口，今年年底以前将有更多船只从那里出发前往对岸",
        }[charset]
        text = f"<html><head><title>T</title></head><body><article><h1>T</h1><p>{words}. {words}.</p>"
        text += f"<p>{words}. {words}.</p></article></body></html>"
        data = {
            "quoted-printable": quoted(text, charset),
            "base64": base64.encodebytes(text.encode(charset)),
        }.get(coding, text.encode(charset))
        found = record(archive(part(data, f'text/html; charset="{charset}"', PLACE, coding)))
        assert str(found.fields["text"]).split("\n")[0] == f"{words}. {words}."

    def test_as_internet_explorer_saves_it(self) -> None:
        head = 'From: "Saved by Windows Internet Explorer 11"\r\n'
        inner = part(quoted(PAGE), "text/html; charset=utf-8", PLACE, "quoted-printable")
        data = archive(part(PICTURE, "image/png", "a.png", "base64"), inner, head=head)
        assert record(data, "a.mht").fields["url"] == PLACE

    def test_as_word_saves_it(self) -> None:
        head = "X-Document-Type: Workbook\r\n"
        inner = part(quoted(PAGE), 'text/html; charset="us-ascii"', "file:///C:/A/a.htm", "quoted-printable")
        found = record(archive(inner, head=head), "a.mht")
        assert "url" not in found.fields
        assert str(found.fields["text"]).startswith(LONG)

    def test_parts_within_parts_and_the_part_that_is_named(self) -> None:
        first = part(quoted("<html><body><p>A frame.</p></body></html>"), "text/html", "", "quoted-printable")
        body = part(quoted(PAGE), "text/html", "", "quoted-printable", "Content-ID: <main>\r\n")
        assert (
            record(archive(first, body, related=';\r\n\tstart="<main>"')).fields["title"].endswith("round 1")
        )
        nested = archive(part(quoted("T"), "text/plain"), body, boundary="inner").split(b"\r\n\r\n", 1)[1]
        outer = archive(part(nested, 'multipart/alternative; boundary="inner"'))
        assert record(outer).fields["title"] == "Ministers meet for round 1"

    def test_the_subject_where_the_page_has_no_headline(self) -> None:
        bare = f"<html><body><p>{LONG}</p><p>{LONG} Again.</p></body></html>"
        found = record(archive(part(quoted(bare), "text/html", PLACE, "quoted-printable")))
        assert found.fields["title"] == "Ministers meet – again"

    def test_cut_short(self) -> None:
        assert record(CHROME[: len(CHROME) - 9000]).fields["title"] == "Ministers meet for round 1"

    def test_no_page(self) -> None:
        (found,) = read(archive(part(PICTURE, "image/png", "a.png", "base64")))
        assert isinstance(found, Fault)
        assert (found.rule, found.kind) == ("no_body", "skipped")

    def test_mail_is_none(self) -> None:
        mail = b"Received: by x\r\nFrom: a@x.example\r\nTo: b@x.example\r\nMIME-Version: 1.0\r\n"
        mail += CHROME.partition(b"MIME-Version: 1.0\r\n")[2]
        assert mhtml.sniff(mail, "a.eml") == 0
        assert mhtml.sniff(CHROME, "a.eml") == 99

    def test_the_same_table_as_the_page_itself(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "a.mht").write_bytes(CHROME)
        (tmp_path / "a.html").write_text(PAGE, "utf8")
        one, other = load(tmp_path / "a").articles, load(tmp_path / "a.html").articles
        for name in ("outlet", "title", "published", "authors", "text", "blocks", "sha256"):
            assert one[name].fillna("").tolist() == other[name].fillna("").tolist()

    def test_longer_than_the_limit(self) -> None:
        limits = Limits(record_bytes=500)
        (found,) = read(CHROME, limits=limits)
        assert isinstance(found, Fault)
        assert found.rule == "too_large"

    @given(st.integers(0, len(CHROME)), st.integers(0, 60), st.binary(max_size=40))
    def test_nothing_raises(self, at: int, size: int, put: bytes) -> None:
        data = CHROME[:at] + put + CHROME[at + size :]
        assert all(
            isinstance(item, (Record, Fault)) for item in mhtml.read(io.BytesIO(data), Source("a.mht"))
        )


STAMP = (
    "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n"
    " url: https://www.harbourcourier.example/b \n"
    " saved date: Thu Jan 15 2026 10:22:33 GMT-0500 (Eastern Standard Time)\n-->"
)


def single(text: str = PAGE, more: str = "") -> bytes:
    return (STAMP + text.partition("<html lang='en'>")[2].replace("</body>", f"{more}</body>")).encode()


class TestSingleFile:
    def test_address_and_time(self) -> None:
        found = record(single(), "a.html")
        assert found.fields["url"] == "https://www.harbourcourier.example/b"
        assert found.fields["fetched"] == "2026-01-15T15:22:33Z"
        assert found.fields["published"] == "2026-01-02T09:38:00Z"

    @pytest.mark.parametrize("name", ["single-file-infobar", "singlefile-infobar"])
    def test_its_bar_is_no_text(self, name: str) -> None:
        bar = f"<{name}><template shadowrootmode=open><p>x</p></template><p>{LONG} By the bar.</p></{name}>"
        assert record(single(more=bar), "a.html").fields["text"] == record(single(), "a.html").fields["text"]

    def test_megabytes_of_pictures(self) -> None:
        data = f"data:image/png;base64,{base64.b64encode(os.urandom(3_000_000)).decode()}"
        more = f"<img src='{data}'><b style='background:url({data})'></b><style>a{{src:url({data})}}</style>"
        limits = Limits(record_bytes=2_000_000)
        (found,) = read(single(more=more), "a.html", limits)
        assert isinstance(found, Record)
        assert found.fields["text"] == record(single(), "a.html").fields["text"]
        assert len(found.document.page.source) < 10_000  # type: ignore[attr-defined]

    def test_a_page_without_pictures_may_not_be_as_long(self) -> None:
        (found,) = read(single(more="x" * 3_000_000), "a.html", Limits(record_bytes=2_000_000))
        assert isinstance(found, Fault)
        assert found.rule == "too_large"

    @given(st.text(st.characters(min_codepoint=32, max_codepoint=0x4E10), max_size=400))
    def test_words_are_never_taken_for_a_picture(self, words: str) -> None:
        data = f"<p>{words} data:image, {words}</p>".encode()
        if len(words) < 256 or any(sign in words for sign in " \"'()<>") or not words.isascii():
            assert saved.light(data) == data

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("Thu Jan 15 2026 10:22:33 GMT+0100 (Central European Standard Time)", "2026-01-15T09:22:33Z"),
            ("Thu Jan 15 2026 10:22:33 GMT (Greenwich Mean Time)", "2026-01-15T10:22:33Z"),
            ("Thu, 15 Jan 2026 10:22:33 +0800", "2026-01-15T02:22:33Z"),
            ("sometime", "sometime"),
        ],
    )
    def test_times(self, written: str, read: str) -> None:
        assert saved.fetched(written) == read


def test_a_title_of_nothing_but_dashes_is_left_as_it_is() -> None:
    dashes = "_" * 60_000
    text = f"<html><head><title>Talks {dashes}</title></head><body><article><p>{LONG}</p><p>{LONG} So.</p>"
    assert record(f"{text}</article></body></html>".encode(), "a.html").fields["title"] == f"Talks {dashes}"


def test_who_reads_what(tmp_path: Path) -> None:
    for data, reader in ((CHROME, mhtml), (single(), html)):
        assert choose(io.BytesIO(data), Source("a.txt")) is reader
    file = tmp_path / "a.mht"
    file.write_bytes(archive(part(PICTURE, "image/png", "a.png", "base64")))
    with pytest.raises(FramingError, match="holds no page"):
        load(file)


def test_a_page_of_a_database_is_read_as_that_is() -> None:
    page = made_factiva.html_coded(made_factiva.ARTICLES)
    head = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    found = list(mhtml.read(io.BytesIO(f"{head}\n{page}".encode()), Source("a.mht")))
    apart = list(factiva_html.read(io.BytesIO(page.encode()), Source("a.html")))
    assert [item.fields for item in found if isinstance(item, Record)] == [
        item.fields for item in apart if isinstance(item, Record)
    ]
    assert len(found) == len(apart) > 1
