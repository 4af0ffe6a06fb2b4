"""What is saved of a page and how it is read again; whole files whenever a run ends."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from framing import load
from framing.errors import FramingError
from framing.fetching import fetch as driver
from framing.fetching.fetch import format_agent
from tests.corpus.made import page
from tests.fetching.serving import BOUNDS, URL, World, files, moved, one, reply


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

    @pytest.mark.medium
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
            web.pages[driver.parse_address(url).url.removeprefix("http://")] = reply(f"<p>{url}")
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


class TestWhole:
    @pytest.mark.slow
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

    @pytest.mark.slow
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
        from framing.study.output import inputs

        web.pages["courier.example/a"] = reply(page(1))
        result = one(web, tmp_path)
        named = [entry["name"] for entry in inputs([str(tmp_path / "pages")])]
        assert named == [result.file, f"{result.file}.toml"]

    def test_a_folder_that_cant_be_written_to_is_one_line(self, web: World, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", "utf8")
        with pytest.raises(FramingError, match="can't be written"):
            web.fetch([URL], tmp_path / "file" / "below")


def test_whom_to_write_to() -> None:
    assert "+me@lab.example)" in format_agent("me@lab.example")
    assert format_agent().startswith("framing/")
    for right in ("https://lab.example/press?x=1", "lab.example.org", "a.b+c@lab.example"):
        assert f"+{right})" in format_agent(right)
    for wrong in (
        "a\r\nCookie: x",
        "a)b",
        "é",
        "x" * 300,
        "bad contact",
        "nobody",
        "me@",
        "me@lab.example you",
    ):
        with pytest.raises(FramingError, match="contact"):
            format_agent(wrong)


@pytest.mark.medium
def test_importing_uses_no_network() -> None:
    code = "import socket; socket.socket.connect = socket.getaddrinfo = None; import framing.fetching.fetch"
    subprocess.run([sys.executable, "-c", code], check=True)
