"""What ends a process, or can't be done: the rest is done, the same bytes, and what is left out is named."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from framing.batch.parts import Parts, over
from framing.batch.processes import Processes
from framing.errors import FramingError, FramingWarning
from tests.batch.tasks import Counting, Failing, articles

EACH = 10


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    made = Parts.of(articles(), each=EACH, workers=2, progress=False)
    yield made
    made._engine.close()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def alone() -> pd.DataFrame:
    return over(Parts.of(articles(), each=EACH, progress=False), Counting(), what="words").table("words")


@pytest.mark.parametrize("how", ["killed", "exits"])
def test_a_process_that_ends_in_the_middle_leaves_no_trace(
    parts: Parts, alone: pd.DataFrame, tmp_path: Path, how: str
) -> None:
    found = over(parts, Failing("a25", how, str(tmp_path), times=2), what="words")
    assert found.failed == {}
    pd.testing.assert_frame_equal(found.table("words"), alone, check_exact=True)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("how", "said", "times"),
    [
        ("killed", "the process that worked on it ended again and again (out of memory?)", 3),
        ("fault", "ZeroDivisionError: no words at all", 1),
        ("memory", "MemoryError", 1),
    ],
)
@pytest.mark.parametrize("workers", [None, 2])
def test_a_part_that_can_not_be_done_is_named_and_the_rest_done(
    alone: pd.DataFrame, parts: Parts, tmp_path: Path, how: str, said: str, times: int, workers: int | None
) -> None:
    if how == "killed" and workers is None:
        pytest.skip("what kills the only process ends the run")
    # Those that failed are not tried again by the same object.
    parts = Parts.of(articles(), each=EACH, progress=False) if workers is None else parts.kept([True] * 60)
    parts.lost.clear()
    with pytest.warns(FramingWarning, match=r"part-00002\S* .10 articles. is left out: words: ") as heard:
        found = over(parts, Failing("a25", how, str(tmp_path)), what="words")
    assert found.failed == {2: f"words: {said}"}
    assert len(heard) == 1
    assert said in str(heard[0].message)
    rest = alone[(alone["row"] < 20) | (alone["row"] >= 30)].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.table("words"), rest, check_exact=True)
    assert len(list(tmp_path.iterdir())) == times
    parts.lost.clear()


def test_where_every_part_ends_its_process_the_run_does(tmp_path: Path) -> None:
    frame = articles(4).assign(id=["a0", "b", "c", "d"])
    one = Parts.of(frame, each=4, workers=2, progress=False)
    with pytest.raises(
        FramingError, match=r"words: no part could be done \(the process that worked on it ended"
    ):
        over(one, Failing("a0", "killed", str(tmp_path)), what="words")
    one._engine.close()  # type: ignore[attr-defined]


def test_what_others_have_begun_is_not_lost_with_one(tmp_path: Path) -> None:
    """Several parts end their processes at once, by turns: each of the others is done once."""
    frame = articles()
    first = Parts.of(frame, each=3, workers=3, progress=False)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        found = over(first, Failing("a4", "killed", str(tmp_path)), what="words")
    assert len(heard) == 1
    assert list(found.failed) == [1]
    whole = over(frame, Counting(), what="words").table("words")
    rest = whole[~whole["row"].isin([3, 4, 5])].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.table("words"), rest, check_exact=True)
    engine = first._engine
    assert isinstance(engine, Processes)
    assert len(engine._pool) == 3
    engine.close()
