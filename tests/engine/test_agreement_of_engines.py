"""A whole study over a store: the same files, byte for byte, whoever does the work and whatever dies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyarrow.parquet import ParquetFile

import framing as fr
from framing.engine import parts
from framing.engine.store import writer
from framing.study.config import Study
from tests.house import bytes_of

pytestmark = pytest.mark.slow

#: What takes longest says nothing of engines.
LEAN = {"robustness": False, "figures": ("profile", "keyness", "voices", "coverage")}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "articles"
    articles = fr.load(fr.example("carney-beijing-2026"), progress=False).articles
    with writer(str(place), rows=8) as grown:
        grown.add(articles)
    return place


@pytest.fixture(scope="module")
def alone(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study done here, over one frame: 20 MB of text and less need nobody else."""
    return run(store, tmp_path_factory.mktemp("alone"))


def run(store: Path, home: Path, **how: object) -> Path:
    folder = home / "out"
    Study(articles=(str(store),), **LEAN).run(folder, home=store, progress=False, **how)  # type: ignore[arg-type]
    return folder


def test_processes_leave_the_bytes_that_one_frame_leaves(store: Path, alone: Path, tmp_path: Path) -> None:
    many = run(store, tmp_path, workers=2)
    assert bytes_of(many) == bytes_of(alone)
    # Nothing is left beside a run that ended well.
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_dask_leaves_the_same_bytes(store: Path, alone: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra distributed is not installed")
    assert bytes_of(run(store, tmp_path, dask="local")) == bytes_of(alone)


def test_a_part_that_can_t_be_read_is_named_and_its_articles_listed(
    store: Path, alone: Path, tmp_path: Path
) -> None:
    whole = pd.read_parquet(alone / "tables" / "articles.parquet")
    broken = tmp_path / "store"
    broken.mkdir()
    for file in store.iterdir():
        data = bytearray(file.read_bytes())
        if file.name == "part-00002.parquet":
            # Its texts alone, so that the fault shows when the part is worked on.
            group = ParquetFile(file).metadata.row_group(0)
            columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
            start = columns["text"].data_page_offset
            data[start : start + columns["text"].total_compressed_size] = bytes(
                columns["text"].total_compressed_size
            )
        (broken / file.name).write_bytes(data)
    with pytest.warns(fr.FramingWarning, match="part-00002"):
        folder = run(broken, tmp_path, workers=2)
    left = pd.read_parquet(folder / "tables" / "articles.parquet")
    assert left["id"].tolist() == [*whole["id"][:16], *whole["id"][24:]]
    audit = pd.read_csv(folder / "tables" / "audit.csv")
    failed = audit[audit["kind"] == "failed"]
    assert sorted(failed["article"]) == sorted(whole["id"][16:24])
    assert failed["detail"].str.startswith("part-00002").all()


def test_a_run_that_was_cut_off_goes_on_from_finished_parts(
    store: Path, alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.study.steps import evidence

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(evidence, "run", stopped)
        with pytest.raises(KeyboardInterrupt):
            run(store, tmp_path, workers=2)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / ".out.parts").rglob("done.json")}
    assert len(kept) > 10
    seen: list[int] = []
    begun = parts._run_task

    def counting(*given: Any) -> object:
        seen.append(sum(path.stat().st_mtime_ns == stamp for path, stamp in kept.items() if path.exists()))
        return begun(*given)

    monkeypatch.setattr(parts, "_run_task", counting)
    assert bytes_of(run(store, tmp_path, workers=2)) == bytes_of(alone)
    # What was done stayed as it was until the end.
    assert set(seen) == {len(kept)}


def test_no_trace_of_who_did_the_work_is_recorded(alone: Path) -> None:
    record = json.loads((alone / "provenance.json").read_text("utf8"))
    assert not {"workers", "dask", "cache"} & set(record) | {"workers", "dask", "cache"} & set(
        record["settings"]
    )


def test_of_very_many_articles_tables_of_single_ones_are_written_by_part_where_asked(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.study.steps.DETAILED", 20)
    folders = []
    for name, how in (("alone", {}), ("many", {"workers": 2})):
        folder = tmp_path / name
        study = Study(articles=(str(store),), details=True, coverage=False, **LEAN)  # type: ignore[arg-type]
        study.run(folder, home=store, progress=False, **how)  # type: ignore[arg-type]
        folders.append(folder)
    assert "text" not in pd.read_parquet(folders[0] / "tables" / "articles.parquet").columns
    assert not (folders[0] / "tables" / "scores.parquet").exists()
    scores = [pd.read_parquet(folder / "tables" / "scores") for folder in folders]
    assert len(list((folders[1] / "tables" / "scores").iterdir())) == 5
    assert scores[0]["hits"].tolist() == scores[1]["hits"].tolist()
    bytes_alone, bytes_many = (
        {name: seal for name, seal in bytes_of(folder).items() if "/part-" not in name and "prov" not in name}
        for folder in folders
    )
    assert bytes_alone == bytes_many
