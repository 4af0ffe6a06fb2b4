"""What shows agency copy is the same however articles are cut, with item and reprint in other parts."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.comparison.wire import shown_and_filled
from framing.engine.parts import Parts
from framing.text.overlap import articles as reading
from tests.comparison.wire.items import OWN, STORY, agency_item, article, corpus


@pytest.fixture
def articles() -> pd.DataFrame:
    """An agency's item and all that papers may make of it, and what has nothing to do with it."""
    quoted = f"“{STORY[0]} {STORY[1]} {STORY[2]}” said Marlow Ruiz."
    return corpus(
        article("c1", "harbour_courier", *STORY),
        article("c2", "northern_herald", *OWN[:3], *STORY[:3]),
        article("c3", "northern_herald", *OWN[3:], quoted),
        agency_item(published="2026-01-10"),
        article("c4", "harbour_courier", *OWN, "With files from AFP"),
        article("c5", "tidal_post", *STORY[:5], published="2026-01-01", authors="Reuters"),
        article("c6", "tidal_post", *STORY, published="2026-01-02"),
        article("c7", "evening_quay", *OWN[::-1], wire="afp", wire_role="partly_based"),
        article("c8", "evening_quay", *STORY[::-1], blocks="qqpppp"),
    )


@pytest.mark.medium
@pytest.mark.parametrize(("each", "held"), [(1, 100), (2, 3), (4, 1), (100, 2)])
def test_evidence_does_not_hang_on_how_articles_are_cut(
    articles: pd.DataFrame, each: int, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = pd.DataFrame(
        {
            "source": ["a.html"], "article": ["c2"], "kind": ["guessed"], "rule": ["wire_credited"],
            "detail": ["reuters: byline: Reuters"]
        }
    )  # fmt: skip
    whole, filled = shown_and_filled(articles, audit)
    assert set(whole["evidence"]) >= {"shared_text", "column", "tail", "byline"}
    assert (whole["evidence"] == "shared_text").sum() >= 4
    monkeypatch.setattr(reading, "HELD", held)
    for given in (Parts.of(articles, each=each), Parts.of(articles.iloc[::-1], each=each)):
        table, parts = shown_and_filled(given, audit)
        assert isinstance(parts, Parts)
        pd.testing.assert_frame_equal(table, whole, check_exact=True)
        names = ["wire", "wire_role"]
        found = parts.light.set_index("id")[names].astype("str")
        assert isinstance(filled, pd.DataFrame)
        wanted = filled.set_index("id")[names].astype("str")
        pd.testing.assert_frame_equal(found.loc[wanted.index], wanted, check_exact=True)


@pytest.mark.medium
def test_parts_are_filled_as_a_frame_is(articles: pd.DataFrame) -> None:
    filled_at_once = fr.wire.fill_wire(articles)
    filled = fr.wire.fill_wire(Parts.of(articles, each=2))
    assert isinstance(filled, Parts)
    pd.testing.assert_series_equal(filled.light["wire"], filled_at_once["wire"])
    pd.testing.assert_frame_equal(fr.wire.find_wire(Parts.of(articles, each=2)), fr.wire.find_wire(articles))
