"""The steps about who speaks: what is compared, how two tables become one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.features.measures import registry
from framing.schema import check, empty
from framing.study.config import Study
from framing.study.steps import Context, measures, voices, without_notes

TEXT = "The tide was late, Ana Ruiz said."


def standing(counts: dict[tuple[str, str], int], unit: str = "share") -> pd.DataFrame:
    """Scores of sources: in how many of four articles an outlet has a kind."""
    rows = [
        dict(
            article=f"{outlet}{i}", outlet=outlet, genre=genre, part="all", voice="all",
            measure="sources.words", target=target, unit=unit, hits=10, tokens=10,
            weight=5 if i < count else 0,
        )
        for (outlet, target), count in counts.items()
        for i, genre in enumerate(("news", "news", "unknown", "news"))
    ]  # fmt: skip
    return check(pd.DataFrame(rows), "scores")


def test_a_kind_in_three_articles_of_one_outlet_is_compared_for_all() -> None:
    table = standing({("a", "expert"): 3, ("b", "expert"): 0, ("a", "citizen"): 2, ("b", "citizen"): 2})
    kept = measures.select_common(table, "outlet")
    assert set(kept["target"]) == {"expert"}
    assert set(kept["outlet"]) == {"a", "b"}
    assert len(measures.select_common(table, "outlet", least=1)) == len(table)


def test_a_table_not_split_further_is_all_there() -> None:
    first = pd.DataFrame({"group": ["a"], "speaker_type": ["expert"], "n": [1]})
    second = pd.DataFrame({"n": [2], "group": ["b"]})
    whole = measures.join_tables(first, second, ("voice", "speaker_type"))
    assert whole.values.tolist() == [["a", "expert", 1], ["b", "all", 2]]
    assert measures.join_tables(first, second.iloc[:0], ("speaker_type",)) is first


def articles() -> pd.DataFrame:
    return check(
        pd.DataFrame(
            {"id": ["0012", "b"], "outlet": ["x", "y"], "title": ["Tide", ""], "text": [TEXT, TEXT]}
        ),
        "articles",
    )


def test_only_voices_in_full_give_voices() -> None:
    context = Context(Study(articles=("x",), voices="quotes"), articles=articles())
    voices.prepare(context)
    assert context.voices is None
    assert context.voicing == "quotes"
    context = Context(Study(articles=("x",)), articles=articles())
    voices.prepare(context)
    assert isinstance(context.voices, pd.DataFrame)
    assert empty("voices").columns.tolist() == context.voices.columns.tolist()
    with pytest.raises(FramingError, match="true or false"):
        Study(articles=("x",), sources="no")  # type: ignore[arg-type]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("given", "measured"), [({}, True), ({"sources": False}, False), ({"voices": "none"}, False)]
)
def test_sources_are_measured_where_voices_are_in_full_and_they_are_asked_for(
    given: dict[str, Any], measured: bool
) -> None:
    context = Context(Study(articles=("x",), measures=("hedges",), draws=99, **given), articles=articles())
    voices.prepare(context)
    context.measures = {"hedges": registry()["hedges"]}
    with without_notes():
        assert ("sources" in measures.run(context)) == measured


def test_a_file_needs_no_row_for_what_an_article_does_not_have() -> None:
    table = standing({("a", "expert"): 3, ("b", "expert"): 1})
    kept = measures.drop_absent(table)
    assert (kept["weight"] > 0).sum() == 4
    # Of an article that has none of the kinds one row stays, so that its denominator is known.
    none = kept[kept["weight"] == 0]
    assert not none["article"].duplicated().any()
    assert not set(none["article"]) & set(kept.loc[kept["weight"] > 0, "article"])
    assert len(measures.drop_absent(standing({("a", "expert"): 0}, unit="mean"))) == 4
