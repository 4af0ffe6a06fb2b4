"""`framing kwic`: lines to the terminal, to a pipe and into files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.commands.looking import list_lines

ARTICLES = pd.DataFrame(
    {
        "id": [f"a{i}" for i in range(30)],
        "outlet": ["x", "y"] * 15,
        "text": ["The deal is fair. “No deal,” Ana Ruiz said."] * 30,
        "provenance": "published",
    }
)


def run(**options: object) -> list[str]:
    said: list[str] = []
    list_lines(
        ARTICLES,
        {"patterns": ("deal",), **options},
        echo=said.append,
        columns=100,
        style=lambda text, **_: text,
    )
    return said


def test_lines_and_how_many() -> None:
    said = run()
    assert said[-1].count("\n") == 62
    assert said[-1].endswith("\n60 times in 30 articles")
    assert "quoted: Ana Ruiz" in said[-1]


def test_filters_and_order() -> None:
    assert run(voice=("quoted",), outlet=("x",))[-1].endswith("\n15 times in 15 articles")
    assert run(limit=3)[-1].endswith("\n3 times in 2 articles")
    assert run(sort=("right",), limit=1)[0].split("  deal")[-1].strip().startswith(",”")
    assert run(speaker=("marlow",)) == ["Not found."]
    assert run(patterns=("zzz",), sort=("left",)) == ["Not found."]
    assert run(patterns=(), measure=("hedges",)) == ["Not found."]


def test_lines_for_programs() -> None:
    rows = [json.loads(line) for part in run(as_json=True, limit=5) for line in part.splitlines()]
    assert [row["node"] for row in rows] == ["deal"] * 5
    assert rows[1]["speaker_key"] == "Ana Ruiz"
    assert run(patterns=("zzz",), as_json=True) == []


@pytest.mark.medium
@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_files_are_written(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"lines.{suffix}"
    assert run(output=str(path)) == [f"Written: {path} (60 lines of 30 articles)"]
    read = {
        "csv": pd.read_csv,
        "tsv": lambda p: pd.read_csv(p, sep="\t"),
        "jsonl": lambda p: pd.read_json(p, lines=True),
        "parquet": pd.read_parquet,
    }[suffix]
    frame = read(path)
    assert len(frame) == 60
    assert frame["node"].tolist() == ["deal"] * 60
    assert frame["speaker_key"].isna().sum() == 30


def test_a_file_of_nothing_has_its_head(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    assert run(patterns=("zzz",), output=str(path)) == [f"Written: {path} (0 lines of 0 articles)"]
    assert pd.read_csv(path).empty


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("term,pole\nfair,good\n", "utf8")
    assert run(patterns=(), lexicon=(str(path),))[-1].endswith("\n30 times in 30 articles")
