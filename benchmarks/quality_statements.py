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

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from framing.features.statements.finding import Block, find_alike
from framing.features.statements.side_by_side import LEAST
from training.statements import LABELS, NEWSWCL, SOURCE, kept_back, news, wcl

ABSENT = "   skipped: the articles (../shared/data/allsides, newswcl50) are not beside the project"
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
        _facts(everything, "neural")
        _pairs(everything)
        _groups(everything)
    _facts(everything, None)
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


def _kept(everything: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labelled pairs that measure, the pairs of articles read in full, and their articles."""
    names = {name: str for name in "ab"}
    pairs = pd.read_csv(LABELS / "facts.csv", dtype=names).query("set == 'kept' and reader == 'A'")
    full = pd.read_csv(LABELS / "facts_full.csv", dtype=names).query("set == 'kept'")
    event = {
        row[side]: row["event"] for table in (pairs, full) for _, row in table.iterrows() for side in "ab"
    }
    columns = ["id", "outlet", "event", "title", "text"]
    corpus = pd.concat([everything[columns], wcl()[columns]])
    corpus = corpus[corpus["id"].isin(event)].assign(event=lambda rows: rows["id"].map(event))
    return pairs, full, corpus.reset_index(drop=True)


def _facts(everything: pd.DataFrame, vectors: str | None) -> None:
    """Print how pairs that tell one fact are found, in news of visits that nothing was chosen by."""
    pairs, full, corpus = _kept(everything)
    where = _where(fr.facts.statements(corpus, vectors=vectors))

    def found(row: pd.Series) -> bool:
        a, b = ((row[side], row[f"{side}_part"], row[f"{side}_start"]) for side in "ab")
        return a in where and where[a] == where.get(b)

    told = pairs.apply(found, axis=1)
    same = pairs["label"] == 2
    print(
        f"   {vectors or 'words'}: of {told.sum()} pairs said to be one fact {(told & same).sum()} are, "
        f"of {same.sum()}"
    )
    listed = full.dropna(subset=["a_start"])
    ends = [
        (row["a"], row["b"], row[f"{side}"], row[f"{side}_part"], row[f"{side}_start"])
        for _, row in listed.iterrows()
        for side in "ab"
    ]
    hits = [end for end, hit in zip(ends, listed.apply(found, axis=1).repeat(2), strict=True) if hit]
    read, told_apart = len(full.drop_duplicates(["a", "b"])), len(set(hits))
    print(f"   in {read} pairs of articles read in full: {told_apart} of {len(set(ends))} sentences")


def _pairs(everything: pd.DataFrame) -> None:
    """Print how well `fr.side_by_side` finds pairs of one fact, and what readers said of the first."""
    pairs, full, corpus = _kept(everything)
    start = time.process_time()
    found = []
    for block in find_alike(corpus, "full", "auto", False):
        place, nodes = _places(block), _members(block)
        near = block.alike.chance >= LEAST
        for x, y in zip(block.alike.a[near].tolist(), block.alike.b[near].tolist(), strict=True):
            found += [frozenset((place[i], place[j])) for i in nodes[x] for j in nodes[y]]
    took = time.process_time() - start
    told = set(found)
    named = full.dropna(subset=["a_start"])
    gold = {frozenset(_ends(row)) for _, row in named.iterrows()}
    read = {frozenset((row["a"], row["b"])) for _, row in full.iterrows()}
    inside = {pair for pair in told if frozenset(end[0] for end in pair) in read}
    ends = {(end, frozenset(e[0] for e in pair)) for pair in gold for end in pair}
    hit = {(end, frozenset(e[0] for e in pair)) for pair in gold & inside for end in pair}
    print(
        f"   side by side: in {len(read)} pairs of articles read in full {len(inside)} pairs, right "
        f"{len(inside & gold) / max(len(inside), 1):.2f}; of {len(ends)} sentences {len(hit)} found"
    )
    labelled = {frozenset(_ends(row)): row for _, row in pairs.iterrows()}
    same = [labelled[pair]["label"] == 2 for pair in told & labelled.keys()]
    total = (pairs["label"] == 2).sum()
    print(
        f"   of labelled pairs {len(same)} found, right {sum(same) / max(len(same), 1):.2f}, of {total} "
        f"{sum(same)}; {len(corpus)} articles in {took:.0f} s of processor"
    )
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

    def pair(groups: Iterable[pd.DataFrame]) -> set[frozenset[tuple[object, ...]]]:
        """Return the pairs of sentences of two outlets that stand in one group."""
        listed = (zip(rows["article"], rows["part"], rows["start"].tolist(), strict=True) for rows in groups)
        both = (frozenset(two) for places in listed for two in combinations(places, 2))
        return {two for two in both if len({outlet[str(place[0])] for place in two}) > 1}

    said = fr.facts.statements(corpus)
    said["part"] = said["part"].where(said["part"] == "headline", "text")
    right, found = (
        pair(rows for _, rows in table.groupby(name))
        for table, name in ((gold, "group"), (said, "statement"))
    )
    hit = len(right & found)
    print(
        f"   groups of {gold['event'].nunique()} events read in full: of {len(right)} pairs {hit} found, of "
        f"{len(found)} found {hit / len(found):.2f} right, F1 {2 * hit / (len(right) + len(found)):.2f}"
    )


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
