"""How well sentences that say the same are found, against pairs of articles read in full and groups read.

Recall: of the sentences of a pair of articles that say what a sentence of the other says, the share that
stands in a statement with such a one; by kind. Precision: of statements drawn from those found in kept-back
events and read, the share in which every sentence says what the central one says, among those still found.

    python benchmarks/quality.py --section statements
    python benchmarks/quality_statements.py --speed      10,000 articles, with and without events
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from training.statements import LABELS, SOURCE, kept_back, news

NEWSWCL = SOURCE.parents[1] / "newswcl50" / "events_0_5.jsonl"
ABSENT = "   skipped: the articles (../shared/data/allsides, newswcl50) are not beside the project"
#: What the core is meant to reach, without sentence vectors.
AIMS = {"precision": 0.90, "recall": 0.45}


def wcl() -> pd.DataFrame:
    """Return events 0 to 5 of NewsWCL50, their words put together to text again."""
    rows = []
    with NEWSWCL.open(encoding="utf8") as stream:
        for line in stream:
            article = json.loads(line)
            lines = " ".join(article["sentences"]).replace("\\n", "\n").split("\n")
            paragraphs = [paragraph for paragraph in (_plain(one).strip() for one in lines) if paragraph]
            rows.append({
                "id": article["id"],
                "outlet": article["outlet"],
                "event": article["event"],
                "title": "",
                "text": "\n\n".join(paragraphs),
            })  # fmt: skip
    return pd.DataFrame(rows)


def _plain(text: str) -> str:
    """Return words parted by spaces as they are printed: marks at their words, quotation marks in pairs."""
    text = re.sub(r" ([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$]) ", r"\1", text)
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text)
    text = re.sub(r" - ", "-", text)
    first, *parts = text.split('"')
    for k, part in enumerate(parts):
        if k % 2 == 0:
            first = first.rstrip(" ") + (" " if first.strip() else "") + '"' + part.lstrip(" ")
        else:
            first = first.rstrip(" ") + '"' + (part if part[:1] in " .,;" or not part else " " + part)
    return first


def statements(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print recall and precision; say whether the aims are met."""
    if not SOURCE.exists() or not NEWSWCL.exists():
        print(ABSENT)
        return None
    everything = news()
    held = everything[kept_back(everything["event"])]
    recall, precision = _recall(everything, None), _precision(held, None)
    if all(importlib.util.find_spec(name) for name in ("onnxruntime", "tokenizers")):
        print("   with the encoder's vectors (precision counts only statements that were read)")
        _recall(everything, "neural")
        _precision(held, "neural")
    return precision >= AIMS["precision"] and recall >= AIMS["recall"]


def _recall(everything: pd.DataFrame, vectors: str | None) -> float:
    gold = pd.read_csv(LABELS / "recall.csv", dtype={"a": str, "b": str})
    columns = ["id", "outlet", "event", "title", "text"]
    events = everything.loc[everything["id"].isin({*gold["a"], *gold["b"]}), "event"].unique()
    corpus = pd.concat([everything.loc[everything["event"].isin(events), columns], wcl()[columns]])
    where = _where(fr.statements(corpus.reset_index(drop=True), vectors=vectors))
    sentences: dict[tuple[str, tuple[object, ...]], list[tuple[bool, str]]] = defaultdict(list)
    for row in gold.itertuples():
        a, b = (row.a, row.a_part, row.a_start), (row.b, row.b_part, row.b_start)
        found = a in where and where[a] == where.get(b)
        sentences[row.set, (*a, row.b)].append((found, row.kind))
        sentences[row.set, (*b, row.a)].append((found, row.kind))
    print("   sentences of which the other article has a like one, and share found")
    total = 0.0
    for name in ("tuned", "kept_back", "all"):
        rows = [v for (which, _), v in sentences.items() if name in (which, "all")]
        verbatim = [any(f for f, _ in v) for v in rows if any(k == "verbatim" for _, k in v)]
        other = [any(f for f, _ in v) for v in rows if all(k != "verbatim" for _, k in v)]
        total = (sum(verbatim) + sum(other)) / len(rows)
        near, far = sum(verbatim) / len(verbatim), sum(other) / len(other)
        print(
            f"   {name:10} {len(rows):4}  all {total:.2f}   near-verbatim {near:.2f} ({len(verbatim)})   "
            f"paraphrase {far:.2f} ({len(other)})"
        )
    return total


def _precision(held: pd.DataFrame, vectors: str | None) -> float:
    read = pd.read_csv(LABELS / "clusters.csv", dtype={"article": str})
    events = held.loc[held["id"].isin(read["article"]), "event"].unique()
    where = _where(fr.statements(held[held["event"].isin(events)].reset_index(drop=True), vectors=vectors))
    there, right = 0, 0
    for _, rows in read.groupby("cluster"):
        names = {where.get((r.article, r.part, r.start)) for r in rows.itertuples()}
        if len(names) == 1 and None not in names:
            there += 1
            right += int(rows["right"].iloc[0])
    share = right / max(there, 1)
    total = read["cluster"].nunique()
    print(
        f"   statements read: {total}, right when read: {read.groupby('cluster')['right'].first().mean():.2f}"
    )
    print(f"   of them still found {there}, right {share:.2f}")
    return share


def _where(table: pd.DataFrame) -> dict[tuple[object, ...], str]:
    part = table["part"].where(table["part"] == "headline", "text")
    return dict(
        zip(
            zip(table["article"], part, table["start"].tolist(), strict=True),
            table["statement"],
            strict=True,
        )
    )


def speed() -> None:
    """Print how long 10,000 articles take, by events given or not and by how voices are told apart."""
    articles = news().head(10_000)
    for name, frame in (("events", articles), ("no events", articles.drop(columns="event"))):
        for voices in (None, "full"):
            start = time.perf_counter()
            found = fr.statements(frame, voices=voices)
            took = time.perf_counter() - start
            print(f"   {name:10} voices={voices!s:5} {took:6.1f} s, {len(found):,} sentences")


if __name__ == "__main__":
    if "--speed" in sys.argv[1:]:
        speed()
    else:
        statements()
