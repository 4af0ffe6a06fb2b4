"""How well passives are told, against sentences read by hand.

    python benchmarks/quality.py --section passives

Needs the news beside the project (../shared).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from framing.features.rules.passive import POLES, Passives
from framing.text.tokens import tokenize

HERE = Path(__file__).resolve().parent
LABELS = HERE / "passive_labels"
DATA = HERE.parents[1] / "shared" / "data"
#: Least share of hits that are right, and of passives found.
AIMS = {"hits": 0.9, "passives": 0.9}

Key = tuple[str, str]


def rows(name: str) -> list[dict[str, str]]:
    """Return a file of labels."""
    with (LABELS / name).open(encoding="utf8", newline="") as lines:
        return list(csv.DictReader(lines))


def texts(wanted: set[Key]) -> dict[Key, str]:
    """Return the texts of some articles."""
    found = {}
    for source, article, text in _every():
        if (source, article) in wanted:
            found[source, article] = text
    return found


def _every() -> Iterator[tuple[str, str, str]]:
    with gzip.open(DATA / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            yield "allsides", str(row["id"]), row["text"]
    with (DATA / "huawei" / "articles.jsonl").open(encoding="utf8") as lines:
        for row in map(json.loads, lines):
            yield "huawei", str(row["id"]), row["text"]


def participles(text: str) -> dict[int, str]:
    """Return where the participles of passives begin in a text, and their pole."""
    tokens = tokenize([text])
    hits = Passives().find(tokens)
    if not len(hits.start):
        return {}
    begin, _ = tokens.spans(hits.start + hits.length - 1)
    return {int(b): POLES[p] for b, p in zip(begin.tolist(), hits.pole.tolist(), strict=True)}


def passives(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print the share of hits that are right, and of passives in sentences that are found."""
    if not DATA.is_dir():
        print("   skipped: the news (../shared/data) is not beside the project")
        return None
    hits, sentences, gold = rows("hits.csv"), rows("sentences.csv"), rows("passives.csv")
    text = texts({(r["source"], r["article"]) for r in (*hits, *sentences)})
    found = {key: participles(one) for key, one in text.items()}
    kept, right, agents = 0, 0, 0
    for row in hits:
        here = found[row["source"], row["article"]]
        at = next((b for b in here if int(row["start"]) <= b < int(row["end"])), None)
        if at is not None:
            kept += 1
            right += row["passive"] == "1"
            agents += row["passive"] == "1" and (here[at] != "agentless") == (row["agent"] == "1")
    print(f"   of {len(hits)} hits read, {kept} are found today: {right / kept:.3f} right", end="")
    print(f", {agents / kept:.3f} with the agent")
    met = [right / kept >= AIMS["hits"]]
    for draw, name in (("1", "drawn from all"), ("2", "that may hold one, drawn after all was mended")):
        recall, precision = _in_sentences(
            found, [r for r in sentences if r["draw"] == draw], [r for r in gold if r["draw"] == draw], name
        )
        met += [recall >= AIMS["passives"], precision >= AIMS["hits"]]
    return all(met)


def _in_sentences(
    found: dict[Key, dict[int, str]], sentences: list[dict[str, str]], gold: list[dict[str, str]], name: str
) -> tuple[float, float]:
    """Print and return the shares of passives in sentences that are found, and of what is found that are."""
    wanted: dict[Key, dict[int, bool]] = defaultdict(dict)
    for row in gold:
        wanted[row["source"], row["article"]][int(row["start"])] = row["agent"] == "1"
    right = inside = agents = 0
    for row in sentences:
        key = (row["source"], row["article"])
        for begin, pole in found[key].items():
            if int(row["start"]) <= begin < int(row["end"]):
                inside += 1
                right += begin in wanted[key]
                agents += begin in wanted[key] and (pole != "agentless") == wanted[key][begin]
    print(
        f"   {len(sentences)} sentences {name}: {right} of {len(gold)} passives found "
        f"({right / len(gold):.3f}), {right} of {inside} found are passives ({right / inside:.3f}), "
        f"{agents} with the agent told"
    )
    return right / len(gold), right / inside
