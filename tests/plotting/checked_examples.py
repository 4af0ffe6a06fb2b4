"""Tables of what was checked: specifications, influence, agreement and validity, made up."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
from examples import OUTLETS

from framing import schema

CHOICES = {
    "voices": ("full", "quotes", "none"),
    "wire": ("collapse", "keep", "drop"),
    "genre": ("news", "news and opinion"),
    "parts": ("all", "body"),
    "mask": ("on", "off"),
}
MEASURES = {"hedges": "ratio", "boosters": "ratio", "tone.net": "difference"}
UNITS = {"ratio": "per_1000", "difference": "net_per_1000"}


def compared(outlets=OUTLETS, provenance="illustrative"):
    """Rows of comparisons with estimate and interval."""
    rng = np.random.default_rng(5)
    pairs = list(combinations(outlets, 2))[:3] or [(outlets[0], "rest")]
    rows = []
    for (a, b), (measure, scale), voice in product(pairs, MEASURES.items(), ("outlet", "quoted")):
        middle, half = rng.normal(0, 0.5), rng.uniform(0.2, 0.8)
        ends = np.array([middle, middle - half, middle + half])
        estimate, low, high = np.exp(ends) if scale == "ratio" else 3 * ends
        rows.append(
            dict(a=a, b=b, measure=measure, voice=voice, n_a=9, n_b=11, unit=UNITS[scale], scale=scale,
                 estimate=estimate, low=low, high=high, provenance=provenance, note="", half=half)
        )  # fmt: skip
    rows[1] |= {"note": "fragile: under 8 articles or 10 hits"}
    return rows


def specifications(outlets=OUTLETS, provenance="illustrative", contrasts=2) -> pd.DataFrame:
    rng = np.random.default_rng(6)
    rows = []
    for base in compared(outlets, provenance)[: 2 * contrasts : 2]:
        none, size = (1.0, np.exp) if base["scale"] == "ratio" else (0.0, np.asarray)
        for place, options in enumerate(product(*CHOICES.values())):
            move = 0.0 if place == 0 else rng.normal(-0.2 * (options[1] == "drop"), 0.15)
            middle = 0.45 + move
            estimate, low, high = size(np.array([middle, middle - 0.4, middle + 0.4]))
            rows.append(
                {key: base[key] for key in ("a", "b", "measure", "voice", "unit", "scale", "provenance")}
                | dict(
                    contrast=f"{base['a']} / {base['b']}, {base['measure']}, {base['voice']}",
                    specification="; ".join(f"{c}={o}" for c, o in zip(CHOICES, options, strict=True)),
                    baseline=place == 0, estimate=estimate, low=low, high=high, same_sign=estimate > none,
                    stands=low > none, n_a=9, n_b=9, n_events=1,
                )
            )  # fmt: skip
    rows[3] |= {"low": np.nan, "high": np.nan, "stands": False, "note": "no interval"}
    return schema.check(pd.DataFrame(rows), "specifications")


TITLES = (
    "A ferry is late again and the harbour waits for words from the ministry on the other shore",
    "Talks end",
    "Ministers meet on fish, ferries and the price of salt",
)


def influence(outlets=OUTLETS, provenance="illustrative") -> pd.DataFrame:
    rng = np.random.default_rng(7)
    rows = []
    for number, base in enumerate(compared(outlets, provenance)[:6]):
        for kind in ("article", "speaker")[: 2 if base["voice"] == "quoted" else 1]:
            for place in range(7):
                shift = 0.6 * 0.5**place * (1 if base["estimate"] < (base["scale"] == "ratio") else -1)
                shift *= rng.uniform(0.8, 1.2)
                flips = (
                    "sign" if place == 0 and number < 2 else "lost" if place == 1 and number < 1 else "none"
                )
                moved = (
                    [base[k] * np.exp(shift) for k in ("estimate", "low", "high")]
                    if base["scale"] == "ratio"
                    else [base[k] + 3 * shift for k in ("estimate", "low", "high")]
                )
                name = TITLES[place % 3] if kind == "article" else ("Ana Ruiz", "a harbour master")[place % 2]
                name = f"{name} ({base['a']}, 14 Jan 2026)" if kind == "article" else name
                rows.append(
                    {k: v for k, v in base.items() if k != "half"}
                    | dict(
                        kind=kind, left_out=f"{kind}{place}", name=name, found=base["estimate"],
                        found_low=base["low"], found_high=base["high"], estimate=moved[0], low=moved[1],
                        high=moved[2], change=1.0, rank=place + 1, flips=flips, hits=4.0, tokens=200.0,
                    )
                )  # fmt: skip
    return schema.check(pd.DataFrame(rows), "influence")


def agreement(outlets=OUTLETS, provenance="illustrative") -> pd.DataFrame:
    rows = []
    for question, level, answers in (
        ("tone", "ordinal", ("negative", "neutral", "positive")),
        ("conflict frame", "nominal", ("yes", "no")),
    ):
        cells = [("all", "all", "all"), *(("all", "all", answer) for answer in answers)]
        cells += [("outlet", outlet, "all") for outlet in outlets]
        for place, (by, group, category) in enumerate(cells):
            for k, statistic in enumerate((f"alpha_{level}", "ac1", "kappa", "percent")):
                estimate = 0.62 + 0.05 * k + 0.03 * (place % 4)
                bare = category == "neutral" and statistic == "kappa"
                rows.append(
                    dict(question=question, level=level, by=by, group=group, category=category,
                         statistic=statistic, estimate=np.nan if bare else estimate,
                         low=np.nan if bare else estimate - 0.15, high=np.nan if bare else estimate + 0.1,
                         units=200 if by == "all" else 60, coders=3, articles=27,
                         note="answers don't vary" if bare else "")
                )  # fmt: skip
    return schema.check(pd.DataFrame(rows).assign(provenance=provenance), "agreement")


def validity(outlets=OUTLETS, provenance="illustrative") -> pd.DataFrame:
    rows = []
    for measure, question, category in (
        ("tone.negative", "tone", "negative"),
        ("frame.conflict", "frame", "yes"),
    ):
        cells = [("all", "all"), *(("outlet", o) for o in outlets), ("voice", "outlet"), ("voice", "quoted")]
        for place, (by, group) in enumerate(cells):
            for k, statistic in enumerate(("precision", "recall", "f1", "accuracy")):
                estimate = 0.55 + 0.08 * k - 0.03 * (place % 3)
                bare = place == 2 and k == 0
                rows.append(
                    dict(measure=measure, question=question, by=by, group=group, category=category,
                         statistic=statistic, estimate=estimate, low=np.nan if bare else estimate - 0.2,
                         high=np.nan if bare else estimate + 0.15, units=200, articles=27,
                         note="too few articles" if bare else "")
                )  # fmt: skip
    return schema.check(pd.DataFrame(rows).assign(provenance=provenance), "validity")


def of(outlets=OUTLETS) -> dict[str, pd.DataFrame]:
    """Return all of them by name."""
    return {
        "specifications": specifications(outlets),
        "influence": influence(outlets),
        "agreement": agreement(outlets),
        "validity": validity(outlets),
    }
