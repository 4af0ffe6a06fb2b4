"""A page whose every text from outside tries to act."""

from __future__ import annotations

import pandas as pd

from framing.report.build import build
from tests.report import examples

TEXT = "</script><script>alert(1)</script><!-- \N{RIGHT-TO-LEFT OVERRIDE}evil\" onload='x' &amp; {{ 7*7 }}"


def shared(frame: pd.DataFrame, said: str = TEXT) -> dict[str, pd.DataFrame]:
    """Return tables of what articles share whose every text acts too."""
    a, b = frame["id"].iloc[:2]
    ends = {"a": a, "b": b, "a_outlet": said, "b_outlet": said}
    span = {"a_start": 0, "a_end": 40, "b_start": 0, "b_end": 40, "words": 7, "kind": "unmarked", "why": said}
    cell = {"item": said, "label": said, "kind": said, "level": "named", "outlet": said, "articles": 1}
    cell |= {
        "n_articles": 2,
        "finding": "found",
        "example": said,
        "example_article": a,
        "note": said,
        "rank": 1,
        "alike": 1,
    }
    share = {"group": said, "wire": "all", "wire_role": "copy", "articles": 1, "n_articles": 2, "share": 0.5}
    share |= {"words": 5, "n_words": 9, "share_of_words": 0.5, "note": said}
    proof = {
        "article": a,
        "outlet": said,
        "wire": said,
        "wire_role": "cites",
        "evidence": "text",
        "detail": said,
    }
    rows = {
        "links": [ends | {"event": "visit", "probability": 0.9, "names": said, "words": said}],
        "reuse": [ends | span | {"speaker": said, "changes": said, "n_changes": 1, "n_facts": 1}],
        "coverage": [cell, cell | {"item": "b", "articles": 0, "finding": "not_found", "rank": 2}],
        "agency_share": [share],
        "agency": [proof],
    }
    return {name: pd.DataFrame(some) for name, some in rows.items()}


def page(said: str = TEXT, *urls: str) -> str:
    """Return a page whose every text from outside tries to act."""
    tables = examples.tables()
    frame = tables["articles"].copy()
    frame["title"] = said
    frame["outlet"] = said
    acting = urls or ("javascript:alert(1)",)
    frame["url"] = [acting[number % len(acting)] for number in range(len(frame))]
    frame["text"] = [text.replace("grain", said) for text in frame["text"]]
    hits = tables["evidence"].copy()
    hits["sentence"] = [s.replace("grain", said) for s in hits["sentence"]]
    hits["term"] = said
    profile, contrast, audit = (tables[name].copy() for name in ("profile", "contrast", "audit"))
    profile["group"] = profile["group"].replace("daily_lantern", said)
    profile["note"] = said
    contrast["a"], contrast["note"], contrast["family"] = said, said, said
    contrast = contrast.drop_duplicates(["a", "b", "voice", "measure"])
    audit["detail"], audit["rule"], audit["source"] = said, said, said
    settings = examples.settings(
        title=said,
        event=said,
        measures={"hedges": said},
        note={said: [said]},
        events_found=said,
        alt={said: said},
        planted=[{"what": said, "planted": said, "recovered": said}],
    )
    return build(
        {
            **shared(frame, said),
            "articles": frame,
            "evidence": hits,
            "profile": profile,
            "contrast": contrast,
            "audit": audit,
        },
        {said: examples.figure()},
        settings,
    )
