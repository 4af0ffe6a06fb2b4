"""`framing reuse` as people use it: who shares how much with whom, and each passage on request."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.cli import main

TAKEN = (
    "The yard on the eastern quay launched its first trawler in {year}, after two winters without an order, "
    "and the crew that rode her down the slip still meets every spring. It now builds seven hulls a season "
    "for owners on three coasts, and its joiners are paid by the plank. Nobody in the office had drawn a "
    "hull before the first one."
)
AROUND = {
    "harbour_courier": "Rain fell while old men counted gulls. {} Visitors left by bus at noon.",
    "northern_herald": "Ships are a question of patience. {} Bread was cheap that week.",
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    rows = [
        {
            "id": outlet[0],
            "outlet": outlet,
            "title": f"News of {outlet}",
            "published": f"2026-01-{day}T08:00:00Z",
            "text": AROUND[outlet].format(TAKEN.format(year=year)),
        }
        for outlet, day, year in (("harbour_courier", 14, 2011), ("northern_herald", 16, 2014))
    ]
    file = tmp_path / "articles.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    return file


def test_it_counts_what_is_shared_and_how_it_is_marked(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reuse", str(texts)]) == 0
    said = capsys.readouterr().out
    assert any("Harbour Courier" in line and "Northern Herald" in line for line in said.splitlines())
    assert "not marked" in said
    assert "printed first" in said


@pytest.mark.medium
def test_only_a_kind_and_only_changed_ones(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reuse", str(texts), "--kind", "quoted"]) == 0
    assert capsys.readouterr().out.strip() == "Of 1 shared passage none is quoted (unmarked 1)."
    assert main(["reuse", str(texts), "--changed", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["a"], row["b"], row["kind"], row["direction"]) == ("h", "n", "unmarked", "a_to_b")


def test_it_writes_the_whole_table(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "reuse.csv"
    assert main(["reuse", str(texts), "--kind", "quoted", "-o", str(out)]) == 0
    table = pd.read_csv(out)
    assert table["changes"].tolist() == ["2011 > 2014 (figure)"]


def test_a_wrong_kind_is_one_line(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reuse", str(texts), "--kind", "stolen"]) == 1
    said = capsys.readouterr().err
    assert "kind 'stolen' is not known" in said
    assert said.count("\n") == 1


def test_one_outlet_has_nobody_to_share_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "articles.csv"
    pd.DataFrame({"id": ["a", "b"], "outlet": "x", "text": [TAKEN, TAKEN]}).to_csv(file, index=False)
    assert main(["reuse", str(file)]) == 1
    said = capsys.readouterr().err
    assert "a comparison needs two" in said
    assert said.count("\n") == 1
