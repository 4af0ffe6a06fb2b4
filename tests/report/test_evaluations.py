"""Words of an outlet's own that judge, below its headline."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.report.evaluations import list_evaluations
from framing.report.material import Material

PLAIN = "The bridge of Marlow was opened on Monday. The mayor was there."


def judged(*texts: str) -> list[list[str]]:
    frame = pd.DataFrame({"outlet": ["post", "herald", "courier"][: len(texts)], "text": texts})
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles, _ = fr.load(frame)
    hits = fr.evidence(articles, ["attitude", "loaded"])
    made = Material.of({"articles": articles, "evidence": hits}, {}, {})
    found = list_evaluations(made, dict(zip(articles["id"], articles["text"], strict=True)))
    told = {key: list(phrases) for key, phrases in found.items()}
    by = {outlet: told.get(key, []) for key, outlet in zip(articles["id"], articles["outlet"], strict=True)}
    return [by[outlet] for outlet in frame["outlet"]]


def test_what_an_outlet_itself_judges_is_told_with_the_words_about_it_and_no_quotation() -> None:
    text = (
        "It was a humiliating rejection by voters of the harbour. "
        '"It is a disgraceful bridge," Ana Ruiz said.'
    )
    assert judged(text, PLAIN) == [["humiliating rejection"], []]


def test_what_all_write_is_told_of_none_and_what_fewest_write_comes_first() -> None:
    shared = "It was a humiliating defeat for the harbour. "
    mine = "It was a dismal campaign for the harbour."
    assert judged(shared + PLAIN, shared + mine) == [[], ["dismal campaign"]]
    first, second, third = judged(shared + PLAIN, shared + mine, PLAIN)
    assert first == ["humiliating defeat"]
    assert second == ["dismal campaign", "humiliating defeat"]
    assert third == []


def test_loaded_words_come_first_and_three_are_told() -> None:
    text = (
        "It was a humiliating defeat. It was a dismal campaign. It was a lacklustre answer. The regime fell."
    )
    (told,) = judged(text)
    assert told == ["regime fell", "humiliating defeat", "dismal campaign"]


@pytest.mark.parametrize(
    "text",
    [
        "He was accused of sexual misconduct by three.",
        "It was a shameful answer to them.",
        "Ana Ruiz called it a humiliating defeat.",
        "Critics said it was a humiliating defeat.",
        "It was a 'humiliating' defeat.",
        "The mayor slams the harbour board for it.",
        "It was no time for a humiliating defeat, and I told my friends that we have our own plans.",
        "HUMILIATING DEFEAT: what it was.",
        "It was a play, Humiliating Nights, that they saw.",
        "What he felt was humiliating.",
        "It was not a humiliating defeat for anybody.",
        "There is no evidence of a humiliating defeat for anybody.",
        "They link the debacle directly to him.",
        "The mayor and others have slammed the material.",
        "It was a humiliating defeat in the harbour, one of the law enforcement officials said.",
    ],
)
def test_blame_names_bare_words_and_what_others_say_are_not_told(text: str) -> None:
    assert judged(text, PLAIN) == [[], []]
