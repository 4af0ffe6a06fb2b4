"""Passages of two outlets are the same however articles are cut, in one part or in two."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.comparison.reuse import finding
from framing.comparison.reuse import table as table_of
from framing.comparison.reuse.table import reuse
from framing.engine.parts import Parts
from framing.text.overlap import articles as reading
from tests.comparison.reuse.test_reuse import CHANGED, PASSAGE, own, put

NOTE = "Sign up here for our letter of the week and never miss a tide of news of the sea and its ports."


@pytest.fixture
def articles() -> pd.DataFrame:
    """A passage in several outlets, changed, quoted, credited; boilerplate, copies, two passages in one."""
    second = PASSAGE.replace("ferry", "tug").replace("ninety", "nine").replace("quay", "mole")
    rows = [
        ("a", "harbour_courier", put(PASSAGE, 1)),
        ("b", "northern_herald", put(CHANGED, 2)),
        ("c", "tidal_post", put(PASSAGE, 3, "“", "” Ana Ruiz told the Harbour Courier.")),
        ("d", "harbour_courier", put(PASSAGE, 1)),
        ("e", "evening_quay", f"{own(5)}\n\n{second}\n\n{own(6)}\n\n{PASSAGE}"),
        ("f", "tidal_post", f"{second}\n\n{own(7)}"),
        *((f"n{n}", "northern_herald", f"{own(20 + n)}\n\n{NOTE}") for n in range(4)),
        ("o", "evening_quay", f"{own(30)}\n\n{NOTE}"),
        ("z", "harbour_courier", "船离港了。" * 40),
        ("y", "harbour_courier", ""),
    ]
    published = [f"2026-01-{25 - n:02} 0{n % 10}:00" for n in range(len(rows))]
    return pd.DataFrame(rows, columns=["id", "outlet", "text"]).assign(published=published)


def found(given: Any, **options: Any) -> pd.DataFrame:
    with pytest.warns(fr.FramingWarning, match="1 of 13 articles are in a script without spaces"):
        return reuse(given, **options)


@pytest.mark.medium
@pytest.mark.parametrize(("each", "held"), [(1, 100), (2, 4), (5, 1), (100, 3)])
def test_passages_do_not_hang_on_how_articles_are_cut(
    articles: pd.DataFrame, each: int, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(articles)
    assert {"unmarked", "template", "quoted"} <= set(whole["kind"])
    assert whole["a_articles"].max() == 2
    monkeypatch.setattr(reading, "HELD", held)
    monkeypatch.setattr(finding, "_BROUGHT", 100)
    monkeypatch.setattr(table_of, "_HELD", 100)
    for given in (Parts.of(articles, each=each), Parts.of(articles.iloc[::-1], each=each)):
        pd.testing.assert_frame_equal(found(given), whole, check_exact=True)


@pytest.mark.medium
def test_voices_may_come_as_they_were_found(articles: pd.DataFrame) -> None:
    parts = Parts.of(articles, each=3)
    spoken = fr.sources.voices(articles)
    told = found(articles, voices=spoken)
    assert set(told["voices"]) == {"given"}
    for given in (spoken, fr.sources.voices(parts)):
        pd.testing.assert_frame_equal(found(parts, voices=given), told, check_exact=True)
    pd.testing.assert_frame_equal(found(parts, voices=None), found(articles, voices=None), check_exact=True)
    pd.testing.assert_frame_equal(
        found(parts, voices="quotes"), found(articles, voices="quotes"), check_exact=True
    )
