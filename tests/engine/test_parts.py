"""Articles cut into parts: every cut gives the same tables, whoever keeps what came of a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.engine.parts import (
    Parts,
    assign_columns,
    bare,
    check_articles,
    collect_articles,
    map_parts,
    metadata,
    select_articles,
)
from framing.errors import FramingError, FramingWarning
from framing.schema import check


def articles(size: int = 11) -> pd.DataFrame:
    number = np.arange(size)
    return check(
        pd.DataFrame(
            {
                "id": [f"a{n:02}" for n in number],
                "outlet": np.where(number % 3 == 0, "courier", "herald"),
                "title": [f"Title {n}" for n in number],
                "text": ["word " * (n + 1) for n in number],
            }
        ),
        "articles",
    )


@dataclass(frozen=True)
class Telling:
    """Tells the words of each article, its outlet as a category, its event, and what is beside."""

    fails_on: str = ""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        if self.fails_on and self.fails_on in set(frame["id"]):
            raise ValueError(f"{self.fails_on} can't be told")
        told = pd.DataFrame(
            {
                "row": np.arange(len(frame)),
                "words": frame["text"].str.split().str.len(),
                "outlet": pd.Categorical(frame["outlet"], sorted(frame["outlet"].unique())),
                "event": frame["event"],
                "nothing": [None] * len(frame),
            }
        )
        return {"told": told} | ({"marks": beside["marks"]} if "marks" in beside else {})


@dataclass(frozen=True)
class Refusing:
    """Refuses what it is asked for."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        raise FramingError("measures: 'toen' is not known; did you mean 'tone'?")


def marks(frame: pd.DataFrame) -> pd.DataFrame:
    """Two rows an article, in no order."""
    twice = pd.concat([frame["id"], frame["id"].iloc[::-1]], ignore_index=True)
    return pd.DataFrame({"article": twice, "mark": np.arange(2 * len(frame))})


@pytest.mark.medium
@given(each=st.integers(1, 12), mask=st.lists(st.booleans(), min_size=11, max_size=11), on_disk=st.booleans())
def test_no_cut_changes_a_table(
    each: int, mask: list[bool], on_disk: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    frame = articles()
    cache = str(tmp_path_factory.getbasetemp() / "kept") if on_disk else None
    events = pd.Series([f"e{n % 4}" for n in range(len(frame))], dtype="str")
    cut = Parts.of(frame, each, cache=cache)
    both = [select_articles(assign_columns(given, event=events), mask) for given in (frame, cut)]
    if not any(mask):
        assert [len(metadata(one)) for one in both] == [0, 0]
        return
    beside = marks(frame)[: 2 * len(frame)]
    mine = beside[beside["article"].isin(metadata(both[0])["id"])]
    first, second = (map_parts(one, Telling(), what="telling", beside={"marks": mine}) for one in both)
    pd.testing.assert_frame_equal(
        first.table("told"), second.table("told"), check_categorical=False, check_exact=True
    )
    by_article = [found.table("marks").sort_values(["article", "mark"]) for found in (first, second)]
    pd.testing.assert_frame_equal(*(table.reset_index(drop=True) for table in by_article), check_exact=True)
    # What a task found may come beside the articles of another, whatever was left out since.
    again = map_parts(both[1], Telling(), what="again", beside={"marks": second})
    assert sorted(again.table("marks")["mark"]) == sorted(mine["mark"])


def test_columns_are_read_alone_and_rows_count_from_the_first_of_all() -> None:
    found = map_parts(Parts.of(articles(), 4), Telling(), what="telling")
    assert found.first.tolist() == [0, 4, 8]
    assert found.table("told", ["row"])["row"].tolist() == list(range(11))
    assert [len(part) for part in found.each("told", ["words"])] == [4, 4, 3]
    assert str(found.table("told")["nothing"].dtype) == "str"


def test_texts_and_whole_articles_come_in_their_order() -> None:
    frame = articles()
    parts = Parts.of(frame, 3)
    assert "text" not in metadata(parts)
    assert parts.texts(["a07", "a02"])["id"].tolist() == ["a02", "a07"]
    assert parts.texts([]).columns.tolist() == ["id", "title", "text", "blocks"]
    pd.testing.assert_frame_equal(collect_articles(parts, "reuse"), frame)
    assert repr(parts) == "Parts(11 articles of 2 outlets in 4 parts)"


def test_too_many_articles_are_not_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.engine.parts.WHOLE_BYTES", 100)
    with pytest.raises(FramingError, match="reuse: reads all articles at once"):
        collect_articles(Parts.of(articles(), 3), "reuse")


def test_finished_parts_are_found_again_and_changed_ones_are_not(tmp_path: Path) -> None:
    frame = articles()

    def tables(given: pd.DataFrame) -> set[Path]:
        map_parts(Parts.of(given, 4, cache=tmp_path), Telling(), what="telling")
        return set(tmp_path.rglob("told.arrow"))

    first = tables(frame)
    written = {path: path.stat().st_mtime_ns for path in first}
    assert len(first) == 3
    assert tables(frame) == first
    assert {path: path.stat().st_mtime_ns for path in first} == written
    other = tables(frame.assign(title=frame["title"].where(frame["id"] != "a05", "Another")))
    assert len(other - first) == 1


def test_what_was_damaged_since_is_made_again(tmp_path: Path) -> None:
    frame = articles()
    one = map_parts(Parts.of(frame, 4, cache=tmp_path), Telling(), what="telling").table("told")
    broken = sorted(tmp_path.rglob("told.arrow"))[1]
    broken.write_bytes(broken.read_bytes()[:-20])
    two = map_parts(Parts.of(frame, 4, cache=tmp_path), Telling(), what="telling").table("told")
    pd.testing.assert_frame_equal(one, two)


def test_a_part_that_fails_is_named_and_the_rest_is_done() -> None:
    parts = Parts.of(articles(), 4)
    with pytest.warns(FramingWarning) as heard:
        found = map_parts(parts, Telling(fails_on="a05"), what="telling")
    assert [str(one.message) for one in heard] == [
        "part-00001 (4 articles) is left out: telling: ValueError: a05 can't be told; "
        "all are listed in the audit"
    ]
    assert found.table("told")["row"].tolist() == [0, 1, 2, 3, 8, 9, 10]
    # It isn't tried again, nor what needs it.
    assert map_parts(parts, Telling(), what="again").failed.keys() == {1}
    assert parts.of_part("part-00001").nonzero()[0].tolist() == [4, 5, 6, 7]


def test_what_is_asked_wrongly_is_said_once() -> None:
    with pytest.raises(FramingError, match=r"^measures: 'toen' is not known"):
        map_parts(Parts.of(articles(), 4), Refusing(), what="counting")


def test_no_articles_are_a_part_too() -> None:
    empty = check_articles(articles()[:0])
    found = map_parts(Parts.of(empty, 4), Telling(), what="telling")
    assert found.table("told").columns.tolist() == ["row", "words", "outlet", "event", "nothing"]
    assert len(found.table("told")) == 0


def test_what_a_task_does_not_read_leaves_its_parts_as_they_were(tmp_path: Path) -> None:
    parts = Parts.of(articles(), 4, cache=tmp_path)
    map_parts(bare(parts), Telling(), what="telling")
    filled = assign_columns(parts, event=["e"] * len(parts), language=["en"] * len(parts))
    map_parts(bare(filled), Telling(), what="telling")
    assert len(list(tmp_path.rglob("told.arrow"))) == 3
    found = map_parts(bare(filled, "event"), Telling(), what="telling").table("told")
    assert set(found["event"]) == {"e"}
    assert len(list(tmp_path.rglob("told.arrow"))) == 6
