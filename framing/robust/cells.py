"""Comparisons of a contrast table, found again among the sums they were made of."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.codes import Ints
from framing.comparison.pairs import REST
from framing.comparison.sums import Clusters
from framing.errors import FramingError, FramingWarning

__all__ = ["only", "places", "scored"]

#: So many measures that are not there are listed in one line.
_SAID = 6


def scored(contrasts: pd.DataFrame, scores: pd.DataFrame, asker: str) -> pd.DataFrame:
    """Return the comparisons whose measure is in the scores.

    Raises
    ------
    FramingError
        None is.

    Warns
    -----
    FramingWarning
        Some are not, as the standing of sources, which has scores of its own.
    """
    there = contrasts["measure"].isin(set(scores["measure"].astype(str)))
    if len(contrasts) and not there.any():
        raise FramingError(
            "contrasts: none of their measures is in the scores; give those made of these scores"
        )
    if not there.all():
        lost = sorted(set(contrasts.loc[~there, "measure"]))
        more = f" and {len(lost) - _SAID} more" if len(lost) > _SAID else ""
        said = f"{asker}: not in these scores and passed over: {', '.join(lost[:_SAID])}{more}"
        warnings.warn(said, FramingWarning, stacklevel=3)
    return contrasts[there].reset_index(drop=True)


def only(scores: pd.DataFrame, found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows of measures and genres that are compared: others cost time and change nothing."""
    keep = scores["measure"].isin(found["measure"].unique()).to_numpy()
    if by != "genre":
        genres = set(found["genre"])
        keep = keep & scores["genre"].isin(genres | ({"unknown"} if "news" in genres else set())).to_numpy()
    return scores[keep].reset_index(drop=True)


def places(data: Clusters, found: pd.DataFrame, pairs: Sequence[tuple[int, int]]) -> Ints:
    """Return for each comparison its pair × cell, as ``pair * len(data.cells) + cell``.

    Raises
    ------
    FramingError
        A comparison is none of these sums.
    """
    keys = [name for name in data.cells.columns if name != "unit" and name in found.columns]
    cell = {_key(row): place for place, row in enumerate(data.cells[keys].to_dict("records"))}
    names = [*data.groups, REST]
    pair = {(names[a], names[b]): number for number, (a, b) in enumerate(pairs)}
    result = []
    for row in found.to_dict("records"):
        at = cell.get(_key({name: row[name] for name in keys}))
        number = pair.get((row["a"], row["b"]))
        if at is None or number is None:
            raise FramingError(
                f"contrasts: {row['a']} / {row['b']}, {row['measure']} is no comparison of these scores; "
                "give the same by, split and pairs as they were made with"
            )
        result.append(number * len(data.cells) + at)
    return np.array(result, dtype=np.int64)


def _key(row: Mapping[Any, Any]) -> tuple[str, ...]:
    return tuple("" if pd.isna(value) else str(value) for value in row.values())
