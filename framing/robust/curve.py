"""One comparison made in every way that the choices allow: estimates, intervals, and what moves them.

Simonsohn, Simmons and Nelson (2020, Specification curve analysis, Nature Human Behaviour 4). Each
specification is a cell of `comparison.compared`, so that the baseline's estimate and interval are the study's
to the last bit. Its p is not: that of every specification is Welch's t, where the study may have permuted
labels or turned signs, and nothing is adjusted.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.compared import Compared, compared
from framing.comparison.notes import contrast_note
from framing.comparison.pairs import REST
from framing.comparison.permute import seeded
from framing.comparison.sums import Clusters
from framing.robust.adding import Entries, Marks, marks_of, summed
from framing.robust.choices import ORDER, Made, Options, Row
from framing.robust.counts import Counter, Units
from framing.robust.sifting import that_matter, with_articles
from framing.units import UNITS

__all__ = ["MOST", "Curve", "curve", "main_effects"]

#: Most specifications of one comparison; of more, so many are drawn at random.
MOST = 2_000

#: Numbers held at once, specifications × articles: with many articles fewer specifications are made.
_HELD = 3_000_000

#: And yet so many.
_LEAST = 100


class Curve(NamedTuple):
    """The specifications of one comparison.

    `table` has a row a specification, the baseline first, with `estimate`, `low`, `high`, `p`, `n_a`, `n_b`,
    `n_events` and `note`; `picks` the place of the option taken, by specification and choice; `options` those
    that change something, `idle` the choices of which none does, `bare` options that leave too few articles;
    `of` how many specifications there could be, `met` those with an event that holds both sides.
    `x` and `d` are numerator and denominator by specification and cluster; a cluster is what `label` (0
    the first side, 1 the other), `event`, `kind`, `fixed` (the text stands on both sides) and `name` tell.
    """

    table: pd.DataFrame
    options: Options
    idle: tuple[str, ...]
    bare: tuple[str, ...]
    of: int
    picks: Ints
    equal: Flags
    met: Flags
    x: Floats
    d: Floats
    clusters: Marks
    illustrative: bool


def curve(row: Row, made: Made, counter: Counter, options: Options, *, most: int, seed: int) -> Curve | None:
    """Make one comparison in every way; None where no article takes part.

    Parameters
    ----------
    row : Row
    made : Made
    counter : Counter
        Prepared for the row.
    options : mapping
        Of each choice, the baseline's first.
    most : int
        Most specifications that are made.
    seed : int
        Of the sample of them, where there could be more.
    """
    units = counter.units(row)
    if not len(units.ids):
        return None
    counts = counter.counts(row, options, units)
    options, idle, counts = that_matter(options, counts, units)
    marks = marks_of(units)
    options, bare = with_articles(options, counts, units, marks)
    of = math.prod(len(few) for few in options.values())
    most = max(min(most, _HELD // len(units.ids)), min(most, _LEAST))
    key = (row.a, row.b, row.genre, row.part, row.voice, row.measure, row.target or "")
    picks = _picked([len(few) for few in options.values()], of, most, seed, key)
    specs = [_named(options, pick) for pick in picks.tolist()]
    x, d, entries = summed(specs, counts, units, marks)
    equal = np.array([spec["weights"] == "equal" for spec in specs])
    pair = (0, len(units.groups)) if row.b == REST else (0, 1)
    table = _estimated(specs, entries, units, row, pair, equal, made)
    table.insert(
        0, "specification", pd.Series(["; ".join(_said(options, spec)) for spec in specs], dtype="str")
    )
    met = (table["n_events"] > 0).to_numpy()
    invented = bool(units.illustrative.any())
    return Curve(table, options, idle, bare, of, picks, equal, met, x, d, marks, invented)


def main_effects(picks: Ints, options: Options, values: Floats) -> dict[str, float]:
    """Return the share of the variance of the estimates that goes with each choice, the largest first.

    The sum of squares between the options of a choice, over the total: main effects of an analysis of
    variance. In a full crossing they add up to at most 1; what is left are interactions.

    Examples
    --------
    >>> picks = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> main_effects(picks, {"wire": ("a", "b"), "unit": ("a", "b")}, np.array([1.0, 2.0, 4.0, 5.0]))
    {'wire': 0.9, 'unit': 0.1}
    """
    known = np.isfinite(values)
    y, found = values[known] - values[known].mean() if known.any() else values[known], {}
    total = float((y**2).sum())
    for place, (name, few) in enumerate(options.items()):
        if len(few) < 2:
            continue
        taken = picks[known, place]
        n = np.bincount(taken, minlength=len(few))
        sums = np.bincount(taken, y, minlength=len(few))
        between = float((sums[n > 0] ** 2 / n[n > 0]).sum())
        found[name] = between / total if total > 1e-20 else 0.0
    return dict(sorted(found.items(), key=lambda item: (-round(item[1], 12), ORDER.index(item[0]))))


def _named(options: Options, pick: Sequence[int]) -> dict[str, str]:
    return {name: few[place] for (name, few), place in zip(options.items(), pick, strict=True)}


def _said(options: Options, spec: Mapping[str, str]) -> Iterator[str]:
    """Yield the choices that vary; all of them where none does."""
    several = any(len(few) > 1 for few in options.values())
    return (f"{name}={spec[name]}" for name, few in options.items() if len(few) > 1 or not several)


def _picked(sizes: list[int], of: int, most: int, seed: int, key: Sequence[str]) -> Ints:
    """Return the options that each specification takes: all combinations, or the baseline and a sample."""
    if of <= most:
        return np.array(list(itertools.product(*(range(size) for size in sizes))), dtype=np.int64)
    others = seeded(seed, ("specifications", *key)).choice(of - 1, size=most - 1, replace=False) + 1
    flat = np.concatenate([[0], np.sort(others)])
    return np.stack(np.unravel_index(flat, sizes), axis=1).astype(np.int64)


def _estimated(
    specs: Sequence[Mapping[str, str]],
    summed: tuple[Entries, Marks],
    units: Units,
    row: Row,
    pair: tuple[int, int],
    equal: Flags,
    made: Made,
) -> pd.DataFrame:
    size = len(specs)
    found: dict[str, np.ndarray] = {name: np.full(size, np.nan) for name in ("estimate", "low", "high", "p")}
    found |= {name: np.zeros(size, dtype=np.int64) for name in ("n_a", "n_b", "n_events")}
    notes = np.array(["no event where both have words of this kind: no estimate"] * size, dtype=object)
    for weights, rows in (("mantel-haenszel", np.flatnonzero(~equal)), ("equal", np.flatnonzero(equal))):
        if not len(rows):
            continue
        data = _clusters(rows, summed, units, row)
        census = made.collection == "census"
        done = compared(data, [pair], weights=weights, census=census, seed=0, draws=0, tested=False)
        if done is not None:
            _put(done, rows, row, found, notes)
    return pd.DataFrame(found).assign(note=pd.Series(list(notes), dtype="str"))


def _put(done: Compared, rows: Ints, row: Row, found: dict[str, np.ndarray], notes: np.ndarray) -> None:
    """Put the estimates of some specifications in their places."""
    pooled, scale = done.pooled, UNITS[row.unit].scale
    for side, name in ((done.every.a, "n_a"), (done.every.b, "n_b")):
        np.add.at(found[name], rows[done.every.cell], side.articles)
    here = np.full(len(done.data.cells), -1)
    here[pooled.cell] = np.arange(len(pooled.cell))
    for cell in np.unique(done.every.cell).tolist():
        met = int(found["n_a"][rows[cell]] + found["n_b"][rows[cell]])
        notes[rows[cell]] = contrast_note(
            done, "collapse", row=int(here[cell]), cell=cell, pair=0, articles=met
        )
    at = rows[pooled.cell]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(pooled.b > 0, pooled.a / pooled.b, np.nan)
        found["estimate"][at] = np.where(pooled.ratio, ratio, (pooled.a - pooled.b) * scale) + 0.0
        for name, end in (("low", pooled.low), ("high", pooled.high)):
            values = np.where(pooled.ratio, np.exp(end), end * scale)
            found[name][at] = np.where(done.closed, np.nan, values) + 0.0
    found["p"][at] = np.where(done.closed, np.nan, pooled.p)
    found["n_events"][at] = pooled.n_events


def _clusters(rows: Ints, summed: tuple[Entries, Marks], units: Units, row: Row) -> Clusters:
    """Return some specifications as cells of one comparison."""
    entries, marks = summed
    articles = entries.articles[rows]
    cell, at = np.nonzero(articles > 0)
    nothing = np.zeros((len(rows), len(units.groups)), dtype=np.int64)
    return Clusters(
        cells=pd.DataFrame({"unit": pd.Series([row.unit] * len(rows), dtype="str")}),
        groups=units.groups, events=units.events, names=units.names,
        cell=cell.astype(np.int64), group=marks.group[at], event=marks.event[at], family=marks.family[at],
        shared=marks.shared[at],
        x=entries.x[rows][cell, at], d=entries.d[rows][cell, at],
        hits=entries.hits[rows][cell, at], tokens=entries.tokens[rows][cell, at],
        articles=articles[cell, at], unknown=nothing, dropped=nothing, illustrative=nothing,
    )  # fmt: skip
