"""Words that differ and who is called what: what the page holds and says, how it opens and is searched."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.report import material as terms
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import naming, words
from framing.schema import check
from tests import wording
from tests.report import chromium, examples, opening, prose

SET = {
    "The minister": {"aliases": ["The minister"], "descriptions": ["officials"]},
    "Grain": {"aliases": ["grain"]},
}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    tables = examples.spoken()
    frame = tables["articles"].copy()
    # One outlet's word, in every article of it and twice in some.
    more = frame["outlet"] == examples.GROUPS[0]
    more_said = "\n\nThe zeppelin rose above the harbour. Mr. Li saw it."
    frame.loc[more, "text"] = frame.loc[more, "text"] + more_said
    tables["articles"] = frame
    del tables["voices"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        tables["terms"] = fr.keyness(frame, voices=None)
        tables["shift"] = fr.word_shift(frame, *examples.GROUPS, lexicon="tone", voices=None)
        tables["collocates"] = fr.collocates(frame, "deal", voices=None)
    tables["naming"] = fr.naming(frame, SET, voices=None, split=())
    tables["mentions"] = fr.mentions(frame, SET, voices=None)
    tables["kwic"] = pd.DataFrame(fr.kwic(frame, ["zeppelin"], voices=None))
    return tables


@pytest.fixture(scope="module")
def material(tables: dict[str, pd.DataFrame]) -> Material:
    return Material.of(tables, {}, examples.settings(voices="none"))


@pytest.fixture(scope="module")
def page(tables: dict[str, pd.DataFrame]) -> str:
    return build(tables, {}, examples.settings(voices="none"))


def packed(page: str) -> dict[str, Any]:
    return opening.data(page)


@pytest.mark.medium
def test_a_group_s_word_is_listed_with_its_numbers_and_opens_its_lines(material: Material, page: str) -> None:
    content = words.content(material)
    assert content
    first = content["terms"][0]
    assert first["heading"] == "Daily Lantern against Harbour Post" or "all others" in first["heading"]
    row = next(row for row in first["rows"] if row["term"] == "zeppelin")
    assert row["opens"] == "t zeppelin"
    assert row["count"].endswith(" : 0")
    opened = packed(page)["lines"]["opened"]["t zeppelin"]
    assert {line[3] for line in opened["lines"]} == {"zeppelin"}
    assert 'data-lines="t zeppelin"' in page
    # House style is apart, below the rows.
    assert "mr." in [row["term"] for row in first["style"]]
    assert "mr." not in [row["term"] for row in first["rows"]]
    assert "<h4>House style</h4>" in page
    assert content["counted"].startswith("Listed are content words in at least 3 articles of the side")


def test_the_shift_adds_up_to_what_is_said(material: Material, tables: dict[str, pd.DataFrame]) -> None:
    content = words.content(material)
    assert content
    (shift,) = content["shifts"]
    assert shift["names"] == ["Daily Lantern", "Harbour Post"]
    assert len(shift["rows"]) + shift["more"] == len(tables["shift"])


def test_forms_are_shares_that_open_their_lines(material: Material, page: str) -> None:
    content = naming.content(material)
    assert content
    (minister,) = content["tables"]
    assert minister["referent"] == "The minister"
    assert {row["form"] for row in minister["rows"]} == {"The minister", "officials"}
    assert content["single"].startswith("Grain (")
    keys = {cell["opens"] for row in minister["rows"] for cell in row["cells"] if cell["opens"]}
    assert keys <= set(packed(page)["lines"]["opened"])


def test_the_sections_keep_to_the_words_allowed(page: str) -> None:
    assert [str(b) for b in wording.breaches(prose.text(page), ["Daily Lantern", "Harbour Post"])] == []


@pytest.mark.medium
def test_sections_on_words_stand_behind_who_speaks(spoken: Path) -> None:
    order = re.findall(r'<section id="(\w+)"', spoken.read_text("utf8"))
    assert order[order.index("words") - 1 : order.index("naming") + 2] == [
        "speakers",
        "words",
        "naming",
        "methods",
    ]


def test_the_scatter_holds_each_term_once_a_side_strongest_first(
    page: str, tables: dict[str, pd.DataFrame]
) -> None:
    held = packed(page)["words"]
    assert [side["total"] for side in held["sides"]] == tables["terms"].groupby("group").size().tolist()
    rows = held["sides"][0]["rows"]
    assert len({row[0] for row in rows}) == len(rows)
    by_term = tables["terms"][tables["terms"]["group"] == examples.GROUPS[0]].set_index("term")
    z = [abs(by_term.loc[held["terms"][row[0]], "z"]) for row in rows]
    assert z == sorted(z, reverse=True)


def many(count: int, groups: int) -> pd.DataFrame:
    """Return a table of terms of a large study."""
    random = np.random.default_rng(3)
    terms_ = [f"word{n}" + "x" * (n % 7) for n in range(count)]
    counts = random.zipf(1.4, (groups, 2, count)).clip(0, 10**5)
    same = {"n": 10**7, "n_rest": 10**7, "articles": 300, "articles_rest": 1200, "n_articles": 5000,
            "n_articles_rest": 5000, "low": -1.25, "high": 1.25, "against": "rest"}  # fmt: skip
    parts = [
        pd.DataFrame(
            {
                "group": f"g{group}",
                "term": terms_,
                "count": counts[group, 0],
                "count_rest": counts[group, 1],
                "log_odds": random.normal(size=count),
                "z": random.normal(size=count),
                "dispersion": random.random(count),
            }
        ).assign(**same)
        for group in range(groups)
    ]
    return check(pd.concat(parts), "terms")


@pytest.mark.medium
def test_ten_thousand_terms_take_less_than_a_megabyte_and_more_are_cut() -> None:
    articles = examples.articles()
    for groups, size in ((1, 10_000), (4, 50_000)):
        material = Material.of({"terms": many(size, groups), "articles": articles}, {}, {})
        held = terms.pack(material)
        assert held
        shown = sum(len(side["rows"]) for side in held["sides"])
        assert shown == min(size * groups, terms.POINTS)
        assert len(json.dumps(held, separators=(",", ":"))) < 1_000_000


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    if not chromium.PROGRAM:
        pytest.skip("no Chromium on this machine")
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def spoken(tables: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page with voices in full, so that articles stand on it."""
    frame = tables["articles"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        own = {**tables, "voices": fr.voices(frame), "terms": fr.keyness(frame, voice="outlet")}
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(build(own, {}, examples.settings(voices="full")), "utf8")
    return path


MARKS = "[...document.querySelectorAll('#sentences-body mark')].map((m) => m.textContent)"


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.slow
def test_a_term_is_found_by_search_and_opened(browser: chromium.Browser, spoken: Path, width: int) -> None:
    browser.open(spoken, width=width)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run("document.getElementById('scatter-plot').getContext('2d').getImageData(0, 0, 300, 300)"
                       ".data.some((v) => v)")  # fmt: skip
    browser.run(
        "(() => { const q = document.getElementById('scatter-search'); q.value = 'harbour';"
        "q.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert browser.run("document.querySelector('#scatter-list button').textContent") == "harbour"
    # Not among the lines packed: found in the articles on the page.
    browser.run("document.querySelector('#scatter-list button').click()")
    assert browser.run("document.getElementById('sentences').open")
    assert set(browser.run(MARKS)) == {"harbour"}
    assert "zeppelin rose above the" in browser.run("document.getElementById('sentences-body').textContent")
    assert browser.complaints() == []


@pytest.mark.slow
def test_terms_are_reached_by_keyboard(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    browser.run("document.getElementById('scatter-plot').focus()")
    browser.key("ArrowRight", 39)
    first = browser.run("document.getElementById('scatter-who').textContent")
    browser.key("ArrowRight", 39)
    assert browser.run("document.getElementById('scatter-who').textContent") != first
    browser.key("Enter", 13, "\r")
    assert browser.run("document.getElementById('sentences').open")
    browser.key("Escape", 27)
    assert browser.run("document.activeElement.id") == "scatter-plot"
    assert browser.complaints() == []


@pytest.mark.slow
def test_pointing_names_a_term_and_a_click_opens_it(browser: chromium.Browser, spoken: Path) -> None:
    browser.open(spoken)
    browser.run("document.getElementById('scatter-plot').scrollIntoView({block: 'center'})")
    box = browser.run("(() => { const b = document.getElementById('scatter-plot').getBoundingClientRect();"
                      "return [b.left, b.top, b.width, b.height]; })()")  # fmt: skip
    said = "document.getElementById('scatter-who').textContent"
    for across in np.linspace(0.05, 0.95, 60):
        for down in np.linspace(0.05, 0.85, 12):
            x, y = box[0] + box[2] * across, box[1] + box[3] * down
            browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
            if "log odds" in browser.run(said):
                for kind in ("mousePressed", "mouseReleased"):
                    browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
                opened = browser.run("document.getElementById('sentences').open")
                assert opened or browser.run("document.querySelectorAll('#scatter-list button').length") > 1
                return
    pytest.fail("no term was met")


@pytest.mark.slow
def test_a_button_opens_packed_lines_and_other_panels_keep_their_columns(
    browser: chromium.Browser, spoken: Path
) -> None:
    browser.open(spoken)
    browser.run("document.querySelector('#naming [data-lines]').click()")
    assert browser.run(MARKS)
    assert browser.run("document.getElementById('sentences-body').className") == "lines"
    browser.key("Escape", 27)
    browser.run("report.buildTables()")
    browser.run("document.querySelector('#profile [data-open]').click()")
    assert browser.run("document.getElementById('sentences-body').className") == ""
    assert browser.complaints() == []
