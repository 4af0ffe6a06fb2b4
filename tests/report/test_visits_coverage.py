"""What each outlet brings of an event, and the sentences that a gap opens."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from framing.report.build import build
from framing.report.sections import coverage
from framing.schema import check
from tests.report import examples, visit_examples
from tests.report.visit_examples import data, material, page


def test_a_gap_is_said_with_recall_and_what_was_to_be_expected() -> None:
    content = coverage.content(material())
    assert content
    named, term, statement = content["levels"]
    (gap,) = named["gaps"]
    assert gap["label"] == "Port Ellis"
    assert f"{gap['what']} {gap['group']} ({gap['recall']})" == (
        "not found in the 3 collected articles of River Gazette (detector recall 0.93)"
    )
    assert gap["support"] == (
        "6 of 9 articles of the others have it; so that about 2.1 were to be expected; "
        "adjusted p .012, of 12 tests"
    )
    assert term["gaps"] == statement["gaps"] == []
    assert term["none"] == "None of these is missing in any outlet."
    assert statement["none"] == "With 3 articles an outlet, no gap here can be told from chance."
    assert content["recall"].startswith(
        "Of 100 mentions there were found in tests: 93 of named things and figures (detector recall .93), 93"
    )
    assert statement["rows"][0]["cells"][2]["finding"] == "too_few"
    assert named["rows"][0]["cells"][0]["width"] == 33


def test_items_that_differ_most_stand_open_and_say_their_event_and_day() -> None:
    frame = visit_examples.articles()
    table = visit_examples.coverage(frame)
    one = table[table["item"] == "Ana Marlow"]
    rows = []
    for number in range(20):
        more = one.assign(item=f"2026-01-{number + 1:02d}", label=f"2026-01-{number + 1:02d}", kind="date")
        more = more.assign(rank=number + 1, event="talks" if number % 2 else "storm_2", articles=1)
        if number == 19:
            more["articles"] = [0, 3, 3, 3]
            more["finding"] = ["too_few", "found", "found", "found"]
        rows.append(more)
    tables = {"articles": frame, "coverage": check(pd.concat(rows), "coverage")}
    content = coverage.content(material(tables))
    assert content
    (level,) = content["levels"]
    assert level["rows"][0]["label"] == "20 January 2026"
    assert {row["event"] for row in level["rows"]} == {"talks", "storm 2"}
    assert len(level["folded"]) == 8
    assert level["none"] == "With 3 articles an outlet and event, no gap here can be told from chance."


def test_items_in_the_same_articles_are_one_row() -> None:
    tables = visit_examples.tables()
    table = tables["coverage"].copy()
    table["alike"] = table["rank"].where(table["level"] != "named", table["rank"].clip(upper=2))
    content = coverage.content(material({**tables, "coverage": check(table, "coverage")}))
    assert content
    named = content["levels"][0]
    assert [(row["label"], row["together"]) for row in named["rows"]] == [
        ("Port Ellis", ""),
        ("Ana Marlow", "118.7 million"),
    ]
    assert named["left_out"] == 0


@pytest.mark.medium
def test_a_cell_opens_its_sentences_and_a_gap_those_of_the_others() -> None:
    text = page()
    lines = data(text)["lines"]
    opened = lines["opened"]
    assert set(re.findall(r'data-lines="(v \d+)"', text)) <= set(opened)
    content = coverage.content(material())
    assert content
    cells = content["levels"][0]["rows"][0]["cells"]
    own, gap = opened[cells[0]["opens"]], opened[cells[3]["opens"]]
    assert [line[2:5] for line in own["lines"]] == [
        ["Fishers from ", "Port Ellis", " waited for the wind to turn."]
    ]
    assert gap["said"].startswith(
        "Not found in the 3 collected articles of River Gazette (detector recall 0.93)."
    )
    outlets = {lines["articles"][line[0]][1] for line in gap["lines"]}
    assert outlets == {"Daily Lantern", "Harbour Post", "Island Echo"}


@pytest.mark.medium
def test_without_sightings_a_cell_opens_its_example() -> None:
    tables = visit_examples.tables()
    del tables["items"]
    held = data(build(tables, {}, examples.settings()))["lines"]
    content = coverage.content(material(tables))
    assert content
    key = content["levels"][0]["rows"][1]["cells"][0]["opens"]
    assert held["opened"][key]["lines"][0][2:5] == [
        "The ",
        "ministers",
        " met in the harbour hall on Monday and spoke for three hours.",
    ]


@pytest.mark.medium
def test_of_very_many_items_the_page_holds_some_and_says_how_many_more() -> None:
    table = visit_examples.coverage(visit_examples.articles())
    one = table[table["item"] == "Ana Marlow"]
    many = pd.concat([one.assign(item=f"thing {n}", label=f"thing {n}", rank=n + 1) for n in range(300)])
    tables = {"articles": visit_examples.articles(), "coverage": check(many, "coverage")}
    content = coverage.content(material(tables))
    assert content
    (level,) = content["levels"]
    assert len(level["rows"]) == coverage.OPEN
    assert len(level["rows"]) + len(level["folded"]) == coverage.ITEMS
    assert level["left_out"] == 300 - coverage.ITEMS
    assert len(build(tables, {}, examples.settings())) < 400_000
