"""Items of articles in parts, and in blocks: names known across parts, figures settled across parts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.engine.parts import Parts
from framing.features import cells as blocks_module
from framing.features.cells import blocks

TEXTS = [
    "Minister Ana Ruiz of the Harbour Pilots Guild (HPG) signed 3 deals worth $1.5 billion on January 14.",
    "Ruiz paid US$1.5bn on 14 January 2026, the HPG said. “A Treaty of Two Harbours” was read out.",
    "MARLOW SAYS SORRY TO EVERYBODY AT THE HARBOUR TODAY",
    "Tom Marlow left Ostravia. In Ostravia the Pilots met Marlow on Wednesday with 1,250 people.",
    "",
    "Le ministre Marlow a signé trois accords.",
    "Marlow said 1,250 were there. Softly it began; it was softly said, and softly. Softly Lindqvist spoke.",
]


@pytest.fixture
def frame() -> pd.DataFrame:
    texts = TEXTS * 3
    frame = pd.DataFrame({"id": [f"a{n:02}" for n in range(len(texts))], "text": texts})
    frame["outlet"] = ["x", "y", "z"] * 7
    frame["title"] = ["Ruiz and Marlow Sign Big Deal" if n % 3 == 0 else None for n in range(len(frame))]
    frame["event"] = [None, "visit", "visit", "storm"] * 5 + [None]
    frame["language"] = ["fr" if text.startswith("Le ") else "en" for text in texts]
    return frame.assign(published=pd.to_datetime("2026-01-16", utc=True))


@pytest.mark.medium
@pytest.mark.parametrize("each", [1, 4, 1000])
@pytest.mark.parametrize("referents", [None, {"The Minister": ["Ana Ruiz", "Ruiz"]}])
def test_items_do_not_depend_on_how_articles_are_cut(
    frame: pd.DataFrame, each: int, referents: dict[str, list[str]] | None
) -> None:
    whole = fr.items(frame, referents=referents)
    parts = fr.items(Parts.of(frame, each=each), referents=referents)
    pd.testing.assert_frame_equal(whole, parts, check_exact=True)
    texts = frame.assign(title=frame["title"].fillna("")).set_index("id")
    for one in whole.to_dict("records"):
        said = texts.at[one["article"], "title" if one["part"] == "headline" else "text"]
        assert said[one["start"] : one["end"]] == one["form"]
    assert not {"a05", "a12", "a19"} & set(whole.loc[whole["part"] != "headline", "article"])


def test_the_order_of_articles_changes_nothing(frame: pd.DataFrame) -> None:
    keys = ["article", "part", "start"]
    other = frame.sample(frac=1, random_state=1)
    one, two = (
        fr.items(Parts.of(some, each=5)).sort_values(keys, ignore_index=True) for some in (frame, other)
    )
    pd.testing.assert_frame_equal(one, two, check_exact=True)


@pytest.mark.parametrize("held", [1, 10, 1000])
def test_very_many_articles_are_told_apart_in_blocks_of_whole_events(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(blocks_module, "DETAILED", 8)
    monkeypatch.setattr(blocks_module, "BLOCK", 7)
    monkeypatch.setattr(blocks_module, "_HELD", held)
    found = blocks(frame)
    assert sorted(np.concatenate(found).tolist()) == list(range(len(frame)))
    named = [set(frame["event"].iloc[rows].fillna("")) for rows in found]
    # Storm has 5 articles, visit 10, and 6 have none: one block, two of visit, then what is left.
    assert [len(rows) for rows in found] == [5, 7, 3, 6]
    assert named == [{"storm"}, {"visit"}, {"visit"}, {""}]
    whole, parts = fr.items(frame), fr.items(Parts.of(frame, each=4))
    pd.testing.assert_frame_equal(whole, parts, check_exact=True)
    rows = pd.Index(frame["id"]).get_indexer(whole["article"])
    assert (np.diff(rows) >= 0).all()
    assert {"Ana Ruiz", "Tom Marlow", "$1.5 billion", "US$1.5 billion"} & set(whole["item"])


def test_no_articles_have_no_items(frame: pd.DataFrame) -> None:
    assert fr.items(frame.iloc[:0]).empty
    assert fr.items(frame.iloc[4:5].assign(title=None)).empty
