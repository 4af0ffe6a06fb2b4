"""Records without text have a headline alone: it puts them into no event, and makes no two of them copies."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing import schema
from framing.study.config import Study
from framing.study.steps import Context, overlap
from tests.comparison.events.made import STORIES, news

SAID = "Ferry sinks off Port Marlow in a storm, and all are saved"


def bare(*names: str, **more: object) -> pd.DataFrame:
    """Records of as many outlets that all have one headline and no text."""
    return pd.DataFrame(
        [
            {"id": f"m{name}", "outlet": name, "title": SAID, "text": "", "status": "metadata", **more}
            for name in names
        ]
    )


def test_one_headline_makes_no_event() -> None:
    found = fr.facts.group_events(bare("x", "y"))
    assert found["event"].isna().all()
    assert found["event_confidence"].isna().all()


def test_articles_beside_them_are_grouped_as_without_them() -> None:
    frame = news(sorted(STORIES))
    alone = fr.facts.group_events(frame)
    titles = pd.concat([bare("x", "y").assign(title=frame["title"][0]), frame, bare("z")])
    found = fr.facts.group_events(titles)
    assert found["id"].tolist() == titles["id"].tolist()
    texts = found[found["text"] != ""].reset_index(drop=True)
    pd.testing.assert_frame_equal(texts[["event", "event_confidence"]], alone[["event", "event_confidence"]])
    assert found[found["text"] == ""]["event"].isna().all()


def test_a_stated_event_stays_and_takes_nobody() -> None:
    frame = pd.concat([bare("x", event="ferry"), bare("y"), bare("z", event="ferry")], ignore_index=True)
    found = fr.facts.group_events(frame.assign(id=["a", "b", "c"]))
    assert found["event"].isna().tolist() == [False, True, False]
    assert found["event"].dropna().tolist() == ["ferry", "ferry"]
    assert found["event_confidence"].tolist()[::2] == [1.0, 1.0]


def test_they_are_no_copies() -> None:
    frame = bare("x", "y", "z")
    assert fr.wire.group_copies(frame)["copy_group"].isna().all()
    assert fr.wire.copies(frame).empty


def grouped(study: Study, frame: pd.DataFrame) -> Context:
    context = Context(study, articles=schema.check(frame, "articles"))
    overlap.prepare(context)
    return context


@pytest.mark.medium
@pytest.mark.parametrize("number", [0, 40])
def test_a_study_judges_by_articles_with_text(number: int) -> None:
    """However many titles a database gave beside them, what is compared are articles."""
    frame = news(sorted(STORIES))
    study = Study(articles=("a",))
    before = grouped(study, frame)
    more = pd.concat([frame, bare(*(f"o{n}" for n in range(number)))], ignore_index=True)
    found = grouped(study, more)
    assert found.events_found == before.events_found
    assert found.articles["event"].tolist()[: len(frame)] == before.articles["event"].tolist()


def test_titles_alone_are_not_searched() -> None:
    found = grouped(Study(articles=("a",)), bare("x", "y"))
    assert found.events_found == ""
    assert found.articles["event"].isna().all()
