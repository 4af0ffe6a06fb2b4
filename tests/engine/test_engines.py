"""The same tables from any number of processes, which outlive a task and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from framing.engine.parts import Held, Parts, Serial, map_parts
from framing.engine.pool import Pool
from framing.engine.process import pack
from framing.engine.results import Job, Part, Receipt, Shared
from framing.errors import FramingWarning
from tests.engine.tasks import Counting, articles, gone

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def two() -> Iterator[Pool]:
    engine = Pool(2)
    yield engine
    engine.close()


def jobs(each: int = 7) -> list[Job]:
    frame = articles()
    parts = [frame.iloc[at : at + each].reset_index(drop=True) for at in range(0, len(frame), each)]
    return [Job(n, Part(f"p{n}", Held(part), "", len(part), 0)) for n, part in enumerate(parts)]


def words(done: dict[int, Receipt]) -> pd.DataFrame:
    return pd.concat([done[n].tables["words"] for n in sorted(done)], ignore_index=True)  # type: ignore[index]


@pytest.mark.medium
@pytest.mark.parametrize(("workers", "each"), [(None, 7), (None, 1000), (3, 7)])
def test_the_same_as_at_once(workers: int | None, each: int) -> None:
    frame, task = articles(), Counting(least=5)
    whole = map_parts(frame, task, what="words").table("words")
    parts = Parts.of(frame, each=each, workers=workers, progress=False)
    found = map_parts(parts, task, what="words").table("words")
    pd.testing.assert_frame_equal(found, whole, check_exact=True)
    assert len(found) < len(frame)


@pytest.mark.medium
def test_each_job_is_done_once_by_one_of_two_and_not_here(two: Pool) -> None:
    given = jobs()
    done = list(two.run(given, Shared(Counting())))
    assert sorted(job.number for job, _ in done) == [job.number for job in given]
    found = {job.number: outcome for job, outcome in done}
    alone = dict((job.number, outcome) for job, outcome in Serial().run(given, Shared(Counting())))
    pd.testing.assert_frame_equal(words(found), words(alone), check_exact=True)  # type: ignore[arg-type]
    who = _who(done)
    assert os.getpid() not in who
    assert len(who) <= 2


@pytest.mark.medium
def test_processes_outlive_a_task_and_never_mix_two(two: Pool) -> None:
    first = list(two.run(jobs(), Shared(Counting())))
    second = list(two.run(jobs(), Shared(Counting(least=9))))
    assert _who(second) <= _who(first) | {one._process.pid for one in two._processes}
    rows = {job.number: len(outcome.tables["words"]) for job, outcome in second}  # type: ignore
    frame = articles()
    assert sum(rows.values()) == (frame["text"].str.split().map(len) >= 9).sum() > 0


def _who(done: list) -> set[int]:  # type: ignore[type-arg]
    return {int(outcome.tables["who"]["process"].iloc[0]) for _, outcome in done}


@pytest.mark.medium
def test_who_stops_listening_ends_the_processes() -> None:
    engine = Pool(2)
    run = engine.run(jobs(1), Shared(Counting()))
    next(run)
    pids = [one._process.pid for one in engine._processes]
    run.close()
    assert engine._processes == []
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)
    assert len(list(engine.run(jobs(), Shared(Counting())))) == len(jobs())
    engine.close()


def test_no_processes_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with pytest.warns(FramingWarning, match="no processes could be started .Resource temporarily"):
        done = list(Pool(2).run(jobs(), Shared(Counting())))
    assert _who(done) == {os.getpid()}
    assert len(done) == len(jobs())


_SCRIPT = """
import pandas as pd
from dataclasses import dataclass
from framing.engine.parts import Parts, map_parts

print("begun")
least = 3

@dataclass(frozen=True)
class Long:
    def __call__(self, frame, beside):
        return {{"n": pd.DataFrame({{"n": [(frame["text"].str.len() > least).sum()]}})}}

frame = pd.DataFrame({{"id": list("abcdef"), "outlet": list("xyxyxy"), "text": ["a", "bb", "cccc"] * 2}})
parts = Parts.of(frame, each=2, {how}, progress=False)
print(map_parts(parts, Long(), what="n").table("n")["n"].tolist())
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["workers=2", "dask='local'"])
def test_a_script_without_a_guard_and_with_a_task_of_its_own(tmp_path: Path, how: str) -> None:
    if how != "workers=2":
        pytest.importorskip("distributed", reason="the extra distributed is not installed")
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT.format(how=how), "utf8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, env=env)
    assert (done.stdout.splitlines(), done.stderr) == (["begun", "[0, 1, 1]"], "")


def test_a_task_that_can_only_be_sent_with_its_code() -> None:
    import pickle

    assert pickle.loads(pack(Counting(3))) == Counting(3)
    assert pickle.loads(pack(lambda n: n + 1))(1) == 2


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes as Linux lists them")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path: Path, sent: signal.Signals) -> None:
    code = (
        "from tests.engine.tasks import *\nfrom framing.engine.parts import *\n"
        f"task = Failing('a3', 'sleeps', {str(tmp_path)!r})\n"
        "map_parts(Parts.of(articles(), each=7, workers=2, progress=False), task, what='words')"
    )
    running = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE)
    for _ in range(600):
        if busy := list(tmp_path.iterdir()):
            break
        time.sleep(0.05)
    pids = _children(running.pid)
    assert int(busy[0].name.split("-")[0]) in pids
    assert len(pids) == 2
    running.send_signal(sent)
    running.communicate(timeout=60)
    assert all(gone(pid) for pid in pids)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += [int(n) for n in (thread / "children").read_text().split()]
    return found
