"""Findings: the few facts that these articles bear out, each drawn, with its words and its sentences."""

from __future__ import annotations

from typing import Any

from framing.report import story
from framing.report.material import Material
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 10, "report"
#: Where it stands with nothing to tell: behind headlines, words and facts.
_BELOW = 35
#: Findings said in a line; outlets whose opinion pieces are counted.
USUAL, OPINION = 2, 6
TITLE = "What differs"
TEMPLATE = "findings.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return what is told, or None where nothing was compared."""
    table = material.table("findings")
    if table is None:
        return None
    told = story.tell_findings(material)
    every = story.group_findings(story.list_rows(material))
    sure = [fact[0] for fact in every if fact[0]["certainty"] == "significant"]
    heading = "Described" if material.census else "Unlikely to be chance: significant after adjustment"
    return {
        "verdict": story.give_verdict(table),
        "tested": story.say_tested(material),
        "primary": story.tell_primary(material),
        "place": PLACE if told else _BELOW,
        "parts": [(heading, told)] if told else [],
        "more": len(every) - len(told),
        "explained": sum(map(story.is_explained, sure)),
        "opinion": _count_opinion(material),
        # Agency copy and words of any story are said in a line.
        "usual": [story.say(material, row).headline for row in sure if story.is_usual(row)][:USUAL],
    }


def _count_opinion(material: Material) -> str:
    """Say of the outlets with opinion pieces how many of their articles are such."""
    frame = material.articles
    kind = frame["genre"].isin(["opinion", "editorial"]).groupby(frame[material.by].astype(str))
    counts = kind.agg(["sum", "size"]).sort_values("sum", ascending=False, kind="stable")
    some = counts[counts["sum"] > 0].itertuples()
    return numbers.listed([f"{vocabulary.display(key)} {n} of {size}" for key, n, size in some], most=OPINION)
