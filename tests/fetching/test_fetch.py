"""Fetching from a server on this machine: what is saved, what is asked how often, and what is never asked."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import tomllib
import zlib
from pathlib import Path
from shutil import which

import pandas as pd
import pytest

from framing import load
from framing.errors import FramingError
from framing.fetching import fetch as driver
from framing.fetching.fetch import Result, agent, fetch
from framing.fetching.net import Net
from framing.fetching.talk import Bounds
from tests.corpus.made import page
from tests.fetching.serving import BOUNDS, OPEN, World, moved, reply

URL = "http://courier.example/a"


def one(web: World, tmp_path: Path, url: str = URL, bounds: Bounds = BOUNDS) -> Result:
    """Fetch one page and return what became of it; what is said of it is one line."""
    (result,) = web.fetch([url], tmp_path / "pages", bounds=bounds)
    assert result.detail.isprintable()
    assert len(result.detail) < 300
    return result


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def refused(web: World, tmp_path: Path, *words: str, url: str = URL, outcome: str = "refused") -> None:
    """Nothing is saved, and the line says why."""
    result = one(web, tmp_path, url)
    assert result.outcome == outcome
    assert all(word in result.detail for word in words), result.detail
    assert files(tmp_path / "pages") == ["fetch.jsonl"]


class TestSaved:
    def test_page_headers_and_time(self, web: World, tmp_path: Path) -> None:
        body = page(1).encode()
        web.pages["courier.example/a"] = reply(
            body, X_Made_By="é\x7f".encode().decode("latin-1"), Set_Cookie="id=7"
        )
        result = one(web, tmp_path)
        assert result.outcome == "saved"
        saved = tmp_path / "pages" / result.file
        assert saved.read_bytes() == body
        known = tomllib.loads((saved.parent / f"{saved.name}.toml").read_text("utf8"))
        assert known["url"] == known["requested"] == URL
        assert known["fetched"] == "2026-01-15T08:30:00Z"
        assert (known["status"], known["bytes"]) == (200, len(body))
        assert known["sha256"] == hashlib.sha256(body).hexdigest()
        assert ["X-Made-By", "Ã©\x7f"] in known["headers"]
        assert "id=7" not in str(known)
        (line,) = pd.read_json(tmp_path / "pages" / "fetch.jsonl", lines=True).to_dict("records")
        assert (line["url"], line["outcome"], line["file"]) == (URL, "saved", result.file)

    def test_what_is_sent_is_honest_and_little(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a?q=1"] = reply(page(1))
        one(web, tmp_path, "http://courier.example/a?q=1#part")
        for _, _, headers in web.asked:
            assert headers["User-Agent"] == "framing/0 (tests)"
            assert not {"Cookie", "Authorization", "Referer", "Proxy-Authorization"} & set(headers)
        assert web.paths == ["courier.example/a?q=1"]

    def test_load_gives_the_articles_with_address_and_time(self, web: World, tmp_path: Path) -> None:
        for number in (1, 2):
            web.pages[f"news.theguardian.com/{number}"] = reply(page(number).replace("Harbour Courier", ""))
        web.pages["unknown.example/x"] = reply(page(3).replace("Harbour Courier", ""))
        urls = [
            "http://news.theguardian.com/1",
            "http://news.theguardian.com/2",
            "http://www.unknown.example/y",
        ]
        web.pages["www.unknown.example/y"] = moved("http://unknown.example/x")
        web.fetch(urls, tmp_path)
        loaded = load(tmp_path)
        frame = loaded.articles.set_index("title")
        assert not loaded.audit["kind"].isin(["failed", "skipped"]).any()
        assert frame["url"].tolist() == [urls[0], urls[1], "http://unknown.example/x"]
        assert set(frame["fetched"]) == {"2026-01-15T08:30:00Z"}
        assert frame["outlet"].tolist() == ["guardian", "guardian", "unknown_example"]

    def test_the_encoding_of_the_header_is_used(self, web: World, tmp_path: Path) -> None:
        words = "Größe und Maß " * 30
        body = f"<html><body><article><h1>Maß</h1><p>{words}</p><p>{words}</p></article></body></html>"
        web.pages["courier.example/a"] = reply(
            body.encode("cp1250"), Content_Type='text/html; charset="windows-1250"'
        )
        one(web, tmp_path)
        assert "Größe und Maß" in load(tmp_path / "pages").articles["text"][0]

    def test_a_file_beside_that_is_not_ours_says_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(page(1), "utf8")
        for content in ("url = 3", "not TOML", "url = 'http://[x'\nfetched = 'now'", "x = 1\n" * 100_000):
            (tmp_path / "a.html.toml").write_text(content, "utf8")
            (row,) = load(tmp_path).articles.to_dict("records")
            assert row["outlet"] == "harbour_courier"
            assert "fetched" not in row

    def test_again_only_when_asked(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = reply("<p>old")
        assert one(web, tmp_path).outcome == "saved"
        web.pages["courier.example/a"] = reply("new", Content_Type="text/plain")
        asked = len(web.asked)
        there = one(web, tmp_path)
        assert (there.outcome, len(web.asked)) == ("there", asked)
        (again,) = web.fetch([URL], tmp_path / "pages", again=True)
        assert again.outcome == "saved"
        # A page of another kind takes the place of the first: load would read both.
        assert files(tmp_path / "pages") == [again.file, f"{again.file}.toml", "fetch.jsonl"]

    def test_no_two_addresses_share_a_file(self, web: World, tmp_path: Path) -> None:
        paths = ["/", "/a", "/A", "/a/", "/a?b", "/a/b", "/a-b", "/%61%2Fb", "/中", "/文", "/con",
                 "/" + "long/" * 100, "/../../etc/passwd", "/..%2f..%2fetc", "/a.html", "/a.php",
                 "/.hidden", "/readme"]  # fmt: skip
        urls = [
            f"http://{host}{path}"
            for host in ("courier.example", "con.example", "__x.example")
            for path in paths
        ]
        for url in urls:
            web.pages[driver.address(url).url.removeprefix("http://")] = reply(f"<p>{url}")
        results = web.fetch(urls, tmp_path)
        assert {result.outcome for result in results} == {"saved"}
        assert len({result.file.casefold() for result in results}) == len(urls)
        for result in results:
            assert (tmp_path / result.file).read_text("utf8") == f"<p>{result.url}"
            assert (tmp_path / result.file).resolve().is_relative_to(tmp_path)
            assert not any(part.startswith((".", "__")) for part in Path(result.file).parts)

    def test_a_line_for_each_url_even_if_given_twice(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = reply("<p>x")
        results = web.fetch([URL, f"{URL}#b", "HTTP://COURIER.example:80/a", "bad", "bad"], tmp_path)
        assert sorted(result.outcome for result in results) == ["refused", "saved"]


class TestPace:
    def test_one_request_a_second_a_host(self, web: World, tmp_path: Path) -> None:
        urls = [f"http://{host}.example/{path}" for host in ("a", "b") for path in (1, 2, 3)]
        for url in urls:
            web.pages[url.removeprefix("http://")] = reply("<p>x")
        web.fetch(urls, tmp_path)
        for host in ("a", "b"):
            times = [at for at, place, _ in web.asked if place.startswith(host)]
            assert len(times) == 4
            assert all(later - before >= 1 for before, later in itertools.pairwise(times))
        # Nobody waits for another host.
        assert web.clock.time - 1000 == pytest.approx(3)

    def test_crawl_delay(self, web: World, tmp_path: Path) -> None:
        web.pages["a.example/robots.txt"] = reply("User-agent: *\nCrawl-delay: 7", Content_Type="text/plain")
        web.pages |= {"a.example/1": reply("<p>x"), "a.example/2": reply("<p>x")}
        web.fetch(["http://a.example/1", "http://a.example/2"], tmp_path)
        assert [at - 1000 for at, _, _ in web.asked] == [0, 7, 14]

    def test_a_delay_of_hours_is_no_delay_but_a_refusal(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/robots.txt"] = reply("User-agent: *\nCrawl-delay: 86400")
        refused(web, tmp_path, "86,400 s between pages")

    def test_a_host_that_wants_rest_gets_it(self, web: World, tmp_path: Path) -> None:
        web.pages["a.example/1"] = reply(status="429 Too Many Requests", Retry_After="40")
        web.pages["a.example/2"] = reply(status="503 Busy", Retry_After="9999")
        urls = [f"http://a.example/{number}" for number in (1, 2, 3)]
        results = web.fetch(urls, tmp_path)
        assert [at - 1000 for at, _, _ in web.asked] == [0, 1, 41]
        assert [result.outcome for result in results] == ["failed"] * 3
        assert "wants 9,999 s of rest" in results[2].detail


class TestRobots:
    def test_what_is_forbidden_is_not_asked(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/robots.txt"] = reply("User-agent: *\nDisallow: /a")
        web.pages["courier.example/a"] = reply("<p>x")
        refused(web, tmp_path, "robots.txt of courier.example forbids it")
        assert web.paths == []

    @pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "410 Gone"])
    def test_no_rules_allow(self, web: World, tmp_path: Path, status: str) -> None:
        web.pages |= {"courier.example/robots.txt": reply(status=status), "courier.example/a": reply("<p>x")}
        assert one(web, tmp_path).outcome == "saved"

    @pytest.mark.parametrize(
        "answer",
        [
            reply(status="500 Oh"),
            reply(status="503 Busy"),
            reply(status="429 Slower"),
            reply(status="204 None", Content_Length=""),
            moved("/robots.txt"),
            moved("http://127.0.0.1/"),
            moved("http://inner.example/robots.txt"),
            b"no HTTP at all\r\n\r\n",
            lambda sock: sock.close(),
        ],
    )
    def test_rules_that_cant_be_had_forbid(self, web: World, tmp_path: Path, answer: bytes) -> None:
        web.names["inner.example"] = [["10.0.0.1"]]
        web.pages |= {"courier.example/robots.txt": answer, "courier.example/a": reply("<p>x")}
        refused(web, tmp_path, "robots.txt of courier.example can't be had", "nothing there is asked")
        assert web.paths == []

    def test_rules_are_asked_once_a_run_and_followed(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/robots.txt"] = moved("http://rules.example/r")
        web.pages["rules.example/r"] = reply(b"User-agent: *\nDisallow: /b\n" + b"#" * 600_000)
        web.pages |= {"courier.example/a": reply("<p>x"), "courier.example/b": reply("<p>x")}
        results = web.fetch([URL, "http://courier.example/b"], tmp_path)
        assert [result.outcome for result in results] == ["saved", "refused"]
        assert len(web.asked) == 3

    def test_where_a_redirect_leads_has_rules_too(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = moved("http://other.example/b")
        web.pages["other.example/robots.txt"] = reply("User-agent: framing\nDisallow: /")
        refused(web, tmp_path, "robots.txt of other.example forbids it")
        assert web.paths == ["courier.example/a"]


class TestRedirects:
    def test_followed_and_kept(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = moved("/b", "301 Moved")
        web.pages["courier.example/b"] = moved("//other.example/c", "307 Moved")
        web.pages["other.example/c"] = reply("<p>x")
        result = one(web, tmp_path)
        assert result.known["url"] == "http://other.example/c"
        assert result.known["redirects"] == [[URL, 301], ["http://courier.example/b", 307]]
        assert result.file.startswith("courier.example/")

    @pytest.mark.parametrize(
        ("location", "words"),
        [
            ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is set aside"),
            ("http://localhost/", "no full name"),
            ("http://localhost:8000/", "port 8000 is not asked"),
            ("http://inner.example/", "stands for 127.0.0.1"),
            ("http://[::1]/", "local use"),
            ("http://0x7f.1/", "no full name"),
            ("http://2130706433/", "no full name"),
            ("http://me:word@courier.example/", "user's name or password"),
            ("file:///etc/passwd", "file: is not fetched"),
            ("javascript:alert(1)", "javascript: is not fetched"),
            ("data:text/html,x", "data: is not fetched"),
            ("http://[", "no address"),
            ("http://courier.example./", "no full name"),
        ],
    )
    def test_each_hop_is_checked(self, web: World, tmp_path: Path, location: str, words: str) -> None:
        web.names["inner.example"] = [["127.0.0.1"]]
        web.pages["courier.example/a"] = moved(location)
        refused(web, tmp_path, words)
        assert set(web.connected) == {OPEN}

    def test_a_circle(self, web: World, tmp_path: Path) -> None:
        web.pages |= {"courier.example/a": moved("/b"), "courier.example/b": moved("/a")}
        refused(web, tmp_path, "in a circle", outcome="failed")

    def test_no_more_than_ten(self, web: World, tmp_path: Path) -> None:
        for number in range(12):
            web.pages[f"courier.example/{number}"] = moved(f"/{number + 1}")
        refused(web, tmp_path, "more than 10 times", url="http://courier.example/0", outcome="failed")
        assert len(web.paths) == 11
        web.pages["courier.example/10"] = reply("<p>x")
        assert one(web, tmp_path, "http://courier.example/0").outcome == "saved"


class TestWhere:
    @pytest.mark.parametrize(
        "number", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1"]
    )
    def test_a_name_for_something_near(self, web: World, tmp_path: Path, number: str) -> None:
        web.names["courier.example"] = [[number]]
        refused(web, tmp_path, f"courier.example stands for {number}")
        assert web.connected == []

    def test_one_near_number_among_open_ones_is_enough(self, web: World, tmp_path: Path) -> None:
        web.names["courier.example"] = [[OPEN, "192.168.1.1"]]
        refused(web, tmp_path, "stands for 192.168.1.1")
        assert web.connected == []

    def test_a_name_that_stands_for_another_machine_the_second_time(self, web: World, tmp_path: Path) -> None:
        web.names["courier.example"] = [[OPEN], ["127.0.0.1"]]
        web.pages["courier.example/a"] = reply("<p>x")
        refused(web, tmp_path, "stands for 127.0.0.1")
        assert web.connected == [OPEN]
        assert web.looked_up == ["courier.example"] * 2

    def test_the_number_that_was_checked_is_connected_to(self, web: World, tmp_path: Path) -> None:
        web.names["courier.example"] = [["8.8.4.4"], ["8.8.8.8"]]
        web.pages["courier.example/a"] = reply("<p>x")
        assert one(web, tmp_path).outcome == "saved"
        assert web.connected == ["8.8.4.4", "8.8.8.8"]

    def test_the_real_connection_reaches_only_the_open_web(self) -> None:
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            pytest.raises(ValueError, match=r"127\.0\.0\.1 answered"),
        ):
            Net().connect("127.0.0.1", server.getsockname()[1], 5)

    def test_the_real_look_up_says_what_is_not_known(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object, **__: object) -> None:
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", fails)
        (result,) = fetch(["https://courier.example/a"], tmp_path)
        assert result.outcome == "refused"
        assert "courier.example is not known (Name or service not known)" in result.detail

    def test_neither_environment_nor_proxies_lead_elsewhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []

        def near(host: object, *_: object, **__: object) -> list[object]:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]

        monkeypatch.setattr(socket, "getaddrinfo", near)
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, "http://proxy.example:3128")
        (result,) = fetch(["https://courier.example/a"], tmp_path)
        assert asked == ["courier.example"]
        assert "stands for 127.0.0.1" in result.detail


class TestBounds:
    def test_too_long_as_announced(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = reply("x", Content_Length="999999999")
        refused(web, tmp_path, "longer than 0.1907 MB", outcome="failed")

    def test_too_long_without_a_word(self, web: World, tmp_path: Path) -> None:
        def endless(sock: socket.socket) -> None:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(100):
                sock.sendall(b"x" * 65536)

        web.pages["courier.example/a"] = endless
        refused(web, tmp_path, "longer than", outcome="failed")

    def test_headers_without_end(self, web: World, tmp_path: Path) -> None:
        def endless(sock: socket.socket) -> None:
            sock.sendall(b"HTTP/1.1 200 OK\r\n")
            for number in range(100_000):
                sock.sendall(f"X-{number}: {'x' * 1000}\r\n".encode())

        web.pages["courier.example/a"] = endless
        refused(web, tmp_path, "no HTTP that can be read", outcome="failed")

    def test_chunks_without_end(self, web: World, tmp_path: Path) -> None:
        def endless(sock: socket.socket) -> None:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(1_000_000):
                sock.sendall(b"1\r\nx\r\n" * 1000)

        web.pages["courier.example/a"] = endless
        refused(web, tmp_path, "longer than", outcome="failed")

    def test_a_bomb(self, web: World, tmp_path: Path) -> None:
        bomb = gzip.compress(b"<p>" + bytes(20_000_000), 9)
        assert len(bomb) < BOUNDS.size
        web.pages["courier.example/a"] = reply(bomb, Content_Encoding="gzip")
        refused(web, tmp_path, "longer than", outcome="failed")

    def test_a_bomb_for_rules_is_cut(self, web: World, tmp_path: Path) -> None:
        rules = b"User-agent: *\nDisallow: /a\n" + b"#" * 50_000_000
        web.pages["courier.example/robots.txt"] = reply(gzip.compress(rules), Content_Encoding="gzip")
        refused(web, tmp_path, "forbids it")

    @pytest.mark.parametrize("silent", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"])
    def test_silence(self, web: World, tmp_path: Path, silent: bytes) -> None:
        def slow(sock: socket.socket) -> None:
            sock.sendall(silent)
            sock.recv(1)

        web.pages["courier.example/a"] = slow
        (result,) = web.fetch([URL], tmp_path, bounds=Bounds(size=1000, connect=5, read=0.2, total=10))
        assert result.outcome == "failed"
        assert "no byte came for 0.2 s" in result.detail

    @pytest.mark.parametrize(
        "start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"]
    )
    def test_a_byte_now_and_then(self, web: World, tmp_path: Path, start: bytes) -> None:
        def drips(sock: socket.socket) -> None:
            sock.sendall(start)
            for _ in range(1000):
                sock.sendall(b"x")
                time.sleep(0.02)

        web.real_time = True
        web.pages["courier.example/a"] = drips
        (result,) = web.fetch([URL], tmp_path, bounds=Bounds(size=100_000, connect=5, read=5, total=0.5))
        assert result.outcome == "failed"
        assert "not whole after 0.5 s" in result.detail

    @pytest.mark.parametrize(
        "answer",
        [
            reply("<p>cut", Content_Length="100"),
            reply(gzip.compress(b"<p>whole" * 99)[:-20], Content_Encoding="gzip"),
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>cu",
        ],
    )
    def test_cut_short(self, web: World, tmp_path: Path, answer: bytes) -> None:
        web.pages["courier.example/a"] = answer
        refused(web, tmp_path, "cut short", outcome="failed")

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (b"SSH-2.0-OpenSSH_9\r\n", "no HTTP"),
            (b"HTTP/1.1 abc\r\n\r\n", "no HTTP"),
            (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "no HTTP|cut",
            ),
            (reply("x", Content_Encoding="br"), "coding that was not asked for (br)"),
            (reply("<p>not packed", Content_Encoding="gzip"), "can't be unpacked"),
            (reply(status="404 Not Found"), "404 Not Found: there is no such page"),
            (reply(status="403 No"), "403 No: it doesn't give the page to programs"),
            (reply(status="500 \x1b[31mOh"), "500"),
            (reply(status="304 Not Modified"), "304"),
            (moved(""), "302"),
            (lambda sock: sock.close(), "connection broke|no HTTP"),
        ],
    )
    def test_no_answer_that_can_be_used(self, web: World, tmp_path: Path, answer: bytes, words: str) -> None:
        web.pages["courier.example/a"] = answer
        result = one(web, tmp_path)
        assert result.outcome == "failed"
        assert any(word in result.detail for word in words.split("|")), result.detail

    @pytest.mark.parametrize(
        ("body", "headers", "ending"),
        [
            (zlib.compress(b"<p>x"), {"Content_Encoding": "deflate"}, ".html"),
            (gzip.compress(b"<p>x"), {"Content_Encoding": "GZIP"}, ".html"),
            (b"<p>x", {"Content_Encoding": "identity", "Content_Type": ""}, ".html"),
            (b"<p>x", {"Content_Type": "TEXT/PLAIN;charset=x"}, ".txt"),
            (b"<p>x", {"Content_Type": "application/pdf"}, ".pdf"),
            (b"<p>x", {"Content_Type": "application/rss+xml"}, ".rss"),
            (b"4\r\n<p>x\r\n0\r\n\r\n", {"Transfer_Encoding": "chunked", "Content_Length": ""}, ".html"),
        ],
    )
    def test_codings_are_undone(
        self, web: World, tmp_path: Path, body: bytes, headers: dict[str, str], ending: str
    ) -> None:
        web.pages["courier.example/a"] = reply(body, **headers)
        result = one(web, tmp_path)
        assert result.outcome == "saved", result.detail
        assert (tmp_path / "pages" / result.file).read_bytes() == b"<p>x"
        assert result.file.endswith(ending)

    @pytest.mark.parametrize(
        "media", ["image/png", "application/zip", "video/mp4", "application/javascript", "a\x1bb"]
    )
    def test_no_page(self, web: World, tmp_path: Path, media: str) -> None:
        web.pages["courier.example/a"] = reply("x" * 1000, Content_Type=media)
        refused(web, tmp_path, "no page or text")


class TestCertificates:
    def test_one_that_nobody_vouches_for_is_refused(self, tmp_path: Path) -> None:
        import ssl
        import threading

        openssl = which("openssl")
        if openssl is None:
            pytest.skip("no openssl on this machine to make a certificate with")
        key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert,
             "-days", "2", "-subj", "/CN=courier.example", "-addext", "subjectAltName=DNS:courier.example"],
            check=True, capture_output=True,
        )  # fmt: skip
        ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ours.load_cert_chain(cert, key)
        names: list[str] = []
        ours.sni_callback = lambda sock, name, context: names.append(name)
        with socket.create_server(("127.0.0.1", 0)) as server:

            def serve() -> None:
                while True:
                    try:
                        sock, _ = server.accept()
                    except OSError:
                        return
                    try:
                        with ours.wrap_socket(sock, server_side=True) as safe:
                            safe.recv(65536)
                            safe.sendall(reply("<p>x"))
                    except OSError:
                        sock.close()

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            web = World(server.getsockname()[1])
            (result,) = web.fetch(["https://courier.example/a"], tmp_path / "pages")
            assert result.outcome == "refused"
            assert "certificate of courier.example is not to be trusted" in result.detail
            known = ssl.create_default_context(cafile=str(cert))
            trusted = web.net(trust=lambda: known)
            urls = ["https://courier.example/a", "https://other.example/a"]
            results = driver._fetch(
                urls, tmp_path / "pages", again=True, agent="x", net=trusted, bounds=BOUNDS
            )
            assert {result.url: result.outcome for result in results} == {
                urls[0]: "saved",
                urls[1]: "refused",
            }
            assert set(names) == {"courier.example", "other.example"}
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


class TestWhole:
    def test_a_run_that_is_ended_leaves_whole_files_and_goes_on(
        self, web: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        urls = [f"http://courier.example/{number}" for number in range(4)]
        for url in urls:
            web.pages[url.removeprefix("http://")] = reply(f"<p>{url}" * 100)
        really = os.replace
        for moment in range(1, 9):
            count = 0

            def ended(*names: object, moment: int = moment) -> None:
                nonlocal count
                count += 1
                if count == moment:
                    raise KeyboardInterrupt
                really(*names)  # type: ignore[arg-type]

            folder = tmp_path / str(moment)
            monkeypatch.setattr(os, "replace", ended)
            with pytest.raises(KeyboardInterrupt):
                web.fetch(urls, folder)
            monkeypatch.setattr(os, "replace", really)
            for file in folder.rglob("*"):
                assert ".partial" not in file.name
                if file.suffix == ".html":
                    assert file.with_name(f"{file.name}.toml").exists()
                    assert file.read_bytes().count(b"<p>") == 100
            for line in (folder / "fetch.jsonl").read_text("utf8").splitlines():
                assert json.loads(line)["outcome"] == "saved"
            outcomes = [result.outcome for result in web.fetch(urls, folder)]
            assert outcomes.count("there") == (moment - 1) // 2
            assert len([file for file in files(folder) if file.endswith(".html")]) == 4

    def test_a_link_at_the_name_is_not_written_through(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = reply("<p>x")
        result = one(web, tmp_path)
        target = tmp_path / "precious"
        target.write_text("mine", "utf8")
        saved = tmp_path / "pages" / result.file
        saved.unlink()
        saved.symlink_to(target)
        web.fetch([URL], tmp_path / "pages", again=True)
        assert target.read_text("utf8") == "mine"
        assert saved.read_text("utf8") == "<p>x"
        assert not saved.is_symlink()

    def test_two_runs_into_one_folder(self, web: World, tmp_path: Path) -> None:
        web.pages |= {"courier.example/a": reply("<p>x"), "courier.example/b": reply("<p>x")}
        urls, net = [URL, "http://courier.example/b"], web.net()
        first = driver._fetch(urls, tmp_path, again=False, agent="x", net=net, bounds=BOUNDS)
        assert next(first).outcome == "saved"
        with pytest.raises(FramingError, match="another run is writing to it"):
            web.fetch(urls, tmp_path)
        assert next(first).outcome == "saved"
        first.close()
        assert [result.outcome for result in web.fetch(urls, tmp_path)] == ["there", "there"]

    def test_where_pages_came_from_counts_as_read(self, web: World, tmp_path: Path) -> None:
        from framing.provenance import inputs

        web.pages["courier.example/a"] = reply(page(1))
        result = one(web, tmp_path)
        named = [entry["name"] for entry in inputs([str(tmp_path / "pages")])]
        assert named == [result.file, f"{result.file}.toml"]

    def test_a_folder_that_cant_be_written_to_is_one_line(self, web: World, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", "utf8")
        with pytest.raises(FramingError, match="can't be written"):
            web.fetch([URL], tmp_path / "file" / "below")


def test_whom_to_write_to() -> None:
    assert "+me@lab.example)" in agent("me@lab.example")
    assert agent().startswith("framing/")
    for wrong in ("a\r\nCookie: x", "a)b", "é", "x" * 300):
        with pytest.raises(FramingError, match="contact"):
            agent(wrong)


def test_importing_uses_no_network() -> None:
    code = "import socket; socket.socket.connect = socket.getaddrinfo = None; import framing.fetching.fetch"
    subprocess.run([sys.executable, "-c", code], check=True)
