"""The flow of articles: what was found, what was left out and why, what was kept and enters the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.views import notes, numbers
from framing.views.columns import Given, View, count, text

if TYPE_CHECKING:
    import pandas as pd

#: Rules named one by one under a step.
_RULES = 8
_LEFT = {"duplicate": "Second copy of a record", "skipped": "Skipped", "failed": "Could not be read"}


def _flow(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return the steps; what was kept is known where the articles are given."""
    import pandas as pd

    rows: list[tuple[str, str | None, int]] = []
    left = frame[frame["kind"].isin(list(_LEFT)).to_numpy()]
    for kind, step in _LEFT.items():
        rules = left.loc[(left["kind"] == kind).to_numpy(), "rule"].astype(str).str.replace("_", " ")
        order = sorted(rules.value_counts().items(), key=lambda item: (-item[1], str(item[0])))
        rows += [(step, str(rule), int(size)) for rule, size in order[:_RULES]]
        if len(order) > _RULES:
            rows.append((step, "other rules", int(sum(size for _, size in order[_RULES:]))))
        if not order:
            rows.append((step, None, 0))
    provenance = "published"
    if (articles := given.articles) is not None:
        rows.insert(0, ("Found", None, len(articles) + len(left)))
        rows += [
            ("Kept", None, len(articles)),
            *_later(articles, str(given.settings.get("wire", "collapse"))),
        ]
        provenance = min(articles["provenance"].astype(str), default="published")
    return pd.DataFrame(rows, columns=["step", "rule", "articles"]).assign(provenance=provenance)


def _later(articles: pd.DataFrame, wire: str) -> list[tuple[str, None, int]]:
    """Return what becomes of articles that were kept: not scored, dropped, or sharing a weight."""
    status = articles["status"].astype(str)
    reprint = (articles["wire_role"].astype(str) == "full_reprint") & (status == "full")
    dropped = reprint & (wire == "drop")
    entering = articles[((status == "full") & ~dropped).to_numpy()]
    shared: Any = entering[entering["copy_group"].notna().to_numpy()]
    steps = {
        "Without text: not scored": (status == "metadata").sum(),
        "Stub: not scored": (status == "stub").sum(),
        "Full reprint of an agency: dropped": dropped.sum(),
        "In the numbers": len(entering),
    }
    if wire != "keep":
        extra = shared.duplicated(["outlet", "event", "copy_group"]).sum()
        steps["Of these sharing one weight with a copy"] = extra
    return [(step, None, int(size)) for step, size in steps.items() if size or step == "In the numbers"]


def _known(frame: pd.DataFrame) -> str:
    left = frame.loc[frame["step"].isin(list(_LEFT.values())).to_numpy(), "articles"].sum()
    if "Found" in set(frame["step"]):
        return "n = items before Kept, articles from there on."
    return f"n = items, {numbers.count(left)} in all; how many were kept, the articles tell."


VIEW = View(
    place=10,
    title="Flow of articles",
    made=_flow,
    columns=(text("step", "Step"), text("rule", "By rule"), count("articles", "n")),
    note=(_known, "A dash stands where no rule decided.", notes.COUNTS),
    copies="A second copy of a record is no article; articles with the same text are, and share one weight.",
)
