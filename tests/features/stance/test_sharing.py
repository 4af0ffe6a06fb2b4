"""Targets shared out between processes: the same bytes for any number, and no gap where one ends early."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.engine import process
from framing.errors import FramingError, FramingWarning
from framing.features.stance.judges import CLASSES, Card
from framing.features.stance.neural import judge
from framing.features.stance.targets import Remembering, judged

CARD = Card("counting")


class Counting:
    """Finds what stands late in its text good, and takes its time so that other processes get some."""

    card = CARD
    batch = 3

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        time.sleep(0.02)
        late = np.array(starts) / np.array([len(text) for text in texts])
        return np.column_stack([(1 - late) / 2, (1 - late) / 2, late])


def mine() -> float:
    """Return what tells this process from others, as a probability to six digits."""
    return os.getpid() % 100_000 / 300_000


class Naming(Counting):
    """Tells in which process it judged."""

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        time.sleep(0.05)
        return np.tile([mine(), 0.5 - mine(), 0.5], (len(texts), 1))


class Leaving(Counting):
    """Ends every process but the first."""

    def __init__(self) -> None:
        self.mine = os.getpid()

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        if os.getpid() != self.mine:
            os._exit(3)
        return super().probabilities(texts, starts, ends)


TEXTS = [f"Today {'very ' * k}late Marlow spoke well." for k in range(40)]
STARTS = np.array([text.index("Marlow") for text in TEXTS])


@pytest.mark.medium
def test_the_same_bytes_for_any_number_of_processes() -> None:
    alone = judged(Counting(), TEXTS, STARTS, STARTS + 6)
    expected = STARTS / [len(text) for text in TEXTS]
    assert alone[:, 2].tolist() == np.round(expected, 6).tolist()
    for count in (2, 3):
        assert np.array_equal(judged(Counting(), TEXTS, STARTS, STARTS + 6, processes=count), alone)


@pytest.mark.medium
def test_more_than_one_process_judges() -> None:
    found = judged(Naming(), TEXTS, STARTS, STARTS + 6, processes=2)
    assert len(set(found[:, 0])) == 2
    assert set(judged(Naming(), TEXTS, STARTS, STARTS + 6)[:, 0]) == {round(mine(), 6)}


@pytest.mark.slow
def test_a_process_that_ends_early_leaves_no_gap() -> None:
    with pytest.warns(FramingWarning, match="workers: a process ended early .* was done here"):
        found = judged(Leaving(), TEXTS, STARTS, STARTS + 6, processes=2)
    assert np.array_equal(found, judged(Counting(), TEXTS, STARTS, STARTS + 6))


@pytest.mark.medium
def test_a_judge_that_cannot_be_sent_does_it_all_itself() -> None:
    class Mine(Counting):
        """Not to be found from another process."""

    found = judged(Mine(), TEXTS, STARTS, STARTS + 6, processes=2)
    assert np.array_equal(found, judged(Counting(), TEXTS, STARTS, STARTS + 6))


def test_few_targets_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(process.subprocess, "Popen", refused)
    assert len(judged(Counting(), TEXTS[:3], STARTS[:3], STARTS[:3] + 6, processes=4)) == 3


def test_the_models_that_come_with_the_package_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judge("neural")
    monkeypatch.setattr(type(found), "batch", 10, raising=False)
    texts = pd.DataFrame({"text": TEXTS, "target": "Marlow"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alone, two = (fr.stance(texts, workers=count) for count in (None, 2))
    pd.testing.assert_frame_equal(alone, two, check_exact=True)


@pytest.mark.medium
def test_scores_are_the_same_for_any_number() -> None:
    articles = pd.DataFrame({"id": ["a", "b"], "outlet": "x", "text": [" ".join(TEXTS[:20]), TEXTS[30]]})
    one, two = (
        fr.score(articles, targets={"Marlow": ["Marlow"]}, model=Counting(), voices=None, workers=count)
        for count in (1, 2)
    )
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert one["hits"].sum() > 20


@pytest.mark.medium
def test_a_judge_with_others_beside_it_is_a_judge() -> None:
    shared = Remembering(Counting(), 2)
    assert shared.card is CARD
    found = shared.probabilities(TEXTS, STARTS.tolist(), (STARTS + 6).tolist())
    assert found.shape == (len(TEXTS), len(CLASSES))


@pytest.mark.parametrize("given", [0, -2, 1.5, "two", True])
def test_a_number_that_is_none(given: object) -> None:
    said = r"workers: .* is no number of processes; give 1 or more, or leave it out"
    table = pd.DataFrame({"text": TEXTS[:1], "target": "Marlow"})
    articles = pd.DataFrame({"id": ["a"], "outlet": "x", "text": TEXTS[:1]})
    with pytest.raises(FramingError, match=said):
        fr.stance(table, workers=given)  # type: ignore[arg-type]
    with pytest.raises(FramingError, match=said):
        fr.score(articles, targets={"Marlow": ["Marlow"]}, workers=given)  # type: ignore[arg-type]
