"""Every shipped layout has a page of our own words, and gives from it what its reader would write down."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.corpus.outlets import outlets
from framing.plugins import files
from tests.cases import for_each

FOLDER = Path(__file__).parent / "layouts"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text("utf8"))
#: File and name of each layout, in the file in which it is written.
SHIPPED = sorted(
    f"{key}.{layout['name']}"
    for key, file in files("framing.corpus.outlets").items()
    for layout in tomllib.loads(file.read_text("utf8")).get("layouts", ())
)


@pytest.fixture(scope="module")
def loaded() -> tuple[pd.DataFrame, pd.DataFrame]:
    articles, audit = fr.load(FOLDER.glob("*.html"), progress=False)
    return articles.set_index(articles["source"].str.removesuffix(".html")), audit


def test_each_layout_has_a_page() -> None:
    assert sorted(EXPECTED) == SHIPPED
    assert sorted(page.stem for page in FOLDER.glob("*.html")) == SHIPPED


@pytest.mark.medium
@for_each("name", SHIPPED)
def test_what_a_page_gives(name: str, loaded: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    row, wanted = loaded[0].loc[name], EXPECTED[name]
    assert row["text"].split("\n\n") == wanted["text"]
    assert row["blocks"] == wanted["blocks"]
    assert len(row["blocks"]) == len(wanted["text"])
    for field in ("outlet", "title", "genre"):
        assert row[field] == wanted[field], field
    for field in ("authors", "section"):
        assert (row[field] if isinstance(row[field], str) else "") == wanted[field], field
    assert row["published"].isoformat() == wanted["published"]
    assert row["published_precision"] == wanted["precision"]
    assert row["status"] == "full"
    if "updated" in wanted:
        assert row["updated"].isoformat() == wanted["updated"]
    if "organisations" in wanted:
        assert row["organisations"] == wanted["organisations"]


def test_each_is_read_by_the_layout_of_its_name(loaded: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    from framing.corpus.html.page import Page, read

    for name in SHIPPED:
        outlet = outlets()[loaded[0].loc[name, "outlet"]]
        page = Page((FOLDER / f"{name}.html").read_text("utf8"))
        assert read(page, outlet).layout == name.split(".")[1], name


def test_what_is_cut_is_told(loaded: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    articles, audit = loaded
    cut = audit[(audit["article"] == articles.loc["postmedia.story_v2", "id"]) & (audit["kind"] == "removed")]
    told = dict(zip(cut["detail"], cut["rule"], strict=True))
    assert told["Read More How the first quay was built"] == "related"
    assert told["We apologize, but this video has failed to load."] == "video"
    assert told["Get the harbour's headlines in your inbox."] == "newsletter"
    assert told["• Email: aruiz@postmedia.com"] == "contact"
    hidden = audit[
        (audit["article"] == articles.loc["postmedia.content_group", "id"]) & (audit["rule"] == "hidden")
    ]
    assert hidden["detail"].tolist() == ["Article content"]


def test_no_text_of_a_page_is_both_kept_and_cut(loaded: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    articles, audit = loaded
    for _, row in articles.iterrows():
        paragraphs = set(row["text"].split("\n\n"))
        cut = audit[(audit["article"] == row["id"]) & (audit["kind"] == "removed")]["detail"]
        assert not paragraphs & set(cut), row["source"]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "outlet", "title", "minute", "paragraphs"),
    [
        (
            "NationalPost_2024_08_28.html.gz",
            "national_post",
            "Kamala Harris' Canadian",
            "2024-08-28T10:00",
            16,
        ),
        (
            "FinancialPost_2026_06_06.html.gz",
            "financial_post",
            "'Ends recession debate'",
            "2026-06-05T20:43",
            37,
        ),
        ("CBCNews_2024_08_08.html.gz", "cbc", "What's next for Gaza", "2024-08-08T08:00", 34),
        ("People_2024_04_24.html.gz", "peoples_daily", "促进航天技术", "2024-04-24T15:52", 12),
        ("nytimes.html.gz", "new_york_times", "Rolling Blackouts", "2020-08-16T23:40", 24),
        ("xinhuanet_zh.html", "xinhua", "武汉的声音", "2020-02-19T12:29", 14),
    ],
)
def test_real_pages(shared: Path, name: str, outlet: str, title: str, minute: str, paragraphs: int) -> None:
    row = fr.load(shared / "fixtures" / "html" / name, progress=False).articles.iloc[0]
    assert row["outlet"] == outlet
    assert row["title"].startswith(title)
    assert "|" not in row["title"]
    assert "网" not in row["title"]
    assert row["published"].isoformat().startswith(minute)
    assert row["published_precision"] == "minute"
    assert len(row["text"].split("\n\n")) == paragraphs
    assert "Article content" not in row["text"]
    assert "This advertisement" not in row["text"]
