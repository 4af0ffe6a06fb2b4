"""What can't be written is refused by the name that the user gave it, before anything is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from framing.cli import main
from framing.corpus import load, parts
from tests.corpus.made import lines, record


@pytest.fixture
def unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article that nobody may read."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.jsonl").write_text(lines(record(1)), "utf8")

    def opened(*args: object, **options: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(load, "stream", opened)
    monkeypatch.setattr(parts, "records_of", opened)
    monkeypatch.chdir(tmp_path)
    return texts


@pytest.mark.parametrize("cache", [[], ["--cache", "kept"]])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "y.xlsx"], "y.xlsx: can't write .xlsx; use .parquet, .csv, .tsv or .jsonl"),
        (["-o", "y"], "y: can't write that; use"),
        (["-o", "y.csv", "--audit", "z.xlsx"], "z.xlsx: can't write .xlsx"),
        (
            ["-o", "a.parquet", "--audit", "a.parquet"],
            "--audit a.parquet: is the file of the articles too; give",
        ),
        (["-o", "a.parquet", "--audit", "texts/../a.parquet"], "is the file of the articles too"),
    ],
)
def test_what_cannot_be_written(
    unread: Path, options: list[str], said: str, cache: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", str(unread), *options, *cache]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "partial" not in told
    assert sorted(os.listdir(unread.parent)) == ["texts"]
