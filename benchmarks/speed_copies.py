"""Speed of finding copies: framing.copies against datasketch's MinHash LSH, in the same run, and memory.

    python -m pip install --target out/datasketch --no-deps datasketch
    PYTHONPATH=out/datasketch python benchmarks/speed_copies.py [--rounds 3] [--sizes 1000 3000 13077]

datasketch is no library of the project: it is installed aside for this comparison, and left out where it
is absent. It makes 128 permutations of the same shingles (runs of five words in lower case) and asks for
pairs at Jaccard .5, which finds no first five paragraphs and no passage in another story. Processor
seconds, medians of rounds in which each contender runs once in turn, in a process of its own; memory is
the most this process takes, less what reading the articles took. Real articles stand in ``../shared``;
where they are absent the run says so.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

ARTICLES = (
    Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
)
#: Times as fast as the peer; seconds an article may grow by from the smallest size to the largest.
AIM, GROWTH = 1.7, 1.5
PERMUTATIONS, THRESHOLD = 128, 0.5

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def articles(size: int):
    """Return so many real articles."""
    import pandas as pd

    frame = pd.read_json(ARTICLES, lines=True, nrows=size, dtype={"id": "str"})
    return frame.rename(columns={"date": "published"})[["id", "outlet", "title", "published", "text"]]


def ours(frame) -> int:
    """Find all copies; return how many pairs there are."""
    import framing as fr

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        return len(fr.wire.copies(frame))


def peer(frame) -> int:
    """Find pairs with datasketch; return how many there are."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    pairs = 0
    for id_, text in zip(frame["id"], frame["text"], strict=True):
        words = text.lower().split()
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch({" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)})
        pairs += len(index.query(sketch))
        index.insert(id_, sketch)
    return pairs


CONTENDERS = {"framing.copies": ours, "datasketch MinHash LSH": peer}


def alone(contender: str, size: int) -> None:
    """Print the seconds, pairs and memory of a contender that has this process to itself."""
    import resource

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3

    frame = articles(size)
    CONTENDERS[contender](frame[:20])
    before, start = peak(), time.process_time()
    pairs = CONTENDERS[contender](frame)
    print(
        json.dumps(
            {"seconds": time.process_time() - start, "pairs": pairs, "mb": peak() - before, "all_mb": peak()}
        )
    )


def main() -> int:
    """Print medians; return 1 if an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 3_000, 13_077])
    parser.add_argument("--alone", choices=sorted(CONTENDERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        alone(options.alone, options.sizes[0])
        return 0
    if not ARTICLES.is_file():
        print("skipped: the articles (../shared/data/allsides) are not beside the project")
        return 0
    try:
        import datasketch
    except ImportError:
        print("datasketch is not installed: framing.copies alone")
        contenders = ["framing.copies"]
    else:
        print(f"datasketch {datasketch.__version__}, {PERMUTATIONS} permutations, threshold {THRESHOLD}")
        contenders = list(CONTENDERS)
    missed = False
    each: list[float] = []
    for size in options.sizes:
        told: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
        for _ in range(options.rounds):
            for name in contenders:
                command = [sys.executable, __file__, "--alone", name, "--sizes", str(size)]
                told[name].append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
        median = {name: statistics.median(run["seconds"] for run in runs) for name, runs in told.items()}
        print(f"{size:,} articles")
        for name, runs in told.items():
            print(
                f"  {name:<24}{median[name]:7.2f} s  {size / median[name]:7,.0f} articles a second  "
                f"{int(runs[0]['pairs']):6,} pairs  {max(run['mb'] for run in runs):6,.0f} MB more, "
                f"{max(run['all_mb'] for run in runs):6,.0f} MB in all"
            )
        each.append(median["framing.copies"] / size)
        if len(contenders) > 1:
            times = median["datasketch MinHash LSH"] / median["framing.copies"]
            missed |= times < AIM
            print(f"  as fast as the peer: {times:.2f}x (aim {AIM:g}x)")
    growth = each[-1] / each[0]
    missed |= growth > GROWTH
    print(f"seconds an article, largest size by smallest: {growth:.2f} (aim at most {GROWTH:g})")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
