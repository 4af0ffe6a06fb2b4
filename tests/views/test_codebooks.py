"""Codebooks and questions for coders as tables: what is asked, which answers there are, in every form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framing.coding.questions import questions_of
from framing.features.frames.codebook import codebook_of
from framing.views.paper import FORMS, paper
from tests import wording

things = pytest.mark.parametrize(
    "thing",
    [codebook_of("generic"), questions_of("tone"), questions_of("stance")],
    ids=["frames", "tone", "stance"],
)


@things
def test_each_frame_or_question_has_a_row(thing: Any) -> None:
    printed = paper(thing, number=1)
    names = (
        [one.title for one in thing.frames.values()] if hasattr(thing, "frames") else [q.key for q in thing]
    )
    assert [row[0] for row in printed.sheet.rows] == names
    assert f"n = {len(names)} " in printed.sheet.note
    assert "no interval is given, no test was made and no p is adjusted" in printed.sheet.note
    wording.check(printed.sheet.note)


@things
@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_is_written_the_same_each_time(thing: Any, suffix: str, tmp_path: Path) -> None:
    if suffix == ".docx":
        pytest.importorskip("docx")
    first, again = (paper(thing).save(tmp_path / f"{name}{suffix}").read_bytes() for name in "ab")
    assert first == again


def test_frames_have_the_questions_of_coders_and_the_size_of_their_lists() -> None:
    codebook = codebook_of("generic")
    rows = paper(codebook).data.set_index("item")
    frame = codebook.frames["conflict"]
    assert all(question in rows.loc[frame.title, "asked"] for question in frame.questions)
    assert rows.loc[frame.title, "entries"] == len(frame.lexicon.entries)
    assert "Semetko and Valkenburg 2000" in paper(codebook).sheet.note


def test_answers_stand_with_what_they_say() -> None:
    rows = paper(questions_of("tone")).data.set_index("item")
    assert rows.loc["tone", "answers"] == "negative; neutral; positive"
    assert rows.loc["tone", "level"] == "ordinal"
