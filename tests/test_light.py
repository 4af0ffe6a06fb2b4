"""What shows a study works from articles without their texts, and shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.errors import FramingError
from framing.io import files
from framing.report.build import build, build_pages
from framing.report.material import Material, Rows, Texts
from framing.report.summary import summary
from tests.report import examples, visit_examples


def bare(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles as a study of very many holds them."""
    return articles.assign(**schema.count_words(articles)).drop(columns=["text", "blocks"])


@pytest.fixture(params=[examples, visit_examples], ids=["words", "visits"])
def tables(request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    found: dict[str, pd.DataFrame] = request.param.tables()
    return found


@pytest.mark.medium
def test_a_report_without_texts_is_the_same_and_asks_for_no_text_twice(
    tables: dict[str, pd.DataFrame],
) -> None:
    articles = tables["articles"]
    asked: list[list[str]] = []

    def lookup(ids: Sequence[str]) -> pd.DataFrame:
        asked.append(list(ids))
        # In whatever order, and with more than was asked for.
        return articles.loc[articles["id"].isin(list(ids)), ["id", "title", "text"]].iloc[::-1]

    settings = examples.settings(voices="full")
    whole = build_pages(Material.of(tables, {}, settings))
    light_ones = {**tables, "articles": bare(articles)}
    assert build_pages(Material.of(light_ones, {}, settings, lookup)) == whole
    # For what sections show, and for the lines that buttons open; nothing is asked for again.
    assert 1 <= len(asked) <= 2
    assert len({key for some in asked for key in some}) == sum(map(len, asked))
    assert summary(Material.of(light_ones, {}, settings)) == summary(Material.of(tables, {}, settings))


@pytest.mark.medium
def test_a_report_that_lacks_texts_says_what_to_give(tables: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(FramingError, match="lookup, from ids to id and text"):
        build_pages(Material.of({**tables, "articles": bare(tables["articles"])}, {}, examples.settings()))


def test_what_nobody_announced_is_asked_for_with_what_was() -> None:
    rows = Rows(pd.DataFrame({"id": ["a", "b", "c"], "title": ["A", "B", "C"]}))
    asked: list[list[str]] = []

    def lookup(ids: Sequence[str]) -> pd.DataFrame:
        asked.append(list(ids))
        return pd.DataFrame({"id": ids, "text": [key * 2 for key in ids]})

    texts = Texts(rows, lookup)
    texts.want(["b", "gone"])
    assert texts.of("a", "headline") == "A"
    assert not asked
    assert texts.of("a", "body") == "aa"
    assert texts.text("b") == "bb"
    assert texts["c"] == {"title": "C", "text": "cc"}
    assert asked == [["a", "b"], ["c"]]


def test_lengths_need_texts_or_counts() -> None:
    articles = examples.articles().drop(columns=["text", "blocks"])
    with pytest.raises(FramingError, match="n_words and n_words_lead"):
        schema.lengths(articles)


def test_words_are_counted_as_they_stand_between_spaces() -> None:
    texts = ["Head\n\nTwo words\u00a0here.\n\n“Quoted.”", "", "One\ttwo\n\nthree"]
    found = schema.count_words(pd.DataFrame({"text": texts, "blocks": ["hpq", "", None]}))
    assert found["n_words"].tolist() == [len(text.split()) for text in texts]
    assert found["n_words_lead"].tolist() == [3, 0, 2]
    task = schema.Lengths()(pd.DataFrame({"text": texts}), {})["lengths"]
    assert task["row"].tolist() == [0, 1, 2]
    assert task["n_words"].tolist() == found["n_words"].tolist()


def test_a_table_of_very_many_rows_is_no_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "CSV_ROWS", 2)
    frame = pd.DataFrame({"article": ["a", "b", "c"], "outlet": ["reuters"] * 3, "n": [1, 2, 3]})
    tables = {"few": frame.head(2), "many": frame, "scores": frame.head(2), "voices": frame.head(2)}
    files.write_tables(tmp_path, tables, {"a": "illustrative"}, csv=("voices",))
    written = {path.stem for path in tmp_path.glob("*.parquet")}
    assert written == set(tables)
    # What programs read is a CSV where that is asked for.
    assert sorted(path.stem for path in tmp_path.glob("*.csv")) == ["few", "voices"]
    files.write_tables(tmp_path, tables, {"a": "illustrative"}, csv=("all",))
    assert sorted(path.stem for path in tmp_path.glob("*.csv")) == ["few", "many", "scores", "voices"]
    assert "Reuters (invented text)" in (tmp_path / "few.csv").read_text("utf8")
    assert schema.name_table_file("many", 3) == "tables/many.parquet"
    assert schema.name_table_file("scores", 1) == "tables/scores.parquet"
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "many.parquet"), frame)


@pytest.mark.medium
def test_the_report_names_the_file_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = examples.tables()
    page = build(tables, {}, examples.settings(), "details")
    assert "tables/profile.csv" in page
    monkeypatch.setattr(schema, "CSV_ROWS", len(tables["profile"]) - 1)
    page = build(tables, {}, examples.settings(), "details")
    assert "tables/profile.csv" not in page
    assert "tables/profile.parquet" in page


def test_long_tables_come_out_as_they_went_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_STRETCH", 3)
    frame = pd.DataFrame(
        {"n": range(7), "kind": pd.Categorical(list("aabbaab")), "said": ["x", None] * 3 + ["y"]}
    )
    files.write_tables(tmp_path, {"a": frame, "b": frame.astype({"said": object}), "c": frame.head(0)}, {})
    for name in "ab":
        found = pd.read_parquet(tmp_path / f"{name}.parquet")
        pd.testing.assert_frame_equal(found, frame.astype({"kind": "str", "said": "str"}))
    assert pd.read_parquet(tmp_path / "c.parquet").empty


def test_a_table_by_part_is_a_folder(tmp_path: Path) -> None:
    parts = [pd.DataFrame({"row": [0, 1], "n": [1, 2]}), pd.DataFrame({"row": [2], "n": [3]})]
    assert files.write_by_part(tmp_path / "scores", iter(parts)) == 2
    assert sorted(p.name for p in (tmp_path / "scores").iterdir()) == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    assert pd.read_parquet(tmp_path / "scores").to_dict("list") == {"n": [1, 2, 3]}
