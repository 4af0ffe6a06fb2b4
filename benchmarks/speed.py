"""Speed against peers, in the same run, on one pinned core: medians of rounds, in MB of text a second.

    python benchmarks/speed.py [--rounds 5] [--section NAME ...] [--large]

Each round runs every contender once, in turn, so that a machine whose speed
drifts treats all alike. Real articles stand in ``../shared``; where they are
absent the run says so and ends.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
BUNDLED = ROOT / "corpora" / "carney-beijing-2026"
#: Articles that the slow peers read; their rate does not depend on how many.
SAMPLE = 600

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def articles():
    """Return the articles as a table, read by the project's own loader."""
    import warnings

    import framing as fr

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        frame = fr.load(str(ARTICLES), progress=False).articles
    # One event: how they are grouped is another benchmark's matter.
    return frame.assign(event=None)


def megabytes(texts) -> float:
    """Return the size of texts in MB of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def rounds(contenders: dict[str, tuple[Callable[[], object], float]], count: int) -> dict[str, float]:
    """Run all contenders in turn, `count` times; return the median MB/s of each."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(count):
        for name, (call, size) in contenders.items():
            # Of the processor, which others may use meanwhile: all contenders work in this process.
            start = time.process_time()
            call()
            rates[name].append(size / (time.process_time() - start))
    return {name: statistics.median(values) for name, values in rates.items()}


def show(title: str, rates: dict[str, float], ours: str, wanted: dict[str, float]) -> None:
    """Print rates, and ours as a multiple of each peer's beside the multiple aimed at."""
    print(f"\n{title}")
    for name, rate in rates.items():
        ratio = "" if name == ours else f"   ours is {rates[ours] / rate:5.1f}x"
        aim = f" (aim {wanted[name]:g}x)" if name in wanted else ""
        print(f"  {name:<44}{rate:8.2f} MB/s{ratio}{aim}")


def chain(frame, count: int) -> None:
    """`fr.score` with every shipped measure and `fr.compare`, against what people use now."""
    import warnings

    from nltk import data
    from nltk.sentiment.vader import SentimentIntensityAnalyzer as NltkVader
    from sklearn.feature_extraction.text import CountVectorizer
    from vaderSentiment import vaderSentiment

    import framing as fr
    from framing.text.tokens import sentences

    warnings.simplefilter("ignore", fr.FramingWarning)
    texts = frame["text"].tolist()
    size = megabytes(texts)
    sample = [s for text in texts[:SAMPLE] for s in sentences(text)]
    few = sample[: len(sample) // 4]
    # nltk 3.10 and later refuses an absolute path; vaderSentiment ships the same lexicon.
    data.path.insert(0, str(Path(vaderSentiment.__file__).parent))
    theirs, nltks = vaderSentiment.SentimentIntensityAnalyzer(), NltkVader("vader_lexicon.txt")
    ours, quoted = "framing: score (all measures) + compare", "framing: the same with voices='quotes'"
    full = "framing: the same with voices='full'"
    rates = rounds(
        {
            ours: (lambda: fr.compare(fr.score(frame, voices=None)), size),
            quoted: (lambda: fr.compare(fr.score(frame, voices="quotes")), size),
            full: (lambda: fr.compare(fr.score(frame)), size),
            "CountVectorizer": (lambda: CountVectorizer().fit_transform(texts), size),
            "vaderSentiment, a call a sentence": (
                lambda: [theirs.polarity_scores(s) for s in sample],
                megabytes(sample),
            ),
            "NLTK's VADER, a call a sentence": (
                lambda: [nltks.polarity_scores(s) for s in few],
                megabytes(few),
            ),
        },
        count,
    )
    peers = {k: v for k, v in rates.items() if k not in (ours, quoted, full)}
    show(
        f"Score and compare, {len(frame):,} articles, {size:.1f} MB",
        {ours: rates[ours], **peers},
        ours,
        {"CountVectorizer": 2, "vaderSentiment, a call a sentence": 8, "NLTK's VADER, a call a sentence": 20},
    )
    show(
        "With the voice of quotation marks",
        {quoted: rates[quoted], **peers},
        quoted,
        {"vaderSentiment, a call a sentence": 6},
    )
    show(
        "With voices in full",
        {full: rates[full], **peers},
        full,
        {"vaderSentiment, a call a sentence": 2.5},
    )


def voices(frame, count: int) -> None:
    """Whose words are whose: taggers with tokens made and at hand, and the whole table with its speakers."""
    import pyarrow as pa

    import framing as fr
    from framing.text.tokens import chunks, tokenize
    from framing.text.voices import attribute as model
    from framing.text.voices.attribute import attribute
    from framing.text.voices.table import BATCH_BYTES

    few = frame[: 8 * SAMPLE]
    size = megabytes(few["text"])
    texts = pa.array(few["text"], type=pa.large_string(), from_pandas=True)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    runs = [texts.slice(a, b - a) for a, b in chunks(few["text"].str.len().to_numpy(), BATCH_BYTES)]
    taggers = model.read()

    def tagged(tokens):
        import numpy as np

        return attribute(tokens, np.zeros(len(tokens.ids), bool), taggers)

    at_hand = [tokenize(run) for run in runs]
    rates = rounds(
        {
            "tokens and taggers": (lambda: [tagged(tokenize(run)) for run in runs], size),
            "taggers, tokens at hand": (lambda: [tagged(tokens) for tokens in at_hand], size),
            "fr.sources.voices, the table with speakers": (lambda: fr.sources.voices(few), size),
        },
        count,
    )
    print(f"\nVoices, {len(few):,} articles, {size:.1f} MB")
    for name, rate in rates.items():
        print(f"  {name:<44}{rate:8.2f} MB/s   (aim 12)")


def tokens(frame, count: int) -> None:
    """Cutting into words and sentences, against the part of it that pyarrow does alone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from framing.text.tokens import chunks, tokenize

    column = pa.array(frame["text"], type=pa.large_string(), from_pandas=True)
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    runs = list(chunks(frame["text"].str.len().to_numpy()))
    size = megabytes(frame["text"])
    bare, ours = "pyarrow: split, dictionary_encode", "framing: tokenize"
    rates = rounds(
        {
            bare: (lambda: pc.split_pattern(column, " ").flatten().dictionary_encode(), size),
            ours: (lambda: [tokenize(column.slice(a, b - a)) for a, b in runs], size),
        },
        count,
    )
    print(f"\nTokens, {size:.1f} MB")
    for name, rate in rates.items():
        print(f"  {name:<44}{rate:8.2f} MB/s")
    print(f"  time as a multiple of pyarrow's part alone: {rates[bare] / rates[ours]:.2f} (aim: at most 2.5)")


_GROW = """
import resource, sys, time, warnings
import pandas as pd
import pyarrow as pa
import framing as fr
pa.set_cpu_count(1)
warnings.simplefilter("ignore", fr.FramingWarning)
frame = pd.read_parquet(sys.argv[1])
times = int(sys.argv[2])
if times > 1:
    parts = [frame.assign(id=frame["id"] + f"-{i}") for i in range(times)]
    frame = pd.concat(parts, ignore_index=True)[: int(sys.argv[3])]
    del parts
size = frame["text"].str.len().sum() / 1e6
start = time.perf_counter()
fr.compare(fr.score(frame, voices=None), wire="keep")
print(size, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)
"""


def growth(frame, count: int) -> None:
    """The same articles once, and repeated to 100,000: time against text, and memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        frame.drop(columns=["blocks", "sha256", "source", "url"]).to_parquet(path)
        rows = {}
        for times in (1, 100_000 // len(frame) + 1):
            runs = [
                [float(v) for v in _python("-c", _GROW, str(path), str(times), "100000").split()]
                for _ in range(max(1, min(count, 3)))
            ]
            rows[times] = [statistics.median(column) for column in zip(*runs, strict=True)]
    print("\nGrowth (score without voices, compare; copies kept as articles)")
    for size, seconds, gigabytes in rows.values():
        print(
            f"  {size:8.1f} MB {seconds:8.1f} s {size / seconds:8.2f} MB/s"
            f"   peak {gigabytes:.2f} GiB (aim under 2.2 GB)"
        )
    (s1, t1, _), (s2, t2, _) = rows.values()
    print(f"  time grows {(t2 / t1) / (s2 / s1):.2f} times as fast as text (aim: at most 1.05)")


def start(frame, count: int) -> None:
    """How long the commands take that a person waits for, as whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "few.jsonl"
        frame[:1000][["id", "outlet", "title", "text"]].to_json(few, orient="records", lines=True)
        code = "import framing as fr,sys; fr.compare(fr.score(fr.load(sys.argv[1]).articles))"
        cases = {
            "python -c pass": ("-c", "pass"),
            "import framing": ("-c", "import framing"),
            "framing --help": ("-m", "framing", "--help"),
            "1,000 articles to tables": ("-W", "ignore", "-c", code, str(few)),
            "the bundled corpus to report": (
                "-m",
                "framing",
                "compare",
                str(BUNDLED),
                "-o",
                str(Path(folder) / "out"),
            ),
        }
        aims = {
            "import framing": 0.1,
            "framing --help": 0.25,
            "1,000 articles to tables": 2.0,
            "the bundled corpus to report": 10.0,
        }
        print("\nWhole processes, medians, start of Python included")
        for name, command in cases.items():
            taken = []
            for _ in range(count + 1):
                begin = time.perf_counter()
                _python(*command)
                taken.append(time.perf_counter() - begin)
            aim = f"   (aim: at most {aims[name]:g} s)" if name in aims else ""
            print(f"  {name:<44}{statistics.median(taken[1:]):8.3f} s{aim}")


def _python(*arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)[:80]} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


SECTIONS = {"tokens": tokens, "voices": voices, "chain": chain, "start": start, "growth": growth}


def main() -> None:
    """Run the sections asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--section", action="append", choices=SECTIONS, help="default: all")
    parser.add_argument("--core", type=int, default=0, help="the processor to stay on")
    options = parser.parse_args()
    if not ARTICLES.is_file():
        print(f"speed: skipped, {ARTICLES.relative_to(ROOT.parent)} is not beside the project")
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.core})
    import pyarrow as pa

    pa.set_cpu_count(1)
    frame = articles()
    print(f"speed.py: Python {sys.version.split()[0]}, one core, medians of {options.rounds} rounds")
    for name in options.section or SECTIONS:
        SECTIONS[name](frame, options.rounds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"\npeak memory of this process: {peak:.2f} GiB")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
