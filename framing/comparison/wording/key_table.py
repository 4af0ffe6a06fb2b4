"""The table of terms: every measure of every comparison, its interval and its test, put side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from framing.comparison.adjust import adjusted
from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.wording.association import chi_squared, g2, g2_dunning
from framing.comparison.wording.bootstrap import replicated, weights, widened
from framing.comparison.wording.effects import log_odds, log_odds_error, log_ratio, percent_diff
from framing.comparison.wording.key_sides import Comparison
from framing.comparison.wording.tallies import Tallies
from framing.comparison.wording.term_tests import LEAST_WITH_TERM, TermTests, term_tests
from framing.comparison.wording.words import Words
from framing.tables import schema

__all__ = ["Settings", "table"]

#: From this share on, one article gives most of a term's count.
MOST = 0.5


@dataclass(frozen=True)
class Settings:
    """How keyness is computed; as in `keyness.keyness`."""

    prior: str
    prior_size: float
    correction: str
    collection: str
    wire: str
    by: str
    columns: tuple[tuple[str, str], ...]
    intervals: int
    draws: int
    seed: int


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
    sides = [side for one in which for side in (*one.sides, *(one.others or ()))]
    tallies = Tallies(data.counted.counts, data.counted.tokens, [*sides, data.group >= 0])
    prior = _prior(tallies, settings)
    blocks, first = [], 0
    for one in which:
        blocks.append(_block(data, one, first, tallies, prior, settings))
        first += 2 if one.others is None else 4
    shown = [_shown(block, chosen, _named(data, one)) for block, one in zip(blocks, which, strict=True)]
    if settings.collection != "census":
        strongest = [
            np.sort(rows)
            if chosen is not None
            else np.sort(rows[np.argsort(-np.abs(block["z"][rows]), kind="stable")][: settings.intervals])
            for block, rows in zip(blocks, shown, strict=True)
        ]
        _intervals(
            data,
            which,
            blocks,
            [s[~b["closed"][s]] for s, b in zip(strongest, blocks, strict=True)],
            prior,
            settings,
        )
        for block, rows in zip(blocks, strongest, strict=True):
            block["looked"][rows] = True
    return _finished(data, which, blocks, shown, settings)


def _prior(tallies: Tallies, settings: Settings) -> Floats:
    """Return each term's part of the prior, in words; the last side of the tallies is all articles."""
    if settings.prior == "uniform":
        return np.full(tallies.terms, settings.prior_size / tallies.terms)
    total = tallies.counts[tallies.kinds[-1]].sum(axis=0)
    words = tallies.tokens[tallies.kinds[-1][tallies.kind]].sum()
    return np.asarray(settings.prior_size * total / words)


def _block(
    data: Words, one: Comparison, first: int, tallies: Tallies, prior: Floats, settings: Settings
) -> dict[str, Any]:
    """Return the columns of one comparison that need no draws of articles, an item a term."""
    ours, theirs = tallies.side(first), tallies.side(first + 1)
    a, b, n_a, n_b = ours.count, theirs.count, ours.n, theirs.n
    estimate = log_odds(a, b, n_a, n_b, prior, settings.prior_size)
    error = log_odds_error(a, b, prior)
    tests = None
    if settings.collection != "census":
        event = np.zeros_like(data.event) if data.base.any() else data.event
        enough = ours.articles + theirs.articles >= LEAST_WITH_TERM
        sides = (first, first + 1)
        tests = term_tests(data, tallies, sides, event, enough, seed=settings.seed, draws=settings.draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(a > 0, ours.top / a, np.nan)
    closed = (a == 0) | (b == 0) | (ours.top >= a) | (theirs.top >= b)
    closed |= min(ours.n_articles, theirs.n_articles) < LEAST_ARTICLES
    block: dict[str, Any] = {
        "count": a,
        "count_rest": b,
        "n": n_a,
        "n_rest": n_b,
        "articles": ours.articles,
        "articles_rest": theirs.articles,
        "n_articles": ours.n_articles,
        "n_articles_rest": theirs.n_articles,
        "log_odds": estimate,
        "z": estimate / error,
        "low": np.full(len(a), np.nan),
        "high": np.full(len(a), np.nan),
        "g2": g2(a, b, n_a, n_b),
        "g2_dunning": g2_dunning(a, b, n_a, n_b, settings.correction),
        "chi2": chi_squared(a, b, n_a, n_b, settings.correction),
        "log_ratio": log_ratio(a, b, n_a, n_b),
        "percent_diff": percent_diff(a, b, n_a, n_b),
        "dispersion": ours.dispersion,
        "dispersion_rest": theirs.dispersion,
        "top_article_share": share,
        "one_article": share > MOST,
        "p": np.full(len(a), np.nan) if tests is None else tests.p,
        "closed": closed,
        "looked": np.zeros(len(a), bool),
        "tests": tests,
        "top_rest": theirs.top,
        "top": ours.top,
    }
    if one.others is not None:
        c, d = tallies.side(first + 2), tallies.side(first + 3)
        block["log_odds_others"] = log_odds(c.count, d.count, c.n, d.n, prior, settings.prior_size)
        block["excess"] = estimate - block["log_odds_others"]
        block["excess_low"], block["excess_high"] = (np.full(len(a), np.nan) for _ in range(2))
    return block


def _named(data: Words, one: Comparison) -> Flags:
    """Mask the terms of which every word is of the own name or datelines of an outlet compared."""
    sides = (one.a, one.b) if one.b in data.own else tuple(data.own)
    own = frozenset().union(*(data.own.get(name, frozenset()) for name in sides))
    terms = data.counted.terms.to_pylist() if own else []
    named = [all(word.lower() in own for word in str(term).split()) for term in terms]
    return np.array(named, bool) if own else np.zeros(len(data.counted.terms), bool)


def _shown(block: dict[str, Any], chosen: Ints | None, named: Flags) -> Ints:
    """Return the terms that stand on a side and are no name of its own, strongest first."""
    there = (block["count"] + block["count_rest"] > 0) & ~named
    rows = np.flatnonzero(there) if chosen is None else chosen
    return rows[np.argsort(-np.nan_to_num(block["z"][rows], nan=-np.inf), kind="stable")]


def _intervals(
    data: Words,
    which: Sequence[Comparison],
    blocks: Sequence[dict[str, Any]],
    wanted: Sequence[Ints],
    prior: Floats,
    settings: Settings,
) -> None:
    """Fill in the ends of intervals of the terms wanted."""
    if not any(len(terms) for terms in wanted):
        return
    counted = data.counted
    live = (data.group >= 0) & (counted.tokens > 0)
    key = (data.group * 2 + data.base) * len(data.events) + np.where(data.base, 0, data.event)
    strata, of_row = np.unique(key[live], return_inverse=True)
    stratum = np.full(len(key), -1)
    stratum[live] = of_row
    names = [_name(data, int(k)) for k in strata]
    drawn = weights(stratum, names, data.ids, settings.seed)

    def statistic(sides: Sequence[tuple[npt.NDArray[np.floating], Floats]], terms: Ints) -> Floats:
        share = prior[terms][:, None]
        values = [
            log_odds(a, b, n_a[None, :], n_b[None, :], share, settings.prior_size)
            for (a, n_a), (b, n_b) in zip(sides[::2], sides[1::2], strict=True)
        ]
        return np.stack(values) if len(values) > 1 else values[0][None]

    def take(number: int, places: Ints, values: Floats) -> None:
        block, terms = blocks[number], wanted[number][places]
        n = min(block["n_articles"], block["n_articles_rest"])
        block["low"][terms], block["high"][terms] = widened(values[0], block["log_odds"][terms], n)
        if len(values) > 1:
            gap = values[0] - values[1]
            block["excess_low"][terms], block["excess_high"][terms] = widened(gap, block["excess"][terms], n)

    sides = [[*one.sides, *(one.others or ())] for one in which]
    replicated(counted.counts, counted.tokens, drawn, sides, wanted, statistic, take)


def _name(data: Words, key: int) -> str:
    kind, event = divmod(key, len(data.events))
    return f"{data.groups[kind // 2]}\x1f{kind % 2}\x1f{data.events[event]}"


def _finished(
    data: Words,
    which: Sequence[Comparison],
    blocks: Sequence[dict[str, Any]],
    shown: Sequence[Ints],
    settings: Settings,
) -> pd.DataFrame:
    sizes = [len(rows) for rows in shown]
    size = sum(sizes)
    owner = np.repeat(np.arange(len(which)), sizes)
    terms = data.counted.terms.take(pa.array(np.concatenate(shown)))
    columns: dict[str, Any] = {
        "group": _constant(owner, [one.a for one in which]),
        "against": _constant(owner, [one.b for one in which]),
        "term": pd.Series(terms.to_pandas(), dtype="str"),
    }
    for name in schema("terms").columns:
        if name in blocks[0] and name not in columns:
            columns[name] = np.concatenate(
                [np.broadcast_to(b[name], b["z"].shape)[rows] for b, rows in zip(blocks, shown, strict=True)]
            )
    family = f"exploratory: keyness × {_events(data)} × {len(which)} comparisons"
    groups = _constant(np.zeros(size, np.int64), [family])
    columns["p_adjusted"], columns["family_size"] = adjusted(pd.Series(columns["p"]), groups)
    tests = [block["tests"] for block in blocks]
    columns |= {
        "p_min": np.repeat([np.nan if t is None else t.p_min for t in tests], sizes),
        "test": _constant(owner, [None if t is None else t.name for t in tests]),
        "draws": np.repeat([0 if t is None else t.draws for t in tests], sizes).astype(np.int64),
        "family": groups,
        "n_events": np.repeat([one.n_events for one in which], sizes),
        "prior": _constant(np.zeros(size, np.int64), [settings.prior]),
        "prior_size": np.full(size, settings.prior_size),
        "wire": _constant(np.zeros(size, np.int64), [settings.wire]),
        "provenance": _constant(owner, [_provenance(data, one) for one in which]),
        "note": _notes(data, which, blocks, shown, settings),
    }
    for name, value in settings.columns:
        columns[name] = _constant(np.zeros(size, np.int64), [value])
    order = [name for name in schema("terms").columns if name in columns]
    return pd.DataFrame({name: columns[name] for name in order})


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
    rows = one.sides[0] | one.sides[1]
    return "illustrative" if (data.illustrative & rows).any() else "published"


def _notes(
    data: Words,
    which: Sequence[Comparison],
    blocks: Sequence[dict[str, Any]],
    shown: Sequence[Ints],
    settings: Settings,
) -> pd.Series[Any]:
    """Return what each row must say: why something is missing, how firm the rest is, what was left out."""
    texts: list[str] = []
    codes = []
    for one, block, rows in zip(which, blocks, shown, strict=True):
        always = "; ".join(filter(None, (*data.said, one.note)))
        code, reasons = _reasons(one, block, rows, settings)
        codes.append(code + len(texts))
        texts += ["; ".join(filter(None, (reason, always))) for reason in reasons]
    return _constant(np.concatenate(codes), texts)


def _reasons(
    one: Comparison, block: dict[str, Any], rows: Ints, settings: Settings
) -> tuple[Ints, list[str]]:
    """Return the reason of each row, as a code into the reasons there are."""
    if settings.collection == "census":
        return np.zeros(len(rows), np.int64), ["census: describes"]
    tests: TermTests = block["tests"]
    a, b, top, top_rest = (block[name][rows] for name in ("count", "count_rest", "top", "top_rest"))
    few = min(block["n_articles"], block["n_articles_rest"])
    rare = block["articles"][rows] + block["articles_rest"][rows] < LEAST_WITH_TERM
    interval = np.select(
        [np.full(len(rows), few < LEAST_ARTICLES), a == 0, b == 0, top >= a, top_rest >= b,
         ~block["looked"][rows], (np.minimum(a, b) < FIRM_HITS) | (few < FIRM_ARTICLES)],
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
    parts = interval * 4 + (rare & (tests.name is not None)) * 2 + block["one_article"][rows]
    reasons = ["; ".join(filter(None, (i, t, f))) for i in said for t in (*test, "")[:2] for f in flagged]
    return parts, reasons
