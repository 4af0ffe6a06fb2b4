"""How well sentences that say the same are found, against pairs of articles read in full and groups read.

Recall: of the sentences of a pair of articles that say what a sentence of the other says, the share that
stands in a statement with such a one; by kind. Precision: of statements drawn from those found in kept-back
events and read, the share in which every sentence says what the central one says, among those still found.

    python benchmarks/quality.py --section statements
    python benchmarks/quality_statements.py --speed      10,000 articles, with and without events
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from framing.features.statements.finding import Block, find_alike
from framing.features.statements.side_by_side import LEAST
from training.statements import LABELS, NEWSWCL, SOURCE, kept_back, news, wcl

ABSENT = "   skipped: the articles (../shared/data/allsides, newswcl50) are not beside the project"
#: Two sentences by the article, the part and the place in it that each stands at.
Pair: TypeAlias = frozenset[tuple[object, ...]]
#: What the core is meant to reach, without sentence vectors.
AIMS = {"precision": 0.90, "recall": 0.45}


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
        for which in ("kept", "fresh"):
            _facts(everything, "neural", which)
            _pairs(everything, which)
        _shown()
        _groups(everything)
    _facts(everything, None, "kept")
    return precision >= AIMS["precision"] and recall >= AIMS["recall"]


def _recall(everything: pd.DataFrame, vectors: str | None) -> float:
    gold = pd.read_csv(LABELS / "recall.csv", dtype={"a": str, "b": str})
    columns = ["id", "outlet", "event", "title", "text"]
    events = everything.loc[everything["id"].isin({*gold["a"], *gold["b"]}), "event"].unique()
    corpus = pd.concat([everything.loc[everything["event"].isin(events), columns], wcl()[columns]])
    where = _where(fr.facts.statements(corpus.reset_index(drop=True), vectors=vectors))
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
    where = _where(
        fr.facts.statements(held[held["event"].isin(events)].reset_index(drop=True), vectors=vectors)
    )
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


def _kept(everything: pd.DataFrame, which: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labelled pairs that measure, the pairs of articles read in full, and their articles."""
    names = {name: str for name in "ab"}
    pairs = pd.read_csv(LABELS / "facts.csv", dtype=names).query("set == @which and reader == 'A'")
    full = pd.read_csv(LABELS / "facts_full.csv", dtype=names).query("set == @which")
    event = {
        row[side]: row["event"] for table in (pairs, full) for _, row in table.iterrows() for side in "ab"
    }
    corpus = pd.concat([everything, wcl()])
    corpus = corpus[corpus["id"].isin(event)].assign(event=lambda rows: rows["id"].map(event))
    return pairs, full, corpus.reset_index(drop=True)


def _in_full(told: Iterable[Pair], full: pd.DataFrame) -> str:
    """Return how what was found in pairs of articles compares with all that is to be found there."""
    named = full.dropna(subset=["a_start"])
    gold, unsure = (
        {frozenset(_ends(row)) for _, row in rows.iterrows()}
        for rows in (named[named["label"] == 2], named[named["label"] == 1])
    )
    read = {frozenset((row["a"], row["b"])) for _, row in full.iterrows()}
    inside = {pair for pair in told if frozenset(str(end[0]) for end in pair) in read} - unsure
    hit = gold & inside
    ends, found = (
        len({(end, frozenset(e[0] for e in pair)) for pair in s for end in pair}) for s in (gold, hit)
    )
    return (
        f"in {len(read)} pairs of articles read in full {len(inside)} pairs, right "
        f"{len(hit) / max(len(inside), 1):.2f}, of {len(gold)} {len(hit)}, F1 "
        f"{2 * len(hit) / (len(gold) + len(inside)):.2f}; of {ends} sentences {found} found"
    )


def _facts(everything: pd.DataFrame, vectors: str | None, which: str) -> None:
    """Print how pairs that tell one fact are brought together, in news that nothing was chosen by."""
    pairs, full, corpus = _kept(everything, which)
    told = set(_grouped(fr.facts.statements(corpus, vectors=vectors), "statement"))
    labels = [(frozenset(_ends(row)) in told, row["label"] == 2) for _, row in pairs.iterrows()]
    right, every = sum(found and same for found, same in labels), sum(same for _, same in labels)
    print(f"   {vectors or 'words'}, {which}: {_in_full(told, full)}")
    if labels:
        print(f"   of {sum(found for found, _ in labels)} pairs said to be one fact {right} are, of {every}")


def _pairs(everything: pd.DataFrame, which: str) -> None:
    """Print how well `fr.side_by_side` finds pairs of one fact, and what readers said of the first."""
    pairs, full, corpus = _kept(everything, which)
    start = time.process_time()
    told: set[Pair] = set()
    for block in find_alike(corpus, "full", "auto", False):
        place, nodes = _places(block), _members(block)
        near = block.alike.chance >= LEAST
        for x, y in zip(block.alike.a[near].tolist(), block.alike.b[near].tolist(), strict=True):
            told |= {frozenset((place[i], place[j])) for i in nodes[x] for j in nodes[y]}
    took = time.process_time() - start
    print(f"   side by side, {which}: {_in_full(told, full)}; {len(corpus)} articles in {took:.0f} s")
    labelled = {frozenset(_ends(row)): row for _, row in pairs.iterrows()}
    same = [labelled[pair]["label"] == 2 for pair in told & labelled.keys()]
    if labelled:
        print(
            f"   of labelled pairs {len(same)} found, right {sum(same) / max(len(same), 1):.2f}, of "
            f"{(pairs['label'] == 2).sum()} {sum(same)}"
        )


def _shown() -> None:
    """Print what readers said of the pairs that were shown first."""
    read_pairs = pd.read_csv(LABELS / "shown.csv")
    for kept, rows in read_pairs.groupby(read_pairs["set"] == "kept"):
        same, marks = (rows["same"].dropna() == 2).mean(), rows["marked"].sum()
        print(
            f"   {len(rows)} {'cards of the report' if kept else 'pairs learnt from'}: {same:.2f} one fact, "
            f"{rows['show'].mean():.2f} a reader would show; of {marks:.0f} marks "
            f"{rows['right'].sum() / marks:.2f} right (as read)"
        )


def _groups(everything: pd.DataFrame) -> None:
    """Print how well sentences of three outlets or more are brought together, pair by pair of two outlets."""
    gold = pd.read_csv(LABELS / "groups.csv", dtype={"article": str})
    corpus = everything[everything["event"].isin(gold["event"])].reset_index(drop=True)
    outlet = dict(zip(corpus["id"], corpus["outlet"], strict=True))
    right, found = (
        {two for two in _grouped(table, name) if len({outlet[str(place[0])] for place in two}) > 1}
        for table, name in ((gold, "group"), (fr.facts.statements(corpus), "statement"))
    )
    hit = len(right & found)
    print(
        f"   groups of {gold['event'].nunique()} events read in full: of {len(right)} pairs {hit} found, of "
        f"{len(found)} found {hit / len(found):.2f} right, F1 {2 * hit / (len(right) + len(found)):.2f}"
    )


def _grouped(table: pd.DataFrame, name: str) -> set[Pair]:
    """Return the pairs of sentences that stand in one group."""
    part = table["part"].where(table["part"] == "headline", "text")
    groups = defaultdict(list)
    for key, *place in zip(table[name], table["article"], part, table["start"].tolist(), strict=True):
        groups[key].append(tuple(place))
    return {frozenset(two) for places in groups.values() for two in combinations(places, 2)}


def _ends(row: pd.Series) -> list[tuple[object, ...]]:
    return [(row[side], row[f"{side}_part"], int(row[f"{side}_start"])) for side in "ab"]


def _places(block: Block) -> list[tuple[object, ...]]:
    ids, held = block.frame["id"].tolist(), block.sentences
    columns = (held.row.tolist(), held.part.tolist(), held.start.tolist())
    return [
        (ids[row], "text" if part else "headline", start) for row, part, start in zip(*columns, strict=True)
    ]


def _members(block: Block) -> dict[int, list[int]]:
    found = defaultdict(list)
    for at, node in enumerate(block.distinct.of.tolist()):
        found[node].append(at)
    return found


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
            found = fr.facts.statements(frame, voices=voices)
            took = time.perf_counter() - start
            print(f"   {name:10} voices={voices!s:5} {took:6.1f} s, {len(found):,} sentences")


if __name__ == "__main__":
    if "--speed" in sys.argv[1:]:
        speed()
    else:
        statements()
