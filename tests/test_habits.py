"""What users of other packages expect: types that a checker takes, results that show themselves."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr
from tests.cases import for_each
from tests.house import coverage, public_names

USER = """\
from pathlib import Path

import framing as fr

articles, audit = fr.load(fr.example("carney-beijing-2026"), progress=False)
scores = fr.score(articles, ["hedges", "tone.net"], voices=fr.sources.voices(articles))
found = fr.compare(scores, primary="hedges")
path: Path = fr.paper(found.contrast, top=5).save("table.tex")
study = fr.Study(articles=("texts/",), measures=("hedges",))
summary: str = study.run("out").summary
sample = fr.coding.sample_for_coding(articles, codebook="tone", n=10)
codes, faults = fr.coding.read_codes("coding", sample=sample)
print(fr.coding.agreement(codes, sample=sample), fr.plotting.contrast(found.contrast), len(audit), path)
try:
    fr.checks.power(found.contrast)
except fr.FramingError as error:
    print(error)
"""


def public() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions, and the methods of public classes that are written here."""
    for name, thing in public_names().items():
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing):
            for key, value in vars(thing).items():
                method = value.__func__ if isinstance(value, classmethod | staticmethod) else value
                if inspect.isfunction(method) and not key.startswith("_"):
                    yield f"{name}.{key}", method


@for_each("name", dict(public()))
def test_every_public_function_says_its_types(name: str) -> None:
    signature = inspect.signature(dict(public())[name])
    bare = [
        key
        for key, parameter in signature.parameters.items()
        if parameter.annotation is inspect.Parameter.empty and key not in ("self", "cls")
    ]
    assert bare == []
    assert signature.return_annotation is not inspect.Signature.empty


@pytest.mark.slow
def test_a_strict_checker_takes_a_users_script(tmp_path: Path) -> None:
    if shutil.which("mypy", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("mypy is not installed")
    (tmp_path / "script.py").write_text(USER, "utf8")
    found = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "script.py"]
    done = subprocess.run(found, cwd=tmp_path, capture_output=True, text=True, encoding="utf8", check=False)
    assert done.stdout.startswith("Success"), done.stdout + done.stderr


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("shown")
    loaded = fr.load(coverage(folder / "texts", each=3), progress=False)
    articles = loaded.articles
    compared = fr.compare(fr.score(articles, "hedges", voices=None), draws=99)
    with pytest.warns(fr.FramingWarning):
        sample = fr.coding.sample_for_coding(articles, codebook="tone", n=500, voices=None)
    sample.write(folder / "coded")
    return {
        "load": loaded,
        "overview": fr.check(*loaded),
        "compare": compared,
        "kwic": fr.words.kwic(articles, "visit"),
        "sample": sample,
        "codes": fr.coding.read_codes(folder / "coded", sample=sample),
        "paper": fr.paper(compared.contrast),
    }


TABLED = ("load", "overview", "compare", "kwic", "paper")


@pytest.mark.medium
@for_each("name", (*TABLED, "sample", "codes"))
def test_a_result_shows_itself_in_a_notebook_and_in_a_terminal(name: str, results: dict[str, Any]) -> None:
    if name in TABLED:
        page = results[name]._repr_html_()
        assert page.startswith('<div class="tex2jax_ignore')
        assert "<table" in page
        assert len(page) < 100_000
    if name != "kwic":
        said = repr(results[name])
        assert "\n" not in said
        assert len(said) < 400
        assert said.startswith(f"{type(results[name]).__name__}(")


@pytest.mark.parametrize("thing", [fr.Study(articles=("texts/",)), fr.Limits(), fr.frames.FrameClassifier()])
def test_settings_show_themselves_on_one_line(thing: object) -> None:
    assert "\n" not in repr(thing)
    assert len(repr(thing)) < 250


def test_a_study_shows_what_was_decided_alone() -> None:
    assert repr(fr.Study(articles=("a/",), seed=7)) == "Study(articles=('a/',), seed=7)"


def test_every_result_of_several_tables_is_told_by_their_sizes() -> None:
    pair = fr.Comparison(pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1, 2], "b": [3, 4]}))
    assert repr(pair) == "Comparison(profile: 1 row × 1 column, contrast: 2 rows × 2 columns)"
