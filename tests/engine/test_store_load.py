"""`framing load` writes a store, and goes on where it was cut off."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing.cli import main
from framing.corpus import jobs, parts
from framing.corpus.load import Loaded, stream
from framing.engine.store import is_store, read_manifest, read_part
from framing.errors import FramingError
from tests.corpus import made


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of so many records that they are read in runs of five, and a small one."""
    monkeypatch.setattr(jobs, "_RECORDS", 5)
    monkeypatch.setattr(jobs, "_LONG", 0)
    folder = tmp_path / "texts"
    folder.mkdir()
    rows = [made.record(n) for n in range(38)]
    # One is there twice, and one has no text: decisions that the audit tells.
    rows[20] = rows[3]
    rows[30] = {**rows[30], "text": "", "title": ""}
    (folder / "a.jsonl").write_text(made.lines(*rows), "utf8")
    (folder / "b.html").write_text(made.page(50), "utf8")
    return folder


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of each run of records that is worked on, how many they are."""
    seen: list[int] = []
    real = parts.read_records

    def watched(records: object, *more: object) -> object:
        # A file that isn't many records is read as it comes.
        seen.extend([len(records)] if isinstance(records, tuple) else [])
        return real(records, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "read_records", watched)
    return seen


def stored(where: Path) -> pd.DataFrame:
    manifest = read_manifest(where)
    frames = [read_part(where, part, manifest=manifest) for part in manifest.parts]
    return pd.concat(frames, ignore_index=True)


def read(texts: Path, **options: object) -> Loaded:
    pieces = list(stream(texts, progress=False, workers=1, **options))  # type: ignore[arg-type]
    return Loaded(*(pd.concat(tables, ignore_index=True) for tables in zip(*pieces, strict=True)))


def same(one: Loaded, other: Loaded) -> None:
    pd.testing.assert_frame_equal(one.articles, other.articles)
    pd.testing.assert_frame_equal(one.audit, other.audit)


@pytest.mark.medium
@pytest.mark.parametrize("ending", ["/", ""])
def test_a_folder_that_ends_in_a_stroke_is_a_store(ending: str, texts: Path, tmp_path: Path) -> None:
    out, audit = tmp_path / "out", tmp_path / "audit.parquet"
    if not ending:
        # What is a store already is one without it.
        assert main(["load", str(texts / "b.html"), "-o", f"{out}/"]) == 0
    with pytest.warns(fr.FramingWarning, match=r"a\.jsonl:31"):
        whole = fr.load(texts, workers=1)
    assert main(["load", str(texts), "-o", f"{out}{ending}", "--audit", str(audit), "--workers", "1"]) == 0
    assert is_store(out)
    pd.testing.assert_frame_equal(stored(out), whole.articles)
    pd.testing.assert_frame_equal(pd.read_parquet(audit), whole.audit)


def test_a_folder_without_one_is_asked_about(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    assert main(["load", str(texts), "-o", str(tmp_path / "out")]) == 1
    assert "is a folder; name a file" in (said := capsys.readouterr().err)
    assert "end it in a stroke for a store of parts" in said


def test_what_holds_something_else_is_refused_before_anything_is_read(
    texts: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", str(texts), "-o", f"{texts}/"]) == 1
    assert "holds files that framing did not write (a.jsonl)" in capsys.readouterr().err
    assert runs == []


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_load_that_was_cut_off_goes_on(
    workers: int, texts: Path, tmp_path: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = read(texts)
    assert runs == [5] * 7 + [3]
    kept, real = tmp_path / "kept", parts.read_records

    def cut_off(records: object, *more: object) -> object:
        if len(runs) == 4:
            raise KeyboardInterrupt
        return real(records, *more)  # type: ignore[arg-type]

    runs.clear()
    with monkeypatch.context() as patch:
        patch.setattr(parts, "read_records", cut_off)
        with pytest.raises(KeyboardInterrupt):
            read(texts, cache=kept)
    assert len(runs) == 4
    runs.clear()
    same(read(texts, cache=kept), alone)
    assert runs == [5] * 3 + [3]
    runs.clear()
    again = Loaded(
        *(
            pd.concat(tables, ignore_index=True)
            for tables in zip(*stream(texts, progress=False, workers=workers, cache=kept), strict=True)
        )
    )
    same(again, alone)
    assert runs == []


@pytest.mark.medium
def test_of_a_file_that_grew_only_new_runs_are_read(texts: Path, tmp_path: Path, runs: list[int]) -> None:
    read(texts, cache=tmp_path / "kept")
    with (texts / "a.jsonl").open("a", encoding="utf8") as out:
        out.write(made.lines(*(made.record(n) for n in range(60, 64))))
    runs.clear()
    again = read(texts, cache=tmp_path / "kept")
    # The last was not full.
    assert runs == [5, 2]
    same(again, read(texts))


@pytest.mark.medium
def test_other_settings_read_again(texts: Path, tmp_path: Path, runs: list[int]) -> None:
    read(texts, cache=tmp_path / "kept")
    runs.clear()
    read(texts, cache=tmp_path / "kept", outlets="Harbour Daily")
    assert sum(runs) == 38


@pytest.mark.medium
def test_a_damaged_run_is_made_again(texts: Path, tmp_path: Path, runs: list[int]) -> None:
    alone = read(texts, cache=tmp_path / "kept")
    files = sorted((tmp_path / "kept" / "runs").rglob("*.zst"))
    assert len(files) == 8
    files[2].write_bytes(files[2].read_bytes()[:-40])
    runs.clear()
    same(read(texts, cache=tmp_path / "kept"), alone)
    assert len(runs) == 1


@pytest.mark.medium
def test_a_run_that_took_too_long_is_not_kept(
    texts: Path, tmp_path: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "lasting", lambda part: False)
    read(texts, cache=tmp_path / "kept")
    runs.clear()
    read(texts, cache=tmp_path / "kept")
    assert sum(runs) == 38


@pytest.mark.medium
def test_a_cache_that_is_none(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf8")
    with pytest.raises(FramingError, match=r"cache: '.*' can't be written"):
        read(texts, cache=tmp_path / "file")


_FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from framing.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_leaves_the_old_store(texts: Path, tmp_path: Path) -> None:
    pytest.importorskip("resource")
    out = tmp_path / "out"
    assert main(["load", str(texts / "b.html"), "-o", f"{out}/"]) == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    asked = [sys.executable, "-c", _FULL, "load", str(texts / "a.jsonl"), "-o", f"{out}/", "--workers", "1"]
    ended = subprocess.run(asked, capture_output=True, text=True)
    said = [line for line in ended.stderr.splitlines() if "a.jsonl" not in line]
    assert ended.returncode == 1
    assert [line.startswith(f"framing: {out}/: can't be written (file too large)") for line in said] == [True]
    assert said[0].endswith("; the old output is as it was")
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
