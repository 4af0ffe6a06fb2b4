"""Answers that are long, slow, packed, cut short or no answers: bounded, and told in one line."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from pathlib import Path

import pytest

from framing.fetching.request import Bounds
from tests.fetching.serving import BOUNDS, URL, World, moved, one, refused, reply


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

    @pytest.mark.medium
    def test_a_bomb_for_rules_is_cut(self, web: World, tmp_path: Path) -> None:
        rules = b"User-agent: *\nDisallow: /a\n" + b"#" * 50_000_000
        web.pages["courier.example/robots.txt"] = reply(gzip.compress(rules), Content_Encoding="gzip")
        refused(web, tmp_path, "forbids it")

    @pytest.mark.medium
    @pytest.mark.parametrize("silent", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"])
    def test_silence(self, web: World, tmp_path: Path, silent: bytes) -> None:
        def slow(sock: socket.socket) -> None:
            sock.sendall(silent)
            sock.recv(1)

        web.pages["courier.example/a"] = slow
        (result,) = web.fetch([URL], tmp_path, bounds=Bounds(size=1000, connect=5, read=0.2, total=10))
        assert result.outcome == "failed"
        assert "no byte came for 0.2 s" in result.detail

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"]
    )
    def test_a_byte_now_and_then(self, web: World, tmp_path: Path, start: bytes) -> None:
        def drips(sock: socket.socket) -> None:
            sock.sendall(start)
            for _ in range(1000):
                sock.sendall(b"x")
                time.sleep(0.02)

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

    @pytest.mark.medium
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

    @pytest.mark.medium
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
