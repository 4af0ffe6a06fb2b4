"""Search, filters, keys and addresses of the page in a real browser: each reaches what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.report import chromium, pages

pytestmark = chromium.MARKS

SHOWN = "[...document.querySelectorAll('{}')].filter((e) => !e.hidden && e.getClientRects().length)"
FINDINGS = "[...document.querySelectorAll('#comparisons .findings > li')].filter((e) => !e.hidden)"
HASH = "decodeURIComponent(location.hash)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def spoken() -> Path:
    return pages.page("spoken")


def _choose(browser: chromium.Browser, kind: str, label: str) -> None:
    if browser.run("document.getElementById('filters').hidden"):
        browser.page.click("#filters-open")
    browser.page.select_option(f"#filters select[name={kind}]", label=label)


def _search(browser: chromium.Browser, words: str) -> None:
    browser.page.fill("#q", words)
    browser.until(f"report.state.words === {words!r}")


def test_one_choice_sifts_comparisons_rows_articles_and_opened_sentences(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken)
    browser.run("report.buildTables()")
    whole = browser.run(f"{FINDINGS}.length")
    _choose(browser, "outlet", "Harbour Post")
    texts = browser.run(f"{FINDINGS}.map((e) => e.textContent)")
    assert 0 < len(texts) <= whole
    assert all("Harbour Post" in text or "outlets" in text for text in texts)
    rows = browser.run(
        "[...document.querySelectorAll('#profile tbody tr:not([hidden]) th')].map((e) => e.textContent)"
    )
    assert set(rows) == {"Harbour Post"}
    groups = browser.run("[...document.querySelectorAll('#marked-article optgroup')].map((e) => e.label)")
    assert groups == ["Harbour Post"]
    said = browser.run("document.getElementById('left').textContent")
    assert said.startswith(f"Comparisons {len(texts)} of {whole} · table rows ")
    assert browser.run("document.getElementById('profile-said').textContent").startswith(f"{len(rows)} of ")
    assert "articles 11 of 23" in said
    # Of a number of both, the sentences of one are left, and a button brings the others back.
    browser.run("report.openCells(Object.keys(report.data().cells).slice(0, 1))")
    body = "document.getElementById('sentences-body')"
    assert browser.run(f"{body}.querySelectorAll('mark').length") == 0
    assert "0 of 24 here pass the page's filters." in browser.run(f"{body}.textContent")
    browser.page.click("#sentences-body .plain")
    assert browser.run(f"{body}.querySelectorAll('mark').length") == 24
    browser.key("Escape")
    browser.page.click("#left button")
    assert browser.run(f"{FINDINGS}.length") == whole
    assert browser.run("document.getElementById('left').hidden")
    assert browser.complaints() == []


def test_what_rows_are_not_split_by_sifts_sentences_alone(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    whole = browser.run(f"{FINDINGS}.length")
    _choose(browser, "part", "first paragraph")
    assert browser.run(f"{FINDINGS}.length") == whole
    assert "Comparisons are not split by part" in browser.run(
        "document.getElementById('filters-said').textContent"
    )
    browser.run("report.openCells(['p0'])")
    under = browser.run("[...document.querySelectorAll('#sentences-body .under')].map((e) => e.textContent)")
    assert under
    assert all(text.startswith("first paragraph · ") for text in under)


def test_an_opened_sentence_tells_part_voice_and_speaker(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    key = browser.run(
        "Object.keys(report.data().cells).find((k) => report.data().cells[k].measure === 'sources.words' && "
        "report.data().cells[k].hits.some((h) => report.data().speakers[h[6]] === 'Ana Ruiz'))"
    )
    browser.run(f"report.openCells(['{key}'])")
    under = browser.run("[...document.querySelectorAll('#sentences-body .under')].map((e) => e.textContent)")
    assert "body · in direct quotation: Ana Ruiz" in {text.split(" · said")[0].strip() for text in under}
    link = browser.run("document.querySelector('#sentences-body h4 a').href")
    assert link.startswith("https://example.org/")


def test_search_counts_and_leads_to_each_kind(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    _search(browser, "hedging words")
    panel = "document.getElementById('found')"
    counts = browser.run(f"{panel}.querySelector('.found-counts').textContent")
    found = browser.run(f"{FINDINGS}.length")
    assert found > 0
    # Words without marks are looked for one by one, and that is what is said of them.
    assert counts.startswith(f"“hedging” and “words”, wherever they stand, are in {found} comparison")
    browser.page.click("#found .found-part:nth-of-type(2) li a")
    browser.until("document.querySelector('tr.arrived')")
    assert "Hedging words" in browser.run("document.querySelector('tr.arrived').textContent")
    # Accents and case are folded; words in marks stand together; the article opens with them marked.
    _search(browser, '"A TRADE láwyer"')
    assert browser.run(f"{FINDINGS}.length") == 0
    assert browser.run("document.getElementById('none-found').hidden") is False
    texts = browser.run(f"[...{panel}.querySelectorAll('h2')].map((e) => e.textContent)")
    assert texts == ["Sentences 23", "Articles 23"]
    browser.page.click("#found .found-part:last-child li a")
    browser.until("document.querySelector('#marked mark')")
    assert browser.run("document.querySelector('#marked mark').textContent").lower() == "a trade lawyer"
    browser.page.click("#q")
    browser.page.click("#found button")
    assert browser.run("document.querySelectorAll('#sentences-body li mark').length") == 23
    assert "found=sentences" in browser.run(HASH)
    assert browser.complaints() == []


def test_nothing_found_is_said(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    _search(browser, "zzz qqq")
    said = browser.run("document.querySelector('.found-counts').textContent")
    none = "0 comparisons, 0 table rows, 0 sentences, 0 articles on this page."
    assert said.startswith(f"“zzz” and “qqq”, wherever they stand, are in {none}")
    browser.page.click(".found-counts button")
    browser.until("report.state.words === '\"zzz qqq\"'")
    assert browser.run("document.querySelector('.found-counts').textContent") == f"“zzz qqq” stands in {none}"


def test_an_address_brings_back_place_filters_search_and_what_is_open(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken)
    _choose(browser, "voice", "in direct quotation")
    _choose(browser, "outlet", "Harbour Post")
    _search(browser, "boosting")
    browser.run(f"(({FINDINGS})[0].querySelector('[data-open]') || {{click() {{}}}}).click()")
    address = browser.run("location.hash")
    assert "voice=quoted" in unquote(address)
    assert "outlet=harbour_post" in unquote(address)
    assert "q=boosting" in address
    left = browser.run("document.getElementById('left').textContent")
    shown = browser.run("document.getElementById('sentences').textContent")
    browser.open(spoken, place=address)
    browser.until("report.state.words === 'boosting'")
    assert browser.run("document.getElementById('left').textContent") == left
    assert browser.run("document.getElementById('sentences').textContent") == shown
    assert (
        browser.run("document.querySelector('#filters [name=voice]').selectedOptions[0].textContent")
        == "in direct quotation"
    )
    assert browser.complaints() == []


@pytest.mark.parametrize(
    ("place", "holds"),
    [
        ("#profile-3", "document.querySelector('tr#profile-3.arrived')"),
        ("#contrast-0", "document.activeElement.id === 'contrast-0'"),
        ("#tables", "document.querySelectorAll('#profile tbody tr').length"),
        ("#c1", "document.querySelector('li#c1.arrived')"),
        (
            "#article-0000000000000002",
            "document.querySelector('#marked-article').selectedOptions[0].textContent.includes('day 2')",
        ),
        ("#differs&open=p0", "document.getElementById('sentences').open"),
        ("#differs&open=p0,nothing", "document.querySelectorAll('#sentences-body > div').length === 1"),
    ],
)
def test_each_kind_of_place_has_an_address(
    browser: chromium.Browser, spoken: Path, place: str, holds: str
) -> None:
    browser.open(spoken, place=place)
    browser.until(holds)
    assert browser.complaints() == []


@pytest.mark.parametrize(
    "place",
    ["#%E0%A4%A", "#&&&", "#nowhere", "#x&outlet=%00&open=__proto__&lines=constructor&q=", "#=&=", "#&open="],
)
def test_an_address_that_makes_no_sense_does_no_harm(
    browser: chromium.Browser, spoken: Path, place: str
) -> None:
    browser.open(spoken, place=place)
    assert browser.run("document.getElementById('sentences').open") is False
    assert browser.run(f"{FINDINGS}.length") > 0
    assert browser.complaints() == []


def test_filters_stay_when_a_link_is_followed_and_go_back_with_the_browser(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken)
    _choose(browser, "voice", "in direct quotation")
    browser.page.click(".toc a[href='#tables']")
    browser.until("location.hash.startsWith('#tables&voice=')")
    browser.run("report.clear()")
    browser.page.go_back()
    browser.until("report.state.chosen.voice !== undefined")
    assert (
        browser.run("document.querySelector('#filters [name=voice]').selectedOptions[0].textContent")
        == "in direct quotation"
    )


def test_a_link_to_what_a_filter_hides_brings_it_back(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    _choose(browser, "outlet", "Harbour Post")
    hidden = browser.run("report.buildTables(), document.querySelector('#profile tbody tr[hidden]').id")
    browser.run(f"location.hash = '{hidden}'")
    browser.until(f"document.getElementById('{hidden}').hidden === false")


def test_keys_lead_through_the_comparisons_and_back(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    order = browser.run("[...document.querySelectorAll('.band[open] .findings > li')].map((e) => e.id)")
    at = "document.activeElement.id"
    browser.key("j")
    assert browser.run(at) == order[0]
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.key("j")
    assert browser.run(at) == order[1]
    browser.key("k")
    assert browser.run(at) == order[0]
    assert browser.run("location.hash") == f"#{order[0]}"
    browser.key("Enter")
    assert browser.run("document.getElementById('sentences').open")
    # Keys of one letter rest while something is open.
    browser.key("j")
    browser.key("Escape")
    assert browser.run("document.getElementById('sentences').open") is False
    assert browser.run(at) == order[0]
    browser.key("/")
    assert browser.run(at) == "q"
    browser.page.keyboard.type("jk?")
    browser.until("report.state.words === 'jk?'")
    assert browser.run("document.getElementById('keys').open") is False
    # Escape leads back to where one was, so that a key is a key again; the words stay until a second one.
    browser.key("Escape")
    assert browser.run(at) != "q"
    assert browser.run("document.getElementById('found').hidden")
    assert browser.run("document.getElementById('q').value") == "jk?"
    browser.key("Escape")
    assert browser.run("document.getElementById('q').value") == ""
    assert browser.run("report.state.words") == ""
    assert browser.run(at) == order[0]
    browser.key("f")
    assert browser.run("document.activeElement.name") == "outlet"
    assert browser.run("document.getElementById('q').value") == ""
    browser.key("Escape")
    browser.key("?")
    assert browser.run("document.getElementById('keys').open")
    browser.page.click("#keys-on")
    browser.key("Escape")
    browser.run("document.activeElement.blur()")
    browser.key("j")
    assert browser.run(at) == ""
    assert browser.complaints() == []


def test_links_and_texts_are_copied(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    clip = "navigator.clipboard.readText()"
    browser.run("document.querySelector('#differs-h .here').click()")
    browser.until(f"{clip}.then((t) => t.endsWith('.html#differs'))")
    browser.run(f"({FINDINGS})[0].querySelector('.here').click()")
    first = browser.run(f"({FINDINGS})[0].id")
    browser.until(f"{clip}.then((t) => t.endsWith('#{first}'))")
    browser.run("report.openCells(['p0'])")
    browser.page.click("#sentences-copy")
    browser.until(f"{clip}.then((t) => t.endsWith('&open=p0'))")
    browser.key("Escape")
    browser.run(
        "(() => { const p = document.createElement('p'), b = document.createElement('button');"
        "p.id = 'paste'; p.textContent = ' Words to paste.\\n'; b.dataset.copy = '#paste'; b.id = 'paster';"
        "b.textContent = 'Copy'; document.querySelector('main').prepend(p, b); })()"
    )
    browser.page.click("#paster")
    browser.until(f"{clip}.then((t) => t === 'Words to paste.')")
    browser.until("document.getElementById('said').textContent === 'Copied'")


def test_colours_follow_the_system_and_the_switch(browser: chromium.Browser, spoken: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    browser.open(spoken, color_scheme="dark")
    dark = browser.run(paper)
    for wanted in ("light", "dark", "auto"):
        browser.page.click("#theme")
        assert browser.run("document.getElementById('theme').textContent") == f"Colours: {wanted}"
        assert (browser.run(paper) == dark) is (wanted != "light")
        inverted = browser.run("getComputedStyle(document.querySelector('figure img')).filter")
        assert (inverted == "none") is (wanted == "light")
    assert browser.run("Object.keys(localStorage).length + document.cookie.length") == 0


def test_less_motion_is_no_motion(browser: chromium.Browser, spoken: Path) -> None:
    for motion in ("reduce", "no-preference"):
        browser.open(spoken, place="#c1", reduced_motion=motion)
        browser.until("document.querySelector('#c1.arrived')")
        moving = browser.run("getComputedStyle(document.querySelector('#c1')).animationName")
        assert moving == ("none" if motion == "reduce" else "arrive")


def test_without_scripts_the_page_is_read_and_says_what_is_missing(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken, java_script_enabled=False)
    text = browser.page.inner_text("main")
    assert "Scripts are off" in text
    assert "tables/profile.csv and tables/contrast.csv" in text
    assert "stood at" in text
    assert not browser.page.is_visible("#tools")
    assert not browser.page.is_visible("#unopened")


def test_a_browser_that_cannot_unpack_says_so(
    browser: chromium.Browser, spoken: Path, tmp_path: Path
) -> None:
    # Its policy lets a page run one script alone: here data are no data, as if they could not be opened.
    text = spoken.read_text("utf8")
    start = text.index('id="data">') + len('id="data">')
    path = tmp_path / "old.html"
    path.write_text(text[:start] + "AAAA" + text[text.index("<", start) :], "utf8")
    browser.open(path, wait=False)
    browser.until("!document.getElementById('unopened').hidden")
    assert "A browser of 2023 or later can" in browser.run("document.getElementById('unopened').textContent")
    assert browser.run(f"{FINDINGS}.length") > 0
    assert browser.complaints() == []
