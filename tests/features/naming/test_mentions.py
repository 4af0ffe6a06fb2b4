"""Mentions in sentences written for this: which form, whose, and where."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.features.naming.referents import referents as read_referents
from framing.features.naming.referents import with_seats
from tests.cases import for_each

RUIZ = {"aliases": ["Ana Ruiz", "Ruiz"], "roles": ["prime minister", "leader"], "country": "CA"}
MARLOW = {"aliases": ["Tom Marlow", "Marlow"], "roles": ["president", "leader"], "country": "FR"}
PLACES = {
    "China": {"aliases": ["China"]},
    "Taiwan": {
        "aliases": ["Taiwan", "Taiwan, China"],
        "descriptions": ["the island"],
        "exclude": ["Taiwan Strait"],
    },
    "US": {"aliases": ["US"]},
}


def found(text: str, referents: Any, title: str | None = None) -> list[tuple[str, str]]:
    frame = pd.DataFrame({"id": ["a"], "outlet": ["x"], "title": [title], "text": [text]})
    table = fr.words.mentions(frame, referents, voices=None)
    whole = {"headline": title or ""}
    for row in table.itertuples():
        assert whole.get(row.part, text)[row.start : row.end] == row.text
    return list(zip(table["referent"], table["form"], strict=True))


@pytest.mark.medium
@for_each(
    ("text", "forms"),
    [
        ("Taiwan, China voted.", ["Taiwan, China"]),
        ("Taiwan voted; China watched.", ["Taiwan", "China"]),
        ("China's Taiwan voted.", ["China's Taiwan"]),
        ("China’s Taiwan policy is old.", ["China", "Taiwan"]),
        ("They spoke of China's Taiwan, and left.", ["China's Taiwan"]),
        ("A ship in the Taiwan Strait.", []),
        ("Taiwan's ships left Taiwan’s port.", ["Taiwan", "Taiwan"]),
        ("They told us. The US told them, and the U.S. told us.", ["US", "US"]),
        ("TAIWAN VOTES", ["Taiwan"]),
        ("The island of Malta is small.", []),
        ("The island voted, and Taiwan won.", ["the island", "Taiwan"]),
    ],
)
def test_names_of_places(text, forms):
    assert [form for _, form in found(text, PLACES)] == forms


@pytest.mark.medium
@for_each(
    ("text", "mentions"),
    [
        ("Ana Ruiz came. Eva Ruiz left, and Ruiz stayed.", ["Ana Ruiz", "Ruiz"]),
        ("Prime Minister Ana Ruiz came.", ["Prime Minister Ana Ruiz"]),
        ("Canadian Prime Minister Ruiz came.", ["Canadian Prime Minister Ruiz"]),
        ("Ruiz came. The prime minister left.", ["Ruiz", "the prime minister"]),
        ("Ruiz came. Prime Minister Eva Stone left. The prime minister sang.", ["Ruiz"]),
        ("The prime minister left.", []),
        ("Ruiz came. The Canadian leader left, and Canada's prime minister sang.",
         ["Ruiz", "the Canadian leader", "Canada's prime minister"]),
        ("Ruiz Jr. came.", []),
    ],
)  # fmt: skip
def test_people_and_their_titles(text, mentions):
    assert [form for _, form in found(text, {"Ruiz": RUIZ})] == mentions


@pytest.mark.medium
@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("The budget is late, Mr. Carney said. Carney left.", []),
        ("Jay Carney left. The leader of a choir, Mr. Carney said, sang.", []),
        ("Mark Carney came. Mr. Carney sang.", ["Mark Carney", "Mr. Carney"]),
        ("Prime Minister Carney came. Carney sang.", ["Prime Minister Carney", "Carney"]),
        ("Carney came. Canada's prime minister sang.", ["Carney", "Canada's prime minister"]),
        ("Trudeau came.", ["Trudeau"]),
    ],
)
def test_a_family_name_that_others_bear_needs_more(text: str, forms: list[str]) -> None:
    assert [form for _, form in found(text, "visits")] == forms


@pytest.mark.medium
def test_one_articles_full_name_says_nothing_of_another_article() -> None:
    frame = pd.DataFrame({
        "id": ["a", "b", "c"],
        "outlet": "x",
        "title": ["Mark Carney speaks", None, "Carney sings"],
        "text": ["Carney spoke.", "Carney spoke.", "Mark Carney sang."],
    })  # fmt: skip
    table = fr.words.mentions(frame, "visits", voices=None)
    assert table["article"].value_counts().to_dict() == {"a": 2, "c": 2}


def test_aliases_of_two_given_names_make_nobody_a_namesake() -> None:
    set_ = {"the Trumps": ["Melania Trump", "Donald Trump", "Trump"]}
    assert [form for _, form in found("Trump came.", set_)] == ["Trump"]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Ruiz came. The leader of a choir sang.", ["Ruiz"]),
        ("Ruiz came. The leader of Canada sang.", ["Ruiz", "the leader of Canada"]),
        ("Ruiz came. The leader, of course, sang.", ["Ruiz", "the leader"]),
    ],
)
def test_a_description_of_something_else_is_nobodys(text: str, forms: list[str]) -> None:
    assert [form for _, form in found(text, {"Ruiz": RUIZ})] == forms


@pytest.mark.medium
@for_each(
    ("text", "referents", "texts"),
    [
        ("Mayor Elena Ruiz came. The mayor left.", {"R": ["Ruiz", "the mayor"]}, ["Elena Ruiz", "The mayor"]),
        ("Elena M. Ruiz sang; Elena, Ruiz and Ruiz left", {"R": ["Ruiz"]}, ["Elena M. Ruiz", "Ruiz", "Ruiz"]),
        ("Will Ruiz resign?", {"Ruiz": ["Ruiz"]}, ["Ruiz"]),
        ("Elena Ruiz", {"Ruiz": ["Ruiz"]}, ["Elena Ruiz"]),
        ("Ruiz", {"Ruiz": ["Ruiz"]}, ["Ruiz"]),
        ("Mayor Elena Ruiz came.", {"Ruiz": {"aliases": ["Ruiz"], "roles": ["mayor"]}}, ["Mayor Elena Ruiz"]),
        ("Elena Ruiz met Mr. Ruiz.", {"R": ["Ruiz", "Mr. Ruiz", "Mayor Ruiz"]}, ["Elena Ruiz", "Mr. Ruiz"]),
        ("Eva Ruiz met Ana Ruiz.", {"Ruiz": ["Ruiz", "Ana Ruiz"]}, ["Ana Ruiz"]),
        ("Eva Ruiz met Ana Ruiz.", {"Ana Ruiz": ["Ruiz"]}, ["Ruiz"]),
        ("Eva Ruiz met Ana Ruiz.", {"Ruiz": ["Ruiz"], "Ana": ["Ana Ruiz"]}, ["Ana Ruiz"]),
        ("George Washington met Michael Jordan.", {"US": ["Washington"], "Jordan": ["Jordan"]}, []),
        ("Elena Ruiz Jr. came.", {"Ruiz": ["Ruiz"]}, []),
    ],
)  # fmt: skip
def test_any_given_name_may_stand_before_a_family_name_of_which_none_is_known(text, referents, texts):
    frame = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    assert fr.words.mentions(frame, referents, voices=None)["text"].tolist() == texts


def test_a_given_name_before_a_family_name_counts_in_the_form_of_the_alias():
    assert found("Mayor Elena Ruiz came.", {"Ruiz": {"aliases": ["Ruiz"], "roles": ["mayor"]}}) == [
        ("Ruiz", "Mayor Ruiz")
    ]


def test_a_description_goes_to_the_nearest_bearer():
    both = {"Ruiz": RUIZ, "Marlow": MARLOW}
    text = "Ruiz met Marlow. The leader smiled. The prime minister left. Ruiz sang. The leader slept."
    assert found(text, both) == [
        ("Ruiz", "Ruiz"), ("Marlow", "Marlow"), ("Marlow", "the leader"), ("Ruiz", "the prime minister"),
        ("Ruiz", "Ruiz"), ("Ruiz", "the leader"),
    ]  # fmt: skip


def test_a_description_of_two_goes_to_both():
    table = found("Ruiz met Marlow. The two leaders smiled.", {"Ruiz": RUIZ, "Marlow": MARLOW})
    assert table[2:] == [("Marlow", "the two leaders"), ("Ruiz", "the two leaders")]
    assert len(found("Ruiz smiled. The two leaders smiled.", {"Ruiz": RUIZ, "Marlow": MARLOW})) == 1


def test_a_headline_may_have_the_description_first():
    assert found("Taiwan voted.", PLACES, title="Votes on the island") == [
        ("Taiwan", "the island"),
        ("Taiwan", "Taiwan"),
    ]


def test_bearers_of_one_article_bear_nothing_in_the_next():
    frame = pd.DataFrame(
        {"id": ["a", "b"], "outlet": ["x", "x"], "text": ["Taiwan won.", "The island lost."]}
    )
    assert fr.words.mentions(frame, PLACES, voices=None)["article"].tolist() == ["a"]


def test_a_month_is_nobody():
    text = "In May the talks failed. On May 5, May said no. Then May smiled, and she may return next May."
    assert [form for _, form in found(text, {"May": ["May"]})] == ["May", "May"]


def test_a_possessive_that_is_an_alias_stands_apart():
    both = {"China": {"aliases": ["China", "China's"]}, "Taiwan": {"aliases": ["Taiwan"]}}
    assert len(found("China's Taiwan voted.", both)) == 2


def test_parts_and_voices_are_told():
    text = "Ruiz left.\n\n“Ruiz will return,” he said. Ruiz smiled."
    frame = pd.DataFrame({"id": ["a"], "outlet": ["x"], "title": ["Ruiz leaves"], "text": [text]})
    table = fr.words.mentions(frame, {"Ruiz": ["Ruiz"]}, voices="quotes")
    assert table[["part", "voice"]].values.tolist() == [
        ["headline", "outlet"], ["lead", "outlet"], ["body", "quoted"], ["body", "outlet"],
    ]  # fmt: skip


WORDS = st.lists(
    st.sampled_from(
        "Taiwan China China's the island Ruiz Ana Eva Prime Minister leader said, met. US us".split()
    ),
    max_size=25,
)


@pytest.mark.medium
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_mentions_share_no_character_and_order_of_articles_changes_none(texts):
    frame = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(len(texts))],
            "outlet": "x",
            "text": [" ".join(words) for words in texts],
        }
    )
    everything = {**PLACES, "Ruiz": {"aliases": ["Ana Ruiz", "Ruiz"], "roles": ["leader"]}}
    table = fr.words.mentions(frame, everything, voices=None)
    for _, part in table.groupby("article"):
        assert (part["start"].to_numpy()[1:] >= part["end"].to_numpy()[:-1]).all()
    again = fr.words.mentions(frame.iloc[::-1], everything, voices=None)
    order = ["article", "start"]
    columns = [*order, "end", "referent", "form"]
    assert (
        table.sort_values(order)[columns].values.tolist() == again.sort_values(order)[columns].values.tolist()
    )


@for_each(
    ("text", "named"),
    [
        ("Ottawa insists on talks.", True),
        ("They pressed Ottawa hard.", True),
        ("It would let Ottawa set the rules.", True),
        ("Ottawa officials agreed.", True),
        ("An Ottawa bakery won a prize.", False),
        ("The Ottawa Ferries lost again.", False),
        ("The shop is on a street of Ottawa, D.C., he said.", False),
    ],
)
def test_the_seat_of_a_government_governs_where_it_acts(text: str, named: bool) -> None:
    told = f"Rain fell for days on the old town.\n\n{text}"
    assert bool(found(told, with_seats(read_referents({"Canada": ["Canada"]})))) is named
