"""An estimate is the sum of what was measured, grows with what there is to do, and says so in a sentence."""

from __future__ import annotations

import os
import re
import time
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.engine import estimate as estimate
from framing.engine.estimate import Rates, Size, Step, estimate_run, rates, say_estimate, speed, yardstick
from framing.engine.parts import Parts
from framing.engine.pool import Stages, bar
from framing.errors import FramingError
from framing.study import output
from framing.study.run import find_steps
from tests.engine.tasks import articles

KNOWN = Rates(
    {"voices": Step(0.5, 0.0, 1.0), "compare": Step(0.0, 0.001, 2.0), "keyness": Step(0.25, 0.01, 0.0)},
    yardstick=0.02,
    base=2e8,
    worker=3e8,
    part=10.0,
    article=1000.0,
)
sizes = st.builds(Size, st.integers(1, 10**8), st.integers(1, 10**12))


def test_by_hand() -> None:
    # 20,000 articles are five parts of 18 MB; of two workers one does three.
    size = Size(20_000, 90_000_000)
    alone = estimate_run(size, ["voices", "compare"], known=KNOWN)
    assert alone.seconds == pytest.approx(float(Fraction(90, 2) + 1 + 20 + 2))
    assert alone.memory == pytest.approx(2e8 + 20_000 * 1000 + 10 * 18e6)
    two = estimate_run(size, ["voices", "compare"], 2, known=KNOWN)
    assert two.seconds == pytest.approx(float(Fraction(90, 2) * Fraction(3, 5) + 1 + 20 + 2))
    assert two.memory == pytest.approx(2e8 + 20_000 * 1000 + 2 * (3e8 + 10 * 18e6))
    # More workers than parts do no more.
    assert estimate_run(size, ["voices"], 5, known=KNOWN) == estimate_run(size, ["voices"], 50, known=KNOWN)


@given(sizes, st.integers(1, 64), st.integers(1, 4))
def test_more_of_anything_takes_no_less(size: Size, workers: int, times: int) -> None:
    every = list(KNOWN.steps)
    one = estimate_run(size, every, workers, known=KNOWN)
    assert estimate_run(size, every[:2], workers, known=KNOWN).seconds <= one.seconds
    assert estimate_run(size, every, known=KNOWN).seconds >= one.seconds
    assert estimate_run(size, every, workers, slower=2.0, known=KNOWN).seconds == pytest.approx(
        2 * one.seconds
    )
    # Of whole parts, more of the same ones.
    more = Size(size.articles * times, size.bytes * times)
    assert estimate_run(more, every, known=KNOWN).seconds >= estimate_run(size, every, known=KNOWN).seconds


def test_a_step_that_is_not_done_of_many_takes_nothing_of_them() -> None:
    some = KNOWN._replace(steps={**KNOWN.steps, "robustness": Step(0.0, 0.0, 20.0, most=1000)})
    for number, more in ((1000, 20.0), (1001, 0.0)):
        size = Size(number, 10**6)
        with_it = estimate_run(size, [*KNOWN.steps, "robustness"], known=some).seconds
        assert with_it == pytest.approx(estimate_run(size, list(KNOWN.steps), known=some).seconds + more)


def test_a_step_that_there_is_not() -> None:
    with pytest.raises(
        FramingError, match=r"^step 'voice' is not known; did you mean 'voices'\? Allowed: compare, "
    ):
        estimate_run(Size(1, 1), ["voice"], known=KNOWN)


def test_the_rates_that_come_along_are_rates() -> None:
    known = rates()
    assert known.steps
    assert all(min(step) >= 0 < max(step[:3]) for step in known.steps.values())
    # They are called after what a study does: a step's function, or one that writes.
    doers: dict[str, object] = {**find_steps(), "output": output}
    parted = [name.split(".") for name in known.steps if "." in name]
    assert [one for one in parted if not callable(getattr(doers.get(one[0]), one[1], None))] == []
    assert min(known.yardstick, known.base, known.worker, known.part, known.article) > 0
    assert estimate_run(Size(1000, 4_500_000), list(known.steps)).seconds > 1


@pytest.mark.medium
def test_the_speed_of_this_machine_is_that_of_some_work() -> None:
    took = yardstick()
    assert 0 < took < 5
    assert speed(KNOWN._replace(yardstick=1e-9)) > speed(KNOWN._replace(yardstick=1e9)) > 0


def test_the_size_of_articles_held_and_in_parts() -> None:
    frame = articles()
    size = Size.of(frame)
    assert size == (60, frame["text"].str.len().sum())
    assert Size.of(Parts.of(frame, each=7)) == size
    assert Size.of(pd.DataFrame({"text": pd.Series([], dtype="str")})) == (0, 0)


def test_the_sentence() -> None:
    size = Size(1_000_000, 4_500_000_000)
    said = say_estimate(size, ["voices"], workers=2, slower=1.0, known=KNOWN, memory=16 * 10**9)
    assert said == (
        "framing compare would take about 38 min and 1.4 GB here; with --workers 2 about 19 min and 2.2 GB"
    )
    small = say_estimate(size, ["voices"], workers=2, slower=1.0, known=KNOWN, memory=10**9)
    assert small.startswith(said)
    assert small.endswith("; this machine has 1.0 GB: take a larger one, or fewer articles")
    # One part can't be shared out.
    few = say_estimate(Size(100, 450_000), ["voices"], workers=8, slower=1.0, known=KNOWN, memory=0)
    assert few == "framing compare would take about 1 s and 200 MB here"


def test_the_memory_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    if hasattr(os, "sysconf"):
        assert estimate._room() > 10**8

    def unknown(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(os, "sysconf", unknown, raising=False)
    assert estimate._room() == 0


# What who waits is told: stages with the time left.


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that is set by hand."""
    now = [100.0]
    monkeypatch.setattr("framing.engine.pool.time.monotonic", lambda: now[0])
    return now


def test_time_left_follows_what_stages_took(clock: list[float]) -> None:
    with Stages(False) as stages:
        stages.plan({"score": 9.0, "test": 30.0})
        assert stages.left() == (1 / 40, 39.0)
        with stages.stage("score"):
            clock[0] += 19.0
        # What was to take 9 seconds took 19: with the second that either is given, twice as long.
        share, left = stages.left()
        assert (share, left) == (10 / 40, 60.0)
        with stages.stage("test"):
            clock[0] += 30.0
            assert stages.left() == (pytest.approx(25 / 40), pytest.approx(30.0))
            clock[0] += 300.0
            # It takes far longer than it should, and is not called done.
            share, left = stages.left()
            assert 25 / 40 < share < 1
            assert 0 < left < 30


def test_work_inside_a_stage_counts(clock: list[float]) -> None:
    with Stages(False) as stages:
        stages.plan({"score": 10.0})
        with stages.stage("score"), bar(200, stages, doing="parts") as advance:
            advance(100)
            assert stages.left() == (pytest.approx(6 / 11), pytest.approx(5.0))


def test_a_stage_is_a_line_where_output_is_redirected(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    for progress, lines in ((True, ["  reading 2.5"]), (None, []), (False, [])):
        with Stages(progress) as stages:
            with stages.stage("reading"):
                clock[0] += 2.5
            with stages.stage("roles"):
                pass
        # What took no time is no line.
        assert capsys.readouterr().err.splitlines()[1:] == lines


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Stages(True) as stages:
        stages.plan({"findings": 50.0})
        with stages.stage("findings"):
            time.sleep(0.5)
    assert re.search(r"findings, \d+ s left", capsys.readouterr().err)


def test_steps_that_take_time_say_how_much() -> None:
    seconds = {name: step.SECONDS for name, step in find_steps().items() if hasattr(step, "SECONDS")}
    assert {"measures", "words", "findings", "robustness"} <= set(seconds)
    assert all(begin >= 0 and each >= 0 and begin + each > 0 for begin, each in seconds.values())
