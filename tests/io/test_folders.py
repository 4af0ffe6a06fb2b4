"""An output is the old one or the new one, whole, whatever ends a run; and one run writes at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.io import files

WRITE = """
import sys, time
from pathlib import Path
from framing.io import files
with files.replaced_folder(sys.argv[1]) as aside:
    for number in range(20):
        (aside / f"{number}.txt").write_text(sys.argv[2] * 1000)
    (aside / files.MARK).write_text('{"outputs": [%s]}' % ", ".join(f'"{n}.txt"' for n in range(20)))
    print("written", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def write(folder: Path, letter: str, wait: float = 0) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(folder), letter, str(wait)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wrote(folder: Path, letter: str) -> bool:
    """Write an output to its end."""
    with write(folder, letter) as process:
        process.communicate()
    return process.returncode == 0


def letters(folder: Path) -> set[str]:
    """The letters that the files of an output are made of: one, if it is whole."""
    texts = [path.read_text() for path in sorted(folder.glob("*.txt"))]
    assert len(texts) == 20
    assert {len(text) for text in texts} == {1000}
    return set("".join(texts))


@pytest.mark.slow
def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    first = write(tmp_path / "out", "a", wait=30)
    assert first.stdout is not None
    first.stdout.readline()
    with (
        pytest.raises(FramingError, match="another run is writing to it"),
        files.replaced_folder(tmp_path / "out"),
    ):
        raise AssertionError("the second run began")
    first.kill()
    first.communicate()
    assert list((tmp_path / "out").parent.glob("*.txt")) == []
    # The lock went with the process, and what it left behind goes with the next run.
    assert wrote(tmp_path / "out", "b")
    assert letters(tmp_path / "out") == {"b"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
def test_two_runs_into_one_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with files.replaced_file(target) as aside:
        aside.write_text("one")
        with pytest.raises(FramingError, match="another run"), files.replaced_file(target):
            pass
    assert target.read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process is killed like this on Windows")
def test_a_run_ended_at_any_moment_leaves_the_old_output_or_the_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert wrote(folder, "a")
    seen = set()
    for step in range(12):
        running = write(folder, "b")
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(step * 0.0004)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        found = letters(folder)
        assert len(found) == 1
        seen |= found
        if found == {"b"}:
            assert wrote(folder, "a")
    assert seen <= {"a", "b"}
    assert wrote(folder, "c")
    assert letters(folder) == {"c"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("exchanged", [True, False], ids=["in one step", "in two"])
def test_one_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanged: bool
) -> None:
    if not exchanged:
        monkeypatch.setattr(files, "_exchanged", lambda one, other: False)
    for name, text in (("old", "1"), ("new", "2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text)
    files.swap(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "a.txt").read_text() == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.slow
def test_a_run_cut_off_between_two_steps_is_mended_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".out.123.old").mkdir()
    (tmp_path / ".out.123.old" / "a.txt").write_text("whole")
    (tmp_path / ".out.123.partial").mkdir()
    (tmp_path / ".out.mine.partial").mkdir()
    (tmp_path / ".outer.123.partial").mkdir()
    files.recover(tmp_path / "out", tmp_path)
    assert (tmp_path / "out" / "a.txt").read_text() == "whole"
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".out.mine.partial", ".outer.123.partial", "out"]


# No file grows beyond so many bytes, as on a full disk.
BOUND = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
"""
LOAD = BOUND + "from framing.cli import main; sys.exit(main(sys.argv[2:]))"
FILL = """
import io
from framing.io import files
from framing.errors import FramingError
from framing.plotting import theme
def text(aside):
    (aside / "a.txt").write_text("a" * 10_000)
def table(aside):
    import pandas as pd
    files.write_tables(aside / "tables", {"a": pd.DataFrame({"a": ["a" * 10_000]})}, {})
def figure(aside):
    from matplotlib.figure import Figure
    axes = Figure().subplots()
    axes.plot([1, 2])
    theme.save(axes, aside / "a.png")
def no_room(aside):
    raise OSError(28, "No space left on device")
def another(aside):
    open("elsewhere/absent.txt")
"""
FILL += (
    BOUND
    + """
try:
    with files.replaced_folder(sys.argv[2]) as aside:
        globals()[sys.argv[3]](aside)
except (FramingError, OSError) as error:
    print(type(error).__name__, error)
"""
)

full = pytest.mark.skipif(not hasattr(os, "fork"), reason="no limits of processes on Windows")


def bounded(code: str, most: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(most), *map(str, arguments)], capture_output=True, text=True
    )


@pytest.mark.slow
@full
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_a_full_disk_is_one_line_and_the_old_output_stays(tmp_path: Path, suffix: str) -> None:
    from framing import example

    target = tmp_path / f"x{suffix}"
    target.write_text("old")
    said = bounded(LOAD, 500, "load", example("carney-beijing-2026"), "-o", target)
    assert said.returncode == 1
    assert said.stderr == (
        f"framing: {target}: can't be written (file too large); free some space or name another folder; "
        "the old output is as it was\n"
    )
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.slow
@full
def test_where_no_room_is_left_for_the_audit_it_is_named(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(400):
        (texts / f"harbour_courier_2026-01-15_{number}.txt").write_text("")
    (texts / "one.txt").write_text("The quay is long.\n\nThe council voted on Monday to enlarge the quay.")
    said = bounded(LOAD, 14_000, "load", texts, "-o", tmp_path / "x.csv", "--audit", tmp_path / "a.csv")
    assert said.stderr.splitlines()[-1] == (
        f"framing: {tmp_path / 'a.csv'}: can't be written (file too large); "
        "free some space or name another folder"
    )


@pytest.mark.slow
@full
@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("text", "can't be written (file too large); free some space or name another folder"),
        ("table", "can't be written (file too large); free some space or name another folder"),
        ("figure", "can't be written (file too large); free some space or name another folder"),
        ("no_room", "the disk is full; free some space or name another folder"),
    ],
)
def test_what_fills_a_folder_names_the_folder_and_no_path_in_it(tmp_path: Path, what: str, why: str) -> None:
    folder = tmp_path / "out"
    assert bounded(FILL, 200, folder, what).stdout == f"FramingError {folder}: {why}\n"
    assert list(tmp_path.iterdir()) == []
    assert wrote(folder, "a")
    said = bounded(FILL, 200, folder, what).stdout
    assert said == f"FramingError {folder}: {why}; the old output is as it was\n"
    assert letters(folder) == {"a"}


@pytest.mark.medium
@full
def test_what_is_read_meanwhile_speaks_for_itself(tmp_path: Path) -> None:
    said = bounded(FILL, 200, tmp_path / "out", "another").stdout
    assert said.startswith("FileNotFoundError")
    assert "elsewhere/absent.txt" in said
