"""Named things and figures in sentences written for this: what is found, of which kind, what is one item."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from tests.cases import for_each


def frame(*texts: str, titles: list[str | None] | None = None, **columns: object) -> pd.DataFrame:
    size = len(texts)
    return pd.DataFrame(
        {
            "id": [f"a{n}" for n in range(size)],
            "outlet": [f"o{n}" for n in range(size)],
            "title": titles or [None] * size,
            "text": list(texts),
            **columns,
        }
    )


def found(*texts: str, **columns: object) -> list[tuple[str, str]]:
    articles = frame(*texts, **columns)
    table = fr.facts.entities(articles)
    whole = articles.set_index("id")
    for row in table.itertuples():
        column = "title" if row.part == "headline" else "text"
        assert whole.loc[row.article, column][row.start : row.end] == row.form
    return list(zip(table["item"], table["kind"], strict=True))


@for_each(
    "opening",
    [
        "MARLOW, Jan. 15 (Newswire) -- ",
        "MARLOW (NW) — ",
        "HARBOUR CITY, Ont. — ",
        "MARLOW/OTTAWA, Jan 15 (Newswire) - ",
        "MARLOW, January 15. /NEWSWIRE/. ",
        "(Newswire) - ",
    ],
)
def test_a_dateline_mentions_nobody(opening: str) -> None:
    text = "Ana Ruiz met the harbour board on May 3, 2021."
    assert found(f"{opening}{text}") == found(text) == [("Ana Ruiz", "person"), ("2021-05-03", "date")]


def test_a_member_beside_the_state_is_the_person_that_others_name() -> None:
    said = found(
        "The motion of Nolan A. Tarrow, Ohio Republican, failed. Nolan A. Tarrow, Ohio Republican, left.",
        "Nolan Tarrow said that the motion had failed.",
    )
    assert {kind for item, kind in said if "Tarrow" in item} == {"person"}
    assert len({item for item, _ in said if "Tarrow" in item}) == 1


def test_an_article_inside_a_name_and_its_spellings_make_one_person() -> None:
    said = found(
        "President Nadim al-Harrat met Yusuf Karimy in Lisbon. Harrat left.",
        "President Nadim Harrat met Yussuf Karimi in Lisbon.",
        "Maria Rosso met Mario Rosso in Lisbon.",
    )
    people = [item for item, kind in said if kind == "person"]
    assert len([one for one in people if "Harrat" in one]) == 3
    assert len({*people}) == 4


def test_an_abbreviation_in_the_plural_is_nobody() -> None:
    said = found("Chinese EVs will be sold by Ana Ruiz. Buyers of Canadian SUVs like an EV, say two MPs.")
    assert ("Ana Ruiz", "person") in said
    assert {kind for _, kind in said} <= {"person", "number"}
    assert len([kind for _, kind in said if kind == "person"]) == 1


@pytest.mark.medium
@for_each(
    ("text", "item"),
    [
        ("It cost $118.7 billion in all.", "$118.7 billion"),
        ("It cost US$118.7-billion in all.", "US$118.7 billion"),
        ("It cost 118.7bn dollars in all.", "$118.7 billion"),
        ("It cost C$5m in all.", "C$5 million"),
        ("It cost 3.2 trillion yuan in all.", "CNY 3.2 trillion"),
        ("It cost RMB5 billion in all.", "CNY 5 billion"),
        ("It cost five million euros in all.", "€5 million"),
        ("It cost £350m in all.", "£350 million"),
        ("It fell 25 per cent.", "25%"),
        ("It fell 25%.", "25%"),
        ("It fell twenty-five percent.", "25%"),
        ("They signed three new trade deals with it.", "3 deals"),
        ("They signed 3 deals.", "3 deals"),
        ("Some 1.3m people came.", "1.3 million people"),
        ("About 49,000 electric vehicles came.", "49,000 vehicles"),
        ("A three-day visit began.", "3 days"),
        ("It was the fourth round of them.", "4th round"),
        ("It was the 45th round of them.", "45th round"),
        ("Half a million people came.", "500,000 people"),
        ("It began in 2017.", "2017"),
        ("It was so in the 1990s.", "1990s"),
        ("They voted 52-48 for it.", "52-48"),
    ],
)
def test_a_figure_is_written_one_way(text: str, item: str) -> None:
    assert [one for one, _ in found(text)] == [item]


@pytest.mark.parametrize(
    "text",
    [
        "They met at 9:30 a.m. and at 5 p.m. again.",
        "They flew it and spoke of 5G.",
        "It is one of the two.",
        "See item No. 10 there.",
        "The first and the second came; a third of them left.",
        "He may come, and they will march.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("It fell 10-15 percent.", ["10%", "15%"]),
        ("It cost $3-5 billion.", ["$3 billion", "$5 billion"]),
        ("It cost $3 billion to $5 billion.", ["$3 billion", "$5 billion"]),
        ("Between 10 and 15 percent left.", ["10%", "15%"]),
        ("From 10 to 15 people came.", ["10 people", "15 people"]),
    ],
)
def test_a_range_is_two_figures(text: str, items: list[str]) -> None:
    assert [one for one, _ in found(text)] == items


@pytest.mark.medium
@for_each(
    ("text", "item"),
    [
        ("They met on January 14, 2026 again.", "2026-01-14"),
        ("They met on 14 Jan. 2026 again.", "2026-01-14"),
        ("They met on January 14 again.", "2026-01-14"),
        ("They met on Wednesday again.", "2026-01-14"),
        ("They met on Wednesday, January 14, again.", "2026-01-14"),
        ("They will meet on Monday again.", "2026-01-19"),
        ("They met in December again.", "2025-12"),
        ("They met in June 2017 again.", "2017-06"),
        ("They met on 2026-01-14 again.", "2026-01-14"),
    ],
)
def test_a_date_is_a_day(text: str, item: str) -> None:
    assert found(text, published=["2026-01-16"]) == [(item, "date")]


def test_a_date_without_year_is_settled_by_the_others_or_left_open() -> None:
    both = found("They met on January 14.", "They met on January 14, 2026.")
    assert both == [("2026-01-14", "date")] * 2
    assert found("They met on January 14.") == [("January 14", "date")]
    assert found("They met on January 14.", "It was on January 14, 2025.", "It was on January 14, 2026.")[
        0
    ] == (
        "January 14",
        "date",
    )


def test_an_open_currency_is_settled_by_the_one_that_is_told() -> None:
    texts = ["It cost $118.7 billion.", "It cost 118.7bn.", "It cost US$118.7 billion."]
    assert {one for one, _ in found(*texts)} == {"US$118.7 billion"}
    assert {one for one, _ in found(*texts, "It cost C$118.7 billion.")} >= {"$118.7 billion"}


def test_a_particular_number_is_one_fact_whatever_it_is_said_to_count() -> None:
    texts = ["They let in 49,000 vehicles.", "They let in 49,000 electric cars.", "The 49,000 came by sea.",
             "Some 49,000 vehicles came.", "It is 49,000 miles away."]  # fmt: skip
    assert [one for one, _ in found(*texts)] == ["49,000 vehicles"] * 4 + ["49,000 miles"]
    assert [one for one, _ in found("It took 10,000 jobs.", "It took 10,000 people.")] == [
        "10,000 jobs",
        "10,000 people",
    ]


@pytest.mark.medium
@for_each(
    ("text", "items"),
    [
        ("Secretary of State Ana Ruiz left.", [("Ana Ruiz", "person")]),
        ("Howard Dean came. They saw Dean there.", [("Howard Dean", "person")] * 2),
        ("They saw the Dean there.", []),
        ("Mr. Marlow, 44, left.", [("Marlow", "person"), ("44 years", "number")]),
        (
            "It is Ana Marlow's post-Marlow, China-led plan.",
            [("Ana Marlow", "person"), ("Ana Marlow", "person"), ("China", "place")],
        ),
        ("Of the 30 won by him 20 were new.", []),
        ("They met on Black Friday again.", []),
        ("They saw “A Treaty of Two Harbours,” and left.", [("A Treaty of Two Harbours", "document")]),
        ("They live in Thornhollow, Ontario, now.", [("Thornhollow", "place"), ("Ontario", "place")]),
        ("The Marlow Technologies plant and Marlow left.", [("Marlow", "body")] * 2),
        ("He read the Harbour Times and the Times.", [("Harbour Times", "body")] * 2),
        ("Tensions of China-Canada trade rose.", [("China", "place"), ("Canada", "place")]),
        ("They came to the Harbour Act of 2021.", [("Harbour Act of 2021", "document")]),
        ("Two dozen people and a half came.", [("24 people", "number")]),
    ],
)
def test_what_needs_more_than_capitals(text: str, items: list[tuple[str, str]]) -> None:
    assert found(text) == items


@pytest.mark.medium
@for_each(
    ("text", "items"),
    [
        ("Then Prime Minister Ana Ruiz met Mr. Marlow.", [("Ana Ruiz", "person"), ("Marlow", "person")]),
        ("Texas Gov. Ana Ruiz left.", [("Texas", "place"), ("Ana Ruiz", "person")]),
        ("Gov. Jan Ruiz left in late Jan. with others.", [("Jan Ruiz", "person")]),
        ("The Ministry of Industry and Information Technology left.",
         [("Ministry of Industry and Information Technology", "body")]),
        ("They read the Harbour Fishing Agreement and Bill C-8.",
         [("Harbour Fishing Agreement", "document"), ("Bill C-8", "document")]),
        ("Meanwhile, the Chinese and American people agreed.", []),
        ("Officials in Canada’s capital left.", [("Canada", "place")]),
        ("They left on Monday, in May.\n\nParis was next.",
         [("Monday", "date"), ("May", "date"), ("Paris", "place")]),
        ("The president met a minister.", []),
    ],
)  # fmt: skip
def test_names_and_their_kinds(text: str, items: list[tuple[str, str]]) -> None:
    assert found(text) == items


def test_one_person_under_several_names() -> None:
    texts = [
        "Prime Minister Ana Ruiz came. Ruiz spoke; Ms. Ruiz left.",
        "The budget of Ms. Ruiz fell.",
        "RUIZ was there.",
    ]
    titles = ["Ruiz Signs Big Deal", None, "ANA RUIZ SIGNS BIG DEAL"]
    assert set(found(*texts, titles=titles)) == {("Ana Ruiz", "person")}


def test_two_of_one_family_name_are_two() -> None:
    texts = ["Ana Ruiz met Tom Ruiz.", "Ms. Ruiz left.", "Tom Ruiz came. Mr. Ruiz spoke."]
    assert [one for one, _ in found(*texts)] == ["Ana Ruiz", "Tom Ruiz", "Ruiz", "Tom Ruiz", "Tom Ruiz"]


def test_a_body_under_its_initials() -> None:
    texts = [
        "The Harbour Trade Commission (HTC) met. The HTC left.",
        "The HTC came to see the Commerce Ministry, or MOFCOM.",
        "They asked the EU and the Ministry of Commerce.",
        "They asked the European Union.",
    ]
    items = [one for one, _ in found(*texts)]
    assert items.count("Harbour Trade Commission") == 4
    assert items.count("Ministry of Commerce") == 3
    assert items.count("European Union") == 2


def test_names_do_not_go_on_over_paragraphs_and_lines() -> None:
    assert [one for one, _ in found("They saw Ana Ruiz\n\nTom Marlow left.")] == ["Ana Ruiz", "Tom Marlow"]
    assert [one for one, _ in found("They saw Ana Ruiz\nTom Marlow left.")] == ["Ana Ruiz", "Tom Marlow"]


def test_what_a_corpus_writes_small_is_no_name_where_a_sentence_begins() -> None:
    assert found("Glimwort is dear.", "They eat glimwort.") == []
    assert [one for one, _ in found("Glimwort is dear.", "They saw Glimwort there.")] == ["Glimwort"] * 2


def test_two_names_that_a_hyphen_joins() -> None:
    items = [
        one for one, _ in found("Ana Ruiz met Tom Marlow. A Ruiz-Marlow pact with Ruiz and Marlow came.")
    ]
    assert items.count("Ana Ruiz") == 3
    assert items.count("Tom Marlow") == 3


def test_shouting_names_nobody_new() -> None:
    assert found("WHAT HAPPENS NOW\n\nThey left.") == []
    assert found("They saw Ana Ruiz.\n\nRUIZ PROMISES MORE MONEY\n\nThey left.")[1] == ("Ana Ruiz", "person")


def test_odd_corpora() -> None:
    text = "Prime Minister Ana Ruiz signed three deals worth $1.5 billion on Wednesday in Paris."
    many = fr.facts.entities(frame(*[text] * 300))
    assert many["item"].nunique() == 5
    assert len(many) == 1500
    assert fr.facts.entities(frame(*["Ana Ruiz came to Paris."] * 3))["item"].nunique() == 2
    assert fr.facts.entities(frame("彼得在北京。2026年1月14日，25%。")).empty


def test_recall_of_each_kind_that_a_table_can_have() -> None:
    from framing.comparison.coverage.testing import recall
    from framing.schema import schema

    kinds = schema("items").columns["kind"].values
    assert set(recall()) == set(kinds)
    assert all(0 < share < 1 for share in recall().values())


def test_referents_go_first() -> None:
    articles = frame("They saw the Iron Lady and Ana Ruiz.")
    table = fr.facts.entities(articles, referents={"Ana Ruiz": {"aliases": ["Iron Lady", "Ana Ruiz"]}})
    assert table["item"].tolist() == ["Ana Ruiz", "Ana Ruiz"]
    assert table["kind"].tolist() == ["person", "person"]


def test_other_languages_have_nothing_and_no_text_is_no_trouble() -> None:
    assert found("Am Montag kam Ana Ruiz nach Berlin.", language=["de"]) == []
    assert found("", "…", titles=[None, ""]) == []
    assert fr.facts.entities(frame()).empty


WORDS = ["Ana Ruiz", "Ruiz", "Mr. Marlow", "Tom Marlow", "met", "the", "HTC", "$5bn", "US$5 billion", "on",
         "January 14", "Wednesday", "in", "Paris", ".", "\n\n", "three deals",
         "Harbour Trade Commission (HTC)", "25%"]  # fmt: skip


@pytest.mark.medium
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=4), st.randoms())
def test_order_of_rows_changes_nothing_and_mentions_lie_apart(lists: list[list[str]], random: object) -> None:
    articles = frame(*(" ".join(words) for words in lists))
    table = fr.facts.entities(articles)
    shuffled = fr.facts.entities(articles.sample(frac=1, random_state=7))
    order = ["article", "part", "start"]
    pd.testing.assert_frame_equal(
        table.sort_values(order, ignore_index=True), shuffled.sort_values(order, ignore_index=True)
    )
    for _, mine in table[table["part"] != "headline"].groupby("article"):
        mine = mine.sort_values("start")
        assert (mine["start"].to_numpy()[1:] >= mine["end"].to_numpy()[:-1]).all()
