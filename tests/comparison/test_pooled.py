"""Pooling over events against a plain loop."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framing.comparison.compare import compare
from tests.comparison.examples import pick, rows

EVENTS = {
    "e1": ([(3, 200), (5, 310), (9, 400)], [(8, 220), (7, 180)]),
    "e2": ([(2, 100), (1, 150)], [(4, 120), (9, 300), (6, 260), (2, 90)]),
    "only a": ([(9, 100)] * 3, []),
}


def table() -> pd.DataFrame:
    return pd.concat(
        [
            rows(outlet, counts, event=event)
            for event, sides in EVENTS.items()
            for outlet, counts in zip("ab", sides, strict=True)
            if counts
        ]
    )


@pytest.mark.parametrize("weights", ["mantel-haenszel", "equal"])
def test_the_ratio_of_standardised_rates(weights: str) -> None:
    row = pick(compare(table(), weights=weights).contrast, a="a", b="b")
    assert (row["n_events"], row["n_a"], row["n_b"]) == (2, 5, 6)
    mass, levels, noise = 0.0, [0.0, 0.0], [[], []]
    for event in ("e1", "e2"):
        sides = EVENTS[event]
        n = [len(side) for side in sides]
        weight = n[0] * n[1] / sum(n) if weights == "mantel-haenszel" else 1.0
        mass += weight
        for k, side in enumerate(sides):
            x, d = np.array(side, float).T
            left = (x.sum() - x) / (d.sum() - d)
            levels[k] += weight * x.sum() / d.sum()
            noise[k].append((weight**2 * (n[k] - 1) / n[k] * ((left - left.mean()) ** 2).sum(), n[k] - 1))
    assert row["estimate"] == pytest.approx(levels[0] / levels[1], rel=1e-12)
    parts = [(v / levels[k] ** 2, df) for k in (0, 1) for v, df in noise[k]]
    total = sum(v for v, _ in parts)
    df = total**2 / sum(v**2 / k for v, k in parts)
    half = scipy.stats.t.ppf(0.975, df) * math.sqrt(total)
    assert row["low"] == pytest.approx(levels[0] / levels[1] * math.exp(-half), rel=1e-9)
    assert row["high"] == pytest.approx(levels[0] / levels[1] * math.exp(half), rel=1e-9)


def test_an_outlet_that_writes_more_about_one_event_is_not_judged_by_it() -> None:
    counts = {"hot": [(20, 100), (22, 110), (18, 90)], "cold": [(2, 100), (3, 140), (2, 105)]}
    mixed = pd.concat(
        [
            rows("a", counts["hot"] * 3, event="hot"),
            rows("a", counts["cold"], event="cold"),
            rows("b", counts["hot"], event="hot"),
            rows("b", counts["cold"] * 3, event="cold"),
        ]
    )
    row = pick(compare(mixed).contrast, a="a", b="b")
    assert row["estimate"] == pytest.approx(1.0)
    assert row["low"] < 1 < row["high"]
    profile = compare(mixed).profile
    assert pick(profile, group="a")["estimate"] > 2 * pick(profile, group="b")["estimate"]
    assert "pools 2 events" in pick(profile, group="a")["note"]


def test_a_difference_of_means_pools_the_same_way() -> None:
    values = {"e1": ([1, 2, 4], [0, 1, 1]), "e2": ([5, 7, 7, 8], [1, 3])}
    parts = [
        rows(o, [(1, 9)] * len(v), unit="mean", measure="m", event=e, weights=[x for x in v])
        for e, sides in values.items()
        for o, v in zip("ab", sides, strict=True)
    ]
    row = pick(compare(pd.concat(parts)).contrast, a="a", b="b")
    weights = {"e1": 9 / 6, "e2": 8 / 6}
    wanted = sum(w * (np.mean(values[e][0]) - np.mean(values[e][1])) for e, w in weights.items())
    assert row["estimate"] == pytest.approx(wanted / sum(weights.values()))
    assert row["scale"] == "difference"
    assert "same sign in 2 of 2 events" in row["note"]


def test_events_with_single_articles_borrow_the_spread_of_others() -> None:
    parts = [
        rows("a", [(3, 100), (5, 110), (9, 130)], event="e1"),
        rows("b", [(4, 100), (2, 90), (7, 140)], event="e1"),
        rows("a", [(6, 120)], event="e2"),
        rows("b", [(5, 100), (8, 120)], event="e2"),
    ]
    row = pick(compare(pd.concat(parts)).contrast, a="a", b="b")
    assert row["n_events"] == 2
    assert row["low"] < row["estimate"] < row["high"]


def test_without_any_event_of_two_articles_there_is_no_interval() -> None:
    parts = [rows(o, [(3 + k + (o == "a"), 100 + k)], event=f"e{k}") for k in range(4) for o in "ab"]
    row = pick(compare(pd.concat(parts)).contrast, a="a", b="b")
    assert math.isnan(row["low"])
    assert row["estimate"] > 1
    assert "no spread to measure" in row["note"]


def test_events_as_cells_when_asked() -> None:
    contrast = compare(table(), split=("event",)).contrast
    assert contrast["event"].tolist() == ["e1", "e2"]
    assert (contrast["n_events"] == 1).all()
    x = [sum(h for h, _ in side) / sum(t for _, t in side) for side in EVENTS["e1"]]
    assert contrast["estimate"][0] == pytest.approx(x[0] / x[1])


@pytest.mark.parametrize("unit", ["per_1000", "mean"])
def test_the_spread_over_events_stands_beside(unit: str) -> None:
    events = {
        "e1": ([(3, 200), (5, 310), (9, 400)], [(8, 220), (7, 180), (9, 170)]),
        "e2": ([(2, 100), (1, 150), (4, 130)], [(4, 120), (9, 300), (6, 260), (2, 90)]),
        "e3": ([(9, 100), (7, 90), (8, 120)], [(2, 100), (1, 110), (2, 80)]),
        "one article": ([(9, 100)], [(2, 100), (1, 110), (2, 80)]),
    }
    means = {"unit": "mean", "measure": "m"} if unit == "mean" else {}
    scores = pd.concat(
        [
            rows(
                outlet,
                [(1, d) for _, d in counts] if means else counts,
                event=event,
                weights=[x for x, _ in counts],
                **means,
            )
            for event, sides in events.items()
            for outlet, counts in zip("ab", sides, strict=True)
        ]
    )
    gaps, weights = [], []
    for sides in list(events.values())[:3]:
        levels, noise = [], 0.0
        for side in sides:
            x, d = np.array(side, float).T
            d = np.ones_like(d) if means else d
            left = (x.sum() - x) / (d.sum() - d)
            left = left if means else np.log(left)
            noise += (len(x) - 1) / len(x) * ((left - left.mean()) ** 2).sum()
            levels.append(x.sum() / d.sum() if means else math.log(x.sum() / d.sum()))
        gaps.append(levels[0] - levels[1])
        weights.append(1 / noise)
    q = np.average((gaps - np.average(gaps, weights=weights)) ** 2, weights=weights) * sum(weights)
    said = f"spread over events: Q {q:.1f}, df 2, I2 {100 * max(0, 1 - 2 / q):.0f} %"
    assert q > 4
    assert said in pick(compare(scores).contrast, a="a", b="b")["note"]
    assert "spread" not in pick(compare(scores, collection="census").contrast, a="a", b="b")["note"]


def test_one_event_has_no_spread() -> None:
    scores = table()
    one = scores[scores["event"] == "e1"]
    assert "spread" not in pick(compare(one).contrast, a="a", b="b")["note"]


def test_what_is_borrowed_has_the_lenders_degrees_of_freedom() -> None:
    events = {
        "e1": ([(3, 100), (5, 110), (9, 130)], [(4, 100), (2, 90)]),
        "e2": ([(6, 120)], [(5, 100)]),
        "e3": ([(7, 100)], [(2, 100), (8, 120), (3, 90)]),
    }
    scores = pd.concat(
        [rows(o, c, event=e) for e, sides in events.items() for o, c in zip("ab", sides, strict=True)]
    )
    row = pick(compare(scores).contrast, a="a", b="b")
    n = np.array([[len(side) for side in sides] for sides in events.values()], float)
    weight = n.prod(axis=1) / n.sum(axis=1)
    weight /= weight.sum()
    total, square, levels = 0.0, 0.0, []
    for k in (0, 1):
        x, d = ([np.array(events[e][k], float).T[i] for e in events] for i in (0, 1))
        level = sum(w * xs.sum() / ds.sum() for w, xs, ds in zip(weight, x, d, strict=True))
        levels.append(level)
        lenders = {}
        for e, (xs, ds) in enumerate(zip(x, d, strict=True)):
            if len(xs) > 1:
                left = (xs.sum() - xs) / (ds.sum() - ds)
                lenders[e] = (len(xs) - 1) / len(xs) * ((left - left.mean()) ** 2).sum()
        df = {e: n[e, k] - 1 for e in lenders}
        need = sum(weight[e] ** 2 for e in range(3) if e not in lenders)
        for e, variance in lenders.items():
            lent = need * df[e] * n[e, k] / sum(df.values())
            part = (weight[e] ** 2 + lent) * variance / level**2
            total, square = total + part, square + part**2 / df[e]
    half = scipy.stats.t.ppf(0.975, total**2 / square) * math.sqrt(total)
    assert row["low"] == pytest.approx(levels[0] / levels[1] * math.exp(-half))
    assert row["high"] == pytest.approx(levels[0] / levels[1] * math.exp(half))


def test_one_large_event_is_not_ten() -> None:
    from framing.comparison.testing import effective

    weights = np.array([0.25] * 4 + [0.7, 0.1, 0.1, 0.1])
    assert effective(np.repeat([0, 1], 4), weights, 2) == pytest.approx([4.0, 1 / (0.49 + 3 * 0.01)])


def uneven(sizes: list[int]) -> pd.Series:
    rng = np.random.default_rng(5)
    hits = [{o: rng.integers(5, 30, size=n) for o in "ab"} for n in sizes]
    parts = [
        rows(o, [(int(h), 300) for h in sides[o]], event=f"e{k:02d}")
        for k, sides in enumerate(hits)
        for o in "ab"
    ]
    row = pick(compare(pd.concat(parts)).contrast, a="a", b="b")
    rates = [[sides[o].sum() / (300 * len(sides[o])) for o in "ab"] for sides in hits]
    weight = np.array(sizes) / sum(sizes)
    theta = []
    for k in range(len(sizes)):
        left = [w * np.array(r) for j, (w, r) in enumerate(zip(weight, rates, strict=True)) if j != k]
        theta.append(math.log(np.divide(*np.sum(left, axis=0))))
    variance = (len(sizes) - 1) / len(sizes) * sum((t - np.mean(theta)) ** 2 for t in theta)
    free = 1 / (weight**2).sum() - 1
    row["half"] = scipy.stats.t.ppf(0.975, free) * math.sqrt(variance)
    return row


def test_uneven_events_have_fewer_degrees_of_freedom() -> None:
    row = uneven([6, *[2] * 11])
    assert row["low"] == pytest.approx(row["estimate"] * math.exp(-row["half"]))
    assert row["high"] == pytest.approx(row["estimate"] * math.exp(row["half"]))
    assert "interval within events" not in row["note"]


def test_where_one_event_has_nearly_all_its_articles_speak() -> None:
    row = uneven([30, *[1] * 11])
    assert "few events have most of the articles: interval within events" in row["note"]
    assert math.log(row["high"] / row["estimate"]) < row["half"] / 5


def test_what_no_event_holds_beside_is_said() -> None:
    row = pick(compare(table()).contrast, a="a", b="b")
    assert "3 articles stand in events that the other side has not, and are left out" in row["note"]
    held = table()[lambda t: t["event"] != "only a"]
    assert "left out" not in pick(compare(held).contrast, a="a", b="b")["note"]
