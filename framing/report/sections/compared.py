"""What is compared: how many items became articles, what each outlet has, and what was removed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import material as titling
from framing.report.material import Material
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content", "flow", "outlets", "removed", "together"]

#: Where it stands on the page.
PLACE = 10
TITLE = "What is compared"
TEMPLATE = "compared.html"

#: Lines listed on the page for one rule; all of them are in the audit table.
LISTED = 40
LONGEST = 300

_KINDS = {
    "removed": "Taken out of articles",
    "duplicate": "Second copies",
    "skipped": "Skipped",
    "failed": "Could not be read",
    "repaired": "Repaired",
    "guessed": "Guessed",
    "checked": "Checked: what files say of themselves",
}
_AGENCY = ("full_reprint", "partly_based", "credited")


def content(material: Material) -> dict[str, Any]:
    """Return flow, outlets and audit lists for the template."""
    return {
        "flow": flow(material),
        "outlets": [*outlets(material), *filter(None, [together(material)])],
        "parted": bool((material.articles["status"].astype(str) != "full").any()),
        "removed": removed(material.audit),
        "event": titling.lead(material),
        "reading": material.names.reading(),
        "compared": str(material.settings.get("compared") or ""),
        "groups": titling.groups(material),
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


def outlets(material: Material) -> list[dict[str, Any]]:
    """Describe each group: articles, of these whole ones, words of those, dates, genres, agency copy."""
    return [dict(row) for row in material.once(_outlets)]


def _outlets(material: Material) -> list[dict[str, Any]]:
    frame = material.articles
    groups = frame.assign(_words=material.words).groupby(frame[material.by].astype(str), sort=True)
    return [_described(material.shown(str(key)), own) | {"inside": _inside(own)} for key, own in groups]


def _inside(own: pd.DataFrame) -> str:
    """Return the outlets of a group of several, each with its articles; nothing of an outlet."""
    sizes = own["outlet"].astype(str).value_counts()
    order = sorted(sizes.index, key=lambda key: (-sizes[key], key))
    kinds = dict(zip(own["outlet"].astype(str), own["provenance"].astype(str), strict=True))
    each = [f"{vocabulary.display(key, kinds[key])} {numbers.count(sizes[key])}" for key in order]
    return numbers.listed(each) if len(each) > 1 else ""


def together(material: Material) -> dict[str, Any] | None:
    """Describe all groups together in the same way; None where there are fewer than two."""
    frame = material.articles
    several = frame[material.by].nunique() > 1
    whole = frame.assign(_words=material.words)
    return _described("All together", whole) | {"inside": ""} if several else None


def _described(name: str, own: pd.DataFrame) -> dict[str, Any]:
    status = own["status"].astype(str)
    words = own.loc[status == "full", "_words"]
    dated = own["published"].dropna()
    roles = own["wire_role"].astype(str)
    return {
        "name": name,
        "articles": numbers.count(len(own)),
        "kinds": _kinds(status),
        "words": numbers.count(words.sum()),
        "median": numbers.count(round(words.median())) if len(words) else numbers.DASH,
        "range": f"{numbers.count(words.min())} to {numbers.count(words.max())}" if len(words) else "",
        "dates": numbers.dates(dated.min(), dated.max()) if len(dated) else "undated",
        "undated": int(own["published"].isna().sum()),
        "genres": _genres(own),
        "agency": numbers.percent(float(roles.isin(_AGENCY).mean())),
        "agency_n": f"{int(roles.isin(_AGENCY).sum())} of {len(own)}",
        "reprints": int((roles == "full_reprint").sum()),
    }


def _kinds(status: pd.Series) -> str:
    """Say how many are there whole, of part and without text; nothing where all are whole."""
    counts = status.value_counts()
    if int(counts.get("full", 0)) == len(status):
        return ""
    kinds = (("full", "whole"), ("stub", "stub"), ("metadata", "without text"))
    told = [(int(counts.get(key, 0)), word) for key, word in kinds]
    return ", ".join(
        f"{numbers.count(n)} {word}{'s' * (word == 'stub' and n != 1)}"
        for n, word in told
        if n or word == "whole"
    )


def _genres(own: pd.DataFrame) -> str:
    counts = own["genre"].astype(str).value_counts()
    order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return ", ".join(f"{numbers.count(n)} {genre}" for genre, n in order)


def removed(audit: pd.DataFrame) -> list[dict[str, Any]]:
    """Group the audit by what was done and by rule, commonest first, each with its lines."""
    groups = []
    for kind, heading in _KINDS.items():
        lines = audit[audit["kind"].astype(str) == kind]
        if not len(lines):
            continue
        counts = lines["rule"].astype(str).value_counts()
        order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        rules = [_rule(str(rule), lines[lines["rule"].astype(str) == rule]) for rule, _ in order]
        groups.append({"heading": heading, "kind": kind, "count": numbers.count(len(lines)), "rules": rules})
    return groups


def _rule(rule: str, lines: pd.DataFrame) -> dict[str, Any]:
    shown = lines.head(LISTED).to_dict("records")
    return {
        "rule": rule,
        "count": numbers.count(len(lines)),
        "capped": len(lines) > LISTED,
        "shown": len(shown),
        "lines": [_line(line) for line in shown],
    }


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    detail = " ".join(str(line["detail"]).split()) if isinstance(line["detail"], str) else ""
    return {
        "source": str(line["source"]),
        "detail": detail if len(detail) <= LONGEST else detail[:LONGEST] + " …",
    }
