"""How well demands and causes are found: against sentences read by hand, half of them kept back.

    python benchmarks/quality.py --section demands --section causes

A demand is found where its cue is; a cause where its cue is and both spans hold the heart of what they join.
What could be read either way counts neither for nor against. Needs the news beside the project (../shared).
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.causes import causes_in
from framing.features.clauses import Sentence, Span
from framing.features.demands import demands_in
from training.statements import wcl

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
LABELS = HERE / "cause_labels" / "labels.csv"
#: Least share right of what is found, found of what there is, whose it is, and blame or credit.
AIMS = {"demand": (0.90, 0.85, 0.90, 0.0), "cause": (0.85, 0.70, 0.85, 0.85)}

Label = dict[str, str]


def texts() -> dict[tuple[str, str], str]:
    """Return the texts of the articles that labels are of, by corpus and id."""
    found = {("newswcl50", row.id): row.text for row in wcl().itertuples()}
    with gzip.open(DATA / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as lines:
        found |= {("allsides", row["id"]): row["text"] for row in map(json.loads, lines)}
    with (DATA / "huawei" / "articles.jsonl").open(encoding="utf8") as lines:
        found |= {("huawei", row["id"]): row["text"] for row in map(json.loads, lines)}
    return found


def demands(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print how well demands are found; say whether the aims are met on what was kept back."""
    return _measure("demand")


def causes(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print how well causes are found; say whether the aims are met on what was kept back."""
    return _measure("cause")


def _measure(kind: str) -> bool | None:
    if not DATA.is_dir():
        print("   skipped: the news (../shared/data) is not beside the project")
        return None
    with LABELS.open(encoding="utf8", newline="") as lines:
        labels = list(csv.DictReader(lines))
    text, met = texts(), False
    for half in ("tuned", "kept"):
        sentences: dict[tuple[str, str, int, int], list[Label]] = defaultdict(list)
        for row in labels:
            if row["set"] == half:
                sentences[row["corpus"], row["article"], int(row["start"]), int(row["end"])].append(row)
        count: Counter[str] = Counter()
        for (corpus, article, begin, end), rows in sentences.items():
            sentence = Sentence(text[corpus, article][begin:end])
            found: Sequence[Any] = list((demands_in if kind == "demand" else causes_in)(sentence))
            _match(kind, sentence, begin, found, [row for row in rows if row["kind"] == kind], count)
        shares = [
            count[right] / max(count[right] + count[wrong], 1)
            for right, wrong in (("hit", "false"), ("hit", "missed"), ("who", "other"), ("sign", "turned"))
        ]
        print(
            f"   {half:5} {len(sentences)} sentences, {count['hit'] + count['missed']} {kind}s: precision "
            f"{shares[0]:.3f}, recall {shares[1]:.3f}, {'addressee' if kind == 'demand' else 'agent'} right "
            f"{shares[2]:.3f} of {count['who'] + count['other']}"
            + f", blame or credit {shares[3]:.3f} of {count['sign'] + count['turned']}"
            * (kind == "cause")
        )
        met = all(share >= aim for share, aim in zip(shares, AIMS[kind], strict=True))
    return met


def _match(
    kind: str, s: Sentence, offset: int, found: Sequence[Any], gold: list[Label], count: Counter[str]
) -> None:
    """Count what of the found is labelled, and what of the labelled found."""

    def place(row: Label, name: str) -> Span:
        return int(row[f"{name}_start"]) - offset, int(row[f"{name}_end"]) - offset

    def holds(span: Span, inner: Span) -> bool:
        return s.start[span[0]] <= inner[0] and inner[1] <= s.end[span[1] - 1]

    left = list(gold)
    for one in found:
        begin, end = s.start[one.cue], s.end[getattr(one, "cue_end", one.cue + 1) - 1]
        for row in left:
            low, high = place(row, "cue")
            hit = begin < high and low < end
            if kind == "demand":
                # "It is time for", "the duty of": the label's cue goes on to whom it is.
                hit |= begin <= low and high <= s.start[one.act[0]]
            elif row["optional"] == "0":
                hit &= holds(one.cause, place(row, "cause")) and holds(one.effect, place(row, "effect"))
            if hit:
                break
        else:
            count["false"] += 1
            continue
        left.remove(row)
        if row["optional"] == "1":
            continue
        count["hit"] += 1
        who = one.who if kind == "demand" else one.agent
        if row["who"] == "nobody":
            count["who" if who is None else "other"] += 1
        elif row["who"] == "named":
            low, high = place(row, "who")
            named = s.text[low:high].lower()
            count["who" if who is not None and named in s.said(who).lower() else "other"] += 1
        if kind == "cause" and row["polarity"] != "unclear":
            count["sign" if one.polarity == row["polarity"] else "turned"] += 1
    count["missed"] += sum(row["optional"] == "0" for row in left)
