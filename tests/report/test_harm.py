"""A report of articles that mean harm, in a real browser: all is text, nothing runs, nothing is loaded."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.report.build import PAGES
from tests.report import chromium, examples, hostile, pages

needs_browser = pytest.mark.skipif(not chromium.PROGRAM, reason="no Chromium on this machine")

#: What a text tries, by what it tries; each would set `harm` on the page if it ran.
TEXTS = {
    "script": "<script>window.harm=1</script>",
    "closes the data": '</script><script>window.harm=1</script><!--"]}',
    "opens a comment": "<!--<script>window.harm=1</script>",
    "handler": '"><img src=x onerror=window.harm=1><svg/onload=window.harm=1>',
    "attribute": "' onmouseover='window.harm=1' autofocus onfocus='window.harm=1' x='",
    "frame": "<iframe srcdoc='<script>parent.harm=1</script>'></iframe><base href='https://x.example/'>",
    "form": "<form action=https://x.example/><button formaction=javascript:window.harm=1>go</button></form>",
    "style": "</style><style>body{display:none}</style><link rel=stylesheet href=https://x.example/a.css>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://x.example/'>",
    "template": "{{ 7*7 }} ${7*7} {% raw %} #{7*7}",
    "title": "</title><script>window.harm=1</script></textarea></option></select></dialog>",
    "line ends": "a\u2028window.harm=1\u2029//\x0b",
    "directions": "\u202eevil\u202c \u2066x\u2069 \u2069\u2069 \u202b\u2067 end \u200f\u061c",
    "svg": "<svg><style><img src=x onerror=window.harm=1></style><a xlink:href=javascript:harm=1>x</a></svg>",
    "entities": "&lt;script&gt;window.harm=1&lt;/script&gt; &#x3c;img src=x onerror=window.harm=1&gt;",
    "json": '\\u003cscript\\u003e","__proto__":{"harm":1},"constructor":"',
}  # fmt: skip
URLS = (
    "javascript:window.harm=1",
    "JaVaScRiPt:window.harm=1//https://x.example",
    " javascript:window.harm=1",
    "java\tscript:window.harm=1",
    "data:text/html,<script>window.harm=1</script>",
    "vbscript:harm",
    "file:///etc/passwd",
    "//x.example/a",
    "https:///",
    'https://x.example/"onmouseover="window.harm=1',
    "https://x.example/'><script>window.harm=1</script>",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


USE = """(() => {
  document.querySelectorAll("details").forEach((d) => (d.open = true));
  for (const s of document.querySelectorAll("select"))
    for (const o of [...s.options].slice(0, 4)) {
      s.value = o.value;
      for (const e of ["input", "change"]) s.dispatchEvent(new Event(e, {bubbles: true}));
    }
  const d = document.getElementById("sentences");
  const buttons = [...document.querySelectorAll("button:not(.close)")];
  // Of very many each so-many-th: they are alike.
  for (const b of buttons.filter((_, n) => n % Math.ceil(buttons.length / 100) === 0)) {
    if (d.open) d.close();
    b.click();
  }
  for (const e of document.querySelectorAll("bdi, a, mark, .said, td"))
    for (const n of ["mouseover", "focus"]) e.dispatchEvent(new Event(n, {bubbles: true}));
})()"""
ODD = """[...document.querySelectorAll("*")].filter((e) =>
  [...e.attributes].some((a) => /^on/i.test(a.name))
  || /^(iframe|object|embed|base|link|foreignobject)$/i.test(e.tagName)
  || e.matches("svg script, form[action], [formaction], [srcdoc]")
  || (e.tagName === "META" && e.httpEquiv && e.httpEquiv !== "Content-Security-Policy")
  || (e.hasAttribute("src") && !e.src.startsWith("data:image/svg+xml,"))
  || (e.hasAttribute("href") && !e.getAttribute("href").startsWith("#")
      && !/^(report|details)\\.html(#[\\w-]+)?$/.test(e.getAttribute("href"))
      && !(/^https?:$/.test(e.protocol) && e.rel === "noopener noreferrer"))
).map((e) => e.outerHTML.slice(0, 200))"""
LOADED = "performance.getEntriesByType('resource').map((e) => e.name).filter((n) => /^https?:/.test(n))"
LOOSE = """(() => {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const above = walker.currentNode.parentElement;
    if (TURNING.test(walker.currentNode.data) && above.tagName !== "SCRIPT" && !above.closest("bdi"))
      found.push(above.outerHTML);
  }
  for (const e of document.querySelectorAll("[title], [alt], [aria-label], [label]"))
    for (const n of ["title", "alt", "aria-label", "label"])
      if (TURNING.test(e.getAttribute(n) || "")) found.push(e.outerHTML.slice(0, 200));
  return found;
})()""".replace("TURNING", "/[\\u202a-\\u202e\\u2066-\\u2069]/")


def is_inert(browser: chromium.Browser) -> None:
    """Open, choose and press whatever the page has; nothing of it acts."""
    browser.run(USE)
    assert browser.run("'harm' in window || 'harm' in ({})") is False
    assert browser.run("document.scripts.length") == 2
    assert browser.run(ODD) == []
    assert browser.run(LOADED) == []
    assert browser.complaints() == []


def plain(text: str) -> str:
    """Return words without marks of direction and what separates them."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split())


def _write(folder: Path, page: str) -> Path:
    path = folder / "page.html"
    path.write_text(page, "utf8")
    return path


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_means_harm_is_shown_as_text(
    browser: chromium.Browser, tmp_path: Path, name: str
) -> None:
    text = TEXTS[name]
    for page in hostile.made(text).values():
        browser.open(_write(tmp_path, page))
        is_inert(browser)
        assert browser.run("getComputedStyle(document.body).display") != "none"
        assert plain(text) in plain(browser.run("document.querySelector('main').textContent"))


@pytest.mark.slow
@needs_browser
def test_an_address_that_is_none_is_no_link(browser: chromium.Browser, tmp_path: Path) -> None:
    size = len(examples.tables()["articles"])
    for start in range(0, len(URLS), size):
        for page in hostile.made(URLS[start], *URLS[start : start + size]).values():
            browser.open(_write(tmp_path, page))
            is_inert(browser)
            linked = browser.run(
                "[...document.links].filter((a) => !/^(#|(report|details)[.]html)/"
                ".test(a.getAttribute('href'))).map((a) => a.href)"
            )
            assert all(href.startswith("https://x.example/") for href in linked), linked


@pytest.mark.slow
@needs_browser
def test_marks_that_turn_what_follows_are_kept_to_themselves(
    browser: chromium.Browser, tmp_path: Path
) -> None:
    for page in hostile.made(TEXTS["directions"]).values():
        browser.open(_write(tmp_path, page))
        browser.run(USE)
        assert "\u202e" in browser.run("document.querySelector('main').textContent")
        assert browser.run(LOOSE) == []
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", browser.run("document.title"))
    # A filter of a value with such marks still finds its rows.
    assert browser.run(
        "[...document.querySelectorAll('option')].some((o) => o.textContent.includes('\\\\u202e'))"
    )


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("page", PAGES)
def test_an_ordinary_page_is_all_within_its_policy(browser: chromium.Browser, page: str) -> None:
    browser.open(pages.path("real", page))
    is_inert(browser)
    browser.run("[...document.images].forEach((i) => (i.loading = 'eager'))")
    browser.until("[...document.images].every((i) => i.complete && i.naturalWidth > 0)")


@pytest.mark.slow
@needs_browser
def test_the_policy_holds_where_escaping_would_not(browser: chromium.Browser, tmp_path: Path) -> None:
    page = pages.made("plain")["report"]
    harm = (
        "<script>window.harm=1</script><img src=x onerror=window.harm=1><p id=p style='color:red'>x</p>"
        "<style>#p{opacity:0}</style><iframe src='data:text/html,x'></iframe>"
        "<script src=data:,window.harm=1></script>"
    )
    browser.open(_write(tmp_path, page.replace('<main id="main">', f'<main id="main">{harm}')))
    assert browser.run("'harm' in window") is False
    assert browser.run("[p, getComputedStyle(p)].map((s) => s.opacity).at(-1)") == "1"
    assert browser.run("getComputedStyle(p).color") != "rgb(255, 0, 0)"
    assert len([said for said in browser.complaints() if "Content Security Policy" in said]) >= 5


@pytest.mark.medium
def test_the_policy_names_what_the_page_needs_and_no_more() -> None:
    for page in (*pages.made("plain").values(), *hostile.made().values()):
        head, _, rest = page.partition("</head>")
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
        rules = dict(rule.strip().split(" ", 1) for rule in policy.replace("&#39;", "'").split(";"))
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        assert rules["img-src"] == "data:"
        assert "unsafe" not in policy
        assert "http:" not in policy
        assert set(rules) == {"default-src", "style-src", "script-src", "img-src", "base-uri", "form-action"}
        # Before anything that it is about.
        assert head.index("Content-Security-Policy") < head.index("<style>")
        (style,) = re.findall(r"<style>(.*?)</style>", head, re.DOTALL)
        (script,) = re.findall(r"<script>(.*?)</script>", rest, re.DOTALL)
        for name, part in (("style-src", style), ("script-src", script)):
            digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
            assert rules[name] == f"'sha256-{digest}'"
        # Attributes would need a permission of their own, which there is not.
        bare = re.sub(r"<script.*?</script>|src=\"data:[^\"]*\"", "", rest, flags=re.DOTALL)
        assert not re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=", re.sub(r"\"[^\"]*\"", '""', bare))
