"""Articles with voices marked, and all terms: what the page holds, of how many, and how it says so."""

from __future__ import annotations

import pytest

from framing.report.material import Material
from framing.report.sections import marked
from framing.views import vocabulary
from tests.report import examples, opening, pages, prose

_SOURCES = [name for name in vocabulary.meanings() if vocabulary.is_sources(name)]


@pytest.mark.parametrize("name", ["spoken", pytest.param("real", marks=pytest.mark.medium)])
def test_spans_tile_title_and_text_and_name_who_speaks(name: str) -> None:
    material, data = pages.material(name), opening.data(pages.made(name)["details"])["marked"]
    voices = material.tables["voices"]
    texts = material.articles.set_index("id")
    assert len(data["articles"]) == (texts["status"] == "full").sum()
    for article in data["articles"]:
        own = voices[voices["article"] == article["id"]]
        assert article["title"] == texts["title"][article["id"]]
        assert article["text"] == texts["text"][article["id"]]
        assert article["head"][-1][0] == len(article["title"])
        assert article["body"][-1][0] == len(article["text"])
        ends = [span[0] for span in article["body"]]
        assert ends == sorted(ends)
        said = {data["people"][span[2]][0] for part in ("head", "body") for span in article[part] if span[1]}
        spoken = own[own["voice"] != "outlet"]
        assert said - {""} == set(spoken["speaker_key"].fillna(spoken["speaker"]).dropna())


def test_of_many_articles_some_are_shown_evenly_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "ARTICLES", 4)
    page = pages.build(examples.spoken(), examples.settings(voices="full"))["details"]
    assert "Here are 4 of 23 articles" in " ".join(page.split())
    shown = opening.data(page)["marked"]["articles"]
    assert sorted(article["kinds"][0] for article in shown) == [0, 0, 1, 1]


def test_a_long_article_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "LONGEST", 20)
    data = marked.pack(Material.of(examples.spoken(), {}, examples.settings(voices="full")))
    assert data
    assert {(article["cut"], len(article["text"])) for article in data["articles"]} == {(1, 20)}


@pytest.mark.parametrize("measure", sorted(_SOURCES))
def test_every_measure_of_sources_has_its_words(measure: str) -> None:
    assert vocabulary.MEASURES[measure]["heading"]
    said = vocabulary.Names().subject({"measure": measure, "target": "expert"})
    assert said.startswith("the ")
    assert "sources." not in said
    assert "{" not in said
    assert measure in vocabulary.HEADLINES or measure == "sources.position"


def test_measures_named_here_are_those_that_are_measured() -> None:
    measured = set(pages.material("spoken").profile["measure"])
    assert {name for name in measured if vocabulary.is_sources(name)} == set(_SOURCES)


def test_house_style_is_no_row_of_what_outlets_say() -> None:
    terms = pages.material("words").tables["terms"]
    assert "mr." in set(terms.loc[terms["style"], "term"])
    names = {row.name for row in prose.rows(pages.made("words")["report"], "says")}
    assert "mr." not in names
    assert any(name.startswith("zeppelin") for name in names)
