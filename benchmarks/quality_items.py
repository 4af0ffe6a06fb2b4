"""How well named things and figures are found, and how well one thing under several names is known for one.

    python benchmarks/quality.py --section items        (this file alone does the same)
    python benchmarks/quality_items.py --speed          10,000 articles
    python benchmarks/quality_items.py --words          writes ordinary.toml again

Three measures. Labels: 30 articles read and labelled by hand, in three rounds
(``item_labels/guidelines.md``); each round was labelled before the program was tried on it, and the counts of
that first try are those in ``framing/features/entities/recall.toml``.
What is printed here is today's program,
for which they are no test any more. Coded: people in events 0 to 5 of NewsWCL50, by others; two mentions of
an event are one pair. Pairs: ways of writing that are one item, or two, of our own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import sys
import time
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd
import quality_naming

import framing as fr
from framing.comparison.coverage.testing import recall

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
_OFFICES = ("the", "president", "mr.")
KINDS = ("person", "body", "place", "document", "name", "sum", "percent", "number", "date", "year")
#: Of labelled mentions, and of the program's, so many must agree.
AIMS = {"recall": 0.95, "precision": 0.95}


def items(simulations: int = 0, seed: int = 1) -> bool | None:
    """Print all three; the arguments are those of every section and mean nothing here."""
    met = pairs()
    if not (SHARED / "data" / "allsides").is_dir():
        print("   skipped: the labelled articles (../shared/data) are not beside the project")
        return met
    return all([labels(), coded(), met])


def labels() -> bool:
    """Compare what is found with what was labelled, by kind."""
    marks = _marks()
    articles = pd.DataFrame(_articles(set(marks)))
    found = fr.facts.entities(articles)
    by_article = {key: group for key, group in found.groupby("article")}
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for key, gold in marks.items():
        mine = by_article.get(key, found.head(0))
        spans = list(zip(mine["part"] == "headline", mine["start"], mine["end"], mine["kind"], strict=True))
        met: dict[tuple[str, int], set[str]] = defaultdict(set)
        for part, start, end, kind, item in gold:
            if kind == "ignore":
                continue
            hits = [s for s in spans if s[0] == (part == "headline") and s[1] < end and start < s[2]]
            count[kind]["labelled"] += 1
            count[kind]["found"] += bool(hits)
            count[kind]["kind"] += any(hit[3] == kind for hit in hits)
            met[kind, item] |= {"any"} if hits else set()
            met[kind, item] |= {"whole"} if any(hit[1:3] == (start, end) for hit in hits) else set()
        for (kind, _), how in met.items():
            count[kind]["items"] += 1
            count[kind]["whole"] += "whole" in how
        for headline, start, end, kind in spans:
            over = [g for g in gold if (g[0] == "headline") == headline and g[1] < end and start < g[2]]
            if over and all(g[3] == "ignore" for g in over):
                continue
            count[kind]["mine"] += 1
            count[kind]["right"] += bool(over)
            count[kind]["same"] += any(g[3] == kind for g in over)
    _print(count)
    total = sum(count.values(), Counter())
    share = {"recall": total["found"] / total["labelled"], "precision": total["right"] / total["mine"]}
    print(f"   mentions found {share['recall']:.3f}, of those shown labelled too {share['precision']:.3f}")
    return all(share[name] >= aim for name, aim in AIMS.items())


def _print(count: dict[str, Counter[str]]) -> None:
    print(
        "   kind      labelled  found  of its kind  |  items  whole  first try  |  shown  right  of its kind"
    )
    first = recall()
    for kind in KINDS:
        c = count[kind]
        n, m, k = max(c["labelled"], 1), max(c["mine"], 1), max(c["items"], 1)
        print(
            f"   {kind:9} {c['labelled']:8} {c['found'] / n:6.3f} {c['kind'] / n:12.3f}  |"
            f" {c['items']:6} {c['whole'] / k:6.3f} {first[kind]:10.3f}  |"
            f" {c['mine']:6} {c['right'] / m:6.3f} {c['same'] / m:12.3f}"
        )


def _marks() -> dict[str, list[tuple[str, int, int, str, int]]]:
    found: dict[str, list[tuple[str, int, int, str, int]]] = defaultdict(list)
    with (HERE / "item_labels" / "labels.csv").open(encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            mark = (row["part"], int(row["start"]), int(row["end"]), row["kind"], int(row["item"]))
            found[f"{row['corpus']}/{row['article']}"].append(mark)
    return found


def _articles(wanted: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the labelled articles."""
    for corpus, file in (
        ("allsides", "articles.jsonl.gz"),
        ("huawei", "articles.jsonl"),
        ("polnear", "dev.jsonl"),
    ):
        path = SHARED / "data" / corpus / file
        opened = gzip.open if file.endswith("gz") else open
        with opened(path, "rt", encoding="utf8") as lines:
            for line in lines:
                raw = json.loads(line)
                if f"{corpus}/{raw['id']}" in wanted:
                    untitled = corpus == "polnear"
                    yield {
                        "id": f"{corpus}/{raw['id']}",
                        "outlet": raw.get("outlet") or corpus,
                        "title": "" if untitled else raw["title"],
                        "text": raw["text"],
                        "published": None if untitled else raw["date"] or None,
                    }
    page = SHARED / "fixtures" / "text" / "global_times_2026-01-15.txt"
    yield {
        "id": f"text/{page.stem}",
        "outlet": "Global Times",
        "title": "",
        "text": page.read_text("utf8"),
        "published": "2026-01-15",
    }


def coded() -> bool:
    """Compare who is who with the people coded in NewsWCL50."""
    if not quality_naming.SOURCE.exists():
        print(quality_naming.ABSENT)
        return True
    articles = quality_naming.articles()
    frame = pd.DataFrame(
        [{"id": a.id, "outlet": a.outlet, "event": a.event, "text": a.text} for a in articles]
    )
    found = fr.facts.entities(frame)
    named = found[found["kind"] == "person"]
    spans = {
        key: list(zip(g["start"], g["end"], g["item"], strict=True)) for key, g in named.groupby("article")
    }
    people: Counter[tuple[str, str, str]] = Counter()
    capital = met = 0
    for article in articles:
        for code in article.coded:
            if code.kind != "ACTOR":
                continue
            written = article.text[code.start : code.end]
            if not any(
                word[0].isupper() for word in written.split() if word.lower() not in ("the", "president")
            ):
                continue
            capital += 1
            hits = [s for s in spans.get(article.id, ()) if s[0] < code.end and code.start < s[1]]
            if hits:
                met += 1
                people[article.event, code.concept, hits[-1][2]] += 1
    right, by_code, by_item = _twos(people)
    print(f"   NewsWCL50: people coded with a capital {capital}, met {met / capital:.3f};")
    print(f"   pairs of mentions: one by both {right}, ", end="")
    print(f"precision {right / by_item:.4f}, recall {right / by_code:.4f}")
    return right / by_item >= 0.99 and right / by_code >= 0.95


def _twos(people: Counter[tuple[str, str, str]]) -> tuple[int, int, int]:
    """Return the pairs that are one by code and item, by code, by item."""
    codes: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for (event, concept, item), n in people.items():
        codes[event, concept] += n
        found[event, item] += n
    return tuple(sum(n * (n - 1) // 2 for n in c.values()) for c in (people, codes, found))  # type: ignore[return-value]


def pairs() -> bool:
    """Say of how many pairs of ways of writing the program tells rightly whether they are one item."""
    raw = tomllib.loads((HERE / "item_labels" / "pairs.toml").read_text("utf8"))
    wrong = []
    for same, listed in ((True, raw["same"]), (False, raw["different"])):
        for one, other in listed:
            texts = [f"It was so that they spoke of {way} there." for way in (one, other)]
            table = fr.facts.entities(pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts}))
            sets = [set(table.loc[table["article"] == key, "item"]) for key in "ab"]
            if bool(sets[0] & sets[1]) != same:
                wrong.append((one, other))
    total = len(raw["same"]) + len(raw["different"])
    print(
        f"   ways of writing: {total - len(wrong)} of {total} pairs told rightly"
        + f"; not {wrong}" * bool(wrong)
    )
    return len(wrong) <= 0.05 * total


def speed(size: int = 10_000) -> None:
    """Print how long so many articles take on one core, and the most memory held."""
    rows = []
    with gzip.open(SHARED / "data" / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            raw = json.loads(line)
            row = {key: raw[key] for key in ("id", "outlet", "title", "text")}
            rows.append({**row, "published": raw["date"]})
            if len(rows) == size:
                break
    frame = pd.DataFrame(rows)
    fr.facts.entities(frame.head(2))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, clock = time.process_time(), time.perf_counter()
    found = fr.facts.entities(frame)
    used, clock = time.process_time() - began, time.perf_counter() - clock
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"   {len(frame)} articles, {len(found)} mentions: {used:.1f} s of processor ({clock:.1f} s), ",
        end="",
    )
    print(f"{(most - before) / 1024:.0f} MB more than with the articles alone ({most / 1024:.0f} MB)")


def ordinary(least: int = 8) -> None:
    """Write the words of ``ordinary.toml`` again: half of the articles of allsides, none labelled."""
    import textwrap

    import numpy as np

    from framing.text.tokens import tokenize

    with gzip.open(SHARED / "data" / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [raw for raw in map(json.loads, lines) if zlib.crc32(raw["id"].encode()) % 2 == 0]
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for at in range(0, len(rows), 1000):
        tokens = tokenize([raw["text"] for raw in rows[at : at + 1000]])
        forms = tokens.forms.to_pylist()
        first = np.zeros(len(tokens.ids), bool)
        first[tokens.sentences] = True
        docs = np.repeat(np.arange(len(tokens.docs) - 1), np.diff(tokens.docs))
        every = np.bincount(tokens.ids, minlength=len(forms))
        inside = np.bincount(tokens.ids[~first], minlength=len(forms))
        seen = np.bincount(np.unique(tokens.ids.astype(np.int64) * 1000 + docs) // 1000, minlength=len(forms))
        for form, n, m, k in zip(forms, every.tolist(), inside.tolist(), seen.tolist(), strict=True):
            if form.isalpha() and form.islower():
                small[form] += n
                spread[form] += k
            elif form.isalpha() and form[0].isupper() and form[1:].islower():
                capital[form.lower()] += m
    kept = sorted(w for w in small if spread[w] >= least and 2 * small[w] > capital[w] and len(w) > 1)
    path = HERE.parent / "framing" / "features" / "items" / "ordinary.toml"
    head, _, _ = path.read_text("utf8").partition('listed = """\n')
    path.write_text(
        head + 'listed = """\n' + "\n".join(textwrap.wrap(" ".join(kept), 110)) + '\n"""\n', "utf8"
    )
    print(f"   {len(kept)} words")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speed", action="store_true", help="time 10,000 articles")
    parser.add_argument("--words", action="store_true", help="write ordinary.toml again")
    options = parser.parse_args()
    if options.words:
        ordinary()
    elif options.speed:
        speed()
    else:
        sys.exit(0 if items() is not False else 1)
