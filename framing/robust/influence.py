"""On what a difference rests: each comparison made again without one article, or without one outlet.

Copies of a text go together. On which speaker or term a finding rests, `findings` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.compare import ready
from framing.comparison.sums import WIRE, Ints, collapses
from framing.errors import check_choice, several, warn
from framing.robust.variants import (
    Row,
    asked,
    estimates,
    family,
    null,
    rows_of,
    summed_up,
    varied,
)
from framing.schema import check, empty, schema
from framing.views import vocabulary

# What is left of a difference without something: whether it turns, and how far it moves.


def told(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one comparison and kind with rank, `flips` and `note`, in order of rank.

    Parameters
    ----------
    table : pandas.DataFrame
        As ``schemas/influence.toml``, without these columns.

    Notes
    -----
    An estimate without something moves by the logarithm of `change` where the scale is ratio, by
    `change` else; of equals the first in order of `left_out` goes first.
    """
    scale = str(table["scale"].iloc[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.abs(np.log(table["change"])) if scale == "ratio" else table["change"].abs()
    order = np.lexsort((table["left_out"], -moved.fillna(-1.0)))
    table = table.iloc[order].reset_index(drop=True)
    moved = moved.iloc[order].reset_index(drop=True)
    flips = pd.Series([_flip(row, scale) for row in table.to_dict("records")], dtype="str")
    return table.assign(
        rank=np.where(moved.notna(), np.arange(1, len(table) + 1), 0),
        flips=flips,
        note=[_note(row) for row in table.to_dict("records")],
    )


def _flip(row: Mapping[str, Any], scale: str) -> str:
    at = null(scale)
    stood = _outside(row["found_low"], row["found_high"], at)
    stands = _outside(row["low"], row["high"], at)
    if row["estimate"] != row["estimate"] or (stood is not None and stands is None):
        return "closed"
    if (row["estimate"] - at) * (row["found"] - at) < 0:
        return "sign"
    if stood and not stands:
        return "lost"
    return "gained" if stands and stood is False else "none"


def _outside(low: float, high: float, at: float) -> bool | None:
    """Say whether an interval leaves a value out; None without an interval."""
    return None if low != low or high != high else bool(low > at or high < at)


def _note(row: Mapping[str, Any]) -> str:
    if row["estimate"] != row["estimate"]:
        return "no estimate without it: nothing is left on a side, or no hits"
    if row["found_low"] == row["found_low"] and row["low"] != row["low"]:
        return "no interval without it: under 3 articles are left on a side, or all hits are in one of them"
    return ""


#: Of a comparison with more articles, those that pull its estimate most are left out in turn.
MOST_LEFT_OUT = 400

#: Rows summed for one comparison and kind: of a hundred thousand articles fewer are left out in turn.
_ROWS = 5_000_000


def influence(
    scores: pd.DataFrame,
    contrasts: pd.DataFrame | None = None,
    *,
    articles: pd.DataFrame | None = None,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    wire: str = "collapse",
    weights: str = "mantel-haenszel",
    collection: str = "unknown",
    seed: int = 1,
    most: int | None = 12,
) -> pd.DataFrame:
    """Leave each article out, and say what is left of a difference; `robustness` changes choices.

    Where groups other than outlets are compared, each outlet of a side that has several is left out too.

    Parameters
    ----------
    scores : pandas.DataFrame
        A table `scores`.
    contrasts : pandas.DataFrame, optional
        The comparisons, rows of the table `contrast`; those that `compare` makes of the scores by default.
    articles : pandas.DataFrame, optional
        For titles and dates in `name`.
    by, split, wire, weights, collection, seed
        As in `framing.compare`.
    most : int or None
        Of many comparisons the clearest (`None`: all).

    Returns
    -------
    pandas.DataFrame
        The table `influence`, as in ``schemas/influence.toml``: a row for each comparison × article
        and comparison × outlet, those that move the estimate most first. `flips` says
        what becomes of the difference.

    Raises
    ------
    FramingError
        A table or argument that is not what it should be.

    Warns
    -----
    FramingWarning
        There is nothing to compare.

    Notes
    -----
    Each estimate is made anew from the articles left, its interval by the jackknife over them. With
    hundreds of articles in one comparison, those that pull most are left out: by the size of ``(x - r d) /
    sum(d)``, the first order of what leaving an article out does to a ratio of sums ``r``.

    Examples
    --------
    >>> rows = [{"article": f"{o}{k}", "outlet": o, "part": "all", "voice": "all", "measure": "hedges",
    ...          "hits": 9 if (o, k) == ("x", 0) else 1, "weight": 0, "tokens": 100}
    ...         for o in "xy" for k in range(5)]
    >>> found = influence(pd.DataFrame(rows), split=())
    >>> found.loc[0, "left_out"], float(found.loc[0, "found"].round(3)), float(found.loc[0, "estimate"])
    ('x0', 2.6, 1.0)
    """
    check_choice("wire", wire, WIRE)
    further = several("split", split)
    table = ready(scores, by, further)
    settings: dict[str, Any] = {"wire": wire, "weights": weights, "collection": collection, "seed": seed}
    wanted = asked(table, contrasts, most, by=by, split=further, **settings)
    if wanted.empty:
        warn("influence: no comparison has an estimate")
        return empty("influence")
    articles = None if articles is None else check(articles, "articles")
    names = None if articles is None else articles.set_index("id")
    found: list[pd.DataFrame] = []
    for row in wanted.to_dict("records"):
        # What a group of outlets differs in may be one outlet's.
        for kind in ("article", "outlet") if by != "outlet" else ("article",):
            found += _without(_Comparison(table, row, kind, names, by, wire, weights, collection == "census"))
    if not found:
        return empty("influence")
    result = pd.concat(found, ignore_index=True)
    first = list(schema("influence").columns)
    extra = [name for name in wanted.columns if name not in schema("contrast").columns]
    return check(result[[*first, *extra]], "influence")


class _Comparison(NamedTuple):
    """One comparison, what is left out of it (article, outlet), and how it is made."""

    scores: pd.DataFrame
    row: Row
    kind: str
    names: pd.DataFrame | None
    by: str
    wire: str
    weights: str
    census: bool


def _without(one: _Comparison) -> list[pd.DataFrame]:
    """Return the rows of one comparison and kind; none where a side is one outlet each."""
    row = one.row
    rows = rows_of(one.scores, row, one.by, one.wire)
    if rows.empty:
        return []
    table = summed_up(rows, one.by)
    who = family(table)
    if one.kind == "outlet":
        side = table[one.by].astype(object) == row["a"]
        several_there = table.groupby(side)["outlet"].transform("nunique") > 1
        who = table["outlet"].astype(object).where(several_there, None)
    units = _most_pulling(table, who, row, one.by)
    if not len(units):
        return []
    code = pd.Index(units, dtype=object).get_indexer(who.astype(object))
    kept: list[Ints] = [np.arange(len(table)), *(np.flatnonzero(code != k) for k in range(len(units)))]
    parts = varied(table, kept, str(row["part"]), one.by)
    made = estimates(parts, row, by=one.by, wire=one.wire, weights=one.weights).reindex(range(len(kept)))
    if one.census:
        made[["low", "high", "p"]] = np.nan
    found = told(_table(one, table, code, units, made))
    if (every := int(who.nunique())) > len(units):
        said = f"left out in turn: the {len(units):,} of {every:,} that pull the estimate most"
        found.loc[0, "note"] = said
    return [found]


def _most_pulling(table: pd.DataFrame, who: pd.Series, row: Row, by: str) -> list[str]:
    """Return whom to leave out in turn, in order of name; of very many those that pull the estimate most."""
    from framing.schema import UNITS

    units = sorted(who.dropna().unique())
    most = min(MOST_LEFT_OUT, max(20, _ROWS // len(table)))
    if len(units) <= most:
        return units
    unit = UNITS[str(table["unit"].iloc[0])]
    d = table[unit.denominator if unit.denominator in table else "tokens"].astype(float)
    x, side = table[unit.numerator].astype(float), (table[by].astype(object) == row["a"]).astype(int)
    total = d.groupby(side).transform("sum")
    rate = x.groupby(side).transform("sum") / total
    pull = ((x - rate * d) / total / (rate if unit.ratio else 1.0)).groupby(who).sum().abs()
    return sorted(pull.sort_values(ascending=False, kind="stable").index[:most])


def _table(
    one: _Comparison, table: pd.DataFrame, code: np.ndarray, units: Sequence[str], made: pd.DataFrame
) -> pd.DataFrame:
    """Return the table `influence` of one comparison and kind, without sentences."""
    row, size = one.row, len(units)
    whole, rest = made.iloc[0], made.iloc[1:].reset_index(drop=True)
    copies = table.groupby([one.by, table["event"].fillna(""), family(table)])["article"].transform("nunique")
    share = 1.0 / copies.to_numpy(float) if collapses(one.wire) else np.ones(len(table))
    there = code >= 0
    hits, tokens = (
        np.bincount(code[there], table[name].to_numpy(float)[there] * share[there], minlength=size)
        for name in ("hits", "tokens")
    )
    first = (table[one.by].astype(object) == row["a"]).to_numpy()
    in_a, in_b = (np.bincount(code[there], mask[there], minlength=size) > 0 for mask in (first, ~first))
    articles = pd.Series(table["article"].to_numpy(object)[there]).groupby(code[there]).nunique()
    ratio = row["scale"] == "ratio"
    change = rest["estimate"] / whole["estimate"] if ratio else rest["estimate"] - whole["estimate"]
    cells = {name: row[name] for name in row if name not in ("p", "p_min", "p_adjusted", "note", "wire")}
    found = pd.DataFrame({name: [value] * size for name, value in cells.items()})
    return found.assign(
        kind=one.kind,
        left_out=list(units),
        name=[_name(one, unit) for unit in units],
        side=np.where(in_a & in_b, "both", np.where(in_a, "a", "b")),
        articles=articles.reindex(range(size)).to_numpy(np.int64),
        hits=hits,
        tokens=tokens,
        **{name: rest[name].fillna(0).to_numpy(np.int64) for name in ("n_a", "n_b", "n_events")},
        found=float(whole["estimate"]),
        found_low=float(whole["low"]),
        found_high=float(whole["high"]),
        **{name: rest[name].to_numpy(float) for name in ("estimate", "low", "high", "p")},
        change=change.to_numpy(float),
    )


def _name(one: _Comparison, unit: str) -> str:
    """Return an article by title, outlet and date, or an outlet by name."""
    if one.kind == "outlet":
        return vocabulary.display(unit, str(one.row["provenance"]))
    return _article(one.names, unit)


def _article(names: pd.DataFrame | None, key: str) -> str:
    if names is None or key not in names.index:
        return key
    row: Any = names.loc[key]
    title = " ".join(str(row["title"]).split()) if isinstance(row["title"], str) else ""
    beside = [vocabulary.display(str(row["outlet"]), str(row["provenance"]))]
    if not pd.isna(row["published"]):
        beside.append(vocabulary.day_name(row["published"].strftime("%Y-%m-%d")))
    return f"{f'“{title}”' if title else key} ({', '.join(beside)})"
