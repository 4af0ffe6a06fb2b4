"""Where requests may go: each redirect, each number a name stands for, each certificate."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from shutil import which

import pytest

from framing.fetching import fetch as driver
from framing.fetching.fetch import fetch
from tests.fetching.serving import BOUNDS, OPEN, URL, World, moved, one, refused, reply


class TestRedirects:
    def test_followed_and_kept(self, web: World, tmp_path: Path) -> None:
        web.pages["courier.example/a"] = moved("/b", "301 Moved")
        web.pages["courier.example/b"] = moved("//other.example/c", "307 Moved")
        web.pages["other.example/c"] = reply("<p>x")
        result = one(web, tmp_path)
        assert result.known["url"] == "http://other.example/c"
        assert result.known["redirects"] == [[URL, 301], ["http://courier.example/b", 307]]
        assert result.file.startswith("courier.example/")

    @pytest.mark.medium
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

    def test_the_real_connection_asks_for_the_number_and_not_the_name_again(
        self, web: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []

        def near(host: object, *_: object, **__: object) -> list[object]:
            asked.append(host)
            where = (OPEN, 80) if len(asked) % 2 else ("127.0.0.1", web.port)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where)]

        monkeypatch.setattr(socket, "getaddrinfo", near)
        monkeypatch.setattr(driver, "EVERY", 0.0)
        web.pages["courier.example/a"] = reply("<p>x")
        (result,) = fetch([URL], tmp_path)
        assert result.outcome == "saved"
        assert asked == ["courier.example", OPEN] * 2

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
