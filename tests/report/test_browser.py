"""The page in a real browser: what opens, filters and sorts, at phone width, and when it means harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.report.build import build
from tests.report import chromium, examples, hostile, judged_examples

pytestmark = chromium.MARKS


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    figures = {"profile": examples.figure()}
    path.write_text(build(examples.tables("illustrative"), figures, examples.settings()), "utf8")
    return path


def test_a_number_opens_its_sentences_by_keyboard_and_escape_leads_back(
    browser: chromium.Browser, page: Path
) -> None:
    browser.open(page)
    browser.run("report.buildTables()")
    browser.run("document.querySelector('#profile [data-open]').focus()")
    browser.key("Enter", 13, "\r")
    assert browser.run("document.getElementById('sentences').open")
    marks = browser.run("[...document.querySelectorAll('#sentences mark')].map((m) => m.textContent)")
    assert set(marks) == {"may", "perhaps"}
    assert (
        browser.run("document.querySelector('#sentences h3').textContent") == "Daily Lantern (invented text)"
    )
    link = "document.querySelector('#sentences a')"
    assert browser.run(f"[{link}.href, {link}.rel]") == ["https://example.org/0", "noopener noreferrer"]
    browser.key("Escape", 27)
    assert not browser.run("document.getElementById('sentences').open")
    assert browser.run("document.activeElement === document.querySelector('#profile [data-open]')")
    assert browser.complaints() == []


def test_a_comparison_opens_both_sides_and_offsets_survive_an_emoji(
    browser: chromium.Browser, page: Path
) -> None:
    browser.open(page)
    browser.run("report.buildTables()")
    browser.run("[...document.querySelectorAll('#contrast [data-open]')].at(-2).click()")
    assert browser.run("document.querySelectorAll('#sentences-body > div').length") == 2
    marks = browser.run("[...document.querySelectorAll('#sentences mark')].map((m) => m.textContent)")
    assert set(marks) == {"lower", "welcomed", "good"}
    assert "weight −1" in browser.run("document.getElementById('sentences-body').textContent")
    assert "good: negated" in browser.run("document.getElementById('sentences-body').textContent")


def test_the_page_is_filtered_as_one_and_tables_are_sorted(browser: chromium.Browser, page: Path) -> None:
    browser.open(page)
    browser.run("report.buildTables()")
    browser.page.click("#filters-open")
    browser.page.select_option("#filters select[name=voice]", label="inside quotation marks")
    assert browser.run("document.querySelector('#profile-said').textContent") == "8 of 16 rows"
    shown = "[...document.querySelectorAll('{}')].filter((r) => !r.hidden)"
    assert browser.run(shown.format("#profile tbody tr") + ".length") == 8
    found = browser.run(shown.format("#comparisons .findings > li") + ".map((r) => r.textContent)")
    assert found
    assert all("inside quotation marks" in text for text in found)
    browser.run(
        "[...document.querySelectorAll('#profile .sort')].find((b) => b.textContent === 'Estimate').click()"
    )
    values = browser.run(
        "[...document.querySelectorAll('#profile td:has([data-open])')].map((c) => +c.dataset.v)"
    )
    assert values == sorted(values)
    # A link to a row that a filter hides brings it back.
    browser.run("location.hash = 'profile-0'")
    browser.until("document.getElementById('profile-0').hidden === false")
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_the_page_never_scrolls_sideways(browser: chromium.Browser, page: Path, width: int) -> None:
    browser.open(page, width=width)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert browser.run("document.documentElement.scrollWidth") <= width
    browser.run("document.querySelector('.stands [data-open]').click()")
    assert browser.run("document.getElementById('sentences').scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("judged") / "report.html"
    path.write_text(build(judged_examples.tables(), {}, judged_examples.settings()), "utf8")
    return path


@pytest.mark.parametrize("width", [320, 1200])
def test_stance_and_frames_open_their_sentences_at_any_width(
    browser: chromium.Browser, judged: Path, width: int
) -> None:
    browser.open(judged, width=width)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert browser.run("document.documentElement.scrollWidth") <= width
    for section, least in (("stance", 50), ("frames", 50)):
        empty = browser.run(
            "(() => { const d = document.getElementById('sentences');"
            f"const all = [...document.querySelectorAll('#{section} button.n')];"
            "return [all.length, all.filter((b) => { if (d.open) d.close(); b.click();"
            "return !d.open || !d.querySelector('#sentences-body mark'); }).length]; })()"
        )
        assert empty[0] >= least, section
        assert empty[1] == 0, section
    browser.run("document.querySelector('#stance td:nth-child(2) button').click()")
    assert ": judged " in browser.run("document.getElementById('sentences-body').textContent")
    assert browser.complaints() == []


def test_what_comes_from_outside_stays_text(browser: chromium.Browser, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(hostile.page(), "utf8")
    browser.open(path)
    browser.run("[...document.querySelectorAll('[data-open]')].forEach((b) => b.click())")
    body = browser.run("document.getElementById('sentences-body').textContent")
    assert hostile.TEXT in body
    assert browser.run("document.querySelectorAll('#sentences-body a, #sentences-body script').length") == 0
    assert browser.run("document.scripts.length") == 2
    assert browser.complaints() == []
