"""Events and the sections on visits together: what they hold and say, and where they stand."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from framing.report import material as titling
from framing.report.build import build
from framing.report.sections import agency, coverage, events, reuse
from framing.schema import check
from tests import wording
from tests.report import examples, prose, visit_examples
from tests.report.visit_examples import material, page

NAMES = ["Daily Lantern", "Harbour Post", "Island Echo", "River Gazette"]
SECTIONS = (agency, coverage, events, reuse)


@pytest.mark.medium
def test_sections_stand_in_order_and_without_tables_there_are_none() -> None:
    order = re.findall(r'<section id="(\w+)"', page())
    first = order.index("events")
    assert order[first : first + 5] == ["events", "differs", "coverage", "agency", "reuse"]
    bare = material({"articles": visit_examples.articles().assign(event="talks")})
    assert [section.content(bare) for section in SECTIONS] == [None] * 4


@pytest.mark.medium
@pytest.mark.parametrize("collection", ["unknown", "census"])
@pytest.mark.parametrize("named", [True, False])
def test_they_keep_to_the_words_allowed(named: bool, collection: str) -> None:
    text = page(named=named, settings={"collection": collection, "events_found": "3 events were found"})
    assert [str(b) for b in wording.breaches(prose.text(text, outside=False), NAMES)] == []
    assert [str(b) for b in wording.breaches(prose.text(text), NAMES)] == []


@pytest.mark.medium
def test_invented_text_is_marked_wherever_an_outlet_is_named() -> None:
    text = page(provenance="illustrative")
    for name in NAMES:
        assert text.count(name) == text.count(f"{name} (invented text)") > 8
    assert "invented" not in prose.text(page())


@pytest.mark.medium
def test_the_same_input_gives_the_same_page_in_any_order_of_rows() -> None:
    tables = visit_examples.tables()
    turned = {name: table if name == "articles" else table.iloc[::-1] for name, table in tables.items()}
    assert build(turned, {}, examples.settings()) == build(tables, {}, examples.settings()) == page()


@pytest.mark.medium
def test_addresses_of_articles_wait_for_the_script_and_others_are_dropped() -> None:
    tables = visit_examples.tables()
    tables["articles"] = tables["articles"].assign(url="javascript:alert(1)")
    assert "javascript:" not in build(tables, {}, examples.settings())
    assert 'data-url="https://example.org/10"' in page()


def test_an_event_says_who_when_and_how_much() -> None:
    content = events.content(material())
    assert content
    assert (content["total"], content["several"]) == ("3 events", "2")
    assert [row["name"] for row in content["rows"]] == ["talks", "storm"]
    talks = content["rows"][0]
    assert talks["dates"] == "10 to 16 January 2026"
    assert talks["undated"] == 1
    assert [cell[0] for cell in talks["cells"]] == ["2"] * 4
    assert content["rows"][1]["cells"][3] is None
    assert content["single"] == "1 event with 1 article"
    assert not content["found"]


def test_events_that_were_found_have_a_headline_a_confidence_and_say_so() -> None:
    said = "3 events were found"
    content = events.content(material(visit_examples.tables(named=False), events_found=said))
    assert content
    assert content["said"] == said
    assert content["found"]
    assert content["rows"][0]["name"] == "grain, harbour, talks"
    assert content["rows"][0]["headline"] == "“Ministers meet, part 0”"
    assert content["rows"][0]["sure"] == "0.91"


def test_events_found_but_not_compared_within_are_shown_too() -> None:
    tables = visit_examples.tables()
    frame = tables["articles"]
    tables["articles"] = frame.assign(story=frame["event"], event=None)
    content = events.content(material(tables))
    assert content
    assert (content["total"], content["found"], content["rated"]) == ("3 events", True, False)


def test_links_show_what_ties_two_articles_and_which_were_put_apart() -> None:
    content = events.content(material())
    assert content
    (first, second) = content["rows"][0]["links"]
    assert (first["probability"], first["days"], second["days"]) == ("0.97", "1 day apart", "")
    assert first["names"] == "Marlow; 118.7 million"
    assert (first["a"].title, first["b"].outlet) == ("Ministers meet, part 0", "Harbour Post")
    assert [link["probability"] for link in content["apart"]] == ["0.41"]


@pytest.mark.medium
def test_five_hundred_events_take_forty_rows() -> None:
    frame = visit_examples.articles()
    many = pd.concat([frame.assign(id=frame["id"] + f"_{n}", event=f"e{n:03d}") for n in range(500)])
    content = events.content(material({"articles": check(many, "articles")}))
    assert content
    assert len(content["rows"]) == events.EVENTS
    assert content["wide"].startswith("460 events")


def test_several_events_head_the_page_by_their_number_and_are_named_in_words() -> None:
    tables = visit_examples.tables(named=False)
    settings = {"event": "channel-storm; grain-harbour-talks; regatta", "title": ""}
    one = material(tables, **settings)
    assert titling.title(one) == "3 events, 4 outlets, January 2026"
    assert titling.lead(one) == "Events: channel, storm; grain, harbour, talks; regatta"
    assert titling.title(material(tables, title="A visit")) == "A visit"
    single = {"articles": tables["articles"].assign(event="spring-fair-2026", event_confidence=None)}
    assert titling.title(material(single, title="")) == "spring fair 2026"
    none = {"articles": tables["articles"].assign(event=None)}
    assert titling.title(material(none, title="", event="")) == "Coverage compared"
    assert titling.lead(material(none, title="", event="")) == ""
