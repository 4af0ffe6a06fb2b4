"""Of very many articles no text and no count of a single one is in the tables: what a bundle then holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus.load import load
from framing.engine.store import writer
from framing.errors import FramingError
from framing.study import bundle, steps
from framing.study import output as provenance
from framing.study.config import Study
from framing.study.reproduce import GOOD, reproduce
from tests.house import coverage

pytestmark = pytest.mark.medium


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("many")
    articles = load([str(coverage(home / "texts", each=5))], progress=False).articles
    with writer(home / "store", rows=4) as parts:
        parts.add(articles)
    return home / "store"


@pytest.fixture(scope="module")
def output(store: Path) -> Path:
    folder = store.parent / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "DETAILED", 4)
        Study(
            articles=(str(store),), voices="none", measures=("hedges",), draws=99, naming="none",
            targets="none", keyness=False, coverage=False, robustness=False,
        ).run(folder)  # fmt: skip
    return folder


def test_the_record_of_a_store_has_the_hash_of_each_part(output: Path, store: Path) -> None:
    names = [one["name"] for one in provenance.read(output)["inputs"]]
    assert names == sorted(file.name for file in store.iterdir() if not file.name.startswith("."))
    assert "store.json" in names
    with_more = provenance.inputs([str(store), str(output / "study.toml")])
    assert {"study.toml", *names} == {one["name"] for one in with_more}
    assert provenance.inputs([str(store)]) == provenance.read(output)["inputs"]


def test_a_bundle_without_counts_says_what_it_can_make(output: Path) -> None:
    assert not (output / "tables" / "scores.parquet").exists()
    archive = bundle.bundle(output, output.parent / "many.zip").path
    with zipfile.ZipFile(archive) as opened:
        said = opened.read("README.txt").decode()
        assert "draws its figures again" in said
        assert "counts alone" not in said
    verdicts = {one.file: one for one in reproduce(archive)}
    assert verdicts["tables/profile.parquet"].verdict == "not made"
    assert not any(one.verdict in ("differs", "missing") for one in verdicts.values())


def test_a_study_over_a_store_is_made_again(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "DETAILED", 4)
    verdicts = reproduce(output)
    assert verdicts
    assert all(one.verdict in GOOD for one in verdicts), [one for one in verdicts if one.verdict not in GOOD]


def test_words_are_looked_for_in_the_store_which_must_be_there(output: Path, store: Path) -> None:
    table = output / "tables" / "articles.parquet"
    assert "text" not in pd.read_parquet(table).columns
    store.rename(store.with_name("elsewhere"))
    try:
        with pytest.raises(FramingError, match="whose words may not come along"):
            bundle.bundle(output, output.parent / "other.zip")
    finally:
        store.with_name("elsewhere").rename(store)
