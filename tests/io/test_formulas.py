"""Cells that spreadsheets take for formulas: safe in every table for people, and given back as they were."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing import load
from framing.io import files
from framing.io.files import is_formula, safe, undone
from tests.cases import for_each
from tests.corpus.made import LONG, MORE

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
CELLS = st.text(st.sampled_from([*SIGNS, *"'\" a1.%e\u3000\u2018\uff07|"]), max_size=8) | st.text(max_size=20)


@for_each(
    ("before", "sign"),
    [
        *itertools.product(
            ["", " ", "'", "''", '"', " ' ", "\u3000", "\ufeff", "\u00a0", "\u2018"], "=+-@＝＋－＠"
        ),
        *itertools.product(["", "'", "''"], "\t\r\n"),
    ],
)
@for_each("behind", ["cmd|' /C calc'!A0", "HYPERLINK(1)", "", "1+1"])
def test_whatever_begins_like_a_formula_gets_an_apostrophe(before: str, sign: str, behind: str) -> None:
    cell = f"{before}{sign}{behind}"
    assert safe(cell) == f"'{cell}"
    assert undone(safe(cell)) == cell


@for_each("cell", ["", "a", "1", "-1", "+3.5", "-1,234.5", "-.5", "-1e-9", "-12%", "a=b", "'tis", '"a"'])
def test_others_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell
    assert undone(cell) == cell


@for_each("cell", ["-1-1", "+1+cmd", "-", "--1", "=1", "-1\n", "-١", "-1e", "- 1"])
def test_what_only_looks_like_a_number(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@given(CELLS)
def test_what_was_made_safe_comes_back(cell: str) -> None:
    assert undone(safe(cell)) == cell
    assert not is_formula(safe(cell)) or safe(cell).startswith("'")


def test_long_cells_take_no_time() -> None:
    cell = "'" * 1_000_000 + " " * 1_000_000 + "x"
    assert safe(cell) == cell


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS.filter(lambda text: "\x00" not in text), min_size=1, max_size=6),
       suffix=st.sampled_from([".csv", ".tsv"]))  # fmt: skip
def test_no_cell_of_a_file_begins_like_a_formula(tmp_path: Path, cells: list[str], suffix: str) -> None:
    frame = pd.DataFrame({"=name": pd.Series(cells, dtype="str"), "n": range(-1, len(cells) - 1), "x": -0.5})
    frame["kind"] = pd.Categorical(cells)
    path = tmp_path / f"table{suffix}"
    files.write_table(frame, path)
    with path.open(encoding="utf8", newline="") as stream:
        header, *rows = csv.reader(stream, delimiter="," if suffix == ".csv" else "\t")
    assert header == ["'=name", "n", "x", "kind"]
    assert [undone(row[0]) for row in rows] == cells == [undone(row[3]) for row in rows]
    assert [(row[1], row[2]) for row in rows] == [(str(n), "-0.5") for n in range(-1, len(cells) - 1)]
    for cell in (cell for row in rows for cell in row):
        assert cell.strip('" \t\r\n')[:1] not in {"=", "@"}
        assert (
            cell.strip('" \t\r\n')[:1] not in {"+", "-"}
            or float(cell.rstrip("%").replace(",", "")) is not None
        )


HARM = [
    '=HYPERLINK("http://x.example","y")',
    "'=already",
    "''@twice",
    "@user",
    "-1+1",
    "＝cmd",
    "'tis plain",
    "-5",
]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_a_table_of_articles_is_read_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    rows = [
        {"outlet": "Harbour Courier", "title": f"{harm} {n}", "text": f"{LONG} No. {n}.\n\n{MORE}",
         "=note": harm, "authors": "Ana Ruiz", "published": f"2026-01-{n + 1:02}", "id": f"={n}"}
        for n, harm in enumerate(HARM)
    ]  # fmt: skip
    pd.DataFrame(rows).to_json(tmp_path / "given.jsonl", orient="records", lines=True)
    first = load(tmp_path / "given.jsonl").articles
    assert first["=note"].tolist() == HARM
    files.write_table(first, tmp_path / f"saved{suffix}")
    again = load(tmp_path / f"saved{suffix}").articles
    columns = [name for name in first.columns if name != "source"]
    assert set(columns) <= set(again.columns)
    for name in columns:
        assert again[name].astype("str").tolist() == first[name].astype("str").tolist(), name


@pytest.mark.medium
def test_a_table_that_was_saved_as_a_workbook_since(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the workbook")
    rows = [
        {"outlet": "Harbour Courier", "title": harm, "text": f"{LONG} {harm}\n\n{MORE}"} for harm in HARM[:4]
    ]
    pd.DataFrame(rows).to_json(tmp_path / "given.jsonl", orient="records", lines=True)
    first = load(tmp_path / "given.jsonl").articles
    files.write_table(first, tmp_path / "saved.csv")
    book = openpyxl.Workbook()
    with (tmp_path / "saved.csv").open(encoding="utf8", newline="") as stream:
        for row in csv.reader(stream):
            book.active.append(row)
    book.save(tmp_path / "saved.xlsx")
    again = load(tmp_path / "saved.xlsx").articles
    assert sorted(again["title"]) == sorted(first["title"])


def test_a_table_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"outlet": ["Harbour Courier"], "title": ["'=1"], "text": [f"{LONG}\n{MORE}"], "note": ["'@x"]}
    )
    frame.to_csv(tmp_path / "a.csv", index=False)
    (row,) = load(tmp_path / "a.csv").articles.to_dict("records")
    assert (row["title"], row["note"]) == ("'=1", "'@x")
