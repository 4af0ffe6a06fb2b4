"""Agency copy in the report: shares, and what shows it."""

from __future__ import annotations

import pytest

from framing.report.sections import agency
from framing.schema import check
from tests.report import prose, visit_examples
from tests.report.visit_examples import material, page


@pytest.mark.medium
def test_shares_and_evidence_of_agency_copy() -> None:
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
