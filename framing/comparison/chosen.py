"""Coins tossed and sums of what they choose, thousands of times: where tests spend their time."""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Flags, Floats

__all__ = ["chosen_sums", "signs_drawn"]

#: Rows that share a table of their subsets.
_EIGHT = 8

#: Numbers of such tables held at once: few enough for a processor's cache; changes nothing else.
_HELD = 1 << 16


def chosen_sums(chosen: Flags, values: Floats) -> Floats:
    """Return, for each row of `chosen`, the sum of the rows of `values` it picks.

    The product of two matrices, but looked up eight clusters at a time in tables of all subsets, and added in
    a fixed order: a BLAS product changes its bits with the number of threads, and threads
    that wait for each other make it many times slower on a busy machine.
    """
    sums = np.zeros((len(chosen), values.shape[1]))
    codes = np.ascontiguousarray(np.packbits(chosen, axis=1, bitorder="little").T)
    picked = np.empty_like(sums)
    step = max(1, _HELD // (2**_EIGHT * max(1, values.shape[1])))
    for begin in range(0, len(codes), step):
        tables = _subsets(values[_EIGHT * begin : _EIGHT * (begin + step)])
        for table, code in zip(tables, codes[begin : begin + step], strict=True):
            np.take(table, code, axis=0, out=picked, mode="clip")
            sums += picked
    return sums


def _subsets(values: Floats) -> Floats:
    """Return the sums of all subsets of each eight rows: a table an eight, by the subset's bits."""
    eights = -(-len(values) // _EIGHT)
    filled = np.zeros((eights * _EIGHT, values.shape[1]))
    filled[: len(values)] = values
    rows = filled.reshape(eights, _EIGHT, -1)
    tables = np.zeros((eights, 2**_EIGHT, values.shape[1]))
    for place in range(_EIGHT):
        size = 2**place
        np.add(tables[:, :size], rows[:, place, None], out=tables[:, size : 2 * size])
    return tables


def signs_drawn(stream: np.random.Generator, size: int, width: int) -> Flags:
    """Return coins tossed, `size` × `width`: the first bits of a stream's bytes.

    As ``stream.integers(0, 2, dtype="int8")`` gives them at several times the cost. Tosses in several calls
    are those of one where all but the last come to whole words of eight bytes.
    """
    words = stream.bit_generator.random_raw(-(-size * width // 8))
    return np.asarray(words.astype("<u8").view(np.int8)[: size * width] < 0).reshape(size, width)
