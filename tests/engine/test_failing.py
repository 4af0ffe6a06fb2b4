"""What ends a process, or can't be done: the rest is done, the same bytes, and what is left out is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from framing.engine.parts import Parts, map_parts
from framing.errors import FramingError, FramingWarning
from tests.engine.tasks import Counting, Failing, articles

#: Many small parts, so that others are under way whenever a process ends.
EACH = 5


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    made = Parts.of(articles(), each=EACH, workers=2, progress=False)
    yield made
    made._engine.close()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def alone() -> pd.DataFrame:
    return map_parts(Parts.of(articles(), each=EACH, progress=False), Counting(), what="words").table("words")


@pytest.mark.medium
@pytest.mark.parametrize("how", ["killed", "exits"])
def test_a_process_that_ends_in_the_middle_leaves_no_trace(
    parts: Parts, alone: pd.DataFrame, tmp_path: Path, how: str
) -> None:
    found = map_parts(parts, Failing("a25", how, str(tmp_path), times=2), what="words")
    assert found.failed == {}
    pd.testing.assert_frame_equal(found.table("words"), alone, check_exact=True)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.medium
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
    parts = Parts.of(articles(), each=EACH, progress=False) if workers is None else parts
    parts.lost.clear()
    with pytest.warns(FramingWarning, match=r"part-00005\S* .5 articles. is left out: words: ") as heard:
        found = map_parts(parts, Failing("a25", how, str(tmp_path)), what="words")
    assert found.failed == {5: f"words: {said}"}
    assert len(heard) == 1
    assert said in str(heard[0].message)
    rest = alone[(alone["row"] < 25) | (alone["row"] >= 30)].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.table("words"), rest, check_exact=True)
    assert len(list(tmp_path.iterdir())) == times
    parts.lost.clear()


def test_where_no_part_can_be_done_the_run_says_so(tmp_path: Path) -> None:
    parts = Parts.of(articles(4).assign(id=["a0", "b", "c", "d"]), progress=False)
    with pytest.raises(FramingError, match=r"words: no part could be done \(ZeroDivisionError: no words"):
        map_parts(parts, Failing("a0", "fault", str(tmp_path)), what="words")
