"""Chosen rows are added; coins are those of numpy."""

from __future__ import annotations

import numpy as np
import pytest

from framing.comparison.permute import chosen_sums, signs_drawn


@pytest.mark.parametrize(("size", "columns"), [(0, 1), (1, 3), (40, 3)])
def test_sums_are_those_of_the_rows_picked(size: int, columns: int) -> None:
    rng = np.random.default_rng(size)
    values, picked = rng.normal(size=(size, columns)), rng.random((25, size)) < 0.5
    wanted = np.array([values[row].sum(axis=0) for row in picked])
    assert chosen_sums(picked, values) == pytest.approx(wanted)


@pytest.mark.parametrize(("size", "width"), [(8, 1), (1, 1), (3, 5), (99, 23), (16, 101)])
def test_coins_are_those_of_whole_numbers_drawn(size: int, width: int) -> None:
    wanted = np.random.Generator(np.random.PCG64(7)).integers(0, 2, (size, width), np.int8)
    found = signs_drawn(np.random.Generator(np.random.PCG64(7)), size, width)
    assert found.tolist() == (wanted == 1).tolist()


def test_coins_in_parts_are_those_tossed_at_once() -> None:
    whole = signs_drawn(np.random.Generator(np.random.PCG64(7)), 41, 13)
    stream = np.random.Generator(np.random.PCG64(7))
    parts = [signs_drawn(stream, size, 13) for size in (8, 24, 9)]
    assert np.concatenate(parts).tolist() == whole.tolist()
