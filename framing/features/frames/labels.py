"""Labels of frames as people give them, made one binary table or refused in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, brief

__all__ = ["as_labels"]


def as_labels(labels: Any, size: int, frames: Sequence[str] | None = None) -> pd.DataFrame:
    """Return labels as whole numbers 0 and 1, a row a text and a column a frame.

    Parameters
    ----------
    labels : pandas.DataFrame, pandas.Series or array
        0 and 1, or True and False. Columns of an array are called frame0, frame1, ...
    size : int
        How many texts there are.
    frames : sequence of str, optional
        Columns wanted, in their order.

    Raises
    ------
    FramingError
        Another length, another value, a gap, a column that is there twice or not at all.

    Examples
    --------
    >>> as_labels(np.array([[True], [False]]), 2).to_dict("list")
    {'frame0': [1, 0]}
    """
    table = _table(labels, frames)
    if len(table) != size:
        raise FramingError(f"labels: {len(table)} rows for {size} texts; give one row for each text")
    if not size or not len(table.columns):
        raise FramingError("labels: no rows or no columns; give a row a text and a column a frame")
    names = [str(name) for name in table.columns]
    for name in names:
        if names.count(name) > 1:
            raise FramingError(f"labels: column {name!r} stands twice; drop or rename one")
    table.columns = pd.Index(names)
    if frames is not None:
        absent = [frame for frame in frames if frame not in names]
        if absent:
            raise FramingError(f"labels: column {absent[0]!r} is missing; columns given: {', '.join(names)}")
        table = table[list(frames)]
    return pd.DataFrame({name: _binary(table[name], name) for name in table.columns})


def _table(labels: Any, frames: Sequence[str] | None) -> pd.DataFrame:
    if isinstance(labels, pd.DataFrame):
        return labels.reset_index(drop=True)
    if isinstance(labels, pd.Series):
        return labels.reset_index(drop=True).to_frame(labels.name if labels.name is not None else "frame0")
    try:
        array = np.asarray(labels)
    except ValueError:
        array = np.zeros((0, 0, 0))
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2:
        raise FramingError("labels: give a table, a row a text and a column a frame, of 0 and 1")
    named = list(frames) if frames is not None and len(frames) == array.shape[1] else None
    return pd.DataFrame(array, columns=named or [f"frame{i}" for i in range(array.shape[1])])


def _binary(column: pd.Series, name: str) -> np.ndarray:
    if column.isna().any():
        row = int(column.isna().to_numpy().argmax())
        raise FramingError(f"labels: {name!r} is missing in row {row}; give 0 or 1, or leave the text out")
    wrong = ~column.isin([0, 1]).to_numpy()
    if wrong.any():
        value = column.tolist()[int(wrong.argmax())]
        raise FramingError(f"labels: {name!r} has {brief(value)} in row {int(wrong.argmax())}; give 0 or 1")
    found: np.ndarray = column.astype(int).to_numpy(np.int64)
    return found
