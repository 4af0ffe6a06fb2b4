"""Who must act, and whose doing it is: the counts of the section are those of the tables."""

from __future__ import annotations

import re

import pytest

from framing.report.sections import claims
from tests.report import pages


@pytest.mark.medium
def test_counts_and_sentences_are_those_of_the_tables() -> None:
    material = pages.material("real")
    demands = material.tables["demands"]
    content = claims.content(material)
    assert content is not None
    assert "Canada" in {row["name"] for row in content["rows"]}
    for row in content["rows"]:
        assert len(row["cells"]) == len(material.groups)
        assert sum(int(cell["text"]) for cell in row["cells"]) >= claims.LEAST
    first = content["rows"][0]
    outlet = demands["article"].map(material.group_of)
    own = demands[(demands["addressee"] == first["name"]) & ~demands["negated"]]
    for group, cell in zip(material.groups, first["cells"], strict=True):
        assert int(cell["text"]) == (outlet[own.index] == group).sum()
    said = {
        " ".join(text.split()) for name in ("demands", "causes") for text in material.tables[name]["sentence"]
    }
    assert all(sentence in said for one in content["said"] for _, _, sentence in one["sentences"])
    page = pages.made("real")["report"]
    assert re.search(r'id="claims"', page)


def test_without_the_tables_there_is_no_section() -> None:
    assert claims.content(pages.material("plain")) is None
