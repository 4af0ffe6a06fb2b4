"""A study looked into as a whole: which differences, what is said of them, and one line for what can't be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.engine.pool import Stages
from framing.robust.table import primary_rows, vary_choices
from framing.study.run import prepare
from framing.study.steps import Context
from framing.study.steps import measures as measures_step
from framing.study.steps import robustness as checking
from tests.house import coverage as folder
from tests.robust.coverage import cells, compared, coverage, measured

pytestmark = pytest.mark.medium


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> fr.Study:
    place = folder(tmp_path_factory.mktemp("house"), each=6)
    return fr.Study(articles=(str(place),), measures=("hedges", "tone.net"), draws=99, targets="none",
                    primary=("hedges", "sources"))  # fmt: skip


@pytest.fixture(scope="module")
def made(study: fr.Study) -> Context:
    """What a study has made when its differences are looked into, the standing of sources left out."""
    context = Context(study)
    prepare(context, Stages(False))
    context.tables |= measures_step.run(context)
    return context


def test_the_same_input_gives_the_same_bytes(made: Context) -> None:
    one, two = (checking.run(replace(made, sources=None))["robustness"] for _ in range(2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_primary_measures_are_looked_into_unasked() -> None:
    articles = coverage(outlets=("courier", "herald", "ledger"))
    measures = measured("hedges", "tone.net", "boosters")
    scores, contrast = compared(articles, measures)
    named = fr.compare(scores, primary="tone", draws=199).contrast
    rows = primary_rows(named)
    assert set(rows["measure"]) == {"tone.net"}
    assert "any" not in set(rows["a"])
    assert primary_rows(contrast).empty


def test_a_census_is_described_and_not_tested() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures, collection="census", primary="hedges")
    rows = primary_rows(contrast, "census")
    assert set(rows["voice"]) >= {"outlet", "quoted"}
    rows = cells(rows, voice="outlet", genre="news")
    found = vary_choices(articles, scores, rows, measures=measures, collection="census")
    assert not found["stands"].any()
    assert found[["low", "high"]].isna().all().all()
    assert found["note"].str.contains("census: describes").all()


def test_many_outlets_are_set_against_the_rest() -> None:
    names = tuple(f"outlet_{k}" for k in range(7))
    articles, measures = coverage(each=5, outlets=names), measured("hedges")
    scores, contrast = compared(articles, measures)
    rows = cells(contrast, measure="hedges", voice="outlet", genre="news")
    assert set(rows["b"]) == {"rest"}
    found = vary_choices(articles, scores, rows, measures=measures)
    base = found[found["choice"] == "as made"].merge(rows, on="a", suffixes=("", "_c"))
    assert len(base) == len(rows) == 7
    for name in ("estimate", "low", "high", "n_a", "n_b"):
        np.testing.assert_array_equal(base[name], base[f"{name}_c"])
    assert found["contrast"].str.contains("all others").all()


def test_articles_can_be_grouped_by_a_column_of_their_own() -> None:
    articles = coverage().assign(owner=lambda t: np.where(t.index % 2 == 0, "port", "town"))
    measures = measured("hedges")
    scores = fr.score(articles, "hedges", keep="owner")
    contrast = fr.compare(scores, by="owner", draws=99).contrast
    rows = cells(contrast, measure="hedges")
    found = vary_choices(articles, scores, rows, measures=measures, by="owner")
    base = found[found["choice"] == "as made"]
    assert base["estimate"].tolist() == rows["estimate"].tolist()
    assert {"voices", "wire"} <= set(found["choice"])


def test_measures_that_can_not_be_counted_again_keep_the_choices_of_articles() -> None:
    articles = coverage()
    scores, contrast = compared(articles, measured("hedges"))
    rows = cells(contrast, measure="hedges", voice="outlet", genre="news")
    choices = set(vary_choices(articles, scores, rows, measures={})["choice"])
    assert choices <= {"as made", "wire", "genre"}
    assert {"wire", "genre"} <= choices


def test_cells_split_by_part_are_looked_into_part_by_part() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures, split=("voice", "part"))
    rows = cells(contrast, measure="hedges", genre="news", part="headline", voice="outlet")
    assert rows["unit"].item() == "share_of_headlines"
    found = vary_choices(articles, scores, rows, measures=measures, split=("voice", "part"))
    np.testing.assert_array_equal(found[["estimate", "low", "high"]].iloc[0].astype(float),
                                  rows[["estimate", "low", "high"]].iloc[0].astype(float))  # fmt: skip
    assert "parts" not in set(found["choice"])


def test_nothing_to_look_into_gives_an_empty_table() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures)
    assert vary_choices(articles, scores, contrast.iloc[:0], measures=measures).empty


def test_a_step_of_a_study_gives_its_table_where_something_is_named_beforehand(made: Context) -> None:
    found = checking.run(made)
    assert set(found) == {"robustness"}
    measures = found["robustness"]["measure"]
    assert set(measures[~measures.str.startswith("sources.")]) == {"hedges"}
    assert measures.str.startswith("sources.").any()
    assert {"as made", "voices", "parts"} <= set(found["robustness"]["choice"])
    for study in (replace(made.study, primary=()), replace(made.study, robustness=False)):
        assert checking.run(replace(made, study=study)) == {}
