"""Parts and voices as ranges of words: which cell a word counts in, and how many words a cell has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.engine.parts import DETAILED
from framing.engine.results import PartResults, concat_tables
from framing.errors import FramingError, brief, unknown
from framing.text.tokens import CHUNK_BYTES, Tokens, chunks, tokenize, warn_of_cuts
from framing.text.voices.table import VOICES as FULL
from framing.text.voices.table import Corrected, by_marks, by_taggers

# Columns of a table that says much of few things: texts by their place in a shorter list, each held once.


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
    return concat_tables(found) if found else pd.DataFrame()


# Articles in blocks that are looked at together, events whole; and the tables of parts, block by block.

#: Articles of a block, where there is more than one.
BLOCK = 10_000
#: Articles whose tables are held at once.
_HELD = 100_000


def blocks(frame: pd.DataFrame, rows: np.ndarray | None = None) -> list[np.ndarray]:
    """Return the rows of each block, in order.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row an article, with `id` and `event`.
    rows : int64 array, optional
        Those that count, all by default.

    Notes
    -----
    Of more than 20,000 articles blocks have at most 10,000: events in order of their names, each whole unless
    it is larger than a block; articles without one come last, in order of their ids.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["c", "a", "b"], "event": ["x", None, "x"]})
    >>> [rows.tolist() for rows in blocks(frame)]
    [[0, 1, 2]]
    """
    every = np.arange(len(frame)) if rows is None else rows
    if len(every) <= DETAILED:
        return [every]
    event = pd.factorize(frame["event"].iloc[every].astype("str"), sort=True)[0].astype(np.int64)
    event[event < 0] = event.max(initial=0) + 1
    order = np.lexsort((pd.factorize(frame["id"].iloc[every], sort=True)[0], event))
    size = np.bincount(event)
    # What each event's articles stand behind, where a block is begun that can't hold it.
    found: list[np.ndarray] = []
    begin = end = 0
    for many in size.tolist():
        if end > begin and end - begin + many > BLOCK:
            found.append(order[begin:end])
            begin = end
        end += many
        while end - begin > BLOCK:
            found.append(order[begin : begin + BLOCK])
            begin += BLOCK
    if end > begin:
        found.append(order[begin:end])
    return [np.sort(every[some]) for some in found]


def split(
    found: PartResults, names: Sequence[str], blocks: list[np.ndarray]
) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield the tables of each block, their `row` counted in it.

    Tables are read once for as many blocks as may be held.
    """
    at = 0
    while at < len(blocks):
        upto, held = at + 1, len(blocks[at])
        while upto < len(blocks) and held + len(blocks[upto]) <= _HELD:
            held += len(blocks[upto])
            upto += 1
        some = blocks[at:upto]
        every = np.concatenate(some)
        size = int(every.max(initial=-1)) + 1
        of, place = np.full(size + 1, -1), np.zeros(size + 1, np.int64)
        for number, rows in enumerate(some):
            of[rows], place[rows] = number, np.arange(len(rows))
        cut = {name: _cut(found, name, of, place, len(some)) for name in names}
        for number in range(len(some)):
            yield {name: cut[name][number] for name in names}
            for name in names:
                cut[name][number] = cut[name][number].iloc[:0]
        at = upto


def _cut(found: PartResults, name: str, of: np.ndarray, place: np.ndarray, size: int) -> list[pd.DataFrame]:
    parts: list[list[pd.DataFrame]] = [[] for _ in range(size)]
    bare = pd.DataFrame()
    for table in found.each(name):
        row = np.minimum(table["row"].to_numpy(np.int64), len(of) - 1)
        block = of[row]
        if size == 1 and (block == 0).all():
            parts[0].append(table.assign(row=place[row].astype(np.int32)))
            continue
        order = np.argsort(block, kind="stable")
        edges = np.searchsorted(block[order], np.arange(size + 1))
        for number in np.unique(block[block >= 0]).tolist():
            mine = order[edges[number] : edges[number + 1]]
            own = table.iloc[mine].assign(row=place[row[mine]].astype(np.int32))
            parts[number].append(_bare(own))
        bare = _bare(table.iloc[:0])
    return [concat_tables(some) if some else bare for some in parts]


def _bare(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without categories that nothing has."""
    named = [name for name in table if isinstance(table[name].dtype, pd.CategoricalDtype)]
    return table.assign(**{name: table[name].cat.remove_unused_categories() for name in named})


PARTS = ("headline", "lead", "body")
#: How voices can be told apart, and the voices that gives; a table of voices gives those of "full".
VOICES: dict[str | None, tuple[str, ...]] = {None: ("all",), "quotes": FULL[:2], "full": FULL}
Voices: TypeAlias = str | pd.DataFrame | PartResults | None
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
        doc = self.tokens.doc_of(place)
        row = np.where(doc < self.size, doc, doc - self.size)
        inside = (place >= self.lead[row, 0]) & (place < self.lead[row, 1])
        part = np.where(doc < self.size, 0, np.where(inside, 1, 2))
        cell = (row * len(PARTS) + part) * len(self.voices)
        if self.voice is not None:
            cell = cell + self.voice[place]
        if self.who is None or self.people is None:
            return cell
        return np.searchsorted(self._apart[0], cell * len(self.people) + self.who[place])

    def sizes(self) -> np.ndarray:
        """Return how many words each cell has."""
        if self.who is not None:
            return self._apart[1]
        docs, n = self.tokens.docs, self.size
        whole = np.stack([docs[:-1], docs[1:]], axis=1)
        ranges = [whole[:n], self.lead, whole[n:]]

        def count(before: np.ndarray | None = None) -> np.ndarray:
            found = [
                r[:, 1] - r[:, 0] if before is None else before[r[:, 1]] - before[r[:, 0]] for r in ranges
            ]
            found[2] = found[2] - found[1]
            return np.stack(found, axis=1)

        if self.voice is None:
            return count().reshape(-1)
        by_voice = [
            count(np.concatenate([[0], np.cumsum(self.voice == voice, dtype=np.int64)]))
            for voice in range(1, len(self.voices))
        ]
        return np.stack([count() - sum(by_voice), *by_voice], axis=2).reshape(-1)

    def row(self, cell: np.ndarray) -> np.ndarray:
        """Return the row of the articles that a cell belongs to."""
        return self._without_speaker(cell) // (len(PARTS) * len(self.voices)) + self.first

    def part(self, cell: np.ndarray) -> np.ndarray:
        """Return the index of a cell's part."""
        return self._without_speaker(cell) // len(self.voices) % len(PARTS)

    def spoken(self, cell: np.ndarray) -> np.ndarray:
        """Return the index of a cell's voice."""
        return self._without_speaker(cell) % len(self.voices)

    def speaker(self, cell: np.ndarray) -> np.ndarray:
        """Return the row of `people` that a cell is of."""
        assert self.people is not None
        return self._apart[0][cell] % len(self.people)

    def columns(self, cell: np.ndarray) -> dict[str, np.ndarray]:
        """Return part, voice and who speaks (as far as it is told apart) of some cells, by their names."""
        people = {} if self.people is None else {name: self.people[name] for name in self.people}
        speaker = self.speaker(cell) if people else None
        return {
            "part": np.array(PARTS, dtype=object)[self.part(cell)],
            "voice": np.array(self.voices, dtype=object)[self.spoken(cell)],
            **{name: known.to_numpy(dtype=object)[speaker] for name, known in people.items()},
        }

    def _without_speaker(self, cell: np.ndarray) -> np.ndarray:
        return cell if self.people is None else self._apart[0][cell] // len(self.people)

    @cached_property
    def _apart(self) -> tuple[np.ndarray, np.ndarray]:
        """The cells that there are where speakers are kept apart, and their words."""
        assert self.people is not None
        plain = replace(self, who=None, people=None).of(np.arange(len(self.tokens.ids)))
        found, sizes = np.unique(plain * len(self.people) + self.who, return_counts=True)
        return found, sizes.astype(np.int64)


@dataclass(frozen=True)
class Way:
    """How a task over articles tells voices apart: a way by its name, or a table that comes beside them."""

    name: str | None

    def of(self, beside: Mapping[str, pd.DataFrame]) -> str | pd.DataFrame | None:
        """Return what `cells` takes."""
        return beside["voices"] if self.name == "table" else self.name


def way_of(voices: Voices) -> tuple[Way, dict[str, pd.DataFrame | PartResults]]:
    """Return how a task tells voices apart, and what has to come beside its articles for that."""
    if isinstance(voices, (pd.DataFrame, PartResults)):
        return Way("table"), {"voices": voices}
    return Way(voices), {}


def names_speakers(voices: Voices) -> bool:
    """Say whether it is told who speaks: with voices in full, or from a table of them."""
    return isinstance(voices, (pd.DataFrame, PartResults)) or voices == "full"


def check_voices(voices: object) -> tuple[str, ...]:
    """Return the voices that a way of telling them apart gives, or say which ways there are."""
    if isinstance(voices, (pd.DataFrame, PartResults)):
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
    voices = voices.table("voices") if isinstance(voices, PartResults) else voices
    table = Corrected(voices, articles) if isinstance(voices, pd.DataFrame) else None
    tagged = isinstance(voices, str) and voices == "full"
    sizes = articles["text"].str.len().fillna(0).to_numpy(np.int64) + articles["title"].str.len().fillna(
        0
    ).to_numpy(np.int64)
    # The first paragraph proper; a subhead before it is body.
    nth = articles["blocks"].str.find("p").fillna(-1).to_numpy(np.int64)
    titles, texts = arrow(articles["title"]), arrow(articles["text"])
    for start, stop in chunks(sizes, _TAGGED_BYTES if tagged else CHUNK_BYTES):
        size = stop - start
        tokens = tokenize(pa.concat_arrays([titles.slice(start, size), texts.slice(start, size)]))
        warn_of_cuts(tokens, articles["id"].iloc[start:stop].tolist())
        lead = _leads(tokens, size, np.maximum(nth[start:stop], 0))
        if table is not None:
            spoken = table.spoken(start, size, tokens, speakers)
        elif tagged:
            spoken = by_taggers(articles.iloc[start:stop], tokens, speakers)
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


def arrow(column: pd.Series, kind: pa.DataType | None = None) -> pa.Array:
    """Return a column of text as Arrow has it, copied only if it isn't kept so."""
    array = pa.array(column, kind or pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def lay_runs(begin: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Lay runs of numbers end to end.

    >>> lay_runs(np.array([3, 7]), np.array([2, 1])).tolist()
    [3, 4, 7]
    """
    return np.asarray(np.arange(int(size.sum())) + np.repeat(begin - np.cumsum(size) + size, size))
