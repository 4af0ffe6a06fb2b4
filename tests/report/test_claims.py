"""Each frame in four lines: whom an outlet's texts name most, counted from the tables, with its sentences."""

from __future__ import annotations

import pytest

from framing.report import evidence
from framing.report.sections import claims
from framing.views import vocabulary
from tests.report import pages


@pytest.mark.medium
def test_lines_name_who_stands_there_most_and_open_its_sentences() -> None:
    material = pages.material("real")
    content = claims.content(material)
    assert content is not None
    assert len(content["heads"]) == len(material.groups)
    rows = {row["name"]: dict(zip(material.groups, row["cells"], strict=True)) for row in content["rows"]}
    lines = evidence.Lines(material)
    claims.add_lines(lines, material)
    opened = lines.opened()
    named = 0
    for head, (table, column) in claims.KINDS.items():
        found = material.tables[table]
        found = found[found[column].notna() & ((table == "demands") | ~found["negated"])]
        for group, cell in rows.get(head, {}).items():
            own = found[found["article"].map(material.group_of) == group]
            counts = own[column].value_counts()
            if "lines" not in cell:
                assert counts.empty or counts.iloc[0] < claims.LEAST
                continue
            named += 1
            assert counts[cell["text"]] == counts.iloc[0]
            assert cell["small"].startswith(f"{counts.iloc[0]} of {len(own)}")
            shown = opened[cell["lines"]]
            assert shown["total"] == counts.iloc[0]
            assert 0 < len(shown["lines"]) <= claims.LINES
    assert named
    frames = {row.measure for row in material.profile.itertuples() if row.measure.startswith("frame.")}
    titles = {vocabulary.frame_of(name, material.names.meaning(name))[0] for name in frames}
    assert {cell["text"] for cell in rows["Problem: words of"].values()} <= titles
    assert 'id="claims"' in pages.made("real")["report"]


def test_without_the_tables_there_is_no_section() -> None:
    assert claims.content(pages.material("plain")) is None
