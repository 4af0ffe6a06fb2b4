"""Statements of articles in parts, and in blocks: sentences meet across parts, the same bytes any way."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.engine.parts import Parts
from framing.features import cells as blocks
from framing.features.statements.reading import _speakers

SAID = [
    ("Profits at Quay Steel rose 12 percent to $3.4 billion in March.", "courier"),
    ("In March, Quay Steel's profits climbed by 12% to $3.4bn.", "herald"),
    ('"We will pay for the dredger," Odette Quillan said. "We will not," Tom Marlow said.', "star"),
    ("The Senate approved the Harbour Act by 61 votes to 38 after a night of debate.", "courier"),
    ("After a debate that lasted all night, senators voted 61-38 to pass the Harbour Act.", "star"),
    ("The Senate approved the Harbour Act by 61 votes to 38 after a night of debate.", "herald"),
    ("Nine people died when the ferry Lark sank off Port Ruiz in a storm.", "herald"),
    ("The sinking of the ferry Lark in a storm off Port Ruiz killed nine.", "star"),
]


@pytest.fixture
def frame() -> pd.DataFrame:
    rows = [
        {"id": f"a{n}", "outlet": outlet, "text": f"{said}\n\nMarlow spoke in {place}.", "title": said[:30]}
        for n, (said, outlet) in enumerate(SAID)
        for place in ("Ostravia",)
    ]
    return pd.DataFrame(rows).assign(event=["steel"] * 3 + [None] * 3 + ["ferry"] * 2)


@pytest.mark.medium
@pytest.mark.parametrize("each", [1, 3, 1000])
@pytest.mark.parametrize("voices", ["full", None, "table"])
def test_statements_do_not_depend_on_how_articles_are_cut(
    frame: pd.DataFrame, each: int, voices: str | None
) -> None:
    told = fr.sources.voices(frame) if voices == "table" else voices
    whole = fr.facts.statements(frame, voices=told)
    assert whole["statement"].nunique() >= 2
    parts = fr.facts.statements(Parts.of(frame, each=each), voices=told)
    pd.testing.assert_frame_equal(whole, parts, check_exact=True)
    texts = frame.set_index("id")
    for one in parts.to_dict("records"):
        said = texts.at[one["article"], "title" if one["part"] == "headline" else "text"]
        assert said[one["start"] : one["end"]] == one["sentence"]


@pytest.mark.medium
def test_the_order_of_parts_changes_nothing(frame: pd.DataFrame) -> None:
    one, two = (fr.facts.statements(Parts.of(some, each=2)) for some in (frame, frame.iloc[::-1]))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


@pytest.mark.medium
def test_events_apart_are_found_in_blocks_as_they_are_together(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fr.facts.statements(frame)
    monkeypatch.setattr(blocks, "DETAILED", 4)
    monkeypatch.setattr(blocks, "BLOCK", 3)
    assert [len(rows) for rows in blocks.blocks(frame)] == [2, 3, 3]
    for articles in (frame, Parts.of(frame, each=3)):
        pd.testing.assert_frame_equal(whole, fr.facts.statements(articles), check_exact=True)


def test_of_two_who_speak_as_much_the_name_decides_not_who_was_met_first(frame: pd.DataFrame) -> None:
    from framing.features.cells import cells
    from framing.schema import check

    (chunk,) = cells(check(frame, "articles"), "full", ("speaker_key",))
    begin = chunk.tokens.sentences
    end = [*begin[1:], len(chunk.tokens.ids)]
    found = []
    for first in ([], ["zzz", "quillan"], ["marlow"]):
        people = {name: number for number, name in enumerate(first)}
        codes = _speakers(chunk, begin[:1], pd.Series(end[-1:]).to_numpy(), people)
        names = [*people]
        found.append([names[code] for code in codes])
    assert found[0] == found[1] == found[2]
