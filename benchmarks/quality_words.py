"""Words: published values met, false alarms of p, and share of intervals that hold the true log odds.

Articles are drawn from real ones of many outlets, so that there is no difference between sides but
chance; or every word of one side is kept with one chance in four, so that its articles are short.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from quality_data import ABSENT, SOURCE

from framing.comparison.wording.association import (
    LEAST_WITH_TERM,
    Draws,
    chi_squared,
    g2,
    log_odds,
    log_odds_error,
    log_ratio,
    replicated,
    term_tests,
    widened,
)
from framing.comparison.wording.words import Sides, Tallies, Words, words
from framing.features.terms import choice

FOLDER = SOURCE.parent.parent.parent

DESIGNS = ((5, 20), (8, 30), (20, 20), (60, 60), (55, 400))
BANDS = ((3, 4), (5, 9), (10, 10**9))
KEPT = 0.25
LEVEL = 0.05
PRIOR = 500.0

#: Percentages aimed at, over all terms.
MOST_ALARMS = 6.5
LEAST_HELD = 92.0


def oracles(simulations: int, seed: int) -> bool | None:
    """Print how many published values are met to the digit printed."""
    path = FOLDER / "oracles" / "published.json"
    if not path.is_file():
        print(ABSENT)
        return None
    known = json.loads(path.read_text("utf8"))
    rows = known["quanteda_keyness_chi2"]
    uniform = known["log_odds_uniform_prior"]
    first, second = (d.split() for d in uniform["documents"])
    alpha, size = uniform["alpha"], uniform["alpha"] * uniform["types"]

    def delta(term: str) -> float:
        return float(log_odds(first.count(term), second.count(term), len(first), len(second), alpha, size))

    met = {
        "quanteda's chi-squared, from totals": [
            _same(chi_squared(a, b, rows["n_target"], rows["n_reference"]), value)
            for _, value, a, b in rows["rows"]
        ],
        "G2 of two terms (Rayson and Garside)": [
            _same(g2(a, b, n_a, n_b), value) for a, n_a, b, n_b, value in known["g2_two_term"]["rows"]
        ],
        "log ratio (Hardie)": [
            _same(log_ratio(a * 1e7, b * 1e7, 1e7, 1e7), value) for a, b, value in known["log_ratio"]["rows"]
        ],
        "log odds, uniform prior": [_same(delta(term), value) for term, value in uniform["delta"].items()],
        "z of it": [
            _same(delta(t) / float(log_odds_error(first.count(t), second.count(t), alpha)), value)
            for t, value in uniform["z"].items()
        ],
        "quanteda's counts, end to end": _speeches(rows["rows"]),
    }
    for name, hits in met.items():
        print(f"   {name:40s}{sum(hits):4d} of {len(hits)}")
    return all(all(hits) for hits in met.values())


def _same(found: object, printed: float) -> bool:
    places = len(repr(printed).partition(".")[2])
    return round(float(found), places) == printed  # type: ignore[arg-type]


def _speeches(rows: list[list[object]]) -> list[bool]:
    from framing.comparison.wording.keyness import keyness

    table = pd.read_csv(FOLDER / "oracles" / "inaugural.csv")
    table = table[table["id"] != "2025-Trump"].assign(outlet=lambda t: np.where(t["year"] >= 1945, "b", "a"))
    found = keyness(table, intervals=0, stop=None, least_articles=0)
    late = found[found["group"] == "b"].set_index("term")
    words_ = [row for row in rows if str(row[0]).isalpha()]
    return [(a, b) == (late.at[t, "count"], late.at[t, "count_rest"]) for t, _, a, b in words_]


def resampled(simulations: int, seed: int) -> bool | None:
    """Print false alarms and coverage by design and by how many articles have the term."""
    path = FOLDER / "data" / "allsides" / "articles.jsonl.gz"
    if not path.is_file():
        print(ABSENT)
        return None
    frame = pd.read_json(path, lines=True, nrows=6000)[["id", "title", "text"]]
    frame["id"] = frame["id"].astype("str")
    data = words(frame.assign(outlet="all"), choice(), by="outlet")
    runs = max(10, simulations // 30)
    print(f"   {runs} simulations of a whole vocabulary a design; p by how many articles have the term")
    bands = [f"{low}-{high}" if high < 10**9 else f"{low} on" for low, high in BANDS]
    print(f"   {'':26s}{'articles':>10s}" + "".join(f"{f'p, {b}':>12s}" for b in bands) + f"{'held':>10s}")
    met = True
    for kind in ("equal", "short v long", "long v short"):
        for place, (a, b) in enumerate(DESIGNS):
            rng = np.random.default_rng([seed, 7, place])
            alarms, held = zip(*(_once(data, kind, (a, b), rng) for _ in range(runs)), strict=True)
            wrong, made = (
                np.array([x for x, _ in alarms]).sum(axis=0),
                np.array([m for _, m in alarms]).sum(axis=0),
            )
            inside, had = np.array(held).sum(axis=0)
            shares = 100 * wrong / np.maximum(made, 1)
            kept = 100 * inside / max(had, 1)
            print(
                f"   {kind:26s}{f'{a} v {b}':>10s}" + "".join(f"{s:12.1f}" for s in shares) + f"{kept:10.1f}"
            )
            met &= 100 * wrong.sum() / made.sum() <= MOST_ALARMS and kept >= LEAST_HELD
    return met


def _once(
    data: Words, kind: str, design: tuple[int, int], rng: np.random.Generator
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[int, int]]:
    """Return false alarms and tests made by band, and intervals that hold the truth and intervals made."""
    rows = rng.choice(len(data.group), sum(design), replace=False)
    label = np.repeat([0, 1], design)
    counts = data.counted.counts.tocsr()[rows]
    thin = {"equal": -1, "short v long": 0, "long v short": 1}[kind]
    if thin >= 0:
        short = np.repeat(label == thin, np.diff(counts.indptr))
        counts.data[short] = rng.binomial(counts.data[short], KEPT)
        counts.eliminate_zeros()
    tokens = np.asarray(counts.sum(axis=1)).reshape(-1)
    counts = counts.tocsc()
    counts = counts[:, np.flatnonzero(np.diff(counts.indptr) > 0)]
    some = Words(
        data.counted.__class__(rows, None, data.counted.terms, counts, tokens, data.counted.prints),
        ("a", "b"), ("None",), label, np.zeros(len(rows), np.int64), np.arange(len(rows)),
        [data.ids[row] for row in rows.tolist()], np.zeros(len(rows), bool), (),
    )  # fmt: skip
    sides = [label == 0, label == 1]
    tallies = Tallies(counts, Sides.of(tokens, [*sides, label >= 0]))
    articles = tallies.articles(0) + tallies.articles(1)
    tests = term_tests(some, tallies.sides, (0, 1), some.event, seed=1, draws=1999)
    enough = np.flatnonzero(articles >= LEAST_WITH_TERM)
    p = np.full(len(articles), np.nan)
    p[enough] = tests.p(tallies, enough)
    tested = [(articles >= low) & (articles <= high) & ~np.isnan(p) for low, high in BANDS]
    wrong = np.array([int((p[band] <= LEVEL).sum()) for band in tested])
    return (wrong, np.array([int(band.sum()) for band in tested])), _held(some, tallies, sides)


def _held(data: Words, tallies: Tallies, sides: list[np.ndarray]) -> tuple[int, int]:
    """Count the intervals of frequent terms that hold 0, which is the truth, and all of them."""
    (a, b), (n_a, n_b) = (tallies.occurrences(side) for side in (0, 1)), tallies.sides.n[:2].tolist()
    spread = np.minimum(tallies.articles(0), tallies.articles(1)) >= 3
    terms = np.flatnonzero((np.minimum(a, b) >= 10) & spread)[:400]
    total = (a + b) / (n_a + n_b) * PRIOR
    estimate = log_odds(a, b, n_a, n_b, total, PRIOR)
    drawn = Draws(np.where(sides[0], 0, 1), ["a", "b"], data.ids, 1, 500)
    seen = np.zeros(2, np.int64)

    def statistic(parts, of):  # type: ignore[no-untyped-def]
        (a, n_a), (b, n_b) = parts
        return log_odds(a, b, n_a[None, :], n_b[None, :], total[of][:, None], PRIOR)[None]

    def take(_, places, values):  # type: ignore[no-untyped-def]
        n = int(tallies.sides.n_articles[:2].min())
        low, high = widened(values[0], estimate[terms[places]], n)
        seen[0] += int(((low <= 0) & (high >= 0)).sum())
        seen[1] += len(places)

    if len(terms):
        counts = data.counted.counts[:, terms]
        replicated(lambda: [(terms, counts)], tallies.sides, drawn, [(0, 1)], [terms], statistic, take)
    return int(seen[0]), int(seen[1])
