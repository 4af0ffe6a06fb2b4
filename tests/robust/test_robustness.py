"""A study looked into as a whole: which differences, what is said of them, and one line for what can't be."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.engine.pool import Stages
from framing.errors import FramingError
from framing.robust.choices import Made
from framing.robust.table import Robustness, chosen, specifications
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


@pytest.fixture(scope="module")
def found(study: fr.Study) -> Robustness:
    return robustness(replace(study, primary=("hedges", "tone.net")))


def test_a_study_gives_both_tables(found: Robustness) -> None:
    assert set(found.robustness["chosen"]) == {"primary"}
    assert set(found.robustness["contrast"]) == set(found.specifications["contrast"])
    page = found._repr_html_()
    assert "<script" not in page
    assert found.robustness["contrast"].iloc[0] in html.unescape(page)


def test_a_study_file_and_a_folder_are_taken_too(study: fr.Study, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(study.toml(tmp_path), "utf8")
    again = robustness(tmp_path, contrasts=["hedges"], choices=["unit"])
    assert set(again.robustness["measure"]) == {"hedges"}
    assert set(again.robustness["chosen"]) == {"named"}
    assert set(again.specifications["specification"]) <= {"unit=sums", "unit=articles"}
    for given in (tmp_path, tmp_path / "study.toml", str(tmp_path / "study.toml")):
        assert _read(given).measures == study.measures
    assert _read(tmp_path / "articles").articles == (str(tmp_path / "articles"),)


def test_the_same_input_gives_the_same_bytes(made: Context) -> None:
    options = {"contrasts": ["hedges"]}
    one, two = (checking.vary(without_sources(made), options) for _ in range(2))
    for first, second in zip(one, two, strict=True):
        pd.testing.assert_frame_equal(first, second, check_exact=True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contrasts": ["hegdes"]}, "did you mean 'hedges'"),
        ({"contrasts": [{"mesure": "hedges"}]}, "column 'mesure' is not known; did you mean 'measure'"),
        ({"contrasts": [{"measure": "hedges", "voice": "nobody"}]}, "no comparison has measure 'hedges'"),
        ({"contrasts": [3]}, "names no comparison"),
        ({"contrasts": ["hedges"], "choices": ["wires"]}, "choice 'wires' is not known; did you mean 'wire'"),
        (
            {"contrasts": ["hedges"], "choices": {"wire": ["drpo"]}},
            "wire 'drpo' is not known; did you mean 'drop'",
        ),
        ({"most": 0}, "most: 0 will not do"),
        ({"seed": "x"}, "seed: 'x' will not do"),
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
    (tmp_path / "study.toml").write_text('articles = ["x"]\n[robustness]\nmost = 99\n', "utf8")
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
    shown = vocabulary.shown(contrast.assign(provenance="illustrative"))
    rows, _ = chosen(contrast, shown)
    assert len(rows) == contrast["estimate"].notna().sum()
    with pytest.raises(FramingError, match="no comparison has a 'Harbor Courier'"):
        chosen(contrast, [{"a": "Harbor Courier"}])


def test_a_census_is_described_and_not_tested() -> None:
    articles, measures, made = coverage(), measured("hedges"), Made(collection="census")
    scores, contrast = compared(articles, measures, made)
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
    line = specifications(articles, scores, rows, measures=measures, made=made).robustness.iloc[0]
    assert line["stand"] == 0
    assert "census: describes" in line["note"]


def test_many_outlets_are_set_against_the_rest() -> None:
    names = tuple(f"outlet_{k}" for k in range(7))
    articles, measures = coverage(each=5, outlets=names), measured("hedges")
    scores, contrast = compared(articles, measures)
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
    assert set(rows["b"]) == {"rest"}
    found = specifications(articles, scores, rows, measures=measures)
    base = found.specifications[found.specifications["baseline"]].merge(rows, on="a", suffixes=("", "_c"))
    assert len(base) == len(rows) == 7
    for name in ("estimate", "low", "high", "n_a", "n_b"):
        np.testing.assert_array_equal(base[name], base[f"{name}_c"])
    assert found.robustness["contrast"].str.contains("all others").all()


def test_articles_can_be_grouped_by_a_column_of_their_own() -> None:
    articles = coverage().assign(owner=lambda t: np.where(t.index % 2 == 0, "port", "town"))
    measures, made = measured("hedges"), Made(by="owner")
    scores = fr.score(articles, "hedges", keep="owner")
    contrast = fr.compare(scores, by="owner", draws=99).contrast
    rows, _ = chosen(contrast, ["hedges"])
    found = specifications(articles, scores, rows, measures=measures, made=made)
    base = found.specifications[found.specifications["baseline"]]
    assert base["estimate"].tolist() == rows.sort_index()["estimate"].tolist()


def test_voices_are_no_groups() -> None:
    articles, measures = coverage(), measured("hedges")
    scores = fr.score(articles, "hedges")
    contrast = fr.compare(scores, by="voice", split=(), draws=99).contrast
    with pytest.raises(FramingError, match="compares words inside articles"):
        specifications(articles, scores, contrast, measures=measures, made=Made(by="voice", split=()))


def test_measures_that_can_not_be_counted_again_keep_the_choices_of_articles() -> None:
    articles = coverage()
    scores, contrast = compared(articles, measured("hedges"))
    rows, _ = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
    found = specifications(articles, scores, rows, measures={})
    choices = {
        pair.partition("=")[0] for s in found.specifications["specification"] for pair in s.split("; ")
    }
    assert choices <= {"wire", "genre", "unit", "window", "weights"}
    assert {"wire", "genre", "unit"} <= choices


def test_cells_split_by_part_are_looked_into_part_by_part() -> None:
    articles, measures, made = coverage(), measured("hedges"), Made(split=("voice", "part"))
    scores, contrast = compared(articles, measures, made)
    rows, _ = chosen(
        contrast, [{"measure": "hedges", "genre": "news", "part": "headline", "voice": "outlet"}]
    )
    assert rows["unit"].item() == "share_of_headlines"
    found = specifications(articles, scores, rows, measures=measures, made=made)
    base = found.specifications.iloc[0]
    np.testing.assert_array_equal(base[["estimate", "low", "high"]].astype(float),
                                  rows[["estimate", "low", "high"]].iloc[0].astype(float))  # fmt: skip
    assert not found.specifications["specification"].str.contains("parts=").any()


def test_nothing_to_look_into_gives_empty_tables() -> None:
    articles, measures = coverage(), measured("hedges")
    scores, contrast = compared(articles, measures)
    found = specifications(articles, scores, contrast.iloc[:0], measures=measures)
    assert len(found.robustness) == len(found.specifications) == 0


def test_a_step_of_a_study_gives_tables_by_name(made: Context) -> None:
    found = checking.run(
        replace(made, study=replace(made.study, robustness={"contrasts": ["hedges", "sources"]}))
    )
    assert {"robustness", "specifications"} <= set(found)
    assert found["robustness"]["measure"].str.startswith("sources.").any()
    with pytest.raises(FramingError, match="option 'drwas' is not known"):
        replace(made.study, robustness={"drwas": 9})
