"""Who the people of a page are: their titles as articles write them."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from framing.report.people import name_people, name_speakers, tell_titles


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rep. Ana Ruiz, D-Mar., spoke.", "Rep. Ana Ruiz (D)"),
        ("On Monday Republican Sen. Ana Ruiz (R-Mar.) spoke.", "Republican Sen. Ana Ruiz"),
        ("the office of Secretary of State Ana Ruiz", "Secretary of State Ana Ruiz"),
        ("in Oslo on Monday. President Ana Ruiz spoke", "President Ana Ruiz"),
        ("the failing of Bo Barr. Former general counsel Ana Ruiz", "former general counsel Ana Ruiz"),
        ("Many mocked hapless Ana Ruiz.", ""),
        ("Ana Ruiz's friend Bo Li, a doctor, came.", ""),
        ("Ana Ruiz, a Democrat who won, spoke.", "Ana Ruiz (D)"),
        ("Ana Ruiz, a law professor at the University of Upper Marlow and Harbour, spoke.",
         "Ana Ruiz (law professor at the University of Upper Marlow and Harbour)"),
        ("Ana Ruiz, law professor in studies of the upper and lower harbour at the Marlow School of Oslo",
         "Ana Ruiz (law professor in studies of the upper and lower harbour)"),
        ("Ana Ruiz, a veteran of Mr. Li's office, spoke.", "Ana Ruiz (veteran)"),
        ("Ana Ruiz, the Oslo party's vice-chairman, spoke.", "Ana Ruiz (Oslo party's vice-chairman)"),
        ("wrote one spokeswoman, Ana Ruiz, in reply.", "Ana Ruiz (spokeswoman)"),
        ("But Tom Marlow's former campaign manager, Ana Ruiz, spoke.",
         "Ana Ruiz (Tom Marlow's former campaign manager)"),
        ("Everybody who was in the hall on that day heard how a U.N. envoy, Ana Ruiz, spoke.", ""),
        # A list.
        ("There were the mayor, Ana Ruiz and Bo Li.", ""),
        ("said Ana Ruiz of the liberal Harbour Institute.", "Ana Ruiz (of the liberal Harbour Institute)"),
        ("Fellow Judge Ana Ruiz spoke.", "Judge Ana Ruiz"),
        ("Ana Ruiz, she said, spoke.", ""),
        ("Health and Harbour Affairs Secretary Ana Ruiz spoke.",
         "Health and Harbour Affairs Secretary Ana Ruiz"),
        ("Bo Marlow and Harbour Secretary Ana Ruiz spoke.", "Secretary Ana Ruiz"),
        ("In Ohio Sen. Ana Ruiz spoke.", "Ohio Sen. Ana Ruiz"),
        ("He fought for the White House. Republican Ana Ruiz spoke.", "Ana Ruiz (R)"),
        ("In 2012 Sen. Ana Ruiz spoke, as did the 2008 GOP presidential nominee Bo Li.", "Sen. Ana Ruiz"),
        ("The 2012 GOP presidential nominee Ana Ruiz spoke.", "2012 GOP presidential nominee Ana Ruiz"),
        ("Ana Ruiz, Director of National Affairs -- who left -- spoke.",
         "Ana Ruiz (Director of National Affairs)"),
        ("However, Sen. Ana Ruiz spoke.", "Sen. Ana Ruiz"),
        ("On Monday Republican Ana Ruiz spoke.", "Ana Ruiz (R)"),
        ("He fears what a President Ana Ruiz would do.", ""),
        ('In the "Senate," Sen. Ana Ruiz spoke.', "Sen. Ana Ruiz"),
        ("Sens. Ana Ruiz and Bo Li spoke.", "Sen. Ana Ruiz"),
        ("Then House Speaker Ana Ruiz spoke.", "House Speaker Ana Ruiz"),
        # What somebody no longer is, and an office of nobody knows what.
        ("A then-presidential candidate Ana Ruiz spoke.", ""),
        ("It was the chairman Ana Ruiz.", ""),
        ("The ex-national security adviser Ana Ruiz spoke.", "ex-national security adviser Ana Ruiz"),
        ("Ana Ruiz, executive director of the National Harbour Masters Committee, spoke.",
         "Ana Ruiz (executive director of the National Harbour Masters Committee)"),
    ],
)  # fmt: skip
def test_somebody_is_told_with_the_title_that_articles_give(text: str, told: str) -> None:
    assert (
        tell_titles({"Ana Ruiz": "Ana Ruiz", "Ruiz": "Ana Ruiz"}, {"a": text})["a"].get("Ana Ruiz", "")
        == told
    )


def test_a_title_is_the_articles_own_else_that_of_most_under_every_form_of_a_name() -> None:
    texts = dict(enumerate(["Mayor Anna Ruiz came.", "Mayor Ana Ruiz came.", "Judge Ana Ruiz (D-Mar.)"]))
    texts |= {"turn": "ANA RUIZ: It is late."}
    names = {"Ana Ruiz": "Ana Ruiz", "Anna Ruiz": "Ana Ruiz", "ANA RUIZ": "Ana Ruiz"}
    told = [titles["Ana Ruiz"] for titles in tell_titles(names, texts).values()]
    assert told == ["Mayor Ana Ruiz (D)", "Mayor Ana Ruiz (D)", "Judge Ana Ruiz (D)", "Mayor Ana Ruiz (D)"]


def test_a_person_is_one_with_an_initial_a_number_or_neither() -> None:
    names = ["Tom Marlow", "Tom Marlow III", "Tom B. Marlow", "Bo Li IV", "Ana Ruiz Jr.", "Ana Ruiz"]
    items = pd.DataFrame({"kind": "person", "item": names, "form": names})
    found = name_people(SimpleNamespace(table={"items": items}.get))
    assert {found[name] for name in names[:3]} == {"Tom Marlow"}
    assert [found[name] for name in names[3:]] == names[3:]


def test_an_owner_or_an_adjective_before_a_surname_is_left_out() -> None:
    keys = ["Post's Marlow", "the Post's Marlow", "Marlow", "Defiant Marlow"]
    spans = pd.DataFrame({"speaker_key": keys, "speaker_type": "other"})
    assert set(name_speakers(spans, {"Marlow": "Tom Marlow"})) == {"Tom Marlow"}
