"""Negation beside vaderSentiment's: the same sign on a table of cases, or a difference that is explained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from framing.features.lexicon import shipped
from framing.text.quotes import quoted_words
from framing.text.tokens import tokenize
from tests.cases import for_each

PAGE = Path(__file__).parents[2] / "docs" / "lexicons.md"

#: The sign of our tone, which is VADER's too.
SAME: dict[str, int] = {
    "The deal is excellent.": 1,
    "The deal is bad.": -1,
    "The deal is splendid.": 1,
    "They praised the deal.": 1,
    "The attack was terrible.": -1,
    # a negator right before the word
    "The deal is not excellent.": -1,
    "The deal is never excellent.": -1,
    "The deal isn't excellent.": -1,
    "The deal wasn't excellent.": -1,
    "The deal wasnt excellent.": -1,
    "The deal ain't excellent.": -1,
    "The deal is rarely excellent.": -1,
    "It is not a splendid deal.": -1,
    "She was never grateful.": -1,
    "The deal is seldom excellent.": -1,
    "The deal is no excellent.": -1,
    "No praise came of it.": -1,
    "There is no joy.": -1,
    "They had no praise.": -1,
    "The talks ended without joy.": -1,
    "Nothing excellent came of it.": -1,
    "None were glad.": -1,
    "They can not rejoice.": -1,
    "They cannot rejoice.": -1,
    "They could not be warmly received.": -1,
    # up to three words before it
    "The deal is not very excellent.": -1,
    "The deal is not a very excellent one.": -1,
    "It has never been an excellent idea.": -1,
    "Neither side was glad.": -1,
    "It was nowhere near excellent.": -1,
    "They won't ever be glad.": -1,
    "Not even the glad ones came.": -1,
    "He is not the beloved man he was.": -1,
    # out of reach
    "Never before in years was it excellent.": 1,
    # words that only seem to negate
    "The deal is far from excellent.": 1,
    "At least it is excellent.": 1,
    # a negator that affirms
    "It was never so excellent.": 1,
    "It was never this excellent.": 1,
    "It has never been so excellent.": 1,
    "Without doubt the talks were a delight.": 1,
    # two clauses, each with its own
    "It was not excellent; it was terrible.": -1,
    "They found no excellent reason at all to rejoice and applaud.": 1,
}

#: Where we differ on purpose: the reason, as the page gives it, then text, our sign and VADER's.
DIFFERENT: dict[str, list[tuple[str, int, int]]] = {
    "What is not bad isn't good for that": [
        ("The deal is not bad.", 0, 1),
        ("The deal isn't terrible.", 0, 1),
        ("There is no crisis.", 0, 1),
        ("The talks were not a failure.", 0, 1),
        ("They do not fear war.", 0, 1),
        ("It doesn't hurt growers.", 0, 1),
        ("It won't harm growers.", 0, 1),
        ("It can't fail.", 0, 1),
    ],
    "Two negators turn a word once": [
        ("The deal is not not excellent.", -1, 1),
        ("The deal is never not excellent.", -1, 1),
        ("It isn't never excellent.", -1, 1),
    ],
    "A negator doesn't reach into the next sentence, or from one voice into the other": [
        ("It was not. Praise came of it.", 1, -1),
        ("It was not! Excellent talks followed.", 1, -1),
        ('He said "no, it is not so" and praised the deal.', 1, -1),
        ('They did not call it "excellent as it stands today".', 1, -1),
    ],
    "*hardly*, *few* and negators up to five words away leave praise uncounted": [
        ("It is not in any way an excellent deal.", 0, 1),
        ("It is not what we would call excellent.", 0, 1),
        ("They did not say it was excellent.", 0, 1),
        ("The deal is hardly excellent.", 0, 1),
        ("The deal is barely excellent.", 0, 1),
        ("The deal is scarcely excellent.", 0, 1),
        ("Few were glad.", 0, 1),
    ],
    "Curly apostrophes are apostrophes; *nobody* negates": [
        ("The deal isn’t excellent.", -1, 1),
        ("They won’t be glad.", -1, 1),
        ("Nobody is glad.", -1, 1),
    ],
    "*no* negates whatever follows it within reach": [("No, it is excellent.", -1, 1)],
    "*despite* concedes, *less* and *least* compare": [
        ("Despite the excellent start they left.", 1, -1),
        ("In spite of the glad start they left.", 1, -1),
        ("It is least excellent.", 0, -1),
        ("The deal is less excellent.", 0, 1),
    ],
    "*not only*, *not just* and *without doubt* affirm": [
        ("It is not only excellent.", 1, -1),
        ("It was not just a delight.", 1, -1),
        ("The deal is without question excellent.", 1, -1),
    ],
}


def ours(text: str) -> int:
    """The sign of the tone's weights added up."""
    tokens = tokenize([text])
    return int(np.sign(shipped()["tone"].find(tokens, quoted_words(tokens)).weight.sum()))


def vaders(text: str) -> int:
    return int(np.sign(SentimentIntensityAnalyzer().polarity_scores(text)["compound"]))


@pytest.mark.medium
@for_each(("text", "sign"), SAME.items())
def test_same_sign(text: str, sign: int) -> None:
    assert (ours(text), vaders(text)) == (sign, sign)


@pytest.mark.medium
@for_each(("text", "sign", "other"), [case for cases in DIFFERENT.values() for case in cases])
def test_different_on_purpose(text: str, sign: int, other: int) -> None:
    assert (ours(text), vaders(text)) == (sign, other)


def test_every_difference_is_explained_on_the_page() -> None:
    page = PAGE.read_text("utf8")
    assert [reason for reason in DIFFERENT if reason not in page] == []
    assert len(SAME) >= 40


def test_a_negated_weight_is_vaders() -> None:
    """VADER's constant: a negated word keeps three quarters of its valence, on the other side."""
    tokens = tokenize(["excellent", "not excellent"])
    plain, turned = shipped()["tone"].find(tokens).weight.tolist()
    assert (plain, turned) == (2_700_000, round(-0.74 * 2_700_000))
