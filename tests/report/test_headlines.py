"""Headlines side by side on the page, and whose words their articles have."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.report import headlines as module
from framing.report.headlines import (
    Quoted,
    list_headlines,
    read_quoted,
    tell_headlines,
    tell_lead,
    tell_quoted,
)
from framing.report.material import Material
from framing.report.story import write_findings
from framing.schema import check

#: Rank of its story, whether it reports the happening, outlet, day and headline.
ROWS = [
    (1, True, "post", "2026-02-14", "Council opens the Quay bridge"),
    (1, True, "herald", "2026-02-14", "Quay bridge opens at last"),
    (1, False, "courier", "2026-02-15", "Late bridge sours Marlow traders"),
    (2, True, "post", "2026-01-02", "Port strike enters second week"),
    (2, True, "herald", "2026-01-02", "Dockers hold out for their pay"),
    (3, False, "post", "2026-03-01", "Spring fair draws great crowds"),
    (3, False, "herald", "2026-03-01", "Fair opens under cloudy skies"),
]


def material(rows: list[tuple[object, ...]] = ROWS, here: int = len(ROWS)) -> Material:
    frame = pd.DataFrame(rows, columns=["rank", "same", "outlet", "published", "title"])
    frame["article"] = [f"{number:016x}" for number in range(len(frame))]
    articles = frame[:here].rename(columns={"article": "id"}).assign(text="It was seen by many.")
    articles = check(articles[["id", "outlet", "published", "title", "text"]], "articles")
    sizes = frame.groupby("rank")["outlet"].transform("size")
    table = check(frame.assign(story=frame["rank"].astype(str), probability=0.8, outlets=sizes), "headlines")
    return Material.of({"articles": articles, "headlines": table}, {}, {})


def told(made: Material, most: int = module.STORIES) -> list[tuple[list[str], list[str]]]:
    return [
        tuple(
            [ref.title for _, ref, key, _ in story["rows"] if (key in story["put"]) == put] for put in (1, 0)
        )
        for story in list_headlines(made, most)
    ]


def test_stories_are_told_in_the_order_of_days_outlets_in_that_of_names() -> None:
    assert told(material()) == [
        (["Dockers hold out for their pay", "Port strike enters second week"], []),
        (
            ["Quay bridge opens at last", "Council opens the Quay bridge"],
            ["Late bridge sours Marlow traders"],
        ),
        ([], ["Fair opens under cloudy skies", "Spring fair draws great crowds"]),
    ]
    whens = [(story["when"], len(story["days"])) for story in list_headlines(material())]
    assert whens == [("2 January 2026", 1), ("14 to 15 February 2026", 2), ("1 March 2026", 1)]


def test_those_of_most_outlets_are_told_and_a_happening_before_an_event() -> None:
    assert [len(rows) + len(around) for rows, around in told(material(), 1)] == [3]
    assert [bool(rows) for rows, _ in told(material(), 2)] == [True, True]


def test_an_article_that_is_not_here_takes_no_place() -> None:
    assert [len(rows) + len(around) for rows, around in told(material(here=6))] == [2, 3]


@pytest.mark.parametrize(("others", "subject"), [(1, None), (4, None), (1, "Quay Bridge")])
def test_where_none_are_put_together_those_of_a_day_stand_side_by_side_if_most_are_on_one_matter(
    others: int, subject: str | None
) -> None:
    rows = [(outlet, day, f"The bridge by {outlet} of {day}") for outlet in "abcd" for day in (14, 15)][:-1]
    frame = pd.DataFrame(rows, columns=["outlet", "day", "title"])
    longer = frame.iloc[[0]].assign(title="A longer bridge", text="It was seen by very, very many.")
    frame = pd.concat([frame.assign(text="It was seen by many."), longer]).assign(event="the bridge")
    port = frame.iloc[:others].assign(title="The port", event=[f"port {number}" for number in range(others)])
    if others > 1:
        # Of many days those of several matters don't stand side by side.
        port.loc[0, "day"] = 28
    frame = pd.concat([frame, port]).assign(status="full", genre="news")
    frame["published"] = "2026-02-" + frame["day"].astype(str)
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    # Of few days all stand in one.
    first = ["A longer bridge", *(f"The bridge by {outlet} of 14" for outlet in "bcd")]
    expected = [([], [*first, *(f"The bridge by {outlet} of 15" for outlet in "abc")])]
    if subject:
        # No two are on one event, and headlines name it.
        frame["event"] = frame["id"]
    tables = {"articles": check(frame.drop(columns="day"), "articles")}
    if subject:
        items = tables["articles"].head(4).assign(part="headline", kind="name", item=subject, form=subject)
        tables["items"] = items.assign(article=items["id"], level="named", start=0, end=3)
    expected = expected if others == 1 else []
    assert told(Material.of(tables, {}, {})) == expected


def test_opinion_is_marked_where_fewer_than_three_report() -> None:
    rows = [("a", "news"), ("b", "opinion"), ("c", "editorial"), ("d", "news")]
    frame = pd.DataFrame(rows, columns=["outlet", "genre"]).assign(event="the bridge", status="full")
    frame = frame.assign(text="It was seen.", published="2026-02-14", id=[f"{n:016x}" for n in range(4)])
    frame["title"] = "The bridge by " + frame["outlet"]
    (story,) = list_headlines(Material.of({"articles": check(frame, "articles")}, {}, {}))
    assert [name for name, *_ in story["rows"]] == ["a", "b (opinion)", "c (editorial)", "d"]
    frame["genre"] = "news"
    (story,) = list_headlines(Material.of({"articles": check(frame, "articles")}, {}, {}))
    assert [name for name, *_ in story["rows"]] == list("abcd")
    frame.loc[1, "genre"] = "unknown"
    (story,) = list_headlines(Material.of({"articles": check(frame, "articles")}, {}, {}))
    assert story["rows"][1][0] != "b"
    assert [name for name, *_ in story["rows"]][::2] == ["a", "c"]


def test_of_few_reports_of_few_days_each_stands_there_whomever_its_headline_names() -> None:
    rows = [("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 2)]
    frame = pd.DataFrame(rows, columns=["outlet", "day"]).assign(event="", status="full", genre="news")
    frame = frame.assign(text="It was seen.", id=[f"{n:016x}" for n in range(len(rows))])
    frame["event"], frame["published"] = frame["id"], "2026-02-1" + frame["day"].astype(str)
    frame["title"] = ["Ruiz and the bridge"] * 4 + ["The harbour waits"]
    articles = check(frame.drop(columns="day"), "articles")
    items = articles.head(4).assign(part="headline", kind="person", item="Ana Ruiz", form="Ruiz")
    items = items.assign(article=items["id"], level="named", start=0, end=4)
    (story,) = list_headlines(Material.of({"articles": articles, "items": items}, {}, {}))
    assert [name for name, *_ in story["rows"]] == list("abcde")


def test_a_report_begins_behind_captions_and_is_cut_between_words() -> None:
    long = "The Quay bridge of Marlow was opened again on Monday " + "and was seen by very many of them " * 12
    whole = tell_lead(f"The mayor. Photo: Board\n\n{long.strip()}.").removesuffix(" …")
    assert len(whole) in range(270, 299)
    assert long.startswith(f"{whole} ")
    assert tell_lead("It rained.\n\nMarlow") == ""
    # A full stop was lost.
    assert tell_lead(f"{long.strip()}\n\nIt rained.").startswith(long[:99])
    said = f"{long[:90]}and the mayor said “that it was late. It was not.” It rained."
    assert tell_lead(said).endswith("It was not.”")
    assert tell_lead(f"Ana Ruiz is a senior editor at the Post.\n\n{long.strip()}.").startswith(long[:99])
    assert tell_lead(f"The mayor paves the way {long.strip()}.", "The mayor paves the way").startswith(
        long[:99]
    )
    assert tell_lead(f"The mayor was there, {long[1:].strip()}.", "The mayor").startswith(
        "The mayor was there"
    )
    assert tell_lead(f"The mayor paved the way.\n\n{long.strip()}.").startswith(
        f"The mayor paved the way. {long[:99]}"
    )
    assert tell_lead(f"(Scroll down for news.)\n\n{long.strip()}.").startswith(long[:99])
    assert tell_lead(f"{long.strip()}:\n\nIt fell in when seven carts of stone were on it.").startswith(
        long[:99]
    )
    assert tell_lead(f'poster="https://courier.example/1.jpg" 2026 By hand. {long.strip()}.').startswith(
        long[:99]
    )


def test_how_a_report_begins_stands_in_what_a_person_writes_from() -> None:
    rows = [(1, True, outlet, "2026-02-14", f"{outlet} on the bridge") for outlet in ("post", "herald")]
    made = material(rows, 2)
    lead = "The Quay bridge of Marlow was opened on Monday, two years after it had been closed."
    told = Material.of({**made.tables, "articles": made.articles.assign(text=lead)}, {}, {})
    assert write_findings(told).count(f"It begins: {lead}") == 2


def test_words_are_whole_sentences_rather_and_those_that_one_alone_has() -> None:
    said = [
        "which is late and of no use to us",
        "It was well worth it in the end.",
        "It rained at sea all day.",
    ]
    text = " ".join(f'"{one}"' for one in said)
    spans = [(text.index(one) - 1, text.index(one) + len(one) + 1) for one in said]
    one = Quoted(pd.Series({"Ana Ruiz": 20.0}), {"Ana Ruiz": spans})
    assert one.words("Ana Ruiz", text) == said[1]
    assert one.words("Ana Ruiz", text, others="it was well worth it in the end") == said[2]
    assert Quoted(one.shares, {"Ana Ruiz": spans[:1]}).words("Ana Ruiz", text) == said[0]


def test_the_hour_is_told_where_it_is_known() -> None:
    rows = [
        (1, True, "post", "2026-02-14T09:54:00Z", "It opens"),
        (1, True, "herald", "2026-02-14", "It did"),
    ]
    frame = pd.DataFrame(rows, columns=["rank", "same", "outlet", "published", "title"])
    frame["published"] = pd.to_datetime(frame["published"], format="ISO8601", utc=True)
    (story,) = list_headlines(material([tuple(row) for row in frame.itertuples(index=False)], 2))
    assert [ref.date.partition(", ")[2][:5] for _, ref, *_ in story["rows"]] == ["", "09:54"]


def test_without_the_table_nothing_is_told() -> None:
    assert list_headlines(Material.of({"articles": material().articles}, {}, {})) == []


def quoted(*texts: str) -> list[str]:
    frame = pd.DataFrame({"outlet": "post", "title": "The Quay bridge opens", "text": list(texts)})
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles = check(frame, "articles")
    # Shares are told of spans: of very many articles the texts aren't at hand.
    tables = {"articles": articles.drop(columns="text"), "voices": fr.sources.voices(articles)}
    found = read_quoted(dict(zip(articles["id"], texts, strict=True)), Material.of(tables, {}, {}))
    return [
        tell_quoted(one, texts[int(key, 16)], "", {}).replace("\N{NO-BREAK SPACE}", " ")
        for key, one in found.items()
    ]


def shares(told: str) -> dict[str, int]:
    told = re.sub("“[^”]*”|; also|^Quotes", "", told)
    return {name: int(share) for name, share in re.findall(r"(\w[\w ]*) (\d+) %", told)}


def test_a_report_tells_whom_it_quotes_and_how_much() -> None:
    words = ('"The bridge is late and dear,"', '"It was worth it."')
    text = f"{words[0]} said Ana Ruiz. {words[1]} The mayor came, too, she said."
    first, second, third = quoted(
        text,
        '"It is open to all of us," one official said. It rained.',
        "Ana Ruiz said that the bridge was late. It rained.",
        "",
    )
    assert shares(first) == {"Ana Ruiz": pytest.approx(100 * sum(map(len, words)) / len(text), abs=2)}
    assert "“The bridge is late and dear”" in first
    assert set(shares(second)) == {"official"}
    assert third == "Quotes nobody"


def test_of_whom_it_quotes_most_the_first_words_are_told_that_are_not_in_the_lead() -> None:
    said = (
        'First: "It is open to all of us at last." Then: "Too late." "Nobody will close it again, I swear."'
    )
    spans = [(found.start(), found.end()) for found in re.finditer('"[^"]*"', said)]
    one = Quoted(pd.Series({"Ana Ruiz": 9.0, "": 3.0}), {"Ana Ruiz": spans})
    assert "“It is open to all of us at last.”" in tell_quoted(one, said, "", {})
    assert "“Nobody will close it again, I swear.”" in tell_quoted(one, said, said[:50], {})
    post = f"{said[:20]} https://t.co/a1 {said[20:]}"
    assert "t.co" not in tell_quoted(one._replace(spans={one.most: [(0, len(post))]}), post, "", {})
    assert "“" not in tell_quoted(one, said, said, {})
    nobody = Quoted(pd.Series({"": 9.0}), {"": spans})
    assert "“" not in tell_quoted(nobody, said, "", {})
    long = Quoted(one.shares, {"Ana Ruiz": [(0, 900)]})
    assert len(tell_quoted(long, "It was seen by many of them, and " * 30, "", {})) < 250


def test_those_with_most_words_are_named_and_the_others_counted() -> None:
    names = [
        "Lin Mei",
        "Eve Okoro",
        "Tom Marlow",
        "Jo Hale",
        "Max Orr",
        "Ida Lund",
        "Ana Ruiz",
        "Bo Weir",
        "Cy Fell",
    ]
    sizes = dict(zip(names, range(18, 9, -1), strict=True)) | {"Amy Voss": 1}
    goods = "oil tin ore tea gin rye hop ale oat hay ice".split()
    said = [
        f'"{" ".join([f"The {good} was worth it"] * size)}," said {name}.'
        for good, (name, size) in zip(goods, {**sizes, "one man": 12}.items(), strict=True)
    ]
    (told,) = quoted("\n\n".join(said))
    found = shares(told)
    assert list(found) == names[:6]
    assert found["Lin Mei"] == pytest.approx(18 / 15 * found["Jo Hale"], abs=2)
    assert told.endswith(" and 5 others")


def test_an_opening_is_no_caption_that_stands_before_the_headline() -> None:
    lead = "The bridge of Marlow was opened again on Monday, two years late, and the mayor came in the rain."
    text = f"Ana Ruiz at sea on Monday. | Lin Mei/Getty Images Ports Bridge opens {lead}"
    assert tell_lead(text, "Bridge opens") == lead
    assert tell_lead(text.replace("| Lin Mei/Getty Images", "and"), "Bridge opens").startswith("Ana Ruiz")
    for aside in (
        "EDITOR'S NOTE: The mayor on Monday put the number of boats at 49.",
        "May 20: Listen to Lin Mei.",
    ):
        assert tell_lead(f"{aside}\n\n{lead}") == lead


def test_whoever_writes_for_the_outlet_is_its_own() -> None:
    said = '"It was well worth it," the Post\'s Ana Ruiz said from Oslo. "It was not," said Lin Mei.'
    (told,) = quoted(said)
    assert {"its own Ana Ruiz", "Lin Mei"} <= set(shares(told))


def test_nothing_is_told_of_quotations_where_voices_were_not_told_apart() -> None:
    assert read_quoted({"0" * 16: "It rained."}, material()) == {}
    assert all(line.said == "" for story in tell_headlines(material()) for line in story["lines"].values())


def test_what_a_text_prints_twice_counts_once() -> None:
    said = (
        "It was well worth it in the end, and nobody who was there in the rain on Monday says it was too late"
    )
    filler = "It rained all day. " * 40
    (once,) = quoted(f'"{said}," said Ana Ruiz. {filler}')
    (again,) = quoted(f'"{said}," said Ana Ruiz. {filler}\n\n"{said}." said Ana Ruiz.')
    assert int(re.search(r"(\d+) %", again)[1]) <= int(re.search(r"(\d+) %", once)[1])


def test_other_reports_of_the_day_stand_beside_a_story() -> None:
    rows = [*ROWS[:2], (0, False, "courier", "2026-02-14", "Rain over Marlow")]
    made = material(rows, 3)
    tables = made.tables | {"headlines": made.tables["headlines"][:2]}
    (story,) = list_headlines(Material.of(tables, {}, {}))
    assert [name for name, *_ in story["rows"]] == ["courier", "herald", "post"]
    assert [name for name, _, key, _ in story["rows"] if key in story["put"]] == ["herald", "post"]


def test_of_one_day_on_many_matters_all_headlines_stand() -> None:
    titles = ("Rain over Marlow", "The Quay bridge opens", "Dockers hold out")
    rows = [
        (0, False, outlet, "2026-02-14", title)
        for outlet, title in zip(("post", "herald", "courier"), titles, strict=True)
    ]
    made = material(rows, 3)
    (story,) = list_headlines(Material.of({"articles": made.articles}, {}, {}))
    assert len(story["rows"]) == 3


def test_of_few_days_everything_else_is_named_under_its_outlet_or_its_day() -> None:
    rows = [(outlet, 14 + day, f"The bridge by {outlet}", 9) for day in (0, 1) for outlet in "abc"]
    rows += [("a", 14, f"A walk of {number}", 3) for number in range(module._OTHERS + 2)]
    rows += [("a", 15, "THE BRIDGE, by a", 2), ("d", 14, "On bridges", 1), ("d", 20, "A late word", 1)]
    frame = pd.DataFrame(rows, columns=["outlet", "day", "title", "length"]).assign(status="full")
    frame["text"] = [f"It was seen by {'very ' * length}many." for length in frame["length"]]
    frame["genre"] = np.where(frame["outlet"] == "d", "opinion", "news")
    frame["published"] = "2026-02-" + frame["day"].astype(str)
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles = check(frame.drop(columns=["day", "length"]).assign(event="the bridge"), "articles")
    (story,) = tell_headlines(Material.of({"articles": articles[articles["title"] != "A late word"]}, {}, {}))
    first = next(key for _, _, key, day in story["rows"] if day == "2026-02-14")
    # A headline that stands there already in other letters is not told twice.
    assert story["others"].keys() == {first, "2026-02-14"}
    assert story["others"]["2026-02-14"] == ["d: On bridges (opinion)"]
    assert story["others"][first][-2:] == [f"A walk of {module._OTHERS - 1}", "2 more"]
    stories = tell_headlines(Material.of({"articles": articles}, {}, {}))
    assert all(not story["others"] for story in stories)


@pytest.mark.parametrize("outlets", [3, 12])
def test_of_few_days_and_reports_those_of_other_days_stand_there_else_their_titles(outlets: int) -> None:
    rows = [(chr(97 + at), 14, f"The bridge by {at}") for at in range(outlets)] + [("a", 15, "A day later")]
    frame = pd.DataFrame(rows, columns=["outlet", "day", "title"]).assign(status="full", genre="news")
    frame = frame.assign(text="It was seen by many.", event="the bridge")
    frame["published"] = "2026-02-" + frame["day"].astype(str)
    frame["id"] = [f"{number:016x}" for number in range(len(frame))]
    articles = check(frame.drop(columns="day"), "articles")
    (story,) = tell_headlines(Material.of({"articles": articles}, {}, {}))
    titles = [ref.title for _, ref, *_ in story["rows"]]
    assert (titles[-1] == "A day later") == (outlets == 3)
    assert story["others"] == ({} if outlets == 3 else {"2026-02-14": ["a: A day later"]})
