"""Counts of who acts on whom: by outlet and class of verb, against plain counting."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.features.roles.actions import actor_network
from framing.schema import check, empty


def told(*rows: tuple[str, str, str | None, str, str | None], **more: object) -> pd.DataFrame:
    """Return a table of actions: outlet, article, actor, action, target."""
    frame = pd.DataFrame(rows, columns=["outlet", "article", "actor", "action", "target"])
    kinds = {"praise": "cooperative", "blame": "conflictual"}
    return check(
        frame.assign(
            part="body",
            voice="outlet",
            kind=[kinds.get(action, "other") for action in frame["action"]],
            start=0,
            end=1,
            sentence="",
            **more,
        ),
        "actions",
    )


ROWS = (
    ("x", "a", "Ruiz", "praise", "Marlow"),
    ("x", "a", "Ruiz", "praise", "Marlow"),
    ("x", "b", "Ruiz", "blame", "Marlow"),
    ("x", "b", "Marlow", "see", "Ruiz"),
    ("y", "c", "Ruiz", "praise", "Marlow"),
    ("y", "c", None, "blame", "Marlow"),
    ("y", "c", "Ruiz", "blame", "Ruiz"),
)


def test_counts_shares_and_articles_are_those_of_plain_counting() -> None:
    table = actor_network(told(*ROWS))
    wanted = Counter(
        (outlet, actor, target) for outlet, _, actor, action, target in ROWS if action == "praise"
    )
    good = table[table["kind"] == "cooperative"]
    assert (
        dict(zip(zip(good["group"], good["actor"], good["target"], strict=True), good["count"], strict=True))
        == wanted
    )
    assert table.groupby("group")["share"].sum().tolist() == [1.0, 1.0]
    assert table.groupby("group")["count"].sum().tolist() == table.groupby("group")["total"].first().tolist()
    assert table["group"].tolist() == ["x", "x", "x", "y"]
    assert table["count"].tolist()[0] == 2
    assert table["articles"].tolist()[0] == 1
    assert table["verbs"].tolist()[0] == "praise (2)"


def test_what_is_denied_or_merely_wanted_can_be_left_out() -> None:
    table = told(*ROWS[:3], negated=[True, False, False], modality=["asserted", "wanted", "asserted"])
    assert actor_network(table)["count"].tolist() == [1, 1]
    assert actor_network(table, asserted=True)["verbs"].tolist() == ["blame (1)"]


def test_groups_of_several_columns_nothing_and_unknown_ones() -> None:
    assert set(actor_network(told(*ROWS), by=("outlet", "voice"))["group"]) == {"x | outlet", "y | outlet"}
    assert actor_network(empty("actions")).empty
    with pytest.raises(FramingError, match="outlet"):
        actor_network(told(*ROWS), by="outlets")
