"""Who speaks, and the articles with voices marked: what the page holds, says, limits and lets be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing.report import evidence
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import marked, speakers
from framing.views import vocabulary
from tests import wording
from tests.report import chromium, examples, opening, prose


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return examples.spoken()


@pytest.fixture(scope="module")
def material(tables: dict[str, pd.DataFrame]) -> Material:
    return Material.of(tables, {}, examples.settings(voices="full"))


@pytest.fixture(scope="module")
def page(tables: dict[str, pd.DataFrame]) -> str:
    return build(tables, {}, examples.settings(voices="full"))


def packed(page: str) -> dict[str, Any]:
    return opening.data(page)


def test_half_the_attributions_are_each_kind_s_and_each_number_opens_its_passages(material: Material) -> None:
    content = speakers.content(material)
    assert content
    words, said = content["tables"][:2]
    assert [row["name"] for row in said["rows"]] == ["experts", "officials"]
    assert {cell["text"] for row in said["rows"] for cell in row["cells"]} == {"50\N{NO-BREAK SPACE}%"}
    assert all(cell["opens"] for row in words["rows"] for cell in row["cells"])


@pytest.mark.medium
def test_the_passages_of_a_cell_are_those_of_its_kind(page: str, material: Material) -> None:
    data = packed(page)
    row = next(
        r
        for r in material.profile.to_dict("records")
        if (r["group"], r["measure"], r["target"]) == (examples.GROUPS[0], "sources.words", "expert")
        and r["genre"] == "news"
    )
    cell = data["cells"][material.cell_id(row)]
    assert cell["title"][0] == "Attributed words, by kind of speaker (sources.words): experts"
    texts = {data["sentences"][hit[0]][2][hit[1] : hit[2]] for hit in cell["hits"]}
    assert texts == {"“We might sign in May,”"}
    assert {data["speakers"][hit[6]] for hit in cell["hits"]} == {"Ana Ruiz"}


def test_a_passage_shows_whole_words_of_its_own_paragraph() -> None:
    text = "One two three.\n\n" + "word " * 60 + "SAID " + "word " * 60 + "\n\nEnd."
    start = text.index("SAID")
    around = evidence.around(text, start, start + 4)
    assert "SAID" in around
    assert len(around) <= 4 + 2 * evidence.AROUND
    assert set(around.split()) == {"word", "SAID"}


def test_an_attribution_is_shown_by_its_longest_span() -> None:
    rows = {
        "article": ["a"] * 3,
        "part": ["body"] * 3,
        "start": [0, 10, 90],
        "end": [5, 80, 95],
        "voice": ["quoted", "reported", "quoted"],
        "speaker_key": ["Marlow", None, "Ruiz"],
        "attribution": [1, 1, 2],
    }
    full = {
        **{c: [None] * 3 for c in ("speaker", "speaker_type", "speaker_country", "via", "cue", "cue_class")}
    }
    found = evidence.attributions(pd.DataFrame({**rows, **full}))
    assert found[["start", "end", "speaker_key", "direct"]].values.tolist() == [
        [10, 80, "Marlow", True],
        [90, 95, "Ruiz", True],
    ]


_SOURCES = [name for name in vocabulary.meanings() if vocabulary.is_sources(name)]


@pytest.mark.parametrize("measure", sorted(_SOURCES))
def test_every_measure_of_sources_has_its_words(measure: str) -> None:
    assert vocabulary.MEASURES[measure]["heading"]
    said = vocabulary.Names().subject({"measure": measure, "target": "expert"})
    assert said.startswith("the ")
    assert "sources." not in said
    assert "{" not in said


def test_measures_named_here_are_those_that_are_measured(tables: dict[str, pd.DataFrame]) -> None:
    measured = {name for name in tables["profile"]["measure"] if vocabulary.is_sources(name)}
    assert measured == set(_SOURCES)


@pytest.mark.medium
@pytest.mark.parametrize("collection", ["unknown", "census"])
def test_the_section_keeps_to_the_words_allowed(tables: dict[str, pd.DataFrame], collection: str) -> None:
    page = build(tables, {}, examples.settings(voices="full", collection=collection))
    outlets = ["Daily Lantern", "Harbour Post"]
    assert [str(b) for b in wording.breaches(prose.text(page), outlets)] == []
    assert "toward expert" not in page


def test_spans_on_the_page_tile_title_and_text(page: str) -> None:
    data = packed(page)["marked"]
    assert len(data["articles"]) == 23  # 24, one of them a stub
    for article in data["articles"]:
        assert article["head"][-1][0] == len(article["title"])
        assert article["body"][-1][0] == len(article["text"])
        ends = [span[0] for span in article["body"]]
        assert ends == sorted(ends)
        names = {data["people"][span[2]][0] for span in article["body"] if span[1]}
        assert names == {"officials", "Ana Ruiz"}


@pytest.mark.medium
def test_of_many_articles_some_are_shown_evenly_and_the_page_says_so(
    tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "ARTICLES", 4)
    some = Material.of(tables, {}, examples.settings(voices="full"))
    content = marked.content(some)
    assert content
    assert [len(articles) for _, articles in content["groups"]] == [2, 2]
    page = build(tables, {}, examples.settings(voices="full"))
    assert "Here are 4 of 23 articles, taken evenly over the outlets" in " ".join(page.split())


def test_a_long_article_is_cut_and_says_so(
    tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "LONGEST", 20)
    data = marked.pack(Material.of(tables, {}, examples.settings(voices="full")))
    assert data
    assert {article["cut"] for article in data["articles"]} == {1}
    assert {len(article["text"]) for article in data["articles"]} == {20}


def test_without_voices_in_full_neither_section_is_there() -> None:
    material = Material.of(examples.tables(), {}, examples.settings())
    assert speakers.content(material) is None
    assert marked.content(material) is None
    assert marked.pack(material) is None


browsers = pytest.mark.skipif(not chromium.PROGRAM, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.mark.slow
@browsers
@pytest.mark.parametrize("width", [390, 1200])
def test_in_a_browser_a_passage_says_who_speaks_and_filters_sift(
    browser: chromium.Browser, page: str, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "report.html"
    path.write_text(page, "utf8")
    browser.open(path, width=width)
    assert browser.run("document.documentElement.scrollWidth") <= width
    shown = "document.getElementById('marked')"
    # Said in the text itself, not by colour alone.
    labels = browser.run(f"[...{shown}.querySelectorAll('.who')].map((w) => w.textContent)")
    assert labels == ["officials:", "Ana Ruiz:"]
    browser.run(f"{shown}.querySelector('.quoted').focus()")
    browser.run(f"{shown}.querySelector('.quoted').click()")
    line = "document.getElementById('marked-who').textContent"
    assert browser.run(line) == "Quoted: Ana Ruiz (expert, CA) · cue “said”"
    choose = (
        "(() => {{const s = document.getElementById('{}'); s.value = '{}';"
        " s.dispatchEvent(new Event('input'))}})()"
    )
    browser.run(choose.format("marked-voice", "2"))
    assert browser.run(f"[...{shown}.querySelectorAll('.hit')].map((n) => n.dataset.voice)") == ["2"]
    browser.run(choose.format("marked-voice", ""))
    browser.run(choose.format("marked-speaker", "Ana Ruiz"))
    assert browser.run(f"[...{shown}.querySelectorAll('.hit')].map((n) => n.dataset.speaker)") == ["Ana Ruiz"]
    assert "% of the article's characters" in browser.run(
        "document.getElementById('marked-count').textContent"
    )
    browser.run(choose.format("marked-article", "12"))
    assert browser.run(f"{shown}.querySelectorAll('.said').length") == 2
    assert browser.run(f"{shown}.querySelector('.said').tabIndex") == 0
    assert browser.complaints() == []


@pytest.mark.slow
@browsers
def test_what_an_article_holds_is_text_on_the_page_and_never_markup(
    browser: chromium.Browser, tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    bad = "<img src=x onerror=window.hit=1>"
    voices = tables["voices"].assign(speaker_key=bad, via=bad, cue=bad)
    path = tmp_path / "report.html"
    path.write_text(build({**tables, "voices": voices}, {}, examples.settings(voices="full")), "utf8")
    browser.open(path)
    browser.run("document.querySelector('#marked .said').click()")
    assert bad in browser.run("document.getElementById('marked-who').textContent")
    assert browser.run("[window.hit === undefined, document.querySelectorAll('#marked img').length]") == [
        True,
        0,
    ]
    assert browser.complaints() == []
