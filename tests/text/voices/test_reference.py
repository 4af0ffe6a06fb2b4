"""The reference article against spans marked by hand: whose words, who they are, and through whom."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr

SPEAKERS = {
    "Li Qiang", "Wang Yi", "Mark Carney", "Anita Anand", "Zhou Mi", "Liu Dan", "Mark Ceolin", "He Yongqian",
    "Mao Ning", "Chinese experts", "Ipsos", "Xinhua", "National Post",
}  # fmt: skip


@pytest.fixture(scope="module")
def article(shared: Path) -> pd.DataFrame:
    return fr.load(shared / "fixtures/text/global_times_2026-01-15.txt").articles


@pytest.fixture(scope="module")
def found(article: pd.DataFrame) -> pd.DataFrame:
    return fr.sources.voices(article)


@pytest.fixture(scope="module")
def marked() -> pd.DataFrame:
    return pd.read_csv(Path(__file__).with_name("reference.csv"), keep_default_na=False)


def characters(table: pd.DataFrame, article: pd.DataFrame, column: str) -> np.ndarray:
    """Return the value that each character of title and text has."""
    title, text = article["title"][0], article["text"][0]
    values = np.full(len(title) + len(text), "", dtype=object)
    for row in table.to_dict("records"):
        base = 0 if row["part"] == "headline" else len(title)
        value = row[column]
        values[base + row["start"] : base + row["end"]] = value if isinstance(value, str) else ""
    return values


def test_the_marked_spans_tile(article: pd.DataFrame, marked: pd.DataFrame) -> None:
    for part, text in (("headline", article["title"][0]), ("text", article["text"][0])):
        mine = marked[marked["part"] == part]
        assert mine["start"].tolist() == [0, *mine["end"].tolist()[:-1]]
        assert mine["end"].tolist()[-1] == len(text)


def test_who_speaks_and_nobody_else(found: pd.DataFrame, marked: pd.DataFrame) -> None:
    assert set(marked["speaker_key"]) - {""} == SPEAKERS
    assert set(found["speaker_key"].dropna()) == SPEAKERS


@pytest.mark.parametrize(("column", "least"), [("voice", 0.95), ("speaker_key", 0.92), ("via", 0.97)])
def test_characters_agree_with_those_marked_by_hand(
    found: pd.DataFrame, marked: pd.DataFrame, article: pd.DataFrame, column: str, least: float
) -> None:
    ours, theirs = characters(found, article, column), characters(marked, article, column)
    assert (ours == theirs).mean() >= least


def test_six_passages_are_of_other_media(found: pd.DataFrame, article: pd.DataFrame) -> None:
    """Four bring what others said, one each reports and comments itself."""
    media = {"Xinhua", "National Post"}
    mine = found[found["via"].isin(media) | found["speaker_key"].isin(media)]
    assert len({article["text"][0].count("\n\n", 0, start) for start in mine["start"]}) == 6
    pairs = mine.dropna(subset=["via"])[["speaker_key", "via"]].drop_duplicates()
    assert set(map(tuple, pairs.to_numpy())) == {
        ("Li Qiang", "Xinhua"),
        ("Wang Yi", "Xinhua"),
        ("Anita Anand", "Xinhua"),
        ("Anita Anand", "National Post"),
    }


def test_people_of_one_surname_are_not_confused(found: pd.DataFrame) -> None:
    by_written = found.dropna(subset=["speaker"]).groupby("speaker")["speaker_key"].agg(set)
    for written, key in (
        ("Li", "Li Qiang"),
        ("Liu", "Liu Dan"),
        ("Zhou", "Zhou Mi"),
        ("the MOFCOM spokesperson", "He Yongqian"),
    ):
        assert by_written[written] == {key}
