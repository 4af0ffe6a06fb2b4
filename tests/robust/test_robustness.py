"""A study looked into as a whole: which differences, what is said of them, and one line for what can't be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.engine.pool import Stages
from framing.errors import FramingError
from framing.robust.table import chosen, vary_choices
from framing.study.run import prepare
from framing.study.steps import Context
from framing.study.steps import measures as measures_step
from framing.study.steps import robustness as checking
from framing.study.variations import _read, robustness
from framing.views import vocabulary
from tests.house import coverage as folder
from tests.robust.coverage import compared, coverage, measured

pytestmark = pytest.mark.medium


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> fr.Study:
    place = folder(tmp_path_factory.mktemp("house"), each=6)
    return fr.Study(articles=(str(place),), measures=("hedges", "tone.net"), draws=99, targets="none")


@pytest.fixture(scope="module")
def made(study: fr.Study) -> Context:
    """What a study has made when its differences are looked into, the standing of sources left out."""
    context = Context(study)
    prepare(context, Stages(False))
    context.tables |= measures_step.run(context)
    return context


def without_sources(made: Context) -> Context:
    return replace(made, sources=None)


def test_a_study_is_looked_into_by_its_primary_measures(study: fr.Study) -> None:
    found = robustness(replace(study, primary=("hedges", "tone.net")))
    assert set(found["chosen"]) == {"primary"}
    assert {"as made", "voices", "parts"} <= set(found["choice"])


def test_a_study_file_and_a_folder_are_taken_too(study: fr.Study, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(study.toml(tmp_path), "utf8")
    again = robustness(tmp_path, contrasts=["hedges"])
    assert set(again["measure"]) == {"hedges"}
    assert set(again["chosen"]) == {"named"}
    for given in (tmp_path, tmp_path / "study.toml", str(tmp_path / "study.toml")):
        assert _read(given).measures == study.measures
    assert _read(tmp_path / "articles").articles == (str(tmp_path / "articles"),)


def test_the_same_input_gives_the_same_bytes(made: Context) -> None:
    options = {"contrasts": ["hedges"]}
    one, two = (checking.vary(without_sources(made), options) for _ in range(2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contrasts": ["hegdes"]}, "did you mean 'hedges'"),
        ({"contrasts": [{"mesure": "hedges"}]}, "column 'mesure' is not known; did you mean 'measure'"),
        ({"contrasts": [{"measure": "hedges", "voice": "nobody"}]}, "no comparison has measure 'hedges'"),
        ({"contrasts": [3]}, "names no comparison"),
    ],
)
def test_what_is_not_known_is_said_in_one_line(made: Context, given: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError) as caught:
        checking.vary(without_sources(made), given)
    assert str(caught.value).startswith("robustness: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_names_nothing_beforehand_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    for given in (tmp_path, fr.Study(articles=(str(tmp_path / "absent"),), measures=("hedges",))):
        with pytest.raises(FramingError) as caught:
            robustness(given)
        assert str(caught.value) == "robustness: name what to look into: primary=..., or contrasts=..."
    (tmp_path / "study.toml").write_text('articles = ["x"]\n[robustness]\n', "utf8")
    with pytest.raises(FramingError, match=r"study\.toml: robustness: name what to look into"):
        fr.Study.read(tmp_path / "study.toml")


def test_what_is_no_study_is_said() -> None:
    with pytest.raises(FramingError, match="neither a study nor a path"):
        robustness(3)  # type: ignore[arg-type]


def test_primary_measures_are_looked_into_unasked() -> None:
    articles = coverage(outlets=("courier", "herald", "ledger"))
    measures = measured("hedges", "tone.net", "boosters")
    scores, contrast = compared(articles, measures)
    named = fr.compare(scores, primary="tone", draws=199).contrast
    rows, why = chosen(named)
    assert why == "primary"
    assert set(rows["measure"]) == {"tone.net"}
    assert "any" not in set(rows["a"])
    assert chosen(contrast)[0].empty


def test_groups_are_called_by_key_or_as_tables_in_files_call_them() -> None:
    _, contrast = compared(coverage(outlets=("harbour_courier", "herald")), measured("hedges"))
    right, _ = chosen(contrast, [{"measure": "hedges", "a": "harbour_courier"}])
    assert len(right)
    for name in ("Harbour Courier", "Harbour Courier (invented text)"):
        rows, _ = chosen(contrast, [{"measure": "hedges", "a": name}])
        assert rows.index.tolist() == right.index.tolist()
    shown = vocabulary.name_outlets(contrast.assign(provenance="illustrative"))
    rows, _ = chosen(contrast, shown)
    assert len(rows) == contrast["estimate"].notna().sum()
    with pytest.raises(FramingError, match="no comparison has a 'Harbor Courier'"):
        chosen(contrast, [{"a": "Harbor Courier"}])


def test_a_census_is_described_and_not_tested() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures, collection="census")
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
    found = vary_choices(articles, scores, rows, measures=measures, collection="census")
    assert not found["stands"].any()
    assert found[["low", "high"]].isna().all().all()
    assert found["note"].str.contains("census: describes").all()


def test_many_outlets_are_set_against_the_rest() -> None:
    names = tuple(f"outlet_{k}" for k in range(7))
    articles, measures = coverage(each=5, outlets=names), measured("hedges")
    scores, contrast = compared(articles, measures)
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
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
    rows, _ = chosen(contrast, ["hedges"])
    found = vary_choices(articles, scores, rows, measures=measures, by="owner")
    base = found[found["choice"] == "as made"]
    assert base["estimate"].tolist() == rows["estimate"].tolist()
    assert {"voices", "wire"} <= set(found["choice"])


def test_voices_are_no_groups() -> None:
    articles, measures = coverage(), measured("hedges")
    scores = fr.score(articles, "hedges")
    contrast = fr.compare(scores, by="voice", split=(), draws=99).contrast
    with pytest.raises(FramingError, match="compares words inside articles"):
        vary_choices(articles, scores, contrast, measures=measures, by="voice", split=())


def test_measures_that_can_not_be_counted_again_keep_the_choices_of_articles() -> None:
    articles = coverage()
    scores, contrast = compared(articles, measured("hedges"))
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
    choices = set(vary_choices(articles, scores, rows, measures={})["choice"])
    assert choices <= {"as made", "wire", "genre", "window", "weights"}
    assert {"wire", "genre"} <= choices


def test_cells_split_by_part_are_looked_into_part_by_part() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures, split=("voice", "part"))
    rows, _ = chosen(
        contrast, [{"measure": "hedges", "genre": "news", "part": "headline", "voice": "outlet"}]
    )
    assert rows["unit"].item() == "share_of_headlines"
    found = vary_choices(articles, scores, rows, measures=measures, split=("voice", "part"))
    np.testing.assert_array_equal(found[["estimate", "low", "high"]].iloc[0].astype(float),
                                  rows[["estimate", "low", "high"]].iloc[0].astype(float))  # fmt: skip
    assert "parts" not in set(found["choice"])


def test_nothing_to_look_into_gives_an_empty_table() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures)
    assert vary_choices(articles, scores, contrast.iloc[:0], measures=measures).empty


def test_a_step_of_a_study_gives_tables_by_name(made: Context) -> None:
    found = checking.run(
        replace(made, study=replace(made.study, robustness={"contrasts": ["hedges", "sources"]}))
    )
    assert set(found) == {"robustness"}
    assert found["robustness"]["measure"].str.startswith("sources.").any()
    with pytest.raises(FramingError, match="option 'drwas' is not known"):
        replace(made.study, robustness={"drwas": 9})
