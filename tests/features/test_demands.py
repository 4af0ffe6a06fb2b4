"""Who is told to do what: what counts, what doesn't, who is named, and what must always hold."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.engine.parts import Parts
from framing.errors import FramingError
from framing.features.clauses import Sentence
from framing.features.demands import demands_in
from framing.schema import check


def told(text: str, genre: str = "news") -> list[tuple[str | None, str]]:
    """Return whom each demand of a sentence is on, as written, and its verb."""
    sentence = Sentence(text)
    return [
        (sentence.said(one.who) if one.who else None, sentence.words[one.act[0]])
        for one in demands_in(sentence, genre)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ruritania must lift the tariffs.", [("Ruritania", "lift")]),
        ("The senate, Marlow said, should act.", [("The senate", "act")]),
        ("The minister said the union ought to wait.", [("the union", "wait")]),
        ("Growers will have to pay more.", [("Growers", "pay")]),
        ("The bill must be signed.", [(None, "be")]),
        ("The bill must be signed by the governor.", [("the governor", "be")]),
        ("She urged the senate not to vote.", [("the senate", "vote")]),
        ("Marlow called on Ruritania to talk.", [("Ruritania", "talk")]),
        ("Banks were told by the court to wait.", [("Banks", "wait")]),
        ("It is time for Marlow to resign.", [("Marlow", "resign")]),
        ("The council has a duty to protect the river.", [("The council", "protect")]),
        ("They demanded that the governor resign.", [("the governor", "resign")]),
        ("It is imperative that we act now.", [("we", "act")]),
        (
            "The government must act and must not wait.",
            [("The government", "act"), ("The government", "wait")],
        ),
    ],
)
def test_demands_are_found_with_whom_they_are_on(text: str, found: list[tuple[str | None, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The senate had to act.",
        "Marlow must have known.",
        "The senate should have acted.",
        "Should the senate act?",
        "Farmers don't have to pay.",
        "Here is what you need to know.",
        "I have to say it was late.",
        "The repairs should be over by noon.",
        "Nobody knows whether the senate should act.",
        "The need to act is clear.",
        "He wants to leave.",
        "The court asked for papers.",
        "She did not ask Marlow to go.",
        "A must for the harbour.",
    ],
)
def test_what_is_no_demand(text: str) -> None:
    assert told(text) == []


def test_imperatives_count_in_opinion_alone() -> None:
    assert told("Stop the talks with Marlow now.") == []
    assert told("Stop the talks with Marlow now.", "opinion") == [(None, "stop")]
    assert told("Let's end the strike.", "editorial") == [("Let's", "end")]


def articles(**columns: list[str | None]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    return pd.DataFrame({"id": [f"a{n}" for n in range(size)], "outlet": ["x"] * size, **columns})


def test_who_asks_is_whom_the_sentence_names_else_who_speaks() -> None:
    text = "“Ruritania must lift the tariffs,” Ana Ruiz said.\n\nTom Marlow urged Beijing to talk."
    found = fr.frames.demands(articles(text=[text]))
    assert found["demander"].tolist() == ["Ana Ruiz", "Tom Marlow"]
    assert found["voice"].tolist() == ["quoted", "outlet"]
    assert found["addressee"].tolist()[1:] == ["China"]
    assert found["addressee_country"].tolist()[1:] == ["CN"]


def test_we_is_who_speaks_and_a_surname_is_the_full_name() -> None:
    text = "Ana Ruiz met growers. “We must talk,” Ana Ruiz said. Growers said Ruiz should act."
    found = fr.frames.demands(articles(text=[text]))
    assert set(found["addressee"]) == {"Ana Ruiz"}


def test_referents_go_before_what_is_written() -> None:
    found = fr.frames.demands(
        articles(text=["The harbour board must act."]), None, referents={"Board": ["harbour board"]}
    )
    assert found["addressee"].tolist() == ["Board"]


def test_negated_and_conditional_are_told() -> None:
    text = "Ruritania must not act. If it rains, the union should wait. Banks should lend."
    found = fr.frames.demands(articles(text=[text]), None)
    assert found["negated"].tolist() == [True, False, False]
    assert found["conditional"].tolist() == [False, True, False]


WORDS = """
Ruritania the senate must should have to need not urged Marlow because of , – “ ” it he we by be called on
that time for is act led to losses blamed after and U.S. 12 fell créer 法 made it harder ? .
""".split()
PIECES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)


@given(PIECES)
def test_spans_lie_in_their_sentence_and_say_what_stands_there(text: str) -> None:
    frame = articles(text=[text])
    for table in (fr.frames.demands(frame, None), fr.frames.causes(frame, None)):
        for row in table.to_dict("records"):
            assert row["sentence"] in text
            assert 0 <= row["start"] < row["end"] <= len(text)
            for name in {"act", "cause", "effect"} & set(row):
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
                assert row["start"] <= row[f"{name}_start"] < row[f"{name}_end"] <= row["end"]


TEXTS = [
    "Ruritania must lift the tariffs, which led to heavy losses.",
    "Growers blamed Marlow for the strike. Marlow should resign, Ana Ruiz said.",
    "Nothing happened.",
    "“We have to talk because talks failed,” Tom Marlow said. It was due to the weather.",
]


@pytest.mark.medium
def test_order_of_articles_and_parts_change_nothing() -> None:
    frame = check(articles(text=list(TEXTS)), "articles")
    for make in (fr.frames.demands, fr.frames.causes):
        whole = make(frame)
        assert len(whole)
        pd.testing.assert_frame_equal(make(Parts.of(frame, 1)), whole)
        for order in itertools.islice(itertools.permutations(range(len(frame))), 5, 9):
            turned = make(frame.iloc[list(order)])
            again = turned.sort_values(["article", "start"], kind="stable", ignore_index=True)
            pd.testing.assert_frame_equal(again, whole.sort_values(["article", "start"], ignore_index=True))


@pytest.mark.slow
def test_workers_change_nothing() -> None:
    frame = check(articles(text=TEXTS * 3), "articles")
    for make in (fr.frames.demands, fr.frames.causes):
        pd.testing.assert_frame_equal(make(Parts.of(frame, 4, workers=2)), make(frame))


def test_shares_add_up_in_each_article_and_voice() -> None:
    frame = articles(text=["Ruritania must act. Ruritania should talk. France must wait.", "Marlow must go."])
    scores = fr.frames.score_claims(fr.frames.demands(frame, None), frame)
    assert scores["measure"].unique().tolist() == ["demands.of"]
    sums = scores.groupby("article")[["weight"]].sum()["weight"]
    assert (sums == scores.groupby("article")["hits"].first()).all()
    assert scores.set_index(["article", "target"])["hits"].to_dict()["a0", "France"] == 3


@pytest.mark.parametrize("most", [1, 2, 9])
def test_of_very_many_those_named_in_most_articles_have_the_same_rows(most: int) -> None:
    texts = [
        "Ruritania must act. France must wait.",
        "Ruritania should talk.",
        "France must go. Spain must act.",
    ]
    frame = articles(text=[*texts, "Ruritania must pay."])
    table = fr.frames.demands(frame, None)
    every, some = fr.frames.score_claims(table, frame), fr.frames.score_claims(table, frame, most=most)
    kept = ["Ruritania", "France", "Spain"][:most]
    assert set(some["target"]) == set(kept) & set(every["target"])
    pd.testing.assert_frame_equal(some, every[every["target"].isin(kept)].reset_index(drop=True))


def test_a_table_of_other_articles_is_refused() -> None:
    frame = articles(text=["France must act."])
    with pytest.raises(FramingError, match="'a0' is not among the articles"):
        fr.frames.score_claims(fr.frames.demands(frame, None), frame.assign(id=["other"]))


def test_no_demands_make_empty_tables() -> None:
    frame = articles(text=["It rained.", ""])
    table = fr.frames.demands(frame)
    assert table.empty
    assert fr.frames.causes(frame).empty
    assert fr.frames.score_claims(table, frame).empty


def test_the_views_count_by_outlet_voice_and_name() -> None:
    frame = articles(
        text=["France must act. France should talk. Ruritania must wait.", "Paris's ban led to losses."]
    )
    told = fr.paper(fr.frames.demands(frame, None), "demands").data.set_index("addressee")
    assert told["n"].to_dict() == {"France": 2, "Ruritania": 1}
    assert told["share"].round(2).to_dict() == {"France": 0.67, "Ruritania": 0.33}
    blamed = fr.paper(fr.frames.causes(frame, None), "causes").data.set_index("agent")
    assert blamed[["n", "blamed", "credited"]].values.tolist() == [[1, 1, 0]]
