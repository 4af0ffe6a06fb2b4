"""The same tables for any number of processes, from a script of any shape, and nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import jobs
from framing.corpus.load import Loaded, load
from framing.engine import process
from framing.errors import FramingError, FramingWarning
from tests.corpus.made import lines, mixed, page, record

ROOT = Path(__file__).parents[2]


def same(one: Loaded, other: Loaded) -> None:
    pd.testing.assert_frame_equal(one.articles, other.articles)
    pd.testing.assert_frame_equal(one.audit, other.audit)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed(tmp_path_factory.mktemp("mixed") / "texts")


@pytest.fixture(scope="module")
def alone(folder: Path) -> Loaded:
    with pytest.warns(FramingWarning):
        return load(folder, workers=1)


@pytest.mark.medium
@pytest.mark.parametrize("count", [2, 3])
def test_the_same_for_any_number(folder: Path, alone: Loaded, count: int) -> None:
    with pytest.warns(FramingWarning, match="articles kept"):
        same(load(folder, workers=count), alone)


@pytest.mark.medium
def test_the_same_where_a_long_file_is_shared_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(lines(*(record(n) for n in range(50)), record(3)), "utf8")
    whole = load(tmp_path, workers=1)
    monkeypatch.setattr(jobs, "_BYTES", 2000)
    monkeypatch.setattr(jobs, "_LONG", 1000)
    monkeypatch.setattr(jobs, "_RECORDS", 7)
    same(load(tmp_path, workers=1), whole)
    same(load(tmp_path, workers=2), whole)
    assert whole.articles["source"].tolist() == [f"a.jsonl:{n}" for n in range(1, 51)]


@pytest.mark.medium
def test_jobs_cover_each_file_once_and_add_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.corpus import files

    monkeypatch.setattr(jobs, "_BYTES", 2000)
    monkeypatch.setattr(jobs, "_LONG", 1000)
    found = files.find(folder)
    cut = list(jobs.cut(found))
    ends = [file for job in cut if job.last for file in job.files]
    assert ends == found
    assert sum(job.size for job in cut) == sum(file.size for file in found)


@pytest.mark.parametrize("given", [0, -1, 1.5, "two", True])
def test_a_number_that_is_none(tmp_path: Path, given: object) -> None:
    (tmp_path / "a.jsonl").write_text(lines(record()), "utf8")
    with pytest.raises(FramingError, match=r"workers: .* is no number of processes; give 1 or more, or"):
        load(tmp_path, workers=given)  # type: ignore[arg-type]


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small jobs, and this process slow at them, so that another gets some."""
    run = jobs.Job.run

    def slow(self: jobs.Job, *settings: object) -> object:
        time.sleep(0.05)
        return run(self, *settings)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "_FILES", 1)
    monkeypatch.setattr(jobs.Job, "run", slow)


@pytest.mark.slow
@pytest.mark.usefixtures("slowly")
def test_a_process_that_ends_early_leaves_no_gap(
    folder: Path, alone: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = "p.receive(sys.stdin.buffer); p.receive(sys.stdin.buffer); sys.exit(3)"
    code = process._CODE.replace("from framing.engine.process import serve; serve()", "")
    monkeypatch.setattr(process, "_CODE", f"{code}import framing.engine.process as p; {ends}")
    with pytest.warns(FramingWarning) as caught:
        same(load(folder, workers=2), alone)
    assert any("a process ended early" in str(warning.message) for warning in caught)
    assert len(caught) == 2


def test_no_processes_can_be_started(folder: Path, alone: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with pytest.warns(FramingWarning) as caught:
        same(load(folder, workers=2), alone)
    assert any("no processes could be started (Resource" in str(warning.message) for warning in caught)


@pytest.mark.medium
@pytest.mark.usefixtures("slowly")
def test_what_fails_in_a_process_is_done_again_in_silence(
    folder: Path, alone: Loaded, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = process._CODE.replace("serve()", "from framing.corpus.jobs import Job; Job.run = None; serve()")
    monkeypatch.setattr(process, "_CODE", broken)
    with pytest.warns(FramingWarning) as caught:
        same(load(folder, workers=2), alone)
    assert len(caught) == 1
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_a_script_without_a_guard(tmp_path: Path) -> None:
    """Its code must not run again in the processes that read."""
    for number in range(4):
        (tmp_path / f"page{number}.html").write_text(page(number), "utf8")
    script = tmp_path / "script.py"
    script.write_text(
        "import framing as fr\nprint('begun')\n"
        f"print(len(fr.load({str(tmp_path / '*.html')!r}, workers=2).articles))\n",
        "utf8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout.split(), done.stderr) == (["begun", "4"], "")


@pytest.mark.slow
def test_from_standard_input_as_in_a_console(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(1), "utf8")
    code = f"import framing as fr; print(len(fr.load({str(tmp_path)!r}, workers=2).articles))"
    done = subprocess.run([sys.executable], input=code, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("1\n", "")


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes as Linux lists them")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path: Path, sent: signal.Signals) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(400):
        (texts / f"page{number}.html").write_text(page(number), "utf8")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "framing",
            "load",
            str(texts),
            "-o",
            str(tmp_path / "a.parquet"),
            "--workers",
            "3",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    begun: list[int] = []
    while len(begun) < 2 and process.poll() is None:
        begun = _children(process.pid)
        time.sleep(0.02)
    assert len(begun) == 2
    process.send_signal(sent)
    err = process.communicate(timeout=60)[1]
    assert "Traceback" not in err
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() for pid in begun):
            break
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in begun)
    if sent == signal.SIGINT:
        assert err.splitlines() == ["framing: stopped; nothing was changed, an earlier output is as it was"]
        assert [p.name for p in tmp_path.iterdir()] == ["texts"]


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
def test_stopped_by_hand_while_processes_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Those that have begun don't wait for ever for work that never comes."""
    for number in range(3):
        (tmp_path / f"page{number}.html").write_text(page(number), "utf8")
    begin = threading.Thread.start

    def stopped(self: threading.Thread) -> None:
        if moment == "after":
            begin(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", stopped)
    with process.limit_time(60), pytest.raises(KeyboardInterrupt):
        load(tmp_path, workers=3)
