"""How long it takes to find events in many articles, and in how much memory: real news with words altered.

    python benchmarks/speed_events.py                 100,000 articles without dates
    python benchmarks/speed_events.py --dates         with the dates they have
    python benchmarks/speed_events.py --articles 20000

Each round of the 13,077 articles changes half of the capitalised words and one word in ten, so that articles
of different rounds are of different events.
"""

from __future__ import annotations

import argparse
import re
import sys
import threading
import time
import zlib
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from benchmarks.event_data import SOURCE, articles

_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
SECONDS, GIGABYTES = 600.0, 4.0


def altered(size: int, seed: int = 0) -> pd.DataFrame:
    """Return so many articles with id, outlet, title, text and date."""
    base = articles()[["id", "outlet", "title", "text", "date"]]
    rng = np.random.default_rng(seed)
    pool = np.array(sorted({w for text in base["text"][:300] for w in text.split()}), dtype=object)
    parts = [base]
    for turn in range(1, -(-size // len(base))):

        def other(match: re.Match[str], turn: int = turn) -> str:
            word = match.group()
            changed = zlib.crc32(f"{turn}{word}".encode()) & 1
            return f"{word}{'aeiou'[turn % 5]}{'nrstl'[turn // 5 % 5]}" if changed else word

        rows = {"id": [], "text": [], "title": []}
        for key, title, text in zip(base["id"], base["title"], base["text"], strict=True):
            words = np.array(_NAME.sub(other, text).split(" "), dtype=object)
            swap = rng.random(len(words)) < 0.1
            words[swap] = rng.choice(pool, int(swap.sum()))
            for name, value in (
                ("id", f"{key}{turn}"),
                ("text", " ".join(words)),
                ("title", _NAME.sub(other, title)),
            ):
                rows[name].append(value)
        parts.append(base.assign(**rows))
    return pd.concat(parts, ignore_index=True).head(size)


def main() -> int:
    """Print seconds, articles a second and memory; return 1 where they are too many."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--dates", action="store_true")
    options = parser.parse_args()
    if not SOURCE.is_file():
        print("skipped: the articles (../shared/data/allsides) are not beside the project")
        return 0
    path = Path(__file__).resolve().parents[1] / "out" / "speed" / f"events-{options.articles}.parquet"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        altered(options.articles).to_parquet(path)
        print("articles made; run again to measure, so that making them takes no memory")
        return 0
    frame = pd.read_parquet(path)
    dates = pd.to_datetime(frame.pop("date"), utc=True)
    if options.dates:
        frame["published"] = dates
    size = int(frame["text"].str.len().sum()) / 1e6
    print(f"{len(frame):,} articles, {size:,.0f} MB of text; with them loaded {_resident():.2f} GB")
    most, running = [0.0], threading.Event()

    def watch() -> None:
        while not running.wait(0.1):
            most[0] = max(most[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, spent = time.perf_counter(), time.process_time()
    found = fr.facts.group_events(frame, progress=False)
    wall, processor = time.perf_counter() - began, time.process_time() - spent
    running.set()
    watcher.join()
    print(f"{found['event'].nunique():,} events in {wall:.0f} s ({processor:.0f} s of one processor)")
    print(f"{len(frame) / processor:,.0f} articles a second; at most {most[0]:.2f} GB, the articles among it")
    return int(processor > SECONDS or most[0] > GIGABYTES)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e9


if __name__ == "__main__":
    sys.exit(main())
