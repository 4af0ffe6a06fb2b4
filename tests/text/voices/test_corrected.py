"""A table of voices goes back in, corrected by hand; what is wrong with one is said in a line."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import framing as fr
from tests.text.voices.examples import frame

ARTICLES = frame(
    "The port may open, Ruiz said. It might rain.\n\n“It could last,” Marlow said.",
    "Perhaps it rained.",
    titles=("Port may open: minister", ""),
)
CELL = ["article", "part", "voice"]


def test_scores_by_a_table_are_those_by_voice() -> None:
    """What `voices` finds, handed over as a table, gives the scores that finding it on the way gives."""
    full = fr.score(ARTICLES, "hedges", voices="full")
    table = fr.score(ARTICLES, "hedges", voices=fr.sources.voices(ARTICLES))
    pd.testing.assert_frame_equal(full, table)


def test_a_corrected_voice_moves_its_hits() -> None:
    table = fr.sources.voices(ARTICLES)
    table["voice"] = "outlet"
    scores = fr.score(ARTICLES, "hedges", voices=table)
    assert set(scores["voice"]) == {"outlet"}
    assert scores["hits"].sum() == fr.score(ARTICLES, "hedges", voices=None)["hits"].sum()


def test_speakers_are_counted_apart_on_request() -> None:
    scores = fr.score(ARTICLES, "hedges", keep="speaker_key")
    plain = fr.score(ARTICLES, "hedges")
    assert scores["speaker_key"].nunique() >= 2
    together = scores.groupby(CELL, observed=True)[["hits", "tokens"]].sum()
    pd.testing.assert_frame_equal(together, plain.groupby(CELL, observed=True)[["hits", "tokens"]].sum())
    twice = pd.concat([scores, scores.assign(article=scores["article"].astype(str) + "b", outlet="other")])
    assert "speaker_key" in fr.compare(twice, split=("voice", "speaker_key")).profile.columns


def test_speakers_need_voices() -> None:
    with pytest.raises(fr.FramingError, match="speaker_type is known only with voices='full'"):
        fr.score(ARTICLES, "hedges", voices="quotes", keep="speaker_type")


def shorter(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(end=table["end"].where(table.index != 2, table["end"] - 2))


def overlapping(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(start=table["start"].where(table.index != 3, table["start"] - 2))


def beyond(table: pd.DataFrame) -> pd.DataFrame:
    last = table[table["article"] == "a1"].index[-1]
    return table.assign(end=table["end"].where(table.index != last, 999))


@pytest.mark.medium
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (shorter, r"^voices: text of article 'a0': characters \d+ to \d+ are in no span"),
        (overlapping, r"^voices: text of article 'a0': two spans hold characters"),
        (lambda t: t.assign(start=t["start"] - 1), r"a span begins at -1; the first character is 0$"),
        (beyond, r"^voices: text of article 'a1': a span ends at 999, behind the text's end at"),
        (lambda t: t[t["article"] != "a1"], r"^voices: text of article 'a1' has no span"),
        (lambda t: t.assign(voice="narrator"), "'narrator'"),
        (lambda t: t.drop(columns="voice"), "column 'voice'"),
    ],
)
def test_a_wrong_table_is_one_line(spoil: Callable[[pd.DataFrame], pd.DataFrame], said: str) -> None:
    with pytest.raises(fr.FramingError, match=said) as error:
        fr.score(ARTICLES, "hedges", voices=spoil(fr.sources.voices(ARTICLES)))
    assert "\n" not in str(error.value)
