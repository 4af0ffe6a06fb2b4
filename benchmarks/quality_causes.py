"""How well demands and causes are found: against sentences read by hand, some of them kept back.

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

import numpy as np

from framing.features.causes import causes_in
from framing.features.clauses import Sentence, Span
from framing.features.demands import demands_in
from training.statements import wcl

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
LABELS = HERE / "cause_labels" / "labels.csv"
#: Read when the rules were done and measured on once; the rules were mended behind the first and the second.
FRESH = [HERE / "cause_labels" / f"fresh{n}.csv" for n in (1, 2, 3)]
SECOND = HERE / "cause_labels" / "second.csv"
#: Least share right of what is found, found of what there is, whose it is, and blame or credit.
AIMS = {"demand": (0.90, 0.85, 0.90, 0.0), "cause": (0.85, 0.70, 0.85, 0.85)}

Label = dict[str, str]
#: A sentence: its corpus, article, and where it begins and ends.
Place = tuple[str, str, int, int]


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
    labels, text, met = _read(LABELS, *FRESH), texts(), False
    for half in ("tuned", "kept", "fresh1", "fresh2", "fresh3"):
        sentences = {place: rows for place, rows in labels.items() if rows[0]["set"] == half}
        count: Counter[str] = Counter()
        for (corpus, article, begin, end), rows in sentences.items():
            sentence = Sentence(text[corpus, article][begin:end])
            found: Sequence[Any] = list((demands_in if kind == "demand" else causes_in)(sentence))
            _match(kind, sentence, begin, found, [row for row in rows if row["kind"] == kind], count)
        if not count["hit"] + count["missed"]:
            # The third fresh set was read for causes alone.
            continue
        shares = [
            count[right] / max(count[right] + count[wrong], 1)
            for right, wrong in (("hit", "false"), ("hit", "missed"), ("who", "other"), ("sign", "turned"))
        ]
        print(
            f"   {half:6} {len(sentences)} sentences, {count['hit'] + count['missed']} {kind}s: precision "
            f"{shares[0]:.3f}, recall {shares[1]:.3f}, {'addressee' if kind == 'demand' else 'agent'} right "
            f"{shares[2]:.3f} of {count['who'] + count['other']}"
            + f", blame or credit {shares[3]:.3f} of {count['sign'] + count['turned']}"
            * (kind == "cause")
        )
        met = all(share >= aim for share, aim in zip(shares, AIMS[kind], strict=True))
    return met


def _read(*paths: Path) -> dict[Place, list[Label]]:
    """Return the labels of each sentence."""
    found: dict[Place, list[Label]] = defaultdict(list)
    for path in paths:
        for row in csv.DictReader(path.read_text("utf8").splitlines()):
            found[row["corpus"], row["article"], int(row["start"]), int(row["end"])].append(row)
    return found


def agreement(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print how far a second reader agrees with the first; nothing has to be met.

    Sentences were drawn by whether the first found anything; kappa is of all 800, each that was drawn
    standing for as many as there are. What either reader calls optional counts neither for nor against.
    """
    first, second = _read(LABELS), _read(SECOND)
    drawn = Counter(_holds(first[place]) for place in second)
    of = Counter(map(_holds, first.values()))
    for kind in ("demand", "cause"):
        table, count = np.zeros((2, 2)), Counter[str]()
        for place, rows in second.items():
            pair = [[row for row in some if row["kind"] == kind] for some in (first[place], rows)]
            firm = [any(row["optional"] == "0" for row in some) for some in pair]
            if firm == [bool(some) for some in pair]:
                table[int(firm[0]), int(firm[1])] += of[_holds(first[place])] / drawn[_holds(first[place])]
            left = list(pair[0])
            for row in pair[1]:
                same = next((one for one in left if _meet(one, row, "cue", 4)), None)
                if same is not None:
                    left.remove(same)
                if row["optional"] == "1" or (same is not None and same["optional"] == "1"):
                    continue
                count["one" if same is None else "both"] += 1
                if same is not None:
                    named = bool(row["who_start"]), bool(same["who_start"])
                    count["who"] += _meet(same, row, "who") if all(named) else not any(named)
                    count["sign"] += row["polarity"] == same["polarity"]
            count["one"] += sum(row["optional"] == "0" for row in left)
        shares = table / table.sum()
        chance = float(shares.sum(axis=0) @ shares.sum(axis=1))
        both = count["both"]
        print(
            f"   {kind}s: kappa of sentences {(shares.trace() - chance) / (1 - chance):.3f}; F1 of cues "
            f"{2 * both / (2 * both + count['one']):.3f} ({both} of both, {count['one']} of one); whose "
            f"{count['who'] / both:.3f}" + f", blame or credit {count['sign'] / both:.3f}" * (kind == "cause")
        )
    return None


def _holds(rows: Sequence[Label]) -> bool:
    return any(row["kind"] in ("demand", "cause") for row in rows)


def _meet(one: Label, other: Label, name: str, near: int = 0) -> bool:
    """Say whether two labels' spans overlap, or lie but so many code points apart."""
    begin, end = f"{name}_start", f"{name}_end"
    return int(one[begin]) < int(other[end]) + near and int(other[begin]) < int(one[end]) + near


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
