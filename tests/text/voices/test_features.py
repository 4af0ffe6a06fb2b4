"""What the taggers are shown and how it is scored, each against a slow and plain way to get the same."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.text.tokens import tokenize
from framing.text.voices.clauses import BITS, Around, Features, Scorer, Sums, bins
from framing.text.voices.words import EDGE, NONE, SHAPES, read, shapes

#: Patterns of the shapes, the later ones stronger; `L` stands for a small letter.
PATTERNS = {
    "plural": r"L+s",
    "ing": r"L+ing",
    "ed": r"L+ed",
    "ly": r"L+ly",
    "adjective": r"L+(?:al|ive|ous|ful|less|able|ible|ic|ish|ary|ent|ant)",
    "noun": r"L+(?:tion|sion|ment|ness|ity|ism|ance|ence|ship|ists?|ers?|ors?|ure|tions|ments)",
    "capital": r"U.*",
    "possessive": r".*['’]s?",
    "acronym": r"(?:U|\.){2,}",
    "figure": r"[$€£]?[0-9].*",
    "nt": r".*n['’]t",
    "handle": r"(?:https?:|www\.).*|.*@.*",
}
SMALL, LARGE = "[a-zßéüñ]", "[A-ZÉÜÑ]"
WORDS = st.text("abdeglnorstyvABUS'’.$€1@-éÉß", max_size=9) | st.sampled_from(
    [
        "nations",
        "Ed",
        "ed",
        "éd",
        "U.S.",
        "UNESCO",
        "isn’t",
        "n't",
        "https:",
        "www.x",
        "€5",
        "officials’",
        "é",
    ]
)


@given(st.lists(WORDS, max_size=20))
def test_shapes_are_those_of_the_patterns(words: list[str]) -> None:
    due = []
    for word in words:
        fit = [
            name
            for name, pattern in PATTERNS.items()
            if re.fullmatch(pattern.replace("L", SMALL).replace("U", LARGE), word)
        ]
        due.append(fit[-1] if fit else "word")
    found, capital = shapes(pa.array(words, pa.string()))
    assert [SHAPES[i] for i in found] == due
    assert capital.tolist() == [bool(re.match(LARGE, word)) for word in words]


def test_shapes_of_a_slice() -> None:
    words = pa.array(["Ruiz", "talks", "talked", "12"], pa.string())
    whole, part = shapes(words), shapes(words.slice(1, 2))
    assert part[0].tolist() == whole[0].tolist()[1:3]


@pytest.mark.parametrize("widths", [(1,), (3,), (1, 1), (2, 2)])
def test_sums_are_those_of_the_columns(widths: tuple[int, ...]) -> None:
    random = np.random.default_rng(3)
    scorers = [
        Scorer(random.normal(size=(1 << BITS, width)).astype(np.float32), random.normal(size=width))
        for width in widths
    ]
    kept, sums = Features(), Sums(*scorers)
    columns = [random.integers(0, 9, 500).astype(kind) for kind in (np.int8, np.int64, np.uint32)]
    for features in (kept, sums):
        features.add(columns[0])
        features.add(columns[1], columns[2], columns[0] > 4)
    alone = np.concatenate([scorer(kept.columns) for scorer in scorers], axis=1)
    assert np.array_equal(sums.probability(), alone)
    whole = np.concatenate([scorer.weights for scorer in scorers], axis=1)[kept.table()].sum(axis=1)
    logit = whole + np.concatenate([scorer.bias for scorer in scorers])
    assert np.allclose(alone, 1 / (1 + np.exp(-logit)), atol=1e-5)


def test_more_features_leave_the_first_ones() -> None:
    features = Features()
    features.add(np.arange(4))
    more = features.more()
    more.add(np.arange(4))
    assert len(features.columns) == 1
    assert not np.array_equal(more.columns[0], more.columns[1])


def test_steps_grow() -> None:
    assert bins(np.array([-3, 0, 1, 4, 5, 6, 7, 24, 25, 900])).tolist() == [0, 0, 1, 4, 5, 5, 6, 8, 9, 9]


def test_neighbours_stay_in_their_sentence() -> None:
    words = read(tokenize(["The union left. It rained", "No more."]))
    around = Around(words, np.arange(len(words.code)))
    values = np.arange(10, 10 + len(words.code))
    assert around(values, 1).tolist() == [11, 12, EDGE, 14, EDGE, 16, EDGE]
    assert around(values, -2).tolist() == [EDGE, EDGE, 10, EDGE, EDGE, EDGE, EDGE]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a, b; c: d", [1, 4, 5, 6]),
        ("(a) b — c.", [2, 3, 6]),
        ("a)”)”)” b,”””””” c", [2, 1, 6]),
        ("Ms. Ruiz", [NONE, 6]),
    ],
)
def test_marks_behind_words(text: str, marks: list[int]) -> None:
    assert read(tokenize([text])).after.tolist() == marks
