"""`fr.wire_effect`: each main difference under all three treatments of agency copy, side by side.

A difference that is there only while reprints are counted is a difference in what an outlet takes from an
agency, not in how it writes. Nothing is estimated here; `compare` does that.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.adjust import measure_group, primary_measures
from framing.comparison.compare import compare, ready
from framing.comparison.contrast import ANY
from framing.comparison.pairs import REST
from framing.comparison.sums import clusters
from framing.comparison.testing import ALPHA
from framing.comparison.treatment import WIRE
from framing.errors import FramingError, FramingWarning, several
from framing.schema import check, empty, schema

__all__ = ["wire_effect"]

_CARRIED = ("wire_role", "copy_group")


def wire_effect(
    scores: pd.DataFrame,
    *,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    measures: str | Sequence[str] | None = None,
    primary: str | Sequence[str] = (),
    pairs: str | Sequence[tuple[str, str]] | None = None,
    articles: pd.DataFrame | None = None,
    seed: int = 1,
    collection: str = "unknown",
    weights: str = "mantel-haenszel",
    draws: int = 9999,
) -> pd.DataFrame:
    """Compare three times: with agency copy collapsed, kept and dropped.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table, as `score` makes it.
    by, split, primary, pairs, seed, collection, weights, draws
        As in `compare`.
    measures : str or sequence of str, optional
        Measures, or groups of them as "tone", that are shown; those that `primary` names by default, or all
        where none is named.
    articles : pandas.DataFrame, optional
        Articles whose `wire_role` and `copy_group` count instead of those in the scores, by id: as
        `with_agency` and `group_copies` give them, for scores that were made without.

    Returns
    -------
    pandas.DataFrame
        Three rows a pair × cell × measure, one a treatment, as in ``schemas/wire_effect.toml``. The
        note says where the sign, or whether the sides are told apart, is not what it is under ``collapse``.

    Raises
    ------
    FramingError
        An argument or a column is not known, or articles of the scores are not among `articles`.

    Notes
    -----
    Sides are told apart where p, adjusted within the family under that treatment, is at most .05; where no
    test is made, where the interval does not hold a ratio of 1 or a difference of 0.

    Examples
    --------
    >>> counts = {"a": [9, 8, 9, 2], "b": [3, 2, 4, 2]}
    >>> rows = [(f"{o}{k}", o, "full_reprint" if k == 3 else "none", n) for o in "ab" for k, n in
    ...         enumerate(counts[o])]
    >>> scores = pd.DataFrame(rows, columns=["article", "outlet", "wire_role", "hits"]).assign(
    ...     part="all", voice="all", measure="hedges", tokens=500, weight=lambda t: t["hits"] * 1_000_000)
    >>> wire_effect(scores)[["wire", "n_a", "dropped", "estimate"]].round(2).values.tolist()
    [['collapse', 4, 0, 2.55], ['keep', 4, 0, 2.55], ['drop', 3, 2, 2.89]]
    """
    split, primary = several("split", split), several("primary", primary)
    known = _unknown_copy(scores, articles)
    given = _carried(check(scores, "scores"), articles)
    table = ready(given, by, split)
    if table.empty:
        warnings.warn("wire_effect: no scores; there is nothing to compare", FramingWarning, stacklevel=2)
        return empty("wire_effect")
    shown = _shown(table, measures, primary)
    groups = {measure_group(name) for name in shown}
    # A family is adjusted as a whole, whichever of its measures are shown.
    table = table[[measure_group(str(name)) in groups for name in table["measure"]]].reset_index(drop=True)
    named = [name for name in primary if name in groups or name in set(table["measure"])]
    keys: list[str] = []
    parts = []
    for wire in WIRE:
        with warnings.catch_warnings():
            # Where a treatment leaves nothing to compare, the table says so.
            warnings.simplefilter("ignore", FramingWarning)
            found = compare(table, by=by, split=split, seed=seed, wire=wire, collection=collection,
                            primary=named, weights=weights, draws=draws, pairs=pairs).contrast  # fmt: skip
        found = found[(found["a"] != ANY) & found["measure"].isin(shown)]
        keys = keys or [name for name in found.columns if name in ("unit", "scale") or _is_key(name)]
        parts.append(found.assign(wire=wire))
    if not any(len(part) for part in parts):
        said = f"wire_effect: no two values of {by} share a cell; there is nothing to contrast"
        warnings.warn(said, FramingWarning, stacklevel=2)
        return empty("wire_effect")
    whole = _side_by_side(parts, keys)
    _count(whole, table, by, split)
    whole["note"] = pd.Series(_notes(whole, known), dtype="str")
    first = list(schema("wire_effect").columns)
    return check(whole[[*first, *(name for name in keys if name not in first)]], "wire_effect")


def _unknown_copy(scores: pd.DataFrame, articles: pd.DataFrame | None) -> bool:
    """Say whether nothing at all tells what an agency gave."""
    table = articles if articles is not None else scores
    return isinstance(table, pd.DataFrame) and "wire_role" not in table.columns


def _carried(scores: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    """Return the scores with what the articles say of copies and agencies."""
    if articles is None:
        return scores
    frame = check(articles, "articles").set_index("id")
    lost = scores.loc[~scores["article"].isin(frame.index), "article"]
    if len(lost):
        raise FramingError(
            f"articles: {lost.nunique()} articles of the scores are not among them, "
            f"the first {lost.iloc[0]!r}; give those that were scored"
        )
    ids = scores["article"].astype("str")
    return scores.assign(**{
        name: pd.Series(ids.map(frame[name].astype("str")), dtype="str")
        for name in _CARRIED
        if name in articles.columns
    })  # fmt: skip


def _shown(
    table: pd.DataFrame, measures: str | Sequence[str] | None, primary: Sequence[str]
) -> frozenset[str]:
    """Return the measures that are shown."""
    there = sorted(set(table["measure"].astype("str")))
    first = primary_measures(primary, there)
    if measures is None:
        return first or frozenset(there)
    try:
        return primary_measures(several("measures", measures), there)
    except FramingError as error:
        raise FramingError(str(error).replace("primary", "measures", 1)) from None


def _is_key(name: str) -> bool:
    return name not in schema("contrast").columns or name in schema("contrast").key


def _side_by_side(parts: Sequence[pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """Return three rows for each difference that any treatment has, in the order of the first to have it."""
    order = pd.concat([part[[*keys]] for part in parts], ignore_index=True).drop_duplicates(ignore_index=True)
    order["_place"] = np.arange(len(order))
    every = pd.concat(
        [
            order.assign(wire=wire).merge(part, how="left", on=[*keys, "wire"])
            for wire, part in zip(WIRE, parts, strict=True)
        ],
        ignore_index=True,
    )
    every = every.sort_values("_place", kind="stable", ignore_index=True)
    for name in ("n_a", "n_b", "n_events"):
        every[name] = every[name].fillna(0).astype("int64")
    every["provenance"] = every["provenance"].fillna("published").astype("str")
    return every


def _count(whole: pd.DataFrame, table: pd.DataFrame, by: str, split: Sequence[str]) -> None:
    """Put down how many articles each treatment leaves out, and how many it counts no more."""
    kept, dropped = clusters(table, by, split, "keep"), clusters(table, by, split, "drop")
    printed = kept.counted
    left = {"collapse": clusters(table, by, split, "collapse").counted, "drop": dropped.counted}
    cells = [name for name in kept.cells.columns if name != "unit"]
    number = {tuple(map(str, row)): i for i, row in enumerate(kept.cells[cells].itertuples(index=False))}
    group = {name: code for code, name in enumerate(kept.groups)}
    out: dict[str, list[int]] = {"dropped": [], "collapsed": []}
    for row in whole.to_dict("records"):
        cell = number[tuple(str(row[name]) for name in cells)]
        sides = list(group.values()) if row["b"] == REST else [group[row["a"]], group[row["b"]]]
        gone = int(dropped.dropped[cell, sides].sum()) if row["wire"] == "drop" else 0
        once = int((printed - left.get(row["wire"], printed))[cell, sides].sum()) - gone
        out["dropped"].append(gone)
        out["collapsed"].append(once)
    for name, numbers in out.items():
        whole[name] = pd.Series(numbers, dtype="int64")


def _notes(whole: pd.DataFrame, unknown_copy: bool) -> list[str]:
    """Return a note a row; what differs is said on each of the three."""
    notes: list[str] = []
    for start in range(0, len(whole), len(WIRE)):
        three = whole.iloc[start : start + len(WIRE)].to_dict("records")
        said = [_told(row) for row in three]
        changes = [
            change
            for row, (sign, apart) in zip(three[1:], said[1:], strict=True)
            for change in _changes(row["wire"], sign, apart, *said[0])
        ]
        if unknown_copy:
            changes.append("no wire_role is known: drop leaves nothing out")
        for row, (sign, _) in zip(three, said, strict=True):
            empty_side = sign is None and not (row["n_a"] and row["n_b"])
            notes.append("; ".join([*(["no articles left on a side"] if empty_side else []), *changes]))
    return notes


def _told(row: dict[str, Any]) -> tuple[int | None, bool | None]:
    """Return the sign of a difference, and whether the sides are told apart; None where it can't be said."""
    null = 1.0 if row["scale"] == "ratio" else 0.0
    if not np.isfinite(row["estimate"]):
        return None, None
    sign = int(np.sign(row["estimate"] - null))
    if np.isfinite(row["p_adjusted"]):
        return sign, bool(row["p_adjusted"] <= ALPHA)
    if np.isfinite(row["low"]) and np.isfinite(row["high"]):
        return sign, not row["low"] <= null <= row["high"]
    return sign, None


def _changes(
    wire: str, sign: int | None, apart: bool | None, first: int | None, first_apart: bool | None
) -> list[str]:
    if sign is None or first is None:
        return [] if sign is first else [f"no estimate under {wire if sign is None else WIRE[0]}"]
    found = []
    if sign * first < 0:
        found.append(f"the sign is another under {wire} than under {WIRE[0]}")
    if apart != first_apart:
        words = {True: "told apart", False: "not told apart", None: "no test"}
        found.append(f"{words[apart]} under {wire}, {words[first_apart]} under {WIRE[0]}")
    return found
