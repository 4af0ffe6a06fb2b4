"""Hero, villain, victim: probabilities of spans, apart for words and sentence; bad spans in one line each."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.features.roles.casting import (
    BLOCKS,
    BY,
    JUDGES,
    MASK,
    ROLES,
    SAME,
    WeighedWords,
    acts_in,
    leaning,
    likeness,
    masked,
    masked_mentions,
    of_effects,
    of_likeness,
    of_sentences,
    of_words,
    roles,
    signs_of,
    stem,
    weights,
)
from framing.schema import check
from tests.cases import for_each
from training.weights import packed_likeness

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


@for_each(
    ("text", "role"),
    [
        (f"{MASK} rescued the miners.", "hero"),
        (f"The mayor, {MASK}, has quietly helped refugees.", ""),
        (f"They quietly thanked {MASK}.", "hero"),
        (f"{MASK}, they say, robbed a bank.", ""),
        (f"The brave {MASK} came.", "hero"),
        (f"{MASK} is a liar.", "villain"),
        (f"{MASK} has robbed a bank.", "villain"),
        (f"{MASK} never robbed a bank.", ""),
        (f"{MASK} was robbed by a gang.", "victim"),
        (f"The bank was robbed by {MASK}.", "villain"),
        (f"A gang robbed two elderly {MASK}.", "victim"),
        (f"The gang stole millions from the {MASK}.", "victim"),
        (f"{MASK} was accused of theft.", "villain"),
        (f"{MASK} accused them of theft.", ""),
        (f"{MASK} led the long strike with quiet dignity.", "hero"),
        (f"{MASK} ran the camp with great cruelty.", "villain"),
        (f"{MASK} met Ruiz, who led the strike with dignity.", ""),
        (f"{MASK} came.", ""),
    ],
)
def test_what_is_said_outright(text: str, role: str) -> None:
    said = acts_in([text])
    assert said.pop("read") == 1
    assert set(said) == ({role} if role else set())


def test_acts_lean_the_less_the_more_is_read() -> None:
    one, two, none = leaning([{"hero": 1, "read": 1}, {"hero": 1, "read": 4}, {}])
    assert one.tolist() == pytest.approx([2 / 3, -1 / 3, -1 / 3])
    assert two.tolist() == pytest.approx([1 / 6, -1 / 12, -1 / 12])
    assert none.tolist() == [0, 0, 0]
    assert leaning([]).shape == (0, 3)


@pytest.mark.parametrize("by", ["sentence", "both"])
def test_short_sentences_that_say_it_outright(by: str) -> None:
    text = "Marlow rescued the miners. Ruiz robbed a widow."
    assert roles(spans("Marlow", "miners", "Ruiz", "widow", text=text), by=by)["role"].tolist() == [
        "hero",
        "victim",
        "villain",
        "victim",
    ]


def test_a_role_that_is_not_probable_enough_is_missing() -> None:
    table = spans("farmers", "oil firm", "Marlow")
    sure = roles(table)[list(ROLES)].max(axis=1)
    assert (
        roles(table, abstain=float(sure.median()))["role"].isna().tolist() == (sure < sure.median()).tolist()
    )
    assert roles(table, abstain=1)["role"].isna().all()
    assert roles(ARTICLES, SET, abstain=1, progress=False)["role"].isna().all()
    with pytest.raises(FramingError, match="is no probability"):
        roles(table, abstain=2)


def test_what_is_read_is_kept_apart() -> None:
    table = spans("farmers")
    args = (table["text"].tolist(), table["start"].tolist(), table["end"].tolist())
    sentence, words = signs_of("sentence", *args), signs_of("words", *args)
    assert "words" not in sentence
    assert not any("farm" in sign for rows in sentence.values() for sign in rows[0])
    assert list(words) == ["words"]
    assert not any("storm" in sign for sign in words["words"][0])
    assert signs_of("both", *args) == {**words, **sentence}


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
    assert set(of_sentences([])) == set(BLOCKS)
    assert not any(of_sentences([]).values())
    assert of_sentences([f"It was led by {MASK}."])["near"]["by"] == 1


def test_words_that_are_alike_give_numbers_that_are() -> None:
    known = WeighedWords(
        {"ruined": 0, "wrecked": 1, "praised": 2}, np.array([[1.0, 0], [0.8, 0.6], [0, 1]]), np.ones(3)
    )
    one, near, far = (
        np.array(list(of_likeness(["They", verb, MASK], 2, known).values()))
        for verb in ("ruined", "wrecked", "praised")
    )
    assert one @ near > one @ far
    assert len(likeness().place) == len(likeness().rows) == len(likeness().rarity)


def test_vectors_survive_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed_likeness(["ruined", "praised"], np.array([[0.5, -0.25], [0, 2.0]]), np.ones(2))
    (tmp_path / "likeness.npz").write_bytes(data)
    (tmp_path / "likeness.toml").write_text(f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n', "utf8")
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    again = likeness.__wrapped__()
    assert list(again.place) == ["ruined", "praised"]
    assert abs(again.rows - np.array([[2, -1], [0, 5**0.5]]) / 5**0.5).max() < 0.01


def test_words_are_told_by_their_effect_side_and_preposition() -> None:
    threat = of_effects(["A", "threat", "to", MASK], 3)
    assert threat["l threat"] == threat["to threat"] == threat["any threat"] == 1
    ruined, ruins = (of_effects([MASK, *rest], 0) for rest in (["was", "ruined"], ["ruined", "it"]))
    assert ruined["r harm True"] == ruins["r harm False"] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": -1}, "lies outside"),
        ({"end": 1_000}, "lies outside"),
        ({"text": "  "}, "is empty"),
        ({"start": 45, "end": 46}, "has no word"),
    ],
)
def test_bad_spans_are_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError, match=said) as raised:
        roles(spans("farmers").assign(**change))
    assert "row 0" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_unknown_judges_and_missing_columns() -> None:
    with pytest.raises(FramingError, match="did you mean 'words'"):
        roles(spans("farmers"), by="word")
    with pytest.raises(FramingError, match="start"):
        roles(pd.DataFrame({"text": ["a"]}))


def test_no_rows_and_results_given_again() -> None:
    empty = spans("farmers").head(0)
    assert roles(empty).empty
    once = roles(spans("farmers"))
    pd.testing.assert_frame_equal(roles(once), once)


def test_a_sentence_of_ten_thousand_words() -> None:
    text = "the storm ruined farmers and " * 2_500
    assert roles(spans("farmers", text=text))["role"].notna().all()


@pytest.mark.medium
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
    found = weights()
    assert set(found.bias) == set(found.temperature) == set(found.prior) == set(BY)
    for by, names in JUDGES.items():
        assert len(found.bias[by]) == len(ROLES)
        assert all(by in found.blocks[name].of for name in names)


ARTICLES = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "outlet": ["x", "y", "y"],
        "title": ["Floods ruin Ruiz", None, "Une visite"],
        "text": [
            "Marlow praised Ana Ruiz.\n\nRain fell. “Ruiz is a liar,” Marlow said.",
            "Ruiz met Ruiz's friends.",
            "Ruiz est parti, et Marlow est avec les autres dans la ville.",
        ],
        "language": ["en", "en", "fr"],
    }
)
SET = {"Ruiz": ["Ruiz", "Ana Ruiz"], "Marlow": ["Marlow"]}


@pytest.mark.parametrize("by", BY)
def test_mentions_in_articles_keep_outlet_part_and_voice(by: str) -> None:
    table = roles(ARTICLES, SET, by=by, voices="quotes", progress=False)
    check(table, "roles")
    assert table["article"].tolist() == ["a"] * 5 + ["b"] * 2
    assert table["target"].tolist() == ["Ruiz", "Marlow", "Ruiz", "Ruiz", "Marlow", "Ruiz", "Ruiz"]
    assert table["part"].tolist() == ["headline", "lead", "lead", "body", "body", "lead", "lead"]
    assert table["voice"].tolist()[3:5] == ["quoted", "outlet"]
    cut = [
        str(ARTICLES.set_index("id").loc[row.article, "title" if row.part == "headline" else "text"])[
            row.start : row.end
        ]
        for row in table.itertuples()
    ]
    assert cut == table["entity"].tolist()
    assert all(e in s for e, s in zip(table["entity"], table["sentence"], strict=True))
    assert abs(table[list(ROLES)].sum(axis=1) - 1).max() < 1e-5


def test_in_articles_the_sentence_alone_is_read_unless_asked_otherwise() -> None:
    one = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The storm ruined Ruiz."]})
    other = one.assign(text=["The storm ruined Marlow."])
    mine, yours = (roles(frame, SET, voices=None) for frame in (one, other))
    assert mine["by"].tolist() == ["sentence"]
    assert mine[list(ROLES)].to_numpy().tolist() == yours[list(ROLES)].to_numpy().tolist()


def test_a_mention_is_told_from_others_of_the_same_in_its_sentence() -> None:
    text = "Rain. Ruiz met Ruiz."
    (first, whole), (second, _) = masked_mentions([text] * 2, [6, 15], [10, 19], ["R", "R"])
    assert whole == "Ruiz met Ruiz."
    assert first == f"{MASK} met {SAME}."
    assert second == f"{SAME} met {MASK}."


def test_articles_without_mentions_give_an_empty_table() -> None:
    table = roles(ARTICLES, {"Nobody": ["Nobody"]}, progress=False)
    assert table.empty
    assert {"article", "outlet", "voice", "target", "hero", "role"} <= set(table.columns)


def test_unknown_sets_and_voices_are_named() -> None:
    with pytest.raises(FramingError, match="visits"):
        roles(ARTICLES, "visit")
    with pytest.raises(FramingError, match="voices"):
        roles(ARTICLES, SET, voices="ful")
