"""The contrast table: each pair of groups, cell by cell, with interval, p and what to bear in mind.

Nothing is estimated here; `compared` does that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.comparison import adjust
from framing.comparison.codes import Floats, Ints, starts, summed
from framing.comparison.compared import Compared, compared
from framing.comparison.notes import contrast_note
from framing.comparison.omnibus import omnibus_tests
from framing.comparison.pairs import REST, Pairs, chosen, runs
from framing.comparison.sums import Clusters
from framing.tables import schema

__all__ = ["ANY", "contrast"]

#: What stands for both sides in the row of the omnibus test.
ANY = "any"


def contrast(
    data: Clusters,
    *,
    pairs: Pairs,
    weights: str,
    collection: str,
    wire: str,
    primary: Sequence[str],
    seed: int,
    draws: int,
) -> pd.DataFrame | None:
    """Make the contrast table; None where no two groups share a cell.

    Parameters
    ----------
    data : Clusters
        Sums, as `sums.clusters` gives them.
    pairs, weights, collection, wire, primary, seed, draws
        As in `compare.compare`.

    Returns
    -------
    pandas.DataFrame or None
        A row a pair × cell that share an event, and one a cell where three groups or more meet (the omnibus
        test; `a` and `b` are "any"), as in ``schemas/contrast.toml``.
    """
    named = adjust.primary_measures(primary, sorted(set(data.cells["measure"])))
    which = chosen(pairs, data.groups)
    census = collection == "census"
    found = compared(data, which, weights=weights, census=census, seed=seed, draws=draws) if which else None
    if found is None:
        return None
    rows = _rows(found, wire)
    groups = sorted({code for pair in which for code in pair if code < len(data.groups)})
    if len(which) > 1 and not census and len(groups) > 2:
        every = _omnibus(data, rows, groups, seed=seed, draws=draws)
        rows = pd.concat([rows, every], ignore_index=True) if len(every) else rows
    return _finished(data, rows, named, len(which), wire)


def _rows(found: Compared, wire: str) -> pd.DataFrame:
    """Return a row a pair × cell that share an event, whether or not anything can be said there."""
    data, every, pooled, tests = found.data, found.every, found.pooled, found.tests
    begin, owner = runs(every.pair, every.cell)
    cell, pair = every.cell[begin], every.pair[begin]
    where = np.full(len(every.pairs) * len(data.cells), -1)
    where[pooled.pair * len(data.cells) + pooled.cell] = np.arange(len(pooled.pair))
    at = where[pair * len(data.cells) + cell]

    def spread(values: Floats | Ints, absent: float = np.nan) -> Floats:
        return np.asarray(np.append(values.astype(np.float64), absent)[at])

    scale, ratio = data.scale[cell], data.ratio[cell]
    a, b = spread(pooled.a), spread(pooled.b)
    closed = spread(found.closed.astype(np.int64), 1.0) == 1
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        estimate = np.where(ratio, np.where(b > 0, a / b, np.nan), (a - b) * scale) + 0.0
        ends = [np.where(ratio, np.exp(spread(e)), spread(e) * scale) for e in (pooled.low, pooled.high)]
    low, high = (np.where(closed, np.nan, end) + 0.0 for end in ends)
    table = data.cells.iloc[cell].reset_index(drop=True)
    names = [*data.groups, REST]
    for place, column in enumerate(("a", "b")):
        table[column] = _strings([names[every.pairs[number][place]] for number in pair])
    table["n_a"], table["n_b"] = (
        summed(owner, side.articles, len(cell)).astype(np.int64) for side in (every.a, every.b)
    )
    table["n_events"] = spread(pooled.n_events, 0).astype(np.int64)
    table["scale"] = _strings(np.where(ratio, "ratio", "difference"))
    table["estimate"], table["low"], table["high"] = estimate, low, high
    table["p"], table["p_min"] = spread(tests.p), spread(tests.p_min)
    table["test"] = _strings([tests.name[row] if row >= 0 else None for row in at])
    table["draws"] = spread(tests.draws, 0).astype(np.int64)
    table["note"] = _strings(
        [
            contrast_note(found, wire, row=int(row), cell=int(c), pair=int(p), articles=int(n))
            for row, c, p, n in zip(at, cell, pair, table["n_a"] + table["n_b"], strict=True)
        ]
    )
    table["provenance"] = _strings(
        [_provenance(data, int(c), every.pairs[p]) for c, p in zip(cell, pair, strict=True)]
    )
    return table.assign(_cell=cell, _pair=pair)


def _omnibus(data: Clusters, rows: pd.DataFrame, groups: list[int], *, seed: int, draws: int) -> pd.DataFrame:
    """Return a row a cell where three groups or more meet."""
    by_pair = {int(cell): part.to_numpy() for cell, part in rows.groupby("_cell")["p"]}
    first = starts(data.cell, data.group)
    count = summed(data.cell[first], np.isin(data.group[first], groups), len(data.cells))
    cells = [cell for cell in np.flatnonzero(count >= 3).tolist() if cell in by_pair]
    tests, articles, tested = omnibus_tests(data, cells, groups, by_pair, seed=seed, draws=draws)
    events = rows.groupby("_cell")["n_events"].max()
    invented = data.illustrative[cells].any(axis=1)
    return data.cells.iloc[cells].assign(
        a=ANY,
        b=ANY,
        n_a=articles,
        n_b=articles,
        n_events=[int(events[cell]) for cell in cells],
        scale=np.where(data.ratio[cells], "ratio", "difference"),
        estimate=np.nan,
        low=np.nan,
        high=np.nan,
        p=tests.p,
        p_min=tests.p_min,
        test=_strings(tests.name).to_numpy(),
        draws=tests.draws,
        provenance=np.where(invented, "illustrative", "published"),
        note=[f"omnibus over {number} groups" for number in tested],
        _cell=cells,
        _pair=-1,
    )


def _finished(
    data: Clusters, rows: pd.DataFrame, primary: frozenset[str], pairs: int, wire: str
) -> pd.DataFrame:
    """Return the rows in order, with their families, and columns in the table's order."""
    rows = rows.sort_values(["_cell", "_pair"], kind="stable", ignore_index=True)
    only = data.events[0] if len(data.events) == 1 else None
    events = only or (f"{len(data.events)} events" if len(data.events) > 1 else "1 event")
    said = f"{pairs} pair{'s' if pairs > 1 else ''}"
    omnibus = (rows["_pair"] < 0).tolist()
    rows["family"] = _strings(adjust.family_names(rows["measure"].tolist(), omnibus, primary, events, said))
    rows["p_adjusted"], rows["family_size"] = adjust.adjusted(rows["p"], rows["family"])
    rows["wire"] = _strings([wire] * len(rows))
    for column in ("a", "b", "scale", "test", "provenance", "note"):
        rows[column] = rows[column].astype("str")
    first = list(schema("contrast").columns)
    return rows[[*first, *(name for name in data.cells.columns if name not in first)]]


def _strings(values: Sequence[str | None] | np.ndarray[tuple[int], np.dtype[np.str_]]) -> pd.Series[str]:
    return pd.Series(values, dtype="str")


def _provenance(data: Clusters, cell: int, pair: tuple[int, int]) -> str:
    groups = slice(None) if pair[1] == len(data.groups) else list(pair)
    return "illustrative" if data.illustrative[cell, groups].any() else "published"
