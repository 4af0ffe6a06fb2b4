"""Tables of what is judged or parsed (stance, frames), small and made up, to draw in tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema

TARGETS = ("Ana Ruiz", "the island", "the treaty of the two harbours and the northern ferry line")
VOICES = ("outlet", "quoted", "reported")
FRAMES = {
    "talks": ("conflict", "economic_gain", "a_frame_that_has_a_name_as_long_as_this"),
    "short": ("one",),
}
ACTORS = ("Ana Ruiz", "the island", "Marlow", "the ministry of fisheries and harbours")


def stance(outlets=("global_times", "xinhua"), provenance="illustrative", seed=3) -> pd.DataFrame:
    """Rows of a profile: shares of three classes and the net, some without interval, one outlet silent."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, outlet in enumerate(outlets):
        for place, target in enumerate(TARGETS):
            if number == 0 and place == 1:
                continue
            for voice in VOICES:
                mentions = int(rng.integers(1, 60))
                shares = rng.dirichlet([2.0, 3.0, 2.0])
                found = {"negative": shares[0], "neutral": shares[1], "positive": shares[2]}
                found["net"] = shares[2] - shares[0]
                told = mentions >= 8
                for name, share in found.items():
                    least, unit = (-1.0, "mean") if name == "net" else (0.0, "share")
                    row = dict(group=outlet, voice=voice, target=target, measure=f"stance.{name}", unit=unit)
                    row |= dict(n_articles=min(mentions, 9), n_hits=mentions, n_tokens=900, estimate=share)
                    row |= dict(provenance=provenance, note="" if told else "fragile: few")
                    if told:
                        row |= dict(low=max(share - 0.1, least), high=min(share + 0.2, 1.0))
                    rows.append(row)
    return schema.check(pd.DataFrame(rows), "profile")


def frames(outlets=("global_times", "xinhua"), provenance="illustrative", seed=4) -> pd.DataFrame:
    """Rows of a profile: frame indicators of two codebooks."""
    rng = np.random.default_rng(seed)
    rows = []
    for outlet in outlets:
        for book, names in FRAMES.items():
            for place, name in enumerate(names):
                for voice in ("outlet", "quoted"):
                    hits = 0 if place == 2 and voice == "quoted" else int(rng.integers(1, 40))
                    rate = 1000 * hits / 2000
                    row = dict(group=outlet, voice=voice, measure=f"frame.{book}.{name}", unit="per_1000")
                    row |= dict(
                        n_articles=9, n_tokens=2000, n_hits=hits, estimate=rate, provenance=provenance
                    )
                    row |= dict(low=0.6 * rate, high=1.8 * rate) if hits > 3 else {}
                    rows.append({**row, "note": "fragile: few" if 0 < hits < 10 else ""})
    return schema.check(pd.DataFrame(rows), "profile")


def with_frames(profile: pd.DataFrame) -> pd.DataFrame:
    """A profile with rows of frames and of stance behind it."""
    outlets, provenance = tuple(dict.fromkeys(profile["group"])), profile["provenance"].iloc[0]
    more = [frames(outlets, provenance), stance(outlets, provenance)]
    return schema.check(pd.concat([profile, *more], ignore_index=True), "profile")


def findings(outlets=("global_times", "xinhua"), provenance="illustrative") -> pd.DataFrame:
    """Two significant findings, one of a word; the measure in another voice, a nominal one, and others."""
    a, b = outlets[0], outlets[1] if len(outlets) > 1 else "rest"
    base = dict(a=a, b=b, n_a=11, n_b=22, clear=True, scale="ratio", voice="outlet", provenance=provenance)
    word = dict(
        kind="wording", certainty="significant", b="rest", matter="words", measure="words", unit="articles"
    )
    word |= dict(
        item="harbour", estimate_a=10 / 11, low_a=0.62, high_a=0.98, estimate_b=0.0, low_b=0.0, high_b=0.15
    )
    rate = dict(kind="tone and stance terms", certainty="significant", matter="hedges", measure="hedges")
    rate |= dict(
        unit="per_1000", estimate_a=24.5, low_a=17.5, high_a=34.2, estimate_b=1.8, low_b=0.8, high_b=4.2
    )
    net = dict(kind="tone and stance terms", certainty="nominal", matter="tone.net", measure="tone.net")
    net |= dict(
        unit="net_per_1000", estimate_a=3.0, low_a=-1.0, high_a=7.0, estimate_b=-9.0, low_b=-12.0, high_b=-6.0
    )
    rows = [
        word,
        rate,
        {**rate, "voice": "quoted"},
        net,
        {**net, "certainty": "inconclusive", "measure": "boosters"},
    ]
    table = pd.DataFrame([base | row | {"rank": rank} for rank, row in enumerate(rows, 1)])
    return schema.check(table, "findings")
