"""Pairs of sentences that tell one statement: what is marked in them, which are left out, in what order."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.features.statements.finding import statements
from framing.features.statements.pairing import MOST, Side, StatementPair, pair_statements
from framing.schema import check, empty
from framing.text.tokens import words

DEPOSIT = "Importers of canola seed had to place a deposit of 75.8 percent since August in an investigation."
SHAM = (
    "Since August importers of canola seed put down a deposit of 75.8 per cent in a case growers call a sham."
)
POLL = "A poll of 1,200 voters shows more than half favour closer trade ties with the north of the island."
SURVEY = (
    "More than half of 1,200 voters say they would back closer trade ties with the north, a survey shows."
)


def table(*sentences: tuple[str, str, str], similarity: float = 0.95) -> pd.DataFrame:
    """Return the table `statements` of (statement, outlet, sentence), each in an article of its own."""
    rows = [
        {"statement": key, "article": f"{outlet}{at}", "outlet": outlet, "part": "body", "start": 10,
         "end": 10 + len(text), "sentence": text, "similarity": similarity}
        for at, (key, outlet, text) in enumerate(sentences)
    ]  # fmt: skip
    return check(pd.DataFrame(rows), "statements")


def marked(side: Side, *marks: str) -> set[str]:
    return {word for text, mark in side.segments if mark in marks for word in words(text)}


def only_pair(some: pd.DataFrame, voices: pd.DataFrame | None = None) -> StatementPair:
    pairs = pair_statements(some, voices)
    assert len(pairs) == 1
    return pairs[0]


def test_what_stands_in_one_alone_is_marked_by_whole_words() -> None:
    pair = only_pair(table(("s", "b", SHAM), ("s", "a", DEPOSIT)))
    assert (pair.a.outlet, pair.b.outlet) == ("a", "b")
    for side, text in ((pair.a, DEPOSIT), (pair.b, SHAM)):
        assert "".join(piece for piece, _ in side.segments) == text
        assert {mark for _, mark in side.segments} <= {"", "only", "other"}
        assert [word for piece, _ in side.segments for word in words(piece)] == words(text)
    assert marked(pair.b, "other", "only") >= {"sham", "growers", "call", "case"}
    assert marked(pair.a, "other") >= {"investigation", "place"}
    # In both, though written otherwise or elsewhere: none is marked, and no article by itself.
    for word in (
        "75.8",
        "percent",
        "per",
        "cent",
        "deposit",
        "seed",
        "August",
        "Since",
        "since",
        "of",
        "Importers",
    ):
        assert word not in marked(pair.a, "other", "only") | marked(pair.b, "other", "only")


def test_forms_of_a_word_and_ways_to_write_a_figure_are_one() -> None:
    one = "The council rose the fee on ferries by 5 million crowns after a bitter debate, angering islanders."
    other = (
        "A fee on each ferry rises by five million crowns, councils decided after debates pleasing tourists."
    )
    pair = only_pair(table(("s", "a", one), ("s", "b", other)))
    both = marked(pair.a, "only", "other") | marked(pair.b, "only", "other")
    assert {"decided", "bitter", "angering", "islanders", "pleasing", "tourists"} <= both
    assert not {"5", "five", "rose", "rises", "ferry", "ferries", "debates", "council", "councils"} & both


def test_an_added_clause_is_only_there_and_replaces_nothing() -> None:
    short = "The ministers signed papers on customs, energy, culture and public security in the capital."
    pair = only_pair(
        table(("s", "a", short), ("s", "b", f"{short[:-1]} amid loud protests by angry students."))
    )
    assert not marked(pair.a, "only", "other")
    assert marked(pair.b, "other") == set()
    assert marked(pair.b, "only") == {"amid", "loud", "protests", "by", "angry", "students"} - {"amid"}


def test_copies_and_what_may_be_another_fact_are_left_out() -> None:
    assert pair_statements(empty("statements")) == []
    near = SHAM.replace("sham", "scandal")
    assert pair_statements(table(("s", "a", SHAM), ("s", "b", near))) == []
    assert pair_statements(table(("s", "a", SHAM), ("s", "a", DEPOSIT))) == []
    assert pair_statements(table(("s", "a", SHAM), ("s", "b", DEPOSIT), similarity=0.6)) == []
    assert pair_statements(table(("s", "a", SHAM), ("s", "b", POLL))) == []
    denied = DEPOSIT.replace("had to place", "had not to place")
    assert pair_statements(table(("s", "a", SHAM), ("s", "b", denied))) == []


def test_a_sentence_and_a_statement_of_two_outlets_stand_once() -> None:
    rest = DEPOSIT.replace("place", "pay")
    some = table(
        ("s", "a", DEPOSIT), ("s", "b", SHAM), ("s", "a", rest), ("s", "c", rest), ("t", "a", POLL),
        ("t", "b", SURVEY), ("u", "a", POLL), ("u", "c", SURVEY),
    )  # fmt: skip
    pairs = pair_statements(some)
    outlets = [(pair.statement, pair.a.outlet, pair.b.outlet) for pair in pairs]
    assert len(set(outlets)) == len(outlets)
    assert {"s", "t"} <= {pair.statement for pair in pairs}
    said = ["".join(text for text, _ in side.segments) for pair in pairs for side in (pair.a, pair.b)]
    assert len(set(said)) == len(said)
    mixed = some.sample(frac=1, random_state=2)
    assert {pair.statement for pair in pair_statements(mixed)} == {pair.statement for pair in pairs}


def test_most_differing_wording_comes_first() -> None:
    close = SURVEY.replace("they would back", "more would favour")
    pairs = pair_statements(table(("t", "a", POLL), ("t", "b", close), ("s", "a", DEPOSIT), ("s", "b", SHAM)))
    assert [pair.statement for pair in pairs] == ["s", "t"]
    assert pairs[0].overlap < pairs[1].overlap <= MOST


def test_each_side_says_whose_words_it_is() -> None:
    some = table(("s", "a", DEPOSIT), ("s", "b", SHAM))
    spans = [("b1", "headline", 0, 200, "reported", "mayor"), ("b1", "body", 0, 20, "outlet", None),
             ("b1", "body", 20, 500, "quoted", "Growers' union"),
             ("a0", "body", 0, 500, "outlet", None)]  # fmt: skip
    names = ["article", "part", "start", "end", "voice", "speaker"]
    voices = check(pd.DataFrame(spans, columns=names), "voices")
    for kinds in (voices, voices.astype({"voice": "category", "speaker": "category"})):
        pair = only_pair(some, kinds)
        assert (pair.a.voice, pair.a.speaker) == ("outlet", "")
        assert (pair.b.voice, pair.b.speaker) == ("quoted", "Growers' union")
    assert only_pair(some).b.voice == ""


def test_what_statements_finds_can_be_paired() -> None:
    articles = pd.DataFrame(
        {"id": ["x", "y"], "outlet": ["a", "b"], "text": [f"{DEPOSIT} Rain fell.", f"{SHAM} Tolls rise."]}
    )
    found = statements(articles)
    assert len(found) == 2
    found["similarity"] = found["similarity"].clip(lower=0.95)
    pair = only_pair(found)
    assert pair.score == pytest.approx(found["similarity"].prod())
    assert (pair.a.article, pair.a.start, pair.a.end) == ("x", 0, len(DEPOSIT))
