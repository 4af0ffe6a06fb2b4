"""Headlines side by side: of one happening as they were put together, of one event as its articles say."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

import framing as fr
from framing.report import headlines as module
from framing.report.headlines import list_headlines, say_quoted
from framing.report.material import Material
from framing.schema import check

#: Outlet, event, day, kind and headline; the first two are of one happening.
ROWS = [
    ("post", "quay", "2026-01-14", "news", "Council opens the Quay bridge"),
    ("herald", "quay", "2026-01-14", "news", "Quay bridge opens at last"),
    ("courier", "quay", "2026-01-15", "news", "Late bridge sours Marlow traders"),
    ("courier", "quay", "2026-01-15", "news", "Marlow counts what its late bridge has cost"),
    ("echo", "quay", "2026-01-14", "opinion", "The bridge nobody wanted is here"),
    ("mail", "quay", "2026-01-18", "news", "First winter of the Quay bridge"),
    ("post", "port", "2026-02-02", "news", "Port strike enters second week"),
    ("herald", "port", "2026-02-02", "news", "Dockers hold out for their pay"),
    ("courier", "port", "2026-02-03", "news", "Empty shelves as dockers strike"),
    ("post", "fair", "2026-03-01", "news", "Spring fair draws great crowds"),
    ("herald", "fair", "2026-03-01", "news", "Fair opens under cloudy skies"),
    *(("post", None, f"2026-04-{day:02}", "news", f"Number {day} of other stories") for day in range(1, 15)),
]


def material(rows: list[tuple[str | None, ...]], happening: tuple[int, ...] = (0, 1)) -> Material:
    frame = pd.DataFrame(rows, columns=["outlet", "event", "published", "genre", "title"])
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    frame["text"] = [
        f"{title}. " + "It was seen by many. " * (at + 1) for at, title in enumerate(frame["title"])
    ]
    articles = check(frame, "articles")
    table = articles.iloc[list(happening)][["id", "outlet", "published", "title", "provenance"]]
    table = table.rename(columns={"id": "article"}).assign(
        story="s", probability=0.8, rank=1, outlets=len(table)
    )
    return Material.of({"articles": articles, "headlines": check(table, "headlines")}, {}, {})


def told(made: Material) -> list[tuple[list[str], list[str]]]:
    return [
        tuple([ref.title for _, ref, _ in story[part]] for part in ("rows", "around"))
        for story in list_headlines(made)
    ]


def test_an_event_adds_what_other_outlets_report_a_day_apart_at_most() -> None:
    quay, port = told(material(ROWS))
    # The longer of two; no opinion, nothing of four days later.
    assert quay == (
        ["Quay bridge opens at last", "Council opens the Quay bridge"],
        ["Marlow counts what its late bridge has cost"],
    )
    # Three outlets make an event worth reading, and two don't.
    assert port == (
        [],
        [
            "Empty shelves as dockers strike",
            "Dockers hold out for their pay",
            "Port strike enters second week",
        ],
    )


def test_a_happening_of_two_events_has_each_outlet_once() -> None:
    rows = [*ROWS, ("courier", "span", "2026-01-14", "news", "A span that took too long to build")]
    rows[1] = ("herald", "span", *ROWS[1][2:])
    names = [name for story in list_headlines(material(rows))[:1] for name, *_ in story["around"]]
    assert len(names) == 1


def test_no_outlet_and_no_article_stands_twice() -> None:
    for story in list_headlines(material(ROWS)):
        names = [name for name, *_ in [*story["rows"], *story["around"]]]
        assert len(set(names)) == len(names)
    keys = [key for story in list_headlines(material(ROWS)) for *_, key in [*story["rows"], *story["around"]]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("most", [1, 2])
def test_the_stories_of_most_outlets_are_told_in_the_order_of_days(most: int) -> None:
    found = list_headlines(material(ROWS), most)
    assert len(found) == most
    assert all(one["day"] <= other["day"] for one, other in combinations(found, 2))
    assert found[0]["rows"]


def test_an_event_of_most_articles_is_a_topic() -> None:
    rows = [(outlet, "all", day, kind, title) for outlet, _, day, kind, title in ROWS]
    (only,) = told(material(rows))
    assert only[1] == []
    many = [
        ("post", "quay", "2026-01-14", "news", f"Bridge story number {n}") for n in range(module._LARGEST)
    ]
    assert told(material([*ROWS, *many]))[0][1] == []


def test_without_events_or_happenings_there_is_nothing_to_tell() -> None:
    rows = [(outlet, None, day, kind, title) for outlet, _, day, kind, title in ROWS]
    assert [story["around"] for story in list_headlines(material(rows))] == [[]]
    frame = material(rows).articles
    assert list_headlines(Material.of({"articles": frame}, {}, {})) == []


def quoted(*texts: str) -> list[str]:
    frame = pd.DataFrame({"outlet": "post", "title": "The Quay bridge opens", "text": list(texts)})
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles = check(frame, "articles")
    material = Material.of({"articles": articles, "voices": fr.sources.voices(articles)}, {}, {})
    return list(say_quoted(list(articles["id"]), material).values())


def test_a_report_tells_who_has_how_many_words_in_marks() -> None:
    assert quoted(
        '"The bridge is late and dear," said Ana Ruiz. "It was worth it." The mayor came, too.',
        '"It is open to all of us," one official said. It rained.',
        "Ana Ruiz said that the bridge was late. It rained.",
    ) == [
        "Quoted of 17 words: Ana Ruiz 10",
        "Quoted of 12 words: official 7",
        "Quoted of 10 words: none",
    ]


def test_those_with_most_words_are_named_and_the_others_counted() -> None:
    names = ("Ana Ruiz", "Lin Mei", "Eve Okoro", "Tom Marlow", "Jo Hale", "Max Orr", "Ida Lund", "one man")
    said = [
        f'"{" ".join(["It was worth it"] * size)}," said {name}.'
        for size, name in zip((2, 9, 8, 7, 6, 5, 4, 3), names, strict=True)
    ]
    (told,) = quoted("\n\n".join(said))
    expected = (
        "Lin Mei 36, Eve Okoro 32, Tom Marlow 28, Jo Hale 24, Max Orr 20, Ida Lund 16, others or unclear 20"
    )
    assert told.partition(": ")[2] == expected


def test_nothing_is_told_of_quotations_where_voices_were_not_told_apart() -> None:
    assert say_quoted(["0" * 16], material(ROWS)) == {}
