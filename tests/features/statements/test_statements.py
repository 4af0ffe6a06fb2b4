"""Sentences that outlets share: found within an event, the same in any order of rows."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.tables import check

COURIER = (
    "Marlow will reopen the Quay bridge on 5 May, the harbour office said. Rain is due in the north.\n\n"
    '"We have waited nine years for this crossing," Ana Ruiz told the council.'
)
HERALD = (
    "Tolls go up in June. The Quay bridge is to be reopened on May 5, Marlow announced.\n\n"
    'Ana Ruiz said: "We have waited nine years for this crossing." Ferries stop.'
)
TIMES = "The festival sold forty thousand tickets. Nobody expected so many visitors in the old town."


def articles(event: tuple[str | None, ...] = (None, None, None)) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "outlet": ["courier", "herald", "times"],
            "event": pd.Series(event, dtype="str"),
            "text": [COURIER, HERALD, TIMES],
        }
    )


def test_a_fact_and_a_quotation_are_each_one_statement() -> None:
    found = fr.statements(articles())
    assert found.groupby("statement", sort=False)["article"].agg(list).tolist() == [["a", "b"], ["a", "b"]]
    texts = {"a": COURIER, "b": HERALD}
    printed = [texts[r.article][r.start : r.end] for r in found.itertuples()]
    assert printed == found["sentence"].tolist()
    assert "Quay" in found["tie"].iloc[0]
    check(found, "statements")


def test_events_are_kept_apart() -> None:
    assert fr.statements(articles(("x", "y", "y"))).empty
    assert len(fr.statements(articles(("x", "x", "y")))) == 4


def test_the_order_of_rows_changes_nothing() -> None:
    there = fr.statements(articles())
    back = fr.statements(articles().iloc[::-1])
    pd.testing.assert_frame_equal(there, back)


def test_one_outlet_shares_nothing_and_says_so() -> None:
    with pytest.warns(FramingWarning, match="all 3 are of one outlet"):
        assert fr.statements(articles().assign(outlet="courier")).empty


@pytest.mark.parametrize("threshold", [0, 1.2, "high", True])
def test_a_threshold_is_a_probability(threshold: object) -> None:
    with pytest.raises(FramingError, match="threshold"):
        fr.statements(articles(), threshold=threshold)  # type: ignore[arg-type]
