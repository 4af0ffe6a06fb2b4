"""Time and memory of a chain over many articles: load, compare, keyness, each the command as a user calls it.

    python benchmarks/speed_scale.py --folder /big/disk [--sizes 100000 1000000] [--steps load keyness]
        [--engine serial --engine "--workers 2" --engine "--dask local"] [--again] [--outlets 12]

Corpora are made by ``million.py`` where the folder lacks them; stores by the step ``load``. Of each step are
told wall time, processor time of all its processes, time an article, megabytes of text a second, and the most
memory that all its processes together held at one time: PSS, which counts what they share once. What they
kept on disk is told too. Processes of others, as dask's workers started by hand, count by ``--pid``. With
``--again`` each step is ended in the middle of its time, and the time of the run that goes on is told.

Others use the machine: the load is told, and processor time says more than wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRAMING = [sys.executable, "-c", "from framing.cli import main; raise SystemExit(main())"]
#: What each step asks of `framing compare`, and no more: other steps of a study have sizes of their own.
BARE = "--no-reuse --no-coverage --no-keyness --no-sources --frames none --naming none --events given"
TONE = "--measure tone.negative --measure tone.positive --measure hedges --measure boosters"
STEPS = {
    "load": "load {corpus} -o {store}/",
    "check": "check {store}/",
    "score": f"compare {{store}}/ -o {{out}} --voices none --targets none {TONE} {BARE}",
    "compare": f"compare {{store}}/ -o {{out}} --target China --target Trump {BARE}",
    "keyness": "keyness {store}/ -o {out}.parquet",
    "all": "compare {store}/ -o {out}",
}
#: Seconds between two looks at the processes, and between two at what they share, which costs more.
LOOK, SHARED = 0.2, 1.0
_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass
class Seen:
    """What was seen of a run."""

    step: str
    engine: str
    articles: int
    text: float
    wall: float
    work: float
    memory: float
    processes: int
    kept: float
    load: float
    status: int

    def line(self) -> str:
        """Return it as a row of the table."""
        each = 1000 / self.articles
        note = "" if not self.status else f"  ended with status {self.status}"
        return (
            f"{self.step:<9}{self.engine:<14}{self.articles:>10,}{self.wall:>9.1f}{self.work:>9.1f}"
            f"{self.wall * each:>9.2f}{self.work * each:>9.2f}{self.text / self.wall:>8.1f}"
            f"{self.memory:>9,.0f}{self.processes:>6}{self.kept:>9,.0f}{self.load:>6.1f}{note}"
        )


HEAD = (
    f"{'step':<9}{'engine':<14}{'articles':>10}{'wall s':>9}{'work s':>9}{'ms each':>9}{'of work':>9}"
    f"{'MB/s':>8}{'peak MB':>9}{'procs':>6}{'kept MB':>9}{'load':>6}"
)


def family(root: int, others: list[int]) -> dict[int, tuple[float, int]]:
    """Return processor seconds and resident bytes of a process, of all below it, and of some others."""
    above, found = {}, {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            stat = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        above[int(name)] = int(stat[1])
        found[int(name)] = ((int(stat[11]) + int(stat[12])) / _TICK, int(stat[21]) * _PAGE)

    def ours(pid: int) -> bool:
        while pid and pid not in (root, *others):
            pid = above.get(pid, 0)
        return pid != 0

    return {pid: found[pid] for pid in found if ours(pid)}


def shared(pids: list[int]) -> float:
    """Return the bytes that some processes hold, what they share counted once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def run(command: str, others: list[int], log: Path, stop: float | None = None) -> dict[str, float]:
    """Run a command of `framing`, and watch it; end it after `stop` seconds."""
    work: dict[int, float] = {}
    before = {pid: seconds for pid, (seconds, _) in family(-1, others).items()} if others else {}
    most = many = 0.0
    begun = looked = time.perf_counter()
    with log.open("ab") as out:
        out.write(f"\n$ framing {command}\n".encode())
        out.flush()
        process = subprocess.Popen(
            [*FRAMING, *shlex.split(command)], stdout=out, stderr=out, start_new_session=True
        )
        while process.poll() is None:
            seen = family(process.pid, others)
            work |= {pid: seconds for pid, (seconds, _) in seen.items()}
            now = time.perf_counter()
            # What they share only makes it less: it is asked for where the sum could be a new peak.
            if sum(size for _, size in seen.values()) > most and now - looked > SHARED:
                looked = now
                most, many = max(most, shared(list(seen))), max(many, len(seen))
            if stop is not None and now - begun > stop:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(LOOK)
    wall = time.perf_counter() - begun
    done = sum(seconds - before.get(pid, 0.0) for pid, seconds in work.items())
    return {"wall": wall, "work": done, "memory": most / 1e6, "processes": many, "status": process.returncode}


def size(folder: Path) -> float:
    """Return the megabytes of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def corpus(folder: Path, number: int, outlets: int) -> Path:
    """Return the corpus of a size, which is made where it isn't there."""
    path = folder / f"million_{number}.jsonl"
    if not path.exists():
        aside = path.with_suffix(".partial")
        made = [
            sys.executable,
            str(HERE / "million.py"),
            str(number),
            "-o",
            str(aside),
            "--outlets",
            str(outlets),
        ]
        subprocess.run(made, check=True)
        aside.replace(path)
    return path


def texts(store: Path) -> float:
    """Return the megabytes of text of a store."""
    return sum(part["bytes"] for part in json.loads((store / "store.json").read_text("utf8"))["parts"]) / 1e6


def main() -> None:
    """Run the steps, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True, help="for corpora, stores and results")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--steps", nargs="+", choices=list(STEPS), default=["load", "compare", "keyness"])
    parser.add_argument("--engine", action="append", help='as "--workers 2" or "--dask local"; given again')
    parser.add_argument("--cache", action="store_true", help="give each command a folder to keep work in")
    parser.add_argument("--again", action="store_true", help="also end each step half-way, and go on")
    parser.add_argument("--pid", type=int, nargs="*", default=[], help="processes that count too")
    parser.add_argument("--outlets", type=int, default=12)
    parser.add_argument("--json", type=Path, metavar="FILE", help="add what was seen, a line each")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    log = asked.folder / "speed_scale.log"
    print(HEAD)
    for number in asked.sizes:
        store = asked.folder / f"store_{number}"
        for step in asked.steps:
            for engine in asked.engine or ["serial"]:
                if step == "load" and "--dask" in engine:
                    continue
                out, cache = asked.folder / f"out_{step}_{number}", asked.folder / f"cache_{step}_{number}"
                places = {"store": shlex.quote(str(store)), "out": shlex.quote(str(out))}
                if step == "load":
                    places["corpus"] = shlex.quote(str(corpus(asked.folder, number, asked.outlets)))
                command = STEPS[step].format(**places)
                # Keyness is one process's work whatever is asked.
                engine = "serial" if step == "keyness" else engine
                command += "" if engine == "serial" else f" {engine}"
                command += " --workers 1" if engine == "serial" and step in ("load", "check") else ""
                command += f" --cache {shlex.quote(str(cache))}" if asked.cache or asked.again else ""
                half = None
                for name in (step, *(("cut off", "went on") if asked.again else ())):
                    if name != "went on":
                        shutil.rmtree(cache, ignore_errors=True)
                    busy = os.getloadavg()[0]
                    seen = run(command, asked.pid, log, half if name == "cut off" else None)
                    half = seen["wall"] / 2
                    amount = texts(store) if (store / "store.json").exists() else 0.0
                    kept = size(cache) if cache.exists() else 0.0
                    one = Seen(name, engine, number, amount, kept=kept, load=busy, **seen)  # type: ignore[arg-type]
                    print(one.line(), flush=True)
                    if asked.json:
                        with asked.json.open("a", encoding="utf8") as stream:
                            stream.write(json.dumps(asdict(one)) + "\n")
    print(f"What the commands said: {log}")


if __name__ == "__main__":
    main()
