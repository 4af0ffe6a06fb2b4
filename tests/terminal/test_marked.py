"""Voices written for people who correct them, and given back."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.house import call, coverage


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coverage(tmp_path_factory.mktemp("coverage") / "texts")


def test_the_spans_of_an_article_are_its_words(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "voices.jsonl"
    said = call(capsys, "voices", texts, "-o", file)
    assert said.status == 0
    assert "spans of" in said.out
    for (_, title), own in pd.read_json(file, lines=True, dtype={"article": "str"}).pipe(
        lambda table: table.groupby(["article", table["part"] == "headline"])
    ):
        assert own["start"].tolist() == [0, *own["end"].tolist()[:-1]]
        assert all(len(one.words) == one.end - one.start for one in own.itertuples()), title


@pytest.mark.slow
def test_the_table_it_writes_can_be_corrected_and_given_back(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "voices.csv"
    assert call(capsys, "voices", texts, "-o", file).status == 0
    table = pd.read_csv(file, dtype={"article": "str"})
    first = table["article"].iloc[0]
    mine = table[table["article"] == first].assign(voice="reported", speaker_key="Marlow", attribution=1)
    mine.to_csv(file, index=False)
    out = tmp_path / "out"
    assert call(capsys, "compare", texts, "-o", out, "--corrected", file, "--measure", "hedges").status == 0
    scores = pd.read_parquet(out / "tables" / "scores.parquet")
    assert set(scores.loc[scores["article"] == first, "voice"]) == {"reported"}
    assert call(capsys, "reproduce", out).status == 0


@pytest.mark.medium
def test_a_corrected_table_with_a_gap_is_one_line(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "voices.csv"
    assert call(capsys, "voices", texts, "-o", file).status == 0
    pd.read_csv(file, dtype={"article": "str"}).iloc[1:].to_csv(file, index=False)
    said = call(capsys, "compare", texts, "-o", tmp_path / "out", "--corrected", file)
    assert said.status == 1
    assert re.fullmatch(r"framing: voices\.csv: .*\n", said.err.splitlines(keepends=True)[-1])
    said = call(capsys, "compare", texts, "-o", tmp_path / "o", "--corrected", file, "--voices", "quotes")
    assert said.status == 1
    assert "leave one of them out" in said.err
