"""Units for coders: the same for one seed, spread as asked, drawn with the probability that is kept."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from framing.coding.sampling import sample_for_coding, shares, systematic, within
from framing.coding.sheet import CodingSample
from framing.corpus.load import load
from framing.errors import FramingError, FramingWarning
from framing.features.evidence import evidence
from framing.features.naming.mentions import mentions
from framing.schema import schema

WORDS = "The talks went on today and nobody knew why they had been called."


def made(
    each: int = 12,
    outlets: tuple[str, ...] = ("north_gazette", "south_gazette", "west_gazette"),
    lines: int = 9,
) -> pd.DataFrame:
    """Articles of unequal length, two events, every third sentence a quotation."""
    rows = []
    for outlet in outlets:
        name = outlet.replace("_", " ").title()
        for number in range(each):
            said = [
                f"“Line {k} of the {name} {number} is what we want,” a lawyer said."
                if k % 3 == 2
                else f"In line {k} of the {name} {number} the talks may perhaps go on."
                for k in range(lines - 2 + number % 5)
            ]
            rows.append(
                {
                    "id": f"{outlet}-{number:02}",
                    "outlet": outlet,
                    "event": ("first", "second")[number % 2],
                    "title": f"Talks number {number} go on",
                    "text": " ".join(said),
                }
            )
    return pd.DataFrame(rows)


def draw(articles: pd.DataFrame, **options: Any) -> CodingSample:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return sample_for_coding(articles, **{"codebook": "tone", **options})


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return made()


@pytest.mark.medium
def test_a_sample_is_the_same_in_any_order_of_rows(articles: pd.DataFrame) -> None:
    one = draw(articles, n=60)
    other = draw(articles.sample(frac=1, random_state=7), n=60)
    pd.testing.assert_frame_equal(one.units, other.units)
    pd.testing.assert_frame_equal(one.key, other.key)
    assert set(draw(articles, n=60, seed=2).units["unit"]) != set(one.units["unit"])


def test_outlets_and_voices_have_equal_shares(articles: pd.DataFrame) -> None:
    sample = draw(articles, n=90)
    assert len(sample.units) == 90
    assert sample.key.groupby("outlet").size().tolist() == [30, 30, 30]
    count = sample.key.groupby(["outlet", "voice"]).size()
    # Where articles drawn have too few of a voice, the others make up for it.
    assert count.groupby("outlet").max().max() <= 18
    assert not sample.notes
    # Whole articles first: about five units each.
    assert sample.key.groupby("outlet")["article"].nunique().tolist() == [6, 6, 6]
    by_event = sample.key.drop_duplicates("article").groupby(["outlet", "event"]).size()
    assert by_event.tolist() == [3, 3, 3, 3, 3, 3]


def test_units_tell_no_outlet(articles: pd.DataFrame) -> None:
    sample = draw(articles, n=60)
    assert set(sample.units.columns) == set(schema("units").columns)
    assert not {"outlet", "article", "voice", "event"} & set(sample.units.columns)
    said = sample.units.to_csv(index=False).casefold()
    assert "[outlet]" in said
    assert not any(word in said for word in ("gazette", "north", "south", "west"))


def test_every_unit_is_found_in_its_article(articles: pd.DataFrame) -> None:
    plain = articles.assign(outlet="none", text=articles["text"], title=articles["title"])
    sample = draw(plain, n=60)
    texts = {row["id"]: row for row in plain.to_dict("records")}
    shown = sample.units.set_index("unit")["text"]
    for row in sample.key.to_dict("records"):
        source = texts[row["article"]]["title" if row["part"] == "headline" else "text"]
        assert source[row["start"] : row["end"]] == shown[row["unit"]]


@pytest.mark.medium
@pytest.mark.parametrize("n", [3, 17, 40])
def test_weighted_sums_estimate_all_units_without_bias(n: int) -> None:
    sizes = [1, 2, 2, 3, 5, 8, 13, 2, 4]
    units = pd.DataFrame({"id": np.repeat([f"a{k}" for k in range(9)], sizes)})
    units["unit"] = [f"u{k}" for k in range(len(units))]
    units["value"] = np.arange(len(units)) % 7 + 1.0
    frame = pd.DataFrame({"id": units["id"].unique(), "event": list("abcabcabc")})
    totals, counts = [], []
    for seed in range(250):
        articles = systematic(frame, ["event"], 5, seed, "s")
        taken = within(units[units["id"].isin(articles["id"])].assign(probability=5 / 9), n, seed)
        probability = taken["probability"]
        totals.append((taken["value"] / probability).sum())
        counts.append((1 / probability).sum())
        assert probability.between(0, 5 / 9, inclusive="right").all()
    for found, expected in ((totals, units["value"].sum()), (counts, len(units))):
        error = (np.mean(found) - expected) / (np.std(found, ddof=1) / np.sqrt(len(found)))
        assert abs(error) < 3.5


def test_half_of_the_sentences_have_a_hit_where_hits_are_given(articles: pd.DataFrame) -> None:
    hits = evidence(articles, "hedges")
    sample = draw(articles, n=60, hits=hits, voices=None)
    assert sample.key.groupby(["outlet", "hit"]).size().tolist() == [10] * 6
    spans = {(row["article"], row["start"]) for row in hits.to_dict("records") if row["part"] != "headline"}
    for row in sample.key.to_dict("records"):
        if row["part"] != "headline":
            inside = any(a == row["article"] and row["start"] <= s < row["end"] for a, s in spans)
            assert inside == row["hit"]


def test_mentions_are_marked_in_their_sentence() -> None:
    text = "The Harbour Courier met Marlow at sea. Ruiz left. Then Marlow and Marlow’s aide spoke to all."
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["harbour_courier"], "title": ["Marlow goes on tour"], "text": [text]}
    )
    found = mentions(articles, {"Marlow": {"aliases": ["Marlow"]}})
    sample = draw(articles, unit="mention", mentions=found, codebook="stance", n=9)
    assert len(sample.units) == 4
    for row in sample.units.to_dict("records"):
        assert row["text"][row["mark_start"] : row["mark_end"]].startswith("Marlow")
        assert row["target"] == "Marlow"
    places = sample.key[["part", "mention_start", "mention_end"]].to_numpy().tolist()
    assert sorted(places) == sorted(found[["part", "start", "end"]].to_numpy().tolist())
    assert sample.units["text"].str.contains("The [outlet] met Marlow", regex=False).sum() == 1
    assert len(set(sample.units["unit"])) == 4


def test_a_mention_that_is_hidden_is_marked_as_it_is_shown() -> None:
    text = "Everybody there reads the Harbour Courier every day."
    articles = pd.DataFrame({"id": ["a"], "outlet": ["harbour_courier"], "text": [text]})
    found = mentions(articles, {"paper": {"aliases": ["Courier"]}}, voices=None)
    (row,) = draw(articles, unit="mention", mentions=found, codebook="stance", n=1).units.to_dict("records")
    assert row["text"][row["mark_start"] : row["mark_end"]] == "[outlet]"


def test_whole_articles(articles: pd.DataFrame) -> None:
    sample = draw(articles, unit="article", n=12, codebook="generic")
    assert sample.key["voice"].unique().tolist() == ["all"]
    assert np.allclose(sample.key["probability"], 4 / 12)
    row = sample.units.iloc[0]
    assert row["text"][: row["title_end"]].startswith("Talks number")
    assert row["text"][row["title_end"] :].startswith("\n\n")


@pytest.mark.medium
def test_what_may_not_be_drawn_is_not() -> None:
    articles = made(each=3, outlets=("north_gazette",))
    articles["status"] = ["full", "stub", "full"]
    articles.loc[2, "text"] = articles.loc[0, "text"]
    articles.loc[2, "title"] = articles.loc[0, "title"]
    # The third is a copy of the first in the same outlet, the second no whole text.
    assert set(draw(articles, n=99).key["article"]) == {"north_gazette-00"}
    assert set(draw(articles, n=99, wire="keep", per_article=1).key["article"]) == {
        "north_gazette-00",
        "north_gazette-02",
    }
    articles["wire_role"] = ["full_reprint", "none", "none"]
    assert set(draw(articles, n=99, wire="drop").key["article"]) == {"north_gazette-02"}


@pytest.mark.medium
def test_coders_have_equal_shares(articles: pd.DataFrame) -> None:
    sample = draw(articles, n=60, coders=("ana", "li", "zoe"), twice=0.5)
    said = sample.units["coders"].str.split("; ")
    assert said.str.len().value_counts().to_dict() == {1: 30, 2: 30}
    assert said.explode().value_counts().to_dict() == {"ana": 30, "li": 30, "zoe": 30}
    assert sample.coders == ("ana", "li", "zoe")
    assert set(draw(articles, n=9, coders="ana").units["coders"]) == {"ana"}


@pytest.mark.medium
def test_fewer_units_than_asked_for_are_said(articles: pd.DataFrame) -> None:
    with pytest.warns(FramingWarning, match="drawn where 9,000 were asked for"):
        sample = sample_for_coding(articles, codebook="tone", n=9_000)
    assert sample.notes
    with pytest.warns(FramingWarning, match="ask for more units"):
        sample_for_coding(articles, codebook="tone", n=4)


@pytest.mark.medium
def test_the_bundled_corpus_gives_two_hundred_units(corpus_dir: Path) -> None:
    sample = sample_for_coding(load(corpus_dir, progress=False).articles, codebook="tone")
    assert len(sample.units) == 200
    assert sample.key.groupby(["outlet", "voice"]).size().min() >= 22
    # Weighted back, the sample has about as many sentences as the outlets wrote.
    assert 900 < (1 / sample.key["probability"]).sum() < 1_400


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"codebook": "ton"}, "did you mean 'tone'"),
        ({"codebook": "stance"}, "asks nothing of a sentence"),
        ({"codebook": 3}, "neither a name"),
        ({"unit": "paragraph"}, "unit 'paragraph' is not known"),
        ({"unit": "mention", "codebook": "stance"}, "needs a table of mentions"),
        ({"n": 0}, "n: 0 will not do; give a whole number of at least 1"),
        ({"n": True}, "n: True"),
        ({"twice": 2}, "twice 2 should be a share"),
        ({"coders": ["a", "A"]}, "has a name twice"),
        ({"coders": []}, "should be names"),
        ({"coders": ["a;b"]}, "';'"),
        ({"voices": "quotes"}, "voices 'quotes' is not known"),
        ({"wire": "maybe"}, "wire 'maybe'"),
        ({"seed": 1.5}, "seed: 1.5"),
    ],
)
def test_wrong_arguments_are_said_in_one_line(
    articles: pd.DataFrame, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(FramingError) as caught:
        draw(articles, **options)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_articles_without_text_are_said() -> None:
    with pytest.raises(FramingError, match="none has a whole text"):
        draw(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [" "]}))


def test_hostile_texts_are_drawn_as_they_are() -> None:
    texts = [
        "</script><script>alert(1)</script> and more words.",
        "\u202eturned words here to see",
        "x " * 5_000,
        "\x00\x01 a b c d",
    ]
    articles = pd.DataFrame({"id": list("abcd"), "outlet": "x", "text": texts})
    sample = draw(articles, n=20)
    # What comes to no end of a sentence is cut each thousand words.
    assert len(sample.units) == 3 + 5


def test_shares_are_even_and_complete() -> None:
    room = {"a": 2, "b": 50, "c": 7, "d": 0}
    for total in range(70):
        given = shares(total, room, seed=3)
        assert sum(given.values()) == min(total, 59)
        assert all(given[key] <= room[key] for key in room)
        free = [given[key] for key in room if given[key] < room[key]]
        assert not free or max(free) - min(free) <= 1
        assert all(given[key] <= min(free, default=99) + 1 for key in room)


@pytest.mark.medium
def test_systematic_draws_give_each_its_share() -> None:
    frame = pd.DataFrame({"id": [f"{k:02}" for k in range(30)], "event": ["a"] * 20 + ["b"] * 10})
    counts = np.zeros(30)
    for seed in range(600):
        taken = systematic(frame, ["event"], 9, seed, "s")
        assert (taken["event"] == "a").sum() == 6
        counts[taken.index] += 1
    assert len(systematic(frame, [], 99, 1, "s")) == 30
    expected = 600 * 9 / 30
    assert np.abs(counts - expected).max() < 4.5 * np.sqrt(expected * (1 - 9 / 30))
