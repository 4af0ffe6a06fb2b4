"""The steps about who speaks: what is compared, how two tables become one, what a file of voices may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing.errors import FramingError, FramingWarning
from framing.features.measures import registry
from framing.schema import check, empty
from framing.study.config import Study
from framing.study.steps import Context, measures, voices, without_notes

TEXT = "The tide was late, Ana Ruiz said."


def standing(counts: dict[tuple[str, str], int], unit: str = "share") -> pd.DataFrame:
    """Scores of sources: in how many of four articles an outlet has a kind."""
    rows = [
        dict(
            article=f"{outlet}{i}", outlet=outlet, genre=genre, part="all", voice="all",
            measure="sources.words", target=target, unit=unit, hits=10, tokens=10,
            weight=5 if i < count else 0,
        )
        for (outlet, target), count in counts.items()
        for i, genre in enumerate(("news", "news", "unknown", "news"))
    ]  # fmt: skip
    return check(pd.DataFrame(rows), "scores")


def test_a_kind_in_three_articles_of_one_outlet_is_compared_for_all() -> None:
    table = standing({("a", "expert"): 3, ("b", "expert"): 0, ("a", "citizen"): 2, ("b", "citizen"): 2})
    kept = measures.select_common(table, "outlet")
    assert set(kept["target"]) == {"expert"}
    assert set(kept["outlet"]) == {"a", "b"}
    assert len(measures.select_common(table, "outlet", least=1)) == len(table)


def test_a_table_not_split_further_is_all_there() -> None:
    first = pd.DataFrame({"group": ["a"], "speaker_type": ["expert"], "n": [1]})
    second = pd.DataFrame({"n": [2], "group": ["b"]})
    whole = measures.join_tables(first, second, ("voice", "speaker_type"))
    assert whole.values.tolist() == [["a", "expert", 1], ["b", "all", 2]]
    assert measures.join_tables(first, second.iloc[:0], ("speaker_type",)) is first


def articles() -> pd.DataFrame:
    return check(
        pd.DataFrame(
            {"id": ["0012", "b"], "outlet": ["x", "y"], "title": ["Tide", ""], "text": [TEXT, TEXT]}
        ),
        "articles",
    )


def spans(key: str) -> pd.DataFrame:
    at = TEXT.index(", Ana")
    rows = {
        "article": [key] * 3,
        "part": ["headline", "body", "body"],
        "start": [0, 0, at],
        "end": [4, at, len(TEXT)],
        "voice": ["outlet", "reported", "outlet"],
        "speaker_key": [None, "Ana Ruiz", None],
    }
    return check(pd.DataFrame(rows), "voices")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".jsonl"])
def test_what_is_written_for_people_is_read_again(suffix: str, tmp_path: Path) -> None:
    from framing.io.files import write_table

    file = tmp_path / f"voices{suffix}"
    table = voices.with_words(spans("0012"), articles())
    assert table["words"].tolist() == ["Tide", "The tide was late", ", Ana Ruiz said."]
    write_table(table, file)
    pd.testing.assert_frame_equal(voices.read_voices(str(file)), spans("0012"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("v.csv", "", "is not a table of voices"),
        ("v.csv", "article,start\na,1\n", "column 'part'"),
        ("v.csv", "article,part,start,end,voice\na,body,0,9,loud\n", "value 'loud'"),
        ("v.txt", "x", "read from .parquet, .csv"),
        ("none.csv", None, "can't be read"),
    ],
)
def test_a_file_that_is_no_table_of_voices_is_one_line(
    name: str, content: str | None, said: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf8")
    with pytest.raises(FramingError) as caught:
        voices.read_voices(str(tmp_path / name))
    assert said in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_span_added_by_hand_needs_no_number(tmp_path: Path) -> None:
    file = tmp_path / "v.csv"
    file.write_text(
        "article,part,start,end,voice,attribution\na,body,0,4,outlet,0\na,body,4,9,quoted,\n", "utf8"
    )
    assert voices.read_voices(str(file))["attribution"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252"), (";", "cp1252")]
)
def test_what_a_spreadsheet_saved_is_read(separator: str, encoding: str, tmp_path: Path) -> None:
    """With other separators and encodings, Windows line ends, ids that look like numbers and an empty row."""
    table = spans("12e34").assign(speaker="Zoë “Z” Ruiz", words="“Tide, late; or not”")
    file = tmp_path / "v.csv"
    written = table.to_csv(index=False, sep=separator, lineterminator="\r\n")
    file.write_bytes((written + separator * (len(table.columns) - 1) + "\r\n").encode(encoding))
    pd.testing.assert_frame_equal(voices.read_voices(str(file)), check(table.drop(columns="words"), "voices"))


def test_ids_that_a_spreadsheet_changed_are_said() -> None:
    found = pd.concat([spans("0012"), spans("b").iloc[1:]], ignore_index=True)
    lost = spans("0012").assign(article="1.2E+1")
    with pytest.warns(
        FramingWarning, match=r"v\.csv: 1 of its articles are not among those read.*'1\.2E\+1'"
    ):
        voices.correct_voices(found, pd.concat([spans("0012"), lost]), articles(), "v.csv")


def test_corrected_articles_take_the_place_of_what_was_found() -> None:
    found = pd.concat([spans("0012").assign(title=0), spans("b").iloc[1:].assign(title=0)], ignore_index=True)
    right = spans("0012").assign(speaker_key="Marlow", title=1)
    whole = voices.correct_voices(found, right, articles(), "v.csv")
    assert whole[whole["article"] == "0012"]["speaker_key"].dropna().tolist() == ["Marlow"] * 3
    assert len(whole) == 5
    with pytest.raises(FramingError, match=r"v\.csv: none of its articles"):
        voices.correct_voices(found, right.assign(article="z"), articles(), "v.csv")
    with pytest.raises(FramingError, match=r"v\.csv: voices: text of article '0012'"):
        voices.correct_voices(found, right.iloc[:2], articles(), "v.csv")


def test_only_voices_in_full_give_voices() -> None:
    context = Context(Study(articles=("x",), voices="quotes"), articles=articles())
    voices.prepare(context)
    assert context.voices is None
    assert context.voicing == "quotes"
    context = Context(Study(articles=("x",)), articles=articles())
    voices.prepare(context)
    assert isinstance(context.voices, pd.DataFrame)
    assert empty("voices").columns.tolist() == context.voices.columns.tolist()
    with pytest.raises(FramingError, match="true or false"):
        Study(articles=("x",), sources="no")  # type: ignore[arg-type]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("given", "measured"), [({}, True), ({"sources": False}, False), ({"voices": "none"}, False)]
)
def test_sources_are_measured_where_voices_are_in_full_and_they_are_asked_for(
    given: dict[str, Any], measured: bool
) -> None:
    context = Context(Study(articles=("x",), measures=("hedges",), draws=99, **given), articles=articles())
    voices.prepare(context)
    context.measures = {"hedges": registry()["hedges"]}
    with without_notes():
        assert ("sources" in measures.run(context)) == measured


def test_a_file_needs_no_row_for_what_an_article_does_not_have() -> None:
    table = standing({("a", "expert"): 3, ("b", "expert"): 1})
    kept = measures.drop_absent(table)
    assert (kept["weight"] > 0).sum() == 4
    # Of an article that has none of the kinds one row stays, so that its denominator is known.
    none = kept[kept["weight"] == 0]
    assert not none["article"].duplicated().any()
    assert not set(none["article"]) & set(kept.loc[kept["weight"] > 0, "article"])
    assert len(measures.drop_absent(standing({("a", "expert"): 0}, unit="mean"))) == 4
