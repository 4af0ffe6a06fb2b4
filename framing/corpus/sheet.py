"""The lines of one text, and what is to become of each; no rule stands here."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Sheet"]


class Sheet:
    """Lines, their letters where the format gave any, and by what rule each is cut.

    Attributes
    ----------
    texts : list of str
    blocks : str or None
    cut : list of (str or None)
        The rule that takes a line; None while it stands.
    heading : set of int
        Lines that stand above the story and are kept.
    """

    def __init__(self, texts: Sequence[str], blocks: str | None) -> None:
        self.texts = list(texts)
        self.blocks = blocks
        self.cut: list[str | None] = [None] * len(self.texts)
        self.heading: set[int] = set()

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, index: int, rule: str) -> None:
        """Cut a line, unless a rule before did."""
        if self.cut[index] is None:
            self.cut[index] = rule

    def open(self, stop: int | None = None) -> list[int]:
        """Return the lines that stand, of the first `stop`."""
        return [i for i in range(len(self) if stop is None else min(stop, len(self))) if self.cut[i] is None]
