"""What was made again is told with its counts, and what coders found with its error; in the words allowed."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from framing.report import build, results
from framing.report.material import Material
from framing.report.sections import differs, robust, validity
from tests import wording
from tests.report import checked_examples, examples, prose

OUTLETS = ["Daily Lantern", "Harbour Post"]


def _material(found: dict[str, pd.DataFrame], **changes: Any) -> Material:
    return Material.of(examples.tables() | found, {}, examples.settings(**changes))


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """The lines of the first comparison by their headings."""
    found = robust.content(_material(checked_examples.robust()))
    assert found is not None
    return {label: _plain(text) for label, text in found["comparisons"][0]["lines"]}


def test_without_any_table_there_is_no_section() -> None:
    assert robust.content(_material({})) is None
    assert validity.content(_material({})) is None
    assert robust.content(_material({})) is validity.content(_material({})) is None


@pytest.mark.medium
@pytest.mark.parametrize("name", checked_examples.robust())
def test_each_table_alone_makes_a_section(name: str) -> None:
    material = _material({name: checked_examples.robust()[name]})
    found = robust.content(material)
    assert found is not None
    assert all(wording.breaches(text, OUTLETS) == [] for text in prose.lines(robust.content(material)))
    assert "nan" not in re.findall(r"\w+", " ".join(prose.lines(robust.content(material))))


@pytest.mark.parametrize("name", checked_examples.coded())
def test_each_table_of_codes_alone_makes_a_section(name: str) -> None:
    material = _material({name: checked_examples.coded()[name]})
    assert validity.content(material) is not None
    assert all(wording.breaches(text, OUTLETS) == [] for text in prose.lines(validity.content(material)))


def test_a_curve_is_told_with_how_many_held_and_what_moves_it(told: dict[str, str]) -> None:
    assert told["Other choices"] == (
        "its interval excluded 1 (equal rates) on the same side in 4 of 8 specifications, with the same sign "
        "in 8; the ratio was 1.50 as the study made it, "
        "and over all of them from 1.10 to 1.53, with a median of 1.32; moved most by: whose words count "
        "(97 % of the variance); of no effect here: weights of events and list of words (no other list for "
        "this measure); joint test p = .004 (499 arrangements)."
    )


def test_who_carries_a_comparison_is_named(told: dict[str, str]) -> None:
    said = told["Without one article"]
    assert "day 3" not in said
    assert said.startswith(
        "the ratio was 1.52 with all in; of 3 articles, each left out alone, 1 turns it the other way round "
        "and 1 lets its interval include 1 (equal rates). Without “Leaders meet, day 1” (Harbour Post, 15 "
        "January 2026): 0.90, 95 % interval"
    )
    assert "; without “" in said
    assert told["Without one speaker"].startswith(
        "the ratio was 1.52 with all in; without any one of 1 speaker it keeps its direction, and its "
        "interval keeps excluding 1 (equal rates). Moved most without"
    )
    assert told["Without one speaker"].endswith(
        "Moved most without Ana Ruiz: 1.30, 95 % interval 1.04 to 1.69."
    )


def test_shuffled_labels_are_told_in_counts(told: dict[str, str]) -> None:
    assert told["Shuffled labels"] == (
        "as large a difference, in either direction, came up in 2 of 100 shuffles; 95 % of the shuffled "
        "ratios lay from 0.70 to 1.40."
    )
    found = robust.content(_material(checked_examples.robust()))
    assert found is not None
    assert found["all"].startswith("Of 40 comparisons with an interval 12 held after adjustment.")


def test_what_was_not_shuffled_is_said() -> None:
    found = robust.content(_material(checked_examples.robust()))
    assert found is not None
    assert (
        "Not among them, since it was not shuffled: boosters, reporting.distancing, tone.net." in found["all"]
    )


def test_what_so_many_articles_can_show_stands_above_what_differs() -> None:
    found = differs.content(_material(checked_examples.tables()))
    one, few = map(_plain, found["reach"])
    assert one.endswith(
        "11 and 12 articles: a typical measure must differ 2.60 times to be found 8 times in 10 after "
        "adjustment, 1.83 times if it was named beforehand; a true ratio of 1.5 would be found in 8.0 %, and "
        "then show 2.21 on average."
    )
    assert few.endswith("3 and 3 articles: too few for any difference to be found.")
    page = prose.text(build.build(checked_examples.tables(), {}, examples.settings()))
    assert "What so many articles can show" in page
    row = {**checked_examples.power().to_dict("records")[0], "least": 43.8}
    assert "differ over 10 times to be found" in results.reach(row, _material(checked_examples.tables()))
    row["least"] = float("nan")
    said = results.reach(row, _material(checked_examples.tables()))
    assert "no measure alone could be found after adjustment" in said
    assert "one named beforehand must differ 1.83 times" in said


def test_the_least_joint_p_there_can_be_is_a_bound() -> None:
    row = checked_examples.robustness().to_dict("records")[0] | {"p_joint": 0.002, "p_min": 0.002}
    assert "joint test p ≤ .002, the least that 499 arrangements can show." in _plain(
        results.curve(row, False)
    )


@pytest.mark.medium
def test_holding_in_a_specification_is_explained_where_it_is_first_said() -> None:
    page = build.build(checked_examples.tables(), {}, examples.settings())
    start = page.index('id="robust"')
    section = prose.text(page[start : page.index("</section>", start)])
    assert section.index("the interval alone, without adjustment") < section.index("same side in 4 of 8")


def test_the_higher_side_comes_first_and_every_number_turns_with_it() -> None:
    found = robust.content(_material(checked_examples.robust()))
    assert found is not None
    second = found["comparisons"][1]
    assert second["pair"] == "Daily Lantern against Harbour Post"
    said = dict(second["lines"])["Other choices"]
    assert "the ratio was 1.82 as the study made it" in said
    assert "from 0.80 to 2.00, with a median of 1.67" in said
    assert "excluded it the other way round in 1" in said


def test_options_are_counted_from_the_specifications() -> None:
    made = checked_examples.specifications()
    own = made[made["contrast"] == "hedges"]
    found = results.options(own, "ratio", False)
    assert [one["choice"] for one in found] == [
        "whose words count",
        "agency copy",
        "how articles are added up",
    ]
    for one in found:
        assert sum(int(row["tried"]) for row in one["rows"]) == len(own)
        assert sum(int(row["stand"]) for row in one["rows"]) == int(own["stands"].sum())
        assert [row["baseline"] for row in one["rows"]] == [True, False]


def test_error_by_outlet_stands_with_its_counts_and_its_test() -> None:
    found = validity.content(_material(checked_examples.coded()))
    assert found is not None
    (measure,) = found["error"]
    (rows,) = measure["parts"]
    assert [row["group"] for row in rows] == [
        "all together",
        "Daily Lantern",
        "Harbour Post",
        "inside quotation marks",
    ]
    assert rows[1]["cells"][0]["text"] == "70\N{NO-BREAK SPACE}%"
    assert rows[1]["counts"] == "coded 30, found 24, both 15"
    assert rows[3]["cells"][1]["text"] == "–"
    assert _plain(found["differs"][0]) == (
        "Between groups by outlet, tone.net against “tone” (240 units, 60 articles) lay apart by up to "
        "(p not adjusted): recall 20 percentage points (p = .030); error that differs by more than "
        "exchangeable labels would give makes differences by itself."
    )
    assert not found["few"]


def test_few_units_are_said_to_be_few() -> None:
    found = validity.content(_material(checked_examples.coded(units=120)))
    assert found is not None
    assert found["few"]


def test_a_corrected_difference_names_the_higher_side_first() -> None:
    found = validity.content(_material(checked_examples.coded()))
    assert found is not None
    assert _plain(found["differences"][0]) == (
        "tone: negative, outside quotation marks: 15 percentage points higher in Harbour Post than in Daily "
        "Lantern (95 % interval 6 to 24; by codes alone 12 percentage points (−3 to 27); n = 28 and 30 "
        "articles coded; completeness unknown)."
    )


@pytest.mark.medium
@pytest.mark.parametrize("provenance", ["published", "illustrative"])
def test_the_page_holds_both_sections_in_the_words_allowed(provenance: str) -> None:
    page = build.build(checked_examples.tables(provenance), {}, examples.settings())
    said = prose.text(page)
    for words in ("How robust it is", "Set against human coding", "By choice and option", "Alpha, ordinal"):
        assert words in said
    names = [f"{name} (invented text)" * (provenance == "illustrative") or name for name in OUTLETS]
    assert wording.breaches(prose.text(page, outside=False), names) == []
    if provenance == "illustrative":
        start = page.index('id="robust"')
        section = page[start : page.index("</section>", start)]
        for name in OUTLETS:
            assert section.count(name) == section.count(f"{name} (invented text)") > 0


@pytest.mark.medium
def test_names_from_outside_do_no_harm() -> None:
    bad = "<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}"
    found = checked_examples.tables()
    found["influence"] = found["influence"].assign(name=bad, left_out=[f"{bad}{n}" for n in range(4)])
    found["agreement"] = found["agreement"].assign(question=bad, note=bad)
    found["validity"] = found["validity"].assign(question=bad, note=bad)
    found["prediction_powered"] = found["prediction_powered"].assign(question=bad, note=bad)
    found["robustness"] = found["robustness"].assign(note=bad)
    page = build.build(found, {}, examples.settings())
    assert "<script>alert" not in page
