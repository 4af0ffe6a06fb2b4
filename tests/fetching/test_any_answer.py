"""Whatever a server sends, a URL ends as saved, refused or failed, in one line; what is saved is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fetching.serving import World, moved, reply, world

LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 Found", b"HTTP/1.1 100 Continue",
        b"HTTP/9.9 999 \xff",
        b"Content-Type: text/html", b"Content-Type: text/html; charset=\xff\x00", b"Content-Type:",
        b"Content-Length: 3", b"Content-Length: -1", b"Content-Length: 9e9", b"Content-Length: 3, 4",
        b"Content-Encoding: gzip", b"Content-Encoding: gzip, gzip", b"Content-Encoding: deflate",
        b"Transfer-Encoding: chunked", b"Location: /a", b"Location: \xff\xfe//", b"Location: http://[::1",
        b" folded", b": nameless", b"no colon", b"X: \x00\x1b[31m", b"Retry-After: -1", b"",
        b"5", b"<p>ab", b"ffffffffffffffff", b"-1", b"0;x=y", b"\x1f\x8b\x08\x00",
    ]
)  # fmt: skip
QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def web() -> Iterator[World]:
    with world() as here:
        yield here


def ends_well(web: World, folder: Path, place: str, answer: bytes) -> None:
    web.pages.clear()
    web.pages[f"courier.example/{place}"] = answer
    web.pages.setdefault("courier.example/a", reply("<p>x"))
    (result,) = web.fetch(["http://courier.example/a"], folder, again=True)
    assert result.outcome in ("saved", "refused", "failed")
    assert result.detail.isprintable()
    assert len(result.detail) < 400
    for saved in folder.rglob("*"):
        assert ".partial" not in saved.name
        assert saved.resolve().is_relative_to(folder)


@pytest.mark.medium
@QUICK
@given(lines=st.lists(LINES | st.binary(max_size=20), max_size=8), place=st.sampled_from(["a", "robots.txt"]))
def test_lines_of_any_kind(web: World, tmp_path: Path, lines: list[bytes], place: str) -> None:
    ends_well(web, tmp_path, place, b"\r\n".join(lines) + b"\r\n")


@pytest.mark.medium
@QUICK
@given(headers=st.lists(LINES, max_size=4), body=st.binary(max_size=40))
def test_a_good_beginning_and_anything_behind(
    web: World, tmp_path: Path, headers: list[bytes], body: bytes
) -> None:
    ends_well(web, tmp_path, "a", b"\r\n".join([b"HTTP/1.1 200 OK", *headers, b"", body]))


@pytest.mark.medium
@QUICK
@given(location=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40))
def test_a_redirect_to_anywhere(web: World, tmp_path: Path, location: str) -> None:
    ends_well(web, tmp_path, "a", moved(location))
    assert set(web.connected) == {"93.184.215.14"}
