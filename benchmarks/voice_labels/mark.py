"""Mark whose words are whose: articles as marked by the rules out, corrected sentences in, kept as offsets.

    python -m benchmarks.voice_labels.mark show BATCH            every article of a batch, sentences numbered
    python -m benchmarks.voice_labels.mark take BATCH MARKER FILE  corrected sentences in, labels out
    python -m benchmarks.voice_labels.mark agree                  agreement on what was marked twice

Texts are read from ``../shared/data``; what is kept is ids and offsets, never text.
A mark is ``<C1 the tariffs would stay>, <S1 a trade lawyer> <Q1 told> reporters``: content, source and cue of
attribution 1. Numbers hold for the whole article: the same number again goes on with the same attribution.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.voice_rules import attributions
from framing.text.tokens import sentence_spans, tokenize

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
KINDS = {"S": "source", "Q": "cue", "C": "content"}
Mark = tuple[int, int, str, int]


def texts(wanted: set[tuple[str, str]] | None = None) -> dict[tuple[str, str], str]:
    """Return texts by (corpus, id): the title, a blank line, the article as its file has it."""
    found: dict[tuple[str, str], str] = {}
    with gzip.open(SHARED / "data/allsides/articles.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            found["allsides", row["id"]] = f"{row['title']}\n\n{row['text']}"
    with (SHARED / "data/huawei/articles.jsonl").open(encoding="utf8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            values = {str(k).lower(): v for k, v in row.items()}
            found["huawei", str(values.get("id", number))] = (
                f"{values.get('title') or ''}\n\n{values.get('text') or ''}"
            )
    reference = SHARED / "fixtures/text/global_times_2026-01-15.txt"
    found["reference", reference.stem] = reference.read_text("utf8")
    return found if wanted is None else {key: found[key] for key in wanted}


def batches() -> dict[str, list[tuple[str, str]]]:
    """Return the articles of each batch."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (HERE / "batches.csv").open(encoding="utf8") as rows:
        for row in csv.DictReader(rows):
            out[row["batch"]].append((row["corpus"], row["id"]))
    return out


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end."""
    tokens = tokenize([text])
    if not len(tokens.ids):
        return []
    return sentence_spans(tokens, [text] * len(tokens.sentences), tokens.sentences)


def premarks(text: str) -> list[Mark]:
    """Return the rules' marks: start, end, kind, number."""
    marks: list[Mark] = []
    for number, found in enumerate(attributions(text), 1):
        marks += [(s, e, kind, number) for kind, field in KINDS.items() for s, e in getattr(found, field)]
    return marks


def marked(text: str, span: tuple[int, int], marks: Sequence[Mark]) -> str:
    """Return a sentence with its marks, on one line; a mark over its edges is cut there."""
    low, high = span
    inside = [(max(s, low), min(e, high), k, n) for s, e, k, n in marks if s < high and e > low]
    opens = [(s, -e, f"<{k}{n} ") for s, e, k, n in inside]
    edges = [(s, 1, x, m) for s, x, m in opens] + [(e, 0, 0, ">") for _, e, _, _ in inside]
    out, at = [], low
    for place, _, _, mark in sorted(edges):
        out += [text[at:place], mark]
        at = place
    return " ".join("".join([*out, text[at:high]]).split())


_TOKEN = re.compile(r"<([SQC])(\d+) |>")


def unmarked(line: str) -> tuple[str, list[Mark]]:
    """Return a marked sentence without its marks, and the marks in characters without white space."""
    plain: list[str] = []
    size, at, stack, marks = 0, 0, [], []
    for found in _TOKEN.finditer(line):
        part = re.sub(r"\s+", "", line[at : found.start()])
        plain.append(part)
        size += len(part)
        at = found.end()
        if found.group(1):
            stack.append((found.group(1), int(found.group(2)), size))
        elif stack:
            kind, number, start = stack.pop()
            marks.append((start, size, kind, number))
        else:
            raise ValueError("a > closes nothing")
    if stack:
        raise ValueError(f"<{stack[-1][0]}{stack[-1][1]} is never closed")
    plain.append(re.sub(r"\s+", "", line[at:]))
    return "".join(plain), marks


def placed(text: str, span: tuple[int, int], line: str) -> list[Mark]:
    """Return the marks of a corrected sentence as offsets of the text."""
    bare, marks = unmarked(line)
    where = [i for i in range(*span) if not text[i].isspace()]
    own = "".join(text[i] for i in where)
    if bare != own:
        same = next(
            (i for i, (a, b) in enumerate(zip(bare, own, strict=False)) if a != b), min(len(bare), len(own))
        )
        raise ValueError(
            f"the words are not those of the sentence from ...{own[max(0, same - 20) : same + 20]!r}"
        )
    return [(where[s], where[e - 1] + 1, kind, number) for s, e, kind, number in marks if e > s]


def show(batch: str) -> Iterator[str]:
    """Yield the articles of a batch, marked by the rules, a sentence a line."""
    listed = batches()[batch]
    known = texts(set(listed))
    for key in listed:
        text = known[key]
        yield f"### {key[0]} {key[1]}"
        marks = premarks(text)
        for number, span in enumerate(sentences(text), 1):
            gap = "  ¶" if "\n" in text[max(0, span[0] - 2) : span[0]] else ""
            yield f"{number}:{gap} {marked(text, span, marks)}"
        yield ""


def take(batch: str, marker: str, file: Path) -> list[str]:
    """Write labels from corrected sentences; return what is wrong with them, a line each."""
    listed = batches()[batch]
    known = texts(set(listed))
    corrected: dict[tuple[str, str], dict[int, str]] = {}
    faults: list[str] = []
    current: dict[int, str] | None = None
    for n, line in enumerate(file.read_text("utf8").splitlines(), 1):
        head = re.match(r"### (\S+) (\S+)$", line.strip())
        if head:
            current = corrected.setdefault((head[1], head[2]), {})
            if (head[1], head[2]) not in listed:
                faults.append(f"line {n}: {head[1]} {head[2]} is not of batch {batch}")
            continue
        numbered = re.match(r"\s*(\d+):\s*¶?\s*(.*)$", line)
        if numbered and current is not None:
            current[int(numbered[1])] = numbered[2]
        elif line.strip():
            faults.append(f"line {n}: neither ### corpus id nor NUMBER: sentence")
    rows: list[dict[str, Any]] = []
    for key in listed:
        if key not in corrected:
            faults.append(f"{key[0]} {key[1]}: not read yet (write its ### line even if nothing changes)")
            continue
        text, by_number = known[key], corrected[key]
        before = premarks(text)
        marks: list[Mark] = []
        for number, span in enumerate(sentences(text), 1):
            line = by_number.pop(number, marked(text, span, before))
            try:
                marks += placed(text, span, line)
            except ValueError as error:
                faults.append(f"{key[0]} {key[1]} sentence {number}: {error}")
        faults += [f"{key[0]} {key[1]}: there is no sentence {number}" for number in by_number]
        rows.append(
            {
                "corpus": key[0],
                "id": key[1],
                "marker": marker,
                "sha256": _sha(text),
                "attributions": _grouped(marks),
            }
        )
    target = HERE / f"labels_{marker}.jsonl"
    old = [json.loads(line) for line in target.read_text("utf8").splitlines()] if target.exists() else []
    fresh = {(row["corpus"], row["id"]) for row in rows}
    kept = [row for row in old if (row["corpus"], row["id"]) not in fresh] + rows
    kept.sort(key=lambda row: (row["corpus"], row["id"]))
    target.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in kept), "utf8")
    return faults


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _grouped(marks: Sequence[Mark]) -> list[dict[str, list[tuple[int, int]]]]:
    by_number: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for start, end, kind, number in sorted(marks):
        fields = by_number.setdefault(number, {field: [] for field in KINDS.values()})
        fields[KINDS[kind]].append((start, end))
    return [by_number[number] for number in sorted(by_number)]


def labels() -> list[dict[str, Any]]:
    """Return all labels, first markings first."""
    files = sorted(HERE.glob("labels_*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf8").splitlines()]


def attributed(row: dict[str, Any], size: int) -> np.ndarray:
    """Mask the characters that are content of an attribution."""
    mask = np.zeros(size, bool)
    for found in row["attributions"]:
        for start, end in found["content"]:
            mask[start:end] = True
    return mask


def agree() -> str:
    """Return how well two markers agree on the characters attributed, as F1 over what both marked."""
    by_key: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in labels():
        by_key[row["corpus"], row["id"]].append(row)
    twice = {key: rows for key, rows in by_key.items() if len(rows) > 1}
    known = texts(set(twice))
    both = one = other = 0
    for key, rows in twice.items():
        a, b = (attributed(row, len(known[key])) for row in rows[:2])
        both, one, other = both + int((a & b).sum()), one + int(a.sum()), other + int(b.sum())
    f1 = 2 * both / max(one + other, 1)
    return f"{len(twice)} articles marked twice: F1 of characters attributed {f1:.3f}"


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["show"] and len(arguments) == 2:
        print("\n".join(show(arguments[1])))
        return 0
    if arguments[:1] == ["take"] and len(arguments) == 4:
        faults = take(arguments[1], arguments[2], Path(arguments[3]))
        print("\n".join(faults) or "all taken")
        return 1 if faults else 0
    if arguments == ["agree"]:
        print(agree())
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
