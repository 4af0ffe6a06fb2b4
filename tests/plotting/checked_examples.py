"""Tables of what was checked: specifications, made up."""

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


def of(outlets=OUTLETS) -> dict[str, pd.DataFrame]:
    """Return all of them by name."""
    return {"specifications": specifications(outlets)}
