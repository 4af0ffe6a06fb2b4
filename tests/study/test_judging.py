"""The keys of a study about stance, frames, actions: what each adds, decides by itself, and refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.commands.common import targets
from framing.engine.pool import Stages
from framing.errors import FramingError
from framing.study.config import Study
from framing.study.reproduce import GOOD, reproduce
from framing.study.run import prepare
from framing.study.steps import Context, frames, stance
from tests.house import coverage

SET = '["The visit"]\naliases = ["visit"]\n["Canola"]\naliases = ["canola"]\n'
BOOK = """name = "mine"
title = "Of mine"
meaning = "What is written of here."
licence = "CC0-1.0"

[frames.farming]
title = "farming"
meaning = "Farming is what it is about."
questions = ["Is farming named?"]
[frames.farming.indicators]
word = ["canola", "farm*"]
"""


def articles(count: int = 8) -> pd.DataFrame:
    texts = ["Marlow praised Ruiz. Ruiz failed Marlow.", "Ruiz spoke. Ana spoke too."]
    return pd.DataFrame(
        {
            "id": [str(k) for k in range(count)],
            "outlet": ["x", "y"] * (count // 2),
            "text": [texts[k % 2] for k in range(count)],
        }
    )


def mentions(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["article", "referent"])


def measures(study: Study, frame: pd.DataFrame, named: pd.DataFrame | None) -> dict[str, Any]:
    """Return the measures that the steps about frames and stance add."""
    context = Context(study, articles=frame, mentions=named)
    for step in (frames, stance):
        step.prepare(context)
    return context.measures


def names(found: object) -> set[str]:
    return {str(name) for name in found}  # type: ignore[attr-defined]


def test_unasked_stance_is_toward_those_that_two_groups_name_often() -> None:
    often = [(str(k), "China") for k in range(8) for _ in range(3)]
    once = [("0", "Taiwan")] * 30
    few = [(str(k), "Canada") for k in range(8)]
    found = measures(Study(articles=("x",)), articles(), mentions(*often, *once, *few))
    assert found["stance.net"].finder.targets == ("China",)


def test_the_four_named_most_are_taken_in_order() -> None:
    rows = [
        (str(k), name)
        for times, name in enumerate(["Tibet", "Taiwan", "Canada", "China", "Hong Kong"], start=2)
        for k in range(8)
        for _ in range(times)
    ]
    found = measures(Study(articles=("x",)), articles(), mentions(*rows))
    assert found["stance.net"].finder.targets == ("Hong Kong", "China", "Canada", "Taiwan")


def test_nothing_is_added_unasked_where_measures_are_named_or_nobody_is() -> None:
    often = mentions(*[(str(k), "China") for k in range(8) for _ in range(9)])
    assert measures(Study(articles=("x",), measures=("hedges",)), articles(), often) == {}
    alone = measures(Study(articles=("x",)), articles(), None)
    assert alone
    assert all(name.startswith("frame.generic.") for name in alone)


@pytest.mark.medium
@pytest.mark.parametrize(
    ("text", "others", "wanted"),
    [
        ("Mark Carney made a visit to China.", "Rain.", True),
        ("The two held talks at the summit; China and Canada agreed.", "Rain.", True),
        ("Canada sold canola to China.", "Rain.", False),  # no visit
        ("China's minister made a visit to Beijing.", "Rain.", False),  # one country
        ("The White House praised a visit to the border.", "Mr. Trump saw Washington.", False),
    ],
)
def test_the_codebook_of_visits_is_for_visits_between_countries(text: str, others: str, wanted: bool) -> None:
    frame = articles().assign(text=[text, others] * 4)
    named = fr.words.mentions(frame, "visits", voices=None)
    found = measures(Study(articles=("x",)), frame, named)
    assert any(name.startswith("frame.visits.") for name in found) == wanted
    asked = measures(Study(articles=("x",), frames=("visits",)), frame, named)
    assert any(name.startswith("frame.visits.") for name in asked)


def test_what_is_named_is_measured_and_no_more() -> None:
    study = Study(
        articles=("x",), measures=("stance.net",), targets={"Ruiz": ["Ruiz"]}, frames=("episodic_thematic",)
    )
    found = measures(study, articles(), None)
    assert names(found) == {
        "stance.net",
        "frame.episodic_thematic.episodic",
        "frame.episodic_thematic.thematic",
    }
    assert found["stance.net"].finder.targets == ("Ruiz",)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"frames": ("generik",)}, "frames: codebook 'generik' is not known; did you mean 'generic'?"),
        ({"frames": ("none.toml",)}, "none.toml: can't be read"),
        ({"targets": "visit"}, "targets: referents 'visit' is not known"),
        ({"targets": {"Ruiz": []}}, "targets: 'Ruiz' has no alias"),
        ({"targets": {"Ruiz": "Ruiz"}}, "should be a list"),
    ],
)
def test_what_can_not_be_done_is_said_before_anything_is_read(given: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError) as caught:
        prepare(Context(Study(articles=("x",), **given)), Stages(False))  # type: ignore[arg-type]
    assert said.lower() in str(caught.value).lower()
    assert "\n" not in str(caught.value)


def test_stance_asked_for_toward_nobody_is_refused() -> None:
    study = Study(articles=("x",), measures=("stance.net",), targets="none")
    with pytest.raises(FramingError, match=r"'stance\.net' is toward somebody"):
        measures(study, articles(), None)
    wrong = Study(articles=("x",), measures=("stance.nett",), targets={"Ruiz": ["Ruiz"]})
    with pytest.raises(FramingError, match=r"did you mean 'stance\.net'"):
        measures(wrong, articles(), None)


def test_stance_as_primary_toward_nobody_is_refused() -> None:
    with pytest.raises(FramingError, match=r"primary: 'stance\.net' is toward somebody"):
        measures(Study(articles=("x",), primary=("stance.net",)), articles(), None)


def test_codebooks_can_be_left_out() -> None:
    study = Study(articles=("x",), frames=("none",))
    frames.check(study)
    assert measures(study, articles(), None) == {}


@pytest.mark.parametrize(
    "given",
    [
        {"China": ["China", {"form": "Beijing", "spellings": ["Beijing", "Peking"]}]},
        {"China": {"aliases": ["China"], "descriptions": ["the country"]}, "the deal": ["deal"]},
        {'a "b" = c': ["x"], "Élan": ["élan"]},
    ],
)
def test_targets_of_any_form_are_written_as_they_are_read(given: dict[str, object], tmp_path: Path) -> None:
    study = Study(articles=(str(tmp_path / "texts"),), targets=given)
    (tmp_path / "study.toml").write_text(study.toml(tmp_path), "utf8")
    assert Study.read(tmp_path / "study.toml") == study


def test_targets_of_the_command() -> None:
    assert targets(["China = China, Beijing", "Ruiz", "China=Peking"]) == {
        "China": ["China", "Beijing", "Peking"],
        "Ruiz": ["Ruiz"],
    }


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = coverage(tmp_path_factory.mktemp("coverage") / "texts").parent
    (folder / "mine.toml").write_text(SET, "utf8")
    (folder / "book.toml").write_text(BOOK, "utf8")
    (folder / "study.toml").write_text(
        'articles = ["texts"]\nfigures = ["all"]\nnaming = "none"\n'
        'targets = "mine.toml"\nframes = ["book.toml", "generic"]\n',
        "utf8",
    )
    Study.read(folder / "study.toml").run(folder / "out")
    return folder / "out"


@pytest.mark.slow
def test_each_key_leaves_its_tables_and_figures(output: Path) -> None:
    tables = {file.stem for file in (output / "tables").glob("*.parquet")}
    assert "frames" in tables
    figures = {file.stem for file in (output / "figures").glob("*.svg")}
    assert "stance" in figures
    scores = pd.read_parquet(output / "tables" / "scores.parquet")
    assert set(scores["target"].dropna()) >= {"The visit", "Canola"}
    assert scores["measure"].astype(str).str.startswith("frame.mine.farming").any()
    assert set(pd.read_parquet(output / "tables" / "frames.parquet")["codebook"]) == {"mine", "generic"}


@pytest.mark.slow
def test_the_same_comes_out_again_with_files_of_ones_own(output: Path) -> None:
    assert {verdict for _, verdict, _ in reproduce(output)} <= set(GOOD)


@pytest.mark.slow
def test_files_of_ones_own_are_hashed_and_moved_with_the_study(output: Path) -> None:
    text = (output / "study.toml").read_text("utf8")
    assert "../mine.toml" in text
    assert "../book.toml" in text
    record = (output / "provenance.json").read_text("utf8")
    assert "book.toml" in record
    assert "mine.toml" in record
