"""What the commands `sample` and `agree` say and write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from framing.cli import commands
from framing.coding.sheet import read_sample
from framing.errors import FramingError
from tests.house import coverage


def run(*arguments: object) -> tuple[str, int]:
    """Run a command; return what it prints, and its exit status."""
    result = CliRunner().invoke(commands, list(map(str, arguments)), standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.output, result.return_value


def sample(folder: Path, out: Path, *arguments: str) -> str:
    return run("sample", folder, "-o", out, *arguments)[0]


def agree(out: Path, *arguments: str, paths: tuple[str, ...] = ()) -> tuple[str, int]:
    return run("agree", out, *paths, *arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coverage(tmp_path_factory.mktemp("texts"))


@pytest.fixture
def coded(folder: Path, tmp_path: Path) -> Path:
    """A sample that two coders coded alike, but for one answer."""
    said = sample(folder, tmp_path / "out", "--codebook", "tone", "-n", "24")
    assert "24 units of" in said
    units = read_sample(tmp_path / "out").units["unit"].tolist()
    for coder in "AB":
        rows = [
            {"unit": unit, "coder": coder, "tone": ("positive", "negative")[k % 2], "loaded": "no"}
            for k, unit in enumerate(units)
        ]
        rows[0]["tone"] = {"A": "neutral", "B": "positive"}[coder]
        pd.DataFrame(rows).to_csv(tmp_path / "out" / f"codes-{coder}.csv", index=False)
    return tmp_path / "out"


@pytest.mark.medium
def test_a_sample_says_what_was_drawn_and_for_whom(folder: Path, tmp_path: Path) -> None:
    said = sample(
        folder, tmp_path / "out", "--codebook", "tone", "--codebook", "voice", "-n", "20", "--coder", "ana",
        "--coder", "li", "--coder", "zoe", "--twice", "0.5", "--measure", "hedges", "--per-article", "3",
    )  # fmt: skip
    lines = said.splitlines()
    assert lines[0].split() == ["Outlet", "outlet's", "own", "words", "reported"]
    assert [line.split()[0] for line in lines[1:3]] == ["National", "Xinhua"]
    assert sum(int(word) for line in lines[1:3] for word in line.split() if word.isdigit()) == 20
    assert "20 units of" in said
    assert "10 coded by two; codebook tone+voice" in said
    assert "code-ana.xlsx, code-li.xlsx, code-zoe.xlsx" in said
    assert read_sample(tmp_path / "out").key["hit"].any()


@pytest.mark.medium
def test_mentions_of_targets_and_hits_of_a_measure(folder: Path, tmp_path: Path) -> None:
    sample(
        folder,
        tmp_path / "one",
        "--unit",
        "mention",
        "--target",
        "Visit=visit",
        "-n",
        "8",
    )
    assert set(read_sample(tmp_path / "one").units["target"]) == {"Visit"}
    sample(
        folder,
        tmp_path / "two",
        "--codebook",
        "stance",
        "--unit",
        "mention",
        "--measure",
        "hedges",
        "-n",
        "8",
    )
    assert set(read_sample(tmp_path / "two").units["target"]) <= {
        "could",
        "perhaps",
        "may",
        "might",
        "possibly",
        "suggest*",
        "suggests",
    }


@pytest.mark.medium
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--codebook", "stance", "--unit", "mention"], "--unit mention: say whose"),
        (["--codebook", "tone", "--target", "China"], "--target names whose mentions are coded"),
        (["--codebook", "tones"], "did you mean 'tone'"),
        (["--unit", "article", "--measure", "hedges"], "--measure: its hits are drawn with"),
        (["--codebook", "tone", "--language", "fr"], "--language 'fr' is not known"),
    ],
)
def test_wrong_options_are_said(folder: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(FramingError, match=said):
        sample(folder, tmp_path / "out", *arguments)


@pytest.mark.medium
def test_agreement_is_said_with_its_faults(coded: Path, tmp_path: Path) -> None:
    said, status = agree(
        coded, "--by", "outlet", "-o", str(tmp_path / "a.csv"), "--codes", str(tmp_path / "c.csv")
    )
    assert status == 0
    assert "tone" in said
    assert {"Agreement", "Cohen's κ", "Units"} <= set(re.split(r"  +|\n", said))
    assert "96 %" in said
    assert "Xinhua" in said
    assert "Faults" not in said
    assert len(pd.read_csv(tmp_path / "c.csv")) == 96
    assert {"question", "estimate"} <= set(pd.read_csv(tmp_path / "a.csv").columns)


@pytest.mark.medium
def test_faults_are_listed_and_can_end_with_a_status(coded: Path, tmp_path: Path) -> None:
    file = coded / "codes-B.csv"
    frame = pd.read_csv(file)
    frame.loc[3:, "loaded"] = "perhaps"
    frame.to_csv(file, index=False)
    said, status = agree(coded, "--strict", "--faults", str(tmp_path / "f.csv"))
    assert status == 1
    assert "Faults (22); all else was kept" in said
    assert "and 2 more; --faults FILE writes all" in said
    assert len(pd.read_csv(tmp_path / "f.csv")) == 22
    table, _ = agree(coded, "--json", paths=(str(coded / "codes-A.csv"), str(file)))
    assert {json.loads(line)["question"] for line in table.splitlines()} == {"tone", "loaded"}


@pytest.mark.medium
def test_codes_of_one_coder_alone_are_said(coded: Path) -> None:
    (coded / "codes-B.csv").unlink()
    said, _ = agree(coded)
    assert "B: 24 of 24 units are not coded" in said
    (coded / "codes-A.csv").unlink()
    with pytest.raises(FramingError, match="no code was read; give the files that coders sent back"):
        agree(coded)
