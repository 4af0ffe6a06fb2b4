"""What coders see names no outlet of the study, and every place of it can be found again."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.coding.masking import TOKEN, Mask, join, masked, people_of, shown, split
from framing.corpus.load import load
from framing.corpus.outlets import Outlet, book
from framing.errors import FramingWarning

COURIER = Outlet(
    "harbour_courier",
    "Harbour Courier",
    aliases=("The Courier (Harbour)", "HC", "harbourcourier.example"),
    domains=("harbourcourier.example",),
)
MASK = Mask(
    [COURIER], [book().entries["associated_press"], book().entries["reuters"]], also=["Big Harbour Group"]
)


def hidden(text: str, *people: str) -> str:
    return masked(text, MASK.spans(text, people))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("He told the Harbour Courier so.", "He told the [outlet] so."),
        ("HARBOUR COURIER, Harbour\nCourier, Harbour-Courier’s", "[outlet], [outlet], [outlet]’s"),
        ("A harbour courier came.", "A harbour courier came."),
        ("The Courier asked; a courier came.", "The [outlet] asked; a courier came."),
        ("HC has it, and the HCs have not.", "[outlet] has it, and the HCs have not."),
        ("See www.harbourcourier.example/a/b, or news.harbourcourier.example.", "See [outlet] or [outlet]."),
        ("Write to ana.ruiz@mail.example now", "Write to [outlet] now"),
        ("Follow @HarbourCourierNews and #HC", "Follow [outlet] and [outlet]"),
        ("By Ana Ruiz and Li Ma, Harbour\n\nIt rained.", "[outlet]\n\nIt rained."),
        ("PORT VALE, Jan. 15 (AP) -- It rained.", "PORT VALE, Jan. 15 ([outlet]) -- It rained."),
        (
            "A ship (AP) came; a map (app) too, said Reuters.",
            "A ship ([outlet]) came; a map (app) too, said [outlet].",
        ),
        ("A firm of the Big Harbour Group", "A firm of the [outlet]"),
        ("(Reporting by Ana Ruiz; Editing by Li Ma)", "[outlet]"),
        ("记者 Ana（本报记者 王小明）说", "记者 Ana[outlet]说"),
        ("The harbour has courier boats.", "The harbour has courier boats."),
        ("AP is a letter pair here.", "AP is a letter pair here."),
    ],
)
def test_what_is_hidden(text: str, seen: str) -> None:
    assert hidden(text) == seen


def test_those_who_signed_are_hidden_in_their_own_article_alone() -> None:
    row = {"authors": "Ana Ruiz; Li Ma", "organisations": None}
    text = "Ana Ruiz met Ruiz and Eli Ma."
    assert masked(text, MASK.spans(text, people_of(row))) == "[outlet] met Ruiz and Eli Ma."
    assert hidden(text) == text


def test_an_outlet_without_a_file_is_hidden_by_its_key() -> None:
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["old_port_gazette"], "text": ["In the Old Port Gazette."]}
    )
    mask = Mask.of(articles)
    assert masked(articles["text"][0], mask.spans(articles["text"][0])) == "In the [outlet]."


def test_outlets_of_one_s_own_are_hidden(tmp_path: Path) -> None:
    (tmp_path / "hc.toml").write_text('name = "Harbour Courier"\naliases = ["The Mast"]\n', "utf8")
    articles = pd.DataFrame({"id": ["a"], "outlet": ["hc"], "text": ["The Mast says so."]})
    mask = Mask.of(articles, outlets=tmp_path)
    assert masked(articles["text"][0], mask.spans(articles["text"][0])) == "The [outlet] says so."


def names_of(keys: set[str]) -> set[str]:
    """Every name of some outlets, from their files: not as the mask reads them."""
    known = book()
    found = set()
    for key in keys:
        entry = known[known.resolve(key)]
        # An ordinary word is a name behind "the" alone.
        said = {entry.name, *entry.aliases, *entry.credits, *entry.domains}
        found |= {f"The {name}" if name in entry.ordinary else name for name in said}
    return {name for name in found if len(name) > 1}


def assert_nothing_left(articles: pd.DataFrame) -> None:
    mask = Mask.of(articles)
    keys = {*articles["outlet"], *articles["wire"].dropna()}
    bounds = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in names_of(keys)]
    hits = 0
    for row in articles.to_dict("records"):
        people = people_of(row)
        for text in (row["title"], row["text"]):
            spans = mask.spans(text, people)
            seen = masked(text, spans)
            hits += len(spans)
            assert not [bound.pattern for bound in bounds if bound.search(seen)]
            assert not mask.left(seen)
            assert not [
                name for name in people if len(name) > 3 and re.search(rf"\b{re.escape(name)}\b", seen)
            ]
            assert "@" not in seen
    assert hits > 20


@pytest.mark.medium
def test_no_outlet_is_named_in_the_bundled_corpus(corpus_dir: Path) -> None:
    assert_nothing_left(load(corpus_dir, progress=False).articles)


@pytest.mark.medium
def test_no_outlet_is_named_in_scraped_coverage(shared: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        assert_nothing_left(load(shared / "data" / "huawei" / "articles.jsonl", progress=False).articles)


@given(st.text("ab \n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_places_are_found_in_the_masked_text(text: str, given_spans: list[tuple[int, int]]) -> None:
    spans = join([(min(s, len(text)), min(e, len(text))) for s, e in given_spans], text)
    seen = masked(text, spans)
    inside = {place for s, e in spans for place in range(s, e)}
    for place, letter in enumerate(text):
        if place in inside:
            continue
        there = shown(spans, place)
        assert seen[there] == letter
    assert seen.count(TOKEN) == len(spans)
    for start in range(0, len(text), 7):
        cut = split(spans, start, start + 9)
        assert all(start <= s < e <= start + 9 for s, e in cut)
        assert {p for s, e in cut for p in range(s, e)} == inside & set(range(start, start + 9))


ORDINARY = Mask(
    [
        book().entries[key]
        for key in ("vice", "hill", "the_province", "australian", "time", "the_national_uae", "atlantic")
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "Vice President Ruiz met a Vice-Minister, and the Vice\nPremier came.",
        "VICE PRESIDENT RUIZ ON CAPITOL HILL",
        "Hubei Province sent a team; an Australian and a National Guard came.",
        "At 9 a.m. Eastern Time it rained over the Atlantic Ocean.",
    ],
)
def test_an_ordinary_word_in_another_name_stays(text: str) -> None:
    assert masked(text, ORDINARY.spans(text)) == text
    assert ORDINARY.left(text) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("He told Vice, not the Vice President.", "He told [outlet], not the Vice President."),
        ("Vice asked Vice President Ruiz.", "[outlet] asked Vice President Ruiz."),
        ("He told The Hill on Capitol Hill.", "He told The [outlet] on Capitol Hill."),
        ("So the Province has it, says The Australian.", "So [outlet] has it, says [outlet]."),
        ("THE NATIONAL has it; TIME too.", "[outlet] has it; [outlet] too."),
        (
            "Write to @australian, #TheProvince or theaustralian.com.au",
            "Write to [outlet], [outlet] or [outlet]",
        ),
        ("The Atlantic crossed the North Atlantic.", "The [outlet] crossed the North Atlantic."),
    ],
)
def test_an_ordinary_word_as_a_name_is_hidden(text: str, seen: str) -> None:
    assert masked(text, ORDINARY.spans(text)) == seen


def test_phrases_of_one_s_own_are_spared(tmp_path: Path) -> None:
    (tmp_path / "hc.toml").write_text(
        'name = "The Mast"\nordinary = ["Mast"]\nunless = ["the Mast Head"]\n', "utf8"
    )
    mask = Mask.of(pd.DataFrame({"id": ["a"], "outlet": ["hc"], "text": [""]}), outlets=tmp_path)
    text = "The Mast of the Mast Head is a Mast."
    assert masked(text, mask.spans(text)) == "[outlet] of the Mast Head is a Mast."


@pytest.mark.medium
def test_many_phrases_are_read_in_time() -> None:
    text = "Vice President Vice " * 20_000
    assert masked(text, ORDINARY.spans(text)).count(TOKEN) == 20_000


@pytest.mark.parametrize(
    "piece",
    ["A", "a.", "(", "@", "Harbour ", "By A", "a@a", "www.", "A-", "\n", "（记者", "BY [", "(Reporting by "],
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (12_000 // len(piece))
    assert len(hidden(text)) <= len(text) + len(TOKEN) * text.count(piece)
