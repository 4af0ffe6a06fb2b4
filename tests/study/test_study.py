"""A study file is read strictly, and a run leaves the same bytes whatever the order of what it was given."""

from __future__ import annotations

import inspect
import json
import shutil
import sys
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.engine import pool, process
from framing.engine.process import Process
from framing.errors import FramingError
from framing.study import run
from framing.study.config import OPTIONS, Study
from framing.study.output import choose_figures
from framing.study.reproduce import reproduce
from tests.house import bytes_of, coverage


def write(folder: Path, text: str) -> Path:
    file = folder / "study.toml"
    file.write_text(text, "utf8")
    return file


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    study = Study.read(
        write(tmp_path, 'articles = ["texts", "/data/x.csv"]\nseed = 7\nsplit = ["voice", "part"]')
    )
    assert study.articles == (str(tmp_path / "texts"), "/data/x.csv")
    assert (study.seed, study.split, study.wire) == (7, ("voice", "part"), "collapse")


@pytest.mark.parametrize("key", OPTIONS)
def test_a_table_sets_what_the_function_takes(key: str) -> None:
    function = getattr(framing, key)
    assert set(OPTIONS[key]) <= set(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('articles = ["x"]\noutlet = ["a"]', "key 'outlet' is not known; did you mean 'outlets'?"),
        ('articles = ["x"]\nseed = "one"', "seed should be a whole number; got 'one'"),
        ('articles = ["x"]\nseed = true', "seed should be a whole number; got True"),
        ('articles = "x"', "articles should be a list of strings"),
        ('articles = ["x"]\nwire = "collaps"', "did you mean 'collapse'?"),
        ('articles = ["x"]\n[columns]\ntext = 3', "columns should be a table of strings"),
        ("title = 'none'", "articles: none given"),
        ("articles = [", "not a TOML file"),
    ],
)
def test_a_wrong_study_file_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FramingError) as caught:
        Study.read(write(tmp_path, text))
    assert said in str(caught.value)
    assert "study.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"none\.toml: can't be read"):
        Study.read(tmp_path / "none.toml")


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@given(
    title=words,
    outlets=st.lists(words, max_size=3),
    columns=st.dictionaries(st.sampled_from(["text", "outlet"]), words, max_size=2),
    seed=st.integers(-(2**60), 2**60),
)
def test_a_study_written_is_the_study_read(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    outlets: list[str],
    columns: dict[str, str],
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("study")
    study = Study(
        articles=(str(folder / "a"),),
        title=title,
        outlets=tuple(outlets),
        columns=columns,
        seed=seed,
        wire="drop",
    )
    assert Study.read(write(folder, study.toml(folder))) == study


def test_settings_name_every_field_but_paths() -> None:
    settings = Study(articles=("x",), lexicons=("y.toml",)).settings()
    paths = {"articles", "lexicons", "codes"}
    assert set(settings) == {f.name for f in fields(Study)} - paths
    assert json.loads(json.dumps(settings)) == settings


@pytest.fixture
def output(whole_study: Path) -> Path:
    return whole_study


@pytest.fixture
def texts(whole_study: Path) -> Path:
    return whole_study.parent / "texts"


def test_a_run_leaves_tables_figures_report_and_record(output: Path) -> None:
    made = bytes_of(output)
    for name in ("articles", "audit", "scores", "evidence", "profile", "contrast", "voices"):
        assert f"tables/{name}.parquet" in made
        # Who opens tables finds those that say something by themselves, and those asked for.
        assert (f"tables/{name}.csv" in made) == (name != "voices")
    assert {"report.html", "provenance.json", "study.toml"} <= set(made)
    svgs = {name[:-4] for name in made if name.endswith(".svg")}
    assert svgs
    assert svgs == {name[:-4] for name in made if name.endswith(".png")}


def test_csv_shows_names_and_parquet_keeps_keys(output: Path) -> None:
    for name in ("articles", "scores", "evidence"):
        people = pd.read_csv(output / "tables" / f"{name}.csv")
        programs = pd.read_parquet(output / "tables" / f"{name}.parquet")
        assert set(programs["outlet"]) == {"national_post", "xinhua"}
        assert set(people["outlet"]) == {"National Post", "Xinhua"}
        assert list(people.columns) == list(programs.columns)
        assert len(people) == len(programs)


def test_the_record_holds_hashes_and_no_place(output: Path, texts: Path) -> None:
    raw = (output / "provenance.json").read_text("utf8")
    record = json.loads(raw)
    assert str(texts.parent) not in raw
    assert {item["name"] for item in record["inputs"]} == {f.name for f in texts.iterdir()}
    made = bytes_of(output)
    assert record["outputs"] == {k: v for k, v in made.items() if k not in ("provenance.json", "study.toml")}
    assert record["seed"] == 1
    assert record["settings"]["primary"] == ["hedges"]
    assert {"python", "numpy", "pandas", "framing"} <= set(record["versions"])
    assert "hedges" in record["lexicons"]


@pytest.mark.slow
def test_order_of_files_and_a_second_run_change_no_byte(output: Path, texts: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    files = sorted((str(f) for f in texts.iterdir()), reverse=True)
    Study.read(output / "study.toml", files).run(again)
    first, second = bytes_of(output), bytes_of(again)
    # The study file names what was given, a folder there and files here.
    first.pop("study.toml"), second.pop("study.toml")
    first.pop("provenance.json"), second.pop("provenance.json")
    assert first == second
    record, other = (json.loads((folder / "provenance.json").read_text("utf8")) for folder in (output, again))
    assert record == other


@pytest.mark.medium
def test_reproduce_gets_the_same_bytes(output: Path) -> None:
    before = bytes_of(output)
    verdicts = reproduce(output)
    assert {v.file for v in verdicts} == set(before)
    assert {v.verdict for v in verdicts} == {"identical"}
    assert bytes_of(output) == before


@pytest.mark.slow
def test_reproduce_tells_equal_from_different(output: Path, tmp_path: Path) -> None:
    home = tmp_path / "out"
    shutil.copytree(output, home)
    table = pd.read_parquet(home / "tables" / "profile.parquet")
    table.assign(estimate=table["estimate"] * (1 + 1e-12)).to_parquet(home / "tables" / "profile.parquet")
    page = (home / "report.html").read_text("utf8")
    (home / "report.html").write_text(page.replace("A visit", "Another visit"), "utf8")
    (home / "tables" / "audit.csv").unlink()
    # The study file names the articles from where the folder was.
    verdicts = {v.file: v for v in reproduce(home, [output.parent / "texts"])}
    assert verdicts["report.html"].verdict == "differs"
    assert "changed after it was written" in verdicts["report.html"].note
    assert verdicts["tables/audit.csv"].verdict == "missing"
    assert verdicts["tables/scores.parquet"].verdict == "identical"
    assert verdicts["tables/profile.parquet"].verdict in ("equal", "differs")


@pytest.mark.slow
def test_reproduce_names_inputs_that_changed(output: Path, texts: Path, tmp_path: Path) -> None:
    moved = tmp_path / "texts"
    shutil.copytree(texts, moved)
    first = sorted(moved.iterdir())[0]
    first.write_text(first.read_text("utf8").replace("minister", "premier") + "\nOne line more.\n", "utf8")
    sorted(moved.iterdir())[1].unlink()
    changed = {v.file: v.verdict for v in reproduce(output, [moved]) if v.file.startswith("input ")}
    assert set(changed.values()) == {"differs", "missing"}


def test_reproduce_needs_a_record_and_the_articles(tmp_path: Path, output: Path) -> None:
    with pytest.raises(FramingError, match=r"has no provenance\.json"):
        reproduce(tmp_path)
    shutil.copytree(output, tmp_path / "alone" / "out")
    with pytest.raises(FramingError, match=r"name them with --inputs"):
        reproduce(tmp_path / "alone" / "out")


@pytest.mark.medium
def test_files_of_other_hands_stay(output: Path, texts: Path, tmp_path: Path) -> None:
    home = tmp_path / "out"
    shutil.copytree(output, home)
    (home / "notes.txt").write_text("mine", "utf8")
    (home / "figures" / "old.svg").write_text("mine too", "utf8")
    Study(articles=(str(texts),), measures=("hedges",), robustness=False, draws=99).run(home)
    assert (home / "notes.txt").read_text("utf8") == "mine"
    assert (home / "figures" / "old.svg").read_text("utf8") == "mine too"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_other_hands_is_refused(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf8")
    with pytest.raises(FramingError, match=r"holds files that framing did not write \(thesis\.txt\)"):
        Study(articles=(str(texts),)).run(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.medium
def test_the_folder_one_stands_in_can_be_written(
    output: Path, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "out"
    shutil.copytree(output, home)
    (home / "notes.txt").write_text("mine", "utf8")
    monkeypatch.chdir(home)
    Study(articles=(str(texts),), measures=("hedges",), robustness=False, draws=99).run(".")
    assert Path("notes.txt").read_text("utf8") == "mine"
    measures = set(pd.read_parquet("tables/profile.parquet")["measure"])
    assert {name for name in measures if not name.startswith("sources.")} == {"hedges"}
    assert not [name for name in bytes_of(home) if name.startswith(".")]


@pytest.mark.medium
def test_outlets_and_events_not_asked_for_are_left_out_and_counted(tmp_path: Path) -> None:
    texts = coverage(tmp_path / "texts", ("xinhua", "national_post", "cbc"))
    study = Study(articles=(str(texts),), outlets=("Xinhua", "cbc"), event="the visit", measures=("hedges",),
                  robustness=False, draws=99)  # fmt: skip
    result = study.run(tmp_path / "out")
    assert set(result.articles["outlet"]) == {"xinhua", "cbc"}
    assert set(result.articles["event"]) == {"the visit"}
    left = result.audit[result.audit["kind"] == "skipped"]
    assert len(left) == 4
    assert set(left["rule"]) == {"another outlet"}
    assert set(result.scores["measure"]) == {"hedges"}


def test_an_outlet_that_no_article_is_of_is_refused(tmp_path: Path) -> None:
    texts = coverage(tmp_path / "texts")
    with pytest.raises(FramingError, match="outlet 'Xinhoa' is not known; did you mean 'xinhua'"):
        Study(articles=(str(texts),), outlets=("Xinhoa", "National Post")).run(tmp_path / "out")


def test_figures_are_those_of_the_report_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"profile": SimpleNamespace(IN_REPORT=False), "strip": SimpleNamespace(IN_REPORT=True)}
    known["own"] = SimpleNamespace()
    monkeypatch.setattr("framing.plotting.registry.figures", lambda: known)
    assert choose_figures(Study(articles=("x",))) == {"strip"}
    assert choose_figures(Study(articles=("x",), figures=("own",))) == {"own"}
    assert choose_figures(Study(articles=("x",), figures=("all",))) == set(known)
    with pytest.raises(FramingError, match="figure 'profil' is not known; did you mean 'profile'"):
        choose_figures(Study(articles=("x",), figures=("profil",)))


@pytest.mark.parametrize(
    ("given", "said"), [({"figures": ("profil",)}, "mean 'profile'"), ({"csv": ("score",)}, "mean 'scores'")]
)
def test_what_is_to_be_written_is_checked_before_anything_is_read(
    given: dict[str, tuple[str]], said: str, tmp_path: Path
) -> None:
    with pytest.raises(FramingError, match=said):
        Study(articles=("gone",), **given).run(tmp_path / "out")  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_a_study_offers_only_voices_that_scores_can_tell_apart() -> None:
    from framing.features.cells import VOICES

    offered = Study.__dataclass_fields__["voices"].metadata["allowed"]
    assert set(offered) == {"none" if name is None else name for name in VOICES}
    with pytest.raises(FramingError, match="voices 'fall' is not known"):
        Study(articles=("x",), voices="fall")


@pytest.mark.slow
def test_a_second_process_changes_no_byte_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = coverage(tmp_path / "texts", each=6)
    started: list[Process] = []

    def start(settings: Any, *, fork: bool) -> Process:
        started.append(Process(settings, fork=fork))
        return started[-1]

    monkeypatch.setattr(pool, "Process", start)
    monkeypatch.setattr(run, "_SECOND", 12)
    made, said = [], []
    for number, forks, starts in ((1, False, 0), (2, False, 2), (2, True, 6)):
        if forks and sys.platform != "linux":
            continue
        started.clear()
        monkeypatch.setattr(run, "available", lambda number=number: number)
        for module in (run, process):
            monkeypatch.setattr(module, "can_fork", lambda forks=forks: forks)
        folder = tmp_path / f"{number}{forks}"
        Study(articles=(str(texts),), measures=("hedges",)).run(folder)
        made.append(bytes_of(folder))
        with pytest.raises(FramingError) as caught:
            Study(articles=(str(texts),), measures=("hedges",), coverage={"levels": "nobody"}).run(folder)
        said.append(str(caught.value))
        assert len(started) == starts
    assert all(one == made[0] for one in made)
    assert all(one == said[0] for one in said)
