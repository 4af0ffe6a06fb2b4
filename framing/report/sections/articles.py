"""The articles: what each outlet has, what was done to them, in what they differ, and the method in short."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import story
from framing.report.material import Material
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 110, "report"
ANCHOR = "corpus"
TITLE = "The articles, and what was done"
TEMPLATE = "articles.html"

#: Rules named of what was removed or guessed.
RULES = 8

_DONE = {"removed": "taken out", "repaired": "repaired", "guessed": "guessed", "checked": "checked"}
_AGENCY = ("full_reprint", "partly_based", "credited")


def content(material: Material) -> dict[str, Any]:
    """Return flow, outlets, what was done to articles, what they differ in, and the method."""
    rows = describe_groups(material)
    several = len(rows) > 1
    return {
        "flow": flow(material),
        "outlets": [*rows, _describe("All together", material.articles.assign(_words=material.words))]
        if several
        else rows,
        "noun": "Outlet" if material.by == "outlet" else "Group",
        "done": tell_done(material.audit),
        # With their numbers in the details.
        "unlike": [re.sub(r" \([^()]*\)", "", one) for one in story.say_unlike(material, 3)],
        "compared": str(material.settings.get("compared") or ""),
        "events": str(material.settings.get("events_found") or ""),
        "reading": material.names.reading(),
        "method": _method(material),
    }


def flow(material: Material) -> dict[str, Any]:
    """Count what was found and what became of it; found = kept + duplicate + skipped + failed.

    The later steps say what kept articles do not enter the numbers, or share a weight.
    """
    articles = material.articles
    kinds = material.audit["kind"].astype(str).value_counts()
    left = {kind: int(kinds.get(kind, 0)) for kind in ("duplicate", "skipped", "failed")}
    status = articles["status"].astype(str)
    bare, stub = status == "metadata", status != "full"
    steps = []
    if bare.any():
        steps.append((int(bare.sum()), "not scored, being records without their text"))
    if (status == "stub").any():
        steps.append(
            (int((status == "stub").sum()), "not scored, being stubs (summary, teaser, caption, paywall)")
        )
    reprint = (articles["wire_role"].astype(str) == "full_reprint") & ~stub
    if material.settings.get("wire") == "drop" and reprint.any():
        steps.append((int(reprint.sum()), "left out of the numbers, being full reprints of an agency"))
    shared = articles[~stub & articles["copy_group"].notna()]
    extra = int(shared.duplicated(["outlet", "copy_group"]).sum())
    if extra and material.settings.get("wire", "collapse") == "collapse":
        steps.append((extra, "sharing one weight with another article of the same outlet and text"))
    return {"found": len(articles) + sum(left.values()), "kept": len(articles), **left, "steps": steps}


def describe_groups(material: Material) -> list[dict[str, Any]]:
    """Describe each group: articles, of these whole ones, words of those, dates, genres, agency copy."""
    frame = material.articles
    groups = frame.assign(_words=material.words).groupby(frame[material.by].astype(str), sort=True)
    return [_describe(vocabulary.display(str(key)), own) | {"inside": _inside(own)} for key, own in groups]


def _inside(own: pd.DataFrame) -> str:
    """Return the outlets of a group of several, each with its articles; nothing of an outlet."""
    sizes = own["outlet"].astype(str).value_counts()
    order = sorted(sizes.index, key=lambda key: (-sizes[key], key))
    each = [f"{vocabulary.display(key)} {numbers.count(sizes[key])}" for key in order]
    return numbers.listed(each) if len(each) > 1 else ""


def _describe(name: str, own: pd.DataFrame) -> dict[str, Any]:
    status = own["status"].astype(str)
    words = own.loc[status == "full", "_words"]
    dated = own["published"].dropna()
    agency = int(own["wire_role"].astype(str).isin(_AGENCY).sum())
    genres = own["genre"].astype(str).value_counts()
    order = sorted(genres.items(), key=lambda item: (-item[1], str(item[0])))
    return {
        "name": name,
        "articles": numbers.count(len(own)),
        "stubs": numbers.count((status != "full").sum()) if (status != "full").any() else "",
        "words": numbers.count(words.sum()),
        "median": numbers.count(round(words.median())) if len(words) else numbers.DASH,
        "dates": numbers.dates(dated.min(), dated.max()) if len(dated) else "undated",
        "undated": int(own["published"].isna().sum()),
        "genres": ", ".join(f"{numbers.count(n)} {genre}" for genre, n in order),
        "agency": numbers.count(agency),
        "inside": "",
    }


def tell_done(audit: pd.DataFrame) -> list[str]:
    """Say what was done to articles, by rule, the commonest first."""
    kinds = audit["kind"].astype(str)
    said = []
    for kind, what in _DONE.items():
        rules = audit.loc[(kinds == kind).to_numpy(), "rule"].astype(str).str.replace("_", " ").value_counts()
        if len(rules):
            order = sorted(rules.items(), key=lambda one: (-one[1], str(one[0])))
            listed = numbers.listed([f"{rule} {numbers.count(n)}" for rule, n in order], RULES)
            said.append(f"{what} {numbers.count(rules.sum())} ({listed})")
    return said


def _method(material: Material) -> str:
    """Say in some 150 words how the numbers were made."""
    settings: Mapping[str, Any] = material.settings
    voices = {
        "full": "Each passage was given to the outlet or to whom it quotes or reports, by rules and a small "
        "model",
        "quotes": "What stands in quotation marks was told apart from what doesn't",
    }.get(str(settings.get("voices")), "All words of an article were taken together")
    wire = {
        "keep": "every copy of a text counts",
        "drop": "full reprints of agencies were left out and copies of one text count once",
    }.get(str(settings.get("wire")), "copies of one text in an outlet count once")
    unit = "The article is the unit: rates are ratios of sums, intervals leave one article out at a time"
    if material.census:
        test = (
            "The collection is read as all that was published, so that the largest differences are described "
            "and nothing is tested"
        )
    else:
        test = (
            "Outlets' labels were shuffled over articles within events; a measure in a voice, with its "
            "variants and pairs, is one matter, and p is adjusted over all matters (Benjamini and Hochberg "
            "1995), so that the error of the whole report is held"
        )
    return (
        f"{voices}. Terms of tone, stance and frames were counted by lists with negation, in each voice by "
        f"itself; {wire}. News is compared with news. {unit}. {test}. A finding must also stand without any "
        "one article, speaker or term, or it is called nominal. It is drawn with what else the articles "
        "differ in, and made again with length, date, kind and event held. Nothing here is about an outlet "
        "in general, about other events, or about why an article was written as it was."
    )
