"""One fact in two outlets: which sentences are set side by side, what is marked, whose wording is what."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.features.statements.side_by_side import (
    KINDS,
    MARKS,
    ReadSentences,
    mark_pairs,
    weigh_differences,
)
from framing.findings.told_twice import SIGNS
from framing.report.material import Material
from framing.report.sections import facts
from framing.report.sections.facts import LEAST
from framing.schema import check
from framing.text.tokens import words
from framing.views.vocabulary import DIFFERENCES

DEPOSIT = "Importers of canola seed had to place a deposit of 75.8 percent since August in an investigation."
SHAM = (
    "Since Aug. importers of canola seed put down a deposit of 75.8 per cent in a case growers call a sham."
)
POLL = "A poll of 1,200 voters shows more than half favour closer trade ties with the north of the island."
SURVEY = (
    "More than half of 1,200 voters say they would back closer trade ties with the north, a survey shows."
)
OTHER = "Rain fell on the harbour all week and the ferries stayed in port."


def articles(**texts: str) -> pd.DataFrame:
    """Return an article an outlet on one event."""
    listed = [
        {"id": f"id_{outlet}", "outlet": outlet, "event": "e", "text": text} for outlet, text in texts.items()
    ]
    return pd.DataFrame(listed)


def marked(one: str, other: str, *marks: str) -> set[str]:
    """Return the words of a sentence that have one of some marks beside another."""
    read = ReadSentences([one, other])
    own = read.compare(one, other).marks[0]
    return {word for text, mark in read.segments(one, own) if mark in marks for word in words(text)}


@pytest.mark.parametrize(("one", "other"), [(DEPOSIT, SHAM), (POLL, SURVEY), (SURVEY, OTHER)])
def test_segments_are_the_sentence_in_whole_words(one: str, other: str) -> None:
    read = ReadSentences([one, other])
    for text, marks in zip((one, other), read.compare(one, other).marks, strict=True):
        segments = read.segments(text, marks)
        assert "".join(piece for piece, _ in segments) == text
        assert {mark for _, mark in segments} <= {"", *MARKS}
        assert [word for piece, _ in segments for word in words(piece)] == words(text)


def test_what_both_have_is_quiet_however_it_is_written_or_where_it_stands() -> None:
    assert marked(SHAM, DEPOSIT, *KINDS) == {"sham"}
    assert {"growers", "call", "case"} <= marked(SHAM, DEPOSIT, "other", "only")
    for word in (
        "75.8",
        "per",
        "cent",
        "percent",
        "deposit",
        "seed",
        "August",
        "Aug",
        "since",
        "Since",
        "of",
    ):
        assert word not in marked(SHAM, DEPOSIT, *MARKS) | marked(DEPOSIT, SHAM, *MARKS)
    # Forms of a word, spellings and plain synonyms are one.
    one = "The council said that the fee on ferries rose by 5 million crowns, and voters favour it."
    two = "Councils say the fee on each ferry increased by five million crowns; voters favor this."
    assert not marked(one, two, *MARKS) - {"ferries"}


def test_figures_and_names_that_differ_are_marked_as_such() -> None:
    one = "The blast at the mill killed 12 workers from Odra on Monday, the mayor said."
    two = "The blast at the mill killed 14 workers from Tessin on Monday, the mayor said."
    assert marked(one, two, "figure") == {"12"}
    assert marked(two, one, "name") == {"Tessin"}


def test_differences_turn_with_the_sides_and_a_sentence_has_none_with_itself() -> None:
    listed = [
        DEPOSIT, SHAM, POLL, SURVEY, OTHER,
        "The minister confirmed that the fee was certainly unfair and had been imposed by Odra.",
        "The minister claimed that the regime perhaps imposed the brutal fee.",
    ]  # fmt: skip
    read = ReadSentences(listed)
    for one in listed:
        assert not any(read.compare(one, one).differences.values())
        for other in listed:
            there, back = (read.compare(*both).differences for both in ((one, other), (other, one)))
            assert there == {kind: -value or 0.0 for kind, value in back.items()}


def test_kinds_of_difference_have_their_sign() -> None:
    read = ReadSentences
    kinds = {
        "tone": ("The visit was a splendid success.", "The visit was a terrible failure."),
        "loaded": ("The regime raised the fee.", "The government raised the fee."),
        "sure": ("The fee will certainly rise.", "The fee will perhaps rise."),
        "trust": ("The mayor confirmed that the fee rose.", "The mayor claimed that the fee rose."),
    }
    for kind, (one, other) in kinds.items():
        assert read([one, other]).compare(one, other).differences[kind] > 0, kind
    assert set(kinds) == set(KINDS)
    # Those, and whether somebody is given as saying it, are what is counted and said in words.
    assert set(SIGNS) == set(DIFFERENCES) == {*KINDS, "attributed"}


def test_a_word_is_framing_where_it_replaces_others_or_stands_amid_what_both_tell() -> None:
    told = "The council of Odra raised the ferry fee on Monday."
    cases = {
        "The council of Odra brutally raised the ferry fee on Monday.": True,
        "The greedy town of Odra raised the ferry fee on Monday.": True,
        f"{told[:-1]}, and somewhere else an orchestra rehearsed a terrible old opera.": False,
    }
    for other, marked in cases.items():
        compared = ReadSentences([told, other]).compare(told, other)
        assert any(mark in KINDS for mark in compared.marks[1]) == marked, other
        assert any(compared.differences.values()) == marked


def test_the_words_of_a_speaker_are_not_the_outlets_wording() -> None:
    plain = "The council of Odra raised the ferry fee on Monday, the mayor said."
    cases = {
        "The mayor complained on Monday that the council of Odra raised the ferry fee.": {"complained"},
        "The council of Odra brutally raised the ferry fee on Monday.": {"brutally"},
        "The council of Odra brutally raised the ferry fee on Monday, the mayor said.": set(),
        "The mayor said on Monday that the council of Odra raised the “brutal” ferry fee.": set(),
        '"The council of Odra brutally raised the ferry fee on Monday," the mayor said.': set(),
    }
    for text, words_ in cases.items():
        assert marked(text, plain, *KINDS) == words_, text
    # A quotation that goes on from the sentence before has no mark at its beginning.
    for mark_, voice, found in (('"', "outlet", True), ('"', "quoted", False), ("”", "outlet", False)):
        goes_on = f"The council brutally raised the ferry fee on Monday.{mark_} That was in Odra."
        marks = ReadSentences([goes_on, plain]).compare(goes_on, plain, (voice, "outlet")).marks[0]
        assert any(mark in KINDS for mark in marks) == found


def test_plain_cues_and_praise_differ_from_their_contrary_alone() -> None:
    cases = {
        ("confirmed", "said"): False,
        ("confirmed", "claimed"): True,
        ("admitted", "said"): False,
        ("admitted", "claimed"): True,
        ("claimed", "said"): True,
        ("claimed", "insisted"): False,
        ("mocked", "ridiculed"): False,
        ("mocked", "criticized"): False,
        ("boasted", "complained"): False,
    }
    for cues, differs in cases.items():
        one, other = (f"The mayor of Odra {cue} that the ferry fee rose on Monday." for cue in cues)
        compared = ReadSentences([one, other]).compare(one, other)
        assert any(compared.differences.values()) == differs, cues
    told = "The council of Odra raised the {} ferry fee on Monday."
    for one, other, differs in (("fair", "new", False), ("cruel", "new", True), ("fair", "cruel", True)):
        texts = told.format(one), told.format(other)
        assert bool(ReadSentences(texts).compare(*texts).differences["tone"]) == differs


def test_charges_feelings_and_facts_are_no_wording() -> None:
    told = "The mayor of Odra raised the {} ferry fee on Monday."
    assert marked(told.format("crippling"), told.format("new"), *KINDS) == {"crippling"}
    for quiet in ("controversial", "dangerous", "disappointing", "false", "tragic"):
        assert not marked(told.format(quiet), told.format("new"), *KINDS), quiet
    other = "The mayor deceived the council of Odra on the ferry fee."
    for verb, found in (("brazenly deceived", {"brazenly"}), ("was charged with brazenly deceiving", set())):
        one = f"The mayor {verb} the council of Odra on the ferry fee."
        assert marked(one, other, *KINDS) == found


def test_readers_show_judgements_of_what_is_surely_one_fact_in_other_words() -> None:
    signs = {"judged": 1.0, "trusted": 0.0, "words": 0.5, "told": 0.9, "chance": 0.9, "overlap": 0.3}
    shown = weigh_differences(signs)
    assert shown > LEAST > weigh_differences({**dict.fromkeys(signs, 0.0), "chance": 1.0})
    worse = {"judged": 0.0, "trusted": 1.0, "words": 0.9, "told": 0.6, "chance": 0.6, "overlap": 0.8}
    for name, value in worse.items():
        assert 0 < weigh_differences({**signs, name: value}) < shown < 1, name


class _Page:
    """Pairs and the texts of articles x and y, in the place of a report's material."""

    def __init__(self, pairs: pd.DataFrame, x: str = "They met.", y: str = "They talked.") -> None:
        self.pairs, self.texts = pairs, Articles(x={"title": "", "text": x}, y={"title": "", "text": y})


class Articles(dict[str, dict[str, str]]):
    """Texts by id."""

    def want(self, ids: list[str]) -> None:
        """Be told which will be shown."""
        assert set(ids) <= {"x", "y"}


def test_a_report_shows_few_pairs_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = {"framing": LEAST, "probability": facts.SURE, "a_part": "body", "b_part": "lead"}
    fine |= {
        "a": "x",
        "b": "y",
        "a_framing": "slapped",
        "b_framing": "",
        "a_voice": "outlet",
        "b_voice": "outlet",
    }
    rows = [fine, {**fine, "framing": 0.6}, {**fine, "probability": 0.6}, {**fine, "a_part": "headline"}]
    rows.append({**fine, "b_voice": "quoted"})
    sides = [
        {"a_outlet": "x", "b_outlet": "y", "a_sentence": f"A{n}", "b_sentence": f"B{n}"} for n in range(5)
    ]
    table = pd.DataFrame([row | side for row, side in zip(rows, sides, strict=True)])
    monkeypatch.setattr(facts, "choose_pairs", lambda page: page.pairs)
    monkeypatch.setattr(facts, "make_cards", lambda pairs, _: pairs["a_sentence"])

    def content(*given: Any) -> dict[str, Any] | None:
        return facts.content(cast(Material, _Page(*given)))

    assert content(table) == {"pairs": ["A0"], "left_out": 4}
    assert content(table[1:]) is None
    assert content(table[:0]) is None
    # What the other article says too, in another sentence, is no difference.
    assert content(table, "They met.", "A fee slaps growers.") is None


def test_pairs_say_who_and_what_and_the_unlike_first() -> None:
    texts = {"a_post": f"{DEPOSIT} {POLL}", "b_times": f"{OTHER} {SHAM}", "c_voice": f"{SURVEY} {OTHER}"}
    pairs = fr.side_by_side(articles(**texts), vectors=None, threshold=0.5)
    told = {(row.a_outlet, row.b_outlet): row for row in pairs.itertuples()}
    assert set(told) == {("a_post", "b_times"), ("a_post", "c_voice")}
    row = told["a_post", "b_times"]
    assert (row.a_sentence, row.b_sentence) == (DEPOSIT, SHAM)
    assert (row.not_found, row.outlets, "sham" in row.b_only, row.tone > 0) == ("c_voice", 2, True, True)
    assert pairs["framing"].is_monotonic_decreasing
    frame = articles(**texts).set_index("id")["text"]
    for one in pairs.itertuples():
        assert frame[one.a][one.a_start : one.a_end] == one.a_sentence
        assert frame[one.b][one.b_start : one.b_end] == one.b_sentence
    for (_, one), both in zip(pairs.iterrows(), mark_pairs(pairs), strict=True):
        for side, segments in zip("ab", both, strict=True):
            assert one[f"{side}_framing"] == "; ".join(piece for piece, mark in segments if mark in KINDS)
            assert {*one[f"{side}_framing"].split("; ")} <= {*one[f"{side}_only"].split("; ")} | {""}


def test_copies_and_other_facts_are_left_out() -> None:
    def count(one: str, other: str, **more: object) -> int:
        return len(fr.side_by_side(articles(x=one, y=other).assign(**more), vectors=None, threshold=0.5))

    assert count(DEPOSIT, SHAM) == 1
    assert count(SHAM, SHAM.replace("sham", "scandal")) == 0
    assert count(SHAM, POLL) == 0
    assert count("He said no.", "He said no.") == 0
    # Of two events, and of dates more than a week apart.
    assert count(DEPOSIT, SHAM, event=["e", "f"]) == 0
    assert count(DEPOSIT, SHAM, published=pd.to_datetime(["2026-01-01", "2026-01-10"], utc=True)) == 0
    assert count(DEPOSIT, SHAM, published=pd.to_datetime(["2026-01-01", "2026-01-07"], utc=True)) == 1


def test_outlets_are_asked_for_by_key_or_name() -> None:
    some = articles(xinhua=DEPOSIT, national_post=SHAM, cnn=DEPOSIT.replace("place", "pay"))
    every = fr.side_by_side(some, vectors=None, threshold=0.5)
    mine = fr.side_by_side(some, "Xinhua", vectors=None, threshold=0.5)
    assert set(mine["a_outlet"]) == {"xinhua"}
    assert set(mine["fact"]) <= set(every["fact"])
    both = fr.side_by_side(some, "national_post", "Xinhua", vectors=None, threshold=0.5)
    assert both[["a_outlet", "b_outlet"]].to_numpy().tolist() == [["national_post", "xinhua"]]
    straight = every[(every["a_outlet"] == "national_post") & (every["b_outlet"] == "xinhua")]
    assert both["tone"].tolist() == straight["tone"].tolist()
    with pytest.raises(FramingError, match="herald"):
        fr.side_by_side(some, "herald", vectors=None)


def test_order_of_articles_changes_nothing_and_the_encoder_finds_no_less() -> None:
    some = articles(x=f"{DEPOSIT} {POLL}", y=f"{SHAM} {SURVEY}", z=f"{OTHER} {SURVEY}")
    found = fr.side_by_side(some)
    pd.testing.assert_frame_equal(found, fr.side_by_side(some.iloc[[2, 0, 1]]))
    assert found["probability"].between(0.6, 1).all()
    assert {DEPOSIT, POLL} <= set(found["a_sentence"])


def test_hard_input_gives_a_clear_result() -> None:
    with pytest.warns(FramingWarning, match="one outlet"):
        assert fr.side_by_side(articles(x=DEPOSIT), vectors=None).empty
    copies = pd.DataFrame(
        {"id": [f"{k}" for k in range(2_000)], "outlet": np.repeat(["x", "y"], 1_000), "text": DEPOSIT}
    )
    assert fr.side_by_side(copies, vectors=None).empty
    long = " ".join(["canola"] * 2_000) + "."
    with pytest.warns(FramingWarning, match="1,000 words"):
        assert fr.side_by_side(articles(x=long, y=f"{long} {SHAM}"), vectors=None).empty
    check(fr.side_by_side(articles(x="", y="."), vectors=None), "pairs")
    with pytest.raises(FramingError, match="threshold"):
        fr.side_by_side(articles(x=DEPOSIT, y=SHAM), threshold=2)
