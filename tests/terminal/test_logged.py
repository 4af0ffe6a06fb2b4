"""What is logged on the way, and what completes a command."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from framing.cli import main
from tests.house import call, coverage


@pytest.fixture(autouse=True)
def quiet() -> object:
    yield
    main(["--help"])  # takes the lines off again
    logging.getLogger("framing").handlers.clear()


@pytest.mark.medium
def test_files_are_told_when_asked_and_not_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = coverage(tmp_path / "texts")
    names = {file.name for file in texts.iterdir()}
    assert call(capsys, "check", texts).err == ""
    said = call(capsys, "-vv", "check", texts).err.splitlines()
    assert {line.split(": ")[0].rpartition("/")[2] for line in said} == names
    assert call(capsys, "check", texts).err == ""


def test_a_name_that_a_terminal_would_obey_is_shown_as_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = coverage(tmp_path / "texts", each=1)
    next(texts.iterdir()).rename(texts / "xinhua_\x1b[31mred.txt")
    said = call(capsys, "-vv", "check", texts).err
    assert "\x1b" not in said


def test_the_package_logs_and_sets_nothing_up(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    import framing as fr

    texts = coverage(tmp_path / "texts", each=1)
    with caplog.at_level(logging.DEBUG, logger="framing"):
        fr.load(texts, progress=False)
    assert all(record.name.startswith("framing.") for record in caplog.records)
    assert len(caplog.records) == 2
    assert logging.getLogger("framing").handlers == []


@pytest.mark.slow
def test_a_shell_that_asks_gets_commands_and_options() -> None:
    import os

    def asked(words: str, place: int) -> set[str]:
        found = subprocess.run(
            [sys.executable, "-m", "framing"],
            env={
                **os.environ,
                "_FRAMING_COMPLETE": "bash_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(place),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return {line.partition(",")[2] for line in found.stdout.splitlines()}

    assert "compare" in asked("framing comp", 1)
    assert "--inputs" in asked("framing reproduce --in", 2)


def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.terminal import wants_color

    monkeypatch.setenv("NO_COLOR", "1")
    assert wants_color() is False
    monkeypatch.delenv("NO_COLOR")
    assert wants_color() is None
