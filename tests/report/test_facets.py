"""What a reader may choose among, and the numbers by which rows, sentences and articles know it."""

from __future__ import annotations

import pytest

from framing.report.material import Facets, Material
from tests.report import examples, opening, pages


def _facets() -> Facets:
    return Material.of(examples.spoken(), {}, examples.settings(voices="full")).facets


def test_values_are_those_of_rows_and_of_single_hits() -> None:
    facets = _facets()
    assert facets.values["outlet"] == list(examples.GROUPS)
    assert facets.values["voice"] == ["outlet", "quoted", "reported", "all"]
    assert facets.values["part"] == ["headline", "lead", "body", "all"]
    assert facets.values["genre"] == ["news", "opinion"]
    assert facets.pack()["split"] == {"voice": 1, "part": 0, "genre": 1}
    assert [choice["label"] for choice in facets.offered()] == ["Outlet", "Voice", "Part", "Genre", "Measure"]


def test_a_row_tells_its_outlets_voice_part_genre_and_measure() -> None:
    facets = _facets()
    row = {"voice": "quoted", "part": "all", "genre": "news", "measure": "hedges"}
    hedges = facets.values["measure"].index("hedges")
    assert facets.codes(row, *examples.GROUPS) == f"0,1|1|3|0|{hedges}"
    assert facets.codes(row, examples.GROUPS[1], "rest") == f"1|1|3|0|{hedges}"
    # A kind that nobody told counts as news, as it does in the numbers.
    assert facets.number("genre", "unknown") == 0
    assert facets.number("outlet", "nobody") == -1


@pytest.mark.medium
def test_each_sentence_and_article_of_a_page_carries_numbers_of_values() -> None:
    data = opening.data(pages.page("spoken").read_text("utf8"))
    sizes = {kind: len(values) for kind, values in data["facets"]["keys"].items()}
    assert len(data["kinds"]) == len(data["articles"])
    assert all(0 <= o < sizes["outlet"] and 0 <= g < sizes["genre"] for o, g in data["kinds"])
    assert all(0 <= part < sizes["part"] for _, part, _ in data["sentences"])
    voices = {hit[7] for cell in data["cells"].values() for hit in cell["hits"]}
    # Whose words a passage is, though the number behind which it stands counts all.
    assert voices == {data["facets"]["keys"]["voice"].index(v) for v in ("outlet", "quoted", "reported")}
