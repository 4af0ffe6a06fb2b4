"""Train the voice taggers on the articles marked by hand, and write their weights.

    python -m training.voices            cross-validated over outlets, then trained on all and written

Only `benchmarks/voice_labels` is learned from. Scores of kept-back folds give the second
tagger the cue scores it will meet in use, not those of articles the first has seen.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.voice_labels import mark
from framing.text.tokens import tokenize
from framing.text.voices import attribute
from framing.text.voices import words as reading
from framing.text.voices.attribute import CONTENT, Taggers, clause_features, sources, with_neighbours
from framing.text.voices.clauses import BITS, Clauses, Scorer, candidates, cue_features, cut
from framing.text.voices.sources import NONE, WAYS, Candidates, source_candidates, source_features
from framing.text.voices.words import Words
from training.weights import write_taggers


@dataclass
class Sample:
    """Marked articles as the taggers see them, with what is right."""

    words: Words
    title: np.ndarray
    at: np.ndarray
    cue: np.ndarray
    clauses: Clauses
    attributed: np.ndarray
    group_of_word: np.ndarray
    spans: tuple[np.ndarray, np.ndarray]
    gold: list[np.ndarray]
    rows: list[dict[str, Any]]


def sample(rows: Sequence[dict[str, Any]], texts: Sequence[str], groups: Sequence[int]) -> Sample:
    """Read marked articles; a text's first paragraph is taken as its headline where `texts` came so."""
    tokens = tokenize(list(texts))
    words = reading.read(tokens)
    doc = tokens.doc_of(np.arange(len(tokens.ids)))
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    paragraph = np.searchsorted(tokens.paragraphs, np.arange(len(tokens.ids)), side="right") - 1
    first = np.searchsorted(tokens.paragraphs, tokens.docs[:-1], side="left")
    title = paragraph == first[doc]
    gold = [mark.attributed(row, len(text)) for row, text in zip(rows, texts, strict=True)]
    inside = np.concatenate(
        [g[start[tokens.docs[i] : tokens.docs[i + 1]]] for i, g in enumerate(gold)] or [np.zeros(0, bool)]
    )
    at = candidates(words)
    cue = np.zeros((len(at), 3), bool)
    for i, row in enumerate(rows):
        low, high = np.searchsorted(at, tokens.docs[i : i + 2])
        here = at[low:high]
        for found in row["attributions"]:
            for s, e in found["cue"]:
                hit = np.flatnonzero((start[here] >= s) & (end[here] <= e)) + low
                right = any(e2 > e for _, e2 in found["content"])
                left = any(s2 < s for s2, _ in found["content"])
                cue[hit, 0] = True
                cue[hit, 1] |= right
                cue[hit, 2] |= left
    clauses = cut(words)
    share = np.add.reduceat(inside.astype(float), clauses.begin) / np.maximum(clauses.end - clauses.begin, 1)
    return Sample(
        words, title, at, cue, clauses, share >= 0.5, np.asarray(groups)[doc], (start, end), gold, list(rows)
    )


def matrix(table: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
    """Return hashed places as a sparse matrix for scikit-learn, and the place of each of its columns."""
    n, k = table.shape
    used, column = np.unique(table, return_inverse=True)
    rows = np.arange(0, n * k + 1, k, dtype=np.int32)
    x = csr_matrix((np.ones(n * k), column.reshape(-1).astype(np.int32), rows), shape=(n, len(used)))
    x.sum_duplicates()
    return x, used


def fit(table: np.ndarray, targets: np.ndarray, strength: float, weight: np.ndarray | None = None) -> Scorer:
    """Fit one logistic model an output."""
    x, used = matrix(table)
    weights, bias = (
        np.zeros((1 << BITS, targets.shape[1]), np.float32),
        np.zeros(targets.shape[1], np.float32),
    )
    for j in range(targets.shape[1]):
        model = LogisticRegression(C=strength, solver="liblinear", max_iter=200)
        model.fit(x, targets[:, j], sample_weight=weight)
        weights[used, j], bias[j] = model.coef_[0], model.intercept_[0]
    return Scorer(weights, bias)


def main() -> int:
    rows = mark.labels()
    known = mark.texts({(row["corpus"], row["id"]) for row in rows})
    texts = [known[row["corpus"], row["id"]] for row in rows]
    # An article that was marked twice must not be learned from in one fold and asked for in another.
    keys = sorted({(row["corpus"], row["id"]) for row in rows})
    groups = [keys.index((row["corpus"], row["id"])) for row in rows]
    s = sample(rows, texts, groups)
    evaluate(s, s.attributed, "oracle of the cut")
    table = cue_features(s.words, s.at).table()
    scores = crossed(table, s.cue, s.group_of_word[s.at], CUE_C)
    for j, name in enumerate(("cue", "right", "left")):
        p, g = scores[:, j] > 0.5, s.cue[:, j]
        print(f"{name}: P {(p & g).sum() / max(p.sum(), 1):.3f} R {(p & g).sum() / g.sum():.3f} of {len(g)}")
    source_table, row, way, right, usable = learnable_sources(s, scores)
    named = crossed_sources(
        s, scores, source_table[usable], right[usable], s.group_of_word[s.at[s.cue[:, 0]]][row][usable]
    )
    features = clause_features(s.words, s.clauses, s.at, scores, named, s.title)
    clause_table = features.table()
    weight = (s.clauses.end - s.clauses.begin).astype(float) ** 0.5
    target = s.attributed[:, None]
    probability = crossed(clause_table, target, s.group_of_word[s.clauses.begin], CLAUSE_C, weight)[:, 0]
    evaluate(s, probability > CONTENT, "cross-validated, clauses alone")
    beside = with_neighbours(features, s.words, s.clauses, probability).table()
    probability = crossed(beside, target, s.group_of_word[s.clauses.begin], BESIDE_C, weight)[:, 0]
    for least in (0.3, 0.35, 0.4, CONTENT, 0.5):
        evaluate(s, probability > least, f"cross-validated, from {least}")
    report_sources(s, s.at[s.cue[:, 0]], row, way, right, usable, source_table)
    if "--write" in sys.argv:
        taggers = Taggers(
            fit(table, s.cue, CUE_C),
            fit(clause_table, target, CLAUSE_C, weight),
            fit(beside, target, BESIDE_C, weight),
            fit(source_table[usable], right[usable, None], SOURCE_C),
        )
        write_taggers(HERE, taggers, card(rows, evaluate(s, probability > CONTENT, "as written")))
    return 0


def learnable_sources(
    s: Sample, scores: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return candidates for the sources of marked cues: features, row, way, whether right, whether of use."""
    gold = s.cue[:, 0]
    at, sides = s.at[gold], scores[gold]
    found = source_candidates(s.words, at)
    features, row, way = source_features(s.words, at, sides, found)
    right, usable = source_targets(s, at, found, row, way)
    return features.table(), row, way, right, usable


def crossed_sources(
    s: Sample, scores: np.ndarray, table: np.ndarray, right: np.ndarray, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the sources of likely cues, as scorers find them that have not seen the article."""
    chosen = scores[:, 0] > 0.5
    cue, sides = s.at[chosen], scores[chosen]
    begin, end = np.zeros(len(cue), np.int64), np.zeros(len(cue), np.int64)
    own = s.group_of_word[cue]
    for fold in range(FOLDS):
        out, here = group % FOLDS == fold, own % FOLDS == fold
        scorer = fit(table[~out], right[~out, None], SOURCE_C)
        begin[here], end[here] = (x[here] for x in sources(s.words, cue, sides, scorer))
    return begin, end


HERE = Path(attribute.__file__).parent
FOLDS = 6


def crossed(
    table: np.ndarray,
    targets: np.ndarray,
    group: np.ndarray,
    strength: float,
    weight: np.ndarray | None = None,
) -> np.ndarray:
    """Return the scores of examples by models that have not seen their article."""
    scores = np.zeros((len(table), targets.shape[1]), np.float32)
    for fold in range(FOLDS):
        out = group % FOLDS == fold
        model = fit(table[~out], targets[~out], strength, None if weight is None else weight[~out])
        scores[out] = model(table[out].T)
    return scores


CUE_C, CLAUSE_C, BESIDE_C, SOURCE_C = 0.3, 0.05, 0.05, 0.3


def source_targets(
    s: Sample, at: np.ndarray, found: Candidates, row: np.ndarray, way: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which candidate is right for each cue, and mask the candidates of cues that have a right one.

    The right one overlaps the source that was marked best, and by half at least.
    """
    start, end = s.spans
    tokens = s.words.tokens
    doc = tokens.doc_of(at)
    right, usable = np.zeros(len(row), bool), np.zeros(len(row), bool)
    by_doc: dict[int, list[dict[str, Any]]] = {}
    for i in np.unique(doc):
        by_doc[int(i)] = s.rows[i]["attributions"]
    first = np.searchsorted(row, np.arange(len(at) + 1))
    for k, place in enumerate(at):
        span = slice(first[k], first[k + 1])
        hits = [
            x for x in by_doc[int(doc[k])] if any(a <= start[place] and end[place] <= b for a, b in x["cue"])
        ]
        if not hits:
            continue
        marked = hits[-1]["source"]
        ways = way[span]
        if not marked:
            right[span] = ways == NONE
            usable[span] = True
            continue
        best, value = -1, 0.5
        low, high = tokens.docs[doc[k]], tokens.docs[doc[k] + 1]
        gold = np.zeros(high - low, bool)
        for a, b in marked:
            gold |= (start[low:high] >= a) & (end[low:high] <= b)
        for j, w in enumerate(ways):
            b, e = found.begin[k, w] - low, found.end[k, w] - low
            if w != NONE and e > b:
                f1 = 2 * gold[b:e].sum() / (e - b + gold.sum())
                if f1 > value:
                    best, value = j, f1
        if best >= 0:
            right[span] = np.arange(len(ways)) == best
            usable[span] = True
    return right, usable


def report_sources(
    s: Sample,
    at: np.ndarray,
    row: np.ndarray,
    way: np.ndarray,
    right: np.ndarray,
    usable: np.ndarray,
    table: np.ndarray,
) -> None:
    """Print how often the right source is chosen, by models that have not seen the article."""
    group = s.group_of_word[at][row]
    p = np.zeros(len(row))
    for k in range(FOLDS):
        out = group % FOLDS == k
        p[out] = fit(table[~out & usable], right[~out & usable, None], SOURCE_C)(table[out].T)[:, 0]
    score = np.full((len(at), len(WAYS)), -1.0)
    score[row, way] = p
    best = score.argmax(axis=1)
    hit, able = np.zeros(len(at), bool), np.zeros(len(at), bool)
    hit[row[(best[row] == way) & right]] = True
    able[row[usable]] = True
    print(f"sources: {able.mean():.3f} have a right candidate; of these {hit[able].mean():.3f} chosen")


def card(rows: Sequence[dict[str, Any]], crossed: tuple[float, float, float]) -> dict[str, Any]:
    """Return what stands beside the weights: what for, learned from what, how well they do."""
    articles = {(row["corpus"], row["id"]) for row in rows}
    return {
        "title": "Voices: cues, clauses of content, sources",
        "for": "English news; it was not made for other languages and genres",
        "model": "four logistic regressions on hashed features; of words only function words, cues and roles",
        "articles": {
            corpus: sum(c == corpus for c, _ in articles) for corpus in sorted({c for c, _ in articles})
        },
        "markings": len(rows),
        "attributions": sum(len(row["attributions"]) for row in rows),
        "labels": "benchmarks/voice_labels, by the guidelines there; offsets, no text",
        "threshold": CONTENT,
        "cross_validated": dict(
            zip(("precision", "recall", "f1"), (round(x, 3) for x in crossed), strict=True)
        ),
        "licence": "MIT",
    }


def evaluate(s: Sample, chosen: np.ndarray, name: str) -> tuple[float, float, float]:
    """Print and return precision, recall and F1 of the characters of chosen clauses."""
    start, end = s.spans
    tp = fp = fn = 0
    doc = s.words.tokens.doc_of(s.clauses.begin)
    for i, gold in enumerate(s.gold):
        mask = np.zeros(len(gold), bool)
        for b, e in zip(
            s.clauses.begin[(doc == i) & chosen], s.clauses.end[(doc == i) & chosen], strict=True
        ):
            mask[start[b] : end[e - 1]] = True
        # The space between two chosen clauses is as little in doubt as the clauses.
        tp, fp, fn = tp + (mask & gold).sum(), fp + (mask & ~gold).sum(), fn + (gold & ~mask).sum()
    p, r = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    f1 = 2 * p * r / max(p + r, 1e-9)
    print(f"{name}: P {p:.3f} R {r:.3f} F1 {f1:.3f}")
    return float(p), float(r), float(f1)


if __name__ == "__main__":
    sys.exit(main())
