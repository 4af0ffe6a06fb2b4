"""The 74 scraped articles: untidy as real data are, and read sensibly."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.errors import FramingWarning
from tests.cases import for_each


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
    # "Sina (from ...)", "CNN (Web News)": an outlet written in two ways is one.
    assert not [name for name in kept if "from" in name or "(" in name or "web" in name]


def test_the_blank_one_is_kept_when_named(shared: Path) -> None:
    named = load(shared / "data" / "huawei" / "articles.jsonl", outlets={"": "Fox News"})
    assert (named.articles["outlet"] == "fox_news").sum() == 14
    assert named.articles["published"].isna().sum() == 38
    assert not (named.audit["kind"] == "skipped").any()


def test_chinese_is_known(loaded: Loaded) -> None:
    chinese = loaded.articles[loaded.articles["language"] == "zh"]
    assert len(chinese) == 8
    assert set(chinese["outlet"]) == {"global_times", "sina", "sohu", "peoples_daily"}


def test_undated_stay_undated(loaded: Loaded) -> None:
    assert loaded.articles["published"].isna().sum() == 37  # The 38th is the one whose outlet is blank.
    undated = loaded.articles[loaded.articles["published"].isna()]
    assert (undated["published_precision"] == "none").all()


def test_a_video_page_is_a_stub(loaded: Loaded) -> None:
    stubs = loaded.articles[loaded.articles["status"] == "stub"]
    assert stubs["title"].str.startswith("Video:").tolist() == [True]


def test_agency_copy(loaded: Loaded) -> None:
    rows = loaded.articles.fillna({"wire": ""}).set_index("id")
    wire = rows["wire"] + " " + rows["wire_role"]
    assert wire["hw000"] == "associated_press full_reprint"
    assert wire["hw001"] == "press_association full_reprint"
    assert wire["hw002"] == "reuters full_reprint"
    assert wire["hw013"] == "press_association full_reprint"
    assert wire["hw051"] == "associated_press partly_based"


@for_each(
    "junk",
    ["e-mail", "Share or comm", "viewing now", "This article is more than", "SKIP ADVERTISEMENT",
     "View image in fullscreen", "Read more",
     "CLICK HERE TO GET", "PUBLISHED: ", "Published: ", "Photograph: ", "Photo: ", "by Taboola", "MOST READ",
     "Flipboard", "By signing up",
     "Senior Contributor", "https://www.forbes.com/sites", "Email address", "[+]", "Original title:",
     "(Reporting by", "Return to Sohu", "(over)", "TOPLINE", "first published on", "Photo credit",
     "September 1, 2023", "Getty Images"],
)  # fmt: skip
def test_boilerplate_is_gone(loaded: Loaded, junk: str) -> None:
    assert not loaded.articles["text"].str.contains(junk, regex=False).any()
    assert loaded.audit.loc[loaded.audit["kind"] == "removed", "detail"].str.contains(junk, regex=False).any()


def test_no_long_paragraph_is_cut_but_for_what_it_is(loaded: Loaded) -> None:
    removed = loaded.audit[loaded.audit["kind"] == "removed"]
    long = removed[removed["detail"].str.len() > 200]
    assert set(long["rule"]) <= {"caption", "newsletter", "appeal", "credit", "print_header", "opening"}


def test_what_is_called_printed_twice_stands_once(loaded: Loaded) -> None:
    texts = loaded.articles.set_index("id")
    again = loaded.audit[loaded.audit["rule"] == "repeated_line"]
    for line in again.itertuples():
        words = str(line.detail).strip("\"'“”‘’. ")
        kept = f"{texts.loc[line.article, 'title']}\n{texts.loc[line.article, 'text']}"
        assert words in kept or len(words.split()) <= 5, words


def test_every_cut_has_an_audit_line(shared: Path, loaded: Loaded) -> None:
    """What an article is short of beside its raw text stands in the audit."""
    import json

    texts = loaded.articles.set_index("id")
    removed = loaded.audit[loaded.audit["kind"] == "removed"].groupby("article")["detail"].agg(list)
    for line in (shared / "data" / "huawei" / "articles.jsonl").read_text("utf8").splitlines():
        row = json.loads(line)
        if row["id"] not in texts.index:
            continue
        kept = texts.loc[row["id"]]
        told = " ".join([kept["title"], str(kept["section"]), kept["text"], *removed.get(row["id"], [])])
        words = set(told.split())
        lost = [
            word for word in row["text"].split() if word not in words and word.isalpha() and word.isascii()
        ]
        assert len(lost) <= 0.002 * len(row["text"].split()) + 2, (row["id"], lost[:10])


def test_headlines_that_were_sections(loaded: Loaded) -> None:
    row = loaded.articles.set_index("id").loc["hw069"]
    assert row["title"].startswith("UK diplomacy")
    assert row["title"].endswith("talks")
    assert (row["section"], row["genre"]) == ("SOURCE / GT VOICE", "editorial")
