"""Each target is judged once, however often it is asked for, and what was said stays the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.features.evidence import evidence
from framing.features.scoring import score
from framing.features.stance.judges import Card
from framing.features.stance.targets import Remembering, measures_of_stance

TEXTS = ["Ruiz ran.", "Ruiz fell behind.", "Ruiz ran."]


class Counting:
    """Says something of each target by its length, and counts how often it is asked."""

    card = Card("counting")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def probabilities(self, texts, starts, ends):
        self.asked += texts
        share = np.array([len(text) / 100 for text in texts])
        return np.column_stack([share, 1 - 2 * share, share])


def test_what_was_judged_is_not_asked_again() -> None:
    first = Counting()
    judge = Remembering(first)
    found = judge.probabilities(TEXTS, [0, 0, 0], [4, 4, 4])
    again = judge.probabilities(TEXTS[::-1], [0, 0, 0], [4, 4, 4])
    assert sorted(first.asked) == sorted(set(TEXTS))
    assert (found == again[::-1]).all()
    assert (found == Counting().probabilities(TEXTS, [0, 0, 0], [4, 4, 4])).all()


def test_another_span_of_the_same_text_is_another_target() -> None:
    first = Counting()
    Remembering(first).probabilities(["Ruiz met Marlow."] * 2, [0, 9], [4, 15])
    assert len(first.asked) == 2


def test_nothing_asked_gives_nothing() -> None:
    assert Remembering(Counting()).probabilities([], [], []).shape == (0, 3)


def test_scores_and_evidence_of_one_measure_ask_once() -> None:
    judge = Counting()
    measures = measures_of_stance({"Ruiz": ["Ruiz"]}, judge)
    articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": [TEXTS[1], TEXTS[1]]})
    assert score(articles, measures, voices=None)["hits"].sum() == 2 * len(measures)
    assert len(evidence(articles, measures, voices=None)) == 2 * len(measures)
    assert len(judge.asked) == 1


def test_some_targets_alone_leave_longer_names_of_others_to_these() -> None:
    both = {"Canton": ["Canton"], "the policy": ["Canton Policy"]}
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["x"], "text": ["The Canton Policy failed. Canton rose."]}
    )
    measures = measures_of_stance(both, Counting(), only=["Canton"])
    found = score(articles, measures[:1], voices=None)
    assert found["target"].unique().tolist() == ["Canton"]
    assert found["hits"].sum() == 1
