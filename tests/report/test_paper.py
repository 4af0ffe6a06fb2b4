"""On paper: what matters is there, controls are not, addresses of links stand beside them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report import chromium, pages

pytestmark = chromium.MARKS

SEEN = "[...document.querySelectorAll('{}')].filter((e) => e.checkVisibility()).length"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _sizes(path: Path) -> list[tuple[float, float]]:
    """Return width and height of each page of a PDF, in points."""
    raw = path.read_bytes()
    parts = [raw]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", b"".join(parts))
    return [(float(width), float(height)) for width, height in boxes]


def test_paper_has_pages_upright_and_tables_across(browser: chromium.Browser, tmp_path: Path) -> None:
    browser.open(pages.page("spoken"))
    path = tmp_path / "report.pdf"
    browser.page.pdf(path=path, prefer_css_page_size=True)
    sizes = _sizes(path)
    assert sizes[0][0] < sizes[0][1]
    assert any(width > height for width, height in sizes)
    assert len(sizes) >= 5
    # Afterwards the page is as it was.
    assert browser.run("document.querySelectorAll('.band:not([open])').length") > 0
    assert browser.complaints() == []


def test_before_printing_all_that_matters_is_there_and_afterwards_all_is_as_it_was(
    browser: chromium.Browser,
) -> None:
    browser.open(pages.page("spoken"), color_scheme="dark")
    folded = browser.run("[...document.querySelectorAll('main details')].map((d) => d.open)")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.page.emulate_media(media="print", color_scheme="dark")
    assert browser.run(SEEN.format("#profile tbody tr")) == len(
        browser.run("report.data().tables.profile.rows.map((r) => r[0])")
    )
    assert browser.run("[...document.querySelectorAll('.band:is(.stands, .leans)')].every((d) => d.open)")
    for gone in ("#tools", "form.filters", ".more", ".toc", ".here", ".skip", "dialog", "#profile .sort"):
        assert browser.run(SEEN.format(gone)) == 0, gone
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run("getComputedStyle(document.querySelector('figure img')).filter") == "none"
    link = "document.querySelector('#marked a[href^=http]')"
    assert browser.run(f"getComputedStyle({link}, '::after').content").startswith('" (https:')
    assert browser.run("document.querySelector('#profile thead th').dataset.label") == "Outlet"
    # A heading is said once: the button in it is gone, and its words stand before.
    head = "document.querySelector('#profile thead th')"
    assert browser.run(f"getComputedStyle({head}, '::before').content") != "none"
    assert browser.run("document.documentElement.scrollWidth") <= 1200
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("[...document.querySelectorAll('main details')].map((d) => d.open)") == folded


def test_very_many_rows_stay_in_their_file_and_paper_says_so(browser: chromium.Browser) -> None:
    browser.open(pages.page("spoken"))
    browser.run(
        "report.buildTables(), (() => { const b = document.querySelector('#profile tbody');"
        "for (let n = 0; n < 200; n++) b.append(b.rows[0].cloneNode(true)); })(), "
        "dispatchEvent(new Event('beforeprint'))"
    )
    browser.page.emulate_media(media="print")
    assert browser.run(SEEN.format("#profile")) == 0
    assert browser.run(SEEN.format("#contrast")) == 1
    assert browser.run(SEEN.format("#profile-paper")) == 1
    assert browser.run(SEEN.format("#contrast-paper")) == 0


def test_figures_are_drawn_on_paper(browser: chromium.Browser, tmp_path: Path) -> None:
    browser.open(pages.page("drawn"))
    browser.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    browser.until("[...document.images].every((i) => i.complete && i.naturalWidth > 0)")
    assert browser.run("document.images.length") == 3
