"""The sections on visits in a browser: width, keys, filters and links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report import chromium
from tests.report.visit_examples import page

pytestmark = chromium.MARKS


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page") / "report.html"
    found.write_text(page(provenance="illustrative", named=False), "utf8")
    return found


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_the_page_never_scrolls_sideways(browser: chromium.Browser, path: Path, width: int) -> None:
    browser.open(path, width=width)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.complaints() == []


def test_a_gap_opens_the_others_sentences_and_escape_leads_back(
    browser: chromium.Browser, path: Path
) -> None:
    browser.open(path)
    browser.run("document.querySelector('#coverage td.gap button').focus()")
    browser.key("Enter", 13, "\r")
    said = browser.run("document.getElementById('sentences').textContent")
    assert (
        "Not found in the 3 collected articles of River Gazette (invented text) (detector recall 0.93)"
        in said
    )
    marks = browser.run("[...document.querySelectorAll('#sentences-body mark')].map((m) => m.textContent)")
    assert set(marks) == {"Port Ellis"}
    browser.key("Escape", 27)
    assert browser.run("document.activeElement.closest('td').className") == "gap"
    assert browser.complaints() == []


def test_passages_are_filtered_and_addresses_are_links(browser: chromium.Browser, path: Path) -> None:
    browser.open(path)
    shown = "[...document.querySelectorAll('.passages > li')].filter((li) => !li.hidden).length"
    assert browser.run(shown) == 2
    browser.run(
        "(() => { const s = document.querySelector('[data-for=passages] select');"
        "s.value = '1'; s.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert browser.run(shown) == 1
    output = browser.run("document.querySelector('[data-for=passages] output').textContent")
    assert output == "1 of 2 passages on this page"
    link = browser.run("(() => { const a = document.querySelector('.sides a'); return [a.href, a.rel]; })()")
    assert link == ["https://example.org/10", "noopener noreferrer"]


def test_an_event_in_the_table_leads_to_its_articles(browser: chromium.Browser, path: Path) -> None:
    browser.open(path)
    browser.run(
        "document.querySelector('#events td, #events th a').closest('table').querySelector('a').click()"
    )
    assert browser.run("document.getElementById('event-1').open")
