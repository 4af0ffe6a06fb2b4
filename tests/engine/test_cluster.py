"""The same tables from dask, of our own or started by hand, whatever ends its workers; and what is said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest

from framing.engine import dask as cluster
from framing.engine import dask as remote
from framing.engine.dask import Cluster, Seen, check_agreement
from framing.engine.parts import Parts, map_parts
from framing.engine.results import versions
from framing.errors import FramingError, FramingWarning
from tests.engine.tasks import Counting, Failing, articles, gone

ROOT = Path(__file__).parents[2]
HERE = {"framing": "1.0", "Python": "3.13", "pyarrow": "20.0", "framing's files": "abc"}


# -- who counts alike; without dask --


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"pyarrow": "17.0"}, "pyarrow is 17.0 (20.0 here) on tcp://b:1; figures could differ"),
        ({"pyarrow": None}, "pyarrow is not installed (20.0 here) on tcp://b:1; "),
        ({"nltk": "3.8"}, "nltk is 3.8 (not installed here) on tcp://b:1; "),
        ({"framing": "0.9", "framing's files": "x"}, "dask: framing is 0.9 (1.0 here) on tcp://b:1; "),
        ({"framing's files": "x"}, "framing is of the same version, but has other files, on tcp://b:1; "),
    ],
)
def test_versions_that_differ_are_named_with_who_has_them(there: dict[str, str | None], said: str) -> None:
    other = {name: version for name, version in (HERE | there).items() if version is not None}
    with pytest.raises(FramingError) as caught:
        check_agreement(HERE, {"tcp://a:1": Seen(HERE), "tcp://b:1": Seen(other)})
    assert said in str(caught.value)
    assert "tcp://a:1" not in str(caught.value)


def test_who_lacks_framing_or_does_not_see_a_place() -> None:
    lacking = ModuleNotFoundError("No module named 'framing.engine'")
    with pytest.raises(FramingError, match=r"^dask: framing is not installed on b; .*distributed\]==1.0'$"):
        check_agreement(HERE, {"a": Seen(HERE, ("/store",)), "b": lacking})
    with pytest.raises(FramingError, match=r"^dask: framing can't be asked \(OSError: gone\) on a; "):
        check_agreement(HERE, {"a": OSError("gone")})
    with pytest.raises(FramingError, match=r"^dask: /store can't be seen on a; put the store and the cache"):
        check_agreement(HERE, {"a": Seen(HERE, ("/store", "/cache")), "b": Seen(HERE)})
    many = {f"w{n}": Seen(HERE, ("/store",)) for n in range(9)}
    with pytest.raises(FramingError, match="on w0, w1, w2 and 6 more; "):
        check_agreement(HERE, many)
    check_agreement(HERE, {"a": Seen(HERE), "b": Seen(dict(reversed(HERE.items())))})
    check_agreement(HERE, {})


def test_the_versions_here_agree_with_themselves(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    wanted = [str(tmp_path / "there"), str(tmp_path / "nowhere")]
    mine = remote.look_around(wanted)
    assert mine.unseen == tuple(wanted[1:])
    assert {"framing", "Python", "numpy", "pandas", "pyarrow", "scipy"} <= set(mine.versions)
    check_agreement(versions(), {"here": Seen(mine.versions)})


@pytest.mark.parametrize("address", ["nonsense", "host:8786", "", None, 3])
def test_what_is_no_address(address: object) -> None:
    with pytest.raises(FramingError, match=r"^dask: .* is neither 'local' nor the address of a scheduler"):
        Cluster(address)  # type: ignore[arg-type]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        FramingError, match=r"^dask: needs distributed, .*: pip install 'newsframing\[distributed\]'$"
    ):
        Cluster("local")


# -- with dask --


@pytest.fixture(scope="module")
def alone() -> pd.DataFrame:
    return map_parts(Parts.of(articles(), each=10, progress=False), Counting(), what="words").table("words")


class Started:
    """A scheduler and workers started by hand, on the loopback."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.scheduler = self.start("scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        file = folder / "scheduler.json"
        for _ in range(600):
            if file.exists() and file.read_text():
                break
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]

    def start(self, what: str, *more: str, path: str = "") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", *more]
        command += ["--scheduler-file", str(self.folder / "scheduler.json"), "--no-dashboard"]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [path, str(ROOT)]))}
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = self._stack.enter_context(subprocess.Popen(command, env=env, cwd=self.folder, **quiet))  # type: ignore
        self._stack.callback(process.kill)
        return process

    def worker(self, path: str = "", *, nanny: bool = False) -> subprocess.Popen[bytes]:
        keep = "--nanny" if nanny else "--no-nanny"
        return self.start("worker", "--nthreads", "1", "--local-directory", str(self.folder), keep, path=path)

    def count(self) -> int:
        from distributed import rpc
        from distributed.utils import LoopRunner, sync

        async def asked() -> int:
            async with rpc(self.address) as scheduler:
                return len(await scheduler.ncores())

        runner = LoopRunner()
        runner.start()
        try:
            return int(sync(runner.loop, asked))
        finally:
            runner.stop()

    def wait_for(self, number: int) -> None:
        for _ in range(600):
            if self.count() == number:
                return
            time.sleep(0.05)
        raise AssertionError(f"{self.count()} workers, not {number}")


@pytest.fixture(scope="module")
def dask() -> None:
    pytest.importorskip("distributed", reason="the extra distributed is not installed")


@pytest.fixture(scope="module")
def started(dask: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with ExitStack() as stack:
        made = Started(tmp_path_factory.mktemp("dask"), stack)
        for _ in range(2):
            made.worker()
        made.wait_for(2)
        yield made


def opened(address: str, **options: object) -> Parts:
    return Parts.of(articles(), each=10, dask=address, progress=False, **options)  # type: ignore[arg-type]


@pytest.mark.slow
def test_workers_of_our_own(dask: None, alone: pd.DataFrame, tmp_path: Path) -> None:
    parts = opened("local")
    found = map_parts(parts, Counting(), what="words")
    pd.testing.assert_frame_equal(found.table("words"), alone, check_exact=True)
    who = set(found.table("who")["process"])
    assert os.getpid() not in who
    # One is killed in the middle; the same processes do the next task, but for that one.
    found = map_parts(parts, Failing("a25", "killed", str(tmp_path), times=1), what="words")
    pd.testing.assert_frame_equal(found.table("words"), alone, check_exact=True)
    assert len(list(tmp_path.iterdir())) == 1
    who |= set(found.table("who")["process"])
    parts._engine.close()  # type: ignore[attr-defined]
    assert all(gone(pid) for pid in who)


@pytest.mark.slow
def test_a_scheduler_and_workers_started_by_hand(started: Started, alone: pd.DataFrame) -> None:
    parts = opened(started.address)
    found = map_parts(parts, Counting(), what="words")
    pd.testing.assert_frame_equal(found.table("words"), alone, check_exact=True)
    parts._engine.close()  # type: ignore[attr-defined]
    # What others have started goes on, and has kept nothing of ours.
    assert started.count() == 2


@pytest.mark.slow
def test_no_more_parts_are_out_than_workers(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    out = []
    hand = cluster._Handing._hand

    def counted(self: cluster._Handing, *job: object) -> None:
        hand(self, *job)  # type: ignore[arg-type]
        out.append(len(self._out))

    monkeypatch.setattr(cluster._Handing, "_hand", counted)
    parts = Parts.of(articles(), each=3, dask=started.address, progress=False)
    map_parts(parts, Counting(), what="words")
    parts._engine.close()  # type: ignore[attr-defined]
    assert len(out) == 20
    assert max(out) == 2


@pytest.mark.slow
@pytest.mark.parametrize("other", ["framing", "pyarrow"])
def test_a_worker_that_would_not_count_alike(started: Started, tmp_path: Path, other: str) -> None:
    if other == "framing":
        (tmp_path / "framing.py").write_text("raise ModuleNotFoundError(\"No module named 'framing'\")")
        said = r"^dask: framing is not installed on tcp://127.0.0.1:\d+; install there"
    else:
        about = tmp_path / "pyarrow-17.0.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: pyarrow\nVersion: 17.0.0\n")
        said = r"^dask: pyarrow is 17.0.0 \(.* here\) on tcp://127.0.0.1:\d+; figures could differ"
    parts = opened(started.address)
    process = started.worker(str(tmp_path))
    started.wait_for(3)
    with pytest.raises(FramingError, match=said):
        map_parts(parts, Counting(), what="words")
    parts._engine.close()  # type: ignore[attr-defined]
    process.kill()
    started.wait_for(2)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_and_a_part_that_kills(
    started: Started, alone: pd.DataFrame, tmp_path: Path
) -> None:
    for _ in range(3):
        started.worker()
    started.wait_for(5)
    parts = opened(started.address)
    with pytest.warns(
        FramingWarning, match=r"part-00002\S* .10 articles. is left out: words: the process that"
    ):
        found = map_parts(parts, Failing("a25", "killed", str(tmp_path)), what="words")
    assert list(found.failed) == [2]
    rest = alone[(alone["row"] < 20) | (alone["row"] >= 30)].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.table("words"), rest, check_exact=True)
    assert len(list(tmp_path.iterdir())) >= 3
    parts._engine.close()  # type: ignore[attr-defined]


@pytest.mark.slow
def test_nobody_answers(dask: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWERS", 0.5)
    with pytest.raises(
        FramingError, match=r"^dask: no scheduler answers at tcp://127.0.0.1:9 within .*: dask scheduler$"
    ):
        map_parts(opened("tcp://127.0.0.1:9"), Counting(), what="words")
    with pytest.raises(
        FramingError, match=r"^dask: tcp://nowhere is no address .*; give one as tcp://host:8786$"
    ):
        map_parts(opened("tcp://nowhere"), Counting(), what="words")


@pytest.mark.slow
def test_a_scheduler_without_workers_and_one_that_goes(
    dask: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        made = Started(tmp_path, stack)
        with monkeypatch.context() as quick:
            quick.setattr(cluster, "_ANSWERS", 1.0)
            with pytest.raises(FramingError, match="has no workers; start some with: dask"):
                map_parts(opened(made.address), Counting(), what="words")
        made.worker()
        made.wait_for(1)
        parts = opened(made.address)
        marks = tmp_path / "marks"
        marks.mkdir()
        hand = cluster._Handing._hand

        def gone(self: cluster._Handing, *job: object) -> None:
            hand(self, *job)  # type: ignore[arg-type]
            made.scheduler.send_signal(signal.SIGKILL)

        monkeypatch.setattr(cluster._Handing, "_hand", gone)
        with pytest.raises(
            FramingError,
            match=r"^dask: the connection to the scheduler was lost; .*: finished parts are kept",
        ):
            map_parts(parts, Failing("a3", "sleeps", str(marks)), what="words")
        parts._engine.close()  # type: ignore[attr-defined]
