"""Exact sums per article and cell, and copies as one cluster: what every statistic starts from.

Hits, weights and tokens are whole numbers, added exactly. What leaves this
module is sorted by cell, group, event and family of copies, so that nothing
after it depends on the order of rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import FramingError
from framing.schema import UNITS, millionths, schema

if TYPE_CHECKING:
    from framing.features.scoring import Counts


# Columns as whole numbers: the form in which large tables are summed.

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Sums of whole numbers below this are exact in a double, in any order.
_EXACT = 2**53


class Codes(NamedTuple):
    """A column as codes into its labels; a missing value has the last code and the label None."""

    codes: Ints
    labels: tuple[str | None, ...]


def coded(series: pd.Series[Any], order: Sequence[str] = ()) -> Codes:
    """Code a column by the rank of its labels.

    Parameters
    ----------
    series : pandas.Series
        Strings, categories, numbers or dates.
    order : sequence of str, optional
        Labels that come first, in this order; others follow in code-point order.

    Examples
    --------
    >>> coded(pd.Series(["b", None, "a", "b"]))
    Codes(codes=array([1, 2, 0, 1]), labels=('a', 'b', None))
    """
    raw: Any
    if isinstance(series.dtype, pd.CategoricalDtype):
        raw, names = series.cat.codes.to_numpy().astype(np.int64), series.cat.categories
    else:
        raw, names = pd.factorize(series)
        raw = raw.astype(np.int64)
    used = np.bincount(raw + 1, minlength=len(names) + 1) > 0
    text = [str(name) for name in names]
    rank = {label: place for place, label in enumerate(order)}
    kept = sorted(
        np.flatnonzero(used[1:]).tolist(), key=lambda place: (rank.get(text[place], len(rank)), text[place])
    )
    new = np.zeros(len(names) + 1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    new[-1] = len(kept)  # where -1, a missing value, points
    labels: tuple[str | None, ...] = tuple(text[place] for place in kept)
    return Codes(new[raw], (*labels, None) if used[0] else labels)


def combined(columns: Sequence[Codes]) -> tuple[Ints, int]:
    """Return one code for several columns, the first the most significant, and how many there could be."""
    size = 1
    key = np.zeros(len(columns[0].codes), dtype=np.int64)
    for column in columns:
        width = max(len(column.labels), 1)
        size *= width
        if size >= 2**62:
            raise FramingError("split: these columns together have too many different values; split by fewer")
        key = key * width + column.codes
    return key, size


def distinct(key: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the distinct values of a key below `size` in order, and each row's place among them."""
    if size > 8 * len(key) + 1_000_000:
        values, places = np.unique(key, return_inverse=True)
        return values, places.astype(np.int64)
    present = np.zeros(size, dtype=bool)
    present[key] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[key]


def exact(values: npt.ArrayLike, name: str) -> Floats:
    """Return whole numbers as doubles, or say that their sum would no longer be exact."""
    numbers = np.asarray(values, dtype=np.float64)
    if float(np.abs(numbers).sum()) >= _EXACT:
        raise FramingError(
            f"scores: column {name!r} adds up to more than 2**53, beyond exact sums; compare in parts"
        )
    return np.asarray(numbers, dtype=np.float64)


def constant(rows: Ints, first: Ints, owner: Ints) -> int:
    """Return the first row whose value differs from that of its owner's first row, or -1."""
    wrong = rows != rows[first][owner]
    return int(wrong.argmax()) if wrong.any() else -1


def summed(owner: Ints, values: npt.ArrayLike, size: int) -> Floats:
    """Add values up by owner, in the order they stand."""
    return np.bincount(owner, np.asarray(values, dtype=np.float64), minlength=size).astype(np.float64)


def tallied(row: Ints, column: Ints, shape: tuple[int, int], each: Ints | None = None) -> Ints:
    """Return a table of counts: of each row and column how often both meet, or what these add up to."""
    flat = np.bincount(row * shape[1] + column, each, minlength=shape[0] * shape[1])
    return flat.astype(np.int64).reshape(shape)


def starts(*keys: Ints) -> Ints:
    """Return where a new run begins in keys that are sorted together."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.int64)
    new = np.ones(len(keys[0]), dtype=bool)
    new[1:] = False
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def ranges(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of several ranges one behind the other, and which range each is of.

    Examples
    --------
    >>> ranges(np.array([5, 2, 0]), np.array([7, 2, 1]))
    (array([5, 6, 0]), array([0, 0, 2]))
    """
    size = high - low
    owner = np.repeat(np.arange(len(low)), size)
    return np.arange(len(owner)) + (low - np.cumsum(size) + size)[owner], owner


# How agency copy and copies are treated, one rule for all that compares outlets: ``wire=``.

#: The treatments, the default first.
WIRE = ("collapse", "keep", "drop")


#: Whether the articles are all that was published, and how events are pooled.
COLLECTION = ("census", "sample", "unknown")
WEIGHTS = ("mantel-haenszel", "equal")


def left_out(wire_role: pd.Series[str], wire: str) -> Flags:
    """Return which rows a treatment leaves out: full reprints, with drop.

    What is partly an agency's is the outlet's writing too, and an agency's own items are its own: both stay.

    >>> left_out(pd.Series(["full_reprint", "partly_based", None]), "drop").tolist()
    [True, False, False]
    """
    if wire != "drop":
        return np.zeros(len(wire_role), dtype=bool)
    return np.asarray((wire_role == "full_reprint").to_numpy(dtype=bool, na_value=False))


def collapses(wire: str) -> bool:
    """Say whether copies inside one group and event share one weight."""
    return wire != "keep"


def counted(table: pd.DataFrame, by: str, wire: str) -> Flags:
    """Return which rows count, of a table with a row a hit: those of no dropped article and of no copy.

    Parameters
    ----------
    table : pandas.DataFrame
        With `article`, `event`, `copy_group`, `wire_role` and `by`.
    by : str
        Column whose values are compared: of the copies inside one of them and one event, that of the least
        id counts.
    wire : str
        The treatment.

    Examples
    --------
    >>> hits = pd.DataFrame({"article": ["b", "a", "b", "c"], "outlet": "x", "event": None,
    ...                      "copy_group": ["w", "w", "w", None], "wire_role": "none"})
    >>> counted(hits, "outlet", "collapse").tolist()
    [False, True, False, True]
    """
    out = left_out(table["wire_role"], wire)
    if not collapses(wire):
        return ~out
    columns = [by, *(["event"] if by != "event" else []), "copy_group"]
    about = table.loc[~out, ["article", *columns]].astype(object)
    copies = about[about["copy_group"].notna()]
    least = copies.groupby(columns, dropna=False)["article"].transform("min")
    again = pd.Series(False, index=table.index)
    again[copies.index] = copies["article"] != least
    return np.asarray(~out & ~again.to_numpy(dtype=bool))


def dropped(reprints: int) -> str:
    """Say how many full reprints were left out.

    >>> dropped(1)
    '1 full reprint dropped'
    """
    return f"{reprints} full reprint{'' if reprints == 1 else 's'} dropped"


# Counts as rows × columns: the form in which scores of any size are added up, a few measures at a time.

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


def of_table(scores: pd.DataFrame, by: str, split: Sequence[str]) -> Grid:
    """Return a checked scores table as rows and columns: a row is a row of the table."""
    names = [name for name in _OF_COLUMNS if name != by]
    parts = [coded(scores[name]) for name in names]
    keys, column = distinct(*combined(parts))
    columns = {}
    for name, part in zip(reversed(names), reversed(parts), strict=True):
        keys, code = np.divmod(keys, max(len(part.labels), 1))
        columns[name] = pd.Series([part.labels[c] for c in code], dtype="str")
    known = [name for name in dict.fromkeys((*_OF_ROWS, by, *split)) if name not in names]
    table = pd.DataFrame({name: columns[name] for name in names})
    hits, tokens = scores["hits"].to_numpy(), scores["tokens"].to_numpy()
    weight = millionths(scores["weight"].to_numpy())
    order = np.argsort(column, kind="stable")
    begin = np.searchsorted(column[order], np.arange(len(table) + 1))
    lines = tuple(order[low:high] for low, high in itertools.pairwise(begin))

    def read(places: Sequence[int]) -> list[Read]:
        return [Read(hits[lines[place]], weight[lines[place]]) for place in places]

    return Grid(table, lines, tokens, scores[known], read)


def of_counts(counts: Counts, by: str, split: Sequence[str]) -> tuple[Grid | None, int]:
    """Return `Counts` as rows and columns, and how many articles have no value of `by` and are left out.

    Parameters
    ----------
    counts : Counts
        As `framing.features.scoring` makes them. What they know by column (target, model) makes no groups
        and no cells here: the table of scores knows it by row.
    by, split
        As in `sums.clusters`.

    Returns
    -------
    Grid or None
        None where nothing is left.
    int
    """
    index = counts.index
    row = index["row"].to_numpy()
    if not len(row) or not counts.columns:
        return None, 0
    # In which rows each column counts: those whose article is in its language.
    language = [column.language for column in counts.columns]
    first = {name: place for place, name in reversed(list(enumerate(language)))}
    spoken = counts.spoken(np.arange(len(counts.light)), list(first.values()))
    masks: dict[str | None, Flags | None] = dict.fromkeys(first)
    if spoken is not None:
        for j, name in enumerate(first):
            mine = spoken[row, j]
            masks[name] = None if mine.all() else mine
    rows = index.drop(columns=["row", "tokens"])
    # Articles may have columns of any name, of which only those that a table would carry count.
    known = [
        n for n in dict.fromkeys((*_OF_ROWS, by, *split)) if n not in (*rows, "measure", "target", "unit")
    ]
    articles = pd.DataFrame({n: counts.light["id" if n == "article" else n] for n in known})
    covered = np.ones(len(row), dtype=bool)
    if all(mask is not None for mask in masks.values()):
        covered = np.logical_or.reduce([mask for mask in masks.values() if mask is not None])
    without = rows[by].isna().to_numpy() if by in rows else articles[by].isna().to_numpy()[row]
    kept = covered & ~without
    lost = len(np.unique(row[covered & without]))
    at: dict[str | None, Ints] = {
        name: np.flatnonzero(kept if mask is None else kept & mask) for name, mask in masks.items()
    }
    used = [place for place, name in enumerate(language) if len(at[name])]
    if not used:
        return None, lost
    new = np.cumsum(kept) - 1
    lines = {name: None if masks[name] is None else new[places] for name, places in at.items()}

    def read(places: Sequence[int]) -> list[Read]:
        hits, weight = counts.matrix([used[place] for place in places])
        mine = [at[language[used[place]]] for place in places]
        return [Read(hits[rows, k], weight[rows, k]) for k, rows in enumerate(mine)]

    # Only the articles that have rows.
    there, of = np.unique(row[kept], return_inverse=True)
    grid = Grid(
        columns=pd.DataFrame(
            {
                name: pd.Series([getattr(counts.columns[place], name) for place in used], dtype="str")
                for name in _OF_COLUMNS
            }
        ),
        lines=tuple(lines[language[place]] for place in used),
        tokens=index["tokens"].to_numpy()[kept],
        rows=rows[kept].reset_index(drop=True),
        read=read,
        articles=articles.iloc[there].reset_index(drop=True),
        of=of.astype(np.int32),
    )
    return grid, lost


# Cells: what is kept apart in a comparison, and the unit of each.

#: Kinds of article that are cells of their own; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live")

#: The unit that a rate per 1,000 tokens turns into where the part is a headline of ten tokens.
HEADLINES = "share_of_headlines"


@dataclass(frozen=True)
class Places:
    """The table of cells, in order, and where rows and columns meet in it.

    `kind` is each row's share of a cell (genre, voice and the like; measures and targets are columns'), one
    of `kinds`; `cell` has a row a column and an item a kind: their cell, -1 where there is none.
    """

    cells: pd.DataFrame
    kind: Ints
    kinds: int
    cell: Ints


def places_of(grid: Grid, by: str, split: Sequence[str]) -> Places:
    """Return the cells that rows and columns make.

    Parameters
    ----------
    grid : Grid
    by : str
        Column whose values are compared; no part of a cell.
    split : sequence of str
        Columns kept apart beside genre, measure and target.

    Raises
    ------
    FramingError
        A measure has more than one unit.
    """
    names = ["genre", "measure", "target", *[name for name in split if name not in ("genre", "target")]]
    names = [name for name in names if name != by or name == "genre"]
    columns = {name: _codes(grid, name, by) for name in names}
    labels = {name: column.labels for name, column in columns.items()}
    worth, size = {}, 1
    for name in reversed(names):
        worth[name] = size
        size *= max(len(labels[name]), 1)
        if size >= 2**62:
            raise FramingError("split: these columns together have too many different values; split by fewer")
    own = [name for name in names if name in grid.columns.columns]
    rows = [name for name in names if name not in own]
    keys, kind = distinct(*combined([columns[name] for name in rows]))
    of_kind = np.zeros(len(keys), dtype=np.int64)
    for name in reversed(rows):
        keys, code = np.divmod(keys, max(len(labels[name]), 1))
        of_kind += code * worth[name]
    of_column = np.zeros(len(grid.columns), dtype=np.int64)
    for name in own:
        of_column += columns[name].codes * worth[name]
    met = np.ones((len(grid.lines), len(of_kind)), dtype=bool)
    for column, lines in enumerate(grid.lines):
        if lines is not None:
            met[column] = np.bincount(kind[lines], minlength=len(of_kind)) > 0
    every = of_column[:, None] + of_kind
    found = np.unique(every[met])
    cell = np.where(met, np.searchsorted(found, every), -1)
    table = {}
    for name in reversed(names):
        found, code = np.divmod(found, max(len(labels[name]), 1))
        table[name] = pd.Series([labels[name][c] for c in code], dtype="str")
    cells = pd.DataFrame({name: table[name] for name in names})
    for name, value in (("part", "all"), ("voice", "all"), ("target", None)):
        if name not in cells:
            cells[name] = pd.Series([value] * len(cells), dtype="str")
    cells["unit"] = _units(grid.columns, cell, cells)
    return Places(cells, kind, len(of_kind), cell)


def _codes(grid: Grid, name: str, by: str) -> Codes:
    known = schema("scores").columns
    order: Sequence[str] = known[name].values if name in known else ()
    if name in grid.columns.columns:
        return coded(grid.columns[name], order)
    if name != "genre":
        return grid.codes(name, order)
    if by == "genre":
        return Codes(np.zeros(len(grid.tokens), dtype=np.int64), ("all",))
    plain = coded(grid.about(name), (*GENRES, "unknown"))
    new = coded(pd.Series(["news" if g == "unknown" else g for g in plain.labels], dtype="str"), GENRES)
    return grid.spread(Codes(new.codes[plain.codes], new.labels), name)


def _units(columns: pd.DataFrame, cell: Ints, cells: pd.DataFrame) -> pd.Series[str]:
    unit = coded(columns["unit"])
    at = cell * len(unit.labels) + unit.codes[:, None]
    of_cell, code = np.divmod(np.unique(at[cell >= 0]), len(unit.labels))
    if len(of_cell) != len(cells):
        twice = of_cell[1:][of_cell[1:] == of_cell[:-1]][0]
        raise FramingError(
            f"scores: measure {cells['measure'][twice]!r} has more than one unit; "
            "give each unit a measure of its own"
        )
    labels = pd.Series([str(unit.labels[c]) for c in code], dtype="str")
    return labels.mask((cells["part"] == "headline") & (labels == "per_1000"), HEADLINES)


# Articles in groups, sorted by group, event and family of copies: the same for all measures.


@dataclass(frozen=True)
class Grouped:
    """Articles in groups (in two only where a voice, a part or a target is compared), in order.

    `of_row` is the place of each row's article; a family is named by the article of the least id.
    """

    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    of_row: Ints
    group: Ints
    event: Ints
    family: Ints

    def first(self) -> Ints:
        """Return for each article the first of those that are copies of it in its group and event."""
        begin = starts(self.group, self.event, self.family)
        return np.repeat(begin, np.diff(np.append(begin, len(self.group))))

    def shared(self) -> Flags:
        """Return which articles' family stands under more than one group in their event."""
        key = self.family * len(self.events) + self.event
        pairs = np.unique(key * len(self.groups) + self.group)
        families, times = np.unique(pairs // len(self.groups), return_counts=True)
        several = families[times > 1]
        return np.isin(key, several) if len(several) else np.zeros(len(key), dtype=bool)


def grouped(grid: Grid, by: str, split: Sequence[str]) -> Grouped:
    """Put articles into groups.

    Parameters
    ----------
    grid : Grid
        No value of `by` missing.
    by : str
        Column whose values are compared.
    split : sequence of str
        Events that are kept apart are cells, and no strata.

    Raises
    ------
    FramingError
        An article has more than one event, genre, family of copies or role of an agency.
    """
    light = grid.by_article(by)

    def codes(name: str) -> Codes:
        return coded(grid.about(name)) if light else grid.codes(name)

    article, groups = codes("article"), codes(by)
    keys, unit = distinct(*combined([groups, article]))
    first = np.empty(len(keys), dtype=np.int64)
    first[unit[::-1]] = np.arange(len(unit) - 1, -1, -1)
    if not light:
        _same_everywhere(grid, by, article, first, unit)
    apart = by == "event" or "event" in split
    events = Codes(np.zeros(len(unit), dtype=np.int64), (None,)) if apart else codes("event")
    event = events.codes[first]
    group, number = np.divmod(keys, len(article.labels))
    family = _families(codes("copy_group"), first, number, len(article.labels))
    order = np.lexsort((number, family, event, group))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Grouped(
        groups=tuple(str(label) for label in groups.labels),
        events=events.labels,
        names=tuple(str(label) for label in article.labels),
        of_row=rank[unit[grid.of]] if light else rank[unit],
        group=group[order],
        event=event[order],
        family=family[order],
    )


def _same_everywhere(grid: Grid, by: str, article: Codes, first: Ints, unit: Ints) -> None:
    for name in ("event", "genre", "copy_group", "wire_role"):
        if name == by or grid.by_article(name):
            continue
        codes = grid.codes(name)
        row = constant(codes.codes, first, unit)
        if row >= 0:
            one, other = codes.labels[codes.codes[first[unit[row]]]], codes.labels[codes.codes[row]]
            raise FramingError(
                f"scores: article {article.labels[article.codes[row]]!r} has {name} {one!r} in one row "
                f"and {other!r} in another; give each article one {name}"
            )


def _families(group: Codes, first: Ints, article: Ints, size: int) -> Ints:
    """Return for each place the article that names its family: the one of the least id."""
    code = group.codes[first]
    if group.labels and group.labels[-1] is None:
        alone = code == len(group.labels) - 1
        code = np.where(alone, len(group.labels) + article, code)
    least = np.full(len(group.labels) + size, size, dtype=np.int64)
    np.minimum.at(least, code, article)
    return least[code]


_NEGATIVE = "scores: hits and tokens are counts and can't be negative"


@dataclass(frozen=True)
class Clusters:
    """One entry a cluster × cell; a cluster is an article, or the copies of a text in one group and event.

    `cell`, `group`, `event` and `family` are codes into `cells` (a row each), `groups`, `events` and
    `names`; `shared` marks families under more than one group in an event; `x` and `d` are
    numerator and denominator of the cell's unit, `hits` and `tokens` the counts behind them, `articles`
    how many articles the cluster stands for (1 where copies are collapsed).
    `unknown` (counted as `articles` counts them), `dropped` and `illustrative` are counts of articles by cell
    and group.
    """

    cells: pd.DataFrame
    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    cell: Ints
    group: Ints
    event: Ints
    family: Ints
    shared: Flags
    x: Floats
    d: Floats
    hits: Floats
    tokens: Floats
    articles: Ints
    unknown: Ints
    dropped: Ints
    illustrative: Ints

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The unit of each cell."""
        return tuple(self.cells["unit"])

    @cached_property
    def scale(self) -> Floats:
        """What a numerator over a denominator is multiplied by, for each cell."""
        return np.array([UNITS[unit].scale for unit in self.units], dtype=np.float64)

    @cached_property
    def ratio(self) -> Flags:
        """Whether two estimates of the cell compare as a ratio."""
        return np.array([UNITS[unit].ratio for unit in self.units], dtype=bool)

    @cached_property
    def per_hit(self) -> Flags:
        """Whether the cell's denominator is hits, so that an article without hits says nothing."""
        return np.array([UNITS[unit].denominator == "hits" for unit in self.units], dtype=bool)

    @cached_property
    def by_event(self) -> tuple[Ints, Ints]:
        """The entries in order of cell and event, and ``cell * events + event`` of each in that order."""
        key = self.cell * len(self.events) + self.event
        order = np.argsort(key, kind="stable")
        return order, key[order]

    @cached_property
    def counted(self) -> Ints:
        """How many articles count, by cell and group."""
        return tallied(self.cell, self.group, (len(self.cells), len(self.groups)), self.articles)

    @cached_property
    def based(self) -> Ints:
        """How many articles have a denominator, by cell and group."""
        some = np.where(self.d > 0, self.articles, 0)
        return tallied(self.cell, self.group, (len(self.cells), len(self.groups)), some)

    @cached_property
    def bounded(self) -> Flags:
        """Whether the cell's estimate is a share, at most 1."""
        return np.array([unit in ("share", HEADLINES) for unit in self.units], dtype=bool)

    @cached_property
    def full(self) -> Floats:
        """Numerator over denominator where a share is 1, for each cell; missing for what is no share."""
        return np.where(self.bounded, 1.0 / self.scale, np.nan)


#: Entries of a block, about: what is held at once of a million articles.
ENTRIES = 1_500_000


class Layout:
    """What is the same for all measures: cells, articles in groups, and which row adds to which sum.

    Parameters
    ----------
    grid : Grid
        With at least one row, no value of `by` missing.
    by : str
        Column whose values are compared.
    split : sequence of str
        Columns that make cells, beside genre, measure and target; voices and
        parts that are not among them are added up.
    wire : {"collapse", "keep", "drop"}
        Copies inside one group share one weight; each counts; the same as
        collapse once full reprints of an agency are out.

    Raises
    ------
    FramingError
        An article stands under two events, genres or copy groups; a measure has two units.
    """

    def __init__(self, grid: Grid, by: str, split: Sequence[str], wire: str) -> None:
        self._grid, self._collapses = grid, collapses(wire)
        self._places = places_of(grid, by, split)
        self._units = grouped(grid, by, split)
        self.cells, self.groups = self._places.cells, self._units.groups
        self.names, self.events = self._units.names, self._units.events
        self._shared = self._units.shared()
        self._first = self._units.first() if self._collapses else None
        reprint = grid.flags("wire_role", lambda role: left_out(role, wire))
        if grid.tokens.min() < 0:
            raise FramingError(_NEGATIVE)
        self._used = (grid.tokens > 0) & ~reprint
        # Where genres are compared, unknown is one of them and counts as nothing else.
        unknown = grid.flags("genre", lambda genre: (genre == "unknown") & (by != "genre"))
        self._marked = {
            "unknown": unknown & self._used,
            "illustrative": grid.flags("provenance", lambda where: where == "illustrative") & self._used,
            "dropped": reprint & (grid.tokens > 0),
        }
        width = len(self._units.group)
        keys, self._slot = distinct(
            self._places.kind * width + self._units.of_row, self._places.kinds * width
        )
        self._slot_kind, self._slot_unit = np.divmod(keys, width)
        self._alike: dict[str, Ints] = {}

    def blocks(self, entries: int | None) -> Iterator[Clusters]:
        """Yield the sums of some measures at a time, each cell whole in one block.

        Parameters
        ----------
        entries : int or None
            So many in a block, about; all in one where it is None. Changes nothing else.

        Raises
        ------
        FramingError
            A count is negative, or a sum would not be exact.
        """
        # The columns that may meet in a cell, together.
        names = [name for name in ("measure", "target") if name in self._grid.columns.columns]
        keys, _ = combined([coded(self._grid.columns[name]) for name in names])
        order = np.argsort(keys, kind="stable")
        atoms = [part.tolist() for part in np.split(order, starts(keys[order])[1:])]
        each = len(atoms) if entries is None else max(1, entries // max(1, len(self._slot_unit)))
        for begin in range(0, len(atoms), each):
            some = atoms[begin : begin + each]
            reads = iter(self._grid.read([column for atom in some for column in atom]))
            yield self._block([(atom, [next(reads) for _ in atom]) for atom in some])

    def _block(self, atoms: Sequence[tuple[list[int], list[Read]]]) -> Clusters:
        shape = len(self.cells), len(self.groups)
        counts: dict[str, Any] = {name: np.zeros(shape, dtype=np.int64) for name in self._marked}
        parts = []
        for columns, reads in atoms:
            cell = self._places.cell[columns].max(axis=0)
            there = np.flatnonzero(cell >= 0)
            for name, table in counts.items():
                table[cell[there]] = self._counted(name, columns)[there]
            parts.append(self._entries(cell, columns, reads))
        found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        if (found["cell"][1:] < found["cell"][:-1]).any():
            order = np.argsort(found["cell"], kind="stable")
            found = {name: values[order] for name, values in found.items()}
        return Clusters(self.cells, self.groups, self.events, self.names, **found, **counts)

    def _entries(self, cell: Ints, columns: Sequence[int], reads: Sequence[Read]) -> dict[str, Any]:
        """Return the clusters of some columns, by cell, group, event and family."""
        size = len(self._slot_unit)
        sums = {name: np.zeros(size) for name in ("hits", "weight", "tokens")}
        for column, read in zip(columns, reads, strict=True):
            every = slice(None) if (rows := self._grid.lines[column]) is None else rows
            counts = {"tokens": self._grid.tokens[every], "hits": read.hits, "weight": read.weight}
            numbers = {name: exact(values, name) for name, values in counts.items()}
            if numbers["hits"].min() < 0:
                raise FramingError(_NEGATIVE)
            used = self._used[every]
            slot = self._slot[every][used]
            for name, added in numbers.items():
                sums[name] += np.bincount(slot, added[used], minlength=size)
        present = np.flatnonzero(sums["tokens"] > 0)
        at_cell, at = cell[self._slot_kind[present]], self._slot_unit[present]
        sums = {name: total[present] for name, total in sums.items()}
        x, d = _fraction(self.cells, at_cell, sums)
        entries: dict[str, Any] = {"cell": at_cell, "shared": self._shared[at]}
        entries |= {name: getattr(self._units, name)[at] for name in ("group", "event", "family")}
        values = {"x": x, "d": d, "hits": sums["hits"], "tokens": sums["tokens"]}
        return _gathered(entries, values, mean=self._collapses)

    def _counted(self, name: str, columns: Sequence[int]) -> Ints:
        """Count the articles that are marked, by kind of row and group; copies once, where they collapse."""
        lines = [self._grid.lines[column] for column in columns]
        if any(rows is None for rows in lines):
            if name not in self._alike:
                self._alike[name] = self._articles(name, np.flatnonzero(self._marked[name]))
            return self._alike[name]
        marked = self._marked[name]
        return self._articles(
            name, np.concatenate([rows[marked[rows]] for rows in lines if rows is not None])
        )

    def _articles(self, name: str, rows: Ints) -> Ints:
        shape = self._places.kinds, len(self.groups)
        if not len(rows):
            return np.zeros(shape, dtype=np.int64)
        there = np.unique(self._slot[rows])
        kind, unit = self._slot_kind[there], self._slot_unit[there]
        if name == "unknown" and self._first is not None:
            once = np.unique(kind * len(self._first) + self._first[unit])
            kind, unit = np.divmod(once, len(self._first))
        return tallied(kind, self._units.group[unit], shape)


def clusters(scores: pd.DataFrame, by: str, split: Sequence[str], wire: str) -> Clusters:
    """Add up a checked scores table, all of it at once.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table with at least one row, as `schema.check` gives it, no value of `by` missing.
    by, split, wire
        As in `Layout`.

    Raises
    ------
    FramingError
        The table contradicts itself, as in `Layout`, or a sum would not be exact.
    """
    return next(Layout(of_table(scores, by, split), by, split, wire).blocks(None))


def _fraction(cells: pd.DataFrame, cell: Ints, sums: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return numerator and denominator of each entry by its cell's unit."""
    x, d = np.empty(len(cell)), np.empty(len(cell))
    units = cells["unit"].to_numpy()
    here = np.flatnonzero(np.bincount(cell, minlength=len(cells)))
    names = sorted(set(units[here]))
    for name in names:
        rows = (units == name)[cell] if len(names) > 1 else slice(None)
        if name == HEADLINES:
            x[rows], d[rows] = np.minimum(sums["hits"][rows], 1.0), 1.0
        else:
            x[rows], d[rows] = sums[UNITS[name].numerator][rows], sums[UNITS[name].denominator][rows]
    return x, d


def _gathered(entries: dict[str, Any], values: dict[str, Floats], *, mean: bool) -> dict[str, Any]:
    """Make one entry of the copies of a text in one cell, group and event: their mean, or their sum."""
    begin = starts(*(entries[name] for name in ("cell", "group", "event", "family")))
    size = np.diff(np.append(begin, len(entries["cell"])))
    if (size > 1).any():
        entries = {name: codes[begin] for name, codes in entries.items()}
        values = {name: np.add.reduceat(numbers, begin) for name, numbers in values.items()}
        if mean:
            values = {name: numbers / size for name, numbers in values.items()}
    return {**entries, **values, "articles": np.ones_like(size) if mean else size}
