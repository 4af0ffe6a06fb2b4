"""What the command `sample` says and writes."""

from __future__ import annotations

from pathlib import Path

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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coverage(tmp_path_factory.mktemp("texts"))


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
