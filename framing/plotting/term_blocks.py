"""What the figures of terms share: which terms of which groups, strongest first, and panel headings."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing import schema
from framing.errors import FramingError, brief
from framing.plotting import marks

__all__ = ["beside_node", "chosen", "heading"]


def chosen(
    table: pd.DataFrame, figure: str, group: str | Sequence[str] | None, top: int
) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Return the terms of each group and side it is set against, strongest first."""
    table = schema.check(table, "terms")
    marks.refuse_empty(table, figure, "terms")
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        raise FramingError(f"top: {brief(top)} will not do; give a whole number, 1 or more")
    for name in ("group", "against", "term", "provenance", "note"):
        table = table.assign(**{name: marks.strings(table[name])})
    wanted = marks.choose(group, sorted(table["group"].unique()), "group")
    found = []
    for key, block in table[table["group"].isin(wanted)].groupby(["group", "against"]):
        order = block.assign(strength=block["z"].fillna(0.0)).sort_values(
            ["strength", "term"], ascending=[False, True], ignore_index=True
        )
        found.append(((str(key[0]), str(key[1])), order))
    return sorted(found, key=lambda item: (wanted.index(item[0][0]), item[0][1]))


def beside_node(table: pd.DataFrame) -> str:
    """Return the words for what the terms stand beside, where the table is of collocates of one node."""
    if "node" not in table or table["node"].isna().all():
        return ""
    nodes = sorted(marks.strings(table["node"]).unique())
    return f", beside {nodes[0]}" if len(nodes) == 1 else ", beside several nodes"


def heading(key: tuple[str, str], block: pd.DataFrame) -> str:
    """Return a panel's heading: the group and what it is set against."""
    kind = "illustrative" if (block["provenance"] == "illustrative").any() else "published"
    others = {"rest": "all others together", "baseline": "its own other coverage"}
    other = others.get(key[1]) or marks.name(key[1], kind)
    return f"{marks.name(key[0], kind)} against {other}".replace("\N{NO-BREAK SPACE}", " ")
