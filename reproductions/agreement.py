"""How well codings agree, for studies that report it; checked against a published example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from nltk.metrics.agreement import AnnotationTask

__all__ = ["ordinal_alpha"]


def ordinal_alpha(coders: Sequence[Sequence[int | None]]) -> float:
    """Return Krippendorff's alpha for codes in order.

    The distance of two codes is the square of the number of codes given from
    one to the other, the two ends counted by half (Krippendorff 2011,
    *Computing Krippendorff's alpha-reliability*, section on ordinal data).
    nltk has the coefficient and takes the distance.

    Parameters
    ----------
    coders : sequence of sequences
        A sequence a coder, a code a unit; None where a coder gave none.

    Returns
    -------
    float

    Examples
    --------
    >>> ordinal_alpha([[1, 2, 3, 3], [1, 2, 3, 3]])
    1.0
    """
    # Gaps are left out: nltk would take None for one more code. So are units that only one coder coded.
    coded = [[(coder, unit, code) for coder, code in enumerate(codes) if code is not None]
             for unit, codes in enumerate(zip(*coders, strict=True))]  # fmt: skip
    triples = [triple for unit in coded if len(unit) > 1 for triple in unit]
    return float(AnnotationTask(triples, distance=_ordinal(Counter(code for _, _, code in triples))).alpha())


def _ordinal(given: Mapping[int, int]) -> Callable[[int, int], float]:
    def distance(a: int, b: int) -> float:
        low, high = min(a, b), max(a, b)
        between = sum(count for code, count in given.items() if low <= code <= high)
        return float((between - (given[low] + given[high]) / 2) ** 2)

    return distance
