"""Who the people of a page are: their titles as articles write them, and whom one article alone names."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.report.material import Material
from framing.report.people import list_alone, tell_alone, tell_titles
from framing.schema import check


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rep. Ana Ruiz, D-Mar., spoke.", "Rep. Ana Ruiz (D)"),
        ("On Monday Republican Sen. Ana Ruiz (R-Mar.) spoke.", "Republican Sen. Ana Ruiz"),
        ("the office of Secretary of State Ana Ruiz", "Secretary of State Ana Ruiz"),
        ("in Oslo on Monday. President Ana Ruiz spoke", "President Ana Ruiz"),
        ("the failing of Bo Barr. Former general counsel Ana Ruiz", "Former general counsel Ana Ruiz"),
        ("Many mocked hapless Ana Ruiz.", ""),
        ("Ana Ruiz's friend Bo Li, a doctor, came.", ""),
        ("Ana Ruiz, a Democrat who won, spoke.", "Ana Ruiz (D)"),
        ("Ana Ruiz, a law professor at the University of Upper Marlow and Harbour, spoke.",
         "Ana Ruiz (law professor)"),
        ("Ana Ruiz, a veteran of Mr. Li's office, spoke.", "Ana Ruiz (veteran)"),
        ("Ana Ruiz, she said, spoke.", ""),
    ],
)  # fmt: skip
def test_somebody_is_told_with_the_title_that_articles_give(text: str, told: str) -> None:
    assert tell_titles({"Ana Ruiz": "Ana Ruiz", "Ruiz": "Ana Ruiz"}, [text]).get("Ana Ruiz", "") == told


def test_a_title_is_that_of_most_texts_under_every_form_of_a_name() -> None:
    texts = ["Mayor Anna Ruiz came.", "Mayor Ana Ruiz came.", "Swimmer Ana Ruiz", "ANA RUIZ: It is late."]
    names = {"Ana Ruiz": "Ana Ruiz", "Anna Ruiz": "Ana Ruiz", "ANA RUIZ": "Ana Ruiz"}
    assert tell_titles(names, texts) == {"Ana Ruiz": "Mayor Ana Ruiz"}


def test_whom_one_article_alone_names_stands_in_no_other() -> None:
    texts = [
        "Ana Ruiz came with Tom Marlow. Tom Marlow spoke. Joan Hale listened, and Amy Voss.",
        "Mrs. Hale listened. Ana Ruiz came. Amy Vossen came.",
        "Nobody came.",
    ]
    frame = pd.DataFrame({"outlet": ["post", "herald", "courier"], "title": "The bridge", "text": texts})
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles = check(frame, "articles")
    made = Material.of({"articles": articles, "items": fr.facts.entities(articles)}, {}, {})
    found = list_alone(dict(zip(articles["id"], articles["text"], strict=True)), made)
    first, second, third = (found[key] for key in articles["id"])
    # Most named first; "Mrs. Hale" is named by the other, too.
    assert first == ["Tom Marlow", "Amy Voss"]
    assert second == ["Amy Vossen"]
    assert third == []


def test_of_many_the_first_are_told_and_the_rest_counted() -> None:
    names = ["Tom Marlow", "Joan Hale", "Amy Voss", "Bo Li", "Cy Fell", "Ida Lund"]
    told = tell_alone(names, {"Bo Li": "Mayor Bo Li", "Amy Voss": "Dr. Amy Voss"}, "Dr. Amy Voss 3 %")
    assert told == "Tom Marlow, Joan Hale, Amy Voss, Mayor Bo Li and 2 others"
    assert tell_alone([], {}, "") == ""
