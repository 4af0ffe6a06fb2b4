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

from framing.comparison.codes import Flags, Floats, Ints, starts
from framing.comparison.compared import Compared, compared
from framing.comparison.notes import contrast_note
from framing.comparison.pairs import REST
from framing.comparison.permute import seeded
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.sums import Clusters
from framing.robust.adding import Entries, Marks, in_genre, marks_of, summed
from framing.robust.choices import ORDER, Made, Options, Row
from framing.robust.counts import COUNTED, Counter, Counts, Units
from framing.schema import UNITS

__all__ = ["MOST", "Curve", "curve", "main_effects"]


# Options that would change nothing, or leave too little: what can't move a number is no support for it.


def that_matter(options: Options, counts: Counts, units: Units) -> tuple[Options, tuple[str, ...], Counts]:
    """Drop options that change no count and no article, and the ways of counting that only they asked for."""
    shape = [len(options[name]) for name in COUNTED if name in options]
    names = [name for name in COUNTED if name in options]
    numbers = np.stack([counts.x, counts.d, (counts.tokens > 0).astype(np.float64)])
    numbers = numbers[:, :, _in_any(options, units)]
    grid = np.arange(len(counts.ways)).reshape(shape)
    kept: Options = {}
    for axis, name in enumerate(names):
        places: list[int] = []
        for place in range(grid.shape[axis]):
            mine = np.take(grid, place, axis=axis).ravel()
            if not any(
                np.array_equal(numbers[:, mine], numbers[:, np.take(grid, other, axis=axis).ravel()])
                for other in places
            ):
                places.append(place)
        kept[name] = tuple(options[name][place] for place in places)
        grid = np.take(grid, places, axis=axis)
    at = grid.ravel()
    counts = Counts([counts.ways[i] for i in at], *(a[at] for a in counts[1:]))
    kept |= _articles_that_matter(options, counts, units)
    idle = tuple(name for name in ORDER if len(options.get(name, ())) > 1 and len(kept[name]) == 1)
    return {name: kept[name] for name in ORDER if name in kept}, idle, counts


def _articles_that_matter(options: Options, counts: Counts, units: Units) -> Options:
    """Return the options, of choices about articles, that take other articles in or weigh them otherwise."""
    live = (counts.tokens > 0).any(axis=0) & _in_any(options, units)
    kind = np.array(units.kind)
    copies = starts(units.group, units.event, units.family)
    again = bool((np.add.reduceat(live, copies, dtype=np.int64) > 1).any())
    reprints = bool((live & units.reprint).any())
    both = len(set(units.event[live & (units.group == 0)]) & set(units.event[live & (units.group > 0)]))
    far = live & units.far
    divided = counts.d[:, live]
    flat = bool((np.where(divided > 0, divided, np.nan) == _firsts(divided)[:, None]).all())
    same: dict[str, Mapping[str, object]] = {
        "wire": {o: (again and o != "keep", reprints and o == "drop") for o in options["wire"]},
        "genre": {o: tuple(live & in_genre(o, kind, units.unknown)) for o in options["genre"]},
        "unit": {o: o == "articles" and not flat for o in options["unit"]},
        "window": {o: o != "all" and far.any() and not far[live].all() for o in options["window"]},
        "weights": {o: o == "equal" and both > 1 for o in options["weights"]},
    }
    return {
        name: tuple(
            o for o in given if given[o] not in [given[p] for p in list(given)[: list(given).index(o)]]
        )
        for name, given in same.items()
    }


def with_articles(
    options: Options, counts: Counts, units: Units, marks: Marks
) -> tuple[Options, tuple[str, ...]]:
    """Drop options that alone leave under 3 articles on a side where the baseline has more; say which."""
    base = {name: few[0] for name, few in options.items()}
    steps = [(name, option) for name, few in options.items() for option in few[1:]]
    _, d, _ = summed([base, *({**base, name: option} for name, option in steps)], counts, units, marks)
    n = np.stack([((d > 0) & (marks.label == side)).sum(axis=1) for side in (0, 1)])
    few = (n < np.minimum(n[:, :1], LEAST_ARTICLES)).any(axis=0)[1:]
    left = {step for step, bare in zip(steps, few, strict=True) if bare}
    kept = {name: tuple(o for o in each if (name, o) not in left) for name, each in options.items()}
    return kept, tuple(f"{name}={option}" for name, option in steps if (name, option) in left)


def _firsts(values: Floats) -> Floats:
    return values[:, 0] if values.shape[1] else np.zeros(len(values))


def _in_any(options: Options, units: Units) -> Flags:
    kind = np.array(units.kind)
    return np.any([in_genre(option, kind, units.unknown) for option in options["genre"]], axis=0)


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
