"""`framing coverage` as people use it: the grid of items, what is not found though to be expected first."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.cli import main


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Three outlets on one event; the toll stands in every article of two of them."""
    rows = [
        {
            "id": f"{outlet}{i}",
            "outlet": outlet,
            "event": "canal",
            "text": f"On day {i} the envoys met on the canal. {'' if outlet == 'x' else 'A toll is open.'}",
        }
        for outlet in "xyz"
        for i in range(10)
    ]
    file = tmp_path / "articles.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    return file


def test_it_says_what_is_not_found_and_shows_the_grid(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["coverage", str(texts), "--level", "term", "--term", "toll", "--voices", "none"]) == 0
    said = capsys.readouterr().out
    rows = [line for line in said.splitlines() if line.startswith("toll")]
    assert rows[0].split()[-2:] == ["not", "found"]
    assert [row.split()[2] for row in rows] == ["0", "10", "10"]
    for word in ("omit", "silen", "ignor"):
        assert word not in said.lower()


@pytest.mark.medium
def test_it_writes_and_prints_the_table(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "coverage.parquet"
    asked = ["coverage", str(texts), "--level", "term", "--term", "toll", "--voices", "none"]
    assert main([*asked, "-o", str(out)]) == 0
    assert pd.read_parquet(out)["articles"].tolist() == [0, 10, 10]
    capsys.readouterr()
    assert main([*asked, "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["finding"] for row in rows] == ["not_found", "found", "found"]


def test_a_wrong_level_is_one_line(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", str(texts), "--level", "names"]) == 1
    said = capsys.readouterr().err
    assert "level" in said
    assert "named" in said
    assert said.count("\n") == 1


@pytest.mark.medium
def test_events_are_found_as_compare_finds_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two stories months apart: articles of one are no articles that could have had an item of the other."""
    said = {
        "ferry": (
            "The night ferry Aldous lost power off Cape Imber",
            "212 passengers came home by tug that night",
        ),
        "dam": (
            "The Quillby dam was put to a vote of the county board",
            "pears and hops grow where it would stand",
        ),
    }
    rows = [
        {
            "id": f"{story}{outlet}{n}",
            "outlet": outlet,
            "title": first,
            "date": f"2026-0{2 + 3 * k}-0{n + 1}",
            "text": f"{first}. So many as {second}, {outlet} wrote in note {n}. {first} once more.",
        }
        for k, (story, (first, second)) in enumerate(said.items())
        for outlet in ("courier", "herald", "ledger")
        for n in range(2)
    ]
    file = tmp_path / "articles.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    asked = ["coverage", str(file), "--level", "term", "--term", "dam", "--voices", "none", "--window", "5"]
    asked += ["--wire", "keep"]
    assert main(asked) == 0
    out = capsys.readouterr().out
    assert out.startswith("Events: 2 events were found")
    assert [row.split()[2:4] for row in out.splitlines() if row.startswith("dam ")] == [["2", "2"]] * 3
    assert main([*asked, "--events", "given"]) == 0
    out = capsys.readouterr().out
    assert [row.split()[2:4] for row in out.splitlines() if row.startswith("dam ")] == [["2", "4"]] * 3
