"""`framing keyness` as people use it: what it prints and writes, and one line where something is wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.cli import main


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    rows = [
        {
            "id": f"{outlet}{i}",
            "outlet": outlet,
            "text": f"{said} on day {i}. Trade grew by {i} per cent, it said.",
        }
        for outlet, said in (("harbour_courier", "The regime met the envoy"), ("x", "The government met him"))
        for i in range(4)
    ]
    file = tmp_path / "articles.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    return file


def test_it_prints_the_strongest_terms_of_each(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keyness", str(texts), "--top", "3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Key terms by group\n")
    first = next(line for line in said.splitlines() if "regime" in line).split()
    assert first[:7] == ["Harbour", "Courier", "regime", "4", "0", "4", "0"]
    assert "Each group against all others together." in said
    assert "z ranks and is no test" in " ".join(said.split())
    # What is house style stands below every content word.
    frame = pd.read_csv(texts)
    frame.loc[frame["outlet"] == "x", "text"] += " Mr. Li left."
    frame.to_csv(texts, index=False)
    assert main(["keyness", str(texts), "--against", "pairs", "--least-articles", "1"]) == 0
    assert main(["keyness", str(texts)]) == 0
    lines = capsys.readouterr().out.splitlines()
    title = next(k for k, line in enumerate(lines) if "House style of" in line and " mr. " in line)
    assert title > max(k for k, line in enumerate(lines) if " government " in line or " li " in line)


def test_it_writes_the_whole_table(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "terms.csv"
    assert (
        main(
            ["keyness", str(texts), "--ngram", "2-3", "--stop", "none", "--against", "pairs", "-o", str(out)]
        )
        == 0
    )
    table = pd.read_csv(out)
    assert {"the regime", "the regime met"} <= set(table["term"])
    assert table["count"].dtype == "int64"


def test_stop_words_from_a_file(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = tmp_path / "stop.txt"
    words.write_text("regime\n", "utf8")
    assert main(["keyness", str(texts), "--stop", str(words), "--top", "50"]) == 0
    assert "regime" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ngram", "2-x"], "ngram: (2, 'x') is no length"),
        (["--stop", "nowhere.txt"], "stop: 'nowhere.txt' names no list"),
        (["--voice", "quotes"], "voice 'quotes' is not known"),
    ],
)
def test_faults_are_one_line(
    texts: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keyness", str(texts), *arguments]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.strip().splitlines()[-1].startswith("framing: ")
