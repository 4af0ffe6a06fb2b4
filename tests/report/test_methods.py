"""The methods text says what was done in this study, no more and no less, and is ready to paste."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from framing.features.measures import on_request, registry
from framing.report import methods, story
from framing.report.build import build_page
from framing.report.citing import bibtex
from framing.report.material import Material
from framing.schema import check
from tests import wording
from tests.report import checked_examples, examples, pages, prose, visit_examples
from tests.report.test_citing import parsed

OUTLETS = ["Daily Lantern", "Harbour Post", "Daily Lantern (invented text)", "Harbour Post (invented text)"]


@pytest.fixture(scope="module", params=pages.EACH)
def material(request: pytest.FixtureRequest) -> Material:
    """A study of each kind."""
    return pages.material(request.param)


@pytest.mark.medium
def test_every_kind_of_study_has_a_text_that_keeps_to_the_words_allowed(material: Material) -> None:
    # In a real study findings hold sentences of its articles.
    lines = (
        []
        if "stance.net" in set(material.profile["measure"])
        else story.write_findings(material).splitlines()
    )
    for said in (text_of(material), *map(str.strip, lines)):
        assert wording.breaches(said, OUTLETS) == []
        assert "nan" not in re.findall(r"\w+", said.lower())
        assert not re.search(r"\bNone\b(?! (?:was|of)\b)", said)
        assert not re.search(r" [.,;](?!\d)|\(\)|\[\]|\.\.|;\.|  ", said)
        assert not re.search(r"\b1 (?:articles|comparisons|tests|items|were)\b", said)


@pytest.mark.medium
def test_what_is_cited_is_in_the_bibtex_and_nothing_else(material: Material) -> None:
    text = text_of(material)
    keys = {key for group in re.findall(r"\[(@[^\]]+)\]", text) for key in re.findall(r"@([\w:-]+)", group)}
    assert keys == set(parsed(bibtex(methods.write_methods(material).works)))
    assert "framing" in keys


@pytest.mark.medium
def test_the_same_study_gives_the_same_bytes() -> None:
    first = pages.material("checked")
    second = Material.of(checked_examples.tables(), {}, examples.settings())
    assert text_of(first) == text_of(second)
    assert bibtex(methods.write_methods(first).works) == bibtex(methods.write_methods(second).works)


def text_of(material: Material) -> str:
    return methods.write_methods(material).text


def limits_of(material: Material) -> str:
    return " ".join(prose.text(build_page(material, "details")).partition("Of this comparison")[2].split())


def _paragraph(material: Material, heading: str) -> str:
    rest = text_of(material).partition(f"**{heading}.**")[2]
    return re.split(r"\n\n\*\*[A-Z]", rest)[0]


def test_the_corpus_is_told_with_its_flow_outlets_dates_and_kinds() -> None:
    said = _paragraph(pages.material("plain"), "Corpus")
    assert "24 articles: 12 of Daily Lantern and 12 of Harbour Post" in said
    assert "published 14 to 17 January 2026 (UTC), 1 of them undated, on one event (visit)" in said
    assert (
        "Of 28 items found, 24 were kept; the others were 1 second copy of a record, 1 skipped and 2" in said
    )
    assert "22 news, 1 opinion and 1 of unknown kind" in said
    assert "invented" not in said
    assert "invented" in _paragraph(pages.material("invented"), "Corpus")


def test_the_table_has_a_row_an_outlet_and_every_cell() -> None:
    lines = text_of(pages.material("plain")).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 4
    assert len({line.count("|") for line in rows}) == 1
    assert rows[2].startswith("| Daily Lantern | 12 |")


def test_a_name_with_a_bar_stays_in_its_cell() -> None:
    frame = examples.articles().assign(outlet="a|b")
    material = Material.of({"articles": frame}, {}, examples.settings())
    rows = [line for line in text_of(material).splitlines() if line.startswith("|")]
    assert r"\|" in rows[2]
    assert rows[2].replace(r"\|", "").count("|") == rows[0].count("|")


def test_only_what_was_done_is_told() -> None:
    text = text_of(pages.material("plain"))
    for absent in (
        "keyness",
        "Shannon",
        "stance",
        "specification",
        "coders'",
        "Stance",
        "naming",
    ):
        assert not re.search(rf"\b{absent}\b", text)
    assert "Whether the collection was complete was not stated" in text
    assert "Full reprints" in text_of(pages.material("sample"))
    census = text_of(pages.material("census"))
    assert "permut" not in census
    assert "95" not in census


@pytest.mark.parametrize(
    ("collection", "words"),
    [
        ("census", "read as all that these outlets published"),
        ("sample", "read as draws from what each outlet would write"),
        ("unknown", "was not stated"),
    ],
)
def test_the_reading_is_told(collection: str, words: str) -> None:
    material = Material.of(examples.tables(), {}, examples.settings(collection=collection))
    assert words in _paragraph(material, "Selection and scope")


def test_each_measure_is_told_with_its_meaning_and_the_works_of_its_list() -> None:
    said = _paragraph(pages.material("plain"), "Measures")
    assert "Named as primary before scoring: `hedges`. All other tests are exploratory." in said
    assert "`hedges`, hedging words per 1,000 tokens" in said
    assert "@hyland1998hedging; @hyland2005; @lakoff1973" in said
    assert "[@hutto2014]" in said
    assert "It is not VADER's compound score" in said


@pytest.mark.medium
@pytest.mark.parametrize("name", sorted({**registry(), **on_request()}))
def test_every_measure_there_is_can_be_told(name: str) -> None:
    measure = {**registry(), **on_request()}[name]
    row = examples.profile().head(1).assign(measure=name, unit=measure.unit)
    settings = examples.settings(measures={name: measure.meaning}, primary=[])
    material = Material.of({"profile": row}, {}, settings)
    said = _paragraph(material, "Measures")
    citation = getattr(measure.finder, "citation", ())
    assert said.count("@") >= len(citation)
    frame = re.search(r"of the frame '(.+)'", measure.meaning)
    assert (frame[1] if frame else f"`{name}`") in said
    # What a frame is called comes from its codebook.
    assert wording.breaches(said.replace(frame[1], "") if frame else said) == []


def test_a_list_of_the_users_own_is_told_as_that_with_the_works_it_names() -> None:
    row = examples.profile().head(1).assign(measure="grain")
    settings = examples.settings(
        measures={"grain": "Words for grain per 1,000 tokens."},
        works={"grain": ["Marlow, A. (2024). Words for grain. Harbour Press."]},
        primary=[],
    )
    material = Material.of({"profile": row}, {}, settings)
    said = _paragraph(material, "Measures")
    assert "**Grain**: `grain`, words for grain per 1,000 tokens. A list or rule of the study's own" in said
    assert parsed(bibtex(methods.write_methods(material).works))["marlow2024"]["type"] == "misc"


def test_a_measure_of_the_users_with_a_name_of_ours_is_not_taken_for_ours() -> None:
    row = examples.profile().head(1).assign(measure="hedges")
    settings = examples.settings(measures={"hedges": "Hedges in gardens per 1,000 tokens."}, primary=[])
    said = _paragraph(Material.of({"profile": row}, {}, settings), "Measures")
    assert "study's own" in said
    assert "hyland" not in said


def test_tests_and_families_are_counted_from_the_table() -> None:
    material = pages.material("plain")
    said = _paragraph(material, "Tests")
    tested = material.contrast[material.contrast["p_adjusted"].notna()]
    for name, rows in tested.groupby("family"):
        assert f"over all {rows['family_size'].iloc[0]} {name} tests" in said
    assert "1 comparison got none" in said


@pytest.mark.medium
def test_robustness_and_validation_are_told_where_made_and_limits_say_so() -> None:
    material = pages.material("checked")
    robust = _paragraph(material, "Robustness")
    assert "2 comparisons in primary measures were made again" in robust
    assert "whose words count, agency copy, parts of the article and masked expressions" in robust
    valid = _paragraph(material, "Validation")
    assert "240 units were coded by two or more of 3 coders" in valid
    assert "“tone” 0.74" in valid
    told = limits_of(material)
    assert "No measure here has been checked" not in told
    assert "was not looked into" not in told
    assert "Checked against human coding of these articles: tone.net;" in told


def test_without_them_the_limits_say_that_they_were_not_made() -> None:
    told = limits_of(pages.material("plain"))
    assert told.count("No measure here has been checked against human coding") == 1
    assert told.count("was not looked into") == 1


@pytest.mark.medium
def test_fewer_than_two_hundred_units_are_said_to_be_few() -> None:
    found = examples.tables() | checked_examples.coded(units=150)
    told = limits_of(Material.of(found, {}, examples.settings()))
    assert "150 units were coded by two or more, fewer than the 200" in told


def test_agreement_alone_checks_no_measure() -> None:
    found = examples.tables() | {"agreement": checked_examples.agreement()}
    told = limits_of(Material.of(found, {}, examples.settings()))
    assert "no measure against them, so none is called validated" in told


def test_hostile_names_do_no_harm() -> None:
    name = "<script>alert(1)</script>"
    frame = examples.articles().assign(outlet=name, event=name)
    works = {"hedges": ["</pre><script>alert(2)</script> (2024) }{"]}
    material = Material.of({"articles": frame}, {}, examples.settings(works=works))
    for page in pages.build(dict(material.tables), dict(material.settings)).values():
        assert "<script>alert" not in page
    assert parsed(bibtex(methods.write_methods(material).works))


def test_the_figure_on_voices_is_that_of_the_docs() -> None:
    docs = Path(__file__).parents[2] / "docs" / "voices.md"
    if not docs.is_file():
        pytest.skip("the docs are not beside the tests")
    lines = docs.read_text("utf8").splitlines()
    row = next(line for line in lines if line.startswith("| `fr.sources.voices`"))
    assert methods.VOICES_F1 in row


def test_visits_are_told_with_coverage_and_reuse() -> None:
    found = visit_examples.tables()
    material = Material.of(found, {}, examples.settings())
    text = text_of(material)
    wanted = {"coverage": "beta-binomial", "reuse": "printed later"}
    for name, words in wanted.items():
        assert (words in text) == (len(found.get(name, pd.DataFrame())) > 0)


def test_several_events_are_told_with_their_weights() -> None:
    table = check(examples.contrast().assign(n_events=4), "contrast")
    material = Material.of(examples.tables() | {"contrast": table}, {}, examples.settings(weights="equal"))
    assert "pooled with equal weights over those that hold both outlets, at most 4" in text_of(material)
