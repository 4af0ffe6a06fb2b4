"""Processor seconds of what people wait for: whole runs of `framing compare`, and calls in a notebook.

    python benchmarks/speed_study.py [--case NAME ...] [--rounds 3] [--against FOLDER]

Runs are made as a user makes them, each in a process of its own with one thread for matrices; processor time
is its own and its helpers', since time by the clock is that of whatever else the machine does. ``--against``
is another checkout: each case runs in both in turn, so that both meet the same machine. Printed are medians
in seconds, their ratio, and the machine. Cases of real articles need ``../shared``, and are skipped where it
is absent:

bundled
    The bundled corpus, 38 invented articles.
outlets
    42 articles of thirteen outlets.
topic
    240 articles of eight outlets.
thousand
    1,000 articles of twenty outlets.
compare, keyness
    `fr.compare` of scores, `fr.keyness` of articles: those of the topic.
two
    The topic by the clock, by as many processors as there are; ``taskset -c 0`` before all this gives one.
help
    ``framing --help``.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpora" / "carney-beijing-2026"
ARTICLES = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
#: Outlets and articles of each, of one topic or of all, in each case of real articles.
SAMPLES = {"outlets": (13, 4, 42), "topic": (8, 30, 240), "thousand": (20, 50, 1000)}
TOPIC = {"topic": "immigration", "outlets": "immigration"}
#: What is timed in a process that has read the articles, after ``import framing as fr``.
CALLS = {
    "compare": ("scores = fr.score(articles)", "fr.compare(scores, draws=9999)"),
    "keyness": ("", "fr.keyness(articles)"),
}
CASES = ("bundled", *SAMPLES, *CALLS, "two", "help")

_CALL = """
import sys, time, warnings
warnings.simplefilter("ignore")
import framing as fr
articles, _ = fr.load(sys.argv[1])
{before}
begin = time.process_time()
{timed}
print(time.process_time() - begin)
"""


def sample(name: str, folder: Path) -> Path:
    """Write the articles of a case, of the outlets with most, and return the file."""
    import pandas as pd

    path = folder / f"{name}.jsonl"
    if not path.exists():
        outlets, each, most = SAMPLES[name]
        frame = pd.read_json(ARTICLES, lines=True)
        if name in TOPIC:
            frame = frame[frame["topic"] == TOPIC[name]]
        largest = frame["outlet"].value_counts().head(outlets).index
        chosen = frame[frame["outlet"].isin(largest)].groupby("outlet").head(each)
        # One of each outlet in turn, so that none is left out.
        turn = chosen.groupby("outlet").cumcount().sort_values(kind="stable")
        chosen = chosen.loc[turn.index[:most]]
        chosen.to_json(path, orient="records", lines=True, date_format="iso")
    return path


def seconds(case: str, checkout: Path, folder: Path) -> float:
    """Run a case once in a checkout and return its seconds."""
    source = CORPUS if case == "bundled" else sample(case if case in SAMPLES else "topic", folder)
    env = {**os.environ, "PYTHONPATH": str(checkout), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    # As an installed package, which brings its bytecode.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    if case in CALLS:
        text = _CALL.format(before=CALLS[case][0], timed=CALLS[case][1])
        command = [sys.executable, "-c", text, str(source)]
        made = subprocess.run(command, check=True, env=env, cwd=folder, stdout=subprocess.PIPE, text=True)
        return float(made.stdout)
    command = [sys.executable, "-m", "framing"]
    command += ["--help"] if case == "help" else ["compare", str(source), "-o", str(folder / "out")]
    before = os.times()
    # Elsewhere than in a checkout, which Python would look in first.
    subprocess.run(command, check=True, env=env, cwd=folder, capture_output=True)
    after = os.times()
    if case == "two":
        return after.elapsed - before.elapsed
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a line a case."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", action="append", choices=CASES, default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    checkouts = [ROOT, *([options.against.resolve()] if options.against else [])]
    with tempfile.TemporaryDirectory() as name:
        for case in options.case or CASES:
            if case not in ("bundled", "help") and not ARTICLES.is_file():
                print(f"{case:<10} skipped: {ARTICLES.parent} is not beside the project")
                continue
            taken: list[list[float]] = [[] for _ in checkouts]
            for number in range(options.rounds + 1):
                for times, checkout in zip(taken, checkouts, strict=True):
                    one = seconds(case, checkout, Path(name))
                    # The first round writes bytecode.
                    times += [one] if number else []
            medians = [statistics.median(times) for times in taken]
            ratio = f"  {medians[1] / medians[0]:.2f}x" if options.against else ""
            print(f"{case:<10} " + "  ".join(f"{median:8.2f} s" for median in medians) + ratio, flush=True)
    lines = Path("/proc/cpuinfo").read_text("utf8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    about = f"{os.cpu_count()} of {model[0] if model else platform.machine()}"
    print(f"processor seconds ('two': by the clock); {about}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
