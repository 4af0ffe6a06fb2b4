"""The terminal's lines: few, plain, with the same words and rules as the report."""

from __future__ import annotations

from framing.report import wording
from framing.report.summary import summary
from tests.report import examples


def test_about_ten_plain_lines() -> None:
    said = summary(examples.tables(), examples.settings())
    lines = said.splitlines()
    assert 8 <= len(lines) <= 14
    assert max(map(len, lines)) <= 120
    assert lines[0] == "A visit in two newspapers: 24 articles, 14 to 17 January 2026"
    assert lines[1].startswith("Found 28 = kept 24 + duplicate 1 + skipped 1 + failed 2; 51 pieces")
    assert "6 comparisons (completeness unknown): 2 hold after adjustment; 1 less certain" in said
    assert wording.breaches(said, ["Daily Lantern", "Harbour Post"]) == []


def test_invented_text_is_said_first_and_at_every_name() -> None:
    said = summary(examples.tables("illustrative"), examples.settings())
    assert "invented text: this shows the tool" in said.splitlines()[0]
    joined = " ".join(said.split())
    assert joined.count("Harbour Post") == joined.count("Harbour Post (invented text)") > 1


def test_the_first_finding_is_the_most_certain() -> None:
    said = " ".join(
        summary(examples.tables(), examples.settings()).replace("\N{NO-BREAK SPACE}", " ").split()
    )
    first = said.split(" - ")[1]
    assert first.startswith(
        "outside quotation marks, hedging words stood at 12.3 per 1,000 tokens in Daily Lantern "
        "against 8.1 in Harbour Post: 1.52 times as many "
        "(95 % 1.10 to 2.10; n 11 and 12; adjusted p = .012 in stance of 18)"
    )


def test_nothing_to_compare_is_said() -> None:
    tables = {key: frame for key, frame in examples.tables().items() if key != "contrast"}
    assert "Nothing to compare" in summary(tables, examples.settings())


def test_a_census_describes() -> None:
    said = summary(examples.tables(), examples.settings(collection="census"))
    assert "5 describe all that was published" in said or "6 describe all that was published" in said
    assert "adjusted" not in said
