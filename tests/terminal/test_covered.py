"""`framing coverage` as people use it: what is not found though to be expected, and the grid of items."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing.cli import main
from framing.commands.looking import tell_coverage
from framing.errors import FramingWarning


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
    head, grid = said.split("\n\n")[:2]
    assert head.startswith("Not found, though to be expected")
    assert "was not found in the 10 collected articles of x" in head
    row = next(line for line in grid.splitlines() if line.startswith("toll"))
    assert row.split()[2:] == ["0/10", "*", "10/10", "10/10"]
    for word in ("omit", "silen", "ignor"):
        assert word not in said.lower()


def asked_of(articles: pd.DataFrame) -> str:
    table = fr.coverage(articles, levels="term", terms=["toll"], voices=None)
    return tell_coverage(table, 12, 100, lambda text, **_: text).split("\n\n")[0].replace("\n", " ")


def test_where_no_gap_is_a_finding_it_says_why() -> None:
    texts = ["The toll.", "The toll.", "A toll rose.", "The canal."]
    articles = pd.DataFrame({"id": list("abcd"), "outlet": list("xyzw"), "text": texts, "genre": "news"})
    assert asked_of(articles) == (
        "No gap is surprising with so few articles (1 an outlet), which doesn't mean that nothing is "
        "missing: gaps marked ? can't be told from chance."
    )
    assert asked_of(articles[:3]).startswith("Each item was found")
    assert asked_of(articles.assign(event=list("efgh"))).startswith("No event has articles of two groups")


def test_what_nobody_has_is_missing_nowhere() -> None:
    articles = pd.DataFrame({"id": list("abc"), "outlet": list("xyz"), "text": "The canal.", "genre": "news"})
    with pytest.warns(FramingWarning, match="'toll' stands in none of the 3 articles"):
        table = fr.coverage(articles, levels="term", terms=["toll"], voices=None)
    said = tell_coverage(table, 12, 100, lambda text, **_: text)
    row = next(line for line in said.splitlines() if line.startswith("toll"))
    assert row.split()[2:] == ["0/1"] * 3
    assert said.startswith("What was not found in one outlet's articles was found in nobody else's either.")


def test_where_rows_count_other_events_these_are_named() -> None:
    """4 of 5 articles beside 2 of 2: the one of two events, the other of the smaller."""
    rows = [
        {"id": f"{outlet}{event}{n}", "outlet": outlet, "event": event, "genre": "news",
         "text": f"Note {n} of {outlet}. {'A toll is due.' * (n > 0)} {'The weir.' * (event == 'dam_vote')}"}
        for outlet in "xyz"
        for event, size in (("dam_vote", 2), ("canal", 3))
        for n in range(size)
    ]  # fmt: skip
    table = fr.coverage(pd.DataFrame(rows), levels="term", terms=["toll", "weir"], voices=None)
    said = tell_coverage(table, 12, 120, lambda text, **_: text)
    toll, weir = (next(one for one in said.splitlines() if one.startswith(word)) for word in ("toll", "weir"))
    assert toll.split()[2:] == ["canal;", "dam", "vote", "3/5", "3/5", "3/5"]
    assert weir.split()[2:] == ["dam", "vote", "2/2", "2/2", "2/2"]
    assert "Only articles on the events named are counted" in " ".join(said.split())
    one = tell_coverage(table[table["item"] == "weir"], 12, 120, lambda text, **_: text)
    assert "dam vote" not in one


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
    assert next(line for line in out.splitlines() if line.startswith("dam")).split()[2:] == ["2/2"] * 3
    assert main([*asked, "--events", "given"]) == 0
    assert "2/4" in capsys.readouterr().out


def test_outlets_that_do_not_fit_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {
            "id": f"{n}{i}",
            "outlet": f"the_long_named_courier_{n:02d}",
            "event": "e",
            "text": f"Day {i}, toll {n}.",
        }
        for n in range(20)
        for i in range(3 + n)
    ]
    file = tmp_path / "articles.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    assert main(["coverage", str(file), "--level", "term", "--term", "toll", "--voices", "none"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 120
    assert "Courier 19" in out
    assert "more with fewer articles; -o writes all" in out
