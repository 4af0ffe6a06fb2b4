"""A page whose every text from outside tries to act."""

from __future__ import annotations

import pandas as pd

from framing.report.build import build
from tests.report import examples

TEXT = "</script><script>alert(1)</script><!-- \N{RIGHT-TO-LEFT OVERRIDE}evil\" onload='x' &amp; {{ 7*7 }}"


def shared(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return tables of what articles share whose every text acts too."""
    a, b = frame["id"].iloc[:2]
    ends = {"a": a, "b": b, "a_outlet": TEXT, "b_outlet": TEXT}
    span = {"a_start": 0, "a_end": 40, "b_start": 0, "b_end": 40, "words": 7, "kind": "unmarked", "why": TEXT}
    cell = {"item": TEXT, "label": TEXT, "kind": TEXT, "level": "named", "outlet": TEXT, "articles": 1}
    cell |= {
        "n_articles": 2,
        "finding": "found",
        "example": TEXT,
        "example_article": a,
        "note": TEXT,
        "rank": 1,
        "alike": 1,
    }
    share = {"group": TEXT, "wire": "all", "wire_role": "copy", "articles": 1, "n_articles": 2, "share": 0.5}
    share |= {"words": 5, "n_words": 9, "share_of_words": 0.5, "note": TEXT}
    proof = {
        "article": a,
        "outlet": TEXT,
        "wire": TEXT,
        "wire_role": "cites",
        "evidence": "text",
        "detail": TEXT,
    }
    effect = {"a": TEXT, "b": TEXT, "measure": "hedges", "wire": "keep", "n_a": 1, "n_b": 1, "n_events": 1}
    effect |= {
        "dropped": 0,
        "collapsed": 0,
        "unit": "per_1000",
        "scale": "ratio",
        "estimate": 2.0,
        "note": TEXT,
    }
    rows = {
        "links": [ends | {"event": "visit", "probability": 0.9, "names": TEXT, "words": TEXT}],
        "reuse": [ends | span | {"speaker": TEXT, "changes": TEXT, "n_changes": 1, "n_facts": 1}],
        "coverage": [cell, cell | {"item": "b", "articles": 0, "finding": "not_found", "rank": 2}],
        "agency_share": [share],
        "agency": [proof],
        "wire_effect": [effect],
    }
    return {name: pd.DataFrame(some) for name, some in rows.items()}


def page() -> str:
    """Return a page whose every text from outside tries to act."""
    tables = examples.tables()
    frame = tables["articles"].copy()
    frame["title"] = TEXT
    frame["outlet"] = TEXT
    frame["url"] = "javascript:alert(1)"
    frame["text"] = [text.replace("grain", TEXT) for text in frame["text"]]
    hits = tables["evidence"].copy()
    hits["sentence"] = [s.replace("grain", TEXT) for s in hits["sentence"]]
    hits["term"] = TEXT
    profile, contrast, audit = (tables[name].copy() for name in ("profile", "contrast", "audit"))
    profile["group"] = profile["group"].replace("daily_lantern", TEXT)
    profile["note"] = TEXT
    contrast["a"], contrast["note"], contrast["family"] = TEXT, TEXT, TEXT
    contrast = contrast.drop_duplicates(["a", "b", "voice", "measure"])
    audit["detail"], audit["rule"], audit["source"] = TEXT, TEXT, TEXT
    settings = examples.settings(
        title=TEXT,
        event=TEXT,
        measures={"hedges": TEXT},
        note={TEXT: [TEXT]},
        events_found=TEXT,
        alt={TEXT: TEXT},
        planted=[{"what": TEXT, "planted": TEXT, "recovered": TEXT}],
    )
    return build(
        {
            **shared(frame),
            "articles": frame,
            "evidence": hits,
            "profile": profile,
            "contrast": contrast,
            "audit": audit,
        },
        {TEXT: examples.figure()},
        settings,
    )
