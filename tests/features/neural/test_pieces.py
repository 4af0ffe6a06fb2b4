"""What is read of a text: around the target, as much as fits, and the same however long the rest is."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.features.neural.encoder import LONGEST, Marks, pieces, plain
from training.batches import batch

MARKS = Marks(1, 2, 3, 4)
BEGIN, END, OPENS, CLOSES = ([mark] for mark in MARKS)


class Words:
    """A piece a word, numbered as they come; counts how many characters it was given."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.given = 0

    def __call__(self, text: str) -> list[int]:
        self.given += len(text)
        return [self.known.setdefault(word, 10 + len(self.known)) for word in re.findall(r"\w+", text)]


def test_a_target_is_marked_and_named_again_at_the_end() -> None:
    words = Words()
    found = pieces(words, MARKS, "Ministers praised Ana Marlow today.", 18, 28)
    ministers, praised, ana, marlow, today = words("Ministers praised Ana Marlow today")
    named = [ana, marlow]
    assert found.ids == [
        *BEGIN, ministers, praised, *OPENS, *named, *CLOSES, today, *END, *named, *END
    ]  # fmt: skip
    assert found.named == [0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0]
    assert found.target == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]


@given(st.integers(0, 300), st.integers(1, 40), st.integers(0, 300))
def test_sides_give_way_so_that_no_more_than_fits_is_read(left: int, target: int, right: int) -> None:
    parts = [
        [f"{side}{k}" for k in range(count)] for side, count in zip("ltr", (left, target, right), strict=True)
    ]
    text = " ".join(word for part in parts for word in part)
    start = len(" ".join(parts[0])) + (left > 0)
    words = Words()
    found = pieces(words, MARKS, text, start, start + len(" ".join(parts[1])))
    assert len(found.ids) == len(found.named) == len(found.target) <= LONGEST
    name = {number: word for word, number in words.known.items()}
    opens, closes = found.ids.index(3), found.ids.index(4)
    before = [name[number] for number in found.ids[1:opens]]
    after = [name[number] for number in found.ids[closes + 1 : found.ids.index(2)]]
    kept = min(target, 16)
    # What is read lies right at the target; a side is cut only where no room is left, the longer one first.
    assert before == parts[0][left - len(before) :]
    assert after == parts[2][: len(after)]
    assert [name[number] for number in found.ids[opens + 1 : closes]] == parts[1][:kept]
    room = LONGEST - 5 - 2 * kept
    assert len(before) + len(after) == min(left + right, room)
    assert len(before) == left or len(before) >= room // 2
    assert len(after) == right or len(after) >= room // 2


def test_of_a_long_text_no_more_than_around_the_target_is_cut_into_pieces() -> None:
    text = " ".join(f"word{k}" for k in range(20_000))
    at = text.index("word9000")
    words = Words()
    long = pieces(words, MARKS, text, at, at + 8)
    assert words.given < 10_000
    short = pieces(words, MARKS, text[at - 2000 : at + 2000], 2000, 2008)
    assert long == short
    assert plain(words, MARKS, text) == plain(words, MARKS, text[:2000])


def test_a_long_text_of_few_words_is_read_to_its_end() -> None:
    spaces = " " * 5000
    words = Words()
    found = pieces(words, MARKS, f"one{spaces}two Marlow {spaces}three", 5007, 5013)
    assert {w for w in words.known if words.known[w] in found.ids} == {"one", "two", "three", "Marlow"}
    unbroken = "x" * 50_000
    assert plain(words, MARKS, unbroken).ids == [1, words.known[unbroken], 2]


def test_texts_side_by_side_are_filled_up() -> None:
    rows = [plain(Words(), MARKS, text) for text in ("a b c", "", "a")]
    found = batch(rows)
    assert [part.shape for part in found] == [(3, 5)] * 4
    assert found.read.sum(axis=1).tolist() == [5, 2, 3]
    assert np.array_equal(found.ids != 0, found.read == 1)
