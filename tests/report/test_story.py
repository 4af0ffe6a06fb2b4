"""Findings in words: a headline with both sides, numbers that the table has, and what to bear in mind."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import story
from framing.report.build import build
from framing.report.material import Material
from tests import wording
from tests.report import examples, opening, prose

OUTLETS = ["Daily Lantern", "Harbour Post"]


def _material(changes: dict[str, Any] | None = None, *, census: bool = False) -> Material:
    tables = examples.tables(census=census)
    tables["findings"] = tables["findings"].assign(**(changes or {}))
    collection = "census" if census else "unknown"
    return Material.of(tables, {}, examples.settings(collection=collection))


@pytest.fixture(scope="module")
def told() -> list[story.Told]:
    return story.tell_findings(_material())


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("−", "-")


def test_the_significant_come_first_then_the_nominal_and_no_others(told: list[story.Told]) -> None:
    assert [one.certainty for one in told] == [
        *["significant after adjustment"] * 3,
        *["nominal (not after adjustment)"] * 2,
    ]
    assert [one.clear for one in told] == [True] * 3 + [False] * 2
    assert len(story.tell_findings(_material(), most=2)) == 2


def test_a_headline_names_both_sides_with_the_difference(told: list[story.Told]) -> None:
    assert [_plain(one.headline) for one in told] == [
        "Daily Lantern wrote 1.52 times as many hedging words as Harbour Post, outside quotation marks",
        "Positive minus negative words: 4.2 in Daily Lantern and -0.8 in Harbour Post, outside quotation "
        "marks",
        "Daily Lantern wrote “grain” and “price”; Harbour Post never did",
        "Daily Lantern wrote 1.52 times as many hedging words as Harbour Post, inside quotation marks",
        "Boosting words in 6 of 11 articles of Daily Lantern and 0 of 12 articles of Harbour Post, inside "
        "quotation marks",
    ]  # fmt: skip


def test_words_sentences_and_cautions_are_those_of_the_row(told: list[story.Told]) -> None:
    first, second, third, fourth, fifth = told
    assert first.words == ("Daily Lantern: may 50 %, perhaps 50 %", "Harbour Post: may 50 %, perhaps 50 %")
    assert third.words == ("grain 9 of 11 (Harbour Post 0 of 12), price 8 of 11 (Harbour Post 0 of 12)",)
    texts = examples.articles().set_index("id")["text"]
    assert [name for name, _, _ in first.sentences] == OUTLETS
    for _, sentence, article in first.sentences:
        assert sentence in texts[article]
    assert second.cautions[0] == "Half of it goes with length."
    assert second.cautions[1] == (
        "But: articles of Daily Lantern were 1.6 times as long as those of Harbour Post."
    )
    assert fourth.cautions == ("It rests on one term: might.",)
    assert fifth.cautions == ("It rests on one article: “Leaders meet, day 0”.",)


def _numbers(row: dict[str, Any]) -> set[str]:
    """Write every number of a row with no to four decimals, as it is and in hundredths."""
    found = {"95", "1,000"}
    for value in row.values():
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
            for number in (value, 100 * value):
                found |= {f"{number:{mark}.{digits}f}" for digits in range(5) for mark in ("", ",")}
    return found | {one.removeprefix("0") for one in found} | {one.replace("-0.", "-.") for one in found}


_rate = st.floats(0.05, 400)


@pytest.mark.medium
@given(
    a=_rate, b=_rate, low=st.floats(0.1, 4), width=st.floats(0, 9), p=st.floats(0.0001, 1),
    shuffled=st.floats(0.0001, 1), n=st.integers(3, 4000),
)  # fmt: skip
def test_numbers_of_the_support_are_those_of_the_table_whatever_they_are(
    a: float, b: float, low: float, width: float, p: float, shuffled: float, n: int
) -> None:
    low, high = round(low, 4), round(low + width, 4)
    changes = {
        "estimate_a": a, "estimate_b": b, "estimate": (low + high) / 2, "low": low, "high": high,
        "n_a": n, "n_b": n + 1, "p_adjusted": p, "shuffled": shuffled,
    }  # fmt: skip
    table = examples.findings().iloc[[0, 3]].assign(**changes)
    material = Material.of(examples.tables() | {"findings": table}, {}, examples.settings())
    told = story.tell_findings(material)
    assert len(told) == 2
    for one, row in zip(told, material.tables["findings"].to_dict("records"), strict=True):
        known = _numbers({str(name): value for name, value in row.items()})
        support = _plain(one.support)
        for said in re.findall(r"(?<![\w.])-?[\d,]*\.?\d+", support):
            assert said in known or (said == ".001" and p < 0.001), (said, support)
        assert f"n {n} and {n + 1};" in support
        assert "nan" not in support
    whole = " ".join([one.headline + " " + one.support for one in told] + [story.write_findings(material)])
    assert wording.breaches(whole, OUTLETS) == []


@pytest.mark.parametrize("census", [False, True])
@pytest.mark.parametrize("certainty", ["significant", "nominal", "inconclusive", "not estimable"])
def test_all_that_is_told_keeps_to_the_words(certainty: str, census: bool) -> None:
    material = _material({"certainty": "described" if census else certainty}, census=census)
    verdict = story.give_verdict(material.tables["findings"])
    said = [story.write_findings(material), verdict]
    said += [
        part for one in story.tell_findings(material) for part in (one.headline, one.support, *one.cautions)
    ]
    assert wording.breaches(" ".join(said), OUTLETS) == []
    assert "None" not in " ".join(said)


def test_the_verdict_says_how_much_there_is_and_what_shuffled_labels_give() -> None:
    verdict = story.give_verdict(examples.findings())
    assert verdict == (
        "3 findings significant after adjustment, of 6 matters tested; with labels shuffled, 3 % of reports "
        "have as many."
    )
    much = story.give_verdict(examples.findings().assign(shuffled=0.2))
    assert much.endswith("20 % of reports have as many, so that none is called clear.")
    none = examples.findings().assign(certainty="inconclusive")
    assert story.give_verdict(none).startswith("Of 6 matters tested, none was significant after adjustment")
    few = examples.findings().assign(certainty="not estimable", family_size=0)
    assert story.give_verdict(few).startswith("Of 7 matters none could be tested")
    assert "significant" not in story.give_verdict(examples.findings(census=True))
    tables = {name: table for name, table in examples.tables().items() if name != "findings"}
    bare = story.write_findings(Material.of(tables, {}, examples.settings()))
    assert bare.startswith("Findings were not looked for.")
    for nothing in (None, examples.findings().iloc[:0]):
        assert story.give_verdict(nothing).startswith("There was nothing to compare")


def test_all_others_together_and_forms_of_a_name_are_said() -> None:
    row = {
        "certainty": "significant", "b": "rest", "measure": "called.regime", "target": "China",
        "unit": "share", "scale": "ratio", "estimate_a": 0.4, "estimate_b": 0.1, "item": None,
        "kind": "called what",
    }  # fmt: skip
    one = story.tell_findings(_material(row))[0]
    assert _plain(one.headline) == (
        "China was called “regime” in 40 % of mentions in Daily Lantern and 10 % of mentions in all others "
        "together, outside quotation marks"
    )
    assert one.section == "naming"


@pytest.mark.medium
def test_the_page_has_each_finding_and_every_link_of_theirs_leads_somewhere() -> None:
    tables = examples.tables()
    page = build(tables, {}, examples.settings())
    text = " ".join(prose.text(page).split())
    for one in story.tell_findings(Material.of(tables, {}, examples.settings()), most=100):
        assert one.headline in text
        assert " ".join(one.support.split()) in text
    whole = opening.whole(page)
    every = re.findall(r'\bid="([^"]+)"', whole)
    assert len(every) == len(set(every))
    assert set(re.findall(r'href="#([^"]+)"', whole)) <= set(every)


def test_the_same_rows_give_the_same_file_and_invented_text_is_said_first() -> None:
    assert story.write_findings(_material()) == story.write_findings(_material())
    material = Material.of(examples.tables("illustrative"), {}, examples.settings())
    said = story.write_findings(material)
    assert said.startswith("Invented text:")
    assert isinstance(material.tables["findings"], pd.DataFrame)
