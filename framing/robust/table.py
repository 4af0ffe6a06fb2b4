"""`fr.robustness`: in how many reasonable ways of making a comparison does its difference hold.

The tables `specifications`, a row a way, and `robustness`, a row a comparison with what may be said of it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.compare import contrast_note
from framing.comparison.intervals import LEAST_ARTICLES
from framing.comparison.permute import PRIMARY, measure_group, seeded
from framing.comparison.sums import Clusters, Flags, Floats, Ints, starts
from framing.comparison.testing import REST, Compared, compared
from framing.errors import FramingError, brief, check_choice, check_number, several, unknown
from framing.features.lexicon import Measure
from framing.robust.choices import (
    COUNTED,
    ORDER,
    Counter,
    Counts,
    Entries,
    Made,
    Marks,
    Options,
    Row,
    Units,
    alike,
    in_genre,
    marks_of,
    offered,
    speakers,
    summed,
    varied,
)
from framing.robust.variants import called
from framing.schema import UNITS, check, empty
from framing.views.vocabulary import display

# One comparison made in every way that the choices allow: estimates, intervals, and what moves them.

# Options that would change nothing, or leave too little: what can't move a number is no support for it.


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
    d = summed([base, *({**base, name: option} for name, option in steps)], counts, units).d
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
_HELD_CURVE = 3_000_000

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
    # Drop options that change no count and no article, and the ways of counting that only they asked for.
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
    options = {name: kept[name] for name in ORDER if name in kept}
    marks = marks_of(units)
    options, bare = with_articles(options, counts, units, marks)
    of = math.prod(len(few) for few in options.values())
    most = max(min(most, _HELD_CURVE // len(units.ids)), min(most, _LEAST))
    key = (row.a, row.b, row.genre, row.part, row.voice, row.measure, row.target or "")
    picks = _picked([len(few) for few in options.values()], of, most, seed, key)
    specs = [_named(options, pick) for pick in picks.tolist()]
    entries = summed(specs, counts, units)
    equal = np.array([spec["weights"] == "equal" for spec in specs])
    pair = (0, len(units.groups)) if row.b == REST else (0, 1)
    size = len(specs)
    found: dict[str, np.ndarray] = {name: np.full(size, np.nan) for name in ("estimate", "low", "high", "p")}
    found |= {name: np.zeros(size, dtype=np.int64) for name in ("n_a", "n_b", "n_events")}
    notes = np.array(["no event where both have something to divide by: no estimate"] * size, dtype=object)
    for weights, rows in (("mantel-haenszel", np.flatnonzero(~equal)), ("equal", np.flatnonzero(equal))):
        if not len(rows):
            continue
        data = _clusters(rows, entries, marks, units, row)
        census = made.collection == "census"
        done = compared(data, [pair], weights=weights, census=census)
        if done is not None:
            _put(done, rows, row, found, notes)
    table = pd.DataFrame(found).assign(note=pd.Series(list(notes), dtype="str"))
    table.insert(
        0, "specification", pd.Series(["; ".join(_said(options, spec)) for spec in specs], dtype="str")
    )
    return Curve(table, options, idle, bare, of, picks, bool(units.illustrative.any()))


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


def _put(done: Compared, rows: Ints, row: Row, found: dict[str, np.ndarray], notes: np.ndarray) -> None:
    """Put the estimates of some specifications in their places."""
    pooled, scale = done.pooled, UNITS[row.unit].scale
    at = rows[pooled.cell]
    found["n_a"][at], found["n_b"][at] = done.articles
    notes[at] = [contrast_note(done, "collapse", row) for row in range(len(at))]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(pooled.b > 0, pooled.a / pooled.b, np.nan)
        found["estimate"][at] = np.where(pooled.ratio, ratio, (pooled.a - pooled.b) * scale) + 0.0
        for name, end in (("low", pooled.low), ("high", pooled.high)):
            values = np.where(pooled.ratio, np.exp(end), end * scale)
            found[name][at] = np.where(done.closed, np.nan, values) + 0.0
    found["p"][at] = np.where(done.closed, np.nan, pooled.p)
    found["n_events"][at] = pooled.n_events


def _clusters(rows: Ints, entries: Entries, marks: Marks, units: Units, row: Row) -> Clusters:
    """Return some specifications as cells of one comparison."""
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


# All specifications tested at once: labels change places over articles within events, through every one.

#: Unasked, so many differences in primary measures, the clearest.
_PRIMARY = 20


#: Up to so many articles voices are told apart in full where the study didn't.
_TAGGED = 1_000

_NAMED = ("a", "b", "genre", "part", "voice", "measure", "target")


class Robustness(NamedTuple):
    """A row a comparison (`robustness`), and a row for each way to make it (`specifications`)."""

    robustness: pd.DataFrame
    specifications: pd.DataFrame

    def __repr__(self) -> str:
        from framing.views.text import brief_of

        return brief_of(self)

    def _repr_html_(self) -> str:
        from framing.views.text import still
        from framing.views.vocabulary import shown

        columns = ["contrast", "m", "same_sign", "stand", "estimate", "median", "low", "high", "most",
                   "most_share"]  # fmt: skip
        table = shown(self.robustness)[columns]
        return still(table.to_html(index=False, float_format="%.3g"))


def chosen(
    contrast: pd.DataFrame, wanted: Any = None, *, split: Sequence[str] = ("voice",)
) -> tuple[pd.DataFrame, str]:
    """Return the rows of a contrast table to look into, and why these.

    Parameters
    ----------
    contrast : pandas.DataFrame
        As `compare` gives it.
    wanted : optional
        Names of measures or of groups of them, mappings of columns to values (as ``{"measure": "hedges",
        "voice": "outlet"}``), or a table with rows of `contrast`; groups are called by their keys or as they
        are shown. None: the rows of primary measures, the 20 clearest at most.
    split : sequence of str
        As in `compare`; its columns name a row too.

    Returns
    -------
    rows : pandas.DataFrame
    why : {"named", "primary"}

    Raises
    ------
    FramingError
        What is wanted is not in the table.
    """
    rows = contrast[contrast["estimate"].notna()]
    if wanted is not None:
        return _asked(rows, wanted, split), "named"
    first = rows[rows["low"].notna() & (rows["family"] == PRIMARY)]
    return _by_clarity(first).head(_PRIMARY).sort_index(), "primary"


def specifications(
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    measures: Mapping[str, Measure],
    made: Made | None = None,
    voices: pd.DataFrame | None = None,
    why: str = "named",
    choices: Any = None,
    most: int = MOST,
    seed: int | None = None,
) -> Robustness:
    """Make comparisons in every way that reasonable choices allow.

    Parameters
    ----------
    articles : pandas.DataFrame
        As they were scored.
    scores : pandas.DataFrame
        Of the study.
    rows : pandas.DataFrame
        Rows of its table `contrast`, as `chosen` gives them.
    measures : mapping of str to Measure
        What can be counted again, by another rule for voices, without a mask or without regard to
        negation; of a measure that is not among them, only the choices of articles vary.
    made : Made, optional
        How the study made its comparisons.
    voices : pandas.DataFrame, optional
        The table of voices, where they were told apart in full.
    why : {"named", "primary"}
        Why these rows.
    choices : sequence of str or mapping, optional
        Names of the choices that may vary, or options of each; all by default.
    most : int
        Most specifications of one comparison; of more, so many are drawn at random, and said.
    seed : int, optional
        Of draws; the study's by default.

    Returns
    -------
    Robustness

    Raises
    ------
    FramingError
        An argument, a choice or an option is not known, or groups are not of articles.

    Notes
    -----
    The baseline's estimate and interval are the study's; p of one specification, the baseline too, is that of
    Welch's t where the study may permute. It and the intervals are adjusted for nothing, and are there to be
    counted.
    """
    made = made or Made()
    seed = made.seed if seed is None else seed
    limit, start = check_number("most", most, 1), check_number("seed", seed)
    table = check(scores, "scores")
    if made.by in ("voice", "part"):
        raise FramingError(
            f"robustness: by = {made.by!r} compares words inside articles; it is made for groups of articles"
        )
    told = _told(made, articles, voices)
    again = {} if speakers(made.split) else measures
    named = _rows(rows, made)
    same = alike(choices, named, again)
    could = [offered(row, made, again, told, same) for row in named]
    wanted: list[tuple[Row, Options]] = [
        (row, varied(options, choices, again)) for row, options in zip(named, could, strict=True)
    ]
    lone = _one_list(could, choices)
    counter = Counter(articles, table, again, voices, made)
    counter.prepare(wanted)
    parts, lines = [], []
    for (row, options), alone in zip(wanted, lone, strict=True):
        found = curve(row, made, counter, options, most=limit, seed=start)
        if found is None or not np.isfinite(found.table["estimate"].iloc[0]):
            continue
        called_so = _shown(row, found)
        sheet = _sheet(row, found)
        parts.append(sheet.assign(**called_so))
        line = {**called_so, **_line(row, found, sheet, made, why)}
        line["idle"] = "; ".join(filter(None, (line["idle"], alone)))
        lines.append(line)
    if not parts:
        return Robustness(empty("robustness"), empty("specifications"))
    return Robustness(
        check(pd.DataFrame(lines), "robustness"), check(pd.concat(parts, ignore_index=True), "specifications")
    )


def _one_list(could: Sequence[Options], choices: Any) -> list[str]:
    """Say of each comparison that no other word list is there to take its place, where lists might vary."""
    asked = choices is None or "lexicon" in (
        choices if isinstance(choices, Mapping) else several("choices", choices)
    )
    alone = "lexicon (no other list for this measure)"
    return [alone if asked and len(options["lexicon"]) == 1 else "" for options in could]


def _asked(rows: pd.DataFrame, wanted: Any, split: Sequence[str]) -> pd.DataFrame:
    if isinstance(wanted, pd.DataFrame):
        wanted = wanted[
            [name for name in dict.fromkeys((*_NAMED, *split)) if name in wanted.columns]
        ].to_dict("records")
    items = (wanted,) if isinstance(wanted, Mapping) else several("contrasts", wanted)
    keep = np.zeros(len(rows), dtype=bool)
    measure = rows["measure"].astype("str")
    for item in items:
        if isinstance(item, str):
            here = (measure == item) | (measure.map(measure_group) == item)
            if not here.any():
                raise unknown("contrasts", item, sorted({*measure, *measure.map(measure_group)}))
        elif isinstance(item, Mapping):
            here = pd.Series(True, index=rows.index)
            for column, value in item.items():
                check_choice("contrasts: column", column, rows.columns)
                cell = rows[column].astype("str")
                if column in ("a", "b"):
                    # As files and figures call it, or by its key.
                    here &= cell.map(lambda key, name=str(value): name in _names(key))
                else:
                    here &= cell.isna() if pd.isna(value) else cell == str(value)
            if not here.any():
                said = ", ".join(f"{column} {value!r}" for column, value in item.items())
                raise FramingError(
                    f"contrasts: no comparison has {said}; look into the table contrast for those there are"
                )
        else:
            raise FramingError(
                f"contrasts: {brief(item)} names no comparison; give measures, or columns and values as "
                '{"measure": "hedges", "voice": "outlet"}'
            )
        keep |= here.to_numpy(dtype=bool)
    return rows[keep]


def _names(key: str) -> tuple[str, str, str]:
    return key, display(key), display(key, "illustrative")


def _by_clarity(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, least adjusted p first, then the difference that is most of its interval."""
    ratio = rows["scale"] == "ratio"
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.where(ratio, np.log(rows["estimate"]), rows["estimate"])
        width = np.where(ratio, np.log(rows["high"]) - np.log(rows["low"]), rows["high"] - rows["low"])
        clear = np.abs(gap) / width
    clear = np.where(np.isfinite(clear), clear, 0.0)
    order = np.lexsort((-np.round(clear, 9), rows["p_adjusted"].fillna(1.0).to_numpy()))
    return rows.iloc[order]


def _told(made: Made, articles: pd.DataFrame, voices: pd.DataFrame | None) -> tuple[str, ...]:
    """Return the rules by which voices can be told apart: in full only where that is done, or soon done."""
    full = voices is not None or made.voices == "full" or len(articles) <= _TAGGED
    return ("full", "quotes", "none") if full else ("quotes", "none")


def _rows(rows: pd.DataFrame, made: Made) -> list[Row]:
    more = [name for name in made.split if name not in ("voice", "part", "genre", "target")]
    found = []
    for line in rows.to_dict("records"):
        values = {name: None if pd.isna(line.get(name)) else str(line[name]) for name in (*_NAMED, *more)}
        cell = tuple((name, values[name]) for name in more)
        names = {name: values[name] or "" for name in _NAMED if name != "target"}
        found.append(
            Row(**names, target=values["target"], unit=str(line["unit"]), scale=str(line["scale"]), more=cell)
        )
    return found


def _shown(row: Row, found: Curve) -> dict[str, Any]:
    """Return what names a comparison, and what it is called."""
    provenance = "illustrative" if found.illustrative else "published"
    cell = {name: getattr(row, name) for name in _NAMED}
    said = [called({**cell, "provenance": provenance}), *(value or "none" for _, value in row.more)]
    return {
        "contrast": ", ".join(said),
        **cell,
        **dict(row.more),
        "provenance": provenance,
    }


def _sheet(row: Row, found: Curve) -> pd.DataFrame:
    """Return the specifications with what is counted of each."""
    table = found.table.copy()
    none = 1.0 if row.scale == "ratio" else 0.0
    base = np.sign(table["estimate"].iloc[0] - none)
    table["baseline"] = np.arange(len(table)) == 0
    table["unit"], table["scale"] = row.unit, row.scale
    table["same_sign"] = (np.sign(table["estimate"] - none) == base) & (base != 0)
    side = np.where(base > 0, table["low"] > none, table["high"] < none)
    table["stands"] = table["same_sign"] & side
    table["rank"] = table["estimate"].rank(method="first").fillna(0).astype("int64")
    return table


def _line(row: Row, found: Curve, sheet: pd.DataFrame, made: Made, why: str) -> dict[str, Any]:
    estimates = sheet["estimate"]
    none = 1.0 if row.scale == "ratio" else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(estimates) if row.scale == "ratio" else estimates
    effects = main_effects(found.picks, found.options, values.replace([np.inf, -np.inf], np.nan).to_numpy())
    most = next((name for name, share in effects.items() if share > 0), None)
    known = estimates[estimates.notna()]
    against = np.where(estimates.iloc[0] > none, sheet["high"] < none, sheet["low"] > none)
    notes = []
    if found.bare:
        notes.append(f"left out, since under 3 articles would be left on a side: {', '.join(found.bare)}")
    if len(sheet) < found.of:
        notes.append(f"{len(sheet):,} of {found.of:,} specifications, drawn at random")
    if made.collection == "census":
        notes.append("census: describes")
    return {
        "chosen": why, "m": len(known), "tried": len(sheet), "of": found.of,
        "same_sign": int(sheet["same_sign"].sum()), "stand": int(sheet["stands"].sum()),
        "against": int(against.sum()),
        "scale": row.scale, "estimate": float(estimates.iloc[0]),
        "median": float(known.median()), "low": float(known.min()), "high": float(known.max()),
        "most": most, "most_share": effects[most] if most else np.nan,
        "shares": "; ".join(f"{name}={share:.3f}" for name, share in effects.items()),
        "idle": "; ".join(found.idle),
        "note": "; ".join(notes),
    }  # fmt: skip
