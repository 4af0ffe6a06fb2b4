"""Rules for robots, as RFC 9309 has them; its own examples are among these."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.fetching import fetch
from framing.fetching.fetch import TOKEN, parse_robots
from tests.cases import for_each


def allows(text: str, path: str) -> bool:
    return parse_robots(text.encode()).can_fetch(f"http://courier.example{path}", TOKEN)


@for_each(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /a", "/abc", False),
        ("Disallow: /a/", "/a", True),
        ("Disallow: /A", "/a", True),
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Disallow: /\nAllow: /p", "/page", True),
        ("Allow: /page\nDisallow: /page", "/page", True),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Disallow: /*.gif$", "/a.gif", False),
        ("Disallow: /*.gif$", "/a.gif?x", True),
        ("Disallow: /*.gif", "/a.gif?x", False),
        ("Disallow: /a*b*c", "/a1b2c3", False),
        ("Disallow: /a*b*c", "/a1c2b3", True),
        ("Disallow: /*a$", "/a", False),
        ("Disallow: /ab*b$", "/ab", True),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/a", True),
        ("Disallow: *", "/a", False),
        ("Disallow: /*?", "/a?b", False),
        ("Disallow: /*?", "/a", True),
        ("Disallow: /a%3Cd.html", "/a%3cd.html", False),
        ("Disallow: /%7Ejoe/", "/~joe/x", False),
        ("Disallow: /~joe/", "/%7ejoe/x", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /ツ", "/%E3%83%84", False),
        ("Disallow: /", "/robots.txt", True),
        ("disallow : /a # why", "/a", False),
        ("Disallow: https://courier.example/a", "/a", True),
    ],
)
def test_rules_for_all(rules: str, path: str, allowed: bool) -> None:
    assert allows(f"User-agent: *\n{rules}", path) is allowed


@for_each(
    ("text", "allowed"),
    [
        ("User-agent: framing\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: FRAMING/2.0 (any)\nAllow: /", True),
        ("User-agent: framingbot\nDisallow: /", True),
        ("User-agent: a\nUser-agent: framing\nDisallow: /", False),
        ("User-agent: a\n\nUser-agent: framing\n\nDisallow: /", False),
        (
            "User-agent: framing\nAllow: /a\nUser-agent: x\nDisallow: /\nUser-agent: framing\nDisallow: /",
            False,
        ),
        ("Disallow: /\nUser-agent: *\nAllow: /x", True),
        ("\ufeffUser-agent: *\rDisallow: /", False),
        ("User-agent: *\nSitemap: https://x.example/s\nDisallow: /", False),
        ("User-agent: other\nDisallow: /", True),
        ("<html><body>no rules here</body></html>", True),
    ],
)
def test_whose_rules_hold(text: str, allowed: bool) -> None:
    assert allows(text, "/page") is allowed


@pytest.mark.parametrize(
    ("value", "delay"),
    [
        ("5", 5.0),
        ("0.5", 0.5),
        ("-1", None),
        ("nan", None),
        ("1e9", 1e9),
        ("five", None),
        ("٣", 3.0),
        ("inf", None),
    ],
)
def test_delay(value: str, delay: float | None) -> None:
    assert (
        parse_robots(f"User-agent: *\nCrawl-delay: {value}\nDisallow:".encode()).crawl_delay(TOKEN) == delay
    )


def test_what_stands_behind_the_bound_does_not_count() -> None:
    text = b"User-agent: *\n" + b"# filler\n" * (fetch.LONGEST // 9 + 1) + b"Disallow: /\n"
    assert parse_robots(text).can_fetch("http://courier.example/a", TOKEN)


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_rules(data: bytes, path: str) -> None:
    rules = parse_robots(b"User-agent: *\nDisallow: /" + data)
    assert rules.can_fetch(f"http://courier.example/{path}", TOKEN) in (True, False)


@given(st.lists(st.sampled_from(["a", "b", "*"]), max_size=8), st.text("ab", max_size=10), st.booleans())
def test_wildcards_fit_as_shell_patterns_do(rule: list[str], path: str, ends: bool) -> None:
    from fnmatch import fnmatchcase

    pattern = "/" + "".join(rule)
    fits = fnmatchcase(f"/{path}", pattern if ends else f"{pattern}*")
    assert allows(f"User-agent: *\nDisallow: {pattern}{'$' if ends else ''}", f"/{path}") is not fits


def test_many_stars_take_no_time() -> None:
    rule, path = "/" + "a*" * 1000 + "b$", "/" + "a" * 3000
    assert allows(f"User-agent: *\nDisallow: {rule}", path)


@pytest.mark.medium
def test_many_names_and_many_rules_are_not_their_product() -> None:
    names = "".join(f"User-agent: name{number:x}\n" for number in range(10_000))
    rules = "".join(f"Disallow: /{number:x}\n" for number in range(20_000))
    tracemalloc.start()
    assert allows(f"{names}{rules}", "/page")
    assert tracemalloc.get_traced_memory()[1] < 64 * 1024**2
    tracemalloc.stop()
