"""What shows agency copy, and what it fills in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from tests.cases import for_each
from tests.comparison.wire.items import OWN, STORY, agency_item, article, corpus


def found(articles: pd.DataFrame, **arguments: object) -> list[tuple[str, str | None, str, str]]:
    table = fr.wire.find_wire(articles, **arguments)
    names = ["article", "wire", "wire_role", "evidence"]
    return [tuple(None if v != v else v for v in row) for row in table[names].itertuples(index=False)]


@pytest.mark.medium
@for_each(
    ("columns", "paragraphs", "wire", "role", "evidence"),
    [
        ({"authors": "Ana Ruiz; The Associated Press"}, OWN, "associated_press", "full_reprint", "byline"),
        ({"organisations": "Reuters"}, OWN, "reuters", "full_reprint", "byline"),
        ({"authors": "Ana Ruiz", "organisations": "Reuters"}, OWN, "reuters", "partly_based", "byline"),
        ({}, ("By Ana Ruiz, The Canadian Press", *OWN), "canadian_press", "full_reprint", "byline"),
        ({}, (f"OSLO, Jan 15 (Reuters) - {OWN[0]}", *OWN[1:]), "reuters", "full_reprint", "dateline"),
        ({}, (f"新华社北京1月15日电 {OWN[0]}", *OWN[1:]), "xinhua", "full_reprint", "dateline"),
        ({}, (*OWN, "With files from AFP"), "afp", "partly_based", "tail"),
        ({}, (*OWN, "© 2026 The Canadian Press"), "canadian_press", "full_reprint", "tail"),
        ({"section": "World | Reuters"}, OWN, "reuters", "full_reprint", "section"),
        ({"section": "Wires"}, OWN, None, "full_reprint", "section"),
        ({"url": "https://courier.example/wires/ap/article-1.html"}, OWN, "associated_press", "full_reprint",
         "section"),
        ({"url": "https://courier.example/reuters/2026/a.html"}, OWN, "reuters", "full_reprint", "section"),
        ({}, (*OWN, "The price fell, Reuters reported."), "reuters", "cites", "text"),
    ],
)  # fmt: skip
def test_what_an_article_says_of_itself(
    columns: dict[str, object], paragraphs: tuple[str, ...], wire: str | None, role: str, evidence: str
) -> None:
    articles = corpus(article("c1", "harbour_courier", *paragraphs, **columns))
    assert ("c1", wire, role, evidence) in found(articles)
    filled = fr.wire.fill_wire(articles)
    assert filled["wire_role"][0] == role
    assert (filled["wire"][0] if wire else None) == wire


@pytest.mark.parametrize(
    ("columns", "paragraphs"),
    [
        ({"authors": "Ana Ruiz", "section": "World"}, OWN),
        ({"section": "PA"}, OWN),
        ({"section": "Wire to wire"}, OWN),
        ({"url": "https://courier.example/tag/reuters/1.html"}, OWN),
        ({"url": "https://courier.example/wire/2026/1.html"}, OWN),
        ({}, (*OWN, "He has worked for Reuters.")),
    ],
)
def test_what_is_no_evidence(columns: dict[str, object], paragraphs: tuple[str, ...]) -> None:
    articles = corpus(article("c1", "harbour_courier", *paragraphs, **columns))
    assert found(articles) == []
    assert fr.wire.fill_wire(articles)["wire_role"].tolist() == ["none"]


def test_an_agencys_own_story_is_no_agency_copy() -> None:
    articles = corpus(
        article("x1", "xinhua", f"BEIJING, Jan. 14 (Xinhua) -- {STORY[0]}", *STORY[1:], authors="Xinhua")
    )
    assert found(articles) == []


@pytest.mark.parametrize("outlet", ["reuters", "Reuters", "REUTERS", "www.reuters.com"])
def test_an_agency_is_known_however_its_name_is_written(outlet: str) -> None:
    articles = corpus({**agency_item(), "outlet": outlet}, article("c1", "Harbour Courier", *STORY))
    assert found(articles) == [("c1", "reuters", "full_reprint", "shared_text")]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("paragraphs", "role"),
    [
        (STORY, "full_reprint"),
        (STORY[:3], "full_reprint"),
        (("Ports sign: what it means", *STORY, "Sign up for more."), "full_reprint"),
        ([line.replace("Thursday", "Friday").replace("forty", "50") for line in STORY], "full_reprint"),
        ((*OWN[:3], *STORY[:3], *OWN[3:]), "partly_based"),
        ((*OWN, *STORY[:1]), None),
        (OWN, None),
    ],
)
def test_text_shared_with_an_agencys_item(paragraphs: tuple[str, ...], role: str | None) -> None:
    articles = corpus(agency_item(), article("c1", "harbour_courier", *paragraphs))
    filled = fr.wire.fill_wire(articles)
    assert filled["wire_role"].tolist() == ["none", role or "none"]
    table = fr.wire.find_wire(articles)
    if role is None:
        assert table.empty
    else:
        row = table.iloc[0]
        assert (row["article"], row["other"], row["wire"]) == ("c1", "r1", "reuters")
        words = len(" ".join(paragraphs).split())
        assert row["share"] == pytest.approx(row["words"] / words, abs=0.02)
        assert f"{row['words']} of" in row["detail"]


def test_words_in_quotation_marks_are_the_speakers() -> None:
    statement = f"“{' '.join(STORY)}”"
    articles = corpus(
        article("r1", "reuters", *OWN[:3], statement), article("c1", "harbour_courier", *OWN[3:], statement)
    )
    assert found(articles) == []
    block = corpus(
        article("r1", "reuters", *OWN[:3], *STORY),
        article("c1", "harbour_courier", *OWN[3:], *STORY, blocks="pppqqqqqq"),
    )
    assert found(block) == []


@pytest.mark.parametrize(
    ("agency", "paper", "precision", "copied"),
    [
        ("2026-01-14T09:00", "2026-01-14T10:00", "minute", True),
        ("2026-01-14T10:00", "2026-01-14T10:00", "minute", True),
        ("2026-01-14T11:00", "2026-01-14T10:00", "minute", False),
        ("2026-01-14", "2026-01-14", "day", True),
        ("2026-01-15", "2026-01-14", "day", False),
        (None, "2026-01-14T10:00", "minute", True),
        ("2026-01-14T11:00", None, "minute", True),
    ],
)
def test_an_agencys_item_comes_first_or_has_no_date(
    agency: str | None, paper: str | None, precision: str, copied: bool
) -> None:
    rows = [agency_item(published=agency), article("c1", "harbour_courier", *STORY, published=paper)]
    articles = pd.DataFrame(rows).assign(published_precision=precision)
    assert (fr.wire.fill_wire(articles)["wire_role"][1] == "full_reprint") is copied


def test_a_reprint_that_says_so_shows_another_that_does_not() -> None:
    articles = corpus(
        article("c1", "harbour_courier", f"OSLO (AP) — {STORY[0]}", *STORY[1:], published="2026-01-16"),
        article("g1", "evening_gazette", *STORY, published="2026-01-15"),
        article("g2", "evening_gazette", *OWN, published="2026-01-15"),
    )
    filled = fr.wire.fill_wire(articles)
    assert filled["wire"].fillna("").tolist() == ["associated_press", "associated_press", ""]
    assert filled["wire_role"].tolist() == ["full_reprint", "full_reprint", "none"]


def test_an_outlets_own_story_is_not_its_copy_of_those_who_took_it() -> None:
    articles = corpus(
        article("c1", "harbour_courier", *STORY),
        article("g1", "evening_gazette", *STORY, wire="harbour_courier", wire_role="full_reprint"),
    )
    assert fr.wire.fill_wire(articles)["wire_role"].tolist() == ["none", "full_reprint"]


def test_two_items_of_one_agency_are_all_of_an_article_together() -> None:
    articles = corpus(
        article("r1", "reuters", *STORY),
        article("r2", "reuters", *OWN),
        article("c1", "harbour_courier", *STORY[:4], *OWN[:4]),
    )
    table = fr.wire.find_wire(articles)
    assert table["wire_role"].tolist() == ["full_reprint", "partly_based", "partly_based"]
    assert table["other"].isna().tolist() == [True, False, False]
    assert "r1, r2 together" in table["detail"][0]


def test_what_is_given_stays() -> None:
    rows = [
        article("a", "c", *STORY, wire="afp", wire_role="partly_based"),
        article("b", "c", *STORY, wire="afp", wire_role="credited"),
        article("d", "c", *STORY, wire="afp", wire_role="cites"),
        article("e", "c", *STORY, wire="AFP", wire_role="none"),
        article("f", "c", *STORY, wire=None, wire_role="full_reprint"),
        article("g", "c", *OWN, wire="afp", wire_role="cites"),
    ]
    filled = fr.wire.fill_wire(corpus(agency_item(), *rows)).set_index("id")
    assert list(zip(filled["wire"].fillna(""), filled["wire_role"], strict=True)) == [
        ("", "none"),
        ("afp", "partly_based"),
        ("afp", "credited"),
        ("reuters", "full_reprint"),
        ("AFP", "full_reprint"),
        ("reuters", "full_reprint"),
        ("afp", "cites"),
    ]


def test_order_of_rows_and_other_columns_change_nothing() -> None:
    rows = [
        agency_item(published="2026-01-14"),
        article("c1", "harbour_courier", *STORY, published="2026-01-15"),
        article("c2", "harbour_courier", *OWN[:3], *STORY[:3], published="2026-01-15"),
        article("g1", "evening_gazette", *STORY[:5], f"{OWN[0]} (Reuters)"),
    ]
    one = corpus(*rows).assign(mine=[1, 2, 3, 4])
    other = one.iloc[::-1]
    pd.testing.assert_frame_equal(fr.wire.find_wire(one), fr.wire.find_wire(other))
    filled = fr.wire.fill_wire(other)
    assert filled["mine"].tolist() == [4, 3, 2, 1]
    assert filled.index.tolist() == [3, 2, 1, 0]
    again = fr.wire.fill_wire(one).set_index("id").loc[filled["id"], "wire_role"]
    assert filled["wire_role"].tolist() == again.tolist()
    pd.testing.assert_frame_equal(fr.wire.fill_wire(filled), filled)


def test_little_to_go_by() -> None:
    assert fr.wire.find_wire(corpus(agency_item())).empty
    empty = corpus(agency_item()).iloc[:0]
    assert fr.wire.find_wire(empty).empty
    assert fr.wire.fill_wire(empty)["wire_role"].tolist() == []
    short = corpus(
        article("r1", "reuters", "Five words and no more."), article("c1", "c", "Five words and no more.")
    )
    assert fr.wire.find_wire(short).empty
    many = corpus(agency_item(), *(article(f"c{k:03d}", f"paper{k % 3}", *STORY) for k in range(90)))
    assert (fr.wire.fill_wire(many)["wire_role"] == "full_reprint").sum() == 90


def test_boilerplate_is_nobodys_copy() -> None:
    notice = (
        "Readers may write to the desk of this paper at any hour, and letters of general interest are kept."
    )
    lines = [[f"{line} It was so on day {k}."] for k, line in enumerate(OWN)]
    articles = corpus(
        *(article(f"r{k}", "reuters", *line, notice, notice.upper()) for k, line in enumerate(lines)),
        article("c1", "harbour_courier", *STORY, notice, notice.upper()),
    )
    assert found(articles) == []


@pytest.mark.medium
def test_the_planted_reprint_is_found_by_its_text_alone() -> None:
    articles, audit = fr.load(fr.example("carney-beijing-2026"))
    bare = articles.assign(wire=None, wire_role="none")
    dateline = bare["text"].str.replace(r"^.{0,40}\(Xinhua\)\s*-+\s*", "", regex=True)
    filled = fr.wire.fill_wire(bare.assign(text=dateline))
    changed = filled[filled["wire_role"].isin(["full_reprint", "partly_based"])]
    assert changed[["outlet", "wire", "wire_role"]].values.tolist() == [
        ["global_times", "xinhua", "full_reprint"]
    ]
    table = fr.wire.find_wire(articles, audit=audit)
    copy = table[table["article"] == changed["id"].iloc[0]]
    assert set(copy["evidence"]) >= {"dateline", "shared_text"}
    # Loading guessed what stands in the columns: that is no evidence of its own.
    assert "column" not in set(copy["evidence"])
    assert "column" in set(
        fr.wire.find_wire(articles).set_index("article").loc[copy["article"].iloc[0], "evidence"]
    )


def test_loadings_notes_are_evidence() -> None:
    articles = corpus(article("c1", "harbour_courier", *OWN, wire="reuters", wire_role="partly_based"))
    audit = pd.DataFrame(
        {
            "source": "a.txt:1",
            "article": ["c1", "c1"],
            "kind": "guessed",
            "rule": ["wire_partly_based", "outlet"],
            "detail": ["reuters: credit: With files from Reuters", "harbour_courier, from the folder"],
        }
    )
    assert found(articles, audit=audit) == [
        ("c1", "reuters", "partly_based", "credit"),
    ]
    given = audit.assign(article="c2")
    assert ("c1", "reuters", "partly_based", "column") in found(articles, audit=given)


@pytest.mark.medium
def test_real_coverage(shared: Path) -> None:
    with pytest.warns(fr.FramingWarning, match="no outlet"):
        articles = fr.load(shared / "data" / "huawei", progress=False)[0]
    table = fr.wire.find_wire(articles)
    copies = table[table["wire_role"] == "full_reprint"]
    assert set(copies.loc[copies["outlet"] == "daily_mail", "wire"]) == {
        "associated_press",
        "reuters",
        "press_association",
    }
    # The Press Association wrote three versions of one story, and two papers ran them.
    across = table[table["evidence"] == "shared_text"]
    assert set(across["wire"]) == {"press_association"}
    assert np.isfinite(across["share"]).all()


def test_a_story_printed_everywhere_is_still_the_agencys() -> None:
    papers = [article(f"c{k:03d}", f"paper{k}", *STORY, published="2026-01-15") for k in range(90)]
    articles = corpus(*papers, agency_item(published="2026-01-16"), agency_item() | {"id": "r2"})
    filled = fr.wire.fill_wire(articles)
    assert (filled["wire_role"] == "full_reprint").sum() == 90
    assert set(fr.wire.find_wire(articles)["other"]) == {"r2"}


def test_texts_without_spaces() -> None:
    story = (
        "周四两港签署协议允许渡轮在冬季运送粮食。港口官员预计北航道冰融后每月约有四十个航次。"
        "双方保留各自关税但船只只需向一个控制室报告。"
    )
    articles = corpus(article("x1", "xinhua", story), article("c1", "harbour_courier", story))
    assert found(articles) == [("c1", "xinhua", "full_reprint", "shared_text")]
