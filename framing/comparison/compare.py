"""Compare groups of articles: a scores table in, a profile and a contrast out.

The story of a comparison, one call a step; what each step does is in the module named.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison import permute as adjust
from framing.comparison.codes import Flags, Floats, Ints, starts, summed
from framing.comparison.intervals import LEAST_ARTICLES, NO_SPREAD, Segments, segments, share_alone, t_half
from framing.comparison.permute import LEAST_EVENTS, Sets, permute, strata
from framing.comparison.sums import (
    ENTRIES,
    HEADLINES,
    Clusters,
    Grid,
    Layout,
    dropped,
    known,
    of_counts,
    of_table,
    ratios,
)
from framing.comparison.testing import (
    ALPHA,
    EVENTS_AS_DRAWS,
    MANY,
    REST,
    Compared,
    Pairs,
    Testing,
    Tests,
    chosen,
    compared,
    how,
    runs,
)
from framing.errors import FramingError, FramingWarning, among, brief, several, unknown, whole
from framing.schema import MILLION, check, empty, schema

if TYPE_CHECKING:
    from framing.features.scoring import Counts


# The profile: what each group's articles hold, cell by cell, with an interval.


#: Below these a row is called fragile.
FIRM_ARTICLES = 8
FIRM_HITS = 10

#: One article's share of the denominator above which it is flagged.
LARGE_SHARE = 0.25


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
    seg = segments(
        data.cell, data.group, data.event, data.x, data.d, data.hits, data.tokens, data.articles, within=False
    )
    scale, ratio, per_hit = data.scale[seg.cell], data.ratio[seg.cell], data.per_hit[seg.cell]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(seg.d > 0, seg.x / seg.d, np.nan)
        mean = np.where(seg.n > 0, seg.rates / seg.n, np.nan)
        largest = np.where(seg.d > 0, seg.d_most / seg.d, np.nan)
        variance = np.where(ratio, seg.log_variance, seg.variance)
        spread = np.where(ratio, variance, variance / np.where(rate == 0, 1.0, rate) ** 2)
        alone = _alone(data, seg)
        silent = share_alone(data, seg) | alone | (seg.n < LEAST_ARTICLES) | ~(spread > NO_SPREAD)
        half = t_half(np.where(silent | (collection == "census"), np.nan, variance), seg.df)
        low, high = _ends(rate, half, ratio)
    top = np.where(data.bounded[seg.cell], 1.0, np.inf)
    table = data.cells.iloc[seg.cell].reset_index(drop=True)
    table.insert(0, "group", pd.Series([data.groups[g] for g in seg.group], dtype="str"))
    events = _events(data)
    has = np.isfinite(half)
    several = events[seg.cell * len(data.groups) + seg.group] > 1
    table["n_articles"], table["n_tokens"], table["n_hits"] = (
        seg.articles,
        _whole(seg.tokens),
        _whole(seg.hits),
    )
    table["estimate"] = _plain(rate * scale)
    table["low"], table["high"] = _plain(low * scale), _plain(np.minimum(high * scale, top))
    table["mean_of_articles"] = _plain(mean * scale)
    table["largest_share"] = largest
    table["method"] = pd.Series(
        ["census: describes" if collection == "census" else _method(h, r, s, collection)
         for h, r, s in zip(has, ratio, several, strict=True)], dtype="str")  # fmt: skip
    table["wire"] = pd.Series([wire] * len(table), dtype="str")
    invented = data.illustrative[seg.cell, seg.group] > 0
    table["provenance"] = pd.Series(np.where(invented, "illustrative", "published"), dtype="str")
    counted = _numerator_hits(data, seg)
    table["note"] = pd.Series(
        [
            "; ".join(_notes(data, seg, row, float(largest[row]), float(counted[row]), bool(per_hit[row]),
                             int(events[seg.cell[row] * len(data.groups) + seg.group[row]]), collection, wire,
                             bool(has[row]), bool(alone[row])))
            for row in range(len(table))
        ],
        dtype="str",
    )  # fmt: skip
    first = list(schema("profile").columns)
    return table[[*first, *(name for name in table.columns if name not in first)]].assign(_cell=seg.cell)


def in_order(blocks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the profiles of blocks of cells as one table, in order of the cells."""
    if len(blocks) == 1:
        return blocks[0].drop(columns="_cell")
    table = pd.concat(blocks, ignore_index=True)
    return table.sort_values("_cell", kind="stable", ignore_index=True).drop(columns="_cell")


def _alone(data: Clusters, seg: Segments) -> Flags:
    """Return where all hits stand in one article, or all hits of the class."""
    ratio, per_hit = data.ratio[seg.cell], data.per_hit[seg.cell]
    return np.where(ratio, seg.x_most >= seg.x, ~per_hit & (seg.hits_most >= seg.hits))


def _numerator_hits(data: Clusters, seg: Segments) -> Floats:
    """Return the hits an estimate rests on: of the class, where it is a share."""
    share = data.bounded & data.per_hit
    return np.where(share[seg.cell], seg.x * data.scale[seg.cell], seg.hits)


def _ends(rate: Floats, half: Floats, ratio: Flags) -> tuple[Floats, Floats]:
    with np.errstate(over="ignore", invalid="ignore"):
        low = np.where(ratio, rate * np.exp(-half), rate - half)
        high = np.where(ratio, rate * np.exp(half), rate + half)
    return low, high


def _events(data: Clusters) -> Ints:
    """Count the events of each cell and group."""
    width = len(data.groups)
    first = starts(data.cell, data.group, data.event)
    return np.bincount(data.cell[first] * width + data.group[first], minlength=len(data.cells) * width)


def _whole(values: Floats) -> Ints:
    return np.floor(values + 0.5).astype(np.int64)


def _plain(values: Floats) -> Floats:
    """Return the values without negative zeros."""
    return values + 0.0


def _method(has: bool, ratio: bool, several: bool, collection: str) -> str | None:
    if not has:
        return None
    reading = "sample" if collection == "sample" else "completeness unknown"
    inside = " inside events" if several else ""
    return f"{'log ' if ratio else ''}jackknife{inside}, t; {reading}"


def _notes(
    data: Clusters, seg: Segments, row: int, largest: float, counted: float, per_hit: bool, events: int,
    collection: str, wire: str, has: bool, alone: bool,
) -> list[str]:  # fmt: skip
    cell, group = int(seg.cell[row]), int(seg.group[row])
    notes = []
    if collection == "census":
        notes.append("census: describes")
    elif seg.n[row] < LEAST_ARTICLES:
        what = "articles with hits" if per_hit and seg.articles[row] >= LEAST_ARTICLES else "articles"
        notes.append(f"under {LEAST_ARTICLES} {what}: estimate only")
    elif seg.hits[row] == 0:
        notes.append("no hits: no interval")
    elif not has and (seg.hits_most[row] >= seg.hits[row] or alone):
        notes.append("all hits in one article: no interval")
    elif not has:
        notes.append("articles do not differ: no interval")
    elif seg.n[row] < FIRM_ARTICLES or counted < FIRM_HITS:
        notes.append("fragile: " + _few(int(seg.n[row]), counted))
    if largest > LARGE_SHARE and data.units[cell] != HEADLINES:
        notes.append(f"one article gives {100 * largest:.0f} % of the {'hits' if per_hit else 'words'}")
    if events > 1:
        notes.append(f"pools {events} events")
    if data.unknown[cell, group]:
        notes.append(f"{data.unknown[cell, group]} of unknown genre counted as news")
    if wire == "drop":
        notes.append(dropped(int(data.dropped[cell, group])))
    return notes


def _few(n: int, hits: float) -> str:
    said = [f"{n} articles"] if n < FIRM_ARTICLES else []
    return " and ".join([*said, f"{hits:.0f} hits"] if hits < FIRM_HITS else said)


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


def contrast_note(found: Compared, wire: str, *, row: int, cell: int, pair: int, articles: int) -> str:
    """Return the note of one pair and cell.

    `row` is its place in `found.pooled`, -1 where it has none; `articles` those of both sides that meet.
    """
    draft = drafted(found, wire, row=row, cell=cell, pair=pair, articles=articles)
    test, p_min = (found.tests.name[row], found.tests.p_min[row]) if row >= 0 else (None, 0.0)
    return draft.finished(test, float(p_min))


def drafted(found: Compared, wire: str, *, row: int, cell: int, pair: int, articles: int) -> Draft:
    """Return the note of one pair and cell without what its test adds; arguments as for `contrast_note`."""
    data = found.data
    draft = Draft(["census: describes"] if found.census else [], "", [], [], True)
    if row < 0:
        draft.first.append("no event where both have hits to divide by: no estimate")
    else:
        if not found.census:
            draft = _firmness(found, row, [[*data.groups, REST][code] for code in found.every.pairs[pair]])
        draft.last.extend(_direction(found, row))
    notes = draft.last
    a, b = found.every.pairs[pair]
    codes = slice(None) if b == len(data.groups) else [a, b]
    if apart := int(data.counted[cell, codes].sum()) - articles:
        what = "article stands in an event" if apart == 1 else "articles stand in events"
        notes.append(
            f"{apart} {what} that the other side has not, and {'is' if apart == 1 else 'are'} left out"
        )
    if unknown := int(data.unknown[cell, codes].sum()):
        notes.append(f"{unknown} of unknown genre counted as news")
    if wire == "drop":
        notes.append(dropped(int(data.dropped[cell, codes].sum())))
    return draft


def _firmness(found: Compared, row: int, names: list[str]) -> Draft:
    """Say why there is no interval, or that it is fragile."""
    per_hit = bool(found.data.per_hit[found.pooled.cell[row]])
    n = int(found.n_a[row]), int(found.n_b[row])
    if min(n) < LEAST_ARTICLES:
        what = "articles with hits" if per_hit else "articles"
        return Draft([f"under {LEAST_ARTICLES} {what} on a side: estimate only"], "", [], [], True)
    hits, reasons = _hits(found, row, names)
    closed, notes = "", []
    if found.closed[row]:
        closed = " and ".join(reasons) or "articles show no spread to measure"
    elif _fragile(n, hits):
        notes.append(f"fragile: {_few_notes(n, hits)}")
    if texts := int(found.common.texts[found.entries(row)].sum()):
        stand = "1 text stands on both sides and keeps its labels"
        many = f"{texts} texts stand on both sides and keep their labels"
        notes.append(stand if texts == 1 else many)
    return Draft([], closed, notes, [], False)


def _hits(found: Compared, row: int, names: list[str]) -> tuple[list[float], list[str]]:
    """Return the hits each side rests on, and what is the matter with them."""
    share = found.data.units[int(found.pooled.cell[row])] == "share"
    entries = found.entries(row)
    counts, reasons = [], []
    for side, name in zip((found.both.a, found.both.b), names, strict=True):
        most, total = (side.x_most, side.x) if share else (side.hits_most, side.hits)
        count, top = float(total[entries].sum()), float(most[entries].max())
        if count == 0:
            reasons.append(f"no hits in {name}")
        elif top >= count:
            reasons.append(f"all hits of {name} in one article")
        counts.append(count / MILLION if share else count)
    return counts, reasons


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


def _fragile(n: tuple[int, int], hits: list[float]) -> bool:
    uneven = max(n) > UNEVEN * min(n) and min(n) < UNEVEN_ARTICLES
    return min(n) < FIRM_ARTICLES or min(hits) < FIRM_HITS or uneven


def _few_notes(n: tuple[int, int], hits: list[float]) -> str:
    said = []
    if min(n) < UNEVEN_ARTICLES:
        said.append(f"{n[0]} against {n[1]} articles")
    if min(hits) < FIRM_HITS:
        said.append(f"{hits[0]:.0f} against {hits[1]:.0f} hits")
    return ", ".join(said)


# The contrast table: each pair of groups, cell by cell, with interval, p and what to bear in mind.

# The omnibus test: whether any of three groups or more differs, before pairs are looked at.

#: Above this many clusters the test is made from the pairs' p.
MOST = 300

#: From this many groups in a cell there is something to test.
LEAST_GROUPS = 3


class Omnibus:
    """The omnibus tests, put down a block of cells at a time and made once the pairs have been tested.

    Where every event holds every group, with under 50 clusters each, all labels are permuted and the
    statistic is the largest over pairs. Otherwise p is the least of the cell's pairs, times their number
    (Bonferroni). Groups under three clusters, without hits, or with all in one article
    take no part, as in the tests of pairs.

    Attributes
    ----------
    cells, articles, tested : list of int
        The cells where three groups or more meet, their articles, and the groups tested.
    invented : list of bool
        Whether any article of a cell is illustrative.
    """

    def __init__(self, groups: Sequence[int]) -> None:
        self._groups = groups
        self._sets = Sets()
        self._weights: dict[int, dict[int, float]] = {}
        self._arranged: set[int] = set()
        self.cells: list[int] = []
        self.articles: list[int] = []
        self.tested: list[int] = []
        self.invented: list[bool] = []

    def add(self, data: Clusters, compared: Sequence[int]) -> None:
        """Look at the cells of a block in which groups were compared."""
        first = starts(data.cell, data.group)
        mine = np.isin(data.group[first], self._groups)
        count = summed(data.cell[first], mine, len(data.cells))
        for cell in np.intersect1d(np.flatnonzero(count >= LEAST_GROUPS), compared).tolist():
            entries = np.arange(*np.searchsorted(data.cell, [cell, cell + 1]))
            entries = entries[np.isin(data.group[entries], self._groups)]
            articles = int(data.articles[entries].sum())
            entries = entries[(data.d[entries] > 0)]
            held = _with_spread(data, cell, entries)
            entries = entries[np.isin(data.group[entries], held)]
            self.cells.append(cell)
            self.articles.append(articles)
            self.tested.append(len(held))
            self.invented.append(bool(data.illustrative[cell].any()))
            if len(held) >= LEAST_GROUPS and _permutable(data, entries, len(held)):
                labels = np.searchsorted(held, data.group[entries])
                self._sets.add(cell, data, cell, entries, labels)
                self._weights[cell] = _weights(data, entries, labels, len(held))
                self._arranged.add(cell)

    def done(
        self,
        by_pair: Mapping[int, Floats],
        ratio: Flags,
        names: Sequence[str],
        events: Sequence[str | None],
        *,
        seed: int,
        draws: int,
    ) -> Tests:
        """Return the tests, a row a cell.

        Parameters
        ----------
        by_pair : mapping
            For each cell, the p of its pairs.
        ratio, names, events
            As in `sums.Clusters`.
        seed, draws : int
            For draws, where arrangements are too many to list.
        """
        tests = Tests.none(len(self.cells))
        at = {cell: row for row, cell in enumerate(self.cells)}
        for cell, row in at.items():
            some = by_pair[cell][np.isfinite(by_pair[cell])]
            if len(some) and cell not in self._arranged:
                tests.p[row] = min(1.0, float(some.min()) * len(some))
                tests.name[row] = "least p of the pairs, Bonferroni"
        for members in self._sets.each():
            size = int(members.labels.max()) + 1
            parts = strata(members, self._weights[members.rows[0]], names, events)
            verdict = permute(parts, size, ratio[members.rows], seed=seed, draws=draws)
            for place, cell in enumerate(members.rows):
                tests.set(at[cell], verdict, float(verdict.p[place]), "omnibus permutation" + how(verdict))
        return tests


def _with_spread(data: Clusters, cell: int, entries: Ints) -> Ints:
    """Return the groups that can be tested."""
    size = len(data.groups)
    group = data.group[entries]
    n = summed(group, np.ones(len(group)), size)
    counts = data.x if data.ratio[cell] else data.hits
    total = summed(group, counts[entries], size)
    most = np.zeros(size)
    np.maximum.at(most, group, counts[entries])
    alone = most >= total if data.ratio[cell] or not data.per_hit[cell] else total == 0
    return np.flatnonzero((n >= LEAST_ARTICLES) & (total > 0) & ~alone)


def _permutable(data: Clusters, entries: Ints, groups: int) -> bool:
    """Return whether every event holds every group, with few clusters, some of which may move."""
    event = np.unique(data.event[entries], return_inverse=True)[1]
    group = np.unique(data.group[entries], return_inverse=True)[1]
    table = np.zeros((event.max() + 1, groups), dtype=np.int64)
    np.add.at(table, (event, group), 1)
    few = len(entries) <= MOST and table.sum(axis=0).max() < MANY and len(table) < LEAST_EVENTS
    return bool(few and table.all() and not data.shared[entries].all())


def _weights(data: Clusters, entries: Ints, labels: Ints, groups: int) -> dict[int, float]:
    """Return each event's weight: 1 / sum(1 / n), which is n_a n_b / (n_a + n_b) for two."""
    weights = {}
    for event in np.unique(data.event[entries]).tolist():
        n = np.bincount(labels[data.event[entries] == event], minlength=groups)
        weights[event] = float(1.0 / (1.0 / n).sum())
    return weights


#: What stands for both sides in the row of the omnibus test.
ANY = "any"


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
        self,
        layout: Layout,
        *,
        pairs: Pairs,
        weights: str,
        collection: str,
        wire: str,
        primary: Sequence[str],
        seed: int,
        draws: int,
    ) -> None:
        self._layout, self._weights, self._wire = layout, weights, wire
        self._named = adjust.primary_measures(primary, sorted(set(layout.cells["measure"])))
        self._pairs = chosen(pairs, layout.groups)
        self._census = collection == "census"
        self._draw = {"seed": seed, "draws": draws}
        groups = sorted({code for pair in self._pairs for code in pair if code < len(layout.groups)})
        several = len(self._pairs) > 1 and not self._census and len(groups) > 2
        self._omnibus = Omnibus(groups) if several else None
        self._testing = Testing(layout.names, layout.events, seed=seed, draws=draws)
        self._rows: list[pd.DataFrame] = []
        self._drafts: list[Draft] = []
        self._tested = 0

    def add(self, data: Clusters) -> None:
        """Compare the groups in the cells of a block."""
        if not self._pairs:
            return
        options: Any = {"weights": self._weights, "census": self._census, **self._draw}
        found = compared(data, self._pairs, **options, tested=False)
        if found is None:
            return
        rows = _rows(found)
        row = rows["_row"].to_numpy()
        asked = zip(row, rows["_cell"], rows["_pair"], rows["n_a"] + rows["n_b"], strict=True)
        self._drafts += [
            drafted(found, self._wire, row=int(at), cell=int(c), pair=int(p), articles=int(n))
            for at, c, p, n in asked
        ]
        rows["_row"] = np.where(row >= 0, row + self._tested, -1)
        self._tested += len(found.closed)
        self._rows.append(rows)
        if not self._census:
            self._testing.add(found.data, found.both, found.common, found.pooled, found.n, ~found.bare)
        if self._omnibus is not None:
            self._omnibus.add(data, rows["_cell"].to_numpy())

    def table(self) -> pd.DataFrame | None:
        """Return the table; None where no two groups share a cell.

        Returns
        -------
        pandas.DataFrame or None
            A row a pair × cell that share an event, and one a cell where three groups or more meet (the
            omnibus test; `a` and `b` are "any"), as in ``schemas/contrast.toml``.
        """
        if not self._rows:
            return None
        tests = Tests.none(self._tested) if self._census else self._testing.done()
        rows = self._with_tests(pd.concat(self._rows, ignore_index=True), tests)
        if self._omnibus is not None and len(self._omnibus.cells):
            rows = pd.concat([rows, self._every(self._omnibus, rows)], ignore_index=True)
        return self._finished(rows)

    def _with_tests(self, rows: pd.DataFrame, tests: Tests) -> pd.DataFrame:
        """Put down what the tests said, and the notes."""
        at = rows["_row"].to_numpy()
        name = [*tests.name, None]
        rows["p"], rows["p_min"] = np.append(tests.p, np.nan)[at], np.append(tests.p_min, np.nan)[at]
        rows["test"] = _strings([name[row] for row in at.tolist()])
        rows["draws"] = np.append(tests.draws, 0)[at]
        told = zip(self._drafts, rows["test"].isna().tolist(), at.tolist(), strict=True)
        least = [*tests.p_min.tolist(), np.nan]
        rows["note"] = _strings([draft.finished(name[row], least[row]) for draft, _, row in told])
        return rows

    def _every(self, omnibus: Omnibus, rows: pd.DataFrame) -> pd.DataFrame:
        """Return a row a cell where three groups or more meet."""
        cells = omnibus.cells
        data = self._layout
        by_pair = {int(cell): part.to_numpy() for cell, part in rows.groupby("_cell")["p"]}
        ratio = ratios(data.cells)
        tests = omnibus.done(by_pair, ratio, data.names, data.events, **self._draw)
        events = rows.groupby("_cell")["n_events"].max()
        return data.cells.iloc[cells].assign(
            a=ANY,
            b=ANY,
            n_a=omnibus.articles,
            n_b=omnibus.articles,
            n_events=[int(events[cell]) for cell in cells],
            scale=np.where(ratio[cells], "ratio", "difference"),
            estimate=np.nan,
            low=np.nan,
            high=np.nan,
            p=tests.p,
            p_min=tests.p_min,
            test=_strings(tests.name).to_numpy(),
            draws=tests.draws,
            provenance=np.where(omnibus.invented, "illustrative", "published"),
            note=[f"omnibus over {number} groups" for number in omnibus.tested],
            _cell=cells,
            _pair=-1,
        )

    def _finished(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows in order, with their families, and columns in the table's order."""
        rows = rows.sort_values(["_cell", "_pair"], kind="stable", ignore_index=True)
        known, pairs = self._layout.events, len(self._pairs)
        only = known[0] if len(known) == 1 else None
        events = only or (f"{len(known)} events" if len(known) > 1 else "1 event")
        said = f"{pairs} pair{'s' if pairs > 1 else ''}"
        omnibus = (rows["_pair"] < 0).tolist()
        families = adjust.family_names(rows["measure"].tolist(), omnibus, self._named, events, said)
        rows["family"] = _strings(families)
        rows["p_adjusted"], rows["family_size"] = adjust.adjusted(rows["p"], rows["family"])
        rows["wire"] = _strings([self._wire] * len(rows))
        for column in ("a", "b", "scale", "test", "provenance", "note"):
            rows[column] = rows[column].astype("str")
        first = list(schema("contrast").columns)
        return rows[[*first, *(name for name in self._layout.cells.columns if name not in first)]]


def _rows(found: Compared) -> pd.DataFrame:
    """Return a row a pair × cell that share an event, whether or not anything can be said there.

    `_row` is its place in `found.pooled`, -1 where it has none; tests and notes come later.
    """
    data, every, pooled = found.data, found.every, found.pooled
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
    names = np.array([*data.groups, REST], dtype=object)
    codes = np.array(every.pairs)[pair]
    for place, column in enumerate(("a", "b")):
        table[column] = _strings(names[codes[:, place]])
    table["n_a"], table["n_b"] = (
        summed(owner, side.articles, len(cell)).astype(np.int64) for side in (every.a, every.b)
    )
    table["n_events"] = spread(pooled.n_events, 0).astype(np.int64)
    table["scale"] = _strings(np.where(ratio, "ratio", "difference"))
    table["estimate"], table["low"], table["high"] = estimate, low, high
    table["provenance"] = _strings(np.where(_invented(data, cell, codes), "illustrative", "published"))
    return table.assign(_cell=cell, _pair=pair, _row=at)


def _invented(data: Clusters, cell: Ints, codes: Ints) -> Flags:
    """Return where an article of either side is illustrative; the rest is all groups but one."""
    some = data.illustrative > 0
    either = some[cell, codes[:, 0]] | some[cell, np.minimum(codes[:, 1], len(data.groups) - 1)]
    return np.where(codes[:, 1] == len(data.groups), some[cell].any(axis=1), either)


def _strings(values: Any) -> pd.Series[str]:
    return pd.Series(values, dtype="str")


_COLLECTION = ("census", "sample", "unknown")
_WEIGHTS = ("mantel-haenszel", "equal")
_COUNTS = ("article", "measure", "unit", "hits", "weight", "tokens")
#: Columns of scores that come from the article.
CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")


class Comparison(NamedTuple):
    """What a comparison gives: a profile of each group, and a contrast of each pair."""

    profile: pd.DataFrame
    contrast: pd.DataFrame

    def __repr__(self) -> str:
        from framing.views.notebook import brief_of

        return brief_of(self)

    def _repr_html_(self) -> str:
        from framing.views.notebook import still
        from framing.views.vocabulary import shown

        parts = []
        for title, table in (("profile", self.profile), ("contrast", self.contrast)):
            table = shown(table).dropna(axis="columns", how="all")
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
    """Say what each group's articles hold, how each pair differs, and how sure that is.

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
        Arrangements drawn where more than 200,000 are possible.
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
    Estimates are ratios of sums. Intervals: delete-one-article jackknife, of the logarithm where the unit
    is a rate, with t; differences with Welch's degrees of freedom. Tests: permutation on the studentised
    difference (Janssen 1997), Welch's t from 50 articles a side, sign flips from six events;
    Benjamini and Hochberg inside a family. Nothing depends on the order of rows.
    """
    split, primary = several("split", split), several("primary", primary)
    known(wire)
    settled(collection, weights)
    rounds, start = whole(draws), whole(seed)
    if rounds is None or rounds < 99:
        raise FramingError(f"draws: {brief(draws)} is too few; give a whole number of at least 99")
    if start is None:
        raise FramingError(f"seed: {brief(seed)} is no whole number; give one, as 1")
    grid = ready_counts(scores, by, split) if _are_counts(scores) else None
    if grid is None and not _are_counts(scores):
        table = ready(scores, by, split)
        grid = of_table(table, by, split) if len(table) else None
    found = None
    if grid is not None:
        layout = Layout(grid, by, split, wire)
        found = _compared(layout, pairs=pairs, weights=weights, collection=collection, wire=wire,
                          primary=primary, seed=start, draws=rounds)  # fmt: skip
    if found is None:
        said = "compare: no scores with tokens; there is nothing to compare"
        warnings.warn(said, FramingWarning, stacklevel=2)
        return Comparison(empty("profile"), empty("contrast"))
    profile, contrast = found
    if contrast is None:
        alone = f"only one {by}, {layout.groups[0]!r}"
        said = alone if len(layout.groups) == 1 else f"no two values of {by} share a cell"
        said = f"compare: {said}: there is a profile and nothing to contrast"
        warnings.warn(said, FramingWarning, stacklevel=2)
        contrast = empty("contrast")
    return Comparison(profile, contrast)


def _compared(
    layout: Layout, *, wire: str, collection: str, **options: Any
) -> tuple[pd.DataFrame, pd.DataFrame | None] | None:
    """Return the profile and the contrast, a block of measures at a time; None where nothing has words."""
    profiles: list[pd.DataFrame] = []
    making = Contrast(layout, wire=wire, collection=collection, **options)
    for data in layout.blocks(ENTRIES):
        if len(data.cell):
            profiles.append(profile(data, wire, collection))
            making.add(data)
    return (in_order(profiles), making.table()) if profiles else None


def settled(collection: str = "unknown", weights: str = "mantel-haenszel") -> None:
    """Refuse what `compare` takes for no collection and no weights.

    Raises
    ------
    FramingError
        One is not known.
    """
    for name, value, allowed in (("collection", collection, _COLLECTION), ("weights", weights, _WEIGHTS)):
        if not among(value, allowed):
            raise unknown(name, value, allowed)


def ready(scores: pd.DataFrame, by: str, split: Sequence[str]) -> pd.DataFrame:
    """Return the scores that can be compared, checked; raises and warns as `compare` does."""
    table = check(scores, "scores")
    _check_columns(table, by, split)
    return _with_group(table, by)


def ready_counts(counts: Counts, by: str, split: Sequence[str]) -> Grid | None:
    """Return counts that can be compared; None where there are none; raises and warns as `compare` does."""
    index, light = counts.index, counts.light
    known = {name: light[name] for name in (*CARRIED, *counts.keep)}
    known |= {str(name): index[name] for name in index.columns if name not in ("row", "tokens")}
    known |= dict.fromkeys(("target", "model"), pd.Series([], dtype="str"))
    _check_columns(known, by, split)
    if not len(index) or not counts.columns:
        return None
    grid = of_counts(counts, by, split)
    lost = grid.flags(by, lambda values: values.isna())
    if lost.any():
        _say_lost(len(np.unique(grid.about("article").to_numpy()[grid.of[lost]])), by, stacklevel=4)
        grid = grid.where(~lost)
    return grid if len(grid.tokens) else None


def _are_counts(scores: object) -> bool:
    return hasattr(scores, "matrix") and hasattr(scores, "light")


def _check_columns(table: pd.DataFrame | Mapping[str, pd.Series[Any]], by: str, split: Sequence[str]) -> None:
    allowed = [str(name) for name in table if name not in _COUNTS]
    if not among(by, allowed):
        raise unknown("by", by, allowed)
    for name in split:
        if name not in allowed:
            raise unknown("split", name, allowed)
    for name in (by, *split):
        values = table[name]
        if values.dtype == object and not all(isinstance(value, Hashable) for value in values):
            raise FramingError(f"scores: column {name!r} holds lists or the like, which make no groups")
    if by in split:
        raise FramingError(f"split: {by!r} is what is compared; leave it out of split")
    if len(set(split)) < len(split):
        raise FramingError(f"split: {', '.join(split)} names a column twice; name each once")


def _with_group(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows that have a group."""
    lost = table[by].isna()
    if not lost.any():
        return table
    _say_lost(table.loc[lost, "article"].nunique(), by, stacklevel=5)
    return table[~lost].reset_index(drop=True)


def _say_lost(count: int, by: str, stacklevel: int) -> None:
    warnings.warn(f"compare: {count} articles have no {by} and are left out", FramingWarning, stacklevel)
