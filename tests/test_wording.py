"""The words that may not stand in the report are found, and ordinary ones are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from tests import wording


@pytest.mark.parametrize(
    "prose",
    [
        "The outlet shows bias.",
        "An unbiased view.",
        "This is propaganda.",
        "Propagandistic words.",
        "This proves it.",
        "It was proven.",
        "A significant gap.",
        "Significantly more.",
        "It omits the tariff.",
        "By omission.",
        "There is no difference.",
        "We found no clear difference.",
        "The outlets do not differ.",
        "It causes harm.",
    ],
)
def test_each_forbidden_word_is_found(prose: str) -> None:
    found = wording.breaches(prose)
    assert len(found) == 1
    assert found[0].words in prose
    assert found[0].rule.instead in str(found[0])


@pytest.mark.parametrize(
    "prose",
    [
        "In these 41 articles hedges stood at 12.3 per 1,000 tokens.",
        "Significant after adjustment; nominally significant, not after adjustment; inconclusive.",
        "Not found in the collected articles.",
        "because; the differences; improvement; prose; vomit",
        "articles do not differ: no interval",
    ],
)
def test_ordinary_words_pass(prose: str) -> None:
    assert wording.breaches(prose) == []
    assert wording.check(prose) == prose


def test_an_outlet_in_the_present_tense_is_found_and_in_the_past_is_not() -> None:
    outlets = ["Global Times (invented text)", "Xinhua"]
    assert [b.words for b in wording.breaches("Xinhua hedges more.", outlets)] == ["Xinhua hedges"]
    assert [b.words for b in wording.breaches("Global Times (invented text) uses it.", outlets)] == [
        "Global Times (invented text) uses"
    ]
    assert wording.breaches("Hedges stood at 3 in Xinhua; those in Xinhua were few.", outlets) == []


def test_check_says_what_to_write_instead() -> None:
    with pytest.raises(FramingError, match=r"'proves' in .*say the number and its interval"):
        wording.check("This proves it.")


@given(st.text(alphabet="abc .", max_size=40), st.sampled_from(["bias", "proves", "omits", "propaganda"]))
def test_a_forbidden_word_is_found_anywhere(around: str, word: str) -> None:
    assert word in {b.words for b in wording.breaches(f"{around} {word} {around}")}
