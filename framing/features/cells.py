"""Parts and voices as ranges of words: which cell a word counts in, and how many words a cell has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.engine.results import Found
from framing.errors import FramingError, brief, unknown
from framing.text.tokens import CHUNK_BYTES, Tokens, chunks, tokenize, warn_of_cuts
from framing.text.voices.table import SPEAKER_COLUMNS, Corrected, by_marks, by_taggers, foreign
from framing.text.voices.table import VOICES as FULL

__all__ = [
    "PARTS",
    "SPEAKER_COLUMNS",
    "VOICES",
    "Cells",
    "Voices",
    "Way",
    "cells",
    "check_voices",
    "names_speakers",
    "way_of",
]

PARTS = ("headline", "lead", "body")
#: How voices can be told apart, and the voices that gives; a table of voices gives those of "full".
VOICES: dict[str | None, tuple[str, ...]] = {None: ("all",), "quotes": FULL[:2], "full": FULL}
Voices: TypeAlias = str | pd.DataFrame | Found | None
#: Text, in bytes, that is read at once where the taggers read it: their arrays are many times as large.
_TAGGED_BYTES = 8 << 20


@dataclass(frozen=True)
class Cells:
    """A run of articles as tokens, and where their parts and voices lie.

    Texts of `tokens` are the titles of rows ``first : first + size`` and then
    their texts. A cell is an article's part in one voice, and of one speaker
    if speakers are kept apart; cells are numbered from 0, by article first.

    Attributes
    ----------
    voice : int8 array, one item a word, or None
        Index into `voices`; None where there is but one.
    who, people : int64 array and pandas.DataFrame, or None
        Row of `people` that each word's speaker is.
    """

    first: int
    size: int
    tokens: Tokens
    voice: np.ndarray | None
    lead: np.ndarray
    voices: tuple[str, ...]
    who: np.ndarray | None = None
    people: pd.DataFrame | None = None

    def of(self, place: np.ndarray) -> np.ndarray:
        """Return the cell that each word counts in."""
        if self.who is None:
            return self._plain(place)
        found: np.ndarray = np.searchsorted(self._told[0], self._told_apart(place))
        return found

    def sizes(self) -> np.ndarray:
        """Return how many words each cell has."""
        if self.who is not None:
            return self._told[1]
        docs, n = self.tokens.docs, self.size
        whole = np.stack([docs[:-1], docs[1:]], axis=1)
        ranges = [whole[:n], self.lead, whole[n:]]
        total = [r[:, 1] - r[:, 0] for r in ranges]
        total[2] = total[2] - total[1]
        if self.voice is None:
            return np.stack(total, axis=1).reshape(-1)
        by_voice = []
        for voice in range(1, len(self.voices)):
            passed = np.concatenate([[0], np.cumsum(self.voice == voice, dtype=np.int64)])
            inside = [passed[r[:, 1]] - passed[r[:, 0]] for r in ranges]
            inside[2] = inside[2] - inside[1]
            by_voice.append(np.stack(inside, axis=1))
        rest = np.stack(total, axis=1) - sum(by_voice)
        return np.stack([rest, *by_voice], axis=2).reshape(-1)

    def row(self, cell: np.ndarray) -> np.ndarray:
        """Return the row of the articles that a cell belongs to."""
        return self._base(cell) // (len(PARTS) * len(self.voices)) + self.first

    def part(self, cell: np.ndarray) -> np.ndarray:
        """Return the index of a cell's part."""
        return self._base(cell) // len(self.voices) % len(PARTS)

    def spoken(self, cell: np.ndarray) -> np.ndarray:
        """Return the index of a cell's voice."""
        return self._base(cell) % len(self.voices)

    def speaker(self, cell: np.ndarray) -> np.ndarray:
        """Return the row of `people` that a cell is of."""
        assert self.people is not None
        found: np.ndarray = self._told[0][cell] % len(self.people)
        return found

    def _base(self, cell: np.ndarray) -> np.ndarray:
        if self.people is None:
            return cell
        found: np.ndarray = self._told[0][cell] // len(self.people)
        return found

    def _plain(self, place: np.ndarray) -> np.ndarray:
        doc = self.tokens.doc_of(place)
        row = np.where(doc < self.size, doc, doc - self.size)
        inside = (place >= self.lead[row, 0]) & (place < self.lead[row, 1])
        part = np.where(doc < self.size, 0, np.where(inside, 1, 2))
        cell = (row * len(PARTS) + part) * len(self.voices)
        return cell if self.voice is None else cell + self.voice[place]

    def _told_apart(self, place: np.ndarray) -> np.ndarray:
        assert self.who is not None
        assert self.people is not None
        apart: np.ndarray = self._plain(place) * len(self.people) + self.who[place]
        return apart

    @cached_property
    def _told(self) -> tuple[np.ndarray, np.ndarray]:
        """The cells that there are where speakers are kept apart, and their words."""
        found, sizes = np.unique(self._told_apart(np.arange(len(self.tokens.ids))), return_counts=True)
        return found, sizes.astype(np.int64)


@dataclass(frozen=True)
class Way:
    """How a task over articles tells voices apart: a way by its name, or a table that comes beside them."""

    name: str | None

    def of(self, beside: Mapping[str, pd.DataFrame]) -> str | pd.DataFrame | None:
        """Return what `cells` takes."""
        return beside["voices"] if self.name == "table" else self.name


def way_of(voices: Voices) -> tuple[Way, dict[str, pd.DataFrame | Found]]:
    """Return how a task tells voices apart, and what has to come beside its articles for that."""
    if isinstance(voices, (pd.DataFrame, Found)):
        return Way("table"), {"voices": voices}
    return Way(voices), {}


def names_speakers(voices: Voices) -> bool:
    """Say whether it is told who speaks: with voices in full, or from a table of them."""
    return isinstance(voices, (pd.DataFrame, Found)) or voices == "full"


def check_voices(voices: object) -> tuple[str, ...]:
    """Return the voices that a way of telling them apart gives, or say which ways there are."""
    if isinstance(voices, (pd.DataFrame, Found)):
        return FULL
    if voices is None or (isinstance(voices, str) and voices in VOICES):
        return VOICES[voices]
    if not isinstance(voices, str):
        raise FramingError(
            f"voices: {brief(voices)} is neither a way nor a table; give 'full', 'quotes', None or a table"
        )
    raise unknown("voices", voices, ["full", "quotes", "None"])


def cells(articles: pd.DataFrame, voices: Voices, speakers: Sequence[str] = ()) -> Iterator[Cells]:
    """Yield articles as tokens, a chunk of text at a time.

    Parameters
    ----------
    articles : pandas.DataFrame
        Checked.
    voices : {"full", "quotes", None}, pandas.DataFrame or Found
        Of one part, where they are in parts.
    speakers : sequence of str
        Columns of who speaks that cells are kept apart by.
    """
    names = check_voices(voices)
    voices = voices.table("voices") if isinstance(voices, Found) else voices
    table = Corrected(voices, articles) if isinstance(voices, pd.DataFrame) else None
    tagged = isinstance(voices, str) and voices == "full"
    other = foreign(articles)
    sizes = articles["text"].str.len().fillna(0).to_numpy(np.int64) + articles["title"].str.len().fillna(
        0
    ).to_numpy(np.int64)
    # The first paragraph proper; a subhead before it is body.
    nth = articles["blocks"].str.find("p").fillna(-1).to_numpy(np.int64)
    titles, texts = _arrow(articles["title"]), _arrow(articles["text"])
    for start, stop in chunks(sizes, _TAGGED_BYTES if tagged else CHUNK_BYTES):
        size = stop - start
        tokens = tokenize(pa.concat_arrays([titles.slice(start, size), texts.slice(start, size)]))
        warn_of_cuts(tokens, articles["id"].iloc[start:stop].tolist())
        lead = _leads(tokens, size, np.maximum(nth[start:stop], 0))
        if table is not None:
            spoken = table.spoken(start, size, tokens, speakers)
        elif tagged:
            spoken = by_taggers(articles.iloc[start:stop], tokens, other[start:stop], speakers)
        elif voices == "quotes":
            spoken = by_marks(tokens)
        else:
            yield Cells(start, size, tokens, None, lead, names)
            continue
        yield Cells(start, size, tokens, spoken.voice, lead, names, spoken.who, spoken.people)


def _leads(tokens: Tokens, size: int, nth: np.ndarray) -> np.ndarray:
    begin, end = tokens.docs[size:-1], tokens.docs[size + 1 :]
    edges = np.append(tokens.paragraphs, len(tokens.ids))
    base = np.searchsorted(tokens.paragraphs, begin)
    first = edges[np.minimum(base + nth, len(edges) - 1)]
    # Blocks that say more than the text has paragraphs fall back to the first one.
    nth = np.where(first < end, nth, 0)
    low = np.minimum(edges[np.minimum(base + nth, len(edges) - 1)], end)
    high = np.minimum(edges[np.minimum(base + nth + 1, len(edges) - 1)], end)
    return np.stack([low, np.maximum(low, high)], axis=1)


def _arrow(column: pd.Series) -> pa.Array:
    array = pa.array(column, type=pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
