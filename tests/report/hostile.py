"""A study whose every text from outside tries to act."""

from __future__ import annotations

import pandas as pd

from tests.report import examples, pages

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
    one, other = (
        f"{said} the port was shut by the council {word}" for word in ("today", "in haste at night")
    )
    sentence = {"statement": said, "part": "lead", "start": 0, "end": 40, "similarity": 1.0}
    form = {"referent": said, "group": said, "count": 2, "mentions": 4, "share": 0.5, "articles": 2}
    mention = {"article": a, "outlet": said, "referent": said, "part": "body", "start": 0, "end": 9}
    term = {"against": "rest", "term": said, "count": 9, "count_rest": 1, "articles": 9, "articles_rest": 1}
    sizes = {"n": 99, "n_rest": 99, "n_articles": 12, "n_articles_rest": 12, "log_odds": 2.0, "z": 3.0}
    proof = {
        "article": a,
        "outlet": said,
        "wire": said,
        "wire_role": "cites",
        "evidence": "text",
        "detail": said,
    }
    rows = {
        "reuse": [ends | span | {"speaker": said, "changes": said, "n_changes": 1, "n_facts": 1}],
        "coverage": [cell, cell | {"item": "b", "articles": 0, "finding": "not_found", "rank": 2}],
        "agency": [proof],
        "statements": [
            sentence | {"article": a, "outlet": said, "sentence": one},
            sentence | {"article": b, "outlet": f"{said} b", "sentence": other},
        ],
        "naming": [form | {"form": said}, form | {"form": f"{said} b"}],
        "mentions": [mention | {"form": said}],
        "terms": [term | sizes | {"group": said}],
    }
    return {name: pd.DataFrame(some) for name, some in rows.items()}


def made(said: str = TEXT, *urls: str) -> dict[str, str]:
    """Return both pages of a study whose every text from outside tries to act."""
    tables = examples.spoken()
    frame = tables["articles"].copy()
    frame["title"] = said
    frame["outlet"] = said
    acting = urls or ("javascript:alert(1)",)
    frame["url"] = [acting[number % len(acting)] for number in range(len(frame))]
    frame["text"] = [text.replace("grain", said) for text in frame["text"]]
    hits = tables["evidence"].copy()
    hits["sentence"] = [s.replace("grain", said) for s in hits["sentence"]]
    hits["term"] = said
    profile, contrast, audit, voices, told = (
        tables[name].copy() for name in ("profile", "contrast", "audit", "voices", "findings")
    )
    profile["group"] = profile["group"].replace("daily_lantern", said)
    profile["note"] = said
    contrast["a"], contrast["note"], contrast["family"] = said, said, said
    contrast = contrast.drop_duplicates(["a", "b", "voice", "measure", "target", "genre"])
    audit["detail"], audit["rule"], audit["source"] = said, said, said
    voices["speaker_key"] = voices["speaker"] = voices["cue"] = voices["via"] = said
    told["a"] = told["target"] = told["rests_on"] = told["goes_with"] = told["warnings"] = said
    told["sentence_a"] = told["article_a"] = said
    told["words_a"] = f"{said} 9 of 11, {said} 40 %"
    settings = examples.settings(
        title=said,
        event=said,
        measures={"hedges": said},
        note={said: [said]},
        events_found=said,
        compared=said,
        voices="full",
        alt={said: said},
        planted=[{"what": said, "planted": said, "recovered": said}],
    )
    given = {
        **shared(frame, said), "articles": frame, "evidence": hits, "profile": profile, "audit": audit,
        "contrast": contrast, "voices": voices, "findings": told,
    }  # fmt: skip
    return pages.build(given, settings, {said: examples.figure(), "over_time": examples.figure()})
