"""axe-core finds nothing on the page: in light and dark, at any width, with anything open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from framing.report.build import PAGES
from tests.report import chromium, pages

pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytestmark = chromium.MARKS


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("real", 400, "dark"),
        ("real", 1280, "light"),
        ("spoken", 1280, "dark"),
        ("twenty outlets", 400, "light"),
    ],
)
def test_a_page_whole_and_unfolded(
    browser: chromium.Browser, name: str, width: int, scheme: str, page: str
) -> None:
    browser.open(pages.path(name, page), width=width, color_scheme=scheme)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    if page == "details":
        browser.run("report.buildTables()")
        browser.page.click("#filters-open")
    assert browser.broken_rules() == []


@pytest.mark.parametrize(
    ("page", "opened", "scheme"),
    [
        ("details", "report.openCells(Object.keys(report.data().cells).slice(0, 2))", "dark"),
        ("details", "report.openAllFound()", "light"),
        ("details", "document.getElementById('keys').showModal()", "dark"),
        ("report", "document.querySelector('main [data-open]').click()", "light"),
        ("report", "document.querySelector('main [data-lines]').click()", "dark"),
    ],
)
def test_what_is_opened(browser: chromium.Browser, page: str, opened: str, scheme: str) -> None:
    browser.open(pages.path("real", page), color_scheme=scheme, place="#&q=canola" * (page == "details"))
    if page == "details":
        browser.until("report.state.words === 'canola'")
    browser.run(opened)
    browser.until("document.querySelector('dialog[open], #found:not([hidden])')")
    assert browser.broken_rules() == []
