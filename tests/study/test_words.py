"""The keys of a study about words: what each turns on, what is refused, and that the same comes out again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.errors import FramingError, FramingWarning
from framing.study.config import Study
from framing.study.reproduce import GOOD, reproduce
from tests.house import coverage

pytestmark = pytest.mark.medium

SET = '["The visit"]\naliases = ["visit"]\n["Canola"]\naliases = ["canola"]\n'


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coverage(tmp_path_factory.mktemp("coverage") / "texts")


@pytest.fixture(scope="module")
def study(texts: Path) -> Study:
    folder = texts.parent
    (folder / "mine.toml").write_text(SET, "utf8")
    (folder / "study.toml").write_text(
        'articles = ["texts"]\nmeasures = ["hedges"]\nnaming = "mine.toml"\n'
        'figures = ["all"]\n'
        '[keyness]\nngram = [1, 2]\nvoice = "all"\n',
        "utf8",
    )
    return Study.read(folder / "study.toml")


@pytest.fixture(scope="module")
def output(study: Study, texts: Path) -> Path:
    study.run(texts.parent / "out")
    return texts.parent / "out"


def test_each_key_leaves_its_tables_and_figures(output: Path) -> None:
    tables = {file.stem for file in (output / "tables").glob("*.parquet")}
    assert {"terms", "naming", "mentions"} <= tables
    figures = {file.stem for file in (output / "figures").glob("*.svg")}
    assert {"keyness", "naming"} <= figures


def test_options_reach_the_statistics(output: Path) -> None:
    terms = pd.read_parquet(output / "tables" / "terms.parquet")
    assert terms["term"].str.contains(" ").any()
    assert set(terms["voice"].astype(str)) == {"all"}


@pytest.mark.slow
def test_the_same_comes_out_again_and_a_file_of_referents_can_have_moved(
    output: Path, texts: Path, tmp_path: Path
) -> None:
    assert {verdict.verdict for verdict in reproduce(output)} == {"identical"}
    moved = tmp_path / "mine.toml"
    moved.write_text(SET, "utf8")
    assert {verdict.verdict in GOOD for verdict in reproduce(output, [texts, moved])} == {True}
    assert str(texts.parent) not in (output / "provenance.json").read_text("utf8")


def test_what_is_off_leaves_nothing(texts: Path, tmp_path: Path) -> None:
    off = Study(
        articles=(str(texts),), measures=("hedges",), keyness=False, naming="none", figures=("profile",)
    )
    assert off.run(tmp_path / "out").words == {}


def test_a_set_that_names_nothing_is_said(texts: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('["Harbour"]\naliases = ["Port Marlow"]\n', "utf8")
    asked = Study(articles=(str(texts),), measures=("hedges",), naming=str(mine), figures=("profile",))
    with pytest.warns(FramingWarning, match="names nothing in these articles"):
        found = asked.run(tmp_path / "out")
    assert "naming" not in found.words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"keyness": "yes"}, "keyness should be true or false or a table of options; got 'yes'"),
        ({"keyness": {"n_gram": 2}}, "'n_gram' is not known; did you mean 'ngram'?"),
    ],
)  # fmt: skip
def test_what_no_key_takes_is_refused_before_anything_is_read(given: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError) as caught:
        Study(articles=("x",), **given)  # type: ignore[arg-type]
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"keyness": {"against": "all"}}, "against"),
        ({"naming": "visit"}, "did you mean 'visits'"),
    ],
)
def test_what_the_statistics_refuse_is_one_line_that_names_the_key(
    texts: Path, tmp_path: Path, given: dict[str, object], said: str
) -> None:
    study = Study(articles=(str(texts),), measures=("hedges",), **given)  # type: ignore[arg-type]
    with pytest.raises(FramingError, match=said) as caught:
        study.run(tmp_path / "out")
    assert "\n" not in str(caught.value)
