"""Tables such as a study makes, small and made up, for the tests of figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema
from framing.comparison.over_time import over_time as measure_periods
from framing.schema import UNITS

OUTLETS = ("global_times", "national_post", "xinhua")
MORE = (
    *OUTLETS,
    "the_harbour_courier",
    "der_spiegel",
    "le_monde_diplomatique",
    "nikkei_asia",
    "south_china_morning_post",
)
MEASURES = {
    "hedges": "per_1000",
    "tone.net": "net_per_1000",
    "tone.valence_per_hit": "mean",
    "reporting.distancing": "share",
}
MANY = {
    **MEASURES,
    **{
        name: "per_1000"
        for name in (
            "tone.positive",
            "tone.negative",
            "boosters",
            "necessity",
            "attitude.positive",
            "attitude.negative",
            "attitude.affect",
            "attitude.judgement",
            "attitude.appreciation",
            "custom.conflict",
            "custom.cooperation",
            "custom.trade",
            "custom.rights",
            "custom.security",
            "custom.economy",
            "custom.history",
        )
    },
    **{
        name: "share" for name in ("reporting.neutral", "reporting.endorsing", "reporting.refusing", "loaded")
    },
    "attention.to_a_measure_with_a_long_name": "mean",
}
VOICES = ("outlet", "quoted")


def scores(
    outlets=OUTLETS, measures=None, voices=VOICES, articles=9, provenance="illustrative", seed=7
) -> pd.DataFrame:
    """Scores of made-up articles; outlets and measures differ in level."""
    measures = MEASURES if measures is None else measures
    rng = np.random.default_rng(seed)
    rows = []
    for number, outlet in enumerate(outlets):
        for i in range(articles):
            tokens = {
                "outlet": int(rng.integers(180, 620)),
                "quoted": int(rng.integers(15, 210)),
                "all": 500,
                "reported": 90,
            }
            for level, (measure, unit) in enumerate(measures.items()):
                for voice in voices:
                    rate = 0.006 + 0.002 * ((number + level) % 4) + 0.003 * (voice == "quoted")
                    hits = int(rng.poisson(rate * tokens[voice]))
                    weight = hits
                    if unit == "net_per_1000":
                        weight = 2 * int(rng.binomial(hits, 0.55 - 0.1 * (number % 3))) - hits
                    elif unit == "mean":
                        weight = int(hits * rng.normal(0.6 - 0.5 * (number % 3), 0.6))
                    elif unit == "share":
                        weight = int(rng.binomial(hits, 0.2 + 0.1 * (number % 3)))
                    rows.append(
                        (
                            f"{outlet}{i:03d}",
                            outlet,
                            "news",
                            provenance,
                            "all",
                            voice,
                            measure,
                            unit,
                            hits,
                            weight,
                            tokens[voice],
                        )
                    )
    columns = [
        "article",
        "outlet",
        "genre",
        "provenance",
        "part",
        "voice",
        "measure",
        "unit",
        "hits",
        "weight",
        "tokens",
    ]
    return schema.check(pd.DataFrame(rows, columns=columns), "scores")


def over_time(scores: pd.DataFrame, days: int = 5) -> pd.DataFrame:
    """Measures by day, the articles of an outlet one a day, of which some days have none."""
    day = scores["article"].str[-3:].astype(int) % days
    dates = pd.Timestamp("2026-01-13", tz="UTC") + pd.to_timedelta(day, unit="D")
    return measure_periods(scores[day != scores["outlet"].str.len() % days].assign(published=dates))


def profile(frame: pd.DataFrame) -> pd.DataFrame:
    """A profile with rough jackknife intervals: right in shape, not meant as statistics."""
    rows = []
    for (outlet, voice, measure, unit), cell in frame.groupby(
        ["outlet", "voice", "measure", "unit"], sort=False
    ):
        how = UNITS[unit]
        top, bottom = cell[how.numerator].to_numpy(float), cell[how.denominator].to_numpy(float)
        n = int((cell["tokens"] > 0).sum())
        estimate = how.scale * top.sum() / bottom.sum() if bottom.sum() else np.nan
        low = high = np.nan
        if n >= 3 and cell["hits"].sum() > 0:
            out = how.scale * (top.sum() - top) / np.maximum(bottom.sum() - bottom, 1e-9)
            error = np.sqrt((n - 1) / n * ((out - out.mean()) ** 2).sum())
            low, high = estimate - 2.3 * error, estimate + 2.3 * error
            low = max(low, 0.0) if how.ratio else low
        note = "fragile: under 8 articles or 10 hits" if n < 8 or cell["hits"].sum() < 10 else ""
        rows.append(
            dict(
                group=outlet,
                voice=voice,
                measure=measure,
                unit=unit,
                n_articles=n,
                n_tokens=int(cell["tokens"].sum()),
                n_hits=int(cell["hits"].sum()),
                estimate=estimate,
                low=low,
                high=high,
                wire="collapse",
                note=note,
                provenance=cell["provenance"].iloc[0],
            )
        )
    return schema.check(pd.DataFrame(rows), "profile")


KINDS = ("official", "expert", "business", "unknown")
MEDIA = ("Xinhua", "The Harbour Courier", "a news agency with a rather long name of its own")


def standing(outlets=OUTLETS, provenance="illustrative") -> pd.DataFrame:
    """Rows of a profile on who speaks: shares by kind, and who is cited through whom."""
    rows = []
    for number, outlet in enumerate(outlets):
        for measure, targets in (("sources.words", KINDS), ("sources.via", MEDIA)):
            for place, target in enumerate(targets):
                share = 0.05 + 0.07 * ((number + place) % 4)
                bare = (number + place) % 5 == 4
                rows.append(
                    dict(
                        group=outlet,
                        measure=measure,
                        target=target,
                        unit="share",
                        n_articles=9,
                        n_tokens=900,
                        n_hits=300,
                        estimate=share,
                        low=np.nan if bare else share * 0.6,
                        high=np.nan if bare else share * 1.8,
                        wire="collapse",
                        note="all hits in one article: no interval" if bare else "",
                        provenance=provenance,
                    )
                )
    return schema.check(pd.DataFrame(rows), "profile")


def with_standing(frame: pd.DataFrame) -> pd.DataFrame:
    """A profile of words with the rows on who speaks behind it."""
    outlets = tuple(dict.fromkeys(frame["group"]))
    more = standing(outlets, frame["provenance"].iloc[0])
    return schema.check(pd.concat([frame, more], ignore_index=True), "profile")


def voices(provenance="illustrative", speakers=5, seed=11) -> pd.DataFrame:
    """Spans of two made-up articles."""
    rng = np.random.default_rng(seed)
    rows = []
    for article in ("a1", "a2"):
        start = 0
        for i in range(24):
            voice = ("outlet", "reported", "outlet", "quoted")[i % 4]
            who = int(rng.integers(0, speakers))
            own = voice == "outlet"
            rows.append(
                dict(
                    article=article,
                    part="headline" if i == 0 else "body",
                    start=0 if i < 2 else start,
                    end=40 if i < 2 else start + int(rng.integers(20, 160)),
                    voice=voice,
                    speaker=None if own else f"Marlow {who}",
                    speaker_key=None if own or who == 4 else f"Ana Marlow the {who}th of Port Harbour",
                    speaker_type=None if own or who == 2 else ("official", "expert")[who % 2],
                    speaker_country=None if own or who == 1 else "CA",
                    attribution=0 if own else i,
                    provenance=provenance,
                )
            )
            start = rows[-1]["end"] if i else 0
    return schema.check(pd.DataFrame(rows), "voices")


def contrast(table: pd.DataFrame) -> pd.DataFrame:
    """A contrast of every pair of groups in a profile."""
    rows = []
    for (measure, voice, unit), cell in table.groupby(["measure", "voice", "unit"], sort=False):
        found = list(cell.sort_values("group").itertuples())
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                ratio = UNITS[unit].ratio
                width = np.hypot(a.high - a.low, b.high - b.low) / 2
                if ratio:
                    estimate = a.estimate / b.estimate if b.estimate else np.nan
                    spread = np.exp(
                        np.hypot(
                            (a.high - a.low) / (2 * a.estimate or 1), (b.high - b.low) / (2 * b.estimate or 1)
                        )
                    )
                    low, high = estimate / spread, estimate * spread
                else:
                    estimate = a.estimate - b.estimate
                    low, high = estimate - width, estimate + width
                rows.append(
                    dict(
                        a=a.group,
                        b=b.group,
                        voice=voice,
                        measure=measure,
                        unit=unit,
                        n_a=a.n_articles,
                        n_b=b.n_articles,
                        n_events=1,
                        scale="ratio" if ratio else "difference",
                        estimate=estimate,
                        low=low,
                        high=high,
                        p=0.2,
                        note=a.note or b.note,
                        provenance=a.provenance,
                        family="exploratory",
                        family_size=12,
                    )
                )
    return schema.check(pd.DataFrame(rows), "contrast") if rows else schema.empty("contrast")


def articles(outlets=OUTLETS, count=9, provenance="illustrative", seed=5, days=12) -> pd.DataFrame:
    """Articles of made-up words, some of them opinion, one an outlet undated."""
    rng = np.random.default_rng(seed)
    rows = []
    for outlet in outlets:
        for i in range(count):
            words = rng.integers(20, 90, size=int(rng.integers(4, 11)))
            rows.append(
                dict(
                    id=f"{outlet}{i:03d}",
                    outlet=outlet,
                    title="A visit that both sides call useful",
                    provenance=provenance,
                    genre="opinion" if i % 5 == 4 else "news",
                    text="\n\n".join(" ".join(["word"] * int(n)) for n in words),
                    blocks="p" * len(words),
                    published_precision="none" if i == 0 else "minute",
                    published=pd.NaT
                    if i == 0
                    else pd.Timestamp("2026-01-09 08:00", tz="UTC")
                    + pd.Timedelta(hours=float(rng.integers(0, days * 24))),
                )
            )
    return schema.check(pd.DataFrame(rows), "articles")


TERMS = (
    "may",
    "might",
    "it seems that",
    "suggest*",
    "could",
    "reportedly",
    "likely",
    "perhaps",
    "appears to",
    "about",
    "in principle",
    "as far as anyone outside the room can tell",
)


def evidence(outlets=OUTLETS, count=60, provenance="illustrative", seed=3) -> pd.DataFrame:
    """Hits of two measures; the first terms are the most frequent."""
    rng = np.random.default_rng(seed)
    chance = np.arange(len(TERMS), 0, -1) ** 1.4
    rows = []
    for number, outlet in enumerate(outlets):
        for i in range(count - 12 * (number % 3)):
            term = TERMS[int(rng.choice(len(TERMS), p=np.roll(chance, number) / chance.sum()))]
            rows.append(
                dict(
                    article=f"{outlet}{int(rng.integers(0, 9)):03d}",
                    outlet=outlet,
                    part="body",
                    voice="outlet",
                    measure="hedges" if i % 4 else "boosters",
                    start=i,
                    end=i + 3,
                    term=term,
                    weight=1.0,
                    sentence="It may.",
                    provenance=provenance,
                )
            )
    return schema.check(pd.DataFrame(rows), "evidence")
