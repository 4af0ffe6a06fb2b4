"""The report in a browser: its size, and how soon it shows when it is opened from disk.

    python benchmarks/speed_report.py [--rounds 7] [--page FILE ...]

Made are the report of the bundled corpus and one of 300 real articles (50 each of six outlets on one topic),
which stand in ``../shared``; where these are absent the first alone is measured. With ``--page`` reports that
are there already are measured, and none is made. Each round opens each page in turn, in a new context of the
distribution's Chromium, without a network; medians are printed in milliseconds from the start of loading:

first paint
    First contentful paint: the first words or pictures are seen. This is what is promised within one second.
load
    The end of the load event: all of the page is read.
opened
    What is packed (sentences, rows of tables, large figures) can be opened.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpora" / "carney-beijing-2026"
ARTICLES = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
TOPIC, OUTLETS, EACH = "immigration", 6, 50
#: Bytes that a report may take, and milliseconds until something is seen.
SIZE, PAINT = 3_000_000, 1000.0

_TIMES = """(() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const [load] = performance.getEntriesByType("navigation");
  const [opened] = performance.getEntriesByName("opened");
  const done = paint && load.loadEventEnd > 0 && opened;
  return done ? [paint.startTime, load.loadEventEnd, opened.startTime] : null;
})()"""


def sample(folder: Path) -> Path:
    """Write 300 articles on one topic, of the outlets with most of them, and return the file."""
    import pandas as pd

    frame = pd.read_json(ARTICLES, lines=True)
    frame = frame[frame["topic"] == TOPIC]
    largest = frame["outlet"].value_counts().head(OUTLETS).index
    path = folder / "articles.jsonl"
    chosen = frame[frame["outlet"].isin(largest)].groupby("outlet").head(EACH)
    chosen.to_json(path, orient="records", lines=True, date_format="iso")
    return path


def made(folder: Path) -> Iterator[tuple[str, Path]]:
    """Compare and yield each report with what it is called."""
    sources = [("bundled corpus", CORPUS)]
    if ARTICLES.is_file():
        sources.append(("300 articles", sample(folder)))
    else:
        print("300 articles: skipped, ../shared/data/allsides is not beside the project")
    for number, (name, source) in enumerate(sources):
        out = folder / f"out{number}"
        command = [sys.executable, "-m", "framing", "compare", str(source), "-o", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield name, out / "report.html"


def times(browser, page: Path, tries: int = 1000) -> list[float]:
    """Open a page in a new context and return first paint, load and opened, in milliseconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    try:
        sheet = context.new_page()
        # By the browser's own protocol: the page's policy lets nobody evaluate text.
        session = context.new_cdp_session(sheet)
        sheet.goto(page.resolve().as_uri())
        for _ in range(tries):
            found = session.send("Runtime.evaluate", {"expression": f"JSON.stringify({_TIMES})"})
            value = json.loads(found["result"]["value"])
            if value:
                return [float(each) for each in value]
            sheet.wait_for_timeout(20)
        raise SystemExit(f"{page}: never opened")
    finally:
        context.close()


def main() -> int:
    """Print sizes and medians; return 1 if an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--page", type=Path, action="append", default=[])
    options = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if not program:
        print("skipped: no Chromium or no playwright on this machine")
        return 0
    missed = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = [(str(path), path) for path in options.page] or list(made(Path(folder)))
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        rounds: dict[str, list[list[float]]] = {name: [] for name, _ in pages}
        for _ in range(options.rounds):
            for name, path in pages:
                rounds[name].append(times(browser, path))
        browser.close()
        print(f"{'page':<30} {'bytes':>10} {'first paint':>12} {'load':>8} {'opened':>8}")
        for name, path in pages:
            size = path.stat().st_size
            paint, load, opened = (statistics.median(column) for column in zip(*rounds[name], strict=True))
            print(f"{name[-30:]:<30} {size:>10,} {paint:>9.0f} ms {load:>5.0f} ms {opened:>5.0f} ms")
            missed |= size >= SIZE or paint > PAINT
    print(f"aims: below {SIZE:,} bytes, first paint within {PAINT:.0f} ms: {'missed' if missed else 'met'}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
