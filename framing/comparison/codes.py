"""Columns as whole numbers: the form in which large tables are summed.

No statistic here, and no Python object per row: a label is looked at once,
however many rows carry it. Codes follow the order of the labels, never the
order of the rows, so that what is computed from them is the same bytes for
any order of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import FramingError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Sums of whole numbers below this are exact in a double, in any order.
_EXACT = 2**53


class Codes(NamedTuple):
    """A column as codes into its labels; a missing value has the last code and the label None."""

    codes: Ints
    labels: tuple[str | None, ...]


def coded(series: pd.Series[Any], order: Sequence[str] = ()) -> Codes:
    """Code a column by the rank of its labels.

    Parameters
    ----------
    series : pandas.Series
        Strings, categories, numbers or dates.
    order : sequence of str, optional
        Labels that come first, in this order; others follow in code-point order.

    Examples
    --------
    >>> coded(pd.Series(["b", None, "a", "b"]))
    Codes(codes=array([1, 2, 0, 1]), labels=('a', 'b', None))
    """
    raw: Any
    if isinstance(series.dtype, pd.CategoricalDtype):
        raw, names = series.cat.codes.to_numpy().astype(np.int64), series.cat.categories
    else:
        raw, names = pd.factorize(series)
        raw = raw.astype(np.int64)
    used = np.bincount(raw + 1, minlength=len(names) + 1) > 0
    text = [str(name) for name in names]
    rank = {label: place for place, label in enumerate(order)}
    kept = sorted(
        np.flatnonzero(used[1:]).tolist(), key=lambda place: (rank.get(text[place], len(rank)), text[place])
    )
    new = np.zeros(len(names) + 1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    new[-1] = len(kept)  # where -1, a missing value, points
    labels: tuple[str | None, ...] = tuple(text[place] for place in kept)
    return Codes(new[raw], (*labels, None) if used[0] else labels)


def combined(columns: Sequence[Codes]) -> tuple[Ints, int]:
    """Return one code for several columns, the first the most significant, and how many there could be."""
    size = 1
    key = np.zeros(len(columns[0].codes), dtype=np.int64)
    for column in columns:
        width = max(len(column.labels), 1)
        size *= width
        if size >= 2**62:
            raise FramingError("split: these columns together have too many different values; split by fewer")
        key = key * width + column.codes
    return key, size


def distinct(key: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the distinct values of a key below `size` in order, and each row's place among them."""
    if size > 8 * len(key) + 1_000_000:
        values, places = np.unique(key, return_inverse=True)
        return values, places.astype(np.int64)
    present = np.zeros(size, dtype=bool)
    present[key] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[key]


def exact(values: npt.ArrayLike, name: str) -> Floats:
    """Return whole numbers as doubles, or say that their sum would no longer be exact."""
    numbers = np.asarray(values, dtype=np.float64)
    if float(np.abs(numbers).sum()) >= _EXACT:
        raise FramingError(
            f"scores: column {name!r} adds up to more than 2**53, beyond exact sums; compare in parts"
        )
    return np.asarray(numbers, dtype=np.float64)


def constant(rows: Ints, first: Ints, owner: Ints) -> int:
    """Return the first row whose value differs from that of its owner's first row, or -1."""
    wrong = rows != rows[first][owner]
    return int(wrong.argmax()) if wrong.any() else -1


def summed(owner: Ints, values: npt.ArrayLike, size: int) -> Floats:
    """Add values up by owner, in the order they stand."""
    return np.bincount(owner, np.asarray(values, dtype=np.float64), minlength=size).astype(np.float64)


def starts(*keys: Ints) -> Ints:
    """Return where a new run begins in keys that are sorted together."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.int64)
    new = np.ones(len(keys[0]), dtype=bool)
    new[1:] = False
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def ranges(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of several ranges one behind the other, and which range each is of.

    Examples
    --------
    >>> ranges(np.array([5, 2, 0]), np.array([7, 2, 1]))
    (array([5, 6, 0]), array([0, 0, 2]))
    """
    size = high - low
    owner = np.repeat(np.arange(len(low)), size)
    return np.arange(len(owner)) + (low - np.cumsum(size) + size)[owner], owner
