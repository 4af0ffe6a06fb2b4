"""Rows without a text: kept where they say which article it is, told in a line where no column holds one."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing.corpus.columns import guess
from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.errors import FramingError, FramingWarning
from tests.corpus.made import LONG, MORE

HEADER = ("Headline", "Newspaper", "Date", "Link", "Body")
ROWS = (
    ("Port reopens", "Harbour Courier", "2026-01-15", "", LONG),
    ("Fees fall", "Harbour Courier", "2026-01-16", "", ""),
    ("Tide turns", "", "", "https://harbour.example/tide", "  "),
    ("", "Harbour Courier", "2026-01-16", "", ""),
    ("Total: 3", "", "", "", ""),
)


def written(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    """Write a table in the form that a file's name asks for."""
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    if path.suffix == ".csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in listed))
    elif path.suffix == ".xlsx":
        openpyxl = pytest.importorskip("openpyxl", reason="writes the workbook that is read")
        book = openpyxl.Workbook()
        for row in (header, *rows):
            book.active.append(list(row))
        book.save(path)
    else:
        pd.DataFrame(listed).to_parquet(path)
    return path


def loaded(path: Path, **more: Any) -> Loaded:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return load(path, **more)


@pytest.mark.medium
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx", "a.parquet"])
def test_what_says_which_article_it_is_is_kept(name: str, tmp_path: Path) -> None:
    found = loaded(written(tmp_path / name, HEADER, ROWS), outlets={"": "Harbour Courier"})
    table = found.articles
    assert table["title"].tolist() == ["Port reopens", "Fees fall", "Tide turns"]
    assert table["status"].tolist() == ["full", "metadata", "metadata"]
    assert table["text"].tolist() == [LONG, "", ""]
    flow = counts(*found)
    assert (flow.found, flow.kept, flow.skipped, flow.failed) == (5, 3, 2, 0)
    audit = found.audit
    told = audit.loc[audit["rule"] == "metadata", "detail"].tolist()
    assert told == ["no text in column 'Body'; it is kept without text and not scored"] * 2
    assert set(audit.loc[audit["kind"] == "skipped", "rule"]) == {"no_text"}


@pytest.mark.medium
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx", "a.parquet"])
def test_a_table_without_a_column_for_the_text(name: str, tmp_path: Path) -> None:
    rows = [("Port reopens", "Harbour Courier", "2026-01-15"), ("Fees fall", "Harbour Courier", "2026-01-16")]
    found = loaded(written(tmp_path / name, ("title", "outlet", "date"), rows))
    assert found.articles["status"].tolist() == ["metadata", "metadata"]
    (line,) = found.audit[found.audit["rule"] == "no_text_column"].itertuples()
    assert (line.source, line.kind) == (name, "guessed")
    assert line.detail.startswith(
        "no column holds the text; columns are: title, outlet, date. Say which with"
    )


def test_its_outlet_may_be_told_by_the_folder(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text('outlet = "Harbour Courier"\n')
    written(tmp_path / "a.csv", ("title", "date"), [("Port reopens", "2026-01-15")])
    assert loaded(tmp_path).articles["status"].tolist() == ["metadata"]


def test_a_text_under_a_name_of_its_own_is_no_metadata(tmp_path: Path) -> None:
    rows = [("Port reopens", "Harbour Courier", "2026-01-15", f"{LONG} {MORE} " * 2)]
    path = written(tmp_path / "a.csv", ("title", "outlet", "date", "What it says"), rows)
    with pytest.raises(FramingError, match=r"'What it says' may\. Say which with columns={'text': 'What it"):
        load(path)
    assert loaded(path, columns={"text": "What it says"}).articles["status"].tolist() == ["full"]


def test_an_abstract_is_no_text(tmp_path: Path) -> None:
    rows = [("Port reopens", "Harbour Courier", "2026-01-15", f"{LONG} {MORE} " * 2)]
    path = written(tmp_path / "a.csv", ("title", "outlet", "date", "Abstract"), rows)
    assert loaded(path).articles["status"].tolist() == ["metadata"]


def test_a_column_that_the_user_names_and_that_is_not_there_fails(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", ("title", "outlet", "date", "Words"), [("Port", "HC", "2026-01-15", "x")]
    )
    with pytest.raises(FramingError, match="no column 'Wrods' for the text; did you mean 'Words'"):
        load(path, columns={"text": "Wrods"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            {"html": "<p>Talks</p>", "plain": "Talks"},
            "column 'body' holds an object with named values (html, ",
        ),
        ([{"text": "Talks"}], "column 'body' holds a list of objects with named values (text), and no text"),
    ],
)
def test_an_object_is_no_text_and_not_empty(body: Any, said: str, tmp_path: Path) -> None:
    good = {"title": "Fees fall", "outlet": "Harbour Courier", "body": LONG}
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps(one) + "\n" for one in (good, {**good, "body": body}))
    )
    found = loaded(tmp_path)
    (line,) = found.audit[found.audit["rule"] == "no_text"].itertuples()
    assert (line.source, line.kind) == ("a.jsonl:2", "failed")
    assert said in line.detail


def test_names_with_an_s_in_brackets() -> None:
    assert guess(["Author(s)", "Title"])[0] == {"title": "Title", "authors": "Author(s)"}
