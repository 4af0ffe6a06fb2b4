"""How well codings agree, for studies that give answers as lists: the package's coefficient of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.coding.agreement import alpha


def krippendorff(coders: Sequence[Sequence[Any]], level: str = "nominal") -> float:
    """Return Krippendorff's alpha of answers as they stand.

    Parameters
    ----------
    coders : sequence of sequences
        A sequence a coder, an answer a unit; None where a coder gave none.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Answers are numbers but for the first.

    Returns
    -------
    float
        Missing where the answers don't vary, or no unit has two.

    Examples
    --------
    >>> krippendorff([[1, 2, 3, 3, None], [1, 2, 3, 3, 2]], "ordinal")
    1.0
    """
    given = pd.DataFrame(list(coders), dtype=object).T
    names = pd.unique(given.stack().dropna())
    if not len(names):
        return float("nan")
    names = names if level == "nominal" else np.sort(names.astype(float))
    codes = np.stack([pd.Index(names, dtype=object).get_indexer(given[coder]) for coder in given], axis=1)
    numbers = names.astype(float) if level in ("interval", "ratio") else np.arange(len(names), dtype=float)
    statistic = alpha(level, numbers)
    return 1 - statistic.value(statistic.sums(codes))
