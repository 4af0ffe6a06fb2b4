"""Small made-up tables for the report's tests: two outlets, and sentences that can be checked by eye."""

from __future__ import annotations

import random
import warnings
from typing import Any

import pandas as pd

from framing.schema import check, schema

GROUPS = ("daily_lantern", "harbour_post")

_SENTENCES = (
    "The deal may lower the price of grain, officials said.",
    "It is perhaps the widest accord of the decade.",
    "“We might sign in May,” a trade lawyer said.",
    "The minister clearly welcomed the visit – 😀 as a good start.",
)
#: sentence, term, voice, measure, weight
_HITS = (
    (0, "may", "outlet", "hedges", 1.0),
    (1, "perhaps", "outlet", "hedges", 1.0),
    (2, "might", "quoted", "hedges", 1.0),
    (3, "clearly", "outlet", "boosters", 1.0),
    (3, "welcomed", "outlet", "tone.net", 1.0),
    (3, "good", "outlet", "tone.net", 1.0),
    (0, "lower", "outlet", "tone.net", -1.0),
)

MEASURES = {
    "hedges": "Hedging words per 1,000 tokens.",
    "boosters": "Boosting words per 1,000 tokens.",
    "tone.net": "Positive minus negative words per 1,000 tokens.",
    "reporting.distancing": "Share of reporting words that keep a distance (claimed, alleged).",
}


def articles(count: int = 24, provenance: str = "published") -> pd.DataFrame:
    """Return articles of two outlets, one undated, one a stub, two with the same text."""
    rows = []
    for number in range(count):
        text = "\n\n".join([" ".join(_SENTENCES[:2]), " ".join(_SENTENCES[2:])])
        rows.append(
            {
                "id": f"{number:016x}",
                "outlet": GROUPS[number % 2],
                "event": "visit",
                "title": f"Leaders meet, day {number}",
                "published": None if number == 3 else f"2026-01-{14 + number % 4}T08:00:00Z",
                "published_precision": "none" if number == 3 else "minute",
                "genre": "opinion" if number == 5 else "unknown" if number == 6 else "news",
                "wire": "ap" if number == 7 else None,
                "wire_role": "full_reprint" if number == 7 else "none",
                "url": f"https://example.org/{number}",
                "provenance": provenance,
                "status": "stub" if number == 9 else "full",
                "text": text,
                "copy_group": "c1" if number in (1, 11) else None,
            }
        )
    return check(pd.DataFrame(rows), "articles")


def audit() -> pd.DataFrame:
    """Return removed lines of two rules, a duplicate, a skipped and two failed items."""
    rows = [("a.html", "removed", "caption", f"Photo {n}: a hall") for n in range(50)]
    rows += [("b.html", "removed", "share bar", "Share Tweet Mail")]
    rows += [
        ("c.txt", "duplicate", "same text", "as b.txt"),
        ("d.pdf", "skipped", "no reader", "save it as text"),
    ]
    rows += [("e.txt", "failed", "empty", "no words"), ("f.txt", "failed", "empty", "no words")]
    return check(pd.DataFrame(rows, columns=["source", "kind", "rule", "detail"]), "audit")


def evidence(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the hits of every article that is not a stub."""
    rows = []
    for article in frame.to_dict("records"):
        if article["status"] == "stub":
            continue
        for number, term, voice, measure, weight in _HITS:
            at = article["text"].index(_SENTENCES[number])
            start = at + _SENTENCES[number].index(term)
            rows.append(
                {
                    "article": article["id"],
                    "outlet": article["outlet"],
                    "part": "lead" if number < 2 else "body",
                    "voice": voice,
                    "measure": measure,
                    "start": start,
                    "end": start + len(term),
                    "term": term,
                    "weight": weight,
                    "negated": term == "good",
                    "sentence": _SENTENCES[number],
                }
            )
    return check(pd.DataFrame(rows), "evidence")


def profile(provenance: str = "published") -> pd.DataFrame:
    """Return a profile of both outlets: measures of each unit, a cell without evidence, a large article."""
    rows = []
    for number, group in enumerate(GROUPS):
        for voice in ("outlet", "quoted"):
            for measure, unit, value in (
                ("hedges", "per_1000", 12.3 - 4.2 * number),
                ("boosters", "per_1000", 3.1 + 0.2 * number),
                ("tone.net", "net_per_1000", 4.25 - 5 * number),
                ("reporting.distancing", "share", 0.31 - 0.14 * number),
            ):
                rows.append(
                    {
                        "group": group,
                        "voice": voice,
                        "measure": measure,
                        "unit": unit,
                        "n_articles": 11 + number,
                        "n_tokens": 4231,
                        "n_hits": 52 - number,
                        "estimate": value,
                        "low": value * 0.8,
                        "high": value * 1.2,
                        "mean_of_articles": value if measure != "boosters" else 4.0 - number,
                        "largest_share": 0.31 if number else 0.12,
                        "method": "log jackknife",
                        "wire": "collapse",
                        "provenance": provenance,
                    }
                )
    return check(pd.DataFrame(rows), "profile")


def contrast(provenance: str = "published") -> pd.DataFrame:
    """Return a row of each kind: significant, nominal, inconclusive, too few, a difference."""
    base: dict[str, Any] = {
        "a": GROUPS[0],
        "b": GROUPS[1],
        "n_a": 11,
        "n_b": 12,
        "n_events": 1,
        "unit": "per_1000",
        "scale": "ratio",
        "test": "permutation",
        "draws": 9999,
        "wire": "collapse",
        "provenance": provenance,
        "p_min": 0.0001,
        "note": "",
    }
    nan = float("nan")
    rows = [
        {
            "voice": "outlet",
            "measure": "hedges",
            "estimate": 1.5185,
            "low": 1.1,
            "high": 2.1,
            "p": 0.0031,
            "p_adjusted": 0.012,
            "family": "primary",
            "family_size": 18,
        },
        {
            "voice": "quoted",
            "measure": "hedges",
            "estimate": 1.5185,
            "low": 1.02,
            "high": 2.3,
            "p": 0.03,
            "p_adjusted": 0.08,
            "family": "primary",
            "family_size": 18,
        },
        {
            "voice": "outlet",
            "measure": "boosters",
            "estimate": 0.9394,
            "low": 0.6,
            "high": 1.5,
            "p": 0.71,
            "p_adjusted": 0.85,
            "family": "exploratory",
            "family_size": 40,
        },
        {
            "voice": "quoted",
            "measure": "boosters",
            "estimate": 0.9394,
            "low": nan,
            "high": nan,
            "p": nan,
            "p_adjusted": nan,
            "family": "exploratory",
            "family_size": 40,
            "n_a": 2,
            "p_min": 0.2,
            "note": "under 3 articles on a side: estimate only",
        },
        {
            "voice": "outlet",
            "measure": "tone.net",
            "unit": "net_per_1000",
            "scale": "difference",
            "estimate": 5.0,
            "low": 1.5,
            "high": 8.5,
            "p": 0.008,
            "p_adjusted": 0.02,
            "family": "primary",
            "family_size": 6,
        },
        {
            "voice": "outlet",
            "measure": "reporting.distancing",
            "unit": "share",
            "scale": "difference",
            "estimate": -0.14,
            "low": -0.31,
            "high": 0.03,
            "p": 0.12,
            "p_adjusted": 0.2,
            "family": "primary",
            "family_size": 18,
            "a": GROUPS[1],
            "b": GROUPS[0],
            "n_a": 12,
            "n_b": 11,
        },
    ]
    return check(pd.DataFrame([{**base, **row} for row in rows]), "contrast")


def findings(provenance: str = "published", *, census: bool = False) -> pd.DataFrame:
    """Return a finding of each certainty, of measures, of presence and of words, with the words behind it."""
    lantern, post = GROUPS
    base: dict[str, Any] = {
        "clear": False, "a": lantern, "b": post, "n_a": 11, "n_b": 12, "voice": "outlet", "scale": "ratio",
        "unit": "per_1000", "kind": "tone and stance terms", "family_size": 4, "shuffled": 0.03,
        "provenance": provenance,
    }  # fmt: skip
    rates = {
        "estimate_a": 12.3,
        "low_a": 9.84,
        "high_a": 14.76,
        "estimate_b": 8.1,
        "low_b": 6.48,
        "high_b": 9.72,
    }
    sides = {
        "sentence_a": _SENTENCES[0], "article_a": f"{0:016x}", "sentence_b": _SENTENCES[1],
        "article_b": f"{1:016x}",
    }  # fmt: skip
    rows: list[dict[str, Any]] = [
        {
            **rates, **sides, "certainty": "significant", "clear": True, "measure": "hedges",
            "family": "primary", "family_size": 2, "estimate": 1.5185, "low": 1.1, "high": 2.1,
            "p": 0.0031, "p_adjusted": 0.012, "words_a": "may 50 %, perhaps 50 %",
            "words_b": "may 50 %, perhaps 50 %",
        },
        {
            "certainty": "significant", "clear": True, "measure": "tone.net", "unit": "net_per_1000",
            "scale": "difference", "estimate_a": 4.25, "estimate_b": -0.75, "estimate": 5.0, "low": 1.5,
            "high": 8.5, "p": 0.008, "p_adjusted": 0.02, "words_a": "good 40 %, welcomed 40 %",
            "warnings": "articles of Daily Lantern were 1.6 times as long as those of Harbour Post",
            "goes_with": "half of it goes with length",
        },
        {
            "certainty": "significant", "clear": True, "measure": "words", "matter": "words", "item": "grain",
            "kind": "says and never says", "unit": "articles", "scale": "difference", "estimate_a": 9 / 11,
            "low_a": 0.523, "high_a": 0.949, "estimate_b": 0.0, "low_b": 0.0, "high_b": 0.243,
            "estimate": 9 / 11, "low": 0.43, "high": 0.95, "p": 0.01, "p_adjusted": 0.03,
            "words_a": f"grain 9 of 11 ({post} 0 of 12), price 8 of 11 ({post} 0 of 12)",
            "sentence_a": _SENTENCES[0], "article_a": f"{0:016x}",
        },
        {
            **rates, "certainty": "nominal", "voice": "quoted", "measure": "hedges", "family": "primary",
            "family_size": 2, "estimate": 1.5185, "low": 1.02, "high": 2.3, "p": 0.03, "p_adjusted": 0.08,
            "rests_on": "term: might", "words_a": "might 100 %", "words_b": "might 100 %",
        },
        {
            "certainty": "nominal", "measure": "boosters", "voice": "quoted", "unit": "articles",
            "scale": "difference", "estimate_a": 6 / 11, "low_a": 0.28, "high_a": 0.787, "estimate_b": 0.0,
            "low_b": 0.0, "high_b": 0.243, "estimate": 6 / 11, "low": 0.19, "high": 0.79, "p": 0.04,
            "p_adjusted": 0.09, "rests_on": "article: “Leaders meet, day 0”", "words_a": "clearly 100 %",
        },
        {
            "certainty": "inconclusive", "measure": "reporting.distancing", "unit": "share", "p": 0.12,
            "p_adjusted": 0.2,
        },
        {"certainty": "not estimable", "measure": "attitude", "a": None, "b": None, "n_a": 0, "n_b": 0},
    ]  # fmt: skip
    table = pd.DataFrame([{**base, **row, "rank": number} for number, row in enumerate(rows, 1)])
    matters = "news|" + table["voice"] + "|" + table["measure"]
    table["matter"] = table["matter"].where(table["matter"].notna(), matters)
    if census:
        kept = table["certainty"] == "not estimable"
        table = table.assign(certainty=table["certainty"].where(kept, "described"), clear=False)
    for name, column in schema("findings").columns.items():
        if column.default is not None and name in table:
            table[name] = table[name].astype(object).where(table[name].notna(), column.default)
    return check(table, "findings")


def tables(provenance: str = "published", *, census: bool = False) -> dict[str, pd.DataFrame]:
    """Return all tables of the example."""
    frame = articles(provenance=provenance)
    return {
        "articles": frame,
        "audit": audit(),
        "profile": profile(provenance),
        "contrast": contrast(provenance),
        "evidence": evidence(frame),
        "findings": findings(provenance, census=census),
    }


def bare() -> dict[str, pd.DataFrame]:
    """Return the tables of a study with too few articles for any interval or test."""
    found = tables()
    missing = {"low": float("nan"), "high": float("nan")}
    pairs = found["contrast"]
    found["profile"] = check(found["profile"].assign(**missing, method=None), "profile")
    found["contrast"] = check(
        pairs.assign(**missing, p=float("nan"), p_adjusted=float("nan"), test=None, family_size=0),
        "contrast",
    )
    found["findings"] = found["findings"].iloc[-1:].assign(rank=1)
    return found


def of_one() -> dict[str, pd.DataFrame]:
    """Return the tables of a study of one outlet: nothing is compared."""
    found = tables()
    for name, column in (("articles", "outlet"), ("evidence", "outlet"), ("profile", "group")):
        found[name] = found[name][found[name][column] == GROUPS[0]].reset_index(drop=True)
    return {name: frame for name, frame in found.items() if name not in ("contrast", "findings")}


def of_twenty() -> dict[str, pd.DataFrame]:
    """Return the tables of a study of twenty outlets, the first with most articles."""
    found = tables()
    outlets = [f"paper_{n:02d}" for n in range(20)]
    frame = articles(60)
    frame = frame.assign(outlet=[outlets[min(n, (7 * n) % 20)] for n in range(60)], status="full")
    rows = found["profile"][found["profile"]["group"] == GROUPS[0]]
    found["profile"] = check(pd.concat([rows.assign(group=one) for one in outlets]), "profile")
    pairs = [found["contrast"].head(3).assign(a=outlets[0], b=one) for one in outlets[1:]]
    found["contrast"] = check(pd.concat(pairs), "contrast")
    told = found["findings"].replace({GROUPS[0]: outlets[0], GROUPS[1]: outlets[19]})
    found["findings"] = check(told.replace(GROUPS[1], outlets[19], regex=True), "findings")
    return {**found, "articles": check(frame, "articles"), "evidence": evidence(frame)}


def of_many(count: int = 300, length: int = 700) -> dict[str, pd.DataFrame]:
    """Return tables as full as a page takes: long articles of made-up words, each cell with its hits."""
    draw = random.Random(1)
    words = ["".join(draw.choices("bcdfglmnprstaeiou", k=draw.randint(2, 8))) for _ in range(6000)]
    # The first are the commonest, so that a text packs about as a real one does.
    weights = [1 / (place + 3) for place in range(len(words))]
    frame = articles(count).assign(status="full", wire=None, wire_role="none", copy_group=None)
    texts, hits = [], []
    for key, outlet in zip(frame["id"], frame["outlet"], strict=True):
        said = [" ".join(draw.choices(words, weights, k=22)).capitalize() + "." for _ in range(length // 22)]
        texts.append(" ".join(said))
        for number, sentence in enumerate(said[:30:2]):
            start, term = texts[-1].index(sentence), sentence.split()[0]
            hits.append(
                {
                    "article": key, "outlet": outlet, "part": "body", "weight": 1.0, "negated": False,
                    "voice": "outlet" if number % 2 else "quoted", "sentence": sentence, "term": term,
                    "measure": ("hedges", "boosters", "tone.net")[number % 3], "start": start,
                    "target": f"Place {draw.randrange(28)}", "end": start + len(term),
                }
            )  # fmt: skip
    found = tables()
    for name in ("profile", "contrast"):
        many = [found[name].assign(target=f"Place {n}") for n in range(900 // len(found[name]) + 2)]
        found[name] = check(pd.concat([found[name], *many], ignore_index=True), name)
    return {
        **found,
        "articles": check(frame.assign(text=texts), "articles"),
        "evidence": check(pd.DataFrame(hits), "evidence"),
    }


#: Who is named in the example, as `fr.words.naming` takes it.
NAMES = {
    "The minister": {"aliases": ["The minister"], "descriptions": ["officials"]},
    "Grain": {"aliases": ["grain"]},
}


def worded() -> dict[str, pd.DataFrame]:
    """Return the tables of a study of words and names: one outlet alone writes of a zeppelin."""
    import framing as fr

    found = tables()
    frame = found["articles"].copy()
    # No two are copies of one text.
    frame["text"] += [f"\n\nPage {n} of that day's print." for n in range(len(frame))]
    own = frame["outlet"] == GROUPS[0]
    frame.loc[own, "text"] += [
        f"\n\nAt {n} the zeppelin rose above the harbour. Mr. Li saw it." for n in range(own.sum())
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        found["terms"] = fr.keyness(frame, voices=None, full=True)
    found["naming"] = fr.words.naming(frame, NAMES, voices=None, split=())
    found["mentions"] = fr.words.mentions(frame, NAMES, voices=None)
    return found | {"articles": frame}


def voices(frame: pd.DataFrame) -> pd.DataFrame:
    """Return spans made by hand: in each article officials are reported and a lawyer is quoted."""
    rows = []
    for article in frame.to_dict("records"):
        text, title = article["text"], article["title"]
        officials, lawyer = text.index("The deal"), text.index("\N{LEFT DOUBLE QUOTATION MARK}We")
        ends = (text.index(", officials"), text.index(" a trade lawyer"))
        lead = text.index("\n\n") + 2
        for part, start, end, who in (
            ("headline", 0, len(title), None),
            ("lead", officials, ends[0], ("officials", "official", "reported", "neutral", 1)),
            ("lead", ends[0], lead, None),
            ("body", lawyer, ends[1], ("Ana Ruiz", "expert", "quoted", "endorsing", 2)),
            ("body", ends[1], len(text), None),
        ):
            name, kind, voice, stance, number = who or (None, None, "outlet", None, 0)
            rows.append(
                {
                    "article": article["id"],
                    "part": part,
                    "start": start,
                    "end": end,
                    "voice": voice,
                    "speaker": name,
                    "speaker_key": name,
                    "speaker_type": kind,
                    "speaker_country": "CA" if name == "Ana Ruiz" else None,
                    "via": "Harbour Radio" if name == "officials" and article["id"][-1] in "024" else None,
                    "cue": "said" if who else None,
                    "cue_class": stance,
                    "attribution": number,
                }
            )
    return check(pd.DataFrame(rows), "voices")


def spoken(provenance: str = "published") -> dict[str, pd.DataFrame]:
    """Return the tables of a study with voices in full and the standing of sources."""
    from framing.comparison.compare import compare
    from framing.features.sources import score_sources

    found = tables(provenance)
    found["voices"] = voices(found["articles"])
    profile, contrast = compare(score_sources(found["articles"], found["voices"]), seed=1)
    found["profile"] = pd.concat([found["profile"], profile], ignore_index=True)
    found["contrast"] = pd.concat([found["contrast"], contrast], ignore_index=True)
    return found


def settings(**changes: Any) -> dict[str, Any]:
    """Return settings as a study hands them over."""
    return {
        "title": "A visit in two newspapers",
        "event": "visit",
        "collection": "unknown",
        "wire": "collapse",
        "voices": "quotes",
        "split": ["voice"],
        "seed": 1,
        "measures": MEASURES,
        "primary": ["hedges"],
        "versions": {"framing": "0.1.0", "numpy": "2.0"},
        **changes,
    }


def figure(ident: str = "a") -> str:
    """Return a small SVG."""
    return (
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200">\n'
        f'<defs><clipPath id="{ident}"><rect width="600" height="200"/></clipPath></defs>\n'
        f'<g clip-path="url(#{ident})"><path d="M 10 100 L 590 100" style="stroke:#336;stroke-width:3"/>'
        '<text x="20" y="60" style="font:24px sans-serif">100% & more</text></g></svg>'.replace(
            "& more", "&amp; more"
        )
    )
