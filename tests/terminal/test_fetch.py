"""`framing fetch` as people use it, on a server of this machine."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.fetching import fetch as driver
from tests.corpus.made import page
from tests.fetching.serving import World, reply, world
from tests.house import call


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world() as here:
        monkeypatch.setattr(driver, "Net", here.net)
        yield here


def test_pages_are_saved_and_load_reads_them(
    web: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2):
        web.pages[f"courier.example/{number}"] = reply(page(number))
    (tmp_path / "urls.csv").write_text("title,url\nx,http://courier.example/2\n", "utf8")
    pages = tmp_path / "pages"
    said = call(capsys, "fetch", "http://courier.example/1", "--from", tmp_path / "urls.csv", "-o", pages)
    assert (said.status, said.err) == (0, "")
    assert "2 saved" in said.out
    again = call(capsys, "fetch", "http://courier.example/1", "-o", pages)
    assert again.status == 0
    assert "0 saved, 1 already there" in again.out
    table = tmp_path / "a.jsonl"
    assert call(capsys, "load", pages, "-o", table).status == 0
    rows = [json.loads(line) for line in table.read_text("utf8").splitlines()]
    assert [row["url"] for row in rows] == ["http://courier.example/1", "http://courier.example/2"]
    assert {row["fetched"] for row in rows} == {"2026-01-15T08:30:00Z"}


def test_one_line_for_each_that_was_not_saved(
    web: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.pages["courier.example/robots.txt"] = reply("User-agent: *\nDisallow: /closed")
    web.pages["courier.example/1"] = reply(page(1))
    urls = [
        "http://127.0.0.1/",
        "http://courier.example/closed",
        "http://courier.example/gone",
        "\x1b[31mred",
    ]
    said = call(capsys, "fetch", *urls, "http://courier.example/1", "-o", tmp_path)
    assert said.status == 1
    assert "1 saved, 3 refused, 1 failed" in said.out
    lines = said.err.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("framing: ") and line.isprintable() for line in lines)
    assert all(any(url in line for line in lines) for url in urls[:3])
    listed = [json.loads(line) for line in (tmp_path / "fetch.jsonl").read_text("utf8").splitlines()]
    assert {row["url"]: row["outcome"] for row in listed} == {
        **dict.fromkeys([urls[0], urls[1], urls[3]], "refused"),
        urls[2]: "failed",
        "http://courier.example/1": "saved",
    }


def test_whom_to_write_to_is_told(web: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "fetch", "http://courier.example/1", "-o", tmp_path, "--contact", "me@lab.example")
    assert {headers["User-Agent"].split("+")[1] for _, _, headers in web.asked} == {"me@lab.example)"}
    said = call(capsys, "fetch", "http://courier.example/1", "-o", tmp_path, "--contact", "a\nb")
    assert "contact" in said.line


@pytest.mark.parametrize(("number", "status"), [(None, 130), (signal.SIGTERM, 143)])
def test_a_stop_is_answered_in_words(
    number: int | None,
    status: int,
    web: World,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*_: object) -> None:
        if number is None:
            raise KeyboardInterrupt
        os.kill(os.getpid(), number)

    web.pages["courier.example/1"] = reply(page(1))
    monkeypatch.setattr(driver, "save_page", stopped)
    said = call(capsys, "fetch", "http://courier.example/1", "-o", tmp_path)
    assert said.status == status
    assert "run again to go on" in said.line


def test_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "fetch", "-o", tmp_path).status == 2
    assert call(capsys, "fetch", "http://courier.example/1").status == 2
    said = call(capsys, "fetch", "--from", tmp_path / "none.csv", "-o", tmp_path)
    assert said.status == 1
    assert "can't be read" in said.line
    (tmp_path / "file").write_text("x", "utf8")
    assert "can't be written" in call(capsys, "fetch", "bad", "-o", tmp_path / "file").line
