"""Vectors of sentences: of one length, near where the like is said, and the same in any company."""

from __future__ import annotations

import numpy as np
import pytest

import framing as fr
from framing.errors import FramingError
from framing.features.neural.encoder import Encoder, aligned

PAIRS = [
    ("The central bank raised interest rates on Friday.", "On Friday the central bank lifted its key rate."),
    ("Ten people were hurt when a ferry hit the pier.", "A ferry struck the pier, injuring ten people."),
    ("Norland will cut tariffs on steel.", "Duties on steel are to be lowered by Norland."),
    ("Ruiz denied that she had met the ambassador.", "Ruiz said no meeting with the ambassador took place."),
]  # fmt: skip


def test_the_like_is_nearer_than_the_unlike(shipped: Encoder) -> None:
    one, other = (fr.facts.sentence_vectors(side, progress=False) for side in zip(*PAIRS, strict=True))
    cosine = one @ other.T
    assert cosine.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert np.diag(cosine).min() > cosine[~np.eye(4, dtype=bool)].max() + 0.1


def test_vectors_have_length_one_and_do_not_depend_on_company(shipped: Encoder) -> None:
    texts = [text for pair in PAIRS for text in pair] * 2
    rows = fr.facts.sentence_vectors(iter(texts), progress=False)
    assert rows.shape == (16, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert np.array_equal(rows[:8], rows[8:])
    for text, row in zip(texts[:3], rows, strict=False):
        assert np.array_equal(fr.facts.sentence_vectors([text], progress=False)[0], row)
    assert np.array_equal(fr.facts.sentence_vectors(texts[::-1], progress=False), rows[::-1])


def test_sentences_of_one_fact_are_alike_word_by_word(shipped: Encoder) -> None:
    texts = [text for pair in PAIRS for text in pair] + [""]
    a, b = (part.ravel() for part in np.meshgrid(np.arange(9), np.arange(9), indexing="ij"))
    likeness = aligned(a, b, texts, progress=False).reshape(9, 9, 3)
    assert np.allclose(likeness.diagonal()[:, :8], 1, atol=1e-3)
    assert np.array_equal(likeness, likeness.transpose(1, 0, 2))
    assert (likeness[..., 1] <= likeness[..., 0]).all()
    assert not likeness[8].any()
    mean = likeness[:8:2, 1:8:2, 0]
    assert mean.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert np.diag(mean).min() > mean[~np.eye(4, dtype=bool)].max()
    # Whatever else is read beside them, in any order.
    turned = aligned(8 - a, 8 - b, texts[::-1], progress=False).reshape(9, 9, 3)
    assert np.array_equal(turned, likeness)


def test_a_text_without_a_word_has_no_direction(shipped: Encoder) -> None:
    rows = fr.facts.sentence_vectors(["", " \n", "Ruiz"], progress=False)
    assert np.linalg.norm(rows, axis=1).round(5).tolist() == [0, 0, 1]
    assert fr.facts.sentence_vectors([], progress=False).shape == (0, 384)


def test_of_a_long_text_the_beginning_is_read(shipped: Encoder) -> None:
    long = " ".join(f"harbour number {k}" for k in range(3000))
    assert np.array_equal(*fr.facts.sentence_vectors([long, long[:1600]], progress=False))


@pytest.mark.parametrize("given", ["One sentence.", ["Good.", None], 3, [b"bytes"]])
def test_what_is_no_list_of_texts_is_refused_in_one_line(given: object) -> None:
    with pytest.raises(FramingError, match="texts: ") as error:
        fr.facts.sentence_vectors(given)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
