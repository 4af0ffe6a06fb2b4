"""The command: which tables it writes, what it says, and what it says is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.io import files
from tests.house import bytes_of, call
from tests.views import made


@pytest.fixture
def compared(tmp_path: Path) -> Path:
    """A folder as a comparison leaves it, as far as tables go."""
    folder = tmp_path / "out"
    (folder / "tables").mkdir(parents=True)
    for name in ("articles", "contrast", "profile", "coverage", "naming", "pairs", "scores"):
        files.write_table(made.of(name), folder / "tables" / f"{name}.parquet")
    record = {"settings": {"wire": "keep"}, "outputs": {}, "inputs": []}
    (folder / "provenance.json").write_text(json.dumps(record), "utf8")
    return folder


def test_every_table_of_a_paper_is_written_in_order_with_its_number(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "tables", compared, "-o", tmp_path / "paper", "--as", "tex", "--as", "md")
    assert said.status == 0, said.err
    titles = [line for line in said.out.splitlines() if line.startswith("Table ")]
    assert titles[0].startswith("Table 1. Articles by outlet")
    assert len(titles) == 7
    assert {path.name for path in (tmp_path / "paper").iterdir()} == {
        f"{name}.{form}"
        for name in (
            "articles",
            "measures",
            "profile",
            "contrast",
            "coverage",
            "naming",
            "pairs",
        )
        for form in ("tex", "md")
    }
    # Settings of the study are in the notes.
    assert "Every copy of a text counts." in (tmp_path / "paper" / "pairs.md").read_text("utf8")


@pytest.mark.medium
def test_the_same_bytes_each_time(compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        forms = [part for form in ("tex", "md", "html") for part in ("--as", form)]
        assert call(capsys, "tables", compared, "-o", tmp_path / name, *forms).status == 0
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_tables_are_numbered_as_they_are_asked_for(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(
        capsys,
        "tables",
        compared,
        "-o",
        tmp_path / "p",
        "--table",
        "contrast",
        "--table",
        "articles",
    )
    assert "Table 1. Differences between groups (6 rows)" in said.out
    assert "Table 2. " in said.out


def test_what_is_nowhere_is_one_line(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "tables", compared, "-o", tmp_path / "p", "--table", "contrats")
    assert said.status == 1
    assert "did you mean 'contrast'" in said.line
    assert not (tmp_path / "p").exists()


def test_a_folder_that_holds_no_comparison_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "tables", tmp_path, "-o", tmp_path / "p")
    assert "name a folder that framing compare wrote" in said.line


def test_a_table_that_is_torn_is_one_line(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (compared / "tables" / "contrast.parquet").write_bytes(b"torn")
    said = call(capsys, "tables", compared, "-o", tmp_path / "p")
    assert said.status == 1
    assert "contrast.parquet: can't be read" in said.line
    (compared / "provenance.json").write_text("{", "utf8")
    assert "is not a record that framing wrote" in call(capsys, "tables", compared, "-o", tmp_path / "p").line


def test_without_the_texts_of_articles_all_that_counts_no_words_is_printed(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files.write_table(made.articles().drop(columns="text"), compared / "tables" / "articles.parquet")
    said = call(capsys, "tables", compared, "-o", tmp_path / "p")
    assert said.status == 0
    assert "Table 1. Measures" in said.out
    assert "Left out: articles: " in said.out


def test_hostile_names_do_the_terminal_no_harm(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files.write_table(made.of("contrast", made.HOSTILE), compared / "tables" / "contrast.parquet")
    said = call(capsys, "tables", compared, "-o", tmp_path / "p", "--table", "contrast")
    assert said.status == 0
    assert all(c == "\n" or c.isprintable() for c in said.out)
