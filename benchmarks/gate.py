"""What a rebuild must not change: a hash of everything that four studies write.

    python benchmarks/gate.py --write FILE            keep the hashes of what this checkout writes
    python benchmarks/gate.py --against FILE          run it again: what is another, new or missing is named
    python benchmarks/gate.py --quick --write FILE    one study of few draws with most keys set

`--root DIR` has another checkout do the work, `--only demo,coded` some of the studies, `--keep DIR` keeps
what they wrote, so that what differs can be read side by side. The file of hashes holds for the versions of
the libraries that it was made with, and is no part of the project. Real articles stand in ``../shared``, or
where `--data` says.

The studies: `demo`, as ``make demo``; `real`, articles of four to eight outlets on one topic; `store`, a
store in parts, by two processes; `coded`, with two people's codes, targets and most other keys. Left out is
what says which source did the work (and the hashes within provenance.json: each file is compared by itself).
Of Parquet the types and values count, not the bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
#: Each outlet of the real study has so many articles or more, and so many outlets are in it.
LEAST, OUTLETS, ARTICLES = 5, range(4, 9), 40
#: Articles of a part of the store.
EACH = 24
#: Stands among the files of a study that did not come to its end.
FAILED = "(a command failed)"
#: Whose articles of the store are compared: those of all its outlets take two minutes more.
COMPARED = ("global_times", "national_post", "xinhua", "forbes", "guardian")


class Failed(Exception):
    """A command ended with another status than 0."""


@dataclass(frozen=True)
class Place:
    """A folder in which one study is made, the checkout that makes it, and the real articles."""

    folder: Path
    root: Path
    data: Path

    def framing(self, *arguments: str) -> None:
        """Run one command in the folder; what it says is kept as a file, and counts."""
        # Nothing of the terminal goes in, and a fault tells where it is.
        told = {"PYTHONPATH": str(self.root), "COLUMNS": "100", "FRAMING_TRACEBACK": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "framing", *arguments], cwd=self.folder, env=os.environ | told,
            capture_output=True, encoding="utf8", check=False,
        )  # fmt: skip
        if done.returncode:
            said = done.stderr.strip()
            raise Failed(f"framing {' '.join(arguments)} ended with {done.returncode}\n{said}")
        number = len(list(self.folder.glob("said-*.txt")))
        said = f"{' '.join(arguments)}\n\n{done.stdout}\n{done.stderr}"
        (self.folder / f"said-{number}-{arguments[0]}.txt").write_text(said, "utf8")

    def corpus(self) -> str:
        """Copy the bundled corpus in, as a study file says where its articles are."""
        name = "corpora/carney-beijing-2026"
        shutil.copytree(self.root / name, self.folder / name)
        return name

    def huawei(self) -> str:
        """Copy articles on Huawei in, of sixteen outlets and in two languages."""
        shutil.copyfile(self.data / "huawei" / "articles.jsonl", self.folder / "huawei.jsonl")
        return "huawei.jsonl"

    def study(self, text: str) -> str:
        """Write a study file."""
        (self.folder / "study.toml").write_text(text, "utf8")
        return "study.toml"


def demo(at: Place) -> None:
    """The bundled corpus, nothing set; then what is made of the output."""
    at.framing("compare", at.corpus(), "-o", "out/demo")
    at.framing("tables", "out/demo", "-o", "paper/", "--as", "html", "--as", "tex", "--as", "md")


def real(at: Place) -> None:
    """The month of a topic whose outlets of five articles or more have about forty, nothing set."""
    with gzip.open(at.data / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    months = defaultdict(list)
    for row in rows:
        months[row["topic"], row["date"][:7]].append(row)
    found = {}
    for month, held in months.items():
        many = {outlet for outlet, count in Counter(row["outlet"] for row in held).items() if count >= LEAST}
        if month[1] and len(many) in OUTLETS:
            found[month] = [row for row in held if row["outlet"] in many]
    month = min(found, key=lambda month: (abs(len(found[month]) - ARTICLES), month))
    lines = sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in found[month])
    (at.folder / "articles.jsonl").write_text("".join(lines), "utf8")
    at.framing("compare", "articles.jsonl", "-o", "out/")


def store(at: Place) -> None:
    """A store of several parts, by two processes."""
    at.framing("load", at.corpus(), at.huawei(), "-o", "store/", "--audit", "audit.csv")
    cut(at.folder / "store")
    keys = f'outlets = {json.dumps(COMPARED)}\ndraws = 499\nrobustness = false\nwire = "keep"'
    at.framing("compare", at.study(f'articles = ["store/"]\n{keys}\n'), "--workers", "2", "-o", "out/")


def cut(folder: Path) -> None:
    """Cut a store of one part into several, which else takes 18 MB of text a part."""
    listed = json.loads((folder / "store.json").read_text("utf8"))
    table = pq.read_table(folder / listed["parts"].pop()["name"])
    for number, begin in enumerate(range(0, len(table), EACH)):
        rows, file = table.slice(begin, EACH), folder / f"part-{number:05}.parquet"
        pq.write_table(rows, file)
        size = sum(len(text.encode()) for text in rows["text"].to_pylist())
        raw = file.read_bytes()
        listed["parts"].append(
            {"name": file.name, "rows": len(rows), "bytes": size, "size": len(raw), "sha256": sha256(raw)}
        )
    (folder / "store.json").write_text(json.dumps(listed), "utf8")


#: Nearly all that can be asked for beside what is done unasked.
KEYS = """
draws = 499
primary = ["hedges", "tone.net"]
split = ["voice", "part"]
collection = "sample"
lexicons = ["risk.toml"]
frames = ["generic", "visits"]

[keyness]
ngram = [1, 2]
voice = "all"

[coverage]
terms = ["canola", "human rights"]
"""

LEXICON = """
name = "risk"
title = "Risk"
meaning = "Words that speak of the visit as a danger."
citation = ["Written for this file."]
licence = "MIT"
language = "en"
negation = "ignore"
mask = ["risk management"]

[measures."risk.danger"]
unit = "per_1000"
poles = ["danger"]
meaning = "Words of danger per 1,000 tokens."

[poles.danger]
meaning = "The visit as a danger."
examples = ["The deal is a gamble."]
counterexamples = ["He likes risk management."]
terms = ["gamble*", "at stake", "threat*", "warn*", { term = "risk", mask = ["risk assessment"] }]
"""


def coded(at: Place) -> None:
    """Two samples, filled in by rule; targets and nearly all other keys."""
    corpus = at.corpus()
    (at.folder / "risk.toml").write_text(LEXICON, "utf8")
    at.framing("sample", corpus, "-o", "tone/", "--codebook", "tone", "-n", "150", "--per-article", "4")
    china = ["--codebook", "stance", "--unit", "mention", "--target", "China=China,Beijing"]
    at.framing("sample", corpus, "-o", "stance/", *china, "-n", "90", "--twice", "0.5")
    for sample in ("tone", "stance"):
        answer(at.folder / sample)
    study = f"""articles = ["{corpus}"]
codes = ["tone/"]
{KEYS}
[targets]
China = ["China", "Beijing"]
Canada = ["Canada", "Ottawa"]

[coded]
tone = "tone.net"
loaded = "loaded"
"""
    at.framing("compare", at.study(study), "-o", "out/")


def answer(sample: Path) -> None:
    """Fill in what coders get: the same answer in four of five, each drawn by a hash of the unit."""
    asked = json.loads((sample / "codebook.json").read_text("utf8"))["asked"]
    for sheet in sorted(sample.glob("code-*.csv")):
        frame = pd.read_csv(sheet, dtype=str, encoding="utf-8-sig")
        for question in asked:
            values = [value for value, _ in question["values"]]
            frame[question["key"]] = [
                values[
                    drawn(question["key"], unit, coder if drawn(coder, unit) % 5 == 0 else "") % len(values)
                ]
                for unit, coder in zip(frame["unit"], frame["coder"], strict=True)
            ]
        frame.to_csv(sample / sheet.name.replace("code-", "codes-"), index=False)
        sheet.unlink()


def drawn(*words: str) -> int:
    """Return a number that these words draw, here and anywhere."""
    return int(sha256(" ".join(words).encode()), 16)


def quick(at: Place) -> None:
    """The bundled corpus with few draws, few figures, and nearly all keys."""
    (at.folder / "risk.toml").write_text(LEXICON, "utf8")
    few = KEYS.replace("499", "99").replace('split = ["voice", "part"]', "robustness = false")
    figures = ["contrast", "keyness", "stance", "naming"]
    at.framing("compare", at.study(f'articles = ["{at.corpus()}"]\nfigures = {figures}\n{few}'), "-o", "out/")


STUDIES: dict[str, Callable[[Place], None]] = {"demo": demo, "real": real, "store": store, "coded": coded}


def sha256(raw: bytes) -> str:
    """Return the hash of bytes."""
    return hashlib.sha256(raw).hexdigest()


def hashed(name: str, raw: bytes) -> dict[str, str]:
    """Return the hash of a file by its name."""
    if name.endswith(".parquet"):
        table = pq.read_table(io.BytesIO(raw))
        values = {field.name: table[field.name].to_pylist() for field in table.schema}
        raw = f"{table.schema.remove_metadata()}\n{values!r}".encode()
    elif name.endswith("provenance.json"):
        record = json.loads(raw)
        record["source"] = None
        record["outputs"] = sorted(record["outputs"])
        raw = json.dumps(record).encode()
    return {name: sha256(raw)}


def run(name: str, place: Place) -> dict[str, str]:
    """Make one study, and return the hashes of all its files."""
    start = time.perf_counter()
    place.folder.mkdir(parents=True)
    failed = {}
    try:
        (quick if name == "quick" else STUDIES[name])(place)
    except Failed as error:
        print(f"{name}: {error}", flush=True)
        failed = {FAILED: ""}
    wall = time.perf_counter() - start
    files = sorted(file for file in place.folder.rglob("*") if file.is_file())
    found = {
        key: value
        for file in files
        for key, value in hashed(file.relative_to(place.folder).as_posix(), file.read_bytes()).items()
    }
    print(f"{name}: {len(found)} files in {wall:.0f} s", flush=True)
    return found | failed


def compared(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Name what is another, new or missing."""
    said = [f"differs  {name}" for name in sorted(old.keys() & new.keys()) if old[name] != new[name]]
    said += [f"new      {name}" for name in sorted(new.keys() - old.keys())]
    return said + [f"missing  {name}" for name in sorted(old.keys() - new.keys())]


def main() -> int:
    """Keep the hashes, or compare them with those kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", type=Path, metavar="FILE")
    what.add_argument("--against", type=Path, metavar="FILE")
    parser.add_argument("--only", metavar="NAMES", default=",".join(STUDIES), help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help="one study of few draws alone")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout that does the work")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where what is written stays")
    parser.add_argument("--jobs", type=int, default=2, help="studies at a time (default: %(default)s)")
    options = parser.parse_args()
    names = ["quick"] if options.quick else options.only.split(",")
    if unknown := [name for name in names if name not in STUDIES and name != "quick"]:
        parser.error(f"--only {unknown[0]}: is no study; there are {', '.join(STUDIES)}")
    kept = json.loads(options.against.read_text("utf8")) if options.against else {}
    if missing := [name for name in names if options.against and name not in kept]:
        parser.error(f"{options.against}: has no study {missing[0]}")
    if {"real", "store", "coded"} & set(names) and not options.data.is_dir():
        parser.error(f"{options.data}: is not there; name the folder with --data, or --only demo")
    if there := [name for name in names if options.keep and (options.keep / name).exists()]:
        parser.error(f"{options.keep / there[0]}: is there already; name another folder, or remove it")
    with contextlib.ExitStack() as stack:
        at = (options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        places = [Place(at / name, options.root.resolve(), options.data.resolve()) for name in names]
        with ThreadPoolExecutor(options.jobs) as pool:
            found = dict(zip(names, pool.map(run, names, places), strict=True))
    used = os.times()
    print(f"{used.children_user + used.children_system:.0f} s of processors in all")
    if options.write:
        if any(FAILED in files for files in found.values()):
            return 1
        options.write.write_text(json.dumps(found, indent=1) + "\n", "utf8")
        return 0
    told = {name: compared(kept[name], found[name]) for name in names}
    for name, said in told.items():
        same = sum(kept[name].get(file) == value for file, value in found[name].items())
        print("\n  ".join([f"{name}: {same} identical, {len(said)} not", *said]))
    return int(any(told.values()))


if __name__ == "__main__":
    sys.exit(main())
