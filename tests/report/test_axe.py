"""axe-core finds nothing on the page: in light and dark, at any width, with anything open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.report import chromium, pages

pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytestmark = chromium.MARKS


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("spoken", 360, "dark"), ("spoken", 1200, "light"), ("visits", 1200, "dark")],
)
def test_the_page_whole_and_unfolded(browser: chromium.Browser, name: str, width: int, scheme: str) -> None:
    browser.open(pages.page(name), width=width, color_scheme=scheme)
    browser.run("report.buildTables(), document.querySelectorAll('details').forEach((d) => (d.open = true))")
    browser.page.click("#filters-open")
    assert browser.broken_rules() == []


@pytest.mark.parametrize(
    ("name", "sections"),
    [("judged", ("stance", "frames")), ("checked", ("robust", "validity", "methods"))],
)
def test_sections_on_what_was_judged_and_checked(
    browser: chromium.Browser, name: str, sections: tuple[str, ...]
) -> None:
    browser.open(pages.page(name), width=360)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert browser.run("document.documentElement.scrollWidth") <= 360
    assert browser.broken_rules(*sections) == []


@pytest.mark.parametrize(
    ("opened", "scheme"),
    [
        ("report.openCells(Object.keys(report.data().cells).slice(0, 2))", "dark"),
        ("report.openAllFound()", "light"),
        ("document.getElementById('keys').showModal()", "dark"),
        ("document.getElementById('q').focus()", "light"),
    ],
)
def test_what_is_opened(browser: chromium.Browser, opened: str, scheme: str) -> None:
    browser.open(pages.page("spoken"), color_scheme=scheme, place="#&q=lawyer")
    browser.until("report.state.words === 'lawyer'")
    browser.run(opened)
    browser.until("document.querySelector('dialog[open], #found:not([hidden])')")
    assert browser.broken_rules() == []
