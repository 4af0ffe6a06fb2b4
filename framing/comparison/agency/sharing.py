"""Text that an article shares with an agency's item: how much, and whether it can have come from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from framing.comparison.agency.reading import Piece
from framing.comparison.codes import Flags

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Witnesses", "shared"]


class Witnesses(NamedTuple):
    """Which articles hold an agency's words, which of them are the agency's own, and whose words they are."""

    holds: Flags
    own: Flags
    source: tuple[str | None, ...]


def shared(frame: pd.DataFrame, witnesses: Witnesses) -> Iterator[tuple[int, Piece]]:
    """Yield the articles that share text with a witness, with the evidence."""
    return iter(())
