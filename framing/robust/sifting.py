"""Options that would change nothing, or leave too little: what can't move a number is no support for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from framing.comparison.codes import Flags, Floats, starts
from framing.comparison.profile import LEAST_ARTICLES
from framing.robust.adding import Marks, in_genre, summed
from framing.robust.choices import ORDER, Options
from framing.robust.counts import COUNTED, Counts, Units

__all__ = ["that_matter", "with_articles"]


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
