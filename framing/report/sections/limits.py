"""The limits in plain words: what every study shares, and what holds of this one."""

from __future__ import annotations

from typing import Any

from framing.report.material import Material
from framing.views import numbers, vocabulary
from framing.views.columns import LARGE

#: Where it stands on the page.
PLACE = 280
TITLE = "Limits"
TEMPLATE = "limits.html"

#: Below this number of articles an outlet is named as fragile (METHODS, Estimates).
FEW = 8

#: Units coded twice below which agreement says too little for a measure to count as checked (METHODS).
ENOUGH = 200


def content(material: Material) -> dict[str, Any]:
    """Return what decides which limits are told: the sentences stand in the template."""
    frame, profile = material.articles, material.profile
    sizes = frame[material.by].astype(str).value_counts().sort_index()
    few = [f"{material.shown(str(key))} ({numbers.count(n)})" for key, n in sizes[sizes < FEW].items()]
    measures, agreed = profile["measure"].astype(str), material.table("agreement")
    coded = material.table("validity")
    checked = set() if coded is None else set(coded["measure"].astype(str))

    def part(n: int, whole: int, what: str) -> str:
        return f"{numbers.count(n)} of {numbers.count(whole)} {what}" if n else ""

    return {
        "reading": material.names.reading()[1],
        "voices": str(material.settings.get("voices", "quotes") or "none"),
        "tone": measures.str.startswith("tone").any(),
        "kinds": set(measures.map(vocabulary.family)),
        "checked": numbers.listed(sorted(checked), most=6),
        "agreed": agreed is not None,
        "units": int(agreed["units"].max()) if agreed is not None else 0,
        "enough": ENOUGH,
        "varied": material.table("robustness") is not None,
        "articles": len(frame),
        "undated": part(int(frame["published"].isna().sum()), len(frame), "articles"),
        "unknown": part(int((frame["genre"].astype(str) == "unknown").sum()), len(frame), "articles"),
        "events": frame["event"].nunique(),
        "assigned": frame["event"].notna().all(),
        "few": numbers.listed(few),
        "large": part(int((profile["largest_share"] > LARGE).sum()), len(profile), "rows of the profile"),
        "bare": ""
        if material.census
        else part(int(profile["low"].isna().sum()), len(profile), "rows of the profile"),
    }
