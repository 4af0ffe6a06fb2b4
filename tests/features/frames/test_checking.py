"""What a classifier can't be set to or be given, and that every such thing is told in one line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

import framing as fr
from framing.errors import FramingError
from tests.cases import for_each
from tests.features.frames.made import made, quick


@for_each(
    ("setting", "said"),
    [
        ({"word_ngrams": 3}, "word_ngrams 3 should be the shortest and the longest run"),
        ({"word_ngrams": (2, 1)}, r"word_ngrams \(2, 1\) should be"),
        ({"word_ngrams": (0, 1)}, r"word_ngrams \(0, 1\) should be"),
        ({"word_ngrams": None}, "word_ngrams None should be"),
        ({"word_ngrams": ("a", 2)}, "word_ngrams .* should be"),
        ({"word_ngrams": (1, 2, 3)}, "word_ngrams .* should be"),
        ({"char_ngrams": 3}, "char_ngrams 3 should be"),
        ({"char_ngrams": (5, 3)}, r"char_ngrams \(5, 3\) should be"),
        ({"strengths": 1.0}, "strengths: 1.0 is neither a name nor a list"),
        ({"strengths": ("a",)}, r"strengths \('a',\) should be numbers above 0"),
        ({"measures": 5}, "measures: 5 is neither a name nor a list"),
        ({"measures": "fraem"}, "measure 'fraem' is not known"),
    ],
)
def test_a_setting_that_cannot_be(setting: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError, match=said) as error:
        quick(**setting).fit(*made())
    assert "\n" not in str(error.value)


def test_one_measure_by_name_is_as_good_as_in_a_list() -> None:
    texts, labels = made()
    one, listed, none = (quick(measures=given).fit(texts, labels) for given in ("hedges", ["hedges"], None))
    assert one.get_feature_names_out().tolist() == listed.get_feature_names_out().tolist()
    assert "indicators__hedges" in one.get_feature_names_out().tolist()
    assert not any(name.startswith("indicators") for name in none.get_feature_names_out())


def test_runs_may_be_given_as_a_list() -> None:
    texts, labels = made()
    one, other = (quick(word_ngrams=runs, char_ngrams=runs) for runs in ([1, 2], (1, 2)))
    pd.testing.assert_frame_equal(*(m.fit(texts, labels).predict_proba(texts) for m in (one, other)))


def test_texts_without_a_word() -> None:
    labels = np.array([[0], [1]] * 12)
    with pytest.raises(FramingError, match="texts: no text has a word"):
        quick(folds=2).fit(["", " ", "...", "\n"] * 6, labels)
    alone = [chr(97 + k) * 4 for k in range(24)]
    with pytest.raises(FramingError, match="texts: no word stands in two of these 24 texts"):
        quick(folds=2).fit(alone, labels)


def test_half_a_character_is_named() -> None:
    texts, labels = made()
    texts[3] += " \ud83d"
    with pytest.raises(FramingError, match=r"texts: number 3 has U\+D83D at character \d+, half of a char"):
        quick().fit(texts, labels)


def test_what_has_learned_nothing_says_so_and_scikit_learn_understands() -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The dock was closed today."]})
    for ask in (
        lambda: quick().predict(["The dock."]),
        lambda: quick().next_to_label(["The dock."]),
        lambda: fr.frames(articles, quick()),
    ):
        with pytest.raises(FramingError, match=r"has learned nothing yet; call fit\(") as error:
            ask()
        assert isinstance(error.value, NotFittedError)
