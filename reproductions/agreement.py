"""How well codings agree, for studies that report it: the package's coefficient at the level they used."""

from __future__ import annotations

from collections.abc import Sequence

from framing.coding.agreement import krippendorff

__all__ = ["ordinal_alpha"]


def ordinal_alpha(coders: Sequence[Sequence[int | None]]) -> float:
    """Return Krippendorff's alpha for codes in order.

    Parameters
    ----------
    coders : sequence of sequences
        A sequence a coder, a code a unit; None where a coder gave none.

    Returns
    -------
    float
        Missing where nothing varies.

    Examples
    --------
    >>> ordinal_alpha([[1, 2, 3, 3], [1, 2, 3, 3]])
    1.0
    """
    return krippendorff(coders, "ordinal")
