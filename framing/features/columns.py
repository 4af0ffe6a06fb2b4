"""Columns of a table that says much of few things: texts by their place in a shorter list, each held once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.engine.parts import DETAILED
from framing.engine.results import together

__all__ = ["detailed", "gathered", "taken"]


def taken(column: pd.Series | Sequence[str], which: np.ndarray) -> Any:
    """Return a column's values for some rows; strings as a category, a tenth the size.

    >>> taken(["a", "b"], np.array([1, 1, 0])).tolist()
    ['b', 'b', 'a']
    """
    values = column if isinstance(column, pd.Series) else pd.Series(list(column), dtype="str")
    if isinstance(values.dtype, pd.StringDtype):
        codes, categories = pd.factorize(values)
        return pd.Categorical.from_codes(codes.astype(np.int32)[which], categories)
    return values.take(which).reset_index(drop=True)


def detailed(table: pd.DataFrame, articles: int) -> pd.DataFrame:
    """Return a table with strings for categories, unless of so many articles that these are too large."""
    if articles > DETAILED:
        return table
    told = [name for name in table.columns if isinstance(table[name].dtype, pd.CategoricalDtype)]
    return table.astype(dict.fromkeys(told, "str"))


def gathered(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return tables one under the other, strings as categories from the first of them on."""
    found = [
        table.astype(
            {name: "category" for name in table.columns if isinstance(table[name].dtype, pd.StringDtype)}
        )
        for table in tables
    ]
    return together(found) if found else pd.DataFrame()
