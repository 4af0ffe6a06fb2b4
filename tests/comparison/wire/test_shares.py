"""How much of what each group prints is agency copy."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError
from tests.comparison.examples import pick
from tests.comparison.wire.items import OWN, STORY, agency_item, article, corpus

Z = 1.959963984540054


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return Wilson's interval, from the formula."""
    p = k / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return middle - half, middle + half


def mixed() -> pd.DataFrame:
    whole, part = {"wire_role": "full_reprint"}, {"wire_role": "partly_based"}
    return corpus(
        article("a1", "courier", *OWN[:1], wire="AFP", **whole, event="e1"),
        article("a2", "courier", *OWN[:2], wire="afp", **part, event="e1"),
        article("a3", "courier", *OWN[:3], wire="reuters", **whole, event="e2"),
        article("a4", "courier", *OWN[:4], wire=None, **whole, event="e2"),
        article("a5", "courier", *OWN[:5], wire="afp", wire_role="cites", event="e2"),
        article("a6", "courier", *OWN, wire_role="none", event="e2"),
        article("b1", "gazette", *STORY, wire_role="none", event="e1"),
        article("b2", "gazette", "Short.", wire="afp", **whole, status="stub"),
    )


def test_counts_words_and_intervals() -> None:
    table = fr.wire.wire_share(mixed(), find=False)
    courier = table[table["group"] == "courier"]
    assert list(zip(courier["wire"], courier["wire_role"], courier["articles"], strict=True)) == [
        ("all", "copy", 4),
        ("all", "full_reprint", 3),
        ("all", "partly_based", 1),
        ("all", "cites", 1),
        ("afp", "copy", 2),
        ("afp", "full_reprint", 1),
        ("afp", "partly_based", 1),
        ("afp", "cites", 1),
        ("reuters", "full_reprint", 1),
        ("unnamed", "full_reprint", 1),
    ]
    row = courier.iloc[0]
    words = [len(" ".join(OWN[:k]).split()) for k in range(1, 7)]
    assert (row["n_articles"], row["words"], row["n_words"]) == (6, sum(words[:4]), sum(words))
    assert row["share_of_words"] == pytest.approx(sum(words[:4]) / sum(words))
    assert (row["low"], row["high"]) == pytest.approx(wilson(4, 6))
    assert row["method"] == "Wilson; completeness unknown"
    assert row["note"] == "fragile: 6 articles"


def test_none_at_all_is_a_row() -> None:
    row = pick(fr.wire.wire_share(mixed()), group="gazette")
    assert (row["wire"], row["wire_role"], row["articles"], row["share"]) == ("all", "copy", 0, 0.0)
    assert math.isnan(row["low"])
    assert row["note"] == "under 3 articles: estimate only; 1 too short to be whole left out"


def test_a_census_has_no_interval() -> None:
    table = fr.wire.wire_share(mixed(), collection="census")
    assert table["low"].isna().all()
    assert set(table["method"]) == {"census: describes"}


def test_other_groups_and_what_the_text_shows() -> None:
    articles = corpus(
        agency_item(event="e1"),
        *(article(f"c{k}", "courier", *STORY, event=f"e{k % 2}") for k in range(3)),
    )
    by_event = fr.wire.wire_share(articles, by="event")
    assert pick(by_event, group="e1", wire="all", wire_role="copy")["articles"] == 1
    assert pick(by_event, group="e0", wire="reuters")["articles"] == 2
    blind = fr.wire.wire_share(articles, find=False)
    assert blind["articles"].sum() == 0
    assert "reuters: an agency" in pick(blind, group="reuters")["note"]


def test_order_changes_nothing() -> None:
    pd.testing.assert_frame_equal(fr.wire.wire_share(mixed()), fr.wire.wire_share(mixed().iloc[::-1]))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"by": "outlte"}, "did you mean 'outlet'"), ({"collection": "all"}, "collection 'all' is not known")],
)
def test_wrong_arguments(arguments: dict[str, str], said: str) -> None:
    with pytest.raises(FramingError, match=said):
        fr.wire.wire_share(mixed(), **arguments)


def test_no_articles() -> None:
    assert fr.wire.wire_share(mixed().iloc[:0]).empty
