"""Events of articles in parts: the same as of one frame, however it is cut, wherever an event lies."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.events import finding, pairs
from framing.engine.parts import Parts, metadata
from framing.errors import FramingWarning
from framing.schema import check
from tests.comparison.events.made import STORIES, news


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Return stories whose articles stand apart, copies, articles of a few words, and one without text."""
    some = news(sorted(STORIES), per=5).sample(frac=1, random_state=3, ignore_index=True)
    copies = some.head(4).assign(id=[f"copy{n}" for n in range(4)], outlet="other")
    short = pd.DataFrame({"id": ["s1", "s2", "s3"], "outlet": ["x", "y", "x"], "title": ["", "Win", ""]})
    short["text"] = ["Ferry sinks.", "", "Ferry sinks."]
    bare = some.head(1).assign(id="bare", text="", status="metadata")
    every = pd.concat([some, copies, short, bare], ignore_index=True)
    days = pd.to_datetime("2026-01-05", utc=True) + pd.to_timedelta(np.arange(len(every)) % 3, unit="D")
    return every.assign(published=days.where(np.arange(len(every)) % 4 > 0))


@pytest.mark.medium
@pytest.mark.parametrize("each", [1, 7, 1000])
def test_events_do_not_depend_on_how_articles_are_cut(frame: pd.DataFrame, each: int) -> None:
    with pytest.warns(FramingWarning, match="have fewer than 12 words"):
        whole = fr.facts.group_events(frame)
    with pytest.warns(FramingWarning, match="have fewer than 12 words"):
        parts = fr.facts.group_events(Parts.of(frame, each=each))
    names = ["id", "event", "event_confidence"]
    pd.testing.assert_frame_equal(metadata(parts)[names], whole[names], check_exact=True)
    assert whole["event"].isna().tolist() == (frame["id"] == "bare").tolist()
    # What was found is a column of the articles from then on.
    assert [name for part in parts.frames() for name in part["event"].fillna("")] == whole["event"].fillna(
        ""
    ).tolist()


@pytest.mark.medium
def test_the_order_of_parts_changes_nothing(frame: pd.DataFrame) -> None:
    other = frame.iloc[::-1].reset_index(drop=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        one, two = (metadata(fr.facts.group_events(Parts.of(some, each=6))) for some in (frame, other))
    names = ["event", "event_confidence"]
    pd.testing.assert_frame_equal(
        one.set_index("id")[names], two.set_index("id").loc[one["id"], names], check_exact=True
    )


def test_a_part_that_could_not_be_done_has_no_event_and_changes_no_other(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = finding.Reading.__call__

    def fails(self: finding.Reading, part: pd.DataFrame, beside: object) -> object:
        if "bank0000" in set(part["id"]):
            raise RuntimeError("no light")
        return plain(self, part, {})

    monkeypatch.setattr(finding.Reading, "__call__", fails)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        found = metadata(fr.facts.group_events(Parts.of(frame, each=10)))
        lost = frame.index[frame["id"] == "bank0000"][0] // 10
        rest = frame[frame.index // 10 != lost]
        alone = fr.facts.group_events(rest)
    assert found["event"][frame.index // 10 == lost].isna().all()
    assert found["event"][rest.index].fillna("").tolist() == alone["event"].fillna("").tolist()


def test_terms_meet_by_the_word_whatever_part_they_are_of(frame: pd.DataFrame) -> None:
    articles = check(frame, "articles")
    whole, cut = finding.read(articles), finding.read(Parts.of(frame, each=4))
    assert whole.terms.equals(cut.terms)
    assert whole.terms.to_pylist() == sorted(set(whole.terms.to_pylist()))
    for name in ("start", "term", "text", "lead", "title", "name", "number", "row", *pairs._EACH):
        np.testing.assert_array_equal(getattr(whole, name), getattr(cut, name))
    by_hand = articles.set_index("id").loc["ferry0000", "text"].lower().count("ferry")
    at = articles["id"].iloc[whole.row].tolist().index("ferry0000")
    mine = slice(whole.start[at], whole.start[at + 1])
    ferry = whole.terms.to_pylist().index("ferry")
    assert whole.text[mine][whole.term[mine] == ferry].tolist() == [by_hand]
