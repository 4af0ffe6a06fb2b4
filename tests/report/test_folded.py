"""A page whose figures, tables and longer lists are folded, on a screen, a phone and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from framing.report import material as extent
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import differs
from framing.schema import check
from tests.report import chromium, examples, pages

browsing = pytest.mark.skipif(not chromium.PROGRAM, reason="no Chromium or no playwright on this machine")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.mark.slow
@browsing
def test_figures_are_folded_and_one_button_opens_all(browser: chromium.Browser) -> None:
    browser.open(pages.page("drawn"))
    opened = "document.querySelectorAll('details.drawn[open]').length"
    assert browser.run(opened) == 0
    browser.page.click("#figure-1 summary")
    assert browser.run(opened) == 1
    browser.page.click("#figures-all")
    assert browser.run(opened) == 3
    browser.until("document.getElementById('figures-all').textContent === 'Fold all figures'")
    browser.until("[...document.images].every((i) => i.naturalWidth > 0) || scrollTo(0, 1e6)")
    browser.page.click("#figures-all")
    assert browser.run(opened) == 0
    browser.open(pages.page("drawn"), place="#figure-2")
    browser.until("document.querySelector('#figure-2[open]')")
    assert browser.complaints() == []


@pytest.mark.slow
@browsing
def test_figures_that_are_folded_are_not_printed(browser: chromium.Browser) -> None:
    browser.open(pages.page("drawn"))
    seen = "[...document.querySelectorAll('#figures figure')].filter((e) => e.checkVisibility()).length"
    for opened, printed in ((0, 0), (1, 1)):
        if opened:
            browser.page.emulate_media(media="screen")
            browser.page.click("#figure-2 summary")
        browser.run("dispatchEvent(new Event('beforeprint'))")
        browser.page.emulate_media(media="print")
        assert browser.run(seen) == printed
        assert browser.run("document.getElementById('figures').checkVisibility()") is bool(printed)
        browser.run("dispatchEvent(new Event('afterprint'))")


@pytest.mark.medium
def test_how_many_of_each_kind_stand_on_the_page_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = examples.spoken()
    material = Material.of(tables, {}, examples.settings())
    assert "on this page" not in differs.rows_told(material)
    monkeypatch.setattr(extent, "ROWS", 5)
    material = Material.of(tables, {}, examples.settings())
    shown = len(differs.ranked(material))
    assert differs.rows_told(material).endswith(f" The {shown} most certain are on this page.")


@pytest.mark.slow
@browsing
def test_on_a_phone_the_bar_takes_one_row_and_what_scrolls_says_so(browser: chromium.Browser) -> None:
    browser.open(pages.page("drawn"), width=360)
    assert browser.run("document.querySelector('.tools-row').offsetHeight") < 50
    assert not browser.page.is_visible("#theme")
    browser.page.click("#more")
    assert browser.page.is_visible("#theme")
    browser.page.click("#more")
    browser.run("report.buildTables(), document.querySelectorAll('details').forEach((d) => (d.open = true))")
    browser.until("document.querySelector('#profile').parentElement.matches('.sideways')")
    browser.page.wait_for_timeout(100)
    wrong = browser.run(
        "[...document.querySelectorAll('.scroll')].filter((b) => b.clientWidth && "
        "b.matches('.sideways') !== b.scrollWidth > b.clientWidth + 1).length"
    )
    assert wrong == 0
    browser.run("document.querySelector('#profile').parentElement.scrollLeft = 1e5")
    browser.until("document.querySelector('#profile').parentElement.matches('.at-end')")
    browser.open(pages.page("drawn"))
    assert not browser.page.is_visible("#more")
    assert browser.page.is_visible("#theme")


@pytest.mark.slow
@browsing
def test_a_long_box_on_robustness_is_parted_on_paper_and_headings_keep_to_their_texts(
    browser: chromium.Browser,
) -> None:
    browser.open(pages.page("checked"))
    browser.page.emulate_media(media="print")
    inside = "getComputedStyle(document.querySelector('{}')).breakInside"
    assert browser.run(inside.format(".robust > li")) == "auto"
    assert browser.run(inside.format(".robust .pairs div")) == "avoid"
    assert browser.run(inside.format("#comparisons .findings > li")) == "avoid"
    browser.open(pages.page("visits"))
    browser.page.emulate_media(media="print")
    after = "getComputedStyle(document.querySelector('#reuse h3 + .same')).breakAfter"
    assert browser.run(after) == "avoid"


@pytest.mark.slow
@browsing
def test_of_what_does_not_hold_paper_has_the_first_and_says_where_the_others_are(
    browser: chromium.Browser, tmp_path: Path
) -> None:
    tables = examples.spoken()
    one = tables["contrast"].iloc[[1]].assign(p=0.02, p_adjusted=0.2)
    # As many as must be asked for, of each kind.
    rest = [one.assign(target=f"Place {n}", p_adjusted=(0.01, 0.2)[n % 2]) for n in range(30)]
    tables["contrast"] = check(pd.concat([tables["contrast"], *rest], ignore_index=True), "contrast")
    path = tmp_path / "many.html"
    path.write_text(build(tables, {}, examples.settings(voices="full")), "utf8")
    browser.open(path)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.page.emulate_media(media="print")
    open_ = "[...document.querySelectorAll('.{} > .rest')].map((d) => d.open)"
    assert browser.run(open_.format("significant")) == [True]
    assert browser.run(open_.format("nominal")) == [False]
    after = "getComputedStyle(document.querySelector('.leans > .rest > summary'), '::after').content"
    assert "tables/contrast.csv" in browser.run(after)
    assert browser.run("[...document.querySelectorAll('.folded')].some((d) => d.checkVisibility())") is False
