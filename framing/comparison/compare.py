"""Compare groups of articles: a scores table in, a profile and a contrast out.

The story of a comparison, one call a step; what each step does is in the module named.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.intervals import LEAST_ARTICLES, NO_SPREAD, Segments, logit_ends, segments, t_half
from framing.comparison.nodes import DRAWS, Gathering, Units, select_nodes
from framing.comparison.permute import EXPLORATORY, PRIMARY, adjusted, primary_measures
from framing.comparison.sums import (
    COLLECTION,
    ENTRIES,
    HEADLINES,
    WEIGHTS,
    WIRE,
    Clusters,
    Grid,
    Layout,
    dropped,
    of_counts,
    of_table,
    starts,
)
from framing.comparison.testing import (
    ALPHA,
    EVENTS_AS_DRAWS,
    REST,
    Compared,
    Pairs,
    Testing,
    Tests,
    chosen,
    compared,
)
from framing.errors import FramingError, brief, check_choice, check_number, refuse_unknown, several, warn
from framing.io.files import save_tables
from framing.schema import MILLION, check, empty, schema

if TYPE_CHECKING:
    from framing.features.scoring import Counts

# The profile: what each group's articles hold, cell by cell, with an interval.


#: Below these a row is called fragile.
FIRM_ARTICLES = 8
FIRM_HITS = 10

#: One article's share of the denominator above which it is flagged.
LARGE_SHARE = 0.25

#: What a profile and a note say where all that was published is described.
CENSUS = "census: describes"


def profile(data: Clusters, wire: str, collection: str) -> pd.DataFrame:
    """Make the profile table.

    Parameters
    ----------
    data : Clusters
        Sums, as `sums.clusters` gives them.
    wire, collection : str
        As in `compare.compare`.

    Returns
    -------
    pandas.DataFrame
        A row a group × cell with tokens, as in ``schemas/profile.toml``, and a column
        for each further column that cells were split by; `_cell`, its cell, is for `in_order`.
    """
    seg = segments(data, within=False)
    scale, ratio, per_hit = data.scale[seg.cell], data.ratio[seg.cell], data.per_hit[seg.cell]
    share, full = data.bounded[seg.cell], data.full[seg.cell]
    census = collection == "census"
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        rate = np.where(seg.d > 0, seg.x / seg.d, np.nan)
        mean = np.where(seg.n > 0, seg.rates / seg.n, np.nan)
        largest = np.where(seg.d > 0, seg.d_most / seg.d, np.nan)
        variance = np.where(ratio | share, seg.log_variance, seg.variance)
        spread = np.where(ratio | share, variance, variance / np.where(rate == 0, 1.0, rate) ** 2)
        # All hits stand in one article, or all hits of the class.
        alone = np.where(ratio | share, seg.x_most >= seg.x, ~per_hit & (seg.hits_most >= seg.hits))
        silent = alone | (seg.n < LEAST_ARTICLES) | ~(spread > NO_SPREAD)
        half = t_half(np.where(silent | census, np.nan, variance), seg.df)
        low = np.where(ratio, rate * np.exp(-half), rate - half)
        high = np.where(ratio, rate * np.exp(half), rate + half)
        ends = logit_ends(rate / full, half)
        low, high = (np.where(share, end * full, other) for end, other in zip(ends, (low, high), strict=True))
    table = data.cells.iloc[seg.cell].reset_index(drop=True)
    table.insert(0, "group", pd.Series([data.groups[g] for g in seg.group], dtype="str"))
    first = starts(data.cell, data.group, data.event)
    size = len(data.cells) * len(data.groups)
    events = np.bincount(data.cell[first] * len(data.groups) + data.group[first], minlength=size)
    events = events[seg.cell * len(data.groups) + seg.group]
    has = np.isfinite(half)
    table["n_articles"] = seg.articles
    for name, values in (("n_tokens", seg.tokens), ("n_hits", seg.hits)):
        table[name] = np.floor(values + 0.5).astype(np.int64)
    # Adding 0 leaves no negative zeros.
    table["estimate"], table["mean_of_articles"] = rate * scale + 0.0, mean * scale + 0.0
    table["low"], table["high"] = low * scale + 0.0, high * scale + 0.0
    table["largest_share"] = largest
    reading = "sample" if collection == "sample" else "completeness unknown"
    made = np.where(ratio, "log ", np.where(share, "logit ", "")) + np.where(
        events > 1, "jackknife inside events", "jackknife"
    )
    method = [f"{one}, t; {reading}" if there else None for one, there in zip(made, has, strict=True)]
    table["method"] = _strings([CENSUS] * len(table) if census else method)
    table["wire"] = _strings([wire] * len(table))
    invented = data.illustrative[seg.cell, seg.group] > 0
    table["provenance"] = _strings(np.where(invented, "illustrative", "published"))
    # Of a share, the hits that an estimate rests on are those of the class.
    counted = np.where(data.bounded[seg.cell] & per_hit, seg.x * scale, seg.hits)
    notes = [
        _profile_note(data, seg, row, float(largest[row]), float(counted[row]), int(events[row]), collection,
                      wire, has=bool(has[row]), alone=bool(alone[row]))
        for row in range(len(table))
    ]  # fmt: skip
    table["note"] = _strings(notes)
    first_columns = list(schema("profile").columns)
    further = [name for name in table.columns if name not in first_columns]
    return table[[*first_columns, *further]].assign(_cell=seg.cell)


def in_order(blocks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the profiles of blocks of cells as one table, in order of the cells."""
    if len(blocks) == 1:
        return blocks[0].drop(columns="_cell")
    table = pd.concat(blocks, ignore_index=True)
    return table.sort_values("_cell", kind="stable", ignore_index=True).drop(columns="_cell")


def _profile_note(
    data: Clusters, seg: Segments, row: int, largest: float, counted: float, events: int, collection: str,
    wire: str, *, has: bool, alone: bool,
) -> str:  # fmt: skip
    cell, group = int(seg.cell[row]), int(seg.group[row])
    per_hit, n = bool(data.per_hit[cell]), int(seg.n[row])
    notes = []
    if collection == "census":
        notes.append(CENSUS)
    elif n < LEAST_ARTICLES:
        what = "articles with hits" if per_hit else "articles"
        notes.append(f"under {LEAST_ARTICLES} {what}: estimate only")
    elif seg.hits[row] == 0:
        notes.append("no hits: no interval")
    elif not has and (seg.hits_most[row] >= seg.hits[row] or alone):
        notes.append("all hits in one article: no interval")
    elif not has:
        notes.append("articles do not differ: no interval")
    elif n < FIRM_ARTICLES or counted < FIRM_HITS:
        few = [f"{n} articles"] * (n < FIRM_ARTICLES) + [f"{counted:.0f} hits"] * (counted < FIRM_HITS)
        notes.append("fragile: " + " and ".join(few))
    if largest > LARGE_SHARE and data.units[cell] != HEADLINES:
        notes.append(f"one article gives {100 * largest:.0f} % of the {'hits' if per_hit else 'words'}")
    if events > 1:
        notes.append(f"pools {events} events")
    return "; ".join(notes + _left_out_notes(data, cell, group, wire))


def _left_out_notes(data: Clusters, cell: int, groups: Any, wire: str) -> list[str]:
    """Say how many articles of some groups are of unknown genre, and how many reprints were dropped."""
    unknown = int(data.unknown[cell, groups].sum())
    notes = [f"{unknown} of unknown genre counted as news"] if unknown else []
    return [*notes, dropped(int(data.dropped[cell, groups].sum()))] if wire == "drop" else notes


# What a row of the contrast must say beside its number: why something is missing, how firm the rest is.

#: One side more than this many times the other is fragile where the smaller has under ten.
UNEVEN = 2
UNEVEN_ARTICLES = 10


class Draft(NamedTuple):
    """A note before there are tests.

    `closed` is why there is no interval; between `first` and `last` stands what hangs on the test, which
    has nothing to say where there is an estimate only (`bare`).
    """

    first: list[str]
    closed: str
    firm: list[str]
    last: list[str]
    bare: bool

    def finished(self, test: str | None, p_min: float) -> str:
        """Return the note, given the test's name and the least p there could be."""
        notes = list(self.first)
        if self.closed:
            notes.append(f"{self.closed}: no interval" + (", no test" if test is None else ""))
        notes += self.firm
        if not self.bare and p_min > ALPHA:
            notes.append(f"no test: the least p these articles allow is {f'{p_min:.2f}'.lstrip('0')}")
        return "; ".join(notes + self.last)


def draft_note(found: Compared, wire: str, row: int) -> Draft:
    """Return the note of a row of `found.pooled` without what its test adds."""
    data, cell = found.data, int(found.pooled.cell[row])
    a, b = found.both.pairs[int(found.pooled.pair[row])]
    if found.census:
        draft = Draft([CENSUS], "", [], [], True)
    else:
        draft = _firmness(found, row, [[*data.groups, REST][code] for code in (a, b)])
    draft.last.extend(_direction(found, row))
    codes = slice(None) if b == len(data.groups) else [a, b]
    if apart := int(data.based[cell, codes].sum()) - int(sum(side[row] for side in found.articles)):
        stand, are = (
            ("article stands in an event", "is") if apart == 1 else ("articles stand in events", "are")
        )
        draft.last.append(f"{apart} {stand} that the other side has not, and {are} left out")
    draft.last.extend(_left_out_notes(data, cell, codes, wire))
    return draft


def _firmness(found: Compared, row: int, names: list[str]) -> Draft:
    """Say why there is no interval, or that it is fragile."""
    cell, entries = int(found.pooled.cell[row]), found.entries(row)
    n = int(found.n_a[row]), int(found.n_b[row])
    if min(n) < LEAST_ARTICLES:
        what = "articles with hits" if found.data.per_hit[cell] else "articles"
        return Draft([f"under {LEAST_ARTICLES} {what} on a side: estimate only"], "", [], [], True)
    share = found.data.units[cell] == "share"
    hits, reasons = [], []
    for side, name in zip((found.both.a, found.both.b), names, strict=True):
        most, total = (side.x_most, side.x) if share else (side.hits_most, side.hits)
        count, top = float(total[entries].sum()), float(most[entries].max())
        if count == 0:
            reasons.append(f"no hits in {name}")
        elif top >= count:
            reasons.append(f"all hits of {name} in one article")
        hits.append(count / MILLION if share else count)
    closed, notes = "", []
    uneven = max(n) > UNEVEN * min(n) and min(n) < UNEVEN_ARTICLES
    if found.closed[row]:
        closed = " and ".join(reasons) or "articles show no spread to measure"
    elif min(n) < FIRM_ARTICLES or min(hits) < FIRM_HITS or uneven:
        few = [f"{n[0]} against {n[1]} articles"] if min(n) < UNEVEN_ARTICLES else []
        few += [f"{hits[0]:.0f} against {hits[1]:.0f} hits"] if min(hits) < FIRM_HITS else []
        notes.append(f"fragile: {', '.join(few)}")
    if texts := int(found.common.texts[entries].sum()):
        one = "1 text stands on both sides and keeps its labels"
        notes.append(one if texts == 1 else f"{texts} texts stand on both sides and keep their labels")
    return Draft([], closed, notes, [], False)


def _direction(found: Compared, row: int) -> list[str]:
    """Say where another way of adding up, or an event, points the other way."""
    pooled, notes = found.pooled, []
    if (pooled.a[row] - pooled.b[row]) * pooled.mean_gap[row] < 0:
        notes.append("the mean of the articles' own rates points the other way")
    if pooled.n_events[row] >= EVENTS_AS_DRAWS and not pooled.as_draws[row] and not found.closed[row]:
        notes.append("few events have most of the articles: interval within events")
    if pooled.n_events[row] > 1:
        notes.append(f"same sign in {pooled.agree[row]} of {pooled.n_events[row]} events")
        if (df := int(found.spread.df[row])) and not found.closed[row]:
            share = 100 * found.spread.share(row)
            notes.append(f"spread over events: Q {found.spread.q[row]:.1f}, df {df}, I2 {share:.0f} %")
    return notes


# The contrast table: each pair of groups, cell by cell, with interval, p and what to bear in mind.


class Contrast:
    """The contrast table, made a block of cells at a time.

    Parameters
    ----------
    layout : Layout
        The cells, groups and events of all blocks.
    pairs, weights, collection, wire, primary, seed, draws
        As in `compare.compare`.
    """

    def __init__(
        self, layout: Layout, *, pairs: Pairs, weights: str, collection: str, wire: str,
        primary: Sequence[str], seed: int, draws: int,
    ) -> None:  # fmt: skip
        self._layout, self._weights, self._wire = layout, weights, wire
        self._named = primary_measures(primary, sorted(set(layout.cells["measure"])))
        self._pairs = chosen(pairs, layout.groups)
        self._census = collection == "census"
        self._testing = Testing(layout.names, layout.events, seed=seed, draws=draws)
        self._rows: list[pd.DataFrame] = []
        self._drafts: list[Draft] = []
        self._tested = 0

    def add(self, data: Clusters) -> None:
        """Compare the groups in the cells of a block."""
        found = (
            compared(data, self._pairs, weights=self._weights, census=self._census) if self._pairs else None
        )
        if found is None:
            return
        rows = _rows(found)
        self._drafts += [draft_note(found, self._wire, row) for row in rows["_row"].tolist()]
        rows["_row"] += self._tested
        self._tested += len(found.closed)
        self._rows.append(rows)
        if not self._census:
            self._testing.add(found, ~found.bare)

    def table(self) -> pd.DataFrame | None:
        """Return the table; None where nothing can be compared.

        Returns
        -------
        pandas.DataFrame or None
            A row a pair × cell that has an estimate, as in ``schemas/contrast.toml``.
        """
        rows = pd.concat(self._rows, ignore_index=True) if self._rows else pd.DataFrame()
        if rows.empty:
            return None
        tests = Tests.none(self._tested) if self._census else self._testing.done()
        at = rows["_row"].to_numpy()
        rows["p"], rows["p_min"], rows["draws"] = tests.p[at], tests.p_min[at], tests.draws[at]
        rows["test"] = [tests.name[row] for row in at.tolist()]
        notes = zip(self._drafts, rows["test"], rows["p_min"], strict=True)
        rows["note"] = [draft.finished(name, least) for draft, name, least in notes]
        rows = rows.sort_values(["_cell", "_pair"], kind="stable", ignore_index=True)
        rows["family"] = np.where(rows["measure"].isin(self._named), PRIMARY, EXPLORATORY)
        rows["p_adjusted"], rows["family_size"] = adjusted(rows["p"], rows["family"])
        rows["wire"] = self._wire
        strings = ("a", "b", "scale", "test", "provenance", "note", "family", "wire")
        rows = rows.astype(dict.fromkeys(strings, "str"))
        first = list(schema("contrast").columns)
        return rows[[*first, *(name for name in self._layout.cells.columns if name not in first)]]


def _rows(found: Compared) -> pd.DataFrame:
    """Return a row a pair × cell with an estimate; a ratio needs hits on both sides.

    `_row` is its place in `found.pooled`; tests and notes come later.
    """
    data, pooled = found.data, found.pooled
    at = np.flatnonzero(np.isfinite(pooled.gap))
    cell, pair, ratio = pooled.cell[at], pooled.pair[at], pooled.ratio[at]
    scale, a, b = data.scale[cell], pooled.a[at], pooled.b[at]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        estimate = np.where(ratio, a / b, (a - b) * scale) + 0.0
        ends = [np.where(ratio, np.exp(end), end * scale) for end in (pooled.low[at], pooled.high[at])]
    low, high = (np.where(found.closed[at], np.nan, end) + 0.0 for end in ends)
    table = data.cells.iloc[cell].reset_index(drop=True)
    names = np.array([*data.groups, REST], dtype=object)
    codes = np.array(found.both.pairs)[pair]
    for place, column in enumerate(("a", "b")):
        table[column] = _strings(names[codes[:, place]])
    table["n_a"], table["n_b"] = (side[at] for side in found.articles)
    table["n_events"] = pooled.n_events[at]
    table["scale"] = _strings(np.where(ratio, "ratio", "difference"))
    table["estimate"], table["low"], table["high"] = estimate, low, high
    # An article of either side is illustrative; the rest is all groups but one.
    some = data.illustrative > 0
    invented = some[cell, codes[:, 0]] | some[cell, np.minimum(codes[:, 1], len(data.groups) - 1)]
    invented = np.where(codes[:, 1] == len(data.groups), some[cell].any(axis=1), invented)
    table["provenance"] = _strings(np.where(invented, "illustrative", "published"))
    return table.assign(_cell=cell, _pair=pair, _row=at)


def _strings(values: Any) -> pd.Series[str]:
    return pd.Series(values, dtype="str")


_COUNTS = ("article", "measure", "unit", "hits", "weight", "tokens")
#: Columns of scores that come from the article.
CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")


class _Tables(NamedTuple):
    profile: pd.DataFrame
    contrast: pd.DataFrame


class Comparison(_Tables):
    """What a comparison gives: a profile of each group, and a contrast of each pair.

    `units` holds the sums by article behind both, of which `framing.findings` says what may be told; None
    where there is nothing to compare.
    """

    units: Units | None

    def __new__(cls, profile: pd.DataFrame, contrast: pd.DataFrame, units: Units | None = None) -> Comparison:
        """Return both tables as a pair."""
        made = super().__new__(cls, profile, contrast)
        made.units = units
        return made

    def __repr__(self) -> str:
        from framing.views.text import brief_of

        return ": ".join(filter(None, [brief_of(self), self.verdict()]))

    @property
    def primary(self) -> list[str]:
        """The measures with a test that were named beforehand."""
        return sorted(set(self.contrast.loc[self.contrast["family"] == PRIMARY, "measure"]))

    @property
    def is_census(self) -> bool:
        """Whether it describes all that was published."""
        return bool((self.profile["method"] == CENSUS).any())

    def verdict(self, draws: int = DRAWS) -> str:
        """Say in a line how many matters differ, and how often shuffled labels give as many."""
        if self.units is None:
            return ""
        named = self.units.columns["measure"].isin(self.primary).to_numpy()
        found = select_nodes(self.units, primary=named, draws=draws)
        if not found.nodes["tested"].any():
            return ""
        share = f"{100 * found.shuffled:.0f} %" if found.shuffled >= 0.005 else "under 1 %"
        return (
            f"{int(found.nodes['selected'].sum())} of {int(found.nodes['tested'].sum())} matters of "
            f"measures differ after adjustment; with labels shuffled, {share} of reports have as many. "
            "fr.findings says which, and tests words and names beside them."
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write both tables: ``result.xlsx`` is a workbook, a folder gets Parquet and CSV.

        Raises
        ------
        FramingError
            Another suffix, or it can't be written.
        """
        return save_tables(path, self._asdict())

    def _repr_html_(self) -> str:
        from framing.views.text import still
        from framing.views.vocabulary import name_outlets

        said = self.verdict()
        parts = [f"<p>{said}</p>"] if said else []
        for title, table in (("profile", self.profile), ("contrast", self.contrast)):
            table = name_outlets(table).dropna(axis="columns", how="all")
            html = table.to_html(index=False, max_rows=20, float_format="%.3g")
            parts.append(f"<p><strong>{title}</strong>, {len(table)} rows</p>{html}")
        return still("\n".join(parts))


def compare(
    scores: pd.DataFrame | Counts,
    *,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    primary: str | Sequence[str] = (),
    weights: str = "mantel-haenszel",
    draws: int = 9999,
    pairs: str | Sequence[tuple[str, str]] | None = None,
) -> Comparison:
    """Compare groups on scores, with intervals and tests; `findings` picks what of it may be told.

    Parameters
    ----------
    scores : pandas.DataFrame or Counts
        A scores table, as `score` makes it (``schemas/scores.toml``), or the counts behind it, of which a few
        measures are read at a time.
    by : str
        Column whose values are compared.
    split : str or sequence of str
        Columns that are kept apart, beside genre, measure and target, which always are. Voices or parts
        that are not among them are added up. With "part", a rate of headlines
        is the share of headlines with at least one hit.
    seed : int
        For draws, where there are too many arrangements to list.
    wire : {"collapse", "keep", "drop"}
        Copies in one group share one weight; each counts; or full reprints of an agency are
        left out (and copies share one weight).
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals and no p.
    primary : str or sequence of str
        Measures, or groups of them as "tone", named before scoring; all else is exploratory.
    weights : {"mantel-haenszel", "equal"}
        How events are pooled: by ``n_a n_b / (n_a + n_b)``, or alike.
    draws : int
        Arrangements drawn at most where more than 200,000 are possible: fewer where a hundred are as large
        before (Besag and Clifford 1991).
    pairs : None, "all", "rest" or list of (str, str), optional
        Which groups are compared: each with each (None, up to six groups), each with all others together
        (None, more groups; `b` is then "rest"), or those named.

    Returns
    -------
    Comparison
        Tables `profile` and `contrast`, as in their schemas, and a column
        for each further column of `split`.

    Raises
    ------
    FramingError
        An argument or a column is not known, or the table contradicts itself.

    Warns
    -----
    FramingWarning
        Articles have no value of `by`, or there is nothing to compare with.

    Notes
    -----
    Estimates are ratios of sums. Intervals: delete-one-article jackknife with t, of the logarithm of a rate
    and the logit of a share; differences with Welch's degrees of freedom. Rates compare as ratios, shares as
    differences, whose intervals join those of both sides (`framing.comparison.testing.pool`).
    Tests: permutation on the studentised
    difference (Janssen 1997), Welch's t from 50 articles a side, sign flips from six events. Benjamini and
    Hochberg's adjustment is over two families: all tests of primary measures, and all others. Nothing
    depends on the order of rows.
    """
    split, primary = several("split", split), several("primary", primary)
    check_choice("wire", wire, WIRE)
    check_choice("collection", collection, COLLECTION)
    check_choice("weights", weights, WEIGHTS)
    rounds, start = check_number("draws", draws, 99), check_number("seed", seed)
    counted = hasattr(scores, "matrix") and hasattr(scores, "light")
    if counted and {"target", "model"}.isdisjoint((by, *(name for name in split if name != "target"))):
        grid = ready_counts(scores, by, split)
    else:
        scores = scores.table() if counted else scores
        table = ready(scores, by, split)
        grid = of_table(table, by, split) if len(table) else None
    layout = None if grid is None else Layout(grid, by, split, wire)
    making, profiles = None, []
    if layout is not None:
        units = Gathering(layout, chosen(pairs, layout.groups))
        making = Contrast(layout, wire=wire, collection=collection, pairs=pairs, weights=weights,
                          primary=primary, seed=start, draws=rounds)  # fmt: skip
        for data in layout.blocks(ENTRIES):
            if len(data.cell):
                profiles.append(profile(data, wire, collection))
                making.add(data)
                units.add(data)
    if layout is None or making is None or not profiles:
        warn("compare: no scores with tokens; there is nothing to compare")
        return Comparison(empty("profile"), empty("contrast"))
    contrast = making.table()
    if contrast is None:
        alone = f"only one {by}, {layout.groups[0]!r}"
        said = alone if len(layout.groups) == 1 else f"no two values of {by} share a cell with hits"
        warn(f"compare: {said}: there is a profile and nothing to contrast")
        contrast = empty("contrast")
    tables = [in_order(profiles), contrast]
    if uses_marks_alone(scores):
        tables = [table.assign(voices="quotes") for table in tables]
    return Comparison(tables[0], tables[1], units.units() if len(layout.groups) > 1 else None)


def uses_marks_alone(scores: pd.DataFrame | Counts) -> bool:
    """Say whether voices were told apart by quotation marks alone, so that reported speech counts as own.

    A table says it by the voices that it knows, also those that it has no row of.
    """
    if not isinstance(scores, pd.DataFrame):
        names = scores.voices
    else:
        dtype = scores["voice"].dtype
        names = dtype.categories if isinstance(dtype, pd.CategoricalDtype) else ()
    return set(names) == {"outlet", "quoted"}


def ready(scores: pd.DataFrame, by: str, split: Sequence[str]) -> pd.DataFrame:
    """Return the scores that can be compared, checked; raises and warns as `compare` does."""
    table = check(scores, "scores")
    _check_columns(table, by, split)
    lost = table[by].isna()
    if not lost.any():
        return table
    _warn_without_group(table.loc[lost, "article"].nunique(), by)
    return table[~lost].reset_index(drop=True)


def ready_counts(counts: Counts, by: str, split: Sequence[str]) -> Grid | None:
    """Return counts that can be compared; None where there are none; raises and warns as `compare` does."""
    index, light = counts.index, counts.light
    known = {name: light[name] for name in (*CARRIED, *counts.keep)}
    known |= {str(name): index[name] for name in index.columns if name not in ("row", "tokens")}
    _check_columns(known | {"target": pd.Series([], dtype="str")}, by, split)
    grid, lost = of_counts(counts, by, split)
    if lost:
        _warn_without_group(lost, by)
    return grid


def _warn_without_group(count: int, by: str) -> None:
    warn(f"compare: {count} articles have no {by} and are left out")


def _check_columns(table: pd.DataFrame | Mapping[str, pd.Series[Any]], by: str, split: Sequence[str]) -> None:
    allowed = [str(name) for name in table if name not in _COUNTS]
    kept = f"A column of the articles is there if scored with keep=[{brief(by)}]"
    check_choice("by", by, allowed, remedy=kept)
    refuse_unknown(split, allowed, argument="split")
    for name in (by, *split):
        values = table[name]
        if values.dtype == object and not all(isinstance(value, Hashable) for value in values):
            raise FramingError(f"scores: column {name!r} holds lists or the like, which make no groups")
    if by in split:
        raise FramingError(f"split: {by!r} is what is compared; leave it out of split")
    if len(set(split)) < len(split):
        raise FramingError(f"split: {', '.join(split)} names a column twice; name each once")
