"""How often a host is asked, and what its rules forbid."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.fetching.serving import URL, World, moved, one, refused, reply


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

    @pytest.mark.medium
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
