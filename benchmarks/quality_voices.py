"""How well voices are told apart, on articles annotated by others (PolNeAR), of which nothing is learned."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from framing.text.tokens import tokenize
from framing.text.voices import attribute as model
from framing.text.voices.attribute import attribute
from framing.text.voices.table import pieces

Span = tuple[int, int]


@dataclass
class Marked:
    """Attributions of one article: content as spans, and sources and cues as lists of spans."""

    content: list[Span] = field(default_factory=list)
    source: list[list[Span]] = field(default_factory=list)
    cue: list[list[Span]] = field(default_factory=list)


def gold(path: Path) -> Iterator[tuple[dict[str, Any], Marked]]:
    """Yield annotated articles, as their first annotator has them."""
    with path.open(encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            marked = Marked()
            for found in row["annotations"][0]["attributions"]:
                marked.content += [tuple(x) for x in found.get("content", [])]
                marked.source += [[tuple(x) for x in found["source"]]] if found.get("source") else []
                marked.cue += [[tuple(x) for x in found["cue"]]] if found.get("cue") else []
            yield row, marked


def by_tagger(texts: Sequence[str], *, marks: bool = True) -> list[Marked]:
    """Return the attributions that the package finds, with or without the outlet's marks of wish and deed."""
    tokens = tokenize(list(texts))
    # Their texts begin with the headline.
    doc = tokens.doc_of(np.arange(len(tokens.ids)))
    second = np.append(tokens.paragraphs, len(tokens.ids))[
        np.searchsorted(tokens.paragraphs, tokens.docs[:-1]) + 1
    ]
    found = attribute(tokens, np.arange(len(tokens.ids)) < second[doc], model.read())
    out = [Marked() for _ in texts]
    some = pieces(found)
    told = np.flatnonzero(marks | (some.voice > 0))
    for doc, start, stop in zip(*(x[told].tolist() for x in (some.doc, some.start, some.stop)), strict=True):
        out[doc].content.append((start, stop))
    docs = tokens.doc_of(found.cue)
    start, end = tokens.spans(found.cue)
    spoken = found.source_end > found.source
    s0, s1 = np.zeros(len(docs), int), np.zeros(len(docs), int)
    if spoken.any():
        s0[spoken] = tokens.spans(found.source[spoken])[0]
        s1[spoken] = tokens.spans(found.source_end[spoken] - 1)[1]
    for k, doc in enumerate(docs.tolist()):
        out[doc].cue.append([(int(start[k]), int(end[k]))])
        if spoken[k]:
            out[doc].source.append([(int(s0[k]), int(s1[k]))])
    return out


def by_rules(texts: Sequence[str]) -> list[Marked]:
    """Return the attributions of hand-written contexts."""
    from benchmarks.voice_rules import attributions

    out = []
    for text in texts:
        found = attributions(text)
        out.append(
            Marked(
                [x for a in found for x in a.content],
                [a.source for a in found if a.source],
                [a.cue for a in found if a.cue],
            )
        )
    return out


def by_marks(texts: Sequence[str]) -> list[Marked]:
    """Return what stands in quotation marks."""
    from framing.text.quotes import quote_spans
    from framing.text.voices.table import placed

    tokens = tokenize(list(texts))
    begin, end = quote_spans(tokens)
    start, stop = placed(tokens, begin, end)
    out = [Marked() for _ in texts]
    for doc, s, e in zip(tokens.doc_of(begin).tolist(), start.tolist(), stop.tolist(), strict=True):
        out[doc].content.append((s, e))
    return out


def characters(text: str, spans: Sequence[Span]) -> np.ndarray:
    """Mask the characters of spans."""
    mask = np.zeros(len(text), bool)
    for start, end in spans:
        mask[start:end] = True
    return mask


def matched(one: list[list[Span]], other: list[list[Span]]) -> int:
    """Return how many spans of one list overlap a span of the other, each used once."""
    free = list(range(len(other)))
    count = 0
    for spans in one:
        for k in free:
            if any(s < e2 and s2 < e for s, e in spans for s2, e2 in other[k]):
                free.remove(k)
                count += 1
                break
    return count


def f1(right: float, found: float, wanted: float) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    p, r = right / max(found, 1), right / max(wanted, 1)
    return p, r, 2 * p * r / max(p + r, 1e-12)


def table(path: Path, methods: dict[str, Callable[[Sequence[str]], list[Marked]]]) -> Iterator[list[str]]:
    """Yield a row a method, then rows by outlet and by whether the content is in quotation marks."""
    rows = list(gold(path))
    texts = [row["text"] for row, _ in rows]
    quoted = [characters(t, m.content) for t, m in zip(texts, by_marks(texts), strict=True)]
    for name, method in methods.items():
        found = method(texts)
        masks = [characters(t, m.content) for t, m in zip(texts, found, strict=True)]
        wanted = [characters(t, m.content) for t, (_, m) in zip(texts, rows, strict=True)]
        total = f1(
            *(
                sum(int(x.sum()) for x in y)
                for y in ([a & b for a, b in zip(masks, wanted, strict=True)], masks, wanted)
            )
        )
        scores = []
        for part in ("source", "cue"):
            pairs = [(getattr(m, part), getattr(g, part)) for m, (_, g) in zip(found, rows, strict=True)]
            scores.append(
                f1(
                    sum(matched(a, b) for a, b in pairs),
                    sum(len(a) for a, _ in pairs),
                    sum(len(b) for _, b in pairs),
                )[2]
            )
        yield [name, *(f"{x:.3f}" for x in (*total, *scores))]
        out: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for (row, _), m, w, q in zip(rows, masks, wanted, quoted, strict=True):
            for key, where in ((row["publisher"], slice(None)), ("in quotation marks", q), ("outside", ~q)):
                a, b = m[where], w[where]
                for i, n in enumerate((int((a & b).sum()), int(a.sum()), int(b.sum()))):
                    out[key][i] += n
        for key, (right, all_found, all_wanted) in sorted(out.items()):
            yield [f"  {key}", *(f"{x:.3f}" for x in f1(right, all_found, all_wanted)), "", ""]


METHODS: dict[str, Callable[[Sequence[str]], list[Marked]]] = {
    "tagger": by_tagger,
    "quoted and reported": partial(by_tagger, marks=False),
    "rules": by_rules,
    "quotation marks": by_marks,
}


#: F1 of characters, source and cue aimed at for the tagger.
AIMS = (0.85, 0.69, 0.72)
DEV = Path(__file__).resolve().parents[2] / "shared" / "data" / "polnear" / "dev.jsonl"


def voices(simulations: int, seed: int) -> bool | None:
    """Print how well voices are told apart: on annotated articles, our own markings, judged speakers."""
    from benchmarks import quality_speakers
    from benchmarks.voice_labels import mark

    if not DEV.is_file():
        print("   skipped: the annotated articles (../shared/data) are not beside the project")
        return None
    head = ["characters attributed", "P", "R", "F1", "source", "cue"]
    rows = [head, *table(DEV, METHODS)]
    for name, *cells in rows:
        print(f"   {name:<24}" + "".join(f"{cell:>8}" for cell in cells))
    found = [float(cell) for cell in rows[1][3:6]]
    print(f"   aims, first row: F1 {AIMS[0]:.2f}, source {AIMS[1]:.2f}, cue {AIMS[2]:.2f}")
    print(f"   our own markings: {mark.agree()}")
    speakers = quality_speakers.table()
    if speakers is not None:
        print("   " + speakers.to_string(index=False).replace("\n", "\n   "))
    return all(round(value, 2) >= aim for value, aim in zip(found, AIMS, strict=True))
