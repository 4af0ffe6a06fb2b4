"""Crawls: pages that a server sent are read, all else is counted; made crawls and one written by warcio."""

from __future__ import annotations

import gzip
import io
import random
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.html import saved
from framing.corpus.limits import Limits
from framing.corpus.load import load
from framing.corpus.parts import finished, items
from framing.corpus.readers import warc
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.errors import FramingWarning
from tests.corpus.exports import made_crawl as made
from tests.corpus.made import LONG, page

SAVED = Path(__file__).parents[4] / "shared" / "fixtures" / "html"
PAGE = page(1).encode()


def read(data: bytes, name: str = "made.warc", limits: Limits | None = None) -> list[Item]:
    source = Source(name, limits=limits or Limits())
    return [finished(item) for item in items(lambda: io.BytesIO(data), source)]


def records(found: list[Item]) -> list[Record]:
    return [item for item in found if isinstance(item, Record)]


def faults(found: list[Item]) -> list[tuple[str, str, int]]:
    return [(item.rule, item.kind, item.number) for item in found if isinstance(item, Fault)]


def notes(found: list[Item]) -> dict[str, str]:
    return {item.rule: item.detail for item in found if isinstance(item, Note)}


CRAWL = [
    made.record("warcinfo", b"software: Made/1.0\r\n"),
    made.record("request", b"GET / HTTP/1.1\r\n\r\n", f"{made.HOST}/world/talks"),
    made.response(PAGE),
    made.response(b"\x89PNG\r\n", "/a.png", kind="image/png"),
    made.response(b"\x89PNG\r\n", "/b.png", kind="image/png"),
    made.response(b"{}", "/c.json", kind="application/json"),
    made.response(b"", "/old", status="301 Moved Permanently", more=[("Location", "/world/talks")]),
    made.response(b"<html><body><p>Gone.</p></body></html>", "/gone", status="404 Not Found"),
    made.record("metadata", b"via: x\r\n", f"{made.HOST}/world/talks"),
    made.response(page(2).encode(), "/world/more"),
]


class TestWhatIsRead:
    def test_pages_that_a_server_sent_and_nothing_else(self) -> None:
        found = read(b"".join(CRAWL))
        assert [item.number for item in records(found)] == [3, 10]
        first = records(found)[0].fields
        assert first["title"] == "Ministers meet for round 1"
        assert first["published"] == "2026-01-02T09:38:00Z"
        assert first["url"] == f"{made.HOST}/world/talks"
        assert first["fetched"] == "2026-02-01T08:00:00Z"
        assert faults(found) == []
        assert notes(found) == {
            "redirects": "1 redirect (301: 1); only the page they lead to is read",
            "error_pages": "1 error page (404: 1); they hold no article: crawl these addresses again",
            "no_pages": "3 responses that are no page (image/png: 2, application/json: 1); "
            "only pages are read",
            "no_responses": "3 records that are no response (warcinfo: 1, request: 1, metadata: 1); "
            "only what a server sent is read",
        }

    @pytest.mark.slow
    @pytest.mark.parametrize("version", ["0.18", "1.0", "1.1"])
    def test_packed_or_not_by_record_or_as_one(self, tmp_path: Path, version: str) -> None:
        crawl = [made.response(page(n).encode(), f"/{n}", version=version) for n in range(3)]
        forms = {
            "a.warc": b"".join(crawl),
            "b.warc.gz": made.packed(crawl),
            "c.warc.gz": gzip.compress(b"".join(crawl)),
            "d.dat": b"".join(crawl),
        }
        tables = []
        for name, data in forms.items():
            (tmp_path / name).write_bytes(data)
            table = load(tmp_path / name).articles
            tables.append(table.drop(columns="source").to_csv(index=False))
            assert len(table) == 3
        assert len(set(tables)) == 1

    @pytest.mark.medium
    def test_the_same_for_any_number_of_processes(self, tmp_path: Path) -> None:
        noise = random.Random(1)
        pages = [
            page(n).encode() + b"<!--" + noise.randbytes(40_000).hex().encode() + b"-->" for n in range(60)
        ]
        crawl = [made.response(data, f"/{n}") for n, data in enumerate(pages)]
        crawl.insert(20, made.response(b"<html><nav>Menu</nav></html>", "/menu"))
        crawl.insert(40, made.response(b"\x00", "/bad", more=[("Content-Encoding", "compress")]))
        file = tmp_path / "a.warc.gz"
        file.write_bytes(made.packed(crawl))
        tables = []
        for workers in (1, 2):
            with pytest.warns(FramingWarning):
                loaded = load(file, workers=workers)
            tables.append((loaded.articles.to_csv(index=False), loaded.audit.to_csv(index=False)))
        assert tables[0] == tables[1]
        assert len(loaded.articles) == 60

    def test_the_pages_own_address_counts_before_the_crawlers(self) -> None:
        said = f"<link rel='canonical' href='{made.HOST}/world/the-talks'></head>".encode()
        (found,) = records(read(made.response(PAGE.replace(b"</head>", said), "/world/talks?utm=1")))
        assert found.fields["url"] == f"{made.HOST}/world/the-talks"

    def test_a_page_without_a_date_stays_undated_however_the_crawl_is_called(self, tmp_path: Path) -> None:
        bare = f"<html><head><title>Talks end</title></head><body><article><h1>Talks end</h1><p>{LONG}</p>"
        file = tmp_path / "harbour_2026-01-15.warc"
        file.write_bytes(made.response(f"{bare}<p>{LONG} Again.</p></article></body></html>".encode()))
        table = load(file, outlets="Harbour Courier").articles
        assert table["published"].isna().tolist() == [True]
        assert table["fetched"].tolist() == ["2026-02-01T08:00:00Z"]

    def test_addresses_in_brackets_and_headers_that_go_on(self) -> None:
        data = made.record(
            "response",
            made.http(PAGE, protocol="HTTP/2"),
            f"<{made.HOST}/a>",
            more={"X-Long": "one\r\n two", "WARC-IP-Address": "192.0.2.1"},
        )
        (found,) = records(read(data))
        assert found.fields["url"] == f"{made.HOST}/a"

    def test_what_a_page_fetched_for_itself_is_no_page(self) -> None:
        found = read(made.response(PAGE, more_warc={"WARC-Resource-Type": "xhr"}) + made.response(PAGE, "/b"))
        assert len(records(found)) == 1
        assert notes(found)["no_pages"].startswith("1 response that is no page (xhr: 1)")

    def test_a_server_that_names_no_kind(self) -> None:
        assert len(records(read(made.response(PAGE, kind="")))) == 1
        assert records(read(made.response(b"a,b\n1,2\n", kind=""))) == []

    def test_no_page_at_all(self) -> None:
        assert faults(read(CRAWL[0] + CRAWL[3])) == [("no_pages", "skipped", 0)]

    def test_a_page_that_may_be_a_list_is_told(self) -> None:
        plain = f"<html><body><h1>World</h1><div><p>{LONG}</p><p>{LONG} Again.</p></div></body></html>"
        one, two = records(read(made.response(plain.encode()) + made.response(PAGE)))
        assert "may_be_list" in [note.rule for note in one.notes]
        assert two.notes == ()

    def test_the_form_before(self) -> None:
        (found,) = read(b"filedesc://a.arc 192.0.2.1 20060101000000 text/plain 76\n1 0 Made\n", "a.arc")
        assert isinstance(found, Fault)
        assert (found.rule, found.kind) == ("arc", "skipped")

    def test_a_page_without_an_article(self) -> None:
        found = read(
            made.response(b"<html><body><nav>Menu</nav></body></html>", "/menu") + made.response(PAGE)
        )
        assert faults(found) == [("no_body", "skipped", 1)]
        assert len(records(found)) == 1

    def test_revisits_are_counted(self) -> None:
        again = made.record("revisit", b"", f"{made.HOST}/x", more={"WARC-Payload-Digest": "sha1:AAA"})
        found = read(made.response(PAGE) + again + again)
        assert len(records(found)) == 1
        assert notes(found)["revisits"].startswith("2 revisits (revisit: 2); they hold no text")


class TestDuplicates:
    def test_the_same_page_twice_is_one_article(self, tmp_path: Path) -> None:
        file = tmp_path / "a.warc"
        file.write_bytes(made.response(PAGE) * 2)
        loaded = load(file)
        assert len(loaded.articles) == 1
        assert loaded.audit[loaded.audit["kind"] == "duplicate"]["source"].tolist() == ["a.warc:2"]

    def test_and_so_is_one_with_another_advertisement(self, tmp_path: Path) -> None:
        file = tmp_path / "a.warc"
        again = page(1, advertisement="<div class='ad'>Buy a boat</div>").encode()
        file.write_bytes(made.response(PAGE) + made.response(again))
        loaded = load(file)
        assert loaded.audit[loaded.audit["kind"] == "duplicate"]["rule"].tolist() == ["same_page"]


class TestEncodings:
    WORDS = "Die Gespräche über den Häfen endeten am Donnerstag – ohne Ergebnis für die Fährleute der Küste."

    def _page(self, charset: str, meta: str = "") -> bytes:
        declared = f"<meta charset='{meta}'>" if meta else ""
        return (
            f"<html><head>{declared}<title>Gespräche</title></head><body><article><h1>Gespräche</h1>"
            f"<p>{self.WORDS}</p><p>{self.WORDS} Nochmals.</p></article></body></html>"
        ).encode(charset)

    @pytest.mark.parametrize(
        ("written", "header", "meta"),
        [
            ("cp1250", "windows-1250", ""),
            ("mac_roman", "x-mac-roman", ""),
            ("cp1252", "ISO-8859-1", ""),
            # The server counts before the page, and both are wrong where the bytes are UTF-8.
            ("cp1252", "windows-1252", "utf-8"),
            ("utf-8", "ISO-8859-1", "iso-8859-1"),
            ("utf-8", "no-such-charset", ""),
        ],
    )
    def test_the_servers_charset(self, written: str, header: str, meta: str) -> None:
        data = made.response(self._page(written, meta), kind=f"text/html; charset={header}")
        (found,) = records(read(data))
        assert found.fields["text"].split("\n")[0] == self.WORDS

    @pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw deflate", "gzip, gzip", "identity"])
    def test_content_encodings(self, coding: str) -> None:
        raw = zlib.compressobj(wbits=-15)
        body = {
            "deflate": zlib.compress(PAGE),
            "raw deflate": raw.compress(PAGE) + raw.flush(),
            "gzip, gzip": gzip.compress(gzip.compress(PAGE)),
            "identity": PAGE,
        }.get(coding, gzip.compress(PAGE))
        data = made.response(body, more=[("Content-Encoding", coding.removeprefix("raw "))])
        (found,) = records(read(data))
        assert found.raw == PAGE

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
    def test_a_crawler_that_unpacked_the_page_and_kept_the_header(self, coding: str) -> None:
        (found,) = records(read(made.response(PAGE, more=[("Content-Encoding", coding)])))
        assert found.raw == PAGE

    def test_brotli(self) -> None:
        brotli = pytest.importorskip("brotli", minversion="1.2")
        body = brotli.compress(PAGE)
        (found,) = records(read(made.response(body, more=[("Content-Encoding", "br")])))
        assert found.raw == PAGE

    def test_what_cannot_be_unpacked_is_said(self) -> None:
        found = read(made.response(b"\x00\x01\x02", more=[("Content-Encoding", "compress")]))
        assert faults(found) == [("unreadable", "failed", 1)]

    @given(st.lists(st.integers(1, 400), max_size=8), st.sampled_from([b"\r\n", b"\n"]))
    def test_chunks_are_joined(self, sizes: list[int], end: bytes) -> None:
        parts, at = [], 0
        for size in [*sizes, len(PAGE)]:
            if piece := PAGE[at : at + size]:
                parts.append(f"{len(piece):x};x=1".encode() + end + piece + end)
            at += size
        body = saved.unwrapped(b"".join(parts) + b"0" + end + end, {"transfer-encoding": "chunked"}, 10**6)
        assert body == saved.Body(PAGE)

    def test_chunks_that_were_joined_already(self) -> None:
        (found,) = records(read(made.response(PAGE, more=[("Transfer-Encoding", "chunked")])))
        assert found.raw == PAGE


class TestDamage:
    @pytest.mark.medium
    @pytest.mark.parametrize("share", [0.2, 0.45, 0.9])
    @pytest.mark.parametrize("packed", [True, False])
    def test_what_stands_before_a_cut_is_read(self, tmp_path: Path, share: float, packed: bool) -> None:
        crawl = [made.response(page(n).encode() + b"<!-- -->" * 200, f"/{n}") for n in range(8)]
        data = made.packed(crawl) if packed else b"".join(crawl)
        cut = int(len(data) * share)
        whole, size = 0, 0
        for one in crawl:
            size += len(gzip.compress(one)) if packed else len(one)
            whole += size - (0 if packed else 4) <= cut
        file = tmp_path / "a.warc.gz"
        file.write_bytes(data[:cut])
        with pytest.warns(FramingWarning):
            loaded = load(file)
        assert len(loaded.articles) in (whole, whole + 1)
        failed = loaded.audit[loaded.audit["kind"] == "failed"]
        assert len(failed) == 1
        assert failed["detail"].str.contains("cut short|ends within").all()

    def test_a_cut_page_is_no_article(self) -> None:
        found = read(made.response(PAGE) + made.response(page(2).encode(), "/b")[:-60])
        assert len(records(found)) == 1
        assert faults(found) == [("cut_short", "failed", 2)]
        assert f"{made.HOST}/b" in next(item.detail for item in found if isinstance(item, Fault))

    def test_reading_goes_on_behind_what_is_no_record(self) -> None:
        found = read(made.response(PAGE) + b"lost\r\n" * 50 + made.response(page(2).encode(), "/b"))
        assert len(records(found)) == 2
        assert faults(found) == [("bad_record", "failed", 2)]

    @pytest.mark.parametrize(
        ("length", "rules", "read_on"),
        [
            (5, ["bad_record", "bad_record"], 1),
            (10**14, ["cut_short"], 0),
            (10**15, ["bad_record"], 1),
        ],
    )
    def test_a_wrong_length(self, length: int, rules: list[str], read_on: int) -> None:
        found = read(made.response(PAGE, length=length) + made.response(page(2).encode(), "/b"))
        assert [rule for rule, kind, _ in faults(found) if kind == "failed"] == rules
        assert len(records(found)) == read_on

    def test_a_page_longer_than_the_limit(self) -> None:
        limits = Limits(record_bytes=2_000_000)
        long = made.response(b"<html>" + b"x" * 3_000_000, "/long") + made.response(PAGE)
        assert faults(read(long, limits=limits)) == [("too_large", "failed", 1)]
        assert len(records(read(long, limits=limits))) == 1
        bomb = gzip.compress(b"<html>" + b" " * 50_000_000)
        data = made.response(bomb, "/bomb", more=[("Content-Encoding", "gzip")]) + made.response(PAGE)
        assert faults(read(data, limits=limits)) == [("too_large", "failed", 1)]

    def test_a_picture_may_be_longer(self) -> None:
        limits = Limits(record_bytes=100_000)
        found = read(
            made.response(b"x" * 300_000, "/a.mp4", kind="video/mp4") + made.response(PAGE), limits=limits
        )
        assert faults(found) == []

    def test_what_a_crawler_cut_is_said(self) -> None:
        (found,) = records(read(made.response(PAGE, more_warc={"WARC-Truncated": "length"})))
        assert [note.rule for note in found.notes] == ["cut_page"]

    @given(st.data())
    def test_nothing_raises_and_nothing_is_lost_in_silence(self, data: st.DataObject) -> None:
        crawl = bytearray(b"".join(CRAWL))
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(crawl) - 2))
            crawl[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
        if not warc.sniff(bytes(crawl), "a.warc"):
            return
        assert any(isinstance(item, (Record, Fault)) for item in read(bytes(crawl)))


class TestArchives:
    @pytest.mark.medium
    def test_a_crawl_with_its_index(self, tmp_path: Path) -> None:
        file = tmp_path / "crawl.wacz"
        file.write_bytes(
            made.wacz(
                {
                    "archive/data.warc.gz": made.packed(CRAWL),
                    "archive/more.warc": made.response(page(3).encode(), "/c"),
                    "indexes/index.cdx.gz": gzip.compress(b"com,x)/ 2026 {}"),
                }
            )
        )
        loaded = load(file)
        assert loaded.articles["source"].tolist() == [
            "crawl.wacz/archive/data.warc.gz:3",
            "crawl.wacz/archive/data.warc.gz:10",
            "crawl.wacz/archive/more.warc:1",
        ]
        assert set(loaded.audit["kind"]) <= {"checked", "removed", "guessed", "repaired"}

    @pytest.mark.medium
    def test_a_damaged_member_costs_no_other(self, tmp_path: Path) -> None:
        file = tmp_path / "crawl.wacz"
        whole = made.packed([made.response(page(n).encode() + b"<!-- -->" * 99, f"/{n}") for n in range(4)])
        members = {"archive/a.warc.gz": whole[:-40], "archive/b.warc.gz": whole}
        file.write_bytes(made.wacz(members))
        with pytest.warns(FramingWarning, match=re.escape("crawl.wacz/archive/a.warc.gz")):
            loaded = load(file)
        assert len(loaded.articles) == 4
        assert (loaded.audit["kind"] == "duplicate").sum() == 3


# Its temporary files are closed when they are forgotten.
@pytest.mark.medium
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_as_warcio_writes_it(tmp_path: Path) -> None:
    writing = pytest.importorskip("warcio.warcwriter")
    heads = pytest.importorskip("warcio.statusandheaders")
    file = tmp_path / "a.warc.gz"
    with file.open("wb") as stream:
        writer = writing.WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "made"}))
        sent = heads.StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        again = {"payload": io.BytesIO(PAGE), "http_headers": sent}
        writer.write_record(writer.create_warc_record(f"{made.HOST}/a", "response", **again))
        writer.write_record(
            writer.create_revisit_record(f"{made.HOST}/a", "sha1:X", f"{made.HOST}/a", "2026-01-01T00:00:00Z")
        )
    loaded = load(file)
    assert loaded.articles["title"].tolist() == ["Ministers meet for round 1"]
    assert set(loaded.audit[loaded.audit["kind"] == "checked"]["rule"]) == {"no_responses", "revisits"}


@pytest.mark.medium
@pytest.mark.skipif(not SAVED.is_dir(), reason="the saved pages in ../shared/fixtures/html are not here")
def test_a_page_reads_the_same_from_a_crawl_as_from_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    crawl = []
    for file in sorted(SAVED.glob("*.html*")):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        (folder / file.name.removesuffix(".gz")).write_bytes(data)
        crawl.append(made.response(data, f"/{len(crawl)}", kind="text/html", more=[("Server", "x")]))
    (tmp_path / "a.warc.gz").write_bytes(made.packed(crawl))
    alone, together = load(folder).articles, load(tmp_path / "a.warc.gz").articles
    for name in ("id", "outlet", "title", "published", "authors", "text", "blocks", "sha256"):
        assert sorted(alone[name].fillna("")) == sorted(together[name].fillna(""))
