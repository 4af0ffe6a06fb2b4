"""Voices written for people who correct them, and given back."""

from __future__ import annotations

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
