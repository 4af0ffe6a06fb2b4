"""Whom they quote: shares that tile the texts, people under one name, and when there is no table."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.report.material import Material
from framing.report.sections.quoted import content
from framing.schema import check

PEOPLE = {"Ana Ruiz": "Ruiz", "Lin Mei": "Lin", "Tom Marlow": "Marlow"}


def material(texts: dict[str, str], genre: str = "news") -> Material:
    frame = pd.DataFrame(
        {"outlet": list(texts), "text": list(texts.values()), "title": "The Quay bridge opens"}
    )
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles = check(frame.assign(genre=genre, status="full"), "articles")
    rows = [
        {"article": key, "item": name, "form": form, "kind": "person", "part": "body"}
        for key in articles["id"]
        for name, short in PEOPLE.items()
        for form in (name, short)
    ]
    items = pd.DataFrame(rows).assign(start=range(len(rows)), end=range(1, len(rows) + 1))
    return Material.of({"articles": articles, "voices": fr.sources.voices(articles), "items": items}, {}, {})


def said(*names: str, words: int = 8) -> str:
    return "\n\n".join(f'"{" ".join(["bridge"] * (words - 1))} again," said {name}.' for name in names)


def cells(table: dict[str, object]) -> dict[str, list[str]]:
    return {
        row["name"]: [cell["text"].replace("\N{NO-BREAK SPACE}", " ") for cell in row["cells"]]
        for row in table["rows"]
    }


def test_a_row_is_a_person_whom_outlets_quote_under_whatever_name() -> None:
    all_three = said(*PEOPLE)
    table = content(
        material({"courier": all_three, "herald": all_three, "post": said("Ana Ruiz", "Ana Ruiz")})
    )
    assert table is not None
    assert table["heads"] == ["courier (1)", "herald (1)", "post (1)"]
    told = cells(table)
    assert list(told) == ["Ana Ruiz", "Lin Mei", "Tom Marlow"]
    assert told["Lin Mei"][2] == told["Tom Marlow"][2] == "–"
    shares = [int(told[name][0].split()[0]) for name in told]
    assert max(shares) - min(shares) <= 1
    assert 60 < sum(shares) < 100
    assert int(told["Ana Ruiz"][2].split()[0]) > 2 * shares[0]


@pytest.mark.parametrize(
    "texts",
    [
        # Two people alone, and three of whom one outlet quotes each.
        {name: said("Ana Ruiz", "Lin Mei") for name in ("courier", "herald", "post")},
        dict(zip(("courier", "herald", "post"), map(said, PEOPLE), strict=True)),
    ],
)
def test_where_few_are_quoted_by_several_there_is_no_table(texts: dict[str, str]) -> None:
    assert content(material(texts)) is None


def test_where_each_report_stands_above_there_is_no_table() -> None:
    given = material({"courier": said(*PEOPLE), "herald": said(*PEOPLE)})
    assert content(given) is not None
    day = given.articles.assign(published=pd.Timestamp("2026-02-14", tz="UTC"))
    assert content(Material.of({**given.tables, "articles": day}, {}, {})) is None


def test_without_voices_there_is_no_table() -> None:
    given = material({"courier": said(*PEOPLE), "herald": said(*PEOPLE)})
    assert content(Material.of({"articles": given.articles}, {}, {})) is None


def test_words_of_nobody_known_have_a_row_of_their_own() -> None:
    rain, unclear = "\n\nRain fell.\n\n", '"The bridge is late again and dear to all of us," they said.'
    table = content(material({"courier": f"{said(*PEOPLE)}{rain}{unclear}", "herald": said(*PEOPLE) + rain}))
    assert table is not None
    *people, last = cells(table)
    assert sorted(people) == sorted(PEOPLE)
    share, none = cells(table)[last]
    assert int(share.split()[0]) > 10
    assert none == "–"
