"""The terminal's lines: few, plain, with the same words and rules as the report."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from framing import schema
from framing.report.material import Material
from framing.report.summary import summary
from tests import wording
from tests.report import examples


def test_a_dozen_plain_lines() -> None:
    said = summary(Material.of(examples.tables(), {}, examples.settings()))
    lines = said.splitlines()
    # The corpus, the verdict, and three findings with their words.
    assert 7 <= len(lines) <= 13
    assert max(map(len, lines)) <= 118
    assert lines[0] == "A visit in two newspapers: 24 articles, 14 to 17 January 2026"
    # Where all has no room, what became of each item found has.
    flow = "Found 28 = kept 24 (1 cut short) + duplicate 1 + skipped 1 (no reader) + failed 2 (empty)"
    assert lines[1] == flow
    assert lines[2] == "Outlets: Daily Lantern 12, Harbour Post 12"
    assert "3 findings significant after adjustment, of 6 comparisons (" in said
    assert "3 % of reports would have as many" in " ".join(said.split())
    assert wording.breaches(said, ["Daily Lantern", "Harbour Post"]) == []


@pytest.mark.parametrize("number", [8, 60])
def test_many_groups_leave_room_for_what_was_found(number: int) -> None:
    tables = dict(examples.tables())
    frame = tables["articles"]
    names = [f"gazette_of_the_harbour_{n % number}" for n in range(3 * number)]
    rows = frame.iloc[[n % len(frame) for n in range(3 * number)]]
    tables["articles"] = rows.assign(id=[f"a{n}" for n in range(3 * number)], outlet=names)
    said = summary(
        Material.of(tables, {}, {**examples.settings(), "events_found": "events were found " * 40})
    )
    lines = said.splitlines()
    assert lines[2].startswith("Outlets: Gazette Of The Harbour 0 3, ")
    assert len(lines) <= 13
    assert max(map(len, lines)) <= 118
    assert "used 1.5 times as many" in said


def test_one_is_not_many() -> None:
    tables = dict(examples.tables())
    tables = {"articles": tables["articles"].head(2), "audit": tables["audit"].head(1)}
    said = summary(Material.of(tables, {}, examples.settings()))
    assert "newspapers: 2 articles" in said
    assert "; 1 piece of page furniture removed" in said


def test_invented_text_is_said_once_and_where_some_is_published_at_each_name() -> None:
    tables = examples.tables("illustrative")
    said = summary(Material.of(tables, {}, examples.settings()))
    assert said.splitlines()[1].startswith("Invented text: this shows the tool")
    assert said.lower().count("invented text") == 1
    mixed = tables["articles"].copy()
    mixed.loc[mixed["outlet"] == mixed["outlet"].min(), "provenance"] = "published"
    said = summary(Material.of({**tables, "articles": mixed}, {}, examples.settings()))
    assert "Harbour Post (invented text) 12" in said


def test_a_finding_is_a_line_with_its_certainty_and_words() -> None:
    said = summary(Material.of(examples.tables(), {}, examples.settings()))
    line = next(line for line in said.splitlines() if "as many hedging words" in line)
    assert re.match(r"  (clear|significant after adjustment): Daily Lantern used 1\.5 times as many", line)
    assert "(may, perhaps)" in line


def test_in_what_else_articles_differ_is_one_line() -> None:
    tables = dict(examples.tables())
    own = pd.DataFrame({"a": ["daily_lantern"], "b": ["harbour_post"], "n_a": 12, "n_b": 12, "n_events": 1})
    own["warnings"] = "on other topics, or in other words (content words further apart than in 98 of 100)"
    tables["comparability"] = schema.check(own, "comparability")
    said = summary(Material.of(tables, {}, examples.settings()))
    assert "Unlike beside their wording, of 1 pair: topic 1" in said.splitlines()


def test_nothing_to_compare_is_said() -> None:
    tables = {key: frame for key, frame in examples.tables().items() if key != "contrast"}
    del tables["findings"]
    assert "There was nothing to compare" in summary(Material.of(tables, {}, examples.settings()))


def test_a_census_describes() -> None:
    said = summary(Material.of(examples.tables(census=True), {}, examples.settings(collection="census")))
    assert "All that was published is described" in said
    assert "significant" not in said


def test_events_that_had_to_be_found_are_said() -> None:
    said = "12 events were found; two outlets or more cover 4, with 60 of 100 articles"
    assert f"Events: {said}" in summary(Material.of({}, {}, {"title": "A visit", "events_found": said}))
    assert "Events:" not in summary(Material.of({}, {}, {"title": "A visit", "events_found": ""}))
