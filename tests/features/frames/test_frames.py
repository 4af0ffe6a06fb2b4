"""The table of frames against counts by hand, and frames as measures like any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingWarning
from framing.features.measures import on_request, registry, resolve
from framing.schema import check

BOOK = """
name = "harbour"
[frames.work]
present = { weight = 1.5, per_1000 = 200.0 }
mask = ["job lot"]
[frames.work.indicators]
plain = ["job*", "dock workers"]
faint = { weight = 0.5, terms = ["shift"] }
[frames.quarrel.indicators]
plain = ["clash*", "workers"]
[frames.weather.indicators]
plain = ["rain*"]
"""


@pytest.fixture
def book(tmp_path: Path) -> fr.frames.Codebook:
    path = tmp_path / "harbour.toml"
    path.write_text(BOOK, "utf8")
    return fr.frames.Codebook.read(path)


@pytest.fixture
def articles() -> pd.DataFrame:
    return pd.DataFrame({
        "id": ["a", "b", "c"],
        "outlet": ["harbour_courier", "harbour_courier", "hill_post"],
        "title": ["Jobs at the quay", "", ""],
        "text": [
            "Dock workers want a new shift. Ruiz said: “Jobs matter.”",
            "A job lot was sold to nobody at all in town.",
            "The shift ends.",
        ],
    })  # fmt: skip


def test_words_that_count_only_in_company_weigh_and_are_no_hits(
    articles: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "harbour.toml"
    path.write_text(BOOK.replace("weight = 0.5", "weight = 0.5, alone = false"), "utf8")
    beside = fr.frames.Codebook.read(path)
    rows = fr.frames(articles, beside).set_index(["article", "frame"])
    # Of "shift" the weight stays, and with it whether the frame is there; the hit and the term go.
    assert rows.loc[("a", "work"), ["hits", "weight", "terms", "tokens"]].tolist() == [3, 3.5, 2, 14]
    assert rows.loc[("c", "work"), ["hits", "weight", "terms"]].tolist() == [0, 0.5, 0]
    assert rows.loc[("a", "work"), "present"]
    assert not (fr.evidence(articles, beside.measures["frame.harbour.work"])["term"] == "shift").any()
    scored = fr.score(articles, beside.measures["frame.harbour.work"], voices=None)
    assert scored["hits"].sum() == 3


def test_counts_by_hand(articles: pd.DataFrame, book: fr.frames.Codebook) -> None:
    table = fr.frames(articles, book)
    rows = table.set_index(["article", "frame"])
    # "Dock workers" is one hit of work; for quarrel its second word is one: frames don't compete.
    assert rows.loc[("a", "work"), ["hits", "weight", "terms", "tokens"]].tolist() == [4, 3.5, 3, 14]
    assert rows.loc[("a", "quarrel"), "hits"] == 1
    assert rows.loc[("a", "work"), "per_1000"] == pytest.approx(1000 * 4 / 14)
    assert rows.loc[("a", "work"), "share"] == pytest.approx(3.5 / 4.5)
    assert rows.loc[("a", "weather"), "share"] == 0
    assert rows["share"].loc["b"].isna().all()  # masked, so that nothing is found: no evidence
    assert rows["present"].to_dict() == {
        (a, f): (a, f) in {("a", "work"), ("a", "quarrel")}
        for a in "abc"
        for f in ("work", "quarrel", "weather")
    }
    assert set(table["voice"]) == {"all"}


def test_voices_add_up(articles: pd.DataFrame, book: fr.frames.Codebook) -> None:
    whole, told = fr.frames(articles, book), fr.frames(articles, book, voices="quotes")
    assert {"outlet", "quoted"} == set(told["voice"])
    columns = ["hits", "weight", "tokens"]
    summed = told.groupby(["article", "frame"], sort=False)[columns].sum()
    expected = whole.set_index(["article", "frame"])[columns]
    pd.testing.assert_frame_equal(summed.sort_index(), expected.sort_index())
    quoted = told[(told["voice"] == "quoted") & (told["frame"] == "work")]
    assert quoted[["hits", "tokens"]].values.tolist() == [[1, 2]]


def test_order_of_articles_changes_nothing(articles: pd.DataFrame) -> None:
    one = fr.frames(articles, ["generic", "visits"])
    other = fr.frames(articles.iloc[::-1], ["generic", "visits"])
    key = ["article", "codebook", "frame"]
    pd.testing.assert_frame_equal(
        one.sort_values(key).reset_index(drop=True), other.sort_values(key).reset_index(drop=True)
    )


def test_the_table_is_the_schemas(articles: pd.DataFrame) -> None:
    table = fr.frames(articles)
    pd.testing.assert_frame_equal(table, check(table, "frames"))
    assert fr.frames(articles.iloc[:0]).empty


def test_other_languages_are_left_out(articles: pd.DataFrame) -> None:
    with pytest.warns(FramingWarning, match="1 in another language"):
        table = fr.frames(articles.assign(language=["en", "fr", None]))
    assert set(table["article"]) == {"a", "c"}


# -- as measures --


def test_measures_of_frames_are_scored_where_named(articles: pd.DataFrame) -> None:
    assert not any(name.startswith("frame.") for name in registry())
    assert "frame.generic.conflict" in on_request()
    assert {m.name for m in resolve("frame.visits")} == {
        n for n in on_request() if n.startswith("frame.visits.")
    }
    assert [m.name for m in resolve("frame.visits.reset")] == ["frame.visits.reset"]
    assert all(not m.name.startswith("frame.") for m in resolve("*"))


def test_scores_say_what_the_table_says(articles: pd.DataFrame, book: fr.frames.Codebook) -> None:
    scores = fr.score(articles, book, voices=None).astype({"article": "str", "measure": "str"})
    summed = scores.groupby(["article", "measure"], observed=True)[["hits", "weight", "tokens"]].sum()
    table = fr.frames(articles, book)
    table["measure"] = "frame.harbour." + table["frame"]
    expected = table.set_index(["article", "measure"])[["hits", "weight", "tokens"]]
    assert summed.sort_index().to_numpy().tolist() == expected.sort_index().to_numpy().tolist()


def test_compare_and_evidence_take_them(articles: pd.DataFrame) -> None:
    copies = [
        articles.assign(id=articles["id"] + str(i), text=articles["text"] + f" Tariffs clash {i}.")
        for i in range(4)
    ]
    many = pd.concat(copies, ignore_index=True)
    scores = fr.score(many, ["frame.generic.conflict", "hedges"], voices=None)
    profile = fr.compare(scores, by="outlet", seed=1).profile
    assert "frame.generic.conflict" in set(profile["measure"])
    found = fr.evidence(many, "frame.generic.conflict", voices=None)
    assert set(found["term"]) == {"clash*"}
    assert np.all(found["pole"] == "dispute")


def test_word_shift_takes_a_frame(articles: pd.DataFrame) -> None:
    many = pd.concat([articles.assign(id=articles["id"] + str(i)) for i in range(3)], ignore_index=True)
    many["text"] += " The two sides clash over the dispute. They clash again."
    shift = fr.words.word_shift(many, "harbour_courier", "hill_post", lexicon="frame.generic.conflict")
    assert {"clash*", "dispute"} & set(shift["term"])
