"""What is said to have led to what: cause, effect, agent, blame and credit."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.features.causes import causes_in
from framing.features.clauses import Sentence


def led(text: str) -> list[tuple[str, str, str | None, str]]:
    """Return the causes of a sentence: cause, effect, agent, polarity."""
    s = Sentence(text)
    return [
        (s.said(one.cause), s.said(one.effect), s.said(one.agent) if one.agent else None, one.polarity)
        for one in causes_in(s)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Prices fell because Ruritania raised tariffs.",
            ("Ruritania raised tariffs", "Prices fell", "Ruritania"),
        ),
        ("Because it rained, the match was late.", ("it rained", "the match was late", None)),
        ("The delay was due to the weather.", ("the weather", "The delay was", None)),
        ("Marlow's decision led to heavy losses.", ("Marlow's decision", "heavy losses", "Marlow's")),
        ("Chinese tariffs caused a crisis.", ("Chinese tariffs", "a crisis", "Chinese")),
        (
            "The senate closed the port, causing chaos.",
            ("The senate closed the port", "chaos", "The senate"),
        ),
        ("The shortage was caused by the strike.", ("the strike", "The shortage", None)),
        ("Growers blamed Marlow for the losses.", ("Marlow", "the losses", "Marlow")),
        ("Growers blamed the losses on Marlow.", ("Marlow", "the losses", "Marlow")),
        ("The union is to blame for the strike.", ("The union", "the strike", "The union")),
        ("The dispute stems from the ban.", ("the ban", "The dispute", None)),
        ("The fear is fueled in large part by the union.", ("the union", "The fear", "the union")),
        ("The rift led the senate to close the port.", ("The rift", "the senate to close the port", None)),
        ("The visit was made possible by Marlow.", ("Marlow", "The visit", "Marlow")),
        (
            "Growers protested after Ana Ruiz was fired by the bank.",
            ("Ana Ruiz was fired by the bank", "Growers protested", "the bank"),
        ),
        (
            "The minister resigned after the bank collapsed.",
            ("the bank collapsed", "The minister resigned", None),
        ),
    ],
)
def test_causes_are_found_with_whose_doing_they_are(text: str, found: tuple[str, str, str | None]) -> None:
    ((cause, effect, agent, _),) = led(text)
    assert (cause, effect) == found[:2]
    assert found[2] is None or agent == found[2]


@pytest.mark.parametrize(
    "text",
    [
        "Marlow left after the talks.",
        "The port has been closed since Monday.",
        "Ana Ruiz contributed to this report.",
        "The cause of the fire is not known.",
        "Security forces met growers to talk.",
        "The minister is due to visit the port.",
        "It is so far the best.",
        "The crew was not given a clear order.",
        "Marlow led the team to a 3-1 win.",
        "As a result, prices fell.",
        "Now that is a good idea.",
        "The agency is responsible for inspecting ports.",
    ],
)
def test_what_is_no_cause(text: str) -> None:
    assert led(text) == []


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The ban led to deaths.", "blame"),
        ("The deal led to growth.", "credit"),
        ("The deal led to an end of the war.", "credit"),
        ("The deal led to a visit.", "none"),
        ("Growers credited Marlow with the visit.", "credit"),
        ("Growers blamed Marlow for the visit.", "blame"),
        ("The vote led to strong opposition.", "blame"),
        ("The leak put the mill out of business.", "blame"),
        ("The vote prompted the senate to warn that a war was near.", "none"),
        ("The talks collapsed - in large part because of the rain.", "blame"),
    ],
)
def test_blame_and_credit_go_by_the_effect(text: str, polarity: str) -> None:
    assert [found[3] for found in led(text)] == [polarity]


def test_denied_unsure_and_weak_causes_are_told_apart() -> None:
    text = (
        "The ban did not cause the crisis. The ban may lead to losses. Prices fell because of the ban. "
        "Shares plunged after the ban."
    )
    found = fr.frames.causes(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]}), None)
    assert found["negated"].tolist() == [True, False, False, False]
    assert found["hedged"].tolist() == [False, True, False, False]
    assert found["explicit"].tolist() == [True, True, True, False]


def test_agents_are_resolved_and_what_is_denied_is_no_blame() -> None:
    text = "Ottawa's ban led to losses. Beijing didn't cause the crisis. Ana Ruiz met Marlow."
    frame = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    found = fr.frames.causes(frame, None)
    assert found["agent"].tolist() == ["Canada", "China"]
    scores = fr.frames.score_claims(found, frame).set_index(["measure", "target"])
    assert scores["weight"].to_dict() == {
        ("causes.by", "Canada"): 1,
        ("causes.blame", "Canada"): 1,
    }
