"""A user's lexicon counts like ours: a word in each category that lists it, scores, sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingWarning
from framing.features.formats._build import Dictionary
from framing.features.lexicon import Entry, Lexicon, Pole
from framing.text.tokens import tokenize

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of that name and return its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf8")
        return path

    return written


def poles_found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    hits = lexicon.find(tokenize([text]))
    poles = list(lexicon.poles)
    return [(lexicon.terms[entry], poles[pole]) for entry, pole in zip(hits.entry, hits.pole, strict=True)]


def test_a_word_counts_in_each_category_that_lists_it(write: Write) -> None:
    lexicon = Lexicon.read(write("x.csv", "term,pole\nhit,a\nhit,b\nhit hard,b\nh*,c\n"))
    assert isinstance(lexicon, Dictionary)
    assert poles_found(lexicon, "They hit hard.") == [
        ("hit", "a"),
        ("hit hard", "b"),
        ("h*", "c"),
        ("h*", "c"),
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["aa", "ab", "a*", "aa ab", "ab aa", "b*"]), st.sampled_from("xyz")),
        min_size=1,
    ),
    st.lists(st.sampled_from(["aa", "ab", "ba", "c"]), max_size=12),
)
def test_categories_count_as_if_each_were_read_alone(rows: list[tuple[str, str]], words: list[str]) -> None:
    entries = tuple(Entry(term, pole) for term, pole in dict.fromkeys(rows))
    poles = {pole: Pole(pole) for pole in "xyz"}
    tokens = tokenize([" ".join(words)])
    together = Dictionary("d", entries, poles, {}).find(tokens)
    for i, pole in enumerate(poles):
        own = tuple(entry for entry in entries if entry.pole == pole)
        alone = Lexicon("d", own, poles, {}).find(tokens) if own else None
        mine = together.where(together.pole == i)
        assert mine.start.tolist() == (alone.start.tolist() if alone else [])
        assert [entries[e] for e in mine.entry] == ([own[e] for e in alone.entry] if alone else [])
    assert together.start.tolist() == sorted(together.start.tolist())


ARTICLES = pd.DataFrame(
    {
        "id": ["a", "b"],
        "outlet": ["x", "y"],
        "text": [
            "A happy day, a glum night. He said “it was sad, sad news for all of us”.",
            "Nothing of the kind.",
        ],
    }
)


def test_a_lexicon_of_the_users_is_a_measure_like_ours(write: Write) -> None:
    lexicon = Lexicon.read(write("my.csv", "term,weight\nhappy,2\nglum,-1\nsad,-1.5\n"))
    scores = fr.score(ARTICLES, measures=[lexicon, "hedges"], voices="quotes")
    sums = scores.groupby(["article", "voice", "measure"], observed=True)[["hits", "weight"]].sum()
    assert sums.loc[("a", "outlet", "my.net")].tolist() == [2, 0]
    assert sums.loc[("a", "outlet", "my.weight")].tolist() == [2, 1]
    assert sums.loc[("a", "quoted", "my.negative")].tolist() == [2, -3]
    assert sums.loc[("b", "outlet", "my.net")].tolist() == [0, 0]
    assert "hedges" in set(scores["measure"])


def test_the_sentences_behind_a_users_measure_can_be_read(write: Write) -> None:
    lexicon = Lexicon.read(write("my.yml", "low: [glum, sad]\nfeeling: [glum, happ*]\n"))
    hits = fr.evidence(ARTICLES, lexicon, voices=None)
    assert hits[["measure", "term"]].value_counts().to_dict() == {
        ("my.low", "glum"): 1,
        ("my.low", "sad"): 2,
        ("my.feeling", "glum"): 1,
        ("my.feeling", "happ*"): 1,
    }
    assert set(hits["sentence"]) == {
        "A happy day, a glum night.",
        "He said “it was sad, sad news for all of us”.",
    }


def test_an_article_in_any_language_counts_unless_the_lexicon_names_its_own(write: Write) -> None:
    articles = ARTICLES.assign(language=["nl", "en"])
    path = write("my.yml", "low: [glum]\n")
    assert len(fr.score(articles, measures=[Lexicon.read(path)], voices=None)["article"].unique()) == 2
    with pytest.warns(FramingWarning, match="1 in another language"):
        scores = fr.score(articles, measures=[replace(Lexicon.read(path), language="nl")], voices=None)
    assert list(scores["article"].unique()) == ["a"]
