"""Who does what to whom: needs the parser; without it one line says what to install."""

from __future__ import annotations

import importlib.util

import pandas as pd
import pytest

from framing.errors import FramingError, FramingWarning
from framing.features.roles import actions as parsing
from framing.features.roles.actions import actions, kind_of, lemma_of, lists
from framing.schema import check, schema
from framing.text.voices.speakers.lexicon import seats

_HAS = importlib.util.find_spec("spacy") is not None and any(
    importlib.util.find_spec(name) is not None for name in parsing.MODELS
)
parsed = pytest.mark.skipif(not _HAS, reason="the extra parse (spaCy and a model) is not installed")

SET = {"Marlow": ["Marlow"], "Ruiz": ["Ruiz"], "Sylvania": ["Sylvania"]}


def found(text: str, referents: object = None, title: str = "") -> list[tuple[object, ...]]:
    """Return actor, action, target of each action in a text; None where there is none."""
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "title": [title], "text": [text]})
    table = actions(articles, referents, voices=None)
    columns = table[["actor", "action", "target"]].astype(object)
    return [tuple(row) for row in columns.where(columns.notna(), None).to_numpy().tolist()]


@pytest.mark.medium
@parsed
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Marlow praised Ruiz.", ("Marlow", "praise", "Ruiz")),
        ("The bill was signed by Ruiz.", ("Ruiz", "sign", "bill")),
        ("Sylvania imposed tariffs on Ruritania.", ("Sylvania", "impose tariff on", "Ruritania")),
        ("The minister, who met Marlow, left.", ("minister", "meet", "Marlow")),
        ("Marlow urged Ruiz to release the prisoners.", ("Ruiz", "release", "prisoners")),
        ("Police arrested and charged the two men.", ("Police", "arrest", "two men")),
        ("A party led by Marlow attacked the plan.", ("Marlow", "lead", "party")),
        ("Marlow met with Ruiz in May.", ("Marlow", "meet with", "Ruiz")),
        ("HARBOUR CITY (HC) - Ana Ruiz met Marlow.", ("Ana Ruiz", "meet", "Marlow")),
        ("Marlow mocked Ruiz by praising Sylvania.", ("Marlow", "praise", "Sylvania")),
    ],
)
def test_subject_verb_object(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in found(text)


@parsed
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Norvale forced to its knees", (None, "force", "Norvale")),
        ("Ruiz fined over leak", (None, "fine", "Ruiz")),
        ("Marlow forced to resign", ("Marlow", "resign", None)),
        ("Traffic counted on Marlow bridge", (None, "count", "Traffic")),
        ("Ruiz was fined by the court.", ("court", "fine", "Ruiz")),
        ("Marlow slammed into the wall.", ("Marlow", "slam", None)),
        ("Police fined and jailed the two men.", ("Police", "fine", "two men")),
        ("Ruiz held talks on Thursday with Marlow.", ("Ruiz", "hold talk with", "Marlow")),
    ],
)
def test_participles_without_auxiliary_have_no_actor(text: str, wanted: tuple[object, ...]) -> None:
    assert wanted in found("", title=text)


@parsed
def test_a_city_that_one_comes_to_or_leaves_is_no_government() -> None:
    text = "Marlow left Beijing. Marlow visited Beijing. Beijing praised Marlow. Marlow mocked Beijing."
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    table = actions(articles, {"Marlow": ["Marlow"], "China": ["China", "Beijing"]}, voices=None)
    assert table["target"].fillna("").tolist() == ["", "", "Marlow", "China"]
    assert table["kind"].tolist() == ["other", "other", "cooperative", "conflictual"]
    assert table["target_text"].tolist()[:2] == ["Beijing"] * 2
    city = actions(articles, {"Beijing": ["Beijing"]}, voices=None)
    assert city["target"].tolist()[0] == "Beijing"


@parsed
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Marlow ended his visit to Sylvania.", "other"),
        ("Marlow ended talks with Sylvania.", "other"),
        ("Marlow broke off talks with Sylvania.", "conflictual"),
        ("Marlow cut ties with Sylvania.", "conflictual"),
        ("Marlow ended cooperation with Sylvania.", "conflictual"),
    ],
)
def test_what_ends_in_any_case_is_no_conflict(text: str, kind: str) -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    row = actions(articles, SET, voices=None).query("target == 'Sylvania'")
    assert row["kind"].tolist() == [kind]


@parsed
def test_what_must_stop_is_negated_and_necessary() -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Marlow must stop mocking Ruiz."]})
    row = actions(articles, SET, voices=None).query("action == 'mock'").iloc[0]
    assert (row["actor"], row["target"], row["negated"], row["modality"]) == (
        "Marlow", "Ruiz", True, "necessary",
    )  # fmt: skip


@parsed
def test_passives_are_turned_round_and_may_have_no_actor() -> None:
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["x"], "text": ["Marlow was arrested. Ruiz was not seen."]}
    )
    table = actions(articles, SET, voices=None)
    assert table["target"].tolist() == ["Marlow", "Ruiz"]
    assert table["actor"].isna().all()
    assert table["passive"].tolist() == [True, True]
    assert table["negated"].tolist() == [False, True]


@parsed
def test_modality_and_class_are_kept() -> None:
    text = (
        "Marlow will visit Sylvania. Ruiz could sue Marlow. Ruiz wants to help Marlow. Ruiz must pay Marlow."
    )
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    table = actions(articles, SET, voices=None).query("target.notna()")
    assert table["modality"].tolist() == ["future", "possible", "wanted", "necessary"]
    assert table["kind"].tolist()[:3] == ["cooperative", "conflictual", "cooperative"]


@parsed
def test_only_actions_that_referents_take_part_in_are_listed() -> None:
    assert found("Marlow praised the farmers. The farmers praised the sun.", SET) == [
        ("Marlow", "praise", None)
    ]
    # Whose critics they are doesn't make them him.
    assert found("Ruiz's critics mocked the plan.", SET) == []


@parsed
def test_offsets_parts_and_voices() -> None:
    text = "The farmers came.\n\n“Ruiz attacked Marlow,” the farmers said.\nRuiz thanked Marlow."
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["x"], "title": ["Ruiz has thanked Marlow"], "text": [text]}
    )
    table = actions(articles, SET, voices="quotes")
    assert table["part"].tolist() == ["headline", "body", "body"]
    assert table["voice"].tolist() == ["outlet", "quoted", "outlet"]
    cut = [
        (articles["title"][0] if p == "headline" else text)[s:e]
        for p, s, e in zip(table["part"], table["start"], table["end"], strict=True)
    ]
    assert cut == ["thanked", "attacked", "thanked"]
    check(table, "actions")


@parsed
def test_no_articles_empty_ones_and_other_languages() -> None:
    nothing = pd.DataFrame({"id": [], "outlet": [], "text": []}, dtype="str")
    assert actions(nothing).empty
    one = pd.DataFrame(
        {"id": ["a", "b"], "outlet": ["x", "x"], "text": ["", "Il part."], "language": ["en", "fr"]}
    )
    assert actions(one).empty


@pytest.mark.medium
@parsed
def test_a_sentence_of_ten_thousand_words() -> None:
    with pytest.warns(FramingWarning, match="words at a time"):
        assert len(found("Marlow met Ruiz and " * 2_500, SET)) > 1_000


def test_without_the_parser_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    parsing.parser.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FramingError, match=r"pip install 'newsframing\[parse\]'") as raised:
        actions(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Marlow came."]}))
    assert "\n" not in str(raised.value)
    parsing.parser.cache_clear()


def test_classes_of_verbs_hold_no_verb_twice() -> None:
    assert kind_of("praise") == kind_of("lift", "ban") == kind_of("sign", "deal") == "cooperative"
    assert kind_of("impose", "tariff") == kind_of("lash out at") == "conflictual"
    assert kind_of("walk") == "other"
    assert kind_of("drop", "tariff") == "cooperative"
    assert kind_of("cancel", "talk") == "conflictual"
    assert kind_of("end", "visit") == kind_of("conclude", "talk") == "other"
    assert kind_of("end", "cooperation") == kind_of("cut", "tie") == "conflictual"
    assert "Ottawa" in seats()
    assert "Canada" not in seats()
    assert not lists("light")["cooperative"] & lists("light")["conflictual"]
    assert not lists("modality")["future"] & lists("modality")["possible"]


@pytest.mark.parametrize(
    ("form", "given", "wanted"),
    [("fined", "fin", "fine"), ("Hoping", "hop", "hope"), ("finned", "fin", "fin"), ("bused", "bus", "bus"),
     ("attacked", "attack", "attack"), ("played", "play", "play"), ("took", "take", "take")],
)  # fmt: skip
def test_short_verbs_have_their_e(form: str, given: str, wanted: str) -> None:
    assert lemma_of(form, given) == wanted


def test_the_table_is_declared() -> None:
    assert {"actor", "action", "target", "kind", "negated", "modality"} <= set(schema("actions").columns)
