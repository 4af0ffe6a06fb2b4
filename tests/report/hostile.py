"""A page whose every text from outside tries to act."""

from __future__ import annotations

from framing.report.build import build
from tests.report import examples

TEXT = "</script><script>alert(1)</script><!-- \N{RIGHT-TO-LEFT OVERRIDE}evil\" onload='x' &amp; {{ 7*7 }}"


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
        alt={TEXT: TEXT},
        planted=[{"what": TEXT, "planted": TEXT, "recovered": TEXT}],
    )
    return build(
        {"articles": frame, "evidence": hits, "profile": profile, "contrast": contrast, "audit": audit},
        {TEXT: examples.figure()},
        settings,
    )
