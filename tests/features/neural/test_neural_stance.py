"""The neural judge: its probabilities against plain numpy, in any company, and what is refused."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.features.neural.encoder import pieces
from framing.features.stance.judges import CLASSES, Judge
from framing.features.stance.neural import Neural

TEXTS = [
    "Critics called Marlow a liar and a disgrace.",
    "Marlow won praise for a brave and generous speech.",
    "Marlow arrived on Tuesday.",
    "It was Ruiz, not Marlow, who had failed the town so badly, the report on the flood of 2019 found.",
    "Marlow",
]
SPANS = [(text.index("Marlow"), text.index("Marlow") + 6) for text in TEXTS]


def chances(neural: Neural, at: list[int]) -> np.ndarray:
    return neural.probabilities([TEXTS[k] for k in at], [SPANS[k][0] for k in at], [SPANS[k][1] for k in at])


def test_it_is_a_judge_with_a_card(neural: Neural) -> None:
    assert isinstance(neural, Judge)
    card = neural.card
    assert card.name == "neural"
    assert {"data", "licence", "seed", "sha256", "measured", "temperature"} <= set(card.more)
    assert np.shape(card.more["confusion"]["all"]) == (3, 3)


def test_its_error_is_that_of_its_confusion(neural: Neural) -> None:
    confusion = np.array(neural.encoder.card["confusion"]["all"])
    recall = np.diag(confusion) / confusion.sum(axis=1)
    precision = np.diag(confusion) / confusion.sum(axis=0)
    macro = np.mean(2 * precision * recall / (precision + recall))
    assert macro == pytest.approx(neural.card.more["measured"]["macro_f1"], abs=1e-4)
    assert macro > 0.7


def test_good_and_bad_are_told_apart(neural: Neural) -> None:
    assert [CLASSES[k] for k in chances(neural, [0, 1, 2]).argmax(axis=1)] == [
        "negative",
        "positive",
        "neutral",
    ]


def test_the_target_makes_the_difference(neural: Neural) -> None:
    text = "Ruiz praised Marlow as a hero but condemned Çelik as a corrupt liar."
    starts = [text.index(name) for name in ("Ruiz", "Marlow", "Çelik")]
    ends = [start + size for start, size in zip(starts, (4, 6, 5), strict=True)]
    ruiz, marlow, celik = neural.probabilities([text] * 3, starts, ends)
    assert CLASSES[ruiz.argmax()] == "neutral"
    assert CLASSES[celik.argmax()] == "negative"
    assert marlow[2] > ruiz[2] > celik[2]


def test_probabilities_are_evidence_by_temperature(neural: Neural) -> None:
    encoder = neural.encoder
    for k, text in enumerate(TEXTS):
        row = pieces(encoder.encode, encoder.marks, text, *SPANS[k])
        ((evidence,),) = encoder.run([row], "evidence")
        evidence = evidence.astype(np.float64) / neural.temperature
        expected = np.exp(evidence) / np.exp(evidence).sum()
        assert np.allclose(chances(neural, [k])[0], expected, atol=1e-12)
    assert np.allclose(chances(neural, [0, 1]).sum(axis=1), 1)


@pytest.mark.medium
@settings(max_examples=15)
@given(st.lists(st.integers(0, len(TEXTS) - 1), max_size=6))
def test_what_stands_beside_a_target_changes_nothing(neural: Neural, at: list[int]) -> None:
    many = chances(neural, at)
    assert many.shape == (len(at), 3)
    for row, k in zip(many, at, strict=True):
        assert np.array_equal(row, chances(neural, [k])[0])


def test_stance_takes_it_by_name(neural: Neural) -> None:
    table = pd.DataFrame({"text": TEXTS, "target": "Marlow"})
    found = fr.stance(table, model="neural")
    assert np.allclose(found[list(CLASSES)], chances(neural, list(range(len(TEXTS)))), atol=1e-6)
    turned = fr.stance(table[::-1], model="neural")
    assert turned["negative"].tolist() == found["negative"].tolist()[::-1]


def test_scores_and_evidence_take_it_by_name(neural: Neural) -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["Harbour Courier"], "text": [" ".join(TEXTS[:3])]})
    targets = {"Marlow": ["Marlow"]}
    scores = fr.score(articles, targets=targets, model="neural")
    assert scores["measure"].str.startswith("stance.").any()
    hits = fr.evidence(articles, targets=targets, model="neural")
    assert len(hits[hits["measure"] == "stance.net"]) == 3


@pytest.mark.parametrize("place", [0, 5000, 9999])
def test_a_sentence_of_ten_thousand_words_is_read_around_the_target(neural: Neural, place: int) -> None:
    words = ["harbour"] * 10_000
    words[place] = "Marlow"
    text = " ".join(words)
    at = text.index("Marlow")
    found = neural.probabilities([text], [at], [at + 6])
    assert np.isfinite(found).all()
    near = text[max(0, at - 1600) : at + 1600]
    short = neural.probabilities([near], [near.index("Marlow")], [near.index("Marlow") + 6])
    assert np.array_equal(found, short)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("", 0, 0),
        ("Ana " * 400, 0, 1599),
        ("Marlow \ud83d won", 0, 6),
        ("\x00Marlow\u200b won", 1, 7),
        ("馬洛 won", 0, 2),
        ("x" * 100_000, 0, 100_000),
    ],
    ids=["empty", "long target", "half a character", "controls", "no English", "one long word"],
)  # fmt: skip
def test_odd_targets_are_judged(neural: Neural, text: str, start: int, end: int) -> None:
    found = neural.probabilities([text], [start], [end])
    assert found.shape == (1, 3)
    assert found.sum() == pytest.approx(1)


def test_no_targets_give_no_probabilities(neural: Neural) -> None:
    assert neural.probabilities([], [], []).shape == (0, 3)


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers"])
def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, installed: None, missing: str
) -> None:
    from framing.features.neural import encoder
    from framing.features.stance import neural

    for function in (neural.shipped_judge, encoder.encoder):
        function.cache_clear()
    # A module that is None can't be imported, as if it weren't there.
    monkeypatch.setitem(sys.modules, missing, None)
    table = pd.DataFrame({"text": TEXTS[:1], "target": ["Marlow"]})
    for ask in (lambda: fr.stance(table, model="neural"), lambda: fr.facts.sentence_vectors(["Marlow won."])):
        with pytest.raises(
            FramingError, match=rf"not installed \({missing}\); install the package again"
        ) as error:
            ask()
        assert "\n" not in str(error.value)
