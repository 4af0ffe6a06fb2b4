"""The terminal's lines: few, plain, with the same words and rules as the report."""

from __future__ import annotations

from framing.report.summary import summary
from tests import wording
from tests.report import examples


def test_about_ten_plain_lines() -> None:
    said = summary(examples.tables(), examples.settings())
    lines = said.splitlines()
    # The corpus, the verdict, and three findings with their numbers.
    assert 8 <= len(lines) <= 14
    assert max(map(len, lines)) <= 118
    assert lines[0] == "A visit in two newspapers: 24 articles, 14 to 17 January 2026"
    assert lines[1].startswith(
        "Found 28 = kept 24 + duplicate 1 + skipped 1 (1 no reader) + failed 2 (2 empty); 51 pieces"
    )
    assert lines[4].startswith(
        "3 findings significant after adjustment, of 6 matters tested; with labels shuffled, 3 %"
    )
    assert wording.breaches(said, ["Daily Lantern", "Harbour Post"]) == []


def test_many_groups_leave_room_for_what_was_found() -> None:
    tables = dict(examples.tables())
    frame = tables["articles"]
    tables["articles"] = frame.assign(outlet=[f"paper_{n % 9}" for n in range(len(frame))])
    lines = summary(tables, examples.settings()).splitlines()
    assert lines[2].startswith("  Paper 0: 3 articles (2 whole, 1 stub), ")
    assert lines[5] == "  and 6 others"
    assert len(lines) <= 16


def test_one_is_not_many() -> None:
    tables = dict(examples.tables())
    tables = {"articles": tables["articles"].head(2), "audit": tables["audit"].head(1)}
    said = summary(tables, examples.settings())
    assert "newspapers: 2 articles" in said
    assert said.count(": 1 article, ") == 2
    assert "; 1 piece of page furniture removed" in said


def test_invented_text_is_said_first_and_at_every_name() -> None:
    said = summary(examples.tables("illustrative"), examples.settings())
    assert said.splitlines()[1].startswith("Invented text: this shows the tool")
    # Headlines of findings, which come after, name outlets as they are.
    joined = " ".join(said.split()).partition("3 findings")[0]
    assert joined.count("Harbour Post") == joined.count("Harbour Post (invented text)") >= 1


def test_findings_stand_in_two_lines_each_the_surest_first() -> None:
    said = summary(examples.tables(), examples.settings()).replace("\N{NO-BREAK SPACE}", " ")
    claim, support = said.split("  - ")[1].splitlines()[:2]
    assert claim == (
        "Daily Lantern wrote 1.52 times as many hedging words as Harbour Post, outside quotation marks"
    )
    assert support.strip().startswith(
        "significant after adjustment (named beforehand); 12.3 against 8.1 per 1,000 tokens; "
        "ratio 1.52, 95 % 1.10 to 2.10;"
    )


def test_nothing_to_compare_is_said() -> None:
    tables = {key: frame for key, frame in examples.tables().items() if key != "contrast"}
    del tables["findings"]
    assert "There was nothing to compare" in summary(tables, examples.settings())


def test_a_census_describes() -> None:
    said = summary(examples.tables(census=True), examples.settings(collection="census"))
    assert "All that was published is described; with labels shuffled, 3 % of reports" in said
    assert "significant" not in said


def test_events_that_had_to_be_found_are_said() -> None:
    said = "12 events were found; two outlets or more cover 4, with 60 of 100 articles"
    assert f"Events: {said}" in summary({}, {"title": "A visit", "events_found": said})
    assert "Events:" not in summary({}, {"title": "A visit", "events_found": ""})
