"""Lexicons in columns: which column is told to be what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.features.lexicon import Lexicon

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of that name and return its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf8")
        return path

    return written


def listed(lexicon: Lexicon) -> list[tuple[str, str]]:
    return [(entry.term, entry.pole) for entry in lexicon.entries]


def weighed(lexicon: Lexicon) -> list[tuple[str, str, float]]:
    return [(entry.term, entry.pole, entry.weight) for entry in lexicon.entries]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.csv", "word,sentiment\nup,positive\noff,negative\n", [("up", "positive"), ("off", "negative")]),
        ("a.csv", "id;Wort;Category\n1;gut;Positive\n", [("gut", "positive")]),
        ("a.tsv", 'term\tpole\n"in fact"\tsure\n', [("in fact", "sure")]),
        ("a.txt", "good|positive\nbad|negative\n", [("good", "positive"), ("bad", "negative")]),
        ("a.csv", "pattern,category\nglad,joy; positive\n", [("glad", "joy"), ("glad", "positive")]),
        ("a.csv", "abacus,trust,1\nabacus,anger,0\nabout,joy,1\n", [("abacus", "trust"), ("about", "joy")]),
        ("a.csv", "1,good,positive\n2,bad,negative\n", [("good", "positive"), ("bad", "negative")]),
        ("a.csv", "words,joy,fear\nglad,1,\nafraid,,x\n", [("glad", "joy"), ("afraid", "fear")]),
        ("a.csv", "words,joy,fear\neerie,TRUE,yes\nof,,0\n", [("eerie", "joy"), ("eerie", "fear")]),
        ("a.csv", "words,freq,joy\nglad,1,1\nof,1,0\n", [("glad", "joy")]),
        ("a.csv", "good\nbad\n", [("good", "terms"), ("bad", "terms")]),
        ("a.txt", "Word\ngood\n", [("good", "terms")]),
        ("a.csv", "sep=;\nterm;class\ngut;positive\n", [("gut", "positive")]),
        ("a.dicx", "DicTerm,Tone_pos,Tone_neg\nha*,X,\nsad,,X\n", [("ha*", "tone_pos"), ("sad", "tone_neg")]),
    ],
)  # fmt: skip
def test_columns_are_told_by_name_and_by_content(
    write: Write, name: str, text: str, wanted: list[tuple[str, str]]
) -> None:
    lexicon = Lexicon.read(write(name, text))
    assert listed(lexicon) == wanted


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.csv", "term,weight\nup,2\noff,-1.5\n", [("up", "positive", 2), ("off", "negative", -1.5)]),
        ("a.csv", "term,weight\nup,1\nso,0\n", [("up", "terms", 1), ("so", "terms", 0)]),
        (
            "a.csv",
            "word,score\nup,1\nso,0\noff,-1\n",
            [("up", "positive", 1), ("so", "neutral", 0), ("off", "negative", -1)],
        ),
        ("a.txt", "up\t1.9\t0.9\t[2]\nno\t-2\t1\t[-2]\n", [("up", "positive", 1.9), ("no", "negative", -2)]),
        ("a.csv", "term;Wert\ngut;1,5\naus;−2\n", [("gut", "positive", 1.5), ("aus", "negative", -2)]),
        ("a.csv", "Word,V.Mean.Sum,A.Mean.Sum\ncalm,6.9,1.7\n", [("calm", "terms", 6.9)]),
        ("a.csv", "term,emotion,score\nrage,anger,0.9\n", [("rage", "anger", 0.9)]),
        ("a.csv", "term,sentiment\ngood,3\nbad,-3\n", [("good", "positive", 3), ("bad", "negative", -3)]),
        ("a.dicx", "DicTerm,joy\nglad,X\nmerry,2.5\n", [("glad", "joy", 1), ("merry", "joy", 2.5)]),
    ],
)  # fmt: skip
def test_weights_are_read_and_their_signs_make_poles(
    write: Write, name: str, text: str, wanted: list[tuple[str, str, float]]
) -> None:
    assert weighed(Lexicon.read(write(name, text))) == wanted


def test_measures_follow_from_poles_and_weights(write: Write) -> None:
    weights = Lexicon.read(write("w.csv", "term,weight\ngood,2\nbad,-1\n"))
    units = {name: measure.unit for name, measure in weights.measures.items()}
    assert units == {
        "w.positive": "per_1000",
        "w.negative": "per_1000",
        "w.weight": "mean",
        "w.net": "net_per_1000",
    }
    classes = Lexicon.read(write("c.csv", "term,category,weight\nrage,anger,2\nglad,joy,1\n"))
    assert list(classes.measures) == ["c.anger", "c.joy", "c.anger.weight", "c.joy.weight"]


def test_what_was_guessed_can_be_read(write: Write) -> None:
    lexicon = Lexicon.read(write("my list.csv", "freq;words;joy\n3;glad;1\n"))
    assert lexicon.name == "my_list"
    assert lexicon.title == "my list"
    assert lexicon.meaning == (
        "Read from my list.csv: terms from column 'words', categories from the marks in 'joy'; "
        "a header; cells parted by semicolons."
    )
