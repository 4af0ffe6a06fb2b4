"""Seconds and memory of concordances on 10,000 real articles, each in a process of its own.

    python benchmarks/speed_kwic.py [--rounds 3]

Articles stand in ``../shared``; where they are absent the run says so and ends.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import tempfile
import time
import warnings

import pandas as pd
from speed import ARTICLES, articles

SIZE = 10_000


def frequent(frame) -> int:
    """A word of 60,000 lines."""
    import framing as fr

    return len(fr.words.kwic(frame, "said", voices=None))


def streamed(frame) -> int:
    """A million lines, a table at a time."""
    import framing as fr

    return len(fr.words.kwic(frame, "the|of|to", voices=None))


def rare(frame) -> int:
    """A rare word, with voices and speakers."""
    import framing as fr

    return len(fr.words.kwic(frame, "win-win"))


TASKS = (frequent, streamed, rare)


def measured(task, path, results) -> None:
    """Run once and put down lines, seconds and the most memory that the process held, articles among it."""
    warnings.simplefilter("ignore")
    frame = pd.read_parquet(path)
    task(frame.groupby("outlet").head(40))  # what is loaded at first use is not measured
    start = time.perf_counter()
    lines = task(frame)
    seconds = time.perf_counter() - start
    results.put((lines, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Print one line a task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    if not ARTICLES.is_file():
        print(f"{ARTICLES} is absent: nothing measured")
        return
    frame = articles().iloc[:SIZE].reset_index(drop=True)
    largest = frame["outlet"].value_counts().index[:4]
    frame["outlet"] = frame["outlet"].where(frame["outlet"].isin(largest), "other")
    context = multiprocessing.get_context("spawn")
    folder = tempfile.TemporaryDirectory()
    path = f"{folder.name}/articles.parquet"
    frame.to_parquet(path)
    for task in TASKS:
        results, seen = context.Queue(), []
        for _ in range(rounds):
            process = context.Process(target=measured, args=(task, path, results))
            process.start()
            seen.append(results.get(timeout=300))
            process.join()
        lines, seconds, memory = zip(*seen, strict=True)
        told = {"rows": lines[0], "seconds": round(statistics.median(seconds), 2), "MB": round(max(memory))}
        print(f"{task.__name__:<12} {(task.__doc__ or '').strip():<58} {json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()
