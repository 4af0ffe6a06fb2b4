"""Which words stand beside an expression, and how often each stands anywhere: the counts behind collocations.

Whole numbers by article; no measure of association. Works where `comparison.wording.words` would count words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array

from framing.errors import FramingError, brief, unknown, whole
from framing.features.cells import Cells, cells
from framing.features.choice import Choice
from framing.features.grams import Chunk, normalised, units
from framing.features.nodes import Node
from framing.features.terms import Counted, joined, speakers
from framing.text import copies
from framing.text.kwic import Found
from framing.text.tokens import Tokens

__all__ = ["SPANS", "Beside", "Neighbours", "beside"]

#: What words beside a node may not be parted from it by: the end of its sentence, or any punctuation.
SPANS = ("sentence", "phrase")

#: Farthest word that still stands beside.
_FARTHEST = 50

#: Labels × terms that are counted at once.
_CELLS = 16_000_000

#: Columns of the counts that are no words, and so no term can be called like them.
_SIZE, _NODES = "\x1f beside", "\x1f nodes"


@dataclass(frozen=True)
class Beside:
    """How far a neighbour may stand: words to the left and right, None for the whole sentence."""

    left: int | None
    right: int | None
    span: str

    @classmethod
    def of(cls, window: object, span: object) -> Beside:
        """Check a window and a span.

        >>> Beside.of(5, "sentence").said, Beside.of((0, 1), "phrase").said
        ('5L 5R', '0L 1R')
        """
        if not isinstance(span, str) or span not in SPANS:
            raise unknown("span", span, SPANS)
        if isinstance(window, str) and window == "sentence":
            return cls(None, None, span)
        pair = tuple(window) if isinstance(window, (tuple, list)) else (window, window)
        sides = [whole(side) for side in pair]
        if (
            len(sides) != 2
            or any(side is None or not 0 <= side <= _FARTHEST for side in sides)
            or sides == [0, 0]
        ):
            raise FramingError(
                f"window {brief(window)} is not known; give a number of words from 1 to {_FARTHEST}, two as "
                '(0, 5) for left and right, or "sentence"'
            )
        return cls(sides[0], sides[1], span)

    @property
    def said(self) -> str:
        """The window as corpus linguists write it."""
        return "sentence" if self.left is None else f"{self.left}L {self.right}R"


def beside(tokens: Tokens, found: Found, unit: np.ndarray, window: Beside) -> np.ndarray:
    """Mask the words that stand beside an occurrence; each once, however many it stands beside.

    Parameters
    ----------
    tokens : Tokens
    found : Found
    unit : array, one item a word
        What each word counts in; a neighbour counts in the same as the node.
    window : Beside
    """
    mask = np.zeros(len(tokens.ids), bool)
    if not len(found.first):
        return mask
    low, _ = tokens.sentence_of(found.first)
    _, high = tokens.sentence_of(found.last)
    reach_left = found.first - low
    reach_right = high - 1 - found.last
    left = int(reach_left.max(initial=0)) if window.left is None else window.left
    right = int(reach_right.max(initial=0)) if window.right is None else window.right
    for steps, edge, reach, way in (
        (left, found.first, reach_left, -1),
        (right, found.last, reach_right, 1),
    ):
        at, own, far = edge.astype(np.int64), unit[edge], reach
        for step in range(1, steps + 1):
            keep = far >= step
            if window.span == "phrase":
                # A break is marked on the word behind it.
                keep[keep] &= ~tokens.breaks[at[keep] + way * step + (way < 0)]
            at, own, far = at[keep], own[keep], far[keep]
            if not len(at):
                break
            place = at + way * step
            mask[place[unit[place] == own]] = True
    return mask


@dataclass
class _Stream:
    """The words of a chunk, kept to be counted once it is known which articles count together."""

    words: pa.Array
    word: np.ndarray
    unit: np.ndarray
    row: np.ndarray
    value: np.ndarray | None


class Neighbours:
    """Counts words beside a node where `framing.comparison.wording.words` would count words.

    Sizes are the words beside the node. Having counted, it knows of each row also `words`, all its words,
    and `nodes`, how often the node stands there.
    """

    def __init__(self, node: Node, window: Beside) -> None:
        self.node, self.window = node, window
        self.words = self.nodes = np.zeros(0, np.int64)
        self._streams: list[_Stream] = []
        self._counted: Counted | None = None

    def __call__(self, frame: pd.DataFrame, wanted: Choice, apart: str | None) -> Counted:
        """Count in checked articles; rows are those that have words, beside the node or not."""
        every = replace(wanted, ngram=(1, 1), stop=frozenset(), min_count=1)
        self._streams, start, parts = [], 0, []
        for chunk in cells(frame, wanted.voices, speakers(wanted, apart)):
            parts.append(self._part(frame, chunk, every, apart, start))
            start += chunk.size
        counted = joined(parts, len(frame), every, apart)
        names = counted.terms.to_pylist()
        columns = {
            name: np.asarray(counted.counts[:, [names.index(name)]].toarray()).reshape(-1)
            if name in names
            else np.zeros(len(counted.row), np.int64)
            for name in (_SIZE, _NODES)
        }
        self.words, self.nodes = counted.tokens, columns[_NODES]
        plain = np.array([name not in columns for name in names], bool)
        total = np.asarray(counted.counts.sum(axis=0)).reshape(-1)
        plain &= total >= wanted.min_count
        if wanted.stop:
            stop, _ = normalised(pa.array(sorted(wanted.stop), pa.string()), wanted)
            plain &= ~np.isin(np.array(names, dtype=object), stop.to_pylist())
        self._counted = replace(
            counted,
            terms=counted.terms.filter(pa.array(plain)),
            counts=counted.counts[:, np.flatnonzero(plain)],
            tokens=columns[_SIZE],
        )
        return self._counted

    def everywhere(self, label: np.ndarray, labels: int) -> np.ndarray:
        """Return how often each term stands in all words of the rows with each label, labels × terms.

        Parameters
        ----------
        label : array, one item a row
            -1 is counted nowhere.
        labels : int
        """
        assert self._counted is not None
        counted, terms = self._counted, len(self._counted.terms)
        values: dict[str, int] = {}
        value = np.zeros(len(counted.row), np.int64)
        if counted.value is not None:
            values = {name: i for i, name in enumerate(sorted(set(counted.value)))}
            value = np.array([values[name] for name in counted.value], np.int64)
        width = max(len(values), 1)
        known = np.full((int(counted.row.max(initial=-1)) + 1) * width, -1, np.int64)
        known[counted.row * width + value] = label
        total = np.zeros((labels, terms), np.int32)
        step = max(1, _CELLS // max(terms, 1))
        for stream in self._streams:
            place = pc.index_in(stream.words, value_set=counted.terms.cast(stream.words.type))
            term = pc.fill_null(place, -1).to_numpy(zero_copy_only=False)[stream.word]
            # A word that is not counted has unit -1, and so the label that stands last.
            of_word = np.append(_labels(stream, known, values), -1)[stream.unit]
            kept = np.flatnonzero((term >= 0) & (of_word >= 0))
            key = of_word[kept] * terms + term[kept]
            for low in range(0, labels, step):
                high = min(low + step, labels)
                mine = key if step >= labels else key[(key >= low * terms) & (key < high * terms)]
                times = np.bincount(mine - low * terms, minlength=(high - low) * terms)
                total[low:high] += times.reshape(high - low, terms).astype(np.int32)
        return total

    def _part(
        self, frame: pd.DataFrame, chunk: Cells, wanted: Choice, apart: str | None, start: int
    ) -> Chunk:
        tokens, size = chunk.tokens, chunk.size
        words, of_form = normalised(tokens.forms, wanted)
        word = of_form[tokens.ids] if len(tokens.ids) else np.zeros(0, np.int32)
        unit, values = units(chunk, wanted, apart)
        rows = (len(values) if values is not None else 2) * size
        found = self.node.find(frame, chunk, characters=False)
        if len(tokens.ids):
            found = found.where((unit[found.first] >= 0) & (unit[found.first] == unit[found.last]))
        else:
            found = found.where(np.zeros(len(found.doc), bool))
        near = np.flatnonzero(beside(tokens, found, unit, self.window))
        sizes = np.bincount(unit[unit >= 0], minlength=rows)
        # A word that is given twice under two patterns is one occurrence all the same.
        places = np.unique(found.first)
        total = len(words)
        term = np.concatenate([word[near], np.full(len(near), total), np.full(len(places), total + 1)])
        at = unit[np.concatenate([near, near, places])]
        row = np.arange(rows)
        if values is None:
            # A title and a text are one article.
            at, sizes, row = at % size if size else at, sizes[:size] + sizes[size:], row % max(size, 1)
        counts = coo_array((np.ones(len(at), np.int64), (term, at)), shape=(total + 2, len(sizes))).tocsr()
        counts.sum_duplicates()
        self._streams.append(
            _Stream(
                words,
                word,
                unit.astype(np.int32),
                start + (row if values is None else row // max(len(values), 1)),
                None if values is None else values[row % max(len(values), 1)],
            )
        )
        return Chunk(
            pa.concat_arrays([words.cast(pa.string()), pa.array([_SIZE, _NODES], pa.string())]),
            counts.indices.astype(np.int64),
            np.repeat(np.arange(total + 2), np.diff(counts.indptr)),
            counts.data,
            sizes,
            copies.fingerprints(tokens)[size:],
            values,
        )


def _labels(stream: _Stream, known: np.ndarray, values: dict[str, int]) -> np.ndarray:
    """Return the label of each unit of a chunk; -1 where it has none."""
    code = np.zeros(len(stream.row), np.int64)
    if stream.value is not None:
        code = np.array([values.get(str(name), -1) for name in stream.value], np.int64)
    at = stream.row * max(len(values), 1) + code
    found = np.full(len(at), -1, np.int64)
    inside = (code >= 0) & (at < len(known))
    found[inside] = known[at[inside]]
    return found
