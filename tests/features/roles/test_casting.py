"""Hero, villain, victim: probabilities of spans, apart for words and sentence; bad spans in one line each."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.features.roles import casting
from framing.features.roles.casting import BY, ROLES, masked, opened, roles, signs_of
from framing.features.roles.signs import MASK, of_sentences, of_words, stem

TEXT = "The storm destroyed the homes of poor farmers. Marlow blamed the oil firm for lying to the farmers."


def spans(*named: str, text: str = TEXT) -> pd.DataFrame:
    """Return a table of spans of some words in a text."""
    start = [text.index(word) for word in named]
    end = [s + len(word) for s, word in zip(start, named, strict=True)]
    return pd.DataFrame({"text": [text] * len(named), "start": start, "end": end})


@pytest.mark.parametrize("by", BY)
def test_probabilities_add_up_and_the_role_is_the_most_probable(by: str) -> None:
    table = roles(spans("farmers", "oil firm", "Marlow"), by=by)
    chance = table[list(ROLES)].to_numpy()
    assert abs(chance.sum(axis=1) - 1).max() < 1e-5
    assert table["role"].tolist() == [ROLES[k] for k in chance.argmax(axis=1)]
    assert set(table["by"]) == {by}


def test_who_is_done_harm_is_a_victim() -> None:
    assert roles(spans("farmers"))["role"].tolist() == ["victim"]


def test_what_is_read_is_kept_apart() -> None:
    table = spans("farmers")
    args = (table["text"].tolist(), table["start"].tolist(), table["end"].tolist())
    assert not any("farm" in sign for sign in signs_of("sentence", *args)[0])
    assert not any("storm" in sign for sign in signs_of("words", *args)[0])
    both = signs_of("both", *args)[0]
    assert both == {**signs_of("words", *args)[0], **signs_of("sentence", *args)[0]}


def test_another_name_in_the_same_place_is_cast_alike_by_its_sentence() -> None:
    one = roles(spans("farmers", text="The storm ruined farmers."), by="sentence")
    other = roles(spans("bankers", text="The storm ruined bankers."), by="sentence")
    assert one[list(ROLES)].to_numpy().tolist() == other[list(ROLES)].to_numpy().tolist()


def test_every_sentence_with_the_same_words_is_read_and_masked() -> None:
    first, second = masked([TEXT], [TEXT.index("farmers")], [TEXT.index("farmers") + 7])[0]
    assert first.count(MASK) == second.count(MASK) == 1
    assert "farmers" not in first + second


def test_signs_of_few_words() -> None:
    assert stem("denied") == stem("deni")
    assert of_words("the farmers")["head farmer"] == 1
    assert of_sentences([]) == {}
    assert of_sentences([f"It was led by {MASK}."])["by"] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": -1}, "lies outside"),
        ({"end": 1_000}, "lies outside"),
        ({"text": "  "}, "is empty"),
        ({"start": 45, "end": 46}, "holds no word"),
    ],
)
def test_bad_spans_are_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError, match=said) as raised:
        roles(spans("farmers").assign(**change))
    assert "row 0" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_unknown_judges_missing_columns_and_changed_files() -> None:
    with pytest.raises(FramingError, match="did you mean 'words'"):
        roles(spans("farmers"), by="word")
    with pytest.raises(FramingError, match="start"):
        roles(pd.DataFrame({"text": ["a"]}))
    with pytest.raises(FramingError, match="not the file that its card names"):
        opened(b"other", {"sha256": "0"})


def test_no_rows_and_results_given_again() -> None:
    empty = spans("farmers").head(0)
    assert roles(empty).empty
    once = roles(spans("farmers"))
    pd.testing.assert_frame_equal(roles(once), once)


def test_a_sentence_of_ten_thousand_words() -> None:
    text = "the storm ruined farmers and " * 2_500
    assert roles(spans("farmers", text=text))["role"].notna().all()


@settings(max_examples=40)
@given(st.text(alphabet="ab c.\n“’é", min_size=1, max_size=40), st.data())
def test_any_span_with_a_word_is_cast(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    table = pd.DataFrame({"text": [text], "start": [start], "end": [end]})
    if any(char.isalnum() for char in text[start:end]):
        assert roles(table)["role"].isin(ROLES).all()
    else:
        with pytest.raises(FramingError):
            roles(table)


def test_rows_alone_as_together() -> None:
    table = spans("farmers", "oil firm", "Marlow")
    whole = roles(table)
    each = pd.concat([roles(table.iloc[[k]]) for k in range(len(table))], ignore_index=True)
    pd.testing.assert_frame_equal(whole, each)


def test_the_weights_are_those_of_the_card() -> None:
    found = casting.weights()
    assert set(found.of) == set(BY)
    assert all(len(found.bias[by]) == len(ROLES) for by in BY)
