"""What each step of a run takes, for the estimate that `framing check` gives; and how far that is off.

    python benchmarks/speed_rates.py STORE STORE [STORE ...] [--write] [--set KEY=VALUE ...]

A study of each store (as `framing load -o DIR/` writes them; small ones first) is run in a process of its
own, by one process, with every step of the driver under a clock of processor seconds: those that a task
takes over parts, and the rest. From the first two stores the rates are computed, and written to
``framing/engine/rates.toml`` with ``--write``; for all of them time and memory are set beside the estimate.
A step that isn't done unasked of many articles has its rate from the first store, which must be below that
number. Memory is written anew only where the second store has several parts, since what each byte and what
each article holds can't be told apart within one. Processor seconds are measured, so that others who use the
machine matter little.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RATES = ROOT / "framing" / "engine" / "rates.toml"
#: Functions within a step of the driver that a study can do without: module, name.
WITHIN = (
    ("framing.comparison.wording.keyness", "keyness"),
    ("framing.comparison.wording.naming", "naming"),
    ("framing.comparison.reuse.table", "reuse"),
    ("framing.comparison.coverage.table", "coverage"),
    ("framing.comparison.events.group", "grouped"),
    ("framing.text.overlap.copies", "copies_and_groups"),
)


class Clock:
    """Processor seconds by step: of tasks over parts, and all else; a step within another counts once."""

    def __init__(self) -> None:
        self.shared: dict[str, float] = defaultdict(float)
        self.once: dict[str, float] = defaultdict(float)
        self.sent = self.jobs = 0
        self._open = ["other"]
        self._since = time.process_time()

    def _told(self, kind: dict[str, float]) -> None:
        now = time.process_time()
        kind[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function under the clock."""

        def under(*given: Any, **options: Any) -> Any:
            self._told(self.once)
            self._open.append(name)
            try:
                return call(*given, **options)
            finally:
                self._told(self.once)
                self._open.pop()
                print(f"  {name}: {time.process_time():.0f} s", file=sys.stderr, flush=True)

        return under

    def run(self, engine: Any, jobs: Any, shared: Any) -> Iterator[Any]:
        """Do jobs as `Serial` does, each under the clock; and see how large they are to be sent."""
        from framing.engine.process import pack

        self.sent += len(pack(shared))
        for job in jobs:
            self.sent, self.jobs = self.sent + len(pack(job)), self.jobs + 1
            self._told(self.once)
            found = job.run(shared.make_tools(), shared)
            self._told(self.shared)
            yield job, found


def measured(store: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Run a study of a store here, and return what it took."""
    import importlib

    from framing.engine.estimate import yardstick
    from framing.engine.parts import Parts, Serial
    from framing.study import output, run, steps
    from framing.study.config import Study
    from framing.study.steps import articles

    begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock = Clock()
    # Small stores are read in parts too, as large ones are.
    steps.ALONE_BYTES = articles.ALONE_BYTES = 0
    Serial.run = lambda self, jobs, shared: clock.run(self, jobs, shared)
    found = run.find_steps()
    for owner, module in found.items():
        for name in ("check", "prepare", "run"):
            if hasattr(module, name):
                setattr(module, name, clock.timed(f"{owner}.{name}", getattr(module, name)))
    for name in ("hold_articles", "figures", "report"):
        setattr(output, name, clock.timed(f"output.{name}", getattr(output, name)))
    for owner, name in WITHIN:
        module = importlib.import_module(owner)
        setattr(module, name, clock.timed(name, getattr(module, name)))
    parts = Parts.open(store)
    size, articles = parts.size, len(parts)
    del parts
    warnings.simplefilter("ignore")
    wall = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        Study(articles=(store,), **settings).run(Path(folder) / "out", workers=1, progress=False)
    clock.timed("end", lambda: None)()
    return {
        "articles": articles,
        "bytes": size,
        "most": {f"{name}.run": one.UNASKED for name, one in found.items() if hasattr(one, "UNASKED")},
        "shared": dict(clock.shared),
        "once": dict(clock.once),
        "wall": time.monotonic() - wall,
        "sent": clock.sent,
        "jobs": clock.jobs,
        "base": begin * 1024,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "yardstick": yardstick(),
    }


def rates(small: dict[str, Any], large: dict[str, Any]) -> str:
    """Return the rates as a file has them."""
    from framing.engine.estimate import rates as known
    from framing.engine.parts import EACH

    n, m = small["articles"], large["articles"]
    lines = [
        "# What the steps of a run take, in processor seconds: `shared` a megabyte of text, over parts;",
        "# `once` an article, over what came of all parts; `begin` whatever the size; above `most` articles",
        "# a step isn't done unasked. Memory is in bytes, from a run of several parts.",
        f"# Written by benchmarks/speed_rates.py from runs over {n:,} and {m:,} articles.",
        f"yardstick = {min(small['yardstick'], large['yardstick']):.4f}",
        "",
        "[memory]",
    ]
    memory = {name: getattr(known(), name) for name in ("base", "worker", "part", "article")}
    if m > EACH:
        held = [min(EACH, one["articles"]) * one["bytes"] / one["articles"] for one in (small, large)]
        more = [one["peak"] - small["base"] for one in (small, large)]
        # Two equations: bytes for each byte of a part's text, and bytes for each article.
        part = (more[0] * m - more[1] * n) / (held[0] * m - held[1] * n)
        article = (more[1] - part * held[1]) / m
        memory = {"base": small["base"], "worker": small["base"], "part": part, "article": article}
    lines += [f"{name} = {value:.4g}" for name, value in memory.items()]
    lines += ["", "[steps]"]
    for name in dict.fromkeys([*large["once"], *large["shared"]]):
        if name in small["most"]:
            begin = small["once"].get(name, 0.0) + small["shared"].get(name, 0.0)
            most = small["most"][name]
            lines.append(f'"{name}" = {{ shared = 0, once = 0, begin = {begin:.3g}, most = {most} }}')
            continue
        shared = large["shared"].get(name, 0) / (large["bytes"] / 1e6)
        once = [one["once"].get(name, 0.0) for one in (small, large)]
        slope = max(0.0, (once[1] - once[0]) / (m - n))
        begin = max(0.0, once[1] - slope * m)
        if max(shared * 100, slope * 1e5, begin) >= 0.05:
            lines.append(f'"{name}" = {{ shared = {shared:.4g}, once = {slope:.4g}, begin = {begin:.3g} }}')
    return "\n".join(lines) + "\n"


def said(one: dict[str, Any]) -> None:
    """Print what a run took, and what was estimated."""
    from framing.engine.estimate import Size, estimate_run
    from framing.engine.estimate import rates as known

    known.cache_clear()
    took = sum(one["shared"].values()) + sum(one["once"].values())
    slower = one["yardstick"] / known().yardstick
    guess = estimate_run(Size(one["articles"], one["bytes"]), list(known().steps), slower=slower)
    print(
        f"{one['articles']:>9,} articles, {one['bytes'] / 1e6:,.0f} MB: {took:,.1f} s of processor, "
        f"{one['wall']:,.1f} s by the clock, estimated {guess.seconds:,.1f} s ({guess.seconds / took:.2f}); "
        f"{one['peak'] / 1e6:,.0f} MB, estimated {guess.memory / 1e6:,.0f} MB "
        f"({guess.memory / one['peak']:.2f}); {one['sent'] / 1e3:,.0f} kB sent in {one['jobs']} jobs"
    )
    for name in sorted(
        dict.fromkeys([*one["shared"], *one["once"]]),
        key=lambda n: -one["shared"].get(n, 0) - one["once"].get(n, 0),
    ):
        shared, once = one["shared"].get(name, 0.0), one["once"].get(name, 0.0)
        if shared + once >= 0.02 * took:
            print(f"            {name:<32}{shared:8.1f} s over parts {once:8.1f} s once")


def main() -> None:
    """Measure, and write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("stores", nargs="+")
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--set", nargs="*", default=[], metavar="KEY=VALUE", help="of the study, as JSON")
    asked.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    settings = {key: json.loads(value) for key, _, value in (item.partition("=") for item in given.set)}
    if given.one:
        print(json.dumps(measured(given.stores[0], settings)))
        return
    found = []
    for store in given.stores:
        command = [sys.executable, __file__, store, "--one", "--set", *given.set]
        env = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=env)
        found.append(json.loads(done.stdout.splitlines()[-1]))
        if len(found) == 2 and given.write:
            RATES.write_text(rates(*found), "utf8")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for one in found:
        said(one)


if __name__ == "__main__":
    main()
