"""Placebo: the labels of the groups shuffled within events, and everything compared again.

What shuffled labels show is what chance and the way of comparing make by themselves. Copies of a text move
as one; a text under two labels keeps them. Estimate, interval, test and adjustment are those of
`framing.compare`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.stats

from framing.comparison.compare import compare, ready
from framing.comparison.permute import adjusted, seeded
from framing.comparison.sums import WEIGHTS, WIRE, Clusters, Flags, Floats, Ints, clusters, starts
from framing.comparison.testing import ALPHA, Compared, Pairs, chosen, compared, pair_tests
from framing.errors import FramingWarning, check_choice, check_number, several
from framing.robust.variants import ANY, null, only, places, scored
from framing.schema import check, empty, schema

#: Arrangements of a first look; what can't be significant by then, but once in so many, is left at that.
FIRST, ONCE = 199, 1000

#: Where p of Welch's t is above this, that of the test is not .05 or less.
NEAR = 0.2


def placebo(
    scores: pd.DataFrame,
    contrasts: pd.DataFrame | None = None,
    *,
    draws: int = 100,
    seed: int = 1,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    wire: str = "collapse",
    weights: str = "mantel-haenszel",
    primary: str | Sequence[str] = (),
    pairs: Pairs = None,
    inner: int = 9999,
) -> pd.DataFrame:
    """Shuffle the labels within each event and count how often as large a difference comes up.

    Parameters
    ----------
    scores : pandas.DataFrame
        A table `scores`.
    contrasts : pandas.DataFrame, optional
        The table `contrast` that `framing.compare` made of these scores; it is made where it is not given.
        Its comparisons with an interval, all of them together, are what is shuffled.
    draws : int
        How often labels are shuffled.
    seed : int
        For the shuffles, and for the tests in them.
    by, split, wire, weights, primary, pairs
        As in `framing.compare`, and as `contrasts` were made.
    inner : int
        Arrangements drawn for each test inside a shuffle.

    Returns
    -------
    pandas.DataFrame
        The table `placebo`, as in ``schemas/placebo.toml``: first a row of all comparisons together (`a`, `b`
        and `measure` are "any"; not of a census, of which nothing is tested), then a row for each, in the
        order of the contrasts.

    Raises
    ------
    FramingError
        A table or argument that is not what it should be.

    Warns
    -----
    FramingWarning
        No comparison has an interval.

    Notes
    -----
    Labels change places over articles (or families of copies) of one event and genre, all groups at
    once, so that each group keeps its number of articles. What is counted is the size of the difference
    itself: of a ratio its distance from 1 on the logarithm; of shuffles without an estimate nothing is
    counted, and `shuffled_estimates` says how many have one. For the tests inside a shuffle, 199
    arrangements are drawn first, and `inner` where the comparison might hold: p
    of those is that of the whole chain.
    """
    check_choice("weights", weights, WEIGHTS)
    check_choice("wire", wire, WIRE)
    rounds, start = check_number("draws", draws, 1), check_number("seed", seed)
    tests = check_number("inner", inner, FIRST)
    names, named = several("split", split), several("primary", primary)
    settings: dict[str, Any] = {"by": by, "split": names, "wire": wire, "weights": weights, "pairs": pairs}
    if contrasts is None:
        contrasts = compare(scores, seed=start, primary=named, **settings).contrast
    table = ready(scores, by, names)
    found = scored(check(contrasts, "contrast"), table, "placebo")
    # A census has no intervals; what shuffled labels give can be seen of it all the same.
    census = found["note"].str.startswith("census").any()
    found = found[found["estimate" if census else "low"].notna()].reset_index(drop=True)
    if found.empty:
        warnings.warn("placebo: no comparison has an interval", FramingWarning, stacklevel=2)
        return empty("placebo")
    data = clusters(only(table, found, by), by, names, wire)
    # Those that were compared, where it isn't said: of some groups there may be none.
    made = [*dict.fromkeys(zip(found["a"], found["b"], strict=True))]
    which = chosen(made if pairs is None else pairs, data.groups)
    at = places(data, found, which)
    # The comparisons in which some text is not under both labels, as those of two voices are.
    pair, cell = np.divmod(at, len(data.cells))
    alone = np.zeros((len(data.cells), len(data.groups) + 1), dtype=bool)
    alone[data.cell[~data.shared], data.group[~data.shared]] = True
    sides = np.array(which).reshape(-1, 2)
    free = np.asarray(alone[cell, sides[pair, 0]] | alone[cell, sides[pair, 1]])
    if not free.any():
        said = "placebo: the same articles stand on both sides, so that no labels can change places"
        warnings.warn(said, FramingWarning, stacklevel=2)
        return empty("placebo")
    found, at = found[free].reset_index(drop=True), at[free]
    drawn = _drawn(data, which, at, found, weights, rounds, start, tests)
    table = _table(found, drawn, rounds)
    return table.iloc[1:].reset_index(drop=True) if census else table


@dataclass(frozen=True)
class _Drawn:
    """By shuffle and comparison: the difference, whether its interval is clear of none, and so is p."""

    gap: Floats
    made: Flags
    outside: Flags
    significant: Flags


def _drawn(
    data: Clusters,
    pairs: Sequence[tuple[int, int]],
    at_rows: Ints,
    found: pd.DataFrame,
    weights: str,
    rounds: int,
    seed: int,
    inner: int,
) -> _Drawn:
    size = len(found)
    gap = np.full((rounds, size), np.nan)
    has, outside, significant = (np.zeros((rounds, size), dtype=bool) for _ in "abc")
    family = found["family"]
    families, testable = family.to_numpy(dtype=object), found["p"].notna().to_numpy()
    where = np.full(len(pairs) * len(data.cells), -1)
    where[at_rows] = np.arange(size)
    for draw, shuffled in enumerate(_shuffled(data, rounds, seed)):
        made = compared(shuffled, pairs, weights=weights)
        if made is None:
            continue
        at = where[made.pooled.pair * len(data.cells) + made.pooled.cell]
        mine, here = at >= 0, at[at >= 0]
        gap[draw, here] = _gap(made)[mine]
        has[draw, here] = ~made.closed[mine]
        clear = ~made.closed & ((made.pooled.low > 0) | (made.pooled.high < 0))
        outside[draw, here] = clear[mine]
        p = pd.Series(np.nan, index=range(size))
        row = np.maximum(at, 0)
        p.iloc[here] = _tested(made, mine & testable[row], families[row], seed, inner)[mine]
        right = adjusted(p, family)[0]
        significant[draw] = outside[draw] & (p <= ALPHA).to_numpy() & (right <= ALPHA).to_numpy()
    return _Drawn(gap, has, outside, significant)


def _gap(made: Compared) -> Floats:
    """Return differences on the working scale: endless with hits on one side alone, missing with none."""
    pooled = made.pooled
    alone = pooled.ratio & ((pooled.a > 0) != (pooled.b > 0))
    none = pooled.ratio & (pooled.a == 0) & (pooled.b == 0)
    gap = np.where(alone, np.where(pooled.a > 0, np.inf, -np.inf), pooled.gap)
    scale = np.where(pooled.ratio, 1.0, made.data.scale[pooled.cell])
    return np.where(none, np.nan, gap * scale)


def _tested(made: Compared, wanted: Flags, families: np.ndarray, seed: int, inner: int) -> Floats:
    """Return p of the comparisons wanted: with few arrangements first, with all where it might be small.

    Without an interval clear of equality nothing is significant, so Welch's p stands where it is far from
    small. Else what might be is told by the least p that the first look leaves open, adjusted in the family.
    A p above these is never small enough to count in the adjustment of another.
    """
    open_to = ~made.closed & wanted
    near = open_to & (made.pooled.p <= NEAR)
    first = pair_tests(made, near, seed=seed, draws=FIRST, most=FIRST)
    p = np.where(open_to & ~near, made.pooled.p, first.p)
    drawn = np.array([_drawn_for(name) for name in first.name])
    times = np.round(np.nan_to_num(p, nan=1.0) * (FIRST + 1)) - 1
    with np.errstate(invalid="ignore"):
        lower = np.nan_to_num(scipy.stats.beta.ppf(1 / ONCE, times, FIRST - times + 1))
    best = pd.Series(np.where(drawn, lower, p)).where(open_to & np.isfinite(p))
    again = open_to & drawn & (adjusted(best, pd.Series(families))[0] <= ALPHA).to_numpy()
    if again.any():
        second = pair_tests(made, again, seed=seed, draws=inner, most=inner)
        p = np.where(again & np.isfinite(second.p), second.p, p)
    return p


def _drawn_for(name: str | None) -> bool:
    return name is not None and name.endswith("draws")


def _shuffled(data: Clusters, rounds: int, seed: int) -> Iterator[Clusters]:
    """Yield the sums with labels dealt out anew, in all cells alike, within event and genre."""
    genre = pd.factorize(data.cells["genre"], sort=True)[0][data.cell]
    keys, unit = np.unique(
        np.stack([data.event, genre, data.shared.astype(np.int64), data.family, data.group]),
        axis=1,
        return_inverse=True,
    )  # fmt: skip
    unit = unit.ravel()
    free = np.flatnonzero(keys[2] == 0)
    begin = starts(keys[0][free], keys[1][free])
    strata = np.split(free, begin[1:])
    named = [
        seeded(seed, ("placebo", str(data.events[keys[0][rows[0]]]), *(data.names[f] for f in keys[3][rows])))
        for rows in strata if len(rows)
    ]  # fmt: skip
    for _ in range(rounds):
        group = keys[4].copy()
        for rows, rng in zip((rows for rows in strata if len(rows)), named, strict=True):
            group[rows] = _dealt(keys[4][rows], rng)
        moved = group[unit]
        order = np.lexsort((data.family, data.event, moved, data.cell))
        fields = ("cell", "event", "family", "shared", "x", "d", "hits", "tokens", "articles")
        yield replace(data, group=moved[order], **{name: getattr(data, name)[order] for name in fields})


def _dealt(groups: Ints, rng: np.random.Generator) -> Ints:
    """Return the labels in another order, which hangs on the names of clusters, not on those of groups."""
    sizes = np.bincount(groups)
    first = {group: int(np.flatnonzero(groups == group)[0]) for group in np.flatnonzero(sizes).tolist()}
    labels = sorted(first, key=lambda group: (sizes[group], first[group]))
    return np.asarray(rng.permutation(np.repeat(labels, [sizes[group] for group in labels])), dtype=np.int64)


def _table(found: pd.DataFrame, drawn: _Drawn, rounds: int) -> pd.DataFrame:
    """Return the table `placebo`."""
    ratio = (found["scale"] == "ratio").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = np.abs(np.where(ratio, np.log(found["estimate"]), found["estimate"]))
    size, known = np.abs(drawn.gap), ~np.isnan(drawn.gap)
    as_large, made = (size >= seen * (1 - 1e-9)).sum(axis=0), known.sum(axis=0)
    low, high, typical = _quantile(drawn.gap, 0.025), _quantile(drawn.gap, 0.975), _quantile(size, 0.5)
    back = [np.where(ratio, np.exp(values), values) for values in (low, high, typical)]
    at = found["scale"].map(null)
    outside = ((found["low"] > at) | (found["high"] < at)).to_numpy()
    significant = outside & (found["p"] <= ALPHA).to_numpy() & (found["p_adjusted"] <= ALPHA).to_numpy()
    keep = [name for name in schema("placebo").columns if name in found.columns and name != "note"]
    extra = [name for name in found.columns if name not in schema("contrast").columns]
    rows = found[[*keep, *extra]].assign(
        draws=rounds,
        shuffled_estimates=made,
        shuffled_endless=np.isinf(drawn.gap).sum(axis=0),
        shuffled_low=back[0],
        shuffled_high=back[1],
        typical=back[2],
        as_large=as_large,
        share=np.where(made > 0, (as_large + 1) / (made + 1), np.nan),
        comparisons=1,
        significant=significant.astype(np.int64),
        shuffled_significant=drawn.significant.mean(axis=0),
        shuffled_most=drawn.significant.max(axis=0).astype(np.int64),
        outside=outside.astype(np.int64),
        shuffled_outside=drawn.outside.mean(axis=0),
        shuffled_intervals=drawn.made.mean(axis=0),
    )
    rows["note"] = [_note(row) for row in rows.to_dict("records")]
    every = _every(found, drawn, rounds, significant, outside).assign(**dict.fromkeys(extra, "all"))
    return check(pd.concat([every, rows], ignore_index=True), "placebo")


def _quantile(values: Floats, at: float) -> Floats:
    """Return a quantile of each column's values that are known, as one of them; missing without any."""
    ordered = np.sort(values, axis=0)
    known = (~np.isnan(values)).sum(axis=0)
    place = np.maximum(np.ceil(at * known).astype(np.int64) - 1, 0)
    return np.where(known > 0, np.take_along_axis(ordered, place[None], axis=0)[0], np.nan)


def _note(row: dict[str, Any]) -> str:
    """Say in how many shuffles there was something to compare, where not in all, and what had no end."""
    notes = []
    if row["shuffled_estimates"] < row["draws"]:
        notes.append(f"{row['shuffled_estimates']:,} of {row['draws']:,} shuffles have an estimate")
    if row["shuffled_endless"]:
        notes.append(
            f"in {row['shuffled_endless']:,} all hits were on one side, counted as a difference as large"
        )
    return "; ".join(notes)


def _every(
    found: pd.DataFrame, drawn: _Drawn, rounds: int, significant: Flags, outside: Flags
) -> pd.DataFrame:
    """Return the row of all comparisons together."""
    each = drawn.significant.sum(axis=1)
    as_many = int((each >= significant.sum()).sum())
    row: dict[str, Any] = {
        "a": ANY, "b": ANY, "genre": "all", "part": "all", "voice": "all", "measure": ANY, "target": None,
        "n_a": int(found["n_a"].max()), "n_b": int(found["n_b"].max()),
        "n_events": int(found["n_events"].max()),
        "scale": None, "draws": rounds, "shuffled_estimates": rounds, "shuffled_endless": 0,
        "as_large": as_many,
        "share": (as_many + 1) / (rounds + 1),
        "comparisons": len(found),
        "significant": int(significant.sum()), "shuffled_significant": float(each.mean()),
        "shuffled_most": int(each.max()), "outside": int(outside.sum()),
        "shuffled_outside": float(drawn.outside.sum(axis=1).mean()),
        "shuffled_intervals": float(drawn.made.sum(axis=1).mean()),
        "provenance": "illustrative" if (found["provenance"] == "illustrative").any() else "published",
        "note": "n_a and n_b are the largest of any comparison",
    }  # fmt: skip
    return pd.DataFrame([row])
