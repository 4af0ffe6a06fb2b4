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
        'articles = ["texts"]\nmeasures = ["hedges"]\nnaming = "mine.toml"\ncollocates = ["visit", "adds"]\n'
        'figures = ["all"]\nstyle = true\nmodifiers = true\n'
        'word_shift = ["National Post", "Xinhua"]\n'
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
    asked = {"terms", "shift", "naming", "mentions", "collocates", "collocate_shift", "style",
             "frequencies"}  # fmt: skip
    assert asked <= tables
    figures = {file.stem for file in (output / "figures").glob("*.svg")}
    assert {"keyness", "keyness_beside", "word_shift", "naming"} <= figures
    beside = pd.read_parquet(output / "tables" / "collocates.parquet")
    assert beside.duplicated(["group", "term"]).any(), "no word stands beside both"
    assert set(beside["node"]) == {"visit", "adds"}


def test_options_reach_the_statistics(output: Path) -> None:
    terms = pd.read_parquet(output / "tables" / "terms.parquet")
    assert terms["term"].str.contains(" ").any()
    assert set(terms["voice"].astype(str)) == {"all"}
    shift = pd.read_parquet(output / "tables" / "shift.parquet")
    assert set(shift["voice"].astype(str)) == {"outlet"}
    assert shift["contribution"].sum() == pytest.approx(shift["difference"].iloc[0], abs=1e-12)


@pytest.mark.slow
def test_the_same_comes_out_again_and_a_file_of_referents_can_have_moved(
    output: Path, texts: Path, tmp_path: Path
) -> None:
    assert {verdict.verdict for verdict in reproduce(output)} == {"identical"}
    moved = tmp_path / "mine.toml"
    moved.write_text(SET, "utf8")
    assert {verdict.verdict in GOOD for verdict in reproduce(output, [texts, moved])} == {True}
    assert str(texts.parent) not in (output / "provenance.json").read_text("utf8")


def test_words_beside_whoever_is_named(tmp_path: Path) -> None:
    for outlet, word in (("xinhua", "beloved"), ("cbc", "embattled")):
        for number in range(4):
            text = (
                f"Headline {number}\n\nThe {word} minister met growers in town {number} and left for home.\n"
            )
            (tmp_path / f"{outlet}_2026-01-1{number}_item.txt").write_text(text, "utf8")
    mine = tmp_path / "mine.toml"
    mine.write_text('["The minister"]\naliases = ["minister"]\n', "utf8")
    study = Study(
        articles=(str(tmp_path / "*.txt"),),
        measures=("hedges",),
        naming=str(mine),
        modifiers=True,
        figures=("naming",),
    )
    found = study.run(tmp_path / "out").words["modifiers"]
    assert {"beloved", "embattled"} <= set(found["term"])
    assert (tmp_path / "out" / "figures" / "naming.svg").is_file()


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
        ({"word_shift": ["cbc"]}, "word_shift: ['cbc'] is no pair"),
        ({"word_shift": {"lexikon": "tone"}}, "did you mean 'lexicon'?"),
        ({"baseline": ["old/"], "keyness": False}, "baseline: it is for keyness, which is off"),
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
        ({"word_shift": ["xinhua", "cbc"]}, "cbc"),
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


# What is added to an opinion makes it long enough to be told from news.
@pytest.mark.filterwarnings("ignore:.*1 not news left out:framing.errors.FramingWarning")
def test_other_coverage_is_a_baseline(texts: Path, tmp_path: Path) -> None:
    other = coverage(tmp_path / "other")
    for file in other.glob("*.txt"):
        file.write_text(
            file.read_text("utf8").replace("trade", "match") + "\n\nThe match was long.\n", "utf8"
        )
    study = Study(
        articles=(str(texts),),
        baseline=(str(other),),
        measures=("hedges",),
        naming="none",
        figures=("keyness",),
    )
    terms = study.run(tmp_path / "out").words["terms"]
    assert set(terms["against"].astype(str)) == {"baseline"}
    assert terms["excess"].notna().any()
    assert {one.verdict for one in reproduce(tmp_path / "out")} == {"identical"}
