"""What is only a part of an article is known by what says so; what is merely short is whole."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from framing.corpus import lines
from framing.corpus.article import FULL, STUB, judge
from framing.corpus.clean import clean
from framing.corpus.load import load
from framing.corpus.outlets import outlets
from framing.corpus.rules import RuleSet, general
from tests.cases import for_each

ONE = (
    "The two sides agreed on Thursday to open the northern port to more ships, officials on both sides said."
)
TWO = (
    "A second round of talks is planned for the spring, when the ministers are to meet again in the capital."
)
LONG = [ONE, TWO] * 12


def judged(text: str, title: str = "Ministers meet in the old port", url: str | None = None) -> str:
    rules = RuleSet(general())
    cleaned = clean(lines.paragraphs(text), title, outlets()["reuters"], rules, page=False)
    cut = [(note.rule, note.detail) for note in cleaned.notes]
    return judge(title, cleaned.paragraphs, cut, url=url).status


@for_each(
    "wall",
    [
        "Subscribe to continue reading",
        "Subscribe now to continue reading.",
        "This content is for subscribers",
        "This content is for subscribers only.",
        "This article is reserved for our members.",
        "Already a subscriber? Sign in",
        "To continue reading, please log in or subscribe.",
        "Create an account or sign in to continue with your reading experience.",
        "Sign in or create a free account to read this article.",
        "You have reached your limit of free articles this month.",
        "The rest of this story is available to paying subscribers.",
        "Cet article est réservé aux abonnés",
        "Il vous reste 75% de cet article à lire. La suite est réservée aux abonnés.",
        "Jetzt weiterlesen",
        "Contenido exclusivo para suscriptores",
        "登录后即可查看全文",
    ],
)
def test_paywall(wall: str) -> None:
    assert judged(f"{ONE}\n{TWO}\n{wall}") == STUB
    # The page asks, but the whole text is there.
    assert judged("\n".join([*LONG, wall])) == FULL
    # A rule of lines cuts it either way: it is no sentence of the story.
    cleaned = clean([ONE, TWO, wall], "", outlets()["reuters"], RuleSet(general()), page=False)
    assert cleaned.paragraphs == [ONE, TWO]


def test_paywall_at_a_paragraphs_end() -> None:
    assert judged(f"{ONE} Subscribe to continue reading.") == STUB
    assert judged(f"{ONE} This content is for subscribers only.") == STUB


@for_each(
    "teaser",
    [
        "The two sides agreed on Thursday to open the northern port to more ships and ...",
        "The two sides agreed on Thursday to open the northern port to more ships…",
        "The two sides agreed on Thursday to open the port […]",
        f"{ONE}\nRead more",
        f"{ONE}\nContinue reading",
        f"{ONE} Read more »",
        f"{ONE} Continue reading...",
        f"{ONE}… [+2310 chars]",
        "中加两国总理周四在北京举行会谈，双方同意扩大贸易。阅读全文",
        "Les deux ministres se sont vus jeudi. Lire la suite",
    ],
)
def test_teaser(teaser: str) -> None:
    assert judged(teaser) == STUB


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Watch: Ministers meet in the old port", None),
        ("VIDEO: Ministers meet", None),
        ("Ministers meet in the old port [Video]", None),
        ("In pics: Ministers meet in the old port", None),
        ("Ministers meet in the old port | Photos", None),
        ("Ministers meet", "https://news.example/video/2026/01/15/ministers"),
        ("Ministers meet", "https://news.example/gallery/ministers"),
    ],
)
def test_a_line_beneath_a_video_or_pictures(title: str, url: str | None) -> None:
    assert judged(ONE, title, url) == STUB
    assert judged("\n".join(LONG), title, url) == FULL


@for_each(
    "brief",
    [
        ONE,
        f"{ONE}\n{TWO}",
        "BEIJING, Jan. 15 -- Output grew by 5 percent in the year, the bureau said on Friday.",
        "Ministers meet in the old port",
        "“Let us wait and see...” he said.",
        f"{ONE}\nShe asked readers to read more.",
        f"{ONE}\nThe paper said that its content is for subscribers first, and for others later.",
        f"{ONE}\nTo read the full text of the law takes a day.",
        "两国总理周四在北京举行会谈。",
    ],
)
def test_a_news_brief_is_whole(brief: str) -> None:
    assert judged(brief) == FULL
    assert judged(brief, "Video games sell well") == FULL
    assert judged(brief, "Watch out for ice") == FULL


def test_an_ellipsis_at_the_end_of_a_long_text_says_nothing() -> None:
    assert judged("\n".join([*LONG[:6], "And so it goes on..."])) == FULL


def test_stubs_are_kept_marked_and_told(tmp_path: Path) -> None:
    rows = [
        {
            "outlet": "Harbour Courier",
            "title": "Ministers meet",
            "text": f"{ONE}\nSubscribe to continue reading",
        },
        {"outlet": "Harbour Courier", "title": "Ministers meet again", "text": "\n".join(LONG)},
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    articles, audit = load(file)
    assert articles["status"].tolist() == ["stub", "full"]
    assert articles["text"][0] == ONE
    told = audit[audit["rule"] == "stub"]
    assert told["kind"].tolist() == ["guessed"]
    assert "Subscribe to continue reading; it is kept and not scored" in told["detail"].iloc[0]


def test_what_a_record_says_of_itself_counts(tmp_path: Path) -> None:
    row = {"outlet": "x", "text": f"{ONE}\nRead more", "status": "full"}
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(row))
    assert load(file).articles["status"].tolist() == ["full"]


def test_stubs_are_not_scored(tmp_path: Path) -> None:
    from framing.errors import FramingWarning
    from framing.features.scoring import score

    rows = [{"outlet": "x", "text": f"{ONE}\nRead more"}, {"outlet": "x", "text": "\n".join(LONG)}]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    with pytest.warns(FramingWarning, match="not scored, of 2 articles: 1 too short"):
        assert score(load(file).articles, "hedges")["article"].nunique() == 1


@pytest.mark.medium
def test_whole_articles_are_whole(shared: Path) -> None:
    """Of 721 real articles at most two in a hundred are taken for stubs."""
    import gzip

    with gzip.open(shared / "data" / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as file:
        rows = [json.loads(line) for number, line in enumerate(file) if number % 40 == 7]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [judged(row["text"], row["title"], row["url"]) for row in rows]
    assert found.count(STUB) <= 0.02 * len(found)


def test_blanks_without_end() -> None:
    """A pattern that begins with blanks would be tried at each of them."""
    blanks = " " * 300_000
    assert judge("Ministers meet", [f"He said{blanks}… [+1200 chars]"], []).status == STUB
    assert judge("Ministers meet", [f"He said{blanks}so."], []).status != STUB
