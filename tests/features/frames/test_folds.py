"""Folds keep documents together, and texts that are nearly the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from framing.errors import FramingError
from framing.features.frames.classifier import document_codes, folds_of, near_duplicates
from tests.features.frames.made import made, quick


def test_documents_and_near_duplicates_share_a_fold() -> None:
    story = "The harbour board met on Tuesday and put off the vote on the new pier until the spring"
    texts = [story, "Short.", story.replace("Tuesday", "Friday"), "A market opened by the old mill.", "Rain."]
    documents = document_codes(["a", "b", "c", "a", "d"], 5)
    alike = near_duplicates(texts)
    assert alike.toarray().sum() == 2
    assert alike[0, 2] == 1
    for seed in range(5):
        fold = folds_of(documents, alike, 2, seed)
        assert fold[0] == fold[2] == fold[3]
        assert set(fold) == {0, 1}


def test_folds_are_of_about_one_size() -> None:
    documents = np.repeat(np.arange(40), np.arange(1, 41))
    fold = folds_of(documents, csr_array((820, 820), dtype=np.int8), 5, 0)
    assert np.ptp(np.bincount(fold)) <= 40
    assert (pd.Series(fold).groupby(documents).nunique() == 1).all()


@pytest.mark.parametrize(
    ("documents", "said"), [(["a"], "1 for 2 texts"), (["a", None], "number 1 is missing")]
)
def test_documents_that_cannot_be(documents: list[Any], said: str) -> None:
    with pytest.raises(FramingError, match=f"documents: {said}"):
        document_codes(documents, 2)


def test_equal_texts_are_alike_however_short() -> None:
    texts = ["Rain.", "Photos of the day", "photos  of the Day", "", "Photos of the day", "", "Snow."]
    alike = near_duplicates(texts).toarray()
    assert set(zip(*(part.tolist() for part in np.nonzero(alike)), strict=True)) == {
        (a, b) for a in (1, 2, 4) for b in (1, 2, 4) if a != b
    }
    assert alike.max() == 1
    for seed in range(5):
        fold = folds_of(np.arange(len(texts)), near_duplicates(texts), 3, seed)
        assert fold[1] == fold[2] == fold[4]


@pytest.mark.medium
def test_copies_of_a_short_text_are_not_learned_from_and_tested_on() -> None:
    texts, labels = made()
    same = [0] * 9
    found = quick().cross_validate([texts[0]] * 9 + texts[1:], pd.concat([labels.iloc[same], labels[1:]]))
    assert len(set(found.fold[:9])) > 1
    assert found.dropped >= 9
