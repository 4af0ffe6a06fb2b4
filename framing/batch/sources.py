"""Where the articles of a part come from, and what has to be there as long as they are needed."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import dataclass

import pandas as pd

from framing.batch import places
from framing.batch.running import Source

__all__ = ["Folder", "Held", "Origin", "Stored"]


@dataclass(frozen=True)
class Held:
    """A part that is held in memory."""

    articles: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        return self.articles


@dataclass(frozen=True)
class Stored:
    """A part of a store."""

    where: str
    name: str

    def frame(self) -> pd.DataFrame:
        from framing.batch.store import read_part

        return read_part(self.where, self.name)


@dataclass(frozen=True)
class Origin:
    """A part as it was before articles were left out of it."""

    name: str
    source: Source
    digest: str
    rows: int
    size: int


class Folder:
    """A folder that is there as long as something needs it."""

    def __init__(self) -> None:
        self.path = tempfile.mkdtemp(prefix="framing-")
        weakref.finalize(self, places.removed, self.path)
