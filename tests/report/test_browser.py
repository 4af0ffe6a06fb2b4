"""Both pages in a browser: what opens by keyboard, width, colours, paper, search, filters, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from framing.report.build import PAGES
from tests.report import chromium, hostile, pages

pytestmark = chromium.MARKS

OPEN_ALL = "document.querySelectorAll('details').forEach((d) => (d.open = true))"
MARKS = "[...document.querySelectorAll('#sentences-body mark')].map((m) => m.textContent)"
BODY = "document.getElementById('sentences-body').textContent"
IS_OPEN = "document.getElementById('sentences').open"
ROWS = "[...document.querySelectorAll('#profile tbody tr')].filter((r) => !r.hidden)"
SEEN = "[...document.querySelectorAll('{}')].filter((e) => e.checkVisibility()).length"
HASH = "decodeURIComponent(location.hash)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _choose(browser: chromium.Browser, kind: str, label: str) -> None:
    if browser.run("document.getElementById('filters').hidden"):
        browser.page.click("#filters-open")
    browser.page.select_option(f"#filters select[name={kind}]", label=label)


def _search(browser: chromium.Browser, words: str) -> None:
    browser.page.fill("#q", words)
    browser.until(f"report.state.words === {words!r}")


# Either page.


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("name", ["real", "twenty outlets", "found visits"])
def test_a_page_never_scrolls_sideways(browser: chromium.Browser, name: str, width: int, page: str) -> None:
    browser.open(pages.path(name, page), width=width)
    browser.run(f"{OPEN_ALL}, report.buildTables?.()")
    assert browser.run("document.documentElement.scrollWidth") <= width
    if browser.run("!!document.querySelector('main [data-open]')"):
        browser.run("document.querySelector('main [data-open]').click()")
        assert browser.run("document.getElementById('sentences').scrollWidth <= innerWidth")
    # What is wider than its place says so: a finger finds no bar to pull.
    browser.page.wait_for_timeout(100)
    wrong = (
        "[...document.querySelectorAll('.scroll')].filter((b) => b.clientWidth && "
        "b.matches('.sideways') !== b.scrollWidth > b.clientWidth + 1).length"
    )
    assert browser.run(wrong) == 0
    assert browser.complaints() == []


@pytest.mark.parametrize("kind", ["open", "lines"])
@pytest.mark.parametrize("width", [400, 1280])
def test_a_number_opens_by_keyboard_and_escape_leads_back(
    browser: chromium.Browser, kind: str, width: int
) -> None:
    browser.open(pages.path("real"), width=width)
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    browser.run(f"document.querySelector('main [data-{kind}]').focus()")
    browser.key("Enter")
    assert browser.run(IS_OPEN)
    assert browser.run(MARKS)
    assert browser.run("document.querySelector('#sentences').contains(document.activeElement)")
    browser.key("Escape")
    assert not browser.run(IS_OPEN)
    assert browser.run(f"document.activeElement === document.querySelector('main [data-{kind}]')")
    assert browser.complaints() == []


def test_every_button_of_the_report_opens_something_with_its_words_marked(browser: chromium.Browser) -> None:
    browser.open(pages.path("real"))
    wrong = browser.run(
        "(() => { const d = document.getElementById('sentences');"
        "return [...document.querySelectorAll('main [data-open], main [data-lines]')].filter((b) => {"
        "if (d.open) d.close(); b.click();"
        "return !d.open || !d.querySelector('li') && !d.textContent.includes('Nothing in this cell'); })"
        ".map((b) => b.outerHTML); })()"
    )
    assert wrong == []
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [400, 1280])
def test_no_sentence_is_set_into_a_column_of_one_word(browser: chromium.Browser, width: int) -> None:
    browser.open(pages.path("real"), width=width)
    browser.run(OPEN_ALL)
    tall = (
        "[...document.querySelectorAll('SCOPE')].filter((e) => e.textContent.length > 60 && "
        "e.getClientRects().length && e.getBoundingClientRect().width < 120)"
        ".map((e) => e.textContent.slice(0, 80))"
    )
    assert browser.run(tall.replace("SCOPE", "main p, main li, main blockquote, main .headline")) == []
    keys = browser.run("[...document.querySelectorAll('main [data-lines]')].map((b) => b.dataset.lines)")
    for key in {key[0]: key for key in keys}.values():
        browser.run(f"report.openLines({key!r})")
        assert browser.run(tall.replace("SCOPE", "#sentences li, #sentences li > *")) == []


def test_a_number_of_two_sides_opens_both_and_offsets_survive_an_emoji(browser: chromium.Browser) -> None:
    browser.open(pages.path("plain", "details"))
    browser.run("report.buildTables()")
    browser.run("[...document.querySelectorAll('#contrast [data-open]')].at(-2).click()")
    assert browser.run("document.querySelectorAll('#sentences-body > div').length") == 2
    assert set(browser.run(MARKS)) == {"lower", "welcomed", "good"}
    assert "weight −1" in browser.run(BODY)
    assert "good: negated" in browser.run(BODY)
    link = "document.querySelector('#sentences a')"
    assert browser.run(f"[{link}.href, {link}.rel]") == ["https://example.org/0", "noopener noreferrer"]


def test_an_opened_passage_tells_part_voice_and_speaker(browser: chromium.Browser) -> None:
    browser.open(pages.path("spoken", "details"))
    # Tables far down are made once they come near; this one needs to be there now.
    browser.run("report.buildTables()")
    browser.run(
        "document.querySelector(`[data-open=${Object.keys(report.data().cells).find((k) => "
        "report.data().cells[k].hits.some((h) => report.data().speakers[h[6]] === 'Ana Ruiz'))}]`).click()"
    )
    under = browser.run("[...document.querySelectorAll('#sentences-body .under')].map((e) => e.textContent)")
    assert any("in direct quotation" in text and "Ana Ruiz" in text for text in under)


def test_a_gap_opens_the_sentences_of_others(browser: chromium.Browser) -> None:
    browser.open(pages.path("found visits"))
    browser.run("report.openLines('t Port Ellis river_gazette')")
    said = browser.run("document.getElementById('sentences').textContent")
    assert "Not found in the 3 collected articles of River Gazette" in said
    assert set(browser.run(MARKS)) == {"Port Ellis"}


@pytest.mark.parametrize("page", PAGES)
def test_what_comes_from_outside_stays_text(browser: chromium.Browser, tmp_path: Path, page: str) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(hostile.made()[page], "utf8")
    browser.open(path)
    browser.run("[...document.querySelectorAll('[data-open], [data-lines]')].forEach((b) => b.click())")
    assert hostile.TEXT in browser.run("document.body.textContent")
    assert browser.run("document.querySelectorAll('#sentences-body a, #sentences-body script').length") == 0
    assert browser.run("document.scripts.length") == 2
    assert browser.complaints() == []


@pytest.mark.parametrize("page", PAGES)
def test_colours_follow_the_system_and_the_switch(browser: chromium.Browser, page: str) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    browser.open(pages.path("spoken", page), color_scheme="dark")
    dark = browser.run(paper)
    browser.run(OPEN_ALL)
    for wanted in ("light", "dark", "auto"):
        browser.page.click("#theme")
        assert browser.run("document.getElementById('theme').textContent") == f"Colours: {wanted}"
        assert (browser.run(paper) == dark) is (wanted != "light")
        inverted = browser.run("getComputedStyle(document.querySelector('figure img')).filter")
        assert (inverted == "none") is (wanted == "light")
    assert browser.run("Object.keys(localStorage).length + document.cookie.length") == 0


@pytest.mark.parametrize("page", PAGES)
def test_without_scripts_a_page_is_read_and_says_what_is_missing(
    browser: chromium.Browser, page: str
) -> None:
    browser.open(pages.path("spoken", page), java_script_enabled=False)
    text = browser.page.inner_text("main")
    assert "Scripts are off" in text
    assert "tables/" in text
    assert "hedging words" in text
    assert not browser.page.is_visible("#unopened")


def test_a_browser_that_cannot_unpack_says_so(browser: chromium.Browser, tmp_path: Path) -> None:
    # Its policy lets a page run one script alone: here data are no data, as if they could not be opened.
    text = pages.made("spoken")["report"]
    start = text.index('id="data">') + len('id="data">')
    path = tmp_path / "old.html"
    path.write_text(text[:start] + "AAAA" + text[text.index("<", start) :], "utf8")
    browser.open(path, wait=False)
    browser.until("!document.getElementById('unopened').hidden")
    assert browser.complaints() == []


@pytest.mark.parametrize("page", PAGES)
def test_paper_has_what_was_folded_and_no_controls(
    browser: chromium.Browser, page: str, tmp_path: Path
) -> None:
    browser.open(pages.path("spoken", page), color_scheme="dark")
    folded = browser.run("[...document.querySelectorAll('main details')].map((d) => d.open)")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.page.emulate_media(media="print", color_scheme="dark")
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in ("#tools", "form.filters", ".toc", ".skip", "dialog", "#profile .sort"):
        assert browser.run(SEEN.format(gone)) == 0, gone
    assert browser.run("document.documentElement.scrollWidth") <= 1200
    if page == "details":
        assert browser.run(SEEN.format("#profile tbody tr")) == browser.run(
            "report.data().tables.profile.rows.length"
        )
        assert browser.run("document.querySelector('#profile thead th').dataset.label") == "Measure"
        assert browser.run("[...document.querySelectorAll('#settings details')].every((d) => d.open)")
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("[...document.querySelectorAll('main details')].map((d) => d.open)") == folded
    browser.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    browser.until(
        "[...document.querySelectorAll('main > section > figure img')].every((i) => i.naturalWidth)"
    )
    assert browser.complaints() == []


# The details alone.


@pytest.fixture
def spoken() -> Path:
    return pages.path("spoken", "details")


def test_very_many_rows_stay_in_their_file_and_paper_says_so(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    browser.run(
        "report.buildTables(), (() => { const b = document.querySelector('#profile tbody');"
        "for (let n = 0; n < 200; n++) b.append(b.rows[0].cloneNode(true)); })(), "
        "dispatchEvent(new Event('beforeprint'))"
    )
    browser.page.emulate_media(media="print")
    seen = [
        browser.run(SEEN.format(f"#{one}"))
        for one in ("profile", "contrast", "profile-paper", "contrast-paper")
    ]
    assert seen == [0, 1, 1, 0]


def test_figures_are_folded_and_one_button_opens_all(browser: chromium.Browser) -> None:
    browser.open(pages.path("plain", "details"))
    opened = "document.querySelectorAll('#figures details[open]').length"
    assert browser.run(opened) == 0
    browser.page.click("#figure-1 summary")
    assert browser.run(opened) == 1
    browser.page.click("#figures-all")
    assert browser.run(opened) == 3
    browser.until(
        "[...document.querySelectorAll('#figures img')].every((i) => i.naturalWidth > 0) || scrollTo(0, 1e6)"
    )
    browser.page.click("#figures-all")
    assert browser.run(opened) == 0
    browser.open(pages.path("plain", "details"), place="#figure-2")
    browser.until("document.querySelector('#figure-2[open]')")
    assert browser.complaints() == []


def test_one_choice_sifts_rows_articles_and_opened_sentences(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    browser.run("report.buildTables()")
    whole = browser.run(f"{ROWS}.length")
    _choose(browser, "outlet", "Harbour Post")
    heads = browser.run("[...document.querySelectorAll('#profile thead th')].map((h) => h.dataset.label)")
    rows = browser.run(f"{ROWS}.map((r) => r.cells[{heads.index('Group')}].textContent)")
    assert set(rows) == {"Harbour Post"}
    assert (
        browser.run("document.getElementById('profile-said').textContent") == f"{len(rows)} of {whole} rows"
    )
    groups = browser.run("[...document.querySelectorAll('#marked-article optgroup')].map((e) => e.label)")
    assert groups == ["Harbour Post"]
    # Of a number of another outlet no sentence is left, and a button brings them back.
    browser.run("report.openCells(['p0'])")
    assert browser.run(MARKS) == []
    browser.page.click("#sentences-body .plain")
    assert len(browser.run(MARKS)) == 24
    browser.key("Escape")
    browser.run("report.clear()")
    assert browser.run(f"{ROWS}.length") == whole
    # Rows are not split by part: sentences alone are sifted.
    _choose(browser, "part", "first paragraph")
    assert browser.run(f"{ROWS}.length") == whole
    browser.run("report.openCells(['p0'])")
    under = browser.run("[...document.querySelectorAll('#sentences-body .under')].map((e) => e.textContent)")
    assert under
    assert all(text.startswith("first paragraph") for text in under)
    assert browser.complaints() == []


def test_tables_are_sorted_and_a_link_to_a_hidden_row_brings_it_back(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken)
    browser.run("report.buildTables()")
    browser.run(
        "[...document.querySelectorAll('#profile .sort')].find((b) => b.textContent === 'Estimate').click()"
    )
    values = browser.run(
        "[...document.querySelectorAll('#profile td:has([data-open])')].map((c) => +c.dataset.v)"
    )
    assert values == sorted(values)
    _choose(browser, "outlet", "Harbour Post")
    hidden = browser.run("document.querySelector('#profile tbody tr[hidden]').id")
    browser.run(f"location.hash = '{hidden}'")
    browser.until(f"document.getElementById('{hidden}').hidden === false")


def test_search_leads_to_rows_sentences_and_articles(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    _search(browser, "hedging words")
    assert "“hedging” and “words”" in browser.run("document.querySelector('.found-counts').textContent")
    browser.page.click("#found .found-part li a")
    browser.until("document.querySelector('tr.arrived')")
    assert "Hedging words" in browser.run("document.querySelector('tr.arrived').textContent")
    # Accents and case are folded; words in marks stand together; the article opens with them marked.
    _search(browser, '"A TRADE láwyer"')
    texts = browser.run("[...document.querySelectorAll('#found h2')].map((e) => e.textContent)")
    assert "Articles 23" in texts
    browser.page.click("#found .found-part:last-child li a")
    browser.until("document.querySelector('#marked mark')")
    assert browser.run("document.querySelector('#marked mark').textContent").lower() == "a trade lawyer"
    _search(browser, "zzz qqq")
    assert "0 table rows" in browser.run("document.querySelector('.found-counts').textContent")
    assert browser.complaints() == []


def test_an_address_brings_back_filters_search_and_what_is_open(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken)
    _choose(browser, "voice", "in direct quotation")
    _choose(browser, "outlet", "Harbour Post")
    _search(browser, "boosting")
    browser.run("report.openCells(['p8'])")
    address = unquote(browser.run("location.hash"))
    assert all(one in address for one in ("voice=quoted", "outlet=harbour_post", "q=boosting", "open=p8"))
    shown = browser.run("document.getElementById('sentences').textContent")
    browser.open(spoken, place=browser.run("location.hash"))
    browser.until("report.state.words === 'boosting'")
    assert browser.run("document.getElementById('sentences').textContent") == shown
    chosen = "document.querySelector('#filters [name=voice]').selectedOptions[0].textContent"
    assert browser.run(chosen) == "in direct quotation"
    assert browser.complaints() == []


@pytest.mark.parametrize(
    ("place", "holds"),
    [
        ("#profile-3", "document.querySelector('tr#profile-3.arrived')"),
        ("#contrast-0", "document.activeElement.id === 'contrast-0'"),
        ("#tables", "document.querySelectorAll('#profile tbody tr').length"),
        ("#article-0000000000000002",
         "document.querySelector('#marked-article').selectedOptions[0].textContent.includes('day 2')"),
        ("#every&open=p0", IS_OPEN),
        ("#every&open=p0,nothing", "document.querySelectorAll('#sentences-body > div').length === 1"),
    ],
)  # fmt: skip
def test_each_kind_of_place_has_an_address(
    browser: chromium.Browser, spoken: Path, place: str, holds: str
) -> None:
    browser.open(spoken, place=place)
    browser.until(holds)
    assert browser.complaints() == []


def test_what_is_open_on_the_report_has_an_address(browser: chromium.Browser) -> None:
    browser.open(pages.path("real"))
    browser.run("document.querySelector('main [data-lines]').click()")
    address, shown = browser.run("location.hash"), browser.run(BODY)
    browser.open(pages.path("real"), place=address)
    browser.until(IS_OPEN)
    assert browser.run(BODY) == shown


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "place",
    ["#%E0%A4%A", "#&&&", "#nowhere", "#x&outlet=%00&open=__proto__&lines=constructor&q=", "#=&=", "#&open="],
)
def test_an_address_that_makes_no_sense_does_no_harm(
    browser: chromium.Browser, page: str, place: str
) -> None:
    browser.open(pages.path("spoken", page), place=place)
    assert browser.run(IS_OPEN) is False
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


def test_keys_search_filter_and_can_be_switched_off(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    at = "document.activeElement.id"
    browser.key("/")
    assert browser.run(at) == "q"
    browser.page.keyboard.type("fx?")
    browser.until("report.state.words === 'fx?'")
    assert browser.run("document.getElementById('keys').open") is False
    # Escape leads back to where one was; the words stay until a second one.
    browser.key("Escape")
    assert browser.run(at) != "q"
    assert browser.run("document.getElementById('q').value") == "fx?"
    browser.key("Escape")
    assert browser.run("report.state.words") == ""
    browser.key("f")
    assert browser.run("document.activeElement.name") == "outlet"
    browser.key("Escape")
    browser.key("?")
    assert browser.run("document.getElementById('keys').open")
    browser.page.click("#keys-on")
    browser.key("Escape")
    browser.run("document.activeElement.blur()")
    browser.key("/")
    assert browser.run(at) == ""
    assert browser.complaints() == []


@pytest.mark.parametrize("page", PAGES)
def test_links_are_copied(browser: chromium.Browser, page: str) -> None:
    browser.open(pages.path("spoken", page))
    clip = "navigator.clipboard.readText()"
    section = browser.run("document.querySelector('main > section').id")
    browser.run("document.querySelector('main > section > h2 .here').click()")
    browser.until(f"{clip}.then((t) => t.endsWith('.html#{section}'))")
    browser.run("report.openCells(Object.keys(report.data().cells).slice(0, 1))")
    browser.page.click("#sentences-copy")
    browser.until(f"{clip}.then((t) => /open=p\\d+$/.test(t))")
    browser.until("document.getElementById('said').textContent === 'Copied'")


def test_less_motion_is_no_motion(browser: chromium.Browser, spoken: Path) -> None:
    for motion in ("reduce", "no-preference"):
        browser.open(spoken, place="#profile-1", reduced_motion=motion)
        browser.until("document.querySelector('#profile-1.arrived')")
        moving = browser.run("getComputedStyle(document.querySelector('#profile-1')).animationName")
        assert (moving == "none") is (motion == "reduce")


# Articles with voices marked, and all terms.


@pytest.mark.parametrize("width", [400, 1280])
def test_a_passage_says_who_speaks_and_filters_sift(
    browser: chromium.Browser, spoken: Path, width: int
) -> None:
    browser.open(spoken, width=width)
    shown = "document.getElementById('marked')"
    # Said in the text itself, not by colour alone.
    labels = browser.run(f"[...{shown}.querySelectorAll('.who')].map((w) => w.textContent)")
    assert labels == ["officials:", "Ana Ruiz:"]
    browser.run(f"{shown}.querySelector('.quoted').click()")
    line = browser.run("document.getElementById('marked-who').textContent")
    assert all(one in line for one in ("Quoted", "Ana Ruiz", "expert", "said"))
    choose = (
        "(() => {{const s = document.getElementById('{}'); s.value = '{}';"
        " s.dispatchEvent(new Event('input'))}})()"
    )
    browser.run(choose.format("marked-voice", "2"))
    assert browser.run(f"[...{shown}.querySelectorAll('.hit')].map((n) => n.dataset.voice)") == ["2"]
    browser.run(choose.format("marked-voice", ""))
    browser.run(choose.format("marked-speaker", "Ana Ruiz"))
    assert browser.run(f"[...{shown}.querySelectorAll('.hit')].map((n) => n.dataset.speaker)") == ["Ana Ruiz"]
    assert browser.complaints() == []
