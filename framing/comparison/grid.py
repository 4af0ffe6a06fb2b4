"""Counts as rows × columns: the form in which scores of any size are added up, a few measures at a time.

A row is an article's part in one voice, or a row of a long table; a column is a measure, or a measure of one
target. What is said of rows is the same for all columns and is looked at once. Nothing is added up here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Codes, Flags, Ints, coded, combined, distinct

if TYPE_CHECKING:
    from framing.features.scoring import Counts

__all__ = ["Grid", "Read", "of_counts", "of_table"]

#: What a column says of itself; the model counts only where it is compared or kept apart.
_OF_COLUMNS = ("measure", "target", "unit")
#: What rows must say beside what is compared and kept apart.
_OF_ROWS = ("article", "event", "genre", "copy_group", "wire_role", "provenance")


class Read(NamedTuple):
    """What a column counts, an item each of its rows."""

    hits: Any
    weight: Any


@dataclass(frozen=True)
class Grid:
    """Rows, what is said of each, and how to read their counts.

    `columns` has a row a column: `measure`, `unit`, and `target` unless that is what is compared; `lines` the
    rows that each has, None where it has all. `rows` holds what is known by row; `articles` what is known
    by article, `of` the article of each row, both None where all is known by row. `read` gives the counts
    of some columns.
    """

    columns: pd.DataFrame
    lines: tuple[Ints | None, ...]
    tokens: Any
    rows: pd.DataFrame
    read: Callable[[Sequence[int]], list[Read]]
    articles: pd.DataFrame | None = None
    of: Any = None

    def by_article(self, *names: str) -> bool:
        """Say whether these are known by article."""
        return self.articles is not None and all(name in self.articles.columns for name in names)

    def about(self, name: str) -> pd.Series[Any]:
        """Return a column where it is known: an item a row, or an item an article."""
        return self.rows[name] if self.articles is None or name in self.rows.columns else self.articles[name]

    def codes(self, name: str, order: Sequence[str] = ()) -> Codes:
        """Return a column as codes, an item a row."""
        return self.spread(coded(self.about(name), order), name)

    def spread(self, codes: Codes, name: str) -> Codes:
        """Return codes of a column by row."""
        return Codes(codes.codes[self.of], codes.labels) if self.by_article(name) else codes

    def flags(self, name: str, test: Callable[[pd.Series[Any]], Any]) -> Flags:
        """Return by row what a test says of a column."""
        found = np.asarray(test(self.about(name)), dtype=bool)
        return found[self.of] if self.by_article(name) else found

    def where(self, kept: Flags) -> Grid:
        """Return some rows, and the columns that have any of them."""
        if kept.all():
            return self
        new = np.cumsum(kept) - 1
        here = _each_once(self.lines, lambda rows: kept if rows is None else kept[rows])
        moved = _each_once(self.lines, lambda rows: None if rows is None else new[rows[kept[rows]]])

        def read(places: Sequence[int]) -> list[Read]:
            found = zip(places, self.read(places), strict=True)
            return [Read(one.hits[here[place]], one.weight[here[place]]) for place, one in found]

        rows, tokens = self.rows[kept].reset_index(drop=True), self.tokens[kept]
        less = replace(self, lines=moved, tokens=tokens, rows=rows, read=read)
        if self.articles is not None:
            articles, of = _used(self.articles, self.of[kept])
            less = replace(less, articles=articles, of=of)
        return less.met()

    def met(self) -> Grid:
        """Return the columns that have any rows."""
        return self.having(np.array([rows is None or len(rows) > 0 for rows in self.lines], dtype=bool))

    def having(self, wanted: Flags) -> Grid:
        """Return some columns, and the rows that have any of them."""
        if wanted.all():
            return self
        places = np.flatnonzero(wanted).tolist()
        columns = self.columns[wanted].reset_index(drop=True)
        lines = tuple(self.lines[place] for place in places)

        def read(some: Sequence[int]) -> list[Read]:
            return self.read([places[place] for place in some])

        return _covered(replace(self, columns=columns, lines=lines, read=read))

    def by_row(self, name: str) -> Grid:
        """Return what is known by column, by row: a row of each value for each row that has it.

        Columns that differ in nothing else are one then.
        """
        value = coded(self.columns[name])
        many = len(self.tokens)
        others = self.columns.drop(columns=name)
        keys = list(others.astype("object").where(others.notna(), None).itertuples(index=False, name=None))
        members = {key: [k for k, other in enumerate(keys) if other == key] for key in dict.fromkeys(keys)}
        groups = list(members.values())

        def moved(column: int) -> Ints:
            rows = self.lines[column]
            own = np.arange(many) if rows is None else rows
            return np.asarray(own + int(value.codes[column]) * many)

        def read(places: Sequence[int]) -> list[Read]:
            found = []
            for place in places:
                parts = self.read(groups[place])
                hits, weight = (np.concatenate(kind) for kind in zip(*parts, strict=True))
                found.append(Read(hits, weight))
            return found

        labels = [label for label in value.labels if label is not None]
        codes = [k if label is not None else -1 for k, label in enumerate(value.labels)]
        rows = pd.concat([self.rows] * len(codes), ignore_index=True)
        rows[name] = pd.Categorical.from_codes(np.repeat(codes, many), pd.Index(labels, dtype="str"))
        return _covered(
            replace(
                self,
                columns=others.iloc[[some[0] for some in groups]].reset_index(drop=True),
                lines=tuple(np.concatenate([moved(column) for column in some]) for some in groups),
                tokens=np.tile(self.tokens, len(codes)),
                rows=rows,
                read=read,
                of=None if self.of is None else np.tile(self.of, len(codes)),
            )
        )


def _each_once(lines: Sequence[Ints | None], change: Callable[[Ints | None], Any]) -> tuple[Any, ...]:
    """Change the rows of each column; columns with the same rows share what comes of them."""
    found = {id(rows): rows for rows in lines}
    changed = {key: change(rows) for key, rows in found.items()}
    return tuple(changed[id(rows)] for rows in lines)


def _covered(grid: Grid) -> Grid:
    """Return the rows that have a column."""
    if any(rows is None for rows in grid.lines):
        return grid
    kept = np.zeros(len(grid.tokens), dtype=bool)
    for rows in {id(rows): rows for rows in grid.lines}.values():
        kept[rows] = True
    return grid.where(kept)


def of_table(scores: pd.DataFrame, by: str, split: Sequence[str]) -> Grid:
    """Return a checked scores table as rows and columns.

    Where every cell has the same measures one behind the other, as `score` makes them, a row is a cell;
    otherwise a row is a row of the table.
    """
    names = [name for name in _OF_COLUMNS if name != by]
    parts = [coded(scores[name]) for name in names]
    keys, column = distinct(*combined(parts))
    columns = {}
    for name, part in zip(reversed(names), reversed(parts), strict=True):
        keys, code = np.divmod(keys, max(len(part.labels), 1))
        columns[name] = pd.Series([part.labels[c] for c in code], dtype="str")
    known = [name for name in dict.fromkeys((*_OF_ROWS, by, *split)) if name not in names]
    table = pd.DataFrame({name: columns[name] for name in names})
    counts = [scores[name].to_numpy() for name in ("hits", "weight", "tokens")]
    each = _each(scores, column, known, counts[2])
    if each:
        return _folded(scores, table, column[:each], known, counts, each)
    order = np.argsort(column, kind="stable")
    begin = np.searchsorted(column[order], np.arange(len(table) + 1))
    lines = tuple(order[low:high] for low, high in itertools.pairwise(begin))

    def read(places: Sequence[int]) -> list[Read]:
        return [Read(counts[0][lines[place]], counts[1][lines[place]]) for place in places]

    return Grid(table, lines, counts[2], scores[known], read)


def _folded(
    scores: pd.DataFrame, table: pd.DataFrame, column: Ints, known: list[str], counts: list[Any], each: int
) -> Grid:
    hits, weight = (values.reshape(-1, each) for values in counts[:2])
    place = np.empty_like(column)
    place[column] = np.arange(each)

    def read(places: Sequence[int]) -> list[Read]:
        return [Read(hits[:, place[one]], weight[:, place[one]]) for one in places]

    rows = scores[known].iloc[::each].reset_index(drop=True)
    return Grid(table, (None,) * each, counts[2][::each], rows, read)


def _each(scores: pd.DataFrame, column: Ints, known: Sequence[str], tokens: Any) -> int:
    """Return how many rows each cell has where all have the same columns in the same order, else 0."""
    each = int(column.max(initial=-1)) + 1
    if not each or len(column) % each or len(set(column[:each].tolist())) < each:
        return 0
    values = [column.reshape(-1, each) == column[:each], _alike(tokens, each)]
    if not all(value.all() for value in values):
        return 0
    for name in known:
        series = scores[name]
        if isinstance(series.dtype, pd.CategoricalDtype):
            codes = series.cat.codes.to_numpy()
        elif series.dtype.kind in "biu":
            codes = series.to_numpy()
        else:
            return 0
        if not _alike(codes, each).all():
            return 0
    return each


def _alike(values: Any, each: int) -> Any:
    cells = values.reshape(-1, each)
    return cells == cells[:, :1]


def of_counts(counts: Counts, by: str, split: Sequence[str]) -> Grid:
    """Return `Counts` as rows and columns.

    Parameters
    ----------
    counts : Counts
        As `framing.features.scoring` makes them.
    by, split
        As in `sums.clusters`.
    """
    index = counts.index()
    row = index["row"].to_numpy()
    names = ("measure", "target", "model", "unit")
    said = {name: [getattr(column, name) for column in counts.columns] for name in names}
    lines = _lines(counts, row)

    def read(places: Sequence[int]) -> list[Read]:
        hits, weight = counts.matrix(places)
        mine = [slice(None) if lines[place] is None else lines[place] for place in places]
        return [Read(hits[rows, k], weight[rows, k]) for k, rows in enumerate(mine)]

    rows = index.drop(columns=["row", "tokens"])
    # Articles may have columns of any name, of which only those that a table would carry count.
    known = [name for name in dict.fromkeys((*_OF_ROWS, by, *split)) if name not in rows and name not in said]
    light = {name: counts.light["id" if name == "article" else name] for name in known}
    articles, of = _used(pd.DataFrame(light), row)
    grid = Grid(
        columns=pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in said.items()}),
        lines=lines,
        tokens=index["tokens"].to_numpy(),
        rows=rows,
        read=read,
        articles=articles,
        of=of,
    )
    grid = _covered(grid.met())
    for name in ("target", "model"):
        if name == by or (name == "model" and name in split):
            grid = grid.by_row(name)
    return grid


def _lines(counts: Counts, row: Any) -> tuple[Ints | None, ...]:
    """Return for each column its rows, those whose article is in its language; None where these are all."""
    language = [column.language for column in counts.columns]
    first = {name: place for place, name in reversed(list(enumerate(language)))}
    spoken = counts.spoken(np.arange(len(counts.light)), list(first.values()))
    if spoken is None:
        return (None,) * len(language)
    rows: dict[str | None, Ints | None] = {}
    for j, name in enumerate(first):
        mine = spoken[row, j]
        rows[name] = None if mine.all() else np.flatnonzero(mine)
    return tuple(rows[name] for name in language)


def _used(articles: pd.DataFrame, of: Any) -> tuple[pd.DataFrame, Any]:
    """Return the articles that have rows, and each row's place among them."""
    there = np.zeros(len(articles), dtype=bool)
    there[of] = True
    if there.all():
        return articles, of
    return articles[there].reset_index(drop=True), (np.cumsum(there) - 1).astype(np.int32)[of]
