"""The table of terms: every measure of every comparison, its interval and its test, put side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import scipy.sparse as sparse
from scipy.sparse import csc_array

from framing.comparison.codes import Floats, Ints
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.wording.bootstrap import Draws, replicated, widened
from framing.comparison.wording.effects import log_odds
from framing.comparison.wording.key_blocks import Columns, Rows, Settings, rows
from framing.comparison.wording.key_sides import Comparison
from framing.comparison.wording.tallies import Sides
from framing.comparison.wording.term_tests import LEAST_WITH_TERM
from framing.comparison.wording.words import Words
from framing.schema import schema

__all__ = ["table"]

#: Entries of terms that are drawn again together.
_ENTRIES = 6_000_000


def table(data: Words, which: Sequence[Comparison], settings: Settings, chosen: Ints | None) -> pd.DataFrame:
    """Make the table of terms.

    Parameters
    ----------
    data : Words
    which : sequence of Comparison
    settings : Settings
    chosen : array, optional
        Places of the terms to show; all by default.

    Returns
    -------
    pandas.DataFrame
        As in ``schemas/terms.toml``.
    """
    masks = [side for one in which for side in (*one.sides, *(one.others or ()))]
    kinds = data.kinds
    sides = Sides.of(data.counted.tokens, [*masks, np.ones(len(kinds.rows), bool)], kinds.of)
    found, places, terms = rows(data, which, sides, settings, chosen)
    blocks = [kept.joined() for kept in found]
    for block in blocks:
        for name in ("low", "high", *(("excess_low", "excess_high") if "excess" in block else ())):
            block[name] = np.full(len(block["z"]), np.nan)
        block["looked"] = np.zeros(len(block["z"]), bool)
    shown = [np.argsort(-np.nan_to_num(b["z"], nan=-np.inf), kind="stable") for b in blocks]
    if settings.collection != "census":
        most = None if chosen is not None else settings.intervals
        strongest = [
            np.sort(order[np.argsort(-np.abs(block["z"][order]), kind="stable")][:most])
            for block, order in zip(blocks, shown, strict=True)
        ]
        open_ = [some[~block["closed"][some]] for some, block in zip(strongest, blocks, strict=True)]
        _intervals(data, which, sides, found, blocks, open_, settings)
        for block, some in zip(blocks, strongest, strict=True):
            block["looked"][some] = True
    if settings.least_articles:
        kept = [(b["articles"] >= settings.least_articles) | ~np.isnan(b["low"]) for b in blocks]
        shown = [order[mask[order]] for order, mask in zip(shown, kept, strict=True)]
    return _finished(data, which, sides, found, blocks, shown, (places, terms), settings)


def _intervals(
    data: Words,
    which: Sequence[Comparison],
    sides: Sides,
    found: Sequence[Rows],
    blocks: Sequence[Columns],
    wanted: Sequence[Ints],
    settings: Settings,
) -> None:
    """Fill in the ends of intervals of the rows wanted."""
    if not any(len(some) for some in wanted):
        return
    kinds = data.kinds
    key = (kinds.group * 2 + kinds.base) * len(data.events) + np.where(kinds.base, 0, kinds.event)
    strata, of_kind = np.unique(key, return_inverse=True)
    names = [_name(data, int(k)) for k in strata]
    drawn = Draws(np.append(of_kind, -1)[kinds.of], names, data.ids, settings.seed)
    terms = [np.asarray(block["place"][some]) for block, some in zip(blocks, wanted, strict=True)]
    every = np.unique(np.concatenate(terms))
    share = np.empty(len(every))
    for block, some, here in zip(blocks, wanted, terms, strict=True):
        share[np.searchsorted(every, here)] = block["prior"][some]

    def statistic(parts: Sequence[tuple[npt.NDArray[np.floating], Floats]], here: Ints) -> Floats:
        prior = share[np.searchsorted(every, here)][:, None]
        values = [
            log_odds(a, b, n_a[None, :], n_b[None, :], prior, settings.prior_size)
            for (a, n_a), (b, n_b) in zip(parts[::2], parts[1::2], strict=True)
        ]
        return np.stack(values) if len(values) > 1 else values[0][None]

    def take(number: int, at: Ints, values: Floats) -> None:
        block, some = blocks[number], wanted[number][at]
        n = min(found[number].n_articles)
        block["low"][some], block["high"][some] = widened(values[0], block["log_odds"][some], n)
        if len(values) > 1:
            gap = values[0] - values[1]
            block["excess_low"][some], block["excess_high"][some] = widened(gap, block["excess"][some], n)

    numbers, first = [], 0
    for one in which:
        size = 2 if one.others is None else 4
        numbers.append(range(first, first + size))
        first += size
    replicated(lambda: _columns(data, every), sides, drawn, numbers, terms, statistic, take)


def _columns(data: Words, every: Ints) -> Iterator[tuple[Ints, csc_array]]:
    """Yield the counts of some terms, a number of entries at a time."""
    places: list[Ints] = []
    counts: list[csc_array] = []
    size = 0
    for block in data.counted.blocks():
        here = every[(every >= block.first) & (every < block.first + len(block.terms))]
        if len(here):
            places.append(here)
            counts.append(block.counts[:, here - block.first])
            size += counts[-1].nnz
        if size > _ENTRIES:
            yield np.concatenate(places), csc_array(sparse.hstack(counts, format="csc"))
            places, counts, size = [], [], 0
    if places:
        yield np.concatenate(places), csc_array(sparse.hstack(counts, format="csc"))


def _name(data: Words, key: int) -> str:
    kind, event = divmod(key, len(data.events))
    return f"{data.groups[kind // 2]}\x1f{kind % 2}\x1f{data.events[event]}"


def _finished(
    data: Words,
    which: Sequence[Comparison],
    sides: Sides,
    found: Sequence[Rows],
    blocks: Sequence[Columns],
    shown: Sequence[Ints],
    named: tuple[Ints, pa.Array],
    settings: Settings,
) -> pd.DataFrame:
    sizes = [len(order) for order in shown]
    size = sum(sizes)
    owner = np.repeat(np.arange(len(which)), sizes)
    place = np.concatenate([block["place"][order] for block, order in zip(blocks, shown, strict=True)])
    terms = named[1].take(pa.array(np.searchsorted(named[0], place)))
    columns: dict[str, Any] = {
        "group": _constant(owner, [one.a for one in which]),
        "against": _constant(owner, [one.b for one in which]),
        "term": pd.Series(pd.array(terms, dtype="str")),
        "note": _notes(data, which, found, blocks, shown, settings),
    }
    firsts = np.cumsum([0, *(2 if one.others is None else 4 for one in which)])[:-1]
    for name, values in (("n", sides.n), ("n_articles", sides.n_articles)):
        columns[name], columns[f"{name}_rest"] = (values[firsts + k][owner] for k in (0, 1))
    for name in schema("terms").columns:
        if name in blocks[0]:
            columns[name] = np.concatenate(
                [block.pop(name)[order] for block, order in zip(blocks, shown, strict=True)]
            )
    columns["p_adjusted"], family = _adjusted(columns["p"], [p for kept in found for p in kept.p])
    tests = [kept.tests for kept in found]
    none = np.zeros(size, np.int64)
    columns |= {
        "p_min": np.repeat([np.nan if t is None else t.p_min for t in tests], sizes),
        "test": _constant(owner, [None if t is None else t.name for t in tests]),
        "draws": np.repeat([0 if t is None else t.draws for t in tests], sizes).astype(np.int64),
        "family": _constant(none, [f"exploratory: keyness × {_events(data)} × {len(which)} comparisons"]),
        "family_size": np.full(size, family),
        "n_events": np.repeat([one.n_events for one in which], sizes),
        "prior": _constant(none, [settings.prior]),
        "prior_size": np.full(size, settings.prior_size),
        "wire": _constant(none, [settings.wire]),
        "provenance": _constant(owner, [_provenance(data, one) for one in which]),
    }
    for name, value in settings.columns:
        columns[name] = _constant(none, [value])
    order = [name for name in schema("terms").columns if name in columns]
    # A copy under one roof would hold everything twice.
    return pd.DataFrame({name: columns[name] for name in order}, copy=False)


def _adjusted(p: Floats, every: Sequence[Floats]) -> tuple[Floats, int]:
    """Return p adjusted among all that were made, shown or not (Benjamini and Hochberg 1995); how many.

    As `adjust.adjusted` does it, at the memory of two numbers a test.

    >>> _adjusted(np.array([0.02, np.nan]), [np.array([0.5, 0.02]), np.array([0.04])])[0].tolist()
    [0.06, nan]
    """
    found = np.full(len(p), np.nan)
    tests = np.sort(np.concatenate([np.zeros(0), *every]))
    if len(tests):
        adjusted = tests * (len(tests) / np.arange(1, len(tests) + 1))
        np.minimum.accumulate(adjusted[::-1], out=adjusted[::-1])
        has = np.flatnonzero(~np.isnan(p))
        found[has] = np.clip(adjusted[np.searchsorted(tests, p[has])], 0, 1)
    return found, len(tests)


def _constant(code: Ints, values: Sequence[str | None]) -> pd.Series[Any]:
    """Return a string column by codes; a category costs a byte a row where strings cost their length."""
    used = np.flatnonzero(np.bincount(code, minlength=len(values))).tolist()
    known = sorted({str(values[place]) for place in used if values[place] is not None})
    number = {name: place for place, name in enumerate(known)}
    place = np.array([number.get(str(value), -1) for value in values], np.int32)
    return pd.Series(pd.Categorical.from_codes(place[code], pd.Index(known, dtype="str")))


def _events(data: Words) -> str:
    named = [event for event in data.events if event != "None"]
    return "all articles" if not named else named[0] if len(named) == 1 else f"{len(named)} events"


def _provenance(data: Words, one: Comparison) -> str:
    kinds = one.sides[0] | one.sides[1]
    return "illustrative" if (data.kinds.illustrative & kinds).any() else "published"


def _notes(
    data: Words,
    which: Sequence[Comparison],
    found: Sequence[Rows],
    blocks: Sequence[Columns],
    shown: Sequence[Ints],
    settings: Settings,
) -> pd.Series[Any]:
    """Return what each row must say: why something is missing, how firm the rest is, what was left out."""
    texts: list[str] = []
    codes = []
    for one, kept, block, order in zip(which, found, blocks, shown, strict=True):
        always = "; ".join(filter(None, (*data.said, one.note)))
        code, reasons = _reasons(one, kept, block, order, settings)
        codes.append(code + len(texts))
        texts += ["; ".join(filter(None, (reason, always))) for reason in reasons]
    return _constant(np.concatenate(codes), texts)


def _reasons(
    one: Comparison, kept: Rows, block: Columns, order: Ints, settings: Settings
) -> tuple[Ints, list[str]]:
    """Return the reason of each row, as a code into the reasons there are."""
    tests = kept.tests
    if tests is None:
        return np.zeros(len(order), np.int64), ["census: describes"]
    names = ("count", "count_rest", "all_in_one", "all_in_one_rest")
    a, b, alone, alone_rest = (block[name][order] for name in names)
    few = min(kept.n_articles)
    rare = block["articles"][order] + block["articles_rest"][order] < LEAST_WITH_TERM
    interval = np.select(
        [np.full(len(order), few < LEAST_ARTICLES), a == 0, b == 0, alone, alone_rest,
         ~block["looked"][order], (np.minimum(a, b) < FIRM_HITS) | (few < FIRM_ARTICLES)],
        range(1, 8),
    )  # fmt: skip
    said = [
        "",
        f"under {LEAST_ARTICLES} articles on a side: estimate only",
        f"none in {one.a}: no interval",
        f"none in {one.b}: no interval",
        f"all of {one.a} in one article: no interval",
        f"all of {one.b} in one article: no interval",
        f"not among the {settings.intervals} strongest: no interval",
        f"fragile: under {FIRM_ARTICLES} articles or {FIRM_HITS} occurrences on a side",
    ]
    test = [tests.why] if tests.name is None else ["", f"in under {LEAST_WITH_TERM} articles: no test"]
    flagged = ["", "one article gives most of it"]
    parts = interval * 4 + (rare & (tests.name is not None)) * 2 + block["one_article"][order]
    reasons = ["; ".join(filter(None, (i, t, f))) for i in said for t in (*test, "")[:2] for f in flagged]
    return parts, reasons
