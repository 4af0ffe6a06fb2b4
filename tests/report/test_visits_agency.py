"""Agency copy in the report: shares, what shows it, and what it does to the differences."""

from __future__ import annotations

import pytest

from framing.report.sections import agency
from framing.schema import check
from tests.report import prose, visit_examples
from tests.report.visit_examples import material, page


@pytest.mark.medium
def test_shares_evidence_and_effect_of_agency_copy() -> None:
    content = agency.content(material())
    assert content
    first = content["shares"][0]
    assert (first["name"], first["share"], first["n"]) == ("Daily Lantern", "33\xa0%", "1 of 3")
    assert first["agencies"] == "AFP 1"
    assert content["shares"][2]["roles"][-1] == "1"
    whole, cited = content["evidence"]
    assert (whole["role"], whole["wires"], len(whole["shown"])) == ("reprinted whole", ["AFP"], 2)
    assert whole["shown"][1]["other"].outlet == "Harbour Post"
    assert cited["wires"] == ["an agency not named"]
    # What moves under another treatment comes first.
    assert content["effect"]["rows"][0]["what"].startswith("Boosting")
    (row,) = content["effect"]["rows"]
    said = "significant after adjustment with reprints counted once; not significant after adjustment without"
    assert row["note"] == f"{said} them"
    assert [cell["moved"] for cell in row["cells"]] == [False, False, True]
    assert (content["effect"]["total"], content["effect"]["moved"]) == ("3 differences", "1")
    assert content["effect"]["bare"] == "1"
    assert page().count('<td class="num moved">') == 1


def _notes(**changes: object) -> list[str]:
    """Return what is said of hedges where every print counts, with some of that row's numbers changed."""
    found = visit_examples.tables()
    table = found["wire_effect"].copy()
    for name, value in changes.items():
        table.loc[(table["measure"] == "hedges") & (table["wire"] == "keep"), name] = value
    content = agency.content(material({**found, "wire_effect": check(table, "wire_effect")}))
    assert content
    return [row["note"] for row in content["effect"]["rows"] if row["what"].startswith("Hedging")]


def test_a_sign_that_turns_is_told_and_one_without_an_interval_is_not() -> None:
    assert _notes(estimate=0.6, low=0.3, high=0.9) == ["the other way round with every print counted"]
    assert _notes(estimate=0.6, low=None, high=None) == []


def test_a_small_p_beside_a_wide_interval_does_not_hold_here_either() -> None:
    said = "significant after adjustment with reprints counted once; not significant after adjustment with"
    assert _notes(low=0.8) == [f"{said} every print counted"]


def test_a_sign_that_turns_inside_both_intervals_tells_nothing() -> None:
    found = visit_examples.tables()
    table = found["wire_effect"].assign(low=0.5, p_adjusted=0.6)
    turned = (table["wire"] == "keep") & (table["measure"] == "hedges")
    table.loc[turned, ["estimate", "low"]] = [0.9, 0.4]
    content = agency.content(material({**found, "wire_effect": check(table, "wire_effect")}))
    assert content
    assert content["effect"]["rows"] == []
    assert content["effect"]["moved"] == "0"


@pytest.mark.medium
def test_shared_text_says_whose_print_it_stands_in_and_never_an_id() -> None:
    content = agency.content(material())
    assert content
    shared = content["evidence"][0]["shown"][1]
    assert shared["detail"] == "40 of 50 words also stand in Harbour Post's print of it"
    text = prose.text(page(provenance="illustrative"))
    assert "words also stand in the print of Harbour Post (invented text):" in text
    tables = visit_examples.tables()
    table = tables["agency"].assign(wire="harbour_post")
    content = agency.content(material({**tables, "agency": check(table, "agency")}))
    assert content
    assert content["evidence"][0]["shown"][1]["detail"] == "40 of 50 words also stand in the agency's item"
    table = tables["agency"].assign(
        evidence="column", detail="wire: afp; wire_role: full_reprint", other=None
    )
    content = agency.content(material({**tables, "agency": check(table, "agency")}))
    assert content
    assert content["evidence"][0]["shown"][0]["detail"] == "AFP, reprinted whole"


def test_a_census_has_no_treatments_to_weigh() -> None:
    content = agency.content(material(collection="census"))
    assert content
    assert content["effect"] is None
