"""Cross-validation by document, copies left out, agreement with coders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from framing.features.frames.classifier import agreement_with, cross_validate
from tests.features.frames.made import PLACES, made, quick


@pytest.mark.medium
def test_cross_validation_by_document() -> None:
    texts, labels = made(n=80)
    documents = [f"d{i // 2}" for i in range(80)]
    found = cross_validate(quick(), texts, labels, documents, folds=4)
    assert (pd.Series(found.fold).groupby(documents).nunique() == 1).all()
    table = found.table.set_index("frame")
    for frame in labels:
        said = found.predicted[frame]
        assert table.loc[frame, "f1"] == pytest.approx(f1_score(labels[frame], said))
        assert table.loc[frame, "macro_f1"] == pytest.approx(f1_score(labels[frame], said, average="macro"))
    assert table["documents"].tolist() == [40, 40]
    assert (table["macro_f1"] > 0.7).all()
    again = quick().cross_validate(texts, labels, documents, folds=4)
    pd.testing.assert_frame_equal(again.predicted, found.predicted)


@pytest.mark.medium
def test_labels_that_words_do_not_tell_are_not_found() -> None:
    texts, _ = made(5, n=120)
    labels = pd.DataFrame({"chance": np.random.default_rng(6).integers(0, 2, 120)})
    assert cross_validate(quick(), texts, labels, folds=4).table.loc[0, "macro_f1"] < 0.65


@pytest.mark.medium
def test_a_copy_on_the_other_side_is_not_learned_from() -> None:
    texts, labels = made(7)
    tails = np.random.default_rng(8).choice(PLACES, (60, 12))
    long = [f"{text} {' '.join(tail)}" for text, tail in zip(texts, tails, strict=True)]
    assert cross_validate(quick(), long, labels, folds=3).dropped == 0
    again = [*long, *(f"{text} again" for text in long[:5])]
    found = cross_validate(quick(), again, pd.concat([labels, labels[:5]]), folds=3)
    assert 0 < found.dropped <= 10
    assert found.dropped == 2 * (found.fold[:5] != found.fold[60:]).sum()


def test_in_cross_validation_vectors_are_made_once() -> None:
    asked: list[str] = []

    def counted(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[float(len(t)), 1.0] for t in texts])

    texts, labels = made(n=40)
    cross_validate(quick(vectors=counted, folds=2), texts, labels, folds=2)
    assert len(asked) == len(set(texts))


def test_agreement_by_hand() -> None:
    table = agreement_with(pd.DataFrame({"x": [1, 1, 0, 0]}), pd.DataFrame({"x": [True, False, False, True]}))
    assert table.loc[0, ["right", "precision", "recall", "f1", "macro_f1"]].tolist() == [
        1,
        0.5,
        0.5,
        0.5,
        0.5,
    ]
    none = agreement_with(pd.DataFrame({"x": [1, 0]}), pd.DataFrame({"x": [0, 0]}))
    assert none["precision"].isna().all()
    assert none["f1"].tolist() == [0.0]


@pytest.mark.medium
def test_real_codes(shared: Path) -> None:
    rows = pd.read_json(shared / "data" / "ccf" / "sentences.jsonl", lines=True).head(500)
    labels = pd.DataFrame({"political": rows["label"].map(lambda found: "Pol Detection" in found)})
    found = quick(measures=("frame.policy.political",)).cross_validate(
        rows["text"], labels, rows["doc_ID"], folds=3
    )
    assert found.table.loc[0, "macro_f1"] > 0.65
