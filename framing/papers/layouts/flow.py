"""The flow of articles: what was found, what was left out and why, what was kept and enters the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import count, text
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given

__all__ = ["COLUMNS", "COPIES", "MEANINGS", "TABLE", "TITLE", "made", "note"]

TABLE = "audit"
TITLE = "Flow of articles"
COPIES = "A second copy of a record is no article; articles with the same text are, and share one weight."

MEANINGS = {
    "step": "what was counted",
    "rule": "which rule decided, where one did",
    "articles": "items or articles",
    "provenance": "real coverage, or text invented to show the tool",
}

#: Rules named one by one under a step.
_RULES = 8

_LEFT = (("duplicate", "Second copy of a record"), ("skipped", "Skipped"), ("failed", "Could not be read"))

COLUMNS = (text("step", "Step"), text("rule", "By rule"), count("articles", "n", symbol=True))


def made(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return the steps; what was kept is known where the articles are given."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    kinds = frame["kind"].astype(str)
    left = 0
    for kind, step in _LEFT:
        rules = frame.loc[(kinds == kind).to_numpy(), "rule"].astype(str).str.replace("_", " ").value_counts()
        order = sorted(rules.items(), key=lambda item: (-item[1], str(item[0])))
        left += int(rules.sum())
        for rule, size in order[:_RULES]:
            rows.append({"step": step, "rule": rule, "articles": int(size)})
        if len(order) > _RULES:
            rest = sum(size for _, size in order[_RULES:])
            rows.append({"step": step, "rule": "other rules", "articles": int(rest)})
        if not order:
            rows.append({"step": step, "rule": None, "articles": 0})
    provenance = "published"
    if given.articles is not None:
        from framing import schema

        articles = schema.check(given.articles, "articles")
        rows.insert(0, {"step": "Found", "rule": None, "articles": len(articles) + left})
        rows.append({"step": "Kept", "rule": None, "articles": len(articles)})
        rows += _later(articles, given)
        provenance = min(articles["provenance"].astype(str), default="published")
    return pd.DataFrame(rows, columns=["step", "rule", "articles"]).assign(provenance=provenance)


def _later(articles: pd.DataFrame, given: Given) -> list[dict[str, Any]]:
    """Return what becomes of articles that were kept: not scored, dropped, or sharing a weight."""
    status = articles["status"].astype(str)
    wire = str(given.settings.get("wire", "collapse"))
    out = (status != "full").to_numpy()
    reprint = (articles["wire_role"].astype(str) == "full_reprint").to_numpy() & ~out
    dropped = reprint if wire == "drop" else reprint & False
    entering = articles[~out & ~dropped]
    shared = entering[entering["copy_group"].notna()]
    steps = [
        ("Without text: not scored", int((status == "metadata").sum())),
        ("Stub: not scored", int((status == "stub").sum())),
        ("Full reprint of an agency: dropped", int(dropped.sum())),
        ("In the numbers", len(entering)),
    ]
    if wire != "keep":
        extra = int(shared.duplicated(["outlet", "event", "copy_group"]).sum())
        steps.append(("Of these sharing one weight with a copy", extra))
    needed = {"In the numbers"}
    return [{"step": step, "rule": None, "articles": size} for step, size in steps if size or step in needed]


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    steps = set(frame["step"])
    known = "Found" in steps
    left = int(frame.loc[frame["step"].isin([step for _, step in _LEFT]).to_numpy(), "articles"].sum())
    return [
        "n = items before Kept, articles from there on."
        if known
        else f"n = items, {numbers.count(left)} in all; how many were kept, the articles tell.",
        "A dash stands where no rule decided.",
        notes.COUNTS,
    ]
