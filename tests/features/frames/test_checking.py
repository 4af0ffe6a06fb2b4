"""What a classifier can't be set to or be given, and that every such thing is told in one line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from framing.errors import FramingError
from tests.cases import for_each
from tests.features.frames.made import made, quick


@for_each(
    ("setting", "said"),
    [
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
    assert one.features_.get_feature_names_out().tolist() == listed.features_.get_feature_names_out().tolist()
    assert "indicators__hedges" in one.features_.get_feature_names_out().tolist()
    assert not any(name.startswith("indicators") for name in none.features_.get_feature_names_out())


def test_texts_without_a_word() -> None:
    labels = np.array([[0], [1]] * 12)
    with pytest.raises(FramingError, match="texts: no text has a word"):
        quick(folds=2).fit(["", " ", "...", "\n"] * 6, labels)


def test_half_a_character_is_named() -> None:
    texts, labels = made()
    texts[3] += " \ud83d"
    with pytest.raises(FramingError, match=r"texts: number 3 has U\+D83D at character \d+, half of a char"):
        quick().fit(texts, labels)


def test_what_has_learned_nothing_says_so_and_scikit_learn_understands() -> None:
    for ask in (lambda: quick().predict(["The dock."]),):
        with pytest.raises(FramingError, match=r"has learned nothing yet; call fit\(") as error:
            ask()
        assert isinstance(error.value, NotFittedError)
