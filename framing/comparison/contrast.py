"""The contrast: each pair of groups, cell by cell, with interval, p and what to bear in mind.

The table is put together here; what stands in it is computed in `pairs`, `pooled`,
`testing` and `adjust`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.comparison import adjust
from framing.comparison.codes import Floats, Ints
from framing.comparison.notes import contrast_note
from framing.comparison.pairs import REST, Sides, chosen, runs, sides
from framing.comparison.pooled import Flags, Pooled, pool
from framing.comparison.profile import share_alone
from framing.comparison.sums import Clusters
from framing.comparison.testing import Tests, omnibus_tests, pair_tests

__all__ = ["ANY", "contrast"]

#: What stands for both sides in the row of the omnibus test.
ANY = "any"

_FIRST = ["a", "b", "genre", "part", "voice", "measure", "target"]


def contrast(
    data: Clusters, *, pairs: object, weights: str, collection: str, wire: str, primary: Sequence[str], seed: int,
    draws: int,
) -> pd.DataFrame | None:  # fmt: skip
    """Make the contrast table; None where no two groups share a cell.

    Parameters
    ----------
    data : Clusters
        Sums, as `sums.clusters` gives them.
    pairs, weights, collection, wire, primary, seed, draws
        As in `compare.compare`.
    """
    named = adjust.primary_measures(primary, sorted(set(data.cells["measure"])))
    which = chosen(pairs, data.groups)  # type: ignore[arg-type]
    if not which:
        return None
    every = sides(data, which)
    if not len(every.pair):
        return None
    live = (every.a.d > 0) & (every.b.d > 0)
    both = Sides(every.pairs, every.pair[live], every.cell[live], every.event[live],
                 every.a.take(np.flatnonzero(live)), every.b.take(np.flatnonzero(live)))  # fmt: skip
    pooled = pool(both, data.ratio, weights)
    size = len(pooled.pair)
    n = _sum(pooled, both.a.n), _sum(pooled, both.b.n)
    census = collection == "census"
    silent = _silent(data, both, pooled) | census
    tests = Tests.none(size) if census else pair_tests(data, both, pooled, n, ~silent, seed=seed, draws=draws)
    rows = _rows(data, every, both, pooled, tests, n, silent, census=census, wire=wire)
    groups = sorted({code for pair in which for code in pair if code < len(data.groups)})
    if len(which) > 1 and not census and len(groups) > 2:
        rows = pd.concat([rows, _omnibus(data, rows, groups, seed=seed, draws=draws)], ignore_index=True)
    return _finished(data, rows, named, len(which), wire)


def _rows(
    data: Clusters, every: Sides, both: Sides, pooled: Pooled, tests: Tests, n: tuple[Ints, Ints], silent: Flags, *,
    census: bool, wire: str,
) -> pd.DataFrame:  # fmt: skip
    """Return a row a pair × cell that share an event, whether or not anything can be said there."""
    begin, owner = runs(every.pair, every.cell)
    size = len(begin)
    articles = [np.bincount(owner, side.articles, minlength=size).astype(np.int64) for side in (every.a, every.b)]
    cell, pair = every.cell[begin], every.pair[begin]
    at = np.full(len(every.pairs) * len(data.cells), -1)
    at[pooled.pair * len(data.cells) + pooled.cell] = np.arange(len(pooled.pair))
    at = at[pair * len(data.cells) + cell]
    has = at >= 0

    def spread(values: Floats) -> Floats:
        return np.where(has, values[at], np.nan) if len(values) else np.full(size, np.nan)

    scale, ratio = data.scale[cell], data.ratio[cell]
    closed = ~(spread(silent.astype(np.float64)) == 0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b = spread(pooled.a), spread(pooled.b)
        estimate = np.where(ratio, np.where(b > 0, a / b, np.nan), (a - b) * scale) + 0.0
        low, high = (
            np.where(closed, np.nan, np.where(ratio, np.exp(spread(end)), spread(end) * scale)) + 0.0
            for end in (pooled.low, pooled.high)
        )
    table = data.cells.iloc[cell].reset_index(drop=True)
    names = [*data.groups, REST]
    for place, column in enumerate(("a", "b")):
        codes = [every.pairs[number][place] for number in pair]
        table.insert(place, column, pd.Series([names[code] for code in codes], dtype="str"))
    table["n_a"], table["n_b"] = articles
    table["n_events"] = np.where(has, pooled.n_events[at] if len(pooled.pair) else 0, 0)
    table["scale"] = pd.Series(np.where(ratio, "ratio", "difference"), dtype="str")
    table["estimate"], table["low"], table["high"] = estimate, low, high
    table["p"], table["p_min"] = spread(tests.p), spread(tests.p_min)
    table["test"] = pd.Series([tests.name[row] if row >= 0 else None for row in at], dtype="str")
    table["draws"] = np.where(has, tests.draws[at] if len(tests.draws) else 0, 0)
    table["note"] = pd.Series(
        [
            contrast_note(data, every, both, pooled, tests, n, row=int(row), cell=int(c), pair=int(p),
                          has_interval=bool(np.isfinite(low[place])), census=census, wire=wire)
            for place, (row, c, p) in enumerate(zip(at, cell, pair, strict=True))
        ],
        dtype="str",
    )  # fmt: skip
    illustrated = [_invented(data, int(c), every.pairs[p]) for c, p in zip(cell, pair, strict=True)]
    table["provenance"] = pd.Series(illustrated, dtype="str")
    return table.assign(_cell=cell, _pair=pair)


def _silent(data: Clusters, both: Sides, pooled: Pooled) -> Flags:
    """Return where no interval may stand, by pair × cell."""
    silent = np.zeros(len(pooled.pair), dtype=bool)
    per_hit, ratio = data.per_hit[pooled.cell], pooled.ratio
    for side in (both.a, both.b):
        n, hits, x = (_sum(pooled, values) for values in (side.n, side.hits, side.x))
        hits_most, x_most = (_max(pooled, values) for values in (side.hits_most, side.x_most))
        whole = np.bincount(pooled.owner, ~share_alone(data, side), minlength=len(pooled.pair)) == 0
        silent |= (n < 3) | (hits == 0) | whole
        silent |= np.where(ratio, x_most >= x, ~per_hit & (hits_most >= hits))
    return silent


def _omnibus(data: Clusters, rows: pd.DataFrame, groups: list[int], *, seed: int, draws: int) -> pd.DataFrame:
    """Return a row a cell where three groups or more meet."""
    by_pair = {int(cell): part.to_numpy() for cell, part in rows.groupby("_cell")["p"]}
    count = np.zeros(len(data.cells), dtype=np.int64)
    present = np.unique(data.cell * len(data.groups) + data.group)
    np.add.at(count, present // len(data.groups), np.isin(present % len(data.groups), groups))
    cells = [cell for cell in np.flatnonzero(count >= 3).tolist() if cell in by_pair]
    tests, articles = omnibus_tests(data, cells, groups, by_pair, seed=seed, draws=draws)
    table = data.cells.iloc[cells].reset_index(drop=True)
    same = pd.Series([ANY] * len(cells), dtype="str")
    events = rows.groupby("_cell")["n_events"].max()
    return table.assign(
        a=same, b=same, n_a=articles, n_b=articles, n_events=[int(events[cell]) for cell in cells],
        scale=pd.Series(np.where(data.ratio[cells], "ratio", "difference"), dtype="str"),
        estimate=np.nan, low=np.nan, high=np.nan, p=tests.p, p_min=tests.p_min,
        test=pd.Series(tests.name, dtype="str"), draws=tests.draws,
        provenance=pd.Series(["illustrative" if data.illustrative[c].any() else "published" for c in cells], dtype="str"),
        note=pd.Series([f"omnibus over {count[cell]} groups" for cell in cells], dtype="str"),
        _cell=cells, _pair=-1,
    )  # fmt: skip


def _finished(
    data: Clusters, rows: pd.DataFrame, primary: frozenset[str], pairs: int, wire: str
) -> pd.DataFrame:
    """Return the rows in order, with their families, and columns in the table's order."""
    rows = rows.sort_values(["_cell", "_pair"], kind="stable", ignore_index=True)
    events = str(data.events[0]) if len(data.events) == 1 and data.events[0] else f"{len(data.events)} event"
    events += "s" if len(data.events) > 1 else ""
    every = (rows["_pair"] < 0).tolist()
    said = f"{pairs} pair{'s' if pairs > 1 else ''}"
    names = adjust.family_names(rows["measure"].tolist(), every, primary, events, said)
    rows["family"] = pd.Series(names, dtype="str")
    rows["p_adjusted"], rows["family_size"] = adjust.adjusted(rows["p"], rows["family"])
    rows["wire"] = pd.Series([wire] * len(rows), dtype="str")
    last = ["n_a", "n_b", "n_events", "unit", "scale", "estimate", "low", "high", "p", "p_min", "p_adjusted", "family",
            "family_size", "test", "draws", "wire", "provenance", "note"]  # fmt: skip
    kept = [name for name in data.cells.columns if name not in _FIRST and name not in last]
    return rows[[*_FIRST, *last, *kept]]


def _sum(pooled: Pooled, values: Floats | Ints) -> np.ndarray:
    return np.bincount(pooled.owner, values, minlength=len(pooled.pair))


def _max(pooled: Pooled, values: Floats) -> Floats:
    return np.maximum.reduceat(values, pooled.begin) if len(pooled.begin) else values[:0]


def _invented(data: Clusters, cell: int, pair: tuple[int, int]) -> str:
    groups = list(range(len(data.groups))) if pair[1] == len(data.groups) else list(pair)
    return "illustrative" if data.illustrative[cell, groups].any() else "published"
