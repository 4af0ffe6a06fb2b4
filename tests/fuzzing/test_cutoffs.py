"""A batch that is ended at any moment leaves the old output or the new one, whole; the next run goes on.

A few moments here; fifty under ``make fuzz``.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from framing.io.files import MARK
from tests.house import BRIEF, coverage

RUN = [sys.executable, "-m", "framing", "compare"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process is killed like this here"),
]


def begun(texts: Path, out: Path, cache: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*RUN, str(texts), "-o", str(out), "--cache", str(cache), *BRIEF],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "MPLCONFIGDIR": str(cache.parent / "mpl")},
    )


def whole(out: Path) -> str:
    """Return which output stands there; it must be one of them, to the last byte."""
    record = json.loads((out / MARK).read_text("utf8"))
    for name, told in record["outputs"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == told, name
    assert (out / "report.html").read_text("utf8").rstrip().endswith("</html>")
    return str(len((out / "tables" / "articles.csv").read_text("utf8").splitlines()))


def moments(inputs: int) -> int:
    return 50 if inputs >= 1_000 else 2


def test_a_batch_ended_at_any_moment(tmp_path: Path, inputs: int) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    small, large = coverage(tmp_path / "small", each=2), coverage(tmp_path / "large", each=4)
    # The first run makes what later ones find, such as a list of fonts: the second says how long one takes.
    for _ in range(2):
        took = time.monotonic()
        with begun(small, out, cache) as process:
            assert process.wait() == 0, process.stderr and process.stderr.read()
        took = time.monotonic() - took
    old = whole(out)
    seen = set()
    for step in range(count := moments(inputs)):
        with begun(large, out, cache) as process:
            time.sleep(took * 1.2 * (step + 0.4) / count)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        now = whole(out)
        seen.add(now)
        if now != old:
            with begun(small, out, cache) as process:
                assert process.wait() == 0
            assert whole(out) == old
    with begun(large, out, cache) as process:
        assert process.wait() == 0
    assert whole(out) != old
    assert old in seen
    # Nothing is left of the runs that were cut off.
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "mpl") == [
        "cache",
        "large",
        "out",
        "small",
    ]


def test_ended_by_hand_it_says_so_within_a_second(tmp_path: Path) -> None:
    texts, out = coverage(tmp_path / "texts", each=6), tmp_path / "out"
    with begun(texts, out, tmp_path / "cache") as process:
        time.sleep(1.5)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1].decode()
        took = time.monotonic() - asked
    if process.returncode:
        assert process.returncode == 130
        assert "stopped; nothing was changed" in said
        assert not out.exists()
        # A loaded machine is given time; what is shown here is that it doesn't go on to its end.
        assert took < 10
