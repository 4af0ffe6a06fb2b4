"""Speed of reading: readers alone and whole loads, one process and several, first and second time.

    python benchmarks/speed_load.py [--rounds 3] [--section NAME ...]

Times are wall clock and, beside it, processor seconds of this process and those it
started: where others use the machine, the second tells more. MB are of unpacked JSON
for JSON lines, of text for tables. Real articles and pages stand in ``../shared``;
where they are absent the run says so and ends.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
PAGES = ROOT.parent / "shared" / "fixtures" / "html"
#: Saved pages are few: so many are made of them, no two alike.
MANY = 300


def timed(call: Callable[[], object], count: int, before: Callable[[], object] = lambda: None):
    """Return the medians of wall-clock and processor seconds."""
    walls, works = [], []
    for _ in range(count):
        before()
        start, used = time.perf_counter(), sum(os.times()[:4])
        call()
        walls.append(time.perf_counter() - start)
        works.append(sum(os.times()[:4]) - used)
    return statistics.median(walls), statistics.median(works)


def say(name: str, wall: float, work: float, size: float = 0, of: str = "", note: str = "") -> None:
    """Print one line."""
    rate = f"{size / wall:9.1f} {of}/s" if size else ""
    print(f"  {name:<46}{wall:8.2f} s {work:8.2f} s work{rate}{note}")


def readers(count: int) -> None:
    """The readers alone: bytes in, records out."""
    import pandas as pd

    from framing.corpus.readers import jsonl, parquet, table
    from framing.corpus.records import Source

    raw = gzip.decompress(ARTICLES.read_bytes())
    frame = pd.read_json(io.BytesIO(raw), lines=True)
    forms = {"jsonl": (jsonl, raw)}
    for name, module, write in (("parquet", parquet, "to_parquet"), ("table", table, "to_csv")):
        file = io.BytesIO()
        getattr(frame, write)(file, index=False)
        forms[name] = (module, file.getvalue())
    size = sum(map(len, frame["text"])) / 1e6
    print(f"\nReaders alone, {len(frame):,} records, {len(raw) / 1e6:.1f} MB of JSON, {size:.1f} MB of text")
    for name, (module, data) in forms.items():
        done = timed(lambda m=module, d=data: [None for _ in m.read(io.BytesIO(d), Source("a"))], count)
        mb = len(raw) / 1e6 if name == "jsonl" else size
        say(name, *done, mb, "MB", " (aim: 100)" if name != "table" else "")


def records(count: int) -> None:
    """13,077 records from packed JSON lines, cleaned; then the saved table of them."""
    import framing as fr

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        loaded = fr.load(ARTICLES, workers=1, progress=False).articles
        loaded.to_parquet(path)
        size = loaded["text"].str.len().sum() / 1e6
        print(f"\nWhole loads, {len(loaded):,} records, {size:.1f} MB of text")
        one = timed(lambda: fr.load(ARTICLES, workers=1, progress=False), count)
        say("packed JSON lines, cleaned, one process", *one, size, "MB")
        several("packed JSON lines", ARTICLES, one, size, "MB", count)
        twice("packed JSON lines", ARTICLES, one, count)
        say(
            "our own Parquet", *timed(lambda: fr.load(path, progress=False), count), size, "MB", " (aim: 100)"
        )


def pages(count: int) -> None:
    """300 pages, no two alike."""
    import framing as fr

    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        made(texts)
        print(f"\nWhole loads, {MANY} pages, {sum(f.stat().st_size for f in texts.iterdir()) / 1e6:.1f} MB")
        one = timed(lambda: fr.load(texts, workers=1, progress=False), count)
        say("pages, one process", *one, MANY, "pages")
        several("pages", texts, one, MANY, "pages", count)
        twice("pages", texts, one, count)


def made(folder: Path) -> None:
    """Write pages that differ in a word of their text from those that are saved."""
    folder.mkdir()
    saved = sorted(file for file in PAGES.iterdir() if ".html" in file.name)
    for number in range(MANY):
        file = saved[number % len(saved)]
        raw = file.read_bytes()
        raw = gzip.decompress(raw) if file.suffix == ".gz" else raw
        # A number behind each paragraph, so that no two are the same page saved twice.
        (folder / f"page{number:03}.html").write_bytes(raw.replace(b"</p>", f" ({number})</p>".encode()))


def several(what: str, path: Path, one: tuple[float, float], size: float, of: str, count: int) -> None:
    """The same with a process for each processor."""
    import framing as fr
    from framing.engine.pool import available

    number = available()
    if number < 2:
        print("  one processor only: nothing to share out (run without taskset)")
        return
    done = timed(lambda: fr.load(path, workers=number, progress=False), count)
    say(
        f"{what}, {number} processes", *done, size, of, f"   {one[0] / done[0]:.2f}x (aim: 1.7x on two cores)"
    )


def twice(what: str, path: Path, one: tuple[float, float], count: int) -> None:
    """A second load with a cache."""
    import framing as fr

    with tempfile.TemporaryDirectory() as folder:
        first = timed(lambda: fr.load(path, workers=1, cache=folder, progress=False), 1)
        say(f"{what}, first time with a cache", *first)
        second = timed(lambda: fr.load(path, cache=folder, progress=False), count)
        say(f"{what}, second time", *second, note=f"   {one[0] / second[0]:.0f}x (aim: 20x)")


def folder(count: int) -> None:
    """100,000 names: to list them."""
    from framing.corpus import files

    with tempfile.TemporaryDirectory() as name:
        for number in range(100_000):
            Path(name, f"harbour_courier_2026-01-15_{number:06}.txt").touch()
        say("\n  a folder of 100,000 names listed", *timed(lambda: files.find(name), count))


SECTIONS = {"readers": readers, "records": records, "pages": pages, "folder": folder}


def main() -> None:
    """Run the sections asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--section", action="append", choices=SECTIONS, help="default: all")
    options = parser.parse_args()
    if not ARTICLES.is_file() or not PAGES.is_dir():
        print("speed_load: skipped, ../shared is not beside the project")
        return
    import framing as fr

    warnings.simplefilter("ignore", fr.FramingWarning)
    print(
        f"speed_load.py: Python {sys.version.split()[0]}, {os.cpu_count()} processors, "
        f"medians of {options.rounds}"
    )
    for name in options.section or SECTIONS:
        SECTIONS[name](options.rounds)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
