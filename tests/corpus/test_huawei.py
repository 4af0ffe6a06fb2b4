"""The 74 scraped articles: untidy as real data are, and read sensibly."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from framing.corpus.audit import counts
from framing.corpus.load import Loaded, load
from framing.errors import FramingWarning


@pytest.fixture(scope="module")
def loaded(shared: Path) -> Loaded:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return load(shared / "data" / "huawei" / "articles.jsonl")


def test_flow(loaded: Loaded) -> None:
    flow = counts(*loaded)
    assert (flow.found, flow.kept, flow.skipped, flow.failed) == (74, 73, 1, 0)
    lost = loaded.audit[loaded.audit["kind"] == "skipped"]
    assert lost["rule"].tolist() == ["no_outlet"]


def test_outlets(loaded: Loaded) -> None:
    kept = loaded.articles["outlet"].value_counts().to_dict()
    assert kept["global_times"] == 13
    assert kept["guardian"] == 10
    assert kept["forbes"] == 12
    assert kept["daily_mail"] == 8
    assert kept["new_york_times"] == 3
    assert kept["sina"] == 3


def test_the_blank_one_is_kept_when_named(shared: Path) -> None:
    named = load(shared / "data" / "huawei" / "articles.jsonl", outlets={"": "Fox News"})
    assert (named.articles["outlet"] == "fox_news").sum() == 14
    assert named.articles["published"].isna().sum() == 38
    assert not (named.audit["kind"] == "skipped").any()


def test_chinese_is_known(loaded: Loaded) -> None:
    chinese = loaded.articles[loaded.articles["language"] == "zh"]
    assert len(chinese) == 8
    assert set(chinese["outlet"]) == {"global_times", "sina", "sohu", "peoples_daily"}


def test_agency_copy(loaded: Loaded) -> None:
    rows = loaded.articles.fillna({"wire": ""}).set_index("id")
    wire = rows["wire"] + " " + rows["wire_role"]
    assert wire["hw000"] == "associated_press full_reprint"
    assert wire["hw001"] == "press_association full_reprint"
    assert wire["hw002"] == "reuters full_reprint"
    assert wire["hw013"] == "press_association full_reprint"
    assert wire["hw051"] == "associated_press partly_based"


@pytest.mark.parametrize(
    "junk",
    ["e-mail", "Share or comm", "viewing now", "This article is more than", "SKIP ADVERTISEMENT",
     "View image in fullscreen", "Read more",
     "CLICK HERE TO GET", "PUBLISHED: ", "Published: ", "Photograph: ", "Photo: ", "by Taboola", "MOST READ",
     "Flipboard", "By signing up",
     "Senior Contributor", "https://www.forbes.com/sites", "Email address", "[+]", "Original title:"],
)  # fmt: skip
def test_boilerplate_is_gone(loaded: Loaded, junk: str) -> None:
    assert not loaded.articles["text"].str.contains(junk, regex=False).any()
    assert loaded.audit.loc[loaded.audit["kind"] == "removed", "detail"].str.contains(junk, regex=False).any()


def test_no_long_paragraph_is_cut_but_for_what_it_is(loaded: Loaded) -> None:
    removed = loaded.audit[loaded.audit["kind"] == "removed"]
    long = removed[removed["detail"].str.len() > 200]
    assert set(long["rule"]) <= {"caption", "newsletter", "appeal", "credit", "print_header", "opening"}


def test_headlines_that_were_sections(loaded: Loaded) -> None:
    row = loaded.articles.set_index("id").loc["hw069"]
    assert row["title"].startswith("UK diplomacy")
    assert row["title"].endswith("talks")
    assert (row["section"], row["genre"]) == ("SOURCE / GT VOICE", "editorial")
