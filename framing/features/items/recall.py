"""How surely each kind of item is found, as measured by hand; no gap is told here."""

from __future__ import annotations

from framing.features.items.tables import table

__all__ = ["recall"]


def recall() -> dict[str, float]:
    """Return the share of an article's items that are found, by kind.

    Counted in ``recall.toml``, whose card says how. One found and one missed are added to each count, so that
    kinds with few labels are not called certain (Laplace's rule of succession).

    Examples
    --------
    >>> 0.9 < recall()["person"] < 1
    True
    """
    counts = table("recall")
    return {kind: (counts["found"][kind] + 1) / (n + 2) for kind, n in counts["labelled"].items()}
